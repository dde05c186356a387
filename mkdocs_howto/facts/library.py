"""The programs of a project's documentation, read from the files that changed and from the cache."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Protocol

from mkdocs_howto import __version__
from mkdocs_howto.authored import Passage, Use, UsedPassage
from mkdocs_howto.catalogue import Catalogue, Page, Seen, Update
from mkdocs_howto.facts.documentation import Document, find_documentation, included_file, targets_of
from mkdocs_howto.facts.texts import Texts
from mkdocs_howto.masking import masked_passage
from mkdocs_howto.secrets import masked

VERSION = 5
"""Raised with every change of what is read from a file."""
MOST_COST = 40_000_000
"""Cost of all files that are read of one documentation; see `Page.cost`. Django's costs about 14 million."""
_COST_OF_LINE = 25
_COST_OF_PROGRAM = 500
_MOST_EARLIER = 1_000
"""Pages that stay in the catalogue though no file holds them now: other branches do."""


class Shelf(Protocol):
    """Storage for what builds have read of the documentation."""

    def catalogue(self, key: str) -> Catalogue | None:
        """Return the catalogue kept under a key."""

    def programs(self, row: str) -> tuple[UsedPassage, ...] | None:
        """Return the programs kept under a key."""


class EmptyShelf:
    """A shelf that keeps nothing."""

    def catalogue(self, key: str) -> Catalogue | None:
        """Return nothing."""

    def programs(self, row: str) -> tuple[UsedPassage, ...] | None:
        """Return nothing."""


class Library:
    """The documents of a project with their programs, as this build sees them."""

    def __init__(
        self, root: Path, packages: Collection[str], shelf: Shelf | None = None, skip: Collection[Path] = ()
    ) -> None:
        """Note where to look; nothing is read yet.

        Args:
            root: Folder of the project, without links.
            packages: Names of its top-level packages.
            shelf: Holds what earlier builds have read.
            skip: Folders that hold no documentation of the author's.
        """
        self._root = root
        self._packages = frozenset(packages)
        self._shelf = shelf or EmptyShelf()
        self._skip = skip
        self._made_by = [VERSION, __version__, sorted(packages)]
        self._pages: dict[str, Page] = {}
        """Pages of this build, by the digest of their content."""
        self._by_name: dict[str, Page] = {}
        self._left = MOST_COST
        self._read_now: dict[str, tuple[UsedPassage, ...]] = {}
        """Programs that this build has read from files, by their rows."""
        self._untold: set[str] = set()
        """Rows of them that the shelf has not been told."""
        self._included: dict[Path, str] = {}
        """Texts of included files."""

    @cached_property
    def digest(self) -> str:
        """Digest of all programs and the words around them: it stays while only other text changes."""
        return _digest([self._made_by, self._digests, self.about])

    @cached_property
    def about(self) -> str:
        """Definition of the project in its README, with "This package" as its subject; empty where there is none."""
        pages = (self._page(document) for document in self.documents if document.place == "readme")
        return next((page.about for page in pages if page.about), "")

    @cached_property
    def _digests(self) -> list[tuple[str, str]]:
        """Names of the documents that hold programs, each with the digest of these."""
        digests = [(document.name, self._page(document).programs) for document in self.documents]
        return [(name, digest) for name, digest in digests if digest != _NO_PROGRAMS]

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents in reading order."""
        return find_documentation(self._root, self._skip, lambda document: self._page(document).targets)

    def file_digest(self, path: Path) -> str:
        """Return the digest of a file inside the project; empty where it cannot be read."""
        return self._texts.digest(path)

    @property
    def order(self) -> dict[str, int]:
        """Position of each document by its name."""
        return {document.name: number for number, document in enumerate(self.documents)}

    def programs(self, document: Document) -> tuple[UsedPassage, ...]:
        """Return the programs of a document with what they use."""
        row = self._page(document).row
        if not row:
            return ()
        programs = self._read_now.get(row)
        if programs is None:
            programs = self._shelf.programs(row)
        if programs is None:  # What was kept is damaged, or was too large to be kept.
            programs = self._noted(row, self._read(document)[1])
        return tuple(_placed(used, document) for used in programs)

    def drained(self) -> Update | None:
        """Return what the shelf does not know, which is told once; `None` where it knows all."""
        if not self._texts.seen:
            return None
        self._digests  # noqa: B018 - now all files have been looked at.
        if self._is_known():
            return None
        earlier = islice((one for one in self._kept.pages.items() if one[0] not in self._pages), _MOST_EARLIER)
        catalogue = Catalogue(dict(self._texts.seen), {**self._pages, **dict(earlier)})
        gone = {page.row for page in self._kept.pages.values()} - {page.row for page in catalogue.pages.values()}
        programs = {row: self._read_now[row] for row in self._untold}
        self._kept = catalogue
        self._untold.clear()
        return Update(self._key, catalogue, programs, frozenset(gone))

    def _is_known(self) -> bool:
        """Return whether the shelf knows what this build has found out.

        A file whose signature has become reliable is not worth a change of the cache by itself: whoever watches
        the folder would take it for a change of the site.
        """
        return (
            not self._untold
            and self._pages.keys() <= self._kept.pages.keys()
            and all(_is_known(self._kept.files.get(name), seen) for name, seen in self._texts.seen.items())
        )

    @property
    def _key(self) -> str:
        """The name of the project's folder: one catalogue serves all versions and branches, and a project may move."""
        return self._root.name

    @cached_property
    def _kept(self) -> Catalogue:
        return self._shelf.catalogue(self._key) or Catalogue()

    @cached_property
    def _texts(self) -> Texts:
        return Texts(self._root, self._kept.files)

    def _page(self, document: Document) -> Page:
        """Return what is known of a file, which is opened only where it has changed.

        Files that come when enough was read count as empty, whether or not earlier builds have read them.
        """
        if document.name not in self._by_name:
            page = self._known_page(document) if self._left > 0 else _UNREAD
            self._left -= page.cost
            self._by_name[document.name] = page
        return self._by_name[document.name]

    def _known_page(self, document: Document) -> Page:
        content = _digest([*self._made_by, document.kind, document.place, self._texts.digest(document.path)])
        # Pages of several folders may have the same text and include other files.
        own = _digest([content, document.path.parent.relative_to(self._root).as_posix()])
        key = content
        for key in (content, own):
            page = self._pages.get(key) or self._kept.pages.get(key)
            if page is None:
                break
            if self._is_true(document, page):
                self._pages[key] = page
                return page
        page, programs = self._read(document)
        page = dataclasses.replace(page, row=_digest([content, page.includes]))
        self._noted(page.row, programs)
        self._pages[key] = page
        return page

    def _noted(self, row: str, programs: tuple[UsedPassage, ...]) -> tuple[UsedPassage, ...]:
        self._read_now[row] = programs
        self._untold.add(row)
        return programs

    def _is_true(self, document: Document, page: Page) -> bool:
        """Return whether a document would include today what it included when its page was read."""
        return all(self._included_digest(document, written) == digest for written, digest in page.includes)

    def _included_digest(self, document: Document, written: str) -> str:
        path = included_file(self._root, document, written)
        if path is None:
            return ""
        digest = self._texts.digest(path)
        if self._texts.opened_last == path:  # It has changed, so that the page will be read.
            self._included[path] = self._texts.text(path)
        return digest

    def _is_source(self, path: Path) -> bool:
        """Return whether a file is a module of one of the project's packages."""
        is_inside = bool(self._packages.intersection(path.relative_to(self._root).parts[:-1]))
        return is_inside and path.suffix == ".py" and path.with_name("__init__.py").is_file()

    def _read(self, document: Document) -> tuple[Page, tuple[UsedPassage, ...]]:
        """Read a document; the row of its page is not known yet."""
        from mkdocs_howto.facts.about import definition_of
        from mkdocs_howto.facts.passages import read_notebook, read_page, read_program
        from mkdocs_howto.facts.uses import uses_of

        text = self._included[document.path] if document.path in self._included else self._texts.text(document.path)
        includes: dict[str, str] = {}

        def include(written: str) -> str | None:
            path = included_file(self._root, document, written)
            includes[written] = self._included_digest(document, written)
            if path is None or not includes[written]:
                return None
            if self._is_source(path):
                return ""  # A page that shows a module of the project shows no use of it.
            if path not in self._included:
                self._included[path] = self._texts.text(path)
            return self._included[path]

        passages: list[Passage]
        if document.kind == ".ipynb":
            passages = read_notebook(text, "")
        elif document.kind == ".py":
            passages = [read_program(text, "", document.place)]
        elif document.kind in {".yml", ".yaml"}:
            passages = []
        else:
            passages = read_page(text, document.kind, document.place, include)
        passages = [masked_passage(passage) for passage in passages]  # They are kept on disk.
        programs = tuple(_placed(used, None) for used in uses_of(passages, self._packages))
        digest = _digest([_values(used) for used in programs])
        cost = len(text) + _COST_OF_LINE * text.count("\n") + _COST_OF_PROGRAM * len(passages)
        about = masked(definition_of(text, self._packages)) if document.place == "readme" else ""
        return Page(digest, "", targets_of(text, document.kind), tuple(includes.items()), cost, about), programs


def _is_known(kept: Seen | None, seen: Seen) -> bool:
    """Return whether a later build would gain nothing from what this one saw of a file."""
    if kept is None or kept.digest != seen.digest:
        return False
    return kept.signature == seen.signature or kept.signature is None or seen.signature is None


def _placed(used: UsedPassage, document: Document | None) -> UsedPassage:
    """Return a program with the name of its file; what is kept has none, since files may get other names."""
    name = document.name if document is not None else ""
    return dataclasses.replace(used, passage=dataclasses.replace(used.passage, file=name))


def _values(used: UsedPassage) -> list[object]:
    """Return all that a program holds; `dataclasses.astuple` would copy it, which takes ten times as long."""
    uses = [[getattr(use, name) for name in _OF_USE] for use in used.uses]
    return [[getattr(used.passage, name) for name in _OF_PASSAGE], uses, used.before]


def _digest(told: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(told).encode("utf-8", "surrogatepass")).hexdigest()[:32]


_NO_PROGRAMS = _digest([])
_UNREAD = Page(_NO_PROGRAMS, "")
_OF_PASSAGE = [one.name for one in dataclasses.fields(Passage)]
_OF_USE = [one.name for one in dataclasses.fields(Use)]
