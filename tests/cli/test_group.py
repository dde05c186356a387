"""The command's own help, and what it says where a command or a reference is mistyped."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from mkdocs_howto.cli import main
from tests.cli.running import run
from tests.conftest import Site

MEANT = {
    ("chekc",): "Did you mean `check`?",
    ("CHECK",): "Did you mean `check`?",
    ("gen",): "Did you mean `generate`?",
    ("statsu",): "Did you mean `status`?",
    ("unpinn",): "Did you mean `unpin`?",
    ("cache", "inof"): "Did you mean `info`?",
    ("cache", "exprot", "x.gz"): "Did you mean `export`?",
    ("serve",): "`serve` is a command of MkDocs: `mkdocs serve`.",
    ("buidl",): "`build` is a command of MkDocs: `mkdocs build`.",
    ("shop.cart.Cart",): "To print the section for code: `mkdocs-howto show shop.cart.Cart`.",
    ("shop/cart.py#L1",): "To print the section for code: `mkdocs-howto show shop/cart.py#L1`.",
    ("xyzzy",): "Commands: approve, cache, check, coverage, diff,",
    ("cache", "xyzzy"): "Commands: clear, export, import, info, prune.",
}


@pytest.mark.parametrize(("words", "told"), MEANT.items(), ids=[" ".join(words) for words in MEANT])
def test_a_mistyped_command_is_guessed(words: tuple[str, ...], told: str) -> None:
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 2
    assert f"There is no command `{words[-1] if words[-1] != 'x.gz' else words[-2]}`. {told}" in done.stderr


def groups(command: click.Command, words: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The words of a group and of all groups inside it."""
    if not isinstance(command, click.Group):
        return []
    context = click.Context(command)
    inner = [(name, command.get_command(context, name)) for name in command.list_commands(context)]
    return [words, *(found for name, one in inner if one is not None for found in groups(one, (*words, name)))]


@pytest.mark.parametrize("words", groups(main), ids=" ".join)
def test_the_lines_about_commands_are_whole(words: tuple[str, ...]) -> None:
    lines = (
        CliRunner().invoke(main, [*words, "--help"], terminal_width=80).stdout.partition("Commands:")[2].splitlines()
    )
    assert len(lines) > 5
    for line in lines[1:]:
        assert line.endswith("."), line
        assert not line.endswith("..."), line
        assert len(line) <= 80
        assert line.startswith("  "), line
        assert line[2] != " ", line


@pytest.fixture
def site(tmp_path: Path) -> Site:
    found = Site(tmp_path)
    (tmp_path / "text.md").write_text("## Description\n\nA text.\n")
    found.options |= {"writer": "openai", "model": "tiny"}
    return found


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("show", "nowhere.Thing"), "add folders with `--path DIR`."),
        (("prompt", "nowhere.Thing"), "add folders with `--path DIR`."),
        (("review", "text.md", "--ref", "nowhere.Thing"), "add folders with `--path DIR`."),
        (("show", "nowhere"), "add folders with `--path DIR`."),
        (("show", "json.JSONDecoder()"), "Did you mean json.JSONDecoder?"),
        (("show", "json.JSONDecoder,", "json"), "Did you mean json.JSONDecoder?"),
        (("pin", "nowhere.Thing"), "add folders with `paths` in mkdocs.yml."),
    ],
)
def test_the_hint_names_the_option_that_is_there(site: Site, words: tuple[str, ...], hint: str) -> None:
    site.options["pins"] = "howto"
    done = run(site, *words)
    assert done.exit_code == (1 if words[0] == "pin" else 2), done.output
    assert hint in done.stderr


def test_a_folder_of_the_command_line_is_searched_for_a_prompt(site: Site) -> None:
    (site.folder / "elsewhere").mkdir()
    (site.folder / "elsewhere/nowhere.py").write_text("class Thing:\n    pass\n")
    done = run(site, "prompt", "--path", "elsewhere", "nowhere.Thing")
    assert done.exit_code == 0, done.stderr
    assert "nowhere.Thing" in done.stdout


@pytest.mark.parametrize("command", ["show", "prompt", "review"])
@pytest.mark.parametrize("folder", ["nowhere", "src/nowhere", "pyproject.toml"])
def test_a_folder_to_search_has_to_be_there(command: str, folder: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "page.md").touch()
    named = ["page.md", "--ref", "json.dumps"] if command == "review" else ["json.dumps"]
    done = CliRunner().invoke(main, [command, *named, "--path", str(tmp_path / folder)])
    assert done.exit_code == 2
    assert folder in done.stderr
