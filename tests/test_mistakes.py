"""Mistakes of newcomers in one page: a real build answers each with page, line and what to do, and keeps the rest."""

from __future__ import annotations

import pytest

from tests.conftest import Site

MISTAKES = {
    '::: howto shop.Cart title="Add a row"': "Options go below the placeholder, indented by four spaces",
    "::: howto shop.Cart, shop.Price": "One reference each: `::: howto shop.Cart` and",
    "::: howto src/shop/cart.py:10-20": "Did you mean src/shop/cart.py#L10-L20?",
    "::: howto shop.Cart\n    options:\n      show: [example]": "Leave the line `options:` out",
    "::: howto src/shop/cart.py::Cart": "Did you mean shop.cart.Cart?",
    "::: howto shop.cart:Cart": "Did you mean shop.cart.Cart?",
    "::: howto shop.cart.Cart()": "Did you mean shop.cart.Cart?",
    "::: howto from shop import Cart": "Did you mean shop.Cart?",
    "::: howto `shop.Cart`": "Did you mean shop.Cart?",
    "::: howto src.shop.Cart": "Did you mean shop.Cart?",
    "::: howto shop.cart.py": "Did you mean shop.cart?",
    "::: howto shop\\cart\\Cart": "Did you mean shop.cart.Cart?",
    "::: howto https://example.org": "is an address on the web",
    "::: howto": "Write, for example, ::: howto shop.cart.Cart",
    "::: howto shop.Cart.": "Did you mean shop.Cart?",
    "::: howto shop.Cart\n    title=Add": "Write it with a colon: `title: Add`.",
    "::: howto shop.cart": "",
    "::: howto shop.cart.cart": "Did you mean shop.cart.Cart?",
}


@pytest.fixture(scope="module")
def lines_of() -> dict[str, int]:
    """The line at which each mistake stands."""
    lines, at = {}, 3
    for mistake in MISTAKES:
        lines[mistake] = at
        at += mistake.count("\n") + 4
    return lines


def test_every_mistake_is_answered_with_its_line(site: Site, lines_of: dict[str, int]) -> None:
    text = "\n\n".join(f"{mistake}\n\nText after {number}." for number, mistake in enumerate(MISTAKES))
    site.page(f"# Home\n\n{text}\n")
    built = site.build()
    body = built.body().get_text()
    for number, (mistake, hint) in enumerate(MISTAKES.items()):
        assert f"Text after {number}." in body
        place = f"index.md:{lines_of[mistake]}:"
        told = [notice for notice in built.notices if place in notice]
        if hint:
            assert any(hint in notice for notice in told), (mistake, told)
        else:
            assert told == []


@pytest.mark.parametrize("option", ["title: Add", "toc: none", "show: [example]", "heading_level: 3"])
def test_options_at_the_margin_are_told(site: Site, option: str) -> None:
    site.page(f"# Home\n\n::: howto shop.Cart\n{option}\n")
    built = site.build()
    (told,) = built.warnings
    assert "index.md:4" in told
    assert f"`{option.partition(':')[0]}` is not indented" in told
