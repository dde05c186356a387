"""How a file is used: its author's own program, the shell command that starts it, or one call of its main object.

Where an argument is known neither from the project nor from its name and use, the call is a sketch: the
argument is a variable with the name of the parameter, and a comment says what it has to be.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_howto.effects import Effects
from mkdocs_howto.section import CodeBlock, ImportableBlock, Project
from mkdocs_howto.syntax import NotPython, parsed
from mkdocs_howto.usage.faults import faults
from mkdocs_howto.writers.offline.examples.entry.apps import request_of
from mkdocs_howto.writers.offline.examples.entry.choice import ranked
from mkdocs_howto.writers.offline.examples.entry.guards import guard_statements, is_bare
from mkdocs_howto.writers.offline.examples.entry.home import Home, home_of
from mkdocs_howto.writers.offline.examples.entry.scripts import (
    asks,
    command,
    is_test,
    loaded_by_pytest,
    migration,
    runs,
)
from mkdocs_howto.writers.offline.examples.entry.uses import Uses
from mkdocs_howto.writers.offline.examples.entry.values import Values
from mkdocs_howto.writers.offline.examples.framework import is_called_by_others
from mkdocs_howto.writers.offline.telling.parts import Parts, parts_of
from mkdocs_howto.writers.offline.telling.triggers import trigger_of

_MOST_SERVING = 4
"""Functions and classes of a file that is a program; one with more of them is a library with a program for trials."""
_MOST_TRIED = 4
"""Objects of a file for which an example is tried, one after the other."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An example of a file.

    Attributes:
        code: The whole of it.
        is_open: Whether readers have to bring something: values, or a shell.
        is_authored: Whether it is the author's own program.
        tells: Whether it says what readers have to bring, and more than the names of parameters.
    """

    code: str
    is_open: bool = False
    is_authored: bool = False
    tells: bool = True


def entry_of(block: CodeBlock, tree: ast.Module, project: Project, effects: Effects) -> Entry | None:
    """Return the first example for a module or file, or for a function or class in one, in which nothing is wrong.

    Args:
        block: The code.
        tree: Its syntax tree.
        project: Answers what other objects are.
        effects: What the code raises.
    """
    for entry in entries(block, tree, project):
        if next(faults(entry.code, block, project, effects), None) is None:
            return entry
    return None


def entries(block: CodeBlock, tree: ast.Module, project: Project) -> Iterator[Entry]:
    """Yield examples for a module or file, or for a function or class in one, the best first.

    Args:
        block: The code.
        tree: Its syntax tree.
        project: Answers what other objects are.
    """
    if block.shape.kind in {"function", "class"}:
        yield from _of_object(block, tree, project)
    elif block.shape.kind == "module":
        yield from _of_file(block, tree, project)


def _of_file(block: CodeBlock, tree: ast.Module, project: Project) -> Iterator[Entry]:
    parts = parts_of(tree)
    if block.file and (loaded := loaded_by_pytest(block, tree) or migration(block, tree)):
        yield Entry(loaded, is_open=True)
        return
    is_package = block.file.endswith("__init__.py")
    is_started = is_test(block, parts) or block.file.endswith("__main__.py") or (runs(parts) and not is_package)
    home = home_of(block, tree, project)
    if block.file and (is_started or (home is None and parts.guard)):
        yield Entry(command(block, tree, parts), is_open=True)
        return
    if home is None:
        return
    uses = _uses(block, tree, project, home, parts)
    statements = guard_statements(block.source, tree, parts)
    if statements and (code := uses.program(statements)):
        yield Entry(code, is_authored=True)
    if code := request_of(tree, parts, home):
        yield Entry(code)
    if block.file and _is_program(parts):
        yield Entry(command(block, tree, parts), is_open=True)
        return
    yield from _calls(uses, parts, home)


def _calls(uses: Uses, parts: Parts, home: Home) -> Iterator[Entry]:
    """Yield the use of a file's objects, the first that needs nothing more before the first sketch."""
    is_used = False
    units = ranked(parts, home.module.rpartition(".")[2])[:_MOST_TRIED]
    for unit in units:
        if use := uses.of(unit):
            is_used = True
            yield Entry(use.code, is_open=use.is_open)
    for use in filter(None, map(uses.given, units)):
        yield Entry(use.code, is_open=True)
    if not is_used and (code := uses.data()):
        yield Entry(code)


def _of_object(block: CodeBlock, tree: ast.Module, project: Project) -> Iterator[Entry]:
    home = home_of(block, tree, project)
    if home is None:
        return
    path = block.shape.object_path
    source = project.source(home.module)
    whole = _parsed(source.text) if source is not None else None
    if whole is None or not path:
        return
    module = next((text for text in (home.module, home.module.partition(".")[2]) if path.startswith(f"{text}.")), "")
    names = path.removeprefix(f"{module}.").split(".") if module else path.split(".")[-1:]
    parts = parts_of(whole)
    uses = _uses(block, whole, project, home, parts)
    owner = next((one for one in (*parts.units, *parts.private) if one.name == names[0]), None)
    # What a framework calls, and what is left to subclasses, only its author can show.
    if owner is None or len(names) > 1 or (isinstance(block, ImportableBlock) and is_called_by_others(block, project)):
        return
    if use := uses.of(owner):
        code = _as_reached(use.code, home, block) if isinstance(block, ImportableBlock) else use.code
        yield Entry(code, is_open=use.is_open, tells=use.tells or not use.is_open)


def _as_reached(code: str, home: Home, block: ImportableBlock) -> str:
    """Return an example that imports its object from where the reference names it: `asyncio`, not `asyncio.tasks`."""
    reached = block.object_path.rpartition(".")[0]
    line = f"from {home.module} import {block.name}\n"
    return code.replace(line, f"from {reached} import {block.name}\n", 1) if reached else code


def _uses(block: CodeBlock, tree: ast.Module, project: Project, home: Home, parts: Parts) -> Uses:
    known = home.module if project.shape(home.module) is not None else block.shape.object_path
    return Uses(tree, project, home, parts, Values(tree, project, known), block.file.endswith("__init__.py"))


def _is_program(parts: Parts) -> bool:
    """Return whether a file is there to be started: what it defines serves its main guard."""
    if not parts.guard:
        return False
    if not parts.units or _only_reacts(parts):
        return True
    if is_bare(parts.guard) and not parts.classes and len(parts.units) <= _MOST_SERVING:
        return True
    started = [*parts.guard, *([parts.main] if parts.main is not None else [])]
    return asks(started) and len(parts.units) <= _MOST_SERVING


def _only_reacts(parts: Parts) -> bool:
    """Return whether most of what a file defines is called by a framework."""
    return bool(parts.functions) and 2 * sum(map(bool, map(trigger_of, parts.functions))) > len(parts.functions)


def _parsed(text: str) -> ast.Module | None:
    try:
        return parsed(text)
    except NotPython:
        return None
