"""`mkdocs-howto pin`, `unpin` and `approve`: what people wrote is never lost."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from tests.cli.running import edit, pinned, run
from tests.conftest import Site

LIB = '''"""Library."""


def add(a: int) -> int:
    """Add one to a number.

    Raises:
        ValueError: It is negative.
    """
    if a < 0:
        raise ValueError(a)
    return a + 1


def sub(a: int) -> int:
    """Take one from a number."""
    return a - 1
'''


@pytest.fixture
def own(site: Site) -> Site:
    """A site that shows pins, with two functions of which its page shows one."""
    site.file("src/lib.py", LIB)
    site.options["pins"] = "howto"
    site.page("# Title\n\n::: howto lib.add\n")
    return site


def change(site: Site, *pairs: tuple[str, str]) -> None:
    edit(site.folder / "src/lib.py", *pairs)


def tree(site: Site) -> dict[str, str]:
    folder = site.folder / "howto"
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


# pin.


def test_a_section_becomes_a_file(own: Site) -> None:
    done = run(own, "pin", "lib.add")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "lib.add: pinned howto/lib.add.md\n1 pinned.\n"
    assert set(tree(own)) == {"lib.add.md", ".base/lib.add.json"}
    text = tree(own)["lib.add.md"]
    assert text.startswith("---\nreference: lib.add\nfingerprint: v1:")
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## Description", "## Execution Steps", "## Usage Example",
    ]  # fmt: skip


def test_the_same_bytes_every_time(own: Site) -> None:
    pinned(own, "lib.add")
    first = tree(own)
    run(own, "unpin", "lib.add")
    pinned(own, "lib.add")
    assert tree(own) == first


def test_a_pin_that_exists_stays_as_it_is(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("Add one", "Sum one"))
    change(own, ("a + 1", "a + 2"))
    before = tree(own)
    done = run(own, "pin", "lib.add")
    assert (done.exit_code, done.stdout) == (0, "1 unchanged.\n")
    assert tree(own) == before


def test_all_placeholders_of_the_site_are_pinned_but_code_that_stands_in_pages(own: Site) -> None:
    own.page(
        "# Title\n\n::: howto lib.add\n\n```{.python .howto}\nx = 1\n```\n\n"
        "```\n::: howto lib.sub\n```\n\n::: howto lib.add\n    show: [steps]\n"
    )
    own.page("# More\n\n<!-- howto: shop.Cart -->\n\n::: howto src/lib.py\n", "more.md")
    done = run(own, "pin", "--all")
    assert done.exit_code == 0
    assert done.stdout.endswith("3 pinned.\n")
    names = {path.name for path in (own.folder / "howto").glob("*.md")}
    assert {"lib.add.md", "shop.Cart.md"} < names
    assert len(names) == 3
    assert own.build(strict=True).warnings == []


def test_what_cannot_be_pinned_is_told_and_the_others_are_pinned(own: Site) -> None:
    own.page("# Title\n\n::: howto lib.nope\n\n::: howto lib.add\n")
    done = run(own, "pin", "--all")
    assert done.exit_code == 1
    assert "lib.nope: failed: `lib.nope` cannot be found" in done.stderr
    assert done.stdout == "lib.add: pinned howto/lib.add.md\n1 failed, 1 pinned.\n"
    assert set(tree(own)) == {"lib.add.md", ".base/lib.add.json"}


def test_examples_and_languages_of_placeholders_are_pinned_apart(own: Site) -> None:
    own.file("use.py", "from lib import add\n\nprint(add(41))\n")
    own.page("# Title\n\n::: howto lib.add\n\n::: howto lib.add\n    example: use.py\n")
    assert run(own, "pin", "--all").stdout.endswith("2 pinned.\n")
    (other,) = (path for path in (own.folder / "howto").glob("*.md") if path.name != "lib.add.md")
    assert "example: use.py\n" in other.read_text()
    assert "print(add(41))" in other.read_text()
    edit(other, ("print(add(41))", "print(add(42))"))
    assert own.build(strict=True).body().get_text().count("print(add(42))") == 1


def test_a_site_that_shows_no_pins_is_told_how_to(own: Site) -> None:
    del own.options["pins"]
    done = run(own, "pin", "lib.add")
    assert done.exit_code == 0
    assert done.stdout.endswith(
        "The site does not show pins yet: add `pins: howto/` to the options of `howto` in mkdocs.yml.\n"
    )
    assert set(tree(own)) == {"lib.add.md", ".base/lib.add.json"}


def test_a_broken_file_is_not_replaced(own: Site) -> None:
    own.file("howto/lib.add.md", "Mine.\n")
    done = run(own, "pin", "lib.add")
    assert done.exit_code == 1
    assert "howto/lib.add.md:1: It has no front matter." in done.stderr
    assert "its file is broken" in done.stderr
    assert tree(own) == {"lib.add.md": "Mine.\n"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["pin"], "Name what to pin"),
        (["pin", "lib.add", "--all"], "Name what to pin"),
        (["unpin"], "Name what to unpin"),
        (["unpin", "lib.add", "--orphans"], "Name what to unpin"),
        (["approve"], "Missing argument"),
        (["pin", "lib.add", "-f", "nowhere.yml"], "does not exist"),
    ],
)
def test_what_cannot_be_meant_is_told(own: Site, arguments: list[str], words: str) -> None:
    done = run(own, *arguments)
    assert done.exit_code == 2
    assert words in done.stderr


def test_quiet_says_only_what_went_wrong(own: Site) -> None:
    done = run(own, "pin", "-q", "lib.add", "lib.nope")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("lib.nope: failed: ")


# pin --update.


def test_a_pin_of_todays_code_is_not_touched(own: Site) -> None:
    pinned(own, "lib.add")
    before = tree(own)
    done = run(own, "pin", "--update")
    assert (done.exit_code, done.stdout) == (0, "1 unchanged.\n")
    assert tree(own) == before


def test_an_unedited_pin_is_written_anew(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    change(own, ("raise ValueError(a)", "raise KeyError(a)"), ("ValueError: It", "KeyError: It"))
    done = run(own, "pin", "--update")
    assert (done.exit_code, done.stdout) == (0, "lib.add: updated howto/lib.add.md\n1 updated.\n")
    assert "KeyError" in pin.read_text()
    assert "ValueError" not in pin.read_text()
    built = own.build(strict=True)
    assert "KeyError" in built.body().get_text()
    assert "edited" not in built.body().get_text()


def test_edits_and_what_is_new_are_merged(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(
        pin,
        ("## Execution Steps", "Never fails for zero.\n\n## Execution Steps"),
        ("writer: offline", "writer: offline\nignore:\n- vague-term"),
    )
    change(own, ("raise ValueError(a)", "raise KeyError(a)"), ("ValueError: It", "KeyError: It"))
    done = run(own, "pin", "--update", "lib.add")
    assert (done.exit_code, done.stdout) == (0, "lib.add: merged howto/lib.add.md\n1 merged.\n")
    text = pin.read_text()
    assert "Never fails for zero." in text
    assert "KeyError" in text
    assert "ValueError" not in text
    assert "ignore:\n- vague-term\n" in text
    built = own.build()
    page = built.body().get_text()
    assert "edited by hand" in page
    assert "may be outdated" not in page
    assert ["`vague-term` is ignored here, but was not found." in warning for warning in built.warnings] == [True]


def conflicting(site: Site) -> Path:
    """A pin in which a person and the code have changed the same sentence."""
    (pin,) = pinned(site, "lib.add")
    edit(pin, ("Raises `ValueError` if", "Complains with `ValueError` if"))
    change(site, ("raise ValueError(a)", "raise KeyError(a)"), ("ValueError: It", "KeyError: It"))
    return pin


def test_a_conflict_leaves_the_pin_and_puts_the_new_text_beside(own: Site) -> None:
    pin = conflicting(own)
    before = tree(own)
    done = run(own, "pin", "--update")
    assert done.exit_code == 1
    assert done.stdout == "1 conflict.\n"
    assert done.stderr.startswith(
        "lib.add: conflict howto/lib.add.md: both changed the same lines; take from howto/lib.add.new.md"
    )
    after = tree(own)
    assert "KeyError" in after.pop("lib.add.new.md")
    assert after == before
    (warning,) = (warning for warning in own.build().warnings if "may be outdated" in warning)
    assert "howto/lib.add.md" in warning
    assert "Complains" in pin.read_text()


def test_a_conflict_is_settled_by_approving(own: Site) -> None:
    pin = conflicting(own)
    run(own, "pin", "--update")
    edit(pin, ("with `ValueError`", "with `KeyError`"))
    done = run(own, "approve", "lib.add", "--by", "Ada Example")
    assert done.exit_code == 0
    assert not (own.folder / "howto/lib.add.new.md").exists()
    assert own.build(strict=True).warnings == []
    # What it is compared with from now on is the text that stood beside it.
    change(own, ("a + 1", "a + 2"))
    run(own, "pin", "--update")
    assert "Complains with `KeyError` if" in pin.read_text()
    assert own.build(strict=True).warnings == []


def test_an_edited_pin_without_a_base_cannot_be_merged(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("## Execution Steps", "Words.\n\n## Execution Steps"))
    (own.folder / "howto/.base/lib.add.json").unlink()
    change(own, ("a + 1", "a + 2"))
    before = pin.read_text()
    assert run(own, "pin", "--update").exit_code == 1
    assert pin.read_text() == before


def test_an_unedited_pin_without_a_base_is_written_anew(own: Site) -> None:
    pinned(own, "lib.add")
    (own.folder / "howto/.base/lib.add.json").unlink()
    change(own, ("a + 1", "a + 2"))
    assert run(own, "pin", "--update").exit_code == 0
    assert set(tree(own)) == {"lib.add.md", ".base/lib.add.json"}


def test_a_fingerprint_of_another_version_is_renewed_without_a_new_text(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    run(own, "approve", "lib.add", "--by", "Ada Example")
    before = pin.read_text()
    edit(pin, ("fingerprint: v1:", "fingerprint: v0:"), ("## Execution Steps", "Words.\n\n## Execution Steps"))
    run(own, "approve", "lib.add", "--by", "Ada Example")
    edit(pin, ("fingerprint: v1:", "fingerprint: v0:"))
    done = run(own, "pin", "--update")
    assert done.exit_code == 0
    assert done.stdout == "lib.add: updated howto/lib.add.md: its fingerprint is of the present version\n1 updated.\n"
    text = pin.read_text()
    assert "Words." in text
    assert "approved: Ada Example, " in text
    assert re.search("fingerprint: (.*)", text)[1] == re.search("fingerprint: (.*)", before)[1]
    page = own.build(strict=True).body().get_text()
    assert "edited by hand; approved by Ada Example" in page


def test_updating_drops_an_approval(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    run(own, "approve", "lib.add", "--by", "Ada Example")
    change(own, ("Add one to", "Add two to"))
    done = run(own, "pin", "--update")
    assert "its approval is gone, for the text is another" in done.stdout
    assert "approved" not in pin.read_text()


def test_only_what_is_named_is_renewed(own: Site) -> None:
    add, _ = pinned(own, "lib.add", "lib.sub")
    change(own, ("a + 1", "a + 2"), ("a - 1", "a - 2"))
    before = add.read_text()
    assert run(own, "pin", "--update", "lib.sub").stdout.endswith("1 updated.\n")
    assert add.read_text() == before
    done = run(own, "pin", "--update", "lib.nope")
    assert done.exit_code == 1
    assert "lib.nope: failed: it is not pinned" in done.stderr


def test_a_pin_whose_code_is_gone_stays(own: Site) -> None:
    pinned(own, "lib.add")
    before = tree(own)
    own.file("src/lib.py", "")
    done = run(own, "pin", "--update")
    assert done.exit_code == 1
    assert "lib.add: failed howto/lib.add.md: `lib.add` cannot be found" in done.stderr
    assert tree(own) == before


def test_without_pins_there_is_nothing_to_renew(own: Site) -> None:
    done = run(own, "pin", "--update")
    assert (done.exit_code, done.stdout) == (0, "There are no pins.\n")


# approve.


def test_who_accepts_a_text_is_told_on_the_page(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    done = run(own, "approve", "lib.add", "--by", "Ada  Example\n")
    today = dt.datetime.now(dt.UTC).date().isoformat()
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"lib.add: approved howto/lib.add.md: by Ada Example, {today}\n1 approved.\n"
    assert f"approved: Ada Example, {today}\n" in pin.read_text()
    page = own.build(strict=True).body()
    assert page.select_one(".howto-provenance").get_text().endswith(f"; approved by Ada Example, {today}")


def test_who_works_here_accepts_it(own: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    (pin,) = pinned(own, "lib.add")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ada Example")
    assert run(own, "approve", "lib.add", "-q").stdout == ""
    assert "approved: Ada Example, " in pin.read_text()


def test_an_approved_pin_is_no_longer_stale(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("## Execution Steps", "Words.\n\n## Execution Steps"))
    change(own, ("a + 1", "a + 2"))
    assert any("may be outdated" in warning for warning in own.build().warnings)
    run(own, "approve", "lib.add", "--by", "Ada Example")
    assert own.build(strict=True).warnings == []
    # The base has stayed the text as it was generated: the next change is still merged.
    change(own, ("raise ValueError(a)", "raise KeyError(a)"), ("ValueError: It", "KeyError: It"))
    assert "merged" in run(own, "pin", "--update").stdout
    assert "Words." in pin.read_text()
    assert "KeyError" in pin.read_text()


def test_a_text_that_was_changed_later_is_not_approved(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    run(own, "approve", "lib.add", "--by", "Ada Example")
    edit(pin, ("## Execution Steps", "Later words.\n\n## Execution Steps"))
    page = own.build(strict=True).body().get_text()
    assert "edited by hand" in page
    assert "Later words." in page
    assert "approved by" not in page
    run(own, "approve", "lib.add", "--by", "Ada Example")
    assert "edited by hand; approved by Ada Example" in own.build(strict=True).body().get_text()


def test_what_is_not_pinned_cannot_be_approved(own: Site) -> None:
    done = run(own, "approve", "lib.add", "--by", "Ada Example")
    assert done.exit_code == 1
    assert "lib.add: failed: it is not pinned" in done.stderr


def test_a_pin_whose_code_is_gone_cannot_be_approved(own: Site) -> None:
    pinned(own, "lib.add")
    own.file("src/lib.py", "")
    before = tree(own)
    assert run(own, "approve", "lib.add", "--by", "Ada Example").exit_code == 1
    assert tree(own) == before


def test_a_name_says_nothing_but_itself(own: Site) -> None:
    pinned(own, "lib.add")
    run(own, "approve", "lib.add", "--by", "<b>Ada</b> {model} [x](y): #1 'Example'")
    page = own.build(strict=True).body()
    assert "approved by <b>Ada</b> {model} [x](y): #1 'Example', " in page.get_text()


# unpin.


def test_unpinning_lets_the_section_be_written_again(own: Site) -> None:
    without = own.build(strict=True).body().get_text()
    pinned(own, "lib.add", "lib.sub")
    done = run(own, "unpin", "lib.add")
    assert (done.exit_code, done.stdout) == (0, "lib.add: removed howto/lib.add.md\n1 removed.\n")
    assert set(tree(own)) == {"lib.sub.md", ".base/lib.sub.json"}
    assert own.build(strict=True).body().get_text() == without


def test_what_a_person_wrote_is_removed_only_when_that_is_said(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("## Execution Steps", "Words.\n\n## Execution Steps"))
    before = tree(own)
    done = run(own, "unpin", "lib.add")
    assert done.exit_code == 1
    assert "a person has changed it; `--force` removes it all the same" in done.stderr
    assert tree(own) == before
    assert run(own, "unpin", "lib.add", "--force").exit_code == 0
    assert tree(own) == {}


def test_pins_that_nothing_asks_for_are_removed(own: Site) -> None:
    add, sub, cart = pinned(own, "lib.add", "lib.sub", "shop.Cart")
    edit(cart, ("## Execution Steps", "Words.\n\n## Execution Steps"))
    done = run(own, "unpin", "--orphans")
    assert done.exit_code == 1
    assert done.stdout == "lib.sub: removed howto/lib.sub.md\n1 removed, 1 failed.\n"
    assert done.stderr.startswith("shop.Cart: failed howto/shop.Cart.md: a person has changed it")
    assert (add.exists(), sub.exists(), cart.exists()) == (True, False, True)
    assert run(own, "unpin", "--orphans", "--force", "-q").stdout == ""
    assert (add.exists(), cart.exists()) == (True, False)
    assert run(own, "unpin", "--orphans").stdout == "There are no pins.\n"


def test_a_pin_that_only_a_macro_asks_for_is_no_orphan(own: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own.folder)  # The path that pytest runs in is searched from everywhere else.
    own.plugins = ["macros"]
    own.page("# Title\n\n{% for name in ['add'] %}\n::: howto lib.{{ name }}\n\n{% endfor %}\n")
    own.build(strict=True)
    done = run(own, "pin", "--all")
    assert done.stdout == "lib.add: pinned howto/lib.add.md\n1 pinned.\n"
    own.build(strict=True)
    assert run(own, "unpin", "--orphans").stdout == "There are no pins.\n"


def test_what_is_not_pinned_cannot_be_unpinned(own: Site) -> None:
    done = run(own, "unpin", "lib.add")
    assert done.exit_code == 1
    assert "lib.add: failed: it is not pinned" in done.stderr
