"""Take a docstring apart into prose, sections, fields, code, admonitions and directives, each with its lines.

Blocks that mean the same in every style are taken out here (prompts, fences, literal blocks, directives, MkDocs'
admonitions, titles), so that griffe's parsers only see the sections that are theirs.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from mkdocs_howto.facts.python import PROMPT, add_continuations, dedent, is_python, is_session, is_valid
from mkdocs_howto.facts.values import Example, ExampleKind, Note, VersionNote
from mkdocs_howto.facts.words import plain, sentences

_DEEPEST = 12
"""Blocks inside each other that are taken apart."""

_ADMONITIONS = frozenset(
    {"attention", "caution", "danger", "error", "hint", "important", "info", "note", "tip", "warning", "success"}
    | {"example", "question", "bug", "quote", "abstract", "failure", "remark", "caveat", "notes", "warnings"}
)
_FIELD_SECTIONS = {
    "args": "Args", "arg": "Args", "arguments": "Args", "params": "Args", "parameters": "Args", "parameter": "Args",
    "keyword args": "Args", "keyword arguments": "Args", "keywords": "Args", "kwargs": "Args", "options": "Args",
    "other parameters": "Args", "other args": "Args", "other arguments": "Args", "other params": "Args",
    "optional parameters": "Args", "required parameters": "Args", "inputs": "Args", "input": "Args",
    "returns": "Returns", "return": "Returns", "return value": "Returns", "yields": "Yields", "yield": "Yields",
    "raises": "Raises", "raise": "Raises", "exceptions": "Raises", "throws": "Raises", "warns": "Warns",
    "attributes": "Attributes", "attrs": "Attributes", "fields": "Attributes",
}  # fmt: skip
_EXAMPLE_SECTIONS = frozenset(
    {"example", "examples", "usage", "doctest", "doctests", "sample usage", "example usage", "usage example", "sample"}
    | {"quick start", "usage examples", "basic usage", "for example", "sample code", "code example", "typical usage"}
)
_SILENT_SECTIONS = frozenset(
    {"references", "reference", "methods", "functions", "classes", "modules", "receives", "todo", "todos", "author"}
    | {"authors", "type parameters", "type args", "type aliases", "license", "copyright", "history", "changelog"}
)
_SEE_ALSO = frozenset({"see also", "seealso", "see", "related"})

_HEADING = re.compile(r"(?P<indent>\s*)(?P<title>[A-Za-z][\w ]{0,40}?)\s*:\s*$")
_ONE_LINE = re.compile(r"(?P<indent>\s*)(?P<name>Returns?|Yields?|Raises?):(?P<argument>)(?P<text>\s+\S.*)$")
"""A section on one line, which reads like a field without its first colon."""
_BOLD_HEADING = re.compile(
    rf"(?P<indent>\s*)\*\*(?P<title>{'|'.join(map(re.escape, _FIELD_SECTIONS))}):?\*\*:?\s*$", re.IGNORECASE
)
"""A title in bold above a list, in Markdown."""
_UNDERLINE = re.compile(r"\s*([-=~^\"'*+#_.:`<>])\1{2,}\s*$")
_MARKDOWN_HEADING = re.compile(r"#{1,6} {1,20}(?P<title>\S.{0,300}?)\s{0,20}#{0,20}$")
_FENCE = re.compile(r"(?P<indent>\s*)(?P<fence>`{3,}|~{3,})\s*(?P<info>[^`]*)$")
_DIRECTIVE = re.compile(r"(?P<indent>\s*)\.\. (?P<name>[A-Za-z][\w:+.-]{0,60}?) ?::?(?:\s+(?P<argument>.*))?$")
_EXPLICIT = re.compile(r"\s*\.\.(?:\s|$)")
"""Comments, targets, footnotes and substitutions of reStructuredText: no prose."""
_MKDOCS = re.compile(
    r"(?P<indent>\s{0,200})(?:!!!|\?\?\?\+?)\s{1,20}(?P<name>[\w-]{1,60}+)[\w -]{0,80}?"
    r"(?:\s{1,20}\"(?P<title>[^\"]{0,300})\")?\s{0,20}$"
)
_ALERT = re.compile(r"(?P<indent>\s*)>\s*\[!(?P<name>\w+)\]\s*(?P<text>.*)$")
_FIELD = re.compile(
    r"(?P<indent>\s*)[:@](?P<name>[A-Za-z][\w-]{0,30})(?P<argument>(?:\s(?:`{1,2}~?[\w.]{1,100}`{1,2}|[^:`]{0,200}))?):(?P<text>\s.*|)$"
)
_OPTION = re.compile(r"\s*:(?P<name>[\w-]+):\s*(?P<text>.*)$")
_LABEL = re.compile(
    r"\*{0,4}(?P<name>Note|NOTE|Notes|Warning|WARNING|Caution|CAUTION|Important|IMPORTANT|Tip|TIP|Hint|Attention|Caveat)"
    r"(?: {0,4}\*{0,4}:\*{0,4}|\*\* {0,4}) {1,20}(?P<text>\S.*)$"
)
_TITLE = re.compile(r"[A-Z][\w'-]*(?: [\w'-]+){0,4}$")
_SILENT_LABEL = re.compile(r"(?:TODO|FIXME|XXX|HACK)\b")
_ITEM = re.compile(r"\s{0,40}+(?:[-*+\u2022]|\d{1,3}[.)]|#\.|\(\d{1,3}\)|[a-z]\))\s{1,8}(?=\S)")
_STATEMENT = re.compile(
    r"[ \t]{1,60}(?:(?:async )?(?:def|with|for|while) [^:\n]{1,200}|class \w[^:\n]{0,200}|try|finally|else):\s*\Z"
)
"""A line of code that holds others, though words such as `<body>` stand in its place."""
_SYNOPSIS = "synopsis"

_CODE = frozenset(
    {"code", "code-block", "sourcecode", "codeblock", "testcode", "doctest", "ipython", "python", "click:example"}
    | {"jupyter-execute", "exec_code", "plot"}
)
_OWN_PYTHON = _CODE - {"code", "code-block", "sourcecode", "codeblock"}
"""Directives that hold Python whatever their argument is."""
_VERSIONS: dict[str, Literal["added", "changed", "deprecated", "removed"]] = {
    "versionadded": "added", "version-added": "added", "versionchanged": "changed", "version-changed": "changed",
    "deprecated": "deprecated", "version-deprecated": "deprecated", "deprecated-removed": "deprecated",
    "versionremoved": "removed", "version-removed": "removed",
}  # fmt: skip
_FIELD_NAMES = frozenset(
    {"param", "parameter", "arg", "argument", "key", "keyword", "kwarg", "kwparam", "type", "paramtype", "var", "ivar"}
    | {"cvar", "vartype", "returns", "return", "rtype", "raises", "raise", "except", "exception", "throws", "yields"}
    | {"args", "kwargs"}
    | {"yield", "ytype", "warns", "warn", "deprecated", "since", "version", "versionadded", "author", "authors", "see"}
    | {"copyright", "license", "licence", "meta", "synopsis", "platform", "organization", "contact", "date", "status"}
    | {"seealso", "note", "example", "examples", "usage", "moduleauthor", "sectionauthor", "undocumented"}
    | {"module", "maintainer", "created", "modified", "credits", "email", "requires"}
)


@dataclass(frozen=True, slots=True)
class Section:
    """Lines below a title that a parser of griffe knows, or that are an admonition.

    Attributes:
        kind: `Args`, `Returns`, …; `note` and the like; `see also`.
        style: Whose title it is.
        first: Index of the title's line.
        start: Index of the first line below the title.
        end: Index after the last line.
    """

    kind: str
    style: Literal["google", "numpy"]
    first: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class InfoField:
    """An item of a field list, with its text on one line."""

    name: str
    argument: str
    text: str
    line: int


@dataclass(slots=True)
class Blocks:
    """Parts of a docstring.

    Attributes:
        lines: What is left when all else is taken out, line by line.
        taken: Indices of lines that were taken out.
    """

    lines: list[str]
    taken: set[int] = field(default_factory=set)
    sections: list[Section] = field(default_factory=list)
    fields: list[InfoField] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    versions: list[VersionNote] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    see_also: list[tuple[int, str]] = field(default_factory=list)


def take_apart(
    lines: Sequence[str], first_line: int, *, title: str = "", depth: int = 0, has_google: bool = True
) -> Blocks:
    """Take the lines of a docstring apart.

    Args:
        lines: Without common indentation.
        first_line: Number of the first one in the file.
        title: Of the section or admonition that they stand in.
        depth: Number of blocks around them.
        has_google: Whether a title that ends with a colon may begin a section.
    """
    return _Reader(lines, first_line, title, depth, has_google=has_google).read()


def has_numpy_sections(lines: Sequence[str]) -> bool:
    """Return whether any title of a section is underlined."""
    return any(_kind(title) and _is_underline_of(below, title) for title, below in pairwise(lines))


def is_followed_by_block(blocks: Blocks, number: int) -> bool:
    """Return whether code or another block that was taken out follows, from a line on."""
    while number < len(blocks.lines) and number not in blocks.taken and not blocks.lines[number].strip():
        number += 1
    return number in blocks.taken


def prose(blocks: Blocks) -> str:
    """Return what is left of a block's lines as one cleaned text."""
    return plain(" ".join(line.strip() for line in blocks.lines if line.strip()))


class _Reader:
    """Walk once through the lines and take out what is no prose."""

    def __init__(self, lines: Sequence[str], first_line: int, title: str, depth: int, *, has_google: bool) -> None:
        self.has_google = has_google
        self.lines = lines
        self.first_line = first_line
        self.depth = depth
        self.title = title
        self.google: int | None = None
        """Indentation of the open Google section's title."""
        self.is_bulleted = False
        """The items of the open section are those of a list, not deeper than its title."""
        self.opened: Section | None = None
        self.in_fields = False
        self.blocks = Blocks(list(lines))

    def read(self) -> Blocks:
        number = 0
        while number < len(self.lines):
            line = self.lines[number]
            if number in self.blocks.taken or not line.strip():
                number += 1
                continue
            is_item = self.is_bulleted and bool(_ITEM.match(line))
            if self.google is not None and _indent(line) <= self.google and not is_item:
                self._close(number)
            number = self._step(number, line)
        self._close(len(self.lines))
        return self.blocks

    def _step(self, number: int, line: str) -> int:
        """Read what begins at a line; return the number of the next line to read."""
        stripped = line.lstrip()
        if stripped.startswith(PROMPT):
            return self._session(number)
        if stripped.startswith(("```", "~~~")) and (fence := _FENCE.match(line)):
            return self._fence(number, fence)
        if (end := self._heading(number, line)) or (end := self._markup(number, line, stripped)):
            return end
        return self._plain_line(number, line, stripped)

    def _markup(self, number: int, line: str, stripped: str) -> int:
        """Read a directive, an admonition or a field; return 0 if there is none."""
        if stripped.startswith(".."):
            if directive := _DIRECTIVE.match(line):
                return self._directive(number, directive)
            if _EXPLICIT.match(line):
                return self._take(number, self._body(number + 1, _indent(line)))
        if stripped.startswith(("!!!", "???")) and (mkdocs := _MKDOCS.match(line)):
            end = self._body(number + 1, _indent(line))
            self._admonition(number, number + 1, end, mkdocs["name"], mkdocs["title"] or "")
            return self._take(number, end)
        if stripped.startswith(">") and (alert := _ALERT.match(line)):
            return self._alert(number, alert)
        if stripped.startswith((":", "@")) and (info := _FIELD.match(line)) and _is_field(info):
            return self._field(number, info)
        return 0

    # Titles.

    def _heading(self, number: int, line: str) -> int:
        """Read a title with the line below it; return 0 if there is none."""
        following = self.lines[number + 1] if number + 1 < len(self.lines) else ""
        if _UNDERLINE.match(line) and not _is_punctuated(line):
            is_over = number + 2 < len(self.lines) and _UNDERLINE.match(self.lines[number + 2]) and following.strip()
            if is_over and self.lines[number + 2].strip()[:1] == line.strip()[:1]:
                self._open_rst(number + 1, following, number + 3)
                return self._take(number, number + 3)
            return self._take(number, number + 1)
        if _is_underline_of(following, line) and not line.lstrip().startswith(("|", "+", "-", "*")):
            self._open_rst(number, line, number + 2)
            return self._take(number, number + 2)
        if line.startswith("#") and (markdown := _MARKDOWN_HEADING.match(line)):
            self._close(number)
            self.title = plain(markdown["title"])
            return self._take(number, number + 1)
        if (bold := _BOLD_HEADING.match(line)) and self._is_list_below(number):
            self._close(number)
            self._open(_FIELD_SECTIONS[bold["title"].lower()], "google", number, number + 1, bold["title"])
            self.google, self.is_bulleted = len(bold["indent"]), True
            return self._take(number, number + 1)
        heading = _HEADING.match(line) if self.has_google else None
        if heading is None or not (kind := _kind(heading["title"])) or not self._is_deeper_below(number):
            return 0
        if self.in_fields and self.google is not None and _indent(line) > self.google:
            return 0  # A parameter called `options`.
        self._close(number)
        self._open(kind, "google", number, number + 1, heading["title"])
        self.google = _indent(line)
        self._take(number, number + 1)
        self._unmarked_example(kind, number + 1, self._body(number + 1, self.google))
        return number + 1

    def _open_rst(self, number: int, title: str, start: int) -> None:
        self._close(number)
        name = title.strip().strip("*`:")
        kind = _kind(name)
        self._open(kind, "numpy", number, start, name)
        if kind == "example":
            self._unmarked_example(kind, start, self._section_end(start))

    def _section_end(self, start: int) -> int:
        """Return where a section ends that the next underlined title ends."""
        for number in range(start, len(self.lines)):
            line = self.lines[number]
            if _UNDERLINE.match(line) and not _is_punctuated(line):
                return number - 1 if number > start and _is_underline_of(line, self.lines[number - 1]) else number
        return len(self.lines)

    def _open(self, kind: str, style: Literal["google", "numpy"], first: int, start: int, title: str) -> None:
        self.title = plain(title)
        self.in_fields = kind in _FIELD_SECTIONS.values()
        self.opened = Section(kind, style, first, start, start) if kind else None

    def _close(self, end: int) -> None:
        if (opened := self.opened) is not None:
            section = Section(opened.kind, opened.style, opened.first, opened.start, end)
            self.blocks.sections.append(section)
        self.opened, self.google, self.in_fields, self.is_bulleted, self.title = None, None, False, False, ""

    def _unmarked_example(self, kind: str, start: int, end: int) -> None:
        """Take the body of an example's section that has no marks, if all or parts of it are code."""
        body = self.lines[start:end]
        if kind != "example" or any(line.lstrip().startswith((PROMPT, "```", "~~~", "..")) for line in body):
            return
        if self._literal(start, end, is_marked=False):
            return
        position = start
        while position < end:
            if not self.lines[position].strip():
                position += 1
                continue
            stop = self._paragraph_end(position, end)
            self._literal(position, stop, is_marked=False)
            position = stop

    def _paragraph_end(self, start: int, end: int) -> int:
        """Return where a paragraph ends, with the deeper ones that follow it."""
        indent = _indent(self.lines[start])
        position = start
        while position < end:
            line = self.lines[position]
            if not line.strip():
                following = self._next_line(position)
                if following >= end or _indent(self.lines[following]) <= indent:
                    break
            position += 1
        return position

    # Code.

    def _session(self, number: int) -> int:
        indent = _indent(self.lines[number])
        end = number
        while end < len(self.lines):
            line = self.lines[end]
            if not line.strip():
                following = self._next_line(end)
                if following >= len(self.lines) or not self.lines[following].startswith(" " * indent + PROMPT):
                    break
                end = following
                continue
            if _indent(line) < indent:
                break
            end += 1
        self._example("session", number, number, end, is_marked=True)
        return self._take(number, end)

    def _fence(self, number: int, fence: re.Match[str]) -> int:
        mark = fence["fence"]
        end = number + 1
        while end < len(self.lines) and not _closes(self.lines[end], mark):
            end += 1
        info = fence["info"].strip()
        language = re.split(r"[\s,{}:;]", info.lstrip("{. "), maxsplit=1)[0]
        is_skipped = "skip" in info.lower() or self._is_skipped_above(number)
        if not language or is_python(language) or language == "code-cell":
            self._example("fence", number, number + 1, end, is_marked=bool(language), is_skipped=is_skipped)
        return self._take(number, min(end + 1, len(self.lines)))

    def _is_skipped_above(self, number: int) -> bool:
        """Return whether a comment above a block says that it is not to be run."""
        above = next((line for line in reversed(self.lines[max(0, number - 2) : number]) if line.strip()), "").lower()
        return "skip" in above and above.lstrip().startswith(("<!--", ".. "))

    def _literal(self, start: int, end: int, *, is_marked: bool) -> bool:
        """Take lines without a mark of their own as code, if they are."""
        code = dedent(self.lines[start:end])
        if not code or not is_valid(code, is_marked=is_marked):
            return False
        self._example("literal", start, start, end, is_marked=is_marked)
        self._take(start, end)
        return True

    def _example(
        self, kind: ExampleKind, at: int, start: int, end: int, *, is_marked: bool, is_skipped: bool = False
    ) -> None:
        """Keep lines as an example if they are valid Python.

        Args:
            kind: How they are marked.
            at: Index of the line where the block begins.
            start: Index of the first line of code.
            end: Index after the last one.
            is_marked: Whether the author calls it Python.
            is_skipped: Whether a mark says that it is not to be run.
        """
        code = dedent(self.lines[start:end])
        if not is_valid(code, is_marked=is_marked):
            code = add_continuations(code) if is_session(code) else ""
        if not code or not is_valid(code, is_marked=is_marked):
            return
        while start < end and not self.lines[start].strip():
            start += 1
        shown: ExampleKind = "session" if is_session(code) else kind
        example = Example(
            code, shown, self._lead(at), self.title, self.first_line + start, is_skipped or "+SKIP" in code
        )
        self.blocks.examples.append(example)

    def _lead(self, number: int) -> str:
        """Return the sentence before a line, if nothing else stands between them."""
        rows: list[str] = []
        position = number - 1
        while position >= 0 and position not in self.blocks.taken:
            line = self.blocks.lines[position]
            if line.strip():
                rows.append(line.strip())
            elif rows:
                break
            position -= 1
        found = sentences(plain(" ".join(reversed(rows)).removesuffix("::").lstrip("-*+ ")))
        return found[-1].rstrip(":").strip() if found else ""

    # Directives, admonitions, fields.

    def _directive(self, number: int, directive: re.Match[str]) -> int:
        name, argument = directive["name"].lower(), (directive["argument"] or "").strip()
        end = self._body(number + 1, _indent(self.lines[number]))
        start, options = self._options(number + 1, end)
        if name in _CODE:
            language = argument.split(" ", 1)[0]
            if name in _OWN_PYTHON or not language or is_python(language):
                is_marked = name in _OWN_PYTHON or bool(language)
                is_skipped = "skipif" in options or "SKIP" in options.get("options", "")
                is_skipped = is_skipped or self._is_skipped_above(number)
                self._example("directive", number, start, end, is_marked=is_marked, is_skipped=is_skipped)
        elif name in _VERSIONS:
            self._version(number, start, end, _VERSIONS[name], argument)
        elif name == "seealso" and not self.in_fields:
            text = " ".join([argument, *(line.strip() for line in self.lines[start:end])]).strip()
            self.blocks.see_also.append((number, text))
        elif name.removesuffix("s") in _ADMONITIONS or name in _ADMONITIONS or name == "admonition":
            if name == "admonition":
                self._admonition(number, start, end, "note", argument)
            else:
                self._admonition(number, start, end, name, "", before=argument)
        elif name == "rubric":
            self.title = plain(argument)
        elif _SYNOPSIS in options:
            self._take(number, end)
            self.blocks.lines[number] = options[_SYNOPSIS]
            return end
        return self._take(number, end)

    def _options(self, start: int, end: int) -> tuple[int, dict[str, str]]:
        """Return where a directive's content begins, and the options before it."""
        options: dict[str, str] = {}
        while start < end and (option := _OPTION.match(self.lines[start])):
            options[option["name"]] = option["text"]
            start += 1
        return start, options

    def _inner(self, start: int, end: int, title: str, before: str = "") -> Blocks:
        """Take the content of a block apart and keep what was found in it."""
        content = textwrap.dedent("\n".join(self.lines[start:end])).split("\n")
        if self.depth >= _DEEPEST:
            return Blocks([before, *content])
        inner = take_apart(content, self.first_line + start, title=title, depth=self.depth + 1)
        self.blocks.examples += inner.examples
        inner.lines.insert(0, before)
        return inner

    def _admonition(self, number: int, start: int, end: int, name: str, title: str, *, before: str = "") -> None:
        """Keep an admonition; one in the description of a parameter belongs to that description."""
        kind = name.lower().removesuffix("s")
        inner = self._inner(start, end, plain(title) or kind.capitalize(), before)
        self.blocks.versions += inner.versions
        text = prose(inner)
        if self.in_fields:
            self._replace(number, text)
        elif kind == "deprecated":
            self.blocks.versions.append(VersionNote("deprecated", "", text, self.first_line + number))
        elif kind != "example" or text:
            self.blocks.notes.append(Note(kind, plain(title), text, self.first_line + number))
        self.blocks.notes += inner.notes

    def _alert(self, number: int, alert: re.Match[str]) -> int:
        """Read an admonition as GitHub marks it: a quotation that begins with `[!NOTE]`."""
        end = number + 1
        while end < len(self.lines) and self.lines[end].lstrip().startswith(">"):
            end += 1
        rows = [alert["text"], *(line.strip().lstrip("> ") for line in self.lines[number + 1 : end])]
        note = Note(alert["name"].lower(), "", plain(" ".join(rows)), self.first_line + number)
        self.blocks.notes.append(note)
        return self._take(number, end)

    def _version(
        self,
        number: int,
        start: int,
        end: int,
        kind: Literal["added", "changed", "deprecated", "removed"],
        argument: str,
    ) -> None:
        version, _, rest = argument.partition(" ")
        if not any(map(str.isdigit, version)) and version.lower() not in {"next", "unreleased"}:
            version, rest = "", argument
        text = prose(self._inner(start, end, self.title, rest)).lstrip(": ")
        if not self.in_fields:
            self.blocks.versions.append(VersionNote(kind, version.strip(":,"), text, self.first_line + number))
        elif kind == "deprecated":
            since = f"Deprecated since version {version}" if version else "Deprecated"
            self._replace(number, f"{since}: {text}" if text else f"{since}.")

    def _replace(self, number: int, text: str) -> None:
        self.blocks.lines[number] = " " * _indent(self.lines[number]) + text
        self.blocks.taken.add(number)

    def _field(self, number: int, info: re.Match[str]) -> int:
        name, indent = info["name"].lower(), len(info["indent"])
        if name in {"example", "examples", "usage"} and not info["argument"]:
            self.title = info["name"].capitalize()
            if info["text"].strip():
                self.blocks.lines[number] = info["indent"] + info["text"].strip()
                return number + 1
            return self._take(number, number + 1)
        end = number + 1
        while end < len(self.lines) and self._continues(end, indent):
            end += 1
        was_in_fields, self.in_fields = self.in_fields, True
        inner = self._inner(number + 1, end, self.title, info["text"].strip())
        self.in_fields = was_in_fields
        text = " ".join(line.strip() for line in inner.lines if line.strip())
        later = " ".join(f"Deprecated: {one.text}" for one in inner.versions if one.kind == "deprecated")
        argument = info["argument"].strip()
        found = InfoField(name, argument, f"{text} {later}".strip(), self.first_line + number)
        if name == _SYNOPSIS:
            self._take(number, end)
            self.blocks.lines[number] = text
            return end
        self.blocks.fields.append(found)
        return self._take(number, end)

    def _continues(self, number: int, indent: int) -> bool:
        """Return whether a line belongs to the field above it."""
        line = self.lines[number]
        if not line.strip():
            following = self._next_line(number)
            return following < len(self.lines) and _indent(self.lines[following]) > indent
        if _indent(line) > indent:
            return True
        is_lazy = bool(self.lines[number - 1].strip()) and _indent(line) == indent
        return is_lazy and not line.lstrip().startswith((":", "@", PROMPT, "..", "```", "!!!"))

    # Prose.

    def _plain_line(self, number: int, line: str, stripped: str) -> int:
        """Read a line of prose; what it announces, or what is indented below it, may be code."""
        if self._is_indented_code(number, line):
            end = self._body(number, _indent(line) - 1)
            if self._literal(number, end, is_marked=False):
                return end
        if (info := _ONE_LINE.match(line)) and not self.in_fields and self._starts_paragraph(number):
            return self._field(number, info)
        if (label := _LABEL.match(stripped)) and not self.in_fields and self._starts_paragraph(number):
            return self._read_label(number, label)
        if _SILENT_LABEL.match(stripped) and self._starts_paragraph(number):
            return self._take(number, self._paragraph_end(number, len(self.lines)))
        if stripped.endswith(":") and self._is_deeper_below(number):
            self._read_announcement(number, line)
        return number + 1

    def _is_indented_code(self, number: int, line: str) -> bool:
        is_apart = number == 0 or not self.lines[number - 1].strip()
        return is_apart and _indent(line) >= 3 and not self.in_fields and self.google is None

    def _starts_paragraph(self, number: int) -> bool:
        return number == 0 or not self.lines[number - 1].strip() or number - 1 in self.blocks.taken

    def _read_label(self, number: int, label: re.Match[str]) -> int:
        """Read a paragraph that begins with "Note:"."""
        end = number + 1
        while end < len(self.lines) and self.lines[end].strip() and not self.lines[end].lstrip().startswith(PROMPT):
            end += 1
        rows = [line.strip() for line in self.lines[number + 1 : end]]
        kind, title = label["name"].lower().removesuffix("s"), ""
        if rows and self._is_deeper_below(number) and _TITLE.match(label["text"]) and rows[0][:1].isupper():
            title = plain(label["text"])
        text = plain(" ".join(rows if title else [label["text"], *rows]))
        self.blocks.notes.append(Note(kind, title, text, self.first_line + number))
        return self._take(number, end)

    def _read_announcement(self, number: int, line: str) -> None:
        """Take an indented block below a line that ends with a colon, if it is literal."""
        is_literal = line.endswith("::")
        start = self._next_line(number)
        end = self._body(start, _indent(line))
        first = self.lines[start].lstrip()
        if is_literal:
            self.blocks.lines[number] = line[:-1] if line.strip() != "::" else ""
        if first.startswith((PROMPT, "```", "~~~", "..", "!!!")):
            return
        if (not is_literal and self.in_fields) or self._literal(start, end, is_marked=False):
            return
        if is_literal or any(_STATEMENT.match(row) for row in self.lines[start:end]):
            self._take(start, end)

    # Lines.

    def _take(self, start: int, end: int) -> int:
        for number in range(start, end):
            if number in self.blocks.taken:
                continue
            self.blocks.taken.add(number)
            self.blocks.lines[number] = ""
        return max(end, start + 1)

    def _next_line(self, number: int) -> int:
        """Return the index of the next line that is not blank."""
        number += 1
        while number < len(self.lines) and not self.lines[number].strip():
            number += 1
        return number

    def _is_list_below(self, number: int) -> bool:
        following = self._next_line(number)
        return following < len(self.lines) and bool(_ITEM.match(self.lines[following]))

    def _is_deeper_below(self, number: int) -> bool:
        following = self._next_line(number)
        return following < len(self.lines) and _indent(self.lines[following]) > _indent(self.lines[number])

    def _body(self, start: int, indent: int) -> int:
        """Return the index after the last line that is indented by more than `indent`."""
        end = position = start
        while position < len(self.lines):
            if self.lines[position].strip():
                if _indent(self.lines[position]) <= indent:
                    break
                end = position + 1
            position += 1
        return end


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_field(info: re.Match[str]) -> bool:
    """Return whether a line begins a field, of a known name or with an argument."""
    return info["name"].lower() in _FIELD_NAMES or bool(info["argument"].strip())


def _kind(title: str) -> str:
    """Return what a section of this title holds; empty for a title that says nothing of it."""
    name = title.lower().strip()
    if name in _FIELD_SECTIONS:
        return _FIELD_SECTIONS[name]
    if name in _EXAMPLE_SECTIONS:
        return "example"
    if name in _SEE_ALSO:
        return "see also"
    if name in _SILENT_SECTIONS:
        return "silent"
    if name == "deprecated":
        return name
    return name.removesuffix("s") if name in _ADMONITIONS else ""


def _is_underline_of(line: str, title: str) -> bool:
    """Return whether a line of punctuation stands below a title."""
    length = len(title.strip())
    return (
        bool(_UNDERLINE.match(line))
        and _indent(line) == _indent(title)
        and not _UNDERLINE.match(title)
        and len(line.strip()) >= min(length, 4)
        and length <= 100
    )


def _is_punctuated(line: str) -> bool:
    """Return whether a line of dots or quotation marks is a word of prose: `...`."""
    return line.strip() in {"...", "```", "'''", '"""', ":::"}


def _closes(line: str, mark: str) -> bool:
    stripped = line.strip()
    return stripped.startswith(mark) and not stripped.strip(mark[0])


def paragraphs(blocks: Blocks) -> Iterator[tuple[int, list[str], bool]]:
    """Yield index, lines and whether it is a list's item, for each paragraph outside of sections."""
    inside = {number for one in blocks.sections for number in range(one.first, one.end)}
    rows: list[str] = []
    first = 0
    is_item = False
    for number, line in enumerate([*blocks.lines, ""]):
        starts_item = bool(_ITEM.match(line))
        if rows and (not line.strip() or starts_item or number in inside):
            yield first, rows, is_item
            rows = []
        if not line.strip() or number in inside:
            continue
        if not rows:
            first, is_item = number, starts_item
        rows.append(_ITEM.sub("", line).strip() if starts_item else line.strip())
