"""Choose the sentences of a docstring, beside its purpose, that change how a caller uses the object."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.facts.words import sentences

_LONGEST = 230
"""Characters of a sentence that a reader takes in."""
_MOST_READ = 40
"""Sentences that are looked at."""
_LEAST = 3
"""Points of a sentence below the first paragraph that is worth telling."""
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
_CONDITION = re.compile(r"\b(?:if|when|unless|until|otherwise|without)\b", re.IGNORECASE)
_HISTORY = re.compile(
    r"\b(?:since version|in version|as of version|compatib\w+ with older|backwards?[- ]compatib\w+"
    r"|previously|formerly"
    r"|historical(?:ly)?|legacy|inspired|originally|used to be|was added|were added|licen[cs]e|copyright|pull request"
    r"|todo|fixme|xxx|github|in the future|future (?:version|release)|python 2)\b",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"\b(?:see|refer to|described|documented|explained|listed|shown|mentioned) (?:also |the |in |below|above|here|`)"
    r"|\b(?:below|above|following|as follows|(?:two|three|four|several) (?:things|ways|cases|options"
    r"|modes)|this example|example|more (?:information|details)|for details|e\.g\.$"
    r"|documentation|docs|tutorial|section|https?:)",
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
    r"|typically|finally|second(?:ly)?|first(?:ly)?"
    r"|to do|doing|as|after|before|like|while|although|though|even|note that (?:this|it|that|these))(?![\w'-])",
    re.IGNORECASE,
)
"""How a sentence begins that means something only after the one before it."""
_OWN_SUBJECT = re.compile(
    r"(?:this|the) (?:function|method|class|decorator|object|context manager|property|generator|coroutine|exception"
    r"|module|attribute|call|command|instance|iterator)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:(?:please )?note that|please note,?|be aware that|please be aware that|note,|note:|important:"
    r"|warning:|caution:|beware that|keep in mind that"
    r"|remember that|however,|therefore,) (?=\S)",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"(?<![\w`])(?:self\.\w+|_\w+)|`_\w+`|`[\w.]*\._[a-z]\w*`")
_MEMBER = re.compile(
    r"\A(?:the )?`[\w.]+`(?: (?:parameter|argument|keyword|option|attribute|method))?(?= |,)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence of the author that a caller must know.

    Attributes:
        text: As the author wrote it, without a lead such as "Note that".
        points: How much it changes for a caller; above 0.
        follows: True for a sentence that goes on right behind the purpose and keeps its meaning only there.
    """

    text: str
    points: int
    follows: bool = False


def remarks_of(docstring: Docstring, purpose: str) -> list[Remark]:
    """Return the sentences that a caller must know, in their order.

    Args:
        docstring: Of the object.
        purpose: Sentences that are told already.
    """
    found = list(_of_opening(docstring, purpose))
    told = {purpose, *(one.text for one in found)}
    later = [text for text in dict.fromkeys(_later(docstring)) if text not in told and text not in purpose]
    found += [Remark(text, _points(text)) for text in later if _points(text) >= _LEAST and _stands_alone(text)]
    for note in docstring.notes:
        if note.kind in {"warning", "caution", "danger", "attention", "important"}:
            first = _mended(next(iter(sentences(note.text)), ""))
            if first not in told and _is_whole(first) and not _leans(first):
                found.append(Remark(first, 6))
    return found


def _of_opening(docstring: Docstring, purpose: str) -> Iterator[Remark]:
    """Yield the sentences right behind the purpose, up to the first one that is not worth telling."""
    first = next((one for one in docstring.paragraphs if not one.is_item), None)
    rest = sentences(first.text) if first is not None else []
    behind = next((number for number, text in enumerate(rest, 1) if _ends_as(purpose, text)), 0)
    for text in rest[behind:] if behind else ():
        mended = _mended(text)
        if not _is_whole(mended):
            return
        yield Remark(mended, max(_points(mended), 1), follows=True)


def _ends_as(purpose: str, sentence: str) -> bool:
    """Return whether a purpose ends with a sentence, whose subject it may have lost."""
    return purpose.rstrip(".!")[-25:] == sentence.rstrip(".!: ")[-25:]


def _later(docstring: Docstring) -> Iterator[str]:
    """Yield the sentences behind the first paragraph."""
    prose = [one for one in docstring.paragraphs if not one.is_item][1:]
    number = 0
    for paragraph in prose:
        for text in sentences(paragraph.text):
            number += 1
            if number > _MOST_READ:
                return
            if _is_whole(mended := _mended(text)):
                yield mended


def _mended(text: str) -> str:
    """Return a sentence without its lead."""
    lead = _LEAD.match(text)
    rest = text[lead.end() :] if lead is not None else text
    return rest[:1].upper() + rest[1:]


def _is_whole(text: str) -> bool:
    """Return whether a sentence is complete, bearable and about the object itself."""
    is_sentence = text.endswith((".", "!")) and text.count(" ") >= 3 and len(text) <= _LONGEST
    return is_sentence and not _HISTORY.search(text) and not _POINTER.search(text) and not _INSIDE.search(text)


def _leans(text: str) -> bool:
    """Return whether a sentence needs the one before it."""
    return bool(_LEANS.match(text)) and not _OWN_SUBJECT.match(text)


def _stands_alone(text: str) -> bool:
    """Return whether a sentence means the same without those before it, and is about the object."""
    is_about = "`" in text or _RULE.search(text) is not None or _OWN_SUBJECT.match(text) is not None
    return is_about and not _leans(text)


def _points(text: str) -> int:
    points = 3 * bool(_RULE.search(text)) + 2 * bool(_EFFECT.search(text)) + bool(_DENIAL.search(text))
    points += bool(_CONDITION.search(text)) + bool(_OWN_SUBJECT.match(text))
    return points - 3 * bool(_MEMBER.match(text)) - 2 * (text.count(" ") > 28)
