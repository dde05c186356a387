"""Names that the pages of a project use without making them anew each time, as `app` of a web framework."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_howto.authored import UsedPassage
from mkdocs_howto.syntax import NotPython, parsed, unparsed, walk
from mkdocs_howto.writers.offline.examples.imports import names_of

_LEAST = 2
"""Programs that have to bind a name, so that all pages mean the same by it."""
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Usual:
    """What programs usually give a name.

    Attributes:
        statement: One that binds it.
        path: The callable of the package that makes it, as programs import it.
    """

    statement: str
    path: str


def usual_bindings(passages: Iterable[UsedPassage], package: str) -> dict[str, Usual]:
    """Return the names to which most programs give what the same callable of a package makes.

    Args:
        passages: Programs of a project, in reading order.
        package: Its top-level package.
    """
    made: dict[str, Counter[str]] = {}
    first: dict[tuple[str, str], Usual] = {}
    for used in passages:
        own = {use.name: use.path for use in used.uses if use.path.partition(".")[0] == package}
        try:
            body = parsed(used.passage.code).body
        except NotPython:
            continue
        for name, callee, text in _bindings(body):
            made.setdefault(name, Counter())[callee if callee in own else ""] += 1
            if text and callee in own:
                first.setdefault((name, callee), Usual(text, own[callee]))
    found: dict[str, Usual] = {}
    for name, callees in made.items():
        callee, count = callees.most_common(1)[0]
        if (name, callee) in first and count >= _LEAST and count * 2 > callees.total():
            found[name] = first[name, callee]
    return found


def _bindings(body: Sequence[ast.stmt]) -> list[tuple[str, str, str]]:
    """Return the names that statements give the result of a call, with the called name and the statement.

    The statement is empty where it needs something else of its program.
    """
    found: list[tuple[str, str, str]] = []
    for node in body:
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=callee) | ast.Attribute(attr=callee))
            ):
                text = unparsed(node)
                is_closed = all(isinstance(one, ast.Constant) for one in _arguments(node.value))
                found.append((name, callee, text if is_closed and len(text) <= _LONGEST else ""))
    return found


def _arguments(call: ast.expr) -> list[ast.expr]:
    if not isinstance(call, ast.Call):
        return []
    given = [*call.args, *(word.value for word in call.keywords)]
    return [one for one in given if not (isinstance(one, ast.Name) and one.id == "__name__")]


def needed_of(body: str, before: Sequence[str], usual: Mapping[str, Usual]) -> list[str]:
    """Return the statements that bind the names which a program lacks.

    Args:
        body: The program.
        before: Statements of passages above that it needs.
        usual: Names with what is usually given to them.
    """
    if not usual:
        return []
    imports = [line for line in before if line.startswith(("import ", "from "))]
    setup = [line for line in before if line not in imports]
    lacking = names_of([*setup, body]).undefined(imports)
    return [usual[name].statement for name in lacking if name in usual and not _is_module(body, name)]


def _is_module(body: str, name: str) -> bool:
    """Return whether a program imports from a module of that name."""
    return any(isinstance(node, ast.ImportFrom) and node.module == name for node in walk(parsed(body)))
