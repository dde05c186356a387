"""Say what a class is for, and what changes how it is used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from mkdocs_howto.effects import dotted
from mkdocs_howto.facts.purpose import purpose, third_person
from mkdocs_howto.section import Shape
from mkdocs_howto.syntax import last_name, unparsed, walk
from mkdocs_howto.writers.offline.telling import authors, bases, function_purpose, life, needs, tables
from mkdocs_howto.writers.offline.telling.function_purpose import (
    is_vague,
    means_of,
    method_doing,
    outer_effect,
    plain_stages,
)
from mkdocs_howto.writers.offline.telling.functions import Teller
from mkdocs_howto.writers.offline.telling.information import says_something
from mkdocs_howto.writers.offline.telling.joined import Doing, doing_of, joined
from mkdocs_howto.writers.offline.telling.names import phrase_of, singular, words_of
from mkdocs_howto.writers.offline.telling.parts import signature_of
from mkdocs_howto.writers.offline.telling.sentences import Fact, sentence
from mkdocs_howto.writers.offline.telling.services import methods_on_class
from mkdocs_howto.writers.offline.telling.stages import ASKED, REASONED, walk_stages
from mkdocs_howto.writers.offline.trees import Function, without_docstring, yields
from mkdocs_howto.writers.offline.verbs import EMPTY_VERBS, VERBS
from mkdocs_howto.writers.offline.words import capital, counted, decapitalised, listed, with_article

_PLAIN_BASES = frozenset({"object", "ABC", "abc.ABC", "Generic", "typing.Generic", "Protocol", "typing.Protocol"})
_MOST_NAMED = 6
_MOST_DONE = 5
_FEW = 3
_LONGEST_NOUN = 14
_LONGEST_DONE = 30
_FOR = re.compile(r"(?:an? |the )?(?:[\w-]+ ){0,3}class (?:for|of|that|to) (?P<verb>\w+) (?P<rest>.+)", re.IGNORECASE)


def class_purpose(teller: Teller, node: ast.ClassDef, owner: str = "") -> str:
    """Return the sentence that says what a class is for: its author's, else what its methods do.

    Args:
        teller: Makes the stages of its methods.
        node: The class.
        owner: To which part of the project it belongs: " of `shop`".
    """
    docstring = authors.docstring_of(ast.get_docstring(node))
    told = purpose(docstring, node.name, is_class=True) if docstring.summary else ""
    if (found := _FOR.match(told)) and (does := authors.of_gerund(found["verb"], found["rest"])):
        return sentence(does)
    return told or _passed_on(node) or _of_values(node, owner) or _of_base(teller, node) or _of_methods(teller, node)


def _passed_on(node: ast.ClassDef) -> str:
    """Return the sentence with which a class describes itself to the constructor of its base."""
    for one in walk(node):
        match one:
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__")):
                texts = [*one.args, *(keyword.value for keyword in one.keywords if keyword.arg == "description")]
                for text in texts:
                    if isinstance(text, ast.Constant) and isinstance(text.value, str):
                        told = purpose(authors.docstring_of(text.value), node.name, is_class=True)
                        if len(told.split()) > _FEW and authors.is_english(told):
                            return told
    return ""


def done_by(teller: Teller, node: ast.ClassDef, subject: str = "") -> str:
    """Return the sentence that says what the methods of a class do; empty if their names and authors do not say it."""
    if shown := _shown_by_flow(teller, node):
        return shown
    does = _done(teller, _public(node))
    return f"{subject or f'`{node.name}`'} {does}." if does else ""


def _shown_by_flow(teller: Teller, node: ast.ClassDef) -> str:
    """Return what a class keeps and does as its data flow shows, where names and summaries of its methods say less."""
    if kept := life.told_of(node):
        return kept
    methods = _public(node)
    names = [node.name, *(name for one in methods for name in (one.name, *(arg.arg for arg in one.args.args)))]
    return "" if says_something(_done(teller, methods), names) else life.main_words(node)


def class_doing(teller: Teller, node: ast.ClassDef) -> Doing | None:
    """Return what one of several classes of a file is for; none if nothing says it."""
    docstring = authors.docstring_of(ast.get_docstring(node))
    told = purpose(docstring, node.name, is_class=True).rstrip(".")
    told = told if told[:1].isalnum() or told.startswith("`") else ""
    if (found := _FOR.match(told)) and (does := authors.of_gerund(found["verb"], found["rest"])):
        return doing_of(does, node.name)
    phrase = authors.phrase(docstring, node.name)
    if phrase and not phrase.startswith(("is ", "gives ")):
        return doing_of(phrase, node.name)
    is_named = told.split()[:1] == [node.name] and not told.startswith((f"{node.name} class", f"{node.name} object"))
    noun = phrase.partition(" ")[2] or ("" if is_named else decapitalised(told))
    if noun:
        short = re.split(r", |: | (?:that|which) ", noun, maxsplit=1)[0]
        return Doing(f"defines {_determined(noun if len(noun.split()) <= _LONGEST_NOUN else short)}", node.name)
    if names := [f"`{name}`" for name, _ in _constants(node)]:
        return Doing(
            f"names {listed(names) if len(names) <= _FEW else counted(len(names), 'constant')}",
            node.name,
            is_whole=True,
        )
    if fields := [f"`{name}`" for name in tables.fields_of(node)]:
        by = listed(fields) if len(fields) <= _FEW else counted(len(fields), "attribute")
        return Doing(f"describes {with_article(' '.join(words_of(node.name)))} by its {by}", node.name, is_whole=True)
    if told := _passed_on(node):
        return Doing(f"defines {decapitalised(told).rstrip('.')}", node.name)
    methods = [one for one in node.body if isinstance(one, Function) and not one.name.startswith("_")]
    abstract = [one for one in methods if _is_open(one) or "abstractmethod" in map(last_name, one.decorator_list)]
    if abstract:
        shown = listed([f"`{one.name}`" for one in abstract[:_MOST_NAMED]])
        return Doing(f"defines the interface `{node.name}`, of which subclasses define {shown}", is_whole=True)
    if base := _base_of(node):
        does = _done(teller, _public(node))
        kind = with_article(f"`{base.rpartition('.')[2]}`")
        return Doing(f"defines `{node.name}`, {kind}{f' that {does}' if does else ''}", is_whole=bool(does))
    does = _done(teller, _public(node)) or _kept(teller, node)
    return Doing(does, node.name, is_whole=True) if does else None


def _determined(noun: str) -> str:
    """Return the noun phrase of a docstring with an article, where it has none and is no plural."""
    head = re.split(r" (?:of|for|with|in|to|from|on|that|which) | \(", noun)[0]
    has_own = re.match(r"(?:an?|the|all|its|some|various) ", noun)
    return noun if has_own or any(map(singular, head.split())) else with_article(noun)


def _constants(node: ast.ClassDef) -> list[tuple[str, ast.expr]]:
    return tables.constants_of_class(node) if not node.decorator_list else []


def _of_values(node: ast.ClassDef, owner: str = "") -> str:
    """Return what a class holds that has no methods: constants or declared attributes."""
    words = " ".join(words_of(node.name))
    if names := tables.constants_of_class(node):
        kind = "member" if tables.is_enum(node) else "constant"
        shown = listed([f"`{name}`" for name, _ in names[:2]])
        such = f", such as {shown}" if len(names) > _FEW else ""
        return f"`{node.name}` holds {counted(len(names), kind)}{owner} for the {words}{such}."
    if fields := tables.declared(node):
        shown_ = [f"`{name}`" for name, _ in fields]
        by = listed(shown_) if len(shown_) <= _MOST_NAMED else f"{', '.join(shown_[:_MOST_NAMED])} and others"
        return f"Describes {with_article(words)}{owner} by its {by}."
    return ""


def _of_base(teller: Teller, node: ast.ClassDef) -> str:
    """Return what a class adds to its base; empty for a class without one."""
    base = _base_of(node)
    if not base:
        return ""
    methods = _public(node)
    path = teller.objects.names.get(base, base)
    shape = teller.objects.shape(path)
    said = authors.phrase(authors.docstring_of(shape.summary), shape.name) if shape is not None else ""
    short = path.rpartition(".")[2]
    is_told = said and len(said) < 90 and not said.startswith(("is ", "gives ")) and short != node.name
    said = f" `{short}` {said}." if is_told else ""
    init = next((one for one in node.body if isinstance(one, Function) and one.name == "__init__"), None)
    fixed = [name for stage in (teller.stages(init) if init else ()) if stage.kind == "fact" for name in stage.names]
    taken = [one.name for one in signature_of(init, is_bound=True).parameters] if init is not None else []
    taken = [f"`{name}`" for name in taken if name not in {"args", "kwargs"}][:_MOST_NAMED]
    asked = _asked(teller, methods)
    kind = f"`{path}`" if short == node.name or (shape is None and "." in path) else f"`{short}`"
    places = [f"`{one}`" for one in bases.places_of(node, path, teller.project)]
    made = f" With it, the base class uses {listed(places)}." if 0 < len(places) <= _FEW else ""
    does = _done(teller, methods)
    if fixed:
        own = f" It {does}." if does else f" It has {_adding(methods)}." if methods else ""
        if main := _main_of_base(shape):
            return f"{capital(main)} for {listed(fixed)}: `{node.name}` is a preset of {kind}{asked}.{made}{own}"
        return f"`{node.name}` is the {kind} with {listed(fixed)}{asked}.{made}{own}{said}"
    own = f" that {does}" if does else ""
    own = own or (" that adds nothing of its own" if _is_bare(node) else "")
    own = own or (
        f" with {_adding(methods) or f'a constructor that takes {listed(taken)}'}" if methods or taken else ""
    )
    return f"`{node.name}` is {with_article(kind)}{own}{asked}.{said}"


def has_base(node: ast.ClassDef) -> bool:
    """Return whether a class has a base that says something of it."""
    names = [dotted(one.value if isinstance(one, ast.Subscript) else one) for one in node.bases]
    return any(name not in _PLAIN_BASES for name in names)


def _base_of(node: ast.ClassDef) -> str:
    """Return the first base of a class that has a name and says something; empty if there is none."""
    names = [dotted(one.value if isinstance(one, ast.Subscript) else one) for one in node.bases]
    return next((name for name in names if name and name not in _PLAIN_BASES and not name.startswith("_")), "")


def _is_bare(node: ast.ClassDef) -> bool:
    """Return whether a class has nothing but its docstring, `...` or `pass`."""
    return all(
        isinstance(one, ast.Pass) or (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
        for one in node.body
    )


def _main_of_base(shape: Shape | None) -> str:
    """Return what the method does after which a base class is called, as `grab_page` of a `Grabber`."""
    last = words_of(shape.name)[-1] if shape is not None and words_of(shape.name) else ""
    stems = {last.removesuffix("er"), last.removesuffix("r"), re.sub(r"(.)\1er$", r"\1", last)} - {last}
    for one in shape.members if shape is not None else ():
        told = phrase_of(one.name)
        if told and words_of(one.name)[0] in stems and one.signature is not None:
            kind = one.signature.returns.rpartition(".")[2]
            gives = f", which gives {with_article(f'`{kind}`')}" if kind.isidentifier() and kind[:1].isupper() else ""
            return f"{told} (`{one.name}`{gives})"
    return ""


def _public(node: ast.ClassDef) -> list[Function]:
    return [
        one for one in node.body if isinstance(one, Function) and not one.name.startswith("_") and not _is_open(one)
    ]


def _is_open(node: Function) -> bool:
    """Return whether a method does nothing but raise `NotImplementedError`."""
    match without_docstring(node.body):
        case [ast.Raise(exc=ast.expr() as error)]:
            return last_name(error.func if isinstance(error, ast.Call) else error) == "NotImplementedError"
    return False


def _done(teller: Teller, methods: Sequence[Function]) -> str:
    """Return what the methods of a class do as one predicate, if at least half of them tell it."""
    ordered = sorted(methods, key=lambda one: ast.get_docstring(one) is None)
    found = [told for one in ordered if (told := method_doing(one))]
    if not found and len(methods) <= _FEW:
        effects = [outer_effect(plain_stages(teller, one)) for one in methods]
        found = [doing_of(told) for told in effects if told]
    found = found or [Doing(third_person(one.name)) for one in methods if one.name in VERBS - EMPTY_VERBS]
    if not found or 2 * len(found) < len(methods):
        return ""
    return joined(found[:_MOST_DONE], _LONGEST_DONE, is_inner=True)


def _asked(teller: Teller, methods: Sequence[Function]) -> str:
    """Return to which addresses the methods of a class send requests."""
    stages = [stage for one in methods for stage in walk_stages(teller.stages(one)) if stage.kind == "request"]
    found = list(dict.fromkeys(name for stage in stages for name in stage.names if "://" in name))
    return f"; it sends requests to {listed([f'`{one}`' for one in found])}" if 0 < len(found) <= _FEW else ""


def _of_methods(teller: Teller, node: ast.ClassDef) -> str:
    """Return what the methods of a class without a base do, as a sentence about the class."""
    if shown := _shown_by_flow(teller, node):
        return shown
    methods = _public(node)
    does = _done(teller, methods)
    if len(methods) == 1 and not says_something(does, [methods[0].name]):
        told = function_purpose.does(teller, methods[0])
        return f"`{node.name}.{methods[0].name}` {told}." if told else ""
    if does:
        stages = [stage for one in methods for stage in walk_stages(teller.stages(one))]
        asks = all(any(one.verb == ASKED for one in walk_stages(teller.stages(method))) for method in methods)
        means = means_of(stages) if asks else _asked(teller, methods)
        is_told = any(code in does for code in means.split("`")[1::2])
        return f"`{node.name}` {does}{'' if is_told else means}."
    names = [f"`{one.name}`" for one in methods[:_MOST_NAMED]]
    if not names:
        kept = _kept(teller, node)
        return f"`{node.name}` {kept}." if kept else ""
    return f"`{node.name}` has the {'method' if len(names) == 1 else 'methods'} {listed(names)}."


def _kept(teller: Teller, node: ast.ClassDef) -> str:
    """Return the paths that a class without public methods keeps, as the routes of an application."""
    init = next((one for one in node.body if isinstance(one, Function) and one.name == "__init__"), None)
    kept = [one for one in (teller.stages(init) if init else ()) if one.kind == "store" and "`/" in one.action]
    return kept[0].action if kept and not is_vague(kept[0]) else ""


def _adding(methods: Sequence[Function]) -> str:
    if not methods:
        return ""
    names = [f"`{one.name}`" for one in methods[:_MOST_NAMED]]
    return f"its own {listed(names) if len(methods) <= _MOST_NAMED else ', '.join(names) + ' and others'}"


# What a caller must know.


def facts_of_class(node: ast.ClassDef) -> Iterator[Fact]:
    """Yield what changes how a class is used."""
    methods = _public(node)
    on_class = [one for one in methods if {unparsed(x) for x in one.decorator_list} & {"staticmethod", "classmethod"}]
    if methods and len(on_class) == len(methods):
        subject = "Its method is" if len(methods) == 1 else "Its methods are"
        yield Fact(f"{subject} called on the class.", 2)
    streams = [f"`{one.name}`" for one in methods if isinstance(one, ast.AsyncFunctionDef) and yields(one)]
    if streams:
        yield Fact(f"Iterate over {listed(streams)} with `async for`.", 2)
    if left := [f"`{one.name}`" for one in node.body if isinstance(one, Function) and _is_open(one)]:
        shown = listed(left) if len(left) <= _MOST_NAMED else counted(len(left), "method")
        yield Fact(
            f"Subclass it: {shown} {'raises' if len(left) == 1 else 'raise'} `NotImplementedError` until then.", 1
        )
    if not has_base(node):
        yield from (Fact(text, 1) for text in life.order_of(node))
    if unset := needs.unset_of(node):
        names = listed([f"`{name}`" for name in unset])
        verb = "is" if len(unset) == 1 else "are"
        yield Fact(
            f"It is a template: {names} {verb} `None` until a subclass sets {'it' if len(unset) == 1 else 'them'}.", 1
        )
    awaited = [f"`{one.name}`" for one in methods if isinstance(one, ast.AsyncFunctionDef) and not yields(one)]
    if awaited:
        shown = listed(awaited) if len(awaited) <= _FEW else counted(len(awaited), "method")
        are, them = ("is a coroutine", "it") if len(awaited) == 1 else ("are coroutines", "them")
        yield Fact(f"{shown} {are}: await {them}.", 2)


def service_purpose(teller: Teller, node: ast.ClassDef) -> str:
    """Return what a class does that asks a service and is used without an instance."""
    methods = methods_on_class(node)
    stages = [stage for one in methods for stage in walk_stages(teller.stages(one))]
    sent = [one for one in stages if one.kind == "request"]
    found = list(dict.fromkeys(name for one in sent for name in one.names if "://" in name))
    if not 0 < len(found) <= _FEW:
        return ""
    gives = " and yields the answer" if any(yields(one) for one in methods) else ""
    places = listed([f"`{one}`" for one in found])
    return f"Sends {'a request' if len(sent) == 1 else 'requests'} to {places}{gives}."


def facts_of_service(teller: Teller, node: ast.ClassDef) -> Iterator[Fact]:
    """Yield what a class that is used without an instance refuses, does not use, or keeps to itself."""
    methods = methods_on_class(node)
    stages = [stage for one in methods for stage in walk_stages(teller.stages(one))]
    caught = [one for one in stages if one.kind == "catch" and set(one.names) & {"", "Exception", "BaseException"}]
    if any(one.action.startswith("yields ") for one in caught):
        yield Fact("Errors of its requests are not raised: their text is yielded like an answer.", 1)
    unread = [name for one in methods if yields(one) for name in needs.unread_parameters(one)]
    if unread and len(unread) <= _FEW:
        names = listed([f"`{name}`" for name in unread])
        yield Fact(f"{names} {'is' if len(unread) == 1 else 'are'} accepted but not used.", 3)
    refused = [one.action for one in stages if one.kind == "raise" and one.verb == REASONED]
    if len(refused) == 1:
        yield Fact(sentence(refused[0]), 3)
