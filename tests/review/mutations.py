"""Small damages to a good section: each makes one thing wrong at one place."""

from __future__ import annotations

import ast
import copy
import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_howto.reading import Reading
from mkdocs_howto.review.identifiers import Names, named
from mkdocs_howto.section import CodeBlock, Project
from mkdocs_howto.usage.analysis import Analysis

ODD = "zq"
"""Put behind a name, it makes one that nothing has."""


@dataclass(frozen=True)
class Mutation:
    """A damaged reading.

    Attributes:
        kind: What was damaged.
        reading: The result.
        code: The finding it must make.
        known: Whether the review claims to know about this place.
        was: The damaged words as they were.
    """

    kind: str
    reading: Reading
    code: str
    known: bool
    was: str


def mutations(reading: Reading, block: CodeBlock, project: Project) -> Iterator[Mutation]:
    """Every mutation of a reading, one place at a time."""
    yield from _of_names(reading, block, project)
    tree = ast.parse(reading.example)
    analysis = Analysis(block, project)
    analysis.read(tree)
    for node in ast.walk(tree):
        aspects = {aspect for judged, aspect in analysis.judged if judged is node}
        for kind, code, known, instead in _of_node(node, aspects):
            changed = _Replace(node, instead).visit(_copy(tree))
            text = ast.unparse(ast.fix_missing_locations(changed)) + "\n"
            yield Mutation(kind, dataclasses.replace(reading, example=text), code, known, ast.unparse(node))
    yield from _without_use(reading, tree, block)


def _of_names(reading: Reading, block: CodeBlock, project: Project) -> Iterator[Mutation]:
    names = Names(block, project)
    for part in ("description", "steps"):
        lines = getattr(reading, part)
        for index, (number, text) in enumerate(lines):
            for one in named(text):
                path, odd = one.path, one._replace(path=f"{one.path}{ODD}")
                changed = re.sub(rf"`{re.escape(path)}(?=[`(])", f"`{odd.path}", text, count=1)
                said = dataclasses.replace(reading, **{part: (*lines[:index], (number, changed), *lines[index + 1 :])})
                code = "unknown-identifier" if names.is_of_code(odd) else "unknown-word"
                yield Mutation("identifier", said, code, names.has(odd) is False and odd in named(changed), path)


def _of_node(node: ast.AST, aspects: set[str]) -> Iterator[tuple[str, str, bool, ast.AST]]:
    """Kind, expected code, whether the place is known, and the damaged node."""
    match node:
        case ast.Name(id=name, ctx=ast.Load()):
            yield "name", "example-name", True, ast.Name(name + ODD, ast.Load())
        case ast.alias(name=name):
            yield "import", "example-import", "name" in aspects, ast.alias(name + ODD, node.asname or name)
        case ast.Attribute(attr=name, ctx=ast.Load()):
            yield "attribute", "example-attribute", "name" in aspects, ast.Attribute(node.value, name + ODD, ast.Load())
        case ast.Call(args=args, keywords=keywords):
            if not (isinstance(node.func, ast.Name) and node.func.id == "print"):  # More to print is no damage.
                many = [*args, *(ast.Constant(0) for _ in range(30))]
                yield "argument", "example-call", "count" in aspects, ast.Call(node.func, many, keywords)
            for keyword in keywords:
                if keyword.arg is not None:
                    others = [other for other in keywords if other is not keyword]
                    renamed = [*others, ast.keyword(keyword.arg + ODD, keyword.value)]
                    yield "keyword", "example-call", "keyword" in aspects, ast.Call(node.func, args, renamed)
        case ast.Await(value=value):
            yield "await", "example-await", "await" in aspects, value


def _without_use(reading: Reading, tree: ast.Module, block: CodeBlock) -> Iterator[Mutation]:
    """The example without any use of the documented object: its calls show nothing."""
    if "typeddict" in block.shape.labels:
        return  # What a function gives is one, also where nothing names it.

    class Drop(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.AST:
            return ast.Constant(None) if node.id == block.name else node

        def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
            self.generic_visit(node)
            return ast.Constant(None) if node.attr == block.name else node

    text = ast.unparse(ast.fix_missing_locations(Drop().visit(_copy(tree)))) + "\n"
    yield Mutation("use", dataclasses.replace(reading, example=text), "example-unused", known=True, was=block.name)


class _Replace(ast.NodeTransformer):
    """Puts one node in the place of another, which copies are told by."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._place = old
        self._new = new

    def visit(self, node: ast.AST) -> ast.AST:
        if getattr(node, "original", None) is self._place:
            return self._new
        return super().visit(node)


def _copy(tree: ast.Module) -> ast.Module:
    """A tree whose nodes know which nodes they were copied from."""
    other = copy.deepcopy(tree)
    for new, old in zip(ast.walk(other), ast.walk(tree), strict=True):
        new.original = old  # type: ignore[attr-defined]
    return other
