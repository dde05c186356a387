"""Frozen values for the content of a docstring; all texts are plain words with code between single backticks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Style: TypeAlias = Literal["google", "numpy", "sphinx", "auto"]
"""How a docstring marks its sections, by the names that mkdocstrings and griffe use."""
ExampleKind: TypeAlias = Literal["session", "fence", "literal", "directive"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Prose outside of sections.

    Attributes:
        text: On one line.
        line: First line of it in the file.
        is_item: It is an item of a list.
    """

    text: str
    line: int
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, an attribute, a returned or yielded value.

    Attributes:
        name: Without asterisks; empty for a result without a name.
        type: As written; empty if the docstring gives none.
        text: What the author says of it.
        line: Line in the file.
    """

    name: str
    type: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception or a warning category that the docstring names.

    Attributes:
        name: Of the exception, as written.
        text: What the author says of it.
        condition: Clause with its conjunction, as "if the file is missing"; empty if the text gives none.
        line: Line in the file.
    """

    name: str
    text: str
    condition: str
    line: int


@dataclass(frozen=True, slots=True)
class Note:
    """An admonition.

    Attributes:
        kind: `note`, `warning`, `tip`, … in lower case.
        title: Given by the author; empty without one.
        text: All of its prose.
        line: Line in the file.
    """

    kind: str
    title: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class VersionNote:
    """A remark about the version in which something came, changed or will go.

    Attributes:
        kind: What happened.
        version: As written; may be empty.
        text: What the author says about it.
        line: Line in the file.
    """

    kind: Literal["added", "changed", "deprecated", "removed"]
    version: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class SeeAlso:
    """An object or page that the docstring points to."""

    name: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Example:
    """Code that the author shows; it is valid Python, apart from the prompts of a session.

    Attributes:
        code: As written, without its indentation; a session keeps its prompts and outputs.
        kind: How it is marked.
        lead: Sentence before it.
        title: Of the section that it stands in.
        line: Its first line in the file.
        is_skipped: The author marked it as not to be run.
    """

    code: str
    kind: ExampleKind
    lead: str
    title: str
    line: int
    is_skipped: bool = False


@dataclass(frozen=True, slots=True)
class Docstring:
    """All that a docstring says.

    Attributes:
        summary: Its first paragraph that is prose.
        paragraphs: Prose outside of sections, the summary among it.
        deprecated: The deprecation of the whole object.
        versions: Other remarks about versions.
    """

    summary: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    parameters: tuple[Field, ...] = ()
    returns: tuple[Field, ...] = ()
    yields: tuple[Field, ...] = ()
    raises: tuple[Raised, ...] = ()
    warns: tuple[Raised, ...] = ()
    attributes: tuple[Field, ...] = ()
    notes: tuple[Note, ...] = ()
    deprecated: VersionNote | None = None
    versions: tuple[VersionNote, ...] = ()
    see_also: tuple[SeeAlso, ...] = ()
    examples: tuple[Example, ...] = ()
