"""Zensical as the host: real builds of sites that list the Markdown extension."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result

from mkdocs_howto.cli import main
from tests.conftest import Site, copy_fixtures, write_tree
from tests.hosting import article, built, run, sections

pytestmark = pytest.mark.slow

EXTENSIONS: list[object] = ["attr_list", {"pymdownx.snippets": {"base_path": ["."]}}, "pymdownx.superfences"]
MKDOCSTRINGS = {"mkdocstrings": {"handlers": {"python": {"paths": ["src"]}}}}
CONFIGURATION = """
[project]
site_name = "Test"
{more}

[project.markdown_extensions.attr_list]
[project.markdown_extensions.toc]
[project.markdown_extensions.tables]
[project.markdown_extensions.pymdownx.snippets]
base_path = ["."]
[project.markdown_extensions.pymdownx.superfences]
[project.markdown_extensions.howto]
paths = ["src"]
"""
WITH_MKDOCSTRINGS = '\n[project.plugins.mkdocstrings.handlers.python]\npaths = ["src"]\n'
PAGES = {
    "docs/index.md": (
        "---\ntags: [a]\n---\n# Shop\n\n::: howto shop.Cart\n\n::: howto shop.reserve\n    title: Take it\n\n"
        "- In a list:\n\n    ::: howto shop.Cart.add\n\n!!! note\n\n    Text.\n\n::: howto src/shop/stock.py#L8-L23\n"
    ),
    "docs/all.md": "# All\n\n::: howto shop.*\n",
    "docs/guide/part.md": '# Part\n\n--8<-- "part.md"\n',
    "docs/api.md": "# API\n\n::: pantry.fill\n",
    "docs/wrong.md": "---\ntitle: Wrong\n---\n# Wrong\n\nText.\n\n::: howto shop.Crat\n",
    "docs/option.md": "# Option\n\n::: howto shop.Cart\n    heading_levle: 3\n",
    "part.md": "::: howto shop.Cart\n\n::: howto shop.Nothing\n",
    "src/pantry.py": 'def fill(jars: int) -> int:\n    """Fill jars.\n\n    ::: howto pantry.fill\n    """\n    return jars\n',
}


def command(folder: Path, *arguments: str) -> Result:
    """Run `mkdocs-howto` in a project's folder."""
    with contextlib.chdir(folder):
        return CliRunner().invoke(main, arguments, catch_exceptions=False)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("zensical")
    copy_fixtures(folder)
    return write_tree(folder, {**PAGES, "zensical.toml": CONFIGURATION.format(more="") + WITH_MKDOCSTRINGS})


@pytest.fixture(scope="module")
def said(project: Path) -> str:
    """What Zensical says while it builds the project."""
    return built("zensical", project)


@pytest.fixture(scope="module")
def of_mkdocs(project: Path, said: str) -> Path:
    """The same project, built by MkDocs."""
    site = Site(
        project, options={"paths": ["src"]}, extensions=EXTENSIONS, plugins=[MKDOCSTRINGS], theme="material",
        more={"site_dir": "site-of-mkdocs"},
    )  # fmt: skip
    built("mkdocs", project, "-f", str(site.configure()))
    (project / "mkdocs.yml").unlink()
    return project / "site-of-mkdocs"


# Sections.


@pytest.mark.parametrize(
    ("page", "count"), [("index", 4), ("all", 7), ("guide/part", 1), ("api", 1), ("wrong", 0), ("option", 0)]
)
def test_sections_have_the_same_text_as_with_mkdocs(project: Path, of_mkdocs: Path, page: str, count: int) -> None:
    name = f"{page}/index.html" if page != "index" else "index.html"
    found = sections(project / "site" / name)
    assert len(found) == count
    assert found == sections(of_mkdocs / name)


def test_contents_show_the_titles_of_sections_in_docstrings(project: Path, of_mkdocs: Path) -> None:
    for folder in (project / "site", of_mkdocs):
        html = BeautifulSoup((folder / "api/index.html").read_text(encoding="utf-8"), "html.parser")
        label = html.select_one('nav a[href="#pantry.fill--how-to-use-fill"]')
        assert " ".join(label.get_text().split()) == "How to Use fill"
        assert html.find(id="howto-pantry.fill")


def test_what_leads_nowhere_shows_nothing(project: Path, said: str) -> None:
    assert " ".join(article(project / "site/wrong/index.html").get_text().split()) == "Wrong Text."


def test_the_project_shows_how_it_is_used_as_with_mkdocs(tmp_path: Path) -> None:
    """What tests, documentation and mkdocstrings say of a package counts on each host."""
    handler = {"paths": ["lib"], "options": {"filters": ["!^take"]}}
    toml = """
[project]
site_name = "Test"
nav = ["index.md", "z.md", "a.md"]
[project.markdown_extensions.attr_list]
[project.markdown_extensions.toc]
[project.markdown_extensions.howto]
[project.plugins.mkdocstrings.handlers.python]
paths = ["lib"]
[project.plugins.mkdocstrings.handlers.python.options]
filters = ["!^take"]
"""
    write_tree(
        tmp_path,
        {
            "lib/tills.py": "def put(coin: int) -> int:\n    return coin\n\n\ndef take(coin: int) -> int:\n    return coin\n\n\n"
            "def pay(coins: int) -> int:\n    return coins\n",
            "tests/test_tills.py": "from tills import put\n\n\ndef test_put():\n    assert put(42) == 42\n",
            "docs/index.md": "# Tills\n\n::: howto tills.*\n",
            "docs/a.md": "# A\n\n## Start\n\nTry it:\n\n```python\nfrom tills import pay\n\nprint(pay(1))\n```\n",
            "docs/z.md": "# Z\n\n## Start\n\nTry it:\n\n```python\nfrom tills import pay\n\nprint(pay(26))\n```\n",
        },
    )
    site = Site(
        tmp_path, extensions=["attr_list"], theme="material", plugins=[{"mkdocstrings": {"handlers": {"python": handler}}}],
        more={"site_dir": "site-of-mkdocs", "nav": ["index.md", "z.md", "a.md"]},
    )  # fmt: skip
    site.build()
    (tmp_path / "mkdocs.yml").unlink()
    write_tree(tmp_path, {"zensical.toml": toml})
    built("zensical", tmp_path)
    found = sections(tmp_path / "site/index.html")
    assert [("put(42)" in found[0], "pay(26)" in found[1]), len(found)] == [(True, True), 2]
    assert found == sections(tmp_path / "site-of-mkdocs/index.html")


# Messages.


@pytest.mark.parametrize(
    "message",
    [
        "wrong.md:8: `shop.Crat` cannot be found: `shop` has no `Crat`. Hint: Did you mean shop.Cart?",
        "option.md:3: ",
        "guide/part.md: `shop.Nothing` cannot be found",
    ],
)
def test_messages_name_the_page_and_its_line(said: str, message: str) -> None:
    assert message in said


# Commands.


def rows(done: Result) -> list[tuple[str, int, str]]:
    return [(row["file"], row["line"], row["state"]) for row in json.loads(done.stdout)["rows"] if row["severity"]]


def test_check_reads_the_configuration(project: Path, said: str) -> None:
    done = command(project, "check", "--format", "json")
    assert (done.exit_code, rows(done)) == (
        1, [("docs/option.md", 3, "unresolved"), ("docs/wrong.md", 8, "unresolved")],
    )  # fmt: skip


def test_status_counts_the_sections(project: Path, said: str) -> None:
    done = command(project, "status", "--format", "json")
    places = {row["reference"]: row["pages"] for row in json.loads(done.stdout)["sections"]}
    assert places["shop.reserve"] == [
        {"page": "all.md", "file": "docs/all.md", "line": 3},
        {"page": "index.md", "file": "docs/index.md", "line": 8},
    ]
    assert places["shop.Cart.add"] == [{"page": "index.md", "file": "docs/index.md", "line": 13}]


def test_no_placeholder_is_left_over(project: Path, said: str) -> None:
    done = command(project, "check", "--site", "site", "--format", "json")
    assert "leftover" not in {state for _, _, state in rows(done)}


def test_a_site_that_lists_the_plugin_alone_is_told_where_it_belongs(tmp_path: Path) -> None:
    copy_fixtures(tmp_path)
    site = Site(tmp_path, options={"paths": ["src"]}, theme="material")
    site.page("# Shop\n\n::: howto shop.Cart\n\nText.\n\n::: howto shop.reserve\n")
    site.page("# Shown\n\n`::: howto` is a placeholder:\n\n```\n::: howto shop.Cart\n```\n", "shown.md")
    site.configure()
    built("zensical", tmp_path)
    done = command(tmp_path, "check", "--site", "site")
    assert done.exit_code == 1
    assert done.stdout.count("leftover: `::: howto shop.") == 2
    assert "there `howto` has to stand under `markdown_extensions`" in " ".join(done.stdout.split())


@pytest.mark.parametrize("file", ["zensical.toml", "mkdocs.yml"])
def test_init_sets_up_a_site_that_builds(tmp_path: Path, file: str) -> None:
    copy_fixtures(tmp_path)
    texts = {
        "zensical.toml": '# Mine\n[project]\nsite_name = "x"  # a name\n',
        "mkdocs.yml": yaml.safe_dump({"site_name": "x", "markdown_extensions": ["attr_list", "howto"]}),
    }
    write_tree(tmp_path, {file: texts[file], "docs/index.md": "# Home\n"})
    done = command(tmp_path, "init", "shop")
    assert done.exit_code == 0, done.output
    built("zensical", tmp_path)
    page = tmp_path / "site/howto/index.html"
    assert len(sections(page)) == 3
    if file == "zensical.toml":
        assert (tmp_path / file).read_text().startswith("# Mine\n[project]\n")
        assert 'href="../assets/howto.css"' in page.read_text(encoding="utf-8")
        assert (tmp_path / "site/assets/howto.css").is_file()
        assert command(tmp_path, "check", "--site", "site").exit_code == 0


# What the incremental build keeps.


def _change_code(folder: Path) -> None:
    source = folder / "src/shop/cart.py"
    source.write_text(source.read_text().replace("Collects articles", "Gathers articles"))
    os.utime(source, (2_000_000_000, 2_000_000_000))  # Zensical compares whole seconds.


def _change_pin(folder: Path) -> None:
    pin = folder / "howto/shop.Cart.md"
    pin.write_text(pin.read_text().replace("Collects articles", "Gathers articles"))
    os.utime(pin, (2_000_000_000, 2_000_000_000))


def _change_page(folder: Path) -> None:
    _change_code(folder)
    page = folder / "docs/index.md"
    page.write_text(page.read_text() + "\nMore.\n")


@pytest.mark.parametrize(
    ("watch", "change", "arguments", "follows"),
    [
        ([], _change_code, [], False),
        ([], _change_code, ["-c"], True),
        ([], _change_page, [], True),
        (["src"], _change_code, [], True),
        (["src/shop/cart.py"], _change_code, [], True),
        (["src"], _change_pin, [], False),
        (["src", "howto"], _change_pin, [], True),
    ],
    ids=["nothing watched", "clean build", "page changed", "folder watched", "file watched", "pin not watched",
         "pins watched"],
)  # fmt: skip
def test_a_page_is_built_again_where_its_text_or_a_watched_file_changed(
    tmp_path: Path, watch: list[str], change: Callable[[Path], None], arguments: list[str], *, follows: bool
) -> None:
    copy_fixtures(tmp_path)
    pins = 'pins = "howto"\n' if change is _change_pin else ""
    configuration = CONFIGURATION.format(more=f"watch = {json.dumps(watch)}") + pins
    write_tree(tmp_path, {"zensical.toml": configuration, "docs/index.md": "# Shop\n\n::: howto shop.Cart\n"})
    if pins:
        assert command(tmp_path, "pin", "--all").exit_code == 0
    built("zensical", tmp_path)
    (before,) = sections(tmp_path / "site/index.html")
    assert "Collects articles" in before
    change(tmp_path)
    built("zensical", tmp_path, *arguments)
    (after,) = sections(tmp_path / "site/index.html")
    assert ("Gathers articles" in after) == follows


def test_check_reads_the_code_and_not_what_the_build_kept(tmp_path: Path) -> None:
    copy_fixtures(tmp_path)
    write_tree(
        tmp_path,
        {"zensical.toml": CONFIGURATION.format(more=""), "docs/index.md": "# Shop\n\n::: howto shop.Cart.add\n"},
    )
    built("zensical", tmp_path)
    source = tmp_path / "src/shop/cart.py"
    source.write_text(source.read_text().replace("def add(", "def put("))
    assert "cannot be found" not in built("zensical", tmp_path)
    done = command(tmp_path, "check")
    assert (done.exit_code, "`shop.Cart.add` cannot be found" in done.stdout) == (1, True)


def test_a_message_is_told_again_by_a_clean_build(project: Path, said: str) -> None:
    again = built("zensical", project)
    assert "wrong.md:8" not in again
    assert "guide/part.md: `shop.Nothing`" in again  # What includes snippets is rendered each time.
    assert "wrong.md:8" in built("zensical", project, "-c")


def test_no_message_fails_a_strict_build(project: Path, said: str) -> None:
    """Zensical counts its own messages alone; `mkdocs-howto check` is what fails."""
    assert run("zensical", project, "build", "-c", "-s").returncode == 0
