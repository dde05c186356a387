"""Requests to a model's service: retried, paced, and stopped when nothing will come of them.

The only module that knows httpx. It speaks no wire format: what a body holds and what an answer
means is a format's business.
"""

from __future__ import annotations

import asyncio
import email.utils
import json
import queue
import random
import re
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Self

import httpx
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt

from mkdocs_howto.writers.llm.settings import ModelSettings
from mkdocs_howto.writers.llm.wire import Known, Malformed, Message, Reply, Wire

LARGEST = 4_000_000
"""Bytes of an answer that are read. A section has some thousands."""

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

    def send(self, number: int, messages: tuple[Message, ...]) -> None:
        """Send a prompt; its outcome is told under that number."""
        self.underway += 1
        self._loop.call_soon_threadsafe(self._start, number, messages)

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
            self._known.stopped = f"nothing can be sent: {type(error).__name__}: {error}"
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

    def _start(self, number: int, messages: tuple[Message, ...]) -> None:
        task = self._loop.create_task(self._deliver(number, messages))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, number: int, messages: tuple[Message, ...]) -> None:
        assert self._slots is not None
        async with self._slots:
            outcome: Reply | Exception
            try:
                if self._requests is None:
                    raise Unsent(self._known.stopped)
                self._known.underway += 1
                outcome = await self._requests.ask(messages)
            except (Fault, Stop) as error:
                outcome = error
            except Exception as error:  # noqa: BLE001 - whoever waits for an outcome must get one
                outcome = Fault(f"{type(error).__name__} while asking {self._settings.host}")
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
            headers={"User-Agent": "mkdocs-howto", "Content-Type": "application/json", **wire.headers(self._key)},
        )
        self._known = known
        self._probing = asyncio.Lock()
        self._probes = 0
        self._server_errors = 0

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.aclose()

    async def ask(self, messages: tuple[Message, ...]) -> Reply:
        """Send a prompt until there is an answer.

        Raises:
            Fault: There is none.
            Stop: There will be none for any prompt.
        """
        if self._known.stopped:
            raise Unsent(self._known.stopped)
        try:
            reply = await self._asked(messages)
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

    async def _asked(self, messages: tuple[Message, ...]) -> Reply:
        attempts = AsyncRetrying(
            stop=stop_after_attempt(self._settings.attempts),
            wait=_wait,
            retry=retry_if_exception_type(_Again),
            reraise=True,
        )
        try:
            return await attempts(self._attempt, messages)
        except _Again as error:
            raise Fault(str(error)) from error

    async def _attempt(self, messages: tuple[Message, ...]) -> Reply:
        if self._known.stopped:
            raise Stop(self._known.stopped)
        await self._pause()
        schema = self._known.takes_schema is not False
        status, headers, text = await self._post(messages, schema=schema)
        may_mean_schema = status in _SCHEMA_REFUSED and schema and self._known.takes_schema is None
        if may_mean_schema and status >= 500:
            self._server_errors += 1
            may_mean_schema = self._server_errors > 1  # One may be an accident.
        if may_mean_schema and self._probes < _MOST_PROBES:
            return await self._probe(messages, (status, headers, text))
        reply = self._read(status, headers, text)
        if schema:
            self._known.takes_schema = True
        # Asking on with an empty allowance would only bring a 429.
        self._pause_for(min(spent_wait(headers), _LONGEST_PAUSE))
        return reply

    def _pause_for(self, seconds: float) -> None:
        self._known.paused_until = max(self._known.paused_until, time.monotonic() + seconds)

    async def _probe(self, messages: tuple[Message, ...], refused: tuple[int, httpx.Headers, str]) -> Reply:
        """Find out whether it was the schema that an endpoint refused in its first request."""
        async with self._probing:
            if self._known.takes_schema is None:
                self._probes += 1
                status, headers, text = await self._post(messages, schema=False)
                if status != 200:
                    passing = status in _AGAIN or status >= 500
                    return self._read(*((status, headers, text) if passing else refused))
                reply = self._read(status, headers, text)
                self._known.takes_schema = False
                return reply
        if self._known.takes_schema:
            return self._read(*refused)
        return self._read(*await self._post(messages, schema=False))

    async def _pause(self) -> None:
        """Wait as long as the service has asked all of us to."""
        while (left := self._known.paused_until - time.monotonic()) > 0:  # noqa: ASYNC110 - it may be set later meanwhile
            await asyncio.sleep(left)

    async def _post(self, messages: tuple[Message, ...], *, schema: bool) -> tuple[int, httpx.Headers, str]:
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
            reason = "its service may not be running, or `base_url` may be wrong"
            problem = f"{self._settings.base_url} cannot be reached: {reason}"
            if self._settings.is_local:
                raise Stop(problem) from error  # A service on this machine that is down stays down.
            raise _Again(problem) from error
        except httpx.HTTPError as error:
            raise _Again(self._masked(f"{type(error).__name__}: {error}")) from error

    async def _exchanged(self, body: bytes) -> tuple[int, httpx.Headers, str]:
        async with self._client.stream("POST", self._url, content=body) as response:
            data = bytearray()
            async for chunk in response.aiter_bytes():
                data += chunk
                if len(data) > LARGEST:
                    raise Fault(f"the answer is larger than {LARGEST:,} bytes")
            return response.status_code, response.headers, data.decode("utf-8", errors="replace")

    def _read(self, status: int, headers: httpx.Headers, text: str) -> Reply:
        if status != 200:
            raise self._refused(status, headers, text)
        try:
            return self._wire.reply(json.loads(text))
        except ValueError as error:
            raise _Again(f"the answer is not JSON: {self._masked(text)[:80]!r}") from error
        except Malformed as error:
            raise _Again(self._masked(str(error))) from error

    def _refused(self, status: int, headers: httpx.Headers, text: str) -> Exception:
        """The error that a status stands for."""
        said = self._masked(_said(self._masked(text)))
        host = self._settings.host
        if status in {301, 302, 303, 307, 308}:
            target = headers.get("location", "")
            return Stop(
                f"{host} redirects to {self._masked(target)}; set `base_url` to where it leads, if that is right"
            )
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
                return Stop(f"{host} asks to wait {wait:.0f} seconds: {said}")
            if status == 429:
                self._pause_for(wait or _FIRST_WAIT)
            return _Again(f"{host} answered {status}: {said}", wait)
        if status != 404 and self._known.takes_schema is not None:
            return Fault(f"{host} refused a request ({status}): {said}")  # Others were answered: it is about this one.
        hint = self._wire.hint(self._settings, status)
        return Stop(f"{host} refused the request ({status}): {said}{hint and '; '}{hint}")

    def _masked(self, text: str) -> str:
        """A text without the key, which some services repeat in their messages."""
        return text.replace(self._key, "…") if self._key else text


def _wait(state: RetryCallState) -> float:
    """Seconds before the next attempt: as the service asks, else longer each time, and never all at once."""
    error = state.outcome.exception() if state.outcome is not None else None
    longest = min(_LONGEST_WAIT, _FIRST_WAIT * 2**state.attempt_number)
    asked = error.wait if isinstance(error, _Again) else None
    jitter = random.uniform(0, longest)  # noqa: S311
    return jitter if asked is None else min(asked, _LONGEST_PAUSE) + jitter / 10


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds that a service asks to wait.

    `Retry-After` holds seconds or a date (RFC 9110, section 10.2.3), `retry-after-ms` milliseconds;
    OpenAI tells in `x-ratelimit-reset-*` when a spent limit is filled again, as in `1m2.5s`
    (https://platform.openai.com/docs/guides/rate-limits).
    """
    with suppress(ValueError):
        return max(0.0, float(headers.get("retry-after-ms", "")) / 1000)
    after = headers.get("retry-after", "")
    with suppress(ValueError):
        return max(0.0, float(after))
    with suppress(ValueError, TypeError):
        return max(0.0, email.utils.parsedate_to_datetime(after).timestamp() - time.time())
    return spent_wait(headers) or None


def spent_wait(headers: Mapping[str, str]) -> float:
    """Seconds until a limit that is spent is filled again; 0 where none is."""
    waits = [
        _duration(headers.get(f"x-ratelimit-reset-{kind}", ""))
        for kind in ("requests", "tokens")
        if headers.get(f"x-ratelimit-remaining-{kind}") == "0"
    ]
    return max(waits, default=0.0)


def _duration(text: str) -> float:
    units = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
    return sum(float(number) * units[unit] for number, unit in re.findall(r"(\d+(?:\.\d+)?)(ms|s|m|h)", text))


def _said(text: str) -> str:
    """The message of an error, whatever it is wrapped in."""
    with suppress(ValueError):
        data = json.loads(text)
        error = data.get("error", data) if isinstance(data, dict) else data
        message = error.get("message", error) if isinstance(error, dict) else error
        return " ".join(str(message).split()).rstrip(".")[:300]
    plain = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL | re.IGNORECASE)
    return " ".join(plain.split())[:200] or "no message"
