"""A section in Markdown: right with the default extensions and with the usual ones, in TOC and search."""

from __future__ import annotations

import dataclasses
from itertools import product

import markdown
import pytest
from bs4 import BeautifulSoup

from mkdocs_howto.rendering.markdown import Layout, Surroundings, anchor_of, portable, render
from mkdocs_howto.section import PARTS, Provenance, Section, Step

SECTION = Section(
    description="Takes `wanted` units. It raises `StockError`.",
    steps=(
        Step(
            "For each `sku` in `order`:",
            (Step("Raises `ValueError` if `wanted < 1`."), Step("Stores it.", (Step("Deep."),))),
        ),
        Step("Returns `taken`."),
    ),
    example="from shop import reserve\n\ntext = '''\n# no heading\n```\n'''\nprint(reserve({}, {}))\n",
    provenance=Provenance(writer="offline", writer_version=1, fingerprint="v1:abc", package_version="0"),
)
LAYOUT = Layout(reference="shop.reserve", anchor="howto-shop.reserve", file="shop/stock_room.py", lines=(8, 23))

DEFAULT = ["toc", "tables", "fenced_code"]
USUAL = [
    "toc",
    "tables",
    "attr_list",
    "md_in_html",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.inlinehilite",
]
HOSTS = {
    "default": (DEFAULT, Surroundings()),
    "usual": (USUAL, Surroundings(attr_list=True, fences_anywhere=True)),
}


def page_of(text: str, extensions: list[str]) -> tuple[BeautifulSoup, list[dict[str, object]]]:
    md = markdown.Markdown(extensions=extensions)
    return BeautifulSoup(md.convert(text), "html.parser"), md.toc_tokens


def nested(text: str) -> str:
    return "- item\n\n" + "".join(f"    {line}\n" if line else "\n" for line in text.splitlines())


@pytest.mark.parametrize(("host", "inside"), list(product(HOSTS, [False, True])))
def test_all_parts_are_there(host: str, inside: bool) -> None:  # noqa: FBT001
    extensions, surroundings = HOSTS[host]
    text = render(SECTION, dataclasses.replace(LAYOUT, nested=inside), surroundings)
    page, _ = page_of(nested(text) if inside else text, extensions)
    shown = " ".join(page.get_text().split())
    for words in ("How to Use This Code Block", "Description", "Execution Steps", "Usage Example"):
        assert words in shown
    assert "Takes wanted units. It raises StockError." in shown
    assert "Written offline from shop/stock_room.py, lines 8–23" in shown
    steps = page.select("ol > li") if not inside else page.select("ul ol > li")
    assert len(steps) == 5
    code = page.find_all("pre")
    assert len(code) == 1
    assert code[0].get_text().strip() == SECTION.example.strip()


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(
    ("toc", "titles"),
    [
        ("section", ["How to Use This Code Block"]),
        ("parts", ["How to Use This Code Block", "Description", "Execution Steps", "Usage Example"]),
        ("none", []),
    ],
)
def test_table_of_contents(host: str, toc: str, titles: list[str]) -> None:
    extensions, surroundings = HOSTS[host]
    layout = dataclasses.replace(LAYOUT, toc=toc)  # type: ignore[arg-type]
    page, tokens = page_of(render(SECTION, layout, surroundings), extensions)
    listed = [token["name"] for top in tokens for token in [top, *top["children"]]]
    assert listed == titles
    assert [tag.get_text().removesuffix("¶") for tag in page.select("h2, h3")] == titles
    assert "Usage Example" in page.get_text()


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("toc", ["section", "parts", "none"])
def test_anchors_are_stable(host: str, toc: str) -> None:
    extensions, surroundings = HOSTS[host]
    page, _ = page_of(render(SECTION, dataclasses.replace(LAYOUT, toc=toc), surroundings), extensions)  # type: ignore[arg-type]
    for anchor in ("howto-shop.reserve", "howto-shop.reserve-steps", "howto-shop.reserve-example"):
        assert page.find(id=anchor) is not None


def test_labels_are_headings_for_screen_readers() -> None:
    page, _ = page_of(render(SECTION, LAYOUT, Surroundings()), DEFAULT)
    labels = page.select(".howto-part")
    assert [(label["role"], label["aria-level"], label.get_text()) for label in labels] == [
        ("heading", "3", "Description"),
        ("heading", "3", "Execution Steps"),
        ("heading", "3", "Usage Example"),
    ]


def test_the_mark_can_be_read_by_programs() -> None:
    page, _ = page_of(render(SECTION, LAYOUT, Surroundings()), DEFAULT)
    mark = page.select_one(".howto-provenance")
    assert (mark["data-howto"], mark["data-writer"], mark["data-fingerprint"]) == ("shop.reserve", "offline", "v1:abc")


@pytest.mark.parametrize("reference", ['a"b', "a--b.py", "<x>", "a\nb"])
def test_the_mark_never_looks_like_a_comment_or_a_placeholder(reference: str) -> None:
    from mkdocs_howto.references.placeholders import scan

    text = render(SECTION, dataclasses.replace(LAYOUT, reference=reference), Surroundings())
    assert "<!--" not in text
    assert scan(text).spots == []


@pytest.mark.parametrize("level", range(1, 7))
def test_heading_level(level: int) -> None:
    page, _ = page_of(
        render(SECTION, dataclasses.replace(LAYOUT, heading_level=level, toc="parts"), Surroundings()), DEFAULT
    )
    assert page.find(f"h{level}").get_text() == "How to Use This Code Block"
    assert page.find(f"h{min(level + 1, 6)}") is not None


def test_only_the_parts_asked_for_are_shown_in_their_order() -> None:
    text = render(SECTION, dataclasses.replace(LAYOUT, show=("example", "description")), Surroundings())
    assert "Execution Steps" not in text
    assert text.index("Usage Example") < text.index("Description")


def test_title_and_toc_label() -> None:
    layout = dataclasses.replace(LAYOUT, title="Use `reserve`", toc_label="reserve")
    page, tokens = page_of(render(SECTION, layout, Surroundings(attr_list=True)), USUAL)
    assert page.find("h2").get_text() == "Use reserve"
    assert tokens[0]["name"] == "reserve"


def test_names_become_links_once() -> None:
    links = {"StockError": "shop.errors.StockError", "wanted": "shop.wanted"}
    section = dataclasses.replace(SECTION, description="`StockError` and `StockError`; `wanted`.")
    text = render(section, LAYOUT, Surroundings(autorefs=True), links)
    assert text.count('<autoref optional identifier="shop.errors.StockError">`StockError`</autoref>') == 1
    assert "<autoref" not in render(section, LAYOUT, Surroundings(), links)


@pytest.mark.parametrize(
    ("path", "anchor"),
    [
        ("shop.Cart", "howto-shop.Cart"),
        ("shop/cart.py#L1-L2", "howto-shop-cart.py-L1-L2"),
        ("a b", "howto-a-b"),
        ("größe", "howto-größe"),
    ],
)
def test_anchor(path: str, anchor: str) -> None:
    assert anchor_of(path) == anchor


@pytest.mark.parametrize("parts", [PARTS, ("description",)])
def test_an_empty_part_is_left_out(parts: tuple[str, ...]) -> None:
    empty = dataclasses.replace(SECTION, steps=(), example="")
    text = render(empty, dataclasses.replace(LAYOUT, show=parts), Surroundings())  # type: ignore[arg-type]
    assert "Execution Steps" not in text
    assert "Usage Example" not in text


def test_portable() -> None:
    text = portable(SECTION, file="shop/stock.py", lines=(8, 8))
    assert text == (
        "## How to Use This Code Block\n\n### Description\n\nTakes `wanted` units. It raises `StockError`.\n\n"
        "### Execution Steps\n\n1. For each `sku` in `order`:\n    1. Raises `ValueError` if `wanted < 1`.\n    2. Stores it.\n"
        "        1. Deep.\n2. Returns `taken`.\n\n### Usage Example\n\n````python\n" + SECTION.example + "````\n\n"
        "*Written offline from shop/stock.py, line 8*\n"
    )


def test_without_any_fences_the_example_is_an_indented_block() -> None:
    text = render(SECTION, LAYOUT, Surroundings(fences=False))
    page = BeautifulSoup(markdown.markdown(text), "html.parser")
    assert page.pre is not None
    assert page.pre.get_text() == SECTION.example


def test_code_that_stands_above_has_no_file() -> None:
    text = render(SECTION, dataclasses.replace(LAYOUT, file=""), Surroundings())
    assert "Written offline from the code above</small>" in text


def test_a_part_that_is_empty_has_no_heading() -> None:
    text = portable(dataclasses.replace(SECTION, example=""), file="a.py", lines=(1, 2))
    assert "Usage Example" not in text
    assert "```" not in text


@pytest.mark.parametrize(
    "text", ["### Heading", "- item", "* item", "1. item", "> quote", "```", "~~~", "| a |", "==="]
)
def test_no_text_starts_a_block_in_portable_markdown(text: str) -> None:
    section = dataclasses.replace(SECTION, description=f"{text}\n\nmore", steps=(Step(text),))
    page, _ = page_of(portable(section, file="a.py", lines=(1, 2)), DEFAULT)
    assert [title.get_text() for title in page.find_all(["h1", "h2", "h3", "h4"])] == [
        "How to Use This Code Block",
        "Description",
        "Execution Steps",
        "Usage Example",
    ]
    assert page.find("h3").find_next_sibling().name == "p"
    assert f"{text} more" in page.get_text()
    assert len(page.find_all("li")) == 1
