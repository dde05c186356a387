"""Find the file that a line of a page was included from: a snippet, another page, a docstring."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mkdocs_howto.files import real

_MOST_FILES = 20_000
"""Files that are looked at. Beyond this, the page is named instead."""

_LARGEST = 1_000_000
"""Bytes of a file that is read. Text that people include is far smaller."""

_MOST_BYTES = 200_000_000
"""Bytes that are read in all."""

_PASSED_OVER = {"node_modules", "site-packages", "__pycache__"}


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file.

    Attributes:
        path: The file.
        line: The line's number, from 1.
        text: The line without blanks at its ends.
    """

    path: Path
    line: int
    text: str


class Origins:
    """The lines below some folders that may hold a placeholder."""

    def __init__(self, folders: Iterable[Path], without: Iterable[Path] = ()) -> None:
        """Note folders; nothing is read before it is asked for.

        Args:
            folders: Where pages, snippets and documented sources lie. A file may stand for a folder.
            without: Folders to pass over, such as the built site.
        """
        self._folders = tuple(folders)
        self._without = {real(path) for path in without}

    def find(self, text: str, page: Path | None) -> tuple[Path, int] | None:
        """Return the file and line of a text, or `None` where it is not found or cannot be told from others.

        Args:
            text: A line, as the page's Markdown had it.
            page: The file of the page, which may hold the text as code that prints it.
        """
        wanted = text.strip()
        whole = [place for place in self._places if place.text == wanted]
        found = whole or [place for place in self._places if wanted in place.text]
        own = [place for place in found if place.path == page]
        files = {place.path for place in own or found}
        if len(files) > 1 and page is not None:
            source = page.read_text(encoding="utf-8", errors="replace")
            files = {path for path in files if path.name in source}
        if len(files) != 1:
            return None
        return next((place.path, place.line) for place in found if place.path in files)

    @cached_property
    def _places(self) -> list[Place]:
        found: list[Place] = []
        left = _MOST_BYTES
        for path in self._files():
            data = _data_of(path, min(left, _LARGEST))
            left -= len(data)
            found += _places_of(path, data)
        return found

    def _files(self) -> Iterator[Path]:
        """Yield each file once, in the order of their paths, up to a number that no site reaches."""
        found: dict[Path, None] = {}
        for folder in self._folders:
            for path in [folder] if folder.is_file() else self._below(folder):
                found[real(path)] = None
                if len(found) >= _MOST_FILES:
                    return iter(found)
        return iter(found)

    def _below(self, folder: Path) -> Iterator[Path]:
        for parent, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if self._is_read(Path(parent, name)))
            yield from (Path(parent, name) for name in sorted(names))

    def _is_read(self, folder: Path) -> bool:
        name = folder.name
        return not name.startswith(".") and name not in _PASSED_OVER and real(folder) not in self._without


def _data_of(path: Path, most: int) -> bytes:
    """Return the bytes of a text file; nothing for any other file, and for one that is too large."""
    try:
        if not path.is_file() or path.stat().st_size > most:
            return b""
        data = path.read_bytes()
    except OSError:
        return b""
    return b"" if b"\0" in data else data


def _places_of(path: Path, data: bytes) -> Iterator[Place]:
    if b"howto" not in data:
        return
    for number, line in enumerate(data.decode("utf-8", errors="replace").splitlines(), start=1):
        if "howto" in line:
            yield Place(path, number, line.strip())
