"""A page is scanned in time that grows with its length, whatever stands in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mkdocs_howto.guide import without_placeholders
from mkdocs_howto.references.placeholders import Scan, replace, scan
from tests.work import calls_of, grows_evenly

HEAD = "::: howto x\n\n"
"""Without a placeholder, a page is not scanned at all."""

LINES: dict[str, Callable[[int], str]] = {
    "blanks in a comment": lambda n: f"<!-- howto:{' ' * n}x",
    "blanks in a comment that ends": lambda n: f"<!-- howto:{' ' * n}-->",
    "blanks in front of a comment's word": lambda n: f"<!--{' ' * n}howto:",
    "blanks behind a reference": lambda n: f"::: howto a{' ' * n}b",
    "blanks in a directive": lambda n: f"{HEAD}:::{' ' * n}howto a",
    "blanks behind a heading's mark": lambda n: f"{HEAD}#{' ' * n}::: howto a",
    "a long word in a fence's attributes": lambda n: f"```{{.python .howto {'a' * n}}}\nx\n```\n",
    "quotes in a fence's attributes": lambda n: "```{.python .howto " + 'a="' * n + "}\nx\n```\n",
    "blanks behind a fence": lambda n: f"{HEAD}```{' ' * n}x\n```\n",
    "a rule that is none": lambda n: f"{HEAD}{'-  -' * n}x",
    "a footnote that is none": lambda n: f"{HEAD}[^{'a' * n}]",
    "digits": lambda n: HEAD + "1" * n,
    "tabs": lambda n: HEAD + "\t" * n + "x",
    "a tag without an end": lambda n: HEAD + "<div " * n,
    "letters": lambda n: HEAD + "x" * 10 * n,
    "NUL": lambda n: HEAD + "\0" * n,
    "backslashes": lambda n: HEAD + "\\" * n,
}


@pytest.mark.parametrize("make", LINES.values(), ids=LINES)
def test_a_long_line_is_read_once(make: Callable[[int], str]) -> None:
    """Each of these lines would be searched again from each of its 400,000 characters."""
    assert grows_evenly(lambda n: scan(make(n)), 100_000)


PAGES: dict[str, Callable[[int], str]] = {
    "fences that stay open": lambda n: HEAD + "```python\n" * n,
    "fences of every length": lambda n: HEAD + "".join("`" * (3 + at % 50) + "\n" for at in range(n)),
    "fences further to the left": lambda n: HEAD + "".join(" " * (50 - at % 50) + "```\n" for at in range(n)),
    "quoted fences": lambda n: HEAD + "> ```\n\n" * n,
    "elements that stay open": lambda n: HEAD + "<div>\n" * n,
    "elements": lambda n: HEAD + "<pre></pre>\n" * n,
    "comments that stay open": lambda n: HEAD + "<!-- x\n" * n,
    "comments on a line that stay open": lambda n: HEAD + "<!-- x" * n,
    "comments in code": lambda n: f"{HEAD}`{'<!-- x' * n}`",
    "placeholders on a line": lambda n: HEAD + "<!-- howto: x --> " * n,
    "comments across paragraphs": lambda n: HEAD + "a <!--\n\n-->` <!--\n" * n,
    "code that stays open": lambda n: HEAD + "text `code\n" * n + "::: howto x\n",
    "code of every length": lambda n: HEAD + "".join("`" * (at % 99) + "<!-- x" for at in range(n)),
    "lists, one in the other": lambda n: "".join(" " * 4 * at + "- a\n" for at in range(int(n**0.5))) + "lazy\n" * n + HEAD,
    "placeholders": lambda n: "::: howto x\n" * n,
    "placeholders and code that stays open": lambda n: "::: howto x `\n" * n,
    "placeholders in a long paragraph": lambda n: "text\n" * n + "- ::: howto x\n" * n,
    "placeholders in elements": lambda n: HEAD + "<div>\n::: howto x\n" * n,
    "escaped placeholders": lambda n: "\\::: howto x\n" * n,
    "quotes": lambda n: "> ::: howto x\n>\n" * n,
    "quotes, one in the other": lambda n: f"{'> ' * n}::: howto x",
    "CR only": lambda n: "::: howto x\r\r" * n,
    "lone surrogates": lambda n: "::: howto \ud800\n" * n,
    "a long block of options": lambda n: "::: howto x\n" + "    a: b\n" * n,
    "indented code": lambda n: HEAD + "    code\n\n" * n,
}  # fmt: skip


@pytest.mark.parametrize("make", PAGES.values(), ids=PAGES)
def test_a_long_page_is_read_once(make: Callable[[int], str]) -> None:
    def run(size: int) -> None:
        text = make(size)
        replace(text, scan(text), lambda _: "Text.\n")

    assert grows_evenly(run, 1_000)


def words(found: Scan) -> list[tuple[int, str]]:
    """What a scan tells, with its lines."""
    told = [(spot.line, str(spot.error)) for spot in found.spots if spot.error]
    return told + [(trouble.line, trouble.message) for trouble in found.troubles]


TOO_MUCH = {
    "a long reference": (f"::: howto {'a' * 1_000_000}\n", "reference is longer than 1000 characters"),
    "a long reference in a comment": (f"<!-- howto: {'a' * 3_000} -->\n", "reference is longer than 1000 characters"),
    "a long comment": (f"<!-- howto: x title='{'a' * 1_000_000}' -->\n", "options are longer than 4000 characters"),
    "a long title": (f"::: howto x\n    title: {'a' * 1_000_000}\n", "options are longer than 4000 characters"),
    "many options": ("::: howto x\n" + "    a: b\n" * 100_000, "options are longer than 4000 characters"),
    "a long attribute": (f"```{{.python .howto example={'a' * 9_000}}}\nx\n```\n", "options are longer than 4000"),
    "a long name": (f"::: howto x\n    {'a' * 900}: b\n", f"no option `{'a' * 80}…`"),
    "a long value": (f"::: howto x\n    toc: {'a' * 3_000}\n", f"not `{'a' * 80}…`"),
    "a reference with NUL": ("::: howto a\0b\n", "a character that is not text"),
    "a reference with a lone surrogate": ("::: howto a\ud800\n", "a character that is not text"),
    "a reference that turns the terminal's colour": ("<!-- howto: \x1b[31mx -->\n", "a character that is not text"),
    "a title with a lone surrogate": ("<!-- howto: x title=\ud800 -->\n", "one line of text, not `?`"),
    "900 quotes": (f"{'> ' * 900}::: howto x\n", "more than 20 block quotes"),
    "a million quotes": (f"{'>' * 1_000_000}<!-- howto: x -->\n", "more than 20 block quotes"),
}


@pytest.mark.parametrize(("text", "told"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_is_too_much_is_told_and_the_rest_of_the_page_is_expanded(text: str, told: str) -> None:
    page = f"Before.\r\n\n::: howto good\n\n{text}\nAfter \x0b.\n\n::: howto good\n"
    found = scan(page)
    ((line, message),) = words(found)
    assert (line, told in message) == (5, True)
    assert len(message) < 500
    assert all(len(spot.reference) < 100 for spot in found.spots)
    done = replace(page, found, lambda spot: "SECTION\n" if spot.placeholder else "")
    assert done.startswith("Before.\r\n\nSECTION\n\n")
    assert done.endswith("After \x0b.\n\nSECTION\n")


@pytest.mark.parametrize("depth", [1, 5, 20])
def test_a_placeholder_in_few_quotes_is_expanded(depth: int) -> None:
    text = f"{'> ' * depth}::: howto x\n"
    assert replace(text, scan(text), lambda _: "Text.\n") == f"{'> ' * depth}Text.\n"


@pytest.mark.parametrize(
    "text",
    [
        f"# Title\n\n::: howto x\n\n{'a' * 6_000_000}\n",
        "# Title\n\n<!-- howto: x -->\n" + "\n" * 300_000,
        "# Title\r\r::: howto x\r" + "::: howto y\r" * 300_000,
    ],
    ids=["characters", "lines", "placeholders"],
)
def test_a_huge_text_stays_as_it_is_with_one_message(text: str) -> None:
    found = scan(text)
    ((line, message),) = words(found)
    assert (line, "longer than 5,000,000 characters or 200,000 lines" in message) == (3, True)
    assert without_placeholders(text) == text


@pytest.mark.parametrize("line", ["::: howto x\n", "> ::: howto x\n\n", "- <!-- howto: x -->\n"])
def test_of_very_many_placeholders_the_first_are_expanded(line: str) -> None:
    found = scan(line * 6_000)
    assert len(found.spots) == 5_000
    ((_, message),) = words(found)
    assert "more than 5,000 placeholders" in message


def test_messages_about_a_page_are_limited() -> None:
    assert len(scan(HEAD + "<div>\n" + "::: howto x\n" * 9_000).troubles) == 5_000


def test_a_page_without_placeholders_is_not_read_at_all() -> None:
    assert calls_of(lambda: scan("a howto page\n" * 100_000)) < 10
