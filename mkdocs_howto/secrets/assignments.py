"""Find the literals that assignments, loops, defaults and comparisons give to secret names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from mkdocs_howto.secrets.literals import below, kept, name_of, text_of
from mkdocs_howto.secrets.names import has_digit, is_secret_itself, is_secret_name, looks_made
from mkdocs_howto.syntax import NotPython, last_name, parse_expression, walk

_AUTH = frozenset({"auth", "basic_auth", "http_auth", "proxy_auth", "_auth", "userpwd", "http_basic"})
"""Names that take user and password together."""
_PARTING = frozenset({"split", "rsplit", "partition", "rpartition"})
"""Methods that make several texts of one."""
_PASSING = frozenset({"list", "tuple", "set", "frozenset", "sorted", "reversed", "iter", "cycle"})
"""Functions whose items are those of their first argument."""
_LEAST_NUMBER = 100_000


def assigned(name: str, value: ast.expr) -> Iterator[ast.Constant]:
    """Yield the literals that a name is given, where it is a secret one."""
    if is_secret_name(name):
        yield from below(value)
        yield from _numbers(name, value)
    elif name.lower() in _AUTH:
        yield from _user_and_password(value)


def _numbers(name: str, value: ast.expr) -> Iterator[ast.Constant]:
    """Yield the long numbers that a password is; a token's may count, or have a place in a list of words."""
    if not is_secret_itself(name) or name.lower().endswith(("token", "tokens")):
        return
    match value:
        case ast.Tuple(elts=values) | ast.List(elts=values) | ast.Set(elts=values) | ast.Dict(values=values):
            found: list[ast.expr] = values
        case _:
            found = [value]
    for one in found:
        match one:
            case (ast.Constant(value=int(number)) as literal) | ast.UnaryOp(
                operand=ast.Constant(value=int(number)) as literal
            ):
                yield from [literal] if abs(number) >= _LEAST_NUMBER else []


def bound(target: ast.expr, value: ast.expr) -> Iterator[ast.Constant]:
    """Yield what an assignment gives to secret names, also to several at once: `user, password = "ada", "…"`."""
    pending = [(target, value)]
    while pending:
        match pending.pop():
            case (
                (ast.Tuple(elts=targets) | ast.List(elts=targets)),
                (ast.Tuple(elts=values) | ast.List(elts=values)),
            ):
                pending += _unpacked(targets, values)
            case (ast.Tuple() | ast.List()) as several, ast.IfExp(body=body, orelse=other):
                pending += [(several, body), (several, other)]
            case (
                (ast.Tuple(elts=targets) | ast.List(elts=targets)),
                ast.Call(func=ast.Attribute(value=ast.Constant() as text, attr=method)),
            ) if method in _PARTING and any(is_secret_name(name_of(target)) for target in targets):
                yield from kept(text)
            case ast.Starred(value=starred), value:
                pending.append((starred, value))
            case single, value:
                yield from assigned(name_of(single), value)


def _unpacked(targets: Sequence[ast.expr], values: Sequence[ast.expr]) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield each target with its value; one with a star takes what the others leave."""
    star = next((index for index, target in enumerate(targets) if isinstance(target, ast.Starred)), None)
    if star is None:
        yield from zip(targets, values, strict=False)
        return
    end = len(values) - (len(targets) - star - 1)
    yield from zip(targets[:star], values, strict=False)
    yield from ((targets[star], value) for value in values[star : max(star, end)])
    yield from zip(targets[star + 1 :], values[max(star, end) :], strict=False)


def each(target: ast.expr, items: ast.expr) -> Iterator[ast.Constant]:
    """Yield what a loop gives to secret names from items that are written out."""
    pending = [(target, items)]
    while pending:
        match pending.pop():
            case one, (ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements)):
                for element in elements:
                    yield from _unless_words(one, bound(one, element))
            case one, ast.Dict(keys=keys):
                for key in keys:
                    yield from _unless_words(one, bound(one, key)) if key is not None else ()
            case (
                ast.Tuple(elts=[first, second]),
                ast.Call(func=ast.Attribute(value=ast.Dict(keys=keys, values=values), attr="items")),
            ):
                for key, value in zip(keys, values, strict=True):
                    yield from bound(first, key) if key is not None else ()
                    yield from bound(second, value)
            case one, ast.Call(func=ast.Attribute(value=ast.Dict(values=values), attr="values")):
                pending.append((one, ast.List(values)))
            case ast.Tuple(elts=[_, one]), ast.Call(func=ast.Name(id="enumerate"), args=[inner, *_]):
                pending.append((one, inner))
            case ast.Tuple(elts=targets), ast.Call(func=ast.Name(id="zip"), args=args):
                pending += zip(targets, args, strict=False)
            case one, ast.Call(func=ast.Name(id=name), args=[inner, *_]) if name in _PASSING:
                pending.append((one, inner))


def _unless_words(target: ast.expr, literals: Iterable[ast.Constant]) -> Iterator[ast.Constant]:
    """Yield literals; only those with a digit where a parser's `token` goes through words."""
    is_parser = name_of(target).lower() == "token"
    yield from (one for one in literals if not is_parser or has_digit(text_of(one)))


def compared(operands: Sequence[ast.expr]) -> Iterator[ast.Constant]:
    """Yield what something secret is compared with; a parser compares its `token` with words."""
    names = [name for name in map(name_of, operands) if is_secret_name(name)]
    awaited = [operand.value if isinstance(operand, ast.Await) else operand for operand in operands]
    calls = [last_name(operand) for operand in awaited if isinstance(operand, ast.Call)]
    called = [name for name in calls if is_secret_name(name)]
    if not names and not called:
        return
    values = [operand for operand in operands if not isinstance(operand, ast.Call)]
    for one in (literal for value in values for literal in below(value)):
        if names and names != ["token"]:
            yield one
        elif names or any(not name.lower().endswith(("token", "tokens")) for name in called):
            yield from [one] if not names or has_digit(text_of(one)) else []
        elif looks_made(text_of(one)):
            yield one
    for name in names:
        for value in values:
            yield from _numbers(name, value)


def alternatives(values: Sequence[ast.expr]) -> Iterator[ast.Constant]:
    """Yield the literals that stand for something secret where that is missing: `password or "…"`."""
    if any(is_secret_name(name_of(value)) for value in values):
        for value in values:
            yield from below(value) if isinstance(value, ast.Constant | ast.JoinedStr) else ()


def annotated(name: str, annotation: ast.expr) -> Iterator[ast.Constant]:
    """Yield the values that `Literal[…]` names as those of something secret."""
    if not is_secret_name(name):
        return
    for node in walk(annotation):
        match node:
            case ast.Subscript(value=ast.Name(id="Literal") | ast.Attribute(attr="Literal"), slice=values):
                constants = (one for one in walk(values) if isinstance(one, ast.Constant))
                yield from (one for one in constants if looks_made(text_of(one)))
            case ast.Constant(value=str(text)) if "Literal[" in text:
                try:
                    inside = parse_expression(text)
                except NotPython:
                    continue
                constants = (one for one in walk(inside) if isinstance(one, ast.Constant))
                yield from [node] if any(looks_made(text_of(one)) for one in constants) else []


def _user_and_password(value: ast.expr) -> Iterator[ast.Constant]:
    """Yield the password of `("ada", "…")` or `"ada:…"`."""
    match value:
        case ast.Tuple(elts=[_, password]) | ast.List(elts=[_, password]):
            yield from below(password)
        case ast.Constant(value=str(text)) if re.search(r"\w:\S{3}", text) and "://" not in text:
            yield from kept(value)
        case ast.Constant(value=str(text)) if re.fullmatch(r"[A-Za-z0-9+/]{8,}={1,2}", text):
            yield from kept(value)


def defaults(node: ast.arguments) -> Iterator[ast.Constant]:
    """Yield the defaults of parameters with secret names."""
    plain = [*node.posonlyargs, *node.args]
    pairs = [*zip(plain[len(plain) - len(node.defaults) :], node.defaults, strict=True)]
    for argument, default in (*pairs, *zip(node.kwonlyargs, node.kw_defaults, strict=True)):
        if default is not None:
            yield from assigned(argument.arg, default)
