"""Docstrings as facts: a table of docstrings as they stand in packages, and what holds for any text."""

from __future__ import annotations

import ast
import doctest
import inspect
import textwrap

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mkdocs_howto.facts.docstring import inherited, read
from mkdocs_howto.facts.purpose import purpose
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.prompts import typed
from tests.facts.golden import Case, cases, facts

CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}: {case.title}")
def test_a_docstring_gives_the_facts_below_it(case: Case) -> None:
    assert facts(case) == case.facts


def test_the_table_covers_all_styles() -> None:
    assert len(CASES) >= 60
    assert {case.file for case in CASES} == {"google.txt", "numpy.txt", "plain.txt", "sphinx.txt"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_indentation_and_place_in_the_file_change_nothing_but_lines(case: Case) -> None:
    moved = textwrap.indent(case.text, "    ").removeprefix("    ") + "    "
    before, after = case.read(), read(moved, style=case.style, names=case.names, first_line=41)
    if before.examples or len(case.text.split("\n")) > 3:
        assert [one.line + 40 for one in before.paragraphs] == [one.line for one in after.paragraphs]
    assert purpose(before, case.name) == purpose(after, case.name)
    assert [one.name for one in before.parameters] == [one.name for one in after.parameters]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Retry::\n\n        @retry\n        def f(): ...\n    ", "@retry\ndef f(): ..."),
        ("Retry:\n\n            run(3)\n        ", "run(3)"),
        ("Retry.\n\n        retry(3)\n\n    ", "retry(3)"),
    ],
)
def test_code_that_is_all_there_is_below_a_summary_keeps_its_indentation(text: str, code: str) -> None:
    """The closing quotation marks say how far the docstring itself is indented."""
    found = read(text)
    assert [one.code for one in found.examples] == [code]
    assert found.summary in {"Retry:", "Retry."}


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("! Clean the text.", "Clean the text."),
        ("\n    !  Clean the text.\n\n    Returns:\n        str: It.\n", "Clean the text."),
        ("Clean the text! It is dirty.", "Clean the text! It is dirty."),
        ("!clean", "!clean"),
    ],
)
def test_the_mark_for_doxygen_is_no_word_of_a_docstring(text: str, summary: str) -> None:
    assert read(text).summary == summary


@pytest.mark.parametrize("mark", ["\r", "\x0c", "\x1c", "\x85", "\u2028"])
def test_an_escape_in_a_literal_is_no_line_of_its_file(mark: str) -> None:
    found = read(f"Print{mark}it.\n\n>>> f('{mark}')\n\nDone.")
    assert [one.line for one in found.paragraphs] == [1, 5]
    assert [one.line for one in found.examples] == [3]


# Properties of any text.

MARKS = st.sampled_from(
    [
        "`",
        "``",
        "*",
        "**",
        "_",
        "__",
        "[",
        "](",
        ")",
        "[x][]",
        "|",
        "<",
        ">",
        "&lt;",
        "&amp;",
        "\\",
        "{{",
        "}}",
        ":",
        "::",
        ":class:`",
        "~",
        ">>> ",
        "... ",
        "```",
        "```python",
        ".. note::",
        ".. code-block:: python",
        "!!! note",
        "Args:",
        "Returns:",
        "Raises:",
        "Parameters",
        "----",
        "====",
        ":param x:",
        ":raises ",
        "ValueError",
        "\n",
        "\n\n",
        "    ",
        "\n    ",
        "\n        ",
        "- ",
        "1. ",
        "if ",
        "word",
        "Word ",
        "f(x)",
        "x = 1",
        ".",
        ", ",
        "(",
        "[^1]",
        "[1]_",
        "\t",
        "This class ",
        "is a ",
        "New in version 1.2",
        "deprecated",
        "\x00",
        "\ue000",
        "é",
        "🍰",
        ":)",
        "\\d",
        "'",
        '"""',
    ]
)
TEXTS = st.lists(MARKS, max_size=40).map("".join) | st.text(max_size=200)


@given(TEXTS, st.sampled_from(["auto", "google", "numpy", "sphinx"]))
@example("Returns:\n    \\d: x", "auto")
@example("Parameters\n----------\n", "numpy")
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str, style: str) -> None:
    found = read(text, style=style)  # type: ignore[arg-type]
    assert purpose(found, "pkg.Name").count("`") % 2 == 0
    _assert_lines_point_into(found, text)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_examples_are_python_and_stand_in_the_text(text: str) -> None:
    for one in read(text).examples:
        _assert_is_python(one.code)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_lines_point_to_what_they_tell_of(case: Case) -> None:
    found = case.read()
    lines = case.text.split("\n")
    _assert_lines_point_into(found, case.text)
    for one in found.parameters + found.attributes:
        assert one.name in lines[one.line - 1]
    for raised in found.raises + found.warns:
        assert raised.name in lines[raised.line - 1]
    for shown in found.examples:
        assert lines[shown.line - 1].strip() == shown.code.split("\n")[0].strip()
        _assert_is_python(shown.code)


def _assert_lines_point_into(found: Docstring, text: str) -> None:
    last = text.count("\n") + 1
    everything = (found.paragraphs, found.parameters, found.returns, found.yields, found.raises, found.warns)
    for values in (*everything, found.attributes, found.notes, found.versions, found.see_also, found.examples):
        assert all(1 <= one.line <= last for one in values)


def _assert_is_python(code: str) -> None:
    if not any(line.lstrip().startswith(">>>") for line in code.split("\n")):
        assert ast.parse(code).body
        return
    prompts = doctest.DocTestParser().get_examples(code)
    assert prompts
    for prompt in prompts:
        ast.parse(typed(prompt))


@pytest.mark.parametrize(
    "text",
    [
        "A" * 1_000_000,
        "`" * 100_000,
        "[" * 100_000,
        "*a " * 50_000,
        "(a. " * 50_000,
        ">>> f(\n" * 20_000,
        "Args:\n" + " " * 60_000 + "x",
        "Args:\n    x" + "(" * 60_000,
        "Returns:\n    " + "[" * 20_000 + ": x",
        ":param x: " + "a_b_" * 20_000,
        "<a " * 20_000,
        "\n".join(" " * depth + "!!! note" for depth in range(300)),
        "\n".join(f"{' ' * depth}.. note::\n" for depth in range(300)),
        "x:\n    " + "f(" * 30_000,
        "-" * 50_000 + "\n" + "=" * 50_000,
        "&lt;" * 20_000,
        "{{" * 20_000,
        "a|" * 20_000,
    ],
    ids=lambda text: f"{text[:12]!r}",
)
def test_hostile_texts_are_read(text: str) -> None:
    """Only a bounded part is read; what griffe or Python refuses is left out."""
    found = read(text)
    assert sum(len(one.text) for one in found.paragraphs) <= 60_000
    purpose(found, "pkg.Name")


# Inheritance.


@pytest.mark.parametrize(
    ("docstrings", "expected"),
    [
        (["Own.", "Parent's."], "Own."),
        ([None, "", "Grandparent's."], "Grandparent's."),
        (["  \n", "Parent's."], "Parent's."),
        (["See base class.", "Parent's."], "Parent's."),
        (["{@inheritDoc}", None], ""),
        ([None], ""),
    ],
)
def test_a_member_without_a_docstring_has_that_of_its_base(docstrings: list[str | None], expected: str) -> None:
    assert inherited(docstrings) == expected


def test_the_installed_package_is_read_without_leftovers() -> None:
    """Markup of no kind is left in the prose of a package that uses Markdown and cross-references."""
    import griffe

    for name in griffe.__all__:
        text = inspect.getdoc(getattr(griffe, name)) or ""
        for one in read(text).paragraphs:
            assert not any(mark in one.text for mark in (">>>", "```", "](", "][", "!!!", "Parameters:")), name
