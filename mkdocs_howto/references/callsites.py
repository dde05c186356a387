"""Where a project's own tests, examples and documentation use an object.

All files are read once a build and indexed by the names that they call; what a place needs of its
surroundings is cut out only when it is asked for.
"""

from __future__ import annotations

import ast
import dataclasses
import re
import textwrap
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from sys import getsizeof

from mkdocs_howto.errors import UnreadableSource
from mkdocs_howto.facts.passages import read_page
from mkdocs_howto.facts.sessions import Prompt, passages
from mkdocs_howto.prompts import UNSURE
from mkdocs_howto.references.files import Files
from mkdocs_howto.section import CallSite
from mkdocs_howto.syntax import NotPython, is_literal, last_name, noted, parse, walk

_LARGEST = 400_000
"""Bytes of a file that is still read: larger ones are data or generated."""
_MOST_FILES = 5_000
"""Files of one folder that are read."""
_MOST_ENTRIES = 50_000
"""Files and folders below one folder that are looked at."""
_MOST_NODES = 400_000
"""Syntax nodes of all files together: all of them stay in memory until the build ends, 300 to 700 bytes each."""
_NODES_OF_A_MODULE = 6
"""Syntax nodes that take as much memory as what is noted of a file, or of a block of code, besides its own nodes."""
_MOST_KEPT = 40_000_000
"""Bytes of the lines of all files together that stay in memory; the texts in their syntax trees may take as much."""
_MOST_READ = 40_000_000
"""Characters of all files together that are read."""
_READ_AS = 10
"""Characters that are read as fast as one is parsed."""
_READ_AS_ATTEMPT = 1_000
"""Characters that are read as fast as the shortest piece of code is parsed."""
_MOST = 24
"""Call sites that a block is given."""
_MOST_FIXTURES = 30
"""Fixtures of one test that are written out; they may ask for each other in a chain."""
_MOST_BEFORE = 100
"""Statements before a use that come with it: no example is that long, but some files are."""
_LONGEST_CALL = 60
"""Characters of arguments that a reader takes in at a glance."""
_MOST_USES = 200
"""Places that are looked at for what is passed."""
_MOST_ROWS = 50
"""Cases of a test among which the one that tells most is looked for."""
_MOST_PARTS = 12
"""Names in a path that can be imported."""
_MOST_REACHED = 20
"""Names that a passage of a session may have from those above it."""
_MOST_BETWEEN = 6
"""Statements after a use among which the one that shows its result is looked for."""
_TO_TOOLS = re.compile(
    r"(?<![ \t])[ \t]+# (?:type: ?ignore|noqa|pragma|pyright|pylint|fmt|nosec|mypy)\b.*$", re.MULTILINE
)
"""Comments that only speak to linters and type checkers."""
_SELF = re.compile(r"\bself\.(\w+)")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def _text_lines(node: ast.stmt) -> set[int]:
    """Lines that begin inside a text, whose spaces are its own; docstrings do not count."""
    told = {id(inner.value) for inner in walk(node) if isinstance(inner, ast.Expr) and _is_docstring(inner)}
    return {
        line
        for inner in walk(node)
        if isinstance(inner, ast.JoinedStr | ast.Constant) and id(inner) not in told
        if isinstance(inner, ast.JoinedStr) or isinstance(inner.value, str | bytes)
        for line in range(inner.lineno + 1, (inner.end_lineno or 0) + 1)
    }


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, sorted, without hidden ones; links to folders are not followed."""
    pending, looked = _entries(folder), 0
    while pending and looked < _MOST_ENTRIES:
        path = pending.pop()
        looked += 1
        if path.name.startswith((".", "__pycache__")):
            continue
        if path.is_dir():
            pending += _entries(path) if not path.is_symlink() else []
        else:
            yield path


def _entries(folder: Path) -> list[Path]:
    """What a folder holds, the last one first."""
    try:
        return sorted(folder.iterdir(), reverse=True)
    except OSError:
        return []


class _Lines:
    """The lines of a text that its statements stand on; the others are not kept."""

    def __init__(self, text: str, body: Sequence[ast.stmt]) -> None:
        lines = text.split("\n")
        self._firsts: list[int] = []
        self._blocks: list[list[str]] = []
        for first, last in _together((_first_line(node), node.end_lineno or node.lineno) for node in body):
            self._firsts.append(first)
            self._blocks.append(lines[first - 1 : last])

    def between(self, first: int, last: int) -> list[str]:
        """Return the lines of one statement, or of a part of it.

        Args:
            first: Number of its first line, from 1.
            last: Number of its last line.
        """
        at = bisect_right(self._firsts, first) - 1
        if at < 0:
            return []
        start = self._firsts[at]
        return self._blocks[at][first - start : last - start + 1]

    def size(self) -> int:
        """Return the bytes that the lines take."""
        rows = [row for block in self._blocks for row in block]
        return sum(getsizeof(one) for one in (*self._blocks, *rows))


def _first_line(node: ast.stmt) -> int:
    """Return the line of a statement, or of the first of its decorators."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _together(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield spans of lines in order, those as one that follow each other or share lines."""
    first = last = 0
    for begin, end in sorted(spans):
        if first and begin > last + 1:
            yield first, last
        if not first or begin > last + 1:
            first, last = begin, end
        last = max(last, end)
    if first:
        yield first, last


class _Budget:
    """What the files of a build may cost; those that are left when it is spent are not read."""

    def __init__(self) -> None:
        self._read = 0
        self._nodes = 0
        self._kept = 0
        self._last: _Lines | None = None

    @property
    def is_spent(self) -> bool:
        """Whether nothing more is read."""
        return self._read > _MOST_READ or self._nodes > _MOST_NODES or self._kept > _MOST_KEPT

    def note_read(self, text: str) -> None:
        """Note that a text was read."""
        self._read += len(text)

    def note_attempts(self, count: int, text: str) -> None:
        """Note that pieces of code were parsed which may be given up, and how much text they are."""
        self._read += _READ_AS_ATTEMPT * count + _READ_AS * len(text)

    def note_kept(self, module: _Module) -> None:
        """Note that a module stays in memory; passages of one session share their lines."""
        self._nodes += _NODES_OF_A_MODULE + len(walk(module.tree))
        self._kept += module.lines.size() if module.lines is not self._last else 0
        self._last = module.lines


@dataclass(slots=True)
class _Module:
    """One file, or one block of code in a text."""

    file: str
    first_line: int
    lines: _Lines
    tree: ast.Module
    imports: dict[str, ast.stmt] = field(default_factory=dict)
    definitions: dict[str, ast.stmt] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    """Names with the paths that they are imported from."""
    shown: dict[int, str] = field(default_factory=dict)
    """What a session shows below its statements, by the first line of each."""
    unsure: frozenset[str] = frozenset()
    """Variables of a session whose objects may have been changed since they were set."""

    def cut(self, node: ast.expr) -> str:
        """An expression as written; `ast.get_source_segment` would take the whole file apart each time."""
        # Columns of syntax nodes count UTF-8 bytes (`ast` module, "Node classes").
        rows = [row.encode() for row in self.lines.between(node.lineno, node.end_lineno or node.lineno)]
        rows[-1] = rows[-1][: node.end_col_offset]
        rows[0] = rows[0][node.col_offset :]
        return b"\n".join(rows).decode()

    def segment(self, node: ast.stmt) -> str:
        """A statement with its decorators, dedented; the lines of a text that it holds stay as they are."""
        first = _first_line(node)
        lines = self.lines.between(first, node.end_lineno or node.lineno)
        lines = _apart(lines, node) if lines else []
        if '"""' not in "".join(lines) and "'''" not in "".join(lines):
            return _TO_TOOLS.sub("", textwrap.dedent("\n".join(lines)))
        held = _text_lines(node)
        margin = " " * node.col_offset
        rows = [row if first + at in held else row.removeprefix(margin) for at, row in enumerate(lines)]
        return "\n".join(rows)


def _apart(lines: list[str], node: ast.stmt) -> list[str]:
    """The lines of a statement without what else stands on them: other statements, a mark that the line goes on."""
    last = lines[-1].encode()
    rest = last[node.end_col_offset :].decode()
    if rest.lstrip().startswith((";", "\\")):
        lines = [*lines[:-1], last[: node.end_col_offset].decode()]
    before = lines[0].encode()[: node.col_offset].decode()
    if before.strip() and not getattr(node, "decorator_list", []):
        lines = [lines[0][len(before) :], *lines[1:]]
    return lines


@dataclass(frozen=True, slots=True)
class _Unit:
    """Statements that run one after the other: a test, or a file's top level."""

    module: _Module
    body: tuple[ast.stmt, ...]
    function: _Function | None = None
    owner: ast.ClassDef | None = None


@dataclass(frozen=True, slots=True)
class _Use:
    """A statement of a unit in which a name is used."""

    unit: _Unit
    index: int
    line: int
    path: str
    """What is used, as far as imports tell it."""


class CallSites:
    """The index of one build."""

    def __init__(self, files: Files, folders: Sequence[Path], skip: Sequence[Path] = ()) -> None:
        """Note where to look; nothing is read yet.

        Args:
            files: Reads files.
            folders: Files, and folders that are searched for Python files and Markdown.
            skip: Folders to leave out, such as the site's own output.
        """
        self._files = files
        self._folders = folders
        self._skip = skip

    def sources(self) -> Iterator[Path]:
        """The files that are looked at, in a fixed order."""
        for folder in self._folders:
            if not self._files.holds(folder):
                continue
            if folder.is_file():
                yield folder
            elif folder.is_dir():
                yield from islice(filter(self._is_source, _files_below(folder)), _MOST_FILES)

    def of(self, name: str, package: str, owner: str = "") -> tuple[CallSite, ...]:
        """Places that may use an object of a package; whether they do, the reader has to decide.

        Args:
            name: The object's bare name.
            package: Name of its top-level package; files that import nothing from it do not count.
            owner: Bare name of the class that it is a member of; tests that name the class come first.
        """
        near = {id(use.unit) for use in self._index.get(owner, ())}
        found: list[_Use] = []
        for use in sorted(self._index.get(name, ()), key=lambda use: id(use.unit) not in near):
            tops = {path.partition(".")[0] for path in use.unit.module.paths.values()}
            if package in tops and (not use.path or use.path.partition(".")[0] == package):
                found.append(use)
                if len(found) == _MOST:
                    break
        return tuple(self._site(use) for use in found)

    def calls(self, path: str) -> tuple[str, ...]:
        """Return the arguments with which a class or function is called, the commonest first.

        Args:
            path: Canonical path of the object.

        Returns:
            Argument lists that are all written out, as they stand between the parentheses.
        """
        package, name = path.partition(".")[0], path.rpartition(".")[2]
        counts: Counter[str] = Counter()
        for use in self._index.get(name, ())[:_MOST_USES]:
            if use.path.partition(".")[0] == package and not _is_failing(use.unit.body[use.index]):
                counts.update(_written_out(use.unit.module, use.unit.body[use.index], name))
        return tuple(sorted(counts, key=lambda text: (-counts[text], len(text), text)))

    @cached_property
    def _index(self) -> dict[str, list[_Use]]:
        index: dict[str, list[_Use]] = {}
        for module in self._modules:
            for unit in _units(module):
                _note_uses(unit, index)
        return index

    @cached_property
    def _modules(self) -> list[_Module]:
        """Every file that can be read, once."""
        return list(self._parsed())

    def _parsed(self) -> Iterator[_Module]:
        budget = _Budget()
        for path in self.sources():
            text = self._text(path)
            budget.note_read(text)
            for module in self._read(path, text, budget):
                budget.note_kept(module)
                if budget.is_spent:
                    return
                yield module
            if budget.is_spent:
                return

    def _read(self, path: Path, text: str, budget: _Budget) -> Iterator[_Module]:
        shown = self._files.show(path)
        if path.suffix == ".py":
            yield from _parsed(shown, 1, text, budget)
        else:
            for passage in read_page(text, shown, "docs", _include_nothing, sessions=False):
                yield from _parsed(shown, passage.line, passage.code, budget)
            yield from _sessions(shown, text, budget)

    def _is_source(self, path: Path) -> bool:
        if path.suffix not in {".py", ".md", ".rst"} or not path.is_file() or path.stat().st_size > _LARGEST:
            return False
        return not any(path.is_relative_to(skipped) for skipped in self._skip)

    def _text(self, path: Path) -> str:
        try:
            return self._files.text(path)
        except UnreadableSource:
            return ""  # Another tool's business: tests may hold broken files on purpose.

    def _site(self, use: _Use) -> CallSite:
        unit = use.unit
        statements = unit.body[max(use.index - _MOST_BEFORE, 0) : _shown_at(unit, use.index) + 1]
        prepared = _prepared(unit)[:_MOST_BEFORE]
        parameters = _parameters(unit.function)
        cases = {name: value for name, value in _cases(unit).items() if name in parameters}
        fixtures = _Fixtures(self._conftests)
        read = {name for statement in [*prepared, *statements] for name in _read_names(statement)}
        wanted = [name for name in parameters if name in read and name not in cases]
        missing = [name for name in wanted if not fixtures.make(unit, name)]
        own = [*_needed(unit, [*prepared, *statements], besides={*parameters})]
        texts = [unit.module.segment(node) for node in [*prepared, *statements] if not _is_docstring(node)]
        attributes, plain = self._attributes(unit), {*read, *parameters}
        made, texts = _without_self(texts, attributes, plain) if unit.owner is not None else ([], texts)
        whole = (*fixtures.statements, *made, *texts)
        below = _below(unit.module, statements) if unit.module.shown else ()
        return CallSite(
            file=unit.module.file,
            line=unit.module.first_line + use.line - 1,
            title=unit.function.name if unit.function else "",
            setup=tuple(dict.fromkeys([*own, *fixtures.setup])),
            statements=whole,
            cases=cases,
            missing=tuple(missing),
            shown=(*[""] * (len(whole) - len(below)), *below) if below else (),
        )

    def _attributes(self, unit: _Unit) -> dict[str, str]:
        """What a test's class says its attributes are, as written; of a class for others, what the first one says."""
        if unit.owner is None:
            return {}
        found = dict(_class_attributes(unit.module, unit.owner))
        for module, heir in self._heirs.get(unit.owner.name, ()):
            for name, value in _class_attributes(module, heir):
                found.setdefault(name, value)
        return found

    @cached_property
    def _heirs(self) -> dict[str, list[tuple[_Module, ast.ClassDef]]]:
        """The classes that are built on another one of the files, by its name."""
        heirs: dict[str, list[tuple[_Module, ast.ClassDef]]] = {}
        for module in self._modules:
            for heir in module.tree.body:
                if isinstance(heir, ast.ClassDef):
                    for base in heir.bases:
                        heirs.setdefault(last_name(base), []).append((module, heir))
        return heirs

    @cached_property
    def _conftests(self) -> dict[str, _Module]:
        """The files that hold the fixtures of whole folders, by folder."""
        found = [module for module in self._modules if module.file.endswith("conftest.py")]
        return {module.file.rpartition("/")[0]: module for module in found}


class _Fixtures:
    """Statements that make what a test takes from pytest's fixtures.

    A fixture is a function of the test's class, its file or a `conftest.py` around it
    (https://docs.pytest.org/en/stable/how-to/fixtures.html); what it returns or yields is what the test gets.
    """

    def __init__(self, conftests: dict[str, _Module]) -> None:
        self._conftests = conftests
        self._made: set[str] = set()
        self.setup: list[str] = []
        self.statements: list[str] = []

    def make(self, unit: _Unit, name: str) -> bool:
        """Add the statements that make one fixture, and those it takes itself; tells whether that was possible."""
        if name in self._made:
            return True
        module, function = self._found(unit, name)
        if function is None or len(self._made) >= _MOST_FIXTURES:
            return False
        self._made.add(name)
        inner = _Unit(module, tuple(function.body), function, unit.owner)
        made = _made_by(inner, name)
        taken = _parameters(function)
        case = _first_parameter(module, function)
        if case:
            taken = [other for other in taken if other != "request"]
        elif "request" in taken:
            return False
        if made is None or not all(self.make(inner, other) for other in taken):
            return False
        nodes, last = made
        self.setup += _needed(inner, [*function.body, *([parse(case).body[0]] if case else [])], set(taken))
        texts = [*(module.segment(node) for node in nodes), *([last] if last else [])]
        self.statements += [text.replace("request.param", case) if case else text for text in texts]
        return True

    def _found(self, unit: _Unit, name: str) -> tuple[_Module, _Function | None]:
        if unit.owner is not None:
            for node in unit.owner.body:
                if isinstance(node, _Function) and node.name == name and _is_fixture(node):
                    return unit.module, node
        folder = unit.module.file
        modules = [unit.module]
        while folder:
            folder = folder.rpartition("/")[0]
            if conftest := self._conftests.get(folder):
                modules.append(conftest)
        for module in modules:
            found = module.definitions.get(name)
            if isinstance(found, _Function) and _is_fixture(found):
                return module, found
        return unit.module, None


def _first_parameter(module: _Module, function: _Function) -> str:
    """The first of the values that a fixture is run with (`params`), as written; empty where there are none."""
    for decorator in function.decorator_list[:1]:
        for given in decorator.keywords if isinstance(decorator, ast.Call) else ():
            if given.arg == "params" and isinstance(given.value, ast.List | ast.Tuple) and given.value.elts:
                text = module.cut(given.value.elts[0])
                return text if "\n" not in text else ""
    return ""


def _is_fixture(function: _Function) -> bool:
    return any("fixture" in last_name(decorator) for decorator in function.decorator_list[:1])


def _made_by(unit: _Unit, name: str) -> tuple[list[ast.stmt], str] | None:
    """The statements of a fixture before it hands its value over, and the one that names the value."""
    before: list[ast.stmt] = []
    for node in unit.body:
        match node:
            case ast.Return(value=ast.expr() as value) | ast.Expr(value=ast.Yield(value=ast.expr() as value)):
                text = unit.module.cut(value)
                is_plain = text.isidentifier() or "self" not in _read_names(value)
                return (before, "" if text == name else f"{name} = {text}") if is_plain and "\n" not in text else None
            case ast.With(
                items=[ast.withitem(context_expr=ast.Call() as call, optional_vars=ast.Name(id=kept))],
                body=[ast.Expr(value=ast.Yield(value=ast.Name(id=given)))],
            ) if kept == given and last_name(call.func)[:1].isupper():
                # An object that is its own context manager; the example has no end to close it at.
                return before, f"{name} = {unit.module.cut(call)}"
            case _ if not _is_docstring(node):
                before.append(node)
    return None


def _include_nothing(path: str) -> None:
    """Leave out what a page includes: examples are searched where they stand."""


def _parsed(file: str, first_line: int, text: str, budget: _Budget) -> Iterator[_Module]:
    try:
        tree = parse(text)
    except NotPython:
        budget.note_attempts(1, text)
        return
    module = _Module(file, first_line, _Lines(text, tree.body), tree)
    _note_names(module, tree.body)
    yield module


def _note_names(module: _Module, nodes: Sequence[ast.stmt]) -> None:
    """Note what statements import and define; of several definitions of a name, the first counts."""
    for node in nodes:
        match node:
            case ast.Import(names=aliases):
                for alias in aliases:
                    head = alias.asname or alias.name.partition(".")[0]
                    if head not in module.imports or alias.asname or alias.name == head:  # Not `import shop._cart`.
                        module.imports[head] = node
                        module.paths[head] = alias.name if alias.asname else head
            case ast.ImportFrom(module=str(origin), names=aliases, level=0):
                for alias in aliases:
                    module.imports[alias.asname or alias.name] = node
                    module.paths[alias.asname or alias.name] = f"{origin}.{alias.name}"
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                if not any(last_name(mark) == "overload" for mark in node.decorator_list):
                    module.definitions.setdefault(name, node)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                module.definitions.setdefault(name, node)


def _sessions(file: str, text: str, budget: _Budget) -> Iterator[_Module]:
    """Each passage of a file's sessions, which goes on with the names of those above it."""
    if prompts := text.count(">>>"):
        budget.note_attempts(prompts, text)
    found = [fine for group in passages(text) if (fine := [prompt for prompt in group if not prompt.raised])]
    code = [""] * (text.count("\n") + 1)  # Each prompt stands on its own line of the file.
    for prompt in (prompt for passage in found for prompt in passage):
        rows = prompt.source.split("\n")
        code[prompt.line - 1 : prompt.line - 1 + len(rows)] = rows
    source = "\n".join(code)
    try:
        body = parse(source).body
    except NotPython:
        return
    if len(body) != sum(map(len, found)):
        return
    above = _Module(file, 1, _Lines(source, body), ast.Module([], []))
    pending = iter(body)
    for passage in found:
        own = list(islice(pending, len(passage)))
        _note_names(above, [node for node in own if _is_guard(node)])
        names = sorted(_reached(above, own))
        yield dataclasses.replace(
            above,
            tree=ast.Module(own, []),
            imports={name: above.imports[name] for name in names if name in above.imports},
            definitions={name: above.definitions[name] for name in names if name in above.definitions},
            paths={name: above.paths[name] for name in names if name in above.paths},
            shown={node.lineno: prompt.shown for node, prompt in zip(own, passage, strict=True)},
        )
        for node, prompt in zip(own, passage, strict=True):
            _go_on(above, node, prompt)


def _reached(above: _Module, nodes: Sequence[ast.stmt]) -> set[str]:
    """Names that statements read, and those that what they name reads in turn, as far as an example goes."""
    pending = sorted({name for node in nodes for name in _read_names(node)} | {"*"})
    reached: set[str] = set()
    while pending and len(reached) < _MOST_REACHED:
        name = pending.pop()
        reached.add(name)
        if (node := above.definitions.get(name)) is not None:
            pending += sorted(_read_names(node) - reached)
    return reached


def _go_on(above: _Module, node: ast.stmt, prompt: Prompt) -> None:
    """Note what a statement of a session leaves to those below it."""
    changed, read = _changed_by(node), _read_names(node)
    match node:
        case ast.Assign(targets=[ast.Name(id=name)]):
            above.definitions[name] = node
            above.unsure -= {name}
            return
        case ast.Expr() if prompt.shown:
            above.unsure |= {name for name in read if name in above.definitions}
            return
    for name in changed:  # What a call without a value is made for, nobody sees.
        above.definitions.pop(name, None)


def _below(module: _Module, statements: Sequence[ast.stmt]) -> tuple[str, ...]:
    """What a session shows below statements, where that still holds without all that stands above them."""
    plain = [node for node in statements if not _is_docstring(node)]
    names = [inner for node in plain for inner in walk(node) if isinstance(inner, ast.Name)]
    made = {name.id for name in names if isinstance(name.ctx, ast.Store)}
    shown = [module.shown.get(node.lineno, "") for node in plain]
    is_sure = not ({name.id for name in names} - made) & module.unsure
    return tuple(text if is_sure or not text else UNSURE for text in shown)


def _units(module: _Module) -> Iterator[_Unit]:
    tests = False
    for node in module.tree.body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() if node.name.startswith(
                ("test", "main", "example", "demo")
            ):
                tests = True
                yield _Unit(module, tuple(node.body), node)
            case ast.FunctionDef() | ast.AsyncFunctionDef() if _is_fixture(node):
                yield _Unit(module, tuple(node.body), node)
            case ast.ClassDef(name=name, body=body) if "Test" in name or any(
                isinstance(inner, _Function) and inner.name.startswith("test") for inner in body
            ):
                tests = True
                for inner in body:
                    if isinstance(inner, _Function) and (inner.name.startswith("test") or _is_fixture(inner)):
                        yield _Unit(module, tuple(inner.body), inner, node)
    if not tests:
        yield _Unit(module, tuple(node for node in module.tree.body if not _is_guard(node)))


def _shown_at(unit: _Unit, index: int) -> int:
    """Index of the statement that first shows what the one at `index` makes or changes."""
    body = unit.body
    names = _changed_by(body[index])
    for later in range(index + 1, min(index + _MOST_BETWEEN, len(body))):
        is_shown = _is_assertion(body[later]) or bool(unit.module.shown.get(body[later].lineno))
        if is_shown and names & _objects(body[later]):
            return later
    return index


def _changed_by(node: ast.stmt) -> AbstractSet[str]:
    """Variables that a statement sets, or whose objects it may change."""
    match node:
        case ast.Assign(targets=[ast.Name() | ast.Tuple() as target]) | ast.AnnAssign(target=ast.Name() as target):
            return {inner.id for inner in walk(target) if isinstance(inner, ast.Name)}
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name() | ast.Attribute() as receiver))):
            return _objects(receiver)
        case ast.Delete(targets=[target]) | ast.AugAssign(target=target):
            return _read_names(target)
    return set()


def _objects(node: ast.AST) -> AbstractSet[str]:
    """Variables that are read, and what a test keeps on `self`."""
    kept = {f"self.{inner.attr}" for inner in walk(node) if isinstance(inner, ast.Attribute) and _is_state(inner)}
    return (_read_names(node) | kept) - {"self"}


def _is_assertion(node: ast.stmt) -> bool:
    match node:
        case ast.Assert():
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))):
            return name.startswith("assert")
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
            return True
    return False


def _is_guard(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom | _Function | ast.ClassDef)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _note_uses(unit: _Unit, index: dict[str, list[_Use]]) -> None:
    for number, statement in enumerate(unit.body):
        seen: set[str] = set()
        for node in walk(statement):
            function = node.func if isinstance(node, ast.Call) else node
            if not isinstance(function, ast.Name | ast.Attribute):
                continue
            line = function.lineno
            if isinstance(function, ast.Name) and not isinstance(function.ctx, ast.Load):
                continue
            name = function.id if isinstance(function, ast.Name) else function.attr
            path = _path(function, unit.module.paths)
            if path or isinstance(function, ast.Attribute):
                name = path.rpartition(".")[2] if path else name
                if name not in seen:
                    seen.add(name)
                    index.setdefault(name, []).append(_Use(unit, number, line, path))


def _path(node: ast.expr, paths: dict[str, str]) -> str:
    """The path that a dotted name means, by the imports of its file; empty for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute) and len(parts) < _MOST_PARTS:
        parts.append(node.attr)
        node = node.value
    first = paths.get(node.id, "") if isinstance(node, ast.Name) else ""
    return ".".join([first, *reversed(parts)]) if first else ""


def _prepared(unit: _Unit) -> list[ast.stmt]:
    """What a `unittest` test runs before itself."""
    if unit.owner is None:
        return []
    setups = [
        node for node in unit.owner.body if isinstance(node, _Function) and node.name in {"setUp", "setup_method"}
    ]
    uses_self = any(_is_state(node) for statement in unit.body for node in walk(statement))
    return [node for setup in setups for node in setup.body] if uses_self else []


def _class_attributes(module: _Module, owner: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """The attributes that a class gives a value on one line, as written."""
    for node in owner.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                text = module.cut(value)
                if text and "\n" not in text:
                    yield name, text


def _without_self(texts: Sequence[str], attributes: Mapping[str, str], plain: set[str]) -> tuple[list[str], list[str]]:
    """Statements in which what a test keeps on `self` are plain variables.

    Args:
        texts: The statements.
        attributes: Values of class attributes, as written.
        plain: Names that are variables already.

    Returns:
        Statements that set the class attributes that are read, and the given ones without `self`.
    """
    tree = parse("\n".join(texts))
    kept = [node for node in walk(tree) if isinstance(node, ast.Attribute) and _is_state(node)]
    assigned = {node.attr for node in kept if isinstance(node.ctx, ast.Store)} - plain
    read = dict.fromkeys(node.attr for node in kept if node.attr in attributes and node.attr not in assigned | plain)
    # What only names something else, such as the class under test, is written as that.
    values = {name: attributes[name] if _is_path(attributes[name]) else name for name in read}
    values |= {name: name for name in assigned}
    made = [f"{name} = {attributes[name]}" for name in read if not _is_path(attributes[name])]
    return made, [_SELF.sub(lambda match: values.get(match[1], match[0]), text) for text in texts]


def _is_path(text: str) -> bool:
    return all(part.isidentifier() for part in text.split("."))


def _is_state(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
        and not node.attr.startswith("assert")
    )


def _parameters(function: _Function | None) -> list[str]:
    if function is None:
        return []
    return [argument.arg for argument in function.args.args if argument.arg not in {"self", "cls"}]


def _cases(unit: _Unit) -> dict[str, str]:
    """Values of the first case of `pytest.mark.parametrize`, by name, as written."""
    cases: dict[str, str] = {}
    for decorator in unit.function.decorator_list if unit.function else ():
        match decorator:
            case ast.Call(
                func=ast.Attribute(attr="parametrize"), args=[names, ast.List(elts=rows) | ast.Tuple(elts=rows), *_]
            ):
                cases |= _case(unit.module, _names(names), rows)
    return cases


def _names(node: ast.expr) -> list[str]:
    match node:
        case ast.Constant(value=str(text)):
            return [name.strip() for name in text.split(",") if name.strip()]
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return [str(element.value) for element in elements if isinstance(element, ast.Constant)]
    return []


def _case(module: _Module, names: list[str], rows: Sequence[ast.expr]) -> dict[str, str]:
    """The first case whose values all hold something, else the first whose first one does."""
    fallback: dict[str, str] = {}
    for row in rows[:_MOST_ROWS]:
        if isinstance(row, ast.Call) and isinstance(row.func, ast.Attribute) and row.func.attr == "param":
            values = list(row.args)
        else:
            values = [row] if len(names) == 1 else list(getattr(row, "elts", []))
        if len(values) == len(names) and not any(_is_empty(value) for value in values[:1]):
            texts = [module.cut(value) for value in values]
            if all(texts):
                case = dict(zip(names, texts, strict=True))
                if not any(_is_empty(value) or _is_zero(value) for value in values):
                    return case
                fallback = fallback or case
    return fallback


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value in (0, False)


def _is_empty(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=value):
            return value in ("", b"", None)
        case ast.List(elts=[]) | ast.Tuple(elts=[]) | ast.Dict(keys=[]):
            return True
    return False


def _needed(unit: _Unit, statements: Sequence[ast.stmt], besides: set[str]) -> Iterator[str]:
    """Imports, helpers and constants of the file that statements name, and what these need.

    Args:
        unit: Where the statements stand.
        statements: The statements.
        besides: Names that are the test's own parameters.
    """
    module = unit.module
    wanted: dict[int, ast.stmt] = {}
    pending = list(statements)
    while pending and len(wanted) < 20:
        node = pending.pop()
        for name in _read_names(node):
            found = module.imports.get(name) or module.definitions.get(name)
            if name in besides or (isinstance(found, _Function) and _is_fixture(found)):
                continue
            if found is not None and id(found) not in wanted and found not in statements:
                wanted[id(found)] = found
                pending.append(found)
    for node in sorted(wanted.values(), key=lambda node: node.lineno):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _chosen(
                node, {name for statement in [*statements, *wanted.values()] for name in _read_names(statement)}
            )
        else:
            yield module.segment(node)


def _chosen(node: ast.Import | ast.ImportFrom, used: set[str]) -> Iterator[str]:
    """An import without the names that nothing here needs."""
    for alias in node.names:
        bound = alias.asname or alias.name.partition(".")[0]
        if bound in used:
            as_ = f" as {alias.asname}" if alias.asname else ""
            origin = f"from {node.module} " if isinstance(node, ast.ImportFrom) else ""
            yield f"{origin}import {alias.name}{as_}"


def _written_out(module: _Module, statement: ast.stmt, name: str) -> Iterator[str]:
    """Arguments of the calls of that name in a statement, where they are all literals."""
    for node in walk(statement):
        if isinstance(node, ast.Call) and last_name(node.func) == name:
            values = [*node.args, *(keyword.value for keyword in node.keywords)]
            if all(map(is_literal, values)) and all(keyword.arg for keyword in node.keywords):
                given = [module.cut(value) for value in node.args]
                given += [f"{keyword.arg}={module.cut(keyword.value)}" for keyword in node.keywords]
                text = ", ".join(given)
                if "\n" not in text and len(text) <= _LONGEST_CALL:
                    yield text


def _is_failing(node: ast.stmt) -> bool:
    """Whether a statement is there to show that something is refused."""
    return isinstance(node, ast.With) and any(
        isinstance(item.context_expr, ast.Call) and "raises" in last_name(item.context_expr.func).lower()
        for item in node.items
    )


@noted
def _read_names(node: ast.AST) -> frozenset[str]:
    return frozenset(inner.id for inner in walk(node) if isinstance(inner, ast.Name))
