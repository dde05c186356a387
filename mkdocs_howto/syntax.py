"""Parse foreign text as Python, and walk syntax trees quickly.

Nothing else in this package calls `ast.parse`, `ast.literal_eval`, `ast.unparse`, `compile` or `tokenize`: on hostile
text they raise more than `SyntaxError`, and take more memory than there is.

Nodes that only mark others and hold nothing (`ast.Load`, `ast.Add`, `ast.Eq`) are left out. Each order has a
loop of its own: a call for each node would take longer than all else.
"""

from __future__ import annotations

import ast
import functools
import io
import math
import re
import tokenize
import warnings
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from threading import Lock
from typing import Any, TypeVar, cast

_Node = TypeVar("_Node", bound=ast.AST)
_Found = TypeVar("_Found")

_TEXTS = frozenset(
    {"arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs", "level", "module", "name"}
    | {"op", "ops", "rest", "simple", "str", "type_comment", "type_ignores"}
)
"""Fields that hold texts, numbers or marks, whatever they belong to."""
_LEAVES = (ast.Constant, ast.Global, ast.MatchSingleton, ast.Nonlocal)
"""Nodes whose other fields do so as well."""
SCOPES = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef})
"""Nodes whose bodies are code of their own."""
DEEPEST = 150
"""Nodes inside each other that may be followed by calls, from wherever these begin."""
MOST_DEPTH = 1_000
"""Levels of nodes inside each other in a text that is parsed, unless its reader says otherwise."""
MOST_TOKENS = 300_000
"""Words and signs of a text that is parsed. Each may become a node that takes up to 900 bytes (Python 3.11)."""
MOST_CHARACTERS = 4_000_000
"""Characters of a text that is parsed."""
_TOKEN = re.compile(r"\w+|[^\w\s]")
_SPARSE = frozenset({"keys", "kw_defaults"})
"""Fields whose lists have gaps: `**other` in a dictionary has no key, a parameter may have no default."""


def _holding(kind: type[ast.AST]) -> tuple[str, ...]:
    """The fields of a kind of node that may hold others."""
    if issubclass(kind, _LEAVES):
        return ()
    named = {"name"} if kind.__name__ == "TypeAlias" else set()  # Its name is a node (PEP 695).
    return tuple(field for field in kind._fields if field not in _TEXTS or field in named)


_FIELDS = {kind: _holding(kind) for kind in vars(ast).values() if isinstance(kind, type) and issubclass(kind, ast.AST)}
_FROM_LAST = {kind: fields[::-1] for kind, fields in _FIELDS.items()}


class NotPython(ValueError):
    """A text or syntax tree that Python, or this package, does not take for code.

    Attributes:
        problem: What is wrong, without a full stop.
        line: Line of the text, from 1; 0 where that is not known.
        is_limit: Whether it may be valid Python, but is too large or nested too deeply.
    """

    def __init__(self, problem: str, line: int = 0, *, is_limit: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line
        self.is_limit = is_limit


def parse(text: str, *, deepest: int = MOST_DEPTH) -> ast.Module:
    """Parse foreign text.

    Args:
        text: Python code.
        deepest: Levels of nodes inside each other that the caller can take.

    Raises:
        NotPython: It is not valid Python, too large, or nested too deeply.
    """
    tree = _parse(text, "exec", deepest)
    assert isinstance(tree, ast.Module)
    return tree


def parse_expression(text: str) -> ast.expr:
    """Parse foreign text that is one expression.

    Raises:
        NotPython: It is no valid expression, too large, or nested too deeply.
    """
    tree = _parse(text, "eval", MOST_DEPTH)
    assert isinstance(tree, ast.Expression)
    return tree.body


def _parse(text: str, mode: str, deepest: int) -> ast.AST:
    _refuse_large(text)
    with as_not_python():
        tree: ast.AST = ast.parse(text, mode=mode)
    # Each level takes a character at least, and most texts are short.
    if len(text) > deepest and _is_text_deep(tree, deepest):
        raise NotPython("it is nested too deeply", is_limit=True)
    return tree


def _refuse_large(text: str) -> None:
    """Refuse a text whose tree would not fit into memory.

    Raises:
        NotPython: It has too many characters, words or signs.
    """
    if len(text) > MOST_CHARACTERS:
        problem = f"it has {len(text):,} characters, and texts above {MOST_CHARACTERS:,} are not read"
        raise NotPython(problem, is_limit=True)
    if len(text) > MOST_TOKENS and next(islice(_TOKEN.finditer(text), MOST_TOKENS, None), None) is not None:
        raise NotPython(f"it has more than {MOST_TOKENS:,} words and signs", is_limit=True)


@contextmanager
def as_not_python() -> Iterator[None]:
    """Turn all that Python's parser and compiler raise into `NotPython`; warnings about foreign code are left out.

    For libraries that parse foreign text themselves, such as griffe; this package calls `parse`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except SyntaxError as error:
        raise NotPython(error.msg, error.lineno or 0) from error
    except (RecursionError, MemoryError) as error:  # `MemoryError`: the parser's own stack is full.
        raise NotPython("it is nested too deeply", is_limit=True) from error
    except (ValueError, TypeError) as error:  # Zero bytes, lone surrogates, numbers with too many digits.
        raise NotPython(str(error)) from error


def parsed(text: str) -> ast.Module:
    """Parse a text that is read by many: a file, a block, a fragment; nobody changes the tree.

    Raises:
        NotPython: As `parse`.
    """
    return _TREES.of(text)


class _Trees:
    """Trees of the texts that were asked for last, as far as they do not weigh too much together."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, ast.Module] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def of(self, text: str) -> ast.Module:
        """Return the tree of a text, parsed only if it is not kept."""
        with self._lock:
            if (known := self._kept.get(text)) is not None:
                self._kept.move_to_end(text)
                return known
        tree = parse(text)
        with self._lock:
            if text not in self._kept:
                self._kept[text] = tree
                self._weight += len(text) + _WEIGHT_OF_NONE
            while self._weight > _MOST_WEIGHT:
                other, _ = self._kept.popitem(last=False)
                self._weight -= len(other) + _WEIGHT_OF_NONE
        return tree


_WEIGHT_OF_NONE = 40
"""Characters of code that take as much memory as an empty tree with its entry."""
_MOST_WEIGHT = 1_500_000
"""Characters of all texts whose trees are kept; each takes about 70 bytes of its tree (Python 3.11)."""
_TREES = _Trees()


@functools.lru_cache(maxsize=4096)
def expression(text: str) -> ast.expr:
    """Parse an expression that stands in many places, as annotations do; nobody changes the tree.

    Raises:
        NotPython: As `parse_expression`.
    """
    return parse_expression(text)


def literal_value(text: str | ast.expr) -> Any:
    """Return the value of a literal.

    Raises:
        NotPython: It is no literal, too large, or nested too deeply.
    """
    node = parse_expression(text.strip(" \t")) if isinstance(text, str) else text
    with as_not_python():
        return ast.literal_eval(node)


def check_compiles(tree: ast.Module) -> None:
    """Refuse what the grammar lets pass, such as `return` outside a function.

    Args:
        tree: An example, in which `await` may stand anywhere.

    Raises:
        NotPython: Python does not compile it.
    """
    with as_not_python():
        compile(tree, "example", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)


def tokens(text: str) -> list[tokenize.TokenInfo]:
    """Take Python code apart, comments included.

    Raises:
        NotPython: It cannot be taken apart, or is too large.
    """
    _refuse_large(text)
    with as_not_python():
        try:
            return list(tokenize.generate_tokens(io.StringIO(text).readline))
        except tokenize.TokenError as error:
            raise NotPython(str(error.args[0])) from error


def dumped(node: ast.AST) -> str:
    """Write a tree as text that is equal for equal trees.

    Raises:
        NotPython: It is nested too deeply.
    """
    with as_not_python():
        return ast.dump(node)


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes directly inside a node, as `ast.iter_child_nodes` gives them."""
    found: list[ast.AST] = []
    for field in _FIELDS[type(node)]:
        value = getattr(node, field, None)
        if isinstance(value, list):
            found += value if field not in _SPARSE else [child for child in value if child is not None]
        elif value is not None:
            found.append(value)
    return found


def walk(node: ast.AST) -> list[ast.AST]:
    """A node and everything inside it, level by level, as `ast.walk` gives them."""
    found = [node]
    for current in found:  # What is appended meanwhile has its turn, too.
        for field in _FIELDS[type(current)]:
            value = getattr(current, field, None)
            if isinstance(value, list):
                found += value if field not in _SPARSE else [child for child in value if child is not None]
            elif value is not None:
                found.append(value)
    return found


@functools.lru_cache(maxsize=16)
def below(node: ast.AST) -> Sequence[ast.AST]:
    """A node and everything inside it, each before what is inside it; asked for by each who tells of a function."""
    found: list[ast.AST] = []
    pending = [node]
    while pending:
        current = pending.pop()
        found.append(current)
        for field in _FROM_LAST[type(current)]:
            value = getattr(current, field, None)
            if isinstance(value, list):
                pending += value[::-1] if field not in _SPARSE else [one for one in value[::-1] if one is not None]
            elif value is not None:
                pending.append(value)
    return found


def outward(node: ast.AST) -> list[ast.AST]:
    """A node and everything inside it, each after what is inside it."""
    found: list[ast.AST] = []
    pending = [node]
    while pending:
        current = pending.pop()
        found.append(current)
        for field in _FIELDS[type(current)]:
            value = getattr(current, field, None)
            if isinstance(value, list):
                pending += value if field not in _SPARSE else [child for child in value if child is not None]
            elif value is not None:
                pending.append(value)
    return found[::-1]


def is_deep(tree: ast.AST, deepest: int = DEEPEST) -> bool:
    """Tell whether nodes are nested too deeply to be followed by recursive calls.

    Args:
        tree: Any part of a syntax tree.
        deepest: Levels that are not too deep.
    """
    level = [tree]
    for _ in range(deepest):
        level = [child for node in level for child in children(node)]
        if not level:
            return False
    return True


def _is_text_deep(tree: ast.AST, deepest: int) -> bool:
    """Tell the same of a tree as it was parsed: what stands on few characters of a line is not looked into."""
    level = [tree]
    for left in range(deepest, 0, -1):
        level = [child for node in level if _width(node) > left for child in children(node)]
        if not level:
            return False
    return True


def _width(node: ast.AST) -> float:
    """Return how many levels a node can have at most: two for each of its characters (`ast.Expr`), and some more."""
    held = vars(node)
    first = held.get("lineno")
    if first is None or first != held["end_lineno"]:
        return math.inf
    width: int = held["end_col_offset"] - held["col_offset"]
    return 2 * width + 8


def noted(find: Callable[[_Node], _Found]) -> Callable[[_Node], _Found]:
    """Keep what a function finds in a tree together with the tree, which nobody changes any more.

    Args:
        find: Reads a tree. What it returns must not hold the tree itself, which would stay in memory for long.
    """
    key = f"{find.__module__}.{find.__qualname__}"

    @functools.wraps(find)
    def found(node: _Node) -> _Found:
        held = vars(node)
        if key not in held:
            held[key] = find(node)
        return cast("_Found", held[key])

    return found


def unparsed(node: ast.AST) -> str:
    """Write a node as Python does; empty where it is nested too deeply, or has a number with too many digits.

    Args:
        node: Any part of a syntax tree.
    """
    try:
        return ast.unparse(node)
    except (RecursionError, MemoryError, ValueError):
        return ""


def is_literal(node: ast.expr) -> bool:
    """Tell whether an expression needs nothing but itself: numbers, texts, and what holds them."""
    try:
        literal_value(node)
    except NotPython:
        return False
    return True


def gives_itself(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a method gives back its own object, and nothing else."""
    values: list[ast.expr | None] = []
    pending: list[ast.AST] = [*function.body]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Return):
            values.append(node.value)
        elif type(node) not in SCOPES:
            pending += children(node)
    return bool(values) and all(isinstance(value, ast.Name) and value.id == "self" for value in values)


def last_name(node: ast.expr) -> str:
    """The last name of what is called or read: `lru_cache` of `@functools.lru_cache(maxsize=2)`; empty without one."""
    while isinstance(node, ast.Call):
        node = node.func
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def segment_of(text: str, node: ast.expr) -> str:
    """The source of an expression, as `ast.get_source_segment` cuts it, which takes every line of the text apart."""
    if node.end_lineno != node.lineno or "\r" in text:
        return ast.get_source_segment(text, node) or ""
    line = text.split("\n", node.lineno)[node.lineno - 1]
    # Columns count UTF-8 bytes (`ast` module, "Node classes").
    return line.encode()[node.col_offset : node.end_col_offset].decode()
