"""Options of mkdocstrings' Python handler that hold for sections, too.

Facts about its options: https://mkdocstrings.github.io/python/usage/.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mkdocs_howto.errors import Notice
from mkdocs_howto.filters import Filters, filters_of


@dataclass(frozen=True, slots=True)
class PythonHandler:
    """Options of mkdocstrings' Python handler, with its own defaults.

    Attributes:
        paths: Folders that hold the documented packages; none where the option is not set.
        filters: Which members of a module or class are shown.
        heading_level: Level of an object's heading, 1 to 6.
        has_root_heading: Whether an object that a page names has a heading of its own.
        extensions: Names of griffe extensions, which change what mkdocstrings knows of the code.
    """

    paths: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    heading_level: int = 2
    has_root_heading: bool = False
    extensions: tuple[str, ...] = ()


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
        extensions=tuple(_extensions(options.get("extensions"))),
    )


def left_out(handler: PythonHandler) -> Notice | None:
    """Return a notice of the griffe extensions that a site configures; `None` where there are none.

    An extension is code that griffe imports and runs. Sections rest on the source alone, and nothing of the project is
    imported for them.
    """
    if not handler.extensions:
        return None
    names = ", ".join(f"`{name}`" for name in handler.extensions)
    return Notice(
        "extension",
        f"Sections are written from the source as it stands, without the griffe extensions of mkdocstrings: {names}.",
    )


def _extensions(value: object) -> Iterator[str]:
    """Yield the name of each extension: a text, or the key of a mapping of its options."""
    for entry in value if isinstance(value, list) else []:
        for name in entry if isinstance(entry, Mapping) else [entry]:
            if isinstance(name, str):
                yield name


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
