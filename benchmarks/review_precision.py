"""How often the review calls a good example wrong.

Takes the Python blocks of package descriptions (the README that a wheel carries), chosen by rule:
blocks that are valid Python, import something public from the package, and use it. Each block is
reviewed as the example of the first such object. Its authors published it as working, so an error
is false unless the block itself is wrong.

    pip download --no-deps --dest wheels attrs click rich httpx …
    python benchmarks/review_precision.py wheels
"""

from __future__ import annotations

import ast
import re
import sys
import tempfile
import textwrap
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mkdocs_howto.errors import HowtoError
from mkdocs_howto.guide import Build, Request, Settings, interpreter_paths
from mkdocs_howto.reading import Reading

_FENCED = re.compile(
    r"^(?P<indent>[ \t]*)```[ \t]*(?:python3?|py|pycon)\b[^\n]*\n(?P<code>.*?)^(?P=indent)```", re.MULTILINE | re.DOTALL
)
_DIRECTIVE = re.compile(
    r"^\.\. (?:code|code-block|sourcecode):: *(?:python3?|pycon)\n(?:[ \t]+:[^\n]*\n)*\n"
    r"(?P<code>(?:[ \t]+[^\n]*\n|\n)+)",
    re.MULTILINE,
)


def main(folder: Path) -> None:
    """Unpack every wheel of a folder, review its blocks, print what was found."""
    packages: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    false = 0
    for wheel in sorted(folder.glob("*.whl")):
        with tempfile.TemporaryDirectory() as place, zipfile.ZipFile(wheel) as archive:
            archive.extractall(place)
            root = Path(place)
            build = Build(Settings(root=root, paths=(root,), search_paths=interpreter_paths()), print)
            for code, reference in _blocks(root):
                findings = _errors(build, code, reference)
                if findings is None:
                    continue
                packages[wheel.name.partition("-")[0]] += 1
                false += bool(findings)
                for finding in findings:
                    errors[finding.code] += 1
                    print(f"{wheel.name.partition('-')[0]}: {reference}: {finding.code} {finding.message}")
    total = sum(packages.values())
    print(f"{total} blocks of {len(packages)} packages; {false} with an error ({100 * false / max(total, 1):.1f} %)")
    print(dict(errors))


def _errors(build: Build, code: str, reference: str) -> list[object] | None:
    try:
        findings = build.reviewed(Request(reference), Reading(example=code))
    except HowtoError:
        return None
    return [finding for finding in findings if finding.code in _JUDGED]


_JUDGED = {f"example-{name}" for name in ("syntax", "import", "name", "call", "attribute", "await", "unused", "echo")}


def _blocks(root: Path) -> Iterator[tuple[str, str]]:
    """Blocks, each with the path of the object it shows."""
    tops = {path.parent.name for path in root.glob("*/__init__.py")} | {path.stem for path in root.glob("*.py")}
    for metadata in root.glob("*.dist-info/METADATA"):
        text = metadata.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n")
        for match in [*_FENCED.finditer(text), *_DIRECTIVE.finditer(text)]:
            code = _without_prompts(textwrap.dedent(match["code"]))
            try:
                tree = ast.parse(code)
            except SyntaxError:
                continue
            reference = _shown(tree, tops)
            if reference is not None:
                yield code, reference


def _without_prompts(code: str) -> str:
    """A session's input lines."""
    if not re.search(r"^>>> ", code, re.MULTILINE):
        return code
    rows = [line[4:] for line in code.split("\n") if line.startswith((">>> ", "... "))]
    return "\n".join(rows) + "\n"


def _shown(tree: ast.Module, tops: set[str]) -> str | None:
    """The first object that is imported from the package, called by its name."""
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] in tops:
            for alias in node.names:
                if alias.asname is None and alias.name in called:
                    return f"{node.module}.{alias.name}"
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname is None and alias.name in tops and (name := _called_on(tree, alias.name)):
                    return f"{alias.name}.{name}"
    return None


def _called_on(tree: ast.Module, module: str) -> str | None:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attribute)) if name == module:
                return attribute
    return None


if __name__ == "__main__":
    main(Path(sys.argv[1]))
