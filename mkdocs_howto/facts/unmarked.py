"""Mark the parameters that an author lists without the indentation or the colons that a parser looks for."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

_TITLE = re.compile(
    r"(?P<indent>\s*)(?:keyword |positional )?(?:args|arguments|params|parameters)\s*:\s*$", re.IGNORECASE
)
_ENTRY = re.compile(r"\s*`{0,2}\*{0,2}(?P<name>[A-Za-z_]\w*)`{0,2}\s*(?:--|[:\u2013\u2014]|-\s)\s*\S")
_TERM = re.compile(r"(?P<name>[A-Za-z_]\w*)\Z")
_DEEPER = " " * 4


def marked(lines: Sequence[str], names: Collection[str]) -> list[str]:
    """Return the lines of a docstring, as many as before, with marks around lists of parameters that have none.

    Two ways of listing are known: entries that stand directly below the title "Arguments:" (PEP 257 shows them so),
    and a parameter's name on a line of its own above an indented text.

    Args:
        lines: Without common indentation.
        names: Parameters of the object.
    """
    found = list(lines)
    number = 0
    while number < len(found):
        title = _TITLE.match(found[number])
        first = number + 1 + (number + 1 < len(found) and not found[number + 1].strip())
        if title is not None and _begins_list(found, first, title["indent"], names):
            number = _indent_list(found, first)
        elif _is_term(found, number, names):
            found[number] = f":param {found[number]}:"
        number += 1
    return found


def _begins_list(lines: Sequence[str], number: int, indent: str, names: Collection[str]) -> bool:
    """Return whether a line is the first entry of a list that is no deeper than its title."""
    line = lines[number] if number < len(lines) else ""
    entry = _ENTRY.match(line)
    is_level = len(line) - len(line.lstrip()) == len(indent)
    return entry is not None and is_level and (entry["name"] in names or "--" in line)


def _indent_list(lines: list[str], number: int) -> int:
    """Indent the lines of a list; return the number of the line behind it."""
    while number < len(lines) and (lines[number].strip() or _goes_on(lines, number + 1)):
        lines[number] = f"{_DEEPER}{lines[number]}" if lines[number].strip() else ""
        number += 1
    return number


def _goes_on(lines: Sequence[str], number: int) -> bool:
    """Return whether the next entry of a list follows a blank line."""
    return number < len(lines) and "--" in lines[number] and _ENTRY.match(lines[number]) is not None


def _is_term(lines: Sequence[str], number: int, names: Collection[str]) -> bool:
    """Return whether a line is nothing but a parameter's name, with its description indented below it."""
    term = _TERM.match(lines[number])
    if term is None or term["name"] not in names or number + 1 >= len(lines):
        return False
    is_apart = number == 0 or not lines[number - 1].strip() or lines[number - 1].startswith(" ")
    return is_apart and bool(lines[number + 1].strip()) and lines[number + 1].startswith("  ")
