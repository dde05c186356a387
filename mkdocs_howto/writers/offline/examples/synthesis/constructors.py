"""What the constructor of a class is given that comes from outside the project."""

from __future__ import annotations

import re

from mkdocs_howto.section import Parameter, Project, Shape
from mkdocs_howto.writers.offline.examples import state
from mkdocs_howto.writers.offline.examples.synthesis.values import Supply

_FIELDS = re.compile(r"namedtuple\(\s*[\"'](?P<name>\w+)[\"'],\s*(?P<fields>[^)]*)\)")
_VIEWS = {"ItemsView", "KeysView", "MappingView", "ValuesView"}


def inherited(shape: Shape, supply: Supply) -> str | None:
    """Arguments for a constructor that the project does not write itself; `None` where it cannot be told.

    Args:
        shape: The class.
        supply: Gives the values.
    """
    for current in state.lineage(shape, supply.project):
        for base in current.bases:
            if base == "collections.namedtuple":
                return _fields(current, supply)
            known = supply.outside(base)
            if known is not None:
                return _of_own_mapping(shape, known, supply) if base.rpartition(".")[2] in _VIEWS else known
    return None


def _fields(shape: Shape, supply: Supply) -> str | None:
    """Values for the fields that a call of `namedtuple` names."""
    code = supply.project.source(shape.object_path)
    match = _FIELDS.search(code.text) if code is not None else None
    names = re.findall(r"\w+", match["fields"]) if match is not None else []
    values = [supply.value(Parameter(name, "positional or keyword"), {}) or str(n) for n, name in enumerate(names, 1)]
    pairs = zip(names, values, strict=True)
    return ", ".join(f"{name}={value}" for name, value in pairs) if names else None


def _of_own_mapping(shape: Shape, content: str, supply: Supply) -> str:
    """A view's mapping: of the module's own kind, if there is one."""
    path = _own_mapping(shape.object_path.rpartition(".")[0], supply.project)
    return f"{supply.brought(path)}({content})" if path else content


def _own_mapping(module: str, project: Project) -> str:
    found = project.shape(module)
    for member in found.members if found is not None else ():
        if member.kind == "class" and not member.name.startswith("_") and state.is_mapping(member, project):
            return member.object_path
    return ""
