"""What code needs to run: packages, keys, names that are there; and parameters that it does not need."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePosixPath

from mkdocs_howto.effects import dotted
from mkdocs_howto.facts.values import Docstring, Raised
from mkdocs_howto.syntax import last_name, walk
from mkdocs_howto.usage.undefined import undefined
from mkdocs_howto.writers.offline.describing.claims import never_gives
from mkdocs_howto.writers.offline.telling.failures import is_broad, names_of, raises_again
from mkdocs_howto.writers.offline.telling.hosts import without_other_hosts
from mkdocs_howto.writers.offline.telling.parts import is_guard, is_stub
from mkdocs_howto.writers.offline.trees import Function, own, read_names, walk_until, yields
from mkdocs_howto.writers.offline.words import capital, listed

_WINDOWS = frozenset({"winreg", "winsound", "msvcrt"})
_MOST = 4
_MOST_PACKAGES = 8
_ON_IMPORT = "Importing it raises `NameError`"
_BEFORE = "Importing it raises `NameError` before Python 3.14"
_AS_SCRIPT = "Running it as a script raises `NameError`"
_GETTERS = frozenset({"os.getenv", "os.environ.get", "getenv", "environ.get"})
_KEYS = frozenset({"credentials", "secrets"})
_ASKING = frozenset({"isinstance", "hasattr", "getattr", "callable", "issubclass"})
"""Functions by which code asks what it was given, before it reads anything of it."""
_FUNCTION = re.compile(r"(?:(?:an?|the) )?(?:\w+ )?(?:decorat|function|callable|wrapper)", re.IGNORECASE)
"""The beginning of what an author says of a function that is returned."""
_OF_ALL = frozenset(name for kind in (str, bytes, list, dict, set) for name in dir(kind))
_CODE = re.compile(r"`([^\W\d]\w*)`|\b([A-Z][a-z]+(?:[A-Z][a-z]+)+)\b")
"""A name of the code in an author's words."""
_QUOTED_LIST = re.compile(r"(?P<mark>['\"])\w+(?P=mark)(?:(?:, | and | or |, and |, or )(?P=mark)\w+(?P=mark))+")
"""A list of names in an author's words."""
_LOGGERS = frozenset({"logger", "logging", "log"})


def packages(tree: ast.Module, file: str = "") -> str:
    """Return which further packages a file needs, as sentences; empty if there are none that are known.

    Args:
        tree: Its syntax tree.
        file: Its path: a package does not need itself.
    """
    tries = [one for one in walk(tree) if isinstance(one, ast.Try)]
    optional = {inner for one in tries if _expects_absence(one) for inner in one.body}
    shown_only = {inner for one in tree.body if is_guard(one) for inner in walk(one)} & optional
    found: dict[str, bool] = {}
    for node in walk(tree):
        if node in shown_only:
            continue  # A demonstration asks for it, no function does.
        match node:
            case ast.Import(names=aliases):
                names = [alias.name.partition(".")[0] for alias in aliases]
            case ast.ImportFrom(module=str(module), level=0):
                names = [module.partition(".")[0]]
            case _:
                continue
        for name in names:
            found[name] = found.get(name, True) and node in optional
    always = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
    if windows := [f"`{name}`" for name in found if name in _WINDOWS & always]:
        return f"Runs on Windows only, since it imports {listed(windows)}."
    distributions, own = _distributions(), {part.removesuffix(".py") for part in PurePosixPath(file).parts[:2]}
    known = {name: is_free for name, is_free in found.items() if name in distributions.keys() - own}
    shown = {name: f"`{name}`{f' ({distributions[name]})' * (distributions[name] != name)}" for name in known}
    needed = [shown[name] for name, is_free in known.items() if not is_free][:_MOST_PACKAGES]
    spare = [shown[name] for name, is_free in known.items() if is_free][:_MOST]
    told = f"Needs {'the package' if len(needed) == 1 else 'the packages'} {listed(needed)}" if needed else ""
    uses = f"uses {listed(spare)} where {'it is' if len(spare) == 1 else 'they are'} installed" if spare else ""
    return f"{capital('; it '.join(filter(None, [told, uses])))}." if told or uses else ""


@lru_cache(maxsize=1)
def _distributions() -> Mapping[str, str]:
    """Return what is installed for each import name of a known package."""
    table = tomllib.loads((Path(__file__).parent / "packages.toml").read_text(encoding="utf-8"))
    return {name: table["distributions"].get(name, name) for name in table["names"].split()}


def _expects_absence(node: ast.Try) -> bool:
    """Return whether a `try` goes on without what it cannot import."""
    caught = [names_of(one) for one in node.handlers]
    return (
        any(is_broad(names) or {"ImportError", "ModuleNotFoundError"} & set(names) for names in caught)
        and len(node.body) <= _MOST
    )


def variables(tree: ast.Module) -> str:
    """Return which environment variables a file reads, as a sentence; empty if it reads none."""
    found: dict[str, None] = {}
    for node in walk(tree):
        match node:
            case ast.Call(func=func, args=[ast.Constant(value=str(name)), *_]) if dotted(func) in _GETTERS:
                found[f"`{name}`"] = None
            case ast.Subscript(value=value, slice=ast.Constant(value=str(name)), ctx=ast.Load()):
                if dotted(value) == "os.environ":
                    found[f"`{name}`"] = None
    kind = "variable" if len(found) == 1 else "variables"
    return f"It reads the environment {kind} {listed(list(found)[:_MOST])}." if found else ""


def keys(tree: ast.Module) -> str:
    """Return which keys of the project's settings a file reads, as a sentence; empty if it reads none."""
    found: dict[str, None] = {}
    for node in walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            parts = dotted(node).split(".")
            if len(parts) > 2 and _KEYS & set(parts[1:-1]):
                found[".".join(parts)] = None
    shorter = {one[:end] for one in found for end, mark in enumerate(one) if mark == "."}
    longest = [one for one in found if one not in shorter]
    names = [f"`{name}`" for name in longest]
    return f"It reads the {'setting' if len(names) == 1 else 'settings'} {listed(names[:_MOST])}." if names else ""


@lru_cache(maxsize=4)
def undefined_of(tree: ast.Module) -> tuple[tuple[str, int], ...]:
    """Return the names that code reads and nothing defines or imports, each with its line."""
    nodes = walk(tree)
    if any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in nodes):
        return ()
    found = [(name, line) for name, line in undefined(tree) if not name.startswith("__")]
    read = {(one.id, one.lineno) for one in nodes if isinstance(one, ast.Name)} if found else set()
    return tuple(one for one in found if one in read)  # Others stand in a text, as an annotation nobody evaluates.


def undefined_names(tree: ast.Module) -> Iterator[str]:
    """Yield what fails because nothing defines or imports a name, as sentences."""
    functions = [one for one in walk(tree) if isinstance(one, Function)]
    guards = [one for one in tree.body if is_guard(one)]
    told: dict[str, dict[str, None]] = {}
    for name, line in undefined_of(tree)[: 2 * _MOST]:
        owner = next((one for one in functions if one.lineno <= line <= (one.end_lineno or 0)), None)
        if owner is None and any(one.lineno <= line <= (one.end_lineno or 0) for one in guards):
            told.setdefault(_AS_SCRIPT, {})[name] = None
        elif owner is None or (line < owner.body[0].lineno and name in told.get(_ON_IMPORT, {})):
            told.setdefault(_ON_IMPORT, {})[name] = None
        elif line < owner.body[0].lineno:
            told.setdefault(_BEFORE, {})[name] = None
        elif owner.name == "__init__" or not owner.name.startswith("_"):
            told.setdefault("Creating it" if owner.name == "__init__" else f"`{owner.name}`", {})[name] = None
    for start in (_ON_IMPORT, _BEFORE, _AS_SCRIPT):
        if names := told.pop(start, None):
            yield f"{start}, because nothing defines or imports {_named(names, 'and')}."
    by_names: dict[tuple[str, ...], list[str]] = {}
    for owner_, names in told.items():
        by_names.setdefault(tuple(names), []).append(owner_)
    for shared, owners in by_names.items():
        raises = "raises `NameError` where it uses" if len(owners) == 1 else "raise `NameError` where they use"
        yield f"{listed(owners[:_MOST])} {raises} {_named(shared, 'or')}, which nothing defines or imports."


def _named(names: Iterable[str], last: str) -> str:
    return listed([f"`{name}`" for name in names], last)


def unread_parameters(node: Function) -> list[str]:
    """Return the parameters of a function that its body never reads, apart from those named to be left alone."""
    arguments = node.args
    names = [one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    used = read_names(walk_until(node.body, _is_logging))
    return [name for name in names if name not in used and not name.startswith("_") and name not in {"self", "cls"}]


def only_logs(node: Function) -> bool:
    """Return whether a function calls nothing but a logger, and gives nothing that it would have to find out."""
    calls = [one for statement in node.body for one in walk(statement) if isinstance(one, ast.Call)]
    is_plain = all(isinstance(one, ast.Expr | ast.Return | ast.Pass) for one in node.body)
    is_quiet = bool(calls) and all(_LOGGERS & set(dotted(one.func).split(".")[:-1]) for one in calls)
    given = [one.value for one in node.body if isinstance(one, ast.Return) and one.value is not None]
    return is_plain and is_quiet and all(isinstance(one, ast.Constant | ast.Name) for one in given)


def _is_logging(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and bool(_LOGGERS & set(dotted(node.func).split(".")[:-1]))


def keeps_errors(node: Function) -> bool:
    """Return whether one `try` that catches everything encloses all of a function that may fail."""
    if any(isinstance(one, ast.Raise) for one in walk(node)):
        return False
    blocks = [one for one in node.body if isinstance(one, ast.Try)]
    others = [one for one in node.body if not isinstance(one, ast.Try)]
    calls = [dotted(one.func) for statement in others for one in walk(statement) if isinstance(one, ast.Call)]
    catches_all = len(blocks) == 1 and any(is_broad(names_of(one)) for one in blocks[0].handlers)
    return catches_all and all(name in {"Path", "str"} or _LOGGERS & set(name.split(".")[:-1]) for name in calls)


def believed(docstring: Docstring, node: Function) -> Docstring:
    """Return what an author says of a function without exceptions and results that its code does not give.

    An exception that the code raises nowhere is not believed where the function keeps errors of others to itself, and
    where the author's condition is about something that the code does not know. A result is not believed where
    nothing is returned, and where a function is returned of which the author does not speak.
    """
    if (summary := without_other_hosts(docstring.summary, node)) != docstring.summary:
        texts = tuple(replace(one, text=without_other_hosts(one.text, node)) for one in docstring.paragraphs)
        docstring = replace(docstring, summary=summary, paragraphs=texts)
    if _QUOTED_LIST.search(docstring.summary) is not None:
        told = tuple(replace(one, text=_with_own_names(one.text, node)) for one in docstring.paragraphs)
        docstring = replace(docstring, summary=_with_own_names(docstring.summary, node), paragraphs=told)
    if docstring.returns and not (
        _can_return(docstring, node) and not any(never_gives(one.text, node) for one in docstring.returns)
    ):
        docstring = replace(docstring, returns=())
    if not docstring.raises:
        return docstring
    known = {name for one in walk(node) for name in _identifiers(one)}
    kept = [one for one in docstring.raises if _is_believed(one, node, known)]
    return replace(docstring, raises=() if keeps_errors(node) else tuple(kept))


def _with_own_names(text: str, node: Function) -> str:
    """Return a text of which a list of quoted names is that of the code, where the code lists others beside them."""
    if (said := _QUOTED_LIST.search(text)) is None:
        return text
    names = set(re.findall(r"['\"](\w+)['\"]", said[0]))
    for one in walk(node):
        if isinstance(one, ast.Set | ast.List | ast.Tuple):
            held = [item.value for item in one.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)]
            is_other = names & set(held) and names ^ set(held)
            if is_other and len(held) == len(one.elts) and len(held) <= _MOST_PACKAGES:
                return text.replace(said[0], listed([f"'{name}'" for name in held]))
    return text


def _can_return(docstring: Docstring, node: Function) -> bool:
    values = [one.value for one in own(node) if isinstance(one, ast.Return) and one.value is not None]
    if not values:
        return yields(node) or is_stub(node) or isinstance(node.body[-1], ast.Raise)
    inner = {one.name for one in node.body if isinstance(one, Function)}
    gives_function = all(isinstance(one, ast.Name) and one.id in inner for one in values)
    return not gives_function or any(_FUNCTION.match(one.text) for one in docstring.returns)


def _is_believed(raised: Raised, node: Function, known: set[str]) -> bool:
    name = raised.name.rpartition(".")[2]
    named = {found[1] or found[2] for found in _CODE.finditer(raised.text)}
    return not never_raises(node, name) and (name in known or named <= known)


def _identifiers(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
            yield name
        case ast.Constant(value=str(text)):
            yield text
        case ast.Constant(value=value):
            yield str(value)


def never_raises(node: Function, name: str) -> bool:
    """Return whether a function raises an exception nowhere and keeps errors of others to itself somewhere.

    What its docstring says of the exception is then not believed.
    """
    nodes = [one for statement in node.body for one in walk(statement)]
    raised = {
        dotted(one.exc.func if isinstance(one.exc, ast.Call) else one.exc)
        for one in nodes
        if isinstance(one, ast.Raise) and one.exc
    }
    handlers = [one for one in nodes if isinstance(one, ast.ExceptHandler) and is_broad(names_of(one))]
    return name not in {one.rpartition(".")[2] for one in raised} and any(not raises_again(one) for one in handlers)


def unset_of(node: ast.ClassDef) -> list[str]:
    """Return the attributes that are `None` in a class, although its methods put them into a text or an address."""
    empty = [
        target.id
        for one in node.body
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant) and one.value.value is None
        for target in one.targets
        if isinstance(target, ast.Name)
    ]
    texts = [inner for one in walk_until([node], _is_text) if _is_text(one) for inner in walk(one)]
    used = {one.attr for one in texts if isinstance(one, ast.Attribute) and dotted(one.value) in {"cls", "self"}}
    return [name for name in empty if name in used]


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr | ast.BinOp)


def needed_of(node: Function) -> str:
    """Return which attributes a function reads of a parameter without a type, as a sentence."""
    asked = {
        one.args[0].id
        for one in walk(node)
        if isinstance(one, ast.Call)
        and last_name(one.func) in _ASKING
        and one.args
        and isinstance(one.args[0], ast.Name)
    }
    plain = [one.arg for one in (*node.args.posonlyargs, *node.args.args) if one.annotation is None]
    plain = [name for name in plain if name not in asked]
    read: dict[str, dict[str, None]] = {}
    for one in walk(node):
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
            read.setdefault(one.value.id, {})[one.attr] = None
    told: list[str] = []
    for name in plain:
        found = read.get(name, {})
        shown = [f"`{attr}`" for attr in found if not attr.startswith("_") and attr not in _OF_ALL]
        if name not in {"self", "cls"} and 0 < len(shown) <= _MOST + 1:
            told.append(f"`{name}` needs {listed(shown)}")
    return f"{listed(told)}." if 0 < len(told) <= 2 else ""
