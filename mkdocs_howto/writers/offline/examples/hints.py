"""What a function's body and docstring tell of the values that it takes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mkdocs_howto.effects import dotted
from mkdocs_howto.syntax import below, unparsed

_TEXT = {
    "split", "rsplit", "splitlines", "lower", "upper", "strip", "lstrip", "rstrip", "startswith", "endswith", "encode",
    "replace", "title", "capitalize", "casefold", "partition", "rpartition", "join", "isdigit", "isalpha", "zfill",
    "format", "removeprefix", "removesuffix", "translate", "isspace", "swapcase", "expandtabs", "ljust", "rjust",
    "center",
}  # fmt: skip
_MAPPING = {"items", "keys", "setdefault", "popitem", "fromkeys"}
_LISTING = {"append", "extend", "insert", "sort", "reverse"}
_DATES = {"strftime", "isoformat", "timestamp", "astimezone", "weekday", "year", "month", "day", "tzinfo", "utcoffset"}
_STREAM = {"read", "readline", "readlines", "seek", "tell", "fileno", "writelines"}
_ITERATING = {
    "iter", "list", "tuple", "sorted", "set", "enumerate", "zip", "map", "filter", "sum", "min", "max", "any", "all",
    "reversed", "deque", "islice", "chain", "tee", "frozenset", "Counter",
}  # fmt: skip
_OF_ONE = {"any", "all", "iter", "list", "tuple", "set", "frozenset", "sorted", "reversed"}
"""Of those, functions that take nothing beside what they go through."""
_CHOOSING = {"min", "max"}
"""Of those, functions that choose among what they are given, where that is more than one thing."""
_NUMBERS = {"range", "abs", "round", "divmod", "int", "float", "chr", "pow", "sqrt", "floor", "ceil", "log", "islice"}
_PATTERNS = {"re.compile", "re.match", "re.search", "re.sub", "re.findall", "re.split", "re.fullmatch"}
_BYTES = {
    "binascii.hexlify", "int.from_bytes", "base64.b64encode", "base64.b64decode", "zlib.compress", "zlib.crc32",
    "hashlib.md5", "hashlib.sha1", "hashlib.sha256", "hashlib.sha512",
}  # fmt: skip
_MODULES = {"importlib.import_module", "import_module", "__import__"}
_WEAK = {"weakref.ref", "weakref.proxy", "weakref.finalize"}
"""What takes no numbers or texts, but takes classes (`weakref` documentation)."""
_SEARCHING = {"match", "search", "finditer", "findall", "fullmatch"}
_COMPILED = re.compile(r"(?:^|_)(?:re|rx|regex|regexp|pattern)s?(?:$|_)|^_*[A-Z][A-Z_]*$", re.IGNORECASE)
"""Names of variables that hold compiled patterns."""
_OF_TEXT = {"startswith", "endswith", "removeprefix", "removesuffix"}
"""Methods of text that take text."""
_FILES = {"os.fspath", "open", "io.open", "Path", "pathlib.Path", "os.listdir", "os.stat"}
_PATHS = {"os.path", "path", "posixpath", "ntpath"}
"""Modules whose functions take paths (docs.python.org, `os.path`)."""
_TELLING = frozenset(
    {ast.Attribute, ast.BinOp, ast.Call, ast.Compare, ast.For, ast.If, ast.Subscript, ast.comprehension}
)
"""Nodes that show what is done with a value."""
_MOST_SUMMANDS = 20
_LONGEST = 40
"""Characters of a literal with which a parameter is compared."""
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(slots=True)
class Hints:
    """What is known of one parameter.

    Attributes:
        literals: Values it is compared with, as written.
        kinds: What its uses ask of it, in order: `text`, `bytes`, `mapping`, `list`, `iterable`, `pairs`,
            `nested`, `number`, `callable`, `predicate`, `stream`, `path`, `pattern`, `date`, `module`, `tuple`,
            `digits`, `keyed` (perhaps a mapping), `object`.
        arguments: Numbers of arguments it is called with.
        is_index: Whether it says which item of something is meant.
        keys: Of a mapping, the keys that have to be there.
    """

    literals: list[str] = field(default_factory=list)
    kinds: dict[str, None] = field(default_factory=dict)
    arguments: list[int] = field(default_factory=list)
    is_index: bool = False
    keys: list[str] = field(default_factory=list)


def of_body(function: _Function) -> dict[str, Hints]:
    """Hints for each parameter of a function, from what its body does with it.

    Args:
        function: Its syntax tree.
    """
    arguments = function.args
    hints = {argument.arg: Hints() for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]}
    refused: list[tuple[str, str]] = []
    for node in below(function):
        if type(node) not in _TELLING:
            continue
        for name, kind in _asked(node):
            if name in hints:
                hints[name].kinds[kind] = None
        match node:
            case ast.If(test=ast.Call(func=ast.Name(id="isinstance")) as test, body=[ast.Raise()]):
                refused += _of_call(test)
            case ast.Compare(
                left=ast.Name(id=name), ops=[ast.Eq() | ast.NotEq()], comparators=[ast.Constant() as value]
            ):
                _add_literal(hints, name, value)
            case ast.Compare(left=ast.Name(id=name), ops=[ast.In() | ast.NotIn()], comparators=[values]) if isinstance(
                values, ast.List | ast.Tuple | ast.Set
            ):
                for element in values.elts[:1]:
                    _add_literal(hints, name, element)
            case ast.Subscript(slice=ast.Name(id=name)) if name in hints:
                hints[name].is_index = True
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(key)), ctx=ast.Load()) if (
                name in hints and key not in hints[name].keys and key.isprintable() and not set(key) & {'"', "\\"}
            ):
                hints[name].keys.append(key)
            case ast.Call(func=ast.Name(id=name)) if name in hints:
                hints[name].arguments.append(len(node.args))
            case ast.Call(func=called, args=[ast.Name(id=name), _, *_]) if name in hints and dotted(called) in {
                "reduce",
                "functools.reduce",
            }:
                hints[name].kinds["callable"] = None
                hints[name].arguments.append(2)
    for name, kind in refused:
        if name in hints:
            hints[name].kinds.pop(kind, None)
    if arguments.vararg is not None and _calls_first(function, arguments.vararg.arg):
        hints[arguments.vararg.arg] = Hints(kinds={"function first": None})
    return hints


def _calls_first(function: _Function, name: str) -> bool:
    """Whether the first of the arguments for `*name` is called, or refused unless it can be."""
    firsts = {
        target.id
        for node in below(function)
        if isinstance(node, ast.Assign)
        for target, value in _bound(node)
        if isinstance(target, ast.Name) and _is_first(value, name)
    }
    for node in below(function):
        match node:
            case ast.Call(func=ast.Name(id="callable"), args=[ast.Name(id=asked)]) if asked in firsts:
                return True
            case ast.Call(func=ast.Name(id=called)) if called in firsts:
                return True
            case ast.Call(func=called) if _is_first(called, name):
                return True
    return False


def _is_first(node: ast.expr, name: str) -> bool:
    """Whether an expression is the first item of a variable."""
    match node:
        case ast.Subscript(value=ast.Name(id=owner), slice=ast.Constant(value=0)):
            return owner == name
    return False


def _bound(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Targets of an assignment, each with the value it gets where that stands beside it."""
    for target in node.targets:
        match target, node.value:
            case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
                yield from zip(targets, values, strict=True)
            case _:
                yield target, node.value


def of_expression(function: ast.Lambda) -> dict[str, Hints]:
    """Hints for each parameter of a lambda.

    Args:
        function: Its syntax tree.
    """
    hints = {argument.arg: Hints() for argument in function.args.args}
    for node in below(function):
        for name, kind in _asked(node):
            if name in hints:
                hints[name].kinds[kind] = None
    return hints


def _add_literal(hints: dict[str, Hints], name: str, node: ast.expr) -> None:
    if name in hints and isinstance(node, ast.Constant) and node.value not in (None, "", 0, True, False):
        hints[name].literals += [text for text in [unparsed(node)] if len(text) < _LONGEST]


def _asked(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Names that a piece of code uses, each with what it asks of them."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="get" | "pop"), args=[ast.Constant(str()), *_]):
            yield name, "keyed"
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)):
            yield name, _of_method(method)
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            yield name, _of_attribute(attribute)
        case ast.For(iter=ast.Name(id=name), target=target) | ast.comprehension(iter=ast.Name(id=name), target=target):
            yield name, "pairs" if isinstance(target, ast.Tuple) else "iterable"
        case ast.Subscript(value=ast.Attribute(value=ast.Name(id="sys"), attr="modules"), slice=ast.Name(id=name)):
            yield name, "module"
        case ast.Compare(left=ast.Subscript(value=ast.Name(id=name)), comparators=[ast.Constant(value=str())]):
            yield name, "text"
        case ast.BinOp(op=ast.Add()):
            yield from _in_sum(node)
        case ast.Call(
            func=ast.Name(id="int" | "float"), args=[ast.Subscript(value=ast.Name(id=name), slice=ast.Slice()), *_]
        ):
            yield name, "digits"
        case ast.Subscript(value=ast.Name(id=name), slice=key):
            yield name, "mapping" if isinstance(key, ast.Constant) and isinstance(key.value, str) else "list"
        case ast.BinOp(left=left, op=ast.Mod() | ast.FloorDiv() | ast.Sub() | ast.Div() | ast.Pow(), right=right):
            yield from _in_arithmetic(left, right)
        case ast.Compare(
            left=ast.Name(id=name),
            ops=[ast.Lt() | ast.Gt() | ast.LtE() | ast.GtE()],
            comparators=[ast.Constant(value=int() | float())],
        ):
            yield name, "number"
    if isinstance(node, ast.Call):
        yield from _of_call(node)


def _of_attribute(attribute: str) -> str:
    if attribute in {"__code__", "__defaults__", "__kwdefaults__"}:
        return "function"
    if attribute in {"__name__", "__qualname__", "__module__"}:
        return "callable"
    return "date" if attribute in _DATES else "object"


def _in_arithmetic(left: ast.expr, right: ast.expr) -> Iterator[tuple[str, str]]:
    for side, other in ((left, right), (right, left)):
        is_text = isinstance(other, ast.JoinedStr | ast.Tuple | ast.List)
        if isinstance(other, ast.Constant):
            is_text = not isinstance(other.value, int | float)
        if isinstance(side, ast.Name) and not is_text:
            yield side.id, "number"


def _in_sum(node: ast.BinOp) -> Iterator[tuple[str, str]]:
    """Names that are added to something whose kind can be seen: `base + args + (None,)`."""
    parts = _summands(node)
    kinds = {kind for part in parts if (kind := _kind_of_display(part))}
    if len(kinds) == 1:
        yield from ((part.id, next(iter(kinds))) for part in parts if isinstance(part, ast.Name))


def _summands(node: ast.expr) -> list[ast.expr]:
    """The parts of a sum; of a long one the last, as each sum in it is asked for its own."""
    parts: list[ast.expr] = []
    pending = [node]
    while pending and len(parts) < _MOST_SUMMANDS:
        match pending.pop():
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                pending += [left, right]
            case part:
                parts.append(part)
    return parts[::-1]


def _kind_of_display(node: ast.expr) -> str:
    match node:
        case ast.Tuple():
            return "tuple"
        case ast.List():
            return "list"
        case ast.JoinedStr() | ast.Constant(value=str()):
            return "text"
        case ast.Constant(value=bytes()):
            return "bytes"
        case ast.Constant(value=int() | float()):
            return "number"
    return ""


def _of_method(method: str) -> str:
    for names, kind in (
        (_TEXT, "text"), (_MAPPING, "mapping"), (_LISTING, "list"), (_DATES, "date"), (_STREAM, "stream"),
        ({"decode"}, "bytes"),
        ({"group", "groups", "groupdict", "span", "start", "end"}, "match"),
        ({"exists", "is_file", "is_dir", "read_text", "with_suffix", "joinpath", "glob", "mkdir"}, "pathlib"),
        ({"match", "search", "finditer", "findall", "fullmatch", "sub"}, "compiled"),
    ):  # fmt: skip
        if method in names:
            return kind
    return "object"


def _of_call(node: ast.Call) -> Iterator[tuple[str, str]]:
    match node:
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=name), kind]):
            yield from ((name, found) for found in _of_type(kind))
            if isinstance(kind, ast.Name):
                yield kind.id, "class"
            return
        case ast.Call(func=ast.Attribute(value=ast.Name(id="inspect"), attr="signature"), args=[ast.Name(id=name), *_]):
            yield name, "function"
        case ast.Call(func=ast.Name(id="filter"), args=[ast.Name(id=name), *_]):
            yield name, "predicate"
        case ast.Call(
            func=ast.Name(id="map"), args=[ast.Name(id=name), ast.Call(func=ast.Attribute(attr="items"), args=[])]
        ):
            yield name, "pair function"
        case ast.Call(func=ast.Name(id="map"), args=[ast.Name(id=name), *_]):
            yield name, "callable"
        case ast.Call(func=ast.Name(id=name)):
            yield name, "callable"
    function = dotted(node.func)
    outer, _, last = function.rpartition(".")
    for position, argument in enumerate(node.args):
        if not isinstance(argument, ast.Name):
            continue
        if function in _PATTERNS:
            yield argument.id, "pattern" if position == 0 else "text"
        elif position == 0 and (function in _FILES or outer in _PATHS):
            yield argument.id, "path"
        elif function in _BYTES and position == 0:
            yield argument.id, "bytes"
        elif function in _MODULES and position == 0:
            yield argument.id, "module"
        elif function in _WEAK and position == 0:
            yield argument.id, "class"
        elif position == 0 and (last in _OF_TEXT or (last in _SEARCHING and _COMPILED.search(outer))):
            yield argument.id, "text"
        elif last == "len":
            yield argument.id, "sized"
        elif last == "islice":
            yield argument.id, "iterable" if position == 0 else "number"
        elif last in _CHOOSING and len(node.args) > 1:
            yield from [(argument.id, "number")] if any(map(_is_number, node.args)) else []
        elif last in _ITERATING and not (last in _OF_ONE and len(node.args) > 1):
            yield argument.id, "iterable"
        elif last in _NUMBERS:
            yield argument.id, "number"


def _is_number(node: ast.expr) -> bool:
    """Whether an expression is a number, as far as its form tells it."""
    return _kind_of_display(node) == "number" or (isinstance(node, ast.Call) and dotted(node.func) == "len")


def _of_type(node: ast.expr) -> Iterator[str]:
    kinds = {"str": "text", "bytes": "bytes", "int": "number", "float": "number", "dict": "mapping"}
    kinds |= {
        "list": "list",
        "tuple": "tuple",
        "Mapping": "mapping",
        "Sequence": "list",
        "timedelta": "timedelta",
        "datetime": "date",
    }
    elements = node.elts if isinstance(node, ast.Tuple) else [node]
    for element in elements:
        if kind := kinds.get(dotted(element).rpartition(".")[2]):
            yield kind
