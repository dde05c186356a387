"""Pages of sections for a whole package: one for each public module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath


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

    def navigation(self) -> dict[str, list[dict[str, str]]]:
        """Return the pages as an entry of `nav`."""
        return {self.title: [{page.title: page.name} for page in self.pages]}

    def summary(self) -> str:
        """Return the pages as the Markdown list that literate-nav reads in their folder."""
        return "".join(f"- [{page.title}]({page.name.removeprefix(f'{self.folder}/')})\n" for page in self.pages)


def pages_of(package: str, modules: Mapping[str, Sequence[str]], *, folder: str, title: str) -> Pages:
    """Return the pages of a package.

    Args:
        package: Its path.
        modules: Its public modules, each with the paths of the objects on its page.
        folder: The folder of the pages inside `docs_dir`.
        title: What the navigation calls them; `{package}` stands for the package's name.
    """
    folder = PurePosixPath(folder).as_posix()
    pages = tuple(
        ModulePage(f"{folder}/{_name(package, module, modules)}", module, _text(module, objects))
        for module, objects in modules.items()
    )
    return Pages(folder, title.replace("{package}", package), pages)


def _name(package: str, module: str, modules: Mapping[str, Sequence[str]]) -> str:
    """Return a page's path below the folder: `index.md` for packages."""
    below = module.removeprefix(package).strip(".").replace(".", "/")
    is_package = not below or any(other.startswith(f"{module}.") for other in modules)
    return f"{below}/index.md".lstrip("/") if is_package else f"{below}.md"


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
