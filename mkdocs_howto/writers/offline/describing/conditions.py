"""Word the conditions under which a call ends, in terms of its arguments."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from mkdocs_howto.facts.outcomes import Atom, Case, Outcome
from mkdocs_howto.section import Parameter
from mkdocs_howto.writers.offline.words import listed, with_article

_SIZED = ("str", "bytes", "list", "dict", "tuple", "set", "frozenset", "Sequence", "Mapping", "Iterable", "Collection")
_SIGNS = {
    "==": "is {}", "!=": "is not {}", "<": "is less than {}", "<=": "is at most {}", ">": "is greater than {}",
    ">=": "is at least {}",
}  # fmt: skip
_LENGTHS = {
    "==": "has {} items", "!=": "has other than {} items", "<": "has fewer than {} items",
    "<=": "has at most {} items", ">": "has more than {} items", ">=": "has at least {} items",
}  # fmt: skip
_LOOKUPS = ("KeyError", "LookupError", "IndexError", "NotFound", "DoesNotExist")
"""How the names of exceptions end that say that something is not there."""


def clauses(outcomes: Sequence[Outcome], parameters: Sequence[Parameter]) -> list[str]:
    """Return the conditions of outcomes as clauses without a conjunction, each once.

    Args:
        outcomes: Of one kind.
        parameters: Of the function.
    """
    by_name = {one.name: one for one in parameters}
    found = [_of_case(one.case, one.raises, by_name) for one in outcomes]
    return list(dict.fromkeys(found))


def _of_case(case: Case, raises: str, parameters: Mapping[str, Parameter]) -> str:
    case = _merged(case)
    words = [_of_atom(atom, raises, parameters.get(atom.subject)) for atom in case]
    return (_shared(case, words) if len(case) == 2 else "") or " and ".join(words)


def _merged(case: Case) -> Case:
    """Return comparisons of one subject as one where that says the same."""
    if len(case) != 2 or (case[0].subject, case[0].measure) != (case[1].subject, case[1].measure):
        return case
    first, second = case
    if first.relation == second.relation and first.relation in {"is not a", "not in"}:
        return (dataclasses.replace(first, objects=(*first.objects, *second.objects)),)
    if first.relation in {"is not none", "is true"} and second.objects:
        return (second,)  # What is compared with a value is given.
    if first.relation == "is not a" and second.relation == "is false":
        return (second,)  # What is empty, 0 or `None` is hardly ever an instance of a class that was let through.
    return case


def _shared(case: Case, words: Sequence[str]) -> str:
    """Return two comparisons that share their subject, or their predicate, as one; empty for any others."""
    first, second = (text.removeprefix(f"`{atom.subject}` ") for atom, text in zip(case, words, strict=True))
    if first in words or second in words:
        return ""
    if case[0].subject == case[1].subject:
        return f"{words[0]} and {second}"
    if first != second or not first.startswith("is ") or first.startswith("is neither"):
        return ""
    if first.startswith("is not "):
        return f"neither `{case[0].subject}` nor `{case[1].subject}` is {first.removeprefix('is not ')}"
    return f"`{case[0].subject}` and `{case[1].subject}` are {first.removeprefix('is ')}"


def _of_atom(atom: Atom, raises: str, parameter: Parameter | None) -> str:
    subject = f"an item of `{atom.subject}`" if atom.measure == "item" else f"`{atom.subject}`"
    return f"{subject} {_predicate(atom, raises, parameter)}"


def _predicate(atom: Atom, raises: str, parameter: Parameter | None) -> str:
    if atom.measure == "length":
        return _of_length(atom)
    match atom.relation:
        case "is none":
            return "is not given" if _may_be_left_out(parameter, atom) else "is `None`"
        case "is not none":
            return "is given" if _may_be_left_out(parameter, atom) else "is not `None`"
        case "is true" | "is false":
            return _truth(atom, parameter)
        case "is a":
            return f"is {listed([with_article(f'`{one}`') for one in atom.objects], 'or')}"
        case "is not a" if len(atom.objects) > 1:
            return f"is neither {listed([with_article(f'`{one}`') for one in atom.objects], 'nor')}"
        case "is not a":
            return f"is not {with_article(f'`{atom.objects[0]}`')}"
        case "is callable":
            return "can be called"
        case "is not callable":
            return "cannot be called"
        case "is missing":
            return "is missing" if raises.endswith(_LOOKUPS) else "is unknown"
        case "in":
            return _among(atom.objects, "is", "or")
        case "not in":
            return _among(atom.objects, "is neither" if len(atom.objects) > 1 else "is not", "nor")
    if atom.objects == ("0",) and atom.relation == "<":
        return "is negative"
    return _SIGNS[atom.relation].format(_shown(atom.objects[0]))


def _among(objects: Sequence[str], verb: str, last: str) -> str:
    """Return that a value is, or is not, one of several, or is in a named collection."""
    if len(objects) == 1 and not objects[0].startswith(("'", '"')) and not objects[0].lstrip("-").isdigit():
        return f"{verb} in {_shown(objects[0])}"
    return f"{verb} {listed([_shown(one) for one in objects], last)}"


def _of_length(atom: Atom) -> str:
    number = atom.objects[0]
    if (atom.relation, number) in {("==", "0"), ("<", "1"), ("<=", "0")}:
        return "is empty"
    if (atom.relation, number) in {("!=", "0"), (">", "0"), (">=", "1")}:
        return "is not empty"
    said = _LENGTHS.get(atom.relation, "").format(_shown(number))
    return said.replace(" 1 items", " 1 item")


def _truth(atom: Atom, parameter: Parameter | None) -> str:
    """Return how it is said that a value counts as true, or does not."""
    holds = atom.relation == "is true"
    unknown = "is neither empty nor 0" if holds else "is empty, 0 or `None`"
    if parameter is None or atom.measure == "item":
        return unknown  # An attribute or item, whose type is not known.
    types = {one.strip().partition("[")[0].rpartition(".")[2] for one in parameter.annotation.strip("'\"").split("|")}
    if types <= {"bool"} or parameter.default in {"True", "False"}:
        return "is true" if holds else "is false"
    if parameter.default == "None":
        return "is given" if holds else "is not given"
    if types & {"int", "float"}:
        return ("is not 0" if holds else "is 0") if len(types) == 1 else unknown
    if types & set(_SIZED) or parameter.default in {"''", '""', "()", "[]", "{}"}:
        return "is not empty" if holds else "is empty"
    return unknown


def _may_be_left_out(parameter: Parameter | None, atom: Atom) -> bool:
    return parameter is not None and parameter.default == "None" and "." not in atom.subject


def _shown(code: str) -> str:
    """Return code between backticks, numbers without."""
    return code if code.lstrip("-").replace(".", "", 1).isdigit() else f"`{code}`"
