"""What was typed at a prompt (`>>>`), as `doctest` reads it: in docstrings, and in documentation."""

from __future__ import annotations

import doctest
import re

UNSURE = "..."
"""Stands for what is shown where it may be something else each time (`doctest` documentation, `ELLIPSIS`)."""
_OPTION = re.compile(r"(?<!\s)\s*#\s*doctest:.*$", re.MULTILINE)


def typed(example: doctest.Example) -> str:
    """A prompt's code without what is said to `doctest`.

    Args:
        example: The prompt.
    """
    return _OPTION.sub("", example.source).rstrip("\n")
