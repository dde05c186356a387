"""The code of other functions of the project, as far as an example depends on it."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from mkdocs_howto.section import ImportableBlock, Project
from mkdocs_howto.syntax import NotPython, parsed

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Found:
    """A function with its text.

    Attributes:
        node: Its syntax tree.
        source: The text that the tree was parsed from.
        module: Path of what it is defined in: a module, or a class.
    """

    node: Function
    source: str
    module: str

    def parameter(self, place: int | str) -> ast.arg | None:
        """The parameter that an argument is for.

        Args:
            place: Position in the call, or name; the object of a method is not counted.
        """
        arguments = self.node.args
        plain = [*arguments.posonlyargs, *arguments.args]
        if isinstance(place, str):
            return next((known for known in [*plain, *arguments.kwonlyargs] if known.arg == place), None)
        if plain and plain[0].arg in {"self", "cls"}:
            plain = plain[1:]
        return plain[place] if place < len(plain) else None


def _defined(text: str) -> ast.stmt | None:
    """The definition in a text."""
    try:
        body = parsed(text).body
    except NotPython:
        return None
    return body[0] if body else None


@dataclass(frozen=True, slots=True)
class Code:
    """Reads functions of the documented package; others are taken at their signature."""

    block: ImportableBlock
    project: Project

    def function(self, path: str) -> Found | None:
        """The function at a path, if the documented package defines it.

        Args:
            path: Any path that leads to it; of a class, its constructor is taken.
        """
        if path.partition(".")[0] != self.block.object_path.partition(".")[0]:
            return None
        shape = self.project.shape(path)
        if shape is not None and shape.kind == "class":
            path, shape = f"{path}.__init__", self.project.shape(f"{path}.__init__")
        if shape is not None and shape.kind == "attribute" and (shape.value or "").isidentifier():
            # Another name for a function beside it: `_irange_key = irange_key`.
            path = f"{shape.object_path.rpartition('.')[0]}.{shape.value}"
            shape = self.project.shape(path)
        if shape is None or shape.kind != "function":
            return None
        found = self.project.source(path)
        if found is None:
            return None
        node = _defined(found.text)
        module = found.object_path.rpartition(".")[0]
        return Found(node, found.text, module) if isinstance(node, Function) else None

    def called(self, written: str, module: str) -> Found | None:
        """The function that code of the package calls by this name.

        Args:
            written: The name as the code has it.
            module: Path of what the code is defined in.
        """
        while module and "." not in written:
            if (found := self.function(f"{module}.{written}")) is not None:
                return found
            shape = self.project.shape(module)
            if shape is None or shape.kind == "module":
                return None
            module = module.rpartition(".")[0]
        return None
