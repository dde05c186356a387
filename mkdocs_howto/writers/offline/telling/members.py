"""Tell the members of a class by one line each, as its users meet them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mkdocs_howto.effects import dotted
from mkdocs_howto.facts.docstring import inherited
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.section import CodeBlock, Shape, Signature, Span
from mkdocs_howto.syntax import last_name, unparsed, walk
from mkdocs_howto.writers.offline.telling import authors, needs
from mkdocs_howto.writers.offline.telling.ancestry import Ancestry
from mkdocs_howto.writers.offline.telling.decorators import start_of
from mkdocs_howto.writers.offline.telling.gists import fails_at, gist_of
from mkdocs_howto.writers.offline.telling.information import says_something
from mkdocs_howto.writers.offline.telling.names import phrase_of, result_noun
from mkdocs_howto.writers.offline.telling.parts import is_stub, signature_of
from mkdocs_howto.writers.offline.telling.ranking import ALWAYS, Uses
from mkdocs_howto.writers.offline.telling.signatures import call_of
from mkdocs_howto.writers.offline.telling.stages import NEEDED, OTHERWISE, Stage
from mkdocs_howto.writers.offline.telling.terms import GUESSED
from mkdocs_howto.writers.offline.trees import Function, without_docstring
from mkdocs_howto.writers.offline.words import listed

_LONGEST = 290
"""Characters of a member's line."""
_LONGEST_CONDITION = 70
MOST_WORDS = 35
"""Words of a step."""

PROTOCOLS: Mapping[str, tuple[str, str]] = {
    "__call__": ("{name}({arguments})", ""),
    "__getitem__": ("{name}[{key}]", "returns an item"),
    "__setitem__": ("{name}[{key}] = {value}", "stores an item"),
    "__delitem__": ("del {name}[{key}]", "removes an item"),
    "__contains__": ("{key} in {name}", "tests whether an item is there"),
    "__len__": ("len({name})", "returns the number of items"),
    "__iter__": ("for item in {name}", "iterates over the items"),
    "__aiter__": ("async for item in {name}", "iterates over the items"),
    "__enter__": ("with {name}", ""),
    "__aenter__": ("async with {name}", ""),
    "__await__": ("await {name}", ""),
    "__add__": ("{name} + {key}", ""),
    "__or__": ("{name} | {key}", ""),
    "__and__": ("{name} & {key}", ""),
    "__truediv__": ("{name} / {key}", ""),
    "__sub__": ("{name} - {key}", ""),
}
"""How a reader writes what a special method does, and what it does where nothing else tells."""
_CREATING = frozenset({"__init__", "__new__", "__post_init__"})
_VALUES = frozenset({"property", "cached_property", "hybrid_property", "abstractproperty"})
_DATA_TYPES = frozenset({"str", "int", "float", "bool", "bytes", "dict", "Dict", "list", "List", "tuple", "Path"})
"""Annotations of a first parameter that is not the object of a method."""
_MOST_INSIDE = 20
"""Words for what a body does, where a class has an author who says something of it."""

_DECIDES = re.compile(r"\A(?:sets|stores|changes|calls|if|for each) |; |, otherwise| if |\botherwise\b")
"""What retells a body instead of saying what it is for."""
_ENDS = frozenset({"returns the object itself", "returns `True`", "returns `False`", "returns `None`"})
"""Ends of bodies that say less than the name of a method."""
_MOST_SHOWN = 22
"""Words for what a body does, where its author only repeats its name."""
_BARE_CALL = re.compile(r"calls `[\w.]+`")
"""What says nothing to a reader who does not know what is called."""
_NAMED = frozenset(
    """
    adds appends clears closes connects deletes disconnects flushes inserts loads opens registers removes replaces
    resets saves sends sets starts stops unregisters updates writes
    """.split()  # noqa: SIM905 - words read better as a text
)
"""Verbs by which the name of a method alone tells what it does; others are nouns as often."""

_RETIRED = re.compile(
    r"\bis deprecated\b|\A\W*deprecated\b|\bhas no (?:purpose|effect)\b|\bobsolete\b|\bonly kept\b"
    r"|\bkept (?:around )?for|\b(?:do not|don't) use\b|backwards?[- ]compatib",
    re.IGNORECASE,
)
"""Words about a member that new programs have no use for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a class that users see.

    Attributes:
        name: Its name.
        node: Its definition.
        docstring: What its author says of it, or of the member of a base that it replaces.
        signature: Its parameters without `self`.
        labels: As in `Shape`, with the names of its decorators.
        score: How much users need it.
        is_own: Whether it stands in the class itself.
        is_inner: Whether the main method of the class does what is needed of it.
    """

    name: str
    node: Function
    docstring: Docstring
    signature: Signature | None
    labels: frozenset[str]
    score: int = 0
    is_own: bool = True
    is_inner: bool = False

    @property
    def spans(self) -> tuple[Span, ...]:
        """Return its first and last line in the block's source; none if it stands in a base."""
        return ((self.node.lineno, self.node.end_lineno or self.node.lineno),) if self.is_own else ()

    @property
    def is_value(self) -> bool:
        """Return whether it is read, not called."""
        return bool(self.labels & _VALUES) or any(one.endswith("property") for one in self.labels)

    @property
    def is_left(self) -> bool:
        """Return whether subclasses have to define it."""
        return bool(self.labels & {"abstract", "abstractmethod", "abstractproperty"})

    @property
    def is_unimplemented(self) -> bool:
        """Return whether it does nothing but raise `NotImplementedError`."""
        return _only_fails(self.node)

    @property
    def is_retired(self) -> bool:
        """Return whether users should leave it alone: it is deprecated, or only kept for older programs."""
        names = {one.rpartition(".")[2] for one in self.labels}
        told = " ".join([self.docstring.summary, *(one.text for one in self.docstring.paragraphs[:2])])
        warns = any(last_name(one) == "DeprecationWarning" for one in walk(self.node) if isinstance(one, ast.Name))
        return self.docstring.deprecated is not None or "deprecated" in names or warns or bool(_RETIRED.search(told))

    @property
    def has_own_text(self) -> bool:
        """Return whether its own definition has a docstring."""
        return ast.get_docstring(self.node) is not None


def members_of(
    block: CodeBlock, class_: ast.ClassDef, shape: Shape, ancestry: Ancestry, text: Docstring
) -> list[Member]:
    """Return the public methods and properties of a class, and the special methods that a reader writes himself.

    Args:
        block: Where the class stands.
        class_: The class.
        shape: What is known of it.
        ancestry: Its bases: what those of the project hold counts as its own.
        text: Of the class.
    """
    uses = Uses(block, class_, text)
    owners = [(class_, shape), *((one.node, one.shape) for one in ancestry.own)]
    nodes = [*(node for node, _ in owners), *(one.node for one in ancestry.others)]
    functions = [_public_functions(node.body) for node in nodes]
    found: dict[str, Member] = {}
    for number, (_, owner) in enumerate(owners):
        shapes = {one.name: one for one in owner.members}
        for name, node in functions[number].items():
            if name in found or name in _CREATING or (number and name in PROTOCOLS and name != "__enter__"):
                continue
            if name.startswith("_") and any(_defines(one, name) for one in nodes[:number]):
                continue
            texts = [ast.get_docstring(one[name]) for one in functions[number:] if name in one]
            known = shapes.get(name)
            labels = known.labels if known is not None else ()
            member = member_of(node, bound(known, labels) or _written(node, labels), inherited(texts), labels)
            score = uses.score(
                name,
                has_text=member.has_own_text and bool(member.docstring.summary),
                is_own=not number,
                is_value=member.is_value,
            )
            is_idle = name in PROTOCOLS and not member.docstring.summary and not PROTOCOLS[name][1]
            found[name] = replace(
                member,
                score=0 if is_idle and score < ALWAYS else score,
                is_own=not number,
                is_inner=uses.is_inner(name),
            )
    return [one for one in found.values() if one.score >= 0 and not one.is_retired]


def _public_functions(body: Sequence[ast.stmt]) -> dict[str, Function]:
    found: dict[str, Function] = {}
    for node in _functions(body):
        names = {last_name(one) for one in node.decorator_list}
        if names & {"setter", "deleter", "overload", "validator", "field_validator", "model_validator"}:
            continue
        if not node.name.startswith("_") or node.name in PROTOCOLS or _only_fails(node):
            found[node.name] = node
    return found


def _only_fails(node: Function) -> bool:
    """Return whether a function does nothing but raise `NotImplementedError`."""
    match without_docstring(node.body):
        case [ast.Raise(exc=ast.expr() as error)]:
            return dotted(error.func if isinstance(error, ast.Call) else error) == "NotImplementedError"
    return False


def _defines(class_: ast.ClassDef, name: str) -> bool:
    return any(one.name == name for one in _functions(class_.body))


def _functions(body: Sequence[ast.stmt]) -> Iterator[Function]:
    for node in body:
        if isinstance(node, Function):
            yield node
        elif isinstance(node, ast.If) and last_name(node.test) != "TYPE_CHECKING":
            yield from _functions([*node.body, *node.orelse])


def member_of(node: Function, signature: Signature | None, text: str = "", labels: Collection[str] = ()) -> Member:
    """Return a function as a member, with no score.

    Args:
        node: Its definition.
        signature: Its parameters, without the one that the call does not pass.
        text: Its docstring, if that is not its own.
        labels: Those of its shape.
    """
    if lacks_object(node):
        signature, labels = signature_of(node), {*labels, "staticmethod"}
    names = [one.name for one in signature.parameters] if signature is not None else []
    said = text or ast.get_docstring(node) or ""
    return Member(
        name=node.name,
        node=node,
        docstring=needs.believed(authors.docstring_of(said, names), node),
        signature=signature,
        labels=frozenset(labels) | {last_name(one) for one in node.decorator_list},
    )


def lacks_object(node: Function) -> bool:
    """Return whether a method has no parameter for its object, so that only a call on the class works."""
    decorators = {last_name(one) for one in node.decorator_list}
    arguments = [*node.args.posonlyargs, *node.args.args]
    if decorators or node.args.vararg is not None or node.name.startswith("__"):
        return False
    kind = unparsed(arguments[0].annotation).partition("[")[0] if arguments and arguments[0].annotation else ""
    return not arguments or kind.rpartition(".")[2] in _DATA_TYPES


def _written(node: Function, labels: Collection[str]) -> Signature:
    """Return a method's parameters as its definition writes them, without the one that the call does not pass."""
    is_static = "staticmethod" in {*labels, *map(last_name, node.decorator_list)}
    return signature_of(node, is_bound=not is_static and bool(node.args.args or node.args.posonlyargs))


def bound(shape: Shape | None, labels: Collection[str]) -> Signature | None:
    """Return a method's signature without the parameter that the call does not pass."""
    signature = shape.signature if shape is not None else None
    if signature is None or "staticmethod" in labels or not signature.parameters:
        return signature
    first = signature.parameters[0]
    is_class = "classmethod" in labels and first.kind.startswith("positional")  # Whatever it is called.
    if is_class or first.name in {"self", "cls", "mcs"}:
        return Signature(signature.parameters[1:], signature.returns)
    return signature


class Lines:
    """Makes the line of each member."""

    def __init__(
        self,
        instance: str,
        owner: str,
        stages: Callable[[Member], tuple[Stage, ...]] = lambda _: (),
        *,
        is_plain: bool = False,
        is_documented: bool = False,
        names: Collection[str] = (),
    ) -> None:
        """Make lines for the members of one class.

        Args:
            instance: How an object of the class is called in a sentence.
            owner: Name of the class.
            stages: Returns what the body of a member does; asked where its author says too little.
            is_plain: Whether a member is also told where nothing but its strongest effect or its name tells it.
            is_documented: Whether the author of the class says something of it: no choice of a body is told then.
            names: Of the members and their parameters, which what is told of one of them has to go beyond.
        """
        self._is_plain = is_plain
        self._is_documented = is_documented
        self._names = (owner, *names)
        self.first: Mapping[str, str] = {}
        """Which method to call before another one can work."""
        self.calling = ""
        """The member that calling the object hands its call over to."""
        self.instance = instance
        self._owner = owner
        self._stages = stages
        self._actions: dict[str, str] = {}

    def line(self, member: Member, alike: Sequence[Member] = ()) -> str:
        """Return the line of a member without its full stop; empty if there is nothing to say.

        Args:
            member: The member.
            alike: Others that do the same under their own names.
        """
        action = self.action(member)
        if not action:
            sentence = authors.whole(member.docstring, member.name)
            return f"{self.head(member)}: {sentence}" if sentence else ""
        is_open = action.startswith(("if ", "otherwise", "for each "))
        direct = f" or {call_of(self.instance, member.signature)}" if member.name == self.calling else ""
        line = f"{self.head(member)}{direct}{':' * is_open} {action}"
        also = f", and likewise {listed([f'`{one.name}`' for one in alike])}" if alike else ""
        fault = "; it has no `self`, so it only works on the class" if lacks_object(member.node) else ""
        setter = self.first.get(member.name, "")
        before = f" (call `{setter}` first)" if setter else ""
        result = self._result(member, action)
        parts = (fault, before, result, also, *(self._refusal(member, action, most) for most in (2, 1)))
        for part in parts:
            told = f"{line}{part}"
            if "; it raises " not in line and len(told) <= _LONGEST and len(told.split()) <= MOST_WORDS:
                line = told
        return line

    def head(self, member: Member) -> str:
        """Return how a reader writes the use of a member."""
        owner = self._owner if member.labels & {"classmethod", "staticmethod"} else self.instance
        if member.name == "__call__":
            return call_of(self.instance, member.signature)
        if member.name in PROTOCOLS:
            names = [one.name for one in member.signature.parameters] if member.signature is not None else []
            key, value = (*names, "key", "value")[:2] if names else ("key", "value")
            text = PROTOCOLS[member.name][0]
            return f"`{text.format(name=self.instance, key=key, value=value if len(names) > 1 else 'value')}`"
        if member.is_value:
            return f"`{owner}.{member.name}`"
        return call_of(f"{start_of(member.node)}{owner}.{member.name}", member.signature)

    def action(self, member: Member) -> str:
        """Return what a member does, as a verb phrase; empty if nothing tells."""
        if member.name not in self._actions:
            self._actions[member.name] = self._action(member)
        return self._actions[member.name]

    def _action(self, member: Member) -> str:
        said = (authors.property_phrase if member.is_value else authors.phrase)(member.docstring, member.name)
        if not member.has_own_text:
            match without_docstring(member.node.body):
                case [ast.Return(value=ast.Constant(value=value))]:
                    return f"returns `{value!r}`"  # It replaces what the base class says of its own.
        if member.is_own and self._is_plain and is_stub(member.node) and not (member.labels or member.is_left):
            return "does nothing, its body is empty"
        if member.has_own_text and (said or member.docstring.summary):
            return said if self.says(member) else self._shown(member) or said
        if said and not self._is_plain:
            return said
        stages = () if member.is_unimplemented else self._stages(member)
        named = "" if member.is_value or member.name.startswith("__") else phrase_of(member.name)
        named = named if self._is_plain or named.partition(" ")[0] in _NAMED else ""
        named = "" if named.startswith("returns ") else named  # Its name says no more.
        if failing := fails_at(stages):
            return f"{said or named}, but {failing}" if said or named else failing
        most = MOST_WORDS - len(self.head(member).split()) if self._is_plain else _MOST_INSIDE
        gist = gist_of(stages, most, has_calls=self._is_plain and not (said or named))
        gist = "" if self._is_documented and _DECIDES.search(gist) else gist
        gist = "" if gist.replace(GUESSED, "") == f"returns the {result_noun(member.name)}" else gist
        if said and gist.startswith("returns ") and said.startswith("returns ") and " if " not in gist:
            return said
        if said and gist and said.partition(" ")[0] != gist.partition(" ")[0]:
            both = f"{said}: {gist}"
            return both if len(both.split()) <= MOST_WORDS - 4 else gist
        protocol = PROTOCOLS[member.name][1] if member.name in PROTOCOLS else ""
        return protocol or gist or said or ("" if member.docstring.summary else named)

    def says(self, member: Member) -> bool:
        """Return whether the author of a member says more of it than its name and those around it do.

        Of a class that is told alone, the author's words stay: its readers come from its documentation.
        """
        text = authors.phrase(member.docstring, member.name) or member.docstring.summary
        names = (*self._names, member.name, *(one.arg for one in member.node.args.args))
        return bool(text) and (not self._is_plain or member.is_value or says_something(text, names))

    def _shown(self, member: Member) -> str:
        """Return what the body of a member does, whose author only repeats its name; empty if that is no more."""
        stages = self._stages(member)
        if member.is_value or member.name in PROTOCOLS or fails_at(stages):
            return ""
        users = [f"`{name}`" for name, setter in self.first.items() if setter == member.name]
        stored = [f"`{name}`" for one in stages if one.kind == "store" for name in one.names]
        if users and stored and all(one.kind in {"store", "return"} for one in stages):
            return f"stores {listed(stored)} for {listed(users)}"
        found = gist_of(stages, _MOST_SHOWN)
        return "" if GUESSED in found or found in _ENDS or _BARE_CALL.fullmatch(found) else found

    @staticmethod
    def _result(member: Member, action: str) -> str:
        is_told = (
            re.match(r"decorates |is an? decorator", action)
            or re.search(r"\b(?:returns?|returning|yields?|gives?|tells?)\b", action)
            or action.startswith("is ")
        )
        if is_told or member.is_value or authors.is_repeated(member.docstring, member.name):
            return ""
        result = authors.result(member.docstring)
        return f" and returns {result}" if result else ""

    def _refusal(self, member: Member, action: str, most: int) -> str:
        told = authors.joined_refusals(authors.refusals(member.docstring), most)
        if not told and not (member.is_left or member.is_unimplemented):
            names = [one.name for one in member.signature.parameters] if member.signature is not None else []
            told = authors.joined_refusals(own_refusals(self._stages(member), names), most)
        return f"; it raises {told}" if told and "raise" not in action else ""


def own_refusals(stages: Iterable[Stage], names: Collection[str]) -> list[tuple[str, str]]:
    """Return the exceptions of a body whose condition is short and about what the caller passes.

    Args:
        stages: Of the body.
        names: Parameters; where there are none, conditions may be about public attributes.
    """
    return [
        (one.names[0], f"if {one.condition}")
        for one in stages
        if one.kind == "raise"
        and one.names[0]
        and one.condition
        and one.condition not in {NEEDED, OTHERWISE}
        and len(one.condition) <= _LONGEST_CONDITION
        and GUESSED not in one.condition
        and not one.names[0].startswith("NotImplemented")
        and not one.condition.endswith(" occurs")
        and not one.is_alternative
        and is_about(one.condition, names)
    ]


def is_about(condition: str, names: Collection[str]) -> bool:
    """Return whether a condition is about one of some parameters, or about anything public where there are none."""
    shown = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]*)`", condition))))
    return bool(shown & set(names)) if names else bool(shown)
