"""Steps of a class or module: one for each public member."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from mkdocs_howto.secrets import is_secret_name
from mkdocs_howto.section import CodeBlock, Project, Step
from mkdocs_howto.syntax import below, last_name, parsed, walk
from mkdocs_howto.writers.offline.bodies import Outline, count
from mkdocs_howto.writers.offline.nodes import Spans
from mkdocs_howto.writers.offline.trees import Function, imported, without_docstring, yields
from mkdocs_howto.writers.offline.types import Types
from mkdocs_howto.writers.offline.words import an, clause_of, listed, small, some_of

MOST = 12
"""Steps on the top level of a class or module; what is beyond is listed by name."""
MOST_NAMED = 100
"""Members that are listed by name."""
LONGEST = 54
"""Steps of a class or module with those inside them."""

_READ = {"property", "cached_property", "cached"}
"""Decorators that make a method something that is read."""
_SPECIAL = {
    "__init__": "Creation", "__new__": "Creation (`__new__`)", "__post_init__": "After creation (`__post_init__`)",
    "__len__": "Length (`__len__`)", "__iter__": "Iteration (`__iter__`)", "__call__": "When called (`__call__`)",
    "__aiter__": "Iteration (`__aiter__`)", "__next__": "Next item (`__next__`)",
    "__anext__": "Next item (`__anext__`)",
    "__getitem__": "Item access (`__getitem__`)", "__setitem__": "Setting an item (`__setitem__`)",
    "__delitem__": "Deleting an item (`__delitem__`)", "__contains__": "Test with `in` (`__contains__`)",
    "__enter__": "Entering a `with` block (`__enter__`)", "__exit__": "Leaving a `with` block (`__exit__`)",
    "__aenter__": "Entering a `with` block (`__aenter__`)", "__aexit__": "Leaving a `with` block (`__aexit__`)",
    "__eq__": "Comparison with `==` (`__eq__`)", "__ne__": "Comparison with `!=` (`__ne__`)",
    "__lt__": "Comparison with `<` (`__lt__`)", "__le__": "Comparison with `<=` (`__le__`)",
    "__gt__": "Comparison with `>` (`__gt__`)", "__ge__": "Comparison with `>=` (`__ge__`)",
    "__add__": "Addition (`__add__`)", "__sub__": "Subtraction (`__sub__`)", "__mul__": "Multiplication (`__mul__`)",
    "__or__": "Operator `|` (`__or__`)", "__and__": "Operator `&` (`__and__`)", "__bool__": "Truth (`__bool__`)",
    "__hash__": "Hash (`__hash__`)", "__repr__": "Representation (`__repr__`)", "__str__": "Text form (`__str__`)",
    "__getattr__": "Missing attributes (`__getattr__`)",
}  # fmt: skip
"""What the methods are for that Python itself calls."""
_LABELS = (
    ("property", "property"), ("cached_property", "property, computed once"), ("classmethod", "class method"),
    ("staticmethod", "static method"), ("abstractmethod", "abstract"), ("contextmanager", "context manager"),
    ("asynccontextmanager", "asynchronous context manager"), ("lru_cache", "results are kept"),
    ("cache", "results are kept"), ("singledispatch", "chosen by the type of its first argument"),
    ("validator", "validator"), ("field_validator", "validator"), ("fixture", "fixture"), ("command", "command"),
)  # fmt: skip
"""What decorators make of a function."""


def steps_of(block: CodeBlock, tree: ast.Module, project: Project) -> tuple[Step, ...]:
    """The steps of a block; never none.

    Args:
        block: The code.
        tree: Its syntax tree.
        project: Answers what other objects are.
    """
    everything = ((1, max(block.source.count("\n"), 1)),)
    return _steps(block, tree, project) or (Step(_nothing(block), lines=everything),)


def _steps(block: CodeBlock, tree: ast.Module, project: Project) -> tuple[Step, ...]:
    outline = Outline(block, tree, project)
    if block.shape.kind == "module":
        return _Members(block, outline, tree.body).steps()
    match tree.body:
        case [ast.FunctionDef() | ast.AsyncFunctionDef() as function]:
            return outline.function(function, {})
        case [ast.ClassDef() as class_]:
            return _Members(block, outline, class_.body).steps()
    return outline.body(tree.body, tree, {})


def _nothing(block: CodeBlock) -> str:
    """What to say of code in which nothing is executed."""
    shape = block.shape
    names = [base.rpartition(".")[2] for base in shape.bases if base not in {"object", "abc.ABC"}]
    bases = [f"`{name}`" for name in names if name.isidentifier()]  # What else is computed has no name.
    match shape.kind:
        case "class":
            return f"Takes over everything from {listed(bases)}." if bases else "Adds nothing of its own."
        case "function" if "abstract" in shape.labels:
            return "Is left to subclasses to implement."
        case "function":
            return "Returns without any action."
        case "module" | "snippet":
            return _reexports(block)
    return f"Holds a value of type `{shape.annotation}`." if shape.annotation else "Holds a value."


def _reexports(block: CodeBlock) -> str:
    """What a module that only imports offers to other code."""
    names = imported(parsed(block.source))
    if not names:
        return "Only imports names for other code."
    return f"Makes {some_of([f'`{name}`' for name in names], 12)} importable from here."


class _Members:
    """The members of one class or module."""

    def __init__(self, block: CodeBlock, outline: Outline, body: Sequence[ast.stmt]) -> None:
        self._block = block
        self._outline = outline
        self._is_module = block.shape.kind == "module"
        self._body = list(_defined(body))
        self._attributes = self._of_instances()

    def steps(self) -> tuple[Step, ...]:
        fields = [node for node in self._body if isinstance(node, ast.Assign | ast.AnnAssign) and not _is_special(node)]
        steps = [self._fields(fields)] if fields else []
        told = [node for node in self._body if isinstance(node, Function | ast.ClassDef) and _is_told(node)]
        room = MOST - len(steps)
        shown = told if len(told) <= room else told[: room - 1]
        left = LONGEST - len(steps) - (len(told) > len(shown))
        for number, node in enumerate(shown):
            # What earlier members leave free is there for those that follow.
            step = self._member(node, max(left // (len(shown) - number), 1))
            left -= count((step,))
            steps.append(step)
        rest = told[len(shown) :]
        elsewhere = self._elsewhere() if not self._is_module else []
        if rest or elsewhere:
            steps.append(_further(rest, elsewhere))
        return tuple(steps)

    def _elsewhere(self) -> list[str]:
        """Methods that another file tells of, such as a stub."""
        here = {node.name for node in self._body if isinstance(node, Function | ast.ClassDef)}
        shown = [one for one in self._block.shape.members if one.kind == "function" and not one.name.startswith("_")]
        return [one.name for one in shown if one.name not in here]

    def _of_instances(self) -> dict[str, str]:
        """Types of the attributes that the methods of a class share."""
        types = Types(self._outline.objects, self._outline.table)
        for node in self._body:
            match node:
                case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation) if not self._is_module:
                    kind = types.of_annotation(annotation)
                    types.known |= {f"self.{name}": kind, f"cls.{name}": kind}
                case ast.FunctionDef(name="__init__"):
                    types.read(below(node))
        return {name: kind for name, kind in types.known.items() if name.startswith(("self.", "cls.")) and kind}

    # Attributes.

    def _fields(self, fields: Sequence[ast.Assign | ast.AnnAssign]) -> Step:
        """What is set when the class or module is made."""
        set_: list[str] = []
        declared: list[str] = []
        for node in fields:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                for one in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
                    name = self._outline.source.code(one)
                    if not name:
                        continue
                    if node.value is None:
                        declared.append(name)
                    else:
                        set_.append(f"{name}{self._value(name, node.value, many=len(fields) > 8)}")
        lines = tuple((node.lineno, node.end_lineno or node.lineno) for node in fields)
        kind = "constants" if self._is_module else "attributes"
        fields_are = "Fields" if set(self._block.shape.labels) & {"dataclass", "namedtuple", "typeddict"} else ""
        if "enum" in self._block.shape.labels and set_:
            return Step(f"Members: {some_of(set_, 24)}.", lines=lines)
        if fields_are:
            return Step(f"{fields_are}: {some_of([*declared, *set_], 24)}.", lines=lines)
        words = [f"sets {some_of(set_, 16)}"] if set_ else []
        words += [f"declares {some_of(declared, 16)}"] if declared else []
        owner = "Module" if self._is_module else "Class"
        return Step(f"{owner} {kind}: {'; '.join(words)}.", lines=lines)

    def _value(self, name: str, value: ast.expr, *, many: bool) -> str:
        """A value that is worth telling, in brackets."""
        if is_secret_name(name):
            return ""
        match value:
            case ast.Constant(value=str() | int() | float()) | ast.List() | ast.Tuple() | ast.UnaryOp():
                shown = self._outline.source.code(value, (), 24 if many else 48)
            case ast.Call(func=function) if last_name(function) == "field":
                shown = ""
            case ast.Name() | ast.Attribute() | ast.BinOp():
                shown = "" if many else self._outline.source.code(value, (), 30)
            case _:
                shown = ""
        return f" ({shown})" if shown and shown != name else ""

    # Functions and classes.

    def _member(self, node: Function | ast.ClassDef, room: int) -> Step:
        lines: Spans = ((node.lineno, node.end_lineno or node.lineno),)
        if isinstance(node, ast.ClassDef):
            return Step(self._class(node), lines=lines)
        label = _SPECIAL.get(node.name) or f"`{_call_text(node, self._outline)}`"
        head = f"{label}{_decorated(node)}"
        clause = clause_of(self._summary(node))
        if _is_abstract(node):
            return Step(f"{head}: {clause or 'is left to subclasses'}.", lines=lines)
        if self._is_module and clause:
            return Step(f"{head}: {clause}.", lines=lines)
        inner = self._outline.function(node, self._attributes, max(room - 1, 1))
        if len(inner) == 1 and not inner[0].steps:
            return Step(f"{head}: {small(inner[0].text)}", lines=lines)
        if not inner:
            return Step(f"{head}: {clause or 'returns without any action'}.", lines=lines)
        if count(inner) >= room and clause and room <= 3:
            return Step(f"{head}: {clause}.", lines=lines)
        return Step(f"{head}:", inner, ((node.lineno, node.body[0].lineno - 1),) if len(inner) else lines)

    def _summary(self, node: Function | ast.ClassDef) -> str:
        member = self._block.shape.member(node.name)
        return member.summary if member is not None else ""

    def _class(self, node: ast.ClassDef) -> str:
        member = self._outline.objects.shape(f"{self._block.shape.object_path}.{node.name}")
        labels = set(member.labels) if member is not None else set()
        kinds = ("exception", "enum", "dataclass", "protocol")
        kind = next((words for words in kinds if words in labels), "class").replace("enum", "enumeration")
        public = [one.name for one in node.body if isinstance(one, Function) and not one.name.startswith("_")]
        bases = [name for base in node.bases if (name := self._outline.source.code(base, (), 40))]
        text = f"Defines the {kind} `{node.name}`"
        if bases and kind == "class":
            text += f", {an(bases[0]) if len(bases) == 1 else f'built on {listed(bases)}'}"
        if public:
            text += f", with {some_of([f'`{name}`' for name in public], 5)}"
        return f"{text}."


def _defined(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that define something, also where that depends on a condition."""
    for node in body:
        match node:
            case ast.If(body=inner, orelse=other) if not _is_for_types(node):
                yield from _defined([*inner, *other])
            case ast.Try(body=inner):
                yield from _defined(inner)
            case _:
                yield node


def _is_for_types(node: ast.If) -> bool:
    return last_name(node.test) == "TYPE_CHECKING" or (
        isinstance(node.test, ast.Compare) and last_name(node.test.left) == "__name__"
    )


def _further(rest: Sequence[Function | ast.ClassDef], elsewhere: Sequence[str]) -> Step:
    names = list(dict.fromkeys(f"`{name}`" for name in (*(node.name for node in rest), *elsewhere)))
    lines = tuple((node.lineno, node.end_lineno or node.lineno) for node in rest)
    return Step(f"Further members: {some_of(names, MOST_NAMED)}.", lines=lines)


def _is_abstract(node: Function) -> bool:
    names = {last_name(one) for one in node.decorator_list}
    body = without_docstring(node.body)
    stub = all(isinstance(one, ast.Pass | ast.Expr) and not _calls(one) for one in body)
    fails = len(body) == 1 and isinstance(body[0], ast.Raise)
    return bool(names & {"abstractmethod", "abstractproperty"}) and (stub or fails)


def _calls(node: ast.AST) -> bool:
    return any(isinstance(inner, ast.Call | ast.Await | ast.Yield) for inner in walk(node))


def _is_told(node: Function | ast.ClassDef) -> bool:
    if isinstance(node, ast.ClassDef):
        return not node.name.startswith("_")
    dunder = node.name.startswith("__") and node.name.endswith("__")
    return (dunder or not node.name.startswith("_")) and not _repeats(node)


def _is_special(node: ast.Assign | ast.AnnAssign) -> bool:
    """Whether names like `__all__` are set: notes to tools, nothing a caller uses."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return all(isinstance(target, ast.Name) and target.id.startswith("__") for target in targets)


def _repeats(node: Function) -> bool:
    """Whether a definition only adds to another of the same name."""
    return any(last_name(one) in {"setter", "deleter", "overload", "register"} for one in node.decorator_list)


def _decorated(node: Function) -> str:
    names = {last_name(one) for one in node.decorator_list}
    facts = []
    manager = bool(names & {"contextmanager", "asynccontextmanager"})
    if not manager and node.name not in _SPECIAL:
        is_async = isinstance(node, ast.AsyncFunctionDef)
        if yields(node):
            facts.append("asynchronous generator" if is_async else "generator")
        elif is_async:
            facts.append("coroutine")
    facts += [words for name, words in _LABELS if name in names]
    return f" ({', '.join(dict.fromkeys(facts))})" if facts else ""


def _call_text(node: Function, outline: Outline) -> str:
    """How a member is called: with its parameters and their defaults, where there is room."""
    decorators = {last_name(one) for one in node.decorator_list}
    if decorators & _READ:
        return node.name
    arguments = node.args
    plain = [*arguments.posonlyargs, *arguments.args]
    defaults: Mapping[str, ast.expr] = {
        one.arg: default
        for one, default in (
            *zip(plain[len(plain) - len(arguments.defaults) :], arguments.defaults, strict=True),
            *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
        )
        if default is not None
    }
    if plain and plain[0].arg in {"self", "cls", "mcs", "metacls"} and "staticmethod" not in decorators:
        plain = plain[1:]
    several = [f"*{arguments.vararg.arg}"] if arguments.vararg else ["*"] if arguments.kwonlyargs else []
    names = [*(one.arg for one in plain), *several, *(one.arg for one in arguments.kwonlyargs)]
    full = ", ".join(_with_default(name, defaults.get(name), outline) for name in names)
    for text in (full, ", ".join(names)):
        if len(text) <= 60:
            return f"{node.name}({text})"
    return f"{node.name}({', '.join(names[:3])}, …)"


def _with_default(name: str, default: ast.expr | None, outline: Outline) -> str:
    shown = outline.source.code(default, (), 20).strip("`") if default is not None else ""
    if isinstance(default, ast.Constant) and type(default.value) in {int, float}:
        shown = outline.source.text(default)
    return f"{name}={shown}" if shown and not is_secret_name(name) else name
