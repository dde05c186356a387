"""axe-core finds nothing to mend in our markup, in a real browser, with the themes and their style sheets."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import edit, pinned, run
from tests.conftest import USUAL, Site
from tests.rendering.browser import chromium, javascript, reported

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

THEMES: dict[str, str | dict[str, object]] = {
    "mkdocs": "mkdocs",
    "mkdocs-dark": {"name": "mkdocs", "color_mode": "dark"},
    "readthedocs": "readthedocs",
    "material": {"name": "material", "font": False},
    "material-slate": {"name": "material", "font": False, "palette": {"scheme": "slate"}},
}
EXTENSIONS: dict[str, list[object]] = {"plain": [], "attr_list": ["attr_list"], "usual": USUAL}
SITES = [f"{theme}-{extensions}" for theme in THEMES for extensions in EXTENSIONS]

SOURCE = '''
def bake(loaf: str, degrees: int) -> str:
    """Bake a loaf.

    Raises:
        ValueError: The oven is cold.
    """
    if degrees < 180:
        raise ValueError(degrees)
    return f"{loaf} at {degrees}"


def warm(degrees: int) -> int:
    """Add ten degrees."""
    return degrees + 10


def cool(degrees: int) -> int:
    """Take ten degrees away."""
    return degrees - 10
'''
PAGE = """# Bread

The author calls `bake`:

```python
from bread import bake

try:
    print(bake("rye", degrees=200))
except ValueError as error:
    print(error)  # Too cold.
```

::: howto bread.bake

::: howto bread.warm
    toc: parts

::: howto bread.cool
    toc: none
    title: How to cool down

::: howto src/bread.py#L2-L11
    show: [description, example]

- In a list:

    ::: howto bread.warm
        heading_level: 3
"""
SECTIONS = PAGE.count("::: howto")
CLASSES = {"howto-title", "howto-part", "howto-provenance", "howto-outdated"}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What axe-core says of each site."""
    chromium()
    axe = javascript("axe-core", "4.14.1", "axe.min.js")
    sites = tmp_path_factory.mktemp("sites")
    for name, folder in _built(tmp_path_factory.mktemp("project")):
        shutil.move(folder, sites / name)
    shutil.copy(axe, sites / "axe.min.js")
    collect = Path(__file__).with_name("axe.html").read_text(encoding="utf-8")
    collect = collect.replace('"PAGES"', json.dumps(SITES)).replace('"AXE"', '"/axe.min.js"')
    return reported(sites, collect, tmp_path_factory.mktemp("browser"))[0]


def _built(folder: Path) -> Iterator[tuple[str, Path]]:
    """Build a page of sections, among them a stale pin and one that a person has edited and another approved."""
    site = Site(folder, options={"paths": ["src"]})
    source = site.file("src/bread.py", SOURCE)
    site.page(PAGE)
    pinned(site, "bread.warm", "bread.cool")
    edit(folder / "howto/bread.cool.md", ("## Execution Steps", "Nobody is harmed.\n\n## Execution Steps"))
    run(site, "approve", "bread.cool", "--by", "Ada Example")
    edit(source, ("degrees + 10", "degrees + 12"))
    for theme, theme_options in THEMES.items():
        for extensions, names in EXTENSIONS.items():
            site.theme, site.extensions = theme_options, names
            yield f"{theme}-{extensions}", site.build().folder


@pytest.mark.parametrize("name", SITES)
def test_nothing_is_to_mend(seen: dict[str, dict[str, Any]], name: str) -> None:
    assert seen[name]["violations"] == []


@pytest.mark.parametrize("name", SITES)
def test_the_sections_were_looked_at(seen: dict[str, dict[str, Any]], name: str) -> None:
    assert (seen[name]["sections"], set(seen[name]["classes"])) == (SECTIONS, CLASSES)
    assert {"color-contrast", "heading-order", "list"} <= set(seen[name]["passed"])
