"""Tests and scripts of the project as examples: what an assertion is about is printed."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator, Mapping, Sequence

from mkdocs_howto.secrets import masked
from mkdocs_howto.section import CallSite, ImportableBlock, Project
from mkdocs_howto.syntax import NotPython, expression, last_name, parsed, walk
from mkdocs_howto.writers.offline.examples import results, state
from mkdocs_howto.writers.offline.examples.candidates import completed, words_of
from mkdocs_howto.writers.offline.examples.code import Code
from mkdocs_howto.writers.offline.examples.gate import Gate
from mkdocs_howto.writers.offline.examples.imports import Importable
from mkdocs_howto.writers.offline.examples.outcomes import Outcome, Outcomes
from mkdocs_howto.writers.offline.examples.outputs import is_print, with_output
from mkdocs_howto.writers.offline.examples.planning.values import written

_UNFIT = re.compile(
    r"\b(?:monkeypatch|mocker?|mock|patch|freeze_time|freezegun|hypothesis|given|capsys|capfd|caplog|tmp_path|tmpdir|"
    r"setlocale|environ|platform|random|urandom|uuid|now|today|utcnow|perf_counter|sleep|getLogger|benchmark|runner|"
    r"gc|weakref|pickle|sys\.version|skipif|xfail|warns|subprocess|pathsep|raises|assertRaises)\b|\\ud[89a-f]|\\x[01]|"
    r"[\"'](?:\w{0,40}[-_])?(?:DUMMY\w*|(?:dummy|fake|mock|stub)(?:[-_]\w*)?)[\"']|\bpath/to\b|"
    r"range\((?:\d{4,}|10 ?\*\*)"
)
"""Marks of a test whose surroundings decide what it shows, that tests something beside the point, or many times."""
_CHANCE = re.compile(r"\b(?:random|shuffle|urandom|uuid\d?|now|today|time|secrets|getpid)\b")
"""Marks of what gives something else each time."""
_OUTPUT = re.compile(r"^(print\(.*\))(?:  # |\n# ).*", re.DOTALL)
_LIMITS = re.compile(
    r"empty|none|error|invalid|raise|fail|bad|wrong|edge|negative|regress|bug|issue|depth|deep|huge|large|nest|max|\d{3,}"
)
"""Marks in the name of a test of limits or of mistakes."""
_CHANGING = re.compile(
    r"\bnext\(|\.(?:add|append|decr|incr|insert|pop\w*|push|put|read\w*|remove|send|set|update|write)\("
)
"""Marks of an assertion that also changes something."""
_EMPTY = re.compile(
    r"(?:is|==) (?:None|0|\[\]|\{\}|\(\)|b?''|b?\"\")\)?$|assertIsNone|is not None\)?$|, (?:0|None|b?''|b?\"\"|\[\])\)$"
)
"""The end of a test that expects nothing, or something empty."""
_OBJECT = re.compile(r"print\((?:\w+|[\w.]+\(.*\))\)")
"""A call or a variable that is printed whole."""
_MOST = 8
_EQUAL = frozenset({"assertEqual", "assertEquals", "assertListEqual", "assertDictEqual", "assertTupleEqual"})


def programs(block: ImportableBlock, project: Project, gate: Gate, *, weak: bool = False) -> Iterator[str]:
    """Yield whole examples from the project's tests and scripts, the most telling first.

    Args:
        block: The code.
        project: Answers what other objects are.
        gate: Says whether code uses the very object.
        weak: Whether those are wanted that expect nothing, or something empty, or all others.
    """
    fit = [site for site in block.call_sites if _is_fit(site, block, weak=weak)]
    importable = Importable(block, project) if fit else None
    is_opaque = bool(fit) and _is_opaque(block, project)
    for site in sorted(fit, key=lambda one: _rank(one, block))[:_MOST]:
        told = _told(site, block)
        if told and is_opaque and _OBJECT.fullmatch(told[-1]):
            continue
        if _CHANCE.search(block.source):
            told = [_OUTPUT.sub(r"\1", text) for text in told]
        parts = completed([*site.setup, *told], importable) if told and importable is not None else None
        if parts is not None and gate.is_meant(parts.tree()):
            yield parts.text(block.object_path.partition(".")[0])


def _is_opaque(block: ImportableBlock, project: Project) -> bool:
    """Return whether what an object gives prints as an address: something lazy, or without a text form."""
    code = Code(block, project)
    found = code.function(block.object_path)
    outcome = Outcomes(code).of(found) if found is not None and block.shape.kind == "function" else Outcome()
    if found is not None and block.shape.kind == "function" and results.returns_nothing(found.node):
        return True
    given = block.shape if block.shape.kind == "class" else project.shape(outcome.path) if outcome.path else None
    return outcome.kind not in {"", "instance"} or (given is not None and state.readable(given, project, "it") != "it")


def _is_fit(site: CallSite, block: ImportableBlock, *, weak: bool) -> bool:
    """Return whether a test is whole, and shows the same everywhere; documents are read as their authors' examples."""
    if not site.statements or site.missing or site.shown or site.file.endswith((".md", ".rst")):
        return False
    if weak != (_EMPTY.search(site.statements[-1]) is not None) or not _is_called(site, block):
        return False
    return not any(map(_UNFIT.search, (*site.setup, *site.statements)))


def _is_called(site: CallSite, block: ImportableBlock) -> bool:
    """Return whether a test calls a function, and does not only name it."""
    if block.shape.kind != "function" or "property" in block.shape.labels:
        return True
    texts = (*site.setup, *site.statements, *site.cases.values())
    return any(f"{block.name}(" in text or (block.name in text and "@" in text) for text in texts)


def _rank(site: CallSite, block: ImportableBlock) -> tuple[bool | int, ...]:
    owner = block.object_path.rpartition(".")[0].rpartition(".")[2]
    words = frozenset[str]().union(*map(words_of, (*site.setup, *site.statements)))
    title = site.title.lower()
    return (
        owner[:1].isupper() and owner not in words,
        block.name not in words_of(site.statements[-1]),
        _LIMITS.search(title) is not None,
        block.name.lower() not in title,
        len(site.setup) * 3 + len(site.statements),
    )


def _told(site: CallSite, block: ImportableBlock) -> list[str]:
    """Return the statements of a test as a program; none where it shows nothing of the object."""
    try:
        pairs = [(text, parsed(text).body) for text in _filled(site.statements, site.cases)]
    except NotPython:
        return []
    *before, (last, nodes) = pairs
    told = [text for text, body in before if not any(map(_is_test, body))]
    if any(map(_CHANGING.search, (text for text, body in before if any(map(_is_test, body))))):
        return []
    if len(nodes) != 1 or any(_asserts(node) and not _is_test(node) for _, body in pairs for node in body):
        return []
    shown = _shown(last, nodes[0], block.name)
    return [*told, *shown] if shown else []


def _filled(texts: Sequence[str], cases: Mapping[str, str]) -> Iterator[str]:
    """Yield statements with the values of a test's case in the place of its parameters."""
    # A value stands where its name no longer says that it is a secret.
    shown = {name: masked(f"{name} = {text}").removeprefix(f"{name} = ") for name, text in cases.items()}
    values = {name: expression(text) for name, text in shown.items()}
    for text in texts:
        if not values.keys() & words_of(text):
            yield text
            continue
        tree = copy.deepcopy(parsed(text))
        yield "\n".join(written(_Filling(values).visit(node)) for node in tree.body)


class _Filling(ast.NodeTransformer):
    """Puts values in the place of names."""

    def __init__(self, values: Mapping[str, ast.expr]) -> None:
        self._values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Return the value of a name that is read."""
        return self._values.get(node.id, node) if isinstance(node.ctx, ast.Load) else node


def _is_test(node: ast.stmt) -> bool:
    match node:
        case ast.Assert() | ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="self")))):
            return True
    return False


def _asserts(node: ast.AST) -> bool:
    return any(
        isinstance(one, ast.Assert) or (isinstance(one, ast.Call) and last_name(one.func).startswith("assert"))
        for one in walk(node)
    )


def _shown(text: str, node: ast.stmt, name: str) -> list[str]:
    """Return the last statement of a test, as one that prints what it is about; none where that is nothing."""
    match node:
        case ast.Assert(test=ast.Compare(left=left, ops=[ast.Eq()], comparators=[right])):
            return _equal(left, right, name)
        case ast.Assert(test=ast.Compare(left=ast.Call() as told, ops=[ast.Is() | ast.IsNot()])):
            return [f"print({written(told)})"]
        case ast.Assert(test=ast.Call(func=ast.Name(id="isinstance" | "callable" | "hasattr"), args=[told, *_])):
            return [f"print({written(told)})"] if isinstance(told, ast.Call) else []
        case ast.Assert(test=ast.UnaryOp(op=ast.Not(), operand=told)) | ast.Assert(test=told):
            return [f"print({written(told)})"]
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=tested), args=[first, *more])):
            return _equal(first, more[0], name) if tested in _EQUAL and more else []
        case ast.Expr(value=ast.Call() as call):
            return [text] if is_print(call) or name not in words_of(text) else [f"print({text})"]
        case ast.Assign(targets=[ast.Name(id=kept)]) if name in words_of(text):
            return [text, f"print({kept})"]
    return []


def _equal(left: ast.expr, right: ast.expr, name: str) -> list[str]:
    """Return a statement that prints what equals something, with it where it is a text"""
    told, known = (right, left) if isinstance(left, ast.Constant) or name in words_of(written(right)) else (left, right)
    if isinstance(known, ast.Name) and name in words_of(written(left)):
        told = left
    said = known.value.split("\n") if isinstance(known, ast.Constant) and isinstance(known.value, str) else []
    return with_output(f"print({written(told)})", said, sure=bool(said))
