"""Values that an example passes, and the evidence that each is chosen for."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from dataclasses import dataclass, replace

from mkdocs_howto.syntax import expression, unparsed
from mkdocs_howto.writers.offline.telling.ranking import instance_of

_TEXT = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"")
"""A text as `ast.unparse` writes it, which has no comments in which a quote could stand."""
_KINDS: dict[type[ast.expr], str] = {
    ast.JoinedStr: "text", ast.List: "list", ast.ListComp: "list", ast.Tuple: "tuple", ast.Set: "set",
    ast.Dict: "dict", ast.DictComp: "dict", ast.Lambda: "callable", ast.GeneratorExp: "iterator",
}  # fmt: skip
_CONSTANTS = {str: "text", bytes: "bytes", bool: "bool", int: "int", float: "float", type(None): "none"}


@dataclass(frozen=True, slots=True)
class Value:
    """An argument of an example.

    Attributes:
        node: Its syntax tree.
        kind: What it is: `text`, `list`, `callable`, `instance` and so on, as in `kinds.Wanted`.
        role: What it stands for: the name of a row of the catalogue, or empty.
        imports: Import statements that it needs, one line each.
        before: Statements that have to stand above it, such as one that writes a file.
        filler: Whether any other value of its kind would do as well.
        is_named: Whether it is kept in a variable of its own, because the example shows it again.
    """

    node: ast.expr
    kind: str
    role: str = ""
    imports: tuple[str, ...] = ()
    before: tuple[ast.stmt, ...] = ()
    filler: bool = False
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value for a parameter, and what speaks for it.

    Attributes:
        value: The value.
        rule: The rule that proposes it.
        evidence: What the rule rests on, in words.
        weight: How far it is trusted, up to 100.
        call: The observed call that passes it with others; empty for a value that stands alone.
    """

    value: Value
    rule: str
    evidence: str
    weight: int
    call: str = ""


def literal(text: str, role: str = "", *, filler: bool = False) -> Value:
    """Return the value that an expression of this package's own tables stands for."""
    node = expression(text)
    return Value(node, kind_of(node), role, filler=filler)


def kind_of(node: ast.expr) -> str:
    """Return the kind of a display or constant; empty for anything else."""
    match node:
        case ast.Constant(value=value):
            return _CONSTANTS.get(type(value), "")
        case ast.UnaryOp(operand=operand):
            return kind_of(operand)
        case ast.Name(id="int" | "str" | "float" | "list" | "dict" | "set" | "tuple" | "bool" | "bytes"):
            return "class"
        case ast.Name(id="len" | "sum" | "max" | "min" | "sorted" | "abs" | "print"):
            return "callable"
    return _KINDS.get(type(node), "")


def written(node: ast.AST) -> str:
    """Return a node as formatters write it: texts between double quotes."""
    return _TEXT.sub(_quoted, unparsed(node))


def _quoted(match: re.Match[str]) -> str:
    text = match[0]
    if text.startswith('"') or '"' in text:
        return text
    return '"' + text[1:-1].replace("\\'", "'") + '"'


def name(identifier: str) -> ast.Name:
    """Return a name that is read."""
    return ast.Name(identifier, ast.Load())


def attribute(owner: ast.expr, member: str) -> ast.Attribute:
    """Return a member of an expression that is read."""
    return ast.Attribute(owner, member, ast.Load())


def call(function: ast.expr, *arguments: ast.expr, **named: ast.expr) -> ast.Call:
    """Return a call."""
    return ast.Call(function, [*arguments], [ast.keyword(key, value) for key, value in named.items()])


def as_path(value: Value) -> Value:
    """Return a path for a text that names a file."""
    node = call(name("Path"), value.node)
    return replace(value, node=node, kind="path", imports=(*value.imports, "from pathlib import Path"))


def words_of(identifier: str) -> list[str]:
    """Return the words of a name in small letters: `csvToDict` and `csv2dict` have `csv` and `dict`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z])[24](?=[a-z])", "_", identifier)
    return [word for word in spaced.lower().split("_") if word]


def variable_for(class_name: str) -> str:
    """Return the name of a variable for an instance of a class, as the steps call it: `cart` for `BigCart`."""
    called = instance_of(class_name)
    is_taken = called == class_name or keyword.iskeyword(called) or called in vars(builtins)
    return f"{called}_" if is_taken else called
