"""What an example prints is told beside it, as far as a comment can hold it."""

from __future__ import annotations

import pytest

from mkdocs_howto.writers.offline.examples.outputs import with_output


@pytest.mark.parametrize("text", ["red", "1\xa0200", "größe", "名前"])
def test_what_is_printed_is_told(text: str) -> None:
    assert with_output("print(f())", [text]) == [f"print(f())  # {text}"]


@pytest.mark.parametrize("text", ["a\tb", "a\rb", "\33[1m", "a\0", "a\x0cb", "a\u2028b", "a\x85b", "\ud800"])
def test_what_no_comment_can_hold_is_not_told(text: str) -> None:
    assert with_output("print(f())", [text]) == ["print(f())"]
