"""Where values come from: each rule proposes values for one parameter, with its evidence."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from mkdocs_howto.secrets.names import is_secret_name
from mkdocs_howto.section import Shape
from mkdocs_howto.syntax import NotPython, expression, is_literal, parsed, walk
from mkdocs_howto.writers.offline.examples.planning.catalogue import row_said, rows_for, value_of
from mkdocs_howto.writers.offline.examples.planning.kinds import Wanted
from mkdocs_howto.writers.offline.examples.planning.slots import FORMED, Slot
from mkdocs_howto.writers.offline.examples.planning.values import Proposal, Value, kind_of, literal, words_of

_SAID = re.compile(
    r"(?:such as|e\.g\.,?|for example,?|for instance,?|like)[:,]?\s+(?:``|`)?"
    r"(?P<value>\"[^\"\n]{1,40}\"|'[^'\n]{1,40}'|\d+(?:\.\d+)?)",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"(?:one of|either|must be|can be|any of)[:,]?\s+(?:``|`)?(?P<value>\"\w[\w-]*\"|'\w[\w-]*')")
_TYPED: dict[str, tuple[str, str, int, bool]] = {
    "bool": ("True", "", 50, False),
    "int": ("2", "", 25, True),
    "float": ("0.5", "", 25, True),
    "bytes": ('b"Hello, world"', "", 25, True),
    "date": ("date(2026, 3, 14)", "from datetime import date", 55, False),
    "datetime": ("datetime(2026, 3, 14, 9, 30)", "from datetime import datetime", 55, False),
    "time": ("time(9, 30)", "from datetime import time", 55, False),
    "timedelta": ("timedelta(hours=2)", "from datetime import timedelta", 55, False),
    "tzinfo": ("timezone.utc", "from datetime import timezone", 55, False),
    "decimal": ('Decimal("9.99")', "from decimal import Decimal", 55, False),
    "uuid": ('UUID("6f1c7b3e-0d4a-4c51-9a35-5f0a2b7c8d9e")', "from uuid import UUID", 55, False),
    "stream": ('io.StringIO("green tea\\nblack coffee\\n")', "import io", 50, False),
    "byte stream": ('io.BytesIO(b"green tea\\nblack coffee\\n")', "import io", 50, False),
    "compiled": ('re.compile(r"\\d+")', "import re", 50, False),
    "path": ('Path("notes.txt")', "from pathlib import Path", 45, False),
    "error": ('ValueError("The kettle is empty.")', "", 50, False),
    "awaitable": ('asyncio.sleep(0.1, "tea")', "import asyncio", 50, False),
    "iterator": ('iter(["tea", "coffee", "milk"])', "", 40, True),
    "any": ('"tea"', "", 15, True),
    "class": ("str", "", 15, True),
}
"""Values by kind: an expression, what it imports, its weight, and whether any other would do as well."""
_ITEMS = {
    "text": ('"tea"', '"coffee"', '"milk"'), "int": ("3", "1", "2"), "float": ("3.5", "1.5", "2.0"),
    "bytes": ('b"tea"', 'b"coffee"'), "tuple": ('("tea", 3)', '("coffee", 5)'), "any": ("3", "1", "2"),
    "dict": ('{"name": "tea", "price": 3}', '{"name": "coffee", "price": 5}'), "bool": ("True", "False"),
    "list": ("[1, 2]", "[3, 4]"), "items": ("[1, 2]", "[3, 4]"), "datetime": (), "set": ("{1, 2}", "{3}"),
}  # fmt: skip
"""Items of collections by their kind."""
_FUNCTIONS = {
    (0, "any"): 'lambda: "tea"', (0, "text"): 'lambda: "tea"', (0, "none"): 'lambda: print("done")',
    (0, "int"): "lambda: 3", (0, "float"): "lambda: 0.5", (0, "bool"): "lambda: True",
    (1, "any"): "str.upper", (1, "text"): "str.upper", (1, "none"): "print", (1, "int"): "len",
    (1, "bool"): "lambda word: len(word) > 3", (2, "any"): "lambda first, second: first + second",
    (2, "none"): "print", (2, "int"): "lambda first, second: first + second",
    (2, "bool"): "lambda first, second: first < second",
}  # fmt: skip
"""Functions by their number of arguments and the kind of what they give back."""
_KEYS = {"id": "1", "price": "3.5", "amount": "2", "count": "2", "age": "36", "url": '"https://example.com"',
         "email": '"ada@example.com"', "name": '"Ada"', "title": '"Tea and coffee"', "type": '"tea"',
         "role": '"user"', "content": '"Name three kinds of tea."', "text": '"Tea, please."',
         "occupation": '"teacher"', "profession": '"teacher"', "job": '"teacher"', "nationality": '"French"',
         "gender": '"female"', "city": '"Lyon"', "country": '"France"'}  # fmt: skip
_OTHER_KEYS = {"id": "2", "price": "5.0", "amount": "3", "count": "3", "age": "51", "name": '"Grace"',
               "email": '"grace@example.com"', "title": '"Milk"', "type": '"coffee"', "text": '"Coffee, please."',
               "occupation": '"nurse"', "profession": '"nurse"', "job": '"nurse"', "nationality": '"Chilean"',
               "city": '"Santiago"', "country": '"Chile"'}  # fmt: skip
"""What a second record holds under the same keys."""
_MOST_KEYS = 5
_SURE = 72
"""Weight from which a value counts more than what the body seems to do with it."""
_GENERAL = {"value", "val", "data", "content", "obj", "x", "arg", "source", "input", "s"}
"""Nouns that say nothing of a text; what the body does with it says that it is one."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The rules, in the order of trust.

    Attributes:
        instance: Returns an instance of a class of the project, or `None`.
        neighbour: Returns the value that the class or module keeps under a name, or `None`.
        member: Returns a member of an enumeration, or `None`.
    """

    instance: Callable[[str], Value | None]
    neighbour: Callable[[Slot], Value | None]

    def proposals(self, slot: Slot) -> list[Proposal]:
        """Return what may be passed for a parameter, the best first, where its type allows it.

        Args:
            slot: The parameter.
        """
        if is_secret_name(slot.name) and words_of(slot.name)[-1] not in {"password", "passwd"}:
            return []  # Readers bring their own.
        rules = (chosen, said, described, compared, keyed, self._kept, field, named, self._made, typed, prose, own_name)
        found = [one for rule in rules for one in rule(slot) if slot.takes(one.value) and not _is_unfit(one, slot)]
        return sorted(found, key=lambda one: -one.weight)

    def _kept(self, slot: Slot) -> Iterator[Proposal]:
        value = self.neighbour(slot)
        if value is not None:
            yield Proposal(value, "kept", "the default that the class or module keeps under this name", 78)

    def _made(self, slot: Slot) -> Iterator[Proposal]:
        for wanted in slot.wanted:
            if wanted.kind == "instance" and (value := self.instance(wanted.path)) is not None:
                yield Proposal(value, "type", f"the declared type `{wanted.path}`", 64)
            inner = wanted.items[:1]
            is_listed = wanted.kind in {"list", "items", "tuple"} and bool(inner) and inner[0].kind == "instance"
            if is_listed and (value := self.instance(inner[0].path)) is not None:
                whole = replace(value, node=ast.List([value.node], ast.Load()), kind="list")
                yield Proposal(whole, "type", f"a list of the declared type `{inner[0].path}`", 58)


def chosen(slot: Slot) -> Iterator[Proposal]:
    """Propose the first value of a `Literal`."""
    for wanted in slot.wanted:
        for choice in wanted.choices[:2]:
            yield Proposal(Value(choice, "choice", "choice"), "choice", "a value of the declared `Literal`", 90)


def said(slot: Slot) -> Iterator[Proposal]:
    """Propose a literal that the docstring gives as an example of the parameter."""
    for pattern, weight in ((_SAID, 84), (_ONE_OF, 84)):
        for match in pattern.finditer(slot.text):
            node = _parsed(match["value"])
            if node is not None:
                words = " ".join(match[0].split())
                yield Proposal(Value(node, kind_of(node), "said"), "said", f"the docstring says “{words}”", weight)


def described(slot: Slot) -> Iterator[Proposal]:
    """Propose a text of the form that the docstring names: a JSON document, a regular expression."""
    found = row_said(slot.text)
    if found is not None:
        row, words = found
        yield Proposal(value_of(row, slot.kinds), "described", f"the docstring says “{words}”", 80)


def compared(slot: Slot) -> Iterator[Proposal]:
    """Propose a constant with which the body compares the parameter."""
    for text in slot.hints.literals[:2]:
        node = _parsed(text)
        if node is not None and is_literal(node):
            value = Value(node, kind_of(node), "compared")
            yield Proposal(value, "compared", f"the body compares it with `{text}`", 76)


def keyed(slot: Slot) -> Iterator[Proposal]:
    """Propose a dictionary with the keys that the body reads."""
    keys = slot.hints.keys
    if not keys or len(keys) > _MOST_KEYS:
        return
    values = [value_of_key(key) for key in keys]
    if all(value is not None for value in values):
        node = ast.Dict([ast.Constant(key) for key in keys], [value for value in values if value is not None])
        evidence = f"the body reads {', '.join(f'`{key}`' for key in keys)}"
        yield Proposal(Value(node, "dict", "keyed", is_named=True), "keys", evidence, 72)


def named(slot: Slot) -> Iterator[Proposal]:
    """Propose what the catalogue has for the parameter's name."""
    for place, (row, is_whole) in enumerate(rows_for(slot.name, slot.around)):
        value = value_of(row, slot.kinds)
        if value.kind == "bytes" and "bytes" not in slot.kinds:
            continue
        weight = 66 + 2 * is_whole + 6 * bool(row.around) - min(place, 9) - 14 * row.filler
        if not slot.wanted and not is_whole and not row.around:
            weight -= 18
        is_telling = value.role in _TOLD_BY_NAME or (is_whole and (len(slot.name) > 2 or slot.name == "n"))
        if not slot.wanted and not row.around and not is_telling:
            weight -= 40
        if row.role in {"file", "output file", "directory"} and not is_whole:
            weight -= 30  # What is in the file that `locales_path` names?
        if row.filler and (not _is_backed(slot, value) or (value.kind == "text" and not is_whole)):
            weight -= 18
        yield Proposal(value, "name", f"names like `{slot.name}`: {row.role}", weight)


_TOLD_BY_NAME = {
    "url", "base url", "urls", "host", "port", "domain", "ip address", "email", "headers", "mime type",
    "user agent", "username", "encoding", "suffix", "messages", "prompt", "model", "timeout", "seconds",
    "year", "month", "day", "hour", "minute", "time zone", "date text", "first name", "last name",
    "article number", "country code", "city", "language", "currency", "price", "colour", "seed", "separator",
    "retries",
}  # fmt: skip
"""Roles that a name alone tells; of any other parameter, a type or a use in the body has to say what it takes."""


def _is_backed(slot: Slot, value: Value) -> bool:
    """Return whether more than a name says that any value of a kind will do."""
    if value.role in {"key", "item"} and value.kind == "text":
        return (
            bool(_KEEPING & {*slot.function})
            and value.role == "item"
            and ("any" in slot.kinds or not slot.parameter.annotation)
        )
    if value.role in {"number", "decimal number"}:
        return bool({"int", "float"} & {*slot.kinds})
    return bool(slot.wanted) or value.kind != "text"


def field(slot: Slot) -> Iterator[Proposal]:
    """Propose what records hold under a name: `name` of a person or thing."""
    node = value_of_key(slot.name) if slot.is_field else None
    if node is not None:
        value = Value(node, kind_of(node), "field")
        yield Proposal(value, "field", f"records that have a `{slot.name}`", 60)


def typed(slot: Slot) -> Iterator[Proposal]:
    """Propose any value of a declared type, where any would do, or of the kind that the body asks for."""
    for wanted in slot.wanted:
        found = _of_kind(wanted, slot)
        if found is not None:
            value, weight = found
            weight += 20 * (slot.is_field and wanted.kind in {"int", "float"})
            weight -= 15 * (wanted.kind == "path" and len(words_of(slot.name)) > 1)  # Of which file, its name says.
            yield Proposal(
                value, "kind", f"its {'type' if slot.parameter.annotation else 'use'}: {wanted.kind}", weight
            )


def prose(slot: Slot) -> Iterator[Proposal]:
    """Propose the parameter's own noun for a text that is only put into other texts."""
    if slot.is_prose and (not slot.wanted or "text" in slot.kinds or "any" in slot.kinds):
        noun = " ".join(words_of(slot.name))
        if len(noun) > 2 and noun not in {"name", "value", "text", "obj", "self", "item", "data", "path", "url"}:
            yield Proposal(literal(f'"{noun}"', "prose"), "prose", "the body only puts it into texts", 45)


def own_name(slot: Slot) -> Iterator[Proposal]:
    """Propose a name that tells by itself that it is the reader's: `my_campaign` for a `campaign_name`."""
    words = words_of(slot.name)
    if len(words) > 1 and words[-1] == "name" and "text" in slot.kinds:
        yield Proposal(
            literal(f'"my_{"_".join(words[:-1])}"', "own name"), "own name", "a name of the reader's own", 42
        )


def _of_kind(wanted: Wanted, slot: Slot) -> tuple[Value, int] | None:
    if wanted.kind == "text":
        last = words_of(slot.name)[-1:]
        if "text" not in slot.hints.kinds or not last or last[0] not in {"name", *_GENERAL}:
            return None
        return (literal('"Ada"', "text", filler=True), 56) if words_of(slot.name) == ["name"] else None
    if wanted.kind in {"list", "items", "set", "tuple", "iterator", "dict"}:
        found = _dictionary(wanted) if wanted.kind == "dict" else _collection(wanted)
        return found if found is not None and (_is_of_goods(slot) or not _names_goods(found[0])) else None
    if wanted.kind == "callable":
        return _function(wanted, slot)
    row = _TYPED.get(wanted.kind)
    if row is None:
        return None
    text, line, weight, is_filler = row
    value = replace(literal(text, wanted.kind, filler=is_filler), kind=wanted.kind)
    value = replace(value, imports=(line,) if line else (), is_named="stream" in wanted.kind)
    return value, weight


def _names_goods(value: Value) -> bool:
    """Return whether a value says what something sold is called and what it costs, or how many there are."""
    texts = [one.value for one in walk(value.node) if isinstance(one, ast.Constant)]
    return "tea" in texts and any(isinstance(one, int | float) for one in texts)


def _is_of_goods(slot: Slot) -> bool:
    """Return whether a parameter may hold things that are sold or counted, as far as its name tells."""
    last = (words_of(slot.name) or [""])[-1]
    return len(last) < 3 or last.rstrip("s") in _GOODS or last in _GENERAL


_GOODS = frozenset(
    """
    amount arg array article collection count counter data dict dictionarie dictionary dct entrie entry freq frequencie
    good inventory item iterable kw kwarg line list lst map mapping obj object option order pair param price product
    quantitie quantity record row score seq sequence set stock store table thing tuple value weight
""".split()  # noqa: SIM905 - words read better as a text
)
"""Names of things that are sold or counted, and of collections of anything, without their `s`."""


def _collection(wanted: Wanted) -> tuple[Value, int] | None:
    texts = [*_texts(wanted)]
    brackets = {"set": "{{{}}}", "tuple": "({})", "iterator": "iter([{}])"}.get(wanted.kind, "[{}]")
    if len(texts) < 2:
        return None
    inner = wanted.items[0].kind if wanted.items else "any"
    value = literal(brackets.format(", ".join(texts)), "items", filler=True)
    value = replace(value, kind=wanted.kind)
    # A text has a form of its own where its parameter is no general noun; numbers are of one kind.
    return value, 42 if wanted.items and inner != "text" else 30


def _texts(wanted: Wanted, depth: int = 0) -> Sequence[str]:
    """Return items of a collection as expressions; none where one of them is not known."""
    if depth > 2:
        return ()
    if wanted.kind == "tuple" and len(wanted.items) > 1:
        parts = [_item(one, depth, place) for place, one in enumerate(wanted.items)]
        return parts if all(parts) else ()
    inner = wanted.items[0] if wanted.items else Wanted("any")
    found = [_item(inner, depth, place) for place in range(3 if inner.kind in {"text", "int", "float", "any"} else 2)]
    return found if all(found) else ()


def _item(wanted: Wanted, depth: int, place: int) -> str:
    """Return an item of a collection as an expression; empty where none is known."""
    if wanted.items and wanted.kind in {"list", "items", "tuple", "set"}:
        texts = _texts(wanted, depth + 1)
        brackets = {"set": "{{{}}}", "tuple": "({})"}.get(wanted.kind, "[{}]")
        if wanted.kind == "tuple" and texts and texts[0].startswith('"'):
            return ('("tea", 3)', '("coffee", 5)')[place % 2] if len(texts) == 2 and texts[1].isdigit() else ""
        return brackets.format(", ".join(texts)) if texts else ""
    known = _ITEMS.get(wanted.kind, ())
    return known[place % len(known)] if known else ""


def _dictionary(wanted: Wanted) -> tuple[Value, int] | None:
    plain = (Wanted("text"), Wanted("int"))
    declared = wanted.items if len(wanted.items) == 2 else plain
    key, held = (known if one.kind == "any" else one for one, known in zip(declared, plain, strict=True))
    pairs = [(_item(key, 1, place), _item(held, 1, place)) for place in range(2)]
    if not all(first and second for first, second in pairs):
        return None
    text = ", ".join(f"{first}: {second}" for first, second in pairs)
    return literal(f"{{{text}}}", "mapping", filler=True), 42 if held.kind in {"int", "float"} and wanted.items else 34


def _function(wanted: Wanted, slot: Slot) -> tuple[Value, int] | None:
    uses = slot.hints
    arity = wanted.arity if wanted.arity >= 0 else max(uses.arguments, default=1)
    gives = "bool" if "predicate" in uses.kinds else wanted.items[0].kind if wanted.items else "any"
    text = _FUNCTIONS.get((arity, gives))
    if text is None:
        return None
    is_said = wanted.arity >= 0 or bool(uses.arguments) or bool(uses.kinds)
    role = {"bool": "predicate", "none": "callback"}.get(gives, "function" if arity == 1 else "reducer")
    # What is called may be a class, or anything that the caller registers; only a type or a name says that it is not.
    is_plain = bool(slot.parameter.annotation) or any(row.made.kind == "callable" for row, _ in rows_for(slot.name, ()))
    return Value(expression(text), "callable", role), 46 * is_said * is_plain


def value_of_key(key: str) -> ast.expr | None:
    """Return what records hold under a key; `None` where that is not known."""
    last = words_of(key)[-1:] or [""]
    text = _KEYS.get(key.lower()) or _KEYS.get(last[0])
    if text is not None:
        return expression(text)
    rows = rows_for(key, ())
    return next(
        (row.made.node for row, _ in rows if row.made.kind in {"text", "int", "float"} and not row.filler), None
    )


def rows_of(keys: Sequence[str]) -> ast.expr | None:
    """Return two records that have some keys; `None` where it is not known what stands under one of them.

    Args:
        keys: The keys that are read.
    """
    first = {key: value_of_key(key) for key in keys[: _MOST_KEYS + 1]}
    if not 0 < len(first) <= _MOST_KEYS:
        return None
    known = {key: value for key, value in first.items() if value is not None}
    if len(known) < len(first):
        return None
    second = {key: expression(_OTHER_KEYS[key]) if key in _OTHER_KEYS else value for key, value in known.items()}
    rows: list[ast.expr] = [ast.Dict([ast.Constant(key) for key in row], [*row.values()]) for row in (known, second)]
    return ast.List(rows, ast.Load())


_KEEPING = {"append", "add", "push", "insert", "put", "contains", "index", "count", "remove", "discard", "enqueue",
            "cons", "conj", "prepend", "intersperse", "interpose"}  # fmt: skip
"""Words of functions that take anything there is."""
_READING = {"parse", "parser", "decode", "decoder", "load", "loads", "loader", "deserialize", "unpack", "unmarshal",
            "lexer", "from", "reader", "compile", "eval", "validate", "wire", "read"}  # fmt: skip
"""Words of what takes texts or bytes of one form only."""


def _is_unfit(proposal: Proposal, slot: Slot) -> bool:
    """Return whether what the body does with a parameter contradicts a value."""
    value, uses = proposal.value, slot.hints.kinds.keys()
    if proposal.weight >= _SURE:
        return False
    if value.filler and value.kind in {"text", "any", "bytes"} and (FORMED & uses or _READING & {*slot.around}):
        return True
    if slot.hints.keys and value.kind == "dict" and proposal.rule != "keys":
        return True
    if not slot.parameter.annotation and value.kind == "text" and uses & {"mapping", "list", "number", "bytes", "date"}:
        return "text" not in uses
    return False


def _parsed(text: str) -> ast.expr | None:
    try:
        return expression(text.strip())
    except NotPython:
        return None


def open_text(slot: Slot, shape: Shape | None) -> str:
    """Return what readers have to bring for a parameter, in words; empty where nothing is known of it.

    Args:
        slot: The parameter.
        shape: The class that it has to be an instance of, if that is known.
    """
    if is_secret_name(slot.name):
        return "the key of your own account"
    type_ = slot.parameter.annotation.strip("'\"")
    is_short = 0 < len(type_) <= 60 and type_ not in {"Any", "object"}
    known = f"`{type_}`" if is_short else ""
    if slot.hints.keys:
        known = f"{known or 'a dictionary'} with {', '.join(f'`{key}`' for key in slot.hints.keys[:4])}"
    said_text = " ".join(slot.text.split()).partition(". ")[0].rstrip(".").replace("`", "")
    said_text = said_text if 3 <= len(said_text) <= 110 else ""
    if not said_text and shape is not None and shape.summary and len(shape.summary) <= 110:
        said_text = shape.summary.rstrip(".").replace("`", "")
    if not said_text and type_ in _PLAIN_TYPES and not slot.hints.keys:
        return ""
    return ": ".join(filter(None, (known, said_text)))


_PLAIN_TYPES = {"str", "bytes", "int", "float", "bool", "list", "dict", "tuple", "set", "Callable", "type", "None"}
"""Types that say nothing of what a value means."""


def writing(file: str, text: str) -> ast.stmt:
    """Return the statement that writes a file before it is read."""
    return parsed(f"Path({file!r}).write_text({text!r})").body[0]


CONTENTS = {".csv": "name,price\ntea,3.5\n", ".json": '{"name": "tea", "price": 3.5}', ".toml": 'name = "tea"\n',
            ".yaml": "name: tea\n", ".ini": "[tea]\nprice = 3.5\n"}  # fmt: skip
"""What example files hold, by suffix."""


def file_of(value: Value) -> str:
    """Return the name of the file in a value; empty where it names none."""
    match value.node:
        case ast.Constant(value=str(text)) | ast.Call(args=[ast.Constant(value=str(text))]):
            return text
    return ""
