"""Mask the secrets in any text."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator

from mkdocs_howto.secrets.shapes import (
    Span,
    addresses,
    header_values,
    named_digests,
    private_keys,
    random_runs,
    service_keys,
)
from mkdocs_howto.secrets.words import STEMS, command_values, named_values

MASK = "…"
_RULES: tuple[Callable[[str], Iterator[Span]], ...] = (
    private_keys,
    addresses,
    service_keys,
    header_values,
    command_values,
    named_values,
    named_digests,
    random_runs,
)
_MOST_ROUNDS = 6
_SHORTEST = 12
_MARKS = ("://", "-u", "@")
_SHORTEST_KEPT = 500
_LONGEST_KEPT = 100_000
"""Characters of a text whose masked form is kept for a while."""


def masked(text: str) -> str:
    """Return a text with each secret in it replaced by `…`; the number of lines stays the same.

    Args:
        text: Prose, Markdown, a message, a log, headers, settings, or code that is no valid Python.
    """
    return _kept(text) if _SHORTEST_KEPT <= len(text) <= _LONGEST_KEPT else _masked(text)


@functools.lru_cache(maxsize=32)
def _kept(text: str) -> str:
    """Return what `_masked` does; long texts pass it as a literal, as a part of code and as a part of a prompt."""
    return _masked(text)


def _masked(text: str) -> str:
    if not may_hold_secrets(text):
        return text
    for _ in range(_MOST_ROUNDS):  # What is cut out can leave the start of another secret beside it.
        before = text
        for rule in _RULES:
            text = _cut(text, rule(text))
        if text == before:
            break
    return text


def may_hold_secrets(text: str) -> bool:
    """Return whether a text has a name, a mark or a word that any rule looks for; most texts have none."""
    if any(mark in text for mark in _MARKS) or len(max(text.split(), key=len, default="")) >= _SHORTEST:
        return True
    lowered = text.lower()
    return any(stem in lowered for stem in STEMS)


def _cut(text: str, spans: Iterable[Span]) -> str:
    pieces: list[str] = []
    position = 0
    for start, end in sorted(spans):
        if end <= position:
            continue
        first = max(start, position)
        pieces += [text[position:first], MASK, "\n" * text.count("\n", first, end)]
        position = end
    return "".join([*pieces, text[position:]]) if pieces else text
