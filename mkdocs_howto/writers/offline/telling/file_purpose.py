"""Say what a file is for, and what changes how it is used."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, takewhile
from pathlib import PurePosixPath

from mkdocs_howto.facts.purpose import purpose
from mkdocs_howto.facts.words import sentences
from mkdocs_howto.section import CodeBlock
from mkdocs_howto.syntax import last_name, unparsed, walk
from mkdocs_howto.writers.offline.telling import authors, foreign, hosts, needs, tables
from mkdocs_howto.writers.offline.telling.arrange import arranged
from mkdocs_howto.writers.offline.telling.class_purpose import class_doing, class_purpose, done_by, facts_of_class
from mkdocs_howto.writers.offline.telling.exports import exports, purpose_of_exports
from mkdocs_howto.writers.offline.telling.function_purpose import (
    by_name,
    does,
    doing,
    ending,
    facts_of,
    in_words,
    is_vague,
    outer_effect,
    plain_stages,
    strongest,
    swallowed,
)
from mkdocs_howto.writers.offline.telling.functions import Teller
from mkdocs_howto.writers.offline.telling.information import says_something
from mkdocs_howto.writers.offline.telling.joined import doing_of, joined
from mkdocs_howto.writers.offline.telling.modules import creates, meant_stages, run_stages
from mkdocs_howto.writers.offline.telling.names import phrase_of, singular, words_of
from mkdocs_howto.writers.offline.telling.options import option_names, purpose_of_parser
from mkdocs_howto.writers.offline.telling.parts import MOST_ASKED, Parts, Unit, entry_first, is_bare, is_stub, parts_of
from mkdocs_howto.writers.offline.telling.scope import Scope, public_scope, with_constants
from mkdocs_howto.writers.offline.telling.sentences import Fact, sentence
from mkdocs_howto.writers.offline.telling.stages import Stage, walk_stages
from mkdocs_howto.writers.offline.telling.testing import fixtures_of, purpose_of_tests
from mkdocs_howto.writers.offline.telling.triggers import trigger_of
from mkdocs_howto.writers.offline.trees import Function, yields
from mkdocs_howto.writers.offline.verbs import VERBS
from mkdocs_howto.writers.offline.words import capital, counted, decapitalised, listed, with_article

_MOST_NAMED = 6
_MOST_LISTED = 24
"""Names of a file that holds nothing but these."""
_MOST_TOLD = 7
"""Functions and classes of which a description says what they do."""
_FEW = 3
_LONG_SAID = 30
"""Words of an author's text that needs no further sentence."""
_FEW_SAID = 7
"""Words of such a text about a file with one function or class."""
_PRINTS_GIVEN = re.compile(r"(?:pretty-)?prints (?:the )?(?:given )?(?:data|values?|objects?|arguments?|input)\b")
"""What a helper says that it does to anything it is given."""
_NEGATED = {"supports": "does not support", "needs": "needs no"}
"""Verbs with which the name of a switch begins that a file declares, and their denials."""
_LONGEST_TEXT = 200
_LONGEST_MADE = 110
"""Characters of a call that makes what a file holds."""
_RUNS = "Importing it runs it."
_OUTER = frozenset({"request", "file", "process", "ask", "database", "yield"})
_TOOLS = frozenset({"util", "utils", "utilities", "utility", "helper", "helpers", "tool", "tools"})
_GENERAL = _TOOLS | frozenset(
    {"src", "lib", "core", "common", "main", "misc", "base", "shared", "internal", "app", "init", "module", "modules"}
)
"""Names of files and folders that say nothing of what is in them."""
_PARTS = frozenset({"api", "endpoints", "examples", "interfaces", "models", "schemas", "scripts", "types", "views"})
"""Names of folders that only say of which kind their files are."""
_WEAK = frozenset(
    """
    agent agents client clients converters convertors gui handlers integration integrations local locals providers
    requests scenarios server services translators web
    """.split()  # noqa: SIM905 - words read better as a text
)
"""Names of folders that say something only together with the one above them."""
_BOTS = {
    "telebot": "Telegram",
    "aiogram": "Telegram",
    "telegram": "Telegram",
    "discord": "Discord",
    "slack_bolt": "Slack",
}
_SMALL = frozenset({"a", "an", "the", "to", "from", "of", "in", "and", "it", "for"})
_SUBJECT = re.compile(r"(?:This|The) (?:module|file|package|script) (?=[a-z]+s )")
_EMPTY = frozenset({"this", "module", "file", "package", "provide", "contain", "function", "class", "used", "include"})
_OPEN = re.compile(r"\b(?:from|to|of|for|with|in|by|and|or|the|an?)\.?$")
"""How a sentence ends that its author broke off."""
_OWN_PATH = re.compile(r"(?<![\w/.-])/?(?P<path>(?:[\w-]++/)++[\w-]++\.py)")
"""A path of a file, as the comment has it that a file begins with."""
_LONGEST_ROW = 300
_LONGEST_HEAD = 3_000
_NOUN = re.compile(
    r"(?:[A-Z][\w-]+ ){2,8}?(?:for|of|to|that|with) \S|[A-Z]\w+(?: [a-z-]+){1,3} (?:for|of|to|that|with) \S"
)
"""The beginning of a title that says what a file is: "Window editor for campaigns"."""
_TO = re.compile(
    r"(?:an? |the )?(?:[\w-]+ ){0,3}(?:module|script|functions?|class(?:es)?|utilit(?:y|ies)) (?:to|for|that) "
    r"(?P<rest>.+)",
    re.IGNORECASE,
)


def file_facts(teller: Teller, tree: ast.Module, said: str) -> list[Fact]:
    """Return the sentences of the description of a file, the first of which is empty if its purpose is not known.

    Args:
        teller: Makes the stages of its functions.
        tree: Its syntax tree.
        said: What the author says of it.
    """
    parts = parts_of(tree)
    told = _without_title(said) or _file_purpose(teller, tree, parts)
    offered = _offered(teller, parts, said)
    if not says_something(told, [one.name for one in parts.units]):
        told = _in_own_language(teller.block.file, tree, parts) or told
    found = [Fact(told, 0), Fact(offered, 1)]
    own = [unit for unit in parts.units if unit is not parts.main or len(parts.units) == 1]
    if parts.is_test:
        fixtures = [f"`{name}`" for name in fixtures_of(parts)]
        if fixtures:
            plural = "fixtures" if len(fixtures) > 1 else "fixture"
            found.append(
                Fact(f"It asks for the {plural} {listed(fixtures[:_FEW])}, which this file does not define.", 2)
            )
    elif len(own) == 1 and isinstance(own[0], ast.ClassDef):
        found.append(Fact(_further(told, done_by(teller, own[0], "It")) if not offered else "", 3))
        found += facts_of_class(own[0])
    elif len(own) == 1 and isinstance(own[0], Function):
        found += facts_of(teller, own[0], told)
    elif coroutines := [
        one for one in parts.functions if isinstance(one, ast.AsyncFunctionDef) and not trigger_of(one)
    ]:
        awaited = [one for one in coroutines if not yields(one)]
        are = "is a coroutine: await it" if len(awaited) == 1 else "are coroutines: await them"
        found.append(Fact(f"{_counted(awaited)} {are}." if awaited else "", 3))
        streams = [one for one in coroutines if yields(one)]
        found.append(Fact(f"Iterate over {_counted(streams)} with `async for`." if streams else "", 3))
    elif not parts.units and len(parts.private) == 1:
        found += [fact for fact in facts_of(teller, parts.private[0], told) if len(parts.private[0].body) > 1]
    found.append(Fact(_declared(parts), 3))
    found.append(Fact(_on_import(teller, parts), 1))
    found.append(Fact(needs.packages(tree, teller.block.file), 2))
    found.append(Fact(needs.keys(tree), 1))
    found.append(Fact(needs.variables(tree), 2))
    found.append(Fact(_stubs(parts), 1))
    faults = list(needs.undefined_names(tree))
    if any(text.startswith("Importing") for text in faults):
        found = [one for one in found if one.text != _RUNS]
    return [*found, Fact(_keeping(teller, parts), 2), *(Fact(text, 1) for text in faults)]


# What the author says.


def _in_own_language(file: str, tree: ast.Module, parts: Parts) -> str:
    """Return what the author says of a file, or of the only thing in it, in another language."""
    texts = [ast.get_docstring(tree), *parts.texts, *(ast.get_docstring(one) for one in parts.units[:1])]
    texts = texts if len(parts.units) == 1 else texts[:-1] if parts.units else texts
    told = next(filter(None, map(foreign.opening, texts)), "")
    return " ".join(one for one in sentences(told) if not hosts.names_stranger(one, file, tree))


def _without_title(said: str) -> str:
    """Return what an author says of a file, beginning with a verb if it has one, without a title before it."""
    first, *others = sentences(said) if said else [""]
    words = first.rstrip(".").split()
    is_title = others and not authors.verb_of(words[0]) and len(words) < 6
    if is_title and _SUBJECT.match(others[0]):
        first, *others = others
    found = _TO.match(first) if not authors.verb_of(first.partition(" ")[0]) else None
    verb, _, rest = (found["rest"] if found else _SUBJECT.sub("", first)).partition(" ")
    first = authors.of_gerund(verb, rest) or first
    known = _stems(first) | _EMPTY
    others = [text for number, text in enumerate(others) if number or len(_stems(text) - known) > 1]
    return " ".join([capital(first), *others])


def _offered(teller: Teller, parts: Parts, said: str) -> str:
    """Return what the classes and functions of a file do, where its author only says what it is for as a whole."""
    units = [one for one in parts.units if one is not parts.main and not trigger_of(one)]
    is_long = len(said.split()) > (_LONG_SAID if len(units) > 1 else _FEW_SAID)
    if parts.is_test or not said or is_long or any(f"`{one.name}`" in said for one in units):
        return ""
    known = _stems(said)
    return _together(teller, units, lambda phrase: len(_stems(phrase) - known) > 1)


def _further(told: str, does: str) -> str:
    """Return what the methods of a class do, where its purpose is told in few words that are not these."""
    is_new = len(_stems(does) - _stems(told)) > _FEW
    return does if is_new and len(told.split()) < _LONG_SAID else ""


def _stems(text: str) -> set[str]:
    words = {one.strip(".,;()") for one in text.lower().split() if "`" not in one}
    return {singular(one) or one for one in words} - _SMALL


def _of_texts(parts: Parts, block: CodeBlock) -> str:
    """Return the author's sentence about the file, if it begins with a verb or is a title that says what it is."""
    for text in parts.texts:
        told = purpose(authors.docstring_of(text), block.shape.name).rstrip(".")
        found = _TO.match(told)
        verb, _, rest = (found["rest"] if found else told).partition(" ")
        does = authors.of_gerund(verb, rest) or (told if _NOUN.match(told) else "")
        if does and len(told) < _LONGEST_TEXT and not _OPEN.search(told):
            return sentence(does)
    return ""


# What the code tells.


def owner_of(file: str, source: str = "") -> str:
    """Return to which part of a project a file belongs: " of `shop.server`"; empty if nothing says it.

    A path in the first lines of the file, as its author writes it there, wins over the folder where the rest of the
    file names what that path names; where it does not name either, neither is believed.
    """
    owner = _owner(file)
    head = source[:_LONGEST_HEAD]
    comment = "\n".join(row[:_LONGEST_ROW] for row in _comment_rows(head))
    if (path := _OWN_PATH.search(comment)) and (said := _owner(path["path"])) and said != owner:
        rest = head[head.index(path["path"]) + len(path["path"]) :].lower()
        mine, other = (one.strip(" of`").rpartition(".")[2].rpartition("/")[2].lower() for one in (owner, said))
        return said if other in rest else owner if mine in rest or mine == other else ""
    return owner


def _owner(file: str) -> str:
    named = [re.sub(r"[ (].*", "", one) for one in PurePosixPath(file).parts[:-1]]
    while named and (named[-1].lower() in _GENERAL | _PARTS or named[-1].startswith("_")):
        named.pop()
    shown = named[-1:]
    while len(shown) < len(named) and shown[0].lower() in _WEAK and named[-len(shown) - 1].lower() not in _GENERAL:
        shown = named[-len(shown) - 1 :]
    return f" of `{('.' if all(map(str.isidentifier, shown)) else '/').join(shown)}`" if named else ""


def _file_purpose(teller: Teller, tree: ast.Module, parts: Parts) -> str:
    """Return what a file is for whose author does not say it."""
    block = teller.block
    if parts.is_test:
        return purpose_of_tests(tree, parts)
    runs = meant_stages(teller, parts)
    if found := exports(teller, tree, parts):
        return purpose_of_exports(teller, found)
    parser = purpose_of_parser(tree.body) if parts.guard else ""
    if told := purpose(authors.docstring_of(parser), block.shape.name):
        verb, _, rest = told.partition(" ")
        return sentence(authors.of_gerund(verb, rest) or told)
    is_silent = len(parts.units) == 1 and ast.get_docstring(parts.units[0]) is None
    if (parts.main is not None or is_silent) and (told := _of_texts(parts, block)):
        return told
    asks = _asking(teller, parts)
    is_hook = asks is not None or any(trigger_of(one) and not in_words(teller, one) for one in parts.functions)
    if len(parts.units) == 1 and not runs and not is_hook and (told := _of_unit(teller, parts.units[0])):
        return told
    if told := _of_texts(parts, block):
        return told
    if not parts.units:
        guarded = arranged(teller.statements(ast.Module([*parts.guard], []), parts.guard)) if parts.guard else ()
        if len(names := _assigned(parts)) > 1 and not any(one.kind in _OUTER | {"print", "exit"} for one in runs):
            return f"Holds {_shown(names)}."
        return (
            _of_script(runs or guarded, block, is_guarded=not runs)
            or _of_private(teller, parts)
            or _of_data(parts, tree)
        )
    if trigger := [unit for unit in parts.units if trigger_of(unit)]:
        return _of_handlers(trigger, tree, teller)
    if parts.main is not None and (commands := _commands(parts.main)):
        return f"A command line that understands {listed(commands)}."
    own = [unit for unit in parts.units if unit is not parts.main]
    if any(one.kind == "request" for one in walk_stages(runs)):
        return f"{_of_script(runs, block)} {_together(teller, own)}".strip()
    if len(own) == 1 and runs and isinstance(own[0], Function) and not in_words(teller, own[0]):
        return _of_script(runs, block)
    if asks is not None:
        return f"{_of_private(teller, Parts(private=(asks,)))} {_together(teller, own)}".strip()
    if not own:
        return _of_unit(teller, parts.units[0]) or _of_script(runs, block)
    if len(own) == 1:
        return _of_unit(teller, own[0]) or _of_script(runs, block) or f"Defines {_names(own)}."
    return _of_units(teller, parts) or f"Defines {_names(parts.units)}."


def _asking(teller: Teller, parts: Parts) -> Function | None:
    """Return the only private function that asks a service and yields its answer, where nothing public asks any."""
    if len(parts.private) != 1 or not yields(parts.private[0]) or parts.is_test:
        return None
    public = [one for unit in parts.units for one in walk(unit) if isinstance(one, Function)]
    asks = [one for one in (*public, *parts.private) if any(s.kind == "request" for s in plain_stages(teller, one))]
    return parts.private[0] if asks == list(parts.private) else None


def _of_unit(teller: Teller, unit: Unit) -> str:
    if isinstance(unit, ast.ClassDef):
        return class_purpose(teller, unit, owner_of(teller.block.file, teller.block.source))
    return sentence(does(teller, unit))


def _of_units(teller: Teller, parts: Parts) -> str:
    """Return what the functions and classes of a file do."""
    owner, whole = owner_of(teller.block.file, teller.block.source), list(parts.units)
    if [one for one in parts.classes if tables.constants_of_class(one) or tables.declared(one)] == whole:
        return f"Holds constants{owner}: {listed([' '.join(words_of(one.name)) for one in whole[:_MOST_NAMED]])}."
    if list(filter(_is_error, parts.classes)) == whole:
        return f"The {counted(len(whole), 'exception')}{owner}: {_names(whole, _MOST_LISTED)}."
    if len(whole) > _FEW and list(filter(_is_model, parts.classes)) == whole:
        return f"The {len(whole)} data models{owner}: {_names(whole, _MOST_LISTED)}."
    units = [one for one in parts.units if one is not parts.main]
    return _together(teller, entry_first(units) if len(units) > _MOST_TOLD else units) or f"Defines {_names(units)}."


def _together(teller: Teller, units: Sequence[Unit], is_new: Callable[[str], bool] = bool) -> str:
    """Return what functions and classes do in one sentence; those of which nothing is known are left out.

    Args:
        teller: Makes their stages.
        units: The functions and classes.
        is_new: Tells whether a phrase says what is not told already.
    """
    functions = [one for one in units if isinstance(one, Function)]
    if len(functions) == len(units) and (family := _family(teller, functions)):
        return family
    others = [one for one in units if not (isinstance(one, ast.ClassDef) and _is_error(one))]
    others.sort(key=lambda one: isinstance(one, ast.ClassDef) and _holds_only(one))
    found = (
        class_doing(teller, one) if isinstance(one, ast.ClassDef) else doing(teller, one) for one in others[:MOST_ASKED]
    )
    told = list(islice((one for one in found if one is not None and is_new(one.phrase)), _MOST_TOLD))
    if len(told) == 1 and told[0].name and told[0].phrase.startswith("defines "):
        return sentence(f"`{told[0].name}` is {told[0].phrase.removeprefix('defines ')}")
    return sentence(joined(told))


def _holds_only(node: ast.ClassDef) -> bool:
    """Return whether a class has values and no methods, and so is told after what does something."""
    return bool(tables.fields_of(node) or tables.constants_of_class(node))


def _is_model(node: ast.ClassDef) -> bool:
    """Return whether a class has declared attributes, and methods only beside them."""
    return any(isinstance(one, ast.AnnAssign) for one in node.body) or any(
        "Model" in unparsed(base) for base in node.bases
    )


def _family(teller: Teller, functions: Sequence[Function]) -> str:
    """Return what functions have in common that all end alike: "Each of its 4 functions returns a `Person`"."""
    endings = (ending([one for one in arranged(teller.stages(node)) if not one.steps]) for node in functions)
    last = next(endings, "")
    if not last or len(functions) < _FEW or any(one != last for one in endings):
        return ""
    return f"Each of its {len(functions)} functions {last}: {_names(functions)}."


def _counted(units: Sequence[Unit]) -> str:
    return _names(units) if len(units) <= _FEW else counted(len(units), "function")


def _names(units: Sequence[Unit], most: int = _MOST_NAMED) -> str:
    names = [f"`{unit.name}`" for unit in units]
    return listed(names) if len(names) <= most else f"{', '.join(names[:most])} and others"


def _is_error(node: ast.ClassDef) -> bool:
    return node.name.endswith(("Error", "Exception")) and bool(node.bases)


def _of_handlers(units: Sequence[Unit], tree: ast.Module, teller: Teller) -> str:
    """Return what a file of routes, commands or message handlers answers."""
    triggers = [trigger_of(unit, teller.prefixes) for unit in units]
    routes = [one for one in triggers if "/" in one and one.startswith("`")]
    if all(unit.name.startswith("pytest_") for unit in units):
        options = [f"`{name}`" for name in option_names(tree.body)]
        adds = f"; its command line gets the options {listed(options)}" if options else ""
        return f"Configures pytest by {_names(units)}{adds}."
    made = {last_name(one.func) for one in walk(tree) if isinstance(one, ast.Call)}
    kind = next((one for one in ("FastAPI", "Flask", "APIRouter", "Blueprint") if one in made), "")
    whole = kind in {"FastAPI", "Flask"}
    head = f"A {kind} {'application' if whole else 'part of an application'}" if kind else "Part of a web application"
    head += _titled(tree) if whole else ""
    if len(routes) == len(triggers):
        shown = listed(routes) if len(routes) <= _MOST_NAMED else counted(len(routes), "route")
        return f"{head} that answers {shown}."
    imported = {name.partition(".")[0] for name in teller.objects.names.values()}
    if service := next((told for name, told in _BOTS.items() if name in imported), ""):
        return f"A {service} bot that answers {_answered(triggers)}."
    return f"Handles {_answered(triggers)}."


def _titled(tree: ast.Module) -> str:
    """Return the title that an application gives itself, behind a comma."""
    for one in walk(tree):
        match one:
            case ast.Call(func=ast.Name(id="FastAPI"), keywords=keywords):
                texts = [keyword.value for keyword in keywords if keyword.arg == "title"]
                for text in texts:
                    if (
                        isinstance(text, ast.Constant)
                        and isinstance(text.value, str)
                        and authors.is_english(text.value)
                    ):
                        return f', "{text.value}",'
    return ""


def _answered(triggers: Sequence[str]) -> str:
    """Return what handlers answer as a list, all commands together: "the commands `/start` and `/help`"."""
    commands = [one.removeprefix("The command ") for one in triggers if one.startswith("The command ")]
    others = [decapitalised(one) for one in dict.fromkeys(triggers) if not one.startswith("The command ")]
    told = [f"the command{'s' * (len(commands) > 1)} {listed(commands)}"] if commands else []
    return listed([*told, *others][:_MOST_NAMED])


def _of_script(stages: Sequence[Stage], block: CodeBlock, *, is_guarded: bool = False) -> str:
    """Return what a script does: its outside effects, else what it creates and what it calls at last."""
    stages = [one for one in stages if one.names != ("NameError",)]
    plain = [one for one in walk_stages(stages) if not one.steps and not is_vague(one)]
    plain = [one for one in plain if not _PRINTS_GIVEN.match(one.action)] or plain
    kind = "An experimental script" if "experiments" in block.file else "A script"
    if not plain:
        return f"{kind} that runs when it is imported." if stages else ""
    outer = [one.action for one in plain if one.kind in _OUTER][-2:]
    calls = [told for one in plain if one.kind == "call" for told in (one.chain or (one.action,))]
    made = [told for told in calls if creates(told)]
    others = [told for told in calls[calls.index(made[0]) if made else 0 :] if told not in made]
    shown = [plain[-1].action] if others and plain[-1].kind == "print" and not plain[-1].chain else []
    chosen = list(dict.fromkeys(outer or [*made[:1], *others[-2:], *shown] or [plain[0].action, plain[-1].action]))
    told = joined([doing_of(one) for one in chosen])
    return f"{kind} that {told or chosen[0]}{'; importing it runs nothing' if is_guarded else ''}."


def _commands(node: Function) -> list[str]:
    """Return the texts with which a function compares what the user types, if there are several."""
    found: dict[str, dict[str, None]] = {}
    if not any(isinstance(one, ast.Call) and last_name(one.func) == "input" for one in walk(node)):
        return []
    for one in walk(node):
        match one:
            case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[ast.Constant(value=str(text))]):
                found.setdefault(name, {})[f"`{text}`"] = None
    most = max(found.values(), key=len, default={})
    return list(most) if len(most) > _FEW else []


def _of_private(teller: Teller, parts: Parts) -> str:
    if len(parts.private) != 1:
        return (
            f"Defines {counted(len(parts.private), 'private function')} for its own package." if parts.private else ""
        )
    (node,) = parts.private
    effect = strongest(plain_stages(teller, node))
    if is_stub(node) or all(isinstance(one, ast.Return) and one.value is None for one in node.body):
        return "A template: its only function is private, does nothing and returns `None`."
    named, asked = phrase_of(node.name), outer_effect(plain_stages(teller, node))
    told = by_name(teller, node) or effect
    if named and asked and yields(node):
        told = (
            f"{named}: {effect if effect.startswith(asked) and effect != asked else f'{asked} and yields the answer'}"
        )
    return sentence(told or "defines one private function for its own package")


def _declared(parts: Parts) -> str:
    """Return of which service a file without public functions says that it is, and what this needs and supports."""
    values = {name: one.value for name, one in parts.data if isinstance(one, ast.Constant)}
    if parts.units or not parts.private:
        return ""
    models = [name for name, value in parts.data if name in {"model", "models"} for name in _texts_in(value)]
    told = [f"the service `{url}`"] if isinstance(url := values.get("url"), str) and "://" in url else []
    told += [f"the model{'s' * (len(models) > 1)} {listed([f'`{one}`' for one in models])}"] if models else []
    flags = [(name.partition("_"), value) for name, value in values.items() if isinstance(value, bool)]
    said = [
        f"{verb if value else _NEGATED[verb]} {_noun(noun, has_article=value)}"
        for (verb, _, noun), value in flags
        if verb in _NEGATED and noun
    ]
    also = f"it {listed(said)}" if said else ""
    return (
        f"It declares {listed(told)}{', and that ' * bool(said)}{also}." if told else f"{capital(also)}." * bool(said)
    )


def _noun(name: str, *, has_article: bool) -> str:
    words = " ".join(words_of(name))
    if name in VERBS:
        return f"{words}ing"
    return with_article(words) if has_article and not words.endswith(("s", "tion", "ing")) else words


def _texts_in(value: ast.expr) -> list[str]:
    found = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
    texts = [one.value for one in found if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return texts if len(texts) == len(found) <= _MOST_NAMED else []


def _assigned(parts: Parts) -> list[str]:
    """Return the names in capitals that a file gives values, some of which it computes."""
    targets = [target for one in parts.run if isinstance(one, ast.Assign) for target in one.targets]
    names = [one.id for one in targets if isinstance(one, ast.Name) and one.id.isupper()]
    return list(dict.fromkeys(names)) if len(names) > len(parts.data) else []


def _shown(names: Sequence[str]) -> str:
    told = [f"`{name}`" for name in names]
    return listed(told) if len(told) <= _MOST_NAMED else f"{', '.join(told[:_MOST_NAMED])} and others"


def _of_data(parts: Parts, tree: ast.Module) -> str:
    if made := _made(parts, public_scope(tree)):
        return made
    if not parts.data:
        found = [one for one in tree.body if isinstance(one, ast.Import | ast.ImportFrom)]
        names = [one.module or "." if isinstance(one, ast.ImportFrom) else one.names[0].name for one in found]
        if found and not any(name == "__future__" for name in names):
            return f"Only imports {_shown(list(dict.fromkeys(names)))}; it defines nothing of its own."
        return "A file without code: importing it defines nothing and does nothing."
    name, value = parts.data[0]
    if len(parts.data) == 1 and isinstance(value, ast.Dict):
        keys = [f'"{key.value}"' for key in value.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
        named = f": {listed(keys)}" if 0 < len(keys) <= _FEW else ""
        number = counted(len(value.keys), "entry", "entries")
        told = f"Holds the {' '.join(words_of(name))} as the dictionary `{name}` with {number}{named}."
        return f"{told} Read one as `{name}[{keys[0]}]`; importing the file runs nothing." if keys else told
    names = [f"the {' '.join(words_of(name))} (`{name}`)" for name, _ in parts.data]
    shown = listed(names) if len(names) <= _MOST_NAMED else f"{', '.join(names[:_MOST_NAMED])} and others"
    return f"Holds {shown}; importing it runs nothing."


_MAKERS = {
    "NewType": "type",
    "TypeVar": "type variable",
    "ParamSpec": "parameter specification",
    "TypeAliasType": "type alias",
    "namedtuple": "named tuple",
    "NamedTuple": "named tuple",
    "TypedDict": "dictionary type",
    "Enum": "enumeration",
    "make_dataclass": "data class",
    "create_model": "data model",
}
"""What the functions of the standard library and of pydantic make that give a name to a type."""


def _made(parts: Parts, scope: Scope) -> str:
    """Return which public names a file gives to what a call makes, as a sentence."""
    told: list[str] = []
    for name, call in parts.made:
        kind, code = _MAKERS.get(last_name(call.func), ""), unparsed(with_constants(call, scope))
        of = unparsed(call.args[1]) if last_name(call.func) == "NewType" and len(call.args) > 1 else ""
        based = f", a distinct name for `{of}` that only type checkers tell apart" if of else ""
        is_short = len(code) <= _LONGEST_MADE and "`" not in code
        made = f"`{name} = {code}`" if is_short else f"`{name}`, made by `{unparsed(call.func)}`"
        told.append(f"the {kind} `{name}`{based}" if kind else made)
    if not told:
        return ""
    shown = listed(told) if len(told) <= _MOST_NAMED else f"{', '.join(told[:_MOST_NAMED])} and others"
    return f"Defines {shown}."


# What a caller must know.


def _on_import(teller: Teller, parts: Parts) -> str:
    """Return that importing a file runs it."""
    stages = run_stages(teller, parts)
    outer = [one for one in walk_stages(stages) if one.kind in _OUTER | {"exit", "call", "print"}]
    if parts.units and len(stages) < _FEW and not any(one.steps or one.condition or one.loop for one in stages):
        return f"Importing it {listed([one.action for one in outer])}." if outer and not parts.is_test else ""
    if parts.units and parts.guard:
        return ""  # What it is for is run by its guard; what importing it does besides stands in the steps.
    return _RUNS if outer and not parts.is_test else ""


def _stubs(parts: Parts) -> str:
    """Return which functions and methods do nothing although a caller would expect it of them."""
    plain = [one for one in parts.classes if not {last_name(base) for base in one.bases} & {"ABC", "Protocol"}]
    methods = [one for node in plain for one in node.body if isinstance(one, Function) and not one.name.startswith("_")]
    found = [one for one in (*parts.functions, *methods) if is_bare(one)]
    if not found or parts.is_test or list(parts.units) == found:
        return ""
    does_nothing = "does nothing: its body is" if len(found) == 1 else "do nothing: their bodies are"
    return f"{_names(found)} {does_nothing} empty."


def _keeping(teller: Teller, parts: Parts) -> str:
    """Return which of several functions keep errors to themselves, and what they give then."""
    found: dict[str, list[str]] = {}
    for one in parts.functions:
        if needs.keeps_errors(one) and (told := swallowed(list(walk_stages(teller.stages(one))))):
            found.setdefault(told.partition("the result is then ")[2].rstrip("."), []).append(f"`{one.name}`")
    if parts.is_test or sum(map(len, found.values())) < 2:
        return ""
    given = [f"{value} by {listed(names)}" for value, names in found.items() if value]
    names = [name for group in found.values() for name in group]
    shown = listed(names) if len(names) <= _MOST_NAMED else f"{len(names)} of its functions"
    told = f"Errors are not raised by {shown}"
    if len(given) != len(found) or len(given) > _FEW:
        return f"{told}."
    return (
        f"{told}; after one, they return {next(iter(found))}."
        if len(given) == 1
        else f"After an error, these are returned: {listed(given)}."
    )


def _comment_rows(head: str) -> Iterator[str]:
    """Yield the first rows of a file, as far as they are a comment."""
    yield from takewhile(lambda row: row.startswith("#"), head.split("\n", 4)[:4])
