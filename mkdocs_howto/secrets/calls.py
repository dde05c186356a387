"""Find the literals that calls, pairs, rows and templates give to secret names."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mkdocs_howto.secrets.assignments import assigned, compared
from mkdocs_howto.secrets.literals import DEFAULTS, below, kept, name_of, text_of
from mkdocs_howto.secrets.names import is_secret_name, looks_made
from mkdocs_howto.secrets.words import command_values
from mkdocs_howto.syntax import last_name

_TAKING = re.compile(
    r"(?:set|check|verify|validate|hash|compare|encrypt|change|reset|unlock)_?(?:password|passwd|passphrase|secret|token)"
    r"|Secret(?:Str|Bytes)?|(?:HTTP)?(?:Basic|Digest|Proxy)?Auth|UsernamePassword\w*|PlainTextAuthProvider|\w*Credentials?",
    re.IGNORECASE,
)
"""Names of functions whose last argument is a secret."""
_LOGINS = frozenset({"login", "log_in", "signin", "sign_in", "authenticate"})
"""Functions whose second argument is a password."""
_DECLARING = frozenset(
    {"add_argument", "add_option", "addoption", "argument", "Option", "cast", "Column", "field", "getattr"}
    | {"isinstance", "mapped_column", "namedtuple", "NewType", "option", "sensitive_variables", "TypeVar"}
    | {"validate_passwords"}
)
"""Functions that take names one after the other, or a name and a description."""
_COMPARING = frozenset(
    {"assertEqual", "assertEquals", "assertNotEqual", "assertIn", "assertNotIn", "assertIs", "assert_equal"}
    | {"compare_digest", "eq_"}
)
"""Functions that compare their first two arguments."""
_BEGINNING = frozenset({"startswith", "endswith", "removeprefix", "removesuffix", "find", "index", "count", "__eq__"})
"""Methods of a text that compare a part of it."""
_LOGGING = frozenset({"debug", "info", "warning", "warn", "error", "critical", "exception"})
"""Methods of loggers that write values into their first argument."""
_ENTERING = frozenset(
    {"set", "fill", "send_keys", "sendKeys", "type", "press_sequentially", "set_value", "setValue", "set_text"}
    | {"setText", "write", "insert", "append", "add", "put", "sendline", "set_input", "input", "enter"}
)
"""Methods that give a value to the variable, the field or the collection whose methods they are."""
_PLACE = re.compile(
    r"%%|%(?:\(\w{1,40}\))?[-#0 +]{0,5}\d{0,5}(?:\.\d{1,5})?[a-z]|\{\w{0,40}(?:![rsa])?(?::[^{}]{0,20})?\}"
)
"""A place in a template that takes a value."""
_NAMED = re.compile(r"([\w-]{1,40})[\"']?\s{0,3}[=:]\s{0,3}[\"']?$")
"""A name and what gives it a value, at the end of a text."""
_NAMING = frozenset({"name", "key", "id"})
"""Entries of one row that name something."""
_LONGEST_BETWEEN = 60
_MOST_ARGUMENTS = 100


def passed(call: ast.Call) -> Iterator[ast.Constant]:
    """Yield what a call passes beside a secret name, `set("password", …)`, or to a function that takes a secret."""
    args, function = call.args, last_name(call)
    yield from pairs(args)
    if function not in _DECLARING:
        yield from flagged(args)
    match args:
        case [ast.Constant(value=str(name)), value, *_] if _is_one_name(name) and is_secret_name(name):
            if function not in _DECLARING:
                yield from assigned(name, value)
        case [_, ast.Constant(value=str(name)), value, *_] if function in {"setattr", "setitem", "setenv"}:
            yield from assigned(name, value)
        case [*_, value] if _TAKING.fullmatch(function):
            yield from below(value)
        case [_, value, *_] if function in _LOGINS:
            yield from below(value)
        case [first, second, *_] if function in _COMPARING:
            yield from compared([first, second])
        case [names, (ast.Tuple(elts=rows) | ast.List(elts=rows)), *_]:
            yield from _rows(names, rows)
        case [ast.Constant(value=str(name)), *_] if name.startswith("-") and is_secret_name(name):
            for keyword in call.keywords:
                yield from below(keyword.value) if keyword.arg == "default" else ()
        case [ast.Constant(value=str(template)), *values] if function in _LOGGING:
            yield from formatted(template, values)
    named = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    if function not in _DECLARING:
        yield from _of_row({**named, "name": args[0]} if args else named)
    match call.func:
        case ast.Attribute(value=ast.Constant(value=str(template)), attr="format"):
            yield from formatted(template, args, named)
        case ast.Attribute(value=owner, attr=method) if method in _ENTERING and args:
            yield from _entered(owner, args[-1])
        case ast.Attribute(value=owner, attr=method) if method in _BEGINNING and is_secret_name(_named(owner)):
            literals = (one for arg in args for one in below(arg))
            yield from (one for one in literals if looks_made(text_of(one)))


def _named(value: ast.expr) -> str:
    """Return the name of a variable, an attribute, an entry or a function that is called."""
    return last_name(value) if isinstance(value, ast.Call) else name_of(value)


def _entered(owner: ast.expr, value: ast.expr) -> Iterator[ast.Constant]:
    """Yield what a method gives to what it belongs to: `find(By.ID, "password").send_keys("…")`."""
    names = [name_of(owner)]
    if isinstance(owner, ast.Call):
        names += [text for one in owner.args if isinstance(one, ast.Constant) and _is_one_name(text := text_of(one))]
    secret = [name for name in names if is_secret_name(name)]
    for one in below(value) if secret else ():
        if looks_made(text_of(one)) or not all(name.lower().endswith(("token", "tokens")) for name in secret):
            yield one


def _rows(names: ast.expr, rows: Sequence[ast.expr]) -> Iterator[ast.Constant]:
    """Yield what a table gives to the secret ones of several names: `(("user", "password"), [("ada", "…")])`."""
    match names:
        case ast.Constant(value=str(text)) if "," in text:
            columns = [name.strip() for name in text.split(",")]
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            columns = [text_of(one) if isinstance(one, ast.Constant) else "" for one in elements]
        case _:
            return
    if not any(map(is_secret_name, columns)):
        return
    for row in rows:
        match row:
            case ast.Tuple(elts=values) | ast.List(elts=values) | ast.Call(args=values):
                for name, value in zip(columns, values, strict=False):
                    yield from assigned(name, value)


def entries(node: ast.Dict) -> Iterator[ast.Constant]:
    """Yield what a dictionary holds under a secret name, or as the value of a row that has one."""
    rows: dict[str, ast.expr] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        name = text_of(key) if isinstance(key, ast.Constant) else name_of(key) if key is not None else ""
        rows[name] = value
        yield from assigned(name, value)
    yield from _of_row(rows)


def _of_row(row: Mapping[str, ast.expr]) -> Iterator[ast.Constant]:
    """Yield the value of a row that says whose value it is: `{"name": "password", "value": "…"}`."""
    for key in _NAMING & row.keys():
        match row[key]:
            case ast.Constant(value=str(name)) if _is_one_name(name):
                for valued in DEFAULTS & row.keys():
                    yield from assigned(name, row[valued])


def _is_one_name(text: str) -> bool:
    """Return whether a text is no option of a command, no list of names and no sentence."""
    return not text.startswith("-") and not {" ", ","} & set(text)


def pairs(elements: Sequence[ast.expr]) -> Iterator[ast.Constant]:
    """Yield the values of pairs such as `("X-Auth-Token", "…")`, as lists of headers have them."""
    for element in elements:
        match element:
            case (
                ast.Tuple(elts=[ast.Constant(value=str(name)), value])
                | ast.List(elts=[ast.Constant(value=str(name)), value])
            ):
                yield from assigned(name, value)


def pair(elements: Sequence[ast.expr]) -> Iterator[ast.Constant]:
    """Yield the value of `("password", "…")`, unless it is a word or a name, as those of fields are."""
    match elements:
        case [ast.Constant(value=str(name)), ast.Constant() as value] if is_secret_name(name):
            yield from [value] if looks_made(text_of(value)) else []


def flagged(elements: Sequence[ast.expr]) -> Iterator[ast.Constant]:
    """Yield what follows an option of a command: `["mysql", "--password", "…"]`."""
    for flag, value in itertools.pairwise(elements):
        match flag, value:
            case ast.Constant(value=str(name)), ast.Constant(value=str(text)) if name.startswith("-"):
                is_sentence = " " in text and text[0].isupper()
                if is_secret_name(name) and not text.startswith("-") and not is_sentence:
                    yield from kept(value)


def commanded(elements: Sequence[ast.expr]) -> Iterator[ast.Constant]:
    """Yield passwords in the arguments of a command, which are judged as its line is."""
    if not elements or len(elements) > _MOST_ARGUMENTS or not isinstance(elements[0], ast.Constant):
        return
    texts = [text_of(one) if isinstance(one, ast.Constant) else "{}" for one in elements]
    ends = list(itertools.accumulate(len(text) + 1 for text in texts))
    for start, _ in command_values(" ".join(texts)):
        index = next(index for index, end in enumerate(ends) if start < end)
        element = elements[index]
        if isinstance(element, ast.Constant):
            yield element


def formatted(
    template: str, values: Iterable[ast.expr], named: Mapping[str, ast.expr] | None = None
) -> Iterator[ast.Constant]:
    """Yield the values that take a place behind a secret name.

    Such as `"password=%s" % "…"`, `"%s=%s" % ("password", "…")` and `"password={x}".format(x="…")`.
    """
    remaining = iter(values)
    end = 0
    before: ast.expr | None = None
    for place in _PLACE.finditer(template):
        if place[0] == "%%":
            continue
        between, end = template[max(end, place.start() - _LONGEST_BETWEEN) : place.start()], place.end()
        key = re.match(r"\{(\w*)", place[0])
        value = named[key[1]] if named and key and key[1] in named else next(remaining, None)
        name = found[1] if (found := _NAMED.search(between)) else ""
        if not name and isinstance(before, ast.Constant) and len(between.strip(" \"'")) <= 2:
            name = text_of(before)
        if value is not None and is_secret_name(name):
            yield from below(value)
        before = value


def interpolated(values: Sequence[ast.expr]) -> Iterator[ast.Constant]:
    """Yield the literals in an f-string that follow a secret name: `f"password={'…'}"`."""
    for before, value in itertools.pairwise(values):
        match before, value:
            case ast.Constant(value=str(text)), ast.FormattedValue(value=inside):
                found = _NAMED.search(text[-_LONGEST_BETWEEN:])
                yield from below(inside) if found is not None and is_secret_name(found[1]) else ()
