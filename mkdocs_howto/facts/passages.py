"""Read the programs that authors show: code blocks of documentation, sessions at a prompt, notebooks, example files.

A *passage* is one such program with the words around it. Every spelling of a code block that documentation of
Python projects uses is read: fences of Markdown (Python-Markdown, PyMdown, MyST), literal blocks and directives
of reStructuredText (docutils, Sphinx, `pallets-sphinx-themes`' `click:example`), and files that a page includes
(`--8<--` of PyMdown's snippets, `{!…!}` of markdown-include, `{* … *}` of mdx-include, `literalinclude`).
"""

from __future__ import annotations

import ast
import dataclasses
import json
import re
import textwrap
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from mkdocs_howto.authored import Passage, Place
from mkdocs_howto.facts.sessions import Prompt
from mkdocs_howto.facts.sessions import passages as sessions_of
from mkdocs_howto.syntax import NotPython, parse, unparsed

Include: TypeAlias = Callable[[str], str | None]
"""Returns the text of a file that a page includes, by the path as written; `None` where it cannot be read."""

_PYTHON = frozenset(
    {"python", "python3", "py", "py3", "python2", "pycon", "pycon3", "python-console", "python-repl", "pyrepl"}
    | {"ipython", "ipython3", "code-block python", "code-block py", "code python", "code-cell", "testcode", "doctest"}
    | {"code-block pycon", "code-block python3", "click:example"}
)
"""Languages of a fence or directive that holds Python, in lower case."""
_HIDDEN = frozenset({"testsetup", "testcleanup"})
_DIRECTIVES = ("code-block", "code", "sourcecode", "code-tab", "prompt", "ipython", "parsed-literal")
_DATA = frozenset({"yaml", "yml", "json", "toml", "ini", "cfg", "csv", "xml", "dotenv", "env", "properties"})
_SHELLS = frozenset({"sh", "bash", "shell", "console", "zsh", "shell-session", "terminal"})
_SETTING = re.compile(r"\s*(?:[$>%] )?(?P<setting>(?:export|set) [A-Za-z_]\w{0,80}=\S.{0,120})$")
"""A line of a shell that sets a variable of the environment."""
_FILES = (".yaml", ".yml", ".json", ".toml", ".ini", ".cfg", ".csv", ".xml", ".env", ".conf", ".properties")
_MOST_GIVEN = 10
"""Lines of a file that a comment repeats."""
_WIDEST_GIVEN = 90
_LONGEST_TOPIC = 600
_OF_QUOTE, _UNTIL_CLOSED = -1, -2
"""Instead of an indentation: the admonition ends with the quote that it stands in, or where it is closed."""
_ADMONITIONS = frozenset(
    {"note", "tip", "hint", "admonition", "tab", "tabs", "group-tab", "warning", "caution", "danger", "error"}
    | {"attention", "important", "seealso", "example", "deprecated", "versionadded", "versionchanged", "topic"}
    | {"dropdown"}
)
"""Directives that set their body apart from the page around it."""
_OPAQUE = frozenset(
    {"raw", "image", "figure", "math", "graphviz", "digraph", "mermaid", "csv-table", "toctree", "comment", "highlight"}
    | {"include", "contents", "productionlist", "console", "terminal", "shell", "bash", "todo", "literal", "index"}
)
"""Directives whose body holds no page text; that of all others is read like the page around it."""
_DESCRIBING = frozenset(
    {"function", "method", "class", "decorator", "attribute", "property", "exception", "data", "module"}
    | {"classmethod", "staticmethod"}
)
"""Directives that describe an object (sphinx-doc.org, "The Python Domain"): it is the topic of their body."""
_DEEPEST_QUOTE = 8
_DEEPEST = 12
"""Blocks inside each other that are read."""
_ANNOUNCES = re.compile(
    r"(?:(?:for (?:example|instance)|(?:an? )?examples?|usage)\b|e\.g\.)[^.]{0,10}:?\Z", re.IGNORECASE
)
"""A sentence that says nothing of what an example shows."""
_SHORTEST_LEAD = 4
"""Words of a sentence that says what an example shows: "For example:" does not."""
_LARGEST_INCLUDE = 60
"""Lines of an included file that may stand for itself."""
_MOST_CODE = 200_000
"""Characters of the programs of one page with their set-up; a long page has some 100,000."""

_HEADING = re.compile(r"#{1,6}[ \t]+(?P<title>[^\n]{1,300})")
_UNDERLINE = re.compile(r"([=\-~^\"'`#*+.:_])\1{2,200}[ \t]*")
_LONGEST_FENCE = 20
_FENCE = re.compile(r"(?P<fence>`{3,20}|~{3,20})(?P<info>[^`\n]{0,400})")
_LANGUAGE = re.compile(r"[ \t]*\{?[.]?(?P<language>[\w:+-]{1,40})")
_DIRECTIVE_FENCE = re.compile(r"[ \t]*\{(?P<name>[\w:-]{1,40})\}[ \t]*(?P<argument>[^\n]{0,300})")
_RST_DIRECTIVE = re.compile(r"\.\.[ \t]{1,4}(?P<name>[\w:-]{1,40})::[ \t]*(?P<argument>[^\n]{0,300})")
_OPTION = re.compile(r":(?P<name>[\w-]{1,40}):[ \t]*(?P<value>[^\n]{0,300})")
_INCLUDE = re.compile(
    r"(?:-{1,4}8<-{1,4}[ \t]+[\"'](?P<snippet>[^\"'\n]{1,300})[\"']"
    r"|\{![ \t]{0,4}(?P<included>[^!\n]{1,300})![ \t]{0,4}\}"
    r"|\{\*[ \t]{0,4}(?P<mdx>[^ \t*\n]{1,300})[^*\n]{0,200}\*\})"
)
_ADMONITION = re.compile(
    r"(?:[!?]{3}[+]?[ \t]{1,4}(?:inline[ \t]{1,4})?[\"']?(?P<material>[\w-]{1,40})"
    r"|\[!(?P<alert>[A-Z]{1,20})\]"
    r"|:{3,8}[ \t]{0,4}\{(?P<myst>[\w-]{1,40})\}"
    r"|:{3,8}(?P<docusaurus>[a-z]{3,12})\b"
    r"|/{3,8}[ \t]{1,4}(?P<block>[a-z]{3,12})\b)"
)
"""Heads of admonitions: Python-Markdown's `!!! warning` and Material's `???`, GitHub's `> [!WARNING]`, MyST's
`:::{warning}`, Docusaurus' `:::warning`, PyMdown's `/// warning`."""
_TAB = re.compile(r"={3}[+!]{0,2}[ \t]{1,4}[\"']")
"""Title of a tab (PyMdown's `tabbed`)."""
_TITLE_END = re.compile(r"(?:\{[^{}\n]{0,100}\}|#{1,6})\Z")
"""Attributes of a heading (`attr_list`), or the closing `#` of an ATX heading."""
_PROMPT = re.compile(r"^[ ]{0,8}>>> ?", re.MULTILINE)
_ANCHOR = re.compile(r"[ \t]{0,4}\{[:#.][^{}\n]{0,100}\}[ \t]{0,4}\Z")
"""Attributes that Python-Markdown's `attr_list` gives to a paragraph."""
_SENTENCE_END = re.compile(r"[.!?:][\"')`*_]{0,4}[ \t]")
_MAGIC = re.compile(r"[ \t]*[%!?]|[\w.]{1,80}\?{1,2}[ \t]*$")


def read_page(text: str, file: str, place: Place, include: Include, *, sessions: bool = True) -> list[Passage]:
    """Read the passages of a page of documentation.

    Args:
        text: The page, with line feeds as line ends.
        file: Its path; the suffix tells Markdown from reStructuredText.
        place: What kind of page it is.
        include: Reads the files that the page includes.
        sessions: Whether sessions at the prompt are read as well.
    """
    page = _Page(file, place, include, is_markdown=not file.endswith((".rst", ".txt")), sessions=sessions)
    page.read(text.split("\n"), first=1)
    return page.passages


def read_notebook(text: str, file: str) -> list[Passage]:
    """Read the code cells of a Jupyter notebook (nbformat 4); lines that Python does not know are left out."""
    try:
        cells = json.loads(text).get("cells", [])
    except (ValueError, RecursionError, AttributeError):
        return []
    found: list[Passage] = []
    title = lead = ""
    for cell in cells if isinstance(cells, list) else ():
        source = _cell_text(cell)
        if not isinstance(cell, dict) or source is None:
            continue
        if cell.get("cell_type") == "markdown":
            lines = [line for line in source.split("\n") if line.strip()]
            headings = [match["title"] for line in lines if (match := _HEADING.match(line))]
            title = headings[-1].strip() if headings else title
            lead = _last_sentence(lines[-1]) if lines and not _HEADING.match(lines[-1]) else ""
        elif cell.get("cell_type") == "code":
            code = "\n".join(line for line in source.split("\n") if not _MAGIC.match(line)).strip("\n")
            page = found[0].title if found else title
            if code:
                found.append(
                    Passage(file=file, line=1, code=code + "\n", place="notebook", page=page, title=title, lead=lead)
                )
            lead = ""
    return found


def read_program(text: str, file: str, place: Place) -> Passage:
    """Read a Python file that is an example as a whole; its docstring's first line is its lead."""
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    lead = first.strip("\"'# ") if first.startswith(('"""', "'''", "#")) and not first.startswith("#!") else ""
    return Passage(file=file, line=1, code=text.rstrip("\n") + "\n", place=place, lead=lead, is_whole=True)


def read_example(
    code: str, owner: str, *, file: str = "", line: int = 1, title: str = "", lead: str = ""
) -> list[Passage]:
    """Read an example of a docstring, with or without prompts.

    Args:
        code: Its text.
        owner: Canonical path of the object that has the docstring.
        file: File of the docstring.
        line: Line of the file at which the example begins.
        title: Title of the section around it.
        lead: Sentence before it.
    """
    text = textwrap.dedent(code.expandtabs()).strip("\n")
    passage = Passage(file=file, line=line, code=text + "\n", place="docstring", page=owner, title=title, lead=lead)
    return list(_typed(passage)) if _PROMPT.search(text) else [passage]


def _cell_text(cell: object) -> str | None:
    source = cell.get("source") if isinstance(cell, dict) else None
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    return source if isinstance(source, str) else None


class _Page:
    """The state of reading one page from top to bottom."""

    def __init__(self, file: str, place: Place, include: Include, *, is_markdown: bool, sessions: bool) -> None:
        self._file = file
        self._place = place
        self._include = include
        self._is_markdown = is_markdown
        self._sessions = sessions
        self._page = ""
        self._title = ""
        self._words: list[str] = []
        """Lines of the paragraph that is being read, or was read last."""
        self._earlier: list[str] = []
        """Lines of the paragraph before it."""
        self._is_open = False
        """True while the next line belongs to the same paragraph."""
        self._depth = 0
        self._prelude: list[str] = []
        self._admonitions: list[tuple[int, str]] = []
        """Indentation and kind of the admonitions around the line that is being read."""
        self._closers: dict[str, list[int]] = {}
        """Indices of the lines that can close a fence, by its characters."""
        self._fences: list[int] = []
        """Indices of the lines that can begin one."""
        self._given = ""
        """The file or the settings of the environment that a page shows above the next program."""
        self._left = _MOST_CODE
        self.passages: list[Passage] = []

    def read(self, lines: Sequence[str], first: int) -> None:
        """Read lines; `first` is the number of the first one in the file."""
        around = self._closers, self._fences
        self._closers, self._fences = _closers(lines), [at for at, line in enumerate(lines) if _may_be_fence(line)]
        at = 0
        while at < len(lines):
            at = self._read_from(lines, at, first)
        self._closers, self._fences = around

    def _read_from(self, lines: Sequence[str], at: int, first: int) -> int:
        """Read what starts at a line; returns the index of the line to go on with."""
        line = _bare(lines[at]) if self._is_markdown else lines[at].lstrip()
        if not line.strip():
            self._is_open = False
            if not lines[at].strip():
                self._admonitions = [one for one in self._admonitions if one[0] != _OF_QUOTE]
            return at + 1
        indent = _indent(lines[at])
        self._admonitions = [one for one in self._admonitions if one[0] < indent]
        if self._is_markdown and (admonition := _ADMONITION.match(line)) is not None:
            kind = next(kind for kind in admonition.groups() if kind is not None).lower()
            margin = _OF_QUOTE if admonition["alert"] else indent if admonition["material"] else _UNTIL_CLOSED
            self._admonitions = [*self._admonitions[-_DEEPEST:], (margin, kind)]
            self._words, self._is_open = [], False
            return at + 1
        if self._is_markdown and line.startswith((":::", "///")) and not line.strip().strip(":/"):
            self._admonitions = self._admonitions[:-1]
            return at + 1
        if self._is_markdown and (fence := _FENCE.match(line)):
            return self._fence(lines, at, first, fence)
        if line.startswith(">>>"):
            return self._session(lines, at, first)
        if (directive := _RST_DIRECTIVE.match(line)) is not None:
            return self._directive(lines, at, first, directive)
        if self._is_markdown and _TAB.match(line):
            self._is_open = False
            return at + 1
        if (included := _INCLUDE.match(line)) is not None:
            self._add_file(_included_path(included), first + at, "")
            return at + 1
        if self._is_markdown and (heading := _HEADING.match(line)):
            self._head(heading["title"], is_first=not line.startswith("##"))
            return at + 1
        following = lines[at + 1].strip() if at + 1 < len(lines) else ""
        is_underline = _UNDERLINE.fullmatch(following) and (not self._is_markdown or following[0] in "=-")
        if is_underline and len(following) >= min(len(line.strip()), 3) and not self._is_open:
            self._head(line)
            return at + 2
        if not self._is_open:
            self._earlier, self._words = self._words, []
        self._words.append(line)
        self._is_open = True
        if not self._is_markdown and line.rstrip().endswith("::") and not line.startswith(".."):
            return self._literal(lines, at + 1, first)
        return at + 1

    @property
    def _lead(self) -> str:
        """The sentence above; where it only announces an example, what the paragraph before it begins with as well."""
        paragraph = " ".join(row.strip() for row in self._words)
        lead = _last_sentence(paragraph)
        if _ANNOUNCES.match(lead) and paragraph != lead and paragraph.endswith(lead):
            return f"{_last_sentence(paragraph.removesuffix(lead))} {lead}"
        if len(lead.split()) < _SHORTEST_LEAD and self._earlier:
            topic = " ".join(row.strip() for row in self._earlier)[:600]
            end = _SENTENCE_END.search(topic)
            return f"{topic[: end.end()].rstrip() if end else topic} {lead}".strip()
        return lead

    @property
    def _admonition(self) -> str:
        return self._admonitions[-1][1] if self._admonitions else ""

    def _head(self, title: str, *, is_first: bool = True) -> None:
        self._title = _TITLE_END.sub("", title.strip()).rstrip()
        self._page = self._page or (self._title if is_first else "")
        self._earlier, self._words, self._is_open, self._given = [], [], False, ""

    # Kinds of blocks. Each returns the index of the line to go on with.

    def _fence(self, lines: Sequence[str], at: int, first: int, fence: re.Match[str]) -> int:
        mark, info = fence["fence"], fence["info"]
        closer = _following(self._closers.get(mark, []), at)
        # One that stays open ends with the page (CommonMark, "Fenced code blocks"), but hides no other program.
        end = closer or _following(self._fences, at) or len(lines)
        body = lines[at + 1 : end]
        language, argument = _language(info)
        if language == "eval-rst" and self._depth < _DEEPEST:
            is_markdown, self._is_markdown = self._is_markdown, False
            self._depth += 1
            self.read(body, first + at + 1)
            self._depth -= 1
            self._is_markdown = is_markdown
        elif language in _HIDDEN:
            self._hide(body, language)
        elif language in _DATA or language in _SHELLS:
            self._give(body, language)
        elif language in _PYTHON:
            options = next((number for number, row in enumerate(body) if not _OPTION.match(row.strip())), len(body))
            self._add(body[options:], first + at + 1 + options, argument)
        return end + 1 if closer else end

    def _session(self, lines: Sequence[str], at: int, first: int) -> int:
        """A session at the prompt that stands among words: up to the first blank line that no prompt follows."""
        end = at
        while end < len(lines) and lines[end].strip():
            end += 1
            if end < len(lines) and not lines[end].strip() and _next_words(lines, end).startswith(">>>"):
                end += 1
        self._add(lines[at:end], first + at, "")
        return max(end, at + 1)

    def _directive(self, lines: Sequence[str], at: int, first: int, directive: re.Match[str]) -> int:
        name, argument = directive["name"].lower(), directive["argument"].strip()
        body, start, end = _indented(lines, at)
        options = {}
        while body and (option := _OPTION.match(body[0].strip())):
            options[option["name"]] = option["value"].strip()
            body, start = body[1:], start + 1
        if name == "literalinclude":
            self._add_file(argument, first + at, options.get("pyobject", ""))
        elif name in _HIDDEN:
            self._hide(body, name)
        elif _holds_python(name, argument.lower().split(" ")[0]):
            self._add(body, first + start, "")
        elif name in _DIRECTIVES and (language := argument.lower().split(" ")[0]) in _DATA | _SHELLS:
            self._give(body, language)
        elif name not in _OPAQUE and name not in _DIRECTIVES and self._depth < _DEEPEST:
            self._contained(body, first + start, name, argument)
        return end

    def _contained(self, body: Sequence[str], first: int, name: str, argument: str) -> None:
        """Read the body of a directive like the page around it."""
        around = self._admonitions, self._title
        if name in _ADMONITIONS:
            self._admonitions = [(_UNTIL_CLOSED, name)]
        if name.removeprefix("py:").removeprefix("auto") in _DESCRIBING:
            self._title = _described(argument) or self._title
        self._depth += 1
        self.read(body, first)
        self._depth -= 1
        self._admonitions, self._title = around

    def _literal(self, lines: Sequence[str], at: int, first: int) -> int:
        """An indented block behind `::`, which is Python unless it cannot be."""
        body, start, end = _indented(lines, at - 1)
        if body:
            self._add(body, first + start, "")
        return max(end, at)

    # What is kept.

    def _hide(self, body: Sequence[str], kind: str) -> None:
        if kind == "testsetup":
            self._prelude.append(textwrap.dedent("\n".join(body)).strip("\n"))

    def _give(self, body: Sequence[str], language: str) -> None:
        """Keep a file or a setting of the environment that stands above a program, if a reader can follow it."""
        rows = textwrap.dedent("\n".join(row.expandtabs() for row in _unquoted(body))).strip("\n").split("\n")
        if language in _SHELLS:
            found = [match["setting"] for row in rows if (match := _SETTING.match(row)) is not None]
            self._given = "\n".join(found) if len(found) == len(rows) else ""
        else:
            words = " ".join([*self._earlier, *self._words])[-_LONGEST_TOPIC:]
            names = _files_in(words) or _files_in(rows[0] if rows[0].startswith("#") else "")
            is_short = len(rows) <= _MOST_GIVEN and max(map(len, rows)) <= _WIDEST_GIVEN
            self._given = f"{names[-1]}:\n" + "\n".join(rows) if names and is_short else ""
        self._words, self._is_open = [], False

    def _add(self, body: Sequence[str], line: int, marks: str) -> None:
        text = textwrap.dedent("\n".join(row.expandtabs() for row in _unquoted(body)))
        if (included := _INCLUDE.match(text.strip())) is not None and "\n" not in text.strip():
            self._add_file(_included_path(included), line, "", marks)
            return
        blank = len(text) - len(text.lstrip("\n"))
        passage = Passage(
            file=self._file,
            line=line + blank,
            code=text.strip("\n") + "\n",
            place=self._place,
            page=self._page,
            title=self._title,
            lead=self._lead,
            prelude="\n".join(self._prelude),
            marks=marks,
            admonition=self._admonition,
            given=self._given,
        )
        self._given = ""
        if not self._has_room(passage.code, passage.prelude, passage.given):
            return
        if _PROMPT.search(text):
            self.passages += _typed(passage) if self._sessions else ()
        elif text.strip():
            self.passages.append(passage)
        self._words, self._is_open = [], False

    def _has_room(self, *texts: str) -> bool:
        """Return whether the page may hold more code: a file may be included often, a set-up precedes each block."""
        self._left -= sum(map(len, texts))
        return self._left >= 0

    def _add_file(self, path: str, line: int, member: str, marks: str = "") -> None:
        text = self._include(path) if path.partition(":")[0].endswith(".py") else None
        if text is None:
            return
        if member:
            text = _member(text, member)
        prelude = "\n".join(self._prelude)
        if text.count("\n") > _LARGEST_INCLUDE * 4 or not self._has_room(text, prelude):
            return
        self.passages.append(
            Passage(
                file=self._file, line=line, code=text.strip("\n") + "\n", place=self._place, page=self._page,
                title=self._title, lead=self._lead, prelude=prelude, marks=marks, is_whole=not member,
                admonition=self._admonition,
            )
        )  # fmt: skip
        self._words, self._is_open = [], False


def _described(argument: str) -> str:
    """Return the name of the object that a directive describes, whose argument is its signature."""
    words = argument.partition("(")[0].split()
    name = words[-1].rpartition(".")[2] if words else ""
    return name if name.isidentifier() else ""


def _files_in(words: str) -> list[str]:
    """Return the names of files that hold data, of those that stand among words."""
    found = (word.strip("`*'\"()[]<>:;,.") for word in words.split())
    return [word for word in found if word.endswith(_FILES) and not word.startswith("http")]


def _holds_python(directive: str, language: str) -> bool:
    """Return whether the body of a directive is Python."""
    is_code = directive in _PYTHON or (directive in _DIRECTIVES and f"code-block {language}" in _PYTHON)
    return is_code or (directive == "code-tab" and language.startswith("py"))


def _language(info: str) -> tuple[str, str]:
    """The language of a fence in lower case, and what stands behind it."""
    if (directive := _DIRECTIVE_FENCE.match(info)) is not None:
        name, argument = directive["name"].lower(), directive["argument"].strip()
        if name in {"code-block", "code", "sourcecode"}:
            return f"code-block {argument.lower().split(' ')[0]}", ""
        return name, argument
    match = _LANGUAGE.match(info)
    return (match["language"].lower(), info[match.end() :].strip(" }")) if match is not None else ("", "")


def _closers(lines: Sequence[str]) -> dict[str, list[int]]:
    """Return the indices of the lines that can close a fence, by the fence: a longer line closes a shorter fence."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if "```" in line or "~~~" in line:
            mark = line.strip(" \t>")
            if mark and not mark.strip(mark[0]):
                for length in range(3, min(len(mark), _LONGEST_FENCE) + 1):
                    found.setdefault(mark[:length], []).append(number)
    return found


def _may_be_fence(line: str) -> bool:
    return ("```" in line or "~~~" in line) and line.lstrip(" \t>").startswith(("```", "~~~"))


def _following(numbers: Sequence[int], number: int) -> int | None:
    """Return the first of sorted numbers that is larger than another, or `None`."""
    at = bisect_right(numbers, number)
    return numbers[at] if at < len(numbers) else None


def _included_path(match: re.Match[str]) -> str:
    return (match["snippet"] or match["included"] or match["mdx"] or "").strip()


def _indented(lines: Sequence[str], at: int) -> tuple[list[str], int, int]:
    """The lines below a line that are indented more than it, their first index, and the index behind them."""
    margin = _indent(lines[at])
    end = at + 1
    last = end
    while end < len(lines):
        row = lines[end]
        if row.strip():
            if _indent(row) <= margin:
                break
            last = end + 1
        end += 1
    start = at + 1
    while start < last and not lines[start].strip():
        start += 1
    return list(lines[start:last]), start, max(last, at + 1)


def _bare(line: str) -> str:
    """Return a line without its indentation and the marks of the quotes that it stands in; a prompt stays."""
    line = line.lstrip()
    for _ in range(_DEEPEST_QUOTE):
        if not line.startswith(">") or line.startswith(">>>"):
            break
        line = line[1:].lstrip()
    return line


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _unquoted(body: Sequence[str]) -> list[str]:
    """Lines of a block without the `>` of the quote that they stand in."""
    if body and all(row.lstrip().startswith(">") and not row.lstrip().startswith(">>>") for row in body if row.strip()):
        return [row.lstrip().removeprefix(">").removeprefix(" ") for row in body]
    return list(body)


def _next_words(lines: Sequence[str], at: int) -> str:
    return next((row.strip() for row in lines[at : at + 3] if row.strip()), "")


def _typed(passage: Passage) -> Iterator[Passage]:
    """A session as the code that was typed; prompts that `doctest` cannot read leave nothing."""
    prompts = list(_contrasted([prompt for group in sessions_of(passage.code) for prompt in group]))
    if prompts:
        code, shown = _joined(prompts)
        yield dataclasses.replace(passage, code=code, shown=shown)


def _contrasted(prompts: Sequence[Prompt]) -> Iterator[Prompt]:
    """Yield prompts without those that fail, unless one above calls the same function and does not."""
    fine: set[str] = set()
    for prompt in prompts:
        called = _called(prompt.source)
        if not prompt.raised:
            fine.add(called)
            yield prompt
        elif called and called in fine:
            yield dataclasses.replace(prompt, shown=prompt.raised)


def _called(source: str) -> str:
    """Return the function whose call is all of a statement, as it is written; empty for any other."""
    try:
        body = parse(source).body
    except NotPython:
        return ""
    match body:
        case [ast.Expr(value=ast.Call(func=function))]:
            return unparsed(function)
    return ""


def _joined(prompts: Sequence[Prompt]) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Statements below each other, a blank line where the session has one, and what each shows."""
    rows: list[str] = []
    shown: list[tuple[int, str]] = []
    end = prompts[0].line if prompts else 0
    for prompt in prompts:
        if prompt.line > end:
            rows.append("")
        end = prompt.line + prompt.source.count("\n") + 1 + (prompt.shown.count("\n") + 1 if prompt.shown else 0)
        if prompt.shown:
            shown.append((len(rows) + 1, prompt.shown))
        rows += prompt.source.split("\n")
    return "\n".join(rows) + "\n", tuple(shown)


def _member(text: str, name: str) -> str:
    """The lines of one top-level class or function of a file, found by indentation."""
    lines = text.split("\n")
    heads = (f"def {name}(", f"class {name}(", f"class {name}:", f"async def {name}(")
    start = next((number for number, row in enumerate(lines) if row.startswith(heads)), None)
    if start is None:
        return ""
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or lines[end][0] in " \t)"):
        end += 1
    while start and lines[start - 1].startswith("@"):
        start -= 1
    return "\n".join(lines[start:end]).rstrip()


def _last_sentence(text: str) -> str:
    """The last sentence of a paragraph."""
    plain = _ANCHOR.sub("", text.strip()[-600:])
    ends = [match.end() for match in _SENTENCE_END.finditer(plain)]
    return plain[ends[-1] if ends else 0 :].strip()
