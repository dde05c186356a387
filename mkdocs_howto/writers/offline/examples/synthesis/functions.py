"""Functions that take a function or give one back: decorators and factories."""

from __future__ import annotations

import ast
import re

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import Parameter, Shape, Signature
from mkdocs_howto.syntax import unparsed, walk
from mkdocs_howto.writers.offline.examples import results, state
from mkdocs_howto.writers.offline.examples.code import Found, Function
from mkdocs_howto.writers.offline.examples.hints import Hints, of_body, of_expression
from mkdocs_howto.writers.offline.examples.outcomes import Given, Outcomes
from mkdocs_howto.writers.offline.examples.synthesis import retries
from mkdocs_howto.writers.offline.examples.synthesis.arguments import Arguments
from mkdocs_howto.writers.offline.examples.synthesis.draft import Draft, variable_for

_FUNCTIONS = {
    "func", "fn", "f", "function", "wrapped", "callable", "method", "user_function", "fget", "getter", "wrapper",
}  # fmt: skip
"""Names of parameters that take the function to be decorated."""
_OF_METHOD = re.compile(r"method$")
"""Names of decorators that are for methods."""
_SORTING = re.compile(r"(?:^|_)(?:sort_?)?key(?:_?gen)?$")
"""Names of functions that give a key to sort by."""
_KEEPING = re.compile(r"cache|memo|once|throttle|debounce")
"""Names of decorators that keep a result, or a second call from being made: that shows that nothing is done again."""
_PARTIAL = "pow, 2"
"""A function with its first argument, for what fills in arguments."""


class Functions:
    """Shows such functions by what they are for: one is decorated, or the one given back is called."""

    def __init__(self, arguments: Arguments, outcomes: Outcomes) -> None:
        self._arguments = arguments
        self._outcomes = outcomes

    def returned(self, draft: Draft, shape: Shape, signature: Signature, given: Given, name: str) -> None:
        """Something that gives back a function.

        Args:
            draft: Takes the example.
            shape: What gives the function back.
            signature: What has to be passed to it.
            given: The function that is given back.
            name: How the example calls what gives it back.
        """
        if _decorates_at_once(signature, given):
            if not _adds_arguments(given.node) and not _reads(given.node, "self"):
                self._decorated(draft, name, signature)
        elif self._is_decorator(given):
            passed = self._arguments.real(shape, draft)
            if not passed and any(parameter.required for parameter in signature.parameters):
                passed = self._arguments.given(draft, signature, shape.name)
            self._decorated(draft, f"{name}({passed})", signature, self._made(given))
        elif not any(_is_made_by_parameter(given, value) for value in _returns(given)):
            self._called(draft, shape, signature, given, name)

    def as_decorator(self, draft: Draft, shape: Shape, path: str) -> None:
        """A decorator, as its docstring calls it."""
        name = self._arguments.bring(draft, path)
        signature = shape.signature or Signature()
        required = [parameter for parameter in signature.parameters if parameter.required]
        is_factory = "decorator factory" in shape.summary.lower()
        takes_function = len(required) == 1 and required[0].name in _FUNCTIONS and not is_factory
        mark = name if takes_function else f"{name}({self._arguments.passed(draft, shape)})"
        self._decorated(draft, mark, signature)

    def made_decorator(self, draft: Draft, shape: Shape, path: str) -> None:
        """What another decorator makes a decorator of: that passes the function, or its call, as the first argument."""
        name = self._arguments.bring(draft, path)
        others = Signature((shape.signature or Signature()).parameters[1:])
        given = self._arguments.given(draft, others, shape.name)
        self._decorated(draft, f"{name}({given})" if given else name, others)

    def bare(self, draft: Draft, shape: Shape, path: str) -> None:
        """A decorator that is applied without parentheses."""
        returned = shape.signature.returns if shape.signature is not None else ""
        words = re.findall(r"[A-Za-z_]\w+", returned)
        found = [self._arguments.project.shape(f"{path.rpartition('.')[0]}.{word}") for word in words]
        own = next((one for one in found if one is not None and one.kind == "class"), None)
        self._decorated(draft, self._arguments.bring(draft, path), shape.signature or Signature(), own)

    def descriptor(self, draft: Draft, path: str) -> None:
        """A class whose instances stand for an attribute: it decorates a method."""
        name = self._arguments.bring(draft, path)
        keeps = _KEEPING.search(name) is not None
        draft.definitions += [
            "class Page:",
            f"    @{name}",
            "    def title(self):",
            *(['        print("worked out")'] if keeps else []),
            '        return "A Small Title"',
        ]
        if keeps:
            draft.setup.append("page = Page()")
        draft.body += ["print(page.title)"] * 2 if keeps else ["print(Page().title)"]

    def wrapping(self, draft: Draft, shape: Shape, path: str) -> None:
        """A class whose objects are called as the function that they are made with."""
        name = self._arguments.bring(draft, path)
        keeps = _KEEPING.search(name.lower()) is not None
        draft.definitions += _greeting(keeps=keeps)
        others = Signature((shape.signature or Signature()).parameters[1:])
        given = self._arguments.given(draft, others, "__init__", owner=path)
        variable = variable_for(name)
        draft.setup.append(f"{variable} = {name}({', '.join(filter(None, ['greet', given]))})")
        draft.body += [f'print({variable}("Ada"))'] * (1 + keeps)

    def part_of_method(self, draft: Draft, path: str) -> None:
        """A class whose instances fill in arguments of a method, where its class is defined."""
        draft.definitions += [
            "class Page:",
            "    def titled(self, title, mark):",
            '        return f"{mark} {title} {mark}"',
            "",
            f'    starred = {self._arguments.bring(draft, path)}(titled, mark="*")',
        ]
        draft.body.append('print(Page().starred("A Small Title"))')

    def _made(self, given: Given) -> Shape | None:
        """The class of what a decorator makes of a function, if its annotation names one of the package's."""
        returned = getattr(given.node, "returns", None)
        written = dotted(returned) if returned is not None else ""
        path = self._arguments.block.names.get(written) or f"{given.outer.module}.{written}"
        found = self._arguments.project.shape(path) if written else None
        return found if found is not None and found.kind == "class" else None

    def _decorated(self, draft: Draft, mark: str, signature: Signature, made: Shape | None = None) -> None:
        if draft.setup:  # What is passed to the decorator is made before.
            draft.definitions += [*draft.setup, "", ""]
            draft.setup.clear()
        name = mark.partition("(")[0]
        keeps = _KEEPING.search(name) is not None
        if _OF_METHOD.search(name) and made is None:
            self._decorated_method(draft, mark, keeps=keeps)
            return
        if made is None and (raised := retries.raised(mark, signature)):
            failing = [row.format(raised) for row in retries.EXAMPLE]
            draft.definitions += ["attempts = []", "", "", f"@{mark}", *failing]
            draft.body += ["print(connect())", "print(len(attempts))"]
            return
        draft.definitions += [f"@{mark}", *_greeting(keeps=keeps)]
        if made is None:
            draft.body += ['print(greet("Ada"))'] * (1 + keeps)
        elif shown := state.readable(made, self._arguments.project, "greet"):
            draft.body.append(f"print({shown})")

    def _decorated_method(self, draft: Draft, mark: str, *, keeps: bool) -> None:
        """What decorates a method, where its class is defined, with the attributes that the mark reads."""
        read = dict.fromkeys(re.findall(r"\bself\.(\w+)", mark))
        rows = [f"        self.{name} = {{}}" for name in read]
        draft.definitions += [
            "class Page:",
            *(["    def __init__(self):", *rows, ""] if rows else []),
            f"    @{mark}",
            "    def greet(self, name):",
            *(['        print("worked out")'] if keeps else []),
            '        return f"Hello, {name}"',
        ]
        draft.setup.append("page = Page()")
        draft.body += ['print(page.greet("Ada"))'] * (1 + keeps)

    def _is_decorator(self, given: Given) -> bool:
        """Whether a function takes another one and gives back one."""
        names = [argument.arg for argument in given.wanted]
        if isinstance(given.node, ast.Lambda) or len(names) != 1 or given.node.args.vararg:
            return False
        values = results.returns(given.node)
        calls_it = any(isinstance(value, ast.Call) and dotted(value.func) == names[0] for value in values)
        is_nested = results.returned_function(given.node) is not None
        if any(_is_made_by_parameter(given, value) for value in values) and self._made(given) is None:
            return False
        return is_nested or (names[0] in _FUNCTIONS and bool(values) and not calls_it)

    def _called(self, draft: Draft, shape: Shape, signature: Signature, given: Given, name: str) -> None:
        """Keep the function that is given back, and call it."""
        before = (list(draft.setup), draft.source, draft.open)
        passed = self._arguments.real(shape, draft)
        if not passed and _fills_in(signature, given):
            passed = _PARTIAL
        passed = passed or self._arguments.given(draft, signature, shape.name)
        values = "3" if passed == _PARTIAL else self._values(draft, given, passed)
        if values is None or _only_raises(given.node):
            draft.setup, draft.source, draft.open = before
            return
        variable = "function" if name != "function" else "made"
        draft.setup.append(f"{variable} = {name}({passed})")
        if _SORTING.search(name):
            draft.body.append(f'print(sorted(["b10", "b9", "a2"], key={variable}))')
            return
        outcome = self._outcomes.of_given(given)
        form = "print(list({}))" if outcome.kind == "lazy" else "print({})"
        draft.body.append(form.format(f"{variable}({values})"))

    def _values(self, draft: Draft, given: Given, passed: str) -> str | None:
        """Arguments for the function that is given back; `None` when nothing tells any."""
        node = given.node
        if node.args.vararg and not _reads(node, node.args.vararg.arg):
            return ""
        wanted = given.wanted
        if not wanted:
            return _fitting(passed) if node.args.vararg or len(node.args.args) > given.bound else ""
        hints = _hints(node, given.outer)
        supply = self._arguments.supply(draft)
        returned = given.outer.node.returns
        declared = supply.takes(unparsed(returned)) if returned is not None else []
        declared = declared if len(declared) == len(wanted) else [""] * len(wanted)
        values: list[str] = []
        for argument, annotation in zip(wanted, declared, strict=True):
            kinds = set(hints.get(argument.arg, Hints()).kinds)
            value = _matching(passed) if kinds <= {"text", "object"} else None
            value = value or supply.value(_parameter(argument, annotation), hints)
            value = value or (_fitting(passed) if len(wanted) == 1 else None)
            if value is None:
                return None
            values.append(value)
        return ", ".join(values)


def is_wrapping(shape: Shape) -> bool:
    """Whether a class is made with a function, and its objects take whatever that does."""
    parameters = shape.signature.parameters if shape.signature is not None else ()
    call = shape.member("__call__")
    taken = call.signature.parameters[1:] if call is not None and call.signature is not None else ()
    passes_on = bool(taken) and all(one.kind.startswith("variadic") for one in taken)
    return passes_on and bool(parameters) and parameters[0].required and parameters[0].name in _FUNCTIONS


def _greeting(*, keeps: bool) -> list[str]:
    """The function that examples decorate or wrap."""
    return ["def greet(name):", *(['    print("worked out")'] if keeps else []), '    return f"Hello, {name}"']


def is_descriptor(shape: Shape) -> bool:
    """Whether a class is made to decorate a method, whose result is read as an attribute."""
    first = next(iter(shape.signature.parameters if shape.signature is not None else ()), None)
    return first is not None and first.name in _FUNCTIONS and shape.member("__get__") is not None


def _decorates_at_once(signature: Signature, given: Given) -> bool:
    """Whether all that is passed is the function that the one given back calls."""
    required = [parameter for parameter in signature.parameters if parameter.required]
    if len(required) != 1 or any(parameter.kind.startswith("variadic") for parameter in signature.parameters):
        return False
    name = required[0].name
    wraps = given.node.args.vararg is not None or getattr(given.node, "decorator_list", [])
    calls = results.is_called(given.node, {name}) == name
    return name not in {"pred", "predicate", "key"} and bool(wraps) and (calls or name in _FUNCTIONS)


def _returns(given: Given) -> list[ast.expr]:
    return [given.node.body] if isinstance(given.node, ast.Lambda) else results.returns(given.node)


def _is_made_by_parameter(given: Given, value: ast.expr) -> bool:
    """Whether a result is what a class or function gives that was passed in: nothing is known of it."""
    if isinstance(given.node, ast.Lambda) or not isinstance(value, ast.Name):
        return False
    outside = {argument.arg for argument in results.parameters(given.outer.node)}
    return any(
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and dotted(node.value.func) in outside
        and any(isinstance(target, ast.Name) and target.id == value.id for target in node.targets)
        for node in results.own_nodes(given.node)
    )


def _adds_arguments(node: Function | ast.Lambda) -> bool:
    """Whether a function calls another one with more than it was given itself."""
    for inner in walk(node):
        match inner:
            case ast.Call(func=ast.Name(id=name), args=[first, ast.Starred(), *_]) if name in _FUNCTIONS:
                return not (isinstance(first, ast.Name) and first.id in {"self", "cls"})
    return False


def _fills_in(signature: Signature, given: Given) -> bool:
    """Whether arguments that are passed beside a function are kept for its calls."""
    match signature.parameters:
        case [first, second, *_] if first.required and second.kind == "variadic positional":
            return given.node.args.vararg is not None and _reads(given.node, second.name)
    return False


def _only_raises(node: Function | ast.Lambda) -> bool:
    """Whether a function ends in an exception whatever it is given."""
    if isinstance(node, ast.Lambda) or results.returns(node):
        return False
    return any(isinstance(inner, ast.Raise) for inner in results.own_nodes(node))


def _reads(node: Function | ast.Lambda, name: str) -> bool:
    return any(isinstance(inner, ast.Name) and inner.id == name for inner in walk(node))


def _hints(node: Function | ast.Lambda, outer: Found) -> dict[str, Hints]:
    return of_expression(node) if isinstance(node, ast.Lambda) else of_body(node, outer.source)


def _parameter(argument: ast.arg, declared: str) -> Parameter:
    annotation = unparsed(argument.annotation) if argument.annotation else declared
    return Parameter(argument.arg, "positional or keyword", annotation)


def _matching(passed: str) -> str | None:
    """Text in which a pattern that was passed is found."""
    return '"12 apples"' if r"\d" in passed else None


def _fitting(passed: str) -> str | None:
    """An argument for functions that were passed."""
    if "item > 1" in passed:
        return "3"
    return '"Hello, world"' if {"str", "len"} & set(passed.split(", ")) else None
