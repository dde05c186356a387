"""Decorators that call a function again which has failed: what it has to raise, for that to be seen."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Mapping

from mkdocs_howto.section import Signature
from mkdocs_howto.syntax import NotPython, expression, unparsed, walk

_RETRYING = re.compile(r"(?:^|_)retr(?:y|ies|ying)(?:_|$)")
_CAUGHT = re.compile(r"(?:^|_)(?:on|errors?|exceptions?|exc)$")
"""Names of parameters that take the exceptions after which the function is called again."""
_TRIES = re.compile(r"(?:^|_)(?:attempts|retries|times|tries)$")
_PAUSE = re.compile(r"(?:^|_)(?:backoff|delay|interval|pause|sleep|wait)(?:_|$)")
_TIMES = 3
"""Calls after which the function has succeeded."""
_LONGEST = 0.5
"""Seconds between two calls that an example may wait."""
EXAMPLE = (
    "def connect():",
    '    attempts.append("attempt")',
    f"    if len(attempts) < {_TIMES}:",
    '        raise {}("not yet")',
    '    return "connected"',
)
"""A function that fails at first; what it raises is to be filled in."""


def raised(mark: str, signature: Signature) -> str:
    """The exception after which a decorator calls a function again; empty where that cannot be told.

    Args:
        mark: The decorator, as the example has it.
        signature: What it takes.
    """
    if _RETRYING.search(mark.partition("(")[0]) is None:
        return ""
    given = dict(_given(mark, signature))
    if not _has_enough(given) or any(_number(text) > _LONGEST for name, text in given.items() if _PAUSE.search(name)):
        return ""
    caught = next((text for name, text in given.items() if _CAUGHT.search(name)), "")
    return _of_those(caught) if caught else ""


def _given(mark: str, signature: Signature) -> Iterator[tuple[str, str]]:
    """Parameters with what they hold: what the example passes, else their defaults."""
    yield from ((one.name, one.default) for one in signature.parameters if one.default is not None)
    try:
        call = expression(mark)
    except NotPython:
        return
    if isinstance(call, ast.Call):
        yield from ((one.name, unparsed(value)) for one, value in zip(signature.parameters, call.args, strict=False))
        yield from ((one.arg, unparsed(one.value)) for one in call.keywords if one.arg)


def _has_enough(given: Mapping[str, str]) -> bool:
    """Whether the function is called often enough to succeed."""
    counts = [text for name, text in given.items() if _TRIES.search(name)]
    return bool(counts) and all(text == "None" or _number(text) >= _TIMES for text in counts)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _of_those(caught: str) -> str:
    """An exception that is one of those written; the one that fits the example, if that is."""
    try:
        nodes = walk(expression(caught))
    except NotPython:
        return ""
    for node in nodes:
        known = getattr(builtins, node.id, None) if isinstance(node, ast.Name) else None
        if isinstance(known, type) and issubclass(known, Exception):
            return ConnectionError.__name__ if issubclass(ConnectionError, known) else known.__name__
    return ""
