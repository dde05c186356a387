"""Compare the calls that a text names with those of the code: other functions, and another order."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from mkdocs_howto.facts.docstring import docstring_text
from mkdocs_howto.reading import Reading
from mkdocs_howto.review.codes import found
from mkdocs_howto.review.statements import SPAN, is_denied
from mkdocs_howto.section import CodeBlock, Finding, Project
from mkdocs_howto.syntax import SCOPES, NotPython, children, dumped, parse_expression, parsed, walk

_SINCE = 12
"""Version of the review from which on calls are judged."""
_MOST_CALLED = 20
_HOPS = 2
_MOST_REACHED = 40
_NAMED = re.compile(r"(?:\w++\.)*+(?P<name>[^\W\d]\w*+)(?:\(.*\))?$", re.DOTALL)
_LATER = re.compile(
    r"\b(?:later|afterwards|before|after|once|then|finally|for|until|so that|which|that)\b", re.IGNORECASE
)
Place = tuple[tuple[int, str, int], ...]
"""Where a statement stands: the block, the field and the index of each statement around it, and its own."""


def findings(reading: Reading, block: CodeBlock, project: Project, tree: ast.Module) -> Iterator[Finding]:
    """Yield findings about calls in a text that the code makes in another way."""
    if block.shape.kind != "function":
        return
    for line, text in reading.prose:
        for words, message in _others(text, block, project, tree):
            yield found("contradicts-code", message, words, line, since=_SINCE)
    for line, words, message in _order(reading, tree):
        yield found("contradicts-code", message, words, line, since=_SINCE)


def called(block: CodeBlock, project: Project, tree: ast.Module) -> Iterator[ast.Module]:
    """Yield the code of the functions of the project that code calls by name, or on its own object."""
    path = block.shape.object_path
    owner = path if block.shape.kind == "class" else path.rpartition(".")[0]
    for _, code in _called_from(tree, owner, block.names, project):
        yield code


def reached(block: CodeBlock, project: Project, tree: ast.Module) -> Iterator[ast.Module]:
    """Yield the code that runs up to two calls away, with the classes that are instantiated on the way."""
    path = block.shape.object_path
    owner = path if block.shape.kind == "class" else path.rpartition(".")[0]
    seen: set[str] = set()
    pending: list[tuple[str, Mapping[str, str], ast.Module]] = [(owner, block.names, tree)]
    for _ in range(_HOPS):
        following: list[tuple[str, Mapping[str, str], ast.Module]] = []
        for place, names, code in pending:
            for found_, next_code in _called_from(code, place, names, project):
                if found_ in seen or len(seen) >= _MOST_REACHED:
                    continue
                seen.add(found_)
                yield next_code
                is_class = isinstance(next_code.body[-1], ast.ClassDef)
                following.append((found_ if is_class else found_.rpartition(".")[0], {}, next_code))
        pending = following


def _called_from(
    tree: ast.Module, owner: str, names: Mapping[str, str], project: Project
) -> Iterator[tuple[str, ast.Module]]:
    """Yield the paths and the code of what code calls by name, or on its own object.

    Args:
        tree: The code.
        owner: Path of the class or module that it stands in; of a class, its own.
        names: Names that are known to stand for other paths.
        project: Answers what stands at a path.
    """
    module = owner
    while module and (shape := project.shape(module)) is not None and shape.kind != "module":
        module = module.rpartition(".")[0]
    places: dict[str, None] = {}
    for node in walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name)):
                places[f"{owner}.{name}"] = None
            case ast.Call(func=ast.Name(id=name)) if name not in dir(builtins):
                places[names.get(name, f"{module}.{name}")] = None
    for place in list(places)[:_MOST_CALLED]:
        code = project.source(place)
        try:
            tree_ = parsed(code.text) if code is not None else None
        except NotPython:
            continue
        if code is not None and tree_ is not None and tree_.body:
            yield code.object_path, tree_


def is_above(name: str, other: str) -> bool:
    """Return whether a builtin exception is a base of another one, or the same."""
    one, below = getattr(builtins, name, None), getattr(builtins, other, None)
    return name == other or (isinstance(one, type) and isinstance(below, type) and issubclass(below, one))


# Other functions.


def _others(text: str, block: CodeBlock, project: Project, tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield calls that the code makes with the same arguments, but of another function that stands beside it."""
    owner = block.shape.object_path.rpartition(".")[0]
    made: dict[tuple[str, ...], set[str]] = {}
    for node in walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=[_, *_]):
                made.setdefault(_arguments(node), set()).add(name)
    names = {name for several in made.values() for name in several}
    for span in SPAN.finditer(text):
        try:
            node = parse_expression(span["code"].strip())
        except NotPython:
            continue
        match node:
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=[_, *_]):
                right = made.get(_arguments(node), set())
            case _:
                continue
        if name in names or len(right) != 1 or name == block.shape.name or is_denied(text, span.start()):
            continue
        if re.search(rf"\b{name}\b", block.source) or re.search(rf"\b{name}\b", docstring_text(block, project)):
            continue
        if all(project.shape(f"{owner}.{one}") is not None for one in (name, *right)):
            yield span["code"], f"The code calls `{min(right)}` with these arguments, not `{name}`."


def _arguments(node: ast.Call) -> tuple[str, ...]:
    return tuple(dumped(one) for one in (*node.args, *(one.value for one in node.keywords)))


# Order.


def _order(reading: Reading, tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """Yield steps whose calls the code makes after those of a later step."""
    places = _places(tree)
    told: list[tuple[int, str, Place]] = []
    every = [name for _, text in reading.steps for name in _called_in(text)]
    for line, text in reading.steps:
        names = [name for name in _called_in(text) if name in places]
        if len(names) == 1 and every.count(names[0]) == 1:
            told.append((line, names[0], places[names[0]]))
    for (line, name, place), (_, following, other) in pairwise(told):
        if _is_after(place, other):
            yield line, name, f"The code calls `{following}` before `{name}`."


def _called_in(text: str) -> list[str]:
    """Return the names of calls that a step begins with: before anything that is told to happen at another time."""
    end = _LATER.search(SPAN.sub(lambda span: "x" * len(span[0]), text))
    spans = [span for span in SPAN.finditer(text) if end is None or span.end() <= end.start()]
    matches = (_NAMED.match(span["code"].strip()) for span in spans)
    return list(dict.fromkeys(match["name"] for match in matches if match is not None))


def _places(tree: ast.Module) -> Mapping[str, Place]:
    """Return where each name is called that a function calls at one place alone, and not again and again."""
    found_: dict[str, list[Place]] = {}
    for function in tree.body[-1:]:
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            _walk_block(function.body, 0, "body", (), found_)
    return {name: places[0] for name, places in found_.items() if len(places) == 1 and places[0]}


def _walk_block(body: list[ast.stmt], outer: int, field: str, before: Place, found_: dict[str, list[Place]]) -> None:
    for index, statement in enumerate(body):
        place = (*before, (outer, field, index))
        repeats = isinstance(statement, ast.For | ast.AsyncFor | ast.While | ast.Try | ast.TryStar | ast.With)
        own: list[ast.AST] = []
        pending: list[ast.AST] = [statement]
        while pending:
            node = pending.pop()
            own.append(node)
            blocks = [] if repeats else _blocks(node)
            inner = {id(one) for _, several in blocks for one in several}
            for name, several in blocks:
                _walk_block(several, id(node), name, place, found_)
            pending += [one for one in children(node) if id(one) not in inner]
        for node in own:
            match node:
                case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
                    found_.setdefault(name, []).append(place if not _is_inside(node, statement) else ())


def _blocks(node: ast.AST) -> list[tuple[str, list[ast.stmt]]]:
    return [("body", node.body), ("orelse", node.orelse)] if isinstance(node, ast.If) else []


def _is_inside(node: ast.AST, statement: ast.stmt) -> bool:
    """Return whether a call stands in a function that is only defined here."""
    return any(
        type(one) in SCOPES and one is not node and any(inner is node for inner in walk(one)) for one in walk(statement)
    )


def _is_after(one: Place, other: Place) -> bool:
    """Return whether a statement always runs after another one, where both run."""
    for (block, field, index), (second, second_field, second_index) in zip(one, other, strict=False):
        if (block, field) != (second, second_field):
            return False
        if index != second_index:
            return index > second_index
    return False
