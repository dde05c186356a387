"""Where a placeholder is expanded, at which indent, and where it stays as it is."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_howto.references.placeholders import Scan, Spot, may_hold, replace, scan

PAGES = sorted(Path(__file__).with_name("pages").glob("*.in.md"))


def section(spot: Spot) -> str:
    """A stand-in for a section: a heading, text, a nested list and code."""
    if spot.placeholder is None:
        return ""
    about = spot.placeholder.reference or "the fence"
    return f"## About {about}\n\nText.\n\n1. Step\n    1. Inner\n\n```python\ncode\n```\n"


def expand(text: str) -> str:
    return replace(text, scan(text), section)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name.removesuffix(".in.md"))
def test_page(page: Path) -> None:
    """Every `NAME.in.md` expands to the `NAME.out.md` beside it."""
    assert expand(page.read_text()) == page.with_name(page.name.replace(".in.", ".out.")).read_text()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name.removesuffix(".in.md"))
def test_expanding_twice_is_expanding_once(page: Path) -> None:
    once = expand(page.read_text())
    assert expand(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Title\n\nText about howto pages.\n",
        "::: howtos.module\n",
        "::: shop.Cart\n",
        "text\r\n\r\nmore",
        "a\rb\n",
    ],
)
def test_a_page_without_placeholder_comes_back_as_it_was(text: str) -> None:
    assert replace(text, scan(text), section) is text


@given(st.text(alphabet=":howt `>-#*\n\r\t<!.x1", max_size=80))
def test_any_text_is_read_without_error_and_kept_where_nothing_stands(text: str) -> None:
    found = scan(text)
    assert found.spots or found.escapes or replace(text, found, section) is text


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_are_kept(newline: str) -> None:
    text = newline.join(["# Title", "", "::: howto shop.Cart", "    toc: none", "", "After", ""])
    done = expand(text)
    assert "## About shop.Cart" in done
    assert done.startswith(f"# Title{newline}{newline}##")
    assert done.replace(newline, "").isprintable()


def test_a_byte_order_mark_hides_nothing() -> None:
    assert "## About shop.Cart" in expand("\ufeff::: howto shop.Cart\n")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a\n\n::: howto\n", 3, "names no reference"),
        ("::: howto x\n    colour: red\n", 1, "no option `colour`"),
        ("::: howto x\n    heading_levle: 3\n", 1, "did you mean `heading_level`"),
        ("::: howto x\n    heading_level: 9\n", 1, "a number from 1 to 6"),
        ("::: howto x\n    heading_level: true\n", 1, "a number from 1 to 6"),
        ("::: howto x\n    show: [title]\n", 1, "a list of `description`, `steps` and `example`"),
        ("::: howto x\n    toc: all\n", 1, "`section`, `parts` or `none`"),
        ("::: howto x\n    title: [a]\n", 1, "one line of text"),
        ("::: howto x\n    ignore: 3\n", 1, "a list of finding codes"),
        ("::: howto x\n    plain text\n", 1, "are not options"),
        ("::: howto x\n    a: [\n", 1, "not YAML"),
        ("::: howto x\n    cache: /tmp\n", 1, "belong in mkdocs.yml"),
        ("<!-- howto: x shop -->\n", 1, "`shop` is not an option"),
        ("<!-- howto: x title=' -->\n", 1, "cannot be read"),
        ("```{.ruby .howto}\nputs 1\n```\n", 1, "must hold Python, not ruby"),
        ("```{.python .howto toc=all}\nx\n```\n", 1, "`section`, `parts` or `none`"),
    ],
)
def test_a_wrong_placeholder_shows_nothing_and_says_why(text: str, line: int, words: str) -> None:
    found = scan(text)
    (spot,) = found.spots
    assert spot.placeholder is None
    assert words in str(spot.error)
    assert spot.line == line
    assert "About" not in replace(text, found, section)


def test_docstrings_may_ask_for_less_than_pages() -> None:
    text = "::: howto x\n    toc: none\n"
    assert scan(text, where="page").spots[0].placeholder is not None
    (spot,) = scan(text, where="docstring").spots
    assert "not allowed in a docstring" in str(spot.error)


def test_every_option_is_read() -> None:
    text = (
        "::: howto shop.Cart\n"
        "    heading_level: 4\n    title: Add a row\n    show: [steps, example]\n    language: de\n"
        "    example: examples/cart.py\n    ignore: [vague-term]\n    toc: parts\n    writer: offline\n"
    )
    placeholder = scan(text).spots[0].placeholder
    assert placeholder is not None
    options = placeholder.options
    assert (options.heading_level, options.title, options.show) == (4, "Add a row", ("steps", "example"))
    assert (options.language, options.example, options.ignore) == ("de", "examples/cart.py", ("vague-term",))
    assert (options.toc, options.writer) == ("parts", "offline")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- item\n\n  ::: howto x\n", "indented by 2 spaces"),
        ("1. item\n\n   ::: howto x\n", "indented by 3 spaces"),
        ("- a\n    - b\n\n      ::: howto x\n", "expanded at 8"),
        ("<div>\n::: howto x\n</div>\n", "inside <div>"),
        ("<!-- howto: x --> text\n", "must stand alone"),
        ("<!-- howto: x\n-->\n", "must stand alone"),
    ],
)
def test_what_cannot_work_as_written_is_told(text: str, words: str) -> None:
    (trouble,) = scan(text).troubles
    assert words in trouble.message


def test_a_fence_gives_its_own_text() -> None:
    (spot,) = scan("- item\n\n    ```{.python .howto}\n    def f():\n        pass\n    ```\n").spots
    assert spot.placeholder is not None
    assert spot.placeholder.code == "def f():\n    pass\n"


@pytest.mark.parametrize(
    ("header", "left"),
    [
        ("```{.python .howto}", "```{.python}"),
        ("``` { .python .howto #id linenums='1' }", "``` {.python #id linenums='1'}"),
        ("```python {.howto}", "```python"),
        ("~~~{.howto .python toc=none hl_lines='1'}", "~~~{.python hl_lines='1'}"),
    ],
)
def test_a_marked_fence_stays_as_plain_code(header: str, left: str) -> None:
    done = expand(f"{header}\nx = 1\n{header[:3]}\n")
    assert done.startswith(f"{left}\nx = 1\n{header[:3]}\n\n## About the fence")


MISTYPED = {
    "<!-- howto shop.Cart -->": "<!-- howto: shop.Cart -->",
    "<!-- Howto: shop.Cart -->": "<!-- howto: shop.Cart -->",
    "<!-- how-to: shop.Cart title=Carts -->": "<!-- howto: shop.Cart title=Carts -->",
    "<!-- howto src/shop/cart.py -->": "<!-- howto: src/shop/cart.py -->",
    "::: Howto shop.Cart": "::: howto shop.Cart",
    "::: HOWTO: shop.Cart": "::: howto shop.Cart",
    ":: howto shop.Cart": "::: howto shop.Cart",
    "::howto shop.Cart": "::: howto shop.Cart",
    ":::: howto shop.Cart": "::: howto shop.Cart",
    "::: how-to shop.Cart": "::: howto shop.Cart",
    "::: how-to": "::: howto shop.cart.Cart",
    "::: how_to Cart": "::: howto Cart",
    "::: how to shop.Cart": "::: howto shop.Cart",
    "::: howot shop.Cart": "::: howto shop.Cart",
    "::: hwoto shop.Cart": "::: howto shop.Cart",
    "::: howt src/shop/cart.py#L1-L9": "::: howto src/shop/cart.py#L1-L9",
    ":::{howto} shop.Cart": "::: howto shop.Cart",
    ".. howto:: shop.Cart": "::: howto shop.Cart",
    ":::\u00a0howto shop.Cart": "::: howto shop.Cart",
    "\uff1a\uff1a\uff1a howto shop.Cart": "::: howto shop.Cart",
    "- :: howto shop.Cart": "::: howto shop.Cart",
    "> :: howto shop.Cart": "::: howto shop.Cart",
    "```{.python howto}\nx = 1\n```": "```{.python .howto}",
    "```python .howto\nx = 1\n```": "```{.python .howto}",
    "```{.python .Howto}\nx = 1\n```": "```{.python .howto}",
    "~~~ {howto}\nx = 1\n~~~": "```{.python .howto}",
}


@pytest.mark.parametrize(("text", "right"), MISTYPED.items(), ids=MISTYPED)
def test_a_mistyped_placeholder_is_told_with_the_right_spelling(text: str, right: str) -> None:
    page = f"# Title\n\n{text}\n\nAfter.\n"
    (trouble,) = scan(page).troubles
    assert trouble.line == 3
    assert "nothing was expanded" in trouble.message
    assert trouble.message.endswith(f"Write {right}.")
    assert may_hold(page)
    assert expand(page) == page


@pytest.mark.parametrize("cell", ["| ::: howto shop.Cart |", "| a | ::: howto shop.Cart |", "a | :::howto shop.Cart"])
def test_a_placeholder_in_a_table_cell_is_told(cell: str) -> None:
    (trouble,) = scan(f"| a | b |\n|---|---|\n{cell}\n").troubles
    assert (trouble.line, "Move the placeholder out of the table" in trouble.message) == (3, True)


OTHERS = [
    "::: how",
    "::: howler.Cart",
    "::: howto.shop",
    "::: how_to",
    "::: Howto",
    "::: how to install the package",
    ":: How to use this ::",
    '!!! howto "Title"',
    "/// howto | Title\n///",
    "<!-- howto -->",
    "<!-- howto guides go here -->",
    "<!-- how to: see install.md -->",
    "<!-- Howto: rewrite this -->",
    "<!-- ::: howto shop.Cart -->",
    "Write ::: Howto shop.Cart in a page.",
    "The howto says `:: howto shop.Cart`.",
    "`\n:: howto shop.Cart\n`",
    "    :: howto shop.Cart",
    "```\n:: howto shop.Cart\n| ::: howto shop.Cart |\n```",
    "````\n```{.python howto}\n```\n````",
    '```{.python title="the howto"}\nx = 1\n```',
    "```python\nhowto = 1\n```",
    "<pre>\n:: howto shop.Cart\n</pre>",
    "| howto | `::: howto shop.Cart` |\n|---|---|\n| howto: x | a |",
    ".. how it works",
    "Term\n:   howto shop.Cart",
    "https://host/::howto",
    "\\::: howto shop.Cart",
]


@pytest.mark.parametrize("text", OTHERS)
def test_what_may_be_something_else_is_not_told(text: str) -> None:
    assert scan(f"# Title\n\n{text}\n\nAfter.\n").troubles == []


def test_quick_look_is_never_wrong() -> None:
    """Whatever the scan finds, the quick look has said that it may be there."""
    for page in PAGES:
        text = page.read_text()
        assert may_hold(text) or scan(text) == Scan()


# Python-Markdown has the last word on what is code.

DEFAULT = ["toc", "tables", "fenced_code"]
USUAL = [
    "toc", "tables", "admonition", "attr_list", "def_list", "footnotes", "md_in_html",
    "pymdownx.details", "pymdownx.superfences", "pymdownx.highlight", "pymdownx.tabbed",
]  # fmt: skip
MARK = "XMARKX"

PIECES_DEFAULT = [
    "Text.", "# Heading", "- item", "* item\n* other", "1. step", "1. step\n2. step", "    - nested", "    text inside",
    "        deeper", "```\ncode\n```", "~~~\ncode\n~~~", "````\n```\n````", "    code", "> quoted", "<pre>\nraw\n</pre>",
    "---", "Text with `code`.", "<!-- note -->", "Lazy\ncontinuation", "- item\nlazy",
]  # fmt: skip
PIECES_USUAL = [
    *PIECES_DEFAULT, "!!! note\n    inside", '!!! note "Title"', "??? tip\n    inside", '=== "Tab"', '=== "Tab"\n\n    inside',
    "    ```\n    code\n    ```", "term\n:   definition", "- item\n\n    ```\n    code\n    ```",
]  # fmt: skip


def documents(pieces: list[str]) -> st.SearchStrategy[tuple[list[str], int, int]]:
    return st.tuples(
        st.lists(st.sampled_from(pieces), min_size=1, max_size=5),
        st.integers(min_value=0, max_value=5),
        st.sampled_from([0, 4, 8]),
    )


def place(document: tuple[list[str], int, int], line: str) -> str:
    pieces, position, indent = document
    at = min(position, len(pieces))
    return "\n\n".join([*pieces[:at], " " * indent + line, *pieces[at:]]) + "\n"


def is_code(html: str) -> bool:
    found = BeautifulSoup(html, "html.parser").find(string=lambda text: MARK in text)
    if found is None:  # In a comment, or taken for something else.
        return True
    return any(parent.name in {"pre", "code"} for parent in found.parents)


def check_against_python_markdown(document: tuple[list[str], int, int], extensions: list[str]) -> None:
    text = place(document, "::: howto x")
    found = scan(text)
    if found.spots:
        done = replace(text, found, lambda _: f"{MARK} expanded\n")
        assert not is_code(markdown.markdown(done, extensions=extensions)), done
    else:
        # What was left alone would have been code, or text that goes on with a paragraph.
        assert is_code(markdown.markdown(place(document, MARK), extensions=extensions)), text


@given(documents(PIECES_DEFAULT))
def test_what_is_expanded_is_no_code_with_the_default_extensions(document: tuple[list[str], int, int]) -> None:
    check_against_python_markdown(document, DEFAULT)


@given(documents(PIECES_USUAL))
def test_what_is_expanded_is_no_code_with_the_usual_extensions(document: tuple[list[str], int, int]) -> None:
    check_against_python_markdown(document, USUAL)


# What a section says is no placeholder for whoever looks next.

SPELLINGS = [
    "::: howto x", "## ::: howto x", "::: howto x\n    toc: none", "<!-- howto: x -->", "<!-- howto: x toc=none -->",
    "```{.python .howto}\nx = 1\n```", "~~~{.howto .python}\nx = 1\n~~~", "\\::: howto x", "Text <!-- howto: x --> text.",
    "::: howto", "- ::: howto x", "> ::: howto x",
]  # fmt: skip


@given(documents(PIECES_USUAL), documents(PIECES_USUAL), st.sampled_from(SPELLINGS))
def test_placeholders_in_a_section_are_text(
    page: tuple[list[str], int, int], section: tuple[list[str], int, int], spelling: str
) -> None:
    """Neither expanded nor complained about by a second look, wherever the section stands."""
    text = place(page, "::: howto x")
    done = replace(text, scan(text), lambda _: place(section, spelling))
    again = scan(done)
    assert (again.spots, again.escapes, again.troubles) == ([], [], [])


@pytest.mark.parametrize(
    ("section", "shown"),
    [
        ("::: howto x", "&#58;:: howto x"),
        ("<!-- howto: x -->", "&lt;!-- howto: x -->"),
        ("```{.python .howto}\nx = 1\n```", "```{.python}\nx = 1\n```"),
        ("```\n::: howto x\n```", "```\n::: howto x\n```"),
        ("Write `::: howto x`.", "Write `::: howto x`."),
        ("    ::: howto x", "    ::: howto x"),
    ],
)
def test_what_looks_like_a_placeholder_in_a_section_is_shown(section: str, shown: str) -> None:
    text = "# Title\n\n::: howto a\n\n<!-- howto: b -->\n"
    done = replace(text, scan(text), lambda _: f"{section}\n")
    assert done == f"# Title\n\n{shown}\n\n{shown}\n"
