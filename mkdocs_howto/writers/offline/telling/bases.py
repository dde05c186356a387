"""What the constructor of a base class does with the constants that a thin subclass passes to it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from mkdocs_howto.section import Project
from mkdocs_howto.syntax import walk
from mkdocs_howto.writers.offline.telling.ancestry import class_of
from mkdocs_howto.writers.offline.telling.paths import Paths
from mkdocs_howto.writers.offline.trees import Function


def places_of(node: ast.ClassDef, base: str, project: Project) -> list[str]:
    """Return the files and addresses that a base class makes of the texts which a subclass gives its constructor.

    Args:
        node: The subclass.
        base: Path of the base class.
        project: Answers what other objects are.
    """
    texts = dict(_passed(node))
    definition = class_of(base, project) if texts else None
    init = _constructor(definition) if definition is not None else None
    if init is None:
        return []
    known: Mapping[str, str] = {**texts, **{f"self.{name}": text for name, text in texts.items()}}
    paths = Paths(known.get)
    found = [paths.text(argument) for one in walk(init) if isinstance(one, ast.Call) for argument in one.args]
    parts = set(texts.values())
    shown = [one.removeprefix("<root>/") for one in found if "/" in one and parts & set(one.split("/"))]
    return list(dict.fromkeys(shown))


def _passed(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Yield the texts that a constructor passes on by name, also those that it keeps on the object before."""
    init = _constructor(node)
    kept: dict[str, ast.expr] = {}
    for one in walk(init) if init is not None else []:
        match one:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=value):
                kept[name] = value
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__")):
                for keyword in one.keywords:
                    value = keyword.value
                    value = kept.get(value.attr, value) if isinstance(value, ast.Attribute) else value
                    if keyword.arg and isinstance(value, ast.Constant) and isinstance(value.value, str):
                        yield keyword.arg, value.value


def _constructor(node: ast.ClassDef) -> Function | None:
    return next((one for one in node.body if isinstance(one, Function) and one.name == "__init__"), None)
