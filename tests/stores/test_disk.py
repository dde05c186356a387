"""The store on disk keeps text, and survives whatever it finds in its folder."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import pickle
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from mkdocs_howto.errors import StoreUnavailable
from mkdocs_howto.section import Finding, Provenance, Section, Step
from mkdocs_howto.stores.disk import DiskStore
from mkdocs_howto.stores.entry import (
    LARGEST,
    LARGEST_BOOK,
    Book,
    Entry,
    Record,
    Summary,
    decode_book,
    decode_entry,
    decode_summary,
    encode,
)
from tests.work import calls_of, grows_evenly

SECTION = Section(
    description="Adds numbers.",
    steps=(Step("For each `n`:", (Step("Adds it.", lines=((2, 2),)),), ((1, 1),)), Step("Returns the sum.")),
    example='print(add(1, 2))\n# "quotes" \\ and ünicode\n',
    provenance=Provenance(
        writer="offline", writer_version=1, fingerprint="v1:0", package_version="0", example_source="synthesised"
    ),
    findings=(Finding("vague-term", "warning", "says nothing", "some", 3),),
    review_version=2,
)
ENTRY = Entry(section=SECTION, links={"add": "m.add"}, lookups={"m.Number": "-"})
RECORD = Record(
    fingerprint="v1:0", key="k", object_path="m.add", kind="function", name="add", file="m.py", lines=(1, 9)
)


FILE, NOTHING, OTHER = ("m.py", "0"), ("n.py", ""), ("o.py", "1")


def a_book() -> Book:
    book = Book()
    book.add("one", RECORD, [(FILE, NOTHING)])
    book.add("two", RECORD, [(FILE, NOTHING), (OTHER,)])
    return book


BOOK = a_book()


BATCH = 100


class Reports(list[str]):
    def __call__(self, error: StoreUnavailable) -> None:
        self.append(str(error))


@pytest.fixture
def reports() -> Reports:
    return Reports()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def store(folder: Path, reports: Reports | None = None) -> DiskStore:
    return DiskStore(folder, reports if reports is not None else Reports())


def filled(folder: Path) -> sqlite3.Connection:
    """A cache with one entry and one record, closed, and a connection to do something to it."""
    kept = store(folder)
    kept.keep([("k", ENTRY)], [("b", BOOK)])
    kept.close()
    return sqlite3.connect(folder / "cache.db", isolation_level=None)


def test_what_is_kept_comes_back_equal(folder: Path, reports: Reports) -> None:
    first = store(folder, reports)
    first.keep([("k", ENTRY)], [("b", BOOK)])
    first.close()
    second = store(folder, reports)
    assert second.entry("k") == ENTRY
    assert second.book("b") == BOOK
    assert second.entry("other") is None
    assert reports == []


def test_looking_into_an_empty_store_makes_nothing(folder: Path) -> None:
    assert store(folder).entry("k") is None
    assert not folder.exists()


def test_the_folder_says_what_it_is(folder: Path) -> None:
    filled(folder).close()
    assert (folder / ".gitignore").read_text().endswith("*\n")
    assert (folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")


def test_rows_are_json_text(folder: Path) -> None:
    with closing(filled(folder)) as connection:
        rows = connection.execute("SELECT key, raw, mode, filename, value FROM Cache ORDER BY key").fetchall()
    assert [(key, raw, mode, name) for key, raw, mode, name, _ in rows] == [
        ("book:b", 1, 1, None),
        ("section:k", 1, 1, None),
    ]
    assert rows[1][4].startswith('{"section":{"description":"Adds numbers."')


class Mark:
    """Unpickling it leaves a mark."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize("mode", [1, 2, 3, 4])
def test_a_pickle_is_never_read(folder: Path, tmp_path: Path, mode: int) -> None:
    mark = tmp_path / "mark"
    with closing(filled(folder)) as connection:
        data = pickle.dumps(Mark(mark))
        connection.execute("UPDATE Cache SET mode = ?, value = ?", (mode, data))
        connection.execute("UPDATE Cache SET raw = 0, key = ? WHERE key = 'book:b'", (data,))
    assert store(folder).entry("k") is None
    assert store(folder).book("b") is None
    assert not mark.exists()


@pytest.mark.parametrize("mode", [1, 2, 3, 4])
def test_a_foreign_file_is_neither_read_nor_deleted(folder: Path, tmp_path: Path, mode: int) -> None:
    """A row may name any file; reading it opens nothing, and writing its key deletes nothing."""
    victim = tmp_path / "victim.txt"
    victim.write_text(encode(ENTRY))
    with closing(filled(folder)) as connection:
        connection.execute("UPDATE Cache SET mode = ?, value = NULL, filename = ?", (mode, f"../{victim.name}"))
    kept = store(folder)
    assert kept.entry("k") is None
    kept.keep([("k", ENTRY)], [])
    assert kept.entry("k") == ENTRY
    assert victim.read_text() == encode(ENTRY)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("size_limit", 1),
        ("cull_limit", 1000),
        ("eviction_policy", "least-recently-used"),
        ("eviction_policy", "nonsense"),
        ("disk_pickle_protocol", "x"),
        ("disk_surprise", 1),
        ("nonsense", 1),
        ("sqlite_journal_mode", "wal"),
        ("sqlite_writable_schema; DROP TABLE Cache", 1),
        ("count", "many"),
        ("size", b"\xff"),
    ],
)
def test_settings_in_the_database_count_for_nothing(folder: Path, reports: Reports, key: str, value: object) -> None:
    with closing(filled(folder)) as connection:
        connection.execute("INSERT OR REPLACE INTO Settings VALUES (?, ?)", (key, value))
    kept = store(folder, reports)
    assert kept.entry("k") == ENTRY
    for number in range(30):
        kept.keep([(f"k{number}", ENTRY)], [])
    assert kept.entry("k") == ENTRY
    assert reports == []


def test_a_book_knows_what_each_record_rests_on() -> None:
    assert BOOK.looks == [(FILE, NOTHING), (OTHER,)]
    assert BOOK.records["two"].rests_on == (0, 1)
    assert BOOK.read(BOOK.records["two"]) == ["m.py", "o.py"]


def test_a_book_drops_looks_that_nothing_rests_on() -> None:
    book = a_book()
    book.add("two", RECORD, [(OTHER,)])
    book.add("one", RECORD, [(NOTHING,)])
    assert decode_book(encode(book)) == Book(
        [(NOTHING,), (OTHER,)],
        {"one": dataclasses.replace(RECORD, rests_on=(0,)), "two": dataclasses.replace(RECORD, rests_on=(1,))},
    )


@pytest.mark.parametrize("number", [-1, 3, 10**30])
def test_a_book_with_a_look_it_does_not_have_is_none(number: int) -> None:
    assert decode_book(encode(BOOK).replace("[0,1]", f"[0,{number}]")) is None


BAD_VALUES = {
    "nothing": "",
    "no JSON": "{",
    "another kind": "[]",
    "a field missing": '{"section": {}}',
    "a wrong type": encode(ENTRY).replace('"Adds numbers."', "7"),
    "an unknown word": encode(ENTRY).replace('"synthesised"', '"guessed"'),
    "deep lists": "[" * 100_000 + "]" * 100_000,
    "deep steps": encode(ENTRY).replace(
        '"steps":[', '"steps":[' + '{"text":"a","lines":[],"steps":[' * 5000 + "]}" * 5000 + ",", 1
    ),
    "deeper steps than any writer's": encode(ENTRY).replace(
        '"steps":[', '"steps":[' + '{"text":"a","lines":[],"steps":[' * 30 + "]}" * 30 + ",", 1
    ),
    **{
        f"steps {levels} deep": encode(ENTRY).replace(
            '"steps":[', '"steps":[' + '{"text":"a","lines":[],"steps":[' * levels + "]}" * levels + ",", 1
        )
        for levels in (400, 450, 480)
    },
    "long": '{"section": "' + "x" * LARGEST + '"}',
    "lone surrogate": '{"section": "\\ud800"}',
}


@pytest.mark.parametrize("text", BAD_VALUES.values(), ids=BAD_VALUES)
def test_a_value_that_is_none_of_ours_is_a_miss(folder: Path, reports: Reports, text: str) -> None:
    with closing(filled(folder)) as connection:
        connection.execute("UPDATE Cache SET value = ?", (text,))
    kept = store(folder, reports)
    assert kept.entry("k") is None
    assert kept.book("b") is None
    kept.keep([("k", ENTRY)], [("b", BOOK)])
    assert kept.entry("k") == ENTRY
    assert decode_entry(text) is None
    assert decode_book(text) is None


@pytest.mark.parametrize("size", [LARGEST + 1, 3 * LARGEST_BOOK, 200_000_000])
def test_a_huge_value_is_a_miss_and_fills_no_memory(folder: Path, size: int) -> None:
    import resource

    with closing(filled(folder)) as connection:
        connection.execute("UPDATE Cache SET value = CAST(zeroblob(?) AS TEXT) WHERE key = 'section:k'", (size,))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kept = store(folder)
    assert kept.entry("k") is None
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def garbage(path: Path) -> None:
    path.write_bytes(os.urandom(100_000))


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def torn(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:] = os.urandom(len(data) - 100)
    path.write_bytes(data)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def another_database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE Cache (x)")
        connection.execute("CREATE VIEW Settings AS SELECT 1 AS key, 2 AS value")
        connection.commit()


def with_a_trigger(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TRIGGER t AFTER INSERT ON Cache BEGIN DELETE FROM Cache; END")
        connection.commit()


@pytest.mark.parametrize("damage", [garbage, truncated, torn, emptied, another_database, with_a_trigger])
def test_a_damaged_database_costs_its_contents_and_no_more(
    folder: Path, reports: Reports, damage: Callable[[Path], None]
) -> None:
    connection = filled(folder)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    damage(folder / "cache.db")
    kept = store(folder, reports)
    assert kept.entry("k") is None
    kept.keep([("k", ENTRY)], [("b", BOOK)])
    assert kept.entry("k") == ENTRY
    assert kept.book("b") == BOOK
    kept.close()
    again = Reports()
    assert store(folder, again).entry("k") == ENTRY
    assert again == []
    assert len(reports) == (0 if damage is emptied else 1)


def test_a_database_that_is_a_link_is_not_followed(folder: Path, tmp_path: Path, reports: Reports) -> None:
    victim = tmp_path / "victim.db"
    with closing(sqlite3.connect(victim)) as connection:
        connection.execute("CREATE TABLE t (x)")
        connection.commit()
    before = victim.read_bytes()
    folder.mkdir()
    (folder / "cache.db").symlink_to(victim)
    kept = store(folder, reports)
    kept.keep([("k", ENTRY)], [])
    assert kept.entry("k") == ENTRY
    assert victim.read_bytes() == before
    assert len(reports) == 1


def test_a_locked_database_is_given_up(folder: Path, reports: Reports) -> None:
    with closing(filled(folder)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        kept = DiskStore(folder, reports, timeout=0.2)
        assert kept.entry("k") is None
        kept.keep([("k", ENTRY)], [])
        assert kept.book("b") is None
    assert len(reports) == 1
    assert "locked" in reports[0]


@contextmanager
def without_rights() -> Iterator[None]:
    """Root may write anywhere; for a while, be somebody who may not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_read_only_folder_is_read_and_given_up_for_writing(folder: Path, reports: Reports) -> None:
    filled(folder).close()
    for path in folder.parents:
        if path.is_relative_to(tempfile.gettempdir()) and path != Path(tempfile.gettempdir()):
            path.chmod(0o755)
    for path in (*folder.iterdir(), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    kept = store(folder, reports)
    with without_rights():
        assert kept.entry("k") == ENTRY
        kept.keep([("k", ENTRY)], [])
    folder.chmod(0o755)
    assert len(reports) == 1
    assert "readonly" in reports[0]


def state(folder: Path) -> dict[str, tuple[int, int, int]]:
    """The names in a folder and the folder itself, with what every write to them changes."""
    found = {path.name: path.stat() for path in (folder, *folder.iterdir())}
    return {name: (status.st_ino, status.st_size, status.st_mtime_ns) for name, status in found.items()}


READS: dict[str, Callable[[DiskStore], object]] = {
    "a section": lambda kept: kept.entry("k") == ENTRY,
    "a section that is not there": lambda kept: kept.entry("other") is None,
    "a book": lambda kept: kept.book("b") == BOOK,
    "all sections": lambda kept: list(kept.entries()) == [("k", ENTRY)],
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_reading_changes_nothing_in_the_folder(
    folder: Path, reports: Reports, read: Callable[[DiskStore], object]
) -> None:
    store(folder).keep([("k", ENTRY)], [("b", BOOK)])
    before = state(folder)
    kept = store(folder, reports)
    assert read(kept)
    assert state(folder) == before  # While it is open as well: who watches the folder sees every file.
    kept.close()
    assert state(folder) == before
    assert reports == []


def test_a_store_reads_what_it_has_kept_since(folder: Path, reports: Reports) -> None:
    store(folder).keep([("k", ENTRY)])
    kept = store(folder, reports)
    assert kept.entry("new") is None
    kept.keep([("new", ENTRY)])
    store(folder).keep([("newer", ENTRY)])
    assert (kept.entry("new"), kept.entry("newer")) == (ENTRY, ENTRY)
    assert reports == []


def test_a_database_of_an_older_version_is_turned_over_once(folder: Path, reports: Reports) -> None:
    """Its write-ahead log makes files whenever it is read."""
    with closing(filled(folder)) as connection:
        assert connection.execute("PRAGMA journal_mode = wal").fetchone() == ("wal",)
        connection.execute("INSERT OR REPLACE INTO Settings VALUES ('sqlite_journal_mode', 'wal')")
    first = store(folder, reports)
    assert first.entry("k") == ENTRY
    first.close()
    before = state(folder)
    second = store(folder, reports)
    assert second.entry("k") == ENTRY
    second.close()
    assert state(folder) == before
    assert reports == []


@pytest.mark.parametrize("name", ["$HOME", "~"])
def test_a_path_that_diskcache_would_replace_is_given_up(
    tmp_path: Path, reports: Reports, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    kept = DiskStore(Path(name), reports)
    kept.keep([("k", ENTRY)], [])
    assert kept.entry("k") is None
    assert not (Path.home() / "cache.db").exists()
    assert len(reports) == 1


def keep_many(folder: Path, first: int) -> None:
    kept = store(folder)
    for number in range(first, first + 50):
        kept.keep([(str(number), ENTRY)], [("b", BOOK)])
    kept.close()


def test_processes_share_a_store(folder: Path, reports: Reports) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=keep_many, args=(folder, 50 * number)) for number in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4
    kept = store(folder, reports)
    assert all(kept.entry(str(number)) == ENTRY for number in range(200))
    assert reports == []


KILLED = """
import sys
from pathlib import Path
from mkdocs_howto.stores.disk import DiskStore
from tests.stores.test_disk import BATCH, ENTRY
store = DiskStore(Path(sys.argv[1]), print)
number = 0
while True:
    store.keep([(str(n), ENTRY) for n in range(number, number + BATCH)], [])
    number += BATCH
    print(number, flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("attempt", range(5))
def test_a_killed_writer_loses_at_most_its_open_batch(folder: Path, reports: Reports, attempt: int) -> None:
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = [process.stdout.readline() for _ in range(1 + attempt)]
    process.kill()
    told += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    kept_for_sure = int([line for line in told if line.strip()][-1])
    kept = store(folder, reports)
    assert all(kept.entry(str(number)) == ENTRY for number in range(kept_for_sure))
    missing = [number for number in range(kept_for_sure, kept_for_sure + BATCH) if kept.entry(str(number)) is None]
    assert len(missing) in {0, BATCH}
    assert reports == []


def with_rows(folder: Path, count: int, entry: Entry = ENTRY) -> None:
    """Write a cache with many sections, by SQL: the store itself takes a while for so many."""
    kept = DiskStore(folder, Reports())
    kept.keep([("k", entry)])
    kept.close()
    with closing(sqlite3.connect(folder / "cache.db")) as connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(Cache)")][1:]
        values = ",".join("?" if name == "key" else name for name in names)
        insert = f"INSERT INTO Cache ({','.join(names)}) SELECT {values} FROM Cache WHERE key = 'section:k'"
        connection.executemany(insert, ((f"section:{number}",) for number in range(count)))
        connection.commit()


def test_many_sections_are_listed_and_removed(tmp_path: Path) -> None:
    """A large cache is not taken for one that would keep SQLite busy without end, also when it is open to write."""
    reports = Reports()
    with_rows(tmp_path, 60_000)
    kept = DiskStore(tmp_path, reports)
    assert len(kept.keys()) == 60_001
    kept.remove(["k"])
    assert len(kept.keys()) == 60_000
    kept.remove([str(number) for number in range(20_000)])
    assert kept.keys()[:2] == ["20000", "20001"]
    kept.clear()
    assert kept.keys() == []
    kept.close()
    assert not reports
    assert not list(tmp_path.glob("*.damaged"))


def test_removing_everything_removes_rows_of_others(tmp_path: Path) -> None:
    kept = DiskStore(tmp_path, Reports())
    kept.keep([("k", ENTRY)], [("b", BOOK)])
    kept.close()
    with closing(sqlite3.connect(tmp_path / "cache.db")) as connection:
        connection.execute("UPDATE Cache SET raw = 0, mode = 4 WHERE key = 'section:k'")
        connection.commit()
    kept = DiskStore(tmp_path, Reports())
    kept.clear()
    kept.close()
    with closing(sqlite3.connect(tmp_path / "cache.db")) as connection:
        assert connection.execute("SELECT count(*) FROM Cache").fetchone() == (0,)
        assert connection.execute("SELECT value FROM Settings WHERE key = 'count'").fetchone() == (0,)


@pytest.mark.parametrize("use", [DiskStore.keys, lambda kept: list(kept.summaries())], ids=["keys", "summaries"])
def test_going_through_sections_costs_as_many_as_there_are(tmp_path: Path, use: Callable[[DiskStore], object]) -> None:
    for count in (1, 1_000, 4_000):
        with_rows(tmp_path / str(count), count)

    def run(count: int) -> None:
        kept = DiskStore(tmp_path / str(count), Reports())
        use(kept)
        kept.close()

    assert grows_evenly(run, 1_000)


def test_what_is_counted_costs_the_same_however_large_a_section_is(tmp_path: Path) -> None:
    """Nothing of its texts is read, or looked through for secrets."""
    large = dataclasses.replace(SECTION, steps=(Step("Adds `n`, and tells password=hunter2."),) * 190)
    calls = []
    for name, section in (("small", SECTION), ("large", large)):
        with_rows(tmp_path / name, 100, dataclasses.replace(ENTRY, section=section))
        kept = DiskStore(tmp_path / name, Reports())
        list(kept.summaries())
        calls.append(calls_of(lambda kept=kept: list(kept.summaries())))
        kept.close()
    assert calls[0] == calls[1]


SUMMARIES = {
    "offline": (ENTRY, Summary(writer="offline", is_paid=False, tokens=0, is_rejected=False, is_of_pin=False)),
    "paid": (
        dataclasses.replace(
            ENTRY,
            section=dataclasses.replace(
                SECTION, provenance=dataclasses.replace(SECTION.provenance, model="gpt-5", tokens=7)
            ),
        ),
        Summary(writer="gpt-5", is_paid=True, tokens=7, is_rejected=False, is_of_pin=False),
    ),
    "rejected": (
        dataclasses.replace(ENTRY, rejected="It names `x`."),
        Summary(writer="offline", is_paid=False, tokens=0, is_rejected=True, is_of_pin=False),
    ),
    "of a pin": (
        dataclasses.replace(ENTRY, section=dataclasses.replace(SECTION, description="", steps=())),
        Summary(writer="offline", is_paid=False, tokens=0, is_rejected=False, is_of_pin=True),
    ),
}


@pytest.mark.parametrize(("entry", "summary"), SUMMARIES.values(), ids=SUMMARIES)
def test_what_is_counted_of_an_entry(entry: Entry, summary: Summary) -> None:
    assert decode_summary(encode(entry)) == summary


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"section":{}}', "[" * 100_000, "x" * (LARGEST + 1)])
def test_what_is_no_entry_is_not_counted(text: str) -> None:
    assert decode_summary(text) is None
