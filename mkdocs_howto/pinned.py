"""What the repository keeps for a reference, as it stands to the code of today."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Protocol

from mkdocs_howto import __version__, review
from mkdocs_howto.answers import SCHEMA, Answer, Pinned, Request, digest
from mkdocs_howto.errors import HowtoError
from mkdocs_howto.masking import masked_kept, masked_markdown, masked_snapshot
from mkdocs_howto.reading import of_section, read
from mkdocs_howto.rendering.pin import body_of
from mkdocs_howto.section import CodeBlock, Finding, Provenance, Section
from mkdocs_howto.stores.entry import Entry, Record
from mkdocs_howto.stores.pins import Base, Pin, PinFolder, Subject, body_digest

if TYPE_CHECKING:
    from mkdocs_howto.reading import Reading


_TRUSTED = {"unknown-link", "unsafe-markup"}
"""Findings that are none in a pin: it may hold what a page may hold."""


class Examiner(Protocol):
    """What a build knows of code and keeps."""

    def unchanged(self, request: Request) -> Record | None:
        """What a reference led to, if everything that this rests on is as it was."""
        ...

    def kept(self, key: str) -> Entry | None:
        """What is kept under a key."""
        ...

    def block(self, request: Request) -> CodeBlock:
        """What a reference resolves to."""
        ...

    def examined(self, request: Request, reading: Reading) -> tuple[Record, tuple[Finding, ...], dict[str, str]]:
        """Where a reference leads, what the review finds in a text about it, and what that rests on."""
        ...


class PinnedSections:
    """Answers of a site's pins."""

    def __init__(self, folder: PinFolder, examiner: Examiner) -> None:
        self.folder = folder
        self.keys: set[str] = set()
        """Keys of what the review found in the pins that were asked for."""
        self._examiner = examiner
        self._new: list[tuple[str, Entry]] = []

    def answer(self, request: Request) -> Answer | None:
        """What is pinned for a request, if something is; the code may be gone."""
        pin = self.folder.of(subject_of(request))
        if pin is None:
            return None
        base = self.folder.base(pin)
        known = _entry_of(pin, base)
        pinned = Pinned(
            pin=pin,
            file=self.folder.shown_path(pin.subject),
            is_text=_is_text(known),
            approved=pin.approved if _is_approved(pin, base) else "",
            beside=self.folder.shown_beside(pin) if self.folder.beside(pin) is not None else "",
            is_whole=base is not None,
            reviewed=_reviewed(pin, base),
        )
        try:
            record, entry = self._reviewed(request, pin, known, base)
            told = self._changes(request, base) if is_stale(pin, record.fingerprint) else ()
        except HowtoError as error:
            return Answer(known, _record_of(pin, base), dataclasses.replace(pinned, error=error))
        return Answer(entry, record, dataclasses.replace(pinned, changes=told))

    def drained(self) -> list[tuple[str, Entry]]:
        """What the review has found since this was asked last, by its keys, to be kept."""
        new, self._new = self._new, []
        return new

    def _reviewed(self, request: Request, pin: Pin, known: Entry, base: Base | None) -> tuple[Record, Entry]:
        """Where a pin's code is, and the pin with what the review finds in it."""
        record = self._examiner.unchanged(request)
        if record is not None:
            kept = self._examiner.kept(self._key(record.fingerprint, pin, known))
            if kept is not None and kept.section.review_version == review.VERSION:
                return record, kept
        reading = read(masked_markdown(pin.body)) if _is_text(known) else of_section(known.section)
        if base is not None and of_section(base.section).leaves_example_out:
            # An edit of the words is no reason to ask for an example that the writer left out.
            reading = dataclasses.replace(reading, leaves_example_out=True)
        record, findings, lookups = self._examiner.examined(request, reading)
        if _is_text(known):
            findings = tuple(finding for finding in findings if finding.code not in _TRUSTED)
        section = dataclasses.replace(known.section, findings=findings, review_version=review.VERSION)
        entry = dataclasses.replace(known, section=section, lookups=lookups)
        self._new.append((self._key(record.fingerprint, pin, known), entry))
        return record, entry

    def _key(self, fingerprint: str, pin: Pin, known: Entry) -> str:
        """The key of what the review finds in a pin."""
        section = known.section
        values = [section.description, section.example, [step.text for step in section.steps]]
        key = digest([SCHEMA, "pin", fingerprint, pin.body, values])
        self.keys.add(key)
        return key

    def _changes(self, request: Request, base: Base | None) -> tuple[str, ...]:
        if base is None:
            return ("the code changed",)
        from mkdocs_howto.references.changes import changes, snapshot

        # An older version may have kept secrets in a base, which today's snapshots lack.
        told = changes(masked_snapshot(base.snapshot), snapshot(self._examiner.block(request)))
        # Names in a base may be anyone's.
        return tuple("".join(one for one in change if one.isprintable()) for change in told)


def subject_of(request: Request) -> Subject:
    """What a pin for a request is about."""
    return request.reference, request.example or "", request.language


def is_stale(pin: Pin, fingerprint: str) -> bool:
    """Whether a pin was made from other code; fingerprints of other versions cannot tell."""
    (then, _, _), (now, _, _) = pin.fingerprint.partition(":"), fingerprint.partition(":")
    return then == now and pin.fingerprint != fingerprint


def _is_text(known: Entry) -> bool:
    """Whether a pin has no values that it could be set from, and is shown as it stands."""
    section = known.section
    return not (section.description or section.steps or section.example)


def _entry_of(pin: Pin, base: Base | None) -> Entry:
    """A pin's section; of a text that a person wrote, only who made what it came from."""
    # Values count only where they give the very text that people read in the pin.
    if base is not None and not pin.is_edited and body_digest(body_of(base.section)) == pin.digest:
        made = dataclasses.replace(
            base.section.provenance, writer=pin.writer, model=pin.model, fingerprint=pin.fingerprint
        )
        section = dataclasses.replace(base.section, provenance=made, findings=(), review_version=0)
        return Entry(section=masked_kept(section), links=base.links)
    made = Provenance(
        writer=pin.writer,
        writer_version=0,
        fingerprint=pin.fingerprint,
        package_version=__version__,
        model=pin.model,
        language=base.section.provenance.language if base is not None else pin.subject[2],
    )
    return Entry(section=Section(description="", steps=(), example="", provenance=made))


def _record_of(pin: Pin, base: Base | None) -> Record:
    """Where a pin's code was."""
    if base is not None:
        return base.record
    name = pin.reference.rpartition(".")[2]
    return Record(
        fingerprint=pin.fingerprint, key="", object_path=pin.reference, kind="", name=name, file="", lines=(1, 1)
    )


def _reviewed(pin: Pin, base: Base | None) -> int:
    """Return the version of the review that the author of a pin's text could know; today's where nobody can tell."""
    if base is None or (base.approved and base.approved != body_digest(pin.body)):
        return review.VERSION  # Edited since a person accepted it.
    return base.reviewed


def _is_approved(pin: Pin, base: Base | None) -> bool:
    """Whether a person accepted the text as it is now; without a base nobody can tell."""
    return bool(pin.approved) and base is not None and base.approved == body_digest(pin.body)
