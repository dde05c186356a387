"""Who writes sections: offline by static analysis, or a model."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import entry_points

from mkdocs_howto.errors import HowtoError
from mkdocs_howto.section import Writer

GROUP = "mkdocs_howto.writers"
"""Entry points of this group name a factory `(settings) -> Writer`."""


def names() -> list[str]:
    """Writers that are installed."""
    return sorted(entry_points(group=GROUP).names)


def load(name: str, settings: Mapping[str, object]) -> Writer:
    """Make the writer of that name.

    Args:
        name: Name of an entry point.
        settings: The site's options that concern the writer.

    Raises:
        HowtoError: There is no such writer.
    """
    if name == "offline":
        # Every site needs it, and reading the entry points of all installed packages takes longer
        # than everything else that a warm build does here.
        from mkdocs_howto.writers.offline import OfflineWriter

        return OfflineWriter(settings)
    found = [point for point in entry_points(group=GROUP) if point.name == name]
    if not found:
        raise HowtoError(f"There is no writer `{name}`.", hint=f"Installed writers: {', '.join(names())}.")
    writer: Writer = found[0].load()(settings)
    return writer
