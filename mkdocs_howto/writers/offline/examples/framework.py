"""Objects that a framework calls, or that users build on: a call of ours would show nothing that anybody writes.

A command, a route, a fixture, a hook or a validator is run by what it is registered with; a base class is used by
subclasses; an asynchronous context manager by a program that has something to do in it. How that looks, only the
authors' programs say.
"""

from __future__ import annotations

import re

from mkdocs_howto.section import ImportableBlock, Project, Shape
from mkdocs_howto.writers.offline.examples import state

_REGISTERING = {
    "after_request", "before_request", "command", "errorhandler", "exception_handler", "field_serializer",
    "field_validator", "fixture", "group", "hookimpl", "hookspec", "listens_for", "message_handler", "middleware",
    "model_serializer", "model_validator", "on_event", "receiver", "root_validator", "route", "shared_task",
    "teardown_request", "validator", "websocket",
}  # fmt: skip
"""Last names of decorators that hand a function to a framework."""
_METHODS = {
    "callback", "connect", "delete", "event", "get", "handler", "head", "job", "listener", "on", "options", "patch",
    "post", "put", "subscribe", "task", "tool", "trace", "view",
}  # fmt: skip
"""Names that such decorators have only as methods of something: `app.get`."""
_SUBCLASSED = re.compile(
    r"\b(?:abstract|base) (?:\w+ )?class\b|\bbase for\b|\bbe (?:subclassed|inherited)\b"
    r"|\bsubclass(?:es)? (?:this|it|must|should|may|can|have to|need)\b|\binherit from this\b|\bmixin\b",
    re.IGNORECASE,
)
"""What a docstring says of a class that is there for subclasses."""


def is_called_by_others(block: ImportableBlock, project: Project) -> bool:
    """Return whether an object is not there to be called or made by its users themselves.

    What a thread or a process does that runs something of its users', only their program can show.

    Args:
        block: The code.
        project: Answers what the class of a method is.
    """
    shape = block.shape
    around = shape if shape.kind == "class" else state.owner(block.object_path, project)
    if around is not None and state.is_running(around, project):
        return True
    if shape.kind == "class":
        return _is_for_subclasses(shape, block.docstring)
    is_manager = {"async", "contextmanager"} <= set(shape.labels)
    return is_registered(shape) or is_manager or _gives_asynchronous_manager(shape, project)


def _gives_asynchronous_manager(shape: Shape, project: Project) -> bool:
    """Return whether a function is declared to return an object that is entered by `async with`."""
    returns = shape.signature.returns if shape.signature is not None else ""
    module = shape.object_path.rpartition(".")[0]
    given = project.shape(f"{module}.{returns}") if returns.isidentifier() else None
    return given is not None and "__aenter__" in state.members_of(given, project)


def is_registered(shape: Shape) -> bool:
    """Return whether a decorator hands a function to a framework."""
    for written in shape.decorators:
        outer, _, name = written.partition("(")[0].strip().rpartition(".")
        if name in _REGISTERING or (outer and name in _METHODS):
            return True
    return False


def _is_for_subclasses(shape: Shape, docstring: str) -> bool:
    """Return whether a class leaves something to its subclasses, or is entered by `async with`."""
    labels = set(shape.labels)
    if labels & {"enum", "exception", "typeddict"}:
        return False
    if labels & {"protocol", "abstract"} or any(map(state.is_open, shape.members)):
        return True
    if shape.member("__aenter__") is not None:
        return True
    return is_said_to_be_base(docstring)


def is_said_to_be_base(docstring: str) -> bool:
    """Return whether a docstring says of its class that it is there for subclasses."""
    return _SUBCLASSED.search(docstring.partition("\n\n")[0]) is not None
