"""The use of one object of a file, as code."""

from __future__ import annotations

import ast
import builtins
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise

from mkdocs_howto.facts.docstring import docstring_at
from mkdocs_howto.section import Parameter, Project, Signature
from mkdocs_howto.syntax import NotPython, last_name, parsed, unparsed, walk
from mkdocs_howto.writers.offline.examples.entry.choice import first_methods, is_exception, methods
from mkdocs_howto.writers.offline.examples.entry.failing import definitions_in
from mkdocs_howto.writers.offline.examples.entry.home import Home
from mkdocs_howto.writers.offline.examples.entry.order import Order
from mkdocs_howto.writers.offline.examples.entry.values import NOTHING, Argument, Values
from mkdocs_howto.writers.offline.examples.imports import arranged, awaited, bound_by, names_of
from mkdocs_howto.writers.offline.examples.layout import wrapped
from mkdocs_howto.writers.offline.examples.planning.values import variable_for, words_of
from mkdocs_howto.writers.offline.telling.needs import undefined_of
from mkdocs_howto.writers.offline.telling.parts import Parts, Unit, signature_of
from mkdocs_howto.writers.offline.telling.tables import constants_of_class, declared
from mkdocs_howto.writers.offline.trees import Function, gives, yields
from mkdocs_howto.writers.offline.words import listed

_LONG = 30
"""Characters from which on a value has a line of its own."""
_WIDEST = 90
_MOST_BASES = 8
_MOST_NAMED = 4
_MOST_TOGETHER = 5
_MOST_PLAIN = 2
"""Arguments that are passed without their names."""
_ENUMS = frozenset({"Enum", "IntEnum", "StrEnum"})
_MODELS = frozenset({"BaseModel", "TypedDict", "NamedTuple"})


@dataclass(frozen=True, slots=True)
class Use:
    """The use of an object.

    Attributes:
        code: The whole example.
        is_open: Whether readers have to bring a value.
        tells: Whether it says of such a value what is read of it.
    """

    code: str
    is_open: bool
    tells: bool = False


@dataclass(slots=True)
class _Lines:
    """An example while it is written."""

    imports: dict[str, None] = field(default_factory=dict)
    setup: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    needs: dict[str, Argument] = field(default_factory=dict)
    files: dict[str, None] = field(default_factory=dict)
    callbacks: dict[str, str] = field(default_factory=dict)
    awaits: bool = False
    tells: bool = False


@dataclass(frozen=True, slots=True)
class Uses:
    """Writes how the objects of one file are used.

    Attributes:
        tree: The file's syntax tree.
        project: Answers what other objects are.
        home: Where it is imported from.
        parts: Of the file.
        values: Finds arguments.
        is_package: Whether it is the text of a package.
    """

    tree: ast.Module
    project: Project
    home: Home
    parts: Parts
    values: Values
    is_package: bool = False

    def program(self, statements: Sequence[str]) -> str:
        """Return statements of the file itself as a program of their own; empty where names in them lead nowhere.

        Args:
            statements: Their texts.
        """
        body = [one for one in statements if not one.startswith(("import ", "from "))]
        lines = dict.fromkeys(one for one in statements if one not in body)
        try:
            names = names_of(body)
        except NotPython:
            return ""
        imports = {line: None for line in lines if bound_by(line) in names.named}
        importable = self._importable() if (undefined := names.undefined(lines)) else {}
        for name in undefined:
            if (line := importable.get(name)) is None:
                return ""
            imports[line] = None
        text = "\n".join(_spaced(self._shown(body)))
        if names.awaits:
            text = awaited(text, imports)
            imports["import asyncio"] = None
        return self._noted() + arranged(imports, text, own=self.home.top)

    def _shown(self, body: list[str]) -> list[str]:
        """Return statements whose last result is shown, if nothing is."""
        last = body[-1] if body else ""
        try:
            node = parsed(last).body[-1]
        except (NotPython, IndexError):
            return body
        if any("print(" in one for one in body):
            return body
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() | ast.Await()):
                return [*body, f"print({name})"]
        return body

    def of(self, unit: Unit, method: str = "") -> Use | None:
        """Return the use of a function or class; `None` where it has none that can be shown.

        Args:
            unit: Its definition.
            method: The method of the class that is meant; empty for those that callers use most.
        """
        instances = variable_for(unit.name), "_".join(words_of(unit.name))
        return next(filter(None, (self._used(unit, method, one) for one in dict.fromkeys(instances))), None)

    def _used(self, unit: Unit, method: str, instance: str) -> Use | None:
        """Return the use of a function, or of a class whose object has a name; `None` where two names are the same."""
        lines = _Lines()
        lines.imports[self._own(unit.name)] = None
        if self._fails(unit):
            return None
        if isinstance(unit, ast.ClassDef):
            if not self._class(lines, unit, method, instance):
                return None
        elif _is_wrapping(unit):
            lines.body += [f"@{unit.name}", "def work():", '    print("Working")', "", "", "work()"]
        elif not unit.args.args and unit.args.vararg is not None:
            return None  # What it is given, its parameters do not tell.
        else:
            self._function(lines, unit, unit.name)
        bound = {*map(bound_by, lines.imports), *([instance] if isinstance(unit, ast.ClassDef) else [])}
        named = {*lines.needs, *lines.callbacks, *(one.partition(" = ")[0] for one in lines.setup)}
        return None if bound & named else self._written(lines)

    def _fails(self, unit: Unit) -> bool:
        """Return whether a function, or the making of an object, fails whatever is passed.

        Args:
            unit: The definition.
        """
        makers = [one for one in unit.body if isinstance(one, Function) and one.name == "__init__"]
        body = unit.body if isinstance(unit, Function) else makers[0].body if makers else []
        function, owner = (unit, None) if isinstance(unit, Function) else (next(iter(makers), None), unit)
        if function is not None and definitions_in(self.tree).fails(function, owner):
            return True
        missing = {line for _, line in undefined_of(self.tree)}
        for statement in body:
            if isinstance(statement, ast.If | ast.For | ast.While | ast.Try | ast.With | ast.Return):
                return isinstance(statement, ast.Return) and statement.lineno in missing
            if not missing.isdisjoint(range(statement.lineno, (statement.end_lineno or 0) + 1)):
                return not isinstance(statement, Function)
        return False

    def given(self, unit: Unit) -> Use | None:
        """Return the use of an object of a class that is made elsewhere; `None` for what is no class.

        Args:
            unit: The definition.
        """
        if not isinstance(unit, ast.ClassDef) or self._fails(unit):
            return None
        lines = _Lines({self._own(unit.name): None})
        instance = variable_for(unit.name)
        lines.needs[instance] = Argument(instance, need=f"an object of a class built on `{unit.name}`")
        shown = next((one for one in first_methods(unit) if not _kind(one) and not self._breaks(unit, one)), None)
        fields = [
            one.target.id for one in unit.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
        ]
        if shown is not None:
            self._function(lines, shown, f"{instance}.{shown.name}", bound=True, owner=unit.name)
        elif fields:
            lines.needs[instance] = Argument(instance, need=f"a `{unit.name}`")
            lines.body.append(f"print({instance}.{fields[-1]})")
        else:
            return None
        lines.body.insert(0, f"assert isinstance({instance}, {unit.name})")
        return self._written(lines)

    def data(self) -> str:
        """Return how one value of a file that holds values is looked up; empty for any other file."""

        def order(pair: tuple[str, ast.expr]) -> int:
            return 0 if isinstance(pair[1], ast.Dict) and pair[1].keys else 1 if isinstance(pair[1], ast.List) else 2

        for name, value in sorted(self.parts.data, key=order):
            match value:
                case ast.Dict(keys=[]) | ast.List(elts=[]) | ast.Tuple(elts=[]) | ast.Constant(value=None | ""):
                    continue  # Something fills it later.
                case ast.Dict(keys=[ast.Constant(value=str(key)), *_]):
                    line = f'print({name}["{key}"])'
                case ast.List() | ast.Tuple() | ast.Set():
                    line = f"for item in {name}:\n    print(item)"
                case _:
                    line = f"print({name})"
            return self._noted() + arranged([self._own(name)], line, own=self.home.top)
        return ""

    # Parts of an example.

    def _own(self, name: str) -> str:
        return f"from {self.home.module} import {name}"

    def _importable(self) -> dict[str, str]:
        """Return the imports of the names that the file defines or imports, by name."""
        defined = [node.name for node in (*self.parts.units, *self.parts.private)]
        held = [
            one.id
            for node in self.tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign)
            for one in walk(node)
            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
        ]
        found: dict[str, str] = {}
        for node in walk(self.tree):
            match node:
                case ast.Import(names=aliases):
                    for alias in aliases:
                        written = f"import {alias.name}" + (f" as {alias.asname}" if alias.asname else "")
                        found.setdefault(alias.asname or alias.name.partition(".")[0], written)
                case ast.ImportFrom(names=aliases):
                    module = self.home.absolute(node, is_package=self.is_package)
                    for alias in aliases:
                        written = f"from {module} import {alias.name}" + (f" as {alias.asname}" if alias.asname else "")
                        found.setdefault(alias.asname or alias.name, written)
        return {name: self._own(name) for name in (*defined, *held)} | found

    def _breaks(self, owner: ast.ClassDef, method: Function) -> bool:
        """Return whether a method certainly fails when it is given only what it needs."""
        return definitions_in(self.tree).fails(method, owner)

    def _function(
        self, lines: _Lines, node: Function, callee: str, *, bound: bool = False, owner: str = "",
        order: Order | None = None, is_first: bool = False,
    ) -> None:  # fmt: skip
        """Add a call of a function, and what is done with its result.

        Args:
            lines: The example.
            node: The function.
            callee: How it is written.
            bound: Whether its first parameter is the object that it is called on.
            owner: Name of its class.
            order: The order of the methods of that class.
            is_first: Whether it is called for another one that comes after it.
        """
        signature = signature_of(node, is_bound=bound)
        call = self._called(lines, node, signature, callee, owner, order=order, is_first=is_first)
        name = "item" if callee != "item" else "one"
        decorators = {last_name(one.func if isinstance(one, ast.Call) else one) for one in node.decorator_list}
        is_async = isinstance(node, ast.AsyncFunctionDef)
        lines.awaits = lines.awaits or is_async
        if {"contextmanager", "asynccontextmanager"} & decorators:
            lines.body += [f"{'async ' if is_async else ''}with {call} as entered:", "    print(entered)"]
        elif gives(node) and (yields(node) or _is_iterator(node)):
            lines.body += [f"{'async ' if is_async else ''}for {name} in {call}:", f"    print({name})"]
        elif gives(node) and not is_first:
            called = f"await {call}" if is_async else call
            short = len(called) <= 60 and "\n" not in called
            lines.body += [f"print({called})"] if short else [f"result = {called}", "print(result)"]
        else:
            lines.body.append(f"await {call}" if is_async else call)

    def _called(
        self, lines: _Lines, node: Function, signature: Signature, callee: str, owner: str, *,
        order: Order | None = None, is_first: bool = False,
    ) -> str:  # fmt: skip
        kinds = {one.name: one.kind for one in signature.parameters}
        given = self.values.arguments(node, signature, owner, is_telling=is_first)
        by_name = len(given) > _MOST_PLAIN
        parts = []
        for one in given:
            callback = order.callback(node, one.name) if order is not None else None
            if callback is not None:
                lines.callbacks[callback.name] = callback.code
                text = callback.name
            else:
                looked_up = order.key(node, one.name) if order is not None and one.value is None else ""
                kind = one.need or "a key"
                text = self._value(
                    lines, replace(one, need=f"{kind}, looked up as `{looked_up}`") if looked_up else one
                )
            is_named = kinds[one.name] == "keyword-only" or (by_name and kinds[one.name] != "positional-only")
            parts.append(f"{one.name}={text}" if is_named else text)
        return _fitted(callee, parts)

    def _value(self, lines: _Lines, given: Argument) -> str:
        """Return the text of an argument; of a long or missing one, the variable that holds it."""
        if given.file:
            lines.files[given.file] = None
        if given.value is None:
            lines.needs.setdefault(given.name, given)
            return given.name
        lines.imports |= dict.fromkeys(given.value.imports)
        if len(given.text) <= _LONG or given.name in lines.needs:
            return given.text
        line = f"{given.name} = {given.text}"
        if any(one.startswith(f"{given.name} = ") and one != line for one in lines.setup):
            return given.text
        if line not in lines.setup:
            lines.setup.append(line)
        return given.name

    # Classes.

    def _class(self, lines: _Lines, node: ast.ClassDef, method: str, instance: str) -> bool:
        """Add the use of a class; return whether there is one."""
        bases = {last_name(base) for base in node.bases}
        if bases & _ENUMS:
            lines.body += [f"for member in {node.name}:", "    print(member.name, member.value)"]
            return True
        if fields := [] if method else declared(node):
            name, type_ = fields[0][0], unparsed(fields[0][1])
            given = self.values.of_field(name, type_)
            value = self._value(lines, given) if given.value is None else given.text
            lines.body += [f"{instance} = {node.name}()", f"{instance}.{name} = {value}", f"print({instance}.{name})"]
            return True
        if bases & _MODELS or _is_dataclass(node):
            self._model(lines, node, instance)
            return True
        if constants := [] if method or node.bases or any(methods(node)) else constants_of_class(node):
            lines.body.append(f"print({node.name}.{constants[0][0]})")
            return True
        if is_exception(node):
            lines.body += ["try:", f'    raise {node.name}("The file is empty.")', f"except {node.name} as error:"]
            lines.body.append("    print(error)")
            return not any(isinstance(one, Function) and one.name == "__init__" for one in node.body)
        return self._instance(lines, node, instance, method)

    def _model(self, lines: _Lines, node: ast.ClassDef, instance: str) -> None:
        """Add the making of an object that holds values."""
        required = [
            Parameter(one.target.id, "keyword-only", unparsed(one.annotation))
            for one in node.body
            if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and one.value is None
        ]
        if not required:
            optional = (
                Parameter(one.target.id, "keyword-only", unparsed(one.annotation))
                for one in node.body
                if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and one.value is not None
            )
            known = (one for one in optional if self.values.of_field(one.name, one.annotation).value is not None)
            required = list(islice(known, _MOST_PLAIN))
        made = self._called(lines, NOTHING, Signature(tuple(required)), node.name, "")
        lines.body += [f"{instance} = {made}", f"print({instance})"]

    def _instance(self, lines: _Lines, node: ast.ClassDef, instance: str, method: str) -> bool:
        """Add the making of an object and the use of one or two methods."""
        own_names = {one.name for one in node.body if isinstance(one, Function)}
        inherited = [one for one in self._inherited(node) if one.name not in own_names]
        found = first_methods(node, inherited)
        chosen = [one for one in found if one.name == method] if method else found
        kind = _kind(chosen[0]) if chosen else ""
        if kind in {"classmethod", "staticmethod"} and (method or not _has_constructor(node)):
            self._function(
                lines, chosen[0], f"{node.name}.{chosen[0].name}", bound=kind == "classmethod", owner=node.name
            )
            return True
        made = self._made(lines, node)
        if made is None:
            return False
        special = {one.name for one in node.body if isinstance(one, Function)}
        plain = [one for one in chosen if not _kind(one)]
        shown = [one for one in plain if not self._breaks(node, one)]
        if plain and plain[0] not in shown:  # What it hands over to may be called without it.
            reached = {last_name(one.func) for one in walk(plain[0]) if isinstance(one, ast.Call)}
            shown.sort(key=lambda one: one.name not in reached)
        if chosen and not shown and plain == chosen:
            return False
        if shown and not method and not gives(shown[0]) and not yields(shown[0]):
            shown = [shown[0], *(one for one in shown[1:] if gives(one) and Order(node).leads(shown[0], one))][:2]
        else:
            shown = shown[:1]
        before = len(lines.body)
        order, called = Order(node), list[str]()
        for one in shown:
            for first in (*order.before(one), one):
                if first.name not in called:
                    called.append(first.name)
                    is_first = first not in shown
                    self._function(
                        lines, first, f"{instance}.{first.name}", bound=True, owner=node.name, order=order,
                        is_first=is_first,
                    )  # fmt: skip
        if not shown and "__call__" in special:
            call = next(one for one in node.body if isinstance(one, Function) and one.name == "__call__")
            self._function(lines, call, instance, bound=True, owner=node.name)
        if not lines.body[before:]:
            attribute, is_told = _attribute(node)
            lines.tells = lines.tells or is_told
            lines.body += [f"print({instance}.{attribute})"] if attribute else []
        entered = {"__enter__", "__aenter__"} & special
        if entered:
            lines.awaits = lines.awaits or "__aenter__" in entered
            inner = [f"    {line}" for text in lines.body for line in text.split("\n")] or ["    pass"]
            head = "async with" if "__aenter__" in entered else "with"
            lines.body = [f"{head} {made} as {instance}:", *inner]
        else:
            lines.body.insert(0, f"{instance} = {made}")
        return len(lines.body) > 1

    def _made(self, lines: _Lines, node: ast.ClassDef) -> str | None:
        """Return the call of a class; `None` for one that is left to subclasses."""
        if {"ABC", "Protocol"} & {last_name(base) for base in node.bases}:
            return None
        for one in node.body:
            if isinstance(one, Function) and one.name == "__init__":
                return self._called(lines, one, signature_of(one, is_bound=True), node.name, node.name)
        shape = self.project.shape(f"{self.values.module}.{node.name}")
        if node.bases and (shape is None or shape.signature is None) and not self._inherited(node):
            return None  # What its base class asks for is not known.
        signature = shape.signature if shape is not None and shape.signature is not None else Signature()
        return self._called(lines, NOTHING, signature, node.name, node.name)

    def _inherited(self, node: ast.ClassDef) -> list[Function]:
        """Return the public methods of the nearest base class of the project that has some."""
        shape = self.project.shape(f"{self.values.module}.{node.name}")
        pending = list(shape.bases) if shape is not None else []
        for _ in range(_MOST_BASES):
            if not pending:
                break
            base = pending.pop(0)
            source = self.project.source(base)
            if source is None or base.partition(".")[0] not in {self.home.top, self.values.module.partition(".")[0]}:
                continue
            if found := _methods_in(source.text):
                return found
            above = self.project.shape(base)
            pending += above.bases if above is not None else ()
        return []

    # The whole.

    def _written(self, lines: _Lines) -> Use:
        text = "\n".join([*lines.setup, *lines.body])
        imports = dict(lines.imports)
        is_long = len(lines.needs) > _MOST_NAMED
        notes = [
            note for name, one in lines.needs.items() if one.need or is_long for note in _noted(name, one.need or "any")
        ]
        # An object may be named like what is imported.
        text = "\n".join([*notes, text])
        if lines.awaits:
            text = awaited(text, imports)
            imports["import asyncio"] = None
        text = "\n\n\n".join([*lines.callbacks.values(), text.lstrip("\n")])
        head = self._noted()
        if lines.files:
            have = "have" if len(lines.files) > 1 else "has"
            head += f"# {listed([f'`{file}`' for file in lines.files])} {have} to exist.\n"
        if lines.needs:
            come = "come" if len(lines.needs) > 1 else "comes"
            named = [f"`{name}`" for name in lines.needs]
            said = listed(named) if len(named) <= _MOST_NAMED else "all values that comments name"
            head = f"# Sketch: {said} {come} from your own program.\n{head}"
        tells = lines.tells or any(one.is_read for one in lines.needs.values())
        tells = tells or all(one.need for one in lines.needs.values())
        return Use(head + arranged(imports, wrapped(text), own=self.home.top), bool(lines.needs), tells)

    def _noted(self) -> str:
        """Return a comment that says from where the import works."""
        return f"# Start Python in {self.home.folder}, where `{self.home.top}` is.\n" if self.home.folder else ""


def _spaced(body: Sequence[str]) -> Iterator[str]:
    """Yield statements in groups, each of which ends with what it shows."""
    for number, one in enumerate(body):
        yield one
        if "print(" in one and number + 1 < len(body) and len(body) > _MOST_TOGETHER:
            yield ""


def _noted(name: str, need: str) -> list[str]:
    """Return a comment that says what a value has to be."""
    return textwrap.wrap(f"`{name}`: {need}.", _WIDEST, initial_indent="# ", subsequent_indent="#     ")


def _methods_in(text: str) -> list[Function]:
    """Return the public methods of the class that a text defines."""
    try:
        body = parsed(text).body
    except NotPython:
        return []
    return [method for one in body if isinstance(one, ast.ClassDef) for method in methods(one)]


def _is_iterator(node: Function) -> bool:
    text = unparsed(node.returns) if node.returns is not None else ""
    return text.partition("[")[0].rpartition(".")[2] in {"Iterator", "Generator", "AsyncIterator", "AsyncGenerator"}


def _is_wrapping(node: Function) -> bool:
    """Return whether a function is a decorator: it takes a function and gives one of its own that calls it."""
    if len(node.args.args) != 1 or node.args.args[0].arg not in {"func", "function", "fn", "f", "method"}:
        return False
    inner = {one.name for one in node.body if isinstance(one, Function)}
    return any(
        isinstance(one, ast.Return) and isinstance(one.value, ast.Name) and one.value.id in inner for one in node.body
    )


def _kind(node: Function) -> str:
    names = {last_name(one) for one in node.decorator_list}
    return next((name for name in ("classmethod", "staticmethod") if name in names), "")


def _has_constructor(node: ast.ClassDef) -> bool:
    return any(isinstance(one, Function) and one.name == "__init__" for one in node.body)


def _is_dataclass(node: ast.ClassDef) -> bool:
    names = (last_name(one.func if isinstance(one, ast.Call) else one) for one in node.decorator_list)
    return "dataclass" in names and not any(methods(node))


def _attribute(node: ast.ClassDef) -> tuple[str, bool]:
    """Return a public attribute that the class or its constructor sets, and whether an author describes it."""
    found = [one for one in _assigned(node) if not one.startswith("_") and not hasattr(builtins, one)]
    said = docstring_at(node) or ""
    below = [inner for before, inner in pairwise(node.body) if isinstance(before, ast.Assign | ast.AnnAssign)]
    is_told = any(isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant) for one in below)
    told = [one for one in found if is_told or re.search(rf"\b{re.escape(one)}\b", said)]
    return next(iter(told or found), ""), bool(told)


def _assigned(node: ast.ClassDef) -> Iterator[str]:
    for one in node.body:
        match one:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
                yield name
            case ast.FunctionDef(name="__init__", body=body):
                for inner in body:
                    match inner:
                        case (
                            ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)])
                            | ast.AnnAssign(target=ast.Attribute(value=ast.Name(id="self"), attr=name))
                        ):
                            yield name


def _fitted(callee: str, parts: Sequence[str]) -> str:
    """Return a call, over several lines where it is long."""
    line = f"{callee}({', '.join(parts)})"
    if len(line) <= 88:
        return line
    return "\n".join([f"{callee}(", *(f"    {part}," for part in parts), ")"])
