"""A usage example: the author's own before the project's, a real one before an invented one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mkdocs_howto.effects import Effects, effects_of
from mkdocs_howto.section import CodeBlock, ExampleSource, ImportableBlock, Project, Reason
from mkdocs_howto.usage.faults import faults
from mkdocs_howto.writers.offline.examples.authored import authored_examples, told_needs
from mkdocs_howto.writers.offline.examples.candidates import from_call_sites
from mkdocs_howto.writers.offline.examples.entry import Entry, entry_of
from mkdocs_howto.writers.offline.examples.entry.home import at_home
from mkdocs_howto.writers.offline.examples.gate import Gate
from mkdocs_howto.writers.offline.examples.own.refusals import reaches_network
from mkdocs_howto.writers.offline.examples.planning import made_examples
from mkdocs_howto.writers.offline.examples.planning.scoring import FLOOR
from mkdocs_howto.writers.offline.examples.printing import Printing
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
    """Return the first candidate that passes the gate and tells something; else the first that passes."""
    texts = Texts(block, project)
    gate, printing = Gate(texts, effects), Printing(texts)
    authored = next(authored_examples(block, tree, project, gate), None)
    if authored is not None:
        return Example(*authored)
    second: Example | None = None
    has_internals = False
    used: Entry | None = None
    for candidate, must_show in _candidates(block, project, gate):
        if candidate.source == "sketch" and (second is not None or has_internals):
            break
        if not candidate.why and (candidate.source == "sketch" or _is_unlike_its_file(candidate.code)):
            used = used or entry_of(block, tree, project, effects)
            if used is not None and used.tells and (candidate.source == "sketch" or not used.is_open):
                return _as_example(used)
        if gate.never_passes(candidate.code):
            continue
        if printing.shows_internals(candidate.code):
            has_internals = True  # Asking a sketch of it for its internals would be no better.
            continue
        mended = candidate if candidate.why else replace(candidate, code=printing.mended(candidate.code))
        is_silent = "print(" in candidate.code and "print(" not in mended.code
        # Where all that was printed is the nothing that a call gives back, the call alone is left.
        versions = [mended] if is_silent else dict.fromkeys((mended, candidate))
        must_print = must_show and not is_silent
        made = next((one for one in versions if gate.passes(one.code, must_show=must_print)), None)
        if made is not None and printing.tells(made.code):
            return made
        second = second or made
    if second is None and has_internals:
        return Example("", "none")
    if second is not None:
        return second
    # Where no plan is worth showing, a call of whatever comes first is not either; a sketch or a program may be.
    entry = entry_of(block, tree, project, effects)
    if entry is None or not (block.shape.kind == "module" or _is_worth(entry, block, printing)):
        return Example("", "none")
    return _as_example(entry)


def _is_worth(entry: Entry, block: CodeBlock, printing: Printing) -> bool:
    """Return whether the use of a class or function shows more than that something can be called."""
    if entry.is_open:
        return entry.tells or not printing.shows_internals(entry.code)
    return entry.is_authored or sum(one.kind == "function" for one in block.shape.members) <= _EASILY_SEEN


def _is_unlike_its_file(code: str) -> bool:
    """Return whether a file stands in an example that only fills a hole: of no kind, and not written before."""
    return '"example.txt"' in code and "write" not in code and "open(" not in code


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


def _candidates(block: ImportableBlock, project: Project, gate: Gate) -> Iterator[tuple[Example, bool]]:
    """Candidates in the order of trust, each with whether it has to print something."""
    for code in from_call_sites(block, project, gate.is_meant):
        yield Example(code, "call-site"), True
    sketches: list[Example] = []
    is_file = block.shape.kind == "module"
    for made in () if is_file else made_examples(block, project, gate.effects):
        if made.source == "sketch":
            sketches.append(Example(made.code, made.source, made.reasons))
        elif made.score >= FLOOR:
            yield Example(made.code, made.source, made.reasons), False
    for code in from_call_sites(block, project, gate.is_meant, weak=True):
        yield Example(code, "call-site"), True
    yield from ((sketch, False) for sketch in sketches)
