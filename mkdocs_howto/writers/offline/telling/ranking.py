"""How much users need the members of a class, and what they call its objects."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from keyword import iskeyword

from mkdocs_howto.authored import UNKNOWN
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.section import CodeBlock
from mkdocs_howto.syntax import NotPython, last_name, parsed, walk
from mkdocs_howto.writers.offline.telling.names import noun_of, words_of
from mkdocs_howto.writers.offline.trees import Function

ALWAYS = 100
"""The score of what is told whatever else there is: that an object is entered with `with`."""
_INHERITED = 4
"""How much less users of a class need what its base classes give to all of their subclasses."""
_CALLING = 20
"""How much more users need what an object does that is called: programs do not show by what name they call it."""
_FEWEST_REACHED = 3
"""Methods that the main method of a class calls."""
_MOST_TOPS = 200
"""Methods of a class that are asked what they lead to."""
_PREPARING = frozenset({"setup", "set", "init", "initialize", "build", "create", "configure", "make", "add"})
"""First words of the names of methods that set an object up."""
_OF_ALL = frozenset(name for kind in (str, bytes, list, dict, set) for name in dir(kind))
"""Members of which nobody knows whose they are, where the object is not known."""
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
        self._wired = set(_handed_on(class_))
        self._reached = _reached_by_main(class_)
        self._prepared = set(_prepared(class_))
        self._is_known = bool(self._shown or self._tested)

    def is_inner(self, name: str) -> bool:
        """Return whether a class itself calls a member, or has it called, and its documentation does not."""
        return name in self._reached | self._wired and not (self._shown[name] or name in self._examples | self._named)

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
        if name == "__call__":
            return score + _CALLING * has_text
        if name.startswith("__"):
            return score
        if self.is_inner(name):
            return 0
        if name in self._prepared and not (shown or self._tested[name]):
            return -1  # Creating an object does it.
        if name in self._helping and shown < 2 and not has_text and self._is_known:
            return -1
        return max(score - _INHERITED * (not is_own) - is_value, int(has_text))


def _counts(block: CodeBlock, owner: str) -> tuple[Counter[str], Counter[str]]:
    """Return how many programs of the documentation, and of the tests, use each name of a class."""
    shown: Counter[str] = Counter()
    tested: Counter[str] = Counter()
    for passage, _ in block.authored:
        paths = [use.path.rpartition(".") for use in passage.uses]
        names = {
            name
            for path, _, name in paths
            if f".{path}".endswith(f".{owner}") or (path == UNKNOWN and name not in _OF_ALL)
        }
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


def _reached_by_main(class_: ast.ClassDef) -> set[str]:
    """Return the methods that one method needs which no other one calls, if these are most of a class."""
    bodies = {one.name: one for one in class_.body if isinstance(one, Function) and one.name != "__init__"}
    needs = {name: {one for one in _read_of_self(body) if one in bodies} - {name} for name, body in bodies.items()}
    called = {name for found in needs.values() for name in found}
    tops = [name for name in bodies if name[0] != "_" and name not in called]
    reach = {name: reached(name, needs) for name in tops[:_MOST_TOPS]}
    main = max(reach, key=lambda name: len(reach[name]), default="")
    found = reach.get(main, set())
    return found if len(found) >= _FEWEST_REACHED and 2 * len(found) >= len(bodies) - 1 else set()


def reached(name: str, needs: Mapping[str, set[str]], most: int = sys.maxsize) -> set[str]:
    """Return the functions that one needs, and those that they need.

    Args:
        name: Of the function.
        needs: What each function needs itself.
        most: How many are enough; there may be a few more.
    """
    found: set[str] = set()
    pending = [name]
    while pending and len(found) < most:
        new = needs[pending.pop()] - found
        found |= new
        pending += new
    return found


def _read_of_self(node: Function) -> Iterator[str]:
    for one in walk(node):
        match one:
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name, ctx=ast.Load()):
                yield name


def _prepared(class_: ast.ClassDef) -> Iterator[str]:
    """Yield the methods that the constructor of a class calls with no arguments, since they set the object up."""
    init = next((one for one in class_.body if isinstance(one, Function) and one.name == "__init__"), None)
    for node in walk(init) if init is not None else ():
        match node:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name), args=[])):
                if words_of(name)[:1] and words_of(name)[0] in _PREPARING:
                    yield name


def _handed_on(class_: ast.ClassDef) -> Iterator[str]:
    """Yield the methods that a class hands on as they are, to be called by others."""
    for node in walk(class_):
        if isinstance(node, ast.Call):
            for one in (*node.args, *(each.value for each in node.keywords if each.arg != "target")):
                match one:
                    case ast.Attribute(value=ast.Name(id="self"), attr=name):
                        yield name


def _nodes(code: str) -> Iterator[ast.AST]:
    """Yield the nodes of a program; of one that is no Python as a whole, of each line that is."""
    try:
        yield from walk(parsed(code))
    except NotPython:
        for line in code.split("\n") if "\n" in code else []:
            text = line.strip().removeprefix(">>> ")
            yield from _nodes(f"{text} pass" if text.endswith(":") else text)


def _made(code: str, name: str) -> Iterator[str]:
    """Yield the variables of a program that are bound to a new object of a class, and nothing else that it gives."""
    for node in _nodes(code):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=variable)], value=value)
                | ast.withitem(context_expr=value, optional_vars=ast.Name(id=variable))
            ):
                made = value.value if isinstance(value, ast.Await) else value
                if isinstance(made, ast.Call) and last_name(made.func) == name:
                    yield variable


def instance_of(name: str, programs: Sequence[str] = ()) -> str:
    """Return how an object of a class is called in a sentence: "cache" for `TTLCache`.

    Args:
        name: Of the class.
        programs: Code that uses it: the name that most of them give an object.
    """
    counts: Counter[str] = Counter()
    for code in programs:
        counts.update({one for one in _made(code, name) if len(one) > 1})
    for word, times in counts.most_common(1):
        if times > 1 and 2 * times >= counts.total() and word.islower() and not word.startswith("_"):
            return word
    noun = noun_of(name) or name
    usable = [one.replace(" ", "_").lower() for one in (*words_of(name)[:-3:-1], noun)]
    plain = [one for one in usable if one.isidentifier() and not iskeyword(one) and one not in {"base", "type"}]
    return (plain or [noun.replace(" ", "_").lower()])[0]
