"""What a function takes that hands on all it is given: what that goes to says it."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import Project, Shape, Signature
from mkdocs_howto.writers.offline.examples import results
from mkdocs_howto.writers.offline.examples.code import Code, Found

_ANY = {"args", "arg", "a", "posargs"}
_HOPS = 3
"""Functions that hand on to each other."""


@dataclass(frozen=True, slots=True)
class Forwarding:
    """Follows `*args, **kwargs` to the function that names its parameters."""

    code: Code
    project: Project

    def taken(self, shape: Shape) -> Signature | None:
        """The signature of a function or class; where that is all stars, of what these are handed on to.

        Args:
            shape: The function, or the class with its constructor's signature.
        """
        return self._taken(shape, _HOPS)

    def _taken(self, shape: Shape, hops: int) -> Signature | None:
        signature = shape.signature
        if signature is None or not _is_all_stars(signature, is_method=shape.kind == "function"):
            return signature
        found = self.code.function(shape.object_path)
        for called in _receiving(found) if found is not None and hops else ():
            inner = self._meant(called, found, shape) if found is not None else None
            taken = self._taken(inner, hops - 1) if inner is not None else None
            if inner is not None and taken is not None:
                own = signature.parameters[: 1 if is_bound(signature) else 0]
                theirs = taken.parameters[1 if inner.kind == "function" and is_bound(taken) else 0 :]
                return dataclasses.replace(signature, parameters=(*own, *theirs))
        return signature

    def _meant(self, called: ast.expr, found: Found, shape: Shape) -> Shape | None:
        """What is called in a function of a class or module."""
        match called:
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=name):
                owner = shape if shape.kind == "class" else self.project.shape(found.module)
                bases = [self.project.shape(base) for base in owner.bases] if owner is not None else []
                if name == "__init__":
                    return next((base for base in bases if base is not None and base.kind == "class"), None)
                members = (self.project.shape(f"{base.object_path}.{name}") for base in bases if base is not None)
                return next((member for member in members if member is not None), None)
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                return self.project.shape(f"{found.module}.{name}")
        inner = self.code.called(dotted(called), found.module) if dotted(called) else None
        return self.project.shape(f"{inner.module}.{inner.node.name}") if inner is not None else None


def _is_all_stars(signature: Signature, *, is_method: bool) -> bool:
    """Whether a signature names nothing that has to be passed, and its `*name` says nothing of it."""
    parameters = signature.parameters[1 if is_method and is_bound(signature) else 0 :]
    is_open = bool(parameters) and all(one.kind.startswith("variadic") for one in parameters)
    return is_open and all(one.name in _ANY for one in parameters if one.kind == "variadic positional")


def is_bound(signature: Signature) -> bool:
    """Whether a signature begins with the object, or the class, that a method is called on."""
    return bool(signature.parameters) and signature.parameters[0].name in {"self", "cls"}


def _receiving(found: Found) -> Iterator[ast.expr]:
    """What a function calls with all that it is given, and nothing else."""
    arguments = found.node.args
    stars = {one.arg for one in (arguments.vararg, arguments.kwarg) if one is not None}
    for node in results.own_nodes(found.node):
        if isinstance(node, ast.Call):
            handed = {
                one.value.id for one in node.args if isinstance(one, ast.Starred) and isinstance(one.value, ast.Name)
            }
            named = {one.value.id for one in node.keywords if one.arg is None and isinstance(one.value, ast.Name)}
            if handed | named == stars and len(node.args) == len(handed) and len(node.keywords) == len(named):
                yield node.func
