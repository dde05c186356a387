"""Lines of a page, and quick answers about the lines below one of them.

Each answer is prepared in one pass when it is first asked for, so that reading a page takes time
in proportion to its length, however often the question comes up.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from mkdocs_howto.backticks import Backticks, SpanReader


@dataclass(frozen=True, slots=True)
class Row:
    """One line as it is seen inside its block quotes, tabs expanded.

    Attributes:
        index: Its number in the page, from 0.
        text: The line without its ending and the marks of its block quotes.
        indent: Number of spaces before the body.
        body: The text without the spaces around it; empty for a blank line.
    """

    index: int
    text: str
    indent: int
    body: str


def row_of(index: int, text: str) -> Row:
    """Return the row of a line, its tabs expanded already."""
    return Row(index, text, len(text) - len(text.lstrip(" ")), text.strip(" "))


class Rows:
    """The lines at one level of block quotes; a line is given by its place among them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = tuple(rows)
        self._reader: tuple[tuple[int, int], SpanReader] | None = None
        """The code spans that were last asked for, with the block that they are in."""

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, at: int) -> Row:
        return self._rows[at]

    def between(self, start: int, stop: int) -> Sequence[Row]:
        """Return the rows from `start` up to, but without, `stop`."""
        return self._rows[start:stop]

    def fence_end(self, at: int, fence: str) -> int | None:
        """Return the place of the line that closes a fence, or `None` when the fence is none.

        A fence ends at the same characters at the same indent; text left of it comes too early.

        Args:
            at: Place of the fence's first line.
            fence: Its backticks or tildes.
        """
        closers = self._fence_lines.get((self._rows[at].indent, fence), [])
        following = bisect_right(closers, at)
        if following == len(closers) or closers[following] > self._less_indented[at]:
            return None
        return closers[following]

    def comment_end(self, at: int) -> int | None:
        """Return the place of the first line below `at` that holds the end of a comment, or `None`."""
        following = bisect_right(self._comment_ends, at)
        return self._comment_ends[following] if following < len(self._comment_ends) else None

    def in_code_span(self, at: int, column: int, block_start: int) -> bool:
        """Return whether a code span of the same block covers a column of a line.

        Args:
            at: Place of the line.
            column: The column in its text.
            block_start: Place of the line that the block starts at; at the latest, it starts below a blank line.
        """
        if not self._backticks.starts:
            return False
        first, last = self._paragraphs[at]
        block = (max(first, block_start), last)
        if self._reader is None or self._reader[0] != block:
            start, end = self._offsets[block[0]], self._offsets[last] + len(self._rows[last].text)
            self._reader = (block, SpanReader(self._backticks, start, end))
        return self._reader[1].covers(self._offsets[at] + column)

    @cached_property
    def _fence_lines(self) -> dict[tuple[int, str], list[int]]:
        """Places of all lines that can close a fence, by indent and characters."""
        found: dict[tuple[int, str], list[int]] = {}
        for at, row in enumerate(self._rows):
            if row.body[:3] in {"```", "~~~"} and not row.body.strip(row.body[0]):
                found.setdefault((row.indent, row.body), []).append(at)
        return found

    @cached_property
    def _less_indented(self) -> list[int]:
        """For each line the place of the next line, not blank, that starts left of it; the end if there is none."""
        found = [len(self._rows)] * len(self._rows)
        waiting: list[int] = []
        for at, row in enumerate(self._rows):
            if not row.body:
                continue
            while waiting and self._rows[waiting[-1]].indent > row.indent:
                found[waiting.pop()] = at
            waiting.append(at)
        return found

    @cached_property
    def _comment_ends(self) -> list[int]:
        return [at for at, row in enumerate(self._rows) if "-->" in row.text]

    @cached_property
    def _paragraphs(self) -> list[tuple[int, int]]:
        """For each line the places of the first and the last line around it without a blank line between them."""
        found: list[tuple[int, int]] = []
        start = 0
        for at, row in enumerate((*self._rows, Row(-1, "", 0, ""))):
            if not row.body:
                found += [(start, at - 1)] * (at - start)
                found.append((at, at))
                start = at + 1
        return found

    @cached_property
    def _backticks(self) -> Backticks:
        return Backticks("\n".join(row.text for row in self._rows), escapable=True)

    @cached_property
    def _offsets(self) -> list[int]:
        """For each line where it starts in the text of all lines."""
        return list(accumulate((len(row.text) + 1 for row in self._rows), initial=0))
