"""Turn folded nodes into English."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import TypeGuard

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import Step
from mkdocs_howto.syntax import walk
from mkdocs_howto.writers.offline.calls import Told, sentence
from mkdocs_howto.writers.offline.digests import digest
from mkdocs_howto.writers.offline.nodes import (
    Act,
    Attempt,
    Branch,
    Change,
    Choice,
    Collect,
    Define,
    Entries,
    Fail,
    First,
    Give,
    Guard,
    Leave,
    Loop,
    Node,
    Note,
    Open,
    Select,
    Series,
    Settings,
    Spans,
    Store,
    lines_of,
)
from mkdocs_howto.writers.offline.values import Values
from mkdocs_howto.writers.offline.words import an, capital, clause_of, counted, is_vague, listed, small, some_of

_CHANGES: dict[type[ast.operator], str] = {
    ast.Add: "Adds {value} to {target}.",
    ast.Sub: "Subtracts {value} from {target}.",
    ast.Mult: "Multiplies {target} by {value}.",
    ast.Div: "Divides {target} by {value}.",
    ast.FloorDiv: "Divides {target} by {value}, rounded down.",
    ast.Mod: "Replaces {target} by the remainder of its division by {value}.",
    ast.Pow: "Raises {target} to the power of {value}.",
    ast.BitOr: "Joins {value} to {target} (`|=`).",
    ast.BitAnd: "Keeps of {target} what {value} has as well (`&=`).",
}
_RESULT = re.compile(r"\bthe \w+ the result\b")
_CHAIN = 4
"""Calls inside each other that one sentence tells."""
_INLINE = 150
"""Characters of a sentence that tells a condition and what follows from it."""
_LONGEST_NOUN = 60
"""Characters of a value that is named inside another."""
_LONGEST = 280
"""Characters of any sentence; beyond, values are told by their kind."""


class Phrases:
    """Words for the nodes of one function.

    Attributes:
        depth: Levels of steps that are told one by one; what lies deeper is told by what it changes.
    """

    def __init__(self, values: Values, *, is_manager: bool = False, is_generator: bool = False, depth: int = 9) -> None:
        self._values = values
        self._types = values.types
        self._is_manager = is_manager
        self._is_generator = is_generator
        self._told: set[str] = set()
        self.depth = depth

    def all(self, nodes: Sequence[Node], level: int = 0) -> tuple[Step, ...]:
        """Nodes as steps."""
        return tuple(step for node in nodes for step in self.steps(node, level))

    def steps(self, node: Node, level: int) -> Iterator[Step]:
        """A node as one or more steps."""
        match node:
            case Branch():
                yield from self._branch(node, level)
            case Loop():
                yield from self._loop(node, level)
            case Open():
                yield from self._open(node, level)
            case Attempt():
                yield from self._attempt(node, level)
            case Select():
                yield self._select(node, level)
            case Define():
                yield self._define(node, level)
            case First():
                yield from self._first(node)
            case _:
                if text := self.plain(node):
                    yield Step(text, lines=node.lines)

    # Single sentences.

    def plain(self, node: Node) -> str:
        """A node without others inside as a sentence."""
        match node:
            case Guard():
                return self._guarded(node)
            case Choice():
                return self._choice(node)
            case Act():
                return self._act(node)
            case Give():
                return self._give(node)
            case Fail():
                return self._fail(node)
            case Leave(kind=kind):
                return "Leaves the loop." if kind == "break" else "Goes on with the next item."
            case Collect():
                return self._collect(node)
            case Change(target=target, operator=operator, value=value):
                form = _CHANGES.get(type(operator), "Combines {target} with {value}.")
                return form.format(target=self._name(target), value=self._noun(value, 1))
            case Settings(acts=acts):
                return f"Sets {self._settings(acts)}."
            case Store(acts=acts):
                return f"Stores {some_of([_stored(act) for act in acts], 16)}."
            case Entries():
                return self._entries(node)
            case Series(calls=calls):
                return self._series(calls)
            case Note():
                return self._note(node)
        return ""

    def _settings(self, acts: Sequence[Act]) -> str:
        """Variables and their values; those with the same value stand together."""
        groups: dict[str, list[str]] = {}
        for act in acts:
            groups.setdefault(self._noun(act.value, 1), []).append(self._name(act.targets[0]))
        return listed([f"{listed(names)} to {value}" for value, names in groups.items()])

    def _note(self, node: Note) -> str:
        if node.kind == "delete":
            return f"Deletes {listed([self._noun(part, 1) for part in node.parts])}."
        return f"Checks that {self._values.condition(node.parts[0])} (`AssertionError` otherwise)."

    def _act(self, node: Act) -> str:
        match node.value:
            case ast.Yield(value=value):
                given = f"Yields {self._noun(value)}" if value is not None else "Yields"
                return f"{given} and keeps what is sent back as {self._targets(node)}."
            case ast.YieldFrom(value=value):
                return f"Yields each item of {self._noun(value)} and keeps its result as {self._targets(node)}."
        match node.targets, node.value:
            case [ast.Tuple(elts=names)], ast.Tuple(elts=values) if len(names) == len(values):
                if not any(isinstance(one, ast.Starred) for one in (*names, *values)):
                    return self._parallel(names, values)
        target = self._targets(node)
        if isinstance(node.value, ast.Call):
            text = self._doing(node.value, target, awaited=node.awaited)
            return _checked(text) if node.checks else text
        unpacks = len(node.targets) == 1 and isinstance(node.targets[0], ast.Tuple | ast.List)
        return self._set(node.value, target, awaited=node.awaited, unpacks=unpacks)

    def _parallel(self, names: Sequence[ast.expr], values: Sequence[ast.expr]) -> str:
        read = {dotted(inner) for value in values for inner in walk(value)} - {""}
        if read & {dotted(name) for name in names}:
            if len(names) == 2 and [dotted(one) for one in names] == [dotted(one) for one in reversed(values)]:
                return f"Swaps {listed([self._name(name) for name in names])}."
            named = [f"{self._name(name)} to {self._noun(value, 1)}" for name, value in zip(names, values, strict=True)]
            return f"Sets {listed(named)} at the same time."
        acts = [Act(value, (name,), awaited=False, lines=()) for name, value in zip(names, values, strict=True)]
        return f"Sets {self._settings(acts)}."

    def _targets(self, node: Act) -> str:
        return listed([self._name(target) for target in node.targets]) if node.targets else ""

    def _name(self, target: ast.expr) -> str:
        """Where a value is kept."""
        match target:
            case ast.Tuple() | ast.List():
                return self._values.target(target)
            case ast.Starred(value=value):
                return f"{self._name(value)} (the rest)"
            case ast.Subscript(value=owner):
                return self._values.code(target) or f"an entry of {self._noun(owner, 1)}"
        return self._values.code(target) or self._noun(target, 2)

    def _set(self, value: ast.expr, target: str, *, awaited: bool, unpacks: bool = False) -> str:
        if not target:
            return f"{'Awaits' if awaited else 'Evaluates'} {self._noun(value, 1)}."
        if awaited:
            return f"Awaits {self._noun(value, 1)} and keeps the result as {target}."
        if unpacks:
            return f"Unpacks {self._noun(value, 1)} into {target}."
        match value:
            case ast.Dict(keys=[_, *_]) if not self._values.code(value, 48):
                return self._fitting(
                    f"Builds {target}{self._values.entries(value)}.", f"Builds {target}, a dictionary."
                )
            case ast.IfExp(test=test, body=body, orelse=other):
                when = self._values.when(test)
                words = f"Sets {target} to {self._noun(body, 1)} {when}, otherwise to {self._noun(other, 1)}."
                return self._fitting(words, f"Sets {target} to one of two values, depending on a condition.")
            case ast.ListComp() | ast.SetComp() | ast.DictComp():
                kind = {"List": "list", "Set": "set", "Dict": "dictionary"}[type(value).__name__[:4].rstrip("CDo")]
                said = self._noun(value)
                if said.startswith("`"):
                    return f"Sets {target} to {said}."
                return self._fitting(
                    f"Fills {target} with {said.removeprefix(f'a {kind} from ')}.", f"Fills the {kind} {target}."
                )
            case ast.BoolOp(op=ast.Or(), values=[first, other]) if self._values.code(first) == target:
                condition = self._values.condition(ast.UnaryOp(op=ast.Not(), operand=first))
                return f"Sets {target} to {self._noun(other, 1)} if {condition.replace(target, 'it', 1)}."
        return self._fitting(f"Sets {target} to {self._noun(value)}.", f"Sets {target}.")

    def _fitting(self, text: str, shorter: str) -> str:
        return text if len(text) <= _LONGEST else shorter

    # Calls.

    def _doing(self, call: ast.Call, target: str, *, awaited: bool) -> str:
        """A call as a sentence: what the table says of it, else its code and what its documentation says."""
        links = self._chain(call)
        if links is not None:
            text = _linked(links, target)
            if len(text) <= _LONGEST:
                return text
        match call.func:
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=name):
                return self._inherited(call, name, target)
        if self._types.is_class(call):
            made = self._values.code(call, 80)
            words = f"Creates {an(made)}" if made else f"Creates {an(self._function(call))}{self._arguments(call)}"
            return f"{words} as {target}." if target else f"{words}."
        code = self._values.code(call, 90)
        verb = "Awaits" if awaited else "Calls"
        words = f"{verb} {code}" if code else f"{verb} {self._function(call)}{self._arguments(call)}"
        words += self._purpose(call)
        return f"{words} and keeps the result as {target}." if target else f"{words}."

    def _inherited(self, call: ast.Call, name: str, target: str) -> str:
        if name == "__init__":
            return f"Initialises the base class{self._arguments(call)}."
        words = f"Calls `{name}` of the base class{self._arguments(call)}"
        return f"{words} and keeps the result as {target}." if target else f"{words}."

    def _purpose(self, call: ast.Call) -> str:
        """What the documentation of a function of the project says it does; once a section."""
        path = self._types.callee(call)
        shape = self._types.called(call) if path not in self._told else None
        if shape is None or shape.kind != "function":
            return ""
        clause = clause_of(shape.summary)
        self._told.add(path)
        name = shape.name.replace("_", " ").strip()
        # `parse(text)` (parses the text) says the same twice.
        return f" ({clause})" if clause and len(clause) > len(name) + 6 else ""

    def _function(self, call: ast.Call) -> str:
        match call.func:
            case ast.Attribute(attr=name, value=value):
                return self._values.code(call.func, 60) or f"`{name}` of {self._noun(value, 1)}"
        return self._values.code(call.func, 60) or "what it gives"

    def _arguments(self, call: ast.Call) -> str:
        """The arguments of a call, the long ones by what they are."""
        said = [self._noun(one, 2) for one in call.args]
        for keyword in call.keywords:
            code = self._values.code(keyword.value, 30).strip("`")
            name = keyword.arg
            if name is None:
                said.append(f"the entries of {self._noun(keyword.value, 2)}")
            elif code and code != name:
                said.append(f"`{name}={code}`")
            else:
                said.append(f"`{name}`")
        return f" with {some_of(said, 5, 'more arguments' if len(said) > 6 else 'more')}" if said else ""

    def _chain(self, call: ast.Call) -> list[Told] | None:
        """What the table says of a call and of the calls whose results it works on, the innermost first."""
        inner = self._worked_on(call)
        chain = self._chain(inner) if inner is not None else None
        before: list[Told] = []
        if chain is not None and len(chain) < _CHAIN and not _is_noun(chain):
            before = chain
        result = inner if before else None

        def say(node: ast.expr) -> str:
            stripped = node.value if isinstance(node, ast.Await) else node
            return (
                f"the {before[-1].row.keep or 'result'}" if stripped is result and before else self._values.said(node)
            )

        told = self._values.told(call, say=say if before else None)
        if told is None:
            return None
        is_later = not before and not told.is_value
        if chain and is_later and len(chain) < _CHAIN and all(link.row.text("does") for link in chain):
            # What is done with a value is told after what is done for it.
            before, result = chain, inner
            told = self._values.told(call, say=say) or told
        return [*before, told]

    def _worked_on(self, call: ast.Call) -> ast.Call | None:
        """The call inside that gives what a call works on."""
        receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
        for candidate in (receiver, *call.args[-1:], *call.args[:1]):
            inner = candidate.value if isinstance(candidate, ast.Await) else candidate
            if isinstance(inner, ast.Call):
                return inner
        return None

    # What is handed over.

    def _give(self, node: Give) -> str:
        value = node.value
        if node.kind == "yield" and self._is_manager:
            return "Runs the `with` block." if value is None else f"Hands {self._noun(value)} to the `with` block."
        verb = {"return": "Returns", "yield": "Yields", "yield from": "Yields each item of"}[node.kind]
        if value is None or (isinstance(value, ast.Constant) and value.value is None and node.kind == "yield"):
            return "Stops there." if node.kind == "return" else "Yields."
        inner = value.value if isinstance(value, ast.Await) else value
        if isinstance(inner, ast.Call) and node.kind != "yield from":
            return self._given_call(inner, verb, awaited=inner is not value)
        if isinstance(inner, ast.Dict) and inner.keys and not self._values.code(inner):
            text = f"{verb} a dictionary{self._values.entries(inner)}."
            return self._fitting(text, f"{verb} a dictionary of {counted(len(inner.keys), 'entry', 'entries')}.")
        return self._fitting(f"{verb} {self._noun(value)}.", f"{verb} {self._noun(value, 2)}.")

    def _given_call(self, call: ast.Call, verb: str, *, awaited: bool) -> str:
        links = self._chain(call)
        if links is not None:
            last = links[-1]
            if last.noun and len(links) == 1 and not last.row.effect:
                return f"{verb} {last.noun}."
            does = ", ".join(link.does for link in links)
            ending = f"{small(verb)} the {last.row.keep or 'result'}"
            text = capital(f"{does}{',' if len(links) > 1 else ''} and {ending}.")
            if len(text) <= _LONGEST:
                return text
        purpose = "" if awaited else self._purpose(call)
        code = self._values.code(call, 80)
        if awaited:
            awaits = code or f"{self._function(call)}{self._arguments(call)}"
            return f"Awaits {awaits}{self._purpose(call)} and {small(verb)} the result."
        if purpose and code:
            return f"Calls {code}{purpose} and {small(verb)} the result."
        said = self._noun(call)
        if said.startswith("the result of"):
            return f"{verb} {said}{self._arguments(call) if 'a call' not in said else ''}."
        return f"{verb} {said}."

    def _fail(self, node: Fail) -> str:
        error = node.error
        if error is None:
            return "Raises the error again."
        if isinstance(error, ast.Call):
            return f"Raises {self._error(error)}{self._caused(node)}."
        return f"Raises {self._noun(error, 1)}{self._caused(node)}."

    def _error(self, error: ast.Call) -> str:
        """An exception with its message, or with its arguments when these are no text."""
        name = self._values.code(error.func) or "an error"
        texts = [one for one in error.args if isinstance(one, ast.Constant | ast.JoinedStr | ast.BinOp)]
        if error.args and not texts:
            return self._values.code(error, 60) or name
        is_alone = len(error.args) == 1 and not error.keywords  # Of several arguments none is the message for sure.
        if message := self._message(texts[0]) if texts and is_alone else "":
            return f"{name} ({message})"
        return name

    def _message(self, node: ast.expr) -> str:
        """The words of an error."""
        if isinstance(node, ast.JoinedStr):
            said = self._values.noun(node)
            return said.removeprefix("the text ") if said.startswith("the text ") and len(said) < 100 else ""
        text = node.value if isinstance(node, ast.Constant) else None
        if not isinstance(text, str) or self._values.source.hides(node):
            return ""
        plain = " ".join(text.split()).rstrip(".")
        if not plain or len(plain) > 90 or not plain.isprintable() or "`" in plain:
            return ""
        is_prose = not set(plain) & set("<>{}[]\\*_|#$^~&@:/") and not is_vague(plain)
        return f"“{plain}”" if is_prose else f"`{plain}`"

    def _caused(self, node: Fail) -> str:
        if node.cause is None:
            return ""
        if isinstance(node.cause, ast.Constant):
            return " without its cause"
        return f" with {self._noun(node.cause, 1)} as its cause"

    # Folded ones.

    def _guarded(self, node: Guard) -> str:
        then = node.then
        text = self.plain(then)
        if isinstance(then, Leave):
            text = "Leaves the loop." if then.kind == "break" else "Skips the rest for this item."
        condition = self._values.when(node.test)
        if isinstance(then, Give) and isinstance(then.value, ast.IfExp):
            return f"{capital(condition)}, {small(text)}"
        return f"{text.removesuffix('.')} {condition}."

    def _choice(self, node: Choice) -> str:
        condition = self._values.when(node.test)
        match node.then, node.otherwise:
            case Give(value=first, kind=kind), Give(value=second) if first is not None and second is not None:
                if _are_opposites(first, second) and kind == "return":
                    test = node.test if first.value else ast.UnaryOp(op=ast.Not(), operand=node.test)
                    return f"Returns whether {self._values.condition(test)}."
                then, otherwise = self.plain(node.then), self.plain(node.otherwise)
                verb = {"return": "Returns ", "yield": "Yields "}.get(kind, "")
                if self._is_manager or not (then.startswith(verb) and otherwise.startswith(verb)):
                    return f"{capital(condition)}, {small(then).removesuffix('.')}; otherwise, {small(otherwise)}"
                words = f"{then.removesuffix('.')} {condition}, otherwise {otherwise.removeprefix(verb)}"
                return self._fitting(words, f"{verb}one of two values, depending on a condition.")
            case Act(), Act():
                target = self._targets(node.then)
                then, otherwise = self.plain(node.then), self.plain(node.otherwise)
                head = f"Sets {target} to "
                if then.startswith(head) and otherwise.startswith(head) and " if " not in then + otherwise:
                    value = otherwise.removeprefix(head)
                    return f"{then.removesuffix('.')} {condition}, otherwise to {value}"
                values = [self._values.code(_value(one), 70) for one in (node.then, node.otherwise)]
                if all(values):
                    return f"Sets {target} to {values[0]} {condition}, otherwise to {values[1]}."
                return f"{capital(condition)}, {small(then).removesuffix('.')}; otherwise, {small(otherwise)}"
        return ""

    def _collect(self, node: Collect) -> str:
        name = self._name(node.name)
        over = self._values.over(node.target, node.source, [node.test] if node.test is not None else [])
        if node.asynchronous:
            over += ", as it arrives"
        if node.form == "count":
            what = self._values.each(node.target, node.source)
            condition = f" for which {self._values.condition(node.test)}" if node.test is not None else ""
            return f"Counts each {what}{condition} in {name}."
        if dotted(node.item) and dotted(node.item) == dotted(node.target) and node.form != "dictionary":
            over = over.removeprefix("for ").replace(" if ", " for which ", 1)
            return f"Fills the {node.form} {name} with {over}."
        item = self._noun(node.item, 1)
        if node.form == "text":
            return f"Builds the text {name} from {item} {over}."
        if node.key is not None:
            return f"Fills the dictionary {name} with {item} under {self._noun(node.key, 1)} {over}."
        return f"Fills the {node.form} {name} with {item} {over}."

    def _first(self, node: First) -> Iterator[Step]:
        each = self._values.each(node.target, node.source)
        target, _, source = each.partition(" in ")
        if node.test is None:
            give = node.give
            if isinstance(give, Give) and give.value is not None and dotted(give.value) == dotted(node.target) != "":
                text = f"Returns the first item of {source}"
            else:
                yield Step(f"Takes the first {target} of {source}.", lines=node.lines)
                yield Step(self.plain(give), lines=give.lines)
                return
        else:
            text = f"For the first {each} for which {self._values.condition(node.test)}, {small(self.plain(node.give))}"
            text = text.removesuffix(".")
            if isinstance(node.give, Give) and dotted(node.give.value or node.target) == dotted(node.target) != "":
                text = f"Returns the first {each} for which {self._values.condition(node.test)}"
        if node.otherwise is not None and node.otherwise.value is not None:
            text += f"; {self._noun(node.otherwise.value, 1)} if there is none"
        yield Step(f"{text}.", lines=node.lines)

    def _entries(self, node: Entries) -> str:
        owner = self._noun(node.owner, 1)
        pairs = [
            f"{self._noun(key, 1)} to {self._noun(value, 1)}" for key, value in zip(node.keys, node.values, strict=True)
        ]
        text = f"In {owner}, sets {listed(pairs)}."
        keys = some_of([self._noun(key, 1) for key in node.keys], 6)
        return text if len(text) <= 160 else f"In {owner}, sets {keys}."

    def _series(self, calls: Sequence[ast.Call]) -> str:
        function = self._values.code(calls[0].func, 50)
        told = [self._values.told(call) for call in calls]
        values = [self._noun(call.args[0], 1) for call in calls]
        if told[0] is not None and all(told) and told[0].does.count(values[0]) == 1 and values[0] != function:
            return capital(f"{told[0].does.replace(values[0], listed(values))}.")
        return f"Calls {function or 'the same'} with {listed(values)}, one after the other."

    # Steps with steps inside.

    def _doubled(self, head: str, inner: Step, lines: Spans) -> Step:
        """A condition inside a condition: “If a, if b” is hard to read."""
        joined = f"{head} and {inner.text.removeprefix('If ')}"
        if head.endswith("raised") and len(joined) <= 240:  # No “otherwise” follows, which would be about both.
            return Step(joined, inner.steps, (*lines, *inner.lines))
        return Step(f"{head}:", (inner,), lines)

    def _headed(self, head: str, nodes: Sequence[Node], lines: Spans, level: int) -> Step:
        """A condition with what follows from it: in one sentence if that is short."""
        if level + 1 > self.depth:
            return self._digested(head, nodes, lines)
        inner = self.all(nodes, level + 1)
        own = (*lines, *(span for step in inner for span in step.lines))
        if not inner:
            return Step(f"{head}, nothing more happens.", lines=lines)
        if len(inner) == 1 and head.startswith(("If ", "Otherwise")) and inner[0].text.startswith("If "):
            return self._doubled(head, inner[0], lines)
        if all(not step.steps for step in inner) and len(inner) <= 3:
            texts = [step.text for step in inner]
            if len(inner) == 1 and len(head) + len(texts[0]) <= 240:
                return Step(f"{head}, {small(texts[0])}", lines=own)
            if len(head) + sum(map(len, texts)) <= _INLINE and not any(_is_compound(text) for text in texts):
                return Step(f"{head}, {listed([small(text).removesuffix('.') for text in texts])}.", lines=own)
        if len(inner) == 1 and inner[0].text.endswith(":") and len(head) + len(inner[0].text) <= _INLINE:
            return Step(f"{head}, {small(inner[0].text)}", inner[0].steps, own)
        return Step(f"{head}:", inner, lines)

    def _digested(self, head: str, nodes: Sequence[Node], lines: Spans) -> Step:
        said = digest(tuple(nodes), self._values)
        inner = tuple(span for node in nodes for span in lines_of(node))
        return Step(f"{head}: {said}." if said else f"{head}, nothing more happens.", lines=lines + inner)

    def _branch(self, node: Branch, level: int) -> Iterator[Step]:
        for number, (test, body) in enumerate(node.arms):
            condition = self._values.when(test) if test is not None else "otherwise"
            head = capital(condition) if number == 0 or test is None else f"Otherwise, {condition}"
            lines = node.lines if number == 0 else _span(test)
            if body or test is not None:
                yield self._headed(head, body, lines, level)

    def _loop(self, node: Loop, level: int) -> Iterator[Step]:
        if node.target is None:
            if isinstance(node.source, ast.Constant) and node.source.value:
                inner = self.all(node.body, level + 1) if level + 1 <= self.depth else ()
                if inner:
                    yield Step("Repeats until it is left:", inner, node.lines)
                else:
                    yield self._digested("Repeats until it is left", node.body, node.lines)
            else:
                yield self._headed(f"While {self._values.condition(node.source)}", node.body, node.lines, level)
        else:
            arriving = " as it arrives" if node.asynchronous else ""
            head = f"For each {self._values.each(node.target, node.source)}{arriving}"
            match node.target, node.source:
                case ast.Name(id="_"), ast.Call(func=ast.Name(id="range"), args=[times]):
                    head = f"{capital(self._noun(times, 1))} times"
            yield self._headed(head, node.body, node.lines, level)
        if node.orelse:
            yield self._headed("If the loop was not left early", node.orelse, (), level)

    def _open(self, node: Open, level: int) -> Iterator[Step]:
        """What is entered, then what is done inside, on the same level."""
        items = [item for item in node.items if not self._suppresses(item)]
        suppressed = [item for item in node.items if self._suppresses(item)]
        body = node.body
        for number, item in enumerate(items):
            value = item.context_expr
            target = self._name(item.optional_vars) if item.optional_vars is not None else ""
            links = self._chain(value) if isinstance(value, ast.Call) else None
            if links is None and len(items) == 1 and not target and not node.checks and not suppressed:
                head = f"Within {self._noun(value, 1)}"
                yield self._headed(head, body, node.lines, level)
                return
            text = self._entered(value, target, links)
            last = number == len(items) - 1
            yield Step(_checked(text) if node.checks and last else text, lines=node.lines)
        if suppressed:
            errors = [self._noun(one, 1) for item in suppressed for one in _arguments(item)]
            yield self._headed(f"Ignoring {listed(errors, 'or') if errors else 'nothing'}", body, node.lines, level)
            return
        yield from self.all(body, level)

    def _entered(self, value: ast.expr, target: str, links: list[Told] | None) -> str:
        if links is not None:
            words = [link.does for link in links[:-1]]
            ending = sentence(links[-1], target)
            return capital(f"{', '.join(words)} and {small(ending)}") if words else ending
        if isinstance(value, ast.Call) and self._types.is_class(value):
            return self._doing(value, target, awaited=False)
        return f"Enters {self._noun(value, 1)}{f' as {target}' if target else ''}."

    def _suppresses(self, item: ast.withitem) -> bool:
        call = item.context_expr
        return isinstance(call, ast.Call) and self._types.callee(call) == "contextlib.suppress"

    def _attempt(self, node: Attempt, level: int) -> Iterator[Step]:
        only_final = not node.handlers
        waits = self._is_manager and any(isinstance(one, Give) and one.kind == "yield" for one in node.body)
        tried = self.all(node.body, level + (0 if only_final or waits else 1)) if level + 1 <= self.depth else ()
        if not tried:
            yield self._digested("Tries the following", node.body, node.lines)
        elif only_final or waits or (len(tried) == 1 and not tried[0].steps):
            first, *rest = tried
            yield dataclasses.replace(first, lines=node.lines + first.lines)
            yield from rest
        else:
            yield Step("Tries the following:", tried, node.lines)
        for kind, body, lines in node.handlers:
            yield self._handled(kind, body, lines, level, waits=waits)
        if node.orelse:
            yield self._headed("If nothing was raised", node.orelse, (), level)
        if node.final:
            yield self._headed("In any case, at the end", node.final, (), level)

    def _handled(self, kind: ast.expr | None, body: Sequence[Node], lines: Spans, level: int, *, waits: bool) -> Step:
        names = [self._noun(one, 1) for one in (kind.elts if isinstance(kind, ast.Tuple) else [kind])] if kind else []
        everything = not names or set(names) & {"`Exception`", "`BaseException`"}
        caught = "an error" if everything else some_of(names, 5, "others").replace(" and ", " or ")
        head = f"If the block raises {caught}" if waits else f"If {caught} is raised"
        if not body:
            return Step(f"{head}, ignores it.", lines=lines)
        match body:
            case [Leave(kind="continue") as only]:
                return Step(f"{head}, goes on with the next item.", lines=lines + only.lines)
        return self._headed(head, body, lines, level)

    def _select(self, node: Select, level: int) -> Step:
        cases = []
        for pattern, guard, body in node.cases:
            condition = f" and {self._values.condition(guard)}" if guard is not None else ""
            head = self._pattern(pattern)
            if head == "Otherwise" and condition:
                head = f"If {condition.removeprefix(' and ')}"
                condition = ""
            cases.append(self._headed(f"{head}{condition}", body, ((pattern.lineno, pattern.lineno),), level + 1))
        return Step(f"Depending on {self._noun(node.subject, 1)}:", tuple(cases), node.lines)

    def _pattern(self, pattern: ast.pattern) -> str:
        match pattern:
            case ast.MatchAs(pattern=None, name=None):
                return "Otherwise"
            case ast.MatchAs(pattern=None, name=str(name)):
                return f"Otherwise, with its value as `{name}`"
            case ast.MatchValue(value=value):
                return f"If it is {self._noun(value, 1)}"
            case ast.MatchSingleton(value=value):
                return f"If it is `{value}`"
            case ast.MatchOr(patterns=patterns) if all(isinstance(one, ast.MatchValue) for one in patterns):
                values = [self._noun(one.value, 1) for one in patterns if isinstance(one, ast.MatchValue)]
                return f"If it is {some_of(values, 6, 'others').replace(' and ', ' or ')}"
            case ast.MatchClass(cls=kind, patterns=[], kwd_patterns=[]):
                return f"If it is {an(self._noun(kind, 1))}"
        code = self._values.code(pattern)
        return f"If it matches {code}" if code else "If it has another form"

    def _define(self, node: Define, level: int) -> Step:
        name = node.node.name
        if isinstance(node.node, ast.ClassDef):
            return Step(f"Defines the class `{name}`.", lines=lines_of(node))
        names = [argument.arg for argument in walk(node.node.args) if isinstance(argument, ast.arg)]
        said = f"`{name}({', '.join(names)})`" if len(names) <= 4 else f"`{name}`"
        kind = "the coroutine " if isinstance(node.node, ast.AsyncFunctionDef) else ""
        if not node.body:
            return Step(f"Defines {kind}{said}.", lines=node.lines)
        step = self._headed(f"Defines {kind}{said}, which", node.body, node.lines, level)
        return dataclasses.replace(step, text=step.text.replace("which, ", "which ", 1).replace("which: ", "which ", 1))

    def _noun(self, node: ast.expr, depth: int = 0) -> str:
        return self._values.noun(node, depth)


def _checked(text: str) -> str:
    """A request with the check of its response."""
    plain = text.rstrip(".").replace(" and keeps the response", ", keeps the response")
    return f"{plain}, and raises an error if its status signals a failure."


def _is_compound(text: str) -> bool:
    """Whether a sentence could not be one of several in a list."""
    plain = text.rstrip(".")
    return (
        ";" in plain
        or ", " in plain
        or " if " in plain
        or ". " in plain
        or text.startswith(("If ", "For ", "In ", "Unless "))
    )


def _linked(links: Sequence[Told], target: str) -> str:
    """Calls that work on each other's results as one sentence."""
    last = links[-1]
    ending = _plain_result(sentence(last, target))
    before = ", ".join(_plain_result(link.does) for link in links[:-1])
    if not before:
        return ending
    if last.is_value and target:
        ending = f"{last.does} and keeps the result as {target}."
    return capital(f"{before}{',' if ' and ' in ending else ' and'} {small(ending)}")


def _plain_result(text: str) -> str:
    """`the template the result` says one thing twice."""
    return _RESULT.sub("the result", text) if " the result" in text else text


def _is_noun(chain: Sequence[Told]) -> bool:
    """Whether a call inside another is better named than told before it."""
    return len(chain) == 1 and bool(chain[0].noun) and not chain[0].row.effect and len(chain[0].noun) < _LONGEST_NOUN


def _are_opposites(first: ast.expr, second: ast.expr) -> TypeGuard[ast.Constant]:
    """Whether two values are `True` and `False`, in any order."""
    match first, second:
        case ast.Constant(value=bool(one)), ast.Constant(value=bool(other)):
            return one is not other
    return False


def _value(node: Act | Give) -> ast.expr:
    """The value of one side of a choice."""
    assert node.value is not None
    return node.value


def _stored(act: Act) -> str:
    """What is kept under its own name, or nearly."""
    name, kept = dotted(act.value), dotted(act.targets[0]).rpartition(".")[2]
    return f"`{name}`" if name == kept else f"`{name}` (as `{kept}`)"


def _span(test: ast.expr | None) -> Spans:
    line = getattr(test, "lineno", 0)
    return ((line, line),) if line else ()


def _arguments(item: ast.withitem) -> Sequence[ast.expr]:
    return item.context_expr.args if isinstance(item.context_expr, ast.Call) else []
