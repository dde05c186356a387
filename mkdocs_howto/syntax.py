"""Walk syntax trees: often, so quickly.

Nodes that only mark others and hold nothing (`ast.Load`, `ast.Add`, `ast.Eq`) are left out. Each order has a
loop of its own: a call for each node would take longer than all else.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Sequence

_TEXTS = frozenset(
    {"arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs", "level", "module", "name"}
    | {"op", "ops", "rest", "simple", "str", "type_comment", "type_ignores"}
)
"""Fields that hold texts, numbers or marks, whatever they belong to."""
_LEAVES = (ast.Constant, ast.Global, ast.MatchSingleton, ast.Nonlocal)
"""Nodes whose other fields do so as well."""
SCOPES = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef})
"""Nodes whose bodies are code of their own."""
DEEPEST = 150
"""Nodes inside each other that may be followed by calls, from wherever these begin."""
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What `ast.parse` raises for a text: no Python, zero bytes or lone surrogates in it, or nested too deeply."""
_SPARSE = frozenset({"keys", "kw_defaults"})
"""Fields whose lists have gaps: `**other` in a dictionary has no key, a parameter may have no default."""


def _holding(kind: type[ast.AST]) -> tuple[str, ...]:
    """The fields of a kind of node that may hold others."""
    if issubclass(kind, _LEAVES):
        return ()
    named = {"name"} if kind.__name__ == "TypeAlias" else set()  # Its name is a node (PEP 695).
    return tuple(field for field in kind._fields if field not in _TEXTS or field in named)


_FIELDS = {kind: _holding(kind) for kind in vars(ast).values() if isinstance(kind, type) and issubclass(kind, ast.AST)}
_FROM_LAST = {kind: fields[::-1] for kind, fields in _FIELDS.items()}


@functools.lru_cache(maxsize=16)
def parsed(text: str) -> ast.Module:
    """The tree of a block's source, read by the writer and then by the review; nobody changes it."""
    return ast.parse(text)


@functools.lru_cache(maxsize=4096)
def fragment(text: str) -> ast.Module:
    """The tree of a statement that stands in many places, as those of call sites do; nobody changes it."""
    return ast.parse(text)


@functools.lru_cache(maxsize=4096)
def expression(text: str) -> ast.expr:
    """The tree of an expression that stands in many places, as annotations do; nobody changes it."""
    return ast.parse(text, mode="eval").body


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes directly inside a node, as `ast.iter_child_nodes` gives them."""
    found: list[ast.AST] = []
    for field in _FIELDS[type(node)]:
        value = getattr(node, field, None)
        if isinstance(value, list):
            found += value if field not in _SPARSE else [child for child in value if child is not None]
        elif value is not None:
            found.append(value)
    return found


def walk(node: ast.AST) -> list[ast.AST]:
    """A node and everything inside it, level by level, as `ast.walk` gives them."""
    found = [node]
    for current in found:  # What is appended meanwhile has its turn, too.
        for field in _FIELDS[type(current)]:
            value = getattr(current, field, None)
            if isinstance(value, list):
                found += value if field not in _SPARSE else [child for child in value if child is not None]
            elif value is not None:
                found.append(value)
    return found


@functools.lru_cache(maxsize=16)
def below(node: ast.AST) -> Sequence[ast.AST]:
    """A node and everything inside it, each before what is inside it; asked for by each who tells of a function."""
    found: list[ast.AST] = []
    pending = [node]
    while pending:
        current = pending.pop()
        found.append(current)
        for field in _FROM_LAST[type(current)]:
            value = getattr(current, field, None)
            if isinstance(value, list):
                pending += value[::-1] if field not in _SPARSE else [one for one in value[::-1] if one is not None]
            elif value is not None:
                pending.append(value)
    return found


def outward(node: ast.AST) -> list[ast.AST]:
    """A node and everything inside it, each after what is inside it."""
    found: list[ast.AST] = []
    pending = [node]
    while pending:
        current = pending.pop()
        found.append(current)
        for field in _FIELDS[type(current)]:
            value = getattr(current, field, None)
            if isinstance(value, list):
                pending += value if field not in _SPARSE else [child for child in value if child is not None]
            elif value is not None:
                pending.append(value)
    return found[::-1]


def is_deep(tree: ast.AST) -> bool:
    """Whether nodes are nested more deeply than what follows them by calls may go, whoever it was called by.

    Args:
        tree: Any part of a syntax tree.
    """
    level = [tree]
    for _ in range(DEEPEST):
        level = [child for node in level for child in children(node)]
        if not level:
            return False
    return True


def unparsed(node: ast.AST) -> str:
    """The node as Python writes it; empty where it is nested too deeply for that, or has a number with too many digits.

    Args:
        node: Any part of a syntax tree.
    """
    try:
        return ast.unparse(node)
    except (RecursionError, ValueError):
        return ""


def is_literal(node: ast.expr) -> bool:
    """Whether an expression needs nothing but itself: numbers, texts, and what holds them."""
    try:
        ast.literal_eval(node)
    except (*UNREADABLE, TypeError):
        return False
    return True


def gives_itself(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a method gives back its own object, and nothing else."""
    values: list[ast.expr | None] = []
    pending: list[ast.AST] = [*function.body]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Return):
            values.append(node.value)
        elif type(node) not in SCOPES:
            pending += children(node)
    return bool(values) and all(isinstance(value, ast.Name) and value.id == "self" for value in values)


def last_name(node: ast.expr) -> str:
    """The last name of what is called or read: `lru_cache` of `@functools.lru_cache(maxsize=2)`; empty without one."""
    match node:
        case ast.Call(func=function):
            return last_name(function)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def segment_of(text: str, node: ast.expr) -> str:
    """The source of an expression, as `ast.get_source_segment` cuts it, which takes every line of the text apart."""
    if node.end_lineno != node.lineno or "\r" in text:
        return ast.get_source_segment(text, node) or ""
    line = text.split("\n", node.lineno)[node.lineno - 1]
    # Columns count UTF-8 bytes (`ast` module, "Node classes").
    return line.encode()[node.col_offset : node.end_col_offset].decode()
