"""Find the literals that assignments, loops, defaults and comparisons give to secret names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from mkdocs_howto.secrets.literals import below, kept, name_of, text_of
from mkdocs_howto.secrets.names import (
    has_digit,
    is_made_for,
    is_secret_itself,
    is_secret_name,
    looks_made,
    may_name_secret,
)
from mkdocs_howto.syntax import SCOPES, NotPython, children, last_name, parse_expression, walk

_AUTH = frozenset({"auth", "basic_auth", "http_auth", "proxy_auth", "_auth", "userpwd", "http_basic"})
"""Names that take user and password together."""
_LITERALS = ast.Constant | ast.JoinedStr | ast.BinOp
_PARTING = frozenset({"split", "rsplit", "partition", "rpartition"})
"""Methods that make several texts of one."""
_POSITIONS = {
    # `cryptography`, PyCryptodome, PyNaCl
    **dict.fromkeys(("Fernet", "MultiFernet", "AESGCM", "AESCCM", "AESSIV", "AESOCB3", "ChaCha20Poly1305"), (0,)),
    **dict.fromkeys(("algorithms.AES", "algorithms.TripleDES", "algorithms.ChaCha20", "BestAvailableEncryption"), (0,)),
    **dict.fromkeys(("AES.new", "DES.new", "DES3.new", "ARC4.new", "Blowfish.new", "ChaCha20.new", "HMAC.new"), (0,)),
    **dict.fromkeys(("load_pem_private_key", "load_der_private_key", "load_key_and_certificates"), (1,)),
    **dict.fromkeys(("SecretBox", "SigningKey", "PBKDF2"), (0,)),
    # The standard library, bcrypt, Werkzeug, Django
    **dict.fromkeys(
        ("hmac.new", "hmac.digest", "hashlib.scrypt", "crypt.crypt", "bcrypt.hashpw", "bcrypt.checkpw"), (0,)
    ),
    **dict.fromkeys(("pbkdf2_hmac", "check_password_hash"), (1,)),
    **dict.fromkeys(("generate_password_hash", "make_password", "check_password"), (0,)),
    **dict.fromkeys(("FTP", "FTP_TLS"), (2,)),
    # itsdangerous, PyJWT and python-jose, pyotp, aiohttp-session
    **dict.fromkeys(("Signer", "TimestampSigner", "Serializer", "TimedSerializer"), (0,)),
    **dict.fromkeys(("URLSafeSerializer", "URLSafeTimedSerializer", "TimedJSONWebSignatureSerializer"), (0,)),
    **dict.fromkeys(("jwt.encode", "jwt.decode", "jws.sign", "jws.verify"), (1,)),
    **dict.fromkeys(("TOTP", "HOTP", "EncryptedCookieStorage"), (0,)),
    # Clients of services
    **dict.fromkeys(("OpenAI", "AsyncOpenAI", "Anthropic", "AsyncAnthropic", "Groq", "Mistral", "TavilyClient"), (0,)),
    **dict.fromkeys(("Github", "WebClient", "SendGridAPIClient", "StripeClient", "PostmarkClient", "TokenAuth"), (0,)),
    **dict.fromkeys(("Gitlab", "HfApi", "InfluxDBClient"), (1,)),
    **dict.fromkeys(("OAuth1", "OAuth1Session"), (1, 3)),
    **dict.fromkeys(("Minio", "boto3.Session", "session.Session"), (1, 2)),
    **dict.fromkeys(("pymysql.connect", "MySQLdb.connect"), (2,)),
    **dict.fromkeys(("Redis", "StrictRedis"), (3,)),
}
"""Positions of secrets among the arguments of well-known functions, from the documentation of their packages.

Those of OpenAI and Anthropic take their key by name alone; examples pass it by position all the same.
"""
_PASSING = frozenset({"list", "tuple", "set", "frozenset", "sorted", "reversed", "iter", "cycle"})
"""Functions whose items are those of their first argument."""
_GIVING = frozenset(
    {ast.AnnAssign, ast.arguments, ast.Assign, ast.AugAssign, ast.Call, ast.Dict, ast.keyword, ast.NamedExpr}
)
"""Nodes that give a value to one name."""
_LEAST_NUMBER = 100_000
_LEAST_CODE = 1_000
"""The least number that is a code which a person types, of four digits or more."""
_TYPED = ("pin", "pincode", "code", "codes")


def assigned(name: str, value: ast.expr) -> Iterator[ast.Constant]:
    """Yield the literals that a name is given, where it is a secret one or they were made by a machine."""
    if is_secret_name(name):
        yield from below(value)
        yield from _numbers(name, value)
        return
    if may_name_secret(name):
        literals = [value] if isinstance(value, ast.Constant) else below(value)
        yield from (one for one in literals if is_made_for(name, text_of(one)))
    if name.lower() in _AUTH:
        yield from _user_and_password(value)


def secret_positions(call: ast.Call) -> tuple[int, ...]:
    """Return which positional arguments of a call are secrets, as the function's documentation says."""
    function = last_name(call)
    match call.func:
        case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner)):
            return _POSITIONS.get(f"{owner}.{function}") or _POSITIONS.get(function, ())
    return _POSITIONS.get(function, ())


def giving(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield each name that a node gives a value to, with the value."""
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from ((name_of(target), value) for target in targets)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield name_of(target), value
        case ast.NamedExpr(target=target, value=value) | ast.AugAssign(target=target, value=value):
            yield name_of(target), value
        case ast.keyword(arg=str(name), value=value):
            yield name, value
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if key is not None:
                    yield text_of(key) if isinstance(key, ast.Constant) else name_of(key), value
        case ast.Call(args=args):
            for index in secret_positions(node):
                yield from [("password", args[index])] if index < len(args) else []
        case ast.arguments(defaults=values, kw_defaults=others) if values or others:
            plain = [*node.posonlyargs, *node.args]
            pairs = [*zip(plain[len(plain) - len(values) :], values, strict=True)]
            for argument, default in (*pairs, *zip(node.kwonlyargs, others, strict=True)):
                if default is not None:
                    yield argument.arg, default


_NOTHING: list[ast.expr] = []


@dataclass(slots=True)
class _Scope:
    """What the names of a module, a class or a function are given."""

    outer: _Scope | None
    values: dict[str, list[ast.expr]] = field(default_factory=dict)
    """Literals, by the name that holds them; none for a name that is bound otherwise."""
    passed: dict[str, str] = field(default_factory=dict)
    """Names whose value a secret name is given, each with that secret name."""

    def literals(self, name: str) -> list[ast.expr]:
        """Return the literals of a name where it is bound: here, or in a scope around this one."""
        scope: _Scope | None = self
        while scope is not None:
            if name in scope.values:
                return scope.values[name]
            scope = scope.outer
        return _NOTHING


def given_by_name(nodes: Sequence[ast.AST]) -> Iterator[ast.Constant]:
    """Yield the literals that reach a secret name by one other name: `x = "…"; connect(password=x)`.

    Args:
        nodes: The nodes of a tree, its root first.
    """
    if not any(_secrets_by_name(node) for node in nodes if type(node) in _GIVING):
        return
    scopes = [_Scope(None)]
    pending = [(nodes[0], scopes[0])]
    while pending:
        node, scope = pending.pop()
        if type(node) in _GIVING:
            scope.passed.update(_secrets_by_name(node))
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if isinstance(value, _LITERALS):
                scope.values.setdefault(name, []).append(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if isinstance(value, _LITERALS):
                scope.values.setdefault(name, []).append(value)
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                scope.values.setdefault(name, [])
        if type(node) in SCOPES:
            scope = _Scope(scope)
            scopes.append(scope)
        pending += [(child, scope) for child in children(node)]
    seen: set[tuple[int, bool]] = set()
    for scope in scopes:
        for name, secret in scope.passed.items():
            values, is_token = scope.literals(name), secret.lower().endswith(("token", "tokens"))
            if (id(values), is_token) in seen:
                continue  # One literal may be passed to many.
            seen.add((id(values), is_token))
            for literal in (one for value in values for one in below(value)):
                if not is_token or looks_made(text_of(literal)):
                    yield literal


def _secrets_by_name(node: ast.AST) -> dict[str, str]:
    """Return the names whose values a node gives to secret names, each with the secret name."""
    return {
        value.id: name
        for name, value in giving(node)
        if isinstance(value, ast.Name) and is_secret_name(name) and not is_secret_name(value.id)
    }


def _numbers(name: str, value: ast.expr) -> Iterator[ast.Constant]:
    """Yield the long numbers that a password is; a token's may count, or have a place in a list of words."""
    if not is_secret_itself(name) or name.lower().endswith(("token", "tokens")):
        return
    match value:
        case ast.Tuple(elts=values) | ast.List(elts=values) | ast.Set(elts=values) | ast.Dict(values=values):
            found: list[ast.expr] = values
        case _:
            found = [value]
    least = _LEAST_CODE if name.lower().endswith(_TYPED) else _LEAST_NUMBER
    for one in found:
        match one:
            case (ast.Constant(value=int(number)) as literal) | ast.UnaryOp(
                operand=ast.Constant(value=int(number)) as literal
            ):
                yield from [literal] if abs(number) >= least else []


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
