"""How well a passage introduces an object to someone who has not used it."""

from __future__ import annotations

import ast
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_howto.authored import UNKNOWN, Passage, Use, UsedPassage
from mkdocs_howto.syntax import parsed, walk
from mkdocs_howto.writers.offline.examples.own.slicing import is_only_made, length
from mkdocs_howto.writers.offline.examples.own.subject import Subject, stems, words

_PLACES = {"docstring": 2.0, "readme": 3.5, "docs": 3.0, "notebook": 1.5, "example": 1.5, "test": 0.0}
_FIRST_PAGES = re.compile(
    r"(?:^|/)(?:readme|quick-?_?start|getting-?_?started|tutorial|first-?_?steps|usage|intro\w{0,20})\b",
    re.IGNORECASE,
)
_TOP_PAGE = re.compile(r"(?:docs?/)?(?:source/|src/|en/)?(?:[\w.-]{1,40}/)?index\.\w{1,8}\Z")
"""The page that a documentation begins with, or one of its parts."""
_REFERENCE = re.compile(r"(?:^|/)(?:api|reference)", re.IGNORECASE)
_RESULT = re.compile(r"#[ \t]{0,4}(?:>|=>|->|prints?\b|output\b|→|\[|\{|<|\d|'|\")", re.IGNORECASE)
_BY_THE_WAY = re.compile(
    r"\b(?:advanced|customi[sz]|dynamic|edge cases?|testing|performance|internals|subclass|override|alternative(?:ly)?"
    r"|however|also|note that|in addition|another|more complex|further)",
    re.IGNORECASE,
)
_SIMPLEST = re.compile(
    r"\bsimplest\b|(?:\A|\b(?:an?|the|very|most) )(?:simple|basic|minimal)\b(?! as\b)", re.IGNORECASE | re.MULTILINE
)
_ADVANCED = re.compile(r"\b(?:advanced|custom)", re.IGNORECASE)
_WIDE = 100
_EMPTY = re.compile(r":\n[ \t]{1,8}(?:pass|\.\.\.)[ \t]{0,4}\n*\Z")
"""The end of a program that only defines something empty."""
_FRAMES = frozenset({"decorator", "base", "with", "async with"})
"""Uses that the rest of a program stands in."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a passage stands among those that are about the object.

    Attributes:
        in_file: Passages above it in its file.
        in_section: Passages above it in its section.
        before: Passages above it in the whole documentation.
        is_about: Whether the object is more than something that happens inside of what the program is about.
    """

    in_file: int
    in_section: int
    before: int
    is_about: bool


def standings(
    subject: Subject, chosen: Sequence[tuple[UsedPassage, Sequence[Use]]], order: Mapping[str, int]
) -> list[Standing]:
    """Return where passages stand that use an object.

    Args:
        subject: The object.
        chosen: Passages in any order, each with its uses of the object.
        order: Positions of files in the documentation.
    """
    about = [not _is_inside(subject, used, own) for used, own in chosen]
    if not any(about):
        about = [True] * len(chosen)
    files, sections, before = Counter[str](), Counter[tuple[str, str]](), 0
    found: dict[int, Standing] = {}
    last = len(order)

    def place(number: int) -> tuple[int, str, int]:
        passage = chosen[number][0].passage
        return order.get(passage.file, last), passage.file, passage.line

    for number in sorted(range(len(chosen)), key=place):
        passage = chosen[number][0].passage
        section = (passage.file, passage.title)
        found[number] = Standing(files[passage.file], sections[section], before, about[number])
        if about[number]:
            files[passage.file] += 1
            sections[section] += 1
            before += passage.place != "docstring"
    return [found[number] for number in range(len(chosen))]


def _is_inside(subject: Subject, used: UsedPassage, own: Sequence[Use]) -> bool:
    """Whether all uses stand in the body of what other objects of the package make: a command, a handler, a `with`."""
    frames = {
        use.line: use.path
        for use in used.uses
        if use.kind in _FRAMES and use.path.partition(".")[0] in {subject.package, UNKNOWN} and use not in own
    }
    if not frames:
        return False
    bodies = [
        (frames[line], body[0].lineno, body[-1].end_lineno or 0)
        for node in walk(parsed(used.passage.code))
        for line, body in _bodies(node)
        if line in frames and body
    ]
    return all(
        use.kind not in _FRAMES
        and any(
            first <= use.line <= last and not use.path.startswith((f"{path}.", f"{path}()"))
            for path, first, last in bodies
        )
        for use in own
    )


def _bodies(node: ast.AST) -> Iterator[tuple[int, Sequence[ast.stmt]]]:
    """Yield the lines of what frames a piece of code, each with that code."""
    match node:
        case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body):
            yield from ((mark.lineno, body) for mark in node.decorator_list)
        case ast.With(body=body) | ast.AsyncWith(body=body):
            yield from ((item.context_expr.lineno, body) for item in node.items)


def merits(subject: Subject, used: UsedPassage, own: Sequence[Use], code: str, standing: Standing) -> Iterator[float]:
    """Yield points for what makes a passage the introduction of an object."""
    passage = used.passage
    yield _PLACES[passage.place]
    if passage.place == "docstring":
        yield from _of_docstring(subject, passage)
    else:
        yield from _of_page(subject, passage, standing)
        yield 1.5 * bool(_FIRST_PAGES.search(passage.file) or _TOP_PAGE.match(passage.file)) - 1.0 * bool(
            _REFERENCE.search(passage.file)
        )
        yield -0.8 * min(math.log2(1 + standing.before), 5)
        yield 0.5 if standing.in_section == 0 else -0.5
    yield -0.4 * min(standing.in_file, 5)
    yield 0 if standing.is_about else -5
    yield min(2, len(subject.words & words(f"{passage.title} {passage.lead}"))) * 0.75
    yield -1.0 * bool(_BY_THE_WAY.search(f"{passage.title} {passage.lead}"))
    is_introduced = passage.lead.endswith(":") or subject.is_named_in(passage.lead)
    introduced = passage.lead if is_introduced else ""
    yield 1.0 * bool(_SIMPLEST.search(f"{passage.title}\n{introduced}"))
    yield -2.0 * bool(_ADVANCED.search(passage.page))
    yield 1.0 * bool(passage.shown or _RESULT.search(code) or "print(" in code)
    yield -3.0 * (subject.name[:1].isupper() and is_only_made(code, {subject.name}))
    yield from _of_uses(subject, used, own)
    yield from _of_length(used, code)


def _of_docstring(subject: Subject, passage: Passage) -> Iterator[float]:
    """Yield points for whose docstring an example stands in; `passage.page` is the path of the object that has it."""
    if passage.page in {subject.path, f"{subject.path}.__init__"}:
        yield 6
    elif subject.path.startswith(f"{passage.page}."):
        yield 2  # Its class or module.


def _of_page(subject: Subject, passage: Passage, standing: Standing) -> Iterator[float]:
    """Yield points for what a page, a section or a sentence is said to be about."""
    stem = passage.file.rpartition("/")[2].rpartition(".")[0]
    share = max(subject.share_in(passage.page), subject.share_in(stem))
    in_title = subject.share_in(passage.title)
    if passage.title != passage.page and (share < 0.5 or in_title > 0.6):
        yield (
            4 if in_title > 0.6 else 3
        ) * in_title  # On a page about the object, a title with more words tells of a part of it.
    yield 4 * share
    yield 1.5 * share * ((standing.in_file == 0) + (passage.title == passage.page))  # It opens the page about it.
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
    members = tuple(f"{use.path}{mark}" for use in own for mark in (".", "()"))
    others = {path for path in others if not path.startswith(members)}
    is_entry = any(use.kind in subject.entries for use in own)
    if is_entry:
        yield 2.5
    yield -0.5 * min(max(len(others) - 1, 0), 6)
    yield -1.0 * _is_about_another(subject, used, own)
    yield -0.3 * min(4, *(len(use.keywords) for use in own))
    if subject.kind == "class" and any(use.path.startswith(members) for use in used.uses):
        yield 1  # Its members are used as well.
    about = {use.line for use in used.uses if use in own or use.path.startswith(members)}
    yield min(len(about) / max(length(used.passage.code), 1), 0.5)


def _is_about_another(subject: Subject, used: UsedPassage, own: Sequence[Use]) -> bool:
    """Whether a page or section is called like something else that its program uses, and not like the object."""
    passage = used.passage
    said = f"{passage.page} {passage.title}"
    if passage.place == "docstring" or subject.share_in(said) or subject.is_named_in(f"{said} {passage.lead}"):
        return False
    titles = {stems(text) for text in (passage.page, passage.title)} - {stems(subject.package)}
    headings = {stem for title in titles if len(title) == 1 for stem in title}
    others = {use.path for use in used.uses if use.path.partition(".")[0] == subject.package and use not in own}
    names = [stems(path.rpartition(".")[2]) for path in others]
    return any(name[-1:] == (stem,) for name in names for stem in headings) or not titles.isdisjoint(names)


def _of_length(used: UsedPassage, code: str) -> Iterator[float]:
    """Yield points for a length that shows one thing whole, by itself."""
    lines = length(code)
    yield -2.0 * (lines > 25) - 1.0 * (lines < 3) - lines / 25 - 4.0 * bool(_EMPTY.search(code))
    yield -1.0 * (max(map(len, code.split("\n"))) > _WIDE)
    setup = [text for text in used.before if not text.startswith(("import ", "from "))]
    yield -0.2 * len(setup)
    yield -2.5 * any(_is_side_topic(text, used) for text in setup)


def _is_side_topic(statement: str, used: UsedPassage) -> bool:
    """Whether a statement of a passage above makes a class of its own that this one does not name itself.

    What it is made for, such as another way to name tasks, was the topic there.
    """
    if not statement.startswith("class "):
        return False
    name = re.split(r"\W", statement.removeprefix("class "), maxsplit=1)[0]
    return re.search(rf"\b{re.escape(name)}\b", used.passage.code) is None
