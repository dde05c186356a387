"""Findings about claims that the code decides."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from mkdocs_howto.effects import Effects
from mkdocs_howto.masking import masked_value
from mkdocs_howto.reading import Reading
from mkdocs_howto.review.codes import found
from mkdocs_howto.section import CodeBlock, Finding, NamedBlock, Parameter
from mkdocs_howto.syntax import NotPython, dumped, literal_value, parse_expression, parsed, walk

_RAISES = re.compile(r"\b(?:raises|raise|throws)\s+(?:an?\s+|the\s+)?`(?P<name>[\w.]+)(?:\([^`]*\))?`", re.IGNORECASE)
_REQUEST = re.compile(r"\b(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD)\b(?=\s+requests?\b)")
_DEFAULT = re.compile(r"`(?P<name>\w+)`[,;]?\s+(?:which\s+)?(?:defaults to|is by default)\s+`(?P<value>[^`]+)`")
_PARAMETER = re.compile(r"\b(?:parameter|argument)\s+`(?P<name>\w+)`")
_KINDS = {
    "async": re.compile(r"^(?:`[^`]+`|[Ii]t)\s+is\s+an?\s+(?:coroutine|asynchronous \w+|async \w+)"),
    "generator": re.compile(r"^(?:`[^`]+`|[Ii]t)\s+is\s+an?\s+(?:asynchronous |async )?generator"),
    "classmethod": re.compile(r"^(?:`[^`]+`|[Ii]t)\s+is\s+a\s+class ?method"),
    "property": re.compile(r"^(?:`[^`]+`|[Ii]t)\s+is\s+an?\s+(?:\w+ )?property"),
}
_RETURNS = re.compile(r"^(?:\d+[.)]\s*)?(?:It\s+)?[Rr]eturns\s+(?!`?None|nothing|early|without|to\b)")


def contradictions(reading: Reading, block: CodeBlock, tree: ast.Module, effects: Effects) -> Iterator[Finding]:
    """Claims that the code refutes.

    Args:
        reading: What is said.
        block: The code.
        tree: Its syntax tree.
        effects: What it raises and requests.
    """
    for line, text in reading.prose:
        for name, message in _claims(text.strip(), block, tree, effects):
            yield found("contradicts-code", message, name, line)


def _claims(text: str, block: CodeBlock, tree: ast.Module, effects: Effects) -> Iterator[tuple[str, str]]:
    for match in _RAISES.finditer(text):
        name = match["name"]
        if not _may_raise(name, block):
            yield name, f"The code nowhere raises `{name}`."
    for match in _REQUEST.finditer(text):
        if effects.requests and match["method"] not in effects.requests:
            yield match["method"], f"The code sends {', '.join(effects.requests)}, not {match['method']}."
    parameters = _parameters(block)
    for match in _DEFAULT.finditer(text):
        parameter = parameters.get(match["name"])
        if parameter is None or parameter.default is None or _is_stand_in(parameter.default):
            continue
        shown = masked_value(parameter.name, parameter.default)
        if not _same(parameter.default, match["value"]) and not _same(shown, match["value"]):
            yield match[0], f"`{parameter.name}` defaults to `{shown}`."
    if block.shape.kind == "function":
        for match in _PARAMETER.finditer(text):
            if match["name"] not in parameters and match["name"] not in block.source:
                yield match["name"], f"There is no parameter `{match['name']}`."
        yield from _kind(text, block)
        if _RETURNS.match(text) and not _returns(tree):
            yield text.partition(" ")[0], "The code returns nothing."


def _may_raise(name: str, block: CodeBlock) -> bool:
    """Whether a type is named where something could be raised from: here, or in what is called."""
    last = name.rpartition(".")[2]
    if re.search(rf"\b{re.escape(last)}\b", block.source) or last in block.docstring:
        return True
    # What other functions raise, their source would have to tell.
    return not last.endswith(("Error", "Exception")) or _calls_anything(block)


def _calls_anything(block: CodeBlock) -> bool:
    tree = parsed(block.source)
    return any(isinstance(node, ast.Call | ast.Subscript | ast.Attribute | ast.BinOp) for node in walk(tree))


def _parameters(block: CodeBlock) -> dict[str, Parameter]:
    signatures = [block.shape.signature, *(member.signature for member in block.shape.members)]
    return {
        parameter.name: parameter
        for signature in reversed([signature for signature in signatures if signature is not None])
        for parameter in signature.parameters
    }


def _is_stand_in(default: str) -> bool:
    """Whether a default may only tell that nothing was passed, for which the code then takes something else."""
    return default in {"None", "..."} or default.startswith("_")


def _same(default: str, said: str) -> bool:
    try:
        if literal_value(default) == said:
            return True  # A text without its quotation marks.
    except NotPython:
        pass
    try:
        return bool(dumped(parse_expression(default)) == dumped(parse_expression(said)))
    except NotPython:
        return default == said


def _kind(text: str, block: CodeBlock) -> Iterator[tuple[str, str]]:
    if not isinstance(block, NamedBlock):
        return  # A snippet may define things of any kind.
    for label, claim in _KINDS.items():
        # A decorator may make anything of a function.
        refuted = label not in block.shape.labels and not block.shape.decorators
        if refuted and (match := claim.match(text)):
            yield match[0], f"`{block.name}` is no such thing: it is not {label}."


def _returns(tree: ast.Module) -> bool:
    """Whether a function gives anything back; a generator or stub cannot be told."""
    match tree.body:
        case [ast.FunctionDef() | ast.AsyncFunctionDef() as function]:
            nodes = walk(function)
            if any(isinstance(node, ast.Raise) for node in function.body[-1:]):
                return True  # Left to subclasses, or never meant to be called.
            stub = len(function.body) <= 2 and not any(isinstance(node, ast.Call | ast.Assign) for node in nodes)
            return stub or any(
                (isinstance(node, ast.Return) and node.value is not None) or isinstance(node, ast.Yield | ast.YieldFrom)
                for node in nodes
            )
    return True
