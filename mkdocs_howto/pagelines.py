"""Find the line of a page's file from which a line of its Markdown came."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import cache

from mkdocs_howto.references.placeholders import lines_of


def line_finder(markdown: str, file_text: Callable[[], str]) -> Callable[[int], int | None]:
    """Return what tells the line of a page's file for a line of its Markdown.

    Front matter is cut off before the text is expanded, and others may have changed the text: a line is found again by
    its own words, counted from the top. A line that the file does not have came from elsewhere.

    Args:
        markdown: The text that is expanded.
        file_text: Gives the text of the page's file; asked when the first line is looked for.
    """

    @cache
    def found() -> list[int | None]:
        try:
            raw = lines_of(file_text())
        except (OSError, ValueError):
            raw = []
        places: dict[str, deque[int]] = {}
        for number, line in enumerate(raw, start=1):
            places.setdefault(line.strip(), deque()).append(number)
        waiting = [places.get(line.strip()) for line in lines_of(markdown)]
        return [numbers.popleft() if numbers else None for numbers in waiting]

    return lambda line: found()[line - 1]
