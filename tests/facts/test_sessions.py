"""What is typed at prompts in documentation, and what stands below it."""

from __future__ import annotations

import pytest

from mkdocs_howto.facts.sessions import passages
from mkdocs_howto.prompts import UNSURE

TEXTS = {
    "blank lines set prompts apart for the eye": (">>> a = 1\n\n>>> a\n1\n", [[("a = 1", ""), ("a", "1")]]),
    "words end a passage": (">>> a = 1\n\nThen:\n\n>>> a\n1\n", [[("a = 1", "")], [("a", "1")]]),
    "words right above a prompt": ("Use it:\n>>> a\n1\n", [[("a", "1")]]),
    "a fence ends what is shown": ("```pycon\n>>> a\n1\n```\n", [[("a", "1")]]),
    "lines that go on": (">>> f(1,\n...   2)\n3\n", [[("f(1,\n  2)", "3")]]),
    "lines that go on at a prompt": (">>> for b in a:\n>>>     f(b)\n", [[("for b in a:\n    f(b)", "")]]),
    "a bracket that is closed at a prompt": (">>> f(\n>>>     1,\n>>> )\n3\n", [[("f(\n    1,\n)", "3")]]),
    "another branch at a prompt": (
        ">>> if a:\n>>>     b()\n>>> else:\n>>>     c()\n>>> d()\n",
        [[("if a:\n    b()\nelse:\n    c()", ""), ("d()", "")]],
    ),
    "what doctest skips": (">>> a  # doctest: +SKIP\n1\n", [[("a", UNSURE)]]),
    "what nobody can see is not unsure": (">>> a = 1  # doctest: +SKIP\n", [[("a = 1", "")]]),
    "an error is no value": (">>> f()\nTraceback (most recent call last):\nKeyError: 1\n", [[("f()", "")]]),
    "no Python": (">>> a b\n1\n\n>>> a\n1\n", [[("a", "1")]]),
    "two statements at one prompt": (">>> a = 1; a\n1\n", [[("a = 1", ""), ("a", "1")]]),
    "a way to read documentation": (">>> help(a)\n\n>>> a\n1\n", [[("a", "1")]]),
    "not written as doctest reads it": (">>>a\n1\n\n>>> b\n2\n", [[("b", "2")]]),
    "no prompts": ("a > b >> c\n", []),
}


@pytest.mark.parametrize("name", TEXTS)
def test_prompts_are_read_as_they_stand_together(name: str) -> None:
    text, wanted = TEXTS[name]
    assert [[(prompt.source, prompt.shown) for prompt in passage] for passage in passages(text)] == wanted


def test_what_a_prompt_raises_is_known() -> None:
    (passage,) = passages(">>> f()\n3\n>>> f(1)\nTraceback (most recent call last):\n ...\nKeyError: 1\n")
    assert [(prompt.source, prompt.raised) for prompt in passage] == [("f()", ""), ("f(1)", "KeyError: 1")]


def test_each_prompt_knows_its_line() -> None:
    assert [[prompt.line for prompt in passage] for passage in passages("Use:\n\n>>> a\n1\n>>> b\n2\n")] == [[3, 5]]


def test_a_line_of_nothing_but_spaces_is_read_in_bounded_time() -> None:
    (passage,) = passages(f">>> a{' ' * 300_000}\n1\n")
    assert [(prompt.source, prompt.shown) for prompt in passage] == [("a", "1")]
