"""Tell Python from prose, and read what stands at prompts."""

from __future__ import annotations

import ast
import doctest
import re
import textwrap
from collections.abc import Sequence

from mkdocs_howto.prompts import typed
from mkdocs_howto.syntax import NotPython, parse

_PYTHON = frozenset({"python", "python3", "py", "py3", "pycon", "pycon3", "python-console", "ipython", "ipython3"})
_SPACED_CALL = re.compile(r"\w \(")
"""Words before a parenthesis: `see (below)` is valid Python, and prose."""
PROMPT = ">>>"
_INDENTED_PROMPT = re.compile(r"^>>>(?=[ ]{3,}\S)", re.MULTILINE)


def is_python(language: str) -> bool:
    """Return whether a block of this language holds Python."""
    return language.lower() in _PYTHON


def dedent(lines: Sequence[str]) -> str:
    """Return lines without their common indentation and outer blank lines."""
    return textwrap.dedent("\n".join(lines)).strip("\n").rstrip()


def is_valid(code: str, *, is_marked: bool) -> bool:
    """Return whether a text may be shown as Python.

    Args:
        code: Without common indentation.
        is_marked: The author says that it is Python; otherwise it also has to look like code.
    """
    if is_session(code):
        return _is_valid_session(code)
    try:
        body = parse(code).body
    except NotPython:
        return False
    return bool(body) and (is_marked or any(_looks_like_code(node, code) for node in body))


def add_continuations(code: str) -> str:
    """Return a session whose indented lines have the second prompt, where the author gave all lines the first one."""
    return _INDENTED_PROMPT.sub("...", code)


def is_session(code: str) -> bool:
    """Return whether a text has prompts."""
    return PROMPT in code and any(line.lstrip().startswith(PROMPT) for line in code.split("\n"))


def _is_valid_session(code: str) -> bool:
    try:
        prompts = doctest.DocTestParser().get_examples(code)
        for prompt in prompts:
            parse(typed(prompt))
    except ValueError:  # `doctest` raises it for prompts that are not indented alike; `NotPython` is one.
        return False
    return bool(prompts)


def _looks_like_code(node: ast.stmt, code: str) -> bool:
    """Return whether a statement is more than a word or a value."""
    match node:
        case ast.Expr(value=ast.Call() | ast.Await(value=ast.Call())):
            line = code.split("\n", node.lineno)[node.lineno - 1]
            return not _SPACED_CALL.search(line)
        case ast.Expr() | ast.AnnAssign(value=None) | ast.Pass():
            return False
    return True
