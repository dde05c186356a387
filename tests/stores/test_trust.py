"""What stores say is somebody's word: pages show what the repository says, and builds survive the rest."""

from __future__ import annotations

import dataclasses
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mkdocs_howto.stores import archive
from mkdocs_howto.stores.shared import SharedStore, SharedUnavailable
from tests.cli.running import edit, pinned, run
from tests.conftest import Site
from tests.stores.test_disk import ENTRY
from tests.valkey import Valkey, needs_valkey, serving

KEY = "a" * 40


@pytest.fixture
def own(site: Site) -> Site:
    site.options = {"paths": ["src"]}
    site.file("src/lib.py", 'def add(a: int) -> int:\n    """Add one."""\n    return a + 1\n')
    site.page("# Title\n\n::: howto lib.add\n")
    site.configure()
    return site


def words(site: Site) -> str:
    return " ".join(site.build().body().get_text().split())


# Pins.


def test_a_page_shows_what_a_pin_says_and_not_what_its_base_says(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    assert run(own, "approve", "lib.add", "--by", "Ada Example").exit_code == 0
    base = own.folder / "howto/.base/lib.add.json"
    found = json.loads(base.read_text())
    found["section"]["description"] = "Install something else first."
    found["section"]["steps"][0]["text"] = "Run it as root."
    base.write_text(json.dumps(found))
    said = words(own)
    assert "Install something else" not in said
    assert "Run it as root" not in said
    assert "Add one." in said
    assert "approved by Ada Example" in said
    assert "Install" not in pin.read_text()


def test_an_approval_counts_only_with_what_it_was_given_for(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    run(own, "approve", "lib.add", "--by", "Ada Example")
    assert "approved by Ada Example" in words(own)
    (own.folder / "howto/.base/lib.add.json").unlink()
    edit(pin, ("Add one.", "Add two."))
    assert "approved by" not in words(own)


def test_an_update_that_cannot_be_written_changes_nothing(own: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("Add one.", "Add one, carefully."))
    own.file("src/lib.py", 'def add(a: int) -> int:\n    """Add one."""\n    b = a + 1\n    return b\n')
    before = {path: path.read_bytes() for path in (own.folder / "howto").rglob("*") if path.is_file()}
    replace = os.replace

    def refuse(path: str, target: str, **folders: int | None) -> None:
        if Path(target).name == pin.name:
            raise OSError("the disk is full")
        replace(path, target, **folders)

    monkeypatch.setattr(os, "replace", refuse)
    done = run(own, "pin", "--update")
    assert done.exit_code == 1
    assert "failed" in done.stderr
    assert {path: path.read_bytes() for path in before} == before
    monkeypatch.undo()
    done = run(own, "pin", "--update")
    assert (done.exit_code, "merged" in done.stdout) == (0, True), done.stderr
    assert "carefully" in pin.read_text()
    assert {path.name for path in (own.folder / "howto/.base").iterdir()} == {"lib.add.json"}


def test_a_base_that_a_killed_process_left_beside_counts_for_its_pin(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    base = own.folder / "howto/.base/lib.add.json"
    base.rename(base.with_name(".lib.add.json.next"))
    base.write_text("{}")
    own.file("src/lib.py", 'def add(a: int, b: int = 1) -> int:\n    """Add one."""\n    return a + b\n')
    assert "gained the parameter `b`" in run(own, "check").stdout
    edit(pin, ("Add one.", "Add one, carefully."))
    assert "merged" in run(own, "pin", "--update").stdout


def test_text_of_a_model_is_not_replaced_where_there_is_none(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    text = pin.read_text().replace("writer: offline\n", "writer: openai\n").replace("digest:", "model: tiny\ndigest:")
    pin.write_text(text)
    own.file("src/lib.py", "def add(a: int) -> int:\n    return a + 2\n")
    done = run(own, "pin", "--update")
    assert done.exit_code == 1
    assert "A model wrote the pin of `lib.add`, and the site has none." in done.stderr
    assert pin.read_text() == text


def test_a_text_beside_a_pin_counts_only_for_the_code_it_is_of(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    first = (own.folder / "src/lib.py").read_text()
    edit(pin, ("Add one.", "Gives the sum."))
    own.file("src/lib.py", first.replace("Add one", "Add two"))
    assert run(own, "pin", "--update").exit_code == 1
    beside = own.folder / "howto/lib.add.new.md"
    assert beside.exists()
    own.file("src/lib.py", first)
    assert run(own, "pin", "--update").exit_code == 0
    assert not beside.exists()


@pytest.mark.parametrize("value", ["!!bool maybe", '!!int ""', '!!timestamp "x"', "!!float ''", "!!binary é"])
def test_tags_in_front_matter_break_the_pin_alone(own: Site, value: str) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("writer: offline", f"writer: {value}"))
    built = own.build()
    assert any("howto/lib.add.md" in warning for warning in built.warnings)
    assert "Add one." in built.body().get_text()


def test_a_file_name_is_no_line_of_a_log(own: Site) -> None:
    pinned(own, "lib.add")
    (own.folder / "howto/a\n::error file=x::owned\n.md").write_text("nothing")
    done = run(own, "check")
    assert not any(line.startswith("::error") for line in done.stdout.splitlines())
    assert not any("\n::error" in warning for warning in own.build().warnings)


@pytest.mark.parametrize(
    ("text", "shown", "hidden"),
    [
        ("Description\n-----------\n\nSaid.\n\nExecution Steps\n===============\n\n1. Done.\n", ["Said."], ["Done."]),
        ("## Description {#mine}\n\nSaid.\n", ["Said."], ["{#mine}"]),
        (
            "## Description\n\nSee [there][r].\n\n## Usage Example\n\n```python\n```\n\n[r]: https://example.org\n",
            ["See there."],
            ["[there]"],
        ),
        ("## Description\n\n::: howto lib.add\n", ["::: howto lib.add"], ["Usage Example"]),
    ],
    ids=["underlined", "attributes", "targets", "placeholder"],
)
def test_markdown_of_people_means_what_it_means(own: Site, text: str, shown: list[str], hidden: list[str]) -> None:
    (pin,) = pinned(own, "lib.add")
    pin.write_text(pin.read_text().partition("## Description")[0] + text)
    own.page("# Title\n\n::: howto lib.add\n    show: [description]\n")
    said = words(own)
    assert [part for part in shown if part not in said] == []
    assert [part for part in hidden if part in said] == []


# What people write.


def conflicting(own: Site) -> Path:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("Add one.", "Gives the sum."))
    own.file("src/lib.py", (own.folder / "src/lib.py").read_text().replace("Add one", "Add two"))
    assert run(own, "pin", "--update").exit_code == 1
    return own.folder / "howto/lib.add.new.md"


@pytest.mark.parametrize(
    "command", [["pin", "--update"], ["approve", "lib.add", "--by", "Ada Example"], ["unpin", "lib.add"]]
)
def test_what_is_written_beside_a_pin_is_not_lost(own: Site, command: list[str]) -> None:
    beside = conflicting(own)
    beside.write_text(beside.read_text() + "\nMine.\n")
    done = run(own, *command)
    assert done.exit_code == 1
    assert "howto/lib.add.new.md has been edited; move its text into the pin, and delete it" in done.stderr
    assert beside.read_text().endswith("\nMine.\n")


def test_an_open_conflict_is_named_until_it_is_solved(own: Site) -> None:
    conflicting(own)
    hint = "Take from howto/lib.add.new.md what is right, then `mkdocs-howto approve`."
    assert hint in run(own, "check").stdout
    assert any(hint in warning for warning in own.build().warnings)
    assert run(own, "approve", "lib.add", "--by", "Ada Example").exit_code == 0
    assert run(own, "check").exit_code == 0


def renamed(own: Site) -> Path:
    """A pin with a person's words, whose object has another name now."""
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("Add one.", "Add one, carefully."))
    own.file("src/lib.py", (own.folder / "src/lib.py").read_text().replace("def add(", "def plus("))
    own.page("# Title\n\n::: howto lib.plus\n")
    return pin


def test_words_that_leave_the_site_are_told(own: Site) -> None:
    renamed(own)
    (warning,) = own.build().warnings
    assert "howto/lib.add.md:2: `lib.add`: A person has edited this pin, and no placeholder asks for it." in warning
    assert "`mkdocs-howto pin --move OLD NEW`" in warning


def test_a_pin_goes_with_its_object_to_another_name(own: Site) -> None:
    pin = renamed(own)
    done = run(own, "pin", "--move", "lib.add", "lib.plus")
    assert (done.exit_code, done.stdout) == (0, "lib.plus: merged howto/lib.plus.md\n1 merged.\n")
    assert not pin.exists()
    assert {path.name for path in (own.folder / "howto/.base").iterdir()} == {"lib.plus.json"}
    assert "carefully" in words(own)
    assert run(own, "check", "--strict").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["lib.nope", "lib.add"], "lib.nope: failed: it is not pinned"),
        (["lib.add", "lib.nope"], "`lib.nope` cannot be found"),
        (["lib.add", "lib"], "a person has changed it; unpin it first"),
    ],
)
def test_a_pin_that_cannot_move_stays(own: Site, arguments: list[str], words: str) -> None:
    pin, other = pinned(own, "lib.add", "lib")
    edit(other, ("## Execution Steps", "Mine.\n\n## Execution Steps"))
    before = pin.read_text(), other.read_text()
    done = run(own, "pin", "--move", *arguments)
    assert done.exit_code == 1
    assert words in done.stderr
    assert (pin.read_text(), other.read_text()) == before


def test_a_pin_that_moves_to_its_own_name_stays(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    before = pin.read_text()
    done = run(own, "pin", "--move", "lib.add", "lib.add")
    assert (done.exit_code, done.stdout) == (0, "1 unchanged.\n")
    assert pin.read_text() == before
    assert run(own, "check", "--strict").exit_code == 0


def test_what_is_written_beside_a_pin_stays_when_it_moves(own: Site) -> None:
    beside = conflicting(own)
    beside.write_text(beside.read_text() + "\nMine.\n")
    own.file("src/lib.py", (own.folder / "src/lib.py").read_text() + "\n\ndef plus(a: int) -> int:\n    return a\n")
    done = run(own, "pin", "--move", "lib.add", "lib.plus")
    assert done.exit_code == 1
    assert "has been edited" in done.stderr
    assert beside.read_text().endswith("\nMine.\n")
    assert (own.folder / "howto/lib.add.md").exists()


def test_a_pin_whose_placeholder_is_gone_is_an_orphan_at_once(own: Site) -> None:
    pinned(own, "lib.add")
    own.build()
    own.page("# Title\n")
    done = run(own, "check", "--format", "json")
    assert [row["state"] for row in json.loads(done.stdout)["rows"]] == ["orphan"]
    assert "removed" in run(own, "unpin", "--orphans").stdout


@pytest.mark.parametrize("deed", ["missing", "marks"])
def test_a_base_that_is_damaged_is_told_before_it_is_needed(own: Site, deed: str) -> None:
    pinned(own, "lib.add")
    base = own.folder / "howto/.base/lib.add.json"
    _ = base.unlink() if deed == "missing" else base.write_text("<<<<<<< ours\n" + base.read_text())
    done = run(own, "check")
    assert done.exit_code == 0
    assert "lib.add: damaged: What howto/lib.add.md was made from is missing" in done.stdout
    assert run(own, "approve", "lib.add", "--by", "Ada Example").exit_code == 0
    assert "1 approved" in run(own, "check", "--strict").stdout


def test_a_pin_may_hold_what_a_page_may_hold(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("Add one.", "Add one; see [there](other.md).\n\n<details><summary>More</summary>Words.</details>"))
    own.page("# Other\n", "other.md")
    assert run(own, "check", "--strict").exit_code == 0
    assert own.build(strict=True).body().select_one('a[href="other/"]') is not None


def test_broken_pins_fail_an_update(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    pin.write_text("<<<<<<< ours\n" + pin.read_text())
    done = run(own, "pin", "--update")
    assert done.exit_code == 1
    assert "It holds marks of a merge that nobody finished." in done.stderr


# The cache and what is imported into it.


def test_offline_text_that_claims_to_be_rejected_is_shown(own: Site) -> None:
    own.build()
    file = own.folder / "kept.jsonl"
    assert run(own, "cache", "export", str(file)).exit_code == 0
    file.write_text(file.read_text().replace('"rejected":""', '"rejected":"x"'))
    assert run(own, "cache", "clear", "-y").exit_code == 0
    assert run(own, "cache", "import", str(file)).exit_code == 0
    assert "Add one." in words(own)


def test_an_entry_that_names_too_much_is_none(tmp_path: Path) -> None:
    many = {f"a.b{number}": "-" for number in range(6_000)}
    archive.write(tmp_path / "x", [(KEY, dataclasses.replace(ENTRY, lookups=many)), (KEY, ENTRY)])
    assert list(archive.read(tmp_path / "x")) == [2, (KEY, ENTRY)]


# The shared store.


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    with serving(tmp_path) as running:
        yield running


@needs_valkey
def test_what_could_not_be_checked_is_shown_and_not_kept(own: Site, valkey: Valkey) -> None:
    own.options |= {"shared": valkey.url, "shared_key_env": "HOWTO_TEST_KEY"}
    own.configure()

    def build(**environment: str) -> tuple[str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict"], cwd=own.folder, capture_output=True, text=True,
            check=False, env={**os.environ, **environment},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return (own.folder / "site/index.html").read_text(), done.stderr

    build(HOWTO_TEST_KEY="secret")
    (name,) = valkey.keys("section")
    value = valkey.client.get(name)
    valkey.client.set(name, b"\n" + value.partition(b"\n")[2].replace(b"Add one.", b"Forged words."))
    run(own, "cache", "clear", "-y")
    page, said = build()
    assert "Forged words." in page
    assert "`HOWTO_TEST_KEY` is not set: shared sections are shown without checking who wrote them." in said
    page, _ = build(HOWTO_TEST_KEY="secret")
    assert "Forged words." not in page
    assert valkey.client.get(name).startswith(value[:64])


@needs_valkey
@pytest.mark.parametrize("kind", ["text", "list"])
def test_a_lease_that_never_ends_ends(valkey: Valkey, kind: str) -> None:
    name = f"mkdocs-howto:1:lease:{KEY}"
    _ = valkey.client.set(name, "x") if kind == "text" else valkey.client.rpush(name, "x")
    store = SharedStore(valkey.url, print, lease=0.2)
    assert not store.take(KEY)
    while not store.take(KEY):
        pass
    store.disconnect()


@needs_valkey
def test_a_replica_is_read_though_it_takes_no_lease(tmp_path: Path) -> None:
    said: list[str] = []
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with serving(tmp_path / "one") as first, serving(tmp_path / "two") as second:
        SharedStore(second.url, print).keep([(KEY, ENTRY)])
        second.client.config_set("replica-serve-stale-data", "yes")
        second.client.config_set("maxmemory", "1")  # Takes nothing more, as a replica.
        store = SharedStore(second.url, lambda error: said.append(str(error)))
        assert store.take(KEY)
        assert store.entries([KEY]) == {KEY: ENTRY}
        store.disconnect()
        assert first.client.dbsize() == 0
    assert ["does not take sections" in one for one in said] == [True]


@contextmanager
def answering(say: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that answers everything in its own way."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listener:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    try:
                        say(connection)
                    except OSError:
                        continue

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


ENDED = threading.Event()


def drip(connection: socket.socket) -> None:
    while not ENDED.wait(0.05):
        connection.sendall(b"+")


def stream(connection: socket.socket) -> None:
    while not ENDED.is_set():
        connection.sendall(b"+" + b"A" * 1000)


@pytest.mark.parametrize(
    "say",
    [
        drip,
        stream,
        lambda connection: connection.sendall(b"*1\r\n" * 200_000),
        lambda connection: connection.sendall(b"$17179869184\r\n"),
        lambda connection: connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        lambda connection: connection.sendall(b"*3\r\n:1\r\n"),
    ],
    ids=["a byte now and then", "a line without end", "lists in lists", "a huge value", "another protocol", "half"],
)
def test_whatever_a_server_says_costs_one_message(say: Callable[[socket.socket], None]) -> None:
    said: list[SharedUnavailable] = []
    ENDED.clear()
    with answering(say) as url:
        store = SharedStore(url, said.append, timeout=0.2)
        assert store.entries([KEY]) == {}
        assert store.entries([KEY]) == {}
        store.disconnect()
        ENDED.set()
    assert len(said) == 1


@pytest.mark.parametrize("query", ["foo=bar", "ssl_cert_reqs=none", "retry=3", "db=x", "socket_timeout=x"])
def test_an_address_that_the_client_does_not_understand_costs_one_message(query: str) -> None:
    said: list[SharedUnavailable] = []
    assert SharedStore(f"redis://127.0.0.1:1/0?{query}", said.append).entries([KEY]) == {}
    assert len(said) == 1


# Commands.


def test_what_a_command_was_asked_for_is_not_what_the_site_asks_for(own: Site) -> None:
    pinned(own, "lib.add", "lib")
    run(own, "approve", "lib", "--by", "Ada Example")
    done = run(own, "check", "--format", "json")
    assert [row["state"] for row in json.loads(done.stdout)["rows"]] == ["pinned", "orphan"]
    assert "lib: removed" in run(own, "unpin", "--orphans").stdout


def test_paths_are_seen_from_where_the_command_runs(own: Site) -> None:
    pinned(own, "lib.add")
    edit(own.folder / "howto/lib.add.md", ("Add one.", "Calls `nonsense`."))
    top, inner = own.folder.parent / "top", own.folder.parent / "top/sub"
    top.mkdir()
    own.folder.rename(inner)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs_howto", "check", "-f", "sub/mkdocs.yml", "--format", "github"],
        cwd=top, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.startswith("::error file=sub/howto/lib.add.md,line="), done.stderr


@pytest.mark.parametrize(
    ("hook", "status"),
    [("print('a hook speaks')", 0), ("import sys; sys.exit(3)", 2), ("raise KeyError('x')", 2)],
)
def test_hooks_cannot_spoil_what_a_command_says(own: Site, hook: str, status: int) -> None:
    own.file("hook.py", f"def on_config(config):\n    {hook}\n")
    config = own.configure()
    config.write_text(config.read_text() + "hooks: [hook.py]\n")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs_howto", "check", "--format", "json"],
        cwd=own.folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    if status == 0:
        assert json.loads(done.stdout)["rows"][0]["state"] == "fresh"


@pytest.mark.parametrize(
    "config",
    ["- a list\n", "docs_dir: [a]\n", "docs_dir: nowhere\n", "plugins: [", "plugins:\n  - howto:\n      pins: 3\n"],
)
def test_a_configuration_that_says_nothing_ends_a_check(own: Site, config: str) -> None:
    own.file("mkdocs.yml", config)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs_howto", "check", "--no-plugins"], cwd=own.folder, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
