"""`mkdocs-howto diff`: what would change if a section were written now."""

from __future__ import annotations

import pytest

from tests.cli.running import edit, pinned, run
from tests.cli.test_pin import LIB
from tests.conftest import Site


@pytest.fixture
def own(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site that shows pins, built once."""
    monkeypatch.chdir(site.folder)  # The path that pytest runs in is searched from everywhere else.
    site.file("src/lib.py", LIB)
    site.options["pins"] = "howto"
    site.page("# Title\n\n::: howto lib.add\n")
    site.build(strict=True)
    return site


def test_what_is_as_it_was_has_no_difference(own: Site) -> None:
    done = run(own, "diff", "lib.add")
    assert (done.exit_code, done.output) == (0, "")
    pinned(own, "lib.add")
    done = run(own, "diff", "lib.add")
    assert (done.exit_code, done.output) == (0, "")


@pytest.mark.parametrize("is_pinned", [False, True])
def test_code_that_changed_is_compared_line_by_line(own: Site, is_pinned: bool) -> None:  # noqa: FBT001
    if is_pinned:
        pinned(own, "lib.add")
    edit(own.folder / "src/lib.py", ("Add one to", "Add two to"))
    done = run(own, "diff", "lib.add")
    assert (done.exit_code, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert lines[:2] == [f"--- {'howto/lib.add.md' if is_pinned else 'kept (offline)'}", "+++ now (offline)"]
    assert [line for line in lines[2:] if line[:1] in "+-"] == [
        "-Add one to a number.",
        "+Add two to a number.",
    ]


def test_asking_twice_gives_the_same_answer(own: Site) -> None:
    """To compare is not to accept."""
    edit(own.folder / "src/lib.py", ("a + 1", "a + 2"))
    first = run(own, "diff", "lib.add")
    second = run(own, "diff", "lib.add")
    assert (second.exit_code, second.stdout) == (first.exit_code, first.stdout)


def test_what_a_person_wrote_is_a_difference(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("## Execution Steps", "Words.\n\n## Execution Steps"))
    before = pin.read_text()
    done = run(own, "diff", "lib.add")
    assert done.exit_code == 1
    assert "-Words." in done.stdout.splitlines()
    assert pin.read_text() == before


@pytest.mark.parametrize(
    ("reference", "words"),
    [("lib.sub", "`lib.sub` is neither pinned nor kept"), ("lib.nope", "`lib.nope` is neither pinned nor kept")],
)
def test_without_a_text_there_is_nothing_to_compare(own: Site, reference: str, words: str) -> None:
    done = run(own, "diff", reference)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr


def test_without_code_there_is_nothing_to_compare(own: Site) -> None:
    pinned(own, "lib.add")
    own.file("src/lib.py", "")
    done = run(own, "diff", "lib.add")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "`lib.add` cannot be found" in done.stderr


def test_a_site_is_needed(own: Site) -> None:
    own.options["heading_level"] = 9
    assert run(own, "diff", "lib.add").exit_code == 2


@pytest.mark.parametrize(
    "edit_of",
    [
        "\nUse `lib.sub` and then `add`.\n",
        "\n```python\nfrom lib import add\n\nprint(add(41))\n```\n",
        "\n```python\nimport lib\n\nprint(lib.add(1), lib.sub(2))\n```\n",
        "\n>>> from lib import add\n>>> add(7)\n8\n",
    ],
)
@pytest.mark.parametrize("folder", ["howto", "docs/sections"])
def test_what_people_write_into_a_pin_is_no_source_of_new_text(own: Site, edit_of: str, folder: str) -> None:
    """Else a section would be written from itself."""
    own.options["pins"] = folder
    run(own, "pin", "-q", "lib.add", "lib.sub")
    before = run(own, "show", "lib.sub").stdout
    pin = own.folder / folder / "lib.add.md"
    pin.write_text(pin.read_text() + edit_of)
    assert run(own, "diff", "lib.sub").output == ""
    assert run(own, "show", "lib.sub").stdout == before
    assert all(line[:1] != "+" for line in run(own, "diff", "lib.add").stdout.splitlines()[2:])
