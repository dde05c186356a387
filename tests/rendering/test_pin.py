"""A section as a file that people edit, and such a file's text in a page."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import markdown
import pytest
from bs4 import BeautifulSoup
from hypothesis import assume, given
from hypothesis import strategies as st

from mkdocs_howto.reading import read
from mkdocs_howto.rendering import inert
from mkdocs_howto.rendering.markdown import Layout, Surroundings
from mkdocs_howto.rendering.pin import body_of, render_text
from mkdocs_howto.section import PARTS, Part, Provenance, Section, Step
from tests.rendering.texts import CODES, TEXTS
from tests.work import grows_evenly

DEFAULT = ["toc", "tables", "fenced_code"]
USUAL = ["toc", "tables", "attr_list", "admonition", "footnotes", "md_in_html", "pymdownx.superfences"]
HOSTS = {
    "default": (DEFAULT, Surroundings()),
    "usual": (USUAL, Surroundings(attr_list=True, fences_anywhere=True)),
}
MADE = Provenance(writer="offline", writer_version=1, fingerprint="v1:0", package_version="0")
LAYOUT = Layout(reference="shop.add", anchor="howto-shop.add", file="shop/cart.py", lines=(3, 9))


def section(
    description: str = "Adds.", steps: tuple[Step, ...] = (Step("Adds."),), example: str = "add(1)\n"
) -> Section:
    return Section(description=description, steps=steps, example=example, provenance=MADE)


def page_of(text: str, extensions: list[str] = DEFAULT) -> BeautifulSoup:
    return BeautifulSoup(markdown.markdown(text, extensions=extensions), "html.parser")


def quietly(text: str) -> str:
    return " ".join(text.split())


def meant(text: str) -> str:
    """The words of a section's text, without the backticks around code."""
    return quietly("".join(piece for piece, _, _ in inert.pieces(text)))


# A section as a file.


def test_three_parts_under_their_headings() -> None:
    steps = (Step("For each `sku`:", (Step("Checks it."), Step("Adds it.", (Step("Twice."),)))), Step("Returns `n`."))
    assert body_of(section("Adds one. It raises `E`: no more. Done.", steps, "\nfrom m import add\n\nadd(1)\n\n")) == (
        "## Description\n"
        "\n"
        "Adds one.\n"
        "It raises `E`: no more.\n"
        "Done.\n"
        "\n"
        "## Execution Steps\n"
        "\n"
        "1. For each `sku`:\n"
        "    1. Checks it.\n"
        "    2. Adds it.\n"
        "        1. Twice.\n"
        "2. Returns `n`.\n"
        "\n"
        "## Usage Example\n"
        "\n"
        "```python\n"
        "from m import add\n"
        "\n"
        "add(1)\n"
        "```\n"
    )


def test_a_part_without_words_has_no_heading() -> None:
    assert body_of(section("", (), "f()\n")) == "## Usage Example\n\n```python\nf()\n```\n"
    assert "Usage Example" not in body_of(section(example=""))


def test_headings_are_in_the_sections_language() -> None:
    german = dataclasses.replace(section(), provenance=dataclasses.replace(MADE, language="de"))
    assert re.findall(r"^## (.*)", body_of(german), re.MULTILINE) == ["Beschreibung", "Ablauf", "Anwendungsbeispiel"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("One. Two! Three? Four.", ["One.", "Two!", "Three?", "Four."]),
        ("Version 3.11 is enough, e.g. here.", ["Version 3.11 is enough, e.g. here."]),
        ("Reads it. `f` writes it.", ["Reads it.", "`f` writes it."]),
        ('Says so. "Never" is told. (Seldom.)', ["Says so.", '"Never" is told.', "(Seldom.)"]),
        ("Takes `a. B` in one. Then ends.", ["Takes `a. B` in one.", "Then ends."]),
        ("加一。从不失败。", ["加一。", "从不失败。"]),
        ("One.\nTwo.\n\nThree.", ["One.", "Two.", "Three."]),
        ("Ends. - No sign. === Of. !!! any. <T> acts.", ["Ends. - No sign. === Of. !!! any. &lt;T> acts."]),
    ],
)
def test_each_sentence_stands_on_its_own_line(text: str, lines: list[str]) -> None:
    """So that a change of one does not touch the others."""
    body = body_of(section(text, (), ""))
    assert body == "## Description\n\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain words (and more): done", "plain words (and more): done"),
        ("a * b ** c", r"a \* b \*\* c"),
        ("_x_ __init__ snake_case a_", r"\_x\_ \_\_init\_\_ snake_case a\_"),
        ("[x](y) ![z](w)", r"\[x\](y) !\[z\](w)"),
        ("<T> & <b> </b> a < b", "&lt;T> & &lt;b> &lt;/b> a < b"),
        ("&amp; &#65; &#65 R&D", "&amp;amp; &amp;#65; &amp;#65 R&D"),
        ("# one", r"\# one"),
        ("1. one", r"1\. one"),
        ("2024) one", r"2024\) one"),
        ("> one", r"\> one"),
        ("- one", r"\- one"),
        ("+ one", r"\+ one"),
        ("!!! note", r"\!!! note"),
        ("a # 1. > - + !", "a # 1. > - + !"),
        (r"a\b \* c", r"a\\b \\\* c"),
        ("a ` b", r"a \` b"),
        ("`` a`b `` and ` `` ` and `*`", "``a`b`` and ``` `` ``` and `*`"),
    ],
)
def test_signs_of_markdown_are_escaped_only_where_they_would_act(text: str, written: str) -> None:
    assert body_of(section("", (Step(text),), "")) == f"## Execution Steps\n\n1. {written}\n"


@pytest.mark.parametrize("extensions", [DEFAULT, USUAL], ids=["default", "usual"])
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_is_shown_as_it_is(text: str, extensions: list[str]) -> None:
    page = page_of(body_of(section(text, (Step(text, (Step(text),)),), "")), extensions)
    assert quietly(page.get_text()) == f"Description {meant(text)} Execution Steps {meant(text)} {meant(text)}"
    assert {tag.name for tag in page.find_all()} <= {"h2", "p", "ol", "li", "code"}


@given(st.text(alphabet="abAB1 .*_[]()<>#+-`\\!&;|=\"'\n。:", max_size=25))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    assume(text.strip())
    assume("&#" not in text)  # Python-Markdown completes it inside code.
    page = page_of(body_of(section(text, (Step("X"),), "")))
    shown, said = page.get_text(), f"Description {meant(text)} Execution Steps X"
    assert "".join(shown.split()) == "".join(said.split())


@pytest.mark.parametrize("extensions", [DEFAULT, USUAL], ids=["default", "usual"])
@pytest.mark.parametrize("code", [*CODES, "a = '''\n```\n'''\n", 'b = """\n`````python\nx\n`````\n"""\n'])
def test_no_code_closes_its_fence(code: str, extensions: list[str]) -> None:
    page = page_of(body_of(section(example=code)), extensions)
    (shown,) = page.select("pre code")
    assert trimmed(shown.get_text()) == trimmed(code)
    assert page.get_text().rstrip().endswith(shown.get_text().rstrip())


def trimmed(code: str) -> list[str]:
    return [line.expandtabs(4).rstrip() for line in code.strip("\n").split("\n")]


WORDS = st.text(alphabet="abAB12 .*_[]<>#`\\!&;=。", min_size=1, max_size=20).filter(lambda text: bool(meant(text)))
STEPS = st.recursive(
    st.lists(WORDS.map(Step), min_size=1, max_size=3).map(tuple),
    lambda inner: st.lists(st.builds(Step, WORDS, inner), min_size=1, max_size=2).map(tuple),
    max_leaves=5,
)


def texts_of(steps: tuple[Step, ...]) -> list[str]:
    return [text for step in steps for text in (step.text, *texts_of(step.steps))]


@given(WORDS, STEPS, st.sampled_from(CODES))
def test_what_is_written_is_read_back(description: str, steps: tuple[Step, ...], code: str) -> None:
    """The review sees in a pin what it saw in the section."""
    body = body_of(section(description, steps, code))
    found = read(body)
    shown = [quietly(page_of(line.strip()).get_text()) for _, line in found.steps]
    assert ["".join(words.split()) for words in shown] == ["".join(meant(text).split()) for text in texts_of(steps)]
    assert found.example.rstrip() == code.strip("\n").rstrip()
    lines = body.splitlines()
    assert lines[found.example_line - 1] == found.example.splitlines()[0]
    assert "".join(meant(description).split()) == "".join(
        page_of("\n".join(line for _, line in found.description)).get_text().split()
    )
    assert found.around == ()


# Such a text in a page.

BODY = """\
Before all.

## Description

Adds *one*.

### Beware

# Not twice

## Execution Steps

1. Checks.
2. Adds.

## Usage Example

```python
# comment
def f():
    return 1


# Description
f()
```

More words.
"""


def set_in_page(body: str, layout: Layout = LAYOUT, surroundings: Surroundings = Surroundings()) -> str:  # noqa: B008
    return render_text(body, MADE, layout, surroundings)


def headings(page: BeautifulSoup) -> list[tuple[str, int]]:
    """Headings of either kind, with their levels."""
    found = page.find_all(lambda tag: re.fullmatch(r"h\d", tag.name) or tag.get("role") == "heading")
    return [(tag.get_text(), int(tag.get("aria-level") or tag.name[1])) for tag in found]


@pytest.mark.parametrize("toc", ["section", "parts", "none"])
@pytest.mark.parametrize(
    ("level", "levels"), [(1, [1, 2, 3, 2, 2, 2]), (2, [2, 3, 4, 3, 3, 3]), (5, [5, 6, 6, 6, 6, 6])]
)
def test_headings_stand_below_the_pages_own(level: int, levels: list[int], toc: str) -> None:
    layout = dataclasses.replace(LAYOUT, heading_level=level, toc=toc)
    assert headings(page_of(set_in_page(BODY, layout))) == list(
        zip(
            ("How to Use This Code Block", "Description", "Beware", "Not twice", "Execution Steps", "Usage Example"),
            levels,
            strict=True,
        )
    )


def test_the_authors_markup_acts() -> None:
    """It is text of the repository, with the trust of a page."""
    page = page_of(set_in_page(BODY))
    assert page.select_one("em").get_text() == "one"
    assert [item.get_text() for item in page.select("ol li")] == ["Checks.", "Adds."]


SHOWN: dict[tuple[Part, ...], list[str]] = {
    PARTS: ["Description", "Beware", "Not twice", "Execution Steps", "Usage Example"],
    ("example", "description"): ["Usage Example", "Description", "Beware", "Not twice"],
    ("steps",): ["Execution Steps"],
    (): [],
}


@pytest.mark.parametrize(("show", "named"), SHOWN.items(), ids=["all", "another order", "one", "none"])
def test_parts_stand_in_the_order_that_the_page_asks_for(show: tuple[Part, ...], named: list[str]) -> None:
    page = page_of(set_in_page(BODY, dataclasses.replace(LAYOUT, show=show)))
    assert [words for words, _ in headings(page)][1:] == named
    assert "Before all." in page.get_text()
    assert ("Adds one." in page.get_text()) == ("description" in show)
    assert ("More words." in page.get_text()) == ("example" in show)
    assert page.get_text().rstrip().endswith("Written offline from shop/cart.py, lines 3–9")


def test_parts_in_another_order_or_twice_find_their_place() -> None:
    body = "## Usage Example\n\nexample\n\n## Description\n\nfirst\n\n## Execution Steps\n\nsteps\n\n## Description\n\nsecond\n"
    text = quietly(page_of(set_in_page(body)).get_text())
    assert re.findall(r"\b(first|second|steps|example)\b", text) == ["first", "second", "steps", "example"]


@pytest.mark.parametrize(
    "heading",
    ["Description", "description", "1. Description", "**Description**", "Description:", "Beschreibung", "Overview"],
)
def test_parts_are_known_by_any_of_their_names(heading: str) -> None:
    body = f"# {heading} #\n\ntext\n\n## Ablauf\n\n1. step\n"
    text = page_of(set_in_page(body, dataclasses.replace(LAYOUT, show=("description",)))).get_text()
    assert "text" in text
    assert "step" not in text


def test_a_german_pin_keeps_its_headings_under_a_german_title() -> None:
    made = dataclasses.replace(MADE, language="de")
    body = "## Beschreibung\n\nZählt.\n\n## Ablauf\n\n1. Prüft.\n\n## Anwendungsbeispiel\n\n```python\nf()\n```\n"
    layout = dataclasses.replace(LAYOUT, outdated=True, edited=True, approved="Ada Example, 2026-01-01")
    page = page_of(render_text(body, made, layout, Surroundings()))
    assert [words for words, _ in headings(page)] == [
        "So wird dieser Code verwendet", "Beschreibung", "Ablauf", "Anwendungsbeispiel",
    ]  # fmt: skip
    assert page.select_one("em.howto-outdated").get_text().startswith("Dieser Abschnitt ist möglicherweise veraltet")
    assert (
        page.select_one(".howto-provenance")
        .get_text()
        .endswith("Zeilen 3–9; von Hand bearbeitet; freigegeben von Ada Example, 2026-01-01")
    )


def test_a_text_without_headings_is_shown() -> None:
    assert "Only words." in page_of(set_in_page("Only words.\n")).get_text()
    assert headings(page_of(set_in_page(""))) == [("How to Use This Code Block", 2)]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("inside", [False, True], ids=["top level", "in a list"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_code_is_code_wherever_the_section_stands(host: str, ends: str, *, inside: bool) -> None:
    """A comment in it is no heading, and each of its lines stays where it is."""
    extensions, surroundings = HOSTS[host]
    text = set_in_page(BODY.replace("\n", ends), dataclasses.replace(LAYOUT, nested=inside), surroundings)
    page = page_of(nested(text) if inside else text, extensions)
    (code,) = page.select("li pre code" if inside else "pre code")
    assert code.get_text().strip("\n") == BODY.partition("```python\n")[2].partition("\n```")[0]
    assert headings(page) == [
        ("How to Use This Code Block", 2), ("Description", 3), ("Beware", 4), ("Not twice", 3),
        ("Execution Steps", 3), ("Usage Example", 3),
    ]  # fmt: skip


def nested(text: str) -> str:
    return "- item\n\n" + "".join(f"    {line}\n" if line else "\n" for line in text.splitlines())


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("inside", [False, True], ids=["top level", "in a list"])
@pytest.mark.parametrize("fence", ["```python", "~~~", "````"])
def test_a_fence_that_nobody_closed_loses_nothing_and_takes_nothing(host: str, fence: str, *, inside: bool) -> None:
    extensions, surroundings = HOSTS[host]
    body = f"## Description\n\nwords\n\n## Usage Example\n\n{fence}\nfirst()\n    second()\n\n## Execution Steps\n"
    text = set_in_page(body, dataclasses.replace(LAYOUT, nested=inside), surroundings)
    page = page_of(f"{nested(text) if inside else text}\nAfter.\n\n```python\nother()\n```\n\nEnd.\n", extensions)
    first, other = page.select("pre code")
    assert first.get_text().strip("\n") == "first()\n    second()\n\n## Execution Steps"
    assert other.get_text().strip() == "other()"
    assert page.select_one(".howto-provenance") is not None
    assert [paragraph.get_text() for paragraph in page.select("p")][-2:] == ["After.", "End."]


def test_a_fence_that_belongs_to_a_list_stands_as_it_was_put() -> None:
    fenced = "1. Calls:\n\n    ```python\n    f()\n\n    g()\n    ```\n\n2. Ends."
    for layout in (LAYOUT, dataclasses.replace(LAYOUT, nested=True)):
        assert fenced in set_in_page(f"## Execution Steps\n\n{fenced}\n", layout)
    page = page_of(set_in_page(f"## Execution Steps\n\n{fenced}\n", LAYOUT, HOSTS["usual"][1]), USUAL)
    (code,) = page.select("li pre code")
    assert code.get_text().strip("\n") == "f()\n\ng()"


@given(
    st.lists(st.sampled_from([*BODY.splitlines(), "", "```", "    ```", "~~~~", "    x"]), max_size=12), st.booleans()
)
def test_no_line_is_lost(lines: list[str], nest: bool) -> None:  # noqa: FBT001
    """Whatever a file has become by hand, its words are in the page."""
    layout = dataclasses.replace(LAYOUT, nested=nest)
    text = set_in_page("\n".join(lines), layout)
    for line in lines:
        words = line.strip("#`~ ").removeprefix("python")
        assert inert.plain(words) in text or words in text


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("## Mind", "Mind"),
        ("## Mind ##", "Mind"),
        ("## Mind {#mind}", "Mind"),
        ("## Mind{.big} ##  ", "Mind"),
        ("## Mind {: #mind }", "Mind"),
        ("## Mind {x}", "Mind {x}"),
        ("## Mind {#a {b}", "Mind {#a {b}"),
        ("## A {#a} B", "A {#a} B"),
    ],
)
def test_a_heading_loses_its_attributes_and_its_closing_signs(heading: str, shown: str) -> None:
    text = render_text(f"## Description\n\nSaid.\n\n{heading}\n\nMore.\n", MADE, LAYOUT, Surroundings())
    labels = page_of(text).select("[role=heading]")
    assert labels[-1].get_text() == shown


@pytest.mark.parametrize(
    "make",
    [
        lambda n: f"## a{' #' * n}x",
        lambda n: f"## {'{#a} ' * n}x",
        lambda n: f"## {'{#' * n}",
        lambda n: f"## a{' ' * n}x",
        lambda n: f"{'> ' * n}:::",
        lambda n: f":::{' ' * n}x",
        lambda n: f"[{'a' * n}",
        lambda n: f"```{' ' * n}x`",
        lambda n: "## Description\n" * (n // 100),
    ],
)
def test_the_text_of_a_pin_is_read_once(make: Callable[[int], str]) -> None:
    assert grows_evenly(lambda n: render_text(make(n), MADE, LAYOUT, Surroundings()), 50_000)


@pytest.mark.parametrize("piece", ["`a`. `b`? C ", "` `` ", ". ", "。", "[", "&a", "`", "a  "])
def test_a_description_is_set_in_work_that_grows_with_it(piece: str) -> None:
    assert grows_evenly(lambda n: body_of(section(piece * n)), 2_000)
