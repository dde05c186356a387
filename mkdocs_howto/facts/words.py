"""Turn the markup of a docstring into plain words, with code between single backticks.

The markup of reStructuredText (docutils, "reStructuredText Markup Specification"; Sphinx, "Roles"), of Markdown
(CommonMark 0.31) and of MkDocs' cross-references is known. All patterns are linear: every repetition that could be
entered at many places is bounded.
"""

from __future__ import annotations

import html
import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator
from typing import TypeAlias

Code: TypeAlias = Callable[[str], str]
"""Keeps a code span and returns the mark that stands for it."""
_PASSES = 6
"""Markup may be nested in markup; what needs more passes than this loses its marks."""
_OPEN, _CLOSE = "\ue000", "\ue001"
"""Private characters around the number of a code span while the prose around it is cleaned."""
_CODE = rf"{_OPEN}\d{{1,6}}{_CLOSE}"
_PRIVATE = re.compile(f"[{_OPEN}{_CLOSE}\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TICKS = re.compile("`+")
_QUOTED = re.compile(r"`{1,2}([\w.-]{1,60})'{1,2}(?!\w)")
"""A word in the quotation marks of TeX: a backtick before, an apostrophe after it."""
_ROLE = re.compile(r"(?<![\w:])((?::[a-zA-Z][\w+.-]{0,30}){1,3}):$")
_TARGET = re.compile(r"(?P<text>.{0,300}?)\s{0,20}(?<!\\)<(?P<target>[^<>]{1,500})>\Z")
_IDENTIFIER = re.compile(r"[A-Za-z_][\w.]{0,200}(?:\(\))?\Z")
_POINTED = re.compile(r"(?:[~!]+[\w.]{1,200}|\.(?=[A-Z])[\w.]{1,200})(?:\(\))?\Z")
"""The path of an object in a default role: `~shop.Cart`, `.Cart`."""
_WORD_ROLES = frozenset(
    {"abbr", "doc", "emphasis", "guilabel", "menuselection", "numref", "ref", "std:doc", "std:ref", "std:term", "sub"}
    | {"strong", "subscript", "sup", "superscript", "term", "title", "title-reference", "dfn", "download", "any"}
)
"""Roles whose text is words, not code (Sphinx documentation, "Roles")."""
_NUMBER_ROLES = {"pep": "PEP", "rfc": "RFC", "issue": "issue", "gh": "issue", "pr": "pull request", "cve": "CVE"}
_MEMBER_ROLES = frozenset({"meth", "attr", "py:meth", "py:attr", "method", "attribute"})

_KNOWN_ROLES = (
    _WORD_ROLES
    | _NUMBER_ROLES.keys()
    | frozenset(
        """
    samp token keyword envvar mailheader manpage source issue user class func function meth method attr attribute
    data const property type math module code literal command file makevar mimetype newsgroup option program regexp
    """.split()  # noqa: SIM905 - words read better as a text
    )
)
_INDEFINITE = re.compile(r"\b[Aa]n? \Z")
_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\](?:\([^()\s]{0,500}(?:\s{1,5}\"[^\"]{0,200}\")?\)|\[[^\[\]]{0,200}\])")
_LINK = re.compile(
    r"(?<![\w\])!])\[(?P<text>[^\[\]]{0,500})\]"
    r"(?:\((?P<url>[^()\s]{0,500}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?)(?:\s{1,5}[\"'][^\"']{0,200}[\"'])?\)"
    r"|\[(?P<ref>[^\[\]]{0,300})\])"
)
_FOOTNOTE = re.compile(r"\s?\[(?:#?[\w.-]{0,60}|\*)\]_(?!\w)|\s?\[\^[\w.-]{1,60}\]")
_JINJA = re.compile(r"\{\{[^{}\n]{1,200}\}\}|\{%[^{}%\n]{1,200}%\}")
_COMMENT = re.compile(r"<!--[^<>]{0,1000}-->")
_CODE_TAG = re.compile(r"<(code|tt|kbd|samp|var)>([^<>`]{1,300})</\1>", re.IGNORECASE)
_HTML = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|cite|code|dd|del|details|div|dl|dt|em|figure|font|h[1-6]|hr|i|img|ins|kbd"
    r"|li|mark|ol|p|picture|pre|q|s|samp|small|source|span|strike|strong|sub|summary|sup|svg|table|tbody|td|th|thead|tr"
    r"|tt|u|ul|var)(?:\s{1,20}[^<>`]{0,1000})?\s{0,20}/?>",
    re.IGNORECASE,
)
_LEADING = frozenset({"see", "at", "from", "to", "in", "on", "via", "visit", "and", "or", "with", "by", "of", "is"})
"""Words after which an address is a part of the sentence."""
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]{1,500})>")
_TAG = re.compile(r"</?[A-Za-z][\w.:-]{0,60}/?>")
"""A name between angle brackets, which a browser would take for a tag: `rgb(<r>, <g>, <b>)`."""
_ESCAPED_TAG = re.compile(r"&lt;(/?[A-Za-z][^&<>`\n]{0,60})&gt;")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,20}|#\d{1,6}|#x[0-9A-Fa-f]{1,5});")
_SUBSTITUTION = re.compile(r"(?<![\w|])\|([A-Za-z@][\w.-]{0,60})\|(?:__?)?(?![\w|])")
_ESCAPED_STARS = re.compile(r"\\\*(?:\\?\*)?(?=[A-Za-z_]\w{0,60})")
_STARRED = re.compile(r"(?<![\w*`\\)\]])(\*{1,2}[A-Za-z_]\w{0,60})(?=[\s,.;:)]|\Z)(?![^*]{0,200}\*)")
"""`*args` that no later asterisk closes."""
_STRESS = re.compile(r"(?<![\w*\\])(\*{1,3})(?=[^\s*])([^*\n]{1,500}?)(?<=\S)\1(?![\w*])")
_UNDERSCORED = re.compile(r"(?<![\w\\])(_{1,2})(?=[^\s_])([^_\n]{1,300}?)(?<=[^\s_])\1(?!\w)")
_DUNDER = re.compile(r"(?<![\w.`])(?:[A-Za-z]\w{0,60}\.)?__[a-z][a-z0-9_]{0,40}__(?:\(\))?(?!\w)")
_AFTER_CODE = re.compile(rf"{_CLOSE}\\ ?")
"""A backslash that only ends the code before it: "`option`\\s"."""
_ESCAPE = re.compile(r"\\([^\w\s]|_|\s|$)")
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2728\u2705\u26a0\u2b50\ufe0f\u200d]|(?<![\\w:]):[a-z]{2,30}(?:_[a-z]{1,30}){0,5}:(?![\\w:`])"
)
_EMOTICONS = frozenset({":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":-D", ":P", ":-P", "=)", "^^", ":/", "xD", "<3"})
_RULER = re.compile(r"([-=~^*#_+.`\"'])\1{3,}\Z")
_LOUD = frozenset(
    "ALL ALWAYS AND ANY ARE CANNOT DO DOES IF IS MAY MUST NEVER NO NONE NOT ONLY OR SHOULD WILL WITHOUT".split()  # noqa: SIM905
)
"""Words in bold capitals that are only said loudly."""
_SPACE = re.compile(r"\s+")
_BEFORE_STOP = re.compile(r"(?<=[\w)`]) ([,;.!?](?=\s|\Z))(?!\.)")
_HOLLOW = re.compile(r" ?\(\s{0,5}\)(?<![\w`]\(\))")
_VALUED = re.compile(
    r"(?<![\w.`*/\\-])(?P<quote>['\"]?)(?P<name>[A-Za-z_]\w{0,60})=(?:[A-Za-z_]\w{0,60}(?:\.\w{1,60}){0,5}|\d{1,9})(?P=quote)(?![\w(`*/\\=-])"
)
"""A parameter with the value that it is given: `strict=True`."""
_NAME = re.compile(r"(?<![\w.`*/\\-])(?<!\w['\u2019])[A-Za-z_]\w{0,60}(?![\w(`*/\\-]|\.\w)")
_IN_QUOTES = re.compile(r"(?<![\w'\u2019])['\u2018]([A-Za-z_]\w{0,60})['\u2019](?!\w)")
"""A name between single quotation marks."""
_MARKS = re.compile(r"[`*_\[\]<>{}|\\&]")
_ACTIVE = re.compile(r"[`'\u2018*_\[<{|\\&:^\ue000\ue001\x00-\x1f\x7f-\U0010ffff=;]|\s\s|--|\.\.|\( | [,;.!?]|##|\+\+")
"""Characters that markup begins with; most texts have none of them."""


def plain(text: str, names: Collection[str] = ()) -> str:
    """Return a text on one line as plain words, with code between single backticks.

    Args:
        text: One paragraph of a docstring.
        names: Parameters; where the author only stresses one of them, it becomes code.
    """
    line = _SPACE.sub(" ", text).strip()
    stressed = frozenset(name for name in names if len(name) == 1 or "_" in name) - {"a", "I", "_"}
    if not _ACTIVE.search(line) and not stressed:
        return line
    for number in range(_PASSES):
        cleaned = _clean(line, names, stressed, is_first=number == 0)
        if cleaned == line:
            return line
        line = cleaned
    return _SPACE.sub(" ", _MARKS.sub("", line)).strip() if _clean(line, names, stressed) != line else line


def _clean(text: str, names: Collection[str], stressed: Collection[str], *, is_first: bool = False) -> str:
    """Return a text with one layer of its markup removed; only the first one holds roles between single backticks."""
    codes: list[str] = []

    def code(content: str) -> str:
        codes.append(content)
        return f"{_OPEN}{len(codes) - 1}{_CLOSE}"

    prose = "".join(_spans(_PRIVATE.sub("", text), code, is_first=is_first))
    prose = _links(prose, code)
    prose = _tags(prose, code)
    prose = _stress(prose, names, stressed, code)
    words = [word for word in prose.split() if word not in _EMOTICONS and not _RULER.match(word)]
    prose = _BEFORE_STOP.sub(r"\1", _HOLLOW.sub("", " ".join(words)))
    return re.sub(_CODE, lambda mark: f"`{codes[int(mark[0][1:-1])]}`", prose).strip()


# Code spans and roles.


def _spans(text: str, code: Code, *, is_first: bool) -> Iterator[str]:
    """Yield the parts of a text with its code spans replaced by marks."""
    runs = list(_TICKS.finditer(text))
    closing = _closing(runs)
    position, number = 0, 0
    while number < len(runs):
        run, end = runs[number], closing.get(number)
        before = text[position : run.start()]
        if end is None:
            quoted = _QUOTED.match(text, run.start())
            yield before + (code(quoted[1]) if quoted else "")
            position = quoted.end() if quoted else run.end()
            number += 1
            continue
        content = text[run.end() : runs[end].start()]
        position, number = runs[end].end(), end + 1
        if role := _ROLE.search(before, max(0, len(before) - 120)):
            kind = _named_kind(role[1], before[: role.start()], text[position : position + 40])
            yield _with_article(before[: role.start()], content) if kind else before[: role.start()]
            yield _of_role(role[1].lstrip(":"), content, code) + kind
        elif len(run[0]) == 1 and (target := _TARGET.match(content)) and text.startswith("_", position):
            yield before + (target["text"].strip() or target["target"])
            position = _after_underscores(text, position)
        elif is_first and len(run[0]) == 1 and (target := _named_target(content)):
            shown = target["text"].strip()
            yield before + (code(shown) if _IDENTIFIER.match(shown) and not shown.islower() else shown)
        elif len(run[0]) == 1 and text.startswith("_", position) and not text[position:].lstrip("_")[:1].isalnum():
            yield before + (code(content) if _IDENTIFIER.match(content) and not content.isalpha() else content)
            position = _after_underscores(text, position)
        else:
            is_pointer = is_first and len(run[0]) == 1 and _POINTED.match(content) is not None
            yield before + _code_span(_last_name(content, is_member=True) if is_pointer else content, code)
    yield text[position:]


def _named_target(content: str) -> re.Match[str] | None:
    """Return the words and the target of a default role: `` `Schema <shop.Schema>` ``."""
    target = _TARGET.match(content)
    if target is None or " <" not in content or not target["text"].strip():
        return None
    name = target["target"].lstrip("~!.")
    return target if _IDENTIFIER.match(name) and not (name == target["target"] and name.islower()) else None


def _after_underscores(text: str, position: int) -> int:
    return position + len(text[position : position + 2]) - len(text[position : position + 2].lstrip("_"))


def _code_span(content: str, code: Code) -> str:
    """Return the mark of a code span; without marks where it is empty or holds a backtick."""
    shown = content.strip()
    return code(shown) if shown and "`" not in shown else shown.replace("`", "")


def _closing(runs: list[re.Match[str]]) -> dict[int, int]:
    """Return for each run of backticks the number of the next run of the same length."""
    by_length: dict[int, list[int]] = {}
    for number, run in enumerate(runs):
        by_length.setdefault(len(run[0]), []).append(number)
    found: dict[int, int] = {}
    number = 0
    while number < len(runs):
        same = by_length[len(runs[number][0])]
        following = bisect_right(same, number)
        if following < len(same):
            found[number] = same[following]
            number = same[following] + 1
        else:
            number += 1
    return found


def _of_role(role: str, content: str, code: Code) -> str:
    """Return what a role of reStructuredText shows."""
    last = role.rpartition(":")[2]
    target = _TARGET.match(content)
    shown = (target["text"] if target and target["text"].strip() else content).strip()
    if last in _NUMBER_ROLES:
        return f"{_NUMBER_ROLES[last]} {shown.lstrip('#')}"
    if last in {"ref", "doc", "numref"} and not target:
        return shown.rpartition("/")[2].replace("-", " ").replace("_", " ")
    if role in _WORD_ROLES or last in _WORD_ROLES:
        return shown.lstrip("!~")
    if target and target["text"].strip():
        return _code_span(shown, code) if _IDENTIFIER.match(shown) and not shown.islower() else shown
    return _code_span(_name_shown(shown, role), code)


def _name_shown(path: str, role: str) -> str:
    """Return the name of what a role points at; a function or value of the standard library keeps its module."""
    module, _, last = path.lstrip("!.").rpartition(".")
    is_known = module in sys.stdlib_module_names and last != module and last[:1].islower()
    if is_known and role.rpartition(":")[2] in {"func", "data"}:
        return f"{module}.{last}"
    return _last_name(path, is_member=role in _MEMBER_ROLES)


def _named_kind(role: str, before: str, behind: str) -> str:
    """Return the noun that the name of a project's own role stands for, if the words around want one.

    An indefinite article wants it: "represents an :mdn-input:`text`" is about an input. Roles of Sphinx show no more
    than their text.
    """
    noun = role.rpartition(":")[2].rpartition("-")[2]
    is_own = role.count(":") == 1 and len(noun) >= 4 and noun.isalpha() and noun not in _KNOWN_ROLES
    is_last = re.match(r"\s*(?:[.,;:)]|\Z|(?:and|or|that|which|with|in|of|for|to|if|when)\b)", behind) is not None
    return f" {noun}" if is_own and is_last and _INDEFINITE.search(before) else ""


def _with_article(before: str, content: str) -> str:
    """Return a text that ends with an indefinite article as the word behind it wants it."""
    word = "an" if content.lstrip("`~!. <")[:1].lower() in set("aeiou") else "a"
    return _INDEFINITE.sub(lambda article: f"{article[0][0]}{word[1:]} ", before)


def _last_name(path: str, *, is_member: bool = False) -> str:
    """Return the last name of a dotted path, with its class where it is a member."""
    is_short, path = "~" in path[:2], path.lstrip("~!.")
    if not _IDENTIFIER.match(path):
        return path
    parts = path.split(".")
    with_class = is_member and not is_short and len(parts) > 1 and parts[-2][:1].isupper()
    return ".".join(parts[-2:] if with_class else parts[-1:])


# Links, images, footnotes, tags.


def _links(text: str, code: Code) -> str:
    """Return a text with the words of its links, without images, badges and footnote marks."""
    if "[" not in text:
        return text

    def words(link: re.Match[str]) -> str:
        shown = link["text"].strip()
        if shown or not link["ref"]:
            return shown
        return code(_last_name(link["ref"]))

    return _FOOTNOTE.sub("", _LINK.sub(words, _IMAGE.sub("", text)))


def _address(link: re.Match[str]) -> str:
    """Return an address; empty if it only stands behind the word that it belongs to, as a footnote would."""
    before = link.string[max(0, link.start() - 20) : link.start()].split()
    is_aside = bool(before) and before[-1][-1].isalnum() and before[-1].lower() not in _LEADING
    return "" if is_aside and re.match(r" \w", link.string[link.end() : link.end() + 2]) else link[1]


def _tags(text: str, code: Code) -> str:
    """Return a text without HTML, entities, Jinja and substitutions."""
    if "{" in text:
        text = _JINJA.sub(lambda mark: code(mark[0]), text)
    if "&" in text:
        text = _ESCAPED_TAG.sub(lambda tag: code(f"<{tag[1]}>"), text)
        text = _ENTITY.sub(lambda mark: html.unescape(mark[0]), text)
    if "<" in text:
        text = _CODE_TAG.sub(lambda tag: code(tag[2].strip()) if tag[2].strip() else "", _COMMENT.sub("", text))
        text = _AUTOLINK.sub(_address, _HTML.sub("", text))
        text = _TAG.sub(lambda tag: code(tag[0]), text)
    return _SUBSTITUTION.sub(lambda mark: mark[1].replace("_", " "), text) if "|" in text else text


# Stress.


def _stress(text: str, names: Collection[str], stressed: Collection[str], code: Code) -> str:
    """Return a text without emphasis; parameters and starred or dunder names become code."""

    def stars(mark: re.Match[str]) -> str:
        return "*" * mark[0].count("*")

    def word(mark: re.Match[str]) -> str:
        content = mark[2].strip()
        if content in names:
            return code(content)
        return content.lower() if content in _LOUD else content

    if "*" in text:
        text = _ESCAPED_STARS.sub(stars, text)
        text = _STRESS.sub(word, text)
        text = _STARRED.sub(lambda mark: code(mark[1]), text)
    if "__" in text:
        text = _DUNDER.sub(lambda mark: code(mark[0]), text)
    if "_" in text:
        text = _UNDERSCORED.sub(word, text)
    if "\\" in text:
        text = _AFTER_CODE.sub(_CLOSE, text)
        text = _ESCAPE.sub(lambda mark: mark[1].strip(), text)
    if names:
        text = _IN_QUOTES.sub(lambda mark: code(mark[1]) if mark[1] in names else mark[0], text)
    if names:
        text = _VALUED.sub(lambda mark: code(mark[0].strip("'\"")) if mark["name"] in names else mark[0], text)
    if stressed:
        text = _NAME.sub(lambda mark: code(mark[0]) if mark[0] in stressed else mark[0], text)
    return _EMOJI.sub("", text)


# Sentences.

_END = re.compile(r"[.!?]{1,12}[)\"'\u201d\u2019*]{0,3}(?=\s|\Z)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|vs|cf|resp|approx|incl|excl|dr|mr|mrs|st|no|fig|eq|sec|ver|viz|al|esp|ca|pp?|[a-z])\.\Z",
    re.IGNORECASE,
)
_STARTS_LOW = re.compile(r"[a-z,;:)\]]")


def sentences(text: str) -> list[str]:
    """Split a cleaned paragraph into its sentences.

    Periods in code, in parentheses, in numbers and after abbreviations end no sentence, nor do those that a small
    letter follows.

    Args:
        text: On one line, with code between backticks.
    """
    found: list[str] = []
    start = last = ticks = depth = 0
    for end in _END.finditer(text):
        ticks += text.count("`", last, end.end())
        depth += text.count("(", last, end.end()) - text.count(")", last, end.end())
        last = end.end()
        following = text[last : last + 2].lstrip()
        if ticks % 2 or depth > 0 or _STARTS_LOW.match(following):
            continue
        if following and _ABBREVIATION.search(text[max(start, last - 12) : last]):
            continue
        found.append(text[start:last].strip())
        start, ticks, depth = last, 0, 0
    if text[start:].strip():
        found.append(text[start:].strip())
    return found
