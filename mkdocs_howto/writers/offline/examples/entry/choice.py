"""Which object of a file its users begin with."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Sequence

from mkdocs_howto.syntax import last_name, walk
from mkdocs_howto.writers.offline.examples.entry.scripts import asks
from mkdocs_howto.writers.offline.examples.planning.values import words_of
from mkdocs_howto.writers.offline.telling.parts import Parts, Unit
from mkdocs_howto.writers.offline.trees import Function, without_docstring

_EXCEPTION = re.compile(r"(?:Error|Exception|Warning)\Z")
_VALUES = frozenset({"BaseModel", "Enum", "IntEnum", "StrEnum", "TypedDict", "NamedTuple"})
_ENDING = frozenset({"clear", "close", "delete", "quit", "remove", "reset", "set", "shutdown", "stop"})
"""First words of methods with which nobody begins."""
_PREPARING = frozenset({"config", "settings", "options", "stub"})


def ranked(parts: Parts, module: str) -> list[Unit]:
    """Return the objects of a file, the one that its users begin with first.

    Args:
        parts: Of the file.
        module: Last part of the module's path.
    """
    started = _only_starts(parts)
    offered = [one for one in parts.units if one is not started]
    units = [one for one in offered if not is_aside(one)] or offered or [*parts.units, *parts.private]
    calls = _calls_among(units)
    called = {name for names in calls.values() for name in names}
    bases = {last_name(base) for one in parts.classes for base in one.bases}
    classes = {one.name for one in parts.classes}

    def points_of(unit: Unit) -> int:
        points = 0
        if isinstance(unit, ast.ClassDef):
            points += 2 if any(methods(unit)) else 0
            points -= 3 if _VALUES & {last_name(base) for base in unit.bases} else 0
            points -= 3 if unit.name in bases else 0
            points += min(2, len(({*_named(unit)} & classes) - {unit.name}))
            is_model = bool(_VALUES & {last_name(base) for base in unit.bases})
            points -= 6 if _PREPARING & set(words_of(unit.name)) and not is_model else 0
            points -= 2 if "error" in words_of(unit.name) else 0
        points += 3 if set(words_of(unit.name)) & set(words_of(module)) else 0
        points += 2 * min(2, len(calls[unit.name]))
        points -= 1 if unit.name in called else 0
        points -= 12 if is_stub(unit) or hasattr(builtins, unit.name) else 0
        points -= 8 if isinstance(unit, Function) and asks([unit]) else 0
        return points

    return sorted(units, key=points_of, reverse=True)  # Equal ones stay in their order.


def methods(node: ast.ClassDef) -> Iterator[Function]:
    """Yield the public methods of a class in their order; no properties.

    Args:
        node: The class.
    """
    for one in node.body:
        if isinstance(one, Function) and not one.name.startswith("_"):
            names = {last_name(decorator) for decorator in one.decorator_list}
            if not names & {"property", "cached_property", "setter", "validator", "field_validator", "overload"}:
                yield one


def first_methods(node: ast.ClassDef, inherited: Sequence[Function] = ()) -> list[Function]:
    """Return the methods of a class, those that callers use most first: what uses the others, what is named like it.

    Args:
        node: The class.
        inherited: Methods of its base class.
    """
    own = list(methods(node))
    every = [*own, *inherited]
    found = [one for one in every if not is_stub(one) and not is_aside(one)] or every
    calls = _calls_among(found)
    words, own_nodes = set(words_of(node.name)), {*own}

    def points_of(method: Function) -> int:
        points = 2 * min(2, len(calls[method.name])) + (3 if _are_related(words, words_of(method.name)) else 0)
        points += 2 if method in own_nodes else 0
        points -= 4 if words_of(method.name)[:1] and words_of(method.name)[0] in _ENDING else 0
        return points

    return sorted(found, key=points_of, reverse=True)


def is_exception(node: ast.ClassDef) -> bool:
    """Return whether a class is an exception, by its name or that of a base."""
    return any(_EXCEPTION.search(name) for name in (node.name, *(last_name(base) for base in node.bases)))


def is_aside(unit: Unit) -> bool:
    """Return whether an object is never what a file or class is there for: an exception, or what events call back."""
    if isinstance(unit, ast.ClassDef):
        return is_exception(unit)
    return words_of(unit.name)[:1] in (["on"], ["handle"]) or words_of(unit.name)[-1:] in (["callback"], ["handler"])


def is_stub(unit: Unit) -> bool:
    """Return whether a function does nothing by its own statements."""
    if isinstance(unit, ast.ClassDef):
        return False
    body = [one for one in without_docstring(unit.body) if not _is_idle(one)]
    return not body and not unit.decorator_list


def _are_related(words: set[str], others: Sequence[str]) -> bool:
    """Return whether two names share a word or its beginning: `Graber` and `grab`."""
    return any(
        min(len(one), len(other)) > 3 and (one.startswith(other) or other.startswith(one))
        for one in words
        for other in others
    )


def _is_idle(node: ast.stmt) -> bool:
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _only_starts(parts: Parts) -> Function | None:
    """Return the function that a main guard starts, where the file offers others."""
    main = parts.main
    return main if main is not None and len(parts.units) > 1 and main.name in {"main", "run", "cli"} else None


def _calls_among(units: Sequence[Unit]) -> dict[str, set[str]]:
    """Return which of the other units each one calls, by their names."""
    names = {one.name for one in units}
    called = {one.name: {last_name(inner.func) for inner in walk(one) if isinstance(inner, ast.Call)} for one in units}
    return {name: (found & names) - {name} for name, found in called.items()}


def _named(node: ast.ClassDef) -> Iterator[str]:
    """Yield the names in the annotations of a class's fields."""
    for one in node.body:
        if isinstance(one, ast.AnnAssign):
            yield from (inner.id for inner in walk(one.annotation) if isinstance(inner, ast.Name))
