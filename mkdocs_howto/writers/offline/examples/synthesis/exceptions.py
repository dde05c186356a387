"""How an exception is met: through what raises it, by its own message, or as a place to fill in."""

from __future__ import annotations

import ast
import builtins
import functools
from collections.abc import Callable, Iterator

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import Parameter, Shape, Signature
from mkdocs_howto.writers.offline.examples import results, state
from mkdocs_howto.writers.offline.examples.code import Code, Function
from mkdocs_howto.writers.offline.examples.synthesis.arguments import Arguments
from mkdocs_howto.writers.offline.examples.synthesis.calls import Calls
from mkdocs_howto.writers.offline.examples.synthesis.draft import Draft, variable_for
from mkdocs_howto.writers.offline.examples.synthesis.fitting import MESSAGES
from mkdocs_howto.writers.offline.examples.synthesis.instances import Instances
from mkdocs_howto.writers.offline.examples.synthesis.values import TEXT

_WARNINGS = {name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, Warning)}
"""Python's own classes of warnings."""
_UNCALLED = {"abstract", "async", "contextmanager", "generator", "property", "unimplemented"}
"""What an example does not call like any function."""
_EMPTY = {'"': '""', "[": "[]", "{": "{}"}
"""What is empty, by how a value begins."""


class Exceptions:
    """Writes examples of exceptions into drafts."""

    def __init__(self, arguments: Arguments, calls: Calls, instances: Instances) -> None:
        self._arguments = arguments
        self._calls = calls
        self._instances = instances
        self._project = arguments.project
        self._code = Code(arguments.block, arguments.project)

    def ways(self, shape: Shape, path: str) -> Iterator[Callable[[Draft], None]]:
        """The ways to show an exception, the most telling first."""
        raisers = self._project.raisers(shape.object_path)
        functions = [one for one in raisers if not set(one.labels) & _UNCALLED]
        if any(base in _WARNINGS for one in state.lineage(shape, self._project) for base in one.bases):
            yield functools.partial(self._warned, path=path)
        for function in functions:
            yield functools.partial(self._through, path=path, function=function)
        around = [functools.partial(self._around, path=path, function=function) for function in functions]
        by_hand = functools.partial(self._by_hand, shape=shape, path=path)
        # Only a message that the constructor makes itself says more than where the exception is to be expected.
        parameters = shape.signature.parameters if shape.signature is not None else ()
        takes_message = not parameters or parameters[0].name in MESSAGES
        yield from [*around, by_hand] if takes_message else [by_hand, *around]
        yield functools.partial(self._plainly, shape=shape, path=path)
        yield functools.partial(self._open, path=path)

    def _warned(self, draft: Draft, path: str) -> None:
        """Give a warning, and see it."""
        name = self._arguments.bring(draft, path)
        draft.imports["import warnings"] = None
        draft.setup.append(f"""with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always", {name})
    warnings.warn({_said(name)}, {name})""")
        draft.body.append("print(caught[0].message)")

    def _through(self, draft: Draft, path: str, function: Shape) -> None:
        """Call a function with something that it refuses."""
        found = self._code.function(function.object_path)
        refused = _refused(found.node, path.rpartition(".")[2]) if found is not None else {}
        signature = function.signature or Signature()
        if found is None or not refused:
            return
        name = self._arguments.bring(draft, path)
        owner = state.owner(function.object_path, self._project)
        if owner is not None:
            signature = Signature(signature.parameters[1:], signature.returns)
            if not state.is_ready(owner, self._project):
                return
        given = self._given(draft, signature, refused)
        called = self._called(draft, function, owner)
        if draft.open or given is None:
            return
        call = f"{called}({given})"
        use = call if (owner is not None and function.name == "__init__") or results.returns_nothing(found.node) else ""
        draft.body += ["try:", f"    {use or f'print({call})'}", f"except {name} as error:", "    print(error)"]

    def _around(self, draft: Draft, path: str, function: Shape) -> None:
        """Call a function that may raise it, and be ready for that."""
        owner = state.owner(function.object_path, self._project)
        if function.name.startswith("__") or (owner is not None and not state.is_ready(owner, self._project)):
            return
        name = self._arguments.bring(draft, path)
        called = self._called(draft, function, owner)
        if owner is None:
            self._calls.call(draft, function, called, function.signature or Signature())
        else:
            self._calls.on(draft, called.rpartition(".")[0], function, owner)
        lines = [f"    {row}" for text in draft.body for row in text.split("\n")]
        draft.body = [] if draft.open else ["try:", *lines, f"except {name} as error:", "    print(error)"]

    def _called(self, draft: Draft, function: Shape, owner: Shape | None) -> str:
        """How the example calls a function: by its name, of its class, or of an instance."""
        if owner is None:
            return self._arguments.bring(draft, function.object_path)
        class_name = self._arguments.bring(draft, owner.object_path)
        if function.name == "__init__":
            return class_name
        if {"classmethod", "staticmethod"} & set(function.labels):
            return f"{class_name}.{function.name}"
        return f"{self._instances.instance(draft, owner, class_name, owner.object_path)}.{function.name}"

    def _given(self, draft: Draft, signature: Signature, refused: dict[str, str]) -> str | None:
        """Arguments of which one is refused; `None` where a value for it is not known."""
        given: list[str] = []
        is_refused = False
        for parameter in signature.parameters:
            if not parameter.required and parameter.name not in refused:
                continue
            value = self._arguments.value(draft, parameter, "")
            if parameter.name in refused and not is_refused:
                value = refused[parameter.name] or _EMPTY.get(value[:1], "")
                is_refused = bool(value)
                if not value:
                    return None
            named = parameter.kind == "keyword-only" or (not parameter.required)
            given.append(f"{parameter.name}={value}" if named else value)
        return ", ".join(given) if is_refused else None

    def _by_hand(self, draft: Draft, shape: Shape, path: str) -> None:
        """Raise an exception whose own constructor makes its message."""
        constructor = state.members_of(shape, self._project).get("__init__")
        parameters = shape.signature.parameters if shape.signature is not None else ()
        if constructor is None or not parameters or parameters[0].kind == "variadic positional":
            return
        name = self._arguments.bring(draft, path)
        wanted = [parameter for parameter in parameters if parameter.required] or parameters[:1]
        given = ", ".join(self._part(draft, parameter, name) for parameter in wanted)
        if not draft.open:
            draft.body += ["try:", f"    raise {name}({given})", f"except {name} as error:", "    print(error)"]

    def _plainly(self, draft: Draft, shape: Shape, path: str) -> None:
        """Raise an exception that takes its message as Python's own do."""
        if "__init__" in state.members_of(shape, self._project):
            return
        name = self._arguments.bring(draft, path)
        draft.body += ["try:", f"    raise {name}({_said(name)})", f"except {name} as error:", "    print(error)"]

    def _part(self, draft: Draft, parameter: Parameter, name: str) -> str:
        """An argument of an exception; its message says what its name says."""
        value = _said(name)
        if parameter.name not in MESSAGES:
            value = self._arguments.value(draft, parameter, "__init__")
        if value == TEXT:
            value = f'"{parameter.name.strip("_").replace("_", " ")}"'  # Which tells it from what stands beside it.
        return f"{parameter.name}={value}" if parameter.kind == "keyword-only" else value

    def _open(self, draft: Draft, path: str) -> None:
        draft.open = True
        name = self._arguments.bring(draft, path)
        draft.body += ["try:", f"    ...  # code that may raise {name}", f"except {name} as error:", "    print(error)"]


def _said(name: str) -> str:
    """What an exception says: the words of its name."""
    return f'"{variable_for(name.rpartition(".")[2]).strip("_").replace("_", " ")}"'


def _refused(function: Function, name: str) -> dict[str, str]:
    """Parameters with a value for which a function raises an exception; no value means an empty one."""
    found: dict[str, str] = {}
    parameters = {argument.arg for argument in results.parameters(function)}
    for node in function.body:
        match node:
            case ast.If(test=test, body=[ast.Raise(exc=raised)]) if raised is not None and _is_of(raised, name):
                found |= {key: value for key, value in _failing(test).items() if key in parameters}
    return found


def _is_of(raised: ast.expr, name: str) -> bool:
    written = dotted(raised.func if isinstance(raised, ast.Call) else raised)
    return written.rpartition(".")[2] == name


def _failing(test: ast.expr) -> dict[str, str]:
    """A variable with a value for which a condition holds."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name)):
            return {name: ""}
        case ast.UnaryOp(
            op=ast.Not(),
            operand=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="startswith"), args=[ast.Constant()]),
        ):
            return {name: '"example"'}
        case ast.Compare(left=ast.Name(id=name), ops=[operator], comparators=[ast.Constant(value=int() as limit)]):
            if isinstance(operator, ast.Lt | ast.LtE):
                return {name: str(limit - 1)}
            if isinstance(operator, ast.Gt | ast.GtE):
                return {name: str(limit + 1)}
        case ast.BoolOp(op=ast.Or(), values=[first, *_]):
            return _failing(first)
    return {}
