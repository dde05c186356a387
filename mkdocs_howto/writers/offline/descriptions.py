"""What a block is, what it is for, and what its reader must know before using it."""

from __future__ import annotations

import ast
import re

from mkdocs_howto.section import CodeBlock, Shape
from mkdocs_howto.writers.offline.source import listed


def describe(block: CodeBlock, tree: ast.Module) -> str:
    """One paragraph about a block."""
    sentences = [sentence(block.shape.summary)] if block.shape.summary else []
    sentences.append(f"`{block.name}` is {_kind(block.shape)}." if block.shape.kind != "snippet" else "")
    sentences.append(_raised(tree))
    return " ".join(part for part in sentences if part) or "A piece of code."


def sentence(summary: str) -> str:
    """A docstring's summary with plain single backticks and a full stop."""
    plain = re.sub(r":(?:[a-z]+:)?[a-z]+:`~?\.?([^`<]+?)(?:\s*<[^>]*>)?`", r"`\1`", summary)
    plain = plain.replace("``", "`").strip()
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
    for node in ast.walk(tree):
        match node:
            case ast.Raise(exc=ast.Call(func=ast.Name(id=name))) | ast.Raise(exc=ast.Name(id=name)) if name[
                :1
            ].isupper():
                names[name] = None
    return f"It raises {listed([f'`{name}`' for name in names], last='or')}." if names else ""
