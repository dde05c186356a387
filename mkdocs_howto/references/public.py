"""Find the public members of packages, modules and classes: those that mkdocstrings would show.

Facts about mkdocstrings: its Python handler's options `filters` and `members`
(https://mkdocstrings.github.io/python/usage/configuration/members/).
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import griffe

from mkdocs_howto.files import real
from mkdocs_howto.references.bounds import MOST_DEEP

if TYPE_CHECKING:
    from mkdocs_howto.filters import Filters
    from mkdocs_howto.references.files import Trail
    from mkdocs_howto.references.modules import Modules

MOST = 1_000
"""Members of one module or class that get a section each. Large modules that people document have some hundreds."""


@dataclass(frozen=True, slots=True)
class Member:
    """A public function, class or method.

    Attributes:
        path: Its path as a member of its module or class.
        object_path: The path where it is defined.
        file: The file that defines it.
        line: Its first line there, from 1.
    """

    path: str
    object_path: str
    file: Path
    line: int


def public_members(modules: Modules, path: str, filters: Filters, trail: Trail) -> list[Member]:
    """Return the public functions and classes of a module, or the public methods of a class.

    What a module imports is its member only where `__all__` or an import `as` the same name says so; submodules are
    none. Members stand in the order of `__all__`, then in that of the source.

    Args:
        modules: The sources.
        path: Path of the module or class.
        filters: Which members are shown.
        trail: Takes up the looks at the disk.

    Raises:
        NotThere: The path leads to nothing.
        UnreadableSource: It leads to a file that cannot be read as Python.
    """
    owner = modules.follow(modules.find(path, trail), trail)
    if not isinstance(owner, griffe.Module | griffe.Class):
        return []
    exports = modules.exports(owner, trail) if isinstance(owner, griffe.Module) else []
    places = {name: place for place, name in enumerate(exports)}
    # `__all__` also lists what only a wildcard import binds, which is no member in the text.
    names = [*owner.members, *(name for name in exports if name not in owner.members)]
    shown = [name for name in names if _is_shown(owner, name, places, filters)]
    shown.sort(key=lambda name: (places.get(name, len(places)), _line(owner, name)))
    found = (_member(modules, f"{path}.{name}", trail) for name in shown)
    return list(islice(filter(None, found), MOST))


def public_modules(modules: Modules, package: str, trail: Trail) -> list[str]:
    """Return the paths of a package and of its public modules, at any depth, each package before its modules.

    Raises:
        NotThere: There is no such package.
        UnreadableSource: Its own file cannot be read as Python.
    """
    top = modules.follow(modules.find(package, trail), trail)
    return list(_with_submodules(modules, package, top, trail, set()))


def _with_submodules(
    modules: Modules, path: str, module: griffe.Object, trail: Trail, seen: set[Path]
) -> Iterator[str]:
    """Yield a module and those below it; `seen` are the files of those before it, to which links may lead again."""
    if isinstance(module.filepath, Path):
        if (file := real(module.filepath)) in seen:
            return
        seen.add(file)
    yield path
    for name in modules.submodules(module) if path.count(".") < MOST_DEEP else ():
        found = None if _is_private_module(name) else modules.object(f"{path}.{name}", trail)
        # A folder without `__init__.py` inside a package holds data more often than modules.
        if isinstance(found, griffe.Module) and not isinstance(found.filepath, list):
            yield from _with_submodules(modules, f"{path}.{name}", found, trail, seen)


def _is_shown(owner: griffe.Module | griffe.Class, name: str, exported: Container[str], filters: Filters) -> bool:
    """Return whether a member stands in its owner's text, or is imported on purpose, and passes the filters."""
    member = owner.members.get(name)
    if _is_special(name) or (isinstance(member, griffe.Alias) and name not in exported and not member.public):
        return False
    return member is None or filters.show(name, is_public=member.is_public)


def _member(modules: Modules, path: str, trail: Trail) -> Member | None:
    """Return what a path stands for; `None` for attributes and modules, which get no section of their own."""
    found = modules.object(path, trail)
    if not isinstance(found, griffe.Function | griffe.Class):
        return None
    file = modules.file(found)
    return Member(path, found.path, file, found.lineno or 1) if isinstance(file, Path) else None


def _is_private_module(name: str) -> bool:
    """Return whether a module is private by its name, or holds tests."""
    return name.startswith(("_", "test_")) or name in {"test", "tests", "conftest"}


def _is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _line(owner: griffe.Module | griffe.Class, name: str) -> int:
    """Return the line that binds a name, or 0 where the text does not."""
    member = owner.members.get(name)
    if isinstance(member, griffe.Alias):
        return member.alias_lineno or 0
    return (member.lineno or 0) if member is not None else 0
