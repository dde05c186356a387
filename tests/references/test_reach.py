"""What is read for a page lies in the project or a search path, wherever links and `.pth` files lead."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_howto.config import HowtoConfig
from mkdocs_howto.errors import HowtoError
from mkdocs_howto.references.callsites import CallSites
from mkdocs_howto.references.files import Files
from mkdocs_howto.references.resolver import Resolver
from tests.cli.running import run
from tests.conftest import Site, write_tree

SECRET = 'def top(a):\n    """Tell the secret canary."""\n    return a\n'


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Somebody's files beside the project."""
    return write_tree(
        tmp_path / "outside",
        {
            "lmod.py": SECRET,
            "pack/__init__.py": SECRET,
            "pack/inner.py": SECRET,
            "plain": SECRET,
            "tests/test_lib.py": "from lib import add\n\n\ndef test_add():\n    assert add(canary=1)\n",
            "README.md": "# Use\n\n```python\nfrom lib import add\n\nadd(canary=1)\n```\n",
        },
    )


@pytest.fixture
def own(tmp_path: Path) -> Site:
    site = Site(tmp_path / "project", options={"paths": ["src"]})
    site.file("src/lib.py", 'def add(canary: int) -> int:\n    """Add one."""\n    return canary + 1\n')
    site.file("src/whole/__init__.py", "")
    site.page("# Title\n\n::: howto lib.add\n")
    site.configure()
    return site


def link(path: str, target: str) -> Callable[[Path, Path], None]:
    def make(project: Path, outside: Path) -> None:
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).symlink_to(outside / target)

    return make


def steps(*parts: Callable[[Path, Path], None]) -> Callable[[Path, Path], None]:
    def make(project: Path, outside: Path) -> None:
        for part in parts:
            part(project, outside)

    return make


def text(path: str, words: str) -> Callable[[Path, Path], None]:
    return lambda project, outside: write_tree(project, {path: words.format(outside=outside)}) and None


LEADING_OUT: dict[str, tuple[Callable[[Path, Path], None], str]] = {
    "a module": (link("src/lmod.py", "lmod.py"), "lmod.top"),
    "a module by its file": (link("src/lmod.py", "lmod.py"), "src/lmod.py"),
    "lines of it": (link("src/lmod.py", "lmod.py"), "src/lmod.py#L1-L3"),
    "a stub": (steps(link("src/lmod.pyi", "lmod.py"), text("src/lmod.py", "")), "lmod.top"),
    "a package": (link("src/pack", "pack"), "pack.top"),
    "a module of such a package": (link("src/pack", "pack"), "pack.inner.top"),
    "a package's first file": (link("src/pack/__init__.py", "pack/__init__.py"), "pack.top"),
    "a submodule": (link("src/whole/inner.py", "pack/inner.py"), "whole.inner.top"),
    "a subpackage": (link("src/whole/pack", "pack"), "whole.pack.inner.top"),
    "a namespace": (link("src/space", "pack"), "space.inner.top"),
    "a file of another name": (link("src/lmod.py", "plain"), "lmod.top"),
    "a chain": (steps(link("hop", "lmod.py"), lambda project, _: (project / "src/lmod.py").symlink_to("../hop")), "lmod.top"),
    "an import of it": (
        steps(link("src/lmod.py", "lmod.py"), text("src/again.py", "from lmod import top\n")), "again.top",
    ),
    "everything of it": (
        steps(link("src/lmod.py", "lmod.py"), text("src/again.py", "from lmod import *\n")), "again.top",
    ),
    "a path file": (text("src/more.pth", "{outside}\n"), "lmod.top"),
    "an editable install": (
        steps(text("src/x.pth", "import __editable___x_finder\n"),
              text("src/__editable___x_finder.py", "MAPPING = {{'pack': '{outside}/pack'}}\n")), "pack.top",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("layout", "reference"), LEADING_OUT.values(), ids=LEADING_OUT)
def test_code_outside_is_no_code_of_the_project(
    own: Site, outside: Path, layout: Callable[[Path, Path], None], reference: str
) -> None:
    layout(own.folder, outside)
    own.page(f"# Title\n\n::: howto {reference}\n")
    built = own.build()
    assert "secret canary" not in built.html().get_text()
    assert [one for one in built.warnings if reference in one or "lmod" in one or "__init__" in one or "inner" in one]


NAMED = {
    name: case
    for name, case in LEADING_OUT.items()
    # Files are named inside the project only, and must be Python's.
    if "/" not in case[1] and name not in {"a file of another name", "a stub"}
}


@pytest.mark.parametrize(("layout", "reference"), NAMED.values(), ids=NAMED)
def test_the_same_code_is_read_where_its_folder_is_a_search_path(
    own: Site, outside: Path, layout: Callable[[Path, Path], None], reference: str
) -> None:
    layout(own.folder, outside)
    resolver = Resolver(Files(own.folder), [own.folder / "src", outside], [])
    assert "secret canary" in resolver.resolve(reference).block.docstring


@pytest.mark.parametrize(
    ("path", "target"),
    [("tests", "tests"), ("examples", "tests"), ("README.md", "README.md"), ("tests/test_lib.py", "tests/test_lib.py"),
     ("tests/deep", "tests"), ("tests/notes.md", "plain")],
)  # fmt: skip
def test_uses_outside_are_left_out(own: Site, outside: Path, path: str, target: str) -> None:
    link(path, target)(own.folder, outside)
    built = own.build()
    assert "canary=1" not in built.html().get_text()
    told = [one for one in built.warnings if "leads out of the project" in one]
    assert len(told) == ("/" not in path)
    assert all("`paths`" in one and path in one for one in told)


@pytest.mark.parametrize("path", ["tests", "examples", "README.md"])
def test_uses_outside_are_shown_where_their_folder_is_named(own: Site, outside: Path, path: str) -> None:
    """As in a repository of several packages, whose `mkdocs.yml` does not lie at its top."""
    link(path, "README.md" if path == "README.md" else "tests")(own.folder, outside)
    own.options["paths"] = ["src", "../outside"]
    built = own.build()
    assert built.warnings == []
    files = Files(own.folder, [own.folder / "src", outside], [])
    assert CallSites(files, [own.folder / path]).of("add", "lib")


@pytest.mark.parametrize("example", ["../outside/tests", "/etc", "src/../../outside/README.md", "linked"])
def test_examples_that_name_a_place_outside_are_refused(own: Site, outside: Path, example: str) -> None:
    link("linked", "tests")(own.folder, outside)
    own.options["examples"] = [example]
    done = run(own, "check")
    assert done.exit_code == 2
    assert "is not inside project/. Name its folder in `paths`" in done.stderr


@pytest.mark.parametrize("path", ["src", "lib/src", "."])
def test_a_search_path_that_is_a_link_out_is_not_followed(own: Site, outside: Path, path: str) -> None:
    if path != ".":
        (own.folder / "src").rename(own.folder / "kept")
        link(path, ".")(own.folder, outside)
    own.options["paths"] = [path]
    own.page("# Title\n\n::: howto lmod.top\n")
    config = HowtoConfig(config_file_path=str(own.configure()))
    config.load_dict(own.options)
    assert [name for name, _ in config.validate()[1]] == ([] if path == "." else ["paths"])
    assert "secret canary" not in own.build().html().get_text()


def test_a_search_path_outside_that_an_option_names_is_used(own: Site, outside: Path) -> None:
    own.options["paths"] = ["src", "../outside"]
    own.page("# Title\n\n::: howto lmod.top\n\n::: howto pack.inner.top\n")
    built = own.build()
    assert built.warnings == []
    assert built.html().get_text().count("secret canary") >= 2


@pytest.mark.parametrize("where", ["venv/lib/python3.11/site-packages", "project/.venv/lib/python3.11/site-packages"])
@pytest.mark.parametrize("form", ["package", "module", "files of a package", "the folder", "path file", "editable"])
def test_links_that_package_managers_make_are_followed(tmp_path: Path, own: Site, where: str, form: str) -> None:
    """Conda and uv link files, Nix links packages, each into a store of its own."""
    store = write_tree(tmp_path / "store", {"other/__init__.py": SECRET, "one.py": SECRET})
    folder = tmp_path / where
    folder.parent.mkdir(parents=True)
    if form == "the folder":
        folder.symlink_to(store)
    else:
        folder.mkdir()
    if form == "package":
        (folder / "other").symlink_to(store / "other")
    elif form == "module":
        (folder / "one.py").symlink_to(store / "one.py")
    elif form == "files of a package":
        (folder / "other").mkdir()
        (folder / "other/__init__.py").symlink_to(store / "other/__init__.py")
    elif form == "path file":
        (folder / "other.pth").write_text(f"{store}\n")
    elif form == "editable":
        (folder / "other.pth").write_text("import __editable___other_finder\n")
        (folder / "__editable___other_finder.py").write_text(f"MAPPING = {{'other': '{store}/other'}}\n")
    files = Files(own.folder, [own.folder / "src"], [str(folder)])
    resolver = Resolver(files, [own.folder / "src"], [str(folder)])
    resolved = resolver.resolve("one.top" if form == "module" else "other.top")
    assert resolved.block.docstring == "Tell the secret canary."
    # The next build, which resolves nothing, sees the same.
    again = Files(own.folder, [own.folder / "src"], [str(folder)])
    assert all(again.digest(path) for path in resolved.trail.read())


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def process(path: Path) -> None:
    path.symlink_to("/proc/self/environ")


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("make", [pipe, device, process, folder], ids=lambda make: make.__name__)
@pytest.mark.parametrize(
    "name", ["src/odd.py", "src/odd/__init__.py", "tests/odd.py", "tests/conftest.py", "README.md"]
)
def test_what_is_no_file_holds_up_no_build(own: Site, make: Callable[[Path], None], name: str) -> None:
    path = own.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    make(path)
    own.page("# Title\n\n::: howto lib.add\n\n::: howto odd.f\n\n::: howto src/odd.py\n")
    assert "Add one." in own.build().html().get_text()


@pytest.mark.parametrize("make", [pipe, device, process, folder], ids=lambda make: make.__name__)
def test_a_book_that_names_any_file_opens_none(own: Site, tmp_path: Path, make: Callable[[Path], None]) -> None:
    """A cache may say that an answer rests on whatever there is."""
    make(tmp_path / "odd")
    files = Files(own.folder, [own.folder / "src"], sys.path)
    opened: list[str] = []
    active = True

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if active and event == "open":
            opened.append(str(arguments[0]))

    sys.addaudithook(hear)
    try:
        for path in (tmp_path / "odd", Path("/etc/hostname"), own.folder / "../odd", Path("/dev/zero")):
            assert not files.shows([(str(path), "0" * 32)])
    finally:
        active = False
    assert not [path for path in opened if not path.endswith(".pth")]


def test_the_message_says_what_to_do(own: Site, outside: Path) -> None:
    link("src/lmod.py", "lmod.py")(own.folder, outside)
    resolver = Resolver(Files(own.folder), [own.folder / "src"], [])
    with pytest.raises(HowtoError) as caught:
        resolver.resolve("lmod.top")
    assert caught.value.problem == "src/lmod.py is a link that leads out of the project."
    assert "`paths`" in caught.value.hint
