"""What a build takes to know a project's tests and documentation, beside an older checkout of this package.

    python benchmarks/index.py OLDER PROJECT:PACKAGE… [--runs 5] [--objects 20]

OLDER is a checkout of this package, PROJECT one of a documented project (its packages in `src/` or at its top). Three
builds follow each other, each in a process of its own: *cold* with an empty cache, *kept* with nothing changed,
*edited* with a program added to one page. A cold or edited build asks for the facts of some objects of the package,
taken evenly from its modules; a build in which nothing changed only has to know that. Both checkouts take turns in
every run. Seconds, without the start of Python, are the best of all runs, peak memory the largest. The older checkout
may read less: commits up to 14bcbaa read no documentation. Nothing is imported or run; no network.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEASURED = """
import json, resource, sys, time
from pathlib import Path
from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.errors import HowtoError
from mkdocs_howto.settings import Settings, interpreter_paths

root, source, cache, references = json.loads(sys.argv[1])
root = Path(root)
examples = tuple(root / name for name in ("examples", "tests", "README.md"))
settings = Settings(
    root=root, paths=(Path(source),), search_paths=interpreter_paths(), cache=Path(cache), examples=examples
)
parsed = 0

def hear(event, arguments):
    global parsed
    parsed += event == "compile" and arguments[1] == "<unknown>"

sys.addaudithook(hear)
start = time.perf_counter()
build = Build(settings, print)
build.book
index = time.perf_counter() - start
for reference in references:
    try:
        build.block(Request(reference))
    except HowtoError:
        continue
if references:
    build.keep_book()
build.close()
total = time.perf_counter() - start
print(json.dumps([index, total, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, parsed]))
"""
STAGES = ("cold", "kept", "edited")


@dataclass(frozen=True)
class Run:
    """One build: seconds until it knew what changed, seconds in all, peak MiB, and texts parsed."""

    index: float
    total: float
    mebibytes: float
    parsed: int


class Project:
    """A copy of a project, which may be edited."""

    def __init__(self, given: str, folder: Path, objects: int) -> None:
        path, _, self.package = given.rpartition(":")
        self.root = folder / self.package
        shutil.copytree(path, self.root, symlinks=True, ignore=shutil.ignore_patterns(".git", ".venv", "node_modules"))
        self.source = self.root / "src" if (self.root / "src" / self.package).exists() else self.root
        self.references = list(self._objects())[:objects]
        self._page = next(
            page for suffix in ("md", "rst", "txt") for page in sorted(self.root.glob(f"docs/**/*.{suffix}"))
        )
        self._text = self._page.read_text(encoding="utf-8")

    def edit(self, number: int) -> None:
        """Add a program to a page."""
        program = f"import {self.package}\n\nprint({self.package}, {number})\n"
        block = (
            f"```python\n{program}```\n"
            if self._page.suffix == ".md"
            else f"::\n\n    {program.replace(chr(10), chr(10) + '    ')}"
        )
        self._page.write_text(f"{self._text}\n\n{block}\n", encoding="utf-8")

    def _objects(self) -> Iterator[str]:
        found: list[list[str]] = []
        for file in sorted((self.source / self.package).rglob("*.py")):
            module = ".".join(file.relative_to(self.source).with_suffix("").parts).removesuffix(".__init__")
            if any(part.startswith("_") for part in module.split(".")):
                continue
            tree = ast.parse(file.read_text(encoding="utf-8"))
            kinds = (ast.FunctionDef, ast.ClassDef)
            names = [node.name for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")]
            found.append([f"{module}.{name}" for name in names])
        for index in range(max(map(len, found))):
            yield from (names[index] for names in found if index < len(names))


def measured(checkout: Path, project: Project, cache: Path, *, asks: bool) -> Run:
    """Build in a process that imports this package from a checkout."""
    given = [str(project.root), str(project.source), str(cache), project.references if asks else []]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, json.dumps(given)], capture_output=True, text=True, check=False,
        cwd=checkout, env={**os.environ, "PYTHONPATH": str(checkout)},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    return Run(*json.loads(done.stdout.splitlines()[-1]))


def compared(checkouts: list[Path], project: Project, runs: int, folder: Path) -> dict[tuple[Path, str], list[Run]]:
    """Take turns between checkouts."""
    found: dict[tuple[Path, str], list[Run]] = {}
    for number in range(runs):
        for checkout in checkouts if number % 2 == 0 else reversed(checkouts):
            with tempfile.TemporaryDirectory(dir=folder) as cache:
                for stage in STAGES:
                    if stage == "edited":
                        project.edit(number)
                    run = measured(checkout, project, Path(cache) / "cache", asks=stage != "kept")
                    found.setdefault((checkout, stage), []).append(run)
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("older", type=Path)
    parser.add_argument("projects", nargs="+")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--objects", type=int, default=20)
    options = parser.parse_args()
    checkouts = [options.older.resolve(), ROOT]
    print("older / this checkout; s: best of", options.runs, "alternating runs, MiB: largest\n")
    print("| project | build | what changed, s | with facts, s | peak, MiB | texts parsed |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        for given in options.projects:
            project = Project(given, Path(name), options.objects)
            found = compared(checkouts, project, options.runs, Path(name))
            for stage in STAGES:
                older, newer = (found[checkout, stage] for checkout in checkouts)
                cells = [
                    f"{min(run.index for run in older):.3f} / {min(run.index for run in newer):.3f}",
                    f"{min(run.total for run in older):.2f} / {min(run.total for run in newer):.2f}",
                    f"{max(run.mebibytes for run in older):.0f} / {max(run.mebibytes for run in newer):.0f}",
                    f"{older[-1].parsed} / {newer[-1].parsed}",
                ]
                print(f"| {project.package} | {stage} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
