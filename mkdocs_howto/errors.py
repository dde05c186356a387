"""What can go wrong, and how it is told.

An *error* stops one piece of work and says what to do about it. A *notice* is what the author
of the site reads in the build's output. Rooms raise errors; `guide.py` turns them into notices;
a host (MkDocs, a command) decides where notices appear.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning", "info", "debug"]
"""How loud a notice is. A strict MkDocs build fails on `warning` and above."""

NoticeKind = Literal[
    "unresolved",
    "option",
    "indent",
    "html",
    "source",
    "cache",
    "example",
    "finding",
    "newer-finding",
    "model",
    "rejected",
    "no-llm",
    "language",
    "first-call",
    "pin",
    "base",
    "orphan",
    "stale",
    "shared",
    "extension",
]
"""What a notice is about. Its level is looked up by this name."""

LEVELS: dict[NoticeKind, Level] = {
    "unresolved": "warning",
    "option": "warning",
    "indent": "warning",
    "html": "warning",
    "source": "warning",
    "example": "warning",
    "finding": "warning",
    "newer-finding": "info",
    "pin": "warning",
    "stale": "warning",
    "base": "info",
    "orphan": "info",
    "cache": "info",
    "model": "info",
    "rejected": "info",
    "language": "info",
    "first-call": "info",
    "shared": "info",
    "extension": "info",
    "no-llm": "error",
}
"""The level of each kind unless the site says otherwise.

`warning` only for what the author can mend in the repository, `info` for what the surroundings
did: a damaged cache or a missing network must not fail a strict build.
"""


class HowtoError(Exception):
    """Something that could not be done, with what to do about it.

    Attributes:
        problem: One sentence without a closing hint.
        hint: What the reader can do; empty when there is nothing to add.
        kind: The kind of notice it becomes.
    """

    kind: NoticeKind = "unresolved"

    def __init__(self, problem: str, *, hint: str = "") -> None:
        super().__init__(f"{problem}\n  Hint: {hint}" if hint else problem)
        self.problem = problem
        self.hint = hint


class UnresolvedReference(HowtoError):
    """A reference that leads to no code."""

    kind = "unresolved"


class UnreadableSource(HowtoError):
    """A reference that leads to a file which cannot be read as Python source."""

    kind = "source"


class BadOption(HowtoError):
    """An option of a placeholder that does not exist, is not allowed here, or has a wrong value."""

    kind = "option"


class BadExample(HowtoError):
    """An example file, named by a placeholder, that cannot be shown."""

    kind = "example"


class StoreUnavailable(HowtoError):
    """A store that cannot be opened, read or written at the moment."""

    kind = "cache"


@dataclass(frozen=True, slots=True)
class Notice:
    """One message for the author of the site; `masking.told` gives the text that hosts print.

    Attributes:
        kind: What it is about; decides its level.
        message: The text.
        page: Path of the page inside the docs folder, if it is about one.
        line: Line in that page, from 1.
    """

    kind: NoticeKind
    message: str
    page: str | None = None
    line: int | None = None
