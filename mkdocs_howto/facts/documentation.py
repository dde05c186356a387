"""Find the documentation of a project, in the order in which its readers are meant to read it."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePosixPath
from stat import S_ISREG

from mkdocs_howto.authored import Passage, Place
from mkdocs_howto.facts.passages import read_notebook, read_page, read_program
from mkdocs_howto.files import real

_SUFFIXES = (".md", ".rst", ".txt", ".ipynb", ".py")
_EXAMPLES = frozenset({"example", "examples", "docs_src", "samples", "demo", "demos", "tutorial"})
"""Folders whose Python files are programs for readers."""
_DOCUMENTATION = frozenset({"doc", "docs", "documentation", "docs_src", "guide", "guides", "tutorials", "notebooks"})
_SKIPPED = frozenset(
    {"node_modules", "site-packages", "venv", "env", "build", "dist", "site", "__pycache__", "vendor", "_vendor"}
    | {"snippets", "tests", "test", "testing", "_static", "_build", "_templates", "themes", "overrides"}
    | {"changelog", "newsfragments"}
)
"""Folders that hold no pages: what is installed or built, parts of other pages, tests."""
_NO_PAGE = re.compile(
    r"(?:changelog|changes|history|news|release[-_]?notes|releases|authors|contribut|code[-_]of[-_]conduct|security"
    r"|licen[cs]e|requirements|copying)",
    re.IGNORECASE,
)
"""Files that tell what was, or what only developers of the project need."""
_MOST_FILES = 4_000
_MOST_FOLDERS = 4_000
_LARGEST = 1_000_000
"""Bytes of a file that is read."""
_TOCTREE = re.compile(r"(?:\.\.[ \t]{1,4}toctree::|`{3,8}\{toctree\})")
_ENTRY_TARGET = re.compile(r"[^<\n]{0,200}<(?P<target>[^<>\n]{1,200})>$")
_FIRST = re.compile(
    r"(?:readme|index|quick-?_?start|getting-?_?started|tutorial|first-?_?steps|usage|intro)", re.IGNORECASE
)
_LAST = re.compile(
    r"(?:api|reference|faq|changelog|changes|history|news|release|migrat|upgrad|contribut|blog)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Document:
    """A file of a project's documentation.

    Attributes:
        path: Where it is.
        name: Its POSIX path relative to the project.
        place: What kind of text it is.
    """

    path: Path
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Documentation:
    """The documents of a project, in reading order.

    Attributes:
        root: Folder of the project.
        documents: README, the pages of the navigation, other pages, notebooks, example files.
    """

    root: Path
    documents: tuple[Document, ...]
    _included: dict[Path, str | None] = field(default_factory=dict, repr=False, compare=False)

    @property
    def order(self) -> Mapping[str, int]:
        """Position of each document by its name."""
        return {document.name: number for number, document in enumerate(self.documents)}

    def read(self, document: Document) -> list[Passage]:
        """Return the passages of a document, with the files that it includes."""
        text = _text(document.path, self.root)
        if text is None:
            return []
        if document.name.endswith(".ipynb"):
            return read_notebook(text, document.name)
        if document.name.endswith(".py"):
            return [read_program(text, document.name, document.place)]
        return read_page(text, document.name, document.place, lambda path: self._include(document, path))

    def _include(self, document: Document, written: str) -> str | None:
        """Return the text of a file that a page includes.

        Tools resolve paths against the page's folder, the project, the documentation's folder, or a folder of
        translations in it (`../../../docs_src/…`), so all of these are tried; none leads out of the project.
        """
        parts = [part for part in PurePosixPath(written.partition(":")[0].lstrip("/")).parts if part != ".."]
        bases = (document.path.parent, self.root, self.root / "docs", *document.path.parents)
        for base in bases:
            if not base.is_relative_to(self.root):
                continue
            direct = Path(os.path.normpath(base / written.partition(":")[0].lstrip("/")))
            for path in (direct, base.joinpath(*parts)):
                if path.is_relative_to(self.root) and path.is_file():
                    if path not in self._included:
                        self._included[path] = _text(path, self.root)
                    return self._included[path]
        return None


def find_documentation(root: Path, skip: Collection[Path] = ()) -> Documentation:
    """Find the documents of a project: pages of its documentation, its README, notebooks and example files.

    Args:
        root: Folder of the project.
        skip: Folders that hold no documentation of the author's, such as sections that were written before.
    """
    files = list(_files(root, skip))
    pages = [file for file in files if file.suffix != ".py"]
    first = [file for file in pages if file.parent == root and file.name.lower().startswith("readme")]
    told = [*_navigation(root, files), *_toctrees(root, pages)]
    rest = sorted((file for file in pages), key=lambda file: (_rank(file.relative_to(root)), file.as_posix()))
    programs = [file for file in files if file.suffix == ".py"]
    documents = [
        Document(file, file.relative_to(root).as_posix(), _place(file.relative_to(root)))
        for file in dict.fromkeys([*first, *told, *rest, *programs])
    ]
    return Documentation(root, tuple(documents))


def _text(path: Path, root: Path) -> str | None:
    """Return the text of a file of the project; `None` for pipes, large files, and links that lead out of it."""
    try:
        found = path.stat()
        if not S_ISREG(found.st_mode) or found.st_size > _LARGEST or not real(path).is_relative_to(root):
            return None
        return path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    except OSError:
        return None


def _files(root: Path, skip: Collection[Path]) -> Iterator[Path]:
    """Yield the files of a project that may hold documentation, folder by folder."""
    left = _MOST_FILES
    for folder, folders, names in islice(os.walk(root), _MOST_FOLDERS):
        path = Path(folder)
        folders[:] = sorted(
            name for name in folders if name not in _SKIPPED and not name.startswith(".") and path / name not in skip
        )
        parts = path.relative_to(root).parts
        is_package = (path / "__init__.py").exists() and _DOCUMENTATION.isdisjoint(parts)
        for name in sorted(names):
            file = path / name
            if _NO_PAGE.match(name) or file.suffix not in _SUFFIXES or (file.suffix == ".txt" and "docs" not in parts):
                continue
            if file.suffix == ".py" and (is_package or _EXAMPLES.isdisjoint(parts)):
                continue
            left -= 1
            if left < 0:
                return
            yield file


def _place(name: Path) -> Place:
    if name.suffix == ".py":
        return "example"
    if name.suffix == ".ipynb":
        return "notebook"
    return "readme" if len(name.parts) == 1 and name.name.lower().startswith("readme") else "docs"


def _rank(name: Path) -> tuple[bool, bool, bool]:
    """Order of pages that no navigation names."""
    stem = name.with_suffix("").as_posix()
    return name.suffix == ".ipynb", bool(_LAST.search(stem)), not _FIRST.search(name.stem)


def _navigation(root: Path, files: Sequence[Path]) -> Iterator[Path]:
    """Yield the pages that the `nav` of a MkDocs configuration names."""
    known = set(files)
    for file in sorted(
        [*root.glob("mkdocs*.y*ml"), *root.glob("docs/mkdocs*.y*ml"), *root.glob("docs/en/mkdocs*.y*ml")]
    ):
        text = _text(file, root)
        for target in _nav_pages(text or ""):
            page = Path(os.path.normpath(file.parent / "docs" / target))
            if page in known:
                yield page


def _nav_pages(text: str) -> list[str]:
    """Return the texts of a configuration's `nav`; tags such as `!ENV` are not looked at."""
    import yaml

    found: list[str] = []
    depth = 0
    is_nav = False
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
                is_nav = is_nav and depth > 1
            elif isinstance(event, yaml.ScalarEvent):
                if depth == 1:
                    is_nav = event.value == "nav"
                elif is_nav and event.value.endswith((".md", ".ipynb")):
                    found.append(event.value)
    except (yaml.YAMLError, RecursionError):
        return found
    return found


def _toctrees(root: Path, pages: Sequence[Path]) -> Iterator[Path]:
    """Yield the pages below the first `toctree` of a project, each before those that it names itself."""
    known = set(pages)
    indexes = (
        root / folder / f"index{suffix}" for folder in ("docs", "doc", "docs/source") for suffix in (".rst", ".md")
    )
    index = next((file for file in indexes if file in known), None)
    pending = [index] if index is not None else []
    seen: set[Path] = set()
    while pending:
        page = pending.pop()
        if page in seen:
            continue
        seen.add(page)
        yield page
        pending += reversed(list(_toctree_pages(page, known, root)))


def _toctree_pages(page: Path, known: Iterable[Path], root: Path) -> Iterator[Path]:
    lines = (_text(page, root) or "").split("\n")
    is_inside, margin = False, 0
    for line in lines:
        stripped = line.strip()
        indent = len(line) - len(line.lstrip())
        if _TOCTREE.match(stripped):
            is_inside, margin = True, indent if stripped.startswith("..") else -1
        elif is_inside and stripped and (stripped.startswith("```") or indent <= margin):
            is_inside = False
        elif is_inside and stripped and not stripped.startswith(":"):
            entry = _ENTRY_TARGET.match(stripped)
            target = (entry["target"] if entry else stripped).removesuffix(".rst").removesuffix(".md")
            for suffix in (".rst", ".md", ".ipynb"):
                file = Path(os.path.normpath(page.parent / f"{target.lstrip('/')}{suffix}"))
                if file in known:
                    yield file
