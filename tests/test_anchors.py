"""`[text][howto-…]`: with mkdocs-autorefs, sections and their parts are linked to from any page."""

from __future__ import annotations

import pytest

from tests.conftest import Site

PARTS = ("", "-description", "-steps", "-example")
SECTION = "# Cart\n\n::: howto shop.cart.Cart\n"
SETTINGS: dict[str, tuple[list[object], str]] = {
    "no extensions": ([], ""),
    "attr_list": (["attr_list"], ""),
    "parts listed": (["attr_list"], "    toc: parts\n"),
    "nothing listed": (["attr_list"], "    toc: none\n"),
    "no title listed": ([], "    toc: none\n"),
}


@pytest.fixture
def linked(site: Site) -> Site:
    """A site whose first page refers to all anchors of a section."""
    site.plugins = ["autorefs"]
    site.page("# Start\n\n" + "\n".join(f"- [x{part}][howto-shop.cart.Cart{part}]" for part in PARTS) + "\n")
    return site


def links(site: Site) -> dict[str, str]:
    built = site.build(strict=True)
    return {link.get_text(): link["href"] for link in built.body().select("a.autorefs")}


@pytest.mark.parametrize(("extensions", "options"), SETTINGS.values(), ids=SETTINGS)
def test_titles_and_parts_are_found(linked: Site, extensions: list[object], options: str) -> None:
    linked.extensions = extensions
    linked.page(SECTION + options, "cart.md")
    assert links(linked) == {f"x{part}": f"cart/#howto-shop.cart.Cart{part}" for part in PARTS}


def test_each_anchor_leads_to_the_element_with_its_id(linked: Site) -> None:
    linked.page(SECTION, "cart.md")
    body = linked.build(strict=True).body("cart")
    assert [len(body.find_all(id=f"howto-shop.cart.Cart{part}")) for part in PARTS] == [1, 1, 1, 1]


@pytest.mark.parametrize("extensions", [[], ["attr_list"]], ids=["plain", "attr_list"])
@pytest.mark.parametrize("options", ["", "    toc: none\n"], ids=["first listed", "first not listed"])
def test_a_section_on_several_pages_is_found_on_one_without_a_warning(
    linked: Site, extensions: list[object], options: str
) -> None:
    linked.extensions = extensions
    linked.page(SECTION + options, "a.md")
    linked.page(SECTION + "    toc: none\n", "b.md")
    linked.page(SECTION + "    toc: none\n", "c.md")
    assert links(linked) == {f"x{part}": f"a/#howto-shop.cart.Cart{part}" for part in PARTS}


def test_a_listed_title_is_found_before_one_that_is_not(linked: Site) -> None:
    linked.extensions = ["attr_list"]
    linked.page(SECTION + "    toc: none\n", "a.md")
    linked.page(SECTION, "b.md")
    assert links(linked)["x"] == "b/#howto-shop.cart.Cart"


def test_a_second_section_of_a_page_has_anchors_of_its_own(site: Site) -> None:
    site.plugins = ["autorefs"]
    site.page("# Start\n\n[x][howto-shop.cart.Cart-2-steps]\n")
    site.page(f"{SECTION}\n{SECTION}", "cart.md")
    assert links(site) == {"x": "cart/#howto-shop.cart.Cart-2-steps"}


@pytest.mark.parametrize(
    "text",
    [
        'Write `<a id="howto-shop.cart.Cart-steps">`.',
        '    <strong id="howto-shop.cart.Cart-steps">',
        'The words id="howto-shop.cart.Cart-steps" are text.',
        '```\n<h2 id="howto-shop.cart.Cart-steps">\n```',
    ],
    ids=["code", "indented", "words", "fence"],
)
def test_words_about_an_anchor_are_none(site: Site, text: str) -> None:
    site.plugins = ["autorefs"]
    site.extensions = ["fenced_code"]
    site.page("# Start\n\n[x][howto-shop.cart.Cart-steps]\n")
    site.page(f"# Other\n\n{text}\n", "other.md")
    built = site.build()
    assert len(built.warnings) == 1
    assert "howto-shop.cart.Cart-steps" in built.warnings[0]


@pytest.mark.parametrize("options", ["", "    toc: parts\n", "    toc: none\n"])
def test_a_title_may_be_a_link(site: Site, options: str) -> None:
    """A link inside another would end it; the toc extension makes links of headings, as blogs do in excerpts."""
    site.extensions = [{"toc": {"anchorlink": True}}]
    site.page(SECTION + options)
    body = site.build(strict=True).body()
    assert body.select("a a") == []
    assert body.find(id="howto-shop.cart.Cart") is not None


def test_without_autorefs_links_to_pages_work(site: Site) -> None:
    site.page("# Start\n\n[x](cart.md#howto-shop.cart.Cart-steps)\n")
    site.page(SECTION, "cart.md")
    assert site.build(strict=True).body().find("a", string="x")["href"] == "cart/#howto-shop.cart.Cart-steps"


@pytest.mark.parametrize("extensions", [[], ["attr_list"]], ids=["plain", "attr_list"])
def test_links_stay_in_their_language(linked: Site, extensions: list[object]) -> None:
    """A site in several languages asks autorefs for the closest of several addresses, also for its other links."""
    languages = [{"locale": "en", "name": "English", "default": True}, {"locale": "de", "name": "Deutsch"}]
    linked.plugins = [
        {"autorefs": {"resolve_closest": True}},
        {"i18n": {"docs_structure": "suffix", "languages": languages}},
    ]
    linked.extensions = extensions
    linked.page(SECTION, "cart.md")
    linked.page(SECTION, "cart.de.md")
    built = linked.build(strict=True)
    for page in ("index", "de"):
        found = [link["href"] for link in built.body(page).select("a.autorefs")]
        assert found == [f"cart/#howto-shop.cart.Cart{part}" for part in PARTS]
