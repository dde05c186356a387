"""Decide which files a page may be written from: those inside the project, and those of the search paths.

A branch of the repository may hold links and `.pth` files that lead anywhere. The interpreter's own
folders are another matter: package managers fill them with links (uv with `link-mode = symlink`, conda,
Nix), and who can write there has code run by every start of Python.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from mkdocs_howto.files import real

_SUFFIXES = (".py", ".pyi", ".md", ".rst")
"""Ends of the names of files that are read: a link of such a name must lead to such a file."""

_INSTALLED = {"site-packages", "dist-packages"}
"""Names of folders whose `.pth` files Python executes when it starts (docs.python.org, module `site`)."""


class Reach:
    """The folders that files are read from."""

    def __init__(self, root: Path, paths: Iterable[Path] = (), installed: Iterable[str | Path] = ()) -> None:
        """Note folders; nothing is looked at yet.

        Args:
            root: The project's folder.
            paths: Folders that hold the project's own packages, in order.
            installed: Where the interpreter finds other packages.
        """
        self._root = str(root)
        self._paths = [str(path) for path in paths]
        given = [os.path.abspath(path) for path in installed]  # noqa: PTH100 - without a Path for each
        self._installed = list(dict.fromkeys(name for path in given for name in (path, os.path.realpath(path))))
        self._held: dict[str, bool] = {}

    @cached_property
    def folders(self) -> Sequence[Path]:
        """The search paths, in order, with those that editable installs add."""
        own = [real(Path(path)) for path in (*self._paths, *self._installed)]
        return list(dict.fromkeys([*own, *self._editable()]))

    def _editable(self) -> Sequence[Path]:
        """Return the folders that editable installs name.

        Python reads `.pth` files in the interpreter's folders alone; griffe would in all that it is given.
        """
        machines = [Path(path) for path in self._installed if path in self._machines]
        if not machines:
            return ()
        import griffe

        try:
            return griffe.ModuleFinder(machines).search_paths
        except (OSError, SyntaxError, ValueError, LookupError, StopIteration):  # An install that is half there.
            return ()

    def holds(self, path: str) -> bool:
        """Return whether a file may be read: whether it lies in the project or a search path, links followed."""
        if not self.holds_folder(os.path.dirname(path)):  # noqa: PTH120 - asked for every file of a build
            return False
        if not os.path.islink(path) or self._is_trusted(path):  # noqa: PTH114
            return True
        target = os.path.realpath(path)
        return target.endswith(_SUFFIXES) and self._is_inside(target)

    def holds_folder(self, folder: str) -> bool:
        """Return whether the files of a folder may be read."""
        held = self._held.get(folder)
        if held is None:
            held = self._is_trusted(folder) or self._is_inside(os.path.realpath(folder))
            self._held[folder] = held
        return held

    def _is_trusted(self, path: str) -> bool:
        """Return whether a path lies in a folder of the interpreter, and not in the project's."""
        around = [folder for folder in (self._root, *self._paths, *self._installed) if _lies_in(path, folder)]
        nearest = max(around, key=len, default="")
        return nearest in self._machines

    @cached_property
    def _machines(self) -> frozenset[str]:
        """Folders that the repository has no part in."""
        own = [self._root, *self._paths]
        return frozenset(
            folder
            for folder in self._installed
            if Path(folder).name in _INSTALLED or not any(_lies_in(folder, one) for one in own)
        )

    def _is_inside(self, target: str) -> bool:
        """Return whether a path without links lies in the project or a search path."""
        if any(_lies_in(target, folder) for folder in self._real):
            return True
        # griffe is imported only here: editable installs may name folders that `sys.path` does not.
        return any(_lies_in(target, folder) for folder in self._extended)

    @cached_property
    def _real(self) -> list[str]:
        return [os.path.realpath(folder) for folder in (self._root, *self._paths, *self._installed)]

    @cached_property
    def _extended(self) -> list[str]:
        return [str(folder) for folder in self.folders]


def _lies_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
