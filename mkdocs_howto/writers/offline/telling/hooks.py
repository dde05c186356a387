"""What code changes for the whole process: hooks, standard streams, values of imported modules."""

from __future__ import annotations

from collections.abc import Mapping

HANDLERS: Mapping[str, str] = {
    "sys.excepthook": "a handler of uncaught exceptions",
    "sys.unraisablehook": "a handler of exceptions that cannot be raised",
    "threading.excepthook": "a handler of uncaught exceptions in threads",
    "sys.displayhook": "a function that shows the values of the interactive prompt",
}
"""Attributes that hold the function which Python calls, by path. https://docs.python.org/3/library/sys.html"""
STREAMS: Mapping[str, str] = {
    "sys.stdout": "sends standard output to",
    "sys.stderr": "sends standard error to",
    "sys.stdin": "reads standard input from",
}
"""Attributes that hold the standard streams, by path, with what setting them does."""
CALLS = frozenset(
    {
        "atexit.register", "faulthandler.enable", "gc.disable", "locale.setlocale", "socket.setdefaulttimeout",
        "sys.setrecursionlimit",
    }
)  # fmt: skip
"""Calls that change the process and nothing outside of it."""
