"""Sections in one file, to carry them from one machine to another.

Lines of JSON: a heading, then a key and its entry in each line; compressed where the name ends in
`.gz`. Keys say nothing of machines, so that what one wrote is found by another.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from mkdocs_howto import files
from mkdocs_howto.errors import StoreUnavailable
from mkdocs_howto.stores.entry import LARGEST, Entry, decode_entry, encode

MOST_BYTES = 500_000_000
"""Bytes of an archive, unpacked, for its writer and its reader: a few kilobytes can be packed that become terabytes."""
MOST_FAULTS = 1_000
"""Lines without a new section, blank ones included, behind which nothing more is read."""
_HEADING = {"format": "mkdocs-howto sections", "version": 1}
_HINT = "`cache export` writes one."
_SMALLER = "Export what a model wrote with `--paid`, or remove what is old with `cache prune` first."
_KEY = re.compile(r"[0-9a-f]{40}\Z")


class _Line(msgspec.Struct):
    key: str
    entry: msgspec.Raw


_line = msgspec.json.Decoder(_Line)


def write(path: Path, entries: Iterable[tuple[str, Entry]], *, most: int = MOST_BYTES) -> int:
    """Write sections into a file.

    Args:
        path: The file; what stood there is replaced when all is written.
        entries: Keys and sections.
        most: Bytes that the file may have, unpacked.

    Returns:
        How many there were.

    Raises:
        StoreUnavailable: The sections have more bytes than `read` takes. Nothing is written.
        OSError: The file cannot be written.
    """
    count = size = 0
    with files.replacing(path) as outer, _packed(outer, "wb", is_packed=path.suffix == ".gz") as file:
        for row in _written(entries):
            size += len(row)
            if size > most:
                said = f"The sections have more than {most:,} bytes, which `cache import` would not read."
                raise StoreUnavailable(said, hint=_SMALLER)
            file.write(row)
            count += 1
    return count - 1  # The heading is no section.


def _written(entries: Iterable[tuple[str, Entry]]) -> Iterator[bytes]:
    yield json.dumps(_HEADING).encode() + b"\n"
    for key, entry in entries:
        yield b'{"key":"%s","entry":%s}\n' % (key.encode(), encode(entry).encode())


def read(path: Path, kept: Container[str] = (), *, most: int = MOST_BYTES) -> Iterator[tuple[str, Entry] | int]:
    """Read sections from a file that may have come from anywhere.

    Args:
        path: The file.
        kept: Keys whose sections are passed over, unread.
        most: Bytes that are read, unpacked.

    Yields:
        A key and its section, the first of each key; for a line that holds none, its number.

    Raises:
        StoreUnavailable: The file is none of ours, or too large.
        OSError: The file cannot be read.
    """
    with path.open("rb") as outer, _packed(outer, "rb", is_packed=path.suffix == ".gz") as file:
        faults = 0
        try:
            rows = _rows(file, path, most)
            heading = next(rows, b"")
            try:
                is_ours = json.loads(heading or b"null") == _HEADING
            except (ValueError, RecursionError):
                is_ours = False
            if not is_ours:
                raise StoreUnavailable(f"{path} holds no sections of this version.", hint=_HINT)
            known: set[str] = set()
            for number, row in enumerate(rows, start=2):
                line = _decoded_line(row)
                if line is not None and line.key in kept and line.key not in known:
                    known.add(line.key)
                    continue
                found = _decoded(line)
                is_new = found is not None and found[0] not in known
                faults += not is_new
                if faults > MOST_FAULTS:
                    said = f"{path} has more than {MOST_FAULTS:,} lines without a new section; the rest is not read."
                    raise StoreUnavailable(said, hint=_HINT)
                if found is None and (row is None or row.strip()):
                    yield number
                elif found is not None and is_new:
                    known.add(found[0])
                    yield found
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise StoreUnavailable(f"{path} is damaged: {error}.") from error


def _decoded_line(row: bytes | None) -> _Line | None:
    try:
        line = _line.decode(row or b"")
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return None
    return line if _KEY.match(line.key) else None


def _decoded(line: _Line | None) -> tuple[str, Entry] | None:
    try:
        entry = decode_entry(bytes(line.entry).decode()) if line is not None else None
    except UnicodeError:
        return None
    return (line.key, entry) if line is not None and entry is not None else None


def _rows(file: IO[bytes], path: Path, most: int) -> Iterator[bytes | None]:
    """Yield lines; `None` for one that is longer than an entry can be, which is not kept in memory.

    Raises:
        StoreUnavailable: There are more bytes than an archive may have.
    """
    longest = 4 * LARGEST
    count, is_rest = 0, False
    while row := file.readline(longest):
        count += len(row)
        if count > most:
            raise StoreUnavailable(f"{path} has more than {most:,} bytes, unpacked; the rest is not read.")
        is_whole = row.endswith(b"\n") or len(row) < longest
        if not is_rest:
            yield row if is_whole else None
        is_rest = not is_whole


@contextmanager
def _packed(outer: IO[bytes], mode: str, *, is_packed: bool) -> Iterator[IO[bytes]]:
    """Give what reads or writes the lines of an open file, which may be compressed."""
    if not is_packed:
        yield outer
        return
    with gzip.GzipFile(filename="", mode=mode, fileobj=outer, mtime=0) as file:
        yield file  # type: ignore[misc]  # it reads and writes bytes
