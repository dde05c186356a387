"""`mkdocs-howto init`: from a project to its first sections."""

from __future__ import annotations

import contextlib
import tomllib
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from mkdocs_howto.cli import main
from mkdocs_howto.siteedit import CannotEdit, with_entry, with_extension
from tests.conftest import copy_fixtures, write_tree

# The configuration file.


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("plugins:\n  - search\n", "plugins:\n  - search\n  - howto\n"),
        ("plugins:\n- search\n", "plugins:\n- search\n- howto\n"),
        ("plugins:\n  - search", "plugins:\n  - search\n  - howto"),
        ("plugins:\n  - search  # finds\n\n# end\n", "plugins:\n  - search  # finds\n  - howto\n\n# end\n"),
        ("plugins:\n  - search\n\n\nnav: []\n", "plugins:\n  - search\n  - howto\n\n\nnav: []\n"),
        ("plugins:\n  - search\n  # - tags\nnav: []\n", "plugins:\n  - search\n  - howto\n  # - tags\nnav: []\n"),
        ("plugins:\n  - tags:\n      a: 1\n      b: [x,\n        y]\nnav: []\n",
         "plugins:\n  - tags:\n      a: 1\n      b: [x,\n        y]\n  - howto\nnav: []\n"),
        ("plugins:\n  search: {}\n", "plugins:\n  search: {}\n  howto: {}\n"),
        ("plugins: [search]\n", "plugins: [search, howto]\n"),
        ("plugins: [ search ]  # one\n", "plugins: [ search, howto ]  # one\n"),
        ("plugins: []\n", "plugins: [howto]\n"),
        ("plugins: {search: {}}\n", "plugins: {search: {}, howto: {}}\n"),
        ("plugins:\n", "plugins:\n  - howto\n"),
        ("site_name: x\n", "site_name: x\n\nplugins:\n  - search\n  - howto\n"),
        ("site_name: x", "site_name: x\n\nplugins:\n  - search\n  - howto\n"),
        ("", "plugins:\n  - search\n  - howto\n"),
        ("# only a comment\n", "# only a comment\n\nplugins:\n  - search\n  - howto\n"),
        ("a: 1\r\nplugins:\r\n  - search\r\nb: 2\r\n", "a: 1\r\nplugins:\r\n  - search\r\n  - howto\r\nb: 2\r\n"),
        ("plugins:\n  - x: !!python/name:a.b\n", "plugins:\n  - x: !!python/name:a.b\n  - howto\n"),
        ("plugins:\n  - x: !ENV [A, b]\n", "plugins:\n  - x: !ENV [A, b]\n  - howto\n"),
        ("plugins:\n  - x:\n      text: |\n        one\n\n        two\nnav: []\n",
         "plugins:\n  - x:\n      text: |\n        one\n\n        two\n  - howto\nnav: []\n"),
    ],
)  # fmt: skip
def test_an_entry_stands_last_and_all_else_stays(before: str, after: str) -> None:
    assert with_entry(before, "plugins", "howto", default=("search",)) == after
    assert with_entry(after, "plugins", "howto", default=("search",)) == after


@pytest.mark.parametrize(
    "text",
    [
        "plugins:\n  - howto\n",
        "plugins:\n  - search\n  - howto:\n      paths: [src]\n",
        "plugins: [howto]\n",
        "plugins:\n  howto: {}\n",
        "plugins:\n  howto:\n",
    ],
)
def test_an_entry_that_is_there_is_not_added_again(text: str) -> None:
    assert with_entry(text, "plugins", "howto") == text


@pytest.mark.parametrize(
    "text", ["plugins: search\n", "- a\n- b\n", "plugins: [\n", "INHERIT: base.yml\nsite_name: x\n", "plugins: 3\n"]
)
def test_a_file_that_has_no_place_for_it_is_refused(text: str) -> None:
    with pytest.raises(CannotEdit):
        with_entry(text, "plugins", "howto")


def test_a_page_joins_the_navigation() -> None:
    text = "nav:\n  - Home: index.md\n  - Guides:\n      - a.md\nplugins: []\n"
    after = with_entry(text, "nav", "How to use shop: howto.md")
    assert yaml.safe_load(after)["nav"] == [
        {"Home": "index.md"}, {"Guides": ["a.md"]}, {"How to use shop": "howto.md"},
    ]  # fmt: skip
    assert with_entry(after, "nav", "Another title: howto.md") == after
    assert yaml.safe_load(with_entry("nav: [index.md]\n", "nav", "Use: howto.md"))["nav"][1] == {"Use": "howto.md"}


SHEET = "assets/howto.css"
HEAD = f'extra_css = ["{SHEET}"]\nwatch = ["src"]\n'
OWN = "[project.markdown_extensions.toc]\n"
HOWTO = "[project.markdown_extensions.howto]\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f'[project]\nsite_name = "x"\n{OWN}', f'[project]\n{HEAD}site_name = "x"\n{OWN}\n{HOWTO}'),
        (f"# Mine\n[project] # all\n{OWN}# end", f"# Mine\n[project] # all\n{HEAD}{OWN}# end\n\n{HOWTO}"),
        (f"  [ project ]\n{OWN}", f"  [ project ]\n{HEAD}{OWN}\n{HOWTO}"),
        (f"[project]\r\n{OWN[:-1]}\r\n", f"[project]\n{HEAD}{OWN}\n{HOWTO}".replace("\n", "\r\n")),
        (OWN, f"{OWN}[project]\n{HEAD}\n{HOWTO}"),
        (
            f'[project]\nwatch = ["a"]\nextra_css = ["own.css"]\n{OWN}',
            f'[project]\nwatch = ["a"]\nextra_css = ["{SHEET}", "own.css"]\n{OWN}\n{HOWTO}',
        ),
        (
            f'[project]\nwatch = []\nextra_css = [\n  "own.css", # mine\n]\n{OWN}',
            f'[project]\nwatch = []\nextra_css = ["{SHEET}", \n  "own.css", # mine\n]\n{OWN}\n{HOWTO}',
        ),
        (f"[project]\nwatch = []\nextra_css = []\n{OWN}", f'[project]\nwatch = []\nextra_css = ["{SHEET}", ]\n{OWN}\n{HOWTO}'),
        ("[project]\n[project.markdown_extensions]\ntoc = {}\n", f"[project]\n{HEAD}[project.markdown_extensions]\ntoc = {{}}\n\n{HOWTO}"),
        (f"{HOWTO}paths = []\n", f"{HOWTO}paths = []\n"),
    ],
)  # fmt: skip
def test_an_extension_joins_a_configuration_of_zensical(before: str, after: str) -> None:
    assert with_extension(before, watch=["src"]) == after
    assert with_extension(after, watch=["src"]) == after


def test_a_site_that_names_no_extension_keeps_the_usual_ones() -> None:
    extensions = tomllib.loads(with_extension('[project]\nsite_name = "x"\n'))["project"]["markdown_extensions"]
    assert {"howto", "admonition", "attr_list", "toc"} < extensions.keys()
    assert extensions["pymdownx"]["superfences"]["custom_fences"][0]["name"] == "mermaid"


@pytest.mark.parametrize(
    "text",
    [
        "[project\n",
        "project = 3\n",
        '[project]\nmarkdown_extensions = ["toc"]\n',
        "[project]\nmarkdown_extensions = {toc = {}}\n",
        '[project]\nextra_css = "own.css"\n',
    ],
)
def test_a_configuration_of_zensical_that_has_no_place_is_refused(text: str) -> None:
    with pytest.raises(CannotEdit):
        with_extension(text)


# The command.


def run(folder: Path, *arguments: str) -> Result:
    with contextlib.chdir(folder):
        return CliRunner().invoke(main, ["init", *arguments], catch_exceptions=False)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".cache" not in path.parts and "src" not in path.parts
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    copy_fixtures(tmp_path)
    return write_tree(tmp_path, {"pyproject.toml": '[project]\nname = "shop"\n'})


def test_a_project_without_a_site_gets_one_that_builds(project: Path) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    done = run(project)
    assert done.exit_code == 0
    assert done.stdout == "Wrote mkdocs.yml\nWrote docs/howto.md\n"
    assert "Next: `mkdocs serve`" in done.stderr
    config = load_config(str(project / "mkdocs.yml"), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    page = (project / "site/howto/index.html").read_text()
    assert page.count("howto-provenance") == 3


def test_a_second_run_changes_nothing(project: Path) -> None:
    run(project)
    before = files(project)
    done = run(project)
    assert (done.exit_code, done.stdout) == (0, "Nothing to do: the plugin is on, and the page is there.\n")
    assert files(project) == before


def test_a_dry_run_prints_the_changes_and_makes_none(project: Path) -> None:
    write_tree(project, {"mkdocs.yml": "site_name: x\nplugins: [search]\n"})
    before = files(project)
    done = run(project, "--dry-run")
    assert "-plugins: [search]\n+plugins: [search, howto]\n" in done.stdout
    assert "+::: howto shop." in done.stdout
    assert files(project) == before


@pytest.mark.parametrize("name", ["mkdocs.yml", "mkdocs.yaml", "properdocs.yml"])
def test_the_file_that_is_there_is_taken(project: Path, name: str) -> None:
    write_tree(project, {name: "# mine\nsite_name: x\nnav:\n  - index.md\n", "docs/index.md": "# Home\n"})
    done = run(project)
    text = (project / name).read_text()
    assert text.startswith("# mine\nsite_name: x\nnav:\n  - index.md\n  - How to use shop: howto.md\n")
    assert yaml.safe_load(text)["plugins"] == ["search", "howto"]
    assert ("properdocs serve" if name.startswith("proper") else "mkdocs serve") in done.stderr


def test_the_folder_of_pages_and_the_paths_are_the_sites(project: Path) -> None:
    (project / "src").rename(project / "lib")
    write_tree(project, {"mkdocs.yml": "site_name: x\ndocs_dir: pages\nplugins:\n  - howto:\n      paths: [lib]\n"})
    assert run(project).exit_code == 0
    assert (project / "pages/howto.md").read_text().startswith("# How to use `shop`\n\n::: howto shop.")


def test_the_objects_that_are_used_most_come_first(tmp_path: Path) -> None:
    functions = "".join(f"def {name}(): ...\n\n" for name in ("a", "b", "c", "d", "e"))
    uses = "".join(
        f"def test_{name}_{n}():\n    {name}()\n\n" for name, times in (("e", 3), ("c", 2)) for n in range(times)
    )
    write_tree(
        tmp_path,
        {
            "lib.py": functions,
            "tests/test_lib.py": f"from lib import c, e\n\n{uses}",
            "README.md": "```python\nfrom lib import d\n\nd()\n```\n",
        },
    )
    run(tmp_path, "lib")
    assert (tmp_path / "docs/howto.md").read_text() == (
        "# How to use `lib`\n\n::: howto lib.e\n\n::: howto lib.c\n\n::: howto lib.d\n"
    )


@pytest.mark.parametrize(
    ("tree", "arguments", "said"),
    [
        ({"readme.txt": ""}, [], "name one: `mkdocs-howto init PACKAGE`"),
        ({"lib.py": "LIMIT = 3\n"}, [], "no public functions or classes"),
        ({"lib.py": "def f(): ...\n"}, ["other"], "`other` cannot be found"),
        ({"lib.py": "def f(): ...\n", "mkdocs.yml": "plugins: search\n"}, [], "mkdocs.yml was not changed"),
        ({"lib.py": "def f(): ...\n", "mkdocs.yml": "a: [\n"}, [], "mkdocs.yml"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    tmp_path: Path, tree: dict[str, str], arguments: list[str], said: str
) -> None:
    write_tree(tmp_path, tree)
    before = files(tmp_path)
    done = run(tmp_path, *arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert files(tmp_path) == before


def test_a_page_of_the_author_stays(project: Path) -> None:
    write_tree(project, {"docs/howto.md": "# Mine\n"})
    run(project)
    assert (project / "docs/howto.md").read_text() == "# Mine\n"
    assert "howto" in (project / "mkdocs.yml").read_text()


@pytest.mark.parametrize("text", ["", "# Later\n", '[project]\nsite_name = "x"\n'])
def test_a_site_of_zensical_is_set_up_once(project: Path, text: str) -> None:
    write_tree(project, {"zensical.toml": text})
    dry = run(project, "--dry-run")
    assert (project / "zensical.toml").read_text() == text
    done = run(project)
    assert (done.exit_code, dry.exit_code) == (0, 0)
    assert "Next: `zensical serve`" in done.stderr
    after = tomllib.loads((project / "zensical.toml").read_text())["project"]
    assert (after["watch"], after["extra_css"], after["markdown_extensions"]["howto"]) == (["src"], [SHEET], {})
    assert (project / "docs" / SHEET).is_file()
    assert (project / "docs/howto.md").is_file()
    assert all(f"+{line}\n" in dry.stdout for line in HEAD.splitlines())
    before = files(project)
    assert run(project).stdout.startswith("Nothing to do")
    assert files(project) == before


def test_a_flat_project_has_its_package_watched(tmp_path: Path) -> None:
    write_tree(tmp_path, {"zensical.toml": "", "shop/__init__.py": "def pay(): ...\n", "till.py": "def put(): ...\n"})
    run(tmp_path, "shop")
    after = tomllib.loads((tmp_path / "zensical.toml").read_text())["project"]
    assert (after["site_name"], set(after["watch"])) == ("shop", {"shop", "till.py"})


def test_a_navigation_of_zensical_is_left_to_its_author(project: Path) -> None:
    write_tree(project, {"zensical.toml": '[project]\nnav = ["index.md"]\n', "docs/index.md": "# Home\n"})
    done = run(project)
    assert "zensical.toml: add howto.md to `nav`." in done.stderr
    assert tomllib.loads((project / "zensical.toml").read_text())["project"]["nav"] == ["index.md"]


def test_a_sheet_of_the_author_stays(project: Path) -> None:
    write_tree(project, {"zensical.toml": "", f"docs/{SHEET}": "/* mine */\n"})
    run(project)
    assert (project / "docs" / SHEET).read_text() == "/* mine */\n"


def test_a_sheet_that_was_deleted_is_written_again(project: Path) -> None:
    write_tree(project, {"zensical.toml": ""})
    run(project)
    (project / "docs" / SHEET).unlink()
    done = run(project)
    assert done.stdout == f"Wrote docs/{SHEET}\n"
