"""Fold neighbouring steps into one before they become words. Each fold is one function."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Callable, Iterator, Sequence

from mkdocs_howto.effects import dotted
from mkdocs_howto.writers.offline.nodes import (
    Act,
    Branch,
    Choice,
    Collect,
    Fail,
    Give,
    Guard,
    Leave,
    Loop,
    Node,
    Open,
    Settings,
)

_Fold = Callable[[Sequence[Node]], tuple[Node, int] | None]
"""Looks at the steps from one on; gives what stands for the first few of them, and how many these are."""


def folded(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Steps after every fold that fits, from the first to the last."""
    found: list[Node] = []
    rest = list(nodes)
    while rest:
        for fold in _FOLDS:
            result = fold(rest)
            if result is not None:
                node, count = result
                rest[:count] = [node]
                break
        else:
            found.append(rest.pop(0))
    return tuple(found)


def guard(nodes: Sequence[Node]) -> tuple[Node, int] | None:
    """`if c: raise E` is one step."""
    match nodes[0]:
        case Branch(arms=[(test, [Fail() | Give(kind="return") | Leave() as only])], lines=lines) if test is not None:
            return Guard(test, only, lines), 1
    return None


def choice(nodes: Sequence[Node]) -> tuple[Node, int] | None:
    """Two arms that set the same variable, or both return, are one choice."""
    match nodes[0]:
        case Branch(arms=[(test, [then]), (None, [otherwise])], lines=lines) if test is not None:
            if _alike(then, otherwise):
                assert isinstance(then, Act | Give)
                assert isinstance(otherwise, Act | Give)
                return Choice(test, then, otherwise, lines), 1
    match nodes[:2]:
        case [Guard(test=test, then=Give(kind="return", value=value) as then), Give(kind="return") as otherwise]:
            if value is not None and otherwise.value is not None:
                return Choice(test, then, otherwise, nodes[0].lines + otherwise.lines), 2
    return None


def _alike(then: Node, otherwise: Node) -> bool:
    match then, otherwise:
        case Act(targets=[first]), Act(targets=[second]):
            return dotted(first) != "" and dotted(first) == dotted(second)
        case Give(kind="return", value=one), Give(kind="return", value=other):
            return one is not None and other is not None
    return False


def checked(nodes: Sequence[Node]) -> tuple[Node, int] | None:
    """A check of a response belongs to the request before it."""
    match nodes[:2]:
        case [Act(targets=[target]) as request, Act(targets=[]) as check] if _checks(check, target):
            assert isinstance(check.value, ast.Call)
            return dataclasses.replace(request, checks=(check.value,), lines=request.lines + check.lines), 2
    match nodes[0]:
        case Open(items=[item], body=[Act(targets=[]) as check, *rest]) as opened if (
            rest and item.optional_vars is not None
        ):
            if _checks(check, item.optional_vars):
                assert isinstance(check.value, ast.Call)
                return dataclasses.replace(
                    opened, body=tuple(rest), checks=(check.value,), lines=opened.lines + check.lines
                ), 1
    return None


def _checks(act: Act, target: ast.expr) -> bool:
    match act.value:
        case ast.Call(func=ast.Attribute(value=receiver, attr="raise_for_status")):
            return dotted(receiver) == dotted(target) != ""
    return False


def collected(nodes: Sequence[Node]) -> tuple[Node, int] | None:
    """An empty list, and a loop that only appends to it."""
    match nodes[:2]:
        case [
            Act(value=ast.List(elts=[]), targets=[ast.Name(id=name) as kept]),
            Loop(target=target, body=[inner], orelse=[]) as loop,
        ]:
            if target is None or loop.asynchronous:
                return None
            test = None
            if isinstance(inner, Branch) and len(inner.arms) == 1 and len(inner.arms[0][1]) == 1:
                test, (inner,) = inner.arms[0]
            match inner:
                case Act(
                    value=ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr="append"), args=[item]), targets=[]
                ):
                    if owner == name:
                        lines = nodes[0].lines + loop.lines + inner.lines
                        return Collect(kept, item, target, loop.source, test, lines), 2
    return None


def settings(nodes: Sequence[Node]) -> tuple[Node, int] | None:
    """A run of plain values."""
    run: list[Act] = []
    for node in nodes[:6]:
        if not (isinstance(node, Act) and len(node.targets) == 1 and _is_plain(node.value) and not node.awaited):
            break
        run.append(node)
    if len(run) < 2:
        return None
    return Settings(tuple(run), tuple(span for node in run for span in node.lines)), len(run)


def _is_plain(node: ast.expr) -> bool:
    match node:
        case ast.Constant():
            return True
        case ast.List(elts=[]) | ast.Tuple(elts=[]) | ast.Dict(keys=[]):
            return True
        case ast.Name() | ast.Attribute():
            return dotted(node) != ""
    return False


def given(nodes: Sequence[Node]) -> tuple[Node, int] | None:
    """A value that is only kept to be returned in the next step."""
    match nodes[:2]:
        case [
            Act(targets=[ast.Name(id=name)], checks=()) as act,
            Give(kind="return", value=ast.Name(id=returned)) as give,
        ]:
            if name == returned and isinstance(
                act.value, ast.Call | ast.BinOp | ast.IfExp | ast.ListComp | ast.DictComp
            ):
                value = ast.Await(value=act.value) if act.awaited else act.value
                return Give("return", value, act.lines + give.lines), 2
    return None


_FOLDS: tuple[_Fold, ...] = (guard, choice, checked, collected, given, settings)


def unused(nodes: Sequence[Node], read: set[str]) -> Iterator[Node]:
    """Steps in which nothing is kept that is never read.

    Args:
        nodes: Steps of one body.
        read: Names that the whole function reads.
    """
    for node in nodes:
        match node:
            case Act(value=ast.Call(), targets=[ast.Name(id=name)]) if name not in read:
                yield dataclasses.replace(node, targets=())
            case _:
                yield node
