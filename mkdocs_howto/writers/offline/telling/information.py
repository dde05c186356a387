"""Tell sentences that say something from those that only repeat the names they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mkdocs_howto.writers.offline.telling.names import words_of

_WORD = re.compile(r"[^\W\d_]{3,}")
_SHARED = 5
"""Letters at the beginning of two words that have the same stem: `reduction` and `reduce`."""
_ENDING = 3
"""Letters by which a word may be longer than a short one with the same stem."""
_EMPTY = frozenset(
    """
    a an the and or of to for from in into on by with without at as it its itself this that these those each every all
    any some one two other others is are be being does do done has have had which who whose what when where if then
    given value values result results data object objects thing things item items content contents information
    returns return gives give gets get sets set yields yield makes make takes take calls call uses use used method
    methods function functions class classes module self none new several various script main import importing run runs
    nothing attribute attributes describe describes define defines hold holds
    """.split()  # noqa: SIM905 - words read better as a text
)
"""Words that say nothing of any object."""


def says_something(text: str, names: Iterable[str]) -> bool:
    """Return whether a sentence has a content word that is in none of the names that it is about.

    Args:
        text: The sentence.
        names: Identifiers of the object, of its class and module, and of parameters.
    """
    known = {word.lower() for name in names for part in name.split(".") for word in words_of(part)}
    words = (word.lower() for part in _WORD.findall(text) for word in words_of(part) or (part,))
    return any(word not in _EMPTY and not any(_same(word, other) for other in known) for word in words)


def _same(word: str, other: str) -> bool:
    """Return whether two words have the same stem."""
    short, long = sorted((re.sub(r"ie[sd]\Z", "y", word), re.sub(r"ie[sd]\Z", "y", other)), key=len)
    if len(short) < _SHARED:
        return long.startswith(short) and len(long) - len(short) <= _ENDING
    return short[:_SHARED] == long[:_SHARED]
