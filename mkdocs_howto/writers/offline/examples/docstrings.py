"""Examples that the author gave in the docstring."""

from __future__ import annotations

import ast
import doctest
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.prompts import UNSURE, typed
from mkdocs_howto.syntax import NotPython, fragment, last_name, parse, segment_of, walk
from mkdocs_howto.writers.offline.examples.callsites import tested
from mkdocs_howto.writers.offline.examples.outputs import prompted, with_output

_MOST = 60
"""Passages of a docstring that are tried."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Statements of a docstring's example, with what they are said to print.

    Attributes:
        statements: Code of each, with outputs as comments.
        names: Names that only earlier passages define may be read.
    """

    statements: tuple[str, ...]


def passages(docstring: Docstring, name: str = "", *, skipped: bool = False) -> list[list[Passage]]:
    """Return the examples of a docstring, in order, in each way to read them.

    Blank lines set prompts apart for the eye: those with no words between them are read as one passage
    first, then each for itself.

    Args:
        docstring: With the examples.
        name: Of the function that it documents; empty for all else.
        skipped: Whether prompts that are not run as tests belong to it, without what is said to come of them.
    """
    examples = docstring.examples
    sessions = [prompts for one in examples if one.kind == "session" and (prompts := _prompts(one.code))]
    if not sessions:
        plain = (_plain(one.code) for one in examples if one.kind != "session")
        return [[one for one in plain if one is not None][:_MOST]]
    sessions = [list(map(_unsure, prompts)) if skipped else prompts for prompts in sessions]
    silent = _silent([one for prompts in sessions for one in prompts], name) if name else {}
    joined = [_passage(_statements(prompts, name), silent) for prompts in sessions]
    apart = [_passage(_statements(part, name), silent) for prompts in sessions for part in _parts(prompts)]
    return [joined[:_MOST], apart[:_MOST]] if joined != apart else [apart[:_MOST]]


def _prompts(code: str) -> list[doctest.Example]:
    """Return the prompts of a session; none where `doctest` cannot read it."""
    try:
        return doctest.DocTestParser().get_examples(code)
    except ValueError:
        return []  # With inconsistent indentation.


def _parts(prompts: Sequence[doctest.Example]) -> Iterator[list[doctest.Example]]:
    """Yield the prompts between blank lines."""
    part: list[doctest.Example] = []
    last = 0
    for one in prompts:
        if part and one.lineno > last:
            yield part
            part = []
        last = one.lineno + one.source.count("\n") + one.want.count("\n")
        part.append(one)
    if part:
        yield part


def _statements(prompts: Sequence[doctest.Example], name: str) -> list[str]:
    return [statement for one in prompts for statement in _told(one, name) or ()]


def _passage(statements: Sequence[str], silent: Mapping[str, str]) -> Passage:
    """Statements of which those that show nothing say so, where others show something."""
    shows = any("print(" in statement for statement in statements)
    return Passage(tuple(silent.get(statement, statement) if shows else statement for statement in statements))


def _silent(prompts: Sequence[doctest.Example], name: str) -> dict[str, str]:
    """Calls of a function below which no value stands, though one does below others, and how they are printed.

    A prompt shows every value but `None` (`doctest` documentation, "How are Docstring Examples Recognized?").
    """
    named = [one for one in prompts if name in one.source]
    if all(one.want for one in named) or not any(one.want for one in named):
        return {}
    own = [(one, call) for one in named if (call := _call(one)) is not None]
    own = [(one, call) for one, call in own if last_name(call) == name and one.exc_msg is None]
    if not any(one.want for one, _ in own):
        return {}
    calls = [(typed(one), call) for one, call in own if not one.want]
    return {source: with_output(f"print({segment_of(source, call)})", ["None"])[0] for source, call in calls}


def _call(example: doctest.Example) -> ast.Call | None:
    """The call that is all of a prompt."""
    try:
        body = fragment(typed(example)).body
    except NotPython:
        return None
    match body:
        case [ast.Expr(value=ast.Call() as call)]:
            return call
    return None


def has_skipped(docstring: Docstring) -> bool:
    """Return whether an author shows what is not run as a test: its output may be in any order, or take long."""
    return any(one.is_skipped or "+SKIP" in one.code for one in docstring.examples)


def _unsure(example: doctest.Example) -> doctest.Example:
    """A prompt that is not run as a test as one whose output nobody knows; any other as it is."""
    if doctest.SKIP not in example.options:
        return example
    options = {option: value for option, value in example.options.items() if option != doctest.SKIP}
    want = UNSURE if example.want else ""
    return doctest.Example(example.source, want, lineno=example.lineno, indent=example.indent, options=options)


def _told(example: doctest.Example, name: str) -> list[str] | None:
    """One prompt's code as a statement; `None` when it is better left out.

    Args:
        example: The prompt.
        name: Of the function; of an assertion about something else, nothing is told.
    """
    source = typed(example)
    if doctest.SKIP in example.options or not source.strip():
        return None
    try:
        body = fragment(source).body
    except NotPython:
        return None
    if not body:
        return [source]  # A comment.
    if example.exc_msg is not None:
        return _expected(source, example.exc_msg)
    match body:
        case [ast.Assert(test=test)] if not example.want:
            return tested(source, test, name) if name in source else None
    return prompted(source, body, example.want)


def _expected(source: str, message: str) -> list[str]:
    """A statement that fails, as a reader would write it."""
    name, _, words = message.strip().partition(":")
    if not name.replace(".", "").isidentifier():
        return []
    name = name.rpartition(".")[2]
    comment = f"  # {words.strip()}" if words.strip() and "\n" not in words.strip() and len(words) < 60 else ""
    return [
        "\n".join(["try:", textwrap.indent(source, "    "), f"except {name} as error:", f"    print(error){comment}"])
    ]


def _plain(code: str) -> Passage | None:
    """Code without prompts; its last expression is shown."""
    if ">>>" in code:
        return None
    try:
        body = parse(code).body
    except NotPython:
        return None
    if not body or any(isinstance(node, ast.Expr) and _is_ellipsis(node.value) for node in walk(ast.Module(body, []))):
        return None
    lines = code.rstrip("\n").split("\n")
    return Passage(tuple(_segments(lines, body)))


def _segments(lines: Sequence[str], body: Sequence[ast.stmt]) -> Iterator[str]:
    previous = 0
    for node in body:
        first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])
        comments = [line for line in lines[previous : first - 1] if line.strip().startswith("#")]
        segment = "\n".join(lines[first - 1 : node.end_lineno])
        if isinstance(node, ast.Expr) and _is_worth_printing(node.value):
            tail = lines[(node.end_lineno or first) - 1][node.end_col_offset :]
            plain = "\n".join(lines[first - 1 : node.end_lineno])[: len(segment) - len(tail)] if tail else segment
            segment = f"print({plain}){tail}"
        yield "\n".join([*comments, segment])
        previous = node.end_lineno or first


def _is_worth_printing(node: ast.expr) -> bool:
    """Whether an expression alone on a line shows a value, as far as its form tells it."""
    return isinstance(node, ast.Compare | ast.BinOp | ast.Attribute | ast.Subscript | ast.Name)


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is Ellipsis
