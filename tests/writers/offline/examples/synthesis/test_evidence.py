"""A value that stands for any of its kind is passed only where any of its kind would do."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_howto.writers.offline.examples.hints import Hints
from mkdocs_howto.writers.offline.examples.synthesis.evidence import Slot, is_meant
from tests.conftest import write_tree
from tests.writers.offline.examples.test_examples import example

TEXT, ANY, NUMBERS, WORDS = '"Hello, world"', '"red"', "[3, 1, 2]", '["red", "green", "blue"]'


@pytest.mark.parametrize(
    ("value", "name", "annotation", "kinds", "meant"),
    [
        (TEXT, "text", "str", [], True),
        (TEXT, "source_text", "str", [], True),
        (TEXT, "title", "", ["text"], True),
        (TEXT, "left", "str", [], True),
        (TEXT, "blob", "str", ["text"], True),
        (TEXT, "blob", "str", [], False),
        (TEXT, "pattern", "str", ["text"], False),
        (TEXT, "path", "str", [], False),
        (TEXT, "url", "str", ["text"], False),
        (TEXT, "port", "Union[str, Serial]", ["text"], False),
        (TEXT, "hostname", "str", ["text"], False),
        (TEXT, "source_file", "str", ["text"], False),
        (TEXT, "blob", "str", ["text", "path"], False),
        (ANY, "value", "Any", [], True),
        (ANY, "default", "", [], True),
        (ANY, "app", "Any", [], False),
        (ANY, "expand", "object", [], False),
        (NUMBERS, "numbers", "", [], True),
        (NUMBERS, "sizes", "list[int]", [], True),
        (NUMBERS, "pattern", "", ["list"], False),
        (NUMBERS, "routes", "list", ["iterable"], False),
        (NUMBERS, "lines", "Iterable[str]", [], False),
        (WORDS, "words", "list[str]", [], True),
        (WORDS, "args", "list[str]", [], False),
        (WORDS, "headers", "list[str]", [], False),
        ("str", "func", "", [], True),
        ("str", "key", "Callable[[T], Any]", [], True),
        ("str", "kind", "type", [], True),
        ("str", "f", "", [], False),
        ("str", "callback", "Callable[[list[Event]], None]", ["callable"], False),
        ("len", "func", "Callable[[str], None]", ["callable"], False),
        ("print", "callback", "Callable[[str], None]", ["callable"], True),
        ("str", "app", "Callable[[Scope], None]", ["callable"], False),
        ("lambda a, b, c: a", "application", "Callable[[A, B, C], None]", [], False),
        ('{"name": "Ada", "age": 36}', "mapping", "", ["mapping"], True),
        ('{"name": "Ada", "age": 36}', "headers", "dict[str, str]", [], False),
        ('[("Hello, world", "Hello, world")]', "parameters", "list[tuple[str, str]]", [], False),
        ('{"value": "red"}', "row", "", [], True),
        ('{"model": "red"}', "row", "", [], False),
        ('"https://example.com/page"', "url", "str", [], True),
        ("8080", "port", "int", [], True),
    ],
)
def test_what_is_known_decides(value: str, name: str, annotation: str, kinds: list[str], *, meant: bool) -> None:
    assert is_meant(value, Slot(name, annotation, Hints(kinds=dict.fromkeys(kinds)))) is meant


@pytest.mark.parametrize("function", ["loads", "parse_rule", "from_string", "decode"])
def test_a_text_that_is_read_has_a_form(function: str) -> None:
    assert not is_meant(TEXT, Slot("text", "str", Hints(), function))


SHOP = '''
import re


def serve(app):
    """Serve an application.

    Args:
        app: The application, as ASGI has it. Any will do.
    """
    return app.__class__


def find(pattern: str, folder: str) -> list[str]:
    return [pattern, folder]


def gather(*jobs):
    return list(jobs)


def shout(text: str) -> str:
    return text.upper()


class JsonReader:
    def decode(self, text: str) -> int:
        return len(text)
'''


@pytest.mark.parametrize(
    ("name", "source", "rows"),
    [
        ("serve", "sketch", "app = ...  # The application, as ASGI has it\nprint(serve(app))\n"),
        ("gather", "sketch", "jobs = ...  # jobs\nprint(gather(*jobs))\n"),
        ("shout", "synthesised", 'print(shout("Hello, world"))\n'),
        ("JsonReader", "synthesised", """print(json_reader.decode('{"name": "Ada", "age": 36}'))\n"""),
    ],
)
def test_what_is_not_known_is_left_open_and_explained(tmp_path: Path, name: str, source: str, rows: str) -> None:
    made = example(write_tree(tmp_path, {"shop.py": SHOP}), f"shop.{name}")
    assert made.source == source
    assert made.code.endswith(rows), made.code
    assert ("# A sketch: " in made.code) == (source == "sketch")
