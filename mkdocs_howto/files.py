"""Write, move and remove files: the only module of the package that does.

What stands in a folder may have been put there by someone else: checked out with a branch, restored
from a cache, unpacked from an archive. A link in the way of a write leads to a file of the user's.
Every function here refuses a path whose folders are links, and never follows the last name of a path. Where the system
lets it, a folder is opened part by part and worked in by its descriptor, so that a link which takes the place of a
folder while a file is written is not followed. `lock` and SQLite take a path: they follow a link that comes after the
check.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock

_ABANDONED = 60
"""Seconds after which a temporary file belongs to no running process any more."""

_LONGEST_PREFIX = 100
"""Characters of a file's name that its temporary file's name begins with; file systems allow 255."""


_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)", re.IGNORECASE)


class LinkOnTheWay(OSError):
    """A folder or file on the way to a write is a link, or no regular file."""


def real(path: Path) -> Path:
    """Return a path with its links resolved; unlike `Path.resolve`, also where links go in a circle."""
    return Path(os.path.realpath(path))


def is_device(name: str) -> bool:
    """Return whether Windows keeps the name of a file for a device, whatever follows its first dot.

    Source: learn.microsoft.com, "Naming Files, Paths, and Namespaces".
    """
    return _DEVICE.match(name) is not None


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


_READING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
"""Opens a file for reading; without waiting for another end where it is a pipe."""


def read_regular(path: str | Path, most: int) -> tuple[bytes, os.stat_result]:
    """Return the bytes of a file, and what the file system said of it when it was opened.

    Args:
        path: The file; links are followed.
        most: Bytes that it may have.

    Raises:
        OSError: It cannot be read, is no regular file, or is larger.
    """
    handle = os.open(path, _READING)
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        os.close(handle)
        raise OSError("it is not a regular file")
    with open(handle, "rb", buffering=0) as file:  # noqa: PTH123 - `Path.open` takes no handle
        data = file.read(most + 1) if status.st_size <= most else b""
        if status.st_size > most or len(data) > most:
            raise OSError(f"it has {max(status.st_size, len(data)):,} bytes, and files above {most:,} are not read")
        return data, status


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder that was opened without following a link: what is done in it is done there, whatever takes its path."""

    path: Path
    descriptor: int | None
    """`None` where Python cannot work below a descriptor (Windows); then names are added to the path."""

    def name(self, name: str) -> str:
        """Return what stands for a file of the folder in calls that are given the descriptor."""
        return str(self.path / name) if self.descriptor is None else name

    def open_new(self, name: str) -> int:
        """Open a file that did not exist: O_EXCL fails on any link, also on one to nothing (POSIX, `open`)."""
        return os.open(self.name(name), _NEW, 0o666, dir_fd=self.descriptor)

    def rename(self, name: str, target: _Folder, new: str) -> None:
        """Give a file another name; what stood there is replaced."""
        os.replace(self.name(name), target.name(new), src_dir_fd=self.descriptor, dst_dir_fd=target.descriptor)

    def remove(self, name: str) -> None:
        """Remove a file, or a link itself; nothing happens where there is none."""
        with suppress(FileNotFoundError):
            os.unlink(self.name(name), dir_fd=self.descriptor)

    def remove_abandoned(self, prefix: str) -> None:
        """Remove temporary files that killed processes have left.

        Args:
            prefix: What their names begin with.
        """
        with suppress(OSError):
            for name in self._names():
                if name.startswith(prefix) and name.endswith(".tmp"):
                    found = os.stat(self.name(name), dir_fd=self.descriptor, follow_symlinks=False)
                    if time.time() - found.st_mtime > _ABANDONED:
                        self.remove(name)

    def _names(self) -> list[str]:
        if self.descriptor is None:
            return os.listdir(self.path)  # noqa: PTH208 - names alone, as below
        # A descriptor that only leads to a folder does not list it.
        listing = os.open(".", os.O_RDONLY | os.O_DIRECTORY, dir_fd=self.descriptor)
        try:
            return os.listdir(listing)  # noqa: PTH208 - `Path.iterdir` takes no descriptor
        finally:
            os.close(listing)


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_HAS_DESCRIPTORS = {os.open, os.mkdir, os.stat, os.rename, os.unlink} <= os.supports_dir_fd
_STEP = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_PATH", os.O_RDONLY)
"""Opens a folder, and no link to one; with O_PATH also a folder that may be passed but not listed (Linux, `open`)."""


@contextmanager
def _opened(folder: Path, *, make: bool = False) -> Iterator[_Folder]:
    """Open a folder for what is done in it.

    Args:
        folder: A path; none of its parts may be a link.
        make: Whether to make it and its parents where there are none.

    Raises:
        OSError: It cannot be opened or made, or a link is on the way.
    """
    if not _HAS_DESCRIPTORS:
        refuse_links(folder)
        if make:
            folder.mkdir(parents=True, exist_ok=True)
        yield _Folder(folder, None)
        return
    descriptor = os.open(folder.anchor or ".", _STEP)
    try:
        for path in [*reversed(folder.parents), folder][1:]:
            inner = _step(path, descriptor, make=make)
            os.close(descriptor)
            descriptor = inner
        yield _Folder(folder, descriptor)
    finally:
        os.close(descriptor)


def _step(path: Path, outer: int, *, make: bool) -> int:
    """Open a folder below the one that holds it."""
    try:
        return os.open(path.name, _STEP, dir_fd=outer)
    except FileNotFoundError:
        if not make:
            raise
        with suppress(FileExistsError):  # Another process has made it since.
            os.mkdir(path.name, dir_fd=outer)
        return _step(path, outer, make=False)
    except OSError:
        if stat.S_ISLNK(os.stat(path.name, dir_fd=outer, follow_symlinks=False).st_mode):
            raise LinkOnTheWay(f"{path} is a link to another place") from None
        raise


def make_folder(folder: Path) -> None:
    """Make a folder and its parents.

    Raises:
        OSError: It cannot be made, or a link is on the way.
    """
    with _opened(folder, make=True):
        pass


def create(path: Path, data: bytes) -> bool:
    """Write a new file; what already stands at its path stays, also a link to nothing.

    Returns:
        Whether the file was written.

    Raises:
        OSError: It cannot be written, or a link is on the way.
    """
    with _opened(path.parent, make=True) as folder:
        try:
            handle = folder.open_new(path.name)
        except FileExistsError:
            return False
        try:
            with open(handle, "wb") as file:  # noqa: PTH123 - `Path.open` takes no handle
                file.write(data)
        except BaseException:  # Also of an interrupt: half a file is worse than none.
            folder.remove(path.name)
            raise
    return True


def replace(path: Path, data: bytes) -> None:
    """Replace a file whole: a reader finds the old text or the new one. Folders are made where there are none.

    Raises:
        OSError: It cannot be written, or a link is on the way.
    """
    with _opened(path.parent, make=True) as folder, _replacing(folder, path.name) as file:
        file.write(data)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write to, which takes the place of `path` when all is written.

    A link at `path` is replaced, not followed. Where the block fails, `path` stays as it was.

    Raises:
        OSError: It cannot be written, or a link is on the way.
    """
    with _opened(path.parent) as folder, _replacing(folder, path.name) as file:
        yield file


@contextmanager
def _replacing(folder: _Folder, name: str) -> Iterator[IO[bytes]]:
    prefix = f".{name[:_LONGEST_PREFIX]}."
    folder.remove_abandoned(prefix)
    temporary = f"{prefix}{token_hex(8)}.tmp"
    handle = folder.open_new(temporary)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - `Path.open` takes no handle
            yield file
        folder.rename(temporary, folder, name)
    except BaseException:
        folder.remove(temporary)
        raise


def move(path: Path, target: Path) -> None:
    """Give a file another name; what stood there is replaced.

    Raises:
        OSError: It cannot be moved, or a link is on the way.
    """
    with _opened(path.parent) as folder, _opened(target.parent) as other:
        folder.rename(path.name, other, target.name)


def remove(path: Path) -> None:
    """Remove a file, or a link itself; nothing happens where there is none.

    Raises:
        OSError: It cannot be removed, or a link is on the way.
    """
    with suppress(FileNotFoundError), _opened(path.parent) as folder:
        folder.remove(path.name)


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
