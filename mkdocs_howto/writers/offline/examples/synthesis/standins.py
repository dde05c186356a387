"""A class to show a base class through, which leaves something to its subclasses."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_howto.section import ImportableBlock, Project, Shape
from mkdocs_howto.syntax import fragment, parse, walk
from mkdocs_howto.writers.offline.examples import state
from mkdocs_howto.writers.offline.examples.code import Code

_MOST_HOPS = 2
"""Modules through which all that is public is imported, one from the other."""
_IDLE = re.compile(r"(?:None?|Null|NoOp|Noop|Dummy|Fake|Mock|Empty)(?=[A-Z]|$)")
"""Names of classes that are there to do nothing: another one shows more."""
_OF_ALL = frozenset(dir(object))
"""What every object has."""


@dataclass(frozen=True, slots=True)
class StandIns:
    """Finds public classes of the project that fill in what a base class leaves open."""

    block: ImportableBlock
    """Holds the call sites, which import such classes."""
    project: Project

    def of(self, shape: Shape, name: str = "") -> tuple[str, Shape] | None:
        """A class that can stand in for a base class.

        Args:
            shape: The base class.
            name: The member to be used, which the class must not replace unless it is left open; empty for any.

        Returns:
            The path to import it by, and its shape.
        """
        idle: tuple[str, Shape] | None = None
        for path, found in self._fitting(shape, name):
            if not _IDLE.match(found.name):
                return path, found
            idle = idle or (path, found)
        return idle

    def _fitting(self, shape: Shape, name: str) -> Iterator[tuple[str, Shape]]:
        """The classes that can stand in for a base class, the nearest first."""
        wanted = self.lacking(shape, name)
        member = state.members_of(shape, self.project).get(name)
        # What a class leaves open is used in no other way than as a subclass has it.
        may_differ = not name or (member is not None and state.is_open(member))
        for path in (*self.neutral(shape), *self._public_classes(shape)):
            found = self._class(path)
            if found is None or found.object_path == shape.object_path:
                continue
            if not self._is_built_on(found, shape):
                continue
            members = state.members_of(found, self.project)
            is_same = (
                may_differ
                or found.name != path.rpartition(".")[2]
                or self._origin(found, name) == self._origin(shape, name)
            )
            if is_same and state.is_ready(found, self.project) and wanted <= members.keys():
                yield path, found

    def neutral(self, shape: Shape) -> Iterator[str]:
        """Names that the package binds to the class for where it runs: `Current = _Posix`, which users are to use."""
        outer = self.project.shape(shape.object_path.partition(".")[0])
        for member in outer.members if outer is not None else ():
            if member.kind == "attribute" and (member.value or "").isidentifier():
                name = member.name
                if name[:1].isupper() and not name.isupper():
                    yield member.object_path

    def users_class(self, shape: Shape) -> str:
        """The name that users import for a base class, where the package binds one to a class built on it."""
        for path in self.neutral(shape):
            found, name = self._class(path), path.rpartition(".")[2]
            if found is not None and found.name != name and self._is_built_on(found, shape):
                return name
        return ""

    def _is_built_on(self, found: Shape, shape: Shape) -> bool:
        return any(base.object_path == shape.object_path for base in state.lineage(found, self.project))

    def lacking(self, shape: Shape, name: str) -> set[str]:
        """What a method reads of its object and neither its class nor a base defines: subclasses are to have it.

        Args:
            shape: The class.
            name: The method.
        """
        is_chosen = shape.member("__new__") is not None  # By which a class may give an instance of another one.
        is_known = bool(name) and shape.complete and not is_chosen
        found = Code(self.block, self.project).function(self._origin(shape, name)) if is_known else None
        if found is None:
            return set()
        known = state.members_of(shape, self.project).keys() | _OF_ALL
        unknown = set(_read_of_itself(found.node)) - known
        return unknown - self._set_anywhere(shape) if unknown else unknown

    def _set_anywhere(self, shape: Shape) -> set[str]:
        """Attributes that the methods of a class and its bases set."""
        names: set[str] = set()
        for current in state.lineage(shape, self.project):
            code = self.project.source(current.object_path)
            names |= _set_in(code.text) if code is not None else set()
        return names

    def _class(self, path: str) -> Shape | None:
        """The class at a path; a name that is bound to a class stands for it: `Current = _Posix`."""
        found = self.project.shape(path)
        if found is not None and found.kind == "attribute" and (found.value or "").isidentifier():
            found = self.project.shape(f"{path.rpartition('.')[0]}.{found.value}")
        return found if found is not None and found.kind == "class" else None

    def _origin(self, shape: Shape, name: str) -> str:
        """Where the member of that name is defined."""
        member = state.members_of(shape, self.project).get(name)
        return member.object_path if member is not None else ""

    def _public_classes(self, shape: Shape) -> Iterator[str]:
        """Paths by which classes can be imported that may be built on one, the nearest first."""
        package = shape.object_path.partition(".")[0]
        module = shape.object_path.rpartition(".")[0]
        yield from (f"{module}.{name}" for name in self._classes_of(module))
        for site in self.block.call_sites:
            for text in site.setup:
                yield from _imported(text, package)
        yield from self._exported(package)

    def _exported(self, package: str) -> Iterator[str]:
        """Classes that a package imports from its modules whatever the platform."""
        code = self.project.source(package)
        for name in _classes_imported_in(code.text) if code is not None else ():
            yield f"{package}.{name}"
        for module in self._taken_whole(package, _MOST_HOPS):
            yield from (f"{package}.{name}" for name in self._classes_of(module))

    def _taken_whole(self, package: str, hops: int) -> Iterator[str]:
        """Modules from which a package imports all that is public, itself or through others of its modules."""
        code = self.project.source(package)
        for name in _modules_taken_whole(code.text) if code is not None else ():
            module = f"{package}.{name}"
            yield module
            yield from self._taken_whole(module, hops - 1) if hops else ()

    def _classes_of(self, module: str) -> Iterator[str]:
        """Names of the public classes that a module defines."""
        found = self.project.shape(module)
        for member in found.members if found is not None else ():
            if member.kind == "class" and not member.name.startswith("_"):
                yield member.name


@functools.lru_cache(maxsize=64)
def _set_in(text: str) -> frozenset[str]:
    """Attributes that a class sets, whose members are written about one after the other."""
    attributes = (node for node in walk(parse(text)) if isinstance(node, ast.Attribute))
    return frozenset(node.attr for node in attributes if isinstance(node.ctx, ast.Store | ast.Del))


@functools.lru_cache(maxsize=16)
def _classes_imported_in(text: str) -> tuple[str, ...]:
    """Names of the classes that a package imports from somewhere, as far as names tell classes."""
    imports = [node for node in parse(text).body if isinstance(node, ast.ImportFrom)]
    names = [alias.asname or alias.name for node in imports for alias in node.names]
    return tuple(name for name in names if name[0].isupper())


@functools.lru_cache(maxsize=16)
def _modules_taken_whole(text: str) -> tuple[str, ...]:
    """Modules below a package from which it imports all that is public, by their names in the package."""
    imports = [node for node in parse(text).body if isinstance(node, ast.ImportFrom)]
    return tuple(node.module for node in imports if node.module and node.level == 1 and node.names[0].name == "*")


def _read_of_itself(function: ast.AST) -> Iterator[str]:
    """Attributes that a method reads of its object."""
    for node in walk(function):
        match node:
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Load()):
                yield name


def _imported(text: str, package: str) -> Iterator[str]:
    if not text.startswith("from "):
        return
    for node in fragment(text).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == package:
            yield from (f"{node.module}.{alias.name}" for alias in node.names if alias.name[:1].isupper())
