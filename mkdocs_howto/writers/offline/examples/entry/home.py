"""Where a file is imported from: the path under which its own project does it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from keyword import iskeyword

from mkdocs_howto.section import CodeBlock, ImportableBlock, Project, Shape

_IMPORT = re.compile(r"(?m)^(?P<from>\s*from )(?P<module>[A-Za-z_][\w.]*)(?P<import> import )")


@dataclass(frozen=True, slots=True)
class Home:
    """Where a file is imported from.

    Attributes:
        module: Path of the module.
        folder: The folder in which Python has to be started; empty for the folder of the project.
    """

    module: str
    folder: str = ""

    @property
    def top(self) -> str:
        """Return the name of the outermost package."""
        return self.module.partition(".")[0]

    def absolute(self, node: ast.ImportFrom, *, is_package: bool = False) -> str:
        """Return the module that an import of the file names, also where that is told from the file on.

        Args:
            node: The import.
            is_package: Whether the file is the text of a package.
        """
        if not node.level:
            return node.module or ""
        parts = self.module.split(".")
        above = parts[: len(parts) - node.level + is_package]
        return ".".join([*above, *([node.module] if node.module else [])])


def home_of(block: CodeBlock, tree: ast.Module, project: Project) -> Home | None:
    """Return where the file of a block is imported from; `None` where no import leads to it.

    Args:
        block: The code.
        tree: Its syntax tree.
        project: Answers what other objects are.
    """
    parts = block.file.removesuffix(".py").removesuffix("/__init__").split("/")
    known = _module_of(block, project)
    if not block.file.endswith(".py") or (known and not f".{'.'.join(parts)}".endswith(f".{known}")):
        return Home(known) if known else None
    return _vendored(parts, tree, project) or (_importable(parts, known, project) if known else _below(parts))


def at_home(code: str, block: CodeBlock, project: Project) -> str:
    """Return an example whose imports are those of the project itself: from `src`, where that is a package.

    Args:
        code: The example.
        block: The code.
        project: Answers what other objects are.
    """
    known = _module_of(block, project)
    parts = block.file.removesuffix(".py").removesuffix("/__init__").split("/")
    if not known or not f".{'.'.join(parts)}".endswith(f".{known}"):
        return code
    prefix = _importable(parts, known, project).module.removesuffix(known)

    def moved(match: re.Match[str]) -> str:
        module = match["module"]
        is_own = module.partition(".")[0] == known.partition(".")[0] and project.shape(prefix + module) is not None
        return f"{match['from']}{prefix}{module}{match['import']}" if is_own else match[0]

    return _IMPORT.sub(moved, code) if prefix else code


def _module_of(block: CodeBlock, project: Project) -> str:
    """Return the module that an importable block is in; empty for any other."""
    path = block.shape.object_path if isinstance(block, ImportableBlock) else ""
    if block.shape.kind == "module":
        return path  # It may hold something of its own name.
    while path:
        found = project.shape(path)
        if found is not None and (found.kind == "module" or _is_shared(found, project)):
            return path
        path = path.rpartition(".")[0]
    return ""


def _is_shared(found: Shape, project: Project) -> bool:
    """Return whether a name is that of a submodule and of something that its package imports."""
    return found.kind == "alias" and project.source(found.object_path) is not None


def _importable(parts: list[str], known: str, project: Project) -> Home:
    """Return the longest path: a folder on the search path may be a package itself."""
    for start, top in enumerate(parts):
        path = ".".join(parts[start:])
        if path == known:
            break
        if project.source(top) is not None and project.shape(path) is not None:
            return Home(path)
    return Home(known)


def _vendored(parts: list[str], tree: ast.Module, project: Project) -> Home | None:
    """Return the path below an inner folder, where the file's own imports begin with that folder."""
    imported = dict.fromkeys(_imported(tree))
    for start, folder in enumerate(parts[:-1]):
        for path in imported if start else ():
            top, _, rest = path.partition(".")
            if top in sys.stdlib_module_names or re.match(rf"{re.escape(top)}(?:\W|\Z)", folder) is None:
                continue
            inner = [top, *parts[start + 1 :]]
            if not all(map(_is_name, inner)):
                continue
            if folder != top:
                return Home(".".join(inner))  # Its own folder has no name that can be imported.
            if all(map(_is_name, parts)) and project.shape(".".join([*parts[: start + 1], rest])) is None:
                continue
            return Home(".".join(inner), "/".join(parts[:start]))
    return None


def _below(parts: list[str]) -> Home | None:
    """Return the path below the last folder whose name is no identifier."""
    start = max((number + 1 for number, part in enumerate(parts) if not _is_name(part)), default=0)
    inner = parts[start:]
    # A file with a good path that is no importable block is hidden by another package of its name.
    return Home(".".join(inner), "/".join(parts[:start])) if start and inner else None


def _imported(tree: ast.Module) -> Iterator[str]:
    """Yield the paths with more than one part that a file imports."""
    for node in tree.body:
        match node:
            case ast.Import(names=aliases):
                yield from (alias.name for alias in aliases if "." in alias.name)
            case ast.ImportFrom(module=str(module), names=aliases, level=0):
                yield from (f"{module}.{alias.name}" for alias in aliases if alias.name != "*")


def _is_name(text: str) -> bool:
    return text.isidentifier() and not iskeyword(text)
