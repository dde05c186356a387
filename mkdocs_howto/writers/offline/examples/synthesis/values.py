"""A value for a parameter: one that means something, or none."""

from __future__ import annotations

import ast
import builtins
import functools
import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import ImportableBlock, Parameter, Project, Shape
from mkdocs_howto.syntax import NotPython, expression, literal_value, parse_expression, unparsed, walk
from mkdocs_howto.writers.offline.examples import state
from mkdocs_howto.writers.offline.examples.code import Code
from mkdocs_howto.writers.offline.examples.hints import Hints, of_docstring
from mkdocs_howto.writers.offline.examples.imports import Importable
from mkdocs_howto.writers.offline.examples.passed import documented
from mkdocs_howto.writers.offline.examples.synthesis.evidence import Slot, is_meant
from mkdocs_howto.writers.offline.examples.synthesis.standins import StandIns
from mkdocs_howto.writers.offline.examples.synthesis.usual import usual

_DEPTH = 3
"""How deep values of the project's own classes are put together."""
_MOST_KEYS = 5
"""Keys of a mapping that an example writes out."""
_MOST_REQUIRED = 20
"""Arguments of an instance that is itself an argument."""

FUNCTION_FIRST = "max, 3, 1"
"""Arguments of which the first is to be called with the others."""
TEXT = '"Hello, world"'
"""What stands for any text."""
PERSON = '"Ada"'
"""What `name` is given, where it may be a person's."""
_IDLE = frozenset({TEXT, '"red"', '["red", "green", "blue"]', "[3, 1, 2]", '{"name": 3}', "3"})
"""What stands for any value of its kind."""
THING = '"example"'
"""What `name` is given of other things."""
_PERSONAL = {
    "actor", "author", "buyer", "cart", "client", "contact", "customer", "employee", "friend", "greet", "greeting",
    "guest", "hello", "member", "owner", "patient", "person", "player", "profile", "recipient", "sender", "student",
    "teacher", "user", "visitor", "welcome", "worker",
}  # fmt: skip
"""Words of what is about persons."""
_ANY_CLASS = {"Any", "object"}
_ITEMS = {"list", "iterable", "set", "iterator"}
_NEW_TYPE = re.compile(r"\bNewType\([^,]+,\s*(?P<type>.+)\)$")
_TYPE_VARIABLE = re.compile(r"\bTypeVar\((?!.*\bbound=)")
"""A type variable without a bound."""
_PRIORITY = (
    "function", "pair function", "match", "module", "digits", "text", "bytes", "mapping", "pairs", "callable",
    "pattern", "compiled", "date", "stream", "list", "tuple", "number", "iterable",
)  # fmt: skip
"""Kinds that a body may ask for at once, the one that says most first."""


@dataclass(frozen=True, slots=True)
class _Table:
    """`values.toml`: names, kinds, types and imports."""

    names: Mapping[str, Sequence[tuple[str, frozenset[str]]]]
    """Values and their kinds by the last word of a parameter's name."""
    several: Mapping[str, str]
    by_name: Mapping[str, str]
    kinds: Mapping[str, str]
    types: Mapping[str, str]
    imports: Mapping[str, str]
    prepared: Mapping[str, str]
    sent: Mapping[str, str]
    bases: Mapping[str, str]
    identities: Mapping[str, str]
    taken: Mapping[str, str]
    mappings: Mapping[str, str]
    lists: Mapping[str, str]


@functools.cache
def _table() -> _Table:
    data = tomllib.loads((Path(__file__).with_name("values.toml")).read_text(encoding="utf-8"))
    names: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for row in data["names"]:
        for word in row["ends"]:
            names.setdefault(word, []).append((row["value"], frozenset(row["kinds"])))
    return _Table(names, **{name: rows for name, rows in data.items() if name != "names"})


@dataclass(slots=True)
class Supply:
    """Gives values for parameters, and notes what they need imported.

    Attributes:
        block: The documented code.
        project: Answers what other objects are.
        imports: Import statements that the values given so far need.
        instances: Classes of the objects that variables of the example hold.
        unbuilt: Classes of which no instance could be made, each with the depth that was left for it.
    """

    block: ImportableBlock
    project: Project
    imports: dict[str, None] = field(default_factory=dict)
    instances: Mapping[str, Shape] = field(default_factory=dict)
    unbuilt: set[tuple[str, int]] = field(default_factory=set)
    importable: Importable = field(init=False)
    _modules: list[str] = field(default_factory=list)
    """Where aliases that were followed are defined."""
    _is_nested: bool = False
    """Whether a value is for the constructor of another one."""

    def __post_init__(self) -> None:
        self.importable = Importable(self.block, self.project)

    def value(self, parameter: Parameter, hints: Mapping[str, Hints], docstring: str = "") -> str | None:
        """A value for a parameter as source text, or `None` when nothing tells a meaningful one."""
        hint = hints.get(parameter.name, Hints())
        said_type, said_value = of_docstring(docstring, parameter.name) if docstring else ("", "")
        annotation = parameter.annotation or (said_type if _is_type(said_type) else "")
        if not annotation and parameter.default and not hint.kinds and self._is_function(parameter.default):
            return _callable(hint)
        for found in (
            self._checked(said_value, annotation),
            self._checked(hint.literals[0] if hint.literals else "", annotation),
            self._annotated(annotation, parameter.name, hint, _DEPTH),
        ):
            if found is not None:
                return self.noted(found)
        if annotation and _kinds_of(annotation) - {""}:
            return self._namesake(parameter.name)
        found = self.noted(_used(hint, parameter.name)) or self._namesake(parameter.name)
        # What is declared to be anything, and is only handed on, may be anything.
        return found or ('"red"' if annotation and not hint.kinds else None)

    def _is_function(self, default: str) -> bool:
        """Whether a default is a function, as one of the module, or written out."""
        found = self.project.shape(f"{self.importable.module}.{default}") if default.isidentifier() else None
        return default.startswith("lambda ") or (found is not None and found.kind == "function")

    def _namesake(self, name: str) -> str | None:
        """An instance of a public class of the project that a parameter is named after."""
        words = [word for word in name.lower().split("_") if word]
        for start in range(len(words)):
            class_name = "".join(map(str.capitalize, words[start:]))
            for module in dict.fromkeys((self.importable.module, self.importable.package)):
                path = f"{module}.{class_name}"
                shape = self.project.shape(path)
                if shape is not None and shape.kind == "class" and self._is_inside(shape):
                    return self.built(shape, path)
        return None

    def _is_inside(self, shape: Shape) -> bool:
        return shape.object_path.partition(".")[0] == self.importable.package

    def outside(self, base: str) -> str | None:
        """Arguments for the constructor of a base class of the standard library, or `None`.

        Args:
            base: Its path.
        """
        top, _, name = base.rpartition(".")
        is_known = top.partition(".")[0] in sys.stdlib_module_names if top else hasattr(builtins, name)
        return _table().bases.get(name) if is_known else None

    def sent(self, name: str) -> str:
        """The statement that gives a prepared value something to be read; empty where it needs none."""
        return _table().sent.get(name, "").strip()

    def prepared(self, name: str) -> str:
        """Statements that make a value for a parameter in a variable of its name; empty where none are known."""
        return self.noted(_table().prepared.get(name, "").strip()) or ""

    def _checked(self, literal: str, annotation: str) -> str | None:
        """A literal, unless its type is not the declared one."""
        if not literal:
            return None
        try:
            value = literal_value(literal)
        except NotPython:
            return None
        kinds = _kinds_of(annotation) - {""}
        own = {str: "text", int: "number", float: "number", bytes: "bytes", bool: "bool"}.get(type(value), "")
        return literal if not kinds or own in kinds else None

    def noted(self, value: str | None) -> str | None:
        """A value whose imports are noted."""
        if value is not None:
            for name in re.findall(r"\b(\w+)(?=[(.])", value):
                if line := _table().imports.get(name):
                    self.imports[line] = None
        return value

    def _annotated(self, annotation: str, name: str, hint: Hints, depth: int) -> str | None:
        try:
            tree = expression(annotation.strip("'\"")) if annotation else None
        except NotPython:
            tree = None
        return self._typed(tree, name, hint, depth) if tree is not None else None

    def _typed(self, node: ast.expr, name: str, hint: Hints, depth: int) -> str | None:
        match node:
            case ast.Constant(value=None):
                return None
            case ast.Constant(value=str(text)):
                return self._annotated(text, name, hint, depth)
            case ast.BinOp(op=ast.BitOr()):
                nodes = _alternatives(node)
                # What the body does with it decides between the types that are allowed.
                nodes.sort(key=lambda one: (_table().types.get(_last(one)) not in hint.kinds, self._is_made(one)))
                return self._first(nodes, name, hint, depth)
            case ast.Subscript(value=outer, slice=inner):
                items = list(inner.elts) if isinstance(inner, ast.Tuple) else [inner]
                return self._subscripted(_last(outer), items, name, hint, depth)
        if self._is_own_class(_dotted(node)):
            return self._own(_dotted(node), name, hint, depth)
        kind = self._kind(node)
        if kind == "":
            return _used(hint, name)
        if kind == "mapping" and hint.keys:
            return _with_keys(hint)
        if kind is not None:
            return named(name, {kind}) or _wanted(hint, kind) or _table().kinds[kind]
        return self._own(_dotted(node), name, hint, depth)

    def _is_made(self, node: ast.expr) -> bool:
        """Whether a type is a class of the project, of which an example has to make an instance first."""
        written = _dotted(node)
        return bool(written) and self._is_own_class(written)

    def _kind(self, node: ast.expr) -> str | None:
        """The kind of a declared type, whatever it was imported as."""
        types, last = _table().types, _last(node).lstrip("_")
        return types.get(last, types.get(self.block.names.get(_dotted(node), "").rpartition(".")[2]))

    def _is_own_class(self, written: str) -> bool:
        """Whether an annotation names a class of the project, whatever else has that name."""
        if hasattr(builtins, written) and written not in self.block.names:
            return False
        _, shape = self._found(written)
        return shape is not None and shape.kind == "class" and self._is_inside(shape)

    def _first(self, nodes: Sequence[ast.expr], name: str, hint: Hints, depth: int) -> str | None:
        return next((value for node in nodes if (value := self._typed(node, name, hint, depth)) is not None), None)

    def _subscripted(self, outer: str, items: list[ast.expr], name: str, hint: Hints, depth: int) -> str | None:
        if not items:
            return "()" if outer in {"tuple", "Tuple"} else None  # `tuple[()]` holds nothing.
        if outer == "Literal":
            literal = unparsed(items[0]) if isinstance(items[0], ast.Constant) else None
            return literal.replace("'", '"') if literal is not None and '"' not in literal else literal
        if outer in {"Optional", "Annotated", "ClassVar", "Final", "Required", "NotRequired", "Union"}:
            return self._first(items if outer == "Union" else items[:1], name, hint, depth)
        if outer in {"Type", "type"}:
            return self._class_name(_dotted(items[0]))
        kind = _table().types.get(outer)
        if kind == "callable":
            return _function_of(items)
        if not depth and kind in {"list", "iterable"} and self._is_own_class(_last(items[0])):
            return "[]"
        if kind is None or not depth:
            return self._own(outer, name, hint, depth) if kind is None else _table().kinds.get(kind)
        if kind == "mapping" and len(items) == 2 and hint.keys:
            made = self._typed(items[1], hint.keys[0], Hints(), depth - 1)
            return _with_keys(hint, made) if made is not None else None
        if kind == "mapping" and len(items) == 2:
            return self._mapping(items[0], items[1], depth)
        if outer in {"tuple", "Tuple"} and _is_ellipsis(items[-1]):
            value = self._items("list", items[0], name, depth)
            return f"({value[1:-1]})" if value is not None and value.startswith("[") else None
        if outer in {"tuple", "Tuple"} and not any(_is_ellipsis(item) for item in items):
            parts = [self._typed(item, "", Hints(), depth - 1) for item in items]
            return (
                f"({', '.join(part for part in parts if part)}{',' if len(parts) == 1 else ''})" if all(parts) else None
            )
        if kind == "list" and _is_anything(items[0]) and (text := named(name, {"text"})) and _stem(name) in _TEXTS:
            return text  # A text is a sequence, too.
        if kind in _ITEMS:
            return self._items(kind, items[0], name, depth)
        return _table().kinds.get(kind)

    def _mapping(self, key: ast.expr, value: ast.expr, depth: int) -> str | None:
        """A mapping of the declared types."""
        kind = self._kind(value) if self._kind(key) == "text" else None
        if kind is not None and (known := _table().mappings.get(kind or "any")) is not None:
            return known
        first = self._typed(key, "key", Hints(), depth - 1)
        second = self._typed(value, "n", Hints(), depth - 1)
        return f"{{{first}: {second}}}" if first and second else None

    def _items(self, kind: str, item: ast.expr, name: str, depth: int) -> str | None:
        last = _last(item.value if isinstance(item, ast.Subscript) else item)
        # Of a type variable, as of `Any`, nothing is known.
        item_kind = _table().types.get(last) or ("" if len(last) <= 2 else None)
        several = {"text": '"red", "green", "blue"', "number": "3, 1, 2"}.get(item_kind or "")
        if last and item_kind == "" and kind != "set":
            several = "3, 1, 2"
        if item_kind == "" or several is None:
            known = named(name, {"list"})
            is_list = known is not None and known.startswith("[")  # What is indexed may be a mapping, too.
            several = (
                known[1:-1]
                if known and is_list and item_kind == ""
                else several or self._typed(item, "", Hints(), depth - 1)
            )
        if several is None:
            # Nothing to put into it; what takes many often takes none.
            return "[]" if kind in {"list", "iterable"} and self._is_own_class(_last(item)) else None
        return {"set": f"{{{several}}}", "iterator": f"iter([{several}])"}.get(kind, f"[{several}]")

    def _own(self, written: str, name: str, hint: Hints, depth: int) -> str | None:
        """A value of one of the project's own types."""
        if (foreign := self._foreign(written)) is not None:
            return foreign
        path, shape = self._found(written)
        if shape is None:
            return _used(hint, name) if len(written) <= 2 else None  # A type variable.
        if shape.kind in {"attribute", "type alias"} and shape.value:
            if "TypeVar" in shape.value or "ParamSpec" in shape.value:
                return _used(hint, name)
            self._see_from(shape)
            if (inner := _NEW_TYPE.search(shape.value)) is not None:
                made = self._annotated(inner["type"], name, hint, depth - 1) if depth else None
                return f"{self._imported(path, shape)}({made})" if made is not None else None
            return self._annotated(shape.value, name, hint, depth - 1) if depth else None
        if shape.kind != "class":
            return _table().kinds.get(_table().types.get(shape.name, "")) if shape.kind == "alias" else None
        if self._is_private(self.importable.home(path, shape)):
            return None
        if "enum" in shape.labels:
            member = next((member.name for member in shape.members if member.kind == "attribute"), None)
            return f"{self._imported(path, shape)}.{member}" if member else None
        return self.built(shape, path, depth)

    def _foreign(self, written: str) -> str | None:
        """An instance of a class of the standard library."""
        path = self.block.names.get(written, "")
        module, _, name = path.rpartition(".")
        is_abstract = name.startswith("Abstract") or module in {"abc", "collections.abc", "typing"}
        given = self.outside(path) if module and not is_abstract and name not in _table().types else None
        if given is None:
            return None
        self.imports[f"from {module} import {name}"] = None
        return f"{name}({given})"

    def _found(self, written: str) -> tuple[str, Shape | None]:
        """What a name in an annotation stands for, also in the module of an alias that led to it."""
        places = [self.block.names.get(written, ""), *(f"{module}.{written}" for module in self._modules)]
        for path in [*places, f"{self.importable.module}.{written}"]:
            if written and path and (shape := self.project.shape(path)) is not None:
                return path, shape
        return "", None

    def takes(self, annotation: str) -> list[str]:
        """Types of what a declared function takes, also by an alias: `["bytes"]` for `Callable[[bytes], str]`.

        Args:
            annotation: How it is declared.
        """
        try:
            node = expression(annotation) if annotation else None
        except NotPython:
            return []
        match node:
            case ast.Subscript(value=outer, slice=ast.Tuple(elts=[ast.List(elts=taken), _])) if (
                _last(outer) == "Callable"
            ):
                return [unparsed(one) for one in taken]
            case ast.Name(id=name):
                _, shape = self._found(name)
                if shape is not None and shape.kind in {"attribute", "type alias"} and shape.value != annotation:
                    self._see_from(shape)
                    return self.takes(shape.value or "") if "Callable[" in (shape.value or "") else []
        return []

    def _class_name(self, written: str) -> str | None:
        if written in {"Exception", "BaseException"}:
            return _table().kinds["error class"]
        if written.rpartition(".")[2] in _ANY_CLASS:
            return "str"
        path = self.block.names.get(written) or f"{self.importable.module}.{written}"
        shape = self.project.shape(path) if written else None
        if shape is not None and _TYPE_VARIABLE.search(shape.value or ""):
            return "dict"
        return self._imported(path, shape) if shape is not None and shape.kind == "class" else None

    def declared(self, annotation: str) -> str:
        """An annotation to repeat in an example, where a dictionary stands for a typed one of the project."""
        try:
            tree = parse_expression(annotation)
        except NotPython:
            return ""
        names = {node.id for node in walk(tree) if isinstance(node, ast.Name) and not hasattr(builtins, node.id)}
        found = {name: self._found(name) for name in names}
        if not any(self._is_typed(shape) for _, shape in found.values()) or not all(path for path, _ in found.values()):
            return ""
        for path, shape in found.values():
            if shape is not None:
                self._imported(path, shape)
        return annotation

    def _is_typed(self, shape: Shape | None, depth: int = _DEPTH) -> bool:
        """Whether a name of an annotation stands for a typed dictionary, or for a type made with one."""
        if shape is None or not depth:
            return False
        words = re.findall(r"[A-Za-z_]\w*", shape.value or "") if shape.kind in {"attribute", "type alias"} else []
        module = shape.object_path.rpartition(".")[0]
        return "typeddict" in shape.labels or any(
            self._is_typed(self.project.shape(f"{module}.{word}"), depth - 1) for word in words
        )

    def by_name(self, parameter: Parameter) -> str:
        """Arguments for `**name`; empty where that does not say what they are for."""
        return _table().by_name.get(parameter.name, "")

    def several(self, parameter: Parameter, hints: Mapping[str, Hints], function: str = "") -> str | None:
        """Arguments for `*name`; `None` when nothing tells meaningful ones.

        Args:
            parameter: What takes them.
            hints: What the body does with them.
            function: Bare name of what is called: `update` takes the same everywhere.
        """
        if parameter.name == "args" and (known := _table().taken.get(function)) is not None:
            return known
        if (known := _table().several.get(parameter.name)) is not None:
            return known
        if "function first" in hints.get(parameter.name, Hints()).kinds:
            return FUNCTION_FIRST
        if parameter.name == "args" and not parameter.annotation:
            return None
        return self.value(Parameter(parameter.name, "positional or keyword", parameter.annotation), hints)

    def _see_from(self, shape: Shape) -> None:
        """Look for names where an object is defined, too."""
        module = shape.object_path.rpartition(".")[0]
        if module not in self._modules:
            self._modules.append(module)

    def built(self, shape: Shape, path: str, depth: int = _DEPTH) -> str | None:
        """An instance of a class of the project."""
        # Classes of a syntax tree take each other: without this, each way through them would be gone.
        if (shape.object_path, depth) in self.unbuilt:
            return None
        value = self._built(shape, path, depth)
        if value is None:
            self.unbuilt.add((shape.object_path, depth))
        return value

    def _built(self, shape: Shape, path: str, depth: int) -> str | None:
        if (
            not depth
            or shape.name.startswith("_")
            or shape.signature is None
            or set(shape.labels) & {"protocol", "exception"}
        ):
            return None
        if self._is_nested and (variable := self._at_hand(shape)):
            return variable
        if "abstract" in shape.labels or any("unimplemented" in member.labels for member in shape.members):
            return self._stood_in(shape, depth - 1)
        asked = [one for one in shape.signature.parameters if one.required or is_identity(one.name)]
        if len(asked) > _MOST_REQUIRED:
            return None
        if passed := documented(shape, Code(self.block, self.project)):
            return f"{self._imported(path, shape)}({passed})"
        self._see_from(shape)  # Its annotations are to be read there.
        values: list[str] = []
        self._is_nested, outer = True, self._is_nested
        for p in asked:
            value = self._annotated(p.annotation, p.name, Hints(), depth - 1) or self._anything(p)
            slot = Slot(p.name, p.annotation, Hints(), "_".join(words_of(shape.name)))
            if value is None or not is_meant(value, slot):
                break
            values.append(THING if value == PERSON and not is_personal(shape.name) else value)
        self._is_nested = outer
        is_vague = len(values) < len(asked) or not _IDLE.isdisjoint(values)
        if is_vague and (real := usual(shape, self.project)):
            return f"{self._imported(path, shape)}({real})"  # The project knows better than to pass just anything.
        if len(values) < len(asked):
            return None
        pairs = list(zip(asked, values, strict=True))
        if "typeddict" in shape.labels:
            return "{" + ", ".join(f'"{parameter.name}": {value}' for parameter, value in pairs) + "}"
        is_named = {p.name: p.kind == "keyword-only" or not p.required for p in asked}
        given = [f"{p.name}={value}" if is_named[p.name] else value for p, value in pairs]
        return f"{self._imported(path, shape)}({', '.join(given)})"

    def _at_hand(self, shape: Shape) -> str:
        """The variable that holds an instance of a class: what is made for its use belongs to it."""
        for variable, held in self.instances.items():
            if any(one.object_path == shape.object_path for one in state.lineage(held, self.project)):
                return variable
        return ""

    def _is_private(self, path: str) -> bool:
        """Whether only a private path leads to an object, which is no example's business."""
        parts = self.importable.public(path).split(".")
        return any(part.startswith("_") and part not in self.block.object_path.split(".") for part in parts)

    def _anything(self, parameter: Parameter) -> str | None:
        """A value for a parameter that takes anything: its name may suggest one."""
        known = named(parameter.name, set())
        if not parameter.annotation:
            return known
        _, shape = self._found(parameter.annotation)
        is_free = _kinds_of(parameter.annotation) == {""} or _TYPE_VARIABLE.search((shape and shape.value) or "")
        return known or '"red"' if is_free else None

    def _stood_in(self, shape: Shape, depth: int) -> str | None:
        """An instance of a class that is built on one that is left open."""
        known = StandIns(self.block, self.project).of(shape)
        parameters = known[1].signature.parameters if known is not None and known[1].signature is not None else ()
        if known is None or (parameters and not any(parameter.required for parameter in parameters)):
            return None  # Nothing but options: which of them an instance needs cannot be told.
        return self.built(known[1], known[0], depth)

    def brought(self, path: str) -> str:
        """Import a class of the project; gives its name."""
        shape = self.project.shape(path)
        return self._imported(path, shape) if shape is not None else path.rpartition(".")[2]

    def _imported(self, path: str, shape: Shape) -> str:
        public = self.importable.public(self.importable.home(path, shape))
        module, _, name = public.rpartition(".")
        self.imports[f"from {module} import {name}"] = None
        return name


def _is_anything(node: ast.expr) -> bool:
    """Whether nothing is known of a declared type: `Any`, or a type variable, which has a short name."""
    last = _last(node)
    return not _table().types.get(last, "" if len(last) <= 2 else last)


def _used(hint: Hints, name: str) -> str | None:
    """A value for what a body does with a parameter; its name helps to choose."""
    if hint.keys:
        return _with_keys(hint)
    if hint.arguments[:1] == [0]:
        return _callable(hint)
    kinds = set(hint.kinds) - {"object", "keyed"}
    if not kinds and "keyed" in hint.kinds and (known := named(name, {"mapping"})):
        return known
    if known := named(name, kinds):
        return known if kinds or not hint.kinds else None
    if kinds and not (kinds == {"sized"} and "object" in hint.kinds):
        kind = next(kind for kind in (*_PRIORITY, *hint.kinds) if kind in kinds)
        return _callable(hint) if kind == "callable" else _table().kinds.get(kind)
    return None


def _with_keys(hint: Hints, value: str = "") -> str:
    """A mapping with the keys that a body reads; what stands under each is what its name suggests, if not told."""
    pairs = ((key, value or named(key, set()) or '"red"') for key in hint.keys[:_MOST_KEYS])
    return "{" + ", ".join(f'"{key}": {item}' for key, item in pairs) + "}"


def _callable(hint: Hints) -> str:
    count = hint.arguments[0] if hint.arguments else 1
    if count == 1:
        return "str"
    names = ", ".join("abcdef"[:count])
    return f"lambda {names}: {' + '.join('abcdef'[:count])}" if count else 'lambda: "done"'


def _wanted(hint: Hints, kind: str) -> str | None:
    return _callable(hint) if kind == "callable" and hint.arguments else None


_OF_CHARACTERS = {"iterable", "list", "object", "sized"}
_TEXTS = {"s", "str", "string", "text", "txt", "word", "sentence", "phrase"}
_SUBSCRIPTED = {"list", "keyed", "sized", "object"}


def is_personal(name: str) -> bool:
    """Whether a class or function is about persons, by a word of its name: other things are not called Ada."""
    return any(word in _PERSONAL for word in words_of(name))


@functools.lru_cache(maxsize=1024)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, of a path those of its last part: `SortedKeyList` has `key`."""
    return tuple(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.rpartition(".")[2]).lower().split("_"))


def list_for(function: str) -> str:
    """A list in which a function finds what it is named for: one thing twice for `unique`; empty for most."""
    return next((known for word in words_of(function) if (known := _table().lists.get(word))), "")


def is_identity(name: str) -> bool:
    """Whether a parameter says whose something is: an example gives it, also where it may be left out."""
    return name in _table().identities


def _stem(name: str) -> str:
    """A parameter's name without its number: `s1`, `s2`."""
    return name.rstrip("0123456789").lower().strip("_")


def named(name: str, kinds: set[str]) -> str | None:
    """A value that a parameter's name suggests, of one of these kinds if there are any."""
    if (value := _table().identities.get(name)) and (not kinds or "text" in kinds):
        return value
    words = _stem(name).split("_")
    for start in range(len(words)):
        for value, known in _table().names.get("_".join(words[start:]), ()):
            # What is subscripted may be either: its name decides.
            if not kinds or kinds & known or (kinds <= _SUBSCRIPTED and "mapping" in known):
                return value
            if kinds <= _OF_CHARACTERS and "text" in known and words[-1] in _TEXTS:
                return value  # A text is gone through and indexed as a list is.
    return None


def _function_of(items: Sequence[ast.expr]) -> str:
    """A function of the declared shape."""
    arguments = items[0].elts if items and isinstance(items[0], ast.List) else [None]
    result = _last(items[1]) if len(items) > 1 else ""
    if not arguments:
        return {"str": 'lambda: "done"', "int": "lambda: 3", "None": 'lambda: print("called")'}.get(
            result, 'lambda: "done"'
        )
    if len(arguments) == 1:
        return {"bool": "bool", "str": "str", "int": "len", "None": "print"}.get(result, "str")
    names = ", ".join("abcdef"[: len(arguments)])
    return f"lambda {names}: a"


def _kinds_of(annotation: str) -> set[str]:
    """The kinds that an annotation admits, as far as they are known."""
    try:
        tree = parse_expression(annotation.strip("'\""))
    except NotPython:
        return set()
    modules = {id(node.value) for node in walk(tree) if isinstance(node, ast.Attribute)}
    written = [node for node in walk(tree) if isinstance(node, ast.Name | ast.Attribute)]
    names = {_last(node) for node in written if id(node) not in modules}
    return {_table().types.get(name, name) for name in names} - {"Optional", "Union", "None"}


def _alternatives(node: ast.expr) -> list[ast.expr]:
    """The types of `A | B | C`."""
    found: list[ast.expr] = []
    pending = [node]
    while pending:
        match pending.pop():
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                pending += [left, right]
            case one:
                found.append(one)
    return found[::-1]


def _is_type(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z_][\w.]*(?:\[[\w, .\[\]|]+\])?(?: ?\| ?[\w.]+)*", text))


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is Ellipsis


def _dotted(node: ast.expr) -> str:
    """`a.b.c` as written, also where an annotation stands in quotes."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else dotted(node)


def _last(node: ast.expr) -> str:
    return _dotted(node).rpartition(".")[2]
