"""Compare a section with its code, whoever wrote it; nothing is executed."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs_howto.bounds import fitted_findings
from mkdocs_howto.masking import masked_findings
from mkdocs_howto.reading import Reading
from mkdocs_howto.section import CodeBlock, Finding, Project

VERSION = 12
"""Raised whenever the same section gets other findings, so that kept sections are looked at again."""


def review(reading: Reading, block: CodeBlock, project: Project, ignore: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Say what is wrong with a section.

    Args:
        reading: What it says.
        block: The code it is about.
        project: Answers what other objects are.
        ignore: Codes of findings to leave out.

    Returns:
        Findings, in the order of the text, at most some hundreds; none when all that can be decided is right.
    """
    from mkdocs_howto.effects import effects_of
    from mkdocs_howto.facts.othernames import meant
    from mkdocs_howto.review import identifiers, truth, wording
    from mkdocs_howto.review.examples import example_findings
    from mkdocs_howto.syntax import parsed

    block = meant(block, project)
    tree = parsed(block.source)
    effects = effects_of(block, tree)
    findings = [
        *wording.parts(reading, block),
        *wording.markup(reading, block),
        *wording.vague(reading, block, project),
        *identifiers.unknown(reading, block, project),
        *identifiers.untold(reading, tree, effects),
        *truth.contradictions(reading, block, project, tree, effects),
    ]
    if reading.example.strip():
        findings += example_findings(reading, block, project, effects)
    ignored = set(ignore)
    kept = dict.fromkeys(finding for finding in findings if finding.code not in ignored)
    # They quote the text and the code.
    return fitted_findings(masked_findings(sorted(kept, key=lambda finding: finding.line)))
