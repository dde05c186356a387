"""Describe modules, values and snippets, and cut sentences to size."""

from __future__ import annotations

import ast

from mkdocs_howto.facts.words import sentences
from mkdocs_howto.secrets import is_secret_name, is_secret_value
from mkdocs_howto.section import CodeBlock, NamedBlock
from mkdocs_howto.writers.offline.words import some_of

_LONGEST_SENTENCE = 500
"""Characters of a sentence that a reader bears."""
_LONGEST_TEXT = 5_000


def module(block: NamedBlock) -> str:
    """Return what a module without a docstring holds."""
    members = [one for one in block.shape.members if not one.name.startswith("_")]
    names = [f"`{one.name}`" for one in members if one.kind in {"class", "function"}]
    names = names or [f"`{one.name}`" for one in members]
    return f"`{block.name}` is a module{f' with {some_of(names, 8)}' if names else ''}."


def value(block: NamedBlock) -> str:
    """Return what an attribute or type alias without a docstring is."""
    shape = block.shape
    text = shape.value or ""
    is_shown = text and len(text) <= 60 and "`" not in text and "\n" not in text
    is_hidden = is_secret_name(block.name) or is_secret_value(text)
    if "property" in shape.labels:
        return f"`{block.name}` is a property."
    if shape.kind == "type alias":
        return f"`{block.name}` is an alias of the type `{text}`." if is_shown else f"`{block.name}` is a type alias."
    kind = "a constant" if block.name.isupper() else "an attribute"
    parts = [f" of type `{shape.annotation}`" if shape.annotation and len(shape.annotation) < 60 else ""]
    parts.append(f" with the value `{text}`" if is_shown and not is_hidden else "")
    return f"`{block.name}` is {kind}{''.join(parts)}."


def shown_value(block: NamedBlock) -> str:
    """Return the value of a documented constant, if it is short; empty for anything else."""
    text = short_value(block)
    return f"Its value is `{text}`." if text and block.name.isupper() else ""


def short_value(block: CodeBlock) -> str:
    """Return the value of an attribute as code, if it is short and no secret; empty for anything else."""
    text = block.shape.value or ""
    is_hidden = is_secret_name(block.shape.name) or is_secret_value(text)
    is_shown = 0 < len(text) <= 30 and "`" not in text and "\n" not in text and not is_hidden
    return text if is_shown and block.shape.kind == "attribute" else ""


def snippet(tree: ast.Module) -> str:
    """Return what code that stands in a page uses."""
    imported = [
        f"`{alias.name if isinstance(node, ast.ImportFrom) else alias.name.partition('.')[0]}`"
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom) and getattr(node, "module", "") != "__future__"
        for alias in node.names
    ]
    return f"This code uses {some_of(list(dict.fromkeys(imported)), 5)}." if imported else "A piece of code."


def first_sentence(text: str) -> str:
    """Return the first sentence of a text with a full stop; empty for an empty text, and where nobody would read it."""
    first = next(iter(sentences(text[:_LONGEST_TEXT])), "").strip()
    if len(first) > _LONGEST_SENTENCE:
        return ""
    return first if not first or first.endswith((".", "!", "?")) else f"{first}."
