"""Findings about claims that the code decides."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from mkdocs_howto.effects import Effects
from mkdocs_howto.reading import Reading
from mkdocs_howto.review import deeds, defaults, endings, requests
from mkdocs_howto.review.codes import found
from mkdocs_howto.review.statements import SPAN, Sentence, sentences
from mkdocs_howto.section import CodeBlock, Finding, Project
from mkdocs_howto.syntax import parsed, walk

_SINCE = 11
"""Version of the review from which on claims are judged sentence by sentence."""
_RAISES = re.compile(r"\b(?:raises|raise|throws)\s+(?:an?\s+|the\s+)?`(?P<name>[\w.]+)(?:\([^`]*\))?`", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?|wss?)://(?P<host>[^\s/`'\"<>{}:]+)[^\s`'\"<>]*")
_RESERVED = re.compile(r"(?:^|\.)(?:example|test|invalid|localhost)$|(?:^|\.)example\.(?:com|net|org)$|^[\d.]+$")
"""Hosts that nobody has (RFC 2606), and numbers."""


def contradictions(
    reading: Reading, block: CodeBlock, project: Project, tree: ast.Module, effects: Effects
) -> Iterator[Finding]:
    """Yield findings about claims that the code refutes.

    Args:
        reading: What is said.
        block: The code.
        project: Answers what other objects are.
        tree: Its syntax tree.
        effects: What it raises and requests.
    """
    for sentence in sentences(reading.prose, block.shape):
        for words, message in _claims(sentence, block, project, effects):
            yield found("contradicts-code", message, words, sentence.line, since=_SINCE)
    for line, words, message in requests.order(reading.steps, tree, block, effects):
        yield found("contradicts-code", message, words, line, since=_SINCE)


def _claims(sentence: Sentence, block: CodeBlock, project: Project, effects: Effects) -> Iterator[tuple[str, str]]:
    text = sentence.text
    for match in _RAISES.finditer(text):
        name = match["name"]
        if not _may_raise(name, block):
            yield name, f"The code nowhere raises `{name}`."
    yield from requests.claims(text, effects)
    yield from defaults.claims(text, block, project)
    yield from endings.claims(sentence, block, project)
    yield from deeds.claims(sentence, block, project)
    yield from _addresses(text, block)


def _may_raise(name: str, block: CodeBlock) -> bool:
    """Return whether a type is named where something could be raised from: here, or in what is called."""
    last = name.rpartition(".")[2]
    if re.search(rf"\b{re.escape(last)}\b", block.source) or last in block.docstring:
        return True
    # What other functions raise, their source would have to tell.
    return not last.endswith(("Error", "Exception")) or _calls_anything(block)


def _calls_anything(block: CodeBlock) -> bool:
    tree = parsed(block.source)
    return any(isinstance(node, ast.Call | ast.Subscript | ast.Attribute | ast.BinOp) for node in walk(tree))


def _addresses(text: str, block: CodeBlock) -> Iterator[tuple[str, str]]:
    """Yield addresses between backticks whose host the code does not name."""
    known = "\n".join([block.source, block.docstring, *(one.value or "" for one in block.neighbours)])
    for span in SPAN.finditer(text):
        for match in _ADDRESS.finditer(span["code"]):
            host = match["host"]
            if _RESERVED.search(host) or host in known:
                continue
            if _ADDRESS.search(known) is not None:
                yield match[0], f"The code names no address at `{host}`."
