"""What a store holds, as JSON text that is checked again on the way out."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, TypeAlias

import msgspec

from mkdocs_howto.masking import masked_kept
from mkdocs_howto.secrets import masked
from mkdocs_howto.section import Section, Span, Step

LARGEST = 1_000_000
"""Characters of one entry. A section has some thousands; a text above this is not ours."""

LARGEST_BOOK = 32_000_000
"""Characters of one book. A thousand references take about 400,000."""

_MOST_NAMES = 5_000
"""Links and lookups of one entry. A large class has some hundreds."""

_DEEPEST = 20
"""Levels of steps. Writers nest a handful."""


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

    def trimmed(self) -> Book:
        """The book without looks that no record rests on any more."""
        book = Book()
        for key, record in self.records.items():
            book.add(key, record, [self.looks[number] for number in record.rests_on])
        return book


@dataclass(frozen=True, slots=True)
class _BookText:
    """A book as it is written."""

    looks: list[Look]
    records: dict[str, Record]


_entry = msgspec.json.Decoder(Entry)
_book = msgspec.json.Decoder(_BookText)
_encoder = msgspec.json.Encoder()


def encode(value: Entry | Book) -> str:
    """Write a value as JSON text."""
    if isinstance(value, Book):
        value = value.trimmed()
        return _encoder.encode(_BookText(value.looks, value.records)).decode()
    return _encoder.encode(value).decode()


def decode_entry(text: str) -> Entry | None:
    """Read an entry; `None` when the text is not one."""
    if len(text) > LARGEST:
        return None
    try:
        entry = _entry.decode(text)
    except _UNREADABLE:
        return None
    is_bounded = depth(entry.section.steps) <= _DEEPEST and max(len(entry.links), len(entry.lookups)) <= _MOST_NAMES
    return _without_secrets(entry) if is_bounded else None


def _without_secrets(entry: Entry) -> Entry:
    """Mask what an entry shows: it may come from an older version, another machine or an archive."""
    return dataclasses.replace(entry, section=masked_kept(entry.section), rejected=masked(entry.rejected))


def decode_book(text: str) -> Book | None:
    """Read a book; `None` when the text is not one."""
    if len(text) > LARGEST_BOOK:
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


def depth(steps: Sequence[Step]) -> int:
    """How deep steps are nested; not asked recursively, since a foreign text may nest them as deep as it likes."""
    levels = 1
    while steps := [inner for step in steps for inner in step.steps]:
        levels += 1
    return levels
