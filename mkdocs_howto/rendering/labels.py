"""The words of a section that are the same for all code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """Headings and set phrases in one language."""

    title: str
    description: str
    steps: str
    example: str
    written_offline: str
    """Followed by the file."""
    written_from_above: str
    """For code that stands in the page."""
    lines: str
    """`{first}` and `{last}` are filled in."""
    line: str


ENGLISH = Labels(
    title="How to Use This Code Block",
    description="Description",
    steps="Execution Steps",
    example="Usage Example",
    written_offline="Written offline from",
    written_from_above="Written offline from the code above",
    lines="lines {first}–{last}",
    line="line {first}",
)
