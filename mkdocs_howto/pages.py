"""Pages of sections for a whole package: one for each public module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count, takewhile
from pathlib import PurePosixPath
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class ModulePage:
    """A page that shows how to use one module.

    Attributes:
        name: Its path inside `docs_dir`.
        title: The module's path.
        text: Its Markdown, with a placeholder for each object.
    """

    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one package.

    Attributes:
        folder: Their folder inside `docs_dir`.
        title: What the navigation calls them.
        pages: The pages, the package's own first.
    """

    folder: str
    title: str
    pages: tuple[ModulePage, ...]

    def navigation(self) -> dict[str, list[Entry]]:
        """Return the pages as an entry of `nav`, those of a subpackage in a group of their own."""
        return {self.title: _grouped(self.pages)}

    def summary(self) -> str:
        """Return the pages as the Markdown list that literate-nav reads in their folder."""
        return "".join(f"{line}\n" for line in _listed(_grouped(self.pages), f"{self.folder}/"))


Entry: TypeAlias = "dict[str, str | list[Entry]]"
"""An entry of `nav`: a title with the name of a page, or with entries."""


def _grouped(pages: Sequence[ModulePage]) -> list[Entry]:
    """Return entries for pages; where several stand below one module, a group named after it holds them."""
    names = [page.title.split(".") for page in pages]
    depth = 1 + sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(min(names), max(names), strict=False)))
    groups: dict[str, list[ModulePage]] = {}
    for page in pages:
        groups.setdefault(".".join(page.title.split(".")[:depth]), []).append(page)
    return [
        {group[0].title: group[0].name} if len(group) == 1 else {name: _grouped(group)}
        for name, group in groups.items()
    ]


def _listed(entries: Sequence[Entry], folder: str) -> Iterator[str]:
    """Yield the lines of a Markdown list of entries, with links from a folder."""
    for entry in entries:
        for title, target in entry.items():
            if isinstance(target, str):
                yield f"- [{title}]({target.removeprefix(folder)})"
            else:
                yield f"- {title}"
                yield from (f"    {line}" for line in _listed(target, folder))


def pages_of(package: str, modules: Mapping[str, Sequence[str]], *, folder: str, title: str) -> Pages:
    """Return the pages of a package.

    Args:
        package: Its path.
        modules: Its public modules, each with the paths of the objects on its page.
        folder: The folder of the pages inside `docs_dir`.
        title: What the navigation calls them; `{package}` stands for the package's name.
    """
    folder = PurePosixPath(folder).as_posix()
    taken: set[str] = set()
    pages = tuple(
        ModulePage(f"{folder}/{_free(_name(package, module, modules), taken)}", module, _text(module, objects))
        for module, objects in modules.items()
    )
    return Pages(folder, title.replace("{package}", package), pages)


def _name(package: str, module: str, modules: Mapping[str, Sequence[str]]) -> str:
    """Return a page's path below the folder: `index.md` for packages, and in a folder for what is called `index`."""
    below = module.removeprefix(package).strip(".").replace(".", "/")
    is_package = not below or module.endswith(".index") or any(other.startswith(f"{module}.") for other in modules)
    return f"{below}/index.md".lstrip("/") if is_package else f"{below}.md"


def _free(name: str, taken: set[str]) -> str:
    """Return a page's name, with a number where an earlier page has that name on a disk that ignores case.

    Args:
        name: The wanted name.
        taken: The case-folded names of the earlier pages; takes up the result.
    """
    stem = name.removesuffix(".md")
    names = chain([name], (f"{stem}-{number}.md" for number in count(2)))
    free = next(one for one in names if one.casefold() not in taken)
    taken.add(free.casefold())
    return free


def _text(module: str, objects: Sequence[str]) -> str:
    return "\n".join([f"# `{module}`", *_placeholders(objects)])


def _placeholders(objects: Sequence[str]) -> Iterator[str]:
    for path in objects:
        yield f"\n::: howto {path}"
    yield ""


def mentions(navigation: object, folder: str) -> bool:
    """Return whether a navigation has an entry for a folder or for something in it.

    Args:
        navigation: The value of `nav`: names of files in lists and mappings.
        folder: The folder inside `docs_dir`.
    """
    waiting = [navigation]
    while waiting:
        match waiting.pop():
            case str() as name:
                if name.removeprefix("./").startswith(f"{folder}/") or name.strip("/*") == folder:
                    return True
            case list() as entries:
                waiting += entries
            case dict() as entries:
                waiting += entries.values()
    return False
