"""What is different about code since a section was written from it, in words.

A fingerprint says that something changed; a snapshot, kept beside a text that must not be
rewritten, says what.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence

from mkdocs_howto.effects import effects_of
from mkdocs_howto.masking import masked_snapshot
from mkdocs_howto.references.fingerprint import shape_digest, text_digest, tree_digest
from mkdocs_howto.references.segments import clean, docstring_node
from mkdocs_howto.section import CodeBlock, Parameter, Shape, Signature, Snapshot
from mkdocs_howto.syntax import parsed

_TOLD_LABELS = {
    "abstract": "abstract",
    "async": "a coroutine",
    "cached": "cached",
    "classmethod": "a class method",
    "dataclass": "a dataclass",
    "deprecated": "deprecated",
    "generator": "a generator",
    "property": "a property",
    "staticmethod": "a static method",
}

_WITHOUT_BODY = {"attribute", "type alias"}

_LONGEST = 80
"""Characters of a default or an annotation that a message quotes."""

_Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def snapshot(block: CodeBlock) -> Snapshot:
    """Return what a block is now, without its secrets: a pin's base lies in the repository."""
    tree = parsed(block.source)
    docstrings: dict[str, str] = {}
    bodies: dict[str, str] = {}
    _note(tree, "", docstrings, bodies)
    taken = Snapshot(
        shape=block.shape,
        raises=effects_of(block, tree).raises,
        docstrings=docstrings,
        bodies=bodies,
        neighbours={shape.object_path: shape_digest(shape) for shape in block.neighbours},
    )
    return masked_snapshot(taken)


def changes(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """Tell the differences, the plainest first; never nothing, for who asks knows that there is one.

    Args:
        before: The code when the section was written.
        after: The code as it is.

    Returns:
        Clauses such as "`Cart.add` gained the parameter `note`".
    """
    name = after.shape.name
    told = [*_shapes(before.shape, after.shape, name), *_raises(before.raises, after.raises, name)]
    known = before.bodies.keys() & after.bodies.keys()
    if before.shape.kind != after.shape.kind:
        known = set()  # Nothing in it is what it was.
    elif after.shape.kind in _WITHOUT_BODY:
        known -= {""}  # The statement has been told by its value.
    told += _texts("docstring", before.docstrings, after.docstrings, known, name)
    told += _texts("body", before.bodies, after.bodies, known, name)
    told += [
        f"`{path}`, which it uses, changed"
        for path, digest in after.neighbours.items()
        if before.neighbours.get(path, digest) != digest
    ]
    return tuple(dict.fromkeys(told)) or ("the code around it changed",)


def _note(node: ast.Module | _Definition, name: str, docstrings: dict[str, str], bodies: dict[str, str]) -> None:
    docstring = docstring_node(node.body)
    if docstring is not None:
        _add(docstrings, name, text_digest(clean(str(docstring.value))))
    rest = node.body[1:] if docstring is not None else node.body
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        _add(bodies, name, tree_digest(rest))
        return
    inner = [statement for statement in rest if isinstance(statement, _Definition)]
    _add(bodies, name, tree_digest(statement for statement in rest if not isinstance(statement, _Definition)))
    for definition in inner:
        _note(definition, f"{name}.{definition.name}".lstrip("."), docstrings, bodies)


def _add(digests: dict[str, str], name: str, digest: str) -> None:
    """Note a digest; definitions of the same name, as a property's, count together."""
    digests[name] = text_digest(f"{digests[name]} {digest}") if name in digests else digest


def _shapes(before: Shape, after: Shape, name: str) -> Iterator[str]:
    if before.kind != after.kind:
        yield f"`{name}` is {_article(after.kind)} now, and was {_article(before.kind)}"
        return
    if before.object_path != after.object_path:
        yield f"`{name}` moved from `{before.object_path}` to `{after.object_path}`"
    yield from _labels(before.labels, after.labels, name)
    yield from _signatures(before.signature, after.signature, name)
    if before.overloads != after.overloads:
        yield f"the overloads of `{name}` changed"
    for what, was, now in (("bases", before.bases, after.bases), ("decorators", before.decorators, after.decorators)):
        if was != now:
            yield f"the {what} of `{name}` changed"
    if after.kind in _WITHOUT_BODY and (before.value, before.annotation) != (
        after.value,
        after.annotation,
    ):
        yield f"`{name}` has another value" if before.value != after.value else f"`{name}` has another annotation"
    yield from _members(before.members, after.members, name)


def _article(kind: str) -> str:
    return f"an {kind}" if kind[:1] in "aeiou" else f"a {kind}"


def _labels(before: Sequence[str], after: Sequence[str], name: str) -> Iterator[str]:
    for label, words in _TOLD_LABELS.items():
        if label in after and label not in before:
            yield f"`{name}` is now {words}"
        elif label in before and label not in after:
            yield f"`{name}` is no longer {words}"


def _members(before: Sequence[Shape], after: Sequence[Shape], name: str) -> Iterator[str]:
    was = {member.name: member for member in before}
    now = {member.name: member for member in after}
    for gone in was:
        if gone not in now and not gone.startswith("_"):
            yield f"`{name}.{gone}` is gone"
    for member, shape in now.items():
        if member in {"__init__", "__new__"}:
            continue  # The class's own signature says it.
        if member in was:
            yield from _shapes(was[member], shape, f"{name}.{member}")
        elif not member.startswith("_"):
            yield f"`{name}` gained `{member}`"


def _signatures(before: Signature | None, after: Signature | None, name: str) -> Iterator[str]:
    was = {parameter.name: parameter for parameter in before.parameters} if before else {}
    now = {parameter.name: parameter for parameter in after.parameters} if after else {}
    gained, lost = [one for one in now if one not in was], [one for one in was if one not in now]
    is_one = len(gained) == len(lost) == 1 and list(was).index(lost[0]) == list(now).index(gained[0])
    if is_one and _is_renamed(was[lost[0]], now[gained[0]]):
        yield f"the parameter `{lost[0]}` of `{name}` is called `{gained[0]}` now"
    else:
        yield from (f"`{name}` gained the parameter `{one}`" for one in gained)
        yield from (f"`{name}` lost the parameter `{one}`" for one in lost)
    for one, parameter in now.items():
        if one in was:
            yield from _parameters(was[one], parameter, name)
    kept = [one for one in was if one in now]
    if kept != [one for one in now if one in was]:
        yield f"the parameters of `{name}` changed their order"
    if before and after and before.returns != after.returns:
        yield _returned(before.returns, after.returns, name)


def _is_renamed(was: Parameter, now: Parameter) -> bool:
    return (was.kind, was.annotation, was.default) == (now.kind, now.annotation, now.default)


def _returned(was: str, now: str, name: str) -> str:
    if was and now:
        return f"`{name}` returns `{_cut(now)}` now, not `{_cut(was)}`"
    return f"`{name}` is annotated to return `{_cut(now)}` now" if now else f"`{name}` has no return annotation now"


def _parameters(was: Parameter, now: Parameter, name: str) -> Iterator[str]:
    about = f"the parameter `{now.name}` of `{name}`"
    if was.required != now.required and was.kind == now.kind:
        yield f"{about} is {'required' if now.required else 'optional'} now"
    elif was.default != now.default:
        yield (
            f"{about} has another default: `{_cut(now.default)}`"
            if now.default is not None
            else f"{about} has no default"
        )
    if was.kind != now.kind:
        yield f"{about} is {now.kind} now"
    if was.annotation != now.annotation:
        yield (
            f"{about} is annotated `{_cut(now.annotation)}` now" if now.annotation else f"{about} has no annotation now"
        )


def _cut(code: str) -> str:
    """Code that one message can hold."""
    return code if len(code) <= _LONGEST else f"{code[:_LONGEST]}…"


def _raises(before: Sequence[str], after: Sequence[str], name: str) -> Iterator[str]:
    yield from (f"`{name}` now raises `{one}`" for one in after if one not in before)
    yield from (f"`{name}` no longer raises `{one}`" for one in before if one not in after)


def _texts(
    what: str, before: Mapping[str, str], after: Mapping[str, str], known: Collection[str], name: str
) -> Iterator[str]:
    """Texts of what was there and still is; what is new or gone has been told by its name."""
    for one in dict.fromkeys([*after, *before]):
        if one in known and before.get(one) != after.get(one):
            yield f"the {what} of `{one or name}` changed"
