"""Values and conditions in the words of someone who sees the call and not the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Protocol

from mkdocs_howto.effects import dotted
from mkdocs_howto.secrets import is_secret_value
from mkdocs_howto.section import Shape
from mkdocs_howto.syntax import last_name, unparsed, walk
from mkdocs_howto.writers.offline.calls import Table, Told
from mkdocs_howto.writers.offline.source import Source
from mkdocs_howto.writers.offline.telling.names import noun_of, result_noun, singular, words_of
from mkdocs_howto.writers.offline.telling.paths import Paths
from mkdocs_howto.writers.offline.telling.scope import Scope
from mkdocs_howto.writers.offline.trees import walk_until
from mkdocs_howto.writers.offline.types import SIZED, Types, head
from mkdocs_howto.writers.offline.words import counted, listed, with_article

ANSWER = "the answer"
"""What a model gives, in whatever parts of a response it comes."""
GUESSED = "\u2060"
"""Stands before a noun that was made from the name of a variable: a reader does not know what it holds."""
RESULT_OF = "the result of "
"""Begins the noun of a value of which only the call that gives it is known."""
_DEEPEST = 4
"""Values inside each other that are followed to name one."""
_DEEPEST_TEST = 6
"""Tests inside each other, or that stand for each other, that are followed to say one."""
_MOST_TESTS = 3
"""Tests that one clause joins."""
_LONGEST = 64
"""Characters of a phrase for a value that is used inside of a sentence."""
_LONGEST_CODE = 44
_LONGEST_TEXT = 72
_LONGEST_CLAUSE = 130
_LONGEST_ADDRESS = 120
_DISPLAYS = (ast.List, ast.Dict, ast.Set, ast.Tuple, ast.ListComp, ast.DictComp, ast.SetComp)
_MOST_ROUTES = 8
_LAZY = (ast.Lambda, ast.IfExp, ast.BoolOp, ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp)
"""Expressions of which not every part is always evaluated."""
_BLANKS = {"\n": "a line break", " ": "a space", "\n\n": "an empty line", "\t": "a tab"}
_FORMS = frozenset({"decode", "strip", "rstrip", "lstrip", "copy"})
_UNITS = {
    "iter_lines": "line", "aiter_lines": "line", "iter_content": "chunk", "iter_chunked": "chunk", "iter_any": "chunk",
    "iter_chunks": "chunk", "aiter_bytes": "chunk", "aiter_text": "chunk", "iter_text": "chunk",
}  # fmt: skip
"""Parts in which methods give the body of a response."""
_PARTS = frozenset({"the line", "the chunk", "the part"})
_OF_RESPONSE = {"status_code": "the status", "status": "the status", "text": "the text of the response"}
_PRESENT = {
    "exists": ("exists", "does not exist"), "is_file": ("is a file", "is not a file"),
    "is_dir": ("is a folder", "is not a folder"),
}  # fmt: skip
"""What methods of paths tell, and its opposite."""
_MOST_WORDS = 12
"""Words of a phrase that stands for a variable."""
_PATHS = frozenset({"Path", "pathlib.Path", "os.path.join", "urljoin"})
_ADDRESS = re.compile(r"(?:[a-z][a-z+]*://\S+|[\w.~-]*(?:/[\w.~<>@-]+)+/?|[\w-]+\.[a-z]\w{1,5})\Z")
"""Texts that a reader takes for an address or a file without quotes around them."""

_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "is", ast.NotEq: "is not", ast.Lt: "is less than", ast.LtE: "is at most", ast.Gt: "is greater than",
    ast.GtE: "is at least", ast.In: "is in", ast.NotIn: "is not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip
_OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_TYPES = {
    "str": "text", "int": "integer", "float": "float", "bool": "boolean", "dict": "dictionary", "list": "list",
    "tuple": "tuple", "set": "set", "bytes": "byte string",
}  # fmt: skip
_EMPTIES = {"List": "an empty list", "Dict": "an empty dictionary", "Tuple": "an empty tuple"}


class Answers(Protocol):
    """What is known of other objects of the project."""

    def shape(self, path: str) -> Shape | None:
        """Return the shape of an object, or `None`."""


class Terms:
    """Names the values and tests of one function.

    Every method returns the empty string for what cannot be named without showing the inside of the code: variables
    that a caller does not see, private names, code that is too long.
    """

    def __init__(
        self,
        source: Source,
        types: Types,
        table: Table,
        scope: Scope,
        *,
        constants: Mapping[str, ast.expr] | None = None,
        file: str = "",
    ) -> None:
        """Name the values of one function.

        Args:
            source: Text of the block.
            types: Types of its names.
            table: What calls of libraries do.
            scope: What its names hold.
            constants: Names of its module with a single value.
            file: Where it stands, relative to its project.
        """
        self.constants: Mapping[str, ast.expr] = constants or {}
        self.attributes: Mapping[str, ast.expr] = {}
        """Texts that the class gives its attributes, by name behind `self.`."""
        self.flags: Mapping[str, str] = {}
        """Names of the module that tell whether a package is installed, with the package."""
        self.paths = Paths(self._stands_for, file)
        self.source = source
        self.types = types
        self.table = table
        self.scope = scope
        self._tests = 0
        """Tests inside each other that are being said."""
        self.trusts_names = False
        """Whether a variable is told by its name, as where a script is told to who reads it."""
        self.known: dict[str, str] = {}
        """Variables that what was told before explains, with the words for what they hold by now."""
        self.undefined: frozenset[tuple[str, int]] = frozenset()
        """Names that are read and nothing defines, with their lines."""
        self.stale: set[str] = set()
        """Parameters that no longer hold what the caller passed."""
        self._following: set[str] = set()
        """Variables whose values are being named."""
        self.filled: set[str] = set()
        """Parameters that hold a default by now if the caller passed nothing."""

    def missing(self, statement: ast.stmt) -> str:
        """Return the name that a statement reads on all its ways and nothing defines; empty if there is none."""
        if not self.undefined:
            return ""
        match statement:
            case ast.If(test=node) | ast.While(test=node) | ast.For(iter=node) | ast.Return(value=ast.expr() as node):
                read: ast.AST = node
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.Expr():
                read = statement
            case _:
                return ""
        at_once = walk_until([read], lambda one: isinstance(one, _LAZY))
        names = (one for one in at_once if isinstance(one, ast.Name))
        return next((one.id for one in names if (one.id, one.lineno) in self.undefined), "")

    # Code that a reader knows.

    def code(self, node: ast.expr, longest: int = _LONGEST_CODE) -> str:
        """Return an expression between backticks, if a reader knows every name in it."""
        if not hasattr(node, "lineno") or not all(self._is_known(inner) for inner in walk(node)):
            return ""
        if isinstance(node, ast.Attribute | ast.Subscript) and not self.source.hides(node):
            text = unparsed(node).removeprefix("self.").removeprefix("cls.")
            return f"`{text}`" if len(text) <= longest and "`" not in text else ""
        code = self.source.code(node, (), longest)
        has_text = any(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in walk(node))
        return code if has_text else re.sub(r"(?<=\w) \(", "(", code)

    def _is_known(self, node: ast.AST) -> bool:
        match node:
            case ast.Name(id="self" | "cls"):
                return True
            case ast.Name(id=name) if name in self.stale:
                return False
            case ast.Name(id=name) if name in self.known:
                return self.known[name] == f"`{name}`"
            case ast.Name(id=name) if name in self.scope.phrases:
                return self.scope.phrases[name] == f"`{name}`"
            case ast.Name(id=name):
                return name in self.scope.parameters or (name not in self.scope.local and not name.startswith("_"))
            case ast.Attribute(attr=name):
                return not name.startswith("_")
            case ast.Lambda() | ast.NamedExpr() | ast.Await() | ast.Yield() | ast.IfExp() | ast.Starred():
                return False
        return True

    # Values.

    def noun(self, node: ast.expr, depth: int = 0) -> str:
        """Return a noun phrase for a value; empty if it cannot be named.

        Args:
            node: The value.
            depth: How many values it stands inside of.
        """
        phrase = self._noun(node, depth) if depth <= _DEEPEST else ""
        return phrase if len(phrase) <= (_LONGEST if depth else 2 * _LONGEST) else ""

    def named(self, node: ast.expr, default: str = "a value") -> str:
        """Return a noun phrase for a value; never empty."""
        return self.noun(node) or default

    def _noun(self, node: ast.expr, depth: int) -> str:
        match node:
            case ast.Await(value=value) | ast.Starred(value=value) | ast.NamedExpr(value=value):
                return self.noun(value, depth)
            case ast.Constant():
                return self._constant(node)
            case ast.BinOp(op=ast.Div() | ast.Add()) | ast.JoinedStr() if folded := self._folded(node):
                return folded
            case ast.Call(func=function) if dotted(function) in _PATHS and (folded := self._folded(node)):
                return folded
            case ast.Call(func=ast.Name(id="Path" | "str"), args=[inner], keywords=[]):
                return self.noun(inner, depth)
            case ast.Attribute(attr="parent") if folded := self._folded(node):
                return folded
            case ast.Dict(keys=[]) | ast.List(elts=[]) | ast.Tuple(elts=[]):
                return _EMPTIES[type(node).__name__]
            case ast.Name(id=name):
                return self._variable(node, name, depth)
            case ast.Attribute() | ast.Subscript() | ast.Call() if self.root(node) == ANSWER:
                return ANSWER
            case ast.Attribute():
                return self._attribute(node, depth)
            case ast.Call():
                return self._result(node, depth)
            case ast.Subscript():
                return self._item(node, depth)
            case ast.Compare() | ast.UnaryOp(op=ast.Not()) if depth == 0 and (clause := self.clause(node)):
                return f"whether {clause}"
            case ast.BoolOp(values=values) if depth == 0 and all(map(self._is_test, values)):
                return f"whether {clause}" if (clause := self.clause(node)) else ""
            case ast.BoolOp(op=ast.Or(), values=[first, other]) if depth < 2:
                return self._or_else(first, other, depth)
            case ast.IfExp(test=test, body=body, orelse=other) if depth == 0:
                return self._either(test, body, other)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                return self.code(node, 36) or self._comprehended(node, depth)
            case ast.Dict(keys=keys):
                return self.code(node) or self._keys(keys)
            case ast.BinOp(op=ast.Div(), left=left) if head(self.types.of(node)) == "pathlib.Path" and depth < _DEEPEST:
                return f"a file in {folder}" if (folder := self.noun(left, depth + 1)) else "a file"
            case ast.Tuple(elts=items) if 1 < len(items) <= 3 and depth < 2:
                parts = [self.noun(one, depth + 1) for one in items]
                return self.code(node) or (f"a tuple of {listed(parts)}" if all(parts) else "")
            case ast.BinOp(op=ast.Add(), left=left, right=right) if head(self.types.of(node)) == "str" and depth < 2:
                parts = [self.noun(one, depth + 1) for one in (left, right)]
                return self.code(node) or (f"{parts[0]} followed by {parts[1]}" if all(parts) else "")
            case ast.Lambda():
                return "a function"
        return self.code(node)

    def _constant(self, node: ast.Constant) -> str:
        if node.value == "":
            return "an empty text"
        if isinstance(node.value, bool | None):
            return f"`{node.value}`"
        if isinstance(node.value, int | float) and hasattr(node, "lineno"):
            return self.source.text(node) if not self.source.hides(node) else ""
        if isinstance(node.value, str) and ("\n" in node.value or not node.value.strip()):
            text = node.value.strip()
            if node.value in _BLANKS:
                return _BLANKS[node.value]
            is_shown = text.isprintable() and 0 < len(text) <= _LONGEST_CODE and "`" not in text
            return f'`"{text}"`' if is_shown and '"' not in text and not self.source.hides(node) else "a text"
        if isinstance(node.value, str) and _is_address(node.value) and not is_secret_value(node.value):
            return f"`{node.value}`" if len(node.value) <= _LONGEST_ADDRESS else ""
        return self.code(node, _LONGEST_TEXT)

    def _variable(self, node: ast.Name, name: str, depth: int) -> str:
        if name in self.scope.phrases and name not in self.stale:
            return self.scope.phrases[name]
        if name in self.known:
            return self.known[name]
        if name in self.scope.parameters and name not in self.stale:
            return f"`{name}`"
        if name not in self.scope.parameters and (alias := self._alias(node)):
            return alias
        value = self.scope.values.get(name)
        if (
            value is not None
            and (phrase := self._content(name, value, depth))
            and (RESULT_OF not in phrase or not noun_of(name))
            and (
                len(phrase.split()) <= _MOST_WORDS
                or (depth == 0 and isinstance(value, ast.ListComp | ast.DictComp | ast.SetComp))
            )
        ):
            return phrase
        if name in self.scope.results and (phrase := self.noun(self.scope.results[name], depth + 1)):
            return phrase
        if name in self.scope.local or name in self.scope.parameters:
            mark = "" if self.trusts_names else GUESSED
            if noun := noun_of(name):
                return f"the {mark}{noun}"
            if kind := self._kind_of(node):
                return with_article(kind) if depth == 0 else f"the {GUESSED}{kind}"
            return ""
        if name.startswith("_"):
            return f"the {GUESSED}{noun}" if (noun := noun_of(name)) else ""
        return f"`{name}`" if name not in {"self", "cls"} else "the object itself" if name == "self" else "the class"

    def _content(self, name: str, value: ast.expr, depth: int) -> str:
        """Return a noun phrase for what a variable holds; empty where that is made from the variable itself."""
        if name in self._following:
            return ""
        self._following.add(name)
        try:
            return self.noun(value, depth + (not isinstance(value, ast.ListComp | ast.DictComp | ast.SetComp)))
        finally:
            self._following.discard(name)

    def _kind_of(self, node: ast.expr) -> str:
        """Return the kind of a value as a noun, from its type."""
        kind = head(self.types.of(node))
        return _TYPES.get(kind, "")

    def _attribute(self, node: ast.Attribute, depth: int) -> str:
        if code := self.code(node) or self._alias(node):
            return code
        name = node.attr
        if name.startswith("_"):
            return f"the {GUESSED}{noun}" if (noun := noun_of(name)) else ""
        owner = self.noun(node.value, depth + 1)
        if owner == "the response" and name in _OF_RESPONSE:
            return _OF_RESPONSE[name]
        return f"the `{name}` of {owner}" if owner and owner != "the object itself" else ""

    def _folded(self, node: ast.expr) -> str:
        """Return an address, path or text as it is really used, its unknown parts between angle brackets."""
        if hasattr(node, "lineno") and self.source.hides(node):
            return ""
        text = self.paths.template(node) if isinstance(node, ast.JoinedStr) else self.paths.text(node)
        return f"`{text}`" if text and len(text) <= _LONGEST_ADDRESS else ""

    def root(self, node: ast.expr) -> str:
        """Return what is known of the variable with which a chain begins."""
        is_called = False
        while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
            is_called = isinstance(node, ast.Call)
            node = node.func if isinstance(node, ast.Call) else node.value
        return self.known.get(node.id, "") if isinstance(node, ast.Name) and not is_called else ""

    def _alias(self, node: ast.expr) -> str:
        """Return the code of a value that is reached through a variable, from where a reader knows it."""
        written = self._followed(node, 0)
        if written is None or written is node or not all(self._is_known(inner) for inner in walk(written)):
            return ""
        text = unparsed(written).removeprefix("self.").removeprefix("cls.")
        return f"`{text}`" if len(text) <= _LONGEST and "`" not in text and not is_secret_value(text) else ""

    def _followed(self, node: ast.expr, depth: int) -> ast.expr | None:
        """Return a chain of attributes and items with its variable replaced by the chain that it stands for."""
        match node:
            case ast.Name(id=name) if name in self.scope.values and name not in self.stale and depth < _DEEPEST:
                value = self.scope.values[name]
                is_chain = isinstance(value, ast.Attribute | ast.Subscript | ast.Name)
                return self._followed(value, depth + 1) if is_chain else None
            case ast.Name():
                return node
            case ast.Attribute(value=owner, attr=attr):
                inner = self._followed(owner, depth)
                return node if inner is owner else None if inner is None else ast.Attribute(inner, attr, ast.Load())
            case ast.Subscript(value=owner, slice=ast.Constant() as key):
                inner = self._followed(owner, depth)
                return node if inner is owner else None if inner is None else ast.Subscript(inner, key, ast.Load())
        return None

    def _stands_for(self, name: str) -> ast.expr | str | None:
        """Return what a name in an address stands for."""
        if name in self.stale:
            return None
        if name.startswith("self."):
            return self.attributes.get(name)
        if name in self.scope.phrases:
            return _plain(self.scope.phrases[name]) or None
        if name in self.scope.values:
            return self.scope.values[name]
        if name in self.known:
            return _plain(self.known[name]) or None
        return self.constants.get(name) if name not in self.scope.local | self.scope.parameters else None

    def _result(self, node: ast.Call, depth: int) -> str:
        if self.types.callee(node) == "typing.cast" and len(node.args) == 2:
            return self.noun(node.args[1], depth)
        match node.func:
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=name) if not name.startswith("_"):
                return f"what `{name}` of the base class returns"
        if isinstance(node.func, ast.Name) and node.func.id in {"list", "dict", "set", "tuple"} and not node.args:
            return _EMPTIES.get(node.func.id.capitalize(), "an empty set") if not node.keywords else ""
        if isinstance(node.func, ast.Name) and node.func.id in {"list", "tuple", "iter"} and len(node.args) == 1:
            return self.noun(node.args[0], depth)
        if (told := self.told(node, depth)) and told.noun and len(told.noun) <= 110:
            code = self.code(node, 20)
            return code if code and depth > 1 else told.noun
        noun = self._of_project(node) or self.code(node, 36) or self._same(node, depth) or self._of_name(node)
        return noun or self._of_call(node, depth)

    def _of_call(self, node: ast.Call, depth: int) -> str:
        """Return what a public function or method gives, of which nothing else is known, by its name."""
        match node.func:
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name) if not name.startswith("_"):
                return f"{RESULT_OF}`{name}`"
            case ast.Name(id=name) if name in self.scope.parameters | self.scope.phrases.keys() - self.stale:
                return f"what {self.scope.phrases.get(name, f'`{name}`')} returns"
            case ast.Name() | ast.Attribute() if depth == 0 and dotted(node.func) and (code := self.code(node.func)):
                return f"{RESULT_OF}{code}"
        return ""

    def _same(self, node: ast.Call, depth: int) -> str:
        """Return a value that a method only gives another form, as its receiver is called."""
        if not isinstance(node.func, ast.Attribute) or node.func.attr not in _FORMS:
            return ""
        noun = self.noun(node.func.value, depth + 1)
        return f"{noun} as text" if noun and node.func.attr == "decode" else noun

    def _of_project(self, node: ast.Call) -> str:
        """Return a phrase for what a class or function of the project gives."""
        if isinstance(node.func, ast.Name) and node.func.id == "cls":
            return "a new instance"
        if not self.types.is_class(node):
            return ""
        name = dotted(node.func).rpartition(".")[2]
        if name.startswith("_"):
            return with_article(noun) if (noun := noun_of(name)) else ""
        return with_article(f"`{name}`")

    def _of_name(self, node: ast.Call) -> str:
        """Return what a function gives as its name tells it: "the headers" of `get_headers()`."""
        name = dotted(node.func).rpartition(".")[2]
        noun = result_noun(name)
        is_content = noun.endswith((" file", "files")) and words_of(name)[:1] in {("read",), ("load",), ("parse",)}
        return f"the {'content of the ' if is_content else ''}{noun}" if noun else ""

    def told(self, call: ast.Call, depth: int = 0) -> Told | None:
        """Return what the table of calls says of a call, with its arguments in these terms."""
        path = self.types.callee(call)
        if not path or (path.startswith("?") and self.table.find(path) is None):
            return None
        receiver = self.noun(call.func.value, depth + 1) if isinstance(call.func, ast.Attribute) else ""
        if isinstance(call.func, ast.Attribute) and not receiver:
            row = self.table.find(path)
            if row is None or row.names_receiver:
                return None
        return self.table.tell(path, call, lambda node: self.noun(node, depth + 1), receiver)

    def _item(self, node: ast.Subscript, depth: int) -> str:
        if code := self.code(node) or self._alias(node):
            return code
        owner = self.noun(node.value, depth + 1)
        match node.value, node.slice:
            case ast.Subscript(value=outer, slice=ast.Constant(value=str(part))), ast.Constant(value=str(key)) if (
                part.isidentifier() and key.isidentifier() and not is_secret_value(f"{part} {key}")
            ):
                return f"the value of `{key}` in `{part}` of {noun}" if (noun := self.noun(outer, depth + 1)) else ""
        match node.slice:
            case ast.Constant(value=str(key)) if owner and _is_key(key):
                return f"the `{key}` of {owner}"
            case ast.Constant(value=str(key)) if owner and key.strip() and "`" not in key and not is_secret_value(key):
                return f"the value of `{key}` in {owner}"
            case ast.Constant(value=0) if owner:
                return f"the first item of {owner}"
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1)) if owner:
                return f"the last item of {owner}"
            case ast.Slice(lower=ast.Constant(), upper=None, step=None):
                return f"the rest of {owner}" if owner else ""
            case ast.Slice(lower=None, upper=None, step=ast.UnaryOp()):
                return f"{owner} in reverse order" if owner else ""
            case ast.Slice():
                return f"a part of {owner}" if owner else ""
        key = self.noun(node.slice, depth + 1)
        return f"the item {key} of {owner}" if owner and key.startswith("`") else ""

    def _or_else(self, first: ast.expr, other: ast.expr, depth: int) -> str:
        one, two = self.noun(first, depth + 1), self.noun(other, depth + 1)
        if not one or not two:
            return ""
        return f"{one}, or {two} if it {self._truth(first)[1]}"

    def _either(self, test: ast.expr, body: ast.expr, other: ast.expr) -> str:
        one, two, clause = self.noun(body, 1), self.noun(other, 1), self.clause(test)
        return f"{one} if {clause}, otherwise {two}" if one and two and clause else ""

    def _comprehended(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, depth: int) -> str:
        if len(node.generators) > 1 or depth > 1:
            return ""
        (one,) = node.generators
        over = self.each(one.target, one.iter)
        if over and not isinstance(node, ast.DictComp) and (part := _part_of(node.elt, one.target)):
            whose = [self._whose(test, one.target) for test in one.ifs]
            if all(whose):
                return f"{part} of {over}{' whose ' if whose else ''}{' and whose '.join(whose)}"
        kept = [self.clause(test) for test in one.ifs]
        if not over or not all(kept):
            return ""
        kind = {ast.SetComp: "a set of ", ast.DictComp: "a dictionary of "}.get(type(node), "")
        if isinstance(node, ast.DictComp):
            entry = (
                one.target.elts[1] if isinstance(one.target, ast.Tuple) and len(one.target.elts) == 2 else one.target
            )
            if name := _applied(node.value, entry):
                owner = over.partition(" of ")[2] or "it"
                return f"{owner} with the result of `{name}` for each value" if not kept else ""
            key, value = self.noun(node.key, depth + 1), self.noun(node.value, depth + 1)
            told = f"a dictionary from {key} to {value} for {over}" if key and value else ""
        elif dotted(node.elt) and dotted(node.elt) == dotted(one.target):
            told = f"{kind}{over}"
        elif name := _applied(node.elt, one.target):
            told = f"a list of the results of `{name}` for {over}"
        else:
            item = self.noun(node.elt, depth + 1)
            told = f"{kind}{item} for {over}" if item else ""
        return f"{told} for which {' and '.join(kept)}" if told and kept else told

    def _whose(self, test: ast.expr, target: ast.expr) -> str:
        """Return a test of a part of what a comprehension goes over, as it follows "whose"; empty for any other."""
        match test:
            case ast.Compare(
                left=left, ops=[ast.Eq() | ast.NotEq() as operator], comparators=[ast.Constant() as right]
            ):
                part = _part_of(left, target)
                return f"{part} {_COMPARISONS[type(operator)]} {self.noun(right, 1)}" if part else ""
        return ""

    def each(self, target: ast.expr, source: ast.expr) -> str:
        """Return what a loop goes over: "each row of `rows`"; empty if it cannot be named."""
        match source:
            case ast.Call(func=ast.Name(id="iter"), args=[ast.Attribute(value=owner, attr="readline"), _]):
                return f"each line of {noun}" if (noun := self.noun(owner, 1)) else ""
            case ast.Call(
                func=ast.Name(id="enumerate" | "sorted" | "reversed" | "list" | "tuple" | "iter"), args=[inner, *_]
            ):
                return self.each(target, inner)
            case ast.Call(func=ast.Name(id="range")):
                return ""
            case ast.Call(func=ast.Attribute(value=owner, attr="items" | "values" | "keys" as part), args=[]):
                unit = {"items": "entry", "values": "value", "keys": "key"}[part]
                return f"each {unit} of {noun}" if (noun := self.noun(owner, 1)) else ""
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name)) if name[:1] != "_":
                return f"each result of `{name}`"
            case ast.Attribute(attr="content", value=owner) if self.root(owner) == "the response":
                return "each part of the response"
            case ast.Call(func=ast.Attribute(value=owner, attr=name)) if name in _UNITS and self.root(owner):
                return f"each {_UNITS[name]} of {self.root(owner)}"
        noun = self.noun(source, 1)
        if (
            (not noun or noun.startswith(RESULT_OF))
            and isinstance(source, ast.Call)
            and (name := last_name(source.func))
        ):
            return f"each result of `{name}`" if not name.startswith("_") and name not in self.scope.local else ""
        if not noun:
            return ""
        made = self.scope.values.get(source.id, source) if isinstance(source, ast.Name) else source
        match made:
            case ast.Call(func=ast.Attribute(attr="find_all"), args=[ast.Constant(value=True)]):
                return "each element"
        if (told := self.told(made, 1) if isinstance(made, ast.Call) else None) and told.row.each:
            several = f"the {told.row.each}s "
            return f"each {told.row.each} {noun.removeprefix(several) if noun.startswith(several) else f'of {noun}'}"
        plain = noun.strip("`").rpartition(".")[2]
        unit = singular(noun_of(plain).rpartition(" ")[2]) if noun.startswith("`") else ""
        unit = unit or (noun_of(target.id) if isinstance(target, ast.Name) else "") or "item"
        return f"each {unit} of {noun}"

    def remember(self, target: ast.expr, value: ast.expr) -> None:
        """Note what a variable that is bound more than once holds from here on."""
        if not isinstance(target, ast.Name):
            return
        if isinstance(value, ast.IfExp) and any(dotted(one) == target.id for one in (value.body, value.orelse)):
            return
        self.known.pop(target.id, None)
        if target.id in self.scope.values or target.id in self.scope.parameters or target.id in self.scope.changed:
            return
        phrase = self.noun(value, 1) if not isinstance(value, _DISPLAYS) else ""
        if phrase and GUESSED not in phrase and RESULT_OF not in phrase and len(phrase.split()) <= _MOST_WORDS:
            self.known[target.id] = phrase

    def forget(self, nodes: Iterable[ast.AST]) -> None:
        """Forget variables that statements bind which may not have run."""
        for node in nodes:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self.known.pop(node.id, None)

    def _keys(self, keys: Iterable[ast.expr | None]) -> str:
        named = [key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
        shown = [f"`{name}`" for name in named if name.strip() and "`" not in name and not is_secret_value(name)]
        if not shown or len(shown) > (_MOST_ROUTES if all(name.startswith("/") for name in named) else 5):
            return "a dictionary"
        return f"a dictionary with {listed(shown)}"

    def beginning(self, node: ast.expr) -> str:
        """Return how a long text begins, in quotes; empty for a short one and anything else."""
        while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            node = node.left
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        text = " ".join((self.paths.template(node) if isinstance(node, ast.JoinedStr) else text).split())
        if len(text) < _LONGEST - 4 or "`" in text or is_secret_value(text):
            return ""
        return f'"{text[:_LONGEST_CODE].rpartition(" ")[0]} …"' if " " in text[:_LONGEST_CODE] else ""

    # Conditions.

    def clause(self, node: ast.expr, *, holds: bool = True) -> str:
        """Return a clause that is true when a test succeeds (or fails); empty if it cannot be said."""
        clause = self._clause(node, holds=holds)
        return clause if len(clause) <= _LONGEST_CLAUSE else ""

    def _clause(self, node: ast.expr, *, holds: bool) -> str:
        if self._tests >= _DEEPEST_TEST:
            return ""
        self._tests += 1
        said = self._said(node, holds=holds)
        self._tests -= 1
        return said

    def _tested(self, node: ast.expr) -> str:
        """Return the noun of a value that is tested; an item of a parameter is told as a part of it."""
        match node:
            case ast.Subscript(value=ast.Name(id=name) as owner, slice=ast.Constant(value=str(key))) if _is_key(key):
                if name in self.scope.parameters:
                    return f"the `{key}` of {whole}" if (whole := self.noun(owner, 1)) else ""
        return self.noun(node, 1)

    def _said(self, node: ast.expr, *, holds: bool) -> str:
        match node:
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self._clause(operand, holds=not holds)
            case ast.BoolOp(op=operator, values=values):
                return self._joined(values, is_and=isinstance(operator, ast.And) is holds, holds=holds)
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                return self._compared(left, type(operator) if holds else _OPPOSITES[type(operator)], right)
            case ast.Compare(left=low, ops=[ast.LtE() | ast.Lt(), ast.LtE() | ast.Lt()], comparators=[middle, high]):
                parts = [self.noun(one, 1) for one in (middle, low, high)]
                verb = "is" if holds else "is not"
                return f"{parts[0]} {verb} between {parts[1]} and {parts[2]}" if all(parts) else ""
            case ast.Call(func=ast.Name(id="isinstance" | "issubclass"), args=[value, kind]):
                return self._is_a(value, kind, holds=holds)
            case ast.Call(func=ast.Name(id="callable"), args=[value]):
                noun = self.noun(value, 1)
                return f"{noun} {'can' if holds else 'cannot'} be called" if noun else ""
            case ast.Call(func=ast.Name(id="hasattr"), args=[value, ast.Constant(value=str(name))]):
                noun = self.noun(value, 1)
                return f"{noun} has {'an' if holds else 'no'} attribute `{name}`" if noun and name[:1] != "_" else ""
            case ast.Call(func=ast.Name(id="any" | "all" as quantity), args=[ast.GeneratorExp() as each]):
                return self._quantified(quantity, each, holds=holds)
            case ast.Call():
                return self._predicate(node, holds=holds)
            case ast.Await(value=ast.Call() as call):
                return self._predicate(call, holds=holds)
            case ast.NamedExpr(value=value):
                return self._clause(value, holds=holds)
            case ast.Constant() | ast.Name(id="self" | "cls"):
                return ""
            case ast.Name(id=name) if name in self.filled:
                return ""
        if isinstance(node, ast.Name) and (package := self._is_installed(node.id)):
            return f"`{package}` is {'' if holds else 'not '}installed"
        known = self.scope.values.get(node.id) if isinstance(node, ast.Name) else None
        if known is not None and self._is_test(known):
            return self._clause(known, holds=holds)
        return self._is_true(node, holds=holds)

    def _is_installed(self, name: str) -> str:
        """Return the package whose presence a flag of the module tells."""
        return self.flags.get(name, "") if name not in self.scope.local | self.scope.parameters else ""

    def _is_true(self, node: ast.expr, *, holds: bool) -> str:
        noun = self._tested(node)
        if noun in _PARTS:
            return f"{noun} is {'not ' if holds else ''}empty"
        is_item = isinstance(node, ast.Name) and node.id in self.scope.items
        if (
            noun.startswith("the ")
            and " of " not in noun
            and isinstance(node, ast.Name)
            and not is_item
            and head(self.types.of(node)) not in {"bool", "int"}
        ):
            plain = noun.removeprefix("the ")
            some = "are" if singular(plain.rpartition(" ")[2]) else "is"
            article = "" if some == "are" else with_article(plain).partition(" ")[0] + " "
            return f"there {some} {article if holds else 'no '}{plain}"
        return _agreeing(f"{noun} {self._truth(node)[not holds]}", noun) if noun else ""

    def _joined(self, values: Sequence[ast.expr], *, is_and: bool, holds: bool) -> str:
        if len(values) > _MOST_TESTS:
            return ""
        clauses = list(dict.fromkeys(self._clause(value, holds=holds) for value in values))
        if not all(clauses):
            return ""
        if same := _same_end(clauses, "and" if is_and else "or"):
            return same
        conjunction, other = ("and", " or ") if is_and else ("or", " and ")
        if any(other in clause for clause in clauses) or len(clauses) < 3:
            return reduce(lambda one, two: together(one, two, conjunction), clauses)
        return f"{', '.join(clauses[:-1])} {conjunction} {clauses[-1]}"

    def _is_a(self, value: ast.expr, kind: ast.expr, *, holds: bool) -> str:
        kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
        names = [dotted(one).rpartition(".")[2] for one in kinds]
        noun = self.noun(value, 1)
        is_variable = any(isinstance(one, ast.Name) and one.id in self.scope.local for one in kinds)
        if not noun or not all(names) or is_variable or len(names) > 4 or any(name.startswith("_") for name in names):
            return ""
        words = [with_article(_TYPES[name]) if name in _TYPES else with_article(f"`{name}`") for name in names]
        if holds:
            return f"{noun} is {listed(words, 'or')}"
        return f"{noun} is not {words[0]}" if len(words) == 1 else f"{noun} is neither {listed(words, 'nor')}"

    def _quantified(self, quantity: str, each: ast.GeneratorExp, *, holds: bool) -> str:
        (one, *more) = each.generators
        over = self.each(one.target, one.iter).removeprefix("each ")
        inner = self._clause(each.elt, holds=holds)
        if more or one.ifs or not over or not inner:
            return ""
        return f"{inner} for {'at least one' if (quantity == 'any') is holds else 'every'} {over}"

    def _predicate(self, call: ast.Call, *, holds: bool) -> str:
        told = self.told(call, 0)
        if told is not None and told.holds:
            if holds:
                return told.holds
            return told.fails or f"it is not true that {told.holds}"
        name = dotted(call.func).rpartition(".")[2]
        if not name or name.startswith("__"):
            return ""
        if name in _PRESENT and isinstance(call.func, ast.Attribute) and not call.args:
            owner, (yes, no) = self.noun(call.func.value, 1), _PRESENT[name]
            return f"{owner} {yes if holds else no}" if owner else ""
        words = words_of(name.strip("_"))
        target = self.noun(call.args[0], 1) if len(call.args) == 1 and not call.keywords else ""
        if words[:1] == ("has",) and len(words) > 1 and target:
            return f"{target} has {'' if holds else 'no '}{' '.join(words[1:])}"
        truth = "true" if holds else "false"
        if code := self.code(call, 50):
            return f"{code} is {truth}"
        if isinstance(call.func, ast.Attribute):
            is_told = self.table.find(self.types.callee(call)) is not None  # Its arguments matter and have no words.
            owner = "" if is_told else self.noun(call.func.value, 1)
            return f"`{name}` of {owner} is {truth}" if owner and not name.startswith("_") else ""
        return f"`{name}` is {truth} for {target}" if target and not name.startswith("_") else ""

    def _truth(self, node: ast.expr) -> tuple[str, str]:
        """Return how it is said that a value counts as true, and that it does not."""
        kind = head(self.types.of(node))
        if isinstance(node, ast.Name) and node.id in self.scope.optional and kind != "bool":
            return "is given", "is not given"
        if kind in SIZED:
            return "is not empty", "is empty"
        if kind in {"int", "float"}:
            return "is not 0", "is 0"
        if kind == "re.Match":
            return "is found", "is not found"
        return "is true", "is false"

    def _is_test(self, node: ast.expr) -> bool:
        """Return whether a value is true or false and nothing else."""
        match node:
            case ast.Compare() | ast.UnaryOp(op=ast.Not()):
                return True
            case ast.BoolOp(values=values):
                return all(map(self._is_test, values))
            case ast.Call(func=ast.Name(id="isinstance" | "callable" | "hasattr" | "any" | "all")):
                return True
            case ast.Call():
                return (told := self.told(node, 1)) is not None and bool(told.holds)
        return head(self.types.of(node)) == "bool"

    def _compared(self, left: ast.expr, operator: type[ast.cmpop], right: ast.expr) -> str:
        if (
            isinstance(left, ast.Name)
            and left.id in self.filled
            and isinstance(right, ast.Constant)
            and not right.value
        ):
            return ""
        if isinstance(left, ast.Constant) and not isinstance(right, ast.Constant) and operator in {ast.Eq, ast.NotEq}:
            left, right = right, left
        noun = self._tested(left)
        if isinstance(right, ast.Constant) and operator in {ast.Is, ast.IsNot, ast.Eq, ast.NotEq}:
            no = "" if operator in {ast.Is, ast.Eq} else "not "
            if right.value is None and isinstance(left, ast.Name):
                if left.id in self.scope.optional:
                    return f"`{left.id}` is {'not ' if not no else ''}given"
                if noun.startswith("the ") and " of " not in noun:
                    plain = noun.removeprefix("the ")
                    return f"there is {with_article(plain) if no else f'no {plain}'}"
            if right.value in {"", b""}:
                return f"{noun} is {no}empty" if noun else ""
        if isinstance(left, ast.Call) and isinstance(left.func, ast.Name) and left.func.id == "len" and left.args:
            return self._length(left.args[0], operator, right)
        if isinstance(left, ast.Call) and dotted(left.func) == "type" and left.args:
            noun = f"the type of {self.noun(left.args[0], 1)}" if self.noun(left.args[0], 1) else ""
        few = _few_constants(right)
        if operator in {ast.In, ast.NotIn} and few:
            shown = [self.noun(one, 1) for one in few]
            if not noun or not all(shown):
                return ""
            if operator is ast.In:
                return f"{noun} is {listed(shown, 'or')}"
            return f"{noun} is not {shown[0]}" if len(shown) == 1 else f"{noun} is neither {listed(shown, 'nor')}"
        other = self.noun(right, 1)
        if isinstance(right, ast.Constant) and noun[:1].isdigit():
            return ""
        return f"{noun} {_COMPARISONS[operator]} {other}" if noun and other else ""

    def _length(self, value: ast.expr, operator: type[ast.cmpop], right: ast.expr) -> str:
        name = self.noun(value, 1)
        number = right.value if isinstance(right, ast.Constant) else None
        if not name:
            return ""
        if (operator, number) in {(ast.Eq, 0), (ast.Lt, 1), (ast.LtE, 0)}:
            return _agreeing(f"{name} is empty", name)
        if (operator, number) in {(ast.NotEq, 0), (ast.Gt, 0), (ast.GtE, 1)}:
            return _agreeing(f"{name} is not empty", name)
        kind = head(self.types.of(value))
        unit = "character" if kind == "str" else "byte" if kind == "bytes" else "item"
        verb = {
            ast.Eq: "has", ast.NotEq: "has other than", ast.Lt: "has fewer than", ast.LtE: "has at most",
            ast.Gt: "has more than", ast.GtE: "has at least",
        }.get(operator)  # fmt: skip
        other = counted(number, unit) if isinstance(number, int) else ""
        if not other and isinstance(right, ast.Name) and right.id in self.scope.parameters:
            other = f"`{right.id}` {unit}s"
        return _agreeing(f"{name} {verb} {other}", name) if verb and other else ""


def _few_constants(node: ast.expr) -> Sequence[ast.expr]:
    if isinstance(node, ast.Tuple | ast.List | ast.Set) and 0 < len(node.elts) <= 5:
        return node.elts if all(isinstance(one, ast.Constant) for one in node.elts) else ()
    return ()


_PLURALS = {"is": "are", "was": "were", "has": "have"}


def _same_end(clauses: Sequence[str], conjunction: str) -> str:
    """Return two clauses that end alike as one: "`a` or `b` is empty"; empty for any others."""
    if len(clauses) != 2:
        return ""
    first, second = (clause.split(" ", 1) for clause in clauses)
    if len(first) < 2 or len(second) < 2 or first[1] != second[1] or not first[0].startswith("`"):
        return ""
    verb, _, rest = first[1].partition(" ")
    if conjunction == "and" and not rest.startswith("not "):
        return f"{first[0]} and {second[0]} {_PLURALS.get(verb, verb)} {rest}"
    if conjunction == "or":
        return f"{first[0]} or {second[0]} {verb} {rest}"
    return f"neither {first[0]} nor {second[0]} {verb} {rest.removeprefix('not ')}"


def together(first: str, second: str, conjunction: str = "and") -> str:
    """Return two clauses as one; a comma keeps apart what another conjunction joins."""
    other = " or " if conjunction == "and" else " and "
    return f"{first}{',' if other in f'{first} {second}' else ''} {conjunction} {second}"


def _agreeing(clause: str, subject: str) -> str:
    """Return a clause whose verb agrees with its subject: "the rows are empty"."""
    is_plural = subject.startswith("the ") and " of " not in subject and singular(subject.rpartition(" ")[2])
    verb, _, rest = clause.removeprefix(f"{subject} ").partition(" ")
    return f"{subject} {_PLURALS.get(verb, verb)} {rest}" if is_plural else clause


def _applied(node: ast.expr, target: ast.expr) -> str:
    """Return the public function that is called with nothing but the item of a loop."""
    match node:
        case ast.Call(func=ast.Name(id=name), args=[ast.Name() as argument], keywords=[]) if not name.startswith("_"):
            return name if dotted(argument) == dotted(target) and not name[:1].isupper() else ""
    return ""


def _is_key(text: str) -> bool:
    """Return whether a key of a dictionary reads like a name."""
    return text.isidentifier() and not text.startswith("_") and not is_secret_value(text)


def _is_address(text: str) -> bool:
    return _ADDRESS.match(text) is not None and len(text) > 3


def _plain(phrase: str) -> str:
    """Return what stands in an address for a value that is told by a phrase: the text itself, or `<name>`."""
    inner = phrase.strip("`")
    if inner[:1] in "'\"" and inner[:1] == inner[-1:]:
        return inner[1:-1]
    if inner.isidentifier():
        return f"<{inner}>"
    return inner if phrase.startswith("`") and _is_address(inner) else ""


def _part_of(node: ast.expr, target: ast.expr) -> str:
    """Return the key or attribute that an expression takes of a loop's variable; empty for any other expression."""
    match node, target:
        case (
            ast.Subscript(value=ast.Name(id=owner), slice=ast.Constant(value=str(part)))
            | ast.Attribute(value=ast.Name(id=owner), attr=part),
            ast.Name(id=name),
        ) if owner == name and not part.startswith("_") and part.isidentifier():
            return f"`{part}`"
    return ""
