"""Score plans whole: how far their arguments are trusted, and what a reader learns."""

from __future__ import annotations

from mkdocs_howto.writers.offline.examples.planning.plan import Catch, Draft, Enter, Loop, Show

FLOOR = 36
"""Score below which an example is not shown; a sketch may be."""
_UNARGUED = 58
"""Trust in a call that takes no arguments."""
_MOST_OPEN = 3
"""Arguments that a sketch leaves to its reader."""
_SHORT, _LONG = 4, 14


def score(draft: Draft, code: str) -> int:
    """Return how good a plan is, up to about 100.

    Args:
        draft: The plan.
        code: Its text.
    """
    weights = draft.weights or [_UNARGUED]
    trust = (sum(weights) / len(weights) + min(weights)) / 2
    fillers = draft.fillers / max(len(weights), 1)
    lines = sum(bool(line.strip()) for line in code.split("\n"))
    return round(
        trust
        - 8 * fillers
        + 8 * shows(draft)
        + 3 * min(len(draft.covers), 2)
        - 2 * max(lines - _LONG, 0)
        - 4 * (lines < _SHORT - 1)
        + _BY_RECIPE.get(draft.recipe, 0)
    )


_BY_RECIPE = {
    "instance that holds values": -12,
    "mapping": 8,
    "iteration": 8,
    "call that may raise the exception": 6,
    "exception that is raised": -4,
    "context manager": 4,
    "decorated function": 8,
    "instance, then its method": -4,
}
"""What kinds of use add to a score: a class is there for its methods, an exception for being caught."""


def shows(draft: Draft) -> bool:
    """Return whether a plan prints something."""
    return any(isinstance(node, Show | Loop | Enter | Catch) for node in draft.nodes)


def is_worth_showing(draft: Draft) -> bool:
    """Return whether a sketch says something of each value that it leaves open."""
    return len(draft.open) <= _MOST_OPEN and all(one.text for one in draft.open)
