"""Sections in a file: what one machine wrote, another reads, and nothing else."""

from __future__ import annotations

import dataclasses
import gzip
import json
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_howto.errors import StoreUnavailable
from mkdocs_howto.section import Step
from mkdocs_howto.stores import archive
from mkdocs_howto.stores.entry import LARGEST, Entry, encode
from tests.stores.test_disk import ENTRY
from tests.work import calls_of

KEYS = [f"{number:040x}" for number in range(3)]
ENTRIES = [(key, dataclasses.replace(ENTRY, rejected=f"é {key}\n")) for key in KEYS]
HEADING = b'{"format": "mkdocs-howto sections", "version": 1}\n'


def line(key: str = KEYS[0], entry: Entry = ENTRY) -> bytes:
    return b'{"key":"%s","entry":%s}\n' % (key.encode(), encode(entry).encode())


@pytest.mark.parametrize("name", ["sections.jsonl", "sections.gz", "sections"])
def test_what_is_written_comes_back_equal(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert archive.write(path, iter(ENTRIES)) == 3
    assert list(archive.read(path)) == ENTRIES
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_each_line_is_json(tmp_path: Path) -> None:
    path = tmp_path / "sections.jsonl"
    archive.write(path, ENTRIES)
    heading, *rows = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(heading) == {"format": "mkdocs-howto sections", "version": 1}
    assert [json.loads(row)["key"] for row in rows] == KEYS


def test_the_same_sections_are_the_same_bytes(tmp_path: Path) -> None:
    """Compressed, too: neither the time nor the name is in the file."""
    paths = [tmp_path / "a.gz", tmp_path / "b.gz"]
    for path in paths:
        archive.write(path, ENTRIES)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert gzip.decompress(paths[0].read_bytes()).startswith(HEADING)


def test_no_sections_are_a_file_without_any(tmp_path: Path) -> None:
    path = tmp_path / "sections"
    assert archive.write(path, []) == 0
    assert list(archive.read(path)) == []


def test_a_file_that_cannot_be_finished_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "sections.gz"
    archive.write(path, ENTRIES)
    before = path.read_bytes()

    def failing() -> object:
        yield ENTRIES[0]
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        archive.write(path, failing())
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["sections.gz"]


BAD = {
    "no JSON": b"{\n",
    "another kind": b"[]\n",
    "a text": b'"key"\n',
    "no key": b'{"entry":%s}\n' % encode(ENTRY).encode(),
    "no entry": b'{"key":"%s"}\n' % KEYS[0].encode(),
    "nothing for an entry": b'{"key":"%s","entry":null}\n' % KEYS[0].encode(),
    "an entry of another kind": b'{"key":"%s","entry":{"section":1}}\n' % KEYS[0].encode(),
    "an entry that is a text": b'{"key":"%s","entry":"x"}\n' % KEYS[0].encode(),
    "a key that is none": line("book:x"),
    "a short key": line(KEYS[0][1:]),
    "a long key": line(KEYS[0] + "0"),
    "a key in capitals": line("A" * 40),
    "a key with a line end": line(KEYS[0] + "\\n"),
    "a number for a key": b'{"key":1,"entry":%s}\n' % encode(ENTRY).encode(),
    "not UTF-8": line().replace(b"Adds", b"\xff"),
    "a lone surrogate": line().replace(b"Adds", b"\\ud800"),
    "a NUL": b"\0\n",
    "half a line": line()[:100] + b"\n",
    "two in one line": line().rstrip() + line(),
    "deep lists": b"[" * 100_000 + b"]" * 100_000 + b"\n",
    "deep steps": line().replace(b'"steps":[', b'"steps":[' + b'{"text":"a","steps":[' * 450 + b"]}" * 450 + b",", 1),
    "a long entry": line().replace(b"Adds", b"x" * LARGEST),
    "a line longer than any": b"x" * 9 * LARGEST + b"\n",
    "a second heading": HEADING,
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_a_line_that_holds_no_section_is_told_by_its_number(tmp_path: Path, bad: bytes, *, packed: bool) -> None:
    path = tmp_path / ("sections.gz" if packed else "sections")
    data = HEADING + line(KEYS[0]) + b"\n" + bad + line(KEYS[1]) + bad.rstrip(b"\n")
    path.write_bytes(gzip.compress(data) if packed else data)
    assert list(archive.read(path)) == [(KEYS[0], ENTRY), 4, (KEYS[1], ENTRY), 6]


def test_lines_may_end_as_windows_ends_them(tmp_path: Path) -> None:
    path = tmp_path / "sections"
    path.write_bytes((HEADING + line()).replace(b"\n", b"\r\n"))
    assert list(archive.read(path)) == [(KEYS[0], ENTRY)]


OTHERS = {
    "empty": b"",
    "a text": b"Hello.\n",
    "JSON": b"{}\n",
    "no heading": line(),
    "another version": HEADING.replace(b"1", b"2") + line(),
    "something before": b"\n" + HEADING + line(),
    "deep": b"[" * 100_000 + b"\n",
    "one endless line": b"x" * 9 * LARGEST,
    "not UTF-8": b"\xff\xfe" + HEADING,
    "a database": b"SQLite format 3\0" + b"\0" * 100,
    "packed, without the name saying so": gzip.compress(HEADING + line()),
}


@pytest.mark.parametrize("data", OTHERS.values(), ids=OTHERS)
def test_a_file_of_somebody_else_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "sections"
    path.write_bytes(data)
    with pytest.raises(StoreUnavailable, match="holds no sections"):
        list(archive.read(path))


def packed(piece: bytes, times: int) -> bytes:
    """Return a heading and the same piece again and again, in few bytes."""
    packing = zlib.compressobj(9, wbits=31)
    many = piece * 1_000
    return b"".join(
        [packing.compress(HEADING), *(packing.compress(many) for _ in range(times // 1_000)), packing.flush()]
    )


ENDLESS = {
    "blank lines": (packed(b"\n", 20_000_000), "1,000 lines without a new section", 0),
    "white space": (packed(b" \t\r\n", 5_000_000), "1,000 lines without a new section", 0),
    "lines without a section": (packed(b"x\n", 5_000_000), "1,000 lines without a new section", archive.MOST_FAULTS),
    "headings": (packed(HEADING, 1_000_000), "1,000 lines without a new section", archive.MOST_FAULTS),
    "long lines": (packed(b"x" * 9_999 + b"\n", 60_000), "1,000 lines without a new section", archive.MOST_FAULTS),
    "one line": (packed(b"x" * 10_000, 60_000), "500,000,000 bytes", 1),
    "the same section": (packed(line(), 100_000), "1,000 lines without a new section", 1),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_is_packed_without_end_is_not_read_to_the_end(tmp_path: Path, name: str) -> None:
    data, limit, most = ENDLESS[name]
    assert len(data) < 1_000_000
    path = tmp_path / "sections.gz"
    path.write_bytes(data)
    found: list[object] = []
    with pytest.raises(StoreUnavailable, match=f"has more than {limit}.*the rest is not read"):
        found.extend(archive.read(path))
    assert len(found) == most


@pytest.mark.parametrize("name", ["sections.jsonl", "sections.gz"])
@pytest.mark.parametrize("spare", [0, 1, -1, -len(line(*ENTRIES[2])), -len(HEADING)])
def test_what_may_be_written_may_be_read(tmp_path: Path, name: str, spare: int) -> None:
    """One bound holds for both, so that a backup that was written can be read on another machine."""
    path = tmp_path / name
    most = len(HEADING) + sum(len(line(*entry)) for entry in ENTRIES) + spare
    path.write_bytes(b"old")
    if spare >= 0:
        assert archive.write(path, ENTRIES, most=most) == 3
        assert list(archive.read(path, most=most)) == ENTRIES
        return
    with pytest.raises(
        StoreUnavailable, match=rf"more than {most:,} bytes.*`cache import` would not read(.|\n)*--paid"
    ):
        archive.write(path, ENTRIES, most=most)
    assert path.read_bytes() == b"old"
    archive.write(path, ENTRIES)
    with pytest.raises(StoreUnavailable, match=f"more than {most:,} bytes"):
        list(archive.read(path, most=most))


def halved(data: bytes) -> bytes:
    return data[: len(data) // 2]


def scratched(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes(255 - byte for byte in data[middle : middle + 40]) + data[middle + 40 :]


def of_no_known_kind(data: bytes) -> bytes:
    return data[:10] + bytes([data[10] | 0b110]) + data[11:]


def without_end(data: bytes) -> bytes:
    return data[:-8]


def with_a_wrong_sum(data: bytes) -> bytes:
    return data[:-8] + zlib.crc32(b"x").to_bytes(4, "little") + data[-4:]


def followed(data: bytes) -> bytes:
    return data + b"more"


def plain(data: bytes) -> bytes:
    return gzip.decompress(data)


@pytest.mark.parametrize(
    "damage", [halved, scratched, of_no_known_kind, without_end, with_a_wrong_sum, followed, plain]
)
def test_a_damaged_file_is_told(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "sections.gz"
    archive.write(path, [(f"{number:040x}", ENTRY) for number in range(0, 10**40, 10**37)])
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(StoreUnavailable, match=r"sections\.gz is damaged"):
        list(archive.read(path))


def test_a_small_file_fills_no_memory(tmp_path: Path) -> None:
    """A gigabyte of one line takes a megabyte when packed."""
    import resource

    path = tmp_path / "sections.gz"
    with gzip.GzipFile(path, "wb", compresslevel=1) as file:
        file.write(HEADING)
        for _ in range(100):
            file.write(bytes(1_000_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert list(archive.read(path)) == [2]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000


def test_what_is_kept_already_is_passed_over_unread(tmp_path: Path) -> None:
    """Taking an archive a second time costs next to nothing for each of its sections."""
    path = tmp_path / "sections"
    archive.write(path, ENTRIES)
    assert list(archive.read(path, {KEYS[0], KEYS[2]})) == [ENTRIES[1]]
    steps = (Step("Adds `n` to `total`."),) * 190
    large = dataclasses.replace(ENTRY, section=dataclasses.replace(ENTRY.section, steps=steps))
    calls = []
    for entry in (ENTRY, large):
        archive.write(path, [(key, entry) for key in KEYS])
        calls.append(calls_of(lambda: list(archive.read(path, set(KEYS)))))
    assert calls[0] == calls[1]
