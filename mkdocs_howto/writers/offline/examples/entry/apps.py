"""A web application: it is asked once, without a server."""

from __future__ import annotations

import ast
import re

from mkdocs_howto.syntax import last_name
from mkdocs_howto.writers.offline.examples.entry.home import Home
from mkdocs_howto.writers.offline.examples.imports import arranged
from mkdocs_howto.writers.offline.telling.parts import Parts

_HOLE = re.compile(r"[{<].*[}>]")


def request_of(tree: ast.Module, parts: Parts, home: Home) -> str:
    """Return a first request to the application that a file makes; empty for a file without one.

    Args:
        tree: The file's syntax tree.
        parts: Its parts.
        home: Where it is imported from.
    """
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=called)) if last_name(called) == "FastAPI":
                routes = list(_routes(parts, name))
                plain = next((route for route in routes if not _HOLE.search(route)), "")
                if plain:
                    imports = ["from fastapi.testclient import TestClient", f"from {home.module} import {name}"]
                    body = [f"client = TestClient({name})", f'response = client.get("{plain}")']
                    shown = ["print(response.status_code, response.text[:200])"]
                    return arranged(imports, [*body, *shown], own=home.top)
    return ""


def _routes(parts: Parts, app: str) -> list[str]:
    """Return the paths that an application answers to a GET request."""
    found = []
    for function in parts.functions:
        for decorator in function.decorator_list:
            match decorator:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id=owner), attr="get"), args=[ast.Constant(value=str(path)), *_]
                ) if owner == app and len(function.args.args) == 0:
                    found.append(path)
    return found
