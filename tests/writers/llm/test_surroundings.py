"""TLS, proxies and clocks: real certificates, a real TLS server and a real proxy on loopback."""

from __future__ import annotations

import datetime as dt
import select
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import trustme

from tests.conftest import Site
from tests.writers.llm.server import GOOD, Server, always, serving
from tests.writers.llm.test_sites import KEY, text

PASSWORD = "hunter2-in-the-proxy"
OFFLINE = "Written offline from src/shop/stock.py"
WRITTEN = "takes the ordered quantities"


class Proxy:
    """A proxy for HTTPS: it leads every host to one address, and notes which hosts were asked for."""

    def __init__(self, target: tuple[str, int], refusal: bytes = b"") -> None:
        self.asked: list[str] = []
        self._target = target
        self._refusal = refusal
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://ada:{PASSWORD}@127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _run(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._tunnel, args=(client,), daemon=True).start()

    def _tunnel(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                head += client.recv(4096)
            self.asked.append(head.split()[1].decode())
            if self._refusal:
                client.sendall(self._refusal)
                return
            with socket.create_connection(self._target) as server:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                pairs = {client: server, server: client}
                while True:
                    for source in select.select(list(pairs), [], [], 10)[0]:
                        data = source.recv(65_536)
                        if not data:
                            return
                        pairs[source].sendall(data)


@contextmanager
def behind(target: str, refusal: bytes = b"") -> Iterator[Proxy]:
    host, _, port = target.partition("://")[2].partition("/")[0].partition(":")
    proxy = Proxy((host, int(port)), refusal)
    try:
        yield proxy
    finally:
        proxy.close()


@contextmanager
def over_tls(certificate: trustme.LeafCert) -> Iterator[Server]:
    """The service behind a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    with serving(always(GOOD)) as plain:
        listener = socket.create_server(("127.0.0.1", 0))
        stopping = threading.Event()

        def serve(client: socket.socket) -> None:
            host, _, port = plain.url.partition("://")[2].partition("/")[0].partition(":")
            with (
                client,
                suppress(OSError),
                socket.create_connection((host, int(port))) as inner,
                context.wrap_socket(client, server_side=True) as secure,
            ):
                inner.sendall(_whole(secure))
                secure.sendall(_whole(inner))

        def run() -> None:
            with suppress(OSError):
                while not stopping.is_set():
                    client, _ = listener.accept()
                    threading.Thread(target=serve, args=(client,), daemon=True).start()

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            yield Server(plain.behave, plain.asked, f"https://127.0.0.1:{listener.getsockname()[1]}/v1")
        finally:
            stopping.set()
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
            thread.join()


def _whole(source: socket.socket) -> bytes:
    """Read one request or answer."""
    head, body = b"", b""
    while not head:
        body += source.recv(65_536)
        head = body.partition(b"\r\n\r\n")[0] if b"\r\n\r\n" in body else b""
    (length,) = [
        int(line.partition(b":")[2]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
    ]
    while len(body) < len(head) + 4 + length:
        body += source.recv(65_536)
    return body


@pytest.fixture
def asking(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    from mkdocs_howto.writers.llm import transport

    monkeypatch.setattr(transport, "_FIRST_WAIT", 0.01)
    monkeypatch.setattr(transport, "_LONGEST_WAIT", 0.02)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    site.options |= {"writer": "openai", "model": "tiny", "timeout": 3}
    site.page("# Home\n\n::: howto shop.reserve\n")
    return site


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def said_of(site: Site) -> str:
    """Build: offline text, and the one notice; neither key nor password is in anything that was said."""
    built = site.build(strict=True)
    everything = "\n".join(record.getMessage() for record in built.log)
    assert KEY not in everything
    assert PASSWORD not in everything
    assert "Traceback" not in everything
    assert OFFLINE in text(built)
    (said,) = [line for line in built.notices if "without a model" in line]
    return said


def trusted(authority: trustme.CA, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "authority.pem"
    authority.cert_pem.write_to_path(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))


def test_a_key_reaches_its_vendor_through_a_proxy(
    asking: Site, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted(authority, tmp_path, monkeypatch)
    with over_tls(authority.issue_cert("api.openai.com")) as server, behind(server.url) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        assert WRITTEN in text(asking.build(strict=True))
    assert set(proxy.asked) == {"api.openai.com:443"}
    assert server.asked[0].headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    "options",
    [
        {"base_url": "https://evil.example/v1", "api_key_env": "OPENAI_API_KEY"},
        {"base_url": "https://api.openai.com.evil.example/v1", "api_key_env": "OPENAI_API_KEY"},
        {"base_url": "https://api.openai.com:8443/v1", "api_key_env": "OPENAI_API_KEY"},
        {"api_key_env": "AWS_SECRET_ACCESS_KEY"},
    ],
)
def test_a_key_that_belongs_elsewhere_reaches_nobody(
    asking: Site, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, str]
) -> None:
    trusted(authority, tmp_path, monkeypatch)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", KEY)
    asking.options |= options
    hosts = ("evil.example", "api.openai.com", "api.openai.com.evil.example")
    with over_tls(authority.issue_cert(*hosts)) as server, behind(server.url) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        assert "`export HOWTO_KEY_HOSTS=" in said_of(asking)
        assert (proxy.asked, server.asked) == ([], [])
        host = options.get("base_url", "https://api.openai.com/v1").split("/")[2]
        monkeypatch.setenv("HOWTO_KEY_HOSTS", host)
        assert WRITTEN in text(asking.build(strict=True))
        assert server.asked[0].headers["authorization"] == f"Bearer {KEY}"


def expired(authority: trustme.CA) -> trustme.LeafCert:
    past = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    return authority.issue_cert("api.openai.com", not_before=past - dt.timedelta(days=9), not_after=past)


CERTIFICATES: dict[str, Any] = {
    "expired": (expired, "expired"),
    "for another host": (lambda authority: authority.issue_cert("api.openai.com.evil.example"), "mismatch"),
    "for a name in another label": (lambda authority: authority.issue_cert("openai.com"), "mismatch"),
    "of another authority": (lambda _: trustme.CA().issue_cert("api.openai.com"), "unable to get local issuer"),
}


@pytest.mark.parametrize("name", CERTIFICATES)
def test_no_key_is_sent_behind_a_certificate_that_is_not_accepted(
    asking: Site, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    issue, words = CERTIFICATES[name]
    trusted(authority, tmp_path, monkeypatch)
    with over_tls(issue(authority)) as server, behind(server.url) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        said = said_of(asking)
    assert "the certificate of api.openai.com is not accepted" in said
    assert words in said
    assert "clock" in said
    assert server.asked == []
    assert len(proxy.asked) == 1  # Asking again would not mend it.


def test_a_service_on_this_machine_with_a_certificate_of_its_own_is_named(asking: Site, authority: trustme.CA) -> None:
    with over_tls(authority.issue_cert("127.0.0.1")) as server:
        asking.options["base_url"] = server.url
        said = said_of(asking)
    assert "the certificate of 127.0.0.1" in said
    assert "SSL_CERT_FILE" not in said  # Nothing of the surroundings counts for this machine.


def test_tls_where_there_is_none_is_told(asking: Site) -> None:
    with serving(always(GOOD)) as server:
        asking.options["base_url"] = server.url.replace("http://", "https://")
        assert "does `base_url` begin with http:// or https://" in said_of(asking)


SECRET_URL = f"http://ada:{PASSWORD}@"
NONSENSE = {
    "HTTPS_PROXY": [SECRET_URL, f"{SECRET_URL}[::1", f"foo://ada:{PASSWORD}@127.0.0.1:1", f"{SECRET_URL}127.0.0.1:99999", f"{SECRET_URL}127.0.0.1:1", f"http://ada:{PASSWORD}/x@127.0.0.1:1", "://", "\x7f"],
    "ALL_PROXY": [f"socks5://ada:{PASSWORD}@127.0.0.1:1", f"socks9://ada:{PASSWORD}@127.0.0.1:1"],
    "NO_PROXY": ["://", "http://[", "[::1"],
    "SSL_CERT_FILE": ["/nonexistent.pem", "/etc/hostname", "/"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("variable", "value"), [(name, value) for name, values in NONSENSE.items() for value in values]
)
def test_nonsense_in_the_environment_ends_in_one_notice(
    asking: Site, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    if variable in {"NO_PROXY", "SSL_CERT_FILE"}:
        monkeypatch.setenv("HTTPS_PROXY", f"{SECRET_URL}127.0.0.1:1")  # So that nothing leaves this machine.
    assert f"`{variable}`" in said_of(asking)


@pytest.mark.parametrize(
    "refusal",
    [
        b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
        b"HTTP/1.1 403 No: password=" + PASSWORD.encode() + b"\r\n\r\n",
        b"HTTP/1.1 502 " + b"x" * 50_000 + b"\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nlocation: https://evil.example\r\n\r\n",
        b"no HTTP at all\r\n\r\n",
        b"\r\n",
    ],
)
def test_a_proxy_that_refuses_is_told(asking: Site, monkeypatch: pytest.MonkeyPatch, refusal: bytes) -> None:
    with serving(always(GOOD)) as server, behind(server.url, refusal) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        said = said_of(asking)
    assert len(said) < 900
    assert server.asked == []


@pytest.mark.parametrize("jump", [-(10**9), -3600, 3600, 10**9, 10**11])
def test_a_clock_that_jumps_changes_no_wait_beyond_its_bounds(monkeypatch: pytest.MonkeyPatch, jump: int) -> None:
    """What a service says as a date is told by a clock that somebody may set meanwhile."""
    import email.utils
    import time

    from mkdocs_howto.writers.llm.transport import asked_wait

    date = email.utils.formatdate(time.time() + 5, usegmt=True)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + jump)
    assert 0 <= (asked_wait({"retry-after": date}) or 0) <= 1e9
