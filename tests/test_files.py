"""Nothing is written outside: not through links, not by names that a branch could foresee."""

from __future__ import annotations

import ast
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import mkdocs_howto
from mkdocs_howto import files
from mkdocs_howto.config import HowtoConfig
from mkdocs_howto.stores import archive
from mkdocs_howto.stores.claims import Claims
from tests.cli.running import run
from tests.conftest import Site, write_tree
from tests.stores.test_disk import ENTRY, without_rights

KEY = "a" * 40


@pytest.fixture
def own(tmp_path: Path) -> Site:
    site = Site(tmp_path / "project", options={"paths": ["src"]})
    site.file("src/lib.py", 'def add(a: int) -> int:\n    """Add one."""\n    return a + 1\n')
    site.page("# Title\n\n::: howto lib.add\n")
    site.configure()
    return site


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    """A folder of the user's, which stays as it is."""
    write_tree(tmp_path / "outside", {"file": "mine", "folder/file": "mine"})
    before = state(tmp_path / "outside")
    yield tmp_path / "outside"
    assert state(tmp_path / "outside") == before


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        path.relative_to(folder).as_posix(): (path.lstat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in sorted(folder.rglob("*"))
    }


def linked(path: str, target: str) -> Callable[[Site, Path], None]:
    def make(site: Site, outside: Path) -> None:
        link = site.folder / path
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(outside / target)

    return make


LAYOUTS = {
    name: linked(path, target)
    for path in (
        ".cache", ".cache/howto", ".cache/howto/.gitignore", ".cache/howto/CACHEDIR.TAG", ".cache/howto/cache.db",
        ".cache/howto/cache.db-wal", ".cache/howto/cache.db-shm", ".cache/howto/cache.db-journal",
        ".cache/howto/cache.db.damaged", ".cache/howto/locks", ".cache/howto/locks/pins.lock", "howto", "howto/.base",
        "howto/lib.add.md", "howto/.base/lib.add.json", "howto/.base/.lib.add.json.next", "howto/lib.add.new.md",
        "howto/.base/.lock", "sections.gz", ".sections.gz.tmp",
    )
    for name, target in ((f"{path} to a file", "file"), (f"{path} to a folder", "folder"), (f"{path} to nothing", "new"))
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_no_command_writes_through_a_link(own: Site, outside: Path, layout: Callable[[Site, Path], None]) -> None:
    layout(own, outside)
    built = own.build()
    assert "Add one." in built.body().get_text()
    for command in (["pin", "lib.add"], ["pin", "--update"], ["cache", "export", "sections.gz"], ["unpin", "lib.add"]):
        assert run(own, *command).exit_code in {0, 1, 2}


@pytest.mark.parametrize("link", [".cache", ".cache/howto"])
def test_a_cache_that_leads_outside_is_told(own: Site, outside: Path, link: str) -> None:
    linked(link, "folder")(own, outside)
    (notice,) = (one for one in own.build().notices if "cache" in one)
    assert "cannot be used" in notice
    assert "is a link to another place" in notice


@pytest.mark.parametrize("cache", [".", "./", "..", "docs/..", "/"])
def test_a_cache_has_a_folder_of_its_own(own: Site, cache: str) -> None:
    own.options["cache"] = cache
    done = run(own, "cache", "info")
    assert done.exit_code == 2
    assert "The cache needs a folder of its own" in done.stderr
    assert not (own.folder / ".gitignore").exists()


@pytest.mark.parametrize("cache", ["docs", "src", "../outside", "docs/../src"])
def test_a_folder_with_other_files_is_no_cache(own: Site, outside: Path, cache: str) -> None:
    own.options["cache"] = cache
    before = state(own.folder / cache)
    assert any("it holds other files" in notice for notice in own.build().notices)
    assert state(own.folder / cache) == before


@pytest.mark.parametrize("inside", ["elsewhere", "deep/er", ".hidden/howto"])
def test_a_link_inside_the_project_and_a_folder_named_outright_are_used(own: Site, inside: str) -> None:
    (own.folder / inside).mkdir(parents=True)
    (own.folder / ".cache").symlink_to(own.folder / inside, target_is_directory=True)
    assert [one for one in own.build().notices if "Wrote 1 section" not in one] == []
    assert (own.folder / inside / "howto/cache.db").is_file()
    own.options["cache"] = str(own.folder.parent / "named")
    assert [one for one in own.build().notices if "Wrote 1 section" not in one] == []
    assert (own.folder.parent / "named/cache.db").is_file()


@pytest.mark.parametrize("content", ["a", "link", "nothing"])
def test_an_archive_replaces_what_stands_at_its_path(tmp_path: Path, outside: Path, content: str) -> None:
    path = tmp_path / "sections"
    {
        "a": lambda: path.write_text("old"),
        "link": lambda: path.symlink_to(outside / "file"),
        "nothing": lambda: path.symlink_to(outside / "new"),
    }[content]()
    archive.write(path, [(KEY, ENTRY)])
    assert not path.is_symlink()
    assert list(archive.read(path)) == [(KEY, ENTRY)]


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_files_have_the_rights_that_the_user_gives_files(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        files.replace(tmp_path / "replaced", b"")
        files.create(tmp_path / "created", b"")
    finally:
        os.umask(before)
    for name in ("replaced", "created"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o666 & ~mask


@pytest.mark.parametrize("failure", [OSError("full"), KeyboardInterrupt(), MemoryError()])
def test_a_write_that_fails_leaves_the_old_text_and_nothing_else(tmp_path: Path, failure: BaseException) -> None:
    path = tmp_path / "text"
    path.write_text("old")

    def fail() -> None:
        with files.replacing(path) as file:
            file.write(b"new")
            raise failure

    with pytest.raises(type(failure)):
        fail()
    assert state(tmp_path) == {"text": (path.stat().st_mode, b"old")}


@pytest.mark.parametrize("name", ["file", "folder", "new"])
def test_a_lock_empties_no_file(tmp_path: Path, outside: Path, name: str) -> None:
    locks = tmp_path / "locks"
    locks.mkdir()
    (locks / f"{KEY}.lock").symlink_to(outside / name)
    claims = Claims(locks)
    assert claims.take(KEY)
    claims.close()


def test_links_in_a_circle_end_no_build(own: Site) -> None:
    for name in (".cache", "howto", "tests", "examples", "README.md"):
        (own.folder / name).symlink_to(name)
    assert "Add one." in own.build().body().get_text()
    own.options["pins"] = "howto"
    assert run(own, "pin", "lib.add").exit_code in {1, 2}


CIRCLES = {
    "a pin": "howto/lib.add.md",
    "another pin": "howto/lib.sub.new.md",
    "an example": "examples/one.py",
    "a source": "src/other.py",
    "the base of a pin": "howto/.base/lib.add.json",
    "a template": "prompt.jinja",
}


@pytest.mark.parametrize("name", CIRCLES)
def test_a_file_that_is_a_link_to_itself_ends_no_command(own: Site, name: str) -> None:
    own.options["pins"] = "howto"
    own.page(
        "# Home\n\n::: howto lib.add\n\n::: howto lib.add\n    example: examples/one.py\n\n::: howto src/other.py\n"
    )
    own.configure()
    link = own.folder / CIRCLES[name]
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(link.name)
    for command in (["check"], ["check", "--no-plugins"], ["status", "--no-plugins"], ["diff"], ["show", "lib.add"]):
        done = run(own, *command)
        assert isinstance(done.exception, SystemExit | None), done.exception
    assert "Add one." in own.build().body().get_text()


@pytest.mark.parametrize("example", [f"{'a' * 250}.py", f"{'a' * 300}.py", f"{'b/' * 1_500}c.py", "examples/no.py"])
def test_an_example_whose_name_no_disk_takes_is_told(own: Site, example: str) -> None:
    own.page(f"# Home\n\n::: howto lib.add\n\n::: howto lib.add\n    example: {example}\n")
    built = own.build()
    assert [said for said in built.warnings if "The example file" in said and "does not exist" in said]
    assert "Add one." in built.body().get_text()


# The package.


def test_paths_are_resolved_by_one_function() -> None:
    """`Path.resolve` raises `RuntimeError` where links go in a circle (Python 3.11 and 3.12)."""
    calls = [
        f"{path}:{node.lineno}"
        for path in sorted(Path(mkdocs_howto.__file__).parent.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "resolve"
        if not node.args and not node.keywords
    ]
    assert calls == []


WRITERS = {
    "write_text", "write_bytes", "mkdir", "makedirs", "unlink", "rmdir", "rename", "symlink_to", "hardlink_to",
    "touch", "chmod", "rmtree", "copyfile", "copytree", "mkstemp", "mkdtemp", "NamedTemporaryFile",
    "TemporaryDirectory", "truncate", "FileLock", "removedirs", "renames", "remove_file",
}  # fmt: skip
"""Functions of the standard library and of filelock that write, move or remove files."""

MODES = set("wax+")


ALLOWED = {"cli/output.py", "cli/site.py", "serving.py"}
"""Open the null device for what can no longer be printed; have Python make new places in the system's temporary folder: for
the site that `check` builds, and for the file by which a server is told of changes."""


def writes(tree: ast.AST) -> Iterator[int]:
    """Lines that call what writes files."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "mode")]
        modes = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        opens = name in {"open", "fdopen"} and any(MODES & set(mode) and len(mode) <= 3 for mode in modes)
        if name in WRITERS or opens:
            yield node.lineno
        elif ast.unparse(node.func) in {"os.open", "os.replace", "os.remove", "os.rename", "os.link", "os.symlink"}:
            flags = ast.unparse(node.args[1]) if len(node.args) > 1 else ""
            if ast.unparse(node.func) != "os.open" or "WRONLY" in flags or "RDWR" in flags:
                yield node.lineno
        elif name == "replace" and len(node.args) == 1 and not node.keywords:
            yield node.lineno  # `Path.replace`; that of a text takes two.


@pytest.mark.parametrize(
    "code",
    [
        "open(p, 'w')", "p.open('wb')", "p.open(mode='a')", "open(p, 'r+')", "p.write_text(t)", "os.open(p, os.O_RDWR)",
        "p.replace(q)", "os.replace(p, q)", "p.mkdir(parents=True)", "p.unlink()", "tempfile.mkstemp()", "FileLock(p)",
        "os.symlink(a, b)", "shutil.rmtree(p)",
    ],
)  # fmt: skip
def test_what_writes_is_seen(code: str) -> None:
    assert list(writes(ast.parse(code))) == [1]


@pytest.mark.parametrize("code", ["open(p)", "open(p, 'rb')", "p.open()", "t.replace('a', 'b')", "os.open(p, FLAGS)"])
def test_what_does_not_write_is_let_pass(code: str) -> None:
    assert list(writes(ast.parse(code))) == []


def test_one_module_writes_files() -> None:
    package = Path(mkdocs_howto.__file__).parent
    found = [
        f"{path.relative_to(package).as_posix()}:{line}"
        for path in sorted(package.rglob("*.py"))
        for line in writes(ast.parse(path.read_text(encoding="utf-8")))
        if path != package / "files.py" and path.relative_to(package).as_posix() not in ALLOWED
    ]
    assert found == []
    assert list(writes(ast.parse((package / "files.py").read_text(encoding="utf-8"))))


# Configurations.


@pytest.mark.parametrize("option", ["cache", "pins", "paths", "examples"])
@pytest.mark.parametrize("value", ["a\0b", "\0", "a/\0"])
def test_a_path_with_a_null_byte_is_an_error_of_the_configuration(own: Site, option: str, value: str) -> None:
    config = HowtoConfig(config_file_path=str(own.folder / "mkdocs.yml"))
    config.load_dict({option: [value] if option in {"paths", "examples"} else value})
    errors, _ = config.validate()
    assert [name for name, _ in errors] == [option]


# Processes beside each other.


def started(site: Site, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", *arguments], cwd=site.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.fixture
def many(own: Site) -> Site:
    own.options["pins"] = "howto"
    own.file("src/many.py", "".join(f"def f{number}(a):\n    return a\n\n" for number in range(25)))
    own.page("# Title\n\n" + "".join(f"::: howto many.f{number}\n\n" for number in range(25)))
    own.configure()
    return own


@pytest.mark.parametrize("cached", [True, False])
@pytest.mark.parametrize(
    "others",
    [
        (["mkdocs_howto", "pin", "--update"],),
        (["mkdocs_howto", "pin", "--update"], ["mkdocs_howto", "pin", "--update"]),
        (["mkdocs_howto", "approve", "many.f1", "--by", "Ada"],),
        (["mkdocs", "build", "-q"], ["mkdocs_howto", "check"]),
    ],
    ids=["another update", "two more", "an approval", "a build and a check"],
)
def test_pins_are_updated_beside_other_processes(many: Site, others: tuple[list[str], ...], cached: bool) -> None:  # noqa: FBT001
    if not cached:
        many.options["cache"] = ""
    assert run(many, "pin", "--all", "-q").exit_code == 0
    many.file("src/many.py", "".join(f"def f{number}(a, b=1):\n    return a + b\n\n" for number in range(25)))
    many.configure()
    processes = [started(many, "mkdocs_howto", "pin", "--update"), *(started(many, *other) for other in others)]
    told = [process.communicate(timeout=120) for process in processes]
    assert not [error for _, error in told if "Traceback" in error]
    assert processes[0].returncode == 0, told
    done = run(many, "check", "--format", "json")
    assert done.exit_code == 0, done.stdout
    assert "a + b" in (many.folder / "howto/many.f2.md").read_text()
    if "approve" in others[0]:
        assert "approved: Ada" in (many.folder / "howto/many.f1.md").read_text()


# Links that come while a file is written.


class _Swap:
    """Puts a link in the place of a folder at a chosen call of the system; Python tells of each before it is made."""

    def __init__(self) -> None:
        self._at: tuple[str, str] | None = None
        self._folder = self._outside = Path()
        sys.addaudithook(self._hear)

    def arm(self, event: str, name: str, folder: Path, outside: Path) -> None:
        self._at, self._folder, self._outside = (event, name), folder, outside

    @property
    def is_done(self) -> bool:
        return self._at is None

    def disarm(self) -> None:
        self._at = None

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if self._at is None or event != self._at[0] or not str(arguments[0]).endswith(self._at[1]):
            return
        self._at = None
        self._folder.rename(self._folder.with_name("aside"))
        self._folder.symlink_to(self._outside, target_is_directory=True)


@pytest.fixture(scope="module")
def swap() -> _Swap:
    return _Swap()


RACES: dict[str, tuple[str, str, Callable[[Path], object]]] = {
    "a folder is made": ("os.mkdir", "new", lambda folder: files.make_folder(folder / "new")),
    "a file is made in a new folder": ("os.mkdir", "new", lambda folder: files.create(folder / "new/text", b"a")),
    "a file is made": ("open", "new", lambda folder: files.create(folder / "new", b"a")),
    "a temporary file is made": ("open", ".tmp", lambda folder: files.replace(folder / "file", b"a")),
    "a file is replaced": ("os.rename", ".tmp", lambda folder: files.replace(folder / "file", b"a")),
    "a file is moved": ("os.rename", "other", lambda folder: files.move(folder / "other", folder / "file")),
    "a file is removed": ("os.remove", "file", lambda folder: files.remove(folder / "file")),
}


@pytest.mark.skipif(os.open not in os.supports_dir_fd, reason="the system has no calls below a descriptor")
@pytest.mark.parametrize("race", RACES)
def test_a_link_that_comes_while_a_file_is_written_is_not_followed(
    tmp_path: Path, outside: Path, swap: _Swap, race: str
) -> None:
    event, name, use = RACES[race]
    folder = tmp_path / "mine"
    write_tree(folder, {"file": "ours", "other": "ours"})
    before = state(folder)
    swap.arm(event, name, folder, outside)
    try:
        use(folder)
        assert swap.is_done
    finally:
        swap.disarm()
    assert folder.is_symlink()
    assert state(tmp_path / "aside") != before


@pytest.mark.skipif(not hasattr(os, "O_PATH"), reason="the system opens no folder that it may not list")
@pytest.mark.parametrize("use", [files.create, files.replace])
def test_a_folder_that_may_be_passed_but_not_listed_is_no_hindrance(
    tmp_path: Path, use: Callable[[Path, bytes], object]
) -> None:
    folder = tmp_path / "passed" / "mine"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    for path in folder.parents:
        if path.is_relative_to(tempfile.gettempdir()) and path != Path(tempfile.gettempdir()):
            path.chmod(0o711)
    with without_rights():
        use(folder / "text", b"a")
    assert (folder / "text").read_bytes() == b"a"
