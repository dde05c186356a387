"""What the variables of a block hold, as far as its own text tells it."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import CodeBlock, Lookup
from mkdocs_howto.writers.offline.calls import Table

_DISPLAYS: dict[type[ast.expr], str] = {
    ast.List: "list", ast.ListComp: "list", ast.Dict: "dict", ast.DictComp: "dict", ast.Set: "set",
    ast.SetComp: "set", ast.Tuple: "tuple", ast.JoinedStr: "str",
}  # fmt: skip
_GENERIC = {
    "List": "list", "Dict": "dict", "Set": "set", "Tuple": "tuple", "Mapping": "dict", "MutableMapping": "dict",
    "OrderedDict": "dict", "defaultdict": "dict", "Counter": "dict", "Deque": "collections.deque", "Text": "str",
    "TextIO": "io.TextIOWrapper", "IO": "io.TextIOWrapper", "BinaryIO": "io.TextIOWrapper", "Pattern": "re.Pattern",
    "Match": "re.Match",
}  # fmt: skip
_SAME = {"str", "bytes", "int", "float", "bool", "list", "dict", "set", "tuple"}
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Types:
    """The types of names, filled in the order of the source; a name that is given two types has none."""

    def __init__(self, block: CodeBlock, lookup: Lookup, table: Table) -> None:
        self._names: Mapping[str, str] = block.names
        self._lookup = lookup
        self._table = table
        self._known: dict[str, str] = {}

    def read(self, tree: ast.AST) -> None:
        """Learn from every parameter and assignment below a node, in order."""
        for node in _in_order(tree):
            match node:
                case ast.arguments(vararg=several, kwarg=named):
                    self._known |= {
                        one.arg: kind for one, kind in ((several, "tuple"), (named, "dict")) if one is not None
                    }
                case ast.arg(arg=name, annotation=annotation) if annotation is not None and name not in self._known:
                    self._learn(name, self.of_annotation(annotation))
                case ast.AnnAssign(target=target, annotation=annotation):
                    self._learn(dotted(target), self.of_annotation(annotation))
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        self._learn(dotted(target), self.of(value))
                case ast.withitem(context_expr=value, optional_vars=target) if target is not None:
                    self._learn(dotted(target), self.of(value))
                case ast.NamedExpr(target=target, value=value):
                    self._learn(dotted(target), self.of(value))
                case ast.For(target=target) | ast.AsyncFor(target=target) | ast.comprehension(target=target):
                    for bound in ast.walk(target):
                        self._learn(dotted(bound), "")

    def enter(self, function: ast.AST) -> None:
        """Go on with the names of one function; what `self` holds stays known."""
        self._known = {name: type_ for name, type_ in self._known.items() if "." in name}
        self.read(function)

    def _learn(self, name: str, type_: str) -> None:
        if name:
            self._known[name] = type_ if self._known.get(name, type_) == type_ else ""

    def of(self, node: ast.expr) -> str:
        """Type of an expression; empty when unknown."""
        match node:
            case ast.Constant(value=value):
                return type(value).__name__ if type(value).__name__ in _SAME else ""
            case ast.Await(value=value):
                return self.of(value)
            case ast.Call():
                return self._of_call(node)
            case ast.Name() | ast.Attribute():
                return self._known.get(dotted(node), "")
            case ast.BinOp(left=left, op=ast.Add() | ast.Mod()):
                return self.of(left) if self.of(left) in _SAME else ""
            case ast.BinOp(left=left, op=ast.Div()):
                return self.of(left) if self.of(left) == "pathlib.Path" else ""
        return _DISPLAYS.get(type(node), "")

    def callee(self, call: ast.Call) -> str:
        """What a call calls, as a path or a method of a type; empty when unknown."""
        name = dotted(call.func)
        match call.func:
            case ast.Name(id=plain):
                is_builtin = hasattr(builtins, plain) and plain not in self._known
                return self._names.get(plain) or (plain if is_builtin else "")
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=attribute):
                return f"super.{attribute}"
            case ast.Attribute(value=value, attr=attribute):
                if type_ := self.of(value):
                    return f"{type_}.{attribute}"
                if path := self._names.get(name):
                    return path
                head, _, rest = name.partition(".")
                return f"{self._names[head]}.{rest}" if rest and head in self._names else f"?.{attribute}"
        return ""

    def of_annotation(self, node: ast.expr) -> str:
        """The type that an annotation names."""
        match node:
            case ast.Constant(value=str(text)):
                try:
                    return self.of_annotation(ast.parse(text, mode="eval").body)
                except SyntaxError:
                    return ""
            case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Constant(value=None)):
                return self.of_annotation(left)
            case ast.Subscript(value=outer, slice=inner):
                name = dotted(outer).rpartition(".")[2]
                return self.of_annotation(inner) if name == "Optional" else self.of_annotation(outer)
        name = dotted(node)
        last = name.rpartition(".")[2]
        if name in _SAME:
            return name
        return _GENERIC.get(last) or self._names.get(name, "")

    def _of_call(self, call: ast.Call) -> str:
        path = self.callee(call)
        if not path:
            return ""
        if gives := self._table.gives(path):
            return gives
        if path in _SAME:
            return path
        if path in {"dict", "collections.OrderedDict"}:
            return "dict"
        shape = self._lookup(path) if "." in path and not path.startswith("?") else None
        if shape is None:
            return ""
        if shape.kind == "class":
            return shape.object_path
        if shape.signature is None or "generator" in shape.labels:
            return ""
        returns = shape.signature.returns.strip("'\"")
        return returns if returns in _SAME else ""


def _in_order(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        yield child
        yield from _in_order(child)
