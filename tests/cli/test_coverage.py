"""`mkdocs-howto coverage`: which public objects have no section."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mkdocs_howto.packages import packages
from tests.cli.running import run
from tests.conftest import Site, write_tree

TANKS = {
    "src/tanks/__init__.py": 'from tanks.tank import Tank\n\n__all__ = ["Tank", "fill"]\n\ndef fill(): ...\n',
    "src/tanks/tank.py": "class Tank:\n    def drain(self): ...\n\nclass _Valve: ...\n\ndef measure(): ...\n",
    "src/tanks/_inner.py": "def hidden(): ...\n",
    "src/tanks/empty.py": "LIMIT = 3\n",
}


@pytest.fixture
def own(site: Site) -> Site:
    write_tree(site.folder, TANKS)
    return site


def found(site: Site, *arguments: str) -> dict[str, object]:
    done = run(site, "coverage", "tanks", "--format", "json", *arguments)
    values: dict[str, object] = json.loads(done.stdout)
    return values


def test_objects_without_a_section_are_named_with_their_place(own: Site) -> None:
    own.page("# Tanks\n\n::: howto tanks.Tank\n")
    done = run(own, "coverage", "tanks")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "src/tanks/__init__.py:5: tanks.fill has no section.",
        "src/tanks/tank.py:6: tanks.tank.measure has no section.",
        "1 of 3 public objects have a section (33.3 %).",
    ]


@pytest.mark.parametrize(
    ("page", "covered"),
    [
        ("::: howto tanks.Tank\n", 1),
        ("::: howto tanks.tank.Tank\n", 1),
        ("::: howto src/tanks/tank.py#L1-L2\n", 1),
        ("::: howto tanks.Tank\n\n::: howto tanks.tank.Tank\n", 1),
        ("::: howto tanks.Tank.drain\n", 0),
        ("::: howto tanks.tank\n", 0),
        ("::: howto tanks.*\n", 2),
        ("::: howto tanks.*\n\n::: howto tanks.tank.*\n", 3),
        ("::: howto tanks.nothing\n", 0),
        ("```\n::: howto tanks.Tank\n```\n", 0),
    ],
)
def test_a_section_counts_for_the_object_it_is_about(own: Site, page: str, covered: int) -> None:
    own.page(f"# Tanks\n\n{page}")
    values = found(own)
    assert (values["total"], values["covered"]) == (3, covered)


@pytest.mark.parametrize(("minimum", "status"), [("0", 0), ("33.3", 0), ("33.4", 1), ("100", 1)])
def test_too_few_sections_fail(own: Site, minimum: str, status: int) -> None:
    own.page("# Tanks\n\n::: howto tanks.Tank\n")
    done = run(own, "coverage", "tanks", "--fail-under", minimum)
    assert done.exit_code == status
    assert ("--fail-under" in done.stdout) == bool(status)


@pytest.mark.parametrize("minimum", ["-1", "101", "many"])
def test_an_impossible_minimum_is_refused(own: Site, minimum: str) -> None:
    own.page("# Tanks\n")
    assert run(own, "coverage", "tanks", "--fail-under", minimum).exit_code == 2


def test_quiet_prints_nothing_when_enough_have_one(own: Site) -> None:
    own.page("# Tanks\n\n::: howto tanks.*\n\n::: howto tanks.tank.*\n")
    assert run(own, "coverage", "tanks", "-q", "--fail-under", "100").stdout == ""
    own.page("# Tanks\n")
    assert "0 of 3" in run(own, "coverage", "tanks", "-q", "--fail-under", "100").stdout


def test_markdown_is_a_table(own: Site) -> None:
    own.page("# Tanks\n\n::: howto tanks.Tank\n")
    assert run(own, "coverage", "tanks", "--format", "markdown").stdout.splitlines() == [
        "| Module | Objects | With a section | Without |",
        "|---|---:|---:|---|",
        "| `tanks` | 2 | 1 | `fill` |",
        "| `tanks.tank` | 1 | 0 | `measure` |",
        "",
        "1 of 3 public objects have a section (33.3 %).",
    ]


def test_json_names_modules_and_minimum(own: Site) -> None:
    own.page("# Tanks\n\n::: howto tanks.Tank\n")
    values = found(own, "--fail-under", "20")
    assert (values["percent"], values["minimum"]) == (33.33, 20.0)
    assert values["modules"] == [
        {"name": "tanks", "total": 2, "missing": [{"path": "tanks.fill", "file": "src/tanks/__init__.py", "line": 5}]},
        {"name": "tanks.tank", "total": 1,
         "missing": [{"path": "tanks.tank.measure", "file": "src/tanks/tank.py", "line": 6}]},
    ]  # fmt: skip


def test_a_file_that_is_no_python_is_left_out_and_told(own: Site) -> None:
    own.file("src/tanks/broken.py", "def (\n")
    own.page("# Tanks\n")
    done = run(own, "coverage", "tanks")
    assert (done.exit_code, "0 of 3" in done.stdout) == (0, True)


def test_without_packages_those_of_the_project_are_meant(own: Site) -> None:
    own.page("# Tanks\n\n::: howto tanks.Tank\n")
    text = run(own, "coverage").stdout
    assert "tanks.fill" in text
    assert "shop" in text
    own.file("pyproject.toml", '[project]\nname = "tanks"\n')
    assert "shop" not in run(own, "coverage").stdout


def test_an_unknown_package_is_an_error(own: Site) -> None:
    own.page("# Tanks\n")
    done = run(own, "coverage", "tanqs")
    assert done.exit_code == 2
    assert "`tanqs` cannot be found" in done.stderr


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["src/shop/__init__.py", "tests/__init__.py"], ["shop"]),
        (["src/shop/__init__.py", "src/depot/__init__.py"], ["depot", "shop"]),
        (["src/shop.py"], ["shop"]),
        (["shop/__init__.py", "tests/__init__.py", "docs/conf.py", "setup.py", "noxfile.py"], ["shop"]),
        (["shop/cart.py"], []),
        (["shop/__init__.py", "tools/__init__.py", "two words.py", "_private.py"], ["shop"]),
        (["src/readme.txt", "shop.py"], ["shop"]),
    ],
)
def test_the_packages_of_a_project(tmp_path: Path, files: list[str], expected: list[str]) -> None:
    write_tree(tmp_path, dict.fromkeys(files, ""))
    assert packages(tmp_path, [tmp_path / "src", tmp_path]) == expected


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        ('[project]\nname = "my-shop"\n', ["my_shop"]),
        ('[project]\nname = "My.Shop"\n', ["my_shop"]),
        ('[project]\nname = "other"\n', ["helpers", "my_shop"]),
        ("[project]\nname = 3\n", ["helpers", "my_shop"]),
        ("[project\n", ["helpers", "my_shop"]),
        ("", ["helpers", "my_shop"]),
    ],
)
def test_the_package_called_like_the_project_stands_alone(tmp_path: Path, project: str, expected: list[str]) -> None:
    write_tree(tmp_path, {"my_shop/__init__.py": "", "helpers/__init__.py": "", "pyproject.toml": project})
    assert packages(tmp_path, [tmp_path]) == expected
