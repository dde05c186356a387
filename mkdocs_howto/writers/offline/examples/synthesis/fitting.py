"""A value that fits its place: the object it is passed to, what is passed beside it, what the function is named for.

A value that stands for any of its kind, as the table of values gives it, says little where more is known: each such
value has rules that know a better one. What the project itself passes has none.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from mkdocs_howto.syntax import fragment, walk
from mkdocs_howto.writers.offline.examples.synthesis.values import (
    PERSON,
    TEXT,
    THING,
    is_personal,
    list_for,
    named,
    words_of,
)

_LIST = "[3, 1, 2]"
_WORDS = '["red", "green", "blue"]'
_AGES = '{"name": "Ada", "age": 36}'
_ATTRIBUTE = '"real"'
_CONDITION = "lambda item: item > 1"
_WIDEST = 30
"""Characters of a document that stands in the call itself."""
_DOCUMENTS = {"doc", "document"}
_COUNTS = {"n", "k", "m", "num", "count", "times", "limit", "size", "chunk_size", "steps", "maxlen"}
_STORES = {"cache", "memo", "registry", "store"}
_COLLECTIONS = {"coll", "collection", "data", "obj", "container"}
_FIELD = re.compile(r"\{[\w.-]*(?::(?P<kind>\d*[dn]))?\}")
"""A field of a template: `{name}`, `{:d}`; other formats have texts of their own."""
_POINTER = re.compile(r"(?:/(?:[a-z0-9]|~[01])+)+")
_PAIRS = {"ab", "xy", "leftright", "lhsrhs", "firstsecond", "oldnew", "beforeafter", "thisother", "sourcetarget", "st"}
_REDUCING = re.compile(r"reduc|fold|accumulat")
_SHARING = re.compile(r"group_?by$|(?:count|partition|reduce)_?by$|distinct|unique|duplicate")
"""Names of functions that put together what has the same key."""
_READ = {
    "int": '"42"', "integer": '"42"', "number": '"42"', "float": '"1.5"', "decimal": '"1.50"', "bool": '"yes"',
    "date": '"2024-05-17"', "datetime": '"2024-05-17T12:30:00"', "time": '"12:30:00"',
}  # fmt: skip
"""Texts that can be read as something else, by a word in the name of the function that reads them."""
_VALUES = {"value", "val", "v", "raw", "data", "obj", "x"}
_CLASS = re.compile(r" = (?:\w+\.)*([A-Z]\w*)\(")
_FUNCTIONS = {"func", "function", "fn", "f", "callable"}
_OF_PARAMETERS = re.compile(r"arg|arity|signature|param|keyword")
MESSAGES = {"message", "msg", "reason", "text", "detail", "description", "error"}
"""Parameters of an exception that take its message."""
_MERGING = re.compile(r"merge|join|combine")
_BRANCHED = re.compile(r"(?:^|_)[il]?tree(?:_|$)")
_TAKING_OFF = re.compile(r"remove|strip|cut|trim|drop|starts|ends|has")
_ESCAPING = re.compile(r"(?:^|_)(?:escape|quote)(?:_|$)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value is wanted.

    Attributes:
        parameter: The name of what takes it.
        function: The name of what is called.
        made: The statement before the call, which mostly makes the object; may be empty.
        beside: All values of the call, by the names of their parameters.
        is_index: Whether the function takes it as the place of an item.
        is_constructor: Whether it is passed to make an instance.
    """

    parameter: str
    function: str
    made: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)
    is_index: bool = False
    is_constructor: bool = False

    def is_beside(self, value: str) -> bool:
        """Whether the call passes a value."""
        return value in self.beside.values()

    def has(self, value: str) -> bool:
        """Whether the call passes a value, or its object was made from it."""
        return self.is_beside(value) or value in self.made


_Rule: TypeAlias = Callable[[Place], str]
"""Gives a better value, or an empty text."""


def fitted(value: str | None, place: Place) -> str | None:
    """The value that fits a place, or else the one that was found for it.

    Args:
        value: What was found by the parameter alone.
        place: Where it is wanted.
    """
    if place.made and place.parameter in _DOCUMENTS and (document := _pointed_into(place)):
        return document
    if place.is_index and (value or TEXT)[:1] in "'\"" and (key := _key_beside(place)):
        return key
    for rule in _RULES.get(value or "", ()):
        if better := rule(place):
            return better
    return value


# Texts.


def _of_template(place: Place) -> str:
    """A text that the template fits that the object is made from."""
    for node in walk(fragment(place.made)) if "{" in place.made else ():
        match node:
            case ast.Call(args=[ast.Constant(value=str(template)), *_]) if _FIELD.search(template):
                text = _FIELD.sub(lambda field: "42" if field["kind"] else "apple", template)
                return f'"{text}"' if text.isprintable() and not set('"\\\\{}') & set(text) else ""
    return ""


def _of_pattern(place: Place) -> str:
    """A text in which the pattern finds something that is passed as well."""
    return '"12 apples"' if place.has(r'r"\d+"') or place.is_beside(r're.compile(r"\d+")') else ""


def _to_escape(place: Place) -> str:
    """A text with something to escape."""
    return '"a/b & <c>"' if _ESCAPING.search(place.function) else ""


def _of_kind(place: Place) -> str:
    """A text of the kind that the function is named for: `parse_version` takes a version."""
    for word in place.function.split("_"):
        if word in _READ:
            return _READ[word]
    word = place.function.rpartition("_")[2]
    value = named(place.function, {"text"}) if word not in {"key", place.parameter} else None
    return value if value and not place.is_beside(value) else ""


def _message(place: Place) -> str:
    """What an exception says: the words of its name."""
    is_error = place.is_constructor and place.function.endswith(("error", "exception", "warning"))
    return f'"{place.function.replace("_", " ")}"' if is_error and place.parameter in MESSAGES else ""


def _at_start(place: Place) -> str:
    return '"Hello, "' if place.is_beside(TEXT) and _TAKING_OFF.search(place.function) else ""


def _at_end(place: Place) -> str:
    return '"world"' if place.is_beside(TEXT) and _TAKING_OFF.search(place.function) else ""


def _file(place: Place) -> str:
    """The name of a file, for what is about files."""
    return '"example.txt"' if place.parameter == "name" and "file" in place.function else ""


def _folder(place: Place) -> str:
    """The name of a folder, for what is about folders."""
    return '"example"' if re.search(r"dirs?(?:_|$)|folder|tree|walk", f"{place.function}_{place.parameter}") else ""


def _thing(place: Place) -> str:
    """A name that is no person's: of what a class makes, of one thing among others that a function takes."""
    if place.is_beside(_LIST):
        return '"bit_length"'  # What a whole number can be asked for.
    is_alone = len(place.beside) < 2 and not place.is_constructor
    return "" if is_alone or is_personal(place.function) else THING


def _of_its_class(place: Place) -> str:
    """What can be read as what the class of the object, or of the call, is named for: `IntField` takes a number."""
    made = _CLASS.search(place.made)
    words = words_of(made[1] if made is not None else place.function) if place.parameter in _VALUES else ()
    known = next((_READ[word] for word in words if word in _READ), "")
    return known.replace("42", "3")  # Which lies within most limits that an object may have.


def _other_text(place: Place) -> str:
    return '"Hello, there"' if _is_second(place, TEXT) else ""


def _other_list(place: Place) -> str:
    return "[3, 1, 4]" if _is_second(place, _LIST) else ""


def _named_for(place: Place) -> str:
    """Words for the parameter, where another text is passed before: what is printed tells them apart."""
    words = place.parameter.strip("_").replace("_", " ")
    return f'"{words}"' if _before(place, TEXT) and len(words) > 2 else ""


def _is_second(place: Place, value: str) -> bool:
    """Whether a value is for the second of two parameters that are named alike: a reader compares two things."""
    stem = place.parameter.rstrip("0123456789")
    names = _before(place, value)
    return any(name + place.parameter in _PAIRS or name.rstrip("0123456789") == stem for name in names)


def _before(place: Place, value: str) -> list[str]:
    """Parameters before a place that are given the same value."""
    names = list(place.beside)
    before = names[: names.index(place.parameter)] if place.parameter in names else []
    return [name for name in before if place.beside[name] == value]


# Numbers.


def _within(place: Place) -> str:
    """A number that leaves something over of a list of three."""
    if not place.has(_LIST) and not place.has(_WORDS):
        return ""
    return "1" if place.is_index else "2" if place.parameter in _COUNTS else ""


# Functions.


def _inspected(place: Place) -> str:
    """A function with parameters, for what is about these."""
    is_about = place.parameter in _FUNCTIONS and _OF_PARAMETERS.search(place.function) and not place.is_constructor
    return "lambda a, b=1: a + b" if is_about else ""


def _of_two(place: Place) -> str:
    """A function of two arguments, for what reduces with it."""
    return "lambda a, b: a + b" if place.parameter != "key" and _REDUCING.search(place.function) else ""


def _of_texts(place: Place) -> str:
    """What changes texts so that it is seen."""
    is_of_keys = place.is_beside(_AGES) and "key" in place.function
    return "str.upper" if is_of_keys or place.is_beside(_WORDS) else ""


def _of_merged(place: Place) -> str:
    """What chooses among values, for what puts together those that mappings have under the same key."""
    return "max" if _MERGING.search(place.function) and any("[{" in value for value in place.beside.values()) else ""


def _of_order(place: Place) -> str:
    """A key that changes the order of the numbers beside it."""
    return "lambda n: -n" if place.parameter == "key" and place.is_beside(_LIST) else ""


def _seen(place: Place) -> str:
    """What changes a number so that it is seen, for what does so to those that a condition holds for."""
    return "lambda item: item * 10" if place.is_beside(_CONDITION) else ""


def _of_some(place: Place) -> str:
    """A key that some of the items share, for what puts those together."""
    return "lambda n: n % 2" if place.is_beside(_LIST) and _SHARING.search(place.function) else ""


# Collections.


def _mapping(place: Place) -> str:
    """A mapping, for what is about its keys or values."""
    is_about = place.function.endswith(("_values", "_items", "_keys")) and place.parameter in _COLLECTIONS
    return '{"a": 1, "b": 2}' if is_about else ""


def _named_list(place: Place) -> str:
    """What the function is named for is in the list."""
    return list_for(place.function) if place.parameter not in {"key", "keys"} and not place.is_constructor else ""


def _nested(place: Place) -> str:
    return "[1, [2, [3, 4]]]" if "flatten" in place.function else ""


def _tree(place: Place) -> str:
    """What has branches, for what goes through them."""
    return "[1, [2, [3, 4]]]" if _BRANCHED.search(place.function) else ""


def _keys(place: Place) -> str:
    """A key of the mapping that is passed as well."""
    return '["name"]' if place.parameter == "keys" and place.is_beside(_AGES) else ""


def _key_beside(place: Place) -> str:
    """The key of a mapping that the call passes as well; empty where it passes none."""
    document = _pointed_into(place) if place.made and _DOCUMENTS & place.beside.keys() else ""
    if document.startswith("{"):
        return document[1 : document.index(":")]
    return '"name"' if place.is_beside(_AGES) else ""


def _empty(place: Place) -> str:
    """Nothing yet, for what is filled by use."""
    return "{}" if place.parameter in _STORES else ""


def _dates(place: Place) -> str:
    """Objects whose attribute tells them apart; the real part of a whole number is the number."""
    return "[date(2024, 5, 17), date(2026, 1, 2)]" if place.is_beside(_ATTRIBUTE) else ""


def _of_dates(place: Place) -> str:
    return '"year"' if place.is_beside(_LIST) else ""


def _pointed_into(place: Place) -> str:
    """A document that has what the JSON pointer leads to (RFC 6901) that the object is made from."""
    for node in walk(fragment(place.made)):
        match node:
            case ast.Constant(value=str(pointer)) if _POINTER.fullmatch(pointer):
                document = '"green"' if place.is_beside('"red"') else '"red"'
                for escaped in reversed(pointer.split("/")[1:]):
                    part = escaped.replace("~1", "/").replace("~0", "~")
                    # The same element stands at each place before the one that is meant.
                    items = ", ".join([document] * (int(part) + 1)) if part.isdigit() else ""
                    document = f"[{items}]" if items else f'{{"{part}": {document}}}'
                return document if len(document) <= _WIDEST else ""
    return ""


_RULES: Mapping[str, Sequence[_Rule]] = {
    TEXT: (_message, _of_template, _of_pattern, _to_escape, _of_kind, _other_text, _named_for),
    '"red"': (_of_its_class,),
    '"example-"': (_at_start,),
    '"example"': (_tree,),
    '".txt"': (_at_end,),
    '"example.txt"': (_folder,),
    PERSON: (_file, _thing),
    _ATTRIBUTE: (_of_dates,),
    "3": (_within,),
    "20": (_within,),
    "str": (_inspected, _of_two, _of_some, _of_order, _of_merged, _of_texts, _seen),
    _LIST: (_named_list, _mapping, _nested, _keys, _dates, _other_list),
    _WORDS: (_keys,),
    _AGES: (_named_list, _empty),
    '{"name": 3}': (_empty,),
}
"""Values that stand for any of their kind, each with what may know a better one."""
