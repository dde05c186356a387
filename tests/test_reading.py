"""The three parts are found however a text writes them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mkdocs_howto.reading import Reading, read
from tests.work import grows_evenly

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


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("## Description ##", "Said."),
        ("## Description #", "Said."),
        ("## Description   ###   ", "Said."),
        ("   # 1. Description", "Said."),
        ("**Description:**", "Said."),
        ("**Description** :", ""),
        ("- **Description** : Said.", "Said."),
        ("**Description:** Said.", "Said."),
        ("**Description:**: Said.", "Said."),
    ],
)
def test_a_heading_is_read_with_all_that_people_put_around_it(line: str, words: str) -> None:
    found = read(f"{line}\n\n{'' if 'Said' in line else words}\n")
    assert [text for _, text in found.description] == ([words] if words else [])


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("<think>\n## Description\nNo.\n</think>\n## Description\nYes.", [(6, "Yes.")]),
        ("<THINK>a<think>b</Think>\n## Description\nYes.", [(3, "Yes.")]),
        ("</think>\n## Description\nYes.\n<think>", [(3, "Yes."), (4, "<think>")]),
        ("## Description\nYes.<think>a</think> And <think>b</think>more.", [(2, "Yes. And more.")]),
    ],
)
def test_thoughts_are_left_out_and_lines_keep_their_numbers(text: str, described: list[tuple[int, str]]) -> None:
    assert list(read(text).description) == described


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "<think>" * n,
        lambda n: "</think>" * n,
        lambda n: f"```{' ' * n}x`",
        lambda n: f"```{'x' * n}`",
        lambda n: f"## a{' #' * n}x",
        lambda n: f"## a{' ' * n}x",
        lambda n: f"**{'a:' * n}",
        lambda n: f"**a**{' ' * n}x",
        lambda n: f"**a:**{' ' * n}",
        lambda n: f"{'- ' * n}1",
        lambda n: "**a " * n,
        lambda n: "## Description\n" * (n // 100),
        lambda n: "# How to Use This Code Block\n## Description\na\n" * (n // 100),
        lambda n: "## Usage Example\n" + "```\na\n" * (n // 100),
    ],
)
def test_a_text_is_read_once(make: Callable[[int], str]) -> None:
    """Of what stands on one line, each pattern would search the rest again from each of 400,000 characters."""
    assert grows_evenly(lambda n: read(make(n)), 100_000)
