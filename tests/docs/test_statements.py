"""The documentation says what the code does."""

from __future__ import annotations

import contextlib
import re
import shlex
from typing import get_args

import click
import pytest
import yaml
from click.testing import CliRunner

from mkdocs_howto.cli import main
from mkdocs_howto.config import HowtoConfig
from mkdocs_howto.errors import LEVELS, NoticeKind
from mkdocs_howto.references.options import ALLOWED
from mkdocs_howto.settings import DEFAULT_PATHS
from tests.conftest import ROOT

CONFIGURATION = (ROOT / "docs/reference/configuration.md").read_text(encoding="utf-8")
OPTIONS = (ROOT / "docs/howto/options.md").read_text(encoding="utf-8")


def test_every_option_of_the_site_is_told_with_its_default() -> None:
    told = yaml.safe_load(re.search(r"```yaml title=\"mkdocs.yml\"\n(.*?)```", CONFIGURATION, re.DOTALL)[1])
    config = HowtoConfig()
    assert config.validate() == ([], [])
    defaults = dict(config.items()) | {"paths": list(DEFAULT_PATHS)}
    assert told["plugins"][0]["howto"] == defaults
    assert list(defaults) == re.findall(r"^\| `(\w+)` \|", CONFIGURATION.partition("## As a")[0], re.MULTILINE)


def test_every_option_of_a_placeholder_is_told() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", OPTIONS, re.MULTILINE)) == ALLOWED["page"]


@pytest.mark.parametrize("kind", get_args(NoticeKind))
def test_every_kind_of_notice_is_told_with_its_level(kind: NoticeKind) -> None:
    kinds = OPTIONS.partition("Kinds: ")[2]
    warnings, _, others = kinds.partition("(warnings)")
    assert f"`{kind}`" in (warnings if LEVELS[kind] == "warning" else others)


def test_the_readme_and_the_docs_name_no_file_that_is_not_there() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


_SHELL = re.compile(r"^```sh\n(.+)\n```$", re.MULTILINE)


def test_two_commands_of_the_readme_make_an_environment() -> None:
    commands = _SHELL.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    made = [command for command in commands if command.startswith("python3 -m venv .venv && .venv/bin/pip install -e ")]
    assert len(made) == 2
    assert made[0] == commands[0]
    assert made[0].rpartition(" && ")[2].startswith(".venv/bin/mkdocs-howto show ")
    assert ".venv/bin/pytest " in made[1]


def test_the_first_screen_of_the_readme_ends_with_a_command_that_shows_a_section() -> None:
    screen, _, _ = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## ")
    assert screen.count("\n") < 25
    command = _SHELL.findall(screen)[0].rpartition(" && ")[2]
    words = shlex.split(command)[1:]
    with contextlib.chdir(ROOT):
        done = CliRunner().invoke(main, [*words, "--no-cache"], catch_exceptions=False)
    assert done.exit_code == 0
    assert "    1. " in done.stdout  # Parameters with their meanings.
    assert "```python\n" in done.stdout
    assert "Sketch" not in done.stdout


def test_the_readme_runs_the_tests_as_ci_does() -> None:
    commands = _SHELL.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    second = next(command for command in commands if ".venv/bin/pytest " in command)
    ran = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert second.rpartition(" && ")[2] in ran


@pytest.mark.parametrize("program", ["chromium", "valkey", "redis", "faketime"])
def test_the_readme_names_what_tests_use_where_it_is_there(program: str) -> None:
    assert program in (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert program in (ROOT / "README.md").read_text(encoding="utf-8").lower()


_CALL = re.compile(r"^(?:\s*- run: |\s*- |\$ |entry: |)mkdocs-howto (?P<words>[a-z].*)$", re.MULTILINE)


def documented_calls() -> list[str]:
    """Commands as pages show them for copying, in fences."""
    pages = [ROOT / "README.md", ROOT / ".pre-commit-hooks.yaml", *sorted((ROOT / "docs").rglob("*.md"))]
    texts = [page.read_text(encoding="utf-8") for page in pages]
    return sorted({match["words"].strip() for text in texts for match in _CALL.finditer(text)})


def test_there_are_commands_to_copy() -> None:
    assert len(documented_calls()) > 15


@pytest.mark.parametrize("call", [call for call in documented_calls() if "..." not in call and "|" not in call])
def test_every_command_that_is_shown_for_copying_exists(call: str) -> None:
    context: click.Context | None = None
    command: click.Command = main
    words = shlex.split(call, comments=True)
    while isinstance(command, click.Group):
        context = click.Context(command, parent=context)
        found = command.get_command(context, words.pop(0))
        assert found is not None, call
        command = found
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)} | {"--help"}
    assert {word.partition("=")[0] for word in words if word.startswith("-")} <= known
