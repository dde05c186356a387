"""Turn a test or script of the project into an example: asserts become prints."""

from __future__ import annotations

import ast
import functools
import re
import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence

from mkdocs_howto.section import CallSite, ImportableBlock, Project
from mkdocs_howto.syntax import (
    NotPython,
    dumped,
    fragment,
    last_name,
    literal_value,
    parse_expression,
    segment_of,
    walk,
)
from mkdocs_howto.writers.offline.examples import endings, partials
from mkdocs_howto.writers.offline.examples.filling import branch, filled_in, settled
from mkdocs_howto.writers.offline.examples.outputs import expected, is_print, prompted

_UNFIT = re.compile(
    r"\b(?:monkeypatch|mocker?|mock|patch|freeze_time|freezegun|hypothesis|given|capsys|capfd|caplog|tmp_path|tmpdir|"
    r"setlocale|environ|platform|random|urandom|uuid|now|today|utcnow|perf_counter|sleep|getLogger|benchmark|runner|"
    r"gc|weakref|pickle|sys\.version|skipif|xfail|warns|subprocess|pathsep)\b|\\ud[89a-f]|\\x[01]|\bpath/to\b|"
    r"\bfor \w+ in range\((?:\d{4,}|10 ?\*\*)"
)
"""Marks of a test whose surroundings decide what it shows, that tests something beside the point, or many times."""
_EQUAL = {
    "assertEqual",
    "assertEquals",
    "assertListEqual",
    "assertDictEqual",
    "assertTupleEqual",
    "assertSequenceEqual",
}
_EXPECTED = {"expected", "expect", "exp", "desired", "want", "wanted", "answer", "correct"}
_BEGINNINGS = tuple(_EXPECTED)
TELLS_NOTHING = re.compile(
    r"(?:is|==) (?:None|0|\[\]|\{\}|\(\)|''|\"\"|b''|b\"\"|'0'|\"0\")\)?$|assertIsNone|is not None\)?$|"
    r", (?:0|None|''|\"\"|\[\])\)$|assertEquals?\((?:0|None|''|\"\"|b''|b\"\"|\[\]|\{\}|\(\)), "
)
"""The end of a test that expects nothing, or something empty."""
_EMPTY = {"[]", "{}", "()", "''", "b''", "0", "None"}
"""What a session shows where something empty comes of it."""
_TRUE = {
    "assertTrue": "{}",
    "assertFalse": "{}",
    "assertIn": "{} in {}",
    "assertNotIn": "{} in {}",
    "assertIs": "{} is {}",
    "assertIsNone": "{}",
    "assertIsNotNone": "{}",
    "assertNotEqual": "{} == {}",
    "assertGreater": "{} > {}",
    "assertLess": "{} < {}",
    "assertAlmostEqual": "{}",
}
_HEAD = re.compile(r"(?:del |with |for )?(\w+)")
"""The variable that a statement sets, or whose object it uses."""
_COMPARED = re.compile(
    r"assert (?!.* == )(?:.* (?:not )?in |.* [<>]=? |.* != |\w+$)|"
    r"self\.assert(?:(?:Not)?In|Greater|Less|True|False|NotEqual)"
)
"""A test that does not say what is given, only something about it."""
_PASSED_NOTHING = re.compile(r"\b(?P<name>\w+)\((?:''|\"\"|b''|b\"\"|\[\]|\{\}|\(\)|None)[,)]")
_KEPT = re.compile(r"\w+ = (?:\w+\.)*(?P<name>\w+)\(")
"""A variable that holds what a call gives."""
_CHANCES = ("random", "shuffle", "uuid", "now", "today", "time", "secrets", "getpid")
_CHANCE = re.compile(r"\b(?:random|shuffle|urandom|uuid\d?|now|today|time|secrets|getpid)\b")
"""What gives something else each time; the words alone are found more quickly."""
_WORD = re.compile(r"\w+")


_CHANGING = {
    "acquire", "add", "append", "clear", "decr", "delete", "discard", "expire", "extend", "incr", "insert", "pop",
    "popitem", "popleft", "push", "put", "read", "readline", "release", "remove", "send", "set", "setdefault", "update",
    "write",
}  # fmt: skip
"""Methods that change their object, or where it stands."""
_AWAY = {"dump", "echo", "secho", "send", "sendall", "write", "write_bytes", "write_text", "writelines"}
"""Functions that take something somewhere else; how much they wrote says nothing."""
_LIMITS = re.compile(
    r"empty|none|error|invalid|raise|fail|bad|wrong|edge|negative|regress|bug|issue|depth|deep|huge|large|nest|max|\d{3,}|repr|type"
)
"""Marks in the name of a test of limits or of mistakes."""
_DEFINING = ("def ", "async def ", "class ", "@")
_MOST_HELP = 9
"""Lines of helpers that do not hide what an example is about."""
_PRIVATE = re.compile(r"(?:@.*\n)*(?:async )?def (_\w+)\(")
"""A helper that tests keep for themselves."""


@functools.lru_cache(maxsize=4096)
def _is_unfit(text: str) -> bool:
    """Whether a statement, which stands in many call sites, has such a mark."""
    return _UNFIT.search(text) is not None


@functools.lru_cache(maxsize=4096)
def tells_nothing(text: str) -> bool:
    """Whether a statement, which stands in many call sites, expects nothing, or something empty."""
    return TELLS_NOTHING.search(text) is not None


_MOST_USUAL = 3
_FEWEST_USES = 3
"""Places that use a member of a class, before that says what the class is there for."""


def ranked(block: ImportableBlock, *, weak: bool) -> list[CallSite]:
    """The call sites worth trying, the most telling first.

    Args:
        block: Holds them.
        weak: Whether those are wanted that show that nothing comes of a use, or all others.
    """
    whole = [site for site in block.call_sites if not site.missing]
    fit = [site for site in whole if not any(map(_is_unfit, (*site.statements, *site.setup)))]
    fit = [site for site in fit if _is_weak(site, block) == weak]
    owner = block.object_path.rpartition(".")[0].rpartition(".")[2]
    near = owner if owner[:1].isupper() else block.name
    usual = _usual(fit, block) if block.shape.kind == "class" else frozenset()
    return sorted(
        fit,
        key=lambda site: (
            not is_named(site, near),
            not is_named(site, block.name),
            block.shape.kind == "function" and not (_shows(site, block.name) and _is_called(site, block)),
            bool(usual) and not any(usual & words_of(text) for text in site.statements),
            *_rank(site, block, weak=weak),
        ),
    )


def _usual(sites: Sequence[CallSite], block: ImportableBlock) -> frozenset[str]:
    """The members of a class that the project itself uses most: what it is there for."""
    members = {one.name for one in block.shape.members if one.kind == "function" and not one.name.startswith("_")}
    counts: Counter[str] = Counter()
    for site in sites:
        counts.update(members & frozenset().union(*map(words_of, site.statements)))
    return frozenset(name for name, count in counts.most_common(_MOST_USUAL) if count >= _FEWEST_USES)


def is_named(site: CallSite, name: str) -> bool:
    """Whether the statements of a site, or what prepares them, name something."""
    return any(name in words_of(text) for text in (*site.setup, *site.statements))


def _shows(site: CallSite, name: str) -> bool:
    """Whether the last statement of a site reads what something gives, or what it is used on."""
    *before, last = site.statements
    words = words_of(last)
    if name in words:
        return True
    uses = (_HEAD.match(text) for text in before if name in words_of(text))
    return any(match is not None and match[1] in words for match in uses)


def _is_called(site: CallSite, block: ImportableBlock) -> bool:
    """Whether a site calls a function, or decorates something with it."""
    if "property" in block.shape.labels:
        return True
    texts = (*site.setup, *site.statements, *site.cases.values())
    return any(f"{block.name}(" in text or (block.name in text and "@" in text) for text in texts)


@functools.lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """The words of a statement, which stands in many call sites."""
    return frozenset(_WORD.findall(text))


def _is_weak(site: CallSite, block: ImportableBlock) -> bool:
    """Whether a site shows little: nothing comes of a use, an error, or it is one of the tests' own helpers."""
    last = site.statements[-1] if site.statements else ""
    is_error = "raises" in last.lower() and "exception" not in block.shape.labels
    is_empty = bool(site.shown) and site.shown[-1] in _EMPTY
    is_weak = is_error or is_empty or tells_nothing(last)
    return is_weak or _is_passed_nothing(site, block.name) or _is_helped(site)


def _is_helped(site: CallSite) -> bool:
    """Whether a site calls what the tests keep for themselves, or needs much of it: it tells more of that."""
    if _helping(site) > _MOST_HELP:
        return True
    helpers = [match[1] for text in site.setup if "def _" in text and (match := _PRIVATE.match(text))]
    return any(f"{helper}(" in text for text in site.statements for helper in helpers)


def _shows_nothing(told: Sequence[str], name: str) -> bool:
    """Whether all that is printed is what comes of passing nothing."""
    uses = [match["name"] for text in told if text.startswith("print(") for match in _PASSED_NOTHING.finditer(text)]
    return len(told) == 1 and name in uses


def _helping(site: CallSite) -> int:
    """Lines of the functions and classes that a site defines, for itself or with others."""
    return sum(text.count("\n") for text in (*site.setup, *site.statements) if text.startswith(_DEFINING))


def _is_passed_nothing(site: CallSite, name: str) -> bool:
    """Whether the last statement of a site passes something empty to what has a name."""
    text = _cased(site)
    if f"{name}(" not in text:
        return False
    return any(match["name"] == name for match in _PASSED_NOTHING.finditer(text))


def is_steady(block: ImportableBlock) -> bool:
    """Whether an object gives the same result every time, as far as its text tells it."""
    return not any(map(block.source.__contains__, _CHANCES)) or _CHANCE.search(block.source) is None


def _cased(site: CallSite) -> str:
    """The last statement of a site with the values of its case, roughly."""
    last = site.statements[-1] if site.statements else ""
    if not any(name in last for name in site.cases):
        return last
    return re.sub(r"\b\w+\b", lambda match: site.cases.get(match[0], match[0]), last)


def _rank(site: CallSite, block: ImportableBlock, *, weak: bool) -> tuple[bool | int, ...]:
    """What speaks against a site, the gravest first."""
    name, is_function = block.name, block.shape.kind == "function"
    text = "\n".join(site.statements)
    last = site.statements[-1]
    title = site.title.lower()
    return (
        "raises" in text.lower() and not name.endswith(("Error", "Exception", "Warning")),
        weak and tells_nothing(last),  # Of the others, none is so.
        weak and _is_passed_nothing(site, name),
        weak and _is_helped(site),
        "assert" not in last and "print(" not in last and not _is_prose(site),
        (match := _KEPT.match(last)) is not None and match["name"] == name,
        _LIMITS.search(title) is not None,
        is_function and _COMPARED.match(last) is not None,
        not _is_prose(site),
        name.lower() not in title,
        len(site.setup) * 3 + _helping(site) + text.count("\n") + len(site.statements) + (20 if len(text) > 600 else 0),
    )


def _is_prose(site: CallSite) -> bool:
    return site.file.endswith((".md", ".rst"))


def statements(site: CallSite, block: ImportableBlock, project: Project) -> list[str]:
    """A site's statements as an example has them; none when something stays open."""
    if site.shown:
        return _session(site, block, project)
    told: list[str] = []
    values = dict(site.cases)
    texts = endings.counted(partials.written_out(site.statements), block, project)
    for number, text in enumerate(texts):
        if number < len(texts) - 1 and (known := _literal_of_result(text, texts[-1])):
            values |= known
            continue
        is_last = number == len(texts) - 1
        name = _kept(texts, block.name) if is_last else block.name
        made = _statement(text, values, name, last=is_last)
        if made is None:
            return []
        if not is_last and _shows_nothing(made, block.name):
            continue
        told += made or _effect(text, values, texts[-1])
    if told and (match := re.match(r"print\((\w+)\)(?:  # |\n# )", told[-1])) is not None:
        is_object = any(re.match(rf"{match[1]} = (?:\w+\.)*[A-Z]\w*\(", text) for text in told)
        told[-1] = f"print({match[1]})" if is_object else told[-1]  # It equals the text, and prints something else.
    if not told:
        return []
    told = endings.given(told, block, project)
    return [*told[:-1], *endings.shown(told[-1], block, project)]


def _session(site: CallSite, block: ImportableBlock, project: Project) -> list[str]:
    """What was typed in a session, with what stood below it where that is of the object."""
    told: list[str] = []
    *before, (last, want) = zip(site.statements, site.shown, strict=True)
    for text, shown in before:
        if not shown:
            told.append(text)
        elif block.name in words_of(text) or (_CHANGING & words_of(text) and words_of(text) & words_of(last)):
            told += _typed(text, shown)
    if want:
        return [*dict.fromkeys(told + _typed(last, want))]
    made = _statement(last, {}, block.name, last=True) or []
    return [*told, *made[:-1], *(endings.shown(made[-1], block, project) if made else [])]


def _typed(text: str, shown: str) -> list[str]:
    """What was typed at one prompt, as statements that print what stands below it."""
    try:
        body = fragment(text).body
    except NotPython:
        return []
    return prompted(text, body, shown) if body else []


def _kept(texts: Sequence[str], name: str) -> str:
    """What the last statement shows of an object: its name, or the variable that holds what it gave."""
    if name in words_of(texts[-1]):
        return name
    made = [match[1] for text in texts[:-1] if name in words_of(text) and (match := re.match(r"(\w+) = ", text))]
    return made[-1] if made else name


def _literal_of_result(text: str, last: str) -> dict[str, str]:
    """A variable that only holds what the last statement expects, with its value as written."""
    if not text.startswith(_BEGINNINGS):
        return {}
    try:
        (node,) = fragment(text).body
        (final,) = fragment(last).body
    except (SyntaxError, ValueError):
        return {}
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in _EXPECTED or name.startswith("expected"):
            uses = [inner for inner in walk(final) if isinstance(inner, ast.Name) and inner.id == name]
            segment = segment_of(text, value)
            return {name: segment} if len(uses) == 1 and "\n" not in segment else {}
    return {}


def _statement(text: str, cases: Mapping[str, str], name: str, *, last: bool) -> list[str] | None:
    """One statement with open parameters filled in; `None` when it cannot be shown."""
    try:
        (node,) = fragment(text).body
    except (SyntaxError, ValueError):
        return None
    filled = filled_in(text, node, cases)
    if filled is None:
        return None
    filled = settled(filled) if filled != text else text
    node = fragment(filled).body[0]
    match node:
        case ast.If() if filled != text and (chosen := branch(node)) is not None:
            return _inner(filled, chosen, name, last=last)
        case ast.Assert(test=test):
            return tested(filled, test, name) if _mentions(test, name) or last else []
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=attribute), args=arguments)):
            if not last and not any(_mentions(argument, name) for argument in arguments):
                return [] if attribute.startswith("assert") else None
            made = _unittest(filled, attribute, arguments, name)
            return made if last or made is not None else []
        case ast.For():
            return _first_case(filled, node, name, last=last)
        case ast.With(items=[ast.withitem(context_expr=ast.Call(func=ast.Attribute(attr="subTest")))], body=body):
            return _inner(filled, body, name, last=last)
        case ast.With(
            items=[ast.withitem(context_expr=ast.Call(func=ast.Attribute(attr="raises" | "assertRaises")) as call)]
        ):
            return _failing(filled, call, node.body) if last else []
        case ast.With() | ast.AsyncWith() if _asserts(node):
            return _block(filled, node, name, last=last)
        case ast.While() | ast.If() | ast.Try() if _asserts(node):
            return None
        case ast.Expr(value=ast.Call() as call) if last and not is_print(call) and last_name(call.func) not in _AWAY:
            return [f"print({filled})"] if _mentions(call, name) else [filled]
    return [filled]


def _effect(text: str, values: Mapping[str, str], last: str) -> list[str]:
    """What an assertion that is left out does to an object that the last statement reads."""
    node = fragment(text).body[0]
    filled = filled_in(text, node, values) or text
    for inner in walk(fragment(filled)):
        match inner:
            case ast.Call(func=ast.Name(id="next"), args=[ast.Name(id=changed)]):
                pass
            case ast.Call(func=ast.Attribute(value=ast.Name(id=changed), attr=attribute)) if attribute in _CHANGING:
                pass
            case _:
                continue
        if changed in words_of(last):
            return [source_of(filled, inner)]
    return []


def _done(text: str, node: ast.stmt) -> list[str]:
    """What an assertion does beside testing: the method that it calls."""
    match node:
        case (
            ast.Assert(test=ast.Call(func=ast.Attribute()) as call)
            | ast.Assert(test=ast.Compare(left=ast.Call(func=ast.Attribute()) as call))
        ):
            return [source_of(text, call)]
    return []


def _asserts(node: ast.AST) -> bool:
    """Whether a statement holds an assertion."""
    return any(
        isinstance(inner, ast.Assert)
        or (isinstance(inner, ast.Attribute) and inner.attr.startswith("assert"))
        or (isinstance(inner, ast.Attribute) and inner.attr == "raises")
        for inner in walk(node)
    )


def _block(text: str, node: ast.With | ast.AsyncWith | ast.For, name: str, *, last: bool) -> list[str] | None:
    """A compound statement whose body is told like the test around it, up to where it shows the object."""
    if node.body[0].lineno == node.lineno or (last and isinstance(node, ast.For)):
        return None  # What a loop prints again and again is long.
    lines = text.split("\n")
    told: list[str] = []
    for number, inner in enumerate(node.body):
        made = _statement(_segment(text, inner), {}, name, last=last and number == len(node.body) - 1)
        if made is None:
            return None
        told += made if last else [*(row for row in made if "print(" not in row), *_done(text, inner)]
        if last and any("print(" in row and name in words_of(row) for row in made):
            break
    header = lines[: node.body[0].lineno - 1]
    return ["\n".join([*header, *(textwrap.indent(row, "    ") for row in told)])] if told else []


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
    if not _asserts(node):
        return [text]
    if not isinstance(node.iter, ast.List | ast.Tuple):
        return _block(text, node, name, last=last)
    rows = [_bound(text, node.target, row) for row in node.iter.elts]
    # A nought hides what comes of what.
    for cases in sorted(rows, key=lambda cases: not {"0", "0.0"}.isdisjoint(cases.values())):
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
            return {name: segment_of(text, row)}
        case ast.Tuple(elts=names), (ast.Tuple(elts=values) | ast.List(elts=values)) if len(names) == len(values):
            found: dict[str, str] = {}
            for inner, value in zip(names, values, strict=True):
                found |= _bound(text, inner, value)
            return found
    return {}


def tested(text: str, test: ast.expr, name: str) -> list[str] | None:
    """What an assertion is about, printed."""
    match test:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            return _equal(text, *_ordered(left, right, name))
        case ast.Call(func=ast.Name(id="isinstance" | "callable" | "hasattr" | "issubclass"), args=[shown, *_]):
            return [f"print({source_of(text, shown)})"] if isinstance(shown, ast.Call) else []
        case ast.Compare(left=ast.Call(func=ast.Name(id="type"))):
            return []
        case ast.Compare(left=ast.Call() as shown, ops=[ast.Is() | ast.IsNot()]):
            return [f"print({source_of(text, shown)})"]
        case ast.Compare(left=left, comparators=others) if (given := _given(text, [left, *others], name)) != "":
            return [f"print({given})"]
        case ast.Compare() | ast.Call() | ast.Attribute() | ast.Name() | ast.Subscript():
            return [f"print({source_of(text, test)})"]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return [f"print({source_of(text, operand)})"]
    return None


def _given(text: str, compared: Sequence[ast.expr], name: str) -> str:
    """What the object gave, where it is compared with something else: a reader sees more in it than in the verdict."""
    own = [operand for operand in compared if name and _mentions(operand, name)]
    if len(own) != 1:
        return ""
    shown = own[0]
    while isinstance(shown, ast.BinOp):  # Scaled, or set off, for a limit.
        shown = shown.left if _mentions(shown.left, name) else shown.right
    return source_of(text, shown) if not isinstance(shown, ast.Name) else ""  # Who knows how that prints?


def _ordered(left: ast.expr, right: ast.expr, name: str) -> tuple[ast.expr, ast.expr]:
    """What is tested before what it is compared with."""
    if (_mentions(right, name) and not _mentions(left, name)) or (_is_literal(left) and not _is_literal(right)):
        return right, left
    return left, right


def _is_literal(node: ast.expr) -> bool:
    return not any(isinstance(inner, ast.Name | ast.Call) for inner in walk(node))


def _equal(text: str, left: ast.expr, right: ast.expr) -> list[str]:
    call = source_of(text, left)
    literal = source_of(text, right)
    try:
        value = literal_value(right)
    except NotPython:
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
    form = _TRUE.get(attribute, "")
    needed = form.count("{}")
    if needed == 2 and len(arguments) >= needed and (given := _given(text, arguments[:needed], name)):
        return [f"print({given})"]
    if form and len(arguments) >= needed:
        return [f"print({form.format(*(source_of(text, argument) for argument in arguments[:needed]))})"]
    return None


def _failing(text: str, call: ast.Call, body: Sequence[ast.stmt]) -> list[str] | None:
    """`pytest.raises` as a caller writes it."""
    if not call.args:
        return None
    lines = [textwrap.indent(_segment(text, node), "    ") for node in body]
    return ["\n".join(["try:", *lines, f"except {source_of(text, call.args[0])} as error:", "    print(error)"])]


def _segment(text: str, node: ast.stmt) -> str:
    return textwrap.dedent("\n".join(text.split("\n")[node.lineno - 1 : node.end_lineno]))


def source_of(text: str, node: ast.expr) -> str:
    """An expression on as few lines as it takes."""
    segment = segment_of(text, node)
    if "\n" not in segment:
        return segment
    lines = [line.strip() for line in segment.split("\n")]
    joined = re.sub(r"([(\[{]) ", r"\1", " ".join(lines))
    joined = re.sub(r",? ([)\]}])", r"\1", joined)
    try:
        same = dumped(parse_expression(joined)) == dumped(node)
    except NotPython:
        same = False
    return joined if same and len(joined) < 90 else segment


def _mentions(node: ast.AST, name: str) -> bool:
    return any(
        (isinstance(inner, ast.Name) and inner.id == name) or (isinstance(inner, ast.Attribute) and inner.attr == name)
        for inner in walk(node)
    )
