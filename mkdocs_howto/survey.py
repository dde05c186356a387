"""How every placeholder of a site stands: what `check` and `status` tell.

A survey listens to a build. It adds nothing to what the build says, and leaves nothing out.
"""

from __future__ import annotations

import html
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Literal, TypeAlias

from mkdocs_howto.answers import Answer, Pinned, Request
from mkdocs_howto.errors import LEVELS, HowtoError, Level, Notice, NoticeKind
from mkdocs_howto.guide import Guide, Meeting, Page, damaged, lost, stale
from mkdocs_howto.rendering.markdown import Surroundings
from mkdocs_howto.secrets import masked
from mkdocs_howto.section import Finding, Severity
from mkdocs_howto.settings import Settings

State: TypeAlias = Literal[
    "fresh", "pinned", "edited", "approved", "stale", "damaged", "rejected", "unwritten", "unresolved", "misplaced",
    "orphan", "broken", "notice", "leftover",
]  # fmt: skip
"""How a section stands.

`fresh`: not pinned, and written from the code of today. `pinned`, `edited`, `approved`: in the repository, as
generated, as a person changed it, as a person accepted it. `stale`: pinned, and the code has changed. `damaged`:
pinned, and what it was made from is missing or another's. `rejected`, `unwritten`: offline text stands in for a
model's. `unresolved`: the reference leads nowhere.

Other rows are about no section. `misplaced`: a placeholder cannot work where it stands. `orphan`: a pin that no
placeholder asks for. `broken`: a pin's file that cannot be used. `notice`: anything else that the build says.
`leftover`: a placeholder that stands as text in a built page.
"""

SECTIONS: frozenset[State] = frozenset(
    {"fresh", "pinned", "edited", "approved", "stale", "damaged", "rejected", "unwritten", "unresolved"}
)
"""States of rows that are about a placeholder's section."""

_ERRORS: frozenset[State] = frozenset({"stale", "unresolved", "broken", "leftover"})
"""States that are errors where the build warns; in all others a warning stays a warning."""


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's text and where it comes from.

    Attributes:
        text: Markdown without front matter.
        path: Its file.
        offset: Lines of the file before the text.
    """

    text: str
    path: Path | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One placeholder, or one thing that the build says apart from placeholders.

    Attributes:
        page: The page's path inside the docs folder; empty for pins and for what is about the whole site.
        file: The file to open: the one that holds the placeholder where that is known, else the page's own.
        line: Line in that file, from 1; 0 when it cannot be told.
        reference: The reference as typed.
        state: How it stands.
        message: What is wrong, and what to do.
        graded: How bad that is; `None` where the build does not warn of it.
        findings: The findings that the build warns of.
        writer: Who wrote the section.
        model: The model's name.
        tokens: What it cost.
        pin: The file of its pin.
    """

    page: str
    file: str
    line: int
    reference: str
    state: State
    message: str = ""
    graded: Severity | None = None
    findings: tuple[Finding, ...] = ()
    writer: str = ""
    model: str | None = None
    tokens: int | None = None
    pin: str = ""

    @property
    def severities(self) -> list[Severity]:
        """The severity of each thing that is wrong."""
        return [*([self.graded] if self.graded else []), *(finding.severity for finding in self.findings)]

    @property
    def severity(self) -> Severity | None:
        """The worst of `severities`; `None` where nothing is wrong."""
        found = self.severities
        return "error" if "error" in found else "warning" if found else None


Locate: TypeAlias = Callable[[str, Path | None], tuple[Path, int] | None]
"""Finds the file and line of a line that a page shows, given the line and the page's file."""


@dataclass(slots=True)
class Survey:
    """Collects what a build says.

    Attributes:
        root: Folder of the configuration file.
        shown: Gives a path as messages name it.
        locate: Finds text that was included in a page.
        levels: The level of each kind of notice.
        asked: What the placeholders ask for, each with the page and line of the first.
        objects: Paths of the objects that have a section.
        escaped: Lines of each built file that show a placeholder on purpose.
        is_off: Whether the site has switched the plugin off.
        is_raw: Whether pages are read as they lie on the disk, before macros fill in `{{ names }}`.
    """

    root: Path
    shown: Callable[[Path], str]
    locate: Locate = lambda _, __: None
    levels: Mapping[NoticeKind, Level] = field(default_factory=lambda: LEVELS)
    asked: dict[Request, tuple[str, int | None]] = field(default_factory=dict)
    objects: set[str] = field(default_factory=set)
    escaped: dict[str, set[str]] = field(default_factory=dict)
    is_off: bool = False
    is_raw: bool = False
    _files: dict[str, Path] = field(default_factory=dict)
    _rows: dict[Row, None] = field(default_factory=dict)
    _told: list[Notice] = field(default_factory=list)
    _attributed: set[Notice] = field(default_factory=set)
    _orphans: list[Row] = field(default_factory=list)

    def opens(self, page: str, path: Path | None) -> None:
        """Note the file of a page that is about to be built."""
        if path is not None:
            self._files[page] = path

    def hears(self, notice: Notice) -> None:
        """Take note of anything that the build says."""
        self._told.append(notice)

    def adds(self, row: Row) -> None:
        """Take note of something that MkDocs itself says of the plugin."""
        self._rows[row] = None

    def meets(self, meeting: Meeting) -> None:
        """Take note of a placeholder."""
        self._attributed.update(meeting.notices)
        if self.is_raw and "{" in meeting.reference:
            return
        if meeting.request is not None:
            self.asked.setdefault(meeting.request, (meeting.page.name, meeting.line))
        if isinstance(meeting.answer, Answer):
            self.objects.add(meeting.answer.record.object_path)
        for row in self._of_meeting(meeting):
            self._rows[row] = None

    def shows(self, built: str, text: str) -> None:
        """Note the placeholders that a page shows on purpose.

        Args:
            built: The page's file inside the built site.
            text: The page's Markdown with its sections, in which escaped placeholders are escaped for browsers.
        """
        self.escaped.setdefault(built, set()).update(html.unescape(line) for line in _ESCAPED.findall(text))

    def ends(self, guide: Guide) -> None:
        """Take note of what a build of the whole site leaves."""
        pins = guide.pins
        self._orphans = []
        for pin in guide.orphans(self.asked):
            assert pins is not None
            file = self.shown(pins.path(pin.subject))
            kind: NoticeKind = "pin" if pin.is_edited else "orphan"
            self._orphans.append(
                Row(
                    page="",
                    file=file,
                    line=pin.head_line,
                    reference=pin.reference,
                    state="orphan",
                    message=lost(pin),
                    graded=self._graded("orphan", kind),
                    writer=pin.writer,
                    model=pin.model,
                    pin=file,
                )
            )

    def rows(self) -> list[Row]:
        """Return all rows: the placeholders as the build met them, then what is about no placeholder."""
        others = dict.fromkeys(row for notice in self._told for row in self._of_notice(notice))
        return [_without_secrets(row) for row in (*self._rows, *others, *self._orphans)]

    def _graded(self, state: State, kind: NoticeKind) -> Severity | None:
        level = self.levels.get(kind, LEVELS[kind])
        if level == "error":
            return "error"
        if level != "warning":
            return None
        return "error" if state in _ERRORS else "warning"

    def _of_notice(self, notice: Notice) -> Iterator[Row]:
        """Yield the row of a notice that is about no single placeholder; what the build only mentions has none."""
        state = _STATES.get(notice.kind, "notice")
        graded = self._graded(state, notice.kind)
        if notice in self._attributed or graded is None:
            return
        page = notice.page or ""
        is_page = page in self._files
        file = self.shown(self._files[page] if is_page else self.root / page) if page else ""
        yield Row(
            page=page if is_page else "", file=file, line=notice.line or 0, reference="", state=state,
            message=notice.message, graded=graded,
        )  # fmt: skip

    def _of_meeting(self, meeting: Meeting) -> Iterator[Row]:
        """Yield the row of a placeholder, then one for each thing that the build says about its options or pin."""
        file, line = self._place(meeting)
        code = meeting.request is not None and meeting.request.code is not None
        reference = meeting.reference or ("(code in the page)" if code else "")
        row = Row(page=meeting.page.name, file=file, line=line, reference=reference, state="unresolved")
        answer = meeting.answer
        if isinstance(answer, HowtoError):
            yield replace(row, message=str(answer), graded=self._graded("unresolved", answer.kind))
            return
        yield self._of_answer(row, meeting, answer)
        for notice in meeting.notices:
            if notice.kind in {"option", "pin"} and (graded := self._graded("notice", notice.kind)):
                here = notice.page == meeting.page.name
                place = (file, line) if here else (self.shown(self.root / (notice.page or "")), notice.line or 0)
                yield replace(row, file=place[0], line=place[1], state="notice", message=notice.message, graded=graded)

    def _of_answer(self, row: Row, meeting: Meeting, answer: Answer) -> Row:
        state, message, kind = _state(meeting, answer)
        made = answer.entry.section.provenance
        pin = ""
        findings = meeting.findings if self._graded(state, "finding") else ()
        if answer.pinned is not None:
            pin = self.shown(self.root / answer.pinned.file)
            # They are told where a person can mend them: in the pin's file.
            before = answer.pinned.pin.line - 1
            findings = tuple(replace(one, line=before + max(one.line, 1)) for one in findings)
        return replace(
            row, state=state, message=message, graded=self._graded(state, kind) if kind else None, findings=findings,
            writer=made.writer, model=made.model, tokens=made.tokens, pin=pin,
        )  # fmt: skip

    def _place(self, meeting: Meeting) -> tuple[str, int]:
        """Return the file that holds a placeholder, and the line in it."""
        page = meeting.page.name
        path = self._files.get(page)
        if meeting.line is None and (found := self.locate(meeting.text, path)) is not None:
            return self.shown(found[0]), found[1]
        return (self.shown(path) if path is not None else ""), meeting.line or 0


def _without_secrets(row: Row) -> Row:
    """Mask what a row says; its findings come from the review and hold no secrets."""
    return replace(row, message=masked(row.message))


_STATES: Mapping[NoticeKind, State] = {"indent": "misplaced", "html": "misplaced", "pin": "broken"}
"""States of notices that are about no single placeholder."""

_ESCAPED = re.compile(r"&#58;:: *howto[^\n]*")
"""A placeholder that a page shows: our own escape of `\\::: howto`, or the author's."""


def _state(meeting: Meeting, answer: Answer) -> tuple[State, str, NoticeKind | None]:
    """Return how a section stands, what is wrong, and the kind of notice in which the build says so."""
    if answer.pinned is not None:
        return _pinned_state(answer.pinned)
    if meeting.stand_in is not None:
        kind: NoticeKind = "rejected" if meeting.stand_in.state == "rejected" else "model"
        return meeting.stand_in.state, f"offline text is shown: {meeting.stand_in.reason}", kind
    if answer.entry.rejected:  # `on_rejected: keep`: what the site wants to be shown.
        return "rejected", answer.entry.rejected, None
    return "fresh", "", None


def _pinned_state(pinned: Pinned) -> tuple[State, str, NoticeKind | None]:
    if pinned.error is not None:
        return "unresolved", f"{pinned.error}\n  The pin {pinned.file} is shown all the same.", pinned.error.kind
    if pinned.changes:
        return "stale", stale(pinned), "stale"
    if not pinned.is_whole:
        return "damaged", damaged(pinned), "base"
    if pinned.approved:
        return "approved", "", None
    return ("edited" if pinned.pin.is_edited else "pinned"), "", None


def read_pages(survey: Survey, settings: Settings, pages: Mapping[str, PageText]) -> None:
    """Survey pages as they lie on the disk: what a build says of a site in which no plugin changes a page.

    Args:
        survey: Is told everything.
        settings: Ask no model.
        pages: The pages by their paths.
    """
    survey.is_raw = True
    guide = Guide(settings, survey.hears, witness=survey.meets)
    guide.prepare(page.text for page in pages.values())
    for name, page in pages.items():
        survey.opens(name, page.path)
        place = Page(name, partial(operator.add, page.offset))
        survey.shows("", guide.expand(page.text, place, Surroundings()))
    _add_recorded(survey, guide)
    survey.ends(guide)
    guide.end()


def _add_recorded(survey: Survey, guide: Guide) -> None:
    """Add what the last build met outside the pages' own text, such as in macros and snippets."""
    elsewhere = [request for request in guide.recorded() if request not in survey.asked]
    guide.prepare_requests(elsewhere)
    for request in elsewhere:
        try:
            answer = guide.answer(request)
        except HowtoError:
            continue  # Nothing says that the site still asks for it.
        stand_in = guide.stand_in(request)
        survey.meets(
            Meeting(
                page=Page(""),
                line=None,
                text="",
                reference=request.reference,
                request=request,
                answer=answer,
                stand_in=stand_in,
            )
        )


def leftovers(site: Path, survey: Survey) -> Iterator[Row]:
    """Find placeholders that stand as text in built pages and were not escaped.

    Args:
        site: The folder of the built site.
        survey: Of the same site.
    """
    from mkdocs_howto.rendering.leftovers import find

    everywhere = set().union(*survey.escaped.values())
    for path in sorted(path for path in site.rglob("*.html") if path.is_file()):
        text = path.read_text(encoding="utf-8", errors="replace")
        meant = survey.escaped.get(path.relative_to(site).as_posix(), everywhere) | survey.escaped.get("", set())
        for line, words in find(text, meant) if "howto" in text else ():
            message = (
                f"`{masked(words)}` stands as text in the built page.\n  Hint: Is the plugin `howto` on in mkdocs.yml? "
                "Zensical runs no plugins: there `howto` has to stand under `markdown_extensions`."
            )
            yield Row(
                page="", file=survey.shown(path), line=line, reference="", state="leftover", message=message,
                graded="error",
            )  # fmt: skip
