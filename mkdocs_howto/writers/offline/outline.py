"""Execution steps from the statements of a block, in order."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from mkdocs_howto.section import CodeBlock, Span, Step
from mkdocs_howto.writers.offline.source import Source, is_secret_name, kind_of, listed

MOST = 12
"""Steps on the top level of a class or module; what is beyond is listed by name."""

_OPERATORS = {
    ast.Add: "Adds {value} to {target}.",
    ast.Sub: "Subtracts {value} from {target}.",
    ast.Mult: "Multiplies {target} by {value}.",
    ast.Div: "Divides {target} by {value}.",
}
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def steps_of(block: CodeBlock, tree: ast.Module) -> tuple[Step, ...]:
    """The steps of a block; never none."""
    return _outlined(block, tree) or (Step(_nothing(block), lines=((1, block.source.count("\n")),)),)


def _nothing(block: CodeBlock) -> str:
    """What to say of code in which nothing is executed."""
    shape = block.shape
    bases = [f"`{base.rpartition('.')[2]}`" for base in shape.bases]
    match shape.kind:
        case "class":
            return f"Takes over everything from {listed(bases)}." if bases else "Adds nothing of its own."
        case "function" if "abstract" in shape.labels:
            return "Is left to subclasses to implement."
        case "function":
            return "Returns without any action."
        case "module" | "snippet":
            return "Only imports names for other code."
    return f"Holds a value of type `{shape.annotation}`." if shape.annotation else "Holds a value."


def _outlined(block: CodeBlock, tree: ast.Module) -> tuple[Step, ...]:
    outline = _Outline(Source(block.source))
    if block.shape.kind == "module":
        return _limited(list(outline.members(tree.body)), tree.body)
    match tree.body:
        case [ast.FunctionDef() | ast.AsyncFunctionDef() as function]:
            return tuple(outline.statements(_body(function)))
        case [ast.ClassDef() as class_]:
            return _limited(list(outline.members(class_.body)), class_.body)
    return tuple(outline.statements(tree.body))


def _body(node: _Function | ast.ClassDef) -> Sequence[ast.stmt]:
    """A body without its docstring."""
    match node.body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
    return node.body


def _limited(steps: list[Step], body: Sequence[ast.stmt]) -> tuple[Step, ...]:
    if len(steps) <= MOST:
        return tuple(steps)
    rest = steps[MOST - 1 :]
    names = [f"`{node.name}`" for node in body if isinstance(node, _Function | ast.ClassDef)][-len(rest) :]
    told = (
        listed(names) if len(names) <= 2 * MOST else f"{', '.join(names[: 2 * MOST])} and {len(names) - 2 * MOST} more"
    )
    return (
        *steps[: MOST - 1],
        Step(f"Further members: {told}.", lines=tuple(span for step in rest for span in step.lines)),
    )


_READ = {"property", "cached_property"}
"""Decorators that make a method something that is read."""


class _Outline:
    def __init__(self, source: Source) -> None:
        self._source = source

    # Classes and modules: one step a member.

    def members(self, body: Sequence[ast.stmt]) -> Iterator[Step]:
        fields = [node for node in body if isinstance(node, ast.Assign | ast.AnnAssign) and not _is_special(node)]
        if fields:
            yield self._fields(fields)
        for node in body:
            if isinstance(node, _Function):
                if _is_public(node) and not _repeats(node):
                    yield self._member(node)
            elif isinstance(node, ast.ClassDef):
                yield Step(f"Defines the class `{node.name}`.", lines=_lines(node))

    def _fields(self, fields: Sequence[ast.Assign | ast.AnnAssign]) -> Step:
        told: list[str] = []
        for node in fields:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                name = self._source.text(target)
                if node.value is None or is_secret_name(name) or len(fields) > 6:
                    told.append(f"`{name}`")
                else:
                    value = self._source.quote(node.value)
                    told.append(f"`{name}` ({value})")
        return Step(f"Sets {listed(told)}.", lines=tuple(span for node in fields for span in _lines(node)))

    def _member(self, node: _Function) -> Step:
        label = "Creation" if node.name == "__init__" else f"`{_call_text(node)}`"
        kind = _decorated(node)
        inner = tuple(self.statements(_body(node)))
        if len(inner) == 1 and not inner[0].steps:
            text = inner[0].text
            return Step(f"{label}{kind}: {text[0].lower()}{text[1:]}", lines=_lines(node))
        if not inner:
            return Step(f"{label}{kind}.", lines=_lines(node))
        return Step(f"{label}{kind}:", inner, _lines(node)[:1])

    # Functions: one step a statement.

    def statements(self, body: Sequence[ast.stmt]) -> Iterator[Step]:
        for node in body:
            yield from self._statement(node)

    def _statement(self, node: ast.stmt) -> Iterator[Step]:
        match node:
            case ast.If():
                yield from self._branches(node, "If")
            case ast.For() | ast.AsyncFor():
                head = f"For each {self._source.quote(node.target)} in {self._source.quote(node.iter)}"
                yield self._nested(head, node.body, node)
                yield from self._orelse("If the loop was not left early", node.orelse)
            case ast.While():
                yield self._nested(f"While {self._source.quote(node.test)}", node.body, node)
            case ast.With() | ast.AsyncWith():
                yield self._nested(self._opened(node), node.body, node)
            case ast.Try() | ast.TryStar():
                yield from self._attempt(node)
            case ast.Match():
                yield self._match(node)
            case _:
                text = self._plain(node)
                if text:
                    yield Step(text, lines=_lines(node))

    def _nested(self, head: str, body: Sequence[ast.stmt], node: ast.stmt) -> Step:
        inner = tuple(self.statements(body))
        first = ((node.lineno, body[0].lineno - 1 if body[0].lineno > node.lineno else node.lineno),)
        if not inner:
            return Step(f"{head}: nothing more happens.", lines=_lines(node))
        return Step(f"{head}:", inner, first)

    def _orelse(self, head: str, body: Sequence[ast.stmt]) -> Iterator[Step]:
        if body:
            yield self._nested(head, body, body[0])

    def _branches(self, node: ast.If, word: str) -> Iterator[Step]:
        condition = self._source.quote(node.test)
        match node.body, node.orelse, word:
            case [ast.Raise() | ast.Return() as only], [], "If":
                text = self._plain(only)
                yield Step(f"{text.rstrip('.')} if {condition}.", lines=_lines(node))
                return
        yield self._nested(f"{word} {condition}", node.body, node)
        match node.orelse:
            case [ast.If() as inner]:
                yield from self._branches(inner, "Otherwise, if")
            case _:
                yield from self._orelse("Otherwise", node.orelse)

    def _opened(self, node: ast.With | ast.AsyncWith) -> str:
        items = [
            self._source.quote(item.context_expr)
            + (f" as {self._source.quote(item.optional_vars)}" if item.optional_vars else "")
            for item in node.items
        ]
        return f"With {listed(items)}"

    def _attempt(self, node: ast.Try | ast.TryStar) -> Iterator[Step]:
        yield self._nested("Tries the following", node.body, node)
        for handler in node.handlers:
            caught = self._source.quote(handler.type) if handler.type else "any exception"
            yield self._nested(f"If {caught} is raised", handler.body, handler.body[0])
        yield from self._orelse("If nothing was raised", node.orelse)
        yield from self._orelse("In any case", node.finalbody)

    def _match(self, node: ast.Match) -> Step:
        cases = [
            self._nested(f"For {self._source.quote(case.pattern)}", case.body, case.body[0]) for case in node.cases
        ]
        return Step(f"Depending on {self._source.quote(node.subject)}:", tuple(cases), ((node.lineno, node.lineno),))

    def _plain(self, node: ast.stmt) -> str:
        quote = self._source.quote
        match node:
            case ast.Return(value=None):
                return "Stops there."
            case ast.Return(value=value) if value is not None:
                return f"Returns {quote(value)}."
            case ast.Raise(exc=None):
                return "Raises the error again."
            case ast.Raise(exc=ast.Call(func=name)):
                return f"Raises {quote(name)}."
            case ast.Raise(exc=value) if value is not None:
                return f"Raises {quote(value)}."
            case ast.Assign(targets=targets, value=value):
                return self._assigned(targets, value)
            case ast.AnnAssign(target=target, value=value) if value is not None:
                return self._assigned([target], value)
            case ast.AugAssign(target=target, op=operator, value=value):
                form = _OPERATORS.get(type(operator), "Changes {target} by {value}.")
                return form.format(target=quote(target), value=quote(value))
            case ast.Expr(value=ast.Yield(value=value)) if value is not None:
                return f"Yields {quote(value)}."
            case ast.Expr(value=ast.Yield()):
                return "Yields."
            case ast.Expr(value=ast.YieldFrom(value=value)):
                return f"Yields each item of {quote(value)}."
            case ast.Expr(value=ast.Await(value=value)):
                return f"Awaits {quote(value)}."
            case ast.Expr(value=ast.Call() as value):
                shown = quote(value)
                return f"Calls {shown if shown.startswith('`') else kind_of(value).removeprefix('the result of ')}."
            case ast.Assert(test=test):
                return f"Checks that {quote(test)}."
            case ast.Delete(targets=targets):
                return f"Deletes {self._source.quoted(targets)}."
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                return f"Defines `{name}`."
            case ast.Break():
                return "Leaves the loop."
            case ast.Continue():
                return "Goes on with the next item."
        return ""

    def _assigned(self, targets: Sequence[ast.expr], value: ast.expr) -> str:
        names = self._source.quoted(targets)
        if any(is_secret_name(self._source.text(target)) for target in targets) and isinstance(value, ast.Constant):
            return f"Sets {names}."
        inner = value.value if isinstance(value, ast.Await) else value
        if isinstance(inner, ast.Call):
            shown = self._source.quote(inner)
            called = shown if shown.startswith("`") else kind_of(inner).removeprefix("the result of ")
            return f"{'Awaits' if inner is not value else 'Calls'} {called} and keeps the result as {names}."
        return f"Sets {names} to {self._source.quote(value)}."


def _is_special(node: ast.Assign | ast.AnnAssign) -> bool:
    """Whether names like `__all__` are set: notes to tools, nothing a caller uses."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return all(isinstance(target, ast.Name) and target.id.startswith("__") for target in targets)


def _repeats(node: _Function) -> bool:
    """Whether a definition only adds to another of the same name."""
    return any(
        (isinstance(decorator, ast.Attribute) and decorator.attr in {"setter", "deleter", "overload"})
        or (isinstance(decorator, ast.Name) and decorator.id == "overload")
        for decorator in node.decorator_list
    )


def _is_public(node: _Function) -> bool:
    return (
        not node.name.startswith("_")
        or node.name == "__init__"
        or (node.name.startswith("__") and node.name.endswith("__"))
    )


def _decorated(node: _Function) -> str:
    names = {decorator.id if isinstance(decorator, ast.Name) else "" for decorator in node.decorator_list}
    names |= {decorator.attr for decorator in node.decorator_list if isinstance(decorator, ast.Attribute)}
    facts = []
    if isinstance(node, ast.AsyncFunctionDef):
        facts.append("asynchronous")
    facts += [
        word
        for name, word in (
            ("property", "property"),
            ("cached_property", "property"),
            ("classmethod", "class method"),
            ("staticmethod", "static method"),
            ("abstractmethod", "abstract"),
        )
        if name in names
    ]
    return f" ({', '.join(facts)})" if facts else ""


def _call_text(node: _Function) -> str:
    arguments = node.args
    names = [argument.arg for argument in [*arguments.posonlyargs, *arguments.args]]
    is_static = any(
        isinstance(decorator, ast.Name) and decorator.id == "staticmethod" for decorator in node.decorator_list
    )
    if names[:1] in (["self"], ["cls"]) and not is_static:
        names = names[1:]
    if any(
        (decorator.id if isinstance(decorator, ast.Name) else getattr(decorator, "attr", "")) in _READ
        for decorator in node.decorator_list
    ):
        return node.name
    return f"{node.name}({', '.join([*names, *(argument.arg for argument in arguments.kwonlyargs)])})"


def _lines(node: ast.stmt) -> tuple[Span, ...]:
    return ((node.lineno, node.end_lineno or node.lineno),)
