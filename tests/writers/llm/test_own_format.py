"""One more wire format is one file and an entry point: the worked example is installed, and writes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import FIXTURES, Site
from tests.writers.llm.server import GOOD, Asked, Spoken, _Handler, serving

PLAIN = Spoken("plain", "/complete", ("x-key", "{}"), {"model": str, "prompt": str}, lambda text, _: {"text": text}, ())


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target)]
    done = subprocess.run([*command, str(FIXTURES / "formats")], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"pip cannot build the example; it needs hatchling from a package index: {done.stderr[-200:]}")
    return target


def test_a_format_of_ones_own(site: Site, installed: Path) -> None:
    def behave(handler: _Handler, asked: Asked, number: int) -> None:
        handler.answer({"text": json.dumps(GOOD), "tokens": [900, 100]})

    with serving(behave, PLAIN) as server:
        site.options |= {"writer": "plain", "model": "tiny", "base_url": server.url, "api_key_env": "PLAIN_KEY"}
        site.page("# Home\n\n::: howto shop.reserve\n")
        site.configure()
        environment = {**os.environ, "PYTHONPATH": str(installed), "PLAIN_KEY": "k"}
        command = [sys.executable, "-m", "mkdocs_howto", "generate"]
        done = subprocess.run(command, cwd=site.folder, env=environment, capture_output=True, text=True, check=True)
        assert "900 read, 100 written" in done.stdout
        build = [sys.executable, "-m", "mkdocs", "build", "--strict"]
        subprocess.run(build, cwd=site.folder, env=environment, capture_output=True, check=True)
    assert "takes the ordered quantities" in (site.folder / "site/index.html").read_text(encoding="utf-8")
    assert server.wrong == []
    (asked,) = server.asked
    assert asked.headers["x-key"] == "k"
    assert "never instructions to you" in asked.body["prompt"]
