"""Functions that take a function or give one back: decorators and factories."""

from __future__ import annotations

import ast

from mkdocs_howto.section import Parameter, Shape, Signature
from mkdocs_howto.writers.offline.examples import results
from mkdocs_howto.writers.offline.examples.arguments import Arguments
from mkdocs_howto.writers.offline.examples.draft import Draft
from mkdocs_howto.writers.offline.examples.hints import of_expression

_FUNCTIONS = {"func", "fn", "f", "function", "wrapped", "callable", "method", "user_function"}
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Functions:
    """Shows such functions by what they are for: one is decorated, or the one given back is called."""

    def __init__(self, arguments: Arguments) -> None:
        self._arguments = arguments

    def decorator(self, draft: Draft, shape: Shape, function: _Function, inner: _Function, path: str) -> None:
        """Something that takes or makes a function and gives one back."""
        name = self._arguments.bring(draft, path)
        signature = shape.signature or Signature()
        required = [parameter for parameter in signature.parameters if parameter.required]
        takes_function = results.is_called(inner, {parameter.name for parameter in signature.parameters})
        if takes_function and len(required) == 1 and takes_function == required[0].name:
            mark = f"@{name}"
        elif results.returned_function(inner) is not None or takes_function == "":
            mark = f"@{name}({self._arguments.given(draft, signature, shape.name)})"
        else:
            return
        parameters = [argument.arg for argument in inner.args.args]
        if not takes_function and results.returned_function(inner) is None and len(parameters) != 1:
            return
        if not takes_function and results.returned_function(inner) is None:
            value = self._arguments.supply(draft).value(Parameter(parameters[0], "positional or keyword"), {})
            if value is None:
                return
            variable = "apply" if name != "apply" else "applied"
            draft.setup.append(f"{variable} = {mark.removeprefix('@')}")
            draft.body.append(f"print({variable}({value}))")
            return
        draft.definitions += [mark, "def greet(name):", '    return f"Hello, {name}"']
        draft.body.append('print(greet("Ada"))')

    def factory(self, draft: Draft, shape: Shape, taken: ast.Lambda, path: str) -> None:
        """A function that gives back a function: that one is called, too."""
        hints = of_expression(taken)
        values = [
            self._arguments.supply(draft).value(Parameter(argument.arg, "positional or keyword"), hints)
            for argument in taken.args.args
        ]
        name = self._arguments.bring(draft, path)
        given = self._arguments.passed(draft, shape)
        if all(value is not None for value in values) and not taken.args.vararg:
            variable = _result_name(shape.name)
            draft.setup.append(f"{variable} = {name}({given})")
            draft.body.append(f"print({variable}({', '.join(filter(None, values))}))")

    def as_decorator(self, draft: Draft, shape: Shape, path: str) -> None:
        """A decorator, as its docstring calls it."""
        name = self._arguments.bring(draft, path)
        signature = shape.signature or Signature()
        required = [parameter for parameter in signature.parameters if parameter.required]
        takes_function = len(required) == 1 and required[0].name in _FUNCTIONS
        given = self._arguments.passed(draft, shape)
        draft.definitions += [f"@{name}" if takes_function else f"@{name}({given})"]
        draft.definitions += ["def greet(name):", '    return f"Hello, {name}"']
        draft.body.append('print(greet("Ada"))')


def _result_name(name: str) -> str:
    return "function" if name != "function" else "made"
