"""What an instance needs before a member of it shows anything: content, or the work of another member."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from mkdocs_howto.section import Parameter, Project, Shape
from mkdocs_howto.syntax import walk

_ABSTRACT = {"Mapping", "MutableMapping"}
"""Base classes that say nothing of how an object is written."""
_MAPPINGS = {"dict", "OrderedDict", "defaultdict", "UserDict", *_ABSTRACT}
_UNDOING = {
    "decode": "encode", "decompress": "compress", "decrypt": "encrypt", "deserialize": "serialize",
    "load": "dump", "loads": "dumps", "unpack": "pack", "unquote": "quote", "unsign": "sign", "unescape": "escape",
}  # fmt: skip
"""Methods that take what another method of the same object gives."""
_AFTER = {
    "release": "acquire", "stop": "start", "leave": "enter", "disconnect": "connect", "unlock": "lock",
    "resume": "pause", "uninstall": "install", "deactivate": "activate", "disable": "enable",
}  # fmt: skip
"""Methods that undo what another method of the same object has done."""
_RUNNING = frozenset({"Thread", "Process"})
"""Classes whose objects run something."""
_SHOWN = _MAPPINGS - _ABSTRACT | {
    "list",
    "set",
    "tuple",
    "str",
    "int",
    "float",
    "bytes",
    "Exception",
    "NamedTuple",
    "date",
    "datetime",
}
"""Base classes whose instances print what they hold."""
_WRITTEN = {"dataclass", "namedtuple", "enum", "exception", "typeddict"}
_OPEN = {"abstract", "unimplemented"}
_MOST_BASES = 30
_TEXT_FORMS = ("getvalue", "as_string", "to_string")
_PLACE = re.compile(r"\bself\.\w*(?:directory|path|filename)\b")
_SECRET = re.compile(r"secret|passw|token")


def owner(path: str, project: Project) -> Shape | None:
    """The class that a path goes through, if the object is a member of one.

    Args:
        path: The object's.
        project: Answers what the path before it is.
    """
    parent = path.rpartition(".")[0]
    found = project.shape(parent) if parent else None
    return found if found is not None and found.kind == "class" else None


def members_of(shape: Shape, project: Project) -> dict[str, Shape]:
    """Members of a class with those of its bases, nearest first.

    Args:
        shape: The class.
        project: Answers what its bases are.
    """
    found: dict[str, Shape] = {}
    for current in lineage(shape, project):
        found |= {member.name: member for member in current.members if member.name not in found}
    return found


def is_running(shape: Shape, project: Project) -> bool:
    """Whether a class is a kind of thread or process of the standard library."""
    return any(base.rpartition(".")[2] in _RUNNING for current in lineage(shape, project) for base in current.bases)


def is_store(shape: Shape, project: Project) -> bool:
    """Whether a class holds values under keys of any kind, and says so by methods of the project."""
    package = shape.object_path.partition(".")[0]
    members = members_of(shape, project)
    own = {name for name, member in members.items() if member.object_path.partition(".")[0] == package}
    return {"__getitem__", "__setitem__", "get"} <= own


def readable(shape: Shape, project: Project, variable: str) -> str:
    """An expression that shows what an object holds; empty where only its address could be shown.

    Args:
        shape: Its class.
        project: Answers what its bases are.
        variable: Name of the variable that holds it.
    """
    members = members_of(shape, project)
    bases = {base.rpartition(".")[2] for current in lineage(shape, project) for base in current.bases}
    is_listed = {"__iter__", "__len__"} <= members.keys()
    if is_listed and _holds_function(shape):
        return f"list({variable})"
    if is_listed and _tells_place(members.get("__repr__"), project):
        return f"list({variable})"
    if {"__repr__", "__str__"} & members.keys() or bases & _SHOWN or _WRITTEN & set(shape.labels):
        return variable
    if is_listed:
        return f"dict({variable})" if bases & _ABSTRACT else f"list({variable})"
    if _following(members) is not None:
        return f"next({variable})"
    if "__len__" in members:
        return f"len({variable})"
    names = [member.name for member in members.values() if _is_told(member)]
    parameters = shape.signature.parameters if shape.signature is not None else ()
    names.sort(key=lambda name: _doubt(members[name], parameters))
    return f"{variable}.{names[0]}" if names else ""


def following(shape: Shape, project: Project) -> Shape | None:
    """What gives the next item of an object that is there to be gone through; files, which are held, are read.

    Args:
        shape: Its class.
        project: Answers what its bases are.
    """
    return _following(members_of(shape, project))


def _following(members: Mapping[str, Shape]) -> Shape | None:
    return members.get("__next__") if "__enter__" not in members else None


def _tells_place(member: Shape | None, project: Project) -> bool:
    """Whether the text form of an object only says where the object is kept."""
    code = project.source(member.object_path) if member is not None else None
    return code is not None and _PLACE.search(code.text) is not None


def text_form(shape: Shape, project: Project) -> str:
    """The method that gives what is written to an object, or the text that it stands for; empty where there is none."""
    members = members_of(shape, project)
    return next((name for name in _TEXT_FORMS if name in members and takes(members[name], 0)), "")


def _holds_function(shape: Shape) -> bool:
    """Whether a class keeps a function unless it is given another one, whose address its text form would show."""
    parameters = shape.signature.parameters if shape.signature is not None else ()
    defaults = [parameter.default or "" for parameter in parameters]
    return any(default.isidentifier() and default.islower() for default in defaults)


def changed(shape: Shape, function: ast.FunctionDef | ast.AsyncFunctionDef, project: Project, variable: str) -> str:
    """An expression that shows what a method did to its object; empty where nothing does.

    Args:
        shape: The object's class.
        function: The method.
        project: Answers what the bases of the class are.
        variable: Name of the variable that holds the object.
    """
    if text := text_form(shape, project):
        return f"{variable}.{text}()"
    whole = readable(shape, project, variable)
    if whole in {variable, f"list({variable})", f"dict({variable})"}:
        return whole
    for node in walk(function):
        match node:
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()) if not name.startswith("_"):
                return f"{variable}.{name}"
    return whole


def _doubt(member: Shape, parameters: Sequence[Parameter]) -> int:
    """How little is known of what an attribute holds: what the constructor has to be given is there."""
    if "Callable" in member.annotation or member.name in {"func", "function", "predicate", "callback"}:
        return 4  # Functions print as their address.
    for parameter in parameters:
        if parameter.name == member.name:
            if "Callable" in parameter.annotation:
                return 4
            return 0 if parameter.required else 3 if parameter.default == "None" else 1
    is_written = re.match(r"[\d\"']|b['\"]|[\[({].", member.value or "")
    return 1 if is_written and not member.name.startswith("default_") else 2


def _is_told(member: Shape) -> bool:
    """Whether an attribute can be shown, and holds something as far as that is told."""
    is_read = member.kind == "attribute" or "property" in member.labels
    is_own = not member.name.startswith("_") and not member.name.isupper() and not is_secret(member)
    return is_read and is_own and ("property" in member.labels or member.value not in {"None", None})


def undone_by(shape: Shape, project: Project, name: str) -> Shape | None:
    """The method whose result another one takes: `dumps` for `loads`."""
    undone = undone_name(name)
    member = members_of(shape, project).get(undone) if undone else None
    return member if member is not None and takes(member, 1) else None


def undone_name(name: str) -> str:
    """The name of what gives what a function of that name takes: `dump_text` for `load_text`; empty where none does."""
    if name in _UNDOING:
        return _UNDOING[name]
    verb, _, rest = name.partition("_")
    return f"{_UNDOING[verb]}_{rest}" if rest and verb in _UNDOING else ""


def before(shape: Shape, project: Project, name: str) -> str:
    """The method that has to be called before another one: `acquire` for `release`; empty where none is known."""
    member = members_of(shape, project).get(_AFTER.get(name, ""))
    return member.name if member is not None and member.kind == "function" and takes(member, 0) else ""


def is_ready(shape: Shape, project: Project) -> bool:
    """Whether an instance of a class can be made."""
    members = members_of(shape, project).values()
    return shape.signature is not None and not any(is_open(member) for member in members)


def is_secret(member: Shape) -> bool:
    """Whether a member is read and holds what nobody should print."""
    is_read = member.kind == "attribute" or "property" in member.labels
    return is_read and _SECRET.search(member.name) is not None


def is_open(member: Shape) -> bool:
    """Whether a member is left to subclasses."""
    return not _OPEN.isdisjoint(member.labels)


def lineage(shape: Shape, project: Project) -> Iterator[Shape]:
    """A class and those it is built on, nearest first, as far as they can be read.

    Args:
        shape: The class.
        project: Answers what its bases are.
    """
    pending, seen = [shape], {shape.object_path}
    while pending and len(seen) < _MOST_BASES:
        current = pending.pop(0)
        yield current
        for path in current.bases:
            base = project.shape(path)
            if base is not None and base.kind == "class" and base.object_path not in seen:
                seen.add(base.object_path)
                pending.append(base)


def takes(member: Shape | None, count: int) -> bool:
    """Whether a method needs that many arguments beside its object."""
    if member is None or member.signature is None:
        return False
    parameters = member.signature.parameters
    if "staticmethod" not in member.labels:
        parameters = parameters[1:]
    return sum(parameter.required for parameter in parameters) == count
