"""The gate that every candidate for a usage example has to pass, wherever it came from."""

from __future__ import annotations

import ast
import datetime as dt
import io
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs_howto.effects import Effects, dotted
from mkdocs_howto.secrets import is_known_secret, is_secret_value
from mkdocs_howto.section import ImportableBlock
from mkdocs_howto.syntax import children, walk
from mkdocs_howto.usage.analysis import Analysis
from mkdocs_howto.usage.faults import faults_of
from mkdocs_howto.writers.offline.examples.outputs import is_print
from mkdocs_howto.writers.offline.examples.texts import Text, Texts

MOST_LINES = 20
_WIDEST = 110
_NETWORK = {
    "aiohttp", "ftplib", "http.client", "http.server", "httpx", "requests", "smtplib", "socket", "urllib3",
    "websockets",
}  # fmt: skip
_INSIDE = {"socket.socketpair"}
"""What reaches no further than the program itself, though it stands in such a module."""
_TEST_TOOLS = {"freezegun", "hypothesis", "mock", "nose", "pytest", "unittest", "test", "tests", "testing", "conftest"}
_KEPT_OUT = _NETWORK | _TEST_TOOLS
_IMPORTS = frozenset({ast.Import, ast.ImportFrom})
_UNSTABLE = re.compile(
    r"\b(?:monkeypatch|mock|(?<!\.)patch|freeze_time|capsys|capfd|caplog|tmp_path|tmpdir|__file__|input\(|sys\.argv|"
    r"setlocale|chdir|os\.environ|getpass|breakpoint\(|pytest)\b"
)
_PRINTING = {"print", "pprint", "pprint.pprint"}
_BUILTIN = (str, bytes, int, float, list, tuple, dict, set, frozenset, io.BytesIO, io.StringIO, dt.datetime, Path)
"""Types whose methods many classes copy: a name alone does not tell whose method it is."""
_COPIED = frozenset(name for kind in _BUILTIN for name in dir(kind))
_OPAQUE = "opaque"
_UUID = re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b", re.IGNORECASE)
"""What names something, and opens nothing (RFC 9562)."""
_WAITING = {"time.sleep", "asyncio.sleep", "sleep"}
_LONGEST_WAIT = 0.5
"""Seconds that a reader who tries an example does not notice."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Decides about candidates for one block.

    Attributes:
        texts: Of the block's examples.
        effects: What its code raises.
    """

    texts: Texts
    effects: Effects
    _refusals: dict[str, str] = field(default_factory=dict)
    """Why examples are refused whatever they print, by their text."""

    @property
    def block(self) -> ImportableBlock:
        """The documented code."""
        return self.texts.block

    def passes(self, code: str, *, must_show: bool = True) -> bool:
        """Whether an example may be shown.

        Args:
            code: The whole example.
            must_show: Whether it has to print something.
        """
        return not self.reason(code, must_show=must_show)

    def reason(self, code: str, *, must_show: bool = True) -> str:
        """Why an example may not be shown; empty when it may.

        Args:
            code: The whole example.
            must_show: Whether it has to print something.
        """
        lines = code.splitlines()
        if sum(bool(line.strip()) for line in lines) > MOST_LINES or max(map(len, lines), default=0) > _WIDEST:
            return "long"
        if must_show and not may_show(code, self.block):
            return "shows nothing"
        if unstable := self._unstable(code):
            return f"unstable {unstable}"
        text = self.texts.of(code)
        if text is None:
            return "syntax"
        refusal = self._refusal(text)
        if refusal:
            return refusal
        tree, nodes = text.tree, text.nodes
        if missing := next(_missing_files(nodes), ""):
            return f"file {missing}"
        if must_show and not _shows(tree, nodes, self.block):
            return "shows nothing"
        if must_show and not self._is_meant(text.analysis):
            return "another object of its name"
        fault = next(faults_of(tree, code, text.analysis, self.effects), None)
        return f"{fault.code} {fault.words}" if fault is not None else ""

    def _refusal(self, text: Text) -> str:
        """What an example has that readers may not have, should not use or see; empty where that is nothing."""
        if text.code not in self._refusals:
            foreign = next(self._foreign(text.nodes), "")
            private = next(_private(text.nodes, self.block), "") if not foreign else ""
            named = f"import {foreign}" if foreign else f"private {private}" if private else ""
            self._refusals[text.code] = named or secret_in(text)
        return self._refusals[text.code]

    def is_meant(self, tree: ast.Module) -> bool:
        """Whether code uses this very object, and not a member of that name of something unknown.

        Args:
            tree: The code.
        """
        if self.block.shape.kind != "function":
            return True
        analysis = Analysis(self.block, self.texts.project)
        analysis.read(tree, judge=False)
        return self._is_meant(analysis)

    def _is_meant(self, analysis: Analysis) -> bool:
        is_function = self.block.shape.kind == "function"
        return not is_function or analysis.used(surely=True) or self._is_likely_used(analysis.nodes)

    def _unstable(self, code: str) -> str:
        """A word for what is not the same everywhere; empty when there is none."""
        if _UNSTABLE.search(code) is None:
            return ""
        own = self.block.object_path.partition(".")[0]
        # A module of the package, or the object itself, may be named like a tool for tests; comments name types.
        plain = re.sub(rf"^from {re.escape(own)}\b.*| = \.\.\.  # .*", "", code, flags=re.MULTILINE)
        words = (match[0] for match in _UNSTABLE.finditer(plain))
        return next((word for word in words if word != self.block.name), "")

    def _is_likely_used(self, nodes: Sequence[ast.AST]) -> bool:
        """Whether a method is shown whose name no builtin type has, where the code names its class, too."""
        owner = self.block.object_path.rpartition(".")[0].rpartition(".")[2]
        if not owner[:1].isupper() or self.block.name in _COPIED:
            return False
        is_named = any(isinstance(node, ast.Name) and node.id == owner for node in nodes)
        shown = (node.args for node in nodes if isinstance(node, ast.Call) and dotted(node.func) in _PRINTING)
        return is_named and any(
            isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute) and inner.func.attr == self.block.name
            for arguments in shown
            for argument in arguments
            for inner in walk(argument)
        )

    def _foreign(self, nodes: Sequence[ast.AST]) -> Iterator[str]:
        """Imports that a reader may not have, or that reach the network."""
        own = self.block.object_path.partition(".")[0]
        for node in nodes:
            if type(node) not in _IMPORTS:
                continue
            match node:
                case ast.Import(names=aliases):
                    modules = [alias.name for alias in aliases]
                case ast.ImportFrom(module=str(module), names=aliases, level=0):
                    reaches = any(f"{module}.{alias.name}" not in _INSIDE for alias in aliases)
                    modules = [module] if reaches else []
                case _:
                    modules = ["."]
            for module in modules:
                top = module.partition(".")[0]
                if top != own and (not {module, top}.isdisjoint(_KEPT_OUT) or not self._has(top)):
                    yield module

    def _has(self, top: str) -> bool:
        """Whether who uses the block has a package: it is there with Python, or the block itself imports it."""
        paths = self.block.names.values()
        if top in sys.stdlib_module_names or any(path.partition(".")[0] == top for path in paths):
            return True
        # What makes the application that a decorator names is imported by the module, not by the function.
        module = self.block.object_path.rpartition(".")[0] if self.block.shape.decorators else ""
        source = self.texts.project.source(module) if module else None
        return source is not None and re.search(rf"(?m)^(?:from|import) {re.escape(top)}\b", source.text) is not None


def secret_in(text: Text) -> str:
    """What an example shows that only machines read, wherever it was taken from: a `secret`, or something `opaque`."""
    if not is_secret_value(_UUID.sub("", text.code)):
        return ""  # Most have nothing that looks like it.
    values = (node.value for node in text.nodes if isinstance(node, ast.Constant))
    texts = [value.decode("latin-1") if isinstance(value, bytes) else value for value in values]
    remarks = [line.partition("#")[2] for line in text.code.split("\n") if "#" in line]
    said = [_UUID.sub("", one) for one in (*texts, *remarks) if isinstance(one, str)]
    return "secret" if any(map(is_known_secret, said)) else _OPAQUE if any(map(is_secret_value, said)) else ""


def _private(nodes: Sequence[ast.AST], block: ImportableBlock) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Attribute):
            if node.attr.startswith("_") and not node.attr.endswith("__") and node.attr != block.name:
                yield node.attr
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if module != "__future__" and not block.object_path.startswith(module):
                parts = [*module.split("."), *(alias.name for alias in node.names)]
                yield from (part for part in parts if part.startswith("_") and part != block.name)


def _from_others(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Names imported from outside the standard library: a package may have an `open` or a `sleep` of its own."""
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] not in sys.stdlib_module_names:
            yield from (alias.asname or alias.name for alias in node.names)


def _missing_files(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Files that an example reads and has not written before."""
    written: set[str] = set()
    others = set(_from_others(nodes))
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        called = dotted(node.func)
        if called in others:
            continue
        match node:
            case ast.Call(args=[ast.Constant(value=str(name)), *rest]) if called in {"open", "io.open"}:
                mode = rest[0].value if rest and isinstance(rest[0], ast.Constant) else "r"
                if "w" in str(mode) or "x" in str(mode) or "a" in str(mode):
                    written.add(name)
                elif name not in written:
                    yield name
            case ast.Call(
                func=ast.Attribute(value=ast.Call(func=ast.Name(id="Path")), attr="read_text" | "read_bytes" | "open")
            ):
                yield "Path"
            case ast.Call(args=[ast.Constant(value=int() | float() as seconds)]) if called in _WAITING:
                yield from ["time"] if seconds > _LONGEST_WAIT else []
            case _ if called in _WAITING:
                yield "time"


def may_show(code: str, block: ImportableBlock) -> bool:
    """Whether an example may print something that the documented object had a part in, as far as its words tell it."""
    return "print" in code and any(name in code for name in _names_of(block))


def _names_of(block: ImportableBlock) -> set[str]:
    """The object's name, and that of what it is defined in."""
    return {block.name, block.object_path.rpartition(".")[0].rpartition(".")[2]}


def _shows(tree: ast.Module, nodes: Sequence[ast.AST], block: ImportableBlock) -> bool:
    """Whether something is printed that the documented object had a part in."""
    touched = _names_of(block)
    # What prints itself (`results.pprint()`) is shown as what is passed to `print`.
    printed = [
        _names(shown)
        for node in nodes
        if isinstance(node, ast.Call) and is_print(node)
        for shown in (*node.args, *([node.func.value] if isinstance(node.func, ast.Attribute) else []))
    ]
    if any(touched & names for names in printed):
        return True  # Most examples print it where it is used.
    for node in _statements(tree):
        if not touched & _names(node) and not isinstance(node, ast.ImportFrom):
            continue
        match node:
            case ast.ImportFrom(names=aliases):
                touched |= {alias.asname or alias.name for alias in aliases if alias.name in touched}
            case ast.Assign(targets=targets):
                touched |= {name for target in targets for name in _names(target)}
            case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
                touched |= _names(target)
            case ast.With(items=items) | ast.AsyncWith(items=items):
                touched |= {name for item in items if item.optional_vars for name in _names(item.optional_vars)}
            case ast.For(target=target) | ast.AsyncFor(target=target):
                touched |= _names(target)
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                touched.add(name)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=receiver))):
                touched |= _names(receiver)  # It may have been changed.
    touched |= set(_errors(nodes, touched))
    return any(touched & names for names in printed)


def _errors(nodes: Sequence[ast.AST], touched: set[str]) -> Iterator[str]:
    """Names of caught errors that the documented object raised, or is itself."""
    for node in nodes:
        if isinstance(node, ast.Try):
            is_tried = any(touched & _names(inner) for inner in node.body)
            for handler in node.handlers:
                if handler.name and (is_tried or (handler.type is not None and touched & _names(handler.type))):
                    yield handler.name


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    """Every statement, in the order of the text."""
    for child in children(node):
        if isinstance(child, ast.stmt):
            yield child
        if not isinstance(child, ast.expr):
            yield from _statements(child)


def _names(node: ast.AST) -> set[str]:
    return {
        inner.id if isinstance(inner, ast.Name) else inner.attr
        for inner in walk(node)
        if isinstance(inner, ast.Name | ast.Attribute)
    }
