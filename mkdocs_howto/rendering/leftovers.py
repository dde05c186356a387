"""Find placeholders that nobody replaced in a built page.

A page is read once, as browsers read it: what is never closed holds the rest of the page (HTML
Standard, section 13.2.5, "Tokenization"). Python's `html.parser` searches the rest of the page again
for every comment or tag that is not closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

_TOKEN = re.compile(
    r"<!--|<(?P<other>[!?])|<(?P<closes>/)?(?P<name>[A-Za-z][^\s/>]*+)"
    r"|(?P<placeholder>:::[ \t]*+howto[ \t]++[^\s<&][^\n<&]*+)"
)
_TAG_REST = re.compile(r"""(?:[^>=]|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+""")
_COMMENT = re.compile(r"\A\s*+howto:\s*+\S")
_RAW_END = re.compile(r"</(?P<name>script|style|textarea|title)(?=[\s/>])", re.IGNORECASE)
_RAW = {"script", "style", "textarea", "title"}
"""Elements that hold no other elements: only their own closing tag means something in them."""
_CODE = {"pre", "code"}
"""Elements that show a placeholder."""


def find(html: str, meant: Iterable[str] = ()) -> list[tuple[int, str]]:
    """Find placeholders in a page's text and comments, outside code.

    Args:
        html: The page.
        meant: Lines that the page shows on purpose. They are escaped in the page's Markdown, but whatever rewrites
            the page, such as a minifier, may have put a plain colon for `&#58;`.

    Returns:
        Lines, from 1, and what stands there.
    """
    lines = [_squeezed(line) for line in meant]
    found: list[tuple[int, str]] = []
    line, counted = 1, 0
    for at, words in _shown(html):
        line += html.count("\n", counted, at)
        counted = at
        if not any(one.startswith(_squeezed(words)) for one in lines):
            found.append((line, words))
    return found


def _squeezed(text: str) -> str:
    """Return a line as browsers and minifiers see it: runs of blanks are one, character references characters."""
    return " ".join(unescape(text).split())


def _shown(html: str) -> Iterator[tuple[int, str]]:
    """Yield each placeholder with the place of its first character."""
    depth = 0
    at: int | None = 0
    while at is not None and (token := _TOKEN.search(html, at)):
        name = (token["name"] or "").lower()
        if token["placeholder"]:
            at = token.end()
            if not depth:
                yield token.start(), token["placeholder"].strip()
        elif not name and not token["other"]:
            at = _after(html, "-->", token.end())
            if at is not None and not depth and _COMMENT.match(html[token.end() : at - 3]):
                yield token.start(), html[token.start() : at]
        elif not name:
            at = _after(html, ">", token.end())
        else:
            if name in _CODE:
                depth = max(depth - 1, 0) if token["closes"] else depth + 1
            at = _after_tag(html, token.end(), "" if token["closes"] else name)


def _after(html: str, end: str, start: int) -> int | None:
    at = html.find(end, start)
    return at + len(end) if at >= 0 else None


def _after_tag(html: str, start: int, name: str) -> int | None:
    """Return the place behind a tag, or behind its text when that is not read as HTML; `None` for the page's end.

    Args:
        html: The page.
        start: The place behind the tag's name.
        name: Which element the tag opens; empty when it closes one.
    """
    rest = _TAG_REST.match(html, start)
    if rest is None or rest.end() == len(html):
        return None
    if name not in _RAW:
        return rest.end() + 1
    ends = _RAW_END.finditer(html, rest.end() + 1)
    return next((end.start() for end in ends if end["name"].lower() == name), None)
