"""Findings about the usage example: would it run, and does it show the object?"""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_howto.effects import Effects
from mkdocs_howto.reading import Reading
from mkdocs_howto.review.codes import found
from mkdocs_howto.section import CodeBlock, Finding, Project
from mkdocs_howto.usage.faults import faults


def example_findings(reading: Reading, block: CodeBlock, project: Project, effects: Effects) -> Iterator[Finding]:
    """Everything wrong with an example.

    Args:
        reading: Holds the example and the line it starts at.
        block: The documented code.
        project: Answers what other objects are.
        effects: What the code raises.
    """
    before = max(reading.example_line - 1, 0)
    for fault in faults(reading.example, block, project, effects):
        yield found(fault.code, fault.message, fault.words, before + fault.line, since=fault.since)
