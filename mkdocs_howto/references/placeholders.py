"""Find placeholders in the text of a page, and put sections in their places.

Markdown is read line by line, as Python-Markdown reads it, only as far as needed to tell where a
placeholder is meant and where it is shown: fences, indented code, code spans, comments and raw
HTML stay literal; lists, admonitions, tabs, footnotes, definitions and block quotes say at which
indent a section must stand. Facts about Python-Markdown: its `blockprocessors.py`, `htmlparser.py`
and `extensions/fenced_code.py`, and `superfences.py` of PyMdown Extensions.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field

from mkdocs_howto.errors import BadOption, HowtoError, NoticeKind
from mkdocs_howto.references import mistypes, options
from mkdocs_howto.references.options import Where
from mkdocs_howto.references.rows import Row, Rows, row_of
from mkdocs_howto.section import Options, Placeholder

TAB = 4
"""Python-Markdown's tab length, which is also the indent of everything nested."""

_BOM = "\ufeff"
_LONGEST_PAGE = 5_000_000
"""Characters of a text that is read."""
_MOST_LINES = 200_000
MOST = 5_000
"""Placeholders of a text that are expanded, and messages about them. A section has about 2,000 characters."""
_LONGEST_REFERENCE = 1_000
"""Characters of a reference, which may be a file's path."""
_DEEPEST_QUOTE = 20
"""Block quotes inside each other that are read. Python-Markdown itself reads only as many as calls may nest."""

# Every pattern reads each character once: it is tried at few places, and repeats give nothing back.
_CANDIDATE = re.compile(r":::[ \t]*+howto(?:[ \t\r\n:]|\Z)|<!--[ \t]*+howto:|\.howto\b")
_ENDING = re.compile(r"(\r\n|\n|\r)")

_DIRECTIVE = re.compile(r"(?:(?P<hashes>#{1,6}+)[ ]*+)?::: *+howto(?P<colon>:)?(?:[ ]++(?P<reference>.*+))?$")
_ESCAPED = re.compile(r"\\(?=::: *+howto(?: |$))")
_DIRECTIVE_MARK = re.compile(r"\\?:::(?=[ \t]*+howto)")
_COMMENT_MARK = re.compile(r"<!--(?=[ \t]*+howto:)")
_COMMENT_START = re.compile(r"<!--[ ]*+howto:")
_FENCE = re.compile(r"\A(?P<fence>`{3,}+|~{3,}+)(?P<info>.*+)$")
_MARKED = re.compile(r"\A[ ]*+(?P<language>[\w.+#-]*+)[ ]*+\{(?P<attributes>[^\n{}]*+)\}[ ]*+$")
_ATTRIBUTE = re.compile(r"""(?<![\w-])(?P<key>[\w-]++)=(?P<value>"[^"]*+"|'[^']*+'|[^\s"']++)""")
_ITEM = re.compile(r"\A(?P<marker>(?:[*+-]|\d++\.)[ ]++)(?P<rest>.*+)$")
_OPENER = re.compile(r'\A(?:(?:!!!|\?\?\?\+?)[ ]?[\w"-]|===[!+ ]*+"|\[\^[^\]]++\]:|:[ ]{1,3}\S)')
_ATX = re.compile(r"#{1,6}(?:[^#]|$)")
_RULE = re.compile(r"\A(?:(?:[-*_=][ ]*+){3,}+|[-=]++)$")
_QUOTE_MARK = re.compile(r"\A *+> ?")
_VERBATIM = re.compile(r"<(?P<tag>pre|script|style|textarea)\b", re.IGNORECASE)
_RAW = re.compile(
    r"<(?P<tag>address|article|aside|center|details|dialog|div|dl|fieldset|figcaption|figure|footer|form|header|iframe"
    r"|main|map|menu|nav|noscript|object|ol|section|summary|table|tbody|td|tfoot|th|thead|tr|ul|video)\b(?P<rest>[^>]*)",
    re.IGNORECASE,
)
_PYTHON = {"python", "py", "python3", "py3"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a text where a section is to stand.

    Attributes:
        placeholder: What is asked for; `None` when that cannot be told.
        error: Why it cannot be told.
        reference: What the author typed, as far as it could be read.
        line: Line of the placeholder in the text, from 1.
        span: Index of the first line that is replaced, and of the first that stays.
        keep: Lines that stay in front of the section (a marked fence, without its mark).
        lead: What stands before the section's first line.
        prefix: What stands before every other line.
    """

    placeholder: Placeholder | None
    error: HowtoError | None
    reference: str
    line: int
    span: tuple[int, int]
    keep: tuple[str, ...]
    lead: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something about a placeholder's place that its author should know."""

    kind: NoticeKind
    line: int
    message: str


@dataclass(slots=True)
class Scan:
    """What a text holds.

    Attributes:
        spots: Where sections are to stand, from top to bottom.
        escapes: Indexes of lines whose placeholder is shown, not expanded.
        troubles: Indents that were mended and placeholders that cannot work where they are.
    """

    spots: list[Spot] = field(default_factory=list)
    escapes: list[int] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    _is_full: bool = False

    def add(self, spot: Spot) -> None:
        """Note where a section is to stand, unless there are too many already."""
        if len(self.spots) < MOST:
            self.spots.append(spot)
        elif not self._is_full:
            self._is_full = True
            self.troubles.append(
                Trouble(
                    "option",
                    spot.line,
                    f"The page holds more than {MOST:,} placeholders; from this one on, none was expanded. Split it.",
                )
            )

    def tell(self, trouble: Trouble) -> None:
        """Note what the author should know, unless there is too much already."""
        if len(self.troubles) < MOST:
            self.troubles.append(trouble)


def may_hold(text: str) -> bool:
    """Return whether a text can hold a placeholder, or what was meant as one; false for nearly every page."""
    return _first(text) is not None


def _first(text: str) -> re.Match[str] | None:
    """Return the first place that may be a placeholder, or was meant as one."""
    found = _CANDIDATE.search(text) if "howto" in text else None
    return found or mistypes.CANDIDATE.search(text)


def lines_of(text: str) -> list[str]:
    """Return a text's lines as placeholders count them: only CR, LF and CRLF end one."""
    return _split(text)[::2]


def scan(text: str, *, where: Where = "page") -> Scan:
    """Find every placeholder of a text.

    Args:
        text: Markdown with any line endings, without front matter.
        where: Whose text it is, which decides the options allowed.
    """
    found = Scan()
    if (first := _first(text)) is None:
        return found
    lines = lines_of(text)
    if len(text) > _LONGEST_PAGE or len(lines) > _MOST_LINES:
        found.tell(
            Trouble(
                "option",
                len(lines_of(text[: first.start()])),
                f"The text is longer than {_LONGEST_PAGE:,} characters or {_MOST_LINES:,} lines; none of its "
                "placeholders was expanded. Split it.",
            )
        )
        return found
    rows = [row_of(index, line.expandtabs(TAB)) for index, line in enumerate(lines)]
    rows[0] = row_of(0, rows[0].text.removeprefix(_BOM))
    _View(Rows(rows), found, where, lines, quote="", depth=0).read()
    found.spots.sort(key=lambda spot: spot.span)
    return found


def replace(text: str, found: Scan, section_at: Callable[[Spot], str]) -> str:
    """Put sections where their placeholders stand.

    Args:
        text: The text that was scanned.
        found: What the scan found in it.
        section_at: Gives the Markdown of a spot, without indent; empty shows nothing. What looks like a
            placeholder in it is shown as text.

    Returns:
        The text with the line endings it had; unchanged, to the byte, where no placeholder stood.
    """
    if not found.spots and not found.escapes:
        return text
    pieces = _split(text)
    lines, endings = pieces[::2], [*pieces[1::2], ""]
    for index in found.escapes:
        lines[index] = _ESCAPED.sub("&#58;", lines[index], count=1).replace("&#58;:::", "&#58;::", 1)
    out: list[str] = []
    doubtful: set[int] = set()
    at = 0
    for spot in found.spots:
        start, stop = spot.span
        out.extend(line + ending for line, ending in zip(lines[at:start], endings[at:start], strict=True))
        last = min(start, len(lines) - 1)
        newline = endings[last] or (endings[last - 1] if last else "") or "\n"
        if start == len(lines) and not out[-1].endswith(("\r", "\n")):
            out[-1] += newline
        section = _ENDING.sub("\n", section_at(spot))
        put = _lines_of(spot, section, above=out, below=lines[stop] if stop < len(lines) else "")
        if may_hold(section):
            doubtful.update(range(len(out) + len(spot.keep), len(out) + len(put)))
        out.extend(line + newline for line in put)
        at = stop
    out.extend(line + ending for line, ending in zip(lines[at:], endings[at:], strict=True))
    return _with_text_only("".join(out), doubtful) if doubtful else "".join(out)


def _with_text_only(text: str, doubtful: Container[int]) -> str:
    """Return a page in which the placeholders of some lines are text, for whoever looks for placeholders next.

    Args:
        text: The page with its sections.
        doubtful: Indexes of the lines that belong to sections.
    """
    pieces = _split(text)
    while True:
        found = scan("".join(pieces))
        numbers = [*(spot.line for spot in found.spots), *(trouble.line for trouble in found.troubles)]
        indexes = {index for index in (*(number - 1 for number in numbers), *found.escapes) if index in doubtful}
        # A line that stays as it is cannot be mended by looking at it again.
        changed = {index: shown for index in indexes if (shown := _as_text(pieces[2 * index])) != pieces[2 * index]}
        if not changed:
            return "".join(pieces)
        for index, shown in changed.items():
            pieces[2 * index] = shown


def _as_text(line: str) -> str:
    """Return a line whose placeholders mean nothing and read as before; a marked fence loses its mark."""
    line = _COMMENT_MARK.sub(lambda mark: f"&lt;{mark[0][1:]}", _DIRECTIVE_MARK.sub("&#58;::", line))
    return _unmarked(line) if ".howto" in line else line


def _lines_of(spot: Spot, section: str, *, above: Sequence[str], below: str) -> list[str]:
    """A section's lines at the indent of its spot, set off by blank lines."""
    blank = spot.prefix.rstrip()
    put = list(spot.keep)
    body = section.rstrip("\n").split("\n") if section else []
    own = [(spot.prefix + line).rstrip() if line else blank for line in body]
    if own:
        own[0] = (spot.lead + body[0]).rstrip()
    previous = put[-1] if put else (above[-1].rstrip("\r\n") if above else "")
    if own and previous.strip(" \t>") and (put or spot.lead == spot.prefix):
        put.append(blank)
    put.extend(own)
    if put and below.strip(" \t>"):
        put.append(blank)
    return put


def _split(text: str) -> list[str]:
    """Lines and their endings in turn: `[line, ending, line, …, line]`."""
    return _ENDING.split(text)


@dataclass(frozen=True, slots=True)
class _Container:
    """Something whose content is indented: where it starts, and where its content stands."""

    opener: int
    body: int


class _View:
    """The lines at one level of block quotes, read from top to bottom."""

    def __init__(self, rows: Rows, found: Scan, where: Where, lines: list[str], *, quote: str, depth: int) -> None:
        self._rows = rows
        self._quote = quote
        self._depth = depth
        """How many block quotes the lines stand in."""
        self._found = found
        self._where = where
        self._lines = lines
        self._containers: list[_Container] = []
        """What is open, from the outside in: each content stands further right than the one before."""
        self._fresh = True
        """Whether the next line starts a block."""
        self._listing = False
        """Whether the current block started with a list item, so that further items may follow."""
        self._block_start = 0

    def read(self) -> None:
        at = 0
        while at < len(self._rows):
            row = self._rows[at]
            if not row.body:
                self._fresh = True
                at += 1
                continue
            if self._fresh:
                self._block_start = at
                self._listing = False
            at = self._read_block_line(at, row)

    def _read_block_line(self, at: int, row: Row) -> int:
        """Read what starts at a line that is not blank; gives the line to go on with."""
        if self._fresh and row.indent - self._base(row.indent) >= TAB:
            return self._past_indented_code(at)
        for reader in (self._fence, self._verbatim_html, self._quoted, self._placeholder, self._comment):
            after = reader(at, row)
            if after is not None:
                return after
        self._mistyped(at, row)
        self._text(row)
        return at + 1

    def _mistyped(self, at: int, row: Row) -> None:
        """Tell of what was meant as a placeholder in a line that is read as text."""
        if not self._fresh and row.indent - self._base(row.indent) >= TAB:
            return
        item = _ITEM.match(row.body) if self._may_be_item() else None
        body = item["rest"] if item else row.body
        right = mistypes.mistyped(body)
        if right is not None and not self._in_code_span(at):
            self._tell_mistyped(row, body, right)
        for column, cell in mistypes.in_cell(row.body):
            directive = _DIRECTIVE.match(cell)
            if directive and directive["reference"] and not self._in_code_span(at, row.indent + column):
                self._found.tell(
                    Trouble(
                        "option",
                        row.index + 1,
                        f"A table cell cannot hold a section; `{options.shown(cell)}` was not expanded. "
                        "Move the placeholder out of the table, to a line of its own.",
                    )
                )

    def _tell_mistyped(self, row: Row, typed: str, right: str) -> None:
        self._found.tell(
            Trouble(
                "option",
                row.index + 1,
                f"`{options.shown(typed)}` is not read as a placeholder; nothing was expanded. "
                f"Write {options.shown(right)}.",
            )
        )

    # Where things stand.

    def _number_within(self, indent: int) -> int:
        """Return how many open containers have their content at this indent or left of it."""
        return bisect_right(self._containers, indent, key=lambda box: box.body)

    def _base(self, indent: int) -> int:
        number = self._number_within(indent)
        return self._containers[number - 1].body if number else 0

    def _close(self, indent: int) -> None:
        del self._containers[self._number_within(indent) :]

    def _open(self, indent: int) -> int:
        self._close(indent)
        body = (indent // TAB + 1) * TAB
        self._containers.append(_Container(indent, body))
        return body

    def _place(self, row: Row) -> int:
        """The indent at which a section stands for a placeholder in this row."""
        indent = row.indent
        # Contents stand at multiples of a tab, so only the next one can start less than a tab further right.
        following = self._containers[self._number_within(indent) :][:1]
        if following and following[0].opener < indent:
            target = following[0].body
            self._found.tell(
                Trouble(
                    "indent",
                    row.index + 1,
                    f"The placeholder is indented by {indent} spaces, which Python-Markdown does not read as part of "
                    f"the list item above; it was expanded at {target}. Indent it by {target} spaces.",
                )
            )
        else:
            target = self._base(indent)
        self._close(target)
        return target

    # What can start at a line. Each gives the line to go on with, or `None` when it is not that.

    def _past_indented_code(self, at: int) -> int:
        base = self._base(self._rows[at].indent)
        while at < len(self._rows) and (not self._rows[at].body or self._rows[at].indent - base >= TAB):
            at += 1
        self._fresh = True
        return at

    def _fence(self, at: int, row: Row) -> int | None:
        match = _FENCE.match(row.body)
        if match is None or (match["fence"][0] == "`" and "`" in match["info"]):
            return None
        end = self._rows.fence_end(at, match["fence"])
        if end is None:
            return None
        if self._fresh:
            self._close(row.indent)
        marked = _MARKED.match(match["info"])
        if marked and ".howto" in marked["attributes"].split():
            self._marked_fence(at, end, row, marked)
        elif (right := mistypes.mistyped_fence(match["info"])) is not None:
            self._tell_mistyped(row, match["fence"] + match["info"], right)
        self._fresh = True
        return end + 1

    def _marked_fence(self, at: int, end: int, row: Row, marked: re.Match[str]) -> None:
        classes = [word[1:] for word in marked["attributes"].split() if word.startswith(".")]
        language = (marked["language"] or next((name for name in classes if name != "howto"), "")).lower()
        code = "\n".join(inner.text[row.indent :] for inner in self._rows.between(at + 1, end)) + "\n"
        error: HowtoError | None = None
        chosen = Options()
        if language not in _PYTHON:
            error = BadOption(
                f"A fence marked `.howto` must hold Python, not {language or 'unnamed'} code.",
                hint="Write ```{.python .howto}.",
            )
        else:
            try:
                chosen = self._fence_options(marked["attributes"])
            except HowtoError as caught:
                error = caught
        raw = self._lines[row.index : self._rows[end].index + 1]
        prefix = self._quote + " " * self._place(row)
        self._found.add(
            Spot(
                None if error else Placeholder(reference="", code=code, options=chosen, line=row.index + 1),
                error,
                "",
                row.index + 1,
                (row.index, self._rows[end].index + 1),
                (_unmarked(raw[0]), *raw[1:]),
                prefix,
                prefix,
            )
        )

    def _fence_options(self, attributes: str) -> Options:
        # `title` belongs to the code block itself; other keys are for the highlighter.
        values = {match["key"]: match["value"].strip("\"'") for match in _ATTRIBUTE.finditer(attributes)}
        ours = {key: value for key, value in values.items() if key in _FENCE_OPTIONS}
        return options.from_texts(ours, where=self._where)

    def _verbatim_html(self, at: int, row: Row) -> int | None:
        """Elements whose content is not Markdown. Python-Markdown sees them up to three spaces in."""
        if row.indent >= TAB:
            return None
        if match := _VERBATIM.match(row.body):
            self._set_apart(row)
            return self._past_element(at, match["tag"], nested=False)
        if (match := _RAW.match(row.body)) is None or re.search(r"\bmarkdown\b", match["rest"]):
            return None
        after = self._past_element(at, match["tag"], nested=True)
        for inner in self._rows.between(at, after):
            if _is_placeholder(inner.body):
                self._found.tell(
                    Trouble(
                        "html",
                        inner.index + 1,
                        f"The placeholder stands inside <{match['tag'].lower()}>, where Markdown is not read; nothing "
                        "was expanded. Enable `md_in_html` and write "
                        f'<{match["tag"].lower()} markdown="1">, or move it out.',
                    )
                )
        self._set_apart(row)
        return after

    def _set_apart(self, row: Row) -> None:
        """Python-Markdown takes raw HTML out of its paragraph, blank lines or not."""
        self._close(row.indent)
        self._fresh = True

    def _past_element(self, at: int, tag: str, *, nested: bool) -> int:
        opening, closing = re.compile(rf"<{tag}\b", re.IGNORECASE), re.compile(rf"</{tag}\s*>", re.IGNORECASE)
        depth = 0
        for index in range(at, len(self._rows)):
            text = self._rows[index].text
            depth += len(opening.findall(text)) if nested or index == at else 0
            depth -= len(closing.findall(text))
            if depth <= 0:
                return index + 1
        return len(self._rows)

    def _quoted(self, at: int, row: Row) -> int | None:
        base = self._base(row.indent)
        if not row.body.startswith(">") or row.indent - base >= TAB:
            return None
        if self._fresh:
            self._close(row.indent)
        after = at
        while after < len(self._rows) and self._rows[after].body.startswith(">"):
            after += 1
        quoted = self._rows.between(at, after)
        if self._depth < _DEEPEST_QUOTE:
            inside = Rows(row_of(inner.index, _QUOTE_MARK.sub("", inner.text, count=1)) for inner in quoted)
            quote = f"{self._quote}{' ' * base}> "
            _View(inside, self._found, self._where, self._lines, quote=quote, depth=self._depth + 1).read()
        else:
            self._pass_over(quoted)
        self._fresh = True
        return after

    def _pass_over(self, quoted: Sequence[Row]) -> None:
        """Tell of the placeholders that stand too deep to be read."""
        for row in quoted:
            if _is_placeholder(row.body.lstrip("> ")):
                self._found.tell(
                    Trouble(
                        "option",
                        row.index + 1,
                        f"The placeholder stands in more than {_DEEPEST_QUOTE} block quotes, one inside the other; "
                        "nothing was expanded. Move it out.",
                    )
                )

    def _placeholder(self, at: int, row: Row) -> int | None:
        marker, body = "", row.body
        if (item := _ITEM.match(body)) and self._may_be_item():
            marker, body = item["marker"], item["rest"]
        if _ESCAPED.match(body):
            self._found.escapes.append(row.index)
            self._text(row)
            return at + 1
        directive, comment = _DIRECTIVE.match(body), _inside_comment(body)
        if directive is None and comment is None:
            return None
        if not marker and not self._fresh and row.indent - self._base(row.indent) >= TAB:
            return None  # Goes on with the paragraph above.
        if self._in_code_span(at):
            return None
        return self._expandable(at, row, marker, directive, comment)

    def _expandable(self, at: int, row: Row, marker: str, directive: re.Match[str] | None, comment: str | None) -> int:
        if marker:
            lead = self._quote + " " * row.indent + marker
            prefix = self._quote + " " * self._open(row.indent)
        else:
            lead = prefix = self._quote + " " * self._place(row)
        after = at + 1
        reference, chosen, error = "", Options(), None
        try:
            if directive:
                after = self._options_end(at, row.indent)
                reference = directive["reference"] or ""
                if directive["colon"]:
                    raise BadOption(
                        "The placeholder has a colon behind `howto`.",
                        hint=f"Write ::: howto {options.shown(reference)}".rstrip(),
                    )
                chosen = self._options(at + 1, after, directive["hashes"])
            elif comment:
                reference, chosen = options.from_words(comment, where=self._where)
            _check_reference(reference)
        except HowtoError as caught:
            error = caught
        if directive:
            self._tell_misplaced_options(after, row.indent)
        placeholder = None if error else Placeholder(reference=reference, options=chosen, line=row.index + 1)
        last = self._rows[after - 1].index + 1
        self._found.add(
            Spot(placeholder, error, options.shown(reference), row.index + 1, (row.index, last), (), lead, prefix)
        )
        self._fresh = True
        return after

    def _options_end(self, at: int, indent: int) -> int:
        after = at + 1
        while after < len(self._rows) and self._rows[after].body and self._rows[after].indent >= indent + 2:
            after += 1
        return after

    def _tell_misplaced_options(self, after: int, indent: int) -> None:
        """Tell of options that are not read: not indented, or below an empty line.

        Args:
            after: Number of the line below the placeholder and its options.
            indent: The placeholder's.
        """
        at = after
        while at < len(self._rows) and not self._rows[at].body:
            at += 1
        if at == len(self._rows) or not options.may_be_options(self._rows[at].body, where=self._where):
            return
        row = self._rows[at]
        name = row.body.partition(":")[0]
        if at == after:
            problem = f"The option `{name}` is not indented, and stands on the page as text."
        elif row.indent >= indent + TAB:
            problem = f"The option `{name}` stands below an empty line, and is shown on the page."
        else:
            return  # Text that begins with the word.
        hint = f"Indent it by {indent + TAB} spaces, right below the placeholder."
        self._found.tell(Trouble("option", row.index + 1, f"{problem}\n  Hint: {hint}"))

    def _options(self, start: int, stop: int, hashes: str | None) -> Options:
        rows = self._rows.between(start, stop)
        chosen = Options()
        if rows:
            margin = min(row.indent for row in rows)
            chosen = options.from_yaml("\n".join(row.text[margin:] for row in rows), where=self._where)
        if hashes and chosen.heading_level is None:
            # `## ::: howto …` sets the level of the title, as it does for mkdocstrings.
            return dataclasses.replace(chosen, heading_level=len(hashes))
        return chosen

    def _comment(self, at: int, row: Row) -> int | None:
        """A comment that ends on a later line hides what is between."""
        is_open = self._opens_comment(at, row)
        within = _COMMENT_START.search(row.text)
        if within and not self._in_code_span(at, within.start()):
            self._found.tell(
                Trouble(
                    "option",
                    row.index + 1,
                    "A placeholder written as a comment must stand alone on one line; nothing was expanded. "
                    "Write <!-- howto: shop.cart.Cart -->.",
                )
            )
        end = self._rows.comment_end(at) if is_open else None
        if end is None:
            return None
        self._fresh = False
        return end + 1

    def _opens_comment(self, at: int, row: Row) -> bool:
        """Return whether a comment opens in this line, outside code spans, that is not closed in it."""
        start, closed = row.text.find("<!--"), 0
        while start >= 0:
            if 0 <= closed < start + 4:
                closed = row.text.find("-->", start + 4)
            if not self._in_code_span(at, start):
                if closed < 0:
                    return True
                if start == row.indent and _COMMENT_START.match(row.text, start):
                    return False
            start = row.text.find("<!--", closed if closed >= 0 else start + 4)
        return False

    def _text(self, row: Row) -> None:
        """Note what an ordinary line opens, closes and allows after it."""
        if self._fresh:
            self._close(row.indent)
        if _ITEM.match(row.body) and self._may_be_item():
            self._open(row.indent)
            self._listing = True
            self._fresh = False
        elif _OPENER.match(row.body):
            self._open(row.indent)
            self._fresh = True
            self._listing = False
        else:
            self._fresh = bool(_ATX.match(row.body) or _RULE.match(row.body))

    def _may_be_item(self) -> bool:
        return self._fresh or self._listing

    def _in_code_span(self, at: int, column: int | None = None) -> bool:
        """Return whether a code span that opened in this block covers the column, by default that of the body."""
        place = self._rows[at].indent if column is None else column
        return self._rows.in_code_span(at, place, self._block_start)


def _inside_comment(body: str) -> str | None:
    """Return what a placeholder written as a comment holds; `None` for any other line."""
    start = _COMMENT_START.match(body)
    return body[start.end() : -len("-->")].strip(" ") if start and body.endswith("-->") else None


def _is_placeholder(body: str) -> bool:
    return _DIRECTIVE.match(body) is not None or _inside_comment(body) is not None


def _check_reference(reference: str) -> None:
    hint = "Write, for example, ::: howto shop.cart.Cart"
    if not reference:
        raise BadOption("The placeholder names no reference.", hint=hint)
    if len(reference) > _LONGEST_REFERENCE:
        raise BadOption(f"The reference is longer than {_LONGEST_REFERENCE} characters.", hint=hint)
    if options.UNPRINTABLE.search(reference):
        raise BadOption("The reference holds a character that is not text.", hint=hint)


_FENCE_OPTIONS = options.ALLOWED["page"] - {"title"}


def _unmarked(header: str) -> str:
    """A marked fence's first line as it stands without us: a plain Python block."""

    def without_ours(match: re.Match[str]) -> str:
        inside = re.sub(r"(?:^|\s)\.howto(?=\s|$)", " ", match[1])
        inside = _ATTRIBUTE.sub(lambda pair: "" if pair["key"] in _FENCE_OPTIONS else pair[0], inside)
        inside = " ".join(inside.split())
        return f"{{{inside}}}" if inside else ""

    return re.sub(r"\{([^\n{}]*)\}(?=[ \t]*$)", without_ours, header).rstrip()
