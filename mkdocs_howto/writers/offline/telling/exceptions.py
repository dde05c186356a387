"""Tell an exception: who raises it and when, what it holds, how it is caught and raised."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from mkdocs_howto.facts.comments import field_comments
from mkdocs_howto.facts.docstring import read
from mkdocs_howto.facts.values import Docstring, Field
from mkdocs_howto.section import Project, Shape, Step
from mkdocs_howto.syntax import walk
from mkdocs_howto.writers.offline.telling.ancestry import Ancestry, function_of
from mkdocs_howto.writers.offline.telling.authors import refusals
from mkdocs_howto.writers.offline.telling.signatures import call_of, field_text, parameter_texts
from mkdocs_howto.writers.offline.trees import Function
from mkdocs_howto.writers.offline.words import listed

_MOST_RAISING = 3
_MOST_CONDITIONS = 3
_LONGEST_NAMES = 6
_GENERAL = frozenset({"Exception", "BaseException", "object"})


class Asking(Protocol):
    """Asks what other objects are."""

    project: Project


@dataclass(frozen=True, slots=True)
class _Raiser:
    """A public function or method that raises an exception.

    Attributes:
        name: As a reader knows it: `Cart.add`.
        condition: Clause with its conjunction, by its author; may be empty.
    """

    name: str
    condition: str


def exception_steps(
    asking: Asking, node: ast.ClassDef, shape: Shape, ancestry: Ancestry, docstring: Docstring
) -> tuple[Step, ...]:
    """Return the steps of an exception, apart from those of its methods.

    Args:
        asking: Answers what other objects are.
        node: Its definition.
        shape: What is known of it.
        ancestry: Its base classes.
        docstring: Its own.
    """
    nodes = [node, *(one.node for one in ancestry.own)]
    init = next(
        (one for each in nodes for one in each.body if isinstance(one, Function) and one.name == "__init__"), None
    )
    own = read(ast.get_docstring(init) or "") if init is not None and ast.get_docstring(init) else Docstring()
    fields = docstring if docstring.parameters or not own.parameters else own
    texts = parameter_texts(fields, shape.signature)
    held = held_by(node, ancestry)
    said = _attribute_texts(node, docstring) | {name: texts[name] for name in held if name in texts}
    steps = (
        *_raised(asking.project, shape),
        *_caught(shape, list(held), said),
        *_raising(shape, {name: text for name, text in texts.items() if name not in held}),
        *_kinds(ancestry),
    )
    return steps or (Step(f"Catch it with `except {shape.name}`."),)


def held_by(node: ast.ClassDef, ancestry: Ancestry) -> dict[str, None]:
    """Return the public attributes that the constructors of an exception and its bases store, in their order."""
    return dict.fromkeys(name for each in [node, *(one.node for one in ancestry.own)] for name in _held(each))


def _raised(project: Project, shape: Shape) -> Iterator[Step]:
    raisers = list(_raisers(project, shape))
    known = [one for one in raisers if one.condition][:_MOST_CONDITIONS]
    for one in known:
        yield Step(f"`{one.name}` raises it {one.condition}.")
    others = [f"`{one.name}`" for one in raisers if not one.condition]
    if others and len(known) < 2:
        verb = "raises" if len(others[:_MOST_RAISING]) == 1 else "raise"
        yield Step(f"{listed(others[:_MOST_RAISING])} {verb} it{', too' if known else ''}.")


def _raisers(project: Project, shape: Shape) -> Iterator[_Raiser]:
    for one in project.raisers(shape.object_path):
        owner = one.object_path.rpartition(".")[0].rpartition(".")[2]
        if one.name.startswith("__") or owner == shape.name:
            continue
        name = f"{owner}.{one.name}" if owner[:1].isupper() else one.name
        function = function_of(one.object_path, project)
        text = ast.get_docstring(function) if function is not None else ""
        said = [clause for error, clause in refusals(read(text)) if error == shape.name] if text else []
        yield _Raiser(name, said[0] if said else "")


def _held(node: ast.ClassDef) -> Iterator[str]:
    """Yield the public attributes that a constructor stores."""
    for one in node.body:
        if isinstance(one, Function) and one.name == "__init__":
            for inner in walk(one):
                match inner:
                    case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()) if (
                        name[:1] != "_" and name != "args"
                    ):
                        yield name


def _attribute_texts(node: ast.ClassDef, docstring: Docstring) -> dict[str, str]:
    texts = {one.name: one for one in docstring.attributes}
    for name, text in field_comments(node, ()).items():
        texts[name] = Field(name=name, type="", text=" ".join(one.text for one in read(text).paragraphs), line=0)
    return {name: said for name, one in texts.items() if not name.startswith("_") and (said := field_text(one))}


def _caught(shape: Shape, held: list[str], said: Mapping[str, str]) -> Iterator[Step]:
    names = list(dict.fromkeys([*held, *said]))
    if not names:
        return
    head = f"In `except {shape.name} as error:`"
    if said:
        told = [Step(f"`error.{name}`: {said[name]}.") for name in names if name in said]
        bare = [f"`error.{name}`" for name in names if name not in said][:_LONGEST_NAMES]
        yield Step(f"{head}", (*told[:_LONGEST_NAMES], *([Step(f"Also {listed(bare)}.")] if bare else [])))
        return
    shown = [f"`error.{name}`" for name in names[:_LONGEST_NAMES]]
    yield Step(f"{head} read {listed(shown)}.")


def _raising(shape: Shape, texts: Mapping[str, str]) -> Iterator[Step]:
    parameters = (
        [one for one in shape.signature.parameters if not one.kind.startswith("variadic")] if shape.signature else []
    )
    if not parameters:
        return
    inner = tuple(Step(f"`{name}`: {text}.") for name, text in texts.items())
    yield Step(f"Raise it with {call_of(f'raise {shape.name}', shape.signature)}{':' if inner else '.'}", inner)


def _kinds(ancestry: Ancestry) -> Iterator[Step]:
    names = [one.shape.name for one in ancestry.own if not one.shape.name.startswith("_")]
    names += [path for path in ancestry.foreign if "." not in path and path not in _GENERAL]
    if shown := [f"`except {name}`" for name in names[:3]]:
        yield Step(f"{listed(shown)} {'catches' if len(shown) == 1 else 'catch'} it, too.")
