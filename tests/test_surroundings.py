"""What happens around a build: others that work in the same folders, other owners, clocks that jump. No build ends in a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import pinned, run
from tests.conftest import Site
from tests.stores.test_disk import without_rights

COUNT = 30


@pytest.fixture
def own(tmp_path: Path) -> Site:
    site = Site(tmp_path / "project", options={"paths": ["src"]})
    site.file("src/many.py", "".join(f'def f{n}(a):\n    """Say {n}."""\n    return a\n\n' for n in range(COUNT)))
    site.page("# Title\n\n" + "".join(f"::: howto many.f{n}\n\n" for n in range(COUNT)))
    site.configure()
    return site


def started(site: Site, *arguments: str, prefix: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*prefix, sys.executable, "-m", *arguments], cwd=site.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip


def build(number: int) -> list[str]:
    return ["mkdocs", "build", "--strict", "-d", f"site{number}"]


BESIDE = {
    "two builds": [build(0), build(1)],
    "four builds": [build(number) for number in range(4)],
    "generate beside a build": [build(0), ["mkdocs_howto", "generate"]],
    "tidying beside builds": [build(0), ["mkdocs_howto", "cache", "clear", "-y"], build(1)],
    "pruning beside builds": [build(0), ["mkdocs_howto", "cache", "prune"], build(1)],
    "an export beside builds": [build(0), ["mkdocs_howto", "cache", "export", "sections.gz"], build(1)],
    "two exports into one file": [["mkdocs_howto", "cache", "export", "sections.gz"]] * 2,
}


@pytest.mark.parametrize("commands", BESIDE.values(), ids=BESIDE)
def test_processes_share_a_cache(own: Site, commands: list[list[str]]) -> None:
    if commands[0][0] == "mkdocs_howto":
        own.build()
    processes = [started(own, *command) for command in commands]
    told = [process.communicate(timeout=120) for process in processes]
    for command, process, (_, error) in zip(commands, processes, told, strict=True):
        assert "Traceback" not in error, error
        assert "cannot be used" not in error, error
        if "generate" not in command:  # Which has no model to ask here, and says so.
            assert process.returncode == 0, error
    for number in (0, 1):
        if build(number) in commands:
            html = (own.folder / f"site{number}/index.html").read_text()
            assert html.count('class="howto-provenance"') == COUNT
    assert run(own, "check").exit_code == 0


@pytest.mark.slow
def test_two_serves_share_a_cache(own: Site) -> None:
    import socket

    processes = []
    try:
        for _ in range(2):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            processes.append(started(own, "mkdocs", "serve", "-a", f"127.0.0.1:{port}"))
        for process in processes:
            assert process.stderr is not None
            lines = []
            while "Serving on" not in (line := process.stderr.readline()):
                lines.append(line)
                assert line, "".join(lines)
            assert not [one for one in lines if "Traceback" in one or "WARNING" in one or "cannot be used" in one]
    finally:
        for process in processes:
            process.kill()
            process.communicate()
    assert run(own, "check").exit_code == 0


def passable(folder: Path) -> None:
    """Let others into a test's folder, which pytest keeps to its user."""
    for path in (folder, *folder.parents):
        if path.is_relative_to(tempfile.gettempdir()) and path != Path(tempfile.gettempdir()):
            path.chmod(0o755)


OWNERS: dict[str, Callable[[Path], object]] = {
    "a cache that may not be written": lambda project: (project / ".cache/howto").chmod(0o755),
    "a cache that may not be entered": lambda project: (project / ".cache/howto").chmod(0o700),
    "a database that may not be read": lambda project: (project / ".cache/howto/cache.db").chmod(0o600),
    "a folder that may not be made": lambda project: shutil.rmtree(project / ".cache"),
    "pins that may not be read": lambda project: (project / "howto/many.f1.md").chmod(0o600),
    "bases that may not be read": lambda project: (project / "howto/.base").chmod(0o700),
    "tests that may not be read": lambda project: (project / "tests").chmod(0o700),
    "a module that may not be read": lambda project: (project / "src/other.py").chmod(0o600),
}


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to be root, who can be somebody else for a while")
@pytest.mark.parametrize("change", OWNERS.values(), ids=OWNERS)
def test_what_belongs_to_somebody_else_ends_no_build(own: Site, change: Callable[[Path], object]) -> None:
    own.file("tests/test_many.py", "from many import f1\n\n\ndef test_it():\n    assert f1(1) == 1\n")
    own.file("src/other.py", "def g():\n    return 1\n")
    pinned(own, "many.f1")
    own.page((own.folder / "docs/index.md").read_text() + "::: howto other.g\n")
    own.build()
    shutil.rmtree(own.folder / "site")
    own.configure()
    change(own.folder)
    passable(own.folder)
    (own.folder / "site").mkdir(mode=0o777)
    (own.folder / "site").chmod(0o777)
    (own.folder / "mkdocs.yml").chmod(0o666)
    with without_rights():
        built = own.build()
    assert f"Say {COUNT - 1}." in built.html().get_text()


FULL = {
    "a build": (build(0), 0, "cannot be used"),
    "an export": (["mkdocs_howto", "cache", "export", "sections.jsonl"], 2, "cannot be written"),
    "a pin": (["mkdocs_howto", "pin", "many.Large"], 1, "many.Large"),
    "an update of pins": (["mkdocs_howto", "pin", "--update"], 1, "many.Other"),
    "taking an archive": (["mkdocs_howto", "cache", "import", "old.gz"], 2, "cannot be used"),
}
LIMITED = "import os, resource, sys; s = int(sys.argv[1]); resource.setrlimit(resource.RLIMIT_FSIZE, (s, s)); "
LIMITED += "os.execv(sys.argv[2], sys.argv[2:])"


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of processes")
@pytest.mark.parametrize(("command", "status", "told"), FULL.values(), ids=FULL)
def test_a_full_disk_is_told_and_nothing_is_lost(own: Site, command: list[str], status: int, told: str) -> None:
    """A limit of the size of files stands for the disk: a write ends in the middle of one."""
    large = '        """Say it to all of them, one after the other."""\n'
    source = (own.folder / "src/many.py").read_text()
    for name in ("Large", "Other"):
        source += f"class {name}:\n" + "".join(f"    def f{n}(self, a{n}):\n{large}\n" for n in range(40))
    own.file("src/many.py", source)
    own.file("theme/main.html", "{{ page.title }}")
    own.theme = {"name": None, "custom_dir": "theme"}
    pinned(own, "many.Other")
    own.build()
    assert run(own, "cache", "export", "old.gz").exit_code == 0
    before = {path: path.read_bytes() for path in own.folder.rglob("*") if path.is_file() and "site" not in str(path)}
    if command[-1] == "old.gz":
        assert run(own, "cache", "clear", "-y").exit_code == 0
    else:
        own.file("src/many.py", source.replace("Say", "Tell").replace("(self, a", "(self, b"))
    process = started(own, *command, prefix=(sys.executable, "-c", LIMITED, "2000"))
    _, error = process.communicate(timeout=120)
    assert "Traceback" not in error, error
    assert process.returncode == status, error
    assert told in error
    assert not [path for path in own.folder.rglob("*.tmp*") if path not in before]
    pin = own.folder / "howto/many.Other.md"
    assert pin.read_bytes() == before[pin]
    assert run(own, "cache", "info").exit_code == 0


@pytest.mark.skipif(shutil.which("faketime") is None, reason="needs faketime: apt-get install faketime")
@pytest.mark.parametrize("then", ["1971-01-01", "2001-01-01", "2037-12-31"])
def test_a_clock_that_jumps_changes_nothing(own: Site, then: str) -> None:
    own.options["pins"] = "howto"
    own.configure()
    commands = [["mkdocs_howto", "pin", "many.f1"], build(0), ["mkdocs_howto", "pin", "--update"], build(1)]
    for number, command in enumerate(commands):
        process = started(own, *command, prefix=("faketime", then) if number % 2 else ())
        _, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
    assert "Wrote" not in error
    assert (own.folder / "site0/index.html").read_text().count("howto-provenance") >= COUNT - 1


@pytest.mark.parametrize("age", [0, 3600, -3600])
def test_a_file_that_another_process_is_writing_stays(tmp_path: Path, age: int) -> None:
    """Only what is old has been abandoned; a clock set back makes a file that is not yet."""
    from mkdocs_howto import files

    left = tmp_path / ".text.0123456789abcdef.tmp"
    left.touch()
    os.utime(left, (time.time() - age, time.time() - age))
    files.replace(tmp_path / "text", b"")
    assert left.exists() == (age <= 0)
