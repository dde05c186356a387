"""What an object does in its author's words, as the rest of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mkdocs_howto.facts.docstring import read
from mkdocs_howto.facts.purpose import NO_PURPOSE, purpose, third_person
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.facts.words import sentences
from mkdocs_howto.writers.offline.describing.failures import documented
from mkdocs_howto.writers.offline.telling.names import gerund_of, words_of
from mkdocs_howto.writers.offline.verbs import VERBS
from mkdocs_howto.writers.offline.words import decapitalised, with_article

_LONGEST = 170
_LONGEST_RESULT = 110
_DETERMINER = r"(?:the|an?|all|each|every|it|its|them|their|this|that|any|one|two|some|no|only|new)\b|`|\w+ing\b"
_SECOND = re.compile(
    r"(?<=[\w`)\]])(?P<mark>,? (?:and|or|and then|then) |, )(?P<adverb>[a-z]+ly )?(?P<verb>[a-z]+)"
    rf"(?= (?:{_DETERMINER}))"
)
"""A further verb of a sentence, told by the object that follows it."""
_PAIR = re.compile(r"^([a-z]+s) (and|or) ([a-z]+) (?=\w)")
"""Two verbs at the beginning of a sentence that share what follows."""
_GERUND = re.compile(r"(, (?=[a-z]+ing(?:,| and ))|(?:\A|,? )and )([a-z]+ing)\b(?! (?:of|to)\b)")
_SURE = re.compile(
    r" and (append|apply|calculate|compute|convert|discard|execute|insert|keep|raise|remove|replace|return|wait) "
)
"""A further verb without an article behind it, of those that are hardly ever nouns."""
_WHETHER = re.compile(
    r"(?:(?:tell|return|determine|indicate)s? )?(?:whether|(?<=[stn] )if) (?P<clause>[^,]+)\Z", re.IGNORECASE
)
_FOR = re.compile(
    r"(?:an? |the )?(?:[\w-]+ ){0,3}(?:class|function|method|routine|script|utility) (?:for|of) "
    r"(?P<verb>\w+ing) (?P<rest>.+)",
    re.IGNORECASE,
)
"""What a class or function is for, said as what kind of thing it is."""
_AND_ING = re.compile(r" and (\w+ing)\b")
_PRIVATE = re.compile(r" \((?:[^()]|\(\))*\b_[a-z](?:[^()]|\(\))*\)")
"""Something in parentheses that is about what no caller sees."""
_SELF = re.compile(r"(?<![\w.`])self\.(\w+)(?![\w(.])")
_TO_AUTHORS = re.compile(
    r"(?:(?:override|implement|define|use|call|overwrite|subclass)s? this|overrid|must be )", re.IGNORECASE
)
"""The beginning of a sentence for those who write a subclass."""
_NOUN = re.compile(r"(?:an?|the|all|any|number|list|dict(?:ionary)?|tuple|set|sum|mapping|count)\b", re.IGNORECASE)
_HELPER = re.compile(
    r"(?:an?|the) (?:[\w-]+ ){0,2}(?:method|function|property|decorator|shortcut|hook|\w+\(\))"
    r" (?:that|which|to) (?P<rest>[a-z].*)\Z",
    re.IGNORECASE,
)
_PROPERTY = re.compile(
    r"(?:an?|the|this) (?:\w+ )?property (?:which|that)?\s*(?:is\s+)?(?P<rest>\S.*)\Z", re.IGNORECASE
)
_KINDS = re.compile(
    r"(?:an?|the)\s(?:\w+\s){0,2}(?:alias|callback|context manager|decorator|function|generator|helper|hook|method"
    r"|shortcut|shorthand|synonym|variant|version|wrapper)\b",
    re.IGNORECASE,
)
"""The beginning of a sentence that says what a function is, not what it gives."""
_BARE_KIND = re.compile(
    r"(?:(?!an? |the )\w+ )?(?:alias|callback|context manager|decorator|generator|hook|method|shortcut|shorthand"
    r"|synonym|variant|wrapper)"
    r"(?= (?:for|that|to|which|of|around|with)\b)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+|`[^`]*`|(?<![\w-])[\w-]{1,40}(?:[./][\w-]{1,40}){2,9}")
_GIVES = re.compile(
    r"(?:this (?:method|function|property) )?(?:gets?|retrieves?|returns?|gives?|yields?|generates?) (?:back )?",
    re.IGNORECASE,
)
_HOLDS = re.compile(r"(?:it )?(?:contains?|includes?|holds?|represents?|is|are|has|will be) (?=\w)", re.IGNORECASE)
"""The verb with which an author's sentence about a result begins, whose object is the result."""
_GIVING = re.compile(r"(?:gets?|retrieves?|returns?) (?!access\b|ready\b|rid\b|back\b|into\b|to\b|up\b)", re.IGNORECASE)
_AGAIN = re.compile(r", (?:[\w`]+ ){1,3}will (?:raise|throw|be raised)")
"""What an author says a second time: that the exception is raised."""
_NO_NOUNS = frozenset(
    {"for", "in", "on", "to", "with", "by", "from", "as", "if", "when", "used", "like", "same", "see"}
)
_PLURALS = frozenset(
    {"names", "values", "lists", "sets", "indexes", "tests", "filters", "tags", "links", "files", "parts"}
)
"""Words that are more often nouns than verbs."""
_FINITE = re.compile(r" (?:is|are|was|were|has|have|will|can|must|should|does|do)(?:n't)? |\) [a-z]+s (?:\d|an? |the )")
_CLAUSE = re.compile(r"\b(?:is|are|was|were|will|has|have)\b|\ws (?:include|contain|hold|represent)\b")
"""A finite verb, which a noun phrase does not have."""
_BARE = re.compile(
    r"(?:new |sorted |flat |parsed )?(?:`\w+` (?:object|instance)|list|tuple|dict|dictionary|set|generator|iterator"
    r"|iterable|sequence|string|callable|boolean|copy|mapping|decorator|context manager|awaitable)\b"
)
_JOINED = {
    "setup": "sets up",
    "shutdown": "shuts down",
    "cleanup": "cleans up",
    "login": "logs in",
    "logout": "logs out",
}
"""Nouns that authors write for a verb with its particle."""
_BARE_THE = re.compile(r"(?:number|name|path|value|index|length|result|response|size|sum|total|id|type|content)s?\b")

_THE_OBJECT = re.compile(r"The `?(?P<name>[\w.]+)(?:\(\))?`? (?:function|method|class) (?=[a-z]+s\b)")


def phrase(docstring: Docstring, name: str) -> str:
    """Return what an object does, as a verb phrase in the third person without a full stop; empty if nothing tells.

    Args:
        docstring: Of the object.
        name: Of the object.
    """
    sentence = sentence_of(docstring, name)
    if not sentence or _TO_AUTHORS.match(sentence):
        return ""
    if (made := _FOR.match(sentence)) and (verb := gerund_of(made["verb"])):
        return f"{verb} {_AND_ING.sub(lambda one: f' and {gerund_of(one[1]) or one[1]}', made['rest'])}"
    if helper := _HELPER.match(sentence):
        first = helper["rest"].partition(" ")[0]
        return _of_verb(helper["rest"]) if verb_of(first) else f"is {decapitalised(sentence)}"
    if whether := _WHETHER.match(sentence):
        return f"tells whether {whether['clause']}"
    if re.match(r"true if\b", sentence, re.IGNORECASE):
        return f"returns `True`{sentence[4:]}"
    if giving := _GIVING.match(sentence):
        return _of_verb(f"returns {sentence[giving.end() :]}")
    first, second = (*sentence.split(" ", 2), "")[:2]
    if first.lower() == name.rpartition(".")[2].lower() and second == verb_of(second) and second not in _PLURALS:
        return ""  # "Install invokes pip": the first word is the name of the function.
    if told := _of_verb(sentence) or _of_own_verb(sentence, name):
        return told
    if _is_clause(sentence):
        return ""
    if _BARE_KIND.match(sentence):
        return f"is {with_article(decapitalised(sentence))}"
    if _KINDS.match(sentence) and (further := _further(docstring)):
        return further
    if _KINDS.match(sentence) or (name[:1].isupper() and re.match(r"(?:an?|the)\b", sentence, re.IGNORECASE)):
        return f"is {decapitalised(sentence)}"
    return f"gives {_determined(decapitalised(sentence))}" if _NOUN.match(sentence) else ""


def _further(docstring: Docstring) -> str:
    """Return what a function gives, by the sentence behind one that only says which kind of function it is."""
    texts = [one for each in docstring.paragraphs[:2] for one in sentences(each.text)][:2]
    found = next((one for one in texts if _GIVES.match(one) and len(one) < _LONGEST), "")
    return _of_verb(f"returns {found[match.end() :].rstrip('.')}") if found and (match := _GIVES.match(found)) else ""


def _is_clause(sentence: str) -> bool:
    """Return whether a sentence that begins with a noun has a verb of its own: "A lock keeps others out"."""
    main = re.split(r", | (?:that|which|if|when|whose|where) ", sentence)[0]
    head = re.split(r" (?:of|for|with|in|to|from|on|as|by) ", main)[0]
    return bool(_FINITE.search(f" {main} ")) or any(
        word.endswith("s") and verb_of(word) and word not in _PLURALS for word in head.split()[2:]
    )


def sentence_of(docstring: Docstring, name: str) -> str:
    """Return the sentence that says what an object is for, if it is short and English; without its full stop."""
    sentence = _SELF.sub(r"`\1`", _PRIVATE.sub("", purpose(docstring, name)).rstrip(".").strip())
    sentence = _THE_OBJECT.sub(lambda one: "" if one["name"] == name else one[0], sentence)
    if not is_english(sentence):
        return ""
    if not sentence or len(sentence) > _LONGEST or ". " in sentence:
        found = sentences(sentence) if sentence else []
        sentence = found[0].rstrip(".") if found else ""
    is_kept = len(sentence) <= _LONGEST and not sentence.endswith(("?", ":", "…", "e.g", "i.e"))
    return sentence if is_kept and sentence.count("(") == sentence.count(")") else ""


def whole(docstring: Docstring, name: str) -> str:
    """Return an author's sentence that cannot be the rest of another one, to follow a colon; empty if there is none."""
    sentence = sentence_of(docstring, name)
    is_pointer = _TO_AUTHORS.match(sentence) or re.match(
        r"(?:similar|see|cf|compare|deprecated|internal|overrid|backwards?|like|new in|added in|changed in) ?",
        sentence,
        re.IGNORECASE,
    )
    return "" if ": " in sentence or is_pointer or len(sentence.split()) < 2 else decapitalised(sentence)


def _of_verb(sentence: str) -> str:
    """Return a sentence that begins with a verb as a phrase in the third person; empty for any other."""
    first, _, rest = sentence.partition(" ")
    if first.lower() == "pretty" or (first.endswith("ly") and not verb_of(first)):
        told = _of_verb(rest)
        return f"{first.lower()} {told}" if told else ""
    if first.lower() in _JOINED:
        return f"{_JOINED[first.lower()]} {rest}" if rest else ""
    verb = verb_of(first)
    if not verb or not rest or rest.startswith(("of ", "is ", "are ", "was ", "has ")):
        return ""
    told = f"{verb} {rest}"
    if verb == first.lower() and not sentence.startswith("returns "):
        return told
    return third_persons(told)


def _of_own_verb(sentence: str, name: str) -> str:
    """Return a sentence that begins with the first word of a function's name, as a phrase: "Invalidate the cache"."""
    first, _, rest = sentence.partition(" ")
    is_verb = re.match(_DETERMINER, rest)
    own = next(iter(words_of(name.rpartition(".")[2])), "")
    return f"{third_person(own)} {rest}" if own == first.lower() and is_verb and len(own) > 3 else ""


def third_persons(told: str) -> str:
    """Return a verb phrase of which the further verbs stand in the third person like its first."""
    told = _PAIR.sub(lambda pair: f"{pair[1]} {pair[2]} {verb_of(pair[3]) or pair[3]} ", told)
    return _SURE.sub(lambda match: f" and {third_person(match[1])} ", _SECOND.sub(_third, told))


def of_gerund(verb: str, rest: str) -> str:
    """Return "handling calls and training the model" as a verb phrase; empty if it begins with no gerund or verb.

    Args:
        verb: The first word, a gerund or an infinitive.
        rest: What follows it.
    """
    first = gerund_of(verb)
    if not first:
        return _of_verb(f"{verb} {rest}") if verb_of(verb) else ""
    return f"{first} {_GERUND.sub(lambda match: f'{match[1]}{gerund_of(match[2]) or match[2]}', rest)}"


def property_phrase(docstring: Docstring, name: str) -> str:
    """Return what a property holds, in its author's words: "is the cache directory" for "Cache directory."."""
    sentence = sentence_of(docstring, name)
    if not sentence:
        return ""
    if sentence.lower().startswith("access to "):
        return f"gives {decapitalised(sentence)}"
    if is_a := _PROPERTY.match(sentence):
        sentence = is_a["rest"]
    if whether := _WHETHER.match(sentence):
        return f"tells whether {whether['clause']}"
    if truth := re.match(r"(?:returns? )?`?true`? (?=if|when)", sentence, re.IGNORECASE):
        return f"is `True` {sentence[truth.end() :]}"
    if gives := _GIVES.match(sentence):
        rest = sentence[gives.end() :]
        if re.match(r"(?:an?|the|all|its)\b", rest, re.IGNORECASE):
            return f"is {decapitalised(rest)}"
        return f"returns {decapitalised(rest)}"
    if len(sentence) > 120 or _FINITE.search(f" {sentence.split(', ')[0]} "):
        return ""
    first, _, rest = sentence.partition(" ")
    if first.lower() in {"a", "an", "the", "all", "any", "this", "its", "whatever"}:
        return f"is {decapitalised(sentence)}"
    if verb_of(first) and not rest.startswith("of "):
        return ""
    plural = first.endswith("s") and not first.endswith(("ss", "us", "is"))
    is_noun = first.istitle() and first.isalpha() and not first.endswith("ly") and first.lower() not in _NO_NOUNS
    return f"{'holds' if plural else 'is'} the {decapitalised(sentence)}" if is_noun else ""


def docstring_of(text: str | None, names: Sequence[str] = ()) -> Docstring:
    """Return a docstring as far as our sentences can use it; an empty one for none.

    Args:
        text: As it stands in the code.
        names: Parameters that it may name.
    """
    docstring = read(text, names=list(names)) if text else Docstring()
    if NO_PURPOSE.match(docstring.summary):
        return replace(docstring, summary="", paragraphs=())
    if is_english(docstring.summary):
        return docstring
    first = next((line.strip() for line in (text or "").splitlines() if line.strip()), "")
    own = read(first) if is_english(first) and first.count(" ") > 1 else Docstring()
    return replace(docstring, summary=own.summary, paragraphs=own.paragraphs)


def is_english(text: str) -> bool:
    """Return whether a text is in the letters of English, addresses apart; what is not stays with its author."""
    letters = [letter for letter in _ADDRESS.sub("", text) if letter.isalpha()]
    return bool(letters) is bool(text) and sum(letter.isascii() for letter in letters) >= 0.8 * len(letters)


def verb_of(word: str) -> str:
    """Return a word as a verb in the third person, or an empty string if it is none of the table."""
    plain = word.lower()
    if plain in VERBS:
        return third_person(plain)
    stems = (plain[:-1], plain[:-2], f"{plain[:-3]}y")
    return plain if plain.endswith("s") and any(stem in VERBS and third_person(stem) == plain for stem in stems) else ""


def _third(match: re.Match[str]) -> str:
    verb = match["verb"]
    if re.search(r"\bto [a-z]+\Z", match.string[: match.start()]):  # "to select and load a file"
        return match[0]
    return f"{match['mark']}{match['adverb'] or ''}{third_person(verb) if verb in VERBS else verb}"


def result(docstring: Docstring) -> str:
    """Return what a call gives, in the author's words after "returns"; empty if the docstring has no such section."""
    field = next(iter(docstring.returns or docstring.yields), None)
    found = sentences(field.text) if field is not None else []
    if not found or not is_english(found[0]):
        return ""
    gives = _GIVES.match(found[0]) or _HOLDS.match(found[0])
    text = decapitalised((found[0][gives.end() :] if gives is not None else found[0]).rstrip(".").strip())
    is_empty = text.strip("`").lower().startswith(("none", "nothing", "see ", "if "))
    is_empty = is_empty or bool(_CLAUSE.search(re.split(r", | (?:that|which|if|when|whose|where|while) ", text)[0]))
    if not text or is_empty or len(text) > _LONGEST_RESULT or ": " in text or text.endswith(("e.g", "i.e")):
        return ""
    return "" if re.fullmatch(r"[\w.\[\]`|, ]{1,20}", text) and " " not in text.strip() else _determined(text)


def is_repeated(docstring: Docstring, name: str) -> bool:
    """Return whether what a call gives, in its author's words, is only what its summary says already."""
    given, said = _stems(result(docstring)), _stems(sentence_of(docstring, name))
    return bool(given) and 4 * len(given - said) <= len(given)


def _stems(text: str) -> set[str]:
    words = {word.lower().rstrip("s") for word in re.findall(r"[A-Za-z]{3,}", text)}
    return words - {"the", "for", "and", "with", "from", "that", "into", "their", "it"}


def as_result(text: str) -> str:
    """Return an author's words about a result as the object of "returns"; empty if they are a sentence of their own.

    Args:
        text: One or more sentences, the last without its full stop.
    """
    first, dot, rest = text.partition(". ")
    told = decapitalised(_HOLDS.sub("", first, count=1) if _HOLDS.match(first) else first)
    is_empty = told.strip("`").lower().startswith(("none", "nothing", "see ", "if ", "same ", "depend"))
    is_empty = is_empty and not re.match(r"`None`(?:,| or) ", told)
    main = re.split(r", | (?:that|which|if|when|whose|where|while|unless|otherwise|in which|for which) ", told)[0]
    is_open = told.startswith(("whether ", "what ", "how ", "how many "))
    if not told or is_empty or (_CLAUSE.search(main) and not is_open) or told.endswith(":"):
        return ""
    return f"{_determined(told)}{dot}{rest}"


def _determined(text: str) -> str:
    """Return a noun phrase with an article, where its first word is a noun that needs one."""
    if re.match(r"true if\b", text, re.IGNORECASE):
        return f"`True`{text[4:]}"
    if _BARE.match(text) and not re.match(r"`\w+`s\b", text):
        return with_article(text)
    return f"the {text}" if _BARE_THE.match(text) else text


def refusals(docstring: Docstring) -> list[tuple[str, str]]:
    """Return the exceptions that the author names with a condition: pairs of name and clause with its conjunction."""
    return [
        (name.rpartition(".")[2], _AGAIN.split(condition)[0])
        for name, condition in documented(docstring)
        if is_english(condition) and not name.startswith("_")
    ]


def joined_refusals(refused: Iterable[tuple[str, str]], most: int = 2) -> str:
    """Return exceptions with their conditions as the rest of "it raises": "`A` if x or if y and `B` if z".

    Args:
        refused: Pairs of a name and a clause with its conjunction.
        most: Exceptions that are told.
    """
    by_name: dict[str, list[str]] = {}
    for name, clause in refused:
        clauses = by_name.setdefault(name, [])
        if clause not in clauses and len(clauses) < 2:
            clauses.append(clause)
    return " and ".join(f"`{name}` {' or '.join(clauses)}" for name, clauses in list(by_name.items())[:most])
