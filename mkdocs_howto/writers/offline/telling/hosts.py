"""Hosts that an author names, against those that the code knows."""

from __future__ import annotations

import ast
import re

from mkdocs_howto.syntax import walk

_HOST = re.compile(
    r"(?<![\w@/.-])(?:www\.)?(?P<name>[a-z0-9-]{3,})(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|ai|dev|app|co\.\w\w|ru|de|me)\b",
    re.IGNORECASE,
)
"""A host as a sentence names it, without a scheme: "example.com"."""
_PHRASE = re.compile(
    rf" (?:from|to|of|on|at|via|by|in) (?:the )?(?:\w+ )?`?{_HOST.pattern}`?(?=[.,;:)]|\s|\Z)", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://([\w.-]+)")


def addresses_in(node: ast.AST) -> set[str]:
    """Return the hosts of the addresses that code holds outside of its docstrings."""
    alone = {id(one.value) for one in walk(node) if isinstance(one, ast.Expr)}
    texts = [
        one.value
        for one in walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in alone
    ]
    return {host.lower() for text in texts for host in _ADDRESS.findall(text)}


def without_other_hosts(text: str, node: ast.AST) -> str:
    """Return an author's sentence without a host that it says the code asks, where the code asks only others.

    Args:
        text: The sentence.
        node: The code that it is about.
    """
    if _HOST.search(text) is None or not (known := addresses_in(node)):
        return text
    return _PHRASE.sub(lambda found: found[0] if any(found["name"].lower() in one for one in known) else "", text)


def names_stranger(text: str, file: str, node: ast.AST) -> bool:
    """Return whether a sentence names a host that neither the code nor the path of its file knows.

    Args:
        text: The sentence.
        file: Path of the file.
        node: The code.
    """
    known = f"{file} {' '.join(addresses_in(node))}".lower()
    return any(found["name"].lower() not in known for found in _HOST.finditer(text))
