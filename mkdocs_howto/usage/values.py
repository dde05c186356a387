"""What the names of an example stand for, as far as imports, assignments and annotations tell it."""

from __future__ import annotations

import ast
import builtins
import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import Project, Shape
from mkdocs_howto.syntax import SCOPES, NotPython, children, expression, gives_itself, parsed
from mkdocs_howto.usage.decorators import keeps_call

_DISPLAYS: dict[type[ast.expr], type] = {
    ast.List: list,
    ast.ListComp: list,
    ast.Dict: dict,
    ast.DictComp: dict,
    ast.Set: set,
    ast.SetComp: set,
    ast.Tuple: tuple,
    ast.JoinedStr: str,
}
_BINDING = frozenset(
    {ast.Name, ast.arg, ast.AugAssign, ast.ExceptHandler, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef}
)
_IN_PLACE = {ast.Add: "__iadd__", ast.Sub: "__isub__", ast.BitOr: "__ior__", ast.BitAnd: "__iand__"}
"""Methods that change an object by an operator (Python's data model, "Emulating numeric types")."""
_FOLLOWED_KINDS = {"function", "class", "module", "alias"}
_ANYTHING = ("typing.", "typing_extensions.")
"""Where classes are defined that stand for others, `Any` first."""
_DEEPEST = 3
_FOLLOWED = {str, bytes, int, float, bool, complex, list, dict, set, frozenset, tuple}


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression is known to be: an object itself, or an instance of a class.

    Attributes:
        shape: Of the object, or of the class.
        role: Which of the two.
        path: The path it was reached by.
        exact: Whether an instance's class is this one and no subclass of it.
    """

    shape: Shape
    role: Literal["object", "instance"]
    path: str
    exact: bool = True


@dataclass(slots=True)
class Values:
    """The names of an example; each keeps the first value that it is given."""

    project: Project
    names: dict[str, Value | None] = field(default_factory=dict)
    """What each name stands for; `None` where that cannot be told."""

    def forget_rebound(self, nodes: Iterable[ast.AST]) -> None:
        """Take names that are bound twice, or by something not followed, for unknown."""
        bound: dict[str, int] = {}
        nodes = list(nodes)
        handed = _handed(nodes)
        for node in nodes:
            if type(node) not in _BINDING or node in handed:
                continue
            match node:
                case ast.Name(id=name, ctx=context):
                    if not isinstance(context, ast.Store):
                        continue  # Most are only read.
                case ast.arg(arg=name) | ast.ExceptHandler(name=str(name)):
                    pass
                case ast.AugAssign(target=ast.Name(id=name)):
                    bound[name] -= 1  # What that leaves is known when it is reached.
                    continue
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    self.names[name] = None
                case _:
                    continue
            bound[name] = bound.get(name, 0) + 1
        self.names.update({name: None for name, count in bound.items() if count > 1})

    def bind(self, name: str, value: Value | None) -> None:
        """Note what a name stands for, unless that is known."""
        if name not in self.names:
            self.names[name] = value

    def change(self, name: str, operator: ast.operator) -> None:
        """Note that an operator was used in place: a name goes on to stand for an object that gives itself then."""
        value = self.names.get(name)
        if value is None or value.role != "instance":
            return
        method = self.member(value, _IN_PLACE.get(type(operator), ""))
        if method is None or not self._gives_self(method):
            self.names[name] = None

    def of(self, node: ast.expr) -> Value | None:
        """What an expression is."""
        match node:
            case ast.Name(id=name):
                return self.names.get(name)
            case ast.Attribute(value=inner, attr=attribute):
                owner = self.of(inner)
                return self.member(owner, attribute) or self._property(owner, attribute, _DEEPEST)
            case ast.Subscript(value=inner):
                return self._parametrised(inner)
            case ast.Call():
                return self._called(node, awaited=False)
            case ast.Await(value=ast.Call() as call):
                return self._called(call, awaited=True)
            case ast.Await(value=inner):
                return self.of(inner)
            case ast.Constant(value=value) if type(value) in _FOLLOWED:
                return _builtin(type(value).__name__)
        display = _DISPLAYS.get(type(node))
        return _builtin(display.__name__) if display is not None else None

    def member(self, owner: Value | None, name: str) -> Value | None:
        """A function, class or module inside an object."""
        if owner is None:
            return None
        shape = owner.shape.member(name) if _is_builtin(owner.shape) else self.meant(self._looked_up(owner, name))
        # A property gives some other value; only what is called or a class in turn is followed.
        if shape is None or shape.kind not in _FOLLOWED_KINDS or "property" in shape.labels:
            return None
        return Value(shape, "object", f"{owner.path}.{name}")

    def _property(self, owner: Value | None, name: str, depth: int) -> Value | None:
        """Return the object itself where that is what a property of it gives."""
        if owner is None or owner.role != "instance" or _is_builtin(owner.shape) or not depth:
            return None
        shape = self._looked_up(owner, name)
        if shape is None or "property" not in shape.labels or shape.annotation:
            return None
        values = self._returned_by(owner.shape.object_path, name)
        gives = [
            (isinstance(one, ast.Name) and one.id == "self")
            or (
                isinstance(one, ast.Attribute)
                and isinstance(one.value, ast.Name)
                and one.value.id == "self"
                and self._property(owner, one.attr, depth - 1) is not None
            )
            for one in values
        ]
        return Value(owner.shape, "instance", owner.path, owner.exact) if gives and all(gives) else None

    def _returned_by(self, class_: str, name: str) -> list[ast.expr | None]:
        """Return what the code of a method returns; nothing where its class does not define it, or it yields."""
        code = self.project.source(class_)
        try:
            body = parsed(code.text).body[-1:] if code is not None else []
        except NotPython:
            return []
        methods = [one for node in body if isinstance(node, ast.ClassDef) for one in node.body]
        found = [one for one in methods if isinstance(one, ast.FunctionDef) and one.name == name]
        own = [one for function in found[:1] for one in _own(function)]
        if any(isinstance(one, ast.Yield | ast.YieldFrom) for one in own):
            return []
        return [one.value for one in own if isinstance(one, ast.Return)]

    def has(self, owner: Value, name: str) -> bool:
        """Whether an object is known to have an attribute."""
        if _is_builtin(owner.shape):
            return owner.shape.member(name) is not None
        return self._looked_up(owner, name) is not None

    def meant(self, shape: Shape | None) -> Shape | None:
        """What an attribute of a module is only another name for; all else is what it is."""
        other = shape.value or "" if shape is not None and shape.kind == "attribute" else ""
        if shape is None or not other.isidentifier() or other.startswith("_"):
            return shape  # What is private may be another thing on each platform.
        found = self.project.shape(f"{shape.object_path.rpartition('.')[0]}.{other}")
        return found if found is not None and found.kind in _FOLLOWED_KINDS else shape

    def entered(self, node: ast.expr) -> Value | None:
        """What `with` gives for an expression."""
        value = self.of(node)
        if value is None or value.role != "instance":
            return None
        enter = self.member(value, "__enter__") or self.member(value, "__aenter__")
        signature = enter.shape.signature if enter else None
        if enter is None or signature is None:
            return None
        declared = signature.returns.strip("'\"").rpartition(".")[2]
        return value if declared in {"Self", value.shape.name} or (not declared and self._gives_self(enter)) else None

    def _gives_self(self, method: Value) -> bool:
        """Whether the code of a method without annotation gives back its object, and nothing else."""
        code = self.project.source(method.shape.object_path)
        try:
            body = parsed(code.text).body if code is not None else []
        except NotPython:
            return False
        return any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and gives_itself(node) for node in body)

    def _looked_up(self, owner: Value, name: str) -> Shape | None:
        return self.project.shape(f"{owner.path}.{name}") or self.project.shape(f"{owner.shape.object_path}.{name}")

    def _called(self, node: ast.Call, *, awaited: bool) -> Value | None:
        function = self.of(node.func)
        if function is None or function.role != "object":
            return None
        if function.shape.kind == "class":
            return None if awaited else Value(function.shape, "instance", function.path)
        return self._returned(node, function, awaited=awaited)

    def _parametrised(self, node: ast.expr) -> Value | None:
        """The class that `Class[type]` stands for (PEP 560); `Enum["NAME"]` is a member."""
        found = self.of(node)
        is_class = found is not None and found.role == "object" and found.shape.kind == "class"
        return found if found is not None and is_class and "enum" not in found.shape.labels else None

    def _returned(self, node: ast.Call, function: Value, *, awaited: bool) -> Value | None:
        shape = function.shape
        if shape.signature is None or shape.overloads or not keeps_call(shape, self.project):
            return None
        if "generator" in shape.labels or ("async" in shape.labels) != awaited:
            return None
        name = _class_name(shape.signature.returns)
        if name == "Self" or (not shape.signature.returns and not awaited and self._gives_self(function)):
            owner = self.of(node.func.value) if isinstance(node.func, ast.Attribute) else None
            return Value(owner.shape, "instance", owner.path, owner.exact) if owner is not None else None
        return self._named(name, shape.object_path)

    def _named(self, name: str, seen_from: str) -> Value | None:
        """An instance of the class that an annotation names."""
        if not name:
            return None
        place = seen_from
        while place := place.rpartition(".")[0]:
            found = self.project.shape(f"{place}.{name}")
            if found is not None:
                is_class = found.kind == "class" and not found.object_path.startswith(_ANYTHING)
                return Value(found, "instance", found.object_path, exact=False) if is_class else None
        return _builtin(name)


def _own(function: ast.FunctionDef) -> list[ast.AST]:
    """Return what stands in a function, and in no function inside it."""
    found: list[ast.AST] = []
    pending: list[ast.AST] = [*function.body]
    while pending:
        node = pending.pop()
        found.append(node)
        if type(node) not in SCOPES:
            pending += children(node)
    return found


def _handed(nodes: Sequence[ast.AST]) -> set[ast.AST]:
    """Return the parameters for which every call passes the variable of the same name: both hold one value."""
    functions = {
        node.name: node
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.decorator_list and node.args.args
    }
    if not functions:
        return set()
    called: dict[str, list[ast.Call]] = {}
    named = [node.id for node in nodes if isinstance(node, ast.Name)]
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
            called.setdefault(node.func.id, []).append(node)
    return {
        parameter
        for name, calls in called.items()
        if len(calls) == named.count(name)
        for index, parameter in enumerate(functions[name].args.args)
        if all(_passes(call, index, parameter.arg) for call in calls)
    }


def _passes(call: ast.Call, index: int, name: str) -> bool:
    """Return whether a call passes a variable for the parameter of its name."""
    given = [keyword.value for keyword in call.keywords if keyword.arg == name] or call.args[index : index + 1]
    before = call.args[: index + 1]
    return any(isinstance(one, ast.Name) and one.id == name for one in given) and not any(
        isinstance(one, ast.Starred) for one in before
    )


def _class_name(annotation: str) -> str:
    """The class that an annotation names, without what it holds; empty when it is none."""
    try:
        node = expression(annotation.strip("'\""))
    except NotPython:
        return ""
    return dotted(node.value if isinstance(node, ast.Subscript) else node)


@functools.cache
def _builtin(name: str) -> Value | None:
    class_ = getattr(builtins, name, None)
    if class_ not in _FOLLOWED:
        return None
    path = f"builtins.{name}"
    members = tuple(Shape(object_path=f"{path}.{member}", kind="function") for member in dir(class_))
    return Value(Shape(object_path=path, kind="class", members=members), "instance", path)


def _is_builtin(shape: Shape) -> bool:
    return shape.object_path.startswith("builtins.")
