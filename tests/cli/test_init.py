"""`mkdocs-howto init`: from a project to its first sections."""

from __future__ import annotations

import contextlib
import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from mkdocs_howto.cli import main
from mkdocs_howto.cli.init import nearest
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
        if path.is_file() and not path.is_symlink() and not {".cache", "src"} & {*path.parts}
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
    assert done.stdout == "Wrote docs/howto.md\nWrote mkdocs.yml\n"
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


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mkdocs.yml", "extra:\n  api_key: {key}\nplugins:\n  - search\n"),
        ("mkdocs.yml", "plugins:\n  - search:\n      password: {key}\n  - tags\n"),
        ("mkdocs.yml", "repo_url: https://me:{key}@github.com/a/b\nplugins: [search]\n"),
        ("properdocs.yml", "plugins:\n  - search\nextra:\n  token: {key}\n"),
        ("zensical.toml", "[project]\napi_key = '{key}'\n"),
        ("zensical.toml", "[project]\nsite_name = 'x'\nextra = {{ password = '{key}' }}\n"),
    ],
)
@pytest.mark.parametrize("key", ["ghp_q8w7e6r5t4y3u2i1o0p9a8s7d6f5g4h3j2k1", "sk-proj-8f3KqLz0TnWb5Yd2RcVm"])
def test_a_dry_run_prints_no_secret_of_the_configuration(project: Path, name: str, text: str, key: str) -> None:
    write_tree(project, {name: text.format(key=key)})
    done = run(project, "--dry-run")
    assert done.exit_code == 0, done.stderr
    assert "howto" in done.stdout
    assert key not in done.stdout + done.stderr
    run(project)
    assert key in (project / name).read_text()


@pytest.mark.parametrize(("shallow", "deep", "kept"), [(0, 3, 0), (2, 3, 2), (2, 10_000, 2), (10_000, 2, 500)])
def test_of_a_large_package_the_objects_with_the_shortest_paths_are_compared(
    shallow: int, deep: int, kept: int
) -> None:
    compared = nearest([*(f"a.b.c.f{n}" for n in range(deep)), *(f"a.f{n}" for n in range(shallow))])
    assert len(compared) == min(500, shallow + deep)
    assert compared[:kept] == [f"a.f{n}" for n in range(kept)]


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


# What a stranger's branch may hold.


def placed(name: str, target: str) -> Callable[[Path, Path], None]:
    """Return what puts a link into a project, or, without a target, a pipe."""

    def make(project: Path, outside: Path) -> None:
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if target:
            path.symlink_to(target.format(outside=outside))
        else:
            os.mkfifo(path)

    return make


def written(name: str, text: str) -> Callable[[Path, Path], None]:
    return lambda project, outside: (project / name).write_text(text.replace("{outside}", str(outside))) and None


def loaf(entries: int) -> str:
    return "x:\n" + "  - a: b\n" * entries


LAUGHS = "a: &a [x, x]\n" + "".join(f"{n}: &{n} [*{m}, *{m}]\n" for m, n in zip("abcdefghijklmnopqrstuvwxy", "bcdefghijklmnopqrstuvwxyz", strict=True))  # fmt: skip
REFUSED = {
    "the folder of pages leads outside": placed("docs", "{outside}/folder"),
    "the folder of pages leads to nothing outside": placed("docs", "{outside}/new"),
    "a folder of pages beside the project": written("mkdocs.yml", "docs_dir: ../outside/folder\n"),
    "a folder of pages anywhere": written("mkdocs.yml", "docs_dir: {outside}/folder\n"),
    "a folder of pages far up": written("mkdocs.yml", "docs_dir: ../../../../../../../../tmp\n"),
    "a folder of pages beside a site of Zensical": written("zensical.toml", "[project]\ndocs_dir = '../outside'\n"),
    "a list in the place of the folder": written("mkdocs.yml", "docs_dir: [a, b]\n"),
    "nothing in the place of the folder": written("mkdocs.yml", "docs_dir:\n"),
    "a null byte in the folder's name": written("mkdocs.yml", 'docs_dir: "a\\0b"\n'),
    "a folder whose name no disk takes": written("mkdocs.yml", f"docs_dir: {'a' * 300}\n"),
    "a configuration that is a link": placed("mkdocs.yml", "{outside}/file"),
    "a configuration that is a link inside": placed("mkdocs.yml", "pyproject.toml"),
    "a configuration that is a link to nothing": placed("mkdocs.yml", "{outside}/new"),
    "a configuration without end": placed("mkdocs.yml", "/dev/zero"),
    "a configuration that is a folder": lambda project, outside: (project / "mkdocs.yml").mkdir(),
    "a pipe": lambda project, outside: os.mkfifo(project / "mkdocs.yml"),
    "a large configuration": written("mkdocs.yml", loaf(200_000)),
    "a large configuration of Zensical": written("zensical.toml", f"[project]\nx = [{'1,' * 200_000}]\n"),
    "a sheet's folder that leads outside": lambda project, outside: (
        written("zensical.toml", "[project]\n")(project, outside),
        placed("docs/assets", "{outside}/folder")(project, outside),
    )[0],
}
TAKEN = {
    "a project's name outside": placed("pyproject.toml", "{outside}/file"),
    "a project's name without end": placed("pyproject.toml", "/dev/zero"),
    "a project's name in a pipe": placed("pyproject.toml", ""),
    "a page that leads outside": placed("docs/howto.md", "{outside}/file"),
    "a page that leads to nothing": placed("docs/howto.md", "{outside}/new"),
    "a page that is a pipe": placed("docs/howto.md", ""),
    "a folder of pages inside": lambda project, outside: (
        (project / "pages").mkdir(),
        placed("docs", "pages")(project, outside),
    )[1],
    "aliases of aliases": written("mkdocs.yml", f"{LAUGHS}plugins: *z\n"),
    "a list that holds itself": written("mkdocs.yml", "nav: &n [*n]\n"),
    "a mapping that holds itself": written("mkdocs.yml", "plugins: &p {search: *p}\n"),
}


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    return write_tree(tmp_path / "outside", {"file": "[project]\nname = 'shop'\n", "folder/file": "mine"})


def at_hand(tmp_path: Path, layout: Callable[[Path, Path], None], outside: Path) -> Path:
    project = write_tree(tmp_path / "project", {"src/shop.py": "def pay(): ...\n"})
    layout(project, outside)
    return project


@pytest.mark.parametrize("layout", REFUSED.values(), ids=REFUSED)
def test_nothing_is_written_where_a_place_is_not_the_projects(
    tmp_path: Path, outside: Path, layout: Callable[[Path, Path], None]
) -> None:
    project = at_hand(tmp_path, layout, outside)
    before, around = files(project), files(outside)
    done = run(project)
    assert done.exit_code == 2
    assert done.stderr.startswith("Error: ") or "cannot be written" in done.stderr
    assert (files(project), files(outside)) == (before, around)


@pytest.mark.parametrize("layout", TAKEN.values(), ids=TAKEN)
def test_what_stands_in_the_way_is_left_alone(
    tmp_path: Path, outside: Path, layout: Callable[[Path, Path], None]
) -> None:
    project = at_hand(tmp_path, layout, outside)
    links = {path: path.readlink() for path in project.rglob("*") if path.is_symlink()}
    around = files(outside)
    done = run(project)
    assert done.exit_code == 0, done.stderr
    assert "howto" in (project / "mkdocs.yml").read_text()
    assert files(outside) == around
    assert {path: path.readlink() for path in links} == links


def test_a_folder_of_pages_beside_the_configuration_is_used_from_above(project: Path) -> None:
    write_tree(project, {"web/mkdocs.yml": "docs_dir: ../pages\nplugins:\n  - howto:\n      paths: [../src]\n"})
    assert run(project, "-f", "web/mkdocs.yml").exit_code == 0
    assert (project / "pages/howto.md").is_file()
    (project / "pages/howto.md").unlink()
    done = run(project / "web")
    assert (done.exit_code, "leads out of the project" in done.stderr) == (2, True)


@pytest.mark.parametrize("name", ["a: b", "{x", "null", "1.0", "- a", "'", "ü", "#1"])
def test_a_folder_of_any_name_gives_a_site_its_name(tmp_path: Path, name: str) -> None:
    folder = write_tree(tmp_path / name, {"_lib.py": "def f(): ...\n"})
    assert run(folder, "_lib").exit_code == 0
    assert yaml.safe_load((folder / "mkdocs.yml").read_text())["site_name"] == name


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
