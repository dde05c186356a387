"""Connections that stop reading when a server sends more than it was asked for.

redis-py reads as many bytes as a reply announces, whatever the command asked for; here they are counted at the socket,
before anything keeps them.
"""

from __future__ import annotations

import socket
from typing import Any


class TooMuch(ConnectionError):
    """A server sent more bytes than an exchange can have."""


class Quota:
    """The bytes that a server may still send in one exchange."""

    def __init__(self, most: int) -> None:
        """Allow nothing yet.

        Args:
            most: Bytes that each exchange may have.
        """
        self._most = most
        self._left = 0

    def renew(self) -> None:
        """Begin an exchange."""
        self._left = self._most

    def take(self, count: int) -> None:
        """Count bytes that were received.

        Raises:
            TooMuch: They are more than the exchange may have.
        """
        self._left -= count
        if self._left < 0:
            raise TooMuch("it sent more than it was asked for")


class _CountedSocket:
    """A socket whose received bytes count against a quota."""

    def __init__(self, plain: socket.socket, quota: Quota) -> None:
        self._plain = plain
        self._quota = quota

    def recv(self, size: int, flags: int = 0) -> bytes:
        data = self._plain.recv(size, flags)
        self._quota.take(len(data))
        return data

    def recv_into(self, buffer: Any, size: int = 0, flags: int = 0) -> int:
        count = self._plain.recv_into(buffer, size, flags)
        self._quota.take(count)
        return count

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plain, name)


def counted(connection: type[Any], quota: Quota) -> type[Any]:
    """Return a class of connections whose sockets count what they receive.

    Args:
        connection: redis-py's own class: `redis.Connection` or `redis.SSLConnection`.
        quota: Shared by all connections of the class.
    """

    class Counted(connection):  # type: ignore[misc]  # The base class is chosen at run time.
        def _connect(self) -> _CountedSocket:
            # The one method of a connection that opens its socket (redis-py, `AbstractConnection._connect`).
            return _CountedSocket(super()._connect(), quota)

    return Counted
