"""Puts calls together: imports, instances and arguments."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from mkdocs_howto.effects import Effects
from mkdocs_howto.section import ImportableBlock, Project, Reason, Shape, Signature
from mkdocs_howto.syntax import NotPython, expression, is_literal
from mkdocs_howto.writers.offline.examples import state
from mkdocs_howto.writers.offline.examples.code import Code
from mkdocs_howto.writers.offline.examples.imports import Importable
from mkdocs_howto.writers.offline.examples.outcomes import Outcomes
from mkdocs_howto.writers.offline.examples.planning.choosing import Choice, choose
from mkdocs_howto.writers.offline.examples.planning.observed import Observed, observed_calls
from mkdocs_howto.writers.offline.examples.planning.plan import Do, Draft, Make, Open
from mkdocs_howto.writers.offline.examples.planning.proposals import CONTENTS, Sources, file_of, open_text, writing
from mkdocs_howto.writers.offline.examples.planning.slots import Slot, Slots, is_built_on_builtin
from mkdocs_howto.writers.offline.examples.planning.values import (
    Proposal,
    Value,
    attribute,
    kind_of,
    name,
    variable_for,
    written,
)

_DEEPEST = 2
"""Instances that are made for the constructors of others, one inside the other."""
_FORWARDED = 28
"""Trust in a constructor that hands on whatever it is given, and is given nothing."""
_EMPTY = 10
"""Trust in a constructor that is given none of its many options: what it is for is in what is left out."""
MOST_LEFT_OUT = 4
"""Options that something may have which is called without any argument."""
_MOST_INSTANCES = 40
"""Classes of which an instance is made while one example is put together."""
_MOST_ARGUMENTS = 5
"""Arguments of an instance that is itself an argument."""
_INLINE = 36
"""Characters of an argument that needs no variable of its own."""


@dataclass(slots=True)
class Maker:
    """Makes calls of the objects of one package.

    Attributes:
        block: The documented code.
        project: Answers what other objects are.
        effects: What the code raises.
    """

    block: ImportableBlock
    project: Project
    effects: Effects
    importable: Importable = field(init=False)
    code: Code = field(init=False)
    outcomes: Outcomes = field(init=False)
    slots: Slots = field(init=False)
    _sources: Sources = field(init=False)
    _underway: list[str] = field(default_factory=list)
    _instances: dict[tuple[str, int], Value | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.importable = Importable(self.block, self.project)
        self.code = Code(self.block, self.project)
        self.outcomes = Outcomes(self.code)
        self.slots = Slots(self.block, self.project, self.code)
        self._sources = Sources(self._instance, self._neighbour)

    def bring(self, draft: Draft, path: str) -> ast.expr:
        """Import what a path leads to, or the class it lies in, and return its name in the example."""
        lines, node = self._brought(path)
        draft.imports |= dict.fromkeys(lines)
        return node

    def _brought(self, path: str) -> tuple[tuple[str, ...], ast.expr]:
        outer, _, last = path.rpartition(".")
        names = [last]
        while outer and (found := self.project.shape(outer)) is not None and found.kind == "class":
            outer, _, last = outer.rpartition(".")
            names.insert(0, last)
        public = self.importable.public(f"{outer}.{names[0]}") if outer else names[0]
        module = public.rpartition(".")[0]
        node: ast.expr = name(names[0])
        for member in names[1:]:
            node = attribute(node, member)
        return ((f"from {module} import {names[0]}",) if module else ()), node

    def observed(self, shape: Shape) -> list[Observed]:
        """Return how the project itself calls something."""
        return observed_calls(shape, self.block, self.project)

    def call(
        self, draft: Draft, function: ast.expr, shape: Shape, *, bound: bool, call: Observed | None = None
    ) -> ast.Call:
        """Return a call with all arguments that it needs; what they need is added to the draft.

        Args:
            draft: The example.
            function: What is called.
            shape: Its shape.
            bound: Whether its first parameter is the object that it is called on.
            call: A call of the project whose arguments are taken.
        """
        choices = self.choices(shape, bound=bound, call=call)
        node = ast.Call(function, [], [])
        for choice in choices:
            self._pass(draft, node, choice)
        if call is not None:
            self._pass_more(node, shape, call, {one.slot.name for one in choices}, bound=bound)
        return node

    def choices(self, shape: Shape, *, bound: bool, call: Observed | None = None) -> list[Choice]:
        """Return what is passed for each parameter that has to be given."""
        slots = self.slots.of(shape, bound=bound)
        return choose(slots, {slot.name: self._sources.proposals(slot) for slot in slots}, call)

    def proposals(self, slot: Slot) -> list[Proposal]:
        """Return what may be passed for a parameter, the best first."""
        return self._sources.proposals(slot)

    def _pass(self, draft: Draft, node: ast.Call, choice: Choice) -> None:
        parameter = choice.slot.parameter
        if choice.proposal is None and parameter.kind == "variadic positional":
            draft.weights.append(_FORWARDED)
            return
        draft.reasons.append(choice.reason)
        argument = self._argument(draft, choice)
        is_flag = isinstance(argument, ast.Constant) and isinstance(argument.value, bool)
        if parameter.kind == "variadic positional" and isinstance(argument, ast.List):
            is_plural = slot_is_plural(parameter.name)
            node.args += argument.elts[:2] if is_plural else [argument, expression('["sugar", "honey", "lemon"]')]
        elif parameter.kind == "keyword-only" or (is_flag and parameter.kind == "positional or keyword" and node.args):
            node.keywords.append(ast.keyword(parameter.name, argument))
        else:
            node.args.append(argument)

    def _argument(self, draft: Draft, choice: Choice) -> ast.expr:
        slot, proposal = choice.slot, choice.proposal
        if proposal is None:
            variable = draft.variable(slot.name)
            draft.open.append(Open(variable, self._needed(slot)))
            return name(variable)
        value = proposal.value
        draft.weights.append(proposal.weight)
        draft.fillers += value.filler
        draft.imports |= dict.fromkeys(value.imports)
        draft.add(*map(Do, value.before))
        if slot.is_read and (file := file_of(value)):
            draft.imports["from pathlib import Path"] = None
            suffix = PurePosixPath(file).suffix
            draft.add(Do(writing(file, CONTENTS.get(suffix, "green tea\nblack coffee\n"))))
        is_long = len(written(value.node)) > _INLINE
        if value.is_named or is_long or (slot.is_written and value.kind != "text"):
            variable = draft.variable(slot.name)
            draft.add(Make(variable, value.node))
            return name(variable)
        return value.node

    def _needed(self, slot: Slot) -> str:
        path = next((one.path for one in slot.wanted if one.path), "")
        return open_text(slot, self.project.shape(path) if path else None)

    def _pass_more(self, node: ast.Call, shape: Shape, call: Observed, passed: set[str], *, bound: bool) -> None:
        """Pass the arguments of an observed call that the function does not need."""
        parameters = (shape.signature or Signature()).parameters[bound:]
        for place, parameter in enumerate(parameters):
            value = call.arguments.get(parameter.name)
            if value is None or parameter.name in passed:
                continue
            is_next = parameter.kind.startswith("positional") and place == len(node.args) and not node.keywords
            if is_next:
                node.args.append(value)
            else:
                node.keywords.append(ast.keyword(parameter.name, value))
        node.args += [value for key, value in call.arguments.items() if " " in key]

    def make(self, draft: Draft, shape: Shape, path: str, *, call: Observed | None = None) -> ast.expr:
        """Make an instance of a class, keep it in a variable, and return that.

        Args:
            draft: The example.
            shape: The class.
            path: Where it is imported from.
            call: A call of the project whose arguments are taken.
        """
        return self.keep(draft, self.constructed(draft, shape, path, call=call), shape.name)

    def constructed(self, draft: Draft, shape: Shape, path: str, *, call: Observed | None = None) -> ast.expr:
        """Return the expression that makes an instance of a class."""
        class_ = self.bring(draft, path)
        calls = self.observed(shape) if call is None else []
        observed = call or next(iter(calls), None)
        made = self.call(draft, class_, shape, bound=False, call=observed)
        if observed is None and len(made.args) + len(made.keywords) > 1:
            made = _by_name(made, shape.signature or Signature())
        parameters = shape.signature.parameters if shape.signature is not None else ()
        is_forwarded = any(one.kind == "variadic positional" for one in parameters) and not is_built_on_builtin(shape)
        if observed is None and not made.args and is_forwarded:
            draft.weights.append(_FORWARDED)
        if not made.args and not made.keywords and optional_parameters(shape) > MOST_LEFT_OUT:
            draft.weights.append(_EMPTY)
        draft.reasons.append(Reason(f"instance of {shape.name}", written(made), "constructor", "its signature"))
        return made

    def keep(self, draft: Draft, value: ast.expr, class_name: str) -> ast.expr:
        """Keep a value in a variable that is named like its class."""
        variable = draft.variable(variable_for(class_name))
        draft.add(Make(variable, value))
        return name(variable)

    def _instance(self, path: str) -> Value | None:
        """Return an instance of a class of the project whose arguments are all known."""
        key = (path, len(self._underway))
        if key not in self._instances:
            if len(self._instances) >= _MOST_INSTANCES:
                return None
            self._instances[key] = None  # A class that needs one of its own kind has none.
            self._instances[key] = self._new_instance(path)
        return self._instances[key]

    def _new_instance(self, path: str) -> Value | None:
        shape = self.project.shape(path)
        if shape is None or shape.kind != "class" or path in self._underway or len(self._underway) >= _DEEPEST:
            return None
        if path.partition(".")[0] != self.importable.package:
            return None
        if "enum" in shape.labels:
            member = next((one.name for one in shape.members if one.kind == "attribute" and one.name.isupper()), "")
            lines, class_ = self._brought(path)
            return Value(attribute(class_, member), "instance", imports=lines) if member else None
        if not state.is_ready(shape, self.project) or set(shape.labels) & {"protocol", "abstract", "exception"}:
            return None
        required = [one for one in (shape.signature.parameters if shape.signature else ()) if one.required]
        if len(required) > _MOST_ARGUMENTS:
            return None
        self._underway.append(path)
        draft = Draft()
        node = self.constructed(draft, shape, path)
        self._underway.pop()
        if draft.open or draft.nodes:
            return None
        return Value(node, "instance", "instance", tuple(draft.imports))

    def _neighbour(self, slot: Slot) -> Value | None:
        """Return the literal that the class of the block, or its module, keeps under a parameter's name."""
        owner = (
            self.block.object_path if self.block.shape.kind == "class" else self.block.object_path.rpartition(".")[0]
        )
        for place in (owner, self.importable.module):
            for member in (f"default_{slot.name}", slot.name.upper(), f"DEFAULT_{slot.name.upper()}", f"{slot.name}s"):
                found = self.project.shape(f"{place}.{member}")
                value = _literal(found.value if found is not None and found.kind == "attribute" else None)
                if value is not None:
                    return value
        return None


def optional_parameters(shape: Shape) -> int:
    """Return how many parameters of a function or class have a default."""
    parameters = shape.signature.parameters if shape.signature is not None else ()
    return sum(one.default is not None for one in parameters)


def _literal(text: str | None) -> Value | None:
    try:
        node = expression(text) if text else None
    except NotPython:
        return None
    if isinstance(node, ast.List | ast.Tuple) and node.elts:
        node = node.elts[0]
    match node:
        case ast.Constant(value=str() | int() | float() as value) if value and not isinstance(value, bool):
            return Value(node, kind_of(node), "kept") if is_literal(node) else None
    return None


def _by_name(made: ast.Call, signature: Signature) -> ast.Call:
    """Return a call of a constructor with several arguments in which each is passed by name, where it may be."""
    pairs = [*zip(signature.parameters, made.args, strict=False)]
    if len(pairs) < len(made.args) or any(one.kind != "positional or keyword" for one, _ in pairs):
        return made
    return ast.Call(made.func, [], [*(ast.keyword(one.name, value) for one, value in pairs), *made.keywords])


def slot_is_plural(parameter: str) -> bool:
    """Return whether a parameter for any number of arguments is called like what its single arguments are."""
    return not re.search(r"(?:iter|seq|coll|dict|map|list|set|array|group)", parameter)


def is_bound(shape: Shape, owner: Shape | None) -> bool:
    """Return whether the first parameter of a function is filled by what it is called on."""
    return owner is not None and "staticmethod" not in shape.labels
