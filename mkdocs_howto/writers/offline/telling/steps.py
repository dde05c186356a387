"""The steps of any block, by what kind of thing it is."""

from __future__ import annotations

import ast

from mkdocs_howto.section import CodeBlock, Project, Step
from mkdocs_howto.writers.offline.telling.arrange import arranged
from mkdocs_howto.writers.offline.telling.classes import class_steps
from mkdocs_howto.writers.offline.telling.functions import Teller, function_steps
from mkdocs_howto.writers.offline.telling.modules import module_steps
from mkdocs_howto.writers.offline.telling.wording import steps_of as worded
from mkdocs_howto.writers.offline.trees import imported
from mkdocs_howto.writers.offline.words import some_of


def steps_of(block: CodeBlock, tree: ast.Module, project: Project) -> tuple[Step, ...]:
    """Return the steps of a block; never none.

    Args:
        block: The code.
        tree: Its syntax tree.
        project: Answers what other objects are.
    """
    lines = ((1, max(block.source.count("\n"), 1)),)
    return _steps(block, tree, project) or (Step(_nothing(block, tree), lines=lines),)


def _steps(block: CodeBlock, tree: ast.Module, project: Project) -> tuple[Step, ...]:
    match block.shape.kind, tree.body:
        case "module", _:
            return module_steps(block, tree, project)
        case _, [ast.FunctionDef() | ast.AsyncFunctionDef() as function]:
            return function_steps(block, tree, project, function)
        case _, [ast.ClassDef() as class_]:
            return class_steps(block, tree, project, class_)
        case "snippet", body:
            return worded(arranged(Teller(block, tree, project).statements(tree, body))) or module_steps(
                block, tree, project
            )
    return ()


def _nothing(block: CodeBlock, tree: ast.Module) -> str:
    """Return what to say of code in which nothing happens that a user could notice."""
    shape = block.shape
    match shape.kind:
        case "class":
            return f"`{shape.name}` adds nothing of its own."
        case "function":
            return "Is left to subclasses." if "abstract" in shape.labels else "Returns without any action."
        case "module" | "snippet":
            names = imported(tree)
            return (
                f"Makes {some_of([f'`{name}`' for name in names], 8)} importable from here."
                if names
                else "Holds nothing that other code uses."
            )
    return f"Holds a value of type `{shape.annotation}`." if shape.annotation else "Holds a value."
