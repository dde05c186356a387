"""Every row of the table of calls says what it promises, and says all or nothing."""

from __future__ import annotations

import ast

import pytest

from mkdocs_howto.writers.offline.calls import Row, Told, sentence, table

ROWS = table().rows


def told(path: str, statement: str) -> tuple[Told | None, str]:
    (node,) = ast.parse(statement).body
    value = node.value if isinstance(node, ast.Assign | ast.Expr) else None
    assert isinstance(value, ast.Call)
    target = f"`{ast.unparse(node.targets[0])}`" if isinstance(node, ast.Assign) else ""
    receiver = f"`{ast.unparse(value.func.value)}`" if isinstance(value.func, ast.Attribute) else ""
    return table().tell(path, value, lambda argument: f"`{ast.unparse(argument)}`", receiver), target


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_row_says_what_it_promises(row: Row) -> None:
    found, target = told(row.path, row.test)
    assert found is not None
    assert sentence(found, target) == row.says


@pytest.mark.parametrize(
    ("path", "statement"),
    [
        ("str.split", "a.split(*b)"),
        ("str.split", "a.split(b, 1, 2)"),
        ("str.split", "a.split(wrong=1)"),
        ("str.split", "a.split(**b)"),
        ("dict.get", "a.get(k, default=d, more=1)"),
        ("list.append", "a.append()"),
        ("nothing.known", "nothing.known(a)"),
    ],
)
def test_what_cannot_be_said_whole_is_not_said(path: str, statement: str) -> None:
    assert told(path, statement)[0] is None


@pytest.mark.parametrize(
    ("path", "statement", "says"),
    [
        ("str.split", "x = a.split(sep=b)", "Splits `a` at `b` into `x`."),
        ("str.split", "x = a.split()", "Splits `a` into `x`."),
        ("open", "open(p, 'rb')", "Opens `p` for reading as bytes."),
        ("open", "open(p, mode='a')", "Opens `p` for appending."),
        ("dict.get", "x = a.get(k)", "Looks up `k` in `a` and keeps the value as `x`."),
        (
            "requests.post",
            "requests.post(u, json=j, timeout=3)",
            "Sends a POST request to `u` with `j` as its JSON body.",
        ),
    ],
)
def test_arguments_bind_by_place_and_by_name(path: str, statement: str, says: str) -> None:
    found, target = told(path, statement)
    assert found is not None
    assert sentence(found, target) == says
