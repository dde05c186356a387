"""What code does to the world, as far as its text shows: what it raises, what it requests.

Writers tell it, and the review compares what was told.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mkdocs_howto.section import CodeBlock
from mkdocs_howto.syntax import unparsed, walk

_METHODS = {"get", "post", "put", "patch", "delete", "head", "options"}
_SESSIONS = {"aiohttp.ClientSession", "httpx.Client", "httpx.AsyncClient", "requests.Session", "requests.session"}
_LIBRARIES = {"requests", "httpx"}
_NETWORK = {"aiohttp", *_LIBRARIES}
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Sent:
    """A request that code sends.

    Attributes:
        method: In capitals.
        code: What it is sent with, and the name of the function that it stands in.
        line: In the source of the tree.
    """

    method: str
    code: str
    line: int


@dataclass(frozen=True, slots=True)
class Effects:
    """What a block does.

    Attributes:
        raises: Names of the exception types that leave it, as written, in the order of the source.
        requests: HTTP methods that it sends, in capitals.
        sent: Each request.
    """

    raises: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    sent: tuple[Sent, ...] = ()


def effects_of(block: CodeBlock, tree: ast.Module) -> Effects:
    """Find what a block raises and requests.

    Args:
        block: The code.
        tree: Its syntax tree.
    """
    # Most code raises nothing itself.
    raises = _raises(tree) if "raise" in block.source else ()
    sent = tuple(_requests(block, tree))
    return Effects(raises, tuple(dict.fromkeys(one.method for one in sent)), sent)


def sequence_of(block: CodeBlock, tree: ast.Module) -> tuple[str, ...]:
    """Return the methods of the requests that a call sends, in order.

    Nothing where several functions send requests, or where a condition decides which are sent.
    """
    sent = {(one.line, one.method) for one in _requests(block, tree)}
    sending = [
        function
        for function in walk(tree)
        if isinstance(function, _Function)
        and any(function.lineno <= line <= (function.end_lineno or line) for line, _ in sent)
    ]
    if len(sending) != 1:
        return ()
    branches = [one for one in walk(sending[0]) if isinstance(one, ast.If | ast.Match | ast.Try)]
    unsure = {getattr(one, "lineno", 0) for branch in branches for one in walk(branch)}
    return () if any(line in unsure for line, _ in sent) else tuple(method for _, method in sorted(sent))


@functools.lru_cache(maxsize=16)
def _raises(tree: ast.Module) -> tuple[str, ...]:
    """Exception types that leave a block; asked for its example, its description and its review."""
    raises: dict[str, None] = {}
    for node, caught in _statements(tree.body, frozenset(), depth=0):
        name = _raised(node) if isinstance(node, ast.Raise) else ""
        if name and not caught & {name, "Exception", "BaseException"}:
            raises[name] = None
    return tuple(raises)


def dotted(node: ast.AST) -> str:
    """`a.b.c` as written; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id  # Most are.
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if parts and isinstance(node, ast.Name) else ""


def _raised(node: ast.Raise) -> str:
    """The type that a `raise` names; a variable may hold anything."""
    error = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    name = dotted(error) if error is not None else ""
    return name if name.rpartition(".")[2][:1].isupper() else ""


def _statements(
    body: Sequence[ast.stmt], caught: frozenset[str], *, depth: int
) -> Iterator[tuple[ast.stmt, frozenset[str]]]:
    """Statements that run when a definition is used, each with the types caught around it."""
    pending = list(body[::-1])  # A long row of `elif` is one inside the other, too deep to be followed by calls.
    while pending:
        node = pending.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                # What a function defines inside may never be called.
                if depth == 0 and not (node.name.startswith("_") and not node.name.startswith("__")):
                    yield from _statements(node.body, caught, depth=depth + 1)
            case ast.ClassDef():
                if depth == 0:
                    yield from _statements(node.body, caught, depth=depth)
            case ast.Try() | ast.TryStar():
                yield from _statements(node.body, caught | _caught(node), depth=depth)
                for handler in node.handlers:
                    yield from _statements(handler.body, caught, depth=depth)
                yield from _statements([*node.orelse, *node.finalbody], caught, depth=depth)
            case ast.Match():
                for case in node.cases:
                    yield from _statements(case.body, caught, depth=depth)
            case ast.If() | ast.For() | ast.AsyncFor() | ast.While():
                pending += [*node.body, *node.orelse][::-1]
            case ast.With() | ast.AsyncWith():
                yield from _statements(node.body, caught, depth=depth)
            case _:
                yield node, caught


def _caught(node: ast.Try | ast.TryStar) -> frozenset[str]:
    names: set[str] = set()
    for handler in node.handlers:
        types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        names.update(dotted(type_) if type_ is not None else "BaseException" for type_ in types)
    return frozenset(names)


def _requests(block: CodeBlock, tree: ast.Module) -> Iterator[Sent]:
    # Most code names no such library, and reading a tree three times takes long.
    texts = "\n".join([block.source, *block.names.values()])
    if not any(map(texts.__contains__, _NETWORK)):
        return
    sessions = set(_sessions(block, tree))
    around = {id(inner): one.name for one in walk(tree) if isinstance(one, _Function) for inner in walk(one)}
    for node in walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=receiver, attr=method)) if method in _METHODS:
                name = dotted(receiver)
                if name in sessions or block.names.get(name, name) in _LIBRARIES or _makes_session(block, receiver):
                    yield Sent(method.upper(), f"{around.get(id(node), '')} {unparsed(node)}", node.lineno)


def _sessions(block: CodeBlock, tree: ast.Module) -> Iterator[str]:
    """Variables that hold a session of an HTTP library."""
    for node in walk(tree):
        match node:
            case ast.withitem(context_expr=value, optional_vars=ast.Name(id=name)) if _makes_session(block, value):
                yield name
            case ast.Assign(targets=[target], value=value) if _makes_session(block, value):
                yield dotted(target)
            case ast.arg(arg=name, annotation=annotation) if annotation is not None and _is_session(block, annotation):
                yield name


def _makes_session(block: CodeBlock, node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and _is_session(block, node.func)


def _is_session(block: CodeBlock, node: ast.expr) -> bool:
    name = dotted(node)
    return block.names.get(name, name) in _SESSIONS
