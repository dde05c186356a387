"""What calls a function other than code: routes, commands, fixtures, hooks, message handlers."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from mkdocs_howto.effects import dotted
from mkdocs_howto.writers.offline.telling.names import words_of
from mkdocs_howto.writers.offline.trees import Function

_METHODS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "websocket"})


def trigger_of(node: Function | ast.ClassDef, prefixes: Mapping[str, str] | None = None) -> str:
    """Return what runs a function, as the beginning of a sentence: "`GET /items`"; empty for a plain function.

    Args:
        node: The definition with its decorators.
        prefixes: Beginnings of the paths of each router and application, by its name.
    """
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and (told := _of_call(decorator, node.name, prefixes or {})):
            return told
        if not isinstance(decorator, ast.Call) and (told := _of_name(dotted(decorator), node.name)):
            return told
    return f"The pytest hook `{node.name}`" if node.name.startswith("pytest_") else ""


def prefixes_of(tree: ast.Module) -> Mapping[str, str]:
    """Return the beginnings of the paths of routers and blueprints, by name."""
    own: dict[str, str] = {}
    outer: dict[str, str] = {}
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                own[name] = _keyword(call, "prefix") or _keyword(call, "url_prefix")
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr=attr), args=[ast.Name(id=name), *_]) as call):
                if attr in {"include_router", "register_blueprint"}:
                    outer[name] = _keyword(call, "prefix") or _keyword(call, "url_prefix")
    return {name: f"{outer.get(name, '')}{own.get(name, '')}" for name in {*own, *outer}}


def _keyword(call: ast.Call, name: str) -> str:
    values = [one.value for one in call.keywords if one.arg == name]
    return next((one.value for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str)), "")


def _of_call(decorator: ast.Call, name: str, prefixes: Mapping[str, str]) -> str:
    path = dotted(decorator.func)
    owner, _, last = path.rpartition(".")
    first = decorator.args[0] if decorator.args else None
    text = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
    place = f"{prefixes.get(owner, '')}{text}" or "/"
    is_path = isinstance(first, ast.Constant) and (text.startswith("/") or (not text and bool(prefixes.get(owner))))
    if owner and last in _METHODS and is_path:
        return f"`{last.upper()} {place}`"
    if owner and last in {"route", "api_route"} and is_path:
        return f"`{_methods(decorator)} {place}`"
    if last in {"message", "message_handler"}:
        return _message(decorator, text)
    if last in {"callback_query", "callback_query_handler"}:
        return "A pressed button"
    return _of_name(path, name, text)


def _of_name(path: str, name: str, text: str = "") -> str:
    last = path.rpartition(".")[2]
    if last == "command" and path != "command":
        return f"The command `{text or name.replace('_', '-')}`"
    if last == "fixture":
        return f"The fixture `{name}`"
    if last == "hookimpl":
        return f"The hook `{name}`"
    if last in {"task", "shared_task"} and path != "task":
        return f"The task `{text or name}`"
    if last in {"event", "listener", "on"} and "." in path:
        return f"The event `{text or name}`"
    if last in {"startup", "on_startup"}:
        return "Starting the application"
    return ""


def _methods(decorator: ast.Call) -> str:
    for keyword in decorator.keywords:
        if keyword.arg == "methods" and isinstance(keyword.value, ast.List | ast.Tuple):
            names = [one.value for one in keyword.value.elts if isinstance(one, ast.Constant)]
            return " or ".join(str(name).upper() for name in names)
    return "GET"


def _message(decorator: ast.Call, text: str) -> str:
    kinds = [one.value for one in decorator.keywords if one.arg == "content_types"]
    for argument in (*decorator.args, *(one.value for one in decorator.keywords)):
        match argument:
            case ast.Call(func=function, args=[ast.Constant(value=str(command)), *_]) if dotted(function).endswith(
                "Command"
            ):
                return f"The command `/{command}`"
            case ast.Call(func=function) if dotted(function).endswith("CommandStart"):
                return "The command `/start`"
            case ast.List(elts=elements) if elements and argument not in kinds:
                names = [f"`/{one.value!s}`" for one in elements if isinstance(one, ast.Constant)]
                return f"The command {' or '.join(names)}" if names else "A message"
    return f"The message `{text}`" if text else f"A message{_kind(decorator)}"


def _kind(decorator: ast.Call) -> str:
    for keyword in decorator.keywords:
        if keyword.arg == "content_types" and isinstance(keyword.value, ast.List):
            kinds = [str(one.value) for one in keyword.value.elts if isinstance(one, ast.Constant)]
            return f" of the type {' or '.join(f'`{one}`' for one in kinds)}" if kinds else ""
    for argument in decorator.args:
        if isinstance(argument, ast.Attribute) and dotted(argument).startswith("F."):
            return f" with {' '.join(words_of(argument.attr))}"
    return ""
