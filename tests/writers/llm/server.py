"""A model's service on loopback that answers as it is told, and notes what it was asked."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

REQUEST_FIELDS = {
    "model": str,
    "messages": list,
    "response_format": dict,
    "temperature": (int, float),
    "max_tokens": int,
    "max_completion_tokens": int,
}
"""What https://platform.openai.com/docs/api-reference/chat/create documents of what we may send."""

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


def completion(text: str, *, reason: str = "stop", **message: Any) -> dict[str, Any]:
    """An answer as the API documents it (https://platform.openai.com/docs/api-reference/chat/object)."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": "tiny",
        "choices": [
            {"index": 0, "finish_reason": reason, "message": {"role": "assistant", "content": text, **message}}
        ],
        "usage": {
            "prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200,
            "prompt_tokens_details": {"cached_tokens": 400},
        },
    }  # fmt: skip


@dataclass
class Asked:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def prompt(self) -> str:
        return "\n".join(str(message["content"]) for message in self.body["messages"])


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
            self.owner.wrong += list(_faults(body))
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


def _faults(body: dict[str, Any]) -> Iterator[str]:
    for name, value in body.items():
        if name not in REQUEST_FIELDS:
            yield f"unknown field {name}"
        elif not isinstance(value, REQUEST_FIELDS[name]):
            yield f"{name} is {type(value).__name__}"
    for message in body.get("messages", ()):
        if set(message) != {"role", "content"} or message["role"] not in {"system", "user", "assistant"}:
            yield f"message {sorted(message)}"
        if not isinstance(message.get("content"), str) or not message["content"].strip():
            yield "empty message"
    form = body.get("response_format")
    if form is not None and (
        form.get("type") != "json_schema" or set(form["json_schema"]) - {"name", "strict", "schema", "description"}
    ):
        yield "response_format"


def always(text: str | dict[str, Any], delay: float = 0.0) -> Behaviour:
    """Answer every request with that text, or with that section."""

    def behave(handler: _Handler, asked: Asked, number: int) -> None:
        if delay:
            time.sleep(delay)
        handler.answer(completion(text if isinstance(text, str) else json.dumps(text)))

    return behave


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None: ...


@contextmanager
def serving(behave: Behaviour) -> Iterator[Server]:
    """A running service."""
    server = Server(behave)
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
