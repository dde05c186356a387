"""Walks over syntax trees find what Python's own find, save marks that hold nothing."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from mkdocs_howto.syntax import below, children, is_deep, is_literal, outward, segment_of, unparsed, walk

_MARKS = (ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.type_ignore)
_EVERYTHING = '''
import a.b as c, d
from . import e
@f(1, *g, h=2, **i)
class J(K, metaclass=L):
    """Text."""
    m: int = 1
    async def n(o, p=1, /, q=None, *r, s, t: int = 3, **u) -> v:
        global w
        async with x as (y, z), aa: await bb
        async for cc in dd: yield ee
        else: return
def ff():
    nonlocal_ = 1
    def gg():
        nonlocal nonlocal_
        del hh[0], ii.jj
    try: raise kk from ll
    except (mm, nn) as oo: pass
    except pp: assert qq, rr
    else: tt
    finally: uu
    while vv: break
    for ww in xx: continue
    if yy: zz
    elif a1: yield from b1
match c1:
    case 1 | None | "x": d1
    case [e1, *f1] if g1: h1
    case {"i1": j1, **k1}: l1
    case M1(n1, o1=p1) as q1: r1
    case s1.t1: u1
v1 += {**w1, "x1": y1}
z1 = {a2 for b2 in c2 if d2}, [e2 for f2 in g2], {h2: i2 for j2 in k2}, (l2 for m2 in n2)
o2 = lambda p2, *q2: p2 if q2 else -r2[1:2, ::3]
print(f"{s2!r:>{t2}} u2", not v2 < w2 <= 3, x2 and y2 or z2, (a3 := 4), b3 @ c3)
'''
_NEWER = "type A3[B3: int, *C3, **D3] = E3\ndef f3[G3](h3: G3): ...\n" if sys.version_info >= (3, 12) else ""
SOURCES = [_EVERYTHING, _NEWER, Path(ast.__file__).read_text(encoding="utf-8")]


@pytest.mark.parametrize("source", SOURCES)
def test_walks_find_every_node(source: str) -> None:
    """Level by level, each node before what is inside it, or after it."""
    tree = ast.parse(source)
    assert walk(tree) == [node for node in ast.walk(tree) if not isinstance(node, _MARKS)]
    assert below(tree) == _nested(tree)
    assert set(outward(tree)) == set(walk(tree))
    order = {node: place for place, node in enumerate(outward(tree))}
    for node in walk(tree):
        assert children(node) == [child for child in ast.iter_child_nodes(node) if not isinstance(child, _MARKS)]
        places = [order[child] for child in children(node)]
        assert places == sorted(places)
        assert all(place < order[node] for place in places)


def _nested(node: ast.AST) -> list[ast.AST]:
    found = [node]
    for child in ast.iter_child_nodes(node):
        found += [] if isinstance(child, _MARKS) else _nested(child)
    return found


@pytest.mark.parametrize("text", ['é = "ü" + call(1,\n  "two")\n', "a = b\r\nc = d(e)\r\n", "x = [\n 1,\n 'ä', 2]"])
def test_a_segment_is_what_stands_there(text: str) -> None:
    """As Python's own function cuts it, with letters of several bytes and over lines."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.expr):
            assert segment_of(text, node) == ast.get_source_segment(text, node)


@pytest.mark.parametrize("text", ["a + 1", "[" * 60 + "]" * 60, " + ".join(["a"] * 100)], ids=range(3))
def test_what_can_be_followed_is_not_too_deep(text: str) -> None:
    assert not is_deep(ast.parse(text))


@pytest.mark.parametrize("text", [" + ".join(["a"] * 1_400), "a" + ".b" * 1_400, "not " * 400 + "a"], ids=range(3))
def test_what_cannot_be_followed_is_too_deep(text: str) -> None:
    assert is_deep(ast.parse(text))


WRITTEN = {"a [ 1 ]": "a[1]", " + ".join(["a"] * 1_400): "", "0x" + "f" * 9_000: ""}


@pytest.mark.parametrize(("text", "written"), WRITTEN.items(), ids=range(len(WRITTEN)))
def test_what_cannot_be_written_is_empty(text: str, written: str) -> None:
    assert unparsed(ast.parse(text)) == written


@pytest.mark.parametrize("text", ["1", "-1.5", "['a', {'b': (2, None)}]", "b'a'", "set()"])
def test_a_literal_needs_nothing_but_itself(text: str) -> None:
    assert is_literal(ast.parse(text, mode="eval").body)


@pytest.mark.parametrize("text", ["a", "f()", "[a]", "{'a': b}", "1 + a"])
def test_what_needs_anything_else_is_none(text: str) -> None:
    assert not is_literal(ast.parse(text, mode="eval").body)
