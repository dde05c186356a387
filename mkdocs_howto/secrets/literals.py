"""Read the literals and the names in what is given to something: which literals it holds, what it is called."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from mkdocs_howto.secrets.names import is_secret_name, may_be_shown
from mkdocs_howto.syntax import children, last_name

_ASKING = re.compile(
    r"(?:get|load|read|fetch|find|lookup|look_up|open|input|prompt|getpass|getenv|ask|join|import|field|option|argument"
    r"|path|pop|format|replace|strip|lstrip|rstrip|split|startswith|endswith|removeprefix|removesuffix|isinstance"
    r"|getattr|hasattr|setattr|setdefault|config|env|environ|str_to|cast|_)(?:_\w*|password|pass|env)?",
    re.IGNORECASE,
)
"""Names of functions whose first argument is the name of something, or its type."""
_OFFERING = frozenset({"Argument", "Field", "Option"})
"""Classes whose first argument is a default, as those of Pydantic and Typer; options of a command follow it."""
_CONVERTING = frozenset({"compile", "decode", "encode", "sub"})
"""Functions whose literals say how to convert, not what."""
_PATCHING = frozenset({"patch", "object", "raises"})
"""Functions whose literals name what is replaced or matched."""
DEFAULTS = frozenset({"default", "initial", "return_value", "value"})
"""Keyword arguments, and entries of rows, that hold what a secret name is given, and have no secret name themselves."""
_HOLDING = frozenset(
    {"ChainMap", "Namespace", "OrderedDict", "SimpleNamespace", "defaultdict", "dict", "Mock", "MagicMock"}
)
"""Classes that keep each keyword argument as an entry or an attribute."""
VALUES = frozenset({"value", "default", "raw", "text", "data", "content"})
"""Attributes that hold what a class is named for."""
_LOOKING_UP = frozenset(
    {"get", "getenv", "getlist", "pop", "getattr", "attrgetter", "itemgetter"}
    | {"input", "raw_input", "prompt", "ask", "askstring", "text_input"}
)
"""Functions that give what stands under the name they are passed, or what a person enters for it."""
_HIDING = frozenset({"getpass", "askpass", "unix_getpass", "win_getpass", "fallback_getpass"})
"""Functions that ask for a password, whatever they print."""
_KEEPING = frozenset(
    {"get", "strip", "rstrip", "lstrip", "lower", "upper", "encode", "decode", "read", "text", "value"}
)
"""Methods of a secret that give the secret."""


def below(value: ast.expr) -> Iterator[ast.Constant]:
    """Yield the literals in what is given to something secret; names of settings, keys and functions are none."""
    pending: list[ast.AST] = [value]
    while pending:
        node = pending.pop()
        match node:
            case ast.Constant():
                yield from kept(node)
            case ast.Subscript(value=inside):
                pending.append(inside)
            case ast.Call(func=ast.Attribute(attr="join"), args=[ast.List() | ast.Tuple() as parts]):
                pending.append(parts)
            case ast.Call(func=function, args=args, keywords=keywords):
                name = last_name(node)
                pending.append(function)
                if name in _OFFERING:
                    pending += [one for one in args if not isinstance(one, ast.Constant) or text_of(one)[:1] != "-"]
                elif name not in _CONVERTING | _PATCHING:
                    pending += args[1:] if _ASKING.fullmatch(name) else args
                holds_all = name in _HOLDING
                pending += [one.value for one in keywords if holds_all or one.arg is None or one.arg in DEFAULTS]
            case ast.Compare():
                pass
            case ast.Dict(values=values):
                pending += values
            case ast.Lambda(body=body):
                pending.append(body)
            case _:
                pending += children(node)


def kept(value: ast.Constant) -> Iterator[ast.Constant]:
    """Yield a literal unless it may be shown: a separator, a placeholder, the name of a setting, a message."""
    if isinstance(value.value, str | bytes) and not may_be_shown(text_of(value)):
        yield value


def text_of(node: ast.Constant) -> str:
    """Return the text of a literal; empty for any other."""
    if isinstance(node.value, bytes):
        return node.value.decode("latin-1")
    return node.value if isinstance(node.value, str) else ""


def name_of(target: ast.expr) -> str:
    """Return the name of a variable, an attribute or an entry, or of what a call gives; empty for any other."""
    while True:
        match target:
            case ast.Call(func=ast.Attribute(value=owner, attr=method), args=[]) if method in _KEEPING:
                target = owner
            case ast.Call(func=ast.Attribute(value=owner, attr="encode" | "decode" | "strip")):
                target = owner
            case ast.Attribute(value=owner, attr=name) if name in VALUES and _is_secret_field(owner):
                target = owner
            case ast.NamedExpr(target=inside) | ast.Await(value=inside):
                target = inside
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
                return name
            case ast.Subscript(slice=ast.Name(id=name) | ast.Attribute(attr=name)):
                return name
            case ast.Call(args=[ast.Constant(value=str(name)), *_]) if last_name(target) in _LOOKING_UP:
                return name
            case ast.Call(args=[_, ast.Constant(value=str(name)), *_]) if last_name(target) == "getattr":
                return name
            case ast.Call() if last_name(target) in _HIDING:
                return "password"
            case _:
                return ""


def _is_secret_field(owner: ast.expr) -> bool:
    """Return whether an attribute such as `value` is that of something secret; a parser's `token` has one, too."""
    match owner:
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return is_secret_name(name)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return is_secret_name(name) and name.lower() != "token"
    return False
