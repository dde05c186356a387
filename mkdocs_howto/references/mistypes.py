"""Tell what was meant as a placeholder and is not read as one.

Markdown shows a mistyped placeholder as text, or not at all. Only what cannot be anything else is told:
`::: howler.Cart` is a directive of mkdocstrings, `!!! howto "Title"` an admonition, and `<!-- how to … -->` a remark.
"""

from __future__ import annotations

import re

# Each pattern is tried once for a line, and repeats give nothing back.
_NAME = r"h(?:ow[-_ ]?to|owot|woto|otwo|owt|oto|owtoo|owtto)"
"""The name in other letters, with a hyphen, and with letters left out, doubled or changed round."""

CANDIDATE = re.compile(
    rf"[:\uFF1A<.`~](?:[:\uFF1A]{{1,3}}+[ \t\u00A0]*+\{{?{_NAME}\b|!--[ \t\u00A0]*+{_NAME}\b"
    rf"|\.[ \t]++{_NAME}::|[`~]{{2}}[^\n]{{0,80}}?\bhow-?to\b)",
    re.IGNORECASE,
)
"""Stands in every text that holds such a line, and in few others. It begins with one of few characters, which
`re` finds fast."""

_DIRECTIVE = re.compile(
    rf"(?P<colons>[:\uFF1A]{{2,4}}+)(?P<space>[ \u00A0]*+)(?P<brace>\{{)?(?P<name>{_NAME})(?P<end>[:}}]?)"
    r"(?:[ \u00A0]++(?P<reference>.*+))?$",
    re.IGNORECASE,
)
_COMMENT = re.compile(rf"<!--[ \u00A0]*+{_NAME}:?[ \u00A0]++(?P<inside>.*+)$", re.IGNORECASE)
_DOTS = re.compile(rf"\.\.[ ]++{_NAME}::(?:[ ]++(?P<reference>.*+))?$", re.IGNORECASE)
_WORDS = re.compile(r"[\w.-]++")
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_REFERENCE = re.compile(r"[A-Za-z_][\w./\\#-]*+$")
_QUALIFIED = re.compile(r"(?:[A-Za-z_]\w*+(?:\.[A-Za-z_]\w*+)++|[\w./\\-]+\.pyi?(?:#[\w-]*+)?)$")
_EXAMPLE = "shop.cart.Cart"
_PAGES = (".md", ".html", ".txt", ".rst")


def mistyped(line: str) -> str | None:
    """Return how a line should be written that was meant as a placeholder, or `None` for any other line.

    Args:
        line: One line without its indent and what marks a list item.
    """
    if directive := _DIRECTIVE.match(line):
        return _directive(directive)
    if line.endswith("-->") and (comment := _COMMENT.match(line.removesuffix("-->"))):
        reference, *options = comment["inside"].split() or [""]
        is_meant = _is_qualified(reference) and all("=" in option for option in options)
        return f"<!-- howto: {comment['inside'].strip()} -->" if is_meant else None
    if dots := _DOTS.match(line):
        return f"::: howto {dots['reference'] or _EXAMPLE}"
    return None


def _directive(match: re.Match[str]) -> str | None:
    reference = (match["reference"] or "").strip()
    name, is_plain = match["name"].lower(), match["space"].isspace() or not match["space"]
    if not reference:
        # mkdocstrings reads `::: how_to` and `::: Howto` as the names of modules.
        is_meant = name == "how-to" or (name == "howto" and match["colons"] != ":::")
    elif name == "how to":
        is_meant = _is_qualified(reference)
    else:
        is_meant = is_plain and _REFERENCE.match(reference) is not None
    return f"::: howto {reference or _EXAMPLE}" if is_meant else None


def _is_qualified(reference: str) -> bool:
    """Return whether a word names code beyond doubt: a dotted name, or a Python file."""
    return _QUALIFIED.match(reference) is not None and not reference.endswith(_PAGES)


def mistyped_fence(info: str) -> str | None:
    """Return how a fence should begin that was meant to be marked, or `None` for any other.

    Args:
        info: What stands behind the fence's backticks or tildes.
    """
    words = _WORDS.findall(_QUOTED.sub("", info).lower())
    marks = {word.lstrip(".") for word in words}
    is_python = bool(marks & {"python", "py", "python3", "py3"})
    is_meant = bool(marks & {"howto", "how-to"}) and (is_python or "{" in info)
    return "```{.python .howto}" if is_meant else None


def in_cell(line: str) -> list[tuple[int, str]]:
    """Return the cells of a table's row that begin as a placeholder does, each with its column in the line."""
    if "|" not in line:
        return []
    cells, column = [], 0
    for number, cell in enumerate(line.split("|")):
        text = cell.strip(" ")
        if number and text.startswith(":::"):
            cells.append((column + len(cell) - len(cell.lstrip(" ")), text))
        column += len(cell) + 1
    return cells
