"""Titles and ids of the sections of one page: each is found there once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from mkdocs_howto.labels import labels_of


@dataclass(frozen=True, slots=True)
class Subject:
    """The code that a section is about, as a title names it.

    Attributes:
        name: The object's name, or the place of a piece of a file; empty for statements in the page.
        path: The object's dotted path; empty where it has none.
        language: Language of the section's headings, as a code such as `de`.
    """

    name: str
    path: str
    language: str


@dataclass(slots=True)
class Headings:
    """The headings that a page's sections have so far."""

    count: int = 0
    """Sections that stand on the page."""
    _anchors: Counter[str] = field(default_factory=Counter)
    _titles: Counter[str] = field(default_factory=Counter)

    def anchor(self, wanted: str) -> str:
        """Return an id that no section of the page has: the wanted one, or with a number behind it."""
        return _numbered(wanted, self._anchors, "{}-{}")

    def title(self, wanted: str, subject: Subject, *, names_object: bool) -> str:
        """Return a section's title; two sections of a page have the same one only where their author says so.

        Args:
            wanted: The title that the author chose, in which `{name}` and `{path}` stand for the object; empty for
                the usual one.
            subject: What the section is about.
            names_object: Whether the usual title names the object, since the page has several sections.
        """
        self.count += 1
        if wanted and (chosen := _filled(wanted, subject)) is not None:
            return chosen
        labels = labels_of(subject.language)
        if not names_object:
            return labels.title
        title = labels.title_of.format(name=f"`{subject.name}`") if subject.name else labels.title
        if self._titles[title] and subject.path:
            title = labels.title_of.format(name=f"`{subject.path}`")
        return _numbered(title, self._titles, "{} ({})")


def _filled(title: str, subject: Subject) -> str | None:
    """Return a title with the object's name and path, or `None` where it asks for one that the object has not."""
    values = {"{name}": subject.name, "{path}": subject.path or subject.name}
    for mark, value in values.items():
        if mark in title and not value:
            return None
        title = title.replace(mark, f"`{value}`")
    return title


def _numbered(wanted: str, used: Counter[str], form: str) -> str:
    """Return a text, with a number behind it from its second use on."""
    used[wanted] += 1
    return wanted if used[wanted] == 1 else form.format(wanted, used[wanted])
