"""Take prose apart into sentences, each with what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mkdocs_howto.reading import Line
from mkdocs_howto.section import Shape

SPAN = re.compile(r"(?<!`)(`{1,9})(?!`)(?P<code>.+?)(?<!`)\1(?!`)")
"""Code between backticks."""
OWN = ""
"""The subject of a sentence about the documented code itself."""

_END = re.compile(r"[.!?;](?=\s)\s*+|:\s++(?=\S)(?![^()]{0,100}\))")
_NUMBER = re.compile(r"\s*(?:\d{1,3}[.)]\s+|[-*]\s+)")
_BEFORE = re.compile(
    r"(?:(?:If|When|Unless|Once|Without|With|After|Before|For|On|In|As|By|While|Where|Whenever|Since)\b[^,]*,\s+"
    r"|(?:Then|Otherwise|Finally|Next|First|Last|Also|Internally|Optionally)\b,?\s+)"
)
_IT = re.compile(
    r"(?:It|This|The (?:result|function|method|class|coroutine|generator|call"
    r"|exception|enumeration|decorator|context\s+manager))\b(?!\s+(?:of|that|which)\b)"
)
_NAME = re.compile(r"(?:Calling\s+|Awaiting\s+)?`@?(?P<name>[\w.]+)(?:\([^`]*\))?`(?=\s|:|,|$)")
_NOUN = re.compile(
    r"(?:An?\s+)?(?:[A-Za-z-]+\s+){0,2}(?:coroutine|generator|decorator|function|method|property|context\s+manager)\b",
    re.IGNORECASE,
)
"""What the first sentence of a description may begin with: the kind of what is described."""
_VERB = re.compile(
    r"(?!This\b|Its\b|As\b|Is\b|Has\b|Does\b|Was\b)[A-Z][a-z]+s\b(?!\s+(?:are|is|were|can|may|must|of|have|that)\b)"
)


class Sentence(NamedTuple):
    """One sentence or clause of a section.

    Attributes:
        text: As it stands.
        subject: What does what its verbs say: `OWN`, another name as written, or `None` for anything else.
        line: Its line.
    """

    text: str
    subject: str | None
    line: int


def sentences(lines: Iterable[Line], shape: Shape) -> Iterator[Sentence]:
    """Yield the sentences of prose.

    Args:
        lines: The prose.
        shape: The documented object, whose members do things, too.
    """
    acting = {OWN, *(member.name for member in shape.members if member.kind != "attribute")}
    for line, text in lines:
        topic = OWN
        for part in _parts(text):
            subject = _subject(part, shape.name, topic)
            # What parameters and other things do is no claim about the code.
            topic = subject if subject in acting and subject is not None else topic
            yield Sentence(part, subject, line)


def _parts(text: str) -> Iterator[str]:
    """Yield the sentences of a text; code between backticks is never cut."""
    plain = SPAN.sub(lambda span: "x" * len(span[0]), text)
    number = _NUMBER.match(text)
    start = number.end() if number else 0
    for end in _END.finditer(plain, start):
        yield text[start : end.end()].strip()
        start = end.end()
    if text[start:].strip():
        yield text[start:].strip()


def _subject(sentence: str, name: str, topic: str) -> str | None:
    """Return what a sentence is about; `it` stands for the last thing that did something."""
    if match := _BEFORE.match(sentence):
        sentence = sentence[match.end() :]
    if _IT.match(sentence) or sentence.startswith("it "):
        return topic
    if match := _NAME.match(sentence):
        last = match["name"].removeprefix(f"{name}.")
        return OWN if last == name else last
    if _NOUN.match(sentence):
        return OWN
    head = sentence.split(" ", 1)[0].strip(",:").capitalize()
    return OWN if _VERB.match(f"{head} {sentence.partition(' ')[2]}") else None


def is_denied(text: str, start: int) -> bool:
    """Return whether what begins at a place of a sentence is denied just before."""
    return bool(_DENIAL.search(text[:start]))


_DENIAL = re.compile(
    r"\b(?:not|no|never|neither|nor|without|nothing|none|cannot|isn't|doesn't|don't|won't|nowhere|hardly"
    r"|instead\s+of|rather\s+than|unlike)\b"
    r"(?:\s+(?!but\b|and then\b)[\w'`-]+){0,4}\s*$",
    re.IGNORECASE,
)
