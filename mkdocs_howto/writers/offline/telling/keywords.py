"""What a function takes that hands its remaining arguments on to others."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from mkdocs_howto.effects import dotted
from mkdocs_howto.facts.docstring import docstring_at, read
from mkdocs_howto.facts.values import Docstring, Field
from mkdocs_howto.section import Parameter, Project, Shape, Signature
from mkdocs_howto.syntax import NotPython, below, last_name, parsed, unparsed
from mkdocs_howto.writers.offline.telling.ancestry import function_of
from mkdocs_howto.writers.offline.telling.signatures import is_cut
from mkdocs_howto.writers.offline.trees import Function

_DEEPEST = 3
"""Functions that hand arguments on one to the other."""
_ITEM = re.compile(r"`(?P<name>[a-z]\w*)`\s*(?:[:\u2013\u2014]|--?\s)\s*(?P<text>\S.*)\Z")
_UNKNOWN = "..."
"""The default of an option that only a docstring names."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The parameters of a function, with those of what it hands its remaining arguments on to.

    Attributes:
        signature: What a caller can pass.
        shown: The same, or the parameters as the function itself writes them where that is too much for one call.
        docstring: Of the function, with what the docstrings of the others say of these parameters.
        targets: Names of what the arguments that stay unknown are handed on to.
    """

    signature: Signature
    shown: Signature
    docstring: Docstring
    targets: tuple[str, ...] = ()


class Following:
    """Follows arguments through the functions and classes of a project."""

    def __init__(self, project: Project, names: Mapping[str, str], package: str) -> None:
        """Follow arguments through a project.

        Args:
            project: Answers what objects are.
            names: Paths of the names of the block's own module.
            package: Name of the package that holds it.
        """
        self._project = project
        self._names = names
        self._package = package

    def taken(self, node: Function | None, path: str, signature: Signature, docstring: Docstring) -> Taken:
        """Return what a function takes.

        Args:
            node: Its definition.
            path: Where it is defined.
            signature: Its own parameters, without the object.
            docstring: Of the function, or of the class that it makes.
        """
        found, said, targets = self._taken(node, path, signature, docstring, _DEEPEST)
        is_own = is_cut(found) and not is_cut(signature)
        return Taken(found, signature if is_own else found, said, targets)

    def _taken(
        self, node: Function | None, path: str, signature: Signature, docstring: Docstring, depth: int
    ) -> tuple[Signature, Docstring, tuple[str, ...]]:
        """Return what a function takes, what is said of that, and what the rest is handed on to."""
        if not any(one.kind == "variadic keyword" for one in signature.parameters):
            return signature, docstring, ()
        signature, docstring = _listed(signature, docstring)
        if node is None or node.args.kwarg is None:
            return signature, docstring, ()
        name = node.args.kwarg.arg
        signature = _inserted(signature, _popped(node, name), keeps=True)
        calls = [one for one in _calls(node) if any(key.arg is None and _is(key.value, name) for key in one.keywords)]
        targets = {found.object_path: (found, one) for one in calls if (found := self._target(one.func, node, path))}
        own = path.rpartition(".")[2]
        names = tuple(dict.fromkeys(one.name for one, _ in targets.values() if one.name[:1] != "_" and one.name != own))
        if not targets:
            return signature, docstring, tuple(dict.fromkeys(filter(None, map(self._foreign, calls))))
        if len(targets) != 1 or depth == 0 or len({unparsed(one.func) for one in calls}) != 1:
            return signature, docstring, names if len(targets) > 1 else ()
        ((target, call),) = targets.values()
        if target.signature is None or target.object_path == path:
            return signature, docstring, ()
        inner_node = self._function(target)
        inner, said, others = self._taken(
            inner_node, _owned(target), _unbound(target), self._docstring(target, inner_node), depth - 1
        )
        given = {one.arg for one in call.keywords if one.arg}
        star = node.args.vararg.arg if node.args.vararg is not None else ""
        is_starred = any(isinstance(one, ast.Starred) and _is(one.value, star) for one in call.args)
        is_unbound = target.name == "__init__" and bool(call.args) and _is(call.args[0], "self")
        passed = sum(not isinstance(one, ast.Starred) for one in call.args) - is_unbound
        filled = _filled(node, name)
        left = [one for one in inner.parameters[passed:] if one.name not in given]
        if any(isinstance(one, ast.Starred) for one in call.args) and not is_starred:
            left = [one for one in left if one.kind in {"keyword-only", "variadic keyword"}]
        if not is_starred:
            left = [
                replace(one, kind="keyword-only") if one.kind == "positional or keyword" else one
                for one in left
                if one.kind in {"positional or keyword", "keyword-only", "variadic keyword"}
            ]
        left = [replace(one, default=_UNKNOWN) if one.required and one.name in filled else one for one in left]
        taken = _inserted(signature, left, keeps=False, star=star if is_starred else "")
        return taken, _joined(docstring, said), others if len(left) > 1 else others or names

    def of_class(self, shape: Shape, signature: Signature, docstring: Docstring, init: Function | None) -> Taken:
        """Return what the constructor of a class takes.

        Args:
            shape: The class.
            signature: Of its constructor, without the object.
            docstring: What its author says of the parameters.
            init: Its own constructor, if it has one.
        """
        return self.taken(init or self._function(shape), f"{shape.object_path}.__init__", signature, docstring)

    def _foreign(self, call: ast.Call) -> str:
        """Return a built-in function or the path of one of another package, as the code writes it."""
        path = dotted(call.func)
        if hasattr(builtins, path):
            return path
        package = self._names.get(path.partition(".")[0], "").partition(".")[0]
        is_public = not re.search(r"(?:\A|\.)(?:_|self\b|cls\b)", path)
        return path if package and package != self._package and is_public else ""

    def _target(self, function: ast.expr, node: Function, path: str) -> Shape | None:
        """Return what an expression in the body of a function stands for."""
        owner, _, _ = path.rpartition(".")
        match function:
            case ast.Name(id="cls"):
                return self._class(owner)
            case ast.Name(id=name):
                for one in below(node):
                    if isinstance(one, ast.Assign | ast.AnnAssign) and one.value is not None:
                        targets = one.targets if isinstance(one, ast.Assign) else [one.target]
                        if any(_is(target, name) for target in targets):
                            return self._alias(one.value, node, path)
                return self._named(name, path)
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=attr):
                found = self._class(owner)
                bases = found.bases if found is not None else ()
                shapes = [self._known(base, attr) for base in bases]
                return next((one for one in shapes if one is not None), None)
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr="__class__"):
                return self._class(owner)
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=attr):
                return self._held(self._known(owner, attr), node, path)
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if name in (kinds := _annotated(node)):
                made = self._named(kinds[name], path)
                return self._known(made.object_path, attr) if made is not None else None
            case ast.Attribute(value=ast.Call(func=maker), attr=attr) | ast.Attribute(value=maker, attr=attr):
                made = self._target(maker, node, path) if isinstance(maker, ast.Name | ast.Attribute) else None
                return self._known(made.object_path, attr) if made is not None else None
        return None

    def _alias(self, value: ast.expr, node: Function, path: str) -> Shape | None:
        """Return what a variable stands for: an object, or the default of an option."""
        match value:
            case ast.Call(func=ast.Attribute(attr="pop" | "get"), args=[_, ast.Name(id=name)]):
                return self._named(name, path)
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                return self._target(value, node, path)
        return None

    def _held(self, shape: Shape | None, node: Function, path: str) -> Shape | None:
        """Return what an attribute of a class holds that names another class."""
        if shape is None or shape.kind != "attribute":
            return shape
        return self._named(shape.value or "", path) if (shape.value or "").isidentifier() else None

    def _named(self, name: str, path: str) -> Shape | None:
        module = path
        while module := module.rpartition(".")[0]:
            found = self._project.shape(module)
            if found is not None and found.kind == "module":
                break
        paths = [f"{module}.{name}"] if module else []
        paths += [self._names[name]] if name in self._names else []
        return next((found for one in paths if "." in one and (found := self._callable(one)) is not None), None)

    def _class(self, path: str) -> Shape | None:
        found = self._project.shape(path) if "." in path else None
        return found if found is not None and found.kind == "class" else None

    def _callable(self, path: str) -> Shape | None:
        found = self._project.shape(path)
        return found if found is not None and found.kind in {"class", "function"} else None

    def _known(self, owner: str, name: str, depth: int = _DEEPEST) -> Shape | None:
        """Return a member of a class, or of the nearest of its bases that has one of this name."""
        if "." not in owner or depth == 0:
            return None
        found = self._project.shape(owner)
        if found is None:
            return None
        if found.kind != "class" or found.member(name) is not None:
            return self._project.shape(f"{owner}.{name}")
        return next((one for base in found.bases if (one := self._known(base, name, depth - 1)) is not None), None)

    def _function(self, shape: Shape) -> Function | None:
        if shape.kind == "function":
            return function_of(shape.object_path, self._project)
        maker = self._known(shape.object_path, "__init__")
        return function_of(maker.object_path, self._project) if maker is not None else None

    def _docstring(self, shape: Shape, node: Function | None) -> Docstring:
        """Return what the author says of a function, or of a class and its constructor."""
        names = [one.name for one in shape.signature.parameters] if shape.signature is not None else []
        own = read(docstring_at(node), names=names) if node is not None else Docstring()
        if shape.kind != "class" or (code := self._project.source(shape.object_path)) is None:
            return own
        try:
            class_ = next((one for one in parsed(code.text).body if isinstance(one, ast.ClassDef)), None)
        except NotPython:
            return own
        return _joined(read((ast.get_docstring(class_) if class_ is not None else "") or "", names=names), own)


def _listed(signature: Signature, docstring: Docstring) -> tuple[Signature, Docstring]:
    """Return a signature with the options that only the docstring names, and the docstring with their texts."""
    known = {one.name for one in signature.parameters}
    fields = [
        one for one in docstring.parameters if one.name.islower() and one.name.isidentifier() and one.name not in known
    ]
    for one in docstring.paragraphs:
        found = _ITEM.match(one.text) if one.is_item else None
        if found is not None and found["name"] not in known:
            fields.append(Field(name=found["name"], type="", text=found["text"], line=one.line))
    options = [Parameter(one.name, "keyword-only", "", _UNKNOWN) for one in fields]
    told = {one.name for one in docstring.parameters}
    texts = tuple(one for one in fields if one.name not in told)
    return _inserted(signature, options, keeps=True), replace(docstring, parameters=(*docstring.parameters, *texts))


def _popped(node: Function, name: str) -> list[Parameter]:
    """Return the options that a function takes out of its keyword arguments itself."""
    found: list[Parameter] = []
    if any(last_name(one.func) in {"warn", "warn_deprecated"} for one in _calls(node)):
        return found  # They are old names of other parameters.
    for one in below(node):
        match one:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=owner), attr="pop" | "get"),
                args=[ast.Constant(value=str(key)), *default],
            ) if owner == name and key.isidentifier() and key[0] != "_":
                text = unparsed(default[0]) if default else _UNKNOWN
                found.append(Parameter(key, "keyword-only", "", text))
    return found


def _annotated(node: Function) -> dict[str, str]:
    """Return the names of the classes of which parameters are annotated to be."""
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    texts = {one.arg: unparsed(one.annotation).strip("'\"") for one in arguments if one.annotation is not None}
    return {name: text for name, text in texts.items() if text.isidentifier()}


def _filled(node: Function, name: str) -> set[str]:
    """Return the keyword arguments that a function sets itself, so that a caller may leave them out."""
    found: set[str] = set()
    for one in below(node):
        match one:
            case (
                ast.Call(
                    func=ast.Attribute(value=ast.Name(id=owner), attr="setdefault"),
                    args=[ast.Constant(value=str(key)), *_],
                )
                | ast.Assign(targets=[ast.Subscript(value=ast.Name(id=owner), slice=ast.Constant(value=str(key)))])
            ) if owner == name:
                found.add(key)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr="update"), keywords=keywords):
                found |= {each.arg for each in keywords if owner == name and each.arg}
    return found


def _inserted(signature: Signature, new: list[Parameter], *, keeps: bool, star: str = "") -> Signature:
    """Return a signature with more parameters in the place of its variadic ones.

    Args:
        signature: Of a function.
        new: What is handed on, in its order.
        keeps: Whether other keyword arguments may be passed, too.
        star: The variadic positional parameter that is handed on as well.
    """
    own = [one for one in signature.parameters if one.kind != "variadic keyword" and one.name != star]
    rest = [one for one in signature.parameters if one.kind == "variadic keyword"]
    known = {one.name: one for one in new if one.default != _UNKNOWN}
    own = [known.get(one.name, one) if one.default == _UNKNOWN else one for one in own]
    names = {one.name for one in own}
    added = [one for one in new if one.name not in names]
    plain = [one for one in (*own, *added) if one.kind in {"positional-only", "positional or keyword"}]
    plain = [*(one for one in plain if one.required), *(one for one in plain if not one.required)]
    stars = [one for one in (*own, *added) if one.kind == "variadic positional"][:1]
    named = [one for one in (*own, *added) if one.kind == "keyword-only"]
    last = rest if keeps or any(one.kind == "variadic keyword" for one in new) else []
    return replace(signature, parameters=(*plain, *stars, *named, *last))


def _joined(first: Docstring, second: Docstring) -> Docstring:
    """Return a docstring with the parameters of another one that it does not tell itself."""
    told = {one.name.lstrip("*") for one in first.parameters if one.text}
    known = {one.name.lstrip("*") for one in second.parameters if one.text}
    kept = [one for one in first.parameters if one.text or one.name.lstrip("*") not in known]
    new = [one for one in second.parameters if one.name.lstrip("*") not in told]
    return replace(first, parameters=(*kept, *new))


def _unbound(shape: Shape) -> Signature:
    """Return the parameters of a function or method without its object."""
    signature = shape.signature or Signature()
    first = signature.parameters[:1]
    is_bound = shape.kind == "function" and first and first[0].name in {"self", "cls"}
    return replace(signature, parameters=signature.parameters[1:]) if is_bound else signature


def _owned(shape: Shape) -> str:
    """Return the path of a function, or of the constructor of a class."""
    return shape.object_path if shape.kind == "function" else f"{shape.object_path}.__init__"


def _calls(node: Function) -> Iterator[ast.Call]:
    """Yield the calls of a body, apart from those that make an error."""
    raised = {id(one.exc) for one in below(node) if isinstance(one, ast.Raise)}
    return (one for one in below(node) if isinstance(one, ast.Call) and id(one) not in raised)


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
