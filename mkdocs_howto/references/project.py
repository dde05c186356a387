"""Answers to what writers and the review ask about other objects, and what a section rests on because of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar
from urllib.parse import unquote

from mkdocs_howto.references.files import Trail
from mkdocs_howto.references.fingerprint import calls_digest, named_digest, raisers_digest, shape_digest, source_digest
from mkdocs_howto.section import Shape, Source

if TYPE_CHECKING:
    from mkdocs_howto.references.callsites import CallSites
    from mkdocs_howto.references.resolver import Resolver

_T = TypeVar("_T")

Kind: TypeAlias = Literal["shape", "source", "raisers", "calls", "named"]
"""The method of `mkdocs_howto.section.Project` by which a question is asked."""

_ENDS: Mapping[Kind, str] = {
    "shape": "",
    "source": "#code",
    "raisers": "#raised",
    "calls": "#called",
    "named": "#named",
}
"""What follows the object path where an entry keeps a question, as in all versions so far."""

_KINDS: Mapping[str, Kind] = {end: kind for kind, end in _ENDS.items()}


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one object.

    Attributes:
        kind: What is asked.
        path: Object path.
    """

    kind: Kind
    path: str

    @property
    def key(self) -> str:
        """Return the text under which an entry keeps the answer's digest."""
        # Writers may put a path together from anything; only `%` and `#` could make two questions alike.
        return self.path.replace("%", "%25").replace("#", "%23") + _ENDS[self.kind]

    @classmethod
    def of_key(cls, key: str) -> Question | None:
        """Return the question that an entry keeps; `None` for one that this version does not know."""
        path, mark, end = key.partition("#")
        kind = _KINDS.get(mark + end)
        return cls(kind, unquote(path)) if kind is not None else None


@dataclass(frozen=True)
class Reply(Generic[_T]):
    """An answer with what it rests on.

    Attributes:
        question: What was asked.
        value: The answer.
        trail: The looks at the disk that led to it.
    """

    question: Question
    value: _T
    trail: Trail
    _digest: Callable[[_T], str]

    @cached_property
    def digest(self) -> str:
        """Return the digest of the answer, which only what is kept needs."""
        return self._digest(self.value)


class Answers:
    """Answers of one build: each question is worked on once, whoever asks it."""

    def __init__(self, resolver: Resolver, call_sites: CallSites | None = None) -> None:
        """Take what answers are made from; nothing is read before it is asked.

        Args:
            resolver: Finds objects.
            call_sites: Knows how the project's tests, examples and documentation use objects; `None` for nothing.
        """
        self._resolver = resolver
        self._call_sites = call_sites
        self._replies: dict[Question, Reply[Any]] = {}

    def shape(self, path: str) -> Reply[Shape | None]:
        """Answer what an object path stands for."""
        return self._reply("shape", path, self._resolver.shape, shape_digest)

    def source(self, path: str) -> Reply[Source | None]:
        """Answer what the code of an object is."""
        return self._reply("source", path, self._resolver.source, source_digest)

    def raisers(self, path: str) -> Reply[tuple[Shape, ...]]:
        """Answer which functions raise an exception."""
        return self._reply("raisers", path, self._resolver.raisers, lambda found: raisers_digest(path, found))

    def calls(self, path: str) -> Reply[tuple[str, ...]]:
        """Answer with which arguments an object is called."""
        return self._reply("calls", path, self._calls, lambda found: calls_digest(path, found))

    def named(self, path: str) -> Reply[bool]:
        """Answer whether a package defines anything under a name."""
        return self._reply("named", path, self._resolver.named, lambda found: named_digest(path, is_named=found))

    def to(self, question: Question) -> Reply[Any]:
        """Answer a question of any kind."""
        match question.kind:
            case "shape":
                return self.shape(question.path)
            case "source":
                return self.source(question.path)
            case "raisers":
                return self.raisers(question.path)
            case "calls":
                return self.calls(question.path)
            case "named":
                return self.named(question.path)

    def _calls(self, path: str, _: Trail) -> tuple[str, ...]:
        # A change of any file that is searched for calls has a build ask everything anew.
        return self._call_sites.calls(path) if self._call_sites is not None else ()

    def _reply(self, kind: Kind, path: str, find: Callable[[str, Trail], _T], digest: Callable[[_T], str]) -> Reply[_T]:
        question = Question(kind, path)
        if question not in self._replies:
            trail = Trail()
            value = find(path, trail)
            self._replies[question] = Reply(question, value, trail, digest)
        return self._replies[question]


class Recorder:
    """The project as it answers for one section (`mkdocs_howto.section.Project`): notes every question."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._replies: dict[Question, Reply[Any]] = {}

    def shape(self, path: str) -> Shape | None:
        """Return what an object path stands for."""
        return self._noted(self._answers.shape(path))

    def source(self, path: str) -> Source | None:
        """Return the code of a module, class or function."""
        return self._noted(self._answers.source(path))

    def raisers(self, path: str) -> tuple[Shape, ...]:
        """Return public functions and methods of a package that raise one of its exceptions."""
        return self._noted(self._answers.raisers(path))

    def calls(self, path: str) -> tuple[str, ...]:
        """Return the arguments with which the project's tests, examples and documentation call an object."""
        return self._noted(self._answers.calls(path))

    def named(self, path: str) -> bool:
        """Return whether the code of a package defines anything under a name."""
        return self._noted(self._answers.named(path))

    def _noted(self, reply: Reply[_T]) -> _T:
        self._replies[reply.question] = reply
        return reply.value

    def take(self, other: Recorder) -> None:
        """Note what another recorder has noted."""
        self._replies |= other._replies

    def repeat(self, kept: Mapping[str, str]) -> bool:
        """Ask again what a kept section rests on.

        Args:
            kept: Questions as `digests` gave them, with the digests of their answers.

        Returns:
            Whether every answer is what it was.
        """
        for key, digest in kept.items():
            question = Question.of_key(key)
            if question is None:
                return False
            reply = self._answers.to(question)
            self._noted(reply)
            if reply.digest != digest:
                return False
        return True

    @property
    def digests(self) -> dict[str, str]:
        """Return what was asked, sorted, with the digest of each answer, as an entry keeps it."""
        return dict(sorted((question.key, reply.digest) for question, reply in self._replies.items()))

    @property
    def trail(self) -> Trail:
        """Return the looks at the disk that the answers rest on."""
        trail = Trail()
        for reply in self._replies.values():
            trail.probes |= reply.trail.probes
        return trail
