"""Steps before they are words: what a statement is, what is inside it, and which lines it tells."""

from __future__ import annotations

import ast
from collections.abc import Iterator
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
        lines: The lines told.
        checks: Calls that only check the value.
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
    """One thing that happens only under a condition, and ends the way through the code."""

    test: ast.expr
    then: Fail | Give | Leave
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
    """A loop that only fills what was empty before it.

    Attributes:
        name: What is filled.
        form: What it is.
        key: Of a dictionary's entry.
        item: What is added.
        target: The loop's variable.
        source: What it goes over.
        test: Under which condition something is added.
        lines: The lines told.
    """

    name: ast.expr
    form: Literal["list", "set", "dictionary", "text", "count"]
    key: ast.expr | None
    item: ast.expr
    target: ast.expr
    source: ast.expr
    test: ast.expr | None
    asynchronous: bool
    lines: Spans


@dataclass(frozen=True, slots=True)
class First:
    """A loop that ends the function with the first item that fits.

    Attributes:
        otherwise: What is returned when none does.
    """

    target: ast.expr
    source: ast.expr
    test: ast.expr | None
    give: Give | Choice
    otherwise: Give | None
    asynchronous: bool
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
    handlers: tuple[tuple[ast.expr | None, tuple[Node, ...], Spans], ...]
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
class Store:
    """Parameters are kept on the object under their own names."""

    acts: tuple[Act, ...]
    lines: Spans


@dataclass(frozen=True, slots=True)
class Entries:
    """Several entries of one container are set."""

    owner: ast.expr
    keys: tuple[ast.expr, ...]
    values: tuple[ast.expr, ...]
    lines: Spans


@dataclass(frozen=True, slots=True)
class Series:
    """The same is called with one value after the other."""

    calls: tuple[ast.Call, ...]
    lines: Spans


@dataclass(frozen=True, slots=True)
class Define:
    """A function or class is made inside another."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    body: tuple[Node, ...]
    lines: Spans


@dataclass(frozen=True, slots=True)
class Note:
    """An assertion or a deletion."""

    kind: Literal["assert", "delete"]
    parts: tuple[ast.expr, ...]
    message: ast.expr | None
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
    | First
    | Open
    | Attempt
    | Select
    | Change
    | Settings
    | Store
    | Entries
    | Series
    | Define
    | Note
)


_HOLDING = (Branch, Loop, Open, Define, Attempt, Select)
"""Nodes with others inside."""


def inner(node: Node) -> Iterator[tuple[Node, ...]]:
    """The bodies inside a node, in order."""
    match node:
        case Branch(arms=arms):
            yield from (body for _, body in arms)
        case Loop(body=body, orelse=orelse):
            yield from (body, orelse)
        case Open(body=body) | Define(body=body):
            yield body
        case Attempt(body=body, handlers=handlers, orelse=orelse, final=final):
            yield from (body, *(handled for _, handled, _ in handlers), orelse, final)
        case Select(cases=cases):
            yield from (body for _, _, body in cases)


def size(nodes: tuple[Node, ...]) -> int:
    """How many steps nodes and all that is inside them would make."""
    return len(nodes) + sum(size(body) for node in nodes if isinstance(node, _HOLDING) for body in inner(node))


def lines_of(node: Node) -> Spans:
    """All lines that a node and what is inside it tell."""
    return (*node.lines, *(span for body in inner(node) for child in body for span in lines_of(child)))
