"""Fold neighbouring steps into one before they become words. Each fold is one function."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from mkdocs_howto.effects import dotted
from mkdocs_howto.syntax import walk
from mkdocs_howto.writers.offline.nodes import (
    Act,
    Branch,
    Change,
    Choice,
    Collect,
    Entries,
    Fail,
    First,
    Give,
    Guard,
    Leave,
    Loop,
    Node,
    Open,
    Series,
    Settings,
    Spans,
    Store,
)

_Fold = Callable[[Sequence[Node]], tuple[Node, int] | None]
"""Looks at the steps from one on; gives what stands for the first few of them, and how many these are."""
_Form = Literal["list", "set", "dictionary", "text", "count"]
_LONGEST_RUN = 8
"""Similar steps that one sentence tells."""


def folded(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Steps after every fold that fits, from the first to the last."""
    found: list[Node] = []
    rest = list(nodes)
    while rest:
        for fold in _fitting(rest):
            result = fold(rest)
            if result is not None:
                node, count = result
                rest[:count] = [node]
                break
        else:
            found.append(rest.pop(0))
    return tuple(found)


def _fitting(nodes: Sequence[Node]) -> tuple[_Fold, ...]:
    """Folds for steps of these kinds, in the order in which they are tried."""
    first = type(nodes[0])
    of_two = _FOLDS_OF_TWO.get((first, type(nodes[1])), ()) if len(nodes) > 1 else ()
    return of_two + _FOLDS.get(first, ())


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


# Conditions.


def guard(nodes: Sequence[Node]) -> tuple[Node, int] | None:
    """`if c: raise E` is one step."""
    match nodes[0]:
        case Branch(arms=[(test, [Fail() | Give(kind="return") | Leave() as only])], lines=lines) if test is not None:
            return Guard(test, only, lines + only.lines), 1
    return None


def nested(nodes: Sequence[Node]) -> tuple[Node, int] | None:
    """`if a:` with nothing but `if b:` inside is one condition."""
    match nodes[0]:
        case Branch(arms=[(outer, [Branch(arms=[(test, body)]) as only])], lines=lines):
            if outer is not None and test is not None:
                return Branch(((_both(outer, test), body),), lines + only.lines), 1
        case Branch(arms=[(outer, [Guard(test=test, then=then) as only])], lines=lines) if outer is not None:
            return Guard(_both(outer, test), then, lines + only.lines), 1
    return None


def _both(outer: ast.expr, test: ast.expr) -> ast.BoolOp:
    # It stands nowhere in the source, so it has no position and is never quoted.
    parts = [
        part
        for one in (outer, test)
        for part in (one.values if isinstance(one, ast.BoolOp) and isinstance(one.op, ast.And) else [one])
    ]
    return ast.BoolOp(op=ast.And(), values=parts)


def choice(nodes: Sequence[Node]) -> tuple[Node, int] | None:
    """Two arms that set the same variable, or both return, are one choice."""
    match nodes[0]:
        case Branch(arms=[(test, [Act() | Give() as then]), (None, [Act() | Give() as otherwise])], lines=lines):
            if test is not None and _alike(then, otherwise):
                return Choice(test, then, otherwise, lines + then.lines + otherwise.lines), 1
    match nodes[:2]:
        case [Guard(test=test, then=Give(kind="return") as then), Give(kind="return") as otherwise]:
            if _alike(then, otherwise):
                return Choice(test, then, otherwise, nodes[0].lines + otherwise.lines), 2
    return None


def replaced(nodes: Sequence[Node]) -> tuple[Node, int] | None:
    """A plain value that is at once replaced under a condition."""
    match nodes[:2]:
        case [Act(targets=[ast.Name(id=name)], checks=()) as first, Branch(arms=[(test, [Act() as then])]) as branch]:
            reads = {node.id for node in walk(test) if isinstance(node, ast.Name)} if test is not None else {name}
            if _is_plain(first.value) and _alike(then, first) and name not in reads | _names(then.value):
                assert test is not None
                return Choice(test, then, first, first.lines + branch.lines + then.lines), 2
    return None


def _alike(then: Node, otherwise: Node) -> bool:
    match then, otherwise:
        case Act(value=ast.IfExp()), _:
            return False  # Which “otherwise” belongs to which “if” could not be told.
        case _, Act(value=ast.IfExp()):
            return False
        case Act(targets=[first], checks=()), Act(targets=[second], checks=()):
            return dotted(first) != "" and dotted(first) == dotted(second)
        case Give(kind=one_kind, value=one), Give(kind=other_kind, value=other):
            return one is not None and other is not None and one_kind == other_kind != "yield from"
    return False


# Requests.


def checked(nodes: Sequence[Node]) -> tuple[Node, int] | None:
    """A check of a response belongs to the request before it."""
    match nodes[:2]:
        case [Act(targets=[target]) as request, Act(targets=[], value=ast.Call() as check) as step]:
            if _checks(check, target):
                return dataclasses.replace(request, checks=(check,), lines=request.lines + step.lines), 2
    match nodes[0]:
        case Open(items=[item], body=[Act(targets=[], value=ast.Call() as check) as step, *rest]) as opened:
            if rest and item.optional_vars is not None and _checks(check, item.optional_vars):
                lines = opened.lines + step.lines
                return dataclasses.replace(opened, body=tuple(rest), checks=(check,), lines=lines), 1
    return None


def _checks(call: ast.Call, target: ast.expr) -> bool:
    match call:
        case ast.Call(func=ast.Attribute(value=receiver, attr="raise_for_status"), args=[]):
            return dotted(receiver) == dotted(target) != ""
        case ast.Call(func=ast.Name(id="raise_for_status") | ast.Attribute(attr="raise_for_status"), args=[response]):
            return dotted(response) == dotted(target) != ""
    return False


# Loops.


def collected(nodes: Sequence[Node]) -> tuple[Node, int] | None:
    """Something empty, and a loop that only adds to it."""
    match nodes[:2]:
        case [Act(targets=[ast.Name(id=name) as kept], value=start) as first, Loop(body=body, orelse=()) as loop]:
            if loop.target is None or not body:
                return None
            test, only = _conditional(body)
            added = _added(only, name, start) if only is not None else None
            if added is not None and only is not None:
                form, key, item = added
                lines = (*first.lines, *loop.lines, *(span for node in body for span in node.lines), *only.lines)
                return Collect(
                    kept,
                    form,
                    key,
                    item,
                    loop.target,
                    loop.source,
                    test,
                    loop.asynchronous,
                    tuple(dict.fromkeys(lines)),
                ), 2
    return None


def _conditional(body: Sequence[Node]) -> tuple[ast.expr | None, Node | None]:
    """The one step of a body, and the condition on which it is taken."""
    match body:
        case [Branch(arms=[(test, [only])])]:
            return test, only
        case [Guard(test=test, then=Leave(kind="continue")), only]:
            return ast.UnaryOp(op=ast.Not(), operand=test), only
        case [only]:
            return None, only
    return None, None


def _added(node: Node, name: str, start: ast.expr) -> tuple[_Form, ast.expr | None, ast.expr] | None:
    """What a step adds to a variable that began as `start`."""
    match start, node:
        case (
            ast.List(elts=[]) | ast.Call(func=ast.Name(id="list"), args=[]),
            Act(
                value=ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr="append"), args=[item]),
                targets=[],
                awaited=False,
            ),
        ) if owner == name:
            return "list", None, item
        case (
            ast.Call(func=ast.Name(id="set"), args=[]),
            Act(value=ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr="add"), args=[item]), targets=[]),
        ) if owner == name:
            return "set", None, item
        case (
            ast.Dict(keys=[]) | ast.Call(func=ast.Name(id="dict"), args=[], keywords=[]),
            Act(value=item, targets=[ast.Subscript(value=ast.Name(id=owner), slice=key)], awaited=False),
        ) if owner == name:
            return "dictionary", key, item
        case ast.Constant(value=""), Change(target=ast.Name(id=owner), operator=ast.Add(), value=item) if owner == name:
            return "text", None, item
        case ast.Constant(value=0), Change(target=ast.Name(id=owner), operator=ast.Add(), value=ast.Constant(value=1)):
            if owner == name:
                return "count", None, start
    return None


def first_of(nodes: Sequence[Node]) -> tuple[Node, int] | None:
    """A loop that returns the first item, or the first that fits."""
    match nodes[0]:
        case Loop(target=target, body=[only], orelse=()) as loop if target is not None:
            test, give = None, only
            if isinstance(only, Guard):
                test, give = only.test, only.then
            if not isinstance(give, Give | Choice) or not _returns(give):
                return None
            otherwise = nodes[1] if len(nodes) > 1 else None
            rest = otherwise if isinstance(otherwise, Give) and otherwise.kind == "return" else None
            lines = loop.lines + only.lines + (rest.lines if rest is not None else ())
            found = First(target, loop.source, test, give, rest, loop.asynchronous, lines)
            return found, 1 if rest is None else 2
    return None


def _returns(node: Give | Choice) -> bool:
    last = node if isinstance(node, Give) else node.then
    return isinstance(last, Give) and last.kind == "return" and last.value is not None


# Runs of what is alike.


def given(nodes: Sequence[Node]) -> tuple[Node, int] | None:
    """A value that is only kept to be handed over in the next step."""
    match nodes[:2]:
        case [
            Act(targets=[ast.Name(id=name)], checks=(), value=value) as act,
            Give(value=ast.Name(id=handed), kind="return" | "yield" as kind) as give,
        ] if name == handed:
            # A name that goes on living after `yield` is only left out when it was there before.
            told = kind == "return" or name in _names(value)
            if told and isinstance(
                value, ast.Call | ast.BinOp | ast.IfExp | ast.ListComp | ast.DictComp | ast.Subscript
            ):
                # Without a position: the words around `await` are not the function's own.
                handed_over = ast.Await(value=value) if act.awaited else value
                return Give(kind, handed_over, act.lines + give.lines), 2
    return None


def stored(nodes: Sequence[Node]) -> tuple[Node, int] | None:
    """`self.a = a`, once or more."""
    run = _run(nodes, _is_stored, most=24)
    if not run:
        return None
    return Store(tuple(run), _lines(run)), len(run)


def _is_stored(node: Node) -> bool:
    match node:
        case Act(
            targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=ast.Name(id=value), awaited=False
        ):
            return name.lstrip("_") == value.lstrip("_")
    return False


def settings(nodes: Sequence[Node]) -> tuple[Node, int] | None:
    """A run of plain values."""
    run = _run(nodes, _is_setting)
    return (Settings(tuple(run), _lines(run)), len(run)) if len(run) > 1 else None


def _is_setting(node: Node) -> bool:
    return (
        isinstance(node, Act)
        and len(node.targets) == 1
        and dotted(node.targets[0]) != ""
        and _is_plain(node.value)
        and not node.awaited
        and not _is_stored(node)
    )


def entries(nodes: Sequence[Node]) -> tuple[Node, int] | None:
    """A run of `d[k] = v`."""
    match nodes[0]:
        case Act(targets=[ast.Subscript(value=owner)]) if dotted(owner):
            run = _run(nodes, lambda node: _is_entry(node, dotted(owner)))
            if len(run) > 1:
                targets = [act.targets[0] for act in run]
                keys = tuple(target.slice for target in targets if isinstance(target, ast.Subscript))
                return Entries(owner, keys, tuple(act.value for act in run), _lines(run)), len(run)
    return None


def _is_entry(node: Node, owner: str) -> bool:
    match node:
        case Act(targets=[ast.Subscript(value=value, slice=key)], value=kept, awaited=False):
            return dotted(value) == owner and not isinstance(key, ast.Slice) and not isinstance(kept, ast.Call)
    return False


def series(nodes: Sequence[Node]) -> tuple[Node, int] | None:
    """The same call with one value after the other."""
    match nodes[0]:
        case Act(value=ast.Call(func=function, args=[_], keywords=[]), targets=[], awaited=False) if dotted(function):
            run = _run(nodes, lambda node: _is_call(node, dotted(function)))
            if len(run) > 1:
                return Series(tuple(act.value for act in run if isinstance(act.value, ast.Call)), _lines(run)), len(run)
    return None


def _is_call(node: Node, name: str) -> bool:
    match node:
        case Act(value=ast.Call(func=function, args=[argument], keywords=[]), targets=[], awaited=False):
            return dotted(function) == name and not isinstance(argument, ast.Call | ast.Starred)
    return False


def _run(nodes: Sequence[Node], fits: Callable[[Node], bool], most: int = _LONGEST_RUN) -> list[Act]:
    found: list[Act] = []
    for node in nodes[:most]:
        if not isinstance(node, Act) or not fits(node):
            break
        found.append(node)
    return found


def _lines(run: Sequence[Act]) -> Spans:
    return tuple(span for node in run for span in node.lines)


def _is_plain(node: ast.expr) -> bool:
    match node:
        case ast.Constant():
            return True
        case ast.List(elts=[]) | ast.Tuple(elts=[]) | ast.Dict(keys=[]):
            return True
        case ast.Call(func=ast.Name(id="set" | "list" | "dict"), args=[], keywords=[]):
            return True
        case ast.Name() | ast.Attribute():
            return dotted(node) != ""
    return False


def _names(node: ast.expr) -> set[str]:
    return {inner.id for inner in walk(node) if isinstance(inner, ast.Name)}


_FOLDS_OF_TWO: dict[tuple[type[Node], type[Node]], tuple[_Fold, ...]] = {
    (Act, Act): (checked,),
    (Act, Loop): (collected,),
    (Act, Give): (given,),
    (Act, Branch): (replaced,),
    (Guard, Give): (choice,),
}
"""What may be folded with the step after it, by the kinds of both."""
_FOLDS: dict[type[Node], tuple[_Fold, ...]] = {
    Act: (stored, settings, entries, series),
    Branch: (guard, nested, choice),
    Loop: (first_of,),
    Open: (checked,),
}
"""What may be folded otherwise, by the kind of the first of the steps, in the order in which it is tried."""
