"""Python runs this at its start: it writes down whom the process speaks to, and lets it speak to loopback alone.

The list goes to the file that `HOWTO_WATCHED` names. `uvloop.py` beside this file stands in for the real one, whose
connections Python is not told of. What compiled code opens by itself is not seen.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from pathlib import Path

LIST = Path(os.environ["HOWTO_WATCHED"])
PLACES = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
}
"""Events of https://docs.python.org/3/library/audit_events.html, and which argument holds the address."""


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Note an address; refuse it unless it is this machine's own."""
    if event not in PLACES:
        return
    address = arguments[PLACES[event]]
    host = address[0] if isinstance(address, tuple) else address
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"} and not isinstance(address, tuple):
        return  # A socket in the file system, or one that has been connected before.
    if host is None:
        return  # Any address of this machine, to listen on.
    name = host.decode() if isinstance(host, bytes) else str(host)
    with LIST.open("a", encoding="utf-8") as file:
        file.write(f"{name}\n")
    if not is_own(name):
        raise OSError(f"{name} is not this machine")


def is_own(name: str) -> bool:
    """Whether a name or address is loopback, or stands for all addresses of this machine."""
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return name in {"", "localhost"}
    return address.is_loopback or address.is_unspecified


sys.addaudithook(watch)
