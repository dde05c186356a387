"""Each row of the catalogue applies to the parameter beside it, and not to its counter-example."""

from __future__ import annotations

import ast

import pytest

from mkdocs_howto.section import Parameter
from mkdocs_howto.syntax import parse, parse_expression
from mkdocs_howto.writers.offline.examples.planning.catalogue import ROWS, Row, rows_for
from mkdocs_howto.writers.offline.examples.planning.kinds import Annotations
from mkdocs_howto.writers.offline.examples.planning.slots import Slot
from mkdocs_howto.writers.offline.examples.planning.values import words_of, written
from tests.conftest import FIXTURES


def slot_of(text: str) -> Slot:
    """Return the one parameter of a function, written as `name(parameter: type)`."""
    (function,) = parse(f"def {text}: ...").body
    assert isinstance(function, ast.FunctionDef)
    (argument,) = function.args.args
    annotation = ast.unparse(argument.annotation) if argument.annotation else ""
    words = tuple(words_of(function.name))
    wanted = Annotations(lambda _: None).wanted(annotation)
    return Slot(Parameter(argument.arg, "positional or keyword", annotation), wanted, around=words, function=words)


def applies(row: Row, text: str) -> bool:
    slot = slot_of(text)
    return any(found is row for found, _ in rows_for(slot.name, slot.around)) and slot.takes(row.made)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.role}: {row.value}"[:60])
def test_a_row_applies_to_its_example_alone(row: Row) -> None:
    assert applies(row, row.fits)
    assert not applies(row, row.unlike)


def _of_use() -> dict[str, str]:
    """Return a function of a real package for each role."""
    lines = (FIXTURES / "parameters.txt").read_text(encoding="utf-8").splitlines()[1:]
    return {role: text for role, _, text in (line.split(" | ", 2) for line in lines)}


@pytest.mark.parametrize("role", dict.fromkeys(row.role for row in ROWS))
def test_a_role_reaches_a_function_of_a_real_package(role: str) -> None:
    path, _, parameter = _of_use()[role].partition("(")
    owner, _, name = path.rpartition(".")
    (function,) = parse(f"def {name}({parameter}: ...").body
    assert isinstance(function, ast.FunctionDef)
    (argument,) = function.args.args
    words = tuple(words_of(function.name)) + tuple(words_of(owner))
    assert role in {row.role for row, _ in rows_for(argument.arg, words)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.role}: {row.value}"[:60])
def test_a_value_says_what_it_is(row: Row) -> None:
    assert row.made.kind
    assert row.made.role == row.role


@pytest.mark.parametrize(
    ("text", "shown"),
    [("'tea'", '"tea"'), ("{'a': 'b'}", '{"a": "b"}'), ("'say \"tea\"'", "'say \"tea\"'"), ('"it\'s"', '"it\'s"')],
)
def test_texts_stand_between_double_quotes(text: str, shown: str) -> None:
    assert written(parse_expression(text)) == shown
