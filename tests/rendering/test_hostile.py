"""What hostile text does in a page as it is, it does not do in a section.

Every file in `fixtures/hostile` says what it tries. First it is put into a page of a real site as it
stands: there it must work, or it proves nothing. Then the same text is set by us, with the same
extensions and plugins after it, and nothing may happen. Both sites are opened in a real browser.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import FIXTURES
from tests.rendering.browser import chromium, javascript, opened

# Both sites are built and opened once; the tests share them.
pytestmark = pytest.mark.xdist_group("browser")

pytest.importorskip("markdown_exec", reason="needs markdown-exec: pip install -e '.[test]'")

CONFIG = """
site_name: Test
theme: {name: material, font: false}
use_directory_urls: true
extra: {secret_mark: MACRO-MARK}
extra_javascript: [mermaid.min.js, mathjax/tex-chtml.js]
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
    said = SECTIONS.get(page.file.src_uri)
    if said is None:
        return markdown
    made = Provenance(writer="test", writer_version=1, fingerprint="v1:0", package_version="0")
    section = Section(
        description=said["text"],
        steps=(Step(said["text"], (Step(said["text"]),)),),
        example=said["example"],
        provenance=made,
    )
    layout = Layout(reference="x.y", anchor="howto-x.y", file="x.py", lines=(1, 2))
    return markdown.replace("OUR-PLACEHOLDER", render(section, layout, _surroundings(config)))
"""


@dataclass(frozen=True)
class Hostile:
    """One file of the set.

    Attributes:
        name: Of the file.
        tries: What it attempts, in words.
        effect: By which it is told that this worked.
        where: `text`, or `example` when it stands in the example's code.
        body: The text.
    """

    name: str
    tries: str
    effect: str
    where: str
    body: str


def hostile(path: Path) -> Hostile:
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    said = yaml.safe_load(head)
    body = body.rstrip("\n").replace("NAME", path.stem)
    if said.get("escapes"):
        body = body.encode().decode("unicode_escape")
    return Hostile(path.stem, said["tries"], said["effect"], said["in"], body)


SET = [hostile(path) for path in sorted((FIXTURES / "hostile").glob("*.md"))]
TEXTS = (FIXTURES / "harmless/texts.txt").read_text(encoding="utf-8").splitlines()
CODES = [path.read_text(encoding="utf-8") for path in sorted((FIXTURES / "harmless").glob("*.py"))]


def build(folder: Path, pages: dict[str, str], sections: dict[str, dict[str, str]]) -> Path:
    """A site with everything switched on that could act on text."""
    import json

    files = {
        "mkdocs.yml": CONFIG,
        "hook.py": HOOK,
        "sections.json": json.dumps({f"{name}.md": section for name, section in sections.items()}),
        "include/secret.txt": "--8<-- [start:part]\nSECRET-MARK\n--8<-- [end:part]\n",
        "docs/index.md": "# Start\n\n::: shop.cart.Cart\n",
        "docs/mathjax/tex-chtml.js": javascript("mathjax", "3.2.2", "es5/tex-chtml.js").read_text(encoding="utf-8"),
        "docs/mermaid.min.js": javascript("mermaid", "11.4.1", "dist/mermaid.min.js").read_text(encoding="utf-8"),
        **{f"docs/{name}.md": text for name, text in pages.items()},
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    (folder / "src").mkdir()
    (folder / "src/shop").symlink_to(FIXTURES / "shop", target_is_directory=True)
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(folder / "mkdocs.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr[-4000:]
    return folder / "site"


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What each text does as it stands."""
    chromium()
    pages = {
        item.name: f"# Page\n\n```python\n{item.body}\n```\n\nAFTER-CANARY\n"
        if item.where == "example"
        else f"# Page\n\nBefore.\n\n{item.body}\n\nAFTER-CANARY\n"
        for item in SET
    }
    site = build(tmp_path_factory.mktemp("raw"), pages, {})
    return opened(site, list(pages), tmp_path_factory.mktemp("raw-browser"))


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What each text does in a section."""
    chromium()
    sections = {
        item.name: {"text": "Says so.", "example": item.body}
        if item.where == "example"
        else {"text": item.body, "example": ""}
        for item in SET
    }
    sections |= {f"harmless-text-{number}": {"text": text, "example": ""} for number, text in enumerate(TEXTS)}
    sections |= {
        f"harmless-example-{number}": {"text": "Says so.", "example": code} for number, code in enumerate(CODES)
    }
    pages = dict.fromkeys(sections, "# OUR-SECTION\n\nOUR-PLACEHOLDER\n\nAFTER-CANARY\n")
    site = build(tmp_path_factory.mktemp("ours"), pages, sections)
    return opened(site, list(pages), tmp_path_factory.mktemp("ours-browser"))


def test_the_set_is_large_and_varied() -> None:
    assert len(SET) >= 120
    assert len({item.effect for item in SET}) >= 15
    assert len(TEXTS) + len(CODES) >= 60


@pytest.mark.parametrize("item", SET, ids=lambda item: item.name)
def test_it_works_in_a_page_as_it_stands(raw: dict[str, dict[str, Any]], item: Hostile) -> None:
    assert item.effect in raw[item.name]["effects"] or "away" in raw[item.name]["effects"], item.tries


@pytest.mark.parametrize("item", SET, ids=lambda item: item.name)
def test_it_does_nothing_in_a_section(ours: dict[str, dict[str, Any]], item: Hostile) -> None:
    assert ours[item.name]["effects"] == [], item.tries
    assert set(ours[item.name]["elements"]) <= ELEMENTS


ELEMENTS = {"h1", "h2", "p", "strong", "ol", "li", "code", "small", "div", "pre", "span", "button", "nav", "a", "table"}
"""What a section and Material's frame around code are made of."""


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_words_that_look_dangerous_are_read_as_they_are(ours: dict[str, dict[str, Any]], number: int) -> None:
    seen = ours[f"harmless-text-{number}"]
    plain = " ".join(TEXTS[number].replace("`", "").split())
    assert seen["effects"] == []
    assert " ".join(seen["text"].split()).count(plain) == 3  # description, step and inner step
    assert seen["spans"] == 3 * re.findall(r"`([^`]+)`", TEXTS[number])


@pytest.mark.parametrize("number", range(len(CODES)))
def test_code_that_looks_dangerous_is_read_as_it_is(ours: dict[str, dict[str, Any]], number: int) -> None:
    seen = ours[f"harmless-example-{number}"]
    assert seen["effects"] == []
    assert [code.rstrip("\n") for code in seen["code"]] == [CODES[number].rstrip("\n")]
