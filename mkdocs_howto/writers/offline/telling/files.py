"""Files that are opened: read, written or appended to, with the format in which their content is taken."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence

from mkdocs_howto.effects import dotted
from mkdocs_howto.syntax import last_name, walk

Noun = Callable[[ast.expr], str]
"""Returns the noun phrase for a value; empty if it has none."""

_READERS = {
    "json.load": "JSON", "yaml.safe_load": "YAML", "yaml.load": "YAML", "toml.load": "TOML", "tomllib.load": "TOML",
    "pickle.load": "a pickled object", "csv.reader": "CSV", "csv.DictReader": "CSV", "BeautifulSoup": "HTML",
    "bs4.BeautifulSoup": "HTML",
}  # fmt: skip
_WRITERS = {
    "json.dump": " as JSON", "yaml.dump": " as YAML", "yaml.safe_dump": " as YAML", "toml.dump": " as TOML",
    "pickle.dump": " as a pickle",
}  # fmt: skip
_CSV_WRITERS = frozenset({"csv.writer", "csv.DictWriter"})


def is_open(node: ast.expr) -> bool:
    """Return whether an expression opens a file."""
    if isinstance(node, ast.Await):
        return is_open(node.value)
    if not isinstance(node, ast.Call):
        return False
    name = dotted(node.func)
    if name in {"open", "io.open", "codecs.open", "aiofiles.open"}:
        return bool(node.args)
    return isinstance(node.func, ast.Attribute) and node.func.attr == "open" and _is_mode(node)


def _is_mode(call: ast.Call) -> bool:
    """Return whether a call of a method `open` is one of a path: with a mode or nothing at all."""
    first = call.args[0] if call.args else None
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return set(first.value) <= set("rwaxbt+")
    return any(one.arg in {"mode", "encoding", "newline"} for one in call.keywords)


def opened(call: ast.Call, handle: str, body: Iterable[ast.AST], noun: Noun) -> str:
    """Return what is done with a file that a call opens: "reads JSON from `settings.json`"; empty if it has no name.

    Args:
        call: Opens it.
        handle: Variable that holds the open file; empty if there is none.
        body: Where the file is used.
        noun: Names values.
    """
    is_method = isinstance(call.func, ast.Attribute) and dotted(call.func) not in {
        "io.open",
        "codecs.open",
        "aiofiles.open",
    }
    place = noun(call.func.value) if is_method and isinstance(call.func, ast.Attribute) else noun(call.args[0])
    place = place or "a file"
    mode = _mode(call, position=0 if is_method else 1)
    calls = [one for node in body for one in walk(node) if isinstance(one, ast.Call)]
    writers = {handle, *_writers(body, handle)} if handle else set()
    used = [one for one in calls if handle and touches(one, writers)]
    if not mode:
        told = _written(used, noun)
        return f"writes {told} to {place}" if told else f"opens {place}"
    if not handle and set(mode) & {"w", "x", "a"}:
        return f"opens {place} for {'appending' if 'a' in mode else 'writing'}"
    if "a" in mode and not used:
        return f"creates {place} if it is missing"
    if "a" in mode:
        return f"appends {_written(used, noun) or 'text'} to {place}"
    if set(mode) & {"w", "x"}:
        return f"writes {_written(used, noun) or 'data'} to {place}"
    forms = [_READERS[dotted(one.func)] for one in used if dotted(one.func) in _READERS]
    if forms:
        return f"reads {forms[0]} from {place}"
    return f"reads the bytes of {place}" if "b" in mode else f"reads {place}"


def _writers(body: Iterable[ast.AST], handle: str) -> Iterator[str]:
    """Yield the variables that hold what writes rows to an open file."""
    for one in (inner for node in body for inner in walk(node)):
        match one:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call) if touches(call, {handle}):
                yield name


def touches(call: ast.Call, handles: set[str]) -> bool:
    """Return whether a call works on one of some open files: its receiver or an argument."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return any(isinstance(one, ast.Name) and one.id in handles for one in (owner, *call.args))


def _written(calls: Sequence[ast.Call], noun: Noun) -> str:
    for call in calls:
        name = dotted(call.func)
        if name in _WRITERS and call.args:
            return f"{noun(call.args[0]) or 'data'}{_WRITERS[name]}"
    rows = next((one for one in calls if last_name(one.func) == "writerows" and one.args), None)
    if rows is not None or any(dotted(one.func) in _CSV_WRITERS for one in calls):
        what = noun(rows.args[0]) if rows is not None else ""
        return f"{what} as CSV" if what else "CSV"
    writes = [one for one in calls if isinstance(one.func, ast.Attribute) and one.func.attr == "write" and one.args]
    return noun(writes[0].args[0]) if len(writes) == 1 else ""


def _mode(call: ast.Call, position: int) -> str:
    """Return the mode in which a file is opened; empty if it is no literal."""
    passed = {one.arg: one.value for one in call.keywords}
    node = call.args[position] if len(call.args) > position else passed.get("mode")
    if node is None:
        return "r"
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
