"""Find the public members of packages, modules and classes: those that mkdocstrings would show.

Facts about mkdocstrings: its Python handler's options `filters` and `members`
(https://mkdocstrings.github.io/python/usage/configuration/members/).
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

import griffe

if TYPE_CHECKING:
    from mkdocs_howto.filters import Filters
    from mkdocs_howto.references.files import Trail
    from mkdocs_howto.references.modules import Modules

WILDCARD = ".*"
"""Ends a reference to all public members of a module or class."""
MOST = 1_000
"""Members of one module or class that get a section each. Large modules that people document have some hundreds."""


def public_members(modules: Modules, path: str, filters: Filters, trail: Trail) -> list[str]:
    """Return the paths of the public functions and classes of a module, or of the public methods of a class.

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
    shown = [name for name in names if _is_shown(owner, name, places, filters) and _is_told(modules, path, name, trail)]
    shown.sort(key=lambda name: (places.get(name, len(places)), _line(owner, name)))
    return [f"{path}.{name}" for name in shown][:MOST]


def public_modules(modules: Modules, package: str, trail: Trail) -> list[str]:
    """Return the paths of a package and of its public modules, at any depth, each package before its modules.

    Raises:
        NotThere: There is no such package.
        UnreadableSource: Its own file cannot be read as Python.
    """
    top = modules.follow(modules.find(package, trail), trail)
    return list(_with_submodules(modules, package, top, trail))


def _with_submodules(modules: Modules, path: str, module: griffe.Object, trail: Trail) -> Iterator[str]:
    yield path
    for name in modules.submodules(module):
        found = None if _is_private_module(name) else modules.object(f"{path}.{name}", trail)
        # A folder without `__init__.py` inside a package holds data more often than modules.
        if isinstance(found, griffe.Module) and not isinstance(found.filepath, list):
            yield from _with_submodules(modules, f"{path}.{name}", found, trail)


def _is_shown(owner: griffe.Module | griffe.Class, name: str, exported: Container[str], filters: Filters) -> bool:
    """Return whether a member stands in its owner's text, or is imported on purpose, and passes the filters."""
    member = owner.members.get(name)
    if _is_special(name) or (isinstance(member, griffe.Alias) and name not in exported and not member.public):
        return False
    return member is None or filters.show(name, is_public=member.is_public)


def _is_told(modules: Modules, path: str, name: str, trail: Trail) -> bool:
    """Return whether a member is a function or class; attributes and modules get no section of their own."""
    found = modules.object(f"{path}.{name}", trail)
    return isinstance(found, griffe.Function | griffe.Class)


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
