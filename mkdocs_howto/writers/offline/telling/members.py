"""Tell the members of a class by one line each, as its users meet them."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mkdocs_howto.facts.docstring import read
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.section import CodeBlock, Shape, Signature, Span
from mkdocs_howto.syntax import last_name
from mkdocs_howto.writers.offline.telling import authors
from mkdocs_howto.writers.offline.telling.arrange import arranged
from mkdocs_howto.writers.offline.telling.names import action_of, noun_of, words_of
from mkdocs_howto.writers.offline.telling.signatures import call_of
from mkdocs_howto.writers.offline.telling.stages import NEEDED, Stage
from mkdocs_howto.writers.offline.telling.terms import GUESSED
from mkdocs_howto.writers.offline.telling.wording import clause
from mkdocs_howto.writers.offline.trees import Function
from mkdocs_howto.writers.offline.words import listed

_LONGEST = 230
"""Characters of a member's line."""

PROTOCOLS: Mapping[str, tuple[str, str]] = {
    "__call__": ("{name}({arguments})", "calls the object"),
    "__getitem__": ("{name}[{key}]", "returns an item"),
    "__setitem__": ("{name}[{key}] = {value}", "stores an item"),
    "__delitem__": ("del {name}[{key}]", "removes an item"),
    "__contains__": ("{key} in {name}", "tests whether an item is there"),
    "__len__": ("len({name})", "returns the number of items"),
    "__iter__": ("for item in {name}", "iterates over the items"),
    "__aiter__": ("async for item in {name}", "iterates over the items"),
    "__enter__": ("with {name}", "enters a block"),
    "__aenter__": ("async with {name}", "enters a block"),
    "__await__": ("await {name}", "waits for the result"),
    "__add__": ("{name} + {key}", "adds"),
    "__or__": ("{name} | {key}", "combines"),
    "__and__": ("{name} & {key}", "combines"),
    "__truediv__": ("{name} / {key}", "joins"),
    "__sub__": ("{name} - {key}", "subtracts"),
}
"""How a reader writes what a special method does, and what it does where nothing else tells."""

_PLACES = {
    "open": 1, "connect": 1, "configure": 1, "set": 2, "add": 2, "append": 2, "insert": 2, "put": 2, "push": 2,
    "register": 2, "update": 5, "run": 3, "start": 3, "send": 3, "execute": 3, "call": 3, "get": 4, "read": 4, "find": 4,
    "search": 4, "list": 4, "count": 4, "is": 4, "has": 4, "to": 4, "as": 4, "change": 5, "replace": 5, "remove": 6,
    "delete": 6, "pop": 6, "discard": 6, "clear": 6, "reset": 6, "close": 8, "stop": 8, "end": 8, "shutdown": 8, "save": 7,
}  # fmt: skip
"""The place of a method in an object's life, by the first word of its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a class that users see.

    Attributes:
        name: Its name.
        node: Its definition.
        docstring: What its author says of it.
        signature: Its parameters without `self`.
        labels: As in `Shape`.
        score: How much users need it: its own docstring, uses in documentation and tests.
    """

    name: str
    node: Function
    docstring: Docstring
    signature: Signature | None
    labels: frozenset[str]
    score: int

    @property
    def span(self) -> Span:
        """Return its first and last line in the block's source."""
        return self.node.lineno, self.node.end_lineno or self.node.lineno


def members_of(block: CodeBlock, class_: ast.ClassDef, shape: Shape) -> list[Member]:
    """Return the public methods and properties of a class, and the special methods that a reader writes himself."""
    shapes = {one.name: one for one in shape.members}
    used = uses_of_members(block)
    found: dict[str, Member] = {}
    for node in _functions(class_.body):
        names = {last_name(one) for one in node.decorator_list}
        if names & {"setter", "deleter", "overload"} or node.name in {"__init__", "__new__", "__post_init__"}:
            continue
        if node.name.startswith("_") and node.name not in PROTOCOLS:
            continue
        found[node.name] = _member(node, shapes.get(node.name), used)
    return list(found.values())


def _functions(body: Sequence[ast.stmt]) -> list[Function]:
    found: list[Function] = []
    for node in body:
        if isinstance(node, Function):
            found.append(node)
        elif isinstance(node, ast.If) and last_name(node.test) != "TYPE_CHECKING":
            found += _functions([*node.body, *node.orelse])
    return found


def _member(node: Function, shape: Shape | None, used: Mapping[str, int]) -> Member:
    text = ast.get_docstring(node) or ""
    signature = shape.signature if shape is not None else None
    names = [one.name for one in signature.parameters] if signature is not None else []
    labels = frozenset(shape.labels if shape is not None else ()) | {last_name(one) for one in node.decorator_list}
    docstring = read(text, names=names) if text else Docstring()
    score = 3 * min(used.get(node.name, 0), 10) + (2 if text else 0)
    return Member(
        name=node.name,
        node=node,
        docstring=docstring,
        signature=_bound(signature, node, labels),
        labels=labels,
        score=score,
    )


def _bound(signature: Signature | None, node: Function, labels: frozenset[str]) -> Signature | None:
    """Return a signature without the parameter that the call does not pass."""
    if signature is None or "staticmethod" in labels or not signature.parameters:
        return signature
    if signature.parameters[0].name in {"self", "cls", "mcs"}:
        return Signature(signature.parameters[1:], signature.returns)
    return signature


def uses_of_members(block: CodeBlock) -> Mapping[str, int]:
    """Return how many programs of the project's documentation and tests use each member, by name."""
    counts: Counter[str] = Counter()
    for passage, _ in block.authored:
        owner = f"{block.shape.name}."
        names = {use.path.rpartition(".")[2] for use in passage.uses if owner in use.path or use.path.startswith("?.")}
        counts.update(names)
    members = {one.name for one in block.shape.members}
    for site in block.call_sites:
        text = "\n".join(site.statements)
        counts.update(name for name in members if f".{name}(" in text or f".{name}" in text.split())
    return counts


class Lines:
    """Makes the line of each member."""

    def __init__(self, instance: str, owner: str, stages: Mapping[str, tuple[Stage, ...]]) -> None:
        """Make lines for the members of one class.

        Args:
            instance: How an object of the class is called in a sentence.
            owner: Name of the class.
            stages: What the body of each member does, by name.
        """
        self._instance = instance
        self._owner = owner
        self._stages = stages

    def line(self, member: Member) -> str:
        """Return the line of a member without its full stop; empty if there is nothing to say."""
        head = self.head(member)
        action = self._action(member)
        if not action:
            return ""
        line = f"{head} {action}"
        for part in (self._result(member, action), self._refusal(member)):
            if part and len(line) + len(part) <= _LONGEST:
                line += part
        return line

    def head(self, member: Member) -> str:
        """Return how a reader writes the use of a member."""
        owner = self._owner if member.labels & {"classmethod", "staticmethod"} else self._instance
        if member.name in PROTOCOLS:
            names = [one.name for one in member.signature.parameters] if member.signature is not None else []
            key, value = (*names, "key", "value")[:2] if names else ("key", "value")
            text = PROTOCOLS[member.name][0]
            told = text.format(
                name=self._instance, key=key, value=value if len(names) > 1 else "value", arguments=", ".join(names)
            )
            return f"`{told}`"
        if member.labels & {"property", "cached_property"}:
            return f"`{owner}.{member.name}`"
        is_async = isinstance(member.node, ast.AsyncFunctionDef)
        if "contextmanager" in member.labels or "asynccontextmanager" in member.labels:
            start = "async with " if is_async else "with "
        else:
            start = ("async for … in " if "generator" in member.labels else "await ") if is_async else ""
        return call_of(f"{start}{owner}.{member.name}", member.signature)

    def _action(self, member: Member) -> str:
        told = authors.phrase(member.docstring, member.name)
        if member.labels & {"property", "cached_property"} and (
            noun := authors.property_noun(member.docstring, member.name)
        ):
            return noun
        if told and member.labels & {"property", "cached_property"}:
            for verb in ("returns ", "gives ", "gets "):
                if told.startswith(verb):
                    return (
                        f"is {told.removeprefix(verb)}"
                        if not told.startswith(f"{verb}whether")
                        else f"tells {told.removeprefix(verb)}"
                    )
        if told:
            return told
        if "abstract" in member.labels or "unimplemented" in member.labels:
            return "is left to subclasses"
        return self._of_stages(member) or action_of(member.name) or self._of_protocol(member)

    def _of_protocol(self, member: Member) -> str:
        return PROTOCOLS[member.name][1] if member.name in PROTOCOLS else ""

    def _of_stages(self, member: Member) -> str:
        stages = [one for one in arranged(self._stages.get(member.name, ())) if GUESSED not in clause(one)]
        plain = [
            one
            for one in stages
            if one.kind not in {"raise", "catch", "stop"} and not one.steps and one.condition != NEEDED
        ]
        told = [one for one in plain if not (one.kind == "return" and one.action == "returns the result")]
        if not told or len(told) > 3:
            return ""
        if member.labels & {"property", "cached_property"} and len(told) == 1 and not told[0].condition:
            return told[0].action.replace("returns ", "is ", 1)
        return listed([clause(one) for one in told])

    def _result(self, member: Member, action: str) -> str:
        if (
            "return" in action
            or "yield" in action
            or member.labels & {"property", "cached_property"}
            or action.startswith("gives")
        ):
            return ""
        result = authors.result(member.docstring)
        return f" and returns {result}" if result else ""

    def _refusal(self, member: Member) -> str:
        told = [f"`{name}` {condition}" for name, condition in authors.refusals(member.docstring)]
        if not told:
            own = [one for one in self._stages.get(member.name, ()) if one.kind == "raise" and one.condition]
            told = [
                f"`{one.names[0]}` if {one.condition}"
                for one in own
                if one.names[0] and GUESSED not in one.condition and one.condition != NEEDED
            ]
        if not told and (
            always := [one for one in self._stages.get(member.name, ()) if one.kind == "raise" and not one.condition]
        ):
            return (
                f"; it raises `{always[0].names[0]}`"
                if always[0].names[0] and len(self._stages[member.name]) == 1
                else ""
            )
        return f"; it raises {' and '.join(dict.fromkeys(told[:2]))}" if told else ""


def instance_of(name: str) -> str:
    """Return how an object of a class is called in a sentence: "cache" for `TTLCache`."""
    noun = noun_of(name) or name
    last = words_of(name)[-1:] or (name,)
    word = last[0].replace(" ", "_")
    return (
        word.lower()
        if word.isidentifier() and word.lower() not in {"base", "class", "type", "import", "for"}
        else noun.replace(" ", "_").lower()
    )


def place_in_life(member: Member) -> int:
    """Return where in an object's life a member is used: created first, closed last."""
    if member.name in {"__enter__", "__aenter__"}:
        return 2
    if member.name.startswith("__"):
        return {"__setitem__": 2, "__delitem__": 6}.get(member.name, 4)
    first = words_of(member.name)[:1]
    if member.labels & {"classmethod"}:
        return 1
    return _PLACES.get(first[0], 3) if first else 3
