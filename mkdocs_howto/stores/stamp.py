"""A file in the cache folder that says when another process has kept sections there.

`mkdocs serve` watches it, since the database changes with every section and with builds of its own.
"""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from mkdocs_howto import files


def stamp_of(folder: Path) -> Path:
    """Return the path of the file, for a cache folder."""
    return folder / ".generated"


def announce(folder: Path) -> None:
    """Change the file; a folder that cannot be written to has been told of before."""
    with suppress(OSError):
        files.replace(stamp_of(folder), f"{time.time_ns()}\n".encode())
