"""Whether what is known of a parameter says that a value which stands for any of its kind is meant there.

Such a filler (`"Hello, world"`, `"red"`, `[3, 1, 2]`, `str` for a function) shows something only where any value of
its kind would do. Elsewhere it makes a call that nobody would write: a greeting for a pattern, numbers for routes,
`str` for an application. What decides is kept in a `Slot`: the declared type, what the body does with the parameter,
and the name where that says what the value is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mkdocs_howto.writers.offline.examples.hints import Hints

_PROSE = {
    "text", "texts", "string", "str", "s", "sentence", "line", "body", "content", "contents", "message", "msg",
    "phrase", "txt", "paragraph", "title", "caption", "comment", "description", "reason", "detail", "error",
    "epilog", "help", "summary", "greeting",
}  # fmt: skip
"""Last words of names for text that people write."""
_NO_PROSE = {
    "address", "channel", "charset", "cmd", "code", "color", "colour", "column", "command", "device", "dir", "domain",
    "dsn", "encoding", "expr", "expression", "file", "filename", "fmt", "folder", "format", "host", "hostname", "id",
    "kind", "lang", "locale", "markup", "mode", "name", "path", "pattern", "port", "query", "ref", "reference", "regex",
    "role", "rule", "selector", "source", "spec", "sql", "src", "table", "template", "token", "type", "uri", "url",
    "version",
}  # fmt: skip
"""Last words of names for text that has a form of its own, whatever a body does with it."""
_NO_TEXT = frozenset({"path", "pattern", "module", "digits", "compiled", "pathlib", "stream", "bytes", "match"})
"""Uses of a text that has a form of its own."""
_COMPARED = frozenset({"first", "second", "left", "right", "this", "that", "other"})
"""Names of two values of which only their relation counts."""
_ANYTHING = _COMPARED | {
    "a", "any", "anything", "b", "data", "default", "elem", "element", "elt", "entry", "fill", "fillvalue",
    "initial", "item", "k", "key", "obj", "object", "thing", "v", "val", "value", "x", "y",
}  # fmt: skip
"""Names of what may be anything, because it is only kept, compared or handed on."""
_COLLECTED = {
    "array", "coll", "collection", "data", "elements", "entries", "integers", "it", "items", "iter", "iterable",
    "iterables", "iterator", "list", "lst", "nums", "numbers", "others", "population", "samples", "seq", "seqs",
    "sequence", "sequences", "values", "xs", "ys",
}  # fmt: skip
_WORDS = _COLLECTED | {
    "choices", "colors", "colours", "labels", "names", "options", "strings", "tags", "terms", "texts", "words",
}  # fmt: skip
_MAPPED = {
    "d", "data", "dct", "dict", "dictionary", "dicts", "doc", "entries", "map", "mapping", "mappings", "obj",
    "record", "row",
}  # fmt: skip
_COLOURS = frozenset({"color", "colour"})
_NAMED_FUNCTIONS = {
    "callable", "cond", "condition", "func", "funcs", "function", "functions", "fn", "fns", "key", "keyfunc",
    "pred", "predicate",
}  # fmt: skip
"""Last words of names that say that any function of its kind is meant."""
_FUNCTIONS = _NAMED_FUNCTIONS | {
    "call", "callback", "cb", "f", "factory", "fs", "g", "getter", "h", "iteratee", "mapper", "op", "operation",
    "reducer", "test", "transform", "transforms",
}  # fmt: skip
"""Last words of names of functions that may be something else, so that the body or the type has to say it."""
_CALLED = frozenset({"callable", "predicate", "function", "pair function", "function first"})
_READING = re.compile(r"(?:^|_)(?:decode|deserialize|eval|from|loads?|parse|unmarshal|unpack)(?:_|$)")
"""Names of functions that take a text of one form only."""
_KEPT_KEY = re.compile(r'"(\w+)": "red"')
_NUMBERS = re.compile(r"\b(?:int|float|complex|Number|Decimal|T|_T|S|K|V|Any|object)\b")
_CLASS_TYPE = re.compile(r"\b[Tt]ype\b")
_FOR_EFFECT = re.compile(r"\bCallable\[.{0,200}, ?None\]")
"""A function that is called for what it does: one that only gives a value is not meant."""
_TEXT_TYPE = re.compile(r"\bstr\b|\bText\b|\bAnyStr\b")


@dataclass(frozen=True, slots=True)
class Slot:
    """What is known of a parameter.

    Attributes:
        name: Its name, without stars.
        annotation: Its declared type as written, also by the docstring; empty where there is none.
        hint: What the body does with it.
        function: What is called, as words: `load_config`.
    """

    name: str
    annotation: str
    hint: Hints
    function: str = ""

    @property
    def word(self) -> str:
        """The last word of the name, without a number: `text` of `source_text2`."""
        return self.name.strip("_").rstrip("0123456789").lower().rpartition("_")[2]


def is_meant(value: str, slot: Slot) -> bool:
    """Return whether a value is meant for a parameter; only a filler may not be.

    Args:
        value: As source text.
        slot: What is known of the parameter.
    """
    if value == "print" and _FOR_EFFECT.search(slot.annotation):
        return True
    if value.startswith("lambda") or value in {"str", "len", "print", "bool", "[str, len]"}:
        return _takes_any_function(slot)
    if value.startswith("{") and (keys := _KEPT_KEY.findall(value)):
        return all(key in _ANYTHING | _COLOURS for key in keys)
    if value[:1] in "[({" and '"Hello, world"' in value:
        return slot.word in _WORDS  # What each part of a composed value means would have to be known.
    rule = _RULES.get(value)
    return rule is None or rule(slot)


def reads_text(value: str, slot: Slot) -> bool:
    """Return whether a filler stands for a text that a function reads, whose form its object may be named for."""
    return value == '"Hello, world"' and _READING.search(slot.function) is not None


def _takes_any_text(slot: Slot) -> bool:
    if _READING.search(slot.function):
        return False
    kinds = slot.hint.kinds.keys()
    is_text = bool(_TEXT_TYPE.search(slot.annotation)) or "text" in kinds
    if slot.word in _PROSE:
        return bool(slot.annotation or kinds) or len(slot.word) > 2
    if slot.word in _COMPARED:
        return is_text
    return "text" in kinds and slot.word not in _NO_PROSE and not kinds & _NO_TEXT


def _takes_anything(slot: Slot) -> bool:
    return slot.word in _ANYTHING


def _takes_any_numbers(slot: Slot) -> bool:
    if _NUMBERS.search(slot.annotation):
        return True
    return slot.word in _COLLECTED and not _TEXT_TYPE.search(slot.annotation)


def _takes_any_words(slot: Slot) -> bool:
    return slot.word in _WORDS


def _takes_any_mapping(slot: Slot) -> bool:
    return slot.word in _MAPPED | _ANYTHING


def _takes_any_function(slot: Slot) -> bool:
    kinds = slot.hint.kinds.keys()
    if _FOR_EFFECT.search(slot.annotation):
        return False
    if _CLASS_TYPE.search(slot.annotation) or "class" in kinds or slot.hint.arguments[:1] == [0]:
        return True  # `str` is a class, too; what is called without arguments may do anything.
    is_called = bool(slot.hint.arguments) or not kinds.isdisjoint(_CALLED) or "Callable" in slot.annotation
    if slot.word in _NAMED_FUNCTIONS:
        return is_called or not slot.annotation
    return is_called and slot.word in _FUNCTIONS | _ANYTHING


_RULES: Mapping[str, Callable[[Slot], bool]] = {
    '"Hello, world"': _takes_any_text,
    '"Hello, there"': _takes_any_text,
    '"red"': _takes_anything,
    "[3, 1, 2]": _takes_any_numbers,
    '["red", "green", "blue"]': _takes_any_words,
    '{"name": "Ada", "age": 36}': _takes_any_mapping,
    '{"name": 3}': _takes_any_mapping,
}
"""Fillers, each with what has to be known for it to be meant."""
