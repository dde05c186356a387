"""Findings about names: those that exist nowhere, and those that should have been told."""

from __future__ import annotations

import ast
import builtins
import functools
import keyword
import re
import sys
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Literal, NamedTuple, TypeAlias

from mkdocs_howto.effects import Effects
from mkdocs_howto.facts.docstring import docstring_text
from mkdocs_howto.facts.outcomes import Function, constructor_of, outcomes_of, public_methods
from mkdocs_howto.reading import Reading
from mkdocs_howto.review.codes import found
from mkdocs_howto.section import CodeBlock, Finding, ImportableBlock, Project, Shape
from mkdocs_howto.syntax import NotPython, last_name, parsed, walk

_SINCE = 12
"""Version of the review from which on attributes are looked for."""
_SPAN = re.compile(r"(?<!`)(`{1,9})(?!`)(?P<code>.+?)(?<!`)\1(?!`)")
_DOTTED = re.compile(r"@?(?P<path>[^\W\d]\w*(?:\.[^\W\d]\w*)*)(?P<call>\(.*\))?$", re.DOTALL)
_KEYWORD = re.compile(r"(?P<name>[a-z_]\w*)=(?!=).*$", re.DOTALL)
_WORD = re.compile(r"[^\W\d]\w*")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$")
"""Name of an environment variable (POSIX.1-2024, base definitions, 8.1) or of a constant that holds a value."""
_FILE = re.compile(
    r"\.(?:cfg|conf|css|csv|db|env|gz|html?|ini|ipynb|jpe?g|js|json|lock|log|md|parquet|pdf|pickle|pkl|png|pyi?|rst|sh"
    r"|sql(?:ite3?)?|svg|tar|toml|tsv|txt|xlsx?|xml|ya?ml|zip)$",
    re.IGNORECASE,
)
"""End of a file's name."""
_ATTRIBUTES = {
    name for type_ in (OSError, UnicodeError, SyntaxError, StopIteration, ImportError) for name in dir(type_)
}
_PROTOCOLS = {name for type_ in (int, list, dict, type, type(min), type(_SPAN)) for name in dir(type_)}
_PROTOCOLS |= {"__aenter__", "__aexit__", "__aiter__", "__anext__", "__await__", "__call__", "__del__", "__delattr__"}
_PROTOCOLS |= {"__delete__", "__delitem__", "__enter__", "__exit__", "__file__", "__get__", "__getattr__", "__main__"}
_PROTOCOLS |= {"__next__", "__post_init__", "__set__", "__set_name__", "__setitem__", "__slots__", "__version__"}
_ANYWHERE = {"self", "cls", "main", "asyncio", *keyword.kwlist, *keyword.softkwlist, *dir(builtins)}
_ANYWHERE |= {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "HTTP", "URL", "JSON", "HTML", "UTF"}
_ANYWHERE |= {"args", "kwargs", *_ATTRIBUTES, *_PROTOCOLS}
"""Names that need no code: of the language, of every exception, and of what code talks about (RFC 9110 for these)."""
_STANDARD = (
    *("asyncio", "collections", "contextlib", "copy", "csv", "dataclasses", "datetime", "decimal", "enum", "functools"),
    *("json", "os", "pathlib", "pickle", "queue", "random", "re", "shutil", "socket", "sqlite3", "ssl", "subprocess"),
    *("tempfile", "threading", "typing", "urllib.error", "urllib.parse", "uuid", "warnings", "zipfile"),
    "zoneinfo",
)
"""Modules of the standard library whose names are said without the module."""

_MOST_IMPORTED = 30

Role: TypeAlias = Literal["exception", "call", "method", "parameter", "attribute", "subject", "word"]
"""How a text uses a name; all but `word` make it a name of the documented code."""
_ROW = r"(?:(?:the|an?)\s+)?(?:`[^`]+`(?:,\s*|,?\s+(?:or|and|nor)\s+))*$"
"""Words and signs before a name in a row of names."""
_RAISED_BEFORE = re.compile(rf"\b(?:rais(?:es?|ed|ing)|throws?|catch(?:es|ing)?|except)\s+{_ROW}", re.IGNORECASE)
_RAISED_AFTER = re.compile(r"\s+(?:is|are)\s+(?:raised|thrown|caught)\b")
_CALLED_BEFORE = re.compile(
    rf"\b(?:call(?:s|ing)?|invok(?:es?|ing)|await(?:s|ing)?|methods?|functions?)\s+{_ROW}", re.IGNORECASE
)
_CALLED_AFTER = re.compile(r"\s+(?:method|function|is\s+(?:called|awaited))\b")
_PARAMETER_BEFORE = re.compile(rf"\b(?:parameters?|arguments?|keywords?)\s+{_ROW}", re.IGNORECASE)
_PARAMETER_AFTER = re.compile(
    r"\s+(?:(?:parameter|argument|keyword)\b|(?:is|are|was)\s+(?:not\s+|only\s+)?(?:given|passed|omitted|left out"
    r"|optional|required)\b|(?:is\s+)?(?:defaults? to|by default)\b)|\s*\([^()]*\bdefault\b"
)
_ATTRIBUTE_BEFORE = re.compile(r"\b(?:its|their|own)\s+(?:public\s+)?(?:attribute|property|field)\s+$", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:if|unless)\s+(?:(?:both|neither|either|only)\s+)?$", re.IGNORECASE)
_IS = re.compile(r"\s+(?:is|are)\s")
_BEGINNING = re.compile(r"(?:\A\s*+(?:(?:[-*]|\d++[.)])\s*+)?|(?<=[.!?;:])\s*+)$")
_CALLING = re.compile(_BEGINNING.pattern.removesuffix("$") + r"Calling\s++$")
_ACTS = re.compile(r"\s+(?!is\b|has\b|was\b|as\b)[a-z]+s\b|:")


class Named(NamedTuple):
    """A name between the backticks of a text.

    Attributes:
        path: The name, dotted.
        role: How the text uses it.
    """

    path: str
    role: Role


def unknown(reading: Reading, block: CodeBlock, project: Project) -> Iterator[Finding]:
    """Yield findings about names between backticks that exist nowhere."""
    names = Names(block, project, _made_of_own(reading.example, block))
    for line, text in reading.prose:
        for one in named(text):
            if names.has(one) is not False or (one.role == "parameter" and names.is_of_another(one.path, text)):
                continue
            near = get_close_matches(one.path.rpartition(".")[2], names.near, n=1, cutoff=0.75)
            hint = f"; did you mean `{near[0]}`?" if near else "."
            code = "unknown-identifier" if names.is_of_code(one) else "unknown-word"
            since = _SINCE if one.role == "attribute" else 0
            yield found(code, f"`{one.path}` is not in the code{hint}", one.path, line, since=since)


def _made_of_own(example: str, block: CodeBlock) -> frozenset[str]:
    """Return the names of what an example makes by classes of its own that are not built on the documented one."""
    try:
        nodes = list(walk(parsed(example)))
    except NotPython:
        return frozenset()
    documented = set(block.shape.object_path.split(".")[-2:])
    classes = [one for one in nodes if isinstance(one, ast.ClassDef)]
    own = {one.name for one in classes if documented.isdisjoint(map(last_name, one.bases))}
    made: set[str] = set()
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=called))) if called in own:
                made.add(name)
    return frozenset(made)


def named(text: str) -> Iterator[Named]:
    """Yield the names between a text's backticks, calls without their arguments; expressions are left out."""
    for span in _SPAN.finditer(text):
        code = span["code"].strip()
        before, after = text[: span.start()], text[span.end() :]
        if match := _DOTTED.match(code):
            yield Named(match["path"], _role(match["path"], before, after, is_call=match["call"] is not None))
        elif match := _KEYWORD.match(code):
            yield Named(match["name"], "parameter")


def _role(path: str, before: str, after: str, *, is_call: bool) -> Role:
    """Return how a text uses a name, from the words around it."""
    last = path.rpartition(".")[2]
    if _RAISED_BEFORE.search(before) or _RAISED_AFTER.match(after) or last.endswith(("Error", "Exception")):
        return "exception" if last[:1].isupper() else "word"
    if not is_call and "." not in path and last.islower() and _CALLING.search(before) and _ACTS.match(after):
        return "method"
    if is_call or _CALLED_BEFORE.search(before) or _CALLED_AFTER.match(after):
        return "call"
    if "." in path or not last.islower():
        return "word"
    if _PARAMETER_BEFORE.search(before) or _PARAMETER_AFTER.match(after):
        return "parameter"
    if _ATTRIBUTE_BEFORE.search(before):
        return "attribute"
    if _CONDITION.search(before) and _IS.match(after):
        return "parameter"
    return "subject" if _BEGINNING.search(before) and _ACTS.match(after) else "word"


def untold(reading: Reading, tree: ast.Module, effects: Effects) -> Iterator[Finding]:
    """Yield findings about exceptions and requests that a reader would miss.

    An exception is missed where the caller's arguments decide that it is raised; of any other, nobody can say when.
    """
    said = "\n".join(text for _, text in reading.prose)
    words = set(_WORD.findall(said))
    for name in _decided(tree):
        if name.rpartition(".")[2] not in words:
            yield found("missing-exception", f"The code raises `{name}`; say when.", name)
    for method in effects.requests:
        if method not in words and method.lower() not in words:
            yield found("missing-request", f"The code sends a {method} request; name it.", method)


def _decided(tree: ast.Module) -> list[str]:
    """Return the exceptions that the arguments decide: of a call, of a creation, or of a call of a public method."""
    match tree.body:
        case [*_, ast.FunctionDef() | ast.AsyncFunctionDef() as function]:
            called: list[Function] = [function]
        case [*_, ast.ClassDef() as node]:
            constructor = constructor_of(node)
            called = [*([constructor] if constructor is not None else []), *public_methods(node)]
        case _:
            called = []
    return list(dict.fromkeys(one.raises for function in called for one in outcomes_of(function) if one.raises))


class Names:
    """Every name that the code, its documentation or what stands one hop away holds.

    Attributes:
        near: Those names, without what they belong to.
    """

    def __init__(self, block: CodeBlock, project: Project, made: frozenset[str] = frozenset()) -> None:
        self._made = made
        self._block = block
        self._project = project
        self.near = {*_ANYWHERE, *_WORD.findall(block.source), *_WORD.findall(docstring_text(block, project))}
        for path in (block.shape.object_path, *block.names.values()):
            self.near.update(path.split("."))
        if isinstance(block, ImportableBlock):
            self.near.update(block.object_path.split("."))
        for shape in (block.shape, *block.neighbours):
            self.near.update(_names_of(shape))

    def has(self, one: Named) -> bool | None:
        """Return whether a name exists; `None` where that cannot be told."""
        path, parts = one.path, one.path.split(".")
        if len(parts) == 2 and parts[0] == self._block.shape.name and self._has_member(parts[1]) is False:
            return False
        if all(part in self.near for part in parts) or self._is_member_of_instance(parts):
            return True
        head = self._block.names.get(parts[0])
        if any(self._project.shape(place) is not None for place in self._places(path, head)):
            return True
        if len(parts) > 1 and parts[0] in self._made and parts[0] not in self._block.names:
            return None  # Of an object whose class the example defines.
        foreign = head is not None and not _is_own(head, self._block)
        # A library's names are the library's affair: much of what it has is made at run time.
        if foreign or parts[0] in sys.stdlib_module_names:
            return None
        if _FILE.search(path) or (_VARIABLE.match(path) and one.role == "word"):
            return None
        return self._is_elsewhere(one, parts)

    def is_of_another(self, parameter: str, text: str) -> bool:
        """Return whether another function that a text names has a parameter."""
        for other in named(text):
            head = self._block.names.get(other.path.partition(".")[0])
            shapes = (self._project.shape(place) for place in self._places(other.path, head))
            signatures = [one.signature for shape in shapes if shape is not None for one in (shape, *shape.members)]
            if any(one.name == parameter for own in signatures if own is not None for one in own.parameters):
                return True
        return False

    def is_of_code(self, one: Named) -> bool:
        """Return whether a text uses a name as one of the documented code, or of its package."""
        if one.role == "parameter" and self._hands_on_keywords():
            return False
        if one.role != "word":
            return True
        head = one.path.partition(".")[0]
        package = self._block.object_path.partition(".")[0] if isinstance(self._block, ImportableBlock) else ""
        return "." in one.path and head in {self._block.shape.name, package}

    def _has_member(self, name: str) -> bool | None:
        """Return whether the documented class has a member; `None` where not all of its members are known."""
        shape = self._block.shape
        if shape.kind != "class" or not shape.complete:
            return None
        if name in self._of_enumeration or name in _PROTOCOLS or f".{name}" in self._block.source:
            return True
        return shape.member(name) is not None or self._project.shape(f"{shape.object_path}.{name}") is not None

    @property
    def _of_enumeration(self) -> set[str]:
        return {"name", "value"} if "enum" in self._block.shape.labels else set()

    def _is_elsewhere(self, one: Named, parts: list[str]) -> bool | None:
        """Return whether another part of the project, the standard library or a package that is used has a name."""
        last = parts[-1]
        if one.role == "method" or (one.role == "parameter" and not self._takes_any_keyword()):
            return False
        if isinstance(self._block, ImportableBlock):
            package = self._block.object_path.partition(".")[0]
            is_own = len(parts) == 1 or parts[0] in self.near or parts[0] == package
            if is_own and self._project.named(f"{package}.{last}"):
                return True
        if (
            len(parts) == 1
            and one.role != "subject"
            and any(
                self._project.shape(f"{module}.{last}") is not None for module in (*_STANDARD, *self._imported_standard)
            )
        ):
            return True
        heads = {path.partition(".")[0] for path in self._block.names.values() if not _is_own(path, self._block)}
        if one.role == "exception":
            heads |= {path.partition(".")[0] for path in self._imported if path and not _is_own(path, self._block)}
        heads -= sys.stdlib_module_names
        if parts[0] in heads:
            return None
        own = self._block.shape.object_path.partition(".")[0]
        if len(parts) > 1 and parts[0] != own and self._project.shape(parts[0]) is not None:
            return None  # Another package that is installed.
        if one.role == "exception" and any(self._project.shape(head) is None for head in heads):
            return None  # What is not installed may raise it.
        return one.role == "exception" and any(self._project.named(f"{head}.{last}") for head in sorted(heads))

    @functools.cached_property
    def _imported(self) -> tuple[str, ...]:
        """The modules that the module of the code imports by their full names, in the order of its source."""
        place = self._block.shape.object_path
        while place and ((shape := self._project.shape(place)) is None or shape.kind != "module"):
            place = place.rpartition(".")[0]
        code = self._project.source(place) if place else None
        try:
            nodes = list(walk(parsed(code.text))) if code is not None else []
        except NotPython:
            return ()
        modules = [one.name for node in nodes if isinstance(node, ast.Import) for one in node.names]
        modules += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
        return tuple(dict.fromkeys(modules))[:_MOST_IMPORTED]

    @property
    def _imported_standard(self) -> list[str]:
        return [path for path in self._imported if path.partition(".")[0] in sys.stdlib_module_names]

    def _hands_on_keywords(self) -> bool:
        """Return whether a call of the documented object itself takes keywords that its signature does not name."""
        called = self._block.shape.member("__call__") if self._block.shape.kind == "class" else None
        signatures = [one.signature for one in (self._block.shape, called) if one is not None]
        return any(one.kind == "variadic keyword" for own in signatures if own is not None for one in own.parameters)

    def _takes_any_keyword(self) -> bool:
        """Return whether the code hands on keywords that its signature does not name."""
        shapes = (self._block.shape, *self._block.shape.members)
        signatures = [shape.signature for shape in shapes if shape.signature is not None]
        return any(one.kind == "variadic keyword" for signature in signatures for one in signature.parameters)

    def _is_member_of_instance(self, parts: list[str]) -> bool:
        """Return whether a name stands for an instance of the documented class, and the rest for its member.

        Any lower-case word may name the instance, as `cart` in `cart.add`.
        """
        if len(parts) != 2 or not parts[0].islower() or parts[0] in self._block.names:
            return False
        members = {member.name for member in self._block.shape.members}
        owner = self._project.shape(self._block.shape.object_path.rpartition(".")[0])
        if owner is not None and owner.kind == "class":
            members.add(self._block.shape.name)
        return self._block.shape.kind != "module" and parts[1] in members

    def _places(self, path: str, head: str | None) -> Iterator[str]:
        block = self._block
        yield path
        if head is not None:
            yield ".".join([head, *path.split(".")[1:]])
        module = block.shape.object_path.rpartition(".")[0]
        if module:
            yield f"{module}.{path}"
        if isinstance(block, ImportableBlock):
            yield f"{block.object_path.partition('.')[0]}.{path}"
            yield f"{block.object_path}.{path.rpartition('.')[2]}"


def _names_of(shape: Shape) -> Iterator[str]:
    yield from shape.object_path.split(".")
    for base in shape.bases:
        yield from base.split(".")
    if shape.signature is not None:
        for parameter in shape.signature.parameters:
            yield parameter.name
            yield from _WORD.findall(parameter.annotation)
    for member in shape.members:
        yield from _names_of(member)


def _is_own(path: str, block: CodeBlock) -> bool:
    return isinstance(block, ImportableBlock) and path.partition(".")[0] == block.object_path.partition(".")[0]
