"""An example as a plan: nodes that say what it does, written as text once, at the end."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mkdocs_howto.section import Reason
from mkdocs_howto.syntax import children
from mkdocs_howto.usage.faults import SKETCH
from mkdocs_howto.writers.offline.examples.imports import arranged, awaited, bound_by
from mkdocs_howto.writers.offline.examples.layout import wrapped
from mkdocs_howto.writers.offline.examples.planning.values import call, name, written

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class Do:
    """A statement as it is: a function that the example defines, content that it adds, a file that it writes."""

    statement: ast.stmt

    def statements(self) -> Iterator[ast.stmt]:
        """Yield the statement."""
        yield self.statement


@dataclass(frozen=True, slots=True)
class Make:
    """Keep a value in a variable."""

    variable: str
    value: ast.expr

    def statements(self) -> Iterator[ast.stmt]:
        """Yield the assignment."""
        yield ast.Assign([ast.Name(self.variable, ast.Store())], self.value, lineno=1)


@dataclass(frozen=True, slots=True)
class Call:
    """Call something for its effect."""

    value: ast.expr

    def statements(self) -> Iterator[ast.stmt]:
        """Yield the call."""
        yield ast.Expr(self.value)


@dataclass(frozen=True, slots=True)
class Show:
    """Print what a reader learns from."""

    values: tuple[ast.expr, ...]

    def statements(self) -> Iterator[ast.stmt]:
        """Yield the call of `print`."""
        yield ast.Expr(call(name("print"), *self.values))


@dataclass(frozen=True, slots=True)
class Enter:
    """Enter a context manager."""

    manager: ast.expr
    variable: str
    body: tuple[Node, ...]
    is_async: bool = False

    def statements(self) -> Iterator[ast.stmt]:
        """Yield the `with` statement."""
        target = ast.Name(self.variable, ast.Store()) if self.variable else None
        kind = ast.AsyncWith if self.is_async else ast.With
        yield kind([ast.withitem(self.manager, target)], _all(self.body), lineno=1)


@dataclass(frozen=True, slots=True)
class Loop:
    """Go through what is given one after the other."""

    variable: str
    items: ast.expr
    body: tuple[Node, ...]
    is_async: bool = False

    def statements(self) -> Iterator[ast.stmt]:
        """Yield the loop."""
        kind = ast.AsyncFor if self.is_async else ast.For
        yield kind(ast.Name(self.variable, ast.Store()), self.items, _all(self.body), [], lineno=1)


@dataclass(frozen=True, slots=True)
class Catch:
    """Catch an error that part of the example may raise, and print it."""

    body: tuple[Node, ...]
    error: ast.expr
    otherwise: tuple[Node, ...] = ()

    def statements(self) -> Iterator[ast.stmt]:
        """Yield the `try` statement."""
        shown = ast.Expr(call(name("print"), name("error")))
        handler = ast.ExceptHandler(self.error, "error", [shown])
        yield ast.Try(_all(self.body), [handler], _all(self.otherwise), [])


Node = Do | Make | Call | Show | Enter | Loop | Catch


def _all(nodes: Sequence[Node]) -> list[ast.stmt]:
    return [statement for node in nodes for statement in node.statements()]


@dataclass(frozen=True, slots=True)
class Open:
    """What readers have to bring.

    Attributes:
        variable: Its name in the example.
        text: What it has to be, in words.
    """

    variable: str
    text: str


@dataclass(slots=True)
class Draft:
    """A plan while it is made.

    Attributes:
        recipe: What kind of use it is.
        nodes: What it does.
        imports: Import statements, one line each.
        reasons: Why its parts are as they are.
        weights: How far each of its arguments is trusted.
        fillers: Number of its arguments for which any other value would do.
        open: What is left to the reader.
        covers: Names of the members that it uses.
    """

    recipe: str = ""
    nodes: list[Node] = field(default_factory=list)
    imports: dict[str, None] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    fillers: int = 0
    open: list[Open] = field(default_factory=list)
    covers: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def add(self, *nodes: Node) -> None:
        """Add what the example does next."""
        self.nodes += nodes

    def add_once(self, node: Node) -> None:
        """Add what the example does next, unless it is what it did before."""
        texts = [written(one) for one in _all(self.nodes)]
        if not set(map(written, node.statements())) & set(texts):
            self.nodes.append(node)

    def variable(self, wanted: str) -> str:
        """Return a free name for a variable, and keep it."""
        used = {*self.taken, *map(bound_by, self.imports)}
        chosen = wanted
        while chosen in used or keyword.iskeyword(chosen) or (chosen != wanted and chosen in vars(builtins)):
            chosen += "_"
        self.taken.add(chosen)
        return chosen

    def text(self, package: str) -> str:
        """Return the whole example.

        Args:
            package: Name of the documented package, whose imports stand last.
        """
        statements = _all(self.nodes)
        imports = dict(self.imports)
        defined = [one for one in statements if isinstance(one, _DEFINITIONS)]
        others = [one for one in statements if not isinstance(one, _DEFINITIONS)]
        body = wrapped("\n".join(map(_laid_out, others)))
        if any(map(_awaits, others)):
            imports["import asyncio"] = None
            body = awaited(body, imports)
            body = f"\n\n{body}" if defined else body
        above = "\n\n\n".join(map(_laid_out, defined))
        text = "\n\n\n".join(filter(None, [above, body.strip("\n")]))
        return _head(self.open) + arranged(imports, text, own=package)


def _head(opened: Sequence[Open]) -> str:
    """Return the comments that say what the reader has to bring."""
    if not opened:
        return ""
    names = [f"`{one.variable}`" for one in opened]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    lines = [f"{SKETCH}{listed} {'is' if len(names) == 1 else 'are'} for you to fill in."]
    lines += [f"# - `{one.variable}`: {one.text}" for one in opened]
    return "\n".join(lines) + "\n"


def _laid_out(statement: ast.stmt) -> str:
    """Return a statement as text, a function inside a class set apart."""
    text = written(ast.fix_missing_locations(statement))
    text = re.sub(r"\n\n+", "\n", text)
    if isinstance(statement, ast.ClassDef):
        text = re.sub(r"\n(    (?:@|(?:async )?def ))", r"\n\n\1", text)
        text = re.sub(r":\n\n(    )", r":\n\1", text, count=1)
        text = re.sub(r"(\n    @[^\n]*)\n\n(    (?:async )?def )", r"\1\n\2", text)
    return text


def _awaits(node: ast.AST) -> bool:
    """Return whether something is awaited outside a function."""
    if isinstance(node, (*_DEFINITIONS, ast.Lambda)):
        return False
    return isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith) or any(map(_awaits, children(node)))
