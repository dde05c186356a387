"""What is known of a block beside its source: facts found by analysis, and the objects that its users meet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from mkdocs_howto.masking import masked_shape
from mkdocs_howto.secrets import masked, masked_code
from mkdocs_howto.section import CodeBlock, ImportableBlock, Project, Shape, Signature
from mkdocs_howto.syntax import NotPython, literal_value
from mkdocs_howto.writers.llm.outline import as_stub

if TYPE_CHECKING:
    from mkdocs_howto.writers.offline import Found
    from mkdocs_howto.writers.offline.telling.stages import Stage

_MOST_STAGES = 60
"""Rows of stages. The longest section has sixteen lines."""
_LITERAL = {
    "raise": "raises", "return": "returns", "catch": "ignores", "group": "", "request": "", "file": "", "process": "",
    "environment": "", "exit": "", "database": "", "yield": "", "print": "", "wait": "", "callback": "",
}  # fmt: skip
"""Kinds of stages that are told, and the verb with which they are: all others are phrases made from names."""
_MOST_NEIGHBOURS = 24
_MOST_SIBLINGS = 12
_LONGEST_LINE = 600
"""Characters of a line about another object."""
_TOLD_LABELS = frozenset(
    {"async", "generator", "contextmanager", "dataclass", "abstract", "classmethod", "staticmethod", "property"}
)
_WORD = re.compile(r"[A-Za-z][a-z0-9]{2,}")


def import_line(block: CodeBlock, project: Project) -> str:
    """Return the statement that makes a block usable: of a member, the import of its class; empty for a snippet.

    Args:
        block: The code.
        project: Answers what the parts of its path are.
    """
    if not isinstance(block, ImportableBlock):
        return ""
    if block.shape.kind == "module":
        return f"import {block.object_path}"
    module, names = _split(block.object_path, project)
    return f"from {module} import {names[0]}" if module else f"import {names[0]}"


def _split(path: str, project: Project) -> tuple[str, list[str]]:
    """Return the module of an object path, and the names below it."""
    parts = path.split(".")
    for count in range(len(parts) - 1, 0, -1):
        shape = project.shape(".".join(parts[:count]))
        if shape is None or shape.kind in {"module", "alias"}:
            return ".".join(parts[:count]), parts[count:]
    return "", parts


def owner_of(block: CodeBlock, project: Project) -> str:
    """Return the code of a method's class: its constructor, and its public methods by signature and summary.

    Args:
        block: The code.
        project: Answers what its class is.
    """
    if not isinstance(block, ImportableBlock) or block.shape.kind not in {"function", "attribute"}:
        return ""
    _, names = _split(block.object_path, project)
    found = project.source(block.object_path.rpartition(".")[0]) if len(names) > 1 else None
    return as_stub(masked_code(found.text)) if found is not None else ""


# Facts.


def facts_of(block: CodeBlock, found: Found) -> str:
    """Return what analysis found, as rows: how the block is called, what it raises and requests, its stages.

    Args:
        block: The code.
        found: What analysis found in it.
    """
    shape = masked_shape(block.shape)
    is_made = shape.kind == "class" and shape.signature is not None and "def __init__" not in block.source
    rows = [f"- signature: `{shape.name}{signature_text(shape.signature)}`" if is_made and shape.signature else ""]
    rows.append(f"- about: {found.about}" if found.about else "")
    for label, names in (("raises", found.effects.raises), ("sends requests", found.effects.requests)):
        rows.append(f"- {label}: {', '.join(f'`{name}`' for name in names)}" if names else "")
    left = _MOST_STAGES
    for name, stages in found.stages:
        told = list(_rows(stages, "    "))[: max(left, 0)]
        left -= len(told)
        if told:
            rows += [f"- stages of `{name}`:", *told]
    return masked("\n".join(filter(None, rows)))


def _rows(stages: Iterable[Stage], margin: str) -> Iterator[str]:
    """Yield one row for each stage that is told by what stands in the code, not by what a name makes likely."""
    from mkdocs_howto.writers.offline.telling.functions import is_vague
    from mkdocs_howto.writers.offline.telling.stages import NEEDED
    from mkdocs_howto.writers.offline.telling.terms import GUESSED

    for stage in stages:
        inner = list(_rows(stage.steps, margin + "    "))
        action = stage.action if _LITERAL.get(stage.kind, "-") in stage.action[:8] and not is_vague(stage) else ""
        if not action and not inner:
            continue
        parts = [action] if action else []
        for label, words in (("for", stage.loop), ("when", stage.condition)):
            if words:
                parts.append(f"{label}: {'see the code' if GUESSED in words or words == NEEDED else words}")
        yield f"{margin}- {stage.kind}: {' | '.join(parts)}"
        yield from inner


# Other objects.


def companions_of(block: CodeBlock, project: Project) -> list[str]:
    """Return what users of a block meet beside it: methods that it inherits, and objects exported beside it.

    Args:
        block: The code.
        project: Answers what other objects are.
    """
    if not isinstance(block, ImportableBlock):
        return []
    known = {shape.object_path for shape in block.neighbours}
    found = [*_inherited(block), *_siblings(block, project)]
    lines = [line_of(masked_shape(shape)) for shape in found if shape.object_path not in known]
    return list(dict.fromkeys(lines))


def _inherited(block: CodeBlock) -> Iterator[Shape]:
    """Yield public methods that the project's other classes give to a class."""
    own = {member.name for member in block.shape.members}
    for base in block.neighbours if block.shape.kind == "class" else ():
        if base.object_path in block.shape.bases:
            yield from (
                member
                for member in base.members
                if member.kind == "function" and not member.name.startswith("_") and member.name not in own
            )


def _siblings(block: ImportableBlock, project: Project) -> Iterator[Shape]:
    """Yield public objects of the module that a block is imported from, those that its text names first."""
    if block.shape.kind == "module":
        return
    module, names = _split(block.object_path, project)
    shape = project.shape(module) if module else None
    exported = _exported(shape) if shape is not None else []
    if not exported:  # A package that only imports: what stands beside the definition.
        module = block.shape.object_path.removesuffix("." + ".".join(names))
        shape = project.shape(module)
        exported = _exported(shape) if shape is not None else []
    text = f"{block.source} {block.docstring}"
    mine = set(map(str.lower, _WORD.findall(names[0])))
    others = [name for name in exported if name != names[0] and not name.startswith("_")]
    named = set(re.findall(r"\w+", text))

    def distance(name: str) -> tuple[bool, bool]:
        return name not in named, mine.isdisjoint(map(str.lower, _WORD.findall(name)))

    for name in sorted(others, key=distance)[:_MOST_SIBLINGS]:
        sibling = project.shape(f"{module}.{name}")
        if sibling is not None and sibling.kind in {"class", "function"}:
            yield sibling


def _exported(module: Shape) -> list[str]:
    """Return the names that a module exports, or else its own public ones."""
    listed = module.member("__all__")
    try:
        value = literal_value(listed.value) if listed is not None and listed.value else None
    except NotPython:
        value = None
    if isinstance(value, list | tuple):
        return [name for name in value if isinstance(name, str)]
    return [member.name for member in module.members if member.kind in {"class", "function"}]


def neighbours_of(block: CodeBlock) -> list[str]:
    """Return what a block uses, one line each, without private attributes."""
    shown = [shape for shape in block.neighbours if shape.kind != "attribute" or not _is_inner(shape)]
    return [line_of(masked_shape(shape)) for shape in shown[:_MOST_NEIGHBOURS]]


def _is_inner(shape: Shape) -> bool:
    """Return whether an attribute is one of a class's own, private to it."""
    owner = shape.object_path.split(".")[-2:-1]
    return shape.name.startswith("_") and bool(owner) and owner[0][:1].isupper()


def line_of(shape: Shape) -> str:
    """Return another object in one line: what it is, its signature, its summary."""
    if shape.signature is not None:
        head = f"`{shape.name}{signature_text(shape.signature)}`"
    elif shape.value is not None:
        head = f"`{f'{shape.name} = {shape.value}'[:120]}`"
    else:
        head = f"`{shape.name}`"
    methods = _methods(shape) if shape.kind == "class" else ""
    summary = f": {shape.summary}" if shape.summary else ""
    return f"{head} ({shape.kind}, `{shape.object_path}`){summary}"[:_LONGEST_LINE] + methods


def _methods(shape: Shape) -> str:
    names = [one.name for one in shape.members if one.kind == "function" and not one.name.startswith("_")]
    return f" Methods: {', '.join(f'`{name}`' for name in names[:12])}." if names else ""


def signature_text(signature: Signature) -> str:
    """Return parameters and result as code."""
    return f"({', '.join(_parameters(signature))})" + (f" -> {signature.returns}" if signature.returns else "")


def _parameters(signature: Signature) -> Iterator[str]:
    stars = {"variadic positional": "*", "variadic keyword": "**"}
    before = ""
    for parameter in signature.parameters:
        if before == "positional-only" and parameter.kind != before:
            yield "/"
        if parameter.kind == "keyword-only" and before not in {parameter.kind, "variadic positional"}:
            yield "*"
        equals = " = " if parameter.annotation else "="
        yield (
            stars.get(parameter.kind, "")
            + parameter.name
            + (f": {parameter.annotation}" if parameter.annotation else "")
            + (f"{equals}{parameter.default}" if parameter.default is not None else "")
        )
        before = parameter.kind
    if before == "positional-only":
        yield "/"


def kind_of(shape: Shape) -> str:
    """Return what an object is, in words."""
    return " ".join([*(label for label in shape.labels if label in _TOLD_LABELS), shape.kind])


def fence_for(texts: Sequence[str]) -> str:
    """Return a fence that nothing in the texts can close."""
    runs = [len(run) for text in texts for run in re.findall(r"`{3,}", text)]
    return "`" * max([3, *(length + 1 for length in runs)])
