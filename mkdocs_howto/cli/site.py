"""What the commands know of a site: the plugin's options in its configuration file, and its pages.

`settings` reads the file and does not load it: nothing it names is imported, no plugin or hook of it runs.
`texts` loads it as MkDocs does, since plugins add pages and change them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mkdocs_howto.config import HowtoConfig, python_handler_paths, settings_of
from mkdocs_howto.settings import Settings

NAMES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")


def find() -> Path | None:
    """The configuration file in the working directory."""
    return next((path for name in NAMES if (path := Path(name)).is_file()), None)


def settings(config_file: Path | None) -> Settings:
    """The settings of a site, or those of no site: then nothing is cached.

    Raises:
        click.ClickException: The file cannot be read, or its options are wrong.
    """
    root = (config_file.parent if config_file else Path()).resolve()
    options, handler_paths = _read(config_file) if config_file else ({"cache": ""}, None)
    config = HowtoConfig(config_file_path=str(config_file) if config_file else None)
    config.load_dict(options)
    errors, _ = config.validate()
    if errors:
        raise click.ClickException("\n".join(f"{config_file}: howto: {name}: {error}" for name, error in errors))
    return settings_of(config, root, handler_paths)


def _read(config_file: Path) -> tuple[dict[str, Any], list[str] | None]:
    """The plugin's options and the `paths` of mkdocstrings."""
    from mkdocs.utils.yaml import get_yaml_loader, yaml_load
    from yaml import YAMLError

    try:
        with config_file.open("rb") as file:
            data = yaml_load(file, get_yaml_loader())
    except (OSError, YAMLError) as error:
        raise click.ClickException(f"{config_file} cannot be read: {error}") from error
    plugins = data.get("plugins") if isinstance(data, dict) else None
    return dict(_options(plugins, "howto")), python_handler_paths(_options(plugins, "mkdocstrings"))


def _options(plugins: Any, name: str) -> dict[str, Any]:
    """A plugin's options, as a list or a mapping of plugins gives them."""
    entries = plugins if isinstance(plugins, list) else [plugins]
    for entry in entries:
        if isinstance(entry, dict) and isinstance(entry.get(name), dict):
            return dict(entry[name])
    return {}


def texts(config_file: Path) -> dict[str, str]:
    """The pages' Markdown by their paths, as the site's plugins leave it when all files are known.

    Raises:
        click.ClickException: MkDocs cannot load the site.
    """
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException
    from mkdocs.structure.files import get_files
    from mkdocs.utils import meta

    try:
        config = load_config(str(config_file))
        if (plugin := config.plugins.get("howto")) is not None:
            plugin.config["enabled"] = False  # What it would do when all files are known is our work.
        config.plugins.on_startup(command="build", dirty=False)
        config = config.plugins.on_config(config)
        files = config.plugins.on_files(get_files(config), config=config)
    except MkDocsException as error:
        raise click.ClickException(f"MkDocs cannot load {config_file}: {error}") from error
    found: dict[str, str] = {}
    for file in files.documentation_pages():
        try:
            found[file.src_uri] = meta.get_data(file.content_string)[0]
        except (OSError, ValueError):
            continue
    return found


def texts_below(config_file: Path) -> dict[str, str]:
    """The Markdown files of `docs_dir` by their paths, as they stand there."""
    from mkdocs.utils.yaml import get_yaml_loader, yaml_load

    with config_file.open("rb") as file:
        data = yaml_load(file, get_yaml_loader()) or {}
    folder = config_file.parent / str(data.get("docs_dir") or "docs")
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8-sig", errors="replace")
        for path in sorted(folder.rglob("*.md"))
    }
