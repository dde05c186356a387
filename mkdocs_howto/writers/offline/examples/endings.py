"""The last statement of a call site: what the documented object gave or changed is printed."""

from __future__ import annotations

import ast

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import CodeBlock, Lookup, Shape
from mkdocs_howto.writers.offline.examples import results, state

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def shown(text: str, block: CodeBlock, lookup: Lookup) -> list[str]:
    """The last statement, and one that prints what it made where it does not do that itself.

    Args:
        text: The statement.
        block: The documented code.
        lookup: Answers what its class and its results are.
    """
    try:
        (node,) = ast.parse(text).body
    except (SyntaxError, ValueError):
        return [text]
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if _calls(value, block.name):
            kept = _readable(name, value, block, lookup)
            return [text, f"print({kept})"] if kept else [text]
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=value) if _calls(value, block.name):
            names = [target.id for target in targets if isinstance(target, ast.Name) and target.id != "_"]
            return [text, f"print({', '.join(names)})"] if names else [text]
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=[ast.Call() as call])):
            return _without_nothing(text, call, block, lookup)
    return [text]


def _without_nothing(text: str, call: ast.Call, block: CodeBlock, lookup: Lookup) -> list[str]:
    """A call that gives nothing is not printed; what it changed is."""
    if not _calls(call, block.name) or not _gives_nothing(block):
        return [text]
    statement = ast.get_source_segment(text, call) or ""
    owner = state.owner(block.object_path, lookup)
    match call.func:
        case ast.Attribute(value=ast.Name(id=receiver)) if owner is not None:
            kept = state.readable(owner, lookup, receiver)
            return [statement, f"print({kept})"] if kept else [statement]
    return [statement]


def _calls(node: ast.expr, name: str) -> bool:
    """Whether an expression is a call of something by that name."""
    match node:
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)):
            return called == name
    return False


def _gives_nothing(block: CodeBlock) -> bool:
    function = _function(block)
    declared = block.shape.signature.returns if block.shape.signature is not None else ""
    return declared == "None" or (function is not None and results.returns_nothing(function))


def _gives_function(block: CodeBlock, function: _Function) -> bool:
    """Whether what a function gives back is to be called, as far as its body or annotation tells it."""
    declared = block.shape.signature.returns if block.shape.signature is not None else ""
    given = results.returns(function)
    inner = {node.name for node in ast.walk(function) if isinstance(node, _Function | ast.ClassDef)}
    return (
        "Callable" in declared
        or any(isinstance(value, ast.Lambda) or (isinstance(value, ast.Name) and value.id in inner) for value in given)
        or any(isinstance(value, ast.Call) and dotted(value.func).endswith("partial") for value in given)
    )


def _function(block: CodeBlock) -> _Function | None:
    try:
        body = ast.parse(block.source).body
    except (SyntaxError, ValueError):
        return None
    return body[0] if body and isinstance(body[0], _Function) else None


def _readable(name: str, value: ast.expr, block: CodeBlock, lookup: Lookup) -> str:
    """An expression that shows what a variable holds; empty where that would be an address or nothing."""
    if block.shape.kind == "class":
        kept = state.readable(block.shape, lookup, name)
        return kept if "." not in kept else ""  # Which attribute tells something, nobody knows.
    function = _function(block)
    if function is None or _gives_nothing(block) or _gives_function(block, function):
        return ""
    labels = set(block.shape.labels)
    if "generator" in labels or results.is_lazy(function, block.names):
        return f"list({name})"
    given = _given(block, lookup)
    if given is not None:
        return state.readable(given, lookup, name)
    return "" if {"contextmanager", "async"} & labels and not isinstance(value, ast.Await) else name


def _given(block: CodeBlock, lookup: Lookup) -> Shape | None:
    """The class that a function says it gives back."""
    declared = block.shape.signature.returns.strip("'\"") if block.shape.signature is not None else ""
    path = block.names.get(declared) or f"{block.object_path.rpartition('.')[0]}.{declared}"
    found = lookup(path) if declared.replace(".", "").isidentifier() else None
    return found if found is not None and found.kind == "class" else None
