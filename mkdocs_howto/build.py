"""What one build does for a reference: recall what is kept, or write it, have it reviewed, keep it.

Knows the rooms, but no page and no host.
"""

from __future__ import annotations

import dataclasses
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from mkdocs_howto import __version__, review
from mkdocs_howto.answers import SCHEMA, Answer, Request, StandIn, digest
from mkdocs_howto.bounds import LONGEST_PART, fitted
from mkdocs_howto.errors import BadExample, HowtoError, Notice
from mkdocs_howto.files import real
from mkdocs_howto.filters import WILDCARD
from mkdocs_howto.masking import masked_section, parameters_of
from mkdocs_howto.secrets import masked
from mkdocs_howto.section import (
    CallSite,
    CodeBlock,
    Finding,
    ImportableBlock,
    NamedBlock,
    PaidWriter,
    ProjectOf,
    Reason,
    Review,
    Section,
    Tokens,
    Writer,
    Written,
    described,
)
from mkdocs_howto.settings import Settings

if TYPE_CHECKING:
    from mkdocs_howto.authored import UsedPassage
    from mkdocs_howto.facts.authors import Authors
    from mkdocs_howto.listings import Listings
    from mkdocs_howto.pinned import PinnedSections
    from mkdocs_howto.reading import Reading
    from mkdocs_howto.references.callsites import CallSites
    from mkdocs_howto.references.files import Files, Probe, Trail
    from mkdocs_howto.references.project import Answers, Recorder
    from mkdocs_howto.references.resolver import Resolved, Resolver
    from mkdocs_howto.stores.disk import DiskStore
    from mkdocs_howto.stores.entry import Book, Entry, Look, Record
    from mkdocs_howto.stores.shared import SharedStore

Report = Callable[[Notice], None]

_OF_AUTHORS = frozenset({"example-unused", "example-swallows", "example-name"})
"""Findings that say nothing of an author's own program: a framework may be what uses the object in it."""
_LONGEST_EXAMPLE = 200
"""Lines of an example file that a section shows."""


@dataclass(slots=True)
class Work:
    """A block to be written, with what was asked and what finding it rested on."""

    request: Request
    resolved: Resolved
    key: str
    example: str | None
    recorder: Recorder
    """Recorder of the questions that a writer asks for this block."""
    kept: Section | None = None
    """Written before, but not seen by today's review."""
    asked: Request | None = None
    """The request that is answered, where offline text stands in for a model's."""
    seen: list[Seen] = field(default_factory=list)
    """What the review said while a writer was at work."""


@dataclass(slots=True)
class Seen:
    """A section that the review has looked at, and what it asked about other objects."""

    section: Section
    findings: tuple[Finding, ...]
    recorder: Recorder

    def is_of(self, section: Section) -> bool:
        mine = self.section
        return (mine.description, mine.steps, mine.example) == (section.description, section.steps, section.example)


class Build:
    """What one build needs: the disk as it is now, the store, and, once asked for, resolver and writer."""

    batch = 100
    """Requests resolved, written and kept together: what a killed build can lose at most."""

    def __init__(self, settings: Settings, report: Report) -> None:
        from mkdocs_howto.references.files import Files
        from mkdocs_howto.stores.entry import Allowance

        self.settings = settings
        self._report = report
        self.files: Files = Files(settings.root, settings.paths, settings.search_paths)
        self._allowance = Allowance(self._unavailable)
        self.store = self._make_store()
        self.pins = self._make_pins()
        self.shared = self._make_shared()
        self._expected: set[str] = set()
        """Keys of the records of what stands on the pages."""
        self._borrowed: dict[str, Entry] = {}
        """Sections of other machines that are not kept here."""
        self._searches: dict[str, Trail] = {}
        """Looks at the disk for each reference, also those that led nowhere."""
        self._changed = False
        """Whether the book says something that the store has not been told."""
        self.unwritten: dict[str, int] = {}
        """Sections that were to be paid for and are shown offline, by the reason."""
        self._asked_for: set[str] = set()
        """Keys of the records that this build has looked for."""
        self.is_plan = False
        """Whether only what would be asked is wanted: then it does not matter whether it could be."""
        self._forbidden: list[str] = []
        """References that would have needed a call, where the site forbids calls."""
        self._rejected: dict[str, str] = {}
        """Why what a model wrote is not shown, by reference."""
        self.stand_ins: dict[Request, StandIn] = {}
        """Requests for a model's text that offline text answers."""

    def close(self) -> None:
        if self.store is not None:
            self.store.close()
        if self.shared is not None:
            self.shared.disconnect()

    def _make_store(self) -> DiskStore | None:
        if self.settings.cache is None:
            return None
        from mkdocs_howto.stores.disk import DiskStore

        cache = self.settings.cache
        return DiskStore(cache, self._unavailable, shown=self.files.show(cache), decode=self._allowance.decode)

    def _unavailable(self, error: HowtoError) -> None:
        self._report(Notice(error.kind, str(error)))

    def _make_pins(self) -> PinnedSections | None:
        folder = self.settings.pins
        if folder is None:
            return None
        from mkdocs_howto.pinned import PinnedSections
        from mkdocs_howto.stores.pins import BrokenPin, PinFolder

        def broken(error: BrokenPin) -> None:
            self._report(Notice(error.kind, str(error), error.file, error.line))

        return PinnedSections(PinFolder(folder, self.files.show(folder), broken), self)

    def _make_shared(self) -> SharedStore | None:
        if self.settings.shared is None:
            return None
        from mkdocs_howto.stores.shared import SharedStore

        variable = self.settings.shared_key_env
        key = os.environ.get(variable, "").encode() if variable else b""
        # Who has no key where one is used could only write what nobody with a key believes.
        may_write = bool(key) or not variable
        if variable and not key:
            message = f"`{variable}` is not set: shared sections are shown without checking who wrote them."
            self._report(Notice("shared", message))
        url, decode = self.settings.shared, self._allowance.decode
        return SharedStore(url, self._unavailable, key=key or None, may_write=may_write, decode=decode)

    @cached_property
    def resolver(self) -> Resolver:
        """Made when the first reference has to be resolved: it brings griffe with it."""
        from mkdocs_howto.references.resolver import Resolver

        found = self.settings
        return Resolver(self.files, found.paths, found.search_paths, paths_option=found.paths_option)

    @cached_property
    def call_sites(self) -> CallSites:
        """Where the project uses itself; nothing is read before it is asked."""
        from mkdocs_howto.references.callsites import CallSites

        outside = [path for path in self.settings.examples if path.exists() and not self.files.holds(path)]
        if outside:
            named = ", ".join(self.files.show(path) for path in outside)
            message = f"{named}: this leads out of the project, and is not read for examples."
            hint = "Name the folder that it leads to in `paths`, or leave it out of `examples`."
            self._report(Notice("option", f"{message}\n  Hint: {hint}"))
        cache = self.settings.cache
        return CallSites(self.files, self.settings.examples, (cache,) if cache is not None else ())

    @cached_property
    def _project(self) -> Answers:
        """Answers about other objects, found when they are first asked for."""
        from mkdocs_howto.references.project import Answers

        return Answers(self.resolver, self.call_sites)

    def recorder(self) -> Recorder:
        """Return the project as it answers for one section, of which nothing has been asked yet."""
        from mkdocs_howto.references.project import Recorder

        return Recorder(self._project)

    @cached_property
    def authors(self) -> Authors:
        """The programs that the project's documentation shows; nothing is read before it is asked."""
        from mkdocs_howto.facts.authors import Authors

        settings = self.settings
        folders = (settings.pins, settings.hidden_pins, settings.cache)
        own = [folder for folder in folders if folder is not None]
        return Authors(settings.root, settings.paths, own, self.store)

    @cached_property
    def writers(self) -> dict[tuple[str, str], Writer]:
        return {}

    def writer(self, name: str, language: str = "") -> Writer:
        """Return a writer of the site for one language; a paid one has one budget for all languages."""
        language = language or self.settings.language
        if (name, language) not in self.writers:
            from mkdocs_howto.writers import load

            other = next((writer for (known, _), writer in self.writers.items() if known == name), None)
            if isinstance(other, PaidWriter):
                made: Writer = other.for_language(language)
            else:
                options = {**self.settings.writer_settings, "language": language, "root": str(self.settings.root)}
                made = load(name, options)
            if isinstance(made, PaidWriter):
                made.hint_of = _hint_of
            self.writers[name, language] = made
        return self.writers[name, language]

    def writer_of(self, request: Request) -> Writer:
        return self.writer(request.writer, "" if request.writer == "offline" else request.language)

    def block(self, request: Request) -> CodeBlock:
        """What a reference resolves to.

        Raises:
            HowtoError: It leads to nothing.
        """
        return self._resolve(request).block

    def uses(self, path: str) -> int:
        """Return how often the project's documentation and tests use an object; 0 for what cannot be read."""
        try:
            block = self._resolve(Request(path)).block
        except HowtoError:
            return 0
        return len(block.authored) + len(block.call_sites) if isinstance(block, ImportableBlock) else 0

    def reasons(self, request: Request) -> tuple[Reason, ...]:
        """Return why the parts of the example that is written offline for a request are as they are.

        Raises:
            HowtoError: The request leads to nothing.
        """
        from mkdocs_howto.writers.offline import reasons_of

        return reasons_of(self.block(request), self.recorder())

    def reviewed(self, request: Request, reading: Reading) -> tuple[Finding, ...]:
        """What the review finds in a text about a reference.

        Raises:
            HowtoError: The reference leads to nothing.
        """
        return review.review(reading, self.block(request), self.recorder())

    @cached_property
    def listings(self) -> Listings:
        """The public members of modules and classes, for whoever asks for all of them."""
        from mkdocs_howto.listings import Listings

        return Listings(self)

    def kept_list(self, key: str) -> tuple[str, ...] | None:
        """Return a list that an earlier build kept, if everything that it rests on is as it was."""
        self._asked_for.add(key)
        record = self.book.records.get(key)
        if record is None or not self._changed_looks.isdisjoint(record.rests_on):
            return None
        return record.members if isinstance(record.members, tuple) else None

    def keep_list(self, key: str, about: str, find: Callable[[Trail], list[str]]) -> tuple[str, ...]:
        """Find a list and write it into the book.

        Args:
            key: What the book calls it.
            about: What is listed; `searched` and `missed` tell its looks at the disk.
            find: Gives the list, and notes its looks at the disk.

        Raises:
            HowtoError: There is nothing to list.
        """
        from mkdocs_howto.references.files import Trail
        from mkdocs_howto.stores.entry import Record

        trail = self._searches.setdefault(f"{about}{WILDCARD}", Trail())
        members = tuple(find(trail))
        record = Record(
            fingerprint="", key="", object_path=about, kind="list", name="", file="", lines=(0, 0), members=members
        )
        self._changed = True
        self.book.add(key, record, sorted(map(self._look, trail.looks())))
        return members

    def listed_in(self) -> set[str]:
        """Return the files that decide what the lists of this build hold."""
        records = [self.book.records[key] for key in self._asked_for & self.book.records.keys()]
        return {
            self.files.path(key) for one in records if isinstance(one.members, tuple) for key in self.book.read(one)
        }

    def searched(self, reference: str) -> list[str]:
        """Files that were read to find a reference."""
        return self._searches[reference].read() if reference in self._searches else []

    def missed(self, reference: str) -> list[str]:
        """Places that were looked at in vain to find a reference."""
        return self._searches[reference].absent() if reference in self._searches else []

    # Keys.

    @cached_property
    def _environment(self) -> str:
        """Digest of everything outside the referenced files that decides what a reference means."""
        folders = [self.files.key(str(path)) for path in self.settings.paths]
        pointers = [
            [name, self.files.digest(f"{folder}/{name}")]
            for folder in self.settings.search_paths
            for name in sorted(self.files.listing(folder))
            if name.endswith(".pth") or ("editable" in name and name.endswith(".py"))
        ]
        examples = [
            [self.files.key(str(path)), self.authors.file_digest(path) or self.files.digest(str(path))]
            for path in self.call_sites.sources()
        ]
        version = [sys.version_info[:2], __version__, SCHEMA]
        own = self.authors.digest
        return digest([folders, list(self.settings.search_paths), pointers, examples, own, *version])

    @cached_property
    def book(self) -> Book:
        """What references led to in earlier builds."""
        from mkdocs_howto.stores.entry import Book

        return (self.store.book(self._environment) if self.store is not None else None) or Book()

    @cached_property
    def _changed_looks(self) -> frozenset[int]:
        """Numbers of the book's looks that do not show what they showed when it was written."""
        return frozenset(number for number, look in enumerate(self.book.looks) if not self.files.shows(look))

    def _record_key(self, request: Request) -> str:
        """What is asked, in the book's words; code is told by its digest."""
        code = digest(request.code) if request.code is not None else ""
        writer = self.writer_of(request)
        made_by = f"{request.writer}{writer.version}r{review.VERSION}"
        made_by += f"|{digest(writer.identity)}" if isinstance(writer, PaidWriter) else ""
        return f"{request.reference}|{code}|{request.example or ''}|{request.language}|{made_by}"

    def recorded(self) -> list[Request]:
        """The requests for the site's own writer that the book knows; what stood in a page is known by its page."""
        found = []
        for key, record in self.book.records.items():
            reference, code, example, language, _ = key.split("|", 4)
            request = Request(reference, None, example or None, language, self.settings.writer)
            if record.is_met and reference and not code and self._record_key(request) == key:
                found.append(request)
        return found

    def expect(self, requests: Iterable[Request]) -> None:
        """Note what stands on the pages: whatever else is asked for was met later."""
        self._expected.update(map(self._record_key, requests))

    def forget_unasked(self) -> None:
        """Leave what this build did not ask for out of the book: the site has no such placeholder any more."""
        unasked = self.book.records.keys() - self._asked_for
        if unasked and self.store is not None:
            for key in unasked:
                del self.book.records[key]
            self._changed = True
            self.keep([])

    def _entry_key(self, request: Request, block: CodeBlock, example: str | None, identity: str = "") -> str:
        writer = self.writer_of(request)
        sites = [
            [site.file, site.title, site.setup, site.statements, site.cases, site.missing, site.shown]
            for site in block.call_sites
        ]
        # What is paid for stays when only the documentation or the prompt's template changes.
        told = writer.identity if isinstance(writer, PaidWriter) else _shown(block)
        made_by = [writer.name, writer.version, identity or told]
        return digest([SCHEMA, block.fingerprint, *made_by, request.language, example, sites])

    # Recalling.

    def kept(self, key: str) -> Entry | None:
        """The section that is kept under a key on this machine at this moment."""
        if key in self._borrowed:
            return self._borrowed[key]
        return self.store.entry(key) if self.store is not None else None

    def kept_anywhere(self, key: str) -> Entry | None:
        """The section that is kept under a key at this moment, here or on the shared store."""
        return self.kept(key) or self.fetched([key]).get(key)

    def fetched(self, keys: Sequence[str]) -> Mapping[str, Entry]:
        """What other machines have kept under some of these keys; from now on it is kept here, too.

        Sections whose signature this machine cannot check are shown, but not kept: a later build that could
        check them would believe its own disk.
        """
        found = self.shared.entries(keys) if self.shared is not None else {}
        if self.settings.shared_key_env and self.shared is not None and not self.shared.checks:
            self._borrowed |= found
        else:
            self._keep_here(list(found.items()))
        return found

    def recall_all(self, requests: Sequence[Request]) -> Iterator[tuple[Request, Answer | Work | HowtoError]]:
        """What is kept for requests, here or by other machines, or the work they take; others are asked in one go."""
        self._allowance.allow(len(requests))
        self._fetch(requests)
        works: list[Work] = []
        for request in requests:
            try:
                recalled = self.recall(request)
            except HowtoError as error:
                yield request, error
                continue
            if isinstance(recalled, Work) and recalled.kept is None and self._asks_others:
                works.append(recalled)
            else:
                yield request, recalled
        found = self.fetched([work.key for work in works])
        for work in works:
            known = self._known(work.request, work.resolved, work.key, work.example, found.get(work.key))
            if isinstance(known, Work):
                known.asked = known.asked or work.asked
            yield work.asked or work.request, known

    @property
    def _asks_others(self) -> bool:
        """Whether other machines may have what this one lacks."""
        return self.shared is not None and self.shared.usable

    def _fetch(self, requests: Sequence[Request]) -> None:
        """Take over what others have, where nothing needs to be parsed to know its key."""
        if self.shared is None or not self.shared.usable or self.store is None:
            return
        records = [self.unchanged(request) for request in requests]
        keys = [record.key for record in records if record is not None and record.key]
        self.fetched([key for key in keys if self.kept(key) is None])

    def kept_before(self, request: Request) -> Section | None:
        """The section that was last kept for a request, whether or not the code is still the same."""
        record = self.book.records.get(self._record_key(request))
        entry = self.kept(record.key) if record is not None else None
        return entry.section if entry is not None else None

    def used_keys(self) -> set[str]:
        """Keys of what is kept for all that was asked for, shown or not."""
        records = self.book.records
        used = {records[key].key for key in self._asked_for if key in records}
        return used | (self.pins.keys if self.pins is not None else set())

    @property
    def can_keep(self) -> bool:
        """Whether what is written now would be found by the next build, as far as the site wants that."""
        return self.store is None or self.store.usable

    def recall(self, request: Request) -> Answer | Work:
        """What is kept for a request, or the work it takes.

        Raises:
            HowtoError: The reference leads to nothing that a section could be about.
        """
        if self.pins is not None and (pinned := self.pins.answer(request)) is not None and not self._is_renewed(pinned):
            return pinned
        if (record := self.unchanged(request)) is not None and self.store is not None:
            entry = self.kept(record.key)
            if entry is not None and not self.is_retried(request, entry):
                return self.shown(request, Answer(entry, record))
            if entry is None and (without := self._without_model(request)) is not None:
                return without
        resolved = self._resolve(request)
        example = self._example(request, resolved.trail)
        key = self._entry_key(request, resolved.block, example)
        entry = self.kept(key) or self._kept_by_former(request, resolved.block, example, key)
        if entry is None and self._asks_others:
            return Work(request, resolved, key, example, self.recorder())
        return self._known(request, resolved, key, example, entry)

    def _kept_by_former(self, request: Request, block: CodeBlock, example: str | None, key: str) -> Entry | None:
        """Return what an earlier version kept and was paid for, and keep it under its key of today."""
        writer = self.writer_of(request)
        for identity in writer.former_identities if isinstance(writer, PaidWriter) else ():
            entry = self.kept_anywhere(self._entry_key(request, block, example, identity))
            if entry is not None:
                self._keep_here([(key, entry)])
                return entry
        return None

    def _known(
        self, request: Request, resolved: Resolved, key: str, example: str | None, entry: Entry | None
    ) -> Answer | Work:
        """What is kept under a key, if it is still right, or the work it takes."""
        if entry is not None and self.is_retried(request, entry):
            entry = None
        if entry is None:
            if (without := self._without_model(request)) is not None:
                self.noted(request, resolved, key)  # Next time nothing has to be parsed to know this.
                return without
            return Work(request, resolved, key, example, self.recorder())
        is_paid_for = entry.section.provenance.model is not None
        recorder = self.recorder()
        is_true = recorder.repeat(entry.lookups)
        if not is_true and not is_paid_for:
            return Work(request, resolved, key, example, self.recorder())
        if entry.section.review_version != review.VERSION or not is_true:
            return Work(request, resolved, key, example, self.recorder(), entry.section)
        return self.shown(request, Answer(entry, self.noted(request, resolved, key, recorder)))

    def _is_renewed(self, answer: Answer) -> bool:
        """Whether a pin's text is asked for as if it were not pinned: a model's, and stale."""
        pinned = answer.pinned
        return self.settings.renew and pinned is not None and pinned.pin.model is not None and bool(pinned.changes)

    def examined(self, request: Request, reading: Reading) -> tuple[Record, tuple[Finding, ...], dict[str, str]]:
        """Where a reference leads, what the review finds in a text about it, and what that rests on.

        Raises:
            HowtoError: The reference leads to nothing.
        """
        resolved = self._resolve(request)
        recorder = self.recorder()
        findings = review.review(reading, resolved.block, recorder)
        key = self._entry_key(request, resolved.block, self._example(request, resolved.trail))
        return self.noted(request, resolved, key, recorder), findings, recorder.digests

    def rejected(self, request: Request) -> Answer | None:
        """Return a kept text that was rejected; `None` where none was.

        Raises:
            HowtoError: The reference leads to nothing.
        """
        resolved = self._resolve(request)
        example = self._example(request, resolved.trail)
        key = self._entry_key(request, resolved.block, example)
        entry = self.kept_anywhere(key) or self._kept_by_former(request, resolved.block, example, key)
        if entry is None or not entry.rejected:
            return None
        return Answer(entry, self.noted(request, resolved, key))

    def unchanged(self, request: Request) -> Record | None:
        """What a reference led to, if everything that this rests on is as it was."""
        key = self._record_key(request)
        self._asked_for.add(key)
        record = self.book.records.get(key)
        if record is None or not self._changed_looks.isdisjoint(record.rests_on):
            return None
        if record.is_met == (key in self._expected):
            record = self.book.records[key] = dataclasses.replace(record, is_met=not record.is_met)
            self._changed = True
        return record

    def is_retried(self, request: Request, entry: Entry) -> bool:
        """Return whether a text is to be asked for again: it was rejected, or written with an older prompt."""
        writer = self.writer_of(request)
        if not isinstance(writer, PaidWriter):
            return False
        can_ask = self.is_plan or not (writer.unavailable or writer.forbidden)
        if not entry.rejected:
            is_older = entry.section.provenance.prompt_digest != writer.prompt_digest
            return self.settings.older_prompt and can_ask and is_older
        return self.settings.retry_rejected or (entry.again and can_ask)

    def stays(self, key: str) -> Entry | None:
        """Return the kept text that a rejected new one does not replace: one with an older prompt, not rejected."""
        entry = self.kept(key) if self.settings.older_prompt else None
        return entry if entry is not None and not entry.rejected else None

    def shown(self, request: Request, answer: Answer) -> Answer | Work:
        """An answer, or what stands in for a text that was rejected."""
        # Offline text is what stands in for others; whatever a store says, nothing stands in for it.
        if not answer.entry.rejected or self.settings.on_rejected == "keep" or request.writer == "offline":
            return answer
        self._rejected[request.reference or answer.record.name] = answer.entry.rejected
        errors = tuple(finding for finding in answer.entry.section.findings if finding.severity == "error")
        self.stand_ins[request] = StandIn("rejected", answer.entry.rejected, errors)
        return self.offline(request)

    def _without_model(self, request: Request) -> Answer | Work | None:
        """What is shown where a model cannot be asked; `None` where it can, or is not wanted."""
        writer = self.writer_of(request)
        if not isinstance(writer, PaidWriter) or self.is_plan:
            return None
        if writer.forbidden:
            self._forbidden.append(request.reference)
        elif writer.unavailable:
            self.count(request, writer.unavailable)
        else:
            return None
        return self.offline(request)

    def offline(self, request: Request) -> Answer | Work:
        """The offline text for a request."""
        found = self.recall(dataclasses.replace(request, writer="offline"))
        if isinstance(found, Work):
            found.asked = request
        return found

    def count(self, request: Request, reason: str) -> None:
        """Note that a model did not write what was asked for."""
        reason = masked(reason)
        self.stand_ins[request] = StandIn("unwritten", reason)
        self.unwritten[reason] = self.unwritten.get(reason, 0) + 1

    def tell_unwritten(self) -> None:
        """Say how many sections a model did not write, and why."""
        if self.unwritten:
            total = sum(self.unwritten.values())
            sections = "1 section is" if total == 1 else f"{total} sections are"
            reasons = [
                reason if len(self.unwritten) == 1 else f"{reason} ({count})"
                for reason, count in self.unwritten.items()
            ]
            self._report(Notice("model", f"{sections} shown without a model: {'; '.join(reasons)}."))
        if self._rejected:
            self._report(Notice("rejected", _rejections(self._rejected)))
        if self._forbidden:
            named = ", ".join(f"`{reference}`" for reference in self._forbidden[:3])
            others = f" and {len(self._forbidden) - 3} more" if len(self._forbidden) > 3 else ""
            hint = "Restore the cache folder, or run `mkdocs-howto generate` where calls are allowed."
            message = f"{named}{others} would need a call of a model, which `no_llm` forbids.\n  Hint: {hint}"
            self._report(Notice("no-llm", message))
        self._forbidden.clear()
        self.unwritten.clear()
        self._rejected.clear()

    def _resolve(self, request: Request) -> Resolved:
        if request.code is not None:
            return self.resolver.resolve_code(request.code)
        from mkdocs_howto.facts.fixtures import fixtures_of
        from mkdocs_howto.references.files import Trail

        resolved = self.resolver.resolve(request.reference, self._searches.setdefault(request.reference, Trail()))
        block = resolved.block
        if not isinstance(block, ImportableBlock):
            return resolved
        path = block.object_path
        about = self.authors.about(path)
        if block.shape.kind == "module":
            authored = self.authors.of_module(path)
        else:
            find = partial(self.resolver.shape, trail=resolved.trail)
            authored = self.authors.of(path, fixtures_of(block.shape.object_path, find))
        told = dataclasses.replace(block, call_sites=self._sites(block), authored=authored, about=about)
        return dataclasses.replace(resolved, block=told)

    def _sites(self, block: ImportableBlock) -> tuple[CallSite, ...]:
        """Where the project uses an object; of a member also where its class is instantiated."""
        package, _, rest = block.object_path.partition(".")
        owner = rest.rpartition(".")[0].rpartition(".")[2]
        sites = self.call_sites.of(block.name, package, owner)
        return sites + (self.call_sites.of(owner, package) if owner[:1].isupper() else ())

    def noted(self, request: Request, resolved: Resolved, key: str, recorder: Recorder | None = None) -> Record:
        """Write into the book what a request led to.

        Args:
            request: What was asked.
            resolved: The code that it leads to.
            key: Key of the section's entry.
            recorder: What the section rests on beside its code.
        """
        from mkdocs_howto.stores.entry import Record

        block = resolved.block
        record = Record(
            fingerprint=block.fingerprint,
            key=key,
            object_path=block.object_path if isinstance(block, ImportableBlock) else "",
            kind=block.shape.kind,
            name=block.name if isinstance(block, NamedBlock) else "",
            file=block.file,
            lines=block.lines,
            is_met=self._record_key(request) not in self._expected,
        )
        probes = resolved.trail.looks() | (recorder.trail.looks() if recorder is not None else set())
        looks = sorted(map(self._look, probes))
        before = self.book.records.get(self._record_key(request))
        record = self.book.add(self._record_key(request), record, looks)
        self._changed |= record != before
        return record

    def _look(self, probe: Probe) -> Look:
        """A look at the disk as the book keeps it."""
        key, digest = self.files.key, self.files.digest
        read = [(key(path), digest(path) or "") for path in sorted(probe.read)]
        return (*read, *((key(path), "") for path in sorted(probe.absent)))

    def _example(self, request: Request, trail: Trail) -> str | None:
        """The text of the example file that a placeholder names."""
        if request.example is None:
            return None
        from mkdocs_howto.references.files import Probe

        path = real(self.files.root / request.example)
        shown = f"The example file `{request.example}`"
        if not path.is_relative_to(self.files.root) or path.suffix != ".py":
            raise BadExample(f"{shown} is not a Python file inside the project.")
        if not os.path.isfile(path):  # noqa: PTH113 - a name may be too long for the disk
            trail.add(Probe(absent={str(path)}))
            raise BadExample(f"{shown} does not exist.", hint=f"Paths are relative to {self.files.root.name}/.")
        text = self.files.text(path)
        if not text.strip():
            raise BadExample(f"{shown} is empty.")
        if text.count("\n") > _LONGEST_EXAMPLE:
            raise BadExample(f"{shown} is longer than {_LONGEST_EXAMPLE} lines.", hint="Show the part that matters.")
        if len(text) > (most := LONGEST_PART["example"]):
            raise BadExample(f"{shown} is longer than {most:,} characters.", hint="Show the part that matters.")
        trail.add(Probe(read={str(path)}))
        return text

    # Writing.

    def write(self, works: Sequence[Work]) -> Iterator[tuple[Request, Answer]]:
        """Write what is missing and costs nothing."""
        for work in works:
            if work.kept is not None:
                answer = self.finished(work, work.kept)
                if answer.entry.section.provenance.model is not None:
                    yield from self._settled(work, answer)
                else:
                    yield work.asked or work.request, answer
        works = [work for work in works if work.kept is None]
        for writer, own in self.by_writer(works):
            yield from self._write_with(writer, own)

    def by_writer(self, works: Sequence[Work]) -> Iterator[tuple[Writer, list[Work]]]:
        groups: dict[int, tuple[Writer, list[Work]]] = {}
        for work in works:
            writer = self.writer_of(work.request)
            groups.setdefault(id(writer), (writer, []))[1].append(work)
        yield from groups.values()

    def _write_with(self, writer: Writer, works: Sequence[Work]) -> Iterator[tuple[Request, Answer]]:
        waiting = {id(work.resolved.block): work for work in works}
        blocks = [work.resolved.block for work in works]
        for result in writer.write(blocks, self.asking(waiting), self.reviewing(waiting)):
            work = waiting.pop(id(result.block))
            answer = self.finished(work, result.section) if isinstance(result, Written) else None
            if answer is None or (writer.name != "offline" and reason_of(answer.entry.section)):
                yield from self.instead(work)
            else:
                yield work.asked or work.request, answer

    def _settled(self, work: Work, answer: Answer) -> Iterator[tuple[Request, Answer]]:
        """A model's text that today's review has seen: shown, or kept as rejected."""
        answer = Answer(dataclasses.replace(answer.entry, rejected=reason_of(answer.entry.section)), answer.record)
        self.keep_entry(answer)
        shown = self.shown(work.request, answer)
        if isinstance(shown, Answer):
            yield work.request, shown
        else:
            yield from self.instead(work)

    def instead(self, work: Work) -> Iterator[tuple[Request, Answer]]:
        """The offline text for work that came to nothing."""
        found = self.offline(work.request)
        if isinstance(found, Answer):
            yield work.request, found
            return
        for request, answer in self.write([found]):
            self.keep([answer])
            yield request, answer

    def asking(self, waiting: Mapping[int, Work]) -> ProjectOf:
        """Return the project as it answers for each block, for a writer that works on these."""
        return lambda block: _work_of(block, waiting).recorder

    def reviewing(self, waiting: Mapping[int, Work]) -> Review:
        """Return the review, for a writer that works on these."""
        return lambda block, section: self._found(_work_of(block, waiting), section)

    def _found(self, work: Work, section: Section) -> tuple[Finding, ...]:
        """What the review finds in a section that a writer is about to give."""
        section = _made_for(work, section)
        seen = self._looked_at(work, section)
        work.seen.append(seen)
        return tuple(finding for finding in seen.findings if not _is_authors(finding, is_file=work.example is not None))

    def _looked_at(self, work: Work, section: Section) -> Seen:
        """Return a section with what the review finds in it, and what it asks for that."""
        from mkdocs_howto.reading import of_section

        recorder = self.recorder()
        return Seen(section, review.review(of_section(section), work.resolved.block, recorder), recorder)

    def is_to_buy(self, work: Work) -> bool:
        """Whether work costs something."""
        return work.kept is None and isinstance(self.writer_of(work.request), PaidWriter)

    def estimate(self, work: Work) -> Tokens:
        """Return an estimate of the tokens that a section will cost."""
        writer = self.writer_of(work.request)
        return writer.estimate(work.resolved.block, work.recorder) if isinstance(writer, PaidWriter) else Tokens()

    def taken_over(self, work: Work, entry: Entry) -> Answer:
        """Return an entry that another process kept under the key of some work."""
        recorder = self.recorder()
        recorder.repeat(entry.lookups)
        return Answer(entry, self.noted(work.request, work.resolved, work.key, recorder))

    def keep_book(self) -> None:
        """Keep what is known of the references, whether or not it has changed."""
        self._changed = True
        self.keep([])

    def keep_entry(self, answer: Answer) -> None:
        """Keep one section at once: it was paid for."""
        entries = [(answer.record.key, answer.entry)]
        self._keep_here(entries)
        if self.shared is not None:
            self.shared.keep(entries)

    def _keep_here(self, entries: Sequence[tuple[str, Entry]]) -> None:
        if self.store is not None and entries:
            self.store.keep(entries)

    def finished(self, work: Work, section: Section) -> Answer:
        """Return a section as it is kept: reviewed, with all that it rests on."""
        from mkdocs_howto.stores.entry import Entry

        section = _made_for(work, section)
        seen = next((seen for seen in work.seen if seen.is_of(section)), None) or self._looked_at(work, section)
        recorder = self._asked_for_section(work, seen)
        entry = Entry(
            section=_reviewed(work, section, seen.findings),
            links=links_of(work.resolved.block),
            lookups=recorder.digests,
        )
        return Answer(entry, self.noted(work.request, work.resolved, work.key, recorder))

    def _asked_for_section(self, work: Work, seen: Seen) -> Recorder:
        """Return all that was asked for a section: by its writer, and by the review of each of its drafts.

        What a paid writer asks goes into its prompts and does not count: a text is not paid for again because another
        object has changed. The review looks at it again when what it asked itself has another answer.
        """
        recorder = self.recorder()
        recorder.take(seen.recorder)
        if not isinstance(self.writer_of(work.request), PaidWriter):
            for other in (work.recorder, *(draft.recorder for draft in work.seen)):
                recorder.take(other)
        return recorder

    def keep(self, written: Sequence[Answer]) -> None:
        """Keep what was written, and the book with it: a killed build loses both or neither."""
        if self.shared is not None:
            self.shared.keep([(answer.record.key, answer.entry) for answer in written])
        if self.store is None:
            return
        read = self.authors.drained()
        if not self._changed:
            if read is not None:
                self.store.keep_documentation(read)
            return
        self._changed = False
        reviewed = self.pins.drained() if self.pins is not None else []
        entries = [*reviewed, *((answer.record.key, answer.entry) for answer in written)]
        # What a command was asked for is not what the site asks for.
        self.store.keep(entries, [(self._environment, self.book)] if self.settings.is_site else [], read)


def _hint_of(code: str) -> str:
    from mkdocs_howto.review.codes import advice

    return advice(code).hint


def _work_of(block: CodeBlock, waiting: Mapping[int, Work]) -> Work:
    """Return the work on a block that a writer has taken, and whose result it has not given yet."""
    try:
        return waiting[id(block)]
    except KeyError:
        problem = "A writer can only ask about blocks that it was given, until it gives their results."
        raise ValueError(f"{problem} This is none of them: {block.shape.object_path or 'lines of a file'}.") from None


def _reviewed(work: Work, section: Section, findings: tuple[Finding, ...]) -> Section:
    """Return a section with what the review found; an example of ours that is wrong is not shown."""
    if section.provenance.example_source == "documentation":
        findings = tuple(finding for finding in findings if finding.code not in _OF_AUTHORS)
    wrong = any(finding.severity == "error" and finding.code.startswith("example-") for finding in findings)
    if wrong and section.example and section.provenance.writer == "offline" and work.example is None:
        made = dataclasses.replace(section.provenance, example_source="none")
        section = dataclasses.replace(section, example="", provenance=made)
    return dataclasses.replace(section, findings=findings, review_version=review.VERSION)


def _made_for(work: Work, section: Section) -> Section:
    """Return a writer's section as it is reviewed, kept and shown: of bounded size, with the author's example,
    without secrets.
    """
    if work.example is not None:
        made = dataclasses.replace(section.provenance, example_source="file")
        section = dataclasses.replace(section, example=work.example, provenance=made)
    return masked_section(fitted(section), parameters_of(work.resolved.block.shape))


def _shown(block: CodeBlock) -> list[object]:
    """Return the programs of the documentation that a section may be written from, without their places."""
    return [block.about, *(_words_of(used) for used, _ in block.authored)]


def _words_of(used: UsedPassage) -> list[object]:
    passage = used.passage
    return [passage.code, passage.title, passage.lead, used.before, passage.given]


def links_of(block: CodeBlock) -> dict[str, str]:
    """Code as a section may name it, to the object path it stands for."""
    known = {shape.object_path for shape in block.neighbours}
    links = {
        name: path for name, path in block.names.items() if path in known and not name.startswith(("self.", "cls."))
    }
    path = block.shape.object_path
    if isinstance(block, ImportableBlock):
        links[block.name] = path
        for member in block.shape.members:
            if not member.name.startswith("_"):
                links[f"{block.name}.{member.name}"] = member.object_path
    return links


def _rejections(rejected: Mapping[str, str]) -> str:
    """One message for all sections whose model text is not shown."""
    (first, reason), count = next(iter(rejected.items())), len(rejected)
    hint = "Hint: `mkdocs-howto generate --retry-rejected` asks again; `on_rejected: keep` shows the model's text."
    if count == 1:
        return f"`{first}` is shown without a model: {reason}.\n  {hint}"
    return f"{count} sections are shown without a model, since its text was rejected; `{first}`: {reason}.\n  {hint}"


def reason_of(section: Section) -> str:
    """Why a model's section is not shown; empty when it is."""
    is_file = section.provenance.example_source == "file"
    errors = [one for one in section.findings if one.severity == "error" and not _is_authors(one, is_file=is_file)]
    return described(errors) if errors else ""


def _is_authors(finding: Finding, *, is_file: bool) -> bool:
    """Whether a finding is about an example that the author has chosen, which no writer can mend."""
    return is_file and finding.code.startswith("example-")
