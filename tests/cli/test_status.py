"""`mkdocs-howto status`: every section of a site, and how it stands."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from tests.cli.running import edit, pinned, run
from tests.cli.test_pin import LIB
from tests.conftest import Site


@pytest.fixture
def own(site: Site) -> Site:
    """A site that shows pins, with sections in every state that needs no model."""
    site.file("src/lib.py", f'{LIB}\n\ndef twice(a: int) -> int:\n    """Double a number."""\n    return 2 * a\n')
    site.page(
        "---\ntitle: T\n---\n\n# Title\n\n::: howto shop.Cart\n\n::: howto lib.add\n\n::: howto lib.sub\n\n"
        "::: howto lib.twice\n\n::: howto shop.reserve\n\n::: howto lib.nope\n"
    )
    site.page("# More\n\n::: howto shop.Cart\n\n```{.python .howto}\nx = 1\n```\n", "more.md")
    add, sub, _, reserve = pinned(site, "lib.add", "lib.sub", "lib.twice", "shop.reserve")
    run(site, "approve", "-q", "lib.add", "--by", "Ada Example")
    edit(sub, ("## Execution Steps", "Handles the parameter `nonsense`.\n\n## Execution Steps"))
    edit(site.folder / "src/lib.py", ("2 * a", "a * 2"))
    edit(reserve, ("writer: offline", "writer: [offline]"))
    assert add.exists()
    return site


STATES = {
    "shop.Cart": "fresh",
    "lib.add": "approved",
    "lib.sub": "edited",
    "lib.twice": "stale",
    "shop.reserve": "fresh",
    "lib.nope": "unresolved",
    "(code in the page)": "fresh",
    "": "broken",
}


def test_json_has_one_entry_for_each_section(own: Site) -> None:
    done = run(own, "status", "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    sections = json.loads(done.stdout)["sections"]
    assert {row["reference"]: row["state"] for row in sections} == STATES
    assert len(sections) == len(STATES)
    cart, add, sub, *_ = sections
    assert cart["pages"] == [
        {"page": "index.md", "file": "docs/index.md", "line": 7},
        {"page": "more.md", "file": "docs/more.md", "line": 3},
    ]
    assert (cart["writer"], cart["pin"], cart["severity"]) == ("offline", "", None)
    assert add["pin"] == "howto/lib.add.md"
    assert [finding["code"] for finding in sub["findings"]] == ["vague-term", "unknown-identifier"]
    assert sections[-1]["pages"] == [{"page": "", "file": "howto/shop.reserve.md", "line": 4}]


def test_a_table_has_one_row_for_each(own: Site) -> None:
    done = run(own, "status")
    assert (done.exit_code, done.stderr) == (0, "")
    heads, *rows = done.stdout.splitlines()
    assert heads.split() == ["reference", "state", "writer", "pages", "findings", "tokens"]
    assert [row[heads.index("state") :].split()[0] for row in rows] == list(STATES.values())
    assert rows[0].endswith("index.md, more.md")
    assert "vague-term, unknown-identifier" in rows[2]
    assert rows[-1].startswith("Its front matter is wrong")


def test_a_page_that_asks_twice_is_named_once(site: Site) -> None:
    site.page("# Title\n\n::: howto shop.Cart\n\n::: howto shop.Cart\n")
    (row,) = run(site, "status").stdout.splitlines()[1:]
    assert row.split() == ["shop.Cart", "fresh", "offline", "index.md"]


def test_what_only_a_macro_asks_for_is_told_with_its_page(site: Site) -> None:
    site.plugins = ["macros"]
    site.page("# Title\n\n{% for name in ['Cart'] %}\n::: howto shop.{{ name }}\n\n{% endfor %}\n")
    (row,) = json.loads(run(site, "status", "--format", "json").stdout)["sections"]
    assert (row["reference"], row["state"]) == ("shop.Cart", "fresh")
    assert row["pages"] == [{"page": "index.md", "file": "docs/index.md", "line": 0}]


def test_all_languages_are_told(site: Site) -> None:
    pytest.importorskip("mkdocs_static_i18n")
    locales = [{"locale": "en", "name": "English", "default": True}, {"locale": "fr", "name": "Français"}]
    site.plugins = [{"i18n": {"languages": [{**locale, "build": True} for locale in locales]}}]
    site.page("# Title\n\n::: howto shop.Cart\n\n::: howto shop.Line\n")
    site.page("# Titre\n\n::: howto shop.Cart\n\n::: howto shop.reserve\n", "index.fr.md")
    sections = json.loads(run(site, "status", "--format", "json").stdout)["sections"]
    assert {row["reference"]: [page["page"] for page in row["pages"]] for row in sections} == {
        "shop.Cart": ["index.md", "index.fr.md"],
        "shop.Line": ["index.md"],
        "shop.reserve": ["index.fr.md"],
    }


def test_a_site_without_sections_has_no_rows(site: Site) -> None:
    site.page("# Title\n")
    assert run(site, "status").stdout.split() == ["reference", "state", "writer", "pages", "findings", "tokens"]
    assert json.loads(run(site, "status", "--format", "json").stdout) == {"sections": []}


def test_columns_stand_below_each_other(own: Site) -> None:
    heads, *rows = run(own, "status").stdout.splitlines()
    starts = [heads.index(head) for head in heads.split()]
    for start, end in pairwise(starts):
        assert all(row[end - 2 : end].strip() == "" for row in rows), (start, end)


def test_a_site_is_needed(site: Site) -> None:
    site.options["pins"] = ".."
    site.page("# Title")
    done = run(site, "status")
    assert done.exit_code == 2
    assert "pins" in done.stderr
