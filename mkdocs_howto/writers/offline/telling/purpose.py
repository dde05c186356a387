"""Describe code of which its author says nothing usable: what it is for, and what changes how it is used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mkdocs_howto.effects import dotted
from mkdocs_howto.facts.purpose import purpose, third_person
from mkdocs_howto.section import CodeBlock
from mkdocs_howto.syntax import last_name, unparsed, walk
from mkdocs_howto.writers.offline.describing import classes
from mkdocs_howto.writers.offline.describing.description import Observed, Sentence
from mkdocs_howto.writers.offline.telling import authors, bases, needs, tables
from mkdocs_howto.writers.offline.telling.arrange import arranged
from mkdocs_howto.writers.offline.telling.functions import Teller
from mkdocs_howto.writers.offline.telling.modules import is_bare, meant_stages, run_stages
from mkdocs_howto.writers.offline.telling.names import action_of, gerund_of, phrase_of, words_of
from mkdocs_howto.writers.offline.telling.options import option_names
from mkdocs_howto.writers.offline.telling.parts import Parts, Unit, is_stub, parts_of, signature_of
from mkdocs_howto.writers.offline.telling.services import methods_on_class
from mkdocs_howto.writers.offline.telling.stages import ASKED, NEEDED, OTHERWISE, RANKS, REASONED, Stage, walk_stages
from mkdocs_howto.writers.offline.telling.terms import GUESSED
from mkdocs_howto.writers.offline.telling.testing import fixtures_of, purpose_of_tests
from mkdocs_howto.writers.offline.telling.triggers import trigger_of
from mkdocs_howto.writers.offline.trees import Function, without_docstring, yields
from mkdocs_howto.writers.offline.verbs import EMPTY_VERBS, GIVING_VERBS, VERBS
from mkdocs_howto.writers.offline.words import capital, counted, listed, with_article

_MOST_WORDS = 90
_LONGEST = 500
"""Characters of a sentence that a reader bears."""
_PLAIN_BASES = frozenset({"object", "ABC", "abc.ABC", "Generic", "typing.Generic", "Protocol", "typing.Protocol"})
_MOST_SENTENCES = 5
_MOST_NAMED = 6
_FEW = 3
_MOST_PHRASES = 4
_RUNS = "Importing it runs it."
_FOR = re.compile(r"(?:an? |the )?(?:\w+ )?class (?:for|of) (?P<verb>\w+ing) (?P<rest>.+)", re.IGNORECASE)
_MAKING = GIVING_VERBS - {"convert", "format", "render", "parse", "read", "load"}
_PAIRS = (("source", "target"), ("from", "to"), ("old", "new"), ("src", "dst"))
_LONGEST_PHRASE = 14
_LONGEST_SENTENCE = 30
_BOTS = {
    "telebot": "Telegram",
    "aiogram": "Telegram",
    "telegram": "Telegram",
    "discord": "Discord",
    "slack_bolt": "Slack",
}
_SMALL = frozenset({"a", "an", "the", "to", "from", "of", "in", "and", "it", "for"})
_LONG_SAID = 45
"""Words of an author's text that needs no further sentence."""
_OUTER = frozenset({"request", "file", "process", "ask", "database", "yield", "exit"})
_ALSO = re.compile(r"^((?:and|or)) (\w+) ")
_OPEN = re.compile(r"\b(?:from|to|of|for|with|in|by|and|or|the|an?)\.?$")
"""How a sentence ends that its author broke off."""
_SYNOPSIS = re.compile(r":synopsis:[ \t]*(?P<text>\S.*)")
_TO = re.compile(
    r"(?:module|script|functions?|class(?:es)?|utilit(?:y|ies)) (?:to|for|that) (?P<rest>.+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence that may stand in a description.

    Attributes:
        text: With its full stop; empty for none.
        rank: What has the lower rank is kept first, if there is not room for everything.
    """

    text: str
    rank: int


def description_of(teller: Teller, tree: ast.Module, said: str = "") -> str:
    """Return the description of a block of which its author says little or nothing.

    Args:
        teller: Makes the stages of its functions.
        tree: Its syntax tree.
        said: What the author says of a file.

    Returns:
        An empty text if the purpose cannot be said.
    """
    block = teller.block
    match block.shape.kind, tree.body:
        case "function", [ast.FunctionDef() | ast.AsyncFunctionDef() as node]:
            found = _of_function(teller, node)
        case "class", [*_, ast.ClassDef() as node]:
            found = _of_class(teller, node)
        case _:
            found = _of_file(teller, block, tree, said)
    return " ".join(_fitted(found)).replace(GUESSED, "") if found[0].text else ""


def observed_in(teller: Teller, tree: ast.Module) -> Observed:
    """Return what a function or class does of which its author says nothing.

    Args:
        teller: Makes its stages.
        tree: Its syntax tree.
    """
    match tree.body:
        case [ast.FunctionDef() | ast.AsyncFunctionDef() as node]:
            stages = [one for one in walk_stages(arranged(teller.stages(node))) if not one.steps]
            opening = _strongest([one for one in stages if one.kind in _OUTER - {"exit"}])
            facts = [
                Fact(_swallowed(stages) if needs.keeps_errors(node) else "", 1),
                Fact(needs.needed_of(node), 2),
                Fact("" if "abstract" in teller.block.shape.labels else _unused(node), 3),
            ]
            return Observed(_sentence(opening).replace(GUESSED, ""), _as_sentences(facts))
        case [*_, ast.ClassDef() as node]:
            return Observed(_service_purpose(teller, node), _as_sentences(_facts_of_service(teller, node)))
    return Observed()


def _as_sentences(facts: Iterable[Fact]) -> tuple[Sentence, ...]:
    return tuple(Sentence(one.text.replace(GUESSED, ""), one.rank) for one in facts)


def _fitted(found: Sequence[Fact]) -> Iterator[str]:
    """Yield the sentences for which there is room, in their order, no sentence twice."""
    room, left = _MOST_WORDS, _MOST_SENTENCES
    kept: dict[int, str] = {}
    for number in sorted(range(len(found)), key=lambda number: found[number].rank):
        text, words = found[number].text, len(found[number].text.split())
        is_new = 0 < len(text) <= _LONGEST and text not in kept.values()
        if is_new and left and (words <= room or not kept):
            kept[number] = text
            room -= words
            left -= 1
    yield from (kept[number] for number in sorted(kept))


# Functions.


def _of_function(teller: Teller, node: Function) -> list[Fact]:
    return [Fact(_sentence(_does(teller, node)), 0), *_facts_of(teller, node)]


def _does(teller: Teller, node: Function) -> str:
    """Return what a function does as a verb phrase: its author's, its name's with its means, or its effects."""
    docstring = authors.docstring_of(ast.get_docstring(node))
    if told := authors.phrase(docstring, node.name):
        return told
    if (options := option_names(node.body)) and not trigger_of(node):
        shown = [f"`{name}`" for name in options[:_MOST_NAMED]] + ["others"] * (len(options) > _MOST_NAMED)
        return f"builds the command line, with the option{'s' * (len(shown) > 1)} {listed(shown)}"
    if is_stub(node) and not is_bare(node) and (given := authors.result(docstring)):
        return f"returns {given}"
    if is_bare(node):
        return "is a placeholder that does nothing"
    if (constant := _only_constant(node)) is not None:
        return f"is a placeholder that does nothing and returns `{constant}`"
    stages = [one for one in walk_stages(arranged(teller.stages(node))) if not one.steps]
    words = " ".join(words_of(node.name))
    is_noun = words.replace(" ", "").isalpha() and not set(words.split()) & (VERBS | {"is", "has", "to", "from"})
    made = next((one.action.replace(GUESSED, "") for one in stages if one.kind == "return" and one.objects), "")
    named = f"returns {with_article(words)}" if is_noun and any(one.kind == "return" for one in stages) else ""
    return _by_name(teller, node) or _strongest(stages) or _ending(stages) or made or named


def _by_name(teller: Teller, node: Function) -> str:
    """Return what a function does as its name says it, with its means."""
    name = phrase_of(node.name) or action_of(node.name) or _of_verb(node)
    if not name:
        return ""
    means = _means([one for one in walk_stages(teller.stages(node)) if not one.steps])
    return f"{name}{means}{', recursively' if _calls_itself(node) else ''}"


def _in_words(teller: Teller, node: Function) -> str:
    """Return what a function does in its author's words or those of its name."""
    docstring = authors.docstring_of(ast.get_docstring(node))
    return authors.phrase(docstring, node.name) or _by_name(teller, node)


def _only_constant(node: Function) -> str | None:
    """Return the constant that is all that a function without parameters gives, as code."""
    match without_docstring(node.body):
        case [*others, ast.Return(value=ast.Constant(value=value))] if all(_is_nothing(one) for one in others):
            return repr(value) if not node.args.args else None
    return None


def _is_nothing(node: ast.stmt) -> bool:
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _of_verb(node: Function) -> str:
    """Return the phrase of a name that is only a verb, with the parameters that it is about."""
    names = [one.arg for one in node.args.args if one.arg not in {"self", "cls"}]
    words = words_of(node.name.strip("_"))
    if (
        len(words) != 1
        or words[0] not in VERBS - EMPTY_VERBS - _MAKING
        or not names
        or words[0] in {"run", "start", "call"}
    ):
        return ""
    pairs = [(one, two) for one, two in _PAIRS if {one, two} <= {name.partition("_")[0] for name in names}]
    ends = [name for one, two in pairs for name in names if name.partition("_")[0] in {one, two}]
    others = [name for name in names if name not in ends]
    told = f"{third_person(words[0])} `{others[0]}`" if others else ""
    return f"{told} from `{ends[0]}` to `{ends[1]}`" if told and len(ends) == 2 else told


def _calls_itself(node: Function) -> bool:
    return any(isinstance(one, ast.Call) and last_name(one.func) == node.name for one in walk(node))


def _means(stages: Sequence[Stage]) -> str:
    """Return with what a function does what its name says: a model, a service, a page, a file."""
    plain = [one for one in stages if not _is_vague(one)]
    models = list(dict.fromkeys(one.names[0] for one in plain if one.verb == ASKED))
    if models:
        return _with_models(models)
    for stage in reversed(plain):
        if stage.kind == "request" and any(stage.names):
            return f" by a request to `{stage.names[0]}`"
        if stage.verb == "opens" and stage.objects:
            return f" at {stage.objects[0]}"
    return ""


def _with_models(models: Sequence[str]) -> str:
    names = [f"`{name}`" for name in models if name]
    return (
        f" with the {'model' if len(names) == 1 else 'models'} {listed(names)}" if names else " with a language model"
    )


def _strongest(stages: Sequence[Stage]) -> str:
    """Return the strongest effect, with what is yielded or returned if that is known."""
    plain = [one for one in stages if not _is_vague(one)]
    outer = [one for one in plain if one.kind in _OUTER - {"yield", "exit"}]
    ending = next((one.action for one in plain if one.kind == "yield"), "")
    if not outer:
        calls = [one.action for one in plain if one.kind in {"call", "change", "print"} and not one.condition]
        return (
            listed(list(dict.fromkeys([*calls[:2], ending]))[:2])
            if calls and ending
            else ending or listed(calls[:2] or [""])
        )
    best = max(outer, key=lambda one: RANKS[one.kind])
    return f"{best.action} and {ending}" if ending else best.action


def _ending(stages: Sequence[Stage]) -> str:
    plain = [one.action for one in stages if one.kind == "return" and one.names != ("None",) and not _is_vague(one)]
    is_always = all(not one.condition for one in stages if one.kind == "return")
    return plain[0] if is_always and len(set(plain)) == 1 and plain[0] != "returns the result" else ""


def _is_vague(stage: Stage) -> bool:
    return GUESSED in f"{stage.action}{stage.condition}{stage.loop}" or stage.condition == NEEDED


def _facts_of(teller: Teller, node: Function) -> Iterator[Fact]:
    """Yield what changes how a function is called."""
    stages = list(walk_stages(teller.stages(node)))
    labels = {unparsed(one) for one in node.decorator_list}
    yield Fact(_call_form(node, labels), 2)
    yield Fact(_nothing_back(stages), 1)
    yield Fact(_refused(stages), 2)
    yield Fact(_swallowed(stages) if needs.keeps_errors(node) else "", 1)
    yield Fact(needs.needed_of(node), 2)
    yield Fact(_unused(node), 3)


def _call_form(node: Function, labels: set[str]) -> str:
    is_async = isinstance(node, ast.AsyncFunctionDef)
    if trigger_of(node):
        return ""
    owner = "It is called on the class" if labels & {"staticmethod", "classmethod"} else "It"
    if is_async and yields(node):
        return f"{owner}{' and' if owner != 'It' else ''} is iterated over with `async for`."
    if is_async:
        return f"{owner}{' and' if owner != 'It' else ''} is a coroutine: await it."
    return f"{owner}." if owner != "It" else ""


def _nothing_back(stages: Sequence[Stage]) -> str:
    """Return when a function gives `None` instead of a result, if all of it can be said."""
    nothing = [one for one in stages if one.names == ("None",) and one.kind == "return"]
    conditions = list(dict.fromkeys(one.condition for one in nothing))
    others = [one for one in stages if one.kind == "return" and one.names != ("None",)]
    is_clear = all(one not in {"", NEEDED, OTHERWISE} and "the result" not in one for one in conditions)
    if not nothing or not others or not is_clear or len(conditions) > 2:
        return ""
    return f"Returns `None` if {' or if '.join(conditions)}."


def _refused(stages: Sequence[Stage]) -> str:
    """Return what a function raises and when, as far as a caller can decide it."""
    clear = [one for one in stages if one.kind == "raise" and one.condition not in {"", NEEDED, OTHERWISE}]
    clear = [one for one in clear if not _is_vague(one) and not one.condition.endswith(" occurs") and one.names[0]]
    return f"It {listed([f'{one.action} if {one.condition}' for one in clear[:2]])}." if clear else ""


def _swallowed(stages: Sequence[Stage]) -> str:
    """Return what becomes of errors that a function keeps to itself."""
    caught = [one for one in stages if one.kind == "catch" and "raises the error again" not in one.action]
    broad = [one for one in caught if set(one.names) & {"", "Exception", "BaseException"}]
    if not broad:
        return ""
    logs = any(one.action.startswith("logs the error") for one in broad)
    returned = {one.action.partition("returns ")[2] for one in broad} - {""}
    told = "Errors are logged, not raised" if logs else "Errors are not raised"
    return f"{told}; the result is then {returned.pop()}." if len(returned) == 1 else f"{told}."


def _unused(node: Function) -> str:
    """Return the parameters that a function takes and never reads."""
    unread = needs.unread_parameters(node)
    if not unread or is_stub(node):
        return ""
    names = listed([f"`{name}`" for name in unread])
    return f"{names} {'is' if len(unread) == 1 else 'are'} accepted but not used."


# Classes.


def _of_class(teller: Teller, node: ast.ClassDef) -> list[Fact]:
    docstring = authors.docstring_of(ast.get_docstring(node))
    told = purpose(docstring, node.name) if docstring.summary else ""
    opening = told or _service_purpose(teller, node) or _class_purpose(teller, node)
    mark = classes.marked(teller.block.shape)
    return [Fact(opening, 0), Fact(mark, 1), *_facts_of_class(node), *_facts_of_service(teller, node)]


def _service_purpose(teller: Teller, node: ast.ClassDef) -> str:
    """Return what a class does that asks a service and is used without an instance."""
    methods = methods_on_class(node)
    stages = [stage for one in methods for stage in walk_stages(teller.stages(one))]
    sent = [one for one in stages if one.kind == "request"]
    found = list(dict.fromkeys(name for one in sent for name in one.names if "://" in name))
    if not 0 < len(found) <= _FEW:
        return ""
    streams = [one for one in methods if yields(one)]
    gives = " and yields the answer" if streams else ""
    places = listed([f"`{one}`" for one in found])
    return f"Sends {'a request' if len(sent) == 1 else 'requests'} to {places}{gives}."


def _facts_of_service(teller: Teller, node: ast.ClassDef) -> Iterator[Fact]:
    """Yield what a class that is used without an instance refuses, does not use, or keeps to itself."""
    methods = methods_on_class(node)
    stages = [stage for one in methods for stage in walk_stages(teller.stages(one))]
    caught = [one for one in stages if one.kind == "catch" and set(one.names) & {"", "Exception", "BaseException"}]
    if any(one.action.startswith("yields ") for one in caught):
        yield Fact("Errors of its requests are not raised: their text is yielded like an answer.", 1)
    unread = [name for one in methods if yields(one) for name in needs.unread_parameters(one)]
    if unread and len(unread) <= _FEW:
        names = listed([f"`{name}`" for name in unread])
        yield Fact(f"{names} {'is' if len(unread) == 1 else 'are'} accepted but not used.", 3)
    refused = [one.action for one in stages if one.kind == "raise" and one.verb == REASONED]
    if len(refused) == 1:
        yield Fact(_sentence(refused[0]), 3)


def _class_purpose(teller: Teller, node: ast.ClassDef) -> str:
    """Return what a class without a usable docstring is for."""
    words = " ".join(words_of(node.name))
    if names := tables.constants_of_class(node):
        kind = "members" if tables.is_enum(node) else "constants"
        shown = listed([f"`{name}`" for name, _ in names[:2]])
        such = f", such as {shown}" if len(names) > _FEW else ""
        return f"`{node.name}` holds {len(names)} {kind} for the {words}{such}."
    if fields := tables.declared(node):
        shown_ = [f"`{name}`" for name, _ in fields]
        by = f"its {listed(shown_)}" if len(shown_) <= _FEW else counted(len(fields), "declared attribute")
        return f"`{node.name}` describes {with_article(words)} by {by}."
    methods = [one for one in node.body if isinstance(one, Function) and not one.name.startswith("_")]
    base = _base_of(node)
    if base:
        path = teller.objects.names.get(base, base)
        shape = teller.objects.shape(path)
        said = authors.phrase(authors.docstring_of(shape.summary), shape.name) if shape is not None else ""
        short = path.rpartition(".")[2]
        is_told = said and len(said) < 90 and not said.startswith(("is ", "gives ")) and short != node.name
        said = f" `{short}` {said}." if is_told else ""
        init = next((one for one in node.body if isinstance(one, Function) and one.name == "__init__"), None)
        fixed = [
            name for stage in (teller.stages(init) if init else ()) if stage.kind == "fact" for name in stage.names
        ]
        taken = [one.name for one in signature_of(init, is_bound=True).parameters] if init is not None else []
        taken = [f"`{name}`" for name in taken if name not in {"args", "kwargs"}][:_MOST_NAMED]
        own = _adding(methods) or (f"a constructor that takes {listed(taken)}" if taken else "")
        asked = _asked(teller, methods)
        name = path.rpartition(".")[2]
        kind = f"`{path}`" if name == node.name or (shape is None and "." in path) else f"`{name}`"
        places = [f"`{one}`" for one in bases.places_of(node, path, teller.project)]
        made = f" With it, the base class uses {listed(places)}." if 0 < len(places) <= _FEW else ""
        if fixed:
            own = f" It has {own}." if methods else f" Creating it takes {listed(taken)}." if taken else ""
            return f"`{node.name}` is the {kind} with {listed(fixed)}{asked}.{made}{own}{said}"
        return f"`{node.name}` is {with_article(kind)}{f' with {own}' if own else ''}{asked}.{said}"
    return _of_methods(teller, node, methods)


def _base_of(node: ast.ClassDef) -> str:
    """Return the first base of a class that has a name and says something; empty if there is none."""
    names = [dotted(one.value if isinstance(one, ast.Subscript) else one) for one in node.bases]
    return next((name for name in names if name and name not in _PLAIN_BASES and not name.startswith("_")), "")


def _asked(teller: Teller, methods: Sequence[Function]) -> str:
    """Return to which addresses the methods of a class send requests."""
    stages = [stage for one in methods for stage in walk_stages(teller.stages(one)) if stage.kind == "request"]
    found = list(dict.fromkeys(name for stage in stages for name in stage.names if "://" in name))
    return f"; it sends requests to {listed([f'`{one}`' for one in found])}" if 0 < len(found) <= _FEW else ""


def _of_methods(teller: Teller, node: ast.ClassDef, methods: Sequence[Function]) -> str:
    """Return what the methods of a class do, as a sentence about the class."""
    phrases = [
        told
        for one in methods
        if (told := phrase_of(one.name) or authors.phrase(authors.docstring_of(ast.get_docstring(one)), one.name))
        and len(told) < 70
    ]
    stages = [stage for one in methods for stage in walk_stages(teller.stages(one))]
    if phrases and 2 * len(phrases) >= len(methods):
        shown = phrases[:_MOST_PHRASES]
        means = _means(stages)
        asks = all(any(one.verb == ASKED for one in walk_stages(teller.stages(method))) for method in methods)
        means = means if asks else _asked(teller, methods)
        return f"`{node.name}` {listed(shown)}{means}."
    names = [f"`{one.name}`" for one in methods[:_MOST_NAMED]]
    if found := [f"`{node.name}.{one.name}` {effect}" for one in methods if (effect := _strongest_of(teller, one))]:
        return _together(found[:_FEW])
    if not names:
        init = next((one for one in node.body if isinstance(one, Function) and one.name == "__init__"), None)
        kept = [one for one in (teller.stages(init) if init else ()) if one.kind == "store" and "`/" in one.action]
        return f"`{node.name}` {kept[0].action}." if kept and not _is_vague(kept[0]) else ""
    return f"`{node.name}` has the {'method' if len(names) == 1 else 'methods'} {listed(names)}."


def _adding(methods: Sequence[Function]) -> str:
    if not methods:
        return ""
    names = [f"`{one.name}`" for one in methods[:_MOST_NAMED]]
    return f"its own {listed(names) if len(methods) <= _MOST_NAMED else ', '.join(names) + ' and others'}"


def _facts_of_class(node: ast.ClassDef) -> Iterator[Fact]:
    methods = [one for one in node.body if isinstance(one, Function) and not one.name.startswith("_")]
    on_class = [one for one in methods if {unparsed(x) for x in one.decorator_list} & {"staticmethod", "classmethod"}]
    if methods and len(on_class) == len(methods):
        subject = "Its method is" if len(methods) == 1 else "Its methods are"
        yield Fact(f"{subject} called on the class.", 2)
    streams = [f"`{one.name}`" for one in methods if isinstance(one, ast.AsyncFunctionDef) and yields(one)]
    if streams:
        yield Fact(f"Iterate over {listed(streams)} with `async for`.", 2)
    if unset := needs.unset_of(node):
        names = listed([f"`{name}`" for name in unset])
        verb = "is" if len(unset) == 1 else "are"
        yield Fact(
            f"It is a template: {names} {verb} `None` until a subclass sets {'it' if len(unset) == 1 else 'them'}.", 1
        )
    awaited = [f"`{one.name}`" for one in methods if isinstance(one, ast.AsyncFunctionDef) and not yields(one)]
    if awaited:
        shown = listed(awaited) if len(awaited) <= _FEW else counted(len(awaited), "method")
        are, them = ("is a coroutine", "it") if len(awaited) == 1 else ("are coroutines", "them")
        yield Fact(f"{shown} {are}: await {them}.", 2)


# Files.


def _of_file(teller: Teller, block: CodeBlock, tree: ast.Module, said: str) -> list[Fact]:
    parts = parts_of(tree)
    told = said or _file_purpose(teller, block, tree, parts)
    found = [Fact(told, 0), Fact(_offered(teller, parts, said), 1)]
    if parts.is_test:
        fixtures = [f"`{name}`" for name in fixtures_of(parts)]
        if fixtures:
            plural = "fixtures" if len(fixtures) > 1 else "fixture"
            found.append(
                Fact(f"It asks for the {plural} {listed(fixtures[:_FEW])}, which this file does not define.", 2)
            )
    elif len(own := [unit for unit in parts.units if unit is not parts.main or len(parts.units) == 1]) == 1:
        found += _facts_of_class(own[0]) if isinstance(own[0], ast.ClassDef) else _facts_of(teller, own[0])
    elif not parts.units and len(parts.private) == 1:
        found += [fact for fact in _facts_of(teller, parts.private[0]) if len(parts.private[0].body) > 1]
    found.append(Fact(_on_import(teller, parts), 1))
    found.append(Fact(needs.packages(tree), 2))
    found.append(Fact(needs.keys(tree), 1))
    faults = list(needs.undefined_names(tree))
    if any(text.startswith("Importing") for text in faults):
        found = [one for one in found if one.text != _RUNS]
    return [*found, Fact(_keeping(teller, parts), 2), *(Fact(text, 1) for text in faults)]


def _offered(teller: Teller, parts: Parts, said: str) -> str:
    """Return what the classes and functions of a file do, where its author only says what it is for as a whole."""
    units = [one for one in parts.units if one is not parts.main and not trigger_of(one)]
    units = [one for one in units if not (isinstance(one, ast.ClassDef) and _is_error(one))]
    if parts.is_test or not said or len(said.split()) > _LONG_SAID or any(f"`{one.name}`" in said for one in units):
        return ""
    functions = [one for one in units if isinstance(one, Function)]
    if len(functions) == len(units) and (family := _family(teller, functions)):
        return family
    known = set(said.lower().replace(".", "").split())
    told = _sentences(teller, units)[:_FEW]
    is_new = any(len(set(one.lower().split()[2:]) - known - _SMALL) > 1 for one in told)
    return _together(told) if is_new else ""


def _sentences(teller: Teller, units: Sequence[Unit]) -> list[str]:
    """Return a sentence about each class and function of which one is known, without its full stop."""
    told: list[str] = []
    for one in units:
        if isinstance(one, ast.ClassDef):
            docstring = authors.docstring_of(ast.get_docstring(one))
            phrase = authors.phrase(docstring, one.name)
            noun = (purpose(docstring, one.name) or docstring.summary).rstrip(".") if not phrase else ""
            if (found := _FOR.match(noun)) and (verb := gerund_of(found["verb"])):
                noun, phrase = "", f"{verb} {found['rest']}"
            noun = f"`{one.name}`: {noun[:1].lower()}{noun[1:]}" if noun and noun.split()[0] != one.name else ""
            sentence = f"`{one.name}` {phrase}" if phrase else noun or _class_purpose(teller, one).rstrip(".")
        else:
            phrase = _short(_effect(teller, one) or _does(teller, one)) if not is_bare(one) else ""
            sentence = f"`{one.name}` {phrase}" if phrase else ""
        if sentence and len(sentence.split()) < _LONGEST_SENTENCE and GUESSED not in sentence:
            told.append(sentence)
    return told


def _effect(teller: Teller, node: Function) -> str:
    """Return what a function does outside or gives, where its name is all that its author says of it."""
    named = _in_words(teller, node)
    if (
        set(named.split())
        - {"a", "an", "the", "returns"}
        - {third_person(one) for one in words_of(node.name)}
        - set(words_of(node.name))
    ):
        return ""
    stages = [one for one in walk_stages(arranged(teller.stages(node))) if not one.steps]
    told = list(filter(None, dict.fromkeys([_strongest(stages), _ending(stages)])))
    return listed(told) if "`" in " ".join(told) else ""


def _strongest_of(teller: Teller, node: Function) -> str:
    """Return the strongest outside effect of a function; empty if it has none."""
    stages = [one for one in walk_stages(arranged(teller.stages(node))) if not one.steps]
    is_outer = any(one.kind in _OUTER - {"yield"} for one in stages) and not node.decorator_list
    return _strongest(stages) if is_outer else ""


def _together(told: Sequence[str]) -> str:
    """Return as many of some clauses as a sentence has room for."""
    number = len(told)
    while number > 1 and len("; ".join(told[:number]).split()) > _LONG_SAID:
        number -= 1
    return f"{'; '.join(told[:number])}." if told else ""


def _keeping(teller: Teller, parts: Parts) -> str:
    """Return which of several functions keep errors to themselves."""
    functions = [
        one for one in parts.functions if needs.keeps_errors(one) and _swallowed(list(walk_stages(teller.stages(one))))
    ]
    if len(functions) < 2 or parts.is_test:
        return ""
    names = [f"`{one.name}`" for one in functions]
    shown = listed(names) if len(names) <= _FEW else f"{len(names)} of its functions"
    return f"Errors are not raised by {shown}."


def _file_purpose(teller: Teller, block: CodeBlock, tree: ast.Module, parts: Parts) -> str:
    """Return what a file is for."""
    if parts.is_test:
        return purpose_of_tests(tree, parts)
    runs = meant_stages(teller, parts)
    if parts.main is not None and (told := _of_texts(parts, block)):
        return told
    is_hook = any(trigger_of(one) and not _in_words(teller, one) for one in parts.functions)
    if len(parts.units) == 1 and not runs and not is_hook:
        told = _of_unit(teller, parts.units[0])
        if told:
            return told
    if told := _of_texts(parts, block):
        return told
    if not parts.units:
        guarded = arranged(teller.statements(ast.Module([*parts.guard], []), parts.guard)) if parts.guard else ()
        return _of_script(runs or guarded, block, is_guarded=not runs) or _of_private(teller, parts) or _of_data(parts)
    if trigger := [unit for unit in parts.units if trigger_of(unit)]:
        return _of_handlers(trigger, tree, teller)
    if parts.main is not None and (commands := _commands(parts.main)):
        return f"A command line that understands {listed(commands)}."
    own = [unit for unit in parts.units if unit is not parts.main]
    if any(one.kind == "request" for one in walk_stages(runs)):
        return f"{_of_script(runs, block)} {_together(_sentences(teller, own)[:_FEW])}".strip()
    if len(own) == 1 and runs and isinstance(own[0], Function) and not _in_words(teller, own[0]):
        return _of_script(runs, block)
    if len(own) == 1:
        return _of_unit(teller, own[0]) or _of_script(runs, block) or f"Defines {_names(own)}."
    return _of_units(teller, parts) or f"Defines {_names(parts.units)}."


def _of_texts(parts: Parts, block: CodeBlock) -> str:
    """Return the author's sentence about the file."""
    for text in parts.texts:
        synopsis = _SYNOPSIS.search(text)
        for candidate in (synopsis["text"] if synopsis else "", text):
            docstring = authors.docstring_of(candidate)
            told = purpose(docstring, block.shape.name) if docstring.summary and not docstring.summary.isupper() else ""
            found = _TO.match(told)
            told = found["rest"] if found else told
            first = told.partition(" ")[0]
            if told and authors.verb_of(first) and len(told) < 200 and not _OPEN.search(told):
                rest = _ALSO.sub(
                    lambda also: f"{also[1]} {authors.verb_of(also[2]) or also[2]} ", told.partition(" ")[2]
                )
                return _sentence(f"{authors.verb_of(first)} {rest}")
    return ""


def _of_unit(teller: Teller, unit: Unit) -> str:
    if isinstance(unit, ast.ClassDef):
        docstring = authors.docstring_of(ast.get_docstring(unit))
        return (purpose(docstring, unit.name) if docstring.summary else "") or _class_purpose(teller, unit)
    return _sentence(_does(teller, unit))


def _of_units(teller: Teller, parts: Parts) -> str:
    """Return what the functions and classes of a file do."""
    holders = [one for one in parts.classes if tables.constants_of_class(one) or tables.declared(one)]
    if len(holders) == len(parts.units):
        return f"Holds constants for {listed([' '.join(words_of(one.name)) for one in holders[:_MOST_NAMED]])}."
    errors = [one for one in parts.classes if _is_error(one)]
    if len(errors) == len(parts.units):
        return f"Defines {counted(len(errors), 'exception')}: {_names(errors)}."
    functions = [one for one in parts.functions if one is not parts.main]
    classes = [one for one in parts.classes if one not in holders and not _is_error(one)]
    if not functions and len(classes) > _FEW:
        kind = "data models" if all(_is_model(one) for one in classes) else "the classes"
        return f"Defines {kind} {_names(classes)}."
    if len(functions) > 1 and (family := _family(teller, functions)):
        return " ".join(filter(None, [family, _together(_sentences(teller, classes))]))
    told = _sentences(teller, [*classes, *functions])[:_MOST_PHRASES]
    return _together(told) or f"Defines {_names(parts.units)}."


def _is_model(node: ast.ClassDef) -> bool:
    return any(isinstance(one, ast.AnnAssign) for one in node.body) or any(
        "Model" in unparsed(base) for base in node.bases
    )


def _family(teller: Teller, functions: Sequence[Function]) -> str:
    """Return what functions have in common that all end alike: "Each of its 4 functions returns a `Person`"."""
    endings = {_ending([one for one in arranged(teller.stages(node)) if not one.steps]) for node in functions}
    if len(endings) != 1 or not (ending := endings.pop()) or len(functions) < _FEW:
        return ""
    return f"Each of its {len(functions)} functions {ending}: {_names(functions)}."


def _short(phrase: str) -> str:
    """Return a phrase without what follows its first clause; empty if it is too long to stand in a list."""
    if len(phrase.split()) <= _LONGEST_PHRASE and ":" not in phrase:
        return phrase
    plain = re.split(r" \(|, | and returns |: |; ", phrase, maxsplit=1)[0]
    return plain if _FEW < len(plain.split()) <= _LONGEST_PHRASE else ""


def _names(units: Sequence[Unit]) -> str:
    names = [f"`{unit.name}`" for unit in units]
    return listed(names) if len(names) <= _MOST_NAMED else f"{', '.join(names[:_MOST_NAMED])} and others"


def _is_error(node: ast.ClassDef) -> bool:
    return node.name.endswith(("Error", "Exception")) and bool(node.bases)


def _of_handlers(units: Sequence[Unit], tree: ast.Module, teller: Teller) -> str:
    """Return what a file of routes, commands or message handlers answers."""
    triggers = [trigger_of(unit, teller.prefixes) for unit in units]
    routes = [one for one in triggers if "/" in one and one.startswith("`")]
    if all(unit.name.startswith("pytest_") for unit in units):
        options = [f"`{name}`" for name in option_names(tree.body)]
        adds = f"; its command line gets the options {listed(options)}" if options else ""
        return f"Configures pytest by {_names(units)}{adds}."
    made = {last_name(one.func) for one in walk(tree) if isinstance(one, ast.Call)}
    kind = next((one for one in ("FastAPI", "Flask", "APIRouter", "Blueprint") if one in made), "")
    head = (
        f"A {kind} {'application' if kind in {'FastAPI', 'Flask'} else 'part of an application'}"
        if kind
        else "Part of a web application"
    )
    if len(routes) == len(triggers):
        shown = listed(routes) if len(routes) <= _MOST_NAMED else counted(len(routes), "route")
        return f"{head} that answers {shown}."
    imported = {name.partition(".")[0] for name in teller.objects.names.values()}
    if service := next((told for name, told in _BOTS.items() if name in imported), ""):
        return f"A {service} bot that answers {listed([one[:1].lower() + one[1:] for one in triggers[:_MOST_NAMED]])}."
    return f"Handles {listed([one[:1].lower() + one[1:] for one in triggers[:_MOST_NAMED]])}."


def _of_script(stages: Sequence[Stage], block: CodeBlock, *, is_guarded: bool = False) -> str:
    """Return what a script does: its outside effects, else what it creates and calls."""
    stages = [one for one in stages if one.names != ("NameError",)]
    plain = [one for one in walk_stages(stages) if not one.steps and not _is_vague(one)]
    kind = "An experimental script" if "experiments" in block.file else "A script"
    if not plain:
        return f"{kind} that runs when it is imported." if stages else ""
    outer = [one.action for one in plain if one.kind in _OUTER - {"exit"}]
    calls = [one.action for one in plain if one.kind == "call" and one.verb]
    chosen = list(dict.fromkeys(outer[-2:] or calls[:_FEW] or [plain[0].action, plain[-1].action]))
    return f"{kind} that {listed(chosen)}{'; importing it runs nothing' if is_guarded else ''}."


def _commands(node: Function) -> list[str]:
    """Return the texts with which a function compares what the user types, if there are several."""
    found: dict[str, dict[str, None]] = {}
    if not any(isinstance(one, ast.Call) and last_name(one.func) == "input" for one in walk(node)):
        return []
    for one in walk(node):
        match one:
            case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[ast.Constant(value=str(text))]):
                found.setdefault(name, {})[f"`{text}`"] = None
    most = max(found.values(), key=len, default={})
    return list(most) if len(most) > _FEW else []


def _of_private(teller: Teller, parts: Parts) -> str:
    if len(parts.private) != 1:
        return (
            f"Defines {counted(len(parts.private), 'private function')} for its own package." if parts.private else ""
        )
    (node,) = parts.private
    if is_stub(node) or all(isinstance(one, ast.Return) and one.value is None for one in node.body):
        return "A template: its only function is private, does nothing and returns `None`."
    stages = [one for one in walk_stages(arranged(teller.stages(node))) if not one.steps]
    return _sentence(_by_name(teller, node) or _strongest(stages) or "defines one private function for its own package")


def _of_data(parts: Parts) -> str:
    if not parts.data:
        return "A file without code: importing it defines nothing and does nothing."
    name, value = parts.data[0]
    if len(parts.data) == 1 and isinstance(value, ast.Dict):
        keys = [f'"{key.value}"' for key in value.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
        named = f": {listed(keys)}" if 0 < len(keys) <= _FEW else ""
        number = counted(len(value.keys), "entry", "entries")
        told = f"Holds the {' '.join(words_of(name))} as the dictionary `{name}` with {number}{named}."
        return f"{told} Read one as `{name}[{keys[0]}]`; importing the file runs nothing." if keys else told
    names = [f"the {' '.join(words_of(name))} (`{name}`)" for name, _ in parts.data]
    shown = listed(names) if len(names) <= _MOST_NAMED else f"{', '.join(names[:_MOST_NAMED])} and others"
    return f"Holds {shown}; importing it runs nothing."


def _on_import(teller: Teller, parts: Parts) -> str:
    """Return that importing a file runs it."""
    stages = run_stages(teller, parts)
    outer = [one for one in walk_stages(stages) if one.kind in _OUTER | {"call", "print"}]
    if parts.units and len(stages) < _FEW and not any(one.steps or one.condition or one.loop for one in stages):
        return f"Importing it {listed([one.action for one in outer])}." if outer and not parts.is_test else ""
    return _RUNS if outer and not parts.is_test else ""


def _sentence(phrase: str) -> str:
    plain = phrase.rstrip(".").removeprefix("is ") if phrase.startswith(("is a ", "is an ")) else phrase.rstrip(".")
    return f"{capital(plain)}." if plain else ""
