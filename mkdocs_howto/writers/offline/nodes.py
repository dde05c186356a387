"""Steps before they are words: what a statement is, and what is inside it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Literal, TypeAlias

from mkdocs_howto.section import Span

Spans: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """An expression is computed; its value may be kept.

    Attributes:
        value: The expression, without `await`.
        targets: Where the value is kept.
        awaited: Whether it is awaited.
        checks: Calls that only check the value.
        lines: The lines told.
    """

    value: ast.expr
    targets: tuple[ast.expr, ...]
    awaited: bool
    lines: Spans
    checks: tuple[ast.Call, ...] = ()


@dataclass(frozen=True, slots=True)
class Give:
    """A value is handed to the caller."""

    kind: Literal["return", "yield", "yield from"]
    value: ast.expr | None
    lines: Spans


@dataclass(frozen=True, slots=True)
class Fail:
    """An exception is raised."""

    error: ast.expr | None
    cause: ast.expr | None
    lines: Spans


@dataclass(frozen=True, slots=True)
class Leave:
    """A loop is left, or goes on with its next item."""

    kind: Literal["break", "continue"]
    lines: Spans


@dataclass(frozen=True, slots=True)
class Guard:
    """One thing that happens only under a condition."""

    test: ast.expr
    then: Node
    lines: Spans


@dataclass(frozen=True, slots=True)
class Branch:
    """One of several ways is taken; the last may have no condition."""

    arms: tuple[tuple[ast.expr | None, tuple[Node, ...]], ...]
    lines: Spans


@dataclass(frozen=True, slots=True)
class Choice:
    """One of two values is kept or handed over."""

    test: ast.expr
    then: Act | Give
    otherwise: Act | Give
    lines: Spans


@dataclass(frozen=True, slots=True)
class Loop:
    """Something is repeated: for each item, or while a condition holds."""

    target: ast.expr | None
    source: ast.expr
    body: tuple[Node, ...]
    orelse: tuple[Node, ...]
    asynchronous: bool
    lines: Spans


@dataclass(frozen=True, slots=True)
class Collect:
    """A loop that only fills a list."""

    name: ast.expr
    item: ast.expr
    target: ast.expr
    source: ast.expr
    test: ast.expr | None
    lines: Spans


@dataclass(frozen=True, slots=True)
class Open:
    """Something is entered for a while."""

    items: tuple[ast.withitem, ...]
    body: tuple[Node, ...]
    asynchronous: bool
    lines: Spans
    checks: tuple[ast.Call, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something that may fail, and what is done then."""

    body: tuple[Node, ...]
    handlers: tuple[tuple[ast.expr | None, tuple[Node, ...]], ...]
    orelse: tuple[Node, ...]
    final: tuple[Node, ...]
    lines: Spans


@dataclass(frozen=True, slots=True)
class Select:
    """One of several patterns decides."""

    subject: ast.expr
    cases: tuple[tuple[ast.pattern, ast.expr | None, tuple[Node, ...]], ...]
    lines: Spans


@dataclass(frozen=True, slots=True)
class Change:
    """A variable is changed by an operator."""

    target: ast.expr
    operator: ast.operator
    value: ast.expr
    lines: Spans


@dataclass(frozen=True, slots=True)
class Settings:
    """Several variables are set to plain values."""

    acts: tuple[Act, ...]
    lines: Spans


@dataclass(frozen=True, slots=True)
class Note:
    """An assertion, a deletion or a definition."""

    kind: Literal["assert", "delete", "define"]
    parts: tuple[ast.expr, ...]
    name: str
    lines: Spans


Node: TypeAlias = (
    Act
    | Give
    | Fail
    | Leave
    | Guard
    | Branch
    | Choice
    | Loop
    | Collect
    | Open
    | Attempt
    | Select
    | Change
    | Settings
    | Note
)
