"""A usage example: the author's own before the project's, a real one before an invented one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_howto.effects import Effects, effects_of
from mkdocs_howto.section import CodeBlock, ExampleSource, ImportableBlock, Project
from mkdocs_howto.writers.offline.examples.authored import authored_examples, told_needs
from mkdocs_howto.writers.offline.examples.candidates import from_call_sites, from_docstring
from mkdocs_howto.writers.offline.examples.framework import is_called_by_others
from mkdocs_howto.writers.offline.examples.gate import Gate
from mkdocs_howto.writers.offline.examples.own.refusals import reaches_network
from mkdocs_howto.writers.offline.examples.printing import Printing
from mkdocs_howto.writers.offline.examples.synthesis import examples
from mkdocs_howto.writers.offline.examples.texts import Texts
from mkdocs_howto.writers.offline.examples.unimportable import authors_example


@dataclass(frozen=True, slots=True)
class Example:
    """Code, and where it came from."""

    code: str
    source: ExampleSource


def example_of(block: CodeBlock, tree: ast.Module, project: Project, effects: Effects | None = None) -> Example:
    """Return the best example for a piece of code: the author's own before any other.

    Code that cannot be imported has only its author's own example, or none.

    Args:
        block: The code.
        tree: Its syntax tree.
        project: Answers what other objects are.
        effects: What it raises and requests, where that is known already.
    """
    if not isinstance(block, ImportableBlock):
        code = authors_example(block, tree)
        return Example(code, "docstring" if code else "none")
    best = _best(block, tree, project, effects or effects_of(block, tree))
    return best if best.source == "documentation" else _with_needs(best)


def _best(block: ImportableBlock, tree: ast.Module, project: Project, effects: Effects) -> Example:
    """Return the first candidate that passes the gate and tells something; else the first that passes."""
    texts = Texts(block, project)
    gate, printing = Gate(texts, effects), Printing(texts)
    authored = next(authored_examples(block, tree, project, gate), None)
    if authored is not None:
        code, source = authored
        return Example(code, source) if source == "documentation" else _of_docstring(block, tree, project, gate, code)
    second: Example | None = None
    has_internals = False
    for candidate, must_show in _candidates(block, tree, project, gate):
        if candidate.source == "sketch" and (second is not None or has_internals):
            break
        if candidate.source == "docstring":
            if gate.passes(candidate.code, must_show=must_show, documented=True):
                return candidate  # As its author wrote it.
            continue
        if gate.never_passes(candidate.code):
            continue
        if printing.shows_internals(candidate.code):
            has_internals = True  # Asking a sketch of it for its internals would be no better.
            continue
        mended = Example(printing.mended(candidate.code), candidate.source)
        is_silent = "print(" in candidate.code and "print(" not in mended.code
        # Where all that was printed is the nothing that a call gives back, the call alone is left.
        versions = [mended] if is_silent else dict.fromkeys((mended, candidate))
        must_print = must_show and not is_silent
        made = next((one for one in versions if gate.passes(one.code, must_show=must_print)), None)
        if made is not None and printing.tells(made.code):
            return made
        second = second or made
    return second or Example("", "none")


def _with_needs(example: Example) -> Example:
    """Return an example that says what a reader has to bring for it."""
    code = example.code
    return Example(told_needs(("network",)) + code, example.source) if reaches_network(code) else example


def _of_docstring(block: ImportableBlock, tree: ast.Module, project: Project, gate: Gate, whole: str) -> Example:
    """Return the example of the block's docstring that runs and shows something, else the author's program as it is."""
    for code in from_docstring(block, tree, project):
        if gate.passes(code, documented=True):
            return Example(code, "docstring")
    return Example(whole, "docstring")


def _candidates(
    block: ImportableBlock, tree: ast.Module, project: Project, gate: Gate
) -> Iterator[tuple[Example, bool]]:
    """Candidates in the order of trust, each with whether it has to print something."""
    for code in from_docstring(block, tree, project):
        yield Example(code, "docstring"), True
    for code in from_call_sites(block, project, gate.is_meant):
        yield Example(code, "call-site"), True
    sketches: list[Example] = []
    for made in () if is_called_by_others(block, project) else examples(block, tree, project, gate.effects):
        if made.source == "sketch":
            sketches.append(Example(made.code, made.source))
        else:
            yield Example(made.code, made.source), False
    for code in from_call_sites(block, project, gate.is_meant, weak=True):
        yield Example(code, "call-site"), True
    # What its author wrote says more than a sketch, though nothing is printed.
    for code in from_docstring(block, tree, project):
        yield Example(code, "docstring"), False
    yield from ((sketch, False) for sketch in sketches)
