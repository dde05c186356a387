"""How the project itself makes what an example needs beside the documented object."""

from __future__ import annotations

import ast
import re

from mkdocs_howto.section import CALLED, CODE, Lookup, Shape, Signature
from mkdocs_howto.syntax import UNREADABLE, expression
from mkdocs_howto.writers.offline.examples.passed import is_degenerate


def usual(shape: Shape, lookup: Lookup) -> str:
    """What the project passes to a class, most often or in its module; empty where that is not known, or nothing.

    Args:
        shape: The class.
        lookup: Answers how it is called.
    """
    told = lookup(shape.object_path + CALLED)
    lists = (told.value or "").split("\n") if told is not None else []
    if "" in lists:
        return ""
    lists += in_module(shape, lookup)
    return next((given for given in lists if not is_degenerate(given) and _fits(given, shape.signature)), "")


def in_module(shape: Shape, lookup: Lookup) -> list[str]:
    """The arguments by which a class's own module makes instances of it for its constants, as written.

    Args:
        shape: The class.
        lookup: Answers what its module's text is.
    """
    near = lookup(shape.object_path.rpartition(".")[0] + CODE)
    made = re.compile(rf"^\w+(?:: [^=\n]+)? = {re.escape(shape.name)}\((?P<given>[^\n]*)\)$", re.MULTILINE)
    found = (match["given"].rstrip(", ") for match in made.finditer(near.value or "")) if near is not None else ()
    return [given for given in found if _is_literal(given)]


def _is_literal(given: str) -> bool:
    """Whether arguments need nothing but themselves."""
    try:
        call = expression(f"_({given})")
        values = [*call.args, *(keyword.value for keyword in call.keywords)] if isinstance(call, ast.Call) else []
        return bool([ast.literal_eval(value) for value in values])
    except (*UNREADABLE, TypeError):
        return False


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
