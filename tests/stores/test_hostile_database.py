"""Databases that somebody else has put into the cache folder: each is a miss, in bounded work, and touches no other file."""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mkdocs_howto.stores import disk
from tests.stores.test_disk import BOOK, ENTRY, Reports, filled, store

ENDLESS = "WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT count(*) FROM r"


@pytest.fixture
def reports() -> Reports:
    return Reports()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A cache with one section and one book, beside a file that is none of its business."""
    victim = tmp_path / "victim"
    victim.write_text("mine")
    with closing(filled(tmp_path / "cache")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    yield tmp_path / "cache"
    assert victim.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "victim"]


def rewritten(*, drop: str = "", make: str) -> Callable[[Path], None]:
    """Define something in a cache's database."""

    def write(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "cache.db", isolation_level=None)) as connection:
            if drop:
                connection.execute(f"DROP {drop}")
            connection.execute(make)

    return write


def schema_text(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Change the text of a definition, as any editor of files can."""

    def write(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "cache.db", isolation_level=None)) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            found = connection.execute(
                "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ?", (old, new, name)
            )
            assert found.rowcount == 1

    return write


def trigger(name: str, when: str) -> Callable[[Path], None]:
    return rewritten(
        drop=f"TRIGGER {name}",
        make=f"CREATE TRIGGER {name} {when} ON Cache FOR EACH ROW BEGIN UPDATE Settings SET value = ({ENDLESS}); END",
    )


DEFINED = {
    "a trigger on what is added": trigger("Settings_count_insert", "AFTER INSERT"),
    "a trigger on what is changed": trigger("Settings_size_update", "AFTER UPDATE"),
    "a trigger on what is removed": trigger("Settings_count_delete", "AFTER DELETE"),
    "a trigger before": trigger("Settings_size_insert", "BEFORE INSERT"),
    "a trigger on the settings": rewritten(
        drop="TRIGGER Settings_size_delete",
        make="CREATE TRIGGER Settings_size_delete AFTER UPDATE ON Settings BEGIN DELETE FROM Cache; END",
    ),
    "a view for a table": rewritten(drop="TABLE Settings", make=f"CREATE VIEW Settings(key, value) AS SELECT 1, ({ENDLESS})"),
    "an index of an expression": rewritten(
        drop="INDEX Cache_expire_time", make="CREATE INDEX Cache_expire_time ON Cache (hex(value))"
    ),
    "an index of a part": rewritten(
        drop="INDEX Cache_expire_time",
        make="CREATE INDEX Cache_expire_time ON Cache (expire_time) WHERE length(value) > 1",
    ),
    "a check": schema_text("Cache", " value BLOB)", " value BLOB CHECK (length(hex(value)) > 0))"),
    "a generated column": schema_text("Cache", " value BLOB)", " value AS (hex(key)))"),
    "a default": schema_text("Settings", " value)", " value DEFAULT (hex(zeroblob(100000000))))"),
    "another order": schema_text("Cache", "key BLOB", "key BLOB COLLATE NOCASE"),
    "text that is no SQL": schema_text("Cache", "CREATE TABLE", "CREATE TABBLE"),
    "a table of its own": rewritten(make="CREATE TABLE more (x)"),
}  # fmt: skip


@pytest.mark.parametrize("write", DEFINED.values(), ids=DEFINED)
def test_what_a_foreign_schema_says_is_never_run(folder: Path, reports: Reports, write: Callable[[Path], None]) -> None:
    write(folder)
    kept = store(folder, reports)
    assert kept.entry("k") is None
    kept.keep([("k", ENTRY)], [("b", BOOK)])
    assert kept.entry("k") == ENTRY
    kept.remove(["k"])
    kept.clear()
    kept.close()
    assert len(reports) == 1
    assert (folder / "cache.db.damaged").exists()


def test_the_schema_of_the_installed_diskcache_is_taken_as_ours(folder: Path, reports: Reports) -> None:
    """Nothing is written down about it here that a new version of diskcache could make wrong."""
    with closing(sqlite3.connect(folder / "cache.db")) as connection:
        assert disk._schema(connection) == disk._fresh_schema(folder)
    assert store(folder, reports).entry("k") == ENTRY
    assert reports == []


@pytest.mark.parametrize("missing", ["INDEX Cache_key_raw", "TRIGGER Settings_size_insert", "TABLE Cache"])
def test_a_database_that_a_killed_process_left_half_made_is_completed(
    folder: Path, reports: Reports, missing: str
) -> None:
    with closing(sqlite3.connect(folder / "cache.db")) as connection:
        connection.execute(f"DROP {missing}")
    kept = store(folder, reports)
    kept.keep([("k", ENTRY)], [])
    assert kept.entry("k") == ENTRY
    assert reports == []


def fifo(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def link(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to("../victim")


def dangling(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to("../nowhere")


def circle(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(path.name)


def sparse(path: Path) -> None:
    if not path.exists():
        path.touch()
    os.truncate(path, 10 * 2**30)


@pytest.mark.parametrize("what", [fifo, link, dangling, circle, sparse], ids=lambda what: what.__name__)
@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", "-journal"])
def test_only_plain_files_are_opened(folder: Path, reports: Reports, suffix: str, what: Callable[[Path], None]) -> None:
    what(folder / f"cache.db{suffix}")
    kept = store(folder, reports)
    assert kept.entry("k") is None
    kept.keep([("k", ENTRY)], [])
    assert kept.entry("k") == ENTRY
    assert len(reports) == 1


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", "-journal"])
def test_a_folder_in_place_of_a_file_costs_no_build(folder: Path, reports: Reports, suffix: str) -> None:
    (folder / f"cache.db{suffix}").unlink(missing_ok=True)
    (folder / f"cache.db{suffix}").mkdir()
    kept = store(folder, reports)
    assert kept.entry("k") is None
    kept.keep([("k", ENTRY)], [])
    assert len(reports) == 1


@pytest.mark.parametrize("name", ["victim", "../cache/../victim", "cache.db"])
def test_a_journal_that_names_a_file_to_delete_is_not_played_back(folder: Path, reports: Reports, name: str) -> None:
    """SQLite deletes the "super-journal" that a rollback journal names, once that has been rolled back."""
    target = os.fsencode(folder.parent / name)
    pages = (folder / "cache.db").stat().st_size // 4096
    head = disk._SUPER_JOURNAL + struct.pack(">5I", 0, 7, pages, 512, 4096)
    tail = struct.pack(">I", 0) + target + struct.pack(">2I", len(target), sum(target)) + disk._SUPER_JOURNAL
    (folder / "cache.db-journal").write_bytes(head.ljust(512, b"\0") + tail)
    kept = store(folder, reports)
    assert kept.entry("k") is None
    kept.keep([("k", ENTRY)], [])
    assert kept.entry("k") == ENTRY
    assert len(reports) == 1


@pytest.mark.parametrize("define", [DEFINED["a trigger on what is added"], DEFINED["a table of its own"]])
def test_what_a_log_defines_counts_as_what_the_database_defines(
    folder: Path, reports: Reports, define: Callable[[Path], None]
) -> None:
    """The database itself is as it should be; its write-ahead log, which older versions kept, says otherwise."""
    with closing(sqlite3.connect(folder / "cache.db")) as connection:
        assert connection.execute("PRAGMA journal_mode = wal").fetchone() == ("wal",)
    plain = (folder / "cache.db").read_bytes()
    with closing(sqlite3.connect(folder / "cache.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM Cache").fetchone()
        define(folder)
        log = (folder / "cache.db-wal").read_bytes()
    for path in folder.glob("cache.db*"):
        path.unlink()
    (folder / "cache.db").write_bytes(plain)
    (folder / "cache.db-wal").write_bytes(log)
    kept = store(folder, reports)
    assert kept.entry("k") is None
    kept.keep([("k", ENTRY)], [])
    assert kept.entry("k") == ENTRY
    assert len(reports) == 1


def test_settings_without_end_are_not_read(folder: Path, reports: Reports) -> None:
    with closing(sqlite3.connect(folder / "cache.db")) as connection:
        rows = ((f"k{number}", "x" * 1000) for number in range(20_000))
        connection.executemany("INSERT INTO Settings VALUES (?, ?)", rows)
        connection.commit()
    kept = store(folder, reports)
    assert kept.entry("k") == ENTRY  # Reading needs no settings.
    assert reports == []
    kept.keep([("new", ENTRY)])
    assert (kept.entry("k"), kept.entry("new")) == (None, ENTRY)
    assert len(reports) == 1


@pytest.mark.parametrize(
    "statement",
    [
        ENDLESS,
        "SELECT count(*) FROM Cache a, Cache b, Cache c, Cache d, Cache e, Cache f, Cache g, Cache h",
        f"UPDATE Settings SET value = ({ENDLESS})",
        f"DELETE FROM Cache WHERE size = ({ENDLESS})",
    ],
)
def test_the_work_of_a_connection_ends(folder: Path, reports: Reports, statement: str) -> None:
    """Whatever a comparison of schemas may have missed."""
    kept = store(folder, reports)
    kept.keep([(str(number), ENTRY) for number in range(50)])
    found = kept._guarded(lambda cache: cache._sql(statement).fetchall(), kept._open_existing)
    assert found is None
    assert [report.count("interrupted") for report in reports][:1] == [1]


def test_work_is_counted_for_each_use(folder: Path, reports: Reports) -> None:
    """A long build is no endless one."""
    kept = store(folder, reports)
    for number in range(200):
        kept.keep([(f"{number}", ENTRY)])
        assert kept._work._left > disk._MOST_STEPS - 10 * disk._STEPS
    assert reports == []


@pytest.mark.parametrize("name", ["module.py", "index.md", "notes.txt"])
def test_nobody_is_told_to_delete_a_folder_with_files_of_his_own(tmp_path: Path, name: str) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / name).write_text("mine")
    said: list[str] = []
    opened = disk.DiskStore(tmp_path / "src", lambda error: said.append(str(error)))
    opened.keep([("key", ENTRY)])
    assert len(said) == 1
    assert "or delete the folder" not in said[0]
    assert "cache: .cache/howto" in said[0]


@pytest.mark.parametrize("word", [b"CREATE TABLE Cache", b"CREATE TRIGGER", b"Settings", b"Cache_key_raw"])
def test_bytes_that_are_no_text_cost_no_build(folder: Path, reports: Reports, word: bytes) -> None:
    database = folder / "cache.db"
    content = database.read_bytes()
    place = content.index(word) + 3
    database.write_bytes(content[:place] + b"\xbb" + content[place + 1 :])
    kept = store(folder, reports)
    kept.entry("k")  # Some places hold no schema that is in use.
    kept.keep([("k", ENTRY)])
    assert kept.entry("k") == ENTRY
    kept.close()
