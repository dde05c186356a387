"""Findings about names: those that exist nowhere, and those that should have been told."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
import sys
from collections.abc import Iterator
from difflib import get_close_matches

from mkdocs_howto.effects import Effects
from mkdocs_howto.reading import Reading
from mkdocs_howto.review.codes import found
from mkdocs_howto.section import CodeBlock, Finding, Lookup, Shape

_SPAN = re.compile(r"(?<!`)(`+)(?!`)(?P<code>.+?)(?<!`)\1(?!`)")
_DOTTED = re.compile(r"(?P<path>[^\W\d]\w*(?:\.[^\W\d]\w*)*)(?:\(.*\))?$", re.DOTALL)
_WORD = re.compile(r"[^\W\d]\w*")
_ANYWHERE = {"self", "cls", "main", "asyncio", *keyword.kwlist, *keyword.softkwlist, *dir(builtins)}


def unknown(reading: Reading, block: CodeBlock, lookup: Lookup) -> Iterator[Finding]:
    """Names between backticks that exist nowhere."""
    names = _known(block)
    for line, text in reading.prose:
        for span in _SPAN.finditer(text):
            match = _DOTTED.match(span["code"].strip())
            if match is None or _exists(match["path"], names, block, lookup):
                continue
            last = match["path"].rpartition(".")[2]
            near = get_close_matches(last, names, n=1, cutoff=0.75)
            hint = f"; did you mean `{near[0]}`?" if near else "."
            yield found("unknown-identifier", f"`{match['path']}` is not in the code{hint}", match["path"], line)


def untold(reading: Reading, block: CodeBlock, effects: Effects) -> Iterator[Finding]:
    """Members, exceptions and requests that a reader would miss."""
    said = "\n".join(text for _, text in reading.prose)
    words = set(_WORD.findall(said))
    for name in effects.raises:
        if name.rpartition(".")[2] not in words:
            yield found("missing-exception", f"The code raises `{name}`; say when.", name)
    for method in effects.requests:
        if method not in words and method.lower() not in words:
            yield found("missing-request", f"The code sends a {method} request; name it.", method)
    if block.shape.kind == "class":
        everything = words | set(_WORD.findall(reading.example))
        for member in block.shape.members:
            if member.kind == "function" and not member.name.startswith("_") and member.name not in everything:
                yield found("missing-member", f"The class has a public member `{member.name}`.", member.name)


def _known(block: CodeBlock) -> set[str]:
    """Every name that the code, its documentation or what stands one hop away holds."""
    names = {*_ANYWHERE, *_WORD.findall(block.source), *_WORD.findall(block.docstring)}
    for path in (block.object_path, block.shape.object_path, *block.names.values()):
        names.update(path.split("."))
    for shape in (block.shape, *block.neighbours):
        names.update(_names_of(shape))
    return names


def _names_of(shape: Shape) -> Iterator[str]:
    yield from shape.object_path.split(".")
    for base in shape.bases:
        yield from base.split(".")
    if shape.signature is not None:
        for parameter in shape.signature.parameters:
            yield parameter.name
            yield from _WORD.findall(parameter.annotation)
    for member in shape.members:
        yield from _names_of(member)


def _exists(path: str, names: set[str], block: CodeBlock, lookup: Lookup) -> bool:
    parts = path.split(".")
    if all(part in names for part in parts) or parts[0] in sys.stdlib_module_names:
        return True
    head = block.names.get(parts[0])
    if head is not None and (len(parts) == 1 or not _is_own(head, block)):
        return True  # A library's names are the library's affair.
    package = block.object_path.partition(".")[0]
    module = block.shape.object_path.rpartition(".")[0]
    places = [path, f"{module}.{path}", f"{package}.{path}", f"{block.object_path}.{parts[-1]}"]
    if head is not None:
        places.append(".".join([head, *parts[1:]]))
    return any(lookup(place) is not None for place in places if not place.startswith("."))


def _is_own(path: str, block: CodeBlock) -> bool:
    return path.partition(".")[0] == block.object_path.partition(".")[0]


def used_names(tree: ast.AST) -> set[str]:
    """Identifiers that a tree reads or sets."""
    found_: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                found_.add(name)
    return found_
