"""The programs that the authors of a project show, by what they use."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path

from mkdocs_howto.authored import Authored, Use, UsedPassage
from mkdocs_howto.catalogue import Update
from mkdocs_howto.facts.library import Library, Shelf
from mkdocs_howto.files import real
from mkdocs_howto.packages import importable

_MOST = 200
"""Programs that a block is given, the first in reading order."""


class Authors:
    """The documentation of one project, as this build sees it."""

    def __init__(
        self, root: Path, paths: Sequence[Path], skip: Collection[Path] = (), shelf: Shelf | None = None
    ) -> None:
        """Note where to look; nothing is read yet.

        Args:
            root: Folder of the project, whose documentation is read.
            paths: Folders that hold its packages.
            skip: Folders that hold what this package wrote: pins, the cache.
            shelf: Holds what earlier builds have read.
        """
        self._root = real(root)
        self._paths = paths
        self._skip = skip
        self._shelf = shelf

    @property
    def digest(self) -> str:
        """Digest of all programs and the words around them: it stays while only other text changes."""
        return self._library.digest

    def file_digest(self, path: Path) -> str:
        """Return the digest of a file of the project, which is opened only where it has changed.

        Returns:
            The digest; empty for a file that is no part of the project, links followed, or cannot be read.
        """
        return self._library.file_digest(path) if path.is_relative_to(self._root) else ""

    def drained(self) -> Update | None:
        """Return what the shelf does not know, which is told once; `None` where it knows all, or nothing was read."""
        return self._library.drained() if "_library" in vars(self) else None

    def of(self, path: str, fixtures: Sequence[str] = ()) -> tuple[Authored, ...]:
        """Return the programs that use something called as an object of the project is, in reading order.

        Of other packages' objects there are none: the project's documentation is not their authors'.

        Args:
            path: Dotted path of the object; what its name stands for in a program is for the caller to resolve.
            fixtures: Names of the fixtures that give it to tests.
        """
        from mkdocs_howto.facts.uses import counted

        if path.partition(".")[0] not in self._packages:
            return ()
        names = dict.fromkeys([path.rpartition(".")[2], *fixtures])
        return tuple(islice(counted(pair for name in names for pair in self._index.get(name, ())), _MOST))

    def of_module(self, path: str) -> tuple[Authored, ...]:
        """Return the programs that use what is imported from a module or package, in reading order.

        Args:
            path: Dotted path of the module.
        """
        if path.partition(".")[0] not in self._packages:
            return ()
        programs = (used for document in self._library.documents for used in self._library.programs(document))
        found = ((used, tuple(use for use in used.uses if use.path.startswith(f"{path}."))) for used in programs)
        return tuple(islice(((used, uses) for used, uses in found if uses), _MOST))

    def about(self, path: str) -> str:
        """Return what the README says that the project is; empty for objects that are not called like its package.

        Args:
            path: Dotted path of the object.
        """
        package, name = path.partition(".")[0], path.rpartition(".")[2]
        is_namesake = name.lower() in {package, package.replace("_", "")}
        return self._library.about if is_namesake and package in self._packages else ""

    @cached_property
    def _library(self) -> Library:
        return Library(self._root, self._packages, self._shelf, self._skip)

    @cached_property
    def _index(self) -> dict[str, list[tuple[UsedPassage, Use]]]:
        from mkdocs_howto.facts.uses import index

        return index(used for document in self._library.documents for used in self._library.programs(document))

    @cached_property
    def _packages(self) -> frozenset[str]:
        """Names of the top-level modules and packages of the project."""
        return frozenset(name for path in self._paths for name in importable(path))
