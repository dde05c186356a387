"""Walks over syntax trees find what Python's own find, save marks that hold nothing."""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import mkdocs_howto
from mkdocs_howto.syntax import (
    MOST_CHARACTERS,
    MOST_DEPTH,
    MOST_TOKENS,
    NotPython,
    below,
    check_compiles,
    children,
    dumped,
    expression,
    is_deep,
    is_literal,
    last_name,
    literal_value,
    noted,
    outward,
    parse,
    parse_expression,
    parsed,
    segment_of,
    tokens,
    unparsed,
    walk,
)

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


HOSTILE = {
    "signs": "-" * 7_000 + "1",
    "negations": "not " * 5_000 + "a",
    "brackets": "(" * 5_000 + ")" * 5_000,
    "a sum": "a" + " + a" * 10_000,
    "a path": "a" + ".b" * 5_000,
    "calls": "a" + "()" * 3_000,
    "subscripts": "a" + "[b]" * 3_000,
    "choices": "a if b else " * 3_000 + "c",
    "functions": "lambda: " * 2_000 + "1",
    "powers": "a ** " * 5_000 + "a",
    "texts in each other": 'f"{' * 300 + "a" + '}"' * 300,
    "zero bytes": "a\0b",
    "half a character": "'\ud800'",
    "no code": "a b",
    "nothing that ends": "'",
    "characters": f"'{'a' * MOST_CHARACTERS}'",
    "elements": f"[{'1,' * MOST_TOKENS}]",
}
READERS: dict[str, Callable[[str], object]] = {
    "a module": parse,
    "a block": parsed,
    "an expression": parse_expression,
    "an annotation": expression,
    "a value": literal_value,
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_foreign_text_is_refused_by_one_exception(text: str, read: Callable[[str], object]) -> None:
    with pytest.raises(NotPython) as caught:
        read(text)
    assert caught.value.problem


@pytest.mark.parametrize("text", ["{[]: 1}", "9" * 5_000, "a", "-'a'", "{**a}"], ids=range(5))
def test_what_is_no_literal_is_refused(text: str) -> None:
    with pytest.raises(NotPython):
        literal_value(text)


STATEMENTS = {
    "branches": "if a: b\n" + "".join(f"elif a == {n}: b\n" for n in range(3_000)),
    "indents": "".join(f"{' ' * n}if a:\n" for n in range(200)) + " " * 200 + "b\n",
    "functions": "".join(f"{' ' * n}def f():\n" for n in range(1_000)) + " " * 1_000 + "b\n",
    "statements": "a;" * MOST_TOKENS,
    "entries": f"a = {{{''.join(f'{n}: {n}, ' for n in range(100_000))}}}",
}


@pytest.mark.parametrize("text", STATEMENTS.values(), ids=STATEMENTS)
def test_statements_are_refused_by_one_exception(text: str) -> None:
    with pytest.raises(NotPython):
        parse(text)


NESTED: dict[str, Callable[[int], str]] = {
    "brackets": lambda levels: "a = [" + "[" * levels + "]" * levels + "]",
    "signs": lambda levels: "-" * levels + "a",
    "attributes": lambda levels: "a" + ".b" * levels,
    "calls": lambda levels: "a" + "()" * levels,
    "additions": lambda levels: "a = 0" + "+1" * levels,
    "additions on many lines": lambda levels: "a = (0" + "\n+1" * levels + ")",
    "inside a formatted text": lambda levels: "f'{" + "-" * levels + "a}'",
    "patterns": lambda levels: "match a:\n case " + "[" * levels + "1" + "]" * levels + ": b",
    "branches": lambda levels: "if a: b\n" + "elif a: b\n" * levels,
}


@pytest.mark.parametrize("nested", NESTED.values(), ids=NESTED)
@pytest.mark.parametrize("deepest", [1, 3, 40, 90])
@pytest.mark.parametrize("levels", [0, 1, 30, 60, 85, 88, 95])
def test_a_text_is_refused_where_its_tree_is_deep(nested: Callable[[int], str], deepest: int, levels: int) -> None:
    text = nested(levels) + "\n" * MOST_DEPTH  # Of a text with fewer characters nobody counts the levels.
    assert deepest < MOST_DEPTH
    is_refused = False
    try:
        parse(text, deepest=deepest)
    except NotPython:
        is_refused = True
    assert is_refused == is_deep(ast.parse(text), deepest)


def test_a_tree_is_kept_until_others_weigh_too_much() -> None:
    """Small texts stay beside large ones that were asked for since, and go when there are too many of them."""
    first = parsed("a = 'kept'")
    for number in range(5):
        parsed(f"b = '{number}{'x' * 100_000}'")
    assert parsed("a = 'kept'") is first
    for number in range(20):
        parsed(f"b = '{number}{'y' * 100_000}'")
    assert parsed("a = 'kept'") is not first


def test_what_is_found_in_a_tree_is_found_once() -> None:
    """And apart from what others find in it, and from what is found in equal trees."""
    asked = []

    @noted
    def names(node: ast.AST) -> list[str]:
        asked.append(node)
        return [one.id for one in walk(node) if isinstance(one, ast.Name)]

    @noted
    def size(node: ast.AST) -> int:
        return len(walk(node))

    one, other = ast.parse("a + b"), ast.parse("a + b")
    assert [names(one), names(one), names(other), size(one)] == [["a", "b"]] * 3 + [5]
    assert asked == [one, other]


def test_what_is_too_large_is_told_from_what_is_no_python() -> None:
    """And where it is no Python; a text that is too large is not even parsed."""
    with pytest.raises(NotPython, match="more than 300,000 words and signs") as large:
        parse("a;" * 200_000 + "(")
    with pytest.raises(NotPython, match="invalid syntax") as wrong:
        parse("a\nb c\n")
    assert (large.value.is_limit, large.value.line) == (True, 0)
    assert (wrong.value.is_limit, wrong.value.line) == (False, 2)


@pytest.mark.parametrize("text", [r"'\d'", "1 is 1", "assert (a, 'b')", "[0x1for a in b]", "[1][1, 2]"])
def test_warnings_about_foreign_code_are_not_ours(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_compiles(parse(text))


@pytest.mark.parametrize("text", ["return", "a = yield", "def f(a, a): ...", "__debug__ = 1", "break"])
def test_what_does_not_compile_is_refused(text: str) -> None:
    tree = parse(text)
    with pytest.raises(NotPython):
        check_compiles(tree)


@pytest.mark.parametrize("text", ["'''", "(", "a\n    b\n  c\n", "a;" * MOST_TOKENS], ids=range(4))
def test_what_cannot_be_taken_apart_is_refused(text: str) -> None:
    with pytest.raises(NotPython):
        tokens(text)


@pytest.mark.parametrize("deep", ["a" + "()" * 1_400, "a" + "(b)" * 1_400, "c.a" + "(c)" * 1_400], ids=range(3))
def test_the_last_name_of_many_calls_is_found(deep: str) -> None:
    assert last_name(ast.parse(deep, mode="eval").body) == "a"


@pytest.mark.parametrize("deep", [" + ".join(["a"] * 1_400), "a" + ".b" * 1_400, "a" + "()" * 1_400], ids=range(3))
def test_a_deep_tree_is_not_written(deep: str) -> None:
    tree = ast.parse(deep)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(1_000)  # Libraries that tests import may have raised it.
    try:
        with pytest.raises(NotPython):
            dumped(tree)
    finally:
        sys.setrecursionlimit(limit)


GUARDED = {
    "ast": {"dump", "literal_eval", "parse", "unparse"},
    "builtins": {"compile", "eval", "exec"},
    "codeop": {"compile_command"},
    "griffe": {"inspect", "load", "visit"},
    "symtable": {"symtable"},
    "tokenize": {"generate_tokens", "tokenize"},
}
"""What raises more than `SyntaxError` on hostile text, by module."""


def unguarded(source: str) -> Iterator[str]:
    """Calls in a file of this package that only `syntax.py` may make."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom(module=str(module), names=names):
                yield from (f"{module}.{alias.name}" for alias in names if alias.name in GUARDED.get(module, ()))
            case ast.Attribute(value=ast.Name(id=module), attr=name) if name in GUARDED.get(module, ()):
                yield f"{module}.{name}"
            case ast.Name(id=name) if name in GUARDED["builtins"]:
                yield name


def test_foreign_text_is_parsed_in_one_module() -> None:
    package = Path(mkdocs_howto.__file__).parent
    found = {
        path.relative_to(package).as_posix(): sorted(calls)
        for path in sorted(package.rglob("*.py"))
        if (calls := set(unguarded(path.read_text(encoding="utf-8"))))
    }
    calls = ["ast.dump", "ast.literal_eval", "ast.parse", "ast.unparse", "compile", "tokenize.generate_tokens"]
    assert found == {"syntax.py": calls}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import ast\nast.parse(a)", ["ast.parse"]),
        ("from ast import parse as p", ["ast.parse"]),
        ("f = ast.literal_eval", ["ast.literal_eval"]),
        ("compile(a, b, 'exec')", ["compile"]),
        ("griffe.visit(a)", ["griffe.visit"]),
        ("re.compile(a)\ntokenize.detect_encoding(b)", []),
    ],
)
def test_calls_that_are_not_guarded_are_found(source: str, found: list[str]) -> None:
    assert list(unguarded(source)) == found
