"""Whether sections keep the limits that readers set, over public objects of packages that no rule was made on.

    python benchmarks/sections.py [PACKAGE...] [--most 75] [--list]

The packages are those of `others.txt`, at pinned versions. Of each, at most 75 public functions, classes, methods and
modules are taken, spread evenly over all that it has. Only the writer runs: nothing is imported, no example is run.
Prints, for each limit, how many sections break it; `--list` prints where. Exits with 1 if any does.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus import Package, packages
from offline import public

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.errors import HowtoError
from mkdocs_howto.reading import of_section
from mkdocs_howto.review import review
from mkdocs_howto.section import Section, Step
from mkdocs_howto.settings import Settings, interpreter_paths
from mkdocs_howto.writers.offline import write_section

LISTED = Path(__file__).parent / "others.txt"
_MOST_WORDS_OF_DESCRIPTION = 90
_MOST_WORDS_OF_STEP = 35
_MOST_STEPS = 9
_MOST_LINES = 16
_DEEPEST = 2
_MOST_LINES_OF_EXAMPLE = 30
_PRIVATE = re.compile(r"`(?:[\w.]+\.)?_[a-z]\w*")
_PHRASES = {
    "counts names instead of saying them": re.compile(r"\b\d+ more (?:names|methods|members|functions|classes)\b"),
    "may raise, without when": re.compile(r"\b[Mm]ay raise\b(?![^.;]*\b(?:if|when|for|unless)\b)"),
    "says that something is made, not what": re.compile(r"\ba (?:value|result) (?:made )?from\b|\bif needed\b"),
    "begins with the other case": re.compile(r"(?::|^)\s*[Oo]therwise\b"),
}


def main() -> int:
    """Write the sections and count what breaks a limit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("packages", nargs="*")
    parser.add_argument("--most", type=int, default=75, help="objects of one package")
    parser.add_argument("--list", action="store_true", help="print every section that breaks a limit")
    options = parser.parse_args()
    broken: dict[str, list[str]] = defaultdict(list)
    written = 0
    for package in packages(LISTED):
        if options.packages and package.name not in options.packages:
            continue
        for reference, section, findings in _sections(package, options.most):
            written += 1
            for fault in _faults(section, findings):
                broken[fault].append(reference)
    print(f"{written} sections")
    for fault, references in sorted(broken.items(), key=lambda item: -len(item[1])):
        print(f"{len(references):5}  {fault}")
        for reference in references if options.list else ():
            print(f"         {reference}")
    return 1 if broken else 0


def _sections(package: Package, most: int) -> Iterator[tuple[str, Section, tuple[str, ...]]]:
    root = package.source.resolve()
    build = Build(Settings(root=root, paths=(package.code,), search_paths=interpreter_paths()), print)
    references = [path for module in package.modules for path in [module, *public(module, package.code)]]
    step = max(len(references) / most, 1.0)
    for reference in [references[int(number * step)] for number in range(int(len(references) / step))]:
        try:
            block = build.block(Request(reference))
        except HowtoError:
            continue
        section = write_section(block, build.recorder())
        codes = tuple(finding.code for finding in review(of_section(section), block, build.recorder()))
        yield reference, section, codes


def _faults(section: Section, findings: Iterable[str]) -> Iterator[str]:
    """Yield the limits that a section breaks."""
    steps = list(_all(section.steps))
    texts = [section.description, *(step.text for _, step in steps)]
    if _words(section.description) > _MOST_WORDS_OF_DESCRIPTION:
        yield "description too long"
    if any(_words(step.text) > _MOST_WORDS_OF_STEP for _, step in steps):
        yield "step too long"
    if len(section.steps) > _MOST_STEPS:
        yield "too many steps"
    if len(steps) > _MOST_LINES:
        yield "too many lines of steps"
    if any(depth > _DEEPEST for depth, _ in steps):
        yield "steps too deep"
    if section.example.count("\n") + 1 > _MOST_LINES_OF_EXAMPLE:
        yield "example too long"
    if any(_PRIVATE.search(text) for text in texts):
        yield "private name"
    yield from (words for words, phrase in _PHRASES.items() if any(phrase.search(text) for text in texts))
    yield from (f"finding {code}" for code in sorted(set(findings)))


def _all(steps: Iterable[Step], depth: int = 1) -> Iterator[tuple[int, Step]]:
    for step in steps:
        yield depth, step
        yield from _all(step.steps, depth + 1)


def _words(text: str) -> int:
    return len(text.split())


if __name__ == "__main__":
    sys.exit(main())
