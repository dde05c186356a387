"""Every finding of the review: the table that the code, the command and the documentation share.

What the review itself needs stands here. Advice and examples stand in `codes.toml` beside it, which is
read only where they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from mkdocs_howto.section import Finding, Part, Severity


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
    Code("missing-part", "error", "The description or the execution steps are missing."),
    Code("too-long", "warning", "The section is longer than 120 lines, or its example than 20."),
    Code("prompt-echo", "error", "The text repeats the instructions it was written by."),
    Code("unknown-identifier", "error", "A name between backticks exists neither in the code nor around it."),
    Code("unknown-word", "warning", "A word between backticks is found neither in the code nor around it."),
    Code("missing-exception", "warning", "An exception that the caller's arguments decide is not told."),
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
    Code("example-swallows", "error", "The example catches every error instead of those that the code raises."),
    Code("vague-term", "warning", "A word says nothing about what the code does."),
    Code("contradicts-code", "error", "The text claims what the code does not do."),
    Code("unsafe-markup", "error", "The text holds markup that could act in a page."),
    Code("unknown-link", "error", "The text links to a target that the code does not name."),
)
CODES: Mapping[str, Code] = {code.code: code for code in _TABLE}
RETIRED = frozenset({"missing-member"})
"""Codes of older versions: `ignore` still takes them, so that an upgrade breaks no site."""


def unused(ignored: Iterable[str], findings: Iterable[Finding]) -> list[str]:
    """Return the codes that are ignored though no finding has them, each once; retired codes are nobody's fault."""
    needless = RETIRED | {finding.code for finding in findings}
    return [code for code in dict.fromkeys(ignored) if code not in needless]


def found(code: str, message: str, words: str = "", line: int = 0, *, since: int = 0) -> Finding:
    """Return a finding with the severity of its code.

    Args:
        code: Its code.
        message: What is wrong and what would be right.
        words: The offending words.
        line: Line in the reviewed text.
        since: Version of the review that makes it first.
    """
    return Finding(code, CODES[code].severity, message, words, line, since)


@dataclass(frozen=True, slots=True)
class Advice:
    """What a reader is told about one kind of finding.

    Attributes:
        why: How it harms the reader of a section.
        hint: What to do about it.
        about: Object of `fixtures/parcels.py` that the examples are about.
        part: Part of a section that the examples stand in.
        bad: A text that makes the finding.
        good: The same, put right.
        section: A section of that object in which nothing is wrong.
    """

    why: str
    hint: str
    about: str
    part: Part
    bad: str
    good: str
    section: Mapping[Part, str]

    def inside(self, text: str) -> str:
        """The section as Markdown, with a text in place of the part that the examples stand in."""
        parts = {**self.section, self.part: text}
        fence = f"```python\n{parts['example']}```" if parts["example"] else ""
        return (
            f"## Description\n\n{parts['description']}\n\n## Execution Steps\n\n{parts['steps']}\n\n"
            f"## Usage Example\n\n{fence}\n"
        )


def advice(code: str) -> Advice:
    """What is told about a kind of finding."""
    return _advice()[code]


@cache
def _advice() -> Mapping[str, Advice]:
    import tomllib
    from importlib.resources import files

    data = tomllib.loads(files(__package__).joinpath("codes.toml").read_text(encoding="utf-8"))
    sections = data["sections"]
    return {
        code: Advice(
            why=row["why"],
            hint=row["hint"],
            about=row["about"],
            part=row["part"],
            bad=row["bad"] * row.get("times", 1),
            good=row.get("good", sections[row["about"]][row["part"]]),
            section=sections[row["about"]],
        )
        for code, row in data["codes"].items()
    }
