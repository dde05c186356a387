"""What an author says in another language than English: his sentences as they stand, never parts of ours."""

from __future__ import annotations

import re

from mkdocs_howto.facts.docstring import read
from mkdocs_howto.facts.words import sentences
from mkdocs_howto.writers.offline.words import capital

_MOST_SENTENCES = 2
_MOST_WORDS = 45
_FEWEST_WORDS = 3
_LONGEST_TITLE = 25
"""Words of a title, which has no full stop."""
_RULER = re.compile(r"^[ \t]*[=~*#_-]{4,}[ \t]*$", re.MULTILINE)
_FIELD = re.compile(r"^[ \t]*[@:]\w+", re.MULTILINE)
_TAG = re.compile(r"@\w+.*")
"""A tag of Doxygen and what follows it on its line."""
_FOREIGN = re.compile(r"[^\W\d_a-zA-Z]")
_END = re.compile(r"[.!?…]['\")»]*\Z")
_DEFINES = re.compile(r"\A`?[A-Za-z_]\w*`? [-–—:=] ")
"""A name and a dash, before what the name stands for."""
_POINTS = re.compile(
    r"https?:|\A(?:[-–@\[]|[Mm]odule:)|[:,;]\Z|\b(?!\d)[^\WA-ZА-Я]{1,2}\.?\Z|\b(?:TODO|FIXME|todo|fixme)\b"
)
"""What points elsewhere, announces something, or breaks off."""


def is_foreign(text: str) -> bool:
    """Return whether most letters of a text are none of English, names in code marks apart."""
    words = (word for word in re.sub(r"`[^`]*+`", "", text).split() if "." not in word.strip("."))
    letters = [one for word in words for one in word if one.isalpha()]
    return sum(map(bool, map(_FOREIGN.match, letters))) > 0.5 * len(letters) if letters else False


def opening(text: str | None, most: int = _MOST_SENTENCES) -> str:
    """Return the first sentences of a docstring that is in another language; empty for any other.

    Args:
        text: As it stands in the code.
        most: Sentences.
    """
    if not text or not _FOREIGN.search(text):
        return ""
    docstring = read(_TAG.sub("", _RULER.sub("\n", text)))
    found: list[str] = []
    for paragraph in docstring.paragraphs:
        if paragraph.is_item or paragraph.text.endswith(":"):
            break
        for number, sentence in enumerate(told := sentences(paragraph.text)):
            words = sentence.split()
            is_title = number == 0 == len(told) - 1 and len(words) <= _LONGEST_TITLE
            if (
                not is_foreign(sentence)
                or _POINTS.search(sentence)
                or _DEFINES.match(sentence)
                or not (_END.search(sentence) or is_title)
            ):
                break
            if len(words) < _FEWEST_WORDS:
                continue
            if len(found) == most or sum(len(one.split()) for one in (*found, sentence)) > _MOST_WORDS:
                return " ".join(found)
            found.append(capital(sentence if _END.search(sentence) else f"{sentence}."))
    return " ".join(found)
