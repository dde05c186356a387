"""The three parts are found however a text writes them."""

from __future__ import annotations

import pytest

from mkdocs_howto.reading import Reading, read

HEADINGS = {
    "atx": ("## Description\n", "## Execution Steps\n", "## Usage Example\n"),
    "deep": ("#### Description\n", "#### Execution steps ####\n", "#### Usage example:\n"),
    "setext": ("Description\n-----------\n", "Execution Steps\n======\n", "Usage Example\n----\n"),
    "bold": ("**Description**\n", "**Execution Steps:**\n", "- **Usage Example**:\n"),
}


def a_text(headings: tuple[str, str, str], fence: str = "```python") -> str:
    description, steps, example = headings
    return f"{description}\nAdds one.\n\n{steps}\n1. Returns `a`.\n\n{example}\n{fence}\n    f(1)\n```\n"


def check(found: Reading) -> None:
    assert [words for _, words in found.description] == ["Adds one."]
    assert [words for _, words in found.steps] == ["1. Returns `a`."]
    assert found.example == "f(1)\n"


@pytest.mark.parametrize("headings", HEADINGS.values(), ids=HEADINGS)
@pytest.mark.parametrize("fence", ["```python", "```", "```py"])
def test_headings_of_any_form(headings: tuple[str, str, str], fence: str) -> None:
    text = a_text(headings, fence)
    found = read(text)
    check(found)
    lines = text.splitlines()
    assert lines[found.example_line - 1].strip() == "f(1)"
    assert lines[found.description[0][0] - 1] == "Adds one."


def test_a_whole_answer_in_one_fence() -> None:
    check(read("````markdown\n" + a_text(HEADINGS["atx"]) + "````\n"))


def test_thoughts_and_byte_order_marks_are_left_out() -> None:
    check(read("\ufeff<think>\n## Description\nno\n</think>\n" + a_text(HEADINGS["atx"])))


def test_what_stands_around_is_kept_apart() -> None:
    found = read("Of course!\n\n" + a_text(HEADINGS["setext"]) + "\nAnything else?\n")
    check(found)
    assert [words for _, words in found.around] == ["Of course!", "Anything else?"]


def test_a_heading_inside_the_code_is_code() -> None:
    found = read("## Usage Example\n\n```python\n# Description\nf()\n```\n")
    assert found.example == "# Description\nf()\n"
    assert not found.description
