"""What an example prints: never the address of an object, never the nothing that a call gives back."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import ImportableBlock, Project, Shape
from mkdocs_howto.syntax import fragment, segment_of
from mkdocs_howto.usage.values import TRANSPARENT
from mkdocs_howto.writers.offline.examples import results, state
from mkdocs_howto.writers.offline.examples.code import Code, Found, raised
from mkdocs_howto.writers.offline.examples.outcomes import Outcome, Outcomes
from mkdocs_howto.writers.offline.examples.texts import Text, Texts

Shown: TypeAlias = Literal["", "nothing", "address", "echo"]
_TOLD = {"__str__", "__iter__", "__len__"}
"""Methods of what says by itself what it holds."""
_OF_FIELDS = {"dataclass", "enum", "exception", "typeddict"}
"""Classes that are there for what their objects hold."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of a printed expression.

    Attributes:
        call: The function that is called, if its code can be read.
        outcome: What that gives back.
        owner: The class of the object that is printed, if it is one of the package's.
    """

    call: Found | None = None
    outcome: Outcome = field(default_factory=Outcome)
    owner: Shape | None = None


class Printing:
    """Judges and mends what the examples of one block print."""

    def __init__(self, texts: Texts) -> None:
        """Begin with none.

        Args:
            texts: Of the block's examples.
        """
        self._texts = texts
        self._readers: dict[str, _Reader] = {}

    def mended(self, code: str) -> str:
        """An example whose `print` calls show something, as far as that can be told and done.

        Args:
            code: The whole example.
        """
        text = self._texts.of(code)
        prints = _prints(text.nodes) if text is not None else []
        if text is None or not any(isinstance(one, ast.Name | ast.Call | ast.Await) for _, one in prints):
            return code
        reader = self._reader(text)
        lines = code.split("\n")
        for statement, printed in reversed(prints):
            new = reader.better(printed)
            last = statement.end_lineno or statement.lineno
            if new and not lines[last - 1][statement.end_col_offset :].strip():
                indent = " " * statement.col_offset
                lines[statement.lineno - 1 : last] = [indent + line for line in new]
        return "\n".join(lines)

    def tells(self, code: str) -> bool:
        """Whether an example prints something that a reader may learn from, as far as that can be told.

        Args:
            code: The whole example.
        """
        text = self._texts.of(code)
        if text is None:
            return False
        calls = [node for node in text.nodes if isinstance(node, ast.Call) and dotted(node.func) == "print"]
        single = {id(printed) for _, printed in _prints(text.nodes)}
        if any(len(call.args) != 1 or id(call.args[0]) not in single for call in calls):
            return True
        reader = self._reader(text)
        return any(not reader.shown(call.args[0]) for call in calls)

    def shows_internals(self, code: str) -> bool:
        """Whether all that an example prints is what the block's class keeps for itself.

        Args:
            code: The whole example.
        """
        text = self._texts.of(code)
        printed = _prints(text.nodes) if text is not None else []
        if text is None or not printed:
            return False
        reader = self._reader(text)
        return all(reader.is_internal(one) for _, one in printed)

    def _reader(self, text: Text) -> _Reader:
        if text.code not in self._readers:
            self._readers[text.code] = _Reader(self._texts.block, self._texts.project, text)
        return self._readers[text.code]


class _Reader:
    """What the expressions of one example are."""

    def __init__(self, block: ImportableBlock, project: Project, text: Text) -> None:
        self._text = text.code
        self._handlers = [node for node in text.nodes if isinstance(node, ast.ExceptHandler)]
        self._project = project
        self._package = block.object_path.partition(".")[0]
        self._code = Code(block, project)
        self._outcomes = Outcomes(self._code)
        self._analysis = text.analysis
        self._nodes = text.nodes
        self._block = block
        self._known: dict[ast.expr, _Seen] = {}

    def shown(self, node: ast.expr) -> Shown:
        """What printing an expression shows, where that is not worth it."""
        if self._block.shape.kind == "class" and self._is_echo(node):
            return "echo"
        seen = self._seen(node)
        if seen.call is not None and _gives_nothing(seen.call):
            return "nothing"
        if seen.outcome.kind in {"function", "lazy", "lazies", "groups"}:
            return "address"
        if seen.owner is not None and state.readable(seen.owner, self._project, "it") != "it":
            return "address"
        return ""

    def _is_echo(self, node: ast.expr) -> bool:
        """Whether an object of the block's class, which can do something, is only made and says how."""
        shape = self._block.shape
        acts = any(one.kind == "function" and not one.name.startswith("_") for one in shape.members)
        if not acts or _OF_FIELDS & set(shape.labels):
            return False
        match node:
            case ast.Attribute(value=ast.Name(id=variable), attr=name):
                # What holds values is there for them.
                if any(word.arg == name for word in self._made_with(variable)):
                    return True
                return self._is_it(node.value) and state.is_store(shape, self._project)
            case ast.Call(func=ast.Name(id="len"), args=[ast.Name() as counted]):
                return self._is_it(counted) and state.is_store(shape, self._project)
            case ast.Name(id=variable):
                uses = sum(isinstance(one, ast.Name) and one.id == variable for one in self._nodes)
                alone = uses == 2 and self._is_it(node)
                return alone and not _TOLD & state.members_of(shape, self._project).keys()
        return False

    def is_internal(self, node: ast.expr) -> bool:
        """Whether an attribute of the block's class is printed that nobody describes, uses or sets.

        A class that is there for what its objects hold says by its fields what that is. Of any other, an attribute
        that all objects share may be a detail of how it works, and a default says nothing of an object.
        """
        shape = self._block.shape
        if shape.kind != "class" or _OF_FIELDS & set(shape.labels):
            return False
        match node:
            case ast.Attribute(value=ast.Name(id=variable), attr=name) if self._is_it(node.value):
                member = state.members_of(shape, self._project).get(name)
                if member is None or member.kind != "attribute" or member.summary or "property" in member.labels:
                    return False
                parameters = shape.signature.parameters if shape.signature is not None else ()
                is_default = any(one.name == member.value for one in parameters)
                if not is_default and name not in self._shared():
                    return False  # It may have been made from something.
                is_given = any(one.name == name and one.required for one in parameters) or any(
                    word.arg == name for word in self._made_with(variable)
                )
                words = (
                    self._block.docstring,
                    *self._code.docstrings(shape),
                    *(used.passage.code for used, _ in self._block.authored),
                )
                return not is_given and not any(re.search(rf"\b{re.escape(name)}\b", text) for text in words)
        return False

    def _shared(self) -> set[str]:
        """Names of the attributes that the block's class has itself, not its instances."""
        match fragment(self._block.source).body:
            case [ast.ClassDef(body=body), *_]:
                targets = [target for node in body if isinstance(node, ast.Assign) for target in node.targets]
                targets += [node.target for node in body if isinstance(node, ast.AnnAssign)]
                return {target.id for target in targets if isinstance(target, ast.Name)}
        return set()

    def _is_it(self, node: ast.expr) -> bool:
        """Whether an expression is an instance of the block's own class."""
        value = self._analysis.value(node)
        path = self._block.shape.object_path
        return value is not None and value.role == "instance" and value.shape.object_path == path

    def _made_with(self, variable: str) -> list[ast.keyword]:
        """What is passed by name where a variable gets its object."""
        for node in self._nodes:
            match node:
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(keywords=keywords))
                    | ast.withitem(context_expr=ast.Call(keywords=keywords), optional_vars=ast.Name(id=name))
                ) if name == variable:
                    return keywords
        return []

    def better(self, node: ast.expr) -> list[str]:
        """Statements that show more than the expression printed; none where it is fine, or nothing is known."""
        text = segment_of(self._text, node)
        if not text or "\n" in text:
            return []
        seen = self._seen(node)
        if seen.call is not None and _gives_nothing(seen.call):
            changed = self._changed(node, seen.call)
            return [text, f"print({changed})"] if changed else [text]
        if isinstance(node, ast.Name) and self._is_wordless(node.id):
            return [f"print(repr({text}))"]
        if seen.outcome.kind == "lazy":
            return [f"print(list({text}))"]
        if seen.owner is not None:
            shown = state.readable(seen.owner, self._project, text)
            if shown == f"next({text})" and self._ends(seen.owner):
                shown = f"list({text})"
            return [f"print({shown})"] if shown not in {"", text} else []
        return []

    def _ends(self, owner: Shape) -> bool:
        """Whether an iterator says that it is at its end at some time."""
        following = self._code.function(f"{owner.object_path}.__next__")
        return following is not None and "StopIteration" in following.source

    def _is_wordless(self, name: str) -> bool:
        """Whether a variable holds a caught exception that is raised without a message."""
        types = [handler.type for handler in self._handlers if handler.name == name]
        type_ = types[0] if len(types) == 1 else None
        if isinstance(type_, ast.Name) and hasattr(builtins, type_.id):
            return raised(self._block.source, type_.id) == {False}
        value = self._analysis.value(type_) if type_ is not None else None
        if value is None or value.role != "object" or value.shape.kind != "class" or not self._is_own(value.shape):
            return False
        if {"__init__", "__str__"} & state.members_of(value.shape, self._project).keys():
            return False
        return self._code.raises_bare(value.shape)

    def _seen(self, node: ast.expr) -> _Seen:
        if node not in self._known:
            self._known[node] = self._look(node)
        return self._known[node]

    def _look(self, node: ast.expr) -> _Seen:
        inner = node.value if isinstance(node, ast.Await) else node
        if not isinstance(inner, ast.Name | ast.Call):
            return _Seen()
        value = self._analysis.value(node)
        owner = value.shape if value is not None and value.role == "instance" and self._is_own(value.shape) else None
        if owner is not None and value is not None and not value.exact and not state.is_ready(owner, self._project):
            owner = None  # An instance of some class built on it, which may print well.
        call = self._called(inner) if isinstance(inner, ast.Call) else None
        outcome = self._outcomes.of(call) if call is not None and call.node.name != "__init__" else Outcome()
        if owner is None and outcome.kind == "instance":
            owner = self._project.shape(outcome.path)
        return _Seen(call, outcome, owner)

    def _called(self, node: ast.Call) -> Found | None:
        function = self._analysis.value(node.func)
        if function is None or function.role != "object" or function.shape.kind != "function":
            return None
        shape = function.shape
        if not self._is_own(shape) or not set(shape.decorators) <= TRANSPARENT or state.is_open(shape):
            return None
        return self._code.function(shape.object_path)

    def _is_own(self, shape: Shape) -> bool:
        return shape.object_path.partition(".")[0] == self._package

    def _changed(self, node: ast.expr, call: Found) -> str:
        """What shows the work of a call that gives nothing back: its object, or an argument."""
        inner = node.value if isinstance(node, ast.Await) else node
        match inner:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=variable) as receiver)):
                value = self._analysis.value(receiver)
                if value is not None and value.role == "instance":
                    return state.changed(value.shape, call.node, self._project, variable)
            case ast.Call(args=[ast.Name(id=variable), *_]) if results.changes_arguments(call.node):
                return variable
        return ""


def _gives_nothing(found: Found) -> bool:
    """Whether a call is made for its effect alone."""
    if found.node.name == "__init__" or isinstance(found.node.body[-1], ast.Raise):
        return False
    annotated = found.node.returns
    is_none = isinstance(annotated, ast.Constant) and annotated.value is None
    return is_none or results.returns_nothing(found.node)


def _prints(nodes: Iterable[ast.AST]) -> list[tuple[ast.Expr, ast.expr]]:
    """Statements that print one expression, in the order of the text."""
    found: list[tuple[ast.Expr, ast.expr]] = []
    for node in nodes:
        match node:
            case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=[printed], keywords=[])):
                found.append((node, printed))
    return sorted(found, key=lambda pair: pair[0].lineno)
