"""What a block is, what it is for, and what its reader must know before using it."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from mkdocs_howto.effects import Effects, effects_of
from mkdocs_howto.section import CodeBlock, Shape, Step
from mkdocs_howto.writers.offline.source import listed

_ROLE = re.compile(r":(?:[a-z]+:)?[a-z]+:`[~!.]*(?P<text>[^`<]+?)(?:\s*<[^>]*>)?`")
"""A role of reStructuredText: `:class:` before a name between backticks."""
_LINK = re.compile(r"(?<!`)\[(?P<text>`?[^\]\n`]+`?)\](?:\([^)\s]*\)|\[[^\]\n]*\])")
"""A link of Markdown; only its words are the author's sentence."""
_DIRECTIVE = re.compile(r"!!! |\?\?\?|\.\. |[:]{3} ")
"""Markup that starts a block, which no sentence does."""


_CHANGING = {
    "add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem", "popleft", "remove",
    "reverse", "setdefault", "sort", "update",
}  # fmt: skip
"""Methods by which lists, dictionaries and sets are changed."""
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def describe(block: CodeBlock, tree: ast.Module, steps: Sequence[Step]) -> str:
    """One paragraph about a block: what it is for, what it is, what to know before using it.

    Args:
        block: The code.
        tree: Its syntax tree.
        steps: Its execution; one step alone says what the block does.
    """
    if block.shape.kind == "snippet":
        return "A piece of code."
    effects = effects_of(block, tree)
    summary = sentence(block.shape.summary) if block.shape.summary else ""
    parts = [
        summary,
        _nature(block, tree, steps, told=bool(summary)),
        _use(block),
        _requested(tree, effects),
        _changed(tree),
        _raised(block, effects),
    ]
    return " ".join(part for part in parts if part)


def _nature(block: CodeBlock, tree: ast.Module, steps: Sequence[Step], *, told: bool) -> str:
    """What kind of thing it is; of a plain function only what it takes and gives."""
    shape, name = block.shape, f"`{block.name}`"
    plain = shape.kind == "function" and not set(shape.labels) & {
        "async", "generator", "contextmanager", "classmethod", "staticmethod", "property", "abstract"
    }  # fmt: skip
    if plain:
        if told:
            return ""
        if len(steps) == 1 and not steps[0].steps and len(steps[0].text) < 200 and steps[0].text[:1].isupper():
            return f"{name} {steps[0].text[0].lower()}{steps[0].text[1:]}"
        return f"{name} {_exchange(shape, tree)}."
    if told and shape.kind == "class" and _kind(shape) == "a class":
        return ""
    extra = (
        f" that {_exchange(shape, tree)}"
        if shape.kind == "function" and not told and "property" not in shape.labels
        else ""
    )
    return f"{name} is {_kind(shape)}{extra}."


def _exchange(shape: Shape, tree: ast.Module) -> str:
    """What a function takes and gives, from its signature and body."""
    signature = shape.signature
    parameters = (
        [parameter for parameter in signature.parameters if parameter.name not in {"self", "cls"}] if signature else []
    )
    names = [f"`{parameter.name}`" for parameter in parameters[:4]]
    takes = f"takes {listed(names)}" if names else "takes no arguments"
    if len(parameters) > 4:
        takes = f"takes {', '.join(names)} and {len(parameters) - 4} more"
    function = next((node for node in tree.body if isinstance(node, _Function)), None)
    gives = _given(signature.returns if signature else "", function, shape)
    return f"{takes} and {gives}" if gives else takes


def _given(returns: str, function: _Function | None, shape: Shape) -> str:
    if "contextmanager" in shape.labels:
        return ""
    if "generator" in shape.labels:
        return "yields values one by one"
    if returns and returns != "None" and len(returns) < 40:
        text = returns.strip("'\"")
        return f"returns `{text}`"
    if function is not None and returns != "None":
        values = [node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value is not None]
        return "" if values else "returns nothing"
    return "returns nothing" if returns == "None" else ""


def _use(block: CodeBlock) -> str:
    """What must be known before it is used."""
    labels = set(block.shape.labels)
    open_names = [f"`{member.name}`" for member in block.shape.members if "abstract" in member.labels]
    if "deprecated" in labels:
        return "It is deprecated."
    if block.shape.kind == "class" and open_names:
        unset = [f"`{member.name}`" for member in block.shape.members if is_unset(member)]
        more = [*open_names[:6], f"{len(open_names) - 6} more"] if len(open_names) > 6 else open_names
        return (
            f"Subclass it, set {listed(unset)}, and implement {listed(more)}."
            if unset
            else (f"Subclass it and implement {listed(more)}.")
        )
    if block.shape.kind == "class" and labels & {"dataclass", "namedtuple", "typeddict"} and block.shape.signature:
        names = [f"`{parameter.name}`" for parameter in block.shape.signature.parameters]
        if 0 < len(names) <= 8:
            return f"{'Its keys are' if 'typeddict' in labels else 'Its fields are'} {listed(names)}."
    return ""


def is_unset(member: Shape) -> bool:
    """Whether a class declares an attribute that subclasses have to set."""
    is_plain = member.kind == "attribute" and "property" not in member.labels
    return is_plain and bool(member.annotation) and member.value is None


def _requested(tree: ast.Module, effects: Effects) -> str:
    """Which HTTP requests are sent, and to which service."""
    if not effects.requests:
        return ""
    place = ""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id="url" | "base_url")], value=ast.Constant(value=str(url))):
                place = f" to `{url}`"
    methods = listed(list(effects.requests))
    return f"It sends {methods} requests{place}."


def _changed(tree: ast.Module) -> str:
    """Which arguments a function changes in place."""
    match tree.body:
        case [ast.FunctionDef() | ast.AsyncFunctionDef() as function]:
            names = [argument.arg for argument in function.args.args if argument.arg not in {"self", "cls"}]
            rebound = {
                node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            }
            changed = [f"`{name}`" for name in names if name not in rebound and _is_changed(name, function)]
            return f"It changes {listed(changed)} in place." if changed else ""
    return ""


def _is_changed(name: str, function: _Function) -> bool:
    for node in ast.walk(function):
        match node:
            case ast.Subscript(value=ast.Name(id=base), ctx=ast.Store() | ast.Del()) if base == name:
                return True
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=base), attr=method))) if base == name:
                if method in _CHANGING:
                    return True
    return False


def _raised(block: CodeBlock, effects: Effects) -> str:
    names = [f"`{name}`" for name in effects.raises]
    if not names or "exception" in block.shape.labels:
        return ""
    if len(names) > 8:
        names = [*names[:7], f"{len(names) - 7} other errors"]
    return f"It may raise {listed(names, last='or')}."


def sentence(summary: str) -> str:
    """A docstring's summary with plain single backticks and a full stop."""
    plain = _ROLE.sub(lambda role: f"`{role['text']}`", summary)
    plain = _LINK.sub(lambda link: link["text"], plain).replace("``", "`")
    plain = plain.strip() if plain.count("`") % 2 == 0 else plain.replace("`", "").strip()
    if _DIRECTIVE.match(plain):
        return ""
    return plain if plain.endswith((".", "!", "?", ":")) else f"{plain}."


def _kind(shape: Shape) -> str:
    labels = set(shape.labels)
    if shape.kind == "function":
        return _function(labels)
    if shape.kind == "class":
        return _class(shape, labels)
    if shape.kind == "module":
        return "a module"
    if "property" in labels:
        return "a property"
    if shape.kind == "type alias":
        return "a type alias"
    return "a value"


def _function(labels: set[str]) -> str:
    if "contextmanager" in labels:
        return "an asynchronous context manager" if "async" in labels else "a context manager"
    if {"async", "generator"} <= labels:
        return "an asynchronous generator"
    if "async" in labels:
        return "a coroutine"
    if "generator" in labels:
        return "a generator"
    for label, words in (
        ("abstract", "an abstract method"),
        ("classmethod", "a class method"),
        ("staticmethod", "a static method"),
    ):
        if label in labels:
            return words
    return "a function"


def _class(shape: Shape, labels: set[str]) -> str:
    for label, words in (
        ("enum", "an enumeration"),
        ("typeddict", "a typed dictionary"),
        ("protocol", "a protocol"),
        ("exception", "an exception"),
        ("dataclass", "a dataclass"),
        ("namedtuple", "a named tuple"),
    ):
        if label in labels:
            return words
    bases = [path.rpartition(".")[2] for path in shape.bases if path not in {"object", "abc.ABC"}]
    words = "an abstract class" if "abstract" in labels else "a class"
    return f"{words} built on {listed([f'`{base}`' for base in bases])}" if bases else words
