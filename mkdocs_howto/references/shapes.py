"""Turn a griffe object into a `Shape`: what can be known of it from outside."""

from __future__ import annotations

import ast
import builtins
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import get_args

import griffe

from mkdocs_howto.errors import UnreadableSource
from mkdocs_howto.references.bounds import refuse_many_ancestors
from mkdocs_howto.references.files import Trail
from mkdocs_howto.references.modules import Modules
from mkdocs_howto.references.segments import clean, cut, summary, yields
from mkdocs_howto.section import Parameter, ParameterKind, Shape, Signature

Inside = Callable[[str], bool]
"""Whether an object path belongs to the documented project."""

_HIDDEN_LABELS = {"module-attribute", "class-attribute", "instance-attribute"}
_PLAIN_LABELS = {"abstractmethod": "abstract"}
_DECORATOR_LABELS = {
    "contextlib.contextmanager": "contextmanager",
    "contextlib.asynccontextmanager": "contextmanager",
    "abc.abstractmethod": "abstract",
    "abc.abstractproperty": "abstract",
    "typing.final": "final",
    "warnings.deprecated": "deprecated",
    "typing_extensions.deprecated": "deprecated",
}
_BASE_LABELS = {
    "abc.ABC": "abc",
    "enum.Enum": "enum",
    "enum.IntEnum": "enum",
    "enum.StrEnum": "enum",
    "enum.Flag": "enum",
    "enum.IntFlag": "enum",
    "typing.NamedTuple": "namedtuple",
    "typing.Protocol": "protocol",
    "typing.TypedDict": "typeddict",
    "typing_extensions.Protocol": "protocol",
    "typing_extensions.TypedDict": "typeddict",
}
_ERROR = re.compile(r"(?:[Ee]rror|Exception|Warning|Expired|Timeout)$")
"""Names of the standard library's exceptions: `socket.error`, `json.JSONDecodeError`, `subprocess.TimeoutExpired`."""
_PLAIN_BASES = {"object", "abc.ABC", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol"}
"""Bases that bring no constructor and no members worth naming."""


_KEEPING_CONSTRUCTOR = {
    "enum.unique",
    "functools.total_ordering",
    *(f"{module}.{name}" for module in ("typing", "typing_extensions") for name in ("final", "runtime_checkable")),
    "typing_extensions.deprecated",
    "warnings.deprecated",
}
"""Decorators that leave a class's constructor as it is."""


class Shapes:
    """Shapes of objects, as far as the project itself decides them.

    What a class inherits from other packages or from the standard library differs between
    machines and Python versions; a shape that is part of a fingerprint must not.
    """

    def __init__(self, modules: Modules, inside: Inside) -> None:
        self._modules = modules
        self._inside = inside
        self._orders: dict[str, list[griffe.Class]] = {}
        self._foreign_bases: dict[str, list[str]] = {}
        self._refused: set[str] = set()
        """Classes that are built on too many others, or led to one."""

    def of(self, node: griffe.Object, trail: Trail, *, members: bool = True) -> Shape:
        """The shape of an object.

        Args:
            node: What griffe found; no alias.
            trail: Notes the files that the answer rests on.
            members: Whether to include the shapes of its members.
        """
        if isinstance(node, griffe.Class):
            return self._class(node, trail, members=members)
        if isinstance(node, griffe.Function):
            return self._function(node)
        if isinstance(node, griffe.Module):
            return Shape(
                object_path=node.path,
                kind="module",
                summary=_summary(node),
                members=self._members(node, trail) if members else (),
                complete=members and self._modules.tells_all(node, self._inside, trail),
            )
        return self._attribute(node)

    def _members(self, node: griffe.Module | griffe.Class, trail: Trail) -> tuple[Shape, ...]:
        own = [member for member in node.members.values() if not isinstance(member, griffe.Alias | griffe.Module)]
        own.sort(key=lambda member: member.lineno or 0)
        return tuple(self.of(member, trail, members=False) for member in own)

    # Functions and attributes.

    def _function(self, node: griffe.Function) -> Shape:
        decorators = tuple(str(decorator.value) for decorator in node.decorators)
        labels = set(node.labels) - {"abstractmethod"}
        labels |= {label for path in _paths(node.decorators) if (label := _DECORATOR_LABELS.get(path))}
        if self._is_generator(node):
            labels.add("generator")
        if self._is_unimplemented(node):
            labels.add("unimplemented")
        overloads = tuple(_signature(overload.parameters, overload.returns) for overload in node.overloads or ())
        return Shape(
            object_path=node.path,
            kind="function",
            labels=tuple(sorted(labels)),
            signature=_signature(node.parameters, node.returns),
            overloads=overloads,
            summary=_summary(node),
            decorators=decorators,
        )

    def _is_generator(self, node: griffe.Function) -> bool:
        definition = self._definition(node, "yield")
        return definition is not None and yields(definition)

    def _is_unimplemented(self, node: griffe.Function) -> bool:
        """Whether a function is a bare `raise NotImplementedError`: left to subclasses without `abc`.

        With a message it mostly refuses what a base class allows, and says what to use instead.
        """
        definition = self._definition(node, "NotImplementedError")
        body = getattr(definition, "body", [])
        while len(body) > 1 and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            body = body[1:]
        match body:
            case [ast.Raise(exc=ast.Name(id=name) | ast.Call(func=ast.Name(id=name), args=[]))]:
                return name == "NotImplementedError"
        return False

    def _definition(self, node: griffe.Function, word: str) -> ast.stmt | None:
        """A function's syntax tree, if a word stands in its text at all."""
        if not node.lineno or not node.endlineno:
            return None
        lines = self._modules.lines(node)
        if not any(word in line for line in lines[node.lineno - 1 : node.endlineno]):
            return None
        try:
            _, tree = cut(lines, node.lineno, node.endlineno, "")
        except UnreadableSource:
            return None
        return tree.body[0] if tree.body else None

    def _attribute(self, node: griffe.Object) -> Shape:
        value, annotation = getattr(node, "value", None), getattr(node, "annotation", None)
        return Shape(
            object_path=node.path,
            kind=node.kind.value,
            labels=tuple(sorted({_PLAIN_LABELS.get(label, label) for label in node.labels} - _HIDDEN_LABELS)),
            summary=_summary(node),
            annotation=_text(annotation),
            value=None if value is None else _text(value),
        )

    # Classes.

    def _class(self, node: griffe.Class, trail: Trail, *, members: bool) -> Shape:
        order = self.order(node, trail)
        bases = tuple(self._base_path(path, trail) for path in self._modules.bases(node))
        foreign = {path for class_ in order for path in self._foreign(class_, trail)}
        labels = self._class_labels(node, order, foreign)
        return Shape(
            object_path=node.path,
            kind="class",
            labels=tuple(sorted(labels)),
            signature=self._constructor(node, order, foreign, labels),
            summary=_summary(node),
            bases=bases,
            decorators=tuple(str(decorator.value) for decorator in node.decorators),
            members=self._members(node, trail) if members else (),
            complete=_is_complete(order, foreign),
        )

    def order(self, node: griffe.Class, trail: Trail, above: int = 0) -> list[griffe.Class]:
        """The project's own classes whose members a class has, itself first, in C3 order.

        What finding them rests on is noted when a class is first asked for: one `Shapes` serves one
        trail.

        Args:
            node: The class.
            trail: Notes the files that the answer rests on.
            above: Classes that led to it, each built on the next.

        Raises:
            UnreadableSource: It has too many of them.
        """
        if node.path not in self._orders:
            refuse_many_ancestors(node.path, sys.maxsize if node.path in self._refused else above)
            self._orders[node.path] = [node]  # For classes that derive from each other in a circle.
            try:
                self._orders[node.path] = self._ordered(node, trail, above)
            except UnreadableSource:
                del self._orders[node.path]
                self._refused.add(node.path)
                raise
        return self._orders[node.path]

    def _ordered(self, node: griffe.Class, trail: Trail, above: int) -> list[griffe.Class]:
        paths = self._modules.bases(node)
        refuse_many_ancestors(node.path, 0, len(paths))
        bases = [base for path in paths if (base := self._own_class(path, trail)) is not None]
        orders = [list(self.order(base, trail, above + 1)) for base in bases]
        try:
            order = [node, *griffe.c3linear_merge(*orders, bases)]
        except ValueError:  # No consistent order: Python would refuse the class.
            return [node]
        refuse_many_ancestors(node.path, len(order) - 1)
        return order

    def _own_class(self, path: str, trail: Trail) -> griffe.Class | None:
        if path in _BASE_LABELS or path in _PLAIN_BASES:
            return None  # What they mean is told by a label, whoever asks.
        found = self._modules.object(path, trail) if self._inside(path) else None
        return found if isinstance(found, griffe.Class) and self._inside(found.path) else None

    def _base_path(self, path: str, trail: Trail) -> str:
        found = self._own_class(path, trail)
        return found.path if found is not None else path

    def _foreign(self, class_: griffe.Class, trail: Trail) -> Sequence[str]:
        """Base classes that the project does not define."""
        if class_.path not in self._foreign_bases:
            paths = self._modules.bases(class_)
            self._foreign_bases[class_.path] = [path for path in paths if self._own_class(path, trail) is None]
        return self._foreign_bases[class_.path]

    def _class_labels(self, node: griffe.Class, order: Sequence[griffe.Class], foreign: set[str]) -> set[str]:
        labels = {label for path in foreign if (label := _BASE_LABELS.get(path))}
        if any(_is_dataclass(class_) for class_ in order):
            labels.add("dataclass")
        if any(_is_exception(path) for path in foreign):
            labels.add("exception")
        if _abstract_names(order):
            labels.add("abstract")
        if any(path in {"typing.final", "typing_extensions.final"} for path in _paths(node.decorators)):
            labels.add("final")
        return labels

    def _constructor(
        self, node: griffe.Class, order: Sequence[griffe.Class], foreign: set[str], labels: set[str]
    ) -> Signature | None:
        for index, class_ in enumerate(order):
            for name in ("__init__", "__new__"):
                member = class_.members.get(name)
                if isinstance(member, griffe.Function):
                    return _signature(list(member.parameters)[1:], None)
            if _is_dataclass(class_):
                return Signature(_reordered(_fields([base for base in order[index:] if _is_dataclass(base)])))
            if not set(_paths(class_.decorators)) <= _KEEPING_CONSTRUCTOR:
                return None  # attrs and others write a constructor.
        if labels & {"namedtuple", "typeddict"}:
            return Signature(_reordered(_fields(order, keyword_only="typeddict" in labels)))
        if "exception" in labels:
            return Signature((Parameter("args", "variadic positional"),))
        return Signature() if foreign <= _PLAIN_BASES else None


def _signature(parameters: Iterable[griffe.Parameter], returns: object) -> Signature:
    return Signature(
        tuple(
            Parameter(
                parameter.name.lstrip("*"),
                _kind(parameter.kind),
                _text(parameter.annotation),
                None if parameter.default is None or _is_variadic(parameter) else _text(parameter.default),
            )
            for parameter in parameters
        ),
        _text(returns),
    )


def _is_variadic(parameter: griffe.Parameter) -> bool:
    # griffe gives `*args` the default `()` and `**kwargs` the default `{}`.
    return parameter.kind in {griffe.ParameterKind.var_positional, griffe.ParameterKind.var_keyword}


def _kind(kind: griffe.ParameterKind | None) -> ParameterKind:
    value = kind.value if kind is not None else "positional or keyword"
    return next((known for known in get_args(ParameterKind) if known == value), "positional or keyword")


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _summary(node: griffe.Object) -> str:
    return summary(clean(node.docstring.value)) if node.docstring else ""


def _paths(decorators: Iterable[griffe.Decorator]) -> Iterator[str]:
    for decorator in decorators:
        yield decorator.callable_path


def _is_dataclass(class_: griffe.Class) -> bool:
    return "dataclasses.dataclass" in _paths(class_.decorators)


def _is_exception(path: str) -> bool:
    """Whether a class is one of Python's exceptions; those of its modules are told by their names."""
    module, _, name = path.rpartition(".")
    if module.partition(".")[0] in sys.stdlib_module_names - {"builtins"}:
        return _ERROR.search(name) is not None
    found = getattr(builtins, path.removeprefix("builtins."), None)
    return isinstance(found, type) and issubclass(found, BaseException)


def _is_complete(order: Sequence[griffe.Class], foreign: set[str]) -> bool:
    if any("__getattr__" in class_.members or "__getattribute__" in class_.members for class_ in order):
        return False
    return all(path in _PLAIN_BASES or path in _BASE_LABELS or hasattr(builtins, path) for path in foreign)


def _abstract_names(order: Sequence[griffe.Class]) -> list[str]:
    """Members that some class of the order leaves abstract and none before it implements."""
    names: dict[str, bool] = {}
    for class_ in order:
        for name, member in class_.members.items():
            if name not in names and not isinstance(member, griffe.Alias):
                names[name] = "abstractmethod" in member.labels
    return [name for name, abstract in names.items() if abstract]


# Classes whose constructor follows from their fields (PEP 557, typing.NamedTuple, PEP 589).


def _fields(order: Sequence[griffe.Class], *, keyword_only: bool = False) -> list[Parameter]:
    fields: dict[str, Parameter] = {}
    for class_ in reversed(order):
        only = keyword_only or _decorator_argument(class_, "kw_only") == "True"
        for name, member in class_.members.items():
            if not isinstance(member, griffe.Attribute) or member.annotation is None or not _is_field(member):
                continue
            if _text(member.annotation).rpartition(".")[2] == "KW_ONLY":
                only = True
                continue
            given = _field_arguments(member)
            if given.get("init") != "False":
                kind: ParameterKind = (
                    "keyword-only" if only or given.get("kw_only") == "True" else "positional or keyword"
                )
                fields[name] = Parameter(name, kind, _text(member.annotation), _field_default(member, given))
    return list(fields.values())


def _is_field(member: griffe.Attribute) -> bool:
    # griffe labels what is annotated as ClassVar with `class-attribute` alone.
    return "property" not in member.labels and "instance-attribute" in member.labels and bool(member.lineno)


def _field_arguments(member: griffe.Attribute) -> dict[str, str]:
    value = member.value
    if isinstance(value, griffe.ExprCall) and value.canonical_path == "dataclasses.field":
        return {
            argument.name: _text(argument.value)
            for argument in value.arguments
            if isinstance(argument, griffe.ExprKeyword)
        }
    return {}


def _field_default(member: griffe.Attribute, given: dict[str, str]) -> str | None:
    if "default_factory" in given:
        return f"{given['default_factory']}()"
    if given:
        return given.get("default")
    return None if member.value is None else _text(member.value)


def _decorator_argument(class_: griffe.Class, name: str) -> str | None:
    for decorator in class_.decorators:
        if decorator.callable_path == "dataclasses.dataclass" and isinstance(decorator.value, griffe.ExprCall):
            for argument in decorator.value.arguments:
                if isinstance(argument, griffe.ExprKeyword) and argument.name == name:
                    return _text(argument.value)
    return None


def _reordered(fields: list[Parameter]) -> tuple[Parameter, ...]:
    return tuple(sorted(fields, key=lambda parameter: parameter.kind == "keyword-only"))
