"""Programs of tests, completed by the imports that they need."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from mkdocs_howto.syntax import NotPython, parsed
from mkdocs_howto.writers.offline.examples.imports import Importable, arranged, awaited, bound_by, names_of

_LONGEST = 10_000
"""Characters of statements that may become an example, as only what is not needed is left out of them."""
_BLOCKS = ("def ", "async def ", "class ", "@")
_NAMED = re.compile(r"(?:(?:async )?def|class) (?P<defined>\w+)|(?P<assigned>\w+)(?:: [^=\n]+)? (?:[-+*/|&]|\*\*)?= ")
_METHOD = re.compile(r"(\w+)\.\w+\(")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a complete example is put together from.

    Attributes:
        imports: Single imports, one line each.
        body: The statements below them.
        awaits: Whether these have to stand in a coroutine.
    """

    imports: tuple[str, ...]
    body: tuple[str, ...]
    awaits: bool

    def tree(self) -> ast.Module:
        """All parts below each other, with the places that they have alone."""
        return ast.Module([node for part in (*self.imports, *self.body) for node in parsed(part).body], [])

    def text(self, package: str) -> str:
        """The whole example.

        Args:
            package: Name of the documented package, whose imports stand last.
        """
        text, imports = _spaced(self.body), [*self.imports]
        if self.awaits:
            text = awaited(text, imports)
            imports.append("import asyncio")
        return arranged(imports, text, own=package)


def completed(statements: Sequence[str], importable: Importable) -> Parts | None:
    """Statements with the imports that they need; `None` when names in them lead nowhere."""
    if sum(map(len, statements)) > _LONGEST:
        return None
    imports: list[str] = []
    body: list[str] = []
    for statement in statements:
        found = _import_lines(statement)
        if found is None:
            body.append(statement)
        else:
            imports += [importable.preferred(line) for line in found]
    body = _without_unused(body, importable.block.name)
    if not body:
        return None
    try:
        names = names_of(body)
        missing = importable.missing(names.undefined(imports), body)
        if missing is None:
            body = [_without_annotation(statement) for statement in body]
            names = names_of(body)
            missing = importable.missing(names.undefined(imports), body)
    except NotPython:
        return None
    if missing is None:
        return None
    needed = [line for line in imports if bound_by(line) in names.named or line.endswith("*")]
    return Parts((*needed, *missing), tuple(body), names.awaits)


def _without_annotation(statement: str) -> str:
    """A statement whose variable is not annotated: a type may be there for type checkers only."""
    match parsed(statement).body:
        case [ast.AnnAssign(target=ast.Name() as target, annotation=annotation, value=ast.expr())]:
            if annotation.end_lineno == 1:
                # Columns of syntax nodes count UTF-8 bytes (`ast` module, "Node classes").
                whole = statement.encode()
                return (whole[: target.end_col_offset] + whole[annotation.end_col_offset :]).decode()
    return statement


def _without_unused(statements: list[str], name: str) -> list[str]:
    """Statements without those that only give a name to what nothing after them reads.

    Those that use the documented object stay, unless the others do so as well.
    """
    kept = _read_on(statements, "")
    is_shown = any(name in words_of(statement) for statement in kept)
    return kept if is_shown else _read_on(statements, name)


@functools.lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """Return the words of a statement."""
    return frozenset(_WORD.findall(text))


def _read_on(statements: Sequence[str], name: str) -> list[str]:
    """Statements that lead to the last one, or name something."""
    kept: list[str] = []
    after: set[str] = set()
    for statement in reversed(statements):
        if not name and _is_aside(statement, statements, after):
            continue
        match = _NAMED.match(statement)
        given = (match["defined"] or match["assigned"]) if match is not None else ""
        words = words_of(statement)
        if not given or given in after or name in words:
            kept.append(statement)
            after |= words
    return kept[::-1]


def _is_aside(statement: str, statements: Sequence[str], after: set[str]) -> bool:
    """Whether a statement only calls a method of an object that nothing else is about but what makes it."""
    match = _METHOD.match(statement)
    variable = match[1] if match is not None else ""
    if not variable or variable in after:
        return False
    users = [text for text in statements if variable in words_of(text)]
    return all(text.startswith((f"{variable} = ", f"{variable}.")) for text in users) and any(
        text.startswith(f"{variable} = ") for text in users
    )


def _spaced(statements: Sequence[str]) -> str:
    """Statements below each other, with room around functions and classes."""
    text = ""
    for before, statement in zip(["", *statements], statements, strict=False):
        is_block = statement.startswith(_BLOCKS) or before.startswith(_BLOCKS)
        text += ("\n\n\n" if is_block else "\n") * bool(text) + statement
    return text


@functools.lru_cache(maxsize=1024)
def _import_lines(statement: str) -> tuple[str, ...] | None:
    """The single imports of an import statement; `None` for anything else."""
    if not statement.startswith(("import ", "from ")):
        return None
    try:
        body = parsed(statement).body
    except NotPython:
        return None
    lines: list[str] = []
    for node in body:
        match node:
            case ast.Import(names=aliases):
                lines += [f"import {alias.name}" + (f" as {alias.asname}" if alias.asname else "") for alias in aliases]
            case ast.ImportFrom(module=str(module), names=aliases, level=0):
                lines += [
                    f"from {module} import {alias.name}" + (f" as {alias.asname}" if alias.asname else "")
                    for alias in aliases
                ]
            case _:
                return None
    return tuple(lines)
