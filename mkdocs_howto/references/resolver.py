"""From a reference, as an author types it, to the code it means."""

from __future__ import annotations

import ast
import builtins
import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import griffe

from mkdocs_howto.errors import HowtoError, UnreadableSource, UnresolvedReference
from mkdocs_howto.files import real
from mkdocs_howto.filters import Filters
from mkdocs_howto.references.bounds import refuse_oversized
from mkdocs_howto.references.files import Files, Probe, Trail
from mkdocs_howto.references.fingerprint import fingerprint
from mkdocs_howto.references.modules import Modules, NotThere, parse_source
from mkdocs_howto.references.neighbours import Neighbourhood
from mkdocs_howto.references.public import Member, public_members, public_modules
from mkdocs_howto.references.segments import clean, cut, docstring_node, summary
from mkdocs_howto.references.shapes import Shapes
from mkdocs_howto.references.spelling import misspelling
from mkdocs_howto.section import CodeBlock, ImportableBlock, NamedBlock, Shape, Source, Span
from mkdocs_howto.syntax import NotPython, parsed

_FORMS = "Write a dotted path (shop.cart.Cart), a file (shop/cart.py), or lines of it (shop/cart.py#L10-L40)."
_OF_COMPILED = (
    "Sections are written from Python source: refer to code that calls it, or to a stub file (.pyi) of the project."
)
_LINES = re.compile(r"L(\d+)(?:-L?(\d+))?$")
_REGION = re.compile(r"[\w][\w.-]*$")
_MOST_FILES = 300
"""Files of a package that are searched for what raises an exception."""
_MOST_RAISING = 6
_FOR_TYPE_CHECKERS = {"_typeshed"}
"""Packages that only exist for type checkers (typeshed, "stdlib/_typeshed/README.md")."""
_MOST_SEARCHED = 2_000
"""Files of a package that are searched for a name."""
_AT_TOP = re.compile(r"^(?:(?:async def|def|class) (\w+)|(\w+)[ \t]*[:=])", re.MULTILINE)
"""What a module defines or binds at the start of a line."""
_DEFINED = re.compile(
    r"(?:\b(?:def|class)[ \t]+(?=\w)|^(?:[ \t]*(?:self|cls)\.)?(?=\w+[ \t]*=(?!=))|^[ \t]*(?=\w+:[ \t]+\S))(\w+)",
    re.MULTILINE,
)
"""A name where it is defined: of functions, classes, variables of modules, attributes, fields and parameters."""
_TAKING = re.compile(r"\bdef[ \t]+\w+\(([^()]*)\)")
_TAKEN = re.compile(r"(?:^|,)\s*\*{0,2}(\w+)")
_RAISE = re.compile(r"^[ \t]+raise ((?:\w+\.)*\w+)", re.MULTILINE)
_MARKER = r"-8<-+[ \t]+\[[ \t]*{edge}[ \t]*:[ \t]*{name}[ \t]*\]"
"""A section marker of PyMdown's snippets: `--8<-- [start:name]`."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A code block and the files that finding it rested on."""

    block: CodeBlock
    trail: Trail


class Resolver:
    """Resolves references against the files of one build."""

    def __init__(
        self,
        files: Files,
        paths: Sequence[Path],
        search_paths: Iterable[str] = (),
        *,
        paths_option: str = "`paths` in mkdocs.yml",
    ) -> None:
        """Make a resolver that has read nothing yet.

        Args:
            files: The disk as this build sees it; knows the project's folder.
            paths: Folders that hold the project's own packages, in order.
            search_paths: Where other packages are found: the interpreter's `sys.path`.
            paths_option: The option by which the reader of a message can add to `paths`.
        """
        self._files = files
        self._paths_option = paths_option
        self._paths = [real(path) for path in paths]
        others = [Path(path) for path in search_paths if path]
        self._modules = Modules(files, self._paths, others)
        self._search_paths = [*self._paths, *(real(path) for path in others)]
        self._raised_names: dict[Path, list[tuple[Path, set[str]]]] = {}
        self._defined_names: dict[Path, set[str]] = {}
        self._definitions: dict[Path, dict[str, list[tuple[str, ...]]]] = {}
        self._module_shapes: dict[griffe.Module, tuple[Shape | None, frozenset[Probe]]] = {}
        """Shapes of modules with the looks that they rest on: each section of a module asks for its module's shape."""

    def resolve(self, reference: str, trail: Trail | None = None) -> Resolved:
        """Find the code that a reference means.

        Args:
            reference: `pkg.mod.Object`, `path/file.py`, `path/file.py#L10-L40` or `path/file.py#name`.
            trail: Takes up the looks at the disk, also those of a search that fails.

        Raises:
            UnresolvedReference: It leads to nothing, or is not a reference.
            UnreadableSource: It leads to a file that cannot be read as Python.
        """
        trail = trail or Trail()
        if _is_dotted(reference) and not _is_file_like(reference):
            return Resolved(self._object(reference, trail), trail)
        if not _is_file_like(reference) or not self._is_path(reference):
            self._refuse_misspelling(reference)
        if not _is_file_like(reference):
            raise UnresolvedReference(f"`{reference}` is not a reference.", hint=_FORMS)
        return Resolved(self._file(reference, trail), trail)

    def _is_path(self, reference: str) -> bool:
        """True if a reference names a file or folder, whatever part of it."""
        try:
            return (self._files.root / reference.partition("#")[0].replace("\\", "/")).exists()
        except (OSError, ValueError):
            return False

    def _refuse_misspelling(self, reference: str) -> None:
        """Raise an error that says how to spell a reference, if its author's way is recognised."""
        found = misspelling(reference)
        if found is None:
            return
        meant = [one for one in found.meant if self._leads_somewhere(one)]
        # A mistyped file name is better compared with the names of other files, a part of a file with its parts.
        is_file = _is_file_like(reference) and "::" not in reference
        if is_file and not meant and (not found.hint or self._is_path(reference)):
            return
        hint = found.hint if len(found.meant) > 1 and found.hint else ""
        if not hint and (meant or found.meant):
            hint = f"Did you mean {(meant or found.meant)[0]}?"
        raise UnresolvedReference(f"`{reference}` {found.problem}.", hint=hint or found.hint)

    def _leads_somewhere(self, reference: str) -> bool:
        if not _is_dotted(reference) or _is_file_like(reference):
            return self._is_path(reference)
        return self._exists(reference) and not self._starts_with_folder(reference)

    def resolve_code(self, code: str) -> Resolved:
        """Take a marked fence's own text as the code.

        Raises:
            UnreadableSource: It is not valid Python.
        """
        trail = Trail()
        if not code.strip():
            raise UnreadableSource("The fence is empty; there is nothing to describe.")
        parse_source(code, "The fence", hint="Mend its code, or take the mark `.howto` away.")
        module = self._modules.visit_text("example", self._files.root / "example.py", code)
        lines = code.split("\n")
        block = self._lines_block(module, lines, (1, len(lines) - 1), dotted="", file="", trail=trail)
        return Resolved(block, trail)

    def shape(self, path: str, trail: Trail) -> Shape | None:
        """Return what an object path stands for, in the project or anywhere on the search paths.

        Args:
            path: The object path.
            trail: Takes up the looks at the disk.

        Returns:
            Its shape; one of the kind `alias` for an import that leads out of what can be read (such as
            one from an extension module), and for a name that a module and one of its submodules
            share; `None` where nothing has that name.
        """
        if not all(path.split(".")):
            return None  # Writers put paths together from what stands in annotations.
        try:
            node = self._modules.find(path, trail)
        except (NotThere, UnreadableSource):
            below = self._below_folder(path)
            return self.shape(below, trail) if below else None
        try:
            found = self._modules.follow(node, trail)
        except (NotThere, UnreadableSource):
            return Shape(object_path=node.path, kind="alias", complete=False)
        if found is node and self._modules.is_ambiguous(found):
            return Shape(object_path=node.path, kind="alias", complete=False)
        if not isinstance(found, griffe.Module):
            return self._shape_of(found, trail)
        if found not in self._module_shapes:
            own = Trail()
            self._module_shapes[found] = self._shape_of(found, own), frozenset(own.probes)
        shape, probes = self._module_shapes[found]
        trail.probes |= probes
        return shape

    def _shape_of(self, found: griffe.Object, trail: Trail) -> Shape | None:
        try:
            return Shapes(self._modules, lambda _: True).of(found, trail)
        except UnreadableSource:
            return None

    def members(self, path: str, filters: Filters, trail: Trail) -> list[Member]:
        """Return the public functions and classes of a module, or the public methods of a class.

        Args:
            path: Path of the module or class, as it may be imported.
            filters: Which members are shown.
            trail: Takes up the looks at the disk, also those of a search that fails.

        Raises:
            UnresolvedReference: The path leads to nothing, or to what has no such members.
            UnreadableSource: It leads to a file that cannot be read as Python.
        """
        try:
            members = public_members(self._modules, path, filters, trail)
        except NotThere as missing:
            raise self._missing(path, missing) from missing
        if not members:
            hint = "What a module imports counts only where `__all__` lists it."
            raise UnresolvedReference(f"`{path}` has no public functions, classes or methods.", hint=hint)
        return members

    def modules(self, package: str, trail: Trail) -> list[str]:
        """Return the paths of a package and of its public modules, each package before its modules.

        Args:
            package: The package's path.
            trail: Takes up the looks at the disk, also those of a search that fails.

        Raises:
            UnresolvedReference: There is no such package.
            UnreadableSource: Its own file cannot be read as Python.
        """
        try:
            return public_modules(self._modules, package, trail)
        except NotThere as missing:
            raise self._missing(package, missing) from missing

    def source(self, path: str, trail: Trail) -> Source | None:
        """Return the code of a module, function or class of the project or of another package.

        Args:
            path: The object path.
            trail: Takes up the looks at the disk.
        """
        node = self._modules.object(path, trail) if all(path.split(".")) else None
        if node is None and (below := self._below_folder(path)):
            return self.source(below, trail)
        try:
            if isinstance(node, griffe.Module) and not isinstance(node.filepath, list):
                text = "\n".join(self._modules.lines(node))
                parsed(text)  # A module is read though one of its statements is nested too deeply to be followed.
            elif isinstance(node, griffe.Function | griffe.Class) and node.lineno and node.endlineno:
                text, _ = cut(self._modules.lines(node), node.lineno, node.endlineno, path)
            else:
                return None
        except (UnreadableSource, NotPython):
            return None
        return Source(node.path, text)

    def _below_folder(self, path: str) -> str:
        """Return a path without the folder of the project's packages, with which its own code may import them.

        Returns:
            `shop.cart` for `src.shop.cart`; empty if the path does not begin with such a folder.
        """
        first, _, rest = path.partition(".")
        return rest if any(folder.name == first for folder in self._paths) else ""

    def raisers(self, path: str, trail: Trail) -> tuple[Shape, ...]:
        """Return the public functions of a package that raise one of its exceptions.

        The answer rests on the modules that do; one that begins to is noticed when another of them changes.

        Args:
            path: Object path of the exception class.
            trail: Takes up the looks at the disk.
        """
        node = self._modules.object(path, trail)
        if not isinstance(node, griffe.Class) or isinstance(node.package.filepath, list):
            return ()
        found: list[griffe.Function] = []
        for module in self._modules_raising(node, trail):
            found += [
                function
                for function in _public_functions(module)
                if node.name in _raised_in(self._source(function)) and f"{function.path}." not in node.path
            ]
        found.sort(key=lambda function: (function.path.count("."), function.path))
        shapes = Shapes(self._modules, lambda _: True)
        return tuple(shapes.of(function, trail) for function in found[:_MOST_RAISING])

    def _modules_raising(self, node: griffe.Object, trail: Trail) -> Iterator[griffe.Module]:
        """Public modules of an object's package whose text raises it, in the order of their files."""
        top = node.package.filepath
        assert isinstance(top, Path)
        for file, raised in self._raising(top, is_package=node.package.is_init_module):
            parts = [part for part in file.relative_to(top.parent).with_suffix("").parts if part != "__init__"]
            if node.name not in raised or any(part.startswith("_") for part in parts):
                continue
            name = ".".join([node.package.path, *parts] if node.package.is_init_module else [node.package.path])
            if isinstance(module := self._modules.object(name, trail), griffe.Module):
                yield module

    def _raising(self, top: Path, *, is_package: bool) -> list[tuple[Path, set[str]]]:
        """The files of a package with what each raises: read once a build, however many exceptions are asked for."""
        if top not in self._raised_names:
            found: list[tuple[Path, set[str]]] = []
            for file in (sorted(top.parent.rglob("*.py")) if is_package else [top])[:_MOST_FILES]:
                try:
                    found.append((file, _raised_in(self._files.glance(file))))
                except OSError:
                    continue
            self._raised_names[top] = found
        return self._raised_names[top]

    def named(self, path: str, _trail: Trail) -> bool:
        """Return whether the code of a package defines anything under a name, at any place.

        The answer rests on no file: a name that is taken away is noticed when the section is made anew.

        Args:
            path: The package and the name, with a dot between them.
        """
        package, _, name = path.partition(".")
        node = self._modules.object(package, Trail())
        if not isinstance(node, griffe.Module) or isinstance(node.filepath, list):
            return True  # What cannot be read may define it.
        return name in self._defined_in(node.filepath, is_package=node.is_init_module)

    def _defined_in(self, top: Path, *, is_package: bool) -> set[str]:
        """Return all names that the files of a package define: read once a build, however many are asked for."""
        if top not in self._defined_names:
            found: set[str] = set()
            for file in (sorted(top.parent.rglob("*.py")) if is_package else [top])[:_MOST_SEARCHED]:
                try:
                    text = self._files.glance(file)
                except OSError:
                    continue
                found.update(_DEFINED.findall(text))
                found.update(name for taken in _TAKING.findall(text) for name in _TAKEN.findall(taken))
            self._defined_names[top] = found
        return self._defined_names[top]

    def _source(self, node: griffe.Function) -> str:
        return "\n".join(self._modules.lines(node)[(node.lineno or 1) - 1 : node.endlineno or 1])

    # Dotted paths.

    def _object(self, reference: str, trail: Trail) -> CodeBlock:
        self._refuse_folder(reference)
        try:
            found = self._modules.find(reference, trail)
            exported = self._modules.exported(found)
            node = self._modules.follow(exported, trail)
        except NotThere as missing:
            raise self._missing(reference, missing) from missing
        # Code reads the shared name as that of the submodule, so what is exported keeps the path that leads through it.
        is_shared = exported is not found or self._leads_through_namesake(reference, node)
        return self._block(node, node.path if is_shared else reference, trail)

    def _leads_through_namesake(self, reference: str, node: griffe.Object) -> bool:
        """Return whether a reference names a member of what a package imports under the name of its submodule.

        `clock.clock.read` is the method `clock.clock.clock.read`.
        """
        parts = reference.split(".")
        for end in range(2, len(parts)):
            around = ".".join(parts[:end])
            if node.path != reference and node.path.startswith(f"{around}."):
                found = self._modules.object(around, Trail())
                return found is not None and self._modules.is_ambiguous(found)
        return False

    def _refuse_folder(self, reference: str) -> None:
        """Raise an error for `src.shop.Cart` where `src` is a folder that packages are searched in.

        Python would import it from the project's folder, as part of a namespace package, but not once it is installed.
        """
        if self._starts_with_folder(reference):
            folder, _, inside = reference.partition(".")
            raise UnresolvedReference(
                f"`{reference}`: `{folder}` is a folder that packages are searched in, not a package.",
                hint=f"Did you mean {inside}?",
            )

    def _starts_with_folder(self, reference: str) -> bool:
        folder, _, inside = reference.partition(".")
        if not inside or not any(path.name == folder and path.parent in self._paths for path in self._paths):
            return False
        found = self._modules.object(folder, Trail())
        is_namespace = isinstance(found, griffe.Module) and isinstance(found.filepath, list)
        return is_namespace and self._exists(inside)

    def _missing(self, reference: str, missing: NotThere) -> HowtoError:
        if missing.parent is None and hasattr(builtins, missing.name):
            return UnreadableSource(f"`{reference}` has no Python source: it is built into Python.", hint=_OF_COMPILED)
        if compiled := self._modules.without_source(missing.parent, missing.name):
            return UnreadableSource(
                f"`{reference}` has no Python source: it is compiled into {compiled}.", hint=_OF_COMPILED
            )
        if missing.target:
            return UnresolvedReference(
                f"`{reference}` imports `{missing.target}`, which cannot be found.",
                hint=self._where_to_find(missing.target),
            )
        near = self._suggestions(reference, missing)
        what = (
            f"`{missing.parent.path}` has no `{missing.name}`"
            if missing.parent
            else f"there is no module `{missing.name}`"
        )
        if not near and isinstance(missing.parent, griffe.Module):
            if (star := self._modules.compiled_star(missing.parent)) is not None:
                return UnreadableSource(
                    f"`{reference}` has no Python source: {what}, and what it takes from `{star[0]}` is compiled"
                    f" into {star[1]}.",
                    hint=_OF_COMPILED,
                )
            if self._modules.makes_names(missing.parent):
                return UnresolvedReference(
                    f"`{reference}` cannot be found: {what} that its text tells.",
                    hint=f"`{missing.parent.path}` makes names while it runs; refer to the code that makes them.",
                )
        hint = f"Did you mean {_or(near)}?" if near else self._where_it_could_be(missing)
        if missing.parent is None and (missing.name in _FOR_TYPE_CHECKERS or self._modules.stubs_of(missing.name)):
            hint = self._where_to_find(missing.name)
        return UnresolvedReference(f"`{reference}` cannot be found: {what}.", hint=hint)

    def _where_to_find(self, target: str) -> str:
        """Return what to do about an import that leads nowhere."""
        package = target.partition(".")[0]
        if package in _FOR_TYPE_CHECKERS:
            return f"`{package}` exists for type checkers only; refer to the code that uses it."
        if stubs := self._modules.stubs_of(package):
            return f"Only its type stubs are here ({stubs}), which hold no code; refer to the code that uses it."
        if self._exists(package):
            return f"`{package}` is here, but has no such name; mend the import, or refer to the code that uses it."
        return f"Install the package it comes from, or add its folder with {self._paths_option}."

    def _suggestions(self, reference: str, missing: NotThere) -> list[str]:
        parent = missing.parent
        parts = reference.split(".")
        at = self._place_of(missing.name, parts)
        before, after = (parts[:at], parts[at + 1 :]) if at is not None else ([], [])
        names = self._modules.member_names(parent)
        # An author rarely means something private, unless that is what was typed.
        names = [name for name in names if missing.name.startswith("_") or not name.startswith("_")]
        inside = self._without_folders(reference) if parent is None else []
        near = get_close_matches(missing.name, names, n=3, cutoff=0.7)
        folded = [name for name in names if name.lower() == missing.name.lower() and name not in near]
        found = [".".join([*before, name, *after]) for name in [*folded, *near]]
        found = [*self._elsewhere(parent, missing.name, after), *found]
        return [*inside, *(path for path in found if self._exists(path))][:3]

    def _place_of(self, name: str, parts: Sequence[str]) -> int | None:
        """Return the place in a path of the part that cannot be found; what stands before it can be."""
        places = (at for at in reversed(range(len(parts))) if parts[at] == name)
        return next((at for at in places if at == 0 or self._exists(".".join(parts[:at]))), None)

    def _without_folders(self, reference: str) -> list[str]:
        """Return what is left of `src.shop.Cart` without the names of folders that are no packages."""
        parts = reference.split(".")
        shorter = (".".join(parts[start:]) for start in range(1, len(parts)))
        return [path for path in shorter if self._leads_somewhere(path)][:1]

    def _elsewhere(self, parent: griffe.Object | None, name: str, after: Sequence[str]) -> list[str]:
        """Submodules of a package that define the name: `shop.Cart` typed for `shop.cart.Cart`."""
        if not isinstance(parent, griffe.Module) or isinstance(parent.filepath, list) or not parent.is_init_module:
            return []
        folder = parent.filepath.parent
        if folder not in self._definitions:
            self._definitions[folder] = self._defined_below(folder)
        modules = self._definitions[folder].get(name, ())
        return [".".join([parent.path, *module, name, *after]) for module in modules]

    def _defined_below(self, folder: Path) -> dict[str, list[tuple[str, ...]]]:
        """Return the modules below a folder that define each name: read once a build, however many are asked for."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for file in sorted(folder.rglob("*.py"), key=lambda path: (len(path.parts), path))[:_MOST_SEARCHED]:
            try:
                names = {defined or bound for defined, bound in _AT_TOP.findall(self._files.glance(file))}
            except OSError:
                continue
            parts = file.relative_to(folder).with_suffix("").parts
            for name in names:
                found.setdefault(name, []).append(tuple(part for part in parts if part != "__init__"))
        return found

    def _exists(self, path: str) -> bool:
        return self._modules.object(path, Trail()) is not None

    def _where_it_could_be(self, missing: NotThere) -> str:
        if missing.parent is None:
            return f"Looked in {self._looked_in()}; add folders with {self._paths_option}."
        if isinstance(missing.parent, griffe.Class | griffe.Module):
            return "A reference names what a module or class defines or imports, by its public name or its own."
        return f"`{missing.parent.path}` has no members; refer to it instead."

    def _looked_in(self) -> str:
        folders = ", ".join(self._files.show(path) or "." for path in self._paths)
        return f"{folders} and the interpreter's packages" if folders else "the interpreter's packages"

    # Blocks.

    def _block(self, node: griffe.Object, object_path: str | None, trail: Trail) -> CodeBlock:
        """Return the block for a module or definition.

        Args:
            node: The module or definition.
            object_path: The path to import it by; `None` when it cannot be imported.
            trail: Takes up the looks at the disk.
        """
        path = self._modules.file(node)
        called = object_path or node.path
        if isinstance(path, list):
            raise UnresolvedReference(
                f"`{called}` is a namespace package: a folder without code of its own.",
                hint="Refer to a module or an object inside it.",
            )
        lines = self._modules.lines(node)
        first, last = self._span(node, lines)
        file = self._show(path)
        if not "".join(lines[first - 1 : last]).strip():
            raise UnreadableSource(f"`{called}` is empty: {file} holds no code to describe.")
        start = _with_decorators(lines, first) if "property" in node.labels else first
        source, tree = cut(lines, start, last, file)
        refuse_oversized(tree, f"`{called}`")
        inside = self._inside(node)
        shapes = Shapes(self._modules, inside)
        scope = node if node.parent is None or isinstance(node, griffe.Module) else node.parent
        names, neighbours = Neighbourhood(self._modules, shapes, inside).of(tree, scope, node.path, trail)
        block = NamedBlock(
            shape=shapes.of(node, trail),
            source=source,
            docstring=clean(node.docstring.value) if node.docstring else "",
            names=names,
            neighbours=neighbours,
            file=file,
            lines=(first, last),
        )
        return _fingerprinted(block if object_path is None else _importable(block, object_path), tree)

    def _span(self, node: griffe.Object, lines: Sequence[str]) -> Span:
        if isinstance(node, griffe.Module):
            return 1, max(len(lines) - (1 if lines and not lines[-1] else 0), 1)
        return node.lineno or 1, node.endlineno or node.lineno or 1

    def _inside(self, node: griffe.Object) -> _Inside:
        return _Inside(node.path.partition(".")[0], self._modules, self._paths)

    def _show(self, path: Path) -> str:
        """A file as pages tell it: relative to the project, else to the search path it was found in."""
        if path.is_relative_to(self._files.root):
            below = self._files.show(path)
            # An environment inside the project holds other people's packages.
            if "site-packages" not in below:
                return below
        roots = [folder for folder in self._search_paths if path.is_relative_to(folder)]
        best = max(roots, key=lambda folder: len(folder.parts), default=path.parent)
        return path.relative_to(best).as_posix()

    # Files.

    def _file(self, reference: str, trail: Trail) -> CodeBlock:
        name, _, part = reference.partition("#")
        path = self._inside_root(reference, name, trail)
        trail.add(Probe(read={str(path)}))
        text = self._files.text(path)
        if not text.strip():
            raise UnreadableSource(f"{self._files.show(path)} is empty; there is nothing to describe.")
        dotted = self._modules.module_path(path)
        if dotted is not None:
            module = self._modules.object(dotted, trail)
        else:
            module = self._modules.visit_text(path.stem, path, text)
        if not isinstance(module, griffe.Module):  # The file changed while it was read.
            raise UnreadableSource(f"{self._files.show(path)} cannot be read as a module.")
        lines = text.split("\n")
        if part:
            span = self._part(reference, part, lines, self._files.show(path))
            return self._lines_block(module, lines, span, dotted=dotted or "", file=self._files.show(path), trail=trail)
        return self._block(module, dotted, trail)

    def _inside_root(self, reference: str, name: str, trail: Trail) -> Path:
        root = self._files.root
        given = root / name.replace("\\", "/")
        shown = f"`{reference}`"
        try:
            path = real(given)
            path.exists()  # A name may be too long for the disk, or hold what no name can.
        except (OSError, RuntimeError, ValueError) as error:
            raise UnresolvedReference(f"{shown} cannot be followed: {error}.") from error
        if not path.is_relative_to(root):
            raise UnresolvedReference(
                f"{shown} lies outside the project; files are only read below the folder of the site's configuration.",
                hint="Use a dotted path for code of installed packages.",
            )
        if path.is_dir():
            inits = [f"{name.rstrip('/')}/{child.name}" for child in sorted(path.glob("*.py"))][:3]
            raise UnresolvedReference(
                f"{shown} is a folder, not a file.",
                hint=f"Did you mean {_or(inits)}?" if inits else "Name a file in it.",
            )
        if path.suffix not in {".py", ".pyi"}:
            raise UnresolvedReference(f"{shown} is not a Python file (.py or .pyi).", hint=_FORMS)
        if not path.is_file():
            trail.add(Probe(absent={str(path)}))
            siblings = [child.name for child in path.parent.glob("*.py*")] if path.parent.is_dir() else []
            folder = name.rpartition("/")[0]
            near = [f"{folder}/{match}" if folder else match for match in get_close_matches(path.name, siblings, n=3)]
            raise UnresolvedReference(
                f"{shown} cannot be found: there is no such file.",
                hint=f"Did you mean {_or(near)}?" if near else f"Paths are relative to {root.name}/.",
            )
        return path

    def _part(self, reference: str, part: str, lines: Sequence[str], file: str) -> Span:
        """Return the lines that the text after `#` means."""
        count = len(lines) - (1 if lines and not lines[-1] else 0)
        if numbers := _LINES.match(part):
            first = int(numbers[1])
            last = int(numbers[2] or first)
            if last < first:
                raise UnresolvedReference(
                    f"`{reference}`: the last line stands before the first.", hint=f"Write #L{last}-L{first}."
                )
            if not 1 <= first <= last <= count:
                raise UnresolvedReference(f"`{reference}`: {file} has lines 1 to {count}.")
            return first, last
        if not _REGION.match(part):
            self._refuse_misspelling(reference)
            raise UnresolvedReference(f"`{reference}`: `#{part}` is neither lines (#L10-L40) nor a region (#name).")
        edges = {edge: re.compile(_MARKER.format(edge=edge, name=re.escape(part))) for edge in ("start", "end")}
        first = next((number for number, line in enumerate(lines, 1) if edges["start"].search(line)), 0)
        last = next(
            (number for number, line in enumerate(lines, 1) if number > first and edges["end"].search(line)), count + 1
        )
        if not first:
            self._refuse_misspelling(reference)
            names = sorted(set(re.findall(_MARKER.format(edge="start", name=r"([\w.-]+)"), "\n".join(lines))))
            hint = (
                f"Regions of this file: {', '.join(names)}."
                if names
                else "Mark one with `# --8<-- [start:name]` and `[end:name]`."
            )
            raise UnresolvedReference(f"`{reference}`: {file} has no region `{part}`.", hint=hint)
        if last - first < 2:
            raise UnreadableSource(f"`{reference}`: the region is empty.")
        return first + 1, last - 1

    def _lines_block(
        self, module: griffe.Module, lines: Sequence[str], span: Span, *, dotted: str, file: str, trail: Trail
    ) -> CodeBlock:
        """Some lines of a module; when they are just one definition, that definition."""
        first, last = _trimmed(lines, span)
        try:
            source, tree = cut(lines, first, last, file)
        except UnreadableSource as error:
            raise UnreadableSource(
                f"{file or 'The fence'}, lines {first} to {last}: these are not whole statements.",
                hint="Choose lines that start and end with a statement.",
            ) from error
        refuse_oversized(tree, f"{file}, lines {first} to {last}," if file else "The fence")
        node = self._defined_at(module, tree, first)
        if node is not None and dotted:
            return self._block(node, f"{dotted}.{node.path[len(module.path) + 1 :]}", trail)
        inside = _Inside(module.path.partition(".")[0], self._modules, self._paths)
        shapes = Shapes(self._modules, inside)
        own_path = node.path if node is not None else f"{module.path}:{file}"
        names, neighbours = Neighbourhood(self._modules, shapes, inside).of(tree, module, own_path, trail)
        docstring = clean(str(constant.value)) if (constant := docstring_node(tree.body)) else ""
        shape = Shape(object_path=dotted or file, kind="snippet", summary=summary(docstring))
        kind_of_block = CodeBlock
        if node is not None:
            kind_of_block = NamedBlock
            shape = shapes.of(node, trail)
            docstring = clean(node.docstring.value) if node.docstring else ""
        block = kind_of_block(
            shape=shape,
            source=source,
            docstring=docstring,
            names=names,
            neighbours=neighbours,
            file=file,
            lines=(first, last),
        )
        return _fingerprinted(block, tree)

    def _defined_at(self, module: griffe.Module, tree: ast.Module, first: int) -> griffe.Object | None:
        """The one class or function that a tree consists of, whole, as griffe sees it.

        Its decorators may stand above the chosen lines.
        """
        statements = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
        match statements:
            case [ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() as definition]:
                line = definition.lineno + first - 1
                return _find_at(module, definition.name, line, (definition.end_lineno or 0) + first - 1)
        return None


class _Inside:
    """Whether a path belongs to the same package as a block, or to another package of the project."""

    def __init__(self, package: str, modules: Modules, paths: Sequence[Path]) -> None:
        self._package = package
        self._modules = modules
        self._paths = paths
        self._known: dict[str, bool] = {}

    def __call__(self, path: str) -> bool:
        top = path.partition(".")[0]
        if top == self._package:
            return True
        if top not in self._known:
            self._known[top] = self._modules.lies_in(top, self._paths)
        return self._known[top]


def _raised_in(text: str) -> set[str]:
    """Names in what a text raises, as far as that is written out."""
    return {name for path in _RAISE.findall(text) for name in path.split(".")}


def _public_functions(parent: griffe.Module | griffe.Class) -> Iterator[griffe.Function]:
    """Functions and methods that can be called by their public path, constructors with them."""
    for member in parent.members.values():
        if isinstance(member, griffe.Function) and (not member.name.startswith("_") or member.name == "__init__"):
            yield member
        elif isinstance(member, griffe.Class) and not member.name.startswith("_"):
            yield from _public_functions(member)


def _importable(block: NamedBlock, object_path: str) -> ImportableBlock:
    values = {one.name: getattr(block, one.name) for one in dataclasses.fields(block)}
    return ImportableBlock(object_path=object_path, **values)


def _fingerprinted(block: CodeBlock, tree: ast.Module | None = None) -> CodeBlock:
    return dataclasses.replace(block, fingerprint=fingerprint(block, tree))


def _find_at(parent: griffe.Object, name: str, line: int, last: int) -> griffe.Object | None:
    """The definition of that name whose `def` or `class` stands in a line, and which ends in another."""
    for member in parent.members.values():
        if isinstance(member, griffe.Alias | griffe.Module):
            continue
        first = member.lineno or 0
        if member.name == name and first <= line <= (member.endlineno or 0) == last:
            return member
        if isinstance(member, griffe.Class) and (found := _find_at(member, name, line, last)) is not None:
            return found
    return None


def _with_decorators(lines: Sequence[str], first: int) -> int:
    """First line of the decorators above a property, which griffe leaves out."""
    while first > 1 and lines[first - 2].lstrip().startswith("@"):
        first -= 1
    return first


def _trimmed(lines: Sequence[str], span: Span) -> Span:
    """A span without blank lines at its ends."""
    first, last = span
    while first < last and not lines[first - 1].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return first, last


def _is_dotted(reference: str) -> bool:
    return all(part.isidentifier() for part in reference.split("."))


def _is_file_like(reference: str) -> bool:
    return any(mark in reference for mark in "/\\#") or reference.endswith((".py", ".pyi"))


def _or(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
