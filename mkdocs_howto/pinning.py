"""Start, renew, approve and end pins: the only module that writes the repository's own sections."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from mkdocs_howto import files, review
from mkdocs_howto.answers import Answer, Request
from mkdocs_howto.build import Report
from mkdocs_howto.errors import HowtoError, Notice
from mkdocs_howto.guide import Guide
from mkdocs_howto.masking import first_masked_line, masked_markdown
from mkdocs_howto.merging import merged
from mkdocs_howto.pinned import is_stale, subject_of
from mkdocs_howto.references.changes import snapshot
from mkdocs_howto.rendering.pin import body_of
from mkdocs_howto.secrets import masked
from mkdocs_howto.settings import Settings
from mkdocs_howto.stores.pins import BASE, Base, BrokenPin, FiledPin, Pin, PinFolder, PinHead, body_digest

if TYPE_CHECKING:
    from filelock import BaseFileLock

DEFAULT = "howto"
"""Folder of the first pin, where the site does not name one."""

Deed: TypeAlias = Literal["pinned", "unchanged", "updated", "merged", "conflict", "approved", "removed", "failed"]

_LONGEST_WAIT = 300
"""Seconds to wait for another process that writes pins; a thousand take it less."""

FAILED: tuple[Deed, ...] = ("conflict", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one pin.

    Attributes:
        reference: What it is about.
        deed: What was done.
        file: Its file, as messages name it.
        message: What else there is to say.
    """

    reference: str
    deed: Deed
    file: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A section's text, and what to call it."""

    name: str
    text: str


class Pinner:
    """Writes a site's pins. No model is asked: what it wrote is taken from the cache."""

    def __init__(self, settings: Settings, report: Report, *, offline: bool = False) -> None:
        """Make a pinner that has read nothing yet.

        Args:
            settings: What the site asks for.
            report: Hears every notice.
            offline: Whether new pins hold offline text, whatever the site's writer is.
        """
        options = {**settings.writer_settings, "no_calls": "`mkdocs-howto pin` asks no model"}
        # Texts are asked for as if nothing were pinned.
        folder = settings.pins or settings.root / DEFAULT
        own = dataclasses.replace(settings, pins=None, hidden_pins=folder, writer_settings=options, is_site=False)
        self.guide = Guide(own, lambda _: None)
        self._settings = settings
        self._report = report
        self._writer = "offline" if offline else settings.writer
        self._lock: BaseFileLock | None = None

    @cached_property
    def pins(self) -> PinFolder:
        """The pins that there are."""

        def broken(error: BrokenPin) -> None:
            self._report(Notice(error.kind, str(error), error.file, error.line))

        return PinFolder(self._folder, self._folder.relative_to(self._settings.root).as_posix(), broken)

    @property
    def _folder(self) -> Path:
        return self._settings.pins or self._settings.root / DEFAULT

    def claim(self) -> None:
        """Wait until no other process writes pins of this site, and keep others from it until `close`.

        Pins are read after this, so that what another process has just written is not written over.

        Raises:
            HowtoError: Another process does not come to an end.
        """
        from filelock import Timeout

        with suppress(OSError, NotImplementedError):  # A folder without locks: files are replaced whole all the same.
            try:
                self._lock = files.lock(self._lock_file, timeout=0)
            except Timeout:
                self._report(Notice("pin", "Another process is writing pins of this site; waiting for it."))
                try:
                    self._lock = files.lock(self._lock_file, timeout=_LONGEST_WAIT)
                except Timeout as error:
                    hint = "Wait for it or end it, and run this again."
                    raise HowtoError("Another process is writing pins of this site.", hint=hint) from error

    @property
    def _lock_file(self) -> Path:
        """The file that stands for all pins: in the cache, where there is one, since that is not committed."""
        cache = self._settings.cache
        return cache / "locks" / "pins.lock" if cache is not None else self._folder / BASE / ".lock"

    def named(self, reference: str) -> list[Pin]:
        """The pins about a reference, in any language and with any example."""
        return list(self.pins.about(reference))

    def request(self, reference: str) -> Request:
        """What a reference alone asks for."""
        return Request(reference, language=self._settings.language, writer=self._writer)

    def pin(self, request: Request) -> Outcome:
        """Start a pin; one that exists stays as it is."""
        request = dataclasses.replace(request, writer=self._writer)
        subject = subject_of(request)
        if (pin := self.pins.of(subject)) is not None:
            return self._outcome(pin, "unchanged", "it is pinned already; `--update` renews it")
        if self.pins.broken and self._is_broken(request):
            return Outcome(reference=request.reference, deed="failed", message="its file is broken; mend or remove it")
        try:
            new, base = self._made(request)
            self.pins.write(new, base)
        except (HowtoError, OSError) as error:
            return Outcome(reference=request.reference, deed="failed", message=_one_line(error))
        return self._outcome(new, "pinned")

    def update(self, pin: Pin) -> Outcome:
        """Bring a pin up to the code of today; what a person changed in it stays."""
        base = self.pins.base(pin)
        try:
            record = self.guide.answer(self._offline_request(pin)).record
            if (kept := self._kept_beside(pin)) is not None:
                return kept
            if pin.fingerprint == record.fingerprint and not _holds_secret(base):
                self.pins.remove_beside(pin)  # It was about other code.
                return self._outcome(pin, "unchanged")
            if pin.fingerprint != record.fingerprint and not is_stale(pin, record.fingerprint):
                self.pins.write(dataclasses.replace(pin, fingerprint=record.fingerprint), None)
                return self._outcome(pin, "updated", "its fingerprint is of the present version")
            new, new_base = self._made(self._request(pin), is_model=pin.model is not None)
        except (HowtoError, OSError) as error:
            return self._outcome(pin, "failed", _one_line(error))
        new = dataclasses.replace(new, ignore=pin.ignore)
        if not pin.is_edited:
            return self._written(pin, new, new_base, "updated")
        body = merged(base.text, pin.body, new.body) if base is not None else None
        if body is None:
            return self._conflict(pin, new)
        return self._written(pin, dataclasses.replace(new, body=body), new_base, "merged")

    def approve(self, pin: Pin, by: str) -> Outcome:
        """Note that a person accepted a pin's text for the code of today.

        Args:
            pin: The pin.
            by: Who, and when.
        """
        if (kept := self._kept_beside(pin)) is not None:
            return kept
        try:
            request = self._offline_request(pin)
            record, block = self.guide.answer(request).record, self.guide.block(request)
            base, beside = self.pins.base(pin), self.pins.beside(pin)
            if base is None or (beside is not None and beside.fingerprint == record.fingerprint):
                # The text beside the pin is what the person has seen and taken from.
                base = self._made(self._request(pin))[1]
            base = dataclasses.replace(base, snapshot=snapshot(block), record=record, approved=body_digest(pin.body))
            base = dataclasses.replace(base, reviewed=review.VERSION)
            approved = dataclasses.replace(
                pin, fingerprint=record.fingerprint, digest=body_digest(base.text), approved=by
            )
            self.pins.write(approved, base)
        except (HowtoError, OSError) as error:
            return self._outcome(pin, "failed", _one_line(error))
        return self._outcome(approved, "approved", f"by {by}")

    def unpin(self, pin: Pin | FiledPin, *, force: bool = False) -> Outcome:
        """End a pin; the text of a person only when that is meant."""
        if not force and (kept := self._kept_beside(pin)) is not None:
            return kept
        if pin.is_edited and not force:
            return self._outcome(pin, "failed", "a person has changed it; `--force` removes it all the same")
        outcome = self._outcome(pin, "removed")
        try:
            self.pins.remove(pin)
        except OSError as error:
            return self._outcome(pin, "failed", _one_line(error))
        return outcome

    def move(self, old: str, new: str) -> Iterator[Outcome]:
        """Take the pins of an object that has another name now to that name, and bring them up to its code.

        Args:
            old: The reference that they are about.
            new: What it is called now.
        """
        pins = self.named(old)
        if not pins:
            yield Outcome(reference=old, deed="failed", message="it is not pinned")
        for pin in pins:
            if old == new:
                yield self._outcome(pin, "unchanged")
                continue
            if (kept := self._kept_beside(pin)) is not None:
                yield kept
                continue
            moved = dataclasses.replace(pin, subject=(new, *pin.subject[1:]))
            taken = self.pins.of(moved.subject)
            if taken is not None and taken.is_edited:
                yield self._outcome(taken, "failed", "a person has changed it; unpin it first")
                continue
            try:
                self.guide.answer(self._offline_request(moved))
                base = self.pins.base(pin)
                self.pins.write(moved, base)
                self.pins.remove(pin)
            except (HowtoError, OSError) as error:
                yield self._outcome(pin, "failed", _one_line(error))
            else:
                yield self.update(moved)

    def before(self, reference: str) -> Draft | None:
        """The text that is pinned for a reference, else the one that the last build kept."""
        if pins := self.named(reference):
            return Draft(self.pins.shown_path(pins[0].subject), masked_markdown(pins[0].body))
        section = self.guide.kept(self.request(reference))
        return Draft(f"kept ({section.provenance.writer})", body_of(section)) if section is not None else None

    def now(self, reference: str) -> Draft:
        """The text that would be written for a reference now.

        Raises:
            HowtoError: There is none.
        """
        pins = self.named(reference)
        section = self.guide.answer(self._request(pins[0]) if pins else self.request(reference)).entry.section
        return Draft(f"now ({section.provenance.writer})", body_of(section))

    def close(self) -> None:
        """Let go of the cache, and let other processes write pins."""
        self.guide.end()
        if self._lock is not None:
            self._lock.release()

    def _made(self, request: Request, *, is_model: bool = False) -> tuple[Pin, Base]:
        """A pin for a request, and what it is made from.

        Args:
            request: What is asked for.
            is_model: Whether text of a model is to be replaced.

        Raises:
            HowtoError: There is no such section.
        """
        if is_model and request.writer == "offline":
            raise HowtoError(
                f"A model wrote the pin of `{request.reference}`, and the site has none.",
                hint="Set `writer`, or unpin it and pin offline text.",
            )
        answer = self.guide.answer(request)
        made = answer.entry.section.provenance
        if request.writer != "offline" and made.writer == "offline":
            raise HowtoError(
                f"There is no text of the model for `{request.reference}` yet.",
                hint="Run `mkdocs-howto generate` first, or pin offline text with `--offline`.",
            )
        text = body_of(answer.entry.section)
        return _pin(request, answer, text), self._base(request, answer, text)

    def _base(self, request: Request, answer: Answer, text: str) -> Base:
        return Base(
            text=text,
            section=dataclasses.replace(answer.entry.section, findings=(), review_version=0),
            links=dict(answer.entry.links),
            snapshot=snapshot(self.guide.block(request)),
            record=dataclasses.replace(answer.record, key="", rests_on=()),
            reviewed=review.VERSION,
        )

    def _request(self, pin: Pin) -> Request:
        """What a pin answers: text of a model again, if a model wrote it."""
        reference, example, language = pin.subject
        writer = "offline" if pin.model is None else self._settings.writer
        return Request(reference, None, example or None, language, writer)

    def _offline_request(self, pin: Pin) -> Request:
        """What finds a pin's code, whoever writes about it."""
        return dataclasses.replace(self._request(pin), writer="offline")

    def _written(self, pin: Pin, new: Pin, base: Base, deed: Deed) -> Outcome:
        try:
            self.pins.write(new, base)
        except OSError as error:
            return self._outcome(pin, "failed", _one_line(error))
        what = "code" if new.body == pin.body else "text"
        return self._outcome(new, deed, f"its approval is gone, for the {what} is another" if pin.approved else "")

    def _conflict(self, pin: Pin, new: Pin) -> Outcome:
        try:
            beside = self.pins.write_beside(new)
        except OSError as error:
            return self._outcome(pin, "failed", _one_line(error))
        name = f"{self.pins.shown}/{beside.name}"
        message = f"both changed the same lines; take from {name} what is right, then `mkdocs-howto approve`"
        return self._outcome(pin, "conflict", message)

    def _kept_beside(self, pin: PinHead) -> Outcome | None:
        """A failure where a person has written into the text beside a pin, which would be lost."""
        beside = self.pins.beside(pin)
        if beside is None or not beside.is_edited:
            return None
        message = f"{self.pins.shown_beside(pin)} has been edited; move its text into the pin, and delete it"
        return self._outcome(pin, "failed", message)

    def _is_broken(self, request: Request) -> bool:
        """Whether the file that a pin would have is there and broken."""
        return any(error.file == self.pins.usual_path(subject_of(request)) for error in self.pins.broken)

    def _outcome(self, pin: PinHead, deed: Deed, message: str = "") -> Outcome:
        return Outcome(reference=pin.reference, deed=deed, file=self.pins.shown_path(pin.subject), message=message)


def _pin(request: Request, answer: Answer, text: str) -> Pin:
    made = answer.entry.section.provenance
    return Pin(
        subject=subject_of(request),
        fingerprint=answer.record.fingerprint,
        writer=made.writer,
        model=made.model,
        digest=body_digest(text),
        body=text,
    )


def _holds_secret(base: Base | None) -> bool:
    """True if a version without today's rules generated a text with a secret in it."""
    return base is not None and first_masked_line(base.text) is not None


def _one_line(error: Exception) -> str:
    return masked(" ".join(str(error).split()))
