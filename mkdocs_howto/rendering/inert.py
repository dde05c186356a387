"""Make text mean nothing but itself in Markdown.

Whatever a docstring, a model or a program's source says, in the page it is text: it starts no
list, directive or macro, includes no file, makes no link. Every character that some usual
extension gives a meaning to becomes a character reference, which all of them leave alone.
"""

from __future__ import annotations

import re

from mkdocs_howto.backticks import code_spans

_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f]"
)
"""Control characters, among them those that Python-Markdown keeps for itself (STX, ETX); characters that turn the
direction of what follows; halves of surrogate pairs, which no file can hold; and characters that nobody sees, but
machines read as words."""
_LINE_END = re.compile(r"\r\n?")

_TELLING = r"(?<![a-f\d])[a-f\d](?=[a-f\d]{39}(?![a-f\d])) | (?<=\d)[snrt](?=[tdh])"
"""Letters and digits that become links to commits, or raised ends of ordinals."""
_MEANT = re.compile(
    rf"""
    [&<>*_{{}}\[\]\\$~^|`\#]                 # Markdown, HTML, attribute lists, mathematics, tables
    | (?<![\s]):(?=\S) | (?<!\S):          # emoji, links, directives, definitions
    | (?<=-)- | (?<==)= | (?<=\+)\+        # snippets, marked and inserted text, keys
    | @(?=\w)                              # mentions, mail addresses
    | [!?](?=\d)                           # requests and discussions of a repository
    | (?<=www)\. | \((?=(?:c|r|tm)\))      # bare links, symbols
    | (?<=[\dc=+])/                        # fractions and other symbols
    | {_TELLING}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_UNMATHEMATICAL = {
    character: f'<span class="mathjax_ignore tex2jax_ignore">&#{ord(character)};</span>' for character in "$\\"
}
"""MathJax and KaTeX read the text of the finished page, where a reference is as good as its character; they stop
at elements, and MathJax leaves these classes alone (https://docs.mathjax.org/en/latest/options/document.html)."""
_AT_START = re.compile(r"\A(\d++(?=[.)])|(?=[-+=!?:>/]))(.)")
_PLAIN_CODE = re.compile(r"\A(?!\#!|:::)(?:[^<>&`{}]|[{}](?![{}%#+~>=-]))*+$")
"""Code that a pair of backticks renders as it stands. inlinehilite reads a leading `#!` or `:::`."""
_EDITED = re.compile(r"\{(?:\+\+|--|~~|==|>>)")
"""pymdownx.critic takes it for a change of the text, even inside a fence."""
_SNIPPET = re.compile(r"-8<-")
_UNINDENTED = re.compile(r"\A[ ]*+(?:\#!|:::)|\n\n\n")
"""codehilite takes the first line for the name of a language; empty lines in a row become one inside a list."""
_SIGN = re.compile(rf"[^\w\ ] | _ | {_TELLING}", re.VERBOSE | re.IGNORECASE)
_MARKUP = re.compile(r"[^\w .:/@-]")


def prose(text: str) -> str:
    """One paragraph of a section's text: words, and code between backticks.

    Args:
        text: As writers give it; line ends count as spaces.

    Returns:
        Markdown on one line that shows the same words and code.
    """
    return "".join(code(piece) if is_code else plain(piece, start=first) for piece, is_code, first in pieces(text))


def pieces(text: str) -> list[tuple[str, bool, bool]]:
    """A text's pieces: each with whether it is code, and whether it stands first."""
    line = _line(text)
    found: list[tuple[str, bool, bool]] = []
    at = 0
    for span in code_spans(line):
        if span.code.isspace():  # There is no code of nothing; `` would open code that ends anywhere.
            continue
        if span.start > at:
            found.append((line[at : span.start], False, at == 0))
        found.append((span.code.strip(), True, span.start == 0))
        at = span.end
    if at < len(line):
        found.append((line[at:], False, at == 0))
    return found


def plain(text: str, *, start: bool = False) -> str:
    """Words without any markup in them.

    Args:
        text: One line.
        start: Whether a block starts with it, where a few more characters mean something.
    """
    done = _MEANT.sub(lambda match: _UNMATHEMATICAL.get(match[0]) or _reference(match[0]), _UNSEEN.sub("", text))
    if start and (head := _AT_START.match(done)):
        return head[1] + _reference(head[2]) + done[head.end() :]
    return done


def code(text: str) -> str:
    """A piece of code inside a line."""
    line = _line(text)
    if _PLAIN_CODE.match(line) and not _SNIPPET.search(line):
        return f"`{line}`"
    return f"<code>{references(line)}</code>"


def block(text: str) -> str:
    """Lines of code for a fence or an indented block."""
    lines = _LINE_END.sub("\n", text).split("\n")
    return "\n".join(_UNSEEN.sub("", line.expandtabs(4)).rstrip() for line in lines).strip("\n")


def acts_in_fence(code: str, *, snippets: bool) -> bool:
    """Whether something in code is read even inside a fence.

    Args:
        code: Its lines.
        snippets: Whether the snippets extension reads the text.
    """
    return _EDITED.search(code) is not None or (snippets and _SNIPPET.search(code) is not None)


def changes_when_indented(code: str) -> bool:
    """Whether code would not be shown as it is by indenting it."""
    return _UNINDENTED.search(code) is not None


def fence(text: str) -> str:
    """A fence that no line of the code can close."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    return "`" * max(longest + 1, 3)


def attribute(text: str) -> str:
    """A value between double quotes in a tag; Markdown reads many of its marks before it knows the tag."""
    return _MARKUP.sub(lambda match: _reference(match[0]), _line(text))


def references(text: str) -> str:
    """Text in which every character but letters, digits and spaces is a character reference."""
    return _SIGN.sub(lambda match: _reference(match[0]), _UNSEEN.sub("", text))


def _line(text: str) -> str:
    """A text on one line; every kind of line end is a space."""
    return " ".join(filter(None, (_UNSEEN.sub("", word) for word in text.split())))


def _reference(character: str) -> str:
    return f"&#{ord(character)};"
