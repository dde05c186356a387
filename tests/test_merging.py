"""What a person wrote and what a writer writes now become one text, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_howto.merging import _lines, merged
from tests.work import calls_of

BASE = """\
## Description

Adds one.
Never fails.

## Execution Steps

1. Reads `a`.
    1. Checks it.
    2. Keeps it.
2. Adds 1.
3. Returns the sum.

## Usage Example

```python
print(add(1))
```
"""


def changed(*pairs: tuple[str, str], text: str = BASE) -> str:
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


BOTH = {
    "other sentences": (
        [("Adds one.", "Adds one to `a`.")],
        [("Never fails.", "Fails for text.")],
        [("Adds one.", "Adds one to `a`."), ("Never fails.", "Fails for text.")],
    ),
    "sentence and step": (
        [("Adds one.", "Adds one to `a`.")],
        [("2. Adds 1.", "2. Adds 1 to it.")],
        [("Adds one.", "Adds one to `a`."), ("2. Adds 1.", "2. Adds 1 to it.")],
    ),
    "neighbouring steps": (
        [("2. Adds 1.", "2. Adds 1 to it.")],
        [("3. Returns the sum.", "3. Gives the sum.")],
        [("2. Adds 1.", "2. Adds 1 to it."), ("3. Returns the sum.", "3. Gives the sum.")],
    ),
    "a step more before one that changed": (
        [("2. Adds 1.", "2. Adds 1 to it.")],
        [("2. Adds 1.\n", "2. Locks.\n3. Adds 1.\n"), ("3. Returns", "4. Returns")],
        [("2. Adds 1.\n", "2. Locks.\n3. Adds 1 to it.\n"), ("3. Returns", "4. Returns")],
    ),
    "a step more behind one that changed": (
        [("3. Returns the sum.", "3. Gives the sum.")],
        [("3. Returns the sum.\n", "3. Returns the sum.\n4. Unlocks.\n")],
        [("3. Returns the sum.\n", "3. Gives the sum.\n4. Unlocks.\n")],
    ),
    "a new first step renumbers the others": (
        [("3. Returns the sum.", "3. Gives the sum.")],
        [("1. Reads", "1. Locks.\n2. Reads"), ("2. Adds", "3. Adds"), ("3. Returns", "4. Returns")],
        [
            ("1. Reads", "1. Locks.\n2. Reads"),
            ("2. Adds", "3. Adds"),
            ("3. Returns the sum.", "4. Gives the sum."),
        ],
    ),
    "a step inside a step": (
        [("2. Adds 1.", "2. Adds 1 to it.")],
        [("    1. Checks it.\n", "    1. Locks it.\n    2. Checks it.\n"), ("    2. Keeps", "    3. Keeps")],
        [
            ("    1. Checks it.\n", "    1. Locks it.\n    2. Checks it.\n"),
            ("    2. Keeps", "    3. Keeps"),
            ("2. Adds 1.", "2. Adds 1 to it."),
        ],
    ),
    "a step less": (
        [("Adds one.", "Adds one to `a`.")],
        [("2. Adds 1.\n", ""), ("3. Returns", "2. Returns")],
        [("Adds one.", "Adds one to `a`."), ("2. Adds 1.\n", ""), ("3. Returns", "2. Returns")],
    ),
    "a part more": (
        [("## Usage Example", "## Notes\n\nMind the gap.\n\n## Usage Example")],
        [("Never fails.", "Fails for text.")],
        [("## Usage Example", "## Notes\n\nMind the gap.\n\n## Usage Example"), ("Never fails.", "Fails for text.")],
    ),
    "example and step": (
        [("print(add(1))", "print(add(41))")],
        [("3. Returns the sum.", "3. Gives the sum.")],
        [("print(add(1))", "print(add(41))"), ("3. Returns the sum.", "3. Gives the sum.")],
    ),
    "the same on both sides": (
        [("Adds one.", "Adds 1.")],
        [("Adds one.", "Adds 1."), ("Never fails.", "Fails.")],
        [("Adds one.", "Adds 1."), ("Never fails.", "Fails.")],
    ),
    "the same insertion on both sides": (
        [("2. Adds 1.\n", "2. Locks.\n3. Adds 1.\n"), ("3. Returns", "4. Returns")],
        [("2. Adds 1.\n", "2. Locks.\n3. Adds 1.\n"), ("3. Returns", "4. Returns")],
        [("2. Adds 1.\n", "2. Locks.\n3. Adds 1.\n"), ("3. Returns", "4. Returns")],
    ),
}


@pytest.mark.parametrize(("edits", "news", "result"), BOTH.values(), ids=BOTH)
def test_changes_in_different_places_are_put_together(
    edits: list[tuple[str, str]], news: list[tuple[str, str]], result: list[tuple[str, str]]
) -> None:
    assert merged(BASE, changed(*edits), changed(*news)) == changed(*result)
    assert merged(BASE, changed(*news), changed(*edits)) == changed(*result)


AGAINST = {
    "the same sentence": ([("Adds one.", "Adds 1.")], [("Adds one.", "Adds one to `a`.")]),
    "the same step": ([("Adds 1.", "Adds one.")], [("Adds 1.", "Adds 2.")]),
    "the same line of the example": ([("add(1)", "add(2)")], [("add(1)", "add(3)")]),
    "changed here, gone there": ([("Adds one.", "Adds 1.")], [("Adds one.\n", "")]),
    "other insertions in one place": (
        [("2. Adds", "2. Locks.\n3. Adds")],
        [("2. Adds", "2. Waits.\n3. Adds")],
    ),
    "a whole part": (
        [("Adds one.\nNever fails.", "All of it anew.")],
        [("Adds one.\nNever fails.", "Said otherwise.\nAt length.")],
    ),
    "one of several": (
        [("Adds one.", "Adds 1."), ("Returns the sum.", "Gives the sum.")],
        [("Never fails.", "Fails."), ("Returns the sum.", "Yields the sum.")],
    ),
}


@pytest.mark.parametrize(("edits", "news"), AGAINST.values(), ids=AGAINST)
def test_changes_of_the_same_lines_have_no_result(edits: list[tuple[str, str]], news: list[tuple[str, str]]) -> None:
    assert merged(BASE, changed(*edits), changed(*news)) is None
    assert merged(BASE, changed(*news), changed(*edits)) is None


NUMBERED = {
    "a list": ("1. a\n2. c\n", "1. a\n2. b\n3. c\n"),
    "steps inside": (
        "1. a\n    1. b\n2. c\n    1. d\n",
        "1. a\n    1. b\n    2. b\n2. c\n    1. d\n",
    ),
    "a tab is as deep as four spaces": ("1. a\n\t1. b\n    2. d\n", "1. a\n\t1. b\n    2. c\n    3. d\n"),
    "blank lines in a list": ("1. a\n\n2. c\n", "1. a\n\n2. b\n\n3. c\n"),
    "other text ends a list": ("1. a\n\nText.\n\n1. b\n", "1. z\n2. a\n\nText.\n\n1. b\n"),
    "a heading ends a list": ("1. a\n\n## Next\n\n1. b\n", "1. z\n2. a\n\n## Next\n\n1. b\n"),
    "code inside an item": (
        "1. a\n\n    ```\n    7. x\n    ```\n\n2. b\n",
        "1. z\n2. a\n\n    ```\n    7. x\n    ```\n\n3. b\n",
    ),
}


@pytest.mark.parametrize(("text", "result"), NUMBERED.values(), ids=NUMBERED)
def test_lists_that_are_counted_are_counted_on(text: str, result: str) -> None:
    """A person changed the last line; a writer put a step in front of it."""
    base, new = text + "\nEnd.\n", result + "\nEnd.\n"
    assert merged(base, text + "\nThe end.\n", new) == result + "\nThe end.\n"


OWN_WAYS = {
    "a year at the start of a line": "Carts came in\n2019. Before that, lists.\n\n1. a\n2. b\n",
    "a step over two lines": "1. a\n2. b, which\ngoes on\n3. c\n4. d\n",
    "indented code": "1. a\n\nCode:\n\n    3. x\n    9. y\n\nEnd.\n",
    "preformatted text": "<pre>\n10. x\n20. y\n</pre>\n",
    "counted from 5": "5. a\n6. b\n",
    "all the same number": "1. a\n1. b\n1. c\n",
    "a broken line": "One  \nTwo\n",
    "blanks at the ends of lines in code": "```\na  \nb \t\n```\n",
    "an escaped number": "2024\\. A year.\n",
    "a number without a space": "3.11 is Python.\n",
}


@pytest.mark.parametrize("text", OWN_WAYS.values(), ids=OWN_WAYS)
def test_what_a_person_wrote_stays_to_the_byte(text: str) -> None:
    base, new = "First.\n\nLast.\n", "First.\n\nThe last.\n"
    assert merged(base, f"First.\n\n{text}\nLast.\n", new) == f"First.\n\n{text}\nThe last.\n"


@pytest.mark.parametrize(("text", "result"), [("a\n\n\n", "a\n"), ("a", "a\n")])
def test_one_line_end_stands_at_the_end(text: str, result: str) -> None:
    assert merged(text, text, text) == result


def test_numbers_alone_are_no_change() -> None:
    """Who renumbered a list has not written its lines."""
    edited = changed(("2. Adds 1.", "4. Adds 1."), ("3. Returns", "9. Returns"))
    result = merged(BASE, edited, changed(("Adds 1.", "Adds 2.")))
    assert result == changed(("2. Adds 1.", "2. Adds 2."), ("3. Returns", "9. Returns"))


def test_numbers_in_code_are_a_change() -> None:
    text = "```\n1. a\n```\n"
    assert merged(text, "```\n2. a\n```\n", "```\n3. a\n```\n") is None
    assert merged(text, "```\n2. a\n```\n", text) == "```\n2. a\n```\n"


LINES = st.sampled_from(["a", "b", "c", "d", "", "1. x", "1. y", "    1. z", "## h", "```", "    code"])
TEXTS = st.lists(LINES, max_size=8).map(lambda lines: "\n".join(lines) + "\n")


def unnumbered(text: str) -> list[str]:
    return [line.words for line in _lines(text.rstrip("\n"))]


def ended(text: str) -> str:
    """A text as every result has it: with one end of a line at its end."""
    return text.rstrip("\n") + "\n"


@given(TEXTS, TEXTS)
def test_a_text_that_nobody_edited_becomes_the_new_one(base: str, new: str) -> None:
    result = merged(base, base, new)
    assert result is not None
    assert unnumbered(result) == unnumbered(new)


@given(TEXTS, TEXTS)
def test_a_text_whose_code_is_as_it_was_stays_as_edited(base: str, edited: str) -> None:
    assert merged(base, edited, base) == ended(edited)


@given(TEXTS, TEXTS)
def test_what_both_wrote_is_the_result(base: str, both: str) -> None:
    assert merged(base, both, both) == ended(both)


@given(TEXTS, TEXTS, TEXTS)
def test_a_conflict_is_one_from_both_sides(base: str, edited: str, new: str) -> None:
    assert (merged(base, edited, new) is None) == (merged(base, new, edited) is None)


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """Distinct lines, and two texts made from them by inserting, replacing and leaving out lines."""
    base = [f"line {number}" for number in range(draw(st.integers(0, 8)))]
    sides = []
    for side in ("mine", "theirs"):
        text: list[str] = []
        for number, line in enumerate([*base, ""]):
            deed = draw(st.sampled_from(["keep", "keep", "keep", "insert", "replace", "drop"]))
            text += [f"{side} {number} new"] if deed == "insert" else []
            text += [f"{side} {number} changed"] if deed == "replace" and line else []
            text += [line] if line and deed in {"keep", "insert"} else []
        sides.append(text)
    return base, *sides


@given(edits())
def test_no_line_that_one_side_wrote_is_lost_and_none_that_one_left_out_comes_back(
    texts: tuple[list[str], list[str], list[str]],
) -> None:
    base, mine, theirs = texts
    result = merged(*("\n".join(text) + "\n" for text in texts))
    if result is None:
        return
    lines = result.splitlines()
    for text in (mine, theirs):
        assert [line for line in text if line not in base] == [
            line for line in lines if line in text and line not in base
        ]
    assert [line for line in base if line in mine and line in theirs] == [line for line in lines if line in base]


@given(edits())
def test_the_order_of_the_sides_does_not_matter(texts: tuple[list[str], list[str], list[str]]) -> None:
    base, mine, theirs = ("\n".join(text) + "\n" for text in texts)
    assert merged(base, mine, theirs) == merged(base, theirs, mine)


@pytest.mark.parametrize("line", ["\n", "a\n", "```\na\n", "1. a\n"])
def test_texts_that_take_too_long_to_compare_have_no_result(line: str) -> None:
    many = line * 20_000
    result: list[str | None] = []
    calls = calls_of(lambda: result.append(merged(f"{many}b\n", f"{many}c\n", f"d\n{many}b\n")))
    assert calls < 2_000_000
    assert result == [None]


def test_a_line_of_blanks_is_read_once() -> None:
    many = f"{' ' * 1_000_000}x\n"
    assert merged(f"{many}b\n", f"{many}c\n", f"d\n{many}b\n") == f"d\n{many}c\n"


def test_many_different_lines_are_compared() -> None:
    base = "".join(f"Line {number}.\n" for number in range(1_000))
    assert merged(base, f"First.\n{base}", f"{base}Last.\n") == f"First.\n{base}Last.\n"


def test_numbers_inside_a_line_are_a_change() -> None:
    base = "It takes 3. Then it ends.\n"
    assert merged(base, base.replace("3", "4"), base.replace("3", "5")) is None
