"""Whether what is said of interfaces agrees with running code, over packages that no rule was made on.

    python benchmarks/agreement.py [PACKAGE...] [--list]

The first twenty packages of `others.txt` are installed into an environment below `.cache/agreement`, imported there
without network where the system allows it, and asked with `inspect` for what they have. Each public callable is then
resolved statically and compared: names, kinds and need of parameters, members of enumerations, fields of dataclasses.
The second figure is how many of the names that `dir()` gives for their modules resolve. Compiled objects are left out.
Only benchmarks run code of the documented packages.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from corpus import ROOT, Package, packages
from sections import LISTED

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.errors import HowtoError
from mkdocs_howto.facts.othernames import meant
from mkdocs_howto.section import CodeBlock, Parameter
from mkdocs_howto.settings import Settings, interpreter_paths

_MOST_PACKAGES = 20
_FOLDER = ROOT / ".cache/agreement"
_NOT_OURS = re.compile(r"has no Python source|holds no code to describe")
"""Compiled modules and empty files: right answers, though there is nothing to describe."""
_KINDS = {
    "POSITIONAL_ONLY": "positional-only",
    "POSITIONAL_OR_KEYWORD": "positional or keyword",
    "VAR_POSITIONAL": "variadic positional",
    "KEYWORD_ONLY": "keyword-only",
    "VAR_KEYWORD": "variadic keyword",
}


def main() -> None:
    """Ask the running packages, resolve their objects, print what differs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("packages", nargs="*")
    parser.add_argument("--list", action="store_true", help="print every difference")
    options = parser.parse_args()
    chosen = [one for one in packages(LISTED) if not options.packages or one.name in options.packages][:_MOST_PACKAGES]
    python = _environment(chosen)
    totals: Counter[str] = Counter()
    for package in chosen:
        counts, differences = _compared(package, _running(python, package))
        totals += counts
        print(f"{package.name:<16}", *(f"{key} {number}" for key, number in sorted(counts.items())))
        for line in differences if options.list else ():
            print(f"    {line}")
    print(f"interfaces that agree: {totals['agree'] / max(totals['callables'], 1):.1%} of {totals['callables']}")
    print(f"names that resolve: {totals['resolved'] / max(totals['names'], 1):.2%} of {totals['names']}")


def _environment(chosen: list[Package]) -> Path:
    python = _FOLDER / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(_FOLDER)], check=True)
    wanted = [f"{one.name}=={one.version}" for one in chosen]
    subprocess.run([str(python), "-m", "pip", "install", "-q", *wanted], check=True)
    return python


def _running(python: Path, package: Package) -> dict[str, dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [str(python), str(ROOT / "benchmarks/running.py"), str(report), *package.modules]
        if shutil.which("unshare") and os.geteuid() == 0:
            command = ["unshare", "--net", *command]
        subprocess.run(command, cwd=folder, env={**os.environ, "HOME": folder}, timeout=300, check=False)
        return json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}  # type: ignore[no-any-return]  # what `running.py` wrote


def _compared(package: Package, running: dict[str, dict[str, Any]]) -> tuple[Counter[str], list[str]]:
    installed = [str(path) for path in _FOLDER.glob("lib/python*/site-packages")]
    paths = (*installed, *interpreter_paths())
    settings = Settings(root=package.source.resolve(), paths=(package.code,), search_paths=paths)
    build = Build(settings, print)
    counts: Counter[str] = Counter()
    differences = []
    for path, row in running.items():
        is_name = path.count(".") == 1 or row["kind"] == "name"
        try:
            block = meant(build.block(Request(path)), build.recorder())
        except HowtoError as error:
            message = str(error).splitlines()[0]
            if row["kind"] == "compiled" or _NOT_OURS.search(message):
                continue
            differences.append(f"{path}: {message}")
            counts["names"] += is_name
            counts["callables"] += row["kind"] not in {"name", "compiled"}
            continue
        counts["names"] += is_name
        counts["callables"] += row["kind"] not in {"name", "compiled"}
        counts["resolved"] += is_name
        if row["kind"] in {"name", "compiled"}:
            continue
        difference = _difference(block, row)
        counts["agree"] += not difference
        if difference:
            differences.append(f"{path}: {difference}")
    return counts, differences


def _difference(block: CodeBlock, row: dict[str, Any]) -> str:
    shape = block.shape
    names = [member.name for member in shape.members]
    if row["kind"] == "enum":
        missing = [name for name in row["members"] if name not in names]
        return f"members {missing} are missing" if missing else ""
    missing = [name for name in row.get("fields", ()) if name not in names]
    if missing and not shape.bases:
        return f"fields {missing} are missing"
    if shape.signature is None:
        return "" if shape.kind == "class" else f"is {shape.kind}"  # Of a class, its bases may decide.
    said = [_said(one) for one in shape.signature.parameters]
    if shape.kind == "function" and said and "." in shape.object_path and said[0][0] in {"self", "cls"}:
        said = said[1:]
    running = [(name, _KINDS[kind], required) for name, kind, required in row["parameters"]]
    return "" if said == running else f"{said} and not {running}"


def _said(parameter: Parameter) -> tuple[str, str, bool]:
    return parameter.name, parameter.kind, parameter.required


if __name__ == "__main__":
    main()
