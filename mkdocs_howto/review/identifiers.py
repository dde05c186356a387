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
from mkdocs_howto.facts.docstring import docstring_text
from mkdocs_howto.facts.outcomes import Function, constructor_of, outcomes_of, public_methods
from mkdocs_howto.reading import Reading
from mkdocs_howto.review.codes import found
from mkdocs_howto.section import CodeBlock, Finding, ImportableBlock, Project, Shape

_SPAN = re.compile(r"(?<!`)(`{1,9})(?!`)(?P<code>.+?)(?<!`)\1(?!`)")
_DOTTED = re.compile(r"(?P<path>[^\W\d]\w*(?:\.[^\W\d]\w*)*)(?:\(.*\))?$", re.DOTALL)
_WORD = re.compile(r"[^\W\d]\w*")
_ANYWHERE = {"self", "cls", "main", "asyncio", *keyword.kwlist, *keyword.softkwlist, *dir(builtins)}
_ANYWHERE |= {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "HTTP", "URL", "JSON", "HTML", "UTF"}
"""Names that need no code: of the language, and of what code talks about (RFC 9110 for the methods)."""


def unknown(reading: Reading, block: CodeBlock, project: Project) -> Iterator[Finding]:
    """Names between backticks that exist nowhere."""
    names = Names(block, project)
    for line, text in reading.prose:
        for path in named(text):
            if names.has(path) is False:
                near = get_close_matches(path.rpartition(".")[2], names.near, n=1, cutoff=0.75)
                hint = f"; did you mean `{near[0]}`?" if near else "."
                yield found("unknown-identifier", f"`{path}` is not in the code{hint}", path, line)


def named(text: str) -> Iterator[str]:
    """The names between a text's backticks, calls without their arguments; expressions are left out."""
    for span in _SPAN.finditer(text):
        if match := _DOTTED.match(span["code"].strip()):
            yield match["path"]


def untold(reading: Reading, tree: ast.Module, effects: Effects) -> Iterator[Finding]:
    """Yield findings about exceptions and requests that a reader would miss.

    An exception is missed where the caller's arguments decide that it is raised; of any other, nobody can say when.
    """
    said = "\n".join(text for _, text in reading.prose)
    words = set(_WORD.findall(said))
    for name in _decided(tree):
        if name.rpartition(".")[2] not in words:
            yield found("missing-exception", f"The code raises `{name}`; say when.", name)
    for method in effects.requests:
        if method not in words and method.lower() not in words:
            yield found("missing-request", f"The code sends a {method} request; name it.", method)


def _decided(tree: ast.Module) -> list[str]:
    """Return the exceptions that the arguments decide: of a call, of a creation, or of a call of a public method."""
    match tree.body:
        case [*_, ast.FunctionDef() | ast.AsyncFunctionDef() as function]:
            called: list[Function] = [function]
        case [*_, ast.ClassDef() as node]:
            constructor = constructor_of(node)
            called = [*([constructor] if constructor is not None else []), *public_methods(node)]
        case _:
            called = []
    return list(dict.fromkeys(one.raises for function in called for one in outcomes_of(function) if one.raises))


class Names:
    """Every name that the code, its documentation or what stands one hop away holds.

    Attributes:
        near: Those names, without what they belong to.
    """

    def __init__(self, block: CodeBlock, project: Project) -> None:
        self._block = block
        self._project = project
        self.near = {*_ANYWHERE, *_WORD.findall(block.source), *_WORD.findall(docstring_text(block, project))}
        for path in (block.shape.object_path, *block.names.values()):
            self.near.update(path.split("."))
        if isinstance(block, ImportableBlock):
            self.near.update(block.object_path.split("."))
        for shape in (block.shape, *block.neighbours):
            self.near.update(_names_of(shape))

    def has(self, path: str) -> bool | None:
        """Whether a name exists; `None` where that cannot be told."""
        parts = path.split(".")
        if all(part in self.near for part in parts) or self._is_member_of_instance(parts):
            return True
        head = self._block.names.get(parts[0])
        if any(self._project.shape(place) is not None for place in self._places(path, head)):
            return True
        foreign = head is not None and not _is_own(head, self._block)
        # A library's names are the library's affair: much of what it has is made at run time.
        return None if foreign or parts[0] in sys.stdlib_module_names else False

    def _is_member_of_instance(self, parts: list[str]) -> bool:
        """Return whether a name stands for an instance of the documented class, and the rest for its member.

        Any lower-case word may name the instance, as `cart` in `cart.add`.
        """
        if len(parts) != 2 or not parts[0].islower() or parts[0] in self._block.names:
            return False
        members = {member.name for member in self._block.shape.members}
        owner = self._project.shape(self._block.shape.object_path.rpartition(".")[0])
        if owner is not None and owner.kind == "class":
            members.add(self._block.shape.name)
        return self._block.shape.kind != "module" and parts[1] in members

    def _places(self, path: str, head: str | None) -> Iterator[str]:
        block = self._block
        yield path
        if head is not None:
            yield ".".join([head, *path.split(".")[1:]])
        module = block.shape.object_path.rpartition(".")[0]
        if module:
            yield f"{module}.{path}"
        if isinstance(block, ImportableBlock):
            yield f"{block.object_path.partition('.')[0]}.{path}"
            yield f"{block.object_path}.{path.rpartition('.')[2]}"


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


def _is_own(path: str, block: CodeBlock) -> bool:
    return isinstance(block, ImportableBlock) and path.partition(".")[0] == block.object_path.partition(".")[0]
