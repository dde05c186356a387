"""Tell a class: creating it, then what its users do with it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mkdocs_howto.effects import dotted
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.section import CodeBlock, Shape, Signature, Span, Step
from mkdocs_howto.syntax import below, unparsed, walk
from mkdocs_howto.writers.offline.telling import authors, needs, services, tables
from mkdocs_howto.writers.offline.telling.ancestry import Ancestry, ancestry_of, function_of
from mkdocs_howto.writers.offline.telling.arrange import MOST_LINES, MOST_STEPS, arranged
from mkdocs_howto.writers.offline.telling.choices import compared
from mkdocs_howto.writers.offline.telling.exceptions import exception_steps, held_by
from mkdocs_howto.writers.offline.telling.functions import Teller, passed, steps_of_function
from mkdocs_howto.writers.offline.telling.gists import is_open
from mkdocs_howto.writers.offline.telling.holders import enumeration_steps, fields_step, is_holder, model_line
from mkdocs_howto.writers.offline.telling.life import setters_of
from mkdocs_howto.writers.offline.telling.members import (
    MOST_WORDS,
    PROTOCOLS,
    Lines,
    Member,
    members_of,
    own_refusals,
)
from mkdocs_howto.writers.offline.telling.names import words_of
from mkdocs_howto.writers.offline.telling.parts import signature_of
from mkdocs_howto.writers.offline.telling.ranking import ALWAYS, instance_of
from mkdocs_howto.writers.offline.telling.signatures import call_of, few_or_none, is_cut, parameter_texts, public
from mkdocs_howto.writers.offline.telling.stages import NEEDED, Stage
from mkdocs_howto.writers.offline.telling.terms import GUESSED
from mkdocs_howto.writers.offline.telling.wording import clause, steps_of
from mkdocs_howto.writers.offline.trees import Function, without_docstring
from mkdocs_howto.writers.offline.types import Types
from mkdocs_howto.writers.offline.verbs import VERBS
from mkdocs_howto.writers.offline.words import capital, listed, some_of, with_article

_MOST_LINES = 6
_MOST_SINGLE = 5
"""Lines that all stand alone."""
_MOST_LOOKED_AT = 24
"""Members that are looked at for a line, the best first."""
_MOST_FIELDS = 24
_OWN = 3
"""How much more the members of a class tell than those it inherits, in the file that defines it."""
_MOST_WHOLE = 3
"""Members up to which those that are only named are named by their whole call."""
_MOST_PARAMETERS = 6
_FEW_OWN = 3
_UNUSED = 1
"""The score of an inherited member that neither documentation nor tests use."""
_MOST_OTHERS = 5
_MOST_EXPANDED = 3
"""Methods that are told with what their parameters are for and what they do inside."""
_MOST_BRIEF = 2
"""Lines below a class of a file from which its members are told, not only named."""
_FEW = 6
"""Members up to which some of them are told like functions."""
_MANY_INHERITED = 12
_MANY_ALIKE = 8
"""Members of a base from which those with the same beginning of their docstrings are one of many."""
_BASE = re.compile(
    r"\b(?:base|abstract|interface|subclass\w*|implement\w*|mix-?in)\b|\b(?:Base|Abstract)[A-Z]|(?:Base|Mixin|Interface)\Z",
    re.IGNORECASE,
)
"""Words about a class of which subclasses define methods."""
_VERBS = frozenset((verb,) for verb in VERBS)
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
_PLAIN = frozenset({"object", "ABC", "Generic", "Protocol"})
_OUTER = frozenset({"request", "file", "process", "environment", "ask", "print", "database"})


def class_steps(teller: Teller, class_: ast.ClassDef) -> tuple[Step, ...]:
    """Return the steps of a class: the block itself, or the one public class of a module."""
    return _class_of(teller, class_).steps()


def class_step(teller: Teller, class_: ast.ClassDef, most: int) -> Step:
    """Return the step of one of several classes of a module.

    Args:
        teller: Makes the stages of its methods.
        class_: Its definition.
        most: Lines that may stand below it.
    """
    found = _class_of(teller, class_)
    constants = tables.line_of_class(class_)
    lines = ((class_.lineno, class_.end_lineno or class_.lineno),)
    return found.line() or (Step(constants, lines=lines) if constants else found.unit(most))


def _class_of(teller: Teller, class_: ast.ClassDef) -> _Class:
    block = teller.block
    shape = block.shape if block.shape.kind == "class" else block.shape.member(class_.name)
    if shape is None or shape.kind != "class":
        shape = _written_shape(class_)
    if block.shape.kind == "module" and not shape.members:
        shape = teller.project.shape(shape.object_path) or shape
    return _Class(teller, block, class_, shape)


def _written_shape(class_: ast.ClassDef) -> Shape:
    """Return what the code of a class alone tells of it, for one in a fence, or whose name is bound again below."""
    inits = [one for one in class_.body if isinstance(one, Function) and one.name == "__init__"]
    return Shape(
        object_path=class_.name,
        kind="class",
        signature=signature_of(inits[-1], is_bound=True) if inits else Signature(()),
        bases=tuple(path for base in class_.bases if (path := dotted(base))),
        complete=False,
    )


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Creation:
    """How an object of a class is made.

    Attributes:
        call: As a reader types it, in code marks.
        entered: The statement that it can be entered with, with its article; empty if there is none to be told.
        effects: What creating it does outside of it.
        kept: Parameters that it holds, if that is all it is for.
        texts: What parameters and attributes are for, by name.
        refusal: The exceptions with their conditions.
        is_cut: Whether the call does not show all parameters.
        lines: Of the constructor.
    """

    call: str
    entered: str
    effects: tuple[str, ...]
    kept: tuple[str, ...]
    texts: Mapping[str, str]
    refusal: str
    is_cut: bool
    lines: tuple[Span, ...]

    def details(self) -> list[str]:
        """Return what creating an object does and refuses, as sentences without a full stop and capital."""
        told = [f"creating it {listed(self.effects)}"] if self.effects else []
        return [*told, *([f"creating it raises {self.refusal}"] if self.refusal else [])]

    def held(self) -> str:
        """Return the parameters that an object keeps as they are."""
        attributes = "attributes of these names" if len(self.kept) > 1 else "an attribute of this name"
        return f"{listed([f'`{name}`' for name in self.kept])} in {attributes}"

    def step(self) -> Step:
        """Return the step that tells it."""
        head = f"Create it with {self.call}"
        head += f", also in {self.entered} statement" if self.entered else ""
        head += f"; this {listed(self.effects)}" if self.effects else ""
        head += f"; it holds {self.held()}" if self.kept else ""
        inner = [Step(f"`{name}`: {told}.") for name, told in self.texts.items()]
        if self.refusal and inner:
            inner.append(Step(f"Raises {self.refusal}."))
        elif self.refusal:
            head += f"; it raises {self.refusal}"
        cut = "; among its parameters" if self.is_cut else ""
        return Step(f"{head}{cut}:" if inner else f"{head}.", tuple(inner), self.lines)


class _Class:
    """One class with all that its steps are made of."""

    def __init__(self, teller: Teller, block: CodeBlock, class_: ast.ClassDef, shape: Shape) -> None:
        self._teller = teller
        self._block = block
        self._node = class_
        self._shape = shape
        self._ancestry: Ancestry = ancestry_of(shape, teller.project, block, teller.tree)
        self._docstring = _docstring(class_)
        self._attributes = _types_of_attributes(teller, class_)
        members = [self._forwarded(one) for one in members_of(block, class_, shape, self._ancestry, self._docstring)]
        if block.shape.kind == "module":
            members = [replace(one, score=one.score + _OWN * one.is_own) for one in members]
        self._members = sorted(members, key=lambda one: (-one.score, not one.is_own, one.node.lineno))
        self._members = [self._taking(one) for one in self._members]
        self._known: dict[str, tuple[Stage, ...]] = {}
        self._inherits = _thin_base(self._members, self._ancestry)
        if self._inherits:
            frames = Counter(_frame(one) for one in self._members)
            others = [one for one in self._members if not one.is_own and not one.is_value]
            others = [one for one in others if not _frame(one) or frames[_frame(one)] < _MANY_ALIKE]
            others = sorted(others, key=lambda one: (-one.score, one.node.lineno))
            acting = [one for one in others if words_of(one.name)[:1] in _VERBS]
            told = [one for one in acting or others if one.docstring.summary][:_MOST_OTHERS]
            self._members = [*(one for one in self._members if one.is_own), *told]
        is_error = "exception" in shape.labels
        self._is_protocol = any(path.rpartition(".")[2] == "Protocol" for path in self._ancestry.foreign)
        programs = [one.passage.code for one, _ in block.authored]
        programs += [one.code for one in self._docstring.examples]
        name = "error" if is_error else instance_of(shape.name, programs)
        known = {one.name for one in self._members}
        is_plain = block.shape.kind == "module"
        taken = {one.name for each in self._members if each.signature for one in each.signature.parameters}
        says = bool(self._docstring.summary) or any(one.is_own and one.has_own_text for one in self._members)
        self._lines = Lines(
            name,
            shape.name,
            self._stages_of,
            is_plain=is_plain,
            is_documented=says and not is_plain,
            names=known | taken,
        )
        self._lines.first = {one: first for one, first in setters_of(class_).items() if {one, first} <= known}
        self._lines.calling = self._called_through(known)
        if self._lines.calling:
            self._members = [one for one in self._members if one.name != "__call__"]

    def _called_through(self, known: Collection[str]) -> str:
        """Return the method that calling an object only hands its call over to; empty if there is none."""
        call = next((one.node for one in self._members if one.name == "__call__" and one.is_own), None)
        match without_docstring(call.body) if call is not None else []:
            case [
                ast.Return(value=ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name), args=passed))
            ] if name in known and call is not None:
                method = next(one.node for one in self._members if one.name == name)
                taken = [one.arg for one in method.args.args[1:]]
                is_same = taken == [one.arg for one in call.args.args[1:]] == [dotted(one) for one in passed]
                return name if is_same and isinstance(method, ast.FunctionDef) else ""
        return ""

    def _forwarded(self, member: Member) -> Member:
        """Return a member with the words for what it hands its call to: the same method of an object that it holds."""
        if not member.is_own or member.docstring.summary:
            return member
        for one in walk(member.node):
            match one:
                case ast.Attribute(value=ast.Attribute(value=ast.Name(id="self"), attr=held), attr=member.name):
                    path = f"{self._attributes.get(f'self.{held}', '')}.{member.name}"
                    function = function_of(path, self._teller.project) if path[0] != "." else None
                    text = ast.get_docstring(function) if function is not None else None
                    return replace(member, docstring=authors.docstring_of(text)) if text else member
        return member

    def _taking(self, member: Member) -> Member:
        """Return a member with the parameters of what it hands its keyword arguments on to."""
        if not member.is_own or member.signature is None:
            return member
        path = f"{self._shape.object_path}.{member.name}"
        taken = self._teller.following.taken(member.node, path, member.signature, member.docstring)
        return replace(member, signature=taken.shown, docstring=taken.docstring)

    def steps(self) -> tuple[Step, ...]:
        """Return the steps of the class alone."""
        labels = set(self._shape.labels)
        if "enum" in labels or any("enum(" in one.lower() for one in self._shape.decorators):
            first = enumeration_steps(self._block, self._node, self._shape, self._docstring)
        elif "exception" in labels:
            held = set(held_by(self._node, self._ancestry))
            self._members = [one for one in self._members if one.name not in held]
            first = exception_steps(self._teller, self._node, self._shape, self._ancestry, self._docstring)
        elif self._is_holder():
            first = fields_step(self._block, self._node, self._shape, self._ancestry, self._docstring)
            first = (*first, *self._checks())
        elif services.methods_on_class(self._node):
            first = services.service_steps(self._teller, self._node)
            self._members = [one for one in self._members if not first or not one.is_own]
            return (*first, *(self._inherited() if first else self._of_members(())))
        else:
            creation = self._creation()
            first = (creation.step(),) if creation is not None else ()
        return (*first, *self._of_members(first))

    def _is_holder(self) -> bool:
        return is_holder(self._shape, [base.rpartition(".")[2] for base in self._ancestry.foreign])

    def line(self) -> Step | None:
        """Return the class as one line, if it only holds data."""
        told = model_line(self._node, self._shape, self._ancestry, self._docstring)
        return Step(told, lines=self._span()) if told else None

    def _span(self) -> tuple[Span, ...]:
        return ((self._node.lineno, self._node.end_lineno or self._node.lineno),)

    def unit(self, most: int) -> Step:
        """Return the step of the class as one of several: what it is, with its members below.

        Args:
            most: Lines that may stand below.
        """
        creation = self._creation()
        call = creation.call if creation is not None else f"`{self._shape.name}`"
        head = self._heading(call)
        head += f" holds {creation.held()}" if creation is not None and creation.kept and head == call else ""
        first = [Step(f"{capital(one)}.") for one in creation.details()] if creation is not None else []
        left = [one for one in self._left_to_subclasses() if one.is_unimplemented or one.is_left]
        members = [one for one in self._members if one not in left and (one.is_own or not self._ancestry.own)]
        if left:
            first.append(Step(f"A subclass defines {listed([self._lines.head(one) for one in left[:_FEW]])}."))
        if most < _MOST_BRIEF:
            names = [f"`{one.name}`" for one in members if one.name[:2] != "__"]
            some = f", with {listed(names)}" if 0 < len(names) <= _MOST_WHOLE else ""
            return Step(f"{head}{some}.", lines=self._span())
        told, rest = _chosen(self._entries(members), max(most - len(first), 1))
        shown = told[: max(most - len(first) - bool(rest or len(told) > most), 1)]
        rest = [*(each for one in told[len(shown) :] for each in one.members), *rest]
        inner = [*first, *map(self._entry_step, shown), *self._named(rest)]
        texts = creation.texts if creation is not None else {}
        if texts and len(inner) + len(texts) <= most:
            inner = [*(Step(f"`{name}`: {text}.") for name, text in texts.items()), *inner]
        span = self._span()
        if not inner and (fields := tables.fields_of(self._node)):
            head += f" with {some_of([f'`{name}`' for name in fields], _MOST_FIELDS, 'others')}"
        if len(inner) == 1 and head == f"`{self._shape.name}`":
            return Step(inner[0].text, lines=span)  # It is called on the class, whose name it holds.
        return Step(f"{head}{':' if inner else '.'}", tuple(inner), span)

    def _heading(self, call: str) -> str:
        """Return what a class is: its call, its base and its author's words."""
        names = [unparsed(one).rpartition(".")[2] for one in self._node.bases]
        plain = {*_PLAIN, self._shape.name}
        base = next((f"`{one}`" for one in names if one.isidentifier() and one[:1] != "_" and one not in plain), "")
        said = authors.phrase(self._docstring, self._shape.name)
        whole = "" if said else authors.whole(self._docstring, self._shape.name)
        if said:
            is_kind = said.startswith("is ")
            return f"{call}, {with_article(base)}, {said}" if base and not is_kind else f"{call} {said}"
        if whole:
            return f"{call}: {whole}"
        return f"{call} is {with_article(base)}" if base else call

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
            head = (
                "A class fits it that defines:" if self._is_protocol else f"A subclass of `{self._shape.name}` defines:"
            )
            yield Step(head, tuple(self._defined(one) for one in left[:6]))
            used += 1 + len(left[:6])
        like = "" if "enum" in self._shape.labels else _works_like(self._ancestry.foreign)
        members = [one for one in self._members if one not in left and not (like and _is_usual(one))]
        outer = [one for one in members if not one.is_inner]
        members = outer if outer and self._block.shape.kind == "class" else members
        known = [one for one in members if one.docstring.summary or one.score > 0 or one.name in PROTOCOLS]
        own = sum(one.is_own for one in known)
        if own >= _FEW_OWN and self._block.shape.kind == "class":
            known = [one for one in known if one.is_own or one.score > _UNUSED]
        members = known if len(known) > 1 and self._block.shape.kind == "class" else members
        others = len(first) + bool(left) + bool(like)
        room = max(min(_MOST_LINES, MOST_LINES - used - bool(like) - 1, MOST_STEPS - 1 - others), 0)
        told, rest = _chosen(self._entries(members), room)
        if self._inherits or self._block.shape.kind == "module":
            told = sorted(told, key=lambda one: not one.members[0].is_own)
        told = _prepared(told, self._lines.first)
        steps = [self._entry_step(one) for one in told]
        if len(told) + len(rest) <= _FEW:
            steps = self._expanded(told, steps, MOST_LINES - used - len(steps) - bool(rest) - bool(like))
        yield from (*steps, *self._named(rest if self._block.shape.kind == "module" or not steps else []))
        if like:
            yield Step(f"Otherwise it works like {like}.")
        if self._inherits:
            yield Step(f"All other methods are inherited from `{self._inherits}` and its bases.")

    def _named(self, rest: Sequence[Member]) -> Iterator[Step]:
        """Yield the line that names the members which no other line tells, where they are few."""
        shown = [self._lines.head(one) for one in rest if one.name[:2] != "__"]
        if shown and len(shown) <= _MOST_WHOLE:
            yield Step(f"Also {listed(shown)}.")

    def _expanded(self, entries: Sequence[_Entry], steps: Sequence[Step], room: int) -> list[Step]:
        """Return the steps of members, the main ones with what functions are told by, as far as there is room.

        Args:
            entries: Members.
            steps: Their steps, each a line.
            room: Lines that may be added.
        """
        found = list(steps)
        left = _MOST_EXPANDED
        order = sorted(range(len(entries)), key=lambda number: -entries[number].members[0].score)
        for number in order:
            member = entries[number].members[0]
            is_known = bool(member.docstring.summary) or self._block.shape.kind == "module"
            is_called = not (member.is_value or member.name in PROTOCOLS)
            if left == 0 or not (is_known and is_called and member.is_own):
                continue
            said = self._lines.says(member)
            if said and not (parameter_texts(member.docstring, member.signature) or member.docstring.raises):
                continue  # Its line says all that its author does.
            step = self._like_function(member)
            if (1 if said else 2) < len(step.steps) <= room:
                found[number] = step
                room -= len(step.steps)
                left -= 1
        return found

    def _like_function(self, member: Member) -> Step:
        """Return the step of a member with its parameters and stages below its line."""
        shape = self._shape.member(member.name) or replace(
            self._shape, object_path=f"{self._shape.object_path}.{member.name}"
        )
        owner = self._lines.head(member).strip("`").partition("(")[0].rpartition(" ")[2]
        told = steps_of_function(self._teller, member.node, replace(shape, signature=member.signature), owner)
        if not self._lines.says(member):
            stages = [one for one in arranged(self._stages_of(member)) if one.condition != NEEDED and not is_open(one)]
            said = authors.phrase(member.docstring, member.name)
            told = (Step(f"{self._lines.head(member)}{f' {said}' if said else ''}"), *steps_of(stages))
        first, *rest = told
        inner = [*first.steps, *(one for each in rest for one in _flat(each))]
        line = first.text.removeprefix("Call it as ")
        return Step(f"{line.rstrip('.:')}{':' if inner else '.'}".replace(GUESSED, ""), tuple(inner), member.spans)

    def _line_step(self, member: Member) -> Step:
        line = self._lines.line(member)
        return Step(f"{line or self._lines.head(member)}.".replace(GUESSED, ""), lines=member.spans)

    def _defined(self, member: Member) -> Step:
        """Return the line of a member that a subclass defines, without an object in front of it."""
        step = self._line_step(member)
        return replace(step, text=step.text.replace(f"`{self._lines.instance}.", "`", 1))

    @staticmethod
    def _entry_step(entry: _Entry) -> Step:
        spans = tuple(span for one in entry.members for span in one.spans)
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
        """Return the members that a subclass defines: abstract ones, and what only raises `NotImplementedError`."""
        bodies = [self._node, *(one.node for one in self._ancestry.own)]
        makes_others = any(_is_named(one, {"__new__"}) for body in bodies for one in body.body)
        own = sorted((one for one in self._members if one.is_own), key=lambda one: one.node.lineno)
        if self._is_protocol:
            return own
        called = set(_own_calls(*bodies))
        open_ = [one for one in self._members if one.is_unimplemented and one.name[:2] != "__" and not makes_others]
        is_base = _BASE.search(f"{self._docstring.summary} {self._shape.name}") or 2 * len(open_) >= len(own)
        empty = [one for one in open_ if is_base or one.name in called]
        self._members = [one for one in self._members if one not in open_ or one in empty]  # Others only refuse.
        if not own:
            return empty
        return [one for one in own if one.is_left or one in empty]

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
        left = _left(leave, calls[0]) if len(calls) == 1 and isinstance(leave, Function) else None
        if left is not None:
            closing = next((one for one in self._members if one.name == calls[0]), None)
            said = authors.phrase(closing.docstring, closing.name) if closing is not None else ""
            return f"{head} calls `{calls[0]}` on leaving{left}{f', which {said}' if said and len(said) < 90 else ''}"
        told = authors.phrase(enter.docstring, enter.name)
        return f"{head} {told}" if told and not told.startswith(("returns", "enters", "uses", "starts", "is ")) else ""

    # Creation.

    def _creation(self) -> _Creation | None:
        """Return how an object is made; `None` for a class that its users do not call."""
        shape = self._shape
        init = next((one for one in self._node.body if _is_named(one, {"__init__"})), None)
        stages = self._teller.stages(init, self._attributes) if isinstance(init, Function) else ()
        own = needs.believed(_docstring(init), init) if isinstance(init, Function) else Docstring()
        fields = self._docstring if self._docstring.parameters or not own.parameters else own
        if not fields.parameters:
            fields = replace(fields, paragraphs=(*fields.paragraphs, *own.paragraphs))
        signature = shown = shape.signature
        if signature is not None:
            taken = self._teller.following.of_class(
                shape, signature, fields, init if isinstance(init, Function) else None
            )
            signature, fields, shown = taken.signature, taken.docstring, taken.shown
        texts = parameter_texts(fields, signature, passed(self._block), _MOST_PARAMETERS)
        left = {one.name for one in self._left_to_subclasses()}
        bodies = [self._node, *(one.node for one in self._ancestry.own)]
        is_abstract = self._is_protocol or (bool(left) and (init is None or bool(left & set(_own_calls(*bodies)))))
        on_class = all(one.labels & {"staticmethod", "classmethod"} for one in self._members) and bool(self._members)
        if init is None and on_class and self._block.shape.kind == "module":
            return None
        if (signature is None and not texts) or self._is_abstract() or is_abstract:
            return None
        names = [one.name for one in signature.parameters] if signature is not None else []
        if isinstance(init, Function) and texts:
            texts = texts | {one: told for one in names if one not in texts and (told := compared(init, one).told())}
        texts = few_or_none(texts, public(signature), passed(self._block))
        texts = {one: told for one, told in texts.items() if told.partition(" ")[2] not in self._teller.described}
        is_alone = self._block.shape.kind == "class"
        kinds = {
            *_OUTER,
            *([] if is_alone and self._docstring.summary else ["fact"]),
            *([] if is_alone else ["change"]),
        }
        is_bare = not (self._members or self._shape.bases)
        stored = [one for one in stages if one.kind == "store" and one.condition != NEEDED] if is_bare else []
        kept = [name for one in stored for name in one.names if name in names]
        effects = [one for one in stages if one.kind in kinds and one.condition != NEEDED]
        effects = [one for one in effects if GUESSED not in clause(one) and not one.action.startswith("changes ")]
        rest = (
            [f"`{one.name}`" for one in signature.parameters if one.kind[:3] == "var"] if signature is not None else []
        )
        effects = [one for one in effects if not any(name in one.action for name in rest)]
        if is_alone and self._docstring.summary:
            effects = [one for one in effects if not one.condition]
        effects = [one for one in effects if one.kind != "print" or not one.condition]  # It only tells how it goes on.
        effects += [one for one in stored if " with `" in one.action and GUESSED not in clause(one)]
        said = self._teller.described if is_alone else ""
        return _Creation(
            call=call_of(shape.name, shown, ranks=passed(self._block)),
            entered=self._entered(),
            effects=tuple(clause(one) for one in effects[:2]),
            kept=tuple(kept),
            texts=texts,
            refusal=authors.joined_refusals(
                one for one in authors.refusals(own) or own_refusals(stages, names) if f"`{one[0]}`" not in said
            ),
            is_cut=bool(texts) and is_cut(signature),
            lines=((init.lineno, init.end_lineno or init.lineno),) if init is not None else (),
        )

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


def _chosen(entries: Sequence[_Entry], most: int) -> tuple[list[_Entry], list[Member]]:
    """Return the lines that are told, the most used first, and the members that are only named.

    Args:
        entries: In any order.
        most: Lines that there is room for.
    """
    best = max((one.members[0].score for one in entries if one.members[0].score < ALWAYS), default=0)
    # Where there is room for every line, none is left out for being used less.
    has_room = sum(bool(one.line) for one in entries) <= min(most, _MOST_SINGLE)
    least = 9 * best if best >= _TELLING and not has_room else 0
    ranked = sorted(entries, key=lambda one: (-one.members[0].score, one.is_sentence))
    able = [one for one in ranked if one.line and one.members[0].score * 100 >= least]
    told = able[:most]
    rest = [member for one in ranked if one not in told for member in one.members]
    return told, rest


def _prepared(entries: Sequence[_Entry], first: Mapping[str, str]) -> list[_Entry]:
    """Return lines of which each follows that of the method to call before it.

    Args:
        entries: The most used first.
        first: For a method, which one to call before.
    """
    found: list[_Entry] = []
    pending = list(entries)
    while pending:
        left = {member.name for one in pending for member in one.members}
        able = (one for one in pending if not {first.get(member.name, "") for member in one.members} & left)
        found.append(next(able, pending[0]))
        pending.remove(found[-1])
    return found


def _thin_base(members: Sequence[Member], ancestry: Ancestry) -> str:
    """Return the base of a class that adds little to the many methods it inherits, none of them in examples."""
    own = sum(one.is_own for one in members)
    is_thin = own <= _FEW_OWN and len(members) - own >= _MANY_INHERITED
    return (
        ancestry.own[0].shape.name
        if is_thin and ancestry.own and max((one.score for one in members), default=0) < _TELLING
        else ""
    )


def _flat(step: Step) -> tuple[Step, ...]:
    """Return a step without those inside it: they follow its condition."""
    inner = [one.text.rstrip(".") for one in step.steps]
    if not inner:
        return (step,)
    joined = f"{step.text.rstrip(':')}, {listed([f'{text[:1].lower()}{text[1:]}' for text in inner])}."
    return (Step(joined, lines=step.lines),) if len(joined.split()) <= MOST_WORDS else ()


def _frame(member: Member) -> str:
    """Return the first words of what an author says of a member, which those of a large family share."""
    return " ".join(member.docstring.summary.split()[:3])


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


def _public_calls(*nodes: ast.AST) -> Iterator[str]:
    """Yield the public methods that code of a method calls on its object."""
    return (name for name in _own_calls(*nodes) if not name.startswith("_"))


def _own_calls(*nodes: ast.AST) -> Iterator[str]:
    """Yield the methods that code of a method calls on its object."""
    for one in (inner for node in nodes for inner in walk(node)):
        match one:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name)):
                yield name


def _left(leave: Function, name: str) -> str | None:
    """Return when leaving a block calls a method; `None` if that depends on something else than an error."""
    branches = [one for one in walk(leave) if isinstance(one, ast.If) and name in _public_calls(one)]
    parameters = {one.arg for one in leave.args.args[1:]}
    tests = {inner.id for one in branches for inner in walk(one.test) if isinstance(inner, ast.Name)}
    return None if tests - parameters else " without an error" if tests else ""


def _family(action: str, member: Member) -> str:
    """Return what members have in common that differ by nothing but their names."""
    plain = re.sub(r"\ban (?=\W*\w)", "a ", action)
    told = re.sub(rf"[`'\"]?\b{re.escape(member.name)}\b[`'\"]?", "*", plain, flags=re.IGNORECASE)
    signature = member.signature
    shown = call_of("", signature) if signature is not None else ""
    returned = signature.returns if signature is not None and told == plain else ""
    return f"{told} {shown} {returned} {member.is_value}"


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
