"""Several machines and one store between them: one pays, the others take what it paid for."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Site
from tests.valkey import Valkey, needs_valkey, serving
from tests.writers.llm.server import Server
from tests.writers.llm.server import serving as serving_model
from tests.writers.llm.test_processes import _BUILD, COUNT, behave, names, page, project

pytestmark = [needs_valkey, pytest.mark.slow]


@pytest.fixture
def model() -> Iterator[Server]:
    with serving_model(behave) as running:
        yield running
        assert running.wrong == []


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    with serving(tmp_path) as running:
        yield running


def machine(folder: Path, model: Server, valkey: Valkey, count: int = COUNT, **options: object) -> Site:
    """A checkout with a cache of its own."""
    site = project(folder, model, count)
    site.options |= {"shared": valkey.url, **options}
    site.configure()
    return site


def build(site: Site, number: int = 0, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*_BUILD, "-d", f"site{number}"], cwd=site.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True, env={**os.environ, **environment},
    )  # fmt: skip


def test_eight_processes_on_two_machines_pay_once(tmp_path: Path, model: Server, valkey: Valkey) -> None:
    machines = [machine(tmp_path / name, model, valkey) for name in ("one", "two")]
    builds = [(site, number, build(site, number)) for number in range(4) for site in machines]
    said = [running.communicate(timeout=300)[1] for _, _, running in builds]
    assert [running.returncode for _, _, running in builds] == [0] * 8, said
    assert len({page(site.folder / f"site{number}") for site, number, _ in builds}) == 1
    assert sum(names(model).values()) == len(names(model)) == COUNT
    assert len(valkey.keys("section")) == COUNT
    assert valkey.keys("lease") == []


def test_when_a_holder_of_leases_is_killed_the_rest_finish(tmp_path: Path, model: Server, valkey: Valkey) -> None:
    machines = [machine(tmp_path / name, model, valkey, 200) for name in ("one", "two", "three")]
    builds = [build(site) for site in machines]
    while len(model.asked) < 60:
        time.sleep(0.01)
    builds[0].send_signal(signal.SIGKILL)
    builds[0].communicate()
    said = [running.communicate(timeout=300)[1] for running in builds[1:]]
    assert [running.returncode for running in builds[1:]] == [0, 0], said
    assert page(machines[1].folder / "site0") == page(machines[2].folder / "site0")
    assert len(names(model)) == 200
    # What the killed process had asked for and not kept is asked for once more.
    assert sum(names(model).values()) <= 200 + 3 * 16
    assert len(valkey.keys("section")) == 200


def test_a_machine_without_a_key_for_the_model_shows_what_another_paid_for(
    tmp_path: Path, model: Server, valkey: Valkey
) -> None:
    options = {"api_key_env": "SOME_MODEL_KEY"}
    one, two = (machine(tmp_path / name, model, valkey, 20, **options) for name in ("one", "two"))
    running = build(one, SOME_MODEL_KEY="something")
    said = running.communicate(timeout=120)[1]
    assert running.returncode == 0, said
    other = build(two)
    said = other.communicate(timeout=120)[1]
    assert other.returncode == 0, said
    assert "without a model" not in said
    assert page(one.folder / "site0") == page(two.folder / "site0")
    assert len(model.asked) == 20


def test_offline_sections_are_shared_too(tmp_path: Path, model: Server, valkey: Valkey) -> None:
    one, two = (machine(tmp_path / name, model, valkey, 20, writer="offline") for name in ("one", "two"))
    for site in (one, two):
        running = build(site)
        said = running.communicate(timeout=120)[1]
        assert running.returncode == 0
        assert ("Wrote 20 sections" in said) == (site is one), said
    assert len(valkey.keys("section")) == 20
    assert page(one.folder / "site0") == page(two.folder / "site0")


def test_who_waits_too_long_goes_on_with_offline_text(tmp_path: Path, model: Server, valkey: Valkey) -> None:
    site = machine(tmp_path / "one", model, valkey, 3, shared_wait=0.2)
    first = build(site)
    first.communicate(timeout=120)
    assert first.returncode == 0
    keys = [key.rpartition(":")[2] for key in valkey.keys("section")]
    late = machine(tmp_path / "two", model, valkey, 3, shared_wait=0.2)
    for key in keys:
        valkey.client.delete(f"mkdocs-howto:1:section:{key}")
        valkey.client.set(f"mkdocs-howto:1:lease:{key}", "another machine", px=600_000)
    running = build(late)
    said = running.communicate(timeout=120)[1]
    assert running.returncode == 0
    assert "3 sections are shown without a model: another machine was still asking a model." in said
    assert len(model.asked) == 3


@pytest.mark.parametrize("fault", ["stopped", "paused"])
def test_a_store_that_fails_in_the_middle_costs_one_line(
    tmp_path: Path, model: Server, valkey: Valkey, fault: str
) -> None:
    site = machine(tmp_path / "one", model, valkey, 200)
    running = build(site)

    def fail() -> None:
        while len(model.asked) < 50:
            time.sleep(0.01)
        if fault == "stopped":
            valkey.process.kill()
        else:
            valkey.client.execute_command("CLIENT", "PAUSE", "600000", "ALL")

    failing = threading.Thread(target=fail)
    failing.start()
    said = running.communicate(timeout=120)[1]
    failing.join()
    assert running.returncode == 0
    assert said.count("The shared store at 127.0.0.1") == 1, said
    assert sum(names(model).values()) == 200
