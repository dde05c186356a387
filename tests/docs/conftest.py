"""An environment with the package as it is published, and nothing else of this repository."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment that has the package's wheel, Material, and the other hosts."""
    folder = tmp_path_factory.mktemp("environment")
    wheels = folder / "wheels"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    found = next(path for path in (folder / "bin", folder / "Scripts") if path.is_dir())
    _pip(found, "wheel", "--no-deps", "--wheel-dir", str(wheels), str(ROOT))
    (wheel,) = wheels.glob("*.whl")
    _pip(found, "install", f"{wheel}[docs,shared]", "properdocs", "properdocs-theme-mkdocs", "zensical")
    return found


def _pip(programs: Path, *arguments: str) -> None:
    command = [str(programs / "python"), "-m", "pip", *arguments, "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"needs packages that pip cannot install here: {done.stderr.strip()[-300:]}")
