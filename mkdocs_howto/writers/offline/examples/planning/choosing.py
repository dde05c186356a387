"""Choose one value for each parameter: first the type, then relations between values, then weight."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from mkdocs_howto.section import Reason
from mkdocs_howto.syntax import expression
from mkdocs_howto.writers.offline.examples.planning.observed import Observed
from mkdocs_howto.writers.offline.examples.planning.slots import Slot
from mkdocs_howto.writers.offline.examples.planning.values import Proposal, Value, kind_of, literal, written

Chosen = dict[str, Proposal]
_FITTED = {
    ("key function", "int"): "lambda number: -number", ("key function", "dict"): 'lambda row: row["price"]',
    ("key function", "tuple"): "lambda pair: pair[1]", ("predicate", "int"): "lambda number: number > 1",
    ("predicate", "dict"): 'lambda row: row["price"] > 3', ("predicate", "tuple"): "lambda pair: pair[1] > 3",
    ("predicate", "text"): "lambda word: len(word) > 3", ("function", "int"): "lambda number: number * 10",
    ("function", "dict"): 'lambda row: row["name"]', ("function", "tuple"): "lambda pair: pair[0]",
    ("reducer", "text"): 'lambda joined, word: f"{joined}, {word}"',
}  # fmt: skip
"""Functions by their role and the kind of the items that they are called with."""
_LEAST = 40
"""Weight below which a value is worth less than the parameter's own name."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is passed for one parameter.

    Attributes:
        slot: The parameter.
        proposal: What is passed; `None` where that is left to the reader.
        reason: Why.
    """

    slot: Slot
    proposal: Proposal | None
    reason: Reason


def choose(
    slots: Sequence[Slot], proposals: Mapping[str, Sequence[Proposal]], call: Observed | None = None
) -> list[Choice]:
    """Choose values for all parameters of one call.

    Args:
        slots: The parameters.
        proposals: What may be passed for each, by name, the best first.
        call: A call of the project whose arguments are taken together.
    """
    picked: Chosen = {}
    for slot in slots:
        found = next((one for one in proposals[slot.name] if slot.takes(one.value)), None)
        if found is not None:
            picked[slot.name] = found
    for relation in RELATIONS if call is None else ():
        picked |= relation(slots, picked)
    picked = {name: one for name, one in picked.items() if one.weight >= _LEAST}
    if call is not None:
        picked = _of_call(slots, call)
    return [Choice(slot, picked.get(slot.name), _reason(slot, picked, proposals[slot.name])) for slot in slots]


def _of_call(slots: Sequence[Slot], call: Observed) -> Chosen:
    """Return the arguments of an observed call: they belong together."""
    weight = 70 if call.rule == "relation" else 96 if call.place.startswith("docstring") else 88
    return {
        slot.name: Proposal(
            Value(node, kind_of(node), call.rule), call.rule, f"{call.place}: `{call.text}`", weight, call.text
        )
        for slot in slots
        if (node := call.arguments.get(slot.name)) is not None
    }


def _reason(slot: Slot, picked: Chosen, proposals: Sequence[Proposal]) -> Reason:
    chosen = picked.get(slot.name)
    shown = written(chosen.value.node) if chosen is not None else slot.name
    others = {written(one.value.node): one.rule for one in proposals}
    rejected = tuple(f"{text} ({rule})" for text, rule in others.items() if text != shown)[:4]
    if chosen is None:
        return Reason(slot.name, shown, "open", "nothing says what a value would mean here", rejected)
    return Reason(slot.name, shown, chosen.rule, chosen.evidence, rejected)


def _roles(slots: Sequence[Slot], picked: Chosen, *roles: str) -> list[str]:
    return [slot.name for slot in slots if slot.name in picked and picked[slot.name].value.role in roles]


def _items(picked: Chosen) -> tuple[str, list[ast.expr]]:
    """Return the parameter that gets several items, and these."""
    for name, one in picked.items():
        match one.value.node:
            case ast.List(elts=items) | ast.Tuple(elts=items) if len(items) > 1:
                return name, items
    return "", []


def fitted_functions(slots: Sequence[Slot], picked: Chosen) -> Chosen:
    """Choose functions that can be called with the items passed beside them."""
    _, items = _items(picked)
    items = items or [picked[name].value.node for name in _roles(slots, picked, "number")]
    kind = kind_of(items[0]) if items else "text"
    found: Chosen = {}
    for name in _roles(slots, picked, "key function", "predicate", "function", "reducer"):
        role = picked[name].value.role
        text = _FITTED.get((role, "int" if kind == "float" else kind))
        if text is not None and (items or role != "function"):
            value = Value(expression(text), "callable", role)
            found[name] = Proposal(value, "relation", f"can be called with `{kind}`", max(picked[name].weight, 50))
    return found


def counts_below_items(slots: Sequence[Slot], picked: Chosen) -> Chosen:
    """Choose counts and indexes that are smaller than the number of items."""
    _, items = _items(picked)
    found: Chosen = {}
    indexes = [slot.name for slot in slots if slot.hints.is_index and slot.name in picked]
    for name in [*_roles(slots, picked, "count", "width"), *indexes]:
        most = 1 if name in indexes else len(items) - 1
        match picked[name].value.node:
            case ast.Constant(value=int(count)) if items and count > most:
                value = literal("1", picked[name].value.role)
                found[name] = Proposal(value, "relation", f"below {len(items)} items", picked[name].weight)
    return found


def keys_of_mappings(slots: Sequence[Slot], picked: Chosen) -> Chosen:
    """Choose keys that are in the mapping passed beside them."""
    mappings = [one.value.node for one in picked.values() if isinstance(one.value.node, ast.Dict)]
    keys = [key for node in mappings[:1] for key in node.keys if key is not None]
    if not keys:
        return {}
    names = [name for name in _roles(slots, picked, "key") if picked[name].rule == "name"]
    proposals = (Proposal(Value(keys[0], kind_of(keys[0]), "key"), "relation", "a key of the mapping", 60),) * len(
        names
    )
    return dict(zip(names, proposals, strict=True))


def members_of_items(slots: Sequence[Slot], picked: Chosen) -> Chosen:
    """Choose an item that is one of those passed beside it."""
    owner, items = _items(picked)
    names = [name for name in _roles(slots, picked, "item") if name != owner and "default" not in name]
    if not items or not names:
        return {}
    wanted = next(slot for slot in slots if slot.name == names[0])
    value = Value(items[0], kind_of(items[0]), "item")
    found = Proposal(value, "relation", "one of the items", max(picked[names[0]].weight, 50))
    return {names[0]: found} if wanted.takes(value) and "fill" not in names[0] else {}


def starts_below_stops(slots: Sequence[Slot], picked: Chosen) -> Chosen:
    """Choose two numbers of one kind that differ."""
    names = _roles(slots, picked, "number", "decimal number")
    found: Chosen = {}
    for place, name in enumerate(names[1:]):
        value = literal("3" if picked[name].value.kind == "int" else "0.5", picked[name].value.role, filler=True)
        found[name] = replace(picked[name], value=value) if place == 0 else picked[name]
    return found


def differing_texts(slots: Sequence[Slot], picked: Chosen) -> Chosen:
    """Choose another value for a second parameter that would get the same one."""
    seen: dict[str, str] = {}
    found: Chosen = {}
    for slot in slots:
        one = picked.get(slot.name)
        text = written(one.value.node) if one is not None else ""
        if one is not None and text in seen and text in _OTHERS and one.rule != "observed":
            found[slot.name] = replace(one, value=replace(one.value, node=expression(_OTHERS[text])))
        seen[text] = slot.name
    return found


_OTHERS = {
    '"tea"': '"coffee"', '"Hello, world"': '"Hello, Ada"', '["tea", "coffee", "milk"]': '["sugar", "honey"]',
    "[3, 1, 2]": "[4, 2]", '{"name": "tea", "price": 3}': '{"price": 4, "stock": 10}', '"name"': '"price"',
    '{"tea": 3, "coffee": 1}': '{"tea": 1}', '"notes.txt"': '"copy.txt"',
}  # fmt: skip
"""A second value beside each that stands for any of its kind."""

RELATIONS: tuple[Callable[[Sequence[Slot], Chosen], Chosen], ...] = (
    fitted_functions, counts_below_items, keys_of_mappings, members_of_items, starts_below_stops, differing_texts,
)  # fmt: skip
