"""Findings about parts and words: what can be told without knowing the code well."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_howto.facts.docstring import docstring_text
from mkdocs_howto.reading import Reading
from mkdocs_howto.review.codes import found
from mkdocs_howto.section import CodeBlock, Finding, ImportableBlock, Project

LONGEST = 120
"""Lines of a section."""
_LONGEST_EXAMPLE = 20
"""Lines of an example that hold something."""
_SINCE = 12
"""Version of the review from which on lines of examples are counted."""

_VAGUE = re.compile(
    r"\b(?:getting|gets|doing|(?<!\bso )(?<!\bas )does(?!\s+(?:not|so|nothing|this|that)\b|n't|[.,;])|handling|handles"
    r"|processing|(?<!\bor )(?<!\band )(?<!\bother )processes|performing|performs|manages|managing|various"
    r"|some(?!\s+(?:of|more|other)\b)|etc|stuff|things|properly|appropriately|necessary|as needed)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<!`)(`{1,9})(?!`)(?:.+?)(?<!`)\1(?!`)")
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+")
_WORDS = re.compile(r"\w+")
_ROLE = re.compile(r":(?:[a-z]+:)?[a-z]+:(?=`)")
_ECHO = re.compile(
    r"\[(?:code usage example|usage example|description|execution steps|your code|insert [^\[\]]*)\]"
    r"|instructions for generating code documentation"
    r"|\banalyze the code\b.{0,80}\blogic\b"
    r"|\bavoid vague terms\b"
    r"|\bcreate a step-by-step guide\b"
    r"|\bprovide a code example of how to use\b"
    r"|\bdescribe the sequence of actions\b",
    re.IGNORECASE,
)
_TARGET = re.compile(r"\]\([^()\s]*\)")
"""Where a link leads to, after its text."""
_LINK = re.compile(r"\]\((?P<target>[^)\s]*)|<(?P<auto>https?://[^<>\s]+)>|(?P<bare>https?://[^\s)`'\"<>]+)")
_UNSAFE = re.compile(r"\bon\w+\s*=\s*[\"']|javascript:|-8<-|^\s*:::\s*\S", re.IGNORECASE)
_TAG = re.compile(
    r"<\s*+(?:/\s*+)?(?:script|iframe|object|embed|style|link|meta|base|form|svg|img|video|audio|details|div|span|a)\b",
    re.IGNORECASE,
)
_UNSAFE_SPANS = (
    (_TAG, ">"),
    (re.compile(r"\{\{"), "}}"),
    (re.compile(r"\{%"), "%}"),
    (re.compile(r"\{:?\s*[.#][\w-]+"), "}"),
)
"""What opens markup that could act, and the text that closes it."""


def parts(reading: Reading, block: CodeBlock) -> Iterator[Finding]:
    """What is missing, too long, or none of the reader's business."""
    for name, lines in (("Description", reading.description), ("Execution Steps", reading.steps)):
        if not lines:
            yield found("missing-part", f"The part {name!r} is missing or empty.", name)
    # An example of code that cannot be imported is left out on purpose, too.
    is_wanted = isinstance(block, ImportableBlock) and not reading.leaves_example_out
    if is_wanted and not reading.example.strip():
        yield found("example-missing", "There is no usage example; show how the object is imported and used.")
    length = len(reading.prose) + reading.example.count("\n")
    if length > LONGEST:
        yield found("too-long", f"The section has {length} lines; at most {LONGEST} are read.")
    shown = sum(bool(row.strip()) for row in reading.example.split("\n"))
    if shown > _LONGEST_EXAMPLE:
        yield found(
            "too-long",
            f"The example has {shown} lines; at most {_LONGEST_EXAMPLE} are read.",
            line=reading.example_line,
            since=_SINCE,
        )
    for line, text in (*reading.around, *reading.prose):
        if match := _ECHO.search(text):
            yield found("prompt-echo", "This repeats an instruction; take it out.", match[0], line)
    for offset, text in enumerate(reading.example.splitlines()):
        if match := _ECHO.search(text):
            line = reading.example_line + offset if reading.example_line else 0
            yield found("prompt-echo", "This repeats an instruction; take it out.", match[0], line)


def vague(reading: Reading, block: CodeBlock, project: Project) -> Iterator[Finding]:
    """Yield findings about words that could be said of any code, unless the code's author says them."""
    own = f" {_letters(docstring_text(block, project))} {_letters(block.source)} "
    for line, text in reading.prose:
        for said in _SENTENCE_END.split(_with_whole_code(text)):
            for match in _VAGUE.finditer(_CODE.sub(lambda code: f"`{'.' * len(code[0][2:])}`", said)):
                if f" {_with_neighbours(said, match)} " not in own:
                    message = f"{match[0]!r} says nothing; name the action: checks, sends, returns."
                    yield found("vague-term", message, match[0], line)


def _with_neighbours(text: str, match: re.Match[str]) -> str:
    """Return the words of a match with the word on each side of it, without markup."""
    before, after = _letters(text[: match.start()]).split()[-1:], _letters(text[match.end() :]).split()[:1]
    return " ".join([*before, _letters(match[0]), *after])


def _with_whole_code(text: str) -> str:
    """A text in which code is one word each, so that no sentence ends within it."""
    return _CODE.sub(lambda code: "_".join(code[0].split()), text)


def _letters(text: str) -> str:
    """A text without markup, which writers may set differently."""
    return " ".join(_WORDS.findall(_TARGET.sub("]", _ROLE.sub("", text)))).lower()


def markup(reading: Reading, block: CodeBlock) -> Iterator[Finding]:
    """Markup in words; code between backticks is shown as it is."""
    known = block.source + block.docstring
    for line, text in reading.prose:
        words = _CODE.sub(" ", text)
        if unsafe := _unsafe(words):
            yield found("unsafe-markup", "Only words and code between backticks are text.", unsafe, line)
        for match in _LINK.finditer(words):
            target = (match["target"] or match["auto"] or match["bare"] or "").rstrip(".,;:")
            if target and target not in known:
                yield found("unknown-link", "The code does not name this target.", target, line)


def _unsafe(words: str) -> str:
    """Return the first markup in words that could act in a page; empty where there is none."""
    if match := _UNSAFE.search(words):
        return match[0]
    for opening, closing in _UNSAFE_SPANS:
        match = opening.search(words)
        end = words.find(closing, match.end()) if match is not None else -1
        if match is not None and end >= 0:
            return words[match.start() : end + len(closing)]
    return ""
