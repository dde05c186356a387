"""What one build sees of the disk: every file once, and every place where none was.

Resolving a reference leaves a *trail*: the files it read and the places it looked at in vain. As
long as all of them are as they were, the answer is what it was, and nothing needs to be parsed.
"""

from __future__ import annotations

import hashlib
import os
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from mkdocs_howto.errors import UnreadableSource
from mkdocs_howto.files import read_regular, real
from mkdocs_howto.references.reach import Reach

# A pipe is opened without waiting for what writes to it. Windows has no such flag, and no such pipes.


class OutOfReach(OSError):
    """A file that lies neither in the project nor in a search path."""


MOST_BYTES = 16_000_000
"""Bytes of a file that is read: four for each character that is parsed (`mkdocs_howto.syntax.MOST_CHARACTERS`)."""


@dataclass(slots=True, eq=False)
class Probe:
    """One look at the disk: what was read, what was not there, and the looks it led to."""

    read: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)
    also: set[Probe] = field(default_factory=set)


class Trail:
    """All the looks at the disk that an answer rests on."""

    def __init__(self) -> None:
        self.probes: set[Probe] = set()

    def add(self, probe: Probe) -> None:
        """The answer rests on this, too."""
        self.probes.add(probe)

    def read(self) -> list[str]:
        """Files that were read, sorted."""
        return sorted({path for probe in self.looks() for path in probe.read})

    def absent(self) -> list[str]:
        """Paths at which there was nothing, sorted."""
        return sorted({path for probe in self.looks() for path in probe.absent})

    def looks(self) -> set[Probe]:
        """All looks, those included that others led to."""
        found: set[Probe] = set()
        waiting = list(self.probes)
        while waiting:
            probe = waiting.pop()
            if probe not in found:
                found.add(probe)
                waiting.extend(probe.also)
        return found


class Files:
    """The disk as this build sees it: looked at once, then remembered."""

    def __init__(self, root: Path, paths: Iterable[Path] = (), installed: Iterable[str | Path] = ()) -> None:
        """Note folders; nothing is looked at yet.

        Args:
            root: The project's folder.
            paths: Folders that hold the project's own packages, in order.
            installed: Where the interpreter finds other packages.
        """
        self.root = real(root)
        """The project's folder; paths inside it are told relative to it."""
        self.reach = Reach(self.root, paths, installed)
        """The folders that files are read from."""
        self._prefix = str(self.root) + os.sep
        self._digests: dict[str, str | None] = {}
        self._listings: dict[str, frozenset[str]] = {}

    def admit(self, paths: Iterable[Path], installed: Iterable[str | Path]) -> Reach:
        """Set the search paths; see the constructor."""
        self.reach = Reach(self.root, paths, installed)
        return self.reach

    def holds(self, path: Path) -> bool:
        """Return whether a file, or the files of a folder, may be read."""
        return self.reach.holds_folder(str(path)) if path.is_dir() else self.reach.holds(str(path))

    def exists(self, path: Path) -> bool:
        """Whether there is a file or folder at this path. One listing a folder answers for all in it."""
        return path.name in self.listing(str(path.parent))

    def listing(self, folder: str) -> frozenset[str]:
        """Return the names in a folder; none where there is no folder, or it may not be read."""
        names = self._listings.get(folder)
        if names is None:
            try:
                is_held = self.reach.holds_folder(folder)
                names = frozenset(os.listdir(folder) if is_held else ())  # noqa: PTH208 - no Path for each name
            except OSError:
                names = frozenset()
            self._listings[folder] = names
        return names

    def digest(self, path: str) -> str | None:
        """Digest of a file's bytes, `None` where no file can be read."""
        try:
            return self._digests[path]
        except KeyError:
            try:
                digest = hashlib.sha256(self._bytes(path)).hexdigest()[:32]
            except OSError:
                digest = None
            self._digests[path] = digest
            return digest

    def text(self, path: Path) -> str:
        """A Python file's text, decoded as Python decodes it (PEP 263), line ends made line feeds.

        Raises:
            UnreadableSource: It cannot be read or decoded, or holds what no Python file can.
        """
        try:
            data = self._bytes(str(path))
        except OutOfReach as error:
            raise UnreadableSource(
                f"{self.show(path)} is a link that leads out of the project.",
                hint="Put the file in its place, or name the folder that holds it in `paths`.",
            ) from error
        except OSError as error:
            raise UnreadableSource(
                f"{self.show(path)} cannot be read: {error.strerror or error}.",
                hint="Check the path and its permissions.",
            ) from error
        self._digests[str(path)] = hashlib.sha256(data).hexdigest()[:32]
        try:
            encoding, _ = tokenize.detect_encoding(BytesIO(data).readline)
            text = data.decode(encoding)
        except (SyntaxError, UnicodeError, LookupError) as error:
            raise UnreadableSource(
                f"{self.show(path)} is not text that Python can decode: {error}.",
                hint="Save it as UTF-8, or declare its encoding in the first line.",
            ) from error
        if "\0" in text:
            raise UnreadableSource(f"{self.show(path)} holds null bytes; it is not Python source.")
        return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    def glance(self, path: Path) -> str:
        """Return a file's text for a search; what is no UTF-8 is replaced.

        Raises:
            OSError: It cannot be read.
        """
        return self._bytes(str(path)).decode("utf-8", "replace")

    def _bytes(self, path: str) -> bytes:
        """Return a file's bytes.

        Raises:
            OutOfReach: It lies neither in the project nor in a search path.
            OSError: It cannot be read, is no regular file, or is larger than `MOST_BYTES`.
        """
        if not self.reach.holds(path):
            raise OutOfReach(f"{path} lies outside the project")
        return read_regular(path, MOST_BYTES)[0]

    def show(self, path: Path) -> str:
        """A path as messages and pages tell it: POSIX, relative to the project where it lies inside."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()

    def key(self, path: str) -> str:
        """A path as books keep it, so that a project may be moved or checked out elsewhere."""
        return path.removeprefix(self._prefix)

    def path(self, key: str) -> str:
        """The path that a book means."""
        # `os.path.isabs` would take a tenth of the time of a whole check.
        return key if key[:1] == "/" or key[1:2] == ":" else self._prefix + key

    def shows(self, look: Iterable[tuple[str, str]]) -> bool:
        """Whether a look would show the same again.

        Args:
            look: Places as books keep them: paths with the digest of the file there, empty where
                there was nothing.
        """
        for key, digest in look:
            path = self.path(key)
            if digest:
                if self.digest(path) != digest:
                    return False
            else:
                folder, _, name = path.rpartition(os.sep)
                if name in self.listing(folder):
                    return False
        return True
