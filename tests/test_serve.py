"""`mkdocs serve`: sections follow the sources they were written from."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import Site

SECONDS = 30.0
"""How long a page may take to show what it should before the test gives up."""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture
def serve(site: Site) -> Iterator[Callable[..., Callable[[str], str]]]:
    """Start `mkdocs serve`; gives a function that waits until the page shows something."""
    processes: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> Callable[[str], str]:
        site.configure()
        port = free_port()
        log = (site.folder / "serve.log").open("wb")
        processes.append(
            subprocess.Popen(
                [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}", *arguments],
                cwd=site.folder,
                stdout=log,
                stderr=log,
            )
        )
        log.close()
        return lambda words: page_with(f"http://127.0.0.1:{port}/", words, site.folder / "serve.log")

    yield start
    for process in processes:
        process.terminate()
        process.wait()


def page_with(address: str, words: str, log: Path) -> str:
    end = time.monotonic() + SECONDS
    text = ""
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                text = re.sub(r"<[^>]+>", "", answer.read().decode())
        except OSError:
            text = ""
        if words in text:
            return text
        time.sleep(0.2)
    raise AssertionError(f"{words!r} did not appear:\n{text}\n{log.read_text()}")


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [(), ("--dirty",)], ids=["clean", "dirty"])
def test_an_edited_source_changes_its_section(
    site: Site, serve: Callable[..., Callable[[str], str]], arguments: tuple[str, ...]
) -> None:
    source = site.file("src/lib.py", 'def f() -> int:\n    """First words."""\n    return 1\n')
    site.page("# Title\n\n::: howto lib.f\n")
    shows = serve(*arguments)
    shows("First words.")
    source.write_text('def f() -> int:\n    """Second words."""\n    return 1\n')
    shows("Second words.")
    # Editors often write a new file and move it into the old one's place.
    new = source.with_suffix(".new")
    new.write_text('def f() -> int:\n    """Third words."""\n    return 1\n')
    new.replace(source)
    shows("Third words.")
    source.write_text('def f() -> int:\n    """Fourth words."""\n    return 1\n')
    shows("Fourth words.")


@pytest.mark.slow
def test_a_source_that_a_later_edit_refers_to_is_watched_too(
    site: Site, serve: Callable[..., Callable[[str], str]]
) -> None:
    source = site.file("src/late.py", 'def g() -> int:\n    """Early words."""\n    return 1\n')
    page = site.page("# Title\n")
    shows = serve()
    shows("Title")
    page.write_text("# Title\n\n::: howto late.g\n")
    shows("Early words.")
    source.write_text('def g() -> int:\n    """Late words."""\n    return 1\n')
    shows("Late words.")


@pytest.mark.slow
def test_a_broken_source_is_told_and_comes_back(site: Site, serve: Callable[..., Callable[[str], str]]) -> None:
    source = site.file("src/lib.py", 'def f() -> int:\n    """First words."""\n    return 1\n')
    site.page("# Title\n\n::: howto lib.f\n\nEnd.\n")
    shows = serve()
    shows("First words.")
    source.write_text("def f( -> int:\n")
    end = time.monotonic() + SECONDS
    while "not valid Python" not in (site.folder / "serve.log").read_text():
        assert time.monotonic() < end
        time.sleep(0.2)
    source.write_text('def f() -> int:\n    """Mended words."""\n    return 1\n')
    shows("Mended words.")
