"""Which example of their authors the objects of a project get.

    python benchmarks/own_examples.py CHECKOUT PACKAGE [REFERENCE…] [--first 10] [--table] [--scores 3]

Without references, the objects are those that the documentation presents first: functions, classes and methods of the
package in the order in which the programs of the README use them (called, as decorators, derived from, entered, raised
or caught), then those of the pages in the order of the navigation. At most three of ten are methods. Whether what is
chosen is the right example is for a reader to say. Nothing is imported or run; no network.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from mkdocs_howto.authored import UNKNOWN, UsedPassage
from mkdocs_howto.errors import HowtoError
from mkdocs_howto.facts.docstring import read
from mkdocs_howto.facts.fixtures import fixtures_of
from mkdocs_howto.facts.library import Library
from mkdocs_howto.facts.uses import counted, index
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.references.files import Files
from mkdocs_howto.references.project import Answers, Recorder
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.section import Shape
from mkdocs_howto.settings import interpreter_paths
from mkdocs_howto.writers.offline.examples.imports import Importable
from mkdocs_howto.writers.offline.examples.own import (
    OwnExample,
    Subject,
    docstring_pairs,
    imported,
    own_examples,
    words,
)

_MOST_METHODS = 3
_ENTRIES = {"call", "decorator", "base", "with", "async with", "await", "raise", "except"}


class Project:
    """A checkout whose documentation has been read."""

    def __init__(self, root: Path, package: str) -> None:
        self.package = package
        source = root / "src" if (root / "src" / package).exists() else root
        self._resolver = Resolver(Files(root), [source], interpreter_paths())
        self._objects = Recorder(Answers(self._resolver))
        started = time.process_time()
        self.library = Library(root, {package})
        self.passages: list[UsedPassage] = []
        for document in self.library.documents:
            self.passages += self.library.programs(document)
        self._index = index(self.passages)
        self.seconds = time.process_time() - started

    def presented_first(self, most: int) -> list[str]:
        """Return the objects that the documentation presents first, by canonical path."""
        found: dict[str, None] = {}
        methods = 0
        for shape in self._presented():
            parent = self._objects.shape(shape.object_path.rpartition(".")[0])
            is_method = parent is not None and parent.kind == "class"
            if shape.object_path in found or (is_method and methods >= _MOST_METHODS):
                continue
            methods += is_method
            found[shape.object_path] = None
            if len(found) == most:
                break
        return list(found)

    def _presented(self) -> Iterator[Shape]:
        for used in self.passages:
            for use in used.uses:
                if use.kind in _ENTRIES and not use.path.startswith(UNKNOWN) and use.path.startswith(self.package):
                    shape = imported(use.path, self._objects)
                    if shape is not None and shape.kind in {"function", "class"} and not shape.name.startswith("_"):
                        yield shape
                elif use.path == f"{UNKNOWN}.{use.name}" and use.kind == "argument":
                    shape = self._objects.shape(f"{self.package}.{use.name}")
                    if shape is not None and fixtures_of(shape.object_path, self._objects.shape):
                        yield shape

    def examples(self, reference: str) -> list[OwnExample]:
        """Return the authors' examples of an object, the best first."""
        block = self._resolver.resolve(reference).block
        path = block.shape.object_path
        around = self._objects.shape(path.rpartition(".")[0])
        owner = around.name if around is not None and around.kind == "class" else ""
        owned_by = around.object_path if around is not None and owner else path
        fixtures = fixtures_of(owned_by, self._objects.shape)
        subject = Subject(path, block.shape.kind, {reference}, words(block.shape.summary), owner, fixtures)
        names = {
            **block.names,
            block.name: path,
            **({owner: around.object_path} if around is not None and owner else {}),
        }
        docstrings = docstring_pairs(self._docstrings(path, around), {self.package}, names)
        named = dict.fromkeys([block.name, *fixtures])
        used = [*counted(pair for name in named for pair in self._index.get(name, [])), *docstrings]
        importable = Importable(block, self._objects)
        return own_examples(subject, used, importable, self.library.order)

    def _docstrings(self, path: str, around: Shape | None) -> Iterator[tuple[str, str, Docstring]]:
        """Yield the docstrings of an object, its constructor, and what it stands in."""
        for one in (path, f"{path}.__init__", *([around.object_path] if around is not None else [])):
            if self._objects.shape(one) is not None:
                try:
                    block = self._resolver.resolve(one).block
                except HowtoError:
                    continue
                yield block.shape.object_path, "", read(block.docstring)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("checkout", type=Path)
    parser.add_argument("package")
    parser.add_argument("references", nargs="*")
    parser.add_argument("--first", type=int, default=10, help="objects that the documentation presents first")
    parser.add_argument("--table", action="store_true", help="one line an object, without code")
    parser.add_argument("--scores", type=int, default=1, help="candidates that are shown of each object")
    options = parser.parse_intermixed_args(arguments)
    project = Project(options.checkout.resolve(), options.package)
    references = options.references or project.presented_first(options.first)
    print(f"{len(project.passages)} passages of {len(project.library.documents)} files, {project.seconds:.2f} s")
    shown = 0
    for reference in references:
        try:
            found = project.examples(reference)
        except HowtoError as error:
            print(f"===== {reference}: {error}")
            continue
        shown += bool(found)
        print(f"===== {reference}: {len(found)} candidates")
        for example in found[: options.scores]:
            passage = example.passage
            needs = f" needs {', '.join(example.needs)}" if example.needs else ""
            where = " | ".join((passage.page, passage.title, passage.lead[:90]))
            print(f"--- {passage.file}:{passage.line} {example.score:.1f}{needs} | {where}")
            if not options.table:
                print(example.code)
    print(f"{shown} of {len(references)} have an example of the author's")


if __name__ == "__main__":
    main()
