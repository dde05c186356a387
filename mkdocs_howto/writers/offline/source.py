"""Pieces of source code as they are quoted in a sentence."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

LONGEST = 72
"""Characters of code quoted in a sentence; longer code is told by its kind."""

_TIGHT = re.compile(r"(?<=[(\[{]) |,? (?=[)\]}])")
"""What lines leave behind between brackets when they are joined."""
_OPAQUE = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9+/=_.%:;-]{20,}")
_SECRET_NAME = re.compile(r"secret|token|passw|api_?key|cookie|credential|authori[sz]ation|private_key", re.IGNORECASE)


class Source:
    """A block's text, from which the text of any node can be cut."""

    def __init__(self, text: str) -> None:
        # Columns of syntax nodes count UTF-8 bytes (`ast` module, "Node classes").
        self._lines = [line.encode() for line in text.split("\n")]

    def text(self, node: ast.expr | ast.stmt | ast.pattern) -> str:
        """The node as written, on one line."""
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        if first == last:
            return self._lines[first][node.col_offset : node.end_col_offset].decode()
        rows = [self._lines[first][node.col_offset :], *self._lines[first + 1 : last]]
        rows.append(self._lines[last][: node.end_col_offset])
        joined = " ".join(b" ".join(row.split(b"#")[0] if b"#" in row else row for row in rows).decode().split())
        return _TIGHT.sub("", joined)

    def quote(self, node: ast.expr | ast.stmt | ast.pattern) -> str:
        """The node between backticks, or its kind when it is too long or holds what must not be shown."""
        text = self.text(node)
        if len(text) > LONGEST or has_secret(node):
            return kind_of(node)
        return f"`{text}`"

    def quoted(self, nodes: Sequence[ast.expr | ast.stmt | ast.pattern]) -> str:
        """Several nodes, listed."""
        return listed([self.quote(node) for node in nodes])


def has_secret(node: ast.AST) -> bool:
    """Whether a literal in the node looks like a key, a cookie or another opaque value."""
    return any(
        isinstance(child, ast.Constant)
        and isinstance(child.value, str | bytes)
        and _OPAQUE.search(child.value if isinstance(child.value, str) else child.value.decode("latin-1"))
        and not str(child.value).startswith(("http://", "https://", "data:"))
        for child in ast.walk(node)
    )


def is_secret_name(name: str) -> bool:
    """Whether a variable of this name holds something that must not be shown."""
    return _SECRET_NAME.search(name) is not None


def kind_of(node: ast.AST) -> str:
    """What a node is, for when its code is not shown."""
    match node:
        case ast.Await(value=value):
            return kind_of(value)
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return f"the result of `{name}(…)`"
        case ast.Dict(keys=keys):
            return f"a dictionary of {_count(len(keys), 'entry', 'entries')}"
        case ast.List(elts=items):
            return f"a list of {_count(len(items), 'item')}"
        case ast.Tuple(elts=items):
            return f"a tuple of {_count(len(items), 'item')}"
        case ast.Set(elts=items):
            return f"a set of {_count(len(items), 'item')}"
        case ast.ListComp() | ast.GeneratorExp() | ast.SetComp() | ast.DictComp():
            return "a comprehension"
        case ast.JoinedStr() | ast.Constant(value=str()):
            return "a text"
        case ast.Constant(value=bytes()):
            return "bytes"
        case ast.Lambda():
            return "a function"
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp():
            return "a condition"
    return "an expression"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a list in a sentence."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
