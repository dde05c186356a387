"""How the project itself makes what an example needs beside the documented object."""

from __future__ import annotations

import ast
import re

from mkdocs_howto.section import Project, Shape, Signature
from mkdocs_howto.syntax import NotPython, expression, is_literal
from mkdocs_howto.writers.offline.examples.passed import is_degenerate


def usual(shape: Shape, project: Project) -> str:
    """What the project passes to a class, most often or in its module; empty where that is not known, or nothing.

    Args:
        shape: The class.
        project: Answers how it is called.
    """
    calls = project.calls(shape.object_path)
    if "" in calls:
        return ""
    lists = [*calls, *in_module(shape, project)]
    return next((given for given in lists if not is_degenerate(given) and _fits(given, shape.signature)), "")


def in_module(shape: Shape, project: Project) -> list[str]:
    """The arguments by which a class's own module makes instances of it for its constants, as written.

    Args:
        shape: The class.
        project: Answers what its module's text is.
    """
    near = project.source(shape.object_path.rpartition(".")[0])
    made = re.compile(rf"^\w+(?:: [^=\n]+)? = {re.escape(shape.name)}\((?P<given>[^\n]*)\)$", re.MULTILINE)
    found = (match["given"].rstrip(", ") for match in made.finditer(near.text)) if near is not None else ()
    calls = ((given, _call(given)) for given in found)
    return [given for given, call in calls if call is not None and all(map(is_literal, _values(call)))]


def _values(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _call(given: str) -> ast.Call | None:
    """Arguments as those of a call; `None` where there are none, or they cannot be read."""
    try:
        node = expression(f"_({given})") if given else None
    except NotPython:
        return None
    return node if isinstance(node, ast.Call) else None


def _fits(given: str, signature: Signature | None) -> bool:
    """Whether arguments are some, and a signature takes them."""
    call = _call(given)
    if call is None or signature is None:
        return False
    parameters = signature.parameters
    plain = [one for one in parameters if not one.kind.startswith(("variadic", "keyword-only"))]
    is_open = any(one.kind.startswith("variadic") for one in parameters)
    named = {keyword.arg for keyword in call.keywords}
    missing = [one for one in plain[len(call.args) :] if one.required and one.name not in named]
    return not missing and (is_open or (len(call.args) <= len(plain) and named <= {one.name for one in parameters}))
