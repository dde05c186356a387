"""What a store holds, as JSON text that is checked again on the way out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from mkdocs_howto.section import Section, Span, Step

T = TypeVar("T")

LARGEST = 1_000_000
"""Characters of one value. A section has some thousands; a value above this is not ours."""

_DEEPEST = 20
"""Levels of steps. Writers nest a handful."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A section as it is kept, under a key made from everything it was written from.

    Attributes:
        section: The section.
        links: Code as the section names it, to the object path it stands for.
        lookups: Object paths that the writer asked for, with the digest of each answer.
    """

    section: Section
    links: dict[str, str] = field(default_factory=dict)
    lookups: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a reference led to, and everything on the disk that this rests on.

    As long as the files are as they were and nothing has appeared where nothing was, the
    reference leads to the same code, and nothing needs to be parsed.

    Attributes:
        fingerprint: Of the code block.
        key: The key of its entry.
        object_path: What to import; empty when it cannot be imported.
        kind: `module`, `class`, `function`, `attribute`, `type alias` or `snippet`.
        file: The code's file, as pages tell it.
        lines: The code's lines in it.
        read: Files that were read, with their digests.
        absent: Places where there was nothing.
    """

    fingerprint: str
    key: str
    object_path: str
    kind: str
    file: str
    lines: Span
    read: dict[str, str]
    absent: tuple[str, ...]


_entry = msgspec.json.Decoder(Entry)
_record = msgspec.json.Decoder(Record)
_encoder = msgspec.json.Encoder()


def encode(value: Entry | Record) -> str:
    """Write a value as JSON text."""
    return _encoder.encode(value).decode()


def decode_entry(text: str) -> Entry | None:
    """Read an entry; `None` when the text is not one."""
    entry = _decode(_entry, text)
    return entry if entry is not None and _depth(entry.section.steps) <= _DEEPEST else None


def decode_record(text: str) -> Record | None:
    """Read a record; `None` when the text is not one."""
    return _decode(_record, text)


def _decode(decoder: msgspec.json.Decoder[T], text: str) -> T | None:
    if len(text) > LARGEST:
        return None
    try:
        return decoder.decode(text)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return None


def _depth(steps: Iterable[Step]) -> int:
    return 1 + max((_depth(step.steps) for step in steps), default=0)
