"""Tell a class: creating it, then what its users do with it."""

from __future__ import annotations

import ast

from mkdocs_howto.facts.docstring import read
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.section import CodeBlock, Lookup, Shape, Step
from mkdocs_howto.syntax import below
from mkdocs_howto.writers.offline.telling import authors
from mkdocs_howto.writers.offline.telling.arrange import arranged
from mkdocs_howto.writers.offline.telling.functions import Teller
from mkdocs_howto.writers.offline.telling.members import Lines, Member, instance_of, members_of, place_in_life
from mkdocs_howto.writers.offline.telling.names import noun_of
from mkdocs_howto.writers.offline.telling.signatures import call_of, parameter_texts
from mkdocs_howto.writers.offline.telling.stages import NEEDED, RANKS, Stage, walk_stages
from mkdocs_howto.writers.offline.telling.terms import GUESSED
from mkdocs_howto.writers.offline.telling.wording import clause, steps_of
from mkdocs_howto.writers.offline.trees import Function
from mkdocs_howto.writers.offline.types import Types
from mkdocs_howto.writers.offline.words import listed

_MOST_LINES = 8
_MOST_NAMED = 8
_LONGEST_SHARED = 200


def class_steps(block: CodeBlock, tree: ast.Module, lookup: Lookup, class_: ast.ClassDef) -> tuple[Step, ...]:
    """Return the steps of a class."""
    return steps_of_class(Teller(block, tree, lookup), block, class_)


def steps_of_class(teller: Teller, block: CodeBlock, class_: ast.ClassDef) -> tuple[Step, ...]:
    """Return the steps of a class: the block itself, or the one public class of a module."""
    shape = block.shape if block.shape.kind == "class" else block.shape.member(class_.name)
    assert shape is not None
    attributes = _attributes(teller, class_)
    members = members_of(block, class_, shape)
    stages = {one.name: teller.stages(one.node, attributes) for one in members}
    text = ast.get_docstring(class_) or ""
    docstring = read(text) if text else Docstring()
    instance = instance_of(shape.name)
    lines = Lines(instance, shape.name, stages)
    creation = _creation(shape, class_, teller, attributes, docstring, instance)
    told, rest = _chosen(members)
    steps = [creation] if creation is not None else []
    left: list[str] = []
    for member in told:
        line = lines.line(member)
        inside = _inside(member, stages[member.name], len(told))
        if inside and (not line or len(told) <= 4):
            said = authors.phrase(member.docstring, member.name)
            head = f"{lines.head(member)}{f' {said}' if said else ''}:"
            steps.append(Step(head.replace(GUESSED, ""), steps_of(inside), (member.span,)))
        elif line:
            steps.append(Step(f"{line}.".replace(GUESSED, ""), lines=(member.span,)))
        else:
            left.append(member.name)
    named = [*left, *(one.name for one in rest)]
    named = [name for name in named if not name.startswith("__")]
    if named:
        shown = [f"`{name}`" for name in named[:_MOST_NAMED]]
        steps.append(
            Step(f"Also {listed(shown)}." if len(named) <= _MOST_NAMED else f"Also {', '.join(shown)} and others.")
        )
    return tuple(steps)


def _inside(member: Member, stages: tuple[Stage, ...], number: int) -> tuple[Stage, ...]:
    """Return the stages of a method that are told below its line: where there are few methods and it has effects."""
    if number > 5 or member.labels & {"property", "cached_property"}:
        return ()
    told = arranged(stages)
    outer = [one for one in walk_stages(told) if RANKS[one.kind] > 7 and one.kind != "raise"]
    is_needed = not authors.phrase(member.docstring, member.name) and len(told) > 2
    return told[:6] if (outer or is_needed) and len(told) > 1 else ()


def _chosen(members: list[Member]) -> tuple[list[Member], list[Member]]:
    """Return the members that are told, in the order of an object's life, and those that are only named."""
    ranked = sorted(members, key=lambda one: (-one.score, one.node.lineno))
    told = ranked[:_MOST_LINES]
    best = told[0].score if told else 0
    told = [one for one in told if one.score * 100 >= 15 * best]
    rest = [one for one in members if one not in told]
    return sorted(told, key=lambda one: (place_in_life(one), -one.score, one.node.lineno)), rest


def _creation(
    shape: Shape, class_: ast.ClassDef, teller: Teller, attributes: dict[str, str], docstring: Docstring, instance: str
) -> Step | None:
    """Return the step that tells how an object is made."""
    init = next((one for one in class_.body if isinstance(one, Function) and one.name == "__init__"), None)
    text = ast.get_docstring(init) or "" if init is not None else ""
    own = read(text) if text else Docstring()
    fields = docstring if docstring.parameters or not own.parameters else own
    texts = parameter_texts(fields, shape.signature)
    call = call_of(shape.name, shape.signature, texts)
    stages = teller.stages(init, attributes) if init is not None else ()
    span = ((init.lineno, init.end_lineno or init.lineno),) if init is not None else ((class_.lineno, class_.lineno),)
    refusal = _refusals(own, stages)
    effects = [
        one for one in stages if one.kind in {"request", "file", "process", "environment", "ask", "print", "database"}
    ]
    effects = [one for one in effects if GUESSED not in clause(one) and one.condition != NEEDED]
    words = [clause(one) for one in effects[:3]]
    noun = noun_of(shape.name).rpartition(" ")[2] or instance
    head = f"{call} creates the {noun}"
    if words:
        head += f" and {listed(words)}"
    if refusal:
        head += f"; it raises {refusal}"
    inner = tuple(Step(f"`{name}`: {told}.") for name, told in texts.items())
    if shape.signature is None and not inner:
        return None
    return Step(f"{head}:" if inner else f"{head}.", inner, span)


def _refusals(docstring: Docstring, stages: tuple[Stage, ...]) -> str:
    told = [f"`{name}` {condition}" for name, condition in authors.refusals(docstring)]
    if not told:
        own = [
            one for one in stages if one.kind == "raise" and one.condition and one.condition != NEEDED and one.names[0]
        ]
        told = [f"`{one.names[0]}` if {one.condition}" for one in own if GUESSED not in one.condition]
    return " and ".join(dict.fromkeys(told[:2]))


def _attributes(teller: Teller, class_: ast.ClassDef) -> dict[str, str]:
    """Return the types of the attributes that the methods of a class share."""
    types = Types(teller.project, teller.table)
    for node in class_.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                kind = types.of_annotation(annotation)
                types.known |= {f"self.{name}": kind, f"cls.{name}": kind}
            case ast.FunctionDef(name="__init__"):
                types.read(below(node))
    return {name: kind for name, kind in types.known.items() if name.startswith(("self.", "cls.")) and kind}
