"""What the commands know of a site: the plugin's options in its configuration file, and its pages.

`settings` reads the file and does not load it: nothing it names is imported, no plugin or hook of it runs.
`pages` loads it as MkDocs does, since plugins add pages and change them.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterable
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mkdocs_howto.config import HowtoConfig, python_handler_paths, settings_of
from mkdocs_howto.errors import HowtoError, Notice
from mkdocs_howto.masking import told
from mkdocs_howto.secrets import masked
from mkdocs_howto.settings import Settings

if TYPE_CHECKING:
    from mkdocs_howto.pinning import Pinner
    from mkdocs_howto.survey import PageText, Row

NAMES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")


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
    root = (config_file.parent if config_file else Path()).resolve()
    options, handler_paths = _read(config_file) if config_file else ({"cache": ""}, None)
    config = HowtoConfig(config_file_path=str(config_file) if config_file else None)
    config.load_dict(options)
    errors, _ = config.validate()
    if errors:
        raise CannotRun("\n".join(f"{config_file}: howto: {name}: {error}" for name, error in errors))
    return settings_of(config, root, handler_paths)


def _read(config_file: Path) -> tuple[dict[str, Any], list[str] | None]:
    """The plugin's options and the `paths` of mkdocstrings."""
    from mkdocs.exceptions import MkDocsException
    from mkdocs.utils.yaml import get_yaml_loader, yaml_load
    from yaml import YAMLError

    try:
        with config_file.open("rb") as file:
            data = yaml_load(file, get_yaml_loader())
    except (OSError, YAMLError, MkDocsException) as error:
        raise CannotRun(f"{config_file} cannot be read: {error}") from error
    plugins = data.get("plugins") if isinstance(data, dict) else None
    return dict(_options(plugins, "howto")), python_handler_paths(_options(plugins, "mkdocstrings"))


def _options(plugins: Any, name: str) -> dict[str, Any]:
    """A plugin's options, as a list or a mapping of plugins gives them."""
    entries = plugins if isinstance(plugins, list) else [plugins]
    for entry in entries:
        if isinstance(entry, dict) and isinstance(entry.get(name), dict):
            return dict(entry[name])
    return {}


def pages(config_file: Path, *, plugins: bool = True) -> dict[str, PageText]:
    """The site's pages by their paths.

    Args:
        config_file: The site's configuration.
        plugins: Whether the site's plugins may add and change pages; without them nothing of the site is imported.

    Raises:
        CannotRun: MkDocs cannot load the site.
    """
    return _loaded(config_file) if plugins else _below(config_file)


def _loaded(config_file: Path) -> dict[str, PageText]:
    try:
        # What hooks print must not stand in what a command prints.
        with redirect_stdout(sys.stderr):
            return _loaded_with_plugins(config_file)
    except (Exception, SystemExit) as error:  # A plugin may fail in any way.
        raise CannotRun(f"MkDocs cannot load {config_file}: {error}") from error


def _loaded_with_plugins(config_file: Path) -> dict[str, PageText]:
    from mkdocs.config import load_config
    from mkdocs.structure.files import get_files

    config = load_config(str(config_file))
    if (plugin := config.plugins.get("howto")) is not None:
        plugin.config["enabled"] = False  # What it would do when all files are known is our work.
    config.plugins.on_startup(command="build", dirty=False)
    config = config.plugins.on_config(config)
    files = config.plugins.on_files(get_files(config), config=config)
    found: dict[str, PageText] = {}
    for file in files.documentation_pages():
        try:
            found[file.src_uri] = _page(file.content_string, Path(file.abs_src_path) if file.abs_src_path else None)
        except (OSError, ValueError):
            continue
    return found


def _below(config_file: Path) -> dict[str, PageText]:
    from mkdocs.exceptions import MkDocsException
    from mkdocs.utils.yaml import get_yaml_loader, yaml_load
    from yaml import YAMLError

    try:
        with config_file.open("rb") as file:
            data = yaml_load(file, get_yaml_loader()) or {}
    except (OSError, YAMLError, MkDocsException) as error:
        raise CannotRun(f"{config_file} cannot be read: {error}") from error
    name = data.get("docs_dir", "docs") if isinstance(data, dict) else None
    if not isinstance(name, str) or not (folder := config_file.parent / name).is_dir():
        raise CannotRun(f"{config_file} names no folder of pages.")
    return {
        path.relative_to(folder).as_posix(): _page(path.read_text(encoding="utf-8-sig", errors="replace"), path)
        for path in sorted(folder.rglob("*.md"))
        if path.is_file()
    }


def survey(config_file: Path, *, plugins: bool = True) -> list[Row]:
    """How every placeholder and pin of a site stands; no model is asked.

    Args:
        config_file: The site's configuration.
        plugins: Whether the site's plugins may add and change pages.

    Raises:
        CannotRun: MkDocs cannot load the site.
    """
    from mkdocs_howto import survey as surveying
    from mkdocs_howto.guide import Guide

    found = settings(config_file)
    guide = Guide(without_calls(found, "no model is asked here"), lambda _: None)
    rows = surveying.survey(guide, pages(config_file, plugins=plugins), shown)
    guide.end()
    return _without_secrets(rows)


def leftovers(built: Path) -> list[Row]:
    """Placeholders that stand as text in a built site."""
    from mkdocs_howto import survey as surveying

    return _without_secrets(surveying.leftovers(built, shown))


def _without_secrets(rows: Iterable[Row]) -> list[Row]:
    """Mask what rows say; their findings come from the review and hold no secrets."""
    return [dataclasses.replace(row, message=masked(row.message)) for row in rows]


def row_as_json(row: Row) -> dict[str, Any]:
    """A row of a survey as JSON has it."""
    return {**dataclasses.asdict(row), "severity": row.severity}


def _page(content: str, path: Path | None) -> PageText:
    """A page's text without front matter, and where it begins."""
    from mkdocs.utils import meta

    from mkdocs_howto.survey import PageText

    text = meta.get_data(content)[0]
    offset = content.count("\n") - text.count("\n") if content.endswith(text) else 0
    return PageText(text, shown(path) if path is not None and path.is_file() else "", offset)


def shown(path: Path) -> str:
    """A path as people read it: from the working directory, where it lies below it."""
    path = path.resolve()
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()
