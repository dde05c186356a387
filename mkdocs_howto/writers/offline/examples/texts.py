"""Examples while they are judged: each text is parsed and followed once, however many questions it is asked."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from mkdocs_howto.section import ImportableBlock, Project
from mkdocs_howto.syntax import DEEPEST, NotPython, is_deep, parsed, walk
from mkdocs_howto.usage.analysis import Analysis


@dataclass(slots=True)
class Text:
    """One example that is valid Python.

    Attributes:
        code: Its text.
        tree: Its syntax tree.
        nodes: Everything in it, level by level.
    """

    code: str
    tree: ast.Module
    nodes: Sequence[ast.AST]
    _analysis: Analysis
    _is_followed: bool = False

    @property
    def analysis(self) -> Analysis:
        """What its names stand for; most examples that are refused are refused without that."""
        if not self._is_followed:
            self._analysis.read(self.tree)
            self._is_followed = True
        return self._analysis


@dataclass(frozen=True, slots=True)
class Texts:
    """The examples of one block that were read.

    Attributes:
        block: The documented code.
        project: Answers what other objects are.
    """

    block: ImportableBlock
    project: Project
    _known: dict[str, Text | None] = field(default_factory=dict)

    def of(self, code: str) -> Text | None:
        """An example as it was read; `None` where it is no valid Python.

        Args:
            code: The whole example.
        """
        if code not in self._known:
            self._known[code] = self._read(code)
        return self._known[code]

    def _read(self, code: str) -> Text | None:
        try:
            tree = parsed(code)
        except NotPython:
            return None
        nodes = walk(tree)
        if len(nodes) > DEEPEST and is_deep(tree):
            return None
        return Text(code, tree, nodes, Analysis(self.block, self.project))
