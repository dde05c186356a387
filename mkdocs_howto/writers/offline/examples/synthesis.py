"""A usage example put together from the signature, where nobody has written one."""

from __future__ import annotations

import ast
import builtins
import dataclasses
import functools
import keyword
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mkdocs_howto.effects import Effects, dotted
from mkdocs_howto.section import CodeBlock, ExampleSource, Lookup, Parameter, Shape, Signature
from mkdocs_howto.writers.offline.descriptions import is_unset
from mkdocs_howto.writers.offline.examples import state
from mkdocs_howto.writers.offline.examples.callsites import arguments
from mkdocs_howto.writers.offline.examples.hints import Hints, of_body, of_expression
from mkdocs_howto.writers.offline.examples.imports import Importable, arranged
from mkdocs_howto.writers.offline.examples.values import Supply
from mkdocs_howto.writers.offline.trees import imported

_WIDEST = 30
"""Characters of a value that stands in the call itself; longer ones are given a name first."""
_MOST_REAL = 4
"""Rounds of arguments: three with what the project itself passes, the last with what else is known."""
_MOST_KEYS = 3
"""Keys of a typed dictionary that an example sets; all may be left out (PEP 589)."""
_MOST_OPEN = 3
"""Abstract members that an example implements; the others it names."""
_MOST_METHODS = 4
"""Members of a class that are tried, one after the other."""
_ENDS = {"close", "__enter__", "__exit__"}
_CONTENT = {"iterable", "items", "initial", "elements", "seq", "sequence", "mapping", "initlist"}
"""First parameters of a constructor that an example fills even where they may be left out."""
_LAZY = {
    "map", "filter", "zip", "reversed", "enumerate", "iter", "chain", "islice", "takewhile", "dropwhile", "starmap",
    "filterfalse", "accumulate", "pairwise", "groupby", "product", "permutations", "combinations", "compress",
    "zip_longest", "from_iterable",
}  # fmt: skip
_LAZY_TYPES = ("Iterator", "Iterable", "Generator", "map", "filter", "zip")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Made:
    """An example that was put together.

    Attributes:
        code: The whole of it.
        source: `call-site` when its arguments are the project's own, `synthesised`, or `sketch` when
            arguments are left open.
    """

    code: str
    source: ExampleSource


@dataclass(slots=True)
class _Draft:
    """An example while it is put together."""

    imports: dict[str, None] = field(default_factory=dict)
    definitions: list[str] = field(default_factory=list)
    setup: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    asynchronous: bool = False
    source: ExampleSource = "synthesised"
    open: bool = False
    """Whether an argument is left open."""
    instances: dict[str, Shape] = field(default_factory=dict)
    """Classes of the objects that variables hold."""

    def code(self, package: str) -> str:
        lines = [*self.setup, *self.body]
        text = "\n".join(lines)
        imports = dict(self.imports)
        if self.asynchronous:
            imports["import asyncio"] = None
            inner = "\n".join(f"    {line}" if line else "" for line in text.split("\n"))
            text = f"async def main():\n{inner}\n\n\nasyncio.run(main())"
        if self.definitions:
            text = "\n".join([*self.definitions, "", "", text])
        return arranged(imports, text, own=package)


def examples(block: CodeBlock, tree: ast.Module, lookup: Lookup, effects: Effects) -> Iterator[Made]:
    """Examples for a block, the fullest first; the last ones leave arguments open.

    Args:
        block: The code.
        tree: Its syntax tree.
        lookup: Answers what other objects are.
        effects: What the code raises.
    """
    shown: list[Made] = []
    for made in _Composer(block, tree, lookup, effects).made():
        if made.source == "sketch":
            shown.append(made)
        else:
            yield made
    yield from shown


class _Composer:
    def __init__(self, block: CodeBlock, tree: ast.Module, lookup: Lookup, effects: Effects) -> None:
        self._block = block
        self._lookup = lookup
        self._effects = effects
        self._functions = {node.name: node for node in ast.walk(tree) if isinstance(node, _Function)}
        self._importable = Importable(block, lookup)
        self._known: dict[str, list[str]] = {}
        """Arguments that the project itself passes, by the name of what is called."""
        self._attempt = 0
        """Which of the argument lists that the project itself uses are tried."""

    def made(self) -> Iterator[Made]:
        for self._attempt in range(_MOST_REAL):
            for compose in self._ways():
                draft = _Draft()
                compose(draft)
                is_last = self._attempt == _MOST_REAL - 1
                if draft.body and (is_last or draft.source == "call-site"):
                    yield Made(draft.code(self._importable.package), "sketch" if draft.open else draft.source)

    def _ways(self) -> Iterator[Callable[[_Draft], None]]:
        """The ways to use the block, the most telling first."""
        block, path = self._block, self._block.object_path
        if block.shape.kind == "snippet":
            yield self._snippet
        elif block.shape.kind == "module":
            yield from self._of_module(path)
        elif (owner := self._owner(path)) is not None:
            yield from self._of_member(owner, path)
        elif block.shape.kind == "class":
            yield from self._of_class(block.shape, path)
        elif block.shape.kind == "function":
            yield from self._of_function(block.shape, path)
        else:
            yield functools.partial(self._constant, path=path)

    # Where things are.

    def _owner(self, path: str) -> Shape | None:
        """The class that a path goes through, if the object is a member of one."""
        parent = path.rpartition(".")[0]
        found = self._lookup(parent) if parent else None
        return found if found is not None and found.kind == "class" else None

    def _import(self, draft: _Draft, path: str) -> str:
        """Import what a path leads to, or the class it lies in; gives its name in the example."""
        outer, _, name = path.rpartition(".")
        while outer and (found := self._lookup(outer)) is not None and found.kind == "class":
            outer, _, class_name = outer.rpartition(".")
            name = f"{class_name}.{name}"
        head = name.partition(".")[0]
        public = self._importable.public(f"{outer}.{head}") if outer else head
        module = public.rpartition(".")[0]
        if found := (self._lookup(module) if module else None):
            # A module may be reached by a name that cannot be imported: `os.path`, an alias.
            module = found.object_path if found.kind == "module" and found.object_path != module else module
        if module:
            draft.imports[f"from {module} import {head}"] = None
        return name

    # Ways to use each kind.

    def _snippet(self, draft: _Draft) -> None:
        """A snippet has no name to import: its last definition is used as it stands in the page."""
        names = [name for name, node in self._functions.items() if node.col_offset == 0]
        tree = ast.parse(self._block.source)
        names = [node.name for node in tree.body if isinstance(node, _Function | ast.ClassDef)] or names
        if names:
            draft.body += ["# Below the code above:", f"print({names[-1]})"]
        elif self._block.file:
            draft.imports["import runpy"] = None
            draft.body.append(f'runpy.run_path("{self._block.file}", run_name="__main__")')

    def _of_module(self, path: str) -> Iterator[Callable[[_Draft], None]]:
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
        for name in imported(ast.parse(self._block.source)) if not usable else ():
            found = self._lookup(f"{path}.{name}")
            if found is None or found.object_path.partition(".")[0] != self._importable.package:
                continue
            if found.kind == "function":
                yield from self._of_function(found, f"{path}.{name}")
            elif found.kind == "class" and "exception" not in found.labels:
                yield from self._of_class(found, f"{path}.{name}")
        if path:
            yield functools.partial(self._import_alone, path=path)

    def _constant(self, draft: _Draft, path: str) -> None:
        draft.body.append(f"print({self._import(draft, path)})")

    def _import_alone(self, draft: _Draft, path: str) -> None:
        draft.imports[f"import {path}"] = None
        draft.body.append(f"print({path})")

    def _of_member(self, owner: Shape, path: str) -> Iterator[Callable[[_Draft], None]]:
        class_path, _, name = path.rpartition(".")
        shape = self._block.shape
        labels = set(shape.labels)
        if name in {"__init__", "__new__"}:
            yield from self._of_class(owner, class_path)
            return

        def use(draft: _Draft) -> None:
            class_name = self._import(draft, class_path)
            if shape.kind == "attribute" and "property" not in labels:
                draft.body.append(f"print({class_name}.{name})")
                return
            if {"classmethod", "staticmethod"} & labels:
                self._on(draft, class_name, shape)
            else:
                self._with_instance(draft, owner, class_path, shape)

        yield use

    def _with_instance(self, draft: _Draft, owner: Shape, path: str, member: Shape) -> None:
        """Make an instance and use a member of it."""
        maker, shape = path, owner
        if not state.is_ready(owner, self._lookup):
            maker, shape = state.stand_in(owner, member.name, self._block, self._lookup) or (path, owner)
            draft.imports.clear()
        variable = self._instance(draft, shape, self._import(draft, maker), maker)
        self._on(draft, variable, member, owner)
        filled = any(bracket in draft.setup[-1] for bracket in "[{")
        use = "\n".join(draft.body)
        line = state.content(shape, self._lookup, variable, use, draft.setup[-1] if filled else "") if use else ""
        if line:
            draft.setup.append(line)
        if draft.body and state.is_closed(shape, self._lookup) and member.name not in _ENDS:
            inner = [f"    {row}" for text in draft.body for row in text.split("\n")]
            draft.body = [f"with {variable}:", *inner]

    def _on(self, draft: _Draft, variable: str, shape: Shape, owner: Shape | None = None) -> None:
        """Use a member of what a variable holds."""
        labels = set(shape.labels)
        if shape.kind != "function" or "property" in labels or any(_is_property(mark) for mark in shape.decorators):
            draft.body.append(f"print({variable}.{shape.name})")
            return
        signature = shape.signature or Signature()
        if "staticmethod" not in labels:
            signature = Signature(signature.parameters[1:], signature.returns)
        if shape.name in _SPECIAL:
            self._special(draft, variable, shape.name, signature)
        elif owner is not None and (before := state.undone_by(owner, self._lookup, shape.name)) is not None:
            given = Signature((before.signature or Signature()).parameters[1:])
            made = f"{variable}.{before.name}({self._arguments(draft, given, before.name)})"
            self._show(draft, f"{variable}.{shape.name}({made})", signature, self._functions.get(shape.name))
        elif not shape.name.startswith("__"):
            self._call(draft, shape, f"{variable}.{shape.name}", signature)

    def _special(self, draft: _Draft, variable: str, name: str, signature: Signature) -> None:
        values = [
            self._argument_value(draft, parameter, name) for parameter in signature.parameters if parameter.required
        ]
        form = _SPECIAL[name]
        if form.count("{}") == 1 + len(values):
            draft.body.append(form.format(variable, *values))

    def _of_function(self, shape: Shape, path: str) -> Iterator[Callable[[_Draft], None]]:
        if _is_command(shape):
            yield lambda draft: self._command(draft, path)
        function = self._functions.get(shape.name)
        if function is not None and (inner := _returned_function(function)) is not None:
            yield lambda draft: self._decorator(draft, shape, function, inner, path)
        if function is not None and (taken := _lambda_returned(function)) is not None:
            yield lambda draft: self._factory(draft, shape, taken, path)
        elif _is_decorator(shape):
            yield lambda draft: self._as_decorator(draft, shape, path)
        yield lambda draft: self._call(draft, shape, self._import(draft, path), shape.signature or Signature())

    def _decorator(self, draft: _Draft, shape: Shape, function: _Function, inner: _Function, path: str) -> None:
        """Something that takes or makes a function and gives one back."""
        name = self._import(draft, path)
        signature = shape.signature or Signature()
        required = [parameter for parameter in signature.parameters if parameter.required]
        takes_function = _is_called(inner, {parameter.name for parameter in signature.parameters})
        if takes_function and len(required) == 1 and takes_function == required[0].name:
            mark = f"@{name}"
        elif _returned_function(inner) is not None or takes_function == "":
            mark = f"@{name}({self._arguments(draft, signature, shape.name)})"
        else:
            return
        parameters = [argument.arg for argument in inner.args.args]
        if not takes_function and _returned_function(inner) is None and len(parameters) != 1:
            return
        if not takes_function and _returned_function(inner) is None:
            value = self._supply(draft).value(Parameter(parameters[0], "positional or keyword"), {})
            if value is None:
                return
            variable = "apply" if name != "apply" else "applied"
            draft.setup.append(f"{variable} = {mark.removeprefix('@')}")
            draft.body.append(f"print({variable}({value}))")
            return
        draft.definitions += [mark, "def greet(name):", '    return f"Hello, {name}"']
        draft.body.append('print(greet("Ada"))')

    def _factory(self, draft: _Draft, shape: Shape, taken: ast.Lambda, path: str) -> None:
        """A function that gives back a function: that one is called, too."""
        hints = of_expression(taken)
        values = [
            self._supply(draft).value(Parameter(argument.arg, "positional or keyword"), hints)
            for argument in taken.args.args
        ]
        name = self._import(draft, path)
        call = (
            f"{name}({self._real(shape, draft) or self._arguments(draft, shape.signature or Signature(), shape.name)})"
        )
        if all(value is not None for value in values) and not taken.args.vararg:
            variable = _result_name(shape.name)
            draft.setup.append(f"{variable} = {call}")
            draft.body.append(f"print({variable}({', '.join(filter(None, values))}))")

    def _as_decorator(self, draft: _Draft, shape: Shape, path: str) -> None:
        name = self._import(draft, path)
        signature = shape.signature or Signature()
        required = [parameter for parameter in signature.parameters if parameter.required]
        takes_function = len(required) == 1 and required[0].name in _FUNCTIONS
        given = self._real(shape, draft) or self._arguments(draft, signature, shape.name)
        draft.definitions += [f"@{name}" if takes_function else f"@{name}({given})"]
        draft.definitions += ["def greet(name):", '    return f"Hello, {name}"']
        draft.body.append('print(greet("Ada"))')

    def _call(self, draft: _Draft, shape: Shape, name: str, signature: Signature) -> None:
        call = f"{name}({self._real(shape, draft) or self._arguments(draft, signature, shape.name)})"
        labels = set(shape.labels)
        function = self._functions.get(shape.name)
        draft.asynchronous = draft.asynchronous or "async" in labels
        if "contextmanager" in labels:
            given, use = _handed(function) if function is not None else ("value", "print(value)")
            draft.body += [f"{'async ' if 'async' in labels else ''}with {call} as {given}:", f"    {use}"]
        elif "generator" in labels:
            self._iterate(draft, call, labels, function)
        elif "async" in labels:
            self._show(draft, f"await {call}", signature, function)
        else:
            self._show(draft, call, signature, function)

    def _real(self, shape: Shape, draft: _Draft) -> str:
        """Arguments that the project itself passes, in the order of how much they show."""
        if shape.name not in self._known:
            self._known[shape.name] = arguments(self._block, shape.name)
        known = self._known[shape.name]
        if not known or self._attempt >= len(known):
            return ""
        draft.source = "call-site"
        return known[self._attempt]

    def _iterate(self, draft: _Draft, call: str, labels: set[str], function: _Function | None) -> None:
        if "async" in labels:
            draft.body += [f"async for item in {call}:", "    print(item)"]
        elif function is not None and _is_endless(function):
            draft.imports["from itertools import islice"] = None
            draft.body.append(f"print(list(islice({call}, 3)))")
        else:
            draft.body.append(f"print(list({call}))")

    def _show(self, draft: _Draft, call: str, signature: Signature, function: _Function | None) -> None:
        if refused := _only_raised(function):
            draft.body += ["try:", f"    {call}", f"except {refused[0]} as error:", "    print(error)"]
            return
        if signature.returns == "None" or (function is not None and _returns_nothing(function)):
            draft.body.append(call)
            if changed := self._changed(draft, call, function):
                draft.body.append(f"print({changed})")
            return
        lazy = signature.returns.startswith(_LAZY_TYPES) or (
            function is not None and _is_lazy(function, self._block.names)
        )
        shown = f"print(list({call}))" if lazy and "await" not in call else f"print({call})"
        errors = self._own_errors(draft)
        if errors:
            caught = errors[0] if len(errors) == 1 else f"({', '.join(errors)})"
            draft.body += ["try:", f"    {shown}", f"except {caught} as error:", "    print(error)"]
        else:
            draft.body.append(shown)

    def _changed(self, draft: _Draft, call: str, function: _Function | None) -> str:
        """What shows the work of a call that gives nothing back: its object, or an argument that it changes."""
        receiver = call.partition(".")[0]
        if receiver in draft.instances:
            return state.readable(draft.instances[receiver], self._lookup, receiver)
        names = [line.partition(" = ")[0] for line in draft.setup if " = " in line]
        return names[-1] if names and function is not None and _changes_arguments(function) else ""

    def _own_errors(self, draft: _Draft) -> list[str]:
        """Exceptions of the project itself that a caller should expect."""
        names: list[str] = []
        for written in self._effects.raises[:3]:
            path = self._block.names.get(written, "")
            if (
                path.partition(".")[0] == self._importable.package
                and "." not in written
                and self._lookup(path) is not None
            ):
                names.append(self._import(draft, path))
        return names

    # Classes.

    def _of_class(self, shape: Shape, path: str) -> Iterator[Callable[[_Draft], None]]:
        labels = set(shape.labels)
        if "enum" in labels:
            yield lambda draft: self._enum(draft, path)
        elif "exception" in labels:
            yield lambda draft: self._exception(draft, path)
        elif "protocol" in labels or self._left_open(shape):
            if len(self._left_open(shape)) > _MOST_OPEN and (
                known := state.stand_in(shape, "", self._block, self._lookup)
            ):
                yield lambda draft: self._subclassed(draft, shape, path, *known)
            yield lambda draft: self._abstract(draft, shape, path)
        else:
            members = [member for member in shape.members if _is_usable(member)]
            for member in sorted(members, key=_rank)[:_MOST_METHODS]:
                yield functools.partial(self._with_member, shape=shape, path=path, member=member)
            yield lambda draft: self._bare(draft, shape, path)

    def _enum(self, draft: _Draft, path: str) -> None:
        name = self._import(draft, path)
        draft.body += [f"for member in {name}:", "    print(member.name, member.value)"]

    def _exception(self, draft: _Draft, path: str) -> None:
        draft.open = True
        name = self._import(draft, path)
        draft.body += ["try:", f"    ...  # code that may raise {name}", f"except {name} as error:", "    print(error)"]

    def _with_member(self, draft: _Draft, shape: Shape, path: str, member: Shape) -> None:
        name = self._import(draft, path)
        if {"classmethod", "staticmethod"} & set(member.labels):
            self._on(draft, name, member)
            return
        draft.imports.clear()
        self._with_instance(draft, shape, path, member)

    def _bare(self, draft: _Draft, shape: Shape, path: str) -> None:
        name = self._import(draft, path)
        variable = self._instance(draft, shape, name, path)
        attributes = [
            member.name for member in shape.members if not member.name.startswith("_") and member.kind == "attribute"
        ]
        attributes.sort(key=lambda name: f"{name}=" not in draft.setup[-1])  # What was given holds something.
        shown = f"{variable}.{attributes[0]}" if attributes else state.readable(shape, self._lookup, variable)
        if attributes and "typeddict" in shape.labels:
            shown = f'{variable}["{attributes[0]}"]'
        draft.body.append(f"print({shown or variable})")

    def _abstract(self, draft: _Draft, shape: Shape, path: str) -> None:
        name = self._import(draft, path)
        own = self._subclass(draft, shape, name)
        open_names = [member.name for member in self._left_open(shape)]
        variable = _variable(own)
        draft.setup.append(f"{variable} = {own}({self._arguments(draft, shape.signature or Signature(), '__init__')})")
        usable = [member for member in shape.members if _is_usable(member) or member.name in open_names]
        usable = [member for member in usable if not member.name.startswith("_") or member.name in _SPECIAL]
        ready = [member for member in usable if not state.is_open(member)] or usable
        for member in sorted(ready, key=_rank)[:1]:
            self._on(draft, variable, member)
        if not draft.body:
            draft.body.append(f"print({variable})")

    def _subclassed(self, draft: _Draft, shape: Shape, path: str, known_path: str, known: Shape) -> None:
        """Show the base class through one of the project's own classes that is built on it."""
        name = self._import(draft, path)
        variable = self._instance(draft, known, self._import(draft, known_path), known_path)
        draft.body.append(f"print(isinstance({variable}, {name}))")
        for member in sorted(filter(_is_usable, shape.members), key=_rank)[:1]:
            self._on(draft, variable, member)

    def _subclass(self, draft: _Draft, shape: Shape, name: str) -> str:
        """Define a subclass with what the class leaves open; gives its name."""
        own = f"My{name.rpartition('.')[2]}"
        rows = [f"class {own}({name}):"]
        left_open = self._left_open(shape)
        for member in shape.members:
            if is_unset(member):
                declared = Parameter(member.name, "positional or keyword", member.annotation)
                value = self._supply(draft).value(declared, {})
                rows.append(f"    {member.name} = {value or '...'}")
        for member in left_open[:_MOST_OPEN]:
            names = [_with_stars(parameter) for parameter in (member.signature or Signature()).parameters]
            marks = [f"@{label}" for label in ("property", "classmethod", "staticmethod") if label in member.labels]
            if "staticmethod" not in member.labels:
                names = names or ["self"]
            define = "async def" if "async" in member.labels else "def"
            returned = self._result(draft, member)
            rows += [
                *(["", ""][: len(rows) > 1]),
                *(f"    {mark}" for mark in marks),
                f"    {define} {member.name}({', '.join(names)}):",
                f"        {returned}",
            ]
        if len(left_open) > _MOST_OPEN:
            draft.open = True
            further = ", ".join(member.name for member in left_open[_MOST_OPEN:][:3])
            rows += ["", f"    # … and {len(left_open) - _MOST_OPEN} more: {further} …"]
        draft.definitions += rows if len(rows) > 1 else [*rows, "    pass"]
        return own

    def _left_open(self, shape: Shape) -> list[Shape]:
        """Members that a class and its bases leave to subclasses."""
        return [member for member in state.members_of(shape, self._lookup).values() if state.is_open(member)]

    def _result(self, draft: _Draft, member: Shape) -> str:
        annotation = member.signature.returns if member.signature else ""
        if "generator" in member.labels:
            return "yield 1"
        if not annotation or annotation == "None":
            return "return None" if annotation else "..."
        value = self._supply(draft).value(Parameter("value", "positional or keyword", annotation), {})
        return f"return {value}" if value is not None else "..."

    def _instance(self, draft: _Draft, shape: Shape, name: str, path: str) -> str:
        """Make an instance; gives the variable that holds it."""
        if "protocol" in shape.labels or self._left_open(shape):
            name = self._subclass(draft, shape, name)
        if not {"contextmanager", "enum"} & set(shape.labels) and shape.signature is None:
            draft.open = True
        variable = _variable(name.rpartition(".")[2])
        keyword_style = "dataclass" in shape.labels
        signature = shape.signature or Signature()
        if "typeddict" in shape.labels:
            signature = Signature(signature.parameters[:_MOST_KEYS])
        if signature.parameters and signature.parameters[0].name in _CONTENT:
            first, *others = signature.parameters
            signature = Signature((dataclasses.replace(first, default=None), *others))
        given = self._real(shape, draft) or self._arguments(draft, signature, "__init__", by_name=keyword_style)
        takes_content = any(map(_takes_content, signature.parameters[:1]))
        if not given and takes_content and state.is_mapping(shape, self._lookup):
            given = '{"name": "Ada", "age": 36}'
        if any(line.startswith(f"{variable} = ") for line in draft.setup):
            variable = f"own_{variable}"  # An argument has the name.
        if "enum" in shape.labels:
            member = next((member.name for member in shape.members if member.kind == "attribute"), "")
            draft.setup.append(f"{variable} = {name}.{member}")
        else:
            draft.setup.append(f"{variable} = {name}({given})")
        draft.instances[variable] = shape
        return variable

    # Commands.

    def _command(self, draft: _Draft, path: str) -> None:
        """A command of click, run by its own test runner."""
        name = self._import(draft, path)
        function = self._functions.get(path.rpartition(".")[2])
        arguments: list[str] = []
        needs_file = False
        for decorator in function.decorator_list if function else ():
            match decorator:
                case ast.Call(func=called, args=[ast.Constant(value=str(word)), *_]) if dotted(called).endswith(
                    "argument"
                ):
                    value = self._supply(draft).value(Parameter(word, "positional or keyword", "str"), {})
                    arguments.append(value or f'"{word}"')
                    needs_file = needs_file or "Path(" in ast.unparse(decorator) or "File(" in ast.unparse(decorator)
        if needs_file or not arguments:
            arguments = ['"--help"']
        draft.imports["from click.testing import CliRunner"] = None
        draft.body.append(f"print(CliRunner().invoke({name}, [{', '.join(arguments)}]).output)")

    # Arguments.

    def _supply(self, draft: _Draft) -> Supply:
        supply = Supply(self._block, self._lookup)
        supply.imports = draft.imports
        return supply

    def _arguments(self, draft: _Draft, signature: Signature, function: str, *, by_name: bool = False) -> str:
        given: list[str] = []
        for parameter in signature.parameters:
            if parameter.required or self._is_meant(parameter, function):
                value = self._argument_value(draft, parameter, function)
                named = by_name or parameter.kind == "keyword-only"
                given.append(f"{parameter.name}={value}" if named else value)
            elif parameter.kind == "variadic positional" and _is_needed(parameter, signature):
                item = self._supply(draft).several(parameter, self._hints(function))
                if item is not None and {"str", "len"} & set(given):
                    item = item.partition("], ")[0] + "]" if item.startswith("[") else item  # They take one argument.
                given += [item] if item is not None else []
        return ", ".join(given)

    def _is_meant(self, parameter: Parameter, function: str) -> bool:
        """Whether an optional parameter only has a mark for "not given" as its default, and a value is at hand."""
        if not re.fullmatch(r"_*[A-Z][A-Z_]+|_(?:missing|marker|sentinel|unset|empty)", parameter.default or ""):
            return False
        return (
            parameter.name != "default" and self._supply(_Draft()).value(parameter, self._hints(function)) is not None
        )

    def _argument_value(self, draft: _Draft, parameter: Parameter, function: str) -> str:
        if default := self._class_default(draft, parameter.name):
            return default
        value = self._supply(draft).value(parameter, self._hints(function), self._block.docstring)
        if value is not None and len(value) > _WIDEST and not keyword.iskeyword(parameter.name):
            declared = self._supply(draft).declared(parameter.annotation) if '{"' in value else ""
            draft.setup.append(f"{parameter.name}{declared and ': '}{declared} = {value}")
            return parameter.name
        if value is None:
            draft.open = True
            value = f"{parameter.name}_" if keyword.iskeyword(parameter.name) else parameter.name
            kind = f": {parameter.annotation}" if parameter.annotation else ""
            draft.setup.append(f"{value} = ...  # {parameter.name}{kind}")
        return value

    def _class_default(self, draft: _Draft, name: str) -> str:
        """A class attribute that says what is usual for a parameter: `default_model` for `model`."""
        path = self._block.object_path
        owner = self._block.shape if self._block.shape.kind == "class" else self._owner(path)
        member = owner.member(f"default_{name}") if owner is not None else None
        if member is None or member.kind != "attribute":
            return ""
        class_path = path if self._block.shape.kind == "class" else path.rpartition(".")[0]
        return f"{self._import(draft, class_path)}.{member.name}"

    def _hints(self, function: str) -> Mapping[str, Hints]:
        node = self._functions.get(function)
        return of_body(node, self._block.source) if node is not None else {}


def _takes_content(parameter: Parameter) -> bool:
    return parameter.kind == "variadic positional" or parameter.name in _CONTENT | {"data", "dict", "d", "other"}


def _is_needed(parameter: Parameter, signature: Signature) -> bool:
    """Whether a call without anything for `*name` would show nothing."""
    alone = not any(other.required for other in signature.parameters)
    return alone or parameter.name in {"seqs", "iterables", "sequences", "dicts", "colls", "its", "funcs", "fs"}


_FUNCTIONS = {"func", "fn", "f", "function", "wrapped", "callable", "method", "user_function"}
_SPECIAL = {
    "__len__": "print(len({}))", "__iter__": "print(list({}))", "__contains__": "print({1} in {0})",
    "__getitem__": "print({}[{}])", "__str__": "print(str({}))", "__repr__": "print(repr({}))",
    "__bool__": "print(bool({}))", "__call__": "print({}({}))", "__eq__": "print({} == {})",
    "__add__": "print({} + {})", "__sub__": "print({} - {})", "__mul__": "print({} * {})", "__lt__": "print({} < {})",
    "__hash__": "print(hash({}))", "__int__": "print(int({}))", "__float__": "print(float({}))",
    "__or__": "print({} | {})", "__and__": "print({} & {})", "__reversed__": "print(list(reversed({})))",
    "__next__": "print(next({}))", "__setitem__": "{}[{}] = {}", "__delitem__": "del {}[{}]",
}  # fmt: skip
"""How the methods behind Python's own syntax are used."""


def _is_usable(member: Shape) -> bool:
    if member.name.startswith("_") or state.is_open(member):
        return False
    return member.kind == "function" or "property" in member.labels


def _rank(member: Shape) -> tuple[int, bool, bool]:
    """Members that take little and give something come first."""
    required = [parameter for parameter in (member.signature or Signature()).parameters if parameter.required]
    gives_nothing = member.signature is not None and member.signature.returns == "None"
    is_read = member.kind != "function" or "property" in member.labels
    return (len(required) + 2 * gives_nothing + is_read, is_read, member.name in {"close", "clear", "reset", "copy"})


def _is_property(decorator: str) -> bool:
    """Whether a decorator makes a method something that is read, as far as its name tells it."""
    return decorator.partition("(")[0].lower().endswith("property")


def _is_command(shape: Shape) -> bool:
    return any(decorator.partition("(")[0].endswith(("command", "group")) for decorator in shape.decorators)


def _with_stars(parameter: Parameter) -> str:
    stars = {"variadic positional": "*", "variadic keyword": "**"}.get(parameter.kind, "")
    default = f"={parameter.default}" if parameter.default is not None else ""
    return f"{stars}{parameter.name}{default}"


def _variable(name: str) -> str:
    """A variable name for an instance of a class: `PriceList` gives `price_list`."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower().strip("_") or "instance"
    return (
        f"{snake}_"
        if keyword.iskeyword(snake) or snake == name or snake in {"list", "dict", "set", "str", "type"}
        else snake
    )


# What a body shows of a function's result.


def _own_nodes(function: _Function) -> Iterator[ast.AST]:
    """A function's nodes without those of functions inside it."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, _Function | ast.Lambda | ast.ClassDef):
            pending.extend(ast.iter_child_nodes(node))


def _returns(function: _Function) -> list[ast.expr]:
    return [node.value for node in _own_nodes(function) if isinstance(node, ast.Return) and node.value is not None]


def _returns_nothing(function: _Function) -> bool:
    nodes = list(_own_nodes(function))
    return not _returns(function) and not any(isinstance(node, ast.Yield | ast.YieldFrom) for node in nodes)


def _only_raised(function: _Function | None) -> list[str]:
    """The builtin exception that a function raises whatever it is given."""
    body = function.body if function is not None else []
    while len(body) > 1 and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    match body:
        case [ast.Raise(exc=ast.Call(func=ast.Name(id=name)))] if hasattr(builtins, name):
            return [name]
    return []


def _is_lazy(function: _Function, names: Mapping[str, str]) -> bool:
    values = _returns(function)
    return bool(values) and all(
        isinstance(value, ast.GeneratorExp)
        or (isinstance(value, ast.Call) and _last_name(dotted(value.func), names) in _LAZY)
        for value in values
    )


def _last_name(written: str, names: Mapping[str, str]) -> str:
    """The last part of what a name stands for, whatever it was imported as."""
    return names.get(written, written).rpartition(".")[2].lstrip("_")


def _is_endless(function: _Function) -> bool:
    loops = [node for node in _own_nodes(function) if isinstance(node, ast.While)]
    endless = [loop for loop in loops if isinstance(loop.test, ast.Constant) and loop.test.value]
    return any(not any(isinstance(node, ast.Break | ast.Return) for node in ast.walk(loop)) for loop in endless)


def _changes_arguments(function: _Function) -> bool:
    names = {argument.arg for argument in function.args.args}
    for node in _own_nodes(function):
        match node:
            case ast.Assign(targets=targets) if any(_base(target) in names for target in targets):
                return True
            case ast.AugAssign(target=target) | ast.Delete(targets=[target]) if _base(target) in names:
                return True
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name))) if name in names:
                return True
    return False


def _handed(function: _Function) -> tuple[str, str]:
    """The name of what a context manager hands over, and something to do with it."""
    yielded = [node.value for node in _own_nodes(function) if isinstance(node, ast.Yield)]
    name = yielded[0].id if yielded and isinstance(yielded[0], ast.Name) else "value"
    for node in _own_nodes(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=kept)], value=ast.Call(func=opened, args=args)) if kept == name:
                modes = [argument.value for argument in args if isinstance(argument, ast.Constant)]
                if dotted(opened).rpartition(".")[2] == "open" and "w" in modes:
                    return name, f'{name}.write("Hello\\n")'
    return name, f"print({name})"


def _base(node: ast.expr) -> str:
    """The name whose item or attribute is set."""
    inner = node
    while isinstance(inner, ast.Subscript | ast.Attribute):
        inner = inner.value
    return inner.id if isinstance(inner, ast.Name) and inner is not node else ""


def _returned_function(function: _Function) -> _Function | None:
    """The function defined inside that a function gives back."""
    inner = {node.name: node for node in function.body if isinstance(node, _Function)}
    for value in _returns(function):
        name = value.id if isinstance(value, ast.Name) else ""
        if name in inner:
            return inner[name]
    return None


def _lambda_returned(function: _Function) -> ast.Lambda | None:
    """The lambda that a function gives back, whichever way it ends."""
    values = _returns(function)
    return values[0] if len(values) == 1 and isinstance(values[0], ast.Lambda) else None


def _is_decorator(shape: Shape) -> bool:
    """Whether a summary calls the object a decorator."""
    return bool(re.match(r"(?:an? |the )?(?:\w+ ){0,2}decorator\b|decorat", shape.summary, re.IGNORECASE))


def _result_name(name: str) -> str:
    return "function" if name != "function" else "made"


def _is_called(function: _Function, names: Sequence[str] | set[str]) -> str:
    """The outer parameter that an inner function calls."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            return node.func.id
    return ""
