"""Find the packages of a project: those that its documentation is about."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from mkdocs_howto.files import leads_out, read_regular

_LARGEST = 1_000_000
"""Bytes of a `pyproject.toml` that is read."""
_NOT_INSTALLED = frozenset(
    {
        "bench", "benchmark", "benchmarks", "build", "ci", "conftest", "demo", "demos", "dist", "doc", "docs",
        "docs_src", "example", "examples", "fixtures", "manage", "noxfile", "requirements", "sample", "samples",
        "script", "scripts", "setup", "site", "tasks", "test", "testing", "tests", "tools", "venv", "versioneer",
    }
)  # fmt: skip
"""Names beside a project's packages that are usually not installed with them (setuptools, "Automatic discovery",
https://setuptools.pypa.io/en/latest/userguide/package_discovery.html, excludes most of these)."""


def packages(root: Path, folders: Sequence[Path]) -> list[str]:
    """Return the names of a project's own packages, and of its modules that are no part of one.

    The folders are searched in order, and the first that has any decides, as an import would. Where one of several
    is called like the project, it stands alone: the others are tools beside it.

    Args:
        root: The project's folder.
        folders: Those that hold its packages, such as `src`.
    """
    found = next((names for folder in folders if (names := sorted(importable(folder)))), [])
    name = _project_name(root)
    return [name] if name in found else found


def importable(folder: Path) -> Iterator[str]:
    """Yield the names of packages and modules in a folder that users of the project import."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        name = entry.stem if entry.suffix == ".py" else entry.name
        is_module = entry.suffix == ".py" or (entry / "__init__.py").is_file()
        if is_module and name.isidentifier() and not name.startswith("_") and name not in _NOT_INSTALLED:
            yield name


def _project_name(root: Path) -> str:
    """Return the project's name as that of a package; empty where `pyproject.toml` does not say it."""
    if leads_out(root, "pyproject.toml"):
        return ""
    try:
        data, _ = read_regular(root / "pyproject.toml", _LARGEST)
        name = tomllib.loads(data.decode())["project"]["name"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return ""
    return re.sub(r"[-_.]+", "_", name).lower() if isinstance(name, str) else ""
