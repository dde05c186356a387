"""A function of the package that makes what its constructor would take inner parts for."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_howto.section import ImportableBlock, Parameter, Project, Shape
from mkdocs_howto.syntax import parse

_MOST_REQUIRED = 1
"""Arguments of a function that is still simpler to call than a constructor."""
_LABELS = {"async", "generator", "contextmanager"}


@dataclass(frozen=True, slots=True)
class Factories:
    """Finds such functions among what a package exports."""

    block: ImportableBlock
    project: Project

    def of(self, shape: Shape, *, is_open: bool = False) -> tuple[str, Shape] | None:
        """The function that makes instances of a class, where the constructor takes instances of the package's classes.

        Args:
            shape: The class.
            is_open: Whether its constructor cannot be called, as something is left to subclasses.

        Returns:
            The path to import it by, and its shape.
        """
        parameters = shape.signature.parameters if shape.signature is not None else ()
        module = shape.object_path.rpartition(".")[0]
        if not is_open and not any(one.required and self._is_own(one, module) for one in parameters):
            return None
        for path in self._exported(shape.object_path.partition(".")[0]):
            found = self.project.shape(path)
            if found is not None and self._makes(found, shape):
                return path, found
        return None

    def _is_own(self, parameter: Parameter, module: str) -> bool:
        """Whether a parameter takes an instance of one of the package's classes."""
        for word in re.findall(r"\b[A-Z]\w+", parameter.annotation):
            found = self.project.shape(f"{module}.{word}")
            is_inside = found is not None and found.object_path.partition(".")[0] == module.partition(".")[0]
            if found is not None and is_inside and found.kind == "class" and "enum" not in found.labels:
                return True
        return False

    def _makes(self, function: Shape, shape: Shape) -> bool:
        if function.kind != "function" or _LABELS & set(function.labels) or function.signature is None:
            return False
        required = [parameter for parameter in function.signature.parameters if parameter.required]
        module = function.object_path.rpartition(".")[0]
        if function.signature.returns.strip("'\"") != shape.name or len(required) > _MOST_REQUIRED:
            return False
        found = self.project.shape(f"{module}.{shape.name}")
        is_it = found is not None and found.object_path == shape.object_path
        return is_it and not any(self._is_own(parameter, module) for parameter in required)

    def _exported(self, package: str) -> Iterator[str]:
        """Functions that a package has, or imports from its modules."""
        code = self.project.source(package)
        names = _named_like_functions(code.text) if code is not None else ()
        yield from (f"{package}.{name}" for name in names)


@functools.lru_cache(maxsize=16)
def _named_like_functions(text: str) -> tuple[str, ...]:
    """Public names that a package's own code defines or imports; asked for by many of its classes."""
    names: list[str] = []
    for node in parse(text).body:
        match node:
            case ast.ImportFrom(names=aliases):
                names += [alias.asname or alias.name for alias in aliases]
            case ast.FunctionDef(name=name):
                names.append(name)
    return tuple(name for name in names if name.islower() and not name.startswith("_"))
