"""Find code spans: text between two runs of equally many backticks.

A regular expression needs a backreference for this, and searches the whole rest of the text for
every run that is never closed. Here each run knows the next one of its length, so that a text is
read once.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

_RUN = re.compile(r"`++")


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """A code span, by the places of its text.

    Attributes:
        start: Place of the first backtick.
        end: Place behind the last backtick.
        code: What stands between the backticks, blanks included.
    """

    start: int
    end: int
    code: str


def code_spans(text: str) -> list[CodeSpan]:
    """Return a text's code spans from left to right; a backslash before a backtick means nothing."""
    return SpanReader(Backticks(text), 0, len(text)).read_before(len(text))


class Backticks:
    """The runs of backticks in a text."""

    def __init__(self, text: str, *, escapable: bool = False) -> None:
        r"""Find all runs.

        Args:
            text: Any text.
            escapable: Whether a run behind a backslash opens nothing, as in Markdown.
        """
        self.text = text
        found = [match.span() for match in _RUN.finditer(text)]
        self.starts = [start for start, _ in found]
        self.ends = [end for _, end in found]
        self.closers = _closers(found)
        """For each run the number of the next run of the same length, or `None`."""
        self._escapable = escapable

    def may_open(self, run: int) -> bool:
        """Return whether a run, given by its number, can begin a code span."""
        start = self.starts[run]
        return not (self._escapable and start and self.text[start - 1] == "\\")


class SpanReader:
    """Reads the code spans of one piece of a text, only as far as it is asked for."""

    def __init__(self, backticks: Backticks, start: int, end: int) -> None:
        """Begin to read.

        Args:
            backticks: The runs of the whole text.
            start: Where the piece starts.
            end: Where the piece ends; spans are closed before it.
        """
        self._backticks = backticks
        self._end = end
        self._run = bisect_left(backticks.starts, start)
        self._spans: list[CodeSpan] = []

    def read_before(self, place: int) -> list[CodeSpan]:
        """Return the spans that open before a place."""
        runs = self._backticks
        limit = min(place, self._end)
        while self._run < len(runs.starts) and runs.starts[self._run] < limit:
            opener, closer = self._run, runs.closers[self._run]
            if closer is None or runs.starts[closer] >= self._end or not runs.may_open(opener):
                self._run += 1
                continue
            code = runs.text[runs.ends[opener] : runs.starts[closer]]
            self._spans.append(CodeSpan(runs.starts[opener], runs.ends[closer], code))
            self._run = closer + 1
        return self._spans

    def covers(self, place: int) -> bool:
        """Return whether a place lies inside a code span."""
        spans = self.read_before(place)
        before = bisect_left(spans, place, key=lambda span: span.start)
        return before > 0 and place < spans[before - 1].end


def _closers(runs: list[tuple[int, int]]) -> list[int | None]:
    following: dict[int, int] = {}
    closers: list[int | None] = [None] * len(runs)
    for number in range(len(runs) - 1, -1, -1):
        length = runs[number][1] - runs[number][0]
        closers[number] = following.get(length)
        following[length] = number
    return closers
