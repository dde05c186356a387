"""The values of a test's case written into its statements, and what they decide there."""

from __future__ import annotations

import ast
import functools
import keyword
import re
from collections.abc import Iterator, Mapping, Sequence

from mkdocs_howto.masking import masked_value
from mkdocs_howto.syntax import NotPython, fragment, literal_value, segment_of, walk

_MOST = 12
"""Expressions of one statement that are written more simply."""
_LONGEST = 120
"""Characters of a value that is written into a statement."""
_PLAIN = re.compile(r"""(?P<mark>b?(?P<quote>["']))(?:(?!(?P=quote))[^\\\n]|\\.)*(?P=quote)""")
"""A text or bytes in plain quotation marks."""
_ATOMS = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.List, ast.Dict, ast.Set)
_TYPED = re.compile(r"\b[A-Z]\w*\[.*\]\(")
_ANNOTATED = re.compile(r"\A(?P<name>\w+): (?P<class>(?:\w+\.)*\w+)(?:\[[^=\n]*\])? = (?=(?P=class)(?:\[|\())")
"""A variable that is annotated with the class that its value is made by."""
_SIMPLER = re.compile(r"""\*\*\{|["'] \+ b?["']|\bfor\b|\bif\b""")
"""Marks of what may be written more simply."""


def filled_in(text: str, node: ast.stmt, cases: Mapping[str, str]) -> str | None:
    """Return a statement with names replaced by values as written, or `None` where that cannot be done in place.

    Secrets in the values are masked here, because the name that tells them is lost.
    """
    if not cases or not any(name in text for name in cases):
        return text
    nodes = walk(node)
    read = [inner for inner in nodes if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load)]
    spots = [inner for inner in read if inner.id in cases]
    if not spots:
        return text
    if any(isinstance(inner, ast.JoinedStr) for inner in nodes):
        return None  # Positions inside f-strings are not told before Python 3.12.
    lines = text.split("\n")
    for spot in sorted(spots, key=lambda spot: (spot.lineno, spot.col_offset), reverse=True):
        line = lines[spot.lineno - 1].encode()
        value = masked_value(spot.id, cases[spot.id])
        if "\n" in value or len(value) > _LONGEST:
            return None
        before = line[: spot.col_offset]
        if before.endswith((b"(*", b" *")) and value[:1] + value[-1:] in {"()", "[]"}:
            before, value = before[:-1], value[1:-1].rstrip(", ")  # `f(*(1, 2))` is `f(1, 2)`.
        parts = (before, value.encode(), line[spot.end_col_offset :])
        lines[spot.lineno - 1] = b"".join(parts).decode()
    filled = "\n".join(lines)
    try:
        fragment(filled)
    except NotPython:
        return None
    return filled


def settled(text: str) -> str:
    """A statement in which what written-out values make needless is written as a caller would.

    Args:
        text: A statement that the values of a case were filled in.
    """
    for _ in range(_MOST):
        simpler = _simpler(text) if _SIMPLER.search(text) else ""
        if not simpler:
            break
        text = simpler
    return text


@functools.lru_cache(maxsize=4096)
def untyped(text: str, *, casts: bool) -> str:
    """A statement without what it says to type checkers alone: `Cache[str, int]()` is `Cache()`.

    Args:
        text: The statement.
        casts: Whether `cast` is that of `typing`.
    """
    text = _ANNOTATED.sub(r"\g<name> = ", text)  # Which says the same.
    if not _TYPED.search(text) and not (casts and "cast(" in text):
        return text
    for _ in range(_MOST):
        try:
            nodes = [node for node in walk(fragment(text)) if isinstance(node, ast.expr)]
        except NotPython:
            break  # Of which no example is made.
        spots = ((node, _without_types(text, node, casts=casts)) for node in nodes)
        node, new = next(((node, new) for node, new in spots if new), (None, ""))
        if node is None:
            break
        text = _replaced(text, node, new)
    return text


def _without_types(text: str, node: ast.AST, *, casts: bool) -> str:
    """An expression without its types; empty where it has none."""
    match node:
        case ast.Call(func=ast.Name(id="cast"), args=[_, value]) if casts and node.lineno == node.end_lineno:
            is_all = getattr(fragment(text).body[0], "value", None) is node
            # In a longer expression, what it is made of has to stay together.
            return segment_of(text, value) if is_all or _is_atom(value) else f"({segment_of(text, value)})"
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Name() | ast.Tuple() | ast.BinOp() | ast.Subscript()) if (
            name[:1].isupper()
            and not name.isupper()  # A constant, of which an item is called.
            and node.lineno == node.end_lineno
            and _is_called(text, node)
        ):
            return name
    return ""


def _is_atom(node: ast.expr) -> bool:
    """Whether an expression stays together wherever it stands; a number may run into what follows."""
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
    return is_text or isinstance(node, _ATOMS)


def _is_called(text: str, node: ast.expr) -> bool:
    line = text.split("\n")[node.lineno - 1].encode()
    return line[node.end_col_offset :].startswith(b"(")


def branch(node: ast.If) -> Sequence[ast.stmt] | None:
    """The statements that are run where literals decide a condition; `None` where they do not."""
    while (is_met := _decided(node.test)) is not None:
        if is_met:
            return node.body
        match node.orelse:
            case [ast.If() as other]:
                node = other
            case others:
                return others
    return None


def _simpler(text: str) -> str:
    """The statement with one expression written more simply; empty where none can be."""
    for node in walk(fragment(text)):
        if not isinstance(node, ast.expr | ast.keyword) or node.lineno != node.end_lineno:
            continue
        new = next(_forms(text, node), "")
        simpler = _replaced(text, node, new) if new else ""
        if not simpler:
            continue
        try:
            fragment(simpler)
        except NotPython:
            continue
        return simpler
    return ""


def _forms(text: str, node: ast.AST) -> Iterator[str]:
    """Simpler forms of an expression or an argument."""
    match node:
        case ast.keyword(arg=None, value=ast.Dict(keys=[_, *_] as keys, values=values)):
            names = [str(key.value) for key in keys if isinstance(key, ast.Constant) and _is_keyword(key.value)]
            if len(names) == len(values):
                pairs = zip(names, values, strict=True)
                yield ", ".join(f"{name}={segment_of(text, value)}" for name, value in pairs)
        case ast.BinOp(left=ast.Constant(), op=ast.Add(), right=ast.Constant()):
            yield from _joined(segment_of(text, node.left), segment_of(text, node.right))
        case ast.IfExp(test=test, body=body, orelse=other) if (is_met := _decided(test)) is not None:
            yield segment_of(text, body if is_met else other)
        case ast.ListComp(
            elt=element,
            generators=[
                ast.comprehension(
                    target=ast.Name(id=name), iter=ast.List(elts=[item]) | ast.Tuple(elts=[item]), ifs=[], is_async=0
                )
            ],
        ) if not isinstance(item, ast.Starred):
            alone = segment_of(text, element)
            filled = filled_in(alone, fragment(alone).body[0], {name: segment_of(text, item)})
            yield from [f"[{filled}]"] if filled else []


def _is_keyword(value: object) -> bool:
    """Whether an argument can be passed by that name."""
    return isinstance(value, str) and value.isidentifier() and not keyword.iskeyword(value)


def _joined(left: str, right: str) -> Iterator[str]:
    """Two texts as one, where both are in the same quotation marks."""
    first, second = _PLAIN.fullmatch(left), _PLAIN.fullmatch(right)
    if first is not None and second is not None and first["mark"] == second["mark"]:
        joined = left[:-1] + right[len(second["mark"]) :]
        if literal_value(joined) == literal_value(left) + literal_value(right):
            yield joined  # `"\\1" + "2"` is not `"\\12"`.


def _replaced(text: str, node: ast.expr | ast.keyword, new: str) -> str:
    """A statement with other text in the place of a part of one line; columns count bytes."""
    lines = text.split("\n")
    line = lines[node.lineno - 1].encode()
    lines[node.lineno - 1] = (line[: node.col_offset] + new.encode() + line[node.end_col_offset :]).decode()
    return "\n".join(lines)


def _decided(test: ast.expr) -> bool | None:
    """Whether a condition holds that only literals stand in; `None` for any other."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = _decided(operand)
            return None if inner is None else not inner
        case ast.Compare(left=left, ops=[operation], comparators=[right]):
            pair = [*_literals(left), *_literals(right)]
            return _compared(operation, *pair) if len(pair) == 2 else None
    return next((bool(value) for value in _literals(test)), None)


def _compared(operation: ast.cmpop, left: object, right: object) -> bool | None:
    is_negated = isinstance(operation, ast.IsNot | ast.NotEq)
    match operation:
        case ast.Is() | ast.IsNot() if right is None or isinstance(right, bool):
            return (left is right) != is_negated
        case ast.Eq() | ast.NotEq():
            return (left == right) != is_negated
    return None


def _literals(node: ast.expr) -> list[object]:
    """The value of a literal; nothing for anything else."""
    try:
        return [literal_value(node)]
    except NotPython:
        return []
