"""A section as a file of the repository, and such a file's text, as people leave it, in a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mkdocs_howto.backticks import Backticks, SpanReader
from mkdocs_howto.labels import labels_of
from mkdocs_howto.reading import fence_after, part_of, without_closing
from mkdocs_howto.rendering import inert
from mkdocs_howto.rendering.markdown import Layout, Sheet, Surroundings, portable_origin
from mkdocs_howto.section import Part, Provenance, Section, Span, Step

# Every pattern reads each character once: it is tried at few places, and repeats give nothing back.
_HEADING = re.compile(r"\A(?P<hashes>#{1,6}+)[ \t]++(?P<words>.*+)$")
_ATTRIBUTES = re.compile(r"\{[#.:][^{}]*+\}\Z")
_UNDERLINE = re.compile(r"\A(?:-{3,}+|={3,}+)[ \t]*+$")
_DEFINITION = re.compile(r"\A\[[^\]]++\]:[ \t]")
_MARK = re.compile(r"[\\`*\[\]]|(?<![^\W_])_|_(?![^\W_])|^(?:[#>+!-]|\d+[.)])")
"""What means something inside a line, and what does where a line starts; the last character makes the mark."""
_END = re.compile(r"(?<=[.!?:。！？])\s++(?=[^\W\d_a-z]|[`\"'(])|(?<=[。！？])(?=[^\W\d_]|`)")
"""Between two sentences. A mistake only moves the end of a line; no line starts with a sign of Markdown's."""
_TAG = re.compile(r"<(?=[\w/!?])|&(?=#|\w++;)")


def body_of(section: Section) -> str:
    """A section's text for a pin: three parts under their headings, in Markdown that people edit.

    Returns:
        Markdown, newline-terminated.
    """
    labels = labels_of(section.provenance.language)
    code = section.example.strip("\n")
    fence = inert.fence(code)
    parts = (
        (labels.description, "\n".join(_words(sentence) for sentence in _sentences(section.description))),
        (labels.steps, "\n".join(_steps(section.steps, ""))),
        (labels.example, f"{fence}python\n{code}\n{fence}" if code else ""),
    )
    return "\n\n".join(f"## {heading}\n\n{body}" for heading, body in parts if body) + "\n"


def render_text(body: str, made: Provenance, layout: Layout, surroundings: Surroundings) -> str:
    """Set a text that a person has changed in a page: as it stands, under the page's own headings.

    Args:
        body: The pin's text. It is Markdown of the repository, with the trust of a page.
        made: Who made the text that was changed.
        layout: How it is to stand here; parts that are not to be shown are left out.
        surroundings: What else reads the Markdown.

    Returns:
        Markdown without indent, newline-terminated.
    """
    sheet = Sheet(layout, surroundings, {}, labels_of(made.language))
    pieces = list(_pieces(body))
    blocks = sheet.opening()
    blocks += [text for piece in pieces if piece.part is None for text in _set(piece, sheet)]
    for part in layout.show:
        blocks += [text for piece in pieces if piece.part == part for text in _set(piece, sheet)]
    blocks += _definitions(piece for piece in pieces if piece.part is not None and piece.part not in layout.show)
    blocks.append(sheet.provenance(made))
    return "\n\n".join(blocks) + "\n"


def portable_text(
    body: str, made: Provenance, *, title: str, heading_level: int, show: Sequence[Part], file: str, lines: Span
) -> str:
    """Set a text that a person has changed as Markdown that reads well in a terminal.

    Its headings stand below the title, and one blank line is between its blocks.

    Args:
        body: The pin's text.
        made: Who made the text that was changed.
        title: The section's title.
        heading_level: Of the title, 1 to 6.
        show: The parts to show.
        file: The code's file.
        lines: The code's lines in it.

    Returns:
        Markdown, newline-terminated.
    """
    pieces = list(_pieces(body))
    blocks = [f"{'#' * heading_level} {title or labels_of(made.language).title}"]
    for part in (None, *show):
        for piece in pieces:
            if piece.part == part:
                level = min(heading_level + max(piece.level - 1, 1), 6)
                text = "\n".join(_without_gaps(piece.lines))
                blocks += [f"{'#' * level} {piece.heading}"] if piece.heading else []
                blocks += [text] if text else []
    return "\n\n".join([*blocks, portable_origin(made, file, lines)]) + "\n"


def _without_gaps(lines: Sequence[str]) -> list[str]:
    """Return lines with one blank line at most in a row, and none at the ends, except in fences."""
    kept: list[str] = []
    fence = ""
    for line in lines:
        if fence or line.strip() or (kept and kept[-1]):
            kept.append(line if fence or line.strip() else "")
        fence = fence_after(line, fence)
    while kept and not kept[-1]:
        kept.pop()
    return kept


@dataclass(frozen=True, slots=True)
class _Piece:
    """Lines below one heading.

    Attributes:
        part: The part that they belong to.
        heading: The heading's words; empty above the first.
        level: The heading's level.
        opens: Whether the heading is the part's own.
        lines: The lines.
    """

    part: Part | None
    heading: str
    level: int
    opens: bool
    lines: tuple[str, ...]


def _pieces(body: str) -> Iterator[_Piece]:
    part: Part | None = None
    heading, level, opens = "", 1, False
    lines: list[str] = []
    fence = ""
    for line in _with_marks(body.replace("\r\n", "\n").split("\n")):
        match = _HEADING.match(line) if not fence else None
        fence = fence_after(line, fence)
        if match is None:
            lines.append(line)
            continue
        yield _Piece(part, heading, level, opens, tuple(lines))
        heading, level, lines = _heading_words(match["words"]), len(match["hashes"]), []
        named = part_of(heading)
        opens = named is not None
        part = named or part
    yield _Piece(part, heading, level, opens, tuple(lines))


def _heading_words(text: str) -> str:
    """Return a heading's words without its closing `#` signs and its list of attributes."""
    words = without_closing(text)
    attributes = _ATTRIBUTES.match(words, max(words.rfind("{"), 0))
    return words[: attributes.start()].rstrip(" \t") if attributes else words


def _with_marks(lines: Sequence[str]) -> list[str]:
    """Lines in which an underlined heading of a part begins with `#`, as the others do."""
    found: list[str] = []
    for line in lines:
        if _UNDERLINE.match(line) and found and part_of(found[-1]) is not None:
            found[-1] = f"## {found[-1].strip()}"
        else:
            found.append(line)
    return found


def _definitions(pieces: Iterable[_Piece]) -> list[str]:
    """Targets of links and footnotes, which may be used by what is shown though they stand in what is not."""
    lines = [line for piece in pieces for line in piece.lines if _DEFINITION.match(line)]
    return ["\n".join(lines)] if lines else []


def _set(piece: _Piece, sheet: Sheet) -> Iterator[str]:
    text = "\n".join(_fenced(piece.lines, sheet)).strip("\n")
    if piece.opens and piece.part is not None:
        yield sheet.part_label(piece.heading, piece.part)
    elif piece.heading:
        yield sheet.inner_label(piece.heading, piece.level)
    if text.strip():
        yield text


def _fenced(lines: Sequence[str], sheet: Sheet) -> Iterator[str]:
    """Lines with their fences as code that works where the section stands."""
    code: list[str] = []
    fence, indent = "", ""
    for line in lines:
        before, fence = fence, fence_after(line, fence)
        if fence and not before:
            code, indent = [], line[: len(line) - len(line.lstrip())]
        # An indented fence belongs to a list, and stands as its author put it.
        if sheet.has_fences or indent or not (before or fence):
            yield line
        elif before and fence:
            code.append(line)
        elif before:
            yield from sheet.example("\n".join(code)).split("\n")
        if not fence:
            indent = ""
    if fence and sheet.has_fences:  # Nobody closed it; what follows the section is not its code.
        yield f"{indent}{fence}"
    elif fence and not indent:
        yield from sheet.example("\n".join(code)).split("\n")


def _sentences(text: str) -> list[str]:
    """A paragraph's sentences, which stand in lines of their own: so a change of one does not touch the others."""
    found: list[str] = []
    at = 0
    code = SpanReader(Backticks(text), 0, len(text))
    for end in _END.finditer(text):
        if not code.covers(end.start()):
            found.append(text[at : end.start()])
            at = end.end()
    return [*found, text[at:]]


def _words(text: str) -> str:
    """Words that mean themselves in Markdown, and stay readable."""
    return "".join(
        _span(piece) if is_code else _TAG.sub(_entity, _MARK.sub(_quoted, piece) if first else _escaped(piece))
        for piece, is_code, first in inert.pieces(text)
    )


def _escaped(piece: str) -> str:
    # A piece that does not start a line has no marks of lists and headings.
    return _MARK.sub(lambda mark: _quoted(mark) if mark[0] in "\\`*[]_" else mark[0], piece)


def _quoted(mark: re.Match[str]) -> str:
    return f"{mark[0][:-1]}\\{mark[0][-1]}"


def _entity(mark: re.Match[str]) -> str:
    return "&lt;" if mark[0] == "<" else "&amp;"


def _span(code: str) -> str:
    """Code between as many backticks as it takes."""
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    marks = "`" * (longest + 1)
    space = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{marks}{space}{code}{space}{marks}"


def _steps(steps: Sequence[Step], indent: str) -> Iterator[str]:
    for number, step in enumerate(steps, start=1):
        yield f"{indent}{number}. {_words(step.text)}"
        yield from _steps(step.steps, indent + "    ")
