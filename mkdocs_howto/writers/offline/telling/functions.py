"""Tell a function."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mkdocs_howto.facts.docstring import read
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.section import CODE, CodeBlock, Lookup, NamedBlock, Signature, Step
from mkdocs_howto.syntax import below
from mkdocs_howto.writers.offline.calls import table
from mkdocs_howto.writers.offline.source import Source
from mkdocs_howto.writers.offline.telling import authors
from mkdocs_howto.writers.offline.telling.arrange import arranged
from mkdocs_howto.writers.offline.telling.callees import Callees
from mkdocs_howto.writers.offline.telling.flow import Flow, Helper
from mkdocs_howto.writers.offline.telling.paths import constants_of
from mkdocs_howto.writers.offline.telling.scope import Scope, public_scope, scope_of
from mkdocs_howto.writers.offline.telling.signatures import call_of, parameter_texts
from mkdocs_howto.writers.offline.telling.stages import Stage
from mkdocs_howto.writers.offline.telling.terms import Terms
from mkdocs_howto.writers.offline.telling.wording import steps_of
from mkdocs_howto.writers.offline.trees import Function
from mkdocs_howto.writers.offline.types import Project, Types

_DEEPEST = 2
"""Private functions that are followed one inside the other."""


class Teller:
    """Makes the stages of the functions of one block."""

    def __init__(self, block: CodeBlock, tree: ast.Module, lookup: Lookup) -> None:
        self.block = block
        self.table = table()
        self.project = Project(block, lookup)
        self.source = Source(block.source, tree)

        def source_of(path: str) -> str | None:
            shape = lookup(path + CODE)
            return shape.value if shape is not None else None

        self.callees = Callees(source_of)
        self.constants = constants_of(tree)
        self._own = own_functions(tree)
        self._inside: list[Function] = []

    def stages(
        self,
        node: Function,
        attributes: Mapping[str, str] | None = None,
        outer: Scope | None = None,
        *,
        is_run: bool = False,
    ) -> tuple[Stage, ...]:
        """Return the stages of a function as they follow one another, without any limit to their number.

        Args:
            node: The function.
            attributes: Types of `self.name`, where known.
            outer: Scope of the function that it is defined in.
            is_run: Whether it is a test or the run of a script, which is told by all that it creates and calls.
        """
        types = Types(self.project, self.table, attributes)
        types.read(below(node))
        terms = self._terms(types, scope_of(node, outer))
        return Flow(terms, self.callees, self._helper(attributes), is_run=is_run).function(node)

    def statements(self, module: ast.Module, body: Sequence[ast.stmt]) -> tuple[Stage, ...]:
        """Return the stages of statements that stand in a module."""
        types = Types(self.project, self.table)
        types.read(below(module))
        terms = self._terms(types, public_scope(module))
        return Flow(terms, self.callees, self._helper({}), is_run=True).body(body)

    def _terms(self, types: Types, scope: Scope) -> Terms:
        return Terms(self.source, types, self.table, scope, self.constants, self.block.file)

    def _helper(self, attributes: Mapping[str, str] | None) -> Helper:
        """Return what tells the private functions and methods of the block where they are called."""

        def tell(name: str, phrases: Mapping[str, str]) -> tuple[Stage, ...] | None:
            node = self._own.get(name)
            if node is None or node in self._inside or len(self._inside) >= _DEEPEST:
                return None
            self._inside.append(node)
            types = Types(self.project, self.table, attributes)
            types.read(below(node))
            scope = replace(scope_of(node), phrases=phrases)
            stages = Flow(self._terms(types, scope), self.callees, tell).function(node)
            self._inside.pop()
            return stages

        return tell


def own_functions(tree: ast.Module) -> dict[str, Function]:
    """Return the functions of a module and the methods of its classes, by bare name; no name that two of them share."""
    found: dict[str, list[Function]] = {}
    for node in tree.body:
        for one in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(one, Function):
                found.setdefault(one.name, []).append(one)
    return {name: nodes[0] for name, nodes in found.items() if len(nodes) == 1}


def function_steps(block: CodeBlock, tree: ast.Module, lookup: Lookup, node: Function) -> tuple[Step, ...]:
    """Return the steps of a function."""
    stages = arranged(Teller(block, tree, lookup).stages(node))
    docstring = read(block.docstring, names=_names(block)) if block.docstring else Docstring()
    told = told_parameters(block.name if isinstance(block, NamedBlock) else node.name, block.shape.signature, docstring)
    return (*told, *steps_of(with_author(stages, docstring)))


def told_parameters(name: str, signature: Signature | None, docstring: Docstring) -> tuple[Step, ...]:
    """Return the step that shows the call with what its parameters are for; none if their author says nothing."""
    texts = parameter_texts(docstring, signature)
    if not texts:
        return ()
    inner = tuple(Step(f"`{parameter}`: {text}.") for parameter, text in texts.items())
    return (Step(f"{call_of(name, signature, texts)} takes:", inner),)


def with_author(stages: tuple[Stage, ...], docstring: Docstring) -> tuple[Stage, ...]:
    """Return stages with the author's words for what is returned, and without what contradicts or repeats them."""
    result = authors.result(docstring)
    refused = authors.refusals(docstring)
    found = [stage for stage in stages if not (refused and stage.kind == "raise" and stage.names[0] in dict(refused))]
    told = [Stage(kind="raise", action=f"raises `{name}` {condition}", names=(name,)) for name, condition in refused]
    if result and found and found[-1].kind == "return" and not found[-1].condition:
        found[-1] = replace(found[-1], action=f"returns {result}")
    elif result and not any(stage.kind in {"return", "yield"} for stage in found):
        found.append(Stage(kind="return", action=f"returns {result}"))
    return (*told, *found)


def _names(block: CodeBlock) -> list[str]:
    return [one.name for one in block.shape.signature.parameters] if block.shape.signature is not None else []
