"""Sections in one file, to carry them from one machine to another.

Lines of JSON: a heading, then a key and its entry in each line; compressed where the name ends in
`.gz`. Keys say nothing of machines, so that what one wrote is found by another.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from mkdocs_howto import files
from mkdocs_howto.errors import StoreUnavailable
from mkdocs_howto.stores.entry import LARGEST, Entry, decode_entry, encode

_HEADING = {"format": "mkdocs-howto sections", "version": 1}
_KEY = re.compile(r"[0-9a-f]{40}\Z")


class _Line(msgspec.Struct):
    key: str
    entry: msgspec.Raw


_line = msgspec.json.Decoder(_Line)


def write(path: Path, entries: Iterable[tuple[str, Entry]]) -> int:
    """Write sections into a file.

    Args:
        path: The file; what stood there is replaced when all is written.
        entries: Keys and sections.

    Returns:
        How many there were.

    Raises:
        OSError: The file cannot be written.
    """
    count = 0
    with files.replacing(path) as outer, _packed(outer, "wb", is_packed=path.suffix == ".gz") as file:
        file.write(json.dumps(_HEADING).encode() + b"\n")
        for key, entry in entries:
            file.write(b'{"key":"%s","entry":%s}\n' % (key.encode(), encode(entry).encode()))
            count += 1
    return count


def read(path: Path) -> Iterator[tuple[str, Entry] | int]:
    """Read sections from a file that may have come from anywhere.

    Yields:
        A key and its section; for a line that holds none, its number.

    Raises:
        StoreUnavailable: The file is none of ours.
        OSError: The file cannot be read.
    """
    with path.open("rb") as outer, _packed(outer, "rb", is_packed=path.suffix == ".gz") as file:
        try:
            rows = _rows(file)
            heading = next(rows, b"")
            try:
                is_ours = json.loads(heading or b"null") == _HEADING
            except (ValueError, RecursionError):
                is_ours = False
            if not is_ours:
                raise StoreUnavailable(f"{path} holds no sections of this version.", hint="`cache export` writes one.")
            for number, row in enumerate(rows, start=2):
                if row is None or row.strip():
                    yield _decoded(row) or number
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise StoreUnavailable(f"{path} is damaged: {error}.") from error


def _decoded(row: bytes | None) -> tuple[str, Entry] | None:
    try:
        line = _line.decode(row or b"")
        entry = decode_entry(bytes(line.entry).decode())
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return None
    return (line.key, entry) if entry is not None and _KEY.match(line.key) else None


def _rows(file: IO[bytes]) -> Iterator[bytes | None]:
    """Lines; `None` for one that is longer than an entry can be, which is not kept in memory."""
    longest = 4 * LARGEST
    while row := file.readline(longest):
        if row.endswith(b"\n") or len(row) < longest:
            yield row
            continue
        while row and not row.endswith(b"\n"):
            row = file.readline(longest)
        yield None


@contextmanager
def _packed(outer: IO[bytes], mode: str, *, is_packed: bool) -> Iterator[IO[bytes]]:
    """Give what reads or writes the lines of an open file, which may be compressed."""
    if not is_packed:
        yield outer
        return
    with gzip.GzipFile(filename="", mode=mode, fileobj=outer, mtime=0) as file:
        yield file  # type: ignore[misc]  # it reads and writes bytes
