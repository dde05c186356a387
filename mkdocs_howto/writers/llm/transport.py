"""Requests to a model's service: retried, paced, and stopped when nothing will come of them.

The only module that knows httpx. It speaks no wire format: what a body holds and what an answer
means is a format's business.
"""

from __future__ import annotations

import asyncio
import email.utils
import json
import math
import os
import queue
import random
import re
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

import httpx
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt

from mkdocs_howto.secrets import masked
from mkdocs_howto.writers.llm.answer import SCHEMA
from mkdocs_howto.writers.llm.settings import ModelSettings
from mkdocs_howto.writers.llm.wire import Known, Malformed, Message, Reply, Schema, Wire

LARGEST = 2_000_000
"""Bytes of an answer that are read, compressed or not. A section has some thousands, a model's thoughts some hundred
thousands."""

_LARGEST_ERROR = 8_000
"""Bytes that are read of any other answer; its first sentence is shown."""

_LONGEST_SAYING = 300
"""Characters of a foreign text in a message."""

_LONGEST_WAITING_HEADER = 64
"""Characters of a header that tells a time. Dates have 29 (RFC 9110, section 5.6.7)."""

_NEVER = 1e9
"""Seconds that stand for every longer time that a service asks to wait."""

_SURROUNDINGS = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""Variables that decide how anything is sent (https://www.python-httpx.org/environment_variables/). Their values are
never shown, since a proxy's address may hold a password."""

_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0
"""Seconds between two attempts, unless the service names a time."""

_LONGEST_PAUSE = 120.0
"""Seconds that a service may ask for; who asks for more is out of reach for this build."""

_MOST_FAILURES = 5
"""Requests that fail one after the other, each after all its attempts, before the run ends."""

_AGAIN = {408, 409, 425, 429}
"""Beside 5xx: https://platform.openai.com/docs/guides/error-codes and RFC 9110, section 15."""

_MOST_PROBES = 3
"""A service that is down refuses everything; that says nothing about schemas, and asking twice each time is rude."""

_SCHEMA_REFUSED = {400, 404, 422, 500, 501}
_QUOTA = ("insufficient_quota", "billing", "exceeded your current quota", "insufficient balance", "credit")


class Fault(Exception):
    """A request that got no usable answer; nothing is kept of it."""


class Stop(Exception):
    """What no further request would mend: a wrong key, an empty account, a model that does not exist."""


class Unsent(Stop):
    """A request that was not even sent, because an earlier one ended the asking."""


class _Again(Exception):
    """An attempt that failed and may be repeated."""

    def __init__(self, problem: str, wait: float | None = None) -> None:
        super().__init__(problem)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a service sent back, bounded in size and uncompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Line:
    """Requests on their way: a thread with an event loop, so that all else goes on one after the other."""

    def __init__(self, settings: ModelSettings, wire: Wire, known: Known) -> None:
        """Make a line that is not yet open.

        Args:
            settings: The site's options.
            wire: The format that the service speaks.
            known: What earlier lines have learnt of it.
        """
        self._known = known
        self._settings = settings
        self._wire = wire
        self._outcomes: queue.SimpleQueue[tuple[int, Reply | Exception]] = queue.SimpleQueue()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="mkdocs-howto", daemon=True)
        self._ready = threading.Event()
        self._requests: Requests | None = None
        self._slots: asyncio.Semaphore | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.underway = 0
        """Requests whose outcome has not been taken."""

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(RuntimeError):  # The loop may have ended by itself.
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)

    def send(self, number: int, messages: tuple[Message, ...], schema: Schema = SCHEMA) -> None:
        """Send a prompt; its outcome is told under that number.

        Args:
            number: The number.
            messages: The prompt.
            schema: What the answer has to follow, where the service takes schemas.
        """
        self.underway += 1
        self._loop.call_soon_threadsafe(self._start, number, messages, schema)

    def take(self) -> tuple[int, Reply | Exception]:
        """Wait for the next outcome, whichever it is."""
        while True:
            try:
                outcome = self._outcomes.get(timeout=0.2)  # Without a limit, Ctrl-C would have to wait, too.
            except queue.Empty:
                continue
            self.underway -= 1
            return outcome

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._slots = asyncio.Semaphore(self._settings.concurrency)
        try:
            self._requests = Requests(self._settings, self._wire, self._known)
        except Exception as error:  # noqa: BLE001 - a proxy or certificate of the surroundings may be anything
            self._known.stopped = f"nothing can be sent ({type(error).__name__}){_surroundings()}"
        self._ready.set()
        try:
            self._loop.run_forever()
        finally:
            for task in self._tasks:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*self._tasks, return_exceptions=True))
            if self._requests is not None:
                self._loop.run_until_complete(self._requests.close())
            self._loop.close()

    def _start(self, number: int, messages: tuple[Message, ...], schema: Schema) -> None:
        task = self._loop.create_task(self._deliver(number, messages, schema))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, number: int, messages: tuple[Message, ...], schema: Schema) -> None:
        assert self._slots is not None
        async with self._slots:
            outcome: Reply | Exception
            try:
                if self._requests is None:
                    raise Unsent(self._known.stopped)
                self._known.underway += 1
                outcome = await self._requests.ask(messages, schema)
            except (Fault, Stop) as error:
                outcome = error
            except Exception as error:  # noqa: BLE001 - whoever waits for an outcome must get one
                around = "" if self._settings.is_local else _surroundings()
                outcome = Fault(f"{type(error).__name__} while asking {self._settings.host}{around}")
            finally:
                self._known.underway -= self._requests is not None
        self._outcomes.put((number, outcome))


class Requests:
    """Asks a service, and learns how to."""

    def __init__(self, settings: ModelSettings, wire: Wire, known: Known) -> None:
        """Note whom to ask; nothing is sent yet."""
        self._settings = settings
        self._wire = wire
        self._key = settings.key
        self._url = wire.url(settings)
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(settings.timeout, connect=min(10.0, settings.timeout)),
            follow_redirects=False,  # A key goes to the configured host only.
            trust_env=not settings.is_local,  # A proxy would see what is meant for this machine alone.
            limits=httpx.Limits(max_connections=settings.concurrency),
            headers={
                "User-Agent": "mkdocs-howto",
                "Content-Type": "application/json",
                "Accept-Encoding": "gzip",
                **wire.headers(self._key),
            },
        )
        self._known = known
        self._probing = asyncio.Lock()
        self._probes = 0
        self._server_errors = 0

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.aclose()

    async def ask(self, messages: tuple[Message, ...], schema: Schema = SCHEMA) -> Reply:
        """Send a prompt until there is an answer.

        Raises:
            Fault: There is none.
            Stop: There will be none for any prompt.
        """
        if self._known.stopped:
            raise Unsent(self._known.stopped)
        try:
            reply = await self._asked(messages, schema)
        except Stop as stop:
            self._known.stopped = str(stop)
            raise
        except Fault as fault:
            self._known.failures += 1
            if self._known.failures >= _MOST_FAILURES:
                self._known.stopped = str(fault)
            raise
        self._known.failures = 0
        return reply

    async def _asked(self, messages: tuple[Message, ...], schema: Schema) -> Reply:
        attempts = AsyncRetrying(
            stop=stop_after_attempt(self._settings.attempts),
            wait=_wait,
            retry=retry_if_exception_type(_Again),
            reraise=True,
        )
        try:
            return await attempts(self._attempt, messages, schema)
        except _Again as error:
            raise Fault(str(error)) from error

    async def _attempt(self, messages: tuple[Message, ...], wanted: Schema) -> Reply:
        if self._known.stopped:
            raise Stop(self._known.stopped)
        await self._pause()
        schema = wanted if self._known.takes_schema is not False else None
        answer = await self._post(messages, schema=schema)
        may_mean_schema = answer.status in _SCHEMA_REFUSED and schema is not None and self._known.takes_schema is None
        if may_mean_schema and answer.status >= 500:
            self._server_errors += 1
            may_mean_schema = self._server_errors > 1  # One may be an accident.
        if may_mean_schema and self._probes < _MOST_PROBES:
            return await self._probe(messages, answer)
        reply = self._read(answer)
        if schema is not None:
            self._known.takes_schema = True
        # Asking on with an empty allowance would only bring a 429.
        self._pause_for(min(spent_wait(answer.headers), _LONGEST_PAUSE))
        return reply

    def _pause_for(self, seconds: float) -> None:
        self._known.paused_until = max(self._known.paused_until, time.monotonic() + seconds)

    async def _probe(self, messages: tuple[Message, ...], refused: _Answer) -> Reply:
        """Find out whether it was the schema that an endpoint refused in its first request."""
        async with self._probing:
            if self._known.takes_schema is None:
                self._probes += 1
                answer = await self._post(messages, schema=None)
                if answer.status != 200:
                    passing = answer.status in _AGAIN or answer.status >= 500
                    return self._read(answer if passing else refused)
                reply = self._read(answer)
                self._known.takes_schema = False
                return reply
        if self._known.takes_schema:
            return self._read(refused)
        return self._read(await self._post(messages, schema=None))

    async def _pause(self) -> None:
        """Wait as long as the service has asked all of us to."""
        while (left := self._known.paused_until - time.monotonic()) > 0:  # noqa: ASYNC110 - it may be set later meanwhile
            await asyncio.sleep(left)

    async def _post(self, messages: tuple[Message, ...], *, schema: Schema | None) -> _Answer:
        body = self._wire.body(self._settings, messages, schema=schema)
        try:
            # The time limits of a connection count from one byte to the next: a drip would never end.
            async with asyncio.timeout(self._settings.timeout):
                return await self._exchanged(json.dumps(body, ensure_ascii=False).encode())
        except TimeoutError as error:
            raise _Again(f"no answer within {self._settings.timeout:g} seconds") from error
        except httpx.TimeoutException as error:
            raise _Again(f"no answer in time ({type(error).__name__})") from error
        except httpx.ConnectError as error:
            raise self._unreached(error) from error
        except httpx.ProxyError as error:
            problem = f"{self._settings.host} cannot be reached: a proxy refused ({self._shown(str(error))})"
            raise _Again(problem + _surroundings()) from error
        except httpx.HTTPError as error:
            raise _Again(self._shown(f"{type(error).__name__}: {error}")) from error

    def _unreached(self, error: httpx.ConnectError) -> Exception:
        """Return what a connection that could not be made means."""
        fault = _tls_fault(error)
        if isinstance(fault, ssl.SSLCertVerificationError):
            where = "" if self._settings.is_local else ", or an authority of your own is missing in `SSL_CERT_FILE`"
            return Stop(
                f"the certificate of {self._settings.host} is not accepted: {self._shown(fault.verify_message)}; "
                f"the address, the certificate or this machine's clock is wrong{where}"
            )
        if fault is not None:
            problem = f"{self._settings.host} cannot be reached by TLS ({self._shown(fault.reason)})"
            return _Again(f"{problem}; does `base_url` begin with http:// or https:// as it should?")
        reason = "its service may not be running, or `base_url` may be wrong"
        problem = f"{self._settings.base_url} cannot be reached: {reason}"
        if self._settings.is_local:
            return Stop(problem)  # A service on this machine that is down stays down.
        return _Again(problem + _surroundings())

    async def _exchanged(self, body: bytes) -> _Answer:
        async with self._client.stream("POST", self._url, content=body) as response:
            most = LARGEST if response.status_code == 200 else _LARGEST_ERROR
            data = bytearray()
            # Not `aiter_bytes`: it uncompresses whatever has come in, however much that becomes.
            async for chunk in response.aiter_raw():
                data += chunk
                if len(data) > most:
                    break
            coding = response.headers.get("content-encoding", "")[:_LONGEST_SAYING].strip().lower()
            try:
                plain = _uncompressed(bytes(data), coding, most)
            except (Fault, _Again):
                if response.status_code == 200:
                    raise
                plain = b""  # The status says enough.
            if response.status_code == 200 and max(len(data), len(plain)) > most:
                raise Fault(f"the answer is larger than {LARGEST:,} bytes")
            return _Answer(response.status_code, response.headers, plain[:most])

    def _read(self, answer: _Answer) -> Reply:
        if answer.status != 200:
            raise self._refused(answer)
        try:
            return self._wire.reply(_loaded(answer.body))
        except ValueError as error:
            begin = self._shown(answer.body[:_LARGEST_ERROR].decode("utf-8", errors="replace"))
            raise _Again(f"the answer is not JSON: {begin[:80]!r}") from error
        except Malformed as error:
            raise _Again(self._shown(str(error))) from error

    def _refused(self, answer: _Answer) -> Exception:
        """Return the error that a status stands for."""
        status, headers = answer.status, answer.headers
        text = answer.body.decode("utf-8", errors="replace")
        said = self._shown(_said(answer.body)).rstrip(".") or "no message"
        host = self._settings.host
        if status in {301, 302, 303, 307, 308}:
            target = self._shown(headers.get("location", ""))
            return Stop(f"{host} redirects to {target}; set `base_url` to where it leads, if that is right")
        if status in {401, 403}:
            name = self._settings.api_key_env
            if not self._key:
                hint = f"set `{name}`" if name else "name its variable in `api_key_env`"
                return Stop(f"{host} wants a key ({status}); {hint}")
            return Stop(f"{host} refused the key in `{name}` ({status}): {said}")
        if status == 402 or (status == 429 and any(word in text.lower() for word in _QUOTA)):
            return Stop(f"the account at {host} is used up ({status}): {said}")
        if status in _AGAIN or status >= 500:
            wait = asked_wait(headers)
            if wait is not None and wait > _LONGEST_PAUSE:
                return Stop(f"{host} asks to wait {_time(wait)}: {said}")
            if status == 429:
                self._pause_for(wait or _FIRST_WAIT)
            return _Again(f"{host} answered {status}: {said}", wait)
        if status != 404 and self._known.takes_schema is not None:
            return Fault(f"{host} refused a request ({status}): {said}")  # Others were answered: it is about this one.
        hint = self._wire.hint(self._settings, status)
        return Stop(f"{host} refused the request ({status}): {said}{hint and '; '}{hint}")

    def _shown(self, text: str) -> str:
        """Return a foreign text as a message may hold it: one short line without secrets and control characters.

        Services repeat keys in their messages. They are cut out before the text is shortened, which could leave
        the beginning of one.
        """
        plain = text[:_LARGEST_ERROR]
        plain = plain.replace(self._key, "…") if self._key else plain
        words = " ".join("".join(sign if sign.isprintable() else " " for sign in plain).split())
        return masked(words[: 4 * _LONGEST_SAYING])[:_LONGEST_SAYING]


def _wait(state: RetryCallState) -> float:
    """Seconds before the next attempt: as the service asks, else longer each time, and never all at once."""
    error = state.outcome.exception() if state.outcome is not None else None
    longest = min(_LONGEST_WAIT, _FIRST_WAIT * 2**state.attempt_number)
    asked = error.wait if isinstance(error, _Again) else None
    jitter = random.uniform(0, longest)  # noqa: S311
    return jitter if asked is None else min(asked, _LONGEST_PAUSE) + jitter / 10


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a service asks to wait, or `None`.

    `Retry-After` holds seconds or a date (RFC 9110, section 10.2.3), `retry-after-ms` milliseconds;
    OpenAI tells in `x-ratelimit-reset-*` when a spent limit is filled again, as in `1m2.5s`
    (https://platform.openai.com/docs/guides/rate-limits).
    """
    milliseconds = _seconds(_header(headers, "retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    after = _header(headers, "retry-after")
    seconds = _seconds(after)
    if seconds is None:
        seconds = _until(after)
    return seconds if seconds is not None else spent_wait(headers) or None


def spent_wait(headers: Mapping[str, str]) -> float:
    """Return the seconds until a limit that is spent is filled again; 0 where none is."""
    waits = [
        _duration(_header(headers, f"x-ratelimit-reset-{kind}"))
        for kind in ("requests", "tokens")
        if _header(headers, f"x-ratelimit-remaining-{kind}") == "0"
    ]
    return max(waits, default=0.0)


def _header(headers: Mapping[str, str], name: str) -> str:
    """Return a header that tells a time or a number; empty when it is too long to be one."""
    text = headers.get(name, "").strip()
    return text if len(text) <= _LONGEST_WAITING_HEADER else ""


def _seconds(text: str) -> float | None:
    """Return a number of seconds between 0 and `_NEVER`, or `None` where there is no number."""
    try:
        number = float(text)
    except ValueError:
        return None
    return None if math.isnan(number) else min(max(0.0, number), _NEVER)


def _until(date: str) -> float | None:
    """Return the seconds until a date, or `None` where there is none."""
    try:
        moment = email.utils.parsedate_to_datetime(date).timestamp()
    except (ValueError, TypeError, LookupError, ArithmeticError, OSError):
        return None  # Years and zones may be beyond what the platform's clock knows.
    return min(max(0.0, moment - time.time()), _NEVER)


def _duration(text: str) -> float:
    units = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
    found = re.findall(r"(\d{1,15}(?:\.\d{1,15})?)(ms|s|m|h)", text)
    return min(sum(float(number) * units[unit] for number, unit in found), _NEVER)


def _time(seconds: float) -> str:
    """Return a time to wait in words."""
    return f"{seconds:.0f} seconds" if seconds < _NEVER else "for ever"


def _uncompressed(data: bytes, coding: str, most: int) -> bytes:
    """Undo `Content-Encoding` (RFC 9110, section 8.4), up to one byte more than `most`.

    Raises:
        Fault: It is an encoding that was not asked for.
    """
    if coding in {"", "identity"}:
        return data
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise Fault("the answer is compressed in a way that was not asked for")
    try:
        # 32 more than the window's size: the header tells whether it is gzip or zlib (`zlib.decompressobj`).
        return zlib.decompressobj(wbits=zlib.MAX_WBITS + 32).decompress(data, most + 1)
    except zlib.error as error:
        raise _Again("the answer is compressed, and damaged") from error


def _loaded(body: bytes) -> Any:
    """Read JSON, with or without a byte order mark; lone surrogates, which no text file can hold, become `?`.

    Raises:
        ValueError: It is no JSON, is nested too deeply, or holds a number with too many digits.
    """
    try:
        # `loads` lets lone surrogates through, as escapes (`\ud800`) and as bytes.
        return json.loads(json.dumps(json.loads(body), ensure_ascii=False).encode(errors="replace"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _said(body: bytes) -> str:
    """Return the message of an error, whatever it is wrapped in."""
    with suppress(ValueError, RecursionError):
        data = _loaded(body)
        error = data.get("error", data) if isinstance(data, dict) else data
        message = error.get("message", error) if isinstance(error, dict) else error
        return message if isinstance(message, str) else json.dumps(message, ensure_ascii=False)
    return _without_tags(body.decode("utf-8", errors="replace"))


def _without_tags(text: str) -> str:
    """Return the text of an HTML page, without scripts and styles, in one pass."""
    lower = text.lower()
    if len(lower) != len(text):  # Some letters become two.
        lower = text
    kept: list[str] = []
    position = 0
    while (start := text.find("<", position)) >= 0:
        kept.append(text[position:start])
        if not text[start + 1 : start + 2].isalpha() and text[start + 1 : start + 2] not in {"/", "!"}:
            kept.append("<")
            position = start + 1
            continue
        name = next((name for name in ("script", "style") if lower.startswith(name, start + 1)), "")
        closing = lower.find(f"</{name}", start) if name else start
        end = text.find(">", closing) if closing >= 0 else -1
        if end < 0:
            return " ".join(kept)  # What begins here ends beyond what was read.
        position = end + 1
    return " ".join([*kept, text[position:]])


def _tls_fault(error: BaseException) -> ssl.SSLError | None:
    """Return the fault of TLS that an error of a connection comes from, or `None`."""
    cause: BaseException | None = error
    for _ in range(10):
        if cause is None or isinstance(cause, ssl.SSLError):
            return cause
        cause = cause.__cause__ or cause.__context__
    return None


def _surroundings() -> str:
    """Name the variables that decide how anything is sent, as far as they are set; never their values."""
    names = [name for name in _SURROUNDINGS if os.environ.get(name) or os.environ.get(name.lower())]
    return f"; look at {', '.join(f'`{name}`' for name in names)} in the environment" if names else ""
