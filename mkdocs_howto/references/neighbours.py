"""What stands one hop away from a code block: everything its source names."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import griffe

from mkdocs_howto.errors import UnreadableSource
from mkdocs_howto.references.files import Trail
from mkdocs_howto.references.modules import Modules
from mkdocs_howto.references.names import Use, local_imports, uses
from mkdocs_howto.references.shapes import Inside, Shapes
from mkdocs_howto.section import Shape


class Neighbourhood:
    """Finds out what the names in a piece of code stand for."""

    def __init__(self, modules: Modules, shapes: Shapes, inside: Inside) -> None:
        self._modules = modules
        self._shapes = shapes
        self._inside = inside

    def of(
        self, tree: ast.Module, scope: griffe.Object, own_path: str, trail: Trail
    ) -> tuple[dict[str, str], tuple[Shape, ...]]:
        """Names of a block and the shapes of what they stand for.

        Args:
            tree: The block's code.
            scope: The module or class that it stands in.
            own_path: Where the block is defined; what lies inside it is no neighbour.
            trail: Notes the files that the answer rests on.

        Returns:
            Names as the source uses them with the paths they stand for, and the shapes of those
            that the project defines, sorted by path.
        """
        imports = {name: _absolute(path, level, scope) for name, path, level in local_imports(tree)}
        names: dict[str, str] = {}
        found: dict[str, griffe.Object] = {}
        for use in uses(tree, method=isinstance(scope, griffe.Class)):
            self._note(use, self._start(use, scope, imports, trail), names, found, trail)
        for base in self._bases(own_path, trail):
            found[base.path] = base
        others = {
            path: node
            for path, node in found.items()
            if not isinstance(node, griffe.Module) and path != own_path and not path.startswith(f"{own_path}.")
        }
        shapes = [shape for path in sorted(others) if (shape := self._shape(others[path], trail)) is not None]
        return dict(sorted(names.items())), tuple(shapes)

    def _shape(self, node: griffe.Object, trail: Trail) -> Shape | None:
        try:
            return self._shapes.of(node, trail)
        except UnreadableSource:
            return None  # One of too many classes built on each other.

    def _note(
        self,
        use: Use,
        start: tuple[str, tuple[str, ...]] | None,
        names: dict[str, str],
        found: dict[str, griffe.Object],
        trail: Trail,
    ) -> None:
        if start is None:
            return
        path, rest = start
        node, left = self._deepest(path, rest, trail) if self._inside(path) else (None, rest)
        if node is None:
            names[use.text] = ".".join([path, *rest])
            return
        names[use.text] = ".".join([node.path, *left])
        found[node.path] = node

    def _start(
        self, use: Use, scope: griffe.Object, imports: dict[str, str], trail: Trail
    ) -> tuple[str, tuple[str, ...]] | None:
        """The path that the first part of a name stands for, and the parts after it."""
        if use.owner is not None:
            return (f"{scope.path}.{use.owner}" if use.owner else scope.path), use.chain[1:]
        first = use.chain[0]
        if first in imports:
            return imports[first], use.chain[1:]
        member = self._modules.global_name(scope.module, first, trail)
        if member is None:
            return None
        return member.target_path if isinstance(member, griffe.Alias) else member.path, use.chain[1:]

    def _deepest(self, path: str, rest: tuple[str, ...], trail: Trail) -> tuple[griffe.Object | None, tuple[str, ...]]:
        """The last object on the way that exists, and what is left of the way."""
        best: griffe.Object | None = None
        left = rest
        for count in range(len(rest) + 1):
            node = self._modules.object(".".join([path, *rest[:count]]), trail)
            if node is None or not self._inside(node.path):
                break
            best, left = node, rest[count:]
        return best, left

    def _bases(self, own_path: str, trail: Trail) -> Iterator[griffe.Class]:
        node = self._modules.object(own_path, trail)
        if isinstance(node, griffe.Class):
            yield from self._shapes.order(node, trail)[1:]


def _absolute(path: str, level: int, scope: griffe.Object) -> str:
    """The path that an import inside a function means."""
    if not level:
        return path
    module = scope.module
    parts = module.path.split(".")
    keep = len(parts) - level + (1 if module.is_init_module else 0)
    return ".".join([*parts[: max(keep, 0)], path])
