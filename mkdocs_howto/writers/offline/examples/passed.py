"""Arguments that the project itself passes, in its tests, examples and documentation."""

from __future__ import annotations

import ast
import builtins
import functools
import re
from collections.abc import Iterator

from mkdocs_howto.effects import dotted
from mkdocs_howto.facts.docstring import read
from mkdocs_howto.section import CallSite, ImportableBlock, Shape, Signature
from mkdocs_howto.syntax import NotPython, fragment, is_literal, literal_value, walk
from mkdocs_howto.writers.offline.examples import callsites
from mkdocs_howto.writers.offline.examples.code import Code
from mkdocs_howto.writers.offline.examples.docstrings import passages
from mkdocs_howto.writers.offline.examples.filling import filled_in

_ODD = re.compile(r"pathsep|\\ud[89a-f]|\\x[01]")
"""Marks of a value that only a test of limits passes."""
OF_SUITES = re.compile(
    r"[\"'](?:\w{0,40}[-_])?(?:DUMMY[A-Z]{0,40}|(?i:dummy|fake|mock|stub))(?:[-_]\w{0,40}){0,4}[\"']"
)
"""Names in texts of which only a project's own tests know what they are: `"DUMMYPORT"`."""
_REPLACED = re.compile(r"\b(?:mock\w*|\w*Mock|patch|monkeypatch)\b")
"""Marks of a test that replaces what it calls."""
_KEPT = re.compile(r"(\w+) = ")
"""A variable that is given a value."""
_BUILTINS = {"str", "int", "float", "len", "list", "dict", "tuple", "set", "sum", "max", "min", "ValueError"}
"""Python's own classes and functions that are passed as they are."""
_LONG = 60
"""Characters of arguments that a reader takes in at a glance."""


def arguments(block: ImportableBlock, name: str) -> list[str]:
    """How the project itself calls something: arguments that are all written out, the most telling first.

    Args:
        block: Holds the call sites.
        name: Bare name of what is called.
    """
    found: dict[str, bool] = {}
    owner = block.object_path.rpartition(".")[0].rpartition(".")[2]
    is_member = name == block.name and owner[:1].isupper()
    is_function = name == block.name and not is_member and block.shape.kind == "function"
    seen: set[str] = set()  # Statements before a use are those of other sites, too.
    for site in block.call_sites:
        others = _others(site, block) if is_member else set()
        for text in _telling(site, name):
            if text in seen:
                continue
            seen.add(text)
            for call, given in _calls(text, name, site):
                if _is_foreign(call, site, block) or _is_placeholder(given, site, block) or _is_odd(given):
                    continue
                if is_function and _is_of_variable(call, site):
                    continue
                if not is_member or (isinstance(call.func, ast.Attribute) and _receiver(call) not in others):
                    found[given] = found.get(given, False) or not is_member or callsites.is_named(site, owner)
    return sorted(found, key=lambda given: (not given, is_degenerate(given), not found[given], *_oddity(given)))


def _is_odd(given: str) -> bool:
    """Whether only a test passes such arguments."""
    return _ODD.search(given) is not None or OF_SUITES.search(given) is not None


def documented(shape: Shape, code: Code) -> str:
    """What the docstring of a function or class passes to it in an example, where it needs any arguments.

    Args:
        shape: What is called.
        code: Reads the package.

    Returns:
        The first such arguments that are all written out, as written; empty where there are none.
    """
    if not any(parameter.required for parameter in (shape.signature or Signature()).parameters):
        return ""
    ways = (_shown(docstring, shape.name) for docstring in code.docstrings(shape) if f"{shape.name}(" in docstring)
    return next(filter(None, ways), "")


@functools.lru_cache(maxsize=512)
def _shown(docstring: str, name: str) -> str:
    """The first arguments in a docstring's examples that something of that name is called with."""
    statements = (
        text for reading in passages(read(docstring))[:1] for passage in reading for text in passage.statements
    )
    calls = (given for text in statements for _, given in _calls_in(text, name))
    return next((given for given in calls if given and not is_degenerate(given)), "")


def _is_foreign(call: ast.Call, site: CallSite, block: ImportableBlock) -> bool:
    """Whether what is called was imported from another package than the block's own."""
    head = dotted(call.func).partition(".")[0]
    package = block.object_path.partition(".")[0]
    return any(
        text.split()[-1] == head and text.split()[1].partition(".")[0] not in {package, ""}
        for text in site.setup
        if text.startswith(("import ", "from "))
    )


def _is_of_variable(call: ast.Call, site: CallSite) -> bool:
    """Whether a method of some variable is called, and no function of a module: `text.replace(...)`."""
    if not isinstance(call.func, ast.Attribute):
        return False
    head = dotted(call.func).partition(".")[0]
    imports = (text for text in (*site.setup, *site.statements) if text.startswith(("import ", "from ")))
    return not any(head in callsites.words_of(text) for text in imports)


def _is_placeholder(given: str, site: CallSite, block: ImportableBlock) -> bool:
    """Whether a test that replaces what it calls passes the name of a parameter as its value: `now("tz")`."""
    words = re.findall(r"['\"](\w+)['\"]", given)
    if not words or not _REPLACED.search("\n".join([*site.statements, *site.setup, *site.missing])):
        return False
    signature = block.shape.signature
    names = [parameter.name for parameter in signature.parameters] if signature is not None else []
    return any(word == name or word.endswith(f"_{name}") for word in words for name in names)


def _others(site: CallSite, block: ImportableBlock) -> set[str]:
    """Names in a call site that hold something else than an instance of the block's own class."""
    package, _, rest = block.object_path.rpartition(".")[0].partition(".")
    owner = rest.rpartition(".")[2]
    made = [pair for text in (*site.setup, *site.statements) for pair in _instances(text)]
    given = {name for name, value in site.cases.items() if owner not in value}
    return {package} | given | {variable for variable, class_name in made if class_name != owner}


@functools.lru_cache(maxsize=4096)
def _instances(text: str) -> tuple[tuple[str, str], ...]:
    """Variables that a statement gives what a class makes, with the names of the classes."""
    return tuple(re.findall(r"^(\w+) = (?:\w+\.)?([A-Z]\w*)\(", text, re.MULTILINE))


def pairs(block: ImportableBlock, class_name: str, member: str) -> list[tuple[str, str]]:
    """How the project makes an instance and uses a member of it in one place, the most telling first.

    Args:
        block: Holds the call sites.
        class_name: Bare name of the class.
        member: Bare name of the member.

    Returns:
        Arguments of the constructor and of the member, all written out.
    """
    found: dict[tuple[str, str], None] = {}
    renamed = re.compile(rf"import {class_name} as (\w+)")
    for site in block.call_sites:
        used = _telling(site, member)
        if not used:
            continue
        names = {class_name, *renamed.findall("\n".join(site.setup))}
        made: dict[str, str] = {}
        for text in site.statements:
            own = (one for one in _made(text, names, site) if not _is_foreign(one[1], site, block))
            made |= {variable: given for variable, _, given in own}
            if text in used:
                for receiver, given in _uses(text, member, site):
                    if receiver in made:
                        found[made[receiver], given] = None
    return sorted(found, key=lambda pair: (any(map(is_degenerate, pair)), *map(_oddity, pair)))


def _telling(site: CallSite, name: str) -> list[str]:
    """Statements of a site that name something and do not show that nothing, or an error, comes of it."""
    return [text for text in site.statements if name in text and _is_telling(text, name)]


@functools.lru_cache(maxsize=4096)
def _is_telling(text: str, name: str) -> bool:
    is_named = name in callsites.words_of(text)
    return is_named and "raises" not in text.lower() and not callsites.tells_nothing(text)


def _made(text: str, names: set[str], site: CallSite) -> Iterator[tuple[str, ast.Call, str]]:
    """The variable that a statement gives an instance of a class, with the constructor's arguments."""
    match = _KEPT.match(text)
    if match is None:
        return
    for name in sorted(names):
        for call, given in _calls(text, name, site):
            if call.col_offset == len(match[0]) and call.lineno == 1:
                yield match[1], call, given


def _uses(text: str, member: str, site: CallSite) -> Iterator[tuple[str, str]]:
    """Variables of which a statement uses a member, with the arguments; an attribute takes none."""
    for call, given in _calls(text, member, site):
        yield _receiver(call), given
    tree = _tree(_with_values(text, site))
    nodes = walk(tree) if tree is not None else []
    functions = {node.func for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        match node:
            case ast.Attribute(value=ast.Name(id=receiver), attr=attribute) if attribute == member:
                if node not in functions:
                    yield receiver, ""


def _receiver(call: ast.Call) -> str:
    """The last name of what a method is called on; empty for a function."""
    match call.func:
        case ast.Attribute(value=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name
    return ""


def _tree(text: str) -> ast.Module | None:
    """A statement's syntax tree; `None` where it has none."""
    try:
        return fragment(text)
    except (SyntaxError, ValueError):
        return None


def _with_values(text: str, site: CallSite) -> str:
    """A statement in which values of the test's case, and variables that hold literals, are written out."""
    values = {**_literals(site.statements), **site.cases}
    try:
        node = fragment(text).body[0]
    except (SyntaxError, ValueError, IndexError):
        return text
    return filled_in(text, node, values) or text


@functools.lru_cache(maxsize=512)
def _literals(texts: tuple[str, ...]) -> dict[str, str]:
    """Variables that are given a short literal once, as written."""
    found: dict[str, list[str]] = {}
    for text in texts:
        if (match := re.match(r"(\w+)(?:: [^=\n]+)? = ([^\n]{1,60})$", text)) is not None:
            found.setdefault(match[1], []).append(match[2])
    return {name: values[0] for name, values in found.items() if len(values) == 1 and _is_literal_text(values[0])}


def _is_literal_text(text: str) -> bool:
    try:
        literal_value(text)
    except NotPython:
        return False
    return True


def _calls(text: str, name: str, site: CallSite) -> Iterator[tuple[ast.Call, str]]:
    """The calls of that name in a statement whose arguments are literals, with these as written."""
    if name not in text and not any(name in value for value in site.cases.values()):
        return
    filled = _with_values(text, site)
    yield from _calls_in(filled, name) if name in filled else ()


@functools.lru_cache(maxsize=4096)
def _calls_in(text: str, name: str) -> tuple[tuple[ast.Call, str], ...]:
    """The same of a statement as it is, which stands in many call sites."""
    tree = _tree(text)
    found: list[tuple[ast.Call, str]] = []
    for node in walk(tree) if tree is not None else ():
        match node:
            case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called), args=args, keywords=keywords):
                values = [*args, *(keyword.value for keyword in keywords)]
                if called == name and all(_is_written_out(value) for value in values):
                    parts = [callsites.source_of(text, argument) for argument in args]
                    parts += [
                        f"{keyword.arg}={callsites.source_of(text, keyword.value)}"
                        for keyword in keywords
                        if keyword.arg
                    ]
                    if not any("\n" in part for part in parts):
                        found.append((node, ", ".join(parts)))
    return tuple(found)


def _is_written_out(node: ast.expr) -> bool:
    """Whether a value needs nothing but itself and what Python has anyway."""
    match node:
        case ast.Call(func=ast.Name(id="range" | "list" | "set" | "iter"), args=args, keywords=[]):
            return all(map(_is_written_out, args))
        case ast.Name(id=name):
            return name in _BUILTINS
        case ast.Lambda():
            bound = {argument.arg for argument in node.args.args}
            names = {inner.id for inner in walk(node.body) if isinstance(inner, ast.Name)}
            return names <= bound | set(dir(builtins))
    return is_literal(node)


def is_degenerate(given: str) -> bool:
    """Whether arguments are such that a test of limits passes: empty, or switched off."""
    return (
        given in {"0", "0.0", "-1", "1"}
        or given.startswith(("''", '""', "[]", "None", "{}", "()", "b''", 'b""'))
        or bool(re.search(r"=(?:0|-1|None|''|\"\"|\[\]|\{\})(?:,|$)|\brange\(\d{3,}", given))
    )


def _oddity(given: str) -> tuple[bool, bool, bool]:
    """What speaks against arguments: that there are none, that they set many options, that they are long."""
    return not given, given.count("=") > 1, len(given) > _LONG
