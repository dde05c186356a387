"""Calls as a reader types them, and what their parameters are for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from mkdocs_howto.facts.values import Docstring, Field
from mkdocs_howto.facts.words import sentences
from mkdocs_howto.secrets import is_secret_name
from mkdocs_howto.section import Parameter, Signature

_MOST_SHOWN = 8
"""Parameters with which a signature is still read in one go."""
_MOST_TOLD = 6
_LONGEST_DEFAULT = 16
_LONGEST_TEXT = 160
_LEAD = re.compile(
    r"(?:\(?optional\)?[:,.;]?\s+|defaults? to \S+?[.,;]?\s+|if (?:given|set|specified|provided|not none),\s+)+",
    re.IGNORECASE,
)
_MARKS = {"positional-only": "/", "keyword-only": "*"}


def call_of(name: str, signature: Signature | None, told: Collection[str] = ()) -> str:
    """Return a call with its parameters and their defaults, between backticks.

    With more than eight parameters only those are shown that a call must pass.

    Args:
        name: What is called, as the reader types it: `cart.add`, `Cart`.
        signature: Its parameters.
        told: Parameters that the text goes on to tell.
    """
    parameters = signature.parameters if signature is not None else ()
    if len(parameters) > _MOST_SHOWN:
        parameters = tuple(one for one in parameters if one.required)
    return f"`{name}({', '.join(_parts(parameters))})`"


def _parts(parameters: Sequence[Parameter]) -> list[str]:
    parts: list[str] = []
    has_star = any(one.kind == "variadic positional" for one in parameters)
    for number, one in enumerate(parameters):
        if one.kind == "keyword-only" and not has_star:
            parts.append("*")
            has_star = True
        stars = {"variadic positional": "*", "variadic keyword": "**"}.get(one.kind, "")
        parts.append(f"{stars}{one.name}{_default(one)}")
        following = parameters[number + 1].kind if number + 1 < len(parameters) else ""
        if one.kind == "positional-only" and following != "positional-only":
            parts.append("/")
    return parts


def _default(one: Parameter) -> str:
    if one.default is None or one.kind.startswith("variadic"):
        return ""
    is_shown = len(one.default) <= _LONGEST_DEFAULT and "`" not in one.default and "\n" not in one.default
    hidden = is_secret_name(one.name) and one.default not in {"None", "''", '""'}
    is_private = re.match(r"_\w|[\w.]+\._", one.default)
    return f"={one.default}" if is_shown and not hidden and not is_private else "=…"


def parameter_texts(
    docstring: Docstring, signature: Signature | None, rank: Mapping[str, int] | None = None
) -> dict[str, str]:
    """Return what parameters are for in their author's words, by name, at most six.

    Args:
        docstring: Of the function or class.
        signature: Decides which parameters there are, and their order.
        rank: How often examples pass each; required ones count first.
    """
    fields = {one.name.lstrip("*"): one for one in docstring.parameters}
    parameters = signature.parameters if signature is not None else ()
    texts = {one.name: text for one in parameters if one.name in fields and (text := _text(fields[one.name]))}
    if len(texts) <= _MOST_TOLD:
        return texts
    required = {one.name for one in parameters if one.required}
    order = sorted(texts, key=lambda name: (name not in required, -(rank or {}).get(name, 0)))
    kept = set(order[:_MOST_TOLD])
    return {name: text for name, text in texts.items() if name in kept}


def _text(field: Field) -> str:
    """Return the first sentence of a parameter's text as it follows a colon."""
    found = sentences(field.text)
    text = _LEAD.sub("", found[0]).strip().rstrip(".") if found else ""
    letters = [letter for letter in text if letter.isalpha()]
    if sum(letter.isascii() for letter in letters) < 0.8 * len(letters):
        return ""
    if not text or len(text) > _LONGEST_TEXT or text.endswith(":") or text.lower() == field.name.lower():
        return ""
    return decapitalised(text)


def decapitalised(text: str) -> str:
    """Return a sentence as the rest of another: its first letter small, unless the word is a name or abbreviation."""
    first = text.partition(" ")[0]
    is_name = first[:1] == "`" or (len(first) > 1 and any(letter.isupper() for letter in first[1:])) or first == "I"
    return text if is_name else text[:1].lower() + text[1:]
