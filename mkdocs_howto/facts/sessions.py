"""Sessions at the prompt in a project's documentation: what was typed, and what was shown below it."""

from __future__ import annotations

import ast
import doctest
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mkdocs_howto.prompts import UNSURE, typed
from mkdocs_howto.syntax import NotPython, parse

_FENCE = re.compile(r"[ \t]*(?:`{3,}|~{3,})")
_CONTINUED = re.compile(r"\A(?P<indent>[ \t]*)>>>(?= {2,}\S| (?:[)\]}]|(?:elif|else|except|finally)\b))")
"""The prompt of a line that goes on with a statement, where an author wrote it in place of `...`."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What was typed at one prompt.

    Attributes:
        line: Of the text, from 1.
        source: What was typed, one statement, without what is said to `doctest`.
        shown: What stands below it; empty where that is nothing, `UNSURE` where `doctest` is told to leave it out.
        raised: The exception that it ends with, as the last line of the traceback has it; empty where it ends well.
    """

    line: int
    source: str
    shown: str
    raised: str = ""


def passages(text: str) -> list[list[Prompt]]:
    """The prompts of a text, those together between which no words stand.

    Args:
        text: Markdown, reStructuredText or anything else that shows prompts (`>>>`).
    """
    if ">>>" not in text:
        return []
    found: list[list[Prompt]] = []
    is_open = False
    for first, lines in _paragraphs(text):
        if not lines[0].lstrip().startswith(">>>"):
            is_open = False
            continue
        prompts = list(_prompts(first, lines))
        if is_open:
            found[-1] += prompts
        elif prompts:
            found.append(prompts)
        is_open = bool(found)
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines between blank ones, with the number of the first; a fence stands for a blank line before a prompt."""
    first, lines = 1, list[str]()
    for number, line in enumerate([*text.split("\n"), ""], 1):
        is_prompt = bool(lines) and lines[0].lstrip().startswith(">>>")
        if line.strip() and not (_FENCE.match(line) and is_prompt):
            if lines and line.lstrip().startswith(">>>") and not is_prompt:
                yield first, lines
                lines = []
            first = first if lines else number
            lines.append(line)
        elif lines:
            yield first, lines
            lines = []


def _prompts(first: int, lines: Sequence[str]) -> Iterator[Prompt]:
    """The prompts of one paragraph; none where it is not written as `doctest` reads it."""
    rows = (_CONTINUED.sub(r"\g<indent>...", line, count=1) for line in lines)
    try:
        examples = doctest.DocTestParser().get_examples("\n".join(rows) + "\n")
    except ValueError:
        return
    for example in examples:
        source = typed(example).rstrip()
        if example.exc_msg is not None:
            yield Prompt(first + example.lineno, source, "", example.exc_msg.rstrip("\n"))
            continue
        statements = list(_statements(source))
        for statement in statements:
            want = example.want.rstrip("\n") if statement is statements[-1] else ""
            shown = UNSURE if want and doctest.SKIP in example.options else want
            yield Prompt(first + example.lineno, statement, shown)


def _statements(source: str) -> Iterator[str]:
    """Yield the statements that were typed at a prompt, with their comments where there is but one."""
    try:
        body = parse(source).body
    except NotPython:
        return
    for node in body:
        match node:
            case ast.Expr(value=ast.Call(func=ast.Name(id="help" | "dir"))):
                continue  # That shows what its author wrote, not what comes of it.
        yield source if len(body) == 1 else ast.get_source_segment(source, node) or ""
