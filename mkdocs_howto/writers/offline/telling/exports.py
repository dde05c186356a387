"""Tell a file that only takes names over from other files, as the `__init__` of a package does."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import PurePosixPath

from mkdocs_howto.section import CodeBlock, Step
from mkdocs_howto.writers.offline.telling import authors
from mkdocs_howto.writers.offline.telling.functions import Teller
from mkdocs_howto.writers.offline.telling.parts import Parts
from mkdocs_howto.writers.offline.words import listed

_MOST = 8
_MOST_WORDS = 25


def exports(teller: Teller, tree: ast.Module, parts: Parts) -> dict[str, list[str]]:
    """Return the public names that a file takes over, by the module they come from; none if it does anything else.

    Args:
        teller: Knows what the names stand for.
        tree: Its syntax tree.
        parts: Of the file.
    """
    found: dict[str, list[str]] = {}
    holds = all(isinstance(one, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Try) for one in parts.run)
    if parts.units or parts.private or parts.guard or not holds:
        return found
    is_package = PurePosixPath(teller.block.file).name == "__init__.py"
    for node in tree.body:
        if not isinstance(node, ast.ImportFrom) or not (node.level or is_package):
            continue
        for alias in node.names:
            name = alias.asname or alias.name
            path = teller.objects.names.get(name, "")
            module = (
                path.rpartition(".")[0] if path and name != "*" else _module(node, teller.block, is_package=is_package)
            )
            if not name.startswith("_") and node.module != "__future__":
                found.setdefault(module, []).append(name)
    return found


def _module(node: ast.ImportFrom, block: CodeBlock, *, is_package: bool) -> str:
    """Return the whole name of the module from which a statement imports."""
    above = block.shape.object_path.split(".")
    above = above[: len(above) - node.level + is_package] if node.level else []
    return ".".join([*above, *filter(None, [node.module])])


def purpose_of_exports(teller: Teller, found: dict[str, list[str]]) -> str:
    """Return the sentence that says what can be imported from a file."""
    names = [f"`{name}`" for group in found.values() for name in group if name != "*"]
    whole = [f"everything public of `{module}`" for module, group in found.items() if "*" in group]
    names = [*names[:_MOST], *(["others"] if len(names) > _MOST else []), *whole[:_MOST]]
    here = teller.block.shape.object_path
    return f"Makes {listed(names)} importable from `{here}`; it adds nothing of its own."


def steps_of_exports(teller: Teller, found: dict[str, list[str]]) -> list[Step]:
    """Return what a file makes importable: a line for each name of which its author says what it is for."""
    here = teller.block.shape.object_path
    told: list[Step] = []
    for module, names in found.items():
        if "*" in names:
            told.append(Step(f"`from {here} import …` takes everything public of `{module}`."))
        phrases = {name: _phrase(teller, name) for name in names if name != "*"}
        told += [Step(f"`from {here} import {name}`: `{name}` {phrase}.") for name, phrase in phrases.items() if phrase]
        if rest := [name for name, phrase in phrases.items() if not phrase]:
            told.append(Step(f"`from {here} import {', '.join(rest[:_MOST])}` takes {_them(rest)} from `{module}`."))
    return told


def _them(names: Sequence[str]) -> str:
    return "it" if len(names) == 1 else "them"


def _phrase(teller: Teller, name: str) -> str:
    shape = teller.project.shape(teller.objects.names.get(name, ""))
    if shape is None or shape.kind not in {"class", "function"}:
        return ""
    told = authors.phrase(authors.docstring_of(shape.summary), shape.name)
    return told if len(told.split()) <= _MOST_WORDS else ""
