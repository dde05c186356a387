"""What `mkdocs-howto check` costs on a site of 1,000 placeholders in which nothing has changed.

    python benchmarks/check.py

Whole processes, alternating: the command, and a process that only starts Python, imports MkDocs and reads the same
pages. The difference is the check's own time. Once with nothing pinned, once with all pinned, once with all pinned
and edited.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COUNT = 1_000
PAGES = 50
ROUNDS = 7

_BARE = "from mkdocs_howto.cli import main, site, check; from pathlib import Path; site.pages(Path('mkdocs.yml'))"
_COMMAND = [sys.executable, "-m", "mkdocs_howto"]


def project(folder: Path) -> None:
    functions = "".join(
        f'def task_{number}(value: int) -> int:\n    """Add {number} to a value."""\n    return value + {number}\n\n\n'
        for number in range(COUNT)
    )
    (folder / "src").mkdir()
    (folder / "src/many.py").write_text(functions)
    (folder / "docs").mkdir()
    for page in range(PAGES):
        lines = [f"::: howto many.task_{number}\n" for number in range(page, COUNT, PAGES)]
        (folder / f"docs/page{page}.md").write_text(f"# Page {page}\n\n" + "\n".join(lines))
    (folder / "mkdocs.yml").write_text("site_name: Many\nplugins:\n  - howto:\n      pins: howto/\n")


def seconds(folder: Path, command: list[str]) -> float:
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return time.perf_counter() - started


def compared(folder: Path, words: str) -> None:
    seconds(folder, [*_COMMAND, "check"])
    whole, bare = [], []
    for _ in range(ROUNDS):
        whole.append(seconds(folder, [*_COMMAND, "check"]))
        bare.append(seconds(folder, [sys.executable, "-c", _BARE]))
    median, alone = statistics.median(whole), statistics.median(bare)
    print(f"{words:<22} {median:6.2f} s   reading alone {alone:5.2f} s   own {median - alone:5.2f} s")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project(folder)
        compared(folder, "nothing pinned")
        subprocess.run([*_COMMAND, "pin", "--all", "-q"], cwd=folder, check=True)
        compared(folder, "all pinned")
        for path in (folder / "howto").glob("*.md"):
            path.write_text(path.read_text().replace("Add ", "Add the number "))
        compared(folder, "all pinned and edited")


if __name__ == "__main__":
    main()
