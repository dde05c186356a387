"""The store on disk: diskcache, told to keep text and nothing else.

A cache folder may have been written by someone else: restored in CI, shared on a server, checked
out with a branch. What diskcache 5.6 would do with such a folder and we do not: unpickle rows,
open and delete files that rows name, take its settings from the database, evict by size.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from mkdocs_howto.errors import StoreUnavailable
from mkdocs_howto.stores.entry import LARGEST_BOOK, Book, Entry, decode_book, decode_entry, encode

if TYPE_CHECKING:
    import diskcache

T = TypeVar("T")

TIMEOUT = 5.0
"""Seconds to wait for another process to finish writing."""

_DATABASE = "cache.db"

_SETTINGS: dict[str, Any] = {
    "eviction_policy": "none",  # Nothing is dropped by itself: text may have been paid for.
    "cull_limit": 0,
    "size_limit": 2**40,
    "statistics": 0,
    "tag_index": 0,
    "disk_min_file_size": 2**40,
    "disk_pickle_protocol": 0,
    "sqlite_auto_vacuum": 1,
    "sqlite_cache_size": 2**11,
    "sqlite_journal_mode": "wal",
    "sqlite_mmap_size": 2**26,
    "sqlite_synchronous": 1,
}
_COUNTERS = {"count", "size", "hits", "misses"}
"""Rows of the settings table in which diskcache counts."""

_SCHEMA = {
    ("table", "Settings"),
    ("table", "Cache"),
    ("index", "sqlite_autoindex_Settings_1"),
    ("index", "Cache_key_raw"),
    ("index", "Cache_expire_time"),
    ("trigger", "Settings_count_insert"),
    ("trigger", "Settings_count_delete"),
    ("trigger", "Settings_size_insert"),
    ("trigger", "Settings_size_update"),
    ("trigger", "Settings_size_delete"),
}
"""Everything that diskcache makes in its database."""

_README = (
    "Sections kept by mkdocs-howto between builds.\n"
    "What is deleted is written again, and paid again where a model wrote it.\n"
)
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache; see https://bford.info/cachedir/\n"


class DiskStore:
    """Sections and books in one folder, shared by all processes that build the site.

    A store that cannot be used answers every question with nothing and says so once.
    """

    def __init__(
        self, folder: Path, report: Callable[[StoreUnavailable], None], *, shown: str = "", timeout: float = TIMEOUT
    ) -> None:
        """Make a store that has opened nothing yet.

        Args:
            folder: Where to keep them; made when something is kept.
            report: Told once when the store cannot be used.
            shown: The folder as messages name it.
            timeout: Seconds to wait for another process to finish writing.
        """
        self._shown = shown or folder.as_posix()
        self.folder = folder
        self._report = report
        self._timeout = timeout
        self._cache: diskcache.Cache | None = None
        self._usable = True

    @property
    def usable(self) -> bool:
        """Whether it still answers; a store that failed once is left alone."""
        return self._usable

    def entry(self, key: str) -> Entry | None:
        """The section kept under a key."""
        text = self._get(f"section:{key}")
        return None if text is None else decode_entry(text)

    def book(self, key: str) -> Book | None:
        """What references led to, by the digest of everything else that decides it."""
        text = self._get(f"book:{key}")
        return None if text is None else decode_book(text)

    def keep(self, entries: Sequence[tuple[str, Entry]], books: Sequence[tuple[str, Book]] = ()) -> None:
        """Keep sections and what references led to, in one transaction."""
        items = [(f"section:{key}", encode(entry)) for key, entry in entries]
        items += [(f"book:{key}", encode(book)) for key, book in books]
        self._put(items)

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """All sections by their keys."""
        for key in self._keys():
            if key.startswith("section:") and (entry := self.entry(key.removeprefix("section:"))) is not None:
                yield key.removeprefix("section:"), entry

    def remove(self, keys: Iterable[str]) -> None:
        """Remove sections."""
        self._delete([f"section:{key}" for key in keys])

    def clear(self) -> None:
        """Remove everything."""
        self._guarded(lambda cache: cache.clear(), create=False)

    def _keys(self) -> list[str]:
        rows = self._guarded(lambda cache: list(cache.iterkeys()), create=False)
        return [] if rows is None else rows

    def _delete(self, keys: Sequence[str]) -> None:
        def delete(cache: diskcache.Cache) -> None:
            with cache.transact():
                for key in keys:
                    cache.delete(key)

        self._guarded(delete, create=False)

    def close(self) -> None:
        """Let go of the database."""
        if self._cache is not None:
            with suppress(sqlite3.Error):
                self._cache.close()
            self._cache = None

    def _get(self, key: str) -> str | None:
        return self._guarded(lambda cache: cache.get(key), create=False)

    def _put(self, items: Sequence[tuple[str, str]]) -> None:
        def put(cache: diskcache.Cache) -> None:
            with cache.transact():
                for key, text in items:
                    cache.set(key, text)

        self._guarded(put, create=True)

    def _guarded(self, use: Callable[[diskcache.Cache], T], *, create: bool) -> T | None:
        """Use the database; whatever is wrong with it costs what it holds, never the build."""
        diskcache = _diskcache()
        for last_try in (False, True):
            if not self._usable:
                return None
            try:
                cache = self._open(create=create)
                return None if cache is None else use(cache)
            except ForeignValue:
                return None
            except (sqlite3.OperationalError, diskcache.Timeout, OSError) as error:
                self._give_up(error)
            except sqlite3.DatabaseError as error:
                if last_try:
                    self._give_up(error)
                else:
                    self._set_aside(error)
        return None

    def _open(self, *, create: bool) -> diskcache.Cache | None:
        if self._cache is None:
            if not create and not (self.folder / _DATABASE).exists():
                return None
            self._cache = _open(self.folder, self._timeout)
        return self._cache

    def _give_up(self, error: Exception) -> None:
        self._usable = False
        self.close()
        reason = str(error) or "another process holds it"
        self._report(
            StoreUnavailable(
                f"The cache in {self._shown}/ cannot be used: {reason}.",
                hint="Sections were written anew and not kept. Check its permissions, or delete the folder.",
            )
        )

    def _set_aside(self, error: Exception) -> None:
        """Move a damaged database away, so that the next use starts an empty one."""
        self.close()
        try:
            _move_away(self.folder)
        except OSError as again:
            self._give_up(again)
            return
        self._report(
            StoreUnavailable(
                f"The cache in {self._shown}/ was damaged ({error}); it was set aside and started anew.",
                hint=f"Delete {_DATABASE}.damaged when you do not need it.",
            )
        )


def _diskcache() -> ModuleType:
    """Import diskcache without the Django that may be installed beside it.

    Its `__init__` tries to import a cache for Django, which takes six times as long as the rest
    (diskcache 5.6.3), and it takes a failure for a machine without Django.
    """
    name = "diskcache.djangocache"
    if "diskcache" in sys.modules or name in sys.modules:
        return import_module("diskcache")
    sys.modules[name] = None  # type: ignore[assignment]  # as the import system marks what must not be imported
    try:
        return import_module("diskcache")
    finally:
        del sys.modules[name]


class ForeignValue(Exception):
    """A row that we would not have written."""


def _open(folder: Path, timeout: float) -> diskcache.Cache:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ((".gitignore", f"# {_README}*\n"), ("CACHEDIR.TAG", _TAG)):
        if not (folder / name).exists():
            (folder / name).write_text(text, encoding="utf-8")
    path = str(folder)
    if os.path.expandvars(os.path.expanduser(path)) != path:  # noqa: PTH111 - as diskcache does with it
        raise OSError("its path holds `~` or `$`, which diskcache would replace")
    _check(folder / _DATABASE, timeout)
    cache = _diskcache().Cache(path, timeout=timeout, disk=_text_disk(), **_SETTINGS)
    # A value too long to be ours is refused by SQLite before it fills the memory.
    # diskcache offers no way to reach its connection.
    cache._con.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 2 * LARGEST_BOOK)  # noqa: SLF001
    return cache


def _check(database: Path, timeout: float) -> None:
    """Look at a database before diskcache believes what it says.

    Raises:
        sqlite3.DatabaseError: It is damaged, or not one of ours.
        sqlite3.OperationalError: It is locked, and stays so.
    """
    if database.is_symlink():
        raise sqlite3.DatabaseError("it is a link to another place")
    if not database.exists():
        return
    with closing(sqlite3.connect(database, timeout=timeout, isolation_level=None)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        schema = set(connection.execute("SELECT type, name FROM sqlite_master"))
        if schema - _SCHEMA:
            raise sqlite3.DatabaseError("it holds tables that are not ours")
        # diskcache waits a minute for every statement while it opens a locked database.
        connection.execute("BEGIN IMMEDIATE")
        if ("table", "Settings") in schema:
            for key, value in connection.execute("SELECT key, value FROM Settings").fetchall():
                if key in _COUNTERS and type(value) is int:
                    continue
                if key not in _SETTINGS or _SETTINGS[key] != value:
                    connection.execute("DELETE FROM Settings WHERE key IS ?", (key,))
        connection.execute("COMMIT")


def _move_away(folder: Path) -> None:
    database = folder / _DATABASE
    for suffix in ("-wal", "-shm", "-journal"):
        database.with_name(_DATABASE + suffix).unlink(missing_ok=True)
    if database.is_symlink():
        database.unlink()
    elif database.exists():
        database.replace(database.with_name(f"{_DATABASE}.damaged"))


def _text_disk() -> type[diskcache.Disk]:
    core = _diskcache().core

    class TextDisk(core.Disk):  # type: ignore[misc,name-defined]  # diskcache has no types
        """Keys and values are text in the database; no pickles, no files."""

        def put(self, key: Any) -> tuple[str, bool]:
            if type(key) is not str:
                raise ForeignValue
            return key, True

        def get(self, key: Any, raw: Any) -> str:
            if type(key) is not str or not raw:
                raise ForeignValue
            return key

        def store(self, value: Any, read: Any, key: Any = None) -> tuple[int, int, None, str]:
            if type(value) is not str or read:
                raise ForeignValue
            return len(value), core.MODE_RAW, None, value

        def fetch(self, mode: Any, filename: Any, value: Any, read: Any) -> str:
            if mode != core.MODE_RAW or filename is not None or type(value) is not str or read:
                raise ForeignValue
            return value

        def filename(self, *_: Any) -> tuple[str, str]:
            raise ForeignValue

        def remove(self, file_path: Any) -> None:
            """Rows of ours name no file; a row that names one is not followed."""

    return TextDisk
