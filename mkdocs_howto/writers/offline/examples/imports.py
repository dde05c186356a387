"""Complete the imports of a piece of code, each by the shortest public path."""

from __future__ import annotations

import ast
import builtins
import functools
import itertools
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from mkdocs_howto.section import ImportableBlock, Project, Shape
from mkdocs_howto.syntax import children, parsed, walk
from mkdocs_howto.writers.offline.examples.layout import wrapped

_BUILTINS = {*dir(builtins), "__file__", "__name__"}


@dataclass(frozen=True, slots=True)
class Importable:
    """How to import names near a block."""

    block: ImportableBlock
    project: Project

    @property
    def package(self) -> str:
        """Name of the block's top-level package."""
        return self.block.object_path.partition(".")[0]

    @property
    def module(self) -> str:
        """Path of the module that defines the block."""
        path = self.block.shape.object_path
        while path:
            found = self.project.shape(path)
            if found is not None and found.kind == "module":
                return path
            path = path.rpartition(".")[0]
        return self.package

    def public(self, path: str) -> str:
        """The shortest path without private parts by which an object can be imported.

        Args:
            path: One path that leads to it, of a member of a module.
        """
        name = path.rpartition(".")[2]
        shape = self.project.shape(path)
        if shape is None or shape.kind == "alias":
            return path
        origin = shape.object_path
        for module in [*_outer(path), *_outer(origin)]:
            candidate = f"{module}.{name}"
            found = self.project.shape(candidate)
            if found is not None and found.object_path == origin and found.kind != "module":
                return candidate
        return path

    def preferred(self, line: str) -> str:
        """An import of the documented package by its public path."""
        match line.split():
            case ["from", module, "import", name, *rest] if module.partition(".")[0] == self.package:
                path = self.public(f"{module}.{name}")
                if path != f"{module}.{name}":
                    return f"from {path.rpartition('.')[0]} import {name}{' ' if rest else ''}{' '.join(rest)}"
        return line

    def missing(self, names: Iterable[str], statements: Iterable[str] = ()) -> list[str] | None:
        """Import statements for names that a piece of code does not define.

        Args:
            names: The names.
            statements: The code, which tells a package from what it defines by its own name: no module is called.

        Returns:
            One statement for each name, or `None` when one of them leads nowhere.
        """
        lines: list[str] = []
        for name in names:
            own = f"{self.package}.{name}"
            is_called = name == self.package and _is_called(name, statements) and self.project.shape(own) is not None
            line = _from(own, name) if is_called else self.line(name)
            if line is None:
                return None
            lines.append(line)
        return lines

    def line(self, name: str) -> str | None:
        """The import that defines a name as the block's own module means it."""
        for path in self._paths(name):
            found = self.project.shape(path)
            if found is None:
                continue
            if found.kind == "module":
                real = found.object_path
                return (
                    f"import {real}"
                    if real == name
                    else f"import {real} as {name}"
                    if path != real
                    else _from(path, name)
                )
            if found.kind == "alias" and name in sys.stdlib_module_names:
                break  # Its module imports that for itself.
            if found.kind == "alias":
                return _from(found.object_path, name)
            return _from(self.public(self.home(path, found)), name)
        known = self.block.names.get(name)
        if known is not None and (known.partition(".")[0] in sys.stdlib_module_names):
            return f"import {known}" if known == name else _from(known, name)
        return f"import {name}" if name in sys.stdlib_module_names else None

    def home(self, path: str, found: Shape) -> str:
        """Where an object is defined, if that is public: a module beside it may import it for its types only.

        Args:
            path: The path by which it was found.
            found: Its shape.
        """
        is_own = path == self.block.object_path or path == self.block.object_path.rpartition(".")[0]
        is_private = any(part.startswith("_") for part in found.object_path.split(".")[:-1])
        top = found.object_path.partition(".")[0]
        is_inside = top == self.package or top in sys.stdlib_module_names
        return path if is_own or is_private or not is_inside else found.object_path

    def _paths(self, name: str) -> Iterator[str]:
        """Paths that a bare name may mean, the likeliest first."""
        for path in (self.block.object_path, self.block.object_path.rpartition(".")[0]):
            if path.rpartition(".")[2] == name and "." in path:
                yield path
        if name == self.package:
            yield name
        elif name not in sys.stdlib_module_names or self.project.shape(f"{self.module}.{name}") is not None:
            if known := self.block.names.get(name):
                yield known
            yield f"{self.module}.{name}"
            yield f"{self.package}.{name}"


def _from(path: str, name: str) -> str:
    module, _, original = path.rpartition(".")
    if not module:
        return f"import {path}" if path == name else f"import {path} as {name}"
    return f"from {module} import {original}" if original == name else f"from {module} import {original} as {name}"


def _is_called(name: str, statements: Iterable[str]) -> bool:
    """Whether code calls what a name stands for."""
    call = re.compile(rf"(?<![.\w]){re.escape(name)}\(")
    return any(call.search(statement) for statement in statements)


def _outer(path: str) -> Iterator[str]:
    """The modules around a path, the outermost first, private ones left out."""
    parts = itertools.takewhile(lambda part: not part.startswith("_"), path.split(".")[:-1])
    return itertools.accumulate(parts, "{}.{}".format)


def awaited(text: str, imports: Iterable[str]) -> str:
    """Statements that await something, in a function that is run.

    Args:
        text: The statements.
        imports: What stands above them, one line each; the project may have a `main` of its own.
    """
    name = "example" if "main" in map(bound_by, imports) else "main"
    inner = "\n".join(f"    {line}" if line else "" for line in text.split("\n"))
    return f"async def {name}():\n{inner}\n\n\nasyncio.run({name}())"


@dataclass(frozen=True, slots=True)
class Names:
    """What statements do with names.

    Attributes:
        read: Those that they read, in order.
        bound: Those that they define, wherever that is.
        early: Those that a statement reads to define them, and nothing defines before: `cart = cart()`.
        named: All that stand there as variables.
        awaits: Whether something is awaited outside a function.
    """

    read: tuple[str, ...]
    bound: frozenset[str]
    early: frozenset[str]
    named: frozenset[str]
    awaits: bool

    def undefined(self, imports: Iterable[str]) -> list[str]:
        """Names that are read and that neither the statements nor imports above them define, in order.

        Whether a name is defined before it is read is the gate's question.

        Args:
            imports: Import statements, one line each.
        """
        bound = (self.bound - self.early).union(map(bound_by, imports))
        return [name for name in dict.fromkeys(self.read) if name not in bound and name not in _BUILTINS]


def names_of(statements: Iterable[str]) -> Names:
    """What statements do with names, all together.

    Args:
        statements: Their texts.

    Raises:
        NotPython: One is no valid Python.
    """
    each = [_names(statement) for statement in statements]
    before, early = frozenset[str](), frozenset[str]()
    for one in each:
        early |= one.early - before
        before |= one.bound
    return Names(
        read=tuple(name for one in each for name in one.read),
        bound=before,
        early=early,
        named=frozenset().union(*(one.named for one in each)),
        awaits=any(one.awaits for one in each),
    )


@functools.lru_cache(maxsize=4096)
def _names(statement: str) -> Names:
    """The same of one statement, which stands in many call sites."""
    tree = parsed(statement)
    read: dict[str, None] = {}
    bound: set[str] = set()
    named: set[str] = set()
    for node in walk(tree):
        match node:
            case ast.Name(id=name, ctx=context):
                named.add(name)
                if isinstance(context, ast.Load):
                    read[name] = None
                else:
                    bound.add(name)
            case ast.arg(arg=name) | ast.ExceptHandler(name=str(name)):
                bound.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                bound.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                bound |= {alias.asname or alias.name.partition(".")[0] for alias in aliases}
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                bound.add(name)
    return Names(tuple(read), frozenset(bound), _early(tree, read), frozenset(named), _awaits(tree))


def _early(tree: ast.Module, read: Collection[str]) -> frozenset[str]:
    """The name that a statement sets, where it reads it for that."""
    match tree.body:
        case [ast.Assign(targets=[ast.Name(id=name)], value=value)] if name in read:
            inner = (isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load) for node in walk(value))
            return frozenset() if any(inner) else frozenset({name})
    return frozenset()


def _awaits(node: ast.AST) -> bool:
    """Whether something is awaited outside a function."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return False
    if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith):
        return True
    return any(map(_awaits, children(node)))


def bound_by(line: str) -> str:
    """The name that an import of one thing defines.

    Args:
        line: The statement: `import a.b`, `from a import b as c`.
    """
    return line.rsplit(maxsplit=1)[-1].partition(".")[0]


def arranged(imports: Iterable[str], body: Sequence[str] | str, *, own: str) -> str:
    """A whole example: imports in groups, then the code.

    Args:
        imports: Import statements, one line each.
        body: The code below them.
        own: Name of the documented package, whose imports stand last.
    """
    text = body if isinstance(body, str) else "\n".join(body)
    groups: dict[int, dict[str, None]] = {0: {}, 1: {}, 2: {}}
    for line in merged(imports):
        top = line.split()[1].partition(".")[0]
        group = 2 if top == own else 0 if top in sys.stdlib_module_names or line.startswith("from __future__") else 1
        groups[group][line] = None
    blocks = ["\n".join(map(wrapped, sorted(group, key=_order))) for group in groups.values() if group]
    gap = "\n\n\n" if text.startswith(("def ", "async def ", "class ", "@")) else "\n\n"
    return gap.join(filter(None, ["\n\n".join(blocks), text.strip("\n")])) + "\n"


def merged(imports: Iterable[str]) -> list[str]:
    """Imports of one module in one statement."""
    plain: dict[str, None] = {}
    chosen: dict[str, dict[str, None]] = {}
    for line in imports:
        if line.startswith("from "):
            module, _, names = line.removeprefix("from ").partition(" import ")
            chosen.setdefault(module, {}).update(dict.fromkeys(name.strip() for name in names.split(",")))
        else:
            plain[line] = None
    return [*plain, *(f"from {module} import {', '.join(sorted(names))}" for module, names in chosen.items())]


def _order(line: str) -> tuple[bool, str]:
    return (line.startswith("from "), line.lower())
