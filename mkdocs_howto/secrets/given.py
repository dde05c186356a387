"""Find the literals in a syntax tree that are given to something secret, in every form that Python has for giving."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mkdocs_howto.secrets.names import is_secret_itself, is_secret_name, looks_made, may_be_shown
from mkdocs_howto.secrets.text import masked
from mkdocs_howto.secrets.words import command_values
from mkdocs_howto.syntax import NotPython, children, last_name, parse_expression, walk

SHORTEST = 12
"""Characters of a text that is secret whatever it is given to."""
GIVING = frozenset(
    {ast.keyword, ast.Call, ast.Dict, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr, ast.Compare}
    | {ast.For, ast.AsyncFor, ast.comprehension, ast.withitem, ast.arg, ast.ClassDef}
    | {
        ast.arguments,
        ast.BinOp,
        ast.Return,
        ast.FunctionDef,
        ast.AsyncFunctionDef,
        ast.Tuple,
        ast.List,
        ast.BoolOp,
        ast.IfExp,
        ast.JoinedStr,
        ast.Match,
    }
)
"""Nodes that give a value to something."""
_TAKING = re.compile(
    r"(?:set|check|verify|validate|hash|compare|encrypt|change|reset|unlock)_?(?:password|passwd|passphrase|secret|token)"
    r"|Secret(?:Str|Bytes)?|(?:HTTP)?(?:Basic|Digest|Proxy)?Auth|UsernamePassword\w*|PlainTextAuthProvider|\w*Credentials?",
    re.IGNORECASE,
)
"""Names of functions whose last argument is a secret."""
_ASKING = re.compile(
    r"(?:get|load|read|fetch|find|lookup|look_up|open|input|prompt|getpass|getenv|ask|join|import|field|option|argument"
    r"|path|pop|format|replace|strip|lstrip|rstrip|split|startswith|endswith|removeprefix|removesuffix|isinstance"
    r"|getattr|hasattr|setattr|setdefault|config|env|environ|str_to|cast|_)(?:_\w*|password|pass|env)?",
    re.IGNORECASE,
)
"""Names of functions whose first argument is the name of something, or its type."""
_OFFERING = frozenset({"Argument", "Field", "Option"})
"""Classes whose first argument is a default, as those of Pydantic and Typer; options of a command follow it."""
_LOGINS = frozenset({"login", "log_in", "signin", "sign_in", "authenticate"})
"""Functions whose second argument is a password."""
_DECLARING = frozenset(
    {"add_argument", "add_option", "addoption", "argument", "Option", "cast", "Column", "field", "getattr"}
    | {"isinstance", "mapped_column", "namedtuple", "NewType", "option", "sensitive_variables", "TypeVar"}
    | {"validate_passwords"}
)
"""Functions that take names one after the other, or a name and a description."""
_CONVERTING = frozenset({"compile", "decode", "encode", "sub"})
"""Functions whose literals say how to convert, not what."""
_DEFAULTS = frozenset({"default", "initial", "return_value", "value", None})
"""Keyword arguments that hold what a secret name is given; those with a secret name are found by it."""
_AUTH = frozenset({"auth", "basic_auth", "http_auth", "proxy_auth", "_auth", "userpwd", "http_basic"})
"""Names that take user and password together."""


_PATCHING = frozenset({"patch", "object", "raises"})
"""Functions whose literals name what is replaced or matched."""
_COMPARING = frozenset(
    {"assertEqual", "assertEquals", "assertNotEqual", "assertIn", "assertNotIn", "assertIs", "assert_equal"}
    | {"compare_digest", "eq_"}
)
"""Functions that compare their first two arguments."""
_BEGINNING = frozenset({"startswith", "endswith", "removeprefix", "removesuffix", "find", "index", "count", "__eq__"})
"""Methods of a text that compare a part of it."""
_PARTING = frozenset({"split", "rsplit", "partition", "rpartition"})
"""Methods that make several texts of one."""
_PASSING = frozenset({"list", "tuple", "set", "frozenset", "sorted", "reversed", "iter", "cycle"})
"""Functions whose items are those of their first argument."""
_LOGGING = frozenset({"debug", "info", "warning", "warn", "error", "critical", "exception"})
"""Methods of loggers that write values into their first argument."""
_VALUES = frozenset({"value", "default", "raw", "text", "data", "content"})
"""Attributes that hold what a class is named for."""
_PLACE = re.compile(
    r"%%|%(?:\(\w{1,40}\))?[-#0 +]{0,5}\d{0,5}(?:\.\d{1,5})?[a-z]|\{\w{0,40}(?:![rsa])?(?::[^{}]{0,20})?\}"
)
"""A place in a template that takes a value."""
_NAMED = re.compile(r"([\w-]{1,40})[\"']?\s{0,3}[=:]\s{0,3}[\"']?$")
"""A name and what gives it a value, at the end of a text."""
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
_ENTERING = frozenset(
    {"set", "fill", "send_keys", "sendKeys", "type", "press_sequentially", "set_value", "setValue", "set_text"}
    | {"setText", "write", "insert", "append", "add", "put", "sendline", "set_input", "input", "enter"}
)
"""Methods that give a value to the variable, the field or the collection whose methods they are."""
_NAMING = frozenset({"name", "key", "id"})
_VALUED = frozenset({"value", "default"})
"""Entries of one row that name something, and give it its value."""
_LONGEST_BETWEEN = 60
_LEAST_NUMBER = 100_000
_MOST_ARGUMENTS = 100


def given(node: ast.AST, inner: set[int]) -> Iterator[ast.Constant]:
    """Yield the literals that a node gives to something secret.

    Args:
        node: A node of one of the kinds in `GIVING`.
        inner: Filled with the parts of concatenations, which are judged as a whole.
    """
    match node:
        case ast.Call():
            yield from _passed(node)
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _bound(target, value)
        case ast.For(target=target, iter=items) | ast.AsyncFor(target=target, iter=items):
            yield from _each(target, items)
        case ast.comprehension(target=target, iter=items):
            yield from _each(target, items)
        case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
            yield from _bound(target, value)
        case ast.keyword(arg=str(name), value=value):
            yield from _assigned(name, value)
        case ast.arguments():
            yield from _defaults(node) if node.defaults or node.kw_defaults else ()
        case ast.arg(arg=name, annotation=ast.expr() as annotation):
            yield from _annotated(name, annotation)
        case ast.Compare(left=left, comparators=comparators):
            yield from _compared([left, *comparators])
        case ast.Dict():
            yield from _entries(node)
        case ast.AnnAssign(target=target, annotation=annotation, value=value):
            yield from _annotated(_name(target), annotation)
            yield from _assigned(_name(target), value) if value is not None else ()
        case ast.NamedExpr(target=target, value=value):
            yield from _assigned(_name(target), value)
        case ast.BoolOp(values=values):
            yield from _alternatives(values)
        case ast.IfExp(body=body, orelse=other):
            yield from _alternatives([body, other])
        case ast.JoinedStr(values=values):
            yield from _interpolated(values)
        case ast.Match(subject=subject, cases=cases) if is_secret_name(_name(subject)):
            for pattern in (one for case in cases for one in walk(case.pattern)):
                yield from _kept(pattern) if isinstance(pattern, ast.Constant) else ()
        case ast.AugAssign(target=target, value=value):
            yield from _assigned(_name(target), value)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield from _defined(node)
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            yield from _pairs(elements)
            yield from _pair(elements)
            yield from _flagged(elements)
            yield from _commanded(elements)
        case ast.BinOp(op=ast.Mod(), left=ast.Constant(value=str(template)), right=right):
            yield from _formatted(template, right.elts if isinstance(right, ast.Tuple) else [right])
        case ast.BinOp(op=ast.Add()) if id(node) not in inner:
            yield from _joined(node, inner)


def _defined(node: ast.AST) -> Iterator[ast.Constant]:
    """Yield what a function that is named for a secret returns, and what such a class holds."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if is_secret_name(name):
            yield from _annotated(name, node.returns) if node.returns is not None else ()
            for statement in node.body:
                if isinstance(statement, ast.Return) and statement.value is not None:
                    yield from _below(statement.value)
        case ast.ClassDef(name=name) if is_secret_itself(name):
            yield from _of_class(node)


def _assigned(name: str, value: ast.expr) -> Iterator[ast.Constant]:
    if is_secret_name(name):
        yield from _below(value)
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


def _bound(target: ast.expr, value: ast.expr) -> Iterator[ast.Constant]:
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
            ) if method in _PARTING and any(is_secret_name(_name(target)) for target in targets):
                yield from _kept(text)
            case ast.Starred(value=starred), value:
                pending.append((starred, value))
            case single, value:
                yield from _assigned(_name(single), value)


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


def _each(target: ast.expr, items: ast.expr) -> Iterator[ast.Constant]:
    """Yield what a loop gives to secret names from items that are written out."""
    pending = [(target, items)]
    while pending:
        match pending.pop():
            case one, (ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements)):
                for element in elements:
                    yield from _unless_words(one, _bound(one, element))
            case one, ast.Dict(keys=keys):
                for key in keys:
                    yield from _unless_words(one, _bound(one, key)) if key is not None else ()
            case (
                ast.Tuple(elts=[first, second]),
                ast.Call(func=ast.Attribute(value=ast.Dict(keys=keys, values=values), attr="items")),
            ):
                for key, value in zip(keys, values, strict=True):
                    yield from _bound(first, key) if key is not None else ()
                    yield from _bound(second, value)
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
    is_parser = _name(target).lower() == "token"
    yield from (one for one in literals if not is_parser or _has_digit(one))


def _compared(operands: Sequence[ast.expr]) -> Iterator[ast.Constant]:
    """Yield what something secret is compared with; a parser compares its `token` with words."""
    names = [name for name in map(_name, operands) if is_secret_name(name)]
    awaited = [operand.value if isinstance(operand, ast.Await) else operand for operand in operands]
    calls = [last_name(operand) for operand in awaited if isinstance(operand, ast.Call)]
    called = [name for name in calls if is_secret_name(name)]
    if not names and not called:
        return
    values = [operand for operand in operands if not isinstance(operand, ast.Call)]
    for one in (literal for value in values for literal in _below(value)):
        if names and names != ["token"]:
            yield one
        elif names or any(not name.lower().endswith(("token", "tokens")) for name in called):
            yield from [one] if not names or _has_digit(one) else []
        elif looks_made(text_of(one)):
            yield one
    for name in names:
        for value in values:
            yield from _numbers(name, value)


def _alternatives(values: Sequence[ast.expr]) -> Iterator[ast.Constant]:
    """Yield the literals that stand for something secret where that is missing: `password or "…"`."""
    if any(is_secret_name(_name(value)) for value in values):
        for value in values:
            yield from _below(value) if isinstance(value, ast.Constant | ast.JoinedStr) else ()


def _interpolated(values: Sequence[ast.expr]) -> Iterator[ast.Constant]:
    """Yield the literals in an f-string that follow a secret name: `f"password={'…'}"`."""
    for before, value in itertools.pairwise(values):
        match before, value:
            case ast.Constant(value=str(text)), ast.FormattedValue(value=inside):
                found = _NAMED.search(text[-_LONGEST_BETWEEN:])
                yield from _below(inside) if found is not None and is_secret_name(found[1]) else ()


def _has_digit(literal: ast.Constant) -> bool:
    return any(map(str.isdigit, text_of(literal)))


def _annotated(name: str, annotation: ast.expr) -> Iterator[ast.Constant]:
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


def _of_class(node: ast.ClassDef) -> Iterator[ast.Constant]:
    """Yield the values of a class that is named for a secret: `class Password: value = "…"`."""
    for statement in node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() as value):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant() as value):
                pass
            case _:
                continue
        if name.lower() in _VALUES:
            yield from _kept(value)
        elif node.name.endswith("s") and looks_made(text_of(value)):
            yield value


def _user_and_password(value: ast.expr) -> Iterator[ast.Constant]:
    """Yield the password of `("ada", "…")` or `"ada:…"`."""
    match value:
        case ast.Tuple(elts=[_, password]) | ast.List(elts=[_, password]):
            yield from _below(password)
        case ast.Constant(value=str(text)) if re.search(r"\w:\S{3}", text) and "://" not in text:
            yield from _kept(value)
        case ast.Constant(value=str(text)) if re.fullmatch(r"[A-Za-z0-9+/]{8,}={1,2}", text):
            yield from _kept(value)


def _pairs(elements: Sequence[ast.expr]) -> Iterator[ast.Constant]:
    """Yield the values of pairs such as `("X-Auth-Token", "…")`, as lists of headers have them."""
    for element in elements:
        match element:
            case (
                ast.Tuple(elts=[ast.Constant(value=str(name)), value])
                | ast.List(elts=[ast.Constant(value=str(name)), value])
            ):
                yield from _assigned(name, value)


def _pair(elements: Sequence[ast.expr]) -> Iterator[ast.Constant]:
    """Yield the value of `("password", "…")`, unless it is a word or a name, as those of fields are."""
    match elements:
        case [ast.Constant(value=str(name)), ast.Constant() as value] if is_secret_name(name):
            yield from [value] if looks_made(text_of(value)) else []


def _flagged(elements: Sequence[ast.expr]) -> Iterator[ast.Constant]:
    """Yield what follows an option of a command: `["mysql", "--password", "…"]`."""
    for flag, value in itertools.pairwise(elements):
        match flag, value:
            case ast.Constant(value=str(name)), ast.Constant(value=str(text)) if name.startswith("-"):
                is_sentence = " " in text and text[0].isupper()
                if is_secret_name(name) and not text.startswith("-") and not is_sentence:
                    yield from _kept(value)


def _commanded(elements: Sequence[ast.expr]) -> Iterator[ast.Constant]:
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


def _formatted(
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
            yield from _below(value)
        before = value


def _entered(owner: ast.expr, value: ast.expr) -> Iterator[ast.Constant]:
    """Yield what a method gives to what it belongs to: `find(By.ID, "password").send_keys("…")`."""
    names = [_name(owner)]
    if isinstance(owner, ast.Call):
        names += [text for one in owner.args if isinstance(one, ast.Constant) and _is_one_name(text := text_of(one))]
    secret = [name for name in names if is_secret_name(name)]
    for one in _below(value) if secret else ():
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
                    yield from _assigned(name, value)


def _passed(call: ast.Call) -> Iterator[ast.Constant]:
    """Yield what a call passes beside a secret name, `set("password", …)`, or to a function that takes a secret."""
    args, function = call.args, last_name(call)
    yield from _pairs(args)
    if function not in _DECLARING:
        yield from _flagged(args)
    match args:
        case [ast.Constant(value=str(name)), value, *_] if _is_one_name(name) and is_secret_name(name):
            if function not in _DECLARING:
                yield from _below(value)
        case [_, ast.Constant(value=str(name)), value, *_] if function in {"setattr", "setitem", "setenv"}:
            yield from _assigned(name, value)
        case [*_, value] if _TAKING.fullmatch(function):
            yield from _below(value)
        case [_, value, *_] if function in _LOGINS:
            yield from _below(value)
        case [first, second, *_] if function in _COMPARING:
            yield from _compared([first, second])
        case [names, (ast.Tuple(elts=rows) | ast.List(elts=rows)), *_]:
            yield from _rows(names, rows)
        case [ast.Constant(value=str(name)), *_] if name.startswith("-") and is_secret_name(name):
            for keyword in call.keywords:
                yield from _below(keyword.value) if keyword.arg == "default" else ()
        case [ast.Constant(value=str(template)), *values] if function in _LOGGING:
            yield from _formatted(template, values)
    named = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    if function not in _DECLARING:
        yield from _of_row({**named, "name": args[0]} if args else named)
    match call.func:
        case ast.Attribute(value=ast.Constant(value=str(template)), attr="format"):
            yield from _formatted(template, args, named)
        case ast.Attribute(value=owner, attr=method) if method in _ENTERING and args:
            yield from _entered(owner, args[-1])
        case ast.Attribute(value=owner, attr=method) if method in _BEGINNING and is_secret_name(_named(owner)):
            literals = (one for arg in args for one in _below(arg))
            yield from (one for one in literals if looks_made(text_of(one)))


def _entries(node: ast.Dict) -> Iterator[ast.Constant]:
    """Yield what a dictionary holds under a secret name, or as the value of a row that has one."""
    rows: dict[str, ast.expr] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        name = text_of(key) if isinstance(key, ast.Constant) else _name(key) if key is not None else ""
        rows[name] = value
        yield from _assigned(name, value)
    yield from _of_row(rows)


def _of_row(row: Mapping[str, ast.expr]) -> Iterator[ast.Constant]:
    """Yield the value of a row that says whose value it is: `{"name": "password", "value": "…"}`."""
    names = (value.value for key, value in row.items() if key in _NAMING and isinstance(value, ast.Constant))
    if any(isinstance(name, str) and _is_one_name(name) and is_secret_name(name) for name in names):
        for key in _VALUED & row.keys():
            yield from _below(row[key])


def _is_one_name(text: str) -> bool:
    """Return whether a text is no option of a command, no list of names and no sentence."""
    return not text.startswith("-") and not {" ", ","} & set(text)


def _named(value: ast.expr) -> str:
    """Return the name of a variable, an attribute, an entry or a function that is called."""
    return last_name(value) if isinstance(value, ast.Call) else _name(value)


def _joined(node: ast.BinOp, inner: set[int]) -> Iterator[ast.Constant]:
    """Yield the literals of a concatenation that is secret only as a whole."""
    texts: list[ast.Constant] = []
    pending: list[ast.expr] = [node]
    while pending:
        current = pending.pop()
        if isinstance(current, ast.BinOp) and isinstance(current.op, ast.Add):
            inner.add(id(current))
            pending += [current.right, current.left]
        elif isinstance(current, ast.Constant) and isinstance(current.value, str | bytes):
            texts.append(current)
        else:
            texts.append(ast.Constant("\n"))  # What is not known parts what is.
    whole = "".join(map(text_of, texts))
    if len(texts) > 1 and len(whole) >= SHORTEST:
        shown = masked(whole)
        if shown != whole:
            yield from (text for text in texts if hasattr(text, "lineno") and is_lost(text_of(text), shown))


def is_lost(text: str, shown: str) -> bool:
    """Return whether a part of a text is no longer there in what is shown of the whole."""
    return bool(text.strip()) and text not in shown


def _defaults(node: ast.arguments) -> Iterator[ast.Constant]:
    plain = [*node.posonlyargs, *node.args]
    pairs = [*zip(plain[len(plain) - len(node.defaults) :], node.defaults, strict=True)]
    for argument, default in (*pairs, *zip(node.kwonlyargs, node.kw_defaults, strict=True)):
        if default is not None:
            yield from _assigned(argument.arg, default)


def _below(value: ast.expr) -> Iterator[ast.Constant]:
    """Yield the literals in what is given to something secret; names of settings, keys and functions are none."""
    pending: list[ast.AST] = [value]
    while pending:
        node = pending.pop()
        match node:
            case ast.Constant():
                yield from _kept(node)
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
                pending += [keyword.value for keyword in keywords if keyword.arg in _DEFAULTS]
            case ast.Compare():
                pass
            case ast.Dict(values=values):
                pending += values
            case ast.Lambda(body=body):
                pending.append(body)
            case _:
                pending += children(node)


def _kept(value: ast.Constant) -> Iterator[ast.Constant]:
    """Yield a literal unless it may be shown: a separator, a placeholder, the name of a setting, a message."""
    if isinstance(value.value, str | bytes) and not may_be_shown(text_of(value)):
        yield value


def text_of(node: ast.Constant) -> str:
    """Return the text of a literal; empty for any other."""
    if isinstance(node.value, bytes):
        return node.value.decode("latin-1")
    return node.value if isinstance(node.value, str) else ""


def _name(target: ast.expr) -> str:
    """Return the name of a variable, an attribute or an entry, or of what a call gives; empty for any other."""
    while True:
        match target:
            case ast.Call(func=ast.Attribute(value=owner, attr=method), args=[]) if method in _KEEPING:
                target = owner
            case ast.Call(func=ast.Attribute(value=owner, attr="encode" | "decode" | "strip")):
                target = owner
            case ast.Attribute(value=owner, attr=name) if name in _VALUES and _is_secret_field(owner):
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
