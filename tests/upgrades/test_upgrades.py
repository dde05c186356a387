"""What a newer version makes of what users have: nothing edited is lost, nothing paid for is paid again."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.upgrades.make import fingerprints

VERSIONS = sorted(path.name for path in Path(__file__).parent.iterdir() if (path / "project").is_dir())


@pytest.fixture(params=VERSIONS)
def data(request: pytest.FixtureRequest) -> Path:
    return Path(__file__).parent / request.param


@pytest.fixture
def project(data: Path, tmp_path: Path) -> Path:
    """A project as its user finds it after the upgrade. Nothing answers at the model's address."""
    shutil.copytree(data / "project", tmp_path / "project")
    cache = tmp_path / "project/.cache/howto"
    cache.mkdir(parents=True)
    shutil.copy(data / "cache.db", cache / "cache.db")
    return tmp_path / "project"


def howto(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs_howto", *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def states(printed: str) -> dict[str, str]:
    return {row["reference"]: row["state"] for row in json.loads(printed)["rows"]}


def texts(project: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (project / "howto").rglob("*") if path.is_file()}


def test_every_section_stands_as_before(project: Path, data: Path) -> None:
    before: dict[str, Any] = json.loads((data / "check.json").read_text())
    checked = howto(project, "check", "--format", "json", "--strict")
    assert states(checked.stdout) == {row["reference"]: row["state"] for row in before["rows"]}
    assert checked.returncode == 1  # One pin was stale before, and one answer rejected.


def test_pins_keep_every_byte(project: Path) -> None:
    before = texts(project)
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=project, check=True, capture_output=True)
    howto(project, "check")
    assert texts(project) == before


def test_an_update_of_pins_touches_only_the_stale_one(project: Path) -> None:
    before = texts(project)
    done = howto(project, "pin", "--update")
    assert done.returncode == 0, done.stderr
    changed = {name for name, text in texts(project).items() if text != before.get(name)}
    assert changed == {"shop.order.md", "shop.order.json"}


def test_nothing_is_paid_for_twice(project: Path) -> None:
    """Calls are errors, so that each section that would be asked for again is named."""
    configuration = project / "mkdocs.yml"
    configuration.write_text(configuration.read_text() + "      no_llm: true\n")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"], cwd=project, capture_output=True, text=True, check=True
    )
    assert "would need a call" not in built.stderr
    page = (project / "site/index.html").read_text()
    assert "gives back what is left" in page
    assert "which it changes in place" in page


def test_an_archive_is_read(project: Path, data: Path) -> None:
    shutil.rmtree(project / ".cache")
    imported = howto(project, "cache", "import", str(data / "sections.jsonl.gz"))
    assert imported.returncode == 0, imported.stderr
    found = states(howto(project, "check", "--format", "json").stdout)
    assert (found["shop.reserve"], found["shop.ship"]) == ("fresh", "rejected")


def test_fingerprints_stay(data: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(data / "objects.zip").extractall(tmp_path)
    known = json.loads(gzip.decompress((data / "fingerprints.json.gz").read_bytes()))
    assert len(known) >= 2_000
    assert fingerprints(tmp_path) == known
