"""The author's own example comes first: by real builds of small projects with documentation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Site

LIBRARY = '''"""Ovens."""


class Oven:
    """Bakes bread and cakes."""

    def __init__(self, degrees: int = 180) -> None:
        self.degrees = degrees

    def bake(self, dough: str, minutes: int = 40) -> str:
        """Bake a dough, and return what comes out."""
        return f"{dough} after {minutes} minutes"


def preheat(oven: Oven, degrees: int) -> None:
    """Heat an oven before something is baked in it."""
    oven.degrees = degrees
'''
GUIDE = """# Baking bread

Make an oven, and bake in it:

```python
from ovens import Oven

oven = Oven(degrees=220)  # bread likes it hot
print(oven.bake("rye"))
```
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path, options={"paths": ["src"]}, extensions=["fenced_code"])
    site.file("src/ovens.py", LIBRARY)
    site.page(GUIDE, "guide.md")
    site.page("# Home\n\n::: howto ovens.Oven\n")
    return site


def example(site: Site) -> str:
    """The last block of code on the home page."""
    return site.build(strict=True).body().find_all("code")[-2].get_text()


def test_the_program_of_the_guide_is_shown_as_it_stands(site: Site) -> None:
    assert "oven = Oven(degrees=220)  # bread likes it hot\n" in example(site)


def test_a_changed_program_is_shown_and_changed_words_write_nothing(site: Site) -> None:
    example(site)
    site.page(GUIDE + "\nNever leave it alone.\n", "guide.md")
    assert [notice for notice in site.build().notices if "Wrote" in notice] == []
    site.page(GUIDE.replace("rye", "spelt"), "guide.md")
    assert 'oven.bake("spelt")' in example(site)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Oven(degrees=220)", "Oven(heat=220)"),
        ('oven.bake("rye")', 'oven.roast("rye")'),
        ("from ovens import Oven", "from ovens.electric import Oven"),
    ],
)
def test_a_program_of_another_version_is_not_shown(site: Site, old: str, new: str) -> None:
    site.page(GUIDE.replace(old, new), "guide.md")
    section = site.build(strict=True).body().get_text()
    assert "oven = Oven()" in section
    assert "oven.bake(" in section
    assert new not in section


def test_each_object_has_the_program_that_is_about_it(site: Site) -> None:
    site.page("# Home\n\n::: howto ovens.preheat\n")
    site.page(
        GUIDE + "\n## Preheating\n\nHeat it first:\n\n```python\nfrom ovens import Oven, preheat\n\n"
        "oven = Oven()\npreheat(oven, 250)\nprint(oven.degrees)\n```\n",
        "guide.md",
    )
    assert "preheat(oven, 250)\nprint(oven.degrees)" in example(site)


def test_documentation_of_the_project_is_not_the_author_of_other_packages(site: Site) -> None:
    site.page("# Text\n\n```python\nimport textwrap\n\nprint(textwrap.dedent('  mine'))\n```\n", "text.md")
    site.page("# Home\n\n::: howto textwrap.dedent\n")
    assert "mine" not in example(site)


@pytest.mark.parametrize("name", ["guide.md", "notes/deep.md", "README.md"])
def test_a_page_that_leads_out_of_the_project_is_not_read(site: Site, tmp_path: Path, name: str) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.md"
    outside.write_text(GUIDE.replace("rye", "somebody else's"))
    link = site.folder / (name if name == "README.md" else f"docs/{name}")
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(outside)
    assert "somebody else" not in example_without_warnings(site)


def example_without_warnings(site: Site) -> str:
    return site.build().body().get_text()


def test_sections_of_before_are_nobodys_words(site: Site) -> None:
    """What a pin shows is no documentation, or a section would be written from itself."""
    site.options["pins"] = "howto"
    site.page("# Home\n\n::: howto ovens.Oven\n\n::: howto ovens.preheat\n")
    site.file(
        "howto/ovens.preheat.md", "# A pin\n\n```python\nfrom ovens import Oven, preheat\n\npreheat(Oven(), 99)\n```\n"
    )
    assert "99" not in example_without_warnings(site)
