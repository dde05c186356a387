"""Choose the author's own example: a program from the documentation whose main subject is the documented object.

An author's program is shown as it stands, comments and spacing included; only imports are completed, marks for
tools go, and a session at a prompt becomes a program whose results stand in comments. It may reach the network
or read a file that the reader has to bring: the author shows it so.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from mkdocs_howto.facts.passages import Passage
from mkdocs_howto.facts.uses import UNKNOWN, Use, UsedPassage
from mkdocs_howto.syntax import UNREADABLE
from mkdocs_howto.writers.offline.examples.imports import Importable, arranged, awaited, names_of

LONGEST = 30
"""Lines of an author's example; of a longer one its core is shown."""
_WIDEST = 110
_MOST_RESOLVED = 60
"""Different paths of one name that are resolved."""
_LONGEST_RESULT = 6
"""Lines of a result that a comment repeats."""

_PLACES = {"readme": 4, "docs": 3, "example": 2, "notebook": 2, "test": 1}
_FIRST_PAGES = re.compile(
    r"(?:^|/)(?:readme|index|quick-?_?start|getting-?_?started|tutorial|first-?_?steps|usage|intro\w*)\b", re.IGNORECASE
)
_ASIDE = re.compile(
    r"(?:^|/)(?:changelog|changes|history|news|release|what-?s-?new|migrat|upgrad|contribut|develop|internals|blog|posts"
    r"|deprecat|roadmap|faq|comparison|compatibility|alternatives)",
    re.IGNORECASE,
)
"""Files that show old ways, or what only the project's own developers do."""
_WARNED = re.compile(
    r"\b(?:deprecated|previously|in the past|old(?:er)? (?:style|way|version)|don't|do not|never|avoid|wrong|incorrect"
    r"|will fail|won't work|doesn't work|does not work|broken|bug|dubious|mistake|bad|instead of|removed)\b",
    re.IGNORECASE,
)
_PRAGMA = re.compile(r"[ \t]+#[ \t]*(?:type: ?ignore|noqa|pragma|pyright|pylint|fmt:|isort|nosec|mypy|\(\d+\)!?)[^\n]*")
"""Comments to tools, and the marks of Material for MkDocs' code annotations."""
_TOOLS = frozenset({"pytest", "unittest", "hypothesis", "mock", "freezegun", "nose", "conftest", "tests"})
_IMPORT = re.compile(r"^[ \t]*(?:from|import)[ \t]+(?:(\w+)|\.)", re.MULTILINE)
_RESULT = re.compile(r"#[ \t]*(?:>|=>|->|prints?\b|output\b|→)", re.IGNORECASE)
_IMPORTS = (ast.Import, ast.ImportFrom)
_PROMPT_ONLY = re.compile(r"^(?:help|dir)\(")


@dataclass(frozen=True, slots=True)
class OwnExample:
    """An author's program that is ready to be shown.

    Attributes:
        code: The whole program, newline-terminated.
        passage: Where it stands.
        score: How well it shows the object.
    """

    code: str
    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Subject:
    """What an example is wanted for.

    Attributes:
        path: The object's canonical path.
        kind: `function`, `class`, `module` or `attribute`.
        names: Paths by which users reach it.
        words: Words of its purpose, in lower case.
    """

    path: str
    kind: str
    names: Collection[str]
    words: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The object's bare name."""
        return self.path.rpartition(".")[2]


def own_examples(
    subject: Subject,
    used: Iterable[tuple[UsedPassage, Sequence[Use]]],
    resolve: Callable[[str], str],
    importable: Importable,
) -> list[OwnExample]:
    """Rank the author's programs for an object, the best first.

    Args:
        subject: The object.
        used: Passages with the uses in them that have its name.
        resolve: Returns the canonical path of what a path leads to; empty where that is not known.
        importable: Completes imports.
    """
    known: dict[str, bool] = {}

    def is_it(use: Use) -> bool:
        if use.path not in known:
            known[use.path] = len(known) < _MOST_RESOLVED and _leads_to(use.path, subject, resolve)
        return known[use.path]

    found: dict[str, OwnExample] = {}
    for passage, uses in used:
        own = [use for use in uses if is_it(use)]
        if own and (example := _example(subject, passage, own, importable)) is not None:
            known_one = found.get(example.code)
            if known_one is None or known_one.score < example.score:
                found[example.code] = example
    return sorted(found.values(), key=lambda one: (-one.score, one.passage.file, one.passage.line))


def _leads_to(path: str, subject: Subject, resolve: Callable[[str], str]) -> bool:
    if path in subject.names or path == subject.path:
        return True
    return not path.startswith(UNKNOWN) and resolve(path) == subject.path


def _example(subject: Subject, used: UsedPassage, own: Sequence[Use], importable: Importable) -> OwnExample | None:
    passage = used.passage
    body = _told(passage)
    whole = _completed(body, used.before, importable, subject)
    if whole is None:
        return None
    if _lines(whole) > LONGEST:
        body = _core(body, subject.name)
        whole = _completed(body, used.before, importable, subject) if body else None
        if whole is None or _lines(whole) > LONGEST:
            return None
    if max(map(len, whole.split("\n"))) > _WIDEST or _uses_tools(whole):
        return None
    score = _score(subject, used, own, whole) - 5 * len(_unknown_modules(whole, importable))
    return OwnExample(whole, passage, score)


def _lines(code: str) -> int:
    return sum(bool(line.strip()) for line in code.split("\n"))


def _imported(code: str) -> list[str]:
    """The top-level packages that a program imports; a relative import counts as `.`."""
    return [match[1] or "." for match in _IMPORT.finditer(code)]


def _uses_tools(code: str) -> bool:
    return not _TOOLS.isdisjoint(_imported(code))


def _unknown_modules(code: str, importable: Importable) -> set[str]:
    """Modules that a program imports and that only its author has: other pieces of the documentation."""
    return {
        name
        for name in _imported(code)
        if name != importable.package and name not in sys.stdlib_module_names and importable.lookup(name) is None
    }


# The text.


def _told(passage: Passage) -> str:
    """The program as it is shown: without marks for tools, with the results of a session in comments."""
    code = _PRAGMA.sub("", passage.code)
    return _with_results(code, dict(passage.shown)) if passage.shown else code


def _with_results(code: str, shown: dict[int, str]) -> str:
    lines = code.split("\n")
    out: list[str] = []
    above: ast.stmt | None = None
    for statement in ast.parse(code).body:
        source = "\n".join(lines[statement.lineno - 1 : statement.end_lineno])
        if isinstance(above, _IMPORTS) and not isinstance(statement, _IMPORTS):
            out.append("")
        above = statement
        result = shown.get(statement.lineno, "")
        if _PROMPT_ONLY.match(source):
            continue
        if not result or result == "...":
            out.append(source)
            continue
        is_value = isinstance(statement, ast.Expr) and not _prints(statement.value)
        line = f"print({source})" if is_value and "\n" not in source else source
        rows = _readable(result).split("\n")
        if len(rows) == 1 and len(line) + len(rows[0]) < _WIDEST - 4 and "\n" not in line:
            out.append(f"{line}  # {rows[0]}")
        else:
            more = ["# …"] if len(rows) > _LONGEST_RESULT else []
            out += [line, *(f"# {row}".rstrip() for row in rows[:_LONGEST_RESULT]), *more]
    return "\n".join(out) + "\n"


def _prints(value: ast.expr) -> bool:
    match value:
        case (
            ast.Call(func=ast.Name(id="print" | "pprint"))
            | ast.Call(func=ast.Attribute(attr="echo" | "pprint" | "print"))
        ):
            return True
    return False


def _readable(result: str) -> str:
    """What `print` would show instead of the text of a string literal."""
    try:
        value = ast.literal_eval(result)
    except (*UNREADABLE, TypeError):
        return result
    return value if isinstance(value, str) and value.strip() and value.isprintable() else result


def _completed(body: str, before: Sequence[str], importable: Importable, subject: Subject) -> str | None:
    """The program with what it needs above it; `None` where a name in it leads nowhere."""
    imports = [line for line in before if line.startswith(("import ", "from "))]
    setup = [line for line in before if line not in imports]
    try:
        names = names_of([*setup, body])
    except UNREADABLE:
        return None
    lacking = names.undefined(imports)
    missing = importable.missing(lacking, [body]) if lacking else []
    if missing is None:
        return None
    lines = [*imports, *missing]
    text = "\n".join([*setup, body]).strip("\n")
    if names.awaits:
        own, text = _imports_apart(text)
        text = awaited(text, lines)
        lines = [*own, *lines, "import asyncio"]
    if not lines:
        return text + "\n"
    own, text = _imports_apart(text)
    return arranged([*own, *lines], text, own=importable.package)


def _imports_apart(text: str) -> tuple[list[str], str]:
    """The imports at the head of a program, one thing a line, and the rest of it."""
    try:
        body = ast.parse(text).body
    except UNREADABLE:
        return [], text
    imports: list[str] = []
    last = 0
    for statement in body:
        match statement:
            case ast.Import(names=aliases):
                imports += [f"import {one.name}" + (f" as {one.asname}" if one.asname else "") for one in aliases]
            case ast.ImportFrom(module=str(module), names=aliases, level=0):
                imports += [
                    f"from {module} import {one.name}" + (f" as {one.asname}" if one.asname else "") for one in aliases
                ]
            case _:
                break
        last = statement.end_lineno or last
    lines = text.split("\n")
    head = lines[:last]
    if any(line.lstrip().startswith("#") for line in head):
        return [], text  # Comments among them belong to them.
    return imports, "\n".join(lines[last:]).strip("\n")


def _core(code: str, name: str) -> str:
    """The part of a long program that stands for itself: up to where the object has been used, definitions left out
    that nothing in it needs.
    """
    try:
        tree = ast.parse(code)
    except UNREADABLE:
        return ""
    lines = code.split("\n")
    ends = [
        index
        for index, node in enumerate(tree.body)
        if _mentions(node, name) and not isinstance(node, ast.Import | ast.ImportFrom)
    ]
    for last in (ends[-1:], ends[:1]):
        kept = _needed(tree.body[: last[0] + 1], name) if last else []
        text = "\n".join(_segment(lines, node) for node in kept)
        if kept and _lines(text) <= LONGEST:
            return text + "\n"
    return ""


def _needed(body: Sequence[ast.stmt], name: str) -> list[ast.stmt]:
    """Statements without the imports and definitions that none of the others needs; whatever has an effect stays."""
    kept: list[ast.stmt] = []
    read: set[str] = set()
    for node in reversed(body):
        defined = _defines(node)
        if defined and not defined & read and not _mentions(node, name):
            continue
        kept.append(node)
        read |= {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
    return kept[::-1]


def _defines(node: ast.stmt) -> set[str]:
    match node:
        case ast.FunctionDef(name=name, decorator_list=[]) | ast.AsyncFunctionDef(name=name, decorator_list=[]):
            return {name}
        case ast.ClassDef(name=name, decorator_list=[]):
            return {name}
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            return {alias.asname or alias.name.partition(".")[0] for alias in aliases}
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant()):
            return {name}
    return set()


def _mentions(node: ast.AST, name: str) -> bool:
    return any(
        (isinstance(inner, ast.Name) and inner.id == name) or (isinstance(inner, ast.Attribute) and inner.attr == name)
        for inner in ast.walk(node)
    )


def _segment(lines: Sequence[str], node: ast.stmt) -> str:
    first = min([node.lineno, *(mark.lineno for mark in getattr(node, "decorator_list", []))])
    while first > 1 and lines[first - 2].lstrip().startswith("#"):
        first -= 1
    return "\n".join(lines[first - 1 : node.end_lineno])


# The score.


def _score(subject: Subject, used: UsedPassage, own: Sequence[Use], code: str) -> float:
    passage = used.passage
    said = f"{passage.title} {passage.lead}"
    score = float(_PLACES[passage.place])
    score += sum(_points(subject, used, own))
    score -= 4 * bool(_ASIDE.search(passage.file))
    score -= 3 * bool(_WARNED.search(said))
    score += 1 * bool(_FIRST_PAGES.search(passage.file))
    score += 2 * bool(passage.shown or _RESULT.search(code))
    score += min(2, len(subject.words & _words(said)))
    length = _lines(code)
    score -= 2 * (length > 25) + 1 * (length < 4) + length / 20
    return score


def _points(subject: Subject, used: UsedPassage, own: Sequence[Use]) -> Iterator[float]:
    """Points for how far the object is what the program is about."""
    passage = used.passage
    headings = f"{passage.title} {passage.page}"
    if re.search(rf"(?<!\w){re.escape(subject.name)}(?!\w)", headings):
        yield 2
    package = subject.path.partition(".")[0]
    others = [use for use in used.uses if use.path.partition(".")[0] == package and use.kind != "argument"]
    share = len(own) / max(len(others), 1)
    if share < 1 / 3 and subject.kind != "class":
        yield -3
    if any(use.kind in _entry(subject) for use in own):
        yield 2
    if subject.kind == "class" and any(use.path.startswith(f"{one.path}.") for one in own for use in used.uses):
        yield 1  # Its members are used as well.


def _entry(subject: Subject) -> set[str]:
    """The kinds of use that are what an object is for."""
    if subject.kind in {"class", "function"}:
        return {"call", "decorator", "base", "with", "async with", "await", "iteration", "raise", "except"}
    return {"argument", "attribute", "call"}


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower()[:6] for word in re.findall(r"[A-Za-z]{4,30}", text))
