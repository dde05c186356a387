"""Cut what a program shows of other objects, where it has nothing to do with the one that it is shown for.

A page often makes one object of each kind below the other. What shares no variable with the statements about the
documented object can go (Weiser, "Program Slicing", ICSE 1981); whatever may have an effect on them stays.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from mkdocs_howto.syntax import fragment, unparsed, walk
from mkdocs_howto.writers.offline.examples.own.cutting import mentions

_IMPORTS = (ast.Import, ast.ImportFrom)
_SHOWING = frozenset({"print", "pprint", "pp", "repr", "type", "len", "help"})
"""Functions whose call is done for its result or output alone."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A statement of a program.

    Attributes:
        node: Its syntax tree.
        reads: Names that it reads.
        binds: Names that it binds.
        is_about: True if it names the documented object.
        is_loose: True for a statement whose effect is no more than what it binds or shows.
    """

    node: ast.stmt
    reads: frozenset[str]
    binds: frozenset[str]
    is_about: bool
    is_loose: bool

    @property
    def is_assignment(self) -> bool:
        """Return whether the statement only gives names their values."""
        return isinstance(self.node, ast.Assign | ast.AnnAssign)


def without_others(code: str, names: Collection[str], before: Sequence[str] = (), *, is_session: bool = False) -> str:
    """Return a program without statements that have nothing to do with an object.

    Args:
        code: The program.
        names: Bare names of the object.
        before: Statements that run before it.
        is_session: True if comments below its statements are what a session shows.
    """
    body = fragment(code).body
    made = {
        name
        for text in before
        for node in fragment(text).body
        if not isinstance(node, _IMPORTS)
        for name in _bound(node)
    }
    made |= {name for node in body if not isinstance(node, _IMPORTS) for name in _bound(node)}
    parts = list(_parts(body, names, made))
    kept = _kept(parts, made)
    if len(kept) == len(parts) or not any(part.is_about for part in parts):
        return code
    gone = [part.node for number, part in enumerate(parts) if number not in kept]
    return without_unused_imports(_without(code, gone, is_session=is_session))


def is_only_made(code: str, names: Collection[str]) -> bool:
    """Return whether a program only gives names to what it makes with an object, and does nothing with these.

    Args:
        code: The program.
        names: Bare names of the object.
    """
    parts = [part for part in _parts(fragment(code).body, names, ()) if not isinstance(part.node, _IMPORTS)]
    read = frozenset[str]().union(*(part.reads for part in parts))
    about = [part for part in parts if part.is_about]
    return bool(about) and all(part.is_assignment and part.binds.isdisjoint(read) for part in about)


def _parts(body: Sequence[ast.stmt], names: Collection[str], made: Collection[str]) -> Iterator[_Part]:
    """Yield the statements of a program; `made` are the names that it gives to something."""
    for node in body:
        is_import = isinstance(node, _IMPORTS)
        reads = frozenset(inner.id for inner in walk(node) if isinstance(inner, ast.Name) and not _is_stored(inner))
        yield _Part(
            node, reads, frozenset(_bound(node)), not is_import and mentions(node, names), _is_loose(node, made)
        )


def _is_stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _bound(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in aliases)
        case _:
            yield from (inner.id for inner in walk(node) if isinstance(inner, ast.Name) and _is_stored(inner))


def _is_loose(node: ast.stmt, made: Collection[str]) -> bool:
    """Return whether a statement may go where nothing needs what it binds.

    Args:
        node: The statement.
        made: Names that the program itself gives to something.
    """
    match node:
        case ast.Assign(targets=targets):
            return all(isinstance(inner, ast.Name | ast.Tuple) for inner in targets)
        case ast.AnnAssign(target=ast.Name(), value=ast.expr()):
            return True
        case ast.FunctionDef(decorator_list=[]) | ast.AsyncFunctionDef(decorator_list=[]):
            return True
        case ast.ClassDef(decorator_list=[], bases=[]):
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
            return name in _SHOWING
        case ast.Expr(value=ast.Call(func=function)):
            first = _first(function)
            return first in made
        case ast.Expr(value=value):
            return not any(isinstance(inner, ast.Await | ast.Call) for inner in walk(value))
        case ast.Assert():
            return True
    return isinstance(node, _IMPORTS)


def _first(node: ast.expr) -> str:
    """Return the name that a chain of attributes, items and calls begins with; empty where it begins with another."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _kept(parts: Sequence[_Part], made: AbstractSet[str]) -> set[int]:
    """Return the positions of the statements that have to do with those about the object; imports are among them."""
    kept = {number for number, part in enumerate(parts) if part.is_about}
    last = max((number for number, part in enumerate(parts) if part.is_about), default=0)
    results = _results(parts) & made
    while True:
        shared = frozenset[str]().union(*(parts[number].reads | parts[number].binds for number in kept)) & made
        more = {
            number
            for number, part in enumerate(parts)
            if number not in kept
            and not isinstance(part.node, _IMPORTS)
            and _is_part(parts, number, kept, shared)
            and not (_is_idle(parts, number, kept, last) and results.isdisjoint(part.reads))
        }
        if not more:
            break
        kept |= more
    return kept | {number for number, part in enumerate(parts) if isinstance(part.node, _IMPORTS)}


def _is_part(parts: Sequence[_Part], number: int, kept: Collection[int], shared: Collection[str]) -> bool:
    """Return whether a statement shares a name with those that stay, or may have an effect on one below it."""
    part = parts[number]
    if any(name in shared for name in part.reads | part.binds):
        return True
    if _is_text(part.node):
        return number - 1 in kept  # What the statement above it prints, or words between two.
    return not part.is_loose and number < max(kept, default=0)


def _is_text(node: ast.stmt) -> bool:
    """Return whether a statement is a text, or prints one that stands in it."""
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id=name), args=arguments, keywords=[])):
            return name in _SHOWING and all(isinstance(one, ast.Constant) for one in arguments)
    return False


def _results(parts: Sequence[_Part]) -> frozenset[str]:
    """Return the names of what the object makes or changes, and of what is made from that."""
    found: set[str] = set()
    for part in parts:
        if part.is_about:
            found |= part.binds or part.reads
        elif not found.isdisjoint(part.reads):
            found |= part.binds
    return frozenset(found)


def _is_idle(parts: Sequence[_Part], number: int, kept: Collection[int], last: int) -> bool:
    """Return whether an assignment gives nothing that is read: it is bound anew before, or comes behind the object."""
    part = parts[number]
    if not part.is_assignment:
        return False
    for later in range(number + 1, len(parts)):
        if not part.binds.isdisjoint(parts[later].reads) and (later in kept or number < last):
            return False
        if part.binds <= parts[later].binds and parts[later].is_assignment:
            return True
    return number > last


def _without(code: str, gone: Sequence[ast.stmt], *, is_session: bool) -> str:
    """Return a program without statements, the comments above them, and what a comment says that they print."""
    lines = code.split("\n")
    dropped: set[int] = set()
    for node in gone:
        first = min([node.lineno, *(mark.lineno for mark in getattr(node, "decorator_list", []))])
        last = node.end_lineno or node.lineno
        dropped |= set(range(first, last + 1))
        while (
            first > 1
            and lines[first - 2].startswith("#")
            and first - 1 not in dropped
            and not _is_output(lines, first - 1, is_session=is_session)
        ):
            first -= 1
            dropped.add(first)
        while last < len(lines) and lines[last].startswith("#") and _is_output(lines, last + 1, is_session=is_session):
            last += 1
            dropped.add(last)
    rows: list[str] = []
    for number, line in enumerate(lines, 1):
        is_gap = not line.strip() and number - 1 in dropped and (not rows or not rows[-1].strip())
        if is_gap:
            dropped.add(number)  # One of the gaps around what is gone.
        elif number not in dropped:
            rows.append(line)
    return "\n".join(rows).strip("\n") + "\n"


def _is_output(lines: Sequence[str], number: int, *, is_session: bool) -> bool:
    """Return whether a comment repeats what the statement above it prints."""
    if not is_session:
        return lines[number - 1].startswith("#>")
    at = number - 2
    while at >= 0 and lines[at].startswith("#"):
        at -= 1
    return at >= 0 and lines[at].endswith(")") and "  # " not in lines[at]


def without_unused_imports(code: str) -> str:
    """Return a program without the names that it imports and does not use."""
    body = fragment(code).body
    read = {inner.id for node in body for inner in walk(node) if isinstance(inner, ast.Name)}
    lines = code.split("\n")
    for node in reversed(body):
        if not isinstance(node, _IMPORTS) or (isinstance(node, ast.ImportFrom) and node.module == "__future__"):
            continue
        used = [one for one in node.names if (one.asname or one.name.partition(".")[0]) in read or one.name == "*"]
        if len(used) == len(node.names):
            continue
        text = [unparsed(type(node)(**{**vars(node), "names": used}))] if used else []
        lines[node.lineno - 1 : node.end_lineno] = text
    return "\n".join(lines).strip("\n") + "\n"
