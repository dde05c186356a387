"""Find the sentence of a README that says what its project is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from mkdocs_howto.facts.docstring import read
from mkdocs_howto.facts.words import sentences

_LONGEST = 12_000
"""Characters of a page that are read."""
_MOST = 12
"""Paragraphs that are looked at."""
_MOST_WORDS = 45
_REFERENCE = re.compile(r"(?<=\w)_{1,2}(?=[\s.,;:)]|\Z)")
"""The mark of a reference of reStructuredText (`Trio_`)."""
_NO_DEFINITION = frozenset(
    {"requires", "works", "supports", "runs", "needs", "depends", "aims", "uses", "has", "was", "follows", "comes"}
    | {"includes", "features", "targets", "ships", "lives", "plays", "takes", "does", "goes", "continues"}
    | {"apps", "classes", "developers", "docs", "examples", "functions", "modules", "releases", "tests", "users"}
)
"""Verbs that tell something else of a project than what it is for, and nouns that look like verbs."""
_NOT_IS = re.compile(r"is (?!(?:an?|the|one)\b)")
_OTHER = re.compile(
    r"https?:|\bversions?\b|\bpip\b|\binstall|\bdocumentation\b|\blicen[cs]|\bsponsor|welcome\b|\A[:`\[]", re.IGNORECASE
)


def definition_of(text: str, packages: Collection[str]) -> str:
    """Return what a page says its project is, with "This package" as its subject; empty where it does not say it.

    Args:
        text: Markdown or reStructuredText.
        packages: Top-level packages of the project.
    """
    if not packages:
        return ""
    names = "|".join(map(_spelled, sorted(packages)))
    subject = re.compile(
        rf"(?:The )?(?:(?:python|py|pytest)[- _]?)?(?:{names})"
        r"(?: (?:package|library|module|framework|project|plugin))?,? (?P<rest>[a-z]+s\b.*)",
        re.IGNORECASE,
    )
    this = re.compile(
        r"This (?:is|(?:python )?(?:package|library|module|project|plugin)) (?P<rest>\S.*)", re.IGNORECASE
    )
    # A name in lower case begins a sentence, too.
    ends = re.compile(rf"(?<=[.!?]) (?=(?:{names}) )", re.IGNORECASE)
    found = [ends.split(sentence, maxsplit=1)[0] for sentence in _first_sentences(text)]
    told = [
        _predicate(sentence, match["rest"])
        for pattern in (subject, this)
        for sentence in found
        if (match := pattern.match(sentence)) is not None
    ]
    definitions = sorted(filter(_is_definition, told), key=lambda rest: not rest.startswith("is "))
    return f"This package {definitions[0]}" if definitions else ""


def _spelled(package: str) -> str:
    return re.escape(package).replace("_", "[-_ ]?")


def _first_sentences(text: str) -> Iterator[str]:
    prose = (one for one in read(text[:_LONGEST]).paragraphs if not one.is_item)
    for number, paragraph in enumerate(prose):
        if number == _MOST:
            return
        yield from sentences(_REFERENCE.sub("", paragraph.text))[:1]


def _predicate(sentence: str, rest: str) -> str:
    return f"is {rest}" if re.match(r"This is ", sentence, re.IGNORECASE) else rest


def _is_definition(rest: str) -> bool:
    """Return whether a predicate says what a project is or does."""
    verb = rest.split(" ", 1)[0].lower()
    if verb in _NO_DEFINITION or _NOT_IS.match(rest) or _OTHER.search(rest):
        return False
    return 3 <= len(rest.split()) <= _MOST_WORDS and rest.endswith(".")
