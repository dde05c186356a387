"""Find claims of effects (writing files, caching, retrying) in code that has nothing to bring them about."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from mkdocs_howto.facts.docstring import docstring_text
from mkdocs_howto.facts.outcomes import Function
from mkdocs_howto.review.statements import OWN, Sentence, is_denied
from mkdocs_howto.section import CodeBlock, Project
from mkdocs_howto.syntax import SCOPES, NotPython, children, dumped, parsed, walk

_MOST_CALLED = 40
"""Functions of the project whose code is searched, too."""
_DEEPEST = 3
_ACT = r"(?:^|\b(?:and|then|or|but|it|also|always|finally)\s+|,\s+|`\s+)"


class _Deed(NamedTuple):
    """Something that only certain code can do.

    Attributes:
        said: How texts claim it.
        done: Names in code that may do it.
        told: Words by which documentation may tell it.
        what: The deed, in a message.
        is_act: Whether the claim is a verb whose subject does it.
    """

    said: re.Pattern[str]
    done: re.Pattern[str]
    told: re.Pattern[str]
    what: str
    is_act: bool = False


def _deed(said: str, done: str, told: str, what: str) -> _Deed:
    claim, names, words = (re.compile(one, re.IGNORECASE) for one in (said, done, told))
    return _Deed(claim, names, words, what)


def _act(verbs: str, done: str, told: str, what: str) -> _Deed:
    return _deed(rf"{_ACT}(?P<verb>{verbs})", done, told, what)._replace(is_act=True)


_DEEDS = (
    _deed(
        r"\b(?:(?:is|are|gets?|be)\s+(?:(?!not\b|never\b)\w+\s+)?(?:cached|memoi[sz]ed)|memoi[sz]es|cached\s+results?"
        r"|caches\s+(?:the|its|every|each|all|results?)\b|(?:from|in)\s+(?:an?|the|its)\s+(?:internal\s+)?cache)\b",
        r"cache|memo|lru|remember|weakref|\bglobal\b|stor(?:e|age)",
        r"cache|memo|remember",
        "keeps results in a cache",
    ),
    _deed(
        r"\b(?:thread[- ]safe|safe\s+(?:\w+\s+){0,3}(?:from|in|by|across|for|between)\s+(?:several|multiple|many|other)"
        r"\s+threads)\b",
        r"lock|thread|queue|mutex|semaphore|atomic|contextvar",
        r"thread",
        "is safe to use from several threads",
    ),
    _act(
        r"(?:writes|saves|dumps|stores|exports|logs|appends|persists)\b[^.;`]{0,30}\b(?:to|into|in|on)\s+"
        r"(?:(?:an?|the|its)\s+)?(?:(?!of\b)\w+\s+)?(?:files?|disk)\b|creates\s+an?\s+(?:\w+\s+){0,2}file\b",
        r"\bopen|write|\bdump\b|sav|export|shutil|mkdir|\.to_\w+\(|touch|rename|sqlite|storage|\bfile|_file|temp|handler",
        r"\bfiles?\b|\bdisk\b",
        "writes a file",
    ),
    _act(r"prints|logs", r"print|echo|stdout|stderr|log|console|display|show", r"print|\blog", "prints or logs"),
    _act(
        r"retries|tries\s+again",
        r"retr|attempt|tries|again|\bwhile\b|\bfor\b|range|backoff|tenacity|repeat",
        r"retr|again|attempt",
        "tries again",
    ),
    _act(
        r"deletes|removes\s+the\s+file",
        r"delet|remov|unlink|pop|discard|clear|\bdel\b|drop|rmtree|purge|expire|evict",
        r"delet|remov|clear",
        "deletes anything",
    ),
    _act(r"sleeps|pauses", r"sleep|wait|delay|pause|timeout|select|throttl|poll", r"sleep|wait|paus", "waits"),
    _act(
        r"asks\s+the\s+user|prompts\s+(?:the\s+user|for)",
        r"input|prompt|getpass|confirm|ask|dialog|question",
        r"ask|prompt|user",
        "asks a user",
    ),
    _deed(
        r"\b(?:an?|its|the)\s+(?:background|worker|daemon|separate)\s+(?:thread|process)\b",
        r"thread|process|pool|executor|spawn|fork|popen|run_in|daemon",
        r"thread|process",
        "starts a thread or process",
    ),
    _act(
        r"(?:starts|spawns|creates)\s+an?\s+(?:\w+\s+)?(?:thread|process)",
        r"thread|process|pool|executor|spawn|fork|popen|run",
        r"thread|process",
        "starts a thread or process",
    ),
    _act(
        r"(?:sends|makes)\s+an?\s+(?:HTTP|network|web)\s+request",
        r"request|http|fetch|urlopen|socket|url|client|session|send|connect",
        r"request|download|fetch",
        "sends a request",
    ),
    _act(
        r"connects\s+to\s+(?:a|the)\s+database|queries\s+the\s+database",
        r"sql|\bdb|database|connect|engine|session|cursor|query|table",
        r"database|connect",
        "uses a database",
    ),
    _act(
        r"encrypts|hashes",
        r"crypt|cipher|hash|digest|hmac|sha\d|md5|fernet|sign|secret|token",
        r"crypt|hash|digest",
        "encrypts or hashes",
    ),
)
_IN_PLACE = (
    re.compile(
        r"\b(?:changes?|modif(?:y|ies)|mutates?|updates?|sorts?|alters?|edits?|overwrites?|reorders?|reverses?)\s+(?:the\s+(?:\w+\s+)?)?"
        r"`(?P<name>\w+)`[^.;]{0,30}?\bin[- ]place\b"
    ),
    re.compile(
        r"`(?P<name>\w+)`\s+(?:itself\s+)?(?:is|are|gets)\s+(?:changed|modified|mutated|updated|sorted|altered|reversed)"
        r"(?:\s+in[- ]place\b|(?=[.,;]|$))"
    ),
    re.compile(r"\b(?:modifies|mutates)\s+(?:its\s+argument\s+|the\s+(?:\w+\s+)?)?`(?P<name>\w+)`(?=[.,;]|\s+and\b|$)"),
)
_UNCHANGED = (
    re.compile(
        r"\b(?:does\s+not|doesn't|never|without)\s+(?:chang|modif|mutat|alter)\w*\s+(?:the\s+(?:\w+\s+)?)?`(?P<name>\w+)`"
    ),
    re.compile(r"\bleaves\s+(?:the\s+(?:\w+\s+)?)?`(?P<name>\w+)`\s+(?:unchanged|untouched|as\s+it\s+is)"),
    re.compile(
        r"`(?P<name>\w+)`\s+(?:is|are|stays?|remains?)\s+(?:left\s+)?(?:not\s+changed|not\s+modified|unchanged|untouched)"
    ),
)
_CHANGING = frozenset(
    {"add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "reverse"}
    | {"setdefault", "sort", "update", "write", "writelines", "put", "set", "delete", "drop", "fill", "seek"}
)
_SURELY_CHANGING = _CHANGING & {"append", "clear", "extend", "insert", "popitem", "reverse", "sort", "update"}
_READING = frozenset(
    {
        "len",
        "list",
        "tuple",
        "set",
        "dict",
        "sorted",
        "str",
        "repr",
        "int",
        "float",
        "bool",
        "isinstance",
        "hasattr",
        "getattr",
    }
    | {
        "iter",
        "type",
        "callable",
        "enumerate",
        "zip",
        "map",
        "filter",
        "any",
        "all",
        "min",
        "max",
        "sum",
        "reversed",
        "print",
    }
    | {"id", "hash", "issubclass", "range", "bytes", "frozenset", "format", "vars", "dir", "round", "abs", "ord"}
)
"""Builtin functions that change none of their arguments."""


def claims(sentence: Sentence, block: CodeBlock, project: Project) -> Iterator[tuple[str, str]]:
    """Yield claims of deeds that nothing in the code supports, as offending words and a message."""
    for deed in _DEEDS:
        for match in deed.said.finditer(sentence.text):
            start = match.start("verb") if deed.is_act else match.start()
            if is_denied(sentence.text, start) or (deed.is_act and not _is_told_of_code(sentence, start, block)):
                continue
            if not (deed.done.search(_names(block, project)) or deed.told.search(docstring_text(block, project))):
                yield match[0].strip(" ,`"), f"Nothing in the code {deed.what}."
    if block.shape.kind == "function":
        yield from _changed(sentence.text, block, project)


def _is_told_of_code(sentence: Sentence, start: int, block: CodeBlock) -> bool:
    """Return whether the documented code, or one of its members, is what does something in a sentence."""
    if sentence.subject is None or re.search(r"\b(?:which|that|who|where|what)\b", sentence.text[:start]):
        return False
    return sentence.subject == OWN or block.shape.member(sentence.subject) is not None


def _names(block: CodeBlock, project: Project) -> str:
    """Return what the code names, and what the code that it calls in the project names."""
    texts = [_named_in(block.source, but=block.shape.name), *block.names.values(), *block.shape.bases]
    texts += [text for shape in (block.shape, *block.neighbours) for text in shape.decorators]
    package = block.shape.object_path.partition(".")[0]
    own = [one.object_path for one in block.neighbours if one.object_path.partition(".")[0] == package]
    for path in list(dict.fromkeys([*own, *block.shape.bases]))[:_MOST_CALLED]:
        code = project.source(path)
        texts.append(_named_in(code.text, but="") if code is not None else "")
    return "\n".join(texts)


def _named_in(text: str, *, but: str) -> str:
    """Return the names in code, and the words of its statements, without comments and documentation.

    Args:
        text: The code.
        but: The name that the code itself has, which says nothing of what it does.
    """
    try:
        tree = parsed(text)
    except NotPython:
        return text
    found: list[str] = []
    calls = [dumped(one) for one in walk(tree) if isinstance(one, ast.Call) and one.args]
    if len(calls) > len(set(calls)):
        found.append("again")
    for node in walk(tree):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)) | ast.alias(name=name):
                found.append(name)
            case ast.Attribute(attr=name):
                found.append(f".{name}(")
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name) if name != but:
                found.append(name)
            case ast.While() | ast.For() | ast.AsyncFor() | ast.Global() | ast.Delete():
                found.append({ast.Delete: "del", ast.AsyncFor: "for"}.get(type(node), type(node).__name__.lower()))
    return "\n".join(found)


# Arguments that are changed.


def _changed(text: str, block: CodeBlock, project: Project) -> Iterator[tuple[str, str]]:
    nodes = [one for one in parsed(block.source).body[-1:] if isinstance(one, Function)]
    for node in nodes:
        names = {one.arg for one in walk(node.args) if isinstance(one, ast.arg)}
        for pattern in _IN_PLACE:
            for match in pattern.finditer(text):
                if match["name"] not in names or is_denied(text, match.start()):
                    continue
                if not _may_change(node, match["name"], block.shape.object_path, project, _DEEPEST):
                    yield match[0], f"The code does not change `{match['name']}`."
        for pattern in _UNCHANGED:
            for match in pattern.finditer(text):
                if match["name"] in names and _surely_changes(node, match["name"]):
                    yield match[0], f"The code changes `{match['name']}`."


def _may_change(node: Function, name: str, path: str, project: Project, depth: int) -> bool:
    """Return whether a function may change what a parameter holds: itself, or by handing it on to what may."""
    for one in walk(node):
        match one:
            case ast.Subscript(value=ast.Name(id=held), ctx=ast.Store() | ast.Del()) if held == name:
                return True
            case ast.Attribute(value=ast.Name(id=held), ctx=ast.Store() | ast.Del()) if held == name:
                return True
            case ast.AugAssign(target=ast.Name(id=held)) if held == name:
                return True
            case ast.Call(func=ast.Attribute(value=ast.Name(id=held), attr=method)) if held == name:
                if method in _CHANGING:
                    return True
            case ast.Call() if _hands_on_change(one, name, path, project, depth):
                return True
    return False


def _hands_on_change(call: ast.Call, name: str, path: str, project: Project, depth: int) -> bool:
    given = [index for index, one in enumerate(call.args) if isinstance(one, ast.Name) and one.id == name]
    named = [one.arg for one in call.keywords if isinstance(one.value, ast.Name) and one.value.id == name]
    if not given and not named:
        return False
    if not isinstance(call.func, ast.Name):
        return not (isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Constant))
    if call.func.id in _READING:
        return False
    function = _called(call.func.id, path, project) if depth else None
    if function is None:
        return True
    node, place = function
    positional = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
    targets = [positional[index] for index in given if index < len(positional)] + [
        one for one in named if one is not None
    ]
    if len(targets) < len(given) + len(named):
        return True
    return any(_may_change(node, target, place, project, depth - 1) for target in targets)


def _called(name: str, seen_from: str, project: Project) -> tuple[Function, str] | None:
    place = seen_from
    while place := place.rpartition(".")[0]:
        code = project.source(f"{place}.{name}")
        if code is None:
            continue
        try:
            body = parsed(code.text).body
        except NotPython:
            return None
        return (body[-1], code.object_path) if body and isinstance(body[-1], Function) else None
    return None


def _surely_changes(node: Function, name: str) -> bool:
    """Return whether a function changes a parameter that it never gives another value."""
    pending: list[ast.AST] = [*node.body]
    changes = False
    while pending:
        one = pending.pop()
        match one:
            case ast.Name(id=held, ctx=ast.Store()) if held == name:
                return False
            case ast.Subscript(value=ast.Name(id=held), ctx=ast.Store() | ast.Del()) if held == name:
                changes = True
            case ast.Call(func=ast.Attribute(value=ast.Name(id=held), attr=method)) if held == name:
                changes = changes or method in _SURELY_CHANGING
        if type(one) not in SCOPES:
            pending += children(one)
    return changes
