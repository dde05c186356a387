"""The texts that must mean nothing in a section: hostile ones, and harmless ones that look like them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.conftest import FIXTURES


@dataclass(frozen=True)
class Hostile:
    """One file of the set.

    Attributes:
        name: Of the file.
        tries: What it attempts, in words.
        effect: By which it is told that this worked.
        where: `text`, or `example` when it must stand in an example's code to work.
        keeps: Words that the effect `lost` takes from the page.
        body: The text.
    """

    name: str
    tries: str
    effect: str
    where: str
    keeps: str
    body: str


def hostile(path: Path) -> Hostile:
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    said = yaml.safe_load(head)
    body = body.rstrip("\n").replace("NAME", path.stem)
    if said.get("escapes"):
        body = body.encode().decode("unicode_escape")
    return Hostile(path.stem, said["tries"], said["effect"], said["in"], said.get("keeps", ""), body)


SET = [hostile(path) for path in sorted((FIXTURES / "hostile").glob("*.md"))]
TEXTS = (FIXTURES / "harmless/texts.txt").read_text(encoding="utf-8").splitlines()
CODES = [path.read_text(encoding="utf-8") for path in sorted((FIXTURES / "harmless").glob("*.py"))]


def quoted(text: str) -> str:
    """A text as a piece of code, between more backticks than it has in a row."""
    ticks = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return f"{ticks} {text} {ticks}"
