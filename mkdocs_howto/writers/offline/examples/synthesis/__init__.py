"""A usage example put together from the signature, where nobody has written one."""

from __future__ import annotations

import ast
import dataclasses
import functools
import re
from collections.abc import Callable, Iterable, Iterator

from mkdocs_howto.effects import Effects
from mkdocs_howto.section import ImportableBlock, Parameter, Project, Shape, Signature
from mkdocs_howto.syntax import NotPython, parse
from mkdocs_howto.writers.offline.examples import results, state
from mkdocs_howto.writers.offline.examples.code import Code
from mkdocs_howto.writers.offline.examples.outcomes import Outcomes
from mkdocs_howto.writers.offline.examples.synthesis.arguments import Arguments
from mkdocs_howto.writers.offline.examples.synthesis.calls import SPECIAL, Calls
from mkdocs_howto.writers.offline.examples.synthesis.counterparts import Counterparts
from mkdocs_howto.writers.offline.examples.synthesis.draft import Draft, Made, variable_for
from mkdocs_howto.writers.offline.examples.synthesis.entered import Entered
from mkdocs_howto.writers.offline.examples.synthesis.exceptions import Exceptions
from mkdocs_howto.writers.offline.examples.synthesis.functions import Functions, is_descriptor, is_wrapping
from mkdocs_howto.writers.offline.examples.synthesis.givers import Giver, Givers
from mkdocs_howto.writers.offline.examples.synthesis.instances import MOST_OPEN, Instances, keeps_anything
from mkdocs_howto.writers.offline.examples.synthesis.standins import StandIns
from mkdocs_howto.writers.offline.trees import imported, without_docstring

_MOST_REAL = 4
"""Rounds of arguments that the project itself passes, before the one with what else is known."""
_MOST_METHODS = 4
"""Members of a class that are tried, one after the other."""
_LONGEST = 3
"""Statements of a method that does little more than to use another one."""
_ENDING = {
    "cleanup", "clear", "close", "evict", "expire", "flush", "join", "kill", "reset", "shutdown", "stop", "terminate",
}  # fmt: skip
"""Members after which little is left to show."""
_LEAVING = {"abort", "exit", "quit"}
"""Members that end the whole program."""
_BOUNDS = {"maxsize", "max_size", "maxlen", "max_len", "capacity", "max_items", "limit"}
"""First parameters of what keeps no more than so many values."""
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def examples(block: ImportableBlock, tree: ast.Module, project: Project, effects: Effects) -> Iterator[Made]:
    """Examples for a block, the fullest first; the last ones leave arguments open.

    Args:
        block: The code.
        tree: Its syntax tree.
        project: Answers what other objects are.
        effects: What the code raises.
    """
    shown: list[Made] = []
    for made in _Composer(block, tree, project, effects).made():
        if made.source == "sketch":
            shown.append(made)
        else:
            yield made
    yield from shown


class _Composer:
    def __init__(self, block: ImportableBlock, tree: ast.Module, project: Project, effects: Effects) -> None:
        self._block = block
        self._project = project
        self._arguments = Arguments(block, tree, project)
        outcomes = Outcomes(Code(block, project))
        self._functions = Functions(self._arguments, outcomes)
        self._calls = Calls(self._arguments, effects, outcomes, self._functions)
        self._instances = Instances(self._arguments, self._calls)
        self._exceptions = Exceptions(self._arguments, self._calls, self._instances)
        self._counterparts = Counterparts(self._arguments)
        self._givers = Givers(block, project)
        self._entered = Entered(block, project)

    def made(self) -> Iterator[Made]:
        package = self._arguments.importable.package
        drafts: Iterable[Draft] = self._drafts(None)
        for attempt in range(_MOST_REAL) if self._block.call_sites else ():
            tried: list[Draft] = []
            for draft in self._drafts(attempt):
                tried.append(draft)
                if draft.source == "call-site":
                    yield draft.made(package)
            if not self._arguments.has_real:
                drafts = tried  # Nothing in them is the project's own, nor would it be in any later attempt.
                break
        for draft in drafts:
            yield draft.made(package)

    def _drafts(self, attempt: int | None) -> Iterator[Draft]:
        """Every way to use the block, with arguments of one attempt; `None` has none of the project's own."""
        self._arguments.begin(attempt)
        for compose in self._ways():
            draft = Draft()
            try:
                compose(draft)
            except NotPython:
                continue  # Values that do not go together make no Python: the next way may.
            if draft.body and not draft.has_own_subclass:
                yield draft

    def _ways(self) -> Iterator[Callable[[Draft], None]]:
        """The ways to use the block, the most telling first."""
        block, path = self._block, self._block.object_path
        if block.shape.kind == "module":
            yield from self._of_module(path)
        elif (owner := state.owner(path, self._project)) is not None:
            yield from self._of_member(owner, path)
        elif block.shape.kind == "class":
            yield from self._of_class(block.shape, path)
        elif block.shape.kind == "function":
            yield from self._of_function(block.shape, path)
        else:
            other = block.shape.value or ""
            found = self._project.shape(f"{path.rpartition('.')[0]}.{other}") if other.isidentifier() else None
            if found is not None and found.kind == "function":
                yield from self._of_function(found, path)  # Another name for it.
            elif (method := self._bound_method(other, path)) is not None:
                yield from self._of_function(method, path)
            yield functools.partial(self._constant, path=path)

    def _bound_method(self, value: str, path: str) -> Shape | None:
        """The method that a value is, bound to an instance of the same module: `choice = _inst.choice` of `random`."""
        held, _, name = value.rpartition(".")
        module = path.rpartition(".")[0]
        found = self._project.shape(f"{module}.{held}") if held.isidentifier() else None
        made = re.fullmatch(r"(\w+)\(\)", found.value or "") if found is not None else None
        owner = self._project.shape(f"{module}.{made[1]}") if made is not None else None
        method = (
            state.members_of(owner, self._project).get(name) if owner is not None and owner.kind == "class" else None
        )
        if method is None or method.kind != "function" or method.signature is None:
            return None
        taken = Signature(method.signature.parameters[1:], method.signature.returns)
        return dataclasses.replace(method, signature=taken)

    def _of_module(self, path: str) -> Iterator[Callable[[Draft], None]]:
        public = [member for member in self._block.shape.members if not member.name.startswith("_")]
        functions = [member for member in public if member.kind == "function"]
        classes = [member for member in public if member.kind == "class" and "exception" not in member.labels]
        for member in [*functions[:6], *classes[:3]]:
            ways = self._of_function if member.kind == "function" else self._of_class
            yield from ways(member, f"{path}.{member.name}")
        for member in public:
            if member.kind not in {"function", "class"}:
                yield functools.partial(self._constant, path=f"{path}.{member.name}")
        usable = [member for member in public if not member.name.startswith("__")]
        for name in imported(parse(self._block.source)) if not usable else ():
            found = self._project.shape(f"{path}.{name}")
            if found is None or found.object_path.partition(".")[0] != self._arguments.importable.package:
                continue
            if found.kind == "function":
                yield from self._of_function(found, f"{path}.{name}")
            elif found.kind == "class" and "exception" not in found.labels:
                yield from self._of_class(found, f"{path}.{name}")
        if path:
            yield functools.partial(self._import_alone, path=path)

    def _constant(self, draft: Draft, path: str) -> None:
        draft.body.append(f"print({self._arguments.bring(draft, path)})")

    def _import_alone(self, draft: Draft, path: str) -> None:
        draft.imports[f"import {path}"] = None
        draft.body.append(f"print({path})")

    def _of_member(self, owner: Shape, path: str) -> Iterator[Callable[[Draft], None]]:
        class_path, _, name = path.rpartition(".")
        shape = self._block.shape
        labels = set(shape.labels)
        if name in {"__init__", "__new__"}:
            yield from self._of_class(owner, class_path)
            return

        def use(draft: Draft) -> None:
            class_name = self._arguments.bring(draft, class_path)
            if shape.kind == "attribute" and "property" not in labels:
                draft.body.append(f"print({class_name}.{name})")
                return
            if {"classmethod", "staticmethod"} & labels:
                self._calls.on(draft, self._instances.own_class(draft, owner, class_name, shape), shape)
            else:
                self._instances.with_instance(draft, owner, class_path, shape)

        if "classmethod" in labels and (giving := self._restorable(owner, name)):
            yield lambda draft: self._restored(draft, owner, path, giving)
        yield use

    def _restorable(self, owner: Shape, name: str) -> str:
        """The method that gives what a class method makes an object from: `to_dict` for `from_dict`."""
        other = name.replace("from_", "to_", 1) if name.startswith("from_") else ""
        member = state.members_of(owner, self._project).get(other) if other else None
        is_plain = member is not None and member.kind == "function" and state.takes(member, 0)
        return other if is_plain and not state.is_open(owner) else ""

    def _restored(self, draft: Draft, owner: Shape, path: str, giving: str) -> None:
        """Make an object from what another one gives."""
        class_path, _, name = path.rpartition(".")
        class_name = self._arguments.bring(draft, class_path)
        variable = self._instances.instance(draft, owner, class_name, class_path)
        shape = self._block.shape
        self._calls.show(draft, f"{class_name}.{name}({variable}.{giving}())", shape.signature or Signature(), shape)

    def _of_function(self, shape: Shape, path: str) -> Iterator[Callable[[Draft], None]]:
        function = self._arguments.functions.get(shape.name)
        if function is not None and results.is_bare_decorator(function):
            yield lambda draft: self._functions.bare(draft, shape, path)
        if results.is_decorator(shape) and self._calls.outcome(shape).kind != "function":
            yield lambda draft: self._functions.as_decorator(draft, shape, path)
        if before := self._undone(shape, path):
            yield lambda draft: self._round_trip(draft, shape, path, before)
        if any(mark.rpartition(".")[2] == "decorator" for mark in shape.decorators):
            yield lambda draft: self._functions.made_decorator(draft, shape, path)
        yield lambda draft: self._call(draft, shape, path)

    def _undone(self, shape: Shape, path: str) -> Shape | None:
        """The function beside another one whose result that takes: `escape` for `unescape`."""
        other = state.undone_name(shape.name)
        found = self._project.shape(f"{path.rpartition('.')[0]}.{other}") if other else None
        functions = (shape, found) if found is not None and found.kind == "function" else ()
        return found if functions and all(len(_required(one)) == 1 for one in functions) else None

    def _round_trip(self, draft: Draft, shape: Shape, path: str, before: Shape) -> None:
        """Give a function what another one has made."""
        name = self._arguments.bring(draft, path)
        first = self._arguments.bring(draft, f"{path.rpartition('.')[0]}.{before.name}")
        made = f"{first}({self._arguments.given(draft, before.signature or Signature(), before.name)})"
        variable = draft.variable("made")
        draft.setup += [f"{variable} = {made}", f"print({variable})"]
        self._calls.show(draft, f"{name}({variable})", shape.signature or Signature(), shape)

    def _call(self, draft: Draft, shape: Shape, path: str) -> None:
        name = self._arguments.bring(draft, path)
        self._calls.call(draft, shape, name, shape.signature or Signature())
        if draft.body and not any("print(" in row for row in draft.body):
            self._counterparts.show(draft, path)

    # Classes.

    def _of_class(self, shape: Shape, path: str) -> Iterator[Callable[[Draft], None]]:
        labels = set(shape.labels)
        for giver in self._givers.of(shape):
            yield functools.partial(self._as_given, shape=shape, path=path, giver=giver)
        if "enum" in labels:
            yield lambda draft: self._enum(draft, path)
        elif "exception" in labels:
            yield from self._exceptions.ways(shape, path)
        elif "protocol" in labels or self._instances.left_open(shape):
            if (known := self._known(shape)) is not None:
                yield lambda draft: self._subclassed(draft, shape, path, *known)
        else:
            if state.is_partial(shape, self._project) and shape.member("__get__") is not None:
                yield lambda draft: self._functions.part_of_method(draft, path)
            if is_wrapping(shape):
                yield lambda draft: self._functions.wrapping(draft, shape, path)
            if is_descriptor(shape):
                yield lambda draft: self._functions.descriptor(draft, path)
            members = [one for one in shape.members if _is_usable(one) and not self._is_refused(one)]
            call = shape.member("__call__") if members else state.members_of(shape, self._project).get("__call__")
            if call is not None and self._is_called(call):
                yield functools.partial(self._with_member, shape=shape, path=path, member=call)
            if (following := state.following(shape, self._project)) is not None:
                yield functools.partial(self._with_member, shape=shape, path=path, member=following)
            if state.is_store(shape, self._project) and keeps_anything(shape, self._arguments.code):
                yield lambda draft: self._as_store(draft, shape, path)
            members = members or self._inherited(shape)
            for member in sorted(members, key=self._rank)[:_MOST_METHODS]:
                if self._entered.spares(shape, member):
                    yield lambda draft: self._instances.entered(draft, shape, path)
                yield functools.partial(self._with_member, shape=shape, path=path, member=member)
            yield lambda draft: self._bare(draft, shape, path)
        if not labels & {"enum", "exception"}:
            yield lambda draft: self._met(draft, shape, path)

    def _met(self, draft: Draft, shape: Shape, path: str) -> None:
        """Ask something of an instance of which nobody knows how to get one: better than nothing."""
        name = self._arguments.bring(draft, path)
        variable = variable_for(name.rpartition(".")[2])
        draft.open = True
        draft.setup.append(f"{variable} = ...  # an instance of {name}")
        draft.body.append(f"print(isinstance({variable}, {name}))")
        members = [*shape.members, *state.members_of(shape, self._project).values()]
        usable = [one for one in members if _is_usable(one)]
        plain = [one for one in members if one.kind == "attribute" and not one.name.startswith("_")]
        for member in (usable or plain)[:1]:
            self._calls.on(draft, variable, member, shape)

    def _is_refused(self, member: Shape) -> bool:
        """Whether a member of the block's class is only there to say that it cannot be used."""
        return bool(results.only_raised(self._arguments.functions.get(member.name)))

    def _is_called(self, call: Shape) -> bool:
        """Whether calling an instance is what its class is for: `__call__` tells what it takes."""
        parameters = call.signature.parameters[1:] if call.signature is not None else ()
        if any(one.kind == "variadic positional" and one.name != "args" for one in parameters):
            return True
        required = [one for one in parameters if one.required]
        if any(one.annotation for one in required):
            return True
        hints = self._arguments.hints(call.object_path) if required else {}
        return any(one.name in hints and hints[one.name].kinds for one in required)

    def _inherited(self, shape: Shape) -> list[Shape]:
        """Members that a class without own ones has from its bases: those that the project uses anywhere."""
        text = "\n".join(line for site in self._block.call_sites for line in site.statements)
        members = list(filter(_is_usable, state.members_of(shape, self._project).values()))
        used = [member for member in members if f".{member.name}(" in text]
        # Else what takes back what another one gives shows both, and a `with` statement what it begins and ends.
        return used or [one for one in members if self._is_paired(shape, one)]

    def _is_paired(self, shape: Shape, member: Shape) -> bool:
        is_undoing = state.undone_by(shape, self._project, member.name) is not None
        return is_undoing or self._entered.spares(shape, member)

    def _rank(self, member: Shape) -> tuple[bool, int, bool, bool, bool]:
        """What gives an object of which only the address could be shown comes last."""
        returned = member.signature.returns if member.signature is not None else ""
        module = member.object_path.rpartition(".")[0].rpartition(".")[0]
        return (state.opaque(returned, module, self._project) is not None, *_rank(member))

    def _enum(self, draft: Draft, path: str) -> None:
        name = self._arguments.bring(draft, path)
        draft.body += [f"for member in {name}:", "    print(member.name, member.value)"]

    def _with_member(self, draft: Draft, shape: Shape, path: str, member: Shape) -> None:
        name = self._arguments.bring(draft, path)
        if {"classmethod", "staticmethod"} & set(member.labels):
            self._calls.on(draft, name, member)
            return
        draft.imports.clear()
        self._instances.with_instance(draft, shape, path, member)

    def _as_given(self, draft: Draft, shape: Shape, path: str, giver: Giver) -> None:
        """Get an instance from what gives one."""
        signature = giver.function.signature or Signature()
        if giver.owner is None:
            called = self._arguments.bring(draft, giver.function.object_path)
        else:
            owner = giver.owner.object_path
            made = self._instances.instance(draft, giver.owner, self._arguments.bring(draft, owner), owner)
            called = f"{made}.{giver.function.name}"
            signature = Signature(signature.parameters[1:], signature.returns)
        given = self._arguments.given(draft, signature, giver.function.name)
        variable = draft.variable(variable_for(shape.name))
        name = self._arguments.bring(draft, path)
        draft.setup.append(f"{variable}{f': {name}' if giver.is_declared else ''} = {called}({given})")
        if not giver.is_declared:
            draft.body.append(f"print(isinstance({variable}, {name}))")
        draft.body.append(f"print({state.readable(shape, self._project, variable) or variable})")

    def _as_store(self, draft: Draft, shape: Shape, path: str) -> None:
        """What holds values under keys is there for these, whatever else it has."""
        name = self._arguments.bring(draft, path)
        parameters = shape.signature.parameters if shape.signature is not None else ()
        if parameters and parameters[0].name in _BOUNDS and not any(one.required for one in parameters[1:]):
            variable = variable_for(name)
            rows = [f'{variable}["{key}"] = {number}' for number, key in enumerate("abc", 1)]
            draft.setup += [f"{variable} = {name}({parameters[0].name}=2)", *rows]
            draft.body.append(f"print(list({variable}))")  # One of them had to go.
            return
        variable = self._instances.instance(draft, shape, name, path)
        draft.setup.append(f'{variable}["color"] = "red"')
        draft.body.append(f'print({variable}["color"])')

    def _bare(self, draft: Draft, shape: Shape, path: str) -> None:
        name = self._arguments.bring(draft, path)
        variable = self._instances.instance(draft, shape, name, path)
        attributes = [
            member.name for member in shape.members if not member.name.startswith("_") and member.kind == "attribute"
        ]
        attributes.sort(key=lambda name: f"{name}=" not in draft.setup[-1])  # What was given holds something.
        shown = f"{variable}.{attributes[0]}" if attributes else state.readable(shape, self._project, variable)
        if attributes and "typeddict" in shape.labels:
            shown = f'{variable}["{attributes[0]}"]'
        if state.is_partial(shape, self._project):
            shown = f"{variable}(3)"  # With what it was made from, it is a function of a number.
        draft.body.append(f"print({shown or variable})")
        self._instances.fill(draft, variable, shape, draft.setup[-1] if draft.setup else "")

    def _telling(self, shape: Shape) -> list[Shape]:
        """Members that show what a subclass is for: those that use what it fills in, if there are any."""
        open_names = [member.name for member in self._instances.left_open(shape)]
        members = [member for member in shape.members if _is_usable(member) or member.name in open_names]
        members = [one for one in members if not one.name.startswith("_") or one.name in {*SPECIAL, "__call__"}]
        ready = [member for member in members if not state.is_open(member)]
        filled_in = {member.name for member in members} - {member.name for member in ready}
        telling = [member for member in ready if self._only_uses(member, filled_in)] or ready or members
        return sorted(telling, key=_rank)

    def _only_uses(self, member: Shape, names: set[str]) -> bool:
        """Whether a member gives what it makes with others of its object, and does little more."""
        function = self._arguments.functions.get(member.name)
        if function is None or len(without_docstring(function.body)) > _LONGEST or results.returns_nothing(function):
            return False
        is_sure = not any(isinstance(node, ast.Raise) for node in results.own_nodes(function))
        return is_sure and not names.isdisjoint(results.used_of_itself(function))

    def _known(self, shape: Shape) -> tuple[str, Shape] | None:
        """One of the project's own classes that tells more of its base class than one with made-up results would."""
        is_told = len(self._instances.left_open(shape)) > MOST_OPEN or any(map(_is_usable, shape.members))
        return StandIns(self._block, self._project).of(shape) if is_told else None

    def _subclassed(self, draft: Draft, shape: Shape, path: str, known_path: str, known: Shape) -> None:
        """Show the base class through one of the project's own classes that is built on it."""
        name = self._arguments.bring(draft, path)
        variable = self._instances.instance(draft, known, self._arguments.bring(draft, known_path), known_path)
        draft.body.append(f"print(isinstance({variable}, {name}))")
        for member in filter(_is_usable, self._telling(shape)[:1]):
            self._calls.on(draft, variable, member)
            self._instances.fill(draft, variable, known, draft.setup[-1], member)


def _is_usable(member: Shape) -> bool:
    if member.name.startswith("_") or member.name in _LEAVING or state.is_open(member) or state.is_secret(member):
        return False
    return member.kind == "function" or "property" in member.labels


def _required(shape: Shape) -> list[Parameter]:
    return [one for one in shape.signature.parameters if one.required] if shape.signature is not None else []


def _rank(member: Shape) -> tuple[int, bool, bool, bool]:
    """Members that take little and give something come first; of those, what has a plain name."""
    required = [parameter for parameter in (member.signature or Signature()).parameters if parameter.required]
    gives_nothing = member.signature is not None and member.signature.returns == "None"
    is_read = member.kind != "function" or "property" in member.labels
    return (
        len(required) + 2 * gives_nothing + is_read + 3 * (member.name in _ENDING),
        is_read,
        member.name == "copy",
        "_" in member.name,
    )
