"""Have `mkdocs serve` build again when files change, or appear where they were looked for in vain."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog.events import FileSystemEvent, FileSystemEventHandler

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer
    from watchdog.observers.api import ObservedWatch


class Watcher:
    """The files and places that the sections of a site rest on.

    MkDocs watches what exists, and hears nothing of new folders. What does not exist is waited for in the
    nearest folder that does.
    """

    def __init__(self, server: LiveReloadServer) -> None:
        self._server = server
        self._watched: set[Path] = set()
        self._folders: dict[Path, ObservedWatch] = {}
        with tempfile.NamedTemporaryFile(prefix="mkdocs-howto-", delete=False) as bell:
            self._bell = Path(bell.name)
        """A file that is watched, and touched when there is something new: MkDocs offers no other way to be told."""
        server.watch(str(self._bell))
        self._arrivals = _Arrivals(self._ring)

    def watch(self, paths: Iterable[Path]) -> None:
        """Watch files and folders from now on."""
        for path in sorted(set(paths) - self._watched):
            if path.exists():
                self._server.watch(str(path))
                self._watched.add(path)

    def wait_for(self, places: Iterable[Path]) -> None:
        """Wait for these places alone to be filled."""
        missing = {_first_missing(place) for place in places if not place.exists()}
        self._arrivals.awaited = frozenset(map(str, missing))
        folders = {place.parent for place in missing}
        for folder in self._folders.keys() - folders:
            self._server.observer.unschedule(self._folders.pop(folder))
        for folder in sorted(folders - self._folders.keys()):
            self._folders[folder] = self._server.observer.schedule(self._arrivals, str(folder), recursive=False)
        if any(place.exists() for place in missing):  # It came before its folder was watched.
            self._ring()

    def close(self) -> None:
        """Remove what only this watcher needed."""
        self._bell.unlink(missing_ok=True)

    def _ring(self) -> None:
        self._bell.touch()


class _Arrivals(FileSystemEventHandler):
    """Hears when a file or folder appears at an awaited place."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self.awaited: frozenset[str] = frozenset()
        self._ring = ring

    def on_created(self, event: FileSystemEvent) -> None:
        self._arrived(event.src_path)

    def on_moved(self, event: FileSystemEvent) -> None:
        self._arrived(event.dest_path)

    def _arrived(self, place: bytes | str) -> None:
        if place in self.awaited:
            self._ring()


def _first_missing(place: Path) -> Path:
    """Return the outermost part of a path at which there is nothing."""
    while not place.parent.is_dir() and place.parent != place:
        place = place.parent
    return place
