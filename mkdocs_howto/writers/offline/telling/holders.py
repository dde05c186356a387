"""Tell classes that hold data: dataclasses and their family by their fields, enumerations by their members."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_howto.facts.comments import field_comments
from mkdocs_howto.facts.docstring import read
from mkdocs_howto.facts.values import Docstring, Field
from mkdocs_howto.secrets import is_secret_value
from mkdocs_howto.section import CodeBlock, Parameter, Shape, Signature, Step
from mkdocs_howto.syntax import NotPython, expression, is_literal, last_name, unparsed
from mkdocs_howto.writers.offline.telling import authors, tables
from mkdocs_howto.writers.offline.telling.ancestry import Ancestry
from mkdocs_howto.writers.offline.telling.names import singular, words_of
from mkdocs_howto.writers.offline.telling.signatures import call_of, field_text, is_cut, parameter_texts
from mkdocs_howto.writers.offline.trees import Function
from mkdocs_howto.writers.offline.words import listed, some_of, with_article

_MOST_FIELDS = 11
_MOST_NAMED = 12
_MOST_OPTIONAL = 8
_MOST_CONSTANTS = 6
_FEW = 3
_LONGEST_VALUE = 40
_LONGEST_TYPE = 40
_LABELS = frozenset({"dataclass", "namedtuple", "typeddict"})
_BASES = frozenset({"BaseModel", "BaseSettings", "SQLModel", "Struct", "TypedDict", "NamedTuple", "DocumentedModel"})
_DECORATORS = frozenset({"define", "frozen", "mutable", "attrs", "dataclass", "s", "dataclass_json"})
_DEFINING = frozenset({"Field", "field", "ib", "attrib"})
_LIMITS = {
    "gt": "greater than {}", "ge": "at least {}", "lt": "less than {}", "le": "at most {}",
    "min_length": "at least {} long", "max_length": "at most {} long", "multiple_of": "a multiple of {}",
    "pattern": "matching `{}`", "regex": "matching `{}`",
}  # fmt: skip
"""Arguments of a field's definition that limit its values."""


@dataclass(frozen=True, slots=True)
class _Field:
    """A field as its user meets it.

    Attributes:
        name: By which it is passed.
        type: As written.
        default: As written; empty if there is none, or none that is short.
        text: What it is for.
        limits: Which values it takes.
        is_optional: Whether it may be left out.
    """

    name: str
    type: str = ""
    default: str = ""
    text: str = ""
    limits: str = ""
    is_optional: bool = False


def is_holder(shape: Shape, foreign: Collection[str]) -> bool:
    """Return whether a class is told by its fields.

    Args:
        shape: The class.
        foreign: Last names of its bases outside the project.
    """
    decorators = {one.partition("(")[0].rpartition(".")[2] for one in shape.decorators}
    return bool(_LABELS & set(shape.labels) or _BASES & set(foreign) or _DECORATORS & decorators)


def fields_step(
    block: CodeBlock, node: ast.ClassDef, shape: Shape, ancestry: Ancestry, docstring: Docstring
) -> tuple[Step, ...]:
    """Return the step that tells the fields of a class, with those of its bases.

    Args:
        block: Where the class stands.
        node: Its definition.
        shape: What is known of it.
        ancestry: Its base classes.
        docstring: Its own.
    """
    fields = _fields(block, node, shape, ancestry, docstring)
    is_dictionary = "typeddict" in shape.labels
    told = [one for one in fields if one.text or one.limits] or (
        [] if len(fields) > 8 else fields if is_dictionary else []
    )
    rest = [one for one in fields if one not in told]
    inner = [Step(f"{_line(one, is_dictionary=is_dictionary)}.") for one in told[:_MOST_FIELDS]]
    rest = [*told[_MOST_FIELDS:], *rest]
    if inner and rest:
        inner.append(Step(f"Also {listed([f'`{one.name}`' for one in rest[:8]])}."))
    span = ((node.lineno, node.end_lineno or node.lineno),)
    if is_dictionary:
        keys = listed([f"`{one.name}`" for one in fields[:_MOST_NAMED]]) if fields and not inner else ""
        every = " all optional" if fields and all(one.is_optional for one in fields) else ""
        head = f"A dictionary with the keys{f' {keys}' if keys else ''}{',' if every else ''}{every}"
        return (Step(f"{head}:" if inner else f"{head}.", tuple(inner), span),)
    foreign = {path.rpartition(".")[2] for path in ancestry.foreign}
    is_keyword = bool(foreign & _BASES - {"NamedTuple"})
    signature = shape.signature or _constructor(_all_definitions(node, ancestry), is_keyword=is_keyword)
    cut = "; among its parameters" if inner and is_cut(signature) else ""
    head = f"Create it with {call_of(shape.name, signature)}{cut}"
    return (Step(f"{head}:" if inner else f"{head}.", tuple(inner), span), *_rules(shape, foreign))


def _constructor(definitions: Mapping[str, ast.AnnAssign], *, is_keyword: bool) -> Signature:
    """Return the constructor that a base class or decorator writes for some fields."""
    parameters = []
    for name, definition in definitions.items():
        if "ClassVar" in unparsed(definition.annotation) or (name.startswith("_") and is_keyword):
            continue
        alias = _options(definition).get("alias")
        parameters.append(
            Parameter(
                name=alias if isinstance(alias, str) and alias.isidentifier() else name.lstrip("_"),
                kind="keyword-only" if is_keyword else "positional or keyword",
                default=_default_of(definition.value),
            )
        )
    return Signature(tuple(parameters))


def _default_of(value: ast.expr | None) -> str | None:
    """Return the default of a field as written; `None` for a field that has none."""
    if not isinstance(value, ast.Call) or last_name(value.func) not in _DEFINING:
        return unparsed(value) if value is not None else None
    given = {one.arg: one.value for one in value.keywords}
    first = value.args[0] if value.args else given.get("default", given.get("default_value"))
    if given.keys() & {"default_factory", "factory"}:
        return "..."
    is_given = first is not None and not (isinstance(first, ast.Constant) and first.value is ...)
    return unparsed(first) if is_given and first is not None else None


def _rules(shape: Shape, foreign: Collection[str]) -> Iterator[Step]:
    """Yield what the base or the decorator of a class decides for its users."""
    if "BaseSettings" in foreign:
        yield Step("What is not passed is read from the environment.")
    text = "".join("".join(one.split()) for one in shape.decorators)
    if "frozen=True" in text or any(one.rpartition(".")[2] == "frozen" for one in shape.decorators):
        yield Step("Its fields cannot be assigned afterwards.")
    if "namedtuple" in shape.labels:
        yield Step("It is also a tuple of its fields, in this order.")


def _line(field: _Field, *, is_dictionary: bool) -> str:
    mark = f" (`{field.default}`)" if field.default and field.default != "None" else ""
    if is_dictionary and field.type and not field.text:
        mark = f" (`{field.type}`)" if len(field.type) <= _LONGEST_TYPE and "`" not in field.type else ""
    parts = [part for part in (field.text, field.limits) if part]
    return f"`{field.name}`{mark}{': ' if parts else ''}{'; '.join(parts)}"


def _fields(
    block: CodeBlock, node: ast.ClassDef, shape: Shape, ancestry: Ancestry, docstring: Docstring
) -> list[_Field]:
    texts: dict[str, str] = {}
    for one in reversed(ancestry.own):
        text = ast.get_docstring(one.node)
        texts |= _texts(one.node, one.lines, read(text) if text else Docstring())
    texts |= _texts(node, block.source.split("\n"), docstring) | parameter_texts(docstring, shape.signature)
    definitions = _all_definitions(node, ancestry)
    parameters = {one.name: one for one in shape.signature.parameters} if shape.signature is not None else {}
    names = [name for name in (parameters or definitions) if not name.startswith("_")]
    is_partial = any(one.arg == "total" and unparsed(one.value) == "False" for one in node.keywords)
    found = []
    for name in names:
        definition = definitions.get(name)
        options = _options(definition)
        default = parameters[name].default if name in parameters else None
        kind = unparsed(definition.annotation) if definition is not None else ""
        found.append(
            _Field(
                name=str(options.get("alias", name)),
                type=kind,
                default=default if default and _is_short(default) else "",
                text=_described(options) or texts.get(name, ""),
                limits=_limits(options),
                is_optional=default is not None or (is_partial and "Required[" not in kind) or "NotRequired[" in kind,
            )
        )
    return found


def _texts(node: ast.ClassDef, lines: Sequence[str], docstring: Docstring) -> dict[str, str]:
    """Return what an author says of the fields of a class: in its docstring, below or above each."""
    fields = {one.name: one for one in (*docstring.attributes, *docstring.parameters)}
    for name, text in field_comments(node, lines).items():
        said = " ".join(one.text for one in read(text).paragraphs[:1])
        fields.setdefault(name, Field(name=name, type="", text=said, line=0))
    return {name: text for name, one in fields.items() if (text := field_text(one))}


def _all_definitions(node: ast.ClassDef, ancestry: Ancestry) -> dict[str, ast.AnnAssign]:
    """Return the fields of a class and its bases by name, those of the farthest base first."""
    found: dict[str, ast.AnnAssign] = {}
    for one in reversed(ancestry.own):
        found |= _definitions(one.node)
    return found | _definitions(node)


def _definitions(node: ast.ClassDef) -> dict[str, ast.AnnAssign]:
    return {
        one.target.id: one for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
    }


def _options(definition: ast.AnnAssign | None) -> Mapping[str, object]:
    """Return the literal arguments of a field's definition: `Field(description="…", gt=0)`, also in `Annotated`."""
    calls = [definition.value] if definition is not None else []
    if definition is not None and isinstance(definition.annotation, ast.Subscript):
        inner = definition.annotation.slice
        calls += inner.elts[1:] if isinstance(inner, ast.Tuple) else []
    found: dict[str, object] = {}
    for call in calls:
        if isinstance(call, ast.Call) and last_name(call.func) in _DEFINING:
            found |= {
                one.arg: one.value.value for one in call.keywords if one.arg and isinstance(one.value, ast.Constant)
            }
    return found


def _described(options: Mapping[str, object]) -> str:
    text = options.get("description")
    return field_text(Field(name="", type="", text=text, line=0)) if isinstance(text, str) else ""


def _limits(options: Mapping[str, object]) -> str:
    told = [form.format(options[name]) for name, form in _LIMITS.items() if options.get(name) is not None]
    return listed(told) if told and all("`" not in str(options[name]) for name in _LIMITS if name in options) else ""


def _is_short(default: str) -> bool:
    return len(default) <= _LONGEST_VALUE and "`" not in default and "\n" not in default and "(" not in default


def model_line(node: ast.ClassDef, shape: Shape, ancestry: Ancestry, docstring: Docstring) -> str:
    """Return the line of one of several classes that hold data; empty for any other class.

    Args:
        node: Its definition.
        shape: What is known of it.
        ancestry: Its base classes.
        docstring: Its own.
    """
    bases = [one.shape.name for one in ancestry.own]
    foreign = {path.rpartition(".")[2] for path in ancestry.foreign}
    fields = {name: one for name, one in _definitions(node).items() if not name.startswith("_")}
    fields = {name: one for name, one in fields.items() if "ClassVar" not in unparsed(one.annotation)}
    methods = [one.name for one in node.body if isinstance(one, Function)]
    if not fields or "__init__" in methods or not is_holder(shape, {*foreign, *bases}):
        return ""
    is_partial = any(one.arg == "total" and unparsed(one.value) == "False" for one in node.keywords)
    optional = [name for name, one in fields.items() if _is_optional(one) or is_partial]
    needed = {name: one for name, one in fields.items() if name not in optional}
    whole = authors.whole(docstring, node.name) if docstring.summary else ""
    told = authors.phrase(docstring, node.name) or f"describes {_subject(node.name)}"
    told = f", {whole}" if whole and not authors.phrase(docstring, node.name) else f" {told}"
    near = next((name for name in bases if name not in _BASES), "")
    told += f" and has the fields of `{near}`, too" if near else ""
    parts = [_grouped(needed)] if needed else []
    names = [f"`{name}`" for name in optional]
    if optional:
        parts.append(f"{'optional:' if needed else 'all optional:'} {some_of(names, _MOST_OPTIONAL, 'others')}")
    if not needed and 0 < len(tables.constants_of_class(node)) <= _MOST_CONSTANTS:
        return ""  # Its values say more.
    public = [f"`{name}()`" for name in methods if not name.startswith("_")]
    has = f"; it has {listed(public)}" if 0 < len(public) <= _FEW else ""
    return f"`{node.name}`{told}: {'; '.join(parts)}{has}."


def _subject(name: str) -> str:
    """Return what the name of a data class says that it describes: "a tool call" for `ToolCallModel`."""
    words = words_of(name)
    kept = words[:-1] if len(words) > 1 and words[-1] in {"model", "schema", "struct", "dict", "dto"} else words
    noun = " ".join(kept) or name
    return noun if singular(noun.rpartition(" ")[2]) else with_article(noun)


def _grouped(fields: Mapping[str, ast.AnnAssign]) -> str:
    """Return fields with their types, neighbours of one type together: "`a` and `b` (`int`)"."""
    groups: list[tuple[str, list[str]]] = []
    for name, one in list(fields.items())[:_MOST_NAMED]:
        kind = unparsed(one.annotation).strip("'\"")
        if groups and groups[-1][0] == kind:
            groups[-1][1].append(f"`{name}`")
        else:
            groups.append((kind, [f"`{name}`"]))
    is_shown = {kind: len(kind) <= _LONGEST_TYPE and "`" not in kind for kind, _ in groups}
    each = {True: " each", False: ""}
    told = [
        f"{listed(names)}{f' (`{kind}`{each[len(names) > 1]})' if is_shown[kind] else ''}" for kind, names in groups
    ]
    rest = len(fields) - _MOST_NAMED
    return f"{', '.join(told)}{f' and {rest} more' if rest > 0 else ''}"


def _is_optional(definition: ast.AnnAssign) -> bool:
    """Return whether a field may be left out."""
    return _default_of(definition.value) is not None or "NotRequired[" in unparsed(definition.annotation)


# Enumerations.


def enumeration_steps(block: CodeBlock, node: ast.ClassDef, shape: Shape, docstring: Docstring) -> tuple[Step, ...]:
    """Return the steps of an enumeration: its members with their values and meaning.

    Args:
        block: Where the class stands.
        node: Its definition.
        shape: What is known of it.
        docstring: Its own.
    """
    texts = _texts(node, block.source.split("\n"), docstring)
    members = [one for one in shape.members if one.kind == "attribute" and not one.name.startswith("_") and one.value]
    if not members:
        return ()
    span = ((node.lineno, node.end_lineno or node.lineno),)
    told = [one for one in members if one.name in texts]
    if len(told) * 2 >= len(members):
        alike: dict[str, list[Shape]] = {}
        for one in told:
            alike.setdefault(texts[one.name], []).append(one)
        groups = list(alike.items())[:_MOST_FIELDS]
        inner = tuple(
            Step(f"{listed([f'`{one.name}`{_value(one)}' for one in group])}: {text}.") for text, group in groups
        )
        shown = [one for _, group in groups for one in group]
        rest = [f"`{one.name}`" for one in members if one not in shown][:8]
        more = (Step(f"Also {listed(rest)}."),) if rest else ()
        return (Step(f"Members of `{shape.name}`:", (*inner, *more), span), *_lookups(shape, members))
    named = [f"`{one.name}`{_value(one)}" for one in members[:_MOST_NAMED]]
    some = "Some of its members are" if len(members) > _MOST_NAMED else "Its members are"
    return (Step(f"{some} {listed(named)}.", lines=span), *_lookups(shape, members))


def _value(member: Shape) -> str:
    """Return the value of a member in parentheses, if it is short and literal; of a tuple the first item."""
    try:
        node = expression(member.value or "")
    except NotPython:
        return ""
    first = node.elts[0] if isinstance(node, ast.Tuple) and node.elts else node
    text = unparsed(first)
    is_shown = is_literal(first) and len(text) <= _LONGEST_VALUE and "`" not in text and not is_secret_value(text)
    return f" (`{text}`)" if is_shown else ""


def _lookups(shape: Shape, members: Sequence[Shape]) -> Iterator[Step]:
    first = next((one for one in members if _value(one) and not (one.value or "").startswith("(")), None)
    if first is not None and "enum" in shape.labels and not shape.member("__new__") and not shape.member("_missing_"):
        by_value = f"`{shape.name}({_value(first).strip(' (`)')})`"
        yield Step(f"{by_value} or `{shape.name}['{first.name}']` returns `{shape.name}.{first.name}`.")
    if any(base.rpartition(".")[2] in {"Flag", "IntFlag"} for base in shape.bases):
        yield Step("Members can be combined with `|`.")
