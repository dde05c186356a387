"""Say in one sentence what several functions or classes do: those with the same verb or object share it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from mkdocs_howto.writers.offline.words import listed

_MOST_WORDS = 45
_LONGEST = 14
_FEW = 3
"""Words of one phrase in a list."""
_LINKS = frozenset({"to", "from", "in", "into", "by", "with", "without", "for", "of", "as", "on", "at", "using"})
_SECOND_VERB = re.compile(r",? (?:and|or)(?: then)? [a-z]+s (?:it\b|them\b|the\b|an?\b|its\b|all\b|to\b)")
_CUT = re.compile(rf"{_SECOND_VERB.pattern}| \(|, (?!['\"])|: |; | – | - | (?:that|which|if|when|then) ")
"""Where a phrase ends that is too long to stand in a list, or that holds a second verb."""
_ASYNCHRONOUSLY = re.compile(r"\b ?asynchronously\b")


@dataclass(frozen=True, slots=True)
class Doing:
    """What one function or class does.

    Attributes:
        phrase: In the third person: "converts Markdown to HTML".
        name: Of the function or class; empty if the phrase holds it.
        is_whole: Whether the phrase holds several things, which are not to be taken for those of its neighbours.
    """

    phrase: str
    name: str = ""
    is_whole: bool = False


def joined(doings: Sequence[Doing], most: int = _MOST_WORDS, *, is_inner: bool = False) -> str:
    """Return what several functions or classes do as a predicate; the last ones are left out if there is no room.

    Args:
        doings: What each does.
        most: Words.
        is_inner: Whether it stands inside such a predicate, and so may hold no semicolon.
    """
    if is_inner:
        doings = [replace(one, phrase=_CUT.split(one.phrase, maxsplit=1)[0], is_whole=False) for one in doings]
    for number in range(len(doings), 0, -1):
        told = _predicate(doings[:number], is_inner=is_inner)
        if len(told.split()) <= most:
            return told
    return ""


def doing_of(phrase: str, name: str = "") -> Doing:
    """Return what a phrase says, without what follows its first clause where it is too long for a list."""
    if phrase.startswith("asynchronously "):
        phrase = f"{phrase.removeprefix('asynchronously ')} asynchronously"
    first = _CUT.split(phrase, maxsplit=1)[0]
    is_long = len(phrase.split()) > _LONGEST or ":" in phrase
    told = first if is_long and len(first.split()) > 2 else phrase
    return Doing(told, name, is_whole=_SECOND_VERB.search(told) is not None or ", " in told)


@dataclass(frozen=True, slots=True)
class _Group:
    """Phrases that share their verb: the verbs, and the objects each with the names of what does it."""

    verbs: tuple[str, ...]
    objects: tuple[tuple[str, tuple[str, ...]], ...]
    is_whole: bool = False

    @property
    def text(self) -> str:
        rests = [text.split() for text, _ in self.objects]
        same = [words[0] for words in takewhile(lambda words: len(set(words)) == 1, zip(*rests, strict=False))]
        same = same[:-1] if same and same[-1] in _LINKS else same
        tails = [rest[len(same) :] for rest in rests]
        if not same or len(rests) == 1 or not all(tail and tail[0] in _LINKS for tail in tails):
            same, tails = [], rests
        parts = [_marked(" ".join(tail), names) for tail, (_, names) in zip(tails, self.objects, strict=True)]
        return " ".join([listed(self.verbs), *same, listed(parts)]).strip()

    @property
    def is_simple(self) -> bool:
        return not self.is_whole and "," not in self.text and " and " not in self.text


def _marked(text: str, names: Sequence[str]) -> str:
    marks = ", ".join(f"`{name}`" for name in names if name)
    return f"{text} ({marks})".strip() if marks else text


def _predicate(doings: Sequence[Doing], *, is_inner: bool) -> str:
    groups = _same_object(_same_verb(_gathered(doings)))
    told = [one.text for one in groups]
    told = [
        text.removeprefix("defines ") if number and groups[number - 1].verbs == one.verbs == ("defines",) else text
        for number, (one, text) in enumerate(zip(groups, told, strict=True))
    ]
    return listed(told) if len(told) == 1 or is_inner or all(one.is_simple for one in groups) else "; ".join(told)


def _gathered(doings: Sequence[Doing]) -> list[Doing]:
    """Return phrases of which those that say what is defined follow the first one of them."""
    defined = [one for one in doings if one.phrase.startswith("defines ")]
    place = next((number for number, one in enumerate(doings) if one in defined), 0)
    others = [one for one in doings if one not in defined]
    return [*others[:place], *defined, *others[place:]]


def _same_verb(doings: Sequence[Doing]) -> list[_Group]:
    """Return phrases grouped by verb; what differs only by being asynchronous is one object of two names."""
    found: dict[str, dict[str, list[str]]] = {}
    for number, one in enumerate(doings):
        verb, _, rest = one.phrase.partition(" ")
        objects = found.setdefault(f"{verb} {number}" if one.is_whole else verb, {})
        longer = [other for other in objects if rest.startswith(f"{other} ")]
        same = next((other for other in longer if not one.name or len(other.split()) > _FEW), rest)
        plain = _ASYNCHRONOUSLY.sub("", rest)
        objects.setdefault(plain if plain in objects else same, []).append(one.name)
    whole = {f"{one.phrase.partition(' ')[0]} {number}" for number, one in enumerate(doings) if one.is_whole}
    return [
        _Group((verb.partition(" ")[0],), tuple((text, tuple(names)) for text, names in objects.items()), verb in whole)
        for verb, objects in found.items()
    ]


def _same_object(groups: Sequence[_Group]) -> list[_Group]:
    """Return groups of which those with the same only object are one: "reads and saves models"."""
    found: list[_Group] = []
    for one in groups:
        place = next(
            (
                number
                for number, other in enumerate(found)
                if len(one.objects) == len(other.objects) == 1
                and one.objects[0][0] == other.objects[0][0]
                and not (one.is_whole or other.is_whole)
            ),
            None,
        )
        if place is None:
            found.append(one)
            continue
        other = found[place]
        names = (*other.objects[0][1], *one.objects[0][1])
        found[place] = _Group((*other.verbs, *one.verbs), ((one.objects[0][0], names),))
    return found
