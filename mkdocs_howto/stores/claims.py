"""Who writes what, when several processes build the same site: what is paid for is asked for once.

Locks of the operating system: they end with the process that holds them, however it ends
(diskcache's own locks outlive a killed holder).
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout


class Claims:
    """Keys that this process has taken on."""

    def __init__(self, folder: Path | None) -> None:
        """Make claims in a folder, or without one, where nobody else could know of them.

        Args:
            folder: Where the locks lie; made when the first is taken.
        """
        self._folder = folder
        self._held: dict[str, FileLock] = {}

    def take(self, key: str) -> bool:
        """Take a key on; false when another process has it."""
        if self._folder is None or key in self._held:
            return True
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._folder / f"{key}.lock", timeout=0)
            lock.acquire()
        except Timeout:
            return False
        except (OSError, NotImplementedError):
            return True  # A folder without locks: what is paid twice is still right.
        self._held[key] = lock
        return True

    def release(self, key: str) -> None:
        """Let go of a key."""
        lock = self._held.pop(key, None)
        if lock is not None:
            lock.release()
            # Only tidiness: who waits for the file finds the section in the store.
            with suppress(OSError):
                Path(lock.lock_file).unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of all keys."""
        for key in list(self._held):
            self.release(key)
