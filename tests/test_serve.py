"""`mkdocs serve`: sections follow the sources they were written from."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mkdocs_howto.answers import Answer, Request
from mkdocs_howto.errors import Notice
from mkdocs_howto.guide import Guide, Page
from mkdocs_howto.rendering.markdown import Surroundings
from mkdocs_howto.settings import Settings
from tests.conftest import Site
from tests.writers.llm.server import GOOD, always, serving

SECONDS = 30.0
"""How long a page may take to show what it should before the test gives up."""


POLL = 0.5
"""Seconds between two looks of MkDocs at what it watches."""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def log_of(site: Site) -> Path:
    """Where the server's messages go: beside the project, which may be watched as a whole."""
    return site.folder.with_name(f"{site.folder.name}.log")


@pytest.fixture
def serve(site: Site) -> Iterator[Callable[..., Callable[[str], str]]]:
    """Start `mkdocs serve`; gives a function that waits until the page shows something."""
    processes: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> Callable[[str], str]:
        site.configure()
        port = free_port()
        log = log_of(site).open("wb")
        processes.append(
            subprocess.Popen(
                [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}", *arguments],
                cwd=site.folder,
                stdout=log,
                stderr=log,
            )
        )
        log.close()
        return lambda words: page_with(f"http://127.0.0.1:{port}/", words, log_of(site))

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
    while "not valid Python" not in log_of(site).read_text():
        assert time.monotonic() < end
        time.sleep(0.2)
    assert "First words." in shows("End.")
    assert "lib.py, line 1: not valid Python" in log_of(site).read_text()
    source.write_text('def f() -> int:\n    """Mended words."""\n    return 1\n')
    shows("Mended words.")


NEW: dict[str, tuple[str, str, str]] = {
    "a module": ("late.g", "src/late.py", "src"),
    "a package": ("late.g", "src/late/__init__.py", "src"),
    "a module of a package": ("shop.late.g", "src/shop/late.py", "src"),
    "a file in folders that do not exist": ("tools/deep/late.py#L1-L3", "tools/deep/late.py", "src"),
    "a module beside the configuration": ("late.g", "late.py", "."),
}


@pytest.mark.slow
@pytest.mark.parametrize(("reference", "file", "folder"), NEW.values(), ids=NEW)
def test_code_that_is_written_after_its_reference_appears(
    site: Site, serve: Callable[..., Callable[[str], str]], reference: str, file: str, folder: str
) -> None:
    site.options["paths"] = [folder]
    site.page(f"# Title\n\n::: howto {reference}\n\nEnd.\n")
    shows = serve()
    shows("End.")
    site.file(file, 'def g() -> int:\n    """Late words."""\n    return 1\n')
    shows("Late words.")
    site.file(file, 'def g() -> int:\n    """Changed words."""\n    return 1\n')
    shows("Changed words.")


@pytest.mark.slow
def test_an_example_that_is_written_after_its_reference_appears(
    site: Site, serve: Callable[..., Callable[[str], str]]
) -> None:
    site.page("# Title\n\n::: howto shop.reserve\n    example: examples/use.py\n\nEnd.\n")
    shows = serve()
    shows("End.")
    site.file("examples/use.py", "from shop import reserve\n\nprint(reserve)  # late\n")
    shows("# late")


@pytest.mark.slow
def test_pins_that_are_made_later_are_shown(site: Site, serve: Callable[..., Callable[[str], str]]) -> None:
    site.options["pins"] = "pins"
    site.page("# Title\n\n::: howto shop.Cart\n")
    shows = serve()
    shows("Collects articles")
    subprocess.run([sys.executable, "-m", "mkdocs_howto", "pin", "shop.Cart"], cwd=site.folder, check=True)
    (pin,) = (site.folder / "pins").glob("*.md")
    pin.write_text(pin.read_text().replace("Collects articles", "Keeps all articles"))
    shows("Keeps all articles")


@pytest.mark.slow
def test_what_generate_has_had_written_is_shown(site: Site, serve: Callable[..., Callable[[str], str]]) -> None:
    """Another terminal has a model write while the server runs; the page follows when it is done."""
    with serving(always(GOOD)) as server:
        site.options |= {"writer": "openai", "model": "tiny", "base_url": server.url, "api_key_env": "HOWTO_TEST_KEY"}
        site.page("# Title\n\n::: howto shop.reserve\n\nEnd.\n")
        shows = serve()
        for words in ("hands out the ordered quantities", "moves the ordered quantities"):
            assert words not in shows("End.")
            description = str(GOOD["description"]).replace("takes the ordered quantities", words)
            server.behave = always({**GOOD, "description": description})
            for command in (["cache", "clear", "--yes"], ["generate"]):
                done = subprocess.run(
                    [sys.executable, "-m", "mkdocs_howto", *command], cwd=site.folder, check=False,
                    env={**os.environ, "HOWTO_TEST_KEY": "key"}, capture_output=True, text=True,
                )  # fmt: skip
                assert done.returncode == 0, done.stdout + done.stderr
            shows(words)


@pytest.mark.slow
def test_a_server_that_watches_the_whole_project_comes_to_rest(
    site: Site, serve: Callable[..., Callable[[str], str]]
) -> None:
    """A change leads to its build, and to one more for what that wrote into the cache; then nothing happens."""
    site.more["watch"] = ["."]
    source = site.file("src/lib.py", 'def f() -> int:\n    """First words."""\n    return 1\n')
    site.page("# Title\n\n::: howto lib.f\n")
    shows = serve()
    shows("First words.")
    for words in ("Second words.", "Third words."):
        source.write_text(f'def f() -> int:\n    """{words}"""\n    return 1\n')
        shows(words)
    time.sleep(10 * POLL)
    before = log_of(site).read_text().count("Building documentation")
    time.sleep(10 * POLL)
    assert log_of(site).read_text().count("Building documentation") == before
    assert before <= 8


BROKEN = {
    "half a line": "def f( -> int:\n",
    "no body": "def f() -> int:\n",
    "a line before it": 'x = (\ndef f() -> int:\n    """Second words."""\n    return 1\n',
    "an unclosed text": 'def f() -> int:\n    """Second wo\n',
    "a wrong indent": "def f() -> int:\n    x = 1\n  return x\n",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
@pytest.mark.parametrize("reference", ["lib.f", "src/lib.py", "src/lib.py#L1-L3"])
def test_the_last_section_stays_while_its_source_is_half_typed(site: Site, reference: str, text: str) -> None:
    """Only where people type: any other build shows nothing, and every build warns."""
    good = 'def f() -> int:\n    """First words."""\n    return 1\n'
    source = site.file("src/lib.py", good)
    settings = Settings(root=site.folder, paths=(site.folder / "src",))
    last: dict[Request, Answer] = {}
    notices: list[Notice] = []

    def built(guide: Guide) -> str:
        guide.begin()
        done = guide.expand(f"::: howto {reference}\n", Page("index.md"), Surroundings())
        guide.complete()
        return done

    before = built(Guide(settings, notices.append, last=last))
    assert notices == []
    source.write_text(text)
    assert built(Guide(settings, notices.append, last=last)) == before
    assert built(Guide(settings, notices.append)).strip() == ""
    assert [(notice.kind, notice.page, notice.line) for notice in notices] == [("source", "index.md", 1)] * 2
    assert all("lib.py" in notice.message for notice in notices)
    assert "the page shows the last section" in notices[0].message
    source.write_text(good.replace("First", "Mended").replace("1", "2"))
    assert "data-fingerprint" in (mended := built(Guide(settings, notices.append, last=last)))
    assert mended != before


def test_only_sections_of_the_site_are_remembered(site: Site) -> None:
    settings = Settings(root=site.folder, paths=(site.folder / "src",))
    last: dict[Request, Answer] = {}
    for reference in ("shop.Cart", "shop.Price"):
        guide = Guide(settings, lambda _: None, last=last)
        guide.begin()
        guide.expand(f"::: howto {reference}\n", Page("index.md"), Surroundings())
        guide.complete()
        assert [request.reference for request in last] == [reference]
