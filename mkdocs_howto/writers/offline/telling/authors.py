"""What an object does in its author's words, as the rest of a sentence."""

from __future__ import annotations

import re

from mkdocs_howto.facts.purpose import purpose, third_person
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.facts.words import sentences
from mkdocs_howto.writers.offline.telling.signatures import decapitalised
from mkdocs_howto.writers.offline.telling.verbs import VERBS

_LONGEST = 170
_SECOND = re.compile(
    r"(?<=\w)(?P<mark>,? (?:and|or|then) |, )(?P<verb>[a-z]+)(?= (?:the|an?|all|each|it|its|them|their|this|that|any|`))"
)
_NOUN = re.compile(r"(?:an?|the|all|any|whether|if|true|number|list|dict(?:ionary)?)\b", re.IGNORECASE)
_GIVES = re.compile(
    r"(?:this (?:method|function|property) )?(?:gets?|retrieves?|returns?|gives?|yields?) (?:back )?", re.IGNORECASE
)


def phrase(docstring: Docstring, name: str) -> str:
    """Return what an object does, as a verb phrase in the third person without a full stop; empty if nothing tells.

    Args:
        docstring: Of the object.
        name: Of the object.
    """
    sentence = purpose(docstring, name).rstrip(".").strip()
    if not is_english(sentence):
        return ""
    if not sentence or len(sentence) > _LONGEST or ". " in sentence:
        sentence = sentences(sentence)[0].rstrip(".") if sentence and sentences(sentence) else ""
        if len(sentence) > _LONGEST:
            return ""
    first, _, rest = sentence.partition(" ")
    verb = verb_of(first)
    if verb and rest:
        told = f"{verb} {rest}"
        return _SECOND.sub(_third, told) if verb != first.lower() else told
    if _NOUN.match(sentence):
        return f"gives {decapitalised(sentence)}"
    return ""


def property_noun(docstring: Docstring, name: str) -> str:
    """Return what a property holds if its author names it without a verb: "is the cache directory" for "Cache directory."."""
    sentence = purpose(docstring, name).rstrip(".").strip()
    first = sentence.partition(" ")[0]
    if not sentence or len(sentence) > 120 or (first.lower() != first and verb_of(first) and first.lower().endswith("s")):
        return ""
    if first in {
        "Return",
        "Get",
        "Set",
        "Tell",
        "Check",
        "Whether",
        "True",
        "If",
        "Fetch",
        "Give",
        "Retrieve",
        "Compute",
    }:
        return ""
    if not is_english(sentence):
        return ""
    if first.lower() in {"a", "an", "the", "all", "any", "this", "its"}:
        return f"is {decapitalised(sentence)}"
    return f"is the {decapitalised(sentence)}" if first.istitle() and first.isalpha() else ""


def is_english(text: str) -> bool:
    """Return whether a text is written in the letters of English; what is not stays with its author."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isascii() for letter in letters) >= 0.8 * len(letters)


def verb_of(word: str) -> str:
    """Return a word as a verb in the third person, or an empty string if it is none of the table."""
    plain = word.lower()
    if plain in VERBS:
        return third_person(plain)
    stems = (plain[:-1], plain[:-2], f"{plain[:-3]}y")
    return plain if plain.endswith("s") and any(stem in VERBS and third_person(stem) == plain for stem in stems) else ""


def _third(match: re.Match[str]) -> str:
    verb = match["verb"]
    return f"{match['mark']}{third_person(verb) if verb in VERBS else verb}"


def result(docstring: Docstring) -> str:
    """Return what a call gives, in the author's words after "returns"; empty if the docstring has no such section."""
    field = next(iter(docstring.returns or docstring.yields), None)
    found = sentences(field.text) if field is not None else []
    if not found or not is_english(found[0]):
        return ""
    text = _GIVES.sub("", found[0].rstrip("."), count=1).strip()
    if (
        not text
        or len(text) > 110
        or text.endswith(":")
        or text.lower() in {"none", "`none`", "nothing"}
        or ":" in text
    ):
        return ""
    return decapitalised(text)


def refusals(docstring: Docstring) -> list[tuple[str, str]]:
    """Return the exceptions that the author names with a condition: pairs of name and clause with its conjunction."""
    return [
        (one.name.rpartition(".")[2], one.condition)
        for one in docstring.raises
        if one.condition and len(one.condition) < 110 and is_english(one.condition)
    ]
