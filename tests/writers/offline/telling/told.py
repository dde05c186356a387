"""Steps of small code, as lines."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

from mkdocs_howto.authored import Passage, Use, UsedPassage
from mkdocs_howto.references.files import Files
from mkdocs_howto.references.project import Answers, Recorder
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.section import Step
from mkdocs_howto.syntax import parsed
from mkdocs_howto.writers.offline.telling.functions import Teller
from mkdocs_howto.writers.offline.telling.steps import steps_of
from tests.conftest import write_tree


def told(folder: Path, code: str, name: str = "", uses: Sequence[str] = ()) -> list[str]:
    """Return the steps of an object of a module `shop`, those inside others indented.

    Args:
        folder: Where the module is written.
        code: Of the module.
        name: Of the object; empty for the module itself.
        uses: Paths that programs of the documentation use, one program for each.
    """
    write_tree(folder, {"shop.py": dedent(code)})
    resolver = Resolver(Files(folder), [folder], sys.path)
    block = resolver.resolve(f"shop.{name}" if name else "shop").block
    block = replace(block, authored=tuple(_authored(path) for path in uses))
    tree = parsed(block.source)
    project = Recorder(Answers(resolver))
    return list(_lines(steps_of(Teller(block, tree, project), tree)))


def _authored(path: str) -> tuple[UsedPassage, tuple[Use, ...]]:
    use = Use(path=path, kind="call", line=1)
    return UsedPassage(Passage(file="docs/index.md", line=1, code="", place="docs"), (use,)), (use,)


def _lines(steps: Sequence[Step], indent: str = "") -> Iterator[str]:
    for step in steps:
        yield indent + step.text
        yield from _lines(step.steps, indent + "  ")
