"""Verb phrases for calls of which only the name is known: `driver.click(button)`, `run_server(port)`."""

from __future__ import annotations

import ast
from collections.abc import Callable

from mkdocs_howto.facts.purpose import third_person
from mkdocs_howto.syntax import last_name
from mkdocs_howto.writers.offline.telling.names import words_of
from mkdocs_howto.writers.offline.verbs import EMPTY_VERBS, VERBS

Noun = Callable[[ast.expr], str]
"""Returns the noun phrase for a value; empty if it has none."""

OUTWARD = frozenset(
    """
    abort accept ask authenticate broadcast browse cancel click close connect create delete disconnect download drop
    execute export fill focus import insert install kill launch login log navigate open pause ping play post press print
    prompt publish pull push queue record refresh register remove rename render replay reload request reset restart run
    save scroll select send show shut sign start stop stream submit subscribe switch sync terminate trigger type
    unsubscribe update upload visit write maximize minimize listen act think
    """.split()  # noqa: SIM905 - words read better as a text
) - {"log", "select", "render"}
"""Verbs of methods that do something to the world, even where their result is taken."""

_OPENING = frozenset({"get", "open", "go", "goto", "visit", "navigate", "load", "browse"})
_PREPOSITIONS = frozenset({"to", "from", "in", "into", "on", "with", "for", "at", "as", "by", "of"})
_BUILTIN = frozenset(name for kind in (str, bytes, list, dict, set, tuple, int, float) for name in dir(kind))
_ALIASES = {
    "pprint": ("print",),
    "goto": ("go", "to"),
    "addoption": ("add", "option"),
    "logout": ("log", "out"),
    "login": ("log", "in"),
}
_TRANSITIVE = frozenset(
    """
    click close delete download execute import insert install kill open play press print publish push queue record
    register remove save send show submit subscribe type upload visit write
    """.split()  # noqa: SIM905 - words read better as a text
)
"""Verbs whose object is the first argument."""
_INTRANSITIVE = frozenset({"run", "start", "begin", "end", "stop", "act", "listen", "think", "go"})
_NO_NOUNS = frozenset(
    {
        "several",
        "forever",
        "until",
        "done",
        "many",
        "all",
        "async",
        "sync",
        "now",
        "and",
        "or",
        "if",
        "not",
        "once",
        "again",
        "safe",
        "new",
        "fields",
    }
)
_SENDING = frozenset({"send", "forward", "reply", "edit"})
_WAITING = frozenset({"wait", "sleep", "pause"})


def act_of(call: ast.Call, noun: Noun) -> tuple[str, str]:
    """Return what a call does as its name tells it: a verb phrase and its object, as "clicks", "`button`".

    Args:
        call: The call.
        noun: Names its arguments.

    Returns:
        Both are empty if the name is no verb phrase; the object is empty if the phrase needs none.
    """
    name = last_name(call.func)
    words = _ALIASES.get(name, words_of(name))
    if not words or name.startswith("_") or words[0] in _WAITING or name in _BUILTIN:
        return "", ""
    first = next(iter(call.args), None)
    address = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
    if "://" in address and words[0] in _OPENING:
        return "opens", f"`{address}`"
    if words[0] in _SENDING and len(call.args) > 1 and words_of(last_name(first or call))[-1:] == ("id",):
        first = call.args[1]  # What comes first is who gets it.
    is_plain = isinstance(first, ast.Name | ast.Attribute | ast.Subscript | ast.Constant | ast.JoinedStr)
    argument = noun(first) if first is not None and is_plain else ""
    if words[0] not in VERBS and len(words) == 2 and words[1] in OUTWARD:
        return f"{third_person(words[1])} the {words[0]}", ""
    if words[0] not in VERBS or words[0] in EMPTY_VERBS - {"log"}:
        return "", ""
    if len(words) == 1:
        return _alone(words[0], call, argument, noun)
    if words[0] == "reply" and len(call.args) > 1 and argument and (text := noun(call.args[1])):
        return "replies to", f"{argument} with {text}"
    return _with_object(words[0], words[1:], argument)


def _alone(verb: str, call: ast.Call, argument: str, noun: Noun) -> tuple[str, str]:
    """Return the phrase of a name that is nothing but a verb."""
    told = third_person(verb)
    if not call.args and not call.keywords:
        receiver = noun(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        return (told, receiver) if receiver and verb not in _INTRANSITIVE | {"log"} else ("", "")
    is_key = len(call.args) > 1 and argument[1:2] in {"'", '"'} and " " not in argument
    return (told, argument) if argument and (verb in _TRANSITIVE or is_key) else ("", "")


def _with_object(verb: str, rest: tuple[str, ...], argument: str) -> tuple[str, str]:
    """Return the phrase of a name that is a verb with what it acts on."""
    told = third_person(verb)
    if len(rest) > 1 and rest[-1] == "arguments":
        return f"{told} the {' '.join(rest[:-1])} with the given arguments", ""
    if len(rest) == 1 and rest[0] in {"in", "out", "up", "down"}:
        return f"{told} {rest[0]}", ""
    if rest[0] == "all" and len(rest) == 2:
        return f"{told} all {rest[1]}", ""
    if verb == "log" or len(rest) > 4 or _NO_NOUNS & set(rest) or any(len(word) < 2 for word in rest):
        return "", ""
    if rest[0] in _PREPOSITIONS:
        if len(rest) < 2:
            return (f"{told} {rest[0]}", argument) if argument else ("", "")
        place = f"{rest[0]} the {' '.join(rest[1:])}"
        return f"{told} {argument} {place}" if argument else f"{told} {place}", ""
    cut = next((number for number, word in enumerate(rest) if word in _PREPOSITIONS), len(rest))
    head, tail = f"{told} the {' '.join(rest[:cut])}", rest[cut:]
    if tail:
        return (f"{head} {tail[0]} the {' '.join(tail[1:])}", "") if len(tail) > 1 else ("", "")
    if verb == "add" and argument[1:4] in {"'--", '"--'}:
        return head, f"`{argument[2:-2]}`"
    if verb in {"set", "add", "insert"}:
        return head, argument if argument[1:2].isupper() and not argument.strip("`").isupper() else ""
    is_constant = argument.strip("`").rpartition(".")[2].isupper()
    return head, argument if argument.startswith("`") and (not is_constant or verb in _SENDING) else ""


def is_outward(call: ast.Call) -> bool:
    """Return whether the name of a call says that it does something to the world."""
    if not isinstance(call.func, ast.Attribute):
        return False
    name = call.func.attr
    words = _ALIASES.get(name, words_of(name))
    if not words or name in _BUILTIN or name.startswith("_"):
        return False
    return words[0] in OUTWARD or (words[0] not in VERBS and len(words) == 2 and words[1] in OUTWARD)
