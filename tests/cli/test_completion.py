"""Completion in a shell, as the documentation sets it up."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

GUIDE = (ROOT / "docs/reference/command.md").read_text(encoding="utf-8")
COMPLETE = """
{line}
complete -p mkdocs-howto > /dev/null || exit 3
COMP_WORDS=({words} '{last}')
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_mkdocs_howto_completion mkdocs-howto
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.parametrize(
    ("words", "last", "among"),
    [
        ("", "", {"check", "cache", "init", "show", "status"}),
        ("", "cov", {"coverage"}),
        ("check", "--fo", {"--format"}),
        ("check --format", "", {"text", "json", "github"}),
        ("cache", "", {"info"}),
        ("show", "--fo", {"--format"}),
    ],
)
@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes_commands_options_and_values(words: str, last: str, among: set[str]) -> None:
    line = re.search(r"^```bash\n(.*?)```", GUIDE, re.MULTILINE | re.DOTALL)[1]
    script = COMPLETE.format(line=line, words=f"mkdocs-howto {words}", last=last)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "--norc", "-c", script], capture_output=True, text=True, check=True, env={**os.environ, "PATH": path}
    )
    found = set(done.stdout.split())
    assert among <= found
    assert all(one.startswith(last) for one in found)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_that_is_named_has_a_script(shell: str) -> None:
    (call,) = re.findall(rf"_MKDOCS_HOWTO_COMPLETE=({shell}_source)", GUIDE)
    done = subprocess.run(
        [sys.executable, "-c", "from mkdocs_howto.cli import main; main(prog_name='mkdocs-howto')"],
        capture_output=True, text=True, check=True, env={**os.environ, "_MKDOCS_HOWTO_COMPLETE": call},
    )  # fmt: skip
    assert "_mkdocs_howto" in done.stdout
