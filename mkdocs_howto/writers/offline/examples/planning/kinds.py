"""The kinds of values that annotations ask for."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import Shape
from mkdocs_howto.syntax import NotPython, expression

_DEEPEST = 4
"""Aliases and unions inside each other that are followed."""
_NAMED = {
    "str": "text", "Text": "text", "LiteralString": "text", "AnyStr": "text", "bytes": "bytes", "bytearray": "bytes",
    "memoryview": "bytes", "Buffer": "bytes", "ReadableBuffer": "bytes", "int": "int", "SupportsIndex": "int",
    "Integral": "int", "float": "float", "complex": "float", "Number": "float", "Real": "float", "SupportsFloat":
    "float", "bool": "bool", "None": "none", "list": "list", "List": "list", "Sequence": "list",
    "MutableSequence": "list", "Iterable": "items", "Collection": "items", "Container": "items", "Reversible": "items",
    "AsyncIterable": "async items", "AsyncIterator": "async items", "Iterator": "iterator", "Generator": "iterator",
    "tuple": "tuple", "Tuple": "tuple", "set": "set", "Set": "set", "frozenset": "set", "FrozenSet": "set",
    "AbstractSet": "set", "MutableSet": "set", "dict": "dict", "Dict": "dict", "Mapping": "dict",
    "MutableMapping": "dict", "OrderedDict": "dict", "defaultdict": "dict", "Callable": "callable",
    "Path": "path", "PurePath": "path", "PathLike": "path", "StrPath": "path", "date": "date", "datetime": "datetime",
    "timedelta": "timedelta", "tzinfo": "tzinfo", "IO": "stream", "TextIO": "stream", "StringIO": "stream",
    "BinaryIO": "byte stream", "BytesIO": "byte stream", "Pattern": "compiled", "type": "class", "Type": "class",
    "ModuleType": "module", "Decimal": "decimal", "UUID": "uuid", "time": "time", "Exception": "error",
    "BaseException": "error", "Any": "any", "object": "any", "Hashable": "any", "Awaitable": "awaitable",
    "Coroutine": "awaitable",
}  # fmt: skip
"""Kinds by the last word of a type's name (`builtins`, `typing`, `collections.abc`, `datetime`, `pathlib`)."""
_ACCEPTED = {
    "items": {"list", "tuple", "set", "iterator", "dict", "items", "text"},
    "list": {"list", "tuple"},
    "float": {"float", "int", "decimal"},
    "iterator": {"iterator"},
    "any": set(),
}
"""Kinds of values beside its own that a wanted kind takes."""
_WRAPPERS = {"Annotated", "ClassVar", "Final", "Required", "NotRequired", "ReadOnly", "Unpack", "InitVar"}
_VARIABLE = re.compile(r"_?[A-Z]{1,2}\d?|_?[A-Z]\w?_co|\w*(?:T|Type|Var)")
"""Names that most type variables have."""
_PLAIN = re.compile(r"(?:TypeVar|ParamSpec|NewType)\(")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One kind of value that a parameter takes.

    Attributes:
        kind: `text`, `list` and so on; `any` takes everything.
        items: What its items are; of a `dict` its keys and its values; of a `callable` what it gives back.
        path: The class of an `instance`.
        choices: The values that alone are allowed.
        arity: Number of arguments of a `callable`; -1 where that is not said.
    """

    kind: str
    items: tuple[Wanted, ...] = ()
    path: str = ""
    choices: tuple[ast.expr, ...] = ()
    arity: int = -1

    def takes(self, kind: str) -> bool:
        """Return whether a value of a kind is accepted."""
        return self.kind in {kind, "any"} or kind in _ACCEPTED.get(self.kind, ())


@dataclass(frozen=True, slots=True)
class Annotations:
    """Reads annotations of one module.

    Attributes:
        find: Returns the shape that a name of the module stands for.
    """

    find: Callable[[str], Shape | None]

    def wanted(self, annotation: str) -> tuple[Wanted, ...]:
        """Return the kinds that an annotation, or a type of a docstring, allows; none where it says nothing."""
        text = annotation.strip().strip("'\"")
        text = re.sub(r",?\s*(?:optional|default\b.*)$", "", text, flags=re.IGNORECASE)
        text = re.sub(r"^(?:list|sequence|iterable) of (\w+)$", lambda one: f"list[{one[1].removesuffix('s')}]", text)
        text = re.sub(r"\s+or\s+", " | ", text)
        text = {"string": "str", "boolean": "bool", "integer": "int", "callable": "Callable", "function": "Callable",
                "number": "float", "dictionary": "dict", "iterable": "Iterable", "sequence": "Sequence",
                "mapping": "Mapping"}.get(text.lower(), text)  # fmt: skip
        try:
            return tuple(dict.fromkeys(self._of(expression(text), 0))) if text else ()
        except NotPython:
            return ()

    def _of(self, node: ast.expr, depth: int) -> Iterator[Wanted]:
        match node:
            case _ if depth > _DEEPEST:
                return
            case ast.Constant(value=None):
                yield Wanted("none")
            case ast.Constant(value=str(text)):
                yield from self._of(expression(text), depth + 1)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                yield from self._of(left, depth + 1)
                yield from self._of(right, depth + 1)
            case ast.Subscript(value=outer, slice=inner):
                yield from self._subscript(dotted(outer).rpartition(".")[2], inner, depth)
            case ast.Name() | ast.Attribute():
                yield from self._name(dotted(node), depth)

    def _subscript(self, outer: str, inner: ast.expr, depth: int) -> Iterator[Wanted]:
        parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        if outer in {"Optional", "Union"}:
            for part in parts:
                yield from self._of(part, depth + 1)
            if outer == "Optional":
                yield Wanted("none")
        elif outer == "Literal":
            yield Wanted("choice", choices=tuple(parts))
        elif outer in _WRAPPERS:
            yield from self._of(parts[0], depth + 1)
        elif outer == "Callable":
            arity = len(parts[0].elts) if isinstance(parts[0], ast.List) else -1
            returns = tuple(self._of(parts[1], depth + 1)) if len(parts) > 1 else ()
            yield Wanted("callable", returns[:1], arity=arity)
        elif (kind := _NAMED.get(outer)) is not None:
            items = tuple(next(self._of(part, depth + 1), Wanted("any")) for part in parts)
            yield Wanted(kind, items)
        else:
            yield from self._name(outer, depth)

    def _name(self, written: str, depth: int) -> Iterator[Wanted]:
        last = written.rpartition(".")[2]
        found = self.find(written)
        if found is not None and found.kind == "class" and last not in _NAMED:
            yield Wanted("instance", path=found.object_path)
        elif found is not None and found.kind in {"attribute", "type alias"} and last not in _NAMED:
            yield from self._alias(found.value or "", depth)
        elif last in _NAMED:
            yield Wanted(_NAMED[last])
        elif found is None or found.kind == "alias":
            # A class of another package, of which nothing more is known; or a type variable.
            yield Wanted("any" if _VARIABLE.fullmatch(last) else "unknown")

    def _alias(self, value: str, depth: int) -> Iterator[Wanted]:
        if _PLAIN.search(value):
            yield Wanted("any")
            return
        try:
            yield from self._of(expression(value), depth + 1) if value else ()
        except NotPython:
            return


def accepts(wanted: tuple[Wanted, ...], kind: str) -> bool:
    """Return whether a parameter takes a value of a kind; one of which nothing is known takes all."""
    return not wanted or any(one.takes(kind) for one in wanted)
