"""Every finding of the review: the table that code and documentation share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mkdocs_howto.section import Finding, Severity


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding.

    Attributes:
        code: Its stable name.
        severity: `error` keeps a section off the page.
        what: What it means, in one sentence.
    """

    code: str
    severity: Severity
    what: str


_TABLE = (
    Code("missing-part", "error", "A section has a description, execution steps and a usage example."),
    Code("too-long", "warning", "A section has at most 120 lines."),
    Code("prompt-echo", "error", "The text repeats the instructions it was written by."),
    Code("unknown-identifier", "error", "A name between backticks exists neither in the code nor around it."),
    Code("missing-member", "warning", "A public member of the class is not told."),
    Code("missing-exception", "warning", "An exception that the code raises is not told."),
    Code("missing-request", "warning", "An HTTP method that the code sends is not told."),
    Code("example-missing", "error", "There is no usage example."),
    Code("example-syntax", "error", "The example is not valid Python."),
    Code("example-import", "error", "The example imports what is not there."),
    Code("example-name", "error", "The example uses a name that nothing defines."),
    Code("example-call", "error", "A call in the example does not fit the signature."),
    Code("example-attribute", "error", "The example uses an attribute that does not exist."),
    Code("example-await", "error", "The example awaits what cannot be awaited, or does not await what must be."),
    Code("example-unused", "error", "The example does not use the documented object."),
    Code("example-echo", "error", "The example repeats the source instead of using it."),
    Code("example-swallows", "error", "The example catches more than the code raises."),
    Code("vague-term", "warning", "A word says nothing about what the code does."),
    Code("contradicts-code", "error", "The text claims what the code does not do."),
    Code("unsafe-markup", "error", "The text holds markup that could act in a page."),
    Code("unknown-link", "error", "The text links to a target that the code does not name."),
)
CODES: Mapping[str, Code] = {code.code: code for code in _TABLE}


def found(code: str, message: str, words: str = "", line: int = 0) -> Finding:
    """A finding with the severity of its code."""
    return Finding(code, CODES[code].severity, message, words, line)
