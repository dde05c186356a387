"""Text of a section shows what it says, whatever else reads the page."""

from __future__ import annotations

import markdown
import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mkdocs_howto.rendering import inert

DEFAULT: list[str] = ["toc", "tables", "fenced_code"]
HARDEST = [
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "smarty", "tables", "toc",
    "pymdownx.arithmatex", "pymdownx.betterem", "pymdownx.blocks.admonition", "pymdownx.blocks.html", "pymdownx.caret",
    "pymdownx.critic", "pymdownx.details", "pymdownx.emoji", "pymdownx.escapeall", "pymdownx.highlight",
    "pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.magiclink", "pymdownx.mark", "pymdownx.saneheaders",
    "pymdownx.smartsymbols", "pymdownx.snippets", "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist",
    "pymdownx.tilde",
]  # fmt: skip

TEXTS = [
    "plain words", "1. not a list", "- not a list", "+ not a list", "* not a list", "# not a heading", "> not a quote",
    "::: not.a.directive", "!!! note", "??? tip", '=== "Tab"', "/// note", "[^1]: note", "*[HTML]: x", ": definition",
    "    not code", "a *b* _c_ **d** __e__ ~~f~~ ^g^ ==h== ++ctrl+a++ {++i++} {--j--}", "[a](https://x.example)", "[a][b]",
    "![a](b.png)", "<b>bold</b>", "<script>alert(1)</script>", "<!-- comment -->", "<img src=x onerror=alert(1)>",
    "&amp; &#65; &lt;", "https://example.com www.example.com me@example.com @user #1 user/repo#2", ":smile: :material-home:",
    "$x$ $$y$$ \\(z\\) \\[w\\]", "{{ macro }} {% raw %} {# note #}", "{: .class #id onclick=alert(1) }", "{ .class }",
    '--8<-- "secret.txt"', "--8<--", ';--8<-- "x"', "| a | b |", "---", "===", "***", "[TOC]", "(c) (r) (tm) +/- --> 1/2 =/=",
    "\\* \\` \\\\ \\n", "a`b", "``", "```python", "~~~", "a  b", "x < y > z & w", "üñí 😀 \u200b", "%%", "[ ] task", "[x] done",
    "<autoref identifier='x'>y</autoref>", "term:", "a:b", "::", "----8<--", "0?1 !1 ?1 x!1", "0123456789abcdef0123456789abcdef01234567",
    "u/r@0123456789abcdef0123456789abcdef01234567",
]  # fmt: skip
CODES = [
    "x", "x = {'a': 1}", "a`b", "``", "`", "#!python x", ":::python x", "<b>", "&amp;", "{{ x }}", "{% raw %}",
    '--8<-- "x"', "$x$", "a | b", ":smile:", "https://example.com", "[a](b)", "\\", "a\\`b", "{: .c }", "*x*", "__init__",
    "f'{a}'", "<!-- x -->", "]]>", "@user", "1/2", "(c)", "é", "!r", "--", "x" * 200,
]  # fmt: skip


def shown(markdown_text: str, extensions: list[str]) -> BeautifulSoup:
    configs = {"pymdownx.snippets": {"base_path": ["."]}, "pymdownx.magiclink": {"repo_url_shorthand": True, "social_url_shorthand": True, "user": "u", "repo": "r"}}  # fmt: skip
    html = markdown.markdown(
        markdown_text,
        extensions=extensions,
        extension_configs={name: config for name, config in configs.items() if name in extensions},
    )
    return BeautifulSoup(html, "html.parser")


def text_of(page: BeautifulSoup) -> str:
    return " ".join(page.get_text().split())


def quietly(text: str) -> str:
    """What the reader sees: white space is one space; quotes and dashes may be set beautifully."""
    return " ".join(text.split())


@pytest.mark.parametrize("extensions", [DEFAULT, HARDEST], ids=["default", "hardest"])
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("form", ["{}", "before {}", "{} after", "x{}y"])
def test_words_are_shown_as_they_are(text: str, form: str, extensions: list[str]) -> None:
    said = form.format(text)
    page = shown(inert.plain(quietly(said), start=True), [name for name in extensions if name != "smarty"])
    assert text_of(page) == quietly(said)
    assert {tag.name for tag in page.find_all()} - {"span"} == {"p"}
    assert all("mathjax_ignore" in tag["class"] and tag.get_text() in "$\\" for tag in page.find_all("span"))


@pytest.mark.parametrize("extensions", [DEFAULT, HARDEST], ids=["default", "hardest"])
@pytest.mark.parametrize("text", CODES)
@pytest.mark.parametrize("after", ["", " and more", "{: .x }", "{ .x }"])
def test_code_is_shown_as_it_is(text: str, after: str, extensions: list[str]) -> None:
    page = shown(f"Calls {inert.code(text)}{inert.plain(after)}", [name for name in extensions if name != "smarty"])
    assert text_of(page) == quietly(f"Calls {text}{after}")
    (code,) = page.find_all("code")
    assert quietly(code.get_text()) == quietly(text)
    assert {tag.name for tag in page.find_all()} - {"span"} == {"p", "code"}
    assert code.attrs == {}


@settings(deadline=None)
@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs")), max_size=30)
)
@example("0.0")
@example("1)")
@example("<0")
def test_any_word_is_shown_as_it_is(word: str) -> None:
    page = shown(
        inert.plain(word, start=True), [name for name in HARDEST if name not in {"smarty", "pymdownx.smartsymbols"}]
    )
    assert text_of(page) == quietly(word)


MARKS = [
    *"*_~^=+-:;|#!?@<>&[](){}$%\\/'\".,`", *"a1 0 ", "word", "http", "www", "1", "st", "nd", "th", "smile", "--8<--", "{{", "}}", "{%",
    "0123456789abcdef0123456789abcdef01234567", "[start:part]", "c/o", "(c)", "1/2", "amp;", "script", "&#", "u/r", "mailto", ":::", "```",
    "me", "example.com", "ctrl", "x", "://", "[^1]", "\\(", "\\)", "!!!", "///", "é", "\u200b", "2nd",
]  # fmt: skip
"""What extensions look for, to be put next to each other in every way."""


@settings(deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=12).map("".join))
def test_marks_mean_nothing_wherever_they_stand(text: str) -> None:
    page = shown(inert.plain(quietly(text), start=True), [name for name in HARDEST if name != "smarty"])
    assert text_of(page) == quietly(text)
    assert {tag.name for tag in page.find_all()} <= {"p", "span"}


@settings(deadline=None)
@given(*3 * [st.lists(st.sampled_from(MARKS), max_size=8).map("".join)])
def test_marks_mean_nothing_inside_and_beside_code(before: str, code: str, after: str) -> None:
    before, code, after = quietly(before), quietly(code) or "x", quietly(after)
    text = f"{inert.plain(before, start=True)}{inert.code(code)}{inert.plain(after)}"
    page = shown(text, [name for name in HARDEST if name != "smarty"])
    assert text_of(page) == quietly(before + code + after)
    assert quietly(page.find("code").get_text()) == code
    assert {tag.name for tag in page.find_all()} <= {"p", "code", "span"}


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_becomes_one_paragraph(text: str) -> None:
    page = shown("Says " + inert.prose(text), HARDEST)
    assert {tag.name for tag in page.find_all()} <= {"p", "code", "span"}


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("plain", [("plain", False)]),
        ("`x`", [("x", True)]),
        ("a `x` b", [("a ", False), ("x", True), (" b", False)]),
        ("``a`b`` c", [("a`b", True), (" c", False)]),
        ("a ` b", [("a ` b", False)]),
        ("`a``b`", [("a``b", True)]),
        ("a ` ` b", [("a ` ` b", False)]),
        ("a `` `` `c`", [("a `` `` ", False), ("c", True)]),
    ],
)
def test_code_stands_between_backticks(text: str, pieces: list[tuple[str, bool]]) -> None:
    assert [(piece, is_code) for piece, is_code, _ in inert.pieces(text)] == pieces


@pytest.mark.parametrize(
    "character",
    [
        "\x02",
        "\x03",
        "\x00",
        "\x1b",
        "\x9b",
        "\ud800",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\u2060",
        "\ufff9",
        "\U000e0041",
    ],
)
def test_characters_that_are_not_text_are_left_out(character: str) -> None:
    assert inert.prose(f"a{character}b `c{character}d`") == "ab `cd`"


@pytest.mark.parametrize(
    ("code", "fence"), [("x", "```"), ("```", "````"), ("a\n`````\nb", "``````"), ("``", "```"), ("~~~", "```")]
)
def test_no_line_of_code_closes_its_fence(code: str, fence: str) -> None:
    assert inert.fence(code) == fence


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_is_a_space_in_prose(end: str) -> None:
    assert inert.prose(f"first{end}second `third{end}fourth`") == "first second `third fourth`"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_of_code_stay_lines(end: str) -> None:
    assert inert.block(end.join(["", "a = 1  ", "\tb = 2", ""])) == "a = 1\n    b = 2"


@pytest.mark.parametrize("text", ['a"b', "<x>", "a\nb", "`x`", "it's"])
def test_attributes_stay_attributes(text: str) -> None:
    page = BeautifulSoup(f'<a title="{inert.attribute(text)}">x</a>', "html.parser")
    assert page.find("a")["title"] == quietly(text)


@settings(deadline=None)
@example("$x$")
@example("[a](b)")
@example("{++a++}")
@example("\\")
@given(
    st.lists(st.sampled_from([*MARKS, "__init__", "*a*", "[a][b]", "++ctrl++", "https://example.com"]), max_size=8).map(
        "".join
    )
)
def test_no_mark_acts_inside_an_attribute(text: str) -> None:
    extensions = [name for name in HARDEST if name != "smarty"]
    page = shown(f'Before <small data-x="{inert.attribute(text)}">in</small> after', extensions)
    assert page.find("small")["data-x"] == quietly(text)
    assert {tag.name for tag in page.find_all()} == {"p", "small"}
    assert text_of(page) == "Before in after"
