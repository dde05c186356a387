"""Addresses of services: read strictly, so that no other program takes them for another host."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Self

_LONGEST = 2_000
"""Characters of an address."""

_PORTS = {"http": 80, "https": 443}

_ADDRESS = re.compile(
    r"""
    (?P<scheme>https?)://
    (?: \[(?P<six>[0-9a-f:.]{2,45})\] | (?P<name>[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){0,40}) )
    (?: :(?P<port>[0-9]{1,5}) )?
    (?P<path>(?:/[\w.~%+,;=:-]*)*)
    """,
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
"""What is left of RFC 3986 without user names, queries and fragments, and without anything that parsers read
differently: backslashes, white space, control characters, letters beyond ASCII, zones of IPv6 addresses."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address of a service.

    Attributes:
        scheme: `http` or `https`.
        host: Name or IP address in lower case; IPv6 addresses stand in brackets, in their shortest form.
        port: The port, also where it is the scheme's usual one.
        path: What follows, without a slash at its end.
    """

    scheme: str
    host: str
    port: int
    path: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an address.

        Raises:
            ValueError: It is not written as this module demands. The message does not repeat the text, which may
                hold a password.
        """
        match = _ADDRESS.fullmatch(text) if len(text) <= _LONGEST else None
        if match is None:
            raise ValueError("no address")
        scheme = match["scheme"].lower()
        port = int(match["port"] or _PORTS[scheme])
        if not 0 < port < 65_536:
            raise ValueError("no port")
        host = _six(match["six"]) if match["six"] else match["name"].lower()
        return cls(scheme, host, port, match["path"].rstrip("/"))

    def __str__(self) -> str:
        return f"{self.scheme}://{self.netloc}{self.path}"

    @property
    def netloc(self) -> str:
        """Host and port; the scheme's usual port is left out."""
        return self.host if self.port == _PORTS[self.scheme] else f"{self.host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """True if what is sent there stays on this machine.

        Names other than `localhost` are not resolved: who runs a name's server decides where it leads.
        """
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return False


def _six(text: str) -> str:
    """Return an IPv6 address in brackets, in its shortest form."""
    try:
        return f"[{ipaddress.IPv6Address(text).compressed}]"
    except ValueError as error:
        raise ValueError("no address") from error
