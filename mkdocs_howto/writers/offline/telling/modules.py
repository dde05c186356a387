"""Tell a module: its one public object, its public objects by one line each, or its run."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from mkdocs_howto.facts.docstring import read
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.section import CodeBlock, Lookup, Shape, Step
from mkdocs_howto.syntax import last_name, walk
from mkdocs_howto.writers.offline.telling import authors
from mkdocs_howto.writers.offline.telling.arrange import arranged
from mkdocs_howto.writers.offline.telling.functions import Teller, told_parameters, with_author
from mkdocs_howto.writers.offline.telling.members import Lines, member_of
from mkdocs_howto.writers.offline.telling.names import action_of
from mkdocs_howto.writers.offline.telling.signatures import call_of
from mkdocs_howto.writers.offline.telling.stages import Stage
from mkdocs_howto.writers.offline.telling.triggers import trigger_of
from mkdocs_howto.writers.offline.telling.wording import clause, steps_of
from mkdocs_howto.writers.offline.trees import Function
from mkdocs_howto.writers.offline.words import capital, listed

_MOST_UNITS = 8
_MOST_INSIDE = 5


def module_steps(block: CodeBlock, tree: ast.Module, lookup: Lookup) -> tuple[Step, ...]:
    """Return the steps of a module or file."""
    from mkdocs_howto.writers.offline.telling.classes import steps_of_class

    teller = Teller(block, tree, lookup)
    units = _units(tree.body)
    run, guard = _run(tree.body), _guard(tree.body)
    steps: list[Step] = []
    if stages := arranged(teller.statements(tree, run)):
        inner = steps_of(stages[:_MOST_INSIDE] if units else stages)
        steps += [Step("Importing or running the file:", inner)] if units else inner
    if len(units) == 1:
        (unit,) = units
        if isinstance(unit, ast.ClassDef):
            steps += steps_of_class(teller, block, unit)
        else:
            steps += _single(teller, block, unit)
    else:
        steps += [_unit(teller, block, unit, len(units)) for unit in units[:_MOST_UNITS]]
        if len(units) > _MOST_UNITS:
            names = [f"`{unit.name}`" for unit in units[_MOST_UNITS : _MOST_UNITS + 8]]
            steps.append(Step(f"Also {listed(names)}."))
    if guard and (stages := arranged(teller.statements(tree, guard))):
        told = [clause(stage) for stage in stages if not stage.steps]
        if told and len(told) <= 3:
            steps.append(Step(f"Run as a script, it {listed(told)}."))
        else:
            steps.append(Step("Run as a script:", steps_of(stages[:_MOST_INSIDE])))
    return tuple(steps)


def _units(body: Sequence[ast.stmt]) -> list[Function | ast.ClassDef]:
    """Return the public functions and classes of a module; the private ones if it has no others."""
    every: list[Function | ast.ClassDef] = []
    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                every.append(node)
            case ast.If(test=test, body=inner, orelse=other) if last_name(test) != "TYPE_CHECKING":
                every += _units([*inner, *other])
            case ast.Try(body=inner):
                every += _units(inner)
    unique = {node.name: node for node in every}
    return [node for node in unique.values() if not node.name.startswith("_") or trigger_of(node)]


def _run(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """Return the statements that a module runs when it is imported, other than definitions and constants."""
    return [
        node
        for node in body
        if not isinstance(node, Function | ast.ClassDef | ast.Import | ast.ImportFrom) and not _is_guard(node)
    ]


def _guard(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    return [inner for node in body if _is_guard(node) and isinstance(node, ast.If) for inner in node.body]


def _is_guard(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and any(
        isinstance(one, ast.Name) and one.id == "__name__" for one in walk(node.test)
    )


def _single(teller: Teller, block: CodeBlock, node: Function) -> tuple[Step, ...]:
    shape = block.shape.member(node.name)
    docstring = _docstring(node, shape)
    signature = shape.signature if shape is not None else None
    stages = arranged(with_author(teller.stages(node), docstring))
    parameters = told_parameters(node.name, signature, docstring)
    if parameters or not stages:
        return (*parameters, *steps_of(stages)) or (_unit(teller, block, node, 1),)
    if trigger := trigger_of(node):
        return (Step(f"{trigger}:", steps_of(stages)),)
    return steps_of(stages)


def _unit(teller: Teller, block: CodeBlock, node: Function | ast.ClassDef, number: int) -> Step:
    """Return the step of one of several functions and classes of a module."""
    shape = block.shape.member(node.name)
    docstring = _docstring(node, shape)
    lines = ((node.lineno, node.end_lineno or node.lineno),)
    if isinstance(node, ast.ClassDef):
        told = authors.phrase(docstring, node.name)
        public = [f"`{one.name}`" for one in node.body if isinstance(one, Function) and not one.name.startswith("_")]
        head = call_of(node.name, shape.signature if shape is not None else None)
        methods = f", with {listed(public[:5])}" if public and len(public) <= 5 else ""
        return Step(f"{head} {told or 'creates the object'}{methods}.", lines=lines)
    stages = teller.stages(node)
    trigger = trigger_of(node)
    if not trigger and shape is not None:
        member = member_of(node, shape)
        line = Lines("", "", {node.name: stages}).line(member)
        told = line.removeprefix("`.").removeprefix("`await .") if line else ""
        if told:
            return Step(f"`{'await ' if line.startswith('`await') else ''}{told}.", lines=lines)
    head = trigger or call_of(node.name, shape.signature if shape is not None else None)
    inner = arranged(stages)[:_MOST_INSIDE]
    told = authors.phrase(docstring, node.name) or action_of(node.name)
    if len(inner) == 1 and not inner[0].steps:
        return Step(f"{head} {clause(inner[0])}.", lines=lines)
    if inner and (number <= 5 or not told):
        return Step(f"{head}{f' {told}' if told else ''}:", steps_of(inner), lines)
    return Step(f"{head} {told}." if told else f"{head}.", lines=lines)


def _docstring(node: Function | ast.ClassDef, shape: Shape | None) -> Docstring:
    text = ast.get_docstring(node)
    names = (
        [one.name for one in shape.signature.parameters] if shape is not None and shape.signature is not None else []
    )
    return read(text, names=names) if text else Docstring()


def capitalised(text: str) -> str:
    """Return a sentence with a capital letter."""
    return capital(text)


def noted(stages: Sequence[Stage]) -> bool:
    """Return whether there is anything to tell."""
    return bool(stages)
