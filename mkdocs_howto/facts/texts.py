"""The files of a project as one build sees them: a file that is as an earlier build saw it is not opened."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Mapping
from pathlib import Path

from mkdocs_howto.catalogue import Seen, Signature
from mkdocs_howto.files import read_regular, real

LARGEST = 1_000_000
"""Bytes of a file that is read."""
_SECOND = 1_000_000_000
_TICK = 100_000_000
"""Nanoseconds for which a file system may give the same time to two edits: a kernel's clock ticks every 1 to 16 ms."""
_LONG_TICK = 2 * _SECOND
"""The same for file systems that keep whole seconds; FAT keeps even ones."""
_NUMBER = 2**63 - 1
# A pipe is opened without waiting for what writes to it. Windows has no such flag, and no such pipes.
_NOTHING = Seen("", None)


class Texts:
    """Digests and texts of files that lie in a project, links followed."""

    def __init__(self, root: Path, known: Mapping[str, Seen]) -> None:
        """Note what earlier builds saw; nothing is looked at yet.

        Args:
            root: Folder of the project, without links.
            known: Files as earlier builds saw them, by their POSIX paths relative to the project.
        """
        self._root = root
        self._known = known
        self._last: tuple[Path, bytes] | None = None
        """The file that was opened last: who asks for its digest often needs its text."""
        self.seen: dict[str, Seen] = {}
        """Files as this build sees them."""

    def digest(self, path: Path) -> str:
        """Return the digest of a file's bytes, or an empty text where no file can be read.

        Args:
            path: A normal path inside the project; what lies outside, links followed, is not read.
        """
        name = path.relative_to(self._root).as_posix()
        if name not in self.seen:
            self.seen[name] = self._look(path, self._known.get(name))
        return self.seen[name].digest

    @property
    def opened_last(self) -> Path | None:
        """The file that was opened last, whose text needs no other look."""
        return self._last[0] if self._last is not None else None

    def text(self, path: Path) -> str:
        """Return the text of a file with line feeds as line ends; empty where it cannot be read."""
        if self._last is None or self._last[0] != path:
            self.seen[path.relative_to(self._root).as_posix()] = self._look(path, None)
        if self._last is None or self._last[0] != path:
            return ""
        return self._last[1].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")

    def _look(self, path: Path, known: Seen | None) -> Seen:
        try:
            found = path.stat()
            if known is not None and known.signature == signature_of(found):
                return known
            if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST or not self._is_inside(path):
                return _NOTHING
            return self._open(path)
        except (OSError, ValueError):  # A path that holds a null character is none.
            return _NOTHING

    def _is_inside(self, path: Path) -> bool:
        return real(path).is_relative_to(self._root)

    def _open(self, path: Path) -> Seen:
        now = time.time_ns()
        data, found = read_regular(path, LARGEST)
        self._last = (path, data)
        digest = hashlib.sha256(data).hexdigest()[:32]
        return Seen(digest, signature_of(found) if is_settled(found.st_mtime_ns, now) else None)


def signature_of(status: os.stat_result) -> Signature:
    """Return the signature of a file's status."""
    # Some file systems count inodes in 128 bits.
    return Signature(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino & _NUMBER)


def is_settled(modified: int, now: int) -> bool:
    """Return whether any later edit of a file will give it another modification time.

    An edit within the same tick of the clock would not: Git calls such a file "racily clean" and compares its
    content (git-scm.com, "racy-git").

    Args:
        modified: Time of the file's last modification, in nanoseconds.
        now: Time at which it was opened.
    """
    return modified < now - (_TICK if modified % _SECOND else _LONG_TICK)
