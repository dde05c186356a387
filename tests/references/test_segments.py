"""Pieces of a file mean what they meant there."""

from __future__ import annotations

import pytest

from mkdocs_howto.references.segments import summary


@pytest.mark.parametrize(
    ("docstring", "words"),
    [
        ("Add.\n\nMore.", "Add."),
        ("Add\ntwo lines.", "Add two lines."),
        ("Add.\n:param a: One.\n:returns: The sum.", "Add."),
        ("Add.\n:raises KeyError: Never.", "Add."),
        ("Add `a`\n: and `b`.", "Add `a` : and `b`."),
        (":class:`Cart` in short.", ":class:`Cart` in short."),
        ("Hold\n:class:`Cart`.", "Hold :class:`Cart`."),
    ],
)
def test_the_summary_is_the_first_paragraph(docstring: str, words: str) -> None:
    assert summary(docstring) == words
