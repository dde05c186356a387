"""The offline writer: no model, no network, the same bytes every time."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from mkdocs_howto import __version__
from mkdocs_howto.section import (
    CodeBlock,
    ImportableBlock,
    Project,
    ProjectOf,
    Provenance,
    Reason,
    Result,
    Review,
    Section,
    Step,
    Written,
)

if TYPE_CHECKING:
    from mkdocs_howto.effects import Effects
    from mkdocs_howto.writers.offline.telling.stages import Stage

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

VERSION = 19
"""Raised whenever the same code gives other text, so that kept sections are written anew."""


class OfflineWriter:
    """Writes sections from what the code shows."""

    name = "offline"
    version = VERSION

    def __init__(self, settings: Mapping[str, object]) -> None:
        """Make the writer.

        Args:
            settings: The site's options; none concern this writer yet.
        """

    def write(self, blocks: Iterable[CodeBlock], project_of: ProjectOf, review: Review) -> Iterator[Result]:
        """Write sections one after the other, in the order given."""
        for block in blocks:
            yield Written(block, write_section(block, project_of(block)))


def write_section(block: CodeBlock, project: Project) -> Section:
    """Write one section.

    Args:
        block: The code.
        project: Answers what other objects are.
    """
    # A build that finds every section kept asks only for the version.
    from mkdocs_howto.effects import effects_of
    from mkdocs_howto.facts.othernames import meant
    from mkdocs_howto.syntax import parsed
    from mkdocs_howto.writers.offline.examples import example_of
    from mkdocs_howto.writers.offline.reached import reached

    block = reached(meant(block, project))
    tree = parsed(block.source)
    example = example_of(block, tree, project, effects_of(block, tree))
    description, steps = _outline_of(block, tree, project)
    return Section(
        description=description,
        steps=steps,
        example=example.code,
        provenance=Provenance(
            writer="offline",
            writer_version=VERSION,
            fingerprint=block.fingerprint,
            package_version=__version__,
            example_source=example.source,
        ),
    )


def reasons_of(block: CodeBlock, project: Project) -> tuple[Reason, ...]:
    """Return why the parts of a block's example are as they are.

    Args:
        block: The code.
        project: Answers what other objects are.
    """
    from mkdocs_howto.syntax import parsed
    from mkdocs_howto.writers.offline.examples import example_of

    example = example_of(block, parsed(block.source), project)
    return example.why or (Reason("example", "", example.source, _TAKEN.get(example.source, "")),)


_TAKEN = {
    "documentation": "a program of the project's documentation, taken over",
    "docstring": "an example of the docstring, taken over",
    "call-site": "a test, example or script of the project, whose checks became prints",
    "synthesised": "made of what the file defines",
    "sketch": "made of what the file defines; what it leaves open only its users have",
    "none": "nothing is known that would make a meaningful call",
}
"""Sources of examples that are taken over as they are."""


def outline_of(block: CodeBlock, project: Project) -> tuple[str, tuple[Step, ...]]:
    """Description and steps alone: what is known of a block without a model.

    Args:
        block: The code.
        project: Answers what other objects are.
    """
    from mkdocs_howto.facts.othernames import meant
    from mkdocs_howto.syntax import parsed
    from mkdocs_howto.writers.offline.reached import reached

    block = reached(meant(block, project))
    return _outline_of(block, parsed(block.source), project)


def _outline_of(block: CodeBlock, tree: ast.Module, project: Project) -> tuple[str, tuple[Step, ...]]:
    from mkdocs_howto.effects import effects_of
    from mkdocs_howto.writers.offline.describing.description import describe, is_told_by_author
    from mkdocs_howto.writers.offline.telling.functions import Teller
    from mkdocs_howto.writers.offline.telling.purpose import description_of, observed_in
    from mkdocs_howto.writers.offline.telling.steps import steps_of
    from mkdocs_howto.writers.offline.telling.whole import whole_text

    teller = Teller(block, tree, project)
    effects, is_told = effects_of(block, tree), is_told_by_author(block, project)
    said = whole_text(describe(block, tree, project, effects)) if is_told else ""
    teller.described = said
    steps = steps_of(teller, tree)
    if said and block.shape.kind != "module":
        return said, steps
    if block.shape.kind in {"function", "class"}:
        return whole_text(describe(block, tree, project, effects, observed_in(teller, tree))), steps
    return whole_text(description_of(teller, tree, said)) or describe(block, tree, project, effects), steps


@dataclass(frozen=True, slots=True)
class Found:
    """What analysis finds in a block, as values from which anybody can write.

    Attributes:
        about: The description.
        effects: What it raises and requests.
        stages: Stages of its public functions, by name; the constructor's first.
        example: The author's own example; empty where there is none.
    """

    about: str
    effects: Effects
    stages: tuple[tuple[str, tuple[Stage, ...]], ...]
    example: str


def found_in(block: CodeBlock, project: Project) -> Found:
    """Return what analysis finds in a block.

    Args:
        block: The code.
        project: Answers what other objects are.
    """
    from mkdocs_howto.effects import effects_of
    from mkdocs_howto.facts.othernames import meant
    from mkdocs_howto.syntax import parsed
    from mkdocs_howto.writers.offline.examples.authored import authored_examples
    from mkdocs_howto.writers.offline.examples.gate import Gate
    from mkdocs_howto.writers.offline.examples.texts import Texts
    from mkdocs_howto.writers.offline.reached import reached
    from mkdocs_howto.writers.offline.telling.functions import Teller

    about, _ = outline_of(block, project)
    block = reached(meant(block, project))
    tree = parsed(block.source)
    effects, teller = effects_of(block, tree), Teller(block, tree, project)
    stages = tuple((name, teller.stages(node)) for name, node in _public_functions(tree.body))
    example = ""
    if isinstance(block, ImportableBlock):
        gate = Gate(Texts(block, project), effects)
        example = next((code for code, _ in authored_examples(block, tree, project, gate)), "")
    return Found(about, effects, stages, example)


def _public_functions(body: Sequence[ast.stmt], owner: str = "") -> Iterator[tuple[str, Function]]:
    """Yield public functions and methods with their names; of a block that is one function, that one."""
    for node in body:
        match node:
            case ast.ClassDef() if not node.name.startswith("_") or len(body) == 1:
                yield from _public_functions(node.body, node.name)
            case ast.FunctionDef() | ast.AsyncFunctionDef() if node.name == "__init__":
                yield owner or node.name, node
            case ast.FunctionDef() | ast.AsyncFunctionDef() if not node.name.startswith("_") or len(body) == 1:
                yield f"{owner}.{node.name}" if owner else node.name, node
