"""Tell a class that is used without an instance: by its own methods, which are called on the class."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from mkdocs_howto.section import Step
from mkdocs_howto.syntax import last_name, unparsed
from mkdocs_howto.writers.offline.telling import authors
from mkdocs_howto.writers.offline.telling.arrange import MOST_LINES, arranged, levelled
from mkdocs_howto.writers.offline.telling.functions import Teller, is_vague
from mkdocs_howto.writers.offline.telling.names import action_of
from mkdocs_howto.writers.offline.telling.parts import is_stub, signature_of
from mkdocs_howto.writers.offline.telling.signatures import call_of
from mkdocs_howto.writers.offline.telling.stages import NEEDED, OTHERWISE, Stage, walk_stages
from mkdocs_howto.writers.offline.telling.terms import GUESSED
from mkdocs_howto.writers.offline.telling.wording import clause, steps_of
from mkdocs_howto.writers.offline.trees import Function, yields
from mkdocs_howto.writers.offline.words import listed, with_article

_ON_CLASS = frozenset({"staticmethod", "classmethod"})
_MOST = 3
"""Methods that are told by what they do inside."""
_QUIET = frozenset({"wait", "stop", "store"})
_SMALL = 1
_LONGEST = 230
_LONGEST_TYPE = 40


def methods_on_class(node: ast.ClassDef) -> list[Function]:
    """Return the public methods of a class if all are called on the class itself; none of any other class."""
    functions = [one for one in node.body if isinstance(one, Function)]
    methods = [one for one in functions if not one.name.startswith("_")]
    labels = [{last_name(label) for label in one.decorator_list} for one in methods]
    is_made = any(one.name in {"__init__", "__new__", "__post_init__"} for one in functions) or bool(
        node.decorator_list
    )
    is_open = any("abstractmethod" in one for one in labels)
    return methods if all(one & _ON_CLASS for one in labels) and not is_made and not is_open else []


def service_steps(teller: Teller, node: ast.ClassDef) -> tuple[Step, ...]:
    """Return the steps of a class that is used by calling its few methods on it; none of any other class."""
    methods = methods_on_class(node)
    if not 0 < len(methods) <= _MOST:
        return ()
    told = [_stages(teller, one) for one in methods]
    if len(methods) == 1:
        return _flat(node, methods[0], told[0])
    if not any(told):
        return ()
    # The methods that do most come first; those that help them follow.
    order = sorted(range(len(methods)), key=lambda number: (not _is_stream(methods[number]), number))
    room = (MOST_LINES - len(methods)) // len(methods)
    return tuple(_inside(node, methods[number], told[number][:room]) for number in order)


def _is_stream(method: Function) -> bool:
    return yields(method)


def _stages(teller: Teller, method: Function) -> tuple[Stage, ...]:
    """Return what a method does; nothing of one whose author says it."""
    if authors.docstring_of(ast.get_docstring(method)).summary:
        return ()
    stages = arranged([_as_one(one) for one in teller.stages(method) if one.kind not in _QUIET])
    return tuple(one for one in stages if one.condition != NEEDED or one.steps)


def _as_one(stage: Stage) -> Stage:
    """Return a group of which no caller can tell when it yields what as one stage: "yields an `Image` or a text"."""
    inner = list(walk_stages(stage.steps))
    given = [one for one in inner if one.kind == "yield" and one.objects]
    is_open = stage.condition not in {"", NEEDED, OTHERWISE} and any(one.condition == NEEDED for one in inner)
    nouns = list(dict.fromkeys(noun for one in given for noun in one.objects if GUESSED not in noun))
    if not is_open or not 0 < len(nouns) <= _MOST:
        return stage
    return replace(given[0], action=f"yields {listed(nouns, 'or')}", condition=stage.condition, objects=())


def _flat(node: ast.ClassDef, method: Function, stages: Sequence[Stage]) -> tuple[Step, ...]:
    head = _head(node, method)
    if not stages:
        return (Step(f"{head} {_said(method)}.", lines=_lines(method)),)
    if stages[0].steps or stages[0].condition or stages[0].loop:
        return (Step(f"{head}:", steps_of(levelled(stages)), _lines(method)),)
    return steps_of((replace(stages[0], action=f"{head} {stages[0].action}"), *stages[1:]))


def _inside(node: ast.ClassDef, method: Function, stages: Sequence[Stage]) -> Step:
    """Return the step of one of several methods, with what it does below it."""
    head = _head(node, method)
    known = [one for one in levelled(stages) if GUESSED not in f"{one.action}{one.condition}{one.loop}"]
    known = known if len(known) != _SMALL or not is_vague(known[0]) else []
    line = f"{head} {clause(known[0])}." if len(known) == _SMALL else ""
    if line and not known[0].condition and len(line) <= _LONGEST:
        return Step(line, lines=_lines(method))
    if not known:
        return Step(f"{head} {_said(method)}.", lines=_lines(method))
    return Step(f"{head}:", steps_of(known), _lines(method))


def _head(node: ast.ClassDef, method: Function) -> str:
    is_static = "staticmethod" in {last_name(one) for one in method.decorator_list}
    is_async = isinstance(method, ast.AsyncFunctionDef)
    start = ("async for … in " if yields(method) else "await ") if is_async else ""
    return call_of(f"{start}{node.name}.{method.name}", signature_of(method, is_bound=not is_static))


def _said(method: Function) -> str:
    docstring = authors.docstring_of(ast.get_docstring(method))
    told = authors.phrase(docstring, method.name)
    if told and (refused := authors.joined_refusals(authors.refusals(docstring))):
        return f"{told}; it raises {refused}"
    if told or is_stub(method):
        return told or "does nothing"
    kind = unparsed(method.returns) if method.returns is not None else ""
    is_shown = kind not in {"", "None"} and len(kind) < _LONGEST_TYPE and "`" not in kind
    return action_of(method.name) or (f"returns {with_article(f'`{kind}`')}" if is_shown else "returns the result")


def _lines(node: Function) -> tuple[tuple[int, int], ...]:
    return ((node.lineno, node.end_lineno or node.lineno),)
