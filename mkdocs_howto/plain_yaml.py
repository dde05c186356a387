"""Read YAML that holds only plain data: scalars, lists of scalars, and mappings to either.

Placeholder options and the front matter of pins may come from anyone, so nothing in them may run
code, copy itself or nest. Tags, anchors, aliases and deeper nesting are refused by reading the
parser's events, before any of PyYAML's constructors sees them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from yaml import Event, ScalarEvent

Scalar: TypeAlias = str | int | bool | None
Value: TypeAlias = Scalar | list[Scalar]
Plain: TypeAlias = Value | dict[str, Value]

_WORDS: dict[str, Scalar] = dict.fromkeys(("", "~", "null", "Null", "NULL")) | {
    form: word in {"true", "yes", "on"}
    for word in ("true", "false", "yes", "no", "on", "off")
    for form in (word, word.capitalize(), word.upper())
}
"""Unquoted words that YAML 1.1 does not read as text (yaml.org/type/null.html and bool.html)."""

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
"""Decimal integers of at most 18 digits. All other numbers, and dates, are text."""


class UnreadableYaml(Exception):
    """Text that is not plain YAML.

    Attributes:
        problem: What is wrong, to be put behind a noun: "holds a tag …".
        line: Line in the text, from 1.
    """

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line


def read(text: str) -> Plain:
    """Return the data of one YAML document; an empty text holds `None`.

    Raises:
        UnreadableYaml: The text is not YAML, or holds more than plain data.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _document(yaml.parse(text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        # libyaml puts the end of a text on a line of its own.
        line = min(error.problem_mark.line, text.count("\n")) if error.problem_mark else 0
        raise UnreadableYaml(f"is not YAML: {error.problem or error.context}", line + 1) from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: lone surrogates, impossible escapes.
        # Both kinds of error say at which character reading stopped, in attributes of different names.
        at = getattr(error, "position", getattr(error, "start", 0))
        problem = "is not YAML: it holds a character that is not text"
        raise UnreadableYaml(problem, text.count("\n", 0, at) + 1) from error


def scalar(text: str) -> Scalar:
    """Return what an unquoted scalar means: null, a truth value, an integer, else its text."""
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _INTEGER.fullmatch(text) else text


def _document(events: Iterator[Event]) -> Plain:
    import yaml

    next(events)  # The start of the stream.
    if isinstance(next(events), yaml.StreamEndEvent):
        return None
    first = next(events)
    _refuse_extras(first)
    data = _mapping(events) if isinstance(first, yaml.MappingStartEvent) else _value(first, events)
    next(events)  # The end of the document.
    after = next(events)
    if not isinstance(after, yaml.StreamEndEvent):
        raise UnreadableYaml("is not YAML: it holds a second document", _line(after))
    return data


def _mapping(events: Iterator[Event]) -> dict[str, Value]:
    import yaml

    data: dict[str, Value] = {}
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        _refuse_extras(key)
        if not isinstance(key, yaml.ScalarEvent):
            raise UnreadableYaml("is not YAML: a name is a list or a mapping", _line(key))
        data[key.value] = _value(next(events), events)
    return data


def _value(event: Event, events: Iterator[Event]) -> Value:
    import yaml

    _refuse_extras(event)
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event)
    if isinstance(event, yaml.MappingStartEvent):
        raise UnreadableYaml("holds a mapping as a value; a value is one text, number or list", _line(event))
    items: list[Scalar] = []
    while not isinstance(item := next(events), yaml.SequenceEndEvent):
        _refuse_extras(item)
        if not isinstance(item, yaml.ScalarEvent):
            raise UnreadableYaml("holds a list or mapping inside a list; an item is one text or number", _line(item))
        items.append(_scalar(item))
    return items


def _scalar(event: ScalarEvent) -> Scalar:
    is_unquoted = event.implicit[0]
    return scalar(event.value) if is_unquoted else event.value


def _refuse_extras(event: Event) -> None:
    """Refuse what makes one place of the text stand for, or turn into, something else."""
    import yaml

    if isinstance(event, yaml.AliasEvent):
        raise UnreadableYaml(f"holds the alias `*{_shown(event.anchor)}`; write the value itself", _line(event))
    if not isinstance(event, yaml.NodeEvent):
        return
    if event.anchor is not None:
        raise UnreadableYaml(f"holds the anchor `&{_shown(event.anchor)}`; leave it out", _line(event))
    if getattr(event, "tag", None) is not None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")  # type: ignore[attr-defined]
        raise UnreadableYaml(f"holds the tag `{_shown(tag)}`; leave it out, or put the text in quotes", _line(event))


def _shown(name: str | None) -> str:
    name = name or ""
    return name if len(name) <= 40 else f"{name[:40]}…"


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
