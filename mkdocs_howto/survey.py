"""How every placeholder of a site stands: what `check` and `status` tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias

from mkdocs_howto.answers import Answer, Pinned, Request
from mkdocs_howto.errors import LEVELS, HowtoError
from mkdocs_howto.guide import LOST, Guide, stale
from mkdocs_howto.pinned import subject_of
from mkdocs_howto.references import placeholders
from mkdocs_howto.section import Finding, Severity
from mkdocs_howto.stores.pins import PinFolder, Subject

State: TypeAlias = Literal[
    "fresh", "pinned", "edited", "approved", "stale", "rejected", "unwritten", "unresolved", "misplaced", "orphan",
    "broken", "leftover", "damaged",
]  # fmt: skip
"""How a section stands.

`fresh`: not pinned, and written from the code of today. `pinned`, `edited`, `approved`: in the repository, as
generated, as a person changed it, as a person accepted it. `stale`: pinned, and the code has changed. `damaged`:
pinned, and what it was made from is missing or another's. `rejected`, `unwritten`: offline text stands in for a
model's. `unresolved`: the reference leads nowhere. `misplaced`: the placeholder cannot work where it stands.
`orphan`: a pin that no placeholder asks for. `broken`: a pin's file that cannot be used. `leftover`: a placeholder
that stands as text in a built page.
"""

_SEVERITIES: dict[State, Severity] = {
    "stale": "error", "unresolved": "error", "broken": "error", "leftover": "error",
    "rejected": "warning", "unwritten": "warning", "orphan": "warning", "misplaced": "warning", "damaged": "warning",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's text and where it comes from.

    Attributes:
        text: Markdown without front matter.
        file: Its file as messages name it; empty where a plugin made it.
        offset: Lines of the file before the text.
    """

    text: str
    file: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One placeholder, or one pin that no placeholder asks for.

    Attributes:
        page: The page's path inside the docs folder; empty for what only a macro, a snippet or a docstring asks for.
        file: The file to open.
        line: Line in that file, from 1; 0 when it cannot be told.
        reference: What it is about.
        state: How it stands.
        message: What is wrong, and what to do.
        findings: What the review found, without what is ignored.
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
    findings: tuple[Finding, ...] = ()
    writer: str = ""
    model: str | None = None
    tokens: int | None = None
    pin: str = ""

    @property
    def severity(self) -> Severity | None:
        """How bad it is; `None` where nothing is."""
        found = {_SEVERITIES.get(self.state), *(finding.severity for finding in self.findings)}
        return "error" if "error" in found else "warning" if "warning" in found else None


def survey(guide: Guide, pages: Mapping[str, PageText], shown: Callable[[Path], str]) -> list[Row]:
    """Look at every placeholder of a site.

    Args:
        guide: Asks no model.
        pages: The pages by their paths.
        shown: A path as messages name it.

    Returns:
        One row for each placeholder, in the order of the pages; then one for each pin that is broken or
        that nothing asks for.
    """
    guide.prepare(page.text for page in pages.values())
    rows: list[Row] = []
    asked: dict[Request, None] = {}
    for name, page in pages.items():
        rows += _of_page(guide, name, page, asked, shown)
    elsewhere = [request for request in guide.recorded() if request not in asked]
    guide.prepare_requests(elsewhere)
    for request in elsewhere:
        row = _answered(guide, request, (), shown)("", "", 0, request.reference)
        rows += [row] if row.state != "unresolved" else []
    if guide.pins is not None:
        subjects = {subject_of(request) for request in (*asked, *elsewhere)}
        rows += _of_pins(guide.pins, subjects, shown)
    return rows


_Place: TypeAlias = Callable[[str, str, int, str], Row]
"""Makes a row from page, file, line and reference."""


def _of_page(
    guide: Guide, name: str, page: PageText, asked: dict[Request, None], shown: Callable[[Path], str]
) -> Iterator[Row]:
    found = placeholders.scan(page.text)
    for trouble in found.troubles:
        line = page.offset + trouble.line
        state: State = "unresolved" if LEVELS[trouble.kind] == "error" else "misplaced"
        yield Row(page=name, file=page.file, line=line, reference="", state=state, message=trouble.message)
    for spot in found.spots:
        try:
            if spot.placeholder is None:
                raise spot.error or HowtoError("The placeholder cannot be read.")
            request = guide.request(spot.placeholder)
        except HowtoError as error:
            place = _failed(error)
        else:
            asked[request] = None
            place = _answered(guide, request, spot.placeholder.options.ignore, shown)
        yield place(name, page.file, page.offset + spot.line, spot.reference or "(code in the page)")


def _failed(error: HowtoError) -> _Place:
    return lambda page, file, line, reference: Row(
        page=page, file=file, line=line, reference=reference, state="unresolved", message=str(error)
    )


def _answered(guide: Guide, request: Request, ignore: Iterable[str], shown: Callable[[Path], str]) -> _Place:
    try:
        answer = guide.answer(request)
    except HowtoError as error:
        return _failed(error)
    state, message = _state(guide, request, answer)
    made = answer.entry.section.provenance
    findings = tuple(guide.shown_findings(answer, ignore))
    if answer.pinned is not None and answer.pinned.is_text:
        # They are told where a person can mend them: in the pin's file.
        before = answer.pinned.pin.line - 1
        findings = tuple(replace(one, line=before + max(one.line, 1)) for one in findings)
    pins = guide.pins
    pin = shown(pins.path(answer.pinned.pin.subject)) if pins is not None and answer.pinned is not None else ""
    return lambda page, file, line, reference: Row(
        page=page,
        file=file,
        line=line,
        reference=reference,
        state=state,
        message=message,
        findings=findings,
        writer=made.writer,
        model=made.model,
        tokens=made.tokens,
        pin=pin,
    )


def _state(guide: Guide, request: Request, answer: Answer) -> tuple[State, str]:
    if answer.pinned is not None:
        return _pinned_state(answer.pinned)
    stand_in = guide.stand_in(request)
    if stand_in is not None:
        return stand_in.state, f"offline text is shown: {stand_in.reason}"
    if answer.entry.rejected:
        return "rejected", answer.entry.rejected
    return "fresh", ""


_DAMAGED = (
    "What {file} was made from is missing in its folder's .base/, or is of another text: changes cannot be named or "
    "merged.\n  Hint: Restore the file, or `mkdocs-howto approve` the pin as it is."
)


def _pinned_state(pinned: Pinned) -> tuple[State, str]:
    if pinned.error is not None:
        return "unresolved", f"{pinned.error}\n  The pin {pinned.file} is shown all the same."
    if pinned.changes:
        return "stale", stale(pinned)
    if not pinned.is_whole:
        return "damaged", _DAMAGED.format(file=pinned.file)
    if pinned.approved:
        return "approved", ""
    return ("edited", "") if pinned.pin.is_edited else ("pinned", "")


def _of_pins(pins: PinFolder, asked: set[Subject], shown: Callable[[Path], str]) -> Iterator[Row]:
    for error in pins.broken:
        yield Row(
            page="",
            file=shown(pins.folder / Path(error.file).name),
            line=error.line,
            reference="",
            state="broken",
            message=str(error),
        )
    for pin in pins.orphans(asked):
        file = shown(pins.path(pin.subject))
        message = f"No placeholder asks for this pin.\n  Hint: {LOST}"
        yield Row(
            page="", file=file, line=1, reference=pin.reference, state="orphan", message=message, writer=pin.writer,
            model=pin.model, pin=file,
        )  # fmt: skip


def leftovers(site: Path, shown: Callable[[Path], str]) -> Iterator[Row]:
    """Placeholders that stand as text in built pages.

    Args:
        site: The folder of the built site.
        shown: A path as messages name it.
    """
    from mkdocs_howto.rendering.leftovers import find

    for path in sorted(path for path in site.rglob("*.html") if path.is_file()):
        text = path.read_text(encoding="utf-8", errors="replace")
        for line, words in find(text) if "howto" in text else ():
            message = f"`{words}` stands as text in the built page.\n  Hint: Is the plugin `howto` on in mkdocs.yml?"
            yield Row(page="", file=shown(path), line=line, reference="", state="leftover", message=message)
