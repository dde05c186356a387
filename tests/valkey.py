"""A Valkey or Redis server of one's own, on loopback."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis

PROGRAM = shutil.which("valkey-server") or shutil.which("redis-server")

needs_valkey = pytest.mark.skipif(
    PROGRAM is None, reason="needs a server: apt-get install valkey-server (or redis-server)"
)


@dataclass
class Valkey:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]
    password: str = ""

    @property
    def url(self) -> str:
        return f"valkey://{f':{self.password}@' if self.password else ''}127.0.0.1:{self.port}/0"

    @property
    def client(self) -> redis.Redis:
        return redis.Redis(port=self.port, password=self.password or None, protocol=2)

    def keys(self, what: str) -> list[str]:
        return sorted(key.decode() for key in self.client.keys(f"mkdocs-howto:1:{what}:*"))

    def commands(self) -> dict[str, Any]:
        """How often each command was called."""
        return {name.removeprefix("cmdstat_"): row["calls"] for name, row in self.client.info("commandstats").items()}


@contextmanager
def serving(folder: Path, *options: str, password: str = "") -> Iterator[Valkey]:
    """Run a server until the end of the block."""
    assert PROGRAM is not None
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    secret = ["--requirepass", password] if password else []
    command = [
        PROGRAM,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        str(folder),
    ]
    process = subprocess.Popen([*command, *secret, *options], stdout=subprocess.DEVNULL)
    running = Valkey(port, process, password)
    try:
        for _ in range(500):
            try:
                running.client.ping()
                break
            except redis.ConnectionError:
                time.sleep(0.02)
        yield running
    finally:
        process.kill()
        process.wait()
