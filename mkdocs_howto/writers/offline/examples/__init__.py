"""A usage example: the author's own before the project's, a real one before an invented one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mkdocs_howto.effects import Effects, effects_of
from mkdocs_howto.section import CodeBlock, ExampleSource, ImportableBlock, Project, Reason, Shape
from mkdocs_howto.usage.decorators import changes_parameters, gives_other_parameters
from mkdocs_howto.usage.faults import faults
from mkdocs_howto.writers.offline.examples.authored import authored_examples, told_needs
from mkdocs_howto.writers.offline.examples.entry import Entry, entry_of
from mkdocs_howto.writers.offline.examples.entry.home import at_home
from mkdocs_howto.writers.offline.examples.gate import Gate
from mkdocs_howto.writers.offline.examples.own.refusals import reaches_network
from mkdocs_howto.writers.offline.examples.planning import made_examples
from mkdocs_howto.writers.offline.examples.planning.scoring import FLOOR
from mkdocs_howto.writers.offline.examples.results import is_decorator
from mkdocs_howto.writers.offline.examples.sites import programs
from mkdocs_howto.writers.offline.examples.texts import Texts
from mkdocs_howto.writers.offline.examples.unimportable import authors_example

_EASILY_SEEN = 6
"""Methods of a class of which any may be shown; of more, something has to say which ones matter."""
_LONGEST = 3_000
"""Characters of an example; names that a program made may have any length."""


@dataclass(frozen=True, slots=True)
class Example:
    """An example.

    Attributes:
        code: All of it; empty where there is none.
        source: Where it came from.
        why: Why its parts are as they are, as far as they were chosen.
    """

    code: str
    source: ExampleSource
    why: tuple[Reason, ...] = ()


def example_of(block: CodeBlock, tree: ast.Module, project: Project, effects: Effects | None = None) -> Example:
    """Return the best example for a piece of code: the author's own before any other.

    Code that cannot be imported has only its author's own example, or none.

    Args:
        block: The code.
        tree: Its syntax tree.
        project: Answers what other objects are.
        effects: What it raises and requests, where that is known already.
    """
    effects = effects or effects_of(block, tree)
    if not isinstance(block, ImportableBlock):
        code = authors_example(block, tree)
        if not block.file or (code and not _is_wrong(code, block, project, effects)):
            return Example(code, "docstring" if code else "none")
        return _of_entry(block, tree, project, effects)
    best = _best(block, tree, project, effects)
    if best.source == "docstring" and _is_wrong(best.code, block, project, effects):
        best = _of_entry(block, tree, project, effects)
    best = replace(best, code=at_home(best.code, block, project))
    return best if best.source == "documentation" else _with_needs(best)


def _best(block: ImportableBlock, tree: ast.Module, project: Project, effects: Effects) -> Example:
    """Return the author's example, else the best plan that passes the gate, else a sketch."""
    gate = Gate(Texts(block, project), effects)
    authored = next(authored_examples(block, tree, project, gate), None)
    if authored is not None:
        return Example(*authored)
    best = next(_passing(block, project, gate), None)
    if best is not None:
        return best
    entry = entry_of(block, tree, project, effects)
    if entry is not None and not (entry.is_authored or _is_called_as_written(block, project)):
        entry = entry if block.shape.kind == "module" else None
    if entry is None or not (block.shape.kind == "module" or _is_worth(entry, block)):
        return Example("", "none")
    return _as_example(entry)


def _passing(block: ImportableBlock, project: Project, gate: Gate) -> Iterator[Example]:
    """Yield examples that may be shown, in the order of trust."""
    yield from (Example(code, "call-site") for code in programs(block, project, gate) if gate.passes(code))
    made = made_examples(block, project, gate.effects) if _is_called_as_written(block, project) else []
    passing = [one for one in made if gate.passes(one.code, must_show=False)]
    whole = [one for one in passing if one.source != "sketch" and one.score >= FLOOR]
    yield from (Example(one.code, one.source, one.reasons) for one in whole)
    weak = programs(block, project, gate, weak=True)
    yield from (Example(code, "call-site") for code in weak if gate.passes(code))
    yield from (Example(one.code, one.source, one.reasons) for one in passing if one.source == "sketch")


def _is_called_as_written(block: ImportableBlock, project: Project) -> bool:
    """Return whether the head of a function or class tells how it, or what it decorates, is called."""
    is_other = "wraps(" in block.source and gives_other_parameters(block.source)
    return block.shape.kind != "module" and not is_other and not changes_parameters(block.shape, project)


def _is_worth(entry: Entry, block: CodeBlock) -> bool:
    """Return whether the use of a class or function shows more than that something can be called."""
    if block.docstring and not (block.shape.kind == "function" and _passes_something(entry, block.shape)):
        return False  # The documentation says what it is for, and a guess would not show that.
    if entry.is_open:
        return entry.tells
    return entry.is_authored or sum(one.kind == "function" for one in block.shape.members) <= _EASILY_SEEN


def _passes_something(entry: Entry, shape: Shape) -> bool:
    """Return whether the use of a function is a call with arguments that are all known."""
    return not entry.is_open and not is_decorator(shape) and f"{shape.name}()" not in entry.code


def _is_wrong(code: str, block: CodeBlock, project: Project, effects: Effects) -> bool:
    """Return whether an author's example for a file is out of date: the review would refuse it."""
    return block.shape.kind == "module" and next(faults(code, block, project, effects), None) is not None


def _of_entry(block: CodeBlock, tree: ast.Module, project: Project, effects: Effects) -> Example:
    """Return the use of what a file offers, or of a function or class by its own text; an empty one where none is."""
    entry = entry_of(block, tree, project, effects)
    return _as_example(entry) if entry is not None else Example("", "none")


def _as_example(entry: Entry) -> Example:
    if len(entry.code) > _LONGEST:
        return Example("", "none")
    return Example(entry.code, "sketch" if entry.is_open else "call-site" if entry.is_authored else "synthesised")


def _with_needs(example: Example) -> Example:
    """Return an example that says what a reader has to bring for it."""
    code = example.code
    return replace(example, code=told_needs(("network",)) + code) if reaches_network(code) else example
