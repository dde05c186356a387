"""Values for parameters: those that the file itself passes, else those of the catalogue, else none."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mkdocs_howto.facts.docstring import docstring_at, read
from mkdocs_howto.facts.passages import read_example
from mkdocs_howto.facts.values import Field
from mkdocs_howto.secrets import is_secret_name
from mkdocs_howto.section import Parameter, Project, Shape, Signature
from mkdocs_howto.syntax import NotPython, is_literal, last_name, parsed, unparsed, walk
from mkdocs_howto.writers.offline.examples.entry.needs import Reads, reads_of
from mkdocs_howto.writers.offline.examples.planning.choosing import Choice, choose
from mkdocs_howto.writers.offline.examples.planning.proposals import Sources, file_of, rows_of
from mkdocs_howto.writers.offline.examples.planning.slots import Slot, slot_of
from mkdocs_howto.writers.offline.examples.planning.values import Value, kind_of, words_of, written
from mkdocs_howto.writers.offline.trees import Function
from mkdocs_howto.writers.offline.words import listed

_KNOWN_TYPES = frozenset({
    "Any", "Dict", "Iterable", "List", "None", "Optional", "Path", "Sequence", "SimpleNamespace", "Tuple", "Union",
    "bool", "bytes", "dict", "float", "int", "list", "set", "str", "tuple",
})  # fmt: skip
_FILE_WORDS = frozenset({"path", "file", "filename", "filepath", "fname"})
_WRITTEN = frozenset({"output", "save", "target", "out", "dest", "destination", "dir", "directory", "folder"})
_WRITING = frozenset({"save", "write", "dump", "export", "download", "create"})
_MOST_READ = 5
_LONGEST_LITERAL = 70
_LONGEST_SAID = 90
_LONGEST_TYPE = 50


NOTHING = ast.FunctionDef("nothing", ast.arguments([], [], None, [], [], None, []), [ast.Pass()], [])
"""A function without parameters and statements, for values that no function of the file takes."""


@dataclass(frozen=True, slots=True)
class Argument:
    """What is passed for a parameter.

    Attributes:
        name: The parameter.
        value: What is passed; `None` where that is not known.
        need: What the value has to be, for a value that is not known; empty where nothing is known of it.
        file: A file that has to exist for the call.
        is_read: Whether it is known which parts of the value are read.
    """

    name: str
    value: Value | None = None
    need: str = ""
    file: str = ""
    is_read: bool = False

    @property
    def text(self) -> str:
        """Return the expression that is passed: the name of the parameter where no value is known."""
        return written(self.value.node) if self.value is not None else self.name


@dataclass(frozen=True, slots=True)
class Values:
    """Finds values for the parameters of the functions in a file.

    Attributes:
        tree: The file.
        project: Answers what other objects are.
        module: Path of the file's module, as the project knows it.
    """

    tree: ast.Module
    project: Project
    module: str
    _passed: dict[str, list[ast.Call]] = field(default_factory=dict)

    def arguments(
        self, function: Function, signature: Signature, owner: str = "", *, is_telling: bool = False
    ) -> tuple[Argument, ...]:
        """Return what to pass for each required parameter.

        Args:
            function: The definition.
            signature: Its parameters, without the one that a call passes by itself.
            owner: Name of its class.
            is_telling: Whether the call is there for its arguments: none that stands for any of its kind will do.
        """
        name = owner if function.name == "__init__" else function.name
        path = ".".join(filter(None, (self.module, owner, "" if function.name == "__init__" else function.name)))
        needed = {one.name for one in signature.parameters if one.required} | _one_of(function)
        required = [one for one in signature.parameters if one.name in needed]
        given = self._given(name, path, signature) if required else {}
        described = _described(function)
        slots = [
            slot_of(one, function, self._find, described.get(one.name), (name, owner, self.module.rpartition(".")[2]))
            for one in required
        ]
        choices = self._chosen(slots)
        return tuple(
            Argument(one.name, given[one.name])
            if one.name in given
            else self._made(function, choice, owner=owner, is_telling=is_telling)
            for one, choice in zip(required, choices, strict=True)
        )

    def of_field(self, name: str, type_: str) -> Argument:
        """Return a value for an attribute.

        Args:
            name: The attribute.
            type_: Its annotation.
        """
        slot = slot_of(Parameter(name, "keyword-only", type_), None, self._find, None, ("",), is_field=True)
        return self._made(NOTHING, *self._chosen([slot]))

    def _chosen(self, slots: Sequence[Slot]) -> list[Choice]:
        sources = Sources(lambda _: None, lambda slot: _held(self.tree).value_of(slot.name))
        return choose(slots, {slot.name: sources.proposals(slot) for slot in slots})

    def _find(self, name: str) -> Shape | None:
        return self.project.shape(f"{self.module}.{name}")

    def _made(self, function: Function, choice: Choice, *, owner: str = "", is_telling: bool = False) -> Argument:
        """Return the chosen value, or the name alone with what is known of it."""
        parameter = choice.slot.parameter
        is_own = parameter.annotation in {"str", "int", "float", "bool", "bytes"}
        reads = Reads() if is_own else reads_of(function, parameter.name, self._functions(owner), self._lists(owner))
        is_shaped = bool(reads.attributes or reads.of_objects)
        if (rows := rows_of(reads.of_items)) and not is_shaped and not set(reads.of_items) <= {"role", "content"}:
            return Argument(parameter.name, Value(rows, "list", "keyed"))
        proposal = choice.proposal
        is_foreign = (
            proposal is not None and proposal.value.kind == "dict" and bool(reads.keys) and proposal.rule != "keys"
        )
        if proposal is not None and ((is_telling and proposal.value.filler) or is_foreign):
            choice = replace(choice, proposal=None)
        if choice.proposal is not None and not is_shaped and set(reads.of_items) <= {"role", "content"}:
            value = choice.proposal.value
            is_read = choice.slot.is_read or (value.role != "file" and _is_read(function, words_of(parameter.name)))
            file = file_of(value) if is_read and value.kind in {"text", "path"} else ""
            return Argument(parameter.name, value, file=file)
        is_said = bool(parameter.annotation) and _is_known(parameter.annotation)
        need = _need(parameter, reads, choice.slot.text)
        return Argument(parameter.name, None, need, is_read=reads != Reads() and not (is_said and not reads.keys))

    def _given(self, name: str, path: str, signature: Signature) -> Mapping[str, Value]:
        """Return the values that one call of the project passes, the call with most literals."""
        best: dict[str, Value] = {}
        for call in self._calls(name, path):
            bound = _bound(call, signature)
            if len(bound) > len(best):
                best = bound
        return best

    def _calls(self, name: str, path: str) -> Iterator[ast.Call]:
        texts = [f"{name}({given})" for given in self.project.calls(path)]
        if not self._passed:
            trees = [self.tree, *_shown_in_docstrings(self.tree)]
            for node in (node for tree in trees for node in walk(tree)):
                if isinstance(node, ast.Call):
                    self._passed.setdefault(last_name(node.func), []).append(node)
        for text in texts:
            try:
                yield from (node for node in walk(parsed(text)) if isinstance(node, ast.Call))
            except NotPython:
                continue
        yield from self._passed.get(name, ())

    def _functions(self, owner: str) -> dict[str, Function]:
        """Return the functions of the file, and the methods of a class as `self.name`, by their names."""
        return dict(_held(self.tree).functions) | {
            f"self.{one.name}": one for one in self._body(owner) if isinstance(one, Function)
        }

    def _body(self, owner: str) -> list[ast.stmt]:
        classes = [one for one in self.tree.body if isinstance(one, ast.ClassDef) and one.name == owner]
        return classes[0].body if classes else []

    def _lists(self, owner: str) -> dict[str, tuple[str, ...]]:
        """Return the texts in the lists of a file, and in those that objects of a class begin with, by their names."""
        found = dict(_listed(self.tree.body))
        body = self._body(owner)
        found |= {f"self.{name}": texts for name, texts in _listed(body)}
        for one in body:
            if isinstance(one, Function) and one.name == "__init__":
                plain = one.args.args[len(one.args.args) - len(one.args.defaults) :]
                given = {
                    key.arg: texts
                    for key, value in zip(plain, one.args.defaults, strict=True)
                    if (texts := _texts(value))
                }
                for node in one.body:
                    match node:
                        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=value):
                            texts = given.get(value.id, ()) if isinstance(value, ast.Name) else _texts(value)
                            found |= {f"self.{name}": texts} if texts else {}
        return found


@dataclass(frozen=True, slots=True)
class _Held:
    """What a file holds that helps to find values.

    Attributes:
        functions: Its functions, by name.
        texts: Texts under a name, or first in a list under it, in the file or a class, each with its position.
    """

    functions: Mapping[str, Function]
    texts: Mapping[str, tuple[int, ast.Constant]]

    def value_of(self, name: str) -> Value | None:
        """Return the text that the file holds under the name of a parameter, or `None`."""
        found = [self.texts[own] for own in (name, f"default_{name}") if own in self.texts]
        return Value(min(found, key=lambda one: one[0])[1], "text", "kept") if found else None


@functools.lru_cache(maxsize=4)
def _held(tree: ast.Module) -> _Held:
    """Return what a file holds, found once, since each parameter is asked for."""
    functions = {one.name: one for one in tree.body if isinstance(one, Function)}
    classes = [inner for node in tree.body if isinstance(node, ast.ClassDef) for inner in node.body]
    texts: dict[str, tuple[int, ast.Constant]] = {}
    for number, node in enumerate((*tree.body, *classes)):
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=(ast.Constant(value=str(text)) as value)
                | ast.List(elts=[ast.Constant(value=str(text)) as value, *_]),
            ) if text:
                texts.setdefault(name, (number, value))
    return _Held(functions, texts)


def _listed(body: Sequence[ast.stmt]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for node in body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if texts := _texts(value):
                yield name, texts


def _texts(value: ast.expr) -> tuple[str, ...]:
    """Return the texts of which a list or tuple is made; none for any other value."""
    items = value.elts if isinstance(value, ast.List | ast.Tuple) else []
    texts = [one.value for one in items if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return tuple(texts) if len(texts) == len(items) else ()


def _shown_in_docstrings(tree: ast.Module) -> Iterator[ast.Module]:
    """Yield the statements that docstrings of a file show."""
    for node in walk(tree):
        if isinstance(node, Function | ast.ClassDef) and (text := docstring_at(node)):
            for example in read(text).examples:
                for passage in read_example(example.code, ""):
                    try:
                        yield parsed(passage.code)
                    except NotPython:
                        continue


def _bound(call: ast.Call, signature: Signature) -> dict[str, Value]:
    """Return the arguments of a call that are literals, by parameter; nothing for a call with stars."""
    plain = [one for one in signature.parameters if one.kind in {"positional-only", "positional or keyword"}]
    if any(isinstance(one, ast.Starred) for one in call.args) or any(one.arg is None for one in call.keywords):
        return {}
    pairs = [(one.name, value) for one, value in zip(plain, call.args, strict=False)]
    pairs += [(one.arg or "", one.value) for one in call.keywords]
    return {
        name: Value(value, kind_of(value)) for name, value in pairs if _is_telling(value) and not is_secret_name(name)
    }


def _is_telling(value: ast.expr) -> bool:
    """Return whether an argument is a literal that shows something."""
    if isinstance(value, ast.Constant) and value.value in (None, ..., "", b""):
        return False
    return is_literal(value) and len(unparsed(value)) <= _LONGEST_LITERAL


def _is_read(function: Function, words: Sequence[str]) -> bool:
    """Return whether a function needs a file that is there: it is not named as what is written."""
    if not _FILE_WORDS & set(words) or _WRITTEN & set(words) or _WRITING & set(words_of(function.name)):
        return False
    # Of two kinds of file in the name of a function, the second is what the first is turned into.
    made = re.search(r"(?:2|to_?|as_)([a-z]+)\Z", function.name.lower())
    return made is None or made[1] not in words


def _need(parameter: Parameter, reads: Reads, said: str) -> str:
    """Return what a value has to be, in words; empty where nothing is known of it."""
    if is_secret_name(parameter.name):
        return "the key of your own account"
    type_ = parameter.annotation.strip("'\"")
    known = f"`{type_}`" if type_ and len(type_) <= _LONGEST_TYPE else ""
    said = " ".join(said.split()).partition(". ")[0].rstrip(".")
    if not 3 <= len(said) <= _LONGEST_SAID or (known and not said.isascii()):
        said = ""  # Where the type says enough, words of another language are left out.
    if reads.keys:
        key = "keys" if len(reads.keys) > 1 else "key"
        known = f"{known or 'a dictionary'} with the {key} {_some(reads.keys)}"
    elif reads.attributes and not _is_known(type_):
        known = f"{known or 'an object'} with {_some(reads.attributes)}"
    elif reads.of_items:
        known = f"{known or 'dictionaries'}, each with {_some(reads.of_items)}"
    elif reads.of_objects:
        known = f"{known or 'objects'}, each with {_some(reads.of_objects)}"
    if known.startswith("`") and type_.isidentifier():
        known = f"{'an' if known[1:2].lower() in 'aeio' else 'a'} {known}"
    return (
        f"{known}: {said[:1].lower() if said[1:2].islower() else said[:1]}{said[1:]}"
        if known and said
        else known or said
    )


def _described(function: Function) -> dict[str, Field]:
    """Return what a docstring says of parameters, by name."""
    fields = read(docstring_at(function) or "").parameters
    return {name: one for one in fields for name in one.name.split(", ")}


def _is_known(type_: str) -> bool:
    """Return whether a type is put together of Python's own alone."""
    names = set(re.findall(r"\w+", type_))
    return bool(names) and names <= _KNOWN_TYPES and ("SimpleNamespace" not in names or bool(names & {"Path", "str"}))


def _one_of(function: Function) -> set[str]:
    """Return the first of several parameters of which one has to be given, or the function raises."""
    for node in function.body:
        match node:
            case ast.If(
                test=ast.UnaryOp(op=ast.Not(), operand=ast.BoolOp(op=ast.Or(), values=[ast.Name(id=name), *_])),
                body=[ast.Raise()],
            ):
                return {name}
            case ast.If(
                test=ast.BoolOp(
                    op=ast.And(),
                    values=[
                        ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name))
                        | ast.Compare(left=ast.Name(id=name), ops=[ast.Is()], comparators=[ast.Constant(value=None)]),
                        *_,
                    ],
                ),
                body=[ast.Raise()],
            ):
                return {name}
    return set()


def _some(names: Sequence[str]) -> str:
    shown = [f"`{name}`" for name in names[:_MOST_READ]]
    return listed([*shown, "others"] if len(names) > _MOST_READ else shown)
