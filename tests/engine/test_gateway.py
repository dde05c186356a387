"""LiteLLM's proxy between our writers and llama.cpp: every wire format goes end to end through foreign programs.

On demand (`pytest -m engine`). The engine as in `test_engine.py`, and the proxy in an environment of its own:

    python -m venv gateway && gateway/bin/pip install 'litellm[proxy]'
    HOWTO_ENGINE=engine/bin/python HOWTO_LITELLM=gateway/bin/litellm pytest -m engine

`pytest -m engine -s tests/engine/test_gateway.py` prints what `benchmarks/gateway.md` tells.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml
from bs4 import BeautifulSoup

from mkdocs_howto.writers.llm.answer import SCHEMA
from tests.conftest import Site
from tests.engine.conftest import forwarded, free_port, needs_engine, started
from tests.writers.llm.server import Server

LITELLM = os.environ.get("HOWTO_LITELLM", "")
pytestmark = [
    pytest.mark.engine,
    needs_engine,
    pytest.mark.skipif(
        not LITELLM,
        reason="HOWTO_LITELLM names no `litellm` of an environment with litellm[proxy]; test_gateway.py tells how to get one",
    ),
]

KEY = "sk-gateway-0123456789abcdefghij"
WATCHED = Path(__file__).with_name("watched")
FORMATS = {
    "openai": ("/v1", "/v1/chat/completions"),
    "ollama": ("/v1", "/v1/chat/completions"),
    "anthropic": ("/v1", "/v1/messages"),
    "gemini": ("/v1beta", "/v1beta/models/tiny:generateContent"),
}
"""By writer: what `base_url` ends with, and where its requests go."""

OFFLINE = "Sets taken to an empty dictionary."
"""In the offline text of `shop.reserve`: it is shown when the model's text is rejected."""


def watched(folder: Path, **more: str) -> dict[str, str]:
    """An environment in which a program's connections are written to a file, and end at this machine."""
    path = os.pathsep.join(filter(None, [str(WATCHED), os.environ.get("PYTHONPATH")]))
    return {
        **os.environ,
        "PYTHONPATH": path,
        "PYTHONUNBUFFERED": "1",
        "HOWTO_WATCHED": str(folder / "contacted"),
        **more,
    }


def contacted(folder: Path) -> set[str]:
    """Names and addresses that a program in such an environment has spoken to, or wanted to."""
    return set((folder / "contacted").read_text(encoding="utf-8").splitlines())


@dataclass
class Gateway:
    """The proxy, and the engine behind it."""

    url: str
    folder: Path
    engine: Server
    answered: list[tuple[int, Any]]
    read: int = 0
    """Characters of the proxy's log that a test has seen."""

    def forget(self) -> None:
        """Begin anew: what was asked so far is of no interest."""
        self.statuses()
        self.engine.asked.clear()
        self.answered.clear()

    def statuses(self) -> list[tuple[str, int]]:
        """Paths and statuses of the requests that the proxy's log tells of since the last look."""
        text = (self.folder / "log").read_text(encoding="utf-8")
        found = re.findall(r'"POST (\S+) HTTP/1\.1" (\d{3})', text[self.read :])
        self.read = len(text)
        return [(unquote(path), int(status)) for path, status in found]

    @property
    def usage(self) -> dict[str, int]:
        """Tokens that the engine has counted."""
        return {
            "read": sum(answer["usage"]["prompt_tokens"] for _, answer in self.answered),
            "kept_by_the_service": 0,
            "written": sum(answer["usage"]["completion_tokens"] for _, answer in self.answered),
        }


@pytest.fixture(scope="module")
def gateway(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    folder = tmp_path_factory.mktemp("gateway")
    answered: list[tuple[int, Any]] = []
    with ExitStack() as stack:
        server = stack.enter_context(forwarded(engine, grammar=True, answered=answered))
        behind = {
            "model": "custom_openai/tiny",  # With `openai/`, Anthropic's format goes to `/responses`, which is not there.
            "api_base": server.url,
            "api_key": "none",
            "use_chat_completions_api": True,
        }
        config = {
            "model_list": [{"model_name": "tiny", "litellm_params": behind}],
            "litellm_settings": {"num_retries": 0},
            "router_settings": {"disable_cooldowns": True, "num_retries": 0},
        }
        (folder / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
        port = free_port()
        command = [LITELLM, "--config", str(folder / "config.yaml"), "--host", "127.0.0.1", "--port", str(port)]
        environment = watched(
            folder,
            LITELLM_MASTER_KEY=KEY,
            LITELLM_LOCAL_MODEL_COST_MAP="True",  # Else it looks for prices on the web when it starts.
        )
        log = stack.enter_context((folder / "log").open("w"))
        ready = f"http://127.0.0.1:{port}/health/liveliness"
        stack.enter_context(started(command, ready, seconds=120, env=environment, stdout=log, stderr=log))
        yield Gateway(f"http://127.0.0.1:{port}", folder, server, answered)


def run(site: Site, *arguments: str, key: str = KEY) -> subprocess.CompletedProcess[str]:
    """A program of Python's in the site's folder; it may speak to this machine alone."""
    environment = watched(site.folder, GATEWAY_KEY=key)
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=site.folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(params=FORMATS)
def writer(request: pytest.FixtureRequest, site: Site, gateway: Gateway) -> str:
    """A writer's name; the site has it ask the proxy."""
    name: str = request.param
    site.options |= {
        "writer": name,
        "model": "tiny",
        "base_url": gateway.url + FORMATS[name][0],
        "api_key_env": "GATEWAY_KEY",
        "max_output_tokens": 700,
        "concurrency": 1,
        **({} if name == "anthropic" else {"temperature": 0.5}),
    }
    site.page("# Home\n\n::: howto shop.reserve\n\n::: howto shop.Price\n")
    site.configure()
    gateway.forget()
    return name


def shown(site: Site) -> str:
    page = BeautifulSoup((site.folder / "site/index.html").read_text(encoding="utf-8"), "html.parser")
    return " ".join(page.get_text().split())


def test_a_site_is_built_through_the_proxy(site: Site, gateway: Gateway, writer: str) -> None:
    built = run(site, "mkdocs", "build", "--strict")
    assert built.returncode == 0, built.stderr
    assert "2 sections are shown without a model, since its text was rejected" in built.stderr
    assert OFFLINE in shown(site)
    statuses = gateway.statuses()
    assert statuses == [(FORMATS[writer][1], 200)] * 4  # Two sections, and the errors of both go back once.
    assert [status for status, _ in gateway.answered] == [200] * 4
    first, again = ["system", "user"], ["system", "user", "assistant", "user"]
    bodies = [asked.body for asked in gateway.engine.asked]
    assert sorted([message["role"] for message in body["messages"]] for body in bodies) == sorted([first, again] * 2)
    assert {asked.path for asked in gateway.engine.asked} == {"/v1/chat/completions"}
    for body in bodies:
        assert body["model"] == "tiny"
        assert body["response_format"]["type"] == "json_schema"
        assert body["response_format"]["json_schema"]["schema"] == SCHEMA
        assert body["max_tokens"] == 700
        assert body.get("temperature") == site.options.get("temperature")
    print(f"\n{writer}: {statuses}; to the engine: {sorted({name for body in bodies for name in body})}")
    print(built.stderr)


def test_tokens_are_read_as_the_engine_counts_them(site: Site, gateway: Gateway, writer: str) -> None:
    done = run(site, "mkdocs_howto", "generate", "--format", "json")
    assert done.returncode == 1, done.stderr  # The text was rejected.
    told = json.loads(done.stdout)
    print(f"\n{writer}: {told}")
    assert (told["calls"], told["rejected"], told["offline"], told["reasons"]) == (4, 2, 0, {})
    assert told["tokens"] == gateway.usage
    assert told["tokens"]["read"] > told["tokens"]["written"] > 0
    # What is kept is not asked for again.
    gateway.forget()
    assert run(site, "mkdocs", "build", "--strict").returncode == 0
    assert gateway.statuses() == []


@pytest.mark.parametrize("wrong", ["key", "model"])
def test_what_the_proxy_refuses_is_told_and_ends_the_asking(
    site: Site, gateway: Gateway, writer: str, wrong: str
) -> None:
    key = "sk-other-0123456789abcdefghij" if wrong == "key" else KEY
    if wrong == "model":
        site.options["model"] = "absent"
        site.configure()
    built = run(site, "mkdocs", "build", "--strict", key=key)
    print(f"\n{writer}, wrong {wrong}: {built.stderr}")
    assert built.returncode == 0, built.stderr
    assert OFFLINE in shown(site)
    statuses = [status for _, status in gateway.statuses()]
    # With the demand for structured output, and perhaps without: not once more for each section.
    assert len(statuses) in {1, 2}
    assert set(statuses) <= {400, 401, 403, 404}
    assert re.search(rf"shown without a model: .*\({statuses[0]}\)", built.stderr)
    assert key not in built.stderr
    assert gateway.engine.asked == []


def test_nobody_but_this_machine_is_contacted(site: Site, gateway: Gateway, writer: str) -> None:
    assert run(site, "mkdocs", "build", "--strict").returncode == 0
    assert contacted(site.folder) == {"127.0.0.1"}
    assert contacted(gateway.folder) == {"127.0.0.1"}


def test_a_contact_elsewhere_would_be_seen(tmp_path: Path) -> None:
    program = "import socket; socket.create_connection(('192.0.2.1', 9), timeout=1)"
    done = subprocess.run([sys.executable, "-c", program], env=watched(tmp_path), capture_output=True, check=False)
    assert done.returncode == 1
    assert contacted(tmp_path) == {"192.0.2.1"}
