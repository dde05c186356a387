"""Write the reference of the review's findings from the table that the review itself uses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

from mkdocs_howto.guide import Build, Request, Settings, interpreter_paths
from mkdocs_howto.reading import Reading
from mkdocs_howto.review.codes import CODES, Code
from mkdocs_howto.section import PARTS

INDEX = "reference/findings/index.md"
_PLACE = {"description": "In a description", "steps": "Among the steps", "example": "As the usage example"}
_LONGEST = 12


def on_files(files: Files, config: Any) -> None:
    """Add one page for each code."""
    root = Path(config.config_file_path).parent
    fixtures = root / "fixtures"
    build = Build(Settings(root=root, paths=(fixtures,), search_paths=interpreter_paths()), print)
    source = (fixtures / "parcels.py").read_text(encoding="utf-8")
    for code in CODES.values():
        page = "\n".join(_page(code, build, source))
        files.append(File.generated(config, f"reference/findings/{code.code}.md", content=page))


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Put the table into the index."""
    if page.file.src_uri != INDEX:
        return markdown
    rows = [f"| [`{code.code}`]({code.code}.md) | {code.severity} | {code.what} |" for code in CODES.values()]
    table = ["| Code | Severity | What it means |", "|---|---|---|", *rows]
    return markdown.replace("<!-- findings -->", "\n".join(table))


def _page(code: Code, build: Build, source: str) -> Iterator[str]:
    yield f"# {code.code}\n"
    yield f"*{code.severity.capitalize()}.* {code.what}\n"
    yield f"{_PLACE[code.part]} of `{code.about}`, which stands below:\n"
    yield from _shown(code, code.bad)
    message = _message(code, build)
    yield f"> {message}\n" if message else ""
    yield f"{code.hint}\n"
    yield from _shown(code, code.good)
    yield "## The code\n"
    yield f'```python title="parcels.py"\n{source.strip()}\n```\n'
    yield "## Ignore it\n"
    yield f'```yaml title="mkdocs.yml"\nplugins:\n  - howto:\n      ignore: [{code.code}]\n```\n'
    yield "For one section, write `ignore: [" + code.code + "]` below its placeholder, or give the command"
    yield f"`--ignore {code.code}`. A code that is ignored where nothing makes the finding is reported.\n"


def _shown(code: Code, text: str) -> Iterator[str]:
    lines = text.strip("\n").split("\n")
    if not text:
        yield "*(nothing)*\n"
        return
    if len(lines) > _LONGEST + 10:
        lines = [*lines[:3], f"… and {len(lines) - 3} more lines"]
    language = "python" if code.part == "example" else "markdown"
    yield "\n".join([f"```{language}", *lines, "```", ""])


def _message(code: Code, build: Build) -> str:
    """What the review says about the bad example, from a real review."""
    numbered = tuple(enumerate(code.bad.strip("\n").split("\n"), start=1))
    said = {part: () for part in PARTS if part != "example"}
    reading = Reading(**(said | ({"example": code.bad} if code.part == "example" else {code.part: numbered})))
    findings = build.reviewed(Request(f"parcels.{code.about}"), reading)
    return next((finding.message for finding in findings if finding.code == code.code), "")
