"""What is wrong with a piece of code that is meant to show the use of an object."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from mkdocs_howto.effects import Effects, dotted
from mkdocs_howto.section import CodeBlock, ImportableBlock, NamedBlock, Project
from mkdocs_howto.syntax import NotPython, check_compiles, children, is_deep, parsed, walk
from mkdocs_howto.usage.analysis import Analysis, Fault
from mkdocs_howto.usage.undefined import undefined

_MISTAKEN = {"example-import", "example-attribute"}
"""What is imported from a wrong place, or has a wrong name, cannot be recognised where it is used."""
_PLAIN = frozenset({ast.Import, ast.ImportFrom, ast.Expr, ast.Assign})
_REFUSABLE = frozenset(
    {ast.Starred, ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom, ast.comprehension, ast.JoinedStr}
)
"""Expressions that are not allowed everywhere, or hold names that are not."""
_NAMING = frozenset({ast.Call, ast.Lambda})
"""Expressions that may name one thing twice."""
SKETCH = "# Sketch: "
"""How the first line of an example begins that names what its readers have to bring."""
_MARKED = re.compile(r"`(\w+)`")
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_BROAD = re.compile(r"^\s*except(?:\s+(?:Base)?Exception\b[^:]*)?:", re.MULTILINE)


def faults(code: str, block: CodeBlock, project: Project, effects: Effects) -> Iterator[Fault]:
    """Everything wrong with an example.

    Args:
        code: The example.
        block: The documented code.
        project: Answers what other objects are.
        effects: What the code raises.
    """
    try:
        tree = parsed(code)
    except NotPython as error:
        yield _invalid(error)
        return
    if is_deep(tree):
        yield Fault("example-syntax", "The example is nested too deeply to be judged.", "", 1)
        return
    analysis = Analysis(block, project)
    analysis.read(tree)
    yield from faults_of(tree, code, analysis, effects)


def faults_of(tree: ast.Module, code: str, analysis: Analysis, effects: Effects) -> Iterator[Fault]:
    """Everything wrong with an example that was parsed and followed.

    Args:
        tree: The example.
        code: Its text.
        analysis: Has read it.
        effects: What the documented code raises.
    """
    block = analysis.block
    try:
        if not _is_plain(tree, code, analysis.nodes):
            check_compiles(tree)
    except NotPython as error:
        yield _invalid(error)
        return
    if not tree.body and _is_command(code, block):
        return
    told = _told(code)
    for name, line in undefined(tree):
        if name not in told and (isinstance(block, ImportableBlock) or name not in block.source):
            yield Fault("example-name", f"Nothing defines `{name}`; import or assign it.", name, line)
    yield from analysis.faults
    for node in _outer_awaits(tree) if "await" in code or "async" in code else ():
        yield Fault("example-await", "`await` stands outside an `async def`.", "await", node.lineno)
    if isinstance(block, NamedBlock) and _echoes(tree, code, block):
        yield Fault("example-echo", "The example repeats the source; import the object and use it.", block.name, 1)
    elif not analysis.used() and not any(fault.code in _MISTAKEN for fault in analysis.faults):
        yield _unused(block)
    yield from _swallowed(tree, effects) if "except" in code and not _catches_all(block) else ()


def _is_command(code: str, block: CodeBlock) -> bool:
    """Whether comments alone say how the documented file is started from the shell."""
    name = block.file.rpartition("/")[2]
    lines = code.splitlines()
    return bool(name) and name in code and any(line.startswith("#     ") for line in lines)


def _told(code: str) -> set[str]:
    """Names that a sketch says its readers have to bring: those in code marks in its comments."""
    if not code.startswith(SKETCH):
        return set()
    return {name for line in code.splitlines() if line.lstrip().startswith("# ") for name in _MARKED.findall(line)}


def _unused(block: CodeBlock) -> Fault:
    if isinstance(block, NamedBlock):
        return Fault("example-unused", f"`{block.name}` is imported or named, but not used.", block.name, 1)
    return Fault("example-unused", "The code is imported or named, but not used.", "", 1)


def _invalid(error: NotPython) -> Fault:
    return Fault("example-syntax", f"Not valid Python: {error.problem}.", "", error.line or 1)


def _is_plain(tree: ast.Module, code: str, nodes: Iterable[ast.AST]) -> bool:
    """Whether code is made of imports, calls and assignments alone, in which all that the grammar lets pass is allowed.

    To compile it takes longer than to parse it, and most examples are of this kind.
    """
    if "__" in code or not all(type(statement) in _PLAIN for statement in tree.body):
        return False  # `__debug__` cannot be set, and `__future__` has a place of its own.
    return not any(type(node) in _REFUSABLE or (type(node) in _NAMING and _repeats(node)) for node in nodes)


def _repeats(node: ast.AST) -> bool:
    """Whether a call passes two arguments by one name, or a function without a name has two parameters of one."""
    match node:
        case ast.Call(keywords=[_, _, *_] as keywords):
            names = [keyword.arg for keyword in keywords if keyword.arg is not None]
        case ast.Lambda(args=parameters):
            names = [inner.arg for inner in walk(parameters) if isinstance(inner, ast.arg)]
        case _:
            return False
    return len(set(names)) < len(names)


def _outer_awaits(tree: ast.Module) -> Iterator[ast.expr | ast.stmt]:
    pending: list[tuple[ast.AST, bool]] = [(tree, False)]
    while pending:
        node, asynchronous = pending.pop()
        match node:
            case ast.AsyncFunctionDef():
                asynchronous = True
            case ast.FunctionDef() | ast.Lambda():
                asynchronous = False
            case ast.Await() | ast.AsyncFor() | ast.AsyncWith() if not asynchronous:
                yield node
        pending += [(child, asynchronous) for child in children(node)[::-1]]


def _echoes(tree: ast.Module, code: str, block: NamedBlock) -> bool:
    """Whether the object is defined again, with most of its lines."""
    definitions = [node for node in tree.body if isinstance(node, _Function | ast.ClassDef)]
    if not any(node.name == block.name for node in definitions):
        return False
    source = {line.strip() for line in block.source.splitlines() if len(line.strip()) > 3}
    shared = source & {line.strip() for line in code.splitlines()}
    return len(source) >= 3 and len(shared) >= 0.6 * len(source)


def _catches_all(block: CodeBlock) -> bool:
    """Return whether the authors themselves catch every error where they use the code."""
    shown = [block.docstring, *(passage.passage.code for passage, _ in block.authored)]
    shown += [statement for site in block.call_sites for statement in (*site.setup, *site.statements)]
    return any(_BROAD.search(text) for text in shown)


def _swallowed(tree: ast.Module, effects: Effects) -> Iterator[Fault]:
    wide = {"Exception", "BaseException"}
    if wide & set(effects.raises):
        return
    for node in walk(tree):
        if isinstance(node, ast.ExceptHandler):
            types = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            names = [dotted(type_) if type_ is not None else "" for type_ in types]
            if node.type is None or wide & set(names):
                better = f"catch `{effects.raises[0]}`" if effects.raises else "let errors show"
                words = next((name for name in names if name in wide), "except")
                yield Fault("example-swallows", f"This catches every error; {better}.", words, node.lineno)
