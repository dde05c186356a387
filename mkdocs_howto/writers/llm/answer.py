"""What a model said, as the parts of a section: JSON by schema, or Markdown as models really write it."""

from __future__ import annotations

import collections
import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mkdocs_howto.bounds import LONGEST, LONGEST_PART, MOST_STEPS
from mkdocs_howto.reading import Line, read
from mkdocs_howto.section import PARTS, Finding, Part, Step

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "description": {
            "type": "string",
            "description": "Two to five sentences: purpose, how it is called, what comes back, what can go wrong.",
        },
        "steps": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "level": {"type": "integer", "enum": [1, 2], "description": "1 for a step, 2 inside it."},
                    "text": {"type": "string", "description": "One stage, code between backticks."},
                },
                "required": ["level", "text"],
                "additionalProperties": False,
            },
        },
        "example": {"type": "string", "description": "A complete Python program of 5 to 20 lines, without a fence."},
    },
    "required": ["description", "steps", "example"],
    "additionalProperties": False,
}
"""Flat, without recursion and defaults: what every vendor's structured output accepts. `minItems: 1` is the one bound
that all of them take: https://platform.claude.com/docs/en/build-with-claude/structured-outputs (0 and 1 only),
https://platform.openai.com/docs/guides/structured-outputs and https://ai.google.dev/gemini-api/docs/structured-output."""


def schema_of(parts: Collection[Part]) -> dict[str, Any]:
    """Return the schema of an answer that gives only some parts."""
    properties = {name: value for name, value in SCHEMA["properties"].items() if name in parts}
    return {**SCHEMA, "properties": properties, "required": list(properties)}


_DEEPEST = 6
"""Levels of steps. A prompt asks for two."""
_MOST_BRACES = 200
"""Places in an answer at which an object may begin."""
_THOUGHT = re.compile(r"<(?P<end>/?)think(?:ing)?>", re.IGNORECASE)
_MARKER = re.compile(r"(?P<indent>[ \t]*)(?:\d{1,3}[.)]|[a-zA-Z][.)]|[-*+•])[ \t]+(?P<words>.*)")
_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]+(?P<words>.*)")
_LINK = re.compile(r"!?\[(?P<words>[^\]\[]*)\]\((?:[a-z]{1,20}:|/|#|\.{1,2}/)[^()\s]*(?:\s[^()]*)?\)")
_MARKS = re.compile(r"\*+|_+")
"""Runs of characters that may begin or end an emphasis."""
_FENCE = re.compile(r"`{3,}|~{3,}")
_CODE = re.compile(r"`[^`]*`")
_REFUSAL = re.compile(
    r"(?:I(?:'|’)m (?:sorry|unable)|I am (?:sorry|unable)|Sorry,|I can(?:'|’|no)t (?:help|assist|do)|I cannot|"
    r"As an AI|I won(?:'|’)t|I(?:'|’)m not able|Es tut mir leid|Je suis désolé|Lo siento|К сожалению)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """The parts of a section as a model gave them; empty where it gave none."""

    description: str = ""
    steps: tuple[Step, ...] = ()
    example: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing in the answer is a part of a section."""
        return not (self.description or self.steps or self.example)


def as_answer(draft: Draft) -> str:
    """Return a draft as a model would give it."""
    steps = [{"level": level, "text": text} for level, text in _flat(draft.steps)]
    return json.dumps({"description": draft.description, "steps": steps, "example": draft.example}, ensure_ascii=False)


def _flat(steps: Sequence[Step], level: int = 1) -> Iterator[tuple[int, str]]:
    for step in steps:
        yield level, step.text
        yield from _flat(step.steps, level + 1)


def wrong_parts(draft: Draft, findings: Iterable[Finding]) -> tuple[Part, ...]:
    """Return the parts that errors are about; all of them where an error does not tell its part."""
    wrong: set[Part] = set()
    texts = {"description": draft.description, "steps": "\n".join(text for _, text in _flat(draft.steps))}
    for finding in findings:
        if finding.code.startswith("example-"):
            wrong.add("example")
        elif finding.code == "missing-part":
            wrong.update(part for part in PARTS if not getattr(draft, part))
        else:
            hit = [part for part in PARTS if finding.words and finding.words in texts.get(part, draft.example)]
            wrong.update(hit or PARTS)
    return tuple(part for part in PARTS if part in wrong)


class TooLong(Exception):
    """An answer, or a part of it, that has more characters than any section needs."""

    def __init__(self, what: str, count: int, most: int) -> None:
        super().__init__(f"{what} has {count:,} characters; {most:,} are read")


def parse(text: str) -> Draft:
    """Find the three parts in an answer.

    Args:
        text: All that the model said.

    Raises:
        TooLong: The answer or a part of it is too long to be read.
    """
    plain = _said(text)
    if len(plain) > LONGEST:
        raise TooLong("the answer", len(plain), LONGEST)
    data = _json(plain)
    return _from_json(data) if data is not None else _from_markdown(plain)


def is_refusal(text: str) -> bool:
    """Whether an answer without any part of a section says that the model will not write one."""
    return _REFUSAL.match(_said(text)) is not None


def _said(text: str) -> str:
    """An answer without the thoughts before it, and without what no text file can hold."""
    plain = _clean(text).removeprefix("\ufeff")
    position, is_thinking = 0, False
    for tag in _THOUGHT.finditer(plain):
        if tag["end"]:
            # Templates of some models open the thought in the prompt, so that only its end is in the answer.
            position, is_thinking = tag.end(), False
        elif not is_thinking:
            if plain[position : tag.start()].strip():
                break
            is_thinking = True
    return "" if is_thinking else plain[position:].strip()


def _clean(text: str) -> str:
    """A text without lone surrogates and null characters."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "")


# JSON.


def _json(text: str) -> dict[str, Any] | None:
    """The object in an answer, also in a fence or between chatter."""
    decoder = json.JSONDecoder(strict=False)
    index = text.find("{")
    for _ in range(_MOST_BRACES):
        if index < 0:
            break
        try:
            data, end = decoder.raw_decode(text, index)
        except (ValueError, RecursionError):
            index = text.find("{", index + 1)
            continue
        for found in (data, *data.values()) if isinstance(data, dict) else ():
            if isinstance(found, dict) and found.keys() & SCHEMA["properties"].keys():
                return found
        index = text.find("{", end)
    return None


def _from_json(data: dict[str, Any]) -> Draft:
    steps = data.get("steps")
    found: list[tuple[int, str]] = []
    for item in steps[:MOST_STEPS] if isinstance(steps, list) else ():
        if isinstance(item, str):
            found.append((1, _step(item)))
        elif isinstance(item, dict) and isinstance(item.get("text"), str):
            level = item.get("level")
            found.append((level if isinstance(level, int) and 1 <= level <= 3 else 1, _step(item["text"])))
    description, example = data.get("description"), data.get("example")
    return Draft(
        _words(description, "description") if isinstance(description, str) else "",
        _tree([(level, words) for level, words in found if words]),
        _code(example) if isinstance(example, str) else "",
    )


def _bounded(text: str, part: str) -> str:
    """Return a text that belongs to a part of a section, without what no text file can hold.

    Raises:
        TooLong: It has more characters than the part may have.
    """
    if len(text) > LONGEST_PART[part]:
        raise TooLong(f"the {part}" if part != "step" else "a step", len(text), LONGEST_PART[part])
    return _clean(text)  # JSON's escapes may bring such characters back.


def _code(text: str) -> str:
    """Return an example without the fence that some models put around it although they were asked not to."""
    code = _unfenced(_bounded(text, "example").replace("\r\n", "\n")).strip("\n").rstrip()
    return f"{code}\n" if code.strip() else ""


def _unfenced(text: str) -> str:
    """Return the inside of a fence that holds the whole text, or the text."""
    whole = text.strip()
    opening, _, rest = whole.partition("\n")
    fence = _FENCE.match(opening)
    return rest.removesuffix(fence[0]) if fence is not None and rest.endswith(fence[0]) else text


# Markdown.


def _from_markdown(text: str) -> Draft:
    found = read(text)
    description = "\n".join(line for _, line in found.description)
    return Draft(_words(description, "description"), _tree(_levels(found.steps)), _bounded(found.example, "example"))


def _levels(lines: Sequence[Line]) -> list[tuple[int, str]]:
    """Return the lines of a list, each with its depth; lines that go on belong to the one above."""
    found: list[tuple[int, list[str]]] = []
    indents: list[int] = []
    has_markers = any(_MARKER.match(line) for _, line in lines)
    for _, line in lines:
        heading = _HEADING.match(line)
        match = _MARKER.match(line)
        if heading is not None:
            words = _words(heading["words"].rstrip().rstrip("#"), "step")
            found.append((1, [re.sub(r"^(?:[Ss]tep )?\d{1,9}[.):]?\s+", "", words)]))
            indents = [-1]
        elif match is not None:
            indent = len(match["indent"].expandtabs(4))
            while indents and indents[-1] >= indent:
                indents.pop()
            indents.append(indent)
            found.append((min(len(indents), _DEEPEST), [match["words"]]))
        elif found and has_markers:
            found[-1][1].append(line)
        elif not has_markers:
            found.append((1, [line]))
    told = [(level, _words("\n".join(said), "step")) for level, said in found[:MOST_STEPS]]
    return [(level, words) for level, words in told if words]


def _tree(levels: Sequence[tuple[int, str]]) -> tuple[Step, ...]:
    """Steps inside steps, from lines with their depth."""
    made: list[Step] = []
    index = 0
    while index < len(levels):
        level, text = levels[index]
        end = index + 1
        while end < len(levels) and levels[end][0] > level:
            end += 1
        made.append(Step(text, _tree(levels[index + 1 : end])))
        index = end
    return tuple(made)


def _step(text: str) -> str:
    """Return a step's words; its number is told by its place."""
    return _words(re.sub(r"^\s*\d{1,2}[.)]\s+", "", _bounded(text, "step")), "step")


def _words(text: str, part: str) -> str:
    """Return plain words: links and emphasis of a model's Markdown mean nothing in a section; code stays as it is."""
    plain = _bounded(text, part).translate(_PLACES)
    codes: list[str] = []

    def put_away(match: re.Match[str]) -> str:
        codes.append(match[0])
        return f"\ue000{len(codes) - 1}\ue001"

    plain = _LINK.sub(lambda link: link["words"], _CODE.sub(put_away, plain))
    plain = "\n".join(_without_emphasis(line) for line in plain.splitlines())
    return " ".join(re.sub("\ue000(\\d{1,9})\ue001", lambda mark: codes[int(mark[1])], plain).split())


_PLACES = dict.fromkeys((0xE000, 0xE001))
"""Characters for private use that hold the places of code; a model's own are left out."""


def _without_emphasis(line: str) -> str:
    """Return a line without the marks of emphasis in it, in one pass.

    A run of one to three `*`, or of two or three `_`, begins an emphasis where no word stands before it and something
    behind it, and ends one where something stands before it and no word behind it.
    """
    dropped: list[re.Match[str]] = []
    waiting: list[re.Match[str]] = []
    counts = collections.Counter[str]()
    for run in _MARKS.finditer(line):
        mark = run[0]
        before, behind = line[max(run.start() - 1, 0) : run.start()], line[run.end() : run.end() + 1]
        if len(mark) > 3 or mark == "_":
            continue
        if counts[mark] and before.strip() and not _is_word(behind):
            while (opening := waiting.pop())[0] != mark:
                counts[opening[0]] -= 1
            counts[mark] -= 1
            dropped += [opening, run]
        elif not _is_word(before) and behind.strip():
            waiting.append(run)
            counts[mark] += 1
    pieces: list[str] = []
    position = 0
    for run in sorted(dropped, key=lambda run: run.start()):
        pieces.append(line[position : run.start()])
        position = run.end()
    return "".join([*pieces, line[position:]])


def _is_word(sign: str) -> bool:
    """True for a character that words are made of, or a mark of emphasis."""
    return sign.isalnum() or sign in {"_", "*"}
