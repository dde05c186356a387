"""`mkdocs-howto init`: from a project to its first sections."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click
import yaml

import mkdocs_howto
from mkdocs_howto import files
from mkdocs_howto.cli import site
from mkdocs_howto.errors import HowtoError
from mkdocs_howto.packages import packages
from mkdocs_howto.secrets import masked
from mkdocs_howto.siteedit import STYLE_SHEET, CannotEdit, with_entry, with_extension

if TYPE_CHECKING:
    from mkdocs_howto.settings import Settings

_PAGE = "howto.md"
"""The page's name inside `docs_dir`."""
_SHEET = Path(mkdocs_howto.__file__).with_name("rendering") / "howto.css"
_SHOWN = 3
"""Objects that the first page shows."""
_MOST = 500
"""Public objects that are compared."""


@click.command()
@click.argument("package", required=False)
@site.config_option
@click.option("--dry-run", is_flag=True, help="Print what would change, and change nothing.")
def command(package: str | None, config_file: Path | None, *, dry_run: bool) -> None:
    """Add the plugin to a site, and write a first page about the objects of PACKAGE that are used most.

    The lines of mkdocs.yml, properdocs.yml or zensical.toml that are there stay as they are; where there is none, a
    mkdocs.yml is made. Without PACKAGE, the project's own is meant. What is there already is left alone: a second run
    changes nothing.

    \b
    mkdocs-howto init
    mkdocs-howto init shop --dry-run
    """
    path = config_file or site.find() or Path("mkdocs.yml")
    data = site.configuration(path) if path.exists() else {}
    before = _read(path)
    after = _enabled(path, before)
    docs = _pages(path, data.get("docs_dir", "docs"))
    page = docs / _PAGE
    changes = {path: (before, after)}
    if path.suffix == ".toml" and not _stands(sheet := docs / STYLE_SHEET):
        changes[sheet] = ("", _SHEET.read_text(encoding="utf-8"))
    if not _stands(page):
        settings = site.settings(path if path.exists() else None)
        name = package or _package(settings)
        if data.get("nav"):
            changes[path] = (before, _in_navigation(path, after, f"How to use {name}"))
        changes[page] = ("", _first_page(settings, name))
    changes[path] = changes.pop(path)  # It comes last: until then the site is as it was.
    _carry_out({path: texts for path, texts in changes.items() if texts[0] != texts[1]}, dry_run=dry_run)
    host = next((host for host in ("properdocs", "zensical") if path.name.startswith(host)), "mkdocs")
    click.echo(f"Next: `{host} serve`, then open http://127.0.0.1:8000/{page.stem}/", err=True)


def _read(path: Path) -> str:
    if path.is_symlink():
        raise site.CannotRun(f"{path} is a link. Name the file that it leads to with --config-file.")
    try:
        return files.read_regular(path, site.LARGEST)[0].decode() if path.exists() else ""
    except (OSError, UnicodeError) as error:
        raise site.CannotRun(f"{path} cannot be read: {error}") from error


def _pages(path: Path, name: object) -> Path:
    """Return the folder of a site's pages.

    Args:
        path: The configuration file.
        name: The value of its `docs_dir`.

    Raises:
        CannotRun: It is no path, or leads to a place that is neither in the site's folder nor in the present one.
    """
    root = files.real(path.parent)
    if not isinstance(name, str) or "\0" in name:
        raise site.CannotRun(f"{site.shown(path)}: `docs_dir` is no path.")
    docs = files.kept_inside(root, name)
    if files.leads_out(root, name) or not any(docs.is_relative_to(one) for one in (root, files.real(Path.cwd()))):
        raise site.CannotRun(
            f"{site.shown(path)}: `docs_dir` leads out of the project. Run this command in a folder that holds both."
        )
    return docs


def _stands(path: Path) -> bool:
    """Return whether there is anything at a path, also a link to nothing."""
    return path.exists() or path.is_symlink()


def _enabled(path: Path, text: str) -> str:
    """Return a configuration file that enables the plugin."""
    root = files.real(path.parent)
    is_toml = path.suffix == ".toml"
    if not text.strip():
        name = next(iter(packages(root, [root / "src", root])), root.name)
        named = {"site_name": name}
        text = f"[project]\nsite_name = {json.dumps(name)}\n" if is_toml else yaml.safe_dump(named, allow_unicode=True)
    try:
        if is_toml:
            return with_extension(text, watch=_sources(root))
        return with_entry(text, "plugins", "howto", default=("search",))
    except CannotEdit as error:
        raise site.CannotRun(f"{site.shown(path)} was not changed. {error}") from error


def _sources(root: Path) -> list[str]:
    """Return the folders and files of the project's packages: Zensical looks for changes only where a site says so."""
    if (root / "src").is_dir():
        return ["src"]
    return [name if (root / name).is_dir() else f"{name}.py" for name in packages(root, [root])]


def _in_navigation(path: Path, text: str, title: str) -> str:
    """Return a configuration file whose navigation names the page; unchanged where its author has to add it."""
    try:
        if path.suffix != ".toml":
            return with_entry(text, "nav", f"{title}: {_PAGE}")
    except CannotEdit:
        pass
    click.echo(f"{site.shown(path)}: add {_PAGE} to `nav`.", err=True)
    return text


def _package(settings: Settings) -> str:
    """Return the project's package, the first of several."""
    found = packages(settings.root, settings.paths)
    if not found:
        folders = ", ".join(f"{site.shown(folder)}/" for folder in settings.paths)
        raise site.CannotRun(f"There is no package in {folders}; name one: `mkdocs-howto init PACKAGE`.")
    return found[0]


def _first_page(settings: Settings, package: str) -> str:
    """Return a page with sections for the objects of a package that documentation and tests use most."""
    from mkdocs_howto.build import Build

    build = Build(settings, site.tell)
    try:
        objects = nearest(path for group in build.listings.pages(package).values() for path in group)
        uses = {path: build.uses(path) for path in objects}
    except HowtoError as error:
        raise site.CannotRun(str(error)) from error
    finally:
        build.close()
    if not objects:
        raise site.CannotRun(f"`{package}` has no public functions or classes to show.")
    ranked = sorted(objects, key=lambda path: (-uses[path], path.count("."), objects.index(path)))
    placeholders = "\n\n".join(f"::: howto {path}" for path in ranked[:_SHOWN])
    return f"# How to use `{package}`\n\n{placeholders}\n"


def nearest(paths: Iterable[str]) -> list[str]:
    """Return as many objects as are compared: of a large package those with the shortest paths, which users import."""
    return sorted(paths, key=lambda path: path.count("."))[:_MOST]


def _carry_out(changes: Mapping[Path, tuple[str, str]], *, dry_run: bool) -> None:
    for path, (before, after) in changes.items():
        if dry_run:
            name = site.shown(path)
            old, new = (masked(text).splitlines(keepends=True) for text in (before, after))
            click.echo("".join(difflib.unified_diff(old, new, name if before else "/dev/null", name)), nl=False)
            continue
        try:
            files.replace(path, after.encode())
        except OSError as error:
            click.echo(f"{site.shown(path)} cannot be written: {error}", err=True)
            sys.exit(2)
        click.echo(f"{'Changed' if before else 'Wrote'} {site.shown(path)}")
    if not changes:
        click.echo("Nothing to do: the plugin is on, and the page is there.")
