"""What a block is, what it is for, and what its reader must know before using it."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Collection, Iterator, Sequence

from mkdocs_howto.effects import Effects
from mkdocs_howto.facts.docstring import read
from mkdocs_howto.facts.purpose import purpose
from mkdocs_howto.secrets import is_secret_name, is_secret_value
from mkdocs_howto.section import CodeBlock, NamedBlock, Parameter, Shape, Step
from mkdocs_howto.syntax import below
from mkdocs_howto.writers.offline.trees import Function, own
from mkdocs_howto.writers.offline.words import an, is_vague, listed, small, some_of

_LONGEST = 1_200
"""Characters of a docstring's summary in a description."""
_TAG = re.compile(r"</?[A-Za-z][\w-]*>")
"""A name between angle brackets, which a browser would take for a tag: `rgb(<r>, <g>, <b>)`."""
_ROLE = re.compile(r":(?:[a-z]+:)?[a-z]+:`[~!.]*(?P<text>[^`<]+?)(?:\s*<[^>]*>)?`")
"""A role of reStructuredText: `:class:` before a name between backticks."""
_LINK = re.compile(r"(?<![`\w\]])\[(?P<text>`?[^\]\n`]+`?)\](?:\([^)\s]*\)|\[[^\]\n]*\])")
"""A link of Markdown; only its words are the author's sentence."""
_REFERENCE = re.compile(r"(?<!`)`(?P<text>[^`<]+?)(?:\s*<[^>]*>)?`__?(?!\w)")
"""A link of reStructuredText; only its words are the author's sentence."""
_STRESSED = re.compile(r"(?<![\w*`/])(?P<marks>\*{1,2})(?P<text>[A-Za-z_](?:[^*`\n]*[\w.])?)(?P=marks)(?![\w*`])")
"""Emphasis, the same in Markdown and reStructuredText; a section has none."""
_MARKS = ("`", "*", "[", "<")
"""What any of these begins or ends with."""
_BLOCK = re.compile(r"(?m)^[ \t]*(?:#{1,6}[ \t]|[-*+>][ \t]|\d{1,9}[.)][ \t]|[=~-]{3,}[ \t]*$|\||`{3}|~{3})")
"""A line of a docstring that starts a heading, list, quote, table or fence, or underlines a title."""
_QUOTE = re.compile(r"(?m)^>(?!>)[ \t]?")
_OPENING = re.compile(r"\A(?:(?:#{1,6}|[-*+>]|\d{1,9}[.)])\s+)+")
_CLOSING = re.compile(r" (?:#{2,6}|={3,}|-{4,})(?: |\Z)|(?<=[.:!?]) [-*+>|] ")
"""Where another block of a docstring begins in its summary, which is all on one line."""
_SECTION = re.compile(
    r"(?:Arg(?:ument)?s|Param(?:eter)?s|Attributes|Returns?|Yields?|Raises|Examples?|Usage|Notes?):\s"
)
"""How a docstring begins that has sections and no summary."""
_DIRECTIVE = re.compile(r"!!! |\?\?\?|\.\. |[:]{3} |:\w+[^:]*:\s")
"""Markup that starts a block, which no sentence does."""
_CHANGING = {
    "add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem", "popleft", "remove",
    "reverse", "setdefault", "sort", "update",
}  # fmt: skip
"""Methods by which lists, dictionaries and sets are changed."""
_BINDING = frozenset({ast.Name, ast.Subscript, ast.Expr})
"""Nodes that may give a variable something else, or change what it holds."""
_RAISED = re.compile(r"^\s*(?::raises?\s+)?`{0,2}(?P<name>[\w.]+)`{0,2}:\s+(?P<when>\S.*)$")
"""A line of a docstring that says when an exception is raised."""
_WHEN = re.compile(r"Raises `(?P<name>[\w.]+)(?:\([^`]*\))?`(?: \([^()]*\))? if (?P<when>[^;]+)\.$")
_NAMED = re.compile(r"`([^`]+)`")
_COMMAND = re.compile(r"(?P<group>[\w.]+)\.(?:command|group)\b")
_ROUTE = re.compile(r"""[\w.]+\.(?P<method>get|post|put|patch|delete|head|route)\(\s*['"](?P<path>/[^'"\s]*)['"]""")
_OPTION = re.compile(r"""option\(\s*['"](--[\w-]+)""")
_PLAIN_BASES = {"object", "abc.ABC", "typing.Generic", "typing.Protocol"}


def describe(block: CodeBlock, tree: ast.Module, steps: Sequence[Step], effects: Effects) -> str:
    """One paragraph about a block: what it is for, what it is, what to know before using it.

    Args:
        block: The code.
        tree: Its syntax tree.
        steps: Its execution; one step alone says what the block does.
        effects: What it raises and requests.
    """
    shape = block.shape
    if not isinstance(block, NamedBlock):
        return _snippet(tree, steps)
    names = {one.name for one in shape.signature.parameters} if shape.signature is not None else set()
    summary = _told_purpose(block, names)
    match shape.kind, tree.body:
        case "function", [ast.FunctionDef() | ast.AsyncFunctionDef() as function]:
            parts = _of_function(block, function, steps, effects, told=bool(summary))
        case "class", _:
            parts = _of_class(block, tree, effects, told=bool(summary))
        case "module", _:
            parts = [_of_module(block, told=bool(summary)), _requested(tree, effects), _raised(block, effects, steps)]
        case _:
            parts = [_of_value(block)]
    return " ".join(part for part in (summary, *parts) if part) or f"`{block.name}` is {_kind(shape)}."


def _told_purpose(block: NamedBlock, names: Collection[str]) -> str:
    """Return what a block is for, in its author's words; empty where the docstring does not say.

    A title, a badge, a note or a version above the first words is no purpose, and what only repeats the name gives
    way to the next paragraph.
    """
    if not block.docstring:
        return sentence(block.shape.summary, names) if block.shape.summary else ""
    docstring = read(_QUOTE.sub("", block.docstring), names=names)
    told = purpose(docstring, block.name)
    if docstring.summary.startswith(told.rstrip(".")):
        told = docstring.summary if _BLOCK.search(block.docstring.partition("\n\n")[0]) else ""  # The whole paragraph.
    return sentence(told or _summary(block, names), names)


def _summary(block: NamedBlock, names: Collection[str]) -> str:
    """Return the first paragraph of words in a block's docstring, without headings, lists, quotes and tables."""
    if not _BLOCK.search(block.docstring.partition("\n\n")[0]):
        return block.shape.summary
    return read(_QUOTE.sub("", block.docstring), names=names).summary or block.shape.summary


def sentence(summary: str, names: Collection[str] = ()) -> str:
    """A docstring's summary with plain single backticks and a full stop.

    Args:
        summary: First paragraph of the docstring, on one line.
        names: Of parameters: where the author stresses one, it is code.
    """
    plain = _without_blocks(_shortened(summary))
    if any(mark in plain for mark in _MARKS):  # Most summaries are words alone.
        plain = _unmarked(plain, names)
    plain = plain.strip()
    if _DIRECTIVE.match(plain) or _SECTION.match(plain):
        return ""
    if plain.endswith(":"):  # What it announces is not part of the paragraph.
        plain, _, announced = plain.rpartition(". ")
        plain = plain or f"{announced.rstrip(':')}."
    return plain if plain.endswith((".", "!", "?")) else f"{plain}."


def _without_blocks(summary: str) -> str:
    """Return a summary without the marks of headings, lists and quotes, which were lines before they became one."""
    plain = _OPENING.sub("", summary)
    end = _CLOSING.search(plain)
    return plain[: end.start()] if end else plain


def _unmarked(text: str, names: Collection[str]) -> str:
    """A text without links, emphasis and roles; the names of parameters and what is marked as code stay so."""
    plain = _ROLE.sub(lambda role: f"`{role['text']}`", text)
    plain = _STRESSED.sub(lambda word: f"`{word['text']}`" if word["text"] in names else word["text"], plain)
    plain = _LINK.sub(lambda link: link["text"], _REFERENCE.sub(lambda link: link["text"], plain)).replace("``", "`")
    plain = plain if plain.count("`") % 2 == 0 else plain.replace("`", "")
    spans = plain.split("`")  # Every other one is code.
    return "`".join(span if number % 2 else _TAG.sub(r"`\g<0>`", span) for number, span in enumerate(spans))


def _shortened(summary: str) -> str:
    """The sentences of a summary that a reader bears."""
    if len(summary) <= _LONGEST:
        return summary
    whole, end, _ = summary[:_LONGEST].rpartition(". ")
    return f"{whole}." if end else f"{summary[:_LONGEST].rpartition(' ')[0] or summary[:_LONGEST]}..."


# Functions.


def _of_function(
    block: NamedBlock, function: Function, steps: Sequence[Step], effects: Effects, *, told: bool
) -> list[str]:
    return [
        _nature(block, function, steps, told=told),
        _registered(block),
        _changed(function),
        _requested(function, effects) if told else "",
        _raised(block, effects, steps),
        _deprecated(block.shape),
    ]


def _nature(block: NamedBlock, function: Function, steps: Sequence[Step], *, told: bool) -> str:
    """What kind of function it is and how that makes it be used; without documentation, what it does."""
    shape, name = block.shape, f"`{block.name}`"
    kind, use = _function_kind(shape)
    if told:
        return f"{name} is {kind}{f': {use}' if use else ''}." if kind else ""
    alone = steps[0].text if len(steps) == 1 and not steps[0].steps and not steps[0].text.startswith("Stops") else ""
    if alone and alone[:1].isupper() and len(alone) < 240 and "abstract" not in shape.labels:
        does = small(alone)
        if alone.startswith(("If ", "For ", "While ", "Otherwise", "In ", "Within ", "Depending")):
            return f"{name} is {kind or 'a function'}. {alone}"
        return f"{name} is {an_only(kind)} that {does}" if kind else f"{name} {does}"
    given = _exchange(shape, function)
    if not kind:
        return f"{name} {given}."
    return f"{name} is {kind} that {given}{f': {use}' if use and len(given) < 60 else ''}."


def an_only(kind: str) -> str:
    """A kind without what follows its comma."""
    return kind.partition(",")[0]


def _function_kind(shape: Shape) -> tuple[str, str]:
    """What is not called like any function, and how it is used; empty for a plain function."""
    labels = set(shape.labels)
    names = {decorator.partition("(")[0].rpartition(".")[2] for decorator in shape.decorators}
    if "contextmanager" in labels:
        statement = "async with" if "async" in labels else "with"
        article = "an asynchronous" if "async" in labels else "a"
        return f"{article} context manager", f"use it in {an(f'`{statement}`')} statement"
    if labels & {"property", "cached_property"} or names & {"cached_property"}:
        return "a property, computed once" if names & {"cached_property"} else "a property", ""
    if "abstract" in labels:
        return "an abstract method", "subclasses implement it"
    if {"async", "generator"} <= labels:
        return "an asynchronous generator", "iterate over it with `async for`"
    if "async" in labels:
        return ("a fixture", "") if "fixture" in names else ("a coroutine", "await it")
    if "generator" in labels:
        return ("a fixture", "") if "fixture" in names else ("a generator", "")
    if "classmethod" in labels:
        return "a class method", ""
    if "staticmethod" in labels:
        return "a static method", ""
    return ("a fixture", "") if "fixture" in names else ("", "")


def _exchange(shape: Shape, function: Function) -> str:
    """What a function takes and gives, from its signature and body."""
    signature = shape.signature
    parameters = [one for one in signature.parameters if one.name not in {"self", "cls"}] if signature else []
    names = [f"`{one.name}`" for one in parameters]
    takes = f"takes {some_of(names, 5, 'more arguments')}" if names else "takes no arguments"
    gives = _given(signature.returns if signature else "", function, shape)
    return f"{takes} and {gives}" if gives else takes


def _given(returns: str, function: Function, shape: Shape) -> str:
    if "contextmanager" in shape.labels:
        return ""
    if "generator" in shape.labels:
        return "yields values one by one"
    text = returns.strip("'\"")
    if text == "None":
        return "returns nothing"
    if text in {"NoReturn", "Never", "typing.NoReturn"}:
        return "never returns"
    text = shape.object_path.split(".")[-2] if text.rpartition(".")[2] == "Self" and "." in shape.object_path else text
    if re.search(r"(?<!\w)_[A-Z]", text):
        return ""  # A type variable, or what is the project's own affair.
    if text and len(text) < 40 and "`" not in text:
        is_class = text.isidentifier() and text[:1].isupper() and text != "Any"
        return f"returns {an(f'`{text}`')}" if is_class else f"returns `{text}`"
    values = [node.value for node in own(function) if isinstance(node, ast.Return) and node.value is not None]
    if not values:
        return "" if any(isinstance(node, ast.Raise) for node in function.body[-1:]) else "returns nothing"
    inner = {node.name for node in function.body if isinstance(node, Function)}
    if all(isinstance(value, ast.Name) and value.id in inner for value in values):
        return "returns a function"
    if all(isinstance(value, ast.Name) and value.id == "self" for value in values):
        return "returns the object itself"
    constants = {repr(value.value) if isinstance(value, ast.Constant) else "" for value in values}
    only = constants.pop() if len(constants) == 1 and _ends(function) else ""
    return f"returns `{only}`" if only.isalnum() else ""


def _ends(function: Function) -> bool:
    """Whether the last statement of a function gives something back."""
    return isinstance(function.body[-1], ast.Return)


def _registered(block: NamedBlock) -> str:
    """What a framework makes of a decorated function."""
    for decorator in block.shape.decorators:
        if match := _ROUTE.match(decorator):
            method = match["method"].upper()
            path = match["path"]
            if "`" not in path:
                return f"It answers {'requests' if method == 'ROUTE' else f'{method} requests'} to `{path}`."
        if match := _COMMAND.match(decorator):
            options = [f"`{option}`" for one in block.shape.decorators for option in _OPTION.findall(one)[:1]]
            taken = f", with the option{'s' if len(options) > 1 else ''} {listed(options)}" if options else ""
            of = f" of `{match['group']}`" if match["group"] not in {"click", "typer", "app"} else ""
            return f"`{block.name}` is a command{of}{taken}."
        name = decorator.partition("(")[0].rpartition(".")[2]
        if name in {"lru_cache", "cache"}:
            return "Results are kept: the same arguments are computed once."
    return ""


def _changed(function: Function) -> str:
    """Which arguments a function changes in place."""
    names = {argument.arg for argument in function.args.args if argument.arg not in {"self", "cls"}}
    if not names:
        return ""
    changed: dict[str, None] = {}
    rebound: set[str] = set()
    for node in below(function):
        if type(node) not in _BINDING:
            continue
        match node:
            case ast.Name(id=name):
                if isinstance(node.ctx, ast.Store):
                    rebound.add(name)
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()) if name in names:
                changed[name] = None
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method))) if name in names:
                if method in _CHANGING:
                    changed[name] = None
    shown = [f"`{name}`" for name in changed if name not in rebound]
    return f"It changes {listed(shown)} in place." if shown else ""


# Exceptions and requests.


def _raised(block: NamedBlock, effects: Effects, steps: Sequence[Step]) -> str:
    """What may be raised, and when, as far as the documentation or a step says so."""
    if not effects.raises or "exception" in block.shape.labels:
        return ""
    documented = _documented(block.docstring)
    guarded = _guarded(block, steps) if block.shape.kind == "function" else {}
    names = []
    for name in effects.raises:
        when = documented.get(name.rpartition(".")[2], "")
        names.append(f"`{name}` ({when})" if when and len(effects.raises) <= 3 else f"`{name}`")
    if len(names) == 1 and effects.raises[0] in guarded and "(" not in names[0]:
        return f"It raises {names[0]} if {guarded[effects.raises[0]]}."
    return f"It may raise {listed(names, 'or')}."


def _documented(docstring: str) -> dict[str, str]:
    """When each exception is raised, in the author's words."""
    found: dict[str, str] = {}
    inside = False
    for line in _whole_entries(docstring):
        stripped = line.strip()
        if stripped in {"Raises:", "Raises"}:
            inside = True
        elif inside and stripped and not line.startswith((" ", "\t")) and not stripped.startswith("-"):
            inside = False
        elif match := _RAISED.match(line) if inside or stripped.startswith(":raise") else None:
            when = re.split(r"(?<=[.;])\s", match["when"])[0].rstrip(".;")
            plain = not re.search(r"[<>{}\[\]\\*|_^#=()]|https?:|\.\.$", when) and when.count("`") % 2 == 0
            if plain and len(when) < 90 and not is_vague(when) and when[-1:].isalnum() | when.endswith("`"):
                found[match["name"].rpartition(".")[2]] = when[0].lower() + when[1:] if when[1:2].islower() else when
    return found


def _whole_entries(docstring: str) -> list[str]:
    """The lines of a docstring, each entry of a list with the deeper lines that go on with it."""
    lines: list[str] = []
    for line in docstring.split("\n"):
        depth = len(line) - len(line.lstrip())
        before = lines[-1] if lines else ""
        goes_on = bool(line.strip()) and _RAISED.match(before) is not None
        if goes_on and depth > len(before) - len(before.lstrip()):
            lines[-1] = f"{before} {line.strip()}"
        else:
            lines.append(line)
    return lines


def _guarded(block: NamedBlock, steps: Sequence[Step]) -> dict[str, str]:
    """Conditions of single raises that a caller can tell from the arguments."""
    parameters = {one.name for one in block.shape.signature.parameters} if block.shape.signature else set()
    found: dict[str, list[str]] = {}
    for step in _all(steps):
        if match := _WHEN.match(step.text):
            found.setdefault(match["name"], []).append(match["when"])
        else:
            for name in re.findall(r"[Rr]aises `([\w.]+)", step.text):
                found.setdefault(name, []).append("")
    return {
        name: whens[0]
        for name, whens in found.items()
        if len(whens) == 1 and 0 < len(whens[0]) < 100 and _about(whens[0], parameters)
    }


def _about(condition: str, parameters: set[str]) -> bool:
    """Whether a condition speaks of parameters."""
    spans = [span for span in _NAMED.findall(condition) if span.isidentifier()]
    return bool(set(spans) & parameters) and all(
        span in parameters or span in {"None", "True", "False"} or span[:1].isupper() or hasattr(builtins, span)
        for span in spans
    )


def _all(steps: Sequence[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from _all(step.steps)


def _requested(tree: ast.AST, effects: Effects) -> str:
    """Which HTTP requests are sent, and to which service."""
    if not effects.requests:
        return ""
    methods = listed(list(effects.requests))
    place = _service(tree)
    return f"It sends {methods} requests{f' to `{place}`' if place else ''}."


def _service(tree: ast.AST) -> str:
    """The address that a class names as its own."""
    for node in below(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id="url" | "base_url" | "BASE_URL")], value=ast.Constant(value=str(url))):
                if url.startswith("http") and "`" not in url and not is_secret_value(url):
                    return url
    return ""


# Classes.


def _of_class(block: NamedBlock, tree: ast.Module, effects: Effects, *, told: bool) -> list[str]:
    return [
        _class_nature(block, told=told),
        _to_implement(block),
        _to_use(block.shape),
        _called(block.shape),
        _requested(tree, effects),
        _raised(block, effects, ()),
        _deprecated(block.shape),
    ]


def _class_nature(block: NamedBlock, *, told: bool) -> str:
    shape, name = block.shape, f"`{block.name}`"
    labels = set(shape.labels)
    # A base of the same name is told with its module.
    named = [path if path.endswith(f".{block.name}") else path.rpartition(".")[2] for path in shape.bases]
    plain = {path.rpartition(".")[2] for path in _PLAIN_BASES}
    bases = [f"`{base}`" for base in named if base not in plain and base.replace(".", "").isidentifier()]
    if labels & {"dataclass", "namedtuple", "typeddict"}:
        return f"{name} is {_record(shape)}."
    if "exception" in labels:
        return f"{name} is an exception{f', {an(bases[0])}' if bases and bases[0] != '`Exception`' else ''}."
    if "enum" in labels:
        members = [f"`{one.name}`" for one in shape.members if one.kind == "attribute" and not one.name.startswith("_")]
        return f"{name} is an enumeration{f' of {some_of(members, 8)}' if members else ''}."
    if "protocol" in labels:
        return f"{name} is a protocol: any object with {_public(shape) or 'its members'} fits it."
    kind = "an abstract class" if "abstract" in labels else "a class"
    if told:  # Private bases are the project's own affair.
        bases = [base for base in bases if not base.startswith("`_")]
    if bases:
        return f"{name} is {kind} built on {some_of(bases, 4, 'more')}."
    if told and "abstract" not in labels:
        return ""  # That a class is a class says nothing.
    public = _public(shape)
    return f"{name} is {kind}{f' with {public}' if public and not told else ''}."


def _public(shape: Shape) -> str:
    names = [f"`{one.name}`" for one in shape.members if one.kind == "function" and not one.name.startswith("_")]
    return some_of(names, 5) if names else ""


def _record(shape: Shape) -> str:
    """A class that is made of fields."""
    labels = set(shape.labels)
    decorators = "".join(shape.decorators).replace(" ", "")
    fields = [_field(one) for one in shape.signature.parameters] if shape.signature is not None else []
    if "typeddict" in labels:
        return f"a typed dictionary{f' with the keys {some_of(fields, 10)}' if fields else ''}"
    kind = "named tuple" if "namedtuple" in labels else "dataclass"
    frozen, ordered = ("frozen=True" in decorators, "order=True" in decorators)
    taken = f" with the {'field' if len(fields) == 1 else 'fields'} {some_of(fields, 10)}" if fields else ""
    more = [*(["its fields cannot be changed"] if frozen else []), *(["instances can be sorted"] if ordered else [])]
    after = f"; {' and '.join(more)}" if more else ""
    return f"a {'frozen ' if frozen else ''}{kind}{taken}{after}"


def _field(parameter: Parameter) -> str:
    default = parameter.default
    shown = default is not None and len(default) <= 20 and "`" not in default and "\n" not in default
    if not shown or is_secret_name(parameter.name) or is_secret_value(str(default)):
        return f"`{parameter.name}`"
    return f"`{parameter.name}` (`{default}` by default)"


def _to_implement(block: NamedBlock) -> str:
    """What a subclass has to bring."""
    shape = block.shape
    left = [f"`{one.name}`" for one in shape.members if "abstract" in one.labels]
    if "protocol" in shape.labels or "abstract" not in shape.labels:
        return ""
    unset = [f"`{one.name}`" for one in shape.members if is_unset(one)] if left else []
    implement = f"implement {some_of(left, 6) if left else 'what its bases leave open'}"
    return f"Subclass it, set {some_of(unset, 6)}, and {implement}." if unset else f"Subclass it and {implement}."


def is_unset(member: Shape) -> bool:
    """Whether a class declares an attribute that subclasses have to set."""
    is_plain = member.kind == "attribute" and "property" not in member.labels
    return is_plain and bool(member.annotation) and member.value is None


def _to_use(shape: Shape) -> str:
    """Whether instances have to be entered or closed."""
    names = {member.name for member in shape.members if member.kind == "function"}
    closing = next((f"`{name}()`" for name in ("aclose", "close") if name in names), "")
    if "__aenter__" in names:
        return f"Use it in an `async with` statement{f', or close it with {closing}' if closing else ''}."
    if "__enter__" in names:
        return f"Use it in a `with` statement{f', or close it with {closing}' if closing else ''}."
    return ""


def _called(shape: Shape) -> str:
    """Which methods are not called like any others."""
    methods = [one for one in shape.members if one.kind == "function" and not one.name.startswith("_")]
    methods = [one for one in methods if not set(one.labels) & {"property", "contextmanager"}]
    kinds = {
        "an asynchronous generator": [one for one in methods if {"async", "generator"} <= set(one.labels)],
        "a coroutine": [one for one in methods if "async" in one.labels and "generator" not in one.labels],
        "a generator": [one for one in methods if "generator" in one.labels and "async" not in one.labels],
    }
    parts = []
    for kind, members in kinds.items():
        names = [f"`{one.name}`" for one in members]
        if len(names) == 1:
            parts.append(f"{names[0]} is {kind}")
        elif names:
            parts.append(f"{some_of(names, 6)} are {kind.split(' ', 1)[1]}s")
    text = f"{listed(parts)}" if parts else ""
    on_class = [one for one in methods if set(one.labels) & {"classmethod", "staticmethod"}]
    if methods and len(on_class) == len(methods):
        whose = "It is called" if len(methods) == 1 else "Its methods are called"
        text += f"{'. ' if text else ''}{whose} on the class; no instance is needed" if len(methods) > 1 or text else ""
    return f"{text}." if text else ""


def _deprecated(shape: Shape) -> str:
    return "It is deprecated." if "deprecated" in shape.labels else ""


# Modules, values, snippets.


def _of_module(block: NamedBlock, *, told: bool) -> str:
    if told:
        return ""
    members = [one for one in block.shape.members if not one.name.startswith("_")]
    names = [f"`{one.name}`" for one in members if one.kind in {"class", "function"}]
    names = names or [f"`{one.name}`" for one in members]
    return f"`{block.name}` is a module{f' with {some_of(names, 8)}' if names else ''}."


def _of_value(block: NamedBlock) -> str:
    shape = block.shape
    value = shape.value or ""
    shown = value and len(value) <= 60 and "`" not in value and "\n" not in value
    hidden = is_secret_name(block.name) or is_secret_value(value)
    if "property" in shape.labels:
        return f"`{block.name}` is a property."
    if shape.kind == "type alias":
        return f"`{block.name}` is an alias of the type `{value}`." if shown else f"`{block.name}` is a type alias."
    kind = "a constant" if block.name.isupper() else "an attribute"
    parts = [f" of type `{shape.annotation}`" if shape.annotation and len(shape.annotation) < 60 else ""]
    parts.append(f" with the value `{value}`" if shown and not hidden else "")
    return f"`{block.name}` is {kind}{''.join(parts)}."


def _snippet(tree: ast.Module, steps: Sequence[Step]) -> str:
    """Code that stands in a page."""
    if len(steps) == 1 and not steps[0].steps and steps[0].text[:1].isupper():
        return f"This code {small(steps[0].text)}"
    imported = [
        f"`{alias.name if isinstance(node, ast.ImportFrom) else alias.name.partition('.')[0]}`"
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom) and getattr(node, "module", "") != "__future__"
        for alias in node.names
    ]
    return f"This code uses {some_of(list(dict.fromkeys(imported)), 5)}." if imported else "A piece of code."


def _kind(shape: Shape) -> str:
    return {"class": "a class", "module": "a module", "function": "a function"}.get(shape.kind, "a value")
