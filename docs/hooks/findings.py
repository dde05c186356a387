"""Write the reference of the review's findings from the table that the review itself uses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.reading import read
from mkdocs_howto.review.codes import CODES, Advice, Code, advice
from mkdocs_howto.settings import Settings, interpreter_paths

FOLDER = "reference/findings"
INDEX = f"{FOLDER}/index.md"

_PLACE = {"description": "In the description", "steps": "Among the steps", "example": "As the usage example"}
_LONGEST = 20


def on_config(config: Any) -> None:
    """Put the pages below the index in the navigation."""
    for entries in _lists(config.nav):
        if INDEX in entries:
            entries[entries.index(INDEX) + 1 :] = [f"{FOLDER}/{code}.md" for code in CODES]


def on_files(files: Files, config: Any) -> None:
    """Add one page for each code."""
    fixtures = Path(config.config_file_path).parent / "fixtures"
    build = Build(Settings(root=fixtures, paths=(fixtures,), search_paths=interpreter_paths()), print)
    for code in CODES.values():
        files.append(File.generated(config, f"{FOLDER}/{code.code}.md", content=page_of(code, build)))


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Put the table into the index."""
    if page.file.src_uri != INDEX:
        return markdown
    rows = [f"| [`{code.code}`]({code.code}.md) | {code.severity} | {code.what} |" for code in CODES.values()]
    table = ["| Code | Severity | What it means |", "|---|---|---|", *rows]
    return markdown.replace("<!-- findings -->", "\n".join(table))


def page_of(code: Code, build: Build) -> str:
    """The page of one code, with what a real review of its bad example says."""
    return "\n\n".join(_blocks(code, advice(code.code), build)) + "\n"


def _blocks(code: Code, told: Advice, build: Build) -> Iterator[str]:
    request = Request(f"parcels.{told.about}")
    yield f"# {code.code}"
    yield f"*{code.severity.capitalize()}.* {code.what}"
    yield "## Why it matters"
    yield told.why
    yield "## Example"
    yield f"The code, in `parcels.py`:\n\n{_fenced('python', build.block(request).source)}"
    yield f"{_PLACE[told.part]} of `{told.about}`:\n\n{_shown(told, told.bad)}"
    yield "The review says:"
    yield "\n>\n".join(f"> {finding.message}" for finding in build.reviewed(request, read(told.inside(told.bad))))
    yield f"{told.hint} For example:\n\n{_shown(told, told.good)}"
    yield "## Ignore it"
    yield _fenced('yaml title="mkdocs.yml"', f"plugins:\n  - howto:\n      ignore: [{code.code}]")
    yield "See [Ignore findings](index.md#ignore-findings) for a single section and for the command."


def _shown(told: Advice, text: str) -> str:
    """A part of a section as its author would write it."""
    if not text:
        return "*(nothing)*"
    lines = text.strip("\n").split("\n")
    if len(lines) > _LONGEST:
        lines = [*lines[:3], f"… and {len(lines) - 3} more lines"]
    return _fenced("python" if told.part == "example" else "markdown", "\n".join(lines))


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text.strip()}\n```"


def _lists(nav: Any) -> Iterator[list[Any]]:
    """Every list in a navigation, however deep."""
    if isinstance(nav, list):
        yield nav
        for entry in nav:
            yield from _lists(entry)
    elif isinstance(nav, dict):
        for value in nav.values():
            yield from _lists(value)
