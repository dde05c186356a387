"""Examples that are put together where no author's program is found: plans, scored whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mkdocs_howto.effects import Effects
from mkdocs_howto.section import ExampleSource, ImportableBlock, Project, Reason, Shape
from mkdocs_howto.syntax import NotPython, expression, walk
from mkdocs_howto.writers.offline.examples import framework, state
from mkdocs_howto.writers.offline.examples.planning.classes import Classes
from mkdocs_howto.writers.offline.examples.planning.frameworks import Frameworks, is_registered
from mkdocs_howto.writers.offline.examples.planning.functions import Functions
from mkdocs_howto.writers.offline.examples.planning.maker import Maker
from mkdocs_howto.writers.offline.examples.planning.plan import Draft, Show
from mkdocs_howto.writers.offline.examples.planning.scoring import is_worth_showing, score

_MOST_PLANS = 24
"""Plans of one object that are compared."""


@dataclass(frozen=True, slots=True)
class Made:
    """An example that was put together.

    Attributes:
        code: The whole of it.
        source: `call-site` when all its arguments are the project's own, `synthesised`, or `sketch` when some are
            left to the reader.
        score: How good it is, up to 100.
        recipe: What kind of use it is.
        reasons: Why its parts are as they are.
    """

    code: str
    source: ExampleSource
    score: int
    recipe: str
    reasons: tuple[Reason, ...]


def made_examples(block: ImportableBlock, project: Project, effects: Effects) -> list[Made]:
    """Return examples for a block, the best first, sketches last.

    Args:
        block: The code.
        project: Answers what other objects are.
        effects: What the code raises.
    """
    maker = Maker(block, project, effects)
    found: dict[str, Made] = {}
    for draft in _drafts(maker, block):
        made = _made(draft, maker.importable.package)
        if made is not None:
            found.setdefault(made.code, made)
        if len(found) >= _MOST_PLANS:
            break
    best = sorted(found.values(), key=lambda one: (one.source == "sketch", -one.score))
    return [_compared(one, best) for one in best]


def _compared(made: Made, all_made: Sequence[Made]) -> Made:
    """Return an example with what it was compared with as its first reason."""
    others = tuple(f"{one.recipe}, score {one.score} (plan)" for one in all_made if one is not made)[:4]
    evidence = f"score {made.score}, the best of {len(all_made)}" if others else f"score {made.score}, the only one"
    return replace(made, reasons=(Reason("example", made.recipe, "plan", evidence, others), *made.reasons))


def _made(draft: Draft, package: str) -> Made | None:
    try:
        code = draft.text(package)
    except NotPython:
        return None
    if not is_worth_showing(draft):
        return None
    is_real = bool(draft.reasons) and all(
        one.rule in {"observed", "constructor", "main method"} for one in draft.reasons
    )
    has_real = any(one.rule == "observed" for one in draft.reasons)
    source: ExampleSource = "sketch" if draft.open else "call-site" if is_real and has_real else "synthesised"
    return Made(code, source, score(draft, code), draft.recipe, tuple(draft.reasons))


def _drafts(maker: Maker, block: ImportableBlock) -> Iterator[Draft]:
    """Yield plans for a block by the recipes for its kind."""
    functions = Functions(maker)
    classes = Classes(maker, functions)
    path, shape = block.object_path, block.shape
    owner = state.owner(path, maker.project)
    around = shape if shape.kind == "class" else owner
    if around is not None and state.is_running(around, maker.project):
        return  # What a thread does that runs something of its users', only their program can show.
    is_base = shape.kind == "class" and framework.is_said_to_be_base(block.docstring)
    if is_base and not classes.is_open(shape):
        return  # What a subclass has to change is not said.
    if is_registered(shape):
        yield from Frameworks(maker).plans(shape, path)
    elif framework.is_registered(shape):
        return
    elif owner is not None:
        yield from classes.of_member(owner, path.rpartition(".")[0], shape)
    elif shape.kind == "class":
        yield from classes.plans(shape, path)
    elif shape.kind == "function":
        yield from functions.plans(shape, path)
    elif shape.kind == "attribute":
        yield from _constant(maker, functions, shape, path)


def _constant(maker: Maker, functions: Functions, shape: Shape, path: str) -> Iterator[Draft]:
    """Yield the value of a constant, or the call of the function that it is another name for."""
    value = shape.value or ""
    found = maker.project.shape(f"{path.rpartition('.')[0]}.{value}") if value.isidentifier() else None
    if found is not None and found.kind == "function":
        yield from functions.plans(found, path)
    if not _is_value(value):
        return  # Only its own members would show what it is.
    draft = Draft("constant", weights=[60])
    draft.add(Show((maker.bring(draft, path),)))
    draft.covers.append(shape.name)
    yield draft


def _is_value(text: str) -> bool:
    """Return whether the value of a constant is one that a reader can read."""
    try:
        node = expression(text)
    except NotPython:
        return False
    return not any(isinstance(one, ast.Call | ast.Lambda | ast.Await) for one in walk(node))
