"""Turn the statements of a block into steps, and the steps into nodes that can be folded and phrased."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from mkdocs_howto.section import CodeBlock, Lookup, Span, Step
from mkdocs_howto.writers.offline.calls import table
from mkdocs_howto.writers.offline.folding import folded, unused
from mkdocs_howto.writers.offline.nodes import (
    Act,
    Attempt,
    Branch,
    Change,
    Fail,
    Give,
    Leave,
    Loop,
    Node,
    Note,
    Open,
    Select,
    Spans,
)
from mkdocs_howto.writers.offline.phrases import Phrases
from mkdocs_howto.writers.offline.source import Source, is_secret_name, listed
from mkdocs_howto.writers.offline.types import Types

MOST = 12
"""Steps on the top level of a class or module; what is beyond is listed by name."""
LONGEST_BODY = 40
"""Steps of one body that are told one by one; beyond, inner steps are left out."""
LONGEST_CLASS = 70
"""Steps of a class or module with those inside them."""

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_READ = {"property", "cached_property"}
"""Decorators that make a method something that is read."""


def steps_of(block: CodeBlock, tree: ast.Module, lookup: Lookup) -> tuple[Step, ...]:
    """The steps of a block; never none.

    Args:
        block: The code.
        tree: Its syntax tree.
        lookup: Answers what other objects are.
    """
    return _outlined(block, tree, lookup) or (Step(_nothing(block), lines=((1, block.source.count("\n")),)),)


def _nothing(block: CodeBlock) -> str:
    """What to say of code in which nothing is executed."""
    shape = block.shape
    bases = [f"`{base.rpartition('.')[2]}`" for base in shape.bases]
    match shape.kind:
        case "class":
            return f"Takes over everything from {listed(bases)}." if bases else "Adds nothing of its own."
        case "function" if "abstract" in shape.labels:
            return "Is left to subclasses to implement."
        case "function":
            return "Returns without any action."
        case "module" | "snippet":
            return "Only imports names for other code."
    return f"Holds a value of type `{shape.annotation}`." if shape.annotation else "Holds a value."


def _outlined(block: CodeBlock, tree: ast.Module, lookup: Lookup) -> tuple[Step, ...]:
    types = Types(block, lookup, table())
    types.read(tree)
    outline = _Outline(Source(block.source), Phrases(Source(block.source), types, block, lookup, tree), types)
    if block.shape.kind == "module":
        return outline.members(tree.body)
    match tree.body:
        case [ast.FunctionDef() | ast.AsyncFunctionDef() as function]:
            return outline.function(function)
        case [ast.ClassDef() as class_]:
            return outline.members(class_.body)
    return outline.body(tree.body, tree)


class _Outline:
    def __init__(self, source: Source, phrases: Phrases, types: Types) -> None:
        self._source = source
        self._phrases = phrases
        self._types = types

    # Classes and modules: one step a member.

    def members(self, body: Sequence[ast.stmt]) -> tuple[Step, ...]:
        fields = [node for node in body if isinstance(node, ast.Assign | ast.AnnAssign) and not _is_special(node)]
        steps = [self._fields(fields)] if fields else []
        told = [node for node in body if _is_told(node)]
        room = MOST - len(steps)
        shown = told if len(told) <= room else told[: room - 1]
        for node in shown:
            if isinstance(node, _Function):
                steps.append(self._member(node))
            else:
                steps.append(Step(f"Defines the class `{_name(node)}`.", lines=_lines(node)))
        rest = told[len(shown) :]
        if rest:
            steps.append(self._further(rest))
        return _fitting(tuple(steps))

    def _further(self, rest: Sequence[ast.stmt]) -> Step:
        names = [f"`{_name(node)}`" for node in rest]
        return Step(f"Further members: {listed(names)}.", lines=tuple(span for node in rest for span in _lines(node)))

    def _fields(self, fields: Sequence[ast.Assign | ast.AnnAssign]) -> Step:
        told: list[str] = []
        for node in fields:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                name = self._source.text(target)
                if node.value is None or is_secret_name(name) or len(fields) > 6 or not _is_short(node.value):
                    told.append(f"`{name}`")
                else:
                    told.append(f"`{name}` ({self._source.quote(node.value)})")
        lines = tuple(span for node in fields for span in _lines(node))
        if len(told) > 2 * MOST:
            told = [*told[: 2 * MOST], f"{len(told) - 2 * MOST} more"]
        return Step(f"Sets {listed(told)}.", lines=lines)

    def _member(self, node: _Function) -> Step:
        label = "Creation" if node.name == "__init__" else f"`{_call_text(node)}`"
        kind = _decorated(node)
        inner = self.function(node)
        if len(inner) == 1 and not inner[0].steps:
            text = inner[0].text
            return Step(f"{label}{kind}: {text[0].lower()}{text[1:]}", lines=_lines(node))
        if not inner:
            return Step(f"{label}{kind} has no code of its own.", lines=_lines(node))
        return Step(f"{label}{kind}:", inner, _lines(node)[:1])

    # Functions: one step a statement, or less.

    def function(self, node: _Function) -> tuple[Step, ...]:
        body = list(_without_docstring(node.body))
        if len(body) > 1 and isinstance(body[-1], ast.Return) and body[-1].value is None:
            body.pop()  # What ends anyway.
        self._types.enter(node)
        return self.body(body, node)

    def body(self, body: Sequence[ast.stmt], scope: ast.AST) -> tuple[Step, ...]:
        read = _read_names(scope)
        try:
            nodes = folded(tuple(_nodes(body, read)))
            steps = tuple(step for node in nodes for step in self._phrases.steps(node))
        except RecursionError:
            return (Step("Computes what is nested too deeply to be told.", lines=tuple(_lines(body[0]))),)
        return _shortened(steps, _size(steps))


def _fitting(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps of all members, the deepest left out until a reader can take them in."""
    for depth in (2, 1, 0):
        if _size(steps) <= LONGEST_CLASS:
            break
        steps = tuple(_cut(step, depth) for step in steps)
    return steps


def _size(steps: Sequence[Step]) -> int:
    return sum(1 + _size(step.steps) for step in steps)


def _shortened(steps: tuple[Step, ...], size: int) -> tuple[Step, ...]:
    """Long bodies are told by their outer steps; what lies deeper is counted."""
    depth = 3
    while size > LONGEST_BODY and depth:
        steps = tuple(_cut(step, depth) for step in steps)
        size = _size(steps)
        depth -= 1
    if len(steps) > LONGEST_BODY:
        rest = steps[LONGEST_BODY - 1 :]
        lines = tuple(span for step in rest for span in _all_lines(step))
        steps = (*steps[: LONGEST_BODY - 1], Step(f"Goes on with {len(rest)} more steps.", lines=lines))
    return steps


def _cut(step: Step, depth: int) -> Step:
    if depth == 0 or not step.steps:
        if not step.steps:
            return step
        count = _size(step.steps)
        words = f"{step.text.rstrip(':')}: {count} {'step' if count == 1 else 'steps'}."
        return Step(words, lines=tuple(_all_lines(step)))
    return Step(step.text, tuple(_cut(inner, depth - 1) for inner in step.steps), step.lines)


def _all_lines(step: Step) -> Iterator[Span]:
    yield from step.lines
    for inner in step.steps:
        yield from _all_lines(inner)


# Statements to nodes.


def _nodes(body: Sequence[ast.stmt], read: set[str]) -> Iterator[Node]:
    yield from unused([node for statement in body for node in _node(statement, read)], read)


def _inner(body: Sequence[ast.stmt], read: set[str]) -> tuple[Node, ...]:
    return folded(tuple(_nodes(body, read)))


def _node(node: ast.stmt, read: set[str]) -> Iterator[Node]:
    lines = _lines(node)
    head: Spans = ((node.lineno, max(node.lineno, _first_inside(node) - 1)),)
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
        case ast.If():
            yield Branch(tuple(_arms(node, read)), head if _has_blocks(node) else lines)
        case ast.For() | ast.AsyncFor():
            asynchronous = isinstance(node, ast.AsyncFor)
            yield Loop(node.target, node.iter, _inner(node.body, read), _inner(node.orelse, read), asynchronous, head)
        case ast.While():
            yield Loop(None, node.test, _inner(node.body, read), _inner(node.orelse, read), False, head)
        case ast.With() | ast.AsyncWith():
            yield Open(tuple(node.items), _inner(node.body, read), isinstance(node, ast.AsyncWith), head)
        case ast.Try() | ast.TryStar():
            handlers = tuple((handler.type, _inner(handler.body, read)) for handler in node.handlers)
            yield Attempt(
                _inner(node.body, read), handlers, _inner(node.orelse, read), _inner(node.finalbody, read), head
            )
        case ast.Match():
            cases = tuple((case.pattern, case.guard, _inner(case.body, read)) for case in node.cases)
            yield Select(node.subject, cases, head)
        case ast.Assert(test=test):
            yield Note("assert", (test,), "", lines)
        case ast.Delete(targets=targets):
            yield Note("delete", tuple(targets), "", lines)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield Note("define", (), name, lines)


def _act(value: ast.expr, targets: tuple[ast.expr, ...], lines: Spans) -> Act:
    if isinstance(value, ast.Await):
        return Act(value.value, targets, True, lines)
    return Act(value, targets, False, lines)


def _arms(node: ast.If, read: set[str]) -> Iterator[tuple[ast.expr | None, tuple[Node, ...]]]:
    yield node.test, _inner(node.body, read)
    match node.orelse:
        case [ast.If() as inner]:
            yield from _arms(inner, read)
        case [_, *_]:
            yield None, _inner(node.orelse, read)


def _has_blocks(node: ast.If) -> bool:
    return (
        len(node.body) > 1
        or bool(node.orelse)
        or not isinstance(node.body[0], ast.Raise | ast.Return | ast.Continue | ast.Break)
    )


def _first_inside(node: ast.stmt) -> int:
    inner = getattr(node, "body", None) or getattr(node, "cases", None)
    if not inner:
        return node.lineno + 1
    first = inner[0]
    return first.lineno if isinstance(first, ast.stmt) else first.pattern.lineno


def _read_names(scope: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(scope) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)} | {
        name for node in ast.walk(scope) if isinstance(node, ast.Global | ast.Nonlocal) for name in node.names
    }


# What members are called.


def _without_docstring(body: Sequence[ast.stmt]) -> Sequence[ast.stmt]:
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
    return body


def _is_told(node: ast.stmt) -> bool:
    if isinstance(node, ast.ClassDef):
        return not node.name.startswith("_")
    return isinstance(node, _Function) and _is_public(node) and not _repeats(node)


def _name(node: ast.stmt) -> str:
    return node.name if isinstance(node, _Function | ast.ClassDef) else ""


def _is_short(node: ast.expr) -> bool:
    return not isinstance(node, ast.Lambda | ast.ListComp | ast.DictComp | ast.GeneratorExp)


def _is_special(node: ast.Assign | ast.AnnAssign) -> bool:
    """Whether names like `__all__` are set: notes to tools, nothing a caller uses."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return all(isinstance(target, ast.Name) and target.id.startswith("__") for target in targets)


def _repeats(node: _Function) -> bool:
    """Whether a definition only adds to another of the same name."""
    return any(
        (isinstance(decorator, ast.Attribute) and decorator.attr in {"setter", "deleter", "overload"})
        or (isinstance(decorator, ast.Name) and decorator.id == "overload")
        for decorator in node.decorator_list
    )


def _is_public(node: _Function) -> bool:
    return (
        not node.name.startswith("_")
        or node.name == "__init__"
        or (node.name.startswith("__") and node.name.endswith("__"))
    )


def _decorated(node: _Function) -> str:
    names = {decorator.id if isinstance(decorator, ast.Name) else "" for decorator in node.decorator_list}
    names |= {decorator.attr for decorator in node.decorator_list if isinstance(decorator, ast.Attribute)}
    calls = [decorator.func for decorator in node.decorator_list if isinstance(decorator, ast.Call)]
    names |= {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    facts = []
    yields = any(isinstance(inner, ast.Yield | ast.YieldFrom) for inner in _own(node))
    manager = bool(names & {"contextmanager", "asynccontextmanager"})
    if isinstance(node, ast.AsyncFunctionDef):
        facts.append(
            "asynchronous generator" if yields and not manager else "coroutine" if not manager else "asynchronous"
        )
    elif yields and not manager:
        facts.append("generator")
    facts += [
        word
        for name, word in (
            ("property", "property"),
            ("cached_property", "property, computed once"),
            ("classmethod", "class method"),
            ("staticmethod", "static method"),
            ("abstractmethod", "abstract"),
            ("contextmanager", "context manager"),
            ("asynccontextmanager", "context manager"),
            ("lru_cache", "results are kept"),
            ("cache", "results are kept"),
        )
        if name in names
    ]
    return f" ({', '.join(facts)})" if facts else ""


def _own(node: _Function) -> Iterator[ast.AST]:
    pending: list[ast.AST] = list(node.body)
    while pending:
        inner = pending.pop()
        yield inner
        if not isinstance(inner, _Function | ast.Lambda | ast.ClassDef):
            pending.extend(ast.iter_child_nodes(inner))


def _call_text(node: _Function) -> str:
    arguments = node.args
    names = [argument.arg for argument in [*arguments.posonlyargs, *arguments.args]]
    is_static = any(
        isinstance(decorator, ast.Name) and decorator.id == "staticmethod" for decorator in node.decorator_list
    )
    if names[:1] in (["self"], ["cls"]) and not is_static:
        names = names[1:]
    if any(
        (decorator.id if isinstance(decorator, ast.Name) else getattr(decorator, "attr", "")) in _READ
        for decorator in node.decorator_list
    ):
        return node.name
    return f"{node.name}({', '.join([*names, *(argument.arg for argument in arguments.kwonlyargs)])})"


def _lines(node: ast.stmt) -> Spans:
    return ((node.lineno, node.end_lineno or node.lineno),)
