"""What is asked for on the way from a placeholder to a section, and what comes back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mkdocs_howto.errors import HowtoError
from mkdocs_howto.section import Finding

if TYPE_CHECKING:
    from mkdocs_howto.stores.entry import Entry, Record
    from mkdocs_howto.stores.pins import Pin

SCHEMA = 1
"""Version of what a store holds; part of every key."""


@dataclass(frozen=True, slots=True)
class Request:
    """Everything a placeholder says that decides what is written; equal requests are one section."""

    reference: str
    code: str | None = None
    example: str | None = None
    language: str = "en"
    writer: str = "offline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """How a section that the repository keeps stands to its code and to people.

    Attributes:
        pin: The pin.
        file: Its file, as messages name it.
        changes: How the code differs from what the section was written from; empty when it does not.
        error: Why there is no code any more.
        approved: Who accepted this text, and when.
        beside: File of a newer text that could not be merged into it; empty where there is none.
        is_whole: Whether what it was made from is there.
        is_text: Whether it is shown as it stands, for want of values that it could be set from.
        reviewed: Version of the review that was known when its text was made or accepted; findings that only a newer
            one makes are nothing that its author could have seen.
    """

    pin: Pin
    file: str
    is_text: bool
    changes: tuple[str, ...] = ()
    error: HowtoError | None = None
    approved: str = ""
    beside: str = ""
    is_whole: bool = True
    reviewed: int = 0

    def is_newer(self, finding: Finding) -> bool:
        """Return whether only a newer review makes a finding than the one that the pin's text was made under."""
        return finding.since > self.reviewed


@dataclass(frozen=True, slots=True)
class Answer:
    """A section, what its reference led to, and how it is pinned, if it is."""

    entry: Entry
    record: Record
    pinned: Pinned | None = None


@dataclass(frozen=True, slots=True)
class StandIn:
    """Why offline text stands in for a model's.

    Attributes:
        state: Whether the model's text was rejected, or there is none.
        reason: Why.
        findings: The errors that the review found in a rejected text.
    """

    state: Literal["rejected", "unwritten"]
    reason: str
    findings: tuple[Finding, ...] = ()


def digest(value: object) -> str:
    """One short name for a JSON value: 40 hexadecimal digits."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:40]
