"""MkDocs events, translated; nothing is decided here.

Facts about events and their order: mkdocs.org, "Developing plugins".
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs_howto import host
from mkdocs_howto.anchors import register_anchors
from mkdocs_howto.config import HowtoConfig, settings_of
from mkdocs_howto.errors import LEVELS, HowtoError, Notice
from mkdocs_howto.extension import HowtoExtension
from mkdocs_howto.files import real
from mkdocs_howto.guide import Ground, Guide, Page, without_placeholders
from mkdocs_howto.handler import left_out, python_handler
from mkdocs_howto.masking import told
from mkdocs_howto.notebooks import passages
from mkdocs_howto.pagelines import line_finder
from mkdocs_howto.pages import Pages, mentions
from mkdocs_howto.references.placeholders import may_hold
from mkdocs_howto.rendering.markdown import Surroundings

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as MkDocsPage
    from mkdocs.utils import copy_file, is_markdown_file, meta

    from mkdocs_howto.answers import Answer, Request
    from mkdocs_howto.references.options import Where
    from mkdocs_howto.serving import Watcher
    from mkdocs_howto.survey import Survey

else:
    _plugins, _utils = host.module("plugins"), host.module("utils")
    BasePlugin, CombinedEvent, event_priority = _plugins.BasePlugin, _plugins.CombinedEvent, _plugins.event_priority
    get_plugin_logger, File = _plugins.get_plugin_logger, host.module("structure.files").File
    copy_file, is_markdown_file, meta = _utils.copy_file, _utils.is_markdown_file, host.module("utils.meta")

_log = get_plugin_logger("mkdocs_howto")

CSS = "assets/howto.css"
"""The style sheet's place in the site."""

_STYLE_SHEET = Path(__file__).with_name("rendering") / "howto.css"

_CHECKING = "no model is asked here"
_SERVING = "`mkdocs serve` asks no model; `mkdocs-howto generate` does"


class HowtoPlugin(BasePlugin[HowtoConfig]):
    """Replaces placeholders in pages by sections."""

    def __init__(self) -> None:
        self.survey: Survey | None = None
        """Set by commands that tell what a build says: is told everything instead of the log, and no model is asked."""
        self._guide: Guide | None = None
        self._config: MkDocsConfig | None = None
        """The configuration of the build that is under way."""
        self._passes = 0
        """How many passes of that build have begun and not ended, one inside the other."""
        self._dirty = False
        self._serves = False
        self._page = ""
        self._built = ""
        self._rests_on = Ground()
        """What the last build rests on."""
        self._pages: list[Pages] = []
        """Pages that the build under way adds."""
        self._watcher: Watcher | None = None
        self._told: set[str] = set()
        self._last: dict[Request, Answer] = {}
        """Sections of earlier builds of `mkdocs serve`."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Note how MkDocs builds; its presence also keeps this instance between builds of `mkdocs serve`."""
        self._dirty = dirty
        self._serves = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Take up the options and open the second door."""
        if config is self._config:
            # mkdocs-static-i18n builds a site once for each language, all within the events of the first.
            self._passes += 1
            return config
        self._config, self._passes = config, 1
        if self.survey is not None:
            self.survey.is_off = not self.config.enabled
        if not self.config.enabled:
            self._guide = None
            self._add(HowtoExtension(lambda text, *_: without_placeholders(text)), config)
            return config
        mkdocstrings = config.plugins.get("mkdocstrings")
        handler = python_handler(mkdocstrings.config if mkdocstrings else None)
        settings = settings_of(self.config, real(Path(config.config_file_path)).parent, handler)
        if (self._serves or self.survey is not None) and settings.writer != "offline":
            options = {**settings.writer_settings, "no_calls": _CHECKING if self.survey is not None else _SERVING}
            settings = dataclasses.replace(settings, writer_settings=options)
        self._told.clear()
        witness = self.survey.meets if self.survey is not None else None
        self._guide = Guide(settings, self._notice, self._asking, witness, self._last if self._serves else None)
        if (unheeded := left_out(handler)) is not None:
            self._notice(unheeded)
        if settings.pins is not None and settings.pins.is_relative_to(real(Path(config.docs_dir))):
            folder = Path(config.docs_dir).name
            self._notice(
                Notice("option", f"`pins` lies in {folder}/, so that MkDocs makes pages of pins; move it out.")
            )
        self._add(HowtoExtension(self._expand_included), config)
        if self.config.css:
            config.extra_css.insert(0, CSS)
        return config

    # Before literate-nav (-50), which reads the list of pages in their folder.
    @event_priority(-25)
    def _add_pages(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages of whole packages."""
        self._pages = []
        if self._guide is None:
            return files
        if self._passes == 1:
            self._guide.begin()
        for asked in self.config.pages:
            try:
                pages = self._guide.pages(asked.package, folder=asked.into, title=asked.title)
            except HowtoError as error:
                self._notice(Notice(error.kind, f"`pages`: `{asked.package}`: {error}"))
                continue
            self._pages.append(pages)
            texts = {page.name: page.text for page in pages.pages}
            if (reader := config.plugins.get("literate-nav")) is not None:
                texts[f"{pages.folder}/{reader.config.nav_file}"] = pages.summary()
            for name, text in texts.items():
                if files.get_file_from_path(name) is None:  # An author's own page stays.
                    files.append(File.generated(config, name, content=text))
        return files

    # Behind gen-files (0) and literate-nav (-50), which still add and change pages.
    @event_priority(-100)
    def _prepare(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Prepare every section of the site in one go."""
        if self._guide is None:
            return files
        for pages in self._pages:
            if config.nav is not None and not mentions(config.nav, pages.folder):
                config.nav.append(pages.navigation())
        readable = {file: text for file in files.documentation_pages() if (text := _readable(file)) is not None}
        texts = {file: text for file, text in readable.items() if self._guide.may_hold(text)}
        self._guide.prepare(texts.values())
        if self._dirty:
            for file, text in texts.items():
                if _is_older(file, self._guide.sources([text])):
                    # MkDocs takes a page whose content a plugin has set for a modified one.
                    file.content_string = file.content_string
        return files

    on_files = CombinedEvent(_add_pages, _prepare)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give the pages of a package their title where MkDocs has named their group after its folder."""
        for pages in self._pages if config.nav is None else ():
            name = pages.folder.rpartition("/")[2].replace("-", " ").replace("_", " ").lower()
            first = files.get_file_from_path(pages.pages[0].name) if pages.pages else None
            for group in first.page.ancestors if first and first.page else ():
                if (group.title or "").lower() == name:
                    group.title = pages.title
        return nav

    # Behind macros (0), whose output may hold placeholders and must not read ours.
    @event_priority(-100)
    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Replace the placeholders of a page."""
        if self._guide is None:
            return without_placeholders(markdown)
        self._page = page.file.src_uri
        self._built = page.file.dest_uri
        self._guide.begin_page(self._page)
        if self.survey is not None:
            self.survey.opens(self._page, _file_of(page.file, config))
        if "render" in vars(page):
            # mkdocs-jupyter puts a method of its own there, which reads the file and not this text.
            self._refuse(markdown, page)
            return markdown
        if not self._guide.may_hold(markdown):
            return self._shown(markdown)
        place = Page(self._page, _lines_of(markdown, page))
        return self._shown(self._guide.expand(markdown, place, _surroundings(config)))

    def _shown(self, text: str) -> str:
        """Return a text with its sections, after a survey has looked at what it shows on purpose."""
        if self.survey is not None:
            self.survey.shows(self._built, text)
        return text

    # Before autorefs (-50) resolves references, when every page has been converted.
    @event_priority(0)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Put the style sheet into the site, and let `[text][howto-…]` lead to sections and their parts.

        The style sheet is no `File` of the site: plugins that take the list of files apart expect each of them in
        docs_dir (mkdocs-static-i18n). MkDocs copies the site's own files later: one of this name in docs_dir wins.
        """
        if self._guide is not None and self.config.css:
            copy_file(str(_STYLE_SHEET), str(Path(config.site_dir) / CSS))
        if self._guide is not None and "autorefs" in config.plugins:
            register_anchors(config.plugins["autorefs"], files)
        return env

    # Behind mkdocs-static-i18n (-100), which builds the other languages here.
    @event_priority(-200)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """End the build with its last pass."""
        self._passes -= 1
        if self._passes > 0:
            return
        self._config = None
        if self._guide is not None:
            self._rests_on = self._guide.rests_on()
            self._watch()
            self._complete(self._guide)

    def _complete(self, guide: Guide) -> None:
        """Tell what only the whole site shows, and let go of what the build needed."""
        if self._dirty:
            guide.end()
        else:
            if self.survey is not None:
                self.survey.ends(guide)
            for notice in guide.lost_words() if self.survey is None else ():
                self._notice(notice)
            guide.complete()
            for code in guide.unused_ignores():
                self._notice(Notice("option", f"mkdocs.yml ignores `{code}`, but nothing has this finding."))
        if guide.written:
            _log.info("Wrote %d section%s", guide.written, "" if guide.written == 1 else "s")

    def on_build_error(self, *, error: Exception) -> None:
        """Let go of what the build needed."""
        self._config = None
        if self._guide is not None:
            self._guide.end()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        """Watch the files that sections were written from, now and after every build."""
        from mkdocs_howto.serving import Watcher

        self._watcher = Watcher(server)
        self._watch()
        return server

    def on_shutdown(self) -> None:
        """Let go of what `mkdocs serve` needed."""
        if self._watcher is not None:
            self._watcher.close()

    def _add(self, extension: HowtoExtension, config: MkDocsConfig) -> None:
        config.markdown_extensions.append(extension)  # type: ignore[arg-type]  # names or instances

    def _refuse(self, text: str, page: MkDocsPage) -> None:
        """Tell of the placeholders of a page that MkDocs does not render."""
        assert self._guide is not None
        for passage in passages(self._page, text):
            self._guide.refuse(passage.text, Page(self._page, _lines_of(text, page)), passage.place)

    def _expand_included(self, text: str, where: Where, surroundings: Surroundings) -> str:
        """Expand what was not in the page's own text: its lines are not the page's lines."""
        if self._guide is None:
            return text
        place = Page(self._page, lambda _: None, where, included=True)
        return self._shown(self._guide.expand(text, place, surroundings))

    def _watch(self) -> None:
        """Have the server, once there is one, watch what the last build rests on."""
        if self._watcher is not None:
            self._watcher.watch(self._rests_on.files)
            self._watcher.wait_for(self._rests_on.missing)

    def _asking(self, done: int, total: int) -> None:
        """Say what a build waits for: a model takes seconds where all else takes milliseconds."""
        step = max(total // 10, 1)
        if done == 0:
            _log.info("Asking a model for %d section%s", total, "" if total == 1 else "s")
        elif total >= 20 and done % step == 0 and done < total and self._guide is not None:
            _log.info("%d of %d sections are done: %s", done, total, self._guide.state)

    def _notice(self, notice: Notice) -> None:
        if self.survey is not None:
            self.survey.hears(notice)
            return
        level = getattr(logging, str(self.config.levels.get(notice.kind, LEVELS[notice.kind])).upper())
        # What the surroundings did is said once; the author cannot mend it page by page.
        if level == logging.INFO and notice.kind in self._told:
            level = logging.DEBUG
        self._told.add(notice.kind)
        _log.log(level, told(notice))


def _readable(file: File) -> str | None:
    """Return a page's Markdown without front matter, or `None` where there is none to prepare.

    What cannot be read is left to MkDocs to report; notebooks are no Markdown.
    """
    if not is_markdown_file(file.src_uri):
        return None
    try:
        text = file.content_string
    except (OSError, ValueError):
        return None
    return meta.get_data(text)[0] if ":::" in text or may_hold(text) else None


def _file_of(file: File, config: MkDocsConfig) -> Path | None:
    """Return the file that a person can open to mend a page; `None` where a plugin made the page."""
    path = Path(file.abs_src_path) if file.abs_src_path else None
    folders = (Path(config.docs_dir), Path(config.config_file_path).parent)
    if path is None or not path.is_file() or not any(path.is_relative_to(real(folder)) for folder in folders):
        return None
    return path


def _is_older(file: File, sources: set[Path]) -> bool:
    """Whether a built page is older than a source of its sections."""
    try:
        built = Path(file.abs_dest_path).stat().st_mtime
    except OSError:
        return True
    return any(path.stat().st_mtime > built for path in sources if path.exists())


def _surroundings(config: MkDocsConfig) -> Surroundings:
    extensions = {name.rpartition(".")[2] for name in config.markdown_extensions if isinstance(name, str)}
    return Surroundings(
        attr_list=bool(extensions & {"attr_list", "extra"}),
        fences_anywhere="superfences" in extensions or "pymdownx.extra" in config.markdown_extensions,
        snippets_follow="snippets" in extensions,
        autorefs="autorefs" in config.plugins,
    )


def _lines_of(markdown: str, page: MkDocsPage) -> Callable[[int], int | None]:
    """Return what tells the line in a page's file for a line of its Markdown."""
    return line_finder(markdown, lambda: page.file.content_string)
