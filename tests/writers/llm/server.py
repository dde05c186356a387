"""A model's service on loopback that answers as it is told, and notes what it was asked."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GOOD = {
    "description": "`reserve` takes the ordered quantities out of `stock`, which it changes in place. It raises "
    "`ValueError` for a quantity below 1, and `StockError` when too few units are left.",
    "steps": [
        {"level": 1, "text": "For each `sku` in `order`:"},
        {"level": 2, "text": "Raises `ValueError` if `wanted` is less than 1."},
        {"level": 2, "text": "Raises `StockError` if too few units are left and `partial` is not set."},
        {"level": 1, "text": "Returns `taken`."},
    ],
    "example": 'from shop import reserve\n\nstock = {"tea": 3}\nprint(reserve(stock, {"tea": 2}))\n',
}


@dataclass(frozen=True)
class Spoken:
    """A wire format as its vendor documents it.

    Attributes:
        writer: Name of our writer for it.
        path: Where requests go, below `/v1`.
        key: Header that holds the key, and how.
        fields: What a request may hold, with types; dotted for what is inside.
        answer: Makes an answer from a text, why it ended (`stop`, `length`, `refusal`).
        schema: Where the request demands structured output.
    """

    writer: str
    path: str
    key: tuple[str, str]
    fields: Mapping[str, type | tuple[type, ...]]
    answer: Callable[[str, str], dict[str, Any]]
    schema: tuple[str, ...]

    def completion(self, text: str, reason: str = "stop") -> dict[str, Any]:
        return self.answer(text, reason)

    def has_schema(self, body: dict[str, Any]) -> bool:
        found: Any = body
        for name in self.schema:
            found = found.get(name) if isinstance(found, dict) else None
        return found is not None

    def faults(self, body: dict[str, Any]) -> Iterator[str]:
        """What in a request is not as the API documents it."""

        def within(value: Any, path: str) -> Iterator[str]:
            known = self.fields.get(path)
            if path and known is None:
                yield f"unknown field {path}"
            elif known is not None and not isinstance(value, known):
                yield f"{path} is {type(value).__name__}"
            elif path.endswith(("schema", "responseJsonSchema")):
                return
            elif isinstance(value, dict):
                for name, inner in value.items():
                    yield from within(inner, f"{path}.{name}".strip("."))
            elif isinstance(value, list):
                for inner in value:
                    yield from within(inner, f"{path}[]")

        yield from within(body, "")


def _openai(text: str, reason: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": text, "refusal": None}
    if reason == "refusal":
        message |= {"content": None, "refusal": "I cannot help with that."}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": "tiny",
        "choices": [{"index": 0, "finish_reason": "length" if reason == "length" else "stop", "message": message}],
        "usage": {
            "prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200,
            "prompt_tokens_details": {"cached_tokens": 400},
        },
    }  # fmt: skip


def _anthropic(text: str, reason: str) -> dict[str, Any]:
    ends = {"stop": "end_turn", "length": "max_tokens", "refusal": "refusal"}
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "tiny",
        "content": [] if reason == "refusal" else [{"type": "text", "text": text}],
        "stop_reason": ends[reason],
        "stop_sequence": None,
        "usage": {
            "input_tokens": 600, "cache_read_input_tokens": 400, "cache_creation_input_tokens": 0, "output_tokens": 200,
        },
    }  # fmt: skip


def _gemini(text: str, reason: str) -> dict[str, Any]:
    ends = {"stop": "STOP", "length": "MAX_TOKENS", "refusal": "SAFETY"}
    parts = [] if reason == "refusal" else [{"text": "thinking", "thought": True}, {"text": text}]
    return {
        "candidates": [{"content": {"role": "model", "parts": parts}, "finishReason": ends[reason], "index": 0}],
        "usageMetadata": {
            "promptTokenCount": 1000, "candidatesTokenCount": 150, "thoughtsTokenCount": 50, "totalTokenCount": 1200,
            "cachedContentTokenCount": 400,
        },
        "modelVersion": "tiny",
    }  # fmt: skip


OPENAI = Spoken(
    "openai", "/chat/completions", ("authorization", "Bearer {}"),
    # https://platform.openai.com/docs/api-reference/chat/create
    {
        "model": str, "messages": list, "messages[]": dict, "messages[].role": str, "messages[].content": str,
        "temperature": (int, float), "max_tokens": int, "max_completion_tokens": int, "response_format": dict,
        "response_format.type": str, "response_format.json_schema": dict, "response_format.json_schema.name": str,
        "response_format.json_schema.strict": bool, "response_format.json_schema.schema": dict,
    },
    _openai, ("response_format",),
)  # fmt: skip
ANTHROPIC = Spoken(
    "anthropic", "/messages", ("authorization", "Bearer {}"),
    # https://platform.claude.com/docs/en/api/messages
    {
        "model": str, "max_tokens": int, "messages": list, "messages[]": dict, "messages[].role": str,
        "messages[].content": str, "system": list, "system[]": dict, "system[].type": str, "system[].text": str,
        "system[].cache_control": dict, "system[].cache_control.type": str,
        "output_config": dict, "output_config.format": dict, "output_config.format.type": str,
        "output_config.format.schema": dict,
    },
    _anthropic, ("output_config", "format"),
)  # fmt: skip
GEMINI = Spoken(
    "gemini", "/models/tiny:generateContent", ("x-goog-api-key", "{}"),
    # https://ai.google.dev/api/generate-content
    {
        "contents": list, "contents[]": dict, "contents[].role": str, "contents[].parts": list,
        "contents[].parts[]": dict, "contents[].parts[].text": str, "systemInstruction": dict,
        "systemInstruction.parts": list, "systemInstruction.parts[]": dict, "systemInstruction.parts[].text": str,
        "generationConfig": dict, "generationConfig.temperature": (int, float), "generationConfig.maxOutputTokens": int,
        "generationConfig.responseMimeType": str, "generationConfig.responseJsonSchema": dict,
    },
    _gemini, ("generationConfig", "responseJsonSchema"),
)  # fmt: skip
FORMATS = {"openai": OPENAI, "anthropic": ANTHROPIC, "gemini": GEMINI}


def completion(text: str, reason: str = "stop") -> dict[str, Any]:
    """An answer of OpenAI's format."""
    return OPENAI.completion(text, reason)


@dataclass
class Asked:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def prompt(self) -> str:
        """All texts of the request."""
        return "\n".join(_texts(self.body))


Behaviour = Callable[["_Handler", Asked, int], None]


@dataclass
class Server:
    """The service; `behave` decides about each answer."""

    behave: Behaviour
    asked: list[Asked] = field(default_factory=list)
    url: str = ""
    wrong: list[str] = field(default_factory=list)
    """Requests that are not as the API documents them."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    spoken: Spoken = OPENAI


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner: Server

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", 0))
        body = json.loads(self.rfile.read(length))
        asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        with self.owner.lock:
            self.owner.asked.append(asked)
            number = len(self.owner.asked)
            self.owner.wrong += list(self.owner.spoken.faults(body))
        self.owner.behave(self, asked, number)

    def answer(self, data: Any, status: int = 200, **headers: str) -> None:
        raw = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(raw)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(raw)

    def drip(self, data: bytes, pause: float) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        for byte in data:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(pause)

    def reset(self, data: bytes = b"") -> None:
        """Promise more than is sent, and cut the line."""
        self.send_response(200)
        self.send_header("content-length", "100000")
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        self.connection.close()
        self.close_connection = True

    def zipped(self, data: Any) -> None:
        self.answer(gzip.compress(json.dumps(data).encode()), content_encoding="gzip")

    def handle(self) -> None:
        with suppress(ConnectionError, ValueError):  # A client that has waited long enough.
            super().handle()

    def log_message(self, *_: object) -> None: ...


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in {"text", "content"} and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def always(text: str | dict[str, Any], delay: float = 0.0) -> Behaviour:
    """Answer every request with that text, or with that section."""

    def behave(handler: _Handler, asked: Asked, number: int) -> None:
        if delay:
            time.sleep(delay)
        handler.answer(handler.owner.spoken.completion(text if isinstance(text, str) else json.dumps(text)))

    return behave


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None: ...


@contextmanager
def serving(behave: Behaviour, spoken: Spoken = OPENAI) -> Iterator[Server]:
    """A running service."""
    server = Server(behave, spoken=spoken)
    handler = type("Handler", (_Handler,), {"owner": server})
    http = _Quiet(("127.0.0.1", 0), handler)
    server.url = f"http://127.0.0.1:{http.server_address[1]}/v1"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
