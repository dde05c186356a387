"""The last statement of a call site: what the documented object gave is printed."""

from __future__ import annotations

import ast

from mkdocs_howto.section import CodeBlock, Lookup, Shape
from mkdocs_howto.syntax import fragment, parsed
from mkdocs_howto.writers.offline.examples import results, state
from mkdocs_howto.writers.offline.examples.code import Code, Found
from mkdocs_howto.writers.offline.examples.outcomes import Outcomes

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def shown(text: str, block: CodeBlock, lookup: Lookup) -> list[str]:
    """The last statement, and one that prints what it made where it does not do that itself.

    Args:
        text: The statement.
        block: The documented code.
        lookup: Answers what its class and its results are.
    """
    if "=" not in text or block.name not in text or text.startswith("print("):
        return [text]
    try:
        (node,) = fragment(text).body
    except (SyntaxError, ValueError):
        return [text]
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if _calls(value, block.name):
            kept = _readable(name, value, block, lookup)
            return [text, f"print({kept})"] if kept else [text]
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=value) if _calls(value, block.name):
            names = [target.id for target in targets if isinstance(target, ast.Name) and target.id != "_"]
            return [text, f"print({', '.join(names)})"] if names else [text]
    return [text]


def _calls(node: ast.expr, name: str) -> bool:
    """Whether an expression is a call of something by that name."""
    match node:
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)):
            return called == name
    return False


def _function(block: CodeBlock) -> _Function | None:
    try:
        body = parsed(block.source).body
    except (SyntaxError, ValueError):
        return None
    return body[0] if body and isinstance(body[0], _Function) else None


def _readable(name: str, value: ast.expr, block: CodeBlock, lookup: Lookup) -> str:
    """An expression that shows what a variable holds; empty where that would be an address or nothing."""
    if block.shape.kind == "class":
        kept = state.readable(block.shape, lookup, name)
        return kept if "." not in kept else ""  # Which attribute tells something, nobody knows.
    function = _function(block)
    if function is None or results.returns_nothing(function) or "contextmanager" in block.shape.labels:
        return ""
    module = block.shape.object_path.rpartition(".")[0]
    outcome = Outcomes(Code(block, lookup)).of(Found(function, block.source, module))
    if outcome.kind:
        return f"list({name})" if outcome.kind == "lazy" else ""
    given = _given(block, lookup)
    if given is not None:
        return state.readable(given, lookup, name)
    return "" if "async" in block.shape.labels and not isinstance(value, ast.Await) else name


def _given(block: CodeBlock, lookup: Lookup) -> Shape | None:
    """The class that a function says it gives back."""
    declared = block.shape.signature.returns.strip("'\"") if block.shape.signature is not None else ""
    path = block.names.get(declared) or f"{block.object_path.rpartition('.')[0]}.{declared}"
    found = lookup(path) if declared.replace(".", "").isidentifier() else None
    return found if found is not None and found.kind == "class" else None
