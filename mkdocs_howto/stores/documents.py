"""Catalogues and programs of a project's documentation, as JSON text that is checked again on the way out."""

from __future__ import annotations

import msgspec

from mkdocs_howto.authored import UsedPassage
from mkdocs_howto.catalogue import Catalogue

LARGEST_CATALOGUE = 4_000_000
"""Characters of one catalogue. A thousand files take about 300,000."""

LARGEST_PROGRAMS = 4_000_000
"""Characters of the programs of one file. A long page takes some 100,000."""

_LONGEST_PATH = 1_000
"""Characters of the path of what a program uses."""

_catalogue = msgspec.json.Decoder(Catalogue)
_programs = msgspec.json.Decoder(tuple[UsedPassage, ...])
_encoder = msgspec.json.Encoder()
_UNREADABLE = (msgspec.MsgspecError, RecursionError, UnicodeError)


def encode_catalogue(catalogue: Catalogue) -> str | None:
    """Return a catalogue as JSON text, or `None` where it is too large or cannot be written."""
    return _encoded(catalogue, LARGEST_CATALOGUE)


def encode_programs(programs: tuple[UsedPassage, ...]) -> str | None:
    """Return the programs of a file as JSON text, or `None` where they are too large or cannot be written."""
    return _encoded(programs, LARGEST_PROGRAMS)


def _encoded(value: object, largest: int) -> str | None:
    try:
        text = _encoder.encode(value).decode()
    except UnicodeError:
        return None  # A notebook may hold half of a surrogate pair, which JSON text in UTF-8 cannot.
    return text if len(text) <= largest else None


def decode_catalogue(text: str) -> Catalogue | None:
    """Read a catalogue; return `None` when the text is not one."""
    if len(text) > LARGEST_CATALOGUE:
        return None
    try:
        return _catalogue.decode(text)
    except _UNREADABLE:
        return None


def decode_programs(text: str) -> tuple[UsedPassage, ...] | None:
    """Read the programs of a file; return `None` when the text holds none."""
    if len(text) > LARGEST_PROGRAMS:
        return None
    try:
        found = _programs.decode(text)
    except _UNREADABLE:
        return None
    return found if all(map(_is_sound, found)) else None


def _is_sound(used: UsedPassage) -> bool:
    """Return whether the lines that a program names are lines that it has."""
    passage = used.passage
    last = passage.code.count("\n")
    first = -passage.prelude.count("\n") - 1  # What is used in the prelude stands above the first line.
    return (
        passage.code.endswith("\n")
        and passage.line >= 1
        and all(1 <= line <= last for line, _ in passage.shown)
        and all(first <= use.line <= last and len(use.path) <= _LONGEST_PATH for use in used.uses)
    )
