"""Find placeholders that nobody replaced in a built page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_PLACEHOLDER = re.compile(r":::[ \t]*howto[ \t]+\S[^\n<]*")
_COMMENT = re.compile(r"\s*howto:\s*\S")
_LITERAL = {"pre", "code", "script", "style", "textarea", "title"}
"""Elements whose text shows a placeholder, or is read by nobody."""


def find(html: str) -> list[tuple[int, str]]:
    """Placeholders in a page's text and comments, outside code.

    Args:
        html: The page.

    Returns:
        Lines, from 1, and what stands there.
    """
    page = _Page()
    page.feed(html)
    page.close()
    return page.found


class _Page(HTMLParser):
    def __init__(self) -> None:
        # An escaped placeholder is `&#58;:: howto` in the page: character references stay what they are.
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[int, str]] = []
        self._literal = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._literal += tag in _LITERAL

    def handle_endtag(self, tag: str) -> None:
        self._literal = max(self._literal - (tag in _LITERAL), 0)

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Pass over `<![…]`, which Python's parser fails over where it does not know the keyword."""
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else -1

    def handle_data(self, data: str) -> None:
        if self._literal:
            return
        for match in _PLACEHOLDER.finditer(data):
            self.found.append((self.getpos()[0] + data.count("\n", 0, match.start()), match[0].strip()))

    def handle_comment(self, data: str) -> None:
        if not self._literal and _COMMENT.match(data):
            self.found.append((self.getpos()[0], f"<!--{data}-->"))
