"""An example for code that cannot be imported: what its author wrote, or nothing.

Readers can run it below the code that the page shows, so its names have to be defined there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from mkdocs_howto.facts.docstring import docstring_at, read
from mkdocs_howto.section import CodeBlock
from mkdocs_howto.syntax import NotPython, walk
from mkdocs_howto.writers.offline.examples.candidates import Parts, shortened
from mkdocs_howto.writers.offline.examples.docstrings import passages
from mkdocs_howto.writers.offline.examples.imports import names_of

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
    usable = [parts for parts in _examples(block, tree) if _is_usable(parts, defined)]
    shown = [parts for parts in usable if any("print(" in text for text in parts.body)]
    chosen = next(iter(shown or usable), None)
    if chosen is None:
        return ""
    text = chosen.text("")
    return text if not defined else f"{_PLACE}\n{text}"


def _examples(block: CodeBlock, tree: ast.Module) -> Iterator[Parts]:
    """Yield the examples of all docstrings in the code, each in every way to read it."""
    for docstring, name in _docstrings(block, tree):
        for reading in passages(read(docstring), name):
            before: list[str] = []
            for passage in reading:
                alone = list(passage.statements)
                for statements in [alone, [*before, *alone]] if before else [alone]:
                    for part in shortened(statements, name):
                        if (made := _parts(part)) is not None:
                            yield made
                before += alone


def _docstrings(block: CodeBlock, tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield each docstring with the name of the function it documents, which is empty for all else."""
    if block.docstring and block.shape.kind not in {"function", "class"}:
        yield block.docstring, ""
    for node in walk(tree):
        if isinstance(node, _Definition) and (docstring := docstring_at(node)):
            yield docstring, "" if isinstance(node, ast.ClassDef) else node.name


def _parts(statements: Sequence[str]) -> Parts | None:
    """Return an example with its imports at the top, or `None` where it is not valid Python."""
    imports = tuple(text for text in statements if text.startswith(("import ", "from ")))
    body = tuple(text for text in statements if text not in imports)
    try:
        return Parts(imports, body, names_of(statements).awaits) if body else None
    except NotPython:
        return None


def _is_usable(parts: Parts, defined: set[str]) -> bool:
    """Return whether an example uses the code, and no names but its own and those of the code."""
    needed = set(names_of([*parts.imports, *parts.body]).undefined([]))
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
