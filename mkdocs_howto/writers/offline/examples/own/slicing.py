"""Cut what a program does besides showing an object.

What the program does with the object, its instances and their results stays, and whatever that needs (Weiser,
"Program Slicing", ICSE 1981); statements about other objects go. A program that is too long gives a part of it that
needs nothing else.
"""

from __future__ import annotations

import ast
import itertools
import operator
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from mkdocs_howto.facts.uses import loaded
from mkdocs_howto.syntax import NotPython, last_name, parsed, unparsed, walk

_IMPORTS = (ast.Import, ast.ImportFrom)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_SHOWING = frozenset({"print", "pprint", "pp", "repr", "type", "len", "help"})
"""Functions whose call is done for its result or output alone."""
_FRAMING = frozenset(
    {"close", "disconnect", "execute", "exit", "finish", "join", "launch", "listen", "mainloop", "publish", "quit"}
    | {"release", "run", "send", "serve", "shutdown", "start", "stop", "wait"}
)
"""First words of methods that set going what was prepared, or end what was begun."""
_LEAST_CHAIN = 2
"""Names of a chain such as `module.function`, which may do anything."""
_MOST_TWINS = 20
"""Chains about an object that others are compared with."""


def length(code: str) -> int:
    """Return how many lines of a program are not blank."""
    return sum(bool(line.strip()) for line in code.split("\n"))


def code_length(code: str) -> int:
    """Return how many lines of a program are neither blank, nor comments, nor docstrings."""
    told: set[int] = set()
    for node in walk(parsed(code)):
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                told |= _lines_of(node)
    rows = enumerate(code.split("\n"), 1)
    return sum(bool(row.strip()) and not row.lstrip().startswith("#") and number not in told for number, row in rows)


@dataclass(frozen=True, slots=True)
class _Part:
    """A statement of a program.

    Attributes:
        node: Its syntax tree.
        reads: Names that it reads.
        binds: Names that it binds.
        is_about: True if it names the documented object.
        is_of_others: True if it names another object of the project instead.
        touched: Names of what the object is called on, and of what is given to it where nobody takes its result.
        is_loose: True for a statement whose effect is no more than what it binds or shows.
    """

    node: ast.stmt
    reads: frozenset[str]
    binds: frozenset[str]
    is_about: bool
    is_of_others: bool
    touched: frozenset[str]
    is_loose: bool

    @property
    def is_assignment(self) -> bool:
        """Whether the statement only gives names their values."""
        return isinstance(self.node, ast.Assign | ast.AnnAssign)

    @property
    def is_call(self) -> bool:
        """Whether the statement is a call that is done for its effect."""
        match self.node:
            case ast.Expr(value=ast.Call(func=function) | ast.Await(value=ast.Call(func=function))):
                return not (isinstance(function, ast.Name) and function.id in _SHOWING)
        return False

    @property
    def changed(self) -> frozenset[str]:
        """Names whose objects the statement may change: all that it reads, unless it only looks or assigns."""
        return self.binds if self.is_assignment or self.is_text or self.is_look else self.binds | self.reads

    @property
    def is_look(self) -> bool:
        """Whether the statement only shows a value."""
        match self.node:
            case ast.Assert():
                return True
            case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
                return name in _SHOWING
            case ast.Expr(value=value):
                return not any(isinstance(inner, ast.Await | ast.Call) for inner in walk(value))
        return False

    @property
    def is_text(self) -> bool:
        """Whether the statement is a text, or prints one that stands in it."""
        match self.node:
            case ast.Expr(value=ast.Constant(value=str())):
                return True
            case ast.Expr(value=ast.Call(func=ast.Name(id=name), args=arguments, keywords=[])):
                return name in _SHOWING and all(isinstance(one, ast.Constant) for one in arguments)
        return False

    @property
    def is_frame(self) -> bool:
        """Whether the statement sets something going or ends it: `app.run()`, `main()`, `if __name__ == …`."""
        match self.node:
            case ast.If() | ast.Expr(value=ast.Call(func=ast.Name())):
                return not self.is_look
            case ast.Expr(value=value):
                calls = (inner.func for inner in walk(value) if isinstance(inner, ast.Call))
                return any(
                    isinstance(call, ast.Attribute) and call.attr.partition("_")[0] in _FRAMING for call in calls
                )
        return False


def to_the_point(
    code: str,
    names: Collection[str],
    before: Sequence[str] = (),
    *,
    is_session: bool = False,
    others: Collection[str] | None = None,
) -> str:
    """Return a program without statements that have nothing to do with an object.

    Args:
        code: The program.
        names: Bare names of the object; of a method also that of its class.
        before: Statements that run before it.
        is_session: True if comments below its statements are what a session shows.
        others: Bare names of other objects of the project: only what shows these goes. `None` for all that does not
            show the object.
    """
    body = parsed(code).body
    made = {name for text in before for node in parsed(text).body for name in _bound(node) if not _is_import(node)}
    gone = _unrelated(body, names, made, others)
    return without_unused_imports(_without(code, gone, is_session=is_session)) if gone else code


def _unrelated(
    body: Sequence[ast.stmt], names: Collection[str], around: Collection[str], others: Collection[str] | None
) -> list[ast.stmt]:
    """Return the statements that have nothing to do with an object; `around` are names that stand for something."""
    made = {*around, *(name for node in body if not _is_import(node) for name in _bound(node))}
    parts = [part for part in _parts(body, names, made, others or ()) if not _is_import(part.node)]
    if not any(part.is_about for part in parts):
        return []
    kept = _kept(parts, made)
    if others is not None:
        kept = set(range(len(parts))) - _of_others(parts, kept)
    gone = [part.node for number, part in enumerate(parts) if number not in kept]
    for number in kept:
        match parts[number].node:
            case ast.With(body=inner) | ast.AsyncWith(body=inner) if parts[number].is_about:
                gone += _unrelated(inner, names, made, others)
    return gone


def _of_others(parts: Sequence[_Part], kept: Collection[int]) -> set[int]:
    """Return the positions of the statements that show other objects, with what only these read and make."""
    found = {number for number, part in enumerate(parts) if part.is_of_others and number not in kept}
    count = -1
    while count != len(found):
        count = len(found)
        made = frozenset[str]().union(*(parts[number].binds for number in found))
        for number, part in enumerate(parts):
            if number in kept or number in found:
                continue
            readers = [later for later, other in enumerate(parts) if not part.binds.isdisjoint(other.reads)]
            is_left = bool(readers) and found.issuperset(readers)
            if is_left or not made.isdisjoint(part.reads) or (part.is_text and number - 1 in found):
                found.add(number)
    return found


def _kept(parts: Sequence[_Part], made: Collection[str]) -> set[int]:
    """Return the positions of the statements that have to do with those about an object."""
    about = [number for number, part in enumerate(parts) if part.is_about]
    results = _results(parts).intersection(made)
    kept = {*about, *(number for number, part in enumerate(parts) if not results.isdisjoint(part.reads))}
    if parts[about[-1]].is_call and not parts[about[-1]].reads & results:
        # What a call has done to the world shows in what is done after it.
        kept |= {number for number in range(about[-1] + 1, len(parts)) if not parts[number].is_call}
    chains = (_chain(parts[number].node) for number in about)
    twins = [*dict.fromkeys(one for one in chains if len(one) > _LEAST_CHAIN)][:_MOST_TWINS]
    count = 0
    while count != len(kept):
        for number, part in enumerate(parts):
            if part.is_text and number - 1 in kept:
                kept.add(number)
        count, last = len(kept), max(kept)
        read = frozenset[str]().union(*(parts[number].reads for number in kept)).intersection(made)
        after = _After()
        for number in range(len(parts) - 1, -1, -1):
            part = parts[number]
            if number not in kept and (
                (after.needs(part, made) and not any(_is_twin(_chain(part.node), one) for one in twins))
                or (number > last and part.is_frame and not read.isdisjoint(part.reads | part.binds))
            ):
                kept.add(number)
            after.take(part, number, is_kept=number in kept)
    return kept


def _is_twin(chain: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether a statement does the same by another function: `a.cover(im).save()`, `a.contain(im).save()`."""
    return len(chain) == len(other) and sum(map(operator.ne, chain, other)) == 1


def _chain(node: ast.stmt) -> tuple[str, ...]:
    """Return the names of a chain of attributes and calls that is a statement, from the first to the last."""
    found: list[str] = []
    inner = node.value if isinstance(node, ast.Expr) else None
    while isinstance(inner, ast.Attribute | ast.Call):
        found += [inner.attr] if isinstance(inner, ast.Attribute) else []
        inner = inner.func if isinstance(inner, ast.Call) else inner.value
    return (inner.id, *reversed(found)) if isinstance(inner, ast.Name) else ()


def _results(parts: Sequence[_Part]) -> set[str]:
    """Return the names of what the object makes or changes, and of what is made from that."""
    found: set[str] = set()
    for part in parts:
        if part.is_about:
            found |= part.binds | part.touched
        if not found.isdisjoint(part.reads):
            found |= part.binds
    return found


class _After:
    """What stands below a statement, as it is met from the last statement to the first.

    For each name the position of the nearest statement that does something with it.
    """

    def __init__(self) -> None:
        self._is_any_kept = False
        self._reading: dict[str, int] = {}
        """Statements that stay and read the name."""
        self._binding: dict[str, int] = {}
        """Statements that stay and bind the name."""
        self._assigning: dict[str, int] = {}
        """Statements that only give the name a value, whether they stay or not."""

    def take(self, part: _Part, number: int, *, is_kept: bool) -> None:
        """Note a statement, which stands above all that are noted."""
        if is_kept:
            self._is_any_kept = True
            self._reading |= dict.fromkeys(part.reads, number)
            self._binding |= dict.fromkeys(part.binds, number)
        if part.is_assignment:
            self._assigning |= dict.fromkeys(part.binds, number)

    def needs(self, part: _Part, made: Collection[str]) -> bool:
        """Return whether a statement makes or changes what one below it reads, or may have an effect."""
        if not part.is_loose:
            return self._is_any_kept
        reading = [self._reading[name] for name in part.changed if name in made and name in self._reading]
        if not reading:
            return False
        replaced = [self._assigning.get(name) for name in part.binds] if part.is_assignment else [None]
        if all(one is not None and one < min(reading) for one in replaced):
            return False  # All of it is bound anew before anything reads it.
        defined = part.binds & self._binding.keys() if isinstance(part.node, _DEFINITIONS) else ()
        return not any(self._binding[name] < min(reading) for name in defined)


def _parts(
    body: Sequence[ast.stmt], names: Collection[str], made: Collection[str], others: Collection[str] = ()
) -> Iterator[_Part]:
    """Yield the statements of a program; `made` are the names that it gives to something."""
    for node in body:
        taken = {inner.arg for inner in walk(node) if isinstance(inner, ast.arg)}
        read = {inner.id for inner in walk(node) if isinstance(inner, ast.Name) and not _is_stored(inner)} - taken
        read.update(loaded(node))
        is_about = not _is_import(node) and mentions(node, names)
        is_of_others = not is_about and not isinstance(node, _DEFINITIONS) and mentions(node, others)
        touched = frozenset(_touched(node, names)) if is_about else frozenset[str]()
        bound = frozenset(_bound(node))
        yield _Part(node, frozenset(read), bound, is_about, is_of_others, touched, _is_loose(node, made))


def _touched(node: ast.stmt, names: Collection[str]) -> Iterator[str]:
    for inner in walk(node):
        match inner:
            case ast.Call(func=ast.Attribute(attr=attribute) as function) if attribute in names:
                yield _first(function)
            case ast.Expr(value=ast.Call() as call) if last_name(call.func) in names:
                given = [*call.args, *(word.value for word in call.keywords)]
                yield from (one.id for one in given if isinstance(one, ast.Name))


def _is_import(node: ast.AST) -> bool:
    return isinstance(node, _IMPORTS)


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
    """Return whether a statement may go where nothing needs what it binds or changes.

    Args:
        node: The statement.
        made: Names that the program itself gives to something.
    """
    match node:
        case ast.Assign(targets=targets):
            return all(isinstance(inner, ast.Name | ast.Tuple) for inner in targets)
        case ast.AnnAssign(target=ast.Name(), value=ast.expr()) | ast.Assert():
            return True
        case ast.FunctionDef(decorator_list=[]) | ast.AsyncFunctionDef(decorator_list=[]):
            return True
        case ast.ClassDef(decorator_list=[], bases=[]):
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
            return name in _SHOWING
        case ast.Expr(value=ast.Call(func=function)):
            return _first(function) in made
        case ast.Expr(value=value):
            return not any(isinstance(inner, ast.Await | ast.Call) for inner in walk(value))
    return False


def _first(node: ast.expr) -> str:
    """Return the name that a chain of attributes, items and calls begins with; empty where it begins with another."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _lines_of(node: ast.stmt) -> set[int]:
    first = min([node.lineno, *(mark.lineno for mark in getattr(node, "decorator_list", []))])
    return set(range(first, (node.end_lineno or node.lineno) + 1))


def _without(code: str, gone: Sequence[ast.stmt], *, is_session: bool) -> str:
    """Return a program without statements, the comments above them, and what a comment says that they print."""
    lines = code.split("\n")
    shown = set(_shown(lines, is_session=is_session))
    comments = {number for number, line in enumerate(lines, 1) if line.lstrip().startswith("#")} - shown
    dropped: set[int] = set()
    for node in gone:
        own = _lines_of(node)
        first, last = min(own), max(own)
        dropped |= own
        while first - 1 in comments and first - 1 not in dropped:
            first -= 1
            dropped.add(first)
        while last + 1 in shown:
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


def _shown(lines: Sequence[str], *, is_session: bool) -> Iterator[int]:
    """Yield the numbers of the comments that repeat what the statement above them prints."""
    above = ""
    for number, line in enumerate(lines, 1):
        is_shown = (above.endswith(")") and "  # " not in above) if is_session else line.startswith("#>")
        if is_shown and line.lstrip().startswith("#"):
            yield number
        if not line.startswith("#"):
            above = line


def without_unused_imports(code: str) -> str:
    """Return a program without the names that it imports and does not use."""
    body = parsed(code).body
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


def core(code: str, name: str, fits: int) -> str:
    """Return the part of a long program that uses an object and needs nothing else; empty if that is too long.

    Imports, definitions and constants that nothing needs go. If that is not enough, the program ends with the last
    statement that names the object, then with earlier ones, unless all that is done with it comes below.

    Args:
        code: The program.
        name: The object's bare name.
        fits: Lines of code that it may have.
    """
    try:
        body = parsed(code).body
    except NotPython:
        return ""
    names = _names_of(body, name)
    parts = list(_parts(body, names, ()))
    lines = code.split("\n")
    starts = [0, *(node.end_lineno or 0 for node in body)]
    ends = [number + 1 for number, part in enumerate(parts) if part.is_about]
    for end in dict.fromkeys([len(body), *reversed(ends)][:12]) if ends else ():
        kept = _used(parts[:end])
        defined = {node for number in kept for node in _bound(body[number]) if not _is_import(body[number])}
        last = len(body) - 1
        if end < len(body) and _starts(body[last], defined):
            kept.append(last)  # What starts the program belongs to it.
        elif _is_left(parts, kept, end):
            continue
        rows = (lines[starts[number] : body[number].end_lineno] for number in kept)
        text = "\n".join(itertools.chain.from_iterable(rows)).strip("\n") + "\n"
        if code_length(text) <= fits and _does_something([body[number] for number in kept], names):
            return text
    return ""


def _used(parts: Sequence[_Part]) -> list[int]:
    """Return the positions of the statements without imports, definitions and constants that none of them needs."""
    kept: list[int] = []
    read: set[str] = set()
    for number in range(len(parts) - 1, -1, -1):
        part = parts[number]
        match part.node:
            case ast.Import() | ast.ImportFrom() | ast.Assign(targets=[ast.Name()], value=ast.Constant()):
                is_free = not (isinstance(part.node, ast.ImportFrom) and part.node.module == "*")
            case ast.FunctionDef(decorator_list=[]) | ast.AsyncFunctionDef(decorator_list=[]):
                is_free = True
            case ast.ClassDef(decorator_list=[]):
                is_free = True
            case _:
                is_free = False
        if is_free and not part.is_about and part.binds.isdisjoint(read):
            continue
        kept.append(number)
        read |= part.reads
    return kept[::-1]


def _is_left(parts: Sequence[_Part], kept: Collection[int], end: int) -> bool:
    """Return whether what the object makes is read only below the end."""
    made = frozenset[str]().union(*(parts[number].binds for number in kept if parts[number].is_about))
    read = frozenset[str]().union(*(parts[number].reads for number in kept))
    below = frozenset[str]().union(*(part.reads for part in parts[end:]))
    return made.isdisjoint(read) and not made.isdisjoint(below)


def _starts(node: ast.stmt, defined: Collection[str]) -> bool:
    """Return whether a statement starts what a program has defined."""
    match node:
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__")), body=body):
            return any(isinstance(inner, ast.Name) and inner.id in defined for one in body for inner in walk(one))
        case (
            ast.Expr(value=ast.Call(func=ast.Name(id=name)))
            | ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="run")))
        ):
            return name in defined
    return False


def _does_something(body: Sequence[ast.stmt], names: Collection[str]) -> bool:
    """Return whether a program uses an object elsewhere than in functions that it leaves to nobody."""
    read = {inner.id for node in body for inner in walk(node) if isinstance(inner, ast.Name)}
    for node in body:
        match node:
            case ast.FunctionDef(name=name, decorator_list=[]) | ast.AsyncFunctionDef(name=name, decorator_list=[]):
                if name not in read:
                    continue
        if mentions(node, names) and not _renames(node, names):
            return True
    return False


def is_at_work(body: Sequence[ast.stmt], named: Collection[str]) -> bool:
    """Return whether a program uses an object: more than to import it, or to give it another name.

    Args:
        body: The program's statements.
        named: The object's bare name, and those of the fixtures that give it.
    """
    names = frozenset[str]().union(*(_names_of(body, name) for name in named))
    return any(_is_mentioned(node, names) and not _renames(node, names) for node in body)


def _is_mentioned(node: ast.stmt, names: Collection[str]) -> bool:
    """Return whether a statement names one of some names, elsewhere than in the head of a function that does nothing.

    A decorator makes something even of such a function.
    """
    match node:
        case (
            ast.FunctionDef(body=[ast.Pass() | ast.Expr(value=ast.Constant())], decorator_list=[])
            | ast.AsyncFunctionDef(body=[ast.Pass() | ast.Expr(value=ast.Constant())], decorator_list=[])
        ):
            return False
    return mentions(node, names)


def is_only_made(code: str, names: Collection[str]) -> bool:
    """Return whether a program only gives names to what it makes with an object, and does nothing with these.

    Args:
        code: The program.
        names: Bare names of the object.
    """
    parts = [part for part in _parts(parsed(code).body, names, ()) if not _is_import(part.node)]
    read = frozenset[str]().union(*(part.reads for part in parts))
    about = [part for part in parts if part.is_about]
    return bool(about) and all(part.is_assignment and part.binds.isdisjoint(read) for part in about)


def _names_of(body: Sequence[ast.stmt], name: str) -> frozenset[str]:
    """Return the name of an object, and those that a program gives it: `print` of `print = print_formatted_text`."""
    names = {name}
    for node in body:
        match node:
            case ast.Assign(targets=[ast.Name(id=other)]) if _renames(node, names):
                names.add(other)
            case ast.ImportFrom(names=aliases):
                names.update(one.asname for one in aliases if one.asname and one.name == name)
    return frozenset(names)


def _renames(node: ast.stmt, names: Collection[str]) -> bool:
    """Return whether a statement only gives an object another name."""
    match node:
        case ast.Assign(targets=[ast.Name()], value=ast.Name(id=known) | ast.Attribute(attr=known)):
            return known in names
    return False


def mentions(node: ast.AST, names: Collection[str]) -> bool:
    """Return whether one of some names, or an attribute of that name, stands in a piece of code."""
    return any(
        (isinstance(inner, ast.Name) and inner.id in names)
        or (isinstance(inner, ast.Attribute) and inner.attr in names)
        for inner in walk(node)
    )
