"""Say which exceptions leave a call, each with its condition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mkdocs_howto.facts.outcomes import Outcome
from mkdocs_howto.facts.values import Docstring, Raised
from mkdocs_howto.section import Parameter
from mkdocs_howto.writers.offline.describing.conditions import clauses
from mkdocs_howto.writers.offline.words import listed

_LONGEST = 110
_MOST_CLAUSES = 3
_CLAUSE = re.compile(
    r"(?:the|an?|no|any|either|both|all|one|there|`[^`]+`|another)\s(?!error\b|exception\b).*?"
    r"(?:\b(?:is|are|was|were|has|have|cannot|could|does|do|did|can|exceeds|fails|failed|exists|contains|already|lies)\b)",
    re.IGNORECASE,
)
"""A statement of what is wrong: "The number is odd."."""
_OPENS_CONDITION = re.compile(
    r"(?:(?:always |is |gets |will be |exception |error |an? error |an? exception )*(?:raised|thrown|occurs)?,? ?)"
    r"(?:only |also )?(?:if|when|whenever|unless|in case|on|while|because)\b",
    re.IGNORECASE,
)
"""How a text begins that is a condition from its first words on."""
_CASE = re.compile(
    r"(?:an?\s|any\s|too (?:few|many|large|small|long|short)\b|(?:unknown|invalid|missing|unsupported)\s)",
    re.IGNORECASE,
)
"""How the name of a case begins: "Too few units of an article"."""
_GENERIC = re.compile(r"(?:an? )?(?:\w+ )?(?:error|exception)\b", re.IGNORECASE)
_ODD = re.compile(r"[<>{}\[\]\\*|^#=]|https?:|\.\.|\.\s|;|\betc\b")


def failures(
    docstring: Docstring, outcomes: Sequence[Outcome], parameters: Sequence[Parameter]
) -> list[tuple[str, str]]:
    """Return the exceptions whose condition is known, each with its clause: `("KeyError", "if the key is missing")`.

    The author's condition goes before the one that the code shows.

    Args:
        docstring: Of the object.
        outcomes: Ends of a call that its arguments decide.
        parameters: Of the call.
    """
    found = dict(documented(docstring))
    names = {name.rpartition(".")[2] for name in found}
    for raises in dict.fromkeys(one.raises for one in outcomes if one.raises):
        if raises.rpartition(".")[2] in names:
            continue
        words = clauses([one for one in outcomes if one.raises == raises], parameters)[:_MOST_CLAUSES]
        is_long = len(words) > 1 and any(" and " in one or " or " in one for one in words)
        found[raises] = f"if {', or if '.join(words) if is_long else listed(words, 'or')}"
    return list(found.items())


def documented(docstring: Docstring) -> Iterator[tuple[str, str]]:
    """Yield the exceptions that an author names with their condition, each as a clause with its conjunction."""
    for raised in docstring.raises:
        condition = _condition(raised)
        if condition and len(condition) <= _LONGEST and not _ODD.search(condition) and condition.count("`") % 2 == 0:
            yield raised.name, condition


def _condition(raised: Raised) -> str:
    """Return the author's condition; a statement of what is wrong becomes one."""
    text = raised.text.rstrip(". ")
    start = text if text.startswith("`") or text[1:2].isupper() else text[:1].lower() + text[1:]
    if raised.condition and _OPENS_CONDITION.match(text):
        return raised.condition.replace("in case of", "on", 1)
    if _CLAUSE.match(text):
        return f"if {start}"
    # "Too few units, unless `partial` is true" says something else without its beginning.
    return f"for {start}" if _CASE.match(text) and not _GENERIC.match(text) else ""
