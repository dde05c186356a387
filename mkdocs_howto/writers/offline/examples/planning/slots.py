"""Parameters for which an example has to pass something, with all that is known of them."""

from __future__ import annotations

import ast
import builtins
import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from mkdocs_howto.facts.docstring import docstring_in, read
from mkdocs_howto.facts.values import Field
from mkdocs_howto.section import ImportableBlock, Parameter, Project, Shape
from mkdocs_howto.writers.offline.examples import results
from mkdocs_howto.writers.offline.examples.code import Code, Found, Function
from mkdocs_howto.writers.offline.examples.hints import Hints, of_body
from mkdocs_howto.writers.offline.examples.planning.kinds import Annotations, Wanted
from mkdocs_howto.writers.offline.examples.planning.values import Value, kind_of, words_of

_ANY = Wanted("any")
_BY_USE = {
    "text": (Wanted("text"),), "bytes": (Wanted("bytes"),), "mapping": (Wanted("dict"),), "keyed": (Wanted("dict"),),
    "list": (Wanted("list"), Wanted("text")), "iterable": (Wanted("items"),), "sized": (Wanted("items"),),
    "pairs": (Wanted("items", (Wanted("tuple"),)),), "nested": (Wanted("items", (Wanted("items"),)),),
    "number": (Wanted("int"), Wanted("float")), "callable": (Wanted("callable"),),
    "predicate": (Wanted("callable"),), "function": (Wanted("callable"),),
    "pair function": (Wanted("callable", arity=1),),
    "stream": (Wanted("stream"),), "path": (Wanted("text"), Wanted("path")), "pathlib": (Wanted("path"),),
    "pattern": (Wanted("text"),), "date": (Wanted("datetime"),), "module": (Wanted("text"),),
    "tuple": (Wanted("tuple"),), "digits": (Wanted("text"),), "class": (Wanted("class"),),
    "compiled": (Wanted("compiled"),),
}  # fmt: skip
"""Kinds of values that uses in a body ask for; the first use that is known counts."""
_MOST_PARAGRAPHS = 6
"""Paragraphs of a docstring in which parameters are looked for."""
_MARKER = re.compile(r"_?EMPTY")
FORMED = frozenset({"path", "pattern", "module", "digits", "compiled", "pathlib", "stream", "match"})
"""Uses of a text that has a form of its own: no greeting will do."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What is known of a parameter.

    Attributes:
        parameter: The parameter.
        wanted: The kinds of values that it takes; none where that is not known.
        hints: What the body does with it.
        text: What the docstring says of it.
        around: Words of the function, its class and its module.
        function: Words of the function alone.
        is_read: Whether it names a file that is read.
        is_written: Whether something is written to it.
        is_prose: Whether the body only puts it into texts.
        is_field: Whether it is a field of a class that is there to hold what it is given.
    """

    parameter: Parameter
    wanted: tuple[Wanted, ...] = ()
    hints: Hints = field(default_factory=Hints)
    text: str = ""
    around: tuple[str, ...] = ()
    function: tuple[str, ...] = ()
    is_read: bool = False
    is_written: bool = False
    is_prose: bool = False
    is_field: bool = False

    @property
    def name(self) -> str:
        """Return the parameter's name."""
        return self.parameter.name

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the names of the kinds that it takes."""
        return tuple(one.kind for one in self.wanted)

    def takes(self, value: Value) -> bool:
        """Return whether a value is of a kind that the parameter takes, its items included."""
        if value.kind == "":
            return True  # An expression of the project itself, of which nothing more is known.
        return not self.wanted or any(_fits(value.node, value.kind, one) for one in self.wanted)


def _fits(node: ast.expr, kind: str, wanted: Wanted) -> bool:
    if not wanted.takes(kind):
        return False
    inner = wanted.items[:1]
    match node:
        case _ if not inner or inner[0].kind == "any" or wanted.kind == "callable":
            return True
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            is_record = wanted.kind == "tuple" and len(wanted.items) > 1
            wants = wanted.items if is_record else inner * len(items)
            return all(_fits(item, _kind(item), one) for item, one in zip(items, wants, strict=False))
        case ast.Dict(keys=keys, values=values):
            of_keys, of_values = [*wanted.items, _ANY, _ANY][:2]
            return all(_fits(key, _kind(key), of_keys) for key in keys if key is not None) and all(
                _fits(value, _kind(value), of_values) for value in values
            )
    return True


def _kind(node: ast.expr) -> str:
    return kind_of(node) or "any"


@dataclass(frozen=True, slots=True)
class Slots:
    """Finds the slots of functions and classes.

    Attributes:
        block: The documented code.
        project: Answers what other objects are.
        code: Reads functions of the package.
    """

    block: ImportableBlock
    project: Project
    code: Code

    def of(self, shape: Shape, *, bound: bool) -> list[Slot]:
        """Return the slots that a call has to fill.

        Args:
            shape: What is called; of a class, its constructor is.
            bound: Whether the first parameter is the object that the function is called on.
        """
        signature = shape.signature
        parameters = signature.parameters[bound:] if signature is not None else ()
        found = self.code.function(shape.object_path)
        fields = self._fields(shape)
        # A marker such as `EMPTY` as a default tells apart what is not given, which is the rarer use.
        wanted = [one for one in parameters if one.required or _MARKER.fullmatch(one.default or "")]
        if not wanted and not is_built_on_builtin(shape):
            wanted = [one for one in parameters[:1] if one.kind == "variadic positional"]
        return [self.slot(one, shape, found, fields.get(one.name)) for one in wanted]

    def slot(self, parameter: Parameter, shape: Shape, found: Found | None, described: Field | None = None) -> Slot:
        """Return what is known of one parameter."""
        owner = shape.object_path.split(".")[1:-1]
        if described is None and (words := self._said_in_prose(shape, parameter.name)):
            described = Field(parameter.name, "", words, 0)
        return slot_of(
            parameter,
            found.node if found is not None else None,
            functools.partial(self.find, shape.object_path.rpartition(".")[0]),
            described,
            (shape.name, *owner),
            is_field=bool({"dataclass", "namedtuple", "typeddict"} & set(shape.labels)),
        )

    def find(self, module: str, written: str) -> Shape | None:
        """Return what a name means in a module, or in the class that a path leads to."""
        if written in self.block.names:
            return self.project.shape(self.block.names[written])
        while module:
            shape = self.project.shape(f"{module}.{written}")
            if shape is not None:
                return shape
            module = module.rpartition(".")[0]
        return None

    def _said_in_prose(self, shape: Shape, name: str) -> str:
        """Return what a docstring's prose says a parameter is: `s` (a JSON document), `s` is a JSON document."""
        source = self.project.source(shape.object_path)
        if source is None:
            return ""
        told = re.compile(rf"`{re.escape(name)}`(?: \(([^()]+)\)| (?:is|are|(?:must|can|may|should) be) ([^.;]+))")
        prose = read(docstring_in(source.text)).paragraphs[:_MOST_PARAGRAPHS]
        found = next((match for part in prose if (match := told.search(part.text))), None)
        return (found[1] or found[2]).strip() if found is not None else ""

    def _fields(self, shape: Shape) -> dict[str, Field]:
        """Return what docstrings say of parameters, by name."""
        fields: dict[str, Field] = {}
        paths = [shape.object_path, f"{shape.object_path}.__init__"] if shape.kind == "class" else [shape.object_path]
        for path in paths:
            source = self.project.source(path)
            for described in read(docstring_in(source.text)).parameters if source is not None else ():
                for one in re.split(r"[,/ ]+", described.name):
                    fields.setdefault(one.lstrip("*"), described)
        return fields


def slot_of(
    parameter: Parameter,
    function: Function | None,
    find: Callable[[str], Shape | None],
    described: Field | None,
    names: Sequence[str],
    *,
    is_field: bool = False,
) -> Slot:
    """Return what is known of one parameter.

    Args:
        parameter: The parameter.
        function: The function that takes it, where its code is known.
        find: Returns the shape that a name in the annotation stands for.
        described: What the docstring says of it.
        names: The function, and what it is defined in.
        is_field: Whether it is a field of a class that is there to hold what it is given.
    """
    hints = _hints(function).get(parameter.name, Hints()) if function is not None else Hints()
    read_types = Annotations(find)
    declared = read_types.wanted(parameter.annotation) or read_types.wanted(described.type if described else "")
    kinds = tuple(one for one in declared if one.kind != "none") or declared
    is_echo = parameter.annotation.rpartition(".")[2].lower() == parameter.name.lower()
    if is_echo and all(one.kind == "unknown" for one in kinds):
        kinds = ()  # `messages: Messages` says no more than the name.
    if not kinds or all(one.kind == "any" for one in kinds):
        kinds = next((_BY_USE[use] for use in hints.kinds if use in _BY_USE), kinds)
    words = [tuple(words_of(one)) for one in names]
    return Slot(
        parameter, kinds, hints, described.text if described else "",
        tuple(word for one in words for word in one), words[0],
        is_read=function is not None and parameter.name in results.files_read(function),
        is_written=function is not None and parameter.name in results.written(function),
        is_field=is_field,
        is_prose=function is not None and _is_prose(function, parameter.name),
    )  # fmt: skip


@functools.lru_cache(maxsize=256)
def _hints(function: Function) -> dict[str, Hints]:
    return of_body(function)


def _is_prose(function: Function, name: str) -> bool:
    """Return whether a function only puts a parameter into texts that it makes."""
    uses = shown = 0
    for node in results.own_nodes(function):
        if isinstance(node, ast.Name) and node.id == name:
            uses += 1
        if isinstance(node, ast.FormattedValue) and isinstance(node.value, ast.Name) and node.value.id == name:
            shown += 1
    return uses == shown > 0


def is_built_on_builtin(shape: Shape) -> bool:
    """Return whether a class hands its arguments on to a builtin one, which takes none as well."""
    return bool(shape.bases) and all(one.rpartition(".")[2] in dir(builtins) for one in shape.bases)
