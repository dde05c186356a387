"""What the commands know of a site: the plugin's options in its configuration file, and its pages.

`settings` reads the file and does not load it: nothing it names is imported, no plugin or hook of it runs.
`survey` builds the site into a temporary folder, since only a build knows what a build says.
"""

from __future__ import annotations

import dataclasses
import logging
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from mkdocs_howto import host
from mkdocs_howto.errors import LEVELS, HowtoError, Level, Notice, NoticeKind
from mkdocs_howto.files import read_regular, real
from mkdocs_howto.handler import PythonHandler, python_handler
from mkdocs_howto.masking import told
from mkdocs_howto.secrets import masked
from mkdocs_howto.settings import Settings

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from yaml import Node, SafeLoader

    from mkdocs_howto.answers import Request
    from mkdocs_howto.pinning import Pinner
    from mkdocs_howto.plugin import HowtoPlugin
    from mkdocs_howto.survey import PageText, Row, Survey

LARGEST = 300_000
"""Bytes of a configuration file that is read: thousands of pages in `nav`. PyYAML takes a second for them."""
_DEEPEST = 100
"""Lists and mappings inside each other in a configuration file; each takes six calls of PyYAML."""
NAMES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml", "zensical.toml")
_OF_EXTENSION = frozenset({"paths", "examples", "cache", "pins"})
"""Options of the plugin that the Markdown extension has, too."""


class CannotRun(click.ClickException):
    """A command that cannot start; its status sets it apart from what a command finds."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(masked(message))  # Messages of parsers quote the file that they read.


def find() -> Path | None:
    """The configuration file in the working directory."""
    return next((path for name in NAMES if (path := Path(name)).is_file()), None)


def required(config_file: Path | None) -> Path:
    """The configuration file that is named, or lies in the working directory.

    Raises:
        CannotRun: There is none.
    """
    path = config_file or find()
    if path is None:
        raise CannotRun("There is no mkdocs.yml here; name one with --config-file.")
    return path


config_option = click.option(
    "-f",
    "--config-file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The site's configuration. Default: mkdocs.yml here.",
)
"""The option that all commands about a site have."""


path_option = click.option(
    "--path",
    "paths",
    metavar="DIR",
    multiple=True,
    help="Search DIR first.",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
"""The option of commands that take references to any code."""


def with_paths(settings: Settings, paths: Sequence[Path]) -> Settings:
    """Return settings by which code is searched in folders that the command line names, then in the site's."""
    paths = (*(real(path) for path in paths), *settings.paths)
    return dataclasses.replace(settings, paths=paths, paths_option="`--path DIR`")


def without_calls(settings: Settings, reason: str, *, is_site: bool = True) -> Settings:
    """Settings with which no model is asked.

    Args:
        settings: What the site asks for.
        reason: Why no model is asked.
        is_site: Whether what is asked for stands on the site's pages.
    """
    options = {**settings.writer_settings, "no_calls": reason}
    return dataclasses.replace(settings, writer_settings=options, is_site=is_site)


def claimed(pinner: Pinner) -> Pinner:
    """Return a pinner that is the only one to write pins of its site.

    Raises:
        CannotRun: Another process writes them, and comes to no end.
    """
    try:
        pinner.claim()
    except HowtoError as error:
        raise CannotRun(str(error)) from error
    return pinner


def tell(notice: Notice) -> None:
    """Print a notice where it is in nobody's way."""
    click.echo(told(notice), err=True)


def complain(error: HowtoError, reference: str) -> None:
    """Print why there is no answer for a reference."""
    message = masked(str(error))
    click.echo(message if reference in error.problem else f"{reference}: {message}", err=True)


def counted(number: int, noun: str) -> str:
    """`1 section`, `2 sections`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def settings(config_file: Path | None) -> Settings:
    """The settings of a site, or those of no site: then nothing is cached.

    Raises:
        CannotRun: The file cannot be read, or its options are wrong.
    """
    host.choose(config_file)
    from mkdocs_howto.config import HowtoConfig, settings_of

    root = real(config_file.parent if config_file else Path())
    options, handler = _read(config_file) if config_file else ({"cache": ""}, PythonHandler())
    config = HowtoConfig(config_file_path=str(config_file) if config_file else None)
    config.load_dict(options)
    errors, _ = config.validate()
    if errors:
        raise CannotRun("\n".join(f"{config_file}: howto: {name}: {error}" for name, error in errors))
    return settings_of(config, root, handler)


def _read(config_file: Path) -> tuple[dict[str, Any], PythonHandler]:
    """Return the plugin's options, and what mkdocstrings is told."""
    data = configuration(config_file)
    plugins, extensions = data.get("plugins"), data.get("markdown_extensions")
    options = dict(_options(plugins, "howto"))
    if not _enables(plugins, "howto"):
        options = {key: value for key, value in _options(extensions, "howto").items() if key in _OF_EXTENSION}
    return options, python_handler(_options(plugins, "mkdocstrings"))


def configuration(config_file: Path) -> dict[str, Any]:
    """Return what a configuration file and those that it inherits from hold.

    Raises:
        CannotRun: It cannot be read.
    """
    if config_file.suffix == ".toml":
        return _of_zensical(config_file)
    from yaml import YAMLError

    host.choose(config_file)
    yaml_load, of_host = host.module("utils.yaml").yaml_load, host.module("exceptions").MkDocsException
    _read_whole(config_file)
    try:
        with config_file.open("rb") as file:
            data = yaml_load(file, _loader())
    except RecursionError as error:
        raise CannotRun(f"{config_file} cannot be read: it inherits from itself, or from too many files.") from error
    # Values that are not what their tags say, and what inherits from no mapping, fail in several ways.
    except (OSError, ValueError, LookupError, TypeError, AttributeError, YAMLError, of_host) as error:
        raise CannotRun(f"{config_file} cannot be read: {error}") from error
    return data if isinstance(data, dict) else {}


def _of_zensical(config_file: Path) -> dict[str, Any]:
    """Return what a `zensical.toml` holds, under the names that a `mkdocs.yml` has (zensical.org, "Configuration")."""
    import tomllib

    try:
        project = tomllib.loads(_read_whole(config_file).decode()).get("project", {})
    except (ValueError, RecursionError) as error:
        raise CannotRun(f"{config_file} cannot be read: {error}") from error
    return project if isinstance(project, dict) else {}


def _read_whole(config_file: Path) -> bytes:
    """Return the bytes of a configuration file.

    Raises:
        CannotRun: It cannot be read, is no regular file, or is larger than any that people write.
    """
    try:
        return read_regular(config_file, LARGEST)[0]
    except OSError as error:
        raise CannotRun(f"{config_file} cannot be read: {error}") from error


def _loader() -> type[SafeLoader]:
    """Return a loader that takes any tag and acts on none but `!ENV`, and refuses what is nested too deeply.

    MkDocs' own loader imports what `!!python/name:` names, and calls what `!!python/object/apply:` names.
    """
    from yaml import MarkedYAMLError, SafeLoader

    class Bounded(SafeLoader):
        """Counts the lists and mappings that are open: PyYAML calls itself for each of them."""

        depth = 0

        def compose_node(self, parent: Node | None, index: int) -> Node | None:
            self.depth += 1
            if self.depth > _DEEPEST:
                mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
                problem = f"more than {_DEEPEST} lists and mappings stand inside each other"
                raise MarkedYAMLError(problem=problem, problem_mark=mark)
            node = super().compose_node(parent, index)
            self.depth -= 1
            return node

    loader: type[SafeLoader] = host.module("utils.yaml").get_yaml_loader(Bounded)
    loader.add_multi_constructor("", _opaque)
    return loader


def _opaque(loader: SafeLoader, suffix: str, node: Node) -> None:
    """Read a value with an unknown tag, such as `!relative`, as no value: no option of ours has one."""


def _options(plugins: Any, name: str) -> dict[str, Any]:
    """A plugin's options, as a list or a mapping of plugins gives them."""
    entries = plugins if isinstance(plugins, list) else [plugins]
    for entry in entries:
        if isinstance(entry, dict) and isinstance(entry.get(name), dict):
            return dict(entry[name])
    return {}


def asked(config_file: Path, *, plugins: bool = True) -> dict[Request, tuple[str, int | None]]:
    """Return what the placeholders of a site ask for, each with the page and line that asks first.

    A site that has switched the plugin off for now is read as if it were on.
    """
    return survey(config_file, plugins=plugins, is_forced=True).asked


def survey(config_file: Path, *, plugins: bool = True, is_forced: bool = False) -> Survey:
    """Return how every placeholder and pin of a site stands; no model is asked.

    Args:
        config_file: The site's configuration.
        plugins: Whether the site is built with its plugins; without them its pages are read as they lie on the
            disk, and nothing of the site is imported.
        is_forced: Whether the plugin works also where the site switches it off.

    Raises:
        CannotRun: MkDocs cannot build the site, or the site does not use the plugin.
    """
    way = _built if plugins and not _is_extension_only(config_file) else _read_below
    return way(config_file, is_forced=is_forced)


def leftovers(built: Path, found: Survey) -> list[Row]:
    """Return the placeholders that stand as text in a built site."""
    from mkdocs_howto import survey as surveying

    return list(surveying.leftovers(built, found))


# With plugins: a real build.


def _built(config_file: Path, *, is_forced: bool) -> Survey:
    """Build a site into a temporary folder, and return what the build says."""
    with _heard() as said, TemporaryDirectory(prefix="mkdocs-howto-") as folder:
        with _told_by_mkdocs("load", config_file, said):
            config = _loaded(config_file)
        plugin = _plugin_of(config, config_file)
        plugin.config.enabled |= is_forced
        found = _survey_of(config, plugin, config_file)
        # The site's own folder is checked by then; it is neither emptied nor written to.
        config.site_dir = str(Path(folder, "site"))
        with _told_by_mkdocs("build", config_file, said), _surveyed(plugin, found):
            _build(config)
    return found


@contextmanager
def _told_by_mkdocs(deed: str, config_file: Path, said: Iterable[str]) -> Iterator[None]:
    """End a command with what MkDocs said, whatever one of its plugins fails with."""
    try:
        yield
    except (Exception, SystemExit) as error:
        raise CannotRun(f"MkDocs cannot {deed} {config_file}: {_reasons(said, error)}") from error


@contextmanager
def _surveyed(plugin: HowtoPlugin, found: Survey) -> Iterator[None]:
    """Have a plugin tell a survey everything; MkDocs keeps the plugin for later builds of this process."""
    plugin.survey = found
    try:
        yield
    finally:
        plugin.survey = None


def _loaded(config_file: Path) -> MkDocsConfig:
    host.choose(config_file)
    # A strict build ends at the first page that warns of something; what the others say is wanted, too.
    loaded: MkDocsConfig = host.module("config").load_config(str(config_file), strict=False)
    return loaded


def _build(config: MkDocsConfig) -> None:
    """Build as `mkdocs build` does (mkdocs/__main__.py)."""
    config.plugins.on_startup(command="build", dirty=False)
    try:
        host.module("commands.build").build(config)
    finally:
        config.plugins.on_shutdown()


def _plugin_of(config: MkDocsConfig, config_file: Path) -> HowtoPlugin:
    from mkdocs_howto.plugin import HowtoPlugin

    for plugin in config.plugins.values():
        if isinstance(plugin, HowtoPlugin):
            return plugin
    raise _not_enabled(config_file)


def _not_enabled(config_file: Path) -> CannotRun:
    hint = "Add these lines, beside the plugins that are there:\n\n  plugins:\n    - howto"
    if config_file.suffix == ".toml":
        hint = "Add this table, or run `mkdocs-howto init`:\n\n  [project.markdown_extensions.howto]"
    return CannotRun(
        f"{config_file} does not enable the plugin `howto`, so that placeholders stay text.\n  Hint: {hint}"
    )


def _survey_of(config: MkDocsConfig, plugin: HowtoPlugin, config_file: Path) -> Survey:
    from mkdocs_howto.origins import Origins
    from mkdocs_howto.survey import Row, Survey

    root = real(Path(config.config_file_path)).parent
    origins = Origins(_text_folders(config, plugin, root), without=[Path(config.site_dir)])
    found = Survey(
        root=root,
        shown=shown,
        locate=origins.find,
        levels={**LEVELS, **plugin.config.levels},
    )
    for name, warning in plugin.config.validate()[1]:
        message = f"howto: {name}: {warning}"
        found.adds(
            Row(
                page="",
                file=shown(config_file),
                line=0,
                reference="",
                state="notice",
                message=message,
                graded="warning",
            )
        )
    return found


def _text_folders(config: MkDocsConfig, plugin: HowtoPlugin, root: Path) -> list[Path]:
    """Return where text that pages include may lie: pages, snippets, watched folders, documented sources."""
    snippets = config.mdx_configs.get("pymdownx.snippets", {}).get("base_path", ["."])
    # Snippets are looked for from the working directory (pymdownx/snippets.py), sources from the configuration.
    bases = [Path(str(path)) for path in (snippets if isinstance(snippets, list) else [snippets])]
    mkdocstrings = config.plugins.get("mkdocstrings")
    handler = python_handler(mkdocstrings.config if mkdocstrings else None)
    from mkdocs_howto.config import settings_of

    sources = settings_of(plugin.config, root, handler).paths
    return [Path(config.docs_dir), *bases, *map(Path, config.watch), *sources]


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Take what MkDocs and its plugins say, and send what they print to standard error.

    The command itself tells what concerns it, on standard output.
    """
    logger, said = logging.getLogger("mkdocs"), _Errors()
    propagates, logger.propagate = logger.propagate, False
    logger.addHandler(said)
    try:
        with redirect_stdout(sys.stderr):
            yield said.messages
    finally:
        logger.removeHandler(said)
        logger.propagate = propagates


class _Errors(logging.Handler):
    """Keeps the messages of errors."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _reasons(said: Iterable[str], error: BaseException) -> str:
    """Return what MkDocs said before it gave up, without repetitions."""
    last = str(error) or type(error).__name__
    reasons = list(dict.fromkeys(said))
    return "\n  ".join(reasons if any(last in reason for reason in reasons) else [*reasons, last])


# Without plugins: pages as they lie on the disk.


def _read_below(config_file: Path, *, is_forced: bool) -> Survey:
    from mkdocs_howto.survey import Survey, read_pages

    data = configuration(config_file)
    if not _enables(data.get("plugins"), "howto") and not _enables(data.get("markdown_extensions"), "howto"):
        raise _not_enabled(config_file)
    found = Survey(root=real(config_file.parent), shown=shown, levels=_levels(data))
    if _options(data.get("plugins"), "howto").get("enabled") is False and not is_forced:
        found.is_off = True
        return found
    read_pages(found, without_calls(settings(config_file), "no model is asked here"), _pages(config_file, data))
    return found


def _is_extension_only(config_file: Path) -> bool:
    """Return whether a site has the Markdown extension and not the plugin, as on hosts that run no plugins."""
    data = configuration(config_file)
    return _enables(data.get("markdown_extensions"), "howto") and not _enables(data.get("plugins"), "howto")


def _enables(entries: Any, name: str) -> bool:
    """Return whether a list or mapping of plugins or extensions names one of them."""
    names = [entry if isinstance(entry, str) else next(iter(entry), None) for entry in _listed(entries)]
    return name in names


def _listed(entries: Any) -> list[Any]:
    if isinstance(entries, dict):
        return list(entries)
    return [entry for entry in entries if isinstance(entry, str | dict)] if isinstance(entries, list) else []


def _levels(data: dict[str, Any]) -> dict[NoticeKind, Level]:
    levels = _options(data.get("plugins"), "howto").get("levels")
    return {**LEVELS, **levels} if isinstance(levels, dict) else LEVELS


def _pages(config_file: Path, data: dict[str, Any]) -> dict[str, PageText]:
    """Return the Markdown files below the folder of pages, by their paths in it."""
    name = data.get("docs_dir", "docs")
    if not isinstance(name, str) or not (folder := config_file.parent / name).is_dir():
        raise CannotRun(f"{config_file} names no folder of pages.")
    return {
        path.relative_to(folder).as_posix(): _page(path.read_text(encoding="utf-8-sig", errors="replace"), path)
        for path in sorted(folder.rglob("*.md"))
        if path.is_file()
    }


def _page(content: str, path: Path) -> PageText:
    """Return a page's text without front matter, and where it begins."""
    from mkdocs_howto.survey import PageText

    text = host.module("utils.meta").get_data(content)[0]
    offset = content.count("\n") - text.count("\n") if content.endswith(text) else 0
    return PageText(text, path, offset)


def row_as_json(row: Row) -> dict[str, Any]:
    """Return a row as JSON has it."""
    found = dataclasses.asdict(row)
    del found["graded"]
    return {**found, "severity": row.severity}


def shown(path: Path) -> str:
    """Return a path as people read it: from the working directory, where it lies below it."""
    path = real(path.parent) / path.name  # What is a link itself is named, not what it leads to.
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()
