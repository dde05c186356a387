"""One digest for everything that a section may be made from.

The walk over the syntax tree is our own: `ast.dump` and `ast.unparse` give other text on other
Python versions. Comments, layout and the place in the file do not count, nor does the indentation
of docstrings; everything in a `CodeBlock` above its fingerprint does.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Iterator

from mkdocs_howto.references.segments import clean, docstring_node
from mkdocs_howto.section import CodeBlock, ImportableBlock, Parameter, Shape, Signature, Source
from mkdocs_howto.syntax import NotPython, parse_expression, parsed

VERSION = "v1"

_IGNORED = {"ctx", "kind", "type_comment", "type_ignores"}
"""Fields that say nothing beyond the text: `ctx` follows from the place, `kind` is the `u` prefix."""


def fingerprint(block: CodeBlock, tree: ast.Module | None = None) -> str:
    """The digest of a code block, equal on every Python version that accepts the code.

    Args:
        block: The block; its own `fingerprint` plays no part.
        tree: The syntax tree of its source, if there is one already.

    Returns:
        `v1:` and 32 hexadecimal digits.
    """
    return f"{VERSION}:{_digest(_block(block, tree or parsed(block.source)))}"


# Answers other than shapes are digested as if they were shapes of kinds of their own, which is what they were in
# earlier versions: the digests that entries keep stay true.


def shape_digest(shape: Shape | None) -> str:
    """Return the digest of a shape; `-` for none."""
    return _digest(_shape(shape)) if shape is not None else "-"


def source_digest(source: Source | None) -> str:
    """Return the digest of an object's code, in which comments and layout do not count; `-` for none."""
    if source is None:
        return "-"
    return shape_digest(Shape(object_path=source.object_path, kind="code", value=source.text))


def raisers_digest(path: str, raisers: tuple[Shape, ...]) -> str:
    """Return the digest of the functions that raise the exception at a path."""
    return shape_digest(Shape(object_path=path, kind="raised", members=raisers))


def calls_digest(path: str, calls: tuple[str, ...]) -> str:
    """Return the digest of the argument lists with which the object at a path is called; `-` for none."""
    return shape_digest(Shape(object_path=path, kind="called", value="\n".join(calls)) if calls else None)


def named_digest(path: str, *, is_named: bool) -> str:
    """Return the digest of whether a package defines a name; `-` where it does not."""
    return shape_digest(Shape(object_path=path, kind="named") if is_named else None)


def tree_digest(nodes: Iterable[ast.AST]) -> str:
    """The digest of pieces of a syntax tree; docstrings of definitions inside them count."""
    return _digest(token for node in nodes for token in _tree(node))


def text_digest(text: str) -> str:
    """The digest of a docstring."""
    return _digest([text])


def _digest(tokens: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(tokens).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _block(block: CodeBlock, tree: ast.Module) -> Iterator[str]:
    yield block.object_path if isinstance(block, ImportableBlock) else ""
    yield from _shape(block.shape)
    yield from _tree(tree)
    yield f"doc {block.docstring}"
    for name, path in sorted(block.names.items()):
        yield f"name {name} {path}"
    for neighbour in block.neighbours:
        yield "neighbour"
        yield from _shape(neighbour)


def _shape(shape: Shape) -> Iterator[str]:
    yield f"{shape.kind} {shape.object_path}"
    yield from shape.labels
    for signature in (shape.signature, *shape.overloads):
        yield from _signature(signature)
    yield from (shape.summary, *shape.bases, "@", *shape.decorators)
    yield from (":", _plain(shape.annotation), "=")
    yield from _tree(parsed(shape.value or "")) if shape.kind == "code" else (_plain(shape.value or ""),)
    yield str(shape.complete)
    for member in shape.members:
        yield "member"
        yield from _shape(member)


def _signature(signature: Signature | None) -> Iterator[str]:
    if signature is None:
        yield "-"
        return
    for parameter in signature.parameters:
        yield _parameter(parameter)
    yield f"-> {signature.returns}"


def _parameter(parameter: Parameter) -> str:
    default = "" if parameter.default is None else f"={_plain(parameter.default)}"
    return f"{parameter.kind} {parameter.name}:{_plain(parameter.annotation)}{default}"


def _plain(text: str) -> str:
    """An expression that griffe wrote out; which characters its strings escape depends on Python's Unicode tables."""
    if text.isascii():
        return text
    try:
        return " ".join(_tree(ast.Expression(parse_expression(text))))
    except NotPython:
        return text


def _tree(tree: ast.AST) -> Iterator[str]:
    """The tree in preorder; no recursion, since generated code nests deeper than Python's stack."""
    stack: list[object] = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, ast.Constant):
            yield _constant(item.value)
        elif isinstance(item, ast.JoinedStr):
            stack.extend(reversed(["JoinedStr", *_joined(item), ")"]))
        elif isinstance(item, ast.AST):
            stack.extend(reversed([type(item).__name__, *_fields(item), ")"]))
        elif isinstance(item, list):
            stack.extend(reversed([f"[{len(item)}", *item]))
        else:
            yield ascii(item)


def _fields(node: ast.AST) -> Iterator[object]:
    """Fields that are set; empty ones are left out, so that fields of newer versions do not count."""
    docstring = docstring_node(node.body) if isinstance(node, _WITH_DOCSTRING) else None
    for name, value in ast.iter_fields(node):
        if name in _IGNORED or value is None or value == []:
            continue
        yield name
        if docstring is not None and name == "body":
            # Quoted, so that it is set apart from a name; its indentation is layout.
            yield f"doc {clean(str(docstring.value))!a}"
            yield value[1:]
        else:
            yield value


_WITH_DOCSTRING = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def _constant(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return f"int {value:x}"  # Decimal text of huge numbers is limited (`sys.set_int_max_str_digits`).
    return f"{type(value).__name__} {value!a}"


def _joined(node: ast.JoinedStr) -> Iterator[object]:
    """Parts of an f-string; versions differ in how they split and keep its constant text."""
    text = ""
    for part in node.values:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            text += part.value
            continue
        if text:
            yield f"text {text!a}"
        text = ""
        yield part
    if text:
        yield f"text {text!a}"
