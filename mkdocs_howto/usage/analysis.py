"""Follow a piece of code: would it run, and does it use an object?

What a name stands for is followed through imports, definitions and assignments. Where that ends
(an attribute of an unknown value, a decorated function, `**kwargs`), nothing is claimed.
"""

from __future__ import annotations

import ast
import asyncio
import collections.abc
import dataclasses
import enum
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import CodeBlock, ImportableBlock, Parameter, Project, Shape, Signature
from mkdocs_howto.syntax import NotPython, children, dumped, outward, parsed, walk
from mkdocs_howto.usage.decorators import is_manager, keeps_call, keeps_parameters, names_taken
from mkdocs_howto.usage.values import Value, Values

_SINCE = 12
"""Version of the review from which on decorators, awaitables, context managers and special methods are judged."""
_SHOWING = {"print", "len", "str", "list", "sorted", "repr", "isinstance", "type"}
"""Functions that await nothing."""
_DYNAMIC = re.compile(r"setattr\(|__dict__(?!\.(?:copy|items|keys|values|get)\(|:)|vars\(")
"""Marks of a class that gives its instances attributes which its text does not name."""
_OPEN = {"abstract", "unimplemented"}
_OF_ENUMERATIONS = frozenset({*dir(enum.IntFlag), *dir(enum.StrEnum), "name", "value"})
"""Attributes of every enumeration, also one of numbers or texts."""
_BASES_WITHOUT_MORE = frozenset({"object", "abc.ABC", "typing.Generic", "typing.Protocol", "builtins.object"})
"""Bases that give their classes no public attributes."""
_AWAITABLE = re.compile(r"['\"]?(?:\w+\.)*(?:Future|Awaitable|Coroutine|Task)\b")
_OF_FUTURES = frozenset(dir(asyncio.Task))
_PROTOCOLS = re.compile(r"(?:collections\.abc|_collections_abc|typing|typing_extensions)\.(?P<name>\w+)$")
"""Classes of the standard library whose members Python itself tells."""
_MAKING = re.compile(
    r"lazy|import_module|importlib|__import__|import \*|pkgutil|\bexec\(|sys\.modules|globals\(\)\.update"
)
"""Marks of a module that may make names which its text does not hold."""
_COPYING = frozenset(
    {"__getstate__", "__setstate__", "__reduce__", "__reduce_ex__", "__copy__", "__deepcopy__", "copy", "clone"}
    | {"__eq__", "__repr__", "__getnewargs__"}
)
"""Methods that only hand on the attributes of an object."""
_MOST_BASES = 30
_ANOTHER = Parameter("mapping", "positional-only", default="...")
Aspect: TypeAlias = Literal["name", "keyword", "count", "await"]
_USING = frozenset(
    {ast.Call, ast.ClassDef, ast.Raise, ast.ExceptHandler, ast.For, ast.AsyncFor, ast.comprehension, ast.FunctionDef}
    | {ast.AsyncFunctionDef, ast.Attribute}
)
"""What may use a function or class; other objects are used by their name alone."""
_BINDING = frozenset({ast.ImportFrom, ast.Import, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.withitem})
"""What gives names to things whose kind is known."""
_JUDGED = frozenset({ast.Call, ast.Attribute, ast.Await, ast.For, ast.With, ast.AsyncWith, ast.Subscript})
"""What may be wrong."""
_NOT_ALWAYS = frozenset({ast.If, ast.FunctionDef, ast.AsyncFunctionDef})
"""What may hold code that never runs."""
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Fault(NamedTuple):
    """Something wrong with an example.

    Attributes:
        code: Of the finding that the review makes of it.
        message: What is wrong, and what would be right.
        words: The offending words.
        line: In the example, from 1.
        since: Version of the review from which on it is found.
    """

    code: str
    message: str
    words: str
    line: int
    since: int = 0


@dataclass(slots=True)
class Analysis:
    """Follows an example's names, and notes what cannot work.

    Attributes:
        block: The documented code.
        project: Answers what other objects are.
        faults: What is wrong.
        judged: Places of which it is known whether they are right, each with what is known of it:
            an attribute's or imported name's `name`, a call's `keyword`s and the `count` of its
            arguments, an `await`. Of all others nothing is claimed.
    """

    block: CodeBlock
    project: Project
    faults: list[Fault] = field(default_factory=list)
    judged: set[tuple[ast.AST, Aspect]] = field(default_factory=set)
    _nodes: Sequence[ast.AST] = ()
    """Everything in the example, each after what is inside it: assignments after what they hold."""
    _reached: Sequence[ast.AST] = ()
    _callees: set[ast.AST] = field(default_factory=set)
    _surely: bool = False
    _is_surely_used: bool = False
    _values: Values = field(init=False)

    def __post_init__(self) -> None:
        self._values = Values(self.project)

    def read(self, tree: ast.Module, *, judge: bool = True) -> None:
        """Go through the whole example.

        Args:
            tree: The example.
            judge: Whether what cannot work is noted; else, names are followed alone.
        """
        self._nodes = outward(tree)
        self._reached = _reached(self._nodes)
        self._callees = {node.func for node in self._nodes if isinstance(node, ast.Call)}
        self._values.forget_rebound(self._nodes)
        for node in self._nodes:
            if type(node) in _BINDING:
                self._follow(node)
        for node in self._nodes if judge else ():
            # A function may use what is only bound below it, before it is called.
            if type(node) in _JUDGED:
                self._judge(node)

    def _judge(self, node: ast.AST) -> None:
        match node:
            case ast.Call(func=ast.Name(id="len"), args=[counted]):
                self._call(node)
                self._sequence(counted, "it has no length", node.lineno)
            case ast.Call():
                self._call(node)
            case ast.Attribute():
                self._attribute(node)
            case ast.Await(value=ast.Call() as call):
                self._awaited(call, node)
            case ast.Subscript(value=held, ctx=context):
                name = {ast.Load: "__getitem__", ast.Store: "__setitem__", ast.Del: "__delitem__"}[type(context)]
                self._special(held, name, "cannot be asked for items by `[…]`")
                self._sequence(held, "its results have no index", node.lineno)
            case ast.For(iter=ast.Call() as call):
                self._iterated(call)
            case ast.With(items=items) | ast.AsyncWith(items=items):
                for item in items:
                    self._entered(item.context_expr, is_async=isinstance(node, ast.AsyncWith))

    def _sequence(self, node: ast.expr, problem: str, line: int) -> None:
        """Judge the use of an expression as a sequence, which the result of a generator function is not."""
        if isinstance(node, ast.Name):
            stored = [
                one
                for one in self._nodes
                if isinstance(one, ast.Name) and one.id == node.id and not isinstance(one.ctx, ast.Load)
            ]
            given = [
                one.value
                for one in self._nodes
                if isinstance(one, ast.Assign) and any(target in stored for target in one.targets)
            ]
            if len(stored) != 1 or len(given) != 1:
                return
            node = given[0]
        value = self.value(node.func) if isinstance(node, ast.Call) else None
        shape = value.shape if value is not None and value.role != "instance" else None
        if shape is None or shape.kind != "function" or "generator" not in shape.labels or "async" in shape.labels:
            return
        if keeps_call(shape, self.project):
            self._note("example-call", f"`{shape.name}` is a generator: {problem}.", shape.name, line, since=_SINCE)

    def _note(self, code: str, message: str, words: str, line: int, *, since: int = 0) -> None:
        self.faults.append(Fault(code, message, words, line, since))

    def _follow(self, node: ast.AST) -> None:
        bind = self._values.bind
        match node:
            case ast.ImportFrom(module=module, level=0) if module:
                self._import_from(node, module)
            case ast.Import():
                self._import(node)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                bind(name, self.value(value))
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
                bind(name, self.value(value))
            case ast.AugAssign(target=ast.Name(id=name), op=operator):
                self._values.change(name, operator)
            case ast.withitem(context_expr=value, optional_vars=ast.Name(id=name)):
                bind(name, self._values.entered(value))

    @property
    def nodes(self) -> Sequence[ast.AST]:
        """Everything in what was read."""
        return self._nodes

    def value(self, node: ast.expr) -> Value | None:
        """What an expression is, once the example was read; `None` where that cannot be told."""
        return self._values.of(node)

    # Imports.

    def _import_from(self, node: ast.ImportFrom, module: str) -> None:
        module = self._at_home(module)
        for alias in node.names:
            path = f"{module}.{alias.name}"
            shape = self._values.meant(self.project.shape(path))
            inner = shape.member(shape.name) if shape is not None and shape.kind == "module" else None
            if inner is not None and inner.kind == "attribute":
                # A package may export the object under the name of the submodule: either may be meant.
                self._values.bind(alias.asname or alias.name, None)
                continue
            if shape is not None and shape.kind == "alias":
                # A package that exports an object under the name of the submodule that defines it.
                shape = self._values.meant(self.project.shape(f"{path}.{alias.name}")) or shape
            if self._tells_all_names(module):
                self.judged.add((alias, "name"))
            if shape is None:
                self._not_there(module, alias.name, node.lineno)
                if isinstance(self.block, ImportableBlock) and alias.name == self.block.name:
                    # Told once; what follows is judged as if the import were right.
                    shape, path = self.block.shape, self.block.object_path
            self._values.bind(alias.asname or alias.name, Value(shape, "object", path) if shape is not None else None)

    def _at_home(self, module: str) -> str:
        """The path under which an import of the block's own project is known: without folders on the search path.

        A folder on the search path may be a package itself, as `src` is, and a package inside another one may be
        imported from the folder that it is in.
        """
        path, file = self.block.shape.object_path, self.block.file.removesuffix(".py").removesuffix("/__init__")
        parts = file.split("/")
        outer = next((n for n in range(len(parts)) if f"{path}.".startswith(f"{'.'.join(parts[n:])}.")), 0)
        for start in range(outer):
            prefix = f"{'.'.join(parts[start:outer])}."
            if module.startswith(prefix) and self.project.shape(module.removeprefix(prefix)) is not None:
                return module.removeprefix(prefix)
        own = ".".join(parts[outer:])
        return own if f".{own}".endswith(f".{module}") and self.project.shape(module) is None else module

    def _tells_all_names(self, module: str) -> bool:
        """Whether what a module's text does not name cannot be imported from it."""
        near = self.project.shape(module)
        return near is not None and near.kind == "module" and near.complete

    def _not_there(self, module: str, name: str, line: int) -> None:
        if name == "*":
            return
        if self._tells_all_names(module):
            self._note("example-import", f"`{module}` has no `{name}`.", f"{module}.{name}", line)
        elif self._surely_lacks(module, name):
            right = self.block.shape.object_path.rpartition(".")[0]
            self._note(
                "example-import",
                f"`{module}` has no `{name}`; import `{right}`.",
                f"{module}.{name}",
                line,
                since=_SINCE,
            )
        elif (
            self.project.shape(module) is None
            and isinstance(self.block, ImportableBlock)
            and name in _own_names(self.block)
        ):
            right = self.block.object_path
            self._note("example-import", f"There is no module `{module}`; import `{right}`.", f"{module}.{name}", line)

    def _surely_lacks(self, module: str, name: str) -> bool:
        """Return whether a module that answers for some names by code does not so for the documented object's."""
        shape = self.project.shape(module)
        code = self.project.source(module) if name == self.block.shape.name and self._is_own(module) else None
        if shape is None or shape.kind != "module" or code is None or _MAKING.search(code.text):
            return False
        return name not in _names_told(code.text)

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            shape = self.project.shape(alias.name)
            if shape is None and self._is_own(alias.name):
                self._note("example-import", f"There is no module `{alias.name}`.", alias.name, node.lineno)
            head = alias.name if alias.asname else alias.name.partition(".")[0]
            found_ = self.project.shape(head)
            self._values.bind(alias.asname or head, Value(found_, "object", head) if found_ is not None else None)

    def _is_own(self, path: str) -> bool:
        block = self.block
        return isinstance(block, ImportableBlock) and path.partition(".")[0] == block.object_path.partition(".")[0]

    # Uses.

    def _attribute(self, node: ast.Attribute) -> None:
        owner = self.value(node.value)
        if owner is None or node.attr.startswith("__") or isinstance(node.ctx, ast.Store):
            return
        if not self._tells_all(owner.shape, called=node in self._callees) or _may_be_another(owner):
            return
        texts = self._texts(owner.shape)
        if texts is None:
            return
        self.judged.add((node, "name"))
        sources, given = texts
        if (
            node.attr not in given
            and not self._values.has(owner, node.attr)
            and not _may_have(owner.shape, node.attr, sources)
        ):
            since = _SINCE if given else 0
            self._note(
                "example-attribute", f"`{owner.shape.name}` has no `{node.attr}`.", node.attr, node.lineno, since=since
            )

    def _special(self, node: ast.expr, name: str, problem: str) -> None:
        """Judge a use of an instance that needs a special method, which is looked for in its class alone."""
        value = self.value(node)
        if value is None or value.role != "instance" or value.shape.kind != "class" or _may_be_another(value):
            return
        builtin = value.shape.object_path.startswith("builtins.")
        if builtin or not value.shape.complete or not self._is_own(value.shape.object_path) or value.shape.decorators:
            return
        if not self._values.has(value, name) and self._texts(value.shape) is not None and value.exact:
            self._note(
                "example-attribute", f"`{value.shape.name}` {problem}.", value.shape.name, node.lineno, since=_SINCE
            )

    def _tells_all(self, shape: Shape, *, called: bool) -> bool:
        """Whether an attribute that a shape does not have does not exist."""
        if shape.object_path.startswith("builtins."):
            return True
        if shape.kind == "module":
            return shape.complete
        if shape.kind != "class" or not (shape.complete or self._lacks_nothing(shape)):
            return False
        plain = not shape.bases and not shape.decorators
        if shape.object_path == self.block.shape.object_path and _adds_names(self.block.source):
            return False
        return (called and plain) or self._is_own(shape.object_path)

    def _lacks_nothing(self, shape: Shape) -> bool:
        """Return whether all members of a class are known because only Python's abstract classes are foreign bases."""
        found = self._texts(shape)
        own = ("__getattr__", "__getattribute__")
        return (
            found is not None
            and bool(found[1])
            and not any(re.search(rf"\bdef {one}\b", text) for one in own for text in found[0])
        )

    def _texts(self, shape: Shape) -> tuple[list[str], set[str]] | None:
        """Return the code of a class and of its bases, whose methods may set attributes, and names that others give.

        `None` where some is unknown. Builtin objects, modules and enumerations have no attributes but those that are
        known anyhow.
        """
        if shape.kind != "class" or "enum" in shape.labels or shape.object_path.startswith("builtins."):
            return [], set()
        pending, texts, given = [shape.object_path], dict[str, str](), set[str]()
        while pending:
            path = pending.pop()
            if path in texts or path in _BASES_WITHOUT_MORE:
                continue
            protocol = _PROTOCOLS.match(path)
            abstract = getattr(collections.abc, protocol["name"], None) if protocol is not None else None
            if abstract is not None:
                given |= set(dir(abstract))
                continue
            class_, code = self.project.shape(path), self.project.source(path)
            if class_ is None or code is None or len(texts) >= _MOST_BASES:
                return None
            if _adds_names(code.text):
                return None
            texts[path] = code.text
            pending += class_.bases
        return list(texts.values()), given

    def _call(self, node: ast.Call) -> None:
        value = self.value(node.func)
        if value is None:
            self._perhaps_it(node)
        if value is None or value.role == "instance":
            return
        shape = value.shape
        if shape.kind == "class":
            self._instantiated(node, shape)
        elif shape.kind == "function":
            self._called(node, value)

    def _perhaps_it(self, node: ast.Call) -> None:
        """Judge a call on an unknown object of what seems to be the documented method: another such call is awaited."""
        shape = self.block.shape
        is_coroutine = shape.kind == "function" and "async" in shape.labels and "generator" not in shape.labels
        if not is_coroutine or not isinstance(node.func, ast.Attribute) or node.func.attr != shape.name:
            return
        place = dumped(node.func)
        awaited = (one.value for one in self._nodes if isinstance(one, ast.Await) and isinstance(one.value, ast.Call))
        if any(dumped(call.func) == place for call in awaited) and keeps_call(shape, self.project):
            self._left_alone(node, shape)

    def _instantiated(self, node: ast.Call, shape: Shape) -> None:
        if "abstract" in shape.labels or "protocol" in shape.labels:
            self._note("example-call", f"`{shape.name}` is abstract; subclass it.", dotted(node.func), node.lineno)
        elif shape.complete and shape.signature is not None and "typeddict" in shape.labels:
            # Also made from another mapping, and keys may be left out (PEP 589, `total=False`).
            optional = tuple(dataclasses.replace(key, default="...") for key in shape.signature.parameters)
            self._bound(node, Signature((_ANOTHER, *optional)), shape)
        elif shape.complete and shape.signature is not None and "enum" not in shape.labels:
            self._bound(node, shape.signature, shape)

    def _called(self, node: ast.Call, value: Value) -> None:
        shape = value.shape
        if shape.signature is None:
            return
        if not keeps_parameters(shape, self.project):
            self._keywords(node, shape, shape.signature)
            return
        owner = self.value(node.func.value) if isinstance(node.func, ast.Attribute) else None
        member_of_class = owner is not None and owner.shape.kind == "class"
        is_bound = (
            member_of_class
            and "staticmethod" not in shape.labels
            and ("classmethod" in shape.labels or (owner is not None and owner.role == "instance"))
        )
        # A call that fits one overload is right; the others are for other calls.
        declared = [one for one in (*shape.overloads, shape.signature) if one is not None]
        signatures = [Signature(one.parameters[1:], one.returns) if is_bound else one for one in declared]
        others = (one for one in signatures[:-1] if not list(_unbindable(node, one)))
        self._bound(node, next(others, signatures[-1]), shape)
        if "async" in shape.labels and "generator" not in shape.labels and keeps_call(shape, self.project):
            self._left_alone(node, shape)
        elif _AWAITABLE.match(shape.signature.returns):
            self._used_as_result(node, shape)

    def _keywords(self, node: ast.Call, shape: Shape, signature: Signature) -> None:
        """Judge the keywords of a call of a function under decorators that hand on their arguments."""
        kinds = {parameter.kind for parameter in signature.parameters}
        taken = names_taken(shape, self.project) if node.keywords and "variadic keyword" not in kinds else None
        if taken is None or shape.overloads:
            return
        known = taken | {parameter.name for parameter in signature.parameters}
        for keyword in node.keywords:
            if keyword.arg is not None and keyword.arg not in known:
                problem = f"`{shape.name}` has no parameter `{keyword.arg}`."
                self._note("example-call", problem, dotted(node.func), node.lineno, since=_SINCE)

    def _bound(self, node: ast.Call, signature: Signature, shape: Shape) -> None:
        if not _has_stars(node):
            kinds = {parameter.kind for parameter in signature.parameters}
            self.judged |= {(node, "keyword")} if "variadic keyword" not in kinds else set()
            self.judged |= {(node, "count")} if "variadic positional" not in kinds else set()
        for problem in _unbindable(node, signature):
            self._note("example-call", f"`{shape.name}` {problem}.", dotted(node.func), node.lineno)

    def _used_as_result(self, node: ast.Call, shape: Shape) -> None:
        """Note that something awaitable is used as if it were what it will give."""
        parents = self._parents()
        held: list[ast.AST] = [node]
        match parents.get(node):
            case ast.Assign(targets=[ast.Name(id=name)]):
                reads = (one for one in self._nodes if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load))
                held = [one for one in reads if one.id == name]
        uses = [parents.get(one) for one in held]
        if not uses or not all(_is_use_of_result(use) for use in uses):
            return
        self._note(
            "example-await",
            f"`{shape.name}` gives an awaitable; await it.",
            dotted(node.func),
            node.lineno,
            since=_SINCE,
        )

    def _parents(self) -> Mapping[ast.AST, ast.AST]:
        return {child: outer for outer in self._nodes for child in children(outer)}

    def _entered(self, node: ast.expr, *, is_async: bool) -> None:
        """Judge what `with` or `async with` enters."""
        word, other = ("async with", "with") if is_async else ("with", "async with")
        value = self.value(node)
        called = self.value(node.func) if isinstance(node, ast.Call) else None
        if value is None and called is not None and called.shape.kind == "function":
            if is_manager(called.shape, self.project) is is_async:
                problem = f"`{called.shape.name}` is entered by `{other}`, not by `{word}`."
                self._note("example-await", problem, called.shape.name, node.lineno, since=_SINCE)
            return
        if value is None or value.role != "instance" or value.shape.object_path.startswith("builtins."):
            return
        enters = {name: self._enters(value, name) for name in ("__enter__", "__aenter__")}
        own, opposite = ("__aenter__", "__enter__") if is_async else ("__enter__", "__aenter__")
        if not enters[own] and enters[opposite] and value.shape.complete:
            problem = f"`{value.shape.name}` is entered by `{other}`, not by `{word}`."
            self._note("example-await", problem, value.shape.name, node.lineno, since=_SINCE)

    def _enters(self, value: Value, name: str) -> bool:
        """Return whether an instance can be entered by a method: it has one that does more than to refuse."""
        method = self._values.member(value, name)
        code = self.project.source(method.shape.object_path) if method is not None else None
        return method is not None and not (code is not None and _only_raises(code.text))

    def _left_alone(self, node: ast.Call, shape: Shape) -> None:
        """A coroutine that nobody awaits: its code never runs."""
        parents = self._parents()
        match parents.get(node):
            case ast.Assign(targets=[ast.Name(id=name)]) if not _handed_on(name, parents):
                pass
            case ast.Expr() | ast.Attribute() | ast.Subscript() | ast.For() | ast.FormattedValue() | ast.BinOp():
                pass
            case ast.Call(func=ast.Name(id=called)) if called in _SHOWING:
                pass
            case _:
                return
        self._note("example-await", f"`{shape.name}` is a coroutine; await it.", dotted(node.func), node.lineno)

    def _awaited(self, call: ast.Call, node: ast.Await) -> None:
        shape = self._plain_function(call)
        if shape is None:
            return
        self.judged.add((node, "await"))
        if "async" in shape.labels and "generator" in shape.labels:
            message = f"`{shape.name}` is an asynchronous generator; iterate over it with `async for`."
        elif "async" not in shape.labels and not (shape.signature and shape.signature.returns):
            message = f"`{shape.name}` is no coroutine; call it without `await`." if self._is_own_plain(shape) else ""
        else:
            return
        if message:
            self._note("example-await", message, dotted(call.func), node.lineno)

    def _is_own_plain(self, shape: Shape) -> bool:
        """Whether a function's own text shows that it returns nothing that could be awaited."""
        if shape.object_path != self.block.shape.object_path:
            return False
        nodes = walk(parsed(self.block.source))
        return not any(isinstance(node, ast.Return) and node.value is not None for node in nodes)

    def _iterated(self, call: ast.Call) -> None:
        shape = self._plain_function(call)
        if shape is not None and {"async", "generator"} <= set(shape.labels):
            message = f"`{shape.name}` is an asynchronous generator; iterate over it with `async for`."
            self._note("example-await", message, dotted(call.func), call.lineno)

    def _plain_function(self, call: ast.Call) -> Shape | None:
        value = self.value(call.func)
        if value is None or value.shape.kind != "function" or not keeps_call(value.shape, self.project):
            return None
        return value.shape

    # Whether the object is used.

    def used(self, *, surely: bool = False) -> bool:
        """Whether the documented object is used at a place that is reached, in what was read.

        Args:
            surely: Whether a member of something unknown, which may be another of its name, does not
                count.
        """
        if self._is_surely_used:
            return True
        self._surely = surely
        is_used = self._uses_block()
        self._is_surely_used = surely and is_used
        return is_used

    def _uses_block(self) -> bool:
        block, reached = self.block, self._reached
        if not isinstance(block, ImportableBlock):
            return self._uses_code_above(reached)
        if block.shape.kind == "module":
            return self._uses_module(reached)
        if block.shape.decorators and self._is_called_by_framework(block, reached):
            return True
        kinds = _USING if block.shape.kind in {"function", "class"} else {*_USING, ast.Name}
        if block.shape.name.startswith("__"):
            kinds = {*kinds, ast.Name}  # Python's own syntax may call it.
        whole = any(self._uses(node, block.shape) for node in reached if type(node) in kinds)
        if block.shape.kind != "class":
            return whole
        return whole and self._uses_member(reached)

    def _is_called_by_framework(self, block: ImportableBlock, reached: Sequence[ast.AST]) -> bool:
        """Return whether what a decorator registers the function with is used, or a test takes the fixture that it is.

        `client.get("/orders")` calls what `@api.get("/orders")` stands above, where `api` is imported beside it.
        """
        module = block.shape.object_path.rpartition(".")[0]
        heads = {text.partition(".")[0] for text in block.shape.decorators if re.match(r"\w+\.\w+\(", text)}
        paths = {f"{module}.{head}" for head in heads}
        is_fixture = any(re.search(r"\bfixture\b", text) for text in block.shape.decorators)
        if is_fixture and any(isinstance(node, ast.arg) and node.arg == block.shape.name for node in self._nodes):
            return True  # pytest calls the test.
        read = (node for node in reached if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
        return any(self._imported_as(node.id) in paths for node in read)

    def _uses_code_above(self, reached: Sequence[ast.AST]) -> bool:
        return any(isinstance(node, ast.Call | ast.Attribute | ast.Name) for node in reached)

    def _uses_module(self, reached: Sequence[ast.AST]) -> bool:
        prefix = self.block.shape.object_path + "."
        for node in reached:
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                value = self.value(node)
                path = value.shape.object_path if value is not None else ""
                # griffe lets a submodule hide a function of its name, so the module itself may be called.
                is_used = node in self._callees or isinstance(node, ast.Attribute)
                is_exported = value is not None and value.path.startswith(prefix)
                if is_exported or path.startswith(prefix) or (path == prefix[:-1] and is_used):
                    return True
                owner = self.value(node.value) if isinstance(node, ast.Attribute) else None
                if owner is not None and owner.shape.object_path == prefix[:-1]:
                    return True
        return not self.block.shape.members

    def _is_it(self, node: ast.expr, shape: Shape) -> bool:
        value = self.value(node)
        if value is not None:
            shape = self._values.meant(shape) or shape
            return value.shape.object_path == shape.object_path or self._implements(value.shape, shape)
        if isinstance(node, ast.Attribute):  # An attribute, property or method of something not followed.
            owner = self.value(node.value)
            parent, _, name = shape.object_path.rpartition(".")
            if node.attr != name:
                return False
            if owner is not None and owner.role == "instance" and self._descends(parent, owner.shape.object_path):
                return True  # Only the class built on the one that was called has it: `__new__` may give any.
            return not self._surely if owner is None else owner.shape.kind in {"class", "module"} and not self._surely
        return isinstance(node, ast.Name) and self._imported_as(node.id) == shape.object_path

    def _implements(self, found: Shape, shape: Shape) -> bool:
        """Whether a method is a subclass's own for one that is left to subclasses: it is used in no other way."""
        if found.name != shape.name or not _OPEN & set(shape.labels):
            return False
        return self._descends(found.object_path.rpartition(".")[0], shape.object_path.rpartition(".")[0])

    def _descends(self, path: str, base: str) -> bool:
        """Whether a class is built on another one."""
        pending, seen = [path], set[str]()
        while pending and len(seen) < _MOST_BASES:
            current = pending.pop()
            seen.add(current)
            class_ = self.project.shape(current)
            pending += [other for other in (class_.bases if class_ is not None else ()) if other not in seen]
        return base in {*seen, *pending} - {path}

    def _imported_as(self, name: str) -> str:
        value = self._values.names.get(name)
        return value.shape.object_path if value is not None else ""

    def _uses(self, node: ast.AST, shape: Shape) -> bool:
        match node:
            case ast.Name():
                if not isinstance(node.ctx, ast.Load):
                    return False
                is_special = shape.name.startswith("__")
                return self._has_special(node, shape) if is_special else self._is_it(node, shape)
            case ast.Call(func=function, args=arguments, keywords=keywords):
                passed = [*arguments, *(keyword.value for keyword in keywords)]
                return self._is_it(function, shape) or any(self._is_it(argument, shape) for argument in passed)
            case ast.ClassDef(bases=bases, decorator_list=decorators):
                used = [one.func if isinstance(one, ast.Call) else one for one in decorators]
                return any(self._is_it(one, shape) for one in (*bases, *used))
            case ast.Raise(exc=exc) if exc is not None:
                return self._is_it(exc, shape)
            case ast.ExceptHandler(type=ast.Tuple(elts=types)):
                return any(self._is_it(type_, shape) for type_ in types)
            case ast.ExceptHandler(type=type_) if type_ is not None:
                return self._is_it(type_, shape)
            case ast.For(iter=value) | ast.AsyncFor(iter=value) | ast.comprehension(iter=value):
                return self._is_it(value, shape)
            case ast.FunctionDef(decorator_list=decorators) | ast.AsyncFunctionDef(decorator_list=decorators):
                return any(self._is_it(decorator, shape) for decorator in decorators)
            case ast.Attribute(value=value, ctx=ast.Load()):
                if shape.kind == "class":
                    return self._is_it(value, shape)
                return (shape.kind != "function" or "property" in shape.labels) and self._is_it(node, shape)
        return False

    def _has_special(self, node: ast.Name, shape: Shape) -> bool:
        """Whether a variable's class has a method that Python's own syntax calls."""
        value = self.value(node)
        if value is None and node.id in self._values.names:
            return not self._surely
        if value is None or value.role != "instance":
            return False
        found = self.project.shape(f"{value.shape.object_path}.{shape.name}")
        return found is not None and found.object_path == shape.object_path

    def _uses_member(self, reached: Sequence[ast.AST]) -> bool:
        shape = self.block.shape
        public = {member.name for member in shape.members if not member.name.startswith("_") and member.kind != "class"}
        if not public or set(shape.labels) & {"exception", "enum", "typeddict", "protocol", "abstract"}:
            return True
        special = any(member.name.startswith("__") and member.name != "__init__" for member in shape.members)
        own = {node.attr for node in reached if isinstance(node, ast.Attribute)}
        defined = {node.name for node in reached if isinstance(node, _Function)}
        if special or public & (own | defined):
            return True
        # What a base gives is used as well: its attributes, or that its objects are called, or looked into.
        return bool(shape.bases) and (bool(own) or any(self._is_called(node, shape) for node in reached))

    def _is_called(self, node: ast.AST, shape: Shape) -> bool:
        """Whether an instance of a class is called, or asked for what it has under a key."""
        match node:
            case ast.Call(func=held) | ast.Subscript(value=held):
                value = self.value(held)
            case _:
                return False
        return value is not None and value.role == "instance" and value.shape.object_path == shape.object_path


def _adds_names(text: str) -> bool:
    """Return whether code of a class gives objects attributes by other means than to name them.

    What copies an object, or brings it back, gives it no others than it had.
    """
    if _DYNAMIC.search(text) is None:
        return False
    try:
        nodes = walk(parsed(text))
    except NotPython:
        return True
    rows = text.split("\n")
    for node in nodes:
        if isinstance(node, _Function) and node.name in _COPYING and node.end_lineno is not None:
            rows[node.lineno - 1 : node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
    return _DYNAMIC.search("\n".join(rows)) is not None


def _names_told(text: str) -> set[str]:
    """Return what a module's code names: as a name, in an import, or as a text that holds nothing else."""
    told: set[str] = set()
    for node in walk(parsed(text)):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name) | ast.Constant(value=str(name)):
                told.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                told.add(name)
    return told


def _may_be_another(value: Value) -> bool:
    """Whether what a class gives may be of a class built on it: its `__new__` decides."""
    is_builtin = value.shape.object_path.startswith("builtins.")
    return value.role == "instance" and not is_builtin and value.shape.member("__new__") is not None


def _reached(nodes: Sequence[ast.AST]) -> Sequence[ast.AST]:
    """Nodes that run: not the bodies of functions that nothing names, nor of `if False`."""
    if _NOT_ALWAYS.isdisjoint(map(type, nodes)):
        return nodes
    named = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    named |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    methods = {inner for node in nodes if isinstance(node, ast.ClassDef) for inner in node.body}
    dead: set[ast.AST] = set()
    for node in nodes:
        match node:
            case ast.If(test=ast.Constant(value=False) | ast.Name(id="TYPE_CHECKING")):
                dead.update(walk(node))
            case ast.FunctionDef(name=name, decorator_list=[]) | ast.AsyncFunctionDef(name=name, decorator_list=[]):
                if name not in named and node not in methods:
                    dead.update(walk(node))
    return [node for node in nodes if node not in dead]


def _is_use_of_result(node: ast.AST | None) -> bool:
    """Return whether something is used as only the result of an awaitable could be."""
    match node:
        case ast.Attribute(attr=name):
            return name not in _OF_FUTURES
        case ast.Call(func=ast.Name(id=called)):
            return called in _SHOWING
        case ast.Subscript() | ast.For() | ast.FormattedValue() | ast.BinOp():
            return True
    return False


def _may_have(shape: Shape, name: str, texts: Sequence[str]) -> bool:
    """Return whether something may have an attribute that is none of its members."""
    if "enum" in shape.labels:
        return name in _OF_ENUMERATIONS
    return any(re.search(rf"(?:\.|['\"]){name}\b", text) for text in texts)


def _only_raises(code: str) -> bool:
    """Return whether a method does nothing but raise."""
    try:
        body = parsed(code).body
    except NotPython:
        return False
    match body:
        case [ast.FunctionDef(body=statements) | ast.AsyncFunctionDef(body=statements)]:
            told = [
                one for one in statements if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
            ]
            return len(told) == 1 and isinstance(told[0], ast.Raise)
    return False


def _handed_on(name: str, parents: Mapping[ast.AST, ast.AST]) -> bool:
    """Whether a variable is awaited, or given to something that may await it."""
    for node, parent in parents.items():
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            match parent:
                case ast.Call(func=ast.Name(id=called)) if called in _SHOWING:
                    pass
                case ast.Attribute() | ast.Subscript() | ast.FormattedValue() | ast.For() | ast.Compare():
                    pass
                case _:
                    return True
    return False


def _has_stars(node: ast.Call) -> bool:
    return any(isinstance(argument, ast.Starred) for argument in node.args) or any(
        keyword.arg is None for keyword in node.keywords
    )


def _unbindable(node: ast.Call, signature: Signature) -> Iterator[str]:
    """Why a call does not fit a signature; nothing when stars hide what is passed."""
    if _has_stars(node):
        return
    parameters = signature.parameters
    positional = [p for p in parameters if p.kind in {"positional-only", "positional or keyword"}]
    kinds = {parameter.kind for parameter in parameters}
    if len(node.args) > len(positional) and "variadic positional" not in kinds:
        many = f"{len(positional)} positional argument{'' if len(positional) == 1 else 's'}"
        yield f"takes at most {many}, not {len(node.args)}"
    by_keyword = {p.name for p in parameters if p.kind in {"positional or keyword", "keyword-only"}}
    given = {keyword.arg for keyword in node.keywords if keyword.arg is not None}
    for name in sorted(given - by_keyword):
        if "variadic keyword" not in kinds:
            yield f"has no parameter `{name}`"
    filled = {parameter.name for parameter in positional[: len(node.args)]}
    for name in sorted(filled & given):
        yield f"is given `{name}` twice"
    for parameter in parameters:
        if parameter.required and parameter.name not in filled | given:
            yield f"needs an argument for `{parameter.name}`"


def _own_names(block: ImportableBlock) -> set[str]:
    """Return the names of the documented object and of its members."""
    return {block.name, *(member.name for member in block.shape.members)}
