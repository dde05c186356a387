"""An example for code that cannot be imported: what its author wrote, or nothing.

Readers can run it below the code that the page shows, so its names have to be defined there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mkdocs_howto.facts.docstring import docstring_at, read
from mkdocs_howto.facts.passages import read_example
from mkdocs_howto.section import CodeBlock
from mkdocs_howto.syntax import NotPython, walk
from mkdocs_howto.writers.offline.examples.imports import arranged, awaited, names_of
from mkdocs_howto.writers.offline.examples.own.text import told

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_PLACE = "# Below the code above:"


def authors_example(block: CodeBlock, tree: ast.Module) -> str:
    """Return the first example in the code's own docstrings that works below the code.

    Args:
        block: Code that cannot be imported.
        tree: Its syntax tree.

    Returns:
        Python code, newline-terminated; empty where no docstring holds a usable example.
    """
    # Code of a file does not stand in the page, so nothing that it defines can be used there.
    defined = _defined(tree) if not block.file else set()
    usable = [code for code in _examples(block, tree) if _is_usable(code, defined)]
    shown = [code for code in usable if "print(" in code]
    chosen = next(iter(shown or usable), "")
    return f"{_PLACE}\n{chosen}" if chosen and defined else chosen


def _examples(block: CodeBlock, tree: ast.Module) -> Iterator[str]:
    """Yield the examples of all docstrings in the code, each alone and below those before it."""
    for docstring in _docstrings(block, tree):
        before = ""
        for example in read(docstring).examples:
            for passage in read_example(example.code, ""):
                try:
                    code = told(passage, lambda _: False)
                except NotPython:
                    continue
                yield from map(_runnable, [code, before + code] if before else [code])
                before += code


def _runnable(code: str) -> str:
    """Return an example that awaits something in a function that is run; any other as it is."""
    try:
        awaits = names_of([code]).awaits
    except NotPython:
        return code
    return arranged(["import asyncio"], awaited(code.strip("\n"), ()), own="") if awaits else code


def _docstrings(block: CodeBlock, tree: ast.Module) -> Iterator[str]:
    if block.docstring and block.shape.kind not in {"function", "class"}:
        yield block.docstring
    for node in walk(tree):
        if isinstance(node, _Definition) and (docstring := docstring_at(node)):
            yield docstring


def _is_usable(code: str, defined: set[str]) -> bool:
    """Return whether an example uses the code, and no names but its own and those of the code."""
    try:
        names = names_of([code])
    except NotPython:
        return False
    needed = set(names.undefined([]))
    return needed <= defined and (bool(needed) or not defined)


def _defined(tree: ast.Module) -> set[str]:
    """Return the names that the code defines at its top level."""
    names: set[str] = set()
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names |= {alias.asname or alias.name.partition(".")[0] for alias in aliases}
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
    return names
