"""Find what an author says of a result although the annotation or the return statements say otherwise."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from mkdocs_howto.section import Project, Shape
from mkdocs_howto.syntax import SCOPES, NotPython, children, parse_expression
from mkdocs_howto.writers.offline.trees import Function

_RESULT = re.compile(
    r"(?:\A|[.;] |, (?:and|or|then) |\band )(?:it )?(?:then )?returns?\s"
    r"(?!to\b|from\b|early\b|control\b)(?P<said>[^.;]+)",
    re.IGNORECASE,
)
_NONE = re.compile(r"(?:\bor|\A|,) `?None`?(?![\w.`\[])|\A`?None`? (?:if|when|otherwise|unless)\b")
_NOT_NONE = re.compile(r"\b(?:not|never|than|of) `?None\b")
_KINDS: dict[str, frozenset[str]] = {
    "list": frozenset({"list", "List", "Sequence", "Collection", "Iterable"}),
    "tuple": frozenset({"tuple", "Tuple", "Sequence", "Collection", "Iterable"}),
    "dict": frozenset({"dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict", "Counter"}),
    "set": frozenset({"set", "Set", "frozenset", "FrozenSet", "AbstractSet", "MutableSet", "Collection"}),
    "string": frozenset({"str", "bytes", "bytearray"}),
    "boolean": frozenset({"bool", "TypeGuard", "TypeIs"}),
    "integer": frozenset({"int", "bool"}),
}
"""Types that the word for a kind of value may stand for."""
_WORDS = {
    "list": "list", "tuple": "tuple", "dict": "dict", "dictionary": "dict", "set": "set", "string": "string",
    "text": "string", "str": "string", "boolean": "boolean", "bool": "boolean", "true": "boolean", "false": "boolean",
    "integer": "integer", "int": "integer",
}  # fmt: skip
_HEAD = re.compile(r"(?:(?:an?|the|given|new|sorted|whole|resulting|formatted|raw|unicode) )*`?(?P<noun>[A-Za-z]+)`?"
                   r"(?= (?:of|with|that|which|containing|if|when|or|otherwise|mapping)\b|,|\s?\Z)")  # fmt: skip
_TRUTH = re.compile(r"\b(true|false)\b")
_BUILTIN = frozenset({"str", "bytes", "int", "float", "complex", "bool", "list", "tuple", "dict", "set", "frozenset"})
_MOST_BASES = 8


def contradicts(text: str, shape: Shape, function: Function, project: Project) -> bool:
    """Return whether a sentence says something of the result that cannot be true.

    Args:
        text: One sentence; what it says behind "returns" is looked at.
        shape: The function.
        function: Its syntax tree.
        project: Answers what the types of the annotation are.
    """
    said = [one["said"].strip() for one in _RESULT.finditer(text)]
    if not said or shape.overloads or set(shape.labels) & {"generator", "abstract", "unimplemented", "property"}:
        return False
    types = _types(shape, function, project)
    return any(never_gives(one, function) for one in said) or (
        bool(types) and any(_is_wrong(one, types) for one in said)
    )


def never_gives(said: str, function: Function) -> bool:
    """Return whether words about a result name a truth value that a function never returns, since all are written out.

    Args:
        said: What the author says of the result.
        function: The function.
    """
    values = [one for one in _returned(function) if one is not None]
    given = {one.value for one in values if isinstance(one, ast.Constant) and isinstance(one.value, bool | None)}
    named = {one == "true" for one in _TRUTH.findall(said.lower())}
    return (
        bool(values) and len(given) > 0 and all(isinstance(one, ast.Constant) for one in values) and not named <= given
    )


def _is_wrong(said: str, types: dict[str, frozenset[str]]) -> bool:
    """Return whether none of the types is what is said of the result.

    Args:
        said: Words behind "returns".
        types: All types that the result may have, each with itself and its bases.
    """
    if _NONE.search(said) and not _NOT_NONE.search(said) and "None" not in types:
        return True
    head = _HEAD.match(said)
    noun = head["noun"].lower() if head is not None else ""
    kind = _WORDS.get(noun, "")
    if set(types) == {"None"}:
        return bool(kind)
    if not kind or any(noun in name.lower() for name in types):
        return False
    return all(_KINDS[kind].isdisjoint(every) for name, every in types.items() if name != "None")


# Types.


def _types(shape: Shape, function: Function, project: Project) -> dict[str, frozenset[str]]:
    """Return the types that a result may have, each with itself and its bases; none where one is not known."""
    annotation = shape.signature.returns.strip("'\"") if shape.signature is not None else ""
    if not annotation:
        return _of_statements(function)
    found: dict[str, frozenset[str]] = {}
    for name in _names(annotation):
        every = _with_bases(name, shape, project)
        if not every:
            return {}
        found[name] = every
    return found


def _names(annotation: str) -> list[str]:
    """Return the names of the types of a union, without their parameters; one empty name for any other expression."""
    try:
        return list(_of_node(parse_expression(annotation)))
    except NotPython:
        return [""]


def _of_node(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=None):
            yield "None"
        case ast.BinOp(op=ast.BitOr()):
            yield from _of_node(node.left)
            yield from _of_node(node.right)
        case ast.Name(id="Optional") | ast.Name(id="Union"):
            yield ""
        case ast.Subscript(value=value, slice=inner):
            last = _last(value)
            if last == "Optional":
                yield "None"
                yield from _of_node(inner)
            elif last == "Union":
                for one in inner.elts if isinstance(inner, ast.Tuple) else [inner]:
                    yield from _of_node(one)
            else:
                yield last
        case _:
            yield _last(node)


def _last(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _with_bases(name: str, shape: Shape, project: Project) -> frozenset[str]:
    """Return the names of a type and its bases; none for what may be anything, such as an alias."""
    if name in _BUILTIN or name == "None":
        return frozenset({name})
    around = shape.object_path.rpartition(".")[0]
    while name and around:
        found = project.shape(f"{around}.{name}")
        if found is not None:
            return _bases(found, project)
        around = around.rpartition(".")[0]
    return frozenset()


def _bases(shape: Shape, project: Project) -> frozenset[str]:
    found: dict[str, None] = {}
    pending = [shape]
    while pending and len(found) < _MOST_BASES:
        one = pending.pop()
        if one.kind != "class" or "protocol" in one.labels or not one.complete:
            return frozenset()
        found[one.name] = None
        for path in one.bases:
            last = path.rpartition(".")[2]
            if last in _BUILTIN:
                found[last] = None
            elif last not in {"object", "ABC", "Generic"}:
                base = project.shape(path)
                if base is None:
                    return frozenset()
                pending.append(base)
    return frozenset() if pending else frozenset(found)


def _of_statements(function: Function) -> dict[str, frozenset[str]]:
    """Return the types of what a function returns, if all its results are written out and it ends with one."""
    values = _returned(function)
    names = {_of_value(value) for value in values}
    if not values or "" in names or not isinstance(function.body[-1], ast.Return):
        return {}
    return {name: frozenset({name}) for name in names}


def _returned(function: Function) -> list[ast.expr | None]:
    """Return what the return statements of a function give."""
    values: list[ast.expr | None] = []
    pending: list[ast.AST] = [*function.body]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Return):
            values.append(node.value)
        elif type(node) not in SCOPES:
            pending += children(node)
    return values


def _of_value(value: ast.expr | None) -> str:
    match value:
        case None | ast.Constant(value=None):
            return "None"
        case ast.Constant(value=str()) | ast.JoinedStr():
            return "str"
        case ast.Constant(value=bool()):
            return "bool"
        case ast.List() | ast.ListComp():
            return "list"
        case ast.Dict() | ast.DictComp():
            return "dict"
        case ast.Set() | ast.SetComp():
            return "set"
        case ast.Tuple():
            return "tuple"
    return ""
