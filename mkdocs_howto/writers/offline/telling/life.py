"""Describe a class by its data flow: what it keeps, what its methods make of that, and which method comes first."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_howto.effects import dotted
from mkdocs_howto.facts.words import sentences
from mkdocs_howto.syntax import last_name, unparsed, walk
from mkdocs_howto.writers.offline.attributes import Attributes, kept_by, of_self
from mkdocs_howto.writers.offline.telling import authors
from mkdocs_howto.writers.offline.telling.information import says_something
from mkdocs_howto.writers.offline.telling.names import singular, words_of
from mkdocs_howto.writers.offline.trees import Function, own
from mkdocs_howto.writers.offline.words import listed

_CALLABLES = frozenset({"func", "function", "fn", "callback", "cb", "handler", "hook", "callable", "effect_func"})
_MOST_WORDS = 40
_FEW = 3

_LONGEST_ITEMS = 60
"""Characters of the expression that a loop goes through."""


@dataclass(frozen=True, slots=True)
class Life:
    """How the methods of a class share what it keeps.

    Attributes:
        methods: All methods, by name.
        empty: Attributes that creating it leaves empty or `None`.
        sets: For each public method, the attributes that it sets or fills, also through private ones.
        reads: For each public method, the attributes that it reads, also through private ones.
        needs: For each public method, those on which it fails where they are empty.
    """

    methods: Mapping[str, Function]
    empty: frozenset[str]
    sets: Mapping[str, frozenset[str]]
    reads: Mapping[str, frozenset[str]]
    needs: Mapping[str, frozenset[str]]


def life_of(node: ast.ClassDef) -> Life:
    """Return how the methods of a class share what it keeps."""
    attributes = Attributes(node)
    methods = {one.name: one for one in attributes.functions()}
    public = [one for name, one in methods.items() if not name.startswith("_")]
    reached = {one.name: attributes.reached(one, only_private=True) for one in public}
    return Life(
        methods,
        frozenset(attributes.empty()),
        {one.name: frozenset(attributes.stores(one, only_private=True)) for one in public},
        {one.name: frozenset(attr for inner in reached[one.name] for attr in _read_in(inner)) for one in public},
        {one.name: frozenset(attr for inner in reached[one.name] for attr in _needed_in(inner)) for one in public},
    )


def _needed_in(node: Function) -> Iterator[str]:
    """Yield the attributes that a method calls, or from which it takes an item: it fails where they are empty."""
    for one in own(node):
        match one:
            case ast.Call(func=value) | ast.Subscript(value=value, ctx=ast.Load()):
                yield of_self(value)


def _read_in(node: Function) -> Iterator[str]:
    for one in own(node):
        if isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Load):
            yield of_self(one)


# What is told.


def told_of(node: ast.ClassDef) -> str:
    """Return what a class keeps and what its methods make of it, as sentences; empty if its data flow tells nothing."""
    life = life_of(node)
    kept = [found for name in life.sets if (found := _kept(life, name))]
    told = [f"Keeps {noun} (`{name}`)." for name, noun, _ in kept[:2]]
    attributes = {attribute for _, _, attribute in kept}
    for name in life.sets:
        if attributes & life.reads[name] - life.sets[name] and (used := _used(life.methods[name], kept)):
            told.append(used)
            told += _made_of(life, name)
            break
    return " ".join(told) if len(told) > 1 else ""


def _kept(life: Life, name: str) -> tuple[str, str, str] | None:
    """Return the method, what it keeps under what as a noun phrase, and the attribute that keeps it."""
    node = life.methods[name]
    names = [one.arg for one in node.args.args[1:]]
    for one in own(node):
        match one:
            case ast.Assign(targets=[ast.Subscript(value=kept, slice=ast.Name(id=key))], value=ast.Name(id=value)) if {
                key,
                value,
            } <= set(names) and of_self(kept) in life.empty:
                return name, f"{_plural(value)} under {_plural(key)}", of_self(kept)
            case ast.Call(func=ast.Attribute(value=kept, attr="append" | "add"), args=[ast.Name(id=value)]) if (
                value in names and of_self(kept) in life.empty
            ):
                return name, _plural(value), of_self(kept)
    return None


def _plural(name: str) -> str:
    """Return the noun of a parameter in the plural: "functions" of `func`."""
    if name in _CALLABLES:
        return "functions"
    noun = " ".join(words_of(name))
    if singular(noun):
        return noun
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"


def _used(node: Function, kept: Sequence[tuple[str, str, str]]) -> str:
    """Return what a method does with what its class keeps: for each of what it calls it, and what it gives."""
    loop = next((one for one in node.body if isinstance(one, ast.For)), None)
    nouns = {attribute: noun for _, noun, attribute in kept}
    keys: dict[str, list[str]] = {}
    for one in own(node):
        match one:
            case ast.Call(func=ast.Subscript(value=value, slice=ast.Name(id=key))) if of_self(value) in nouns:
                keys.setdefault(of_self(value), []).append(words_of(key)[-1] if words_of(key) else key)
    if loop is None or not isinstance(loop.target, ast.Name) or len(keys) != 1:
        return ""
    items = unparsed(loop.iter)
    if not items or len(items) > _LONGEST_ITEMS:
        return ""
    ((attribute, found),) = keys.items()
    noun = nouns[attribute].partition(" under ")[0]
    each = " ".join(words_of(loop.target.id))
    by = f" for its {found[0]}" if len(set(found)) == 1 else ""
    told = f"`{node.name}` calls, for each {each} of `{items}`, the {singular(noun) or noun} kept{by}"
    return f"{told}{_collected(node)}."


def _collected(node: Function) -> str:
    """Return that a method returns a list of what it collects in its loop, and what is left out of it."""
    last = node.body[-1]
    if not isinstance(last, ast.Return) or not isinstance(last.value, ast.Name):
        return ""
    name = last.value.id
    appended = any(
        isinstance(one, ast.Call) and dotted(one.func) in {f"{name}.append", f"{name}.add"} for one in own(node)
    )
    tests = [one.test for one in own(node) if isinstance(one, ast.If)]
    is_without = any(
        isinstance(one, ast.Compare) and isinstance(one.ops[0], ast.IsNot) and dotted(one.comparators[0]) == ""
        for one in tests
    )
    return f" and returns what they give as a list{', without `None`' if is_without else ''}" if appended else ""


def _made_of(life: Life, name: str) -> Iterator[str]:
    """Yield what other public methods make of what a method returns."""
    for other, node in life.methods.items():
        if other == name or other.startswith("_") or not isinstance(last := node.body[-1], ast.Return):
            continue
        results = {
            one.targets[0].id
            for one in own(node)
            if isinstance(one, ast.Assign)
            and isinstance(one.targets[0], ast.Name)
            and isinstance(one.value, ast.Call)
            and dotted(one.value.func) == f"self.{name}"
        }
        match last.value:
            case ast.Call(func=func, args=[ast.Name(id=passed), *_]) if passed in results and last_name(func):
                kind = dotted(func) if last_name(func)[:1].isupper() else ""
                if kind:
                    yield f"`{other}` returns that as a `{kind.rpartition('.')[2]}`."


def main_words(node: ast.ClassDef) -> str:
    """Return what the author of the main method of a class says, beyond its name; empty if there is no such method.

    That is the one which calling the object hands over to, or the one that calls other public methods.
    """
    life = life_of(node)
    called = {
        name: {
            last_name(one.func)
            for one in own(method)
            if isinstance(one, ast.Call) and dotted(one.func).startswith("self.") and last_name(one.func) in life.sets
        }
        for name, method in life.methods.items()
    }
    tops = [name for name in life.sets if len(called[name]) > 1]
    main = next(iter(called.get("__call__", ())), tops[0] if len(tops) == 1 else "")
    if not main:
        return ""
    docstring = authors.docstring_of(ast.get_docstring(life.methods[main]))
    told: list[str] = []
    for text in sentences(docstring.paragraphs[0].text) if docstring.paragraphs else []:
        subject, _, rest = text.partition(" ")
        if subject != "It" and told:
            break
        if says_something(text, [node.name, main]) and authors.is_english(text):
            verb = authors.verb_of(subject)
            rest = rest if subject == "It" else f"{verb} {rest}" if verb else ""
            told += [f"`{main}` {rest}"] if rest else []
    return " ".join(told) if sum(len(one.split()) for one in told) <= _MOST_WORDS else ""


def order_of(node: ast.ClassDef) -> Iterator[str]:
    """Yield which method to call before which others, since they fail on what creating an object leaves empty."""
    by: dict[str, list[str]] = {}
    for name, setter in setters_of(node).items():
        by.setdefault(setter, []).append(name)
    for setter, needing in list(by.items())[:2]:
        if len(needing) <= _FEW:
            shown = listed([f"`{name}`" for name in needing])
            yield f"Call `{setter}` before {shown}, which {'works' if len(needing) == 1 else 'work'} with what it sets."


def setters_of(node: ast.ClassDef) -> dict[str, str]:
    """Return for each public method that fails on what creating an object leaves empty which method to call first."""
    life = life_of(node)
    found: dict[str, str] = {}
    for attribute in sorted(life.empty):
        setting = {
            name
            for name, method in life.methods.items()
            if name != "__init__" and attribute in {one for one, _ in kept_by(method)}
        }
        callers = [name for name in life.sets if attribute in life.sets[name]]
        if len(callers) != 1 or any(name.startswith("__") for name in setting) or _is_tested(life, attribute):
            continue
        needing = {name for name in life.needs if attribute in life.needs[name]} - set(callers)
        needing |= {name for name in life.sets if needing & set(_called_on_self(life.methods[name]))} - set(callers)
        found |= {name: callers[0] for name in life.sets if name in needing and name not in found}
    return {name: setter for name, setter in found.items() if found.get(setter) != name}


def _called_on_self(node: Function) -> Iterator[str]:
    """Yield the methods of its own object that a method calls."""
    for one in own(node):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute):
            yield of_self(one.func)


def _is_tested(life: Life, attribute: str) -> bool:
    """Return whether a method asks whether an attribute is there or holds something before it reads it."""
    for method in life.methods.values():
        for one in own(method):
            tests = (
                [one.test]
                if isinstance(one, ast.If | ast.IfExp | ast.While)
                else [*one.comparators, one.left]
                if isinstance(one, ast.Compare)
                else []
            )
            if any(
                of_self(inner) == attribute for test in tests for inner in walk(test) if isinstance(inner, ast.expr)
            ):
                return True
            if isinstance(one, ast.For | ast.comprehension) and of_self(one.iter) == attribute:
                return True
    return False
