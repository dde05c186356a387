"""The last statement of a call site: what the documented object gave is printed."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from mkdocs_howto.section import ImportableBlock, Project, Shape
from mkdocs_howto.syntax import NotPython, fragment, parsed
from mkdocs_howto.writers.offline.examples import results, state
from mkdocs_howto.writers.offline.examples.code import Code, Found
from mkdocs_howto.writers.offline.examples.outcomes import Outcomes

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_FEW = re.compile(r"(?:assert len\((\w+)\) == [1-9]|self\.assertEqual\(len\((\w+)\), [1-9]\))$")
"""A test of how many items there are, where a reader can see it from them."""


_READING = re.compile(r"(?:read|get|peek|fetch|recv)(?:_|all|line|lines|item)*$")
"""Names of what is used for what it gives, whatever else it changes."""


def counted(texts: Sequence[str], block: ImportableBlock, project: Project) -> list[str]:
    """A site's statements, of which the last shows what the object gave and not only how many items that has.

    Args:
        texts: Statements in order.
        block: The documented code.
        project: Answers what its class and its results are.
    """
    match = _FEW.match(texts[-1]) if texts else None
    variable = (match[1] or match[2]) if match is not None else ""
    kept = [text for text in texts[:-1] if variable and text.startswith(f"{variable} = ")]
    value = _assigned(kept[-1]) if kept else None
    if value is None or not _calls(value, block.name):
        return [*texts]
    is_told = _gives_items(block, project) and _readable(variable, value, block, project) == variable
    return [*texts[:-1], f"print({variable})"] if is_told else [*texts]


def _assigned(text: str) -> ast.expr | None:
    """The value that a statement gives a variable."""
    node = _statement(text)
    return node.value if isinstance(node, ast.Assign) else None


def _gives_items(block: ImportableBlock, project: Project) -> bool:
    """Whether a function says what the items are that it gives, and these can be read when they are printed."""
    declared = block.shape.signature.returns if block.shape.signature is not None else ""
    is_known = "[" in declared and re.search(r"\b(?:Any|object)\b", declared) is None
    return is_known and not _is_opaque(block, project)


def _is_opaque(block: ImportableBlock, project: Project) -> bool:
    """Whether a function gives objects of the package, alone or in a collection, that do not say how they print."""
    path = block.shape.object_path
    declared = block.shape.signature.returns if block.shape.signature is not None else ""
    for word in re.findall(r"[A-Za-z_][\w.]*", declared):
        found = project.shape(block.names.get(word, f"{path.rpartition('.')[0]}.{word}"))
        if found is None or found.kind != "class" or found.object_path.partition(".")[0] != path.partition(".")[0]:
            continue
        if not {"__repr__", "__str__"} & state.members_of(found, project).keys():
            return True
    return False


def given(told: Sequence[str], block: ImportableBlock, project: Project) -> list[str]:
    """An example that prints what the object gives where it threw that away, and tested something else after it.

    Args:
        told: Statements in order.
        block: The documented code.
        project: Answers what its results are.
    """
    *before, last = told
    called = re.compile(rf"(?:\w+\.)*{re.escape(block.name)}\(")
    uses = [number for number, text in enumerate(before) if called.match(text)]
    if not uses or block.name in last or not (_is_test(last) or _READING.match(block.name)):
        return [*told]
    text = before[uses[-1]]
    function = _function(block)
    if not _is_bare_call(text, block.name) or function is None or not results.gives_value(function):
        return [*told]
    module = block.shape.object_path.rpartition(".")[0]
    outcome = Outcomes(Code(block, project)).of(Found(function, block.source, module))
    return [*told] if outcome.kind or _is_opaque(block, project) else [*before[: uses[-1]], f"print({text})"]


def _is_test(text: str) -> bool:
    """Whether a statement prints nothing but whether something holds."""
    match _statement(text):
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=[ast.Compare()])):
            return True
    return False


def _is_bare_call(text: str, name: str) -> bool:
    """Whether a statement calls something by that name, and does nothing with what it gives."""
    node = _statement(text)
    return isinstance(node, ast.Expr) and _calls(node.value, name)


def _statement(text: str) -> ast.stmt | None:
    try:
        (node,) = fragment(text).body
    except NotPython:
        return None
    return node


def shown(text: str, block: ImportableBlock, project: Project) -> list[str]:
    """The last statement, and one that prints what it made where it does not do that itself.

    Args:
        text: The statement.
        block: The documented code.
        project: Answers what its class and its results are.
    """
    if "=" not in text or block.name not in text or text.startswith("print("):
        return [text]
    match _statement(text):
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if _calls(value, block.name):
            kept = _readable(name, value, block, project)
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


def _function(block: ImportableBlock) -> _Function | None:
    try:
        body = parsed(block.source).body
    except (SyntaxError, ValueError):
        return None
    return body[0] if body and isinstance(body[0], _Function) else None


def _readable(name: str, value: ast.expr, block: ImportableBlock, project: Project) -> str:
    """An expression that shows what a variable holds; empty where that would be an address or nothing."""
    if block.shape.kind == "class":
        kept = state.readable(block.shape, project, name)
        return kept if "." not in kept else ""  # Which attribute tells something, nobody knows.
    function = _function(block)
    if function is None or results.returns_nothing(function) or "contextmanager" in block.shape.labels:
        return ""
    module = block.shape.object_path.rpartition(".")[0]
    outcome = Outcomes(Code(block, project)).of(Found(function, block.source, module))
    if outcome.kind:
        return f"list({name})" if outcome.kind == "lazy" else ""
    given = _given(block, project)
    if given is not None:
        return state.readable(given, project, name)
    return "" if "async" in block.shape.labels and not isinstance(value, ast.Await) else name


def _given(block: ImportableBlock, project: Project) -> Shape | None:
    """The class that a function says it gives back."""
    declared = block.shape.signature.returns.strip("'\"") if block.shape.signature is not None else ""
    path = block.names.get(declared) or f"{block.object_path.rpartition('.')[0]}.{declared}"
    found = project.shape(path) if declared.replace(".", "").isidentifier() else None
    return found if found is not None and found.kind == "class" else None
