"""What Windows does to a project, tried on any system: line ends, separators, marks, names of devices, consoles."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from mkdocs_howto.cli import main
from mkdocs_howto.config import HowtoConfig
from mkdocs_howto.siteedit import with_entry
from tests.conftest import ROOT, Site, copy_fixtures, write_tree

MARK = "\ufeff"
"""What editors on Windows put in front of UTF-8."""
PAGE = "# Shop\n\n::: howto shop.Cart\n    title: Fill a cart\n\n```{.python .howto}\nprint(1)\n```\n\n<!-- howto: shop.reserve -->\n"


def run(folder: Path, *arguments: str) -> Result:
    with contextlib.chdir(folder):
        return CliRunner().invoke(main, [*arguments], catch_exceptions=False)


def as_windows_saves(folder: Path, *, mark: bool) -> None:
    """Give all text files below a folder the line ends of Windows, and the mark of its editors."""
    for path in folder.rglob("*"):
        if path.suffix in {".py", ".md", ".yml", ".toml"} and ".cache" not in path.parts:
            data = path.read_bytes().replace(b"\n", b"\r\n")
            path.write_bytes(MARK.encode() * mark + data)


def text_of(site: Site) -> str:
    return " ".join(site.build(strict=True).body().get_text().split())


@pytest.mark.parametrize("mark", [False, True], ids=["ends", "ends and mark"])
def test_a_project_of_windows_gives_the_same_page(tmp_path: Path, site: Site, *, mark: bool) -> None:
    site.page(PAGE)
    expected = text_of(site)
    other = Site(tmp_path / "other", options=site.options)
    other.folder.mkdir()
    copy_fixtures(other.folder)
    other.page(PAGE)
    as_windows_saves(other.folder, mark=mark)
    assert text_of(other) == expected


@pytest.mark.parametrize("mark", [False, True], ids=["ends", "ends and mark"])
@pytest.mark.parametrize(
    "command",
    [["show", "shop.Cart"], ["check", "--no-plugins", "--format", "json"], ["coverage", "shop", "--no-plugins"], ["status", "--no-plugins"]],
    ids=lambda command: command[0],
)  # fmt: skip
def test_commands_say_the_same_of_it(site: Site, command: list[str], *, mark: bool) -> None:
    site.page(PAGE)
    site.configure()
    before = run(site.folder, *command)
    as_windows_saves(site.folder, mark=mark)
    after = run(site.folder, *command)
    assert (after.exit_code, after.stdout) == (before.exit_code, before.stdout)
    assert before.exit_code == 0


@pytest.mark.parametrize("mark", ["", MARK], ids=["ends", "ends and mark"])
def test_pins_that_git_has_given_other_ends_stay_what_they_are(site: Site, mark: str) -> None:
    site.options["pins"] = "howto"
    site.page("# Shop\n\n::: howto shop.Cart\n")
    site.configure()
    assert run(site.folder, "pin", "--all").exit_code == 0
    expected = text_of(site)
    for path in [*site.folder.glob("howto/*.md"), *site.folder.glob("howto/.base/*"), site.folder / "src/shop/cart.py"]:
        path.write_bytes(
            (mark if path.suffix != ".md" or mark else "").encode() + path.read_bytes().replace(b"\n", b"\r\n")
        )
    built = site.build(strict=True)
    assert " ".join(built.body().get_text().split()) == expected
    assert run(site.folder, "check", "--strict").exit_code == 0
    assert "edited" not in run(site.folder, "status").stdout


@pytest.mark.parametrize("name", ["con.py", "NUL.py", "aux.py", "com1.py", "lpt9.py", "prn.py"])
def test_pins_have_no_names_of_devices(site: Site, name: str) -> None:
    module = name.removesuffix(".py")
    site.file(f"src/{name}", "def write(text: str) -> None:\n    print(text)\n")
    site.options["pins"] = "howto"
    site.page(f"::: howto {module}\n\n::: howto {module}.write\n")
    site.configure()
    assert run(site.folder, "pin", "--all").exit_code == 0
    names = [path.name for path in (site.folder / "howto").rglob("*") if path.is_file()]
    assert len([one for one in names if one.endswith(".md")]) == 2
    devices = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
    assert [one for one in names if devices.match(one)] == []


def test_pins_of_names_that_differ_in_case_have_files_of_their_own(site: Site) -> None:
    site.file(
        "src/tea.py",
        "def Pot() -> int:\n    return 1\n\n\ndef pot() -> int:\n    return 2\n\n\ndef POT() -> int:\n    return 3\n",
    )
    site.options["pins"] = "howto"
    site.page("::: howto tea.Pot\n\n::: howto tea.pot\n\n::: howto tea.POT\n")
    site.configure()
    assert run(site.folder, "pin", "--all").exit_code == 0
    names = [path.name.casefold() for path in (site.folder / "howto").glob("*.md")]
    assert len(names) == len(set(names)) == 3


@pytest.mark.parametrize(
    "reference", [r"src\shop\cart.py", r"src\shop\cart.py#L29-L74", r".\src\shop\cart.py", r"src/shop\cart.py"]
)
def test_a_file_may_be_named_with_the_separators_of_windows(site: Site, reference: str) -> None:
    site.page(f"::: howto {reference.replace(chr(92), '/')}\n")
    expected = text_of(site)
    site.page(f"::: howto {reference}\n")
    assert text_of(site) == expected


@pytest.mark.parametrize("reference", [r"C:\shop\cart.py", "C:/shop/cart.py", r"\\server\share\cart.py", "c:cart.py"])
def test_a_file_on_a_drive_is_refused_with_a_message(site: Site, reference: str) -> None:
    site.page(f"# Shop\n\n::: howto {reference}\n")
    (warning,) = site.build().warnings
    assert "index.md:3" in warning
    assert reference in warning


@pytest.mark.parametrize(
    ("into", "is_kept"),
    [
        ("howto", True), (r"guides\howto", None), (r"..\out", False), (r"C:\out", False), ("C:/out", False), ("C:out", False),
        (r"\\server\share", False), ("nul", False), ("guides/CON", False), ("a/aux.d", False), ("..", False), ("/out", False),
    ],
)  # fmt: skip
def test_pages_go_into_a_folder_that_every_system_has(site: Site, into: str, *, is_kept: bool | None) -> None:
    site.options["pages"] = [{"package": "shop", "into": into}]
    site.page("# Home\n")
    config = HowtoConfig()
    config.load_dict(site.options)
    errors, _ = config.validate()
    assert bool(errors) == (is_kept is not True)


@pytest.mark.parametrize("mark", ["", MARK], ids=["ends", "ends and mark"])
@pytest.mark.parametrize("name", ["mkdocs.yml", "mkdocs.yaml", "properdocs.yml"])
def test_init_keeps_ends_and_mark(tmp_path: Path, name: str, mark: str) -> None:
    copy_fixtures(tmp_path)
    text = "site_name: x\r\nplugins:\r\n  - search\r\n"
    (tmp_path / name).write_bytes((mark + text).encode())
    done = run(tmp_path, "init", "shop")
    assert done.exit_code == 0, done.output
    data = (tmp_path / name).read_bytes().decode()
    assert data.startswith(mark + text[:9])
    assert "\n" not in data.replace("\r\n", "")
    assert "howto" in data.splitlines()[3]
    assert run(tmp_path, "init", "shop").stdout == "Nothing to do: the plugin is on, and the page is there.\n"


def test_init_keeps_the_ends_of_a_configuration_of_zensical(tmp_path: Path) -> None:
    copy_fixtures(tmp_path)
    (tmp_path / "zensical.toml").write_bytes(b'[project]\r\nsite_name = "x"\r\n')
    assert run(tmp_path, "init", "shop").exit_code == 0
    data = (tmp_path / "zensical.toml").read_bytes().decode()
    assert "\n" not in data.replace("\r\n", "")
    assert "[project.markdown_extensions.howto]" in data


def test_a_mark_that_zensical_cannot_read_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    copy_fixtures(tmp_path)
    data = f'{MARK}[project]\nsite_name = "x"\n'.encode()
    (tmp_path / "zensical.toml").write_bytes(data)
    done = run(tmp_path, "init", "shop")
    assert done.exit_code == 2
    assert "zensical.toml cannot be read" in done.output
    assert (tmp_path / "zensical.toml").read_bytes() == data
    assert not (tmp_path / "docs").exists()


@pytest.mark.parametrize(
    "text", ["site_name: x\r\n", "plugins:\r\n  - search\r\n", "plugins: [search]\r\n", "nav:\r\n  - a.md\r\n"]
)
def test_lines_are_added_behind_a_mark(text: str) -> None:
    after = with_entry(MARK + text, "plugins", "howto", default=("search",))
    assert after.startswith(MARK)
    assert yaml.safe_load(after.removeprefix(MARK))["plugins"] == ["search", "howto"]
    assert with_entry(after, "plugins", "howto", default=("search",)) == after


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "cp932"])
@pytest.mark.parametrize(
    "arguments", [["show", "coffee.brew"], ["show", "coffee.brew", "--format", "json"], ["coverage", "coffee"], ["init", "coffee", "--dry-run"]],
    ids=lambda value: "-".join(value[:1] + value[2:]),
)  # fmt: skip
def test_a_console_of_windows_can_print_everything(site: Site, encoding: str, arguments: list[str]) -> None:
    site.file(
        "src/coffee.py",
        '"""Kaffee → 咖啡."""\n\n\ndef brew(größe: int) -> str:\n    """Brüht „Kaffee“ → 咖啡 ☕."""\n    return "☕" * größe\n',
    )
    site.page("# Home\n")
    site.configure()
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs_howto", *arguments],
        cwd=site.folder, env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT)},
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    printed = done.stdout.decode(encoding)
    if "json" in arguments:
        assert "☕" in json.loads(printed)["markdown"]


def test_messages_name_files_with_slashes(site: Site) -> None:
    write_tree(site.folder, {"docs/guides/deep.md": "::: howto shop.Crat\n"})
    (warning,) = site.build().warnings
    assert "guides/deep.md:1" in warning
