"""Comments and strings that belong to fields."""

from __future__ import annotations

import ast
import textwrap

import pytest

from mkdocs_howto.facts.comments import field_comments


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('x = 1\n"""One."""\n', {"x": "One."}),
        ("#: First line\n#: and second.\nx: int = 1\n", {"x": "First line\nand second."}),
        ("x = 1  #: Behind.\ny = '#: no'\n", {"x": "Behind."}),
        ("x = (\n    1,\n)  #: Behind the end.\n", {"x": "Behind the end."}),
        ('#: Above.\nx = 1\n"""Below counts first."""\n', {"x": "Below counts first."}),
        ("# No mark.\nx = 1\n\n#: Apart.\n\ny = 2\n", {}),
        ("a = b = 1  #: Both.\n", {"a": "Both.", "b": "Both."}),
        ("ä = 'ü'  #: Counted in bytes.\n", {"ä": "Counted in bytes."}),
        ('x = 1\ny = 2\n"""Of y."""\nf()\n"""Of nothing."""\n', {"y": "Of y."}),
    ],
)
def test_of_a_module(source: str, expected: dict[str, str]) -> None:
    assert field_comments(ast.parse(source), source.split("\n")) == expected


def test_of_a_class_and_its_constructor() -> None:
    source = textwrap.dedent(
        '''
        class Cart:
            #: What it holds.
            items: list[str]
            owner: str
            """Whose it is."""

            def __init__(self):
                self.total = 0  #: In cents.
                self.items = []  #: Told above already.
                self.open = True
                """Until it is paid."""
        '''
    )
    found = field_comments(ast.parse(source).body[0], source.split("\n"))
    assert found == {
        "items": "What it holds.",
        "owner": "Whose it is.",
        "total": "In cents.",
        "open": "Until it is paid.",
    }
