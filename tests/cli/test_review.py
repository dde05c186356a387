"""`mkdocs-howto review` as people run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import FIXTURES, ROOT

COMMAND = str(Path(sys.executable).with_name("mkdocs-howto"))

GOOD = """\
## Description

Computes the postage of a parcel from its `weight`.

## Execution Steps

1. Raises `TooHeavy` if `weight` is greater than 30.
2. Returns the product of `zone`, `weight` and 1.5.

## Usage Example

```python
from parcels import price

print(price(2.5, zone=2))
```
"""
WARNING = GOOD.replace("Computes", "Handles")
ERROR = WARNING.replace("`weight`.", "the parameter `wieght`.").replace(
    "1. Raises `TooHeavy` if `weight` is greater than 30.\n", ""
)


def review(text: str | bytes, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command's answer for a text in `price.md`."""
    (cwd / "price.md").write_bytes(text if isinstance(text, bytes) else text.encode())
    return run("price.md", "--ref", "parcels.price", "--path", str(FIXTURES), *arguments, cwd=cwd)


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, "review", *arguments], cwd=cwd, capture_output=True, text=True, check=False)


def codes(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [finding["code"] for finding in json.loads(done.stdout)["findings"]]


def test_a_good_section_passes(tmp_path: Path) -> None:
    done = review(GOOD, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "All checks passed.\n", "")


def test_each_finding_has_its_place_its_message_and_a_hint(tmp_path: Path) -> None:
    done = review(ERROR, cwd=tmp_path)
    assert done.stdout == (
        "price.md: missing-exception The code raises `TooHeavy`; say when.\n"
        "    Hint: Say what is raised, and when.\n"
        "price.md:3: vague-term 'Handles' says nothing; name the action: checks, sends, returns.\n"
        "    Hint: Name the action: checks, sends, stores, returns.\n"
        "price.md:3: unknown-identifier `wieght` is not in the code; did you mean `weight`?\n"
        "    Hint: Name things as the code names them.\n"
        "Found 1 error and 2 warnings.\n"
    )
    assert (done.returncode, done.stderr) == (1, "")


def test_the_documentation_shows_what_the_command_prints(tmp_path: Path) -> None:
    page = (ROOT / "docs/reference/findings/index.md").read_text(encoding="utf-8")
    assert f"$ mkdocs-howto review price.md --ref parcels.price\n{review(ERROR, cwd=tmp_path).stdout}```" in page


def test_lines_of_the_example_count_from_the_top_of_the_file(tmp_path: Path) -> None:
    done = review(GOOD.replace("zone=2", "2"), cwd=tmp_path)
    line = GOOD.splitlines().index("print(price(2.5, zone=2))") + 1
    assert done.stdout.startswith(f"price.md:{line}: example-call ")


def test_warnings_alone_do_not_fail(tmp_path: Path) -> None:
    done = review(WARNING, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.endswith("Found 0 errors and 1 warning.\n")


def test_json_is_one_object_without_hints(tmp_path: Path) -> None:
    done = review(ERROR, "--format", "json", cwd=tmp_path)
    assert done.returncode == 1
    assert json.loads(done.stdout)["findings"][1] == {
        "code": "vague-term",
        "severity": "warning",
        "message": "'Handles' says nothing; name the action: checks, sends, returns.",
        "words": "Handles",
        "line": 3,
        "since": 0,
    }
    assert json.loads(review(GOOD, "--format", "json", cwd=tmp_path).stdout) == {"findings": []}


def test_what_is_ignored_is_left_out_and_does_not_fail(tmp_path: Path) -> None:
    ignored = ("--ignore", "unknown-identifier", "--ignore", "vague-term")
    done = review(ERROR, *ignored, "--format", "json", cwd=tmp_path)
    assert (done.returncode, codes(done), done.stderr) == (0, ["missing-exception"], "")


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_ignore_that_nothing_needs_is_told_once_beside_the_output(tmp_path: Path, form: str) -> None:
    unused = ("--ignore", "example-call", "--ignore", "example-call")
    done = review(GOOD, *unused, "--format", form, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "`example-call` is ignored, but was not found.\n")
    assert done.stdout == review(GOOD, "--format", form, cwd=tmp_path).stdout


def test_the_site_decides_what_is_ignored_too(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Site\nplugins:\n  - howto:\n      ignore: [unknown-identifier, example-call]\n"
    )
    done = review(ERROR, "--format", "json", cwd=tmp_path)
    assert (done.returncode, codes(done), done.stderr) == (0, ["missing-exception", "vague-term"], "")


def test_a_code_that_does_not_exist_cannot_be_ignored(tmp_path: Path) -> None:
    done = review(GOOD, "--ignore", "example-calls", cwd=tmp_path)
    assert done.returncode == 2
    assert "'example-calls' is not one of 'missing-part'" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["absent.md", "--ref", "parcels.price"], "absent.md cannot be read"),
        ([".", "--ref", "parcels.price"], "is a directory"),
        (["price.md", "--ref", "parcels.prize"], "Did you mean parcels.price"),
        (["price.md", "--ref", "nowhere"], "there is no module `nowhere`"),
        (["price.md"], "Missing option '--ref'"),
    ],
    ids=["no file", "a folder", "no such name", "no such module", "no reference"],
)
def test_what_cannot_be_done_is_told_apart_from_errors(tmp_path: Path, arguments: list[str], told: str) -> None:
    (tmp_path / "price.md").write_text(GOOD)
    done = run(*arguments, "--path", str(FIXTURES), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_text_cannot_be_reviewed(tmp_path: Path) -> None:
    done = review(b"\xff\xfe\x00", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("price.md cannot be read: ")


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**40)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (os.mkfifo, "it is not a regular file"),
        (lambda path: path.symlink_to("/dev/zero"), "it is not a regular file"),
        (sparse, "files above 1,000,000 are not read"),
        (lambda path: path.write_text("x" * 1_000_001), "files above 1,000,000 are not read"),
    ],
    ids=["pipe", "device", "sparse", "large"],
)
def test_a_file_without_an_end_is_not_read(tmp_path: Path, make: Callable[[Path], object], told: str) -> None:
    make(tmp_path / "price.md")
    done = run("price.md", "--ref", "shop.Price", "--path", str(FIXTURES), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_configuration_is_no_finding(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Site\nplugins:\n  - howto:\n      ignore: [nothing]\n")
    done = review(GOOD, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "mkdocs.yml: howto: ignore:" in done.stderr


def test_a_byte_order_mark_moves_no_line(tmp_path: Path) -> None:
    done = review("\ufeff" + WARNING, cwd=tmp_path)
    assert done.stdout.startswith("price.md:3: vague-term ")
