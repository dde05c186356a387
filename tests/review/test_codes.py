"""The examples of the table are right: the documentation shows what the review really says."""

from __future__ import annotations

import pytest

from mkdocs_howto.guide import Build, Request, Settings, interpreter_paths
from mkdocs_howto.reading import read
from mkdocs_howto.review.codes import CODES, Code
from mkdocs_howto.section import Part
from tests.conftest import FIXTURES

SECTIONS: dict[str, dict[Part, str]] = {
    "price": {
        "description": "Computes the postage of a parcel from its `weight`.",
        "steps": (
            "1. Raises `TooHeavy` if `weight` is greater than 30.\n2. Returns the product of `zone`, `weight` and 1.5."
        ),
        "example": ("from parcels import price\n\nprint(price(2.5, zone=2))\n"),
    },
    "Parcel": {
        "description": "`Parcel` stores a `weight`.",
        "steps": ("1. `label` returns `name` and `weight` in one text.\n2. `repack` adds 0.2 to `weight`."),
        "example": ('from parcels import Parcel\n\nparcel = Parcel(2.5)\nprint(parcel.label("Ada"))\n'),
    },
    "track": {
        "description": "`track` is a coroutine that asks the carrier for `number`.",
        "steps": ("1. Sends a GET request for `number`.\n2. Returns the text of the response."),
        "example": ('import asyncio\n\nfrom parcels import track\n\nprint(asyncio.run(track("RR123")))\n'),
    },
}
"""A good section of each object that the examples are about."""


@pytest.fixture(scope="module")
def build() -> Build:
    return Build(Settings(root=FIXTURES, paths=(FIXTURES,), search_paths=interpreter_paths()), print)


def codes(build: Build, code: Code, text: str) -> set[str]:
    parts = SECTIONS[code.about] | {code.part: text}
    example = f"```python\n{parts['example']}```" if parts["example"] else ""
    section = (
        f"## Description\n\n{parts['description']}\n\n## Execution Steps\n\n{parts['steps']}\n\n"
        f"## Usage Example\n\n{example}\n"
    )
    return {finding.code for finding in build.reviewed(Request(f"parcels.{code.about}"), read(section))}


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_the_bad_example_makes_the_finding_and_no_other(build: Build, code: Code) -> None:
    assert codes(build, code, code.bad) == {code.code}


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_the_good_example_makes_none(build: Build, code: Code) -> None:
    assert codes(build, code, code.good) == set()


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_words_are_sentences(code: Code) -> None:
    assert code.what.endswith(".")
    assert code.hint.endswith(".")
