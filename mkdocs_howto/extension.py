"""The second door: a Python-Markdown extension.

The plugin adds it for placeholders that only appear later: in snippets, and in docstrings that
mkdocstrings renders. Listed in `markdown_extensions`, it works without the plugin.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, cast

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from mkdocs_howto.errors import LEVELS, Notice
from mkdocs_howto.files import kept_inside, leads_out, real
from mkdocs_howto.guide import Guide, Page
from mkdocs_howto.handler import PythonHandler, left_out, python_handler
from mkdocs_howto.masking import told
from mkdocs_howto.pagelines import line_finder
from mkdocs_howto.references.options import Where
from mkdocs_howto.references.placeholders import may_hold
from mkdocs_howto.rendering.markdown import Surroundings
from mkdocs_howto.settings import DEFAULT_EXAMPLES, DEFAULT_PATHS, Settings, interpreter_paths

Expand: TypeAlias = Callable[[str, Where, Surroundings], str]
"""Puts sections into a text: given the text, whose it is, and what else reads it."""


@dataclass(frozen=True, slots=True)
class _Site:
    """The page that Zensical converts, as it tells extensions.

    Attributes:
        root: Folder of the configuration file.
        page: The page's path inside the folder of pages.
        file: The page's file.
        handler: What mkdocstrings' Python handler is told.
    """

    root: Path
    page: str
    file: Path
    handler: PythonHandler


PRIORITY = 26.5
"""After snippets (32), whitespace (30) and meta (27), so that included text is there and front
matter is gone; before fences (25) and raw HTML (20), so that code in sections is read as code."""

_log = logging.getLogger("mkdocs_howto")


class HowtoExtension(Extension):
    """Expands placeholders as a preprocessor."""

    def __init__(self, expand: Expand | None = None, **settings: Any) -> None:
        """Make the extension.

        Args:
            expand: Puts sections into a text; without it, the extension asks a guide of its own.
            settings: `root`, `paths`, `examples`, `cache`, `pins`, for use without the plugin.
        """
        self.config = {
            "root": [
                "",
                "Folder of the project; other folders are relative to it. Default: what the host says, or here.",
            ],
            "paths": [[], "Folders that hold the documented packages. Default: mkdocstrings' own, else `src` and `.`."],
            "examples": [
                list(DEFAULT_EXAMPLES),
                "Folders and files that show how the project uses itself.",
            ],
            "cache": [".cache/howto", "Folder in which sections are kept; empty keeps none."],
            "pins": ["", "Folder of sections that the repository keeps; empty for none."],
        }
        super().__init__(**settings)
        self._own: Guide | None = None
        self._given = expand

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the preprocessor."""
        md.registerExtension(self)
        md.preprocessors.register(_HowtoPreprocessor(md, self._given or self._alone(md)), "howto", PRIORITY)

    def reset(self) -> None:
        """A new text is converted: without a plugin, that is a new build."""
        if self._own is not None:
            self._own.begin()

    def _alone(self, md: Markdown) -> Expand:
        """Return what puts sections into texts without a plugin."""

        def expand(text: str, where: Where, surroundings: Surroundings) -> str:
            site = _site_of(md)
            if self._own is None:
                settings = self._settings(site)
                self._own = Guide(settings, _log_notice)
                if (unheeded := left_out(settings.handler)) is not None:
                    _log_once(unheeded)
            page = Page("the text", where=where)
            if site is not None:
                lines = line_finder(text, lambda: site.file.read_text(encoding="utf-8-sig"))
                page = Page(site.page, lines, where)
            return self._own.expand(text, page, surroundings)

        return expand

    def _settings(self, site: _Site | None) -> Settings:
        root = real(Path(self._text("root") or (site.root if site is not None else ".")))
        handler = site.handler if site is not None else PythonHandler()
        paths = self._texts("paths") or handler.paths or DEFAULT_PATHS
        cache, pins = self._text("cache"), self._text("pins")
        return Settings(
            root=root,
            paths=tuple(real(root / path) for path in paths if not leads_out(root, path)),
            search_paths=interpreter_paths(),
            handler=handler,
            examples=tuple(Path(os.path.normpath(root / path)) for path in self._texts("examples")),
            cache=kept_inside(root, cache) if cache else None,
            pins=kept_inside(root, pins) if pins else None,
        )

    def _text(self, option: str) -> str:
        """Return a path that an option names; empty where it is none, which is told."""
        value = self.getConfig(option)
        if value is None or _is_path(value):
            return value or ""
        _log_once(Notice("option", f"The option `{option}` of the extension `howto` is a path, not {value!r}."))
        return ""

    def _texts(self, option: str) -> list[str]:
        """Return the paths that an option lists; none where it is no list of paths, which is told."""
        value = self.getConfig(option)
        if value is None or (isinstance(value, list | tuple) and all(map(_is_path, value))):
            return list(value or ())
        _log_once(
            Notice("option", f"The option `{option}` of the extension `howto` is a list of paths, not {value!r}.")
        )
        return []


def _is_path(value: object) -> bool:
    return isinstance(value, str) and "\0" not in value


def _site_of(md: Markdown) -> _Site | None:
    """Return what Zensical says of the page that is converted; `None` under any other host.

    Zensical has no plugins. An extension of its own holds the page and the configuration (zensical 0.0.73,
    `extensions/context.py`).
    """
    for part in md.preprocessors:
        config, page = getattr(part, "config", None), getattr(part, "page", None)
        if type(part).__name__ == "ContextPreprocessor" and isinstance(config, dict) and page is not None:
            root = Path(str(config.get("root_dir", ".")))
            file = root / str(config.get("docs_dir", "docs")) / str(page.path)
            return _Site(root, str(page.path), file, python_handler(_mkdocstrings(config.get("plugins"))))
    return None


def _mkdocstrings(plugins: object) -> object:
    """Return the options of mkdocstrings in the configuration that Zensical has read (zensical 0.0.73, `config.py`)."""
    entry = plugins.get("mkdocstrings") if isinstance(plugins, dict) else None
    return entry.get("config") if isinstance(entry, dict) else None


class _HowtoPreprocessor(Preprocessor):
    md: Markdown

    def __init__(self, md: Markdown, expand: Expand) -> None:
        super().__init__(md)
        self._expand = expand

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return self._expand(text, self._where(), self._surroundings()).split("\n") if may_hold(text) else lines

    def _where(self) -> Where:
        # mkdocstrings converts docstrings with a Markdown of its own, marked by this processor.
        return "docstring" if "mkdocstrings_headings" in self.md.treeprocessors else "page"

    def _surroundings(self) -> Surroundings:
        return Surroundings(
            attr_list="attr_list" in self.md.treeprocessors,
            fences="fenced_code_block" in self.md.preprocessors,
            fences_anywhere=any("superfences" in type(part).__module__ for part in self.md.preprocessors),
            autorefs=any("autorefs" in type(part).__module__ for part in self.md.inlinePatterns),
        )


def _log_notice(notice: Notice) -> None:
    level = LEVELS[notice.kind]
    _log.log(cast("int", getattr(logging, level.upper())), told(notice))


@cache
def _log_once(notice: Notice) -> None:
    """Log what is the same for all pages: Zensical makes the extension anew for each of them."""
    _log_notice(notice)
