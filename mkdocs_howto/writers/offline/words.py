"""Words that sentences are made of, whatever they are about."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from mkdocs_howto.facts.words import plain

VERBS = frozenset(
    """
    accept acquire add adjust align allow analyse analyze append apply assert assign attach await bind block bring
    broadcast build cache calculate call cancel cast change check choose clean clear close collapse collect combine
    compare compile compute configure connect construct consume contain convert copy count create cut decode decorate
    decrypt define delete deliver derive describe deserialize detect determine disable discard disconnect display
    divide download drop dump emit enable encode encrypt end enforce ensure enter enumerate escape estimate evaluate
    exclude execute exit expand export extend extract fetch fill filter find finish fire fix flatten flip flush fold
    follow force format forward gather generate give grab group guess hash hide hold identify ignore import include
    increase indent indicate infer initialise initialize inject insert inspect install instantiate invert invoke
    issue iterate join keep launch leave limit link list listen load locate lock log look lower make map mark mask
    match measure merge modify move multiply negate normalise normalize notify obtain offer open order override pack
    pad parse partition pass patch peek pick place point poll pop post prefix prepare present prevent print produce
    prompt propagate provide prune publish pull push put query quote raise rank reach read rebuild receive record
    recreate redirect reduce refresh register reject release reload remove rename render reorder repeat replace reply
    report represent request require reset resize resolve respond restore restrict resume retrieve retry return
    reverse revert rewrite roll rotate round run sample sanitise sanitize save scale scan schedule search select send
    separate serialise serialize serve set shift show shuffle shut sign simplify skip sleep slice solve sort specify
    split start stop store stream strip submit substitute subtract sum suppress swap switch synchronize take tell
    terminate test throw toggle tokenize track transform translate traverse trigger trim truncate try turn unescape
    unlock unpack unregister unset unwrap update upload use validate verify visit wait walk warn watch wrap write yield
    """.split()  # noqa: SIM905 - words read better as a text
)
"""First words of a docstring by which it says what a function is for."""
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


def an(words: str) -> str:
    """Words with the article that their first letter asks for."""
    first = words.lstrip("`").lower()
    vowel = first[:1] in set("aeiou") and not first.startswith(("uni", "use", "url", "one"))
    return f"{'an' if vowel or first.startswith(('http', 'html', 'xml')) else 'a'} {words}"


def capital(text: str) -> str:
    """A sentence's first letter, unless code begins it."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """A sentence as the rest of another."""
    return text[:1].lower() + text[1:]


def third_person(verb: str) -> str:
    """`tries` of `try`."""
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2:-1] not in set("aeiou") else f"{verb}s"


@functools.lru_cache(maxsize=4096)
def clause_of(summary: str) -> str:
    """What a docstring's summary says its function does, as the end of a sentence; empty when it says it otherwise.

    Its own words, in the third person, without names: those of another object mean nothing here. Asked of a
    function by each block that calls it.
    """
    first, _, rest = plain(summary).replace("`", "").strip().partition(" ")
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
