"""`mkdocs-howto cache`: what is kept can be counted, tidied and carried elsewhere."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest

from mkdocs_howto.stores.disk import DiskStore
from mkdocs_howto.stores.entry import Entry
from tests.cli.running import edit, pinned, run
from tests.conftest import Site
from tests.stores.test_disk import ENTRY

PAID = dataclasses.replace(
    ENTRY,
    section=dataclasses.replace(
        ENTRY.section,
        provenance=dataclasses.replace(ENTRY.section.provenance, writer="openai", model="some-model", tokens=700),
    ),
)
REJECTED = dataclasses.replace(PAID, rejected="it has errors")
KEYS = {"offline": "a" * 40, "paid": "b" * 40, "rejected": "c" * 40}


def store(site: Site) -> DiskStore:
    def fail(error: Exception) -> None:
        raise error

    return DiskStore(site.folder / ".cache/howto", fail)


def keep(site: Site, *entries: tuple[str, Entry]) -> None:
    kept = store(site)
    kept.keep(entries)
    kept.close()


def kept(site: Site) -> dict[str, Entry]:
    there = store(site)
    found = dict(there.entries())
    there.close()
    return found


@pytest.fixture
def built(site: Site) -> Site:
    """A site that has been built: two sections are kept."""
    site.page("# Title\n\n::: howto shop.Cart\n\n::: howto shop.reserve\n")
    site.build(strict=True)
    return site


@pytest.fixture
def filled(built: Site) -> Site:
    """The same, with sections that nothing asks for."""
    keep(built, (KEYS["offline"], ENTRY), (KEYS["paid"], PAID), (KEYS["rejected"], REJECTED))
    return built


def wrote(site: Site) -> int:
    notices = site.build(strict=True).notices
    return sum(int(match[1]) for notice in notices if (match := re.search(r"Wrote (\d+) section", notice)))


# info.


def test_what_is_kept_is_counted(filled: Site) -> None:
    done = run(filled, "cache", "info", "--format", "json")
    found = json.loads(done.stdout)
    assert found.pop("bytes") > 10_000
    assert found == {
        "folder": ".cache/howto",
        "sections": 4,
        "writers": {"offline": 3, "some-model": 1},
        "rejected": 1,
        "pins_reviewed": 0,
        "tokens": 1400,
    }
    text = run(filled, "cache", "info").stdout
    assert re.match(r"\.cache/howto: 4 sections, [\d,]+ bytes\n", text)
    for words in ("     3  offline\n", "     1  some-model\n", "     1  rejected\n", "1,400 tokens were paid"):
        assert words in text


def test_an_empty_cache_is_counted_and_not_made(site: Site) -> None:
    site.page("# Title\n")
    done = run(site, "cache", "info")
    assert (done.exit_code, done.stdout) == (0, ".cache/howto: 0 sections, 0 bytes\n")
    assert not (site.folder / ".cache").exists()


def test_what_the_review_saw_of_an_edited_pin_is_no_section(built: Site) -> None:
    (pin,) = pinned(built, "shop.Cart")
    edit(pin, ("## Execution Steps", "Words.\n\n## Execution Steps"))
    built.build(strict=True)
    found = json.loads(run(built, "cache", "info", "--format", "json").stdout)
    assert (found["sections"], found["pins_reviewed"]) == (2, 1)


# export, import.


@pytest.mark.parametrize("name", ["sections.jsonl", "sections.gz"])
def test_a_carried_cache_is_as_good_as_the_old_one(filled: Site, name: str) -> None:
    before = kept(filled)
    done = run(filled, "cache", "export", name)
    assert (done.exit_code, done.stdout) == (0, f"Wrote 5 sections into {name}.\n")
    assert run(filled, "cache", "clear", "--yes").stdout == "Removed 5 sections.\n"
    assert kept(filled) == {}
    done = run(filled, "cache", "import", name)
    assert (done.exit_code, done.stdout, done.stderr) == (0, f"Took 5 sections from {name}.\n", "")
    assert kept(filled) == before
    assert wrote(filled) == 0


def test_without_it_everything_is_written_anew(built: Site) -> None:
    run(built, "cache", "clear")
    assert wrote(built) == 2


def test_only_what_was_paid_for_can_be_carried(filled: Site) -> None:
    assert run(filled, "cache", "export", "--paid", "paid.gz").stdout == "Wrote 2 sections into paid.gz.\n"
    run(filled, "cache", "clear", "--yes")
    run(filled, "cache", "import", "paid.gz")
    assert kept(filled) == {KEYS["paid"]: PAID, KEYS["rejected"]: REJECTED}


def test_what_is_there_stays_as_it_is(filled: Site) -> None:
    run(filled, "cache", "export", "sections.jsonl")
    path = filled.folder / "sections.jsonl"
    path.write_text(path.read_text().replace("Adds numbers.", "Says other things."))
    before = kept(filled)
    done = run(filled, "cache", "import", "sections.jsonl")
    assert (done.exit_code, done.stdout) == (0, "Took 0 sections from sections.jsonl.\n")
    assert kept(filled) == before


def test_every_line_that_holds_no_section_is_told_and_left_out(filled: Site) -> None:
    run(filled, "cache", "export", "sections.jsonl")
    run(filled, "cache", "clear", "--yes")
    path = filled.folder / "sections.jsonl"
    heading, *rows = path.read_text().splitlines(keepends=True)
    path.write_text(
        "".join([heading, "{}\n", *rows[:2], "no JSON\n", *rows[2:], rows[0].replace('"description"', '"x"')])
    )
    done = run(filled, "cache", "import", "sections.jsonl")
    assert done.exit_code == 1
    assert done.stderr == "".join(f"sections.jsonl:{line}: This line holds no section.\n" for line in (2, 5, 9))
    assert done.stdout == "Took 5 sections from sections.jsonl. Left out 3.\n"
    assert len(kept(filled)) == 5


def test_many_sections_are_taken(built: Site) -> None:
    run(built, "cache", "clear")
    keep(built, *((f"{number:040x}", ENTRY) for number in range(250)))
    run(built, "cache", "export", "many.gz")
    run(built, "cache", "clear")
    assert run(built, "cache", "import", "many.gz").stdout == "Took 250 sections from many.gz.\n"
    assert len(kept(built)) == 250


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.jsonl", b"{}\n", "holds no sections of this version"),
        ("a.gz", b"{}\n", "a.gz is damaged"),
        ("a.jsonl", None, "does not exist"),
        (".", None, "is a directory"),
    ],
    ids=["another file", "not packed", "no file", "a folder"],
)
def test_what_is_none_of_ours_is_refused(built: Site, name: str, data: bytes | None, words: str) -> None:
    if data is not None:
        (built.folder / name).write_bytes(data)
    before = kept(built)
    done = run(built, "cache", "import", name)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    assert kept(built) == before


def test_a_file_that_cannot_be_written_is_told(built: Site) -> None:
    done = run(built, "cache", "export", "nowhere/sections.gz")
    assert done.exit_code == 2
    assert "nowhere/sections.gz cannot be written" in done.stderr


@pytest.mark.parametrize("arguments", [["info"], ["clear"], ["export", "x"], ["import", "mkdocs.yml"]])
def test_a_site_without_a_cache_has_nothing_to_look_into(site: Site, arguments: list[str]) -> None:
    site.options["cache"] = ""
    done = run(site, "cache", *arguments)
    assert done.exit_code == 2
    assert "keeps no cache" in done.stderr


def test_a_cache_that_cannot_be_used_takes_nothing(built: Site) -> None:
    run(built, "cache", "export", "sections.gz")
    built.options["cache"] = "file"
    built.file("file", "no folder")
    done = run(built, "cache", "import", "sections.gz")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "The cache in file/ cannot be used" in done.stderr
    assert (built.folder / "file").read_text() == "no folder"


# prune, clear.


def test_what_no_placeholder_asks_for_goes_and_what_was_paid_for_stays(filled: Site) -> None:
    used = set(kept(filled)) - set(KEYS.values())
    done = run(filled, "cache", "prune")
    assert (done.exit_code, done.stdout) == (0, "Removed 1 section.\n")
    assert set(kept(filled)) == used | {KEYS["paid"], KEYS["rejected"]}
    assert run(filled, "cache", "prune").stdout == "Removed 0 sections.\n"
    assert wrote(filled) == 0


def test_what_was_paid_for_goes_when_that_is_said(filled: Site) -> None:
    used = set(kept(filled)) - set(KEYS.values())
    assert run(filled, "cache", "prune", "--paid").stdout == "Removed 3 sections.\n"
    assert set(kept(filled)) == used


def test_a_section_that_has_left_its_page_goes(built: Site) -> None:
    built.page("# Title\n\n::: howto shop.Cart\n")
    built.build(strict=True)
    assert run(built, "cache", "prune").stdout == "Removed 1 section.\n"
    assert wrote(built) == 0


def test_a_section_of_code_that_changed_goes(site: Site) -> None:
    site.file("src/lib.py", "def f():\n    return 1\n")
    site.page("# Title\n\n::: howto lib.f\n")
    site.build(strict=True)
    site.file("src/lib.py", "def f():\n    return 2\n")
    assert wrote(site) == 1
    assert len(kept(site)) == 2
    assert run(site, "cache", "prune").stdout == "Removed 1 section.\n"
    assert wrote(site) == 0


def test_what_only_a_macro_asks_for_stays(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.folder)  # The path that pytest runs in is searched from everywhere else.
    site.plugins = ["macros"]
    site.page("# Title\n\n{% for name in ['Cart', 'Line'] %}\n::: howto shop.{{ name }}\n\n{% endfor %}\n")
    site.build(strict=True)
    assert run(site, "cache", "prune").stdout == "Removed 0 sections.\n"
    assert wrote(site) == 0


def test_what_the_review_saw_of_a_pin_stays(built: Site) -> None:
    (pin,) = pinned(built, "shop.Cart")
    edit(pin, ("## Execution Steps", "Words.\n\n## Execution Steps"))
    built.build(strict=True)
    before = kept(built)
    assert run(built, "cache", "prune").stdout == "Removed 0 sections.\n"
    assert kept(built) == before
    edit(pin, ("Words.", "Other words."))
    built.build(strict=True)
    assert run(built, "cache", "prune").stdout == "Removed 1 section.\n"


def test_without_plugins_the_files_are_read(filled: Site) -> None:
    assert run(filled, "cache", "prune", "--no-plugins").stdout == "Removed 1 section.\n"


def test_clearing_asks_before_paid_text_goes(filled: Site) -> None:
    before = kept(filled)
    done = run(filled, "cache", "clear", asked="n\n")
    assert done.exit_code == 1
    assert "A model was paid for 2 sections of 5. Remove all?" in done.stdout
    assert kept(filled) == before
    assert run(filled, "cache", "clear", asked="").exit_code == 1
    assert kept(filled) == before
    done = run(filled, "cache", "clear", asked="y\n")
    assert done.exit_code == 0
    assert done.stdout.endswith("Removed 5 sections.\n")
    assert kept(filled) == {}


def test_clearing_what_costs_nothing_asks_nothing(built: Site) -> None:
    done = run(built, "cache", "clear")
    assert (done.exit_code, done.stdout) == (0, "Removed 2 sections.\n")
    assert Path(built.folder / ".cache/howto").is_dir()


@pytest.mark.parametrize("command", ["info", "prune", "clear"])
def test_a_site_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    from click.testing import CliRunner

    from mkdocs_howto.cli import main

    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["cache", command])
    assert done.exit_code == 2
    assert "There is no mkdocs.yml here" in done.stderr
