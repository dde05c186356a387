"""Recipes for functions: what is called, and what of it is shown."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import Parameter, Shape
from mkdocs_howto.syntax import expression, parsed, walk
from mkdocs_howto.writers.offline.examples import results, state
from mkdocs_howto.writers.offline.examples.outcomes import Given, Outcome
from mkdocs_howto.writers.offline.examples.planning.choosing import choose
from mkdocs_howto.writers.offline.examples.planning.kinds import Annotations
from mkdocs_howto.writers.offline.examples.planning.maker import MOST_LEFT_OUT, Maker, optional_parameters
from mkdocs_howto.writers.offline.examples.planning.observed import Observed
from mkdocs_howto.writers.offline.examples.planning.plan import Call, Do, Draft, Enter, Loop, Make, Show
from mkdocs_howto.writers.offline.examples.planning.values import attribute, call, name, variable_for, words_of, written

_MOST_CALLS = 3
"""Observed calls that are tried."""
_LONGEST_SHOWN = 76
"""Characters of a call that is printed as it stands."""
_VERBS = {
    "get", "find", "make", "create", "build", "load", "read", "parse", "compute", "calculate", "to", "from", "as",
    "fetch", "generate", "iter", "list", "split", "count", "convert", "format", "render", "is", "has", "can", "run",
    "do", "new", "open", "extract", "filter", "sort", "resolve", "lookup", "select", "return",
}  # fmt: skip
_DECORATED = {
    "func",
    "function",
    "fn",
    "f",
    "method",
    "wrapped",
    "callable",
    "callback",
    "user_function",
    "meth",
    "fun",
    "_func",
}
"""Names of what decorators decorate."""
_COMMAND_LINE = re.compile(r"\bparse_(?:known_)?args\(|\bsys\.argv\b")
_PLAIN_FUNCTION = "def greet(name):\n    return f'Hello, {name}'"
_COROUTINE = f"async {_PLAIN_FUNCTION}"


class Functions:
    """Makes plans that call functions and methods."""

    def __init__(self, maker: Maker) -> None:
        """Begin with none.

        Args:
            maker: Makes the calls.
        """
        self.maker = maker

    def plans(self, shape: Shape, path: str) -> Iterator[Draft]:
        """Yield the ways to call a function of a module, the most trusted first.

        Args:
            shape: The function.
            path: Where it is imported from.
        """
        found = self.maker.code.function(shape.object_path)
        if found is not None and _COMMAND_LINE.search(found.source) and not results.parameters(found.node):
            return  # It reads the command line of the program that calls it.
        if results.is_decorator(shape) or self._is_decorator(shape):
            if self._keeps_callable(shape):
                yield from self._decorating(shape, path)
            return
        for observed in [*self.maker.observed(shape)[:_MOST_CALLS], None]:
            draft = Draft("call of a function")
            callee = self.maker.bring(draft, path)
            if self.use(draft, callee, shape, bound=False, observed=observed):
                yield draft

    def use(
        self, draft: Draft, callee: ast.expr, shape: Shape, *, bound: bool, observed: Observed | None = None
    ) -> bool:
        """Add the call of a function or method and what shows its result; return whether something is shown.

        Args:
            draft: The example.
            callee: What is called.
            shape: Its shape.
            bound: Whether its first parameter is the object that it is called on.
            observed: A call of the project whose arguments are taken.
        """
        draft.covers.append(shape.name)
        made = self.maker.call(draft, callee, shape, bound=bound, call=observed)
        if not made.args and not made.keywords and optional_parameters(shape) > MOST_LEFT_OUT:
            return False  # What it is for is in the arguments that are left out.
        labels = set(shape.labels)
        found = self.maker.code.function(shape.object_path)
        outcome = self.maker.outcomes.of(found) if found is not None else Outcome()
        if "contextmanager" in labels:
            return self._entered(draft, made, shape, is_async="async" in labels)
        if "generator" in labels:
            endless = found is not None and results.is_endless(found.node)
            is_nested = outcome.kind == "groups"
            return self._looped(draft, made, shape, is_async="async" in labels, endless=endless, is_nested=is_nested)
        whole: ast.expr = ast.Await(made) if "async" in labels else made
        if outcome.kind == "function" and outcome.given is not None and "async" not in labels:
            return self._given(draft, made, shape, outcome.given)
        if outcome.kind == "lazies":
            return self._unpacked(draft, made, outcome.count)
        if outcome.kind in {"lazy", "groups"}:
            endless = found is not None and results.is_endless(found.node)
            is_nested = outcome.kind == "groups"
            return self._looped(draft, made, shape, is_async=False, endless=endless, is_nested=is_nested)
        if not self.gives_something(shape):
            return self._done(draft, whole, made, shape)
        return self._shown(draft, whole, shape, outcome)

    def gives_something(self, shape: Shape) -> bool:
        """Return whether a function is called for what it gives back."""
        returns = shape.signature.returns if shape.signature is not None else ""
        if returns:
            return returns not in {"None", "NoReturn", "Never"}
        found = self.maker.code.function(shape.object_path)
        return found is None or not results.returns_nothing(found.node)

    def _entered(self, draft: Draft, made: ast.Call, shape: Shape, *, is_async: bool) -> bool:
        found = self.maker.code.function(shape.object_path)
        given, shown = results.handed(found.node) if found is not None else ("value", "print(value)")
        if found is not None and results.files_read(found.node):
            shown = f"print({given}.read())"
        body = Do(parsed(shown.replace("Hello", "green tea")).body[0])
        draft.add(Enter(made, draft.variable(given) if given else "", (body,), is_async))
        return True

    def _looped(
        self, draft: Draft, made: ast.expr, shape: Shape, *, is_async: bool, endless: bool, is_nested: bool = False
    ) -> bool:
        if endless and not is_async:
            draft.imports["from itertools import islice"] = None
            made = call(name("islice"), made, ast.Constant(3))
        variable = draft.variable(_item_of(shape.name))
        shown: ast.expr = call(name("list"), name(variable)) if is_nested else self._readable_item(shape, variable)
        draft.add(Loop(variable, made, (Show((shown,)),), is_async))
        return True

    def _readable_item(self, shape: Shape, variable: str) -> ast.expr:
        """Return what shows one of several results: of an object that prints its address, what it holds."""
        module = shape.object_path.rpartition(".")[0]
        returns = shape.signature.returns if shape.signature is not None else ""
        found = Annotations(lambda written: self.maker.slots.find(module, written)).wanted(returns)
        path = found[0].items[0].path if found and found[0].items else ""
        given = self.maker.project.shape(path) if path else None
        text = state.readable(given, self.maker.project, variable) if given is not None else variable
        return expression(text or variable)

    def _done(self, draft: Draft, whole: ast.expr, made: ast.Call, shape: Shape) -> bool:
        """Add a call that gives nothing back, and what shows its effect."""
        found = self.maker.code.function(shape.object_path)
        match made.func:
            case ast.Attribute(value=ast.Name() as receiver) if found is not None:
                owner = state.owner(shape.object_path, self.maker.project)
                draft.add(Call(whole))
                if owner is not None and "classmethod" not in shape.labels and "staticmethod" not in shape.labels:
                    text = state.changed(owner, found.node, self.maker.project, receiver.id)
                    if text and (text != receiver.id or self._is_telling(owner)):
                        draft.add(Show((expression(text),)))
                        return True
                return self._shows_argument(draft, made, found.node)
        draft.add(Call(whole))
        return found is not None and (self._shows_argument(draft, made, found.node) or _prints(found.node))

    def _is_telling(self, owner: Shape) -> bool:
        return state.readable(owner, self.maker.project, "it") == "it"

    def _shows_argument(self, draft: Draft, made: ast.Call, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """Show an argument that a function changes, or writes to."""
        written_to = results.written(function)
        plain = [one.arg for one in results.parameters(function) if one.arg not in {"self", "cls"}]
        for parameter, passed in zip(plain, made.args, strict=False):
            argument = passed
            is_changed = results.changes_arguments(function) and argument is made.args[0]
            if not (parameter in written_to or is_changed):
                continue
            if not isinstance(argument, ast.Name):
                if not isinstance(argument, ast.List | ast.Dict | ast.Set):
                    continue
                variable = draft.variable(parameter)
                draft.nodes.insert(-1, Make(variable, argument))
                made.args[made.args.index(argument)] = name(variable)
                argument = name(variable)
            is_stream = any(isinstance(one, Make) and one.variable == argument.id and "StringIO" in written(one.value)
                            for one in draft.nodes)  # fmt: skip
            draft.add(Show((call(attribute(argument, "getvalue")) if is_stream else argument,)))
            return True
        return False

    def _unpacked(self, draft: Draft, made: ast.expr, count: int) -> bool:
        """Show each of several lazy results."""
        variables = [draft.variable(one) for one in ("first", "second", "third", "fourth")[:count]]
        target = ast.Tuple([ast.Name(one, ast.Store()) for one in variables], ast.Store())
        draft.add(Do(ast.Assign([target], made, lineno=1)))
        draft.add(Show(tuple(call(name("list"), name(one)) for one in variables)))
        return len(variables) == count

    def _shown(self, draft: Draft, whole: ast.expr, shape: Shape, outcome: Outcome) -> bool:
        """Show a result: an instance of a class by what it holds."""
        project, module = self.maker.project, shape.object_path.rpartition(".")[0]
        returns = shape.signature.returns if shape.signature is not None else ""
        given = project.shape(outcome.path) if outcome.kind == "instance" else None
        given = given or self._declared(returns, module)
        if given is not None and "__aenter__" in state.members_of(given, project):
            return False  # Its attributes say nothing before it is entered.
        if given is not None and (text := state.readable(given, project, "result")) not in {"result", ""}:
            variable = draft.variable(variable_for(given.name))
            draft.add(Make(variable, whole))
            text = state.readable(given, project, variable)
            draft.add(Show((expression(text),)))
            return True
        if len(written(whole)) > _LONGEST_SHOWN or any(isinstance(one, ast.Lambda) for one in _arguments(whole)):
            variable = draft.variable(_result_of(shape.name))
            draft.add(Make(variable, whole), Show((name(variable),)))
        else:
            draft.add(Show((whole,)))
        return True

    def _declared(self, returns: str, module: str) -> Shape | None:
        """Return the class of the package that a function is declared to give, if that is all it gives."""
        found = Annotations(lambda written: self.maker.slots.find(module, written)).wanted(returns)
        path = found[0].path if len(found) == 1 else ""
        is_own = path.partition(".")[0] == self.maker.importable.package
        return self.maker.project.shape(path) if path and is_own else None

    def _given(self, draft: Draft, made: ast.Call, shape: Shape, given: Given) -> bool:
        """Call the function that a function gives back."""
        variable = draft.variable("function")
        draft.add(Make(variable, made))
        if not given.wanted and given.node.args.vararg is not None:
            return False  # What it takes depends on the functions that it was made of.
        slots = [
            self.maker.slots.slot(Parameter(one.arg, "positional or keyword"), shape, None) for one in given.wanted[:3]
        ]
        proposals = {slot.name: self.maker.proposals(slot) for slot in slots}
        choices = choose(slots, proposals)
        if any(one.proposal is None for one in choices):
            return False
        values = [one.proposal.value for one in choices if one.proposal is not None]
        draft.weights += [one.proposal.weight - 10 for one in choices if one.proposal is not None]
        draft.reasons += [one.reason for one in choices]
        draft.add(Show((ast.Call(name(variable), [value.node for value in values], []),)))
        return True

    def _is_decorator(self, shape: Shape) -> bool:
        found = self.maker.code.function(shape.object_path)
        outcome = self.maker.outcomes.of(found) if found is not None else Outcome()
        if outcome.kind != "function" or outcome.given is None or found is None:
            return False
        return self._decorated(shape) != "" or _takes_function(outcome.given)

    def _keeps_callable(self, shape: Shape) -> bool:
        """Return whether a decorated function is called as before: a wrapper calls it, or it is returned itself."""
        found = self.maker.code.function(shape.object_path)
        outcome = self.maker.outcomes.of(found) if found is not None else Outcome()
        functions = [found.node] if found is not None else []
        functions += [outcome.given.outer.node] if outcome.given is not None else []
        return any(_is_call_or_return_of_decorated(node) for function in functions for node in walk(function))

    def _decorated(self, shape: Shape) -> str:
        """Return the first parameter of a decorator that is written without a call."""
        found = self.maker.code.function(shape.object_path)
        if found is not None and any(_is_partial(one) for one in walk(found.node)):
            return ""  # What `partial` gives takes the function later.
        parameters = shape.signature.parameters if shape.signature is not None else ()
        first = parameters[0] if parameters else None
        is_first = first is not None and first.name.lstrip("_") in _DECORATED and first.required
        return first.name if is_first and first is not None and not any(one.required for one in parameters[1:]) else ""

    def _decorating(self, shape: Shape, path: str) -> Iterator[Draft]:
        """Yield a function that is decorated and then called."""
        for observed in [*self.maker.observed(shape)[:1], None]:
            draft = Draft("decorated function")
            decorator = self.maker.bring(draft, path)
            bare = self.maker.code.function(shape.object_path)
            if not self._decorated(shape) and not (bare is not None and results.is_bare_decorator(bare.node)):
                decorator = self.maker.call(draft, decorator, shape, bound=False, call=observed)
            found = self.maker.code.function(shape.object_path)
            outcome = self.maker.outcomes.of(found) if found is not None else Outcome()
            inner = outcome.given.node if outcome.given is not None else None
            awaits = isinstance(inner, ast.AsyncFunctionDef) or (
                found is not None and any(isinstance(one, ast.AsyncFunctionDef) for one in walk(found.node))
                and not any(isinstance(one, ast.FunctionDef) for one in found.node.body)
            )  # fmt: skip
            function = parsed(_COROUTINE if awaits else _PLAIN_FUNCTION).body[0]
            assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            kind = ast.AsyncFunctionDef if awaits else ast.FunctionDef
            defined = kind(function.name, function.args, function.body, [decorator], lineno=1)
            used: ast.expr = expression('greet("Ada")')
            draft.covers.append(shape.name)
            draft.weights.append(60)
            draft.add(Do(defined), Show((ast.Await(used) if awaits else used,)))
            yield draft


def _is_call_or_return_of_decorated(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=used)) | ast.Return(value=ast.Name(id=used)):
            return used in _DECORATED
    return False


def _is_partial(node: ast.AST) -> bool:
    return isinstance(node, ast.Return) and isinstance(node.value, ast.Call) and dotted(node.value.func) == "partial"


def _takes_function(given: Given) -> bool:
    wanted = given.wanted
    return len(wanted) == 1 and wanted[0].arg.lstrip("_") in _DECORATED


def _arguments(node: ast.expr) -> list[ast.expr]:
    inner = node.value if isinstance(node, ast.Await) else node
    return inner.args if isinstance(inner, ast.Call) else []


def _prints(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a function prints something itself."""
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
        for node in results.own_nodes(function)
    )


def _result_of(function: str) -> str:
    """Return the name of a variable for what a function gives: `user` for `get_user`."""
    words = [word for word in words_of(function) if word not in _VERBS]
    return words[-1] if words and len(words[-1]) > 2 and len(words_of(function)) > len(words) else "result"


def _item_of(function: str) -> str:
    """Return the name of a variable for one item: `line` for `read_lines`."""
    words = words_of(function)
    last = words[-1] if words else ""
    if re.fullmatch(r"[a-z]{3,}[^su]s", last) and last not in _VERBS:
        if last.endswith(("ches", "shes", "xes", "sses")):
            return last[:-2]
        return last[:-3] + "y" if last.endswith("ies") else last[:-1]
    return "item"
