"""`mkdocs-howto show` as people run it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import FIXTURES

COMMAND = str(Path(sys.executable).with_name("mkdocs-howto"))


def show(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, "show", *arguments], cwd=cwd, capture_output=True, text=True, check=False)


def test_any_object_without_a_site(tmp_path: Path) -> None:
    done = show("json.JSONDecoder", cwd=tmp_path)
    assert done.returncode == 0
    for heading in ("## How to Use This Code Block", "### Description", "### Execution Steps", "### Usage Example"):
        assert f"{heading}\n" in done.stdout
    assert "from json import " in done.stdout
    assert "JSONDecoder(" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_json_has_one_object_a_line(tmp_path: Path) -> None:
    done = show("shop.Cart", "shop.reserve", "--path", str(FIXTURES), "--format", "json", cwd=tmp_path)
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first["reference"] == first["object_path"] == "shop.Cart"
    assert first["kind"] == "class"
    assert first["file"] == "shop/cart.py"
    assert first["lines"] == [29, 74]
    assert first["fingerprint"].startswith("v1:")
    assert (first["writer"], first["model"]) == ("offline", None)
    assert first["description"].startswith("Collects articles")
    assert first["steps"][0] == {"text": "Create it with `Cart(customer)`.", "steps": []}
    assert first["example"].startswith("from shop import Cart")
    assert first["example_source"] == "synthesised"
    assert first["markdown"].startswith("## How to Use This Code Block\n")
    assert first["findings"] == []
    assert second["object_path"] == "shop.reserve"
    assert done.stderr == ""


def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    outputs = {
        show("shop.Cart", "shop.Price", "--path", str(FIXTURES), "--format", "json", cwd=tmp_path).stdout
        for _ in range(3)
    }
    assert len(outputs) == 1


def test_a_reference_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    done = show("shop.Carrt", "shop.Price", "nowhere", "--path", str(FIXTURES), cwd=tmp_path)
    assert done.returncode == 2
    assert "An amount in one currency." in done.stdout
    assert "`shop.Carrt` cannot be found" in done.stderr
    assert "Did you mean shop.Cart" in done.stderr
    assert "there is no module `nowhere`" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("reference", ["lib.py", "lib.py#L2-L3", "lib.py#part"])
def test_files_are_found_from_here(tmp_path: Path, reference: str) -> None:
    (tmp_path / "lib.py").write_text(
        "# --8<-- [start:part]\ndef f(a: int) -> int:\n    return a\n# --8<-- [end:part]\n"
    )
    done = show(reference, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "def f" not in done.stdout
    assert "print(f(" in done.stdout


def site_at(folder: Path) -> Path:
    shutil.copytree(FIXTURES / "shop", folder / "code/shop")
    path = folder / "mkdocs.yml"
    path.write_text(yaml.safe_dump({"site_name": "T", "plugins": ["search", {"howto": {"paths": ["code"]}}]}))
    return path


@pytest.mark.parametrize("named", [True, False])
def test_a_sites_options_and_cache_are_used(tmp_path: Path, named: bool) -> None:  # noqa: FBT001
    path = site_at(tmp_path)
    arguments = ["shop.Cart"] + (["--config-file", str(path)] if named else [])
    cwd = tmp_path.parent if named else tmp_path
    done = show(*arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / ".cache/howto/cache.db").is_file()
    assert show(*arguments, cwd=cwd).stdout == done.stdout


def test_no_cache_keeps_nothing(tmp_path: Path) -> None:
    site_at(tmp_path)
    assert show("shop.Cart", "--no-cache", cwd=tmp_path).returncode == 0
    assert not (tmp_path / ".cache").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("plugins: [howto: {heading_level: 9}]", "heading_level"),
        ("plugins: [", "parsing the configuration file"),
        ("just text", ""),
        (
            "plugins:\n  howto:\n    paths: [.]\n  search: {}\nmarkdown_extensions:\n  - x: !!python/name:os.system\n",
            "",
        ),
    ],
)
def test_a_configuration_is_read_and_not_run(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(text)
    (tmp_path / "lib.py").write_text("X = 1\n")
    done = show("lib.X", cwd=tmp_path)
    assert done.returncode == (2 if words else 0), done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_help_names_what_it_takes(tmp_path: Path) -> None:
    done = show("--help", cwd=tmp_path)
    assert "REF..." in done.stdout
    for option in ("--path", "--config-file", "--format", "--no-cache", "--why"):
        assert option in done.stdout


def test_why_says_the_rule_of_each_part(tmp_path: Path) -> None:
    (tmp_path / "lib.py").write_text("def fetch(url: str, timeout: float) -> str:\n    return url\n")
    done = show("lib.fetch", "--why", cwd=tmp_path)
    assert "\nWhy this example:\n" in done.stdout
    assert '- url: `"https://example.com/products/42"`. Rule `name`: names like `url`: url.' in done.stdout
    assert "- timeout: `5`. Rule `name`: names like `timeout`: timeout. Not taken: 0.5 (kind)." in done.stdout
    assert "Why this example" not in show("lib.fetch", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    ("code", "rules"),
    [
        ("def pay(mode: Literal['cash', 'card']) -> str:\n    return mode\n", {"plan", "choice"}),
        ("def pay(thing):\n    return thing.run()\n", {"sketch"}),
        ('def pay(sum):\n    """Pay.\n\n    >>> pay(2)\n    2\n    """\n    return sum\n', {"docstring"}),
        (
            'def pay(rule: Rule) -> str:\n    """Pay.\n\n    Args:\n        rule: When to pay.\n    """\n    return rule\n',
            {"plan", "open"},
        ),
    ],
)
def test_why_is_a_field_of_the_object(tmp_path: Path, code: str, rules: set[str]) -> None:
    (tmp_path / "lib.py").write_text(f"from typing import Literal\n\n\n{code}")
    told = json.loads(show("lib.pay", "--why", "--format", "json", cwd=tmp_path).stdout)
    assert {reason["rule"] for reason in told["why"]} == rules


def test_the_group_lists_its_commands(tmp_path: Path) -> None:
    done = subprocess.run([COMMAND, "--help"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "show" in done.stdout
    version = subprocess.run([COMMAND, "--version"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert version.stdout.startswith("mkdocs-howto, version 0.")
    wrong = subprocess.run([COMMAND, "shwo"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert wrong.returncode == 2


MARKED = {
    "heading": ("Fill a cart.\n### How\n- one\n- two", "Fill a cart."),
    "heading first": ("### Fill a cart\n\nAdds *one* item.", "Adds one item."),
    "list and link": ("Fill a cart, see [guide](https://example.org):\n- one\n- two", "Fill a cart."),
    "underlined": ("Carts\n=====\n\nFill a cart.", "Fill a cart."),
    "quote": ("> Fill a cart.\n> Twice.", "Fill a cart."),
    "table": ("Fill a cart.\n| a | b |\n|---|---|\n| 1 | 2 |", "Fill a cart."),
    "plain signs": ("Takes 3 - 2 > 0 of C# items.", "Takes 3 - 2 > 0 of C# items."),
}


@pytest.mark.parametrize(("docstring", "words"), MARKED.values(), ids=MARKED.keys())
def test_markup_of_a_docstring_is_words(tmp_path: Path, docstring: str, words: str) -> None:
    body = docstring.replace("\n", "\n    ")
    (tmp_path / "lib.py").write_text(f'def fill(days: int):\n    """{body}\n    """\n    return days\n')
    done = show("lib.fill", cwd=tmp_path)
    lines = done.stdout.split("\n")
    assert lines[lines.index("### Description") + 2] == words
    outside_code = done.stdout.partition("```python")[0].split("\n")
    assert [line for line in outside_code if line.startswith("#")] == [
        "## How to Use This Code Block",
        "### Description",
        "### Execution Steps",
    ]


def pinned_text(folder: Path) -> Path:
    site_at(folder)
    (folder / "mkdocs.yml").write_text("site_name: T\nplugins: [howto: {paths: [code], pins: howto}]\n")
    subprocess.run([COMMAND, "pin", "shop.Cart"], cwd=folder, check=True, capture_output=True)
    return folder / "howto/shop.Cart.md"


def test_an_edited_pin_is_printed_whole(tmp_path: Path) -> None:
    pin = pinned_text(tmp_path)
    before = show("shop.Cart", cwd=tmp_path).stdout
    pin.write_text(pin.read_text().replace("## Execution Steps", "### Mind\n\n\n\nNever zero.\n\n## Execution Steps"))
    after = show("shop.Cart", cwd=tmp_path).stdout
    assert "\n#### Mind\n\nNever zero.\n\n### Execution Steps\n" in after
    assert "\n\n\n" not in after
    assert after.count("\n### ") == before.count("\n### ") == 3
    assert after.splitlines()[-1] == before.splitlines()[-1]


def test_json_of_an_edited_pin_holds_what_it_says(tmp_path: Path) -> None:
    pin = pinned_text(tmp_path)
    before = json.loads(show("shop.Cart", "--format", "json", cwd=tmp_path).stdout)
    pin.write_text(pin.read_text().replace("## Description\n", "## Description\n\nFirst words.\n"))
    after = json.loads(show("shop.Cart", "--format", "json", cwd=tmp_path).stdout)
    assert after["description"] == f"First words. {before['description']}"
    assert after["example"] == before["example"]
    assert after["steps"][0] == {"text": before["steps"][0]["text"], "steps": []}
