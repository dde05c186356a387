"""Templates of prompts: the part of Jinja whose work is bounded by the size of the template and of the values.

A whole Jinja template is a program: nested loops, macros, growing variables, arithmetic and methods of texts let a few
lines take all time and memory, and no sandbox stops that. A prompt needs variables, conditions, loops over the lists
it is given, and a few filters. Everything else is refused before the template is compiled, since compiling alone
computes constant expressions.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence

import jinja2
from jinja2 import nodes

from mkdocs_howto.errors import BadOption
from mkdocs_howto.writers.llm.wire import Message

LONGEST_PROMPT = 1_000_000
"""Characters of a prompt. A model's context has fewer; beyond this a template repeats its values."""

_LISTS = frozenset({"neighbours", "companions", "call_sites", "dropped"})
_TEXTS = frozenset(
    {"path", "kind", "import_line", "source", "owner", "facts", "example", "language", "examples", "fence"}
)
_LOOP = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length"})
"""What a loop tells (https://jinja.palletsprojects.com/en/stable/templates/#for), without what calls."""

_FILTERS = frozenset(
    {"capitalize", "count", "default", "first", "indent", "join", "last", "length", "lower", "title", "trim", "upper"}
)
_GROWING = frozenset({"indent", "join"})
"""Filters that make a text longer by as much as they are told; they take a variable, not another filter's result."""

_TESTS = frozenset({"defined", "divisibleby", "even", "none", "odd", "undefined"})
_MOST_NODES = 500
"""Nodes of a template's syntax tree. The package's own has about 70."""
_DEEPEST_FILTERS = 4
_LARGEST_ARGUMENT = 100
"""Of a filter or test: characters of a text, or a number."""

_PLAIN = (
    nodes.And, nodes.Compare, nodes.CondExpr, nodes.Const, nodes.If, nodes.Keyword, nodes.List, nodes.Not,
    nodes.Operand, nodes.Or, nodes.Output, nodes.Template, nodes.TemplateData, nodes.Tuple,
)  # fmt: skip
"""Nodes that need no look at what they hold."""

_WORDS = {
    nodes.Assign: "{% set %}", nodes.AssignBlock: "{% set %}", nodes.Call: "a call", nodes.CallBlock: "{% call %}",
    nodes.Concat: "`~`", nodes.Extends: "{% extends %}", nodes.FilterBlock: "{% filter %}",
    nodes.FromImport: "{% from %}", nodes.Getitem: "an index", nodes.Import: "{% import %}",
    nodes.Include: "{% include %}", nodes.Macro: "{% macro %}", nodes.With: "{% with %}",
}  # fmt: skip
"""Nodes that authors know by another name."""


class _Refused(Exception):
    """A part of a template that prompts may not use."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.what = what
        self.line = line


class Template:
    """A compiled template."""

    def __init__(self, text: str, name: str) -> None:
        """Compile a template.

        Args:
            text: The template.
            name: Its file, as messages name it.

        Raises:
            BadOption: It cannot be read, or uses what prompts may not use.
        """
        self._name = name
        environment = _environment()
        try:
            tree = environment.parse(text)
            _check(tree)
            self._template = environment.from_string(tree)
        except _Refused as refused:
            raise BadOption(
                f"The template `{name}` uses {refused.what} in line {refused.line}, which prompts may not use.",
                hint="Use variables, conditions, loops over lists and simple filters; "
                "docs: Have a model write, What is sent.",
            ) from None
        except jinja2.TemplateSyntaxError as error:
            raise BadOption(
                f"The template `{name}` cannot be read: line {error.lineno}: {error.message}.",
                hint="Correct the line; it is Jinja's syntax.",
            ) from error
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
            # Python's own limits: for digits of a number, for blocks inside each other.
            raise BadOption(
                f"The template `{name}` cannot be read: {type(error).__name__}.",
                hint="Nest it less deeply, and use smaller numbers.",
            ) from error

    def messages(self, values: dict[str, str | Sequence[str]]) -> tuple[Message, ...]:
        """Fill in the values: the blocks `system` and `user`, or all of the template as the user's message.

        Raises:
            BadOption: It fails, or the prompt becomes too long.
        """
        blocks = self._template.blocks
        try:
            if {"system", "user"} <= blocks.keys():
                context = self._template.new_context(values)
                parts = {role: self._joined(blocks[role](context)) for role in ("system", "user")}
            else:
                parts = {"user": self._joined(self._template.generate(values))}
        except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            # Values of the wrong kind: a filter for lists on a number, a comparison of a text with a number.
            raise BadOption(
                f"The template `{self._name}` fails: {type(error).__name__}: {error}.",
                hint="Correct it; `mkdocs-howto prompt REF` shows what it makes.",
            ) from error
        return tuple(Message(role, text.strip() + "\n") for role, text in parts.items())

    def _joined(self, pieces: Iterable[str]) -> str:
        kept: list[str] = []
        left = LONGEST_PROMPT
        for piece in pieces:
            left -= len(piece)
            if left < 0:
                raise BadOption(
                    f"The template `{self._name}` makes a prompt of more than {LONGEST_PROMPT:,} characters.",
                    hint="Name each variable once.",
                )
            kept.append(piece)
        return "".join(kept)


@functools.cache
def _environment() -> jinja2.Environment:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True)


def _check(tree: nodes.Template) -> None:
    """Walk a template.

    Raises:
        _Refused: It holds what prompts may not use.
    """
    pending: list[tuple[nodes.Node, bool]] = [(tree, False)]
    count = 0
    while pending:
        node, in_loop = pending.pop()
        count += 1
        if count > _MOST_NODES:
            raise _Refused(f"more than {_MOST_NODES} names, texts and statements up to there", node.lineno)
        if isinstance(node, nodes.For):
            _check_loop(node, in_loop=in_loop)
            in_loop = True
        elif isinstance(node, nodes.Filter):
            _check_filter(node)
        elif isinstance(node, nodes.Test):
            _check_call(node, _TESTS, "test")
        elif isinstance(node, nodes.Getattr):
            _check_attribute(node)
        elif isinstance(node, nodes.Block):
            if node.name not in {"system", "user"}:
                raise _Refused(f"the block `{node.name}`", node.lineno)
        elif not isinstance(node, (*_PLAIN, nodes.Name)):
            raise _Refused(_described(node), node.lineno)
        pending += [(child, in_loop) for child in reversed(list(node.iter_child_nodes()))]


def _described(node: nodes.Node) -> str:
    """Return a part of a template as its author calls it."""
    if isinstance(node, nodes.BinExpr | nodes.UnaryExpr):
        return f"`{node.operator}`"
    return _WORDS.get(type(node), f"`{type(node).__name__}`")


def _check_loop(node: nodes.For, *, in_loop: bool) -> None:
    """Allow loops over the lists of values; texts have too many characters, and lists hold only texts."""
    if not isinstance(node.iter, nodes.Name) or node.iter.name not in _LISTS:
        raise _Refused(f"a loop over something that is not {_or(_LISTS)}", node.lineno)
    if not isinstance(node.target, nodes.Name) or node.target.name in _LISTS | _TEXTS:
        raise _Refused("a loop whose variable is not one new name", node.lineno)
    if node.recursive or in_loop:
        raise _Refused("a loop in a loop", node.lineno)


def _check_filter(node: nodes.Filter) -> None:
    _check_call(node, _FILTERS, "filter")
    inner = list(_filters(node.node))
    if len(inner) >= _DEEPEST_FILTERS:
        raise _Refused(f"`{node.name}` after `{inner[0]}`", node.lineno)
    if node.name in _GROWING and not isinstance(node.node, nodes.Name):
        raise _Refused(f"`{node.name}` on something that is not a variable", node.lineno)
    if node.name == "join" and isinstance(node.node, nodes.Name) and node.node.name not in _LISTS:
        raise _Refused(f"`join` on something that is not {_or(_LISTS)}", node.lineno)


def _filters(node: nodes.Node | None) -> Iterator[str]:
    """Return the names of the filters that a value went through, the last one first."""
    while isinstance(node, nodes.Filter):
        yield node.name
        node = node.node


def _check_call(node: nodes.Filter | nodes.Test, allowed: frozenset[str], what: str) -> None:
    """Allow known filters and tests with small constant arguments."""
    if node.name not in allowed:
        raise _Refused(f"the {what} `{node.name}`", node.lineno)
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        raise _Refused(f"`*` in the arguments of `{node.name}`", node.lineno)
    for argument in (*node.args, *(pair.value for pair in node.kwargs)):
        value = argument.value if isinstance(argument, nodes.Const) else None
        is_small = len(value) <= _LARGEST_ARGUMENT if isinstance(value, str) else value is not None
        if not is_small or (isinstance(value, int | float) and not abs(value) <= _LARGEST_ARGUMENT):
            raise _Refused(f"a large or computed argument of `{node.name}`", node.lineno)


def _check_attribute(node: nodes.Getattr) -> None:
    is_loop = isinstance(node.node, nodes.Name) and node.node.name == "loop"
    if not is_loop or node.attr not in _LOOP:
        raise _Refused(f"the attribute `{node.attr}`", node.lineno)


def _or(names: Iterable[str]) -> str:
    return " or ".join(f"`{name}`" for name in sorted(names))
