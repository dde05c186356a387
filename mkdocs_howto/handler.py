"""What mkdocstrings' Python handler is told, as far as it holds for sections, too.

Facts about its options: https://mkdocstrings.github.io/python/usage/.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mkdocs_howto.filters import Filters, filters_of


@dataclass(frozen=True, slots=True)
class PythonHandler:
    """Options of mkdocstrings' Python handler, with its own defaults.

    Attributes:
        paths: Folders that hold the documented packages; none where the option is not set.
        filters: Which members of a module or class are shown.
        heading_level: Level of an object's heading, 1 to 6.
        has_root_heading: Whether an object that a page names has a heading of its own.
    """

    paths: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    heading_level: int = 2
    has_root_heading: bool = False


def python_handler(plugin: object) -> PythonHandler:
    """Return what the options of the plugin mkdocstrings say; what is wrong in them counts as not said.

    Args:
        plugin: The plugin's options; `None` where the site does not use it.
    """
    python = _mapping(_mapping(_mapping(plugin).get("handlers")).get("python"))
    paths, options = python.get("paths"), _mapping(python.get("options"))
    level = options.get("heading_level")
    return PythonHandler(
        paths=tuple(map(str, paths)) if isinstance(paths, list) else (),
        filters=filters_of(options.get("filters")),
        heading_level=level if isinstance(level, int) and 1 <= level <= 6 else 2,
        has_root_heading=options.get("show_root_heading") is True,
    )


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
