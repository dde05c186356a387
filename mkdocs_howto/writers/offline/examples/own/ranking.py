"""How well a passage introduces an object to someone who has not used it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mkdocs_howto.facts.passages import Passage
from mkdocs_howto.facts.uses import Use, UsedPassage
from mkdocs_howto.writers.offline.examples.own.cutting import length
from mkdocs_howto.writers.offline.examples.own.subject import Subject, words

_PLACES = {"docstring": 2.0, "readme": 3.5, "docs": 3.0, "notebook": 1.5, "example": 1.0, "test": 0.0}
_FIRST_PAGES = re.compile(
    r"(?:^|/)(?:readme|index|quick-?_?start|getting-?_?started|tutorial|first-?_?steps|usage|intro\w{0,20})\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(?:^|/)(?:api|reference)", re.IGNORECASE)
_RESULT = re.compile(r"#[ \t]{0,4}(?:>|=>|->|prints?\b|output\b|→|\[|\{|<|\d|'|\")", re.IGNORECASE)
_BY_THE_WAY = re.compile(
    r"\b(?:advanced|customi[sz]|dynamic|edge cases?|testing|performance|internals|subclass|override|alternative(?:ly)?"
    r"|however|also|note that|in addition|same|another|more complex|further)",
    re.IGNORECASE,
)
_FRAMES = frozenset({"decorator", "base", "with", "async with"})
"""Uses that the rest of a program stands in."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a passage stands among those that use the object.

    Attributes:
        in_file: Passages above it in its file that use the object.
        in_section: Passages above it in its section that use the object.
        document: Position of its file in the documentation, from 0 for the first to 1 for the last.
    """

    in_file: int
    in_section: int
    document: float


def standings(passages: Sequence[Passage], order: dict[str, int]) -> list[Standing]:
    """Return where passages stand that use an object.

    Args:
        passages: In any order.
        order: Positions of files in the documentation.
    """
    by_place: dict[tuple[str, int], Standing] = {}
    files: dict[str, int] = {}
    sections: dict[tuple[str, str], int] = {}
    last = max(order.values(), default=0) or 1
    for passage in sorted(passages, key=lambda one: (one.file, one.line)):
        key = (passage.file, passage.title)
        by_place[(passage.file, passage.line)] = Standing(
            files.get(passage.file, 0), sections.get(key, 0), order.get(passage.file, last) / last
        )
        files[passage.file] = files.get(passage.file, 0) + 1
        sections[key] = sections.get(key, 0) + 1
    return [by_place[(passage.file, passage.line)] for passage in passages]


def merits(subject: Subject, used: UsedPassage, own: Sequence[Use], code: str, standing: Standing) -> Iterator[float]:
    """Yield points for what makes a passage the introduction of an object."""
    passage = used.passage
    yield _PLACES[passage.place]
    if passage.place == "docstring":
        yield from _of_docstring(subject, passage)
    else:
        yield from _of_page(subject, passage)
        yield 1.5 * bool(_FIRST_PAGES.search(passage.file)) - 1.0 * bool(_REFERENCE.search(passage.file))
        yield -2 * standing.document
    yield -0.5 * min(standing.in_file, 6)
    yield 0.5 if standing.in_section == 0 else -0.5
    yield min(2, len(subject.words & words(f"{passage.title} {passage.lead}"))) * 0.75
    yield -1.0 * bool(_BY_THE_WAY.search(f"{passage.title} {passage.lead}"))
    yield 1.0 * bool(passage.shown or _RESULT.search(code) or "print(" in code)
    yield from _of_uses(subject, used, own)
    yield from _of_length(used, code)


def _of_docstring(subject: Subject, passage: Passage) -> Iterator[float]:
    """Yield points for whose docstring an example stands in; `passage.page` is the path of the object that has it."""
    if passage.page in {subject.path, f"{subject.path}.__init__"}:
        yield 6
    elif subject.path.startswith(f"{passage.page}."):
        yield 2  # Its class or module.


def _of_page(subject: Subject, passage: Passage) -> Iterator[float]:
    """Yield points for what a page, a section or a sentence is said to be about."""
    is_title = subject.is_named_in(passage.title)
    stem = passage.file.rpartition("/")[2].rpartition(".")[0]
    is_page = subject.is_named_in(passage.page) or subject.is_named_in(stem)
    if is_title and passage.title != passage.page:
        yield 3.5
    if is_page:
        yield 3
    if subject.is_named_in(passage.lead):
        yield 1.5
    if subject.owner and re.search(rf"(?<!\w){re.escape(subject.owner)}(?!\w)", f"{passage.title} {passage.page}"):
        yield 1


def _of_uses(subject: Subject, used: UsedPassage, own: Sequence[Use]) -> Iterator[float]:
    """Yield points for how far a program is about the object."""
    others = {
        use.path
        for use in used.uses
        if use.path.partition(".")[0] == subject.package and use.kind not in {"argument", "attribute"}
    }.difference(use.path for use in own)
    others = {path for path in others if not any(path.startswith(f"{use.path}.") or path.startswith(f"{use.path}()") for use in own)}
    is_entry = any(use.kind in subject.entries for use in own)
    if is_entry:
        yield 2.5
    yield -0.5 * min(max(len(others) - 1, 0), 6)
    frames = [use for use in used.uses if use.kind in _FRAMES and use.path.partition(".")[0] == subject.package]
    first = min(use.line for use in own)
    if not any(use.kind in _FRAMES for use in own) and any(use.line < first for use in frames if use not in own):
        yield -2  # Something that happens inside of what the program is about.
    yield -0.3 * min(min(len(use.keywords) for use in own), 4)
    if subject.kind == "class" and any(
        use.path.startswith((f"{one.path}.", f"{one.path}()")) for one in own for use in used.uses
    ):
        yield 1  # Its members are used as well.


def _of_length(used: UsedPassage, code: str) -> Iterator[float]:
    """Yield points for a length that shows one thing whole, by itself."""
    lines = length(code)
    yield -2.0 * (lines > 25) - 1.0 * (lines < 3) - lines / 25
    yield -0.2 * len([text for text in used.before if not text.startswith(("import ", "from "))])
