"""What is told of methods whose authors only repeat their names, and in which order methods work."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from mkdocs_howto.writers.offline.telling.information import says_something
from tests.writers.offline.telling.told import told

SENTENCES = {
    ("Applies the effects of the box.", "Box", "apply_effect"): False,
    ("Returns the reduction.", "Reducer", "reduce"): False,
    ("Gets the given values.", "Store", "get_values"): False,
    ("Counts how often each word occurs.", "Counter", "count_words"): True,
    ("Saves the box as JSON.", "Box", "save"): True,
    ("Renders a bar chart.", "Box", "render"): True,
}


@pytest.mark.parametrize("case", SENTENCES)
def test_a_sentence_says_something_by_words_that_are_in_no_name(case: tuple[str, str, str]) -> None:
    sentence, *names = case
    assert says_something(sentence, names) is SENTENCES[case]


RULE = """
def __init__(self):
    self.rule = None
def apply(self, item):
    '''Apply the rule.'''
    return self.rule(item)
def set_rule(self, rule):
    '''Set the rule.'''
    self.rule = rule
"""
TABLE = """
def __init__(self):
    self.table = {}
def find(self, key):
    '''Find a row by its number.'''
    return self._row(key).upper()
def _row(self, key):
    return self.table[key]
def read(self, rows):
    '''Read all rows into memory.'''
    self.table = dict(rows)
"""
STEP = """
def __init__(self):
    self.step = None
def run(self, path):
    print(path)
    self.do()
def do(self):
    self.step(1)
def set_step(self, step):
    self.step = step
"""
ORDERS = {
    "it calls what the other one sets": (RULE, "set_rule", "apply"),
    "it takes an item of that through a private method": (TABLE, "read", "find"),
    "it calls a public method that calls it": (STEP, "set_step", "run"),
}


@pytest.mark.parametrize("name", ORDERS)
def test_a_method_follows_the_one_that_sets_what_it_needs(name: str, tmp_path: Path) -> None:
    body, first, then = ORDERS[name]
    lines = told(tmp_path, f"class Box:\n{indent(body, '    ')}\n", "Box")
    places = [next(number for number, line in enumerate(lines) if f"box.{one}(" in line) for one in (first, then)]
    assert places == sorted(places)
    assert f"call `{first}` first" in lines[places[1]]


FREE = {
    "a guard asks for it": "    if self.rule is None:\n        return item\n    return self.rule(item)",
    "it has a value from the start": "    return self.other(item)",
    "it is only read": "    return [item, self.rule]",
}


@pytest.mark.parametrize("why", FREE)
def test_a_method_that_works_at_once_needs_no_other_before(why: str, tmp_path: Path) -> None:
    body = (
        f"def __init__(self):\n    self.rule = None\n    self.other = print\ndef apply(self, item):\n{FREE[why]}\n"
        "def set_rule(self, rule):\n    self.rule = rule"
    )
    assert not [line for line in told(tmp_path, f"class Box:\n{indent(body, '    ')}\n", "Box") if " first)" in line]
