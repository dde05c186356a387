"""Compare claims about HTTP requests with the code: methods, purposes and order."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from mkdocs_howto.effects import Effects, sequence_of
from mkdocs_howto.review.statements import is_denied
from mkdocs_howto.section import CodeBlock

_METHOD = r"(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD)"
_REQUEST = re.compile(
    rf"\b{_METHOD}\b`?(?=\s+requests?\b)"
    rf"|\b(?:sends?|via|by|using)\s+(?:an?\s+|the\s+)?`?{_METHOD.replace('method', 'other')}\b"
)
_WANTED = re.compile(
    r"(?:\s+requests?)?\s+(?:for|to\s+(?:get|fetch|read|ask for|obtain|create|upload|delete))\s+"
    r"(?:(?:an?|the|its|that|this)\s+)?(?P<what>\w+)"
)
"""Purpose that a text gives a request."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_STOP = frozenset(
    {
        "with",
        "from",
        "that",
        "then",
        "this",
        "request",
        "requests",
        "sends",
        "send",
        "response",
        "http",
        "https",
        "json",
    }
    | {"data", "session", "client", "headers", "header", "async", "await", "create", "post", "head", "patch", "delete"}
    | {
        "self",
        "proxy",
        "params",
        "through",
        "given",
        "their",
        "them",
        "body",
        "text",
        "form",
        "page",
        "return",
        "timeout",
    }
)


def claims(text: str, effects: Effects) -> Iterator[tuple[str, str]]:
    """Yield false claims about requests, as offending words and a message."""
    if not effects.requests:
        return
    found = [match for match in _REQUEST.finditer(text) if not is_denied(text, match.start())]
    for match in found:
        method = match["method"] or match["other"]
        if method not in effects.requests:
            yield method, f"The code sends {', '.join(effects.requests)}, not {method}."
            continue
        wanted = _WANTED.match(text[match.end() :])
        said = _words(wanted["what"]) if wanted else frozenset()
        own = {word for one in effects.sent if one.method == method for word in _words(one.code)}
        others = [one for one in effects.sent if one.method != method and said & _words(one.code)]
        if others and not said & own:
            shared = min(said & _words(others[0].code))
            yield method, f"The code sends {others[0].method}, not {method}, for `{shared}`."


def order(
    lines: Sequence[tuple[int, str]], tree: ast.Module, block: CodeBlock, effects: Effects
) -> Iterator[tuple[int, str, str]]:
    """Yield where steps tell requests in another order than the code sends them, as line, words and message."""
    sent = sequence_of(block, tree) if len(effects.requests) > 1 else ()
    told: dict[str, int] = {}
    for line, text in lines:
        for match in _REQUEST.finditer(text):
            if not is_denied(text, match.start()):
                told.setdefault(match["method"] or match["other"], line)
    methods = list(dict.fromkeys(sent))
    common = [method for method in told if method in methods]
    right = [method for method in methods if method in common]
    if common != right and len(sent) == len(methods):
        yield told[common[0]], common[0], f"The code sends {' first, then '.join(right)}."


def _words(text: str) -> frozenset[str]:
    """Return the words of a text or of names in it, in lower case and without a plural's ending."""
    found = (word.lower().removesuffix("s") for word in _WORD.findall(text))
    return frozenset(word for word in found if len(word) > 3 and word not in _STOP)
