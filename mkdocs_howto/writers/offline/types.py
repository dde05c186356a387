"""What the variables of a function hold, as far as the project's own text tells it.

A type is written as Python writes it, with the canonical paths of classes: `str`, `dict[str, shop.cart.Line]`,
`aiohttp.ClientSession`. The empty string means that nothing is known; no meaning is then given to what is called on it.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator, Mapping

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import CodeBlock, Project, Shape
from mkdocs_howto.syntax import expression
from mkdocs_howto.writers.offline.calls import Table

_DISPLAYS: dict[type[ast.expr], str] = {
    ast.List: "list", ast.ListComp: "list", ast.Dict: "dict", ast.DictComp: "dict", ast.Set: "set",
    ast.SetComp: "set", ast.Tuple: "tuple", ast.JoinedStr: "str", ast.Compare: "bool",
}  # fmt: skip
_ALIASES = {
    "List": "list", "Dict": "dict", "Set": "set", "Tuple": "tuple", "Mapping": "dict", "MutableMapping": "dict",
    "OrderedDict": "dict", "defaultdict": "dict", "DefaultDict": "dict", "Counter": "dict", "Text": "str",
    "Deque": "collections.deque", "deque": "collections.deque", "MutableSequence": "list", "FrozenSet": "set",
    "frozenset": "set", "TextIO": "io.TextIOWrapper", "IO": "io.TextIOWrapper", "BinaryIO": "io.BufferedReader",
    "Pattern": "re.Pattern", "Match": "re.Match", "Iterable": "typing.Iterable", "Iterator": "typing.Iterator",
    "AsyncIterator": "typing.AsyncIterator", "Sequence": "typing.Sequence", "Collection": "typing.Collection",
    "AsyncIterable": "typing.AsyncIterator", "Generator": "typing.Iterator", "AsyncGenerator": "typing.AsyncIterator",
    "StrPath": "", "PathLike": "",
}  # fmt: skip
PLAIN = frozenset({"str", "bytes", "int", "float", "bool", "list", "dict", "set", "tuple"})
SIZED = frozenset({"str", "bytes", "list", "dict", "set", "tuple", "collections.deque"})
"""Types whose values are false when they are empty."""
_BINDING = frozenset(
    {ast.arguments, ast.arg, ast.AnnAssign, ast.Assign, ast.withitem, ast.NamedExpr, ast.For, ast.AsyncFor}
    | {ast.comprehension}
)
_KEEPING = frozenset({"sorted", "list", "reversed", "set", "tuple", "iter", "typing.Iterator"})
"""Calls whose result holds the items of their argument."""
_LONGEST_CHAIN = 60
"""Calls, attributes, items and summands that are followed to where they begin; the same wherever a build runs."""
_DEEPEST = 3
"""Aliases of types that are followed one after the other."""


def head(type_: str) -> str:
    """`dict` of `dict[str, int]`."""
    return type_.partition("[")[0]


def inside(type_: str) -> list[str]:
    """`str` and `int` of `dict[str, int]`."""
    if not type_.endswith("]"):
        return []
    found, depth = [""], 0
    for character in type_[type_.index("[") + 1 : -1]:
        depth += (character == "[") - (character == "]")
        if character == "," and depth == 0:
            found.append("")
        else:
            found[-1] += character
    return [part.strip() for part in found]


def element(type_: str) -> str:
    """What a loop over a value of that type finds."""
    kind, arguments = head(type_), inside(type_)
    if kind == "str":
        return "str"
    if kind == "io.TextIOWrapper":
        return "str"
    if kind == "bytes":
        return "int"
    if kind == "tuple":
        return arguments[0] if len(arguments) == 2 and arguments[1] == "..." else ""
    return arguments[0] if arguments and (kind in PLAIN or kind.startswith(("typing.", "collections."))) else ""


class Objects:
    """What paths of the documented project stand for: from the block itself where it tells, else asked for."""

    def __init__(self, block: CodeBlock, project: Project) -> None:
        self.block = block
        self._project = project
        self._known = {shape.object_path: shape for shape in block.neighbours}
        self._known[block.shape.object_path] = block.shape
        self._known |= {member.object_path: member for member in block.shape.members}
        self._package = block.shape.object_path.partition(".")[0]
        self.names = dict(_shorter(block.names))

    def shape(self, path: str) -> Shape | None:
        """The shape of an object of the project; of other packages nothing is asked."""
        if path in self._known:
            return self._known[path]
        owner, _, name = path.rpartition(".")
        outer = self._known.get(owner)
        if outer is not None and (member := outer.member(name)) is not None:
            return member
        if not owner or path.partition(".")[0] != self._package:
            return None
        found = self._known.get(owner) or self._project.shape(owner)
        return found.member(name) if found is not None and found.kind == "class" else self._project.shape(path)


class Types:
    """The types of the names of one function, filled in the order of the source."""

    def __init__(self, objects: Objects, table: Table, outer: Mapping[str, str] | None = None) -> None:
        self.objects = objects
        self._names: Mapping[str, str] = objects.names
        self._table = table
        self.known: dict[str, str] = dict(outer or {})
        self.bound: set[str] = set()
        self._followed = 0
        self._callees: dict[ast.Call, str] = {}
        """What calls call, as far as all that was read tells it."""

    # Learning.

    def read(self, nodes: Iterable[ast.AST]) -> None:
        """Learn from every parameter and binding, in order; a name that is given two types has none."""
        for node in nodes:
            if type(node) not in _BINDING:
                continue
            match node:
                case ast.arguments(vararg=several, kwarg=named):
                    for one, kind in ((several, "tuple"), (named, "dict")):
                        if one is not None:
                            self.known[one.arg] = kind
                case ast.arg(arg=name, annotation=annotation):
                    self.bound.add(name)
                    if annotation is not None and name not in self.known:
                        self.known[name] = self.of_annotation(annotation)
                case ast.AnnAssign(target=target, annotation=annotation):
                    self._bind(target, self.of_annotation(annotation))
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        self._assign(target, value)
                case ast.withitem(context_expr=value, optional_vars=target) if target is not None:
                    self._bind(target, self.of(value))
                case ast.NamedExpr(target=target, value=value):
                    self._bind(target, self.of(value))
                case ast.For(target=target, iter=source) | ast.AsyncFor(target=target, iter=source):
                    self._each(target, source)
                case ast.comprehension(target=target, iter=source):
                    self._each(target, source)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        match target, value:
            case ast.Tuple(elts=names), ast.Tuple(elts=values) if len(names) == len(values):
                for name, one in zip(names, values, strict=True):
                    self._bind(name, self.of(one))
            case ((ast.Tuple(elts=names) | ast.List(elts=names)), _):
                type_ = self.of(value)
                parts = inside(type_) if head(type_) == "tuple" else [element(type_)] * len(names)
                for name, part in zip(names, parts if len(parts) == len(names) else [""] * len(names), strict=True):
                    self._bind(name, part)
            case _:
                self._bind(target, self.of(value))

    def _each(self, target: ast.expr, source: ast.expr) -> None:
        """Bind what a loop finds in its source."""
        match target, source:
            case ast.Tuple(elts=[key, value]), ast.Call(func=ast.Attribute(value=owner, attr="items"), args=[]):
                arguments = inside(self.of(owner))
                for name, type_ in zip((key, value), arguments if len(arguments) == 2 else ["", ""], strict=True):
                    self._bind(name, type_)
            case ast.Tuple(elts=[number, item]), ast.Call(func=ast.Name(id="enumerate"), args=[items, *_]):
                self._bind(number, "int")
                self._each(item, items)
            case ast.Tuple(elts=names), ast.Call(func=ast.Name(id="zip"), args=sources) if len(names) == len(sources):
                for name, one in zip(names, sources, strict=True):
                    self._each(name, one)
            case _, ast.Call(func=ast.Attribute(value=owner, attr="values"), args=[]):
                arguments = inside(self.of(owner))
                self._bind(target, arguments[1] if len(arguments) == 2 else "")
            case _, ast.Call(func=ast.Name(id="range")):
                self._bind(target, "int")
            case ((ast.Tuple(elts=names) | ast.List(elts=names)), _):
                parts = inside(element(self.of(source)))
                for name, part in zip(names, parts if len(parts) == len(names) else [""] * len(names), strict=True):
                    self._bind(name, part)
            case _:
                self._bind(target, element(self.of(source)))

    def _bind(self, target: ast.expr, type_: str) -> None:
        name = dotted(target)
        if name:
            before = self.known.get(name)
            self.bound.add(name)
            self.known[name] = type_ if before is None else _joined(before, type_)
        elif isinstance(target, ast.Tuple | ast.List):
            for inner in target.elts:
                self._bind(inner, "")

    # Answers.

    def binds(self, name: str) -> bool:
        """Whether the function itself gives the name a value."""
        return name in self.bound

    def of(self, node: ast.expr) -> str:
        """Type of an expression; empty when unknown."""
        match node:
            case ast.Constant(value=None):
                return "None"
            case ast.Constant(value=value):
                return type(value).__name__ if type(value).__name__ in PLAIN else ""
            case ast.Await(value=value) | ast.Starred(value=value):
                return self.of(value)
            case ast.Call():
                return self._of_call(node)
            case ast.Name(id=name):
                return self.known.get(name) or self._of_path(self._names.get(name, ""))
            case ast.Attribute():
                return self._of_attribute(node)
            case ast.BinOp(left=left, op=ast.Add() | ast.Mod()):
                return kind if (kind := head(self._before(left))) in PLAIN else ""
            case ast.BinOp(left=left, op=ast.Div()):
                return kind if (kind := self._before(left)) == "pathlib.Path" else ""
            case ast.UnaryOp(op=ast.Not()):
                return "bool"
            case ast.IfExp(body=body, orelse=other):
                return kind if (kind := self.of(body)) == self.of(other) else ""
            case ast.BoolOp(values=values):
                kinds = {self.of(value) for value in values}
                return kinds.pop() if len(kinds) == 1 else ""
            case ast.Subscript(value=owner, slice=place):
                return self._of_item(self._before(owner), place)
            case ast.List(elts=[first, *_]) | ast.Set(elts=[first, *_]):
                kind = self.of(first)
                return f"{_DISPLAYS[type(node)]}[{kind}]" if kind else _DISPLAYS[type(node)]
        return _DISPLAYS.get(type(node), "")

    def _before(self, node: ast.expr) -> str:
        """Type of what an expression begins with; nothing is known of one that goes on for too long."""
        if self._followed == _LONGEST_CHAIN:
            return ""
        self._followed += 1
        type_ = self.of(node)
        self._followed -= 1
        return type_

    def _of_item(self, owner: str, place: ast.expr) -> str:
        kind, arguments = head(owner), inside(owner)
        if isinstance(place, ast.Slice):
            return owner if kind in PLAIN else ""
        if kind == "dict":
            return arguments[1] if len(arguments) == 2 else ""
        if kind == "str":
            return "str"
        return element(owner) if kind in {"list", "typing.Sequence"} else ""

    def _of_attribute(self, node: ast.Attribute) -> str:
        name = dotted(node)
        if name in self.known:
            return self.known[name]
        if name in self._names:
            return self._of_path(self._names[name])
        is_own = isinstance(node.value, ast.Name) and node.value.id == "self"
        owner = "" if is_own else head(self._before(node.value))
        if owner and (gives := self._table.gives(f"{owner}.{node.attr}")):
            return gives
        return self._of_path(f"{owner}.{node.attr}") if "." in owner else ""

    def _of_path(self, path: str) -> str:
        """Type of what a path of the project stands for."""
        shape = self.objects.shape(path) if "." in path else None
        if shape is None:
            return ""
        if shape.kind == "attribute" and shape.annotation:
            return self._of_text(shape.annotation)
        if shape.kind == "attribute" and shape.value:
            return self._of_display(shape.value)
        if shape.kind == "function" and "property" in shape.labels and shape.signature is not None:
            return self._of_text(shape.signature.returns)
        return ""

    def _of_display(self, text: str) -> str:
        first = text[:1]
        if first in "'\"":
            return "str"
        if text.startswith("re.compile("):
            return "re.Pattern"
        return {"[": "list", "(": "tuple"}.get(first, "") or ("dict" if first == "{" and ":" in text else "")

    def callee(self, call: ast.Call) -> str:
        """What a call calls, as a path, once all was read; empty when unknown."""
        if call not in self._callees:
            self._callees[call] = self._callee(call)
        return self._callees[call]

    def _callee(self, call: ast.Call) -> str:
        """The same while names are still learned."""
        function = call.func
        match function:
            case ast.Name(id=name):
                if name in self._names and not self.binds(name):
                    return self._names[name]
                return name if hasattr(builtins, name) and not self.binds(name) else ""
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=attribute):
                return f"super.{attribute}"
            case ast.Attribute(value=value, attr=attribute):
                if type_ := head(self._before(value)):
                    return f"{type_}.{attribute}"
                name = dotted(function)
                first = name.partition(".")[0]
                if name in self._names:
                    return self._names[name]
                if first in self._names and not self.binds(first):
                    return f"{self._names[first]}{name[len(first) :]}"
                return f"?.{attribute}"
        return ""

    def called(self, call: ast.Call) -> Shape | None:
        """The function or class of the project that a call calls."""
        return self._called(self.callee(call))

    def _called(self, path: str) -> Shape | None:
        return self.objects.shape(path) if "." in path and not path.startswith(("?", "super.")) else None

    def is_class(self, call: ast.Call) -> bool:
        """Whether a class is called: one of the project, or an import that is named like one."""
        path = self.callee(call)
        shape = self._called(path)
        if shape is not None:
            return shape.kind == "class"
        name = path.rpartition(".")[2]
        return "." in path and not path.startswith("?") and name[:1].isupper() and not name.isupper()

    def _of_call(self, call: ast.Call) -> str:
        path = self._callee(call)
        if not path:
            return ""
        if path in _KEEPING and call.args:
            kind, inner = ("list" if path in {"sorted", "reversed"} else path), element(self.of(call.args[0]))
            return f"{kind}[{inner}]" if inner else kind
        if path in {"collections.OrderedDict", "collections.defaultdict", "collections.Counter"}:
            return "dict"
        if gives := self._table.gives(path):
            return gives
        if path in PLAIN:
            return path
        if path.startswith("dict.") and path in {"dict.get", "dict.pop", "dict.setdefault"}:
            assert isinstance(call.func, ast.Attribute)
            arguments = inside(self.of(call.func.value))
            return arguments[1] if len(arguments) == 2 and head(arguments[1]) not in PLAIN else ""
        shape = self._called(path)
        if shape is None:
            return ""
        if shape.kind == "class":
            return shape.object_path
        if shape.signature is None or set(shape.labels) & {"generator", "contextmanager"}:
            return ""
        return self._of_text(shape.signature.returns)

    # Annotations.

    def of_annotation(self, node: ast.expr, depth: int = 0) -> str:
        """The type that an annotation names."""
        match node:
            case ast.Constant(value=str(text)):
                return self._of_text(text)
            case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Constant(value=None)):
                return self.of_annotation(left, depth)
            case ast.Subscript(value=outer, slice=argument):
                name = dotted(outer).rpartition(".")[2]
                if name in {"Optional", "Annotated", "Final", "ClassVar", "Required", "NotRequired"}:
                    first = argument.elts[0] if isinstance(argument, ast.Tuple) and argument.elts else argument
                    return self.of_annotation(first, depth)
                kind = self.of_annotation(outer, depth)
                if not kind or name in {"Union", "Callable", "Literal"}:
                    return ""
                elements = argument.elts if isinstance(argument, ast.Tuple) else [argument]
                return f"{kind}[{', '.join(self.of_annotation(one, depth) for one in elements)}]"
            case ast.Constant(value=value) if value is ...:
                return "..."
        name = dotted(node)
        last = name.rpartition(".")[2]
        if name in PLAIN:
            return name
        if last in _ALIASES:
            return _ALIASES[last]
        path = self._names.get(name, "")
        shape = self.objects.shape(path) if path and depth < _DEEPEST else None
        if shape is not None and shape.kind in {"attribute", "type alias"}:
            return self._of_text(shape.value or "", depth + 1)
        return path

    def _of_text(self, text: str, depth: int = 0) -> str:
        """The type of an annotation that stands elsewhere; only names that mean the same here are followed."""
        try:
            node = expression(text.strip("'\"")) if len(text) < 200 else None
        except (SyntaxError, ValueError):
            return ""
        return self.of_annotation(node, depth) if node is not None else ""


def _shorter(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Names with the shorter ones that they begin with: `PATTERN.sub` tells what `PATTERN` is."""
    for name, path in names.items():
        while True:
            yield name, path
            name, dot, last = name.rpartition(".")  # noqa: PLW2901 - one part less each time
            if not dot or not path.endswith(f".{last}"):
                break
            path = path[: -len(last) - 1]  # noqa: PLW2901


def _joined(one: str, other: str) -> str:
    """What two types have in common; `None` stands for what is not there yet."""
    if other in {one, "None"}:
        return one
    if one == "None":
        return other
    if head(one) != head(other):
        return ""
    # An empty display says nothing of its items.
    return one if not inside(other) else other if not inside(one) else head(one)
