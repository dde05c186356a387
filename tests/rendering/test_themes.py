"""The same sections with every host and theme: text, links, ids, HTML, and what a browser shows of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import html5lib
import pytest
from bs4 import BeautifulSoup

from tests.conftest import Site, copy_fixtures
from tests.hosting import article, built, sections
from tests.rendering.browser import chromium, javascript
from tests.rendering.chromium import browsing

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

THEMES = {
    "mkdocs": ("mkdocs", "readthedocs", "material"),
    "properdocs": ("mkdocs", "readthedocs", "material"),
    "zensical": ("modern", "classic"),
}
SITES = [
    f"{host}-{theme}-{beside}" for host, themes in THEMES.items() for theme in themes for beside in ("alone", "api")
]
EXTENSIONS: list[object] = ["attr_list", {"toc": {"permalink": True}}, "pymdownx.superfences", "pymdownx.highlight"]
PAGE = """# Shop

The author calls `reserve`, who has a [page about it](api.md):

```python
from shop import reserve

print(reserve({"tea": 3}, {"tea": 1}))  # What is left.
```

::: howto shop.Cart

::: howto shop.reserve
    toc: parts

::: howto providers.retry_with_backoff_and_a_name_that_no_telephone_can_show_in_a_single_line

::: howto shop.Price
    toc: none
    title: How to name a price

- In a list:

    ::: howto shop.Cart.add
        heading_level: 3

The end.
"""
LONG = '''

def retry_with_backoff_and_a_name_that_no_telephone_can_show_in_a_single_line(
    maximum_number_of_attempts_before_giving_up: int = 3, first_delay_between_two_attempts_in_seconds: float = 0.25
) -> dict[str, dict[str, list[tuple[int, int, int, int, int, int]]]]:
    """Try again.

    Args:
        maximum_number_of_attempts_before_giving_up: Attempts_that_are_told_in_one_word_without_any_place_for_a_break.
    """
    return {}
'''
COUNT = PAGE.count("::: howto")


def _build(folder: Path, name: str) -> None:
    host, theme, beside = name.split("-")
    folder.mkdir()
    copy_fixtures(folder)
    with (folder / "src/providers/__init__.py").open("a", encoding="utf-8") as source:
        source.write(LONG)
    (folder / "tests").mkdir()
    site = Site(folder, options={"paths": ["src"]}, extensions=EXTENSIONS)
    site.page(PAGE)
    site.page(
        "# API\n\n" + ("::: shop\n    options:\n      members: true\n" if beside == "api" else "Nothing.\n"), "api.md"
    )
    if beside == "api":
        handler = {"paths": ["src"], "options": {"show_submodules": True, "show_root_heading": True}}
        site.plugins = [{"mkdocstrings": {"handlers": {"python": handler}}}, "autorefs"]
    site.theme = {"name": theme, "font": False} if theme == "material" else theme
    if host == "zensical":
        from mkdocs_howto.plugin import CSS

        site.theme = {"variant": theme, "font": False}
        site.extensions = [*EXTENSIONS, {"howto": site.options}]
        site.more = {"extra_css": [CSS]}
        sheet = folder / "docs" / CSS
        sheet.parent.mkdir()
        shutil.copy(Path(__file__).parents[2] / "mkdocs_howto/rendering/howto.css", sheet)
    site.configure()
    built(host, folder)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one built site for each name."""
    folder = tmp_path_factory.mktemp("projects")
    public = tmp_path_factory.mktemp("sites")
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(_build, folder / name, name) for name in SITES]:
            done.result()
    for name in SITES:
        shutil.move(folder / name / "site", public / name)
    return public


@pytest.mark.parametrize("name", SITES)
def test_sections_have_the_same_text(sites: Path, name: str) -> None:
    found = sections(sites / name / "index.html")
    assert len(found) == COUNT
    assert found == sections(sites / SITES[0] / "index.html")


@pytest.mark.parametrize("name", SITES)
def test_links_lead_somewhere(sites: Path, name: str) -> None:
    links = [link["href"] for link in article(sites / name / "index.html").select("a[href]")]
    for address in links:
        path, anchor = urldefrag(urljoin("/index.html", address))
        file = sites / name / path.strip("/")
        page = BeautifulSoup(
            (file / "index.html" if file.is_dir() else file).read_text(encoding="utf-8"), "html.parser"
        )
        assert not anchor or page.find(id=unquote(anchor)), address
    assert ("api/#shop.errors.ShopError" in " ".join(links)) == name.endswith("api")


@pytest.mark.parametrize("name", SITES)
def test_ids_are_unique(sites: Path, name: str) -> None:
    page = BeautifulSoup((sites / name / "index.html").read_text(encoding="utf-8"), "html.parser")
    ids = [element["id"] for element in page.select("[id]")]
    ours = {element["id"] for element in article(sites / name / "index.html").select("[id]")}
    assert [one for one in ids if one in ours and ids.count(one) > 1] == []
    assert {"howto-shop.Cart", "howto-shop.reserve-example", "howto-shop.Cart.add-steps"} <= ours


@pytest.mark.parametrize("name", SITES)
def test_the_html_is_valid(sites: Path, name: str) -> None:
    text = (sites / name / "index.html").read_text(encoding="utf-8")
    content = text[text.index("<h1") : text.index("<p>The end.</p>")]
    html5lib.HTMLParser(strict=True).parseFragment(content)


# In a browser.

RTL = "document.documentElement.dir = document.body.dir = 'rtl'"  # Themes set it on either.
VIEWS: dict[str, tuple[dict[str, Any], str]] = {
    "screen": ({}, ""),
    "phone": ({"width": 360}, ""),
    "print": ({"media": "print", "width": 720}, ""),
    "rtl": ({}, RTL),
    "phone-rtl": ({"width": 360}, RTL),
}


FAULTS = ("violations", "wide", "missing", "backwards")
BY_AXE = ("screen", "phone")
"""Views in which axe-core looks, too."""


@pytest.fixture(scope="module")
def seen(sites: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], dict[str, Any]]:
    """What the browser shows of each site in each view; pictures of them lie beside the sites."""
    chromium()
    axe = javascript("axe-core", "4.14.1", "axe.min.js").read_text(encoding="utf-8")
    look = Path(__file__).with_name("look.js").read_text(encoding="utf-8")
    return dict(_looked(sites, axe, look, tmp_path_factory.mktemp("browser")))


def _looked(sites: Path, axe: str, look: str, profile: Path) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    with browsing(sites, profile) as browser:
        for name in SITES:
            for view, (how, script) in VIEWS.items():
                browser.open(f"{name}/index.html", **how)
                browser.run(script)
                browser.run(axe if view in BY_AXE else "")
                yield (name, view), browser.run(look)
                browser.picture(sites / f"{name}-{view}.png")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", SITES)
def test_a_browser_shows_every_section_whole(seen: dict[tuple[str, str], dict[str, Any]], name: str, view: str) -> None:
    found = seen[name, view]
    assert found["sections"] == COUNT
    assert {name: found[name] for name in FAULTS} == {name: [] for name in FAULTS}
    assert found["cut"] == [] or view != "print"  # What scrolls on a screen is lost on paper.
    assert view not in BY_AXE or {"color-contrast", "heading-order", "list"} <= set(found["rules"])
