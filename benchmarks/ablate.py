"""What each rule that chooses values for examples is good for: sections with it and without it, run and compared.

A rule is a function that proposes values, a relation between values, or a row of the catalogue. A rule is left out by
replacing it in its module, and put back: the writer itself has no switch for what only a benchmark asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING
from unittest.mock import patch

from mkdocs_howto.writers.offline.examples.planning import catalogue, choosing, proposals

if TYPE_CHECKING:
    from offline import Case, Work

_SOURCES = ("chosen", "said", "compared", "keyed", "field", "named", "typed", "prose", "own_name")


def rules() -> Iterator[tuple[str, Callable[[], AbstractContextManager[object]]]]:
    """Yield each rule by name, with what leaves it out for a while."""
    for name in _SOURCES:
        yield f"rule {name}", partial(patch.object, proposals, name, _nothing)
    for name in ("_kept", "_made"):
        yield f"rule {name}", partial(patch.object, proposals.Sources, name, _nothing)
    for one in choosing.RELATIONS:
        others = tuple(other for other in choosing.RELATIONS if other is not one)
        yield f"relation {one.__name__}", partial(patch.object, choosing, "RELATIONS", others)
    for role in dict.fromkeys(row.role for row in catalogue.ROWS):
        kept = tuple(row for row in catalogue.ROWS if row.role != role)
        yield f"row {role}", partial(patch.object, catalogue, "ROWS", kept)


def _nothing(*_: object) -> tuple[()]:
    return ()


def tell(works: Sequence[Work], write: Callable[[Work], Work], run: Callable[[Work], Case]) -> None:
    """Print for each rule how many examples it has a part in, and how many of these run and show something.

    Args:
        works: Objects with their sections.
        write: Writes the section of an object anew.
        run: Runs an example.
    """
    print(f"{'rule':<34}{'reach':>6}{'run':>12}{'show something':>18}")
    for name, left_out in rules():
        with left_out():
            pairs = [(work, new) for work in works if (new := write(work)).section.example != work.section.example]
        before, after = ([run(pair[place]) for pair in pairs] for place in (0, 1))
        run_, shown = ([sum(one.runs for one in cases) for cases in (before, after)], _shown(before, after))
        print(f"{name:<34}{len(pairs):>6}{run_[0]:>6} ({run_[1]}){shown[0]:>12} ({shown[1]})", flush=True)


def _shown(*cases: Sequence[Case]) -> list[int]:
    return [sum(one.runs and one.shows for one in group) for group in cases]
