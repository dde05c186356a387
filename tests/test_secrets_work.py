"""What it costs to look for secrets: long texts and values are judged once, however often they stand in the code."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice, product
from string import ascii_lowercase

import pytest

from mkdocs_howto.masking import masked_markdown
from mkdocs_howto.secrets import masked, masked_code
from tests.work import calls_of, grows_evenly

UNITS = {
    "tokens": "token=¶{}",
    "passwords": ":::{}password",
    "settings": "api_key=¶{}",
    "headers": "authorization: {} ",
    "cookies": "cookie: {};",
    "options": " --password {}",
    "open quotes": "password='{}",
    "a word": "secret {} ",
}
_WORDS = map("".join, product(ascii_lowercase, repeat=5))
"""Words of which none comes twice: what was judged is kept for a while, also from one test to the next."""


def text_of(unit: str, units: int) -> str:
    """Return a text of many words that look like names of secrets, in which no piece stands twice."""
    return "".join(unit.format(word) for word in islice(_WORDS, units))


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_words_like_names_of_secrets_cost_evenly(unit: str) -> None:
    assert grows_evenly(lambda units: masked(text_of(unit, units)), 1_500)


PLACES = {
    "constants": "V{n} = {literal}\n",
    "defaults": "def f{n}(x={literal}): ...\n",
    "comparisons": "if x{n} == {literal}: ...\n",
    "messages": "raise ValueError({literal})\n",
    "values of entries": "x{n} = {{'a': {literal}}}\n",
}


def calls_for(place: str, unit: str, copies: int, mask: Callable[[str], str]) -> int:
    literal = repr(text_of(unit, 600))
    code = "".join(place.format(n=number, literal=literal) for number in range(copies))
    return calls_of(lambda: mask(code))


def masked_fence(code: str) -> str:
    return masked_markdown(f"```python\n{code}```\n")


@pytest.mark.parametrize("mask", [masked_code, masked_fence])
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("unit", list(UNITS.values())[:3], ids=list(UNITS)[:3])
def test_a_literal_is_judged_once(unit: str, place: str, mask: Callable[[str], str]) -> None:
    """Ten times the same one cost little more than one."""
    calls_for(place, unit, 1, mask)
    assert calls_for(place, unit, 10, mask) < 2 * calls_for(place, unit, 1, mask) + 2_000


@pytest.mark.parametrize("unit", ["token=¶{}", ":::{}password", "api_key=¶{}"])
def test_a_value_is_judged_once(unit: str) -> None:
    """A text that repeats itself gives the same value again and again."""
    repeated, fresh = unit.format(next(_WORDS)) * 4_000, text_of(unit, 4_000)
    assert len(repeated) == len(fresh)
    assert calls_of(lambda: masked(repeated)) < 0.75 * calls_of(lambda: masked(fresh))


PASSED_ON = {
    "one name, given to many": "x = 'swordfish{n}'\ndef f{n}():\n    connect(password=x)\n",
    "many names": "x{n} = 'swordfish{n}'\nconnect(password=x{n})\n",
    "classes and functions": "class A{n}:\n    x = 'swordfish{n}'\n    def f(self, y=x):\n        self.password = y\n",
    "names that nobody gives": "def f{n}():\n    connect(password=x{n}, token=y)\n",
}


@pytest.mark.parametrize("unit", PASSED_ON.values(), ids=PASSED_ON)
def test_values_that_come_by_another_name_cost_evenly(unit: str) -> None:
    assert grows_evenly(lambda units: masked_code("".join(unit.format(n=n) for n in range(units))), 200)
