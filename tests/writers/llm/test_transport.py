"""What a service's headers say about waiting."""

from __future__ import annotations

import email.utils
import time

import pytest

from mkdocs_howto.writers.llm.transport import asked_wait


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-1"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1m2.5s"}, 62.5),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "120ms"}, 0.12),
        ({"x-ratelimit-remaining-requests": "5", "x-ratelimit-reset-requests": "20s"}, None),
    ],
)
def test_the_time_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert asked_wait(headers) == (pytest.approx(seconds) if seconds is not None else None)


def test_a_date_is_counted_from_now() -> None:
    soon = email.utils.formatdate(time.time() + 10, usegmt=True)
    assert 8 <= (asked_wait({"retry-after": soon}) or 0) <= 10
    past = email.utils.formatdate(time.time() - 10, usegmt=True)
    assert asked_wait({"retry-after": past}) == 0.0
