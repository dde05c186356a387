"""A call of a function or a method, and what to show of it."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator

from mkdocs_howto.effects import Effects, dotted
from mkdocs_howto.section import Shape, Signature
from mkdocs_howto.syntax import fragment, gives_itself
from mkdocs_howto.writers.offline.examples import results, state
from mkdocs_howto.writers.offline.examples.code import Found
from mkdocs_howto.writers.offline.examples.outcomes import Outcome, Outcomes
from mkdocs_howto.writers.offline.examples.synthesis.arguments import Arguments
from mkdocs_howto.writers.offline.examples.synthesis.draft import Draft
from mkdocs_howto.writers.offline.examples.synthesis.files import Files, content_for
from mkdocs_howto.writers.offline.examples.synthesis.forwarding import Forwarding, is_bound
from mkdocs_howto.writers.offline.examples.synthesis.functions import Functions

_LIKE_ITSELF = {"copy", "reversed", "sorted", "union", "intersection", "difference"}
"""Methods that give another object of their own class."""
_PATH = re.compile(r"(?:^|_)(?:path|file|filename|dir|directory|folder|dest|target)$")
_WIDEST = 50
"""Characters of a call that stands inside another one."""
_MAKING = re.compile(r"mkdir|make|create|write|save|touch|ensure|dump")
_MOST_HANDED_ON = 10
"""Methods that an argument is followed into."""
_FIRST_TEXT = re.compile(r"\(((?:\"[^\"]+\"))[,)]")
ASYNC_TYPES = ("AsyncIterator", "AsyncGenerator", "AsyncIterable")
"""How annotations of asynchronous generators begin."""
_LAZY_TYPES = ("Iterator", "Iterable", "Generator", "map", "filter", "zip")
_PATTERN = re.compile(r"(?:\w+\.)?Pattern(?:\[str\])?")
_PLACES = ("first", "second", "third")
SPECIAL = {
    "__len__": "print(len({}))", "__iter__": "print(list({}))", "__contains__": "print({1} in {0})",
    "__getitem__": "print({}[{}])", "__str__": "print(str({}))", "__repr__": "print(repr({}))",
    "__bool__": "print(bool({}))", "__eq__": "print({} == {})",
    "__add__": "print({} + {})", "__sub__": "print({} - {})", "__mul__": "print({} * {})", "__lt__": "print({} < {})",
    "__gt__": "print({} > {})", "__le__": "print({} <= {})", "__ge__": "print({} >= {})", "__ne__": "print({} != {})",
    "__hash__": "print(hash({}))", "__int__": "print(int({}))", "__float__": "print(float({}))",
    "__or__": "print({} | {})", "__and__": "print({} & {})", "__reversed__": "print(list(reversed({})))",
    "__next__": "print(next({}))", "__setitem__": "{}[{}] = {}", "__delitem__": "del {}[{}]",
}  # fmt: skip
"""How the methods behind Python's own syntax are used."""
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Calls:
    """Writes calls into a draft."""

    def __init__(self, arguments: Arguments, effects: Effects, outcomes: Outcomes, functions: Functions) -> None:
        self._arguments = arguments
        self._effects = effects
        self._outcomes = outcomes
        self._functions = functions
        self._files = Files(arguments.block, arguments.project)
        self._known: dict[str, Outcome] = {}
        """What functions give back, by their path."""
        self._block, self._project = arguments.block, arguments.project

    def on(self, draft: Draft, variable: str, shape: Shape, owner: Shape | None = None) -> None:
        """Use a member of what a variable holds."""
        labels = set(shape.labels)
        if shape.kind != "function" or "property" in labels or any(_is_property(mark) for mark in shape.decorators):
            draft.body.append(f"print({variable}.{shape.name})")
            return
        signature = shape.signature or Signature()
        if "staticmethod" not in labels:
            signature = Signature(signature.parameters[1:], signature.returns)
        if shape.name == "__call__":
            self.call(draft, shape, variable, signature)
        elif shape.name in SPECIAL:
            self._special(draft, variable, shape.name, signature)
        elif owner is not None and (before := self._undone(owner, shape)) is not None:
            given = Signature((before.signature or Signature()).parameters[1:])
            made = f"{variable}.{before.name}({self._arguments.given(draft, given, before.name)})"
            if len(made) > _WIDEST:
                draft.setup.append(f"made = {made}")
                made = "made"
            others = Signature(tuple(one for one in signature.parameters[1:] if one.required))
            further = self._arguments.given(draft, others, shape.name)
            self.show(draft, f"{variable}.{shape.name}({', '.join(filter(None, [made, further]))})", signature, shape)
        elif not shape.name.startswith("__"):
            self.call(draft, shape, f"{variable}.{shape.name}", signature)

    def _undone(self, owner: Shape, shape: Shape) -> Shape | None:
        """The method that gives what another one takes, or hands on to one that takes it."""
        if (before := state.undone_by(owner, self._project, shape.name)) is not None or not state.takes(shape, 1):
            return before
        makers = (state.undone_by(owner, self._project, name) for name in self._handed_on(owner, shape))
        return next((maker for maker in makers if maker is not None and maker.name != shape.name), None)

    def _handed_on(self, owner: Shape, shape: Shape) -> Iterator[str]:
        """Methods of its class that a method gives its first argument, itself or through a private one."""
        members = state.members_of(owner, self._project)
        code = self._outcomes.code
        found = code.function(shape.object_path)
        for name in results.handed_on(found.node)[:_MOST_HANDED_ON] if found is not None else ():
            yield name
            inner = code.function(members[name].object_path) if name.startswith("_") and name in members else None
            yield from results.handed_on(inner.node) if inner is not None else ()

    def _special(self, draft: Draft, variable: str, name: str, signature: Signature) -> None:
        made = next((line.partition(" = ")[2] for line in draft.setup if line.startswith(f"{variable} = ")), "")
        values = [
            # Such a method mostly takes another object of its class.
            made if parameter.name.strip("_") == "other" and made else self._arguments.value(draft, parameter, name)
            for parameter in signature.parameters
            if parameter.required
        ]
        form = SPECIAL[name]
        if form.count("{}") == 1 + len(values):
            draft.body.append(form.format(variable, *values))

    def call(self, draft: Draft, shape: Shape, name: str, signature: Signature) -> None:
        """Call something, and show what it gives.

        Args:
            draft: Takes the call.
            shape: What is called.
            name: How the example calls it.
            signature: What has to be passed, without the object of a method.
        """
        labels = set(shape.labels)
        if state.is_open(shape) and signature.returns.startswith(ASYNC_TYPES):
            labels |= {"async", "generator"}  # As its subclasses are; the body says nothing.
        function = self._arguments.functions.get(shape.name)
        if function is not None and "contextmanager" not in labels and (given := self.outcome(shape).given) is not None:
            self._functions.returned(draft, shape, signature, given, name)
            if draft.body:
                return
        owner = shape.object_path if shape.name == "__call__" else ""
        signature = self._handed(shape, signature)
        passed = self._arguments.real(shape, draft) or self._arguments.given(draft, signature, shape.name, owner=owner)
        call = self._files.read(draft, shape.object_path, f"{name}({passed})")
        draft.asynchronous = draft.asynchronous or "async" in labels
        if "contextmanager" in labels:
            handed, use = results.handed(function) if function is not None else ("value", "print(value)")
            start = f"{'async ' if 'async' in labels else ''}with {call}"
            draft.body += [f"{start} as {handed}:" if handed else f"{start}:", f"    {use}"]
        elif "generator" in labels and self.outcome(shape).kind != "groups":
            self._iterate(draft, call, labels, function)
        elif "async" in labels:
            self.show(draft, f"await {call}", signature, shape)
        else:
            self.show(draft, call, signature, shape)

    def _handed(self, shape: Shape, signature: Signature) -> Signature:
        """What is to be passed where a function only hands on what it is given."""
        if not signature.parameters or not all(one.kind.startswith("variadic") for one in signature.parameters):
            return signature
        taken = Forwarding(self._arguments.code, self._project).taken(shape) or signature
        return dataclasses.replace(signature, parameters=taken.parameters[1 if is_bound(taken) else 0 :])

    def outcome(self, shape: Shape) -> Outcome:
        """What a function of the block, or of its package, gives back."""
        path = shape.object_path
        if path not in self._known:
            node = self._arguments.functions.get(shape.name)
            own = Found(node, self._block.source, path.rpartition(".")[0]) if node is not None else None
            found = own or self._outcomes.code.function(path)
            self._known[path] = self._outcomes.of(found) if found is not None else Outcome()
        return self._known[path]

    def _iterate(self, draft: Draft, call: str, labels: set[str], function: _Function | None) -> None:
        if "async" in labels:
            draft.body += [f"async for item in {call}:", "    print(item)"]
        elif function is not None and results.is_endless(function):
            draft.imports["from itertools import islice"] = None
            draft.body.append(f"print(list(islice({call}, 3)))")
        else:
            draft.body.append(f"print(list({call}))")

    def show(self, draft: Draft, call: str, signature: Signature, shape: Shape) -> None:
        """Show what a call gives, or what it changed."""
        function = self._arguments.functions.get(shape.name)
        if results.reads_error(function or self._elsewhere(shape)):
            draft.body += ["try:", '    int("three")', "except ValueError:", f"    print({call})"]
            return
        is_open = state.is_open(shape)
        if not is_open and (refused := results.only_raised(function)):
            draft.body += ["try:", f"    {call}", f"except {refused[0]} as error:", "    print(error)"]
            return
        if not is_open and (error := self._ended_by(draft, function)):
            draft.body += ["try:", f"    {call}", f"except {error} as error:", "    print(repr(error))"]
            return
        # The body of what is left to subclasses says nothing.
        is_told = is_open and signature.returns != "None"
        if not is_told and (signature.returns == "None" or (function and results.returns_nothing(function))):
            call, written = self._written(draft, call, signature)
            if not written and function is not None:
                call, written = _streamed(draft, call, signature, function)
            draft.body.append(call)
            if changed := written or self._changed(draft, call, function):
                draft.body.append(f"print({changed})")
            return
        receiver = draft.instances.get(call.partition(".")[0])
        if receiver is not None and (text := state.text_form(receiver, self._project)) and self._gives_itself(shape):
            call = f"{call}.{text}()"
        shown = self._printed(draft, call, signature, shape)
        is_well_formed = bool(text := content_for(self._block.object_path)) and text in call
        errors = [] if is_well_formed else self._own_errors(draft, function)
        if errors:
            caught = errors[0] if len(errors) == 1 else f"({', '.join(errors)})"
            lines = [f"    {line}" for line in shown]
            draft.body += ["try:", *lines, f"except {caught} as error:", "    print(error)"]
        else:
            draft.body += shown

    def _printed(self, draft: Draft, call: str, signature: Signature, shape: Shape) -> list[str]:
        """Statements that print what a call gives back."""
        if "await" in call:
            return [f"print({call})"]
        outcome = self.outcome(shape)
        if outcome.kind == "groups":
            return [f"print([list(group) for group in {call}])"]
        function = self._arguments.functions.get(shape.name) or self._elsewhere(shape)
        if outcome.kind == "lazies":
            names = _PLACES[: outcome.count] if outcome.count <= len(_PLACES) else ()
            listed = ", ".join(f"list({name})" for name in names)
            return [f"{', '.join(names)} = {call}", f"print({listed})"] if names else [f"print(*map(list, {call}))"]
        if _PATTERN.fullmatch(signature.returns):
            found = "12 apples, -7 degrees" if "int" in shape.name else "12 apples, -3.5 kg"
            return [f'print({call}.findall("{found}"))']  # What it finds says more than how it is written.
        is_lazy = outcome.kind == "lazy" or signature.returns.startswith(_LAZY_TYPES)
        module = shape.object_path.rpartition(".")[0]
        module = module if self._kind(module) == "module" else module.rpartition(".")[0]
        item = state.opaque(signature.returns, module, self._project) if is_lazy else None
        if item is not None and (part := state.readable(item, self._project, "item")):
            return [f"print([{part} for item in {call}])"]
        owner = state.owner(shape.object_path, self._project) if shape.name in _LIKE_ITSELF else None
        if owner is not None and state.readable(owner, self._project, "it") == "list(it)":
            return [f"print(list({call}))"]
        if function is not None and results.is_endless(function):
            draft.imports["from itertools import islice"] = None
            return [f"print(list(islice({call}, 5)))"]
        return [f"print(list({call}))" if is_lazy else f"print({call})"]

    def _elsewhere(self, shape: Shape) -> _Function | None:
        """The code of a function that is not in the block: of a base class, or one that it has another name for."""
        found = self._outcomes.code.function(shape.object_path)
        return found.node if found is not None else None

    def _gives_itself(self, shape: Shape) -> bool:
        """Whether a method changes its object and gives it back."""
        function = self._arguments.functions.get(shape.name)
        return function is not None and gives_itself(function)

    def _kind(self, path: str) -> str:
        found = self._project.shape(path) if path else None
        return found.kind if found is not None else ""

    def _written(self, draft: Draft, call: str, signature: Signature) -> tuple[str, str]:
        """A call with the argument in a variable that it writes to, and what shows that; empty where there is none."""
        for parameter in signature.parameters:
            made = f"{parameter.annotation.rpartition('.')[2]}()"
            shape = self._class(parameter.annotation) if parameter.annotation and made in call else None
            if shape is not None and (text := state.text_form(shape, self._project)):
                variable = draft.variable(parameter.name)
                draft.setup.append(f"{variable} = {made}")
                return re.sub(rf"\b{re.escape(made)}", variable, call), f"{variable}.{text}()"
        return call, ""

    def _class(self, written: str) -> Shape | None:
        """The class that an annotation of the block names."""
        path = self._block.names.get(written) or f"{self._arguments.importable.module}.{written}"
        found = self._project.shape(path)
        return found if found is not None and found.kind == "class" else None

    def _changed(self, draft: Draft, call: str, function: _Function | None) -> str:
        """What shows the work of a call that gives nothing back: its object, or an argument that it changes."""
        receiver = call.partition(".")[0]
        if (owner := draft.instances.get(receiver)) is not None:
            if function is not None:
                return state.changed(owner, function, self._project, receiver)
            return state.readable(owner, self._project, receiver)
        names = [name for line in draft.setup if (name := line.partition(" = ")[0]).isidentifier()]
        if names and function is not None and results.changes_arguments(function):
            return names[-1]
        return self._made_on_disk(draft, call, function)

    def _made_on_disk(self, draft: Draft, call: str, function: _Function | None) -> str:
        """Whether the file or folder is there that a function makes."""
        parameter = function.args.args[0].arg if function is not None and function.args.args else ""
        match = _FIRST_TEXT.search(call)
        if match is None or not _PATH.search(parameter) or _MAKING.search(function.name if function else "") is None:
            return ""
        draft.imports["from pathlib import Path"] = None
        return f"Path({match[1]}).exists()"

    def _own_errors(self, draft: Draft, function: _Function | None) -> list[str]:
        """Exceptions of the project itself that a caller should expect."""
        raised = self._effects.raises
        if self._block.shape.kind == "class":
            own = self._raised_in(function) if function is not None and raised else set()
            raised = tuple(name for name in raised if name in own)  # Other members raise the rest.
        names: list[str] = []
        for written in raised[:3]:
            path = self._block.names.get(written, "")
            if (
                path.partition(".")[0] == self._arguments.importable.package
                and "." not in written
                and self._project.shape(path) is not None
            ):
                names.append(self._arguments.bring(draft, path))
        return names

    def _ended_by(self, draft: Draft, function: _Function | None) -> str:
        """The exception of the project itself that a function ends in, as the example names it."""
        raised = results.always_raised(function)
        written = dotted(raised.func if isinstance(raised, ast.Call) else raised) if raised is not None else ""
        path = self._block.names.get(written) or f"{self._arguments.importable.module}.{written}"
        found = self._project.shape(path) if written.isidentifier() else None
        return self._arguments.bring(draft, path) if found is not None and "exception" in found.labels else ""

    def _raised_in(self, function: _Function) -> set[str]:
        """What a method raises, or another one of its class that it calls."""
        found: set[str] = set()
        pending, seen = [function], {function.name}
        while pending:
            for node in results.own_nodes(pending.pop()):
                match node:
                    case ast.Raise(exc=ast.Call(func=error)) | ast.Raise(exc=ast.expr() as error):
                        found.add(dotted(error))
                    case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name) if name not in seen:
                        seen.add(name)
                        pending += [inner] if (inner := self._arguments.functions.get(name)) is not None else []
        return found


def _is_property(decorator: str) -> bool:
    """Whether a decorator makes a method something that is read, as far as its name tells it."""
    return decorator.partition("(")[0].lower().endswith("property")


def _streamed(draft: Draft, call: str, signature: Signature, function: _Function) -> tuple[str, str]:
    """A call with an empty stream in a variable that the function writes to, and what shows what was written."""
    written = results.written(function)
    match fragment(call).body if written and "\n" not in call else ():
        case [ast.Expr(value=ast.Call(args=args, keywords=keywords))]:
            names = [parameter.name for parameter in signature.parameters]
            given = dict(zip(names, args, strict=False)) | {one.arg: one.value for one in keywords if one.arg}
            for name, value in given.items():
                match value:
                    case ast.Call(func=ast.Name(id="StringIO" | "BytesIO" as kind)) if name in written:
                        variable = draft.variable(name)
                        draft.setup.append(f"{variable} = {kind}()")
                        return _replaced(call, value, variable), f"{variable}.getvalue()"
    return call, ""


def _replaced(line: str, node: ast.expr, text: str) -> str:
    """A line with something else in the place of an expression."""
    # Columns count UTF-8 bytes (`ast` module, "Node classes").
    written = line.encode()
    return (written[: node.col_offset] + text.encode() + written[node.end_col_offset :]).decode()
