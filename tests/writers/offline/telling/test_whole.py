"""What is told is whole sentences that say something."""

from __future__ import annotations

import pytest

from mkdocs_howto.section import Step
from mkdocs_howto.writers.offline.telling.whole import is_whole, whole_steps, whole_text

BROKEN = [
    "If `None`.",
    "When omitted.",
    "Deletes the file the `uds` of a server.",
    "Returns a list of.",
    "Sends it and the.",
    "Runs a command`CalledProcessError` if it fails.",
    "Sets the colour (of a line.",
]
WHOLE = [
    "If `None`, defaults to `Tagger`.",
    "Reads a .env file.",
    "It is whatever it is.",
    "The file to write to.",
    "Two `Box`es.",
    "Tells the time, if it is known.",
]


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_sentence_is_left_out(text: str) -> None:
    assert not is_whole(text)
    assert whole_text(f"Opens a box. {text}") == "Opens a box."
    assert whole_steps([Step(f"`size`: a number. {text}", (Step(text),))]) == (Step("`size`: a number."),)


@pytest.mark.parametrize("text", WHOLE)
def test_a_whole_sentence_stays(text: str) -> None:
    assert is_whole(text)
    assert whole_text(f"Opens a box. {text}") == f"Opens a box. {text}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("`Box` is a `Case`. Use it in a `with` statement.", "Use it in a `with` statement."),
        ("`Box` is a class.", "`Box` is a class."),
        ("`open` takes `a` and `b`. Returns a `Box`.", "Returns a `Box`."),
        ("Waits for the the device.", "Waits for the device."),
        ("Returns class:`Box`.", "Returns `Box`."),
        ("Use it with care!.", "Use it with care!"),
    ],
)
def test_what_says_nothing_goes_and_slips_are_mended(text: str, told: str) -> None:
    assert whole_text(text) == told
