"""A value that stands for any of its kind gives way to one that fits its place."""

from __future__ import annotations

import pytest

from mkdocs_howto.writers.offline.examples.synthesis.fitting import Place, fitted

TEXT = '"Hello, world"'
LIST = "[3, 1, 2]"
AGES = '{"name": "Ada", "age": 36}'


def passed(*values: str) -> dict[str, str]:
    return {f"{chr(ord('a') + place)}_": value for place, value in enumerate(values)}


FITTED = {
    "a template": (TEXT, Place("text", "parse", 'parser = Parser("{:d} {name}")'), '"42 apple"'),
    "a template that no text fits": (TEXT, Place("text", "parse", 'parser = Parser("\\\\{:d}")'), TEXT),
    "braces that are no template": (TEXT, Place("text", "read", 'reader = Reader({"a": 1})'), TEXT),
    "a pattern beside": (TEXT, Place("text", "found", beside=passed(r'r"\d+"', TEXT)), '"12 apples"'),
    "a pattern that the object has": (TEXT, Place("text", "found", r'finder = Finder(r"\d+")'), '"12 apples"'),
    "what has to be escaped": (TEXT, Place("text", "escape_html", beside=passed(TEXT)), '"a/b & <c>"'),
    "a kind that the function is named for": (TEXT, Place("text", "parse_version", beside=passed(TEXT)), '"1.2.3"'),
    "a kind that another value has": (TEXT, Place("text", "with_prefix", beside=passed(TEXT, '"example-"')), TEXT),
    "a function that is named for nothing": (TEXT, Place("text", "shorten", beside=passed(TEXT)), TEXT),
    "a text that can be read": (TEXT, Place("value", "str_to_bool", beside=passed(TEXT)), '"yes"'),
    "a date as text": (TEXT, Place("raw", "date", beside=passed(TEXT)), '"2024-05-17"'),
    "what a class of numbers takes": ('"red"', Place("value", "convert", "kind = IntKind(0, 9)"), '"3"'),
    "what the call of such a class takes": ('"red"', Place("value", "date_field"), '"2024-05-17"'),
    "what another class takes": ('"red"', Place("value", "convert", "kind = TextKind()"), '"red"'),
    "what a class of numbers is named": ('"red"', Place("colour", "convert", "kind = IntKind()"), '"red"'),
    "what is filled by use": (AGES, Place("cache", "cached"), "{}"),
    "a start that is taken off": ('"example-"', Place("prefix", "removeprefix", beside=passed(TEXT)), '"Hello, "'),
    "a start that is put before": ('"example-"', Place("prefix", "with_prefix", beside=passed(TEXT)), '"example-"'),
    "an end that is taken off": ('".txt"', Place("suffix", "cut_suffix", beside=passed(TEXT)), '"world"'),
    "the name of a file": ('"Ada"', Place("name", "find_file"), '"example.txt"'),
    "the name of a person": ('"Ada"', Place("name", "greet"), '"Ada"'),
    "the name of a person among others": ('"Ada"', Place("name", "add_user", beside=passed('"Ada"', "3")), '"Ada"'),
    "the name of a thing among others": ('"Ada"', Place("name", "add_row", beside=passed('"Ada"', "3")), '"example"'),
    "the name of what is made": ('"Ada"', Place("name", "command", is_constructor=True), '"example"'),
    "the name of a person who is made": ('"Ada"', Place("name", "customer", is_constructor=True), '"Ada"'),
    "the name of a method of numbers": ('"Ada"', Place("name", "invoke", beside=passed(LIST, '"Ada"')), '"bit_length"'),
    "what orders numbers": ("str", Place("key", "ordered", beside=passed(LIST, "str")), "lambda n: -n"),
    "what orders something else": ("str", Place("key", "ordered", beside=passed(AGES, "str")), "str"),
    "what chooses among what is merged": (
        "str",
        Place("f", "join_with", beside=passed("str", '[{"name": "Ada"}, {"name": "Grace"}]')),
        "max",
    ),
    "what joins texts": ("str", Place("f", "joined", beside=passed("str", '["red", "green"]')), "str"),
    "what has branches": ('"example"', Place("root", "ltree_leaves"), "[1, [2, [3, 4]]]"),
    "what is left out of a list": (LIST, Place("items", "compact", beside=passed(LIST)), "[3, 0, 1, None]"),
    "what is left out of a mapping": (AGES, Place("coll", "compact", beside=passed(AGES)), "[3, 0, 1, None]"),
    "what is there twice": (LIST, Place("seq", "count_duplicates", beside=passed(LIST)), "[3, 1, 3, 2]"),
    "a list that is kept": (LIST, Place("items", "unique_list", beside=passed(LIST), is_constructor=True), LIST),
    "a folder in a street": ('"example"', Place("root", "street_of"), '"example"'),
    "a key of a mapping": (
        '"-"',
        Place("part", "walk", beside=passed(AGES, '"-"'), is_index=True),
        '"name"',
    ),
    "what changes some numbers": (
        "str",
        Place("action", "iffy", beside=passed("lambda item: item > 1", "str")),
        "lambda item: item * 10",
    ),
    "a count below that of the items": ("3", Place("n", "take", beside=passed("3", LIST)), "2"),
    "a count of items that the object has": ("3", Place("steps", "rotate", "queue = Queue([3, 1, 2])"), "2"),
    "a place of an item": ("3", Place("n", "nth", beside=passed("3", LIST), is_index=True), "1"),
    "a number beside items": ("3", Place("value", "above", beside=passed("3", LIST)), "3"),
    "a count of anything else": ("3", Place("n", "repeat", beside=passed("3", TEXT)), "3"),
    "what has parameters": (
        "str",
        Place("func", "num_required_args", beside=passed("str")),
        "lambda a, b=1: a + b",
    ),
    "what reduces": ("str", Place("func", "reductions", beside=passed("str", LIST)), "lambda a, b: a + b"),
    "what some items share": ("str", Place("key", "group_by", beside=passed("str", LIST)), "lambda n: n % 2"),
    "what gives several keys": ("str", Place("get_keys", "group_by_keys", beside=passed("str", LIST)), "str"),
    "what is about values": (LIST, Place("coll", "walk_values", beside=passed("str", LIST)), '{"a": 1, "b": 2}'),
    "what is flattened": (LIST, Place("seq", "flatten", beside=passed(LIST)), "[1, [2, [3, 4]]]"),
    "keys of a mapping": ('["red", "green", "blue"]', Place("keys", "project", beside=passed(AGES)), '["name"]'),
    "an attribute of objects": ('"real"', Place("attr", "pluck", beside=passed('"real"', LIST)), '"year"'),
    "objects with an attribute": (
        LIST,
        Place("objects", "pluck", beside=passed('"real"', LIST)),
        "[date(2024, 5, 17), date(2026, 1, 2)]",
    ),
    "what a pointer leads to (RFC 6901)": (
        None,
        Place("doc", "resolve", 'pointer = Pointer("/a/1")'),
        '{"a": ["red", "red"]}',
    ),
    "a key that the pointer leads to": (
        '"-"',
        Place("part", "walk", 'pointer = Pointer("/~01")', {"doc": AGES, "part": '"-"'}, is_index=True),
        '"~1"',
    ),
    "a pointer with escaped marks": (
        None,
        Place("doc", "resolve", 'pointer = Pointer("/~01/a~1b")'),
        '{"~1": {"a/b": "red"}}',
    ),
    "a pointer into a long document": (None, Place("doc", "resolve", 'pointer = Pointer("/a/9")'), None),
    "the second of two texts": (TEXT, Place("s2", "distance", beside={"s1": TEXT, "s2": TEXT}), '"Hello, there"'),
    "the first of two texts": (TEXT, Place("s1", "distance", beside={"s1": TEXT, "s2": TEXT}), TEXT),
    "a later text": (TEXT, Place("note", "written", beside={"title": TEXT, "note": TEXT}), '"note"'),
    "the second of two lists": (LIST, Place("new", "changed", beside={"old": LIST, "new": LIST}), "[3, 1, 4]"),
    "lists for different things": (LIST, Place("rows", "changed", beside={"columns": LIST, "rows": LIST}), LIST),
    "nothing": (None, Place("thing", "use", "user = User()"), None),
}


@pytest.mark.parametrize("case", FITTED)
def test_a_value_fits_its_place(case: str) -> None:
    value, place, better = FITTED[case]
    assert fitted(value, place) == better
