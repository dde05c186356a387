"""What a review costs: every section of the fixtures and of a few packages, one after the other.

pip install -e '.[test]' && python benchmarks/review.py
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import griffe
from corpus import ROOT, packages

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.errors import HowtoError
from mkdocs_howto.guide import Guide
from mkdocs_howto.reading import of_section
from mkdocs_howto.review import review
from mkdocs_howto.settings import Settings, interpreter_paths

_PACKAGES = {"humanize", "itsdangerous", "python-slugify", "tinydb", "tomlkit"}
_ROUNDS = 5


def main() -> None:
    """Print the median and the slowest tenth of each package."""
    places = [(ROOT / "fixtures", name) for name in ("shop", "providers")]
    places += [
        (package.code, module) for package in packages() if package.name in _PACKAGES for module in package.modules
    ]
    print(f"{'package':<16}{'sections':>10}{'median ms':>12}{'90 % ms':>10}{'slowest ms':>12}")
    everything: list[float] = []
    for folder, name in places:
        times = sorted(_times(folder, name))
        everything += times
        _row(name, times)
    _row("all", sorted(everything))


def _row(name: str, times: list[float]) -> None:
    ninety = times[int(len(times) * 0.9)]
    print(f"{name:<16}{len(times):>10}{statistics.median(times):>12.2f}{ninety:>10.2f}{times[-1]:>12.2f}")


def _times(folder: Path, name: str) -> Iterator[float]:
    """Milliseconds of each object's review, the median of some rounds, other objects known as in a build."""
    settings = Settings(root=folder, paths=(folder,), search_paths=interpreter_paths())
    guide, build = Guide(settings, print), Build(settings, print)
    for reference in _public(griffe.load(name, search_paths=[folder], allow_inspection=False)):
        try:
            reading = of_section(guide.answer(Request(reference)).entry.section)
            block = build.block(Request(reference))
        except HowtoError:
            continue
        rounds = []
        for _ in range(_ROUNDS):
            start = time.perf_counter()
            review(reading, block, build.recorder())
            rounds.append(1000 * (time.perf_counter() - start))
        yield statistics.median(rounds)


def _public(node: griffe.Object | griffe.Alias) -> Iterator[str]:
    for member in node.members.values():
        if not member.is_alias and not member.name.startswith("_"):
            if member.kind in {griffe.Kind.FUNCTION, griffe.Kind.CLASS}:
                yield member.path
            yield from _public(member)


if __name__ == "__main__":
    main()
