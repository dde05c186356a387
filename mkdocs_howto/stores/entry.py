"""What a store holds, as JSON text that is checked again on the way out."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, TypeAlias

import msgspec

from mkdocs_howto.bounds import has_bounded_findings, is_bounded, size
from mkdocs_howto.errors import StoreUnavailable
from mkdocs_howto.masking import masked_kept
from mkdocs_howto.secrets import masked
from mkdocs_howto.section import Provenance, Section, Span

LARGEST = 400_000
"""Characters of one entry. Most have some thousands, one about a module of 600 functions has 80,000."""

LARGEST_BOOK = 16_000_000
"""Characters of one book. 5,000 objects of the standard library and 20 packages take 3,000,000."""

MOST_OF_A_BOOK: Mapping[str, int] = {"{": 25_000, "[": 200_000, ",": 1_000_000}
"""Signs of JSON in one book: how many records, lists and values it has at most, before any is made. Those 5,000 objects
take 5,000, 36,000 and 182,000."""

_MOST_NAMES = 5_000
"""Links and lookups of one entry. A large class has some hundreds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A section as it is kept, under a key made from everything it was written from.

    Attributes:
        section: The section.
        links: Code as the section names it, to the object path it stands for.
        lookups: What was asked about other objects for this section, with the digest of each answer
            (`mkdocs_howto.references.project.Question.key`).
        rejected: Why a section that was paid for is not shown; empty when it is.
        again: Whether a rejected one may be asked for again.
    """

    section: Section
    links: dict[str, str] = field(default_factory=dict)
    lookups: dict[str, str] = field(default_factory=dict)
    rejected: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """The part of an entry that listings and removals need.

    Attributes:
        writer: The name of the writer, or of its model.
        is_paid: Whether a model wrote it.
        tokens: Read and written by the model.
        is_rejected: Whether it was paid for and is not shown.
        is_of_pin: Whether it only holds what the review found in a person's text.
    """

    writer: str
    is_paid: bool
    tokens: int
    is_rejected: bool
    is_of_pin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a reference led to, and what on the disk that rests on.

    Attributes:
        fingerprint: Of the code block.
        key: The key of its entry.
        object_path: What to import; empty when it cannot be imported.
        kind: `module`, `class`, `function`, `attribute`, `type alias` or `snippet`.
        name: The bare name of what the code defines; empty when that is not one thing.
        file: The code's file, as pages tell it; empty when the code stands in the page.
        lines: The code's lines in it.
        rests_on: Numbers of looks in the book.
        is_met: Whether only a macro, a snippet or a docstring asked for it, which no look at the pages finds.
        members: Paths that a reference to all public members stands for; unset, and not written, for all others.
    """

    fingerprint: str
    key: str
    object_path: str
    kind: str
    name: str
    file: str
    lines: Span
    rests_on: tuple[Annotated[int, msgspec.Meta(ge=0)], ...] = ()
    is_met: bool = False
    members: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET


Place: TypeAlias = tuple[str, str]
"""A path, and the digest of the file there; an empty digest where there is nothing."""

Look: TypeAlias = tuple[Place, ...]
"""Places that were looked at together, to find one module."""


class Book:
    """What every reference of a site led to: read once a build, and written with every batch.

    As long as the looks at the disk that a record rests on would show the same, its reference leads
    to the same code, and nothing needs to be parsed. References share most of their looks; each is
    taken once.
    """

    def __init__(self, looks: Iterable[Look] = (), records: Mapping[str, Record] | None = None) -> None:
        self.looks = list(looks)
        """What was seen where."""
        self.records = dict(records or {})
        """What references led to, by the digest of what was asked."""

    @cached_property
    def _numbers(self) -> dict[Look, int]:
        return {look: number for number, look in enumerate(self.looks)}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Book) and (self.looks, self.records) == (other.looks, other.records)

    __hash__ = None  # type: ignore[assignment]  # it changes

    def add(self, key: str, record: Record, looks: Iterable[Look]) -> Record:
        """Note what a reference led to.

        Returns:
            The record with the numbers of its looks.
        """
        numbers = []
        for look in looks:
            if look not in self._numbers:
                self._numbers[look] = len(self.looks)
                self.looks.append(look)
            numbers.append(self._numbers[look])
        self.records[key] = record = dataclasses.replace(record, rests_on=tuple(numbers))
        return record

    def read(self, record: Record) -> list[str]:
        """Paths of the files that a record rests on."""
        return sorted({path for number in record.rests_on for path, digest in self.looks[number] if digest})

    def trimmed(self, count: int | None = None) -> Book:
        """Return the book without looks that no record rests on any more.

        Args:
            count: How many records to take over, the first ones; all of them where it is not given.
        """
        book = Book()
        for key, record in itertools.islice(self.records.items(), count):
            book.add(key, record, [self.looks[number] for number in record.rests_on])
        return book


@dataclass(frozen=True, slots=True)
class _SectionHead:
    """The part of a section that is counted."""

    provenance: Provenance
    description: str
    steps: list[msgspec.Raw]


@dataclass(frozen=True, slots=True)
class _EntryHead:
    """The part of an entry that is counted; the rest of its text is skipped."""

    section: _SectionHead
    rejected: str = ""


@dataclass(frozen=True, slots=True)
class _BookText:
    """A book as it is written."""

    looks: list[Look]
    records: dict[str, Record]


_entry = msgspec.json.Decoder(Entry)
_entry_head = msgspec.json.Decoder(_EntryHead)
_book = msgspec.json.Decoder(_BookText)
_encoder = msgspec.json.Encoder()


def encode(value: Entry | Book) -> str:
    """Write a value as JSON text."""
    return _encoded_book(value) if isinstance(value, Book) else _encoder.encode(value).decode()


def _encoded_book(book: Book) -> str:
    """Write a book without its last records where all of them are more than is read again.

    What is left out is looked for in each build.
    """
    count = len(book.records)
    while True:
        part = book.trimmed(count)
        text = _encoder.encode(_BookText(part.looks, part.records)).decode()
        if _is_bounded(text):
            return text
        count = count * 4 // 5


def _is_bounded(text: str) -> bool:
    """Return whether the text of a book is one that is read: each sign of JSON takes memory once it is decoded."""
    return len(text) <= LARGEST_BOOK and all(text.count(sign) <= most for sign, most in MOST_OF_A_BOOK.items())


def decode_entry(text: str) -> Entry | None:
    """Read an entry; `None` when the text is not one."""
    if len(text) > LARGEST:
        return None
    try:
        entry = _entry.decode(text)
    except _UNREADABLE:
        return None
    if max(len(entry.links), len(entry.lookups)) > _MOST_NAMES or (section := kept_section(entry.section)) is None:
        return None
    return _without_secrets(dataclasses.replace(entry, section=section))


def decode_summary(text: str) -> Summary | None:
    """Read what is counted of an entry; `None` when the text is not one. Nothing is masked, for nothing is shown."""
    if len(text) > LARGEST:
        return None
    try:
        head = _entry_head.decode(text)
    except _UNREADABLE:
        return None
    made, is_rejected = head.section.provenance, bool(head.rejected)
    return Summary(
        writer=masked(made.model or made.writer),
        is_paid=made.model is not None,
        tokens=made.tokens or 0,
        is_rejected=is_rejected,
        is_of_pin=not head.section.description and not head.section.steps and not is_rejected,
    )


class Allowance:
    """What one build may read of kept sections, all in all: each may be large, but all of them are not.

    It grows with what the site asks for, so that a build takes time and memory for what its pages name, and not for
    what a store holds.
    """

    _FIRST = 1_000_000
    """Weight for any site."""
    _EACH = 25_000
    """Weight for each section asked for. Those of 5,000 objects of the standard library and 20 packages weigh 6,000
    each, a long one of a model 15,000."""
    _SHOWN = 4
    """Weight of a character that is shown: it passes Markdown, HTML and the search index."""

    def __init__(self, report: Callable[[StoreUnavailable], None]) -> None:
        """Make an allowance for a build that has asked for nothing yet.

        Args:
            report: Told once when kept sections weigh more.
        """
        self._left = self._FIRST
        self._report = report
        self._is_told = False

    def allow(self, sections: int) -> None:
        """Note that the build asks for sections."""
        self._left += sections * self._EACH

    def decode(self, text: str) -> Entry | None:
        """Read an entry; `None` when the text is not one, or when no more may be read."""
        if self._left <= 0:
            self._tell()
            return None
        entry = decode_entry(text)
        if entry is not None:
            self._left -= len(text) + self._SHOWN * size(entry.section)
        return entry

    def _tell(self) -> None:
        if self._is_told:
            return
        self._is_told = True
        message = "The kept sections are larger, all in all, than those of this site can be; some were written anew."
        hint = (
            "They may be another's. `mkdocs-howto cache clear` removes those of this machine, also what was paid for."
        )
        self._report(StoreUnavailable(message, hint=hint))


def kept_section(section: Section) -> Section | None:
    """Return a section that was kept, in a store or beside a pin; `None` when it is larger than any that is kept.

    Findings that are larger than the review's are left out, and the section counts as not yet reviewed.
    """
    if not is_bounded(section):
        return None
    if has_bounded_findings(section):
        return section
    return dataclasses.replace(section, findings=(), review_version=0)


def _without_secrets(entry: Entry) -> Entry:
    """Mask what an entry shows: it may come from an older version, another machine or an archive."""
    return dataclasses.replace(entry, section=masked_kept(entry.section), rejected=masked(entry.rejected))


def decode_book(text: str) -> Book | None:
    """Read a book; `None` when the text is not one."""
    if not _is_bounded(text):
        return None
    try:
        found = _book.decode(text)
    except _UNREADABLE:
        return None
    count = len(found.looks)
    if any(max(record.rests_on, default=0) >= max(count, 1) for record in found.records.values()):
        return None
    return Book(found.looks, found.records)


_UNREADABLE = (msgspec.MsgspecError, RecursionError, UnicodeError)
