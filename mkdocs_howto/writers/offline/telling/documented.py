"""The steps of a function whose author says what it does: how it is called, what happens, what comes back."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mkdocs_howto.authored import UNKNOWN
from mkdocs_howto.facts.values import Docstring, Field
from mkdocs_howto.section import CodeBlock, Project, Shape, Step
from mkdocs_howto.syntax import last_name
from mkdocs_howto.writers.offline.describing.claims import contradicts
from mkdocs_howto.writers.offline.telling import authors
from mkdocs_howto.writers.offline.telling.excerpts import excerpt
from mkdocs_howto.writers.offline.telling.stages import Stage
from mkdocs_howto.writers.offline.telling.terms import GUESSED
from mkdocs_howto.writers.offline.telling.wording import clause, steps_of
from mkdocs_howto.writers.offline.trees import Function, own, yields
from mkdocs_howto.writers.offline.words import decapitalised, with_article

_GIVES = re.compile(r"\b(?:returns?|gives|yields?)\b")
_RESULT_VERB = re.compile(r"(?:(?:this|it) )?(?:returns?|gives?|yields?) ", re.IGNORECASE)
_TYPES = frozenset({"str", "int", "bool", "float", "bytes", "dict", "list", "tuple", "set"})
_NO_RESULT = re.compile(r"`?(?:none|nothing|void|null|n/a)`?\.?\Z", re.IGNORECASE)
_TYPE_BEFORE = re.compile(
    r"\A(?:[\w.]+\[[^:]*\]|[\w.]+(?:\s?\|\s?[\w.]+)+):\s+|\A\(?[\w, ]+\)? : (?:[^:.]*: )?(?!.* : )"
    r"|\A[^.:]{1,40}: (?=(?:An?|The|True|False)\b)"
)
"""A type, or names with their types, in front of what a result is."""
_CODE = re.compile(r"`[^`]+`")
_MOST_WORDS = 40
_FEWEST_WORDS = 5
"""Words of a result that says more than its type."""
_MOST_PARTS = 5
_SHORTEST_SHARED = 12
"""Characters that a sentence must share with the description to count as said."""


@dataclass(frozen=True, slots=True)
class Call:
    """How a function is called.

    Attributes:
        text: As a reader types it.
        is_decorator: Whether it is written above a function.
        is_cut: Whether the text leaves out parameters that have a default.
    """

    text: str
    is_decorator: bool = False
    is_cut: bool = False

    def head(self, *, has_lines: bool) -> str:
        """Return the beginning of the step that shows the call.

        Args:
            has_lines: Whether what its arguments are for follows.
        """
        verb = "Decorate a function with" if self.is_decorator else "Call it as"
        if self.text.startswith(("with ", "async with ", "async for ")):
            verb = "Write it as"
        others = "; it takes, among others" if self.is_cut and has_lines else ""
        return f"{verb} `{self.text}`{others}{':' if has_lines else '.'}"


def documented_steps(
    call: Call, arguments: Sequence[Step], stages: Sequence[Stage], summary: str, described: str, *, is_said: bool
) -> tuple[Step, ...]:
    """Return the steps of a function whose author says what it does, without what its description says already.

    Args:
        call: How it is called.
        arguments: What its arguments are for.
        stages: What its body does and what comes back.
        summary: The call with what it does in its author's words, without a full stop; empty if they cannot be told.
        described: Its description.
        is_said: Whether that description says what it does already.
    """
    left = [_inline(one) for one in stages if not _is_told(one, described)]
    opening = "" if is_said else summary
    if arguments:
        others = "; it takes, among others" if call.is_cut else ""
        head = f"{opening}{others}:" if opening else call.head(has_lines=True)
        return (Step(head, tuple(arguments)), *steps_of(left))
    if opening:
        last = left[-1] if left else None
        is_result = last is not None and last.kind == "return" and not last.condition and not last.steps
        if last is not None and is_result and last.action.startswith("returns ") and not _GIVES.search(opening):
            text = f"{opening} and {last.action}.".replace(GUESSED, "")
            return (Step(text, lines=last.lines), *steps_of(left[:-1]))
        return (Step(f"{opening}."), *steps_of(left))
    if len(left) == 1 and _is_result(left[0]):
        text = f"`{call.text}` {left[0].action}.".replace(GUESSED, "")
        return (Step(text if not call.is_decorator else call.head(has_lines=False), lines=left[0].lines),)
    return (Step(call.head(has_lines=False)), *steps_of(left))


def _is_result(stage: Stage) -> bool:
    """Return whether a stage tells a result so well that the call needs no other words."""
    is_plain = stage.kind == "return" and not stage.steps and not stage.condition
    return is_plain and (len(stage.action.split()) >= _FEWEST_WORDS or "`" in stage.action)


def _inline(stage: Stage) -> Stage:
    """Return a group of a single stage as this stage under the condition of the group."""
    match stage.steps:
        case (only,) if stage.kind == "group" and stage.condition and not stage.action:
            if not (only.steps or only.condition or only.loop or stage.loop):
                return replace(only, kind="group", condition=stage.condition, is_alternative=stage.is_alternative)
    return stage


def _is_told(stage: Stage, described: str) -> bool:
    """Return whether a description says a stage already: what is raised when, or what comes back."""
    if stage.steps or stage.kind not in {"raise", "return"}:
        return False
    told = clause(stage)
    if stage.kind == "raise" and stage.names and f"`{stage.names[0]}` " in described:
        return set(_CODE.findall(told)) <= set(_CODE.findall(described.replace("'", '"')))
    return _is_shared(told, described)


def _is_shared(told: str, described: str) -> bool:
    """Return whether a description holds a clause, apart from its verb."""
    rest = _plain(told.partition(" ")[2])
    return len(rest) >= _SHORTEST_SHARED and rest in _plain(described)


def _plain(text: str) -> str:
    return re.sub(r"[`.,]|\b(?:the|an?) ", "", text.replace(GUESSED, "")).lower().strip()


# What comes back.


def result_stages(docstring: Docstring, node: Function, shape: Shape | None, project: Project) -> tuple[Stage, ...]:
    """Return the stage that tells what comes back in the author's words; none if he says nothing, or what is not true.

    Args:
        docstring: Of the function.
        node: Its definition.
        shape: What is known of it.
        project: Answers what the types of its annotation are.
    """
    fields = docstring.returns or docstring.yields
    verb = "returns" if docstring.returns else "yields"
    said = " ".join(one.text or one.type for one in fields[:1])
    if not fields or (docstring.returns and not gives_value(node)):
        return ()
    if shape is not None and contradicts(f"Returns {said}", shape, node, project):
        return ()
    if 1 < len(fields) <= _MOST_PARTS and all(one.name.isidentifier() for one in fields):
        parts = tuple(Stage(kind="return", action=part) for one in fields if (part := _part(one)))
        return (Stage(kind="group", action=verb, steps=parts),) if len(parts) == len(fields) else ()
    text = _result(_as_one(fields))
    return (Stage(kind="return", action=f"{verb} {text}"),) if text else ()


def said_in_prose(docstring: Docstring) -> Docstring:
    """Return a docstring whose result is that of a paragraph "Returns …", where it has no section for it."""
    if docstring.returns or docstring.yields:
        return docstring
    for one in docstring.paragraphs[1:]:
        if _RESULT_VERB.match(one.text) and not one.is_item:
            return replace(docstring, returns=(Field(name="", type="", text=one.text, line=one.line),))
    return docstring


def _as_one(fields: Sequence[Field]) -> Field:
    """Return a result whose rows a parser took for several, where they go on in the middle of a sentence."""
    first, *others = fields
    if not all(one.text[:1].islower() and not (one.name or one.type) for one in others):
        return replace(first, text="", type="") if others else first
    return replace(first, text=" ".join(one.text for one in fields))


def gives_value(node: Function) -> bool:
    """Return whether a function may return something else than `None`; true for one that others implement."""
    if yields(node):
        return True
    returned = [one.value for one in own(node) if isinstance(one, ast.Return)]
    if any(value is not None and not _is_none(value) for value in returned):
        return True
    does = [one for one in node.body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]
    return all(isinstance(one, ast.Raise | ast.Pass) for one in does)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _part(field: Field) -> str:
    text = excerpt(_TYPE_BEFORE.sub("", field.text), _MOST_WORDS // 2)
    return f"`{field.name}`: {decapitalised(text)}" if text and authors.is_english(text) else ""


def _result(field: Field) -> str:
    """Return what comes back as the object of "returns"; empty if the author's words are none."""
    if not field.text.strip():
        if re.search(r" (?:or|of) ", field.type):
            return authors.as_result(_typed_words(field.type))
        known = re.fullmatch(r"[A-Za-z_][\w.]*(?:\[[\w., \[\]|]+\])?", field.type)
        return with_article(f"`{field.type}`") if known and not _NO_RESULT.match(field.type) else ""
    text = excerpt(_TYPE_BEFORE.sub("", field.text), _MOST_WORDS)
    verb = _RESULT_VERB.match(text)
    text = text[verb.end() :] if verb is not None else text
    if not text or not authors.is_english(text) or _NO_RESULT.match(text):
        return ""
    if text.isidentifier():
        return with_article(f"`{text}`" if text in _TYPES else text)
    return authors.as_result(text)


def _typed_words(text: str) -> str:
    """Return a type that is told in words, with code marks around the names in it."""
    named = re.sub(r"(?<![\w.`])(?:\w+\.)+(?=[A-Z])", "", text.rstrip(". "))
    return re.sub(r"(?<![\w`=])(?:True|False|None|[A-Z]\w*[a-z]\w*|[a-z]\w*=\w+)(?![\w`=])", r"`\g<0>`", named)


# Decorators.


def gives_decorator(node: Function, shape: Shape | None, project: Project, depth: int = 2) -> bool:
    """Return whether a function returns a decorator that it defines, or that another one of its class gives.

    Args:
        node: The function.
        shape: What is known of it.
        project: Reads the other one.
        depth: Functions that are followed.
    """
    from mkdocs_howto.writers.offline.telling.ancestry import function_of

    inner = {one.name for one in node.body if isinstance(one, Function) and "decorator" in one.name}
    match node.body[-1] if node.body else None:
        case ast.Return(value=ast.Name(id=name)):
            return name in inner
        case ast.Return(value=ast.Call(func=function, args=[*_, last])) if last_name(function) == "cast":
            value: ast.expr = last
        case ast.Return(value=ast.Call() as value):
            pass
        case _:
            return False
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name)) if shape is not None and depth:
            path = f"{shape.object_path.rpartition('.')[0]}.{name}"
            other = function_of(path, project)
            return other is not None and gives_decorator(other, project.shape(path), project, depth - 1)
    return False


# Receivers.


def receiver_in(block: CodeBlock) -> str:
    """Return what the programs of the documentation call the object on which a method is called; empty if unknown."""
    counts: Counter[str] = Counter()
    called = re.compile(rf"(?<![\w.])([a-z]\w*)\.{re.escape(block.shape.name)}\b")
    for used, uses in block.authored:
        lines = used.passage.code.split("\n")
        for use in uses:
            owner = use.path.rpartition(".")[0].rpartition(".")[2]
            is_method = owner[:1].isupper() or owner == UNKNOWN  # Not a function of the same name in a module.
            if use.name == block.shape.name and is_method and 0 < use.line <= len(lines):
                counts.update(called.findall(lines[use.line - 1]))
    for name, times in counts.most_common(1):
        return name if 2 * times > counts.total() and name not in {"self", "cls"} else ""
    return ""
