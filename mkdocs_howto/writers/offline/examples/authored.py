"""The author's own example of a block: the best of what its docstring and the project's documentation show."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from mkdocs_howto.authored import Authored
from mkdocs_howto.facts.docstring import docstring_at, own_docstring_of, read
from mkdocs_howto.facts.fixtures import fixtures_of
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.section import ExampleSource, ImportableBlock, Project, Shape
from mkdocs_howto.syntax import NotPython, parsed
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
_LEAST_WITHOUT_DOUBTS = -1.0
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
    for example in _found(block, tree, project):
        least = _LEAST if example.doubts else _LEAST_WITHOUT_DOUBTS
        if example.score >= least and _fits(example.code, gate):
            source: ExampleSource = "docstring" if example.passage.place == "docstring" else "documentation"
            given = told_given(example.passage.given, example.code)
            needs = [one for one in example.needs if not (one == "file" and given)]
            yield told_needs(needs) + given + example.code, source


def _found(block: ImportableBlock, tree: ast.Module, project: Project) -> Iterator[OwnExample]:
    """Yield programs of the docstring and the documentation, then those of the docstrings around the object."""
    yield from _ranked(block, project, [*block.authored, *_told(block, project, _docstrings(block, tree))])[
        :_MOST_TRIED
    ]
    yield from _ranked(block, project, list(_told(block, project, _around(block, project))))[:_MOST_TRIED]


def told_needs(needs: Sequence[str]) -> str:
    """Return a comment that says what a reader has to bring for an author's program; empty where that is nothing.

    Args:
        needs: As `OwnExample` has them.
    """
    servers, packages, modules = (
        [f"`{one.removeprefix(kind)}`" for one in needs if one.startswith(kind)]
        for kind in ("server ", "package ", "module ")
    )
    said = [_NEEDS[one] for one in needs if one in _NEEDS]
    said += [f"a running {_listed(servers)} server"] if servers else []
    said += [f"the module{'s' * (len(modules) > 1)} {_listed(modules)}"] if modules else []
    said += [f"{_listed(packages)} installed"] if packages else []
    return f"# Needs {_listed(said)}.\n" if said else ""


def told_given(given: str, code: str) -> str:
    """Return a comment with what the page shows for a program to read; empty where the program does not name the file.

    Args:
        given: As `Passage` has it.
        code: The program.
    """
    first, _, rest = given.partition("\n")
    if given.startswith(("export ", "set ")):
        return "".join(f"# First, in the shell: {row}\n" for row in given.split("\n"))
    name = first.removesuffix(":").rpartition("/")[2]
    if not name or re.search(rf"[\"'/]{re.escape(name)}[\"']", code) is None:
        return ""
    rows = [f"#     {row}".rstrip() for row in rest.split("\n")]
    return "\n".join([f"# {name}:", *rows]) + "\n\n"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _told(
    block: ImportableBlock, project: Project, docstrings: Iterable[tuple[str, str, Docstring]]
) -> Iterator[Authored]:
    """Yield the examples of docstrings, each with what it uses."""
    path, owner = block.shape.object_path, _owner(block, project)
    names = {**block.names, block.name: path, **({owner.name: owner.object_path} if owner is not None else {})}
    yield from docstring_pairs(docstrings, {path.partition(".")[0]}, names)


def _owner(block: ImportableBlock, project: Project) -> Shape | None:
    """Return the class of a member; `None` for anything else."""
    around = project.shape(block.shape.object_path.rpartition(".")[0])
    return around if around is not None and around.kind == "class" else None


def _ranked(block: ImportableBlock, project: Project, used: Sequence[Authored]) -> list[OwnExample]:
    if not used:
        return []
    path, owner = block.shape.object_path, _owner(block, project)
    names = words(block.shape.summary)
    fixtures = fixtures_of(owner.object_path if owner is not None else path, project.shape)
    owned_by = owner.name if owner is not None else ""
    returns = block.shape.signature.returns if block.shape.signature is not None else ""
    gives = "" if block.shape.kind != "function" or returns in {"None", "NoReturn", "Never"} else returns
    subject = Subject(path, block.shape.kind, {block.object_path}, names, owned_by, fixtures, gives)
    order = {file: place for place, file in enumerate(dict.fromkeys(one.passage.file for one, _ in block.authored))}
    return own_examples(subject, used, Importable(block, project), order)


def _around(block: ImportableBlock, project: Project) -> Iterator[tuple[str, str, Docstring]]:
    """Yield the docstrings of what an object stands in: its class, and its module where that is not the package."""
    path = block.shape.object_path.rpartition(".")[0]
    while "." in path:
        code = project.source(path)
        try:
            tree = parsed(code.text) if code is not None and block.name in code.text else None
        except NotPython:
            tree = None
        if tree is not None:
            within = tree.body[0] if tree.body and isinstance(tree.body[0], ast.ClassDef) else tree
            if text := (docstring_at(within) if isinstance(within, ast.ClassDef) else ast.get_docstring(tree) or ""):
                yield path, block.file, read(text)
        around = project.shape(path)
        if around is None or around.kind != "class":
            return
        path = path.rpartition(".")[0]


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
