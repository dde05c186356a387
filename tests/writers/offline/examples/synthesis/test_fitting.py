"""A value that stands for any of its kind gives way to one that fits its place."""

from __future__ import annotations

import pytest

from mkdocs_howto.writers.offline.examples.synthesis.fitting import Place, fitted

TEXT = '"Hello, world"'
LIST = "[3, 1, 2]"
AGES = '{"name": "Ada", "age": 36}'

FITTED = {
    "a template": (TEXT, Place("text", "parse", 'parser = Parser("{:d} {name}")'), '"42 apple"'),
    "a template that no text fits": (TEXT, Place("text", "parse", 'parser = Parser("\\\\{:d}")'), TEXT),
    "braces that are no template": (TEXT, Place("text", "read", 'reader = Reader({"a": 1})'), TEXT),
    "a pattern beside": (TEXT, Place("text", "found", beside=[r'r"\d+"', TEXT]), '"12 apples"'),
    "a pattern that the object has": (TEXT, Place("text", "found", r'finder = Finder(r"\d+")'), '"12 apples"'),
    "what has to be escaped": (TEXT, Place("text", "escape_html", beside=[TEXT]), '"a/b & <c>"'),
    "a kind that the function is named for": (TEXT, Place("text", "parse_version", beside=[TEXT]), '"1.2.3"'),
    "a kind that another value has": (TEXT, Place("text", "with_prefix", beside=[TEXT, '"example-"']), TEXT),
    "a function that is named for nothing": (TEXT, Place("text", "shorten", beside=[TEXT]), TEXT),
    "a start that is taken off": ('"example-"', Place("prefix", "removeprefix", beside=[TEXT]), '"Hello, "'),
    "a start that is put before": ('"example-"', Place("prefix", "with_prefix", beside=[TEXT]), '"example-"'),
    "an end that is taken off": ('".txt"', Place("suffix", "cut_suffix", beside=[TEXT]), '"world"'),
    "the name of a file": ('"Ada"', Place("name", "find_file"), '"example.txt"'),
    "the name of a person": ('"Ada"', Place("name", "greet"), '"Ada"'),
    "a count below that of the items": ("3", Place("n", "take", beside=["3", LIST]), "2"),
    "a count of items that the object has": ("3", Place("steps", "rotate", "queue = Queue([3, 1, 2])"), "2"),
    "a place of an item": ("3", Place("n", "nth", beside=["3", LIST], is_index=True), "1"),
    "a number beside items": ("3", Place("value", "above", beside=["3", LIST]), "3"),
    "a count of anything else": ("3", Place("n", "repeat", beside=["3", TEXT]), "3"),
    "what reduces": ("str", Place("func", "reductions", beside=["str", LIST]), "lambda a, b: a + b"),
    "what some items share": ("str", Place("key", "group_by", beside=["str", LIST]), "lambda n: n % 2"),
    "what gives several keys": ("str", Place("get_keys", "group_by_keys", beside=["str", LIST]), "str"),
    "what is about values": (LIST, Place("coll", "walk_values", beside=["str", LIST]), '{"a": 1, "b": 2}'),
    "what is flattened": (LIST, Place("seq", "flatten", beside=[LIST]), "[1, [2, [3, 4]]]"),
    "keys of a mapping": ('["red", "green", "blue"]', Place("keys", "project", beside=[AGES]), '["name"]'),
    "an attribute of objects": ('"real"', Place("attr", "pluck", beside=['"real"', LIST]), '"year"'),
    "objects with an attribute": (
        LIST,
        Place("objects", "pluck", beside=['"real"', LIST]),
        "[date(2024, 5, 17), date(2026, 1, 2)]",
    ),
    "what a pointer leads to (RFC 6901)": (
        None,
        Place("doc", "resolve", 'pointer = Pointer("/a/1")'),
        '{"a": ["red", "red"]}',
    ),
    "a pointer into a long document": (None, Place("doc", "resolve", 'pointer = Pointer("/a/9")'), None),
    "nothing": (None, Place("thing", "use", "user = User()"), None),
}


@pytest.mark.parametrize("case", FITTED)
def test_a_value_fits_its_place(case: str) -> None:
    value, place, better = FITTED[case]
    assert fitted(value, place) == better
