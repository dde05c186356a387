"""Attributes that are another name for a function or class: `depart_danger = depart_warning`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mkdocs_howto.facts.docstring import docstring_in
from mkdocs_howto.section import CodeBlock, Project, Shape, Source

_MADE = re.compile(r"(?P<class>[^\W\d]\w*)\([^()]*\)")
"""The value of a variable that holds an instance, as written."""


def meant(block: CodeBlock, project: Project) -> CodeBlock:
    """Return the function or class that an attribute is another name for, under that name; else the block itself.

    Args:
        block: The code.
        project: Answers what other objects are.
    """
    value = block.shape.value or ""
    if block.shape.kind != "attribute" or not value.isascii() or not value.replace(".", "_").isidentifier():
        return block
    for path in _places(value, block, project):
        shape = project.shape(path)
        if shape is None:
            continue
        code = project.source(path) if shape.kind in {"function", "class"} else None
        return _under_name_of(block, shape, code) if code is not None else block
    return block


def _under_name_of(block: CodeBlock, shape: Shape, code: Source) -> CodeBlock:
    signature = shape.signature
    # A method that a module holds is bound already.
    if signature is not None and "." in (block.shape.value or "") and _has_self(shape):
        signature = replace(signature, parameters=signature.parameters[1:])
    named = replace(shape, object_path=block.shape.object_path, signature=signature)
    return replace(block, shape=named, source=code.text, docstring=docstring_in(code.text))


def _has_self(shape: Shape) -> bool:
    first = shape.signature.parameters[:1] if shape.signature is not None else ()
    return shape.kind == "function" and any(one.name in {"self", "cls"} for one in first)


def _places(value: str, block: CodeBlock, project: Project) -> Iterator[str]:
    """Yield where a name may be defined, as seen from the block: its class, its module, what that imports."""
    head, _, rest = value.partition(".")
    scope = block.shape.object_path.rpartition(".")[0]
    while scope:
        yield f"{scope}.{value}"
        held = project.shape(f"{scope}.{head}") if rest else None
        # `choice = _inst.choice`, where `_inst = Random()`.
        if held is not None and (made := _MADE.fullmatch(held.value or "")):
            yield f"{scope}.{made['class']}.{rest}"
        scope = scope.rpartition(".")[0]
    if head in block.names:
        yield block.names[head] + (f".{rest}" if rest else "")
