"""Read parameters, results and exceptions from the sections of a docstring with griffe's parsers.

Each parser sees only its own sections, with titles and items set as it expects them. What it cannot read in an item
(an exception without a colon, several names, a result that is a sentence) is mended before or after.
"""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mkdocs_howto.facts.blocks import Blocks, InfoField, Section
from mkdocs_howto.facts.values import Field, Paragraph, Raised
from mkdocs_howto.facts.words import plain, sentences
from mkdocs_howto.syntax import NotPython, as_not_python, parse_expression

if TYPE_CHECKING:
    import griffe

_NUMPY_TITLES = {"Args": "Parameters"}
_FIELDS = frozenset({"Args", "Returns", "Yields", "Raises", "Warns", "Attributes"})
_ROLE = re.compile(r":[\w:]{1,40}:`[~!.]*([\w.]{1,200})`")
_BULLET = re.compile(r"^[-*+\u2022]\s+(?=[`*]*\w)")
_ITEM_NAME = re.compile(
    r"[`*\\]{0,4}(?P<name>[A-Za-z_*][\w.*, ]{0,80}?)[`*\\]{0,4}(?=\s*(?:[:(]|--?\s|\u2013|\u2014|$))"
)
_DASH = re.compile(r"(?P<name>[\w.*, ]{1,80}(?:\([^()]{0,80}\))?)\s+(?:--?|\u2013|\u2014)\s+(?P<text>.*)$")
_SPACED_COLON = re.compile(r"(?P<name>\*{0,2}\w+) : (?P<type>[^:]{1,200})$")
_CUT_ROLE = re.compile(r"(?:\w+:){1,2}`")
"""A role without its first colon, which a parser took for the end of a type."""
_TYPE_ROLE = re.compile(r":(?:\w+:){1,2}`[~!.]*[\w.]{1,200}`(?::\s+|\s*\Z)")
"""A type that is written as a role, up to what is said of it."""
_BARE_EXCEPTION = re.compile(
    r"(?P<name>[A-Z][\w.]{1,80}(?:(?:, | or | and )[A-Z][\w.]{1,80}){0,5}),?\s*"
    r"(?P<text>(?:if|when|unless|on|in|for)\b.*|)$"
)
_NAMES = re.compile(r"\s{0,20}(?:,|/|\||\bor\b|\band\b)\s{0,20}")
_EXCEPTION = re.compile(r"[A-Za-z_][\w.]*\Z")
_OPTIONAL_TYPE = re.compile(r"(?:^|,\s{0,20}|\s{1,20})\(?(?:optional|default\b).*$", re.IGNORECASE)
_OPTIONAL = re.compile(r"\(optional\)[.,:]?\s+(?=\S)|optional[.:]\s+(?=\S)", re.IGNORECASE)
_TYPE_WORDS = re.compile(r"[\w.\[\]|]+(?:,? (?:of|or|to|->) [\w.\[\]|]+|, [\w.\[\]|()]+){0,5}\Z")
_NO_TYPE = frozenset({"Note", "Example", "True", "False", "None", "Otherwise", "Returns", "Yields", "See", "Default"})
_KNOWN_TYPES = frozenset(
    {"int", "str", "bool", "float", "bytes", "list", "dict", "tuple", "set", "object", "callable", "iterable", "array"}
    | {"iterator", "generator", "ndarray", "type", "array_like", "array-like", "string", "integer", "boolean", "self"}
)
_GOOGLE_ITEM = re.compile(r"\*{0,2}\w+ \([\w.,| \[\]]{1,80}\):(?:\s|\Z)")
_CONDITION = re.compile(
    r"(?:(?:is |gets )?(?:raised|thrown) )?(?P<clause>(?:if|when|whenever|unless|in case|on|while|because)\s+\S.*)$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:^|(?<=[.;,]) )[-*] (?=(?:if|when)\b)", re.IGNORECASE)
_CONJUNCTION = re.compile(r"\b(?P<clause>(?:if|when|whenever|unless|in case)\s+\S.*)$")
_MAIN_CLAUSE = re.compile(
    r",\s(?!(?:or|and|but)\b)(?:[^\s,]{1,60}\s){1,5}?(?:raises?|raised|throws?|thrown)\b.*", re.DOTALL
)
"""What follows a clause of condition where that opens a whole sentence: "If it is missing, the call will raise …"."""
_EXCEPTION_ENDING = r"(?:Error|Exception|Interrupt|Iteration|Exit|DoesNotExist|NotFound|Timeout|Warning)"
_EXCEPTION_NAME = rf"(?:[\w.]{{1,100}}\.)?[A-Z]\w{{0,60}}{_EXCEPTION_ENDING}"
_RAISES_IF = re.compile(
    rf"\b(?P<verb>raises?|raising)\s+(?:an?\s+)?`?(?P<name>{_EXCEPTION_NAME})`?(?:\s+(?:exception|error))?,?\s+"
    r"(?P<clause>(?:if|when|whenever|unless|in case)\s[^.;]{1,300})(?=[.;]|\Z)",
    re.IGNORECASE,
)
_IF_RAISED = re.compile(
    rf"\A(?P<clause>(?:If|When|Unless)\s[^,;]{{1,300}}),\s+(?:then\s+)?(?:an?\s+)?`?(?P<name>{_EXCEPTION_NAME})`?"
    r"(?:\s+(?:exception|error))?\s+(?:is|will be|gets)\s+(?P<verb>raised)\b"
)
_NEGATED = re.compile(r"(?:\bnot|\bnever|n't|\bwithout|instead of|rather than)\s+(?:\w+\s+)?\Z", re.IGNORECASE)


@dataclass(slots=True)
class Fields:
    """Names of the sections of a docstring, in their order."""

    parameters: list[Field] = field(default_factory=list)
    returns: list[Field] = field(default_factory=list)
    yields: list[Field] = field(default_factory=list)
    raises: list[Raised] = field(default_factory=list)
    warns: list[Raised] = field(default_factory=list)
    attributes: list[Field] = field(default_factory=list)


def read_fields(blocks: Blocks, first_line: int, names: Sequence[str] = ()) -> Fields:
    """Return what the sections and field lists of a docstring name.

    Args:
        blocks: The docstring, taken apart.
        first_line: Number of its first line in the file.
        names: Parameters of the object.
    """
    found = Fields()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Types are compiled, and may hold odd escapes.
        written = [_as_written(one, blocks) for one in blocks.sections if _has_fields(one, blocks)]
        for style in ("google", "numpy"):
            sections = [one for one in written if one.style == style]
            if sections:
                _read_sections(found, sections, blocks, first_line, names)
        if blocks.fields:
            _read_info(found, blocks.fields, names)
    return found


def _has_fields(section: Section, blocks: Blocks) -> bool:
    return section.kind in _FIELDS and any(map(str.strip, blocks.lines[section.start : section.end]))


def _as_written(section: Section, blocks: Blocks) -> Section:
    """Return a section in the style of its items: some authors underline a title above items as Google writes them."""
    rows = textwrap.dedent("\n".join(blocks.lines[section.start : section.end])).split("\n")
    return replace(section, style="google") if any(map(_GOOGLE_ITEM.match, rows)) else section


# Sections with titles.


def _read_sections(
    found: Fields, sections: Sequence[Section], blocks: Blocks, first_line: int, names: Sequence[str]
) -> None:
    """Let the parser of their style read sections; add what it gives to `found`."""
    import griffe

    rows = ["Summary.", ""]  # griffe cleans indentation as `inspect` does, which leaves out the first line.
    for section in sections:
        rows += _title(section)
        rows += _body(section, blocks.lines[section.start : section.end])
        rows.append("")
    docstring = griffe.Docstring("\n".join(rows))
    parsed: Iterable[griffe.DocstringSection] = ()
    try:
        with as_not_python():
            if sections[0].style == "google":
                options = griffe.GoogleOptions(returns_multiple_items=False, returns_named_value=False, warnings=False)
                parsed = griffe.parse_google(docstring, **options)
            else:
                parsed = griffe.parse_numpy(docstring, warnings=False)
    except NotPython:
        return  # A type that is nested too deeply.
    lines = _Lines(blocks, sections, first_line)
    for one in parsed:
        _add(found, one, lines, names)


def _title(section: Section) -> list[str]:
    if section.style == "google":
        return [f"{section.kind}:"]
    title = _NUMPY_TITLES.get(section.kind, section.kind)
    return [title, "-" * len(title)]


def _body(section: Section, lines: Sequence[str]) -> list[str]:
    """Return the lines of a section as its parser expects them."""
    rows = textwrap.dedent("\n".join(lines)).strip("\n").split("\n")
    is_google = section.style == "google"
    if section.kind in {"Returns", "Yields"} and is_google:
        return [f"    {row}" for row in rows]
    found: list[str] = []
    for row in rows:
        is_item = bool(row.strip()) and not row.startswith(" ")
        item = _item(row, section) if is_item else row
        found.append(f"    {item}" if is_google and item.strip() else item)
    return found


def _item(row: str, section: Section) -> str:
    """Return the first line of an item as its parser expects it."""
    row = _BULLET.sub("", _ROLE.sub(r"\1", row))
    if name := _ITEM_NAME.match(row):
        row = f"{name['name'].strip()}{row[name.end() :]}"
    if section.style == "numpy":
        return row
    if section.kind in {"Raises", "Warns"} and ":" not in row and (bare := _BARE_EXCEPTION.match(row)):
        return f"{bare['name']}: {bare['text']}"
    if spaced := _SPACED_COLON.match(row):
        return f"{spaced['name']} ({spaced['type'].strip()}):" if _is_type(spaced["type"]) else row
    if dash := _DASH.match(row):
        return f"{dash['name'].strip()}: {dash['text']}"
    return row


def _add(found: Fields, section: griffe.DocstringSection, lines: _Lines, names: Sequence[str]) -> None:
    """Add the items of a parsed section to what was found."""
    kind = section.kind.value
    match kind:
        case "parameters" | "other parameters":
            found.parameters += _read_named(section.value, lines, names)
        case "attributes":
            found.attributes += _read_named(section.value, lines, names)
        case "returns":
            found.returns += _results(section.value, lines, names)
        case "yields":
            found.yields += _results(section.value, lines, names)
        case "raises":
            found.raises += _read_raised(section.value, lines, names)
        case "warns":
            found.warns += _read_raised(section.value, lines, names)


def _read_named(items: Iterable[griffe.DocstringNamedElement], lines: _Lines, names: Sequence[str]) -> Iterator[Field]:
    for item in items:
        line = lines.of(item.name, item.description)
        kind = _type(item.annotation)
        if not lines.holds(line, kind):
            kind = ""  # griffe gives an attribute without a type that of the one before it.
        for name in item.name.split(","):
            bare = name.strip().strip("`\\").lstrip("*")
            if bare.replace(".", "").isidentifier():
                yield Field(bare, kind, _description(item.description, names), line)


def _description(text: str, names: Sequence[str]) -> str:
    """Return what an author says of a parameter, without the mark that it is optional, which its signature says."""
    cleaned = plain(text, names)
    optional = _OPTIONAL.match(cleaned)
    return cleaned[optional.end() :] if optional else cleaned


def _results(items: Iterable[griffe.DocstringReturn], lines: _Lines, names: Sequence[str]) -> Iterator[Field]:
    for item in items:
        name, kind, text = item.name or "", _type(item.annotation), item.description
        line = lines.of(name, kind, text)
        if _CUT_ROLE.match(text):
            name, text = "", f"{kind} :{text}".lstrip()
            is_type = _TYPE_ROLE.match(text)
            kind, text = (_type(is_type[0].rstrip(": \n")), text[is_type.end() :]) if is_type else ("", text)
        if kind.isidentifier() and kind not in _NO_TYPE and text.strip() and not name and not _is_type(kind):
            name, kind = kind, ""
        if kind and not name and not _is_type(kind):
            mark = ": " if text.strip() and not name else " "
            kind, text = "", f"{kind}{mark}{text}"
        if kind or text.strip():
            yield Field(name, kind, plain(text.lstrip("-*+ "), names), line)


def _read_raised(items: Iterable[griffe.DocstringElement], lines: _Lines, names: Sequence[str]) -> Iterator[Raised]:
    for item in items:
        exception, text = str(item.annotation or ""), item.description
        line = lines.of(exception, text)
        if not text.strip() and ":" in exception:
            exception, _, text = exception.partition(":")
        elif not text.strip() and (bare := _BARE_EXCEPTION.match(exception)):
            exception, text = bare["name"], bare["text"]
        yield from _split_raised(exception, plain(text, names), line)


def _split_raised(exceptions: str, text: str, line: int) -> Iterator[Raised]:
    """Yield each exception of an item that may name several."""
    condition = condition_of(text)
    for name in _NAMES.split(exceptions.strip().strip("`()[]")):
        bare = name.strip("`~!*()[] ")
        if _EXCEPTION.match(bare):
            yield Raised(bare, text, condition, line)


def condition_of(text: str) -> str:
    """Return the clause that says when an exception is raised, without its full stop; empty if there is none.

    Args:
        text: What the author says of the exception, cleaned.
    """
    clauses = [_clause(item) for item in _LISTED.split(text) if item.strip()]
    return " or ".join(clauses) if all(clauses) else ""


def _clause(text: str) -> str:
    """Return the clause of condition in the first sentence of a text."""
    first = next(iter(sentences(text)), "")
    match = _CONDITION.match(first) or _CONJUNCTION.search(first)
    clause = _MAIN_CLAUSE.sub("", match["clause"]).rstrip(".;,: ") if match else ""
    if not clause or clause.count("(") < clause.count(")") or clause.count("`") % 2:
        return ""
    return clause[0].lower() + clause[1:]


def _type(annotation: object) -> str:
    """Return a type as written, without roles and what follows it about defaults."""
    if annotation is None:
        return ""
    bare = _ROLE.sub(r"\1", str(annotation)).replace("~", "").replace("`", "").strip()
    return _OPTIONAL_TYPE.sub("", bare).strip(" ,")


def _is_type(text: str) -> bool:
    """Return whether a text names a type, rather than being a sentence."""
    text = text.strip().strip("`")
    if not text or text in _NO_TYPE or len(text) > 300:
        return False
    try:
        node = parse_expression(text)
    except NotPython:
        words = re.split(r"[\s\[(|,]+", text.lower())
        is_named = words[0].rstrip("s") in _KNOWN_TYPES or words[0] in _KNOWN_TYPES or "." in words[0]
        return bool(_TYPE_WORDS.match(text)) and (is_named or (text[:1].isupper() and " or " in text))
    match node:
        case ast.Name(id=name):
            return name in _KNOWN_TYPES or not name.islower() or "_" in name or len(text) <= 3
        case ast.Attribute() | ast.Subscript() | ast.Tuple() | ast.Constant(value=None | str()):
            return True
        case ast.BinOp(op=ast.BitOr()):
            return True
    return False


def _bare(text: str) -> str:
    """Return a line without roles and code marks."""
    return _ROLE.sub(r"\1", text).replace("`", "")


class _Lines:
    """Find the line of an item in the sections that it comes from; items are asked for in their order."""

    def __init__(self, blocks: Blocks, sections: Sequence[Section], first_line: int) -> None:
        self.first_line = first_line
        self.numbers = [
            number
            for section in sections
            for number in range(section.start, section.end)
            if blocks.lines[number].strip()
        ]
        self.lines = blocks.lines
        self.fallback = sections[0].start
        self.position = 0

    def of(self, *texts: str) -> int:
        """Return the number of the first line, from the last one found on, that begins with or holds a text."""
        for text in texts:
            words = _bare(text.strip().partition("\n")[0])[:30].strip()
            position = self._find(re.compile(rf"[-*+\s]{{0,40}}{re.escape(words)}(?!\w)").match, words)
            if position is None:
                position = self._find(re.compile(re.escape(words)).search, words)
            if position is not None:
                self.position = position
                return self.first_line + self.numbers[position]
        number = self.numbers[self.position] if self.numbers else self.fallback
        return self.first_line + number

    def _find(self, matches: Callable[[str], object], words: str) -> int | None:
        if not words:
            return None
        positions = range(self.position, len(self.numbers))
        return next((one for one in positions if matches(_bare(self.lines[self.numbers[one]]))), None)

    def holds(self, line: int, text: str) -> bool:
        """Return whether a text stands in a line; spaces and quotation marks do not count."""
        letters = re.sub(r"[\s'\"`]", "", text)
        return letters in re.sub(r"[\s'\"`]", "", _ROLE.sub(r"\1", self.lines[line - self.first_line]))


# Prose.


def find_raised(paragraphs: Iterable[Paragraph]) -> Iterator[Raised]:
    """Yield the exceptions that sentences of prose name with their condition: "Raise `KeyError` if it is missing."."""
    for paragraph in paragraphs:
        for sentence in sentences(paragraph.text) if "raise" in paragraph.text.lower() else ():
            for pattern in (_RAISES_IF, _IF_RAISED):
                found = pattern.search(sentence)
                if found and not _NEGATED.search(sentence[: found.start("verb")]):
                    condition = found["clause"].strip(" .,;")
                    condition = condition[0].lower() + condition[1:]
                    yield Raised(found["name"], sentence, condition, paragraph.line)
                    break


# Field lists.


def _read_info(found: Fields, fields: Sequence[InfoField], names: Sequence[str]) -> None:
    """Let griffe's Sphinx parser read the items of a field list; add what it gives to `found`."""
    import griffe

    rows: list[str] = []
    lines: dict[tuple[str, str], int] = {}
    for one in fields:
        for row, key in _info_rows(one):
            rows.append(row)
            lines.setdefault(key, one.line)
    try:
        with as_not_python():
            parsed = griffe.parse_sphinx(griffe.Docstring("\n".join(rows)), warnings=False)
    except NotPython:
        return
    for section in parsed:
        match section.kind.value:
            case "parameters":
                found.parameters += _info_fields(section.value, lines, "param", names)
            case "attributes":
                found.attributes += _info_fields(section.value, lines, "var", names)
            case "returns":
                found.returns += _info_fields(section.value, lines, "returns", names)
            case "raises":
                for item in section.value:
                    line = lines.get(("raises", str(item.annotation)), 0)
                    found.raises += _split_raised(str(item.annotation), plain(item.description, names), line)
    for one in fields:
        if one.name in {"yield", "yields"}:
            found.yields.append(Field("", one.argument, plain(one.text, names), one.line))
        elif one.name in {"warn", "warns"}:
            found.warns += _split_raised(one.argument or one.text, plain(one.text, names), one.line)
    if not found.returns:
        kinds = [one for one in fields if one.name == "rtype" and one.text]
        found.returns += [Field("", _type(one.text), "", one.line) for one in kinds[:1]]


def _info_rows(one: InfoField) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield a field as griffe's parser reads it, once for each name, with the key of its line."""
    name, argument, text = one.name, one.argument, one.text
    match name:
        case "kwarg" | "kwparam" | "params" | "argument" | "arg" | "keyword" | "key" | "parameter" | "param":
            *kind, last = argument.replace("\\", "").split(" ") if argument else [""]
            types = " ".join(kind).strip("()")
            last = last.strip("`*():")
            key = ("param", last)
            if types:
                yield f":type {last}: {types}", key
            yield f":param {last}: {text}", key
        case "type" | "paramtype" if argument:
            last = argument.split(" ")[-1].replace("\\", "").strip("`*")
            yield f":type {last}: {text}", ("type", last)
        case "var" | "ivar" | "cvar" if argument:
            *kind, last = argument.split(" ")
            if kind:
                yield f":vartype {last}: {' '.join(kind)}", ("var", last)
            yield f":{name} {last}: {text}", ("var", last)
        case "vartype":
            yield f":vartype {argument}: {text}", ("vartype", argument)
        case "return" | "returns":
            yield f":returns: {text}", ("returns", "")
        case "rtype":
            yield f":rtype: {text}", ("rtype", "")
        case "raise" | "raises" | "except" | "exception" | "throws":
            yield from _raise_rows(argument, text)


def _raise_rows(argument: str, text: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each exception of a field: of `:raises A, B:`, `:raises A if …:` and `:raises: A if …`."""
    exceptions, condition = _ROLE.sub(r"\1", argument), ""
    if not argument:
        head, colon, rest = _ROLE.sub(r"\1", text).partition(":")
        bare = _BARE_EXCEPTION.match(head.strip("` "))
        if colon and _EXCEPTION.match(head.strip("` ")):
            exceptions, text = head.strip("` "), rest.strip()
        elif bare:
            exceptions, text = bare["name"], _ROLE.sub(r"\1", text)[bare.start("text") :].strip()
    elif bare := _BARE_EXCEPTION.match(exceptions):
        exceptions, condition = bare["name"], bare["text"]
    for name in _NAMES.split(exceptions):
        bare_name = name.strip("`~!*() ")
        if _EXCEPTION.match(bare_name):
            yield f":raises {bare_name}: {condition} {text}".rstrip(), ("raises", bare_name)


def _info_fields(
    items: Iterable[griffe.DocstringNamedElement],
    lines: dict[tuple[str, str], int],
    kind: str,
    names: Sequence[str],
) -> Iterator[Field]:
    for item in items:
        text = _description(item.description, names)
        if item.name.isidentifier() or kind == "returns":
            yield Field(item.name, _type(item.annotation), text, lines.get((kind, item.name), 0))
