"""Tell code for a newer Python from code that is wrong.

Sources of the facts: PEPs 695 (type parameters and `type`, Python 3.12), 701 (f-strings, 3.12), 696 (defaults of type
parameters, 3.13), 750 (t-strings, 3.14) and 758 (`except` without parentheses, 3.14).
"""

from __future__ import annotations

import re
import sys
from typing import TypeAlias

from mkdocs_howto.syntax import NotPython

Version: TypeAlias = tuple[int, int]

_SYNTAX: tuple[tuple[Version, re.Pattern[str]], ...] = (
    ((3, 14), re.compile(r"(?i)(?<![\w'\"])(?:t|tr|rt)['\"]")),
    # A second name in lower case is Python 2's name of the exception.
    ((3, 14), re.compile(r"\A\s*+except\*?+\s++(?:\w++\.)*+\w++(?:\s*+,\s*+(?:\w++\.)*+[A-Z]\w*+)++\s*+:")),
    ((3, 13), re.compile(r"\A\s*+(?:class|(?:async\s++)?+def|type)\s++\w++\s*+\[[^\]=]*+=")),
    ((3, 12), re.compile(r"\A\s*+(?:class|(?:async\s++)?+def)\s++\w++\s*+\[")),
    ((3, 12), re.compile(r"\A\s*+type\s++\w++\s*+(?:\[[^\]]*+\]\s*+)?+=")),
)
# A file in which a literal is not closed has quotation marks anywhere, so only other errors are looked at.
_UNCLOSED = "unterminated"
_FSTRING: Version = (3, 12)
_LONGEST_LINE = 1_000
"""Characters of a line that are looked at."""


def python_for(text: str, error: NotPython, running: Version = sys.version_info[:2]) -> Version | None:
    """Return the first Python that has the syntax at an error, if it is newer than the one that runs.

    Args:
        text: The code.
        error: What the running Python said of it.
        running: The version of the running Python.
    """
    if error.problem.startswith(_UNCLOSED):
        return None
    lines = text.split("\n")
    line = lines[error.line - 1][:_LONGEST_LINE] if 0 < error.line <= len(lines) else ""
    return next((version for version, syntax in _SYNTAX if version > running and syntax.search(line)), None)


def may_be_newer(error: NotPython, running: Version = sys.version_info[:2]) -> bool:
    """Return whether an error may come from a newer Python's syntax, though nobody can tell: f-strings are freer there.

    Args:
        error: What the running Python said.
        running: The version of the running Python.
    """
    return running < _FSTRING and error.problem.startswith("f-string")
