"""Read a section from Markdown as people and models write it.

The three parts stand under headings of any form (`## Description`, underlined, bold), with or
without other text around them, and sometimes the whole answer stands inside one fence.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

from mkdocs_howto.labels import LANGUAGES, OTHER_WORDS
from mkdocs_howto.section import PARTS, Part, Section, Step

Line = tuple[int, str]
"""A line's number in the text it was read from, and its words; 0 when there is no such text."""

_NAMES: dict[str, Part] = {
    words.lower(): part
    for part in PARTS
    for words in (*OTHER_WORDS[part], *(getattr(labels, part) for labels in LANGUAGES.values()))
}
_TITLES = {labels.title.lower() for labels in LANGUAGES.values()}
_KNOWN = {*_NAMES, *_TITLES}
# Every pattern reads each character once: it is tried at one place, and repeats give nothing back.
_NUMBER = re.compile(r"\A(?:\W*+\d++[.):]\s*+|\W++)")
_OPENING = re.compile(
    r"\A[ \t]*+(?:[-*][ \t]++)?\*\*(?P<words>[^*]++)(?:(?<=:)\*\*|\*\*[ \t]*+:)[ \t]++(?P<rest>\S.*+)$"
)
_FENCE = re.compile(r"\A[ \t]*+(?P<fence>`{3,}+|~{3,}+)[ \t]*+(?P<language>[\w+-]*+)[^`]*+$")
_UNDERLINE = re.compile(r"\A[ \t]*+(?:={3,}+|-{3,}+)[ \t]*+$")
_RULE = re.compile(r"\A[ \t]*+(?:-{3,}+|={3,}+|\*{3,}+)[ \t]*+$")
_ATX = re.compile(r"\A[ \t]{0,3}#{1,6}+[ \t]++(?P<words>.*+)$")
_BOLD = re.compile(r"\A[ \t]*+(?:[-*][ \t]++)?\*\*(?P<words>[^*]++)\*\*:?[ \t]*+$")
_THOUGHT_MARK = re.compile(r"<(?P<closes>/)?think>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says in each part.

    Attributes:
        description: Lines of the description.
        steps: Lines of the steps.
        example: The code, dedented, newline-terminated; empty when there is none.
        example_line: Line in the text of the code's first line; 0 when there is no text.
        around: Lines that belong to no part.
        leaves_example_out: Whether the writer left the example out on purpose: none that it knows is worth showing.
    """

    description: tuple[Line, ...] = ()
    steps: tuple[Line, ...] = ()
    example: str = ""
    example_line: int = 0
    around: tuple[Line, ...] = ()
    leaves_example_out: bool = False

    @property
    def prose(self) -> tuple[Line, ...]:
        """Description and steps."""
        return (*self.description, *self.steps)


def of_section(section: Section) -> Reading:
    """A section's own values, which stand in no text."""
    steps = tuple((0, text) for text in _texts(section.steps))
    description = ((0, section.description),) if section.description.strip() else ()
    made = section.provenance
    return Reading(
        description=description,
        steps=steps,
        example=section.example,
        leaves_example_out=made.writer == "offline" and made.example_source == "none",
    )


def read(text: str) -> Reading:
    """Find the three parts of a section in Markdown.

    Args:
        text: Any text; line numbers of the result count its lines from 1.
    """
    blanked = _without_thoughts(text.removeprefix("\ufeff"))
    rows = _unwrapped([(number, line) for number, line in enumerate(blanked.splitlines(), start=1)])
    parts: dict[Part | None, list[Line]] = {None: [], "description": [], "steps": [], "example": []}
    part: Part | None = None
    fence = ""
    for index, (number, line) in enumerate(rows):
        if not fence:
            heading = _heading(line, rows[index + 1][1] if index + 1 < len(rows) else "")
            if heading is not None and part == "steps" and _is_step_title(heading, line):
                parts[part].append((number, line))
                continue
            if heading is not None:
                part = _NAMES.get(heading)
                if heading in _TITLES:
                    # What stood before the title was about the task, and named its parts.
                    parts[None] += sorted(row for name in PARTS for row in parts[name])
                    parts |= {name: [] for name in PARTS}
                elif part is None:
                    parts[None].append((number, line))
                continue
            if (opening := _OPENING.match(line)) and (named := _NAMES.get(_plain(opening["words"]))) is not None:
                part = named
                line = opening["rest"]  # noqa: PLW2901 - the label is said by the part itself
            if _UNDERLINE.match(line) and index and _heading(rows[index - 1][1], line) is not None:
                continue
        fence = fence_after(line, fence)
        parts[part].append((number, line))
    code, code_line, rest = _code(parts["example"])
    return Reading(
        description=_said(parts["description"]),
        steps=_said(parts["steps"]),
        example=code,
        example_line=code_line,
        around=_said([*parts[None], *rest]),
    )


def part_of(heading: str) -> Part | None:
    """The part that a heading of this wording opens, if it opens one."""
    return _NAMES.get(_plain(heading))


def _texts(steps: tuple[Step, ...]) -> list[str]:
    return [text for step in steps for text in (step.text, *_texts(step.steps))]


def _said(lines: list[Line]) -> tuple[Line, ...]:
    return tuple((number, line) for number, line in lines if line.strip() and not _RULE.match(line))


def _without_thoughts(text: str) -> str:
    """Return a text without what a model said between `<think>` and `</think>`; its lines keep their numbers."""
    kept: list[str] = []
    at = 0
    opened: int | None = None
    for mark in _THOUGHT_MARK.finditer(text):
        if mark["closes"] is None:
            opened = mark.start() if opened is None else opened
        elif opened is not None:
            kept += [text[at:opened], "\n" * text.count("\n", opened, mark.end())]
            at, opened = mark.end(), None
    return "".join([*kept, text[at:]])


def _unwrapped(rows: list[Line]) -> list[Line]:
    """The inside of a fence that holds the whole answer."""
    full = [index for index, (_, line) in enumerate(rows) if line.strip()]
    if len(full) < 2:
        return rows
    opening = _FENCE.match(rows[full[0]][1])
    if opening and opening["language"] in {"markdown", "md", ""} and rows[full[-1]][1].strip() == opening["fence"]:
        return rows[full[0] + 1 : full[-1]]
    return rows


def _heading(line: str, below: str) -> str | None:
    """The words of a heading that names a section's title or part, or any ATX heading."""
    plain = _plain(line.strip().strip("*"))
    if _UNDERLINE.match(below) and plain in _KNOWN:
        return plain
    if match := _ATX.match(line):
        return _plain(without_closing(match["words"]))
    if match := _BOLD.match(line):
        words = _plain(match["words"])
        return words if words in _KNOWN else None
    return None


def without_closing(words: str) -> str:
    """Return an ATX heading's words without the closing `#` signs and the blanks around them."""
    return words.rstrip(" \t").rstrip("#").rstrip(" \t")


def _plain(words: str) -> str:
    """A heading's words without number, colon, emphasis and case."""
    plain = words.strip("*_:： ").lower()
    return plain if plain in _NAMES else _NUMBER.sub("", plain).strip("*_:： ")


def _is_step_title(heading: str, line: str) -> bool:
    """Whether a heading among the steps is the title of one of them, as in `### 1. Reading`."""
    return heading not in _NAMES and heading not in _TITLES and re.match(r"\s*#{3,6}\s", line) is not None


def fence_after(line: str, fence: str) -> str:
    """The fence that is open below a line."""
    if fence:
        return "" if line.strip().startswith(fence) and not line.strip().strip(fence[0]) else fence
    match = _FENCE.match(line)
    return match["fence"] if match else ""


def _code(lines: list[Line]) -> tuple[str, int, list[Line]]:
    """The last Python block of the example part, the line it starts at, and what stands around it."""
    blocks: list[list[Line]] = []
    marked: list[int] = []
    rest: list[Line] = []
    fence = ""
    python = False
    for number, line in lines:
        opened = _FENCE.match(line) if not fence else None
        after = fence_after(line, fence)
        if opened:
            python = opened["language"].lower() in {"", "python", "py", "python3"}
            marked += [len(blocks)] if python and opened["language"] else []
            blocks += [[]] if python else []
        elif fence and after and python:
            blocks[-1].append((number, line))
        elif not fence:
            rest.append((number, line))
        fence = after
    # A fence without a language behind one that is marked shows what the code prints.
    chosen = blocks[marked[-1]] if marked else blocks[-1] if blocks else []
    if not chosen:
        return "", 0, rest
    return textwrap.dedent("\n".join(line for _, line in chosen)).strip("\n") + "\n", chosen[0][0], rest
