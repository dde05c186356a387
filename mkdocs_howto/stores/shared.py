"""A store that several machines share: Valkey or Redis, behind the one on disk.

What it says is not trusted: sizes are bounded before anything is read, values are checked like those
on disk, and with a key from the environment only those count that were signed with it. Whatever is
wrong with it costs what it holds, never the build.

Facts about commands: https://valkey.io/commands/ (SET with NX, GET and PX; GETRANGE; EVAL).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote, urlsplit, urlunsplit

from mkdocs_howto.errors import HowtoError
from mkdocs_howto.secrets import masked
from mkdocs_howto.stores.entry import LARGEST, Entry, decode_entry, encode
from mkdocs_howto.stores.quota import Quota, counted

if TYPE_CHECKING:
    import redis

T = TypeVar("T")

TIMEOUT = 2.0
"""Seconds to wait for one answer."""

LEASE = 15.0
"""Seconds after which a lease that nobody renews ends; it is renewed three times as often."""

_SCHEMES = {"redis": "redis", "rediss": "rediss", "valkey": "redis", "valkeys": "rediss"}
_PATIENCE = 2.5
"""Timeouts that one exchange may take all in all."""

_SPACE = "mkdocs-howto:1"
_LARGEST_BYTES = LARGEST
_BATCH = 50
"""Sections asked for at once."""
_MOST_RECEIVED = _BATCH * (LARGEST + 1_000)
"""Bytes of one exchange: as many sections as are asked for at once, and what stands around them."""
_SIGNED = re.compile(rb"([0-9a-f]{64})?\n")

_RENEW = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0"
_RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"
"""Only the holder renews and releases: a lease may have ended and be another's."""


class SharedUnavailable(HowtoError):
    """The shared store cannot be used at the moment."""

    kind = "shared"


class SharedStore:
    """Sections that other machines keep, too.

    Used until it fails; then it answers every question with nothing and says so once.
    """

    def __init__(
        self,
        url: str,
        report: Callable[[SharedUnavailable], None],
        *,
        key: bytes | None = None,
        may_write: bool = True,
        timeout: float = TIMEOUT,
        lease: float = LEASE,
        decode: Callable[[str], Entry | None] = decode_entry,
    ) -> None:
        """Make a store that has connected to nothing yet.

        Args:
            url: `redis://`, `rediss://`, `valkey://` or `valkeys://`, host, port and database.
            report: Told once when the store cannot be used.
            key: Signs what is written; what is read must be signed with it.
            may_write: Whether anything is written, leases included.
            timeout: Seconds to wait for one answer.
            lease: Seconds after which a lease ends by itself.
            decode: Reads the text of an entry.
        """
        self._decode = decode
        self._url = url
        self._report = report
        self._key = key
        self._timeout = timeout
        self._lease = lease
        self._connected: redis.Redis | None = None
        self._usable = True
        self._quota = Quota(_MOST_RECEIVED)
        self.may_write = may_write
        self._lock = threading.Lock()
        self._leases: _LeaseKeeper | None = None

    @property
    def usable(self) -> bool:
        """Whether it still answers; a store that failed once is left alone."""
        return self._usable

    def entries(self, keys: Iterable[str]) -> Mapping[str, Entry]:
        """The sections kept under some of these keys, asked for in one go."""
        names = list(keys)
        found: dict[str, Entry] = {}
        for start in range(0, len(names), _BATCH):
            found |= self._asked(names[start : start + _BATCH])
        return found

    def _asked(self, names: Sequence[str]) -> dict[str, Entry]:
        def ask(client: redis.Redis) -> list[Any]:
            # Not more than an entry can be: a longer value would fill the memory.
            pipe = client.pipeline(transaction=False)
            for name in names:
                pipe.getrange(_name(name), 0, _LARGEST_BYTES)
            return list(pipe.execute(raise_on_error=False))

        rows = self._guarded(ask) or []
        found = {name: self._read(name, row) for name, row in zip(names, rows, strict=False)}
        return {name: entry for name, entry in found.items() if entry is not None}

    def keep(self, entries: Iterable[tuple[str, Entry]]) -> None:
        """Keep sections, as long as the store takes them."""
        items = [(_name(key), self._written(key, entry)) for key, entry in entries]
        if not items or not self.may_write:
            return

        def put(client: redis.Redis) -> list[Any]:
            pipe = client.pipeline(transaction=False)
            for name, value in items:
                pipe.set(name, value)
            return list(pipe.execute(raise_on_error=False))

        refused = [row for row in self._guarded(put) or () if isinstance(row, Exception)]
        if refused:
            self.refuse(refused[0])

    def refuse(self, error: Exception) -> None:
        """Write no more: it is full, or a replica. It may still be read."""
        if self.may_write:
            self.may_write = False
            self._tell(f"does not take sections ({_without_secrets(error, self._url)})")

    @property
    def checks(self) -> bool:
        """Whether it only believes what was signed."""
        return self._key is not None

    def take(self, key: str) -> bool:
        """Take a lease on a key; false when another machine has it."""
        if not self.may_write:
            return True
        keeper = self._leases = self._leases or _LeaseKeeper(self, self._lease)
        return keeper.take(key)

    def release(self, key: str) -> None:
        """Let go of a lease."""
        if self._leases is not None:
            self._leases.release(key)

    def close(self) -> None:
        """Let go of all leases; the connection stays."""
        if self._leases is not None:
            self._leases.close()
            self._leases = None

    def disconnect(self) -> None:
        """Let go of leases and connection."""
        self.close()
        if self._connected is not None:
            with suppress(Exception):
                self._connected.close()
            self._connected = None

    def use(self, command: Callable[[redis.Redis], T]) -> T | None:
        """Ask something else of the server; `None` when it cannot be asked."""
        return self._guarded(command)

    def _read(self, key: str, value: object) -> Entry | None:
        if not isinstance(value, bytes) or len(value) > _LARGEST_BYTES:
            return None
        signed = _SIGNED.match(value)
        if signed is None:
            return None
        text = value[signed.end() :]
        if self._key is not None and not hmac.compare_digest(signed[1] or b"", self._signature(key, text)):
            return None
        try:
            return self._decode(text.decode())
        except UnicodeDecodeError:
            return None

    def _written(self, key: str, entry: Entry) -> bytes:
        text = encode(entry).encode()
        return (self._signature(key, text) if self._key is not None else b"") + b"\n" + text

    def _signature(self, key: str, text: bytes) -> bytes:
        """Over key and value: a value that is right elsewhere is wrong here."""
        message = f"{_name(key)}\0".encode() + text
        return hmac.new(self._key or b"", message, hashlib.sha256).hexdigest().encode()

    def _guarded(self, use: Callable[[redis.Redis], T]) -> T | None:
        if not self._usable:
            return None
        try:
            import redis
        except ImportError:
            self._give_up("needs the package `redis`; install mkdocs-howto[shared]")
            return None
        try:
            with self._lock:
                if not self._usable:  # It failed while this thread waited.
                    return None
                self._quota.renew()
                return _within(_PATIENCE * self._timeout, lambda: use(self._client(redis)))
        except redis.AuthenticationError:
            self._give_up("does not accept the user or the password")
        except (redis.TimeoutError, TimeoutError):
            self._give_up("did not answer in time")
        except Exception as error:  # noqa: BLE001 - what a foreign server says may break the client in any way
            self._give_up(f"cannot be used ({_without_secrets(error, self._url)})")
        return None

    def _client(self, redis: Any) -> redis.Redis:
        if self._connected is None:
            from redis.backoff import NoBackoff
            from redis.retry import Retry

            url = _plain_url(self._url)
            connection = redis.SSLConnection if url.startswith("rediss:") else redis.Connection
            self._connected = redis.Redis.from_url(
                url,
                connection_class=counted(connection, self._quota),
                socket_timeout=self._timeout,
                socket_connect_timeout=self._timeout,
                retry=Retry(NoBackoff(), 0),
                protocol=2,
            )
        return self._connected

    def _give_up(self, reason: str) -> None:
        if not self._usable:
            return
        self._usable = False
        if self._connected is not None:
            # Ends what a thread may still be waiting for.
            with suppress(Exception):
                self._connected.connection_pool.disconnect(inuse_connections=True)
        self._tell(reason)

    def _tell(self, reason: str) -> None:
        hint = "Sections were taken from the cache or written, as if there were no shared store."
        self._report(SharedUnavailable(f"The shared store at {shown(self._url)} {reason}.", hint=hint))


class _LeaseKeeper:
    """Leases of this process, renewed by a thread as long as it lives."""

    def __init__(self, store: SharedStore, seconds: float) -> None:
        self._store = store
        self._seconds = seconds
        self._token = secrets.token_hex(16)
        self._held: set[str] = set()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="howto-leases", daemon=True)
        self._thread.start()

    def take(self, key: str) -> bool:
        if key in self._held:
            return True
        name, milliseconds = _name(key, "lease"), int(self._seconds * 1000)

        def take(client: redis.Redis) -> list[Any]:
            pipe = client.pipeline(transaction=False)
            pipe.set(name, self._token, nx=True, px=milliseconds)
            pipe.pttl(name)
            taken, left = pipe.execute(raise_on_error=False)
            if not taken and isinstance(left, int) and not 0 <= left <= milliseconds:
                client.pexpire(name, milliseconds)  # None of ours: it would never end.
            return [taken]

        taken = self._store.use(take)
        if taken is not None and isinstance(taken[0], Exception):
            self._store.refuse(taken[0])
        elif taken is not None and not taken[0]:
            return False
        # Without a store nobody else can be asked: what is paid twice is still right.
        self._held.add(key)
        return True

    def release(self, key: str) -> None:
        if key in self._held:
            self._held.discard(key)
            self._store.use(lambda client: client.eval(_RELEASE, 1, _name(key, "lease"), self._token))

    def close(self) -> None:
        self._stop.set()
        for key in list(self._held):
            self.release(key)
        self._thread.join(timeout=1)

    def _renew(self) -> None:
        while not self._stop.wait(self._seconds / 3):
            held = list(self._held)

            def renew(client: redis.Redis, held: list[str] = held) -> list[Any]:
                pipe = client.pipeline(transaction=False)
                for key in held:
                    pipe.eval(_RENEW, 1, _name(key, "lease"), self._token, int(self._seconds * 1000))
                return list(pipe.execute(raise_on_error=False))

            if held:
                self._store.use(renew)


def _within(seconds: float, work: Callable[[], T]) -> T:
    """Do work that must not take long, all in all: a socket's timeout starts again with every byte.

    Raises:
        TimeoutError: It took too long; its thread is left behind.
    """
    done: list[T] = []
    failed: list[Exception] = []

    def run() -> None:
        try:
            done.append(work())
        except Exception as error:  # noqa: BLE001 - it is raised where the work was wanted
            failed.append(error)

    thread = threading.Thread(target=run, name="howto-shared", daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not done:
        raise TimeoutError
    return done[0]


def is_address(url: str) -> bool:
    """Whether a text is the address of a shared store."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    # A `/` or `#` in a password would end the address early, and the rest would be shown.
    return parts.scheme in _SCHEMES and bool(parts.hostname) and re.fullmatch(r"/?\d*", parts.path) is not None


def shown(url: str) -> str:
    """An address without user and password."""
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{host}:{parts.port or 6379}"


def _plain_url(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(scheme=_SCHEMES[parts.scheme]))


def _without_secrets(error: Exception, url: str) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    parts = urlsplit(url)
    for secret in (parts.password, parts.username):
        for spelling in (secret, unquote(secret)) if secret else ():
            text = text.replace(spelling, "…")
    return masked(text)


def _name(key: str, what: str = "section") -> str:
    return f"{_SPACE}:{what}:{key}"
