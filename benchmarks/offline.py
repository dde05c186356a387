"""How good the offline writer's sections are, over public objects of well-known packages.

Every example is run in a throw-away folder, without network where the system allows it, 20 seconds
each. An example counts as running when it ends without an error *and* the object's own code ran.

    pip install -e '.[test]' text-unidecode && python benchmarks/offline.py [PACKAGE...]

`--installed` leaves out tests and documentation, `--rest` takes the objects that the spread leaves out, `--list` prints
what fails, `--mypy` lets mypy read all examples, `--ablate` tells what each rule that chooses values is good for, and
`--draw 40` prints that many examples, drawn by a fixed seed, for people to read.
"""

from __future__ import annotations

import argparse
import ast
import dataclasses
import gc
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import ablate
import griffe
from corpus import ROOT, Package, packages

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.errors import HowtoError
from mkdocs_howto.reading import of_section
from mkdocs_howto.review import review
from mkdocs_howto.section import CodeBlock, Section
from mkdocs_howto.settings import Settings, interpreter_paths
from mkdocs_howto.writers.offline import write_section

PURE = (
    "boltons", "cachetools", "funcy", "humanize", "inflection", "itsdangerous", "jsonpointer", "more-itertools",
    "natsort", "ordered-set", "packaging", "parse", "python-slugify", "sortedcontainers", "tabulate", "textdistance",
    "tomlkit", "toolz", "webcolors", "xmltodict",
)  # fmt: skip
IO = ("click", "platformdirs", "diskcache")
_MOST = 80
"""Objects of one package, spread evenly over all it has."""


@dataclasses.dataclass(frozen=True)
class Work:
    """One object with its section, before its example is run."""

    package: Package
    block: CodeBlock
    section: Section
    findings: tuple[str, ...]
    file: Path
    seconds: float
    """What writing the section took, once everything it looks up had been looked up."""


@dataclasses.dataclass(frozen=True)
class Case:
    """What running an example showed."""

    work: Work
    report: dict[str, Any]

    @property
    def runs(self) -> bool:
        """Whether the example ended well and the documented code had a part in it."""
        return not self.report["error"] and self.report["touched"]

    @property
    def shows(self) -> bool:
        """Whether something is printed that a reader learns from."""
        texts = [text for _, text in self.report["prints"]]
        return any(text not in _EMPTY and " at 0x" not in text for text in texts)


_MISTAKES = {"attr-defined", "call-arg", "arg-type", "name-defined"}
_SEED = 2026
_MISSING = re.compile(r"^ModuleNotFoundError|^ImportError: .*\binstall\b")
_LABELS = (
    "exception",
    "enum",
    "typeddict",
    "dataclass",
    "abstract",
    "property",
    "classmethod",
    "contextmanager",
    "async",
)
_EMPTY = {"", "[]", "{}", "()", "None", "set()", "0", "b''"}


def main() -> None:
    """Write, review and run everything; print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("packages", nargs="*")
    parser.add_argument("--installed", action="store_true", help="as if only the wheels were there: no tests")
    parser.add_argument("--rest", action="store_true", help="the objects that are left out otherwise")
    parser.add_argument("--list", action="store_true", help="print every example that fails, with the reason")
    parser.add_argument("--mypy", action="store_true", help="check the examples with mypy")
    parser.add_argument("--draw", type=int, default=0, help="only print so many examples, drawn by a fixed seed")
    parser.add_argument("--ablate", action="store_true", help="leave out each rule that chooses values, and compare")
    options = parser.parse_args()
    chosen = set(options.packages or [*PURE, *IO, "fixtures"])
    wanted = [package for package in _all() if package.name in chosen]
    works = [work for package in wanted for work in _sections(package, installed=options.installed, rest=options.rest)]
    if options.draw:
        _draw(works, options.draw)
        return
    if options.ablate:
        with tempfile.TemporaryDirectory() as folder:
            ablate.tell(works, _anew, lambda work: _ran(work, Path(folder)))
        return
    _tell_speed(works)
    if options.mypy:
        _tell_types(works)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        everything = list(pool.map(lambda work: _ran(work, Path(folder)), works))
    # What needs a package that is not there cannot be judged; it is counted apart.
    cases = [case for case in everything if not _MISSING.search(case.report["error"])]
    print(f"{len(everything) - len(cases)} examples need another package")
    _tell(cases, failures=options.list)


def _all() -> Iterator[Package]:
    yield from packages()
    yield Package("fixtures", "0", ROOT / "fixtures", ROOT / "fixtures")


def _sections(package: Package, *, installed: bool, rest: bool = False) -> Iterator[Work]:
    examples = (
        ()
        if installed
        else tuple(
            package.source / name
            for name in ("examples", "tests", "test", "docs", "README.md", "README.rst", "tests.py")
        )
    )
    root = package.source.resolve()
    settings = Settings(root=root, paths=(package.code,), search_paths=interpreter_paths(), examples=examples)
    build = Build(settings, print)
    references = [path for module in package.modules for path in public(module, package.code)]
    step = max(len(references) / _MOST, 1.0)
    spread = {int(number * step) for number in range(int(len(references) / step))}
    for reference in [one for place, one in enumerate(references) if (place in spread) != rest]:
        try:
            block = build.block(Request(reference))
        except HowtoError:
            continue
        section = write_section(block, build.recorder())
        builds[block.object_path] = build
        seconds = _timed(lambda block=block: write_section(block, build.recorder()))
        findings = tuple(finding.code for finding in review(of_section(section), block, build.recorder()))
        yield Work(package, block, section, findings, _file(package, block), seconds)


builds: dict[str, Build] = {}
"""What answers questions about an object, by its path."""


def _anew(work: Work) -> Work:
    """Write the section of an object again."""
    section = write_section(work.block, builds[work.block.object_path].recorder())
    return dataclasses.replace(work, section=section)


def _timed(work: Callable[[], object]) -> float:
    """Seconds that something takes, without garbage collections, as `timeit` measures: what they cost depends on
    everything that the benchmark keeps.
    """
    gc.disable()
    started = time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    gc.enable()
    return seconds


def _file(package: Package, block: CodeBlock) -> Path:
    for folder in (package.code, package.source):
        if (folder / block.file).is_file():
            return folder / block.file
    return Path(block.file)


def public(module: str, folder: Path) -> list[str]:
    """Public functions, classes and methods that a package defines, tests apart."""

    def within(node: griffe.Object) -> Iterator[str]:
        for member in node.members.values():
            if not isinstance(member, griffe.Object) or member.name.startswith(("_", "test", "conftest")):
                continue
            if member.kind in {griffe.Kind.FUNCTION, griffe.Kind.CLASS}:
                yield member.path
            if member.kind in {griffe.Kind.MODULE, griffe.Kind.CLASS}:
                yield from within(member)

    loaded = griffe.load(module, search_paths=[folder], allow_inspection=False)
    assert isinstance(loaded, griffe.Object)
    return sorted(within(loaded))


def _ran(work: Work, folder: Path) -> Case:
    package, block, section = work.package, work.block, work.section
    place = Path(tempfile.mkdtemp(dir=folder))
    (place / "example.py").write_text(section.example, encoding="utf-8")
    report = place / "report.json"
    command = [sys.executable, str(ROOT / "benchmarks/run_example.py"), "example.py", str(work.file.resolve())]
    command += [str(block.lines[0]), str(block.lines[1]), str(report)]
    if shutil.which("unshare") and os.geteuid() == 0:
        command = ["unshare", "--net", *command]
    environment = {**os.environ, "PYTHONPATH": str(package.code.resolve()), "HOME": str(place), "PYTHONHASHSEED": "1"}
    try:
        subprocess.run(command, cwd=place, env=environment, capture_output=True, timeout=20, check=False)
        told = json.loads(report.read_text(encoding="utf-8"))
    except (subprocess.TimeoutExpired, OSError, ValueError):
        told = {"touched": False, "prints": [], "error": "TimeoutExpired"}
    shutil.rmtree(place, ignore_errors=True)
    return Case(work, told)


def _tell_speed(works: list[Work]) -> None:
    print(f"{len(works) / sum(work.seconds for work in works):.0f} sections a second")


def _tell_types(works: list[Work]) -> None:
    """Let mypy read all examples, each package's together."""
    faulty: Counter[str] = Counter()
    typed = untyped = 0
    with tempfile.TemporaryDirectory() as folder:
        for package in dict.fromkeys(work.package.name for work in works):
            # What a sketch leaves open is a mistake in mypy's eyes.
            whole = [work for work in works if work.section.provenance.example_source not in {"sketch", "none"}]
            own = [work for work in whole if work.package.name == package]
            place = Path(folder, package.replace("-", "_"))
            place.mkdir()
            for number, work in enumerate(own):
                (place / f"example_{number}.py").write_text(work.section.example, encoding="utf-8")
            command = [
                sys.executable,
                "-m",
                "mypy",
                "--follow-untyped-imports",
                "--no-error-summary",
                "--hide-error-context",
            ]
            command += ["--check-untyped-defs", "--no-incremental", "--python-executable", sys.executable, "."]
            environment = {**os.environ, "MYPYPATH": str(own[0].package.code.resolve())}
            done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)
            found: dict[str, set[str]] = {}
            for line in done.stdout.splitlines():
                if match := re.match(r"(?:\./)?(example_\d+)\.py:.*\[([\w-]+)\]$", line):
                    path = own[int(match[1][8:])].block.object_path
                    # Stubs may lack the very object that the example is about.
                    lacking = re.search(r"[Mm]odule.* has no attribute \"(\w+)\"", line)
                    is_unseen = lacking is not None and lacking[1] in path.split(".")
                    found.setdefault(match[1], set()).add("import-not-found" if is_unseen else match[2])
                    if match[2] in _MISTAKES and not is_unseen:
                        print(f"  {path}: {line.partition(': ')[2]}")
            unread = {name for name, codes in found.items() if codes & {"import-not-found", "import-untyped"}}
            untyped += len(unread)
            typed += len(own) - len(unread)
            faulty.update(code for name, codes in found.items() if name not in unread for code in codes & _MISTAKES)
            faulty["examples"] += sum(bool(codes & _MISTAKES) for name, codes in found.items() if name not in unread)
    share = 1 - faulty["examples"] / max(typed, 1)
    print(f"mypy: {typed} examples typed, {share:.1%} of them without a mistake {dict(faulty)};")
    print(f"      {untyped} are about what mypy does not see")


def _draw(works: list[Work], count: int) -> None:
    for work in random.Random(_SEED).sample([work for work in works if work.section.example], count):
        source = work.section.provenance.example_source
        print(f"## {work.block.object_path} ({source})\n\n{work.section.description}\n")
        print(f"```python\n{work.section.example}```\n")


def _stated(case: Case) -> Iterator[tuple[str, str]]:
    """What an example says it prints, and what it did print there."""
    lines = case.work.section.example.split("\n")
    printed: dict[int, list[str]] = {}
    for line, text in case.report["prints"]:
        printed.setdefault(line, []).append(text)
    for node in ast.walk(ast.parse(case.work.section.example)):
        match node:
            case ast.Call(func=ast.Name(id="print")):
                last = lines[(node.end_lineno or 1) - 1]
                said = last[node.end_col_offset :].partition("  # ")[2]
                if not said:
                    below = []
                    for line in lines[node.end_lineno :]:
                        if line != "#" and not line.startswith("# "):
                            break
                        below.append(line[2:])
                    said = "\n".join(below)
                if said and node.lineno in printed:
                    yield said, "\n".join(printed[node.lineno])


def _tell(cases: list[Case], *, failures: bool) -> None:
    print(f"{len(cases)} objects of {len({case.work.package.name for case in cases})} packages")
    findings = Counter(code for case in cases for code in case.work.findings)
    clean = sum(not case.work.findings for case in cases)
    print(f"without any finding: {clean / len(cases):.1%} {dict(findings)}")
    for source in ("docstring", "call-site", "synthesised", "sketch", "none"):
        _row(source, [case for case in cases if case.work.section.provenance.example_source == source])
    for name, group in (("pure", PURE), ("input/output", IO)):
        _row(name, [case for case in cases if case.work.package.name in group])
    kinds = Counter(_kind(case.work.block) for case in cases)
    for kind, _ in kinds.most_common():
        _row(kind, [case for case in cases if _kind(case.work.block) == kind])
    for package in sorted({case.work.package.name for case in cases}):
        _row(f"  {package}", [case for case in cases if case.work.package.name == package])
    stated = [pair for case in cases if case.runs for pair in _stated(case)]
    wrong = [pair for pair in stated if _plain(pair[0]) != _plain(pair[1])]
    print(f"outputs stated: {len(stated)}, wrong: {len(wrong)} {wrong[:8]}")
    if failures:
        reasons: Counter[str] = Counter()
        for case in cases:
            if not case.runs:
                reason = case.report["error"] or "the object's code did not run"
                reasons[re.sub(r"'[^']*'|\d+", "…", reason)[:70]] += 1
                source = case.work.section.provenance.example_source
                print(f"\n## {case.work.block.object_path} ({source}): {reason}\n{case.work.section.example}")
        for reason, count in reasons.most_common():
            print(count, reason)
        for case in cases:
            if case.runs and not case.shows:
                source = case.work.section.provenance.example_source
                shown = [text for _, text in case.report["prints"]]
                print(f"\n## {case.work.block.object_path} ({source}) shows {shown}\n{case.work.section.example}")


def _kind(block: CodeBlock) -> str:
    """What an object is used as."""
    shape, owner = block.shape, block.object_path.rpartition(".")[0].rpartition(".")[2]
    if known := next((label for label in _LABELS if label in shape.labels), ""):
        return known
    is_method = shape.kind == "function" and owner[:1].isupper()
    return "method" if is_method else "generator function" if "generator" in shape.labels else shape.kind


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.rstrip().split("\n"))


def _row(name: str, cases: list[Case]) -> None:
    if cases:
        runs = sum(case.runs for case in cases)
        shows = sum(case.runs and case.shows for case in cases)
        print(f"{name:<18}{len(cases):>5}  run {runs / len(cases):>6.1%}  show something {shows / len(cases):>6.1%}")


if __name__ == "__main__":
    started = time.perf_counter()
    main()
    print(f"{time.perf_counter() - started:.0f} s")
