"""How large a section may be, whoever wrote it: a writer, a model, an older version, another machine or a pull request.

A model's answer beyond these bounds is refused. What another writer makes is cut to them before it is reviewed
(`fitted`). So a kept section beyond them is none of ours (`is_bounded`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from mkdocs_howto.section import Finding, Section, Step

LONGEST = 40_000
"""Characters of a section, and of a model's answer. Sections have some thousands."""

LONGEST_PART = {"description": 4_000, "step": 1_000, "example": 10_000}
"""Characters of one part. A prompt asks for a paragraph, 30 steps of a sentence each, and 20 lines."""

MOST_STEPS = 200
"""Steps, with those inside others."""

DEEPEST = 20
"""Levels of steps. Writers nest a handful."""

_MOST_SPANS = 2_000
"""Runs of lines that the steps tell. A class of a hundred methods has some hundreds."""

_MOST_FINDINGS = 300
_LONGEST_FINDING = 1_000
"""Characters of a finding's message."""

_CUT = " …"


def is_bounded(section: Section) -> bool:
    """Return whether a section keeps to the bounds, its findings apart."""
    steps = _flat(section.steps)
    if steps is None or sum(len(step.lines) for step in steps) > _MOST_SPANS:
        return False
    texts = {"description": [section.description], "step": [step.text for step in steps], "example": [section.example]}
    is_each = all(len(text) <= LONGEST_PART[part] for part in texts for text in texts[part])
    return is_each and sum(len(text) for part in texts for text in texts[part]) <= LONGEST


def size(section: Section) -> int:
    """Return the number of characters that a section shows; it keeps to the bounds."""
    steps = _flat(section.steps) or ()
    return len(section.description) + len(section.example) + sum(len(step.text) for step in steps)


def has_bounded_findings(section: Section) -> bool:
    """Return whether the findings of a section keep to the bounds."""
    found = section.findings
    return len(found) <= _MOST_FINDINGS and all(
        max(len(one.message), len(one.words)) <= _LONGEST_FINDING for one in found
    )


def fitted(section: Section) -> Section:
    """Return a section that keeps to the bounds: long texts are cut, steps beyond the last that fits are left out.

    An example is never cut, since its start alone may be no Python: one that is too long is left out.
    """
    if is_bounded(section):
        return section
    example = section.example if len(section.example) <= LONGEST_PART["example"] else ""
    made = section.provenance
    description = _cut(section.description, LONGEST_PART["description"])
    return dataclasses.replace(
        section,
        description=description,
        steps=_Fitting(LONGEST - len(description) - len(example)).steps(section.steps),
        example=example,
        provenance=made if example else dataclasses.replace(made, example_source="none"),
    )


def fitted_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings that keep to the bounds, in their order; of too many, errors stay before warnings."""
    short = [
        dataclasses.replace(one, message=_cut(one.message, _LONGEST_FINDING), words=_cut(one.words, _LONGEST_FINDING))
        for one in findings
    ]
    if len(short) <= _MOST_FINDINGS:
        return tuple(short)
    by_weight = sorted(range(len(short)), key=lambda number: short[number].severity != "error")
    return tuple(short[number] for number in sorted(by_weight[:_MOST_FINDINGS]))


class _Fitting:
    """Counts what of a section's steps still fits."""

    def __init__(self, characters: int) -> None:
        self._characters = characters
        self._steps = MOST_STEPS
        self._spans = _MOST_SPANS

    def steps(self, steps: Sequence[Step], level: int = 1) -> tuple[Step, ...]:
        """Return the steps that fit, in the order in which they are read."""
        return tuple(self._fitted(steps, level)) if level <= DEEPEST else ()

    def _fitted(self, steps: Sequence[Step], level: int) -> Iterator[Step]:
        for step in steps:
            text = _cut(step.text, LONGEST_PART["step"])
            if not self._steps or len(text) > self._characters:
                self._steps = 0
                return
            lines = step.lines[: self._spans]
            self._steps -= 1
            self._characters -= len(text)
            self._spans -= len(lines)
            yield Step(text, self.steps(step.steps, level + 1), lines)


def _flat(steps: Sequence[Step]) -> list[Step] | None:
    """Return all steps, also those inside others; `None` when there are too many, or they are nested too deeply."""
    found: list[Step] = []
    level = list(steps)
    for _ in range(DEEPEST):
        found += level
        if len(found) > MOST_STEPS:
            return None
        level = [inner for step in level for inner in step.steps]
    return None if level else found


def _cut(text: str, longest: int) -> str:
    """Return a text without its end where it is too long; what stands between backticks is left out as a whole."""
    if len(text) <= longest:
        return text
    kept = text[: longest - len(_CUT)]
    if kept.count("`") % 2:
        kept = kept[: kept.rindex("`")]
    return kept.rstrip() + _CUT
