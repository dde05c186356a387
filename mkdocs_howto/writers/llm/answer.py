"""What a model said, as the parts of a section: JSON by schema, or Markdown as models really write it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mkdocs_howto.reading import Line, read
from mkdocs_howto.section import Step

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "description": {"type": "string", "description": "One short paragraph: what the code is and what it is for."},
        "steps": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "level": {"type": "integer", "enum": [1, 2, 3], "description": "1 for a step, 2 and 3 inside it."},
                    "text": {"type": "string", "description": "One sentence, code between backticks."},
                },
                "required": ["level", "text"],
                "additionalProperties": False,
            },
        },
        "example": {"type": "string", "description": "A complete Python example, without a fence."},
    },
    "required": ["description", "steps", "example"],
    "additionalProperties": False,
}
"""Flat, without recursion, defaults or bounds: what every vendor's structured output accepts."""

_MOST_STEPS = 200
_MOST_BRACES = 200
"""Places in an answer at which an object may begin."""
_THOUGHT = re.compile(r"\s*<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_THOUGHT_END = re.compile(r"\A(?:(?!<think).)*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
"""Templates of some models open the thought in the prompt, so that only its end is in the answer."""
_MARKER = re.compile(r"(?P<indent>[ \t]*)(?:\d{1,3}[.)]|[a-zA-Z][.)]|[-*+•])[ \t]+(?P<words>.*)")
_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]+(?P<words>.*?)[ \t]*#*$")
_LINK = re.compile(r"!?\[(?P<words>[^\]\[]*)\]\((?:[a-z]+:|/|#|\.{1,2}/)[^()\s]*(?:\s[^()]*)?\)")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{2,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_CODE = re.compile(r"`[^`]*`")
_REFUSAL = re.compile(
    r"\s*(?:I(?:'|’)m (?:sorry|unable)|I am (?:sorry|unable)|Sorry,|I can(?:'|’|no)t (?:help|assist|do)|I cannot|"
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


def parse(text: str) -> Draft:
    """Find the three parts in an answer.

    Args:
        text: All that the model said.
    """
    plain = _said(text)
    data = _json(plain)
    return _from_json(data) if data is not None else _from_markdown(plain)


def is_refusal(text: str) -> bool:
    """Whether an answer without any part of a section says that the model will not write one."""
    return _REFUSAL.match(_said(text)) is not None


def _said(text: str) -> str:
    """An answer without the thoughts before it, and without what no text file can hold."""
    plain = _clean(text).removeprefix("\ufeff")
    while match := _THOUGHT.match(plain) or _THOUGHT_END.match(plain):
        plain = plain[match.end() :]
    return plain.strip()


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
    for item in steps[:_MOST_STEPS] if isinstance(steps, list) else ():
        if isinstance(item, str):
            found.append((1, _step(item)))
        elif isinstance(item, dict) and isinstance(item.get("text"), str):
            level = item.get("level")
            found.append((level if isinstance(level, int) and 1 <= level <= 3 else 1, _step(item["text"])))
    description, example = data.get("description"), data.get("example")
    return Draft(
        _words(description) if isinstance(description, str) else "",
        _tree([(level, words) for level, words in found if words]),
        _code(example) if isinstance(example, str) else "",
    )


def _code(text: str) -> str:
    """An example; some models fence it although they were asked not to."""
    fenced = re.fullmatch(r"\s*(`{3,}|~{3,})[^\n]*\n(.*?)\n?[ \t]*\1\s*", text, re.DOTALL)
    code = _clean(fenced[2] if fenced else text).replace("\r\n", "\n").strip("\n").rstrip()
    return f"{code}\n" if code.strip() else ""


# Markdown.


def _from_markdown(text: str) -> Draft:
    found = read(text)
    return Draft(
        " ".join(filter(None, (_words(line) for _, line in found.description))),
        _tree(_levels(found.steps)),
        found.example,
    )


def _levels(lines: Sequence[Line]) -> list[tuple[int, str]]:
    """The lines of a list, each with how deep it stands; lines that go on belong to the one above."""
    found: list[tuple[int, str]] = []
    indents: list[int] = []
    has_markers = any(_MARKER.match(line) for _, line in lines)
    for _, line in lines:
        heading = _HEADING.match(line)
        match = _MARKER.match(line)
        if heading is not None:
            found.append((1, re.sub(r"^(?:[Ss]tep )?\d+[.):]?\s+", "", _words(heading["words"]))))
            indents = [-1]
        elif match is not None:
            indent = len(match["indent"].expandtabs(4))
            while indents and indents[-1] >= indent:
                indents.pop()
            indents.append(indent)
            found.append((len(indents), _words(match["words"])))
        elif found and has_markers:
            level, words = found[-1]
            found[-1] = (level, f"{words} {_words(line)}".strip())
        elif not has_markers:
            found.append((1, _words(line)))
    return [(level, words) for level, words in found[:_MOST_STEPS] if words]


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
    """A step's words; its number is told by its place."""
    return _words(re.sub(r"^\s*\d{1,2}[.)]\s+", "", text))


def _words(text: str) -> str:
    """Plain words: links and emphasis of a model's Markdown mean nothing in a section; code stays as it is."""
    codes: list[str] = []

    def put_away(match: re.Match[str]) -> str:
        codes.append(match[0])
        return f"\ue000{len(codes) - 1}\ue001"

    plain = _CODE.sub(put_away, _clean(text))
    plain = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", _LINK.sub(lambda link: link["words"], plain)))
    return " ".join(re.sub("\ue000(\\d+)\ue001", lambda mark: codes[int(mark[1])], plain).split())
