"""What a store holds is small enough for a build, whoever wrote it; what a build keeps is read again."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_howto import bounds
from mkdocs_howto.section import Finding, Section, Step
from mkdocs_howto.stores import archive
from mkdocs_howto.stores.disk import DiskStore
from mkdocs_howto.stores.entry import (
    LARGEST_BOOK,
    MOST_OF_A_BOOK,
    Allowance,
    Book,
    Entry,
    Look,
    decode_book,
    decode_entry,
    encode,
)
from mkdocs_howto.stores.pins import PinFolder
from mkdocs_howto.stores.shared import SharedStore
from tests.conftest import Site
from tests.stores.test_disk import ENTRY, RECORD, SECTION
from tests.stores.test_pins import BASE, PIN
from tests.valkey import serving

# Books.

EMPTY = msgspec.json.encode(RECORD).decode()


def book_text(looks: list[str], records: dict[str, str]) -> str:
    named = ",".join(f'"{key}":{record}' for key, record in records.items())
    return f'{{"looks":[{",".join(looks)}],"records":{{{named}}}}}'


def resting(numbers: str) -> str:
    return EMPTY[:-1].replace('"rests_on":[]', f'"rests_on":[{numbers}]') + "}"


LARGE_BOOKS: dict[str, Callable[[int], str]] = {
    "empty looks": lambda count: book_text(["[]"] * count, {}),
    "looks": lambda count: book_text([f'[["a{number}",""]]' for number in range(count)], {}),
    "places of one look": lambda count: book_text(
        ["[" + ",".join(f'["a{number}",""]' for number in range(count)) + "]"], {}
    ),
    "records": lambda count: book_text(["[]"], {str(number): EMPTY for number in range(count)}),
    "numbers of looks": lambda count: book_text(["[]"], {"a": resting(",".join(["0"] * (count + 1)))}),
    "two lists of looks": lambda count: book_text(["[]"] * count, {}).replace('"records"', '"looks":[],"records"'),
}
AMOUNTS = {name: 1_100_000 if name == "numbers of looks" else 250_000 for name in LARGE_BOOKS}


@pytest.mark.parametrize("name", LARGE_BOOKS)
def test_a_book_of_too_much_is_not_decoded(name: str) -> None:
    """It takes not much more memory than its text; a small one of the same form is read."""
    assert decode_book(LARGE_BOOKS[name](3)) is not None
    text = LARGE_BOOKS[name](AMOUNTS[name])
    assert len(text) < 3 * LARGEST_BOOK
    tracemalloc.start()
    try:
        assert decode_book(text) is None
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 100_000


def test_a_long_book_is_not_decoded() -> None:
    assert decode_book(book_text(['[["' + "a" * LARGEST_BOOK + '",""]]'], {})) is None


def test_the_largest_book_takes_bounded_memory() -> None:
    """A book that uses up each of its bounds."""
    records = MOST_OF_A_BOOK["{"] - 100
    looks = (MOST_OF_A_BOOK["["] - 3 * records) // 2
    each = (MOST_OF_A_BOOK[","] - 3 * looks) // records - 12
    rests = ",".join(str(300 + number) for number in range(each))
    text = book_text(
        [f'[["a{number}/{"x" * 40}",""]]' for number in range(looks)],
        {str(number): resting(rests) for number in range(records)},
    )
    tracemalloc.start()
    try:
        book = decode_book(text)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert book is not None
    assert len(book.records) == records
    assert most < 200_000_000


def a_site(sections: int) -> Book:
    """Return a book of the size that one of 5,000 objects of the standard library and 20 packages has.

    It has 6,366 looks at 19,966 places, and 98,347 numbers of looks.
    """
    looks: list[Look] = [
        tuple((f"src/package_{number % 97}/sub/module_{number}_{place}.py", "0" * 40) for place in range(3))
        for number in range(sections * 4 // 3)
    ]
    book = Book()
    for number in range(sections):
        key = f"package.sub.module_{number}.Class_{number}.method|||en|offline12r8"
        record = dataclasses.replace(RECORD, fingerprint="v1:" + "0" * 32, key="0" * 40, object_path=key[:50])
        book.add(key, record, [looks[(number + further) % len(looks)] for further in range(20)])
    return book


@pytest.mark.parametrize("sections", [100, 5_000, 20_000])
def test_a_book_of_a_site_is_kept_whole(sections: int) -> None:
    book = a_site(sections)
    assert decode_book(encode(book)) == book


@pytest.mark.parametrize(
    "made",
    [
        lambda: a_site(30_000),
        lambda: Book([], {str(number): RECORD for number in range(60_000)}),
        lambda: Book([(("a" * 1_000, "0"),)], {"k" * 2_000 + str(number): RECORD for number in range(12_000)}),
        lambda: Book([((f"{number}", ""),) for number in range(2_000)], {}),
    ],
    ids=["a large site", "records", "long names", "looks of no record"],
)
def test_a_book_that_is_too_large_is_kept_in_part(made: Callable[[], Book]) -> None:
    book = made()
    kept = decode_book(encode(book))
    assert kept is not None
    assert list(kept.records) == list(book.records)[: len(kept.records)]
    assert len(kept.records) >= min(len(book.records), 5_000)
    assert all(
        [kept.looks[number] for number in kept.records[key].rests_on]
        == [book.looks[number] for number in book.records[key].rests_on]
        for key in list(kept.records)[:100]
    )


# Sections.


def steps(*texts: str) -> tuple[Step, ...]:
    return tuple(map(Step, texts))


def nested(levels: int) -> tuple[Step, ...]:
    found: tuple[Step, ...] = ()
    for _ in range(levels):
        found = (Step("a", found),)
    return found


LARGE: dict[str, Section] = {
    "a long description": dataclasses.replace(SECTION, description="word " * 1_000),
    "a long step": dataclasses.replace(SECTION, steps=steps("a " * 600)),
    "a long step inside another": dataclasses.replace(SECTION, steps=(Step("a", steps("`b` " * 300)),)),
    "a long example": dataclasses.replace(SECTION, example="f(x)\n" * 3_000),
    "many steps": dataclasses.replace(SECTION, steps=steps(*["a"] * 500)),
    "empty steps": dataclasses.replace(SECTION, steps=steps(*[""] * 20_000)),
    "many steps inside others": dataclasses.replace(SECTION, steps=(Step("a", steps(*["b"] * 19)),) * 20),
    "deep steps": dataclasses.replace(SECTION, steps=nested(30)),
    "many lines": dataclasses.replace(SECTION, steps=(Step("a", lines=((1, 1),) * 5_000),)),
    "steps that are long together": dataclasses.replace(SECTION, steps=steps(*["a " * 400] * 100)),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_section_of_too_much_is_none_of_ours(name: str, tmp_path: Path) -> None:
    """On the disk, in an archive, and beside a pin."""
    entry = Entry(section=LARGE[name])
    assert decode_entry(encode(entry)) is None
    store = DiskStore(tmp_path / "cache", lambda error: pytest.fail(str(error)))
    store.keep([("k", entry)])
    assert store.entry("k") is None
    store.close()
    archive.write(tmp_path / "a.jsonl", [("0" * 40, entry)])
    assert list(archive.read(tmp_path / "a.jsonl")) == [2]
    pins = PinFolder(tmp_path / "howto", "howto/")
    pins.write(PIN, dataclasses.replace(BASE, section=LARGE[name]))
    assert pins.base(PIN) is None


def test_a_section_of_too_much_is_none_of_ours_on_a_server(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        store = SharedStore(server.url, lambda error: pytest.fail(str(error)))
        store.keep([(name, Entry(section=section)) for name, section in LARGE.items()] + [("k", ENTRY)])
        assert store.entries([*LARGE, "k"]) == {"k": ENTRY}
        store.disconnect()


@pytest.mark.parametrize("name", LARGE)
def test_what_a_writer_makes_is_cut_to_what_is_kept(name: str) -> None:
    cut = bounds.fitted(LARGE[name])
    assert decode_entry(encode(Entry(section=cut))) == Entry(section=cut)
    assert cut.description
    assert cut.steps
    assert cut.description.count("`") % 2 == 0


TEXTS = st.sampled_from(["", "a", "`b`", "a `b` " * 90, "c " * 600, "`" * 1_500, "d" * 5_000])
STEPS = st.recursive(
    st.builds(Step, TEXTS, lines=st.sampled_from([(), ((1, 2),), ((1, 1),) * 900])),
    lambda inner: st.builds(Step, TEXTS, st.lists(inner, max_size=5).map(tuple)),
    max_leaves=40,
)
SECTIONS = st.builds(
    lambda description, found, times, example: dataclasses.replace(
        SECTION, description=description, steps=tuple(found) * times, example=example
    ),
    TEXTS,
    st.lists(STEPS, max_size=5),
    st.integers(1, 100),
    st.sampled_from(["", "f()\n", "f()\n" * 5_000]),
)


@given(SECTIONS)
@settings(max_examples=60, deadline=None)
def test_any_section_can_be_cut_and_then_stays(section: Section) -> None:
    cut = bounds.fitted(section)
    assert bounds.is_bounded(cut)
    assert bounds.fitted(cut) == cut
    if bounds.is_bounded(section):
        assert cut == section


WARNING = Finding("vague-term", "warning", "says nothing", "some", 1)
ERROR = dataclasses.replace(WARNING, code="example-name", severity="error")


@pytest.mark.parametrize(
    "findings",
    [
        (WARNING,) * 301,
        (dataclasses.replace(WARNING, message="a" * 1_001),),
        (dataclasses.replace(WARNING, words="a" * 100_000), ERROR),
    ],
    ids=["many", "a long message", "long words"],
)
def test_findings_of_too_much_are_looked_for_again(findings: tuple[Finding, ...]) -> None:
    found = decode_entry(encode(Entry(section=dataclasses.replace(SECTION, findings=findings))))
    assert found is not None
    assert (found.section.findings, found.section.review_version) == ((), 0)
    short = bounds.fitted_findings(findings)
    assert decode_entry(encode(Entry(section=dataclasses.replace(SECTION, findings=short)))) is not None


def test_errors_stay_before_warnings_where_there_are_too_many() -> None:
    found = bounds.fitted_findings([*[WARNING] * 400, ERROR, WARNING, ERROR])
    assert len(found) == 300
    assert found[-2:] == (ERROR, ERROR)


# All sections of a build.


def read(text: str, asked: int, kept: int) -> tuple[int, list[str]]:
    """Return how many of `kept` entries a build that asks for `asked` sections reads, and what it says."""
    said: list[str] = []
    allowance = Allowance(lambda error: said.append(str(error)))
    allowance.allow(asked)
    return sum(allowance.decode(text) is not None for _ in range(kept)), said


def entry_text(**parts: object) -> str:
    return encode(dataclasses.replace(ENTRY, section=dataclasses.replace(SECTION, **parts)))  # type: ignore[arg-type]


USUAL = {
    "short": entry_text(),
    "of a model": entry_text(steps=steps(*["a " * 50] * 20), example="f(x)\n" * 100),
    "with many links": encode(dataclasses.replace(ENTRY, links={f"name_{number}": "m.n" for number in range(100)})),
}


@pytest.mark.parametrize("name", USUAL)
@pytest.mark.parametrize("sections", [1, 30, 1_000])
def test_all_usual_sections_are_read(name: str, sections: int) -> None:
    assert read(USUAL[name], sections, sections) == (sections, [])


HUGE = {
    "shown": entry_text(steps=steps(*["a " * 95] * 195)),
    "an example and steps": entry_text(steps=steps(*["a " * 400] * 30), example="f(x)\n" * 1_900),
    "links": encode(dataclasses.replace(ENTRY, links={f"{number}": "" for number in range(5_000)})),
    "lookups": encode(dataclasses.replace(ENTRY, lookups={f"{number}": "0" * 60 for number in range(4_000)})),
}


@pytest.mark.parametrize("name", HUGE)
@pytest.mark.parametrize("sections", [200, 1_000])
def test_the_largest_sections_are_not_all_read(name: str, sections: int) -> None:
    assert decode_entry(HUGE[name]) is not None
    count, said = read(HUGE[name], sections, sections)
    assert 0 < count * len(HUGE[name]) < 1_500_000 + 25_000 * sections
    assert count < sections
    assert len(said) == 1
    assert "larger, all in all" in said[0]


def test_a_build_shows_every_section_though_the_kept_ones_are_too_large(site: Site) -> None:
    """Those that are not read are written anew."""
    site.file(
        "src/m.py", "".join(f"def f{number}(a: int) -> int:\n    return a + {number}\n\n\n" for number in range(60))
    )
    site.page("# Page\n\n" + "\n\n".join(f"::: howto m.f{number}" for number in range(60)))
    assert not site.build().warnings
    with closing(sqlite3.connect(site.folder / ".cache/howto/cache.db")) as connection, connection:
        rows = connection.execute("SELECT key, value FROM Cache WHERE key LIKE 'section:%'").fetchall()
        for key, value in rows:
            entry = json.loads(value)
            entry["section"]["steps"] = [{"text": "told " * 38}] * 200
            connection.execute("UPDATE Cache SET value = ? WHERE key = ?", (json.dumps(entry), key))
    built = site.build()
    assert len(rows) == 60
    assert len([line for line in built.notices if "larger, all in all" in line]) == 1
    page = built.html()
    assert 0 < page.text.count("told") < 60 * 200 * 38
    assert page.text.count("Execution Steps") == 60
