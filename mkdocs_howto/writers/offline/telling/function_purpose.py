"""Say what a function is for, and what changes how it is called."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from mkdocs_howto.effects import dotted
from mkdocs_howto.facts.purpose import third_person
from mkdocs_howto.syntax import unparsed, walk
from mkdocs_howto.writers.offline.telling import authors, needs
from mkdocs_howto.writers.offline.telling.arrange import arranged
from mkdocs_howto.writers.offline.telling.functions import Teller
from mkdocs_howto.writers.offline.telling.gists import gist_of
from mkdocs_howto.writers.offline.telling.given import named_phrase, result_of
from mkdocs_howto.writers.offline.telling.information import says_something
from mkdocs_howto.writers.offline.telling.joined import Doing, doing_of
from mkdocs_howto.writers.offline.telling.names import action_of, phrase_of, words_of
from mkdocs_howto.writers.offline.telling.options import option_names
from mkdocs_howto.writers.offline.telling.origins import origin_of
from mkdocs_howto.writers.offline.telling.parts import is_bare, is_stub
from mkdocs_howto.writers.offline.telling.sentences import Fact
from mkdocs_howto.writers.offline.telling.stages import ASKED, NEEDED, OTHERWISE, RANKS, Stage, walk_stages
from mkdocs_howto.writers.offline.telling.terms import GUESSED
from mkdocs_howto.writers.offline.telling.triggers import trigger_of
from mkdocs_howto.writers.offline.trees import Function, own, without_docstring, yields
from mkdocs_howto.writers.offline.verbs import EMPTY_VERBS, GIVING_VERBS, VERBS
from mkdocs_howto.writers.offline.words import listed, with_article

_MOST_NAMED = 6
_MOST_ACT = 45
"""Words for what a function does whose name says no more than itself."""
_MAKING = GIVING_VERBS - {"convert", "format", "render", "parse", "read", "load"}
_FEW_WORDS = 3
_PAIRS = (("source", "target"), ("from", "to"), ("old", "new"), ("src", "dst"))
_OUTER = frozenset({"request", "file", "process", "ask", "database"})
WEAK = frozenset({"log", "process"})
"""Verbs that say more than nothing."""
_FROM_CODE = re.compile(r"\b(?:made from|the result of|executes the locator)\b|\[|\(|\{")
"""What is taken from the code into an effect and says nothing without it."""


def does(teller: Teller, node: Function) -> str:
    """Return what a function does as a verb phrase: its author's, its name's with its means, or its effects."""
    docstring = needs.believed(authors.docstring_of(ast.get_docstring(node)), node)
    if told := authors.phrase(docstring, node.name):
        return (
            f"only returns `{only}`, although its docstring says that it {told}"
            if (only := contradicting(node, told))
            else told
        )
    if (options := option_names([node])) and not trigger_of(node):
        shown = [f"`{name}`" for name in options[:_MOST_NAMED]] + ["others"] * (len(options) > _MOST_NAMED)
        return f"builds the command line, with the option{'s' * (len(shown) > 1)} {listed(shown)}"
    if is_stub(node) and not is_bare(node) and (given := authors.result(docstring)):
        return f"returns {given}"
    if is_bare(node):
        return "is a placeholder that does nothing"
    if (constant := _only_constant(node)) is not None:
        return f"is a placeholder that does nothing and returns `{constant}`"
    if needs.only_logs(node):
        named = phrase_of(node.name)
        return f"only logs a message{f', although its name says that it {named}' if named else ''}"
    stages = plain_stages(teller, node)
    words = " ".join(words_of(node.name))
    is_noun = words.replace(" ", "").isalpha() and not set(words.split()) & (VERBS | {"is", "has", "to", "from"})
    made = next((one.action.replace(GUESSED, "") for one in stages if one.kind == "return" and one.objects), "")
    named = f"returns {with_article(words)}" if is_noun and any(one.kind == "return" for one in stages) else ""
    by = by_name(teller, node)
    if only := contradicting(node, by):
        return f"only returns `{only}`, although its name says that it {by}"
    is_silent = ast.get_docstring(node) is None and not outer_effect(stages)
    if by and is_silent and (origin := origin_of(node)):
        return f"{by} {origin}"
    act = gist_of(teller.stages(node), _MOST_ACT, has_calls=False) if not says_something(by, [node.name]) else ""
    if act and says_something(act, [node.name]):
        return f"{by}: {act}" if by and not by.startswith("returns ") else act
    return by or strongest(stages) or ending(stages) or made or named


def contradicting(node: Function, told: str) -> str:
    """Return the constant or global name that is all that a function gives that is to do something; else nothing.

    Args:
        node: The function.
        told: What its author or its name says of it, as a verb phrase.
    """
    match without_docstring(node.body):
        case [ast.Return(value=(ast.Constant(value=bool() | None) | ast.Name()) as value)]:
            verb, shown = told.partition(" ")[0], unparsed(value)
            gives = verb in {"returns", "is", "gives", "tells", "tests", "checks", "determines", "indicates", "yields"}
            gives = gives or verb in {third_person(one) for one in GIVING_VERBS} or node.decorator_list != []
            return "" if gives or not told or shown in {one.arg for one in _arguments(node)} else shown
    return ""


def _arguments(node: Function) -> list[ast.arg]:
    """Return the parameters of a function that may be passed by name or place."""
    return [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]


def doing(teller: Teller, node: Function) -> Doing | None:
    """Return what one of several functions does, named; none if neither its author, name nor effects say it."""
    if is_bare(node) or _only_constant(node) is not None:
        return None
    stages = plain_stages(teller, node)
    effects = [text for text in (outer_effect(stages), ending(stages)) if is_telling(text)]
    told = in_words(teller, node) or named_phrase(node, WEAK) or (effects or [""])[0]
    return doing_of(told, node.name) if told and GUESSED not in told and not told.startswith("is ") else None


def is_telling(text: str) -> bool:
    """Return whether an effect says something to a reader who does not see the code."""
    return len(re.sub("`[^`]*`", "", text).split()) > 2 and not _FROM_CODE.search(text)


def method_doing(node: Function) -> Doing | None:
    """Return what a method does in its author's words or those of its name; none if neither says it."""
    docstring = needs.believed(authors.docstring_of(ast.get_docstring(node)), node)
    told = authors.phrase(docstring, node.name)
    if len(told.partition(":")[0].split()) <= _FEW_WORDS and ":" in told:
        told = ""  # "creates all types: …" has its object behind the colon, where a list has no room for it.
    told = told or named_phrase(node)
    told = told or named_phrase(node, WEAK)
    return doing_of(told) if told and not told.startswith(("is ", "gives ")) and not is_bare(node) else None


def outer_effect(stages: Sequence[Stage]) -> str:
    """Return the strongest effect outside of the program; empty if there is none."""
    return strongest([one for one in stages if one.kind in _OUTER])


def plain_stages(teller: Teller, node: Function) -> list[Stage]:
    """Return the stages of a function that hold no others."""
    return [one for one in walk_stages(arranged(teller.stages(node))) if not one.steps]


def by_name(teller: Teller, node: Function) -> str:
    """Return what a function does as its name says it, with its means."""
    name = named_phrase(node) or action_of(node.name) or _of_verb(node)
    if not name or needs.only_logs(node):
        return ""
    means = means_of([one for one in walk_stages(teller.stages(node)) if not one.steps])
    return f"{name}{means}{', recursively' if _calls_itself(node) else ''}"


def in_words(teller: Teller, node: Function) -> str:
    """Return what a function does in its author's words or those of its name; neither where it does nothing."""
    docstring = needs.believed(authors.docstring_of(ast.get_docstring(node)), node)
    told = authors.phrase(docstring, node.name) or by_name(teller, node)
    return "" if contradicting(node, told) else told


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
    unread = {"self", "cls", *needs.unread_parameters(node)}
    names = [one.arg for one in node.args.args if one.arg not in unread]
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
    names = {node.name, f"self.{node.name}", f"cls.{node.name}"}
    return any(isinstance(one, ast.Call) and dotted(one.func) in names for one in walk(node))


def means_of(stages: Sequence[Stage]) -> str:
    """Return with what a function does what its name says: a model, a service, a page, a file."""
    plain = [one for one in stages if not is_vague(one)]
    models = list(dict.fromkeys(one.names[0] for one in plain if one.verb == ASKED))
    if models:
        names = [f"`{name}`" for name in models if name]
        kind = "the model" if len(names) == 1 else "the models"
        return f" with {kind} {listed(names)}" if names else " with a language model"
    for stage in reversed(plain):
        if stage.kind == "request" and any(stage.names):
            return f" by a request to `{stage.names[0]}`"
        if stage.verb == "opens" and stage.objects:
            return f" at {stage.objects[0]}"
    return ""


def strongest(stages: Sequence[Stage]) -> str:
    """Return the strongest effect, with what is yielded or returned if that is known."""
    plain = [one for one in stages if not is_vague(one)]
    outer = [one for one in plain if one.kind in _OUTER]
    yields_ = [one for one in plain if one.kind == "yield" and one.action != "yields a value"]
    yielded = next((one.action for one in [*(one for one in yields_ if not one.condition), *yields_[-1:]]), "")
    if not outer:
        calls = [one.action for one in plain if one.kind in {"call", "change", "print"} and not one.condition]
        return (
            listed(list(dict.fromkeys([*calls[:2], yielded]))[:2])
            if calls and yielded
            else yielded or listed(calls[:2] or [""])
        )
    requests = [one for one in outer if one.kind == "request"]
    best = max([*requests[-1:], *outer], key=lambda one: RANKS[one.kind])
    return f"{best.action} and {yielded}" if yielded else best.action


def ending(stages: Sequence[Stage]) -> str:
    """Return what a function gives whatever happens, as a verb phrase; empty if that cannot be said."""
    plain = [one.action for one in stages if one.kind == "return" and one.names != ("None",) and not is_vague(one)]
    is_always = all(not one.condition for one in stages if one.kind == "return")
    return plain[0] if is_always and len(set(plain)) == 1 and plain[0] != "returns the result" else ""


def is_vague(stage: Stage) -> bool:
    """Return whether a stage rests on a guess or on what a caller cannot see."""
    return GUESSED in f"{stage.action}{stage.condition}{stage.loop}" or stage.condition == NEEDED


# What a caller must know.


def facts_of(teller: Teller, node: Function, said: str = "") -> Iterator[Fact]:
    """Yield what changes how a function is called.

    Args:
        teller: Makes its stages.
        node: The function.
        said: Its purpose, as it is told before.
    """
    stages = list(walk_stages(teller.stages(node)))
    labels = {unparsed(one) for one in node.decorator_list}
    yield Fact(_call_form(node, labels), 2)
    yield Fact(_result(teller, node, stages, said), 1)
    yield Fact(_refused(stages), 2)
    yield Fact(swallowed(stages) if needs.keeps_errors(node) else "", 1)
    yield Fact(needs.needed_of(node), 2)
    yield Fact(unused(node), 3)


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


def _result(teller: Teller, node: Function, stages: Sequence[Stage], said: str) -> str:
    """Return what a call gives, and when that is `None`, if all of it can be said."""
    nothing = [one for one in stages if one.names == ("None",) and one.kind == "return"]
    conditions = list(dict.fromkeys(one.condition for one in nothing))
    others = [one for one in stages if one.kind == "return" and one.names != ("None",)]
    is_clear = all(one not in {"", NEEDED, OTHERWISE} and "the result" not in one for one in conditions)
    if nothing and others and is_clear and len(conditions) <= 2:
        return f"Returns `None` if {' or if '.join(conditions)}."
    given = result_of(node) if not re.search(r"\b(?:returns?|yields?|tests|tells)\b", said.lower()) else ""
    return f"Returns {given}." if given and not (trigger_of(node) or _fails(teller, node)) else ""


def _fails(teller: Teller, node: Function) -> bool:
    """Return whether a function reads a name that nothing defines in each result that it gives."""
    results = [one for one in own(node) if isinstance(one, ast.Return) and one.value is not None]
    lines = {line for _, line in teller.undefined}
    return bool(results) and all(one.lineno in lines for one in results)


def _refused(stages: Sequence[Stage]) -> str:
    """Return what a function raises and when, as far as a caller can decide it."""
    clear = [one for one in stages if one.kind == "raise" and one.condition not in {"", NEEDED, OTHERWISE}]
    clear = [one for one in clear if not is_vague(one) and not one.condition.endswith(" occurs") and one.names[0]]
    return f"It {listed([f'{one.action} if {one.condition}' for one in clear[:2]])}." if clear else ""


def swallowed(stages: Sequence[Stage]) -> str:
    """Return what becomes of errors that a function keeps to itself."""
    caught = [one for one in stages if one.kind == "catch" and "raises the error again" not in one.action]
    broad = [one for one in caught if set(one.names) & {"", "Exception", "BaseException"}]
    if not broad:
        return ""
    logs = any(one.action.startswith("logs the error") for one in broad)
    returned = {one.action.partition("returns ")[2] for one in broad} - {""}
    told = "Errors are logged, not raised" if logs else "Errors are not raised"
    return f"{told}; the result is then {returned.pop()}." if len(returned) == 1 else f"{told}."


def unused(node: Function) -> str:
    """Return the parameters that a function takes and never reads."""
    unread = needs.unread_parameters(node)
    if not unread or is_stub(node):
        return ""
    names = listed([f"`{name}`" for name in unread])
    return f"{names} {'is' if len(unread) == 1 else 'are'} accepted but not used."
