"""Say what a call returns or yields, and when that is `None`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mkdocs_howto.facts.outcomes import Outcome
from mkdocs_howto.facts.values import Docstring, Field
from mkdocs_howto.facts.words import sentences
from mkdocs_howto.section import NamedBlock, Shape
from mkdocs_howto.syntax import gives_itself
from mkdocs_howto.writers.offline.describing.calling import is_property
from mkdocs_howto.writers.offline.describing.conditions import clauses
from mkdocs_howto.writers.offline.describing.plain import first_sentence
from mkdocs_howto.writers.offline.trees import Function
from mkdocs_howto.writers.offline.words import decapitalised, listed, with_article

_SAYS_RESULT = re.compile(
    r"\b(?:returns?|returning|yields?|gives?|gets?|retrieves?|fetch(?:es)?|computes?|calculates?|tells?"
    r"|checks? (?:if|whether)|tests? (?:if|whether)|whether|creates?|builds?|makes?|constructs?|converts?"
    r"|determines?|finds?|parses?|loads?|reads?)\b",
    re.IGNORECASE,
)
"""A purpose that says what comes back."""
_DETERMINED = re.compile(
    r"(?:an?|the|its|this|that|these|all|each|every|any|some|one|two|three|no|none|both|either|another|if"
    r"|whether|what|how"
    r"|when|where|which|true|false|self|nothing|number of|list of|tuple of|dict|dictionary|instance|new"
    r"|\d+|`|\(|\W)(?![\w-])",
    re.IGNORECASE,
)
"""How a text about a result begins that needs no article."""
_RETURN = re.compile(r"\breturn(?:s|ed|ing)?\b|\bresult\b", re.IGNORECASE)
_VERB = re.compile(r"(?:returns?|yields?|gives?)\s+", re.IGNORECASE)
_NO_TEXT = re.compile(
    r"(?:none|nothing|see|as|same as|depends|if|when|for|in|by default|this|it|on|while|once|after|before"
    r"|during|until|\W*\Z)\b",
    re.IGNORECASE,
)
_NONE_RETURNED = re.compile(r"\breturn\w*\b", re.IGNORECASE)
_OR_NONE = re.compile(r"\bor `?None\b")
_PREFIX = re.compile(r"\b(?:t|te|typing|typing_extensions|collections\.abc|abc)\.(?=[A-Z])")
_INNER_TYPE = re.compile(r"(?<!\w)_\w|\b[A-Z]{1,2}\b|\bT_|_co\b|\.\.\.|\bAny\b|\bAwaitable\b|Model\]|Type\]|\[\w*T\]")
"""Marks of a type that tells a reader nothing: private names, type variables, gaps."""
_MAYBE = "The result may be `None`."
_OPTIONAL = re.compile(r"(?:[\w.]+\.)?Optional\[")
_ITEM = re.compile(r"(?:\A|(?<=\s))(?:\(?\d{1,2}[).]|[-*\u2022])\s+(?=\S)")
"""Mark of an item in a text whose lines are joined."""
_CHOICE = re.compile(
    r"(?:\A|\b(?:one of(?: these| the following)?|either(?: of)?|any of|the following"
    r"|(?:two|three|four|several|possible) (?:\w+ )?(?:things|values|kinds|results|cases|outcomes|options|types)"
    r"(?: of \w+)?))\W*\Z",
    re.IGNORECASE,
)
"""How a text ends that is followed by the kinds of result."""
_HEAD_END = re.compile(
    r"(?<=[^\s]),? (?:which|that|because|since|where|--?|\u2013|\u2014) |\.(?:\s|\Z)|;| \(|: (?!if|when)"
)
"""Where the first words of an item end."""
_ONLY_NONE = re.compile(r"`?(?:None|Nothing)`?\.?\Z", re.IGNORECASE)
_CODE_VALUE = re.compile(r"`[^`]+`(?:\.|,| (?:if|when|or|otherwise|on|for|in|and|unless|unchanged|itself|as)\b)")
"""Code that stands for a value of its own, not as the name of a kind of thing: "`None` if …"."""
_ODD = re.compile(r":|\[\w+\]|(?<![\w.])_[A-Za-z]")
"""Marks of a text that is a list, only a place for one, or about what is private."""
_LONGEST = 160
_MOST_KINDS = 5
_LONGEST_KIND = 90
_CASE = re.compile(r"\b(?:if|when|otherwise|unless)\b|\A`")
_LONGEST_TYPE = 44
_FILL = frozenset(
    """
    the this that with and for was are has new given resul value objec insta
    """.split()  # noqa: SIM905 - words read better as a text
)
"""Beginnings of words that add nothing to what is said of a result."""
_SILENT = frozenset({"", "None", "Any", "typing.Any", "NoReturn", "Never", "typing.NoReturn", "object"})


def returned(
    block: NamedBlock, function: Function, docstring: Docstring, outcomes: Sequence[Outcome], told: str
) -> str:
    """Return a sentence about what a call gives; empty if that is said already, or not known.

    Args:
        block: The function.
        function: Its syntax tree.
        docstring: What its author says.
        outcomes: Ends of a call that its arguments decide.
        told: What is told of it already.
    """
    shape = block.shape
    if "contextmanager" in shape.labels:
        return _of_fields("`as` binds", docstring.yields, "")
    if "generator" in shape.labels:
        return _of_fields("Yields", docstring.yields or docstring.returns, told)
    if "abstract" in shape.labels and not docstring.returns:
        return ""
    if is_property(shape):
        return ""
    if kinds := _kinds(docstring.returns):
        return kinds
    none = _none(shape, docstring, outcomes, told)
    is_told = (bool(docstring.paragraphs) and _SAYS_RESULT.match(told) is not None) or _RETURN.search(told) is not None
    text = _of_fields("Returns", docstring.returns, told)
    if is_told or text:
        return _joined("" if is_told else text, "" if _names_none(text) and not is_told else none)
    if gives_itself(function) and [one.arg for one in function.args.args[:1]] == ["self"]:
        return "Returns the object itself."
    typed = _typed(shape)
    typed = "" if typed.removeprefix("Returns ").rstrip(".") in told else typed
    return _joined(typed, "" if typed and none == _MAYBE else none)


def _kinds(fields: Sequence[Field]) -> str:
    """Return the kinds of result that a docstring lists, each by its first words; empty if it lists none."""
    lead, *items = _ITEM.split(fields[0].text) if len(fields) == 1 else [""]
    heads = [_small(_HEAD_END.split(item, maxsplit=1)[0].replace(": ", " ").strip(" .,;:")) for item in items]
    is_short = 2 <= len(heads) <= _MOST_KINDS and all(1 < len(one) <= _LONGEST_KIND for one in heads)
    if not is_short or not (_CHOICE.search(lead) and (lead.strip() or all(map(_CASE.search, heads)))):
        return ""
    return f"Returns {listed(heads, 'or')}."


def _small(text: str) -> str:
    """Return words as they stand in a sentence; a name or an abbreviation keeps its capital."""
    text = re.sub(r"\A(?:True|False|None)\b", lambda word: f"`{word[0]}`", text)
    return decapitalised(text)


def _none(shape: Shape, docstring: Docstring, outcomes: Sequence[Outcome], told: str) -> str:
    """Return when the result is `None`; empty if that is said already, or if it never is."""
    if _names_none(told):
        return ""
    field_text = docstring.returns[0].text if len(docstring.returns) == 1 else ""
    for text in sentences(field_text):
        if _names_none(text) and " " in text and len(text) <= _LONGEST and _NONE_RETURNED.search(text):
            return text if text.endswith(".") else f"{text}."
    return _when_none(outcomes, shape) or _may_be_none(shape, docstring)


def _joined(first: str, second: str) -> str:
    """Return two sentences about the result as one line."""
    return f"{first} {second}".strip()


def _names_none(text: str) -> bool:
    return re.search(r"\bNone\b", text) is not None


def shape_returns(shape: Shape) -> str:
    """Return the annotation of the result without quotation marks."""
    return shape.signature.returns.strip("'\"") if shape.signature is not None else ""


def _when_none(outcomes: Sequence[Outcome], shape: Shape) -> str:
    """Return when the arguments make the result `None`."""
    parameters = shape.signature.parameters if shape.signature is not None else ()
    words = clauses([one for one in outcomes if not one.raises], parameters)
    return f"Returns `None` if {listed(words, 'or')}." if 0 < len(words) <= 2 else ""


def _may_be_none(shape: Shape, docstring: Docstring) -> str:
    """Return that the result may be `None`, where no word of the author says so."""
    types = {one.strip() for one in shape_returns(shape).split("|")}
    is_optional = ("None" in types and len(types) > 1) or _OPTIONAL.match(shape_returns(shape)) is not None
    documented = " ".join(one.text for one in docstring.returns)
    return _MAYBE if is_optional or _OR_NONE.search(documented) else ""


def _of_fields(verb: str, fields: Sequence[Field], told: str) -> str:
    """Return the author's words about a result as a sentence; empty if they are none."""
    if len(fields) != 1:
        return ""
    text = first_sentence(fields[0].text)
    text = text[len(found[0]) :] if (found := _VERB.match(text)) else text
    if _ONLY_NONE.match(text) or len(_ITEM.findall(text)) > 1:
        return ""
    if not 6 <= len(text) <= _LONGEST or _NO_TEXT.match(text) or _ODD.search(text) or _adds_little(text, told):
        return ""
    start = text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
    if _CODE_VALUE.match(start):
        return f"{verb} {start}"
    if re.match(r"true (?:if|when|iff)\b", start):
        return f"{verb} `True`{start[4:]}"
    start = re.sub(r"\A(true|false|none)\b", lambda word: f"`{word[0].capitalize()}`", start)
    return f"{verb} {start if _DETERMINED.match(start) else f'the {start}'}"


def _adds_little(text: str, told: str) -> bool:
    """Return whether nearly all words of a text about a result stand in the purpose already."""
    words, known = ({word[:5] for word in re.findall(r"[a-z]{3,}", one.lower())} - _FILL for one in (text, told))
    return len(words - known) <= len(words) // 4


def _typed(shape: Shape) -> str:
    """Return the annotation of the result in a sentence."""
    text = _PREFIX.sub("", shape_returns(shape))
    if text in _SILENT or len(text) > _LONGEST_TYPE or "`" in text or _INNER_TYPE.search(text):
        return ""
    owner = shape.object_path.split(".")[-2] if "." in shape.object_path else ""
    text = owner if text.rpartition(".")[2] == "Self" and owner else text
    parts = [part.strip() for part in text.split("|")] if "[" not in text else [text]
    if len(parts) > 3:
        return ""
    kinds = [f"`{part}`" if part in {"None", "bytes"} else with_article(f"`{part}`") for part in parts]
    return f"Returns {listed(kinds, 'or')}."
