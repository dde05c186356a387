"""Sentences of a description: what stays where there is no room for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mkdocs_howto.writers.offline.words import capital

_MOST_WORDS = 90
_LONGEST = 500
"""Characters of a sentence that a reader bears."""
_MOST_SENTENCES = 5


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence that may stand in a description.

    Attributes:
        text: With its full stop; empty for none.
        rank: What has the lower rank is kept first, if there is not room for everything.
    """

    text: str
    rank: int


def fitted(found: Sequence[Fact]) -> Iterator[str]:
    """Yield the sentences for which there is room, in their order, no sentence twice."""
    room, left = _MOST_WORDS, _MOST_SENTENCES
    kept: dict[int, str] = {}
    for number in sorted(range(len(found)), key=lambda number: found[number].rank):
        text, words = found[number].text, len(found[number].text.split())
        is_new = 0 < len(text) <= _LONGEST and text not in kept.values()
        if is_new and left and (words <= room or not kept):
            kept[number] = text
            room -= words
            left -= 1
    yield from (kept[number] for number in sorted(kept))


def sentence(phrase: str) -> str:
    """Return a verb or noun phrase as a sentence: "A placeholder that does nothing." of "is a placeholder …"."""
    plain = phrase.rstrip(".").removeprefix("is ") if phrase.startswith(("is a ", "is an ")) else phrase.rstrip(".")
    return f"{capital(plain)}." if plain else ""
