"""The straight line: find → resolve → recall or write → keep → render.

The only module that joins the rooms. It knows no host; a host gives it text and settings, and
hears what happened through a callable.
"""

from __future__ import annotations

import dataclasses
import gc
import hashlib
import itertools
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeGuard

from mkdocs_howto import __version__, review
from mkdocs_howto.errors import BadExample, BadOption, HowtoError, Notice, NoticeKind, StoreUnavailable
from mkdocs_howto.references import placeholders
from mkdocs_howto.references.options import Where
from mkdocs_howto.review.codes import CODES
from mkdocs_howto.section import (
    PARTS,
    CallSite,
    CodeBlock,
    Finding,
    PaidWriter,
    Part,
    Placeholder,
    Rejected,
    Result,
    Review,
    Section,
    Shape,
    TocMode,
    Unwritten,
    Writer,
    Written,
    described,
)

if TYPE_CHECKING:
    from mkdocs_howto.reading import Reading
    from mkdocs_howto.references.callsites import CallSites
    from mkdocs_howto.references.files import Files, Probe, Trail
    from mkdocs_howto.references.resolver import Resolved, Resolver
    from mkdocs_howto.rendering.markdown import Layout, Surroundings
    from mkdocs_howto.stores.claims import Claims
    from mkdocs_howto.stores.disk import DiskStore
    from mkdocs_howto.stores.entry import Book, Entry, Look, Record

Report = Callable[[Notice], None]
Progress = Callable[[int, int], None]

SCHEMA = 1
"""Version of what a store holds; part of every key."""

_GLANCE = 0.05
"""Seconds between two looks at what another process is writing."""

_UNKEPT = "the cache folder cannot be written, and what is paid for would be lost"

_LONGEST_EXAMPLE = 200
"""Lines of an example file that a section shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a site asks for.

    Attributes:
        root: The project's folder; file references stay inside it.
        paths: Folders that hold the project's own packages, in order.
        search_paths: Where other packages are found.
        cache: Where sections are kept; `None` keeps nothing.
        writer: Who writes sections that no store has.
        writer_settings: The options that concern the writer.
        heading_level: Level of a section's title.
        title: The title; `{name}` stands for the object's name.
        show: The parts to show.
        toc: What appears in the table of contents.
        language: Language of text written by a model.
        ignore: Codes of findings to leave out.
        examples: Folders and files that show how the project uses itself: examples, tests, README.
        on_rejected: Whether the offline text or the rejected one is shown where a model's text has errors.
        retry_rejected: Whether to pay again for what was rejected.
    """

    root: Path
    paths: tuple[Path, ...] = ()
    search_paths: tuple[str, ...] = ()
    cache: Path | None = None
    writer: str = "offline"
    writer_settings: Mapping[str, object] = field(default_factory=dict)
    heading_level: int = 2
    title: str = ""
    show: tuple[Part, ...] = PARTS
    toc: TocMode = "section"
    language: str = "en"
    ignore: tuple[str, ...] = ()
    examples: tuple[Path, ...] = ()
    on_rejected: Literal["offline", "keep"] = "offline"
    retry_rejected: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page as messages name it.

    Attributes:
        name: Its path inside the docs folder.
        line_of: The line in the file that a line of the given text came from, if that is known.
        where: Whose text it is.
        included: Whether the text was not in the page's own file, but in a snippet or docstring.
    """

    name: str
    line_of: Callable[[int], int | None] = lambda line: line
    where: Where = "page"
    included: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """Everything a placeholder says that decides what is written; equal requests are one section."""

    reference: str
    code: str | None = None
    example: str | None = None
    language: str = "en"
    writer: str = "offline"


@dataclass(frozen=True, slots=True)
class Answer:
    """A section and what its reference led to."""

    entry: Entry
    record: Record


@dataclass(slots=True)
class _Work:
    """A block to be written, with what was asked and what finding it rested on."""

    request: Request
    resolved: Resolved
    key: str
    example: str | None
    kept: Section | None = None
    """Written before, but not seen by today's review."""
    asked: Request | None = None
    """The request that is answered, where offline text stands in for a model's."""
    seen: list[_Seen] = field(default_factory=list)
    """What the review said while a writer was at work."""


@dataclass(slots=True)
class _Seen:
    """A section that the review has looked at, and what it asked about other objects."""

    section: Section
    findings: tuple[Finding, ...]
    asked: dict[str, Shape | None]
    trail: Trail | None

    def is_of(self, section: Section) -> bool:
        mine = self.section
        return (mine.description, mine.steps, mine.example) == (section.description, section.steps, section.example)


class Guide:
    """Turns the placeholders of a site into sections, one build after the other."""

    def __init__(self, settings: Settings, report: Report, progress: Progress | None = None) -> None:
        """Make a guide that has built nothing yet.

        Args:
            settings: What the site asks for.
            report: Hears every notice.
            progress: Hears how far the sections are that have to be paid for: how many are done, and of how many.
        """
        self._progress = progress or (lambda *_: None)
        self.settings = settings
        self._report = report
        self._answers: dict[Request, Answer | HowtoError] = {}
        self._anchors: dict[str, dict[str, int]] = {}
        self._told: set[tuple[str, str]] = set()
        self._build: Build | None = None
        self._used_ignores: set[str] = set()
        self._told_language = False
        self.written = 0
        """Sections written in this build; all others were kept from before."""
        self.unwritten: dict[str, int] = {}
        """Sections that a model should have written and did not, by the reason."""
        self.rejected = 0
        """Sections whose model text is not shown, since it has errors."""

    # Builds.

    def begin(self) -> None:
        """Start a build: the disk may have changed."""
        self.end()
        self._answers.clear()
        self._anchors.clear()
        self._told.clear()
        self._used_ignores.clear()
        self.written = 0
        self.unwritten.clear()
        self.rejected = 0

    def end(self) -> None:
        """Let go of what only this build needed, and of the store."""
        if self._build is not None:
            self._build.close()
        self._build = None

    def complete(self) -> None:
        """End a build of the whole site: what it did not ask for is gone from the site."""
        if self._build is not None:
            self._build.forget_unasked()
        self.end()

    def begin_page(self, name: str) -> None:
        """Start a page: no section stands on it yet."""
        self._anchors.pop(name, None)

    def sources(self, texts: Iterable[str] | None = None) -> set[Path]:
        """The project's files that references came from or depend on.

        Args:
            texts: Texts whose references are meant; all of this build's when left out.
        """
        if self._build is None:
            return set()
        requests = self._answers if texts is None else self.requests(texts)
        build = self._build
        records = [answer.record for key in requests if isinstance(answer := self._answers.get(key), Answer)]
        paths = {build.files.path(key) for record in records for key in build.book.read(record)}
        # A file that could not be read, or lacked the name, is where the mending happens.
        failed = {key.reference for key in requests if isinstance(self._answers.get(key), HowtoError)}
        paths.update(path for reference in failed for path in build.searched(reference))
        own = (self.settings.root, *self.settings.paths)
        return {path for path in map(Path, paths) if _is_own(path, own)} | set(build.call_sites.sources())

    # Work.

    def prepare(self, texts: Iterable[str]) -> None:
        """Recall or write in one go what these texts will ask for.

        What is wrong with a text is told when the text is expanded.
        """
        self.prepare_requests(self.requests(texts))

    def prepare_requests(self, requests: Iterable[Request]) -> None:
        """Recall or write the sections that answer these requests; what fails is told when it is asked for."""
        missing = [request for request in requests if request not in self._answers]
        if not missing:
            return
        build = self._build = self._build or Build(self.settings, self._report)
        with _gc_paused():
            paid: list[_Work] = []
            for start in range(0, len(missing), build.batch):
                paid += self._obtain_batch(build, missing[start : start + build.batch])
            if paid:
                self._progress(0, len(paid))
            for done, (request, answer) in enumerate(build.buy(paid), start=1):
                self._answers[request] = answer
                self.written += answer.entry.section.provenance.model is not None
                self._progress(done, len(paid))
            self.unwritten.update(build.unwritten)
            self.rejected += build.rejections
            build.tell_unwritten()

    def to_buy(self, requests: Iterable[Request]) -> list[tuple[Request, int]]:
        """What a model would have to write, each with the tokens it will cost, roughly; nothing is asked."""
        build = self._build = self._build or Build(self.settings, self._report)
        build.is_plan = True
        found: list[tuple[Request, int]] = []
        for request in requests:
            try:
                work = build.recall(request)
            except HowtoError:
                continue
            if isinstance(work, _Work) and build.is_to_buy(work):
                found.append((request, build.estimate(work)))
        return found

    def requests(self, texts: Iterable[str]) -> list[Request]:
        """What texts ask for, without repetition; what is not yet text, as `{{ name }}`, is left for later."""
        requests: dict[Request, None] = {}
        for text in texts:
            for spot in placeholders.scan(text).spots:
                if spot.placeholder is not None and "{" not in spot.placeholder.reference:
                    try:
                        requests[self._request(spot.placeholder)] = None
                    except HowtoError:
                        continue
        return list(requests)

    def recorded(self) -> list[Request]:
        """What earlier builds of this site asked for, also where only a macro or a snippet named it."""
        build = self._build = self._build or Build(self.settings, self._report)
        return build.recorded()

    def writer(self, name: str) -> Writer:
        """The writer of that name, as this build has it."""
        build = self._build = self._build or Build(self.settings, self._report)
        return build.writer(name)

    def expand(self, text: str, page: Page, surroundings: Surroundings) -> str:
        """Put sections in place of a text's placeholders.

        Args:
            text: Markdown without front matter.
            page: The page it belongs to.
            surroundings: What else reads the result.

        Returns:
            The text; unchanged where no placeholder stands.
        """
        if not placeholders.may_hold(text):
            return text
        found = placeholders.scan(text, where=page.where)
        for trouble in found.troubles:
            self._tell_trouble(trouble, page)
        return placeholders.replace(text, found, lambda spot: self._expanded(spot, page, surroundings))

    def answer(self, request: Request) -> Answer:
        """The section that a request leads to.

        Raises:
            HowtoError: There is none, and why.
        """
        self.prepare_requests([request])
        answer = self._answers[request]
        if isinstance(answer, HowtoError):
            raise answer
        return answer

    def _tell_trouble(self, trouble: placeholders.Trouble, page: Page) -> None:
        self._tell(Notice(trouble.kind, trouble.message, page.name, page.line_of(trouble.line)), page)

    def _tell(self, notice: Notice, page: Page) -> None:
        # What stays in the page's text comes by again when its Markdown is converted, and a
        # docstring's text whenever a page shows it.
        if page.included and (page.name, notice.message) in self._told:
            return
        self._told.add((page.name, notice.message))
        self._report(notice)

    def found(self, request: Request) -> bool:
        """Whether a request has been answered with a section in this build."""
        return isinstance(self._answers.get(request), Answer)

    def _expanded(self, spot: placeholders.Spot, page: Page, surroundings: Surroundings) -> str:
        try:
            if spot.placeholder is None:
                raise spot.error or HowtoError("The placeholder cannot be read.")
            answer = self.answer(self._request(spot.placeholder))
        except HowtoError as error:
            about = f"`{spot.reference}`: " if spot.reference and spot.reference not in error.problem else ""
            self._tell(Notice(error.kind, about + str(error), page.name, page.line_of(spot.line)), page)
            return ""
        self._tell_findings(answer, spot, page)
        layout = self._layout(spot.placeholder, answer, page)
        return self._rendered(answer, dataclasses.replace(layout, nested=bool(spot.prefix)), surroundings)

    def _tell_findings(self, answer: Answer, spot: placeholders.Spot, page: Page) -> None:
        """Tell what the review found in an author's own example, and ignores that nothing needs."""
        assert spot.placeholder is not None
        section, ignore = answer.entry.section, spot.placeholder.options.ignore
        codes = {finding.code for finding in section.findings}
        self._used_ignores |= codes.intersection(self.settings.ignore)
        messages: list[tuple[NoticeKind, str]] = [
            ("option", f"`{code}` is ignored here, but was not found.") for code in ignore if code not in codes
        ]
        if section.provenance.example_source == "file":
            file = spot.placeholder.options.example
            messages += [
                ("finding", f"{finding.code} in `{file}`, line {finding.line}: {finding.message}")
                for finding in section.findings
                if finding.code.startswith("example-") and finding.code not in {*ignore, *self.settings.ignore}
            ]
        for kind, message in messages:
            self._tell(Notice(kind, f"`{spot.reference}`: {message}", page.name, page.line_of(spot.line)), page)

    def unused_ignores(self) -> list[str]:
        """Codes that the site ignores though this build found none of them."""
        return [code for code in self.settings.ignore if code not in self._used_ignores]

    def _request(self, placeholder: Placeholder) -> Request:
        options = placeholder.options
        if wrong := [code for code in options.ignore if code not in CODES]:
            raise BadOption(f"There is no finding `{wrong[0]}` to ignore.", hint=f"Findings: {', '.join(CODES)}.")
        writer = options.writer or self.settings.writer
        if writer not in {"offline", self.settings.writer}:
            raise BadOption(
                f"The option `writer` is `offline` or the site's own (`{self.settings.writer}`), not `{writer}`.",
                hint="Set `writer` in mkdocs.yml.",
            )
        return Request(
            placeholder.reference,
            placeholder.code,
            options.example,
            options.language or self.settings.language,
            writer,
        )

    # Recalling and writing.

    def _obtain_batch(self, build: Build, requests: Sequence[Request]) -> list[_Work]:
        """Recall or write sections; gives the work that has to be paid for."""
        works: list[_Work] = []
        for request in requests:
            try:
                recalled = build.recall(request)
                if isinstance(recalled, _Work):
                    works.append(recalled)
                else:
                    self._answers[request] = recalled
            except HowtoError as error:
                self._answers[request] = error
        paid = [work for work in works if build.is_to_buy(work)]
        written = dict(build.write([work for work in works if work not in paid]))
        self._answers.update(written)
        self.written += len(written)
        build.keep(list(written.values()))
        return paid

    # Rendering.

    def _tell_language(self, section: Section) -> None:
        if section.provenance.language != self.settings.language and not self._told_language:
            self._told_language = True
            self._report(
                Notice("language", f"Offline text is English; `language: {self.settings.language}` needs a model.")
            )

    def _rendered(self, answer: Answer, layout: Layout, surroundings: Surroundings) -> str:
        from mkdocs_howto.rendering.markdown import render

        self._tell_language(answer.entry.section)
        return render(answer.entry.section, layout, surroundings, answer.entry.links)

    def _layout(self, placeholder: Placeholder, answer: Answer, page: Page) -> Layout:
        from mkdocs_howto.labels import labels_of
        from mkdocs_howto.rendering.markdown import Layout, anchor_of

        options, record = placeholder.options, answer.record
        path = record.object_path or placeholder.reference or record.name or "code"
        name = record.name or _place(record)
        title = (options.title or self.settings.title).replace("{name}", f"`{name}`")
        return Layout(
            reference=placeholder.reference or path,
            anchor=self._unique_anchor(page.name, anchor_of(path)),
            file=record.file,
            lines=record.lines,
            heading_level=options.heading_level or self.settings.heading_level,
            title=title,
            # Tables of contents and search results name the code, or all entries would be alike.
            toc_label=f"{labels_of(answer.entry.section.provenance.language).title}: {name}"
            if name and not title
            else "",
            show=options.show or self.settings.show,
            toc=options.toc or self.settings.toc,
            rehosted=page.where == "docstring",
        )

    def _unique_anchor(self, page: str, anchor: str) -> str:
        used = self._anchors.setdefault(page, {})
        used[anchor] = used.get(anchor, 0) + 1
        return anchor if used[anchor] == 1 else f"{anchor}-{used[anchor]}"


def _place(record: Record) -> str:
    """A piece of a file as the table of contents names it."""
    first, last = record.lines
    return f"{record.file.rpartition('/')[2]}, lines {first}–{last}" if record.file else ""


def without_placeholders(text: str) -> str:
    """A text whose placeholders show nothing: for a site that has switched them off."""
    return placeholders.replace(text, placeholders.scan(text), lambda _: "")


def interpreter_paths() -> tuple[str, ...]:
    """Where the interpreter finds installed packages: read, never imported from.

    Python puts the working directory or the running program's folder first; they differ with the
    way a build is started and hold no installed packages.
    """
    passing = {"", str(Path.cwd()), str(Path(sys.argv[0]).resolve().parent)}
    return tuple(dict.fromkeys(itertools.dropwhile(passing.__contains__, sys.path)))


def _is_own(path: Path, folders: Iterable[Path]) -> bool:
    """Whether a file belongs to the project: an environment inside it holds other people's."""
    return "site-packages" not in path.parts and any(path.is_relative_to(folder) for folder in folders)


class Build:
    """What one build needs: the disk as it is now, the store, and, once asked for, resolver and writer."""

    batch = 100
    """Requests resolved, written and kept together: what a killed build can lose at most."""

    def __init__(self, settings: Settings, report: Report) -> None:
        from mkdocs_howto.references.files import Files

        self._settings = settings
        self._report = report
        self.files: Files = Files(settings.root)
        self.store = self._make_store()
        self._searches: dict[str, Trail] = {}
        """Looks at the disk for each reference, also those that led nowhere."""
        self._asked: dict[str, Shape | None] = {}
        self._asked_trail: Trail | None = None
        self._digests: dict[str, str] = {}
        """Digests of what other objects are, by path."""
        self._changed = False
        """Whether the book says something that the store has not been told."""
        self.unwritten: dict[str, int] = {}
        """Sections that were to be paid for and are shown offline, by the reason."""
        self._unkept: list[_Work] = []
        """Work that is not bought, since it could not be kept."""
        self._asked_for: set[str] = set()
        """Keys of the records that this build has looked for."""
        self.is_plan = False
        """Whether only what would be asked is wanted: then it does not matter whether it could be."""
        self._forbidden: list[str] = []
        """References that would have needed a call, where the site forbids calls."""
        self._rejected: dict[str, str] = {}
        """Why what a model wrote is not shown, by reference."""

    def close(self) -> None:
        if self.store is not None:
            self.store.close()

    def _make_store(self) -> DiskStore | None:
        if self._settings.cache is None:
            return None
        from mkdocs_howto.stores.disk import DiskStore

        def unavailable(error: StoreUnavailable) -> None:
            self._report(Notice(error.kind, str(error)))

        return DiskStore(self._settings.cache, unavailable, shown=self.files.show(self._settings.cache))

    @cached_property
    def resolver(self) -> Resolver:
        """Made when the first reference has to be resolved: it brings griffe with it."""
        from mkdocs_howto.references.resolver import Resolver

        return Resolver(self.files, self._settings.paths, self._settings.search_paths)

    @cached_property
    def call_sites(self) -> CallSites:
        """Where the project uses itself; nothing is read before it is asked."""
        from mkdocs_howto.references.callsites import CallSites

        cache = self._settings.cache
        return CallSites(self.files, self._settings.examples, (cache,) if cache is not None else ())

    @cached_property
    def writers(self) -> dict[tuple[str, str], Writer]:
        return {}

    def writer(self, name: str, language: str = "") -> Writer:
        """A writer of the site, for one language; what it spends counts for all languages together."""
        language = language or self._settings.language
        if (name, language) not in self.writers:
            from mkdocs_howto.writers import load

            options = {**self._settings.writer_settings, "language": language, "root": str(self._settings.root)}
            writer = load(name, options)
            others = [other for (known, _), other in self.writers.items() if known == name]
            if is_paid(writer) and others and is_paid(others[0]):
                writer.spent = others[0].spent
            self.writers[name, language] = writer
        return self.writers[name, language]

    def _writer_of(self, request: Request) -> Writer:
        return self.writer(request.writer, "" if request.writer == "offline" else request.language)

    def block(self, request: Request) -> CodeBlock:
        """What a reference resolves to.

        Raises:
            HowtoError: It leads to nothing.
        """
        return self._resolve(request).block

    def reviewed(self, request: Request, reading: Reading) -> tuple[Finding, ...]:
        """What the review finds in a text about a reference.

        Raises:
            HowtoError: The reference leads to nothing.
        """
        return review.review(reading, self.block(request), self.lookup)

    def searched(self, reference: str) -> list[str]:
        """Files that were read to find a reference."""
        return self._searches[reference].read() if reference in self._searches else []

    # Keys.

    @cached_property
    def _environment(self) -> str:
        """Digest of everything outside the referenced files that decides what a reference means."""
        folders = [self.files.key(str(path)) for path in self._settings.paths]
        pointers = [
            [name, self.files.digest(f"{folder}/{name}")]
            for folder in self._settings.search_paths
            for name in sorted(self.files.listing(folder))
            if name.endswith(".pth") or ("editable" in name and name.endswith(".py"))
        ]
        examples = [[self.files.key(str(path)), self.files.digest(str(path))] for path in self.call_sites.sources()]
        version = [sys.version_info[:2], __version__, SCHEMA]
        return _digest([folders, list(self._settings.search_paths), pointers, examples, *version])

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
        code = _digest(request.code) if request.code is not None else ""
        writer = self._writer_of(request)
        made_by = f"{request.writer}{writer.version}r{review.VERSION}"
        made_by += f"|{_digest(writer.identity)}" if is_paid(writer) else ""
        return f"{request.reference}|{code}|{request.example or ''}|{request.language}|{made_by}"

    def recorded(self) -> list[Request]:
        """The requests for the site's own writer that the book knows; what stood in a page is known by its page."""
        found = []
        for key in self.book.records:
            reference, code, example, language, _ = key.split("|", 4)
            request = Request(reference, None, example or None, language, self._settings.writer)
            if reference and not code and self._record_key(request) == key:
                found.append(request)
        return found

    def forget_unasked(self) -> None:
        """Leave what this build did not ask for out of the book: the site has no such placeholder any more."""
        unasked = self.book.records.keys() - self._asked_for
        if unasked and self.store is not None:
            for key in unasked:
                del self.book.records[key]
            self._changed = True
            self.keep([])

    def _entry_key(self, request: Request, block: CodeBlock, example: str | None) -> str:
        writer = self._writer_of(request)
        sites = [
            [site.file, site.title, site.setup, site.statements, site.cases, site.missing] for site in block.call_sites
        ]
        made_by = [writer.name, writer.version, *([writer.identity] if is_paid(writer) else [])]
        return _digest([SCHEMA, block.fingerprint, *made_by, request.language, example, sites])

    # Recalling.

    def recall(self, request: Request) -> Answer | _Work:
        """What is kept for a request, or the work it takes.

        Raises:
            HowtoError: The reference leads to nothing that a section could be about.
        """
        if (record := self.unchanged(request)) is not None and self.store is not None:
            entry = self.store.entry(record.key)
            if entry is not None and not self._is_retried(request, entry):
                return self._shown(request, Answer(entry, record))
            if entry is None and (without := self._without_model(request)) is not None:
                return without
        resolved = self._resolve(request)
        example = self._example(request, resolved.trail)
        key = self._entry_key(request, resolved.block, example)
        entry = self.store.entry(key) if self.store is not None else None
        if entry is not None and self._is_retried(request, entry):
            entry = None
        if entry is None:
            if (without := self._without_model(request)) is not None:
                self._noted(request, resolved, key)  # Next time nothing has to be parsed to know this.
                return without
            return _Work(request, resolved, key, example)
        is_paid_for = entry.section.provenance.model is not None
        is_true = self._still_true(entry.lookups, resolved.trail)
        if not is_true and not is_paid_for:
            return _Work(request, resolved, key, example)
        if entry.section.review_version != review.VERSION or not is_true:
            return _Work(request, resolved, key, example, entry.section)
        return self._shown(request, Answer(entry, self._noted(request, resolved, key)))

    def unchanged(self, request: Request) -> Record | None:
        """What a reference led to, if everything that this rests on is as it was."""
        key = self._record_key(request)
        self._asked_for.add(key)
        record = self.book.records.get(key)
        return record if record is not None and self._changed_looks.isdisjoint(record.rests_on) else None

    def _is_retried(self, request: Request, entry: Entry) -> bool:
        """Whether a rejected text is to be asked for again."""
        if not entry.rejected:
            return False
        writer = self._writer_of(request)
        can_ask = is_paid(writer) and not writer.unavailable and not writer.forbidden
        return self._settings.retry_rejected or (entry.again and can_ask)

    def _shown(self, request: Request, answer: Answer) -> Answer | _Work:
        """An answer, or what stands in for a text that was rejected."""
        if not answer.entry.rejected or self._settings.on_rejected == "keep":
            return answer
        self._rejected[request.reference or answer.record.name] = answer.entry.rejected
        return self._offline(request)

    def _without_model(self, request: Request) -> Answer | _Work | None:
        """What is shown where a model cannot be asked; `None` where it can, or is not wanted."""
        writer = self._writer_of(request)
        if not is_paid(writer) or self.is_plan:
            return None
        if writer.forbidden:
            self._forbidden.append(request.reference)
        elif writer.unavailable:
            self._count(writer.unavailable)
        else:
            return None
        return self._offline(request)

    def _offline(self, request: Request) -> Answer | _Work:
        """The offline text for a request."""
        found = self.recall(dataclasses.replace(request, writer="offline"))
        if isinstance(found, _Work):
            found.asked = request
        return found

    def _count(self, reason: str) -> None:
        self.unwritten[reason] = self.unwritten.get(reason, 0) + 1

    @property
    def rejections(self) -> int:
        """Sections whose model text is not shown."""
        return len(self._rejected)

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
        from mkdocs_howto.references.files import Trail

        resolved = self.resolver.resolve(request.reference, self._searches.setdefault(request.reference, Trail()))
        block = resolved.block
        sites = self._sites(block) if block.object_path else ()
        return dataclasses.replace(resolved, block=dataclasses.replace(block, call_sites=sites)) if sites else resolved

    def _sites(self, block: CodeBlock) -> tuple[CallSite, ...]:
        """Where the project uses an object; of a member also where its class is instantiated."""
        package, _, rest = block.object_path.partition(".")
        sites = self.call_sites.of(block.name, package)
        owner = rest.rpartition(".")[0].rpartition(".")[2]
        return sites + (self.call_sites.of(owner, package) if owner[:1].isupper() else ())

    def _still_true(self, lookups: Mapping[str, str], trail: Trail) -> bool:
        """Whether what the writer was told of other objects is what it would be told now."""
        from mkdocs_howto.references.fingerprint import shape_digest

        return all(shape_digest(self.resolver.lookup(path, trail)) == digest for path, digest in lookups.items())

    def _noted(self, request: Request, resolved: Resolved, key: str) -> Record:
        """Write into the book what a request led to."""
        from mkdocs_howto.stores.entry import Record

        self._changed = True
        block, trail = resolved.block, resolved.trail
        record = Record(
            fingerprint=block.fingerprint,
            key=key,
            object_path=block.object_path,
            kind=block.shape.kind,
            name=block.name,
            file=block.file,
            lines=block.lines,
        )
        looks = sorted(self._look(probe) for probe in trail.looks())
        return self.book.add(self._record_key(request), record, looks)

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

        path = (self.files.root / request.example).resolve()
        shown = f"The example file `{request.example}`"
        if not path.is_relative_to(self.files.root) or path.suffix != ".py":
            raise BadExample(f"{shown} is not a Python file inside the project.")
        if not path.is_file():
            raise BadExample(f"{shown} does not exist.", hint=f"Paths are relative to {self.files.root.name}/.")
        text = self.files.text(path)
        if not text.strip():
            raise BadExample(f"{shown} is empty.")
        if text.count("\n") > _LONGEST_EXAMPLE:
            raise BadExample(f"{shown} is longer than {_LONGEST_EXAMPLE} lines.", hint="Show the part that matters.")
        trail.add(Probe(read={str(path)}))
        return text

    # Writing.

    def write(self, works: Sequence[_Work]) -> Iterator[tuple[Request, Answer]]:
        """Write what is missing and costs nothing."""
        for work in works:
            if work.kept is not None:
                answer = self._finished(work, work.kept)
                if answer.entry.section.provenance.model is not None:
                    yield from self._settled(work, answer)
                else:
                    yield work.asked or work.request, answer
        works = [work for work in works if work.kept is None]
        for writer, own in self._by_writer(works):
            yield from self._write_with(writer, own)

    def _by_writer(self, works: Sequence[_Work]) -> Iterator[tuple[Writer, list[_Work]]]:
        groups: dict[int, tuple[Writer, list[_Work]]] = {}
        for work in works:
            writer = self._writer_of(work.request)
            groups.setdefault(id(writer), (writer, []))[1].append(work)
        yield from groups.values()

    def _write_with(self, writer: Writer, works: Sequence[_Work]) -> Iterator[tuple[Request, Answer]]:
        waiting = {id(work.resolved.block): work for work in works}
        blocks = [work.resolved.block for work in works]
        for result in writer.write(blocks, self.lookup, self._reviewing(waiting)):
            work = waiting.pop(id(result.block))
            answer = self._finished(work, result.section) if isinstance(result, Written) else None
            if answer is None or (writer.name != "offline" and _reason(answer.entry.section)):
                yield from self._instead(work)
            else:
                yield work.asked or work.request, answer

    def _settled(self, work: _Work, answer: Answer) -> Iterator[tuple[Request, Answer]]:
        """A model's text that today's review has seen: shown, or kept as rejected."""
        answer = Answer(dataclasses.replace(answer.entry, rejected=_reason(answer.entry.section)), answer.record)
        self.keep_entry(answer)
        shown = self._shown(work.request, answer)
        if isinstance(shown, Answer):
            yield work.request, shown
        else:
            yield from self._instead(work)

    def _instead(self, work: _Work) -> Iterator[tuple[Request, Answer]]:
        """The offline text for work that came to nothing."""
        found = self._offline(work.request)
        if isinstance(found, Answer):
            yield work.request, found
            return
        for request, answer in self.write([found]):
            self.keep([answer])
            yield request, answer

    # Paying.

    def is_to_buy(self, work: _Work) -> bool:
        """Whether work costs something."""
        return work.kept is None and is_paid(self._writer_of(work.request))

    def estimate(self, work: _Work) -> int:
        """Tokens that work will cost, roughly."""
        writer = self._writer_of(work.request)
        return writer.estimate(work.resolved.block, self.lookup) if is_paid(writer) else 0

    def buy(self, works: Sequence[_Work]) -> Iterator[tuple[Request, Answer]]:
        """Have sections written that cost something; each is kept at once, and asked for by one process only."""
        if not works:
            return
        from mkdocs_howto.stores.claims import Claims

        alike: dict[str, list[_Work]] = {}
        for work in works:
            alike.setdefault(work.key, []).append(work)
        claims = Claims(self._settings.cache / "locks" if self._settings.cache is not None else None)
        self._changed = True
        self.keep([])  # If nothing can be kept, nothing is bought.
        self._disclose(works)
        try:
            left = [same[0] for same in alike.values()]
            while left:
                elsewhere: list[_Work] = []
                for work, result in self._bought(left, claims, elsewhere):
                    for same in alike[work.key]:
                        yield from self._taken(same, result)
                    claims.release(work.key)
                for work in self._unkept:
                    for same in alike[work.key]:
                        yield from self._taken(same, Unwritten(work.resolved.block, _UNKEPT))
                self._unkept.clear()
                left = elsewhere
                if left:
                    time.sleep(_GLANCE)
        finally:
            claims.close()
        self.keep([])

    def _disclose(self, works: Sequence[_Work]) -> None:
        """Say once for a project what goes to which machine, before anything does."""
        for writer, _ in self._by_writer(works):
            if not is_paid(writer) or not writer.discloses or self._settings.cache is None:
                continue
            mark = self._settings.cache / f"told-{_digest(writer.discloses)[:12]}"
            if mark.exists():
                continue
            self._report(Notice("first-call", writer.discloses))
            with suppress(OSError):
                mark.parent.mkdir(parents=True, exist_ok=True)
                mark.write_text(f"{writer.discloses}\n", encoding="utf-8")

    def _bought(
        self, works: Sequence[_Work], claims: Claims, elsewhere: list[_Work]
    ) -> Iterator[tuple[_Work, Result | Entry]]:
        """One round over works: what another process is busy with is left for the next."""
        for writer, own in self._by_writer(works):
            waiting: dict[int, _Work] = {}
            ready: list[tuple[_Work, Entry]] = []
            blocks = self._claimed(own, claims, waiting, ready, elsewhere)
            for result in writer.write(blocks, self.lookup, self._reviewing(waiting)):
                yield from _drained(ready)
                yield waiting.pop(id(result.block)), result
            yield from _drained(ready)

    def _claimed(
        self,
        works: Sequence[_Work],
        claims: Claims,
        waiting: dict[int, _Work],
        ready: list[tuple[_Work, Entry]],
        elsewhere: list[_Work],
    ) -> Iterator[CodeBlock]:
        """Blocks that are this process's to write, claimed when they are taken."""
        for work in works:
            if self.store is not None and not self.store.usable:
                self._unkept.append(work)
                continue
            if not claims.take(work.key):
                elsewhere.append(work)
                continue
            # Another process may have written it since we looked.
            entry = self.store.entry(work.key) if self.store is not None else None
            if entry is not None and not self._is_retried(work.request, entry):
                ready.append((work, entry))
                continue
            waiting[id(work.resolved.block)] = work
            yield work.resolved.block

    def _taken(self, work: _Work, result: Result | Entry) -> Iterator[tuple[Request, Answer]]:
        """Keep what was paid for, and give what is to be shown."""
        if isinstance(result, Unwritten):
            self._count(result.reason)
            yield from self._instead(work)
            return
        if isinstance(result, Written | Rejected):
            # What was asked while prompts were made is in the fingerprint; what the review asks is noted anew.
            self._asked, self._asked_trail = {}, None
            answer = self._finished(work, result.section)
            reason = result.reason if isinstance(result, Rejected) else _reason(answer.entry.section)
            if reason:
                again = isinstance(result, Rejected) and result.again
                answer = Answer(dataclasses.replace(answer.entry, rejected=reason, again=again), answer.record)
            self.keep_entry(answer)
        else:
            answer = Answer(result, self._noted(work.request, work.resolved, work.key))
        shown = self._shown(work.request, answer)
        if isinstance(shown, Answer):
            yield work.request, shown
        else:
            yield from self._instead(work)

    def _reviewing(self, waiting: Mapping[int, _Work]) -> Review:
        """The review, for a writer that works on these."""
        return lambda block, section: self._found(waiting[id(block)], section)

    def _found(self, work: _Work, section: Section) -> tuple[Finding, ...]:
        """What the review finds in a section that a writer is about to give."""
        from mkdocs_howto.reading import of_section

        if work.example is not None:
            section = dataclasses.replace(section, example=work.example)
        outer = self._asked, self._asked_trail
        self._asked, self._asked_trail = {}, None
        findings = review.review(of_section(section), work.resolved.block, self.lookup)
        work.seen.append(_Seen(section, findings, self._asked, self._asked_trail))
        self._asked, self._asked_trail = outer
        return tuple(finding for finding in findings if not _is_authors(finding, is_file=work.example is not None))

    def keep_entry(self, answer: Answer) -> None:
        """Keep one section at once: it was paid for."""
        if self.store is not None:
            self.store.keep([(answer.record.key, answer.entry)])

    def lookup(self, path: str) -> Shape | None:
        """Answer a writer's question, and remember that it was asked."""
        if path not in self._asked:
            from mkdocs_howto.references.files import Trail

            self._asked_trail = self._asked_trail or Trail()
            self._asked[path] = self.resolver.lookup(path, self._asked_trail)
        return self._asked[path]

    def _finished(self, work: _Work, section: Section) -> Answer:
        from mkdocs_howto.references.fingerprint import shape_digest
        from mkdocs_howto.stores.entry import Entry

        if work.example is not None:
            made = dataclasses.replace(section.provenance, example_source="file")
            section = dataclasses.replace(section, example=work.example, provenance=made)
        section = self._reviewed(work, section)
        # A writer asks about a block before it gives its section: all questions since the last
        # result are this section's.
        asked, self._asked = self._asked, {}
        trail, self._asked_trail = self._asked_trail, None
        if trail is not None:
            work.resolved.trail.probes |= trail.probes
        for path, shape in asked.items():
            if path not in self._digests:
                self._digests[path] = shape_digest(shape)
        lookups = {path: self._digests[path] for path in sorted(asked)}
        entry = Entry(section=section, links=links_of(work.resolved.block), lookups=lookups)
        return Answer(entry, self._noted(work.request, work.resolved, work.key))

    def _reviewed(self, work: _Work, section: Section) -> Section:
        """A section with what the review finds; an example of ours that is wrong is not shown."""
        from mkdocs_howto.reading import of_section

        seen = next((seen for seen in work.seen if seen.is_of(section)), None)
        if seen is not None:
            self._asked, self._asked_trail = dict(seen.asked), seen.trail
            findings = seen.findings
        else:
            findings = review.review(of_section(section), work.resolved.block, self.lookup)
        wrong = any(finding.severity == "error" and finding.code.startswith("example-") for finding in findings)
        if wrong and section.example and section.provenance.writer == "offline" and work.example is None:
            made = dataclasses.replace(section.provenance, example_source="none")
            section = dataclasses.replace(section, example="", provenance=made)
        return dataclasses.replace(section, findings=findings, review_version=review.VERSION)

    def keep(self, written: Sequence[Answer]) -> None:
        """Keep what was written, and the book with it: a killed build loses both or neither."""
        if self.store is None or not self._changed:
            return
        self._changed = False
        self.store.keep([(answer.record.key, answer.entry) for answer in written], [(self._environment, self.book)])


def links_of(block: CodeBlock) -> dict[str, str]:
    """Code as a section may name it, to the object path it stands for."""
    known = {shape.object_path for shape in block.neighbours}
    links = {
        name: path for name, path in block.names.items() if path in known and not name.startswith(("self.", "cls."))
    }
    path = block.shape.object_path
    if block.object_path:
        links[block.name] = path
        for member in block.shape.members:
            if not member.name.startswith("_"):
                links[f"{block.name}.{member.name}"] = member.object_path
    return links


def is_paid(writer: Writer) -> TypeGuard[PaidWriter]:
    """Whether a writer's sections cost something."""
    return hasattr(writer, "identity")


def _drained(ready: list[tuple[_Work, Entry]]) -> Iterator[tuple[_Work, Entry]]:
    while ready:
        yield ready.pop(0)


def _rejections(rejected: Mapping[str, str]) -> str:
    """One message for all sections whose model text is not shown."""
    (first, reason), count = next(iter(rejected.items())), len(rejected)
    hint = "Hint: `mkdocs-howto generate --retry-rejected` asks again; `on_rejected: keep` shows the model's text."
    if count == 1:
        return f"`{first}` is shown without a model: {reason}.\n  {hint}"
    return f"{count} sections are shown without a model, since its text was rejected; `{first}`: {reason}.\n  {hint}"


def _reason(section: Section) -> str:
    """Why a model's section is not shown; empty when it is."""
    is_file = section.provenance.example_source == "file"
    errors = [one for one in section.findings if one.severity == "error" and not _is_authors(one, is_file=is_file)]
    return described(errors) if errors else ""


def _is_authors(finding: Finding, *, is_file: bool) -> bool:
    """Whether a finding is about an example that the author has chosen, which no writer can mend."""
    return is_file and finding.code.startswith("example-")


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:40]


@contextmanager
def _gc_paused() -> Iterator[None]:
    """Syntax trees are many small objects; the collector would walk them all again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
