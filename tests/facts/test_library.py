"""What the documentation holds is read once: a later build opens the files that changed, and parses only these."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mkdocs_howto.errors import StoreUnavailable
from mkdocs_howto.facts.authors import Authors
from mkdocs_howto.facts.texts import is_settled
from mkdocs_howto.stores.disk import DiskStore
from tests.conftest import Built, Site, write_tree
from tests.stores.test_disk import state, without_rights
from tests.test_audit import watched

LONG_AGO = 1_600_000_000_123_456_789
"""Nanoseconds; a file system that keeps fractions of seconds has been seen."""
FILES = {
    "README.md": "# Shop\n\n```python\nimport shop\nshop.pay(1)\n```\n",
    "mkdocs.yml": "site_name: Shop\nnav:\n  - tills.md\n  - carts.md\n",
    "docs/carts.md": "# Carts\n\n```python\nfrom shop import pay\npay(2)\n```\n\n```python\npay(3)\n```\n",
    "docs/tills.md": "# Tills\n\n{* ../examples/till.py *}\n",
    "docs/plain.md": "# Words\n\nNo program.\n",
    "docs/tour.ipynb": '{"cells": [{"cell_type": "code", "source": "import shop\\nshop.pay(4)"}]}',
    "examples/till.py": "import shop\n\nshop.pay(5)\n",
    "src/shop.py": "def pay(amount): ...\n",
}
DOCUMENTS = sorted(FILES.keys() - {"src/shop.py"})


@dataclass
class Watch:
    """What happened while the hook was listening."""

    folder: str = ""
    opened: list[str] = field(default_factory=list)
    parsed: list[str] = field(default_factory=list)


_watch = Watch()


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if _watch.folder and event == "open" and isinstance(arguments[0], str):
        if arguments[0].startswith(_watch.folder):
            _watch.opened.append(arguments[0].removeprefix(_watch.folder))
    elif _watch.folder and event == "compile" and arguments[1] == "<unknown>":  # What `ast.parse` calls its text.
        _watch.parsed.append(str(arguments[0]))


sys.addaudithook(_hear)


@contextmanager
def listening(folder: Path) -> Iterator[Watch]:
    """Note which files below a folder are opened, and what is parsed (docs.python.org, "Audit events table")."""
    _watch.folder, _watch.opened, _watch.parsed = f"{folder}{os.sep}", [], []
    try:
        yield _watch
    finally:
        _watch.folder = ""


@dataclass(frozen=True)
class Told:
    """What one build found out, and how."""

    digest: str
    uses: list[tuple[str, str]]
    opened: list[str]
    parsed: int


def build(root: Path, cache: Path | None = None) -> Told:
    """Read the documentation as a build does."""
    reports: list[StoreUnavailable] = []
    store = DiskStore(cache or root.parent / "cache", reports.append)
    with listening(root) as watch:
        authors = Authors(root, [root / "src"], (), store)
        digest = authors.digest
        uses = [(used.passage.file, used.passage.code) for used, _ in authors.of("shop.pay")]
    if (update := authors.drained()) is not None:
        store.keep_documentation(update)
    assert authors.drained() is None
    store.close()
    assert reports == []
    return Told(digest, uses, sorted(watch.opened), len(watch.parsed))


def age(root: Path, time: int = LONG_AGO) -> None:
    for path in root.rglob("*"):
        if path.is_file():
            os.utime(path, ns=(time, time))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_tree(tmp_path / "project", FILES)
    age(root)
    return root


def replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_the_first_build_opens_every_file_once(root: Path) -> None:
    first = build(root)
    assert first.opened == DOCUMENTS
    assert [file for file, _ in first.uses] == [
        "README.md", "docs/tills.md", "docs/carts.md", "docs/carts.md", "docs/tour.ipynb", "examples/till.py",
    ]  # fmt: skip
    in_readme = 2  # Its only program, once more with the words around it.
    assert first.parsed == len(first.uses) + in_readme


def test_a_second_build_opens_and_parses_nothing(root: Path) -> None:
    first, second = build(root), build(root)
    assert (second.opened, second.parsed) == ([], 0)
    assert (second.uses, second.digest) == (first.uses, first.digest)


def edited(root: Path) -> None:
    replace(root / "docs/carts.md", "pay(2)", "pay(22)")


def edited_in_place(root: Path) -> None:
    """As many bytes, and the time set back."""
    replace(root / "docs/carts.md", "pay(2)", "pay(7)")
    os.utime(root / "docs/carts.md", ns=(LONG_AGO, LONG_AGO))


def replaced(root: Path) -> None:
    """As editors save: another file takes the name."""
    other = root / "docs/carts.tmp"
    other.write_text((root / "docs/carts.md").read_text().replace("pay(2)", "pay(8)"))
    os.utime(other, ns=(LONG_AGO, LONG_AGO))
    other.replace(root / "docs/carts.md")


def edited_words(root: Path) -> None:
    replace(root / "docs/plain.md", "No program.", "Still none.")


def edited_notebook(root: Path) -> None:
    replace(root / "docs/tour.ipynb", "pay(4)", "pay(9)")


def touched(root: Path) -> None:
    os.utime(root / "docs/carts.md", ns=(LONG_AGO + 5_000_000_007, LONG_AGO + 5_000_000_007))


def deleted(root: Path) -> None:
    (root / "docs/carts.md").unlink()


def added(root: Path) -> None:
    (root / "docs/new.md").write_text("# New\n\n```python\nimport shop\nshop.pay(6)\n```\n", encoding="utf-8")


def renamed(root: Path) -> None:
    (root / "docs/carts.md").rename(root / "docs/baskets.md")


def copied(root: Path) -> None:
    (root / "docs/again.md").write_bytes((root / "docs/carts.md").read_bytes())


def included_file_edited(root: Path) -> None:
    replace(root / "examples/till.py", "pay(5)", "pay(55)")


def included_file_deleted(root: Path) -> None:
    (root / "examples/till.py").unlink()


def another_file_included(root: Path) -> None:
    """The path as written now leads to a file nearer to the page."""
    (root / "docs/examples").mkdir()
    (root / "docs/examples/till.py").write_text("import shop\n\nshop.pay(50)\n")
    replace(root / "docs/tills.md", "../examples", "examples")


def navigation_edited(root: Path) -> None:
    replace(root / "mkdocs.yml", "  - tills.md\n  - carts.md\n", "  - carts.md\n  - tills.md\n")


def package_added(root: Path) -> None:
    (root / "src/till.py").write_text("")


CHANGES: dict[str, tuple[Callable[[Path], None], list[str], int]] = {
    "nothing": (lambda root: None, [], 0),
    "edited": (edited, ["docs/carts.md"], 2),
    "edited in place, its time set back": (edited_in_place, ["docs/carts.md"], 2),
    "replaced": (replaced, ["docs/carts.md"], 2),
    "only words edited": (edited_words, ["docs/plain.md"], 0),
    "notebook edited": (edited_notebook, ["docs/tour.ipynb"], 1),
    "touched": (touched, ["docs/carts.md"], 0),
    "deleted": (deleted, [], 0),
    "added": (added, ["docs/new.md"], 1),
    "renamed": (renamed, ["docs/baskets.md"], 0),
    "copied": (copied, ["docs/again.md"], 0),
    "included file edited": (included_file_edited, ["docs/tills.md", "examples/till.py"], 4),
    "included file deleted": (included_file_deleted, ["docs/tills.md"], 0),
    "another file included": (another_file_included, ["docs/examples/till.py", "docs/tills.md"], 4),
    "navigation edited": (navigation_edited, ["mkdocs.yml"], 0),
}


@pytest.mark.parametrize(("change", "opened", "parsed"), CHANGES.values(), ids=CHANGES)
def test_a_changed_file_is_read_alone(
    root: Path, tmp_path: Path, change: Callable[[Path], None], opened: list[str], parsed: int
) -> None:
    build(root)
    change(root)
    second = build(root)
    assert (second.opened, second.parsed) == (opened, parsed)
    fresh = build(root, tmp_path / "other")
    assert (second.uses, second.digest) == (fresh.uses, fresh.digest)


@pytest.mark.parametrize("change", [edited, edited_in_place, added, deleted, renamed, included_file_edited])
def test_the_digest_tells_a_change_of_programs(root: Path, change: Callable[[Path], None]) -> None:
    before = build(root).digest
    change(root)
    assert build(root).digest != before


@pytest.mark.parametrize("change", [edited_words, touched, lambda root: (root / "docs/more.md").write_text("# More\n")])
def test_the_digest_stays_while_programs_do(root: Path, change: Callable[[Path], None]) -> None:
    before = build(root).digest
    change(root)
    assert build(root).digest == before


def test_another_package_is_read_for_anew(root: Path) -> None:
    """What a page uses without importing it depends on the names of the packages."""
    replace(root / "docs/plain.md", "No program.", "```python\ntill.pay(1)\n```")
    build(root)
    package_added(root)
    assert build(root).parsed > 0


@pytest.mark.parametrize("languages", [("de", "en"), ("en", "fr", "pt")])
def test_the_same_words_may_include_other_files(root: Path, languages: tuple[str, ...]) -> None:
    for language in languages:
        (root / f"docs/{language}").mkdir()
        (root / f"docs/{language}/page.md").write_text("# Page\n\n{* pay.py *}\n")
        (root / f"docs/{language}/pay.py").write_text(f"import shop\nshop.pay('{language}')\n")
    age(root)
    first, second = build(root), build(root)
    expected = [(f"docs/{language}/page.md", f"import shop\nshop.pay('{language}')\n") for language in languages]
    assert [use for use in first.uses if use[0].endswith("page.md")] == expected
    assert (second.uses, second.digest, second.opened, second.parsed) == (first.uses, first.digest, [], 0)


@pytest.mark.parametrize("pages", ["manual", "doc"])
def test_the_pages_of_the_navigation_lie_in_docs_dir(root: Path, pages: str) -> None:
    build(root)
    (root / "docs").rename(root / pages)
    with (root / "mkdocs.yml").open("a") as file:
        file.write(f"docs_dir: {pages}\n")
    second = build(root)
    assert [file for file, _ in second.uses][1:4] == [f"{pages}/tills.md", f"{pages}/carts.md", f"{pages}/carts.md"]
    moved = ("carts.md", "plain.md", "tills.md", "tour.ipynb")
    assert second.opened == sorted(["mkdocs.yml", *(f"{pages}/{name}" for name in moved)])
    assert second.parsed == 0


# Times.


@pytest.mark.parametrize(
    ("modified", "passed", "expected"),
    [
        (10**18 + 1, 0, "again"),
        (10**18 + 1, 10_000_000, "again"),
        (10**18 + 1, 1_000_000_000, "settled"),
        (10**18, 1_000_000_000, "again"),
        (10**18, 3_000_000_000, "settled"),
        (10**18 + 1, -5_000_000_000, "again"),
    ],
    ids=["same tick", "next tick", "long after", "whole seconds", "long after whole seconds", "in the future"],
)
def test_a_signature_counts_when_no_later_edit_can_have_it(modified: int, passed: int, expected: str) -> None:
    assert is_settled(modified, modified + passed) is (expected == "settled")


@pytest.mark.parametrize("hours", [0, 1, 24 * 365])
def test_a_file_that_an_edit_could_leave_the_same_is_opened_again(root: Path, hours: int) -> None:
    """Its time is that of the build, or later, where clocks differ."""
    build(root)
    path = root / "docs/carts.md"
    replace(path, "pay(2)", "pay(6)")
    time = path.stat().st_mtime_ns + (hours * 3600 + 2) * 1_000_000_000
    os.utime(path, ns=(time, time))
    build(root)
    again = build(root)
    assert (again.opened, again.parsed) == (["docs/carts.md"], 0)
    os.utime(path, ns=(LONG_AGO, LONG_AGO))
    build(root)
    assert build(root).opened == ["docs/carts.md"]  # That it can be trusted now is not worth a change of the cache.


# The cache.


def rows(cache: Path) -> dict[str, str]:
    with closing(sqlite3.connect(cache / "cache.db")) as connection:
        return dict(connection.execute("SELECT key, value FROM Cache"))


def test_rows_of_other_branches_stay_up_to_a_bound(root: Path) -> None:
    cache = root.parent / "cache"
    build(root)
    before = rows(cache).keys()
    edited(root)
    build(root)
    assert rows(cache).keys() > before
    replace(root / "docs/carts.md", "pay(22)", "pay(2)")
    assert build(root).parsed == 0


def test_rows_that_no_page_needs_are_removed(root: Path) -> None:
    for number in range(1_100):
        text = f"# Carts\n\n```python\nimport shop\nshop.pay({number})\n```\n"
        (root / f"docs/page{number}.md").write_text(text, encoding="utf-8")
    build(root)
    assert len(rows(root.parent / "cache")) == 1 + 1_100 + len(DOCUMENTS)
    for number in range(1_100):
        (root / f"docs/page{number}.md").unlink()
    edited(root)
    build(root)
    assert len(rows(root.parent / "cache")) == 1 + 1_000 + len(DOCUMENTS)


def test_packages_share_one_catalogue(root: Path) -> None:
    """What is read for other names of packages stands beside it, in the same bound."""
    first = build(root)
    package_added(root)
    build(root)
    (root / "src/till.py").unlink()
    again = build(root)
    assert (again.uses, again.digest, again.opened, again.parsed) == (first.uses, first.digest, [], 0)
    assert [key for key in rows(root.parent / "cache") if key.startswith("catalogue:")] == ["catalogue:project"]


BAD = {
    "empty": lambda text: "",
    "no JSON": lambda text: "{",
    "another kind": lambda text: "7",
    "deep": lambda text: "[" * 100_000 + "]" * 100_000,
    "lone surrogate": lambda text: text.replace('"code":"', '"code":"\\ud800').replace('"programs":"', '"programs":"\\ud800'),
    "a wrong type": lambda text: text.replace('"line":', '"line":"a","l":').replace('"programs":"', '"programs":7,"p":"'),
    "too large": lambda text: f'{text}{" " * 5_000_000}',
    "an unknown place": lambda text: text.replace('"place":"', '"place":"no').replace('"includes"', '"included":1,"includes"'),
}  # fmt: skip


@pytest.mark.parametrize("damage", BAD.values(), ids=BAD)
@pytest.mark.parametrize("kind", ["programs", "catalogue"])
def test_a_damaged_row_is_a_miss(root: Path, kind: str, damage: Callable[[str], str]) -> None:
    first, cache = build(root), root.parent / "cache"
    with closing(sqlite3.connect(cache / "cache.db", isolation_level=None)) as connection:
        for key, text in connection.execute("SELECT key, value FROM Cache").fetchall():
            if key.startswith(kind):
                connection.execute("UPDATE Cache SET value = ? WHERE key = ?", (damage(text), key))
    second = build(root)
    assert (second.uses, second.digest) == (first.uses, first.digest)
    third = build(root)
    assert (third.opened, third.parsed, third.uses) == ([], 0, first.uses)


HOSTILE = {
    "a line before the program": ('"line":1', '"line":-9'),
    "a line behind the program": ('"line":1', '"line":999'),
    "a line that is too large": ('"line":1', f'"line":{10**30}'),
    "a line shown nowhere": ('"shown":[]', '"shown":[[77,"a"]]'),
    "a long path": ('"path":"shop.pay"', f'"path":"shop.{"a." * 2_000}pay"'),
    "code that does not end": ('\\n","place"', '","place"'),
    "an unknown kind": ('"kind":"call"', '"kind":"eval"'),
}


@pytest.mark.parametrize(("old", "new"), HOSTILE.values(), ids=HOSTILE)
def test_a_row_that_no_build_writes_is_a_miss(root: Path, old: str, new: str) -> None:
    first, cache = build(root), root.parent / "cache"
    with closing(sqlite3.connect(cache / "cache.db", isolation_level=None)) as connection:
        changed = connection.execute(
            "UPDATE Cache SET value = replace(value, ?, ?) WHERE key LIKE 'programs:%' AND instr(value, ?)",
            (old, new, old),
        )
        assert changed.rowcount > 0
    second = build(root)
    assert second.parsed > 0
    assert second.uses == first.uses


PATHS = ["../secret.md", "/etc/passwd", "a\\u0000b", "a" * 5_000, "../" * 500 + "etc/passwd", ""]


@pytest.mark.parametrize("path", PATHS, ids=repr)
def test_a_catalogue_leads_to_no_other_file(root: Path, path: str) -> None:
    first, cache = build(root), root.parent / "cache"
    with closing(sqlite3.connect(cache / "cache.db", isolation_level=None)) as connection:
        for old in ("docs/tills.md", "../examples/till.py"):
            connection.execute(
                "UPDATE Cache SET value = replace(value, ?, ?) WHERE key LIKE 'catalogue:%'", (old, path)
            )
    second = build(root)
    assert set(second.opened) <= set(DOCUMENTS)
    assert sorted(second.uses) == sorted(first.uses)


def test_a_cache_that_may_not_be_written_is_read(root: Path, tmp_path: Path) -> None:
    """That its signatures are renewed is not worth a message."""
    cache = tmp_path / "cache"
    first = build(root)
    age(root, LONG_AGO + 1_000_000_007)
    for folder in (
        *(one for one in tmp_path.parents if one.owner() == tmp_path.owner() and len(one.parts) > 2),
        tmp_path,
    ):
        folder.chmod(0o755)
    for path in (*cache.iterdir(), cache):
        path.chmod(0o555 if path.is_dir() else 0o444)
    with without_rights():
        second, third = build(root), build(root)
    cache.chmod(0o755)
    assert (second.uses, second.parsed, third.parsed) == (first.uses, 0, 0)


def test_an_unchanged_project_changes_nothing_in_the_cache(root: Path) -> None:
    build(root)
    before = state(root.parent / "cache")
    build(root)
    assert state(root.parent / "cache") == before


def test_without_a_cache_all_is_read(root: Path) -> None:
    kept = build(root)
    with listening(root) as watch:
        authors = Authors(root, [root / "src"])
        assert [(used.passage.file, used.passage.code) for used, _ in authors.of("shop.pay")] == kept.uses
    assert sorted(watch.opened) == DOCUMENTS


# Whole builds.


def test_a_second_build_of_a_site_opens_no_document_that_did_not_change(tmp_path: Path) -> None:
    site = Site(tmp_path / "project", options={"paths": ["src"]})
    for name, text in FILES.items():
        site.file(name, text)
    site.file("tests/test_shop.py", "import shop\n\n\ndef test_pay():\n    assert shop.pay(1) is None\n")
    site.page("# Shop\n\n::: howto shop.pay\n")
    site.configure()
    age(site.folder)

    def opened() -> set[str]:
        """Files that our code opens; the pages of the site are read for their placeholders in every build."""
        events = [event for event in watched(site.folder) if event.kind == "read" and event.lies_in(site.folder)]
        names = {Path(event.what).relative_to(site.folder).as_posix() for event in events if Path(event.what).is_file()}
        return {name for name in names if not name.startswith(".cache") and not name.endswith(".md")} | (
            names & {"README.md"}
        )

    read = {"README.md", "docs/tour.ipynb", "examples/till.py", "mkdocs.yml", "tests/test_shop.py"}
    assert opened() == {*read, "src/shop.py"}
    assert opened() == {"src/shop.py"}
    assert opened() == {"src/shop.py"}


@pytest.fixture
def built_once(tmp_path: Path) -> Site:
    site = Site(tmp_path / "project", options={"paths": ["src"]})
    site.file("src/shop.py", FILES["src/shop.py"])
    site.file("README.md", FILES["README.md"])
    site.page("# Shop\n\n::: howto shop.pay\n")
    site.build(strict=True)
    return site


def built_from(site: Site, program: dict[str, object]) -> Built:
    """Build again after a change of the code, from rows that hold something else."""
    with closing(sqlite3.connect(site.folder / ".cache/howto/cache.db", isolation_level=None)) as connection:
        for key, text in connection.execute("SELECT key, value FROM Cache WHERE key LIKE 'programs:%'").fetchall():
            programs = [
                {**one, **program, "passage": {**one["passage"], **program.get("passage", {})}}
                for one in json.loads(text)
            ]
            connection.execute("UPDATE Cache SET value = ? WHERE key = ?", (json.dumps(programs), key))
    site.file("src/shop.py", "def pay(amount):\n    return amount\n")
    return site.build(strict=True)


def test_a_site_is_built_from_what_rows_hold(built_once: Site) -> None:
    assert "shop.pay(1)" in built_once.build().body().text
    assert "shop.pay(77)" in built_from(built_once, {"passage": {"code": "import shop\nshop.pay(77)\n"}}).body().text


PROGRAMS = {
    "no Python": "def broken(:\n",
    "deep": f"shop.pay({'(' * 5_000}1{')' * 5_000})\n",
    "deep without brackets": f"shop.pay({'-' * 5_000}1)\n",
    "markup": "shop.pay(1)  # </code></pre><script>alert(1)</script>\n",
    "a null character": "shop.pay('\\0')\0\n",
    "nothing": "\n",
    "half a session": ">>> shop.pay(\n",
}


@pytest.mark.parametrize("code", PROGRAMS.values(), ids=PROGRAMS)
@pytest.mark.parametrize("field", ["code", "before"])
def test_a_site_is_built_from_whatever_a_row_holds(built_once: Site, code: str, field: str) -> None:
    """Who may write to the cache may put any program into it; it costs an example, and runs in no browser."""
    uses = [{"path": "shop.pay", "kind": "call", "line": 1}]
    programs = {"code": {"passage": {"code": code}, "uses": uses}, "before": {"before": [code.rstrip("\n")]}}
    built = built_from(built_once, programs[field])
    assert built.body().select_one(".howto-provenance") is not None
    assert not built.body().select("script")


LARGE_PAGES = {
    "prose": "# T\n\n" + "x\n" * 300_000,
    "programs": "# T\n\n" + "```python\nfrom shop import pay\npay(0)\n```\n\n" * 10_000,
    "one long program": "# T\n\n```python\n" + "".join(f"a{n} = '{'y' * 900}'\n" for n in range(900)) + "```\n",
}


@pytest.mark.parametrize("name", LARGE_PAGES)
def test_documentation_is_read_until_it_costs_too_much(name: str, tmp_path: Path) -> None:
    pages = {f"docs/p{number:03}.md": LARGE_PAGES[name] for number in range(60)}
    last = {"docs/z.md": "# Z\n\n```python\nfrom shop import pay\npay(9)\n```\n"}
    write_tree(tmp_path / "root", {**FILES, **pages, **last})
    first, again = build(tmp_path / "root"), build(tmp_path / "root")
    assert ("docs/carts.md", "from shop import pay\npay(2)\n") in first.uses  # The navigation comes first.
    assert "docs/z.md" not in {file for file, _ in first.uses}
    assert len(first.opened) < 60
    assert (again.digest, again.uses) == (first.digest, first.uses)


def test_a_page_that_shows_a_module_shows_no_use_of_it(tmp_path: Path) -> None:
    source = "import shop\n\nclass Till:\n    amount = shop.pay(1)\n"
    files = {"src/shop/__init__.py": "def pay(amount): ...\n", "src/shop/till.py": source, "examples/till.py": source}
    page = '# Shop\n\n```python\n--8<-- "{}"\n```\n'
    for name, shown in {"src/shop/till.py": [], "examples/till.py": ["docs/index.md", "examples/till.py"]}.items():
        root = write_tree(tmp_path / name.partition("/")[0], {**files, "docs/index.md": page.format(name)})
        uses = [file for file, _ in build(root).uses]
        assert [file for file in uses if file == "docs/index.md"] == [file for file in shown if file == "docs/index.md"]


OFTEN = {
    "one file included often": '```python\n--8<-- "examples/large.py"\n```\n\n',
    "sessions between fences": "```python\nshop.pay(1)\n```\n\n>>> import shop\n>>> shop.pay(22222222)\n1\n# T\n\n"
    * 10,
    "one session": ">>> shop.pay(22222222)\n" * 20,
    "long fences": "```python\n" + "shop.pay(22222222)\n" * 20 + "```\n\n",
    "a set-up before each block": ".. testsetup::\n\n    a = 1\n    b = [1, 2, 3, 4, 5, 6, 7, 8, 9]\n\n.. testcode::\n\n    c = a\n\n",
}


@pytest.mark.parametrize("name", OFTEN)
def test_a_page_holds_only_so_much_code(name: str, tmp_path: Path) -> None:
    large = "import shop\n\nshop.pay(1)\n" + f"text = '{'y' * 300_000}'\n"
    suffix = "md" if "```" in OFTEN[name] else "rst"
    root = write_tree(
        tmp_path / "root", {**FILES, "examples/large.py": large, f"docs/page.{suffix}": OFTEN[name] * 1_500}
    )
    told = build(root)
    assert sum(len(code) for file, code in told.uses if file.startswith("docs/page")) < 300_000
    assert told.parsed < 6_000
