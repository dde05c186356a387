"""Titles of sections: the usual one on a page with one section, the object's name where there are several."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from mkdocs_howto.headings import Headings, Subject
from mkdocs_howto.labels import LANGUAGES
from tests.conftest import Site

CART = Subject("Cart", "shop.cart.Cart", "en")
RESERVE = Subject("reserve", "shop.reserve", "en")
OTHER_CART = Subject("Cart", "store.Cart", "en")
PLACE = Subject("cart.py, lines 3–9", "", "en")
STATEMENTS = Subject("", "", "en")


def titles(subjects: Sequence[Subject], wanted: str = "") -> list[str]:
    headings = Headings()
    return [headings.title(wanted, subject, names_object=len(subjects) > 1) for subject in subjects]


@pytest.mark.parametrize(
    ("subjects", "expected"),
    [
        ([CART], ["How to Use This Code Block"]),
        ([STATEMENTS], ["How to Use This Code Block"]),
        ([CART, RESERVE], ["How to Use `Cart`", "How to Use `reserve`"]),
        ([CART, OTHER_CART], ["How to Use `Cart`", "How to Use `store.Cart`"]),
        ([CART, CART], ["How to Use `Cart`", "How to Use `shop.cart.Cart`"]),
        ([CART, CART, CART], ["How to Use `Cart`", "How to Use `shop.cart.Cart`", "How to Use `shop.cart.Cart` (2)"]),
        ([CART, PLACE], ["How to Use `Cart`", "How to Use `cart.py, lines 3–9`"]),
        ([STATEMENTS, STATEMENTS], ["How to Use This Code Block", "How to Use This Code Block (2)"]),
    ],
)
def test_the_sections_of_a_page_have_titles_of_their_own(subjects: list[Subject], expected: list[str]) -> None:
    assert titles(subjects) == expected


@pytest.mark.parametrize(
    ("wanted", "subject", "expected"),
    [
        ("Fill a cart", CART, "Fill a cart"),
        ("Use {name}", CART, "Use `Cart`"),
        ("Use {path}", CART, "Use `shop.cart.Cart`"),
        ("{name} ({path})", CART, "`Cart` (`shop.cart.Cart`)"),
        ("Use {path}", PLACE, "Use `cart.py, lines 3–9`"),
        ("Use {name}", STATEMENTS, "How to Use This Code Block"),
        ("Use {path}", STATEMENTS, "How to Use This Code Block"),
        ("Use {colour}", CART, "Use {colour}"),
    ],
)
def test_an_author_names_the_object_in_a_title(wanted: str, subject: Subject, expected: str) -> None:
    assert titles([subject], wanted) == [expected]


def test_an_author_may_give_two_sections_one_title() -> None:
    assert titles([CART, CART], "Carts") == ["Carts", "Carts"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_the_object(language: str) -> None:
    headings = Headings()
    title = headings.title("", Subject("Cart", "shop.Cart", language), names_object=True)
    assert "`Cart`" in title
    assert "{" not in title


@pytest.mark.parametrize("extensions", [[], ["attr_list"]], ids=["without attr_list", "with attr_list"])
def test_headings_contents_and_search_tell_sections_apart(site: Site, extensions: list[object]) -> None:
    site.extensions, site.plugins = extensions, ["search"]
    site.page("# Shop\n\n::: howto shop.Cart\n\n::: howto shop.reserve\n")
    built = site.build(strict=True)
    page = built.html()
    assert [tag.get_text() for tag in built.body().select("h2")] == ["How to Use Cart", "How to Use reserve"]
    contents = {link.get_text(strip=True) for link in page.select("a[href^='#']")}
    assert {"How to Use Cart", "How to Use reserve"} <= contents
    entries = json.loads((built.folder / "search/search_index.json").read_text())["docs"]
    assert {"How to Use Cart", "How to Use reserve"} <= {entry["title"] for entry in entries}


def test_one_section_keeps_the_usual_title_and_its_anchor(site: Site) -> None:
    site.extensions = ["attr_list"]
    site.page("# Shop\n\n::: howto shop.Cart\n")
    (title,) = site.build(strict=True).body().select("h2")
    assert (title.get_text(), title["id"]) == ("How to Use This Code Block", "howto-shop.Cart")


def test_anchors_stay_when_a_second_section_comes(site: Site) -> None:
    site.extensions = ["attr_list"]
    site.page("# Shop\n\n::: howto shop.Cart\n\n::: howto shop.reserve\n\n::: howto shop.Cart\n")
    ids = [tag["id"] for tag in site.build(strict=True).body().select("h2")]
    assert ids == ["howto-shop.Cart", "howto-shop.reserve", "howto-shop.Cart-2"]


def test_sections_of_included_files_count_for_their_page(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.extensions = ["pymdownx.snippets"]
    site.file("parts.md", "::: howto shop.Cart\n\n::: howto shop.reserve\n")
    site.page('# Shop\n\n--8<-- "parts.md"\n')
    site.file("one.md", "::: howto shop.Cart\n")
    site.page('# Cart\n\n--8<-- "one.md"\n', "cart.md")
    monkeypatch.chdir(site.folder)
    built = site.build(strict=True)
    assert [tag.get_text() for tag in built.body().select("h2")] == ["How to Use Cart", "How to Use reserve"]
    assert [tag.get_text() for tag in built.body("cart").select("h2")] == ["How to Use This Code Block"]


def test_pages_are_apart(site: Site) -> None:
    for name in ("index.md", "one.md", "two.md"):
        site.page("# Page\n\n::: howto shop.Cart\n", name)
    built = site.build(strict=True)
    for page in ("index", "one", "two"):
        assert [tag.get_text() for tag in built.body(page).select("h2")] == ["How to Use This Code Block"]


def test_sections_of_docstrings_name_their_object(site: Site, tmp_path: Path) -> None:
    site.file("src/tills.py", 'class Till:\n    """Keep money.\n\n    ::: howto tills.Till\n    """\n')
    site.plugins = [{"mkdocstrings": {"handlers": {"python": {"paths": ["src"], "options": {"show_source": False}}}}}]
    site.page("# Tills\n\n::: tills.Till\n")
    titles = [tag.get_text() for tag in site.build(strict=True).body().select("h2, h3, h4")]
    assert "How to Use Till" in titles
