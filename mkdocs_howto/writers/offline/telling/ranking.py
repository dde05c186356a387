"""How much users need the members of a class, and what they call its objects."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from keyword import iskeyword

from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.section import CodeBlock
from mkdocs_howto.syntax import walk
from mkdocs_howto.writers.offline.telling.names import noun_of, words_of
from mkdocs_howto.writers.offline.trees import Function

ALWAYS = 100
"""The score of what is told whatever else there is: that an object is entered with `with`."""
_INHERITED = 4
"""How much less users of a class need what its base classes give to all of their subclasses."""
_MEMBER = re.compile(r"\.(\w+)")
_NAMED = re.compile(r"(?<![\w.])(\w+)\(|`(?:\w+\.)?(\w+)(?:\(\))?`")


class Uses:
    """How documentation, tests and the class itself use its members."""

    def __init__(self, block: CodeBlock, class_: ast.ClassDef, docstring: Docstring) -> None:
        """Count the uses of all members.

        Args:
            block: Where the class stands.
            class_: The class.
            docstring: Its own.
        """
        self._shown, self._tested = _counts(block, class_.name)
        self._examples = {name for one in docstring.examples for name in _MEMBER.findall(one.code)}
        text = " ".join(one.text for one in docstring.paragraphs)
        self._named = {part for match in _NAMED.findall(text) for part in match if part}
        self._helping = set(_called_by_others(class_))
        self._is_known = bool(self._shown or self._tested)

    def score(self, name: str, *, has_text: bool, is_own: bool, is_value: bool) -> int:
        """Return how much users need a member; negative for one that only other members call.

        Args:
            name: Of the member.
            has_text: Whether its author says something of it.
            is_own: Whether it stands in the class itself.
            is_value: Whether it is read, not called.
        """
        if name in {"__enter__", "__aenter__"}:
            return ALWAYS
        shown = self._shown[name]
        score = 3 * min(shown, 10) + min(self._tested[name], 10) + 2 * has_text
        score += 6 * (name in self._examples) + 3 * (name in self._named)
        if name.startswith("__"):
            return score
        if name in self._helping and shown < 2 and not has_text and self._is_known:
            return -1
        return max(score - _INHERITED * (not is_own) - is_value, int(has_text))


def _counts(block: CodeBlock, owner: str) -> tuple[Counter[str], Counter[str]]:
    """Return how many programs of the documentation, and of the tests, use each name of a class."""
    shown: Counter[str] = Counter()
    tested: Counter[str] = Counter()
    for passage, _ in block.authored:
        paths = {use.path for use in passage.uses}
        names = {path.rpartition(".")[2] for path in paths if f"{owner}." in path or path.startswith("?.")}
        (tested if passage.passage.place == "test" else shown).update(names)
    for site in block.call_sites:
        tested.update({name for text in site.statements for name in _MEMBER.findall(text)})
    return shown, tested


def _called_by_others(class_: ast.ClassDef) -> Iterator[str]:
    """Yield the methods of a class that other methods of it call."""
    for function in class_.body:
        if not isinstance(function, Function):
            continue
        for node in walk(function):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name)):
                    if name != function.name:
                        yield name


def instance_of(name: str, programs: Sequence[str] = ()) -> str:
    """Return how an object of a class is called in a sentence: "cache" for `TTLCache`.

    Args:
        name: Of the class.
        programs: Code that uses it: the name that most of them give an object.
    """
    made = rf"(\w\w+) = (?:await )?(?:\w+\.)*{re.escape(name)}\(|\b{re.escape(name)}\([^\n]*\) as (\w\w+)"
    counts: Counter[str] = Counter()
    for code in programs:
        counts.update({part for match in re.findall(made, code) for part in match if part})
    for word, times in counts.most_common(1):
        if times > 1 and 2 * times >= counts.total() and word.islower() and not word.startswith("_"):
            return word
    noun = noun_of(name) or name
    usable = [one.replace(" ", "_").lower() for one in (*words_of(name)[:-3:-1], noun)]
    plain = [one for one in usable if one.isidentifier() and not iskeyword(one) and one not in {"base", "type"}]
    return (plain or [noun.replace(" ", "_").lower()])[0]
