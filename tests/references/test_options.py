"""Options that stand in another place or form than a placeholder's, and what their authors are told."""

from __future__ import annotations

import pytest

from mkdocs_howto.references import placeholders

REFUSED = {
    # A line that mkdocstrings wants.
    "    options:\n      title: Add\n": ("begins with `options:`", "Leave the line `options:` out"),
    "    options:\n        show: [example]\n        title: Add\n": ("begins with `options:`", "right below"),
    "    options: {title: Add}\n": ("begins with `options:`", "Leave the line `options:` out"),
    "    handler: python\n    options:\n      title: Add\n": (
        "begins with `handler:`",
        "Leave the line `handler:` out",
    ),
    "    selection:\n      title: Add\n": ("begins with `selection:`", "Leave the line"),
    "\toptions:\n\t\ttitle: Add\n": ("begins with `options:`", "Leave the line"),
    # Other forms.
    "    title=Add\n": ("`title=Add` is not an option", "with a colon: `title: Add`."),
    "    title = Add a row\n": ("is not an option", "with a colon: `title: Add a row`."),
    '    heading_level="3"\n': ("is not an option", "with a colon: `heading_level: 3`."),
    "    {title=Add}\n": ("is not an option", "with a colon: `title: Add`."),
    "    - title: Add\n    - toc: none\n": ("are a list", "Leave the dash out: `title: Add`."),
    "    title: Carts: a tour\n": ("is not YAML", "Put quotes around a value that holds a colon"),
    "    Title: Add\n": ("did you mean `title`?", "Options of a placeholder"),
    "    HEADING_LEVEL: 3\n": ("did you mean `heading_level`?", "Options of a placeholder"),
    "    heading-level: 3\n": ("did you mean `heading_level`?", "Options of a placeholder"),
    "    :title: Add\n": ("did you mean `title`?", "Options of a placeholder"),
    "    Add a row\n": ("are not options", "one `name: value` a line"),
}


@pytest.mark.parametrize(("block", "told"), REFUSED.items(), ids=list(REFUSED))
def test_a_block_in_another_form_is_refused_with_the_right_one(block: str, told: tuple[str, str]) -> None:
    (spot,) = placeholders.scan(f"::: howto shop.Cart\n{block}").spots
    assert spot.error is not None
    assert told[0] in spot.error.problem
    assert told[1] in spot.error.hint


@pytest.mark.parametrize(
    "block",
    [
        "    title: Add\n",
        "  title: Add\n",
        "\ttitle: Add\n",
        "    {title: Add}\n",
        '    "title": Add\n',
        "    title : Add\n",
    ],
)
def test_a_block_that_means_the_same_is_read(block: str) -> None:
    (spot,) = placeholders.scan(f"::: howto shop.Cart\n{block}").spots
    assert spot.placeholder is not None
    assert spot.placeholder.options.title == "Add"


MISPLACED = {
    "::: howto shop.Cart\ntitle: Add\n": (2, "`title` is not indented", "Indent it by 4 spaces"),
    "::: howto shop.Cart\n toc: none\n": (2, "`toc` is not indented", "Indent it by 4 spaces"),
    "::: howto shop.Cart\nheading_level: 3\nshow: [example]\n": (2, "`heading_level` is not indented", "right below"),
    "::: howto shop.Cart\n    toc: none\ntitle: Add\n": (3, "`title` is not indented", "Indent it by 4 spaces"),
    "::: howto shop.Cart\n\n    title: Add\n": (3, "`title` stands below an empty line", "right below the placeholder"),
    "::: howto shop.Cart\n\n\n\tshow: [example]\n": (4, "`show` stands below an empty line", "right below"),
    "- a\n\n    ::: howto shop.Cart\n    title: Add\n": (4, "`title` is not indented", "Indent it by 8 spaces"),
    "> ::: howto shop.Cart\n> title: Add\n": (2, "`title` is not indented", "Indent it by 4 spaces"),
}


@pytest.mark.parametrize(("page", "told"), MISPLACED.items(), ids=list(MISPLACED))
def test_options_that_are_not_read_are_told(page: str, told: tuple[int, str, str]) -> None:
    (trouble,) = placeholders.scan(page).troubles
    assert trouble.line == told[0]
    assert told[1] in trouble.message
    assert told[2] in trouble.message


@pytest.mark.parametrize(
    "page",
    [
        "::: howto shop.Cart\n\ntitle: the word that a page begins with\n",
        "::: howto shop.Cart\n\n    code: that is indented\n",
        "::: howto shop.Cart\nNote: this is text.\n",
        "::: howto shop.Cart\n    title: Add\n\nshow: this is text, too\n",
        "<!-- howto: shop.Cart -->\ntitle: text\n",
    ],
)
def test_text_below_a_placeholder_is_no_trouble(page: str) -> None:
    assert placeholders.scan(page).troubles == []


COMMENTS = {
    "shop.Cart, shop.total": ("more than one reference", "Write a comment for each"),
    "shop.Cart and shop.total": ("more than one reference", "Write a comment for each"),
    "shop.Cart; shop.total": ("more than one reference", "Write a comment for each"),
    "shop.Cart title: Add": ("`title:` is not an option", 'title="…"'),
    "shop.Cart toc:none": ("`toc:none` is not an option", 'toc="…"'),
    "shop.Cart wide": ("`wide` is not an option", 'title="Add a row"'),
    "": ("names no reference", "::: howto shop.cart.Cart"),
}


@pytest.mark.parametrize(("inside", "told"), COMMENTS.items(), ids=list(COMMENTS))
def test_a_comment_in_another_form_is_refused_with_the_right_one(inside: str, told: tuple[str, str]) -> None:
    (spot,) = placeholders.scan(f"<!-- howto: {inside} -->\n").spots
    assert spot.error is not None
    assert told[0] in spot.error.problem
    assert told[1] in spot.error.hint
