"""Real builds, watched from below: which files our code opens, and that it talks to nobody.

The interpreter tells an audit hook of every file that is opened, every socket and every process
(PEP 578; docs.python.org, "Audit events table").
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.running import pinned
from tests.conftest import ROOT, Site, write_tree
from tests.references.test_reach import LEADING_OUT, SECRET
from tests.test_files import LAYOUTS, state

WATCHED = """
import json, os, sys

OURS = os.sep + "mkdocs_howto" + os.sep
CALLS = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.fork", "os.spawn", "urllib.", "ctypes.")
CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link", "os.truncate", "os.chmod",
           "os.chown", "os.utime", "shutil.", "tempfile.")
seen, project, busy = [], "", False

def is_ours():
    frame = sys._getframe(2)
    while frame is not None:
        if OURS in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False

def placed(path):
    # Our code may name a file relative to the descriptor of a folder, which no event tells.
    frame = sys._getframe(2)
    while frame is not None and not os.path.isabs(path):
        if frame.f_code.co_filename.endswith(OURS + "files.py"):
            local = frame.f_locals
            for folder in (local.get("outer"), getattr(local.get("self"), "descriptor", None)):
                if isinstance(folder, int):
                    return os.path.join(os.readlink(f"/proc/self/fd/{folder}"), path)
        frame = frame.f_back
    return path

def entry(path):
    return os.path.join(os.path.realpath(os.path.dirname(os.path.abspath(path))), os.path.basename(path))

def hear(event, arguments):
    global busy
    if busy or not project:
        return
    busy = True
    try:
        if event == "open" and isinstance(arguments[0], (str, bytes)) and is_ours():
            path, mode, flags = placed(os.fsdecode(arguments[0])), arguments[1] or "", arguments[2] or 0
            if flags & os.O_PATH:
                return  # Leads to a folder; nothing can be read with it.
            writes = bool(set(mode) & set("wax+")) or bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC))
            place = entry(path) if flags & os.O_EXCL or "x" in mode else os.path.realpath(path)
            seen.append((project, "write" if writes else "read", place))
        elif event == "sqlite3.connect" and arguments[0] != ":memory:":
            path, _, options = str(arguments[0]).removeprefix("file:").partition("?")
            seen.append((project, "read" if "mode=ro" in options else "write", os.path.realpath(path)))
        elif event.startswith("shutil.copy") and is_ours():
            source, target = arguments[:2]
            seen.extend([(project, "read", os.path.realpath(source)), (project, "write", entry(target))])
        elif event in ("os.listdir", "os.scandir") and isinstance(arguments[0], str) and is_ours():
            seen.append((project, "read", os.path.realpath(arguments[0])))
        elif event.startswith(CHANGES) and is_ours():
            for path in arguments:
                if isinstance(path, str):
                    seen.append((project, "write", entry(placed(path))))
        elif event.startswith(CALLS) and is_ours():
            seen.append((project, "call", event))
    finally:
        busy = False

from mkdocs.commands.build import build
from mkdocs.config import load_config

sys.addaudithook(hear)
for folder in json.loads(sys.stdin.read()):
    os.chdir(folder)
    config = load_config("mkdocs.yml")
    project = folder
    try:
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    finally:
        project = ""
print(json.dumps(seen))
"""


@dataclass(frozen=True)
class Event:
    """Something that our code did."""

    project: Path
    kind: str
    what: str

    def lies_in(self, *folders: Path | str) -> bool:
        return any(Path(self.what).is_relative_to(os.path.realpath(folder)) for folder in folders)


SEARCHED = [folder for folder in (*sys.path, ROOT) if folder]
"""What Python finds modules in; the package itself may be installed from where it is developed."""


def watched(*projects: Path) -> list[Event]:
    """Build sites in another process, and give what our code did."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", WATCHED], input=json.dumps([str(project) for project in projects]),
        capture_output=True, text=True, check=False, timeout=300, cwd=projects[0],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return [Event(Path(project), kind, what) for project, kind, what in json.loads(done.stdout.splitlines()[-1])]


def faults(events: list[Event]) -> list[Event]:
    """What our code must not have done."""
    return [
        event
        for event in events
        if event.kind == "call"
        or (event.kind == "read" and not event.lies_in(event.project, *SEARCHED))
        or (
            event.kind == "write" and not event.lies_in(*(event.project / name for name in (".cache", "howto", "site")))
        )
    ]


def project(folder: Path, page: str = "::: howto lib.add\n") -> Site:
    site = Site(folder, options={"paths": ["src"], "pins": "howto"})
    site.file("src/lib.py", 'def add(a: int) -> int:\n    """Add one."""\n    return a + 1\n')
    site.file("src/whole/__init__.py", "")
    site.file("tests/test_lib.py", "from lib import add\n\n\ndef test_add():\n    assert add(1) == 2\n")
    site.page(f"# Title\n\n{page}")
    site.configure()
    return site


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    files = {"file": "mine", "folder/file": "mine", "lmod.py": SECRET, "plain": SECRET, "pack/inner.py": SECRET}
    return write_tree(tmp_path / "outside", {**files, "pack/__init__.py": SECRET})


def test_a_build_opens_only_what_it_is_for(tmp_path: Path) -> None:
    references = ("lib.add", "src/lib.py#L1-L3", "json.JSONDecoder", "shutil.copy", "collections.OrderedDict", "lib.no")
    site = project(tmp_path / "project", "".join(f"::: howto {reference}\n\n" for reference in references))
    pinned(site, "lib.add")
    cold, warm = watched(site.folder), watched(site.folder)
    assert faults(cold) == faults(warm) == []
    read = {Path(event.what).name for event in cold if event.kind == "read"}
    assert {"lib.py", "decoder.py", "test_lib.py", "lib.add.md", "lib.add.json"} <= read
    assert any(event.kind == "write" and event.what.endswith("cache.db") for event in cold)
    assert not [event for event in warm if event.what.endswith("decoder.py") and event.kind == "write"]


def test_the_watch_sees_what_it_watches_for(tmp_path: Path) -> None:
    """A writer that does what it must not, from a file that counts as ours."""
    site = project(tmp_path / "project")
    site.file(
        "mkdocs_howto/hook.py",
        "import os, socket, subprocess, sqlite3\n"
        "def on_post_build(config):\n"
        "    open('/etc/hostname').close()\n"
        "    os.listdir('/etc')\n"
        "    open('../stray', 'w').close()\n"
        "    os.remove('../stray')\n"
        "    sqlite3.connect('../stray.db').close()\n"
        "    socket.socket().close()\n"
        "    subprocess.run(['true'])\n",
    )
    config = site.folder / "mkdocs.yml"
    config.write_text(config.read_text() + "hooks: [mkdocs_howto/hook.py]\n")
    found = [(event.kind, event.what.removeprefix(str(tmp_path))) for event in faults(watched(site.folder))]
    assert {
        ("read", os.path.realpath("/etc/hostname")), ("read", "/etc"), ("write", "/stray"), ("write", "/stray.db"),
        ("call", "socket.__new__"), ("call", "subprocess.Popen"),
    } <= set(found)  # fmt: skip
    assert found.count(("write", "/stray")) == 2


def test_links_in_the_way_of_writes_are_not_followed(tmp_path: Path, outside: Path) -> None:
    sites = []
    for number, layout in enumerate(LAYOUTS.values()):
        site = project(tmp_path / f"project{number}")
        layout(site, outside)
        if (site.folder / "howto").is_symlink():
            site.options.pop("pins")
            site.configure()
        sites.append(site)
    before = state(outside)
    assert faults(watched(*(site.folder for site in sites))) == []
    assert state(outside) == before


def built_with(
    tmp_path: Path, outside: Path, layouts: dict[str, tuple[Callable[[Path, Path], None], str]]
) -> list[Event]:
    sites = []
    for number, (layout, reference) in enumerate(layouts.values()):
        site = project(tmp_path / f"project{number}", f"::: howto {reference}\n\n::: howto lib.add\n")
        layout(site.folder, outside)
        sites.append(site)
    return watched(*(site.folder for site in sites))


def test_links_in_the_way_of_reads_are_not_followed(tmp_path: Path, outside: Path) -> None:
    assert faults(built_with(tmp_path, outside, LEADING_OUT)) == []
    for number in range(len(LEADING_OUT)):
        assert "secret canary" not in (tmp_path / f"project{number}/site/index.html").read_text()


@pytest.mark.parametrize("name", ["tests", "examples", "README.md", "docs/more.py", "tests/inner"])
def test_uses_outside_are_not_opened(tmp_path: Path, outside: Path, name: str) -> None:
    site = project(tmp_path / "project")
    if (site.folder / name).is_dir():
        (site.folder / name).rename(site.folder / "moved")
    (site.folder / name).symlink_to(outside / ("lmod.py" if "." in name else "."))
    assert faults(watched(site.folder)) == []
