"""Find the documentation of a project, in the order in which its readers are meant to read it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath

from mkdocs_howto.authored import Place

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

    @property
    def kind(self) -> str:
        """The suffix of its name, which tells how it is read."""
        return self.path.suffix


def find_documentation(
    root: Path, skip: Collection[Path], targets: Callable[[Document], Sequence[str]]
) -> tuple[Document, ...]:
    """Find the documents of a project: pages of its documentation, its README, notebooks and example files.

    Args:
        root: Folder of the project.
        skip: Folders that hold no documentation of the author's, such as sections that were written before.
        targets: Returns the other pages that a file names; see `targets_of`.

    Returns:
        README, the pages of the navigation, other pages, notebooks, example files.
    """
    found = {file: _document(root, file) for file in _files(root, skip)}
    pages = {file: document for file, document in found.items() if document.place != "example"}
    first = [file for file, document in pages.items() if document.place == "readme"]
    told = [*_navigation(root, pages, targets), *_toctrees(root, pages, targets)]
    rest = sorted(pages, key=lambda file: (_rank(PurePosixPath(pages[file].name)), pages[file].name))
    return tuple(found[file] for file in dict.fromkeys([*first, *told, *rest, *found]))


def included_file(root: Path, document: Document, written: str) -> Path | None:
    """Return the file that a page includes, or `None` where the project has none.

    Tools resolve paths against the page's folder, the project, the documentation's folder, or a folder of
    translations in it (`../../../docs_src/…`), so all of these are tried; none leads out of the project.

    Args:
        root: Folder of the project.
        document: The page.
        written: The path as the page writes it.
    """
    target = written.partition(":")[0].lstrip("/")
    # Tried for every include of every page: texts take a tenth of the time of `Path`.
    inside = os.sep.join(part for part in PurePosixPath(target).parts if part != "..")  # noqa: PTH118
    top, folder = str(root), str(document.path.parent)
    around = [folder]
    while folder != top and folder != os.path.dirname(folder):  # noqa: PTH120 - texts take a tenth of the time of `Path`
        folder = os.path.dirname(folder)  # noqa: PTH120
        around.append(folder)
    for base in (around[0], top, os.path.join(top, "docs"), *around):  # noqa: PTH118
        for path in (os.path.normpath(os.path.join(base, target)), os.path.join(base, inside)):  # noqa: PTH118
            if path.startswith(top + os.sep) and os.path.isfile(path):  # noqa: PTH113
                return Path(path)
    return None


def targets_of(text: str, kind: str) -> tuple[str, ...]:
    """Return the pages that a file names in a `nav` or a `toctree`, as paths relative to its folder.

    Args:
        text: The file, with line feeds as line ends.
        kind: The suffix of its name.
    """
    if kind in {".yml", ".yaml"}:
        return tuple(_nav_pages(text))
    if kind == ".toml":
        return tuple(_toml_pages(text))
    return tuple(_toctree_pages(text)) if kind in {".rst", ".md"} else ()


def _files(root: Path, skip: Collection[Path]) -> Iterator[Path]:
    """Yield the files of a project that may hold documentation, folder by folder."""
    left = _MOST_FILES
    skipped = {str(folder) for folder in skip}
    # Thousands of folders are looked through in every build: texts take a tenth of the time of `Path`.
    for folder, folders, names in islice(os.walk(root), _MOST_FOLDERS):
        folders[:] = sorted(
            name
            for name in folders
            if name not in _SKIPPED and not name.startswith(".") and os.path.join(folder, name) not in skipped  # noqa: PTH118
        )
        parts = folder.removeprefix(str(root)).split(os.sep)  # noqa: PTH206
        is_package = "__init__.py" in names and _DOCUMENTATION.isdisjoint(parts)
        suffixes = {".md", ".rst", ".ipynb"}
        suffixes |= {".txt"} if "docs" in parts else set()
        suffixes |= set() if is_package or _EXAMPLES.isdisjoint(parts) else {".py"}
        for name in sorted(names):
            if os.path.splitext(name)[1] not in suffixes or _NO_PAGE.match(name):  # noqa: PTH122
                continue
            left -= 1
            if left < 0:
                return
            yield Path(folder, name)


def _place(name: Path) -> Place:
    if name.suffix == ".py":
        return "example"
    if name.suffix == ".ipynb":
        return "notebook"
    return "readme" if len(name.parts) == 1 and name.name.lower().startswith("readme") else "docs"


def _rank(name: PurePosixPath) -> tuple[bool, bool, bool]:
    """Order of pages that no navigation names."""
    stem = name.with_suffix("").as_posix()
    return name.suffix == ".ipynb", bool(_LAST.search(stem)), not _FIRST.search(name.stem)


def _document(root: Path, file: Path) -> Document:
    name = file.relative_to(root)
    return Document(file, name.as_posix(), _place(name))


def _navigation(root: Path, pages: Collection[Path], targets: Callable[[Document], Sequence[str]]) -> Iterator[Path]:
    """Yield the pages that the `nav` of a configuration of MkDocs, ProperDocs or Zensical names."""
    for file in sorted(
        file
        for folder in ("", "docs/", "docs/en/")
        for name in ("mkdocs*.y*ml", "properdocs*.y*ml", "zensical.toml")
        for file in root.glob(folder + name)
    ):
        for target in targets(_document(root, file)):
            page = Path(os.path.normpath(file.parent / target))
            if page in pages:
                yield page


def _nav_pages(text: str) -> list[str]:
    """Return the pages of a configuration's `nav`, below its `docs_dir`; tags such as `!ENV` are not looked at."""
    import yaml

    found: list[str] = []
    folder = "docs"
    depth, key = 0, ""
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
                key = "" if depth == 1 else key
            elif depth == 1:  # A key, or a value on the same line.
                value = event.value if isinstance(event, yaml.ScalarEvent) else ""
                folder = value if key == "docs_dir" and value else folder
                key = "" if key else value
            elif isinstance(event, yaml.ScalarEvent) and key == "nav" and event.value.endswith((".md", ".ipynb")):
                found.append(event.value)
    except (yaml.YAMLError, RecursionError):
        pass  # What stands above the mistake counts.
    return [f"{folder}/{page}" for page in found]


def _toml_pages(text: str) -> list[str]:
    """Return the pages of the `nav` of a `zensical.toml`, below its `docs_dir` (zensical.org, "Navigation")."""
    import tomllib

    try:
        project = tomllib.loads(text).get("project", {})
        folder = project.get("docs_dir", "docs")
        entries = [project.get("nav", [])]
    except (ValueError, RecursionError, AttributeError):
        return []
    found: list[str] = []
    while entries:
        entry = entries.pop()
        if isinstance(entry, str) and entry.endswith((".md", ".ipynb")):
            found.append(entry)
        elif isinstance(entry, list | dict):
            entries += reversed(list(entry.values()) if isinstance(entry, dict) else entry)
    return [f"{folder}/{page}" for page in found]


def _toctrees(root: Path, pages: dict[Path, Document], targets: Callable[[Document], Sequence[str]]) -> Iterator[Path]:
    """Yield the pages below the first `toctree` of a project, each before those that it names itself."""
    indexes = (
        root / folder / f"index{suffix}" for folder in ("docs", "doc", "docs/source") for suffix in (".rst", ".md")
    )
    index = next((file for file in indexes if file in pages), None)
    pending = [index] if index is not None else []
    seen: set[Path] = set()
    while pending:
        page = pending.pop()
        if page in seen:
            continue
        seen.add(page)
        yield page
        below = (Path(os.path.normpath(page.parent / target)) for target in targets(pages[page]))
        named = (file.with_name(file.name + suffix) for file in below for suffix in (".rst", ".md", ".ipynb"))
        pending += reversed([file for file in named if file in pages])


def _toctree_pages(text: str) -> Iterator[str]:
    """Yield the pages that a page's `toctree` names, without their suffixes."""
    is_inside, margin = False, 0
    for line in text.split("\n"):
        stripped = line.strip()
        indent = len(line) - len(line.lstrip())
        if _TOCTREE.match(stripped):
            is_inside, margin = True, indent if stripped.startswith("..") else -1
        elif is_inside and stripped and (stripped.startswith("```") or indent <= margin):
            is_inside = False
        elif is_inside and stripped and not stripped.startswith(":"):
            entry = _ENTRY_TARGET.match(stripped)
            target = (entry["target"] if entry else stripped).removesuffix(".rst").removesuffix(".md")
            yield target.lstrip("/")
