"""Shorten what authors say of parameters and results, at the ends of sentences and clauses only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mkdocs_howto.facts.words import sentences

_MOST_WORDS = 34
_LONGEST_FIRST = 45
"""Words of a first sentence that is told whole if it has no clause at whose end it may be cut."""
_FEWEST = 3
"""Words that a clause must have to stand alone."""
_DECISIVE = re.compile(
    r"\b(?:defaults?|if|unless|when|otherwise|None|must|only|cannot|one of|either|any of|at least|at most|between"
    r"|ignored|raises?|required|requires|values?|set (?:it |this )?to|True|False|zero|empty"
    r"|omitted|in (?:milli)?seconds|instead|can be|may be|should be|accepts?|supported|example|e\.g)\b"
    r"|`(?:None|True|False|-?\d+|'[^`]*'|\"[^`]*\")`",
    re.IGNORECASE,
)
"""Words of a further sentence that changes what a caller passes."""
_IDLE = re.compile(
    r"\b(?:see|refer to|described|documented|explained|for (?:more|further|details|backwards?|historical|compatibility)"
    r"|below|above|following|as follows|https?:|version(?:s)? [<>=\d]|new in|added in|changed in|deprecated since|todo"
    r"|fixme|previously|formerly|future)\b|\[\d+\]",
    re.IGNORECASE,
)
"""Words of a sentence that points away from itself, or to another time."""
_LEANING = re.compile(
    r"(?:it|its|this|that|these|those|they|them|then|otherwise|however|but|and|or|so|also|in (?:this|that|such|these)"
    r"|the (?:former|latter|same|other)|both|another|else|e\.g\.|i\.e\.|thus|therefore|hence|additionally|here|such)\b",
    re.IGNORECASE,
)
"""How a sentence begins that is about the one before it."""
_CLAUSE_END = re.compile(
    r"(?:;|,? --| \u2013| \u2014|,(?= (?:which|where|so that|such as|e\.g|i\.e|for example|but|and then|unless)\b)"
    r"|:(?= ))\s"
)
_ASIDE = re.compile(r" \((?:[^()\s]+\s+){5,}[^()\s]+\)")
"""An aside of more than five words."""
_OPEN_END = (":", "e.g", "i.e", "(", "?", ",", "...", " the", " a", " and", " or")
_FOOTNOTE = re.compile(r"\s?\[\d{1,2}\](?=[\s.,;:]|\Z)")


def excerpt(text: str, most: int = _MOST_WORDS) -> str:
    """Return the sentences of a text that tell a caller what to pass or what comes back; empty if none can stand alone.

    The first sentence always is one of them. The last one has no full stop.

    Args:
        text: On one line.
        most: Words that a reader bears.
    """
    first, *others = sentences(_FOOTNOTE.sub("", text)) or [""]
    opening = _first(first.rstrip(". "), most)
    if not opening:
        return ""
    room = most - len(opening.split())
    is_whole = len(opening) >= len(first.rstrip(". ")) - 1
    return ". ".join([opening, *_further(others, room, follows=is_whole)])


def _further(texts: Sequence[str], room: int, *, follows: bool) -> Iterator[str]:
    """Yield the later sentences for which there is room, without their full stops.

    Args:
        texts: All that stand behind the first one.
        room: Words that are left.
        follows: Whether the sentence before them is told whole.
    """
    for one in texts:
        told = one.rstrip(". ")
        leans = _LEANING.match(told) is not None
        words = len(told.split())
        is_wanted = _DECISIVE.search(told) is not None and words >= _FEWEST and told[:1] in "`'\"" + told[:1].upper()
        is_kept = is_wanted and words <= room and _stands(told) and (follows or not leans)
        if is_kept:
            room -= words
            yield told
        follows = is_kept


def _first(text: str, most: int) -> str:
    """Return the first sentence, cut at the end of a clause if it is too long; empty if it cannot stand alone."""
    if len(text.split()) > most:
        text = _ASIDE.sub("", text)
    if len(text.split()) > most or text.endswith(_OPEN_END):
        cuts = [one.start() for one in _CLAUSE_END.finditer(text)]
        parts = [text[:cut] for cut in cuts if _FEWEST <= len(text[:cut].split()) <= most]
        text = next((one for one in reversed(parts) if _is_closed(one)), text)
    return text if _is_closed(text) and len(text.split()) <= _LONGEST_FIRST else ""


def _stands(text: str) -> bool:
    return _is_closed(text) and _IDLE.search(text) is None


def _is_closed(text: str) -> bool:
    """Return whether a text has all its brackets and marks, and does not announce what is left out."""
    return (
        not text.endswith(_OPEN_END)
        and not re.search(r"(?:\A|[:.,;] )[*-] ", text)  # An item of a list.
        and text.count("(") == text.count(")")
        and text.count("[") == text.count("]")
        and text.count("`") % 2 == 0
        and text.count('"') % 2 == 0
    )
