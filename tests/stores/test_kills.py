"""Processes that end at any moment, disks that are full, clocks that go backwards: no text is half there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mkdocs_howto.stores.disk import DiskStore
from mkdocs_howto.stores.pins import PinFolder
from tests.conftest import ROOT, Site

COUNT = 120

KILLS = 50

_KILLER = """
import json, os, random, signal, sys, time, shutil
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config
import griffe, diskcache, httpx, rich  # so that a child starts where work starts
from mkdocs_howto import pinning, survey, buying
from mkdocs_howto.cli import main, pin
from mkdocs_howto.references import resolver, callsites
from mkdocs_howto.writers import offline
sys.path.insert(0, sys.argv[4])
from tests.stores import test_kills

work, kills, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
run = {"build": test_kills.build_once, "pin": test_kills.pin_once}[work]

def child(delay, begun=False):
    # Run the work, and end it some time after it has begun: as a process, or to leave something behind.
    test_kills.clean()
    started = time.monotonic()
    pid = os.fork()
    if pid == 0:
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, 1), os.dup2(devnull, 2)
        status = 1
        try:
            status = run()
        finally:
            os._exit(status)
    if delay is not None:
        while begun and not test_kills.has_left(work) and os.waitid(os.P_PID, pid, ENDED) is None:
            time.sleep(0.001)
        time.sleep(delay)
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return status, time.monotonic() - started

ENDED = os.WEXITED | os.WNOHANG | os.WNOWAIT

status, whole = child(None)
assert status == 0, status
found = [test_kills.state()]
moments = random.Random(seed)
for number in range(kills):
    # What is left behind is written at the end: half of the moments are counted from there.
    child(moments.uniform(0, whole / 20 if number % 2 else whole), begun=bool(number % 2))
    found.append(test_kills.state())
print(json.dumps(found))
"""
"""Runs the work again and again in a child of its own, ends each at a random moment, and looks at what it left."""


def build_once() -> int:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    build(load_config("mkdocs.yml", strict=True))
    return 0


def pin_once() -> int:
    from mkdocs_howto.cli.pin import command

    try:
        command.main(["--all"], standalone_mode=False)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def clean() -> None:
    for folder in (".cache", "howto", "site"):
        shutil.rmtree(folder, ignore_errors=True)


def has_left(work: str) -> bool:
    """Return whether a process has left a pin, or anything in the cache."""
    return any(Path("howto").glob("*.md")) if work == "pin" else Path(".cache/howto/cache.db").exists()


def state() -> dict[str, object]:
    """What a process has left: how much is whole, and what is not."""
    said: list[str] = []
    store = DiskStore(Path(".cache/howto"), lambda error: said.append(str(error)))
    keys = [key for key in store._keys() if key.startswith("section:")]
    whole = list(store.entries())
    books = [key for key in store._keys() if key.startswith("book:")]
    known = sum(len(book.records) for key in books if (book := store.book(key.removeprefix("book:"))) is not None)
    store.close()
    pins = PinFolder(Path("howto"), "howto")
    texts = [pin.body for pin in pins]
    return {
        "said": said,
        "sections": len(keys),
        "whole": len(whole),
        "known": known,
        "pins": len(texts),
        "broken": [str(error) for error in pins.broken],
        "edited": sum(pin.is_edited for pin in pins),
        "baseless": sum(pins.base(pin) is None for pin in pins),
    }


@pytest.fixture
def many(tmp_path: Path) -> Site:
    site = Site(tmp_path, options={"paths": ["src"], "pins": "howto"})
    functions = "".join(
        f'def task_{number}(value):\n    """Add {number}."""\n    return value + {number}\n\n\n'
        for number in range(COUNT)
    )
    site.file("src/many.py", functions)
    site.page("# Home\n\n" + "".join(f"::: howto many.task_{number}\n\n" for number in range(COUNT)))
    site.configure()
    return site


@pytest.mark.slow
@pytest.mark.parametrize("work", ["build", "pin"])
def test_a_process_killed_at_any_moment_leaves_only_whole_things(many: Site, work: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _KILLER, work, str(KILLS), "7", str(ROOT)],
        cwd=many.folder, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    undisturbed, *left = json.loads(done.stdout)
    # A command's questions are not the site's, so that only a build notes them.
    assert (undisturbed["whole"], undisturbed["known"]) == (COUNT, COUNT)
    assert undisturbed["pins"] == (COUNT if work == "pin" else 0)
    for found in left:
        assert found["said"] == found["broken"] == []
        assert found["sections"] == found["whole"]
        assert found["known"] == found["whole"]
        assert found["edited"] == found["baseless"] == 0
    # Not all were killed before they began, or after they had ended.
    assert len({found["pins" if work == "pin" else "whole"] for found in left}) > 1


# Surroundings.


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system that some text fills."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("needs the right to mount a small file system: run as root")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def run(site: Site, *command: str, prefix: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*prefix, sys.executable, "-m", *command], cwd=site.folder, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip


def test_a_full_disk_costs_what_it_cannot_take(many: Site, small_disk: Path) -> None:
    many.options |= {"cache": str(small_disk / "cache"), "pins": None}
    many.configure()
    done = run(many, "mkdocs", "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("cannot be used") == 1
    html = (many.folder / "site/index.html").read_text()
    assert html.count('class="howto-provenance"') == COUNT


def test_pins_that_a_full_disk_does_not_take_are_told_and_the_others_whole(many: Site, small_disk: Path) -> None:
    (many.folder / "howto").symlink_to(small_disk, target_is_directory=True)
    done = run(many, "mkdocs_howto", "pin", "--all")
    assert done.returncode == 1
    assert "failed" in done.stderr
    assert "Traceback" not in done.stderr
    pins = PinFolder(small_disk, "howto")
    whole = list(pins)
    assert 0 < len(whole) < COUNT
    assert pins.broken == []
    assert all(pins.base(pin) is not None and not pin.is_edited for pin in whole)
    assert not list(small_disk.rglob("*.tmp"))


@pytest.fixture
def read_only(many: Site) -> Iterator[Site]:
    folder = str(many.folder)
    bind = [["mount", "--bind", folder, folder], ["mount", "-o", "remount,ro,bind", folder]]
    if os.geteuid() != 0 or any(subprocess.run(one, capture_output=True, check=False).returncode for one in bind):
        pytest.skip("needs the right to make a folder read-only for everyone: run as root")
    yield many
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_read_only_checkout_builds(read_only: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    target = tmp_path_factory.mktemp("built")
    done = run(read_only, "mkdocs", "build", "--strict", "-d", str(target))
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("The cache in .cache/howto/ cannot be used") == 1
    assert (target / "index.html").read_text().count('class="howto-provenance"') == COUNT
    pinned = run(read_only, "mkdocs_howto", "pin", "many.task_1")
    assert pinned.returncode == 1
    assert "failed" in pinned.stderr
    assert run(read_only, "mkdocs_howto", "check").returncode == 0


@pytest.mark.skipif(shutil.which("faketime") is None, reason="needs faketime: apt-get install faketime")
def test_a_clock_set_back_changes_nothing(many: Site) -> None:
    assert run(many, "mkdocs_howto", "pin", "--all").returncode == 0
    assert run(many, "mkdocs", "build", "--strict").returncode == 0
    again = run(many, "mkdocs", "build", "--strict", prefix=("faketime", "2001-01-01"))
    assert again.returncode == 0, again.stderr
    assert "Wrote" not in again.stderr
    checked = run(many, "mkdocs_howto", "check", prefix=("faketime", "2001-01-01"))
    assert checked.stdout == f"Checked {COUNT} sections ({COUNT} pinned): all fit their code.\n"
