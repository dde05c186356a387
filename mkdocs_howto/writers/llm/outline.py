"""Source that is too long for a prompt: shortened where a user of the code needs it least.

Signatures, the first paragraphs of docstrings and everything short stay, so that what is left still tells how the code
is called.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from mkdocs_howto.syntax import NotPython, parsed, unparsed

Kind: TypeAlias = Literal["data", "private", "docstring", "body"]

WORDS: dict[Kind, str] = {
    "data": "fixed data",
    "private": "private and special bodies",
    "docstring": "long docstrings",
    "body": "bodies of functions",
}
"""How a reader is told what was left out."""

_DATA = (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Constant, ast.JoinedStr, ast.BinOp, ast.Call)
_SHORT = 4
"""Lines of data or of a body that are not worth leaving out."""
_SHORT_DOCSTRING = 12
"""Lines of a docstring that tell more than they cost."""
_MAKING = frozenset({"__init__", "__new__"})
"""Constructors: their bodies are no less worth than those of public methods."""
_LONGEST_CONSTRUCTOR = 40
"""Lines of a constructor that a method's class is shown with."""
_MOST_METHODS = 30
_STRING = re.compile(r"""\s*[rRuUbBfF]{0,2}("{3}|'{3}|"|')""")

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class _Cut:
    """Lines that may be left out.

    Attributes:
        kind: What they are.
        first: The first of them, from 1.
        last: The last of them.
        text: What stands in their place.
    """

    kind: Kind
    first: int
    last: int
    text: str

    @property
    def size(self) -> int:
        """Return the number of lines that are saved."""
        return self.last - self.first - self.text.count("\n")


def shortened(source: str, most: int, kinds: Sequence[Kind]) -> tuple[str, list[Kind]]:
    """Leave out parts of a source, the longest first, until it has few enough characters.

    Args:
        source: Python code; anything else is given back as it is.
        most: Characters that may stay.
        kinds: What may be left out.

    Returns:
        The shortened source, and the kinds of which something was left out.
    """
    try:
        tree = parsed(source)
    except NotPython:
        return source, []
    lines = source.splitlines(keepends=True)
    found = [_docstring(tree, lines), *_cuts(tree.body, lines)]
    cuts = [cut for cut in found if cut is not None and cut.kind in kinds and cut.size > 0]
    left, taken = len(source) - most, list[_Cut]()
    for cut in sorted(cuts, key=lambda cut: -cut.size):
        if left <= 0:
            break
        taken.append(cut)
        left -= sum(map(len, lines[cut.first - 1 : cut.last])) - len(cut.text)
    for cut in sorted(taken, key=lambda cut: -cut.first):
        lines[cut.first - 1 : cut.last] = [cut.text]
    return "".join(lines), [kind for kind in kinds if any(cut.kind == kind for cut in taken)]


def as_stub(source: str) -> str:
    """Return a class as its users see it: its constructor, and its public methods by signature and summary.

    Args:
        source: Code of one class; anything else gives nothing.
    """
    try:
        tree = parsed(source)
    except NotPython:
        return ""
    match tree.body:
        case [ast.ClassDef() as node]:
            pass
        case _:
            return ""
    lines = source.splitlines(keepends=True)
    parts = [_head(node, lines)]
    for one in node.body:
        if isinstance(one, Function) and one.name in _MAKING and _length(one) <= _LONGEST_CONSTRUCTOR:
            parts.append("".join(lines[_start(one) - 1 : one.end_lineno]))
        elif isinstance(one, Function) and (one.name in _MAKING or not one.name.startswith("_")):
            parts.append(f"{_head(one, lines)}{' ' * (one.col_offset + 4)}...\n")
    return "\n".join(parts[: _MOST_METHODS + 1])


def _head(node: ast.ClassDef | Function, lines: Sequence[str]) -> str:
    """Return a definition up to its body, with the first paragraph of its docstring."""
    first = node.body[0]
    head = "".join(lines[_start(node) - 1 : first.lineno - 1])
    if first.lineno == node.lineno:
        head = lines[node.lineno - 1].partition(": ")[0] + ":\n"
    summary = (ast.get_docstring(node) or "").partition("\n\n")[0]
    margin = " " * (node.col_offset + 4)
    return head + (f'{margin}"""{summary}"""\n' if summary else "")


def _start(node: ast.ClassDef | Function) -> int:
    return min([node.lineno, *(one.lineno for one in node.decorator_list)])


def _length(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def holds_several(source: str) -> bool:
    """Return whether a source defines several functions, whose signatures tell how it is used."""
    try:
        tree = parsed(source)
    except NotPython:
        return False
    return sum(isinstance(node, Function) for one in tree.body for node in (one, *getattr(one, "body", ()))) > 1


def _cuts(body: Sequence[ast.stmt], lines: Sequence[str]) -> Iterator[_Cut]:
    """Yield what may be left out of a module or class; no two of them overlap."""
    for node in body:
        if isinstance(node, Function):
            yield from _of_function(node, lines)
        elif isinstance(node, ast.ClassDef):
            if (docstring := _docstring(node, lines)) is not None:
                yield docstring
            yield from _cuts(node.body, lines)
        elif isinstance(node, ast.If | ast.Try):
            yield from _cuts([*node.body, *node.orelse], lines)
        elif (data := _of_data(node)) is not None:
            yield data


def _of_function(node: Function, lines: Sequence[str]) -> Iterator[_Cut]:
    is_private = node.name.startswith("_") and node.name not in _MAKING
    docstring = _docstring(node, lines)
    if docstring is not None:
        yield docstring
    has_own = ast.get_docstring(node, clean=False) is not None
    body = node.body[has_own:]
    if not body or body[0].lineno <= node.lineno:
        return
    first, last = body[0].lineno, node.end_lineno or body[-1].lineno
    if last - first + 1 > (1 if is_private else _SHORT):
        text = f"{' ' * body[0].col_offset}...  # {last - first + 1} lines\n"
        yield _Cut("private" if is_private else "body", first, last, text)


def _docstring(node: ast.Module | ast.ClassDef | Function, lines: Sequence[str]) -> _Cut | None:
    """Return the cut that leaves the first paragraph of a docstring; `None` where it has no other worth a cut."""
    match node.body:
        case [ast.Expr(value=ast.Constant(value=str())) as first, *_]:
            opening = _STRING.match(lines[first.lineno - 1])
            last = first.end_lineno or first.lineno
            if (
                opening is None
                or last - first.lineno < _SHORT_DOCSTRING
                or not lines[last - 1].rstrip().endswith(opening[1])
            ):
                return None
            numbers = range(first.lineno + 1, last + 1)
            end = next((number for number in numbers if not lines[number - 1].strip()), None)
            if end is None or (end == first.lineno + 1 and not lines[first.lineno - 1].strip(" \t\n\"'rRuU")):
                return None
            return _Cut("docstring", end, last, f"{' ' * first.col_offset}…{opening[1]}\n")
    return None


def _of_data(node: ast.stmt) -> _Cut | None:
    """Return the cut that leaves the name of a large literal."""
    if not isinstance(node, ast.Assign | ast.AnnAssign) or not isinstance(node.value, _DATA):
        return None
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    first, last = node.lineno, node.end_lineno or node.lineno
    if last - first < _SHORT or unparsed(target) == "__all__":
        return None
    return _Cut("data", first, last, f"{' ' * node.col_offset}{unparsed(target)} = ...  # {last - first + 1} lines\n")
