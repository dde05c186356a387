"""Tell a class: creating it, then what its users do with it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_howto.effects import dotted
from mkdocs_howto.facts.comments import field_comments
from mkdocs_howto.facts.docstring import read
from mkdocs_howto.facts.values import Docstring, Field
from mkdocs_howto.section import CodeBlock, Shape, Step
from mkdocs_howto.syntax import below, walk
from mkdocs_howto.writers.offline.telling import authors, needs, services
from mkdocs_howto.writers.offline.telling.ancestry import Ancestry, ancestry_of
from mkdocs_howto.writers.offline.telling.arrange import MOST_LINES, MOST_STEPS, arranged
from mkdocs_howto.writers.offline.telling.exceptions import exception_steps, held_by
from mkdocs_howto.writers.offline.telling.functions import Teller, passed
from mkdocs_howto.writers.offline.telling.holders import enumeration_steps, fields_step, is_holder
from mkdocs_howto.writers.offline.telling.members import (
    Lines,
    Member,
    members_of,
    own_refusals,
    place_in_life,
)
from mkdocs_howto.writers.offline.telling.names import words_of
from mkdocs_howto.writers.offline.telling.ranking import ALWAYS, instance_of
from mkdocs_howto.writers.offline.telling.signatures import call_of, field_text, is_cut, parameter_texts
from mkdocs_howto.writers.offline.telling.stages import NEEDED, RANKS, Stage, walk_stages
from mkdocs_howto.writers.offline.telling.terms import GUESSED
from mkdocs_howto.writers.offline.telling.wording import clause, steps_of
from mkdocs_howto.writers.offline.trees import Function
from mkdocs_howto.writers.offline.types import Types
from mkdocs_howto.writers.offline.verbs import VERBS
from mkdocs_howto.writers.offline.words import listed

_MOST_LINES = 7
_MOST_SINGLE = 5
"""Lines that all stand alone."""
_MOST_LOOKED_AT = 24
"""Members that are looked at for a line, the best first."""
_MOST_NAMED = 8
_MOST_ATTRIBUTES = 4
_LONGEST_SHARED = 170
_FEW_OWN = 3
_MOST_OTHERS = 4
_VERBS = frozenset((verb,) for verb in VERBS)
_MANY_INHERITED = 12
_TELLING = 20
"""The score of the best member from which uses tell which ones hardly anybody needs."""
_LIKE = {
    "dict": "a dictionary", "OrderedDict": "a dictionary", "UserDict": "a dictionary", "MutableMapping": "a dictionary",
    "list": "a list", "UserList": "a list", "MutableSequence": "a list", "set": "a set", "MutableSet": "a set",
    "str": "a text", "tuple": "a tuple",
}  # fmt: skip
"""What an object works like that inherits from a class of the standard library."""
_ABSTRACT = frozenset({"MutableMapping", "MutableSequence", "MutableSet", "OrderedDict", "UserDict"})
_STANDARD = frozenset({"", "builtins", "collections", "collections.abc", "collections_abc", "typing"})
_OUTER = frozenset({"request", "file", "process", "environment", "ask", "print", "database"})


def class_steps(teller: Teller, class_: ast.ClassDef) -> tuple[Step, ...]:
    """Return the steps of a class: the block itself, or a public class of a module."""
    block = teller.block
    shape = block.shape if block.shape.kind == "class" else block.shape.member(class_.name)
    assert shape is not None
    if block.shape.kind == "module" and not shape.members:
        shape = teller.project.shape(shape.object_path) or shape
    return _Class(teller, block, class_, shape).steps()


@dataclass(frozen=True, slots=True)
class _Entry:
    """Members that one line tells.

    Attributes:
        members: The first one is told, the others do the same.
        line: Without its full stop.
        is_sentence: Whether it holds a whole sentence of the author's.
    """

    members: tuple[Member, ...]
    line: str
    is_sentence: bool

    @property
    def place(self) -> int:
        """Return its place in an object's life."""
        return place_in_life(self.members[0])


class _Class:
    """One class with all that its steps are made of."""

    def __init__(self, teller: Teller, block: CodeBlock, class_: ast.ClassDef, shape: Shape) -> None:
        self._teller = teller
        self._block = block
        self._node = class_
        self._shape = shape
        self._ancestry: Ancestry = ancestry_of(shape, teller.project)
        self._docstring = _docstring(class_)
        self._attributes = _types_of_attributes(teller, class_)
        members = members_of(block, class_, shape, self._ancestry, self._docstring)
        self._members = sorted(members, key=lambda one: (-one.score, not one.is_own, one.node.lineno))
        self._known: dict[str, tuple[Stage, ...]] = {}
        self._inherits = _thin_base(self._members, self._ancestry)
        others = [one for one in self._members if not one.is_own and words_of(one.name)[:1] in _VERBS]
        others = sorted(others, key=lambda one: one.node.lineno - (one.node.end_lineno or 0))
        self._others = [f"`{one.name}()`" for one in others[:_MOST_OTHERS]]
        if self._inherits:
            self._members = [one for one in self._members if one.is_own]
        is_error = "exception" in shape.labels
        self._is_protocol = any(path.rpartition(".")[2] == "Protocol" for path in self._ancestry.foreign)
        programs = [one.passage.code for one, _ in block.authored]
        programs += [one.code for one in self._docstring.examples]
        name = "error" if is_error else instance_of(shape.name, programs)
        self._lines = Lines(name, shape.name, self._stages_of, is_plain=block.shape.kind == "module")

    def steps(self) -> tuple[Step, ...]:
        """Return the steps."""
        labels = set(self._shape.labels)
        bases = [base.rpartition(".")[2] for base in self._ancestry.foreign]
        if "enum" in labels or any("enum(" in one.lower() for one in self._shape.decorators):
            first = enumeration_steps(self._block, self._node, self._shape, self._docstring)
        elif "exception" in labels:
            held = set(held_by(self._node, self._ancestry))
            self._members = [one for one in self._members if one.name not in held]
            first = exception_steps(self._teller, self._node, self._shape, self._ancestry, self._docstring)
        elif is_holder(self._shape, bases):
            first = fields_step(self._block, self._node, self._shape, self._ancestry, self._docstring)
            first = (*first, *self._checks())
        elif services.methods_on_class(self._node):
            first = services.service_steps(self._teller, self._node)
            self._members = [one for one in self._members if not first or not one.is_own]
            return (*first, *(self._inherited() if first else self._of_members(())))
        else:
            creation = self._creation()
            first = (creation,) if creation is not None else ()
        return (*first, *self._of_members(first))

    def _inherited(self) -> Iterator[Step]:
        """Yield where the other methods come from, if the class is used without an instance and inherits any."""
        names = [path.rpartition(".")[2] for path in self._shape.bases[:_FEW_OWN]]
        bases = [f"`{name}`" for name in names if name.isidentifier() and not name.startswith("_")]
        if bases and any(not one.is_value and not one.name.startswith("__") for one in self._members):
            yield Step(f"All other methods are inherited from {listed(bases)}.")

    # Members.

    def _of_members(self, first: Sequence[Step]) -> Iterator[Step]:
        used = sum(1 + len(step.steps) for step in first)
        left = self._left_to_subclasses()
        if left:
            head = "A class fits it that defines:" if self._is_protocol else "A subclass defines:"
            yield Step(head, tuple(self._line_step(one) for one in left[:6]))
            used += 1 + len(left[:6])
        like = "" if "enum" in self._shape.labels else _works_like(self._ancestry.foreign)
        members = [one for one in self._members if one not in left and not (like and _is_usual(one))]
        others = len(first) + bool(left) + bool(like)
        room = max(min(_MOST_LINES, MOST_LINES - used - bool(like) - 1, MOST_STEPS - 1 - others), 0)
        told, rest = _chosen(self._entries(members), room)
        for entries in _paired(told) if len(told) > _MOST_SINGLE else [[one] for one in told]:
            yield self._entry_step(entries, len(told))
        named = [one for one in rest if not one.name.startswith("__")][:_MOST_NAMED]
        if named:
            yield Step(f"Also {listed([f'`{one.name}`' if one.is_value else f'`{one.name}()`' for one in named])}.")
        if like:
            yield Step(f"Otherwise it works like {like}.")
        if self._inherits:
            such = f", such as {listed(self._others)}" if self._others else ""
            yield Step(f"All other methods are inherited from `{self._inherits}`{such}.")

    def _line_step(self, member: Member) -> Step:
        line = self._lines.line(member)
        return Step(f"{line or self._lines.head(member)}.".replace(GUESSED, ""), lines=member.spans)

    def _entry_step(self, entries: Sequence[_Entry], number: int) -> Step:
        (entry, *others) = entries
        member = entry.members[0]
        spans = tuple(span for one in entries for each in one.members for span in each.spans)
        if others:
            return Step(f"{'; '.join(one.line for one in entries)}.".replace(GUESSED, ""), lines=spans)
        if inside := self._inside(member, number):
            said = authors.phrase(member.docstring, member.name)
            head = f"{self._lines.head(member)}{f' {said}' if said else ''}:"
            return Step(head.replace(GUESSED, ""), steps_of(inside), spans)
        return Step(f"{entry.line}.".replace(GUESSED, ""), lines=spans)

    def _entries(self, members: Sequence[Member]) -> list[_Entry]:
        """Return members as lines, in the order of their rank, those that do the same together."""
        families: dict[str, list[Member]] = {}
        for number, member in enumerate(members):
            is_looked_at = number < _MOST_LOOKED_AT and not member.name.startswith("__")
            action = self._lines.action(member) if is_looked_at else ""
            families.setdefault(_family(action, member) if action else member.name, []).append(member)
        found: list[_Entry] = []
        for number, members_alike in enumerate(families.values()):
            (first, *others) = members_alike
            if number >= _MOST_LOOKED_AT:
                line = ""
            elif first.name in {"__enter__", "__aenter__"}:
                line = self._with_line(first)
            else:
                line = self._lines.line(first, others)
            if not line and number < _MOST_LOOKED_AT and self._inside(first, len(members)):
                line = self._lines.head(first)
            is_sentence = not line or not self._lines.action(first)
            found.append(_Entry(tuple(members_alike), line, is_sentence=is_sentence))
        return found

    def _stages_of(self, member: Member) -> tuple[Stage, ...]:
        """Return what the body of a member does; of a base nothing is known but its author's words."""
        if not member.is_own:
            return ()
        if member.name not in self._known:
            self._known[member.name] = self._teller.stages(member.node, self._attributes)
        return self._known[member.name]

    def _left_to_subclasses(self) -> list[Member]:
        """Return the members that a subclass has to define: abstract ones, or most of a class that implements none."""
        bodies = [self._node, *(one.node for one in self._ancestry.own)]
        makes_others = any(_is_named(one, {"__new__"}) for body in bodies for one in body.body)
        own = sorted((one for one in self._members if one.is_own), key=lambda one: one.node.lineno)
        if self._is_protocol:
            return own
        empty = [one for one in own if "unimplemented" in one.labels and not makes_others]
        left = empty if 2 * len(empty) >= len(own) else []
        return [one for one in own if one.is_left or one in left]

    def _with_line(self, enter: Member) -> str:
        """Return what entering and leaving a block does."""
        bodies = [self._node, *(one.node for one in self._ancestry.own)]
        name = enter.name.replace("enter", "exit")
        leave = next((one for body in bodies for one in body.body if _is_named(one, {name})), None)
        calls = list(dict.fromkeys(_public_calls(leave))) if isinstance(leave, Function) else []
        head = self._lines.head(enter)
        if isinstance(last := enter.node.body[-1], ast.Raise) and last.exc is not None:
            raised = last.exc.func if isinstance(last.exc, ast.Call) else last.exc
            return f"{head} raises `{dotted(raised)}`" if dotted(raised) not in {"", "NotImplementedError"} else ""
        if len(calls) == 1:
            closing = next((one for one in self._members if one.name == calls[0]), None)
            said = authors.phrase(closing.docstring, closing.name) if closing is not None else ""
            return f"{head} calls `{calls[0]}` on leaving{f', which {said}' if said and len(said) < 90 else ''}"
        told = authors.phrase(enter.docstring, enter.name)
        return f"{head} {told}" if told and not told.startswith(("returns", "enters", "uses", "starts")) else ""

    def _inside(self, member: Member, number: int) -> tuple[Stage, ...]:
        """Return the stages of a method that are told below its line: where few are told and it works outside."""
        if number > 3 or member.is_value or member.docstring.summary or not member.is_own:
            return ()
        told = [one for one in arranged(self._stages_of(member)) if one.condition != NEEDED]
        told = [one for one in told if one.action != "returns the result"]
        told = [one for one in told if not any(GUESSED in x.action and not x.value for x in walk_stages([one]))]
        outer = [one for one in walk_stages(told) if RANKS[one.kind] > 7 and one.kind != "raise"]
        outer = outer or [one for one in told if one.condition and number < 3 and self._block.shape.kind == "module"]
        return tuple(told[:5]) if outer and len(told) > 1 else ()

    # Creation.

    def _creation(self) -> Step | None:
        """Return the step that tells how an object is made."""
        shape = self._shape
        init = next((one for one in self._node.body if _is_named(one, {"__init__"})), None)
        stages = self._teller.stages(init, self._attributes) if isinstance(init, Function) else ()
        own = needs.believed(_docstring(init), init) if isinstance(init, Function) else Docstring()
        fields = self._docstring if self._docstring.parameters or not own.parameters else own
        texts = parameter_texts(fields, shape.signature, passed(self._block))
        attributes = self._attribute_texts(shape)
        is_abstract = self._is_protocol or (bool(self._left_to_subclasses()) and init is None)
        on_class = all(one.labels & {"staticmethod", "classmethod"} for one in self._members) and bool(self._members)
        if init is None and on_class and self._block.shape.kind == "module":
            return None
        if (shape.signature is None and not texts and not attributes) or self._is_abstract() or is_abstract:
            return None
        names = [one.name for one in shape.signature.parameters] if shape.signature is not None else []
        span = ((init.lineno, init.end_lineno or init.lineno),) if init is not None else ()
        head = f"Create it with {call_of(shape.name, shape.signature)}"
        kinds = {*_OUTER, "fact", *(["change"] if self._block.shape.kind == "module" else [])}
        kinds |= {"store"} if not (self._members or self._shape.bases) and self._block.shape.kind == "module" else set()
        effects = [one for one in stages if one.kind in kinds and one.condition != NEEDED]
        if entered := self._entered():
            head += f", also in {entered} statement"
        effects = [one for one in effects if GUESSED not in clause(one) and not one.action.startswith("changes ")]
        if words := [clause(one) for one in effects[:2]]:
            head += f"; this {listed(words)}"
        refusal = authors.joined_refusals(authors.refusals(own) or own_refusals(stages, names))
        inner = [Step(f"`{name}`: {told}.") for name, told in (*texts.items(), *attributes.items())]
        if refusal and inner:
            inner.append(Step(f"Raises {refusal}."))
        elif refusal:
            head += f"; it raises {refusal}"
        cut = "; among its parameters" if texts and is_cut(shape.signature) else ""
        return Step(f"{head}{cut}:" if inner else f"{head}.", tuple(inner), span)

    def _entered(self) -> str:
        """Return the statement that an object can be entered with, if leaving it does nothing that can be told."""
        entering = [one for one in self._members if one.name in {"__enter__", "__aenter__"}]
        words = ["an `async with`" if one.name == "__aenter__" else "a `with`" for one in entering]
        return words[0] if len(words) == 1 and not self._with_line(entering[0]) else ""

    def _checks(self) -> Iterator[Step]:
        """Yield what a class refuses that writes only what follows its constructor."""
        after = next((one for one in self._node.body if _is_named(one, {"__post_init__", "__attrs_post_init__"})), None)
        if isinstance(after, Function):
            names = [one.name for one in self._shape.signature.parameters] if self._shape.signature is not None else []
            refused = own_refusals(self._teller.stages(after, self._attributes), names)
            if refused:
                span = (after.lineno, after.end_lineno or after.lineno)
                yield Step(f"Creating it raises {authors.joined_refusals(refused)}.", lines=(span,))

    def _is_abstract(self) -> bool:
        return any(one.is_left for one in self._members if one.is_own)

    def _attribute_texts(self, shape: Shape) -> dict[str, str]:
        """Return what public attributes are for that no parameter sets."""
        parameters = {one.name for one in shape.signature.parameters} if shape.signature is not None else set()
        known = parameters | {one.name for one in self._members}
        comments = field_comments(self._node, self._block.source.split("\n"))
        texts = {one.name: one.text for one in self._docstring.attributes}
        texts |= {name: " ".join(one.text for one in read(text).paragraphs) for name, text in comments.items()}
        told: dict[str, str] = {}
        for name, text in texts.items():
            said = field_text(Field(name=name, type="", text=text, line=0))
            if said and name not in known and not name.startswith("_") and not name.isupper():
                told[f"{self._lines.instance}.{name}"] = said
        return dict(list(told.items())[:_MOST_ATTRIBUTES])


def _chosen(entries: Sequence[_Entry], most: int) -> tuple[list[_Entry], list[Member]]:
    """Return the lines that are told, in the order of an object's life, and the members that are only named.

    Args:
        entries: In any order.
        most: Lines that there is room for; two short ones may share one.
    """
    best = max((one.members[0].score for one in entries if one.members[0].score < ALWAYS), default=0)
    # Where there is room for every line, none is left out for being used less.
    has_room = sum(bool(one.line) for one in entries) <= min(most, _MOST_SINGLE)
    least = 15 * best if best >= _TELLING and not has_room else 0
    ranked = sorted(entries, key=lambda one: (-one.members[0].score, one.is_sentence))
    able = [one for one in ranked if one.line and one.members[0].score * 100 >= least]
    number = most
    while number < len(able) and len(_paired(_in_life(able[: number + 1]))) <= most > _MOST_SINGLE:
        number += 1
    told = able[:number]
    rest = [member for one in ranked if one not in told for member in one.members]
    return _in_life(told), rest


def _in_life(entries: Sequence[_Entry]) -> list[_Entry]:
    return sorted(entries, key=lambda one: one.place)


def _thin_base(members: Sequence[Member], ancestry: Ancestry) -> str:
    """Return the base of a class that adds little to the many methods it inherits, none of them in examples."""
    own = sum(one.is_own for one in members)
    is_thin = own <= _FEW_OWN and len(members) - own >= _MANY_INHERITED
    return (
        ancestry.own[0].shape.name
        if is_thin and ancestry.own and max((one.score for one in members), default=0) < _TELLING
        else ""
    )


def _docstring(node: ast.ClassDef | Function) -> Docstring:
    return authors.docstring_of(ast.get_docstring(node))


def _works_like(foreign: Sequence[str]) -> str:
    """Return what an object works like because of bases that everybody knows; empty if there are none."""
    known = [path.rpartition(".") for path in foreign]
    return next(
        (
            _LIKE[name]
            for owner, _, name in known
            if name in _LIKE and (owner.lstrip("_") in _STANDARD or name in _ABSTRACT)
        ),
        "",
    )


def _is_usual(member: Member) -> bool:
    """Return whether a member is one that every collection has, and its author says nothing of it."""
    usual = {"get", "pop", "keys", "values", "items", "setdefault", "update", "copy", "clear"}
    return not member.docstring.summary and (member.name.startswith("__") or member.name in usual)


def _is_named(node: ast.stmt, names: set[str]) -> bool:
    return isinstance(node, Function) and node.name in names


def _public_calls(node: Function) -> Iterator[str]:
    """Yield the public methods that a method calls on its object."""
    for one in walk(node):
        match one:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name)) if not name.startswith("_"):
                yield name


def _family(action: str, member: Member) -> str:
    """Return what members have in common that differ by nothing but their names."""
    plain = re.sub(r"\ban (?=\W*\w)", "a ", action)
    told = re.sub(rf"[`'\"]?\b{re.escape(member.name)}\b[`'\"]?", "*", plain, flags=re.IGNORECASE)
    if told != plain:
        return told
    signature = member.signature
    shown = call_of("", signature) if signature is not None else ""
    return f"{told} {shown} {signature.returns if signature is not None else ''} {member.is_value}"


def _paired(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    """Return lines in groups of one, or of two short ones of the same place in life."""
    groups: list[list[_Entry]] = []
    for entry in entries:
        last = groups[-1] if groups else []
        is_short = len(last) == 1 and len(last[0].line) + len(entry.line) <= _LONGEST_SHARED
        is_plain = ";" not in entry.line and len(last) == 1 and ";" not in last[0].line
        if is_short and is_plain and last[0].place == entry.place and last[0].place != 1:
            last.append(entry)
        else:
            groups.append([entry])
    return groups


def _types_of_attributes(teller: Teller, class_: ast.ClassDef) -> Mapping[str, str]:
    """Return the types of the attributes that the methods of a class share."""
    types = Types(teller.objects, teller.table)
    for node in class_.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                kind = types.of_annotation(annotation)
                types.known |= {f"self.{name}": kind, f"cls.{name}": kind}
            case ast.FunctionDef(name="__init__"):
                types.read(below(node))
    return {name: kind for name, kind in types.known.items() if name.startswith(("self.", "cls.")) and kind}
