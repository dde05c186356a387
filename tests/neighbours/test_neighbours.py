"""Sections beside the plugins that sites use: one small site for each, built, checked and served.

A site's folder holds its configuration and its pages; all document the package in `source`. Around each placeholder
stand the lines `Before REFERENCE.` and `After REFERENCE.`: what the site shows between them is the section.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from tests.cli.running import edit
from tests.test_serve import free_port

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
PROGRAMS = Path(sys.executable).parent
SECONDS = 60.0
"""How long a page may take to show what it should before the test gives up."""

OVEN, BAKE, WARM = "oven.Oven", "oven.Oven.bake", "oven.warm"
REWORDED = (
    ("Bakes one loaf after the other.", "Bakes two loaves at once."),
    ("Bake a loaf.", "Bake a loaf slowly."),
    ("Raise the heat of an oven.", "Add to the heat of an oven."),
)
"""Words of the documented source, each with those that replace them while the site is served."""


Sections: TypeAlias = dict[str, dict[str, Any]]
"""Sections by their references, as `mkdocs-howto show --format json` gives them."""


@dataclass(frozen=True)
class Neighbour:
    """What a site shows.

    Attributes:
        pages: Its pages' addresses, each with the references whose sections stand there, in their order.
        texts: Other built files that hold sections.
        title: The title of a page's only section; where there are several, each names its object.
        root: The address of its first page on a server.
        failure: What the site's own build ends with where the documented source is empty.
    """

    pages: dict[str, list[str]]
    texts: dict[str, list[str]] = field(default_factory=dict)
    title: str = "How to Use This Code Block"
    root: str = "/"
    failure: str = ""

    @property
    def references(self) -> set[str]:
        return {reference for references in self.pages.values() for reference in references}


NEIGHBOURS = {
    "awesome-nav": Neighbour({"": [OVEN], "guide/warm/": [WARM]}),
    "blog": Neighbour({"": [OVEN], "blog/": [WARM], "blog/2026/01/02/bread/": [WARM, OVEN]}),
    "gen-files": Neighbour({"": [OVEN], "made/warm/": [WARM], "longer/": [BAKE]}),
    "howto-then-i18n": Neighbour({"": [OVEN], "warm/": [WARM], "de/": [OVEN], "de/warm/": [WARM]}),
    "i18n-then-howto": Neighbour({"": [OVEN], "warm/": [WARM], "de/": [OVEN], "de/warm/": [WARM]}),
    "include-markdown": Neighbour({"": [OVEN, WARM, BAKE]}),
    "inherit": Neighbour({"": [OVEN]}, title="How to Use Oven"),
    "jupyter": Neighbour({"": [OVEN]}),
    "literate-nav": Neighbour({"": [OVEN], "guide/warm/": [WARM]}),
    "llmstxt": Neighbour(
        {"": [OVEN], "warm/": [WARM]},
        texts={"llms-full.txt": [OVEN, WARM], "index.md": [OVEN], "warm/index.md": [WARM]},
    ),
    "macros": Neighbour({"": [OVEN], "loop/": [WARM, BAKE]}),
    "markdown-exec": Neighbour({"": [OVEN, WARM, BAKE]}),
    "mike": Neighbour({"": [OVEN]}, root="/bread/"),
    "minify": Neighbour({"": [OVEN]}),
    "mkdocstrings": Neighbour({"": [OVEN], "api/": [WARM, BAKE]}, failure="Could not collect 'oven.Oven'"),
    "monorepo": Neighbour({"": [OVEN], "bread/": [WARM]}),
    "section-index": Neighbour({"": [OVEN], "guide/": [BAKE], "guide/warm/": [WARM]}),
    "snippets": Neighbour({"": [OVEN, WARM, BAKE]}),
}


class Project:
    """A copy of a neighbour's site, with the source that it documents."""

    def __init__(self, name: str, folder: Path) -> None:
        self.neighbour = NEIGHBOURS[name]
        self.folder = folder
        self.source = folder / "src/oven.py"
        self._built = folder / "site"
        self._has_versions = name == "mike"
        shutil.copytree(HERE / name, folder)
        self.source.parent.mkdir(exist_ok=True)
        shutil.copy(HERE / "source/oven.py", self.source)
        if self._has_versions:
            self.run("git", "init", "--quiet", ".")
            self.run("git", "commit", "--quiet", "--allow-empty", "--message", "Begin")

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
            "DISABLE_MKDOCS_2_WARNING": "true",  # ProperDocs' advertisement in literate-nav and its siblings.
            "GIT_CONFIG_GLOBAL": os.devnull,
            **{f"GIT_{role}_NAME": "Ada" for role in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{role}_EMAIL": "ada@example.org" for role in ("AUTHOR", "COMMITTER")},
        }
        return {**os.environ, **own}

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a program in the site's folder."""
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False, timeout=120
        )

    def build(self) -> str:
        """Build the site as its users do; gives what was logged."""
        if self._has_versions:
            done = self.run("mike", "deploy", "1.0")
            self.run("git", "worktree", "add", "versions", "gh-pages")
            self._built = self.folder / "versions/1.0"
        else:
            done = self.run("mkdocs", "build", "--strict")
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def built(self, address: str) -> str:
        """The built page at an address."""
        return self.text(f"{address}index.html")

    def text(self, name: str) -> str:
        """A file of the built site."""
        return (self._built / name).read_text(encoding="utf-8")

    def check(self) -> tuple[int, list[dict[str, Any]]]:
        """Check the site; gives the status and the rows."""
        done = self.run("mkdocs-howto", "check", "--strict", "--format", "json")
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout)["rows"]

    def reverse_plugins(self) -> None:
        """List the plugins in the other order."""
        path = self.folder / "mkdocs.yml"
        config = yaml.safe_load(path.read_text(encoding="utf-8"))
        if isinstance(config["plugins"], list):
            config["plugins"].reverse()
        path.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")

    @contextmanager
    def served(self) -> Iterator[Callable[[str], str]]:
        """Serve the site; gives a function that reads the page at an address."""
        port = free_port()
        log = self.folder / "serve.log"
        with log.open("wb") as file:
            process = subprocess.Popen(
                [PROGRAMS / "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
                cwd=self.folder, env=self.environment, stdout=file, stderr=file,
            )  # fmt: skip
        try:
            yield lambda address: _read(f"http://127.0.0.1:{port}{self.neighbour.root}{address}")
        except BaseException as error:
            error.add_note(log.read_text(encoding="utf-8"))
            raise
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(params=NEIGHBOURS)
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Project:
    return Project(request.param, tmp_path / "project")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Sections:
    """The sections of the documented source."""
    return shown(tmp_path_factory.mktemp("written"))


@pytest.fixture(scope="module")
def reworded(tmp_path_factory: pytest.TempPathFactory) -> Sections:
    """The sections of the documented source after its edit."""
    return shown(tmp_path_factory.mktemp("reworded"), *REWORDED)


def shown(folder: Path, *edits: tuple[str, str]) -> Sections:
    """What the command `show` says of all references."""
    edit(Path(shutil.copy(HERE / "source/oven.py", folder)), *edits)
    done = subprocess.run(
        [PROGRAMS / "mkdocs-howto", "show", "--format", "json", OVEN, BAKE, WARM],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {found["reference"]: found for found in map(json.loads, done.stdout.splitlines())}


def test_the_table_names_every_site() -> None:
    assert {path.parent.name for path in HERE.glob("*/mkdocs.yml")} == NEIGHBOURS.keys()


def test_sections_stand_whole_where_their_placeholders_stood(project: Project, written: Sections) -> None:
    log = project.build()
    assert "WARNING" not in log
    assert_shown(project, project.built, written)
    for name, references in project.neighbour.texts.items():
        text = project.text(name)
        assert_in_order(_words(text), [words for one in references for words in words_of(written[one])])
        assert_in_order(text, [written[one]["example"].strip("\n") for one in references])


def test_check_passes_what_builds_and_names_what_does_not(project: Project) -> None:
    status, rows = project.check()
    assert (status, {row["reference"] for row in rows}) == (0, project.neighbour.references)
    project.source.write_text('"""Sold out."""\n', encoding="utf-8")
    if project.neighbour.failure:
        done = project.run("mkdocs-howto", "check")
        assert (done.returncode, done.stdout) == (2, "")
        assert project.neighbour.failure in done.stderr
        return
    status, rows = project.check()
    unresolved = {row["reference"] for row in rows if row["state"] == "unresolved"}
    assert (status, unresolved) == (1, project.neighbour.references)


def test_a_served_site_follows_its_source_whatever_the_order_of_plugins(
    project: Project, written: Sections, reworded: Sections
) -> None:
    project.reverse_plugins()
    with project.served() as page:
        _wait_for(page, REWORDED[0][0])
        assert_shown(project, page, written)
        edit(project.source, *REWORDED)
        _wait_for(page, REWORDED[0][1])
        assert_shown(project, page, reworded)


def assert_shown(project: Project, page: Callable[[str], str], sections: Sections) -> None:
    """Each section stands in its place on every page: whole, once, its example as it was written."""
    for address, references in project.neighbour.pages.items():
        html = BeautifulSoup(page(address), "html.parser")
        assert [mark["data-howto"] for mark in html.select(".howto-provenance")] == references
        ids = [tag["id"] for tag in html.select("[id^=howto-]")]
        assert sorted(ids) == sorted(set(ids))
        assert html.select("a a") == []
        for reference in references:
            section, blocks = sections[reference], _between(html, reference)
            text = _words(" ".join(block.get_text() for block in blocks))
            # A post of several sections may show one in the list of posts.
            named = f"How to Use {reference.rpartition('.')[2]}"
            title = named if len(references) > 1 or text.startswith(named) else project.neighbour.title
            assert_in_order(text, [title, *words_of(section), "Written offline from"])
            (code,) = [found.get_text() for block in blocks for found in _self_and_below(block, "pre")]
            assert code.strip("\n") == section["example"].strip("\n")


def assert_in_order(text: str, parts: list[str]) -> None:
    """A text holds these parts one after the other."""
    at = 0
    for part in parts:
        found = text.find(part, at)
        assert found >= 0, f"{part!r} does not follow {text[:at][-60:]!r} in {text!r}"
        at = found + len(part)


def words_of(section: dict[str, Any]) -> list[str]:
    """The texts of a section as a reader sees them, in their order; without the example."""
    return [_words(text) for text in ("Description", section["description"], *_steps(section["steps"]))]


def _steps(steps: list[dict[str, Any]]) -> Iterator[str]:
    for step in steps:
        yield step["text"]
        yield from _steps(step["steps"])


def _words(text: str) -> str:
    return " ".join(text.replace("`", "").split())


def _between(html: BeautifulSoup, reference: str) -> list[Tag]:
    """The blocks between the two lines around a placeholder; each of them stands on a page once."""
    before, after = (_paragraph(html, f"{word} {reference}.") for word in ("Before", "After"))
    blocks = list(before.find_next_siblings())
    return blocks[: blocks.index(after)]


def _paragraph(html: BeautifulSoup, text: str) -> Tag:
    (found,) = [paragraph for paragraph in html.find_all("p") if paragraph.get_text(strip=True) == text]
    return found


def _self_and_below(block: Tag, name: str) -> list[Tag]:
    return [block] if block.name == name else block.find_all(name)


def _read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        text: str = answer.read().decode()
        return text


def _wait_for(page: Callable[[str], str], words: str) -> None:
    """Wait until the first page says something."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        with suppress(OSError):
            if words in page(""):
                return
        time.sleep(0.2)
    raise AssertionError(f"{words!r} did not appear.")
