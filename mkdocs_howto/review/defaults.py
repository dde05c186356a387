"""Compare claims about parameters with their signature: defaults, and whether an argument is required."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from mkdocs_howto.facts.docstring import docstring_text
from mkdocs_howto.masking import masked_value
from mkdocs_howto.review.statements import is_denied
from mkdocs_howto.section import CodeBlock, Parameter, Project, Signature
from mkdocs_howto.syntax import NotPython, dumped, literal_value, parse_expression

_P = r"`(?P<name>[^\W\d]\w*)`"
_V = r"(?:`(?P<value>[^`]+)`|(?P<plain>-?\d[\d_]*(?:\.\d+)?|True|False|None|true|false)(?![\w`]))"
_TOLD_OTHERWISE = (
    r"(?:unless\s+(?:you\s+|it\s+is\s+)?(?:(?:say|set|tell|ask|told|given|set|stated|specified)\b[^.;)]{0,30})"
    r"|if\s+(?:omitted|left\s+out|not\s+(?:given|set|passed|specified))|when\s+(?:omitted|left\s+out|not\s+given))"
)
_DEFAULTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_P}[,;]?\s+(?:(?:which|that)\s+)?(?:defaults?\s+to|is\s+by\s+default|by\s+default\s+is)\s+{_V}",
        rf"{_P},?\s+(?:has|with)\s+(?:the|a)\s+default(?:\s+value)?(?:\s+of)?\s+{_V}",
        rf"{_P}(?:\s+[a-z-]+){{0,3}}\s*\((?:the\s+)?default(?:s\s+to|ing\s+to|\s+is|\s+value)?:?\s+(?:of\s+|is\s+)?{_V}",
        rf"{_P}(?:\s+[a-z-]+){{0,3}}\s*\({_V}(?:\s+[a-z-]+){{0,2}}\s+(?:by\s+default|is\s+the\s+default)\)",
        rf"{_P}(?:\s+[a-z-]+){{0,3}}\s*\((?:by\s+default|defaulting\s+to)\s+{_V}",
        rf"{_P},?\s+(?:is\s+)?{_V}(?:\s+[a-z-]+){{0,2}}\s+by\s+default",
        rf"\b[Bb]y\s+default,?\s+{_P}\s+is\s+{_V}",
        rf"\bdefault(?:\s+value)?\s+(?:of|for)\s+{_P}\s+is\s+{_V}",
        rf"\b(?:[Ll]eaving\s+out|[Oo]mitting|[Ll]eaving\s+off)\s+(?:the\s+)?{_P}\s+(?:means|gives|is\s+the\s+same\s+as(?:\s+passing)?)\s+{_V}(?=[\s,.;]|$)",
        rf"{_P}(?:\s+[a-z-]+){{0,2}}\s*\({_V},?\s+{_TOLD_OTHERWISE}\)",
        rf"{_P},?\s+(?:which\s+)?is\s+{_V}\s+{_TOLD_OTHERWISE}",
        rf"\b(?:[Ii]f|[Ww]hen)\s+{_P}\s+is\s+(?:omitted|left\s+out|not\s+(?:given|passed|set)),?\s+it\s+is\s+{_V}(?=[\s,.;]|$)",
        rf"{_P}\s*\((?:`(?P<value>-?\d[\d_]*(?:\.\d+)?|True|False)`|(?P<plain>-?\d[\d_]*(?:\.\d+)?|True|False))\)",
    )
)
_NUMBERS = {
    "half an": 0.5, "half a": 0.5, "half": 0.5, "an": 1, "a": 1, "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "twenty": 20,
    "thirty": 30, "sixty": 60, "ninety": 90, "a hundred": 100,
}  # fmt: skip
_UNITS = {
    "microsecond": 1e-6, "millisecond": 1e-3, "second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800,
    "byte": 1, "kilobyte": 1000, "kibibyte": 1024, "kb": 1000, "kib": 1024, "megabyte": 10**6, "mebibyte": 1024**2,
    "mb": 10**6, "mib": 1024**2, "gigabyte": 10**9, "gb": 10**9, "gib": 1024**3, "percent": 0.01, "%": 0.01,
}  # fmt: skip
"""Units of which a default may be another multiple or fraction than a text."""
_UNIT = re.compile(r"\s*(?P<unit>%|[A-Za-z]+)")
_KINDS = re.compile(
    r"(?:bits?|bytes?|values?|options?|choices?|levels?|elements?|entries|forms?|kinds?|ways?|cases?|dimensions?)$"
)
"""What a parameter in brackets may consist of, whatever its default."""
_Q = (
    r"(?P<number>-?\d[\d_,]*(?:\.\d+)?|"
    + "|".join(sorted(_NUMBERS, key=len, reverse=True))
    + r")(?:\s+|-|(?=%))(?:(?:full|whole|more|calendar|working)\s+)?(?P<unit>%|[a-z]+\b)(?!\s+and\s+(?:an?|half|\d))"
)
_QUANTITIES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_P}\s+\({_Q}(?:,?\s+(?:by\s+default|{_TOLD_OTHERWISE}))?\)",
        rf"{_P}(?:\s+[a-z-]+){{0,3}}\s+\({_Q},?\s+(?:by\s+default|{_TOLD_OTHERWISE})\)",
        rf"{_P}(?:\s+[a-z-]+){{0,3}}\s+\((?:by\s+default|defaults?\s+to|default:?|defaulting\s+to)\s+{_Q}\)",
        rf"{_P}[,;]?\s+(?:(?:which|that)\s+)?(?:defaults?\s+to|is\s+by\s+default|by\s+default\s+is)\s+{_Q}",
        rf"{_P},?\s+(?:which\s+)?is\s+{_Q}\s+(?:by\s+default|{_TOLD_OTHERWISE})",
        rf"\b[Bb]y\s+default,?\s+{_P}\s+is\s+{_Q}",
        rf"\b(?:[Ll]eaving\s+out|[Oo]mitting|[Ll]eaving\s+off)\s+(?:the\s+)?{_P}\s+(?:means|gives|stands\s+for|is\s+the\s+same\s+as)\s+{_Q}",
        rf"\b(?:[Ii]f|[Ww]hen)\s+{_P}\s+is\s+(?:omitted|left\s+out|not\s+(?:given|passed|set)),?\s+(?:it\s+is|the\s+(?:limit|value)\s+is)\s+{_Q}",
        (
            rf"\b(?:every|after|for|within|up\s+to|at\s+most|at\s+least)\s+{_Q}\s+(?:unless|except\s+where)\s+(?:the\s+)?"
            rf"(?:(?:keyword-only|keyword|argument|parameter|optional)\s+)*{_P}\s+(?:says|is|sets|asks|tells|gives)\b"
        ),
    )
)
"""Defaults told as a number of something, the number perhaps in words."""
_CHOSEN = re.compile(
    r"\b(?:with|pass(?:es|ing)?|set(?:s|ting)?|giv(?:e|es|ing)|given|for\s+example|say|e\.g\.|such\s+as|like|larger|smaller"
    r"|longer|shorter|if|when|where|here|its?|maximum|limit|above|below|exceeds?)\b[^`,;.]*$",
    re.IGNORECASE,
)
"""Words before a parameter whose value in brackets may be the caller's choice, or a bound."""
_OPTIONAL = (
    re.compile(rf"{_P}\s+is\s+(?:entirely\s+|an\s+)?(?P<no>not\s+)?(?P<what>optional)\b"),
    re.compile(
        rf"{_P}\s+(?:itself\s+|also\s+|even\s+)?(?:may|can|could)\s+(?:also\s+|simply\s+)?be\s+(?P<no>not\s+)?"
        r"(?P<what>omitted|left\s+out|left\s+off|skipped)"
    ),
    re.compile(
        rf"\b(?:[Ii]f|[Ww]hen)\s+(?:the\s+)?{_P}\s+is\s+(?P<what>omitted|left\s+out|not\s+(?:given|passed|provided))(?P<no>\b)?"
    ),
    re.compile(rf"\b(?P<what>[Ll]eaving\s+out|[Oo]mitting|[Ll]eave\s+out|[Oo]mit)\s+(?:the\s+)?{_P}(?P<no>\b)?"),
    re.compile(rf"\b(?P<what>[Oo]ptional)\s+(?:parameter\s+|argument\s+|keyword\s+)?{_P}(?P<no>\b)?"),
    re.compile(rf"{_P}\s+(?:is|are)\s+(?P<no>not\s+)(?P<what>required|mandatory|needed)"),
    re.compile(rf"{_P}\s+(?:need|must)\s*(?P<no>not\s+)(?P<what>be\s+(?:given|passed))"),
)
_REQUIRED = (
    re.compile(rf"{_P}\s+is\s+(?:always\s+|a\s+)?(?:required|mandatory|compulsory)\b"),
    re.compile(
        rf"{_P}\s+(?:must\s+(?:always\s+)?be\s+(?:given|passed|provided)|has\s+to\s+be\s+(?:given|passed|provided))"
    ),
    re.compile(rf"\b(?:[Rr]equired|[Mm]andatory)\s+(?:parameter\s+|argument\s+|keyword\s+)?{_P}"),
    re.compile(rf"{_P}\s+is\s+not\s+optional\b"),
)
_BY_KEYWORD = re.compile(
    rf"{_P}\s+(?:is\s+keyword-only|(?:must|can\s+only|has\s+to)\s+be\s+(?:passed|given)\s+(?:by|as\s+a)\s+keyword)"
)
_BARE = re.compile(
    r"\b(?:[Cc]all(?:ed|ing)?\s+(?:it\s+|`\w+(?:\(\))?`\s+)?)with(?:out|\s+no)\s+(?:an\s+|any\s+)?arguments?(?=[\s,.;:])"
)
"""A call without arguments."""
_UNLESS = re.compile(
    r"\b[Uu]nless\s+(?:you\s+(?:set|pass)\s+)?(?:`(?P<name>[^\W\d]\w*)`\s+is\s+(?:set\s+to\s+|given\s+as\s+)?`?(?P<value>[\w.-]+)`?"
    r"|`(?P<keyword>[^\W\d]\w*)\s?=\s?(?P<given>[^`]+)`)(?=[\s,.;]|$)"
)
_NORMALLY = re.compile(r"\b[Bb]y\s+default\b")
_OTHERWISE = re.compile(
    r"[;,.]\s+(?:but\s+|and\s+)?(?:[Ww]ith|[Ii]f|[Ww]hen|[Pp]ass(?:ing)?|[Ss]et(?:ting)?|[Uu]se|[Gg]iven)\s"
    r"[^`.;]{0,80}`(?P<keyword>[^\W\d]\w*)\s?=\s?(?P<given>[^`]+)`(?!\s*(?:,|\()\s*(?:which\s+is\s+)?the\s+default)"
)
"""What is told as the other case than the default."""
_BY_DEFAULT = re.compile(
    r"`(?P<value>[A-Za-z_][\w.]*)`(?:\s+(?:is|are))?(?:\s+(?:used|taken|applied|chosen|called))?\s+by\s+default\b"
    r"|\b[Bb]y\s+default,?\s+`(?P<first>[A-Za-z_][\w.]*)`\s+is\s+(?:used|taken|applied|chosen)"
)
"""What is used where the caller chooses nothing."""
_CONDITION = re.compile(r"(?:only\s+)?(?:if|when|unless|for|with|without|in|where|while|except|as|by|unless)\b")
_LEADING = re.compile(r"(?:If|When|Unless|For|With|Without|In|Where)\b")
_CLAUSE = re.compile(r"[,;.]|\band\b|\bbut\b")


def claims(text: str, block: CodeBlock, project: Project) -> Iterator[tuple[str, str]]:
    """Yield false claims about parameters, as offending words and a message."""
    parameters = _parameters(block)
    yield from _defaults(text, parameters, block, project)
    yield from _quantities(text, parameters, block, project)
    yield from _need(text, parameters, block)
    yield from _exceptional(text, parameters)
    yield from _used(text, parameters, block, project)


def contrasts(text: str, block: CodeBlock) -> Iterator[tuple[str, str]]:
    """Yield the default values that a paragraph tells as the other case than the default."""
    normally = _NORMALLY.search(text)
    match = _OTHERWISE.search(text, normally.end()) if normally is not None else None
    if normally is not None and match is not None and f"{match['keyword']}=" not in text[: match.start()]:
        yield from _is_default(match[0], match["keyword"], match["given"], _parameters(block))


def _exceptional(text: str, parameters: Mapping[str, Sequence[Parameter]]) -> Iterator[tuple[str, str]]:
    """Yield the default values that a sentence tells as an exception, after "unless"."""
    for match in _UNLESS.finditer(text):
        name, value = match["name"] or match["keyword"], match["value"] or match["given"]
        yield from _is_default(match[0], name, value, parameters)


def _is_default(
    words: str, name: str, value: str, parameters: Mapping[str, Sequence[Parameter]]
) -> Iterator[tuple[str, str]]:
    declared = parameters.get(name, ())
    told = {"true": "True", "false": "False"}.get(value, value)
    if declared and _is_literal(told) and all(one.default is not None and _same(one.default, told) for one in declared):
        yield words, f"`{name}` is `{told}` by default."


def _used(
    text: str, parameters: Mapping[str, Sequence[Parameter]], block: CodeBlock, project: Project
) -> Iterator[tuple[str, str]]:
    """Yield what is said to be used by default, but is neither a default nor named in the code."""
    defaults = [one.default or "" for several in parameters.values() for one in several]
    code = "\n".join([block.source, docstring_text(block, project), *defaults])
    for match in _BY_DEFAULT.finditer(text):
        last = (match["value"] or match["first"]).rpartition(".")[2]
        named = [one for one in parameters if re.search(rf"`{one}`", text[: match.start()])]
        wrong = [one for one in named if all(each.default not in {None, "None", "..."} for each in parameters[one])]
        if wrong and last not in parameters and not re.search(rf"\b{re.escape(last)}\b", code):
            right = parameters[wrong[-1]][0]
            yield match[0], f"`{right.name}` defaults to `{masked_value(right.name, right.default or '')}`."


def _defaults(
    text: str, parameters: Mapping[str, Sequence[Parameter]], block: CodeBlock, project: Project
) -> Iterator[tuple[str, str]]:
    for pattern in _DEFAULTS:
        for match in pattern.finditer(text):
            declared = [one for one in parameters.get(match["name"], ()) if one.default is not None]
            said = match["value"] or match["plain"]
            if not declared or any(_agrees(one, said, block, project) for one in declared):
                continue
            unit = _UNIT.match(text, match.end("plain")) if match["plain"] else None
            if unit is not None and unit["unit"].lower().removesuffix("s") in _UNITS:
                continue  # Judged as a quantity.
            if pattern is _DEFAULTS[-1] and not all(_is_plain(one.default or "") for one in declared):
                continue  # What stands in brackets may be anything else.
            shown = masked_value(declared[0].name, declared[0].default or "")
            yield match[0], f"`{declared[0].name}` defaults to `{shown}`."
            return


def _quantities(
    text: str, parameters: Mapping[str, Sequence[Parameter]], block: CodeBlock, project: Project
) -> Iterator[tuple[str, str]]:
    """Yield defaults told as a number of something, where the default is another number in every unit."""
    for pattern in _QUANTITIES:
        for match in pattern.finditer(text):
            declared = [one for one in parameters.get(match["name"], ()) if one.default is not None]
            said = _NUMBERS.get(match["number"])
            number = said if said is not None else float(match["number"].replace(",", "").replace("_", ""))
            if not declared or any(_may_be(one, number, match["unit"], block, project) for one in declared):
                continue
            if is_denied(text, match.start()) or _is_of_kind(match):
                continue
            if pattern is _QUANTITIES[0] and _CHOSEN.search(text[: match.start()]):
                continue
            shown = masked_value(declared[0].name, declared[0].default or "")
            yield match[0], f"`{declared[0].name}` defaults to `{shown}`."
            return


def _is_of_kind(match: re.Match[str]) -> bool:
    """Return whether words may tell what a parameter is, rather than its default, as "an integer" and "4 bytes"."""
    is_measured = match["unit"].removesuffix("s") in _UNITS
    in_words = match["number"] in _NUMBERS and not is_measured
    if match["number"] in {"a", "an"} and not is_measured:
        return True
    return (
        match[0].endswith(f"{match['unit']})")
        and "default" not in match[0]
        and (in_words or _KINDS.match(match["unit"]) is not None)
    )


def _may_be(parameter: Parameter, number: float, unit: str, block: CodeBlock, project: Project) -> bool:
    """Return whether a default may be a number of a unit: it is no number that is known, or the same in some unit."""
    try:
        value = _value(parse_expression(parameter.default or ""), block, project, 3)
    except NotPython:
        return True
    if isinstance(value, bool) or not isinstance(value, int | float):
        return True
    single = unit.lower().removesuffix("s")
    if single not in _UNITS:
        return value == number
    amount = number * _UNITS[single]
    return any(abs(value * one - amount) <= 1e-9 * max(1.0, abs(amount)) for one in {1, *_UNITS.values()})


def _agrees(parameter: Parameter, said: str, block: CodeBlock, project: Project) -> bool:
    """Return whether a default is, or may be, what a text says."""
    default = parameter.default or ""
    if _is_stand_in(default) or _same(masked_value(parameter.name, default), said):
        return True
    try:
        value = _value(parse_expression(default), block, project, 3)
    except NotPython:
        return True
    if value is _OBJECT:
        return said.rpartition(".")[2] == default.rpartition(".")[2] or not _is_literal(said)
    if value is _UNKNOWN:
        # A name stands for something; a literal other than its text may be its value.
        return not said.replace(".", "").replace("_", "").isidentifier() or said not in block.source
    told = {"true": "True", "false": "False"}.get(said, said)
    try:
        return bool(literal_value(told) == value and (type(value) is not bool or told in {"True", "False"}))
    except (NotPython, ValueError, TypeError):
        return value == said or told == default


def _is_plain(default: str) -> bool:
    """Return whether a default is a number or a truth value."""
    try:
        return isinstance(literal_value(default), int | float)
    except NotPython:
        return False


def _is_literal(said: str) -> bool:
    try:
        literal_value(said)
    except NotPython:
        return False
    return True


def _is_stand_in(default: str) -> bool:
    """Return whether a default may only tell that nothing was passed, for which the code then takes something else."""
    return default in {"None", "..."} or default.startswith("_")


def _same(default: str, said: str) -> bool:
    try:
        return dumped(parse_expression(default)) == dumped(parse_expression(said))
    except NotPython:
        return default == said


_UNKNOWN = object()
_OBJECT = object()
"""A function or class: no literal is its value."""
_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.LShift: lambda a, b: a << b if b < 64 else _UNKNOWN,
    ast.Pow: lambda a, b: a**b if abs(a) <= 1024 and 0 <= b <= 8 else _UNKNOWN,
}


def _value(node: ast.expr, block: CodeBlock, project: Project, depth: int) -> object:
    """Return the value of a default: of a literal, of arithmetic on numbers, of a constant that is one of these."""
    try:
        return literal_value(node)
    except NotPython:
        pass
    match node:
        case ast.BinOp(left=left, op=operator, right=right) if depth:
            one, other = (_value(side, block, project, depth - 1) for side in (left, right))
            if (
                not isinstance(one, int | float)
                or not isinstance(other, int | float)
                or type(operator) not in _OPERATORS
            ):
                return _UNKNOWN
            try:
                return _OPERATORS[type(operator)](one, other)
            except (ArithmeticError, ValueError):
                return _UNKNOWN
        case ast.Name(id=name) if depth:
            return _constant(name, block, project, depth)
    return _UNKNOWN


def _constant(name: str, block: CodeBlock, project: Project, depth: int) -> object:
    """Return the value of a constant that is seen from the documented code."""
    places = [block.names[name]] if name in block.names else []
    scope = block.shape.object_path
    while scope:
        places.append(f"{scope}.{name}")
        scope = scope.rpartition(".")[0]
    for place in places:
        shape = project.shape(place)
        if shape is not None and shape.kind in {"function", "class"}:
            return _OBJECT
        if shape is not None and shape.kind == "attribute" and shape.value is not None:
            try:
                return _value(parse_expression(shape.value), block, project, depth - 1)
            except NotPython:
                return _UNKNOWN
    return _UNKNOWN


def _need(text: str, parameters: Mapping[str, Sequence[Parameter]], block: CodeBlock) -> Iterator[tuple[str, str]]:
    """Yield claims that an argument may be left out, or has to be passed, which signatures refute."""
    if block.shape.overloads:
        return
    for pattern in _OPTIONAL:
        for match in pattern.finditer(text):
            denied = bool(match["no"]) and match["what"] in {"optional", "omitted", "left out", "left off", "skipped"}
            denied = denied or is_denied(text, match.start())
            declared = parameters.get(match["name"], ())
            if declared and not denied and all(one.required for one in declared):
                yield match[0], f"`{match['name']}` has no default: an argument has to be passed for it."
    bare, signature = _BARE.search(text), block.shape.signature
    if bare is not None and signature is not None and block.shape.kind == "function" and not block.shape.decorators:
        needed = [one.name for one in signature.parameters if one.required and one.name not in {"self", "cls"}]
        if needed and not is_denied(text, bare.start()):
            yield bare[0], f"`{needed[0]}` has no default: an argument has to be passed for it."
    for pattern in (*_REQUIRED, _BY_KEYWORD):
        for match in pattern.finditer(text):
            declared = parameters.get(match["name"], ())
            if not declared or _CONDITION.match(_CLAUSE.split(text[match.end() :])[0].strip()) or _LEADING.match(text):
                continue
            if pattern is _BY_KEYWORD:
                if all(one.kind in {"positional or keyword", "positional-only"} for one in declared):
                    yield match[0], f"`{match['name']}` may be passed by position."
            elif not any(one.required for one in declared) and not _refuses_default(match["name"], block):
                yield (
                    match[0],
                    f"`{match['name']}` has the default `{declared[0].default or 'nothing'}`: it may be left out.",
                )


def _refuses_default(name: str, block: CodeBlock) -> bool:
    """Return whether the code seems to ask for an argument all the same."""
    missing = rf"\bnot {name}\b|\b{name} is \w"
    rows = [row.strip() for row in block.source.split("\n")]
    asserts = any(re.match(rf"assert {name}\b", row) for row in rows)
    pairs = ((row, following) for row, following in pairwise(rows) if following.startswith("raise"))
    return asserts or any(row.endswith(":") and re.search(missing, row) is not None for row, _ in pairs)


def _parameters(block: CodeBlock) -> dict[str, list[Parameter]]:
    """Return the parameters of a function, or of a class's constructor and methods, by their names."""
    signatures: list[Signature | None] = [block.shape.signature, *block.shape.overloads]
    signatures += [signature for one in block.shape.members for signature in (one.signature, *one.overloads)]
    found: dict[str, list[Parameter]] = {}
    for signature in signatures:
        for parameter in signature.parameters if signature is not None else ():
            found.setdefault(parameter.name, []).append(parameter)
    return found
