"""Names of code as words: the parts of an identifier, the verb phrase of a function's name, the noun of its result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from mkdocs_howto.facts.purpose import third_person
from mkdocs_howto.writers.offline.verbs import ABBREVIATIONS, AGENTS, EMPTY_VERBS, GIVING_VERBS, VERBS
from mkdocs_howto.writers.offline.words import with_article

_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_PREPOSITIONS = frozenset({"by", "for", "from", "in", "into", "of", "on", "to", "with", "without", "at", "as"})


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """Return the parts of an identifier as words, abbreviations written out: `num_urls` is "number of", "URLs"."""
    parts = [part.lower() for part in _PART.findall(name)]
    return tuple(ABBREVIATIONS.get(part, part) for part in parts)


def noun_of(name: str) -> str:
    """Return an identifier as a noun phrase without its article; empty if it says nothing.

    Args:
        name: Of a variable, attribute or parameter.
    """
    words = words_of(name.strip("_"))
    is_empty = len(words) == 1 and (words[0] in _EMPTY_NOUNS or words[0].endswith("ed"))
    if not words or len(words) > 4 or all(len(word) < 3 for word in words) or is_empty or words[0] in _FLAGS:
        return ""
    return " ".join(words)


_EMPTY_NOUNS = frozenset(
    """
    tmp temp ret rv res out buf aux foo new old cur current this it thing func fn args kwargs kw self cls ctx orig
    built done found kept made seen taken
    """.split()  # noqa: SIM905 - words read better as a text
)
"""Names of variables that say nothing to a reader who does not see the code."""
_FLAGS = frozenset({"is", "has", "should", "can", "do", "use", "was", "needs"})
"""First words of variables that hold whether something is so, which is no noun."""


def phrase_of(name: str, weak: frozenset[str] = frozenset()) -> str:
    """Return the verb phrase of a function's name for a sentence about its purpose: "generates a poem".

    Args:
        name: Of the function; `get_x` gives "returns an x".
        weak: Verbs that are taken although they say little.
    """
    words = words_of(name.strip("_").removesuffix("_async"))
    if name in {"login", "logout"}:
        return f"logs {name.removeprefix('log')}"
    if told := _special(words):
        return told
    if not words or words[0] not in VERBS | weak or (words[0] in EMPTY_VERBS - {"get"} - weak) or len(words) > 7:
        return ""
    verb, rest = words[0], words[1:]
    if len(rest) > 1 and rest[-1] == "arguments":
        return f"{third_person(verb)} the {' '.join(rest[:-1])} with the given arguments"
    if not rest or rest[0] in _NO_NOUNS or rest[0] in VERBS - {"test", "image", "order", "group", "record", "report"}:
        return ""
    place = next((number for number, word in enumerate(rest) if word in _PREPOSITIONS), len(rest))
    head, tail = rest[:place], rest[place:]
    if not head or len(head) > 3 or len(tail) == 1 or len(tail) > 4:
        return ""
    told = f"{'returns' if verb == 'get' else third_person(verb)} {_with_any_article(' '.join(head), verb)}"
    return f"{told} {tail[0]} {_with_any_article(' '.join(tail[1:]), '')}" if tail else told


_ALLOWING = {"supports": "supported", "accepts": "accepted", "allows": "allowed"}
"""First words of functions that tell whether something may be passed."""


def _special(words: Sequence[str]) -> str:
    """Return the phrase of a name that is no verb with its object: `any2dict`, `is_url`, `url_shortener`."""
    middle = next((word for word in ("2", "to") if word in words[1:-1]), "")
    if (
        middle
        and not VERBS & set(words) - {"print", "test", "record"}
        and not _NO_NOUNS & set(words)
        and len(words) < 6
        and "how" not in words
    ):
        place = words.index(middle)
        kinds = [" ".join(words[:place]), " ".join(words[place + 1 :])]
        kinds = ["any value" if one == "any" else _with_own_article(one) for one in kinds]
        return f"converts {kinds[0]} to {kinds[1]}"
    if words[:1] == ("pretty",) and len(words) == 3 and words[1] in {"print", "format"}:
        return f"pretty-{third_person(words[1])} {_with_any_article(words[2], words[1])}"
    if words[:1] == ("to",) and 1 < len(words) < 4:
        return f"converts a value to {_with_own_article(' '.join(words[1:]))}"
    if words[:1] == ("is",) and len(words) == 2 and words[1] not in VERBS:
        is_adjective = words[1].endswith(("ed", "id", "able", "ty", "ing"))
        return f"tests whether a value is {words[1] if is_adjective else with_article(words[1])}"
    if words[:1] and words[0] in _ALLOWING and 1 < len(words) < 4:
        return f"tells whether {_with_own_article(' '.join(words[1:]))} is {_ALLOWING[words[0]]}"
    if len(words) == 2 and words[1].endswith("er"):
        verb = next((one for one in (words[1][:-2], words[1][:-1], words[1][:-3]) if one in VERBS), "")
        return f"{third_person(verb)} {with_article(words[0])}" if verb and words[0] not in VERBS | EMPTY_VERBS else ""
    return ""


def _with_own_article(noun: str) -> str:
    """Return a noun with its article; plurals and names of formats have none."""
    is_bare = noun.isupper() or noun in {"Markdown", "base64", "unicode"} or singular(noun.rpartition(" ")[2])
    return noun if is_bare else with_article(noun)


def gerund_of(word: str) -> str:
    """Return the verb of a gerund in the third person: "generates" of "generating"; empty for any other word."""
    stem = word.removesuffix("ing")
    found = next(
        (one for one in (stem, f"{stem}e", stem[:-1]) if word.endswith("ing") and one in VERBS | EMPTY_VERBS), ""
    )
    return third_person(found) if found else ""


def _with_any_article(noun: str, verb: str) -> str:
    """Return a noun with the article that a reader expects at first mention; a plural has none."""
    last = noun.rpartition(" ")[2]
    if singular(last) or last.isupper() or last in {"information", "data", "content", "text"}:
        return noun
    return with_article(noun) if verb in GIVING_VERBS | {"add", "send", "make"} else f"the {noun}"


_NO_NOUNS = frozenset({"all", "several", "async", "sync", "many", "next", "first", "last", "or", "and", "if", "none"})


def result_noun(name: str) -> str:
    """Return what a function gives, from its name: "headers" of `get_headers`; empty if the name does not tell."""
    words = words_of(name.strip("_"))
    if len(words) > 1 and words[0] in GIVING_VERBS and not _PREPOSITIONS & set(words):
        rest = words[1:]
        return " ".join(rest) if len(rest) < 4 and not _NO_NOUNS & set(rest) else ""
    return ""


def noun_name(name: str) -> str:
    """Return the words of a function that is named for what it gives, as `sorted_rows`; empty for any other name."""
    words = words_of(name.strip("_"))
    is_noun = 1 < len(words) < 5 and " ".join(words).replace(" ", "").isalpha()
    return " ".join(words) if is_noun and not set(words) & (VERBS | _FLAGS | _PREPOSITIONS | _NO_NOUNS) else ""


def action_of(name: str) -> str:
    """Return the verb phrase of a function's name: "removes the expired items" of `remove_expired_items`.

    Returns:
        A phrase in the third person; empty if the name has no verb and object that a reader could take for a sentence.
    """
    words = words_of(name.strip("_"))
    if len(words) == 1 and words[0] in AGENTS:
        return ""
    if len(words) < 2 or words[0] not in VERBS or words[0] in EMPTY_VERBS or words[0] in GIVING_VERBS:
        return ""
    verb, rest = third_person(words[0]), words[1:]
    if len(rest) > 1 and rest[-1] == "arguments":
        return f"{verb} the {' '.join(rest[:-1])} with the given arguments"
    if "none" in rest:
        return ""
    place = next((number for number, word in enumerate(rest) if word in _PREPOSITIONS), len(rest))
    head, tail = rest[:place], rest[place:]
    if not head or len(head) > 2 or len(tail) == 1 or len(tail) > 3:
        return ""
    told = f"{verb} {' '.join(head)}" if head[0] == "all" else f"{verb} the {' '.join(head)}"
    return f"{told} {tail[0]} the {' '.join(tail[1:])}" if tail else told


def singular(noun: str) -> str:
    """Return the singular of a plural noun: `entry` of `entries`; empty for a word that is no plural."""
    if noun == "ids":
        return "id"
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith(("ches", "shes", "sses", "xes", "zes")):
        return noun[:-2]
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and len(noun) > 3:
        return noun[:-1]
    return ""
