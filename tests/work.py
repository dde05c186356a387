"""Count work instead of time: the count is the same in every run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType


def calls_of(run: Callable[[], object]) -> int:
    """Return how many functions are called, those written in C included."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(before)
    return calls


def grows_evenly(run: Callable[[int], object], size: int) -> bool:
    """Return whether four times the input takes at most five times the calls.

    Work inside one call does not count. Where that is what could grow, `size` is so large that a
    test which read its input twice for each character would not end.
    """
    run(1)  # What is prepared once does not count.
    return calls_of(lambda: run(4 * size)) <= 5 * calls_of(lambda: run(size))
