"""Placeholders that stand as text in a built page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_howto.rendering.leftovers import find
from tests.conftest import Site
from tests.work import grows_evenly

LEFT = {
    "a paragraph": ("<p>::: howto shop.Cart</p>", [(1, "::: howto shop.Cart")]),
    "its line": ("<html>\n<body>\n\n<p>\n::: howto shop.Cart\n</p>", [(5, "::: howto shop.Cart")]),
    "with options": ("<p>::: howto shop.Cart\ntoc: none</p>", [(1, "::: howto shop.Cart")]),
    "more than one": (
        "<p>::: howto shop.Cart</p>\n<p>::: howto shop.Line</p>",
        [(1, "::: howto shop.Cart"), (2, "::: howto shop.Line")],
    ),
    "two in one paragraph": (
        "<p>::: howto a\n::: howto b</p>",
        [(1, "::: howto a"), (2, "::: howto b")],
    ),
    "behind words": ("<li>See ::: howto shop.Cart</li>", [(1, "::: howto shop.Cart")]),
    "a comment": ("<p>x</p>\n<!-- howto: shop.Cart toc=none -->", [(2, "<!-- howto: shop.Cart toc=none -->")]),
    "a comment of several lines": ("<!--\nhowto: shop.Cart\n-->", [(1, "<!--\nhowto: shop.Cart\n-->")]),
    "blanks": ("<p>:::howto   shop.Cart  </p>", [(1, ":::howto   shop.Cart")]),
    "behind code": ("<pre>x</pre><p>::: howto a</p>", [(1, "::: howto a")]),
    "behind code that is closed twice": ("<code>x</code></code><p>::: howto a</p>", [(1, "::: howto a")]),
    "no page at all": ("::: howto a", [(1, "::: howto a")]),
}


@pytest.mark.parametrize(("html", "found"), LEFT.values(), ids=LEFT)
def test_what_is_left_is_found_with_its_line(html: str, found: list[tuple[int, str]]) -> None:
    assert find(html) == found


CLOSED = {
    "a bracket in an attribute": ('<a title="a>b">::: howto a</a>', [(1, "::: howto a")]),
    "a quote in an attribute's name": ("<a b'c>::: howto a</a>", [(1, "::: howto a")]),
    "a reference of characters behind it": ("<p>::: howto a&amp;b</p>", [(1, "::: howto a")]),
    "a tag in capitals": ("<CODE>::: howto a</Code>::: howto b", [(1, "::: howto b")]),
    "a script that looks closed": ("<script></scripty>::: howto a</script >\n::: howto b", [(2, "::: howto b")]),
    "a script that holds other ends": ("<script></title></style></SCRIPT>::: howto a", [(1, "::: howto a")]),
    "a doctype": ("<!DOCTYPE html>\n<?php x ?><p>::: howto a", [(2, "::: howto a")]),
    "a tag that is none": ("a < b <3 ::: howto a", [(1, "::: howto a")]),
    "a comment that stays open": ("::: howto a <!-- ::: howto b", [(1, "::: howto a")]),
    "a tag that stays open": ('::: howto a <a title="::: howto b', [(1, "::: howto a")]),
    "an element that stays open": ("::: howto a <textarea>::: howto b", [(1, "::: howto a")]),
}


@pytest.mark.parametrize(("html", "found"), CLOSED.values(), ids=CLOSED)
def test_a_page_is_read_as_browsers_read_it(html: str, found: list[tuple[int, str]]) -> None:
    assert find(html) == found


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<!-- x -->", "<!", "<?x", "<a ", "<a b='", '<a b="', "<a b='\"", "</a", "<![CDATA[", "<script>", "</pre", "<a =", "::: howto a\n"],
)  # fmt: skip
def test_a_page_is_read_once(piece: str) -> None:
    assert grows_evenly(lambda n: find(piece * n), 10_000)


MEANT = {
    "code": "<p>Write <code>::: howto shop.Cart</code>.</p>",
    "a block of code": "<pre><code>::: howto shop.Cart\n</code></pre>",
    "highlighted code": "<div class='highlight'><pre><span></span><code><span>::: howto a</span>\n</code></pre></div>",
    "a comment inside code": "<pre><!-- howto: shop.Cart --></pre>",
    "a text field": "<textarea>::: howto shop.Cart</textarea>",
    "a title": "<title>::: howto shop.Cart</title>",
    "a script": '<script>x = "::: howto shop.Cart"; y = "<!-- howto: a -->"</script>',
    "a style": "<style>/* ::: howto shop.Cart */</style>",
    "an escaped placeholder": "<p>&#58;:: howto shop.Cart</p>",
    "an attribute": '<a title="::: howto shop.Cart" href="#">x</a>',
    "no reference": "<p>::: howto</p><p>::: howto </p><!-- howto: -->",
    "another directive": "<p>::: shop.Cart</p>",
    "another comment": "<!-- This howto: shop.Cart is good -->",
    "words": "<p>how-to: shop.Cart and howto shop.Cart</p>",
    "nothing": "",
}


@pytest.mark.parametrize("html", MEANT.values(), ids=MEANT)
def test_what_shows_a_placeholder_or_is_none_is_no_leftover(html: str) -> None:
    assert find(html) == []


@given(st.text(alphabet="<>/!-&#;\"' \npcode:howta=", max_size=60))
def test_no_page_is_too_odd(html: str) -> None:
    assert all(line >= 1 and words for line, words in find(html))
    assert find(f"<p>::: howto a</p>{html}")[0] == (1, "::: howto a")


def test_the_plugins_own_pages_have_none(site: Site) -> None:
    """Sections, a placeholder shown in code, and an escaped one."""
    site.page("# Title\n\n::: howto shop.Cart\n\n\\::: howto shop.Line\n\n```\n::: howto shop.Line\n```\n")
    built = site.build(strict=True)
    assert "::: howto shop.Line" in built.body().get_text()
    assert find((built.folder / "index.html").read_text(encoding="utf-8")) == []
