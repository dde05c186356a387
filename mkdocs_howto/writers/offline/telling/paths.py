"""Addresses, file paths and texts as they are really used: constants folded, what is not known as `<name>`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from mkdocs_howto.effects import dotted
from mkdocs_howto.secrets import is_secret_value
from mkdocs_howto.syntax import last_name, unparsed, walk
from mkdocs_howto.writers.offline.telling.names import result_noun

Value = Callable[[str], "ast.expr | str | None"]
"""Returns what a name stands for: an expression, the text that a caller passes for it, or `None`."""

_LONGEST = 200
_DEEPEST = 12
_MOST_PARTS = 100
"""Pieces of which one address or text is put together."""
_PLAIN_CALLS = frozenset(
    {"str", "Path", "pathlib.Path", "PurePath", "os.fspath", "os.path.abspath", "os.path.normpath", "os.path.realpath"}
)
_SAME = frozenset(
    {"resolve", "absolute", "as_posix", "expanduser", "strip", "lower", "upper", "rstrip", "isoformat", "as_uri"}
)
_QUOTING = frozenset({"quote", "quote_plus", "repr", "int", "urlencode"})


class Paths:
    """Folds expressions that make an address, a path or a text."""

    def __init__(self, value: Value, file: str = "") -> None:
        """Fold the expressions of one function.

        Args:
            value: Tells what a name stands for.
            file: File in which the code stands, relative to its project; `__file__` stands for it.
        """
        self._value = value
        self._file = file
        self._left = 0
        """Pieces that the text which is being folded may still have."""

    def text(self, node: ast.expr) -> str:
        """Return what an expression makes, with `<name>` for what is not known; empty if nothing of it is known."""
        text = self._whole(node)
        if not text or len(text) > _LONGEST or not text.isprintable() or "`" in text or is_secret_value(text):
            return ""
        return text if _has_literal(text) else ""

    def template(self, node: ast.JoinedStr) -> str:
        """Return an f-string with `<name>` for what it puts in; empty if a part has no name."""
        text = self._whole(node)
        is_shown = text.strip() and len(text) <= _LONGEST and text.isprintable() and "`" not in text
        return text if is_shown and not is_secret_value(text) else ""

    def command(self, node: ast.expr) -> str:
        """Return a command line with `<name>` for what is not known; empty if its program is not known."""
        value = self._value(node.id) if isinstance(node, ast.Name) else node
        if not isinstance(value, ast.List | ast.Tuple):
            return self.text(value) if isinstance(value, ast.expr) else ""
        parts = [self._whole(one) for one in value.elts]
        text = " ".join(one or "…" for one in parts)
        is_shown = bool(parts) and bool(parts[0]) and len(text) <= _LONGEST and text.isprintable() and "`" not in text
        return text if is_shown and _has_literal(parts[0]) and not is_secret_value(text) else ""

    def _whole(self, node: ast.expr) -> str:
        self._left = _MOST_PARTS
        text = self._fold(node, 0)
        return text if self._left >= 0 else ""

    def _fold(self, node: ast.expr, depth: int) -> str:
        """Return the text of an expression; empty if it has none."""
        self._left -= 1
        if depth > _DEEPEST or self._left < 0:
            return ""
        match node:
            case ast.Constant(value=str(text)):
                return text
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return str(number)
            case ast.JoinedStr(values=values):
                return self._together(
                    [one.value if isinstance(one, ast.FormattedValue) else one for one in values], depth
                )
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._together([left, right], depth)
            case ast.BinOp(left=left, op=ast.Div(), right=right) if not _is_number(left) and not _is_number(right):
                return self._below([left, right], depth)
            case ast.Name(id="__file__"):
                return self._file
            case ast.Name(id=name):
                value = self._value(name)
                if isinstance(value, str):
                    return value
                if isinstance(value, ast.Call):
                    return self._called(value, depth + 1) or _hole(name)
                folded = self._fold(value, depth + 1) if value is not None else ""
                return folded or _hole(name)
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                value = self._value(f"self.{name}")
                folded = self._fold(value, depth + 1) if isinstance(value, ast.expr) else ""
                return folded or _hole(name)
            case ast.Attribute(value=owner, attr="parent"):
                return _parent(self._fold(owner, depth + 1))
            case ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
                return _hole(name)
            case ast.Call(func=function):
                name = last_name(function)
                return self._called(node, depth) or ("" if name.startswith("_") else _hole(name))
        return ""

    def _called(self, node: ast.Call, depth: int) -> str:
        name, last = dotted(node.func), last_name(node.func)
        if name in _PLAIN_CALLS or last == "joinpath":
            parts = (
                [node.func.value, *node.args]
                if isinstance(node.func, ast.Attribute) and last == "joinpath"
                else node.args
            )
            return self._below(parts, depth)
        if name in {"os.path.join", "path.join", "join"} and node.args:
            return self._below(node.args, depth)
        if last == "urljoin" and len(node.args) == 2:
            return self._below(node.args, depth)
        if name in {"os.path.dirname", "dirname"} and node.args:
            return _parent(self._fold(node.args[0], depth + 1))
        if name in {"os.getcwd", "Path.cwd", "pathlib.Path.cwd"}:
            return "."
        if isinstance(node.func, ast.Attribute) and last in _SAME:
            return self._fold(node.func.value, depth + 1)
        if last in _QUOTING and node.args:
            return self._fold(node.args[0], depth + 1)
        if last in {"now", "time", "utcnow", "today"}:
            return "<now>"
        noun = result_noun(last)
        return f"<{noun.replace(' ', '_')}>" if noun else ""

    def _together(self, nodes: list[ast.expr], depth: int) -> str:
        parts = [self._fold(one, depth + 1) for one in nodes]
        return "".join(parts) if all(parts) else ""

    def _below(self, nodes: list[ast.expr], depth: int) -> str:
        """Return the path of parts that stand one below the other."""
        parts = [self._fold(one, depth + 1) for one in nodes if not isinstance(one, ast.Starred)]
        if len(parts) != len(nodes) or not all(parts):
            return ""
        joined = ""
        for part in parts:
            while part.startswith("../") and joined not in {"", "."} and not joined.endswith((">", "..")):
                joined, part = _parent(joined), part.removeprefix("../")  # noqa: PLW2901 - the rest of the same part
            joined = part if part.startswith("/") or not joined or joined == "." else f"{joined.rstrip('/')}/{part}"
        return joined


def _hole(name: str) -> str:
    plain = name.strip("_")
    return f"<{plain}>" if plain else ""


def _parent(path: str) -> str:
    if not path:
        return ""
    return "." if path == "." else str(PurePosixPath(path).parent)


def _has_literal(text: str) -> bool:
    """Return whether any letter of a text stands outside of its holes."""
    depth = 0
    for character in text:
        depth += (character == "<") - (character == ">")
        if depth == 0 and character.isalnum():
            return True
    return ">/<" in text  # A file in a folder: both have a name.


def flags_of(tree: ast.Module) -> Mapping[str, str]:
    """Return the names that a module sets where an import succeeds, with the package that is imported."""
    found: dict[str, str] = {}
    for node in tree.body:
        if not isinstance(node, ast.Try) or not any(
            "Import" in unparsed(one.type) for one in node.handlers if one.type
        ):
            continue
        packages = [
            alias.name if isinstance(one, ast.Import) else str(one.module)
            for one in node.body
            if isinstance(one, ast.Import | ast.ImportFrom)
            for alias in one.names
        ]
        for one in node.body:
            match one:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=True)) if packages:
                    found[name] = packages[0].partition(".")[0]
    return found


def fixed_attributes(tree: ast.Module) -> Mapping[ast.AST, Mapping[str, ast.expr]]:
    """Return what the attributes of a class hold that its body gives a text and no method changes, by method."""
    found: dict[ast.AST, Mapping[str, ast.expr]] = {}
    for node in (one for one in tree.body if isinstance(one, ast.ClassDef)):
        constants = constants_of(ast.Module(node.body, []))
        changed = {
            one.attr
            for one in walk(node)
            if isinstance(one, ast.Attribute)
            and isinstance(one.ctx, ast.Store)
            and dotted(one.value) in {"self", "cls"}
        }
        texts = {
            f"self.{name}": value
            for name, value in constants.items()
            if name not in changed and isinstance(value, ast.Constant | ast.JoinedStr | ast.BinOp)
        }
        found |= {method: texts for method in node.body if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef)}
    return found


def constants_of(tree: ast.Module) -> Mapping[str, ast.expr]:
    """Return the names that a module binds once at its top level, with what they stand for."""
    found: dict[str, ast.expr | None] = {}
    for node in tree.body:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    if isinstance(target, ast.Name):
                        found[target.id] = None if target.id in found else value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                found[name] = None if name in found else value
    return {name: value for name, value in found.items() if value is not None}


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)
