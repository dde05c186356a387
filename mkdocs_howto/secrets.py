"""Which values must never be shown: one table for what is written offline and for what a model is sent."""

from __future__ import annotations

import ast
import functools
import io
import re
import sys
import tokenize
from collections.abc import Iterable, Iterator, Sequence

from mkdocs_howto.syntax import walk

NAMES = (
    r"passw(?:or)?d", r"pwd", r"passphrase", r"secret", r"token", r"cookies?", r"credentials?", r"authori[sz]ation",
    r"api_?key", r"access_?key", r"private_?key", r"session_?(?:id|key)", r"csrf", r"bearer", r"signature_?key",
)  # fmt: skip
"""Words in the name of a variable, argument or header whose value is kept to oneself."""

SHAPES = {
    r"-----BEGIN [A-Z ]*PRIVATE KEY": ("-----BEGIN ",),  # PEM
    r"\beyJ[\w-]{8,}\.[\w-]{4,}": ("eyJ",),  # JSON Web Token
    # Payment and model services.
    r"\b(?:sk|pk|rk)[-_](?:live|test|proj|ant)?[-_]?[A-Za-z0-9]{16,}": ("sk-", "sk_", "pk-", "pk_", "rk-", "rk_"),
    # Code hosts.
    r"\bgh[pousr]_[A-Za-z0-9]{16,}": ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
    r"\bgithub_pat_\w{16,}|\bglpat-[\w-]{16,}": ("github_pat_", "glpat-"),
    r"\bxox[abprs]-[\w-]{8,}": ("xox",),  # chat services
    # Cloud services.
    r"\bA(?:KIA|SIA)(?=[A-Z]*\d)[A-Z0-9]{12,}|\bAIza[\w-]{20,}": ("AKIA", "ASIA", "AIza"),
    # Values of the header Authorization.
    r"\b[Bb]earer (?=[\w.~+/-]*\d)[\w.~+/-]{8,}=*": ("earer ",),
    r"\b[Bb]asic (?=[A-Za-z0-9+/]*[\d=])[A-Za-z0-9+/]{12,}=*": ("asic ",),
    r"://[^/\s:@{}]+:[^/\s@{}]+@": ("://",),  # a password in an address
    # A key in an address.
    r"[?&](?:[\w-]*(?:key|token|secret|signature))=[^&\s{}]{8,}": ("key=", "token=", "secret=", "signature="),
}
"""Values that are secret whatever their name, each with the marks of which it has one."""

_NAME = re.compile(rf"(?:^|[_\W\d]|(?<=[a-z])(?=[A-Z]))(?:{'|'.join(NAMES)})s?(?![a-z])", re.IGNORECASE)
_SAID = re.compile(
    rf"((?:{'|'.join(NAMES)})s?[\"']?\s*[:=]\s*)([\"']?)(?!None\b|True\b|False\b|str\b|bytes\b)[^\s\"',;{{}}()<>\[\]…]{{4,}}\2",
    re.IGNORECASE,
)
"""A secret in words: `password=…`, as comments, connection strings and doctests have it."""
_SHAPE = re.compile("|".join(SHAPES))
_MARKS = tuple(mark for marks in SHAPES.values() for mark in marks)
"""Found much quicker than a shape, and not in most texts."""
_SHORTEST = 12
"""Characters of a text that is secret whatever it is given to."""
_SHORTEST_RUN = 20
_RUN = re.compile(rf"[A-Za-z0-9+/=_%-]{{{_SHORTEST_RUN},}}")
_READABLE = re.compile(r"[a-z]{3,}(?:[-_/%+=][a-z]{2,})*|[A-Z]?[a-z]{2,}|[A-Z]{2,}|\d{1,4}|[-_/%+=]")
"""Pieces of names and paths; what is made of them alone hides nothing."""
_GIVING = frozenset(
    {ast.keyword, ast.Call, ast.Dict, ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.Compare, ast.arguments}
)
"""Nodes that give a value to something."""
_ALPHABETS = ("0123456789abcdef", "abcdefghijklmnopqrstuvwxyz", "abcdefghijk", "23456789abc")


@functools.lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Whether a name says that its value is nobody else's business."""
    return _NAME.search(name) is not None


def is_known_secret(text: str) -> bool:
    """Whether a text has the shape of a key or cookie that some service gives out, or is an address with a password."""
    return any(mark in text for mark in _MARKS) and _SHAPE.search(text) is not None


@functools.lru_cache(maxsize=4096)
def is_secret_value(text: str) -> bool:
    """Whether a text is a key, a cookie, or anything else that only machines read."""
    if is_known_secret(text):
        return True
    long = [word for word in text.split() if len(word) >= _SHORTEST_RUN]  # Most texts have none.
    return any(_is_opaque(run) for word in long for run in _RUN.findall(word))


def _is_opaque(run: str) -> bool:
    """Whether a run of characters is random: letters and digits in turn, no words, no alphabet."""
    if any(alphabet in run.lower() for alphabet in _ALPHABETS):
        return False
    digits = sum(character.isdigit() for character in run)
    if digits == len(run) or digits == 0:
        # Words grow long as well; without digits only a jumble of both cases is no word.
        changes = len(re.findall(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[a-z])", run))
        return digits == 0 and len(run) >= 28 and changes * 3 > len(run)
    left = _READABLE.sub("", run)
    turns = len(re.findall(r"[A-Za-z](?=\d)|\d(?=[A-Za-z])", run))
    return len(left) * 4 > len(run) or turns * 6 > len(run)


def secrets_in(nodes: Iterable[ast.AST], *, longest: int = sys.maxsize) -> Iterator[ast.Constant]:
    """The literals among nodes that must not be shown, by their value or by what they are given to.

    Args:
        nodes: Of a syntax tree.
        longest: Characters of a literal that may be shown at all; longer ones are not judged by their value.
    """
    for node in nodes:
        if isinstance(node, ast.Constant):
            text = node.value.decode("latin-1") if isinstance(node.value, bytes) else node.value
            if isinstance(text, str) and _SHORTEST <= len(text) <= longest and is_secret_value(text):
                yield node
        elif type(node) in _GIVING:
            yield from _given(node)


def _given(node: ast.AST) -> Iterator[ast.Constant]:
    """The literals that a node gives to something secret; the most usual nodes are looked at first."""
    match node:
        case ast.Call(args=args):
            yield from _passed(args)
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            for target, value in zip(targets, values, strict=False):
                if _is_secret(target):
                    yield from _below(value)
        case ast.Assign(targets=targets, value=value):
            if any(map(_is_secret, targets)):
                yield from _below(value)
        case ast.keyword(arg=name, value=value):
            if name is not None and is_secret_name(name):
                yield from _below(value)
        case ast.arguments():
            yield from _defaults(node) if node.defaults or node.kw_defaults else ()
        case ast.Compare(left=ast.Constant() as value, comparators=[right]) if _is_secret(right):
            yield from _kept(value)
        case ast.Compare(left=left, comparators=[ast.Constant() as value]) if _is_secret(left):
            yield from _kept(value)
        case ast.Dict(keys=keys, values=values):
            for key, entry in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(entry, ast.Constant) and is_secret_name(str(key.value)):
                    yield from _kept(entry)
        case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
            yield from _below(value) if _is_secret(target) else ()


def _passed(args: Sequence[ast.expr]) -> Iterator[ast.Constant]:
    """What a call passes beside a secret name: `set("password", …)`."""
    match args:
        case [ast.Constant(value=str(name)), *others] if is_secret_name(name):
            for other in others:
                yield from _below(other)


def masked(text: str) -> str:
    """A text with the secrets in it replaced by `…`; what was valid Python stays so.

    Args:
        text: Python, whose literals are judged by what they are given to, or any other text, of which only
            shapes of secrets are known.
    """
    try:
        tree = ast.parse(text)
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (SyntaxError, ValueError, RecursionError, tokenize.TokenError):
        return _without_runs(_in_words(text))
    # The pieces of an f-string have no places of their own before Python 3.12; its text is judged as text.
    inside = {id(piece) for node in walk(tree) if isinstance(node, ast.JoinedStr) for piece in walk(node)}
    places = {
        (node.lineno, node.col_offset): node
        for node in secrets_in(walk(tree))
        if id(node) not in inside and not (isinstance(node.value, str) and " " in node.value.strip())
    }
    if "\r" in text:
        return _in_words(text)
    lines = text.split("\n")
    for token in reversed(tokens):
        (row, column), (last, end) = token.start, token.end
        if token.type not in _WORDY or row > len(lines):
            continue
        node = places.get((row, len(lines[row - 1][:column].encode())))
        shown = _quoted(node) if node is not None else _in_words(token.string)
        if token.type == tokenize.COMMENT:
            shown = _without_runs(shown)
        if shown != token.string:
            lines[row - 1 : last] = [f"{lines[row - 1][:column]}{shown}{lines[last - 1][end:]}"]
    return "\n".join(lines)


_WORDY = {tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}


def _in_words(text: str) -> str:
    return _SAID.sub(r"\1\2…\2", _SHAPE.sub("…", text))


def _without_runs(text: str) -> str:
    return _RUN.sub(lambda run: "…" if _is_opaque(run[0]) else run[0], text)


def _quoted(node: ast.Constant) -> str:
    return 'b"..."' if isinstance(node.value, bytes) else '"…"'


def _defaults(node: ast.arguments) -> Iterator[ast.Constant]:
    plain = [*node.posonlyargs, *node.args]
    pairs = [*zip(plain[len(plain) - len(node.defaults) :], node.defaults, strict=True)]
    for argument, default in (*pairs, *zip(node.kwonlyargs, node.kw_defaults, strict=True)):
        if isinstance(default, ast.Constant) and is_secret_name(argument.arg):
            yield from _kept(default)


def _below(value: ast.expr) -> Iterator[ast.Constant]:
    """Texts in what is given to something secret; names of variables in the environment are none."""
    for node in walk(value):
        if isinstance(node, ast.Constant) and not re.fullmatch(r"[A-Z][A-Z0-9_]*", str(node.value)):
            yield from _kept(node)


def _kept(value: ast.Constant) -> Iterator[ast.Constant]:
    """A text of two characters or less is a separator or a mark, and keeps nothing."""
    if isinstance(value.value, str | bytes) and len(value.value) > 2:
        yield value


def _is_secret(target: ast.expr) -> bool:
    """Whether what a value is given to, or compared with, says that the value is nobody else's business."""
    return is_secret_name(_name(target))


def _name(target: ast.expr) -> str:
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
    return ""
