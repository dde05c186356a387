"""Mask the secrets in Python source, whose literals are judged by their value and by what they are given to."""

from __future__ import annotations

import ast
import functools
import itertools
import re
import sys
import tokenize
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mkdocs_howto.secrets.assignments import assigned, given_by_name
from mkdocs_howto.secrets.given import GIVING, SHORTEST, given, is_lost
from mkdocs_howto.secrets.literals import text_of
from mkdocs_howto.secrets.names import is_placeholder
from mkdocs_howto.secrets.shapes import is_known, is_opaque
from mkdocs_howto.secrets.text import MASK, masked, may_hold_secrets
from mkdocs_howto.syntax import NotPython, below, last_name, literal_value, parse, parse_expression, tokens, walk

Parameters: TypeAlias = Mapping[str, Sequence[str]]
"""Names of the parameters that functions take by their place, by the functions' own names."""

_MARKS = ("+", "\\", "auth", "AUTH")
"""What code may hide a secret with that has no long word and no secret name."""
_JOINED = re.compile(r"""["'][\s\\]*+(?:#[^\n]{0,200}+\s*+|\+\s*+){0,5}[A-Za-z]{0,2}["']""")
"""Literals that Python joins; also empty ones, and the quotation marks of docstrings."""
_MOST_ROUNDS = 4
_SHORTEST_REPEATED = 8
"""Characters of a value that counts as the same secret wherever it stands; a shorter one may be any word."""
_MOST_REPEATED = 100
"""Values that are looked for wherever else they stand, the longest first."""
_RUN = re.compile(r"[A-Za-z0-9+/=_%-]{20,}+")


def is_known_secret(text: str) -> bool:
    """Return whether a text holds a key in the format of a service, or an address with a password."""
    return len(text) >= SHORTEST and is_known(text)


@functools.lru_cache(maxsize=4096)
def is_secret_value(text: str) -> bool:
    """Return whether a text is a key, a cookie, or anything else that only machines read."""
    if is_known_secret(text):
        return True
    long = [word for word in text.split() if len(word) >= 20]  # Most texts have none.
    return any(is_opaque(run) and not is_placeholder(run) for word in long for run in _RUN.findall(word))


def secrets_in(tree: ast.AST, *, longest: int = sys.maxsize) -> Iterator[ast.Constant]:
    """Yield the literals of a syntax tree that must not be shown, by their value or by what they are given to.

    Args:
        tree: The tree.
        longest: Characters of a literal that may be shown at all; longer ones are not judged by their value.
    """
    nodes = below(tree)
    for node in nodes:
        if isinstance(node, ast.Constant):
            text = text_of(node)
            if SHORTEST <= len(text) <= longest and is_secret_value(text):
                yield node
    yield from _named(nodes)


def _named(nodes: Sequence[ast.AST]) -> Iterator[ast.Constant]:
    """Yield the literals that are given to something secret, at once or by another name."""
    inner: set[int] = set()
    for node in nodes:
        if type(node) in GIVING:
            yield from given(node, inner)
    yield from given_by_name(nodes)


def _placed(nodes: Iterable[ast.AST], parameters: Parameters) -> Iterator[ast.Constant]:
    """Yield the literals that are given to secret parameters by their place in a call."""
    for node in nodes:
        if isinstance(node, ast.Call) and (names := parameters.get(last_name(node.func))):
            given_before = itertools.takewhile(lambda one: not isinstance(one, ast.Starred), node.args)
            for name, value in zip(names, given_before, strict=False):
                yield from assigned(name, value)


def joins_literals(text: str) -> bool:
    """Return whether code may have literals that follow each other, which are one text for Python."""
    return _JOINED.search(text) is not None


def masked_code(text: str, parameters: Parameters | None = None) -> str:
    """Return Python source with each secret in it replaced by `…`.

    Valid Python stays valid and keeps its lines. Comments, docstrings and texts pass `masked`, as does other text.

    Args:
        text: Source, or what should be source.
        parameters: Of functions that the source may call: an argument by its place is given to one of them.
    """
    if (
        not parameters
        and not may_hold_secrets(text)
        and not any(mark in text for mark in _MARKS)
        and not joins_literals(text)
    ):
        return text
    source = text.replace("\r\n", "\n").replace("\r", "\n")
    for _ in range(_MOST_ROUNDS):  # What is cut out of a literal can leave a value that its name hides.
        before = source
        try:
            tree, pieces = parse(source), tokens(source)
        except NotPython:
            return masked(text)
        source = _without(source, _changes(source, _Hidden(tree, parameters or {}), pieces))
        if source == before:
            break
    return text if source == text.replace("\r\n", "\n").replace("\r", "\n") else source


@dataclass(frozen=True, slots=True)
class _Piece:
    """A literal, or a comment, in source."""

    start: tuple[int, int]
    """Line from 1, and character from 0."""
    end: tuple[int, int]
    text: str
    is_comment: bool = False
    is_number: bool = False
    is_continued: bool = False
    """Whether it follows another literal, to which Python joins it."""


def _changes(source: str, hidden: _Hidden, tokens: Sequence[tokenize.TokenInfo]) -> Iterator[tuple[_Piece, str]]:
    """Yield each piece of a source that holds a secret, and what to show for it."""
    lines = source.split("\n")
    comments: list[_Piece] = []
    pieces = list(_pieces(tokens, lines))
    lost = _lost(pieces)
    for piece in pieces:
        if piece.is_comment:
            comments.append(piece)
            continue
        line, column = piece.start
        if piece.start in lost or hidden.covers(line, len(lines[line - 1][:column].encode())):
            yield piece, "..." if piece.is_number else _blank(piece.text)
        elif piece.is_number:
            continue
        elif (shown := _literal(piece.text)) != piece.text:
            yield piece, shown
    yield from _comments(comments, hidden.values)


def _comments(comments: Sequence[_Piece], values: Sequence[str]) -> Iterator[tuple[_Piece, str]]:
    """Yield the comments that hold secrets; those of following lines are read together, for a key has many lines.

    Args:
        comments: In the order of the source.
        values: What is given to secret names elsewhere in the source.
    """
    together: list[_Piece] = []
    for comment in [*comments, None]:
        if together and (comment is None or comment.start != (together[-1].start[0] + 1, together[-1].start[1])):
            text = "\n".join(piece.text for piece in together)
            for value in values:
                text = text.replace(value, MASK)
            shown = masked(text).split("\n")
            for piece, text in zip(together, shown, strict=False):
                if text != piece.text:
                    yield piece, text if text.startswith("#") else f"# {MASK}"
            together = []
        if comment is not None:
            together.append(comment)


class _Hidden:
    """The places of literals that are hidden as a whole."""

    def __init__(self, tree: ast.Module, parameters: Parameters) -> None:
        nodes = walk(tree)
        owners = _owners(nodes)
        named = [*_named(nodes), *(_placed(nodes, parameters) if parameters else ())]
        values = {text for node in named if len(text := text_of(node)) >= _SHORTEST_REPEATED}
        self.values = sorted(values, key=lambda value: (-len(value), value))[:_MOST_REPEATED]
        """What is given to secret names, the longest first."""
        # Python 3.11 does not tell the places of what is inside an f-string.
        valued = [
            node
            for node in nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes) and self._is_split(node, owners)
        ]
        found = [owners.get(id(node), node) for node in (*named, *valued, *self._repeated(nodes))]
        self._spans = _merged([((node.lineno, node.col_offset), _end(node)) for node in found])
        self._next = 0

    def _repeated(self, nodes: Sequence[ast.AST]) -> Iterator[ast.Constant]:
        """Yield the literals that hold a value which a secret name is given elsewhere."""
        if not self.values:
            return
        for node in nodes:
            text = text_of(node) if isinstance(node, ast.Constant) else ""
            if isinstance(node, ast.Constant) and any(value in text for value in self.values):
                yield node

    @staticmethod
    def _is_split(node: ast.Constant, owners: dict[int, ast.expr]) -> bool:
        """Return whether a literal is secret in a way that its tokens alone do not show."""
        text = text_of(node)
        if len(text) < SHORTEST or masked(text) == text:
            return False
        return id(node) in owners or (node.end_lineno != node.lineno and "\n" not in text)

    def covers(self, line: int, column: int) -> bool:
        """Return whether a place is inside of a hidden literal; places are asked for in order."""
        while self._next < len(self._spans) and self._spans[self._next][1] <= (line, column):
            self._next += 1
        return self._next < len(self._spans) and self._spans[self._next][0] <= (line, column)


def _end(node: ast.expr) -> tuple[int, int]:
    return node.end_lineno or node.lineno, node.end_col_offset or 0


def _merged(spans: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _owners(nodes: Iterable[ast.AST]) -> dict[int, ast.expr]:
    """Return for each node inside an f-string the outermost f-string."""
    kinds = tuple(kind for kind in (ast.JoinedStr, getattr(ast, "TemplateStr", None)) if kind)
    owners: dict[int, ast.expr] = {}
    for node in nodes:
        if isinstance(node, kinds) and id(node) not in owners:
            owners |= {id(inside): node for inside in walk(node)}
    return owners


_OPENING = {getattr(tokenize, name, None) for name in ("FSTRING_START", "TSTRING_START")} - {None}
_CLOSING = {getattr(tokenize, name, None) for name in ("FSTRING_END", "TSTRING_END")} - {None}


def _pieces(tokens: Iterable[tokenize.TokenInfo], lines: Sequence[str]) -> Iterator[_Piece]:
    """Yield literals, f-strings as one, and comments."""
    opened: list[tuple[int, int]] = []
    follows = False
    for token in tokens:
        if token.type in _OPENING:
            opened.append(token.start)
        elif token.type in _CLOSING:
            start = opened.pop()
            if not opened:
                yield _Piece(start, token.end, _between(lines, start, token.end), is_continued=follows)
                follows = True
        elif opened:
            continue
        elif token.type == tokenize.STRING:
            yield _Piece(token.start, token.end, token.string, is_continued=follows)
            follows = True
        elif token.type == tokenize.COMMENT:
            yield _Piece(token.start, token.end, token.string, is_comment=True)
        elif token.type != tokenize.NL:
            follows = False
            if token.type == tokenize.NUMBER:
                yield _Piece(token.start, token.end, token.string, is_number=True)


def _lost(pieces: Iterable[_Piece]) -> set[tuple[int, int]]:
    """Return where literals start that are secret only together with those they are joined to, or with code in them.

    Python joins literals that follow each other; in f-strings, `{}` stands for code here.
    """
    found: set[tuple[int, int]] = set()
    joined: list[_Piece] = []
    for piece in [*(piece for piece in pieces if not (piece.is_comment or piece.is_number)), None]:
        if piece is not None and piece.is_continued:
            joined.append(piece)
            continue
        if len(joined) > 1 or (joined and _is_formatted(joined[0].text)):
            found |= _lost_together(joined)
        joined = [piece] if piece is not None else []
    return found


def _lost_together(joined: Sequence[_Piece]) -> set[tuple[int, int]]:
    texts = [_said(piece.text) for piece in joined]
    whole = "".join(texts)
    shown = masked(whole) if len(whole) >= SHORTEST else whole
    if shown in {whole, "".join(_said(_literal(piece.text)) for piece in joined)}:
        return set()
    return {piece.start for piece, text in zip(joined, texts, strict=True) if is_lost(text, shown)}


def _is_formatted(literal: str) -> bool:
    return bool({"f", "t"} & set(_opening(literal)[0].lower()))


def _said(literal: str) -> str:
    """Return the text of a literal; of an f-string, with `{}` in the place of code."""
    prefix, mark = _opening(literal)
    if _is_formatted(literal):
        text = literal[len(prefix) + len(mark) : len(literal) - len(mark)]
        return "".join("{}" if is_code else part for part, is_code in _parts(text))
    try:
        value = literal_value(literal)
    except NotPython:
        return "\n"
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _between(lines: Sequence[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    if start[0] == end[0]:
        return lines[start[0] - 1][start[1] : end[1]]
    return "\n".join([lines[start[0] - 1][start[1] :], *lines[start[0] : end[0] - 1], lines[end[0] - 1][: end[1]]])


def _without(source: str, changes: Iterable[tuple[_Piece, str]]) -> str:
    lines = source.split("\n")
    for piece, shown in sorted(changes, key=lambda change: change[0].start, reverse=True):
        (row, column), (last, end) = piece.start, piece.end
        lines[row - 1 : last] = f"{lines[row - 1][:column]}{shown}{lines[last - 1][end:]}".split("\n")
    return "\n".join(lines)


_LITERAL = re.compile(r"([A-Za-z]{0,2})(\"\"\"|'''|[\"'])")


def _blank(literal: str) -> str:
    """Return a literal of the same kind and number of lines that holds nothing."""
    prefix, mark = _opening(literal)
    breaks = literal.count("\n")
    is_bytes = "b" in prefix.lower()
    mark = mark if breaks == 0 or len(mark) == 3 else mark * 3
    return f"{'b' if is_bytes else ''}{mark}{'...' if is_bytes else MASK}{chr(10) * breaks}{mark}"


def _opening(literal: str) -> tuple[str, str]:
    found = _LITERAL.match(literal)
    return (found[1], found[2]) if found else ("", '"')


def _literal(literal: str) -> str:
    """Return a literal without the secrets in its text."""
    prefix, mark = _opening(literal)
    start, end = len(prefix) + len(mark), len(literal) - len(mark)
    text = literal[start:end]
    if len(text) < 4:
        return literal
    if {"f", "t"} & set(prefix.lower()):
        shown = "".join(part if is_code else masked(part) for part, is_code in _parts(text))
    else:
        shown = masked(text)
    if shown == text:
        return literal if not _is_escaped_secret(literal, text) else _blank(literal)
    if "b" in prefix.lower():
        shown = shown.replace(MASK, "...")
    if f"\\{MASK}" in shown:
        return _blank(literal)  # The rest of an escape.
    whole = f"{literal[:start]}{shown}{literal[end:]}"
    return whole if _is_literal(whole) else _blank(literal)


def _is_escaped_secret(literal: str, text: str) -> bool:
    """Return whether only the value of a literal shows a secret, which its escapes hide."""
    if "\\" not in text or len(text) > 100_000:
        return False
    try:
        value = literal_value(literal)
    except NotPython:
        return False
    value = value.decode("latin-1") if isinstance(value, bytes) else value
    return isinstance(value, str) and masked(value) != value


def _is_literal(text: str) -> bool:
    try:
        parse_expression(f"({text})")
    except NotPython:
        return False
    return True


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of the text of an f-string: plain text, and code in braces."""
    depth = start = position = 0
    while position < len(text):
        character = text[position]
        if depth == 0 and text[position : position + 2] in {"{{", "}}"}:
            position += 2
            continue
        if character == "{":
            if depth == 0:
                yield text[start:position], False
                start = position
            depth += 1
        elif character == "}" and depth:
            depth -= 1
            if depth == 0:
                yield text[start : position + 1], True
                start = position + 1
        position += 1
    yield text[start:], depth > 0
