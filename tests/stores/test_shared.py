"""The store that machines share says nothing that is not checked, and never ends a build."""

from __future__ import annotations

import dataclasses
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from mkdocs_howto.stores.entry import LARGEST, encode
from mkdocs_howto.stores.shared import SharedStore, SharedUnavailable, is_address, shown
from tests.stores.test_disk import ENTRY
from tests.valkey import Valkey, needs_valkey, serving

pytestmark = needs_valkey

KEY, OTHER = "a" * 40, "b" * 40
SECRET = b"a key from the environment"


class Reports(list[str]):
    def __call__(self, error: SharedUnavailable) -> None:
        self.append(str(error))


@pytest.fixture
def reports() -> Reports:
    return Reports()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Valkey]:
    with serving(tmp_path) as running:
        yield running


def opened(server: Valkey, reports: Reports, **options: object) -> SharedStore:
    return SharedStore(server.url, reports, **options)  # type: ignore[arg-type]


def test_another_machine_finds_what_was_kept(server: Valkey, reports: Reports) -> None:
    opened(server, reports).keep([(KEY, ENTRY)])
    assert opened(server, reports).entries([KEY, OTHER]) == {KEY: ENTRY}
    assert reports == []


def test_many_are_asked_for_in_one_go(server: Valkey, reports: Reports) -> None:
    keys = [f"{number:040x}" for number in range(300)]
    opened(server, reports).keep((key, ENTRY) for key in keys[::2])
    assert list(opened(server, reports).entries(keys)) == keys[::2]


# Whom it believes.


@pytest.mark.parametrize("written", [None, SECRET, b"another key"])
@pytest.mark.parametrize("read", [None, SECRET])
def test_with_a_key_only_what_was_signed_with_it_counts(
    server: Valkey, reports: Reports, written: bytes | None, read: bytes | None
) -> None:
    opened(server, reports, key=written).keep([(KEY, ENTRY)])
    assert (KEY in opened(server, reports, key=read).entries([KEY])) == (read is None or read == written)


def test_a_signed_value_is_wrong_under_another_key(server: Valkey, reports: Reports) -> None:
    opened(server, reports, key=SECRET).keep([(KEY, ENTRY)])
    (name,) = server.keys("section")
    server.client.copy(name, name.replace(KEY, OTHER))
    assert list(opened(server, reports, key=SECRET).entries([KEY, OTHER])) == [KEY]


def test_a_changed_value_is_wrong(server: Valkey, reports: Reports) -> None:
    opened(server, reports, key=SECRET).keep([(KEY, ENTRY)])
    (name,) = server.keys("section")
    server.client.set(name, server.client.get(name).replace(b"Adds numbers", b"Sends money"))
    assert opened(server, reports, key=SECRET).entries([KEY]) == {}


def test_without_the_key_a_machine_reads_and_plants_nothing(server: Valkey, reports: Reports) -> None:
    planted = dataclasses.replace(ENTRY, links={"add": "evil"})
    reader = opened(server, reports, may_write=False)
    reader.keep([(OTHER, planted)])
    assert reader.take(OTHER)
    assert server.client.dbsize() == 0
    opened(server, reports, key=SECRET).keep([(KEY, ENTRY)])
    assert reader.entries([KEY]) == {KEY: ENTRY}


def test_what_is_kept_again_replaces_what_was_there(server: Valkey, reports: Reports) -> None:
    opened(server, reports).keep([(KEY, ENTRY)])
    again = dataclasses.replace(ENTRY, links={})
    opened(server, reports).keep([(KEY, again)])
    assert opened(server, reports).entries([KEY]) == {KEY: again}
    server.client.set(f"mkdocs-howto:1:section:{KEY}", "garbage")
    opened(server, reports).keep([(KEY, ENTRY)])
    assert opened(server, reports).entries([KEY]) == {KEY: ENTRY}


def test_a_signed_value_replaces_one_that_is_not(server: Valkey, reports: Reports) -> None:
    opened(server, reports).keep([(KEY, dataclasses.replace(ENTRY, links={}))])
    opened(server, reports, key=SECRET).keep([(KEY, ENTRY)])
    assert opened(server, reports, key=SECRET).entries([KEY]) == {KEY: ENTRY}


DEEP = '{"text":"a","steps":[' * 400 + "]}" * 400
TEXT = encode(ENTRY)


@pytest.mark.parametrize(
    "value",
    [
        b"", b"\n", b"\n{}", b"\n[]", b"\nnull", TEXT.encode(), b"\n\xff\xfe", b"0" * 64 + b"\n{}",
        b"\n" + TEXT.replace('"description"', '"descript"').encode(),
        b"\n" + TEXT.replace('"Adds numbers."', "7").encode(),
        b"\n" + json.dumps({**json.loads(TEXT), "section": {**json.loads(TEXT)["section"], "steps": [json.loads(DEEP)]}}).encode(),
        b"\n" + TEXT.encode() + b" " * LARGEST,
        b"\n" + b'"' + b"x" * (5 * LARGEST) + b'"',
    ],
    ids=lambda value: f"{value[:12]!r} of {len(value)}",
)  # fmt: skip
def test_a_value_that_is_none_of_ours_is_nothing(server: Valkey, reports: Reports, value: bytes) -> None:
    store = opened(server, reports)
    server.client.set(f"mkdocs-howto:1:section:{KEY}", value)
    store.keep([(OTHER, ENTRY)])
    assert store.entries([KEY, OTHER]) == {OTHER: ENTRY}
    assert reports == []


def test_a_key_of_another_type_is_nothing(server: Valkey, reports: Reports) -> None:
    server.client.rpush(f"mkdocs-howto:1:section:{KEY}", "a", "b")
    assert opened(server, reports).entries([KEY]) == {}
    assert reports == []


# Leases.


def test_one_machine_at_a_time_has_a_lease(server: Valkey, reports: Reports) -> None:
    one, other = opened(server, reports), opened(server, reports)
    assert one.take(KEY)
    assert one.take(KEY)
    assert not other.take(KEY)
    assert other.take(OTHER)
    one.release(KEY)
    assert other.take(KEY)
    one.close()
    other.close()
    assert server.keys("lease") == []


def test_a_lease_ends_with_a_machine_that_is_gone(server: Valkey, reports: Reports) -> None:
    gone, other = opened(server, reports, lease=0.3), opened(server, reports)
    assert gone.take(KEY)
    assert gone._leases is not None
    gone._leases._stop.set()  # As if the process had been killed: nobody renews.
    gone._leases._thread.join()
    while not other.take(KEY):
        pass
    gone.release(KEY)
    assert server.keys("lease") != []  # It is another's now.
    other.close()


def test_a_lease_is_renewed_as_long_as_its_holder_works(server: Valkey, reports: Reports) -> None:
    holder, other = opened(server, reports, lease=0.3), opened(server, reports)
    assert holder.take(KEY)
    renewals = 0
    while server.commands().get("pexpire", 0) < 6:  # Each renewal gives it the whole time again.
        renewals += 1
    assert renewals
    assert not other.take(KEY)
    holder.close()


# Faults.


def black_hole() -> tuple[socket.socket, str]:
    """An address that takes connections and says nothing."""
    listener = socket.create_server(("127.0.0.1", 0))
    return listener, f"redis://user:geheim@127.0.0.1:{listener.getsockname()[1]}/0"


def nowhere() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"redis://user:geheim@127.0.0.1:{probe.getsockname()[1]}/0"


def uses(store: SharedStore) -> None:
    assert store.entries([KEY]) == {}
    store.keep([(KEY, ENTRY)])
    assert store.take(KEY)
    store.release(KEY)
    store.disconnect()


def test_a_server_that_is_not_there_is_told_once(reports: Reports) -> None:
    uses(SharedStore(nowhere(), reports))
    assert len(reports) == 1
    assert "cannot be used" in reports[0]
    assert "geheim" not in reports[0]


def test_a_server_that_says_nothing_is_left_alone(reports: Reports) -> None:
    listener, url = black_hole()
    with listener:
        uses(SharedStore(url, reports, timeout=0.2))
    assert [" did not answer in time." in report for report in reports] == [True]
    assert "geheim" not in reports[0]


def test_a_wrong_password_is_told_without_it(tmp_path: Path, reports: Reports) -> None:
    with serving(tmp_path, password="right") as server:
        uses(SharedStore(server.url.replace("right", "geheim"), reports))
    assert len(reports) == 1
    assert "does not accept the user or the password" in reports[0] or "cannot be used" in reports[0]
    assert "geheim" not in reports[0]


def test_a_full_server_is_still_read(tmp_path: Path, reports: Reports) -> None:
    with serving(tmp_path, "--maxmemory", "3mb", "--maxmemory-policy", "noeviction") as server:
        store = opened(server, reports)
        store.keep([(KEY, ENTRY)])
        server.client.config_set("maxmemory", "1")
        store.keep([(OTHER, ENTRY)])
        assert not store.may_write
        assert store.entries([KEY, OTHER]) == {KEY: ENTRY}
    assert ["does not take sections" in report for report in reports] == [True]


def test_a_paused_server_costs_one_timeout(server: Valkey, reports: Reports) -> None:
    store = opened(server, reports, timeout=0.2)
    store.keep([(KEY, ENTRY)])
    server.client.execute_command("CLIENT", "PAUSE", "60000", "ALL")
    uses(store)
    assert len(reports) == 1


def test_a_server_that_stops_in_the_middle_is_left_alone(server: Valkey, reports: Reports) -> None:
    store = opened(server, reports)
    assert store.take(KEY)
    store.keep([(KEY, ENTRY)])
    server.process.kill()
    server.process.wait()
    uses(store)
    assert len(reports) == 1


def test_threads_that_wait_for_a_server_hear_of_its_fault_once(server: Valkey, reports: Reports) -> None:
    store = opened(server, reports, timeout=0.2)
    store.keep([(KEY, ENTRY)])
    server.client.execute_command("CLIENT", "PAUSE", "60000", "ALL")
    threads = [threading.Thread(target=store.entries, args=([KEY],)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(reports) == 1


def test_threads_may_share_it(server: Valkey, reports: Reports) -> None:
    store = opened(server, reports)
    keys = [f"{number:040x}" for number in range(80)]
    found: list[bool] = []

    def work(mine: list[str]) -> None:
        for key in mine:
            store.keep([(key, ENTRY)])
            found.append(store.entries([key]) == {key: ENTRY})

    threads = [threading.Thread(target=work, args=(keys[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 80
    assert reports == []


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("redis://localhost", True), ("valkey://localhost:6380/2", True), ("rediss://u:p@host:1/0", True),
        ("valkeys://[::1]:6379", True), ("http://localhost", False), ("localhost:6379", False), ("redis://", False),
        ("redis://host:port/0", False), ("", False), ("unix:///tmp/x.sock", False),
    ],
)  # fmt: skip
def test_an_address_is_known_by_its_scheme_and_host(url: str, is_one: bool) -> None:  # noqa: FBT001
    assert is_address(url) == is_one


def test_an_address_is_shown_without_user_and_password() -> None:
    assert shown("redis://user:geheim@host:7000/0") == "host:7000"


ERRORS = (
    b"-ERR user shop with ge%heim was refused\r\n",
    b"-ERR user shop with ge%25heim was refused\r\n",
    b"-ERR redis://shop:q7Zr2Lx9Kw@10.0.0.7:6379 is the master\r\n",
    b"-ERR token=ghp_9aKd83jfLw02mcPq71Zx5vBn4Rt6Yu8Io0Pl is spent\r\n",
)


@pytest.mark.parametrize("error", ERRORS)
def test_what_a_server_says_is_told_without_secrets(reports: Reports, error: bytes) -> None:
    """Neither its own, nor ours, however they are spelt."""

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            while connection.recv(4096):
                connection.sendall(error)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        store = SharedStore(f"valkey://shop:ge%25heim@127.0.0.1:{listener.getsockname()[1]}/0", reports)
        assert store.entries([KEY]) == {}
        store.disconnect()
        thread.join()
    assert len(reports) == 1
    assert not [word for word in ("heim", "q7Zr2Lx9Kw", "ghp_") if word in reports[0]]


FLOODS = {
    "a value of any length": b"$9999999999\r\n",
    "a value that is longer than was asked for": b"$30000000\r\n",
    "a line without an end": b"+",
    "a message of an error without an end": b"-ERR ",
    "a list": b"*100000000\r\n",
}


def flood(listener: socket.socket, begin: bytes, sent: list[int]) -> None:
    """Answer the first question with a reply that begins so and goes on for 400 MB, or until nobody listens."""
    block = b"x" * 2**20
    with suppress(OSError):
        connection, _ = listener.accept()
        with connection:
            question = connection.recv(65536)
            while b"GETRANGE" not in question:
                connection.sendall(b"+OK\r\n" * question.count(b"*"))
                question = connection.recv(65536)
            connection.sendall(begin)
            for _ in range(400):
                connection.sendall(block)
                sent.append(len(block))


@pytest.mark.parametrize("begin", FLOODS.values(), ids=FLOODS)
def test_a_server_that_sends_more_than_was_asked_for_is_not_read(begin: bytes, reports: Reports) -> None:
    sent: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=flood, args=(listener, begin, sent))
        thread.start()
        store = SharedStore(f"redis://127.0.0.1:{listener.getsockname()[1]}/0", reports)
        assert store.entries([KEY]) == {}
        store.disconnect()
        thread.join()
    assert len(reports) == 1
    assert "cannot be used" in reports[0]
    assert sum(sent) < 50_000_000  # What is read, and what the sockets of both sides hold.


def test_answers_of_many_sections_fit_into_one_exchange(server: Valkey, reports: Reports) -> None:
    large = dataclasses.replace(ENTRY, section=dataclasses.replace(ENTRY.section, example="f()\n" * 2_000))
    keys = [f"{number:040x}" for number in range(60)]
    store = opened(server, reports)
    store.keep((key, large) for key in keys)
    for _ in range(20):  # Each exchange counts from the beginning.
        assert store.entries(keys).keys() == set(keys)
    assert reports == []
