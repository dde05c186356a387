"""Who writes what, when several processes build the same site: what is paid for is asked for once.

Locks of the operating system: they end with the process that holds them, however it ends
(diskcache's own locks outlive a killed holder).
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Protocol

from filelock import BaseFileLock, Timeout

from mkdocs_howto import files


class Leases(Protocol):
    """Claims that other machines respect."""

    def take(self, key: str) -> bool:
        """Take a key on; false when another machine has it."""
        ...

    def release(self, key: str) -> None:
        """Let go of a key."""
        ...

    def close(self) -> None:
        """Let go of all keys."""
        ...


class Claims:
    """Keys that this process has taken on."""

    def __init__(self, folder: Path | None, leases: Leases | None = None) -> None:
        """Make claims in a folder, or without one, where nobody else could know of them.

        Args:
            folder: Where the locks lie; made when the first is taken.
            leases: What other machines are told.
        """
        self._folder = folder
        self._leases = leases
        self._held: dict[str, BaseFileLock] = {}

    def take(self, key: str) -> bool:
        """Take a key on; false when another process has it."""
        if not self._locked(key):
            return False
        if self._leases is not None and not self._leases.take(key):
            self._unlock(key)
            return False
        return True

    def _locked(self, key: str) -> bool:
        if self._folder is None or key in self._held:
            return True
        try:
            lock = files.lock(self._folder / f"{key}.lock", timeout=0)
        except Timeout:
            return False
        except (OSError, NotImplementedError):
            return True  # A folder without locks: what is paid twice is still right.
        self._held[key] = lock
        return True

    def release(self, key: str) -> None:
        """Let go of a key."""
        if self._leases is not None:
            self._leases.release(key)
        self._unlock(key)

    def _unlock(self, key: str) -> None:
        lock = self._held.pop(key, None)
        if lock is not None:
            lock.release()
            # Only tidiness: who waits for the file finds the section in the store.
            with suppress(OSError):
                files.remove(Path(lock.lock_file))

    def close(self) -> None:
        """Let go of all keys."""
        for key in list(self._held):
            self._unlock(key)
        if self._leases is not None:
            self._leases.close()
