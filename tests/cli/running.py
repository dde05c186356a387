"""The command in this process: as fast as a call, and with the same answers."""

from __future__ import annotations

import contextlib
from pathlib import Path

from click.testing import CliRunner, Result

from mkdocs_howto.cli import main
from tests.conftest import Site


def run(site: Site, *arguments: str, asked: str = "") -> Result:
    """Run `mkdocs-howto` in a project's folder.

    Args:
        site: The project.
        arguments: The command and what it is given.
        asked: What a person answers when asked.
    """
    site.configure()
    with contextlib.chdir(site.folder):
        return CliRunner().invoke(main, arguments, input=asked, catch_exceptions=False)


def pinned(site: Site, *references: str) -> list[Path]:
    """Pin sections of a site that shows pins, and give their files."""
    site.options.setdefault("pins", "howto")
    done = run(site, "pin", "-q", *references)
    assert done.exit_code == 0, done.stderr
    return [site.folder / "howto" / f"{reference}.md" for reference in references]


def edit(path: Path, *pairs: tuple[str, str]) -> None:
    """Replace words in a file; each stands there once."""
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, (old, text)
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def line_of(path: Path, words: str) -> int:
    """The line of a file, from 1, that holds these words."""
    (line,) = (number for number, line in enumerate(path.read_text().splitlines(), start=1) if words in line)
    return line
