"""How close the model writer comes to what the service alone would take.

500 sections of a site, all to be written by a model that answers after 200 ms, 16 at once: the ideal is
500 / 16 rounds of 200 ms. Beside it, in the same run, the bare exchange of the same 500 requests with httpx,
without prompts, review or store.

    pip install -e '.[test]' && python benchmarks/model_writer.py

With `--peers AI_SUMMARY WCOWIN`, the `mkdocs` programs of environments that hold mkdocs-ai-summary and
mkdocs-ai-summary-wcowin: 50 pages, nothing kept, one text a page, whole builds one after the other in turn.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.conftest import Site
from tests.writers.llm.server import completion

COUNT, CONCURRENCY, DELAY = 500, 16, 0.2


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer requests of one connection: little enough work that the service is never what is measured."""
    with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
            name = (await reader.readexactly(length)).partition(b"`many.")[2].partition(b"`")[0].decode()
            await asyncio.sleep(DELAY)
            section = {
                "description": f"`{name}` adds a fixed number to `value`.",
                "steps": [{"level": 1, "text": "Returns the sum."}],
                "example": f"from many import {name}\n\nprint({name}(1))\n",
            }
            data = json.dumps(completion(json.dumps(section))).encode()
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
            writer.write(head.encode())
            writer.write(data)
            await writer.drain()


async def _serve() -> None:
    server = await asyncio.start_server(_answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextlib.contextmanager
def serving() -> Iterator[str]:
    process = subprocess.Popen([sys.executable, __file__, "serve"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/v1"
    finally:
        process.terminate()
        process.wait()


async def bare(url: str) -> float:
    body = {"model": "tiny", "messages": [{"role": "user", "content": "Code to describe: `many.task_0`" + " x" * 3000}]}
    slots = asyncio.Semaphore(CONCURRENCY)
    started = time.perf_counter()
    async with httpx.AsyncClient(timeout=30, limits=httpx.Limits(max_connections=CONCURRENCY)) as client:

        async def one() -> None:
            async with slots:
                (await client.post(f"{url}/chat/completions", json=body)).json()

        await asyncio.gather(*(one() for _ in range(COUNT)))
    return time.perf_counter() - started


def module(count: int) -> str:
    return "".join(f"def task_{n}(value):\n    return value + {n}\n\n\n" for n in range(count))


def site(folder: Path, url: str) -> Site:
    made = Site(folder, options={"paths": ["src"]})
    made.file("src/many.py", module(COUNT))
    options = {"writer": "openai", "model": "tiny", "base_url": url, "concurrency": CONCURRENCY}
    made.options |= {**options, "budget": {"requests": 10_000}}
    made.page("# Home\n\n" + "".join(f"::: howto many.task_{n}\n\n" for n in range(COUNT)))
    made.configure()
    return made


def main() -> None:
    ideal = math.ceil(COUNT / CONCURRENCY) * DELAY
    print(f"ideal {ideal:.2f} s")
    with serving() as url:
        for round_ in range(3):
            plain = asyncio.run(bare(url))
            with tempfile.TemporaryDirectory() as folder:
                made = site(Path(folder), url)
                command = [sys.executable, "-m", "mkdocs_howto", "generate"]
                done = subprocess.run(command, cwd=made.folder, capture_output=True, text=True, check=True)
            seconds = float(done.stdout.partition(" in ")[2].partition(" s:")[0])
            shares = f"bare {plain:.2f} s ({plain / ideal:.3f}), written {seconds:.2f} s ({seconds / ideal:.3f})"
            print(f"round {round_ + 1}: {shares}")


def peers(ai_summary: str, wcowin: str) -> None:
    pages = {
        f"docs/page_{n}.md": "---\ninclude: [ai-summary]\n---\n# Page\n\n"
        + "Some words about shops and their stock. " * 30
        + f"\n\n::: howto many.task_{n}\n"
        for n in range(50)
    }
    mine = [str(Path(sys.executable).with_name("mkdocs"))]
    with serving() as url:
        plugins: dict[str, tuple[list[str], object]] = {
            "howto": (
                mine,
                {
                    "howto": {
                        "paths": ["src"],
                        "writer": "openai",
                        "model": "tiny",
                        "base_url": url,
                        "concurrency": CONCURRENCY,
                    }
                },
            ),
            "mkdocs-ai-summary": (
                [ai_summary],
                {"ai-summary": {"api": "chatgpt", "api_key": "PEER_KEY", "base_url": url, "model": "tiny"}},
            ),
            "mkdocs-ai-summary-wcowin": (
                [wcowin],
                {
                    "ai-summary": {
                        "ai_service": "own",
                        "enabled_folders": ["page"],
                        "custom_services": {"own": {"url": f"{url}/chat/completions", "api_key": "k", "model": "tiny"}},
                    }
                },
            ),
        }
        for round_ in range(3):
            for name, (program, plugin) in plugins.items():
                with tempfile.TemporaryDirectory() as folder:
                    config = {"site_name": "S", "theme": "mkdocs", "plugins": [plugin]}
                    files = {**pages, "mkdocs.yml": json.dumps(config), "docs/index.md": "# Home\n"}
                    files["src/many.py"] = module(50)
                    for path, text in files.items():
                        target = Path(folder, path)
                        target.parent.mkdir(parents=True, exist_ok=True)
                        target.write_text(text, encoding="utf-8")
                    started = time.perf_counter()
                    environment = {**os.environ, "PEER_KEY": "k", "OPENAI_API_KEY": "k"}
                    done = subprocess.run(
                        [*program, "build"], cwd=folder, env=environment, capture_output=True, text=True, check=False
                    )
                    seconds = time.perf_counter() - started
                    texts = [path.read_text(encoding="utf-8") for path in Path(folder).glob("site/page_*/index.html")]
                    made = sum("adds a fixed" in text for text in texts)
                    print(
                        f"round {round_ + 1} {name:<26} {seconds:6.2f} s, exit {done.returncode}, {made} pages written"
                    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peers"]:
        peers(*sys.argv[2:4])
    elif sys.argv[1:] == ["serve"]:
        asyncio.run(_serve())
    else:
        main()
