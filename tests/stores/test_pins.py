"""Pins are files that anyone may have written: read with care, and shown as people left them."""

from __future__ import annotations

import dataclasses
import os
import tempfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import markdown
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.exceptions import Abort

from mkdocs_howto.review import VERSION
from mkdocs_howto.section import Provenance, Section, Shape, Snapshot, Step
from mkdocs_howto.stores.entry import Record
from mkdocs_howto.stores.pins import LARGEST_PIN, Base, BrokenPin, Pin, PinFolder, Subject, body_digest
from tests.cli.running import edit, line_of, pinned, run
from tests.conftest import Site
from tests.test_plugin import MKDOCSTRINGS, probe

BODY = "## Description\n\nAdds.\n\n## Execution Steps\n\n1. Adds.\n"
PIN = Pin(
    subject=("m.add", "", "en"), fingerprint="v1:0", writer="offline", digest=body_digest(BODY), body=BODY, line=8
)
BASE = Base(
    text=BODY,
    section=Section(
        description="Adds.",
        steps=(Step("Adds."),),
        example="",
        provenance=Provenance(writer="offline", writer_version=1, fingerprint="v1:0", package_version="0"),
    ),
    links={"add": "m.add"},
    snapshot=Snapshot(shape=Shape(object_path="m.add", kind="function"), raises=("E",), bodies={"add": "0"}),
    record=Record(
        fingerprint="v1:0", key="", object_path="m.add", kind="function", name="add", file="m.py", lines=(1, 2)
    ),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "howto"


def opened(folder: Path) -> PinFolder:
    return PinFolder(folder, "howto/")


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


# Keeping.


def test_what_is_written_comes_back_equal(folder: Path) -> None:
    pin = dataclasses.replace(
        PIN,
        subject=("m.add", "examples/add.py", "de"),
        model="some-model: 3",
        approved="Ada Example, 2026-01-01",
        ignore=("vague-term", "too-long"),
        body=f"{BODY}\n---\n\n## More\n\n    ---\n",
        line=15,
    )
    opened(folder).write(pin, BASE)
    pins = opened(folder)
    assert list(pins) == [pin]
    assert pins.of(pin.subject) == pin
    assert pins.broken == []
    text = pins.path(pin.subject).read_text(encoding="utf-8")
    assert text.splitlines()[pin.line - 1] == "## Description"


def test_a_pin_is_readable(folder: Path) -> None:
    path = opened(folder).write(PIN, BASE)
    assert path == folder / "m.add.md"
    assert path.read_text() == (
        f"---\nreference: m.add\nfingerprint: v1:0\nwriter: offline\ndigest: {body_digest(BODY)}\n---\n\n{BODY}"
    )
    assert files(folder) == {"m.add.md", ".base/m.add.json"}
    base = (folder / ".base/m.add.json").read_text()
    assert base.count("\n") > 20  # So that a pull request shows what changed in it.


def test_the_base_comes_back_equal(folder: Path) -> None:
    pins = opened(folder)
    pins.write(PIN, BASE)
    assert pins.base(PIN) == opened(folder).base(PIN) == BASE


def test_nothing_is_made_by_looking(folder: Path) -> None:
    pins = opened(folder)
    assert list(pins) == pins.broken == []
    assert pins.of(PIN.subject) is None
    assert pins.base(PIN) is None
    assert not folder.exists()


def test_a_pin_without_a_new_base_keeps_its_own(folder: Path) -> None:
    pins = opened(folder)
    pins.write(PIN, BASE)
    pins.write(dataclasses.replace(PIN, fingerprint="v2:0"), None)
    assert pins.base(PIN) == BASE
    assert opened(folder).of(PIN.subject).fingerprint == "v2:0"


def test_a_text_that_could_not_be_merged_stands_beside_and_goes_with_the_next_writing(folder: Path) -> None:
    pins = opened(folder)
    pins.write(PIN, BASE)
    assert pins.beside(PIN) is None
    other = dataclasses.replace(PIN, body="## Description\n\nOther.\n")
    beside = pins.write_beside(other)
    assert beside == folder / "m.add.new.md"
    assert pins.beside(PIN) == other
    assert list(opened(folder)) == [PIN]
    pins.write(PIN, BASE)
    assert not beside.exists()


def test_removing_a_pin_leaves_nothing_of_it_and_all_of_others(folder: Path) -> None:
    pins = opened(folder)
    other = dataclasses.replace(PIN, subject=("m.sub", "", "en"))
    for pin in (PIN, other):
        pins.write(pin, BASE)
        pins.write_beside(pin)
    pins.remove(PIN)
    assert files(folder) == {"m.sub.md", ".base/m.sub.json", "m.sub.new.md"}
    assert list(pins) == [other]
    pins.remove(PIN)


def test_drafts_of_killed_processes_go_and_fresh_ones_stay(folder: Path) -> None:
    pins = opened(folder)
    pins.write(PIN, None)
    old, fresh, others = (folder / name for name in (".m.add.md.old.tmp", ".m.add.md.new.tmp", ".m.sub.md.old.tmp"))
    for path in (old, fresh, others):
        path.touch()
    for path in (old, others):
        os.utime(path, (0, 0))
    pins.write(PIN, None)
    assert files(folder) == {"m.add.md", fresh.name, others.name}


# The digest.


@pytest.mark.parametrize(
    "text",
    [
        BODY.replace("\n", "\r\n"),
        BODY.replace("\n", " \n"),
        BODY.replace("\n", "\t\n"),
        f"\n\n{BODY}\n\n",
        BODY.rstrip("\n"),
    ],
    ids=["crlf", "blanks", "tabs", "blank lines around", "no line end"],
)
def test_what_editors_do_by_themselves_is_no_edit(folder: Path, text: str) -> None:
    assert body_digest(text) == body_digest(BODY)
    pins = opened(folder)
    path = pins.write(PIN, BASE)
    head = path.read_text().partition("\n\n")[0]
    path.write_bytes(f"{head}\n\n{text}".encode())
    (pin,) = opened(folder)
    assert not pin.is_edited
    assert pins.base(pin) == BASE


@pytest.mark.parametrize(
    "text",
    [
        BODY.replace("Adds.\n\n", "Adds!\n\n"),
        BODY.replace("1. Adds", "  1. Adds"),
        BODY.replace("\n\n1", "\n\n\n1"),
        "",
    ],
    ids=["a sign", "an indent", "a blank line inside", "all gone"],
)
def test_what_people_do_is_an_edit(folder: Path, text: str) -> None:
    path = opened(folder).write(PIN, BASE)
    path.write_text(path.read_text().replace(BODY, text))
    (pin,) = opened(folder)
    assert pin.is_edited
    assert opened(folder).base(pin) == BASE


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_pins_from_other_editors_are_read(folder: Path, mark: str, ends: str) -> None:
    path = opened(folder).write(PIN, None)
    path.write_bytes((mark + path.read_text().replace("\n", ends)).encode())
    assert list(opened(folder)) == [PIN]


def test_an_approval_may_be_a_date_alone(folder: Path) -> None:
    path = opened(folder).write(PIN, None)
    edit(path, ("writer: offline", "writer: offline\napproved: 2026-01-01"))
    assert opened(folder).of(PIN.subject).approved == "2026-01-01"


# Names of files.

NAMES = {
    "shop.cart.Cart": "shop.cart.Cart.md",
    "m._private": "m._private.md",
    "add.py": "add.py.md",
    "a-b_c": "a-b_c.md",
    "src/shop/cart.py": None,
    "cart.py#L1-L9": None,
    "../x": None,
    "..": None,
    "/etc/passwd": None,
    "C:\\x": None,
    "C:x": None,
    ".hidden": None,
    "-rf": None,
    "con": None,
    "con.py": None,
    "LPT1.x": None,
    "console": "console.md",
    "a.new": None,
    "a.": None,
    "a ": None,
    "größe": None,
    "说明": None,
    "": None,
    "x" * 300: None,
    "x" * 100: f"{'x' * 100}.md",
}


@pytest.mark.parametrize(("reference", "name"), NAMES.items(), ids=lambda value: repr(value)[:20])
def test_a_pins_name_is_its_reference_where_that_can_be(folder: Path, reference: str, name: str | None) -> None:
    pin = dataclasses.replace(PIN, subject=(reference, "", "en"))
    path = opened(folder).write(pin, BASE)
    assert path.name == name if name else path.name != f"{reference}.md"
    check_name(path, folder)
    pins = opened(folder)
    assert [(one.subject, pins.path(one.subject)) for one in pins] == [(pin.subject, path)]
    assert pins.base(pin) == BASE


def check_name(path: Path, folder: Path) -> None:
    """What every system takes for the name of a file in that folder."""
    assert path.resolve().parent == folder.resolve()
    assert path.name.isascii()
    assert len(path.name) <= 120
    assert path.name.endswith(".md")
    assert not path.name.endswith(".new.md")
    assert path.name[0] not in ".-"
    assert path.stem.partition(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt1"}
    assert not path.stem.endswith((".", " "))


@pytest.mark.parametrize(
    "subjects",
    [
        [("m.Cart", "", "en"), ("m.cart", "", "en"), ("m.CART", "", "en")],
        [("m.add", "", "en"), ("m.add", "", "de"), ("m.add", "a.py", "en"), ("m.add", "b.py", "en")],
        [("a/b.py", "", "en"), ("a-b.py", "", "en"), ("a\\b.py", "", "en")],
        [("x" * 300, "", "en"), ("x" * 301, "", "en"), ("x" * 100, "", "en")],
        [("ä", "", "en"), ("ö", "", "en"), ("pin", "", "en"), ("", "", "en")],
        [("a", "b", "en"), ("ab", "", "en"), ("a", "", "ben")],
    ],
    ids=["case", "examples and languages", "signs", "long", "nothing left", "run together"],
)
def test_no_two_pins_share_a_file(folder: Path, subjects: list[Subject]) -> None:
    """Also where the file system takes large and small letters for the same."""
    kept(folder, subjects)


def kept(folder: Path, subjects: list[Subject]) -> None:
    pins = opened(folder)
    for subject in subjects:
        pins.write(dataclasses.replace(PIN, subject=subject), BASE)
    again = opened(folder)
    assert again.broken == []
    assert {pin.subject for pin in again} == set(subjects)
    paths = [again.path(pin.subject) for pin in again]
    assert len({path.name.casefold() for path in paths}) == len(set(subjects))
    for path in paths:
        check_name(path, folder)
    assert {path.parent for path in folder.rglob("*.json")} <= {folder / ".base"}


REFERENCES = st.text(
    alphabet=st.one_of(st.sampled_from("abAB./\\-_:# "), st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])),
    max_size=30,
)


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(REFERENCES, st.sampled_from(["", "a.py"]), st.sampled_from(["en", "de", "no"])),
        max_size=6,
        unique=True,
    )
)
def test_any_references_get_files_of_their_own(subjects: list[Subject]) -> None:
    with tempfile.TemporaryDirectory() as name:
        kept(Path(name).resolve() / "howto", subjects)


def test_a_name_that_a_broken_file_has_is_not_taken(folder: Path) -> None:
    folder.mkdir()
    (folder / "M.Add.md").write_text("mine")
    path = opened(folder).write(PIN, BASE)
    assert path.name.startswith("m.add-")
    assert (folder / "M.Add.md").read_text() == "mine"


# Files that cannot be used.

GOOD = f"---\nreference: m.add\nfingerprint: v1:0\nwriter: offline\ndigest: {body_digest(BODY)}\n---\n\n{BODY}"


def head(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


BAD: dict[str, tuple[str | bytes, int, str]] = {
    "empty": ("", 1, "no front matter"),
    "no front matter": (BODY, 1, "no front matter"),
    "front matter without an end": (GOOD.replace("\n---\n", "\n"), 1, "no front matter"),
    "text before it": (f"\n{GOOD}", 1, "no front matter"),
    "nothing in it": (f"---\n---\n{BODY}", 1, "front matter is wrong"),
    "a list": (f"---\n- a\n---\n{BODY}", 1, "front matter is wrong"),
    "a text": (f"---\nreference\n---\n{BODY}", 1, "front matter is wrong"),
    "a key missing": (head("writer: offline\n", ""), 1, "missing required field `writer`"),
    "an unknown key": (head("writer: offline", "writer: offline\ncolour: red"), 5, "unknown field `colour`"),
    "a number for a text": (head("writer: offline", "writer: 3"), 4, "Expected `str`, got `int`"),
    "nothing for a text": (head("fingerprint: v1:0", "fingerprint:"), 3, "Expected `str`, got `null`"),
    "a list for a text": (head("fingerprint: v1:0", "fingerprint: [v1]"), 3, "Expected `str`, got `array`"),
    "a text for a list": (head("writer: offline", "writer: offline\nignore: too-long"), 5, "Expected `array`"),
    "a word that YAML takes for a truth": (head("writer: offline", "writer: offline\nlanguage: no"), 5, "got `bool`"),
    "a key that is no text": (head("writer: offline", "1: offline"), 4, "unknown field `1`"),
    "a key that is a list": (head("writer: offline", "? [a]\n: offline"), 4, "not YAML"),
    "a tab": (head("writer: offline", "writer:\n\t- offline"), 5, "not YAML"),
    "an open bracket": (head("writer: offline", "writer: [offline"), 5, "not YAML"),
    "a colon too many": (head("writer: offline", "writer: a: b"), 4, "not YAML"),
    "another document": (head("writer: offline", "writer: offline\n...\na: b"), 6, "not YAML"),
    "a huge key": (head("writer: offline", f"{'9' * 1000}: x"), 4, "front matter is wrong"),
    "long front matter": (head("writer: offline", f"writer: {'x' * 4000}"), 1, "longer than 4000 characters"),
    "deep lists": (head("writer: offline", f"writer: {'[' * 1900}{']' * 1900}"), 4, "front matter"),
    "deep mappings": (head("writer: offline", f"writer: {'{a: ' * 700}{'}' * 700}"), 4, "holds a mapping as a value"),
    "a NUL": (head("writer: offline", "writer: off\0line"), 4, "not YAML"),
    "an object": (head("writer: offline", "writer: !!python/object/apply:os.mkdir [MARK]"), 4, "holds the tag `!!python/object/apply:os.mkdir`"),
    "an object in a list": (head("writer: offline", "writer: x\nignore: [!!python/name:os.system x]"), 5, "holds the tag `!!python/name:os.system`"),
    "a tag of nobody's": (head("writer: offline", "writer: !secret x"), 4, "holds the tag `!secret`"),
    "an alias of itself": (head("writer: offline", "writer: &a [*a]"), 4, "holds the anchor `&a`"),
    "aliases of aliases": (
        head(
            "writer: offline",
            "ignore: &a0 [x,x,x,x,x,x,x,x,x]\n"
            + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 60))
            + "writer: x",
        ),
        4,
        "holds the anchor `&a0`",
    ),
    "mappings merged of mappings": (
        head(
            "writer: offline",
            "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1},*a{n - 1}]}}\n" for n in range(1, 80)) + "writer: x",
        ),
        4,
        "holds the anchor `&a0`",
    ),
    "other bytes": (GOOD.encode() + b"\xff\xfe", 1, "cannot be read"),
    "UTF-16": (GOOD.encode("utf-16"), 1, "cannot be read"),
    "a merge that nobody finished": (
        GOOD.replace("Adds.\n\n", "<<<<<<< HEAD\nAdds.\n=======\nSums.\n>>>>>>> other\n\n"),
        10,
        "marks of a merge",
    ),
    "a merge in the front matter": (head("writer:", "<<<<<<< HEAD\nwriter:"), 4, "marks of a merge"),
    "a long text": (GOOD + "x" * LARGEST_PIN, 1, f"longer than {LARGEST_PIN} characters"),
    "a huge text": (GOOD + "x" * 10_000_000, 1, f"longer than {LARGEST_PIN} characters"),
    "another reference": (head("reference: m.add", "reference: m.sub"), 2, "claims to be about `m.sub`"),
    "a path for a reference": (head("reference: m.add", "reference: ../../x"), 2, "claims to be about"),
    "another reference, further down": (
        f"---\nfingerprint: v1:0\nwriter: offline\ndigest: x\nreference: m.sub\n---\n{BODY}",
        5,
        "claims to be about",
    ),
    "a long reference": (head("reference: m.add", f"reference: {'x' * 3000}"), 2, f"`{'x' * 200} …`"),
    "another language": (head("writer: offline", "writer: offline\nlanguage: de"), 2, "claims to be about"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "words"), BAD.values(), ids=BAD)
def test_a_file_that_cannot_be_used_is_told_with_its_line(
    folder: Path, tmp_path: Path, text: str | bytes, line: int, words: str
) -> None:
    other = dataclasses.replace(PIN, subject=("m.other", "", "en"))
    opened(folder).write(other, BASE)
    mark = tmp_path / "mark"
    data = text if isinstance(text, bytes) else text.replace("MARK", str(mark)).encode()
    (folder / "m.add.md").write_bytes(data)
    heard: list[BrokenPin] = []
    pins = PinFolder(folder, "docs/howto", heard.append)
    assert list(pins) == [other]
    assert pins.broken == heard
    (error,) = heard
    assert (error.file, error.kind) == ("docs/howto/m.add.md", "pin")
    assert words in str(error)
    assert len(str(error)) < 1000
    assert error.line == line or not words
    assert pins.of(PIN.subject) is None
    assert not mark.exists()
    assert (folder / "m.add.md").read_bytes() == data


@pytest.mark.parametrize("value", ["2026-01-31", "2026-13-45", "9" * 3500, f"0x{'f' * 3500}", "1e400", "1_000"])
def test_what_looks_like_a_date_or_a_long_number_is_text(folder: Path, value: str) -> None:
    folder.mkdir()
    (folder / "m.add.md").write_text(head("writer: offline", f"writer: offline\napproved: {value}"))
    (pin,) = opened(folder)
    assert pin.approved == value


def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text(GOOD)
    folder.mkdir()
    (folder / "m.add.md").symlink_to(secret)
    pins = opened(folder)
    (error,) = pins.broken
    assert "not a link" in str(error)
    path = pins.write(PIN, BASE)
    assert path.name != "m.add.md"
    pins.remove(PIN)
    assert secret.read_text() == GOOD


def test_a_folder_and_a_link_to_nothing_are_no_pins(folder: Path, tmp_path: Path) -> None:
    (folder / "m.add.md").mkdir(parents=True)
    (folder / "m.sub.md").symlink_to(tmp_path / "nowhere")
    assert [error.file for error in opened(folder).broken] == ["howto/m.add.md", "howto/m.sub.md"]


def test_files_that_are_no_pins_are_left_alone(folder: Path) -> None:
    opened(folder).write(PIN, None)
    for name in ("m.add.new.md", ".hidden.md", "notes.txt", "deeper/m.sub.md"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("words")
    pins = opened(folder)
    assert (list(pins), pins.broken) == ([PIN], [])


def test_of_two_files_about_the_same_the_first_counts(folder: Path) -> None:
    pins = opened(folder)
    pins.write(dataclasses.replace(PIN, subject=("M.Add", "", "en")), None)
    marked = pins.write(PIN, None)
    pins.remove(pins.of(("M.Add", "", "en")))
    (folder / "m.add.md").write_text(GOOD)
    again = opened(folder)
    first, second = sorted([marked.name, "m.add.md"])
    assert again.path(PIN.subject).name == first
    (error,) = again.broken
    assert (error.file, str(error)) == (f"howto/{second}", f"`m.add` is pinned by howto/{first} already.")


JSON = msgspec.json.encode(BASE).decode()


def deep(place: str, piece: str, levels: int) -> str:
    opening, closing = piece.split("|")
    assert JSON.count(place) >= 1
    return JSON.replace(place, place + opening * levels + closing * levels + ",", 1)


BAD_BASES = {
    "empty": "",
    "no JSON": "{",
    "another kind": "[]",
    "a field missing": "{}",
    "a wrong type": JSON.replace('"Adds."', "7", 1),
    "another text's": JSON.replace("Adds.\\n\\n", "Sums.\\n\\n"),
    "not UTF-8": b"\xff" + JSON.encode(),
    "deep lists": "[" * 100_000 + "]" * 100_000,
    "long": JSON.replace('"add":"0"', f'"add":"{"0" * 2_000_000}"'),
    "an impossible number": JSON.replace("[1,2]", f"[1,{'9' * 5000}]"),
    **{
        f"steps {levels} deep": deep('"steps":[', '{"text":"a","lines":[],"steps":[|]}', levels)
        for levels in (25, 300, 400, 450, 480, 1000, 5000)
    },
}


@pytest.mark.parametrize("text", BAD_BASES.values(), ids=BAD_BASES)
def test_a_base_that_cannot_be_used_is_none(folder: Path, text: str | bytes) -> None:
    """The pin is shown as it stands then."""
    pins = opened(folder)
    pins.write(PIN, BASE)
    (folder / ".base/m.add.json").write_bytes(text if isinstance(text, bytes) else text.encode())
    assert pins.base(PIN) is None
    assert list(opened(folder)) == [PIN]


@pytest.mark.parametrize("what", ["folder", "file"])
def test_nothing_is_read_written_or_removed_through_a_link(folder: Path, tmp_path: Path, what: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    theirs = outside / "m.add.json"
    theirs.write_text(JSON)
    opened(folder).write(PIN, None)
    base = folder / ".base"
    if what == "folder":
        base.symlink_to(outside, target_is_directory=True)
    else:
        base.mkdir()
        (base / "m.add.json").symlink_to(theirs)
    pins = opened(folder)
    assert pins.base(PIN) is None
    if what == "folder":
        with pytest.raises(OSError, match="link"):
            pins.write(PIN, dataclasses.replace(BASE, links={}))
    else:
        pins.write(PIN, dataclasses.replace(BASE, links={}))
        assert pins.base(PIN).links == {}
    pins.remove(PIN)
    assert [path.name for path in outside.iterdir()] == ["m.add.json"]
    assert theirs.read_text() == JSON
    assert not (folder / "m.add.md").exists()


# Through a build.

LIB = '''"""Library."""

from lib.helping import helper


def add(a: int) -> int:
    """Add one to a number.

    Raises:
        ValueError: It is negative.
    """
    if a < 0:
        raise ValueError(a)
    return helper(a)
'''
HELPING = 'def helper(a: int) -> int:\n    """Help."""\n    return a + 1\n'


@pytest.fixture
def own(site: Site) -> Site:
    """A site that shows pins, with one function and its section."""
    site.file("src/lib/__init__.py", LIB)
    site.file("src/lib/helping.py", HELPING)
    site.options["pins"] = "howto"
    site.page("# Title\n\n::: howto lib.add\n")
    return site


def words(site: Site) -> str:
    return " ".join(site.build(strict=True).body().get_text().split())


def test_an_unedited_pin_is_set_like_any_section(own: Site) -> None:
    own.plugins, own.extensions = [MKDOCSTRINGS], ["attr_list"]
    own.page("# Title\n\n::: howto shop.Cart\n")
    own.page("# API\n\n::: shop.errors.ShopError\n", "api.md")
    without = own.build(strict=True).body()
    pinned(own, "shop.Cart")
    page = own.build(strict=True).body()
    assert str(page) == str(without)
    assert page.select_one("#howto-shop\\.Cart") is not None
    assert page.select_one("a.autorefs[href='api/#shop.errors.ShopError']").get_text() == "ShopError"


def test_an_edited_pin_is_shown_as_it_stands(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("## Execution Steps", "### Mind\n\nNever *zero*.\n\n## Execution Steps"))
    built = own.build(strict=True)
    page = built.body()
    assert page.select_one("em").get_text() == "zero"
    assert page.select_one('[role="heading"][aria-level="4"]').get_text() == "Mind"
    assert page.select_one(".howto-provenance").get_text().endswith("; edited by hand")
    assert built.notices == []


def test_a_pin_without_a_base_is_shown_as_it_stands(own: Site) -> None:
    pinned(own, "lib.add")
    section = words(own)
    (own.folder / "howto/.base/lib.add.json").unlink()
    assert words(own) == section


def test_a_pin_is_told_as_broken_and_the_next_store_answers(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("writer: offline", "writer: [offline]"), ("## Description", "## Description\n\nPinned words."))
    built = own.build()
    (warning,) = built.warnings
    place = f"mkdocs_howto: howto/lib.add.md:{line_of(pin, 'writer:')}"
    assert warning == f"{place}: Its front matter is wrong: Expected `str`, got `array` - at `$.writer`."
    assert "Pinned words." not in built.body().get_text()
    assert "to a number" in built.body().get_text()
    with pytest.raises(Abort):
        own.build(strict=True)


def test_the_other_pins_are_shown_beside_a_broken_one(own: Site) -> None:
    own.page("# Title\n\n::: howto lib.add\n\n::: howto lib.helping.helper\n")
    broken, pin = pinned(own, "lib.add", "lib.helping.helper")
    broken.write_text("no pin")
    edit(pin, ("## Execution Steps", "Pinned words.\n\n## Execution Steps"))
    built = own.build()
    assert len(built.warnings) == 1
    assert "Pinned words." in built.body().get_text()


def test_what_is_wrong_in_an_edited_pin_is_told_with_its_line(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("## Execution Steps", "Calls `nonsense`.\n\n## Execution Steps"))
    built = own.build()
    (warning,) = built.warnings
    assert f"howto/lib.add.md:{line_of(pin, 'nonsense')}: `lib.add`: unknown-identifier `nonsense`" in warning
    assert "Calls nonsense." in built.body().get_text()  # Never a replacement.


FALSE = ["`a` is optional.", "It is thread-safe.", "Results are cached."]
"""Claims about `lib.add` that the review has judged since its version 11."""


def of_older_review(pin: Path) -> None:
    """Make a pin's base as it was when version 10 of the review was the newest."""
    (base,) = (pin.parent / ".base").glob(f"{pin.stem}*.json")
    text = base.read_text(encoding="utf-8")
    assert f'"reviewed": {VERSION}' in text
    base.write_text(text.replace(f'"reviewed": {VERSION}', '"reviewed": 10'), encoding="utf-8")


@pytest.mark.parametrize("claim", FALSE)
def test_what_only_a_newer_review_finds_in_an_edited_pin_is_no_warning(own: Site, claim: str) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("## Execution Steps", f"{claim}\n\n## Execution Steps"))
    assert any("contradicts-code" in warning for warning in own.build().warnings)
    of_older_review(pin)
    built = own.build()
    assert built.warnings == []
    assert any("contradicts-code" in notice for notice in built.notices)
    edit(pin, (claim, "Calls `nonsense`."))
    (warning,) = own.build().warnings
    assert "unknown-identifier" in warning  # Older reviews have found this, too.


@pytest.mark.parametrize("claim", FALSE)
def test_an_edit_after_an_approval_makes_what_a_newer_review_finds_a_warning(own: Site, claim: str) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("## Execution Steps", f"{claim}\n\n## Execution Steps"))
    run(own, "approve", "-q", "lib.add", "--by", "Ada Example")
    of_older_review(pin)
    assert own.build().warnings == []
    edit(pin, (claim, f"{claim} Twice."))
    (warning,) = own.build().warnings
    assert "contradicts-code" in warning


@pytest.mark.parametrize("where", ["pin", "placeholder", "site"])
def test_findings_in_an_edited_pin_can_be_ignored(own: Site, where: str) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("## Execution Steps", "Calls `nonsense`.\n\n## Execution Steps"))
    if where == "pin":
        edit(pin, ("writer: offline", "writer: offline\nignore: [unknown-identifier]"))
    elif where == "placeholder":
        own.page("# Title\n\n::: howto lib.add\n    ignore: [unknown-identifier]\n")
    else:
        own.options["ignore"] = ["unknown-identifier"]
    assert own.build(strict=True).warnings == []
    edit(pin, ("Calls `nonsense`.", "Handles it."))
    assert any("vague-term" in warning for warning in own.build().warnings)


def test_a_pin_whose_code_changed_says_so_and_stays(own: Site) -> None:
    pinned(own, "lib.add")
    own.file("src/lib/__init__.py", LIB.replace("a: int) ->", "a: int, b: int = 0) ->"))
    built = own.build()
    (warning,) = built.warnings
    assert warning.startswith(
        "mkdocs_howto: index.md:3: `lib.add`: The pin howto/lib.add.md may be outdated: `add` gained the parameter `b`.\n"
    )
    assert "pin --update" in warning
    note = built.body().select_one(".howto-outdated")
    assert note.get_text() == "This section may be outdated: the code has changed since it was written."
    assert "Wrote" not in " ".join(built.notices)
    with pytest.raises(Abort):
        own.build(strict=True)


def test_three_changes_are_named_and_others_counted(own: Site) -> None:
    pinned(own, "lib.add")
    own.file("src/lib/__init__.py", LIB.replace("a: int) -> int", "a: int, b, c, d, e) -> str"))
    (warning,) = own.build().warnings
    assert "the parameter `b`; `add` gained the parameter `c`; `add` gained the parameter `d` and 2 more." in warning


def test_a_stale_pin_can_be_made_a_quiet_one(own: Site) -> None:
    pinned(own, "lib.add")
    own.file("src/lib/__init__.py", LIB.replace("a < 0", "a < 1"))
    own.options["levels"] = {"stale": "info"}
    built = own.build(strict=True)
    assert any("the body of `add` changed" in notice for notice in built.notices)
    assert built.body().select_one(".howto-outdated") is not None


def test_a_comment_or_a_new_call_makes_no_pin_stale(own: Site) -> None:
    pinned(own, "lib.add")
    own.file("src/lib/__init__.py", "# Sums.\n" + LIB)
    own.file("tests/test_lib.py", "from lib import add\n\n\ndef test_add():\n    assert add(41) == 42\n")
    built = own.build(strict=True)
    assert "lines 7–15" in built.body().get_text()
    assert built.body().select_one(".howto-outdated") is None


def test_a_fingerprint_of_another_version_says_nothing(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("fingerprint: v1:", "fingerprint: v0:"))
    assert own.build(strict=True).body().select_one(".howto-outdated") is None


def test_a_pin_whose_code_is_gone_is_shown_all_the_same(own: Site) -> None:
    pinned(own, "lib.add")
    section = own.build(strict=True).body().get_text()
    own.file("src/lib/__init__.py", "")
    built = own.build()
    (warning,) = built.warnings
    assert "index.md:3: `lib.add` cannot be found" in warning
    assert "The pin howto/lib.add.md is shown all the same." in warning
    page = built.body()
    page.select_one(".howto-outdated").decompose()
    assert " ".join(page.get_text().split()) == " ".join(section.split())


def test_a_placeholders_own_layout_counts_for_a_pin(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    for _ in range(2):
        own.page("# Title\n\n::: howto lib.add\n    show: [steps]\n    heading_level: 4\n    title: Sums\n")
        page = own.build(strict=True).body()
        assert page.select_one("h4").get_text() == "Sums"
        assert "Usage Example" not in page.get_text()
        edit(pin, ("## Usage Example", "Done.\n\n## Usage Example"))


def test_an_example_file_or_a_language_asks_for_another_pin(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("## Execution Steps", "Pinned words.\n\n## Execution Steps"))
    own.file("use.py", "from lib import add\n\nprint(add(41))\n")
    own.page("# Title\n\n::: howto lib.add\n    example: use.py\n")
    assert "Pinned words." not in own.build().body().get_text()


def test_a_pin_is_shown_in_a_list(own: Site) -> None:
    """On MkDocs' own extensions, where a fence in a list is no code."""
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("## Usage Example\n\n```python\n", "## Usage Example\n\n```python\nif True:\n    print()\n"))
    own.page("# Title\n\n- item\n\n    ::: howto lib.add\n")
    code = own.build().body().select_one("li pre code").get_text()
    assert code.startswith("if True:\n    print()\n")


def test_pins_are_shown_without_the_plugin(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("## Execution Steps", "Pinned words.\n\n## Execution Steps"))
    configs = {"howto": {"root": str(own.folder), "paths": ["src"], "pins": "howto"}}
    html = markdown.markdown("::: howto lib.add\n", extensions=["howto", "fenced_code"], extension_configs=configs)
    assert "Pinned words." in html


def test_an_edited_pin_makes_its_page_a_modified_one(own: Site) -> None:
    """For dirty builds; `mkdocs serve` watches the same files."""
    (pin,) = pinned(own, "lib.add")
    own.build()
    page = own.folder / "site/index.html"
    os.utime(page, (1, 1))
    os.utime(own.folder / "docs/index.md", (0, 0))
    os.utime(own.folder / "src/lib/__init__.py", (0, 0))
    os.utime(own.folder / "src/lib/helping.py", (0, 0))
    edit(pin, ("## Execution Steps", "Pinned words.\n\n## Execution Steps"))
    assert "Pinned words." in own.build(dirty=True).body().get_text()


def test_pins_among_the_pages_are_told(own: Site) -> None:
    own.options["pins"] = "docs/howto"
    assert any("`pins` lies in docs/" in warning for warning in own.build().warnings)


@pytest.mark.parametrize("folder", ["../elsewhere", "/", ".", "docs/../.."])
def test_pins_stay_inside_the_project(own: Site, folder: str) -> None:
    own.options["pins"] = folder
    with pytest.raises(Abort):
        own.build()
    done = run(own, "pin", "lib.add")
    assert done.exit_code == 2
    assert "pins" in done.stderr


def test_a_folder_of_pins_that_leads_elsewhere_is_refused(own: Site, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (own.folder / "howto").symlink_to(outside, target_is_directory=True)
    assert run(own, "pin", "lib.add").exit_code == 2
    del own.options["pins"]
    assert run(own, "pin", "lib.add").exit_code != 0
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("edited", [False, True])
def test_a_warm_build_with_pins_imports_and_parses_nothing(own: Site, edited: bool) -> None:  # noqa: FBT001
    (pin,) = pinned(own, "lib.add")
    if edited:
        edit(pin, ("## Execution Steps", "Never fails.\n\n## Execution Steps"))
    probe(own)
    assert probe(own) == {"modules": [], "parsed": 0, "compiled": []}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::: howto lib.helping.helper", "::: howto lib.helping.helper"),
        ("## ::: howto lib.helping.helper", "::: howto lib.helping.helper"),
        ("::: howto lib.add", "::: howto lib.add"),
        ("<!-- howto: lib.helping.helper -->", "<!-- howto: lib.helping.helper -->"),
        ("Text.\n<!-- howto: lib.helping.helper title='Hi' -->", "<!-- howto: lib.helping.helper title='Hi' -->"),
        ("```{.python .howto}\nnumber = 1\n```", "number = 1"),
        ("```\n::: howto lib.helping.helper\n```", "::: howto lib.helping.helper"),
        ("\\::: howto lib.helping.helper", "::: howto lib.helping.helper"),
        ("- point\n\n    ::: howto lib.helping.helper", "::: howto lib.helping.helper"),
    ],
)
@pytest.mark.parametrize("page", ["::: howto lib.add\n", "- item\n\n    <!-- howto: lib.add -->\n"])
def test_placeholders_in_a_pin_are_text(own: Site, page: str, text: str, shown: str) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("## Execution Steps", f"{text}\n\n## Execution Steps"))
    own.page(f"# Title\n\n{page}")
    own.extensions = ["attr_list", "pymdownx.superfences"]
    built = own.build(strict=True)
    assert shown in built.body().get_text()
    assert "\\:::" not in built.body().get_text()
    assert len(built.body().select(".howto-provenance")) == 1
    assert built.warnings == []


# Memory.


def with_marks(path: Path) -> None:
    path.write_text(f"{path.read_text()}\n<<<<<<< ours\n")


def _edited(_: int) -> str:
    return f"{BODY}{'More words.' * 8_000}\n"


def _conflicting(_: int) -> str:
    return f"{BODY}{'More words.' * 8_000}\n<<<<<<< ours\n"


MANY = {
    "edited": (_edited, "m.f{}"),
    "with marks of a merge": (_conflicting, "m.f{}"),
    "about one object": (_edited, "m.f"),
    "too long": (lambda number: "x" * (LARGEST_PIN + number), "m.f{}"),
}


@pytest.mark.parametrize("what", MANY)
def test_texts_that_are_not_shown_take_no_memory(folder: Path, what: str) -> None:
    """A hundred pins of 90,000 characters would take 9,000,000 bytes."""
    body, name = MANY[what]
    folder.mkdir()
    for number in range(100):
        reference = name.format(number)
        head = f"reference: {reference}\nfingerprint: v1:0\nwriter: offline\ndigest: sha256:0\n"
        file = f"{reference}.md" if "{}" in name or not number else f"{reference}-{number}.md"
        (folder / file).write_text(f"---\n{head}---\n\n{body(number)}")
    pins = opened(folder)
    tracemalloc.start()
    try:
        found = len(pins) + len(pins.broken)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == 100
    assert kept < 1_000_000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("## Description\n\nSubtracts.\n", "Subtracts."),
        ("", ""),
        ("---\n\nA rule above.\n", "A rule above."),
    ],
)
def test_the_text_of_a_pin_is_the_one_in_its_file_when_it_is_asked_for(folder: Path, text: str, shown: str) -> None:
    path = opened(folder).write(PIN, None)
    pins = opened(folder)
    assert [pin.is_edited for pin in pins.orphans([])] == [False]
    path.write_text(path.read_text().replace(BODY, text))
    found = pins.of(PIN.subject)
    assert found is not None
    assert shown in found.body
    assert found.is_edited


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_text("x"), with_marks])
def test_a_pin_that_breaks_after_it_was_found_is_told_once(folder: Path, damage: Callable[[Path], object]) -> None:
    path = opened(folder).write(PIN, None)
    said: list[BrokenPin] = []
    pins = PinFolder(folder, "howto/", said.append)
    assert len(pins) == 1
    damage(path)
    assert [pins.of(PIN.subject), pins.of(PIN.subject)] == [None, None]
    assert (list(pins), len(said)) == ([], 1)
    assert pins.broken == said
