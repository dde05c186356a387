"""The values among which a caller chooses for a parameter, where the code or its author lists them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mkdocs_howto.section import Project, Shape
from mkdocs_howto.syntax import NotPython, last_name, noted, parse_expression, parsed, unparsed, walk
from mkdocs_howto.writers.offline.telling.paths import constants_of
from mkdocs_howto.writers.offline.telling.tables import ENUMS
from mkdocs_howto.writers.offline.trees import Function
from mkdocs_howto.writers.offline.types import Objects
from mkdocs_howto.writers.offline.words import listed

_MOST = 24
"""Values that are looked at; more are no choice but data."""
_MOST_MEMBERS = 9
_LONGEST = 330
"""Characters of a list of values that is read in one go."""
_FEWEST_SHOWN = 6
_SET = re.compile(r"\{(?:[\s,\d-]|'[^'{}]*'|\"[^\"{}]*\")+\}")
_LITERALS = re.compile(r"(?:'[^']*'|\"[^\"]*\")(?:(?:,| or| \|) (?:'[^']*'|\"[^\"]*\")){1,30}")
"""How authors write the type of a parameter for which there are few values."""
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """Values among which a caller chooses.

    Attributes:
        values: As they are written.
        is_each: Whether an argument holds any number of them.
    """

    values: tuple[str, ...] = ()
    is_each: bool = False

    def told(self) -> str:
        """Return them as the end of a sentence: "one of `'a'`, `'b'` or `'c'`"; empty for fewer than two."""
        if len(self.values) < 2:
            return ""
        marked = [f"`{one}`" for one in self.values]
        if len(", ".join(marked)) > _LONGEST:
            return f"such as {listed(marked[:_FEWEST_SHOWN], 'or')}"
        if self.is_each:
            return f"any of {listed(marked)}"
        return f"{'one of ' if len(marked) > 2 else ''}{listed(marked, 'or')}"


@dataclass(frozen=True, slots=True)
class Choosing:
    """Finds the values among which a caller of a function chooses.

    Attributes:
        node: The function.
        objects: Answers what the names around it are.
        project: Reads the module around it.
    """

    node: Function
    objects: Objects
    project: Project

    def of(self, name: str, annotation: str, type_: str = "") -> Choice:
        """Return the values among which a caller chooses for a parameter; none where any value may do.

        Args:
            name: Of the parameter.
            annotation: As written in the signature.
            type_: As its author writes it in the docstring.
        """
        if set_ := _SET.search(type_) or _LITERALS.fullmatch(type_):
            return Choice(tuple(_unique(re.findall(r"'[^']*'|\"[^\"]*\"|-?\d+", set_[0]))))
        for text in filter(None, (annotation, type_)):
            if found := _of_annotation(text, self.objects):
                return found
        if members := _of_members(name, self.node, self.objects):
            return Choice(tuple(members))
        return self._of_table(name)

    def _of_table(self, name: str) -> Choice:
        """Return the keys of the table of the module in which the body looks a parameter or its items up."""
        items = {
            one.target.id
            for one in _choosing(self.node)
            if isinstance(one, ast.For) and isinstance(one.target, ast.Name) and isinstance(one.iter, ast.Name)
            if one.iter.id == name
        }
        for one in _choosing(self.node):
            match one:
                case ast.Subscript(value=ast.Name(id=table), slice=ast.Name(id=key)) if key in {name, *items}:
                    return Choice(tuple(_keys(table, self.objects, self.project)), is_each=key != name)
                case ast.If(
                    test=ast.Compare(left=ast.Name(id=key), ops=[ast.NotIn()], comparators=[values]), body=[ast.Raise()]
                ) if key == name:
                    table = values.id if isinstance(values, ast.Name) else ""
                    found = _keys(table, self.objects, self.project) if table else _literals(values)
                    return Choice(tuple(found))
                case ast.If(test=ast.BoolOp(op=ast.And(), values=tests), body=[ast.Raise()]):
                    if len(refused := [value for test in tests for value in _unequal(test, name)]) == len(tests):
                        return Choice(tuple(refused))
        return Choice()


@noted
def _choosing(node: Function) -> Sequence[ast.AST]:
    """Return what may tell which values a function takes, level by level."""
    return [one for one in walk(node) if isinstance(one, ast.For | ast.Subscript | ast.If | ast.Compare)]


def _unique(values: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(values))[:_MOST]


# Annotations.


def _of_annotation(text: str, objects: Objects, depth: int = 0) -> Choice | None:
    """Return the literals of an annotation, or the members of its enumeration, if one of its alternatives is such."""
    try:
        node = parse_expression(text.strip("'\""))
    except NotPython:
        return None
    kinds = [one for one in _alternatives(node) if not (isinstance(one, ast.Constant) and one.value is None)]
    for one in kinds:
        match one:
            case ast.Subscript(value=value, slice=inner) if last_name(value) == "Literal":
                parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
                return Choice(tuple(_unique([repr(part.value) for part in parts if isinstance(part, ast.Constant)])))
            case ast.Name(id=name) | ast.Attribute(attr=name) if depth < _DEEPEST and len(kinds) == 1:
                shape = _shape(unparsed(one), objects)
                if shape is not None and (found := _of_shape(name, shape, objects, depth)):
                    return found
    return None


def _alternatives(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            yield from _alternatives(left)
            yield from _alternatives(right)
        case ast.Subscript(value=value, slice=inner) if last_name(value) in {"Optional", "Union"}:
            for one in inner.elts if isinstance(inner, ast.Tuple) else [inner]:
                yield from _alternatives(one)
        case _:
            yield node


def _of_shape(name: str, shape: Shape, objects: Objects, depth: int) -> Choice | None:
    if shape.kind in {"attribute", "type alias"} and shape.value and "Literal" in shape.value:
        return _of_annotation(shape.value, objects, depth + 1)
    kinds = {base.rpartition(".")[2] for base in shape.bases}
    if "enum" not in shape.labels and not kinds & ENUMS:
        return None
    found = _constants(name, shape)
    return Choice(tuple(found), is_each=bool(kinds & {"Flag", "IntFlag"})) if found else None


def _constants(name: str, shape: Shape) -> list[str]:
    """Return the constants of a class as a caller writes them."""
    members = [one.name for one in shape.members if one.kind == "attribute" and one.name.isupper()]
    public = [f"{name}.{one}" for one in members if not one.startswith("_")]
    return public if len(public) <= _MOST_MEMBERS else []


def _shape(path: str, objects: Objects) -> Shape | None:
    """Return the object that a name of the module means; `None` if it is not known."""
    first, dot, rest = path.partition(".")
    known = objects.names.get(path) or (f"{objects.names[first]}{dot}{rest}" if first in objects.names else "")
    outer = objects.block.shape.object_path
    for _ in range(_DEEPEST):  # The class and the module around the function.
        outer = outer.rpartition(".")[0]
        if not known and outer and (shape := objects.shape(f"{outer}.{path}")) is not None:
            return shape
    return objects.shape(known) if known else None


# The body.


def _of_members(name: str, node: Function, objects: Objects) -> list[str]:
    """Return the constants of the class with whose constants the body compares a parameter."""
    owners = {
        unparsed(owner)
        for one in _choosing(node)
        if isinstance(one, ast.Compare) and isinstance(one.left, ast.Name) and one.left.id == name
        for side in one.comparators
        for owner in _owners(side)
    }
    shape = _shape(owner, objects) if len(owners) == 1 and (owner := owners.pop()) else None
    return _constants(owner.rpartition(".")[2], shape) if shape is not None and shape.kind == "class" else []


def _owners(node: ast.expr) -> Iterator[ast.expr]:
    for one in node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]:
        if isinstance(one, ast.Attribute) and one.attr.isupper() and isinstance(one.value, ast.Name | ast.Attribute):
            yield one.value


def _keys(table: str, objects: Objects, project: Project) -> list[str]:
    """Return the keys of a constant of the module."""
    path = objects.block.shape.object_path
    for _ in range(_DEEPEST):
        path = path.rpartition(".")[0]
        code = project.source(path) if path else None
        if code is None or "class " in code.text[:6]:
            continue
        try:
            value = constants_of(parsed(code.text)).get(table)
        except NotPython:
            return []
        return _literals(value) if value is not None else []
    return []


def _unequal(node: ast.expr, name: str) -> Iterator[str]:
    """Yield the text with which a test compares a parameter, if it asks whether they differ."""
    match node:
        case ast.Compare(left=ast.Name(id=left), ops=[ast.NotEq()], comparators=[ast.Constant(value=str(text))]):
            if left == name:
                yield repr(text)


def compared(node: Function, name: str) -> Choice:
    """Return the texts with each of which the body compares a parameter, to do something else for every one.

    Args:
        node: The function.
        name: Of the parameter.
    """
    found = [
        repr(text.value)
        for one in _choosing(node)
        if isinstance(one, ast.Compare) and isinstance(one.left, ast.Name) and one.left.id == name
        for operator, text in zip(one.ops, one.comparators, strict=True)
        if isinstance(operator, ast.Eq) and isinstance(text, ast.Constant) and isinstance(text.value, str)
    ]
    return Choice(tuple(_unique(found)))


def _literals(node: ast.expr) -> list[str]:
    """Return the keys or items of a display, if all are texts or numbers."""
    match node:
        case ast.Dict(keys=keys):
            items: Sequence[ast.expr | None] = keys
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            items = elements
        case ast.Call(func=ast.Name(id="frozenset" | "set"), args=[inner]):
            return _literals(inner)
        case _:
            return []
    values = [repr(one.value) for one in items if isinstance(one, ast.Constant) and isinstance(one.value, str | int)]
    return _unique(values) if len(values) == len(items) <= _MOST and "`" not in "".join(values) else []
