"""What tests share: real MkDocs projects in temporary folders, and the repository's own files."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"

# The same examples in every run; HYPOTHESIS_PROFILE=search looks for new ones. No test depends on the clock.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=5_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

os.environ["NO_MKDOCS_2_WARNING"] = "1"  # Material announces the future of MkDocs on standard error.

USUAL = [
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.inlinehilite",
    "pymdownx.snippets",
    "pymdownx.superfences",
    {"pymdownx.tabbed": {"alternate_style": True}},
]
"""The Markdown extensions that most sites on Material use."""


@dataclass
class Built:
    """A site after its build."""

    folder: Path
    log: list[logging.LogRecord]

    def html(self, page: str = "index") -> BeautifulSoup:
        path = self.folder / ("index.html" if page == "index" else f"{page}/index.html")
        return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")

    def body(self, page: str = "index") -> BeautifulSoup:
        """The page's own content, without navigation."""
        found = self.html(page)
        return found.find(attrs={"role": "main"}) or found.find("article") or found

    @property
    def warnings(self) -> list[str]:
        return [record.getMessage() for record in self.log if record.levelno >= logging.WARNING]

    @property
    def notices(self) -> list[str]:
        """What our own plugin said, debug apart."""
        return [
            record.getMessage()
            for record in self.log
            if record.name.startswith("mkdocs.plugins.mkdocs_howto") and record.levelno >= logging.INFO
        ]


@dataclass
class Site:
    """A MkDocs project in a temporary folder."""

    folder: Path
    options: dict[str, object] = field(default_factory=dict)
    plugins: list[object] = field(default_factory=list)
    behind: list[object] = field(default_factory=list)
    """Plugins that stand behind `howto` in the configuration."""
    extensions: list[object] = field(default_factory=list)
    theme: str | dict[str, object] = "mkdocs"
    more: dict[str, object] = field(default_factory=dict)
    """Other settings of the configuration."""

    def page(self, text: str, name: str = "index.md") -> Path:
        return self.file(f"docs/{name}", text)

    def file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def configure(self) -> Path:
        config = {
            "site_name": "Test",
            "theme": self.theme,
            "plugins": [*self.plugins, {"howto": self.options}, *self.behind],
            "markdown_extensions": self.extensions,
            **self.more,
        }
        path, text = self.folder / "mkdocs.yml", yaml.safe_dump(config, sort_keys=False)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
        return path

    def build(self, *, strict: bool = False, dirty: bool = False) -> Built:
        """Build in this process, with MkDocs' own functions."""
        from mkdocs.commands.build import build
        from mkdocs.config import load_config

        path = self.configure()
        with _records() as log:
            config = load_config(str(path), strict=strict)
            config.plugins.on_startup(command="build", dirty=dirty)
            build(config, dirty=dirty)
        return Built(self.folder / "site", log)


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


class _records:  # noqa: N801 - used like a function
    def __enter__(self) -> list[logging.LogRecord]:
        self._collector = _Collector()
        self._logger = logging.getLogger("mkdocs")
        self._level = self._logger.level
        self._logger.setLevel(logging.DEBUG)
        self._logger.addHandler(self._collector)
        return self._collector.records

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self._collector)
        self._logger.setLevel(self._level)


def copy_fixtures(folder: Path) -> None:
    """Put `shop` and `providers` into a project."""
    (folder / "src").mkdir()
    for name in ("shop", "providers"):
        shutil.copytree(FIXTURES / name, folder / "src" / name, ignore=shutil.ignore_patterns("__pycache__"))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty project whose `shop` and `providers` are the repository's fixtures."""
    copy_fixtures(tmp_path)
    return Site(tmp_path, options={"paths": ["src"]})


@pytest.fixture
def package(tmp_path: Path) -> Iterator[Path]:
    """A folder for packages that a test writes; what it does to `sys.path` is undone."""
    before = list(sys.path)
    folder = tmp_path / "packages"
    folder.mkdir()
    yield folder
    sys.path[:] = before


def write_tree(folder: Path, files: dict[str, str]) -> Path:
    """Write files, given by their path inside a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def unpacked_wheel(requirement: str) -> Path:
    """A wheel from PyPI, unpacked below `.cache/wheels`; its code is read by tests and never imported."""
    folder = ROOT / ".cache/wheels" / requirement.replace("==", "-")
    if not folder.is_dir():
        downloads = folder.parent / "downloads"
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            "--only-binary",
            ":all:",
            "-d",
            str(downloads),
            requirement,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            pytest.skip(f"needs {requirement}, which pip could not download; run the test with access to PyPI")
        (wheel,) = downloads.glob(f"{requirement.partition('==')[0].replace('-', '_')}-*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
    return folder
