"""The author's own example of a block: the best of what its docstring and the project's documentation show."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from mkdocs_howto.authored import Authored
from mkdocs_howto.facts.docstring import docstring_at, own_docstring_of, read
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.section import ExampleSource, ImportableBlock, Project
from mkdocs_howto.usage.faults import faults_of
from mkdocs_howto.writers.offline.examples.gate import Gate, secret_in
from mkdocs_howto.writers.offline.examples.imports import Importable
from mkdocs_howto.writers.offline.examples.own import OwnExample, Subject, docstring_pairs, own_examples, words

_CONTRADICTED = frozenset({"example-syntax", "example-import", "example-attribute", "example-call", "example-await"})
"""Findings by which the code contradicts a program: the documentation is of another version."""
_MOST_TRIED = 8
_NEEDS = {"network": "the network", "input": "somebody who types", "file": "the files that it reads"}
"""What programs need, as a comment says it."""
_LEAST = 3.0
"""Score below which a program is about something else, or stands among warnings."""
_LEAST_WITHOUT_DOUBTS = 0.0
"""Score below which a program is about something else, though nothing speaks against it."""


def authored_examples(
    block: ImportableBlock, tree: ast.Module, project: Project, gate: Gate
) -> Iterator[tuple[str, ExampleSource]]:
    """Yield the author's programs for a block, the best first, each with where it comes from.

    Args:
        block: The code.
        tree: Its syntax tree.
        project: Answers what other objects are.
        gate: Knows the effects of the code.
    """
    for example in _ranked(block, tree, project)[:_MOST_TRIED]:
        least = _LEAST if example.doubts else _LEAST_WITHOUT_DOUBTS
        if example.score >= least and _fits(example.code, gate):
            source: ExampleSource = "docstring" if example.passage.place == "docstring" else "documentation"
            yield told_needs(example.needs) + example.code, source


def told_needs(needs: Sequence[str]) -> str:
    """Return a comment that says what a reader has to bring for an author's program; empty where that is nothing.

    Args:
        needs: As `OwnExample` has them.
    """
    packages = [f"`{one.removeprefix('package ')}`" for one in needs if one.startswith("package ")]
    said = [_NEEDS[one] for one in needs if one in _NEEDS]
    modules = [f"`{one.removeprefix('module ')}`" for one in needs if one.startswith("module ")]
    if modules:
        said.append(f"{_listed(modules)} from the documentation")
    if packages:
        said.append(f"{_listed(packages)} installed")
    return f"# Needs {_listed(said)}.\n" if said else ""


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _ranked(block: ImportableBlock, tree: ast.Module, project: Project) -> list[OwnExample]:
    path = block.shape.object_path
    around = project.shape(path.rpartition(".")[0]) if "." in path else None
    owner = around.name if around is not None and around.kind == "class" else ""
    subject = Subject(path, block.shape.kind, {block.object_path}, words(block.shape.summary), owner)
    names = {**block.names, block.name: path, **({owner: around.object_path} if around is not None and owner else {})}
    told = docstring_pairs(_docstrings(block, tree), {subject.package}, names)
    used: list[Authored] = [*block.authored, *told]
    order = {file: place for place, file in enumerate(dict.fromkeys(one.passage.file for one, _ in block.authored))}

    def canonical(path: str) -> str:
        shape = project.shape(path)
        return shape.object_path if shape is not None else ""

    return own_examples(subject, used, canonical, Importable(block, project), order) if used else []


def _docstrings(block: ImportableBlock, tree: ast.Module) -> Iterator[tuple[str, str, Docstring]]:
    """Yield the docstrings of a block, and of what makes a class's instances."""
    path = block.shape.object_path
    if block.docstring:
        yield path, block.file, own_docstring_of(block)
    match tree.body if block.shape.kind == "class" else ():
        case [ast.ClassDef(body=body), *_]:
            for node in body:
                if isinstance(node, ast.FunctionDef) and node.name in {"__init__", "__new__"}:
                    yield path, block.file, read(docstring_at(node))


def _fits(code: str, gate: Gate) -> bool:
    """Whether the code of today contradicts nothing in a program, and no secret stands in it."""
    text = gate.texts.of(code)
    if text is None or secret_in(text) == "secret":
        return False
    found = {fault.code for fault in faults_of(text.tree, code, text.analysis, gate.effects)}
    return found.isdisjoint(_CONTRADICTED)
