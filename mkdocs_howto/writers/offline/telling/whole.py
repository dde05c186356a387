"""The last gate of what is told: sentences that broke on their way, or that say nothing, do not pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mkdocs_howto.facts.words import sentences
from mkdocs_howto.section import Step

_OPEN_END = re.compile(r"(?:\A|\s)(?:an?|the|and|or|of|that|which|when|if|as|than|where)[.:]\Z", re.IGNORECASE)
"""How a sentence ends that something was cut off from."""
_CONDITION = re.compile(r"(?:If|When|Unless)\b(?:\s[\w`'.]+){1,2}\.\Z")
"""A condition that nothing follows."""
_GLUED = re.compile(
    r"\bthe (?:\w+ )?the `|(?:\A|\s)(?:an?|the) [.,;:](?=\s|\Z)|(?:\A|\s)(?:of|for|with) (?:of|for|with) "
)
"""Words that stood apart before something between them was lost."""
_TWICE = re.compile(r"\b(an?|the|each|of|to|in|is|and|or|for|with|be|it) \1\b(?!-)")
_ROLE = re.compile(r"\b(?:class|func|meth|mod|attr|ref|data|exc|obj):(?=`)")
_STOPS = re.compile(r"([!?])\.(?=\s|\Z)|\.(\))\.(?=\s|\Z)")
_EMPTY = re.compile(
    r"`[\w.]+` (?:is an? (?:`[\w.]+`|class|abstract class)(?: with (?:`\w+`(?:, | and )?)+)?"
    r"|takes (?:no arguments|\d+ arguments|(?:`\w+`(?:, | and )?)+))\.\Z"
)
"""A sentence of a description that only repeats how the object is written."""


def whole_text(text: str) -> str:
    """Return a description without sentences that are broken; those that say nothing go where others stay."""
    told = [one for one in map(_mended, sentences(text)) if is_whole(one)]
    return " ".join([one for one in told if not _EMPTY.match(one)] or told)


def whole_steps(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return steps without broken sentences; a step of which nothing is left goes with those inside it."""
    return tuple(_whole(steps))


def _whole(steps: Sequence[Step]) -> Iterator[Step]:
    for step in steps:
        text = _mended(step.text)
        first, *others = sentences(text) or [text]
        kept = [first, *(one for one in others if is_whole(one))]
        inner = whole_steps(step.steps)
        if is_whole(first):
            yield replace(step, text=" ".join(kept) if len(kept) <= len(others) else text, steps=inner)


def is_whole(text: str) -> bool:
    """Return whether a sentence is complete: nothing of it was lost, and its code is apart from its words."""
    prose = text.split("`")
    is_apart = len(prose) % 2 == 1 and not any(one[-1:].isalnum() for one in prose[:-1:2])
    plain = "".join(prose[::2])
    is_closed = plain.count("(") == plain.count(")")
    broken = (_OPEN_END, _CONDITION, _GLUED)
    return is_apart and is_closed and not any(one.search(text) for one in broken)


def _mended(text: str) -> str:
    """Return a sentence without slips that leave no doubt about what was meant."""
    parts = text.split("`")
    parts[::2] = [_TWICE.sub(r"\1", one) for one in parts[::2]]
    return _STOPS.sub(r"\1\2", _ROLE.sub("", "`".join(parts)))
