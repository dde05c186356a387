"""What calls of the standard library and of well-known packages do, told by the rows of `calls.toml`.

The file is read as text and only the rows that are asked for are parsed: a section needs about twenty
of them, and `tomllib` takes longer for all of them than the writer for a whole section.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from mkdocs_howto.effects import dotted
from mkdocs_howto.syntax import parse_expression
from mkdocs_howto.writers.offline.source import listed

FILE = Path(__file__).with_name("calls.toml")

_HEAD = re.compile(r'^\[(?P<quote>"?)(?P<path>[^"(\n]+)(?:\([^\n]*\))?(?P=quote)\]$', re.MULTILINE)
"""The line that opens a row; keys hold no double quote."""
_PARAMETER = re.compile(r"~?(\*{0,2}|/)(?:(\w+)(?:=(.+))?)?")
_PIECE = re.compile(r"\[(?P<optional>[^\[\]]*)\]|(?P<plain>[^\[\]]+)")
_FIELD = re.compile(r"\{(?P<name>\w+)(?::(?P<format>[^{}]*))?\}")

Say = Callable[[ast.expr], str]
"""Phrases an expression; empty if it cannot be said."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table.

    Attributes:
        key: The signature that it is filed under.
        path: Qualified name of the callee.
        positional: Parameters that may be passed by position, in order.
        keywords: Parameters that may be passed by name.
        several: The parameter that takes any number of positional arguments, if there is one.
        named: The one that takes any number of keyword arguments.
        unsaid: Parameters that a sentence may leave out.
        defaults: Values of parameters that are told even where they are not passed.
        fields: Everything else that the row says, by the names that `calls.toml` explains.
        texts: Those of them that are texts.
        names_receiver: Whether it says what a method is called on.
    """

    key: str
    path: str
    positional: tuple[str, ...]
    keywords: frozenset[str]
    several: str
    named: str
    unsaid: frozenset[str]
    defaults: Mapping[str, ast.expr]
    fields: Mapping[str, Any]
    texts: Mapping[str, str]
    names_receiver: bool

    def text(self, field: str) -> str:
        """A field that holds text; empty if the row has none."""
        return self.texts.get(field, "")

    @property
    def gives(self) -> str:
        """Qualified name of the type of the result; empty when unknown."""
        return self.text("gives")

    @property
    def effect(self) -> str:
        """What it touches: `environment`, `file`, `network`, `output`, `process`, `random` or `time`."""
        return self.text("effect")

    @property
    def each(self) -> str:
        """Noun for one item of the result."""
        return self.text("each")


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says about one call; what it does not say is empty.

    Attributes:
        does: Verb phrase in the third person; never empty.
        row: Where it comes from; its `gives`, `effect` and `each` hold for every call.
        noun: Noun phrase for the value.
        holds: Clause that is true when the result is.
        fails: Clause that is true when the result is not.
    """

    does: str
    row: Row
    noun: str = ""
    holds: str = ""
    fails: str = ""


class _Unsayable(Exception):
    """An argument has no words, so that the row does not apply."""


class Table:
    """The rows of `calls.toml`."""

    def __init__(self, text: str) -> None:
        """Find where each row starts; rows are parsed when they are asked for.

        Args:
            text: The whole file.
        """
        self._text = text
        self._spans: dict[str, list[tuple[int, int]]] = {}
        heads = list(_HEAD.finditer(text))
        for head, end in zip(heads, [*(head.start() for head in heads[1:]), len(text)], strict=True):
            self._spans.setdefault(head["path"], []).append((head.start(), end))
        self._rows: dict[str, tuple[Row, ...]] = {}
        self._found: dict[str, tuple[Row, ...]] = {}
        """Rows by each name that was asked for: most calls are of the same few functions."""
        self._like = self._plain("like")
        self._attributes = self._plain("attributes")

    def __iter__(self) -> Iterator[Row]:
        """All rows, in the order of the file."""
        for path in self._spans:
            yield from self._parsed(path)

    def find(self, path: str) -> Row | None:
        """The first row of a callee.

        Args:
            path: Its qualified name: `aiohttp.ClientSession.post`, `str.split`, `open`. Where the type of a
                receiver is not known, `?.startswith`: only names that mean one thing everywhere have a row.
        """
        return next(iter(self.rows(path)), None)

    def rows(self, path: str) -> tuple[Row, ...]:
        """All rows of a callee, in the order in which they are tried."""
        if path not in self._found:
            each = map(self._parsed, self._candidates(path))
            self._found[path] = next(filter(None, each), ())
        return self._found[path]

    def gives(self, path: str) -> str:
        """The type of a call's result, or of an attribute, without that of its items; empty if it is not known."""
        for candidate in self._candidates(path):
            if candidate in self._attributes:
                return self._attributes[candidate]
            if rows := self._parsed(candidate):
                types = {row.gives.partition("[")[0] for row in rows}
                return types.pop() if len(types) == 1 else ""
        return ""

    def tell(self, path: str, call: ast.Call, say: Say, receiver: str = "") -> Told | None:
        """What a call does.

        Args:
            path: Qualified name of the callee, as in `find`.
            call: The call.
            say: Phrases an argument.
            receiver: The phrase for what the method is called on.

        Returns:
            Nothing if no row says every argument.
        """
        for row in self.rows(path):
            told = _told(row, call, say, receiver)
            if told is not None:
                return told
        return None

    def _candidates(self, path: str) -> Iterator[str]:
        """The names under which a callee may have its row."""
        seen = path
        for _ in range(4):  # aliases of aliases, never in circles
            yield seen
            seen = self._alias(seen)
            if not seen:
                break
        star = f"*.{path.rpartition('.')[2]}"
        if star != path and "." in path:
            yield star
            yield self._like.get(star, "")

    def _alias(self, path: str) -> str:
        if path in self._like:
            return self._like[path]
        owner, _, name = path.rpartition(".")
        while owner:
            if owner in self._like:
                return f"{self._like[owner]}.{name}"
            owner, _, outer = owner.rpartition(".")
            name = f"{outer}.{name}"
        return ""

    def _parsed(self, path: str) -> tuple[Row, ...]:
        if path not in self._spans or path in {"attributes", "like"}:
            return ()
        if path not in self._rows:
            parsed = [tomllib.loads(self._text[start:end]) for start, end in self._spans[path]]
            self._rows[path] = tuple(_row(key, fields) for chunk in parsed for key, fields in chunk.items())
        return self._rows[path]

    def _plain(self, name: str) -> dict[str, str]:
        """A section of the file that only maps names."""
        found: dict[str, str] = {}
        for start, end in self._spans.get(name, ()):
            found.update(tomllib.loads(self._text[start:end])[name])
        return found


@lru_cache(maxsize=1)
def table() -> Table:
    """The table, read once."""
    return Table(FILE.read_text(encoding="utf-8"))


# One row against one call.


def _row(key: str, fields: Mapping[str, Any]) -> Row:
    path, _, signature = key.partition("(")
    positional: list[str] = []
    keywords: list[str] = []
    rest = {"*": "", "**": ""}
    defaults: dict[str, ast.expr] = {}
    only_keywords = False
    for part in filter(None, (part.strip() for part in signature.rstrip(")").split(","))):
        mark, name, default = _PARAMETER.fullmatch(part).groups()  # type: ignore[union-attr] # the tests read all keys
        if mark == "/":
            keywords.clear()
        elif mark:
            only_keywords = True
            rest[mark] = name or ""
        else:
            keywords.append(name)
            positional += [] if only_keywords else [name]
        if default:
            defaults[name] = parse_expression(default)
    unsaid = frozenset(re.findall(r"~\**(\w+)", signature))
    texts = {name: value for name, value in fields.items() if isinstance(value, str)}
    return Row(
        key,
        path,
        tuple(positional),
        frozenset(keywords),
        rest["*"],
        rest["**"],
        unsaid,
        defaults,
        fields,
        texts,
        names_receiver=any("{self" in texts.get(field, "") for field in _TEMPLATES),
    )


_TEMPLATES = ("does", "is", "holds", "fails")


def _told(row: Row, call: ast.Call, say: Say, receiver: str) -> Told | None:
    if _is_unbound(row, call):
        return None
    bound = _bound(row, call)
    if bound is None:
        return None
    said = {field: _filled(row, row.text(field), bound, say, receiver) for field in _TEMPLATES}
    holds = said["holds"]
    noun = said["is"] or (f"whether {holds}" if holds else "")
    does = said["does"] or ("" if row.text("does") else _done(holds, noun))
    if not does:
        return None
    fails = said["fails"] or _filled(row, _negated(row.text("holds")), bound, say, receiver)
    return Told(does, row, noun=noun, holds=holds, fails=fails)


def _done(holds: str, noun: str) -> str:
    """A verb phrase for a row that has none."""
    if holds:
        return f"checks whether {holds}"
    return f"takes {noun}" if noun else ""


def _is_unbound(row: Row, call: ast.Call) -> bool:
    """Whether a method is called on its class: its first argument is then the receiver."""
    if not row.names_receiver:
        return False
    match call.func:
        case ast.Attribute(value=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name == row.path.split(".")[-2]
    return not isinstance(call.func, ast.Attribute)


_Bound = dict[str, list[ast.expr]]


def _bound(row: Row, call: ast.Call) -> _Bound | None:
    """The arguments by parameter; nothing if one has no place in the row's signature."""
    bound: _Bound = {}
    for position, value in enumerate(call.args):
        if position < len(row.positional) and not isinstance(value, ast.Starred):
            bound[row.positional[position]] = [value]
        elif row.several and position >= len(row.positional):
            bound.setdefault(row.several, []).append(value)
        else:
            return None
    for keyword in call.keywords:
        if keyword.arg in row.keywords and keyword.arg not in bound:
            bound[keyword.arg] = [keyword.value]
        elif row.named and keyword.arg not in bound:
            bound.setdefault(row.named, []).append(_named(keyword))
        else:
            return None
    return _with_defaults(row, bound)


def _with_defaults(row: Row, bound: _Bound) -> _Bound:
    """Without a `None` that is the default anyway, and with the other defaults."""
    kept = {
        name: nodes
        for name, nodes in bound.items()
        if not (name in row.defaults and _is_none(row.defaults[name]) and _is_none(nodes[0]))
    }
    for name, default in row.defaults.items():
        if name not in bound and not _is_none(default):
            kept[name] = [default]
    return kept


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _named(keyword: ast.keyword) -> ast.expr:
    """A free keyword argument; one with its name is marked by a call that no code can hold."""
    if keyword.arg is None:
        return ast.Starred(keyword.value)
    return ast.NamedExpr(ast.Name(keyword.arg), keyword.value)


# Templates.


def _filled(row: Row, template: str, bound: _Bound, say: Say, receiver: str) -> str:
    """A template with its fields filled; empty unless it says every argument."""
    if not template or not bound.keys() <= _said(template, row.unsaid):
        return ""
    try:
        return "".join(_piece(piece, bound, say, receiver) for piece in _pieces(template))
    except _Unsayable:
        return ""


# Templates are those of the table, which are not many.


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a template: the name of a parameter, and how its arguments are told."""

    name: str
    style: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between brackets, or between those; left out there unless all its fields are given."""

    parts: tuple[str | _Field, ...]
    fields: tuple[_Field, ...]
    is_optional: bool


@lru_cache(maxsize=4096)
def _pieces(template: str) -> tuple[_Piece, ...]:
    return tuple(map(_parted, _PIECE.finditer(template)))


def _parted(piece: re.Match[str]) -> _Piece:
    text, end = piece["plain"] or piece["optional"] or "", 0
    parts: list[str | _Field] = []
    for match in _FIELD.finditer(text):
        parts += [text[end : match.start()], _Field(match["name"], match["format"] or "")]
        end = match.end()
    fields = tuple(part for part in parts if isinstance(part, _Field))
    return _Piece((*parts, text[end:]), fields, piece["plain"] is None)


@lru_cache(maxsize=4096)
def _named_in(template: str) -> frozenset[str]:
    return frozenset(field["name"] for field in _FIELD.finditer(template))


@lru_cache(maxsize=4096)
def _said(template: str, unsaid: frozenset[str]) -> frozenset[str]:
    """Parameters of which a template need not be given up: those that it says, or may leave out."""
    return _named_in(template) | unsaid


def _piece(piece: _Piece, bound: _Bound, say: Say, receiver: str) -> str:
    if piece.is_optional and not all(_is_given(field, bound, receiver) for field in piece.fields):
        return ""
    return "".join([part if isinstance(part, str) else _field(part, bound, say, receiver) for part in piece.parts])


def _is_given(field: _Field, bound: _Bound, receiver: str) -> bool:
    if field.name == "self":
        return bool(receiver)
    nodes = bound.get(field.name)
    match field.style:
        case "absent":
            return not nodes
        case "if":
            return _told_switch(nodes)
        case "unless":
            return not _told_switch(nodes)
    return bool(nodes)


def _switch(nodes: Sequence[ast.expr] | None) -> bool | None:
    """The value of an argument that is a constant truth; nothing if it depends."""
    if not nodes:
        return False
    match nodes[0]:
        case ast.Constant(value=value):
            return bool(value)
    return None


def _told_switch(nodes: Sequence[ast.expr] | None) -> bool:
    value = _switch(nodes)
    if value is None:
        raise _Unsayable
    return value


def _field(field: _Field, bound: _Bound, say: Say, receiver: str) -> str:
    if field.style in _SWITCHES:
        return ""
    nodes = bound.get(field.name, [])
    words = receiver if field.name == "self" else _styled(nodes, field.style, say) if nodes else ""
    if not words:
        raise _Unsayable
    return words


_SWITCHES = {"absent", "if", "unless"}


def _styled(nodes: Sequence[ast.expr], style: str, say: Say) -> str:
    style, _, detail = style.partition(" ")
    match style:
        case "":
            return _all(nodes, say)
        case "or":
            several = nodes[0].elts if len(nodes) == 1 and isinstance(nodes[0], ast.Tuple) else nodes
            return _all(several, say, last="or")
        case "by":
            return _by(nodes[0], say)
        case "chars":
            return _chars(nodes[0], say)
        case "enc":
            return _encoding(nodes[0], say)
        case "key":
            return _sort_key(nodes[0], say)
        case "match":
            return _match(nodes[0], say)
        case "mode":
            return _mode(nodes[0], say)
        case "n":
            return _counted(nodes[0], detail, say)
        case "pattern":
            return _pattern(nodes[0], say)
        case "set":
            return _set(nodes, say)
        case "type":
            return listed([_typed(node, say) for node in _types(nodes[0])], last="or")
    raise _Unsayable


def _all(nodes: Sequence[ast.expr], say: Say, last: str = "and") -> str:
    words = [_item(node, say) for node in nodes]
    return listed(words, last=last) if all(words) else ""


def _item(node: ast.expr, say: Say) -> str:
    match node:
        case ast.Starred(value=value):
            words = say(value)
            return f"the items of {words}" if words else ""
        case ast.NamedExpr(target=ast.Name(id=name), value=value):
            words = say(value)
            return f"`{name}` ({words})" if words else ""
    return say(node)


def _set(nodes: Sequence[ast.expr], say: Say) -> str:
    """Names with their values; only the names where each is passed what has its own name."""
    if all(isinstance(node, ast.NamedExpr) and dotted(node.value) == dotted(node.target) for node in nodes):
        return f"{_all([node.value for node in nodes if isinstance(node, ast.NamedExpr)], say)} filled in"
    return listed([_assigned(node, say) for node in nodes])


def _assigned(node: ast.expr, say: Say) -> str:
    match node:
        case ast.NamedExpr(target=ast.Name(id=name), value=value) if words := say(value):
            return f"`{name}` set to {words}"
    raise _Unsayable


_CHARS = {
    " ": "spaces",
    "\n": "line breaks",
    "\t": "tabs",
    ",": "commas",
    ";": "semicolons",
    ":": "colons",
    ".": "dots",
    "/": "slashes",
    "\r\n": "line breaks (CRLF)",
    "\n\n": "blank lines",
    ", ": "commas and spaces",
    "-": "hyphens",
    "_": "underscores",
    "|": "vertical bars",
    "=": "equals signs",
}


def _chars(node: ast.expr, say: Say) -> str:
    """The plural of a separator: "commas"."""
    match node:
        case ast.Constant(value=str(value)) if value in _CHARS:
            return _CHARS[value]
        case ast.Constant(value=bytes(value)) if value.decode("latin-1") in _CHARS:
            return _CHARS[value.decode("latin-1")]
    return say(node)


def _encoding(node: ast.expr, say: Say) -> str:
    match node:
        case ast.Constant(value=str(value)):
            shown = value.upper().replace("_", "-")
            return {"UTF8": "UTF-8", "LATIN-1": "Latin-1", "LATIN1": "Latin-1"}.get(shown, shown)
    return say(node)


def _sort_key(node: ast.expr, say: Say) -> str:
    match node:
        case ast.Lambda(args=ast.arguments(args=[ast.arg(arg=name)], defaults=[]), body=body):
            words = say(body)
            return f"{words} for each `{name}`" if words else ""
    words = say(node)
    return f"{words} of each item" if words else ""


def _by(node: ast.expr, say: Say) -> str:
    match node:
        case ast.Lambda(body=body):
            return say(body)
    return say(node)


_MODES = {"r": "reading", "w": "writing", "a": "appending", "x": "writing as a new file"}


def _mode(node: ast.expr, say: Say) -> str:
    match node:
        case ast.Constant(value=str(value)) if value[:1] in _MODES and set(value[1:]) <= set("bt+"):
            words = "reading and writing" if "+" in value and value[0] == "r" else _MODES[value[0]]
            both = " and reading" if "+" in value and value[0] != "r" else ""
            return f"for {words}{both}{' bytes' if 'b' in value else ''}"
    words = say(node)
    return f"in mode {words}" if words else ""


def _counted(node: ast.expr, noun: str, say: Say) -> str:
    """A number with its noun: "5 bytes"."""
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            if noun == "time" and value in {1, 2}:
                return "once" if value == 1 else "twice"
            return f"{value} {noun}" if value == 1 else f"{value} {noun}s"
        case ast.Constant() | ast.UnaryOp():  # `None` and -1 mean that there is no limit
            return ""
    words = say(node)
    return f"{words} {noun}s" if words else ""


_SHAPES = {
    r"\s+": "whitespace",
    r"\d+": "digits",
    r"\W+": "characters other than letters, digits and `_`",
    r"[^a-z0-9]+": "characters other than `a-z` and `0-9`",
}


def _pattern(node: ast.expr, say: Say) -> str:
    """A regular expression as it is applied, without the quotes and escapes of its literal."""
    match node:
        case ast.Constant(value=str(value)) if value in _SHAPES:
            return f"runs of {_SHAPES[value]}"
        case ast.Constant(value=str(value)) if value.isprintable() and "`" not in value and say(node).startswith("`"):
            return f"the pattern `{value}`" if value.strip() == value and value else say(node)
    return say(node)


def _match(node: ast.expr, say: Say) -> str:
    """One place that a regular expression finds: "match of the pattern `a+`", "run of digits"."""
    words = _pattern(node, say)
    return f"run{words.removeprefix('runs')}" if words.startswith("runs of ") else f"match of {words}" if words else ""


def _types(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Tuple(elts=nodes) if nodes:
            for inner in nodes:
                yield from _types(inner)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            yield from _types(left)
            yield from _types(right)
        case _:
            yield node


def _typed(node: ast.expr, say: Say) -> str:
    words = say(node)
    name = words.strip("`").rpartition(".")[2]
    if not words or not words.startswith("`") or not name.isidentifier():
        raise _Unsayable
    if not name[0].isupper() and name not in _CLASSES:
        return f"an instance of {words}"
    return f"{'an' if name[0].lower() in 'aeio' else 'a'} {words}"


_CLASSES = {
    "bool", "bytearray", "bytes", "complex", "dict", "float", "frozenset", "int", "list", "memoryview", "range", "set",
    "slice", "str", "tuple", "type",
}  # fmt: skip


_VERB = re.compile(r"^(?P<subject>[^{]*\{[^}]*\}) (?P<verb>\w+)\b")


@lru_cache(maxsize=4096)
def _negated(clause: str) -> str:
    """`{x} starts with …` as `{x} does not start with …`; empty if the clause is built in another way."""
    found = _VERB.match(clause)
    if found is None:
        return ""
    verb, rest = found["verb"], clause[found.end() :]
    match verb:
        case "is" | "are" | "can" | "was":
            words = f"{verb} not"
        case "has":
            words = "does not have"
        case _ if verb.endswith(("ches", "shes")):
            words = f"does not {verb[:-2]}"
        case _ if verb.endswith("s"):
            words = f"does not {verb[:-1]}"
        case _:
            return ""
    return f"{found['subject']} {words}{rest}"
