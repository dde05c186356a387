"""Calls as a reader types them, and what their parameters are for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from mkdocs_howto.facts.values import Docstring, Field
from mkdocs_howto.facts.words import sentences
from mkdocs_howto.secrets import is_secret_name
from mkdocs_howto.section import Parameter, Signature
from mkdocs_howto.writers.offline.telling.excerpts import excerpt
from mkdocs_howto.writers.offline.words import capital, decapitalised

_MOST_SHOWN = 8
"""Parameters with which a signature is still read in one go."""
_MOST_TOLD = 7
_LONGEST_DEFAULT = 32
_LONGEST_CALL = 130
_MOST_USED = 3
_MOST_SHOWN_ALONE = 10
_LONGEST_ALONE = 150
"""The same for a call that has a step for itself."""
_LEAD = re.compile(
    r"(?:\(?(?:optional|required)\)?[:,.;]?\s+|defaults? to \S+?[.,;]?\s+"
    r"|if (?:given|set|specified|provided|not none),\s+"
    r"|(?:this|it) (?:parameter |argument |option )?(?=(?:is|must|can|may|determines|specifies|controls|sets)\b))+",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"`?\*{0,2}(?P<name>\w+)`?\s*(?:\(optional\)|[:\u2013\u2014-])[\s\u2013\u2014-]*(?P<text>[A-Z`].*)\Z"
)
_OF_PARAMETER = re.compile(
    r"(?:(?P<conjunction>If|When) (?:the )?`?(?P<name>\w+)`?(?: (?:parameter|argument|keyword|option|flag))?"
    r" (?:is|are) "
    r"(?P<state>(?!also\b)(?:not )?(?:set to |equal to )?[\w`'\"]+,? (?!and\b|or\b)\S.*)"
    r"|(?:The )?`?(?P<subject>\w+)`?(?: (?:parameter|argument|keyword|option|kwarg))?"
    r" (?:(?:is|are) (?=an?\b|the\b|one\b|either\b|any\b|passed\b|ignored\b)|(?=(?:must|should|can|may|specifies"
    r"|determines|controls|sets)\b))(?P<text>\S.*))\Z"
)
"""A sentence about one parameter: what holds if it is passed, or what it is."""
_FEW_OPTIONS = 2
_RAISES = re.compile(r"\braises? |\b(?:is|are|be) (?:raised|thrown)\b")
_BLANK = re.compile(r"\[(?:description|summary|type)\]|_(?:description|summary|type)_|TODO|FIXME")
"""What editors write into a docstring for its author to replace."""
_POINTER = re.compile(r"(?:see|same as|as (?:in|above|for)|refer to|like) ", re.IGNORECASE)


def call_of(
    name: str, signature: Signature | None, *, is_long: bool = False, ranks: Mapping[str, int] = MappingProxyType({})
) -> str:
    """Return a call with its parameters and their defaults, between backticks.

    With more than eight parameters, or too long ones, only those are shown without which no call is understood.

    Args:
        name: What is called, as the reader types it: `cart.add`, `Cart`.
        signature: Its parameters.
        is_long: Whether the call has a step for itself.
        ranks: How often examples pass each parameter by its name: the most used ones are shown, too.
    """
    parameters = public(signature)
    used = sorted((one.name for one in parameters if ranks.get(one.name)), key=lambda one: -ranks[one])[:_MOST_USED]
    if is_cut(signature, is_long=is_long):
        parameters = [
            one for one in parameters if one.required or one.kind == "variadic positional" or one.name in used
        ]
    return f"`{name}({', '.join(_parts(parameters))})`"


def is_cut(signature: Signature | None, *, is_long: bool = False) -> bool:
    """Return whether a signature has too many parameters to be shown with all of them."""
    parameters = public(signature)
    length = len(", ".join(_parts(parameters)))
    if is_long:
        return len(parameters) > _MOST_SHOWN_ALONE or length > _LONGEST_ALONE
    return len(parameters) > _MOST_SHOWN or length > _LONGEST_CALL


def public(signature: Signature | None) -> Sequence[Parameter]:
    """Return the parameters that a caller passes: private ones with a default are the author's own."""
    parameters = signature.parameters if signature is not None else ()
    return [one for one in parameters if one.required or not re.match(r"_(?!_\w+__\Z)", one.name)]


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
    return f"={one.default}" if is_shown and not hidden and not is_private else "=..."


def parameter_texts(
    docstring: Docstring, signature: Signature | None, rank: Mapping[str, int] | None = None, most: int = _MOST_TOLD
) -> dict[str, str]:
    """Return what parameters are for in their author's words, by name.

    Args:
        docstring: Of the function or class.
        signature: Decides which parameters there are, and their order.
        rank: How often examples pass each; required ones count first.
        most: Parameters that are told.
    """
    parameters = public(signature)
    names = [one.name for one in parameters]
    fields = _listed(docstring, names) | _dashed(docstring, names) | _in_prose(docstring, names)
    fields |= {one.name.lstrip("*"): one for one in docstring.parameters}
    known = [one for one in parameters if one.name in fields]
    held = {one.name: field_text(one) for one in docstring.attributes}
    told = {
        one.name: field_text(fields[one.name]) or held.get(one.name, "") or _type_text(fields[one.name])
        for one in known
    }
    texts = {one.name: text for one in known if (text := _beside_default(told[one.name], one))}
    if len(texts) <= most:
        return texts
    required = {one.name for one in parameters if one.required}
    ranks = rank or {}
    order = sorted(texts, key=lambda name: (name not in required, -ranks.get(name, 0)))
    kept = set(order[:most])
    return {name: text for name, text in texts.items() if name in kept}


def _type_text(field: Field) -> str:
    """Return which values a parameter takes, where its author says that in words: "a number or a text"."""
    is_said = re.search(r"\b(?:an?|or|of|the)\b", field.type) is not None and not re.search(
        r"[|\[\]{}`=]|^optional|, optional", field.type
    )
    return field.type.strip().rstrip(".") if is_said else ""


def _beside_default(text: str, parameter: Parameter) -> str:
    """Return what a parameter is for without its default, which the signature beside it shows."""
    default = (parameter.default or "").strip("'\"")
    value = rf"[`'\"]*(?:{re.escape(default)}|[\w.…-]{{0,20}})[`'\"]*"  # Another one contradicts the signature.
    said = rf"(?:the )?default(?:s to|s| is| value is| value)?:?(?: to)? {value}"
    behind = r"(?<!none)(?<!none`)"  # "If None, defaults to …" is a condition, not the default.
    left = re.sub(rf"(?:\. {said}(?=\.|\Z)|,? \({said}\)|{behind}, {said}(?=\.|\Z))", "", text, flags=re.IGNORECASE)
    return left if _is_latin(left) else ""


def _is_latin(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isascii() for letter in letters) >= 0.8 * len(letters)


def _listed(docstring: Docstring, names: Sequence[str]) -> dict[str, Field]:
    """Return the parameters that an author tells in a plain list: "* `name` - What it is for."."""
    found: dict[str, Field] = {}
    for one in docstring.paragraphs:
        match = _ITEM.match(one.text) if one.is_item else None
        if match is not None and match["name"] in names:
            found[match["name"]] = Field(name=match["name"], type="", text=match["text"], line=one.line)
    return found


def _dashed(docstring: Docstring, names: Sequence[str]) -> dict[str, Field]:
    """Return the parameters that an author tells below one another in a paragraph: "name -- What it is for."."""
    found: dict[str, Field] = {}
    for one in docstring.paragraphs:
        parts = re.split(rf"\b({'|'.join(map(re.escape, names))}) --? ", one.text) if names and " -" in one.text else []
        for name, text in zip(parts[1::2], parts[2::2], strict=False):
            found.setdefault(name, Field(name=name, type="", text=text.strip(), line=one.line))
    return found


def _in_prose(docstring: Docstring, names: Sequence[str]) -> dict[str, Field]:
    """Return the parameters of which a sentence tells when they are passed or what they are."""
    found: dict[str, Field] = {}
    for paragraph in docstring.paragraphs if not docstring.parameters else ():
        for sentence in sentences(paragraph.text):
            name, text = said_of(sentence, names)
            if name:
                before = f"{capital(found[name].text)} " if name in found else ""
                text = f"{before}{capital(text)}" if before else text
                found[name] = Field(name=name, type="", text=text, line=paragraph.line)
    return found


def said_of(sentence: str, names: Sequence[str]) -> tuple[str, str]:
    """Return the parameter that a sentence is about, and what it says of it; empty texts if it is about none.

    Args:
        sentence: Of a docstring.
        names: Parameters.
    """
    found = _OF_PARAMETER.match(sentence)
    if found is None or (found["name"] or found["subject"]) not in names or _RAISES.search(sentence):
        return "", ""
    if found["name"]:
        return found["name"], f"{found['conjunction'].lower()} {found['state']}"
    return found["subject"], found["text"]


def few_or_none(
    texts: Mapping[str, str], parameters: Iterable[Parameter], ranks: Mapping[str, int], own: Collection[str] = ()
) -> dict[str, str]:
    """Return what parameters are for without a single one that was picked by chance out of many.

    Args:
        texts: What each parameter is for.
        parameters: All of them.
        ranks: How often examples pass each parameter by its name.
        own: Parameters that the author has picked himself.
    """
    options = [one.name for one in parameters if not (one.required or one.kind.startswith("variadic"))]
    told = [name for name in options if name in texts]
    is_chance = len(told) == 1 and len(options) > _FEW_OPTIONS and not (ranks.get(told[0]) or told[0] in own)
    return {name: text for name, text in texts.items() if not (is_chance and name == told[0])}


def field_text(field: Field) -> str:
    """Return what an author says of a parameter or field, as it follows a colon: what decides what is passed for it."""
    lead = _LEAD.match(field.text)
    text = excerpt(field.text[lead.end() :] if lead is not None else field.text).strip()
    if not _is_latin(text):
        return ""
    if not text or _BLANK.search(text) or _POINTER.match(text) or not _new_words(text, field.name):
        return ""
    return decapitalised(text)


def _new_words(text: str, name: str) -> bool:
    """Return whether a text says more than the name of what it is about."""
    words = {word.lower().rstrip("s") for word in re.findall(r"[A-Za-z]+", text)}
    return bool(words - {"the", "a", "an"} - {word.lower().rstrip("s") for word in re.findall(r"[A-Za-z]+", name)})
