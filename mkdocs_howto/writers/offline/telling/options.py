"""Options of a command line, as the calls that add them to a parser declare them."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import Step
from mkdocs_howto.syntax import last_name, unparsed, walk
from mkdocs_howto.writers.offline.trees import Function
from mkdocs_howto.writers.offline.words import decapitalised

_MOST = 9
_FEW = 5
"""Options that a section always has room for."""
_PARSER = re.compile(r"Arg(?:ument)?Parser\b|_(?:SubParsersAction|ArgumentGroup|MutuallyExclusiveGroup)\b")
"""The classes of argparse, and those of other packages that are named for them, that take options."""
_PARTS_OF_PARSERS = frozenset({"add_parser", "add_subparsers", "add_argument_group", "add_mutually_exclusive_group"})
_LONGEST = 140
_LONGEST_DEFAULT = 24


def option_steps(nodes: Iterable[ast.AST]) -> list[Step]:
    """Return the step that lists the options which code adds to a parser; none if it adds none with a help text.

    Args:
        nodes: Statements of a file.
    """
    statements = list(nodes)
    owners = _commands(statements)
    found: dict[str, list[tuple[str, str]]] = {}
    for call in adding_calls(statements):
        if option := _option(call):
            found.setdefault(owners.get(call, ""), []).append(option)
    return [step for command, options in found.items() for step in _step_of(command, options)]


def _step_of(command: str, options: Sequence[tuple[str, str]]) -> Iterator[Step]:
    """Yield the step of the options of a command line or of one of its commands.

    Args:
        command: Name of the command; empty for the command line itself.
        options: Their names and texts.
    """
    head = f"After `{command}`, the command line takes" if command else "The command line takes"
    if not any(text for _, text in options):
        yield Step(f"{head} {', '.join(f'`{name}`' for name, _ in options[:_MOST])}.")
        return
    told = [Step(f"`{name}`: {text}." if text else f"`{name}`.") for name, text in options[:_MOST]]
    yield Step(f"{head} {len(options)} options, among them:" if len(options) > _FEW else f"{head}:", tuple(told))


def _commands(nodes: Iterable[ast.AST]) -> dict[ast.AST, str]:
    """Return the command that each call belongs to which adds an option to the parser of a command."""
    every = [one for node in nodes for one in walk(node)]
    made: dict[str, str] = {}
    parents: dict[str, str] = {}
    for one in every:
        match one:
            case ast.Assign(targets=[target], value=ast.Call() as call) if command := _command(call):
                made[dotted(target)] = command
        if isinstance(one, ast.Call) and (name := _command(one)):
            given = next((each.value for each in one.keywords if each.arg == "parents"), None)
            for each in given.elts if isinstance(given, ast.List | ast.Tuple) else ():
                parents[last_name(each.func) if isinstance(each, ast.Call) else dotted(each)] = name
    found: dict[ast.AST, str] = {}
    for one in every:
        if isinstance(one, Function) and one.name in parents:
            found |= dict.fromkeys(walk(one), parents[one.name])
        elif isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute):
            owner = dotted(one.func.value)
            if owner in made or owner in parents:
                found[one] = made.get(owner) or parents[owner]
    return found


def _command(call: ast.Call) -> str:
    """Return the name of the command whose parser a call makes; empty for any other call."""
    match call:
        case ast.Call(func=ast.Attribute(attr="add_parser"), args=[ast.Constant(value=str(name)), *_]):
            return name
    return ""


def purpose_of_parser(nodes: Iterable[ast.AST]) -> str:
    """Return the text with which code describes its command line; empty if it does not."""
    for one in (inner for node in nodes for inner in walk(node)):
        if isinstance(one, ast.Call) and last_name(one.func) == "ArgumentParser":
            texts = [keyword.value for keyword in one.keywords if keyword.arg == "description"]
            for text in texts:
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    return " ".join(text.value.split())
    return ""


def option_names(nodes: Iterable[ast.AST]) -> list[str]:
    """Return the options which code adds to a parser, by name."""
    return [name for name, _ in _options(nodes)]


def lines_of_command(node: Function) -> list[str]:
    """Return a line for each option with a help text that decorators or defaults give to a command's function."""
    found = [(max(names, key=len), _text(call)) for call in node.decorator_list if (names := _declared(call))]
    arguments = node.args
    plain = [*arguments.posonlyargs, *arguments.args]
    pairs = [*zip(plain[len(plain) - len(arguments.defaults) :], arguments.defaults, strict=True)]
    pairs += [(one, value) for one, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value]
    found += [
        (f"--{one.arg.replace('_', '-')}" if last_name(value.func) == "Option" else one.arg, _text(value))
        for one, value in pairs
        if isinstance(value, ast.Call) and last_name(value.func) in {"Option", "Argument"}
    ]
    return [f"`{name}`: {text}." for name, text in found if text][:_MOST]


def _declared(decorator: ast.expr) -> list[str]:
    """Return the names of the option that a decorator declares."""
    if not isinstance(decorator, ast.Call) or last_name(decorator.func) not in {"option", "argument"}:
        return []
    return [one.value for one in decorator.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def adding_calls(nodes: Iterable[ast.AST]) -> list[ast.Call]:
    """Return the calls that add an option or argument to a command line, in their order.

    Args:
        nodes: Statements of a file.
    """
    every = [one for node in nodes for one in walk(node)]
    parsers = set(_parsers(every))
    calls = [one for one in every if isinstance(one, ast.Call) and _is_adding(one.func, parsers)]
    return sorted(calls, key=lambda one: (one.lineno, one.col_offset))


def _options(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str]]:
    yield from filter(None, map(_option, adding_calls(nodes)))


def _option(call: ast.Call) -> tuple[str, str] | None:
    """Return the name of the option that a call adds, with what it is for; `None` where its name is no literal."""
    names = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if not names or len(names) != len(call.args):
        return None
    return max(names, key=lambda name: (name.startswith("--"), len(name))), _text(call)


def _is_adding(function: ast.expr, parsers: Collection[str]) -> bool:
    """Return whether a method adds an option to a command line, and not an argument to a browser or a program."""
    match function:
        case ast.Attribute(attr="addoption"):
            return True  # Only pytest has it.
        case ast.Attribute(value=owner, attr="add_argument"):
            return _makes_parser(owner) or dotted(owner) in parsers or last_name(owner).lower().endswith("parser")
    return False


def _parsers(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the variables and attributes that hold the parser of a command line or a part of one."""
    for node in nodes:
        match node:
            case ast.Assign(targets=[target], value=value) if _makes_parser(value):
                yield dotted(target)
            case ast.AnnAssign(target=target, value=ast.expr() as value) if _makes_parser(value):
                yield dotted(target)
            case ast.arg(arg=name, annotation=ast.expr() as kind) if _PARSER.search(unparsed(kind)):
                yield name
            case ast.ClassDef(bases=bases) if any(_PARSER.search(unparsed(one)) for one in bases):
                yield "self"


def _makes_parser(node: ast.expr) -> bool:
    name = last_name(node.func) if isinstance(node, ast.Call) else ""
    return name in _PARTS_OF_PARSERS or bool(_PARSER.search(name))


def _text(call: ast.expr) -> str:
    """Return what an option is for, with its choices and its default."""
    if not isinstance(call, ast.Call):
        return ""
    passed = {one.arg: one.value for one in call.keywords if one.arg}
    help_ = passed.get("help")
    text = help_.value if isinstance(help_, ast.Constant) and isinstance(help_.value, str) else ""
    parts = [decapitalised(" ".join(text.split()).rstrip("."))] if text and "%" not in text else []
    choices, default = passed.get("choices"), passed.get("default")
    if isinstance(choices, ast.List | ast.Tuple) and len(unparsed(choices)) <= _LONGEST_DEFAULT:
        parts.append(f"one of `{unparsed(choices)}`")
    if (
        isinstance(default, ast.Constant)
        and default.value not in {None, False, ""}
        and len(unparsed(default)) <= _LONGEST_DEFAULT
    ):
        parts.append(f"`{unparsed(default)}` by default")
    told = "; ".join(parts)
    return told if len(told) <= _LONGEST else ""
