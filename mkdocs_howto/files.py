"""Write, move and remove files: the only module of the package that does.

What stands in a folder may have been put there by someone else: checked out with a branch, restored
from a cache, unpacked from an archive. A link in the way of a write leads to a file of the user's.
Every function here refuses a path whose folders are links, and never follows the last name of a path.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock

_ABANDONED = 60
"""Seconds after which a temporary file belongs to no running process any more."""

_LONGEST_PREFIX = 100
"""Characters of a file's name that its temporary file's name begins with; file systems allow 255."""


class LinkOnTheWay(OSError):
    """A folder or file on the way to a write is a link, or no regular file."""


def real(path: Path) -> Path:
    """Return a path with its links resolved; unlike `Path.resolve`, also where links go in a circle."""
    return Path(os.path.realpath(path))


def leads_out(root: Path, name: str) -> bool:
    """Return whether a path inside the project leads out of it by a link.

    Args:
        root: The project's folder, without links.
        name: A path relative to `root`, or an absolute one.
    """
    given = Path(os.path.normpath(root / name))
    return given.is_relative_to(root) and not real(given).is_relative_to(root)


def kept_inside(root: Path, name: str) -> Path:
    """Return the folder that an option names, with its links resolved.

    Args:
        root: The project's folder, without links.
        name: What the option says: a path relative to `root`, or an absolute one.

    Returns:
        The real folder. Where links lead out of the project, the path with its links: no function of
        this module writes there.
    """
    given = Path(os.path.normpath(root / name))
    return given if leads_out(root, name) else real(given)


def refuse_links(folder: Path) -> None:
    """Check that no folder of a path is a link.

    Raises:
        LinkOnTheWay: One is.
    """
    for one in (folder, *folder.parents):
        if one.is_symlink():
            raise LinkOnTheWay(f"{one} is a link to another place")


def refuse_irregular(path: Path) -> None:
    """Check that a path holds a regular file, or nothing.

    Raises:
        LinkOnTheWay: It holds a link, a folder, a pipe or a device.
    """
    with suppress(FileNotFoundError):
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            raise LinkOnTheWay(f"{path} is a link to another place")
        if not stat.S_ISREG(mode):
            raise LinkOnTheWay(f"{path} is not a regular file")


def make_folder(folder: Path) -> None:
    """Make a folder and its parents.

    Raises:
        OSError: It cannot be made, or a link is on the way.
    """
    refuse_links(folder)
    folder.mkdir(parents=True, exist_ok=True)


def create(path: Path, data: bytes) -> bool:
    """Write a new file; what already stands at its path stays, also a link to nothing.

    Returns:
        Whether the file was written.

    Raises:
        OSError: It cannot be written, or a link is on the way.
    """
    make_folder(path.parent)
    try:
        handle = _open_new(path)
    except FileExistsError:
        return False
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - `Path.open` takes no handle
            file.write(data)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return True


def _open_new(path: Path) -> int:
    """Open a file that did not exist: O_EXCL fails on any link, also on one that leads to nothing (POSIX, `open`)."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)


def replace(path: Path, data: bytes) -> None:
    """Replace a file whole: a reader finds the old text or the new one. Folders are made where there are none.

    Raises:
        OSError: It cannot be written, or a link is on the way.
    """
    make_folder(path.parent)
    with replacing(path) as file:
        file.write(data)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write to, which takes the place of `path` when all is written.

    A link at `path` is replaced, not followed. Where the block fails, `path` stays as it was.

    Raises:
        OSError: It cannot be written, or a link is on the way.
    """
    refuse_links(path.parent)
    prefix = f".{path.name[:_LONGEST_PREFIX]}."
    _remove_abandoned(path.parent, prefix)
    temporary = path.with_name(f"{prefix}{token_hex(8)}.tmp")
    handle = _open_new(temporary)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - `Path.open` takes no handle
            yield file
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _remove_abandoned(folder: Path, prefix: str) -> None:
    """Remove temporary files that killed processes have left."""
    with suppress(OSError):
        for left in folder.glob(f"{_literal(prefix)}*.tmp"):
            if time.time() - left.lstat().st_mtime > _ABANDONED:
                left.unlink()


def _literal(text: str) -> str:
    """Return a `glob` pattern that matches a text alone."""
    return "".join(f"[{one}]" if one in "*?[" else one for one in text)


def move(path: Path, target: Path) -> None:
    """Give a file another name; what stood there is replaced.

    Raises:
        OSError: It cannot be moved, or a link is on the way.
    """
    refuse_links(path.parent)
    refuse_links(target.parent)
    path.replace(target)


def remove(path: Path) -> None:
    """Remove a file, or a link itself; nothing happens where there is none.

    Raises:
        OSError: It cannot be removed, or a link is on the way.
    """
    refuse_links(path.parent)
    path.unlink(missing_ok=True)


def lock(path: Path, *, timeout: float) -> BaseFileLock:
    """Take a lock of the operating system, which ends with the process that holds it.

    Args:
        path: The file that stands for the lock; made where there is none.
        timeout: Seconds to wait for another process to release it.

    Raises:
        filelock.Timeout: Another process still holds it.
        OSError: The file cannot be opened, or a link is on the way.
        NotImplementedError: The file system has no locks.
    """
    from filelock import FileLock

    make_folder(path.parent)
    # filelock before 3.20.1 follows a link and empties the file it leads to (CVE-2025-68146).
    refuse_irregular(path)
    found = FileLock(path, timeout=timeout)
    found.acquire()
    return found
