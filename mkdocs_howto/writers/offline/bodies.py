"""Turn the statements of a block into nodes, and the nodes into steps that a reader can take in."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from mkdocs_howto.section import CodeBlock, Project, Step
from mkdocs_howto.syntax import below, last_name
from mkdocs_howto.writers.offline.calls import Table, table
from mkdocs_howto.writers.offline.digests import digest
from mkdocs_howto.writers.offline.folding import folded, unused
from mkdocs_howto.writers.offline.nodes import (
    Act,
    Attempt,
    Branch,
    Change,
    Define,
    Fail,
    Give,
    Leave,
    Loop,
    Node,
    Note,
    Open,
    Select,
    Spans,
    lines_of,
    size,
)
from mkdocs_howto.writers.offline.phrases import Phrases
from mkdocs_howto.writers.offline.source import Source
from mkdocs_howto.writers.offline.trees import (
    Function,
    optional_parameters,
    read_names,
    without_docstring,
)
from mkdocs_howto.writers.offline.types import Objects, Types
from mkdocs_howto.writers.offline.values import Values
from mkdocs_howto.writers.offline.words import capital

LONGEST_BODY = 30
"""Steps of one function that are told one by one; beyond, what lies deeper is told by what it changes."""
_PHASE = 8
"""Statements that one step tells when even the outermost are too many."""
_DEEPEST = 40
"""Blocks inside each other that are followed."""


class Outline:
    """Makes steps of the functions of one block."""

    def __init__(self, block: CodeBlock, tree: ast.Module, project: Project) -> None:
        self._block = block
        self.table: Table = table()
        self.objects = Objects(block, project)
        self.source = Source(block.source, tree)

    def function(self, node: Function, attributes: dict[str, str], room: int = LONGEST_BODY) -> tuple[Step, ...]:
        """The steps of a function.

        Args:
            node: The function.
            attributes: Types of `self.name`, where known.
            room: How many steps there may be with those inside them.
        """
        body = list(without_docstring(node.body))
        if len(body) > 1 and isinstance(body[-1], ast.Return) and body[-1].value is None:
            body.pop()  # What ends anyway.
        return self.body(body, node, attributes, room)

    def body(
        self, body: Sequence[ast.stmt], scope: ast.AST, attributes: dict[str, str], room: int = LONGEST_BODY
    ) -> tuple[Step, ...]:
        """The steps of a list of statements."""
        try:
            everything = below(scope)
            values = self._values(everything, attributes)
            nodes = folded(tuple(_nodes(body, read_names(everything), 0)))
            return self._fitted(nodes, scope, values, room)
        except RecursionError:
            last = body[-1].end_lineno or body[-1].lineno
            return (Step("Computes what is nested too deeply to be told.", lines=((body[0].lineno, last),)),)

    def _values(self, everything: Sequence[ast.AST], attributes: dict[str, str]) -> Values:
        """Words for the values of a function."""
        types = Types(self.objects, self.table, attributes)
        types.read(everything)
        local = {name for name in types.known if "." not in name} | types.bound
        return Values(self.source, types, self.table, optional_parameters(everything), local)

    def _fitted(self, nodes: tuple[Node, ...], scope: ast.AST, values: Values, room: int) -> tuple[Step, ...]:
        """Steps that fit, the deepest told by what they change until the rest does."""
        depth = _depth(nodes)
        while True:
            phrases = Phrases(values, depth=depth, **_nature(scope, self._block))
            steps = _within(room, phrases, nodes)
            if steps is not None:
                return steps
            if depth == 0:
                return _phases(nodes, values, room)
            # Most levels cannot be enough when there are many more steps than room.
            depth = min(depth - 1, 3)


def _within(room: int, phrases: Phrases, nodes: tuple[Node, ...]) -> tuple[Step, ...] | None:
    """Nodes as steps; `None` as soon as there are too many."""
    steps: list[Step] = []
    for node in nodes:
        made = tuple(phrases.steps(node, 0))
        room -= count(made)
        if room < 0:
            return None
        steps += made
    return tuple(steps)


def _nature(scope: ast.AST, block: CodeBlock) -> dict[str, bool]:
    names = {last_name(one) for one in getattr(scope, "decorator_list", [])}
    own = "contextmanager" in block.shape.labels and block.shape.kind == "function"
    return {"is_manager": own or bool(names & {"contextmanager", "asynccontextmanager"})}


def _phases(nodes: tuple[Node, ...], values: Values, room: int) -> tuple[Step, ...]:
    """Statements in groups, each told by what it changes."""
    per = max(_PHASE, -(-len(nodes) // max(room, 1)))
    steps = []
    for start in range(0, len(nodes), per):
        group = nodes[start : start + per]
        lines = tuple(span for node in group for span in lines_of(node))
        said = digest(group, values)
        if said:
            steps.append(Step(f"{capital(said)}.", lines=_merged(lines)))
    return tuple(steps)


def _merged(lines: Spans) -> Spans:
    """Spans that touch, joined."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(set(lines)):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def _depth(nodes: tuple[Node, ...]) -> int:
    """Levels to begin with: all, unless there is far too much."""
    steps = size(nodes)
    return 9 if steps < 2 * LONGEST_BODY else 3 if steps < 8 * LONGEST_BODY else 1


def count(steps: Sequence[Step]) -> int:
    """Steps with those inside them."""
    return len(steps) + sum(count(step.steps) for step in steps if step.steps)


# Statements to nodes.


def _nodes(body: Sequence[ast.stmt], read: set[str], level: int = 0) -> Iterator[Node]:
    yield from unused([node for statement in body for node in _node(statement, read, level)], read)


def _inner(body: Sequence[ast.stmt], read: set[str], level: int) -> tuple[Node, ...]:
    if level > _DEEPEST:
        raise RecursionError
    return folded(tuple(_nodes(body, read, level + 1)))


def _node(node: ast.stmt, read: set[str], level: int) -> Iterator[Node]:
    lines: Spans = ((node.lineno, node.end_lineno or node.lineno),)
    match node:
        case ast.Expr(value=ast.Yield(value=value)):
            yield Give("yield", value, lines)
        case ast.Expr(value=ast.YieldFrom(value=value)):
            yield Give("yield from", value, lines)
        case ast.Expr(value=ast.Constant()):
            return
        case ast.Expr(value=value):
            yield _act(value, (), lines)
        case ast.Assign(targets=targets, value=value):
            yield _act(value, tuple(targets), lines)
        case ast.AnnAssign(target=target, value=value) if value is not None:
            yield _act(value, (target,), lines)
        case ast.AugAssign(target=target, op=operator, value=value):
            yield Change(target, operator, value, lines)
        case ast.Return(value=value):
            yield Give("return", value, lines)
        case ast.Raise(exc=error, cause=cause):
            yield Fail(error, cause, lines)
        case ast.Break():
            yield Leave("break", lines)
        case ast.Continue():
            yield Leave("continue", lines)
        case ast.Assert(test=test, msg=message):
            yield Note("assert", (test,), message, lines)
        case ast.Delete(targets=targets):
            yield Note("delete", tuple(targets), None, lines)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield Define(node, _inner(without_docstring(node.body), read, level), _head(node, node.body[0]))
        case ast.ClassDef():
            yield Define(node, (), lines)
        case _:
            yield from _compound(node, read, level)


def _compound(node: ast.stmt, read: set[str], level: int) -> Iterator[Node]:
    match node:
        case ast.If(test=test):
            yield Branch(tuple(_arms(node, read, level)), _until(node, test))
        case ast.For() | ast.AsyncFor():
            body, other = _inner(node.body, read, level), _inner(node.orelse, read, level)
            yield Loop(node.target, node.iter, body, other, isinstance(node, ast.AsyncFor), _until(node, node.iter))
        case ast.While(test=test):
            body, other = _inner(node.body, read, level), _inner(node.orelse, read, level)
            yield Loop(None, test, body, other, asynchronous=False, lines=_until(node, test))
        case ast.With(items=items) | ast.AsyncWith(items=items):
            last = items[-1].optional_vars or items[-1].context_expr
            body = _inner(node.body, read, level)
            yield Open(tuple(items), body, isinstance(node, ast.AsyncWith), _until(node, last))
        case ast.Try() | ast.TryStar():
            handlers = tuple(
                (handler.type, _inner(handler.body, read, level), ((handler.lineno, handler.lineno),))
                for handler in node.handlers
            )
            bodies = (_inner(body, read, level) for body in (node.body, node.orelse, node.finalbody))
            tried, other, final = bodies
            yield Attempt(tried, handlers, other, final, ((node.lineno, node.lineno),))
        case ast.Match(subject=subject):
            cases = tuple((case.pattern, case.guard, _inner(case.body, read, level)) for case in node.cases)
            yield Select(subject, cases, _until(node, subject))


def _act(value: ast.expr, targets: tuple[ast.expr, ...], lines: Spans) -> Act:
    if isinstance(value, ast.Await):
        return Act(value.value, targets, awaited=True, lines=lines)
    return Act(value, targets, awaited=False, lines=lines)


def _arms(node: ast.If, read: set[str], level: int) -> Iterator[tuple[ast.expr | None, tuple[Node, ...]]]:
    """The ways of an `if`; a long row of `elif` is one after the other, not one inside the other."""
    while True:
        yield node.test, _inner(node.body, read, level)
        match node.orelse:
            case [ast.If() as another]:
                node = another
            case [_, *_]:
                yield None, _inner(node.orelse, read, level)
                return
            case _:
                return


def _until(node: ast.stmt, last: ast.expr) -> Spans:
    return ((node.lineno, last.end_lineno or node.lineno),)


def _head(node: Function, first: ast.stmt) -> Spans:
    start = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return ((start, max(node.lineno, first.lineno - 1)),)
