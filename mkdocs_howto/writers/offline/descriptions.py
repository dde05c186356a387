"""What a block is, what it is for, and what its reader must know before using it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from mkdocs_howto.section import CodeBlock, Shape
from mkdocs_howto.writers.offline.source import listed

_ROLE = re.compile(r":(?:[a-z]+:)?[a-z]+:`[~!.]*(?P<text>[^`<]+?)(?:\s*<[^>]*>)?`")
"""A role of reStructuredText: `:class:` before a name between backticks."""
_LINK = re.compile(r"(?<!`)\[(?P<text>`?[^\]\n`]+`?)\](?:\([^)\s]*\)|\[[^\]\n]*\])")
"""A link of Markdown; only its words are the author's sentence."""
_DIRECTIVE = re.compile(r"!!! |\?\?\?|\.\. |[:]{3} ")
"""Markup that starts a block, which no sentence does."""


def describe(block: CodeBlock, tree: ast.Module) -> str:
    """One paragraph about a block."""
    sentences = [sentence(block.shape.summary)] if block.shape.summary else []
    sentences.append(f"`{block.name}` is {_kind(block.shape)}." if block.shape.kind != "snippet" else "")
    sentences.append(_raised(tree))
    return " ".join(part for part in sentences if part) or "A piece of code."


def sentence(summary: str) -> str:
    """A docstring's summary with plain single backticks and a full stop."""
    plain = _ROLE.sub(lambda role: f"`{role['text']}`", summary)
    plain = _LINK.sub(lambda link: link["text"], plain).replace("``", "`")
    plain = plain.strip() if plain.count("`") % 2 == 0 else plain.replace("`", "").strip()
    if _DIRECTIVE.match(plain):
        return ""
    return plain if plain.endswith((".", "!", "?", ":")) else f"{plain}."


def _kind(shape: Shape) -> str:
    labels = set(shape.labels)
    if shape.kind == "function":
        return _function(labels)
    if shape.kind == "class":
        return _class(shape, labels)
    if shape.kind == "module":
        return "a module"
    if "property" in labels:
        return "a property"
    if shape.kind == "type alias":
        return "a type alias"
    return "a value"


def _function(labels: set[str]) -> str:
    if "contextmanager" in labels:
        return "an asynchronous context manager" if "async" in labels else "a context manager"
    if {"async", "generator"} <= labels:
        return "an asynchronous generator"
    if "async" in labels:
        return "a coroutine"
    if "generator" in labels:
        return "a generator"
    for label, words in (("classmethod", "a class method"), ("staticmethod", "a static method")):
        if label in labels:
            return words
    return "a function"


def _class(shape: Shape, labels: set[str]) -> str:
    for label, words in (
        ("enum", "an enumeration"),
        ("typeddict", "a typed dictionary"),
        ("protocol", "a protocol"),
        ("exception", "an exception"),
        ("dataclass", "a dataclass"),
        ("namedtuple", "a named tuple"),
    ):
        if label in labels:
            return words
    bases = [path.rpartition(".")[2] for path in shape.bases if path not in {"object", "abc.ABC"}]
    words = "an abstract class" if "abstract" in labels else "a class"
    return f"{words} built on {listed([f'`{base}`' for base in bases])}" if bases else words


def _raised(tree: ast.Module) -> str:
    names: dict[str, None] = {}
    for node in _run(tree.body):
        match node:
            case ast.Raise(exc=ast.Call(func=ast.Name(id=name))) | ast.Raise(exc=ast.Name(id=name)) if name[
                :1
            ].isupper():
                names[name] = None
    return f"It raises {listed([f'`{name}`' for name in names], last='or')}." if names else ""


def _run(body: Sequence[ast.stmt], *, inside: bool = False) -> Iterator[ast.stmt]:
    """The statements of the definitions in a body, without what they define in turn or try."""
    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                if not inside:
                    yield from _run(node.body, inside=True)
            case ast.ClassDef():
                if not inside:
                    yield from _run(node.body)
            case ast.Try() | ast.TryStar():
                # What is raised in the tried part may be caught right there.
                for part in (*node.handlers, node):
                    yield from _run(part.body if isinstance(part, ast.ExceptHandler) else part.orelse, inside=inside)
                yield from _run(node.finalbody, inside=inside)
            case ast.Match():
                for case in node.cases:
                    yield from _run(case.body, inside=inside)
            case ast.If() | ast.For() | ast.AsyncFor() | ast.While():
                yield from _run([*node.body, *node.orelse], inside=inside)
            case ast.With() | ast.AsyncWith():
                yield from _run(node.body, inside=inside)
            case _:
                yield node
