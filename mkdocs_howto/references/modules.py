"""The modules of the search paths as griffe sees them, visited one file at a time.

`griffe.load` reads a whole package before it answers. Here a module is visited when a reference
leads through it, and every answer says which files it rests on. Where both find an object they
find the same one: a submodule hides a member of the same name, a later wildcard import hides an
earlier definition, stubs are merged into their module. Beyond that, inherited members, wildcard
imports from other packages and folders without `__init__.py` are followed, as Python follows them.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from keyword import iskeyword
from pathlib import Path

import griffe

from mkdocs_howto.effects import dotted
from mkdocs_howto.errors import UnreadableSource
from mkdocs_howto.references.bounds import MOST_STARRED, leave_out_large_data, refuse_many_ancestors, seen_by_griffe
from mkdocs_howto.references.files import Files, Probe, Trail
from mkdocs_howto.references.made import Binding, MadeNames, made_names
from mkdocs_howto.references.newer import may_be_newer, python_for
from mkdocs_howto.syntax import NotPython, children, parse, parsed

_NAME = re.compile(r"[\w-]+")
"""What a module may be called: also `0001_initial`. `__all__` and options hold any text."""
_DYNAMIC = ("globals()", "sys.modules[__name__]", "vars()", "global_enum")
"""Marks of a module that has names which its text does not tell."""

_NAMESPACE = (
    "__import__('pkg_resources').declare_namespace(__name__)",
    '__import__("pkg_resources").declare_namespace(__name__)',
    "__path__ = __import__('pkgutil').extend_path(__path__, __name__)",
    '__path__ = __import__("pkgutil").extend_path(__path__, __name__)',
)
"""What makes a folder with an `__init__.py` a namespace package (packaging.python.org, "Packaging namespace
packages")."""

_SYSTEM = {"os.name", "sys.platform", "platform.system"}
"""What tells the operating system."""

Node = griffe.Object | griffe.Alias

COMPILED = (".so", ".pyd", ".pyc", ".pyo")


class NotThere(Exception):
    """A path that leads nowhere.

    Attributes:
        parent: The last object on the way, `None` when not even the package was found.
        name: The name that it does not have.
        target: Set when an import was followed: the path that the import names.
    """

    def __init__(self, parent: griffe.Object | None, name: str, target: str = "") -> None:
        super().__init__(name)
        self.parent = parent
        self.name = name
        self.target = target


@dataclass(frozen=True, slots=True)
class _Star:
    """A wildcard import, or a name that one gives.

    Attributes:
        path: Path of the module that is imported from, or of what the name stands for.
        line: Line of the import.
    """

    path: str
    line: int


_Offer = tuple[str, str] | _Star
"""A name with its path, or a wildcard import whose names are passed on."""


@dataclass(slots=True)
class _Visited:
    """A place where a module may be: what is there, and the looks it took to find out."""

    probe: Probe = field(default_factory=Probe)
    module: griffe.Module | None = None
    error: UnreadableSource | None = None
    """Why the file that is there gives no module."""
    stars: tuple[_Star, ...] = ()
    """Its wildcard imports, in the order of their lines."""
    hidden: Node | None = None
    """What the package's text binds to the name of this submodule, if that is something else."""
    offered: tuple[_Offer, ...] | None = None
    """What a wildcard import of this module gives, the first binding first; `None` until that is asked for."""
    starred: dict[str, _Star] | None = None
    """What its own wildcard imports give it, by name; `None` until that is asked for."""
    has_more_stars: bool = False
    """True where its wildcard imports lead to more names than are read, so that `starred` lacks some."""


@dataclass(slots=True)
class _Walk:
    """A walk through the modules that one module imports everything from.

    Attributes:
        seen: Paths of the modules that it came through.
        names: How many names they have.
    """

    seen: set[str]
    names: int = 0

    @property
    def is_over(self) -> bool:
        """True where as many names have been read as may be."""
        return self.names > MOST_STARRED


@dataclass(frozen=True, slots=True)
class _Order:
    """The classes whose members a class has, and the looks it took to find them."""

    classes: list[griffe.Class]
    probe: Probe


class Modules:
    """Modules by path, each visited when something in it is asked for."""

    def __init__(self, files: Files, paths: Sequence[Path], installed: Sequence[str | Path] = ()) -> None:
        """Args:
        files: The disk.
        paths: Folders that hold the project's own packages, in order.
        installed: Folders that are searched after them; `.pth` files and editable installs found there
            are followed (`griffe.ModuleFinder`).
        """
        self._files = files
        self._reach = files.admit(paths, installed)
        self._collection = griffe.ModulesCollection()
        self._lines = griffe.LinesCollection()
        self._extensions = griffe.Extensions()
        self._visited: dict[str, _Visited] = {}
        self._made: dict[str, MadeNames] = {}
        """Names that modules make in other ways than by plain statements, by the path of the module."""
        self._replaced: dict[str, griffe.Object] = {}
        """Definitions whose names are bound again by a later import in the same file, by path."""
        self._orders: dict[str, _Order] = {}
        self._under_way: set[str] = set()
        """Aliases being followed and classes being ordered, to stop at circles."""
        self._exporting: set[str] = set()
        """Paths of the modules whose `__all__` is written out."""
        self._depth = 0
        """Aliases being followed on the way to others."""

    # Walking.

    def find(self, path: str, trail: Trail) -> Node:
        """Walk a dotted path; the last name may be an alias.

        Raises:
            NotThere: A name on the way does not exist.
            UnreadableSource: A file on the way cannot be read as Python.
        """
        first, *rest = path.split(".")
        # A name that a module's `__all__` is made of, and that it does not define, has an empty path.
        here: Node | None = self._module(self._top(first), trail) if _NAME.fullmatch(first) else None
        if here is None:
            raise NotThere(None, first)
        for name in rest:
            around = self.follow(here, trail)
            try:
                here = self._member(around, name, trail)
            except NotThere:
                namesake = self.exported(around)
                if namesake is around:
                    raise
                here = self._member(self.follow(namesake, trail), name, trail)
        return here

    def follow(self, node: Node, trail: Trail) -> griffe.Object:
        """The object that an alias stands for in the end.

        Raises:
            NotThere: The alias leads nowhere, or in a circle.
            UnreadableSource: A file on the way cannot be read as Python, or the way is nested too deeply.
        """
        first = node.target_path if isinstance(node, griffe.Alias) else ""
        followed: list[str] = []
        self._depth += 1
        try:
            while isinstance(node, griffe.Alias):
                if node.path in self._under_way:
                    raise NotThere(None, node.name, first)
                if self._depth > _MOST_NESTED:
                    raise UnreadableSource(f"`{node.path}` is imported through too many other imports.", hint=_DIRECT)
                self._under_way.add(node.path)
                followed.append(node.path)
                node = self.find(node.target_path, trail)
        except NotThere as error:
            definitions = (self._replaced[path] for path in reversed(followed) if path in self._replaced)
            if (definition := next(definitions, None)) is not None:
                return definition  # What replaces it is compiled, or not installed: `OrderedDict` of `collections`.
            raise NotThere(error.parent, error.name, first) from error
        finally:
            self._depth -= 1
            self._under_way.difference_update(followed)
        return node

    def object(self, path: str, trail: Trail) -> griffe.Object | None:
        """The object at a path, or `None` where there is none or it cannot be read."""
        try:
            return self.follow(self.find(path, trail), trail)
        except (NotThere, UnreadableSource):
            return None

    def mro(self, class_: griffe.Class, trail: Trail) -> list[griffe.Class]:
        """The classes whose members a class has, itself first, in C3 order; bases that cannot be found left out."""
        order = self._order(class_)
        trail.add(order.probe)
        return order.classes

    def bases(self, class_: griffe.Class) -> list[str]:
        """Paths of the base classes as the source names them, before aliases are followed."""
        if not class_.bases:
            return []
        visited = self._visited.get(class_.module.path)
        if visited is not None and visited.module is class_.module:
            for part in (part for base in class_.bases if isinstance(base, griffe.Expr) for part in base.iterate()):
                if isinstance(part, griffe.ExprName):
                    self._bind_starred(visited, part.name)
        paths = [base if isinstance(base, str) else base.canonical_path for base in class_.bases]
        # griffe takes `class Tree(dict)` with a method `dict` to derive from that method.
        return [path.removeprefix(f"{class_.path}.") for path in paths]

    def global_name(self, module: griffe.Module, name: str, trail: Trail) -> Node | None:
        """What a module-level name is bound to in this module, submodules apart."""
        visited = self._visited.get(module.path)
        if visited is not None and visited.module is module:
            self._bind_starred(visited, name)
        return module.members.get(name)

    def file(self, node: griffe.Object) -> Path | list[Path]:
        """The file an object is defined in: its module's, or the stub beside that."""
        path = node.filepath
        if isinstance(path, list):
            return path
        inner: griffe.Object | griffe.Alias | None = node
        while inner is not None and not isinstance(inner, griffe.Module):
            if inner.runtime is False and (stub := path.with_suffix(".pyi")) in self._lines:
                return stub  # griffe marks so what only a stub has, whose line is counted there.
            inner = inner.parent
        return path

    def lines(self, node: griffe.Object) -> list[str]:
        """The lines of the file an object is defined in."""
        path = self.file(node)
        if isinstance(path, list):
            return []
        return self._lines[path] if path in self._lines else []  # noqa: SIM401 - a LinesCollection has no `get`

    def member_names(self, node: griffe.Object | None) -> list[str]:
        """Names one could go on with from here: for suggestions, so without completeness or trail."""
        if node is None:
            return sorted({stem for folder in self._reach.folders for stem in self._stems(folder)})
        names = set(node.members)
        if isinstance(node, griffe.Class):
            names = {name for base in self._order(node).classes for name in base.members}
        if isinstance(node, griffe.Module):
            names |= {stem for folder in self._folders(node) for stem in self._stems(folder)}
            visited = self._visited.get(node.path)
            names |= set(self._starred(visited)) if visited is not None else set()
        return sorted(name for name in names if name.isidentifier())

    def submodules(self, node: griffe.Object) -> list[str]:
        """Return the names of what may be modules of a package: files and folders beside its own, sorted."""
        stems = {stem for folder in self._folders(node) for stem in self._stems(folder)}
        return sorted(stem for stem in stems if stem.isidentifier())

    def exports(self, module: griffe.Module, trail: Trail) -> list[str]:
        """Return the names in a module's `__all__`, those taken over from other modules among them."""
        self._expand_exports(module, trail)
        return [name for name in module.exports or () if isinstance(name, str) and name.isidentifier()]

    def without_source(self, parent: griffe.Object | None, name: str) -> str | None:
        """Where a module is that exists only compiled: a file, or `the interpreter`."""
        folders = self._reach.folders if parent is None else self._folders(parent)
        for folder in folders:
            for entry in sorted(self._files.listing(str(folder))):
                if entry.partition(".")[0] == name and entry.endswith(COMPILED):
                    return self._files.show(folder / entry)
        if parent is None and name in sys.builtin_module_names:
            return "the interpreter"
        return None

    def compiled_star(self, module: griffe.Module) -> tuple[str, str] | None:
        """Return the compiled module that a module takes all names from, itself or through others, and where it is."""
        pending, seen = [module.path], {module.path}
        while pending:
            visited = self._visited.get(pending.pop())
            for star in visited.stars if visited is not None else ():
                if self.object(star.path, Trail()) is not None:
                    pending += [star.path] if star.path not in seen else []
                    seen.add(star.path)
                    continue
                outer, _, name = star.path.rpartition(".")
                if place := self.without_source(self.object(outer, Trail()) if outer else None, name):
                    return star.path, place
        return None

    def makes_names(self, module: griffe.Module) -> bool:
        """Return whether a module has names that its text does not tell."""
        return any(mark in line for line in self.lines(module) for mark in _DYNAMIC)

    def stubs_of(self, package: str) -> str:
        """Return the folder of a package's stubs that are installed without it (PEP 561); empty where there is none."""
        name = f"{package}-stubs"
        if self._package(package) is not None:
            return ""
        folders = (folder for folder in self._reach.folders if self._files.exists(folder / name))
        return next((f"{self._files.show(folder / name)}/" for folder in folders), "")

    def module_path(self, file: Path) -> str | None:
        """The dotted path under which a file can be imported, if it can."""
        for folder in self._reach.folders:
            try:
                parts = list(file.relative_to(folder).with_suffix("").parts)
            except ValueError:
                continue
            if parts and parts[-1] == "__init__":
                parts.pop()
            if parts and all(part.isidentifier() and not iskeyword(part) for part in parts):
                found = self.object(".".join(parts), Trail())
                if found is not None and found.filepath == file:
                    return ".".join(parts)
        return None

    def lies_in(self, package: str, folders: Sequence[Path]) -> bool:
        """Whether a top-level module or package is found in one of these folders; reads nothing."""
        places = [place for folder in folders for place in (folder / package, folder / f"{package}.py")]
        return any(self._files.exists(place) for place in places)

    def visit_text(self, name: str, file: Path, text: str) -> griffe.Module:
        """Visit code that is no module of the search paths: a fence, or a script.

        Raises:
            UnreadableSource: It is not valid Python.
        """
        return self._visit(name, file, None, text)

    # Modules.

    def _top(self, name: str) -> _Visited:
        visited = self._visited.get(name)
        if visited is None:
            visited = self._visited[name] = _Visited()
            path = self._package(name)
            visited.probe.absent.update(self._searched(name, path))
            if path is not None:
                self._load(visited, name, path, None)
        return visited

    def _package(self, name: str) -> Path | list[Path] | None:
        """Return where a top-level module or package is, as `griffe.ModuleFinder.find_package` does.

        That one reads `__init__.py` whatever it is and wherever it leads.
        """
        namespaces: list[Path] = []
        for folder in self._reach.folders:
            place = folder / name
            if self._files.exists(place):
                init, stub = place / "__init__.py", place / "__init__.pyi"
                if self._files.exists(init) and not self._is_namespace(init):
                    return init
                if self._files.exists(stub):
                    return stub
                if place.is_dir():
                    namespaces.append(place)
            if self._files.exists(module := folder / f"{name}.py"):
                return module
        return namespaces or None

    def _is_namespace(self, init: Path) -> bool:
        """Return whether an `__init__.py` only says that its package is spread over several folders."""
        try:
            text = self._files.glance(init)
        except OSError:
            return False
        return any(mark in text for mark in _NAMESPACE)

    def _searched(self, name: str, found: Path | list[Path] | None) -> Iterator[str]:
        """Places that were looked at in vain for a top-level name before it was found."""
        for folder in self._reach.folders:
            for place in (folder / name, folder / f"{name}.py"):
                if not self._files.exists(place):
                    yield str(place)
            if isinstance(found, Path) and found.is_relative_to(folder):
                return

    def _module(self, visited: _Visited, trail: Trail) -> griffe.Module | None:
        trail.add(visited.probe)
        if visited.error is not None:
            raise visited.error
        return visited.module

    def _load(self, visited: _Visited, name: str, path: Path | list[Path], parent: griffe.Module | None) -> None:
        try:
            module = visited.module = self._read(name, path, parent, visited.probe)
        except UnreadableSource as error:
            visited.error = error
            return
        hidden = parent.members.get(name) if parent is not None else None
        if not (isinstance(hidden, griffe.Alias) and hidden.target_path == module.path):
            visited.hidden = hidden
        (parent or self._collection).set_member(name, module)
        wildcards = [
            member
            for member in module.members.values()
            if isinstance(member, griffe.Alias) and member.wildcard is not None
        ]
        for wildcard in wildcards:
            del module.members[wildcard.name]
        stars = (_Star(wildcard.target_path, wildcard.alias_lineno or 0) for wildcard in wildcards)
        visited.stars = tuple(sorted(stars, key=lambda star: star.line))

    def _read(self, name: str, path: Path | list[Path], parent: griffe.Module | None, probe: Probe) -> griffe.Module:
        if isinstance(path, list):
            probe.absent.update(str(folder / "__init__.py") for folder in path)
            return griffe.Module(
                name, filepath=path, parent=parent, lines_collection=self._lines, modules_collection=self._collection
            )
        probe.read.add(str(path))
        return self._merge_stubs(self._visit(name, path, parent), name, path, parent, probe)

    def _merge_stubs(
        self, module: griffe.Module, name: str, path: Path, parent: griffe.Module | None, probe: Probe
    ) -> griffe.Module:
        stubs = path.with_suffix(".pyi")
        if path.suffix == ".pyi":
            return module
        if not self._files.exists(stubs):
            probe.absent.add(str(stubs))
            return module
        probe.read.add(str(stubs))
        typed = self._visit(name, stubs, parent)
        trail = Trail()
        for overloaded in typed.overloads:
            # griffe follows an alias that the stub overloads, so its target must be there.
            member = module.members.get(overloaded)
            if isinstance(member, griffe.Alias):
                self.object(member.target_path, trail)
        probe.also |= trail.probes
        _leave_out_others(module, typed)
        try:
            return griffe.merge_stubs(module, typed)
        except (griffe.AliasResolutionError, griffe.CyclicAliasError):
            return module

    def _visit(self, name: str, path: Path, parent: griffe.Module | None, text: str | None = None) -> griffe.Module:
        code = self._files.text(path) if text is None else text
        file = self._files.show(path)
        tree = parse_source(code, file, parse=partial(parse, deepest=_DEEPEST))
        module_path = f"{parent.path}.{name}" if parent is not None else name
        package = module_path if path.stem == "__init__" else module_path.rpartition(".")[0]
        self._made.setdefault(module_path, made_names(tree, package, module_path))
        leave_out_large_data(tree)
        visitor = _Visitor(
            name,
            path,
            code,
            self._extensions,
            parent,
            lines_collection=self._lines,
            modules_collection=self._collection,
        )
        try:
            module = visitor.module_of(tree)
            self._replaced.update(visitor.replaced)
        except (RecursionError, MemoryError) as error:
            raise UnreadableSource(f"{file} is not read: it is nested too deeply.", hint=_DIVIDE) from error
        self._lines[path] = code.split("\n")
        return module

    def _submodule(self, parent: griffe.Module, name: str, trail: Trail) -> griffe.Module | None:
        """The module of that name below a package, if there is one."""
        folders = self._folders(parent)
        if not folders or not _NAME.fullmatch(name):
            return None
        key = f"{parent.path}.{name}"
        visited = self._visited.get(key)
        if visited is None:
            visited = self._visited[key] = _Visited()
            visited.probe.absent.update(str(place) for place in _places(folders, name) if not self._files.exists(place))
            path = self._submodule_path(parent, name)
            if path is not None:
                self._load(visited, name, path, parent)
        return self._module(visited, trail)

    def _submodule_path(self, parent: griffe.Module, name: str) -> Path | list[Path] | None:
        namespaces: list[Path] = []
        for folder in self._folders(parent):
            for place in _places([folder], name):
                if place.suffix and self._files.exists(place):
                    return place
                if place.suffix:
                    continue
                if not self._files.exists(place) or not place.is_dir():
                    continue
                for init in (place / "__init__.py", place / "__init__.pyi"):
                    if self._files.exists(init):
                        return init
                namespaces.append(place)
        # A member of that name comes before a folder that may or may not be meant as a package.
        return namespaces if namespaces and name not in parent.members else None

    def _folders(self, node: griffe.Object) -> list[Path]:
        if not isinstance(node, griffe.Module):
            return []
        path = node.filepath
        if isinstance(path, list):
            return path
        return [path.parent] if path.stem == "__init__" else []

    def _stems(self, folder: Path) -> set[str]:
        names = self._files.listing(str(folder))
        return {name.partition(".")[0] for name in names if name.endswith((".py", ".pyi")) or "." not in name}

    # Members.

    def _member(self, node: griffe.Object, name: str, trail: Trail) -> Node:
        if isinstance(node, griffe.Module):
            return self._module_member(node, name, trail)
        if isinstance(node, griffe.Class):
            if name in node.members:
                return node.members[name]
            for base in self.mro(node, trail):
                if name in base.members:
                    return base.members[name]
                if (found := self._bound_together(base, name)) is not None:
                    return found
        raise NotThere(node, name)

    def _module_member(self, module: griffe.Module, name: str, trail: Trail) -> Node:
        # griffe lets a submodule hide a member of the same name (its loader's `_load_submodule`).
        submodule = self._submodule(module, name, trail)
        if submodule is not None:
            return submodule
        visited = self._visited.get(module.path)
        if visited is not None:
            self._bind_starred(visited, name)
        member = module.members.get(name) or self._bound_together(module, name) or self._answered(module, name, trail)
        if member is None and visited is not None and visited.has_more_stars:
            raise UnreadableSource(
                f"`{module.path}` takes more than {MOST_STARRED:,} names from wildcard imports; the rest is not read, "
                f"and `{name}` was not found.",
                hint="Refer to the module that defines it.",
            )
        if member is None:
            raise NotThere(module, name)
        return member

    def _bound_together(self, node: griffe.Module | griffe.Class, name: str) -> griffe.Attribute | None:
        """Return what a module or class binds together with other names: by unpacking, in a loop, by `with`."""
        made = self._made.get(node.module.path)
        inside = node.path.removeprefix(node.module.path).lstrip(".")
        binding = made.bindings.get(f"{inside}.{name}" if inside else name) if made is not None else None
        return _attribute(binding, name, node) if binding is not None else None

    def _answered(self, module: griffe.Module, name: str, trail: Trail) -> griffe.Alias | None:
        """Return what the `__getattr__` of a module leads to, as far as its text tells it."""
        made, key = self._made.get(module.path), f"{module.path}:{name}"
        if made is None or name not in made.places or key in self._under_way:
            return None
        self._under_way.add(key)
        try:
            for place in made.places[name]:
                if self.object(place, trail) is not None:
                    return griffe.Alias(name, place, parent=module)
        finally:
            self._under_way.discard(key)
        return None

    # Wildcard imports.

    def _bind_starred(self, visited: _Visited, name: str) -> None:
        """Bind a name that a module has from a wildcard import, unless it is bound again below that import."""
        module = visited.module
        if module is None or not visited.stars:
            return
        bound = _line(module.members[name]) if name in module.members else -1
        if visited.stars[-1].line <= bound:
            return
        star = self._starred(visited).get(name)
        if star is not None and star.line > bound:
            alias = griffe.Alias(name, star.path, lineno=star.line, wildcard_imported=True)
            module.members[name] = alias
            alias.parent = module

    def _starred(self, visited: _Visited) -> dict[str, _Star]:
        """Return what the wildcard imports of a module give it, by name.

        All modules that it imports from, directly or not, are walked through once, the last import first: what it
        gives hides what those above it give. Modules that import everything from each other give what all of them
        define; in which order Python would bind a name that several of them define depends on which is imported first.
        """
        if visited.starred is None:
            visited.starred = {}  # What leads back here meanwhile is not a module.
            starred: dict[str, _Star] = {}
            walk = _Walk({visited.module.path} if visited.module is not None else set())
            for star in reversed(visited.stars):
                for name, path in self._exposed(visited, star, walk):
                    starred.setdefault(name, _Star(path, star.line))
            visited.starred, visited.has_more_stars = starred, walk.is_over
        return visited.starred

    def _source(self, visited: _Visited, star: _Star) -> griffe.Module | None:
        """Return the module that a wildcard import imports from, with its `__all__` written out."""
        trail = Trail()
        try:
            source = self._imported(star.path, trail)
        except (NotThere, UnreadableSource):
            source = None
        if source is not None and source is not visited.module:
            self._expand_exports(source, trail)
        visited.probe.also |= trail.probes
        return source

    def _imported(self, path: str, trail: Trail) -> griffe.Module | None:
        """Return the module at a path, as Python imports it: no name from a wildcard import is a module on the way.

        Raises:
            NotThere: A name on the way leads nowhere.
            UnreadableSource: A file on the way cannot be read as Python.
        """
        first, *rest = path.split(".")
        module = self._module(self._top(first), trail) if first else None
        for name in rest:
            if module is None:
                return None
            parent, module = module, self._submodule(module, name, trail)
            if module is None and name in parent.members:  # As `os.path` is.
                found = self.follow(parent.members[name], trail)
                module = found if isinstance(found, griffe.Module) else None
        return module

    def _exposed(self, visited: _Visited, star: _Star, walk: _Walk) -> Iterator[tuple[str, str]]:
        """Yield the names that a wildcard import gives, each with its path; what hides others comes first.

        Args:
            visited: The module that has the import.
            star: The import.
            walk: The modules that were walked through before; those that are met here are added.
        """
        pending: list[tuple[_Visited, _Offer]] = [(visited, star)]
        while pending:
            owner, offer = pending.pop()
            if isinstance(offer, tuple):
                yield offer
                continue
            source = self._source(owner, offer) if not walk.is_over else None
            if source is not None and source.path not in walk.seen:
                walk.seen.add(source.path)
                walk.names += len(source.members)
                lender = self._visited.get(source.path)
                pending += [(lender, lent) for lent in self._offered(lender)] if lender is not None else ()

    def _offered(self, visited: _Visited) -> tuple[_Offer, ...]:
        """Return what a wildcard import of a module gives, in the order in which the module binds it."""
        if visited.offered is None:
            visited.offered = ()
            module = visited.module
            visited.offered = tuple(self._bindings(visited, module)) if module is not None else ()
        return visited.offered

    def _bindings(self, visited: _Visited, module: griffe.Module) -> Iterator[_Offer]:
        listed = None if module.exports is None else {name for name in module.exports if isinstance(name, str)}
        own = [
            (_line(member), (name, member.path))
            for name, member in module.members.items()
            if (name in listed if listed is not None else member.is_wildcard_exposed)
            if not (isinstance(member, griffe.Alias) and member.wildcard_imported)
        ]
        if listed is not None:
            # Names that it has from wildcard imports of its own are looked for when they are asked for.
            starred = listed - {name for _, (name, _) in own} if visited.stars else set()
            yield from ((name, f"{module.path}.{name}") for name in sorted(starred))
            yield from (offer for _, offer in own)
            return
        stars = [(star.line, star) for star in visited.stars]
        ordered: list[tuple[int, _Offer]] = sorted([*own, *stars], key=lambda one: one[0])
        yield from (offer for _, offer in ordered)

    def is_ambiguous(self, found: griffe.Object) -> bool:
        """Whether a submodule stands where its package's text binds its name to something else."""
        visited = self._visited.get(found.path)
        return visited is not None and visited.module is found and visited.hidden is not None

    def exported(self, found: Node) -> Node:
        """Return what a package imports from one of its submodules under the name of that, else what was found.

        After `from .shorten import shorten` in `text/__init__.py`, `text.shorten` is the function.
        """
        visited = self._visited.get(found.path) if isinstance(found, griffe.Module) else None
        if visited is None or visited.module is not found or not isinstance(visited.hidden, griffe.Alias):
            return found
        is_own = visited.hidden.target_path.startswith(f"{found.path}.")
        return visited.hidden if is_own and visited.hidden.target_path != found.path else found

    def tells_all(self, module: griffe.Module, inside: Callable[[str], bool], trail: Trail) -> bool:
        """Whether a module's text names everything that can be imported from it.

        Args:
            module: The module.
            inside: Whether a module may be looked into that this one imports everything from.
            trail: Notes the files that the answer rests on.
        """
        seen: set[str] = set()
        pending = [module]
        while pending:
            current = pending.pop()
            if current.path in seen:
                continue
            seen.add(current.path)
            visited = self._visited.get(current.path)
            if visited is None or "__getattr__" in current.members or isinstance(current.filepath, list):
                return False
            if self.makes_names(current):
                return False
            for star in visited.stars:
                source = self.object(star.path, trail) if inside(star.path) else None
                if not isinstance(source, griffe.Module):
                    return False
                pending.append(source)
        return True

    def _expand_exports(self, module: griffe.Module, trail: Trail) -> None:
        """Follow `__all__ = other.__all__ + […]`, so that griffe can tell what a wildcard exposes."""
        seen: set[str] = set()
        pending: list[tuple[griffe.Module, dict[int, griffe.Module] | None]] = [(module, None)]
        while pending:
            current, lenders = pending.pop()
            if lenders is not None:
                self._write_out_exports(current, lenders, trail)
            elif current.path not in seen and current.path not in self._exporting and current.exports:
                seen.add(current.path)
                self._exporting.add(current.path)
                lenders = dict(self._lenders(current, trail))
                pending.append((current, lenders))
                pending += [(lender, None) for lender in lenders.values()]

    def _lenders(self, module: griffe.Module, trail: Trail) -> Iterator[tuple[int, griffe.Module]]:
        """Yield the modules whose `__all__` another one takes over, each with its place there."""
        for place, export in enumerate(module.exports or ()):
            if not isinstance(export, str):
                lender = self.object(export.canonical_path.rpartition(".")[0], trail)
                if isinstance(lender, griffe.Module):
                    yield place, lender

    def _write_out_exports(self, module: griffe.Module, lenders: dict[int, griffe.Module], trail: Trail) -> None:
        names: dict[str, None] = {}
        for place, export in enumerate(module.exports or ()):
            lent = (lenders[place].exports or ()) if place in lenders else ()
            names |= dict.fromkeys(
                [export] if isinstance(export, str) else [name for name in lent if isinstance(name, str)]
            )
        module.exports = list(names)
        for name in names:
            if name not in module.members:
                self._submodule(module, name, trail)

    # Bases.

    def _order(self, class_: griffe.Class) -> _Order:
        known = self._orders.get(class_.path)
        if known is not None:
            return known
        if class_.path in self._under_way:
            return _Order([], Probe())
        trail, paths = Trail(), self.bases(class_)
        refuse_many_ancestors(class_.path, len(self._under_way), len(paths))
        self._under_way.add(class_.path)
        try:
            found = (self.object(path, trail) for path in paths)
            bases = [base for base in found if isinstance(base, griffe.Class) and base.path not in self._under_way]
            orders = [self._order(base) for base in bases]
            classes = [class_, *griffe.c3linear_merge(*[list(order.classes) for order in orders], bases)]
        except ValueError:  # No consistent order: Python would refuse the class.
            classes = [class_]
        finally:
            self._under_way.discard(class_.path)
        refuse_many_ancestors(class_.path, len(classes))
        probe = Probe(also=trail.probes | {order.probe for order in orders})
        self._orders[class_.path] = order = _Order(classes, probe)
        return order


def _line(node: Node) -> int:
    """Return the line that binds a name, 0 where there is none."""
    return (node.alias_lineno if isinstance(node, griffe.Alias) else node.lineno) or 0


def _places(folders: Sequence[Path], name: str) -> list[Path]:
    return [place for folder in folders for place in (folder / name, folder / f"{name}.py", folder / f"{name}.pyi")]


_MEND = "Mend the file; the section returns by itself."
_DIVIDE = "Refer to code in another file, or move generated code and data out of this one."
_DIRECT = "Import it from the module that defines it."
_MOST_NESTED = 30
"""Aliases that are followed on the way to others: `a.b.c` where `a.b` is one, whose path has others again."""
_DEEPEST = 10_000
"""Levels of nodes inside each other in a file; griffe looks at few of them."""


def _leave_out_others(module: griffe.Module | griffe.Class, typed: griffe.Module | griffe.Class) -> None:
    """Take from a stub what is of another kind than in the code, which griffe would replace by it.

    What is put in its place would keep the stub's line number, in the code's file.
    """
    for name, stub in list(typed.members.items()):
        member = module.members.get(name)
        if member is None or member.is_alias or stub.is_alias:
            continue
        if member.kind is not stub.kind:
            del typed.members[name]
        elif isinstance(member, griffe.Class) and isinstance(stub, griffe.Class):
            _leave_out_others(member, stub)


_ASSIGNMENTS: tuple[type[ast.AST], ...] = (ast.Assign, ast.AnnAssign, getattr(ast, "TypeAlias", ast.Assign))
"""Statements that griffe looks for a docstring after; Python has `TypeAlias` since 3.12."""


class _Visitor(griffe.Visitor):
    """Visits a tree that was parsed already, with the limits of this package.

    Attributes:
        replaced: Definitions whose names are bound again by an import below them, by path.
    """

    replaced: dict[str, griffe.Object]
    _seen: list[ast.AST]
    _next: dict[ast.AST, ast.AST]
    """Assignments, each with the expression that follows it below the same parent, where that may be its docstring."""

    def module_of(self, tree: ast.Module) -> griffe.Module:
        """Return the module that a tree stands for."""
        self.replaced, self._seen = {}, []
        pairs = (pair for node in seen_by_griffe(tree) for pair in pairwise(children(node)))
        self._next = {
            first: second for first, second in pairs if isinstance(first, _ASSIGNMENTS) and isinstance(second, ast.Expr)
        }
        try:
            self.visit(tree)
            return self.current.module
        finally:
            # griffe notes the parent of each node: in a circle, trees would stay in memory for long.
            for node in self._seen:
                vars(node).pop("parent", None)

    def visit(self, node: ast.AST) -> None:
        """Show griffe an assignment and the node that follows it, which may be its docstring, as if alone in the body.

        griffe looks for the following node among all nodes below the parent, from the first one on, which takes
        quadratic time (griffe 2.4.1, `ast_next` in `agents/nodes/ast.py`).
        """
        self._seen.append(node)
        if not isinstance(node, _ASSIGNMENTS):
            super().visit(node)
            return
        held = vars(node)
        parent = held["parent"]
        following = self._next.get(node)
        # Of the same class, because griffe asks whether an assignment stands in an `if`.
        kind: type[ast.AST] = type(parent)
        alone = kind.__new__(kind)
        vars(alone)["body"] = [node] if following is None else [node, following]
        held["parent"] = alone
        super().visit(node)
        held["parent"] = parent

    def visit_importfrom(self, node: ast.ImportFrom) -> None:
        """Keep the definitions in mind that an import replaces, and mark the names that it imports for others."""
        for alias in node.names:
            member = self.current.members.get(alias.asname or alias.name)
            if isinstance(member, griffe.Function | griffe.Class):
                self.replaced[member.path] = member
                # griffe resolves the names of bases in what has the name of the class: an import from now on.
                for base in getattr(member, "bases", ()):
                    for part in base.iterate(flat=True) if isinstance(base, griffe.Expr) else ():
                        if isinstance(part, griffe.ExprName):
                            part.member = None
        super().visit_importfrom(node)
        for alias in node.names:
            # `from .cart import Cart as Cart` says that the name is there for others (PEP 484, "Stub files").
            if alias.asname == alias.name and isinstance(member := self.current.members.get(alias.name), griffe.Alias):
                member.public = True

    def visit_if(self, node: ast.If) -> None:
        """Let what only Windows runs replace nothing that other systems have: `path` of `os`."""
        if not _is_for_windows(node.test):
            super().visit_if(node)
            return
        before = dict(self.current.members)
        others, node.orelse = node.orelse, []
        super().visit_if(node)
        self.current.members.update(before)
        node.body, node.orelse = [], others
        super().visit_if(node)

    _visitor = {**griffe.Visitor._visitor, ast.ImportFrom: visit_importfrom, ast.If: visit_if}  # noqa: RUF012, SLF001


def _is_for_windows(test: ast.expr) -> bool:
    """Whether a condition holds on Windows only (docs.python.org, `os.name`, `sys.platform`)."""
    match test:
        case ast.Compare(left=ast.Constant(value="nt"), ops=[ast.In()]):
            return True
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant(value="nt" | "win32" | "Windows")]):
            return dotted(left if not isinstance(left, ast.Call) else left.func) in _SYSTEM
        case ast.Call(func=ast.Attribute(value=value, attr="startswith"), args=[ast.Constant(value="win" | "win32")]):
            return dotted(value) in _SYSTEM
    return False


def _attribute(binding: Binding, name: str, parent: griffe.Module | griffe.Class) -> griffe.Attribute:
    """Return what griffe makes of a plain assignment, for a name that is bound together with others."""
    value = (
        griffe.safe_get_expression(binding.value, parent=parent, parse_strings=False)
        if binding.value is not None
        else None
    )
    labels = {"module-attribute"} if isinstance(parent, griffe.Module) else {"class-attribute"}
    first, last = binding.lines
    attribute = griffe.Attribute(name, value=value, lineno=first, endlineno=last, parent=parent)
    attribute.labels |= labels
    return attribute


def parse_source(text: str, file: str, hint: str = _MEND, *, parse: Callable[[str], ast.Module] = parsed) -> ast.Module:
    """Parse a file, or a part of one.

    Args:
        text: The text.
        file: Where it stands, for messages.
        hint: What to do when it is not valid.
        parse: Gives its tree, which the caller may change only where it is its own.

    Raises:
        UnreadableSource: It is not valid Python, too large, or nested too deeply.
    """
    try:
        return parse(text)
    except NotPython as error:
        if error.is_limit:
            raise UnreadableSource(f"{file} is not read: {error.problem}.", hint=_DIVIDE) from error
        where = f"{file}, line {error.line}" if error.line else file
        running = f"{sys.version_info[0]}.{sys.version_info[1]}"
        if (newer := python_for(text, error)) is not None:
            problem = f"{where}: this needs Python {newer[0]}.{newer[1]}; the site is built with Python {running}."
            raise UnreadableSource(
                problem, hint=f"Build the site with Python {newer[0]}.{newer[1]} or newer."
            ) from error
        if may_be_newer(error):
            hint = f"{hint} If it is right, it may need a newer Python than {running}, which builds this site."
        raise UnreadableSource(f"{where}: not valid Python ({error.problem}).", hint=hint) from error
