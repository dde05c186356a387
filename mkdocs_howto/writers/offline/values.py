"""Values and conditions in words, code where words would not help."""

from __future__ import annotations

import ast
import dataclasses
import re
import sys
from collections.abc import Callable, Sequence

from mkdocs_howto.effects import dotted
from mkdocs_howto.secrets import is_secret_name, is_secret_value
from mkdocs_howto.syntax import below, walk
from mkdocs_howto.writers.offline.calls import Table, Told
from mkdocs_howto.writers.offline.source import LONGEST, Source
from mkdocs_howto.writers.offline.types import SIZED, Types, head
from mkdocs_howto.writers.offline.words import counted, listed, some_of

_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "is", ast.NotEq: "is not", ast.Lt: "is less than", ast.LtE: "is at most", ast.Gt: "is greater than",
    ast.GtE: "is at least", ast.In: "is in", ast.NotIn: "is not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip
_OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_OPERATIONS: dict[type[ast.operator], str] = {
    ast.Add: "the sum of {} and {}", ast.Sub: "the difference of {} and {}", ast.Mult: "the product of {} and {}",
    ast.Div: "{} divided by {}", ast.FloorDiv: "{} divided by {}, rounded down",
    ast.Mod: "the remainder of {} divided by {}", ast.Pow: "{} to the power of {}",
}  # fmt: skip
_TELLING = (
    "accept", "content-type", "user-agent", "origin", "referer", "method", "url", "name", "type", "id", "model", "path",
)  # fmt: skip
"""Keys that a reader looks for first among many."""
_EMPTIES = {"list": "an empty list", "dict": "an empty dictionary", "set": "an empty set", "tuple": "an empty tuple"}
_CHOICE = re.compile(r"\{[^{}]* if [^{}]* else [^{}]*\}")
"""The place in an f-string where one of two texts is chosen."""
_SHORT = 44
"""Code that is read faster than words about it."""
_NEGATION = "it is not true that "
_EQUALITY = frozenset({ast.Is, ast.IsNot, ast.Eq, ast.NotEq})
_LONGEST_CONDITION = 150
_DEEPEST = 2
"""Nouns inside each other that a reader can follow."""


class Values:
    """Words for the expressions of one function."""

    def __init__(self, source: Source, types: Types, table: Table, optional: set[str], local: set[str]) -> None:
        self.source = source
        self.types = types
        self.table = table
        self._optional = optional
        self.local = local
        self._nouns: dict[tuple[ast.expr, int], str] = {}
        self._told: dict[tuple[ast.Call, int], Told | None] = {}
        self._codes: dict[ast.expr | ast.pattern, str] = {}

    # Values.

    def code(self, node: ast.expr | ast.pattern, longest: int = LONGEST) -> str:
        """The code between backticks, numbers without; empty when it cannot be shown."""
        if not getattr(node, "lineno", 0):
            return ""
        if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
            text = self.source.text(node)
            return text if len(text) <= longest else ""
        if node not in self._codes:
            self._codes[node] = self.source.code(node, self.local, sys.maxsize)
        code = self._codes[node]
        return code if len(code) <= longest + 2 else ""

    def noun(self, node: ast.expr, depth: int = 0) -> str:
        """A value as it is named in a sentence; never empty."""
        # What a call is given is named by each template of its row, and again when steps are made shorter.
        if (node, depth) not in self._nouns:
            self._nouns[node, depth] = self._noun(node, depth)
        return self._nouns[node, depth]

    def _noun(self, node: ast.expr, depth: int) -> str:
        match node:
            case ast.Await(value=value):
                return self.noun(value, depth)
            case ast.Constant(value=""):
                return "an empty text"
            case ast.Dict(keys=[]) | ast.List(elts=[]) | ast.Tuple(elts=[]):
                return _EMPTIES[type(node).__name__.lower()]
            case ast.Call(func=ast.Name(id="set" | "list" | "dict" | "tuple" as kind), args=[], keywords=[]):
                return _EMPTIES[kind]
            case ast.JoinedStr():
                return self._text(node)
            case ast.Call(args=[_, value]) if self.types.callee(node) == "typing.cast":
                return self.noun(value, depth)
            case ast.Call():
                return self._called(node, depth)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                return self.code(node, _SHORT) or self._comprehended(node, depth)
            case ast.Compare() | ast.UnaryOp(op=ast.Not()) | ast.BoolOp() if depth == 0 and self.is_condition(node):
                return f"whether {self.condition(node)}"
            case ast.IfExp(test=test, body=body, orelse=other) if depth == 0:
                return f"{self.noun(body, 1)} {self.when(test)}, otherwise {self.noun(other, 1)}"
            case ast.Subscript() if depth < _DEEPEST and (said := self._entry_of(node, depth)):
                return said
            case ast.BoolOp(op=ast.Or(), values=[first, other]) if depth == 0 and self._is_known(first):
                return f"{self.noun(first, 1)}, or {self.noun(other, 1)} if it {self._truth(first)[1]}"
        return self.code(node, LONGEST if depth == 0 else 60) or self._structure(node, depth)

    def _entry_of(self, node: ast.Subscript, depth: int) -> str:
        """`['a']['b']` of what a call gives; empty for anything else."""
        keys: list[str] = []
        owner: ast.expr = node
        while isinstance(owner, ast.Subscript):
            if not isinstance(owner.slice, ast.Constant):
                return ""
            keys.insert(0, f"[{self.source.text(owner.slice)}]")
            owner = owner.value.value if isinstance(owner.value, ast.Await) else owner.value
        if not isinstance(owner, ast.Call) or self.source.hides(node) or "`" in "".join(keys):
            return ""
        told = self.told(owner, depth + 1)
        if told is None or not told.noun or len(told.noun) > 80:
            return ""
        only = keys[0][1:-1] if len(keys) == 1 else ""
        name = f"`{only[1:-1]}`" if only[:1] in {"'", '"'} and only[1:-1].strip() else f"`{''.join(keys)}`"
        return f"the {name} of {told.noun}" if only[:1] in {"'", '"'} else f"{name} of {told.noun}"

    def _text(self, node: ast.JoinedStr) -> str:
        """An f-string as the template it is."""
        if either := self._either(node):
            return either
        template = self.source.template(node, self.local)
        shown = template and len(template) <= 90 and "`" not in template and not self.source.hides(node)
        if shown and template.strip() and template.isprintable() and not is_secret_value(template):
            return f"the text `{template}`"
        names = _names(node)
        return f"a text with {some_of([f'`{name}`' for name in names], 4)}" if names else "a text"

    def _either(self, node: ast.JoinedStr) -> str:
        """An f-string that only chooses between two texts, as these; empty for any other."""
        chosen = [one.value for one in node.values if isinstance(one, ast.FormattedValue)]
        choices = [one for one in chosen if isinstance(one, ast.IfExp)]
        template = self.source.template(node, self.local)
        match choices:
            case [ast.IfExp(test=test, body=ast.Constant(value=str(one)), orelse=ast.Constant(value=str(other)))]:
                parts = _CHOICE.split(template)
                if len(parts) == 2 and not self.source.hides(node) and "`" not in f"{template}{one}{other}":
                    shown = [f"`{parts[0]}{text}{parts[1]}`" for text in (one, other)]
                    return f"{shown[0]} {self.when(test)}, otherwise {shown[1]}"
        return ""

    def _called(self, node: ast.Call, depth: int) -> str:
        told = self.told(node, depth) if depth < _DEEPEST else None
        if told is not None and told.noun and len(told.noun) <= _LONGEST_CONDITION:
            code = self.code(node, 24)  # `len(a)` is read faster than words inside other words.
            return code if code and depth else told.noun
        if isinstance(node.func, ast.Name) and node.func.id == "cls" and (made := self.code(node, 70)):
            return f"a new instance, {made}"
        shape = self.types.called(node)
        if shape is not None and shape.kind == "class":
            made = self.code(node, 60)
            return f"a new {made}" if made else f"a new `{shape.name}`"
        return self.code(node, LONGEST if depth == 0 else 60) or self._structure(node, depth)

    def told(self, call: ast.Call, depth: int = 0, say: Callable[[ast.expr], str] | None = None) -> Told | None:
        """What the table says of a call.

        Args:
            call: The call.
            depth: Nouns that it stands in.
            say: Phrases an argument, where that is not the same each time.
        """
        if say is not None:
            return self._of_table(call, depth, say)
        if (call, depth) not in self._told:
            self._told[call, depth] = self._of_table(call, depth, lambda node: self.said(node, depth + 1))
        return self._told[call, depth]

    def _of_table(self, call: ast.Call, depth: int, say: Callable[[ast.expr], str]) -> Told | None:
        path = self.types.callee(call)
        if not path or (path.startswith("?") and self.table.find(path) is None):
            return None
        receiver = say(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        told = self.table.tell(path, call, say, receiver)
        match call:
            case ast.Call(func=ast.Attribute(value=separator, attr="join"), args=[items], keywords=[]):
                if told is not None and isinstance(items, ast.GeneratorExp | ast.ListComp):
                    does, noun = self._joined_text(separator, items, depth)
                    return dataclasses.replace(told, does=does, noun=noun)
        return told

    def _joined_text(self, separator: ast.expr, items: ast.GeneratorExp | ast.ListComp, depth: int) -> tuple[str, str]:
        """Words for texts that are made one by one and joined."""
        parts = self._comprehended(items, depth)
        is_empty = isinstance(separator, ast.Constant) and separator.value == ""
        between = "" if is_empty else f" with {self.noun(separator, 1)}"
        return f"joins {parts}{between}", f"{parts}, joined{between}"

    def said(self, node: ast.expr, depth: int = 1) -> str:
        """An argument; empty for a fixed text that cannot be shown, so that no row of the table speaks of it."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes) and node.value:
            return self.code(node, 110)
        return self.noun(node, depth).removeprefix("the text ")

    def _comprehended(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, depth: int) -> str:
        if len(node.generators) > 1 or depth >= _DEEPEST:
            return f"{_kind(node)} made from {self._sources(node)}"
        (one,) = node.generators
        if isinstance(node, ast.DictComp):
            item = f"{self.noun(node.key, 2)} to {self.noun(node.value, 2)}"
            return f"a dictionary from {item} {self.over(one.target, one.iter, one.ifs, depth + 1)}"
        if dotted(node.elt) and dotted(node.elt) == dotted(one.target):
            kept = f" for which {self.conditions(one.ifs)}" if one.ifs else ""
            kind = "a set of " if isinstance(node, ast.SetComp) else ""
            return f"{kind}each {self.target(one.target)} in {self.items(one.iter, depth + 1)}{kept}"
        return f"{self.noun(node.elt, depth + 1)} {self.over(one.target, one.iter, one.ifs, depth + 1)}"

    def over(self, target: ast.expr, source: ast.expr, tests: Sequence[ast.expr], depth: int = 1) -> str:
        """`for each a in b if c`."""
        condition = f" if {self.conditions(tests)}" if tests else ""
        return f"for each {self.each(target, source, depth)}{condition}"

    def each(self, target: ast.expr, source: ast.expr, depth: int = 0) -> str:
        """What a loop goes over: `a` in `b`."""
        match target, source:
            case ast.Tuple(elts=[_, _]), ast.Call(func=ast.Attribute(value=owner, attr="items"), args=[]):
                return f"{self.target(target)} in {self.noun(owner, depth + 1)}"
            case ast.Tuple(elts=[number, item]), ast.Call(func=ast.Name(id="enumerate"), args=[items]):
                if self.types.callee(source) == "enumerate":
                    return f"{self.target(item)} in {self.items(items, depth)}, counted by {self.target(number)} from 0"
            case ast.Tuple(elts=names), ast.Call(func=ast.Name(id="zip"), args=sources) if len(names) == len(sources):
                lists = listed([self.noun(one, depth + 1) for one in sources])
                return f"{self.target(target)} from {lists} side by side"
        return f"{self.target(target)} in {self.items(source, depth)}"

    def items(self, source: ast.expr, depth: int = 0) -> str:
        """What a loop takes its items from."""
        match source:
            case ast.Call(func=ast.Name(id="reversed"), args=[items]):
                return f"{self.noun(items, depth + 1)}, last first"
            case ast.Call(func=ast.Name(id="sorted"), args=[items], keywords=[]):
                return f"{self.noun(items, depth + 1)} in sorted order"
            case ast.Call(func=ast.Attribute(value=owner, attr="values"), args=[]) if self._is(owner, "dict"):
                return f"the values of {self.noun(owner, depth + 1)}"
            case ast.Call(func=ast.Attribute(value=owner, attr="keys"), args=[]) if self._is(owner, "dict"):
                return f"the keys of {self.noun(owner, depth + 1)}"
            case ast.Call(func=ast.Attribute(value=owner, attr="splitlines"), args=[]):
                return f"the lines of {self.noun(owner, depth + 1)}"
        return self.noun(source, depth + 1)

    def target(self, target: ast.expr) -> str:
        """The variable of a loop, or the variables."""
        match target:
            case ast.Tuple(elts=elements) | ast.List(elts=elements) if elements:
                named = [element for element in elements if dotted(element) != "_"] or elements
                return listed([self.code(element) or "another value" for element in named])
        return self.code(target) or "a place"

    def _structure(self, node: ast.expr, depth: int) -> str:
        """Code that is too long to be shown, told by what it is made of."""
        match node:
            case ast.Dict() if depth < _DEEPEST:
                return f"a dictionary{self.entries(node, depth)}"
            case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
                return f"{_kind(node)} with {counted(len(items), 'item')}"
            case ast.Call(func=function):
                return self._of_call(node, function)
            case ast.BinOp(left=left, op=operator, right=right) if depth == 0 and type(operator) in _OPERATIONS:
                first, second = self.code(left, 50), self.code(right, 50)
                if first and second:
                    return _OPERATIONS[type(operator)].format(first, second)
            case ast.Subscript(value=owner):
                name = self.code(owner, 50)
                return f"an item of {name}" if name else f"an item{self._with_names(node)}"
            case ast.Starred(value=value):
                return f"the items of {self.noun(value, depth + 1)}"
            case ast.NamedExpr(target=target, value=value):
                return f"{self.noun(value, depth + 1)}, kept as {self.code(target)}"
            case ast.Attribute(attr=name):
                return f"the attribute `{name}` of {self.noun(node.value, depth + 1)}" if depth < 1 else f"an `{name}`"
        return f"{_kind(node)}{self._with_names(node)}"

    def _of_call(self, call: ast.Call, function: ast.expr) -> str:
        name = self.code(function, 40)
        if name:
            return f"a new {name}" if self.types.is_class(call) else f"the result of {name}"
        is_text = isinstance(function, ast.Attribute) and function.attr == "format"
        return f"{'a text' if is_text else 'the result of a call'}{self._with_names(call)}"

    def _with_names(self, node: ast.expr) -> str:
        names = _names(node)
        return f" made from {some_of([f'`{name}`' for name in names], 4)}" if names else ""

    def _sources(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> str:
        return listed([self.noun(one.iter, _DEEPEST) for one in node.generators[:3]])

    def entries(self, node: ast.Dict, depth: int = 0) -> str:
        """What a dictionary holds: computed entries with their values, the rest by telling names."""
        computed: list[str] = []
        fixed: list[str] = []
        merged: list[str] = []
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                merged.append(self.noun(value, depth + 1))
                continue
            name = self._key(key)
            if isinstance(value, ast.Constant):
                fixed.append(name)
            elif len(computed) < 6 and depth == 0 and not is_secret_name(name):
                computed.append(self._entry(name, value))
            else:
                computed.append(name)
        telling = sorted(fixed, key=lambda name: name.strip("`'\"").lower() not in _TELLING)
        if len(fixed) > 4:
            fixed = [f"{len(fixed)} fixed entries such as {listed(telling[:3])}"]
        if len(computed) > 8:
            computed = [*computed[:7], counted(len(computed) - 7, "further entry", "further entries")]
        parts = [*computed, *fixed, *(f"the entries of {other}" for other in merged)]
        return f" with {listed(parts)}" if parts else ""

    def _key(self, key: ast.expr) -> str:
        text = key.value if isinstance(key, ast.Constant) else None
        if isinstance(text, str) and text.isprintable() and "`" not in text and text.strip() and len(text) < 50:
            return f"`{text}`" if not is_secret_value(text) else "one"
        return self.noun(key, _DEEPEST)

    def _entry(self, name: str, value: ast.expr) -> str:
        said = self.noun(value, 1)
        plain = said.strip("`").rpartition(".")[2]
        return name if plain == name.strip("`") else f"{name} ({said})"

    # Conditions.

    def is_condition(self, node: ast.expr) -> bool:
        """Whether a value is true or false, and nothing else."""
        match node:
            case ast.Compare() | ast.UnaryOp(op=ast.Not()):
                return True
            case ast.BoolOp(values=values):
                return all(self.is_condition(value) for value in values)
            case ast.Call():
                told = self.told(node, 1)
                return told is not None and bool(told.holds)
        return self._is(node, "bool")

    def conditions(self, tests: Sequence[ast.expr]) -> str:
        """Several conditions that all hold."""
        return " and ".join(self.condition(test) for test in tests)

    def when(self, node: ast.expr) -> str:
        """`if a is set`, or `unless b starts with c`."""
        words = self.condition(node)
        opposite = words.removeprefix(_NEGATION)
        is_plain = " and " not in opposite and " or " not in opposite and _NEGATION not in opposite
        return f"unless {opposite}" if opposite != words and is_plain else f"if {words}"

    def condition(self, node: ast.expr) -> str:
        """A condition in words; code where words would not help."""
        words = self._condition(node, holds=True)
        if len(words) <= _LONGEST_CONDITION:
            return words
        if code := self.code(node, 110):
            return f"{code} holds"
        names = _names(node)
        return f"a condition on {some_of([f'`{name}`' for name in names], 4)} holds" if names else "a condition holds"

    def _condition(self, node: ast.expr, *, holds: bool) -> str:
        match node:
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self._condition(operand, holds=not holds)
            case ast.BoolOp(op=operator, values=values):
                return self._joined(operator, values, holds=holds)
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                return self._compared(left, type(operator) if holds else _OPPOSITES[type(operator)], right)
            case ast.Compare(left=low, ops=[ast.LtE(), ast.LtE()], comparators=[middle, high]) if holds:
                return f"{self.noun(middle, 1)} is between {self.noun(low, 1)} and {self.noun(high, 1)}"
            case ast.Compare():
                return f"{self.noun(node, 1)} is {'true' if holds else 'false'}"
            case ast.Call(func=ast.Name(id="any" | "all" as quantity), args=[ast.GeneratorExp() as each]):
                if len(each.generators) == 1 and self.is_condition(each.elt):
                    return self._quantified(quantity, each, holds=holds)
            case ast.Call():
                return self._predicate(node, holds=holds)
            case ast.NamedExpr(target=target, value=value):
                kept = f"{self.noun(value, 1)}, kept as {self.code(target)},"
                return f"{kept} {self._truth(value)[not holds]}"
            case ast.Constant(value=value) if isinstance(value, bool):
                return "in any case" if value is holds else "never"
            case ast.Await(value=ast.Call() as value):
                return self._predicate(value, holds=holds)
        return f"{self.noun(node, 1)} {self._truth(node)[not holds]}"

    def _joined(self, operator: ast.boolop, values: Sequence[ast.expr], *, holds: bool) -> str:
        """Several conditions; the opposite of “and” is “or”."""
        is_and = isinstance(operator, ast.And) is holds
        if prefix := self._prefix(operator, values, holds=holds):
            return prefix
        words = [self._condition(value, holds=holds) for value in values]
        if any(isinstance(value, ast.BoolOp) for value in values):
            words = [
                f"either {text}" if isinstance(value, ast.BoolOp) and is_and and " or " in text else text
                for value, text in zip(values, words, strict=True)
            ]
        if len(words) == 2 or not is_and:
            return _shared(words, is_and=is_and) or (" and " if is_and else " or ").join(words)
        return f"{', '.join(words[:-1])} and {words[-1]}"

    def _prefix(self, operator: ast.boolop, values: Sequence[ast.expr], *, holds: bool) -> str:
        """`x and x[0] == c` on text means that it starts so."""
        match operator, values:
            case ast.And(), [
                first,
                ast.Compare(
                    left=ast.Subscript(value=owner, slice=ast.Constant(value=0)), ops=[ast.Eq()], comparators=[mark]
                ),
            ] if holds and dotted(first) == dotted(owner) != "" and self._is(mark, "str") and self._is(first, "str"):
                return f"{self.noun(first, 1)} starts with {self.noun(mark, 1)}"
        return ""

    def _quantified(self, quantity: str, each: ast.GeneratorExp, *, holds: bool) -> str:
        (one,) = each.generators
        some = (quantity == "any") is holds
        inner = self._condition(each.elt, holds=holds)
        kept = f" with {self.conditions(one.ifs)}" if one.ifs else ""
        return f"{inner} for {'at least one' if some else 'every'} {self.each(one.target, one.iter, 1)}{kept}"

    def _predicate(self, node: ast.Call, *, holds: bool) -> str:
        told = self.told(node, 0)
        if told is not None and told.holds:
            if holds:
                return told.holds
            # The review calls every “does” vague, with “not” behind it as well.
            return told.fails if told.fails and " does " not in told.fails else f"{_NEGATION}{told.holds}"
        return f"{self.noun(node, 1)} {self._truth(node)[not holds]}"

    def _is_known(self, node: ast.expr) -> bool:
        """Whether it can be said when a value counts as true."""
        return dotted(node) in self._optional or self.types.of(node) not in {"", "None"}

    def _truth(self, node: ast.expr) -> tuple[str, str]:
        """How it is said that a value counts as true, and that it does not."""
        kind = head(self.types.of(node))
        if kind in SIZED:
            return "is not empty", "is empty"
        if kind == "re.Match":
            return "was found", "was not found"
        if kind == "bool":
            flag = dotted(node)
            return ("is set", "is not set") if flag else ("is true", "is false")
        if kind in {"int", "float"}:
            return "is not 0", "is 0"
        if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
            return "is set", "is not set"
        return "is true", "is false"

    def _compared(self, left: ast.expr, operator: type[ast.cmpop], right: ast.expr) -> str:
        if isinstance(right, ast.Constant) and operator in _EQUALITY:
            no = "" if operator in {ast.Is, ast.Eq} else "not "
            if right.value is None and dotted(left) in self._optional:
                return f"{self.noun(left, 1)} is {'' if no else 'not '}given"
            if right.value in {"", b""}:
                return f"{self.noun(left, 1)} is {no}empty"
        match left:
            case ast.Call(func=ast.Name(id="len"), args=[value]):
                if words := self._length(value, operator, right):
                    return words
            case ast.Call(func=ast.Name(id="type"), args=[value]) if operator in {ast.Is, ast.Eq, ast.IsNot, ast.NotEq}:
                return f"the type of {self.noun(value, 1)} {_COMPARISONS[operator]} {self.noun(right, 1)}"
            case ast.NamedExpr(target=target, value=value):
                kept = f"{self.noun(value, 1)}, kept as {self.code(target)},"
                return f"{kept} {_COMPARISONS[operator]} {self.noun(right, 1)}"
        if operator in {ast.In, ast.NotIn} and (few := _few_constants(right)):
            shown = listed([self.noun(one, 1) for one in few], "or" if operator is ast.In else "nor")
            return f"{self.noun(left, 1)} is {'' if operator is ast.In else 'neither '}{shown}"
        return f"{self.noun(left, 1)} {_COMPARISONS[operator]} {self.noun(right, 1)}"

    def _length(self, value: ast.expr, operator: type[ast.cmpop], right: ast.expr) -> str:
        """A comparison of a length."""
        name = self.noun(value, 1)
        number = right.value if isinstance(right, ast.Constant) else None
        if (operator, number) in {(ast.Eq, 0), (ast.Lt, 1), (ast.LtE, 0)}:
            return f"{name} is empty"
        if (operator, number) in {(ast.NotEq, 0), (ast.Gt, 0), (ast.GtE, 1)}:
            return f"{name} is not empty"
        unit = "character" if self._is(value, "str") else "byte" if self._is(value, "bytes") else "item"
        words = {
            ast.Eq: "has {}", ast.NotEq: "has other than {}", ast.Lt: "has fewer than {}", ast.LtE: "has at most {}",
            ast.Gt: "has more than {}", ast.GtE: "has at least {}",
        }.get(operator)  # fmt: skip
        if words is None or not (isinstance(number, int) or dotted(right)):
            return ""
        amount = counted(number, unit) if isinstance(number, int) else f"{self.noun(right, 1)} {unit}s"
        return f"{name} {words.format(amount)}"

    def _is(self, node: ast.expr, kind: str) -> bool:
        return head(self.types.of(node)) == kind


def _few_constants(node: ast.expr) -> Sequence[ast.expr]:
    """The items of a short display of constants; none of anything else."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set) and len(node.elts) <= 4:
        return node.elts if all(isinstance(one, ast.Constant) for one in node.elts) else ()
    return ()


_PLURALS = {"is": "are", "was": "were", "has": "have"}


def _shared(words: Sequence[str], *, is_and: bool) -> str:
    """Two conditions that end alike, said once: `a` or `b` is set; empty for any others."""
    parts = [match for text in words if (match := re.match(r"(`[^`]+`) (\w+)( [^`]+)$", text))]
    if len(words) != 2 or len(parts) != 2 or parts[0].groups()[1:] != parts[1].groups()[1:]:
        return ""
    (first, verb, rest), second = parts[0].groups(), parts[1][1]
    if is_and and rest.startswith(" not "):
        return f"neither {first} nor {second} {verb} {rest.removeprefix(' not ')}"
    if is_and:
        return f"{first} and {second} {_PLURALS.get(verb, verb)}{rest}"
    return f"{first} or {second} {verb}{rest}"


def _names(node: ast.AST) -> list[str]:
    """The variables that a piece of code is made from, in order."""
    bound = {
        inner.id
        for one in walk(node)
        if isinstance(one, ast.comprehension)
        for inner in walk(one.target)
        if isinstance(inner, ast.Name)
    } | {argument.arg for one in walk(node) if isinstance(one, ast.Lambda) for argument in one.args.args}
    called = {id(one.func) for one in walk(node) if isinstance(one, ast.Call)}
    found: dict[str, None] = {}
    # By depth, not by position: inside f-strings positions differ between versions of Python.
    for inner in below(node):
        match inner:
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name) if id(inner) not in called:
                found[name] = None
            case ast.Name(id=name) if name not in bound and id(inner) not in called and name not in {"self", "cls"}:
                found[name] = None
    return list(found)


def _kind(node: ast.expr) -> str:
    """What an expression is, when its code is not shown."""
    match node:
        case ast.Dict() | ast.DictComp():
            return "a dictionary"
        case ast.List() | ast.ListComp():
            return "a list"
        case ast.Set() | ast.SetComp():
            return "a set"
        case ast.Tuple():
            return "a tuple"
        case ast.GeneratorExp():
            return "values"
        case ast.JoinedStr() | ast.Constant(value=str()):
            return "a text"
        case ast.Constant(value=bytes()):
            return "fixed bytes"
        case ast.Lambda():
            return "a function"
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
            return "a condition"
    return "a value"
