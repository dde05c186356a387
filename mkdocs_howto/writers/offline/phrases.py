"""Turn folded nodes into English."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator, Sequence

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import CodeBlock, Lookup, Step
from mkdocs_howto.writers.offline.calls import Told, sentence, table
from mkdocs_howto.writers.offline.nodes import (
    Act,
    Attempt,
    Branch,
    Change,
    Choice,
    Collect,
    Fail,
    Give,
    Guard,
    Leave,
    Loop,
    Node,
    Note,
    Open,
    Select,
    Settings,
    Spans,
)
from mkdocs_howto.writers.offline.source import LONGEST, Source, has_secret, is_secret_name, kind_of, listed
from mkdocs_howto.writers.offline.types import Types

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
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "is", ast.NotEq: "is not", ast.Lt: "is less than", ast.LtE: "is at most", ast.Gt: "is greater than",
    ast.GtE: "is at least", ast.In: "is in", ast.NotIn: "is not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip
_EMPTY = re.compile(
    r"\b(?:gets?|getting|do(?:es|ing)?|handl\w+|process\w*|perform\w*|manag\w+|various|some|etc|stuff|things|properly)\b"
)
"""Words of documentation that would say nothing in a step."""
_CHAIN = 3
"""Calls inside each other that one sentence tells."""
_VERBS = frozenset(
    """
    add append apply assign attach build calculate call check choose clean clear close collect combine compare
    compile compute configure connect convert copy count create decode decrypt delete derive detect determine
    download encode encrypt ensure escape evaluate execute expand extract fetch fill filter find flatten format
    generate give group guess hash import increase initialise initialize insert install inspect iterate join list
    load locate log look make map match measure merge move normalise normalize open order parse pick prepare print
    produce pull push put quote read register remove rename render replace report request reset resolve restore
    retrieve reverse rewrite round run sanitize save scan search select send serialize set show sign sort split
    start stop store strip take test tokenize transform translate trim truncate try turn unescape update upload
    use validate verify wait wrap write yield
    """.split()  # noqa: SIM905 - words read better as a text
)
"""First words of a docstring by which it says what a function is for."""


def capital(text: str) -> str:
    """A sentence's first letter, unless code begins it."""
    return text[:1].upper() + text[1:]


class Phrases:
    """Words for the nodes of one block."""

    def __init__(self, source: Source, types: Types, block: CodeBlock, lookup: Lookup, tree: ast.Module) -> None:
        self._source = source
        self._types = types
        self._block = block
        self._lookup = lookup
        self._table = table()
        self._optional = _optional_parameters(tree)
        self._is_manager = "contextmanager" in block.shape.labels

    def steps(self, node: Node) -> Iterator[Step]:
        """A node as one or more steps."""
        match node:
            case Guard():
                yield Step(self._guarded(node), lines=node.lines)
            case Branch():
                yield from self._branch(node)
            case Choice():
                yield Step(self._choice(node), lines=node.lines)
            case Loop():
                yield from self._loop(node)
            case Open():
                yield from self._open(node)
            case Attempt():
                yield from self._attempt(node)
            case Select():
                yield self._select(node)
            case _:
                if text := self._plain(node):
                    yield Step(text, lines=node.lines)

    # Single sentences.

    def _plain(self, node: Node) -> str:
        match node:
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
                return form.format(target=self._quote(target), value=self._quote(value))
            case Settings(acts=acts):
                return f"Sets {listed([self._setting(act) for act in acts])}."
            case Note(kind="assert", parts=[test]):
                return f"Checks that {self.condition(test)}."
            case Note(kind="delete", parts=parts):
                return f"Deletes {self._source.quoted(list(parts))}."
            case Note(kind="define", name=name):
                return f"Defines `{name}`."
        return ""

    def _setting(self, act: Act) -> str:
        name = self._source.text(act.targets[0])
        if is_secret_name(name) and isinstance(act.value, ast.Constant):
            return f"`{name}`"
        return f"`{name}` to {self._quote(act.value)}"

    def _act(self, node: Act) -> str:
        names = [self._source.text(target) for target in node.targets]
        if any(is_secret_name(name) for name in names) and isinstance(node.value, ast.Constant):
            return f"Sets {self._source.quoted(list(node.targets))}."
        match node.targets, node.value:
            case [ast.Tuple(elts=names_)], ast.Tuple(elts=values) if len(names_) == len(values):
                pairs = zip(names_, values, strict=True)
                return f"Sets {listed([f'{self._quote(name)} to {self._noun(value)}' for name, value in pairs])}."
        target = listed([self._each(target) for target in node.targets]) if node.targets else ""
        if isinstance(node.value, ast.IfExp):
            return self._chosen(node.value, target)
        text = self._called(node.value, target, awaited=node.awaited)
        if text and node.checks:
            text = _checked(text)
        return text or self._set(node.value, target, awaited=node.awaited)

    def _set(self, value: ast.expr, target: str, *, awaited: bool) -> str:
        if not target:
            return f"{'Awaits' if awaited else 'Evaluates'} {self._quote(value)}."
        if awaited:
            return f"Awaits {self._quote(value)} and keeps the result as {target}."
        if isinstance(value, ast.Dict) and len(self._source.text(value)) > 60:
            return f"Builds {target}{self._entries(value)}."
        return f"Sets {target} to {self._noun(value)}."

    def _chosen(self, value: ast.IfExp, target: str) -> str:
        first, second = self._noun(value.body), self._noun(value.orelse)
        head = f"Sets {target} to" if target else "Takes"
        return f"{head} {first} if {self.condition(value.test)}, otherwise {second}."

    def _entries(self, value: ast.Dict) -> str:
        """The keys of a long dictionary; values of computed entries only."""
        keys = [self._quote(key) for key in value.keys if key is not None]
        if not keys:
            return " from other dictionaries"
        shown = listed(keys) if len(keys) <= 6 else f"{', '.join(keys[:4])} and {len(keys) - 4} other entries"
        return f" with {shown}"

    def _called(self, value: ast.expr, target: str, *, awaited: bool = False) -> str:
        """A call as a sentence; empty when it is none."""
        if not isinstance(value, ast.Call):
            return ""
        links = self._chain(value)
        if links is not None:
            if len(links) == 1:
                return sentence(links[0], target)
            words = [links[0].does, *(link.does for link in links[1:])]
            last = dataclasses.replace(links[-1], does=words[-1])
            ending = sentence(last, target)
            return capital(f"{', '.join(words[:-1])} and {ending[0].lower()}{ending[1:]}")
        shown = self._quote(value)
        shown = shown if shown.startswith("`") else kind_of(value).removeprefix("the result of ")
        verb = "Awaits" if awaited else "Calls"
        purpose = self._purpose(value)
        if target:
            return f"{verb} {shown}{purpose} and keeps the result as {target}."
        return f"{verb} {shown}{purpose}."

    def _purpose(self, call: ast.Call) -> str:
        """What the project's own documentation says that a function is for."""
        path = self._types.callee(call)
        if not path or path.startswith("?") or path.partition(".")[0] != self._block.object_path.partition(".")[0]:
            return ""
        shape = self._lookup(path)
        summary = shape.summary.strip() if shape is not None and shape.kind == "function" else ""
        first, _, rest = summary.partition(" ")
        if (
            not rest
            or len(summary) > 70
            or _EMPTY.search(summary)
            or any(mark in summary for mark in ("`", "*", "<", "{", ":", "\\"))
        ):
            return ""
        words = rest.rstrip(".")
        if first.lower() in _VERBS and "," not in words:
            return f" to {first.lower()} {words}"
        return ""

    def _chain(self, call: ast.Call) -> list[Told] | None:
        """A call, and the calls whose result it works on, innermost first; `None` when one is not known."""
        inner = self._worked_on(call)
        before: list[Told] = []
        if inner is not None:
            chain = self._chain(inner)
            if chain is not None and len(chain) < _CHAIN:
                before = chain
        told = self._told(call, inner if before else None)
        if told is not None and before and all(link.is_value for link in (*before, told)):
            # Values of values are shown as code: what is done would be told twice.
            before, told = [], self._told(call, None)
        return None if told is None else [*before, told]

    def _worked_on(self, call: ast.Call) -> ast.Call | None:
        """The call inside that gives what a call works on."""
        receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
        for candidate in (receiver, *call.args[-1:], *call.args[:1]):
            inner = candidate.value if isinstance(candidate, ast.Await) else candidate
            if isinstance(inner, ast.Call):
                return inner
        return None

    def _told(self, call: ast.Call, result: ast.Call | None) -> Told | None:
        """What the table says of a call; a call told before is “the result”."""

        def say(node: ast.expr) -> str:
            inner = node.value if isinstance(node, ast.Await) else node
            return "the result" if inner is result else self._noun(node)

        receiver = say(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        path = self._types.callee(call)
        return self._table.tell(path, call, say, receiver) if path else None

    def _give(self, node: Give) -> str:
        verb = {"return": "Returns", "yield": "Yields", "yield from": "Yields each item of"}[node.kind]
        value = node.value
        if node.kind == "yield" and value is not None and self._is_manager:
            return f"Hands {self._noun(value)} to the `with` block."
        if value is None:
            if node.kind == "return":
                return "Stops there."
            return "Runs the `with` block." if self._is_manager else "Yields."
        if isinstance(value, ast.IfExp):
            first, second = self._noun(value.body), self._noun(value.orelse)
            return f"{verb} {first} if {self.condition(value.test)}, otherwise {second}."
        inner = value.value if isinstance(value, ast.Await) else value
        if node.kind == "return" and isinstance(inner, ast.Call) and (links := self._chain(inner)) is not None:
            if links[-1].is_value and len(links) == 1:
                return f"Returns {links[-1].noun}."
            words = ", ".join(link.does for link in links)
            kept = links[-1].row.keep or "result"
            return capital(f"{words} and returns the {kept}.")
        return f"{verb} {self._noun(value)}."

    def _fail(self, node: Fail) -> str:
        error = node.error
        if error is None:
            return "Raises the error again."
        if isinstance(error, ast.Call):
            name, message = self._quote(error.func), _message(error)
            said = f" (“{message}”)" if message else ""
            return f"Raises {name}{said}{self._caused(node)}."
        return f"Raises {self._quote(error)}{self._caused(node)}."

    def _caused(self, node: Fail) -> str:
        if node.cause is None:
            return ""
        if isinstance(node.cause, ast.Constant):
            return " without its cause"
        return f" with {self._quote(node.cause)} as its cause"

    def _collect(self, node: Collect) -> str:
        condition = f" if {self.condition(node.test)}" if node.test is not None else ""
        item = "it" if dotted(node.item) == dotted(node.target) != "" else self._noun(node.item)
        return (
            f"For each {self._each(node.target)} in {self._quote(node.source)}{condition}, "
            f"appends {item} to {self._quote(node.name)}, a list that is empty at first."
        )

    # Conditions.

    def condition(self, node: ast.expr) -> str:
        """A condition in words; code where words would not help."""
        match node:
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self._negated(operand)
            case ast.BoolOp(op=operator, values=values) if len(values) <= 3:
                word = " and " if isinstance(operator, ast.And) else " or "
                if not any(isinstance(value, ast.BoolOp) for value in values):
                    return word.join(self.condition(value) for value in values)
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                return self._compared(left, operator, right)
            case ast.Call() if (told := self._told(node, None)) is not None and told.holds:
                return told.holds
            case ast.Call(func=ast.Name(id="callable"), args=[value]):
                return f"{self._quote(value)} can be called"
            case ast.Call(func=ast.Name(id="hasattr"), args=[value, ast.Constant(value=str(name))]):
                return f"{self._quote(value)} has an attribute `{name}`"
            case ast.Call(func=ast.Attribute(value=value, attr="startswith" | "endswith" as verb), args=[affix]):
                return f"{self._quote(value)} {verb.replace('swith', 's with')} {self._quote(affix)}"
            case ast.Name() | ast.Attribute():
                return f"{self._quote(node)} {self._truth(node)}"
            case ast.NamedExpr(target=target, value=value):
                return f"{self._quote(value)}, kept as {self._quote(target)}, {self._truth(value)}"
            case ast.Constant(value=True):
                return "`True`"
        return f"{self._quote(node)} is true"

    def _truth(self, node: ast.expr) -> str:
        kind = self._types.of(node)
        if kind in {"str", "list", "dict", "set", "tuple", "bytes"}:
            return "is not empty"
        return "was found" if kind == "re.Match" else "is set"

    def _negated(self, node: ast.expr) -> str:
        match node:
            case ast.Call() if (told := self._told(node, None)) is not None and told.fails:
                return told.fails
            case ast.Name() | ast.Attribute():
                kind = self._types.of(node)
                empty = kind in {"str", "list", "dict", "set", "tuple", "bytes"}
                return f"{self._quote(node)} {'is empty' if empty else 'is not set'}"
            case ast.Call(func=ast.Name(id="isinstance"), args=[value, kind_]):
                return f"{self._quote(value)} is not {self._kinds(kind_)}"
            case ast.Call(func=ast.Attribute(value=value, attr="startswith" | "endswith" as verb), args=[affix]):
                return (
                    f"{self._quote(value)} {verb.replace('swith', 's with')} something other than {self._quote(affix)}"
                )
        return f"{self._quote(node)} is false"

    def _compared(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> str:
        if isinstance(right, ast.Constant) and right.value is None:
            name = dotted(left)
            if isinstance(operator, ast.IsNot | ast.NotEq) and name in self._optional:
                return f"{self._quote(left)} is given"
            if isinstance(operator, ast.Is | ast.Eq) and name in self._optional:
                return f"{self._quote(left)} is not given"
        return f"{self._quote(left)} {_COMPARISONS[type(operator)]} {self._quote(right)}"

    def _kinds(self, node: ast.expr) -> str:
        elements = node.elts if isinstance(node, ast.Tuple) else [node]
        words = [self._quote(element) for element in elements]
        first = words[0].strip("`")[:1].lower()
        return f"{'an' if first in 'aeiou' else 'a'} {listed(words, last='or')}"

    # Nouns.

    def _noun(self, node: ast.expr) -> str:
        """A value as it is named in a sentence."""
        match node:
            case ast.ListComp(elt=item, generators=[one]) | ast.SetComp(elt=item, generators=[one]):
                return self._comprehended(item, one, node)
            case ast.GeneratorExp(elt=item, generators=[one]):
                return self._comprehended(item, one, node)
            case ast.Constant(value=None):
                return "`None`"
            case ast.JoinedStr() | ast.Constant(value=str()) if not has_secret(node):
                text = self._source.text(node)
                if len(text) > LONGEST and "`" not in text:
                    return f"the text `{text[:LONGEST].rstrip()}…`"
        return self._quote(node)

    def _comprehended(self, item: ast.expr, one: ast.comprehension, node: ast.expr) -> str:
        text = self._source.text(node)
        if len(text) <= 40:
            return self._quote(node)
        condition = f" if {listed([self.condition(test) for test in one.ifs])}" if one.ifs else ""
        return f"{self._quote(item)} for each {self._each(one.target)} in {self._quote(one.iter)}{condition}"

    def _each(self, target: ast.expr) -> str:
        match target:
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                named = [element for element in elements if dotted(element) != "_"]
                return listed([self._quote(element) for element in named or elements]) if elements else "nothing"
        return self._quote(target)

    def _quote(self, node: ast.expr | ast.pattern) -> str:
        if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
            return self._source.text(node)
        return self._source.quote(node)

    # Steps with steps inside.

    def _inner(self, nodes: Sequence[Node]) -> tuple[Step, ...]:
        return tuple(step for node in nodes for step in self.steps(node))

    def _guarded(self, node: Guard) -> str:
        then = node.then
        text = self._plain(then)
        if isinstance(then, Leave):
            text = "Leaves the loop." if then.kind == "break" else "Skips the rest for this item."
        if isinstance(then, Give) and then.value is None:
            text = "Stops there."
        return f"{text.rstrip('.')} if {self.condition(node.test)}."

    def _choice(self, node: Choice) -> str:
        condition = self.condition(node.test)
        match node.then, node.otherwise:
            case Give(value=first), Give(value=second) if first is not None and second is not None:
                return f"Returns {self._noun(first)} if {condition}, otherwise {self._noun(second)}."
            case Act(targets=targets), Act():
                first_value, second_value = self._valued(node.then), self._valued(node.otherwise)
                target = self._source.quoted(list(targets))
                return f"Sets {target} to {first_value} if {condition}, otherwise to {second_value}."
        return ""

    def _valued(self, node: Act | Give) -> str:
        return self._noun(node.value) if node.value is not None else "`None`"

    def _headed(self, head: str, nodes: Sequence[Node], lines: Spans) -> Step:
        """A condition with what follows from it: in one sentence if that is one step."""
        inner = self._inner(nodes)
        if len(inner) == 1 and not inner[0].steps and len(inner[0].text) + len(head) < 150:
            text = inner[0].text
            return Step(f"{head}, {text[0].lower()}{text[1:]}", lines=lines + inner[0].lines)
        if not inner:
            return Step(f"{head}, nothing more happens.", lines=lines)
        return Step(f"{head}:", inner, lines)

    def _branch(self, node: Branch) -> Iterator[Step]:
        for number, (test, body) in enumerate(node.arms):
            word = "If" if number == 0 else "Otherwise, if"
            head = "Otherwise" if test is None else f"{word} {self.condition(test)}"
            lines = node.lines if number == 0 else ((test.lineno, test.lineno),) if test is not None else ()
            if body or test is not None:
                yield self._headed(head, body, lines)

    def _loop(self, node: Loop) -> Iterator[Step]:
        if node.target is None:
            endless = isinstance(node.source, ast.Constant) and bool(node.source.value)
            head = "Repeats until it is left" if endless else f"While {self.condition(node.source)}"
        else:
            arriving = " as it arrives" if node.asynchronous else ""
            head = f"For each {self._each(node.target)} in {self._quote(node.source)}{arriving}"
        if head.startswith("Repeats"):
            yield Step(f"{head}:", self._inner(node.body), node.lines)
        else:
            yield self._headed(head, node.body, node.lines)
        if node.orelse:
            yield self._headed("If the loop was not left early", node.orelse, ())

    def _open(self, node: Open) -> Iterator[Step]:
        """What is entered, then what is done inside, on the same level."""
        for item in node.items:
            value = item.context_expr
            target = self._quote(item.optional_vars) if item.optional_vars is not None else ""
            text = self._called(value, target) if isinstance(value, ast.Call) and self._chain(value) is not None else ""
            if not text:
                text = f"Enters {self._quote(value)}{f' as {target}' if target else ''}."
            yield Step(_checked(text) if node.checks else text, lines=node.lines)
        yield from self._inner(node.body)

    def _attempt(self, node: Attempt) -> Iterator[Step]:
        tried = self._inner(node.body)
        if len(tried) == 1 and not tried[0].steps and len(node.handlers) == 1:
            yield Step(tried[0].text, lines=node.lines + tried[0].lines)
        elif tried:
            yield Step("Tries the following:", tried, node.lines)
        for kind, body in node.handlers:
            caught = "any error" if kind is None else listed([self._quote(one) for one in _types_of(kind)], last="or")
            head = f"If {caught} is raised" if kind is not None else "If any error is raised"
            lines = ((kind.lineno, kind.lineno),) if kind is not None else ()
            yield self._headed(head, body, lines) if body else Step(f"{head}, goes on.", lines=lines)
        if node.orelse:
            yield self._headed("If nothing was raised", node.orelse, ())
        if node.final:
            yield self._headed("In any case", node.final, ())

    def _select(self, node: Select) -> Step:
        cases = []
        for pattern, guard, body in node.cases:
            is_rest = isinstance(pattern, ast.MatchAs) and pattern.pattern is None and guard is None
            condition = f" and {self.condition(guard)}" if guard is not None else ""
            head = "Otherwise" if is_rest else f"If it matches {self._quote(pattern)}{condition}"
            cases.append(self._headed(head, body, ((pattern.lineno, pattern.lineno),)))
        return Step(f"Depending on {self._quote(node.subject)}:", tuple(cases), node.lines)


def _checked(text: str) -> str:
    """A request with the check of its response."""
    plain = text.rstrip(".").replace(" and keeps the response", ", keeps the response")
    return f"{plain}, and raises an error if its status signals a failure."


def _types_of(node: ast.expr) -> Sequence[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _message(call: ast.Call) -> str:
    """The words of an error, where they are plain text."""
    first = call.args[0] if len(call.args) == 1 else None
    text = first.value if isinstance(first, ast.Constant) else None
    if not isinstance(text, str):
        return ""
    plain = " ".join(text.split()).rstrip(".")
    simple = plain and len(plain) < 80 and not set(plain) & set("`<>{}[]\\*_|")
    return plain if simple and not has_secret(call) else ""


def _optional_parameters(tree: ast.Module) -> set[str]:
    """Parameters whose default is `None`."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.arguments):
            plain = [*node.posonlyargs, *node.args]
            pairs = [*zip(plain[len(plain) - len(node.defaults) :], node.defaults, strict=True)]
            pairs += [(one, default) for one, default in zip(node.kwonlyargs, node.kw_defaults, strict=True) if default]
            names |= {one.arg for one, default in pairs if isinstance(default, ast.Constant) and default.value is None}
    return names
