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
