"""Tell a module: its one public object, its public objects by one line each, or its run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from mkdocs_howto.effects import dotted
from mkdocs_howto.facts.purpose import third_person
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.section import CodeBlock, Shape, Signature, Step
from mkdocs_howto.syntax import last_name, parsed, unparsed, walk
from mkdocs_howto.writers.offline.telling import authors, classes, decorators, facade, needs, services, tables
from mkdocs_howto.writers.offline.telling.arrange import (
    MOST_LINES,
    MOST_STEPS,
    arranged,
    chosen,
    levelled,
    phrases,
    shortened,
)
from mkdocs_howto.writers.offline.telling.exports import exports, steps_of_exports
from mkdocs_howto.writers.offline.telling.flow import REPEATEDLY
from mkdocs_howto.writers.offline.telling.function_purpose import WEAK, contradicting, doing
from mkdocs_howto.writers.offline.telling.functions import Teller, told_parameters, with_author
from mkdocs_howto.writers.offline.telling.given import named_phrase, result_of
from mkdocs_howto.writers.offline.telling.joined import Doing, joined
from mkdocs_howto.writers.offline.telling.members import Lines, member_of
from mkdocs_howto.writers.offline.telling.names import action_of, phrase_of, result_noun
from mkdocs_howto.writers.offline.telling.options import lines_of_command, option_steps
from mkdocs_howto.writers.offline.telling.parts import (
    MOST_ASKED,
    Parts,
    Unit,
    entry_first,
    is_stub,
    parts_of,
    signature_of,
)
from mkdocs_howto.writers.offline.telling.scope import public_scope, with_constants
from mkdocs_howto.writers.offline.telling.signatures import call_of
from mkdocs_howto.writers.offline.telling.stages import NEEDED, OTHERWISE, Stage, walk_stages
from mkdocs_howto.writers.offline.telling.terms import GUESSED
from mkdocs_howto.writers.offline.telling.testing import test_steps
from mkdocs_howto.writers.offline.telling.triggers import trigger_of
from mkdocs_howto.writers.offline.telling.wording import clause, leads, steps_of
from mkdocs_howto.writers.offline.trees import Function, own, yields
from mkdocs_howto.writers.offline.verbs import GIVING_VERBS
from mkdocs_howto.writers.offline.words import capital, decapitalised, listed, with_article

_MOST_INSIDE = 5
_MOST_DATA = 5
_ROOMS = (7, 5, 4, 3, 2, 1)
"""Lines below each class of a file; the first number with which all of them have room is taken."""
_DATA = "Classes that hold data:"
_MOST_OPEN = 5
"""Definitions of a file up to which functions are told by lines below what their authors say."""
_BELOW = 2
"""Lines that stand below a function of many whose author says what it does."""
_MOST_WORDS = 35
_MOST_NAMED = 14
_FEW = 3
_RAISED = re.compile(
    r"(?:(?:an?|the|custom|base|general|specific) )*(?:\w+ )?(?:exceptions?|errors?) (?:that is |which is )?"
    r"(?:raised |thrown )?(?P<when>(?:when|for|if|in case|by)\b[^:]+)",
    re.IGNORECASE,
)
_PRINTING = frozenset({"print", "pprint", "logger.info", "logging.info"})
_PLAIN_CALLS = ("logger.", "logging.")
_FEWEST_PRINTS = 3
"""Lines that a main guard prints which shows how a file's functions work."""
_LONGEST_JOINED = 170
_LONGEST_ALSO = 560
"""Characters of the last line, which names what has no line of its own."""
_CONDITIONS = ("if ", "for each ", "repeatedly", "otherwise")
"""How steps begin that say first when something happens."""
_PLAIN_TYPES = frozenset({"str", "int", "float", "bool", "dict", "list", "tuple", "set", "bytes"})
_QUIET = frozenset({"wait", "stop", "store"})
_OUTER = frozenset({"request", "file", "process", "environment", "ask", "print", "exit", "database", "wait"})


def module_steps(teller: Teller, tree: ast.Module) -> tuple[Step, ...]:
    """Return the steps of a module or file."""
    block = teller.block
    parts = parts_of(tree)
    if parts.is_test:
        return _fitted(test_steps(teller, parts))
    if found := exports(teller, tree, parts):
        return _fitted([*_import_steps(teller, parts), *steps_of_exports(teller, found)])
    main = parts.main if parts.guard else None
    units = [one for one in parts.units if one is not main or trigger_of(one)] if parts.units != (main,) else []
    steps = _import_steps(teller, parts)
    steps += _unit_steps(teller, block, units, MOST_STEPS - len(steps) - bool(parts.guard))
    if not parts.units and not steps:
        steps += _private_steps(teller, parts) or _made_steps(parts, tree) or _data_steps(parts)
    options = option_steps(tree.body)
    steps = [*steps[: MOST_STEPS - 2], *options] if options else steps
    steps += _script_steps(teller, parts, main, is_alone=not steps)
    return _fitted(steps)


# What importing runs.


def run_stages(teller: Teller, parts: Parts) -> tuple[Stage, ...]:
    """Return what importing a file does that can be noticed."""
    stages = [
        one for one in arranged(teller.statements(ast.Module([*parts.run], []), parts.run)) if one.kind not in _QUIET
    ]
    if any(trigger_of(unit) for unit in parts.units):
        return tuple(one for one in stages if one.kind in _OUTER)
    is_script = any(
        one.kind in _OUTER | {"group", "raise"} or (one.kind == "call" and not creates(one.action)) for one in stages
    )
    return tuple(stages) if is_script else ()


def meant_stages(teller: Teller, parts: Parts) -> tuple[Stage, ...]:
    """Return what importing a file would do if every name in it were defined."""
    undefined, teller.undefined = teller.undefined, frozenset()
    stages = run_stages(teller, parts)
    teller.undefined = undefined
    return stages


def creates(action: str) -> bool:
    """Return whether an action makes an object."""
    return action.startswith(("creates a ", "creates an "))


def _import_steps(teller: Teller, parts: Parts) -> list[Step]:
    stages = run_stages(teller, parts)
    if not stages or (parts.units and all(one.kind == "environment" for one in stages)):
        return []
    if stages[-1].names == ("NameError",):
        told = [one.action for one in stages]
        stages += tuple(
            replace(one, condition="that name is defined")
            for one in meant_stages(teller, parts)
            if one.action not in told and not (one.steps or one.condition or one.loop)
        )[:_FEW]
    if parts.units:
        if len(stages) == 1 and not stages[0].steps:
            return [Step(f"Importing the file {clause(stages[0])}.", lines=stages[0].lines)]
        return [Step("Importing or running the file:", steps_of(levelled(stages)[:_MOST_INSIDE]))]
    return list(steps_of(_opened("Running or importing the file", stages)))


def _opened(head: str, stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """Return stages of which the first says what starts them."""
    first, *rest = stages
    if first.steps or first.condition or first.loop:
        return tuple(stages)
    return (replace(first, action=f"{head} {first.action}"), *rest)


# Functions and classes.


def _unit_steps(teller: Teller, block: CodeBlock, units: Sequence[Unit], room: int) -> list[Step]:
    if len(units) == 1:
        return list(_single(teller, block, units[0]))
    module = parsed(block.source)
    units = entry_first(units) if len(units) > room else units
    is_facade = sum(isinstance(one, Function) and facade.forwarded(one, module) is not None for one in units) >= _FEW
    units = sorted(
        units, key=lambda one: (not trigger_of(one), _is_exception(one), is_facade and isinstance(one, ast.ClassDef))
    )
    main = [one for one in units if isinstance(one, ast.ClassDef) and not (_is_exception(one) or _holds_only(one))]
    is_alone = len(main) == 1 and len(units) - 1 <= _FEW and not services.methods_on_class(main[0])
    if is_alone and not any(trigger_of(one) for one in units):
        return _around(teller, block, main[0], [one for one in units if one is not main[0]], room)
    most = max(2, (MOST_LINES - min(len(units), room) - 1) // max(1, min(len(units), _FEW)))
    for inside in _ROOMS:
        steps = [_unit(teller, block, unit, (most, inside), len(units)) for unit in units[: 2 * MOST_STEPS]]
        steps = _alike([one for one in (_collected(units, steps) if len(units) > room else steps) if one.text])
        if sum(1 + len(one.steps) for one in steps) <= MOST_LINES - (MOST_STEPS - room):
            break
    shown = steps if len(steps) <= room else _paired(steps)
    shown = shown if len(shown) <= room else shown[: room - 1]
    told = {line for step in shown for one in (step, *step.steps) for line in one.lines}
    rest = [unit for unit in units if _lines(unit)[0] not in told]
    also = [Step(_also([one.name for one in rest], (_doing(teller, one) for one in rest)))] if rest else []
    return [*shown[: room - len(also)], *also]


def _doing(teller: Teller, node: Unit) -> Doing | None:
    return doing(teller, node) if isinstance(node, Function) else None


def _holds_only(node: ast.ClassDef) -> bool:
    """Return whether a class has values and no methods."""
    return bool(tables.fields_of(node) or tables.constants_of_class(node))


def _around(teller: Teller, block: CodeBlock, node: ast.ClassDef, others: Sequence[Unit], room: int) -> list[Step]:
    """Return the steps of the one class of a file, with one each for the little that stands beside it."""
    beside = [step for one in others if (step := _unit(teller, block, one, (2, 2), len(others) + 1)).text]
    return [*classes.class_steps(teller, node)[: room - len(beside)], *beside]


def _also(named: Sequence[str], known: Iterable[Doing | None]) -> str:
    """Return what the functions do for which there is no step of their own, and the names of the others.

    Args:
        named: Their names.
        known: What each of them does, if that is known; only `MOST_ASKED` are asked for it.
    """
    doings = (
        replace(found, name=name) for name, found in zip(named[:MOST_ASKED], known, strict=False) if found is not None
    )
    told = joined(list(islice(doings, _MOST_INSIDE)), _MOST_WORDS)
    names = [f"`{name}`" for name in named if f"`{name}`" not in told]
    room = _LONGEST_ALSO - len(told)
    most = max(_MOST_WORDS - len(told.split()) - 4, 1)
    names = names if len(names) <= most else [*names[: most - 1], "others"]
    while len(names) > 1 and sum(map(len, names)) + 2 * len(names) > room:
        names = [*names[:-2], "others"]
    return f"Also {told}{'; and ' if told and names else ''}{listed(names or [''])}."


def _alike(steps: Sequence[Step]) -> list[Step]:
    """Return steps of which those are one that say the same of several calls."""
    found: list[Step] = []
    calls: dict[str, list[str]] = {}
    for one in steps:
        head, _, tail = one.text.partition("` ")
        is_call = one.text.startswith("`") and not one.steps and len(tail.split()) > _FEW
        if is_call and tail in calls:
            place = next(number for number, other in enumerate(found) if other.text.endswith(tail))
            calls[tail].append(f"{head}`")
            shown = listed(calls[tail])
            found[place] = Step(f"{shown}: each {tail}", lines=(*found[place].lines, *one.lines))
            continue
        if is_call:
            calls[tail] = [f"{head}`"]
        found.append(one)
    return found


def _collected(units: Sequence[Unit], steps: Sequence[Step]) -> list[Step]:
    """Return the steps of many definitions, those of exceptions and of classes that hold data below one head each."""
    kinds = ["Exceptions:" if _is_exception(unit) else _DATA if _is_data(unit) else "" for unit in units]
    found: list[Step] = []
    for number, (kind, step) in enumerate(zip(kinds, steps, strict=False)):
        alike = [one for one, other in zip(steps, kinds, strict=False) if other == kind and not one.steps]
        if not kind or step.steps or len(alike) < _FEW:
            found.append(step)
        elif kind not in kinds[:number]:
            found.append(Step(kind, tuple(alike)))
    return found


def _is_data(unit: Unit) -> bool:
    return isinstance(unit, ast.ClassDef) and any(isinstance(one, ast.AnnAssign) for one in unit.body)


def _paired(steps: Sequence[Step]) -> list[Step]:
    """Return steps of which short neighbours are one."""
    found: list[Step] = []
    for one in steps:
        last = found[-1] if found else None
        is_plain = last is not None and len(last.lines) == 1 and not (last.steps or one.steps)
        text = one.text if one.text.startswith("`") else f"{one.text[:1].lower()}{one.text[1:]}"
        both = f"{last.text.removesuffix('.')}; {text}" if last is not None and is_plain else ""
        if both and len(both) <= _LONGEST_JOINED and len(both.split()) <= _MOST_WORDS:
            found[-1] = Step(both, lines=(*found[-1].lines, *one.lines))
        else:
            found.append(one)
    return found


def _is_exception(node: Unit) -> bool:
    """Return whether a definition is an exception, which is told after what raises it."""
    return isinstance(node, ast.ClassDef) and any(
        last_name(one).endswith(("Error", "Exception", "Warning")) for one in node.bases
    )


def _single(teller: Teller, block: CodeBlock, node: Unit) -> tuple[Step, ...]:
    """Return the steps of a file that defines one thing."""
    if isinstance(node, ast.ClassDef):
        line = tables.line_of_class(node)
        return (Step(line, lines=_lines(node)),) if line else classes.class_steps(teller, node)
    signature = _signature(block, node)
    docstring = _docstring(node, signature, parsed(block.source))
    stages = arranged(with_author(teller.stages(node), docstring))
    if not docstring.summary and len(stages) == 1 and len(stages[0].objects) > _FEW and action_of(node.name):
        stages = (replace(stages[0], action=action_of(node.name)),)
    parameters = told_parameters(node.name, signature, docstring)
    if parameters:
        return (*parameters, *steps_of(stages))
    head = trigger_of(node, teller.prefixes) or call_of(node.name, signature)
    gives = any(one.kind in {"return", "yield"} and one.names != ("None",) for one in stages)
    if not (docstring.summary or gives or is_stub(node)) and (noun := result_noun(node.name)):
        stages = (*stages, Stage(kind="return", action=f"returns the {noun}"))
    if not stages:
        return (Step(f"{head} {_nothing(node, docstring) or 'returns its result'}.", lines=_lines(node)),)
    first = stages[0]
    if first.steps or leads(first) or (len(stages) > 1 and first.condition):
        return (Step(f"{head}:", steps_of(levelled(stages)), _lines(node)),)
    return steps_of((replace(first, action=f"{head} {first.action}"), *stages[1:]))


def _unit(teller: Teller, block: CodeBlock, node: Unit, room: tuple[int, int], number: int) -> Step:
    """Return the step of one of several functions and classes of a module.

    Args:
        teller: Makes its stages.
        block: The module.
        node: The definition.
        room: Lines that may stand below a function, and below a class.
        number: How many functions and classes there are.
    """
    most, inside = room
    lines = _lines(node)
    if isinstance(node, ast.ClassDef):
        return _class_unit(teller, block, node, number, inside)
    signature = _signature(block, node)
    docstring = _docstring(node, signature, parsed(block.source))
    trigger = trigger_of(node, teller.prefixes)
    stages = teller.stages(node, is_run=bool(trigger))
    head = trigger or call_of(f"{'await ' if isinstance(node, ast.AsyncFunctionDef) else ''}{node.name}", signature)
    told = authors.phrase(docstring, node.name)
    told = "" if contradicting(node, told) else told
    if (applied := decorators.applied(teller, node)) and not told:
        inner_ = levelled(arranged(applied.stages))[:most]
        return Step(f"`@{node.name}` on a function; each call of it:", steps_of(inner_), lines)
    if chain := _chain(node, block):
        given = authors.result(docstring)
        return Step(f"{head} {f'returns {given}' if given else told or 'returns an object'}; go on with:", chain, lines)
    told = told or (action_of(node.name) if len(stages) > _FEW and all(one.kind == "print" for one in stages) else "")
    worth = chosen(levelled(arranged(stages)), lambda one: _is_worth_telling(one, told))
    inner = list(shortened(worth, most))
    if told and authors.result(docstring):
        inner = [one for one in inner if one.kind != "return" or one.condition]
    told = told.partition(",")[0] if _is_broken(told) else told
    result = "" if not told or authors.is_repeated(docstring, node.name) else authors.result(docstring)
    said = f"{told} and returns {result}" if result and "return" not in told and "yield" not in told else told
    inner = inner[:_BELOW] if told and number > _FEW else inner
    if told and not trigger and (number > _MOST_OPEN or len(inner) < _BELOW):
        is_obvious = result or any(third_person(verb) == told.partition(" ")[0] for verb in GIVING_VERBS)
        given = "" if is_obvious or "return" in told else result_of(node)
        typed = f"; it returns {given}" if given and not (_nothing_if(stages, said) or docstring.returns) else ""
        refused = _refusal(docstring) or _refused_by(worth)
        also = [one for one in inner if one.kind in _OUTER and number <= _MOST_OPEN and not one.steps]
        done = "".join(f"; {'' if leads(one) else 'it '}{clause(one)}" for one in also)
        outcomes = (said.removeprefix(told), refused, _nothing_if(stages, said), typed, done)
        return Step(f"{_within(f'{head} {told}', *outcomes)}.", lines=lines)
    if options := lines_of_command(node) if trigger else []:
        below = [*map(Step, options), *steps_of(inner)][: most + 2]
        return Step(f"{head}{f' {said}' if said else ''}:", tuple(below), lines)
    if len(inner) == 1 and inner[0].action.replace(GUESSED, "") == "returns the result" and not inner[0].condition:
        inner = []
    if not inner:
        said = said or _nothing(node, docstring)
        return Step(f"{head} {said}.", lines=lines) if said else Step("")
    is_plain = not leads(inner[0]) and (len(inner) == 1 or not any(one.condition or one.steps for one in inner))
    if len(inner) <= _FEW and is_plain and len(said) + sum(len(one.action) for one in inner) < _LONGEST_JOINED:
        return Step(f"{head} {f'{said}: it ' if said else ''}{_joined(inner)}.", lines=lines)
    return Step(f"{head}{f' {said}' if said else ''}:", steps_of(inner), lines)


def _within(start: str, *parts: str) -> str:
    """Return the beginning of a sentence with as many of its other parts as it has words for."""
    text = start
    for part in parts:
        text += part if len(f"{text}{part}".split()) <= _MOST_WORDS else ""
    return text


def _contradicts(docstring: Docstring, node: Function) -> bool:
    """Return whether a function's annotation says that its result is of another kind than its docstring does."""
    said = next((one.type for one in docstring.returns), "")
    written = unparsed(node.returns) if node.returns is not None else ""
    return {said, written} <= _PLAIN_TYPES and said != written


def _class_unit(teller: Teller, block: CodeBlock, node: ast.ClassDef, number: int, most: int) -> Step:
    """Return the step of one of several classes: its own steps below its name where there are few."""
    if _is_exception(node) and number > _FEW:
        return Step(_class_line(block, node), lines=_lines(node))
    return classes.class_step(teller, node, most)


def _chain(node: Function, block: CodeBlock) -> tuple[Step, ...]:
    """Return what is typed behind a call: the members of what it gives that give the object itself back."""
    module = parsed(block.source)
    links = facade.links(method, module.body) if (method := facade.forwarded(node, module)) is not None else []
    members = [member_of(one, signature_of(one, is_bound=True)) for one in links]
    members = [replace(one, docstring=replace(one.docstring, returns=())) for one in members]
    lines = Lines("", "")
    told = [one for one in members if lines.action(one)]
    names = [f"`.{one.name}`" for one in members if one not in told]
    steps = [Step(f"{lines.line(one)}.") for one in told[:_MOST_INSIDE]]
    return (*([Step(f"{listed(names[:_MOST_NAMED])}.")] if names else []), *steps)


def _is_broken(text: str) -> bool:
    """Return whether a text holds code marks that do not belong together."""
    return any(")" in code.partition("(")[0] for code in text.split("`")[1::2])


def _is_worth_telling(stage: Stage, said: str) -> bool:
    """Return whether a stage tells something beside what the author says of the function."""
    if stage.kind in _QUIET and not (stage.kind == "stop" and stage.condition):
        return False
    if not said:
        return True
    told = [
        one for one in walk_stages([stage]) if one.condition != NEEDED and GUESSED not in f"{one.action}{one.condition}"
    ]
    return bool(told) and any(one.kind in _OUTER | {"call", "catch", "raise"} or one.names == ("None",) for one in told)


def _joined(stages: Sequence[Stage]) -> str:
    """Return a few stages as one sentence without its full stop and capital."""
    simple = [one for one in stages if not one.condition]
    if len(simple) == len(stages):
        return phrases([clause(one) for one in stages])
    first, *rest = [clause(one) for one in stages]
    return "; ".join([first, *rest])


def _refusal(docstring: Docstring) -> str:
    told = [f"`{name}` {condition}" for name, condition in authors.refusals(docstring)][:2]
    return f"; it raises {listed(told)}" if told else ""


def _nothing_if(stages: Sequence[Stage], said: str) -> str:
    """Return when a function gives `None`, if all of it can be said and its author does not."""
    found = [one.condition for one in walk_stages(stages) if one.kind == "return" and one.names == ("None",)]
    conditions = list(dict.fromkeys(found))
    is_clear = all(one not in {"", NEEDED, OTHERWISE} and GUESSED not in one for one in conditions)
    is_told = not conditions or len(conditions) > 2 or "none" in said.lower()
    return "" if is_told or not is_clear else f"; it returns `None` if {' or if '.join(conditions)}"


def _refused_by(stages: Sequence[Stage]) -> str:
    """Return what a function refuses, as its body tells it to a caller."""
    told = [one for one in stages if one.kind == "raise" and GUESSED not in f"{one.action}{one.condition}"]
    told = [one for one in told if (one.condition or one.opens or one.verb) and not (one.loop or one.steps)]
    return f"; it {told[0].action}{f' if {told[0].condition}' if told[0].condition else ''}" if told else ""


def _nothing(node: Function, docstring: Docstring) -> str:
    """Return what is said of a function of which nothing can be told; empty if nothing says what it gives."""
    told = authors.phrase(docstring, node.name)
    if is_stub(node) and "group" in {last_name(one) for one in node.decorator_list}:
        return told or "groups its commands"
    if is_stub(node) and node.decorator_list:
        given = authors.result(docstring)
        told = told or (f"returns {given}" if given else "is left to its decorator")
        return f"{told}; `@{unparsed(node.decorator_list[0])}` does the work"
    if is_stub(node):
        return "does nothing"
    values = [one.value for one in own(node) if isinstance(one, ast.Return) and isinstance(one.value, ast.Tuple)]
    if values and len({len(one.elts) for one in values}) == 1:
        return told or f"returns {len(values[0].elts)} values"
    if not any(isinstance(one, ast.Return) and one.value is not None for one in own(node)) and not yields(node):
        return told or named_phrase(node, WEAK) or action_of(node.name) or _gives_nothing(node)
    noun = result_noun(node.name)
    given = f"the {noun}" if noun else result_of(node)
    named = f"returns {given}" if given else phrase_of(node.name)
    return told or action_of(node.name) or named


def _gives_nothing(node: Function) -> str:
    return "raises an error" if any(isinstance(one, ast.Raise) for one in own(node)) else "returns nothing"


def _class_line(block: CodeBlock, node: ast.ClassDef) -> str:
    """Return the line of one of many exceptions of a file."""
    shape = block.shape.member(node.name)
    docstring = authors.docstring_of(ast.get_docstring(node))
    told = authors.phrase(docstring, node.name) or _raised_when(docstring.summary)
    head = call_of(node.name, shape.signature if shape is not None else None)
    public = [f"`{one.name}`" for one in node.body if isinstance(one, Function) and not one.name.startswith("_")]
    others = f", with {listed(public[:5])}{' and others' * (len(public) > 5)}" if public else ""
    kind = with_article(f"`{unparsed(node.bases[0])}`")
    return f"{head} {told or f'is {kind}'}{others}."


def _raised_when(summary: str) -> str:
    """Return when an exception is raised, in the words of a summary such as "Raised when a file is missing"."""
    found = _RAISED.match(summary)
    return f"is raised {found['when'].rstrip('.')}" if found and len(summary) < 160 else ""


def _private_steps(teller: Teller, parts: Parts) -> list[Step]:
    """Return the steps of a file that defines nothing public: what its functions do for its own package."""
    if len(parts.private) != 1:
        return []
    (node,) = parts.private
    names = [one.name for one in signature_of(node).parameters if not one.kind.startswith("variadic")]
    takes = f"takes {listed([f'`{name}`' for name in names])}" if names else "takes no arguments"
    stages = arranged(teller.stages(node))
    if not stages:
        return [Step(f"The only function of the file is private; it {takes} and does nothing.", lines=_lines(node))]
    return [Step(f"The only function of the file is private; it {takes}.", lines=_lines(node)), *steps_of(stages)]


def _made_steps(parts: Parts, tree: ast.Module) -> list[Step]:
    made = [(name, unparsed(with_constants(call, public_scope(tree)))) for name, call in parts.made]
    return [Step(f"Importing the file runs `{name} = {code}`.") for name, code in made[:_MOST_DATA] if "`" not in code]


def _data_steps(parts: Parts) -> list[Step]:
    told = [line for name, value in parts.data if (line := tables.line_of_value(name, value))]
    return [Step(line) for line in told[:_MOST_DATA]]


# Running the file.


def _script_steps(teller: Teller, parts: Parts, main: Function | None, *, is_alone: bool) -> list[Step]:
    stages: tuple[Stage, ...] = ()
    if main is not None:
        stages = arranged([one for one in teller.stages(main, is_run=True) if one.kind not in _QUIET])
    elif parts.guard and (tried := _demonstrated(parts)):
        return [
            Step(f"Run as a script, it tries {listed([f'`{name}`' for name in tried])} and prints what comes back.")
        ]
    elif parts.guard:
        stages = arranged(teller.statements(ast.Module([*parts.guard], []), parts.guard))
    if not stages:
        return []
    *before, last = stages
    if last.steps and last.loop == REPEATEDLY and not any(one.steps or one.condition for one in before):
        start = f", it {listed([clause(one) for one in before])}; then," if before else ","
        return [Step(f"Run as a script{start} repeatedly:", steps_of(last.steps))]
    if is_alone:
        return list(steps_of(_opened("Run as a script, it", stages)))
    is_short = sum(len(one.action) for one in stages) < _LONGEST_JOINED
    if len(stages) <= _FEW and is_short and not any(one.steps for one in stages):
        return [Step(f"Run as a script, it {_joined(stages)}.")]
    return [Step("Run as a script:", steps_of(levelled(stages)[: 2 * _MOST_INSIDE]))]


def _demonstrated(parts: Parts) -> list[str]:
    """Return the functions and classes of a file that its main guard shows at work by printing; none for a real run."""
    calls = [one for node in parts.guard for one in walk(node) if isinstance(one, ast.Call)]
    called = {dotted(one.func) for one in calls}
    prints = sum(dotted(one.func) in _PRINTING for one in calls)
    functions = [one.name for one in parts.units if isinstance(one, Function) and one.name in called]
    if prints < _FEWEST_PRINTS or not functions or any(isinstance(one, ast.While) for one in parts.guard):
        return []
    others = [one for one in parts.units if isinstance(one, ast.ClassDef) and one.name in called]
    is_method = any("." in name and not name.startswith(_PLAIN_CALLS) for name in called)
    return functions[:_MOST_INSIDE] if not (others and is_method) else []


def _fitted(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return steps on two levels, nine on the first at most and sixteen in all; the longest lists are cut."""
    found = [_shallow(one) for one in steps]
    found = [*found[: MOST_STEPS - 1], found[-1]] if len(found) > MOST_STEPS else found
    while sum(1 + len(one.steps) for one in found) > MOST_LINES:
        longest = max(range(len(found)), key=lambda number: len(found[number].steps))
        inner = found[longest].steps[:-1]
        found[longest] = replace(found[longest], steps=inner) if inner[1:] else _folded(found[longest])
    return tuple(found)


def _folded(step: Step) -> Step:
    """Return a step with what stands below it in one line: a call that nothing follows takes the first of it."""
    head = step.text.rstrip(":")
    if not head.endswith("`") or _is_bare(step.steps[0].text):
        return replace(step, text=f"{head}.", steps=())
    first = decapitalised(step.steps[0].text)
    return replace(step, text=f"{head}{':' if first.startswith(_CONDITIONS) else ''} {first}", steps=())


def _shallow(step: Step) -> Step:
    """Return a step without marks of guesses, and nothing below the steps inside it."""
    inner = tuple(
        replace(one, text=f"{one.text.rstrip(':')}." if one.text.endswith(":") else one.text, steps=())
        for one in step.steps
    )
    return replace(
        step,
        text=step.text.replace(GUESSED, ""),
        steps=tuple(replace(one, text=one.text.replace(GUESSED, "")) for one in inner if not _is_bare(one.text)),
    )


def _is_bare(text: str) -> bool:
    """Return whether a step is only a condition, since what stood below it is gone."""
    return text.startswith(tuple(map(capital, _CONDITIONS))) and "," not in text


def _signature(block: CodeBlock, node: Function) -> Signature:
    shape: Shape | None = block.shape.member(node.name)
    return shape.signature if shape is not None and shape.signature is not None else signature_of(node)


def _docstring(node: Function, signature: Signature, module: ast.Module) -> Docstring:
    text = ast.get_docstring(facade.forwarded(node, module) or node) or ast.get_docstring(node)
    docstring = needs.believed(authors.docstring_of(text, [one.name for one in signature.parameters]), node)
    return replace(docstring, returns=()) if _contradicts(docstring, node) else docstring


def _lines(node: Unit) -> tuple[tuple[int, int]]:
    return ((node.lineno, node.end_lineno or node.lineno),)
