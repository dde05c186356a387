"""Arguments that the project itself passes: in its tests, examples, documentation and docstrings."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_howto.facts.docstring import read
from mkdocs_howto.section import ImportableBlock, Project, Shape, Signature
from mkdocs_howto.syntax import NotPython, is_literal, last_name, parsed, walk
from mkdocs_howto.writers.offline.examples.planning.values import written

_MOST = 12
"""Calls of one object that are compared."""
_LONGEST = 90
"""Characters of arguments that a reader takes in at a glance."""
_ODD = re.compile(
    r"\\ud[89a-f]|\\x[0189a-f]|\\u[0-9a-f]|[\"'](?:\w{0,40}[-_])?(?:dummy|fake|mock|stub|foo|bar|baz|spam|xxx)\w*[\"']"
    r"|[\"'](?:[a-z]|aa+|abc|test|asdf)[\"']|\blambda\b|\d{7,}|[^\x00-\x7f]|/tmp\b|/dev\b",
    re.IGNORECASE,
)
"""Marks of arguments that only tests pass: odd letters, and words that mean nothing."""
_EMPTY = {"", "None", '""', "[]", "{}", "()", "0", 'b""', "-1"}


@dataclass(frozen=True, slots=True)
class Observed:
    """A call with all arguments written out.

    Attributes:
        arguments: Its arguments, by parameter.
        text: The arguments as written.
        place: Where it stands, in words.
        rule: `relation` for a call of this package's own making, whose values belong together.
    """

    arguments: dict[str, ast.expr]
    text: str
    place: str
    rule: str = "observed"


def observed_calls(shape: Shape, block: ImportableBlock, project: Project) -> list[Observed]:
    """Return how the project calls a function or class, the most telling first.

    Args:
        shape: What is called.
        block: The documented code, whose call sites are read, too.
        project: Answers what else calls it.
    """
    signature = shape.signature or Signature()
    if signature.parameters and signature.parameters[0].name in {"self", "cls"}:
        signature = Signature(signature.parameters[1:], signature.returns)
    if not signature.parameters:
        return []
    found: dict[str, Observed] = {}
    for node, place in _calls(shape, block, project):
        bound = bind(node, signature)
        text = ", ".join(map(written, bound.values())) if bound else ""
        if bound and text not in found and len(text) <= _LONGEST and not _is_odd(text, bound):
            found[text] = Observed(bound, text, place)
        if len(found) >= _MOST:
            break
    order = {"docstring": 0, "documentation": 1}
    return sorted(found.values(), key=lambda one: (order.get(one.place.partition(" ")[0], 2), len(one.text) < 4))


def _calls(shape: Shape, block: ImportableBlock, project: Project) -> Iterator[tuple[ast.Call, str]]:
    source = project.source(shape.object_path)
    for text in _shown(source.text if source is not None else ""):
        yield from ((node, "docstring example") for node in _calls_in(text, shape.name))
    for given in project.calls(shape.object_path)[:_MOST]:
        yield from ((node, "call in the project") for node in _calls_in(f"{shape.name}({given})", shape.name))
    path = block.shape.object_path
    if shape.object_path not in {path, path.rpartition(".")[0]}:
        return
    owner = block.object_path.rpartition(".")[0].rpartition(".")[2]
    for site in block.call_sites:
        texts = (*site.setup, *site.statements)
        if owner[:1].isupper() and not any(owner in text for text in texts):
            continue
        for text in texts:
            yield from ((node, f"{site.file}, line {site.line}") for node in _calls_in(text, shape.name))


@functools.lru_cache(maxsize=2048)
def _calls_in(text: str, name: str) -> tuple[ast.Call, ...]:
    if f"{name}(" not in text:
        return ()
    try:
        nodes = walk(parsed(text))
    except NotPython:
        return ()
    return tuple(node for node in nodes if isinstance(node, ast.Call) and last_name(node.func) == name)


@functools.lru_cache(maxsize=256)
def _shown(source: str) -> tuple[str, ...]:
    """Return the statements that the docstrings of a text show, without prompts."""
    try:
        nodes = walk(parsed(source)) if ">>>" in source or "::" in source or "```" in source else []
    except NotPython:
        return ()
    texts: list[str] = []
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for example in read(ast.get_docstring(node) or "").examples:
                texts += [line[4:] for line in example.code.split("\n") if line.startswith(">>> ")]
                texts += [] if ">>>" in example.code else [example.code]
    return tuple(texts)


def bind(node: ast.Call, signature: Signature) -> dict[str, ast.expr]:
    """Return the arguments of a call by parameter; none where one is no literal, or does not belong there."""
    if any(isinstance(one, ast.Starred) for one in node.args) or any(one.arg is None for one in node.keywords):
        return {}
    plain = [one.name for one in signature.parameters if one.kind in {"positional-only", "positional or keyword"}]
    variadic = next((one.name for one in signature.parameters if one.kind == "variadic positional"), "")
    bound = dict(zip(plain, node.args, strict=False))
    more = node.args[len(plain) :]
    if more and not variadic:
        return {}
    bound |= {f"{variadic} {number}": value for number, value in enumerate(more)}
    names = {one.name for one in signature.parameters}
    open_ended = any(one.kind == "variadic keyword" for one in signature.parameters)
    for keyword in node.keywords:
        if keyword.arg in bound or (keyword.arg not in names and not open_ended):
            return {}
        bound[keyword.arg or ""] = keyword.value
    required = {one.name for one in signature.parameters if one.required}
    is_whole = required <= bound.keys() and all(map(is_literal, bound.values()))
    return bound if is_whole else {}


def _is_odd(text: str, bound: dict[str, ast.expr]) -> bool:
    """Return whether only a test of limits passes such arguments."""
    return _ODD.search(text) is not None or written(next(iter(bound.values()))) in _EMPTY
