"""The object that an example is wanted for, and which uses in a passage are uses of it."""

from __future__ import annotations

import ast
import functools
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mkdocs_howto.authored import UNKNOWN, Passage, Use, UseKind
from mkdocs_howto.section import Project, Shape
from mkdocs_howto.syntax import NotPython, expression, last_name, parsed, unparsed

_MOST_RESOLVED = 60
"""Different paths of one name that are resolved."""
_MOST_CLASSES = 60
"""Classes of a module that are asked whether they have a member of the same name."""
_WORDS = re.compile(r"[A-Z]{2,40}(?![a-z])|[A-Z]?[a-z]{1,40}|[A-Z]|\d{1,10}")
_PLURAL = re.compile(r"(?P<one>(?:ss|x|ch|sh))es$|(?<![su])s$")
_SMALL = frozenset(
    {"a", "an", "the", "of", "to", "in", "on", "for", "and", "or", "with", "from", "by", "using", "use", "your", "how"}
    | {"basic", "simple", "example", "usage", "introduction"}
    | {"class", "function", "method", "decorator", "object", "type"}
)
"""Words of a heading that do not narrow what it is about."""
_COMMON = frozenset(
    name for kind in (str, bytes, int, list, dict, set, tuple, io.TextIOWrapper) for name in dir(kind) if name[0] != "_"
)
"""Members of built-in objects: a receiver that is not known may be one of them."""
_WITH_VALUE_INSIDE = frozenset(
    {"Optional", "Awaitable", "Coroutine", "Iterator", "Iterable", "AsyncIterator", "AsyncIterable", "Generator"}
    | {"AsyncGenerator", "ContextManager", "AsyncContextManager", "AbstractContextManager", "Annotated", "Type", "type"}
    | {"AbstractAsyncContextManager", "Union"}
)
"""Types whose first argument is what a caller ends up with."""
_ENTRIES: frozenset[UseKind] = frozenset(
    {"call", "decorator", "base", "with", "async with", "await", "iteration", "raise", "except"}
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What an example is wanted for.

    Attributes:
        path: The object's canonical path.
        kind: `function`, `class`, `module` or `attribute`.
        names: Paths by which users reach it.
        words: Words of its purpose, as `words` gives them.
        owner: Name of the class of a member; empty for others.
        fixtures: Names of the fixtures that give tests the object, or the object that has the member.
        gives: Type of what a function returns, as its annotation has it; empty for `None` and where that is not known.
    """

    path: str
    kind: str
    names: Collection[str]
    words: frozenset[str] = frozenset()
    owner: str = field(default="")
    fixtures: Collection[str] = ()
    gives: str = ""

    @property
    def name(self) -> str:
        """The object's bare name."""
        return self.path.rpartition(".")[2]

    @property
    def package(self) -> str:
        """Name of its top-level package."""
        return self.path.partition(".")[0]

    @property
    def entries(self) -> frozenset[UseKind]:
        """The kinds of use that the object is made for."""
        is_called = self.kind in {"class", "function"}
        return _ENTRIES if is_called else frozenset({"argument", "attribute", "call", "decorator"})

    def is_named_in(self, text: str) -> bool:
        """Whether a text names the object: `Timeout` is named by "timeouts", `BackgroundTask` by "Background Tasks"."""
        return _holds(stems(text), stems(self.name))

    def share_in(self, heading: str) -> float:
        """Return which part of a heading the object's name is: 1 for "Timeouts", less for "Timeouts and retries"."""
        own, said = stems(self.name), stems(heading)
        others = [word for word in said if word not in _SMALL and word not in own]
        if _holds(said, own):
            return len(own) / (len(own) + len(others))
        common = set(said).intersection(own).difference(_SMALL)
        return 0.5 * len(common) / len(own) if common and not others else 0.0  # "Config" for `ConfigDict`.


def _holds(said: Sequence[str], own: Sequence[str]) -> bool:
    """Whether words follow each other in a text."""
    return bool(own) and any(said[start : start + len(own)] == own for start in range(len(said) - len(own) + 1))


def words(text: str) -> frozenset[str]:
    """Return the words of a text that tell what it is about, cut to six letters in lower case."""
    return frozenset(word.lower()[:6] for word in re.findall(r"[A-Za-z]{4,30}", text))


@functools.lru_cache(maxsize=4096)
def stems(text: str) -> tuple[str, ...]:
    """Return the words of a name or a heading, in lower case, singular."""
    found = (word.lower() for word in _WORDS.findall(text))
    return tuple(_PLURAL.sub(r"\g<one>", word) if len(word) > 3 else word for word in found)


def imported(path: str, project: Project) -> Shape | None:
    """Return what a program gets that imports a path, or `None` where nothing has that path.

    A package may import a class under the name of the submodule that defines it (`from .clock import clock`): the name
    is that of the class for users, though the package's own code may mean the submodule.

    Args:
        path: A dotted path without calls.
        project: Answers what paths stand for.
    """
    found = project.shape(path)
    if found is None or found.kind != "alias" or "." not in path:
        return found
    package, _, name = path.rpartition(".")
    code = project.source(package)
    try:
        statements = parsed(code.text).body if code is not None else []
    except NotPython:
        return found
    for node in statements:
        if isinstance(node, ast.ImportFrom) and (node.level, node.module) in {(1, name), (0, path)}:
            original = next((one.name for one in node.names if (one.asname or one.name) == name), "")
            return (project.shape(f"{path}.{original}") if original else None) or found
    return found


class Targets:
    """Tells which uses are uses of one object."""

    def __init__(self, subject: Subject, project: Project, usual: Mapping[str, str]) -> None:
        """Note what to look for.

        Args:
            subject: The object.
            project: Answers what paths stand for.
            usual: Paths of the callables that usually make what names stand for.
        """
        self._usual = usual
        self._subject = subject
        self._project = project
        self._known: dict[str, bool] = {}
        self._is_unique: bool | None = None

    def own(self, passage: Passage, uses: Sequence[Use]) -> list[Use]:
        """Return the uses of the object among the uses in a passage that have its name."""
        return [use for use in uses if self._is_it(passage, use)]

    def _is_it(self, passage: Passage, use: Use) -> bool:
        if use.path.startswith(f"{UNKNOWN}."):
            return self._is_of_fixture(use) or self._is_of_usual(use) or self._is_member_meant(passage, use)
        return self._is_known(use.path)

    def _is_known(self, path: str) -> bool:
        if path not in self._known:
            self._known[path] = len(self._known) < _MOST_RESOLVED and self._leads_to(path)
        return self._known[path]

    def _is_of_fixture(self, use: Use) -> bool:
        """Return whether a test takes the object as a fixture, or uses this member of one."""
        _, fixture, *members = use.path.split(".")
        own = [self._subject.name] if self._subject.owner else []
        return fixture in self._subject.fixtures and members == own

    def _is_of_usual(self, use: Use) -> bool:
        """Whether a use is one of a member of what a name usually stands for, as `app.get` of a web framework."""
        _, name, *members = use.path.split(".")
        path = self._usual.get(name, "")
        return bool(path) and len(members) == 1 and self._is_known(f"{path}.{members[0]}")

    def _is_member_meant(self, passage: Passage, use: Use) -> bool:
        return use.path.count(".") <= 2 and self._is_meant(passage)

    def _leads_to(self, path: str) -> bool:
        subject = self._subject
        if path in subject.names or path == subject.path:
            return True
        if "()" not in path and (found := imported(path, self._project)) is not None:
            return found.object_path == subject.path
        return any(shape.object_path == subject.path for shape in self._reached(path))

    def _reached(self, path: str) -> list[Shape]:
        """Return what a path with calls in it may lead to, by what the called functions return."""
        first, *rest = path.split(".")
        places = [first.removesuffix("()")]
        shapes: list[Shape] = []
        for number, part in enumerate(rest):
            name = part.removesuffix("()")
            found = [shape for place in places if (shape := imported(f"{place}.{name}", self._project)) is not None]
            is_last = number == len(rest) - 1
            if is_last and part == name:
                return found
            shapes = found[:4]
            places = [place for shape in shapes for place in self._given(shape, f"{places[0]}", is_called=part != name)]
        return []

    def _given(self, shape: Shape, place: str, *, is_called: bool) -> Iterator[str]:
        """Yield the classes or modules that an expression is: what a call returns, what an attribute holds."""
        if shape.kind in {"module", "class"}:
            yield shape.object_path
            return
        is_value = is_called or "property" in shape.labels
        annotation = shape.signature.returns if is_value and shape.signature is not None else shape.annotation
        for name in _named(annotation or ""):
            if name.rpartition(".")[2] == "Self":
                yield place
                continue
            module = shape.object_path
            while module:
                module = module.rpartition(".")[0]
                found = self._project.shape(f"{module}.{name}") if module else self._project.shape(name)
                if found is not None and found.kind == "class":
                    yield found.object_path
                    break

    def _is_meant(self, passage: Passage) -> bool:
        """Whether a member of an object of unknown class is the documented one.

        The passage names the class, and no other class beside it has a member of that name.
        """
        owner, name = self._subject.owner, self._subject.name
        if not owner or name in _COMMON:
            return False
        said = f"{passage.page} {passage.title} {passage.lead} {passage.code}"
        if re.search(rf"(?<!\w){re.escape(owner)}(?!\w)", said) is None:
            return False
        if self._is_unique is None:
            self._is_unique = not any(self._namesakes(name))
        return self._is_unique

    def _namesakes(self, name: str) -> Iterator[bool]:
        own = self._subject.path.rpartition(".")[0]
        for module in {own.rpartition(".")[0], self._subject.package}:
            shape = self._project.shape(module)
            classes = [member for member in shape.members if member.kind == "class"] if shape is not None else []
            for member in classes[:_MOST_CLASSES]:
                if member.object_path != own:
                    found = self._project.shape(f"{member.object_path}.{name}")
                    yield found is not None and found.object_path != self._subject.path


def _named(annotation: str) -> list[str]:
    """Return the names of the classes that a value of an annotated type may have."""
    try:
        tree = expression(annotation)
    except NotPython:
        return []
    found: list[str] = []
    pending: list[ast.expr] = [tree]
    while pending and len(found) < 6:
        match pending.pop(0):
            case ast.Constant(value=str(text)) if text != annotation:
                found += _named(text)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                pending += [left, right]
            case ast.Subscript(value=value, slice=inner) if (name := last_name(value)) in _WITH_VALUE_INSIDE:
                inside = inner.elts if isinstance(inner, ast.Tuple) else [inner]
                pending += inside if name == "Union" else inside[-1:] if name == "Coroutine" else inside[:1]
            case ast.Subscript(value=value):
                pending.append(value)
            case ast.Name() | ast.Attribute() as name_node:
                found.append(unparsed(name_node))
    return found
