"""What a call gives, as its annotation and its return statements agree on it."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from mkdocs_howto.syntax import unparsed
from mkdocs_howto.writers.offline.telling.names import phrase_of, singular
from mkdocs_howto.writers.offline.trees import Function, gives, own, yields
from mkdocs_howto.writers.offline.words import listed, with_article

_PLAIN = {"str": "text", "int": "integer", "float": "number", "bool": "truth value", "dict": "dictionary"}
_NOUNS = {
    **_PLAIN, "Dict": "dictionary", "Mapping": "mapping", "list": "list", "List": "list", "tuple": "tuple",
    "Tuple": "tuple", "set": "set", "Set": "set", "DataFrame": "`DataFrame`",
}  # fmt: skip
_SHOWN: dict[type[object], str] = {
    ast.Dict: "a dictionary", ast.DictComp: "a dictionary", ast.JoinedStr: "a text", ast.Tuple: "a tuple",
}  # fmt: skip
"""What a value is that is written out."""
_MANY = frozenset({"list", "List", "set", "Set", "Sequence", "Iterable"})
_EMPTY = frozenset({"Any", "object", "Generator", "Iterator", "AsyncIterator", "AsyncGenerator", "T", "Callable"})
_LONGEST = 30


def result_of(node: Function) -> str:
    """Return what a call of a function gives, with `None` and truth values that stand for failure; empty if unknown.

    Args:
        node: A function that returns its result at once, not one by one.
    """
    values = [one.value for one in own(node) if isinstance(one, ast.Return)]
    if yields(node) or not any(value is not None and not _is_constant(value) for value in values):
        return ""
    kinds = list(dict.fromkeys(_kinds(node.returns))) if node.returns is not None else []
    if not kinds or "" in kinds:
        return ""
    if not {_SHOWN[type(value)] for value in values if type(value) in _SHOWN} <= set(kinds):
        return ""
    written = [repr(value.value) for value in values if _is_constant(value) and isinstance(value, ast.Constant)]
    is_open = any(value is None for value in values) or _falls_through(node.body)
    others = [f"`{text}`" for text in dict.fromkeys(written) if text in {"None", "False"}]
    others += ["`None`"] * (is_open and "`None`" not in others)
    plain = [kind for kind in kinds if kind not in {"`None`", "`True` or `False`"} or (kind == kinds[0] and not others)]
    return listed([*plain, *others], "or") if plain else ""


def named_phrase(node: Function, weak: frozenset[str] = frozenset()) -> str:
    """Return the verb phrase of a function's name, as `phrase_of`; empty for a `get_x` that gives nothing back."""
    told = phrase_of(node.name, weak)
    is_empty = not gives(node) or (yields(node) and told.endswith("ing"))
    return "" if told.startswith("returns ") and is_empty else told


def _is_constant(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and (value.value is None or isinstance(value.value, bool))


def _kinds(node: ast.expr) -> list[str]:
    """Return the types of a union as noun phrases; an empty one for what says nothing."""
    match node:
        case ast.Constant(value=None):
            return ["`None`"]
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return [*_kinds(left), *_kinds(right)]
        case ast.Subscript(value=ast.Name(id="Optional"), slice=inner):
            return [*_kinds(inner), "`None`"]
        case ast.Subscript(value=ast.Name(id="Union"), slice=ast.Tuple(elts=items)):
            return [kind for one in items for kind in _kinds(one)]
        case ast.Subscript(value=ast.Name(id=name), slice=inner) if name in _MANY:
            item = _item(inner)
            return [f"{with_article(_NOUNS.get(name, 'list'))}{f' of {item}' if item else ''}"]
        case ast.Subscript(value=ast.Name(id=name)):
            return [with_article(_NOUNS[name]) if name in _NOUNS else ""]
        case ast.Name(id="bool"):
            return ["`True` or `False`"]
        case ast.Name(id=name) if name in _NOUNS:
            return [with_article(_NOUNS[name])]
        case ast.Name() | ast.Attribute():
            text = unparsed(node)
            name = text.rpartition(".")[2]
            return [
                with_article(f"`{name}`") if name[:1].isupper() and name not in _EMPTY and len(name) < _LONGEST else ""
            ]
    return [""]


def _item(node: ast.expr) -> str:
    """Return the items of a collection as a plural."""
    name = unparsed(node).partition("[")[0]
    if name in _NOUNS:
        noun = _NOUNS[name]
        return f"{noun[:-1]}ies" if noun.endswith("y") else noun if singular(noun) else f"{noun}s"
    return f"`{name}`" if name.isidentifier() and name[:1].isupper() and name not in _EMPTY else ""


def _falls_through(body: Sequence[ast.stmt]) -> bool:
    """Return whether a body may end without a `return` or `raise`."""
    match body[-1] if body else None:
        case ast.Return() | ast.Raise() | ast.Match():  # Of a `match`, it is not known whether it covers all cases.
            return False
        case ast.If(body=inner, orelse=other):
            return _falls_through(inner) or _falls_through(other)
        case ast.With(body=inner) | ast.AsyncWith(body=inner):
            return _falls_through(inner)
        case ast.Try(body=inner, handlers=handlers, orelse=other, finalbody=last):
            ends = last and not _falls_through(last)
            return not ends and (
                _falls_through(other or inner) or any(_falls_through(handler.body) for handler in handlers)
            )
        case ast.While(test=ast.Constant(value=True)):
            return False
    return True
