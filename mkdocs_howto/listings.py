"""Lists of public members and modules, kept as long as the files that they were read from stay the same."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_howto.answers import digest
from mkdocs_howto.errors import UnreadableSource, UnresolvedReference
from mkdocs_howto.files import real
from mkdocs_howto.references.bounds import MOST_DEEP

if TYPE_CHECKING:
    from mkdocs_howto.build import Build
    from mkdocs_howto.references.files import Trail
    from mkdocs_howto.references.public import Member


class Listings:
    """The lists of one build."""

    def __init__(self, build: Build) -> None:
        """Make lists of which none has been asked for yet.

        Args:
            build: Finds what no earlier build has listed, and keeps it.
        """
        self._build = build
        self._filters = build.settings.handler.filters

    def members(self, owner: str) -> tuple[str, ...]:
        """Return the paths of the public members of a module or class.

        Args:
            owner: Its path.

        Raises:
            HowtoError: There is no such module or class, or it has no public members.
        """

        def found(trail: Trail) -> list[str]:
            return [one.path for one in self._build.resolver.members(owner, self._filters, trail)]

        return self._kept("members", owner, found)

    def pages(self, package: str) -> Mapping[str, Sequence[str]]:
        """Return the public modules of a package, each with the paths of the objects that belong on its page.

        An object belongs to the public module that defines it, else to the first one that offers it, and is named by
        the shortest of its paths. Modules without any are left out.

        Args:
            package: Its path.

        Raises:
            HowtoError: There is no such package, or its own file is not Python.
        """
        files = digest(sorted(self._module_files(package)))
        found: list[tuple[str, str]] = []

        def paths(trail: Trail) -> list[str]:
            grouped = self._grouped(package, trail)
            found.extend((module, path) for module, own in grouped.items() for path in own)
            return [path for _, path in found]

        def modules(trail: Trail) -> list[str]:
            if not found:
                paths(trail)
            return [module for module, _ in found]

        # Two lists, since each one rests on all files of the package.
        objects = self._kept(f"objects of {files}", package, paths)
        homes = self._kept(f"modules of {files}", package, modules)
        pages: dict[str, list[str]] = {}
        for module, path in zip(homes, objects, strict=True):
            pages.setdefault(module, []).append(path)
        return pages

    def _module_files(self, package: str) -> Iterator[str]:
        """Yield the files below a package's folder that may be modules: a new one may belong to the list."""
        files = self._build.files
        parts = package.split(".")
        is_name = all(part.isidentifier() for part in parts)
        folders = [(path.joinpath(*parts), len(parts)) for path in self._build.settings.paths if is_name]
        seen: set[Path] = set()
        while folders:
            folder, level = folders.pop()
            if level > MOST_DEEP or (place := real(folder)) in seen:
                continue  # A link may lead to a folder above.
            seen.add(place)
            for name in files.listing(str(folder)):
                if name.endswith((".py", ".pyi")):
                    yield files.key(str(folder / name))
                elif name.isidentifier():
                    folders.append((folder / name, level + 1))

    def _kept(self, kind: str, about: str, find: Callable[[Trail], list[str]]) -> tuple[str, ...]:
        """Return a list from the book, or find it and write it there."""
        key = f"|{about}|||{kind} {digest(dataclasses.asdict(self._filters))}"
        kept = self._build.kept_list(key)
        return kept if kept is not None else self._build.keep_list(key, about, find)

    def _grouped(self, package: str, trail: Trail) -> dict[str, list[str]]:
        resolver = self._build.resolver
        offered: dict[str, list[Member]] = {}
        for module in resolver.modules(package, trail):
            try:
                offered[module] = resolver.members(module, self._filters, trail)
            except (UnresolvedReference, UnreadableSource):
                continue  # It has no public members; a file that is not Python breaks no page of others.
        return _by_home(offered)


def _by_home(offered: Mapping[str, Sequence[Member]]) -> dict[str, list[str]]:
    """Return the objects of each module's page, by the shortest path of each."""
    homes: dict[str, str] = {}
    paths: dict[str, str] = {}
    for module, members in offered.items():
        for member in members:
            defining = member.object_path.rpartition(".")[0]
            homes.setdefault(member.object_path, defining if defining in offered else module)
            shortest = paths.setdefault(member.object_path, member.path)
            if member.path.count(".") < shortest.count("."):
                paths[member.object_path] = member.path
    grouped: dict[str, list[str]] = {module: [] for module in offered}
    for object_path, home in homes.items():
        grouped[home].append(paths[object_path])
    return {module: found for module, found in grouped.items() if found}
