"""Say where the result of a function comes from: what it is made from, by which calls, and in which case."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from mkdocs_howto.effects import dotted
from mkdocs_howto.syntax import last_name, unparsed, walk
from mkdocs_howto.writers.offline.telling.scope import CHANGING
from mkdocs_howto.writers.offline.trees import Function, own
from mkdocs_howto.writers.offline.words import listed

_MOST_CALLS = 4
_MOST_PARAMETERS = 4
_MOST_OUTCOMES = 4
_MOST_WHERE = 2
_MOST_NODES = 60
_DEEPEST = 6
"""Blocks inside each other whose results a reader can follow."""
_LONGEST_CALL = 100
_BUILTIN = frozenset(dir(builtins)) | frozenset(
    name for kind in (str, bytes, list, dict, set, tuple, int, float) for name in dir(kind)
)
_LOGGERS = frozenset({"logger", "logging", "log", "self.logger", "warnings"})


def origin_of(node: Function) -> str:
    """Return what the result of a function is made from and by which calls: "built from `seed` by `json.dumps(seed)`".

    Args:
        node: The function; what its result depends on is followed through variables, loops and conditions.

    Returns:
        Empty where no call of something that a reader could know takes part, or an argument changes.
    """
    parts = [one for one in own(node) if isinstance(one, ast.expr | ast.stmt)]
    sources, seen = _sources(node), set[str]()
    if _is_rebound(node, sources):
        return ""
    pending = [one.value for one in parts if isinstance(one, ast.Return) and _is_made(one.value)]
    pending += [one.test for one in parts if isinstance(one, ast.If) and _returns(one)] if pending else []
    found: list[ast.expr] = []
    while pending:
        value = pending.pop(0)
        if value is None:
            continue
        found.append(value)
        for name in {one.id for one in walk(value) if isinstance(one, ast.Name)} - seen:
            seen.add(name)
            pending += sources.get(name, [])
    nearest = dict.fromkeys(text for call in _calls(found) if (text := _shown(call)))
    whole = [one for one in nearest if not any(one.strip("`") in other and one != other for other in nearest)]
    calls = [one for one in nearest if one in whole[:_MOST_CALLS]]
    arguments = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    given = [f"`{name}`" for name in arguments if name in seen and name not in {"self", "cls"}]
    made = f" from {listed(given)}" if 0 < len(given) <= _MOST_PARAMETERS else ""
    return f"built{made} by {listed(calls[::-1])}" if calls else ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result of a function as code.

    Attributes:
        value: What is returned, with what its names stand for.
        condition: When it is returned; empty for always.
        loop: What is tried one after the other until the condition holds; empty for none.
        lines: Of the statement.
    """

    value: str
    condition: str
    loop: str
    lines: tuple[int, int]


def outcomes_of(node: Function) -> list[Outcome]:
    """Return the results of a function as code; none if one of them is too long to be read, or an argument changes."""
    sources = _sources(node)
    if _is_rebound(node, sources):
        return []
    found = list(_outcomes(node.body, sources, "", ""))
    return found if len(found) <= _MOST_OUTCOMES and all(one.value for one in found) else []


def _outcomes(
    body: Sequence[ast.stmt], sources: Mapping[str, Sequence[ast.expr]], condition: str, loop: str, depth: int = 0
) -> Iterator[Outcome]:
    if depth > _DEEPEST:
        yield Outcome("", condition, loop, (0, 0))
        return
    for one in body:
        match one:
            case ast.Return(value=ast.expr() as value) if _is_made(value):
                values = sources.get(value.id, ()) if isinstance(value, ast.Name) else ()
                value = values[0] if len(values) == 1 else value
                code = "" if len(values) > 1 else _code(value)
                told = f"`{code}`{_where([value], sources)}" if code else ""
                yield Outcome(told, condition, loop, (one.lineno, one.end_lineno or one.lineno))
            case ast.If(test=test, body=inner, orelse=other):
                if not (text := _code(test)):
                    yield Outcome("", condition, loop, (one.lineno, one.lineno))
                    return
                code = f"`{text}`"
                where = _where([test], sources) if loop else ""
                both = f"{condition} and {code}" if condition else f"{code}{where}"
                yield from _outcomes(inner, sources, both, loop, depth + 1)
                yield from _outcomes(other, sources, condition, loop, depth + 1)
            case ast.For(target=target, iter=source, body=inner):
                unit, whole = _code(target), _code(source)
                if not (unit and whole):
                    yield Outcome("", condition, loop, (one.lineno, one.lineno))
                    return
                each = f"each `{unit}` of `{whole}`"
                yield from _outcomes(inner, sources, condition, loop or each, depth + 1)
            case ast.With(body=inner) | ast.Try(body=inner) | ast.AsyncWith(body=inner):
                yield from _outcomes(inner, sources, condition, loop, depth + 1)


def _where(values: Sequence[ast.expr], sources: Mapping[str, Sequence[ast.expr]]) -> str:
    """Return what the variables in an expression stand for that have one short value."""
    names = dict.fromkeys(one.id for value in values for one in walk(value) if isinstance(one, ast.Name))
    single = {name: _code(sources[name][0]) for name in names if len(sources.get(name, ())) == 1}
    told = [f"`{name}` is `{code}`" for name, code in single.items() if code]
    return f", where {listed(told[:_MOST_WHERE])}," if told else ""


def _sources(node: Function) -> dict[str, list[ast.expr]]:
    """Return the values that the variables of a function are given, by name; several stand for one that changes."""
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    parameters = {one.arg for one in every}
    found: dict[str, list[ast.expr]] = {}
    for one in own(node):
        targets: list[ast.expr] = []
        match one:
            case ast.Assign(targets=targets, value=value):
                is_whole = all(isinstance(target, ast.Name) for target in targets)
            case ast.NamedExpr(target=target, value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
                targets, is_whole = [target], True
            case ast.AugAssign(target=target, value=value):
                targets, is_whole = [target], False
            case ast.For(target=target, iter=value) | ast.AsyncFor(target=target, iter=value):
                targets, is_whole = [target], False
            case ast.Call(func=ast.Attribute(value=target, attr=name), args=[value, *_]) if name in CHANGING:
                targets, is_whole = [target], False  # What is put into a list is part of it.
            case _:
                continue
        for bound in (inner for target in targets for inner in walk(target) if isinstance(inner, ast.Name)):
            found.setdefault(bound.id, []).extend(
                [value] if is_whole and bound.id not in parameters else [value, value]
            )
    return found


def _is_rebound(node: Function, sources: Mapping[str, Sequence[ast.expr]]) -> bool:
    """Return whether the name of an argument comes to mean something else than what the caller has passed."""
    return any(one.arg in sources for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs))


def _code(node: ast.expr) -> str:
    """Return a short expression as code; empty for one that no reader follows, however deep the caller stands."""
    if len(list(islice(walk(node), _MOST_NODES + 1))) > _MOST_NODES:
        return ""
    code = unparsed(node)
    return code if len(code) <= _LONGEST_CALL and "`" not in code and "\n" not in code else ""


def _is_made(value: ast.expr | None) -> bool:
    return value is not None and not isinstance(value, ast.Constant)


def _returns(node: ast.If) -> bool:
    return any(isinstance(one, ast.Return) and _is_made(one.value) for one in node.body)


def _calls(values: list[ast.expr]) -> Iterator[ast.Call]:
    for value in values:
        yield from (one for one in walk(value) if isinstance(one, ast.Call))


def _shown(call: ast.Call) -> str:
    """Return a call as code; empty for one that only converts, or whose name is private."""
    name, path = last_name(call.func), dotted(call.func)
    if not path or name in _BUILTIN or path.rpartition(".")[0] in _LOGGERS or "_" in {path[:1], name[:1]}:
        return ""
    code = _code(call)
    return f"`{code or path}`"
