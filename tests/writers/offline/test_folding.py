"""Each fold joins what belongs together, and leaves alone what only looks like it."""

from __future__ import annotations

import ast

import pytest

from mkdocs_howto.writers.offline.bodies import _nodes
from mkdocs_howto.writers.offline.folding import folded

FOLDS = [
    ("if a: raise E", ["Guard"]),
    ("if a: return 1", ["Guard"]),
    ("if a: f()", ["Branch"]),
    ("if a:\n    x = 1\nelse:\n    x = 2", ["Choice"]),
    ("if a:\n    x = 1\nelse:\n    y = 2", ["Branch"]),
    ("if a: return 1\nreturn 2", ["Choice"]),
    ("if a: return 1\nf()\nreturn 2", ["Guard", "Act", "Give"]),
    ("r = s.get(u)\nr.raise_for_status()\ng(r)", ["Act", "Act"]),
    ("r = s.get(u)\nq.raise_for_status()\ng(r)", ["Act", "Act", "Act"]),
    ("x = []\nfor i in a:\n    x.append(i)\ng(x)", ["Collect", "Act"]),
    ("x = []\nfor i in a:\n    if i: x.append(i)\ng(x)", ["Collect", "Act"]),
    ("x = []\nfor i in a:\n    y.append(i)\ng(x)", ["Act", "Loop", "Act"]),
    ("x = [1]\nfor i in a:\n    x.append(i)\ng(x)", ["Act", "Loop", "Act"]),
    ("x = 1\ny = None\ng(x, y)", ["Settings", "Act"]),
    ("x = 1\ny = f()\ng(x, y)", ["Act", "Act", "Act"]),
    ("x = f()\nreturn x", ["Give"]),
    ("x = f()\nreturn y", ["Act", "Give"]),
]


@pytest.mark.parametrize(("code", "kinds"), FOLDS)
def test_fold(code: str, kinds: list[str]) -> None:
    body = ast.parse(code).body
    read = {
        node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    assert [type(node).__name__ for node in folded(tuple(_nodes(body, read)))] == kinds


def test_what_is_never_read_is_not_kept() -> None:
    (node,) = folded(tuple(_nodes(ast.parse("x = f()").body, set())))
    assert getattr(node, "targets", None) == ()
