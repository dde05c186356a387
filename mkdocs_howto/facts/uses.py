"""Find how a project's documentation, examples and tests use each public object.

The unit is the passage: one program that an author shows. Each use names an object by the path under which the
passage imports it, so that one index serves every object of the project; what a path stands for is for the
caller to resolve. Nothing is imported or run.
"""

from __future__ import annotations

import ast
import dataclasses
import re
import sys
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mkdocs_howto.authored import UNKNOWN, Passage, Use, UsedPassage, UseKind
from mkdocs_howto.prompts import UNSURE
from mkdocs_howto.syntax import NotPython, children, parse, unparsed, walk

_MOST_NODES = 20_000
"""Syntax nodes of a passage that are looked at; a larger program is no example."""
_MOST_NEEDED = 20
"""Names that a passage takes from those above it; one that needs more is no example by itself."""
_LONGEST_JOINED = 20
"""Lines of two passages that are read as one."""
_MOST_ACTS = 400
"""Statements of a page that change objects and are remembered, the last ones."""
_DEEPEST = 80
"""Nodes inside each other that are followed."""

_ELLIPSIS = re.compile(r"(?P<indent>[ \t]{0,80})(?:#[ \t]{0,4})?\.\.\.,?[ \t]{0,4}\Z")
"""A line that stands for what an author left out."""

_LOADED = re.compile(r"(?:main|app|example|server|web|asgi|wsgi)(?:\.\w{1,40})?:(?P<name>[A-Za-z_]\w{0,40})")
"""A name in a file of the reader, as servers load applications ("Application discovery" in their documentation)."""

_CHANGING = frozenset(
    {"add", "append", "close", "commit", "configure", "connect", "delete", "discard", "drop", "execute", "extend"}
    | {"feed", "flush", "include", "insert", "install", "join", "login", "mount", "move", "next", "open", "pop", "push"}
    | {"receive", "recv", "register", "remove", "rename", "reset", "rollback", "save", "schedule", "seek", "send"}
    | {"sendall", "set", "setdefault", "start", "step", "stop", "store", "submit", "subscribe", "update", "upsert"}
    | {"write"}
)
"""First words of methods that change their object, though a passage also takes or shows what they give back."""
_LOOKING = frozenset(
    {"as", "check", "count", "describe", "find", "format", "get", "has", "is", "list", "query", "search", "select"}
    | {"show", "to", "view"}
)
"""First words of methods that leave their object as it is, though nothing takes what they give back."""
_LOOKED_AT = frozenset({"print", "pprint", "pp", "repr", "len", "list", "dict", "str", "sorted", "help", "dir", "type"})
"""Functions that show an object and leave it as it is."""

_Scope: TypeAlias = dict[str, "_Known"]


@dataclass(frozen=True, slots=True)
class _Known:
    """An imported object that a name stands for, or an instance of it.

    Attributes:
        path: The object's path.
        is_instance: Whether the name is bound to what calling the object gives.
    """

    path: str
    is_instance: bool = False


@dataclass(frozen=True, slots=True)
class _Binding:
    """A statement that binds a name for the passages below it.

    Attributes:
        number: Its place among the statements of the page.
        text: The statement as written; of an import only what binds the name.
        reads: Names that it reads.
    """

    number: int
    text: str
    reads: frozenset[str]

    @property
    def is_import(self) -> bool:
        """Whether the statement is an import."""
        return self.text.startswith(("import ", "from "))


@dataclass(frozen=True, slots=True)
class _Act:
    """A statement that changes objects.

    Attributes:
        number: Its place among the statements of the page.
        section: Number of the section that it stands in.
        text: The statement as written.
        reads: Names that it reads.
        changes: Names of the objects, or of what they are parts of.
        parts: Those parts, each with the method that is called, such as `db['dogs']` and `insert`.
    """

    number: int
    section: int
    text: str
    reads: frozenset[str]
    changes: frozenset[str]
    parts: frozenset[tuple[str, str]] = frozenset()

    def belongs_to(self, section: int, parts: Collection[tuple[str, str]]) -> bool:
        """Whether it belongs to a passage of a section, of which the parts are given.

        What is done with one part, such as a table of a database, is no part of an example of another; and the same
        call of the same part is another example.
        """
        known = {part for part, _ in parts}
        return self.section == section and all(one[0] in known and one not in parts for one in self.parts)


@dataclass(frozen=True, slots=True)
class _Before:
    """What a passage needs from those above it.

    Attributes:
        texts: The statements, in their order.
        changed: Names of the objects that statements of other sections changed, which are not among `texts`.
    """

    texts: tuple[str, ...]
    changed: frozenset[str]


class _Names:
    """The names that the passages of a page leave to those below them."""

    def __init__(self, packages: Collection[str], names: Mapping[str, str]) -> None:
        self._packages = packages
        self.scope: _Scope = {name: _Known(path) for name, path in names.items()}
        self.scope |= {name: _Known(name) for name in packages}
        self._bindings = {name: _Binding(0, f"import {name}", frozenset()) for name in packages}
        self._submodules: dict[str, int] = {}
        """Modules inside of packages that statements import by their whole path, which a later import does not undo."""
        self._acts: deque[_Act] = deque(maxlen=_MOST_ACTS)
        self._number = 0
        self._section = 0
        self._title = ""

    def enter(self, title: str) -> None:
        """Note under which heading the next passage stands."""
        self._section += title != self._title
        self._title = title

    def add(self, tree: ast.Module, text: str, scope: _Scope, shown: Collection[int]) -> None:
        """Note what the statements of a passage bind and change, and what is known of it.

        Args:
            tree: Syntax tree of the passage.
            text: Its code.
            scope: The objects that its names stand for.
            shown: Lines of the statements of which a session shows the value.
        """
        lines = text.split("\n")
        for statement in tree.body:
            self._number += 1
            reads = _read(statement)
            if changes := _changed(statement, is_shown=statement.lineno in shown):
                source = "\n".join(lines[statement.lineno - 1 : statement.end_lineno])
                parts = frozenset(_parts(statement))
                self._acts.append(_Act(self._number, self._section, source, reads, changes, parts))
            for name, source in (*_bound(statement, lines), *_entered(statement, lines, self._packages)):
                self._bindings[name] = _Binding(self._number, source, reads)
                self.scope.pop(name, None)
            if isinstance(statement, ast.Import):
                names = (alias.name for alias in statement.names if "." in alias.name and alias.asname is None)
                self._submodules |= dict.fromkeys(names, self._number)
        self.scope |= scope

    def needed(self, tree: ast.Module) -> _Before:
        """Return what a passage needs from those above it.

        What binds a name belongs to it, and what its own section does with the object before. Other sections change
        the same object to show something else: that is left out, but what a session shows depends on it.
        """
        pending: list[str] = []
        own: set[str] = set()
        parts = frozenset(part for statement in tree.body for part in _parts(statement))
        bound = frozenset[str]().union(*map(_stored, tree.body))
        for statement in tree.body:
            pending += [*self._shown_above(statement), *(name for name in loaded(statement) if name not in bound)]
            stored = _stored(statement)
            # What `with` and `for` bind is read below; an assignment reads before it binds.
            is_simple = isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Expr)
            pending += _read(statement) - own - (frozenset() if is_simple else stored)
            own |= stored
        found: dict[str, _Binding] = {}
        acts: dict[int, _Act] = {}
        while pending and len(found) < _MOST_NEEDED:
            name = pending.pop()
            if name in found or (binding := self._bindings.get(name)) is None:
                continue
            found[name] = binding
            pending += binding.reads
            if not binding.is_import:
                for act in self._acts:
                    if name in act.changes and act.number > binding.number and act.number not in acts:
                        acts[act.number] = act
                        pending += act.reads if act.belongs_to(self._section, parts) else ()
        called = {node.func.id for node in walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
        for name in called.intersection(self._packages):
            found.pop(name, None)  # No module can be called: the page means the function of that name.
        kept = {number: act.text for number, act in acts.items() if act.belongs_to(self._section, parts)}
        left_out = [act for number, act in acts.items() if number not in kept]
        texts = {(binding.number, binding.text) for binding in found.values()} | set(kept.items())
        texts |= {(self._submodules[path], f"import {path}") for path in self._modules_used(tree)}
        return _Before(
            tuple(_once(_in_order(sorted(texts), found))),
            frozenset(name for act in left_out for name in act.changes if name in found),
        )

    def _modules_used(self, tree: ast.Module) -> set[str]:
        """Return the modules that passages above import and this one uses by whole paths, as `a.b` in `a.b.f()`."""
        if not self._submodules:
            return set()
        paths = {unparsed(node) for node in walk(tree) if isinstance(node, ast.Attribute)}
        own = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
        return {path for path in self._submodules if path in paths and path not in own}

    def _shown_above(self, statement: ast.stmt) -> Iterator[str]:
        """Yield what a statement imports from a file that the page shows in a passage above.

        `from .main import app` means the `app` that the page has defined.
        """
        if not isinstance(statement, ast.ImportFrom):
            return
        top = (statement.module or "").partition(".")[0]
        if statement.level == 0 and (top in self._packages or top in sys.stdlib_module_names):
            return
        shown = [
            alias.name
            for alias in statement.names
            if alias.asname is None and (found := self._bindings.get(alias.name)) is not None and not found.is_import
        ]
        # Some of it beside an import of the rest would be two things of one name.
        yield from shown if len(shown) == len(statement.names) else ()


def uses_of(
    passages: Sequence[Passage], packages: Collection[str] = (), names: Mapping[str, str] | None = None
) -> list[UsedPassage]:
    """Find the uses in the passages of one file.

    Args:
        passages: From the top of the file to its end; later ones go on with the names of earlier ones, as a
            reader takes them to do. A passage that is a whole program starts anew.
        packages: Names of the project's top-level packages, which many pages use without importing them.
        names: What names mean that nothing imports: in a docstring, those of its module.
    """
    found: list[UsedPassage] = []
    trees: list[ast.Module] = []
    page = _Names(packages, names or {})
    for given in passages:
        passage, tree = _parsed(given)
        if tree is None:
            continue
        text = _text(passage)
        offset = text.count("\n") - passage.code.count("\n")
        reader = _Reader({} if passage.is_whole else page.scope, offset, packages)
        reader.read(tree)
        page.enter(passage.title)
        before = _Before((), frozenset()) if passage.is_whole else page.needed(tree)
        page.add(tree, text, reader.scope, {line + offset for line, _ in passage.shown})
        passage = _without_results(passage, tree, offset, before.changed)
        found.append(UsedPassage(passage, tuple(sorted(reader.uses, key=lambda use: use.line)), before.texts))
        trees.append(tree)
    for number in range(len(found) - 2, -1, -1):
        if _goes_on(found[number], trees[number], found[number + 1], trees[number + 1]):
            found[number] = _joined(found[number], found[number + 1])
    return found


def _goes_on(made: UsedPassage, tree: ast.Module, used: UsedPassage, below: ast.Module) -> bool:
    """Return whether a passage only makes objects, with which the next one of its section does something."""
    first, second = made.passage, used.passage
    names = {name for node in tree.body if _is_made(node) for name, _ in _bound(node, [""])}
    return (
        (first.title, first.admonition, first.place) == (second.title, second.admonition, second.place)
        and not (first.is_whole or second.is_whole or first.prelude or second.prelude or second.given or first.shown)
        and bool(names)
        and all(isinstance(node, ast.Import | ast.ImportFrom) or _is_made(node) for node in tree.body)
        and not any(isinstance(node, ast.Import | ast.ImportFrom | ast.ClassDef) for node in below.body)
        and names <= frozenset[str]().union(*map(_read, below.body))
        and names.isdisjoint(name for node in below.body for name in _stored(node))
        and first.code.count("\n") + second.code.count("\n") <= _LONGEST_JOINED
    )


def _is_made(node: ast.stmt) -> bool:
    """Return whether a statement gives a name to what a call makes, or defines a function that is decorated."""
    match node:
        case ast.Assign(value=ast.Call()):
            return True
        case ast.FunctionDef(decorator_list=[_, *_]) | ast.AsyncFunctionDef(decorator_list=[_, *_]):
            return True
    return False


def _joined(made: UsedPassage, used: UsedPassage) -> UsedPassage:
    """Return a passage with the one that goes on with it."""
    first, second = made.passage, used.passage
    offset = first.code.count("\n") + 1
    shown = tuple((line + offset, text) for line, text in second.shown)
    passage = dataclasses.replace(first, code=f"{first.code}\n{second.code}", shown=shown)
    uses = (*made.uses, *(dataclasses.replace(use, line=use.line + offset) for use in used.uses))
    own = {line for line, _ in _lines_bound(first.code)}
    before = dict.fromkeys([*made.before, *(text for text in used.before if text not in own)])
    return UsedPassage(passage, uses, tuple(before))


def _lines_bound(code: str) -> Iterator[tuple[str, str]]:
    """Yield the statements of a passage that bind names, as `_Names` keeps them, each with a name."""
    lines = code.split("\n")
    for statement in parse(code).body:
        yield from ((source, name) for name, source in _bound(statement, lines))


def _without_results(passage: Passage, tree: ast.Module, offset: int, changed: Collection[str]) -> Passage:
    """Return a session without what it shows of objects that statements changed which do not belong to it."""
    if not passage.shown or not changed:
        return passage
    told = {statement.lineno - offset for statement in tree.body if _read(statement).isdisjoint(changed)}
    shown = tuple((line, result if line in told else UNSURE) for line, result in passage.shown)
    return dataclasses.replace(passage, shown=shown)


def _in_order(texts: Sequence[tuple[int, str]], found: Mapping[str, _Binding]) -> Iterator[str]:
    """Yield statements in their order; where a name is bound anew below, that comes before what reads it."""
    bindings = {(one.number, one.text): one for one in found.values()}
    done: set[tuple[int, str]] = set()

    def placed(one: tuple[int, str]) -> Iterator[str]:
        if one in done:
            return
        done.add(one)
        for name in sorted(bindings[one].reads) if one in bindings else ():
            if name in found:
                yield from placed((found[name].number, found[name].text))
        yield one[1]

    for one in texts:
        yield from placed(one)


def _once(texts: Iterable[str]) -> Iterator[str]:
    """Yield statements; an import that comes again is left out."""
    known: set[str] = set()
    for text in texts:
        if text not in known or not text.startswith(("import ", "from ")):
            yield text
        known.add(text)


def _text(passage: Passage) -> str:
    return f"{passage.prelude}\n{passage.code}" if passage.prelude else passage.code


def _parsed(passage: Passage) -> tuple[Passage, ast.Module | None]:
    """Return a passage with its syntax tree; lines with `...` for what the author left out become comments."""
    text = _text(passage)
    tree = _tree(text)
    left_out = _left_out(text, tree) if "..." in passage.code else frozenset()
    if not left_out:
        return passage, tree
    offset = text.count("\n") - passage.code.count("\n")
    rows = [
        f"{found['indent']}# ..." if number + offset in left_out and (found := _ELLIPSIS.match(row)) else row
        for number, row in enumerate(passage.code.split("\n"), 1)
    ]
    mended = dataclasses.replace(passage, code="\n".join(rows))
    mended_tree = _tree(_text(mended))
    return (mended, mended_tree) if mended_tree is not None else (passage, tree)


def _left_out(text: str, tree: ast.Module | None) -> frozenset[int]:
    """Return the lines with `...` that are not the body of a function or class."""
    if tree is None:
        rows = text.split("\n")
        pairs = enumerate(zip(["", *rows], rows, strict=False), 1)
        return frozenset(
            number for number, (above, row) in pairs if _ELLIPSIS.match(row) and not above.rstrip().endswith(":")
        )
    groups = (node.elts for node in walk(tree) if isinstance(node, ast.List | ast.Tuple | ast.Set))
    arguments = (node.args for node in walk(tree) if isinstance(node, ast.Call))
    values = (one for group in (*groups, *arguments) for one in group)
    found = {one.lineno for one in values if isinstance(one, ast.Constant) and one.value is ...}
    return frozenset(found | {one.lineno for one in tree.body if _is_ellipsis(one)})


def _is_ellipsis(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and node.value.value is ...


def _tree(text: str) -> ast.Module | None:
    try:
        return parse(text)
    except NotPython:
        return None


def _bound(statement: ast.stmt, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The names that a statement binds, each with the source that binds it."""
    match statement:
        case ast.Import(names=aliases):
            for alias in aliases:
                name = alias.asname or alias.name.partition(".")[0]
                yield name, f"import {alias.name}" + (f" as {alias.asname}" if alias.asname else "")
        case ast.ImportFrom(module=str(module), names=aliases, level=0):
            for alias in aliases:
                source = f"from {module} import {alias.name}" + (f" as {alias.asname}" if alias.asname else "")
                yield alias.asname or alias.name, source
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            first = min([statement.lineno, *(mark.lineno for mark in statement.decorator_list)])
            yield name, "\n".join(lines[first - 1 : statement.end_lineno])
        case ast.Assign() | ast.AnnAssign(value=ast.expr()):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            source = "\n".join(lines[statement.lineno - 1 : statement.end_lineno])
            for node in (inner for target in targets for inner in walk(target)):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    yield node.id, source


def _entered(statement: ast.stmt, lines: Sequence[str], packages: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the name that `with` gives to what a package of the project opens, with a statement that binds it."""
    match statement:
        case ast.With(items=[ast.withitem(context_expr=ast.Call() as call, optional_vars=ast.Name(id=name))]):
            if _first_name(call) in packages and call.lineno == call.end_lineno:
                source = lines[call.lineno - 1].encode()[call.col_offset : call.end_col_offset].decode()
                yield name, f"{name} = {source}"


def _stored(statement: ast.stmt) -> frozenset[str]:
    """All names that a statement binds, wherever in it."""
    found = {name for name, _ in _bound(statement, [])}
    for node in walk(statement):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
    return frozenset(found)


def _changed(statement: ast.stmt, *, is_shown: bool) -> frozenset[str]:
    """Return the names of the objects that a statement changes, as far as its form tells it.

    Args:
        statement: The statement.
        is_shown: Whether a session shows its value: then it may have been written to look at something.
    """
    match statement:
        case ast.Expr(value=ast.Call() as call) if not is_shown:
            return _changed_by_call(call)
        case ast.Expr(value=value) | ast.Return(value=ast.expr() as value):
            return _changed_inside(value)
        case ast.Assign(targets=targets):
            places = [_first_name(target) for target in targets if isinstance(target, ast.Attribute | ast.Subscript)]
            return frozenset(filter(None, places)) | _changed_inside(statement.value)
        case ast.AugAssign(target=target):
            return frozenset(filter(None, [_first_name(target)]))
        case ast.Delete(targets=targets):
            places = [_first_name(target) for target in targets if not isinstance(target, ast.Name)]
            return frozenset(filter(None, places))
        case ast.For(body=body) | ast.AsyncFor(body=body) | ast.While(body=body) | ast.If(body=body):
            return frozenset(name for inner in body for name in _changed(inner, is_shown=False))
        case ast.With(body=body) | ast.AsyncWith(body=body):
            return frozenset(name for inner in body for name in _changed(inner, is_shown=False))
    return frozenset()


def _changed_by_call(call: ast.Call) -> frozenset[str]:
    """Return the names of what a call for its effect changes: its receiver, and what is passed to it."""
    if isinstance(call.func, ast.Name) and call.func.id in _LOOKED_AT:
        return _changed_inside(call)
    if isinstance(call.func, ast.Attribute) and _verb(call.func) in _LOOKING:
        return _changed_inside(call)
    receiver = _first_name(call.func) if isinstance(call.func, ast.Attribute) else ""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return frozenset(filter(None, [receiver, *(one.id for one in given if isinstance(one, ast.Name))]))


def _changed_inside(value: ast.expr) -> frozenset[str]:
    """Return the names of the objects of which an expression calls methods whose names say that they change them."""
    return frozenset(
        name
        for node in walk(value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if _verb(node.func) in _CHANGING and (name := _first_name(node.func))
    )


def _verb(method: ast.Attribute) -> str:
    return method.attr.partition("_")[0].lower()


def _parts(statement: ast.stmt) -> Iterator[tuple[str, str]]:
    """Yield what is a part of an object, with what a statement does with it: `db['dogs']` and `insert`."""
    for node in walk(statement):
        match node:
            case (
                ast.Call(func=ast.Attribute(value=part, attr=name))
                | ast.Attribute(value=part, attr=name, ctx=ast.Store())
            ) if not isinstance(part, ast.Name) and _first_name(part):
                yield unparsed(part), name


def _first_name(node: ast.expr) -> str:
    """Return the name that a chain of attributes, items and calls begins with; empty where it begins with another."""
    while True:
        match node:
            case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Await(value=inner):
                node = inner
            case ast.Call(func=inner):
                node = inner
            case ast.Name(id=name):
                return name
            case _:
                return ""


def loaded(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that calls load from files of the reader: `app` of `run("main:app")`."""
    for node in walk(statement):
        match node:
            case ast.Call(args=[ast.Constant(value=str(text)), *_]) if found := _LOADED.fullmatch(text):
                yield found["name"]


def _read(statement: ast.stmt) -> frozenset[str]:
    return frozenset(
        node.id for node in walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    )


class _Reader:
    """Reads the uses of one passage."""

    def __init__(self, before: _Scope, offset: int, packages: Collection[str]) -> None:
        self._packages = packages
        self._before = before
        """Names that earlier passages of the page leave."""
        self._hidden: set[str] = set()
        """Names that this passage binds to an object whose class is not known."""
        self._offset = offset
        """Lines of the prelude, which is not part of the passage's own code."""
        self._left = _MOST_NODES
        self._kinds: dict[int, UseKind] = {}
        self.scope: _Scope = {}
        """Names that this passage imports, and the variables whose class it tells."""
        self.uses: list[Use] = []

    def read(self, tree: ast.Module) -> None:
        """Read all statements; names are bound in the order in which they stand."""
        for statement in tree.body:
            self._visit(statement, _DEEPEST)

    def _visit(self, node: ast.AST, depth: int) -> None:
        self._left -= 1
        if depth == 0 or self._left < 0:
            return
        match node:
            case ast.Import() | ast.ImportFrom():
                self._import(node)
                return
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._note(node.decorator_list, "decorator")
                self._annotated(node.args)
                self._taken(node)
            case ast.ClassDef():
                self._note(node.decorator_list, "decorator")
                self._note(node.bases, "base")
            case ast.With() | ast.AsyncWith():
                self._with(node)
            case ast.For(iter=iterated) | ast.AsyncFor(iter=iterated) | ast.comprehension(iter=iterated):
                self._note([iterated], "iteration")
            case ast.Await(value=awaited):
                self._note([awaited], "await")
            case ast.Raise(exc=ast.expr() as raised):
                self._note([raised], "raise")
            case ast.ExceptHandler(type=ast.Tuple(elts=caught)):
                self._note(caught, "except")
            case ast.ExceptHandler(type=ast.expr() as caught_one):
                self._note([caught_one], "except")
            case ast.Call():
                self._note([*node.args, *(keyword.value for keyword in node.keywords)], "argument")
        if isinstance(node, ast.Call) or (
            isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load)
        ):
            self._use(node)
        self._inside(node, depth)
        if isinstance(node, ast.Assign | ast.AnnAssign):
            self._assign(node)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            self._forget(node.name)

    def _inside(self, node: ast.AST, depth: int) -> None:
        if isinstance(node, ast.Attribute):
            # `a.b.c` is one use; only what a chain begins with may hold others.
            inner: ast.expr = node
            while isinstance(inner, ast.Attribute):
                inner = inner.value
            if not isinstance(inner, ast.Name):
                self._visit(inner, depth - 1)
            return
        for child in children(node):
            if isinstance(node, ast.Call) and child is node.func:
                self._inside_callee(node.func, depth)
            else:
                self._visit(child, depth - 1)

    def _inside_callee(self, callee: ast.expr, depth: int) -> None:
        """Visit the expression that a callee is taken from; the callee itself has been noted as called."""
        if isinstance(callee, ast.Attribute):
            self._inside(callee, depth)
        elif not isinstance(callee, ast.Name):
            self._visit(callee, depth - 1)

    # Names.

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if isinstance(node, ast.Import):
                name = alias.asname or alias.name.partition(".")[0]
                path = alias.name if alias.asname else name
            elif node.level == 0 and node.module is not None:
                name, path = alias.asname or alias.name, f"{node.module}.{alias.name}"
            else:
                continue
            self.scope[name] = _Known(path)

    def _assign(self, node: ast.Assign | ast.AnnAssign) -> None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        known = self._known(node.value) if node.value is not None else None
        for target in targets:
            if isinstance(target, ast.Name):
                self._bind(target.id, known)

    def _bind(self, name: str, known: _Known | None) -> None:
        if known is not None:
            self.scope[name] = _Known(known.path, known.is_instance)
        else:
            self._forget(name)

    def _forget(self, name: str) -> None:
        self.scope.pop(name, None)
        self._hidden.add(name)

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        kind: UseKind = "async with" if isinstance(node, ast.AsyncWith) else "with"
        for item in node.items:
            self._note([item.context_expr], kind)
            if isinstance(item.optional_vars, ast.Name):
                self._bind(item.optional_vars.id, self._known(item.context_expr))

    def _taken(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Note the fixtures that a test takes; of which class they are, the project tells."""
        if not node.name.startswith("test"):
            return
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
            if argument.annotation is None and argument.arg not in {"self", "cls"}:
                self.scope[argument.arg] = _Known(f"{UNKNOWN}.{argument.arg}", is_instance=True)
                self.uses.append(Use(f"{UNKNOWN}.{argument.arg}", "argument", node.lineno - self._offset))

    def _annotated(self, arguments: ast.arguments) -> None:
        for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            known = self._known(argument.annotation) if argument.annotation is not None else None
            if known is not None and not known.is_instance:
                self.scope[argument.arg] = _Known(known.path, is_instance=True)

    # Uses.

    def _note(self, nodes: Iterable[ast.expr], kind: UseKind) -> None:
        for node in nodes:
            self._kinds[id(node)] = kind

    def _use(self, node: ast.Call | ast.Attribute | ast.Name) -> None:
        used = node.func if isinstance(node, ast.Call) else node
        kind = self._kinds.get(id(node), "call" if isinstance(node, ast.Call) else "attribute")
        if isinstance(node, ast.Call) and kind == "argument":
            kind = "call"  # What is passed is the result; the object itself is called.
        path = self._path(used)
        known = self._lookup(used.id) if isinstance(used, ast.Name) else None
        if known is not None and known.is_instance and kind in {"call", "decorator"}:
            path = f"{known.path}.__call__"
        if isinstance(node, ast.Call) and path and path in self._packages:
            path = f"{path}.{path}"  # No module can be called: the page means the function of that name.
        if isinstance(used, ast.Attribute) and (owner := self._imported_owner(used)):
            self.uses.append(Use(owner, "attribute", node.lineno - self._offset))
        if path and path not in self._packages:
            keywords = tuple(word.arg for word in node.keywords if word.arg) if isinstance(node, ast.Call) else ()
            self.uses.append(Use(path, kind, node.lineno - self._offset, keywords))

    def _imported_owner(self, node: ast.Attribute) -> str:
        """Return the path of the imported object whose attribute is used, as `T` of `T.name`; empty for a module."""
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute):
            inner = inner.value
        path = self._path(inner) if isinstance(inner, ast.Name) else ""
        return path if "." in path else ""

    def _path(self, node: ast.expr) -> str:
        """The path of a name or a chain of attributes; empty for anything else."""
        if isinstance(node, ast.Name):
            known = self._lookup(node.id)
            return known.path if known is not None and not known.is_instance else ""
        if not isinstance(node, ast.Attribute):
            return ""
        known = self._known(node.value)
        if known is not None:
            return f"{known.path}.{node.attr}"
        return (
            f"{UNKNOWN}.{node.value.id}.{node.attr}" if isinstance(node.value, ast.Name) else f"{UNKNOWN}.{node.attr}"
        )

    def _known(self, node: ast.expr, depth: int = 20) -> _Known | None:
        """Return the object that an expression stands for, or `None` where the passage does not tell."""
        if depth == 0:
            return None
        match node:
            case ast.Name(id=name):
                return self._lookup(name)
            case ast.Attribute(value=value, attr=attribute):
                known = self._known(value, depth - 1)
                return _Known(f"{known.path}.{attribute}") if known is not None else None
            case ast.Call(func=function):
                known = self._known(function, depth - 1)
                if known is None or known.is_instance:
                    return None
                return _Known(known.path if _names_class(known.path) else f"{known.path}()", is_instance=True)
            case ast.Await(value=value):
                return self._known(value, depth - 1)
            case ast.Subscript(value=value):
                known = self._known(value, depth - 1)
                if known is None:
                    return None
                if known.is_instance:
                    return _Known(f"{known.path}.__getitem__()", is_instance=True)
                return known if _names_class(known.path) else None
        return None

    def _lookup(self, name: str) -> _Known | None:
        return self.scope.get(name) or (None if name in self._hidden else self._before.get(name))


def _names_class(path: str) -> bool:
    """Return whether a path names a class, judged by its spelling (PEP 8, "Class Names")."""
    name = path.rpartition(".")[2].lstrip("_")
    return name[:1].isupper() and not (name.isupper() and len(name) > 1)


def index(passages: Iterable[UsedPassage]) -> dict[str, list[tuple[UsedPassage, Use]]]:
    """Order uses by the last name of what is used."""
    found: dict[str, list[tuple[UsedPassage, Use]]] = {}
    for used in passages:
        for use in used.uses:
            found.setdefault(use.name, []).append((used, use))
    return found


def counted(pairs: Iterable[tuple[UsedPassage, Use]]) -> Iterator[tuple[UsedPassage, tuple[Use, ...]]]:
    """Group uses by passage: a passage that calls something twenty times tells as much as one that calls it once."""
    groups: dict[int, tuple[UsedPassage, list[Use]]] = {}
    for used, use in pairs:
        groups.setdefault(id(used), (used, []))[1].append(use)
    for used, uses in groups.values():
        yield used, tuple(uses)
