"""What a body does with a parameter tells what it takes."""

from __future__ import annotations

import ast

import pytest

from mkdocs_howto.writers.offline.examples.hints import of_body

KINDS = {
    # A type that is asked for is taken, unless nothing but an exception follows.
    "if isinstance(doc, dict):\n        return 1": ["mapping"],
    "if isinstance(doc, (list, str)):\n        return 1": ["list", "text"],
    "if isinstance(doc, Sequence):\n        return 1": ["list"],
    "if isinstance(doc, str):\n        raise TypeError": [],
    "if isinstance(doc, dict):\n        return 1\n    elif isinstance(doc, str):\n        raise TypeError": ["mapping"],
    "if isinstance(doc, (bytes, str)):\n        raise TypeError\n    return sorted(doc)": ["iterable"],
    "if isinstance(doc, str):\n        doc = [doc]\n        raise TypeError": ["text"],
    "if not isinstance(doc, str):\n        raise TypeError": ["text"],
    # What is chosen among others is no list; beside a number it is one.
    "return max(doc)": ["iterable"],
    "return min(doc, other)": [],
    "return min(doc, len(other))": ["number"],
    "return doc + 1": ["number"],
    # What has parts that are texts is one.
    "return doc[0] == 'x'": ["text", "list"],
    # Of numbers and texts there are no weak references.
    "return weakref.ref(doc)": ["class"],
    # What is written to, line by line, is a stream.
    "doc.writelines([])": ["stream", "object"],
}


@pytest.mark.parametrize("body", KINDS)
def test_kinds(body: str) -> None:
    source = f"def use(doc):\n    {body}\n"
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert list(of_body(function)["doc"].kinds) == KINDS[body]


def test_keys_that_have_to_be_there() -> None:
    source = 'def use(doc):\n    doc["new"] = doc["name"] + doc["age"] + doc["name"] + doc.get("other", "")\n'
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert of_body(function)["doc"].keys == ["name", "age"]
