"""What a caller passes for the parameters of a function, one line each."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from mkdocs_howto.facts.docstring import docstring_at, read
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.section import Parameter, Project, Shape, Signature, Step
from mkdocs_howto.syntax import below
from mkdocs_howto.writers.offline.telling.ancestry import function_of
from mkdocs_howto.writers.offline.telling.choices import Choosing
from mkdocs_howto.writers.offline.telling.members import bound
from mkdocs_howto.writers.offline.telling.signatures import few_or_none, is_cut, parameter_texts, public
from mkdocs_howto.writers.offline.trees import Function
from mkdocs_howto.writers.offline.types import Types
from mkdocs_howto.writers.offline.words import listed

_MOST = 9
"""Parameters that are told."""
_LONGEST_DEFAULT = 48
_STARS = {"variadic positional": "*", "variadic keyword": "**"}
_HIDDEN = re.compile(r"(?<!\w)_\w|\b(?:[A-Z]{1,2}|[A-Z]\w*T|T_\w+|\w+Like|Self)\b|\.\.\.|_co\b|\bP\.")
"""Marks of a type that a reader cannot look up: private names and type variables."""


class Arguments:
    """Tells the parameters of one function."""

    def __init__(
        self,
        node: Function,
        shape: Shape,
        types: Types,
        project: Project,
        *,
        targets: Sequence[str],
        shown: Signature,
    ) -> None:
        """Tell the parameters of one function.

        Args:
            node: Its definition.
            shape: What is known of it; its signature holds what a call passes.
            types: Types of its names, all of them read.
            project: Answers what other objects are.
            targets: Names of what its other keyword arguments are handed on to.
            shown: The parameters of the call that stands above.
        """
        written = () if is_cut(shown, is_long=True) else shown.parameters
        self._shown = {one.name for one in written}
        self._targets = targets
        self._node = node
        self._shape = shape
        self._types = types
        self._project = project
        self._stored = {one.id for one in below(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}

    def lines(
        self, docstring: Docstring, ranks: Mapping[str, int] | None = None, described: str = ""
    ) -> tuple[Step, ...]:
        """Return what parameters are for: in the author's words, else by what they are handed on to.

        Args:
            docstring: Of the function.
            ranks: How often examples pass each parameter by its name.
            described: What the description of the function says already.
        """
        signature = self._shape.signature
        texts = parameter_texts(docstring, signature, ranks)
        types = {one.name.lstrip("*"): one.type for one in docstring.parameters}
        named = {one.name: one for one in public(signature)}
        found = {name: texts.get(name) or self._elsewhere(one) for name, one in named.items()}
        found = {name: text for name, text in found.items() if name in types or not _is_said(text, described)}
        told = {
            name: text for name, one in named.items() if (text := self._with_values(found.get(name, ""), one, types))
        }
        told = few_or_none(told, named.values(), ranks or {}, set(types))
        kept = [name for name in named if name in told]
        if len(kept) > _MOST:
            first = [name for name in kept if name in texts or named[name].required][:_MOST]
            kept = [name for name in kept if name in first]
        heads: dict[str, list[str]] = {}
        for name in kept:  # Neighbours of which the same is said share a line.
            heads.setdefault(told[name], []).append(f"`{_head(named[name], is_cut=name not in self._shown)}`")
        return tuple(Step(f"{listed(names)}: {text}.") for text, names in heads.items())

    def _elsewhere(self, parameter: Parameter) -> str:
        """Return what a parameter without a text of its own is for; empty if nothing tells."""
        if parameter.kind == "variadic keyword":
            return f"passed on to {listed([f'`{one}`' for one in self._targets], 'or')}" if self._targets else ""
        return self._handed_on(parameter.name)

    def _with_values(self, text: str, parameter: Parameter, types: Mapping[str, str]) -> str:
        """Return a text with the values among which a caller chooses, if it names none of them."""
        if parameter.kind.startswith("variadic"):
            return text
        asking = Choosing(self._node, self._types.objects, self._project)
        found = asking.of(parameter.name, parameter.annotation, types.get(parameter.name, ""))
        is_named = sum(one.strip("'\"").rpartition(".")[2] in text for one in found.values) > 1
        choice = "" if is_named else found.told()
        if not text and choice and "tuple" in parameter.annotation:
            return f"`{parameter.annotation}`; as a text {choice}"
        if not (text and choice):
            return text or choice
        return f"{text}; {choice}" if ". " not in text else f"{text}. {choice[:1].upper()}{choice[1:]}"

    # Calls of other functions.

    def _handed_on(self, name: str) -> str:
        """Return what a function of the project, to which a parameter is passed as it is, says of it."""
        if name in self._stored:
            return ""
        for call in self._calls():
            target = _parameter_of(call, name) if _is_own(call.func) else None
            shape = self._called(call) if target is not None else None
            if shape is None or target is None or shape.object_path == self._shape.object_path:
                continue
            signature = _bound(shape, call)
            position = target if isinstance(target, str) else _name_at(signature, target)
            text = parameter_texts(self._docstring(shape), signature).get(position, "") if position else ""
            text = text or (self._choices_of(shape, position) if position else "")
            if text and not re.search(r"`[a-z]\w*`", text):  # It may name a parameter that this function has not.
                return text
        return ""

    def _choices_of(self, shape: Shape, name: str) -> str:
        """Return the values among which a caller of another function of the module chooses."""
        node = function_of(shape.object_path, self._project) if shape.kind == "function" else None
        found = next((one for one in public(shape.signature) if one.name == name), None)
        if node is None or found is None:
            return ""
        asking = Choosing(node, self._types.objects, self._project)
        choice = asking.of(name, found.annotation).told()
        return f"`{found.annotation}`; as a text {choice}" if choice and "tuple" in found.annotation else choice

    def _calls(self) -> Iterator[ast.Call]:
        """Yield the calls of the body, apart from those that make an error."""
        raised = {id(one.exc) for one in below(self._node) if isinstance(one, ast.Raise)}
        return (one for one in below(self._node) if isinstance(one, ast.Call) and id(one) not in raised)

    def _called(self, call: ast.Call) -> Shape | None:
        match call.func:
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                owner = self._shape.object_path.rpartition(".")[0]
                return self._types.objects.shape(f"{owner}.{name}")
        return self._types.called(call)

    def _docstring(self, shape: Shape) -> Docstring:
        path = shape.object_path if shape.kind == "function" else f"{shape.object_path}.__init__"
        node = function_of(path, self._project)
        names = [one.name for one in shape.signature.parameters] if shape.signature is not None else []
        return read(docstring_at(node), names=names) if node is not None else Docstring()


def _is_said(text: str, described: str) -> bool:
    """Return whether a description holds what is said of a parameter, apart from its first word."""
    return bool(text) and (text.partition(" ")[2] or text) in described


def _head(parameter: Parameter, *, is_cut: bool) -> str:
    """Return a parameter as it stands before what it is for: with its default where the call does not show it."""
    default = parameter.default
    star = _STARS.get(parameter.kind, "")
    is_shown = is_cut and default is not None and len(default) <= _LONGEST_DEFAULT and not {"`", "\n"} & set(default)
    return f"{star}{parameter.name}{f'={default}' if is_shown and not _HIDDEN.match(default or '') else ''}"


def _bound(shape: Shape, call: ast.Call) -> Signature | None:
    """Return what a call passes: a function that is no method has no object, whatever its first parameter is called."""
    is_method = shape.kind == "function" and isinstance(call.func, ast.Attribute)
    return bound(shape, shape.labels) if is_method else shape.signature


def _is_own(function: ast.expr) -> bool:
    """Return whether a call is one of a function or of the object's own method: others are about other objects."""
    return isinstance(function, ast.Name) or (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id in {"self", "cls"}
    )


def _parameter_of(call: ast.Call, name: str) -> str | int | None:
    """Return the name or position of the argument by which a call passes a variable as it is."""
    for position, one in enumerate(call.args):
        if isinstance(one, ast.Starred):
            break
        if _is_name(one, name):
            return position
    return next((one.arg for one in call.keywords if one.arg and _is_name(one.value, name)), None)


def _name_at(signature: Signature | None, position: int) -> str:
    plain = [one for one in signature.parameters if one.kind.startswith("positional")] if signature is not None else []
    return plain[position].name if position < len(plain) else ""


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
