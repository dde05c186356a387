"""Describe code of which its author says nothing usable: what it is for, and what changes how it is used."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from mkdocs_howto.writers.offline.describing.description import Observed, Sentence
from mkdocs_howto.writers.offline.telling import foreign, needs
from mkdocs_howto.writers.offline.telling.class_purpose import (
    done_by,
    facts_of_service,
    has_base,
    service_purpose,
)
from mkdocs_howto.writers.offline.telling.file_purpose import file_facts
from mkdocs_howto.writers.offline.telling.function_purpose import (
    ending,
    is_telling,
    plain_stages,
    strongest,
    swallowed,
    unused,
)
from mkdocs_howto.writers.offline.telling.functions import Teller
from mkdocs_howto.writers.offline.telling.life import order_of
from mkdocs_howto.writers.offline.telling.names import phrase_of
from mkdocs_howto.writers.offline.telling.sentences import Fact, fitted, sentence
from mkdocs_howto.writers.offline.telling.terms import GUESSED
from mkdocs_howto.writers.offline.trees import Function

_OUTER = frozenset({"request", "file", "process", "ask", "database", "yield"})


def description_of(teller: Teller, tree: ast.Module, said: str = "") -> str:
    """Return the description of a file or snippet.

    Args:
        teller: Makes the stages of its functions.
        tree: Its syntax tree.
        said: What the author says of it.

    Returns:
        An empty text if the purpose cannot be said.
    """
    found = file_facts(teller, tree, said)
    return " ".join(fitted(found)).replace(GUESSED, "") if any(one.text for one in found[:2]) else ""


def observed_in(teller: Teller, tree: ast.Module) -> Observed:
    """Return what a function or class does of which its author says nothing.

    Args:
        teller: Makes its stages.
        tree: Its syntax tree.
    """
    match tree.body:
        case [ast.FunctionDef() | ast.AsyncFunctionDef() as node]:
            stages = plain_stages(teller, node)
            opening = strongest([one for one in stages if one.kind in _OUTER])
            facts = [
                Fact(swallowed(stages) if needs.keeps_errors(node) else "", 1),
                Fact(needs.needed_of(node), 2),
                Fact("" if "abstract" in teller.block.shape.labels else unused(node), 3),
            ]
            given = ending(stages)
            opening = opening or phrase_of(node.name) or (given if is_telling(given) else "")
            return _observed(node, sentence(opening), facts)
        case [*_, ast.ClassDef() as node]:
            opening = service_purpose(teller, node) or (
                "" if has_base(node) or node.decorator_list else done_by(teller, node)
            )
            order = () if has_base(node) else order_of(node)
            return _observed(node, opening, [*(Fact(text, 1) for text in order), *facts_of_service(teller, node)])
    return Observed()


def _observed(node: ast.ClassDef | Function, opening: str, facts: Iterable[Fact]) -> Observed:
    """Return what an object does; what its author says in another language only where nothing else is known."""
    told = (opening or foreign.opening(ast.get_docstring(node))).replace(GUESSED, "")
    return Observed(told, tuple(Sentence(one.text.replace(GUESSED, ""), one.rank) for one in facts))
