"""`show` for what a newcomer tries first: fifty objects of the standard library, chosen before any was looked at."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NAMES = (Path(__file__).with_name("standard_library.txt")).read_text(encoding="utf-8").split()
LONGEST = 20
"""Seconds that one example may take before it counts as hanging."""
FAILS_ARMED = """
import ast, sys
tree = ast.parse(open(sys.argv[1]).read())
for node in ast.walk(tree):
    if isinstance(node, ast.ExceptHandler):
        node.body.insert(0, ast.copy_location(ast.Raise(), node))
exec(compile(ast.fix_missing_locations(tree), sys.argv[1], "exec"), {"__name__": "__main__"})
"""
"""Runs an example in which no error is caught: a call that only shows its own failure counts as failing."""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    command = [str(Path(sys.executable).with_name("mkdocs-howto")), "show", *NAMES, "--format", "json"]
    empty = tmp_path_factory.mktemp("empty")
    done = subprocess.run(command, cwd=empty, capture_output=True, text=True, check=True, timeout=10 * LONGEST)
    sections = [json.loads(line) for line in done.stdout.splitlines()]
    return {section["reference"]: section for section in sections}


@pytest.mark.parametrize("name", NAMES)
def test_what_a_newcomer_tries_first_resolves_and_runs(
    shown: dict[str, dict[str, str]], name: str, tmp_path: Path
) -> None:
    """Each has a section; an example that is no sketch and needs nothing ends well, and catches no failure of its own."""
    section = shown[name]
    assert section["description"]
    code, source = section["example"], section["example_source"]
    assert (source == "sketch") == ("# A sketch: " in code or "# Sketch: " in code)
    if source in {"none", "sketch"} or "# Needs " in code:
        return
    (tmp_path / "example.py").write_text(code, encoding="utf-8")
    environment = {**os.environ, "HOME": str(tmp_path)}
    command = [sys.executable, "-I", "-c", FAILS_ARMED, "example.py"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, f"{code}\n{done.stderr}"


def test_the_list_is_what_was_chosen() -> None:
    assert len(NAMES) == len(set(NAMES)) == 50
    assert json.__name__ + ".JSONDecoder" in NAMES
