"""Choose the sentence of a docstring that says what an object is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.facts.words import sentences

_MOST = 4
"""Sentences that are looked at."""
_LONGEST = 500
"""Characters of a sentence that a reader bears."""

_KIND = (
    r"(?:data class|class|function|method|module|package"
    r"|library|object|instance|decorator|exception|error|helper|attribute"
    r"|property|type|model|tool|script|command|plugin|extension|mixin|protocol|interface|view|field|widget|factory"
    r"|generator|coroutine|context manager|handler|enum|constant|variable|program|file|utility|dataclass|fixture|hook)"
)
_SUBJECT = re.compile(
    rf"(?:this|the)\s+(?:(?P<words>(?:`?[\w.]+`?\s+){{0,3}}?){_KIND}|(?P<name>`[\w.]+`|\w+))\s+(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_THIS_IS = re.compile(r"(?:this|it)(?:\s+is|['\u2019]s)\s+(?P<rest>(?:an?|the|one)\s.*)$", re.IGNORECASE)
_MAXIM = re.compile(r"(?:every|each|all|any|many|most|some)\s", re.IGNORECASE)
_ABOUT_IT = re.compile(rf"this (?:\w+ )?{_KIND}\s[a-z]+s\s", re.IGNORECASE)
_GIVEN = re.compile(r"given [^.]{3,200}?, (?=this (?:function|method|class|module) )", re.IGNORECASE)
"""Words about the parameters at the beginning of a sentence, before its subject."""
_THIS = re.compile(r"this\s+(?P<rest>\S.*)$", re.IGNORECASE)
_USED_TO = re.compile(
    r"(?:(?:is|are|can be|may be)\s+(?:mainly |mostly |generally |typically |only )?"
    r"(?:used|meant|intended|designed)\s+to"
    r"|serves\s+to|will|aims\s+to|tries\s+to|is\s+able\s+to)\s+(?P<verb>[a-z]+)\b(?P<rest>.*)$"
)
_IS = re.compile(r"is\s+(?P<rest>(?:an?|the|one)\s.*)$")
_SECOND_VERB = re.compile(r"\b(?:and|but) [a-z]{3,20}[^s\Wu]s\b(?! (?:of|for|in|to|from|that|and)\b)")
"""A verb after the noun of "is a … and provides …", which loses its subject when "is" goes."""
_KEEPS_SUBJECT = re.compile(r"is (?:an?|the|one|responsible for)\s")
"""Predicate that needs its subject "This class": "is the base of all fields and draws them"."""
_PASSIVE = re.compile(
    r"is\s+(?P<rest>(?:always |only )?(?:called|emitted|executed|fired|invoked|raised|returned|run|sent|thrown"
    r"|triggered)\s.*)$"
)
_NO_VERBS = frozenset(
    """
    status focus is was are were has had can may might must should could would does needs this its always class thus
    plus as us less business process access address
    """.split()  # noqa: SIM905 - words read better as a text
)
"""Words in which a mended sentence cannot begin as its verb."""
_DEICTIC = re.compile(
    r"(?:it|its|it['\u2019]s|that|that['\u2019]s|these|those|they|here|there|thus|therefore|then|however|also|otherwise"
    r"|but|and|or|so|because|since|when you|if you|you|we|i|see|note|notice|please|beware|remember|ditto|todo|fixme|nb"
    r"|usage|example|examples|e\.g\.|i\.e\.|for example|for instance|as above|same as above|like above|the above"
    r"|additionally|furthermore|moreover|in addition,"
    r"|the following|refer|unlike the|by default|more information|more info|for more|for details|currently|actually"
    r"|inspired|adapted|taken from|borrowed|copied|ported|internal|args|arguments|parameters|returns:)"
    r"(?![\w-])|(?:new|changed|warning):",
    re.IGNORECASE,
)
_MECHANISM = re.compile(r"(?:(?:the|this) \w+ )?inherits? (?:from|all)\b", re.IGNORECASE)
"""Words that tell how an object is made, not what it is for."""
_SIDE = re.compile(
    r"(?:if|when|to|in|for|unless|after|before|by|on|once|while|until|without|with|as|at|from|any|all|each|every|use"
    r"|do not|don['\u2019]t|never|only|instead|subclasses|callers|users|defaults?|due|contact"
    r"|returns? (?:none|nothing))\b",
    re.IGNORECASE,
)
"""How a sentence begins that adds a condition or detail to the one before it."""
_MODAL = re.compile(r"\b(?:should|must|cannot|can not|may not|need to)\b")
_ANNOUNCES = re.compile(
    r",?\s(?:as follows|for example|e\.g\.|for instance|such as|like this|like so|in this way|namely|by|using)$"
)
_OPEN_END = re.compile(
    r"(?:^|\s)(?:following|these|those|this|are|is|by|like|as|including|includes?|to|with|of|uses?|for|in|on|and|or"
    r"|contains?|following \w+|these \w+|supports?|has|have|if|when|where)$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:\[[^\[\]]{1,40}\]|\((?:internal|experimental|beta|alpha|deprecated|abstract|private)\))[:.]?\s+", re.IGNORECASE
)
NO_PURPOSE = re.compile(
    r"\[[^\[\]]+\]\.?\Z|(?:module|file|package)\s?:\s?\S+\Z"
    r"|.{0,99}\b(?:copyright|licen[cs]ed? (?:under|by)|distributed under|all rights reserved|todo)\b"
    r"|(?:code|taken|source|based) (?:from|on)? ?https?:",
    re.IGNORECASE,
)
"""Texts that say nothing of an object: a placeholder, its own path, a licence, where it was copied from."""
TO_CONTRIBUTORS = re.compile(
    r"(?:guidelines?|conventions?|(?:coding )?style|(?:note|hint|message|reminder)s? (?:to|for) (?:the |future )?"
    r"(?:\w+ )?(?:developers?|contributors?|maintainers?|authors?|implementers?|self))\b[^.]{0,60}:"
    r"|(?:all|every|each|new) (?:\w+ )?(?:methods?|functions?|(?:sub)?classes|(?:sub)?class|tests?|implementations?)"
    r" (?:\w+ ){0,4}?(?:should|must|need to|needs to|has to|have to) (?!be called|be awaited)",
    re.IGNORECASE,
)
"""How a sentence begins that is for those who go on writing the code, not for those who call it."""
_SIGNATURE = re.compile(r"(?:@?`?[\w.]{1,80}\([^()]{0,300}\)`?\s?){1,4}(?:\s*(?:->|\u2192|=>).{0,120})?\.?\Z")
_CALL = re.compile(
    r"`?[\w.]{1,80}\([^()]{0,300}\)`?(?P<result>\s{0,20}(?:->|\u2192)\s{0,20}(?:\([^()]{0,80}\)|[^,.:;(]{1,80}))?"
    r"(?:[.,:;]|\s{0,20}(?:--|\u2013|\u2014))\s{1,20}(?P<rest>[A-Za-z`].*)$"
)
"""A signature before the words, as functions written in C have it."""
_ARROW = re.compile(
    r"`?[a-z_]\w{0,30}`?(?:, `?[a-z_]\w{0,30}`?){0,5} (?:->|\u2192) (?P<rest>[A-Za-z]\w*(?: [^ ]+){2,})$"
)
"""Arguments and what is made from them: "string, format -> new datetime parsed from a string"."""
_DASHED = re.compile(
    r"`?(?P<name>[\w./]{1,80}(?:\s(?:class|module|object|package))?)`?\s*(?::|--?|\u2013|\u2014)\s+(?P<rest>\S.*)$"
)

_PRAISES = (
    r"(?:elegant|powerful|easy[- ]to[- ]use"
    r"|blazing(?:ly)?[- ]fast|lightning[- ]fast"
    r"|(?:human|user|developer)[- ]friendly|beautiful|awesome|amazing|intuitive|batteries-included|state-of-the-art)"
)
_MILD = r"(?:simple|fast|easy|small|lightweight|light-weight|complete|clean|friendly|flexible|quick|tiny|robust)"
_ANY = rf"(?:{_MILD}|{_PRAISES})"
_PRAISE = re.compile(
    rf"\b(?:(?:very |super )?{_ANY}(?:,? (?:yet|but|and|&) |, )){{1,3}}(?:very )?{_ANY}\s{{1,20}}(?=[`\w])"
    rf"|\b(?:very |really |fairly |quite |extremely |incredibly )?{_PRAISES}\s{{1,20}}(?=[`\w])"
    r"|,?\s{1,20}for humans(?=[\s.,!]|\Z)",
    re.IGNORECASE,
)
_SEE = re.compile(r"(?:,| \(|;| --?| [\u2013\u2014]) ?see (?:also )?[^.()]{1,100}\)?(?=\.?\Z)", re.IGNORECASE)
"""Words at the end that point to another text."""
_TITLED = re.compile(r"(?:purpose|description|summary|overview|synopsis|abstract): (?=[A-Z`\"])", re.IGNORECASE)
"""A title of the author's own before the words of its section."""
_LABELLED = re.compile(r"[A-Z][a-z]+(?: [A-Z]?[a-z]+){0,3}: ")
"""A title of the author's own that says of what kind the words behind it are: "Value Name: DATE-TIME"."""
_LOW_START = re.compile(r"\A[a-z]+(?= )")
_ARTICLE = re.compile(r"\b(?P<article>[Aa]n?) (?=(?P<next>`?\w))")

_STOP = frozenset(
    {"a", "an", "the", "of", "for", "and", "this", "that", "is", "to", "in", "with", "on", "by", "as", "or", "it"}
)
_EMPTY = frozenset(
    {"class", "classes", "object", "objects", "instance", "instances", "main", "base", "type", "function", "root"}
    | {"method", "module", "package", "basic", "default", "generic", "standard", "abstract", "public", "internal"}
    | {"entity", "representation", "implementation", "itself", "common", "core", "python"}
)
"""Words that say nothing of an object."""
_WORD = re.compile(r"[A-Za-z][A-Za-z']*")
_NAME_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def purpose(docstring: Docstring, name: str, *, is_class: bool = False) -> str:
    """Return the sentence that says what an object is for; empty if the docstring has none.

    The author's words stay as they are, but for a subject that only points at the object ("This class provides …")
    and for praise. A sentence that says less than the name gives way to the next one; a title of up to three words
    is followed by the next one.

    Args:
        docstring: Of the object.
        name: Of the object; of a dotted path all parts count as known to the reader.
        is_class: True for a class; a name in capital letters is that of a class anyway.
    """
    is_class = is_class or _is_class(name)
    opening = fallback = ""
    for sentence in _candidates(docstring, name):
        if opening:
            return f"{opening} {sentence}"
        if is_class or _is_noun(sentence):
            if not _new_words(sentence, name):
                fallback = fallback or ("" if is_class else sentence)
                continue
            if _is_title(sentence):
                opening = sentence
                continue
        return sentence
    return opening or fallback


def _candidates(docstring: Docstring, name: str) -> Iterator[str]:
    """Yield the mended sentences of the first paragraphs that could stand alone.

    After one that cannot, the rest of its paragraph is left out: it goes on about the same.
    """
    seen = 0
    for paragraph in docstring.paragraphs:
        if seen >= _MOST:
            return
        if paragraph.is_item:
            continue
        for sentence in map(without_label, _from_subject(sentences(paragraph.text))):
            seen += 1
            mended = "" if seen > 1 and _is_aside(sentence) else _mend(sentence, name)
            if not mended and seen == 1 and _SIGNATURE.match(sentence):
                continue
            if not mended:
                break
            yield mended


def _from_subject(texts: Sequence[str]) -> Sequence[str]:
    """Return sentences without a maxim before the one about the object: "Every shop has rules. This class …"."""
    place = next((number for number, text in enumerate(texts[:_MOST]) if _ABOUT_IT.match(text)), 0)
    return texts[place:] if texts and _MAXIM.match(texts[0]) else texts


def _is_aside(sentence: str) -> bool:
    """Return whether a sentence after the first one adds a condition or a rule to it."""
    is_aside = _SIDE.match(sentence) or _MODAL.search(sentence) or _LABELLED.match(sentence)
    return bool(is_aside) or sentence[:1].islower()


def without_label(sentence: str) -> str:
    """Return a sentence without the title of the section that it begins: "Purpose: …"."""
    return _TITLED.sub("", sentence, count=1) if _TITLED.match(sentence) else sentence


def without_pointer(sentence: str) -> str:
    """Return a sentence without words at its end that point to another text: ", see below"."""
    return _SEE.sub("", sentence)


def _mend(sentence: str, name: str) -> str:
    """Return a sentence that can open a description; empty if it cannot be mended."""
    text = _without_head(sentence.strip(), name)
    if (
        not text
        or NO_PURPOSE.match(text)
        or TO_CONTRIBUTORS.match(text)
        or _SIGNATURE.match(text)
        or (_NAME_ONLY.match(text) and not _new_words(text, name))
    ):
        return ""
    text = _with_subject(text, name)
    if not text or len(text) > _LONGEST or _DEICTIC.match(text) or _MECHANISM.match(text):
        return ""
    text = _without_praise(_end_sentence(without_pointer(text)))
    return _LOW_START.sub(lambda word: word[0].capitalize(), text) if len(_WORD.findall(text)) else ""


_NAME_ONLY = re.compile(r"`?[\w./]{1,80}`?(?:\s(?:class|module|object|package))?\.?\Z")


def _without_head(text: str, name: str) -> str:
    """Return a sentence without a label, or the object's name and a dash, before it."""
    text = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
    if (call := _CALL.match(text)) and (call["result"] or "--" in text):
        return _capital(call["rest"])
    if (arrow := _ARROW.match(text)) is not None:
        return _capital(arrow["rest"])
    dashed = _DASHED.match(text)
    if dashed is None:
        return text
    head = re.sub(r"\s(?:class|module|object|package)$", "", dashed["name"].removesuffix(".py")).lower()
    parts = name.lower().split(".")
    is_own = head in {name.lower(), *parts} or ".".join(parts).endswith(head.replace("/", "."))
    return _capital(dashed["rest"]) if is_own else text


def _with_subject(text: str, name: str) -> str:
    """Return a sentence without a subject that only points at the object; empty if it then says nothing."""
    text = _GIVEN.sub("", text, count=1)
    if (is_a := _THIS_IS.match(text)) and text[:2].lower() != "it":
        return _capital(is_a["rest"])
    if (subject := _SUBJECT.match(text)) and _is_about(subject, name):
        keeps_subject = _KEEPS_SUBJECT.match(subject["rest"]) or text[:4].lower() != "this"
        return _of_verb(subject["rest"]) or (text if keeps_subject else "")
    if this := _THIS.match(text):
        noun, _, rest = this["rest"].partition(" ")
        return _of_verb(rest if noun.lower() in _name_words(name) else this["rest"])
    return text


def _is_about(subject: re.Match[str], name: str) -> bool:
    """Return whether "This class" or "The Foo object" is the object itself, not another one."""
    if subject["name"]:
        return subject["name"].strip("`").lower() == name.rpartition(".")[2].lower()
    if subject[0][:4].lower() == "this":
        return not subject["words"].strip() or not re.match(r"(?:is|are|was|has)\b", subject["words"])
    known = _name_words(name) | _EMPTY
    words = [word.strip("`") for word in subject["words"].lower().split()]
    joined = name.rpartition(".")[2].lower()
    return bool(words) and all(word in known or word == joined for word in words)


def _of_verb(rest: str) -> str:
    """Return what is said of a subject, from its verb on; empty if it is no verb in the third person."""
    if used := _USED_TO.match(rest):
        if used["verb"] == "be":
            return _of_verb(f"is{used['rest']}")
        return f"{_capital(third_person(used['verb']))}{used['rest']}"
    if passive := _PASSIVE.match(rest):
        return _capital(passive["rest"])
    if is_a := _IS.match(rest):
        return "" if _SECOND_VERB.search(rest) else _capital(is_a["rest"])
    first = rest.split(" ", 1)[0].lower()
    is_verb = first.endswith("s") and first.isalpha() and first not in _NO_VERBS and " " in rest
    return _capital(rest) if is_verb else ""


def third_person(verb: str) -> str:
    """Return the third person of a verb: `tries` of `try`."""
    irregular = {"be": "is", "have": "has"}
    if verb in irregular:
        return irregular[verb]
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2:-1] not in set("aeiou") else f"{verb}s"


def _end_sentence(text: str) -> str:
    """Return a sentence with a full stop; without what it announces, or empty if nothing else is in it."""
    if not text.endswith(":"):
        return text if text.endswith((".", "!", "?", '."', ".)", "…")) else f"{text.rstrip(' ,;')}."
    cut = _ANNOUNCES.sub("", text.rstrip(": "))
    return "" if _OPEN_END.search(cut) or " " not in cut or " the following " in cut else f"{cut}."


def _without_praise(text: str) -> str:
    """Return a sentence without words that praise, if it still holds more than them."""
    kept = _PRAISE.sub(lambda praise: praise[0] if _is_name(praise, text) else "", text)
    if kept == text or len(_WORD.findall(kept)) < 3:
        return text

    def article(match: re.Match[str]) -> str:
        word = "an" if match["next"].strip("`")[:1].lower() in set("aeio") or _is_spoken(kept, match.end()) else "a"
        return f"{match['article'][0]}{word[1:]} "

    return _capital(_ARTICLE.sub(article, kept) if _ARTICLE.search(text) else kept)


def _is_name(praise: re.Match[str], text: str) -> bool:
    """Return whether a praising word belongs to a name, as in "Beautiful Soup"."""
    return praise[0][:1].isupper() and text[praise.end() : praise.end() + 1].isupper()


def _is_spoken(text: str, at: int) -> bool:
    """Return whether an abbreviation follows that is spoken with a vowel: `an HTTP client`."""
    return bool(re.match(r"(?:HTTP|HTML|XML|SQL|SSH|SSL|LRU|LLM|MIME|NFS|FTP|XLS|RSS)", text[at : at + 5]))


# Words.


def _is_class(name: str) -> bool:
    """Return whether a name is that of a class, after PEP 8."""
    last = name.rpartition(".")[2].lstrip("_")
    return last[:1].isupper() and not last.isupper()


def _is_noun(sentence: str) -> bool:
    return sentence.split(" ", 1)[0] in {"A", "An", "The"}


def _is_title(sentence: str) -> bool:
    """Return whether a sentence is up to three words without a verb in the third person before them."""
    first = sentence.split(" ", 1)[0]
    is_verb = first.endswith("s") and not first.endswith(("ss", "us", "is"))
    return len(_WORD.findall(sentence)) <= 3 and not is_verb


def _new_words(sentence: str, name: str) -> set[str]:
    """Return the words of a sentence that its object's name does not hold already."""
    known = _name_words(name)
    joined = [part.lower().replace("_", "") for part in name.split(".")]
    words = {word.lower().removesuffix("'s") for word in _WORD.findall(sentence)} - _STOP - _EMPTY
    return {word for word in words if _stem(word) not in known and word not in joined}


def _name_words(name: str) -> set[str]:
    words = {word.lower() for word in _NAME_WORD.findall(name)}
    return words | {_stem(word) for word in words} | {part.lower() for part in name.split(".")}


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
