"""Sites that other programs than MkDocs build."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from tests.conftest import ROOT

HOSTS = ("mkdocs", "properdocs", "zensical")
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def series(host: str) -> str:
    """Return the first two numbers of the installed version."""
    return ".".join(version(host).split(".")[:2])


def run(program: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program of this environment, such as `zensical build`, in a site's folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    return subprocess.run(
        [sys.executable, "-m", program, *arguments],
        cwd=folder, capture_output=True, text=True, check=False, env={**environment, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def built(program: str, folder: Path, *arguments: str) -> str:
    """Build a site, and return what the program says."""
    done = run(program, folder, "build", *arguments)
    said = " ".join((done.stdout + done.stderr).split())
    assert done.returncode == 0, said
    return said


def article(page: Path) -> Tag:
    """Return the content of a built page, without navigation and without what themes add to headings."""
    html = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    found = html.select_one("article") or html.select_one("[role=main]")
    assert found is not None
    for link in found.select("a.headerlink"):
        link.decompose()
    return found


def sections(page: Path) -> list[str]:
    """Return the text of each section of a built page, from its heading to the line that says who wrote it."""
    found = []
    for origin in article(page).select("p > .howto-provenance"):
        texts = [origin.get_text()]
        for element in origin.parent.find_previous_siblings():
            texts.append(element.get_text())
            if element.name in _HEADINGS or element.select_one(".howto-title"):
                break
        found.append(" ".join(" ".join(reversed(texts)).split()))
    return found
