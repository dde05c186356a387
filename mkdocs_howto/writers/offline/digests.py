"""Tell what many statements amount to: what they set, call, send, raise and hand over."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mkdocs_howto.effects import dotted
from mkdocs_howto.writers.offline.nodes import (
    Act,
    Branch,
    Change,
    Choice,
    Collect,
    Define,
    Entries,
    Fail,
    First,
    Give,
    Guard,
    Node,
    Series,
    Settings,
    Store,
    inner,
)
from mkdocs_howto.writers.offline.values import Values
from mkdocs_howto.writers.offline.words import listed, some_of

_MOST = 4
"""Names of one kind that are told."""
_ENDS = {"raises": "raise", "returns": "return"}
_Fact = tuple[str, str]
"""A verb, and what it is done with."""


def digest(nodes: tuple[Node, ...], values: Values) -> str:
    """Steps in one clause, by what they leave behind; empty when there is nothing to tell."""
    found: dict[str, dict[str, None]] = {}
    certain: set[str] = set()
    for (verb, name), is_certain in _facts(nodes, values):
        found.setdefault(verb, {})[name] = None
        certain |= {verb} if is_certain else set()
    clauses = []
    for verb in ("defines", "sets", "changes", "deletes", "calls", "", "raises", "yields", "returns"):
        names = list(found.get(verb, ()))
        if names and verb == "":
            clauses += names[:_MOST]
        elif names and verb in {"yields", "returns"}:
            what = listed(names) if len(names) <= 2 and all(names) else "values" if verb == "yields" else "a result"
            clauses.append(f"{_said(verb, is_certain=verb in certain)} {what}")
        elif names:
            rest = "more names" if verb in {"sets", "changes"} else "more functions" if verb == "calls" else "more"
            clauses.append(f"{_said(verb, is_certain=verb in certain)} {some_of(names, _MOST, rest)}")
    return _joined(clauses)


def _said(verb: str, *, is_certain: bool) -> str:
    """A verb; what only some ways through the code do is something that may happen."""
    return verb if is_certain or verb not in _ENDS else f"may {_ENDS[verb]}"


def _joined(clauses: list[str]) -> str:
    if len(clauses) == 2:
        return f"{clauses[0]}, and {clauses[1]}" if " and " in clauses[0] else " and ".join(clauses)
    return f"{', '.join(clauses[:-1])}, and {clauses[-1]}" if clauses[1:] else "".join(clauses)


def _facts(nodes: tuple[Node, ...], values: Values, *, is_certain: bool = True) -> Iterator[tuple[_Fact, bool]]:
    """What nodes do, each with whether every way through them does it."""
    for node in nodes:
        always = is_certain and not isinstance(node, Choice | Guard | First)
        yield from ((fact, always) for fact in _own(node, values))
        if not isinstance(node, Define):
            for body in inner(node):
                yield from _facts(body, values, is_certain=False)


def _own(node: Node, values: Values) -> Iterator[_Fact]:
    match node:
        case Act(targets=targets, value=value):
            yield from _set(targets, values)
            if isinstance(value, ast.Call):
                yield from _called(value, values, kept=bool(targets))
        case Settings(acts=acts) | Store(acts=acts):
            for act in acts:
                yield from _set(act.targets, values)
        case Change(target=target):
            yield from (("changes", name) for _, name in _set((target,), values))
        case Entries(owner=owner):
            yield "changes", values.noun(owner, 2)
        case Collect(name=filled):
            yield from _set((filled,), values)
        case Choice(then=then, otherwise=otherwise):
            yield from _own(then, values)
            yield from _own(otherwise, values)
        case Guard(then=then):
            yield from _own(then, values)
        case First(give=give):
            yield from _own(give, values)
        case Series(calls=calls):
            yield from _called(calls[0], values, kept=False)
        case Fail(error=error):
            name = values.code(error.func if isinstance(error, ast.Call) else error, 50) if error is not None else ""
            yield "raises", name or "the error again"
        case Give(kind=kind, value=value):
            if kind == "return" and value is not None:
                yield "returns", values.code(value, 30) or ""
            elif kind != "return":
                yield "yields", values.code(value, 30) if value is not None else ""
        case Define(node=defined):
            yield "defines", f"`{defined.name}`"
        case Branch():
            return


def _set(targets: tuple[ast.expr, ...], values: Values) -> Iterator[_Fact]:
    for target in targets:
        for one in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
            if isinstance(one, ast.Subscript):
                yield "changes", values.noun(one.value, 2)
            elif dotted(one) != "_" and (name := values.code(one, 40)):
                yield "sets", name


def _called(call: ast.Call, values: Values, *, kept: bool) -> Iterator[_Fact]:
    told = values.told(call, 1)
    if told is not None:
        http = told.row.http
        if http:
            yield "", told.does if len(told.does) < 90 else f"sends a {http} request"
        elif not kept and len(told.does) < 60:
            yield "", told.does
        return
    if name := values.code(call.func, 40):
        yield "calls", name
