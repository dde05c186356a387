"""Follow the statements of a body and keep what an observer could notice, as stages."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from mkdocs_howto.effects import dotted
from mkdocs_howto.secrets import is_secret_name, is_secret_value
from mkdocs_howto.section import Shape, Span
from mkdocs_howto.syntax import below, children, dumped, last_name, unparsed, walk
from mkdocs_howto.writers.offline.telling import failures, hooks
from mkdocs_howto.writers.offline.telling.acts import act_of, is_outward
from mkdocs_howto.writers.offline.telling.callees import Callees
from mkdocs_howto.writers.offline.telling.files import is_open, opened, touches
from mkdocs_howto.writers.offline.telling.gists import gist_of
from mkdocs_howto.writers.offline.telling.names import noun_name, noun_of, result_noun, words_of
from mkdocs_howto.writers.offline.telling.requests import Requests
from mkdocs_howto.writers.offline.telling.scope import CHANGING, with_constants
from mkdocs_howto.writers.offline.telling.shapes import folded
from mkdocs_howto.writers.offline.telling.stages import (
    ASKED,
    CHECKED,
    FIRST,
    IGNORED,
    NEEDED,
    OTHERWISE,
    REASONED,
    Kind,
    Stage,
    walk_stages,
)
from mkdocs_howto.writers.offline.telling.terms import ANSWER, GUESSED, RESULT_OF, Terms, together
from mkdocs_howto.writers.offline.trees import Function, own, without_docstring, yields
from mkdocs_howto.writers.offline.types import PLAIN, head
from mkdocs_howto.writers.offline.words import listed, with_article

_KINDS: dict[str, Kind] = {
    "network": "request", "file": "file", "process": "process", "environment": "environment", "output": "print",
    "time": "wait",
}  # fmt: skip
"""Kinds of stages by the effects that the table of calls knows."""
_OUTER = frozenset({"raise", "request", "file", "process", "ask", "print", "exit", "database", "group", "environment"})
"""What is told of a private function that is called for its result."""
_LOGGERS = frozenset({"log", "logger", "logging", "_log", "_logger", "LOG", "LOGGER", "warnings"})
_DOUBLE = re.compile(
    rf"the (?P<kind>directory|folder|file|symbolic link|program|command|text) (?:the|an?) {GUESSED}[\w ]+"
)
REPEATEDLY = "repeatedly"
"""How often something happens that is repeated for what a caller does not see."""
_INNER_ERRORS = frozenset(
    {"StopIteration", "StopAsyncIteration", "ImportError", "ModuleNotFoundError", "AttributeError"}
)
"""Exceptions by which code asks for what is there, and not for what went wrong."""
_LONGEST_CALL = 90
_MOST_ARGUMENTS = 3
_SHOWING = frozenset({"opens", "sends", "replies"})
"""What the calls of a script are told by instead of their code: an address stands behind it."""
_LONGEST_PRINT = 160
_LONGEST_MESSAGE = 80
_LEAVING = frozenset({"return", "stop", "raise"})
_BRANCHING = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.TryStar, ast.With, ast.AsyncWith, ast.Match)
_UNSEEN = frozenset({"os.getcwd", "os.path.realpath", "pathlib.Path.cwd", "argparse.ArgumentParser.parse_args"})
_PROGRAMS = {
    "subprocess.Popen": "starts", "subprocess.run": "runs", "subprocess.call": "runs", "subprocess.check_call": "runs",
    "subprocess.check_output": "runs", "os.system": "runs", "os.popen": "runs", "os.startfile": "opens",
}  # fmt: skip
"""Calls that start another program."""
_EXITS = frozenset({"sys.exit", "exit", "quit", "os._exit"})
_WINDOWS = frozenset({"tkinter", "turtle"})
"""Modules of the standard library whose objects a user sees."""
_SILENT = frozenset(
    {
        "wait",
        "sleep",
        "pause",
        "flush",
        "pack",
        "grid",
        "place",
        "configure",
        "config",
        "mkdir",
        "add_argument",
        "parse_args",
        "add_subparsers",
    }
)
"""Methods of unknown objects that nobody notices."""
_EMPTY = frozenset(
    {"", "the result", "a list", "a dictionary", "a text", "a tuple", "a set"}
    | {f"the {GUESSED}{noun}" for noun in ("result", "results", "data", "value", "output", "object", "list")}
)
"""Nouns that say less of a result than the name of the function."""
RESULTS = {
    "str": "a text", "int": "an integer", "float": "a number", "bool": "`True` or `False`", "bytes": "bytes",
    "dict": "a dictionary", "Dict": "a dictionary", "list": "a list", "List": "a list", "tuple": "a tuple",
}  # fmt: skip
"""What annotations say of results."""
_VALUES = ("collections.", "io.", "re.", "datetime.", "pathlib.", "decimal.")
_PASSED = re.compile(r"(?P<verb>\w+s) (?:the|an?) (?:given|specified|provided|passed)\b")
_SETTINGS = (".json", ".yaml", ".yml", ".toml", ".ini", ".cfg")
_READING = frozenset({"load", "loads", "read", "parse"})
_MOST_SETTINGS = 5
_MOST_DOES = 30
"""Words for what a function does that is installed."""
_DEEPEST = 30
"""Blocks inside each other that are followed."""
_MOST_STATEMENTS = 400
"""Statements of one function that are followed."""
_MOST_ERRORS = 4
"""Exceptions that a sentence names."""


Helper: TypeAlias = Callable[[str, Mapping[str, str]], tuple[Stage, ...] | None]
"""Returns the stages of a private function of the block, given its name and what is passed for its parameters."""


class Flow:
    """Makes stages of the statements of one function."""

    def __init__(self, terms: Terms, callees: Callees, helper: Helper, *, is_run: bool = False) -> None:
        """Follow the statements of one function.

        Args:
            terms: Names its values.
            callees: Describes functions of the project that it calls.
            helper: Tells a private function of the same block; `None` for what it does not know.
            is_run: Whether they are a script or a test, which is told by all that it creates, calls and checks.
        """
        self._is_run = is_run
        terms.trusts_names = is_run
        self._helper = helper
        self._terms = terms
        self._callees = callees
        self._depth = 0
        self._left = _MOST_STATEMENTS
        """Statements that are still followed."""
        self._gives = False
        self._stored: dict[str, str] = {}
        """Constants that the object was given, by attribute."""
        self._handles: set[str] = set()
        self._chained: set[ast.stmt] = set()
        """Branches that are only reached where the one before them is not: each `elif`."""
        self._texts: dict[str, ast.expr] = {}
        """The texts that variables hold, by name."""
        self._attributes: Mapping[str, Sequence[str]] = {}
        """The attributes that are read of each variable."""
        self._keywords = ""
        """The parameter that holds all other keyword arguments."""
        self._named = ""
        """What the function gives, from its name."""
        self._is_empty_handed = False
        """Whether the function is annotated to give nothing."""
        self._kind = ""
        """What the annotation says of the result, as a noun."""
        self._requests = Requests(terms.paths, terms.scope.parameters, terms.scope.values)
        self.left_out: set[str] = set()
        """What is returned under conditions that cannot be told."""

    def function(self, node: Function) -> tuple[Stage, ...]:
        """Return the stages of a function's body."""
        body = without_docstring(node.body)
        self._attributes = _attributes(node)
        self._keywords = node.args.kwarg.arg if node.args.kwarg is not None else ""
        self._kind = RESULTS.get(unparsed(node.returns).partition("[")[0], "") if node.returns is not None else ""
        self._named = result_noun(node.name) or noun_name(node.name)
        self._is_empty_handed = node.returns is not None and _is_none(node.returns)
        self._gives = any(isinstance(one, ast.Return) and not _is_none(one.value) for one in own(node))
        self._gives = self._gives and not yields(node)
        if len(body) > 1 and isinstance(body[-1], ast.Return) and body[-1].value is None:
            body = body[:-1]
        return self._ended(self.body(body))

    def _ended(self, stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
        """Return stages whose last return says no more than holds for the returns that are left out."""
        if not stages or stages[-1].kind != "return" or stages[-1].condition:
            return stages
        last, others = stages[-1], self.left_out - {stages[-1].action}
        if not others:
            return stages
        plain = [action.removeprefix("returns ") for action in (last.action, *others)]
        is_told = any(one.kind == "return" for one in walk_stages(stages[:-1]))
        is_short = len(others) == 1 and not any(GUESSED in noun or noun == "the result" for noun in plain)
        if is_told and not is_short:
            return stages[:-1]
        return (
            *stages[:-1],
            replace(last, action=f"returns {' or '.join(plain)}" if is_short else "returns the result", objects=()),
        )

    def body(self, statements: Sequence[ast.stmt]) -> tuple[Stage, ...]:
        """Return the stages of statements that run one after the other."""
        if self._depth >= _DEEPEST:
            return ()
        self._depth += 1
        stages: list[Stage] = []
        may_have_left = False
        for statement in folded(statements, self._terms.scope):
            self._left -= 1
            if self._left < 0:
                break
            if name := self._terms.missing(statement):
                why = f"raises `NameError`, since nothing defines or imports `{name}`"
                stages.append(self._stage("raise", statement, why, names=("NameError",)))
                break
            found = list(self._statement(statement))
            if may_have_left:
                found = [one for one in found if one.kind != "raise" or one.condition not in {"", NEEDED}]
            stages += found
            may_have_left |= _leaves(statement) and not any(one.kind in _LEAVING for one in walk_stages(found))
            if isinstance(statement, _BRANCHING) and not isinstance(statement, ast.With | ast.AsyncWith):
                self._terms.forget(walk(statement))
        self._depth -= 1
        return tuple(stages)

    # Statements.

    def _statement(self, node: ast.stmt) -> Iterator[Stage]:
        match node:
            case ast.Return(value=value):
                yield from self._returned(node, value)
            case ast.Raise():
                yield from self._raised(node)
            case ast.If():
                yield from self._branches(node)
            case ast.For() | ast.AsyncFor():
                yield from self._loop(node, self._terms.each(node.target, node.iter), node.iter)
            case ast.While():
                yield from self._while(node)
            case ast.Try() | ast.TryStar():
                yield from self._tried(node)
            case ast.With() | ast.AsyncWith():
                yield from self._entered(node)
            case ast.Match():
                yield from self._matched(node)
            case ast.Expr(value=ast.Yield(value=value)):
                yield from self._yielded(node, value)
            case ast.Expr(value=ast.YieldFrom(value=value)):
                yield self._stage("yield", node, self._passed_through(value))
            case ast.Expr(value=value):
                yield from self._effects(value, node)
                yield from self._done(value, node)
            case ast.Assign(targets=targets, value=value):
                yield from self._effects(value, node)
                self._take(value)
                for target in targets:
                    self._rebind(target, value)
                    yield from self._assigned(target, value, node)
                    self._explain(target, value)
                    if isinstance(target, ast.Name):
                        self._texts[target.id] = value
            case ast.AnnAssign(target=target, value=value) if value is not None:
                yield from self._effects(value, node)
                yield from self._assigned(target, value, node)
                self._explain(target, value)
            case ast.AugAssign(target=target, value=value):
                self._rebind(target, value)
                self._terms.forget(walk(target))
                yield from self._effects(value, node)
                yield from self._changed(target, node)
            case ast.Delete(targets=targets):
                for target in targets:
                    if isinstance(target, ast.Subscript) and (noun := self._outside(target.value)):
                        item = self._terms.noun(target.slice, 1)
                        yield self._stage("change", node, f"removes {item or 'an item'} from {noun}")

    def _explain(self, target: ast.expr, value: ast.expr) -> None:
        """Note what a variable holds where a told stage explains it."""
        terms = self._terms
        terms.remember(target, value)
        call = value.value if isinstance(value, ast.Await) else value
        if not isinstance(target, ast.Name) or target.id in terms.scope.parameters:
            return
        if isinstance(call, ast.Call) and touches(call, self._handles):
            terms.known[target.id] = "the file"
        elif _asks(call, terms.scope.values):
            terms.known[target.id] = noun_for(target.id) or "the input"
        elif isinstance(call, ast.Call):
            if terms.types.callee(call) in _PROGRAMS:
                terms.known[target.id] = "the program"
            elif (request := self._requests.of(call, terms.types.callee(call))) is not None:
                terms.known[target.id] = ANSWER if request.is_question else "the response"
            elif self._is_run and (made := self._class_of(call)) and not terms.paths.text(call):
                terms.known[target.id] = f"the `{made}`"
            elif is_outward(call) and self._act(call, ast.Pass()) is not None:
                terms.known[target.id] = (noun_for(target.id) if self._is_run else "") or "the result"
            elif self._is_run and target.id not in terms.known and (noun := noun_for(target.id)):
                terms.known[target.id] = noun

    def _stage(
        self, kind: Kind, node: ast.AST, action: str, *, condition: str = "", names: tuple[str, ...] = ()
    ) -> Stage:
        return Stage(kind=kind, action=action, condition=condition, lines=(_span(node),), names=names)

    def _returned(self, node: ast.stmt, value: ast.expr | None) -> Iterator[Stage]:
        if value is None or (_is_none(value) and self._gives):
            if self._gives:
                yield replace(self._stage("return", node, "returns `None`", names=("None",)), value="`None`")
            else:
                yield self._stage("stop", node, "does nothing more")
            return
        if isinstance(value, ast.Name) and value.id == "NotImplemented":
            return
        effects = list(self._effects(value, node))
        if isinstance(value, ast.Name | ast.Attribute) and dotted(value) == "self":
            yield self._stage("return", node, "returns the object itself", names=("self",))
            return
        yield from effects
        call = value.value if isinstance(value, ast.Await) else value
        noun = self._terms.noun(value)
        if not effects and isinstance(call, ast.Call) and (inside := self._work(call, node)):
            yield from inside
            if self._is_empty_handed:
                return
        if isinstance(value, ast.Tuple):
            noun = noun or f"{GUESSED}a tuple of {len(value.elts)} values"
        if isinstance(call, ast.Call) and (shape := self._terms.types.called(call)) and shape.kind == "function":
            callee = self._callees.of(shape)
            noun = noun or callee.result
            if not noun and callee.action and not effects:
                yield self._stage("return", node, f"{callee.action} and returns the result")
                return
        if isinstance(call, ast.Call) and noun.endswith(")`") and self._terms.types.called(call) is not None:
            noun = f"the result of {noun}"
        if effects and noun in {"", effects[-1].names[-1] if effects[-1].names else None}:
            noun = noun or "the result"
        if self._named and (noun in _EMPTY or noun.startswith(RESULT_OF)):
            noun = f"{GUESSED}the {self._named}"
        told = noun or (self._kind and f"{GUESSED}{self._kind}") or "the result"
        yield replace(self._stage("return", node, f"returns {told}", names=(_nature(value),)), value=told)

    def _yielded(self, node: ast.stmt, value: ast.expr | None) -> Iterator[Stage]:
        if value is not None:
            yield from self._effects(value, node)
        noun = self._terms.noun(value) if value is not None else ""
        is_text = isinstance(value, ast.JoinedStr) or (isinstance(value, ast.Constant) and isinstance(value.value, str))
        told = self._stage("yield", node, f"yields {noun or 'a value'}")
        yield replace(told, objects=("a text" if is_text else noun,) if noun else (), value=noun)

    def _passed_through(self, value: ast.expr) -> str:
        """Return what `yield from` yields: what a function of the block or the items of a value yield."""
        shape = self._terms.types.called(value) if isinstance(value, ast.Call) else None
        if shape is not None and "generator" in shape.labels and not shape.name.startswith("_"):
            return f"yields what `{shape.name}` yields"
        noun = self._terms.noun(value)
        return f"yields the items of {noun}" if noun else "yields values one by one"

    def _raised(self, node: ast.Raise) -> Iterator[Stage]:
        error = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        name = dotted(error).rpartition(".")[2] if error is not None else ""
        if name == "HTTPException" and isinstance(node.exc, ast.Call) and (status := _status(node.exc)):
            yield self._stage("raise", node, f"answers with status {status}", names=(name,))
        elif name[:1].isupper():
            told = self._stage("raise", node, f"raises `{name}`", names=(name,))
            yield replace(told, objects=self._message(node), value=f"`{name}`")
        elif error is None:
            yield self._stage("raise", node, "raises the error again", names=("",))

    def _message(self, node: ast.Raise) -> tuple[str, ...]:
        """Return the text of an error, which tells what is wrong if its condition does not; none if it is hidden."""
        match node.exc:
            case ast.Call(args=[message], keywords=[]):
                pass
            case _:
                return ()
        if isinstance(message, ast.Name):
            message = self._texts.get(message.id, message)
        match message:
            case ast.Constant(value=str(text)):
                pass
            case ast.JoinedStr():
                text = self._terms.paths.template(message)
            case _:
                return ()
        is_shown = text.isprintable() and " " in text.strip() and len(text) <= _LONGEST_MESSAGE and '"' not in text
        return (f'"{text}"',) if is_shown and "`" not in text and not is_secret_value(text) else ()

    def _branches(self, node: ast.If) -> Iterator[Stage]:
        if dotted(node.test).rpartition(".")[2] in {"TYPE_CHECKING", "DEBUG", "debug", "__debug__"}:
            return
        yield from self._effects(node.test, node)
        if name := _fills(node):
            yield from self._filled(node)
            self._terms.filled.add(name)
            return
        clause = self._outcome(node.test) or self._clause(node.test)
        opposite = self._outcome(node.test, holds=False) or self._clause(node.test, holds=False)
        if len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
            self._chained.add(node.orelse[0])
        then, other = self._cases(node)
        if not then and not other:
            return
        if not then or not other:
            yield from self._under(clause if then else opposite, then or other, node)
        elif ends(node.orelse) and not ends(node.body) and opposite and node not in self._chained:
            yield from self._under(opposite, other, node)  # What follows happens in the other case alone.
            yield from then
        elif len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If) and clause:
            yield from self._under(clause, then, node)
            yield from (_alternative(stage, clause) for stage in other)
        elif ends(node.body) and clause and len(other) > 1:
            yield from self._under(clause, then, node)
            yield from other
        elif GUESSED in clause and (either := _either(then, other)) is not None:
            yield either
        else:
            yield from self._under(clause, then, node)
            yield from self._under(OTHERWISE if clause else "", other, node)

    def _cases(self, node: ast.If) -> tuple[tuple[Stage, ...], tuple[Stage, ...]]:
        """Return the stages of both branches, neither of which knows what the other one binds."""
        terms = self._terms
        known, stale = dict(terms.known), set(terms.stale)
        then = self.body(node.body)
        after = terms.stale
        terms.known, terms.stale = known, stale
        other = self.body(node.orelse)
        terms.stale = terms.stale | after
        return then, other

    def _clause(self, test: ast.expr, *, holds: bool = True) -> str:
        """Return a test as a clause; empty if it cannot be said."""
        return self._terms.clause(test, holds=holds)

    def _outcome(self, test: ast.expr, *, holds: bool = True) -> str:
        """Return a test of what a told call gave as a clause: "there is no result"; empty for any other test."""
        while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            test, holds = test.operand, not holds
        call = self._terms.scope.values.get(test.id) if isinstance(test, ast.Name) else test
        call = call.value if isinstance(call, ast.Await) else call
        if not isinstance(call, ast.Call) or not is_outward(call) or self._act(call, test) is None:
            return ""
        return "there is a result" if holds else "the result is false or empty"

    def _under(self, condition: str, stages: Sequence[Stage], node: ast.AST) -> Iterator[Stage]:
        """Yield stages that share a condition: one with it, several in a group, none of what cannot be told without."""
        if not condition:
            self.left_out |= {stage.action for stage in walk_stages(stages) if stage.kind == "return"}
            if len(stages) == 1 and (reason := by_message(stages[0])) is not None:
                yield reason
                return
            kept = [stage for stage in stages if stage.kind not in {"raise", "stop", "catch", "return", "store"}]
            if len(kept) > 1:
                yield Stage(kind="group", condition=NEEDED, steps=tuple(kept), lines=(_span(node),))
            else:
                yield from (replace(stage, condition=NEEDED) for stage in kept)
            return
        is_inner = GUESSED in condition or RESULT_OF in condition
        if is_inner and "`" not in condition and len(stages) == 1 and (reason := by_message(stages[0])) is not None:
            yield reason
            return
        if len(stages) == 1 and (joined := _joined(condition, stages[0])) is not None:
            yield joined
            return
        yield Stage(kind="group", condition=condition, steps=tuple(stages), lines=(_span(node),))

    def _loop(self, node: ast.For | ast.AsyncFor, each: str, source: ast.expr) -> Iterator[Stage]:
        yield from self._effects(source, node)
        if (items := _replaced(node)) is not None and (noun := self._known_noun(items)):
            yield self._stage("change", node, f"replaces the items of {noun}")
            return
        self._terms.forget(inner for one in node.body for inner in walk(one))
        if each and isinstance(node.target, ast.Name):
            is_first = isinstance(node.body[-1], ast.Return | ast.Break) and not node.orelse
            self._terms.known[node.target.id] = (
                f"the first {each.removeprefix('each ')}"
                if is_first
                else f"the {each.partition(' of ')[0].partition(' in ')[0].removeprefix('each ')}"
            )
            if is_first:
                yield from self.body(node.body)
                return
        stages = [stage for stage in self.body(node.body) if stage.kind != "stop"]
        if stages:
            yield self._repeated(self._times(node, each), stages, node)
        yield from self.body(node.orelse)

    def _times(self, node: ast.For | ast.AsyncFor, each: str) -> str:
        """Return how often a loop runs, in the caller's words."""
        match node.iter:
            case ast.Call(func=ast.Name(id="range"), args=[number]) if noun := self._terms.noun(number, 1):
                ends = any(isinstance(inner, ast.Break | ast.Return) for inner in walk(node))
                times = "time" if noun == "1" else "times"
                if GUESSED not in noun:
                    return f"up to {noun} {times}" if ends else f"{noun} {times}"
        return each or REPEATEDLY

    def _repeated(self, each: str, stages: Sequence[Stage], node: ast.AST) -> Stage:
        if len(stages) == 2 and stages[1].verb == IGNORED and each.startswith("each ") and not stages[0].loop:
            each, stages = f"{each}, skipping those for which that fails", stages[:1]
        only = stages[0] if len(stages) == 1 else None
        if (
            only is not None
            and only.kind == "raise"
            and (reason := by_message(replace(only, condition=""))) is not None
        ):
            return replace(reason, loop=each)
        if only is not None and only.kind == "return" and each.startswith("each ") and not (only.loop or only.steps):
            which = f" for which {only.condition}" if only.condition not in {"", OTHERWISE, NEEDED} else ""
            unit = each.removeprefix("each ")
            if only.value.replace(GUESSED, "") == f"the {unit.partition(' of ')[0]}":
                return replace(only, condition="", action=f"returns {FIRST}{unit}{which}", names=(FIRST,), value="")
            return replace(only, condition="", loop=f"{FIRST}{unit}{which}", names=(FIRST,), value="")
        if len(stages) == 1 and each.startswith("each ") and _is_filter(stages[0]):
            each, stages = f"{each} where {stages[0].condition}", [replace(stages[0], condition="")]
        if (
            each == REPEATEDLY
            and all(stage.kind in {"yield", "raise", "return"} for stage in stages)
            and len(stages) == 1
        ):
            return stages[0]
        if (
            len(stages) == 1
            and not stages[0].loop
            and not stages[0].steps
            and stages[0].kind not in {"raise", "return"}
        ):
            unit = f" the {each.partition(' of ')[0].removeprefix('each ')}"
            is_whole = stages[0].action.endswith(unit) or not (" where " in each or ", skipping" in each)
            if each.startswith("each ") and is_whole and f"{stages[0].action} ".count(f"{unit} ") == 1:
                action = f"{stages[0].action} ".replace(unit, f" {each}", 1).rstrip()
                return replace(stages[0], action=action, verb="", objects=())
            return replace(stages[0], loop=each)
        return Stage(kind="group", loop=each, steps=tuple(stages), lines=(_span(node),))

    def _while(self, node: ast.While) -> Iterator[Stage]:
        self._terms.forget(walk(node))
        stages = [stage for stage in self.body(node.body) if stage.kind != "stop"]
        if not stages:
            return
        if isinstance(node.test, ast.Constant) and _tries(node.body):
            yield from (
                replace(one, action=f"{one.action} and tries again") if one.kind == "catch" else one for one in stages
            )
            return
        clause = "" if isinstance(node.test, ast.Constant) else self._clause(node.test)
        yield self._repeated(f"as long as {clause}" if clause else REPEATEDLY, stages, node)

    def _tried(self, node: ast.Try | ast.TryStar) -> Iterator[Stage]:
        inner = _uncaught(self.body(node.body), node.handlers)
        yield from inner
        for number, handler in enumerate(node.handlers):
            yield from self._handled(handler, node, inner, is_first=number == 0)
        yield from self.body(node.orelse)
        yield from self.body(node.finalbody)

    def _handled(
        self, handler: ast.ExceptHandler, node: ast.Try | ast.TryStar, inner: Sequence[Stage], *, is_first: bool
    ) -> Iterator[Stage]:
        names = failures.names_of(handler)
        if handler.name:
            self._terms.known[handler.name] = "the error"
        stages = self.body(handler.body)
        if set(names) & _INNER_ERRORS:
            yield from self._under("", stages, handler)
            return
        when = failures.failing(node.body, set(names), self._known_noun) or self._when(names, inner, is_first=is_first)
        if failures.raises_again(handler):
            shown = [one for one in stages if one.kind in {"print", "file", "request", "change"}]
            if shown:
                action = f"{listed([one.action for one in shown])} and raises the error again"
                yield self._stage("catch", handler, action, condition=when, names=tuple(names) or ("",))
            return
        if any(stage.kind == "raise" and not stage.condition for stage in stages):
            (*_, last) = (stage for stage in stages if stage.kind == "raise")
            if last.names[0] not in names:
                yield replace(last, condition=when)
            return
        yield from self._caught(handler, stages, inner, names, when)

    def _when(self, names: Sequence[str], inner: Sequence[Stage], *, is_first: bool) -> str:
        """Return when a handler runs, as a clause."""
        shown = [f"`{name}`" for name in names if name and not name.startswith("_")]
        if len(shown) > _MOST_ERRORS:
            return f"one of {len(shown)} kinds of errors occurs"
        if shown and not failures.is_broad(names):
            return f"{with_article(listed(shown, 'or'))} occurs"
        if not is_first:
            return failures.REST
        return "that fails" if len(inner) == 1 else failures.WHOLE

    def _caught(
        self,
        handler: ast.ExceptHandler,
        stages: Sequence[Stage],
        inner: Sequence[Stage],
        names: Sequence[str],
        when: str,
    ) -> Iterator[Stage]:
        """Yield the stage of a handler that lets the program go on, if what it is about is told."""
        told = [
            one.action for one in stages if not one.steps and one.kind not in {"stop", "raise"} and not _guesses(one)
        ]
        if any(
            _is_logging(call) for statement in handler.body for call in walk(statement) if isinstance(call, ast.Call)
        ):
            told.insert(0, "logs the error")
        last = handler.body[-1]
        if isinstance(last, ast.Return) and last.value is None and self._gives and "returns `None`" not in told:
            told.append("returns `None`")
        goes_on = not isinstance(last, ast.Return | ast.Continue | ast.Break)
        is_told = bool(inner) or bool([one for one in told if one != "logs the error"])
        if told == ["logs the error"] and goes_on:
            told.append("goes on")
        elif not told and failures.is_silent(handler):
            told.append("ignores the error")
        if is_told and told:
            caught = self._stage("catch", handler, listed(told), condition=when, names=tuple(names) or ("",))
            yield replace(caught, verb=IGNORED) if told == ["ignores the error"] else caught

    def _known_noun(self, node: ast.expr) -> str:
        """Return the noun phrase for a value that a caller knows; empty for any other."""
        noun = self._terms.noun(node, 1)
        return noun if GUESSED not in noun else ""

    def _entered(self, node: ast.With | ast.AsyncWith) -> Iterator[Stage]:
        quiet: list[str] = []
        for item in node.items:
            call = item.context_expr
            if isinstance(call, ast.Call) and dotted(call.func).rpartition(".")[2] == "suppress":
                quiet += [dotted(one).rpartition(".")[2] for one in call.args]
                continue
            if is_open(call):
                yield from self._opened(call, item.optional_vars, node)
                continue
            yield from self._effects(call, node)
            if item.optional_vars is not None:
                self._explain(item.optional_vars, call)
        yield from self.body(node.body)
        if quiet:
            yield self._stage("catch", node, f"ignores {with_any([f'`{name}`' for name in quiet])}", names=tuple(quiet))

    def _opened(self, node: ast.expr, target: ast.expr | None, block: ast.With | ast.AsyncWith) -> Iterator[Stage]:
        """Yield the stage of a file that is open in a block; what the block does with it is part of the stage."""
        call = node.value if isinstance(node, ast.Await) else node
        assert isinstance(call, ast.Call)
        handle = target.id if isinstance(target, ast.Name) else ""
        if action := opened(call, handle, block.body, self._known_noun):
            yield self._stage("file", block.items[0].context_expr, action)
            self._handles.add(handle)
            self._terms.known[handle] = "the file"
        else:
            yield from self._effects(call, block)

    def _matched(self, node: ast.Match) -> Iterator[Stage]:
        subject = self._terms.noun(node.subject, 1)
        for case in node.cases:
            stages = self.body(case.body)
            if not stages:
                continue
            clause = self._case(subject, case.pattern) if case.guard is None else ""
            yield from self._under(clause, stages, case.pattern)

    def _case(self, subject: str, pattern: ast.pattern) -> str:
        match pattern:
            case ast.MatchAs(pattern=None):
                return OTHERWISE
            case ast.MatchValue(value=value) if subject and (noun := self._terms.noun(value, 1)):
                return f"{subject} is {noun}"
            case ast.MatchOr(patterns=patterns) if subject:
                nouns = [self._terms.noun(one.value, 1) for one in patterns if isinstance(one, ast.MatchValue)]
                return f"{subject} is {listed(nouns, 'or')}" if len(nouns) == len(patterns) and all(nouns) else ""
            case ast.MatchClass(cls=kind, patterns=[], kwd_patterns=[]) if subject and (name := dotted(kind)):
                return f"{subject} is a `{name.rpartition('.')[2]}`"
        return ""

    # What is assigned or changed.

    def _take(self, value: ast.expr) -> None:
        """Note that an argument was taken out of the other keyword arguments: they are no longer all of them."""
        match value:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="pop")) if name == self._keywords:
                self._terms.stale.add(name)

    def _rebind(self, target: ast.expr, value: ast.expr) -> None:
        """Note that parameters no longer hold what the caller passed."""
        for inner in walk(target):
            if (
                isinstance(inner, ast.Name)
                and isinstance(inner.ctx, ast.Store)
                and inner.id in self._terms.scope.parameters
            ):
                is_filled = isinstance(value, ast.BoolOp) and dotted(value.values[0]) == inner.id
                if _converts(value, inner.id):
                    continue
                (self._terms.filled if is_filled else self._terms.stale).add(inner.id)

    def _filled(self, node: ast.If) -> Iterator[Stage]:
        """Yield the effects of what a parameter is filled with, where the caller gives nothing."""
        (assignment,) = node.body
        assert isinstance(assignment, ast.Assign)
        stages = tuple(self._effects(assignment.value, assignment))
        yield from self._under(self._clause(node.test), stages, node) if stages else ()

    def _assigned(self, target: ast.expr, value: ast.expr, node: ast.stmt) -> Iterator[Stage]:
        match target:
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                self._stored[name] = self._constant(value)
                if work := self._work(value, node):
                    *before, last = work
                    kept = "" if name.startswith("_") else f" and stores the result in `{name}`"
                    yield from (*before, replace(last, action=f"{last.action}{kept}"))
                    return
                if name.startswith("_"):
                    return
                noun = self._terms.noun(value, 0 if isinstance(value, ast.Dict) else 1)
                same = noun.strip("`") == name
                yield self._stage(
                    "store", node, f"stores `{name}`" if same or not noun else f"sets `{name}` to {noun}", names=(name,)
                )
            case ast.Attribute() if path := self._of_module(target):
                yield self._stage("change", node, self._set_for_all(path, value), names=(path,))
            case ast.Attribute(value=owner, attr=name) if (noun := self._outside(owner)) and not name.startswith("_"):
                what = self._terms.noun(value, 1)
                yield self._stage("change", node, f"sets `{name}` of {noun}" + (f" to {what}" if what else ""))
            case ast.Subscript(value=owner, slice=key) if noun := self._outside(owner):
                what, place = self._terms.noun(value, 1), self._terms.noun(key, 1)
                place = place if GUESSED not in place else ""
                told = f"stores {what or 'a value'} in {noun}" + (f" under {place}" if place else "")
                yield self._stage("change", node, told)
            case ast.Tuple(elts=elements):
                for element in elements:
                    yield from self._assigned(element, ast.Constant(value=...), node)

    def _of_module(self, target: ast.Attribute) -> str:
        """Return the path of an attribute of an imported module of the standard library; empty for any other."""
        root, _, rest = dotted(target).partition(".")
        path = self._terms.types.objects.names.get(root, "")
        is_ours = root in self._terms.scope.parameters or target.attr.startswith("_")
        return f"{path}.{rest}" if path.partition(".")[0] in sys.stdlib_module_names and rest and not is_ours else ""

    def _set_for_all(self, path: str, value: ast.expr) -> str:
        """Return what setting an attribute of a module changes for the whole process."""
        noun = self._known_noun(value)
        if path in hooks.HANDLERS:
            if dotted(value) == path.replace("hook", "hook__").replace("sys.", "sys.__"):
                return f"removes {hooks.HANDLERS[path]}"
            does = gist_of(self._helper(value.id, {}) or (), _MOST_DOES) if isinstance(value, ast.Name) else ""
            is_private = not noun or noun.startswith("`_")
            which = hooks.HANDLERS[path] if is_private else f"{noun} as {hooks.HANDLERS[path]}"
            return f"installs {which}{f': {does}' if does else ''}"
        if path in hooks.STREAMS:
            return f"{hooks.STREAMS[path]} {noun or 'another stream'}"
        return f"sets `{path}`{f' to {noun}' if noun else ''}"

    def _changed(self, target: ast.expr, node: ast.stmt) -> Iterator[Stage]:
        match target:
            case ast.Attribute(value=ast.Name(id="self"), attr=name) if not name.startswith("_"):
                yield self._stage("store", node, f"changes `{name}`", names=(name,))
            case ast.Subscript(value=owner) | ast.Attribute(value=owner) if noun := self._outside(owner):
                yield self._stage("change", node, f"changes {noun}")

    def _outside(self, node: ast.expr) -> str:
        """Return the noun for something that the caller can see change: a parameter or what belongs to one."""
        root = node
        while isinstance(root, ast.Attribute | ast.Subscript):
            root = root.value
        if not isinstance(root, ast.Name):
            return ""
        is_own = root.id in {"self", "cls"} and isinstance(node, ast.Attribute) and not node.attr.startswith("_")
        is_module = self._terms.types.objects.names.get(root.id, "").partition(".")[0] in sys.stdlib_module_names
        is_global = root.id not in self._terms.scope.local and not root.id.startswith("_") and not is_module
        if root.id in self._terms.scope.parameters or is_own or is_global:
            return self._terms.noun(node, 1)
        return ""

    # Calls.

    def _effects(self, node: ast.expr, statement: ast.AST) -> Iterator[Stage]:
        """Yield the effects of the calls inside an expression, in the order in which they run."""
        lazy = _lazy(node)
        for call in _calls(node):
            if stage := self._effect(call, statement):
                if stage.kind != "environment" or call not in lazy:
                    yield stage
            elif not (isinstance(statement, ast.Expr) and call in {node, getattr(node, "value", None)}):
                yield from (one for one in self._inside(call, statement) if one.kind in _OUTER)

    def _inside(self, call: ast.Call, statement: ast.AST) -> tuple[Stage, ...]:
        """Return what a private function of the block does where it is called; nothing for any other function."""
        match call.func:
            case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                pass
            case _:
                return ()
        shape = self._terms.types.called(call)
        if not name.startswith("_") or name.startswith("__") or (shape is not None and self._callees.of(shape).action):
            return ()
        signature = shape.signature.parameters if shape is not None and shape.signature is not None else ()
        names = [one.name for one in signature if one.name not in {"self", "cls"}]
        passed = dict(zip(names, call.args, strict=False)) | {one.arg: one.value for one in call.keywords if one.arg}
        stages = (
            self._helper(name, {parameter: self._terms.noun(value, 1) for parameter, value in passed.items()}) or ()
        )
        kept = [one for one in stages if one.kind not in {"return", "stop", "store"} and one.condition != NEEDED]
        return tuple(replace(one, lines=(_span(statement),)) for one in kept if not _guesses(one))[:4]

    def _work(self, value: ast.expr, statement: ast.AST) -> tuple[Stage, ...]:
        """Return what the author of a private function says that it does, where a call of it is a whole value."""
        call = _unawaited(value)
        inside = self._inside(call, statement) if isinstance(call, ast.Call) else ()
        return inside if all(one.kind == "call" and not one.steps for one in inside) else ()

    def _effect(self, call: ast.Call, statement: ast.AST) -> Stage | None:
        """Return what a call does to the outside, if the table of calls or the project tells."""
        terms = self._terms
        path = terms.types.callee(call)
        if _is_logging(call) or touches(call, self._handles):
            return None
        if (request := self._requests.of(call, path)) is not None:
            place = self._known_noun(request.place) if request.place is not None else ""
            action = f"{request.action} to {place}" if place else request.action
            sent = self._stage("request", statement, action, names=(request.address,))
            return replace(sent, verb=ASKED) if request.is_question else sent
        if (stage := self._of_process(call, path, statement)) is not None:
            return stage
        if is_open(call) and (action := opened(call, "", [], self._known_noun)):
            return self._stage("file", statement, action)
        if isinstance(call.func, ast.Attribute) and is_open(call.func.value):
            return None
        row = terms.table.find(path) if path and not path.startswith("?") else None
        if path == "print":
            return self._printed(call, statement)
        if row is not None and row.effect in _KINDS:
            told = terms.told(call) if not row.each else None
            action = told.does if told is not None and not told.holds else ""
            is_seen = path not in _UNSEEN and (row.effect != "time" or path.endswith(".sleep"))
            if action and is_seen:
                return self._stage(_KINDS[row.effect], statement, _as_action(action), names=_addresses(call))
            return None
        if settings := self._settings(call, statement):
            return self._stage("file", statement, settings)
        shape = terms.types.called(call)
        if shape is not None and shape.kind == "function" and not isinstance(statement, ast.Expr | ast.Return):
            callee = self._callees.of(shape)
            if callee.action and not callee.is_idle and ("async" in shape.labels or is_outward(call)):
                return self._stage("call", statement, callee.action, names=(shape.name,))
        if self._is_run and isinstance(statement, ast.Assign | ast.AnnAssign) and call is _unawaited(statement.value):
            return self._made(call, shape, statement)
        if not isinstance(statement, ast.Expr) and is_outward(call) and shape is None:
            return self._act(call, statement)
        return self._asked_object(call, statement) if self._is_run else None

    def _settings(self, call: ast.Call, statement: ast.AST) -> str:
        """Return that a call reads a file of settings into a variable, with those of which the code makes use."""
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if value is call and call.args:
                place = self._terms.paths.text(call.args[0])
            case _:
                return ""
        used = [f"`{one}`" for one in self._attributes.get(name, ())]
        if not place.endswith(_SETTINGS) or not used or not _READING & set(words_of(last_name(call.func))):
            return ""
        return f"takes {listed(used[:_MOST_SETTINGS])} from `{place}`"

    def _made(self, call: ast.Call, shape: Shape | None, statement: ast.AST) -> Stage | None:
        """Return the stage of an object that a script creates, or of what a function gives it."""
        terms = self._terms
        path = terms.types.callee(call)
        root = path.partition(".")[0]
        if root in sys.stdlib_module_names and root not in _WINDOWS:
            return self._act(call, statement) if is_outward(call) else self._asked_object(call, statement)
        told = self._told_arguments(call, _MOST_ARGUMENTS)
        name = path.rpartition(".")[2]
        if made := self._class_of(call):
            by = f" by `{name}`" if made != name else ""
            action = f"creates {with_article(f'`{made}`')}{by}{f' with {told}' if told else ''}"
            return self._stage("call", statement, action, names=(name,))
        if shape is None or shape.kind != "function":
            is_object = isinstance(call.func, ast.Attribute) and self._is_foreign(call.func.value)
            if stage := self._asked_object(call, statement):
                return stage
            return self._act(call, statement) if is_object or ("." in path and path[:1] != "?") else None
        spelled, callee = self._spelled(call), self._callees.of(shape)
        action = f"{callee.action} ({spelled})" if callee.action else f"calls {spelled}"
        return self._stage("call", statement, action, names=(name,))

    def _told_arguments(self, call: ast.Call, most: int) -> str:
        """Return what a call passes, as a list; empty if a reader does not know all that stands by position."""
        arguments = [self._known_noun(one) for one in call.args]
        arguments += [
            f"{one.arg} {noun}"
            for one in call.keywords
            if one.arg and not is_secret_name(one.arg) and (noun := self._known_noun(one.value))
        ]
        return listed(arguments) if arguments and all(arguments) and len(arguments) <= most else ""

    def _class_of(self, call: ast.Call) -> str:
        """Return the name of the class of which a call makes an instance, as `Model(…)` or `Model.from_file(…)`."""
        if self._terms.types.is_class(call):
            return last_name(call.func)
        match call.func:
            case ast.Attribute(value=owner, attr=attr) if attr.startswith("from_") and last_name(owner)[:1].isupper():
                return last_name(owner)
        return ""

    def _asked_object(self, call: ast.Call, statement: ast.AST) -> Stage | None:
        """Return the stage of a call of an object that the script made before, as a model that is asked."""
        match call.func:
            case ast.Name(id=name) if isinstance(self._terms.scope.values.get(name), ast.Call) and (
                told := self._told_arguments(call, _MOST_ARGUMENTS)
            ):
                owner = self._known_noun(call.func) or f"`{name}`"
                return self._stage("call", statement, f"calls {owner} with {told}", names=(name,))
        return None

    def _act(self, call: ast.Call, statement: ast.AST) -> Stage | None:
        """Return the stage of a call of which only the name is known, if that says what it does to the world."""
        if isinstance(call.func, ast.Attribute) and not self._is_foreign(call.func.value):
            return None
        root = self._terms.types.callee(call).partition(".")[0]
        if root in sys.stdlib_module_names and root not in _WINDOWS:
            return None
        if last_name(call.func) in _SILENT:
            return None
        verb, object_ = act_of(call, self._known_noun)
        if self._is_run and verb.partition(" ")[0] not in _SHOWING and verb != "adds the option":
            code = self._spelled(call)
            return self._stage("call", statement, f"calls {code}", names=(code,)) if code else None
        if not verb:
            return None
        objects = (object_,) if object_ else ()
        action = " ".join([verb, *objects])
        return replace(self._stage("call", statement, action, names=(dotted(call.func),)), verb=verb, objects=objects)

    def _spelled(self, call: ast.Call) -> str:
        """Return a call as code, constants in place of their names; behind it the object, if it has no public name."""
        name = last_name(call.func)
        if name.startswith("_"):
            return ""
        is_method = isinstance(call.func, ast.Attribute)
        owner = self._terms.noun(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        written = [self._written(one) for one in call.args]
        written += [f"{one.arg}={self._written(one.value)}" for one in call.keywords if one.arg]
        inside = ", ".join(written)
        if len(inside) > _LONGEST_CALL or not written or not inside.strip("…, "):
            told = self._told_arguments(call, _MOST_ARGUMENTS) if written else ""
            inside = "…" if written else ""
            if told and not is_method:
                return f"`{name}` with {told}"
        if owner.startswith("`"):
            return f"`{owner.strip('`')}.{name}({inside})`"
        return f"`{name}({inside})` of {owner}" if owner else f"`{name}({inside})`" if not is_method else ""

    def _written(self, node: ast.expr) -> str:
        """Return an argument as code, constants in place of their names; "…" if a reader cannot know it."""
        code = self._terms.code(node, _LONGEST_CALL).strip("`")
        folded = with_constants(node, self._terms.scope)
        return (code if folded is node else unparsed(folded)) if code else "…"

    def _is_foreign(self, owner: ast.expr) -> bool:
        """Return whether what a method is called on may be more than a value of Python's own types."""
        kind = head(self._terms.types.of(owner))
        if kind in PLAIN or kind.startswith(_VALUES):
            return False
        root = owner
        while isinstance(root, ast.Attribute | ast.Subscript | ast.Call | ast.Await):
            root = root.func if isinstance(root, ast.Call) else root.value
        return isinstance(root, ast.Name)

    def _printed(self, call: ast.Call, statement: ast.AST) -> Stage:
        nouns = [
            self._terms.beginning(one) or self._terms.noun(one, 1) or self._terms.root(one) or self._passed(one)
            for one in call.args
            if not isinstance(one, ast.Starred)
        ]
        shown = [noun for noun in nouns if noun]
        if not call.args:
            return self._stage("print", statement, "prints an empty line")
        told = listed(shown) if shown and len(listed(shown)) <= _LONGEST_PRINT else "the result"
        return replace(self._stage("print", statement, f"prints {told}"), verb="prints", objects=(told,))

    def _passed(self, node: ast.expr) -> str:
        """Return what a function whose name says nothing is given, as what is printed is made from it."""
        first = next(iter(node.args), None) if isinstance(node, ast.Call) else None
        if isinstance(node, ast.JoinedStr):
            parts = [self._terms.noun(one.value, 1) for one in node.values if isinstance(one, ast.FormattedValue)]
            return listed(parts) if parts and all(parts) else ""
        match node:
            case ast.Subscript(slice=ast.Constant(value=str(key))) if key.isidentifier() and not is_secret_name(key):
                return f"the value of `{key}`"
        func = node.func if isinstance(node, ast.Call) else None
        is_asked = isinstance(func, ast.Name) and isinstance(self._terms.scope.values.get(func.id), ast.Call)
        if first is None or is_asked:  # What an object that the script made gives for it is something else.
            return ""
        return self._known_noun(first) or self._passed(first)

    def _of_process(self, call: ast.Call, path: str, statement: ast.AST) -> Stage | None:
        """Return the stage of a question to the user or of the program's end."""
        if path == "input":
            prompt = self._terms.noun(call.args[0], 1).strip("`") if call.args else ""
            action = f"asks for input with the prompt {prompt}" if prompt[:1] in "'\"" and prompt else "asks for input"
            return self._stage("ask", statement, action.rstrip())
        if last_name(call.func) == "raise_for_status":
            refused = self._stage("raise", statement, "raises an error for a status of 400 or more", names=("",))
            return replace(refused, verb=CHECKED)
        if path in _PROGRAMS and call.args and (command := self._terms.paths.command(call.args[0])):
            folder = next((self._known_noun(one.value) for one in call.keywords if one.arg == "cwd"), "")
            place = f" in {folder}" if folder else ""
            return self._stage("process", statement, f"{_PROGRAMS[path]} `{command}`{place}")
        if path == "uvicorn.run":
            passed = {one.arg: self._terms.paths.text(one.value) for one in call.keywords if one.arg}
            place = f" at `http://{passed['host']}:{passed['port']}`" if {"host", "port"} <= passed.keys() else ""
            return self._stage("process", statement, f"starts the server{place}")
        if path in _EXITS:
            status = self._known_noun(call.args[0]) if call.args else ""
            return self._stage("exit", statement, f"ends the program{f' with the status {status}' if status else ''}")
        return None

    def _done(self, node: ast.expr, statement: ast.Expr) -> Iterator[Stage]:
        """Yield the stage of a call that is made for what it does, since nobody takes its result."""
        call = node.value if isinstance(node, ast.Await) else node
        if not isinstance(call, ast.Call) or _is_logging(call) or self._effect(call, statement) is not None:
            return
        terms = self._terms
        match call.func:
            case ast.Name(id=name) if name in terms.scope.parameters:
                yield self._stage("callback", statement, self._callback(f"`{name}`", call))
                return
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__"):
                yield from self._passed_on(call, statement)
                return
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super"))):
                return
            case ast.Attribute(value=owner, attr=attr) if attr in CHANGING and (noun := self._outside(owner)):
                told = terms.told(call)
                action = _as_action(told.does) if told is not None else self._change(attr, call, noun)
                yield self._stage("change", statement, action)
                return
        shape = terms.types.called(call)
        if shape is not None and shape.kind == "function":
            callee = self._callees.of(shape)
            if callee.is_idle:
                return
            if callee.action:
                yield self._stage("call", statement, self._with_argument(callee.action, call), names=(shape.name,))
            elif inside := self._inside(call, statement):
                yield from inside
            elif (stage := self._act(call, statement)) is not None:
                yield stage
            elif not shape.name.startswith("_") and shape.name not in _SILENT:
                yield self._stage("call", statement, f"calls `{shape.name}`", names=(shape.name,))
            return
        told = terms.told(call)
        if told is not None and told.does and (terms.types.callee(call) in hooks.CALLS or self._works_outside(call)):
            yield self._stage("call", statement, _as_action(told.does))
            return
        if (stage := self._act(call, statement)) is not None:
            yield stage
            return
        name = last_name(call.func)
        is_told = isinstance(call.func, ast.Attribute) and not name.startswith("_") and name not in _SILENT
        if is_told and self._works_outside(call) and (code := terms.code(call.func)):
            given = self._given(call)
            stage = self._stage("call", statement, f"calls {code}{f' with {given}' if given else ''}", names=(name,))
            yield replace(stage, verb=f"calls {code} with", objects=(given,)) if given else stage

    def _with_argument(self, action: str, call: ast.Call) -> str:
        """Return what a function does with what is passed, where its author says only that it is passed."""
        if not (found := _PASSED.match(action)):
            return action
        noun = self._terms.beginning(call.args[0]) or self._known_noun(call.args[0]) if call.args else ""
        return f"{found['verb']} {noun}" if noun else f"calls `{last_name(call.func)}`"

    def _given(self, call: ast.Call) -> str:
        """Return with what a call is made, as far as a reader knows all of it."""
        values = [*call.args, *(one.value for one in call.keywords)]
        nouns = [self._terms.beginning(one) or self._known_noun(one) for one in values]
        return listed(nouns) if nouns and all(nouns) and len(nouns) <= _MOST_ARGUMENTS else ""

    def _passed_on(self, call: ast.Call, statement: ast.AST) -> Iterator[Stage]:
        """Yield which constants a constructor passes to that of its base class: what its own caller cannot choose."""
        fixed = [
            f"`{one.arg}={value}`"
            for one in call.keywords
            if one.arg and (value := self._constant(one.value)) and not is_secret_name(one.arg)
        ]
        if fixed:
            yield self._stage("fact", statement, f"passes {listed(fixed)} to the base class", names=tuple(fixed))

    def _constant(self, node: ast.expr) -> str:
        """Return a constant as code, also one that was stored on the object before."""
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
            return self._stored.get(node.attr, "")
        is_shown = isinstance(node, ast.Constant) and node.value is not None and len(str(node.value)) < _LONGEST_CALL
        return repr(node.value) if is_shown and isinstance(node, ast.Constant) else ""

    def _change(self, attr: str, call: ast.Call, noun: str) -> str:
        """Return how a method of a collection changes it."""
        item = self._known_noun(call.args[-1]) if call.args else ""
        if attr in {"pop", "remove", "discard", "popitem", "popleft"}:
            return f"removes {self._known_noun(call.args[0]) or 'an item' if call.args else 'an item'} from {noun}"
        if attr in {"add", "append", "appendleft", "insert"}:
            return f"adds {item or 'an item'} to {noun}"
        return {"clear": f"clears {noun}", "sort": f"sorts {noun}", "reverse": f"reverses {noun}"}.get(
            attr, f"changes {noun}"
        )

    def _works_outside(self, call: ast.Call) -> bool:
        return isinstance(call.func, ast.Attribute) and bool(self._outside(call.func.value))

    def _callback(self, name: str, call: ast.Call) -> str:
        arguments = [self._terms.noun(argument, 1) for argument in call.args]
        if arguments and all(arguments) and len(arguments) <= 3:
            return f"calls {name} with {listed(arguments)}"
        return f"calls {name}"


def _attributes(node: Function) -> dict[str, list[str]]:
    """Return the attributes that a function reads of its variables, each once."""
    found: dict[str, dict[str, None]] = {}
    for one in below(node):
        match one:
            case ast.Attribute(value=ast.Name(id=name), attr=attr):
                found.setdefault(name, {})[attr] = None
    return {name: list(attributes) for name, attributes in found.items()}


def _tries(body: Sequence[ast.stmt]) -> bool:
    """Return whether the body of a loop is a `try` that leaves the loop unless it fails."""
    match body:
        case [ast.Try(body=[*_, last], handlers=[ast.ExceptHandler(body=[*others, end])])]:
            is_exit = isinstance(last, ast.Expr) and dotted(getattr(last.value, "func", last)) in _EXITS
            goes_on = not any(isinstance(one, ast.Raise | ast.Return | ast.Break) for one in (*others, end))
            return goes_on and (is_exit or isinstance(last, ast.Return | ast.Break))
    return False


def _fills(node: ast.If) -> str:
    """Return the parameter that `if x is None: x = …` fills; empty for any other branch."""
    match node:
        case ast.If(
            test=ast.Compare(left=ast.Name(id=name), ops=[ast.Is() | ast.Eq()], comparators=[ast.Constant()])
            | ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name)),
            body=[ast.Assign(targets=[ast.Name(id=target)])],
            orelse=[],
        ) if name == target:
            return name
    return ""


def with_any(names: Sequence[str]) -> str:
    """Return exceptions as a subject: "a `KeyError`", "`A` or `B`", "any error"."""
    if not names or names in (["`Exception`"], ["`BaseException`"]):
        return "any error"
    if len(names) > _MOST_ERRORS:
        return f"{len(names)} kinds of errors"
    return listed(names, "or")


def _joined(condition: str, stage: Stage) -> Stage | None:
    """Return a stage with one more condition before its own, or `None` where both could not be read in one sentence."""
    if NEEDED in {condition, stage.condition}:
        return None if stage.condition else replace(stage, condition=condition)
    if not stage.condition:
        return replace(stage, condition=condition) if not (stage.steps and stage.loop) else None
    if OTHERWISE in {stage.condition, condition} or len(condition) + len(stage.condition) > 100:
        return None
    return replace(stage, condition=together(condition, stage.condition))


def _is_filter(stage: Stage) -> bool:
    """Return whether the condition of the only stage of a loop chooses the items for which it happens."""
    is_told = stage.condition not in {"", OTHERWISE, NEEDED} and not stage.is_alternative and not stage.loop
    return is_told and not stage.steps and stage.kind not in {"raise", "return", "catch", "stop"}


def _either(then: Sequence[Stage], other: Sequence[Stage]) -> Stage | None:
    """Return what happens in either case where only its objects differ, or `None`."""
    if len(then) != 1 or len(other) != 1 or then[0].condition or other[0].condition:
        return None
    (first,), (second,) = then, other
    if first.kind != "call" or second.kind != "call" or first.names != second.names:
        return None
    if not (first.objects and second.objects):
        return min(first, second, key=lambda one: len(one.action))  # What it is called with is not told.
    objects = tuple(dict.fromkeys((*first.objects, *second.objects)))
    return replace(first, action=f"{first.verb} {listed(objects, 'or')}", verb="", objects=())


def by_message(stage: Stage) -> Stage | None:
    """Return a refusal whose condition no caller knows as one that its own message explains."""
    if stage.kind != "raise" or not stage.objects or stage.condition:
        return None
    return replace(stage, action=f"{stage.action} in case of {stage.objects[0]}", verb=REASONED, objects=(), value="")


def _guesses(stage: Stage) -> bool:
    return any(GUESSED in f"{one.action}{one.condition}{one.loop}" for one in walk_stages([stage]))


def _lazy(node: ast.expr) -> set[ast.AST]:
    """Return what an expression evaluates only if what stands before it is true, or false."""
    found: set[ast.AST] = set()
    pending: list[tuple[ast.AST, bool]] = [(node, False)]
    while pending:
        one, is_lazy = pending.pop()
        if is_lazy:
            found.add(one)
        later: set[ast.expr] = set()
        if isinstance(one, ast.BoolOp):
            later = {*one.values[1:]}
        elif isinstance(one, ast.IfExp):
            later = {one.body, one.orelse}
        pending += [(inner, is_lazy or inner in later) for inner in children(one)]
    return found


def _calls(node: ast.expr) -> Iterator[ast.Call]:
    """Yield the calls in an expression, the inner ones first, without those of functions that it defines."""
    pending: list[ast.AST] = [node]
    found: list[ast.Call] = []
    while pending:
        one = pending.pop()
        if isinstance(one, ast.Lambda):
            continue
        if isinstance(one, ast.Call):
            found.append(one)
        pending += ast.iter_child_nodes(one)
    return reversed(found)


def _status(call: ast.Call) -> str:
    """Return the status of an HTTP error with its text, as far as both are literals."""
    passed = {one.arg: one.value for one in call.keywords if one.arg}
    code = passed.get("status_code") or passed.get("status") or next(iter(call.args), None)
    if not isinstance(code, ast.Constant) or not isinstance(code.value, int):
        return ""
    detail = passed.get("detail") or (call.args[1] if len(call.args) > 1 else None)
    text = detail.value if isinstance(detail, ast.Constant) and isinstance(detail.value, str) else ""
    return f'{code.value} ("{text}")' if text else str(code.value)


def _alternative(stage: Stage, before: str) -> Stage:
    """Return a stage of an `elif`, whose condition is only asked where the one before it does not hold."""
    if stage.condition in {"", OTHERWISE, NEEDED}:
        return stage
    subject = before.partition(" is ")[0]
    excludes = (
        " is " in before
        and stage.condition.startswith(f"{subject} is ")
        and " not " not in f"{before}{stage.condition}"
    )
    return stage if excludes else replace(stage, is_alternative=True)


def _replaced(node: ast.For | ast.AsyncFor) -> ast.expr | None:
    """Return the list that `for i in range(len(x)): x[i] = …` fills anew, or `None` for any other loop."""
    match node:
        case ast.For(
            target=ast.Name(id=index),
            iter=ast.Call(func=ast.Name(id="range"), args=[ast.Call(func=ast.Name(id="len"), args=[items])]),
            body=[*_, ast.Assign(targets=[ast.Subscript(value=owner, slice=ast.Name(id=key))])],
        ) if index == key and dumped(owner).replace("Store", "Load") == dumped(items):
            return items
    return None


def _unawaited(node: ast.expr | None) -> ast.expr | None:
    return node.value if isinstance(node, ast.Await) else node


def _converts(value: ast.expr, name: str) -> bool:
    """Return whether a value is a parameter in another type or without blanks, which a reader takes for the same."""
    match value:
        case ast.Call(
            func=ast.Name(id="Path" | "str" | "int" | "float" | "list"), args=[ast.Name(id=same)], keywords=[]
        ):
            return same == name
        case ast.Call(func=ast.Attribute(value=ast.Name(id=same), attr="strip" | "resolve" | "expanduser"), args=[]):
            return same == name
    return False


def _leaves(node: ast.stmt) -> bool:
    """Return whether a statement may end the function on a path of its own."""
    return isinstance(node, _BRANCHING) and any(isinstance(one, ast.Return) for one in walk(node))


def _uncaught(stages: tuple[Stage, ...], handlers: Sequence[ast.ExceptHandler]) -> tuple[Stage, ...]:
    """Return the stages of a `try` without the errors that its own handlers catch."""
    caught = [failures.names_of(handler) for handler in handlers]
    broad = any(map(failures.is_broad, caught))
    names = {name for one in caught for name in one}
    kept: list[Stage] = []
    for stage in stages:
        if stage.kind == "raise" and (broad or set(stage.names) & names):
            continue
        inner = _uncaught(stage.steps, handlers)
        if stage.steps and not inner:
            continue
        kept.append(replace(stage, steps=inner) if stage.steps else stage)
    return tuple(kept)


def _asks(node: ast.expr, values: Mapping[str, ast.expr], depth: int = 0) -> bool:
    """Return whether a value is made of what the user types."""
    if depth > _DEEPEST:
        return False
    match node:
        case ast.Call(func=ast.Name(id="input")):
            return True
        case ast.Call(func=ast.Attribute(value=owner)) | ast.Subscript(value=owner) | ast.BoolOp(values=[owner, *_]):
            return _asks(owner, values, depth + 1)
        case ast.Call(func=ast.Name(id="int" | "float" | "str" | "len"), args=[inner]):
            return _asks(inner, values, depth + 1)
        case ast.Name(id=name) if name in values:
            return _asks(values[name], values, depth + 1)
    return False


def ends(body: Sequence[ast.stmt]) -> bool:
    """Return whether statements always end the function."""
    match body:
        case [*_, ast.Return() | ast.Raise()]:
            return True
        case [*_, ast.If(body=then, orelse=other)]:
            return ends(then) and ends(other)
        case [*_, ast.Expr(value=ast.Call(func=function))]:
            return dotted(function) in _EXITS
    return False


def _is_none(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _is_logging(call: ast.Call) -> bool:
    names = dotted(call.func).split(".")
    if names[-1].startswith("log_"):
        return True
    return bool(_LOGGERS & set(names[:-1])) or names[0] == "warnings" or names == ["debug", "log"]


def _as_action(does: str) -> str:
    """Return a phrase of the table of calls, without a noun that only repeats what kind of thing another one is."""
    plain = re.sub(r"(environment variable `)(['\"])(\w+)\2`", r"\1\3`", does.rstrip("."))
    return _DOUBLE.sub(lambda match: with_article(match["kind"]), plain)


def _addresses(call: ast.Call) -> tuple[str, ...]:
    return tuple(
        one.value
        for one in walk(call)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and "://" in one.value
    )


def _nature(value: ast.expr) -> str:
    match value:
        case ast.Constant(value=None):
            return "None"
        case ast.Constant(value=bool()):
            return "bool"
    return ""


def _span(node: ast.AST) -> Span:
    first = getattr(node, "lineno", 1)
    body = getattr(node, "body", None)
    if isinstance(node, ast.If | ast.For | ast.While) and body:
        return first, first
    return first, getattr(node, "end_lineno", None) or first


def noun_for(name: str) -> str:
    """Return a variable's noun with its article; empty if its name says nothing."""
    return f"the {noun}" if (noun := noun_of(name)) else ""
