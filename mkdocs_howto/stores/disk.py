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
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

from mkdocs_howto import files
from mkdocs_howto.authored import UsedPassage
from mkdocs_howto.catalogue import Catalogue, Update
from mkdocs_howto.errors import StoreUnavailable
from mkdocs_howto.stores.documents import decode_catalogue, decode_programs, encode_catalogue, encode_programs
from mkdocs_howto.stores.entry import (
    LARGEST,
    LARGEST_BOOK,
    Book,
    Entry,
    Summary,
    decode_book,
    decode_entry,
    decode_summary,
    encode,
)

if TYPE_CHECKING:
    import diskcache

R = TypeVar("R")
T = TypeVar("T")

TIMEOUT = 5.0
"""Seconds to wait for another process to finish writing."""

_DATABASE = "cache.db"
_BESIDE = ("-wal", "-shm", "-journal")
"""Ends of the names of files that SQLite keeps beside a database."""

_VERSIONS = slice(18, 20)
"""Where a database says how it is written and read: 1 with a rollback journal, 2 with a write-ahead log
(sqlite.org, "Database File Format", section 1.3.3)."""

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
    # A database with a write-ahead log makes and removes files beside it whenever it is opened, also to read.
    "sqlite_journal_mode": "delete",
    "sqlite_mmap_size": 2**26,
    "sqlite_synchronous": 1,
}
_COUNTERS = {"count", "size", "hits", "misses"}
"""Rows of the settings table in which diskcache counts."""

_LARGEST_DATABASE = 2**31
"""Bytes of a database, and of its log. A section takes some thousands."""

_MOST_SETTINGS = 100
"""Rows of the settings table; diskcache writes some twenty."""

_MOST_FREE_PAGES = 1_000
"""Unused pages of a database. diskcache has SQLite give them back with every transaction (`auto_vacuum`), in a
loop that no handler can stop."""

_SECTION = "section:"
"""Beginning of the keys of sections."""

_BATCH = 500
"""Sections that are read, or rows that are removed, in one use of the database."""

_STEPS = 100_000
"""Instructions of SQLite's machine between two looks at what is left."""

_MOST_STEPS = 300 * _STEPS
"""Instructions for one use of the database. Listing the keys of 100,000 sections takes some 600,000."""

_SUPER_JOURNAL = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
"""The end of a rollback journal that names another file, which SQLite deletes after the rollback
(`readSuperJournal` and `pager_delsuper` in SQLite's `pager.c`)."""

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
        self,
        folder: Path,
        report: Callable[[StoreUnavailable], None],
        *,
        shown: str = "",
        timeout: float = TIMEOUT,
        decode: Callable[[str], Entry | None] = decode_entry,
    ) -> None:
        """Make a store that has opened nothing yet.

        Args:
            folder: Where to keep them; made when something is kept.
            report: Told once when the store cannot be used.
            shown: The folder as messages name it.
            timeout: Seconds to wait for another process to finish writing.
            decode: Reads the text of an entry.
        """
        self._decode = decode
        self._shown = shown or folder.as_posix()
        self.folder = folder
        self._report = report
        self._timeout = timeout
        self._cache: diskcache.Cache | None = None
        self._reader: _Reader | None = None
        self._usable = True
        self._work = _Work()

    @property
    def usable(self) -> bool:
        """Whether it still answers; a store that failed once is left alone."""
        return self._usable

    def entry(self, key: str) -> Entry | None:
        """The section kept under a key."""
        text = self._get(f"{_SECTION}{key}")
        return None if text is None else self._decode(text)

    def book(self, key: str) -> Book | None:
        """What references led to, by the digest of everything else that decides it."""
        text = self._get(f"book:{key}")
        return None if text is None else decode_book(text)

    def catalogue(self, key: str) -> Catalogue | None:
        """Return what was found in the files of the documentation, or `None` where that is not known."""
        text = self._get(f"catalogue:{key}")
        return None if text is None else decode_catalogue(text)

    def programs(self, row: str) -> tuple[UsedPassage, ...] | None:
        """Return the programs of one file of the documentation, or `None` where they are not kept."""
        text = self._get(f"programs:{row}")
        return None if text is None else decode_programs(text)

    def keep(
        self,
        entries: Sequence[tuple[str, Entry]],
        books: Sequence[tuple[str, Book]] = (),
        documentation: Update | None = None,
    ) -> None:
        """Keep sections, what references led to, and what the documentation holds, in one transaction."""
        items = [(f"{_SECTION}{key}", encode(entry)) for key, entry in entries]
        items += [(f"book:{key}", encode(book)) for key, book in books]
        gone: list[str] = []
        if documentation is not None:
            items += _rows(documentation)
            gone += [f"programs:{row}" for row in documentation.gone]
        self._put(items, gone)

    def keep_documentation(self, documentation: Update) -> None:
        """Keep what the documentation holds, where that is possible; nobody misses it but the next build's clock."""
        self._put(_rows(documentation), [f"programs:{row}" for row in documentation.gone], is_optional=True)

    def keys(self) -> list[str]:
        """Return the keys of all sections, sorted."""
        return [key.removeprefix(_SECTION) for key in self._keys() if key.startswith(_SECTION)]

    def _keys(self) -> list[str]:
        """Return the keys of all rows, those of books and catalogues too."""
        return self._guarded(lambda rows: list(rows.iterkeys()), self._open_to_read) or []

    def entries(self, keys: Sequence[str] | None = None) -> Iterator[tuple[str, Entry]]:
        """Yield sections by their keys: all of them, or those of the given keys."""
        return self._each(self.keys() if keys is None else keys, self._decode)

    def summaries(self) -> Iterator[tuple[str, Summary]]:
        """Yield what is counted of each section, by its key."""
        return self._each(self.keys(), decode_summary)

    def _each(self, keys: Sequence[str], decode: Callable[[str], T | None]) -> Iterator[tuple[str, T]]:
        for batch in _batches(keys):
            yield from self._guarded(partial(_read, batch, decode), self._open_to_read) or ()

    def remove(self, keys: Sequence[str]) -> None:
        """Remove sections, some at a time: other processes wait for less long, and no use of SQLite is too long."""
        for batch in _batches(keys):
            self._put((), [f"{_SECTION}{key}" for key in batch], opened=self._open_existing)

    def clear(self) -> None:
        """Remove everything."""
        while self._guarded(lambda cache: cache.remove_some(), self._open_existing):
            pass

    def close(self) -> None:
        """Let go of the database."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        if self._cache is not None:
            with suppress(sqlite3.Error):
                self._cache.close()
            self._cache = None

    def _get(self, key: str) -> str | None:
        return self._guarded(lambda rows: rows.get(key), self._open_to_read)

    def _put(
        self,
        items: Sequence[tuple[str, str]],
        gone: Sequence[str] = (),
        *,
        opened: Callable[[], diskcache.Cache | None] | None = None,
        is_optional: bool = False,
    ) -> None:
        def put(cache: diskcache.Cache) -> None:
            with cache.transact():
                for key, text in items:
                    cache.set(key, text)
                for key in gone:
                    cache.delete(key)

        self._guarded(put, opened or self._open_to_write, is_optional=is_optional)

    def _guarded(self, use: Callable[[R], T], opened: Callable[[], R | None], *, is_optional: bool = False) -> T | None:
        """Use the database; whatever is wrong with it costs what it holds, never the build.

        Args:
            use: What to do with it.
            opened: Opens it; gives `None` where there is none.
            is_optional: Whether a database that is locked, or may not be written to, is no reason to give it up.
        """
        diskcache = _diskcache()
        for last_try in (False, True):
            if not self._usable:
                return None
            self._work.begin()
            try:
                database = opened()
                return None if database is None else use(database)
            except ForeignValue:
                return None
            except (sqlite3.DatabaseError, diskcache.Timeout, OSError, UnicodeDecodeError) as error:
                if not self._is_damage(error) and is_optional:
                    return None
                if not self._is_damage(error) or last_try:
                    self._give_up(error)
                else:
                    self._set_aside(error)
        return None

    def _is_damage(self, error: Exception) -> bool:
        """Return whether an error is about what the database holds, and not about its surroundings."""
        if isinstance(error, sqlite3.OperationalError):
            return self._work.is_spent
        # Python cannot read a message of SQLite that quotes bytes which are no UTF-8.
        return isinstance(error, sqlite3.DatabaseError | UnicodeDecodeError)

    def _open_to_write(self) -> diskcache.Cache:
        if self._cache is None:
            self._cache = _open(self.folder, self._timeout, self._work)
        return self._cache

    def _open_existing(self) -> diskcache.Cache | None:
        exists = self._cache is not None or os.path.lexists(self.folder / _DATABASE)
        return self._open_to_write() if exists else None

    def _open_to_read(self) -> _Rows | None:
        """Open the database so that nothing in its folder changes, where that is possible.

        diskcache writes its settings whenever it opens a database: whoever watches the folder would see a
        change with every build.
        """
        if self._cache is not None:
            rows: _Rows = self._cache
            return rows
        files.refuse_links(self.folder)
        if self._reader is None and _can_only_read(self.folder / _DATABASE):
            self._reader = _Reader(self.folder, self._timeout, self._work)
        return self._reader if self._reader is not None else self._open_existing()

    def _give_up(self, error: Exception) -> None:
        self._usable = False
        self.close()
        reason = str(error) or "another process holds it"
        self._report(
            StoreUnavailable(
                f"The cache in {self._shown}/ cannot be used: {reason}.",
                hint=f"Sections were written anew and not kept. {_WHAT_TO_DO[isinstance(error, ForeignFolder)]}",
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


def _batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[first : first + _BATCH] for first in range(0, len(keys), _BATCH))


def _read(keys: Sequence[str], decode: Callable[[str], T | None], rows: _Rows) -> list[tuple[str, T]]:
    """Return what sections decode to; those that cannot be read are left out."""
    found: list[tuple[str, T]] = []
    for key in keys:
        try:
            text = rows.get(f"{_SECTION}{key}")
        except ForeignValue:
            continue
        value = None if text is None else decode(text)
        if value is not None:
            found.append((key, value))
    return found


def _rows(documentation: Update) -> list[tuple[str, str]]:
    """Return the rows of a catalogue and of programs; programs that are too large are left out, and read again."""
    catalogue = encode_catalogue(documentation.catalogue)
    if catalogue is None:
        return []  # Without it, nobody would find the programs, or remove them.
    programs = ((f"programs:{row}", encode_programs(found)) for row, found in documentation.programs.items())
    return [(f"catalogue:{documentation.key}", catalogue), *((key, text) for key, text in programs if text is not None)]


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


_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Opens a file, but neither follows a link nor waits for what writes to a pipe."""


class ForeignFolder(OSError):
    """A folder that holds other files, which are not ours to write among or to delete."""


_WHAT_TO_DO = {
    False: "Check its permissions, or delete the folder.",
    True: "Give the cache a folder of its own: `cache: .cache/howto` in mkdocs.yml.",
}


class ForeignValue(Exception):
    """A row that we would not have written."""


class _Work:
    """Counts what SQLite does, and stops it where that comes to no end."""

    def __init__(self) -> None:
        self._left = _MOST_STEPS

    @property
    def is_spent(self) -> bool:
        """Whether SQLite was stopped."""
        return self._left <= 0

    def begin(self) -> None:
        """Allow the work of one use."""
        self._left = _MOST_STEPS

    def bound(self, connection: sqlite3.Connection) -> None:
        """Count the work of a connection."""
        connection.set_progress_handler(self._count, _STEPS)

    def _count(self) -> bool:
        self._left -= _STEPS
        return self.is_spent


class _Rows(Protocol):
    """What is read of a database; diskcache's cache has it, too."""

    def get(self, key: str) -> str | None:
        """Return the text kept under a key."""

    def iterkeys(self) -> Iterable[str]:
        """Return all keys, sorted."""


class _Reader:
    """A database that is opened to read: SQLite changes nothing in it and puts no file beside it."""

    def __init__(self, folder: Path, timeout: float, work: _Work) -> None:
        files.refuse_links(folder)
        database = folder / _DATABASE
        _check_files(database)
        self._connection = sqlite3.connect(
            f"{database.absolute().as_uri()}?mode=ro", timeout=timeout, isolation_level=None, uri=True
        )
        try:
            self._check(folder, work)
        except BaseException:
            self._connection.close()
            raise

    def _check(self, folder: Path, work: _Work) -> None:
        _bound(self._connection, work)
        self._is_empty = "Cache" not in _checked_schema(self._connection, folder)
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 2 * LARGEST_BOOK)

    def get(self, key: str) -> str | None:
        """Return the text kept under a key."""
        if self._is_empty:
            return None
        select = "SELECT mode, filename, value FROM Cache WHERE key = ? AND raw = 1"
        row = self._connection.execute(select, (key,)).fetchone()
        return None if row is None else _text_of(*row)

    def iterkeys(self) -> Iterator[str]:
        """Return all keys, sorted."""
        if self._is_empty:
            return
        yield from _keys(self._connection)

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()


def _can_only_read(database: Path) -> bool:
    """Return whether a database can be read without a change to its folder.

    SQLite plays a journal back when it opens a database, and puts files beside one with a write-ahead log.
    """
    if any(os.path.lexists(database.with_name(_DATABASE + suffix)) for suffix in _BESIDE):
        return False
    try:
        files.refuse_irregular(database)
        with os.fdopen(os.open(database, _READ), "rb") as file:
            return file.read(_VERSIONS.stop)[_VERSIONS] == b"\1\1"
    except OSError:
        return False


def _open(folder: Path, timeout: float, work: _Work) -> diskcache.Cache:
    path = str(folder)
    if os.path.expandvars(os.path.expanduser(path)) != path:  # noqa: PTH111 - as diskcache does with it
        raise OSError("its path holds `~` or `$`, which diskcache would replace")
    files.refuse_links(folder)
    _refuse_others(folder)
    _check(folder, timeout, work)
    for name, text in ((".gitignore", f"# {_README}*\n"), ("CACHEDIR.TAG", _TAG)):
        files.create(folder / name, text.encode())
    return _cache_class(work)(path, timeout=timeout, disk=_text_disk(), **_SETTINGS)


def _refuse_others(folder: Path) -> None:
    """Check that a folder is a cache, or may become one.

    Raises:
        OSError: It holds files, and none of them says that it is a cache.
    """
    with suppress(FileNotFoundError):
        names = {path.name for path in folder.iterdir()}
        is_ours = not names.isdisjoint({_DATABASE, "CACHEDIR.TAG"})
        if not is_ours and any(not name.startswith(".") and name != "locks" for name in names):
            raise ForeignFolder("it holds other files")


def _check(folder: Path, timeout: float, work: _Work) -> None:
    """Look at a database before diskcache believes what it says.

    Raises:
        sqlite3.DatabaseError: It is damaged, or not one of ours.
        sqlite3.OperationalError: It is locked, and stays so.
    """
    database = folder / _DATABASE
    _check_files(database)
    if not database.exists():
        return
    with closing(sqlite3.connect(database, timeout=timeout, isolation_level=None)) as connection:
        _bound(connection, work)
        names = _checked_schema(connection, folder)
        if connection.execute("PRAGMA freelist_count").fetchone()[0] > _MOST_FREE_PAGES:
            raise sqlite3.DatabaseError("most of it is empty")
        # diskcache waits a minute for every statement while it opens a locked database.
        connection.execute("BEGIN IMMEDIATE")
        if "Settings" in names:
            _mend_settings(connection)
        connection.execute("COMMIT")


def _check_files(database: Path) -> None:
    for suffix in ("", *_BESIDE):
        _check_file(database.with_name(_DATABASE + suffix))


def _bound(connection: sqlite3.Connection, work: _Work) -> None:
    """Bound what a foreign database can cost before it is known."""
    work.bound(connection)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST)
    connection.execute("PRAGMA trusted_schema = OFF")


def _checked_schema(connection: sqlite3.Connection, folder: Path) -> set[str]:
    """Return the names of what a database defines.

    Raises:
        sqlite3.DatabaseError: It defines something that diskcache would not.
    """
    schema = _schema(connection)
    if not schema <= _fresh_schema(folder):
        raise sqlite3.DatabaseError("it holds tables or triggers that are not ours")
    return {name for _, name, *_ in schema}


def _check_file(path: Path) -> None:
    """Check a file that SQLite will open, and follow or read as it finds it.

    Raises:
        sqlite3.DatabaseError: SQLite must not open it.
    """
    try:
        files.refuse_irregular(path)
    except files.LinkOnTheWay as error:
        raise sqlite3.DatabaseError(f"{path.name} is a link, or no regular file") from error
    with suppress(FileNotFoundError):
        if path.stat().st_size > _LARGEST_DATABASE:
            raise sqlite3.DatabaseError(f"{path.name} has more than {_LARGEST_DATABASE:,} bytes")
        if path.name.endswith("-journal") and _end(path) == _SUPER_JOURNAL:
            raise sqlite3.DatabaseError(f"{path.name} names a file to delete")


def _end(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - len(_SUPER_JOURNAL), 0))
        return file.read(len(_SUPER_JOURNAL))


def _mend_settings(connection: sqlite3.Connection) -> None:
    """Delete settings that are not ours; diskcache would follow them."""
    rows = connection.execute("SELECT key, value FROM Settings LIMIT ?", (_MOST_SETTINGS + 1,)).fetchall()
    if len(rows) > _MOST_SETTINGS:
        raise sqlite3.DatabaseError("it holds more settings than there are")
    for key, value in rows:
        if key in _COUNTERS and type(value) is int:
            continue
        if key not in _SETTINGS or _SETTINGS[key] != value:
            connection.execute("DELETE FROM Settings WHERE key IS ?", (key,))


_Schema: TypeAlias = set[tuple[str, str, str, str | None]]


def _schema(connection: sqlite3.Connection) -> _Schema:
    """Return all that a database defines, with its SQL."""
    return set(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


def _fresh_schema(folder: Path) -> _Schema:
    """Return what the installed diskcache defines in a new database, which it makes in memory.

    Args:
        folder: A folder that exists, which diskcache asks for and does not use.
    """
    memory = sqlite3.connect(":memory:", isolation_level=None)

    class InMemory(_diskcache().Cache):  # type: ignore[misc]  # diskcache has no types
        @property
        def _con(self) -> sqlite3.Connection:
            return memory

        def close(self) -> None:
            """Stay open: the constructor opens its file a second time."""

    with closing(memory):
        InMemory(str(folder), disk=_text_disk(), **_SETTINGS)
        return _schema(memory)


def _cache_class(work: _Work) -> type[diskcache.Cache]:
    """Return diskcache's cache with bounded connections, which it offers no way to reach."""

    class BoundedCache(_diskcache().Cache):  # type: ignore[misc]  # diskcache has no types
        _bounded: sqlite3.Connection | None = None

        @property
        def _con(self) -> sqlite3.Connection:
            connection: sqlite3.Connection = super()._con
            if connection is not self._bounded:
                # A value too long to be ours is refused by SQLite before it fills the memory.
                connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 2 * LARGEST_BOOK)
                work.bound(connection)
                self._bounded = connection
            return connection

        def iterkeys(self) -> Iterator[str]:
            """Return all keys, sorted; diskcache asks SQLite to go through all of them for every hundred."""
            return _keys(self._con)

        def remove_some(self) -> int:
            """Remove some rows, whatever they hold, and return how many; diskcache removes all in one go."""
            some = "SELECT rowid FROM Cache LIMIT ?"
            with self.transact():
                gone = self._con.execute(f"DELETE FROM Cache WHERE rowid IN ({some})", (_BATCH,))  # noqa: S608 - no input
            return gone.rowcount

        def close(self) -> None:
            super().close()
            self._bounded = None

    return BoundedCache


def _move_away(folder: Path) -> None:
    database = folder / _DATABASE
    for suffix in _BESIDE:
        files.remove(database.with_name(_DATABASE + suffix))
    if database.is_symlink():
        files.remove(database)
    elif database.exists():
        files.move(database, database.with_name(f"{_DATABASE}.damaged"))


def _keys(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the keys of all rows, sorted.

    Raises:
        ForeignValue: One is none that we would have written.
    """
    for key, raw in connection.execute("SELECT key, raw FROM Cache ORDER BY key"):
        yield _key_of(key, raw)


def _key_of(key: Any, raw: Any) -> str:
    """Return a row's key.

    Raises:
        ForeignValue: We would not have written it.
    """
    if type(key) is not str or not raw:
        raise ForeignValue
    return key


def _text_of(mode: Any, filename: Any, value: Any) -> str:
    """Return a row's text.

    Raises:
        ForeignValue: We would not have written it.
    """
    if mode != _diskcache().core.MODE_RAW or filename is not None or type(value) is not str:
        raise ForeignValue
    return value


def _text_disk() -> type[diskcache.Disk]:
    core = _diskcache().core

    class TextDisk(core.Disk):  # type: ignore[misc,name-defined]  # diskcache has no types
        """Keys and values are text in the database; no pickles, no files."""

        def put(self, key: Any) -> tuple[str, bool]:
            if type(key) is not str:
                raise ForeignValue
            return key, True

        def get(self, key: Any, raw: Any) -> str:
            return _key_of(key, raw)

        def store(self, value: Any, read: Any, key: Any = None) -> tuple[int, int, None, str]:
            if type(value) is not str or read:
                raise ForeignValue
            return len(value), core.MODE_RAW, None, value

        def fetch(self, mode: Any, filename: Any, value: Any, read: Any) -> str:
            if read:
                raise ForeignValue
            return _text_of(mode, filename, value)

        def filename(self, *_: Any) -> tuple[str, str]:
            raise ForeignValue

        def remove(self, file_path: Any) -> None:
            """Rows of ours name no file; a row that names one is not followed."""

    return TextDisk
