"""Findings about claims that the code decides."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator

from mkdocs_howto.effects import Effects
from mkdocs_howto.facts.docstring import docstring_text
from mkdocs_howto.reading import Reading
from mkdocs_howto.review import calls, deeds, defaults, endings, requests
from mkdocs_howto.review.codes import found
from mkdocs_howto.review.statements import OWN, SPAN, Sentence, is_denied, sentences
from mkdocs_howto.section import CodeBlock, Finding, Project, Shape
from mkdocs_howto.syntax import NotPython, parse_expression, parsed, walk

_SINCE = 12
"""Version of the review from which on claims are judged sentence by sentence."""
_RAISES = re.compile(
    r"\b(?:raises|raise|throws)\s+(?:an?\s+|the\s+)?`(?P<name>[\w.]+)(?:\([^`]*\))?`"
    r"|`(?P<passive>[\w.]+)(?:\([^`]*\))?`\s+(?:is|are|gets)\s+(?:raised|thrown)\b",
    re.IGNORECASE,
)
_BUILT_ON = re.compile(
    r"\b(?:derives?\s+(?:directly\s+)?from|derived\s+from|inherits?\s+(?:directly\s+)?from|subclass(?:es)?(?:\s+of)?|extends|is\s+built\s+on)\s+"
    r"(?:the\s+(?:builtin\s+|built-in\s+)?(?:class\s+|exception\s+)?)?`(?P<name>[A-Za-z_][\w.]*)`"
)
_ATTRIBUTE = re.compile(r"\battribute|`[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+`")
_ARGUMENTS = re.compile(r"\b(?:arguments?|keywords?|parameters?)\b", re.IGNORECASE)
_IS_A = re.compile(
    r"^(?:It|This|The\s+(?:class|enumeration|exception)|`[\w.]+`)\s+is\s+an?\s+`(?:enum\.)?(?P<name>[A-Za-z_]\w*)`"
    r"(?=\s*[,.;]|\s+(?:that|which|with|and|whose|so)\b|$)"
)
_ENUMERATIONS = frozenset({"Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"})
_MOST_BASES = 30
_OTHERS = re.compile(r"`(?P<name>[\w.]+)(?:\([^`]*\))?`\s+(?:also\s+|then\s+)?$")
"""What raises, as its name stands just before the verb."""
_ADDRESS = re.compile(r"(?:https?|wss?)://(?P<host>[^\s/`'\"<>{}:]+)[^\s`'\"<>]*")
_RESERVED = re.compile(r"(?:^|\.)(?:example|test|invalid|localhost)$|(?:^|\.)example\.(?:com|net|org)$|^[\d.]+$")
"""Hosts that nobody has (RFC 2606), and numbers."""


def contradictions(
    reading: Reading, block: CodeBlock, project: Project, tree: ast.Module, effects: Effects
) -> Iterator[Finding]:
    """Yield findings about claims that the code refutes.

    Args:
        reading: What is said.
        block: The code.
        project: Answers what other objects are.
        tree: Its syntax tree.
        effects: What it raises and requests.
    """
    for sentence in sentences(reading.prose, block.shape):
        for words, message in _claims(sentence, block, project, effects):
            yield found("contradicts-code", message, words, sentence.line, since=_SINCE)
    yield from _exchanged(reading, block, project, tree)
    yield from calls.findings(reading, block, project, tree)
    for line, text in reading.prose:
        for words, message in defaults.contrasts(text, block):
            yield found("contradicts-code", message, words, line, since=_SINCE)
    for line, words, message in requests.order(reading.steps, tree, block, effects):
        yield found("contradicts-code", message, words, line, since=_SINCE)


def _claims(sentence: Sentence, block: CodeBlock, project: Project, effects: Effects) -> Iterator[tuple[str, str]]:
    text = sentence.text
    for match in _RAISES.finditer(text):
        name = match["name"] or match["passive"]
        other = _OTHERS.search(text[: match.start()])
        if other is not None and not _is_own(other["name"], block):
            continue
        if is_denied(text, match.start()):
            continue
        if not _may_raise(name, block) and not _is_of_language(name, text, block.shape):
            yield name, f"The code nowhere raises `{name}`."
        elif _is_only_caught(name, block, project):
            yield name, f"The code catches `{name}`, and does not raise it."
    yield from requests.claims(text, effects)
    yield from _bases(sentence, block, project)
    yield from defaults.claims(text, block, project)
    yield from endings.claims(sentence, block, project)
    yield from deeds.claims(sentence, block, project)
    yield from _addresses(text, block)


def _is_own(name: str, block: CodeBlock) -> bool:
    """Return whether a name is the documented object's or one of its members'."""
    last = name.rpartition(".")[2]
    return last == block.shape.name or block.shape.member(last) is not None


def _is_only_caught(name: str, block: CodeBlock, project: Project) -> bool:
    """Return whether all that a function has to do with an exception is to catch it, for good."""
    if block.shape.kind != "function":
        return False
    last = name.rpartition(".")[2]
    nodes = list(walk(parsed(block.source)))
    caught = [one for one in nodes if isinstance(one, ast.ExceptHandler) and last in _names_in(one.type)]
    if not caught or any(isinstance(inner, ast.Raise) for one in caught for inner in walk(one)):
        return False
    named = [one for one in nodes if isinstance(one, ast.Name | ast.Attribute) and last in _names_in(one)]
    types = {inner for one in caught if one.type is not None for inner in walk(one.type)}
    return all(one in types for one in named) and last not in docstring_text(block, project)


def _names_in(node: ast.AST | None) -> set[str]:
    nodes = list(walk(node)) if node is not None else []
    return {one.id for one in nodes if isinstance(one, ast.Name)} | {
        one.attr for one in nodes if isinstance(one, ast.Attribute)
    }


def _may_raise(name: str, block: CodeBlock) -> bool:
    """Return whether a type is named where something could be raised from: here, or in what is called."""
    last = name.rpartition(".")[2]
    if re.search(rf"\b{re.escape(last)}\b", block.source) or last in block.docstring:
        return True
    # What other functions raise, their source would have to tell.
    return not last.endswith(("Error", "Exception")) or _calls_anything(block)


def _is_of_language(name: str, text: str, shape: Shape) -> bool:
    """Return whether Python itself raises an exception for what a sentence tells, with no statement for it.

    Looking a member up in an enumeration (enum, "EnumType"), reading an attribute that does not exist, passing other
    arguments than the signature has, changing a frozen data class.
    """
    last = name.rpartition(".")[2]
    if last == "AttributeError":
        return shape.kind in {"class", "module"} or _ATTRIBUTE.search(text) is not None
    if last == "TypeError":
        return _ARGUMENTS.search(text) is not None
    if shape.kind != "class":
        return False
    if "enum" in shape.labels:
        return last in {"ValueError", "KeyError", "TypeError"}
    return last == "FrozenInstanceError" and "dataclass" in shape.labels


def _is_of_other(text: str, raised: re.Match[str], shape: Shape) -> bool:
    """Return whether what a sentence says to raise is an expression other than a call of the documented object."""
    for span in SPAN.finditer(text[: raised.start()]):
        try:
            node = parse_expression(span["code"].strip())
        except NotPython:
            continue
        match node:
            case ast.Subscript():
                return True
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name != shape.name:
                return shape.member(name) is None
    return False


def _calls_anything(block: CodeBlock) -> bool:
    tree = parsed(block.source)
    outside: set[ast.AST] = set()
    for one in tree.body[-1:]:
        if isinstance(one, ast.ClassDef):
            # An enumeration's bases and the decorator of a data class raise nothing of the kinds that a text tells.
            above = one.bases if "enum" in block.shape.labels else []
            above = [*above, *(one.decorator_list if "dataclass" in block.shape.labels else [])]
            outside = {inner for part in above for inner in walk(part)}
    return any(
        isinstance(node, ast.Call | ast.Subscript | ast.Attribute | ast.BinOp) and node not in outside
        for node in walk(tree)
    )


def _exchanged(reading: Reading, block: CodeBlock, project: Project, tree: ast.Module) -> Iterator[Finding]:
    """Yield exceptions that the code has nothing to do with, told where those that it raises are not."""
    called = [tree, *calls.called(block, project, tree)]
    raised = list(dict.fromkeys(name for one in called for name in _raised_in(one)))
    prose = "\n".join(text for _, text in reading.prose)
    untold = [one for one in raised if not re.search(rf"\b{one}\b", prose)]
    if not untold:
        return
    above = {name for one in raised for name in _bases_of(one, block, project)}
    named = {name for one in called for name in _names_in(one)}
    known = named | set(re.findall(r"\w+", docstring_text(block, project)))
    known |= {name for one in calls.reached(block, project, tree) for name in _names_in(one)}
    for sentence in sentences(reading.prose, block.shape):
        if sentence.subject is None and block.shape.kind != "function":
            continue
        for match in _RAISES.finditer(sentence.text):
            name = (match["name"] or match["passive"]).rpartition(".")[2]
            other = _OTHERS.search(sentence.text[: match.start()])
            if name in known | above or is_denied(sentence.text, match.start()):
                continue
            if _is_of_language(name, sentence.text, block.shape) or _is_of_other(sentence.text, match, block.shape):
                continue
            if other is None or _is_own(other["name"], block):
                message = f"The code raises `{untold[0]}`, and nowhere `{name}`."
                yield found("contradicts-code", message, name, sentence.line, since=_SINCE)


def _raised_in(tree: ast.AST) -> Iterator[str]:
    """Yield the exceptions that code raises by name."""
    for node in walk(tree):
        match node:
            case ast.Raise(exc=ast.Call(func=ast.Name(id=name)) | ast.Name(id=name)) if name[:1].isupper():
                yield name


def _bases_of(name: str, block: CodeBlock, project: Project) -> set[str]:
    """Return the names of the classes that an exception is built on, as seen from the documented code."""
    builtin = getattr(builtins, name, None)
    if isinstance(builtin, type):
        return {one.__name__ for one in builtin.__mro__}
    place = block.shape.object_path
    paths = [block.names[name]] if name in block.names else []
    while place := place.rpartition(".")[0]:
        paths.append(f"{place}.{name}")
    shape = next((found_ for path in paths if (found_ := project.shape(path)) is not None), None)
    return (_above(shape, project) or set()) if shape is not None else set()


def _bases(sentence: Sentence, block: CodeBlock, project: Project) -> Iterator[tuple[str, str]]:
    """Yield classes that the documented class is said to be built on, but is not."""
    if block.shape.kind != "class" or sentence.subject != OWN:
        return
    found_ = [*_BUILT_ON.finditer(sentence.text)]
    is_a = _IS_A.match(sentence.text)
    if is_a is not None and (is_a["name"] in _ENUMERATIONS or isinstance(getattr(builtins, is_a["name"], None), type)):
        found_.append(is_a)
    for match in found_:
        above = None if is_denied(sentence.text, match.start()) else _above(block.shape, project)
        if above is not None and match["name"].rpartition(".")[2] not in above:
            bases = ", ".join(f"`{one.rpartition('.')[2]}`" for one in block.shape.bases) or "`object`"
            yield match[0], f"`{block.shape.name}` is built on {bases}."


def _above(shape: Shape, project: Project) -> set[str] | None:
    """Return the names of all classes that a class is built on, its own too; `None` where one cannot be read."""
    names, pending, seen = {shape.name, "object"}, [*shape.bases], set[str]()
    while pending:
        path = pending.pop()
        last = path.rpartition(".")[2]
        names.add(last)
        builtin = getattr(builtins, last, None) if path in {last, f"builtins.{last}"} else None
        if isinstance(builtin, type):
            names |= {one.__name__ for one in builtin.__mro__}
            continue
        found = project.shape(path)
        if path in seen or len(seen) >= _MOST_BASES or found is None or found.kind != "class":
            return None
        seen.add(path)
        pending += found.bases
    return names


def _addresses(text: str, block: CodeBlock) -> Iterator[tuple[str, str]]:
    """Yield addresses between backticks whose host the code does not name."""
    known = "\n".join([block.source, block.docstring, *(one.value or "" for one in block.neighbours)])
    for span in SPAN.finditer(text):
        for match in _ADDRESS.finditer(span["code"]):
            host = match["host"]
            if _RESERVED.search(host) or host in known:
                continue
            if _ADDRESS.search(known) is not None:
                yield match[0], f"The code names no address at `{host}`."
