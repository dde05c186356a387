"""Merge what a person wrote with what a writer writes now, line by line.

Both come from one base. Where only one side changed lines, that side counts; where both changed the
same lines in different ways, nobody can tell which is right, and there is no result. Numbers of
lists are left out of it: a new first step does not change the others. What a person wrote comes out
as it was written, to the byte.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from mkdocs_howto.reading import fence_after

_ITEM = re.compile(r"\A(?P<indent>[ \t]*+)\d++(?P<rest>\.[ \t]++.*+)$")

_MOST_LINES = 2_000
_MOST_PAIRS = 40_000
"""Two texts with 200 blank lines each have as many pairs of equal lines. A section has some dozens."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, which is equal to another when only the number of a list's item differs."""

    words: str
    text: str = field(compare=False)


_Lines = Sequence[_Line]


def merged(base: str, edited: str, new: str) -> str | None:
    """Put the changes of two texts together.

    Args:
        base: What both were made from.
        edited: A person's text.
        new: A writer's text.

    Returns:
        The text with both changes; `None` where they contradict each other, or are too long to compare.
    """
    lines = _merged(_lines(base), _lines(edited), _lines(new))
    if lines is None:
        return None
    texts = [line.text for line in lines]
    # Who numbers in another way than writers do has a reason.
    counts = edited.rstrip("\n").split("\n")
    if list(_numbered(counts)) == counts:
        texts = list(_numbered(texts))
    return "\n".join(texts).rstrip("\n") + "\n"


def _merged(base: _Lines, ours: _Lines, theirs: _Lines) -> list[_Line] | None:
    if theirs in (ours, base):
        return list(ours)
    if not (_is_comparable(base, ours) and _is_comparable(base, theirs)):
        return None
    result: list[_Line] = []
    at, mine, other = 0, 0, 0
    for base_end, ours_end, theirs_end, size in _common(base, ours, theirs):
        piece = _chosen(base[at:base_end], ours[mine:ours_end], theirs[other:theirs_end])
        if piece is None:
            return None
        result += [*piece, *ours[ours_end : ours_end + size]]
        at, mine, other = base_end + size, ours_end + size, theirs_end + size
    return result


def _is_comparable(first: _Lines, second: _Lines) -> bool:
    """Return whether two texts have few enough lines, and equal ones, to be compared in little time.

    `difflib` takes time with the number of pairs of equal lines, and again with that of stretches.
    """
    counts = Counter(line.words for line in second)
    pairs = sum(number * counts[words] for words, number in Counter(line.words for line in first).items())
    return max(len(first), len(second)) <= _MOST_LINES and pairs <= _MOST_PAIRS


def _chosen(base: _Lines, ours: _Lines, theirs: _Lines) -> _Lines | None:
    """The lines between two stretches that all texts share."""
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    if not len(base) == len(ours) == len(theirs):
        return _added(base, ours, theirs) or _added(base, theirs, ours)
    # As many lines on all sides: each is compared with its own.
    rows = [_line(was, mine, other) for was, mine, other in zip(base, ours, theirs, strict=True)]
    known = [row for row in rows if row is not None]
    return known if len(known) == len(rows) else None


def _added(base: _Lines, longer: _Lines, other: _Lines) -> _Lines | None:
    """Lines that one side put before or behind those that the other side changed."""
    size = len(base)
    if size and len(longer) > size and longer[-size:] == base:
        return [*longer[:-size], *other]
    if size and len(longer) > size and longer[:size] == base:
        return [*other, *longer[size:]]
    return None


def _line(was: _Line, mine: _Line, other: _Line) -> _Line | None:
    if other in (mine, was):
        return mine
    return other if mine == was else None


def _common(base: _Lines, ours: _Lines, theirs: _Lines) -> Iterator[tuple[int, int, int, int]]:
    """Stretches that all three texts share: where they start in each, and their length; an empty one at the end."""
    left = SequenceMatcher(None, base, ours, autojunk=False).get_matching_blocks()
    right = SequenceMatcher(None, base, theirs, autojunk=False).get_matching_blocks()
    first = second = 0
    while first < len(left) and second < len(right):
        a, b = left[first], right[second]
        start, end = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if start < end:
            yield start, a.b + start - a.a, b.b + start - b.a, end - start
        if a.a + a.size < b.a + b.size:
            first += 1
        else:
            second += 1
    yield len(base), len(ours), len(theirs), 0


def _lines(text: str) -> list[_Line]:
    texts = text.split("\n")
    return [_Line(_unnumbered(line) if outside else line, line) for line, outside in _rows(texts)]


def _unnumbered(line: str) -> str:
    """Return a list's item with the number 1, any other line as it is."""
    match = _ITEM.match(line)
    return f"{match['indent']}1{match['rest']}" if match else line


def _numbered(lines: Sequence[str]) -> Iterator[str]:
    counts: dict[int, int] = {}
    for line, outside in _rows(lines):
        match = _ITEM.match(line) if outside else None
        if match is None:
            if line.strip() and not line[:1].isspace():
                counts.clear()  # Other text ends a list.
            yield line
            continue
        depth = len(match["indent"].expandtabs(4))
        counts = {level: count for level, count in counts.items() if level <= depth}
        counts[depth] = counts.get(depth, 0) + 1
        yield f"{match['indent']}{counts[depth]}{match['rest']}"


def _rows(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Lines, each with whether it stands outside code."""
    fence = ""
    for line in lines:
        before, fence = fence, fence_after(line, fence)
        yield line, not (before or fence)
