"""Pieces of source code as they are quoted in a sentence."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection

from mkdocs_howto.secrets import secrets_in
from mkdocs_howto.writers.offline.words import listed

__all__ = ["LONGEST", "Source", "listed", "without_owner"]

LONGEST = 72
"""Characters of code quoted at one place of a sentence; longer code is told by its structure."""
_MOST_SHOWN = 200
"""Characters of code that no sentence quotes whole or in part: docstrings, tables."""

_TIGHT = re.compile(r"(?<=[(\[{]) |,? (?=[)\]}])")
"""What lines leave behind between brackets when they are joined."""
_OWN = re.compile(r"(?<![\w.])(?:self|cls)\.(?=([^\W\d]\w*))")
_LITERAL = re.compile(r"[fF]?[rR]?[fF]?('{3}|\"{3}|'|\")(.*)\1$", re.DOTALL)
_STRINGS = re.compile(r"'(?:[^'\\]|\\.|\\\Z)*+(?:'|\Z)|\"(?:[^\"\\]|\\.|\\\Z)*+(?:\"|\Z)|#.*")


class Source:
    """A block's text, from which the text of any node can be cut."""

    def __init__(self, text: str, tree: ast.AST) -> None:
        # Columns of syntax nodes count UTF-8 bytes (`ast` module, "Node classes").
        self._lines = [line.encode() for line in text.split("\n")]
        self._hidden = [(node.lineno, node.col_offset) for node in secrets_in(tree, longest=_MOST_SHOWN)]

    def hides(self, node: ast.expr | ast.stmt | ast.pattern) -> bool:
        """Whether a node holds a value that must not be shown."""
        if not self._hidden:
            return False
        end = (node.end_lineno or node.lineno, node.end_col_offset or 0)
        return any((node.lineno, node.col_offset) <= place < end for place in self._hidden)

    def text(self, node: ast.expr | ast.stmt | ast.pattern) -> str:
        """The node as written, on one line."""
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        if first == last:
            return self._lines[first][node.col_offset : node.end_col_offset].decode()
        rows = [self._lines[first][node.col_offset :], *self._lines[first + 1 : last]]
        rows.append(self._lines[last][: node.end_col_offset])
        joined = " ".join(" ".join(_uncommented(row.decode()) for row in rows).split())
        return _TIGHT.sub("", joined)

    def code(self, node: ast.expr | ast.stmt | ast.pattern, local: Collection[str] = (), longest: int = LONGEST) -> str:
        """The node between backticks; empty when it is too long or holds what must not be shown.

        Args:
            node: A piece of the block.
            local: Names that mean something else without `self.` before them.
            longest: Characters it may have.
        """
        if node.end_lineno is not None and node.end_lineno - node.lineno > 12:
            return ""
        text = self.text(node)
        if "self." in text or "cls." in text:
            text = without_owner(text, local)
        if len(text) > longest or "`" in text or "\n" in text or self.hides(node) or not text.isprintable():
            return ""
        return f"`{text}`"

    def template(self, node: ast.JoinedStr, local: Collection[str] = ()) -> str:
        """What stands between the quotes of an f-string; empty when it cannot be shown."""
        text = self.text(node)
        match = _LITERAL.match(text)
        if match is None or match[1][0] in match[2] or "\\" in match[2] or node.lineno != node.end_lineno:
            return ""
        return without_owner(match[2], local)


def without_owner(text: str, local: Collection[str]) -> str:
    """Code in which `self.name` is called `name`, unless that is something else as well."""
    if any(match[1] in local for match in _OWN.finditer(text)):
        return text
    return _OWN.sub("", text)


def _uncommented(row: str) -> str:
    """A line without the comment that ends it."""
    if "#" not in row:
        return row
    return _STRINGS.sub(lambda match: "" if match[0].startswith("#") else match[0], row)
