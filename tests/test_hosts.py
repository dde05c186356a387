"""ProperDocs as the host, in an environment that has no MkDocs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.conftest import ROOT, Site, copy_fixtures
from tests.hosting import HOSTS, series

_LEFT_OUT = re.compile(r"(mkdocs|mkdocstrings|mkdocs_autorefs)(-[\d.]+\.dist-info)?$|__editable__.*|_mkdocs_howto.*")


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of installed packages without MkDocs and mkdocstrings."""
    folder = tmp_path_factory.mktemp("packages")
    for entry in Path(sysconfig.get_paths()["purelib"]).iterdir():
        if not _LEFT_OUT.match(entry.name):
            (folder / entry.name).symlink_to(entry)
    (folder / "mkdocs_howto").symlink_to(ROOT / "mkdocs_howto")
    return folder


def properdocs_only(packages: Path, site: Site, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module in an environment that has no MkDocs."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [sys.executable, "-S", "-m", *arguments],
        cwd=site.folder, capture_output=True, text=True, check=False,
        env={**environment, "PYTHONPATH": str(packages)},
    )  # fmt: skip


@pytest.fixture
def proper(tmp_path: Path) -> Site:
    """A site with a `properdocs.yml`."""
    copy_fixtures(tmp_path)
    site = Site(tmp_path, options={"paths": ["src"], "pins": "howto"}, theme="material")
    site.page("# Shop\n\n::: howto shop.Cart\n\n::: howto shop.reserve\n")
    site.configure().rename(tmp_path / "properdocs.yml")
    return site


def section_text(page: Path) -> str:
    body = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select_one("article")
    assert body is not None
    return " ".join(body.get_text().split())


def test_the_environment_has_no_mkdocs(packages: Path, proper: Site) -> None:
    done = properdocs_only(packages, proper, "mkdocs", "--version")
    assert "No module named mkdocs" in done.stderr


def test_properdocs_builds_the_same_sections_as_mkdocs(packages: Path, proper: Site) -> None:
    done = properdocs_only(packages, proper, "properdocs", "build", "--strict")
    assert done.returncode == 0, done.stderr
    of_properdocs = section_text(proper.folder / "site/index.html")
    assert "How to Use Cart" in of_properdocs
    built = proper.build(strict=True)
    assert section_text(built.folder / "index.html") == of_properdocs


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "shop.Cart"], "## How to Use This Code Block"),
        (["show", "json.dumps"], "## How to Use This Code Block"),
        (["status"], "shop.reserve"),
        (["check", "--strict"], "Checked 2 sections (2 fresh): all fit their code."),
        (["check", "--no-plugins"], "all fit their code."),
        (["coverage", "shop"], "public objects have a section"),
        (["init", "shop", "--dry-run"], "How to use `shop`"),
        (["pin", "shop.Cart"], "pinned howto/shop.Cart.md"),
        (["cache", "info"], ".cache/howto"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_every_command_works(packages: Path, proper: Site, arguments: list[str], said: str) -> None:
    done = properdocs_only(packages, proper, "mkdocs_howto", *arguments)
    assert done.returncode == 0, done.stderr
    assert said in done.stdout


def test_pins_are_approved_and_removed(packages: Path, proper: Site) -> None:
    assert properdocs_only(packages, proper, "mkdocs_howto", "pin", "--all").returncode == 0
    for arguments in (["diff", "shop.Cart"], ["approve", "shop.Cart", "--by", "Ada"], ["unpin", "shop.Cart"]):
        done = properdocs_only(packages, proper, "mkdocs_howto", *arguments)
        assert done.returncode == 0, done.stderr


def test_a_prompt_is_printed(packages: Path, proper: Site) -> None:
    (proper.folder / "properdocs.yml").unlink()
    proper.options |= {"writer": "openai", "model": "m"}
    proper.configure().rename(proper.folder / "properdocs.yml")
    done = properdocs_only(packages, proper, "mkdocs_howto", "prompt", "shop.Cart")
    assert done.returncode == 0, done.stderr
    assert "shop.Cart" in done.stdout


def test_a_wrong_reference_is_told_as_with_mkdocs(packages: Path, proper: Site) -> None:
    proper.page("# Shop\n\n::: howto shop.Crat\n")
    done = properdocs_only(packages, proper, "properdocs", "build", "--strict")
    assert done.returncode == 1
    assert "index.md:3: `shop.Crat` cannot be found" in " ".join(done.stderr.split())
    rows = json.loads(properdocs_only(packages, proper, "mkdocs_howto", "check", "--format", "json").stdout)["rows"]
    assert [(row["reference"], row["state"], row["line"]) for row in rows] == [("shop.Crat", "unresolved", 3)]


def test_both_hosts_installed_the_file_decides(proper: Site) -> None:
    script = (
        "import sys\nfrom click.testing import CliRunner\nfrom mkdocs_howto.cli import main\n"
        "done = CliRunner().invoke(main, ['status'])\nprint(done.exit_code, sys.modules['mkdocs'].__name__)"
    )
    for name, host in (("properdocs.yml", "properdocs"), ("mkdocs.yml", "mkdocs")):
        found = next(proper.folder.glob("*.yml"))
        found.rename(proper.folder / name)
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=proper.folder, capture_output=True, text=True, check=True
        )
        assert done.stdout.split() == ["0", host]


def test_the_install_line_of_the_guide_names_every_requirement_but_mkdocs() -> None:
    guide = (ROOT / "docs/howto/hosts.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[\[<>=]", one)[0] for one in project["dependencies"]}
    line = next(line for line in guide.splitlines() if line.startswith("$ pip install properdocs"))
    assert set(line.split()[3:]) == names - {"mkdocs", "mkdocstrings"} | {"properdocs"}


@pytest.mark.parametrize("host", HOSTS)
def test_guide_and_readme_name_the_versions_that_are_tested(host: str) -> None:
    guide = (ROOT / "docs/howto/hosts.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (head,) = re.findall(r"^\| \|(.*)\|$", guide, re.MULTILINE)
    named = {name.strip().partition(" ")[0].lower(): name.strip().partition(" ")[2] for name in head.split("|")}
    assert named[host] == series(host)
    for text in (guide, readme):
        (told,) = re.findall(rf"(?i)\b{host} (\d+\.\d+)\.\d+", text)
        assert told == series(host)
