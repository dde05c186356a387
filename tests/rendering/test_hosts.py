"""Wherever a section stands, and whatever reads it, every text is shown as it is and the page stays whole.

What the texts would do in a real page is told in `test_hostile.py`; here the places and the extensions vary.
"""

from __future__ import annotations

import markdown
import pytest
from bs4 import BeautifulSoup

from mkdocs_howto.rendering import inert
from mkdocs_howto.rendering.markdown import Layout, Surroundings, render
from mkdocs_howto.section import Part, Provenance, Section, Step
from tests.rendering.test_inert import HARDEST
from tests.rendering.texts import CODES, SET, TEXTS, quoted

HOSTS = {
    "nothing": ([], Surroundings(fences=False)),
    "default": (["toc", "tables", "fenced_code"], Surroundings()),
    "older": (
        ["abbr", "admonition", "attr_list", "codehilite", "def_list", "fenced_code", "footnotes", "legacy_attrs",
         "md_in_html", "nl2br", "sane_lists", "tables", "toc", "wikilinks"],
        Surroundings(attr_list=True),
    ),
    "hardest": (
        [name for name in HARDEST if name != "smarty"],
        Surroundings(attr_list=True, fences_anywhere=True, snippets_follow=True),
    ),
}  # fmt: skip
PLACES = {"top": ("", ""), "list": ("- item\n\n", "    "), "quote": ("", "> "), "quote in lists": ("1. a\n\n    - b\n\n", "        > ")}  # fmt: skip
ELEMENTS = {"h2", "p", "strong", "ol", "ul", "li", "code", "small", "div", "pre", "span", "a", "blockquote"}


@pytest.fixture(params=HOSTS)
def host(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> str:
    return request.param


class Host:
    """Python-Markdown with a host's extensions, and one place in a page."""

    def __init__(self, host: str, place: str) -> None:
        extensions, self._surroundings = HOSTS[host]
        self._lead, self._prefix = PLACES[place]
        self._markdown = markdown.Markdown(extensions=extensions)

    def page(self, section: Section, *show: Part) -> BeautifulSoup:
        layout = Layout(reference="x.y", anchor="a", file="x.py", lines=(1, 2), show=show, nested=bool(self._prefix))
        lines = render(section, layout, self._surroundings).rstrip("\n").split("\n")
        text = self._lead + "\n".join((self._prefix + line).rstrip() for line in lines)
        self._markdown.reset()
        return BeautifulSoup(self._markdown.convert(f"{text}\n\nAFTER-CANARY\n"), "html.parser")


def section(*texts: str, example: str = "") -> Section:
    made = Provenance(writer="test", writer_version=1, fingerprint="v1:0", package_version="0")
    return Section(description="", steps=tuple(map(Step, texts)), example=example, provenance=made)


def is_whole(page: BeautifulSoup) -> bool:
    *_, last = page.find_all("p")
    names = {tag.name for tag in page.find_all()}
    links = [link for link in page.find_all("a", href=True) if not link["href"].startswith("#__codelineno")]
    return str(last) == "<p>AFTER-CANARY</p>" and names <= ELEMENTS and len(page.find_all("h2")) == 1 and not links


def words(text: str) -> str:
    """A text without the backticks around its pieces of code."""
    return "".join(piece for piece, _, _ in inert.pieces(text))


def test_texts_are_shown_as_they_are(host: str, place: str) -> None:
    texts = [*(item.body for item in SET), *(quoted(item.body) for item in SET), *TEXTS]
    page = Host(host, place).page(section(*texts), "steps")
    assert is_whole(page)
    shown = [" ".join(step.get_text().split()) for step in page.find(id="a-steps").find_next("ol").find_all("li")]
    assert shown == [words(text) for text in texts]


def test_examples_are_shown_as_they_are(host: str, place: str) -> None:
    here = Host(host, place)
    for code in [*CODES, *(item.body for item in SET)]:
        page = here.page(section(example=code), "example")
        assert is_whole(page), code
        assert [block.get_text().strip("\n") for block in page.find_all("pre")] == [inert.block(code)]
