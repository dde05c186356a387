"""Programs that authors show in a project's documentation, and what they use: values that a code block carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Place: TypeAlias = Literal["docstring", "readme", "docs", "example", "notebook", "test"]
"""Kinds of text that a passage stands in, in the order of trust: the author's words to users first."""

UseKind: TypeAlias = Literal[
    "call", "decorator", "base", "with", "async with", "await", "iteration", "raise", "except", "argument", "attribute"
]
"""How an object is used. A call that is awaited, entered or iterated over counts as that."""

UNKNOWN = "?"
"""Stands in a path for a receiver whose class the passage does not tell: `?.insert`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A program that an author shows.

    Attributes:
        file: Where it stands, as a POSIX path relative to the project.
        line: Line of the file at which its code starts, from 1.
        code: The code, dedented, without prompts, newline-terminated; not checked to be valid Python.
        place: What kind of text it stands in.
        page: First heading of the page that is one of the first level.
        title: The heading above it.
        lead: The sentence before it.
        shown: What a session shows below its statements: pairs of a line of `code`, from 1, and the text.
        prelude: Code that the page runs before it without showing it (`testsetup`).
        marks: The words after the language of its fence, such as `test="skip"`.
        is_whole: Whether it is a file of its own, or includes one.
        admonition: Kind of the admonition that it stands in, such as `warning`; in lower case.
        given: What the page shows right above it for the program to read: the content of a file below its name, or
            settings of the environment (`export NAME=value`).
    """

    file: str
    line: int
    code: str
    place: Place
    page: str = ""
    title: str = ""
    lead: str = ""
    shown: tuple[tuple[int, str], ...] = ()
    prelude: str = ""
    marks: str = ""
    is_whole: bool = False
    admonition: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """A place in a passage that uses an object.

    Attributes:
        path: The object, as the passage's imports name it: `httpx.Client.get` for `client.get` below
            `client = httpx.Client()`, `httpx.get().text` for `response.text` below `response = httpx.get(…)`;
            begins with `UNKNOWN` where the receiver is not known: `?.cart.insert` for `cart.insert`, `?.insert` where
            the receiver has no name, `?.cart` for a fixture that a test takes.
        kind: How it is used.
        line: Line of the passage's code, from 1.
        keywords: Names of the keyword arguments of a call.
    """

    path: str
    kind: UseKind
    line: int
    keywords: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class UsedPassage:
    """A passage with what it uses.

    Attributes:
        passage: The program.
        uses: In the order of its lines.
        before: Statements of earlier passages of the page that its names need, in their order, and an import of
            each package of the project that it uses without importing it.
    """

    passage: Passage
    uses: tuple[Use, ...]
    before: tuple[str, ...] = ()


Authored: TypeAlias = tuple[UsedPassage, tuple[Use, ...]]
"""A program, and those of its uses that may be uses of one object."""
