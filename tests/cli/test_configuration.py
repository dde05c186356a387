"""A configuration file that cannot be read is named, with the place, whatever is in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from mkdocs_howto.cli import main
from tests.conftest import write_tree

NESTED = {
    "lists": (f"x: {'[' * 100_000}", "line 3, column 103"),
    "mappings": (f"x: {'{' * 3_000}", "line 3, column 103"),
    "closed lists": (f"x: {'[' * 500}{']' * 500}", "line 3, column 103"),
    "indented mappings": ("".join(f"{' ' * depth}a:\n" for depth in range(300)), "line 102"),
    "lists in lists": (f"x:\n  {'- ' * 300}a", "line 4"),
    "a file that inherits from itself": ("INHERIT: mkdocs.yml", "it inherits from itself"),
}


def run(folder: Path, lines: str, *command: str) -> tuple[int, str]:
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(f"site_name: x\nplugins: [howto]\n{lines}\n", encoding="utf-8")
    result = CliRunner().invoke(main, [*command, "--config-file", str(folder / "mkdocs.yml")])
    return result.exit_code, result.output


@pytest.mark.parametrize("command", [("check", "--no-plugins"), ("show", "json.dumps")], ids=["check", "show"])
@pytest.mark.parametrize(("lines", "words"), NESTED.values(), ids=NESTED)
def test_what_is_nested_too_deeply_is_told(tmp_path: Path, lines: str, words: str, command: tuple[str, ...]) -> None:
    status, output = run(tmp_path, lines, *command)
    assert status == 2
    assert "mkdocs.yml cannot be read" in output
    assert words in output


@pytest.mark.parametrize(
    "lines", [f"extra: {'[' * 90}{']' * 90}", "extra: [!ENV [HOME, x]]", f"extra: [{'[], ' * 500}]"]
)
def test_what_is_nested_a_little_is_read(tmp_path: Path, lines: str) -> None:
    assert run(tmp_path, lines, "check", "--no-plugins")[0] == 0


@pytest.mark.parametrize(
    ("option", "items"),
    [
        (option, items)
        for option in ("paths", "examples")
        for items in ("[1]", "[[x]]", "[{a: b}]", "[null]", "[src, true]")
    ]
    + [("levels", "{pin: []}"), ("levels", "{pin: {a: b}}"), ("levels", "{1: info}"), ("levels", "[pin]")],
)
@pytest.mark.parametrize("command", [("mkdocs", "build"), ("mkdocs_howto", "check")], ids=" ".join)
def test_an_item_of_another_type_is_told(tmp_path: Path, option: str, items: str, command: tuple[str, ...]) -> None:
    settings = f"site_name: S\nplugins:\n  - howto:\n      {option}: {items}\n"
    write_tree(tmp_path, {"mkdocs.yml": settings, "docs/index.md": "# S\n", "src/shop.py": ""})
    ran = subprocess.run([sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode != 0
    assert "Traceback" not in ran.stderr
    assert option in ran.stderr
