"""A usage example: import the object and call it with arguments of the right kind."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mkdocs_howto.section import CodeBlock, ExampleSource, Lookup, Parameter, Shape, Signature

_DEPTH = 2
"""How deep values of the project's own classes are put together."""

_BY_TYPE = {
    "str": '"example"',
    "int": "1",
    "float": "1.0",
    "complex": "1j",
    "bool": "True",
    "bytes": 'b"example"',
    "object": "object()",
    "Any": '"example"',
    "None": "None",
    "list": "[]",
    "List": "[]",
    "Sequence": "[]",
    "Iterable": "[]",
    "Iterator": "iter([])",
    "Collection": "[]",
    "dict": "{}",
    "Dict": "{}",
    "Mapping": "{}",
    "MutableMapping": "{}",
    "set": "set()",
    "Set": "set()",
    "frozenset": "frozenset()",
    "tuple": "()",
    "Tuple": "()",
    "Path": 'Path("example.txt")',
    "PathLike": '"example.txt"',
    "Callable": "print",
    "datetime": "datetime.now()",
    "date": "date.today()",
    "timedelta": "timedelta(minutes=1)",
    "Decimal": 'Decimal("1.50")',
}
_IMPORTS = {
    "Path": "from pathlib import Path",
    "datetime": "from datetime import datetime",
    "date": "from datetime import date",
    "timedelta": "from datetime import timedelta",
    "Decimal": "from decimal import Decimal",
}
_BY_NAME = (
    (
        re.compile(
            r"(?:^|_)(?:n|num|number|count|size|length|limit|width|height|index|k|offset|port|x|y|cents|quantity)$"
        ),
        "1",
    ),
    (re.compile(r"(?:^|_)(?:path|file|filename)$"), '"example.txt"'),
    (re.compile(r"(?:^|_)url$"), '"https://example.com"'),
    (re.compile(r"(?:^|_)(?:name|text|title|string|s|key|word|label|message|prompt|pattern|value)$"), '"example"'),
    (re.compile(r"(?:^|_)(?:items|values|lines|words|names|iterable|sequence|rows|args|messages)$"), "[]"),
    (re.compile(r"(?:^|_)(?:mapping|options|data|config|settings|kwargs)$"), "{}"),
    (re.compile(r"(?:^|_)(?:func|function|callback|callable|fn|f)$"), "print"),
)


@dataclass(frozen=True, slots=True)
class Example:
    """Code, and where it came from."""

    code: str
    source: ExampleSource


@dataclass(slots=True)
class _Draft:
    """An example while it is put together."""

    imports: dict[str, None] = field(default_factory=dict)
    setup: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    asynchronous: bool = False
    sketch: bool = False

    def code(self) -> str:
        if self.asynchronous:
            self.imports["import asyncio"] = None
        plain = sorted(line for line in self.imports if line.startswith("import "))
        chosen = sorted(line for line in self.imports if not line.startswith("import "))
        parts = ["\n".join(plain + chosen)]
        if self.asynchronous:
            inner = "\n".join(f"    {line}" if line else "" for line in [*self.setup, *self.body])
            return "\n\n\n".join([*filter(None, parts), f"async def main():\n{inner}", "asyncio.run(main())"]) + "\n"
        return "\n\n".join(filter(None, [*parts, "\n".join([*self.setup, *self.body])])) + "\n"


def example_of(block: CodeBlock, tree: ast.Module, lookup: Lookup) -> Example:
    """An example for a block.

    Args:
        block: The code.
        tree: Its syntax tree.
        lookup: Answers what other objects are.
    """
    draft = _Draft()
    _Composer(block, lookup, draft).compose(tree)
    if not draft.body:
        return Example("", "none")
    return Example(draft.code(), "sketch" if draft.sketch else "synthesised")


class _Composer:
    def __init__(self, block: CodeBlock, lookup: Lookup, draft: _Draft) -> None:
        self._block = block
        self._lookup = lookup
        self._draft = draft
        self._near = {shape.object_path: shape for shape in block.neighbours}

    def compose(self, tree: ast.Module) -> None:
        shape = self._block.shape
        path = self._block.object_path
        if shape.kind == "snippet":
            self._draft.body.extend(_run_snippet(tree))
        elif shape.kind == "module":
            self._module(path)
        elif (owner := self._owner(path)) is not None:
            self._member(owner, path)
        else:
            self._use(shape, self._import(path))

    def _owner(self, path: str) -> Shape | None:
        """The class that a path goes through, if the object is a member of one."""
        parent = path.rpartition(".")[0]
        found = self._lookup(parent) if parent else None
        return found if found is not None and found.kind == "class" else None

    def _import(self, path: str) -> str:
        """Import what a path leads to, or the class it lies in; gives its name in the example."""
        module, _, name = path.rpartition(".")
        while module and (outer := self._lookup(module)) is not None and outer.kind == "class":
            module, _, outer_name = module.rpartition(".")
            name = f"{outer_name}.{name}"
        if outer := (self._lookup(module) if module else None):
            # A module may be reached by a name that cannot be imported: `os.path`, an alias.
            module = outer.object_path if outer.kind == "module" and not self._importable(module) else module
        if module:
            self._draft.imports[f"from {module} import {name.partition('.')[0]}"] = None
        return name

    def _importable(self, module: str) -> bool:
        """Whether each part of a module's path is a module below the one before, and no alias."""
        found = self._lookup(module)
        return found is not None and found.object_path == module

    def _module(self, path: str) -> None:
        public = [member for member in self._block.shape.members if not member.name.startswith("_")]
        usable = [member for member in public if member.kind in {"function", "class"}] or public
        if not path or not usable:
            if path:
                self._draft.imports[f"import {path}"] = None
                self._draft.body.append(f"print({path}.__name__)")
            elif self._block.file:
                self._draft.imports["import runpy"] = None
                self._draft.body.append(f'runpy.run_path("{self._block.file}", run_name="__main__")')
            return
        self._use(usable[0], self._import(f"{path}.{usable[0].name}"))

    def _member(self, owner: Shape, path: str) -> None:
        class_path, _, name = path.rpartition(".")
        class_name = self._import(class_path)
        labels = set(self._block.shape.labels)
        if {"classmethod", "staticmethod"} & labels or (
            self._block.shape.kind == "attribute" and "property" not in labels
        ):
            self._use(self._block.shape, f"{class_name}.{name}", bound="classmethod" in labels)
            return
        if name == "__init__":
            self._use(owner, class_name)
            return
        if set(owner.labels) & {"abstract", "protocol"}:
            self._draft.setup += [*self._subclass(owner, class_name), "", ""]
            variable = self._instance(owner, f"My{class_name.rpartition('.')[2]}")
        else:
            variable = self._instance(owner, class_name)
        self._use(self._block.shape, f"{variable}.{name}", bound=True)

    def _instance(self, shape: Shape, name: str) -> str:
        variable = _variable(name.rpartition(".")[2])
        self._draft.setup.append(f"{variable} = {name}({self._arguments(shape.signature)})")
        return variable

    def _use(self, shape: Shape, name: str, *, bound: bool = False) -> None:
        if shape.kind == "class":
            self._class(shape, name)
        elif shape.kind == "function":
            signature = shape.signature or Signature()
            if bound:
                signature = Signature(signature.parameters[1:], signature.returns)
            self._call(shape, name, signature)
        else:
            self._draft.body.append(f"print({name})")

    def _call(self, shape: Shape, name: str, signature: Signature) -> None:
        call = f"{name}({self._arguments(signature)})"
        labels = set(shape.labels)
        draft = self._draft
        if "contextmanager" in labels:
            draft.asynchronous = "async" in labels
            draft.body += [f"{'async ' if draft.asynchronous else ''}with {call} as value:", "    print(value)"]
        elif "generator" in labels:
            draft.asynchronous = "async" in labels
            draft.body += [f"{'async ' if draft.asynchronous else ''}for item in {call}:", "    print(item)"]
        elif "async" in labels:
            draft.asynchronous = True
            draft.body.append(call_shown(f"await {call}", signature))
        else:
            draft.body.append(call_shown(call, signature))

    def _class(self, shape: Shape, name: str) -> None:
        labels = set(shape.labels)
        if "enum" in labels:
            self._draft.body += [f"for member in {name}:", "    print(member.name, member.value)"]
        elif "exception" in labels:
            arguments = self._arguments(shape.signature)
            self._draft.body += [
                "try:",
                f"    raise {name}({arguments})",
                f"except {name} as error:",
                "    print(error)",
            ]
        elif labels & {"abstract", "protocol"}:
            self._draft.body += self._subclass(shape, name)
            if shape.signature is not None:
                self._draft.body += ["", "", f"print(My{name}({self._arguments(shape.signature)}))"]
        else:
            self._construct(shape, name)

    def _subclass(self, shape: Shape, name: str) -> list[str]:
        """Lines that define a subclass with what the class leaves open."""
        abstract = [member for member in shape.members if "abstract" in member.labels]
        rows = [f"class My{name}({name}):"]
        for member in abstract:
            names = [_with_stars(parameter) for parameter in (member.signature or Signature()).parameters] or ["self"]
            keyword_ = "async def" if "async" in member.labels else "def"
            rows += [f"    {keyword_} {member.name}({', '.join(names)}):", "        ..."]
        return rows if abstract else [*rows, "    ..."]

    def _construct(self, shape: Shape, name: str) -> None:
        method = next((member for member in shape.members if _is_method(member)), None)
        if method is not None and "classmethod" in method.labels:
            self._use(method, f"{name}.{method.name}", bound=True)
            return
        variable = self._instance(shape, name)
        if method is not None:
            self._use(method, f"{variable}.{method.name}", bound=True)
        else:
            shown = next((member.name for member in shape.members if not member.name.startswith("_")), "")
            self._draft.body.append(f"print({variable}.{shown})" if shown else f"print({variable})")

    # Arguments.

    def _arguments(self, signature: Signature | None) -> str:
        if signature is None:
            return ""
        return ", ".join(self._argument(parameter) for parameter in signature.parameters if parameter.required)

    def _argument(self, parameter: Parameter) -> str:
        value = self._value(parameter.annotation, parameter.name, _DEPTH)
        if value is None:
            value = parameter.name if not keyword.iskeyword(parameter.name) else f"{parameter.name}_"
            kind = f": {parameter.annotation}" if parameter.annotation else ""
            self._draft.setup.append(f"{value} = ...  # {parameter.name}{kind}")
            self._draft.sketch = True
        return f"{parameter.name}={value}" if parameter.kind == "keyword-only" else value

    def _value(self, annotation: str, name: str, depth: int) -> str | None:
        try:
            tree = ast.parse(annotation, mode="eval").body if annotation else None
        except SyntaxError:
            tree = None
        if tree is not None:
            return self._typed(tree, name, depth)
        return next((value for pattern, value in _BY_NAME if pattern.search(name)), None)

    def _typed(self, node: ast.expr, name: str, depth: int) -> str | None:
        match node:
            case ast.Constant(value=None):
                return "None"
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return self._typed(left, name, depth) or self._typed(right, name, depth)
            case ast.Subscript(value=outer, slice=inner):
                return self._subscripted(_last(outer), inner, name, depth)
        plain = _last(node)
        if plain in {"str", "int", "float"} and (value := self._value("", name, depth)) is not None:
            return (
                value
                if (value[0] == '"') == (plain == "str") and value not in {"[]", "{}", "print"}
                else _BY_TYPE[plain]
            )
        if plain in _BY_TYPE:
            if plain in _IMPORTS:
                self._draft.imports[_IMPORTS[plain]] = None
            return _BY_TYPE[plain]
        return self._own(_dotted(node), depth)

    def _subscripted(self, outer: str, inner: ast.expr, name: str, depth: int) -> str | None:
        items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        if outer == "Literal":
            return repr(items[0].value).replace("'", '"') if isinstance(items[0], ast.Constant) else None
        if outer in {"Optional", "Annotated", "ClassVar", "Final", "Required", "NotRequired"}:
            return self._typed(items[0], name, depth)
        if outer == "Union":
            return next((value for item in items if (value := self._typed(item, name, depth)) is not None), None)
        item = self._typed(items[0], "", depth - 1) if depth and outer in _WITH_ITEMS else None
        if item is not None and outer in _WITH_ITEMS:
            second = self._typed(items[1], "", depth - 1) if len(items) > 1 else None
            if outer in _MAPPINGS:
                return f"{{{item}: {second}}}" if second is not None else "{}"
            return f"[{item}]"
        return _BY_TYPE.get(outer)

    def _own(self, written: str, depth: int) -> str | None:
        """A value of one of the project's own classes."""
        path = self._block.names.get(written, "")
        shape = self._near.get(path)
        if shape is None or not depth:
            return None
        if shape.kind in {"attribute", "type alias"} and shape.value:
            return self._value(shape.value, "", depth - 1)
        if shape.kind != "class":
            return None
        if "enum" in shape.labels:
            first = next((member.name for member in shape.members if member.kind == "attribute"), None)
            return f"{self._import(path)}.{first}" if first else None
        return self._built(shape, path, depth)

    def _built(self, shape: Shape, path: str, depth: int) -> str | None:
        if shape.signature is None or set(shape.labels) & {"abstract", "protocol"}:
            return None
        required = [parameter for parameter in shape.signature.parameters if parameter.required]
        values = [self._value(parameter.annotation, parameter.name, depth - 1) for parameter in required]
        if any(value is None for value in values):
            return None
        if "typeddict" in shape.labels:
            return (
                "{"
                + ", ".join(f'"{parameter.name}": {value}' for parameter, value in zip(required, values, strict=True))
                + "}"
            )
        name = self._import(path)
        given = [
            f"{parameter.name}={value}" if parameter.kind == "keyword-only" else str(value)
            for parameter, value in zip(required, values, strict=True)
        ]
        return f"{name}({', '.join(given)})"


_MAPPINGS = {"dict", "Dict", "Mapping", "MutableMapping", "defaultdict", "OrderedDict"}
_WITH_ITEMS = _MAPPINGS | {"list", "List", "Sequence", "Iterable", "Collection", "MutableSequence"}


def call_shown(call: str, signature: Signature) -> str:
    """A call as a statement that shows what it gives."""
    return call if signature.returns == "None" else f"print({call})"


def _run_snippet(tree: ast.Module) -> Iterator[str]:
    """A snippet has no name to import: its last definition is used as it stands in the page."""
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    if names:
        yield "# Below the code above:"
        yield f"print({names[-1]})"


def _is_method(member: Shape) -> bool:
    return member.kind == "function" and not member.name.startswith("_") and "abstract" not in member.labels


def _with_stars(parameter: Parameter) -> str:
    stars = {"variadic positional": "*", "variadic keyword": "**"}.get(parameter.kind, "")
    default = f"={parameter.default}" if parameter.default is not None else ""
    return f"{stars}{parameter.name}{default}"


def _variable(name: str) -> str:
    """A variable name for an instance of a class: `PriceList` gives `price_list`."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower().strip("_") or "instance"
    return f"{snake}_" if keyword.iskeyword(snake) or snake == name else snake


def _dotted(node: ast.expr) -> str:
    """`a.b.c` as written; empty for anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name) if outer := _dotted(value):
            return f"{outer}.{name}"
        case ast.Constant(value=str(name)):
            return name
    return ""


def _last(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Constant(value=str(name)):
            return name.rpartition(".")[2]
    return ""
