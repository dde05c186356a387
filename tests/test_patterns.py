"""Regular expressions take time in proportion to the text, whatever it holds.

Every pattern of the package is found and run by a matcher that counts its steps, on texts made from the pattern
itself: one text, and one four times as long.
"""

from __future__ import annotations

import ast
import builtins
import dataclasses
import importlib
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import mkdocs_howto
from tests.backtracking import Matcher, slow_text

PACKAGE = Path(mkdocs_howto.__file__).parent
LEFT_OUT = ("writers/offline/examples",)
"""Folders that are not bound yet: what is in them will be replaced."""
_ANCHORED = {"match", "fullmatch"}
_FUNCTIONS = {"compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of the package.

    Attributes:
        text: What was given to `re`.
        flags: Those it is compiled with.
        anchored: Whether it is only matched at the start of a text.
        place: File and line.
    """

    text: str
    flags: int
    anchored: bool
    place: str


class NotFound(Exception):
    """A pattern that is put together in a way that this test cannot follow."""


class _Given(ast.NodeTransformer):
    """Puts a short word for what a pattern takes in when it is used."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def visit_Name(self, node: ast.Name) -> ast.expr:
        is_known = hasattr(self._module, node.id) or hasattr(builtins, node.id)
        return node if is_known else ast.Constant("x")

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        is_own = isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}
        return ast.Constant("x") if is_own else node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        is_escape = isinstance(node.func, ast.Attribute) and node.func.attr == "escape"
        self.generic_visit(node)
        return ast.Constant("x") if is_escape else node


def _value(node: ast.expr, module: ModuleType, *, is_inside: bool) -> object:
    """What an expression is; inside functions, their variables stand for a short word."""
    given = ast.fix_missing_locations(ast.Expression(_Given(module).visit(node) if is_inside else node))
    try:
        return eval(compile(given, "pattern", "eval"), {**vars(module)})  # our own code
    except Exception as error:
        raise NotFound(f"{module.__name__}, line {node.lineno}: write the pattern as a constant") from error


def patterns_in(source: str, module: ModuleType, file: str) -> Iterator[Pattern]:
    """The patterns that a file gives to `re`, and those that its module holds, wherever they were made."""
    found: set[tuple[str, int]] = set()
    for pattern in _written(source, module, file):
        found.add((pattern.text, pattern.flags & _TOLD))
        yield pattern
    for name, value in vars(module).items():
        for one in _held(value):
            if (_text(one.pattern), one.flags & _TOLD) not in found:
                found.add((_text(one.pattern), one.flags & _TOLD))
                yield Pattern(_text(one.pattern), one.flags & _TOLD, anchored=False, place=f"{file}:{name}")


def _held(value: object) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    """The patterns in a value: in collections, and in the fields of dataclasses."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list | set | frozenset):
        for inner in value:
            yield from _held(inner)
    elif isinstance(value, dict):
        yield from _held((*value.keys(), *value.values()))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from _held([getattr(value, field.name) for field in dataclasses.fields(value)])


_TOLD = int(re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE | re.ASCII)
"""Flags that are given; others follow from the pattern."""


def _text(pattern: str | bytes) -> str:
    return pattern if isinstance(pattern, str) else pattern.decode("latin-1")  # Each byte is one character.


def _written(source: str, module: ModuleType, file: str) -> Iterator[Pattern]:
    tree = ast.parse(source)
    methods = _methods(tree)
    inside = {id(inner) for node in ast.walk(tree) if isinstance(node, _FUNCTIONS_OF) for inner in ast.walk(node)}
    names = {
        node.value: ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
    }
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=function), args=[first, *others]):
                if function not in _FUNCTIONS:
                    continue
                flags = [*(word.value for word in node.keywords if word.arg == "flags"), *others[_flags_at(function) :]]
                try:
                    text = _value(first, module, is_inside=id(node) in inside)
                    value = _value(flags[0], module, is_inside=id(node) in inside) if flags else 0
                except NotFound:
                    if id(node) not in inside:
                        continue  # The module holds it.
                    raise
                if isinstance(text, re.Pattern):
                    continue  # Found where it is compiled.
                used = methods.get(names.get(node, ""), set()) if function == "compile" else {function}
                place = f"{file}:{node.lineno}"
                yield Pattern(_text(text), int(value), bool(used) and used <= _ANCHORED, place)  # type: ignore[call-overload, arg-type]


_FUNCTIONS_OF = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def _flags_at(function: str) -> int:
    """Index of a function's flags behind its pattern."""
    return {"compile": 0, "sub": 3, "subn": 3, "split": 2}.get(function, 1)


def _methods(tree: ast.AST) -> Mapping[str, set[str]]:
    """What each name of a file is asked for; a name that is used otherwise may be asked for anything."""
    owners = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.setdefault(node.value.id, set()).add(node.attr)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in owners:
            found.setdefault(node.id, set()).add("")
    return found


def _modules() -> Iterator[tuple[Path, ModuleType]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(PACKAGE)
        if file.as_posix().startswith(LEFT_OUT) or file.name == "__main__.py":
            continue
        parts = [part for part in file.with_suffix("").parts if part != "__init__"]
        yield path, importlib.import_module(".".join([PACKAGE.name, *parts]))


@cache
def _patterns() -> tuple[Pattern, ...]:
    return tuple(
        pattern
        for path, module in _modules()
        for pattern in patterns_in(path.read_text(encoding="utf-8"), module, path.relative_to(PACKAGE).as_posix())
    )


@pytest.mark.parametrize("pattern", _patterns(), ids=lambda pattern: pattern.place)
def test_a_pattern_is_linear(pattern: Pattern) -> None:
    text = slow_text(pattern.text, pattern.flags, anchored=pattern.anchored)
    assert text is None, f"{pattern.place}: {pattern.text!r} is slow on {text[:60]!r}…"


BAD = {
    "repetition in a repetition": r"(a+)+b",
    "three repetitions in a row": r"a*a*b",
    "a search from everywhere": r"\s+$",
    "another": r"x*y",
    "a beginning that may be met again": r"<!--.*-->",
    "a lazy one": r"<!--(?:.|\n)*?-->",
    "repetitions that share one character": r"^[^\"]*\w*;",
    "two ways through one text": r"^(?:\w|_a?)*;",
    "two ways of different length": r"^(?:a|aa)+b",
    "a group met again": r"(`+).+?\1x",
    "a long run behind another": r"^ *[ \t]*\n",
    "in a lookahead": r"(?=[^:]*::)x",
    "with optional parts between": r"^\d+(?:,?\d+)*$",
    "bounded, but far off": r"a{1,5000}b",
    "runs of which each is another": r"(?<!`)(`+)(?!`)(?:.|\n)+?(?<!`)\1(?!`)",
}
GOOD = {
    "a repetition that what follows ends": r"\"[^\"]*\"",
    "one that begins nowhere else": r"(?<!\s)\s+$",
    "possessive, from the start of a word": r"\b\w++:",
    "bounded": r"\w{1,40}:",
    "bounded twice": r"[ \t]{0,8}\w{1,8}:",
    "anchored": r"\A\s*\w+",
    "lines": r"(?m)^[ ]*#",
    "an atomic group": r"(?<!a)(?>a+)b",
    "words": r"\w+|[^\w\s]",
    "words between commas": r"^\w+(?:,\w+)*$",
    "a reference to a group": r"(?<!`)(`{1,3})\w\1",
    "few runs of which each is another": r"(?<!`)(`{1,3})(?!`)(?:.|\n)+?(?<!`)\1(?!`)",
}


@pytest.mark.parametrize("pattern", BAD.values(), ids=BAD)
def test_a_bad_pattern_is_recognised(pattern: str) -> None:
    assert slow_text(pattern) is not None


@pytest.mark.parametrize("pattern", GOOD.values(), ids=GOOD)
def test_a_good_pattern_passes(pattern: str) -> None:
    assert slow_text(pattern) is None


def test_only_what_is_searched_for_begins_everywhere() -> None:
    """A pattern that is matched at the start of a text alone is not tried at its other characters."""
    assert slow_text(r"\s+$") is not None
    assert slow_text(r"\s+$", anchored=True) is None


SOURCES = {
    "a constant": ('A = re.compile("x*y")', ["x*y"]),
    "in a dictionary": ('A = {"a": re.compile("x*y"), "b": re.compile("z")}', ["x*y", "z"]),
    "in a function": ('def f(a):\n    return re.sub("x*y", "", a)', ["x*y"]),
    "with a name in it": ('def f(a, name):\n    return re.search(rf"\\b{re.escape(name)}*y", a)', ["\\bx*y"]),
    "of a constant": ('B = "x{what}y"\ndef f(a):\n    return re.search(B.format(what=a), a)', ["xxy"]),
    "put together": ('B = "x*"\nA = re.compile(B + "y")', ["x*y"]),
}


@pytest.mark.parametrize(("source", "found"), SOURCES.values(), ids=SOURCES)
def test_patterns_are_found(source: str, found: list[str]) -> None:
    module = ModuleType("shop")
    exec(f"import re\n{source}", vars(module))
    assert [pattern.text for pattern in patterns_in(source, module, "shop.py")] == found


HELD = {
    "in a tuple of tuples": "A = ((re.compile('a'), 1), (re.compile('b'), 2))",
    "made by a comprehension": "A = {one: re.compile(one) for one in 'ab'}",
    "in a dataclass": "@dataclasses.dataclass\nclass B:\n    c: re.Pattern\nA = [B(re.compile('a')), B(re.compile(b'b'))]",
    "made by a function": "def f(*names):\n    return [re.compile('a'), re.compile('b')]\nA = f()",
}


@pytest.mark.parametrize("source", HELD.values(), ids=HELD)
def test_what_a_module_holds_is_found(source: str) -> None:
    module = ModuleType("shop")
    exec(f"import re, dataclasses\n{source}", vars(module))
    assert [pattern.text for pattern in patterns_in(source, module, "shop.py")] == ["a", "b"]


def test_how_a_pattern_is_used_is_found() -> None:
    source = 'A = re.compile("a")\nB = re.compile("b")\nC = re.compile("c")\nA.match(x)\nB.match(x)\nB.sub(x)\nf(C)\n'
    module = ModuleType("shop")
    module.__dict__["re"] = re
    assert [pattern.anchored for pattern in patterns_in(source, module, "shop.py")] == [True, False, False]


MATCHED = (
    r"(a+)+b", r"a*?b", r"(?:a|ab)(?:c|bcd)d*", r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", r"^\s+$", r"\bfoo\b|ba[rz]{2,3}?",
    r"(a)?(?(1)b|c)", r"[^a-c\d]+", r"(?i:AbC)+", r"a++b", r"(?>a+|b)c", r"(?=a.)\w{2,}", r"(?:a*)*b?", r"(?m:^a$)",
    r"(\w+) \1", r"(?:ab?)*?c", r"(?s:a.b)|x.y", r"(?<=ab)c", r"(a|b)*?(b|c){1,2}", r"(?!a)\w|\Z", r"\Aa|\Bb",
)  # fmt: skip


@pytest.mark.parametrize("pattern", MATCHED)
def test_the_matcher_finds_what_python_finds(pattern: str) -> None:
    """On random texts; else, its steps would say nothing of Python's."""
    chance, matcher, python = random.Random(pattern), Matcher.of(pattern), re.compile(pattern)
    for _ in range(200):
        text = "".join(chance.choice("aabbc`` \nfoorz1ABx y") for _ in range(chance.randrange(13)))
        assert list(matcher.spans(text)) == [match.span() for match in python.finditer(text)], text
