"""A real browser that opens pages from a loopback server, and says what happened in each."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

CANARY = "canary.test"
"""A host that leads to our own server: a request for it is one that left the page."""
_COLLECT = Path(__file__).with_name("collect.html")
_PATIENCE = 240
"""Seconds for all pages together."""


def chromium() -> str:
    """The browser's program; without one, the test is skipped."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.skip("needs Chromium: apt-get install chromium")


def javascript(package: str, version: str, member: str) -> Path:
    """A file of a package of npm, kept below `.cache/browser`."""
    folder = ROOT / ".cache/browser" / f"{package}-{version}"
    path = folder / "package" / member
    if not path.is_file():
        url = f"https://registry.npmjs.org/{package}/-/{package}-{version}.tgz"
        try:
            with (
                urllib.request.urlopen(url, timeout=60) as answer,
                tarfile.open(fileobj=answer, mode="r|gz") as archive,
            ):
                archive.extractall(folder, filter="data")
        except OSError as error:
            pytest.skip(f"needs {package}@{version} from npm ({error}); run the test with access to registry.npmjs.org")
    return path


class _Handler(SimpleHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        if self.headers.get("Host", "").startswith(CANARY):
            self.server.left.add(self.path.strip("/").partition(".")[0])
            self.send_error(404)
        else:
            super().do_GET()

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.report = json.loads(self.rfile.read(length))
        self.send_response(204)
        self.end_headers()
        self.server.finished.set()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
        self.left: set[str] = set()
        self.report: dict[str, Any] = {}
        self.finished = threading.Event()

    def handle_error(self, *_: object) -> None:
        """The browser hangs up when it wants to."""


@contextmanager
def _serving(folder: Path) -> Iterator[_Server]:
    server = _Server(folder)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def opened(site: Path, pages: Mapping[str, str], profile: Path) -> dict[str, dict[str, Any]]:
    """Open each page of a built site in the browser.

    Args:
        site: The site's folder.
        pages: Names of its pages, each with words that must be read in it.
        profile: A folder for the browser's own files.

    Returns:
        What `collect.html` saw in each page, by name: `effects`, the names of all `elements`, and the `parts`.
    """
    collect = _COLLECT.read_text(encoding="utf-8").replace('"PAGES"', json.dumps(pages))
    report, left = reported(site, collect, profile)
    for name in left & report.keys():
        report[name]["effects"].append("request")
    return report


def reported(site: Path, collect: str, profile: Path) -> tuple[dict[str, Any], set[str]]:
    """Open a page that looks at others in the browser, and wait for its report.

    Args:
        site: The folder of the pages that it looks at.
        collect: The page; it sends its report, an object, to `/report`.
        profile: A folder for the browser's own files.

    Returns:
        The report, and the names of pages that asked another host for something.
    """
    (site / "collect.html").write_text(collect, encoding="utf-8")
    with _serving(site) as server:
        port = server.server_address[1]
        command = [
            chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--mute-audio",
            f"--user-data-dir={profile}", f"--host-resolver-rules=MAP {CANARY}:80 127.0.0.1:{port}, MAP * 127.0.0.1",
            "--disable-background-networking", "--no-first-run", f"http://127.0.0.1:{port}/collect.html",
        ]  # fmt: skip
        browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            assert server.finished.wait(_PATIENCE), "The browser did not finish."
        finally:
            browser.terminate()
            browser.wait(20)
        return server.report, server.left
