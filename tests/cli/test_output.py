"""Commands in surroundings that take not all of what is printed: none ends in a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import pinned
from tests.conftest import Site

COMMANDS = {
    "show": ["show", "lib.add"],
    "show json": ["show", "lib.add", "--format", "json"],
    "check": ["check"],
    "check json": ["check", "--format", "json"],
    "status": ["status"],
    "status json": ["status", "--format", "json"],
    "pin": ["pin", "lib.add"],
    "info": ["cache", "info"],
    "help": ["--help"],
    "an error": ["show", "lib.nöthing"],
}


@pytest.fixture
def own(site: Site) -> Site:
    site.file("src/lib.py", 'def add(a: int) -> int:\n    """Add “one” – ☃ 𝄞 \\ud800."""\n    return a + 1\n')
    site.page("# Title\n\n::: howto lib.add\n")
    pinned(site, "lib.add")
    return site


def run(site: Site, command: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["/bin/sh", "-c", f"exec {sys.executable} -m mkdocs_howto {command}"], cwd=site.folder, capture_output=True,
        check=False, timeout=120, env={"PYTHONIOENCODING": encoding, "PATH": "/usr/bin:/bin", "HOME": str(site.folder)},
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "cp1252", "utf-16", "latin-1:strict"])
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_what_an_encoding_lacks_is_escaped(own: Site, command: list[str], encoding: str) -> None:
    done = run(own, " ".join(command), encoding)
    assert b"Traceback" not in done.stderr, done.stderr
    assert done.returncode == (2 if "nöthing" in command[-1] else 0)
    if "json" in command:
        assert json.loads(done.stdout.decode(encoding.partition(":")[0]))


def test_what_is_escaped_can_be_read_back(own: Site) -> None:
    found = json.loads(run(own, "show lib.add --format json", "ascii").stdout)
    assert found["description"].startswith("Add “one” – ☃ 𝄞")
    assert b"Add \\u201cone\\u201d \\u2013 \\u2603 \\U0001d11e" in run(own, "show lib.add", "latin-1").stdout


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("target", ["> /dev/full", "2> /dev/full", "> /dev/full 2>&1", ">&-", "2>&-", ">&- 2>&-"])
def test_a_full_or_closed_output_ends_a_command_quietly(own: Site, command: list[str], target: str) -> None:
    if target.startswith("> /dev/full") and not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    done = run(own, f"{' '.join(command)} {target}")
    assert b"Traceback" not in done.stderr + done.stdout
    assert b"Exception ignored" not in done.stderr
    if target == "> /dev/full" and "nöthing" not in command[-1]:
        assert done.returncode == 2
        assert done.stderr == b"Error: No space left on device\n"


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_reader_that_goes_away_ends_a_command_quietly(own: Site, command: list[str]) -> None:
    arguments = [sys.executable, "-m", "mkdocs_howto", *command]
    process = subprocess.Popen(arguments, cwd=own.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    told = process.stderr.read()
    process.stderr.close()
    process.wait(timeout=60)
    assert b"Traceback" not in told
    assert b"Exception ignored" not in told


@pytest.mark.parametrize("name", ["docs/pipe.md", "site/pipe.html", "howto/pipe.md", "howto/.base/lib.add.json"])
def test_a_pipe_among_the_files_holds_up_no_command(own: Site, name: str) -> None:
    own.build()
    (own.folder / name).unlink(missing_ok=True)
    os.mkfifo(own.folder / name)
    done = run(own, "check --no-plugins --site site" if name.startswith("site") else "check --no-plugins")
    assert done.returncode in {0, 1}, done.stderr
    assert b"Traceback" not in done.stderr
