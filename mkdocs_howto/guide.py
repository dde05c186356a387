"""The straight line: find → resolve → recall or write → keep → render.

The only module that joins the rooms. It knows no host; a host gives it text and settings, and
hears what happened through a callable.
"""

from __future__ import annotations

import dataclasses
import gc
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_howto.answers import Answer, Pinned, Request, StandIn
from mkdocs_howto.build import Build, Report, Work
from mkdocs_howto.errors import BadOption, HowtoError, Notice, NoticeKind, UnreadableSource
from mkdocs_howto.filters import WILDCARD
from mkdocs_howto.headings import Headings, Subject
from mkdocs_howto.masking import first_masked_line, masked_markdown
from mkdocs_howto.pinned import subject_of
from mkdocs_howto.references import placeholders
from mkdocs_howto.references.beside import Directives
from mkdocs_howto.references.options import Where
from mkdocs_howto.review.codes import CODES, RETIRED, unused
from mkdocs_howto.section import CodeBlock, Finding, Options, PaidWriter, Placeholder, Reason, Section, Tokens, Writer
from mkdocs_howto.settings import Settings
from mkdocs_howto.stores.stamp import announce, stamp_of

if TYPE_CHECKING:
    from mkdocs_howto.pages import Pages
    from mkdocs_howto.rendering.markdown import Layout, Surroundings
    from mkdocs_howto.stores.entry import Record
    from mkdocs_howto.stores.pins import FiledPin, PinFolder

Progress = Callable[[int, int], None]

LOST = "After a change of names, `mkdocs-howto pin --move OLD NEW`; else `mkdocs-howto unpin`."
"""What to do about a pin that nothing asks for."""

_HIDDEN_IN_PIN = (
    "This line of the pin holds a secret; the page shows `…` instead.\n  Hint: Write something else there, or let "
    "`mkdocs-howto pin --update` take it out of generated text. Revoke a real key: the repository's history keeps it."
)

_INCLUDES = re.compile(r"-8<-|\bexec=")
"""Signs of PyMdown's snippets and of markdown-exec."""
_DIRECTIVE = re.compile(r"^[ \t]*+:::[ ](?![ ]*+howto\b)", re.MULTILINE)
"""Begins a directive of mkdocstrings."""
_TOLD_CHANGES = 3
"""Differences that one message names."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One placeholder that a build met, and what came of it.

    Attributes:
        page: The page that shows it.
        line: Its line in the page's own file, from 1; `None` where that is not known.
        text: The line that it stands in, as the build read it.
        reference: The reference as typed; empty for code in the page.
        request: What was asked for; `None` where the placeholder cannot be read.
        answer: The section, or why there is none.
        stand_in: Why offline text stands in for a model's, if it does.
        findings: The findings that the build tells.
        notices: Everything that the build tells about this placeholder, those findings included.
    """

    page: Page
    line: int | None
    text: str
    reference: str
    request: Request | None
    answer: Answer | HowtoError
    stand_in: StandIn | None = None
    findings: tuple[Finding, ...] = ()
    notices: tuple[Notice, ...] = ()


Witness = Callable[[Meeting], None]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the sections of a build rest on.

    Attributes:
        files: Files and folders to watch as soon as they exist.
        missing: Places that were looked at in vain, and others that may be filled later.
    """

    files: frozenset[Path] = frozenset()
    missing: frozenset[Path] = frozenset()


class Guide:
    """Turns the placeholders of a site into sections, one build after the other."""

    def __init__(
        self,
        settings: Settings,
        report: Report,
        progress: Progress | None = None,
        witness: Witness | None = None,
        last: dict[Request, Answer] | None = None,
    ) -> None:
        """Make a guide that has built nothing yet.

        Args:
            settings: What the site asks for.
            report: Hears every notice.
            progress: Hears how far the sections are that have to be paid for: how many are done, and of how many.
            witness: Hears of every placeholder that is expanded.
            last: Sections of earlier builds, for a host that builds while people type: one stays on its page while
                its source is not valid Python. This build adds its own. `None` where such a page shows nothing.
        """
        self._progress = progress or (lambda *_: None)
        self._witness = witness or (lambda _: None)
        self.settings = settings
        self._last = last
        self._report = report
        self._answers: dict[Request, Answer | HowtoError] = {}
        self._directives = Directives(settings.auto, settings.handler)
        self._headings: defaultdict[str, Headings] = defaultdict(Headings)
        self._told: set[tuple[str, str]] = set()
        self._build: Build | None = None
        self._used_ignores: set[str] = set()
        self._told_language = False
        self.written = 0
        """Sections written in this build; all others were kept from before."""
        self.bought: set[Request] = set()
        """Requests that are answered with a text which a model wrote in this build."""

    # Builds.

    def begin(self) -> None:
        """Start a build: the disk may have changed."""
        self.end()
        self._answers.clear()
        self._headings.clear()
        self._told.clear()
        self._used_ignores.clear()
        self.written = 0
        self.bought.clear()

    def end(self) -> None:
        """Let go of what only this build needed, and of the store."""
        if self._build is not None:
            self._build.close()
        self._build = None

    def complete(self) -> None:
        """End a build of the whole site: what it did not ask for is gone from the site."""
        if self._build is not None:
            self._build.forget_unasked()
        if self._last is not None:
            for request in self._last.keys() - self._answers.keys():
                del self._last[request]
        self.end()

    def begin_page(self, name: str) -> None:
        """Start a page: no section stands on it yet."""
        self._headings.pop(name, None)

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
        paths |= build.listed_in()
        # A file that could not be read, or lacked the name, is where the mending happens.
        failed = {key.reference for key in requests if isinstance(self._answers.get(key), HowtoError)}
        paths.update(path for reference in failed for path in build.searched(reference))
        pinned = [answer.pinned for key in requests if isinstance(answer := self._answers.get(key), Answer)]
        if build.pins is not None and any(pinned):
            paths.update(str(build.pins.folder.path(one.pin.subject)) for one in pinned if one is not None)
        own = (self.settings.root, *self.settings.paths)
        return {path for path in map(Path, paths) if _is_own(path, own)} | set(build.call_sites.sources())

    def rests_on(self) -> Ground:
        """Return what this build rests on: what is read, and what was looked for in vain.

        A section that another process keeps shows in no file of the project; the cache says when it is there.
        """
        own = (self.settings.root, *self.settings.paths)
        missing = {path for path in self._missing_sources() if _is_own(path, own)}
        others = {self.settings.pins} if self.settings.pins is not None else set()
        if self.settings.cache is not None and self.settings.writer != "offline":
            others.add(stamp_of(self.settings.cache))
        return Ground(frozenset(self.sources() | others), frozenset(missing | others))

    def _missing_sources(self) -> Iterator[Path]:
        """Give the places that were looked at in vain for references that led nowhere."""
        if self._build is not None:
            for request, answer in self._answers.items():
                if isinstance(answer, HowtoError):
                    yield from map(Path, self._build.missed(request.reference))

    def announce(self) -> None:
        """Tell a running `mkdocs serve` that there are new sections in the cache."""
        if self.settings.cache is not None:
            announce(self.settings.cache)

    def pages(self, package: str, *, folder: str, title: str) -> Pages:
        """Return a page for each public module of a package.

        Args:
            package: Its path.
            folder: The folder of the pages inside the site's pages.
            title: What the navigation calls them; `{package}` stands for the package's name.

        Raises:
            HowtoError: There is no such package, or its own file is not Python.
        """
        from mkdocs_howto.pages import pages_of

        build = self._build = self._build or Build(self.settings, self._report)
        return pages_of(package, build.listings.pages(package), folder=folder, title=title)

    # Work.

    def prepare(self, texts: Iterable[str]) -> None:
        """Recall or write in one go what these texts will ask for.

        What is wrong with a text is told when the text is expanded.
        """
        requests = self.requests(texts)
        self.expect(requests)
        self.prepare_requests(requests)

    def expect(self, requests: Iterable[Request]) -> None:
        """Note what stands on the pages, before it is asked for: whatever else is asked for was met later."""
        requests = list(requests)
        if requests:
            build = self._build = self._build or Build(self.settings, self._report)
            build.expect(requests)

    def expect_again(self, requests: Iterable[Request]) -> None:
        """Note what stands on the pages, as the last build of the site found it."""
        met = set(self.recorded())
        self.expect(request for request in requests if request not in met)

    def prepare_requests(self, requests: Iterable[Request]) -> None:
        """Recall or write the sections that answer these requests; what fails is told when it is asked for."""
        missing = [request for request in requests if request not in self._answers]
        if not missing:
            return
        build = self._build = self._build or Build(self.settings, self._report)
        with _gc_paused():
            paid: list[Work] = []
            for start in range(0, len(missing), build.batch):
                paid += self._obtain_batch(build, missing[start : start + build.batch])
            if paid:
                self._buy(build, paid)
            build.tell_unwritten()

    def to_buy(self, requests: Iterable[Request]) -> list[tuple[Request, Tokens]]:
        """Return the requests that a model would have to answer, each with an estimate; nothing is asked."""
        build = self._build = self._build or Build(self.settings, self._report)
        build.is_plan = True
        found: list[tuple[Request, Tokens]] = []
        for request, work in build.recall_all(list(requests)):
            if isinstance(work, Work) and build.is_to_buy(work):
                found.append((request, build.estimate(work)))
        return found

    def requests(self, texts: Iterable[str]) -> list[Request]:
        """What texts ask for, without repetition; what is not yet text, as `{{ name }}`, is left for later."""
        requests: dict[Request, None] = {}
        for text in texts:
            for spot in self._sections(text):
                if spot.placeholder is not None and "{" not in spot.placeholder.reference:
                    try:
                        requests[self.request(spot.placeholder)] = None
                    except HowtoError:
                        continue
        return list(requests)

    def _takes_more(self, text: str) -> bool:
        """Return whether a page takes text from elsewhere that may hold sections.

        Where sections follow directives of mkdocstrings, its docstrings need none of their own.
        """
        return _INCLUDES.search(text) is not None or (not self.settings.auto and _DIRECTIVE.search(text) is not None)

    def may_hold(self, text: str, *, is_included: bool = False) -> bool:
        """Return whether a section may stand in a text; false for nearly every page.

        Args:
            text: Markdown.
            is_included: Whether it is not a page's own.
        """
        return placeholders.may_hold(text) or (not is_included and self._directives.may_stand_in(text))

    def _scan(self, text: str, page: Page) -> placeholders.Scan:
        """Find the places of sections: placeholders, and below directives of mkdocstrings in a page's own text."""
        found = placeholders.scan(text, where=page.where)
        if not page.included:
            found.spots.extend(self._directives.places(text))
            found.spots.sort(key=lambda spot: spot.span)
        return found

    def _sections(self, text: str) -> Iterator[placeholders.Spot]:
        for own in self._unfolded(self._scan(text, Page(""))).values():
            yield from own

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
        if not self.may_hold(text, is_included=page.included):
            return text
        found = self._scan(text, page)
        for trouble in found.troubles:
            self._tell_trouble(trouble, page)
        lines = placeholders.lines_of(text)
        sections = self._unfolded(found)
        # A page's docstrings, and what it includes, come later: nothing tells how many sections there will be.
        count = self._headings[page.name].count + sum(map(len, sections.values()))
        is_one = page.where == "page" and count == 1 and (page.included or not self._takes_more(text))

        def expanded(spot: placeholders.Spot) -> str:
            line = lines[spot.line - 1]
            own = (self._expanded(one, line, page, surroundings, is_one=is_one) for one in sections[id(spot)])
            return "\n".join(filter(None, own))

        return placeholders.replace(text, found, expanded)

    def _unfolded(self, found: placeholders.Scan) -> dict[int, list[placeholders.Spot]]:
        """Return the sections that are to stand at each place of a text, by the identity of the place.

        A text has no more sections than it may have placeholders, whatever its wildcards stand for.
        """
        sections: dict[int, list[placeholders.Spot]] = {}
        left = placeholders.MOST
        for spot in found.spots:
            own = self._members(spot)
            if len(own) > left:
                error = BadOption(
                    f"The page would hold more than {placeholders.MOST:,} sections; these were left out.",
                    hint="Split the page, or name fewer modules on it.",
                )
                own = [dataclasses.replace(spot, placeholder=None, error=error)]
            left -= len(own)
            sections[id(spot)] = own
        return sections

    def _members(self, spot: placeholders.Spot) -> list[placeholders.Spot]:
        """Return a spot for each section that is to stand there: `shop.*` asks for one for each public member."""
        asked = spot.placeholder
        if asked is None or not asked.reference.endswith(WILDCARD):
            return [spot]
        build = self._build = self._build or Build(self.settings, self._report)
        try:
            members = build.listings.members(asked.reference.removesuffix(WILDCARD))
        except HowtoError as error:
            return [dataclasses.replace(spot, placeholder=None, error=error)]
        return [
            dataclasses.replace(spot, placeholder=dataclasses.replace(asked, reference=path), reference=path)
            for path in members
        ]

    def refuse(self, text: str, page: Page, place: str = "") -> None:
        """Tell that the placeholders of a text are not expanded, since another plugin renders its page.

        Args:
            text: Markdown.
            page: The page it belongs to.
            place: Where in the page it stands; empty where its lines are those of the page.
        """
        for spot in placeholders.scan(text, where=page.where).spots:
            about = f"`{spot.reference}`: " if spot.reference else ""
            where = f" ({place}, line {spot.line})" if place else ""
            problem = f"{about}Another plugin renders this page, as a notebook; nothing was expanded{where}."
            message = f"{problem}\n  Hint: Write the placeholder in a Markdown page, and link to that."
            self._tell(Notice("html", message, page.name, None if place else page.line_of(spot.line)), page)

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

    def block(self, request: Request) -> CodeBlock:
        """The code that a request is about.

        Raises:
            HowtoError: It leads to nothing.
        """
        build = self._build = self._build or Build(self.settings, self._report)
        return build.block(request)

    def reasons(self, request: Request) -> tuple[Reason, ...]:
        """Return why the parts of the example that is written offline for a request are as they are.

        Raises:
            HowtoError: The request leads to nothing.
        """
        build = self._build = self._build or Build(self.settings, self._report)
        return build.reasons(request)

    def kept(self, request: Request) -> Section | None:
        """The section that the last build kept for a request, whether or not the code is still the same."""
        build = self._build = self._build or Build(self.settings, self._report)
        return build.kept_before(request)

    def rejected(self, request: Request) -> Answer | None:
        """Return a kept text of a model that was rejected; `None` where none was.

        Raises:
            HowtoError: The request leads to nothing.
        """
        build = self._build = self._build or Build(self.settings, self._report)
        return build.rejected(request)

    @property
    def state(self) -> str:
        """Return what the site's writer is doing, in words; empty for a writer that costs nothing."""
        writer = self.writer(self.settings.writer)
        return writer.state if isinstance(writer, PaidWriter) else ""

    @property
    def pins(self) -> PinFolder | None:
        """The site's pins, as this build has read them."""
        build = self._build = self._build or Build(self.settings, self._report)
        return build.pins.folder if build.pins is not None else None

    def orphans(self, asked: Iterable[Request] = ()) -> list[FiledPin]:
        """Return the pins that no placeholder asks for, once the whole site is built.

        Args:
            asked: Requests of other builds of the same site, such as those of other languages.
        """
        if self.settings.pins is None or self.pins is None:
            return []
        return self.pins.orphans({subject_of(request) for request in (*self._answers, *asked)})

    def lost_words(self) -> Iterator[Notice]:
        """Yield a notice for each pin that this build of the whole site has shown nowhere."""
        for pin in self.orphans():
            assert self.pins is not None
            kind: NoticeKind = "pin" if pin.is_edited else "orphan"
            message = f"`{pin.reference}`: {lost(pin)}"
            yield Notice(kind, message, self.pins.shown_path(pin.subject), pin.head_line)

    def used_keys(self) -> set[str]:
        """Keys of what the store holds for everything that this build was asked for."""
        return self._build.used_keys() if self._build is not None else set()

    def stand_in(self, request: Request) -> StandIn | None:
        """Why offline text answers a request for a model's, if it does."""
        return self._build.stand_ins.get(request) if self._build is not None else None

    def found(self, request: Request) -> bool:
        """Whether a request has been answered with a section in this build."""
        return isinstance(self._answers.get(request), Answer)

    def _expanded(
        self, spot: placeholders.Spot, text: str, page: Page, surroundings: Surroundings, *, is_one: bool
    ) -> str:
        meeting = self._met(spot, text, page)
        self._witness(meeting)
        for notice in meeting.notices:
            self._tell(notice, page)
        answer = meeting.answer
        if isinstance(answer, HowtoError):
            return ""
        assert spot.placeholder is not None
        layout = self._layout(spot.placeholder, answer, page, is_one=is_one)
        return self._rendered(answer, dataclasses.replace(layout, nested=bool(spot.prefix)), surroundings)

    def _met(self, spot: placeholders.Spot, text: str, page: Page) -> Meeting:
        """Return what a placeholder leads to, and what its author should know about it."""
        line = page.line_of(spot.line)
        try:
            if spot.placeholder is None:
                raise spot.error or HowtoError("The placeholder cannot be read.")
            request = self.request(spot.placeholder)
        except HowtoError as error:
            return _failed(error, None, spot, text, page)
        try:
            answer, unread = self._answer_or_last(request)
        except HowtoError as error:
            return _failed(error, request, spot, text, page)
        options = spot.placeholder.options
        findings = self._told_findings(answer, options)
        message = f"`{spot.reference}`: {unread}\n  Until then the page shows the last section."
        notices = [
            *([Notice(unread.kind, message, page.name, line)] if unread is not None else []),
            *self._of_ignores(answer, options, spot, Notice("option", "", page.name, line)),
            *self._of_pin(answer, spot, Notice("stale", "", page.name, line)),
            *(_of_finding(one, answer, spot, Notice("finding", "", page.name, line)) for one in findings),
            *(
                dataclasses.replace(_of_finding(one, answer, spot, Notice("finding", "")), kind="newer-finding")
                for one in self._newer_findings(answer, options)
            ),
        ]
        return Meeting(
            page=page,
            line=line,
            text=text,
            reference=spot.reference,
            request=request,
            answer=answer,
            stand_in=self.stand_in(request),
            findings=tuple(findings),
            notices=tuple(notices),
        )

    def _answer_or_last(self, request: Request) -> tuple[Answer, UnreadableSource | None]:
        """Return the section that a request leads to, or the last one while its source is not valid Python, and why.

        Raises:
            HowtoError: There is none, and why.
        """
        try:
            answer = self.answer(request)
        except UnreadableSource as error:
            last = self._last.get(request) if self._last is not None else None
            if last is None:
                raise
            return last, error
        if self._last is not None:
            self._last[request] = answer
        return answer, None

    def _of_pin(self, answer: Answer, spot: placeholders.Spot, here: Notice) -> Iterator[Notice]:
        """Yield what the author should know of a section that the repository keeps."""
        pinned = answer.pinned
        if pinned is None:
            return
        about = f"`{spot.reference}`"
        if pinned.error is not None:
            known = f"{about}: " if spot.reference not in pinned.error.problem else ""
            message = f"{known}{pinned.error}\n  The pin {pinned.file} is shown all the same."
            yield dataclasses.replace(here, kind=pinned.error.kind, message=message)
        elif pinned.changes:
            yield dataclasses.replace(here, message=f"{about}: {stale(pinned)}")
        elif not pinned.is_whole:
            yield dataclasses.replace(here, kind="base", message=f"{about}: {damaged(pinned)}")
        if (secret := first_masked_line(pinned.pin.body)) is not None:
            message = f"{about}: {_HIDDEN_IN_PIN}"
            yield Notice("pin", message, pinned.file, pinned.pin.line + secret - 1)
        for code in unused(pinned.pin.ignore, answer.entry.section.findings):
            message = f"{about}: `{code}` is ignored here, but was not found."
            yield Notice("option", message, pinned.file, pinned.pin.head_line)

    def _told_findings(self, answer: Answer, options: Options) -> list[Finding]:
        """Return the findings that an author can mend: in an edited pin, and in an example file."""
        found = self.shown_findings(answer, options.ignore)
        if (pinned := answer.pinned) is not None and pinned.pin.is_edited:
            return [one for one in found if not pinned.is_newer(one)]
        is_file = answer.entry.section.provenance.example_source == "file"
        return [one for one in found if is_file and one.code.startswith("example-")]

    def _newer_findings(self, answer: Answer, options: Options) -> list[Finding]:
        """Return the findings in an edited pin that only a newer review makes than its author could know."""
        pinned = answer.pinned
        if pinned is None or not pinned.pin.is_edited:
            return []
        return [one for one in self.shown_findings(answer, options.ignore) if pinned.is_newer(one)]

    def _of_ignores(self, answer: Answer, options: Options, spot: placeholders.Spot, here: Notice) -> Iterator[Notice]:
        """Yield a notice for each code that a placeholder ignores and that nothing has."""
        findings = answer.entry.section.findings
        self._used_ignores.update(finding.code for finding in findings)
        if answer.pinned is not None:
            return  # A pin's own text decides; what its placeholder ignores may be needed again.
        for code in unused(options.ignore, findings):
            yield dataclasses.replace(here, message=f"`{spot.reference}`: `{code}` is ignored here, but was not found.")

    def shown_findings(self, answer: Answer, ignore: Iterable[str] = ()) -> list[Finding]:
        """What the review found in a section, without what nobody wants to hear of.

        Args:
            answer: The section.
            ignore: Codes that its placeholder ignores.
        """
        silent = {*ignore, *self.settings.ignore, *(answer.pinned.pin.ignore if answer.pinned else ())}
        return [finding for finding in answer.entry.section.findings if finding.code not in silent]

    def unused_ignores(self) -> list[str]:
        """Codes that the site ignores though this build found none of them."""
        return [code for code in self.settings.ignore if code not in self._used_ignores | RETIRED]

    def request(self, placeholder: Placeholder) -> Request:
        options = placeholder.options
        if wrong := [code for code in options.ignore if code not in CODES.keys() | RETIRED]:
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

    def _obtain_batch(self, build: Build, requests: Sequence[Request]) -> list[Work]:
        """Recall or write sections; gives the work that has to be paid for."""
        works: list[Work] = []
        for request, recalled in build.recall_all(requests):
            if isinstance(recalled, Work):
                works.append(recalled)
            else:
                self._answers[request] = recalled
        paid = [work for work in works if build.is_to_buy(work)]
        written = dict(build.write([work for work in works if work not in paid]))
        self._answers.update(written)
        self.written += len(written)
        build.keep(list(written.values()))
        return paid

    def _buy(self, build: Build, works: Sequence[Work]) -> None:
        from mkdocs_howto.buying import Buyer

        self._progress(0, len(works))
        buyer = Buyer(build, self.settings, self._report)
        for done, (request, answer) in enumerate(buyer.buy(works), start=1):
            self._answers[request] = answer
            self._progress(done, len(works))
        self.bought |= buyer.bought
        self.written += len(buyer.bought)

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
        if answer.pinned is not None and answer.pinned.is_text:
            from mkdocs_howto.rendering.pin import render_text

            body = masked_markdown(answer.pinned.pin.body)
            return render_text(body, answer.entry.section.provenance, layout, surroundings)
        return render(answer.entry.section, layout, surroundings, answer.entry.links)

    def _layout(self, placeholder: Placeholder, answer: Answer, page: Page, *, is_one: bool) -> Layout:
        from mkdocs_howto.labels import labels_of
        from mkdocs_howto.rendering.markdown import Layout, anchor_of

        options, record, pinned = placeholder.options, answer.record, answer.pinned
        path = record.object_path or placeholder.reference or record.name or "code"
        language = answer.entry.section.provenance.language
        subject = Subject(record.name or _place(record), record.object_path or "", language)
        headings = self._headings[page.name]
        title = headings.title(options.title or self.settings.title, subject, names_object=not is_one)
        # Tables of contents and search results name the code, or all entries of a site would be alike.
        is_usual = title == labels_of(language).title and subject.name
        return Layout(
            reference=placeholder.reference or path,
            anchor=headings.anchor(anchor_of(path)),
            file=record.file,
            lines=record.lines,
            heading_level=options.heading_level or self.settings.heading_level,
            title=title,
            toc_label=f"{title}: {subject.name}" if is_usual else "",
            show=options.show or self.settings.show,
            toc=options.toc or self.settings.toc,
            rehosted=page.where == "docstring",
            outdated=pinned is not None and bool(pinned.changes or pinned.error),
            edited=pinned is not None and pinned.pin.is_edited,
            approved=pinned.approved if pinned is not None else "",
        )


def stale(pinned: Pinned) -> str:
    """Why a pin may be outdated, and what to do."""
    told = "; ".join(pinned.changes[:_TOLD_CHANGES])
    others = len(pinned.changes) - _TOLD_CHANGES
    more = f" and {others} more" if others > 0 else ""
    hint = "`mkdocs-howto pin --update` writes it anew and keeps edits; `mkdocs-howto approve` accepts it as it is."
    if pinned.beside:
        hint = f"Take from {pinned.beside} what is right, then `mkdocs-howto approve`."
    return f"The pin {pinned.file} may be outdated: {told}{more}.\n  Hint: {hint}"


def lost(pin: FiledPin) -> str:
    """Return what it means that no placeholder asks for a pin, and what to do."""
    problem = "A person has edited this pin, and no placeholder asks for it."
    return f"{problem if pin.is_edited else 'No placeholder asks for this pin.'}\n  Hint: {LOST}"


_DAMAGED = (
    "What {file} was made from is missing in its folder's .base/, or is of another text: changes cannot be named or "
    "merged.\n  Hint: Restore the file, or `mkdocs-howto approve` the pin as it is."
)


def damaged(pinned: Pinned) -> str:
    """Return what it means that the base of a pin is missing, and what to do."""
    return _DAMAGED.format(file=pinned.file)


def _failed(error: HowtoError, request: Request | None, spot: placeholders.Spot, text: str, page: Page) -> Meeting:
    """Return a placeholder that leads to no section."""
    about = f"`{spot.reference}`: " if spot.reference and spot.reference not in error.problem else ""
    line = page.line_of(spot.line)
    notice = Notice(error.kind, about + str(error), page.name, line)
    return Meeting(
        page=page, line=line, text=text, reference=spot.reference, request=request, answer=error, notices=(notice,)
    )


def _of_finding(finding: Finding, answer: Answer, spot: placeholders.Spot, here: Notice) -> Notice:
    """Return a finding as a notice: in the file of an edited pin, or where an example file is asked for."""
    about = f"`{spot.reference}`"
    if answer.pinned is not None and answer.pinned.pin.is_edited:
        pin = answer.pinned.pin
        line = pin.line + finding.line - 1 if finding.line else pin.line
        return Notice("finding", f"{about}: {finding.code} {finding.message}", answer.pinned.file, line)
    assert spot.placeholder is not None
    file = spot.placeholder.options.example
    message = f"{about}: {finding.code} in `{file}`, line {finding.line}: {finding.message}"
    return dataclasses.replace(here, message=message)


def _place(record: Record) -> str:
    """A piece of a file as the table of contents names it."""
    first, last = record.lines
    return f"{record.file.rpartition('/')[2]}, lines {first}–{last}" if record.file else ""


def without_placeholders(text: str) -> str:
    """A text whose placeholders show nothing: for a site that has switched them off."""
    return placeholders.replace(text, placeholders.scan(text), lambda _: "")


def _is_own(path: Path, folders: Iterable[Path]) -> bool:
    """Whether a file belongs to the project: an environment inside it holds other people's."""
    return "site-packages" not in path.parts and any(path.is_relative_to(folder) for folder in folders)


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
