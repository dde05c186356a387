"""Rank the authors' programs for one object, each made ready to be shown."""

from __future__ import annotations

import ast
import dataclasses
import functools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_howto.authored import UNKNOWN, Passage, Use, UsedPassage
from mkdocs_howto.facts.passages import read_example
from mkdocs_howto.facts.uses import uses_of
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.section import Project
from mkdocs_howto.syntax import NotPython, parsed
from mkdocs_howto.writers.offline.examples import state
from mkdocs_howto.writers.offline.examples.imports import Importable
from mkdocs_howto.writers.offline.examples.own.ranking import Standing, merits, standings
from mkdocs_howto.writers.offline.examples.own.refusals import doubts, is_refused, needs
from mkdocs_howto.writers.offline.examples.own.slicing import (
    code_length,
    core,
    is_at_work,
    length,
    to_the_point,
    without_unused_imports,
)
from mkdocs_howto.writers.offline.examples.own.subject import Subject, Targets
from mkdocs_howto.writers.offline.examples.own.text import WIDEST, completed, told
from mkdocs_howto.writers.offline.examples.own.usual import Usual, needed_of, usual_bindings

LONGEST = 30
"""Lines of code of an author's example; of a longer one its core is shown."""
_LONGEST_TEXT = 45
"""Lines of an author's example with its comments and docstrings, without blank ones."""

_PRINTED_SO = frozenset({"ABC", "Generic", "NamedTuple", "Protocol", "dict", "list", "object", "set", "tuple"})
"""Base classes whose instances `print` shows as a session does."""


@dataclass(frozen=True, slots=True)
class OwnExample:
    """An author's program that is ready to be shown.

    Attributes:
        code: The whole program, newline-terminated.
        passage: Where it stands.
        score: How well it shows the object.
        doubts: What speaks against it, of which the score is less.
        needs: What a reader has to bring: `network`, `input`, `file`, `package NAME`, `module NAME`.
    """

    code: str
    passage: Passage
    score: float
    doubts: float = 0.0
    needs: tuple[str, ...] = ()


def own_examples(
    subject: Subject,
    used: Iterable[tuple[UsedPassage, Sequence[Use]]],
    importable: Importable,
    order: Mapping[str, int] | None = None,
) -> list[OwnExample]:
    """Rank the author's programs for an object, the best first.

    Args:
        subject: The object.
        used: Passages with the uses in them that have its name.
        importable: Completes imports.
        order: Positions of files in the documentation; without it, only their names tell which come first.
    """
    used = list(used)
    usual = usual_bindings((passage for passage, _ in used), subject.package)
    targets = Targets(subject, importable.project, {name: one.path for name, one in usual.items()})
    chosen = [(passage, own) for passage, uses in used if (own := _own(subject, targets, passage, uses))]
    places = standings(subject, chosen, order or {})
    search = _Search(subject, importable, usual)
    found: dict[str, OwnExample] = {}
    for (passage, own), standing in zip(chosen, places, strict=True):
        example = _example(search, passage, own, standing)
        if example is not None:
            known_one = found.get(example.code)
            if known_one is None or known_one.score < example.score:
                found[example.code] = example
    return sorted(found.values(), key=lambda one: (-one.score, one.passage.file, one.passage.line))


def docstring_pairs(
    docstrings: Iterable[tuple[str, str, Docstring]], packages: Collection[str], names: Mapping[str, str]
) -> Iterator[tuple[UsedPassage, tuple[Use, ...]]]:
    """Yield the examples of docstrings as passages, each with its uses.

    Args:
        docstrings: Those of the object, its constructor, its class, its module or its subclasses: the canonical path
            of the object that has it, the file, and what it says.
        packages: Top-level packages of the project.
        names: What the names of the module mean, which docstrings use without importing them.
    """
    for owner, file, docstring in docstrings:
        passages = [
            passage
            for example in docstring.examples
            for passage in read_example(
                example.code, owner, file=file, line=example.line, title=example.title, lead=example.lead
            )
        ]
        for used in uses_of(passages, packages, names):
            yield used, used.uses


def _own(subject: Subject, targets: Targets, used: UsedPassage, uses: Sequence[Use]) -> list[Use]:
    """Return the uses of the object in a passage; its own docstring need not say what it is called on."""
    if subject.kind == "module":
        return [
            use for use in uses if use.path.startswith(tuple(f"{name}." for name in (subject.path, *subject.names)))
        ]
    names = {subject.name, *subject.fixtures}
    named = [use for use in uses if use.name.removesuffix("()") in names]
    own = targets.own(used.passage, named)
    if not own and used.passage.place == "docstring" and used.passage.page == subject.path:
        return named or list(uses[:1])
    return own


def _to_the_point(subject: Subject, body: str, used: UsedPassage, whole: str) -> str:
    """Return a program without what it does besides showing the object.

    Args:
        subject: The object.
        body: The program.
        used: Where it stands.
        whole: The program with what it needs above it; if that is short, only what shows other objects goes.
    """
    if subject.kind not in {"class", "function"}:
        return body
    names = {subject.name, *subject.fixtures, *([subject.owner] if subject.owner else [])}
    others = _others(subject, used, whole) - names if _is_short(whole) else None
    return to_the_point(body, names, used.before, is_session=bool(used.passage.shown), others=others)


def _others(subject: Subject, used: UsedPassage, whole: str) -> set[str]:
    """Return the bare names of other objects of the package that a program uses; members of a class are its own."""
    members = tuple(f"{path}{mark}." for path in (subject.path, *subject.names) for mark in ("", "()"))
    found = {
        use.name.removesuffix("()")
        for use in used.uses
        if use.path.partition(".")[0] in {subject.package, UNKNOWN} and not use.path.startswith(members)
    }
    for node in parsed(whole).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == subject.package:
            found |= {alias.asname or alias.name for alias in node.names}
    return found - {subject.package}


def _is_printed_so(subject: Subject, project: Project, name: str) -> bool:
    """Whether `print` shows instances of a class as `repr` represents them: one of the package without `__str__`."""
    around = subject.path.rpartition(".")[0]
    for path in (name, f"{subject.package}.{name}", f"{around}.{name}", f"{around.rpartition('.')[0]}.{name}"):
        shape = project.shape(path)
        if shape is not None and shape.kind == "class":
            bases = {base for one in state.lineage(shape, project) for base in one.bases}
            is_known = all(base.rpartition(".")[2] in _PRINTED_SO or project.shape(base) is not None for base in bases)
            return is_known and "__str__" not in state.members_of(shape, project)
    return False


def _names_at_work(subject: Subject, own: Sequence[Use]) -> set[str]:
    """Return the names of which a program has to use one: of a module, those of what is imported from it."""
    names = {subject.name, *subject.fixtures}
    if subject.kind == "module":
        depth = subject.path.count(".") + 1
        names |= {part.removesuffix("()") for use in own for part in use.path.split(".")[depth : depth + 1]}
    return names


def _is_short(code: str) -> bool:
    """Return whether a program is as long as one that is shown whole may be."""
    return code_length(code) <= LONGEST and length(code) <= _LONGEST_TEXT


@dataclass(frozen=True, slots=True)
class _Search:
    """What an example is wanted for.

    Attributes:
        subject: The object.
        importable: Completes imports.
        usual: What the project's pages usually give names that a program does not bind.
    """

    subject: Subject
    importable: Importable
    usual: Mapping[str, Usual]


def _example(search: _Search, used: UsedPassage, own: Sequence[Use], standing: Standing) -> OwnExample | None:
    """Return a passage as an example; `None` where it is not one."""
    subject, importable, passage = search.subject, search.importable, used.passage
    try:
        body = told(passage, functools.partial(_is_printed_so, subject, importable.project))
        if more := needed_of(body, used.before, search.usual):
            used = dataclasses.replace(used, before=(*more, *used.before))
        whole = completed(body, used.before, importable)
        if whole is None:
            return None
        if (shorter := _to_the_point(subject, body, used, whole)) != body:
            body = shorter
            shorter_whole = completed(body, used.before, importable)
            whole = without_unused_imports(shorter_whole) if shorter_whole is not None else whole
        elif passage.place == "docstring":
            whole = without_unused_imports(whole)  # Its first example often imports what only the later ones need.
        if not _is_short(whole):
            body = core(body, subject.name, LONGEST)
            whole = completed(body, used.before, importable) if body else None
        if whole is None or not _is_short(whole) or max(map(len, whole.split("\n"))) > WIDEST:
            return None
        tree = parsed(whole)
    except NotPython:
        return None
    if is_refused(subject, whole, tree) or not is_at_work(tree.body, _names_at_work(subject, own)):
        return None
    against = sum(doubts(subject, passage, own, whole, importable))
    score = sum(merits(subject, used, own, whole, standing)) - against
    return OwnExample(whole, passage, round(score, 2), against, needs(whole, importable))
