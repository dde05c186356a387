"""Values for parameters: those that the file itself passes, else those that their name and use ask for, else none."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mkdocs_howto.facts.docstring import docstring_at, read
from mkdocs_howto.facts.passages import read_example
from mkdocs_howto.secrets import is_secret_name
from mkdocs_howto.section import Parameter, Project, Signature
from mkdocs_howto.syntax import NotPython, fragment, is_literal, last_name, unparsed, walk
from mkdocs_howto.writers.offline.examples.entry.needs import Reads, reads_of
from mkdocs_howto.writers.offline.trees import Function
from mkdocs_howto.writers.offline.words import listed

_SUFFIXES = {
    "csv": "csv", "json": "json", "xml": "xml", "html": "html", "htm": "html", "md": "md", "markdown": "md",
    "dot": "dot", "png": "png", "image": "png", "images": "png", "img": "png", "photo": "jpg", "video": "mp4",
    "audio": "mp3", "pdf": "pdf", "xls": "xlsx", "xlsx": "xlsx", "excel": "xlsx", "yaml": "yaml", "yml": "yaml",
    "txt": "txt", "text": "txt", "log": "log", "zip": "zip", "sqlite": "db", "toml": "toml", "ini": "ini",
}  # fmt: skip
"""Suffixes of files, by a word of the name of a parameter or of a function."""
_FORMATS = {
    "html": '"<h1>Tea</h1><p>Two bags</p>"', "md": '"# Tea\\n\\nTwo bags"', "markdown": '"# Tea\\n\\nTwo bags"',
    "xml": '"<product><name>Tea</name></product>"', "json": "'{\"name\": \"Tea\"}'",
}  # fmt: skip
"""Texts in a format that a name asks for."""
_TEXTS = {
    "prompt": '"Write a short story about a robot that learns to paint."',
    "question": '"What is the capital of France?"',
    "query": '"green tea"', "subject": '"Your order"', "title": '"Green tea"', "description": '"Loose leaves, 100 g"',
    "language": '"en"', "lang": '"en"', "locale": '"en"', "currency": '"USD"', "country": '"US"',
    "email": '"ada@example.com"', "username": '"ada"', "encoding": '"utf-8"', "host": '"localhost"',
    "sentence": '"The tea was excellent."', "domain": '"example.com"', "date": '"2024-05-01"',
}  # fmt: skip
"""Texts by the last word of a parameter that holds text."""
_KEYS = {"role": '"user"', "by": '"XPATH"', "selector": '"//button"'}
"""Texts that a dictionary has under a key."""
_NUMBERS = {
    "width": "640", "height": "480", "timeout": "10", "limit": "10", "count": "3", "port": "8000", "price": "9.99",
    "temperature": "0.7", "quality": "85", "length": "12", "number": "3", "size": "10", "n": "3", "tokens": "100",
    "page": "1", "id": "1", "index": "0", "depth": "2", "delay": "1", "quantity": "2", "amount": "9.99",
}  # fmt: skip
_TEXT_TYPES = frozenset(
    {"", "str", "AnyStr", "Optional[str]", "str | None", "Union[str, Path]", "str | Path", "object", "Any"}
)
_KNOWN_TYPES = frozenset({
    "Any", "Dict", "Iterable", "List", "None", "Optional", "Path", "Sequence", "SimpleNamespace", "Tuple", "Union",
    "bool", "bytes", "dict", "float", "int", "list", "set", "str", "tuple",
})  # fmt: skip
_SCALARS = {"bool": "True"}
_PATHS = frozenset({"path", "file", "filename", "filepath", "fname"})
_FOLDERS = frozenset({"dir", "directory", "folder"})
_URLS = '["https://example.com/products/1", "https://example.com/products/2"]'
_MESSAGES = '[{"role": "user", "content": "What is the capital of France?"}]'
_MOST_READ = 5
_LONGEST_LITERAL = 70
_LONGEST_SAID = 90


NOTHING = ast.FunctionDef("nothing", ast.arguments([], [], None, [], [], None, []), [ast.Pass()], [])
"""A function without parameters and statements, for values that no function of the file takes."""


@dataclass(frozen=True, slots=True)
class Argument:
    """What is passed for a parameter.

    Attributes:
        name: The parameter.
        text: An expression; the name of the parameter where no value is known.
        need: What the value has to be, for a value that is not known; empty where nothing is known of it.
        file: A file that has to exist for the call.
        is_open: Whether no value is known.
        is_read: Whether it is known which parts of the value are read.
    """

    name: str
    text: str
    need: str = ""
    file: str = ""
    is_open: bool = False
    is_read: bool = False


@dataclass(frozen=True, slots=True)
class Values:
    """Finds values for the parameters of the functions in a file.

    Attributes:
        tree: The file.
        project: Answers what other objects are.
        module: Path of the file's module, as the project knows it.
    """

    tree: ast.Module
    project: Project
    module: str
    _passed: dict[str, list[ast.Call]] = field(default_factory=dict)

    def arguments(self, function: Function, signature: Signature, owner: str = "") -> tuple[Argument, ...]:
        """Return what to pass for each required parameter.

        Args:
            function: The definition.
            signature: Its parameters, without the one that a call passes by itself.
            owner: Name of its class.
        """
        name = owner if function.name == "__init__" else function.name
        path = ".".join(filter(None, (self.module, owner, "" if function.name == "__init__" else function.name)))
        needed = {one.name for one in signature.parameters if one.required} | _one_of(function)
        required = [one for one in signature.parameters if one.name in needed]
        given = self._given(name, path, signature) if required else {}
        found = []
        for one in required:
            if one.name in given:
                found.append(Argument(one.name, given[one.name]))
            else:
                found.append(self._made(function, one))
        return tuple(found)

    def of_field(self, name: str, type_: str) -> Argument:
        """Return a value for an attribute.

        Args:
            name: The attribute.
            type_: Its annotation.
        """
        return self._made(NOTHING, Parameter(name, "keyword-only", type_))

    def _given(self, name: str, path: str, signature: Signature) -> Mapping[str, str]:
        """Return the values that one call of the project passes, the call with most literals."""
        best: dict[str, str] = {}
        for call in self._calls(name, path):
            bound = _bound(call, signature)
            if len(bound) > len(best):
                best = bound
        return best

    def _calls(self, name: str, path: str) -> Iterator[ast.Call]:
        texts = [f"{name}({given})" for given in self.project.calls(path)]
        if not self._passed:
            trees = [self.tree, *_shown_in_docstrings(self.tree)]
            for node in (node for tree in trees for node in walk(tree)):
                if isinstance(node, ast.Call):
                    self._passed.setdefault(last_name(node.func), []).append(node)
        for text in texts:
            try:
                yield from (node for node in walk(fragment(text)) if isinstance(node, ast.Call))
            except NotPython:
                continue
        yield from self._passed.get(name, ())

    def _made(self, function: Function, parameter: Parameter) -> Argument:
        """Return a value that the name, the type and the use of a parameter ask for, or the name alone."""
        reads = Reads() if _is_plain(parameter.annotation) else reads_of(function, parameter.name, self._functions())
        words, type_ = words_of(parameter.name), parameter.annotation
        if not is_secret_name(parameter.name):
            if (file := _file(words, words_of(function.name), type_, reads)) is not None:
                is_path = "Path" in type_ and "str" not in type_
                text = f'Path("{file}")' if is_path else f'"{file}"'
                return Argument(parameter.name, text, file=file if _is_read(function, words) else "")
            if text := _value(words, words_of(function.name), type_, reads):
                return Argument(parameter.name, text)
            if words[-1:] == ["messages"] and not type_ and not reads.attributes and self._has_roles():
                return Argument(parameter.name, _MESSAGES)
            if text := self._listed(parameter.name):
                return Argument(parameter.name, text)
        is_said = bool(parameter.annotation) and _is_known(parameter.annotation)
        return Argument(
            parameter.name,
            parameter.name,
            _need(parameter, reads, _said(function, parameter.name)),
            is_open=True,
            is_read=reads != Reads() and not (is_said and not reads.keys),
        )

    def _has_roles(self) -> bool:
        """Return whether the file reads messages as a chat has them."""
        return any(isinstance(node, ast.Constant) and node.value == "role" for node in walk(self.tree))

    def _functions(self) -> dict[str, Function]:
        return {one.name: one for one in self.tree.body if isinstance(one, Function)}

    def _listed(self, name: str) -> str:
        """Return the value that the file itself holds under the name of a parameter."""
        classes = [inner for node in self.tree.body if isinstance(node, ast.ClassDef) for inner in node.body]
        for node in (*self.tree.body, *classes):
            match node:
                case ast.Assign(targets=[ast.Name(id=own)], value=value) if own in {name, f"default_{name}"}:
                    if isinstance(value, ast.List) and value.elts:
                        value = value.elts[0]
                    if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
                        return _quoted(value)
        return ""


def words_of(name: str) -> list[str]:
    """Return the words of a name in small letters: `csv2dict` has `csv` and `dict`."""
    return re.findall(r"[a-z]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower())


def _shown_in_docstrings(tree: ast.Module) -> Iterator[ast.Module]:
    """Yield the statements that docstrings of a file show."""
    for node in walk(tree):
        if isinstance(node, Function | ast.ClassDef) and (text := docstring_at(node)):
            for example in read(text).examples:
                for passage in read_example(example.code, ""):
                    try:
                        yield fragment(passage.code)
                    except NotPython:
                        continue


def _bound(call: ast.Call, signature: Signature) -> dict[str, str]:
    """Return the arguments of a call that are literals, by parameter; nothing for a call with stars."""
    plain = [one for one in signature.parameters if one.kind in {"positional-only", "positional or keyword"}]
    if any(isinstance(one, ast.Starred) for one in call.args) or any(one.arg is None for one in call.keywords):
        return {}
    pairs = [(one.name, value) for one, value in zip(plain, call.args, strict=False)]
    pairs += [(one.arg or "", one.value) for one in call.keywords]
    return {name: _quoted(value) for name, value in pairs if _is_telling(value) and not is_secret_name(name)}


def _is_telling(value: ast.expr) -> bool:
    """Return whether an argument is a literal that shows something."""
    if isinstance(value, ast.Constant) and value.value in (None, ..., "", b""):
        return False
    return is_literal(value) and len(unparsed(value)) <= _LONGEST_LITERAL


def _quoted(value: ast.expr) -> str:
    """Return a literal as Python writes it, a text between double quotes."""
    text = unparsed(value)
    is_plain = isinstance(value, ast.Constant) and isinstance(value.value, str)
    return f'"{text[1:-1]}"' if is_plain and text.startswith("'") and '"' not in text else text


def _file(words: Sequence[str], around: Sequence[str], type_: str, reads: Reads) -> str | None:
    """Return the file or folder that a parameter names; `None` for a parameter that names none."""
    if not words or (type_ not in _TEXT_TYPES and "Path" not in type_) or reads.keys:
        return None
    last = words[-1]
    if last in _FOLDERS or (last == "path" and _FOLDERS & set(words)):
        stem = [one for one in words if one not in _FOLDERS and one not in {"path", "save", "base", "root", "target"}]
        return "_".join(stem) or "files"
    if last not in _PATHS and not ("file" in words and last in {"name", "path"}) and "Path" not in type_:
        return None
    is_output = bool({"output", "save", "target", "out", "dest", "destination"} & set(words))
    for word in words:
        if word in _SUFFIXES:
            return f"{'output' if is_output else 'example' if word == 'text' else _stem(word)}.{_SUFFIXES[word]}"
    known = [word for word in around if word in _SUFFIXES]
    if known:
        word = known[-1] if is_output else known[0]
        return f"{'output' if is_output else _stem(word)}.{_SUFFIXES[word]}"
    return None


def _stem(word: str) -> str:
    """Return the name of a file of a kind."""
    stems = {"csv": "products", "json": "products", "xml": "products", "html": "page", "htm": "page", "dot": "graph",
             "png": "picture", "xls": "products", "xlsx": "products", "excel": "products", "md": "page",
             "markdown": "page", "img": "image", "images": "image", "txt": "notes", "text": "notes"}  # fmt: skip
    return stems.get(word, word)


def _is_read(function: Function, words: Sequence[str]) -> bool:
    """Return whether a function needs a file that is there: it is not named as what is written."""
    written = {"output", "save", "target", "out", "dest", "destination", "dir", "directory", "folder"}
    verbs = {"save", "write", "dump", "export", "download", "create"}
    if written & set(words) or verbs & set(words_of(function.name)):
        return False
    # Of two kinds of file in the name of a function, the second is what the first is turned into.
    made = re.search(r"(?:2|to_?|as_)([a-z]+)\Z", function.name.lower())
    return made is None or made[1] not in words or made[1] not in _SUFFIXES


def _value(words: Sequence[str], around: Sequence[str], type_: str, reads: Reads) -> str:
    """Return a value that a name and a type ask for; empty where they leave it open."""
    if not words:
        return ""
    last, bare = words[-1], re.sub(r"^(?:typing\.|Optional\[|list\[|List\[)", "", type_).lower()
    is_chat = last == "messages" and set(reads.of_items) <= {"role", "content"} and not reads.attributes
    if is_chat and (reads.of_items or "messages" in bare or "dict" in bare or type_ in {"list", "List"}):
        return _MESSAGES
    if reads.keys:
        return _dictionary(reads.keys) if not reads.attributes else ""
    if reads.attributes or reads.of_items or reads.of_objects:
        return ""
    if type_ in _SCALARS:
        return _SCALARS[type_]
    if type_ in {"int", "float"}:
        return next((_NUMBERS[word] for word in reversed(words) if word in _NUMBERS), "")
    if type_ in {"list[str]", "List[str]", "Iterable[str]", "Sequence[str]"}:
        return _URLS if last in {"urls", "links"} else ""
    if type_ not in _TEXT_TYPES:
        return ""
    if last in {"url", "link", "uri"}:
        kind = next((word for word in [*words, *around] if word in {"image", "img", "video", "audio", "pdf"}), "")
        return f'"https://example.com/{_stem(kind)}.{_SUFFIXES[kind]}"' if kind else '"https://example.com/products/42"'
    if type_ in {"Any", "object"}:
        return ""
    if last in {"string", "content", "text", "data", "html", "md", "markdown", "xml", "json"}:
        kinds = [word for word in [*words, *around] if word in _FORMATS]
        if kinds:
            return _FORMATS[kinds[0]]
    if last == "language" and "target" in words:
        return '"de"'
    if last in {"price", "amount"} and type_ == "str":
        return f'"{_NUMBERS[last]}"'
    if last == "name" and words[:-1]:
        return _TEXTS.get(words[-2], "") if words[-2] in {"domain", "user"} else ""
    return _TEXTS.get(last, "")


def _dictionary(keys: Sequence[str]) -> str:
    """Return a dictionary with the keys that are read; empty where one of them has no value that is sure."""
    pairs = []
    for key in keys:
        words = words_of(key)
        value = next((table[words[-1]] for table in (_KEYS, _TEXTS, _NUMBERS) if words and words[-1] in table), "")
        if not value and words and words[-1] in {"url", "link"}:
            value = '"https://example.com"'
        if not value:
            return ""
        pairs.append(f'"{key}": {value}')
    return f"{{{', '.join(pairs)}}}" if len(pairs) <= _MOST_READ else ""


def _need(parameter: Parameter, reads: Reads, said: str) -> str:
    """Return what a value has to be, in words; empty where nothing is known of it."""
    if is_secret_name(parameter.name):
        return "the key of your own account"
    type_ = parameter.annotation.strip("'\"")
    known = f"`{type_}`" if type_ and len(type_) <= 50 else ""
    if reads.keys:
        key = "keys" if len(reads.keys) > 1 else "key"
        known = f"{known or 'a dictionary'} with the {key} {_some(reads.keys)}"
    elif reads.attributes and not _is_known(type_):
        known = f"{known or 'an object'} with {_some(reads.attributes)}"
    elif reads.of_items:
        known = f"{known or 'dictionaries'}, each with {_some(reads.of_items)}"
    elif reads.of_objects:
        known = f"{known or 'objects'}, each with {_some(reads.of_objects)}"
    return ": ".join(filter(None, (known, said)))


def _said(function: Function, name: str) -> str:
    """Return what the docstring says of a parameter, if that is short."""
    for one in read(docstring_at(function) or "").parameters:
        if name in one.name.split(", "):
            text = " ".join(one.text.split()).partition(". ")[0].rstrip(".")
            return text if 3 <= len(text) <= _LONGEST_SAID else ""
    return ""


def _is_plain(type_: str) -> bool:
    """Return whether a type is one of Python's own, whose methods need not be told."""
    return type_ in {"str", "int", "float", "bool", "bytes"}


def _is_known(type_: str) -> bool:
    """Return whether a type is put together of Python's own alone."""
    names = set(re.findall(r"\w+", type_))
    return bool(names) and names <= _KNOWN_TYPES and ("SimpleNamespace" not in names or bool(names & {"Path", "str"}))


def _one_of(function: Function) -> set[str]:
    """Return the first of several parameters of which one has to be given, or the function raises."""
    for node in function.body:
        match node:
            case ast.If(
                test=ast.UnaryOp(op=ast.Not(), operand=ast.BoolOp(op=ast.Or(), values=[ast.Name(id=name), *_])),
                body=[ast.Raise()],
            ):
                return {name}
            case ast.If(
                test=ast.BoolOp(
                    op=ast.And(),
                    values=[
                        ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name))
                        | ast.Compare(left=ast.Name(id=name), ops=[ast.Is()], comparators=[ast.Constant(value=None)]),
                        *_,
                    ],
                ),
                body=[ast.Raise()],
            ):
                return {name}
    return set()


def _some(names: Sequence[str]) -> str:
    shown = [f"`{name}`" for name in names[:_MOST_READ]]
    return listed([*shown, "others"] if len(names) > _MOST_READ else shown)
