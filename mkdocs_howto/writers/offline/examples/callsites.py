"""Turn a test or script of the project into an example: asserts become prints."""

from __future__ import annotations

import ast
import builtins
import functools
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from mkdocs_howto.section import CallSite, CodeBlock
from mkdocs_howto.syntax import segment_of, walk
from mkdocs_howto.writers.offline.examples.outputs import expected

_UNFIT = re.compile(
    r"\b(?:monkeypatch|mocker?|mock|patch|freeze_time|freezegun|hypothesis|given|capsys|capfd|caplog|tmp_path|tmpdir|"
    r"setlocale|environ|platform|random|urandom|uuid|now|today|utcnow|perf_counter|sleep|getLogger|benchmark|runner|"
    r"gc|weakref|pickle|sys\.version|skipif|xfail|warns|subprocess)\b|\\ud[89a-f]"
)
"""Marks of a test whose surroundings decide what it shows, or that tests something beside the point."""
_EQUAL = {
    "assertEqual",
    "assertEquals",
    "assertListEqual",
    "assertDictEqual",
    "assertTupleEqual",
    "assertSequenceEqual",
}
_EXPECTED = {"expected", "expect", "exp", "desired", "want", "wanted", "answer", "correct"}
_TELLS_NOTHING = re.compile(
    r"(?:is|==) (?:None|0|\[\]|\{\}|\(\)|''|\"\")\)?$|assertIsNone|, (?:0|None|''|\"\"|\[\])\)$"
)
"""The end of a test that expects nothing, or something empty."""
_TRUE = {"assertTrue": "{}", "assertFalse": "{}", "assertIn": "{} in {}", "assertIs": "{} is {}", "assertIsNone": "{}"}


@functools.lru_cache(maxsize=4096)
def _parsed(text: str) -> ast.Module:
    """The syntax tree of a statement, which stands in many call sites; nobody changes it."""
    return ast.parse(text)


@functools.lru_cache(maxsize=4096)
def _is_unfit(text: str) -> bool:
    """Whether a statement, which stands in many call sites, has such a mark."""
    return _UNFIT.search(text) is not None


def ranked(block: CodeBlock) -> list[CallSite]:
    """The call sites worth trying, the most telling first."""
    whole = [site for site in block.call_sites if not site.missing]
    fit = [site for site in whole if not any(map(_is_unfit, (*site.statements, *site.setup)))]
    return sorted(fit, key=lambda site: _rank(site, block.name))


def is_steady(block: CodeBlock) -> bool:
    """Whether an object gives the same result every time, as far as its text tells it."""
    return not re.search(r"\b(?:random|shuffle|urandom|uuid\d?|now|today|time|secrets|getpid)\b", block.source)


def arguments(block: CodeBlock, name: str) -> list[str]:
    """How the project itself calls something: arguments that are all written out, the most telling first.

    Args:
        block: Holds the call sites.
        name: Bare name of what is called.
    """
    found: dict[str, None] = {}
    package = block.object_path.partition(".")[0]
    is_member = name == block.name and block.object_path.rpartition(".")[0].rpartition(".")[2][:1].isupper()
    seen: set[str] = set()  # Statements before a use are those of other sites, too.
    for site in block.call_sites:
        if not any(f"{name}(" in text for text in site.statements):
            continue
        others = _instances(site, block) | {package} if is_member else set()
        for text in site.statements:
            if f"{name}(" not in text or text in seen or "raises" in text or "Raises" in text:
                continue
            seen.add(text)
            if _TELLS_NOTHING.search(text):
                continue
            try:
                node = _parsed(text).body[0]
            except (SyntaxError, ValueError, IndexError):
                continue
            for given in _given(_filled(text, node, site.cases) or text, name, others):
                found[given] = None
    return sorted(found, key=lambda given: (not given, _is_degenerate(given), len(given) > 60))


def _instances(site: CallSite, block: CodeBlock) -> set[str]:
    """Variables of a call site that hold instances of other classes than the block's own."""
    owner = block.object_path.rpartition(".")[0].rpartition(".")[2]
    made = re.findall(r"^(\w+) = (?:\w+\.)?([A-Z]\w*)\(", "\n".join([*site.setup, *site.statements]), re.MULTILINE)
    return {variable for variable, class_name in made if class_name != owner}


def _given(text: str, name: str, others: set[str]) -> Iterator[str]:
    """The arguments of calls of that name, where all are literals, and not on one of the other variables."""
    try:
        tree = _parsed(text)
    except (SyntaxError, ValueError):
        return
    for node in walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called), args=args, keywords=keywords):
                values = [*args, *(keyword.value for keyword in keywords)]
                receiver = node.func.value if isinstance(node.func, ast.Attribute) else None
                if isinstance(receiver, ast.Name) and receiver.id in others:
                    continue
                if called == name and all(_is_written_out(value) for value in values):
                    parts = [_source(text, argument) for argument in args]
                    parts += [f"{keyword.arg}={_source(text, keyword.value)}" for keyword in keywords if keyword.arg]
                    if not any("\n" in part for part in parts):
                        yield ", ".join(parts)


def _is_written_out(node: ast.expr) -> bool:
    """Whether a value needs nothing but itself."""
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        match node:
            case ast.Call(func=ast.Name(id="range" | "list" | "set" | "iter"), args=args, keywords=[]):
                return all(_is_written_out(argument) for argument in args)
            case ast.Name(id=name):
                return name in {
                    "str",
                    "int",
                    "float",
                    "len",
                    "list",
                    "dict",
                    "tuple",
                    "set",
                    "sum",
                    "max",
                    "min",
                    "ValueError",
                }
            case ast.Lambda():
                bound = {argument.arg for argument in node.args.args}
                names = {inner.id for inner in walk(node.body) if isinstance(inner, ast.Name)}
                return names <= bound | set(dir(builtins))
        return False
    return True


def _is_degenerate(given: str) -> bool:
    return given in {"''", '""', "[]", "None", "{}", "()", "0", "-1", "1"} or given.startswith(
        ("''", '""', "[]", "None", "{}")
    )


def _rank(site: CallSite, name: str) -> tuple[bool, bool, bool, bool, bool, int]:
    text = "\n".join(site.statements)
    title = site.title.lower()
    odd = bool(
        re.search(
            r"empty|none|error|invalid|raise|fail|bad|wrong|edge|negative|regress|bug|issue|\d{3,}|repr|type", title
        )
    )
    return (
        "raises" in text.lower() and not name.endswith(("Error", "Exception", "Warning")),
        bool(_TELLS_NOTHING.search(site.statements[-1] if site.statements else "")),
        odd,
        name.lower() not in title and not _is_prose(site),
        not re.search(r"assert|print\(", text),
        len(site.setup) * 3 + text.count("\n") + len(site.statements) + (20 if len(text) > 600 else 0),
    )


def _is_prose(site: CallSite) -> bool:
    return site.file.endswith((".md", ".rst"))


def statements(site: CallSite, block: CodeBlock) -> list[str]:
    """A site's statements as an example has them; none when something stays open."""
    told: list[str] = []
    values = dict(site.cases)
    texts = list(site.statements)
    for number, text in enumerate(texts):
        if number < len(texts) - 1 and (known := _literal_of_result(text, texts[-1])):
            values |= known
            continue
        made = _statement(text, values, block.name, last=number == len(texts) - 1)
        if made is None:
            return []
        told += made
    return told


def _literal_of_result(text: str, last: str) -> dict[str, str]:
    """A variable that only holds what the last statement expects, with its value as written."""
    try:
        (node,) = _parsed(text).body
        (final,) = _parsed(last).body
    except (SyntaxError, ValueError):
        return {}
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in _EXPECTED or name.startswith("expected"):
            uses = [inner for inner in walk(final) if isinstance(inner, ast.Name) and inner.id == name]
            segment = ast.get_source_segment(text, value) or ""
            return {name: segment} if len(uses) == 1 and "\n" not in segment else {}
    return {}


def _statement(text: str, cases: Mapping[str, str], name: str, *, last: bool) -> list[str] | None:
    """One statement with open parameters filled in; `None` when it cannot be shown."""
    try:
        (node,) = _parsed(text).body
    except (SyntaxError, ValueError):
        return None
    filled = _filled(text, node, cases)
    if filled is None:
        return None
    node = _parsed(filled).body[0]
    match node:
        case ast.Assert(test=test):
            return _shown(filled, test, name) if _mentions(test, name) or last else []
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=attribute), args=arguments)):
            made = _unittest(filled, attribute, arguments, name)
            return made if last or any(_mentions(argument, name) for argument in arguments) else []
        case ast.For():
            return _first_case(filled, node, name, last=last)
        case ast.With(items=[ast.withitem(context_expr=ast.Call(func=ast.Attribute(attr="subTest")))], body=body):
            return _inner(filled, body, name, last=last)
        case ast.With(
            items=[ast.withitem(context_expr=ast.Call(func=ast.Attribute(attr="raises" | "assertRaises")) as call)]
        ):
            return _failing(filled, call, node.body)
        case ast.Expr(value=ast.Call() as call) if last and not _is_print(call):
            return [f"print({filled})"] if _mentions(call, name) else [filled]
    return [filled]


def _inner(text: str, body: Sequence[ast.stmt], name: str, *, last: bool) -> list[str] | None:
    told: list[str] = []
    for number, node in enumerate(body):
        made = _statement(_segment(text, node), {}, name, last=last and number == len(body) - 1)
        if made is None:
            return None
        told += made
    return told


def _first_case(text: str, node: ast.For, name: str, *, last: bool) -> list[str] | None:
    """A loop over written-out cases, as its first case."""
    if not isinstance(node.iter, ast.List | ast.Tuple) or not any(
        isinstance(inner, ast.Assert) or (isinstance(inner, ast.Attribute) and inner.attr.startswith("assert"))
        for inner in walk(node)
    ):
        return [text]
    for row in node.iter.elts:
        cases = _bound(text, node.target, row)
        if cases and not any(value in {"''", '""', "[]", "None", "{}", "()"} for value in list(cases.values())[:1]):
            told: list[str] = []
            for number, inner in enumerate(node.body):
                made = _statement(_segment(text, inner), cases, name, last=last and number == len(node.body) - 1)
                if made is None:
                    return None
                told += made
            return told
    return None


def _bound(text: str, target: ast.expr, row: ast.expr) -> dict[str, str]:
    match target, row:
        case ast.Name(id=name), _:
            return {name: ast.get_source_segment(text, row) or ""}
        case ast.Tuple(elts=names), (ast.Tuple(elts=values) | ast.List(elts=values)) if len(names) == len(values):
            found: dict[str, str] = {}
            for inner, value in zip(names, values, strict=True):
                found |= _bound(text, inner, value)
            return found
    return {}


def _filled(text: str, node: ast.stmt, cases: Mapping[str, str]) -> str | None:
    """A statement with names replaced by values as written; `None` where that cannot be done in place."""
    if not any(name in text for name in cases):
        return text
    spots = [
        inner
        for inner in walk(node)
        if isinstance(inner, ast.Name) and inner.id in cases and isinstance(inner.ctx, ast.Load)
    ]
    if any(isinstance(inner, ast.JoinedStr) for inner in walk(node)) and spots:
        return None  # Positions inside f-strings are not told before Python 3.12.
    lines = text.split("\n")
    for spot in sorted(spots, key=lambda spot: (spot.lineno, spot.col_offset), reverse=True):
        line = lines[spot.lineno - 1].encode()
        value = cases[spot.id]
        if "\n" in value or len(value) > 120:
            return None
        before = line[: spot.col_offset]
        if before.endswith((b"(*", b" *")) and value[:1] + value[-1:] in {"()", "[]"}:
            before, value = before[:-1], value[1:-1].rstrip(", ")  # `f(*(1, 2))` is `f(1, 2)`.
        parts = (before, value.encode(), line[spot.end_col_offset :])
        lines[spot.lineno - 1] = b"".join(parts).decode()
    filled = "\n".join(lines)
    try:
        _parsed(filled)
    except SyntaxError:
        return None
    return filled


def _shown(text: str, test: ast.expr, name: str) -> list[str] | None:
    """What an assertion is about, printed."""
    match test:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            return _equal(text, *_ordered(left, right, name))
        case ast.Call(func=ast.Name(id="isinstance" | "callable" | "hasattr" | "issubclass"), args=[shown, *_]):
            return [f"print({_source(text, shown)})"] if isinstance(shown, ast.Call) else []
        case ast.Compare(left=ast.Call(func=ast.Name(id="type"))):
            return []
        case ast.Compare(left=ast.Call() as shown, ops=[ast.Is() | ast.IsNot()]):
            return [f"print({_source(text, shown)})"]
        case ast.Compare() | ast.Call() | ast.Attribute() | ast.Name() | ast.Subscript():
            return [f"print({_source(text, test)})"]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return [f"print({_source(text, operand)})"]
    return None


def _ordered(left: ast.expr, right: ast.expr, name: str) -> tuple[ast.expr, ast.expr]:
    """What is tested before what it is compared with."""
    if (_mentions(right, name) and not _mentions(left, name)) or (_is_literal(left) and not _is_literal(right)):
        return right, left
    return left, right


def _is_literal(node: ast.expr) -> bool:
    return not any(isinstance(inner, ast.Name | ast.Call) for inner in walk(node))


def _equal(text: str, left: ast.expr, right: ast.expr) -> list[str]:
    call = _source(text, left)
    literal = _source(text, right)
    try:
        value = ast.literal_eval(right)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return [f"print({call})"]
    if not _prints_alike(left, value):
        return [f"print({call})"]
    return expected(call, literal, value)


def _prints_alike(node: ast.expr, value: object) -> bool:
    """Whether what equals a value is certain to be printed like it."""
    if isinstance(value, str):
        return True
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name == type(value).__name__ and name in {"list", "tuple", "dict", "int", "len"}
        case ast.ListComp():
            return isinstance(value, list)
    return False


def _unittest(text: str, attribute: str, arguments: Sequence[ast.expr], name: str) -> list[str] | None:
    if attribute in _EQUAL and len(arguments) >= 2:
        return _equal(text, *_ordered(arguments[0], arguments[1], name))
    if attribute in _TRUE and arguments:
        form = _TRUE[attribute]
        needed = form.count("{}")
        return [f"print({form.format(*(_source(text, argument) for argument in arguments[:needed]))})"]
    return None


def _failing(text: str, call: ast.Call, body: Sequence[ast.stmt]) -> list[str] | None:
    """`pytest.raises` as a caller writes it."""
    if not call.args:
        return None
    lines = [textwrap.indent(_segment(text, node), "    ") for node in body]
    return ["\n".join(["try:", *lines, f"except {_source(text, call.args[0])} as error:", "    print(error)"])]


def _segment(text: str, node: ast.stmt) -> str:
    return textwrap.dedent("\n".join(text.split("\n")[node.lineno - 1 : node.end_lineno]))


def _source(text: str, node: ast.expr) -> str:
    """An expression on as few lines as it takes."""
    segment = segment_of(text, node)
    if "\n" not in segment:
        return segment
    lines = [line.strip() for line in segment.split("\n")]
    joined = re.sub(r"([(\[{]) ", r"\1", " ".join(lines))
    joined = re.sub(r",? ([)\]}])", r"\1", joined)
    try:
        same = ast.dump(ast.parse(joined, mode="eval").body) == ast.dump(node)
    except SyntaxError:
        same = False
    return joined if same and len(joined) < 90 else segment


def _mentions(node: ast.AST, name: str) -> bool:
    return any(
        (isinstance(inner, ast.Name) and inner.id == name) or (isinstance(inner, ast.Attribute) and inner.attr == name)
        for inner in walk(node)
    )


def _is_print(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == "print"
