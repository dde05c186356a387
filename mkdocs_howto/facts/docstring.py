"""Read a docstring once, and keep all that it says as frozen values."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from mkdocs_howto.facts.blocks import Blocks, Section, has_numpy_sections, is_followed_by_block, paragraphs, take_apart
from mkdocs_howto.facts.fields import find_raised, read_fields
from mkdocs_howto.facts.unmarked import marked
from mkdocs_howto.facts.values import Docstring, Note, Paragraph, SeeAlso, Style, VersionNote
from mkdocs_howto.facts.words import plain, sentences
from mkdocs_howto.section import CodeBlock, Project
from mkdocs_howto.syntax import NotPython, parsed

_LONGEST = 50_000
"""Characters of a docstring that are read."""
_MOST_BASES = 12
"""Bases that are asked for the docstring of a member."""
_BREAKS = re.compile(r"[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""What some readers take for the end of a line, though an escape in the literal made it: its file has none there."""
_NO_SUMMARY = re.compile(
    r"""
    (?:
        (?:copyright|licen[cs]ed?|spdx-license|all\ rights\ reserved|created\ (?:on|by)|author(?:s|ed\ by)?\b)[\s:(]
        | ©|\(c\)\ |\$Id|@author|-\*-|\#!|coding[:=]|vim:|python\ [23]\b
        | [\w./\\-]+\.(?:py|pyi|pyx|rst|md|txt)\.?\Z   # The path of a file.
        | (?:https?://\S+)\Z
        | (?:this\ (?:file|program|module|software)\ is\ )?(?:part\ of|free\ software|distributed\ under)\b
        | see\ (?:the\ )?license | redistribution\ and\ use | permission\ is\ hereby | the\ software\ is\ provided
        | [\W\d_]*\Z
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DIVIDED = re.compile(r"(?<=[A-Za-z]-) (?=[A-Z][a-z])")
"""End of a row that breaks a name: "Content-" above "Disposition"."""
_VERSION_SENTENCE = re.compile(
    r"\W{0,3}(?P<kind>new|added|introduced|changed|available|deprecated|removed)\b"
    r"(?:(?:(?: since| in| as of)(?: [a-z][\w-]{0,20})?| from)?(?: the)?(?: version| release)?)\s*v?"
    r"(?P<version>\d[\w.+-]{0,20})"
    r"(?:[.:,;)\]]\s*|\s*\Z)(?P<text>.*)$",
    re.IGNORECASE,
)
_DEPRECATED = re.compile(
    r"\W{0,3}deprecated\b(?!\s+(?:by\s+default|and|or)\b)[\s:.,;!*\])-]*(?P<text>.*)$", re.IGNORECASE
)
_KINDS = {"changed": "changed", "deprecated": "deprecated", "removed": "removed"}
_NAME = r"`?[\w.]{1,100}(?:\(\))?`?"
_SEE_NAMES = re.compile(rf"(?P<names>{_NAME}(?:, {_NAME}){{0,20}})\s*(?::\s*(?P<text>.*))?$")
_QUOTE = re.compile(r"\A>(?!>)[ \t]?")
"""Mark of a line that stands in a quote of Markdown."""
_INHERITED = re.compile(
    r"\W*(?:inherit(?:ed|s)?(?:\s?doc(?:s|string|umentation)?)?|see (?:the )?(?:base|parent|super)[ -]?class)\W*"
)
_DRAWN = ("|", "+-", "+=", "===")
"""How a row begins that is drawn: of a table of Markdown or reStructuredText, or of a line block."""
_FENCE = re.compile(r"\s*+\w{0,12}`{3,}\w{0,12}\s*+")
"""A row of a fence that its author put where none can stand."""
_BLANK = "deprecated", "silent", "example"


_DOXYGEN = re.compile(r"\A\s*+!(?=\s)")
"""The mark of a docstring that Doxygen reads ("Documenting the code", Python, `\"\"\"!`)."""


def read(text: str, *, style: Style = "auto", first_line: int = 1, names: Collection[str] = ()) -> Docstring:
    """Return what a docstring says.

    Args:
        text: As the string literal holds it, or cleaned of its indentation; only its first 50,000 characters are read.
        style: Of the package. What a docstring's own marks decide is read as they say, whatever the style; only
            titles with a colon are no sections in a docstring that follows the NumPy style of its package.
        first_line: Line of the file in which the literal begins.
        names: Parameters of the object; where the author only stresses one, it becomes code.
    """
    return _read(_DOXYGEN.sub("", text), style, first_line, tuple(names))


def docstring_of(block: CodeBlock, project: Project) -> Docstring:
    """Return what the author says of a code block; a method without a docstring has that of the method it overrides.

    A docstring of nothing but parameters and results takes its words from there, too.

    Args:
        block: The code. Where its author only stresses one of its parameters, that becomes code.
        project: Answers what other objects are.
    """
    own = _read_of(block, inherited([block.docstring]))
    if own.summary:
        return own
    overridden = _read_of(block, inherited(_overridden(block.shape.object_path, project)))
    if not overridden.summary or not own.parameters:
        return overridden if overridden.summary else _read_of(block, block.docstring)
    return replace(own, summary=overridden.summary, paragraphs=overridden.paragraphs)


def own_docstring_of(block: CodeBlock) -> Docstring:
    """Return what the docstring in a code block itself says."""
    return _read_of(block, block.docstring)


def _read_of(block: CodeBlock, text: str) -> Docstring:
    signature = block.shape.signature
    return read(text, names=[one.name for one in signature.parameters] if signature is not None else ())


def docstring_text(block: CodeBlock, project: Project) -> str:
    """Return the docstring of a code block; of a method without one, that of the method it overrides.

    Args:
        block: The code.
        project: Answers what other objects are.
    """
    own = inherited([block.docstring])
    return own or inherited(_overridden(block.shape.object_path, project)) or block.docstring


def overridden_text(block: CodeBlock, project: Project) -> str:
    """Return the docstring of the method that a method overrides; empty if there is none.

    Args:
        block: The method.
        project: Answers what other objects are.
    """
    return inherited(_overridden(block.shape.object_path, project))


def _overridden(path: str, project: Project) -> Iterator[str | None]:
    """Yield the docstrings of the members of the same name in the bases of a member's class, the nearest first."""
    owner, _, name = path.rpartition(".")
    around = project.shape(owner) if owner and not name.startswith("__") else None
    pending = list(around.bases) if around is not None and around.kind == "class" else []
    for number, base in enumerate(pending):  # What is appended meanwhile has its turn, too.
        if number >= _MOST_BASES:
            return
        code = project.source(f"{base}.{name}")
        text = docstring_in(code.text) if code is not None else ""
        yield text
        if not inherited([text]) and (shape := project.shape(base)) is not None:
            pending += [one for one in shape.bases if one not in pending]


def docstring_in(source: str) -> str:
    """Return the docstring of the function or class that a text defines; empty if it has none.

    Args:
        source: The text of the definition.
    """
    try:
        body = parsed(source).body
    except NotPython:
        return ""
    match body:
        case [ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() as node, *_]:
            return docstring_at(node)
    return ""


def docstring_at(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> str:
    """Return the docstring of a definition as its literal holds it; empty if it has none."""
    match node.body:
        case [ast.Expr(value=ast.Constant(value=str(text))), *_]:
            return text
    return ""


@functools.lru_cache(maxsize=256)
def _read(text: str, style: Style, first_line: int, names: tuple[str, ...]) -> Docstring:
    """Read a docstring; a description, examples and the review of a block all ask for it."""
    skipped, lines = _lines(text)
    is_underlined = has_numpy_sections(lines)
    has_google = style != "numpy" or not is_underlined
    lines = lines if is_underlined else marked(lines, names)
    blocks = take_apart(lines, first_line + skipped, has_google=has_google)
    return _Assembly(blocks, first_line + skipped, names).docstring()


def inherited(docstrings_by_base: Iterable[str | None]) -> str:
    """Return the docstring of a member: its own or the first one of its bases; empty if none has any.

    Args:
        docstrings_by_base: The member's own docstring, then that of the member of the same name in each base, in
            the method resolution order. One that only says "See base class." counts as none.
    """
    for text in docstrings_by_base:
        if text and text.strip() and not _INHERITED.fullmatch(text.strip().lower()):
            return text
    return ""


def _lines(text: str) -> tuple[int, list[str]]:
    """Return the lines of a docstring without common indentation, and how many blank ones stand before them.

    As in `inspect.cleandoc`, the indentation of the first line does not count. That of the closing quotation marks
    does: without it, code that is all there is below the summary would lose its indentation.
    """
    text = text[:_LONGEST].encode(errors="replace").decode().expandtabs()
    first, *rest = _BREAKS.sub(" ", text.replace("\r\n", "\n")).split("\n")
    margins = [len(row) - len(row.lstrip()) for row in rest if row.strip()]
    if first.strip() and rest and not rest[-1].strip() and rest[-1]:
        margins.append(len(rest[-1]))
    margin = min(margins, default=0)
    lines = [first.strip(), *(row[margin:].rstrip() for row in rest)]
    skipped = next((number for number, line in enumerate(lines) if line), len(lines))
    while lines and not lines[-1]:
        lines.pop()
    return skipped, lines[skipped:]


class _Assembly:
    """Put the values of a docstring together from its blocks."""

    def __init__(self, blocks: Blocks, first_line: int, names: tuple[str, ...]) -> None:
        self.blocks = blocks
        self.first_line = first_line
        self.names = names
        self.notes: list[Note] = []
        self.versions: list[VersionNote] = []
        self.see_also: list[SeeAlso] = []

    def docstring(self) -> Docstring:
        self._read_sections()
        self._read_other_fields()
        prose = list(self._paragraphs())
        fields = read_fields(self.blocks, self.first_line, self.names)
        named = {one.name for one in fields.raises}
        told = [one for one in find_raised(prose) if one.name not in named]
        fields.raises += [replace(one, line=self._line_of(one.name, one.line)) for one in told]
        versions = sorted([*self.blocks.versions, *self.versions], key=lambda one: one.line)
        summary = next((one.text for one in prose if not one.is_item), prose[0].text if prose else "")
        return Docstring(
            summary=summary,
            paragraphs=tuple(prose),
            parameters=tuple(fields.parameters),
            returns=tuple(fields.returns),
            yields=tuple(fields.yields),
            raises=tuple(fields.raises),
            warns=tuple(fields.warns),
            attributes=tuple(fields.attributes),
            notes=tuple(sorted([*self.blocks.notes, *self.notes], key=lambda one: one.line)),
            deprecated=next((one for one in versions if one.kind == "deprecated"), None),
            versions=tuple(one for one in versions if one.kind != "deprecated"),
            see_also=tuple(self.see_also),
            examples=tuple(sorted(self.blocks.examples, key=lambda one: one.line)),
        )

    def _line_of(self, word: str, line: int) -> int:
        """Return the number of the first line, from a line on, that holds a word."""
        rows = self.blocks.lines[line - self.first_line :]
        return next((number for number, row in enumerate(rows, line) if word in row), line)

    def _plain(self, rows: Iterable[str]) -> str:
        text = " ".join(row.strip() for row in rows if row.strip())
        return plain(_DIVIDED.sub("", text), self.names)

    # Sections that hold prose.

    def _read_sections(self) -> None:
        for section in self.blocks.sections:
            text = self._plain(self.blocks.lines[section.start : section.end])
            line = self.first_line + section.first
            if section.kind == "see also":
                self._read_see_also(section)
            elif section.kind == "deprecated":
                self.versions.append(VersionNote("deprecated", "", text, line))
            elif section.kind.islower() and section.kind not in _BLANK and text:
                self.notes.append(Note(section.kind, "", text, line))
        for number, text in self.blocks.see_also:
            self.see_also.append(SeeAlso("", plain(text, self.names), self.first_line + number))

    def _read_see_also(self, section: Section) -> None:
        """Keep each name of a "See Also" section with what is said of it (numpydoc, "See Also")."""
        rows = self.blocks.lines[section.start : section.end]
        margin = min((len(row) - len(row.lstrip()) for row in rows if row.strip()), default=0)
        for number, row in enumerate(rows, section.start):
            line = plain(row)
            if not line:
                continue
            names = _SEE_NAMES.match(line.lstrip("-* "))
            if self.see_also and row.startswith(" " * (margin + 1)):
                last = self.see_also.pop()
                self.see_also.append(SeeAlso(last.name, f"{last.text} {line}".strip(), last.line))
            elif names is None:
                self.see_also.append(SeeAlso("", line, self.first_line + number))
            else:
                for name in names["names"].replace("`", "").split(", "):
                    found = SeeAlso(name.removesuffix("()"), names["text"] or "", self.first_line + number)
                    self.see_also.append(found)

    def _read_other_fields(self) -> None:
        for one in self.blocks.fields:
            if one.name == "deprecated":
                self.versions.append(VersionNote("deprecated", one.argument, plain(one.text, self.names), one.line))
            elif one.name == "note":
                self.notes.append(Note("note", "", plain(one.text, self.names), one.line))
            elif one.name in {"see", "seealso"}:
                self.see_also.append(SeeAlso("", plain(one.text, self.names), one.line))

    # Prose.

    def _paragraphs(self) -> Iterator[Paragraph]:
        any_before = False
        for number, rows, is_item in paragraphs(self.blocks):
            line = self.first_line + number
            words = [_QUOTE.sub("", row) for row in rows if not (row.startswith(_DRAWN) or _FENCE.fullmatch(row))]
            if not words or _NO_SUMMARY.match(" ".join(words)[:500]):
                continue
            text = self._plain(words if is_item else _join_rows(words))
            text = self._without_versions(text, line)
            if text.endswith(":") and is_followed_by_block(self.blocks, number + len(rows)):
                text = _without_lead(text, is_first=not any_before)
            if text and any(map(str.isalpha, text)):
                any_before = True
                yield Paragraph(text, line, is_item)

    def _without_versions(self, text: str, line: int) -> str:
        """Return a paragraph without its sentences about versions, which are kept apart."""
        if not re.search(r"\d|deprecated", text[:20_000], re.IGNORECASE):
            return text
        kept: list[str] = []
        for sentence in sentences(text):
            if found := _VERSION_SENTENCE.match(sentence):
                kind = _KINDS.get(found["kind"].lower(), "added")
                note = VersionNote(kind, found["version"].rstrip("."), found["text"], line)  # type: ignore[arg-type]
                self.versions.append(note)
            elif not kept and (old := _DEPRECATED.match(sentence)):
                rest = text.partition(sentence)[2].strip() if not old["text"] else ""
                self.versions.append(VersionNote("deprecated", "", old["text"] or rest, line))
            else:
                kept.append(sentence)
        return " ".join(kept) if self.versions else text


def _without_lead(text: str, *, is_first: bool) -> str:
    """Return a paragraph without the sentence that leads to an example; one that says more stays."""
    *kept, lead = sentences(text)
    if kept:
        return " ".join(kept)
    return "" if _LEAD.match(lead) or (lead.count(" ") < 3 and not is_first) else lead


_LEAD = re.compile(r"(?:e\.g\.|(?:for |some )?(?:example|instance|usage)s?),?:$", re.IGNORECASE)
_ENDED = re.compile(r"[.!?:;,]['\")`*]*$|\b(?:a|an|and|as|at|by|for|from|in|into|is|of|on|or|that|the|to|with|which)$")
_WIDTH = 72
"""Columns up to which docstrings are wrapped (PEP 8, "Maximum Line Length")."""
_NARROW = 56
"""Columns beyond which a row may just be wrapped narrowly."""
_STARTS = frozenset(
    {"Returns", "Return", "Raises", "Raise", "Yields", "Yield", "This", "It", "If", "Note", "See", "Use", "The", "When"}
    | {"You", "Also", "Defaults", "Only", "These", "Example", "Examples"}
)


def _join_rows(rows: list[str]) -> Iterator[str]:
    """Yield the rows of a paragraph, with a full stop where the author clearly ended one.

    That is where the next row begins with a capital though its first word would have fitted.
    """
    for row, following in zip(rows, [*rows[1:], ""], strict=True):
        first = following.split(" ", 1)[0]
        is_start = first[:1].isupper() and (first[1:].islower() or len(first) == 1) and " " in following
        width = len(row) + 1 + len(first)
        fits = width < (_WIDTH if first in _STARTS else _NARROW)
        yield f"{row}." if is_start and fits and not _ENDED.search(row) else row
