"""How fast references are resolved and checked, beside what griffe does for the same answer.

    python benchmarks/references.py [--pairs 5]

Needs django in the environment (it is part of the `test` extra). Prints one table; every ratio
is taken pair by pair in this run, since the speed of a shared machine drifts.
"""

from __future__ import annotations

import argparse
import ast
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

REFERENCES = (
    "django.utils.text.slugify",
    "django.http.HttpResponse",
    "django.core.paginator.Paginator",
    "django.forms.ModelForm.is_valid",
    "django.db.models.QuerySet",
)
OURS = """
import sys
from pathlib import Path
from mkdocs_howto.references import Files, Resolver
resolver = Resolver(Files(Path.cwd()), [], sys.path[1:])
assert resolver.resolve({reference!r}).block.fingerprint
"""
GRIFFE = "import griffe; griffe.load('django', allow_inspection=False)"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=5, help="runs of each program, in turn")
    pairs = parser.parse_args().pairs
    print(f"One reference, whole process, {pairs} alternating pairs; median (range)\n")
    print("| reference | ours, s | griffe.load('django'), s | ratio | ours, peak MiB |\n|---|---|---|---|---|")
    for reference in REFERENCES:
        ours, theirs = in_turn(OURS.format(reference=reference), GRIFFE, pairs)
        ratios = [other.seconds / own.seconds for own, other in zip(ours, theirs, strict=True)]
        print(
            f"| `{reference}` | {spread(run.seconds for run in ours)} | {spread(run.seconds for run in theirs)} "
            f"| {spread(ratios, 1)} | {max(run.mebibytes for run in ours):.0f} |"
        )
    runs = 4 * pairs
    count, opens, checks, recalls = check_unchanged(runs)
    print(f"\n{count:,} unchanged references, one process, {runs} runs, median (range) in ms")
    print("| the cache opened | the references checked | all of it, and the sections fetched |\n|---|---|---|")
    print(f"| {spread(opens, 1)} | {spread(checks, 1)} | {spread(recalls, 1)} |")


class Run:
    """One process: how long it took, and its largest resident size."""

    def __init__(self, program: str) -> None:
        start = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-c", program])
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        self.seconds = time.perf_counter() - start
        self.mebibytes = usage.ru_maxrss / 1024
        if status:
            raise SystemExit(f"a measured program failed: {program}")


def in_turn(one: str, other: str, pairs: int) -> tuple[list[Run], list[Run]]:
    """Run two programs A B A B …, after one run of each that does not count."""
    Run(one), Run(other)
    runs = [(Run(one), Run(other)) for _ in range(pairs)]
    return [first for first, _ in runs], [second for _, second in runs]


def check_unchanged(runs: int) -> tuple[int, list[float], list[float], list[float]]:
    """Milliseconds to open the cache, to check references into django, and for both with their sections fetched."""
    from mkdocs_howto.answers import Request
    from mkdocs_howto.build import Build
    from mkdocs_howto.guide import Guide
    from mkdocs_howto.settings import Settings, interpreter_paths

    requests = [Request(path) for path in functions(1100)]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(root=Path(folder), search_paths=interpreter_paths(), cache=Path(folder) / "cache")
        guide = Guide(settings, print)
        guide.prepare_requests(requests)
        # A few functions stand under a condition that griffe decides otherwise.
        requests = [request for request in requests if guide.found(request)][:1000]
        guide.end()
        opens, checks, recalls = [], [], []
        for _ in range(runs + 1):
            build = Build(settings, print)
            start = time.perf_counter()
            assert build.store is not None
            assert build.store.entry("none") is None
            opens.append((time.perf_counter() - start) * 1000)
            gc.disable()  # As the guide does while it prepares a site.
            start = time.perf_counter()
            assert all(build.unchanged(request) is not None for request in requests)
            checks.append((time.perf_counter() - start) * 1000)
            gc.enable()
            build.close()
            guide.begin()
            start = time.perf_counter()
            guide.prepare_requests(requests)
            recalls.append((time.perf_counter() - start) * 1000)
            assert guide.written == 0
        guide.end()
    return len(requests), opens[1:], checks[1:], recalls[1:]


def functions(count: int) -> list[str]:
    """Paths of functions of django, taken evenly from its modules."""
    import django

    top = Path(django.__file__).parent
    found: list[list[str]] = []
    for file in sorted(top.rglob("*.py")):
        module = ".".join(("django", *file.relative_to(top).with_suffix("").parts)).removesuffix(".__init__")
        if "conf.locale" in module or "_template" in module:
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found.append([f"{module}.{node.name}" for node in tree.body if isinstance(node, ast.FunctionDef)])
    paths = [names[index] for index in range(20) for names in found if index < len(names)]
    return paths[:count]


def spread(values: Iterable[float], digits: int = 2) -> str:
    """Median and range."""
    numbers = list(values)
    return f"{statistics.median(numbers):.{digits}f} ({min(numbers):.{digits}f} to {max(numbers):.{digits}f})"


if __name__ == "__main__":
    main()
