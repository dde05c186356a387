"""A damage that the review claims to see, it sees; what it cannot know is little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import griffe
import pytest

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.guide import Guide
from mkdocs_howto.reading import of_section
from mkdocs_howto.review import review
from mkdocs_howto.settings import Settings, interpreter_paths
from tests.conftest import FIXTURES, unpacked_wheel
from tests.review.mutations import Mutation, mutations

WHEELS = {"humanize": "humanize==4.13.0", "packaging": "packaging==25.0"}


def public(folder: Path, package: str) -> Iterator[str]:
    """Paths of a package's public functions and classes, and of their public methods."""

    def within(node: griffe.Object) -> Iterator[str]:
        for member in node.members.values():
            if isinstance(member, griffe.Object) and not member.name.startswith("_"):
                if member.kind in {griffe.Kind.FUNCTION, griffe.Kind.CLASS}:
                    yield member.path
                if member.kind in {griffe.Kind.MODULE, griffe.Kind.CLASS}:
                    yield from within(member)

    loaded = griffe.load(package, search_paths=[folder], allow_inspection=False)
    assert isinstance(loaded, griffe.Object)
    yield from within(loaded)


def damaged(folder: Path, package: str) -> Iterator[tuple[str, Mutation, bool]]:
    """Each mutation of each good section of a package, and whether the review sees it."""
    settings = Settings(root=folder, paths=(folder,), search_paths=interpreter_paths())
    guide, build = Guide(settings, print), Build(settings, print)
    for reference in public(folder, package):
        section = guide.answer(Request(reference)).entry.section
        block = build.block(Request(reference))
        reading = of_section(section)
        if not section.example or review(reading, block, build.recorder()):
            continue
        for mutation in mutations(reading, block, build.recorder()):
            codes = {finding.code for finding in review(mutation.reading, block, build.recorder())}
            yield reference, mutation, mutation.code in codes


@pytest.mark.parametrize("package", ["shop", "providers", *WHEELS])
def test_every_damage_at_a_known_place_is_found(package: str) -> None:
    folder = FIXTURES if package not in WHEELS else unpacked_wheel(WHEELS[package])
    known: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    missed: list[str] = []
    for reference, mutation, found in damaged(folder, package):
        (known if mutation.known else unknown)[mutation.kind] += 1
        if mutation.known and not found:
            missed.append(f"{reference}: {mutation.kind} {mutation.was!r}")
    share = unknown.total() / (known + unknown).total()
    print(f"{package}: {known.total()} known, {unknown.total()} unknown ({share:.1%}): {dict(known)} {dict(unknown)}")
    assert missed == []
    assert set(known) >= {"identifier", "name", "import", "argument", "use"}
    assert share <= 0.15
