"""Say what a class is if its author does not, and how its instances are made and used."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mkdocs_howto.facts.docstring import docstring_in
from mkdocs_howto.secrets import is_secret_name, is_secret_value
from mkdocs_howto.section import NamedBlock, Parameter, Project, Shape
from mkdocs_howto.syntax import NotPython, literal_value
from mkdocs_howto.writers.offline.describing.elsewhere import of_base
from mkdocs_howto.writers.offline.words import listed, some_of, with_article

_ON_CLASS = {1: ", called on the class", 2: "; both are called on the class", 3: "; all are called on the class"}
_MOST_FIELDS, _SHOWN_FIELDS = 6, 4
"""Fields of which all are named, and how many of more are."""
_NOT_ALWAYS = re.compile(
    r"\bonly (?:needed|necessary|required|useful|for|if|when)\b|\b(?:optional|unless|no need|rarely|usually|normally)\b"
    r"|\b(?:not|never|n't|seldom) (?:\w+ )?(?:be )?(?:needed|necessary|required|need)\b",
    re.IGNORECASE,
)
"""Words by which an author says that something is not always to be done."""
_PLAIN_BASES = {"object", "ABC", "Generic", "Protocol"}


def undocumented(block: NamedBlock, project: Project) -> str:
    """Return what a class without a docstring is.

    Args:
        block: The class.
        project: Answers which functions raise an exception.
    """
    shape, name = block.shape, f"`{block.name}`"
    labels = set(shape.labels)
    # A base of the same name is told with its module.
    named = [path if path.endswith(f".{block.name}") else path.rpartition(".")[2] for path in shape.bases]
    is_private = [base.rpartition(".")[2].startswith("_") for base in named]
    bases = [
        f"`{base}`"
        for base, hidden in zip(named, is_private, strict=True)
        if base not in _PLAIN_BASES and base.replace(".", "").isidentifier() and not hidden
    ]
    if labels & {"dataclass", "namedtuple", "typeddict"}:
        return f"{name} is {_record(shape)}."
    if "exception" in labels:
        kind = with_article(bases[0]) if bases and bases[0] != "`Exception`" else "an exception"
        raisers = _raisers(shape, project)
        of = of_base(shape.bases[0], project) if len(shape.bases) == 1 and not raisers else ""
        return f"{name} is {kind}{raisers}{f': {of}' if of else ''}."
    if "enum" in labels:
        members = [f"`{one.name}`" for one in shape.members if one.kind == "attribute" and not one.name.startswith("_")]
        return f"{name} is an enumeration{_with_fields(members, 'member')}."
    public = _public(shape)
    if "protocol" in labels:
        is_called = shape.member("__call__") is not None and not public
        fitting = "any function with its signature" if is_called else f"any object with {public or 'its members'}"
        return f"{name} is a protocol: {fitting} fits it."
    if bases:
        fixed = _fixed(shape)
        public = "" if called(shape) else public
        what = f"{name} is {with_article(bases[0])}{f' with {fixed or public}' if fixed or public else ''}"
        kind = of_base(shape.bases[0], project) if len(shape.bases) == 1 else ""
        return f"{what}: {kind}." if kind else f"{what}."
    kind = "an abstract class" if "abstract" in labels else "a class"
    return f"{name} is {kind}{f' with {public}' if public else ''}."


def _raisers(shape: Shape, project: Project) -> str:
    """Return which functions raise an exception, if there are only a few."""
    names = [f"`{_short(one.object_path)}`" for one in project.raisers(shape.object_path)]
    return f" that {listed(names)} {'raises' if len(names) == 1 else 'raise'}" if 0 < len(names) <= 3 else ""


def _short(path: str) -> str:
    """Return the name of a function, of a method with its class."""
    *_, owner, name = path.split(".")
    return f"{owner}.{name}" if owner[:1].isupper() else name


def _fixed(shape: Shape) -> str:
    """Return the attributes that a subclass gives a value of its own; empty for none, or for many."""
    own = [one for one in shape.members if one.kind == "attribute" and "inherited" not in one.labels]
    shown = [f"`{one.name} = {one.value}`" for one in own if not one.name.startswith("_") and _is_shown(one)]
    return listed(shown) if 0 < len(shown) <= 3 else ""


def _is_shown(attribute: Shape) -> bool:
    """Return whether the value of an attribute is a short literal that is no secret."""
    value = attribute.value or ""
    if not 0 < len(value) <= 30 or "`" in value or is_secret_name(attribute.name) or is_secret_value(value):
        return False
    try:
        literal_value(value)
    except NotPython:
        return False
    return value != "None"


def _public(shape: Shape) -> str:
    names = [f"`{one.name}`" for one in shape.members if one.kind == "function" and not one.name.startswith("_")]
    return listed(names) if 0 < len(names) <= 4 else ""


def _record(shape: Shape) -> str:
    """Return what a class is made of whose instances hold fields."""
    labels = set(shape.labels)
    fields = [_field(one) for one in shape.signature.parameters] if shape.signature is not None else []
    if "typeddict" in labels:
        return f"a typed dictionary{_with_fields(fields, 'key')}"
    kind = "named tuple" if "namedtuple" in labels else "dataclass"
    return f"a {kind}{_with_fields(fields, 'field')}"


def _with_fields(fields: Sequence[str], noun: str) -> str:
    if not fields:
        return ""
    if len(fields) > _MOST_FIELDS:
        return f" with {noun}s such as {listed(fields[:_SHOWN_FIELDS])}"
    return f" with the {noun if len(fields) == 1 else f'{noun}s'} {listed(fields)}"


def _field(parameter: Parameter) -> str:
    default = parameter.default
    is_shown = default is not None and len(default) <= 20 and "`" not in default and "\n" not in default
    if not is_shown or is_secret_name(parameter.name) or is_secret_value(str(default)):
        return f"`{parameter.name}`"
    return f"`{parameter.name}` (`{default}` by default)"


def frozen(shape: Shape) -> str:
    """Return whether the fields of a record can be changed, and whether its instances can be sorted."""
    decorators = "".join(shape.decorators).replace(" ", "")
    if "dataclass" not in shape.labels:
        return ""
    facts = [
        *(["its fields cannot be changed"] if "frozen=True" in decorators else []),
        *(["its instances can be sorted"] if "order=True" in decorators else []),
    ]
    text = " and ".join(facts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def marked(shape: Shape) -> str:
    """Return that a class says of itself that it does not work."""
    mark = shape.member("working")
    return "It is marked as not working." if mark is not None and mark.value == "False" else ""


def to_implement(shape: Shape) -> str:
    """Return what a subclass has to bring."""
    left = [f"`{one.name}`" for one in shape.members if "abstract" in one.labels]
    if "protocol" in shape.labels or "abstract" not in shape.labels:
        return ""
    unset = [f"`{one.name}`" for one in shape.members if is_unset(one)] if left else []
    implement = f"implement {some_of(left, 6) if left else 'what its bases leave open'}"
    return f"Subclass it, set {some_of(unset, 6)}, and {implement}." if unset else f"Subclass it and {implement}."


def is_unset(member: Shape) -> bool:
    """Return whether a member is an attribute that a class declares and subclasses have to set."""
    is_plain = member.kind == "attribute" and "property" not in member.labels
    return is_plain and bool(member.annotation) and member.value is None


def to_use(shape: Shape, project: Project) -> str:
    """Return whether instances have to be entered or closed; that they can be, where closing is not always needed.

    Args:
        shape: The class.
        project: Answers what the method that closes is for.
    """
    names = {member.name for member in shape.members if member.kind == "function"}
    if not names & {"__enter__", "__aenter__"}:
        return ""
    statement = "an `async with`" if "__aenter__" in names else "a `with`"
    closing = next((name for name in ("aclose", "close") if name in names), "")
    if closing and _is_conditional(shape.member(closing), project):
        return f"It can be used in {statement} statement."
    return f"Use it in {statement} statement{f', or close it with `{closing}()`' if closing else ''}."


def _is_conditional(method: Shape | None, project: Project) -> bool:
    """Return whether the docstring of a method says that it need not always be called."""
    code = project.source(method.object_path) if method is not None else None
    return code is not None and _NOT_ALWAYS.search(docstring_in(code.text)) is not None


def called(shape: Shape) -> str:
    """Return which methods are called otherwise than most."""
    methods = [one for one in shape.members if one.kind == "function" and not one.name.startswith("_")]
    methods = [one for one in methods if not set(one.labels) & {"property", "contextmanager"}]
    kinds = {
        "an asynchronous generator": [one for one in methods if {"async", "generator"} <= set(one.labels)],
        "a coroutine": [one for one in methods if "async" in one.labels and "generator" not in one.labels],
    }
    parts = []
    for kind, members in kinds.items():
        found = [f"`{one.name}`" for one in members]
        if len(found) * 2 < len(methods):
            continue  # One of many is told with its steps.
        if len(found) == 1:
            parts.append(f"{found[0]} is {kind}")
        elif len(found) == len(methods) > 3:
            parts.append(f"its methods are {kind.split(' ', 1)[1]}s")
        elif 1 < len(found) <= 4:
            parts.append(f"{listed(found)} are {kind.split(' ', 1)[1]}s")
    text = listed(parts) if parts else ""
    on_class = [one for one in methods if set(one.labels) & {"classmethod", "staticmethod"}]
    if not text:
        is_made = any(one.name == "__init__" or "property" in one.labels for one in shape.members)
        is_space = bool(methods) and all("staticmethod" in one.labels for one in methods)
        is_space = is_space and not is_made and {one.rpartition(".")[2] for one in shape.bases} <= _PLAIN_BASES
        text = "its methods are called on the class; no instance is needed" if is_space else ""
    elif len(on_class) == len(methods):
        text += _ON_CLASS[min(len(methods), 3)]
    return f"{text[:1].upper()}{text[1:]}." if text else ""
