"""Words that sentences are made of, whatever they are about."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from mkdocs_howto.facts.purpose import third_person
from mkdocs_howto.facts.words import plain
from mkdocs_howto.writers.offline.verbs import VERBS

_SPELLED = frozenset("aefhilmnorsx")
"""Letters whose own names begin with a vowel: `an HTTP request`."""
_EMPTY = re.compile(
    r"\b(?:gets?|getting|do(?:es|ing)|handl(?:es|ing|e)|process(?:es|ing)?|perform(?:s|ing)?|manag(?:es|ing|e)|various"
    r"|some|etc|stuff|things|properly|appropriately|necessary|as needed)\b",
    re.IGNORECASE,
)
"""Words of documentation that would say nothing in a step."""
_END = re.compile(r"[.;:](?=\s|$)|\s[-–—]+\s|\s\(|,\s(?:and|but|or|e\.g|i\.e|which|using|if)\b")
"""Where the first clause of a sentence ends."""
_SECOND = re.compile(r"\band ([a-z]+)(?= (?:the|an?|all|each|it|its|them|their|this|that|any|every)\b)")
"""A second verb in a clause, told by the object that follows it."""
_MARKUP = re.compile(r"[<>{}\[\]\\*|_^#=]|https?:|::|\.\.")
_LONGEST_CLAUSE = 80


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a list in a sentence."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def some_of(words: Sequence[str], most: int, rest: str = "more") -> str:
    """A list in a sentence of which only the first few are named."""
    if len(words) <= most:
        return listed(words)
    return f"{', '.join(words[: most - 1])} and {len(words) - most + 1} {rest}"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 item`, `2 items`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def with_article(noun: str) -> str:
    """Return a noun phrase with `a` or `an`; code marks and abbreviations that are spelled count as they are read."""
    first = noun.lstrip("`").partition(" ")[0]
    if noun.startswith("`") and first[:2].isupper() and first[0].lower() in _SPELLED:
        return f"an {noun}"
    if first.isupper() and len(first) > 1 and first not in {"JSON", "URL", "URLS", "UTF-8", "URI", "SOAP"}:
        return f"{'an' if first[0].lower() in _SPELLED else 'a'} {noun}"
    is_vowel = first[:1].lower() in set("aeiou") and not first.lower().startswith(
        ("uni", "usa", "use", "url", "one", "uri", "utf")
    )
    return f"{'an' if is_vowel else 'a'} {noun}"


def capital(text: str) -> str:
    """A sentence's first letter, unless code begins it."""
    return text[:1].upper() + text[1:]


def decapitalised(text: str) -> str:
    """Return a sentence as the rest of another: its first letter small, unless the word is a name or abbreviation."""
    first = text.partition(" ")[0]
    is_name = first[:1] == "`" or (len(first) > 1 and any(letter.isupper() for letter in first[1:])) or first == "I"
    return text if is_name else text[:1].lower() + text[1:]


@functools.lru_cache(maxsize=4096)
def clause_of(summary: str) -> str:
    """What a docstring's summary says its function does, as the end of a sentence; empty when it says it otherwise.

    Its own words, in the third person, without names: those of another object mean nothing here. Asked of a
    function by each block that calls it.
    """
    first, _, rest = plain(summary).replace("`", "").strip().partition(" ")
    if first.lower() == "pretty":
        first, _, rest = rest.partition(" ")
    verb = _verb(first.lower())
    words = _END.split(f"{verb} {rest}")[0].rstrip(" .,") if verb and rest else ""
    if verb != first.lower():
        words = _SECOND.sub(lambda match: f"and {_verb(match[1]) or match[1]}", words, count=1)
    if not words or " " not in words or len(words) > _LONGEST_CLAUSE or _MARKUP.search(words) or _EMPTY.search(words):
        return ""
    return words if words.count("'") % 2 == 0 and words.count('"') % 2 == 0 else ""


def _verb(word: str) -> str:
    if word in VERBS:
        return third_person(word)
    return word if any(word == third_person(stem) for stem in {word[:-1], word[:-2], f"{word[:-3]}y"} & VERBS) else ""


def is_vague(text: str) -> bool:
    """Whether a text holds a word that could be said of any code."""
    return _EMPTY.search(text) is not None
