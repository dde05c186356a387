"""How often the review calls a published example wrong.

Takes the Python blocks of the README and documentation of the packages in `packages.txt`, chosen by
rule: a block is valid Python and complete (it defines every name it uses, and awaits only inside
functions), imports something from the package, and uses it: calls a function, or makes an instance
and goes on with it. Each block is reviewed as the example of the first object so used. Its authors
published it as working, so an error is false unless the block itself is wrong; every error is printed
for a reader to decide.

    pip install -e '.[test]' && python benchmarks/review_precision.py
"""

from __future__ import annotations

import ast
import functools
import re
import textwrap
from collections import Counter
from collections.abc import Iterator

from corpus import Package, packages
from pyflakes.checker import Checker
from pyflakes.messages import UndefinedLocal, UndefinedName

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.errors import HowtoError
from mkdocs_howto.reading import Reading
from mkdocs_howto.settings import Settings, interpreter_paths

_FENCED = re.compile(
    r"^(?P<indent>[ \t]*)```[ \t]*\{?\.?(?:python3?|py|pycon)\b[^\n]*\n(?P<code>.*?)^(?P=indent)```",
    re.MULTILINE | re.DOTALL,
)
_DIRECTIVE = re.compile(
    r"^(?P<indent>[ \t]*)\.\. (?:code|code-block|sourcecode|doctest|testcode):: *(?:python3?|pycon|)\n"
    r"(?:[ \t]+:[^\n]*\n)*\n(?P<code>(?:(?P=indent)[ \t]+[^\n]*\n|[ \t]*\n)+)",
    re.MULTILINE,
)
_LITERAL = re.compile(
    r"^(?P<indent>[ \t]*)\S[^\n]*::\n\n(?P<code>(?:(?P=indent)[ \t]+[^\n]*\n|[ \t]*\n)+)", re.MULTILINE
)
_SESSION = re.compile(r"\n\n(?P<code>(?:[ \t]*(?:>>>|\.\.\.)[^\n]*\n(?:[ \t]*(?!>>>)\S[^\n]*\n)*)+)")


_CHANGES = re.compile(r"change|release|history|news|migrat|upgrad|whatsnew", re.IGNORECASE)
_AT_MOST = 25


def main() -> None:
    """Review every block, print each error and the sums."""
    blocks: Counter[str] = Counter()
    wrong: list[str] = []
    for package in packages():
        for place, code, reference in _blocks(package):
            found = _errors(package, code, reference)
            if found is None:
                continue
            blocks[package.name] += 1
            if found:
                wrong.append(f"{package.name} {place} as {reference}")
                print(wrong[-1], *found, sep="\n    ")
    total = blocks.total()
    print(f"{total} blocks of {len(blocks)} packages; {len(wrong)} with an error ({len(wrong) / max(total, 1):.1%})")
    print(dict(blocks))


@functools.cache
def _build(package: Package) -> Build:
    settings = Settings(root=package.code, paths=(package.code,), search_paths=interpreter_paths())
    return Build(settings, print)


def _is_class(package: Package, path: str) -> bool:
    shape = _build(package).recorder().shape(path)
    return shape is not None and shape.kind == "class"


def _errors(package: Package, code: str, reference: str) -> list[str] | None:
    try:
        findings = _build(package).reviewed(Request(reference), Reading(example=code))
    except HowtoError:
        return None
    # What a caller catches is the caller's affair in a README; everything else is judged.
    return [
        f"{finding.line}: {finding.code} {finding.message}"
        for finding in findings
        if finding.code.startswith("example-") and finding.code != "example-swallows"
    ]


def _blocks(package: Package) -> Iterator[tuple[str, str, str]]:
    """Place, code and shown object of each chosen block; the same code once."""
    seen: set[str] = set()
    for path in package.texts():
        if _CHANGES.search(path.stem):
            continue
        text = path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n")
        for pattern in (_FENCED, _DIRECTIVE, _LITERAL, _SESSION):
            for match in pattern.finditer(text):
                code = _without_prompts(textwrap.dedent(match["code"]).strip("\n") + "\n")
                reference = _shown(code, package) if code not in seen else None
                if reference is not None and len(seen) < _AT_MOST:
                    seen.add(code)
                    line = text.count("\n", 0, match.start("code")) + 1
                    yield f"{path.relative_to(package.source).as_posix()}:{line}", code, reference


def _without_prompts(code: str) -> str:
    """A session's input lines."""
    if not re.search(r"^>>> ", code, re.MULTILINE):
        return code
    rows = [line[4:] for line in code.split("\n") if line.startswith((">>>", "..."))]
    return "\n".join(rows) + "\n"


def _shown(code: str, package: Package) -> str | None:
    """The first object of the package that a complete block uses."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):
        return None
    if _misses_names(tree):
        return None
    for path, name in _imported(tree, set(package.modules)):
        if _is_used(tree, name, is_class=_is_class(package, path)):
            return path
    return None


def _misses_names(tree: ast.Module) -> bool:
    messages = Checker(tree, filename="block").messages
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    awaits = any(
        isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith) and id(node) not in inside for node in ast.walk(tree)
    )
    return awaits or any(isinstance(message, UndefinedName | UndefinedLocal) for message in messages)


def _imported(tree: ast.Module, modules: set[str]) -> Iterator[tuple[str, str]]:
    """Path and, as the block writes it, name of everything taken from the package."""
    for node in tree.body:
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            and node.level == 0
            and node.module.partition(".")[0] in modules
        ):
            for alias in node.names:
                if alias.name != "*":
                    yield f"{node.module}.{alias.name}", alias.asname or alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] in modules:
                    head = alias.asname or alias.name
                    for inner in ast.walk(tree):
                        if isinstance(inner, ast.Attribute) and ast.unparse(inner.value) == head:
                            yield f"{alias.name}.{inner.attr}", f"{head}.{inner.attr}"


def _is_used(tree: ast.Module, name: str, *, is_class: bool) -> bool:
    """Whether a name is called at the block's own level; a class's instance also gone on with."""
    level = [
        node
        for statement in tree.body
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for node in ast.walk(statement)
    ]
    calls = [node for node in level if isinstance(node, ast.Call) and ast.unparse(node.func) == name]
    if not calls:
        return False
    if not is_class:
        return True
    made = {
        target.id
        for node in level
        if isinstance(node, ast.Assign) and node.value in calls
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    made |= {
        node.optional_vars.id
        for node in level
        if isinstance(node, ast.withitem) and node.context_expr in calls and isinstance(node.optional_vars, ast.Name)
    }
    attributes = [node.value for node in level if isinstance(node, ast.Attribute)]
    return any(value in calls or (isinstance(value, ast.Name) and value.id in made) for value in attributes)


if __name__ == "__main__":
    main()
