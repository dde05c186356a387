"""Turn the name of a function into a verb phrase: `parse_date` parses the date."""

from __future__ import annotations

import re

from mkdocs_howto.facts.purpose import third_person
from mkdocs_howto.section import NamedBlock
from mkdocs_howto.writers.offline.trees import Function
from mkdocs_howto.writers.offline.verbs import VERBS
from mkdocs_howto.writers.offline.words import with_article

_SPOKEN = {
    "url": "URL", "urls": "URLs", "html": "HTML", "json": "JSON", "xml": "XML", "csv": "CSV", "http": "HTTP",
    "sql": "SQL",
    "db": "database", "cfg": "configuration", "config": "configuration", "dict": "dictionary", "str": "text",
    "num": "number", "img": "image", "msg": "message", "dir": "directory", "ids": "ids", "ui": "UI", "api": "API",
    "args": "arguments", "params": "parameters", "env": "environment",
}  # fmt: skip
"""Words of names as they are written in a sentence."""
_VAGUE = frozenset({"process", "handle", "manage", "perform", "run", "do", "make", "get", "set", "post", "put", "call"})
"""Verbs that say nothing of an object, or stand for many actions."""
_PLAIN = frozenset(
    {"add", "check", "clear", "close", "convert", "create", "decode", "delete", "encode", "find", "format", "load"}
    | {"open", "parse", "read", "register", "remove", "render", "reset", "save", "send", "start", "stop", "update"}
    | {"validate", "write"}
)
"""Verbs that take whatever noun follows them as their object."""
_OF_ITEMS = frozenset(
    {"add", "append", "delete", "discard", "enqueue", "insert", "prepend", "push", "register", "remove"}
)
"""Verbs whose object is the argument of a method, not the object that has the method."""
_CONVERTED = _SPOKEN.keys() | {
    "bytes", "text", "string", "list", "tuple", "set", "dictionary", "file", "number", "float", "integer", "yaml",
    "toml",
}  # fmt: skip
"""Words for what objects are converted to and from."""
_PREPOSITIONS = frozenset({"from", "to", "in", "by", "with", "for", "of", "on", "into", "as", "at", "or", "and"})
_MOST_NOUNS = 3
_ADJECTIVE = re.compile(
    r"(?:ed|ing|able|ible|ive|al|ent|ant|ous|ic|ful|less|en|ly|ary|set|open|empty|ready|done|valid|equal|new|null|none"
    r"|lazy|dirty|alive|available|enough|up|true|false|absolute|relative|private|busy|full|free|local|global)\Z"
)
"""How words end that stand behind "is" without an article."""
_WORD = re.compile(r"[A-Z]?[a-z]+")


def given(function: Function) -> list[str]:
    """Return the parameters that a caller passes."""
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return [one.arg for one in every if one.arg not in {"self", "cls"}]


def verb_phrase(block: NamedBlock, function: Function) -> str:
    """Return what the name of a function says that it does; empty if its words are no verb and its object.

    Args:
        block: The function.
        function: Its syntax tree.
    """
    verb, *nouns = block.name.lower().strip("_").split("_")
    if "async" in block.shape.labels and verb[1:] in VERBS and verb not in VERBS:
        verb = verb[1:]  # `aclose` is the asynchronous `close`.
    if not nouns:
        return _of_verb(verb, block, function)
    if verb in {"to", "as", "from"}:
        return _conversion(verb, nouns, block, function)
    is_object = 0 < len(nouns) <= _MOST_NOUNS and all(re.fullmatch(r"[a-z]+", word) for word in nouns)
    if not is_object or not _PREPOSITIONS.isdisjoint(nouns):
        return ""
    if verb in {"is", "has"}:
        return _predicate(verb, nouns, block, function)
    spoken = " ".join(_SPOKEN.get(word, word) for word in nouns)
    is_plural = nouns[-1].endswith("s") and not nouns[-1].endswith(("ss", "us", "is"))
    gives = block.shape.signature is not None and block.shape.signature.returns not in {"", "None"}
    if verb == "get" and gives:
        return f"Returns the {spoken}."
    if verb in {"create", "build", "make"} and gives:
        told = "Creates" if verb == "make" else third_person(verb).capitalize()
        return f"{told} {spoken if is_plural else with_article(spoken)}."
    is_plain = verb in _PLAIN and not _ADJECTIVE.search(nouns[-1]) and nouns[-1] != "async"
    if verb not in VERBS or verb in _VAGUE or not (is_plain or _is_noun(nouns[-1], block)):
        return ""
    return f"{third_person(verb).capitalize()} the {spoken}."


def _of_verb(verb: str, block: NamedBlock, function: Function) -> str:
    """Return what a function does whose name is only a verb: to its only argument, or to its object."""
    parameters = given(function)
    owner = block.shape.object_path.split(".")[-2] if "." in block.shape.object_path else ""
    is_method = owner[:1].isupper()
    if verb not in VERBS or verb in _VAGUE or len(parameters) > 1 or function.args.vararg or function.args.kwarg:
        return ""
    if parameters and (not is_method or verb in _OF_ITEMS):
        return f"{third_person(verb).capitalize()} `{parameters[0]}`."
    return f"{third_person(verb).capitalize()} the `{owner}`." if is_method and not parameters else ""


def _conversion(preposition: str, nouns: list[str], block: NamedBlock, function: Function) -> str:
    """Return what a method makes, or is made from, that is called `to_…`, `as_…` or `from_…`."""
    owner = block.shape.object_path.split(".")[-2] if "." in block.shape.object_path else ""
    given_names = given(function)
    if not owner[:1].isupper() or not all(re.fullmatch(r"[a-z]+", word) for word in nouns):
        return ""
    spoken = " ".join(_SPOKEN.get(word, word) for word in nouns)
    other = spoken if spoken[:1].isupper() or spoken.endswith("s") or spoken == "text" else with_article(spoken)
    if nouns[-1] not in _CONVERTED:
        other = f"`{nouns[0]}`" if len(nouns) == 1 else ""
    if not other:
        return ""
    if preposition == "from":
        return f"Creates {with_article(f'`{owner}`')} from {other}." if "classmethod" in block.shape.labels else ""
    is_own = not set(block.shape.labels) & {"classmethod", "staticmethod"}
    needed = len(given_names) - len(function.args.defaults)
    return f"Returns the `{owner}` as {other}." if is_own and needed <= 0 else ""


def _predicate(verb: str, words: list[str], block: NamedBlock, function: Function) -> str:
    """Return what a function tests that is called `is_…` or `has_…`; empty if its name does not say of what."""
    parameters = given(function)
    owner = block.shape.object_path.split(".")[-2] if "." in block.shape.object_path else ""
    if len(parameters) > 1 or (not parameters and not owner[:1].isupper()):
        return ""
    subject = f"`{parameters[0]}`" if parameters else f"the `{owner}`"
    spoken = " ".join(_SPOKEN.get(word, word) for word in words)
    is_plain = _ADJECTIVE.search(words[-1]) is not None or words[-1].endswith("s") or words[0] in {"in", "on", "at"}
    return f"Tells whether {subject} {verb} {spoken if is_plain else with_article(spoken)}."


def _is_noun(word: str, block: NamedBlock) -> bool:
    """Return whether the signature, or the class around, names what the word of a function's name stands for."""
    signature = block.shape.signature
    texts = [block.shape.object_path.rpartition(".")[0]]
    if signature is not None:
        texts += [signature.returns, *(f"{one.name} {one.annotation}" for one in signature.parameters)]
    known = {part.lower().rstrip("s") for text in texts for part in _WORD.findall(text)}
    return word.rstrip("s") in known
