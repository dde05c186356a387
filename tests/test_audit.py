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
import contextlib, importlib, json, os, sys

OURS = os.sep + "mkdocs_howto" + os.sep
HOSTS = ("mkdocs", "properdocs", "mkdocstrings", "mkdocs_autorefs", "zensical")
CALLS = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.fork", "os.spawn", "urllib.", "ctypes.")
CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link", "os.truncate", "os.chmod",
           "os.chown", "os.utime", "shutil.", "tempfile.")
BELOW = ("os.remove", "os.rmdir")
seen, project, busy = [], "", False

def is_ours():
    # The commands have the host build a site: what the host does then is its own.
    frame = sys._getframe(2)
    while frame is not None:
        if OURS in frame.f_code.co_filename:
            return True
        if any(os.sep + name + os.sep in frame.f_code.co_filename for name in HOSTS):
            return False
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
            # The last of the arguments is the descriptor of the folder, where there is one.
            folder = f"/proc/self/fd/{arguments[-1]}" if event in BELOW and arguments[-1] >= 0 else ""
            for path in arguments:
                if isinstance(path, str):
                    seen.append((project, "write", entry(os.path.join(folder, path) if folder else placed(path))))
        elif event.startswith(CALLS) and is_ours():
            seen.append((project, "call", event))
    finally:
        busy = False

def build(host, file):
    if host == "properdocs":
        importlib.import_module("properdocs.replacement")  # As its program does.
    config = importlib.import_module(host + ".config").load_config(file)
    hearing(True)
    config.plugins.on_startup(command="build", dirty=False)
    importlib.import_module(host + ".commands.build").build(config)

def hearing(is_on):
    global project
    project = os.getcwd() if is_on else ""

def command(*arguments):
    from mkdocs_howto.cli import main
    hearing(True)
    with contextlib.redirect_stdout(sys.stderr):
        try:
            main(arguments)
        except SystemExit as end:
            if end.code not in (0, 1, 2):
                raise

def zensical(*arguments):
    from zensical import main
    hearing(True)
    main.cli(["build", *arguments], standalone_mode=False)

PROGRAMS = {"mkdocs": lambda: build("mkdocs", "mkdocs.yml"), "properdocs": lambda: build("properdocs", "properdocs.yml"),
            "mkdocs-howto": command, "zensical": zensical}

sys.addaudithook(hear)
for folder, program, *arguments in json.loads(sys.stdin.read()):
    os.chdir(folder)
    try:
        PROGRAMS[program](*arguments)
    finally:
        hearing(False)
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
    """Build sites with MkDocs in another process, and give what our code did."""
    return ran(*((project, "mkdocs") for project in projects))


def ran(*tasks: tuple[Path | str, ...]) -> list[Event]:
    """Run programs in another process, and give what our code did.

    Args:
        tasks: For each of them the project's folder, the program's name, and its arguments.
    """
    done = subprocess.run(
        [sys.executable, "-B", "-c", WATCHED], input=json.dumps([[str(part) for part in task] for task in tasks]),
        capture_output=True, text=True, check=False, timeout=300, cwd=tasks[0][0],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "ignore", "TMPDIR": str(_temporary(tasks[0][0]))},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return [Event(Path(project), kind, what) for project, kind, what in json.loads(done.stdout.splitlines()[-1])]


def _temporary(project: Path | str) -> Path:
    """Return the folder for temporary files, where commands build sites that nobody keeps."""
    folder = Path(project).parent / "temporary"
    folder.mkdir(exist_ok=True)
    return folder


def faults(events: list[Event], *written: str) -> list[Event]:
    """What our code must not have done; `written` are files that it was asked to write."""
    return [
        event
        for event in events
        if event.kind == "call"
        or (event.kind == "read" and not event.lies_in(event.project, *SEARCHED, _temporary(event.project)))
        or (event.kind == "write" and not event.lies_in(*_writable(event.project, *written)))
    ]


def _writable(project: Path, *written: str) -> list[Path]:
    return [_temporary(project), *(project / name for name in (".cache", "howto", "site", *written))]


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


# Whole packages, the commands, and the other hosts.


WHOLE = {
    "src/shop/__init__.py": '"""Carts."""\nfrom shop.cart import Cart\n\n__all__ = ["Cart"]\n',
    "src/shop/cart.py": 'class Cart:\n    """A cart."""\n\n    def add(self, name: str) -> None:\n        """Add a row."""\n        self.rows = [name]\n',
    "src/shop/stock.py": 'def reserve(name: str) -> str:\n    """Reserve it."""\n    return name\n',
    "pyproject.toml": '[project]\nname = "shop"\n',
    "docs/all.md": "# All\n\n::: howto shop.*\n\n::: howto shop.Cart.*\n",
    "docs/api.md": "# API\n\n::: shop.stock.reserve\n",
}
EXTENSION = """
[project]
site_name = "Test"

[project.markdown_extensions.howto]
paths = ["src"]
"""


def whole(folder: Path) -> Site:
    """Return a project that has sections in all the ways there are."""
    site = project(folder)
    write_tree(folder, WHOLE)
    site.options |= {"pages": [{"package": "shop", "into": "deep/howto"}], "auto": ["shop.*"]}
    site.plugins = [{"mkdocstrings": {"handlers": {"python": {"paths": ["src"]}}}}]
    site.configure()
    return site


def hosted(folder: Path, host: str) -> Path:
    """Return a whole project for a host."""
    site = whole(folder)
    if host == "properdocs":
        site.theme, site.plugins = "material", []  # mkdocstrings is a plugin of MkDocs alone.
        site.configure().rename(folder / "properdocs.yml")
    elif host == "zensical":
        (site.folder / "mkdocs.yml").unlink()
        site.file("zensical.toml", EXTENSION)
    return site.folder


@pytest.mark.parametrize(
    ("host", "arguments"),
    [("mkdocs", ()), ("properdocs", ()), pytest.param("zensical", ("--clean",), marks=pytest.mark.slow)],
)
def test_sections_of_whole_packages_are_read_and_written_inside(
    tmp_path: Path, host: str, arguments: tuple[str, ...]
) -> None:
    folder = hosted(tmp_path / "project", host)
    before = state(folder / "docs")
    cold, warm = ran((folder, host, *arguments)), ran((folder, host, *arguments))
    assert faults(cold) == faults(warm) == []
    assert {"cart.py", "test_lib.py"} <= {Path(one.what).name for one in cold if one.kind == "read"}
    assert state(folder / "docs") == before
    assert "Add a row." in (folder / "site/all/index.html").read_text()
    assert (folder / "site/deep/howto/cart/index.html").exists() == (host != "zensical")


COMMANDS = {
    "coverage": (("coverage",), ("coverage", "shop", "--format", "markdown"), ("coverage", "--fail-under", "99")),
    "prompt": (("prompt", "shop.Cart", "shop.stock.reserve", "lib.no"),),
    "show": (("show", "shop.Cart", "--why"), ("show", "lib.add", "--rejected"), ("show", "src/lib.py", "--no-cache")),
    "generate": (("generate", "--dry-run"),),
    "status": (("status",), ("diff",), ("cache", "info")),
    "init": (("init", "--dry-run"), ("init",)),
}


@pytest.mark.parametrize("commands", COMMANDS.values(), ids=COMMANDS)
def test_commands_read_and_write_inside(tmp_path: Path, commands: tuple[tuple[str, ...], ...]) -> None:
    site = whole(tmp_path / "project")
    site.options |= {"writer": "openai", "model": "tiny"}
    site.configure()
    before = state(site.folder)
    seen = ran(*((site.folder, "mkdocs-howto", *command) for command in commands))
    assert faults(seen, *(["docs"] if commands[-1] == ("init",) else [])) == []
    assert any(one.kind == "read" and one.what.endswith((".py", "mkdocs.yml")) for one in seen)
    changed = {name for name, of in state(site.folder).items() if before.get(name) != of and ".cache" not in name}
    assert changed == ({"docs/howto.md"} if commands[-1] == ("init",) else set())
