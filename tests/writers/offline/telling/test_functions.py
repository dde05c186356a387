"""A function is told by its call, what it refuses and does outside, and its result, in its author's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.writers.offline.telling.told import told

FUNCTIONS = {
    'def f(a, b=1):\n    """Join texts.\n\n    Args:\n        a: The first text.\n        b (optional): Times it is repeated.\n    """\n    return x(a)': [
        "`f(a, b=1)` joins texts:",
        "  `a`: the first text.",
        "  `b`: times it is repeated.",
    ],
    'def f(a):\n    """Join texts.\n\n    Returns:\n        number of texts.\n\n    Raises:\n        KeyError: If one is missing.\n        KeyError: If one is empty.\n    """': [
        "`f(a)` joins texts and returns the number of texts.",
        "Raises `KeyError` if one is missing or if one is empty.",
    ],
    # What only the code can tell stays away: results of inner calls, conditions on variables.
    'def f(a):\n    """Join texts."""\n    b = x(a)\n    if b:\n        return None\n    c = y(b)\n    return c': [
        "`f(a)` joins texts."
    ],
    'def f(a):\n    """Join texts."""\n    if not a:\n        raise ValueError(a)\n    return a': [
        "`f(a)` joins texts.",
        "Raises `ValueError` if `a` is false.",
    ],
    'def f(a):\n    """Join texts."""\n    if LIMIT:\n        raise ValueError(a)': ["`f(a)` joins texts."],
    # A result that only one path gives is not the result.
    'def f(a):\n    """Edit a text."""\n    if a:\n        return x(a)\n    return None': ["`f(a)` edits a text."],
    'def f(a):\n    """Useful for texts that are alike."""': ["`f(a)`: useful for texts that are alike."],
    'def f(a):\n    """See `x`."""': ["Call it as `f(a)`."],
    'async def f(a):\n    """Join texts."""': ["`await f(a)` joins texts."],
    'async def f(a):\n    """Join texts."""\n    yield a': ["`async for … in f(a)` joins texts."],
    'def f(a):\n    """Decorator for texts."""': ["`f(a)` is a decorator for texts."],
}
DECORATORS = {
    """
import time

def f(func):
    def wrapper(*args):
        time.sleep(2)
        return func(*args)
    return wrapper
""": ["Each call of a function with `@f`:", "  Waits 2 seconds.", "  Returns what the function returns."],
    """
def f(times):
    def decorate(func):
        def wrapper(*args):
            print("now")
            return func(*args)
        return wrapper
    return decorate
""": ["Each call of a function with `@f`:", '  Prints `"now"`.', "  Returns what the function returns."],
    '''
def f(func):
    """Mark a function.

    Args:
        func: What is marked.
    """
    def wrapper(*args):
        return func(*args)
    return wrapper
''': ["`@f` marks a function:", "  `func`: what is marked."],
}


@pytest.mark.parametrize("code", FUNCTIONS)
def test_a_function_with_a_docstring(code: str, tmp_path: Path) -> None:
    assert told(tmp_path, code, "f") == FUNCTIONS[code]


@pytest.mark.parametrize("code", DECORATORS)
def test_a_decorator_is_told_by_what_it_does_around_a_call(code: str, tmp_path: Path) -> None:
    assert told(tmp_path, code, "f") == DECORATORS[code]


def test_a_context_manager_is_told_around_its_block(tmp_path: Path) -> None:
    code = """
    import os
    from contextlib import contextmanager

    @contextmanager
    def f(path):
        os.mkdir(path)
        yield path
        os.rmdir(path)
    """
    lines = told(tmp_path, code, "f")
    assert lines[1] == "Runs the `with` block; `as` gives `path`."
    assert len(lines) == 3


FACADE = '''
class Planner:
    def every(self, n=1) -> "Job":
        """Start a job.

        Returns:
            an empty job.
        """
        return Job(n)

    def run(self):
        """Run all jobs."""

    def clear(self):
        """Delete all jobs."""

class Job:
    def at(self, time):
        """Set the time of day."""
        return self

    @property
    def days(self):
        return self

    def do(self, function):
        """Set what is called."""
        return self

planner = Planner()

def every(n=1):
    """Calls every on the planner."""
    return planner.every(n)

def run():
    planner.run()

def clear():
    planner.clear()
'''


def test_a_function_that_hands_on_is_what_it_calls(tmp_path: Path) -> None:
    assert told(tmp_path, FACADE, "run") == ["`run()` runs all jobs."]
    lines = told(tmp_path, FACADE)
    start = lines.index("`every(n=1)` returns an empty job; go on with:")
    assert lines[start + 1 : start + 6] == [
        "  `.days`.",
        "  `.at(time)` sets the time of day.",
        "  `.do(function)` sets what is called.",
        "`run()` runs all jobs.",
        "`clear()` deletes all jobs.",
    ]
