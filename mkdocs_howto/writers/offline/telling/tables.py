"""Tell what only holds values: constants, classes of constants or of declared attributes, dictionaries of data."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from mkdocs_howto.secrets import is_secret_name, is_secret_value
from mkdocs_howto.syntax import unparsed
from mkdocs_howto.writers.offline.trees import without_docstring
from mkdocs_howto.writers.offline.words import counted, listed, with_article

_MOST_NAMES = 24
_MOST_VALUES = 6
_LONGEST_VALUE = 40
ENUMS = frozenset({"Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"})
_TYPES = {
    "str": "text",
    "int": "integer",
    "float": "number",
    "bool": "truth value",
    "dict": "dictionary",
    "list": "list",
}


def constants_of_class(node: ast.ClassDef) -> list[tuple[str, ast.expr]]:
    """Return the names and values of a class that holds nothing but constants; none for any other class."""
    found: list[tuple[str, ast.expr]] = []
    for one in without_docstring(node.body):
        match one:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found.append((name, value))
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                found.append((name, value))
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                pass
            case _:
                return []
    return [] if any(name.startswith("_") for name, _ in found) else found


def declared(node: ast.ClassDef) -> list[tuple[str, ast.expr]]:
    """Return the attributes that a plain class only declares, with their annotations; none for any other class."""
    if node.bases or node.decorator_list:
        return []
    body = without_docstring(node.body)
    found = [
        (one.target.id, one.annotation)
        for one in body
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and one.value is None
    ]
    return found if found and len(found) == len(body) else []


def fields_of(node: ast.ClassDef) -> list[str]:
    """Return the attributes that a class declares which has no public methods; none for any other class."""
    if any(
        isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and not one.name.startswith("_") for one in node.body
    ):
        return []
    found = [one.target for one in node.body if isinstance(one, ast.AnnAssign)]
    return [one.id for one in found if isinstance(one, ast.Name) and not one.id.startswith("_")]


def line_of_class(node: ast.ClassDef) -> str:
    """Return what a class of constants or of declared attributes holds, as a sentence; empty for any other class."""
    if names := list(dict(declared(node)).items()):
        shown = [f"`{name}`{_type(annotation)}" for name, annotation in names]
        head = f"Create it with `{node.name}()` and set {_some(shown)} on the object"
        return f"{head}: {'none of them has' if len(names) > 1 else 'it does not have'} a value before."
    entries = constants_of_class(node)
    if not entries:
        return ""
    entries = list(dict(entries).items())
    names_ = [f"`{name}`" for name, _ in entries]
    values = [value.value for _, value in entries if isinstance(value, ast.Constant)]
    kind = "members" if is_enum(node) else "attributes"
    if len(values) == len(entries) and [name for name, _ in entries] == values:
        rest = f"; {'each is' if len(entries) > 1 else 'it is'} the text of its own name"
        return f"`{node.name}` has the {kind} {_some(names_)}{rest}."
    shown = [f"`{name} = {text}`" for name, value in entries if (text := shown_value(name, value))]
    if len(shown) == len(entries) and len(entries) <= _MOST_VALUES:
        return f"`{node.name}` has the {kind} {listed(shown)}."
    return f"`{node.name}` has the {kind} {_some(names_)}."


def is_enum(node: ast.ClassDef) -> bool:
    """Return whether a class is an enumeration."""
    return any(unparsed(base).rpartition(".")[2] in ENUMS for base in node.bases)


def line_of_value(name: str, value: ast.expr) -> str:
    """Return what a name of a module holds, as a sentence; empty if that cannot be said."""
    match value:
        case ast.Dict(keys=keys, values=values) if keys:
            return _of_dictionary(name, keys, values)
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items) if items:
            kind = {ast.List: "list", ast.Tuple: "tuple", ast.Set: "set"}[type(value)]
            texts = [text for one in items if (text := shown_value("", one))]
            if len(texts) == len(items) and len(items) <= _MOST_VALUES:
                return f"`{name}` is the {kind} of {listed([f'`{text}`' for text in texts])}."
            return f"`{name}` is a {kind} of {counted(len(items), 'item')}."
    text = shown_value(name, value)
    return f"`{name}` is `{text}`." if text else ""


def _of_dictionary(name: str, keys: Sequence[ast.expr | None], values: Sequence[ast.expr]) -> str:
    shown = [f'"{key.value}"' for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
    if len(shown) != len(keys):
        return f"`{name}` is a dictionary with {counted(len(keys), 'entry', 'entries')}."
    shown = [key for key in shown if not is_secret_value(key)]
    inner = [_text_keys(value) for value in values]
    if not all(inner):
        return f"`{name}` is a dictionary with the {_plural('key', len(shown))} {_some(shown)}."
    common = [key for key in inner[0] if all(key in one for one in inner)]
    some = list(dict.fromkeys(key for one in inner for key in one if key not in common))
    told = f"`{name}` is a dictionary with {counted(len(keys), 'entry', 'entries')}: {_some(shown)}."
    told += (
        f" {'Each' if len(keys) > 1 else 'It'} is a dictionary with {_some([f'`{key}`' for key in common])}"
        if common
        else ""
    )
    if common and some and len(some) <= _MOST_VALUES:
        told += f"; {'some have' if len(keys) > 1 else 'it has'} {listed([f'`{key}`' for key in some])} as well"
    return f"{told.rstrip('.')}."


def _text_keys(node: ast.expr) -> list[str]:
    if not isinstance(node, ast.Dict):
        return []
    return [str(key.value) for key in node.keys if isinstance(key, ast.Constant)]


def shown_value(name: str, value: ast.expr) -> str:
    """Return a value as code, if it is short and may be shown."""
    if isinstance(value, ast.Constant | ast.UnaryOp | ast.Tuple | ast.List | ast.Attribute):
        text = unparsed(value)
        if isinstance(value, ast.Attribute) and re.search(r"(?:^|\.)_", text):
            return ""
        if len(text) <= _LONGEST_VALUE and "`" not in text and not is_secret_name(name) and not is_secret_value(text):
            return text
    return ""


def _type(annotation: ast.expr) -> str:
    text = unparsed(annotation)
    match annotation:
        case ast.Subscript(value=ast.Name(id="List" | "list"), slice=ast.Name(id=item)):
            return f" (a list of `{item}`)" if item not in _TYPES else f" (a list of {_TYPES[item]}s)"
    if text in _TYPES:
        return f" ({with_article(_TYPES[text])})"
    return f" (`{text}`)" if len(text) < _LONGEST_VALUE else ""


def _some(names: Sequence[str]) -> str:
    if len(names) <= _MOST_NAMES:
        return listed(names)
    return f"{', '.join(names[:_MOST_NAMES])} and others, {len(names)} in all"


def _plural(noun: str, number: int) -> str:
    return noun if number == 1 else f"{noun}s"
