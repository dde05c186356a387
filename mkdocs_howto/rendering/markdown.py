"""Set a section in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_howto.labels import Labels, labels_of
from mkdocs_howto.rendering import inert
from mkdocs_howto.section import PARTS, Part, Provenance, Section, Span, Step, TocMode

_OPENING = re.compile(r"#(?=#{0,5} )|[-*+>|=](?=[ =*-])|`(?=``)|~(?=~~)|\d{1,9}[.)](?= )")
"""What starts a block at the start of a line; its last character can be escaped."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else reads the Markdown, which decides what works in it.

    Attributes:
        attr_list: `{#id}` after a heading sets its id, and what the table of contents says.
        fences: A fence is code at top level.
        fences_anywhere: A fence is code inside lists and quotes, too (superfences).
        snippets_follow: The snippets extension reads the text after us.
        autorefs: `<autoref>` elements become links where their target is known.
    """

    attr_list: bool = False
    fences: bool = True
    fences_anywhere: bool = False
    snippets_follow: bool = False
    autorefs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How one section is to stand in its page.

    Attributes:
        reference: What it is about, for the machine-readable mark.
        anchor: Id of its title; unique in the page. The parts' ids are made from it.
        file: The code's file, for the provenance line; empty when the code stands above.
        lines: The code's lines in that file.
        heading_level: Of the title, 1 to 6.
        title: Instead of the usual one.
        toc_label: What the table of contents says instead of the title.
        show: The parts to show.
        toc: What appears in the table of contents.
        nested: Whether it stands inside a list, quote or admonition.
        rehosted: Whether another plugin puts its own prefix before the ids of headings here.
        outdated: Whether the code has changed since the section was written.
        edited: Whether a person has changed the section.
        approved: Who accepted it, and when.
    """

    reference: str
    anchor: str
    file: str
    lines: Span
    heading_level: int = 2
    title: str = ""
    toc_label: str = ""
    show: Sequence[Part] = PARTS
    toc: TocMode = "section"
    nested: bool = False
    rehosted: bool = False
    outdated: bool = False
    edited: bool = False
    approved: str = ""


def render(
    section: Section,
    layout: Layout,
    surroundings: Surroundings,
    links: Mapping[str, str] | None = None,
) -> str:
    """Set a section in Markdown for a page.

    Args:
        section: What to say.
        layout: How to say it here.
        surroundings: What else reads the Markdown.
        links: Code as the section names it, to the object path it stands for.

    Returns:
        Markdown without indent, newline-terminated.
    """
    labels = labels_of(section.provenance.language)
    sheet = Sheet(layout, surroundings, dict(links or {}) if surroundings.autorefs else {}, labels)
    blocks = sheet.opening()
    for part in layout.show:
        blocks.extend(_part(part, section, sheet))
    blocks.append(sheet.provenance(section.provenance))
    return "\n\n".join(blocks) + "\n"


def portable(
    section: Section,
    *,
    title: str = "",
    heading_level: int = 2,
    show: Sequence[Part] = PARTS,
    file: str,
    lines: Span,
) -> str:
    """Set a section in Markdown that reads well anywhere: plain headings, one fence, no HTML.

    Returns:
        Markdown, newline-terminated.
    """
    labels = labels_of(section.provenance.language)
    level = "#" * heading_level
    below = "#" * min(heading_level + 1, 6)
    code = section.example.strip("\n")
    fence = inert.fence(code)
    parts = {
        "description": (labels.description, _plain_line(section.description)),
        "steps": (labels.steps, "\n".join(_plain_steps(section.steps, ""))),
        "example": (labels.example, f"{fence}python\n{code}\n{fence}" if code else ""),
    }
    blocks = [f"{level} {title or labels.title}"]
    for heading, body in (parts[part] for part in show):
        blocks += [f"{below} {heading}", body] if body else []
    blocks.append(portable_origin(section.provenance, file, lines))
    return "\n\n".join(blocks) + "\n"


def portable_origin(made: Provenance, file: str, lines: Span) -> str:
    """Return the line that says who wrote a section, and from what, without HTML."""
    labels = labels_of(made.language)
    return f"*{_written(made, labels)} {file}, {_lines(lines, labels)}*"


def anchor_of(path: str) -> str:
    """The id of a section's title; the same for the same code in every page and build."""
    return "howto-" + re.sub(r"[^\w.-]+", "-", path).strip("-")


def _part(part: Part, section: Section, sheet: Sheet) -> Iterator[str]:
    if part == "description" and section.description:
        yield sheet.part_label(sheet.labels.description, "description")
        yield sheet.text(section.description)
    elif part == "steps" and section.steps:
        yield sheet.part_label(sheet.labels.steps, "steps")
        yield "\n".join(sheet.steps(section.steps, ""))
    elif part == "example" and section.example:
        yield sheet.part_label(sheet.labels.example, "example")
        yield sheet.example(section.example)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page a section is set on: everything that is the same for all its parts."""

    layout: Layout
    surroundings: Surroundings
    links: dict[str, str]
    """Names still to be linked: each becomes a link once, where it is first named."""
    labels: Labels

    def opening(self) -> list[str]:
        """The title, and what the reader should know before all else."""
        note = f'<em class="howto-outdated">{inert.plain(self.labels.outdated)}</em>'
        return [self.title(), note] if self.layout.outdated else [self.title()]

    def title(self) -> str:
        words = self.layout.title or self.labels.title
        if self.layout.toc == "none":
            return self._label(words, self.layout.heading_level, self.layout.anchor, "howto-title")
        label = self.layout.toc_label
        return self._heading(words, self.layout.heading_level, self.layout.anchor, label)

    def part_label(self, words: str, name: str) -> str:
        level = min(self.layout.heading_level + 1, 6)
        anchor = f"{self.layout.anchor}-{name}"
        if self.layout.toc == "parts":
            return self._heading(words, level, anchor, "")
        return self._label(words, level, anchor, "howto-part")

    def inner_label(self, words: str, level: int) -> str:
        """A heading that an author put inside a section."""
        level = min(self.layout.heading_level + max(level - 1, 1), 6)
        return self._label(
            words, level, f"{self.layout.anchor}-{anchor_of(words).removeprefix('howto-')}", "howto-part"
        )

    def _heading(self, words: str, level: int, anchor: str, toc_label: str) -> str:
        text = self._words(words)
        if self.layout.rehosted:
            # mkdocstrings puts the object's path before the ids of headings in docstrings, and the contents of the page
            # would show HTML inside such a heading as `wzxhzdk:1`.
            return f'<span id="{anchor}"></span>\n\n{"#" * level} {text}'
        if self.surroundings.attr_list:
            label = f' data-toc-label="{inert.attribute(toc_label)}"' if toc_label else ""
            return f"{'#' * level} {text} {{ #{anchor}{label} }}"
        return f'{"#" * level} <span id="{anchor}"></span>{text}'

    def _label(self, words: str, level: int, anchor: str, class_: str) -> str:
        # A heading for the eye and for screen readers, but not for the table of contents, and not
        # for search, which would file the text below it under a heading it cannot link to.
        return (
            f'<strong class="{class_}" id="{anchor}" role="heading" aria-level="{level}">{self._words(words)}</strong>'
        )

    def _words(self, text: str) -> str:
        """A heading's words; the page's own author wrote them, or we did."""
        return "".join(
            inert.code(piece) if is_code else inert.plain(piece, start=False)
            for piece, is_code, _ in inert.pieces(text)
        )

    def text(self, text: str) -> str:
        return "".join(
            self._code(piece) if is_code else inert.plain(piece, start=first)
            for piece, is_code, first in inert.pieces(text)
        )

    def _code(self, code: str) -> str:
        shown = inert.code(code)
        target = self.links.pop(code, None)
        if target is None:
            return shown
        return f'<autoref optional identifier="{inert.attribute(target)}">{shown}</autoref>'

    def steps(self, steps: Sequence[Step], indent: str) -> Iterator[str]:
        for number, step in enumerate(steps, start=1):
            yield f"{indent}{number}. {self.text(step.text)}"
            yield from self.steps(step.steps, indent + "    ")

    def example(self, code: str) -> str:
        shown = inert.block(code)
        fenced = self.has_fences
        if inert.acts_in_fence(shown, snippets=self.surroundings.snippets_follow) or (
            not fenced and inert.changes_when_indented(shown)
        ):
            return f"<pre><code>{inert.references(shown)}</code></pre>"
        if not fenced:
            return "\n".join(f"    {line}" if line else "" for line in shown.split("\n"))
        fence = inert.fence(shown)
        return f"{fence}python\n{shown}\n{fence}"

    @property
    def has_fences(self) -> bool:
        """Whether a fence is code here; inside a list it is none with Python-Markdown's own fenced_code."""
        return self.surroundings.fences and (not self.layout.nested or self.surroundings.fences_anywhere)

    def provenance(self, made: Provenance) -> str:
        marks = {"howto": self.layout.reference, "writer": made.writer, "fingerprint": made.fingerprint}
        if made.model:
            marks["model"] = made.model
        data = "".join(f' data-{name}="{inert.attribute(value)}"' for name, value in marks.items())
        return f'<small class="howto-provenance"{data}>{self._origin(made)}{self._human()}</small>'

    def _human(self) -> str:
        """What people did with the section."""
        told = [self.labels.edited] if self.layout.edited else []
        told += [self.labels.approved.replace("{by}", self.layout.approved)] if self.layout.approved else []
        return "".join(f"; {inert.plain(words)}" for words in told)

    def _origin(self, made: Provenance) -> str:
        if not self.layout.file:
            above = self.labels.written_by_from_above if made.model else self.labels.written_from_above
            return inert.plain(above.replace("{model}", made.model or ""))
        lines = inert.plain(_lines(self.layout.lines, self.labels))
        file = inert.references(self.layout.file)
        return f"{inert.plain(_written(made, self.labels))} <code>{file}</code>, {lines}"


def _written(made: Provenance, labels: Labels) -> str:
    return labels.written_by.replace("{model}", made.model) if made.model else labels.written_offline


def _lines(lines: Span, labels: Labels) -> str:
    first, last = lines
    return (labels.line if first == last else labels.lines).format(first=first, last=last)


def _plain_steps(steps: Sequence[Step], indent: str) -> Iterator[str]:
    for number, step in enumerate(steps, start=1):
        yield f"{indent}{number}. {_plain_line(step.text)}"
        yield from _plain_steps(step.steps, indent + "    ")


def _plain_line(text: str) -> str:
    """Return a text on one line that starts no heading, list, quote, table or fence."""
    line = " ".join(text.split())
    opening = _OPENING.match(line)
    return f"{line[: opening.end() - 1]}\\{line[opening.end() - 1 :]}" if opening else line
