"""The arguments of a call: what the project itself passes, else values that fit."""

from __future__ import annotations

import ast
import dataclasses
import functools
import keyword
import re
from collections.abc import Collection, Mapping

from mkdocs_howto.facts.docstring import read
from mkdocs_howto.section import ImportableBlock, Parameter, Project, Shape, Signature
from mkdocs_howto.syntax import below, expression, unparsed
from mkdocs_howto.writers.offline.examples import passed, state
from mkdocs_howto.writers.offline.examples.code import Code
from mkdocs_howto.writers.offline.examples.hints import Hints, of_body, of_docstring
from mkdocs_howto.writers.offline.examples.imports import Importable
from mkdocs_howto.writers.offline.examples.synthesis.draft import Draft
from mkdocs_howto.writers.offline.examples.synthesis.evidence import Slot, is_meant, reads_text
from mkdocs_howto.writers.offline.examples.synthesis.files import content_for
from mkdocs_howto.writers.offline.examples.synthesis.fitting import Place, fitted
from mkdocs_howto.writers.offline.examples.synthesis.values import Supply, is_identity, words_of
from mkdocs_howto.writers.offline.trees import without_docstring

_WIDEST = 30
"""Characters of a value that stands in the call itself; longer ones are given a name first."""
_LONGEST_ANNOTATION = 60
"""Characters of an annotation beside a variable that is left open."""
_LONGEST_SAID = 80
"""Characters of what the author says of a parameter that is left open."""
_SENTENCE = re.compile(r"(?<=[.;])\s")
_HELD = {"key", "k", "item", "element", "elem", "value", "val"}
"""Parameters of a container's methods that stand for what is in it."""
_FURTHER = {"items", "elements", "values"}
"""Names of `*name` for what a collection holds that is passed before."""
_ANY = '"red"'
"""What is kept where anything will do."""
_UNSET = re.compile(r"_*[A-Z][A-Z_]+|_(?:missing|marker|sentinel|unset|empty)")
"""Defaults that only say that nothing was given."""
_RECEIVING = re.compile(r"recv|receiv|read|peek")
"""Names of members that wait for what another end sends."""
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Arguments:
    """Finds arguments for the calls of one block's examples.

    Attributes:
        block: The code.
        project: Answers what other objects are.
        functions: All functions in the code, by name.
        importable: How to import what is near it.
        code: Reads functions of the package.
        has_real: Whether the project itself passes anything in this attempt.
    """

    def __init__(self, block: ImportableBlock, tree: ast.Module, project: Project) -> None:
        self.block = block
        self.project = project
        self.functions = {node.name: node for node in below(tree) if isinstance(node, _Function)}
        self.importable = Importable(block, project)
        self.has_real = False
        self._attempt: int | None = 0
        self.code = Code(block, project)
        self._known: dict[str, list[str]] = {}
        """Arguments that the project itself passes, by the name of what is called."""
        self._pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self._together: dict[str, str] = {}
        """What the project passes to a class and to a member of its instance in one place."""
        self._tried = 0
        """Attempts with such arguments, which come before those with what is passed in different places."""
        self._hints: dict[str, Mapping[str, Hints]] = {}
        self._unbuilt: set[tuple[str, int]] = set()

    def begin(self, attempt: int | None) -> None:
        """Begin anew with others of the argument lists that the project itself uses.

        Args:
            attempt: Which of them are tried, from 0; `None` for none.
        """
        self._attempt, self.has_real = attempt, False

    def bring(self, draft: Draft, path: str) -> str:
        """Import what a path leads to, or the class it lies in; gives its name in the example."""
        outer, _, name = path.rpartition(".")
        while outer and (found := self.project.shape(outer)) is not None and found.kind == "class":
            outer, _, class_name = outer.rpartition(".")
            name = f"{class_name}.{name}"
        head = name.partition(".")[0]
        public = self.importable.public(f"{outer}.{head}") if outer else head
        module = public.rpartition(".")[0]
        if found := (self.project.shape(module) if module else None):
            # A module may be reached by a name that cannot be imported: an alias that is no module of its own.
            is_alias = found.kind == "module" and found.object_path != module and not self._is_entered(module)
            module = found.object_path if is_alias else module
        if module:
            draft.imports[f"from {module} import {head}"] = None
        return name

    def _is_entered(self, module: str) -> bool:
        """Whether a package enters a module into `sys.modules` by a name of its own, as `os` does with `os.path`."""
        source = self.project.source(module.rpartition(".")[0]) if "." in module else None
        text = source.text if source is not None else ""
        return any(f"sys.modules[{quote}{module}{quote}] = " in text for quote in "'\"")

    def real(self, shape: Shape, draft: Draft) -> str:
        """Arguments that the project itself passes, in the order of how much they show."""
        if self._attempt is None:
            return ""
        if shape.name in self._together:
            self.has_real = True
            draft.source = "call-site"
            return self._together[shape.name]
        if shape.name not in self._known:
            known = passed.arguments(self.block, shape.name)
            if any(parameter.required for parameter in (shape.signature or Signature()).parameters):
                known = [given for given in known if not passed.is_degenerate(given)]
            is_class = shape.kind == "class"
            # A switch is meant only where the member is about it.
            self._known[shape.name] = [
                given for given in known if not (is_class and _only_switches(given, self.block.name))
            ]
        known = self._known[shape.name]
        place = max(self._attempt - self._tried, 0)
        if place >= len(known):
            return ""
        self.has_real = True
        draft.source = "call-site"
        return known[place]

    def together(self, owner: Shape, member: Shape, *, filled: bool) -> None:
        """From now on take arguments for a class and for a member of its instance from one place.

        Args:
            owner: The class.
            member: What is used of its instance.
            filled: Whether the instance is given content, also where the project makes an empty one.
        """
        names = (owner.name, member.name)
        if names not in self._pairs:
            self._pairs[names] = [pair for pair in passed.pairs(self.block, *names) if pair[0] or not filled]
        pairs = self._pairs[names]
        self._together, self._tried = {}, len(pairs)
        if self._attempt is not None and self._attempt < len(pairs):
            self._together = dict(zip(names, pairs[self._attempt], strict=True))

    def passed(self, draft: Draft, shape: Shape) -> str:
        """Arguments for a function: the project's own, else values that fit."""
        known = self.real(shape, draft) or passed.documented(shape, self.code)
        return known or self.given(draft, shape.signature or Signature(), shape.name)

    def given(
        self, draft: Draft, signature: Signature, function: str, *, by_name: bool = False, owner: str = ""
    ) -> str:
        """Values that fit, for what a call has to pass.

        Args:
            draft: Takes what the values need: imports, statements before the call.
            signature: Parameters to be filled.
            function: Bare name of what is called, whose body tells what it does with them.
            by_name: Whether arguments are passed by name.
            owner: Path of the class whose constructor it is.
        """
        body = owner or function
        about = self._about(body)
        wanted = [one for one in signature.parameters if one.required or self._is_meant(one, function, owner, about)]
        found = {
            one.name: _ANY
            if _is_stored(one, signature, function) and not self._is_used(one.name, body)
            else self._found(draft, one, body)
            for one in wanted
        }
        beside = {name: value for name, value in found.items() if value is not None}
        given: list[str] = []
        for place, parameter in enumerate(signature.parameters):
            if parameter.name in found:
                value = self._fitted(draft, found[parameter.name], parameter, body, beside)
                is_late = not parameter.required and (len(given) < place or (place and parameter.name in about))
                named = by_name or parameter.kind == "keyword-only" or is_late
                given.append(f"{parameter.name}={value}" if named else value)
            elif parameter.kind == "variadic positional" and len(given) < place:
                continue  # What is passed by its place would be for what may be left out before it.
            elif parameter.kind == "variadic positional" and _is_needed(parameter, signature) and self._reads(body):
                item = self.supply(draft).several(parameter, self.hints(body), function)
                item = item if item is None or is_meant(item, self._slot(parameter, body)) else None
                if item is not None and {"str", "len"} & set(given):
                    item = item.partition("], ")[0] + "]" if item.startswith("[") else item  # They take one argument.
                given += [item] if item is not None else []
                draft.invented = draft.invented or item is not None
                if item is None and not self._makes_itself(body) and _asks_only_for_these(signature):
                    given.append(f"*{self._left_open(draft, parameter, draft.variable(parameter.name))}")
            elif parameter.kind == "variadic positional" and parameter.name in _FURTHER and "[3, 1, 2]" in given:
                given.append("1")
            elif parameter.kind == "variadic keyword" and (further := self.supply(draft).by_name(parameter)):
                given.append(further)
        return ", ".join(given)

    def _reads(self, function: str) -> bool:
        """Whether a function does anything; of one that cannot be read, or does all elsewhere, that is assumed."""
        found = self.code.function(function) if "." in function else None
        return found is None or not all(isinstance(node, ast.Pass) for node in without_docstring(found.node.body))

    def _is_meant(self, parameter: Parameter, function: str, owner: str, about: Collection[str]) -> bool:
        """Whether an optional parameter is to be given a value: without one the call would say little."""
        if parameter.required or parameter.kind.startswith("variadic"):
            return False
        if function == "setdefault" and parameter.name == "default":
            return True  # Which sets it.
        is_asked = is_identity(parameter.name) or parameter.name in about
        # What a constructor need not be given says nothing else about the member that is shown.
        is_asked = is_asked or (not owner and bool(_UNSET.fullmatch(parameter.default or "")))
        if not is_asked or parameter.name == "default" or self._class_default(Draft(), parameter.name):
            return False
        value = self.supply(Draft()).value(parameter, self.hints(owner or function))
        # What a mapping has to hold that is read with care cannot be told.
        if value is None or value == _ANY or value.startswith("{"):
            return False
        return is_meant(value, self._slot(parameter, owner or function))

    def completed(self, draft: Draft, given: str, signature: Signature, owner: str) -> str:
        """Arguments of a constructor with what the shown member is about, where the project passes it in other places.

        Args:
            draft: Takes what the values need.
            given: What is passed already.
            signature: The constructor's.
            owner: Path of the class.
        """
        passed, further, about = _passed(given), [], self._about(owner)
        for place, parameter in enumerate(signature.parameters):
            is_passed = place < passed.count("") or parameter.name in passed
            if not is_passed and not parameter.required and self._is_meant(parameter, "__init__", owner, about):
                further.append(f"{parameter.name}={self.value(draft, parameter, owner)}")
        return ", ".join(filter(None, [given, *further]))

    def _about(self, called: str) -> set[str]:
        """What a call and the shown object are about, as their names say it."""
        if "exception" in self.block.shape.labels:
            return set()
        return {*_subject(called), *_subject(self.block.name)}

    def _is_used(self, name: str, function: str) -> bool:
        """Whether a function does more with a parameter than to hand it on."""
        hint = self.hints(function).get(name)
        return hint is not None and bool(hint.kinds or hint.literals)

    def value(self, draft: Draft, parameter: Parameter, function: str) -> str:
        """A value for one parameter, or a variable that is left open."""
        return self._fitted(draft, self._found(draft, parameter, function), parameter, function, {})

    def _found(self, draft: Draft, parameter: Parameter, function: str) -> str | None:
        """What a parameter tells of its value, whatever is passed beside it."""
        parameter = self._declared(parameter, function)
        if default := self._class_default(draft, parameter.name):
            return default
        if draft.held and parameter.name in _HELD and not parameter.annotation:
            return draft.held
        draft.invented = True
        return self.supply(draft).value(parameter, self.hints(function), self.block.docstring)

    def _fitted(
        self, draft: Draft, found: str | None, parameter: Parameter, function: str, beside: Mapping[str, str]
    ) -> str:
        """The value that fits its place, by a name of its own where it is long or left open."""
        supply, parameter = self.supply(draft), self._declared(parameter, function)
        hint = self.hints(function).get(parameter.name)
        made = draft.setup[-1] if draft.setup else ""
        is_index = hint is not None and hint.is_index
        is_constructor = self._is_class(function)
        place = Place(parameter.name, _named_for(function), made, beside, is_index, is_constructor)
        value = supply.noted(fitted(found, place))
        if value is not None and not is_meant(value, slot := self._slot(parameter, function)):
            value = content_for(self.block.object_path) or None if reads_text(value, slot) else None
        variable = draft.variable(parameter.name)
        if value is not None and len(value) > _WIDEST and not keyword.iskeyword(parameter.name):
            declared = supply.declared(parameter.annotation) if '{"' in value else ""
            draft.setup.append(f"{variable}{declared and ': '}{declared} = {value}")
            return variable
        if value is None and variable == parameter.name and (prepared := supply.prepared(parameter.name)):
            draft.setup.append(prepared)
            # What a constructor keeps is read only where the member that is shown does so.
            if (not is_constructor or self._receives()) and (sent := supply.sent(parameter.name)):
                draft.setup.append(sent)
            return parameter.name
        return self._left_open(draft, parameter, variable) if value is None else value

    def _left_open(self, draft: Draft, parameter: Parameter, variable: str) -> str:
        """Give a variable the place of a value that nothing tells, with what is known of it."""
        draft.open = True
        documented = read(self.block.docstring).parameters if self.block.docstring else ()
        said = next((one.text for one in documented if one.name == parameter.name), "")
        said = _SENTENCE.split(" ".join(said.split()))[0].rstrip(".")
        kind = f": {parameter.annotation}" if 0 < len(parameter.annotation) <= _LONGEST_ANNOTATION else ""
        told = said if 0 < len(said) <= _LONGEST_SAID else f"{parameter.name}{kind}"
        draft.setup.append(f"{variable} = ...  # {told}")
        return variable

    def _slot(self, parameter: Parameter, function: str) -> Slot:
        """What is known of a parameter."""
        said, _ = of_docstring(self.block.docstring, parameter.name) if self.block.docstring else ("", "")
        hint = self.hints(function).get(parameter.name, Hints())
        return Slot(parameter.name, parameter.annotation or said, hint, _named_for(function))

    def _receives(self) -> bool:
        """Whether the shown member waits for what another end sends; what raises an exception may do so as well."""
        return _RECEIVING.search(self.block.name) is not None or "exception" in self.block.shape.labels

    def _makes_itself(self, function: str) -> bool:
        """Whether a class is called of which an instance can be made of nothing, as its `__new__` does not choose."""
        found = self.project.shape(function) if "." in function else None
        return found is not None and found.kind == "class" and found.member("__new__") is None

    def _is_class(self, function: str) -> bool:
        """Whether what is called is a class, by its path."""
        found = self.project.shape(function) if "." in function else None
        return found is not None and found.kind == "class"

    def _declared(self, parameter: Parameter, function: str) -> Parameter:
        """A parameter with the annotation that its code has, where the signature lacks it."""
        node = self.functions.get(function) if not parameter.annotation else None
        for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs] if node is not None else ():
            if argument.arg == parameter.name and argument.annotation is not None:
                return dataclasses.replace(parameter, annotation=unparsed(argument.annotation))
        return parameter

    def _class_default(self, draft: Draft, name: str) -> str:
        """A class attribute that says what is usual for a parameter: `default_model` for `model`."""
        path = self.block.object_path
        owner = self.block.shape if self.block.shape.kind == "class" else state.owner(path, self.project)
        member = owner.member(f"default_{name}") if owner is not None else None
        if member is None or member.kind != "attribute":
            return ""
        class_path = path if self.block.shape.kind == "class" else path.rpartition(".")[0]
        return f"{self.bring(draft, class_path)}.{member.name}"

    def supply(self, draft: Draft) -> Supply:
        """What values are taken from; what they need imported, the draft imports."""
        supply = Supply(self.block, self.project)
        supply.imports, supply.instances, supply.unbuilt = draft.imports, draft.instances, self._unbuilt
        return supply

    def hints(self, function: str) -> Mapping[str, Hints]:
        """What a function does with its parameters.

        Args:
            function: Bare name of one in the code, or path of one of the project.
        """
        if function not in self._hints:
            self._hints[function] = self._read(function)
        return self._hints[function]

    def _read(self, function: str) -> Mapping[str, Hints]:
        if (node := self.functions.get(function)) is not None:
            return of_body(node, self.block.source)
        found = self.code.function(function) if "." in function else None
        if found is None:
            return {}
        later = self._called_later(function, found.node)
        return {
            **_of_other(found.node, found.source),
            **{name: Hints(kinds={"callable": None}, arguments=[0]) for name in later},
        }

    def _called_later(self, path: str, constructor: _Function) -> list[str]:
        """What a constructor keeps for methods of its class that call it without any arguments.

        Args:
            path: Of the class.
            constructor: Its constructor; nothing is said of other functions.
        """
        if constructor.name != "__init__" or path.endswith(".__init__"):
            return []
        code = self.project.source(path)
        text = code.text if code is not None else ""
        names: list[str] = []
        for node in constructor.body:
            match node:
                case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=kept)], value=ast.Name(id=name)):
                    names += [name] if f"self.{kept}()" in text else []
        return names


@functools.lru_cache(maxsize=256)
def _of_other(function: _Function, source: str) -> Mapping[str, Hints]:
    """Hints for a function beside the block, such as the constructor that examples of all methods of a class call."""
    return of_body(function, source)


def _passed(given: str) -> list[str]:
    """Names of the arguments of a call; empty ones where they are passed by their place, or as `*names`."""
    call = expression(f"_({given})")
    return [*("" for _ in call.args), *(one.arg or "" for one in call.keywords)] if isinstance(call, ast.Call) else []


def _subject(name: str) -> tuple[str, ...]:
    """What something is about: `key` for `SortedKeyList`, whose last word says what it is, and for `find_key`."""
    words = words_of(name)
    return words[:-1] if name.rpartition(".")[2][:1].isupper() else words[1:]


def _named_for(function: str) -> str:
    """What a function is named for: a constructor, and the call of an instance, have the name of their class."""
    outer, _, name = function.rpartition(".")
    name = outer if name.startswith("__") and outer else name
    return "_".join(words_of(name))


def _is_stored(parameter: Parameter, signature: Signature, function: str) -> bool:
    """Whether a parameter stands for what is kept under a key: anything will do."""
    if parameter.name == "default":
        return function == "setdefault"  # Which keeps it.
    names = {other.name for other in signature.parameters}
    return parameter.name in {"value", "val"} and not parameter.annotation and bool(names & {"key", "k"})


def _only_switches(given: str, member: str) -> bool:
    """Whether a constructor gets nothing, or what a test of limits or of its switches gives it."""
    if passed.is_degenerate(given):
        return True
    switches = re.findall(r"(\w+)=(?:True|False)(?:, |$)", given)
    is_all = bool(re.fullmatch(r"(?:\w+=(?:True|False)(?:, |$))+", given))
    return is_all and not (len(switches) == 1 and switches[0] in member)


def _asks_only_for_these(signature: Signature) -> bool:
    """Whether a call would pass nothing at all without anything for `*name`."""
    kinds = {one.kind for one in signature.parameters}
    is_required = any(one.required for one in signature.parameters)
    return not is_required and kinds <= {"variadic positional", "variadic keyword", "keyword-only"}


def _is_needed(parameter: Parameter, signature: Signature) -> bool:
    """Whether a call without anything for `*name` would show nothing."""
    alone = not any(other.required for other in signature.parameters)
    return alone or parameter.name in {"seqs", "iterables", "sequences", "dicts", "colls", "its", "funcs", "fs"}
