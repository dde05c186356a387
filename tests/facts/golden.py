"""Read and write the cases of `docstrings/*.txt`: a docstring, and below it all facts that it gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mkdocs_howto.facts.docstring import read
from mkdocs_howto.facts.purpose import purpose
from mkdocs_howto.facts.values import Docstring, Field, Raised, Style, VersionNote

FOLDER = Path(__file__).with_name("docstrings")


@dataclass(frozen=True)
class Case:
    file: str
    title: str
    name: str
    names: tuple[str, ...]
    style: Style
    text: str
    facts: str

    def read(self) -> Docstring:
        return read(self.text, style=self.style, names=self.names)


def cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.txt")):
        for part in re.split(r"^=== ", path.read_text(), flags=re.MULTILINE)[1:]:
            head, _, rest = part.partition("--- docstring\n")
            text, _, facts = rest.partition("--- facts\n")
            title, *options = head.splitlines()
            given = dict(option.split(": ", 1) for option in options)
            names = tuple(given.get("names", "").split(", "))
            yield Case(path.name, title, given["name"], names, given.get("style", "auto"), text, facts)


def facts(case: Case) -> str:
    """Return all facts of a case, one a line."""
    return "".join(f"{line}\n" for line in _facts(case.read(), case.name))


def _facts(found: Docstring, name: str) -> Iterator[str]:
    yield f"purpose: {purpose(found, name)}".rstrip()
    for one in found.paragraphs:
        yield f"{'item' if one.is_item else 'text'} {one.line}: {one.text}"
    for kind in ("parameters", "returns", "yields", "attributes"):
        for field in getattr(found, kind):
            yield f"{kind} {field.line}: {_field(field)}"
    for raised in found.raises:
        yield f"raises {raised.line}: {_raised(raised)}"
    for raised in found.warns:
        yield f"warns {raised.line}: {_raised(raised)}"
    for note in found.notes:
        yield f"{note.kind} {note.line}: {f'[{note.title}] ' if note.title else ''}{note.text}"
    for version in filter(None, [found.deprecated, *found.versions]):
        yield f"{version.kind} {version.line}: {_version(version)}".rstrip()
    for other in found.see_also:
        yield f"see also {other.line}: {other.name}: {other.text}".rstrip(": ")
    for example in found.examples:
        marks = [example.kind, *(["skipped"] if example.is_skipped else [])]
        marks += [f"in {example.title!r}"] if example.title else []
        marks += [f"after {example.lead!r}"] if example.lead else []
        yield f"example {example.line}: {', '.join(marks)}"
        yield from (f"    {line}".rstrip() for line in example.code.split("\n"))


def _field(field: Field) -> str:
    return f"{field.name or '-'} ({field.type or '-'}) {field.text}".rstrip()


def _raised(raised: Raised) -> str:
    return f"{raised.name} <{raised.condition}> {raised.text}".rstrip()


def _version(version: VersionNote) -> str:
    return f"{version.version or '-'} {version.text}"
