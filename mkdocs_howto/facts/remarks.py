"""Choose the sentences of a docstring that stand behind its purpose in a description."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from mkdocs_howto.facts.purpose import TO_CONTRIBUTORS, without_label, without_pointer
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.facts.words import sentences

Rank: TypeAlias = Literal["whole", "first", "next", "late"]

_MOST_SENTENCES = 5
_MOST_WORDS = 90
"""A docstring of up to so many sentences and words is told whole; a description has room for no more."""
_OPENING_SENTENCES = 4
_OPENING_WORDS = 65
"""Words that a description takes from the beginning of a long docstring, including its purpose."""
_FIRST = 3
"""Sentences of it, the purpose included, that go before what the code shows."""
_LONGEST = 350
"""Characters of a sentence that a reader takes in."""
_MOST_READ = 40
"""Sentences that are looked at."""
_LEAST = 3
"""Points of a sentence far from the beginning that is worth telling."""
_RULE = re.compile(
    r"\b(?:must|never|only|cannot|can not|deprecated|experimental|ignored|(?:not )?thread[- ]safe|required|requires"
    r"|have to|has to|should not|beware)\b",
    re.IGNORECASE,
)
"""Words of a sentence that forbids or demands something."""
_DENIAL = re.compile(r"\b(?:(?:do|does|is|are|will) not|(?:do|does|is|are|wo)n['\u2019]t)\b", re.IGNORECASE)
_EFFECT = re.compile(
    r"\b(?:`None`|None|raises?|raised|returns? (?:`?None|an? new|a copy|the same)|swallow\w*|blocks?"
    r"|blocking|overrid\w+"
    r"|merged?|passed on|forwarded|in[- ]place|modif(?:y|ies)|mutat\w+|cach(?:e|ed)|overwrit\w+|replaced|by default"
    r"|defaults? to|lazily|lazy|immediately|at most|at least)\b",
    re.IGNORECASE,
)
_RAISES = re.compile(r"\braise[sd]?\b", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:if|when|unless|until|otherwise|without)\b", re.IGNORECASE)
_HISTORY = re.compile(
    r"\b(?:since version|in version|as of version|compatib\w+ with older|backwards?[- ]compatib\w+"
    r"|previously|formerly"
    r"|historical(?:ly)?|legacy|inspired|originally|used to be|was added|were added|licen[cs]e|copyright|pull request"
    r"|todo|fixme|xxx|github|version\s?[<>=]|in the future|future (?:version|release)|python 2)\b",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"\b(?:see|refer to|described|documented|explained|listed|shown|mentioned) (?:also |the |in |below|above|here|`)"
    r"|\A(?:see|refer to|consult|visit|here (?:is|are)|here['\u2019]s|as you can see|suppose|imagine|let us"
    r"|let['\u2019]s|our)\b"
    r"|\Afor (?:an? |more |further |full |the |details on )?(?:\w+ )?(?:discussion|details?|information|description"
    r"|explanation|overview|background)\b"
    r"|\b(?:below|above|following|as follows|(?:two|three|four|several) (?:things|ways|cases|options"
    r"|modes)|(?:these|here is an?|an) examples?|(?:this|same|previous) example"
    r"|more (?:information|details)|for details"
    r"|(?:file|report) (?:an? )?(?:bug|issue)|bug report|issue tracker"
    r"|documentation|docs|tutorial|(?:this|the|next|previous) section|https?:)"
    r"|\be\.g\.\Z",
    re.IGNORECASE,
)
"""Words that point away from the sentence."""
_LEANS = re.compile(
    r"(?:it|its|this|that|these|those|they|them|their|he|she|here|there|thus|therefore|hence|then|however"
    r"|also|but|and"
    r"|or|so|because|since|instead|otherwise|moreover|furthermore|additionally|in addition|in other words"
    r"|that is|similarly|likewise|in (?:this|that|such|these)"
    r"|for (?:this|that|example|instance)|if (?:it|this|that|so|not|they|you do)|when (?:it|this|that"
    r"|they)|another|any other|other|else|both|each of|such|the (?:latter"
    r"|former|other|same|second|first|above|result)|e\.g\.|i\.e\.|note:|we|i|one|some|most|usually"
    r"|iow|typically|finally|second(?:ly)?|first(?:ly)?|lastly|again|conversely|alternatively|consequently|where|whose|which"
    r"|to do|doing|as|after|before|like|while|although|though|even|note that (?:this|it|that|these))(?![\w'-])",
    re.IGNORECASE,
)
"""How a sentence begins that means something only after the one before it."""
_DEMONSTRATIVE = re.compile(
    r"(?:, instead (?!of\b)|\bthat [a-z]+-[a-z]+ [a-z]+\b)"
    r"|\b(?:such (?:an?|[a-z\"]+s)|these|those|the (?:latter|former)|in (?:this|that) case"
    r"|(?:this|that) (?!function|method|class|decorator|object|context|module|package|property|exception|call|command"
    r"|instance|generator|coroutine|attribute|iterator)"
    r"(?:[a-z]+ ){0,2}(?:is|was|are|were|has|have|must|will|can|should)"
    r"|(?:in|on|with|from|of|to|for|after|upon|leaving|inside|by) this (?!function|method|class|decorator|object|module"
    r"|package|property|exception|command|instance|field|mixin|plugin|widget|validator|handler)[a-z]+)\b",
    re.IGNORECASE,
)
"""Words anywhere in a sentence that point at one before it."""
_OWN_SUBJECT = re.compile(
    r"(?:this|the) (?:function|method|class|decorator|object|context manager|property|generator|coroutine|exception"
    r"|module|attribute|call|command|instance|iterator)\b",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"the (?P<words>(?:[a-z-]+ ){0,3}?)(?P<noun>[a-z-]+)(?= (?:is|are|was|has|have|must|will|can"
    r"|may|should|cannot|does|do)\b)", re.IGNORECASE)  # fmt: skip
"""The subject of a sentence that speaks of something known already."""
_LEAD = re.compile(
    r"(?:(?:please )?note that|please note,?|be aware that|please be aware that|note,|note:|important:"
    r"|warning:|caution:|beware that|keep in mind that|remember that) (?=\S)",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"(?<![\w`])(?:self\.\w+|_\w+)|`_\w+`|`[\w.]*\._[a-z]\w*`")
_MEMBER = re.compile(
    r"\A(?:the )?`[\w.]+`(?: (?:parameter|argument|keyword|option|attribute|method))?(?= |,)", re.IGNORECASE
)
_ENTRY = re.compile(
    r"`?[a-z_]\w*`? \((?:default|optional|required)\b|`[a-z_]\w*` (?:the|an?) "
    r"|`?\*{0,2}[a-z_][\w.]*`?(?: or [\w.]+){0,2}(?: \([^()]{1,60}\))?\s?(?::|--?|\u2013|\u2014)\s|[@:]\w+\s"
)
"""How the description of one parameter begins: "root: an instance of …"."""
_OPEN_END = re.compile(r"\b(?:is|are|as|by|of|with|and|or|for|to|in|the|an?)\.\Z")
"""How a sentence ends whose last words stood in a block of their own, such as a formula."""
_FORMULA = re.compile(
    r"\$[^$]{1,80}\$|_\{|,,|\\(?:frac|sum|prod|int|sqrt|left|right|math\w+|text|in|leq?|geq?|infty|alpha|beta|gamma"
    r"|Gamma|delta|Delta|epsilon|lambda|sigma|Sigma|theta|pi|mu|rho|cdot|times|log|l?dots|forall|exists|subset)\b"
)
_ASSIGNMENT = re.compile(r"\w+ = \w")
_CODE = re.compile(r"`[^`]*`")
_NEXT_ENTRY = re.compile(r"(?<=[.)\"])\s(?=`?[a-z_]\w*`?(?:: [a-z]| --? ))|(?<=[:.)\"])\s(?=[a-z_]\w* \(default: )")
"""Beginning of the next entry behind a full stop: a small letter, with which no sentence begins."""
_IN_BRACKETS = re.compile(r"\((?P<text>(?:[^()]|\([^()]*\))+)\)\.?\Z")
_TO_READ = re.compile(r"(?:for|to|if you|in order to)\b", re.IGNORECASE)
"""How a sentence begins that is about reading another text, if it points to one."""
_EXAMPLE = re.compile(r"e\.g\.,? (?=\S)", re.IGNORECASE)
_LOW_START = re.compile(r"[a-z]\w*(?=[ ,'\u2019-])")
_FRAGMENT = re.compile(
    r"(?:by|such|and|or|but|with|to|for|from|in|on|as|which|that|using|if|when|of|see)\b|(?!otherwise)[a-z][^.!?]*\Z|['\u2019](?:\s|[^']*':)"
    r"|[^\w`\"'(\u201c\u2018@*.\[-]"
)
"""How a piece of a sentence begins whose first words stand somewhere else, or a line that is no sentence."""
_NOUN = re.compile(r"\s(?:the|an?|if|number|list|one|any)\b")
"""Word behind a parameter's name by which a row of a table is told from a sentence."""
_PLAIN_WORD = re.compile(r"[\"'(\u201c]?[A-Za-z][A-Za-z'\u2019/-]*[\"')\u201d]?[.,;:!?]?\Z|`[^`]*`\S?\Z")
_WORD = re.compile(r"[a-z0-9_]{3,}")
_TITLE = re.compile(r"[A-Z][a-z]+(?: [A-Z]?[a-z]+){0,3}: ")
"""A title of the author's own before the words of its section: "Format Definition: …"."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence of the author that stands behind the purpose.

    Attributes:
        text: As the author wrote it, without a lead such as "Note that".
        points: How much it changes for a caller; above 0.
        follows: True for a sentence that keeps its meaning only behind the one before it.
        rank: `whole` for a sentence of a docstring that is short enough to be told whole, `first` for one of the
            first of a longer docstring, `next` for one behind those, `late` for a rule from further below.
    """

    text: str
    points: int
    follows: bool = False
    rank: Rank = "late"


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence as it stands in a docstring.

    Attributes:
        text: Ready to be told; empty for one that is not told.
        leans: True for a sentence that needs the one before it.
    """

    text: str
    leans: bool = False


def remarks_of(docstring: Docstring, purpose: str, names: Collection[str] = ()) -> list[Remark]:
    """Return the sentences of a docstring behind its purpose that are worth telling, in their order.

    A short docstring is told whole. Of a longer one the beginning is told, then rules from further below that mean
    the same without the sentences around them.

    Args:
        docstring: Of the object.
        purpose: Sentences that are told already.
        names: Parameters of the object; one at the beginning of a sentence becomes code.
    """
    rest = list(_behind(docstring, purpose, names))
    told = list(_unbroken(rest, purpose))
    count = len(sentences(purpose)) + len(told)
    if count <= _MOST_SENTENCES and _words([purpose, *(one.text for one in told)]) <= _MOST_WORDS:
        found = [Remark(one.text, max(_points(one.text), 1), one.leans, "whole") for one in told]
    else:
        found = list(_beginning(told, purpose))
        known = {one.text for one in found}
        later = [one.text for one in rest if one.text and one.text not in known and one.text not in purpose]
        found += [Remark(text, _points(text)) for text in dict.fromkeys(later) if _is_rule(text, purpose)]
    return [*found, *_warnings(docstring, {one.text for one in found})]


def _behind(docstring: Docstring, purpose: str, names: Collection[str]) -> Iterator[_Read]:
    """Yield the sentences behind the purpose; an empty one for each that is left out."""
    prose = [one.text for one in docstring.paragraphs if not one.is_item]
    every = [text for paragraph in prose for text in _without_entries(sentences(paragraph))]
    behind = next((number for number, text in enumerate(every, 1) if _ends_as(purpose, text)), 1)
    for text in every[behind : behind + _MOST_READ]:
        mended = "" if _is_fragment(text, names) else _mended(text, names)
        yield _Read(mended if _is_whole(mended) else "", leans(mended))


def _without_entries(texts: Sequence[str]) -> Iterator[str]:
    """Yield the sentences of a paragraph up to the description of a parameter; an empty one in place of the rest."""
    for text in texts:
        entry = _ENTRY.match(text) or _NEXT_ENTRY.search(text)
        yield text[: entry.start()].strip() if entry is not None else text
        if entry is not None:
            yield ""
            return


def _unbroken(rest: Sequence[_Read], purpose: str) -> Iterator[_Read]:
    """Yield sentences without those that need one that is left out."""
    is_told, known = True, purpose
    for one in rest:
        if _repeats(one.text, purpose):
            continue
        is_told = bool(one.text) and (is_told or not (one.leans or _points_back(one.text, known)))
        if is_told:
            known = f"{known} {one.text}"
            yield one


def _beginning(told: Sequence[_Read], purpose: str) -> Iterator[Remark]:
    """Yield sentences in their order as long as there is room for them."""
    count, words = len(sentences(purpose)), _words([purpose])
    for one in told:
        count, words = count + 1, words + _words([one.text])
        if count > _OPENING_SENTENCES or words > _OPENING_WORDS:
            return
        rank: Rank = "first" if count <= _FIRST else "next"
        yield Remark(one.text, max(_points(one.text), 1), follows=True, rank=rank)


def _is_rule(text: str, purpose: str) -> bool:
    """Return whether a sentence changes much for a caller, and means the same without those before it."""
    is_about = "`" in text or _RULE.search(text) is not None or _OWN_SUBJECT.match(text) is not None
    return _points(text) >= _LEAST and is_about and not leans(text) and not _points_back(text, purpose)


def _warnings(docstring: Docstring, told: set[str]) -> Iterator[Remark]:
    for note in docstring.notes:
        if note.kind in {"warning", "caution", "danger", "attention", "important"}:
            first = _mended(next(iter(sentences(note.text)), ""))
            if first not in told and _is_whole(first) and not leans(first):
                yield Remark(first, 6)


def _ends_as(purpose: str, sentence: str) -> bool:
    """Return whether a purpose ends with a sentence, whose subject it may have lost."""
    end = without_pointer(sentence).rstrip(".!: ")[-25:]
    return bool(end) and purpose.rstrip(".!").endswith(end)


def _is_fragment(text: str, names: Collection[str]) -> bool:
    """Return whether a text is a piece of a sentence, or a line of code or of a list."""
    every = _CODE.sub("`x`", text).split()
    words = [word for word in every if _PLAIN_WORD.match(word)]
    if len(words) * 5 < len(every) * 3 or not any(word.strip("(,.:")[:3].isalpha() for word in words):
        return True
    first = _LOW_START.match(text)
    if first is not None and first[0] in names:
        return _NOUN.match(text, first.end()) is not None
    return _FRAGMENT.match(text) is not None


def _mended(text: str, names: Collection[str] = ()) -> str:
    """Return a sentence with its full stop, without its lead and without words that point to another text.

    It is empty where nothing would be left but what the other text is for.
    """
    lead = _LEAD.match(text)
    rest = without_label(text[lead.end() :] if lead is not None else text)
    kept = without_pointer(rest)
    if kept != rest and _TO_READ.match(rest):
        return ""
    if bracketed := _IN_BRACKETS.match(kept):
        kept = bracketed["text"]
    kept = _EXAMPLE.sub("For example, ", kept, count=1) if _EXAMPLE.match(kept) else kept
    if kept[-1:].isalnum() or kept.endswith(("`", ")", '"')):
        kept = kept if kept.endswith((".)", '."')) else f"{kept}."
    first = _LOW_START.match(kept)
    if first is not None and first[0] in names:
        return f"`{first[0]}`{kept[first.end() :]}"
    is_word = first is not None and first[0].isalpha() and first[0].islower()
    return kept[:1].upper() + kept[1:] if is_word else kept


def _is_whole(text: str) -> bool:
    """Return whether a sentence is complete, bearable and about the object itself."""
    is_sentence = text.endswith((".", "!", '."', ".)")) and text.count(" ") >= 2 and len(text) <= _LONGEST
    is_aside = any(marks.search(text) for marks in (_HISTORY, _POINTER, _INSIDE, _OPEN_END))
    prose = _CODE.sub("`", text)
    is_aside = is_aside or _FORMULA.search(prose) is not None
    is_balanced = prose.count("(") == prose.count(")")
    is_code = text.count("()") * 2 > text.count(" ") or _ASSIGNMENT.match(text) is not None
    is_aside = is_aside or TO_CONTRIBUTORS.match(text) is not None
    return is_sentence and is_balanced and not is_aside and not is_code and not _TITLE.match(text)


def leans(text: str) -> bool:
    """Return whether a sentence needs the one before it."""
    return (bool(_LEANS.match(text)) and not _OWN_SUBJECT.match(text)) or _DEMONSTRATIVE.search(text) is not None


def _points_back(text: str, known: str) -> bool:
    """Return whether a sentence speaks of something as known that no sentence before it names."""
    subject = _DEFINITE.match(text)
    if subject is None or _OWN_SUBJECT.match(text):
        return False
    return subject["noun"].lower().removesuffix("s") not in known.lower()


def _repeats(text: str, purpose: str) -> bool:
    """Return whether a sentence is the purpose once more."""
    words, told = ({word[:5] for word in _WORD.findall(one.lower())} for one in (text, purpose))
    if told and told <= words and text.split()[:3] == purpose.rstrip(".").split()[:3]:
        return True  # With more words.
    return bool(words) and words <= told and len(words) * 4 >= len(told) * 3


def _words(texts: Sequence[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _points(text: str) -> int:
    points = 3 * bool(_RULE.search(text)) + 2 * bool(_EFFECT.search(text)) + bool(_DENIAL.search(text))
    points += 2 * bool(_RAISES.search(text)) + bool(_CONDITION.search(text)) + bool(_OWN_SUBJECT.match(text))
    return points - 3 * bool(_MEMBER.match(text)) - 2 * (text.count(" ") > 28)
