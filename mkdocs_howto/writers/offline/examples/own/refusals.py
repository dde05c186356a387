"""What makes a program no example, a poor one, or one that a reader has to prepare something for."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence

from mkdocs_howto.authored import Passage, Use
from mkdocs_howto.facts.uses import loaded
from mkdocs_howto.syntax import last_name, parsed, walk
from mkdocs_howto.writers.offline.examples.imports import Importable, names_of
from mkdocs_howto.writers.offline.examples.own.slicing import code_length
from mkdocs_howto.writers.offline.examples.own.subject import Subject

_TOOLS = frozenset({"pytest", "unittest", "hypothesis", "mock", "freezegun", "nose", "conftest", "tests"})
"""Modules of which a test is made; that is an example only of what is made for tests."""
_TEST = re.compile(r"^[ \t]{0,8}(?:async )?def test_", re.MULTILINE)
_DESTRUCTIVE = re.compile(r"\b(?:rm -r|mkfs|format c:|drop (?:table|database)\b)", re.IGNORECASE)
_REMOVING = frozenset({"shutil.rmtree", "os.remove", "os.unlink", "os.rmdir", "os.removedirs"})
_DESTROYING = frozenset({"delete", "destroy", "drop", "purge", "truncate", "wipe"})
"""First words of methods after which something is gone."""
_LONG = 15
"""Lines of code in which one line is lost."""
_SYSTEM = re.compile(r"\b(?:win32|msvcrt|winreg|pywin32|WindowsError|WindowsPath|darwin|cygwin)\b")
_SYSTEM_WORDS = re.compile(r"\b(?:Windows|macOS|Mac OS|PowerShell|WSL)\b")
_WRONG_COMMENT = re.compile(
    r"#[^\n#]{0,60}(?:don'?t do|do not do|\bwrong\b|\bincorrect\b|\bBAD\b|won'?t work|does(?: not|n'?t) work|❌|✗)",
    re.IGNORECASE,
)
_ERROR_COMMENT = re.compile(r"#[^\n#]{0,20}\b(?:raises?|error:|\w{1,40}Error\b)")
_ASIDE = re.compile(
    r"(?:^|/)(?:changelog|changes|history|news|release|what-?s-?new|version|(?:\w{1,40}-){0,4}versions?\b|migrat|upgrad|contribut|develop"
    r"|internals|blog|posts|deprecat|roadmap|faq|comparison|compatibility|alternatives|downstream|design|why|benchmark"
    r"|troubleshoot|debug)",
    re.IGNORECASE,
)
"""Files that show old ways, other tools, or what only the project's own developers do."""
_ERRORS = re.compile(r"(?:^|/)(?:\w{1,30}[_-])?(?:errors?|exceptions?)(?:/|\.)", re.IGNORECASE)
_WARNED = re.compile(
    r"\b(?:deprecated|legacy|previously|in the past|old(?:er)? (?:style|way|version)|avoid|wrong"
    r"|(?:don't|do not|never) (?:do|use|call|try|rely|mix|write)"
    r"|incorrect(?:ly)?|will fail|fails?|won't work|doesn't work|does not work|broken|bugs?|dubious|mistake|bad"
    r"|instead of|removed|regression|issue \#?\d|workaround|not recommended|discouraged|pitfall|gotcha|caveat"
    r"|backwards?[- ]compatib|before version|prior to|raises? an? (?:error|exception))\b",
    re.IGNORECASE,
)
_WARNINGS = frozenset(
    {"warning", "danger", "caution", "error", "attention", "failure", "bug", "deprecated", "important"}
)
_PLACEHOLDERS = re.compile(
    r"\.|(?:main|app|apps|models?|views?|settings|config|project|package|pkg|module|mod|lib|foo|bar|baz|spam|eggs|hello"
    r"|proj|somewhere|db|database|utils?|tasks|schemas?|script|server|client|core|api|common|helpers?|users?|items|data)$"
    r"|(?:my|your|some|the|our|example|tutorial|demo|sample|test|their)_?\w{0,60}$"
    r"|\w{0,60}_(?:app|example|project|module)s?$"
)
"""Modules that only the author of a page has: other pieces of the documentation."""
_MODULE = re.compile(
    r"(?P<package>[a-z_]{1,40})(?:\.[a-z_]{1,40}){0,2}\.(?:celery|main|models?|settings|tasks|urls|views?|wsgi)"
)
_ADDRESS = re.compile(r"(?:https?|wss?|ftp)://(?!(?:127\.0\.0\.1|localhost|testserver|\[::1\]|0\.0\.0\.0))")
_NETWORK = re.compile(
    r"\b(?:connect_tcp|create_connection|open_connection|urlopen|getaddrinfo|requests\.(?:get|post))\("
)
_SERVER = re.compile(
    r"[\"'](?P<kind>amqps?|rediss?|mongodb|postgres(?:ql)?|mysql|mqtts?|ldaps?|nats|smtps?|imaps?|sftp|ssh)(?:\+\w{1,20})?://"
)
"""An address of a server that a reader runs."""
_INPUT = re.compile(r"(?<![\w.])(?:input|getpass(?:\.getpass)?)\(")
_FILE = re.compile(
    r"(?<![\w])open\((?:[\w.]{1,40}\(?)?[rbf]{0,2}[\"'](?![^\"'\n]{0,200}[\"'],[ \t]{0,4}(?:mode=)?[\"'][wax])"
    r"|\.(?:read_text|read_bytes)\(|\bread_csv\("
)


def imported(code: str) -> list[str]:
    """Return the modules from which a program imports; a relative import counts as `.`."""
    found: list[str] = []
    for node in walk(parsed(code)):
        match node:
            case ast.Import(names=aliases):
                found += [alias.name for alias in aliases]
            case ast.ImportFrom(module=module, level=level):
                found.append(module if module and not level else ".")
    return found


def _top(path: str) -> str:
    return path.partition(".")[0] or "."


def is_refused(subject: Subject, code: str, tree: ast.Module) -> bool:
    """Whether a program is no example of an object, whatever else there is."""
    if not _is_for_tests(subject) and not _TOOLS.isdisjoint(map(_top, imported(code))):
        return True
    if (found := _DESTRUCTIVE.search(code)) is not None and subject.name.lower() not in found[0].lower():
        return True
    if any(call.rpartition(".")[2] != subject.name for call in _removing(tree)):
        return True
    return _has_hole(tree) or _has_lone_method(tree) or _WRONG_COMMENT.search(code) is not None


def _removing(tree: ast.Module) -> Iterator[str]:
    """Yield the functions that a program calls to remove files; none that it replaces, as `patch("os.remove")` does."""
    nodes = walk(tree)
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            path = f"{node.value.id}.{node.attr}"
            if path in _REMOVING and path not in texts:
                yield path


def _is_for_tests(subject: Subject) -> bool:
    """Whether an object is made for tests, such as a test client or a plugin of pytest."""
    return "test" in subject.path.lower() or bool(subject.fixtures) or subject.package in _TOOLS


def _has_hole(tree: ast.Module) -> bool:
    """Whether `...` stands where a reader has to put an argument, as in `connect(...)` or `timeout = ...`.

    As a default (`field: str = Field(...)`, `def f(x = Option(...))`) it has a meaning.
    """
    meant: set[int] = set()
    for node in walk(tree):
        match node:
            case ast.AnnAssign(value=ast.expr() as value):
                meant |= set(map(id, walk(value)))
            case ast.arguments(defaults=defaults, kw_defaults=named):
                meant |= {id(inner) for value in (*defaults, *named) if value is not None for inner in walk(value)}
            case ast.Subscript():
                meant |= set(map(id, walk(node.slice)))
            case ast.Assign(value=ast.Constant(value=value)) if value is ...:
                return True
    return any(
        isinstance(argument, ast.Constant) and argument.value is ... and id(argument) not in meant
        for node in walk(tree)
        if isinstance(node, ast.Call) and id(node) not in meant
        for argument in (*node.args, *(keyword.value for keyword in node.keywords))
    )


def _has_lone_method(tree: ast.Module) -> bool:
    """Whether a method stands outside of its class: a function with `self` that the program does not hand on.

    A task that is bound (`@app.task(bind=True)`) is called with itself as `self`.
    """
    nodes = walk(tree)
    read = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    for node in tree.body:
        match node:
            case (
                ast.FunctionDef(name=name, args=ast.arguments(args=[ast.arg(arg="self" | "cls"), *_]))
                | ast.AsyncFunctionDef(name=name, args=ast.arguments(args=[ast.arg(arg="self" | "cls"), *_]))
            ) if name not in read:
                bound = (
                    word.arg for mark in node.decorator_list if isinstance(mark, ast.Call) for word in mark.keywords
                )
                if "bind" not in bound:
                    return True
    return False


def doubts(
    subject: Subject, passage: Passage, own: Sequence[Use], code: str, importable: Importable
) -> Iterator[float]:
    """Yield what speaks against a program as points; a better one is preferred, and this one if there is none."""
    said = f"{passage.title} {passage.lead}"
    is_error = subject.name.endswith(("Error", "Exception", "Warning"))
    if _ASIDE.search(passage.file) and passage.place != "docstring":
        yield 6
    if not is_error and _ERRORS.search(passage.file):
        yield 3
    if _WARNED.search(said) and not is_error:
        yield 3
    if passage.admonition in _WARNINGS:
        yield 6
    elif passage.admonition:
        yield 0.5
    if _SYSTEM.search(code):
        yield 3
    if _SYSTEM_WORDS.search(said):
        yield 2
    if not is_error and _ERROR_COMMENT.search(code):
        yield 2
    if not is_error and _is_caught(passage.code, own):
        yield 2
    if not _is_for_tests(subject) and _TEST.search(code):
        yield 2
    if (subject.kind == "class" or subject.gives) and _is_thrown_away(subject.name, passage, own):
        yield 2.5
    if subject.name.islower() and code_length(code) > _LONG and _is_by_the_way(subject, code, own):
        yield 4
    yield 6.0 * _only_destroys(code)
    yield 3.0 * _names_missing_modules(code)
    yield 3.0 * _loads_missing_names(code)
    unknown = _unknown(code, importable)
    yield 8 if any(map(_PLACEHOLDERS.match, unknown)) else 2 if unknown else 0


def _is_thrown_away(name: str, passage: Passage, own: Sequence[Use]) -> bool:
    """Return whether all uses only make or return an object that nobody looks at."""
    shown = {line for line, _ in passage.shown}
    lines = {
        node.lineno
        for node in parsed(passage.code).body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and last_name(node.value) == name
    }
    return all(use.line in lines - shown for use in own)


def _is_by_the_way(subject: Subject, code: str, own: Sequence[Use]) -> bool:
    """Return whether an object is no more than a part of one statement of a program."""
    kept = {
        last_name(node.value)
        for node in walk(parsed(code))
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
    }
    is_part = all(use.kind in {"call", "argument", "attribute"} for use in own)
    return is_part and len({use.line for use in own}) == 1 and subject.name not in kept


def _only_destroys(code: str) -> bool:
    """Return whether all methods that a program calls delete something."""
    calls = (node.func for node in walk(parsed(code)) if isinstance(node, ast.Call))
    verbs = {call.attr.partition("_")[0] for call in calls if isinstance(call, ast.Attribute)}
    return bool(verbs) and verbs <= _DESTROYING


def _names_missing_modules(code: str) -> bool:
    """Whether a text in a program names a module that only the author of a page has: `include=["proj.tasks"]`."""
    texts = (node.value for node in walk(parsed(code)) if isinstance(node, ast.Constant))
    return any(
        isinstance(text, str)
        and (found := _MODULE.fullmatch(text)) is not None
        and _PLACEHOLDERS.match(found["package"]) is not None
        for text in texts
    )


def _loads_missing_names(code: str) -> bool:
    """Whether a program loads something by name that it does not define, as `run("main:app")` without `app`."""
    body = parsed(code).body
    names = {name for node in body for name in loaded(node)}
    return not names.issubset(names_of([code]).bound)


def _is_caught(code: str, own: Sequence[Use]) -> bool:
    """Whether a program only shows how the object fails: no use of it stands outside of `try`."""
    tries = [(node.lineno, node.body[-1].end_lineno or 0) for node in walk(parsed(code)) if isinstance(node, ast.Try)]
    return bool(tries) and all(any(first <= use.line <= last for first, last in tries) for use in own)


def needs(code: str, importable: Importable) -> tuple[str, ...]:
    """Return what a program needs that a reader may not have.

    That is `network`, `server PROTOCOL`, `input`, `file`, `package NAME` for what is known to be one, or `module NAME`,
    which may be the reader's own.
    """
    found: list[str] = []
    if _ADDRESS.search(code) or _NETWORK.search(code):
        found.append("network")
    found += sorted({f"server {match['kind']}" for match in _SERVER.finditer(code)})
    if _INPUT.search(code):
        found.append("input")
    if _FILE.search(code):
        found.append("file")
    paths = sorted({path for path in imported(code) if _is_foreign(path, importable)} - {"."})
    packages = {_top(path) for path in paths if is_found(path, importable)}
    found += [f"package {name}" for name in sorted(packages)]
    found += [f"module {path}" for path in paths if _top(path) not in packages]
    return tuple(found)


def reaches_network(code: str) -> bool:
    """Return whether a program that says nothing of the network opens a connection."""
    return _NETWORK.search(code) is not None and not code.startswith("# Needs ")


def _is_foreign(path: str, importable: Importable) -> bool:
    """Return whether a module is part of neither the package nor Python."""
    return _top(path) not in {importable.package, *sys.stdlib_module_names}


def is_found(path: str, importable: Importable) -> bool:
    """Return whether a module is known: it is installed, or the documented code imports it as well."""
    top = _top(path)
    is_there = _PLACEHOLDERS.match(top) is None and importable.project.source(top) is not None
    return is_there or top in map(_top, importable.block.names.values())


def _unknown(code: str, importable: Importable) -> set[str]:
    """Return the modules that a program imports and that cannot be found."""
    return {
        _top(path)
        for path in imported(code)
        if _is_foreign(path, importable) and (path == "." or not is_found(path, importable))
    }
