"""Names of a module that no definition, import or plain assignment binds.

A module may make names when they are asked for (PEP 562, `__getattr__`), mostly from a table of the modules that have
them, as lazy_loader (scientific-python.org, SPEC 1), pydantic and transformers do; or bind several names at once, by
unpacking, in a loop or in a `with` statement.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from mkdocs_howto.effects import dotted
from mkdocs_howto.syntax import children, walk

_MOST_PLACES = 6
"""Places that are tried for one name."""
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Table: TypeAlias = ast.Dict


@dataclass(frozen=True, slots=True)
class Binding:
    """A name that is bound together with others.

    Attributes:
        lines: First and last line of the statement.
        value: What stands beside the name, where the values are written one by one.
    """

    lines: tuple[int, int]
    value: ast.expr | None = None


@dataclass(frozen=True, slots=True)
class MadeNames:
    """What a module has beside its definitions, imports and plain assignments.

    Attributes:
        places: Paths where a name that `__getattr__` answers may lead, the likeliest first.
        bindings: Names that are bound together, those of classes with the name of the class before them.
    """

    places: Mapping[str, Sequence[str]] = field(default_factory=dict)
    bindings: Mapping[str, Binding] = field(default_factory=dict)


def made_names(tree: ast.Module, package: str, module: str) -> MadeNames:
    """Return the names that a module makes in other ways than by plain statements.

    Args:
        tree: The module.
        package: Path that its relative imports start from.
        module: Its path.
    """
    statements = list(_statements(tree.body))
    places: dict[str, list[str]] = {}
    for name, place in _Answers(statements, package, module).places():
        known = places.setdefault(name, [])
        is_path = all(part.isidentifier() for part in place.split("."))
        if is_path and place not in known and len(known) < _MOST_PLACES:
            known.append(place)
    return MadeNames(places, dict(_bindings(statements, "")))


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that are run when a body is, also those inside others; not those of definitions."""
    pending = [*body][::-1]
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, _Function | ast.ClassDef):
            pending += [child for child in _inner(node) if isinstance(child, ast.stmt)][::-1]


def _inner(node: ast.AST) -> Iterator[ast.AST]:
    for child in children(node):
        if isinstance(child, ast.ExceptHandler | ast.match_case):
            yield from child.body
        else:
            yield child


# Names that are bound together.


def _bindings(statements: Iterable[ast.stmt], owner: str) -> Iterator[tuple[str, Binding]]:
    for node in statements:
        lines = (node.lineno, node.end_lineno or node.lineno)
        match node:
            case ast.ClassDef(name=name, body=body):
                yield from _bindings(_statements(body), f"{owner}{name}.")
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    if isinstance(target, ast.Tuple | ast.List):
                        yield from ((owner + name, Binding(lines, one)) for name, one in _unpacked(target, value))
            case ast.For(target=target) | ast.AsyncFor(target=target):
                yield from ((owner + name, Binding(lines)) for name, _ in _unpacked(target, None))
            case ast.With(items=items) | ast.AsyncWith(items=items):
                for item in items:
                    if item.optional_vars is not None:
                        yield from ((owner + name, Binding(lines)) for name, _ in _unpacked(item.optional_vars, None))
        for named in _named_inside(node):
            yield owner + named.target.id, Binding(lines, named.value)


def _unpacked(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[str, ast.expr | None]]:
    """Yield the names of a target, each with its own value where that is written."""
    match target:
        case ast.Name(id=name):
            yield name, value
        case ast.Starred(value=inner):
            yield from _unpacked(inner, None)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            values: Sequence[ast.expr | None] = [None] * len(targets)
            if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(targets):
                is_starred = any(isinstance(one, ast.Starred) for one in (*targets, *value.elts))
                values = values if is_starred else value.elts
            for inner, one in zip(targets, values, strict=True):
                yield from _unpacked(inner, one)


def _named_inside(node: ast.stmt) -> Iterator[ast.NamedExpr]:
    """Yield the assignment expressions that stand in the test of a statement."""
    if isinstance(node, ast.If | ast.While | ast.Assert):
        yield from (inner for inner in walk(node.test) if isinstance(inner, ast.NamedExpr))


# Names that are made when they are asked for.


class _Answers:
    """Reads what the `__getattr__` of a module gives for which name."""

    def __init__(self, statements: Sequence[ast.stmt], package: str, module: str) -> None:
        self._package = package
        self._module = module
        self._statements = statements
        self._functions = {node.name: node for node in statements if isinstance(node, _Function)}
        self._outer = dict(_imports(statements, package))

    def places(self) -> Iterator[tuple[str, str]]:
        """Yield names, each with a path where it may lead."""
        function = self._functions.get("__getattr__")
        made_by = [node.value for node in self._statements if isinstance(node, ast.Assign) and _binds_answers(node)]
        if function is not None:
            yield from self._returned(function)
        if function is None and not made_by:
            return
        for table in self._tables([*([function] if function is not None else []), *made_by]):
            for key, value in zip(table.keys, table.values, strict=True):
                yield from self._row(key, value)

    def _returned(self, function: _Function) -> Iterator[tuple[str, str]]:
        """Yield what the branches of a `__getattr__` return, by the names that they are for."""
        asked = function.args.args[0].arg if function.args.args else ""
        for node in walk(function):
            if isinstance(node, ast.If):
                cases = [(_compared(node.test, asked), node.body)]
            elif isinstance(node, ast.Match) and dotted(node.subject) == asked:
                cases = [(_matched(case.pattern), case.body) for case in node.cases]
            else:
                continue
            for names, body in cases:
                for name in names:
                    yield from ((name, place) for place in self._of_body(body, name, asked))

    def _of_body(self, body: Sequence[ast.stmt], name: str, asked: str) -> Iterator[str]:
        """Yield the paths of what a branch returns."""
        statements = list(_statements(body))
        inner = {**self._outer, **dict(_imports(statements, self._package))}
        for node in statements:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                inner[node.targets[0].id] = self._path(node.value, name, asked, inner)
            elif isinstance(node, ast.Return) and (place := self._returned_path(node, name, asked, inner)):
                yield place

    def _returned_path(self, node: ast.Return, name: str, asked: str, imports: Mapping[str, str]) -> str:
        return self._path(node.value, name, asked, imports) if node.value is not None else ""

    def _path(self, node: ast.expr, name: str, asked: str, imports: Mapping[str, str]) -> str:
        """Return the path that an expression leads to; empty where that is not known.

        Args:
            node: The expression.
            name: The name that `__getattr__` is asked for.
            asked: Its parameter.
            imports: Paths by the names that stand for them.
        """
        match node:
            case ast.Name(id=known):
                return imports.get(known, f"{self._module}.{known}")
            case ast.Attribute(value=value, attr=attribute):
                outer = self._path(value, name, asked, imports)
                return f"{outer}.{attribute}" if outer else ""
            case ast.Call(func=ast.Name(id="getattr"), args=[value, what, *_]):
                outer = self._path(value, name, asked, imports)
                attribute = self._text(what, name, asked)
                return f"{outer}.{attribute}" if outer and attribute else ""
            case ast.Call(func=called, args=[what, *_]) if dotted(called).rpartition(".")[2] == "import_module":
                text = self._text(what, name, asked)
                return _absolute(text, self._package) if text else ""
        return ""

    def _text(self, node: ast.expr, name: str, asked: str) -> str:
        """Return a text that is put together from literals and the name that is asked for; empty if from more."""
        match node:
            case ast.Constant(value=str(text)):
                return text
            case ast.Name(id=known):
                return {asked: name, "__name__": self._module, "__package__": self._package}.get(known, "")
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                parts = [self._text(part, name, asked) for part in (left, right)]
                return "".join(parts) if all(parts) else ""
            case ast.JoinedStr(values=values):
                parts = [
                    self._text(
                        getattr(part, "value", part) if isinstance(part, ast.FormattedValue) else part, name, asked
                    )
                    for part in values
                ]
                return "".join(parts) if all(parts) else ""
        return ""

    def _tables(self, readers: Sequence[ast.AST]) -> Iterator[_Table]:
        """Yield the dictionaries that stand in what answers, or that it reads, also through a function beside it."""
        seen: set[str] = set()
        pending, hops = list(readers), 2
        while pending and hops:
            hops -= 1
            read = {node.id for reader in pending for node in walk(reader) if isinstance(node, ast.Name)} - seen
            yield from (node for reader in pending for node in walk(reader) if isinstance(node, ast.Dict))
            seen |= read
            yield from self._named_tables(read)
            pending = [self._functions[name] for name in sorted(read & self._functions.keys())]

    def _named_tables(self, names: set[str]) -> Iterator[_Table]:
        for node in self._statements:
            match node:
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict() as table)
                    | ast.AnnAssign(target=ast.Name(id=name), value=ast.Dict() as table)
                ) if name in names:
                    yield table
                case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name), slice=key)], value=value) if (
                    name in names
                ):
                    yield ast.Dict([key], [value])

    def _row(self, key: ast.expr | None, value: ast.expr) -> Iterator[tuple[str, str]]:
        """Yield what a row of a table says: `name: module`, `name: (module, attribute)` or `module: names`."""
        match key, value:
            case ast.Constant(value=str(name)), ast.Constant(value=str(place)):
                if ":" in place:
                    yield name, _absolute(place.replace(":", ".", 1), self._package)
                    return
                for home in self._homes(place):
                    yield name, f"{home}.{name}"
                    if home.rpartition(".")[2] == name:
                        yield name, home
            case ast.Constant(value=str(name)), ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
                texts = [item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)]
                if isinstance(value, ast.Tuple) and texts and len(items) <= 2:
                    attribute = texts[1] if len(texts) == 2 else name
                    yield from ((name, f"{home}.{attribute}") for home in self._homes(texts[0]))
                    yield name, f"{self._package}.{name}"
                for home in self._homes(name):
                    yield from ((text, f"{home}.{text}") for text in texts if text.isidentifier())

    def _homes(self, place: str) -> list[str]:
        """Return the modules that a text may mean: from the package, or from the top."""
        if place.startswith("."):
            return [_absolute(place, self._package)]
        own = [f"{self._package}.{place}", place]
        return own[::-1] if place.partition(".")[0] == self._package.partition(".")[0] else own


def _imports(statements: Iterable[ast.stmt], package: str) -> Iterator[tuple[str, str]]:
    """Yield the names that imports bind, each with the path it stands for."""
    for node in statements:
        match node:
            case ast.Import(names=names):
                for alias in names:
                    yield (alias.asname, alias.name) if alias.asname else (alias.name.partition(".")[0],) * 2
            case ast.ImportFrom(module=module, names=names, level=level):
                outer = _absolute("." * level + (module or ""), package)
                yield from ((alias.asname or alias.name, f"{outer}.{alias.name}") for alias in names)


def _absolute(path: str, package: str) -> str:
    """Return the path that a relative one means in a package: `.thread`, `..errors`."""
    inner = path.lstrip(".")
    level = len(path) - len(inner)
    if not level:
        return path
    outer = package.split(".")
    return ".".join([*outer[: max(len(outer) - level + 1, 1)], *([inner] if inner else [])])


def _binds_answers(node: ast.Assign) -> bool:
    """Whether an assignment gives a module its `__getattr__`, or puts another object in the place of the module."""
    for target in node.targets:
        parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
        for part in parts:
            match part:
                case ast.Name(id="__getattr__"):
                    return isinstance(node.value, ast.Call)
                case ast.Subscript(value=value, slice=ast.Name(id="__name__")) if dotted(value) == "sys.modules":
                    return isinstance(node.value, ast.Call)
    return False


def _compared(test: ast.expr, asked: str) -> list[str]:
    """Return the texts that a condition compares a name with: `name == "Cart"`, `name in {"Cart", "Shop"}`."""
    match test:
        case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[ast.Constant(value=str(text))]):
            return [text] if name == asked else []
        case ast.Compare(left=ast.Constant(value=str(text)), ops=[ast.Eq()], comparators=[ast.Name(id=name)]):
            return [text] if name == asked else []
        case ast.Compare(
            left=ast.Name(id=name),
            ops=[ast.In()],
            comparators=[ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items)],
        ) if name == asked:
            return [item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)]
        case ast.BoolOp(values=values):
            return [text for value in values for text in _compared(value, asked)]
    return []


def _matched(pattern: ast.pattern) -> list[str]:
    match pattern:
        case ast.MatchValue(value=ast.Constant(value=str(text))):
            return [text]
        case ast.MatchOr(patterns=patterns):
            return [text for one in patterns for text in _matched(one)]
    return []
