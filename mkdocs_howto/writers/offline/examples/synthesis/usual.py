"""How the project itself makes what an example needs beside the documented object."""

from __future__ import annotations

import ast

from mkdocs_howto.section import CALLED, Lookup, Shape, Signature
from mkdocs_howto.syntax import UNREADABLE, expression
from mkdocs_howto.writers.offline.examples.passed import is_degenerate


def usual(shape: Shape, lookup: Lookup) -> str:
    """The arguments that the project passes to a class most often; empty where it knows of none, or needs none.

    Args:
        shape: The class.
        lookup: Answers how it is called.
    """
    told = lookup(shape.object_path + CALLED)
    lists = (told.value or "").split("\n") if told is not None else []
    if "" in lists:
        return ""
    return next((given for given in lists if not is_degenerate(given) and _fits(given, shape.signature)), "")


def _fits(given: str, signature: Signature | None) -> bool:
    """Whether arguments are some, and a signature takes them."""
    try:
        call = expression(f"_({given})") if given else None
    except UNREADABLE:
        return False
    if not isinstance(call, ast.Call) or signature is None:
        return False
    parameters = signature.parameters
    plain = [one for one in parameters if not one.kind.startswith(("variadic", "keyword-only"))]
    is_open = any(one.kind.startswith("variadic") for one in parameters)
    named = {keyword.arg for keyword in call.keywords}
    missing = [one for one in plain[len(call.args) :] if one.required and one.name not in named]
    return not missing and (is_open or (len(call.args) <= len(plain) and named <= {one.name for one in parameters}))
