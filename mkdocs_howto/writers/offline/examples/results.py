"""What a function's body shows of its result."""

from __future__ import annotations

import ast
import functools
import re

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import Shape
from mkdocs_howto.syntax import SCOPES, children, last_name, walk

LAZY = {
    "map", "filter", "zip", "reversed", "enumerate", "iter", "chain", "islice", "takewhile", "dropwhile", "starmap",
    "filterfalse", "accumulate", "pairwise", "groupby", "product", "permutations", "combinations", "compress",
    "zip_longest", "from_iterable", "imap", "izip", "ifilter",
}  # fmt: skip
"""Functions that give back what is worked out when it is read."""
_OPENING = {"open", "io.open", "codecs.open"}
_SAME_FILE = {"Path", "str", "fspath", "expanduser", "abspath"}
"""Functions that give the same file by another name."""
_WRITING = re.compile(r"(?:^|_)(?:dump|export|print|save|write)(?:r?$|_)")
"""Names of functions that write to what they are given."""
_YIELDING = frozenset({ast.Yield, ast.YieldFrom})
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@functools.lru_cache(maxsize=256)
def own_nodes(function: _Function) -> tuple[ast.AST, ...]:
    """A function's nodes without those of functions inside it."""
    found: list[ast.AST] = []
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        found.append(node)
        if type(node) not in SCOPES:
            pending += children(node)
    return tuple(found)


def yields(function: _Function) -> bool:
    """Whether a function gives one value after the other."""
    return not _YIELDING.isdisjoint(map(type, own_nodes(function)))


def parameters(function: _Function | ast.Lambda) -> list[ast.arg]:
    """What a function takes by position or name."""
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]


def returns(function: _Function) -> list[ast.expr]:
    """What a function gives back, where it says what."""
    nodes = own_nodes(function)
    return [node.value for node in nodes if isinstance(node, ast.Return) and node.value is not None]


def returns_nothing(function: _Function) -> bool:
    """Whether a function neither gives back nor yields anything."""
    if returns(function):
        return False
    return not yields(function)


def is_endless(function: _Function) -> bool:
    """Whether a generator, or an iterator that a function gives back, may go on for ever."""
    given = [*returns(function), *(node.value for node in own_nodes(function) if isinstance(node, ast.YieldFrom))]
    if any(map(_goes_on, given)):
        return True
    loops = [node for node in own_nodes(function) if isinstance(node, ast.While)]
    endless = [loop for loop in loops if isinstance(loop.test, ast.Constant) and loop.test.value]
    return any(not any(isinstance(node, ast.Break | ast.Return) for node in walk(loop)) for loop in endless)


def _goes_on(node: ast.expr) -> bool:
    """Whether an expression is one of the iterators of `itertools` that have no end, or ends in one."""
    if not isinstance(node, ast.Call):
        return False
    called = last_name(node.func)
    if called == "chain":
        return any(map(_goes_on, node.args))
    return called in {"cycle", "count"} or (called == "repeat" and len(node.args) == 1 and not node.keywords)


def changes_arguments(function: _Function) -> bool:
    """Whether a function changes what it is given."""
    names = {argument.arg for argument in function.args.args}
    for node in own_nodes(function):
        match node:
            case ast.Assign(targets=targets) if any(_base(target) in names for target in targets):
                return True
            case ast.AugAssign(target=target) | ast.Delete(targets=[target]) if _base(target) in names:
                return True
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name))) if name in names:
                return True
    return False


def files_read(function: _Function) -> set[str]:
    """Parameters of a function that name files which it reads; `self` where an attribute of its object does."""
    names = {argument.arg for argument in parameters(function)}
    found: set[str] = set()
    for node in own_nodes(function):
        match node:
            case ast.Call(func=called, args=[file, *others], keywords=keywords) if dotted(called) in _OPENING:
                modes = [*others[:1], *(one.value for one in keywords if one.arg == "mode")]
                found |= {_named(file)} if all(map(_is_reading, modes)) else set()
            case ast.Call(func=ast.Attribute(value=file, attr="read_text" | "read_bytes")):
                found.add(_named(file))
    return found & names


def _is_reading(mode: ast.expr) -> bool:
    return isinstance(mode, ast.Constant) and isinstance(mode.value, str) and not set("wax+") & set(mode.value)


def _named(node: ast.expr) -> str:
    """The variable in which the name of a file is: `path` of `path`, `Path(path)` or `path.name`."""
    inner = node
    while isinstance(inner, ast.Attribute | ast.Call):
        match inner:
            case ast.Attribute(value=value):
                inner = value
            case ast.Call(func=called, args=[value]) if dotted(called).rpartition(".")[2] in _SAME_FILE:
                inner = value
            case _:
                return ""
    return inner.id if isinstance(inner, ast.Name) else ""


def written(function: _Function) -> set[str]:
    """Parameters of a function that it writes to, as to a file."""
    names = {argument.arg for argument in parameters(function)}
    found: set[str] = set()
    for node in own_nodes(function):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="write" | "writelines")):
                found.add(name)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="read" | "readline" | "readlines")):
                names.discard(name)
            case ast.Call(func=called, args=args, keywords=keywords) if _writes(function.name, dotted(called)):
                given = [*args, *(keyword.value for keyword in keywords)]
                found |= {argument.id for argument in given if isinstance(argument, ast.Name)}
    return found & names


def _writes(*names: str) -> bool:
    """Whether one of the names says that something is written."""
    return any(_WRITING.search(name.rpartition(".")[2]) for name in names)


def handed(function: _Function) -> tuple[str, str]:
    """The name of what a context manager hands over, if anything, and something to do with it."""
    yielded = [node.value for node in own_nodes(function) if isinstance(node, ast.Yield)]
    if yielded and all(value is None or (isinstance(value, ast.Constant) and value.value is None) for value in yielded):
        return "", 'print("inside the block")'
    name = yielded[0].id if yielded and isinstance(yielded[0], ast.Name) else "value"
    for node in own_nodes(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=kept)], value=ast.Call(func=opened, args=args)) if kept == name:
                modes = [argument.value for argument in args if isinstance(argument, ast.Constant)]
                if dotted(opened).rpartition(".")[2] == "open" and "w" in modes:
                    return name, f'{name}.write("Hello\\n")'
    return name, f"print({name})"


def _base(node: ast.expr) -> str:
    """The name whose item or attribute is set."""
    inner = node
    while isinstance(inner, ast.Subscript | ast.Attribute):
        inner = inner.value
    return inner.id if isinstance(inner, ast.Name) and inner is not node else ""


def is_decorator(shape: Shape) -> bool:
    """Whether a summary calls the object a decorator."""
    return bool(re.match(r"(?:an? |the )?(?:[\w@-]+ ){0,3}decorator\b|decorat", shape.summary, re.IGNORECASE))


def is_bare_decorator(function: _Function) -> bool:
    """Whether a function tells by its first argument that it decorates without having been called before."""
    names = [argument.arg for argument in function.args.args[:1]]
    for node in own_nodes(function):
        match node:
            case ast.If(
                test=ast.Call(func=ast.Name(id="callable"), args=[ast.Name(id=name)]),
                body=[ast.Return(value=ast.Call(func=ast.Call(), args=[ast.Name(id=given)]))],
            ):
                return [name] == names and given == name
    return False
