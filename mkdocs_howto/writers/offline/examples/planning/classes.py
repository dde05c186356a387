"""Recipes for classes and their members."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice

from mkdocs_howto.section import Reason, Shape
from mkdocs_howto.syntax import NotPython, expression, last_name, parsed, unparsed, walk
from mkdocs_howto.writers.offline import trees
from mkdocs_howto.writers.offline.examples import results, state
from mkdocs_howto.writers.offline.examples.planning.choosing import Choice
from mkdocs_howto.writers.offline.examples.planning.functions import Functions
from mkdocs_howto.writers.offline.examples.planning.kinds import Annotations
from mkdocs_howto.writers.offline.examples.planning.maker import Maker, is_bound
from mkdocs_howto.writers.offline.examples.planning.observed import Observed
from mkdocs_howto.writers.offline.examples.planning.plan import Call, Catch, Do, Draft, Enter, Loop, Make, Node, Show
from mkdocs_howto.writers.offline.examples.planning.values import (
    attribute,
    call,
    literal,
    name,
    variable_for,
    words_of,
    written,
)

_MOST_METHODS = 2
"""Methods that an example of a class calls."""
_MOST_TRIED = 6
_MOST_RANKED = 60
"""Methods of a class that are compared; a generated one may have thousands."""
_MOST_RAISERS = 3
_ENDING = {
    "abort", "cleanup", "clear", "close", "disconnect", "evict", "exit", "expire", "flush", "join", "kill", "mainloop",
    "quit", "reset", "run_forever", "serve", "serve_forever", "shutdown", "stop", "terminate",
}  # fmt: skip
"""Methods after which little is left to show."""
_LEAVING = re.compile(r"(?:abort|exit|quit|set_?up|setUp|tear_?down|tearDown)(?:_|[A-Z]|$)")
"""Methods that end the program, or that another method calls."""
_HOOKS = 2
"""Methods without a body that make a class one to be built on."""
_EASILY_SEEN = 6
"""Public methods of a class of which any may be shown; of more, something has to say which ones matter."""
_HOLDING = ("append", "add", "push", "put", "enqueue", "insert", "register")
"""Methods that put one value into an object."""
_TAKING = re.compile(
    r"(?:get|pop|peek|popitem|popleft|remove|discard|delete|index|count|keys|values|items|first|last|has|contains|"
    r"__getitem__|__contains__|__iter__|__len__|clear|copy|sort|reverse|front|back|dequeue)(?:_\w+)?$"
)
"""Methods that show nothing, or fail, on something empty."""
_PROPERTY = re.compile(r"[Pp]roperty(?:\(|$)")
_MAKING = re.compile(r"(?:from|of|create|parse|build|make|load|new|open|connect|for)(?:_|$)")
_RESULTS = {
    "text": '"tea"', "int": "1", "float": "0.5", "bool": "True", "bytes": 'b"tea"', "list": '["tea"]', "none": "None",
    "items": '["tea"]', "dict": '{"name": "tea"}', "iterator": 'iter(["tea"])', "any": '"tea"', "tuple": '("tea", 3)',
    "set": '{"tea"}',
}  # fmt: skip
"""What methods that a subclass adds give back, by kind."""
_MOST_ABSTRACT = 3
_BEYOND: dict[type[ast.cmpop], int] = {ast.Gt: 1, ast.GtE: 0, ast.Lt: -1, ast.LtE: 0, ast.Eq: 0}
"""What has to be added to a limit for a condition on it to be true."""


class Classes:
    """Makes plans that use classes and their members."""

    def __init__(self, maker: Maker, functions: Functions) -> None:
        """Begin with none.

        Args:
            maker: Makes instances and calls.
            functions: Shows what methods give.
        """
        self.maker = maker
        self.project = maker.project
        self.functions = functions

    def plans(self, shape: Shape, path: str) -> Iterator[Draft]:
        """Yield the ways to use a class.

        Args:
            shape: The class.
            path: Where it is imported from.
        """
        labels = set(shape.labels)
        if "exception" in labels:
            yield from self._exception(shape, path)
        elif "enum" in labels:
            yield from self._enumeration(shape, path)
        elif self.is_open(shape):
            yield from self._subclass(shape, path, None)
        else:
            on_class = [*self._on_class(shape, path)]
            yield from on_class
            if on_class:
                return
            if state.is_store(shape, self.project):
                yield from self._store(shape, path)
            yield from self._used(shape, path)

    def of_member(self, owner: Shape, class_path: str, member: Shape) -> Iterator[Draft]:
        """Yield the ways to use a member of a class.

        Args:
            owner: The class.
            class_path: Where it is imported from.
            member: The method, property or attribute.
        """
        if "enum" in owner.labels and member.kind == "attribute":
            yield from self._enumeration(owner, class_path, member.name)
        elif "classmethod" in member.labels or "staticmethod" in member.labels:
            yield from self._of_class(class_path, member)
        elif member.name == "__init__":
            yield from self.plans(owner, class_path)
        elif self.is_open(owner):
            yield from self._subclass(owner, class_path, member)
        elif owner.signature is not None or "enum" in owner.labels:
            for observed in [*self.maker.observed(member)[:_MOST_METHODS], None]:
                for begin in self._instances(owner, class_path):
                    yield from self._method(owner, begin, member, observed)

    def is_open(self, shape: Shape) -> bool:
        """Return whether a class leaves members to its subclasses."""
        members = state.members_of(shape, self.project).values()
        return bool({"abstract", "protocol"} & set(shape.labels)) or any(map(state.is_open, members))

    def _instances(self, shape: Shape, path: str) -> Iterator[Callable[[Draft], ast.expr]]:
        """Yield the ways to make an instance: as the project does, from its parts, or by one of its class methods."""
        if "enum" in shape.labels:
            if member := _member_of(shape):
                yield lambda draft: attribute(self.maker.bring(draft, path), member)
            return
        for observed in self.maker.observed(shape)[:1]:
            yield functools.partial(self.maker.constructed, shape=shape, path=path, call=observed)
        yield functools.partial(self.maker.constructed, shape=shape, path=path)
        for factory in self._factories(shape):
            yield functools.partial(self._by_factory, path=path, factory=factory)

    def _factories(self, shape: Shape) -> list[Shape]:
        """Return the class methods that give an instance of their class."""
        found = []
        for member in shape.members:
            returns = (member.signature.returns if member.signature is not None else "").strip("'\"")
            gives = returns.rpartition(".")[2] in {shape.name, "Self"} or (not returns and _MAKING.match(member.name))
            if "classmethod" in member.labels and gives and not member.name.startswith("_"):
                found.append(member)
        return found[:2]

    def _by_factory(self, draft: Draft, path: str, factory: Shape) -> ast.expr:
        class_ = self.maker.bring(draft, path)
        calls = self.maker.observed(factory)
        made = self.maker.call(
            draft, attribute(class_, factory.name), factory, bound=True, call=next(iter(calls), None)
        )
        return ast.Await(made) if "async" in factory.labels else made

    def _of_class(self, class_path: str, member: Shape) -> Iterator[Draft]:
        for observed in [*self.maker.observed(member)[:_MOST_METHODS], None]:
            draft = Draft("method of the class itself")
            callee = attribute(self.maker.bring(draft, class_path), member.name)
            bound = "classmethod" in member.labels
            if self.functions.use(draft, callee, member, bound=bound, observed=observed):
                yield draft

    def _method(
        self, owner: Shape, begin: Callable[[Draft], ast.expr], member: Shape, observed: Observed | None
    ) -> Iterator[Draft]:
        draft = Draft("instance, then its method")
        receiver = self._kept(draft, begin, owner)
        if self._member_used(draft, owner, receiver, member, observed):
            yield draft

    def _kept(self, draft: Draft, begin: Callable[[Draft], ast.expr], owner: Shape) -> ast.Name:
        value = begin(draft)
        if isinstance(value, ast.Name):
            return value
        variable = draft.variable(variable_for(owner.name))
        draft.add(Make(variable, value))
        return name(variable)

    def _member_used(
        self, draft: Draft, owner: Shape, receiver: ast.Name, member: Shape, observed: Observed | None = None
    ) -> bool:
        if _is_read(member):
            draft.covers.append(member.name)
            draft.add(Show((attribute(receiver, member.name),)))
            return not state.is_secret(member)
        key = self._filled(draft, owner, receiver, member)
        if before := state.before(owner, self.project, member.name):
            draft.add(Call(call(attribute(receiver, before))))
        observed = observed or self._counterpart(draft, owner, receiver, member) or _with_key(member, key)
        if special := _by_syntax(receiver, member.name, key):
            draft.covers.append(member.name)
            draft.add(*special)
            return True
        callee = attribute(receiver, member.name)
        return self.functions.use(draft, callee, member, bound=is_bound(member, owner), observed=observed)

    def _counterpart(self, draft: Draft, owner: Shape, receiver: ast.Name, member: Shape) -> Observed | None:
        """Return the call with what the method's counterpart gives: `loads` of what `dumps` gives."""
        undone = state.undone_by(owner, self.project, member.name)
        if undone is None or member.signature is None or len(member.signature.parameters) < 2:
            return None
        made = self.maker.call(draft, attribute(receiver, undone.name), undone, bound=True)
        variable = draft.variable(f"{undone.name.partition('_')[0].removesuffix('s').removesuffix('e')}ed")
        draft.add(Make(variable, made))
        return Observed(
            {member.signature.parameters[1].name: name(variable)}, variable, f"what `{undone.name}` gives", "relation"
        )

    def _filled(self, draft: Draft, owner: Shape, receiver: ast.Name, member: Shape) -> ast.expr | None:
        """Put something into a container that is read; return its key, or the value itself."""
        if _TAKING.match(member.name) is None:
            return None
        members = state.members_of(owner, self.project)
        holder = next((one for one in _HOLDING if state.takes(members.get(one), 1)), "")
        if "__setitem__" in members and not holder and self._keeps_anything(owner):
            draft.add_once(Do(parsed(f'{receiver.id}["tea"] = "green"').body[0]))
            return ast.Constant("tea")
        if not holder:
            return None
        value = self.maker.choices(members[holder], bound=True)
        proposal = value[0].proposal if value else None
        node = proposal.value.node if proposal is not None else ast.Constant("tea")
        draft.imports |= dict.fromkeys(proposal.value.imports if proposal is not None else ())
        draft.add_once(Call(call(attribute(receiver, holder), node)))
        return node

    def _used(self, shape: Shape, path: str) -> Iterator[Draft]:
        """Yield an instance whose main methods are called."""
        if self._is_subclassed(shape):
            return
        methods = [one for one in self.main_methods(shape) if not {"classmethod", "staticmethod"} & set(one.labels)]
        for begin in self._instances(shape, path):
            if state.following(shape, self.project) is not None:
                draft = Draft("iteration")
                made = begin(draft)
                draft.add(Loop("item", made, (Show((name("item"),)),)))
                draft.covers.append("__next__")
                yield draft
            entered = self._entered(shape, begin, methods)
            if entered is not None:
                yield entered
            if entered is not None and entered.covers:
                continue
            if any(_is_own(one, shape) for one in methods) and not self._are_evident(methods, shape):
                continue
            for count in (_MOST_METHODS, 1):
                draft = Draft("instance, then its main methods")
                receiver = self._kept(draft, begin, shape)
                self._call_main(draft, shape, receiver, methods, count)
                if draft.covers:
                    yield draft
            draft = Draft("instance that holds values")
            receiver = self._kept(draft, begin, shape)
            text = state.readable(shape, self.project, receiver.id)
            fields = _fields(shape, state.members_of(shape, self.project))
            if fields:
                draft.recipe = "record"
                draft.add(Show(tuple(attribute(receiver, field) for field in fields)))
            elif text:
                draft.add(Show((expression(text),)))
            is_called = "__call__" in state.members_of(shape, self.project)
            if fields or (text and not draft.open and not is_called):
                yield draft
            if methods:
                yield from self._with_open_method(shape, begin, methods[0])

    def _with_open_method(self, shape: Shape, begin: Callable[[Draft], ast.expr], method: Shape) -> Iterator[Draft]:
        """Yield an instance whose first main method is called, whatever that leaves open."""
        draft = Draft("instance, then its main method")
        receiver = self._kept(draft, begin, shape)
        if self._member_used(draft, shape, receiver, method):
            yield draft

    def _call_main(self, draft: Draft, shape: Shape, receiver: ast.Name, methods: Sequence[Shape], count: int) -> None:
        """Add calls of the first methods for which all arguments are known."""
        for method in methods[:_MOST_TRIED]:
            if len(draft.covers) >= count:
                return
            if draft.covers and not self.functions.gives_something(method):
                continue  # What a second method does is told by what it gives back.
            trial = Draft(taken=set(draft.taken), imports=dict(draft.imports))
            observed = next(iter(self.maker.observed(method)), None)
            if not self._member_used(trial, shape, receiver, method, observed) or trial.open:
                continue
            draft.nodes += trial.nodes
            draft.imports |= trial.imports
            draft.reasons += [
                Reason("main method", method.name, "main method", _why_main(method, shape)),
                *trial.reasons,
            ]
            draft.weights += trial.weights
            draft.fillers += trial.fillers
            draft.covers += trial.covers[:1]
            draft.taken |= trial.taken

    def _entered(self, shape: Shape, begin: Callable[[Draft], ast.expr], methods: Sequence[Shape]) -> Draft | None:
        """Return an instance that is entered, with a main method inside."""
        members = state.members_of(shape, self.project)
        is_async = "__aenter__" in members
        entering = members.get("__aenter__" if is_async else "__enter__")
        if entering is None:
            return None
        draft = Draft("context manager")
        manager = begin(draft)
        if not self._gives_itself(entering):
            return self._given_on_entering(draft, manager, entering, is_async=is_async)
        variable = draft.variable(variable_for(shape.name))
        outside = len(draft.nodes)
        self._call_main(draft, shape, name(variable), methods, 1)
        inside = tuple(draft.nodes[outside:])
        del draft.nodes[outside:]
        if not inside:
            return None
        draft.add(Enter(manager, variable, inside, is_async))
        return draft

    def _given_on_entering(self, draft: Draft, manager: ast.expr, entering: Shape, *, is_async: bool) -> Draft | None:
        """Return an object that is entered, with what entering gives shown; `None` where that has no name."""
        found = self.maker.code.function(entering.object_path)
        given = [one.value for one in walk(found.node) if isinstance(one, ast.Return)] if found is not None else []
        match given:
            case [ast.Attribute(value=ast.Name(id="self"), attr=attr)] if not attr.startswith("_"):
                draft.covers.append(attr)
                variable = draft.variable(attr)
                draft.add(Enter(manager, variable, (Show((name(variable),)),), is_async))
                return draft
        return None

    def _gives_itself(self, entering: Shape) -> bool:
        """Return whether entering an object gives the object itself, as far as its code is known."""
        found = self.maker.code.function(entering.object_path)
        if found is None:
            return True
        given = [one.value for one in walk(found.node) if isinstance(one, ast.Return)]
        return any(isinstance(one, ast.Name) and one.id == "self" for one in given)

    def main_methods(self, shape: Shape) -> list[Shape]:
        """Return the methods that a class is there for, the most important first."""
        own = [
            one
            for one in [
                *shape.members[:_MOST_RANKED],
                *islice(state.members_of(shape, self.project).values(), _MOST_RANKED),
            ]
            if one.kind == "function" and not one.name.startswith("_") and not _is_registered(one)
            if not _LEAVING.match(one.name) and not self._never_returns(one)
        ]
        makers = {one.name for one in self._factories(shape)}
        named = {one.name: one for one in reversed(own) if one.name not in makers}
        shown = {state.undone_name(one) for one in named} & named.keys()
        # `loads` is shown with what `dumps` gives.
        found = [one for one in reversed(named.values()) if one.name not in shown]
        return sorted(found, key=lambda one: -self._importance(one, shape))

    def _are_evident(self, methods: Sequence[Shape], shape: Shape) -> bool:
        """Return whether something says which methods matter: few to choose from, the docstring, or calls of them."""
        if len(methods) <= _EASILY_SEEN:
            return True
        sites = [text for site in self.maker.block.call_sites for text in site.statements]
        said = " ".join([self.maker.block.docstring, shape.summary, *sites])
        return any(re.search(rf"\b{re.escape(one.name)}\b", said) is not None for one in methods[:_MOST_METHODS])

    def _is_subclassed(self, shape: Shape) -> bool:
        """Return whether a class has hooks, methods that do nothing until a subclass fills them in."""
        public = [
            one for one in shape.members[:_MOST_RANKED] if one.kind == "function" and not one.name.startswith("_")
        ]
        found = [self.maker.code.function(one.object_path) for one in public]
        empty = [one for one in found if one is not None and not trees.without_docstring(one.node.body)[1:]]
        hooks = [
            one for one in empty if all(isinstance(row, ast.Pass) for row in trees.without_docstring(one.node.body))
        ]
        return len(hooks) >= _HOOKS

    def _never_returns(self, method: Shape) -> bool:
        """Return whether a method ends the program or always raises."""
        if method.signature is not None and method.signature.returns in {"NoReturn", "Never"}:
            return True
        found = self.maker.code.function(method.object_path)
        last = found.node.body[-1] if found is not None else None
        if isinstance(last, ast.Raise):
            return True
        call = last.value if isinstance(last, ast.Expr) else None
        return isinstance(call, ast.Call) and unparsed(call.func) in {"sys.exit", "_sys.exit", "self.exit", "os._exit"}

    def _importance(self, method: Shape, shape: Shape) -> int:
        """Return how much speaks for a method: documentation, tests, its name."""
        used = sum(method.name in text for site in self.maker.block.call_sites for text in site.statements)
        source = (
            self.maker.block.docstring if shape.object_path == self.maker.block.shape.object_path else shape.summary
        )
        required = [one for one in (method.signature.parameters if method.signature else ()) if one.required]
        return (
            4 * (re.search(rf"\b{re.escape(method.name)}\b", source) is not None)
            + 2 * min(used, 3)
            + 2 * bool(method.summary)
            + 4 * _is_own(method, shape)
            - max(len(required) - 2, 0)
            - 8 * (words_of(method.name)[-1:] != [] and words_of(method.name)[0] in _ENDING)
            - 3 * ("classmethod" in method.labels and _MAKING.match(method.name) is not None)
            - 2 * ("property" in method.labels)
            + 2 * self.functions.gives_something(method)
        )

    def _on_class(self, shape: Shape, path: str) -> Iterator[Draft]:
        """Yield the main method of a class that is used without an instance."""
        methods = self.main_methods(shape)
        level = [one for one in methods if {"classmethod", "staticmethod"} & set(one.labels)]
        others = [one for one in methods if one not in level and _is_own(one, shape) and not _is_read(one)]
        if not level or others or methods[0] not in level or self._factories(shape):
            return
        own_level = [one for one in level if _is_own(one, shape)]
        for member in (own_level or level)[:2]:
            yield from self._of_class(path, member)

    def _keeps_anything(self, shape: Shape) -> bool:
        """Return whether a mapping takes any text under any key, as far as its code is known."""
        setting = state.members_of(shape, self.project).get("__setitem__")
        found = self.maker.code.function(setting.object_path) if setting is not None else None
        if found is None or all(isinstance(one, ast.Expr | ast.Pass) for one in found.node.body):
            return True
        kept = [one for one in walk(found.node) if isinstance(one, ast.Subscript | ast.Call)]
        return any(
            (isinstance(one, ast.Subscript) and isinstance(one.ctx, ast.Store))
            or (isinstance(one, ast.Call) and unparsed(one.func).rpartition(".")[2] in {"__setitem__", "set"})
            for one in kept
        )

    def _store(self, shape: Shape, path: str) -> Iterator[Draft]:
        """Yield a mapping in which something is set, read and asked for."""
        if not self._keeps_anything(shape):
            return
        for begin in self._instances(shape, path):
            draft = Draft("mapping", weights=[70])
            receiver = self._kept(draft, begin, shape)
            text = f'{receiver.id}["tea"] = "green"\nprint({receiver.id}["tea"])\nprint("coffee" in {receiver.id})'
            draft.add(*map(Do, parsed(text).body))
            draft.covers += ["__setitem__", "__getitem__"]
            yield draft

    def _enumeration(self, shape: Shape, path: str, member: str = "") -> Iterator[Draft]:
        """Yield a member with its name and value, looked up by its value as well."""
        chosen = member or _member_of(shape)
        if not chosen:
            return
        draft = Draft("member of an enumeration", weights=[70])
        class_ = self.maker.bring(draft, path)
        value = next((one.value for one in shape.members if one.name == chosen), None)
        variable = draft.variable(variable_for(shape.name))
        draft.add(Make(variable, attribute(class_, chosen)))
        draft.add(Show((attribute(name(variable), "name"), attribute(name(variable), "value"))))
        node = _literal(value)
        if node is not None:
            draft.add(Show((call(class_, node),)))
        draft.covers.append(chosen)
        yield draft

    def _exception(self, shape: Shape, path: str) -> Iterator[Draft]:
        """Yield what raises an exception, with the exception caught; or the exception raised."""
        raisers = [one for one in self.project.raisers(shape.object_path) if not _is_of_tests(one)]
        for raiser in raisers[:_MOST_RAISERS]:
            draft = self._raised_by(shape, path, raiser)
            if draft is not None:
                yield draft
        draft = Draft("exception that is raised", weights=[52])
        class_ = self.maker.bring(draft, path)
        required = [one for one in (shape.signature.parameters if shape.signature else ()) if one.required]
        message = literal(f'"{_sentence(shape.name)}"').node
        observed = next(iter(self.maker.observed(shape)), None)
        parameters = shape.signature.parameters if shape.signature is not None else ()
        is_named = bool(parameters) and all(one.kind in {"keyword-only", "variadic keyword"} for one in parameters)
        if observed is None and not required and is_named:
            made = call(class_)
        elif observed is None and len(required) <= 1 and all(one.annotation in {"", "str"} for one in required):
            made = call(class_, message)
        else:
            made = self.maker.call(draft, class_, shape, bound=False, call=observed)
        raised = ast.Raise(made, None)
        draft.add(Catch((Do(raised),), class_))
        draft.covers.append(shape.name)
        yield draft

    def _raised_by(self, shape: Shape, path: str, raiser: Shape) -> Draft | None:
        draft = Draft("call that may raise the exception")
        found = self.maker.code.function(raiser.object_path)
        owner_path = raiser.object_path.rpartition(".")[0]
        owner = state.owner(raiser.object_path, self.project)
        if (owner is not None and (self.is_open(owner) or owner.signature is None)) or raiser.name.startswith("_"):
            return None
        error = self.maker.bring(draft, path)
        if owner is None:
            callee = self.maker.bring(draft, raiser.object_path)
        elif {"classmethod", "staticmethod"} & set(raiser.labels):
            callee = attribute(self.maker.bring(draft, owner_path), raiser.name)
        else:
            receiver = self._kept(draft, next(self._instances(owner, owner_path)), owner)
            callee = attribute(receiver, raiser.name)
        outside = len(draft.nodes)
        observed = next(iter(self.maker.observed(raiser)), None)
        choices = self.maker.choices(raiser, bound=is_bound(raiser, owner))
        refused = _refused(found.node, shape.name, choices) if found is not None else {}
        if refused:
            nodes = {one.slot.name: one.proposal.value.node for one in choices if one.proposal is not None} | refused
            observed = Observed(
                nodes, written(next(iter(refused.values()))), "the condition of the `raise`", "relation"
            )
        if not self.functions.use(draft, callee, raiser, bound=is_bound(raiser, owner), observed=observed):
            return None
        inside: list[Node] = draft.nodes[outside:]
        del draft.nodes[outside:]
        while inside and isinstance(inside[0], Make) and len(inside) > 1 and not isinstance(inside[0].value, ast.Call):
            draft.add(inside.pop(0))
        draft.add(Catch(tuple(inside), error))
        draft.covers.append(shape.name)
        return draft

    def _subclass(self, shape: Shape, path: str, member: Shape | None) -> Iterator[Draft]:
        """Yield a subclass that has what the class leaves open, and is then used."""
        members = state.members_of(shape, self.project)
        opened = [one for one in members.values() if state.is_open(one)]
        if not opened and "protocol" in shape.labels:
            opened = [one for one in shape.members if one.kind == "function" and not one.name.startswith("__")]
        if not 1 <= len(opened) <= _MOST_ABSTRACT or shape.signature is None:
            return
        draft = Draft("subclass that is used", weights=[46])
        base = self.maker.bring(draft, path)
        own_name = _own_name(shape.name)
        methods = [method for one in opened if (method := self._filled_in(one, shape)) is not None]
        if len(methods) < len(opened):
            return
        draft.add(Do(ast.ClassDef(own_name, [base], [], [*methods], [])))
        made = self.maker.call(draft, name(own_name), shape, bound=False)
        variable = draft.variable(variable_for(shape.name))
        draft.add(Make(variable, made))
        closed = [one for one in self.main_methods(shape) if not state.is_open(one)]
        tried = [member] if member is not None else [*closed, *opened]
        for one in tried:
            trial = Draft(taken=set(draft.taken), imports=dict(draft.imports))
            if self._member_used(trial, shape, name(variable), one) and (member is not None or not trial.open):
                draft.nodes += trial.nodes
                draft.imports |= trial.imports
                draft.open += trial.open
                draft.weights += trial.weights
                draft.reasons += trial.reasons
                draft.covers += trial.covers[:1]
                yield draft
                return

    def _filled_in(self, method: Shape, shape: Shape) -> ast.stmt | None:
        """Return a method of a subclass that gives something of its declared kind."""
        if method.signature is None or "generator" in method.labels:
            return None
        find = Annotations(lambda written: self.maker.slots.find(shape.object_path.rpartition(".")[0], written))
        wanted = find.wanted(method.signature.returns)
        kind = wanted[0].kind if wanted else "none" if not method.signature.returns else ""
        if kind not in _RESULTS:
            return None
        names = []
        for one in method.signature.parameters:
            star = {"variadic positional": "*", "variadic keyword": "**"}.get(one.kind, "")
            names.append(f"{star}{one.name}" + ("" if one.default is None else f"={one.default}"))
        result = "pass" if kind == "none" else f"return {_RESULTS[kind]}"
        prefix = "async " if "async" in method.labels else ""
        decorator = "@property\n" if "property" in method.labels else ""
        try:
            return parsed(f"{decorator}{prefix}def {method.name}({', '.join(names)}):\n    {result}").body[0]
        except NotPython:
            return None


def _refused(
    function: ast.FunctionDef | ast.AsyncFunctionDef, error: str, choices: Sequence[Choice]
) -> dict[str, ast.expr]:
    """Return what a function refuses with an exception, by parameter: 11 where it raises if `count > 10`."""
    texts = {one.slot.name for one in choices if "text" in one.slot.kinds}
    lists = {one.slot.name for one in choices if {"list", "items"} & {*one.slot.kinds}}
    for node in results.own_nodes(function):
        match node:
            case ast.If(
                test=ast.Compare(
                    left=ast.Name(id=parameter), ops=[operator], comparators=[ast.Constant(value=int(limit))]
                ),
                body=[ast.Raise(exc=raised)],
            ) if raised is not None and last_name(raised) == error and type(operator) in _BEYOND:
                return {parameter: ast.Constant(limit + _BEYOND[type(operator)])}
            case ast.If(
                test=ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=parameter)),
                body=[ast.Raise(exc=ast.expr() as raised)],
            ) if last_name(raised) == error and parameter in texts | lists:
                return {parameter: ast.Constant("") if parameter in texts else ast.List([], ast.Load())}
    return {}


def _is_of_tests(shape: Shape) -> bool:
    return any(part.startswith(("test", "conftest")) for part in shape.object_path.split("."))


def _why_main(method: Shape, shape: Shape) -> str:
    return f"`{method.name}` is one of the main methods of `{shape.name}` by its documentation, tests and name"


def _is_registered(member: Shape) -> bool:
    return any(".setter" in one or ".deleter" in one or "overload" in one for one in member.decorators)


def _is_own(member: Shape, shape: Shape) -> bool:
    """Return whether a class defines a member itself."""
    return member.object_path.rpartition(".")[0] == shape.object_path


def _is_read(member: Shape) -> bool:
    """Return whether a member is read and not called: an attribute or a property, also one of a kind of its own."""
    return member.kind == "attribute" or "property" in member.labels or any(map(_PROPERTY.search, member.decorators))


def _with_key(member: Shape, key: ast.expr | None) -> Observed | None:
    """Return the call of a method with the key or value that was put in before, where that is all it needs."""
    parameters = member.signature.parameters[1:] if member.signature is not None else ()
    required = [one for one in parameters if one.required]
    if key is None or len(required) != 1:
        return None
    return Observed({required[0].name: key}, written(key), "what was put in before", "relation")


def _by_syntax(receiver: ast.Name, method: str, key: ast.expr | None) -> list[Node]:
    """Return the syntax that calls a special method."""
    wanted = key or ast.Constant("tea")
    match method:
        case "__len__":
            return [Show((call(name("len"), receiver),))]
        case "__iter__":
            return [Show((call(name("list"), receiver),))]
        case "__contains__":
            return [Show((ast.Compare(wanted, [ast.In()], [receiver]),))]
        case "__getitem__":
            return [Show((ast.Subscript(receiver, wanted, ast.Load()),))]
        case "__str__" | "__repr__":
            return [Show((call(name(method.strip("_")), receiver),))]
        case "__bool__":
            return [Show((call(name("bool"), receiver),))]
    return []


def _member_of(shape: Shape) -> str:
    own = [one for one in shape.members if one.kind == "attribute" and not one.name.startswith("_")]
    return next((one.name for one in own if one.value is not None and "lambda" not in one.value), "")


def _literal(text: str | None) -> ast.expr | None:
    try:
        node = expression(text) if text else None
    except NotPython:
        return None
    return node if isinstance(node, ast.Constant) and isinstance(node.value, str | int) else None


def _fields(shape: Shape, members: Collection[str]) -> list[str]:
    """Return the fields that an object is made with, where it is there to hold them."""
    if not {"dataclass", "namedtuple"} & set(shape.labels):
        return []
    parameters = shape.signature.parameters if shape.signature is not None else ()
    kept = [one for one in parameters if one.name in members]
    return [one.name for one in kept if one.required][:2] or [one.name for one in kept][:1]


def _sentence(class_name: str) -> str:
    """Return a message for an exception: `Invalid HTTP header.` for `InvalidHTTPHeaderError`."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", class_name)
    words = [word for word in words if word not in {"Error", "Exception", "Warning"}]
    plain = [word if word.isupper() and len(word) > 1 else word.lower() for word in words]
    text = " ".join(plain)
    return f"{text[:1].upper()}{text[1:]}." if text else "Something failed."


def _own_name(base: str) -> str:
    """Return the name of a subclass: `TeaSource` for `BaseSource`."""
    stem = re.sub(r"^(?:Abstract|Base)|(?:Base|ABC|Protocol|Interface|Mixin)$", "", base.strip("_"))
    return f"My{stem or base}"
