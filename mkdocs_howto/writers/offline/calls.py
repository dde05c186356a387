"""Tell what well-known calls do, from a table (`calls.toml`)."""

from __future__ import annotations

import ast
import functools
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_KEY = re.compile(r"(?P<path>[\w.*]+)\((?P<parameters>.*)\)$", re.DOTALL)
_FIELD = re.compile(r"\{(?P<name>\w+)(?::(?P<form>\w+))?\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_MODES = {"r": "for reading", "w": "for writing", "a": "for appending", "x": "for writing, as a new file"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table.

    Attributes:
        path: What is called, e.g. `str.split`; `*.name` for a method of anything.
        parameters: Names in order; those in `silent` may stay unsaid.
        silent: Parameters that change nothing a reader must know.
        does: A verb phrase with fields, e.g. `splits {self}[ at {sep}]`.
        gives: Type of the result, empty when unknown.
        keep: What the result is called when it is kept.
        into: Whether the verb phrase goes on with `into` and the variable.
        check: Whether it only checks what the call before it gave.
        http: The HTTP method that is sent.
        test: A statement that the row tells.
        says: What it tells of that statement.
    """

    path: str
    parameters: tuple[str, ...]
    silent: frozenset[str]
    does: str
    gives: str = ""
    keep: str = ""
    into: bool = False
    check: bool = False
    http: str = ""
    test: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says about one call.

    Attributes:
        does: The verb phrase, lower case.
        row: Where it comes from.
    """

    does: str
    row: Row


@dataclass(frozen=True, slots=True)
class Table:
    """All rows, by what is called."""

    rows: Mapping[str, Row] = field(default_factory=dict)

    def find(self, path: str) -> Row | None:
        """The row for a callee, or one for a method of that name on anything."""
        return self.rows.get(path) or self.rows.get(f"*.{path.rpartition('.')[2]}")

    def gives(self, path: str) -> str:
        """Type of a call's result; empty when unknown."""
        row = self.find(path)
        return row.gives if row is not None else ""

    def tell(self, path: str, call: ast.Call, say: Callable[[ast.expr], str], receiver: str = "") -> Told | None:
        """What a call does, in words; `None` when no row says all of it.

        Args:
            path: The callee, imports and types followed.
            call: The call.
            say: Phrases an argument.
            receiver: The phrased receiver of a method.
        """
        row = self.find(path)
        given = _bound(row, call) if row is not None else None
        if row is None or given is None:
            return None
        words = {name: say(node) for name, node in given.items()}
        if receiver:
            words["self"] = receiver
        used = {match["name"] for match in _FIELD.finditer(row.does)}
        if set(given) - used - row.silent:
            return None
        does = _filled(row.does, words, given)
        return None if does is None else Told(does, row)


def sentence(told: Told, target: str = "") -> str:
    """A call as a sentence.

    Args:
        told: What it does.
        target: Where the result is kept, phrased; empty when it is not kept.
    """
    head = told.does[0].upper() + told.does[1:]
    if not target:
        return f"{head}."
    if told.row.into:
        return f"{head} into {target}."
    if told.row.keep:
        return f"{head} and keeps the {told.row.keep} as {target}."
    return f"{head} as {target}." if head.startswith("Opens ") else f"{head} and keeps the result as {target}."


@functools.cache
def table() -> Table:
    """The table, read once."""
    data = tomllib.loads(Path(__file__).with_name("calls.toml").read_text(encoding="utf-8"))
    return Table({row.path: row for row in (_row(key, values) for key, values in data.items())})


def _row(key: str, values: Mapping[str, Any]) -> Row:
    match = _KEY.match(key)
    if match is None:
        raise ValueError(f"calls.toml: {key!r} is no signature.")
    names = [name.strip() for name in match["parameters"].split(",") if name.strip()]
    return Row(
        match["path"],
        tuple(name.lstrip("~") for name in names),
        frozenset(name[1:] for name in names if name.startswith("~")),
        **values,
    )


def _bound(row: Row, call: ast.Call) -> dict[str, ast.expr] | None:
    """Arguments by the names of the row; `None` when they cannot be told."""
    if any(isinstance(argument, ast.Starred) for argument in call.args) or len(call.args) > len(row.parameters):
        return None
    given = dict(zip(row.parameters, call.args, strict=False))
    for keyword in call.keywords:
        if keyword.arg is None or keyword.arg not in row.parameters or keyword.arg in given:
            return None
        given[keyword.arg] = keyword.value
    return given


def _filled(template: str, words: Mapping[str, str], nodes: Mapping[str, ast.expr]) -> str | None:
    """A template with its fields; `None` when one that must be said is missing."""

    def group(match: re.Match[str]) -> str:
        filled = _fields(match[1], words, nodes)
        return filled if filled is not None else ""

    return _fields(_OPTIONAL.sub(group, template), words, nodes)


def _fields(template: str, words: Mapping[str, str], nodes: Mapping[str, ast.expr]) -> str | None:
    parts: list[str] = []
    at = 0
    for match in _FIELD.finditer(template):
        name = match["name"]
        said = _formed(match["form"], nodes[name]) if match["form"] and name in nodes else words.get(name)
        if said is None:
            return None
        parts += [template[at : match.start()], said]
        at = match.end()
    return "".join(parts) + template[at:]


def _formed(form: str, node: ast.expr) -> str | None:
    """An argument in the words of a formatter."""
    constant = node.value if isinstance(node, ast.Constant) else None
    if form == "mode" and isinstance(constant, str):
        kind = _MODES.get(constant.replace("b", "").replace("t", "").replace("+", "")[:1])
        return f"{kind}{' as bytes' if 'b' in constant else ''}" if kind else None
    if form == "when":  # Said by its mere presence.
        return "" if constant is True else None
    return None
