"""The text of an author's example: marks for tools go, results of a session become comments, imports are completed."""

from __future__ import annotations

import ast
import builtins
import itertools
import re
import sys
from collections.abc import Callable, Mapping, Sequence

from mkdocs_howto.authored import Passage
from mkdocs_howto.prompts import UNSURE
from mkdocs_howto.syntax import NotPython, last_name, literal_value, parsed, walk
from mkdocs_howto.writers.offline.examples.imports import Importable, arranged, bound_by, names_of
from mkdocs_howto.writers.offline.examples.layout import wrapped
from mkdocs_howto.writers.offline.examples.outputs import echoed, is_print

WIDEST = 160
"""Characters of a line that is shown; an author's page shows it by scrolling, too."""
_WIDEST_RESULT = 96
"""Characters of a line that ends with a result in a comment."""
_LONGEST_RESULT = 6
"""Lines of a result that a comment repeats."""
_PRAGMA = re.compile(
    r"#[ \t]{0,4}(?:type: ?ignore|noqa|pragma\b|pyright|pylint|fmt:|isort|nosec|mypy:|pyrefly|ty: ?ignore"
    r"|!?\(?\d{1,3}\)!?[ \t]{0,4}$|<\d{1,3}>|doctest:|ruff:|region\b|endregion\b|\[(?:start|end)\b|tag::|end::"
    r"|(?:start|end)-)[^\n]{0,300}"
)
"""Comments to tools, and the marks of Material for MkDocs' code annotations and of included regions."""
_HEADER = re.compile(r"\A(?:#[^\n]{0,300}\n){1,40}\n")
"""Comments at the head of a file, such as a licence or `#!/usr/bin/env python`."""
_LICENCE = re.compile(r"licen[cs]e|copyright|SPDX|^#!|-\*- coding|^# /// script", re.IGNORECASE | re.MULTILINE)
_IMPORTS = (ast.Import, ast.ImportFrom)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_ADDRESS = re.compile(r"<(?:[\w.]{1,200} )?object at [^\n<>]{1,60}>\Z|<bound method [^\n]{1,200}>\Z")
"""What `object.__repr__` says, which tells nothing."""
_OF_CLASS = re.compile(
    r"<(?!class |function |module |generator )(?P<marked>[\w.]{1,200})[ :(\[>]|(?P<called>[A-Za-z_][\w.]{0,80})\("
)
"""How many classes represent their instances; as text (`str`) these may be something else."""
_MARKED = re.compile(r"<[A-Za-z_][^\n]{0,300}>\Z")
_WORDS = re.compile(r"[A-Za-z][\w'-]{0,60},? [^\n(=]{0,300}\Z")
"""Words that no value is represented by: a call has printed them itself."""
_RAISED = re.compile(r"(?:raises? )?(?:\w{1,60}\.){0,6}\w{0,60}(?:Error|Exception)\b(?::|\Z|\()")
"""The exception that a statement ends with, where an author writes no traceback above it."""
_CHANCE = re.compile(
    r"\b(?:term|terminal|tty|screen|console)\.(?:height|width|size|columns|rows|lines)\b|get_terminal_size"
    r"|\b(?:now|today|utcnow|time|monotonic|perf_counter|getpid|cpu_count|getcwd|gethostname|uuid[14])\(\)"
    r"|\b(?:urandom|token_\w{1,10}|randint|randrange|shuffle)\(|(?<![\w.])id\("
)
"""What gives something else on another machine or at another time."""
_PROMPT_ONLY = re.compile(r"^(?:help|dir)\(")
_BLANKS = re.compile(r"\n{4,}")


def told(passage: Passage, is_printed_so: Callable[[str], bool]) -> str:
    """Return a passage's program as it is shown: without marks for tools, with results of a session in comments.

    Args:
        passage: The passage.
        is_printed_so: Tells of a class by its name whether `print` shows its instances as a session does.
    """
    marked = passage.code.split("\n")
    shown = dict(passage.shown)
    rows = [_PRAGMA.sub("", row).rstrip() if _PRAGMA.search(row) else row for row in marked]
    rows = ["" if row.startswith("from __future__ import annotations") else row for row in rows]
    # A line that held nothing but a mark goes with it.
    if not shown:
        rows = [row for row, old in zip(rows, marked, strict=True) if row.strip() or not old.strip()]
        return _without_header("\n".join(rows).strip("\n") + "\n") if passage.is_whole else "\n".join(rows)
    return _with_results("\n".join(rows), shown, is_printed_so)


def _without_header(code: str) -> str:
    """Return a file's program without its licence, and without the docstring that only tells what the file is."""
    if (header := _HEADER.match(code)) is not None and _LICENCE.search(header[0]):
        code = code[header.end() :].lstrip("\n")
    try:
        body = parsed(code).body
    except NotPython:
        return code
    match body:
        case [ast.Expr(value=ast.Constant(value=str())) as first, _, *_]:
            return "\n".join(code.split("\n")[first.end_lineno or 0 :]).lstrip("\n")
    return code


def _with_results(code: str, shown: Mapping[int, str], is_printed_so: Callable[[str], bool]) -> str:
    lines = code.split("\n")
    body = parsed(code).body
    printing = {_called(one) for one in body if _is_said(one, shown.get(one.lineno, ""))} - {""}
    out: list[str] = []
    end = 0
    above: ast.stmt | None = None
    for statement in body:
        first = min([statement.lineno, *(mark.lineno for mark in getattr(statement, "decorator_list", []))])
        between = lines[end : first - 1]
        source = "\n".join(lines[first - 1 : statement.end_lineno])
        end = statement.end_lineno or end
        result = shown.get(statement.lineno, "")
        is_raised = _RAISED.match(result) is not None
        caught = _caught(source, result) if is_raised else []
        if _PROMPT_ONLY.match(source) or (is_raised and not caught) or _shows_address(statement, result):
            continue
        if above is not None:
            out += _gap(above, statement, between)
        above = statement
        if caught:
            out += caught
        elif _called(statement) in printing:
            result = result.rpartition("\n")[0] if _MARKED.match(result.rpartition("\n")[2]) else result
            out += _commented(source, statement, source, result)
        else:
            out += _with_result(source, statement, result, is_printed_so)
    return "\n".join(out) + "\n"


def _caught(source: str, result: str) -> list[str]:
    """Return a statement whose failure is caught and printed; none where its exception is not one of Python's."""
    name, _, said = result.partition(":")
    if not isinstance(getattr(builtins, name, None), type) or '"""' in source or "'''" in source:
        return []
    rows = [f"    {row}" if row else row for row in source.split("\n")]
    comment = f"  # {said.strip()}" if said.strip() and "\n" not in said and "..." not in said else ""
    return ["try:", *rows, f"except {name} as error:", f"    print(error){comment}"]


def _called(statement: ast.stmt) -> str:
    """Return the name of the function or method whose call is all of a statement; empty for any other."""
    match statement:
        case ast.Expr(value=ast.Call(func=function) | ast.Await(value=ast.Call(func=function))):
            return last_name(function)
    return ""


def _is_said(statement: ast.stmt, result: str) -> bool:
    """Return whether a call has printed what stands below it, which may end with what stands for its value."""
    if result == UNSURE or not _called(statement) or _RAISED.match(result):
        return False
    said, line_feed, last = result.rpartition("\n")
    return bool(_WORDS.match(last)) or (bool(line_feed) and bool(_MARKED.match(last)) and said[:1] not in "<[({")


def _shows_address(statement: ast.stmt, result: str) -> bool:
    """Whether a statement does nothing but show that there is an object."""
    is_look = isinstance(statement, ast.Expr) and not any(isinstance(node, ast.Call) for node in walk(statement))
    return is_look and _ADDRESS.match(result) is not None


def _gap(above: ast.stmt, below: ast.stmt, between: Sequence[str]) -> list[str]:
    """Return the lines between two statements of a session: its own, and those that a program has."""
    if isinstance(above, _DEFINITIONS) or isinstance(below, _DEFINITIONS):
        blanks = 2
    else:
        blanks = int(isinstance(above, _IMPORTS) and not isinstance(below, _IMPORTS))
    missing = blanks - sum(not row.strip() for row in between)
    return [*[""] * max(missing, 0), *between]


def _with_result(source: str, statement: ast.stmt, result: str, is_printed_so: Callable[[str], bool]) -> list[str]:
    """Return a statement that prints what a session shows below it, with that in a comment where `print` shows it."""
    if not isinstance(statement, ast.Expr) or _prints(statement.value):
        # A prompt for what somebody types.
        is_asked = isinstance(statement, ast.Assign) and " ".join(result.split()) in source
        line = source if isinstance(statement, ast.Expr) or not result else echoed(source, parsed(source).body[0])
        return _commented(source, statement, line, "" if is_asked else result)
    if not result or _ADDRESS.match(result):
        return [source]
    plain, _ = _without_comment(source, statement)
    if result == UNSURE or _CHANCE.search(plain):
        return _commented(source, statement, _printed(plain), "")
    value = _value(result)
    if isinstance(statement.value, ast.Tuple) and not plain.startswith("("):
        items = value if isinstance(value, tuple) else ()
        text = " ".join(map(str, items))
        return _commented(source, statement, _printed(plain) if items else _printed(f"({plain})"), text or result)
    if isinstance(value, str) and value.strip() and value.isprintable():
        return _commented(source, statement, _printed(plain), value)
    named = _OF_CLASS.match(result)
    is_text = named is None or is_printed_so(named["marked"] or named["called"])
    return _commented(source, statement, _printed(plain, is_text=is_text), result)


def _commented(source: str, statement: ast.stmt, line: str, result: str) -> list[str]:
    """Return a statement with what it prints in a comment; a comment behind the statement moves above it.

    Args:
        source: The statement as written.
        statement: Its syntax tree.
        line: What is shown in its place.
        result: What it prints; empty where that is nothing, or not known.
    """
    comment = ""
    if isinstance(statement, ast.Expr) and (line != source or (result and result != UNSURE)):
        plain, comment = _without_comment(source, statement)
        line = plain if line == source else line
    above = [comment] if comment else []
    if not result or result == UNSURE:
        return [*above, line]
    rows = result.split("\n")
    last = line.rpartition("\n")[2]
    if len(rows) == 1 and len(last) + len(rows[0]) < _WIDEST_RESULT and ("\n" not in line or line != source):
        return [*above, f"{line}  # {rows[0]}"]
    more = ["# …"] if len(rows) > _LONGEST_RESULT else []
    return [*above, line, *(f"# {row}".rstrip() for row in rows[:_LONGEST_RESULT]), *more]


def _without_comment(source: str, statement: ast.stmt) -> tuple[str, str]:
    """Return a statement without the comment that stands behind it, and that comment; empty where there is none."""
    head, line_feed, last = source.rpartition("\n")
    code = last.encode()[: statement.end_col_offset].decode()
    return f"{head}{line_feed}{code}", last.removeprefix(code).strip()


def _printed(source: str, *, is_text: bool = True) -> str:
    """Return an expression as what `print` is called with; further lines move with the first.

    Args:
        source: The expression.
        is_text: Whether `print` shows the same as a session; otherwise `repr` is printed (`sys.displayhook`).
    """
    opening, closing = ("print(", ")") if is_text else ("print(repr(", "))")
    rows = source.split("\n")
    if '"""' not in source and "'''" not in source:
        indent = " " * len(opening)
        rows = [rows[0], *(f"{indent}{row}" if row.startswith(" ") else row for row in rows[1:])]
    body = "\n".join(rows)
    return f"{opening}{body}{closing}"


def _prints(value: ast.expr) -> bool:
    """Return whether an expression prints something itself."""
    return is_print(value) or (isinstance(value, ast.Call) and last_name(value.func) in {"echo", "secho"})


def _value(result: str) -> object:
    """Return the value of a literal; `None` for anything else."""
    try:
        return literal_value(result)
    except NotPython:
        return None


def completed(body: str, before: Sequence[str], importable: Importable) -> str | None:
    """Return a program with what it needs above it, or `None` where a name in it leads nowhere.

    Args:
        body: The program.
        before: Statements of passages above that it needs.
        importable: Completes imports.
    """
    imports = [line for line in before if line.startswith(("import ", "from "))]
    setup = [line for line in before if line not in imports]
    body = _without_shown(body, setup)
    try:
        names = names_of([*setup, body])
    except NotPython:
        return None
    missing = importable.missing(lacking, [body]) if (lacking := names.undefined(imports)) else []
    if missing is None:
        return None
    used = _submodules(body, [*imports, *missing, *_single(_head(body)[0])], importable)
    own, body = _head(body)
    text = "\n\n".join(filter(None, [own, _joined([*setup, body])]))
    added = [line for line in (*imports, *missing) if not any(one.startswith(f"{line}.") for one in used)] + used
    if names.awaits:
        head, text = _head(text)
        runner = _runner([*added, *head.split("\n"), text])
        if f"import {runner}" not in head.split("\n"):
            added.append(f"import {runner}")
        text = _in_function(text, runner, [*added, *_single(head)])
        text = f"{head}\n\n\n{text}" if head else text
    return _BLANKS.sub("\n\n\n", _with_imports(text, added, importable.package))


def _submodules(body: str, imports: Sequence[str], importable: Importable) -> list[str]:
    """Return imports of the modules that a program reaches through the package, which does not import them itself."""
    package = importable.package
    if f"import {package}" not in imports or (code := importable.project.source(package)) is None:
        return []
    paths = {
        f"{package}.{node.attr}"
        for node in walk(parsed(body))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == package
    }
    found: list[str] = []
    for path in sorted(paths):
        shape, name = importable.project.shape(path), path.rpartition(".")[2]
        is_module = shape is not None and shape.kind == "module" and shape.object_path == path
        if is_module and re.search(rf"\b{re.escape(name)}\b", code.text) is None:
            found.append(f"import {path}")
    return [line for line in found if line not in imports]


def _without_shown(body: str, setup: Sequence[str]) -> str:
    """Return a program without imports of what stands above it: `from .main import app` below what defines `app`."""
    if not setup:
        return body
    try:
        defined = {name for text in setup for name in names_of([text]).bound}
        tree = parsed(body)
    except NotPython:
        return body
    rows = body.split("\n")
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom) and all(alias.name in defined for alias in statement.names):
            rows[statement.lineno - 1 : statement.end_lineno] = [None] * (  # type: ignore[list-item]
                (statement.end_lineno or statement.lineno) - statement.lineno + 1
            )
    return "\n".join(row for row in rows if row is not None).lstrip("\n")


def _joined(texts: Sequence[str]) -> str:
    """Return statements below each other; definitions stand apart."""
    stripped = [text.strip("\n") for text in texts]
    out = stripped[:1]
    for above, text in itertools.pairwise(stripped):
        is_apart = _is_definition(text) or _is_definition(above)
        gap = "\n\n\n" if is_apart else "\n\n" if text is stripped[-1] else "\n"
        out += [gap, text]
    return "".join(out)


def _is_definition(text: str) -> bool:
    return text.startswith(("def ", "async def ", "class ", "@"))


def _runner(texts: Sequence[str]) -> str:
    """Return the name of the module whose `run` starts a program: that of the framework which the program uses."""
    for name in ("trio", "anyio"):
        if any(
            re.search(rf"^[ \t]{{0,40}}(?:import|from) {name}\b|(?<![\w.]){name}\.", text, re.MULTILINE)
            for text in texts
        ):
            return name
    return "asyncio"


def _in_function(text: str, runner: str, imports: Sequence[str]) -> str:
    """Return statements that await something in a function that is run; the definitions among them stay above it."""
    name = "example" if "main" in map(bound_by, imports) or re.search(r"\bdef main\(", text) else "main"
    tree = parsed(text)
    rows = text.split("\n")
    above: list[str] = []
    end = 0
    for statement in tree.body:
        if not isinstance(statement, _DEFINITIONS):
            break
        end = statement.end_lineno or end
    if end:
        above, rows = rows[:end], rows[end:]
    body = "\n".join(rows).strip("\n")
    multiline = {
        number
        for node in walk(parsed(body))
        if isinstance(node, ast.Constant | ast.JoinedStr) and node.end_lineno and node.end_lineno > node.lineno
        for number in range(node.lineno, node.end_lineno)
    }
    inner = "\n".join(
        f"    {row}" if row and number not in multiline else row for number, row in enumerate(body.split("\n"))
    )
    function = f"async def {name}():\n{inner}\n\n\n{runner}.run({name}{'' if runner != 'asyncio' else '()'})"
    return "\n".join([*above, "", "", function]) if above else function


def _head(text: str) -> tuple[str, str]:
    """Return the imports at the head of a program, as written, and the rest of it."""
    try:
        body = parsed(text).body
    except NotPython:
        return "", text
    last = 0
    for statement in body:
        if not isinstance(statement, _IMPORTS):
            break
        last = statement.end_lineno or last
    lines = text.split("\n")
    return "\n".join(lines[:last]), "\n".join(lines[last:]).strip("\n")


def _single(head: str) -> list[str]:
    """Return the imports at the head of a program, one name each."""
    found: list[str] = []
    for statement in parsed(head).body:
        match statement:
            case ast.Import(names=aliases):
                found += [f"import {one.name}" + (f" as {one.asname}" if one.asname else "") for one in aliases]
            case ast.ImportFrom(module=str(module), names=aliases, level=0):
                found += [
                    f"from {module} import {one.name}" + (f" as {one.asname}" if one.asname else "") for one in aliases
                ]
    return found


def _with_imports(text: str, added: Sequence[str], package: str) -> str:
    """Return a program with further imports; the author's own stay as they are written."""
    head, rest = _head(text)
    have = set(_single(head))
    added = [line for line in dict.fromkeys(added) if line not in have]
    if not head:
        return arranged(added, text, own=package) if added else _apart("", text)
    first = [line for line in added if line.split()[1].partition(".")[0] in sys.stdlib_module_names]
    later = [line for line in added if line not in first]
    if first and head.split()[1].partition(".")[0] in sys.stdlib_module_names:
        head = "\n".join([*map(wrapped, first), head])
    elif first:
        head = "\n".join([*map(wrapped, first), "", head])
    if later:
        is_own = head.rpartition("\n")[2].split()[1:2] and head.rpartition("\n")[2].split()[1].startswith(package)
        head = "\n".join([head, *([] if is_own else [""]), *map(wrapped, later)])
    return _apart(head, rest)


def _apart(head: str, rest: str) -> str:
    """Return imports and code with the blank lines between them that a program has."""
    rest = rest.strip("\n")
    code = re.sub(r"\A(?:#[^\n]{0,300}\n){1,20}", "", rest)
    gap = "\n\n\n" if _is_definition(code) else "\n\n"
    return gap.join(filter(None, [head, rest])) + "\n"
