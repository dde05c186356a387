"""Count the public objects of a project that have a section, and name those that have none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkdocs_howto.errors import UnreadableSource, UnresolvedReference
from mkdocs_howto.references.files import Files, Trail
from mkdocs_howto.references.resolver import Resolver

if TYPE_CHECKING:
    from mkdocs_howto.references.public import Member
    from mkdocs_howto.settings import Settings


@dataclass(frozen=True, slots=True)
class Missing:
    """A public object without a section.

    Attributes:
        path: The path by which it is imported.
        file: Its file, as messages name it.
        line: Its first line there.
    """

    path: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class ModuleCoverage:
    """A module's public functions and classes.

    Attributes:
        name: The module's path.
        total: How many there are.
        missing: Those without a section.
    """

    name: str
    total: int
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """A project's public functions and classes, each counted in the first module that has it.

    Attributes:
        modules: The modules that have any.
        unread: Why modules are left out: files that are no Python.
    """

    modules: tuple[ModuleCoverage, ...]
    unread: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many objects there are."""
        return sum(module.total for module in self.modules)

    @property
    def missing(self) -> list[Missing]:
        """Objects without a section."""
        return [one for module in self.modules for one in module.missing]

    @property
    def percent(self) -> float:
        """How many of 100 objects have a section; 100 where there are none."""
        return 100 * (1 - len(self.missing) / self.total) if self.total else 100.0


def measure(settings: Settings, packages: Iterable[str], objects: Iterable[str]) -> Coverage:
    """Return which public functions and classes of packages have a section.

    Args:
        settings: Of the site.
        packages: Paths of packages or modules.
        objects: Paths of the objects that have a section.

    Raises:
        HowtoError: A package cannot be found, or its own file is not Python.
    """
    files = Files(settings.root, settings.paths, settings.search_paths)
    resolver = Resolver(files, settings.paths, settings.search_paths, paths_option=settings.paths_option)
    shapes = (resolver.shape(path, Trail()) for path in objects)
    covered = {shape.object_path for shape in shapes if shape is not None}
    counted: set[str] = set()
    modules: list[ModuleCoverage] = []
    unread: list[str] = []
    for module in (module for package in packages for module in resolver.modules(package, Trail())):
        try:
            members = resolver.members(module, settings.handler.filters, Trail())
        except UnresolvedReference:
            continue  # It has no public functions or classes.
        except UnreadableSource as error:
            unread.append(error.problem)
            continue
        own = [member for member in members if member.object_path not in counted]
        counted |= {member.object_path for member in own}
        if own:
            modules.append(ModuleCoverage(module, len(own), tuple(_missing(files, own, covered))))
    return Coverage(tuple(modules), tuple(unread))


def _missing(files: Files, members: Iterable[Member], covered: set[str]) -> Iterator[Missing]:
    for member in members:
        if member.object_path not in covered:
            yield Missing(member.path, files.show(member.file), member.line)
