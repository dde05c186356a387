"""Code spans stand between runs of equally many backticks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_howto.backticks import Backticks, SpanReader, code_spans
from tests.work import grows_evenly

SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
"""The same by a regular expression, which takes the square of the text's length."""
ESCAPABLE = re.compile(r"(?<![\\`])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)

TEXTS = st.text(alphabet="`a\\ \n", max_size=40)


@given(TEXTS)
def test_spans_are_those_of_the_regular_expression(text: str) -> None:
    expected = [(match.start(), match.end(), match[2]) for match in SPAN.finditer(text)]
    assert [(span.start, span.end, span.code) for span in code_spans(text)] == expected


@given(TEXTS, st.integers(0, 40), st.integers(0, 40), st.lists(st.integers(0, 40)))
def test_places_inside_spans_of_a_piece_are_found_in_any_order(
    text: str, start: int, end: int, places: list[int]
) -> None:
    start = min(start, len(text))
    while start and text[start - 1] in "`\\":  # A piece starts with a line.
        start -= 1
    end = max(start, min(end, len(text)))
    while text[end : end + 1] == "`":
        end += 1
    reader = SpanReader(Backticks(text, escapable=True), start, end)
    spans = [(start + match.start(), start + match.end()) for match in ESCAPABLE.finditer(text[start:end])]
    for place in places:
        assert reader.covers(place) == any(first < place < last for first, last in spans)


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "` `` " * n,
        lambda n: "`" * n,
        lambda n: "".join("`" * length + "a" for length in range(int(n**0.5))),
        lambda n: "`a`" * n,
        lambda n: ":a:a:`" + "." * n,
    ],
    ids=["two lengths", "one run", "every length once", "spans", "one backtick"],
)
def test_a_text_is_read_once(make: object) -> None:
    assert grows_evenly(lambda n: code_spans(make(n)), 10_000)  # type: ignore[operator]
