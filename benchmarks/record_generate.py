"""Record `mkdocs-howto generate` as the moving picture that the documentation shows.

The command is the real one, in a terminal of its own; the model's service is the one of the tests, on this machine.
It answers after half a second or more with the offline text, once with 429 and `Retry-After`, once wrongly until the
answer comes back, and of one function wrongly each time. The site's budget ends two sections early.

    pip install -e '.[test]' && python benchmarks/record_generate.py docs/assets/generate.svg
"""

from __future__ import annotations

import contextlib
import fcntl
import io
import json
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.conftest import FIXTURES, Site
from tests.writers.llm.server import Asked, Behaviour, _Handler, completion, serving

REFERENCES = [
    *(f"shop.{name}" for name in ("Cart", "Cart.add", "Cart.remove", "Cart.total", "Price", "Price.parse", "reserve")),
    *("shop.cart.Line", "shop.errors.StockError", "shop.files.atomic_write", "shop.text.slug", "shop.export.Order"),
    *("shop.export.Exporter", "shop.cli.top", "providers.turns.join_turns", "providers.turns.random_name"),
    *("providers.skychat.SkyChat", "providers.pagechat.PageChat", "providers.tokenchat.TokenChat"),
]
WRONG_ONCE, WRONG = "shop.Cart.total", "shop.reserve"
BUSY_AT, KEPT, BUDGET = 12, 3, 16
COLUMNS = 100
TICK, STILL = 0.2, 7.0
"""Seconds between two looks at the terminal, and for which the last one stays."""

_COMMAND = [sys.executable, "-m", "mkdocs_howto"]
_ESCAPE = re.compile(r"\x1b\[(?P<number>[0-9;?]*)(?P<what>[A-Za-z])|(?P<turn>\r)|(?P<feed>\n)|(?P<text>[^\x1b\r\n]+)")

_FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"
_PARTS = "{styles}\0{width}\0{height}\0{chrome}\0{terminal_x}\0{terminal_y}\0{backgrounds}{matrix}"


# The site and its service.


def sections(source: Path) -> dict[str, str]:
    """What the service answers for each object: the offline text, in the form that a model is asked for."""
    command = [*_COMMAND, "show", *REFERENCES, "--format", "json", "--no-cache", "--path", "."]
    shown = subprocess.run(command, cwd=source, capture_output=True, text=True, check=True)
    found = [json.loads(line) for line in shown.stdout.splitlines()]
    return {
        one["object_path"]: json.dumps(
            {"description": one["description"], "steps": list(_flat(one["steps"])), "example": one["example"]}
        )
        for one in found
    }


def _flat(steps: Sequence[Mapping[str, Any]], level: int = 1) -> Iterator[dict[str, object]]:
    for step in steps:
        yield {"level": min(level, 3), "text": step["text"]}
        yield from _flat(step["steps"], level + 1)


def project(folder: Path) -> Site:
    site = Site(folder, options={"paths": ["src"]})
    for package in ("shop", "providers"):
        shutil.copytree(FIXTURES / package, folder / "src" / package, ignore=shutil.ignore_patterns("__pycache__"))
    site.page("# Shop\n\n" + "".join(f"::: howto {reference}\n\n" for reference in REFERENCES))
    return site


def behave(texts: Mapping[str, str]) -> Behaviour:
    def answering(handler: _Handler, asked: Asked, number: int) -> None:
        if number == BUSY_AT:
            handler.answer({"error": {"message": "Too many requests."}}, 429, Retry_After="3")
            return
        time.sleep(0.5 + number % 4 / 5)
        path = asked.prompt.partition("Code to describe: `")[2].partition("`")[0]
        text, is_first = texts[path], len(asked.body["messages"]) == 2
        if path == WRONG or (path == WRONG_ONCE and is_first):
            text = json.dumps({**json.loads(text), "description": "Calls `convert_all` and returns what it gives."})
        handler.answer(completion(text))

    return answering


# The terminal.


@dataclass(frozen=True, slots=True)
class Frame:
    """What a terminal shows from one moment on, in lines that hold escapes for colours."""

    second: float
    lines: tuple[str, ...]


class Terminal:
    """As much of one as a bar and a table need: lines are replaced as a whole."""

    def __init__(self, line: str) -> None:
        """Make a terminal in which a line has been entered."""
        self.lines = [line, ""]
        self._row = 1

    def write(self, text: str) -> None:
        """Show what a program has written."""
        for found in _ESCAPE.finditer(text):
            if found["feed"]:
                self._row += 1
                self.lines += [""] * (self._row + 1 - len(self.lines))
            elif found["text"] or found["what"] == "m":
                self.lines[self._row] += found[0]
            elif found["what"] == "K":
                self.lines[self._row] = ""
            elif found["what"] == "A":
                self._row -= int(found["number"] or 1)


def record(folder: Path, *arguments: str) -> list[Frame]:
    """Run the command and look at its terminal now and then."""
    main, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "NO_COLOR"}}
    environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    command = [*_COMMAND, *arguments]
    run = subprocess.Popen(command, cwd=folder, stdin=other, stdout=other, stderr=other, env=environment)
    os.close(other)
    terminal = Terminal(f"\x1b[1;32m$\x1b[0m \x1b[1mmkdocs-howto {' '.join(arguments)}\x1b[0m")
    frames = [Frame(0.0, tuple(terminal.lines))]
    started = time.monotonic()
    with contextlib.suppress(OSError):  # Linux ends a terminal that nobody holds any more with an error.
        while piece := os.read(main, 65536):
            terminal.write(piece.decode())
            if time.monotonic() - started - frames[-1].second >= TICK:
                frames.append(Frame(time.monotonic() - started, tuple(terminal.lines)))
    frames.append(Frame(time.monotonic() - started, tuple(terminal.lines)))
    run.wait()
    os.close(main)
    return [
        frame
        for before, frame in zip([None, *frames], frames, strict=False)
        if before is None or before.lines != frame.lines
    ]


# The picture.


def picture(frames: Sequence[Frame]) -> str:
    """All frames in one SVG, each shown in its time; who wants no motion sees the last."""
    height = max(len(frame.lines) for frame in frames)
    drawn = [_drawn(frame, number, height) for number, frame in enumerate(frames)]
    whole = frames[-1].second + STILL
    ends = [*(frame.second for frame in frames[1:]), whole]
    css = ["@media (prefers-reduced-motion: no-preference) {"]
    for number, (frame, end) in enumerate(zip(frames, ends, strict=True)):
        start, stop = (f"{second / whole:.2%}" for second in (frame.second, end))
        hidden = "" if number == 0 else "0% { visibility: hidden } "
        shown = f"{hidden}{start} {{ visibility: visible }} {stop} {{ visibility: hidden }}"
        css += [
            f"@keyframes f{number} {{ {shown} }}",
            f"#f{number} {{ animation: f{number} {whole:.1f}s step-end infinite }}",
        ]
    css += ["}", ".frame { visibility: hidden }", f"#f{len(frames) - 1} {{ visibility: visible }}"]
    width, tall, chrome = drawn[-1].size
    styles = "\n".join([f"text {{ font: 20px {_FONT} }}", *css, *(one.styles for one in drawn)])
    groups = "\n".join(one.group for one in drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {tall}">\n<style>\n{styles}\n</style>\n'
        f"{chrome}\n{groups}\n</svg>\n"
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A frame as part of an SVG; `size` holds width, height and what is around the terminal."""

    styles: str
    group: str
    size: tuple[str, str, str]


def _drawn(frame: Frame, number: int, height: int) -> Drawn:
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    lines = [*frame.lines, *[""] * (height - len(frame.lines))]
    console.print(Text("\n").join(Text.from_ansi(line) if line else Text() for line in lines), end="")
    exported = console.export_svg(title="", code_format=_PARTS, font_aspect_ratio=0.602, unique_id=f"t{number}")
    styles, width, tall, chrome, left, top, matrix = exported.split("\0")
    matrix = re.sub(r' clip-path="[^"]*"', "", matrix)
    group = f'<g class="frame" id="f{number}" transform="translate({left}, {top})">{matrix}</g>'
    return Drawn(styles, group, (width, tall, " ".join(chrome.split())))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = project(Path(folder))
        with serving(behave(sections(site.folder / "src"))) as server:
            site.options |= {"writer": "openai", "model": "tiny", "base_url": server.url, "concurrency": 3}
            site.configure()
            before = [*_COMMAND, "generate", "-q", "--max-requests", str(KEPT)]
            subprocess.run(before, cwd=site.folder, check=False)
            site.options |= {"budget": {"requests": BUDGET}, "prices": {"input": 0.25, "output": 2.0}}
            site.configure()
            frames = record(site.folder, "generate")
    Path(sys.argv[1]).write_text(picture(frames), encoding="utf-8")
    print(f"{len(frames)} frames, {frames[-1].second:.1f} s")


if __name__ == "__main__":
    main()
