"""What hostile text does in a page as it is, it does not do in a section.

Every file in `fixtures/hostile` says what it tries. First it is put into a page of a real site as it
stands: there it must work, or it proves nothing. Then the same text is set by us, with the same
extensions and plugins after it, and nothing may happen. Both sites are opened in a real browser.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, SoupStrainer, Tag

from mkdocs_howto.rendering import inert
from tests.conftest import FIXTURES
from tests.rendering.browser import chromium, javascript, opened
from tests.rendering.texts import CODES, SET, TEXTS, Hostile, quoted

# Both sites are built and opened once; the tests share them.
pytestmark = pytest.mark.xdist_group("browser")

pytest.importorskip("markdown_exec", reason="needs markdown-exec: pip install -e '.[test]'")

CONFIG = """
site_name: Test
theme: {name: material, font: false}
use_directory_urls: true
nav: [index.md]
extra: {secret_mark: MACRO-MARK}
extra_javascript: [diagrams.js, mathjax/tex-chtml.js]
hooks: [hook.py]
plugins:
  - macros: {include_dir: include, on_error_fail: false}
  - markdown-exec
  - autorefs
  - mkdocstrings: {handlers: {python: {paths: [src]}}}
  - howto: {paths: [src]}
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - meta
  - tables
  - toc
  - pymdownx.arithmatex: {generic: true}
  - pymdownx.blocks.admonition
  - pymdownx.blocks.definition
  - pymdownx.blocks.details
  - pymdownx.blocks.html
  - pymdownx.blocks.tab
  - pymdownx.caret
  - pymdownx.critic: {mode: view}
  - pymdownx.details
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
  - pymdownx.highlight
  - pymdownx.inlinehilite
  - pymdownx.keys
  - pymdownx.magiclink: {repo_url_shorthand: true, social_url_shorthand: true, user: evilexample, repo: evilexample}
  - pymdownx.mark
  - pymdownx.smartsymbols
  - pymdownx.snippets: {base_path: [include]}
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          class: mermaid
          format: !!python/name:pymdownx.superfences.fence_code_format
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist: {custom_checkbox: true}
  - pymdownx.tilde
"""

# Material asks for Mermaid where a page has a diagram; here it comes from the same server.
DIAGRAMS = """
if (document.querySelector(".mermaid")) document.write('<script src="/mermaid.min.js"></' + "script>");
"""

# Sets sections as the plugin does, at the same moment; the review would keep most of them off the page.
HOOK = """
import json
from pathlib import Path

from mkdocs.plugins import event_priority

from mkdocs_howto.plugin import _surroundings
from mkdocs_howto.rendering.markdown import Layout, render
from mkdocs_howto.section import Provenance, Section, Step

SECTIONS = json.loads((Path(__file__).parent / "sections.json").read_text(encoding="utf-8"))


@event_priority(-100)
def on_page_markdown(markdown, page, config, files):
    for place in ("TOP", "NESTED"):
        sections = [set_(section, f"{place}-{number}", config) for number, section in enumerate(said(page))]
        prefix = "    " if place == "NESTED" else ""
        lines = "\\n".join(sections).split("\\n")
        markdown = markdown.replace(f"{place}-PLACEHOLDER", "\\n".join(prefix + line if line else "" for line in lines).strip())
    return markdown


def said(page):
    return SECTIONS.get(page.file.src_uri, [])


def set_(said, anchor, config):
    section = Section(
        description=said["text"],
        steps=(Step(said["text"], (Step(said["text"]),)), *(Step(step) for step in said.get("steps", ()))),
        example=said["example"],
        provenance=Provenance(writer="test", writer_version=1, fingerprint="v1:0", package_version="0"),
    )
    layout = Layout(reference="x.y", anchor=anchor, file="x.py", lines=(1, 2), nested=anchor.startswith("NESTED"))
    return render(section, layout, _surroundings(config))
"""


def build(folder: Path, pages: dict[str, str], sections: dict[str, list[dict[str, Any]]]) -> Path:
    """A site with everything switched on that could act on text."""
    import json

    files = {
        "mkdocs.yml": CONFIG,
        "hook.py": HOOK,
        "sections.json": json.dumps({f"{name}.md": said for name, said in sections.items()}),
        "include/secret.txt": "--8<-- [start:part]\nSECRET-MARK\n--8<-- [end:part]\n",
        "docs/index.md": "# Start\n\n::: shop.cart.Cart\n",
        "docs/mathjax/tex-chtml.js": javascript("mathjax", "3.2.2", "es5/tex-chtml.js").read_text(encoding="utf-8"),
        "docs/mathjax/input/tex/extensions/html.js": javascript(
            "mathjax", "3.2.2", "es5/input/tex/extensions/html.js"
        ).read_text(encoding="utf-8"),
        "docs/diagrams.js": DIAGRAMS,
        "docs/mermaid.min.js": javascript("mermaid", "11.4.1", "dist/mermaid.min.js").read_text(encoding="utf-8"),
        **{f"docs/{name}.md": text for name, text in pages.items()},
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    (folder / "src").mkdir()
    shutil.copytree(FIXTURES / "shop", folder / "src/shop")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(folder / "mkdocs.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr[-4000:]
    return folder / "site"


AUTHOR = """
AFTER-CANARY

The author refers to [what follows][after][^after].
"""
"""What stands below the text: it must stay as it is."""


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What each text does as it stands."""
    chromium()
    pages = {
        item.name: f"# Page\n\n```python\n{item.body}\n```\n{AUTHOR}"
        if item.where == "example"
        else f"# Page\n\nBefore.\n\n{item.body}\n{AUTHOR}"
        for item in SET
    }
    site = build(tmp_path_factory.mktemp("raw"), pages, {})
    return opened(site, {item.name: item.keeps for item in SET}, tmp_path_factory.mktemp("raw-browser"))


@dataclass(frozen=True)
class Opened:
    """A site with our sections: its folder, and what the browser saw in each page."""

    folder: Path
    seen: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """What the texts do in sections: wherever a section has room for text, at the top and inside a list."""
    chromium()
    sections = {
        item.name: [{"text": item.body, "steps": [f"Calls {quoted(item.body)}."], "example": item.body}] for item in SET
    }
    sections["harmless-texts"] = [{"text": text, "example": ""} for text in TEXTS]
    sections["harmless-examples"] = [{"text": "Says so.", "example": code} for code in CODES]
    around = f"# OUR-SECTION\n\nTOP-PLACEHOLDER\n\n1. Item\n\n    NESTED-PLACEHOLDER\n{AUTHOR}"
    folder = build(tmp_path_factory.mktemp("ours"), dict.fromkeys(sections, around), sections)
    keeps = dict.fromkeys(sections, "") | {item.name: item.keeps for item in SET}
    return Opened(folder, opened(folder, keeps, tmp_path_factory.mktemp("ours-browser")))


def test_the_set_is_large_and_varied() -> None:
    assert len(SET) >= 300
    assert len({item.effect for item in SET}) >= 20
    assert len(TEXTS) + len(CODES) >= 70


@pytest.mark.parametrize("item", SET, ids=lambda item: item.name)
def test_it_works_in_a_page_as_it_stands(raw: dict[str, dict[str, Any]], item: Hostile) -> None:
    assert item.effect in raw[item.name]["effects"], item.tries


@pytest.mark.parametrize("item", SET, ids=lambda item: item.name)
def test_it_does_nothing_in_a_section(ours: Opened, item: Hostile) -> None:
    assert ours.seen[item.name]["effects"] == [], item.tries
    assert set(ours.seen[item.name]["elements"]) <= ELEMENTS


ELEMENTS = {"h1", "h2", "p", "strong", "ol", "li", "code", "small", "div", "pre", "span", "button", "nav", "a", "table"}
"""What a section and Material's frame around code are made of."""


def article(ours: Opened, name: str) -> Tag:
    """A page's content as it was built, before any script changed it."""
    html = (ours.folder / name / "index.html").read_text(encoding="utf-8")
    return BeautifulSoup(html, "html.parser", parse_only=SoupStrainer("article")).article


ATTRIBUTES = {
    "a": {"class", "href", "id", "name", "title"},
    "h2": {"id"},
    "strong": {"class", "id", "role", "aria-level"},
    "div": {"class"},
    "span": {"class", "id"},
    "small": {"class", "data-howto", "data-writer", "data-fingerprint"},
}
"""What the elements of a section carry; all others carry nothing."""


@pytest.mark.parametrize("item", SET, ids=lambda item: item.name)
def test_it_leaves_the_section_and_the_page_whole(ours: Opened, item: Hostile) -> None:
    page = article(ours, item.name)
    assert {heading.get_text() for heading in page.find_all(re.compile("^h[1-6]$"))} == {"OUR-SECTION", TITLE}
    for tag in page.find("h1").find_all_next():
        assert set(tag.attrs) <= ATTRIBUTES.get(tag.name, set()), tag
    assert {link["href"][:3] for link in page.select("h1 ~ * a[href]")} <= {"#to", "#ne", "#__"}
    canary, author = page.find_all("p", recursive=False)[-2:]
    assert str(canary) == "<p>AFTER-CANARY</p>"
    assert str(author) == f"<p>{AUTHOR.splitlines()[-1]}</p>"


TITLE = "How to Use This Code Block"


@pytest.mark.parametrize("item", SET, ids=lambda item: item.name)
def test_it_is_read_as_it_is(ours: Opened, item: Hostile) -> None:
    """At the top and inside the list; the words between backticks are pieces of code."""
    page = article(ours, item.name)
    words = "".join(piece for piece, _, _ in inert.pieces(item.body))
    for place in ("TOP-0", "NESTED-0"):
        description = page.find(id=f"{place}-description").find_parent("p").find_next("p")
        assert description.get_text() == words
        assert page.find(id=f"{place}-example").find_next("pre").get_text().strip("\n") == inert.block(item.body)


@pytest.mark.parametrize("page", ["harmless-texts", "harmless-examples"])
def test_what_only_looks_dangerous_does_nothing_either(ours: Opened, page: str) -> None:
    assert ours.seen[page]["effects"] == []
    assert set(ours.seen[page]["elements"]) <= ELEMENTS


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_words_that_look_dangerous_are_read_as_they_are(ours: Opened, number: int) -> None:
    seen = ours.seen["harmless-texts"]["parts"][number]
    plain = re.sub(r"`([^`]+)`", r"\1", TEXTS[number])
    assert " ".join(seen["text"].split()).count(plain) == 3  # description, step and inner step
    assert seen["spans"] == 3 * re.findall(r"`([^`]+)`", TEXTS[number])


@pytest.mark.parametrize("number", range(len(CODES)))
def test_code_that_looks_dangerous_is_read_and_copied_as_it_is(ours: Opened, number: int) -> None:
    seen = ours.seen["harmless-examples"]["parts"][number]
    assert [code.rstrip("\n") for code in seen["code"]] == [CODES[number].rstrip("\n")]
    assert [code.rstrip("\n") for code in seen["copied"]] == [CODES[number].rstrip("\n")]
