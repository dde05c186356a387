"""The engine, and a service before it that speaks our formats."""

from __future__ import annotations

import copy
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.writers.llm.server import Asked, Server, _Handler, serving

ENGINE = os.environ.get("HOWTO_ENGINE", "")
needs_engine = pytest.mark.skipif(
    not ENGINE,
    reason="HOWTO_ENGINE names no Python with llama-cpp-python[server] and gguf; test_engine.py tells how to get one",
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(command: Sequence[str], ready: str, seconds: float, **given: Any) -> Iterator[None]:
    """A program that runs until the block ends; the block begins when an address answers."""
    process = subprocess.Popen(command, **{"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | given)
    try:
        end = time.monotonic() + seconds
        while not answers(ready):
            assert process.poll() is None, f"{command[0]} has ended with {process.returncode}"
            assert time.monotonic() < end, f"{command[0]} does not answer at {ready}"
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=1).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The engine's own address."""
    model = tmp_path_factory.mktemp("model") / "tiny.gguf"
    subprocess.run([ENGINE, str(Path(__file__).with_name("model.py")), str(model)], check=True)
    port = free_port()
    command = [ENGINE, "-m", "llama_cpp.server", "--model", str(model), "--port", str(port), "--n_ctx", "8192"]
    with started(command, f"http://127.0.0.1:{port}/v1/models", seconds=20):
        yield f"http://127.0.0.1:{port}/v1"


@contextmanager
def forwarded(engine: str, *, grammar: bool, answered: list[tuple[int, Any]] | None = None) -> Iterator[Server]:
    """A service that hands requests on to the engine, whose server knows less than the format has.

    Args:
        engine: The engine's address.
        grammar: Whether a demand for structured output reaches the engine in its own form, `json_object`.
        answered: Where statuses and answers of the engine are noted.
    """

    def behave(handler: _Handler, asked: Asked, number: int) -> None:
        body: dict[str, Any] = copy.deepcopy(asked.body)
        form = body.get("response_format")
        if form is not None and grammar:
            schema = form["json_schema"]["schema"]
            for field in ("description", "example"):
                schema["properties"][field]["maxLength"] = 40  # Random weights never stop by themselves.
            schema["properties"]["steps"]["maxItems"] = 3
            schema["properties"]["steps"]["items"]["properties"]["text"]["maxLength"] = 30
            body["response_format"] = {"type": "json_object", "schema": schema}
        for message in body["messages"]:
            if isinstance(message["content"], list):  # The server refuses parts in a system message.
                message["content"] = "".join(part["text"] for part in message["content"])
        body["max_tokens"] = 1500 if form is not None and grammar else 600
        request = urllib.request.Request(
            f"{engine}/chat/completions", json.dumps(body).encode(), {"content-type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                status, data = response.status, response.read()
        except urllib.error.HTTPError as error:
            status, data = error.code, error.read()
        if answered is not None:
            answered.append((status, json.loads(data)))
        handler.answer(data, status)

    with serving(behave) as server:
        yield server
