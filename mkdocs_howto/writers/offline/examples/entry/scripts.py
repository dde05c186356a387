"""What is started from the shell: a script, a test module, a program that asks or reads options."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import CodeBlock
from mkdocs_howto.syntax import last_name, walk
from mkdocs_howto.writers.offline.telling.options import adding_calls
from mkdocs_howto.writers.offline.telling.parts import Parts
from mkdocs_howto.writers.offline.words import some_of

_QUIET = frozenset({
    "add_middleware", "append", "apply", "basicConfig", "extend", "filterwarnings", "getLogger", "include_router",
    "insert", "load_dotenv", "makedirs", "mkdir", "mount", "register", "reload", "set_event_loop_policy", "setLevel",
    "setdefault", "simplefilter", "update", "add_argument", "reconfigure",
})  # fmt: skip
"""Last names of calls at the top level that prepare something."""
_CONSTANT = frozenset({
    "Path", "compile", "dict", "frozenset", "list", "set", "tuple", "join", "getenv", "get", "getLogger", "resolve",
    "TypeVar", "NewType", "SimpleNamespace", "namedtuple", "Decimal", "datetime", "timedelta", "int", "str", "range",
    "split", "strip", "cwd", "absolute",
})  # fmt: skip
"""Last names of calls whose results are constants."""
_LOGGING = re.compile(r"(?:logger|logging|log)\.")
_MOST_ASKED = 3
_WIDEST = 90
_ASKING = frozenset({"input", "getpass"})
_PARSING = frozenset({"parse_args", "ArgumentParser", "argv", "parse_known_args"})


def runs(parts: Parts) -> bool:
    """Return whether importing a file already does what it is for.

    Args:
        parts: Of the file.
    """
    for node in parts.run:
        if not parts.units and not parts.private and isinstance(node, ast.Assign | ast.AnnAssign) and _makes(node):
            return True
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Await) and not _is_quiet(node):
            return True
        if isinstance(node, ast.For | ast.While | ast.With) and any(
            isinstance(one, ast.Call) and last_name(one.func) not in _QUIET for one in walk(node)
        ):
            return True
    return False


def _makes(node: ast.stmt) -> bool:
    """Return whether a statement calls something other than what prepares constants."""
    called = [last_name(one.func) for one in walk(node) if isinstance(one, ast.Call)]
    return any(name not in _QUIET | _CONSTANT for name in called)


def is_logging(node: ast.stmt) -> bool:
    """Return whether a statement only writes to a log, or does nothing."""
    match node:
        case ast.Expr(value=ast.Call(func=called)):
            return _LOGGING.match(dotted(called)) is not None
        case ast.Expr(value=ast.Constant()) | ast.Pass():
            return True
    return False


def asks(nodes: Sequence[ast.AST]) -> bool:
    """Return whether statements need somebody who types, or options of a command line."""
    for node in (inner for one in nodes for inner in walk(one)):
        match node:
            case ast.Call(func=called) if last_name(called) in _ASKING | _PARSING:
                return True
            case ast.Attribute(attr="argv"):
                return True
    return False


def command(block: CodeBlock, tree: ast.Module, parts: Parts) -> str:
    """Return how a file is started, as comments: importing it would run it unasked.

    Args:
        block: The file.
        tree: Its syntax tree.
        parts: Of the file.
    """
    file = f'"{block.file}"' if " " in block.file else block.file
    folder = str(PurePosixPath(block.file).parent)
    if _is_test(block, parts):
        folder = f'"{folder}"' if " " in folder else folder
        first = next((one.name for one in parts.functions if one.name.startswith("test_")), "")
        lines = ["# Run its tests from the folder of the project:", f"#     pytest {file}"]
        if _looks_around(tree):
            name = PurePosixPath(block.file).name
            lines = ["# Run its tests from its own folder, from which it imports:", f"#     cd {folder}"]
            lines.append(f"#     pytest {name}")
            file = name
        return "\n".join([*lines, *([f"#     pytest {file}::{first}"] if first else [])]) + "\n"
    lines = ["# Run it as a program, from the folder of the project:", f"#     python {file}{_options(tree)}"]
    return "\n".join([*lines, *_asked(tree)]) + "\n"


def _is_test(block: CodeBlock, parts: Parts) -> bool:
    name = PurePosixPath(block.file).name
    if any(last_name(base) == "TestCase" for one in parts.classes for base in one.bases):
        return True
    return bool(parts.units) and parts.is_test and (name.startswith("test") or name.endswith("_test.py"))


def is_test(block: CodeBlock, parts: Parts) -> bool:
    """Return whether a file is there for pytest."""
    return _is_test(block, parts)


def _looks_around(tree: ast.Module) -> bool:
    """Return whether a file adds folders above it to the path, relative to the working directory."""
    for node in walk(tree):
        match node:
            case ast.Call(func=called, args=[*_, ast.Constant(value=str(text))]):
                if dotted(called) in {"sys.path.append", "sys.path.insert"} and text.startswith("."):
                    return True
    return False


def _options(tree: ast.Module) -> str:
    """Return the arguments that a command line needs; `--help` where it has options alone."""
    places: list[str] = []
    has_options = False
    for call in adding_calls(tree.body):
        match call.args:
            case [ast.Constant(value=str(name)), *_]:
                has_options = has_options or name.startswith("-")
                places += [] if name.startswith("-") else [name]
    if places:
        return "".join(f" <{name}>" for name in places)
    if has_options:
        return " --help"
    return "".join(f" <{name}>" for name in _from_argv(tree))


def _from_argv(tree: ast.Module) -> Iterator[str]:
    """Yield the names under which a file keeps what stands on its command line."""
    for node in walk(tree):
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=value,
            ) if any(_is_argument(one) for one in walk(value)):
                yield name


def _asked(tree: ast.Module) -> Iterator[str]:
    """Yield a comment with what a program asks for."""
    found: dict[str, None] = {}
    for node in walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="input" | "getpass"), args=[ast.Constant(value=str(text))]):
                if words := " ".join(text.split()).strip(" :>"):
                    found[f'"{words}"'] = None
    if found:
        said = f"It asks for {some_of([*found], _MOST_ASKED)}."
        yield from textwrap.wrap(said, _WIDEST, initial_indent="# ", subsequent_indent="# ")


def _is_quiet(node: ast.Expr) -> bool:
    called = node.value.func if isinstance(node.value, ast.Call) else node.value
    return last_name(called) in _QUIET or is_logging(node)


def migration(block: CodeBlock, tree: ast.Module) -> str:
    """Return how a migration of Alembic is run, as comments; empty for any other file.

    Args:
        block: The file.
        tree: Its syntax tree.
    """
    held = {
        one.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for one in walk(node)
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
    }
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    if not ({"revision", "down_revision"} <= held and {"upgrade", "downgrade"} <= defined):
        return ""
    return (
        f"# Alembic runs {PurePosixPath(block.file).name} with the migrations before it:\n#     alembic upgrade head\n"
    )


def loaded_by_pytest(block: CodeBlock, tree: ast.Module) -> str:
    """Return how a `conftest.py` takes effect, as comments; empty for any other file.

    Args:
        block: The file.
        tree: Its syntax tree.
    """
    path = PurePosixPath(block.file)
    if path.name != "conftest.py":
        return ""
    options = [
        node.args[0].value
        for node in walk(tree)
        if isinstance(node, ast.Call)
        and last_name(node.func) == "addoption"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    ]
    folder = f'"{path.parent}"' if " " in str(path.parent) else str(path.parent)
    option = f" {options[0]}" if options else ""
    return f"# pytest loads {block.file} by itself:\n#     pytest {folder}{option}\n"


def _is_argument(node: ast.AST) -> bool:
    match node:
        case ast.Subscript(value=ast.Attribute(attr="argv"), slice=ast.Constant(value=int(number))):
            return number > 0
    return False
