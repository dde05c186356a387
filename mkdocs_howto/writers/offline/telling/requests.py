"""Requests over the network and questions to models, with the address and the body that are really sent."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_howto.effects import dotted
from mkdocs_howto.secrets import is_secret_value
from mkdocs_howto.syntax import children
from mkdocs_howto.writers.offline.telling.names import words_of
from mkdocs_howto.writers.offline.telling.paths import Paths
from mkdocs_howto.writers.offline.words import listed

_METHODS = frozenset({"get", "post", "put", "patch", "delete", "head"})
_MODULES = frozenset({"requests", "httpx", "aiohttp", "urllib3", "curl_cffi"})
_SESSIONS = frozenset({"session", "client", "scraper", "http"})
_MODELS = (
    "chat.completions.create", "completions.create", "ChatCompletion.create", "Completion.create", "responses.create",
    "messages.create", "generate_content", "generate_content_async", "images.generate", "embeddings.create",
)  # fmt: skip
"""Ends of the calls by which libraries of language models are asked."""
_FORMS = (("json", " as JSON"), ("data", ""), ("files", " as files"), ("params", " as the query"))
"""Arguments by which libraries send a body, and how it is said."""
_LONGEST_LIST = 6


@dataclass(frozen=True, slots=True)
class Request:
    """A request that a call sends.

    Attributes:
        action: Verb phrase: "sends a POST request to `https://…` with `model` and `messages` as JSON".
        address: What it is sent to; of a model its name; empty if that is not known.
        is_question: Whether a model is asked.
        place: Where it is sent to, if the action does not tell.
    """

    action: str
    address: str
    is_question: bool = False
    place: ast.expr | None = None


class Requests:
    """Recognises requests in one function."""

    def __init__(self, paths: Paths, parameters: frozenset[str], values: Mapping[str, ast.expr]) -> None:
        """Recognise the requests of one function.

        Args:
            paths: Folds its addresses.
            parameters: What its caller passes.
            values: Variables with a single value.
        """
        self._paths = paths
        self._parameters = parameters
        self._values = values

    def of(self, call: ast.Call, callee: str) -> Request | None:
        """Return the request that a call sends, or `None`.

        Args:
            call: The call.
            callee: Qualified name of what is called, as far as it is known.
        """
        return self._to_model(call) or self._to_address(call, callee)

    def _to_address(self, call: ast.Call, callee: str) -> Request | None:
        name = dotted(call.func)
        last = name.rpartition(".")[2]
        passed = {one.arg: one.value for one in call.keywords if one.arg}
        if last == "urlopen" or (last == "urlretrieve" and call.args):
            method, place = "GET", call.args[0] if call.args else passed.get("url")
        elif last == "request" and len(call.args) > 1 and isinstance(call.args[0], ast.Constant):
            method, place = str(call.args[0].value).upper(), call.args[1]
        elif last in _METHODS and (isinstance(call.func, ast.Attribute) or callee.partition(".")[0] in _MODULES):
            method, place = last.upper(), call.args[0] if call.args else passed.get("url")
        else:
            return None
        if place is None or not self._is_sent(call, callee, last, place):
            return None
        address = self._paths.text(place)
        plain = f"`{place.id}`" if isinstance(place, ast.Name) and place.id in self._parameters else ""
        attribute = place.attr if isinstance(place, ast.Attribute) and dotted(place.value) in {"self", "cls"} else ""
        known = plain or (f"`<{attribute}>`" if attribute and not attribute.startswith("_") else "")
        target = f"`{address}`" if address else known
        action = (
            f"sends a {method} request{f' to {target}' if target else ''}{self._body(passed)}{self._through(passed)}"
        )
        return Request(action, address or plain.strip("`"), place=None if target else place)

    def _is_sent(self, call: ast.Call, callee: str, last: str, place: ast.expr) -> bool:
        if last in {"urlopen", "urlretrieve"} or callee.partition(".")[0] in _MODULES:
            return True
        owner = dotted(call.func.value).rpartition(".")[2] if isinstance(call.func, ast.Attribute) else ""
        kind = callee.rpartition(".")[0].rpartition(".")[2]
        is_session = bool(_SESSIONS & set(words_of(owner))) or kind.endswith(("Session", "Client", "Scraper"))
        return is_session and ("://" in self._paths.text(place) or kind.endswith(("Session", "Client")))

    def _body(self, passed: Mapping[str, ast.expr]) -> str:
        for keyword, form in _FORMS:
            if keyword not in passed:
                continue
            value = self._value(passed[keyword])
            shown = " as a form" if keyword == "data" and isinstance(value, ast.Dict) else form
            if names := self._sent(value) or _keys(value):
                return f" with {listed(names)}{shown}"
        if "json" in passed:
            return " with a JSON body"
        return ""

    def _through(self, passed: Mapping[str, ast.expr]) -> str:
        """Return the proxy that a caller may choose."""
        proxy = passed.get("proxy")
        return f" through `{proxy.id}`" if isinstance(proxy, ast.Name) and proxy.id in self._parameters else ""

    def _value(self, node: ast.expr) -> ast.expr:
        return self._values.get(node.id, node) if isinstance(node, ast.Name) else node

    def _sent(self, node: ast.expr) -> Sequence[str]:
        """Return the parameters that go into a body, between backticks."""
        names = dict.fromkeys(self._parameters_in(node, 0))
        return [f"`{name}`" for name in names] if 0 < len(names) <= _LONGEST_LIST else []

    def _parameters_in(self, node: ast.expr, depth: int) -> Iterator[str]:
        for inner in _sent_parts(node):
            if not isinstance(inner, ast.Name):
                continue
            if inner.id in self._parameters:
                yield inner.id
            elif depth < 3 and (value := self._values.get(inner.id)) is not None:
                yield from self._parameters_in(value, depth + 1)

    def _to_model(self, call: ast.Call) -> Request | None:
        name = dotted(call.func)
        passed = {one.arg: one.value for one in call.keywords if one.arg}
        is_asked = "model" in passed and bool({"prompt", "messages"} & passed.keys())
        if not (name.endswith(_MODELS) or is_asked) or "." not in name:
            return None
        place = passed.get("model") or passed.get("engine")
        known = self._paths.text(place) if place is not None else ""
        is_own = isinstance(place, ast.Name) and place.id in self._parameters
        model = (
            f"the model `{known}`"
            if known
            else f"the model `{place.id}`"
            if is_own and isinstance(place, ast.Name)
            else ""
        )
        sent = passed.get("prompt") or passed.get("messages") or passed.get("input") or next(iter(call.args), None)
        what = self._question(sent) if sent is not None else ""
        limit = passed.get("max_tokens")
        tail = (
            f", for at most {limit.value} tokens"
            if isinstance(limit, ast.Constant) and isinstance(limit.value, int)
            else ""
        )
        if not what and not model and not name.endswith(_MODELS):
            return None
        return Request(f"sends {what or 'a request'} to {model or 'the model'}{tail}", known, is_question=True)

    def _question(self, node: ast.expr) -> str:
        """Return what is sent to a model: the prompt as written, or the parameters that it is made of."""
        value = self._values.get(node.id, node) if isinstance(node, ast.Name) else node
        text = self._paths.text(value)
        if text and not isinstance(value, ast.Name):
            return f'the prompt "{text if len(text) < 90 else text[:80].rpartition(" ")[0] + " …"}"'
        names = self._sent(node)
        return listed(names) if names else ""


def _sent_parts(node: ast.expr) -> Iterator[ast.AST]:
    """Yield the nodes whose values go into a body: no test that only chooses, nothing that another request gives."""
    pending: list[ast.AST] = [node]
    while pending:
        one = pending.pop()
        yield one
        if isinstance(one, ast.IfExp):
            pending += [one.orelse, one.body]
        elif not isinstance(one, ast.Await | ast.Compare):
            pending += reversed(children(one))


def _keys(node: ast.expr) -> Sequence[str]:
    """Return the keys of a dictionary that is sent, between backticks."""
    keys = node.keys if isinstance(node, ast.Dict) else ()
    named = [one.value for one in keys if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    is_shown = all(name.isidentifier() and not is_secret_value(name) for name in named)
    return [f"`{name}`" for name in named] if is_shown and 0 < len(named) <= _LONGEST_LIST else []
