"""Print text in any encoding and JSON, and end a command where neither can be written."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
from contextlib import suppress
from typing import Any, TextIO

import click


def prepare_streams() -> None:
    """Have standard output and error take any text: what their encoding lacks is escaped, such as `\\u2013`.

    A stream that is closed (`>&-` in a shell) is `None` in Python, and takes what is printed to no end.
    """
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - as long as the process


def json_text(value: Any) -> str:
    """Return a value as one line of JSON; characters that standard output cannot encode are escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return text if _has_all(text, sys.stdout) else json.dumps(value)


def echo_json(value: Any) -> None:
    """Print a value as one line of JSON."""
    click.echo(json_text(value))


def _has_all(text: str, stream: TextIO) -> bool:
    try:
        codecs.encode(text, stream.encoding or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True


def give_up(error: OSError) -> None:
    """Say why nothing more can be written, where that can be said, and drop what is left to write.

    Args:
        error: What an operation on a file ended with, standard output included.
    """
    with suppress(OSError, ValueError):
        click.echo(f"Error: {error.strerror or error}", err=True)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
            continue
        # Python writes what is left when it ends, and would complain again.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
