"""`mkdocs-howto status`: all sections of a site at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from mkdocs_howto.cli import site
from mkdocs_howto.cli.output import echo_json
from mkdocs_howto.cli.tables import Column, Table, show
from mkdocs_howto.cli.tables import Row as TableRow
from mkdocs_howto.survey import Row

_STYLES = {
    "edited": "cyan", "stale": "bold red", "unresolved": "bold red", "broken": "bold red", "rejected": "yellow",
    "unwritten": "yellow", "misplaced": "yellow", "damaged": "yellow", "orphan": "yellow",
}  # fmt: skip


@click.command()
@site.config_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.option("--no-plugins", is_flag=True, help="Read the files below docs_dir; run no plugin of the site.")
def command(config_file: Path | None, form: str, *, no_plugins: bool) -> None:
    """Print every section of the site: where it stands, who wrote it, and whether it fits its code.

    Exits with 0, or with 2 when it cannot run. `mkdocs-howto check` is for machines.
    """
    rows = site.survey(site.required(config_file), plugins=not no_plugins).rows()
    references = _by_reference(rows)
    if form == "json":
        found = [_as_json(same) for same in references]
        echo_json({"sections": found})
    else:
        show(_table(references))


def _by_reference(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows about the same section, which may stand on several pages."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        about = (row.reference, row.writer, row.model or "", row.state, row.pin, "" if row.reference else row.message)
        found.setdefault(about, []).append(row)
    return list(found.values())


def _as_json(same: Sequence[Row]) -> dict[str, object]:
    first = site.row_as_json(same[0])
    places = [{"page": row.page, "file": row.file, "line": row.line} for row in same]
    return {"pages": places, **{name: value for name, value in first.items() if name not in places[0]}}


_COLUMNS = (
    *(Column(name) for name in ("reference", "state", "writer", "pages", "findings")),
    Column("tokens", is_number=True),
)


def _table(references: Sequence[Sequence[Row]]) -> Table:
    return Table(_COLUMNS, (tuple(TableRow(_cells(same), _STYLES.get(same[0].state, "")) for same in references),))


def _cells(same: Sequence[Row]) -> tuple[str, ...]:
    row = same[0]
    return (
        row.reference or row.message.splitlines()[0],
        row.state,
        row.model or row.writer,
        ", ".join(dict.fromkeys(row.page or "–" for row in same)),
        ", ".join(dict.fromkeys(finding.code for finding in row.findings)),
        f"{row.tokens:,}" if row.tokens else "",
    )
