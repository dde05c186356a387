"""Describe a block: its purpose, then what changes how a caller uses it, in at most five sentences."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mkdocs_howto.effects import Effects
from mkdocs_howto.facts.docstring import docstring_of
from mkdocs_howto.facts.outcomes import constructor_of, outcomes_of, public_methods
from mkdocs_howto.facts.purpose import purpose
from mkdocs_howto.facts.remarks import Remark, leans, remarks_of
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.facts.words import sentences
from mkdocs_howto.section import CodeBlock, NamedBlock, Project, Shape
from mkdocs_howto.writers.offline.describing import calling, claims, classes, elsewhere, plain, results
from mkdocs_howto.writers.offline.describing.failures import failures
from mkdocs_howto.writers.offline.telling.authors import is_english
from mkdocs_howto.writers.offline.telling.documented import gives_decorator
from mkdocs_howto.writers.offline.telling.signatures import said_of
from mkdocs_howto.writers.offline.trees import Function
from mkdocs_howto.writers.offline.words import decapitalised, listed

_MOST_WORDS = 90
_LONGEST = 900
"""Characters of a sentence that a reader bears."""
_MOST_SENTENCES = 5
_MOST_REMARKS = 4
_MOST_RAISED = 4
_FEW_METHODS = 5
_CERTAIN = 2
"""Up to this rank there is nearly always room for a sentence."""
_ABOUT_ALL = re.compile(
    r"(?:use|using|please|prefer|it|this|replaced|superseded|instead|in favou?r|will|see|no longer|call"
    r"|switch|renamed|moved"
    r"|there is|since|as of|consider|do not|don't|the (?:function|class|method|module|property))\b"
    r"|`[\w.]+`(?:\(\))? (?:instead|should be used|replaces)",
    re.IGNORECASE,
)
"""How the text of a deprecation begins that is about the whole object."""
_ONLY_DEPRECATED = re.compile(r"\bis deprecated(?: and will be removed[^,;]{0,60}| since [^,;]{0,30})?[.!]?\Z")
"""How a sentence ends that only says that something is deprecated."""
_RANKS = {"whole": 0, "first": 2, "next": 5}
_IN_PLACE = re.compile(r"\bin[- ]place\b", re.IGNORECASE)
_WITH = re.compile(r"`(?:async )?with`|context manager", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may stand in a description.

    Attributes:
        text: With its full stop; empty for none.
        rank: What has the lower rank is told first of all, if there is not room for everything.
        follows: True for a sentence that is told only behind the one before it.
    """

    text: str
    rank: int
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Observed:
    """What the code does where its author says nothing.

    Attributes:
        opening: A sentence about its purpose; empty if the code does not tell.
        facts: Further sentences.
    """

    opening: str = ""
    facts: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    """What an author says of an object, what it is for, and what the code does where he says nothing."""

    docstring: Docstring
    purpose: str
    observed: Observed


def describe(
    block: CodeBlock, tree: ast.Module, project: Project, effects: Effects, observed: Observed = Observed()
) -> str:
    """Return one paragraph about a block.

    Args:
        block: The code.
        tree: Its syntax tree.
        project: Answers what other objects are.
        effects: What it raises and requests.
        observed: What it does, for a function or class of which its author says nothing.
    """
    if not isinstance(block, NamedBlock):
        return plain.snippet(tree)
    docstring = docstring_of(block, project)
    told = _purpose(block, docstring)
    words = _Words(docstring, told, observed)
    match block.shape.kind, tree.body:
        case "function", [ast.FunctionDef() | ast.AsyncFunctionDef() as function]:
            found = _of_function(block, function, effects, words, project)
        case "class", [*_, ast.ClassDef() as node]:
            found = [*_of_class(block, node, effects, words, project), *observed.facts]
        case "module", _:
            found = [Sentence(told or plain.module(block), 0), *_remarks(docstring, told, block.shape)]
        case _:
            told = told or elsewhere.of_alias(block, project)
            found = [Sentence(told or plain.value(block), 0), *_remarks(docstring, told, block.shape)]
            found.append(Sentence(plain.shown_value(block) if told else "", 3))
    return " ".join(_fitted([_deprecation(block.shape, docstring), *found]))


def is_told_by_author(block: CodeBlock, project: Project) -> bool:
    """Return whether the docstring of a block says in English what it is for.

    Args:
        block: The code.
        project: Answers what other objects are: the docstring may be that of an overridden method.
    """
    if not isinstance(block, NamedBlock) or block.shape.kind not in {"function", "class", "module"}:
        return True
    told = _purpose(block, docstring_of(block, project))
    return bool(told) and is_english(told)


def _purpose(block: NamedBlock, docstring: Docstring) -> str:
    """Return what an author says that an object is for, in its docstring or, of a package, in the README."""
    told = purpose(docstring, block.name, is_class=block.shape.kind == "class")
    if block.about and block.shape.kind == "module":
        # "The shop module." says less than any README.
        told = purpose(docstring, block.name, is_class=True)
    return told or elsewhere.of_readme(block)


def _fitted(found: Sequence[Sentence]) -> Iterator[str]:
    """Yield the sentences for which there is room, in their order."""
    room, left = _MOST_WORDS, _MOST_SENTENCES
    kept: set[int] = set()
    for number in sorted(range(len(found)), key=lambda number: found[number].rank):
        text = found[number].text
        words = len(text.split())
        is_cut_off = found[number].follows and number - 1 not in kept
        if 0 < len(text) <= _LONGEST and left and not is_cut_off and (words <= room or not kept):
            kept.add(number)
            room -= words
            left -= 1
    yield from (one.text for number, one in enumerate(found) if number in kept)


def _deprecation(shape: Shape, docstring: Docstring) -> Sentence:
    """Say first that an object is deprecated, with what its author says of it."""
    note = docstring.deprecated
    if note is not None and _is_about_all(note.text):
        since = f" since version {note.version}" if note.version[:1].isdigit() else ""
        reason = note.text
    elif "deprecated" in shape.labels:
        since, reason = "", next(filter(None, map(calling.deprecation_message, shape.decorators)), "")
    else:
        return Sentence("", 0)
    advice = plain.first_sentence(" ".join(text for text in sentences(reason) if not _ONLY_DEPRECATED.search(text)))
    return Sentence(f"Deprecated{since}{f': {decapitalised(advice)}' if advice else '.'}", 0)


def _is_about_all(text: str) -> bool:
    """Return whether the text of a deprecation is about the whole object, not about one of its parameters."""
    return not text or _ABOUT_ALL.match(text) is not None


# Functions.


def _of_function(
    block: NamedBlock, function: Function, effects: Effects, words: _Words, project: Project
) -> list[Sentence]:
    shape, docstring, told, observed = block.shape, words.docstring, words.purpose, words.observed
    opening = told or elsewhere.of_method(block, project) or calling.undocumented(block, function) or observed.opening
    outcomes = outcomes_of(function)
    parameters = shape.signature.parameters if shape.signature is not None else ()
    every = _remarks(docstring, told, shape)
    is_wrong = [claims.contradicts(one.text, shape, function, project) for one in every]
    remarks = list(_unrefuted(every, is_wrong))
    said = " ".join([opening, *(one.text for one in remarks)])
    raised = failures(docstring, outcomes, parameters)
    given = f"Returns {docstring.returns[0].text}" if docstring.returns else ""
    is_disputed = any(is_wrong) or claims.contradicts(given, shape, function, project)
    is_decorator = bool(docstring.summary) and gives_decorator(function, shape, project)
    result = "" if is_disputed or is_decorator else results.returned(block, function, docstring, outcomes, said)
    if not opening:
        opening, result = calling.taken(block, function, result)
    return [
        Sentence(opening, 0),
        *remarks,
        Sentence(calling.manner(shape, said, yields=bool(docstring.yields)), 1),
        Sentence(calling.registered(block), 1),
        Sentence(result, 3),
        Sentence("" if _IN_PLACE.search(said) else calling.changed(function), 2),
        Sentence("" if "request" in opening else _requested(effects), 2),
        Sentence(_raised(raised, "Raises", said), 2),
        Sentence(_warned(docstring), 4),
        *observed.facts,
    ]


def _unrefuted(remarks: Sequence[Sentence], is_wrong: Sequence[bool]) -> Iterator[Sentence]:
    """Yield sentences without those that the code refutes, and without what goes on about these."""
    is_cut_off = False
    for one, wrong in zip(remarks, is_wrong, strict=True):
        is_cut_off = wrong or (is_cut_off and one.follows)
        if not is_cut_off:
            yield one


def _remarks(docstring: Docstring, told: str, shape: Shape) -> list[Sentence]:
    """Return the author's further sentences; none of a connected text is told without the ones before it."""
    names = [one.name for one in shape.signature.parameters] if shape.signature is not None else []
    remarks = remarks_of(docstring, told, names) if told else []
    if not docstring.parameters and shape.kind in {"function", "class"}:
        remarks = list(_without_parameters(remarks, names))
    found = [Sentence(one.text, _rank(one), one.follows) for one in remarks]
    return found[:_MOST_REMARKS]


def _without_parameters(remarks: Sequence[Remark], names: Sequence[str]) -> Iterator[Remark]:
    """Yield sentences without those about one parameter: they stand with the call, unless another one leans on them."""
    for one, after in zip(remarks, [*remarks[1:], None], strict=False):
        name, _ = said_of(one.text.rstrip("."), names)
        if not name or (after is not None and leans(after.text)):
            yield one


def _rank(remark: Remark) -> int:
    if remark.rank != "late":
        return _RANKS[remark.rank]
    return 2 if remark.points >= 5 else 4 if remark.points >= 2 else 6


def _raised(raised: Sequence[tuple[str, str]], verb: str, said: str) -> str:
    """Return in one sentence what is raised and when, without what the author's sentences say already."""
    named = [(_last(name), when) for name, when in raised]
    parts = [f"`{name}` {when}" for name, when in named if name not in said][:_MOST_RAISED]
    return f"{verb} {listed(parts)}." if parts else ""


def _last(name: str) -> str:
    """Return the name of an exception without its module, unless only that says what it is (`socket.timeout`)."""
    last = name.rpartition(".")[2]
    return last if last[:1].isupper() else name


def _warned(docstring: Docstring) -> str:
    parts = [f"`{one.name}` {one.condition}" for one in docstring.warns if one.condition][:2]
    return f"Warns with {listed(parts)}." if parts else ""


def _requested(effects: Effects) -> str:
    """Return which HTTP requests are sent."""
    return f"Sends {listed(list(effects.requests))} requests." if effects.requests else ""


# Classes.


def _of_class(
    block: NamedBlock, node: ast.ClassDef, effects: Effects, words: _Words, project: Project
) -> list[Sentence]:
    docstring, told = words.docstring, words.purpose
    own, constructor = elsewhere.of_class(block, node, project) if not told else ("", Docstring())
    opening = told or own or words.observed.opening or classes.undocumented(block, project)
    remarks = _remarks(docstring if told else constructor, told or own, block.shape)
    documented = failures(docstring, (), ())
    author = " ".join([opening, *(one.text for one in remarks if one.rank <= _CERTAIN)])
    said = " ".join([opening, *(one.text for one in remarks), *(name for name, _ in documented)])
    return [
        Sentence(opening, 0),
        *remarks,
        Sentence(classes.marked(block.shape), 1),
        Sentence(classes.frozen(block.shape), 3),
        Sentence(classes.to_implement(block.shape), 1),
        Sentence("" if _WITH.search(said) else classes.to_use(block.shape, project), 1),
        Sentence(classes.called(block.shape), 3),
        Sentence("" if "request" in opening else _requested(effects), 2),
        Sentence(_raised(documented, "Raises", author), 2),
        Sentence(_raised_on_creation(block, node, said), 2),
        *_raised_by_methods(block, node, said),
    ]


def _raised_on_creation(block: NamedBlock, node: ast.ClassDef, said: str) -> str:
    """Return what creating an instance raises, and when."""
    constructor = constructor_of(node)
    if constructor is None or "exception" in block.shape.labels:
        return ""
    parameters = block.shape.signature.parameters if block.shape.signature is not None else ()
    return _raised(failures(Docstring(), outcomes_of(constructor), parameters), "Creating it raises", said)


def _raised_by_methods(block: NamedBlock, node: ast.ClassDef, said: str) -> Iterator[Sentence]:
    """Yield for each public method what it raises, and when; the sections of many methods say it themselves."""
    methods = list(public_methods(node))
    for method in methods if len(methods) <= _FEW_METHODS else ():
        shape = block.shape.member(method.name)
        parameters = shape.signature.parameters if shape is not None and shape.signature is not None else ()
        raised = failures(Docstring(), outcomes_of(method), parameters)
        yield Sentence(_raised(raised, f"`{method.name}` raises", said), 3)
