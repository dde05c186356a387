"""Cut a long program to the part that stands for itself."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Sequence

from mkdocs_howto.syntax import NotPython, fragment, walk

_STARTING = frozenset(
    {"connect", "execute", "launch", "listen", "mainloop", "publish", "run", "send", "serve", "start"}
)
"""First words of methods that set going what was prepared."""
_ENDING = frozenset({"close", "disconnect", "exit", "finish", "join", "quit", "release", "shutdown", "stop", "wait"})
"""First words of methods that end what was begun."""
_GONE = "\0"
"""Stands for a line that is left out."""


def length(code: str) -> int:
    """Return how many lines of a program are not blank."""
    return sum(bool(line.strip()) for line in code.split("\n"))


def core(code: str, name: str, longest: int) -> str:
    """Return the part of a long program that uses an object and needs nothing else; empty if that is too long.

    Statements with an effect stay; imports, definitions and constants that nothing needs go. If that is not enough,
    it ends with the last statement that names the object, then with earlier ones.

    Args:
        code: The program.
        name: The object's bare name.
        longest: Lines that it may have, without blank ones.
    """
    try:
        body = fragment(code).body
    except NotPython:
        return ""
    lines = _without_docstrings(body, code.split("\n"))
    segments = _segments(body, lines)
    names = _names_of(body, name)
    ends = [
        number + 1
        for number, node in enumerate(body)
        if mentions(node, names) and not isinstance(node, ast.Import | ast.ImportFrom)
    ]
    for end in dict.fromkeys([len(body), *reversed(ends)][:12]) if ends else ():
        kept = _needed(body[:end], names)
        defined = {node for number in kept for node in _defined(body[number])}
        # What starts the program belongs to it: `if __name__ == "__main__":`, `app()` or `app.run()` as last line.
        last = len(body) - 1
        if end < len(body) and _starts(body[last], defined):
            kept.append(last)
        elif any(_sets_going(node, defined) for node in body[end:]):
            continue  # Without that, the rest only prepares something.
        text = "\n".join(segments[number] for number in kept).strip("\n")
        if length(text) <= longest and _does_something([body[number] for number in kept], names):
            return text + "\n"
    return ""


def without_unused(code: str, name: str, is_wanted: Callable[[str], bool]) -> str:
    """Return a program without statements that ask something of a reader for a value that nothing uses.

    Args:
        code: The program.
        name: Bare name of the object that it shows.
        is_wanted: Whether a program asks something of a reader, such as the network.
    """
    if not is_wanted(code):
        return code
    body, lines = fragment(code).body, code.split("\n")
    read: set[str] = set()
    gone: set[int] = set()
    for node in reversed(body):
        names = {inner.id for inner in walk(node) if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load)}
        defined = _defined(node) if isinstance(node, ast.Assign) else set()
        if defined and not defined & read and not mentions(node, {name}):
            gone |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        else:
            read |= names
    shorter = "\n".join(line for number, line in enumerate(lines, 1) if number not in gone)
    if not gone or is_wanted(shorter):
        return code
    return _without_imports(shorter, fragment(shorter).body)


def _without_imports(code: str, body: Sequence[ast.stmt]) -> str:
    """Return a program without the imports of which it uses nothing."""
    read = {inner.id for node in body for inner in walk(node) if isinstance(inner, ast.Name)}
    rows = code.split("\n")
    gone = {
        number
        for node in body
        if isinstance(node, ast.Import | ast.ImportFrom) and _definitions(node).isdisjoint(read)
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    return "\n".join(row for number, row in enumerate(rows, 1) if number not in gone).strip("\n") + "\n"


def without_more(code: str, name: str) -> str:
    """Return a program that shows a method, without calls of other methods below it that show nothing.

    Args:
        code: The program.
        name: The method's bare name.
    """
    body = fragment(code).body
    used = [number for number, node in enumerate(body) if mentions(node, {name})]
    if not used or isinstance(body[used[-1]], ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return code
    results = _defined(body[used[-1]])
    shown = next((n for n in range(used[-1], len(body)) if _shows(body[n], results | {name})), None)
    if shown is None or shown + 1 == len(body) or not all(_is_silent(node, results) for node in body[shown + 1 :]):
        return code
    lines = code.split("\n")
    end = body[shown].end_lineno or 1
    while end < len(lines) and lines[end].startswith("#"):
        end += 1  # What it prints.
    return "\n".join(lines[:end]) + "\n"


def _shows(node: ast.stmt, names: Collection[str]) -> bool:
    """Whether a statement prints one of some names."""
    match node:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
            return mentions(node, names)
    return False


def _is_silent(node: ast.stmt, results: Collection[str]) -> bool:
    """Whether a statement does one more thing with what was there, without a result that anybody sees.

    What ends something, such as `close`, belongs to every use.
    """
    match node:
        case ast.Assign(value=ast.Constant()):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(), attr=method))):
            return method.partition("_")[0] not in _ENDING and not mentions(node, results)
    return False


def is_at_work(body: Sequence[ast.stmt], named: Collection[str]) -> bool:
    """Return whether a program uses an object: more than to import it, or to give it another name.

    Args:
        body: The program's statements.
        named: The object's bare name, and those of the fixtures that give it.
    """
    names = frozenset[str]().union(*(_names_of(body, name) for name in named))
    return any(_is_mentioned(node, names) and not _renames(node, names) for node in body)


def _is_mentioned(node: ast.stmt, names: Collection[str]) -> bool:
    """Return whether a statement names one of some names, elsewhere than in the head of a function that does nothing.

    A decorator makes something even of such a function.
    """
    match node:
        case (
            ast.FunctionDef(body=[ast.Pass() | ast.Expr(value=ast.Constant())], decorator_list=[])
            | ast.AsyncFunctionDef(body=[ast.Pass() | ast.Expr(value=ast.Constant())], decorator_list=[])
        ):
            return False
    return mentions(node, names)


def _does_something(body: Sequence[ast.stmt], names: Collection[str]) -> bool:
    """Whether a program uses an object elsewhere than in functions that it leaves to nobody."""
    read = {inner.id for node in body for inner in walk(node) if isinstance(inner, ast.Name)}
    for node in body:
        match node:
            case ast.FunctionDef(name=name, decorator_list=[]) | ast.AsyncFunctionDef(name=name, decorator_list=[]):
                if name not in read:
                    continue
        if mentions(node, names) and not _renames(node, names):
            return True
    return False


def _names_of(body: Sequence[ast.stmt], name: str) -> frozenset[str]:
    """Return the name of an object, and those that a program gives it: `print` of `print = print_formatted_text`."""
    names = {name}
    for node in body:
        match node:
            case ast.Assign(targets=[ast.Name(id=other)]) if _renames(node, names):
                names.add(other)
            case ast.ImportFrom(names=aliases):
                names.update(one.asname for one in aliases if one.asname and one.name == name)
    return frozenset(names)


def _renames(node: ast.stmt, names: Collection[str]) -> bool:
    """Whether a statement only gives an object another name."""
    match node:
        case ast.Assign(targets=[ast.Name()], value=ast.Name(id=known) | ast.Attribute(attr=known)):
            return known in names
    return False


def _without_docstrings(body: Sequence[ast.stmt], lines: Sequence[str]) -> list[str]:
    """Return the lines of a long program without docstrings and without imports from `__future__`."""
    gone: set[int] = set()
    for node in (inner for one in body for inner in walk(one)):
        match node:
            case (
                ast.FunctionDef(body=[ast.Expr(value=ast.Constant(value=str())) as first, _, *_])
                | ast.AsyncFunctionDef(body=[ast.Expr(value=ast.Constant(value=str())) as first, _, *_])
                | ast.ClassDef(body=[ast.Expr(value=ast.Constant(value=str())) as first, _, *_])
            ):
                gone |= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
            case ast.ImportFrom(module="__future__"):
                gone |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return [_GONE if number in gone else line for number, line in enumerate(lines, 1)]


def _segments(body: Sequence[ast.stmt], lines: Sequence[str]) -> list[str]:
    """Return each statement with the comments and blank lines above it."""
    found: list[str] = []
    start = 0
    for node in body:
        found.append("\n".join(line for line in lines[start : node.end_lineno] if line is not _GONE))
        start = node.end_lineno or start
    return found


def _needed(body: Sequence[ast.stmt], names: Collection[str]) -> list[int]:
    """Return the positions of the statements without imports and definitions that none of the others needs."""
    kept: list[int] = []
    read: set[str] = set()
    for number in range(len(body) - 1, -1, -1):
        node = body[number]
        defined = _definitions(node)
        is_import = isinstance(node, ast.Import | ast.ImportFrom)
        if defined and not defined & read and (is_import or not mentions(node, names)):
            continue
        kept.append(number)
        read |= {inner.id for inner in walk(node) if isinstance(inner, ast.Name)}
    return kept[::-1]


def _definitions(node: ast.stmt) -> set[str]:
    """Return the names of a statement that does nothing but define them."""
    match node:
        case ast.FunctionDef(name=name, decorator_list=[]) | ast.AsyncFunctionDef(name=name, decorator_list=[]):
            return {name}
        case ast.ClassDef(name=name, decorator_list=[]):
            return {name}
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            return {alias.asname or alias.name.partition(".")[0] for alias in aliases}
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant()):
            return {name}
    return set()


def _defined(node: ast.stmt) -> set[str]:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)]):
            return {name}
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
    return set()


def _starts(node: ast.stmt, defined: set[str]) -> bool:
    """Whether a statement starts what a program has defined."""
    match node:
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__")), body=body):
            names = {inner.id for one in body for inner in walk(one) if isinstance(inner, ast.Name)}
            return bool(names & defined)
        case (
            ast.Expr(value=ast.Call(func=ast.Name(id=name)))
            | ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="run")))
        ):
            return name in defined
    return False


def _sets_going(node: ast.stmt, defined: Collection[str]) -> bool:
    """Whether a statement sends or starts what a program has defined."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return False
    return any(
        inner.func.attr.partition("_")[0] in _STARTING
        and any(isinstance(one, ast.Name) and one.id in defined for one in walk(inner))
        for inner in walk(node)
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute)
    )


def mentions(node: ast.AST, names: Collection[str]) -> bool:
    """Whether one of some names, or an attribute of that name, stands in a piece of code."""
    return any(
        (isinstance(inner, ast.Name) and inner.id in names)
        or (isinstance(inner, ast.Attribute) and inner.attr in names)
        for inner in walk(node)
    )
