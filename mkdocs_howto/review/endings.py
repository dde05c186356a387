"""Compare claims about the end of a call with the code: return values, yields, exceptions, kind of callee."""

from __future__ import annotations

import ast
import builtins
import copy
import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_howto.facts.outcomes import Case, Function, Outcome, Relation, cases_of, outcomes_of
from mkdocs_howto.review.calls import is_above
from mkdocs_howto.review.statements import OWN, Sentence, is_denied
from mkdocs_howto.section import CodeBlock, Project, Shape
from mkdocs_howto.syntax import SCOPES, NotPython, children, is_literal, parse_expression, parsed, walk
from mkdocs_howto.usage.decorators import is_manager, keeps_call

_ENDS = r"(?:^|\b(?:and|then|or|but|[Ii]t|also|always|only)\s+|,\s+|`\s+)"
_ITSELF = r"(?:the|this)\s+(?:function|method|class|coroutine|generator|call|context\s+manager)"
_RETURNS = re.compile(
    rf"{_ENDS}(?P<self>(?i:{_ITSELF})\s+)?(?:(?:then|also|always|finally)\s+)?(?P<verb>[Rr]eturns?|[Yy]ields?|[Gg]ives\s+back)\s+(?P<what>\S.*)",
    re.DOTALL,
)
_PASSIVE = re.compile(
    r"(?<![\w`])(?P<what>`?\w++`?)\s++(?:is|are|gets?)\s+(?:then\s+|always\s+|finally\s+)?(?P<verb>returned|handed\s+back|given\s+back|yielded)\b"
    r"(?!\s+(?:by|from|to)\b)"
)
"""Told without who does it."""
_RESULT = re.compile(
    r"\b(?:[Tt]he\s+(?:awaited\s+|returned\s+)?(?:result|return\s+value)|[Ww]hat\s+(?:is\s+returned|comes\s+back))"
    r"\s+is\s+(?:always\s+)?(?P<what>\S.*)",
    re.DOTALL,
)
_ACTING = re.compile(r"`(?P<name>[\w.]+)(?:\([^`]*\))?`\s+(?!is\b|has\b|was\b|as\b)[a-z]+s\b")
"""Something that is said to act."""
_GIVEN_IF = re.compile(
    r"(?<![\w`])(?:an?\s+(?:empty\s+)?(?:string|list|dictionary|dict|tuple|set)|the\s+empty\s+string|`(?:True|False|\[\]|\{\}|\(\)|''|\"\")`)"
    r"\s+(?:if|when)\s+(?P<condition>`\w++`\s+is\s+[^,;:]+)"
)
"""A value that is returned in one case."""
_CALLED = r"[\w.]+(?:\([^`]*\))?"
_NOTHING = re.compile(r"(?:`None`|None\b|nothing\b)")
_NO_VALUE = re.compile(
    r"(?:early|without|to\b|control|immediately|silently|normally|quietly|directly|straight|again|at once|unless|if\b"
    r"|when\b|as soon|before|from\b|one\b|\S+(?:\s+\S+){0,3}\s+to\s+(?:the|its)\b)"
)
_RELATIVE = re.compile(r"\b(?:which|that|who|whose|what|whether|where)\b")
_CONDITION = re.compile(r"\b(?:if|when|unless|once|for|where|whenever|while|as long|in case|after|on)\b")
_TYPES: dict[str, tuple[str, ...]] = {
    "str": ("string", "str", "text"),
    "int": ("integer", "int"),
    "bool": ("boolean", "bool", "truth value"),
    "list": ("list",),
    "dict": ("dictionary", "dict"),
    "tuple": ("tuple", "pair"),
    "set": ("set",),
    "bytes": ("bytes",),
    "float": ("float",),
}
_TYPE = re.compile(
    r"(?:(?:(?:it|them)\s++|(?:the|its|an?)\s++(?:[\w-]++\s++){1,2}?)as\s++)?(?:an?|the|its|one)\s++"
    r"(?:(?:new|sorted|single|plain|flat|lazy|empty|possibly empty|nested)\s++)*+`?(?P<type>"
    + "|".join(word for words in _TYPES.values() for word in words)
    + r")`?(?=\s+(?:of|with|that|which|in|from|where|and|or|if|containing|holding)\b|[,.;:]|$)"
)
_WORDS = {word: name for name, words in _TYPES.items() for word in words}
_NAMES = re.compile(r"`(?P<name>[\w.]+)(?:\([^`]*\))?`")
_RAISES = re.compile(
    r"\b(?:raises?|throws?|(?:leads?|results?|ends?)\s+(?:to|in|with)|fails\s+with)\s+(?:an?\s+|the\s+)?(?P<names>`[\w.]+(?:\([^`]*\))?`)"
    r"|(?P<passive>`[\w.]+(?:\([^`]*\))?`)\s+(?:is|gets)\s+(?:raised|thrown)\b",
    re.IGNORECASE,
)
_IF = re.compile(r"\b(?P<word>if|when|unless|whenever)\s+(?P<condition>[^;,:]+)", re.IGNORECASE)
_IS = re.compile(
    r"`(?P<name>\w++)`\s++(?:is|has been|was)\s++"
    r"(?P<what>(?:(?:not|neither|no|either|one of|an?)\s++)*+(?:`[^`]++`|[\w-]++)"
    r"(?:\s++(?:(?:than|of|or|nor|to|in)\s++)?(?:`[^`]++`|\d[\w.]*+))*+)"
)
_KINDS: dict[str, re.Pattern[str]] = {
    "async": re.compile(r"\b(?:coroutine(?: function| method)?|async(?:hronous)? (?:function|method|generator))\b"),
    "generator": re.compile(r"\bgenerator(?: function)?\b(?!\s+(?:expression|that is passed|to))"),
    "classmethod": re.compile(r"\bclass ?method\b"),
    "staticmethod": re.compile(r"\bstatic ?method\b"),
    "property": re.compile(r"\bproperty\b"),
}
_IS_A = re.compile(
    r"^(?:`[^`]+`|[Ii]t|This)\s+is\s+(?P<no>not\s+|no\s+)?an?\s+(?P<what>(?:[\w-]+\s+){0,2}[\w-]+)|^(?:An?\s+)?(?P<first>[A-Za-z]+(?:\s+[a-z]+)?)\s+(?:that|which|for|to)\b"
)
_AND_A = re.compile(
    r"^[^`,]*`[^`]+`\s+is\s+an?\s+|\bis\s+(?P<no>not\s+|no\s+)?an?\s+(?P<what>(?:[\w-]+\s+){0,2}[\w-]+)"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A function that a sentence is about.

    Attributes:
        name: As messages name it.
        shape: From outside.
        node: Its syntax tree.
    """

    name: str
    shape: Shape
    node: Function


def claims(sentence: Sentence, block: CodeBlock, project: Project) -> Iterator[tuple[str, str]]:
    """Yield false claims about how calls end, as offending words and a message."""
    told = _told(sentence.subject, block, project)
    yield from _returned(sentence, block, project)
    if told is not None:
        yield from _kinds(sentence.text, told, project)
        yield from _always_raised(sentence.text, told)
    yield from _raised(sentence.text, told, block, project)


def _told(subject: str | None, block: CodeBlock, project: Project) -> Told | None:
    """Return the function that a sentence is about: the documented one, or a method of the documented class."""
    shape = block.shape
    if subject == OWN and shape.kind == "function":
        node = _function(parsed(block.source).body)
        return Told(shape.name, shape, node) if node is not None else None
    if not subject or shape.kind not in {"class", "module"} or not subject.rpartition(".")[2].isidentifier():
        return None
    member = project.shape(f"{shape.object_path}.{subject}")
    code = project.source(member.object_path) if member is not None and member.kind == "function" else None
    if member is None or code is None:
        return None
    try:
        node = _function(parsed(code.text).body)
    except NotPython:
        return None
    return Told(member.name, member, node) if node is not None else None


def _function(body: Sequence[ast.stmt]) -> Function | None:
    return body[-1] if body and isinstance(body[-1], ast.FunctionDef | ast.AsyncFunctionDef) else None


# What comes back.


def _returned(sentence: Sentence, block: CodeBlock, project: Project) -> Iterator[tuple[str, str]]:
    text = sentence.text
    for match in _RETURNS.finditer(text):
        before, what = text[: match.start("verb")], match["what"]
        acting = [] if match["self"] else [*_ACTING.finditer(f"{before}{match['verb']}")]
        subject = OWN if match["self"] and block.shape.kind == "function" else sentence.subject
        told = _told(acting[-1]["name"] if acting else subject, block, project)
        if acting and told is None and acting[-1]["name"] == block.shape.name:
            told = _told(OWN, block, project)
        if (
            told is None
            or _RELATIVE.search(before[acting[-1].start() if acting else 0 :])
            or is_denied(text, match.start("verb"))
        ):
            continue
        if "property" in told.shape.labels or told.shape.overloads:
            continue
        if match["verb"].lower().startswith("yield") and not _NOTHING.match(what) and _yields_none(told, project):
            yield f"{match['verb']} {what}"[:60], f"`{told.name}` yields `None`."
        if not keeps_call(told.shape, project):
            continue
        words = f"{match['verb']} {what}"[:60]
        if match["verb"].lower().startswith("yield"):
            if not _may_be_iterated(told, project):
                yield words, f"`{told.name}` yields nothing."
            continue
        if _NOTHING.match(what):
            lead = before.lower()
            is_conditional = _CONDITION.match(lead.lstrip()) if match["self"] else _CONDITION.search(lead)
            if not _CONDITION.search(what) and not is_conditional and _always_gives(told):
                yield words, f"`{told.name}` returns a value."
            continue
        if _NO_VALUE.match(what):
            continue
        if not _returns(told):
            yield words, f"`{told.name}` returns nothing."
        elif kind := _TYPE.match(what):
            yield from _typed(kind, words, told, project)
    yield from _given(text, block, project)
    yield from _given_if(text, _told(sentence.subject, block, project), project)


def _given_if(text: str, told: Told | None, project: Project) -> Iterator[tuple[str, str]]:
    """Yield values that are said to be returned in a case in which the code returns `None`."""
    for match in _GIVEN_IF.finditer(text) if told is not None and keeps_call(told.shape, project) else ():
        before = text[: match.start()]
        returns = [*re.finditer(r"\b(?:[Rr]eturns?|[Gg]ives\s+back|(?:result|return\s+value)\s+is)\b", before)]
        found = _IS.match(match["condition"])
        if told is None or not returns or found is None or is_denied(text, match.start()):
            continue
        said = _of_words(found["name"], found["what"], denied=False)
        if (
            said is None
            or match["condition"].rstrip(".") != found[0]
            or _RELATIVE.search(before[returns[-1].end() :].rpartition(",")[2])
        ):
            continue
        same = [one for one in outcomes_of(told.node) if _holds(one.case, *said)]
        if same and not any(one.raises for one in same):
            yield match[0], f"`{told.name}` returns `None` in that case."


def _given(text: str, block: CodeBlock, project: Project) -> Iterator[tuple[str, str]]:
    """Yield false claims about the result of the documented function that name it, or tell that it is returned."""
    told = _told(OWN, block, project)
    if told is None or not keeps_call(told.shape, project) or told.shape.overloads or "property" in told.shape.labels:
        return
    for match in _PASSIVE.finditer(text):
        if (
            match["what"].strip("`").lower() in {"none", "nothing", "control", "which", "that"}
            or is_denied(text, match.start())
            or re.search(rf"`{_CALLED}`[^,;]*$|{_RELATIVE.pattern}[^,;]*$", text[: match.start()])
        ):
            continue
        if match["verb"] == "yielded" and not _may_be_iterated(told, project):
            yield match[0], f"`{told.name}` yields nothing."
        elif match["verb"] != "yielded" and not _returns(told):
            yield match[0], f"`{told.name}` returns nothing."
    for match in _RESULT.finditer(text):
        kind = _TYPE.match(match["what"])
        if kind is not None and not is_denied(text, match.start("what")):
            yield from _typed(kind, match[0][:60], told, project)


def _typed(kind: re.Match[str], words: str, told: Told, project: Project) -> Iterator[tuple[str, str]]:
    said = _WORDS[kind["type"]]
    if "generator" in told.shape.labels:
        yield words, f"`{told.name}` is a generator: it yields its results."
        return
    known = _types(told, project)
    if known and said not in known and not (said == "int" and "bool" in known):
        yield words, f"`{told.name}` returns {' or '.join(f'`{one}`' for one in sorted(known))}."


def _types(told: Told, project: Project) -> set[str]:
    """Return the types of all that a function returns: builtin ones, and classes that are built on no other.

    None where one of them is not known.
    """
    declared = told.shape.signature.returns.strip("'\"") if told.shape.signature is not None else ""
    if declared:
        try:
            node = parse_expression(declared)
        except NotPython:
            return set()
        head = node.value if isinstance(node, ast.Subscript) else node
        name = head.id if isinstance(head, ast.Name) else ""
        name = {"List": "list", "Dict": "dict", "Tuple": "tuple", "Set": "set"}.get(name, name)
        return {name} if name in _TYPES or _is_plain_class(name, told, project) else set()
    values = [one.value for one in _own(told.node) if isinstance(one, ast.Return)]
    types = {_type_of(value) or _class_of(value, told, project) for value in values}
    return set() if "" in types else types


def _class_of(value: ast.expr | None, told: Told, project: Project) -> str:
    """Return the name of the class that an expression makes an instance of; empty where it may be a builtin one."""
    match value:
        case ast.Call(func=ast.Name(id=name)) if name[:1].isupper() and _is_plain_class(name, told, project):
            return name
    return ""


def _is_plain_class(name: str, told: Told, project: Project) -> bool:
    """Return whether a name stands for a class that is built on nothing."""
    place = told.shape.object_path
    while name and (place := place.rpartition(".")[0]):
        shape = project.shape(f"{place}.{name}")
        if shape is not None:
            return shape.kind == "class" and not shape.bases and not shape.decorators
    return False


_DISPLAYS: dict[type[ast.expr], str] = {
    ast.List: "list",
    ast.ListComp: "list",
    ast.Dict: "dict",
    ast.DictComp: "dict",
    ast.Set: "set",
    ast.SetComp: "set",
    ast.Tuple: "tuple",
    ast.JoinedStr: "str",
    ast.Compare: "bool",
}


_CALLS = {
    "int",
    "str",
    "list",
    "dict",
    "tuple",
    "set",
    "bytes",
    "float",
    "bool",
    "repr",
    "sorted",
    "len",
    "isinstance",
    "any",
    "all",
}
_GIVES = {"repr": "str", "sorted": "list", "len": "int", "isinstance": "bool", "any": "bool", "all": "bool"}


def _type_of(value: ast.expr | None) -> str:
    match value:
        case ast.Call(func=ast.Name(id=name)) if name in _CALLS:
            return _GIVES.get(name, name)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str()), attr="join" | "format")):
            return "str"
    if isinstance(value, ast.Constant):
        name = type(value.value).__name__
        return name if name in _TYPES else ""
    if isinstance(value, ast.Compare) and not all(
        isinstance(one, ast.In | ast.NotIn | ast.Is | ast.IsNot) for one in value.ops
    ):
        return ""  # Arrays compare to arrays.
    return _DISPLAYS.get(type(value), "") if value is not None else ""


@functools.lru_cache(maxsize=32)
def _own(node: Function) -> Sequence[ast.AST]:
    """Return what stands in a function, and in no function inside it."""
    found: list[ast.AST] = []
    pending: list[ast.AST] = [*node.body]
    while pending:
        current = pending.pop()
        found.append(current)
        if type(current) not in SCOPES:
            pending += children(current)
    return found


def _returns(told: Told) -> bool:
    """Return whether a function may give anything back; of a stub, nobody can tell."""
    node = told.node
    if any(isinstance(one, ast.Raise) for one in node.body[-1:]):
        return True  # Left to subclasses, or never meant to be called.
    own = list(_own(node))
    declared = told.shape.signature.returns if told.shape.signature is not None else ""
    stub = len(node.body) <= 2 and not any(isinstance(one, ast.Call | ast.Assign | ast.AugAssign) for one in own)
    gives = (isinstance(one, ast.Return) and not _is_none(one.value) for one in own)
    return (stub and declared != "None") or any(gives) or any(isinstance(one, ast.Yield | ast.YieldFrom) for one in own)


def _is_none(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _always_gives(told: Told) -> bool:
    """Return whether what a function returns is known never to be `None`."""
    own = list(_own(told.node))
    if any(isinstance(one, ast.Yield | ast.YieldFrom) for one in own):
        return False
    declared = told.shape.signature.returns.strip("'\"") if told.shape.signature is not None else ""
    values = [one.value for one in own if isinstance(one, ast.Return)]
    if not values or any(map(_is_none, values)):
        return False
    if declared:
        return not re.search(r"\b(?:None|Optional|Any|object)\b|^\W*[A-Z]\w?$", declared)
    return all(_type_of(value) or _makes_instance(value) for value in values)


def _makes_instance(value: ast.expr | None) -> bool:
    """Return whether an expression makes another object of the class that it is in."""
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr="__class__")):
            return True
        case ast.Call(func=ast.Call(func=ast.Name(id="type"), args=[ast.Name(id="self")])):
            return True
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "cls"


def _yields_none(told: Told, project: Project) -> bool:
    """Return whether a function is a generator, or makes a context manager, that gives nothing but `None`."""
    if isinstance(told.node, ast.AsyncFunctionDef) or (
        not keeps_call(told.shape, project) and is_manager(told.shape, project) is None
    ):
        return False
    yields = [one for one in _own(told.node) if isinstance(one, ast.Yield | ast.YieldFrom)]
    used = {one.value for one in _own(told.node) if isinstance(one, ast.Assign | ast.AnnAssign | ast.NamedExpr)}
    return bool(yields) and all(
        isinstance(one, ast.Yield) and _is_none(one.value) and one not in used for one in yields
    )


def _may_be_iterated(told: Told, project: Project) -> bool:
    """Return whether a function may yield: it does, or gives what may be an iterator."""
    own = list(_own(told.node))
    if any(isinstance(one, ast.Yield | ast.YieldFrom) for one in own) or not _returns(told):
        return any(isinstance(one, ast.Yield | ast.YieldFrom) for one in walk(told.node))
    return not _types(told, project)


# Kinds.


def _kinds(text: str, told: Told, project: Project) -> Iterator[tuple[str, str]]:
    if not keeps_call(told.shape, project):
        return
    match = _IS_A.match(text)
    found = [match] if match else []
    for one in (*found, *(_AND_A.finditer(text) if not found else ())):
        groups = one.groupdict()
        what = (groups.get("what") or groups.get("first") or "").lower()
        if groups.get("no") or not what:
            continue
        for label, pattern in _KINDS.items():
            if pattern.search(what) and not _is_kind(label, told, project):
                yield one[0], f"`{told.name}` is no such thing: it is not {label}."


def _is_kind(label: str, told: Told, project: Project) -> bool:
    if label in told.shape.labels:
        return True
    if label == "async":  # What gives an awaitable is called a coroutine, too.
        declared = told.shape.signature.returns if told.shape.signature is not None else ""
        return bool(re.search(r"Awaitable|Coroutine|Future|Task|Async", declared)) or (
            not declared and _hands_on(told, project)
        )
    return label == "generator" and (_hands_on(told, project) or "Generator" in str(told.shape.signature))


def _hands_on(told: Told, project: Project) -> bool:
    """Return whether a function gives what another call gives, which may be of any kind."""
    if _types(told, project) or isinstance(told.node, ast.AsyncFunctionDef):
        return False
    values = [one.value for one in _own(told.node) if isinstance(one, ast.Return)]
    return any(value is not None and not _type_of(value) for value in values)


# What is raised.


def _raised(text: str, told: Told | None, block: CodeBlock, project: Project) -> Iterator[tuple[str, str]]:
    outcomes = [*_outcomes(told, block, project)]
    if not outcomes:
        return
    for match in _RAISES.finditer(text):
        if is_denied(text, match.start()):
            continue
        name = _NAMES.match(match["names"] or match["passive"])["name"].rpartition(".")[2]  # type: ignore[index]  # as matched
        case = _said_case(text, match)
        if case is None:
            continue
        subject, relation, objects = case
        about = [one for one in outcomes if any(atom.subject == subject for atom in one.case)]
        same = [one for one in about if _holds(one.case, subject, relation, objects)]
        if same and all(one.raises and one.raises.rpartition(".")[2] != name for one in same):
            right = same[0].raises
            yield match[0], f"The code raises `{right}` in that case, not `{name}`."
        against = [one for one in about if len(one.case) == 1 and _opposes(one.case, subject, relation, objects)]
        raised = [one for one in about if one.raises.rpartition(".")[2] == name]
        if raised and all(one in against for one in raised):
            yield match[0], f"The code raises `{name}` in the opposite case."


def _always_raised(text: str, told: Told) -> Iterator[tuple[str, str]]:
    """Yield claims that a function raises something, where it does nothing but to raise another exception."""
    body = [one for one in told.node.body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]
    match body:
        case [ast.Raise(exc=ast.Call(func=ast.Name(id=right)) | ast.Name(id=right))] if right[:1].isupper():
            pass
        case _:
            return
    for match in _RAISES.finditer(text):
        name = (match["names"] or match["passive"]).strip("`").partition("(")[0].rpartition(".")[2]
        if name != right and not is_above(name, right) and not is_denied(text, match.start()):
            yield match[0], f"`{told.name}` always raises `{right}`."


def _outcomes(told: Told | None, block: CodeBlock, project: Project) -> Iterator[Outcome]:
    if told is not None:
        yield from outcomes_of(_with_constants(told.node, told.shape.object_path, project))
        return
    for node in parsed(block.source).body[-1:]:
        functions = node.body if isinstance(node, ast.ClassDef) else [node]
        for one in functions:
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from outcomes_of(_with_constants(one, block.shape.object_path, project))


def _with_constants(node: Function, path: str, project: Project) -> Function:
    """Return a function in whose conditions names of constants are replaced by their values."""
    stored = Counter(one.id for one in _own(node) if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load))
    values: dict[str, ast.expr] = {}
    for one in node.body:
        match one:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if stored[name] == 1 and is_literal(value):
                values[name] = value
    tests = [one.test for one in _own(node) if isinstance(one, ast.If)]
    read = {one.id for test in tests for one in walk(test) if isinstance(one, ast.Name)}
    arguments = {one.arg for one in walk(node.args) if isinstance(one, ast.arg)}
    for name in sorted(read - values.keys() - {*stored, *arguments, *dir(builtins)}):
        constant = _constant(name, path, project)
        values |= {name: constant} if constant is not None else {}
    return _Constants(values).visit(copy.deepcopy(node)) if values.keys() & read else node


def _constant(name: str, seen_from: str, project: Project) -> ast.expr | None:
    place = seen_from
    while place := place.rpartition(".")[0]:
        found = project.shape(f"{place}.{name}")
        if found is not None:
            break
    else:
        return None
    try:
        value = parse_expression(found.value or "")
    except NotPython:
        return None
    return value if is_literal(value) else None


class _Constants(ast.NodeTransformer):
    """Puts values in the place of the names of constants."""

    def __init__(self, values: Mapping[str, ast.expr]) -> None:
        self._values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._values.get(node.id, node) if isinstance(node.ctx, ast.Load) else node


_Said = tuple[str, Relation, tuple[str, ...]]


def _said_case(text: str, raised: re.Match[str]) -> _Said | None:
    """Return the comparison under which a text says that something is raised; `None` for one that is not understood."""
    found = _IF.match(text[raised.end() :].lstrip()) or (
        _IF.match(text) if not raised.start() or "," in text[: raised.start()] else None
    )
    if found is None:
        return None
    condition, denied = found["condition"].strip().rstrip("."), found["word"].lower() == "unless"
    if condition.startswith("`") and condition.endswith("`") and condition.count("`") == 2:
        return _of_code(condition.strip("`"), denied=denied)
    match = _IS.search(condition)
    if match is None or re.search(r"\b(?:and|but|while|or)\s+`?\w+`?\s+(?:is|are|has)\b", condition):
        return None
    return _of_words(match["name"], match["what"], denied=denied)


def _of_code(code: str, *, denied: bool) -> _Said | None:
    case = cases_of(code, denied=denied)
    if case is None or len(case) != 1 or case[0].measure != "value":
        return None
    return case[0].subject, case[0].relation, case[0].objects


_OPPOSITE: dict[str, Relation] = {
    "is none": "is not none", "is not none": "is none", "is true": "is false", "is false": "is true", "==": "!=",
    "!=": "==",
    "<": ">=", ">=": "<", ">": "<=", "<=": ">", "in": "not in", "not in": "in", "is callable": "is not callable",
    "is not callable": "is callable",
}  # fmt: skip


def _of_words(name: str, what: str, *, denied: bool) -> _Said | None:
    relation: Relation
    objects: tuple[str, ...] = tuple(re.findall(r"`([^`]+)`", what))
    negative = bool(re.match(r"(?:not|neither|no)\b", what))
    plain = re.sub(r"^(?:(?:not|neither|no|either|one of|an?)\s+)+", "", what)
    if re.match(r"`?None\b", plain) or re.match(r"(?:missing|omitted|left out)\b", plain):
        relation, objects = "is none", ()
    elif re.match(r"(?:given|passed)\b", plain):
        relation, objects = "is not none", ()
    elif match := re.match(
        r"(?P<word>less|smaller|lower|fewer|greater|more|larger|higher|bigger)\s+than\s+`?(?P<bound>[\w.-]+)`?(?!\s+or)",
        plain,
    ):
        relation = "<" if match["word"] in {"less", "smaller", "lower", "fewer"} else ">"
        objects = (match["bound"],)
    elif re.match(r"(?:negative)\b", plain):
        relation, objects = "<", ("0",)
    elif re.match(r"callable\b", plain):
        relation, objects = "is callable", ()
    elif re.match(r"(?:empty|false)\b", plain):
        relation, objects = "is false", ()
    elif plain.startswith("`") and objects:
        relation = "in" if len(objects) > 1 else "=="
    else:
        return None
    return name, _OPPOSITE[relation] if negative is not denied else relation, objects


def _holds(case: Case, subject: str, relation: Relation, objects: tuple[str, ...]) -> bool:
    """Return whether a case is just the comparison that a text tells."""
    return len(case) == 1 and _is_alike(case, subject, _spread(relation), objects)


def _opposes(case: Case, subject: str, relation: Relation, objects: tuple[str, ...]) -> bool:
    return _is_alike(case, subject, _spread(_OPPOSITE.get(relation, relation)), objects) and relation in _OPPOSITE


def _spread(relation: Relation) -> set[str]:
    """Return the relations by which code may say the same."""
    same: dict[str, set[str]] = {
        "==": {"==", "in"},
        "in": {"in", "=="},
        "!=": {"!=", "not in"},
        "not in": {"not in", "!="},
    }
    same |= {"is none": {"is none", "is false"}, "is false": {"is false"}, "is not none": {"is not none", "is true"}}
    return same.get(relation, {relation})


def _is_alike(case: Case, subject: str, relations: Iterable[str], objects: tuple[str, ...]) -> bool:
    atom = next((one for one in case if one.subject == subject), None)
    if atom is None or atom.relation not in relations or atom.measure != "value":
        return False
    mine, said = {_plain(one) for one in atom.objects}, {_plain(one) for one in objects}
    return not said or not mine or bool(mine & said)


def _plain(text: str) -> str:
    return text.strip("'\"")
