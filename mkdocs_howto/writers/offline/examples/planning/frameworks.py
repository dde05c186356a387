"""Recipes for functions that a framework calls: commands, routes and fixtures."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from mkdocs_howto.section import Shape
from mkdocs_howto.syntax import NotPython, expression, last_name, literal_value
from mkdocs_howto.writers.offline.examples.planning.choosing import Choice
from mkdocs_howto.writers.offline.examples.planning.maker import Maker
from mkdocs_howto.writers.offline.examples.planning.plan import Do, Draft, Make, Show
from mkdocs_howto.writers.offline.examples.planning.proposals import value_of_key
from mkdocs_howto.writers.offline.examples.planning.values import attribute, call, name, written

_COMMANDS = {"command", "group"}
_METHODS = {"get", "post", "put", "patch", "delete", "route"}
_HOLE = re.compile(r"[{<](?:\w+:)?(?P<name>\w+)(?::\w+)?[}>]")
_CLIENTS = {
    "FastAPI": "from fastapi.testclient import TestClient",
    "APIRouter": "",
    "Starlette": "from starlette.testclient import TestClient",
}
"""Applications, with the import of the client that asks them without a server."""


class Frameworks:
    """Makes plans that use a function through the framework that calls it."""

    def __init__(self, maker: Maker) -> None:
        """Begin with none.

        Args:
            maker: Imports objects and chooses values.
        """
        self.maker = maker

    def plans(self, shape: Shape, path: str) -> Iterator[Draft]:
        """Yield the use of a registered function.

        Args:
            shape: The function.
            path: Where it is imported from.
        """
        decorators = [node for text in shape.decorators if (node := _parsed(text)) is not None]
        for node in decorators:
            called = last_name(node)
            if called in _COMMANDS:
                yield from self._command(shape, path, decorators)
            elif called == "fixture":
                yield self._fixture(shape, path)
            elif called in _METHODS and isinstance(node, ast.Call):
                yield from self._route(shape, path, node, called)

    def _command(self, shape: Shape, path: str, decorators: Sequence[ast.expr]) -> Iterator[Draft]:
        """Yield a click command that is run with the operands and options that it needs."""
        if not any(path.startswith("click.") for path in self.maker.block.names.values()):
            return
        draft = Draft("command", weights=[62])
        draft.imports["from click.testing import CliRunner"] = None
        command = self.maker.bring(draft, path)
        needed = [one for node in decorators if (one := _needed(node)) is not None]
        choices = {one.slot.name: one for one in self.maker.choices(shape, bound=False)}
        words: list[str] = []
        for option, parameter in needed:
            text = _text_of(choices.get(parameter)) or _held_under(parameter)
            if text is None:
                return
            words += [option, text] if option else [text]
            if parameter in choices:
                draft.reasons.append(choices[parameter].reason)
        runner = draft.variable("runner")
        result = draft.variable("result")
        given = ast.List([ast.Constant(word) for word in words], ast.Load())
        draft.add(Make(runner, call(name("CliRunner"))))
        draft.add(Make(result, call(attribute(name(runner), "invoke"), command, given)))
        draft.add(Show((attribute(name(result), "output"),)))
        yield draft

    def _fixture(self, shape: Shape, path: str) -> Draft:
        """Return a test that takes a fixture."""
        draft = Draft("test that takes a fixture", weights=[62])
        self.maker.bring(draft, path)
        body = ast.Expr(call(name("print"), name(shape.name)))
        arguments = ast.arguments([], [ast.arg(shape.name)], None, [], [], None, [])
        draft.add(Do(ast.FunctionDef(f"test_{shape.name}", arguments, [body], [], lineno=1)))
        return draft

    def _route(self, shape: Shape, path: str, node: ast.Call, method: str) -> Iterator[Draft]:
        """Yield a request to the application that a function answers."""
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        if not isinstance(owner, ast.Name) or not node.args:
            return
        module = path.rpartition(".")[0]
        application = self.maker.project.shape(f"{module}.{owner.id}")
        made = _parsed(application.value or "") if application is not None else None
        kind = last_name(made) if made is not None else ""
        route = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
        if not _CLIENTS.get(kind, kind == "Flask") or not isinstance(route, str):
            return
        draft = Draft("request to an application", weights=[62])
        choices = {one.slot.name: one for one in self.maker.choices(shape, bound=False)}
        in_path = {match["name"] for match in _HOLE.finditer(route)}
        address = _HOLE.sub(lambda match: _text_of(choices.get(match["name"])) or "1", route)
        others = [one for key, one in choices.items() if key not in in_path]
        sent = [one.proposal.value.node for one in others if one.proposal is not None]
        if len(sent) < len(others) or len(sent) > 1:
            return
        draft.reasons += [one.reason for one in choices.values()]
        app = self.maker.bring(draft, f"{module}.{owner.id}")
        client = draft.variable("client")
        asked = "get" if method == "route" else method
        request = call(attribute(name(client), asked), ast.Constant(address))
        if sent and asked == "get":
            request.keywords.append(ast.keyword("params", ast.Dict([ast.Constant(others[0].slot.name)], sent)))
        elif sent:
            request.keywords.append(ast.keyword("json", sent[0]))
        if kind == "Flask":
            draft.add(Make(client, call(attribute(app, "test_client"))))
            shown = expression("response.get_data(as_text=True)")
        else:
            draft.imports[_CLIENTS[kind]] = None
            draft.add(Make(client, call(name("TestClient"), app)))
            shown = expression("response.text")
        draft.add(Make("response", request), Show((expression("response.status_code"), shown)))
        yield draft


def is_registered(shape: Shape) -> bool:
    """Return whether one of these frameworks calls a function."""
    nodes = [node for text in shape.decorators if (node := _parsed(text)) is not None]
    names = {last_name(node) for node in nodes}
    is_method = any(last_name(node) in _METHODS and isinstance(node, ast.Call) for node in nodes)
    return bool(names & (_COMMANDS | {"fixture"})) or is_method


def _needed(node: ast.expr) -> tuple[str, str] | None:
    """Return the option and the parameter that a decorator of a click command asks for; the option is empty for an
    operand.
    """
    kind = last_name(node)
    if not isinstance(node, ast.Call) or kind not in {"argument", "option"}:
        return None
    texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    given = {one.arg: one.value for one in node.keywords}
    if not texts:
        return None
    long = max(texts, key=lambda text: (text.startswith("--"), len(text)))
    is_needed = _is_true(given.get("required"), default=kind == "argument" and "default" not in given)
    is_several = "nargs" in given and written(given["nargs"]) == "-1"
    if not is_needed or (is_several and "required" not in given):
        return None
    return (long if kind == "option" else ""), long.lstrip("-").replace("-", "_")


def _is_true(node: ast.expr | None, *, default: bool) -> bool:
    return default if node is None else isinstance(node, ast.Constant) and node.value is True


def _text_of(choice: Choice | None) -> str | None:
    """Return the text that stands for a value on a command line or in an address."""
    if choice is None or choice.proposal is None:
        return None
    try:
        value = literal_value(choice.proposal.value.node)
    except NotPython:
        return None
    return str(value) if isinstance(value, str | int | float) else None


def _held_under(parameter: str) -> str | None:
    """Return what records hold under the name of an operand."""
    node = value_of_key(parameter)
    return str(node.value) if isinstance(node, ast.Constant) else None


def _parsed(text: str) -> ast.expr | None:
    try:
        return expression(text)
    except NotPython:
        return None
