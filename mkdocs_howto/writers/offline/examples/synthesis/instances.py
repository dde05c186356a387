"""An instance to show a member of: made, filled, closed; of a subclass where its class is left open."""

from __future__ import annotations

import ast
import dataclasses
import re

from mkdocs_howto.section import Parameter, Project, Shape, Signature
from mkdocs_howto.syntax import fragment, gives_itself, segment_of
from mkdocs_howto.writers.offline.describing.classes import is_unset
from mkdocs_howto.writers.offline.examples import results, state
from mkdocs_howto.writers.offline.examples.code import Code
from mkdocs_howto.writers.offline.examples.passed import documented
from mkdocs_howto.writers.offline.examples.synthesis.arguments import Arguments
from mkdocs_howto.writers.offline.examples.synthesis.calls import ASYNC_TYPES, Calls
from mkdocs_howto.writers.offline.examples.synthesis.constructors import inherited
from mkdocs_howto.writers.offline.examples.synthesis.draft import Draft, variable_for
from mkdocs_howto.writers.offline.examples.synthesis.factories import Factories
from mkdocs_howto.writers.offline.examples.synthesis.files import Files
from mkdocs_howto.writers.offline.examples.synthesis.forwarding import Forwarding
from mkdocs_howto.writers.offline.examples.synthesis.kept import Kept
from mkdocs_howto.writers.offline.examples.synthesis.standins import StandIns
from mkdocs_howto.writers.offline.examples.synthesis.usual import in_module, usual
from mkdocs_howto.writers.offline.examples.synthesis.values import FUNCTION_FIRST, PERSON, THING, is_personal

_WIDEST = 88
"""Characters of a `with` statement that makes what it holds."""
_FEW_KEYS = 7
"""Keys of a typed dictionary that an example sets all."""
_MOST_KEYS = 3
"""Keys that it sets of those with more; all may be left out (PEP 589, `total=False`)."""
MOST_OPEN = 3
"""Abstract members that an example implements; the others it names."""
_OF_TEXT = {"str": "str({})", "bytes": "str({}).encode()"}
"""Results that are made from what a method is given, by its annotation."""
_BETWEEN = 'print("inside")'
"""What stands between two calls of which the second undoes the first, or in a `with` statement that does both."""
_REMOVING = {"remove", "delete", "discard"}
"""Members that take out one of several."""
_EMPTYING = {"clear", "purge"}
"""Members that leave nothing to show: that something was there is shown before."""
_READS = re.compile(r"read|__iter__|__next__|next")
_ENDS = {"close", "__enter__", "__exit__"}
_CONTENT = {"iterable", "items", "initial", "elements", "seq", "sequence", "mapping", "initlist"}
"""First parameters of a constructor that an example fills even where they may be left out."""

_NAMED = {"keywords", "kwargs"}
"""Members that hold what was passed by name."""
_OPTIONS = {"params", "options", "settings", "config", "configuration", "kwargs", "context"}
"""First parameters of a constructor that take a container, which the instance does not then hold."""


def keeps_anything(shape: Shape, code: Code) -> bool:
    """Return whether what is set under a key of an instance is kept as it is, as far as it can be read."""
    member = state.members_of(shape, code.project).get("__setitem__")
    found = code.function(member.object_path) if member is not None else None
    return found is None or results.keeps_last(found.node)


class Instances:
    """Writes instances into a draft."""

    def __init__(self, arguments: Arguments, calls: Calls) -> None:
        self._arguments = arguments
        self._calls = calls
        self._project = arguments.project
        self._stand_ins = StandIns(arguments.block, arguments.project)
        self._factories = Factories(arguments.block, arguments.project)
        self._files = Files(arguments.block, arguments.project)
        self._kept = Kept(arguments.block, arguments.project)
        self._forwarding = Forwarding(arguments.code, arguments.project)

    def with_instance(self, draft: Draft, owner: Shape, path: str, member: Shape) -> None:
        """Make an instance and use a member of it."""
        maker, shape = path, owner
        if (asked := self._asked(owner, member)) is not None:
            maker, shape = asked.object_path, asked
            draft.imports.clear()
        elif not state.is_ready(owner, self._project) or self._stand_ins.lacking(owner, member.name):
            maker, shape = self._stand_ins.of(owner, member.name) or (path, owner)
            draft.imports.clear()
        filled = any(one.name in _CONTENT for one in _parameters(shape)[:1])
        self._arguments.together(shape, member, filled=filled)
        variable = self.instance(draft, shape, self._arguments.bring(draft, maker), maker)
        if member.name in _NAMED and any(one.kind == "variadic keyword" for one in _parameters(shape)):
            draft.setup[-1] = draft.setup[-1].replace(f"({FUNCTION_FIRST})", '(dict, name="Ada")')
        first = shape.signature.parameters[:1] if shape.signature is not None else ()
        made = "" if any(parameter.name in _OPTIONS for parameter in first) else draft.setup[-1]
        draft.held = _item_of(made)
        self._calls.on(draft, variable, member, owner)
        self.fill(draft, variable, shape, made, member)
        if member.name in _EMPTYING and len(draft.body) > 1:
            draft.body.insert(0, draft.body[-1])
        is_shown = any("print(" in row for row in draft.body)
        if earlier := state.before(shape, self._project, member.name):
            draft.setup.append(self._awaited(shape, earlier, f"{variable}.{earlier}()"))
            if not is_shown:
                draft.setup.append(_BETWEEN)
        elif not is_shown and draft.body and (later := state.after(shape, self._project, member.name)):
            draft.body += [_BETWEEN, self._awaited(shape, later, f"{variable}.{later}()")]
        if draft.body and state.is_closed(shape, self._project) and member.name not in _ENDS:
            self._hold(draft, variable, shape)

    def _awaited(self, shape: Shape, name: str, call: str) -> str:
        """The call of a method, awaited where that is a coroutine."""
        member = state.members_of(shape, self._project).get(name)
        return f"await {call}" if member is not None and "async" in member.labels else call

    def _hold(self, draft: Draft, variable: str, shape: Shape) -> None:
        """Use what has to be closed in a `with` statement, which makes it where it gives it, too."""
        place = next((at for at, row in enumerate(draft.setup) if row.startswith(f"{variable} = ")), -1)
        statement = f"with {variable}:"
        if place >= 0 and self._enters_itself(shape):
            made = f"with {draft.setup[place].removeprefix(f'{variable} = ')} as {variable}:"
            if "\n" not in made and len(made) <= _WIDEST:
                statement = made
                draft.body = [*draft.setup[place + 1 :], *draft.body]
                draft.setup = draft.setup[:place]
        inner = [f"    {row}" for text in draft.body for row in text.split("\n")]
        draft.body = [statement, *inner]

    def _enters_itself(self, shape: Shape) -> bool:
        """Whether a `with` statement gives the very object that it holds."""
        enter = state.members_of(shape, self._project).get("__enter__")
        found = self._arguments.code.function(enter.object_path) if enter is not None else None
        return found is not None and gives_itself(found.node)

    def entered(self, draft: Draft, shape: Shape, path: str) -> None:
        """Hold an instance in a `with` statement, where no member of it is shown.

        Args:
            draft: Takes the example.
            shape: The class.
            path: By which it is imported.
        """
        variable = self.instance(draft, shape, self._arguments.bring(draft, path), path)
        made = draft.setup.pop().removeprefix(f"{variable} = ")
        draft.body += [f"with {made}:", f"    {_BETWEEN}"]

    def _asked(self, owner: Shape, member: Shape) -> Shape | None:
        """The class built on another one of which a member says whether its object is one: `Table` for `is_table`."""
        name = results.asked_kind(self._arguments.functions.get(member.name))
        found = self._project.shape(f"{owner.object_path.rpartition('.')[0]}.{name}") if name else None
        is_built_on = found is not None and any(
            one.object_path == owner.object_path for one in state.lineage(found, self._project)
        )
        return found if is_built_on else None

    def fill(self, draft: Draft, variable: str, shape: Shape, made: str, member: Shape | None = None) -> None:
        """Put something into an object, where its use would show nothing otherwise.

        Args:
            draft: Holds the use.
            variable: The variable that holds the object.
            shape: Its class.
            made: The statement that made it, as far as that could fill it.
            member: What is used of it.
        """
        if not draft.setup or not draft.body:
            return  # A decorator's object stands above what it decorates.
        if not keeps_anything(shape, self._arguments.code):
            return
        filled = made if _content_of(made) is not None or _is_given_content(shape, made) else ""
        if line := state.content(shape, self._project, variable, "\n".join(draft.body), filled):
            draft.setup.append(line)
            if member is not None and _reads_on(shape, member, line, self._project):
                draft.setup.append(f"{variable}.seek(0)")
            if member is not None and member.name in _REMOVING and line.startswith(f"{variable}["):
                draft.setup.append(f'{variable}["size"] = "large"')  # Which stays.
            return
        putting = self._kept.put_by(shape, member) if member is not None and not filled else None
        if putting is not None and (given := self._put(draft, putting)):
            draft.setup.append(f"{variable}.{putting.name}({given})")
        elif member is not None and (placing := state.placing(shape, self._project, member)) is not None:
            self._place(draft, variable, placing)

    def _place(self, draft: Draft, variable: str, placing: Shape) -> None:
        """Put something where the member that is shown looks for it, by the same name."""
        key = next((first for _, first in state.uses("\n".join(draft.body), variable)), "")
        signature = placing.signature or Signature()
        further = self._known(draft, Signature(signature.parameters[2:]), placing)
        if key and further is not None:
            call = f"{variable}.{placing.name}({', '.join(filter(None, [key, further]))})"
            is_path = signature.returns.rpartition(".")[2] == "Path"  # Nothing is found there before it is written.
            draft.setup.append(f'{call}.write_text("Hello, world\\n")' if is_path else call)

    def _put(self, draft: Draft, method: Shape) -> str:
        """Arguments for what puts something into an object; empty where they would be one more thing to fill in."""
        if real := self._arguments.real(method, draft):
            return real
        taken = Signature((method.signature or Signature()).parameters[1:])
        return self._known(draft, taken, method) or ""

    def _known(self, draft: Draft, taken: Signature, method: Shape) -> str | None:
        """Values that fit what a method takes; `None` where one would be left open."""
        trial = Draft()
        self._arguments.given(trial, taken, method.name, owner=method.object_path)
        return None if trial.open else self._arguments.given(draft, taken, method.name, owner=method.object_path)

    def instance(self, draft: Draft, shape: Shape, name: str, path: str) -> str:
        """Make an instance; gives the variable that holds it."""
        is_open = "protocol" in shape.labels or bool(self.left_open(shape))
        if (factory := self._factories.of(shape, is_open=is_open)) is not None and self._is_clear(factory[1]):
            return self._made_by(draft, shape, *factory)
        if is_open:
            name = self.subclass(draft, shape, name)
        foreign = inherited(shape, self._arguments.supply(draft)) if shape.signature is None else None
        if not {"contextmanager", "enum"} & set(shape.labels) and shape.signature is None and foreign is None:
            draft.open = True
        variable = variable_for(name.rpartition(".")[2])
        keyword_style = "dataclass" in shape.labels
        signature = self._forwarding.taken(shape) or Signature()
        if "typeddict" in shape.labels:
            keys = signature.parameters
            signature = Signature(keys if len(keys) <= _FEW_KEYS else keys[:_MOST_KEYS])
        if signature.parameters and signature.parameters[0].name in _CONTENT:
            first, *others = signature.parameters
            signature = Signature((dataclasses.replace(first, default=None), *others))
        if keyword_style and not any(parameter.required for parameter in signature.parameters):
            signature = self._filled(signature)
        shown = documented(shape, self._arguments.code)
        given = self._arguments.real(shape, draft) or shown or foreign or self._usual(shape)
        given = self._arguments.completed(draft, given, signature, path) if given else given
        given = given or self._arguments.given(draft, signature, "__init__", by_name=keyword_style, owner=path)
        takes_content = any(map(_takes_content, signature.parameters[:1]))
        if not given and takes_content and state.is_mapping(shape, self._project):
            given = '{"name": "Ada", "age": 36}'
        if any(line.startswith(f"{variable} = ") for line in draft.setup):
            variable = f"own_{variable}"  # An argument has the name.
        if "enum" in shape.labels:
            member = next((member.name for member in shape.members if member.kind == "attribute"), "")
            draft.setup.append(f"{variable} = {name}.{member}")
        else:
            draft.setup.append(self._files.read(draft, shape.object_path, f"{variable} = {name}({given})"))
        draft.instances[variable] = shape
        return variable

    def _usual(self, shape: Shape) -> str:
        """What the project passes to a class that only stands beside the documented one, or in its module to any."""
        own = (self._arguments.block.name, self._arguments.block.object_path.rpartition(".")[0].rpartition(".")[2])
        if shape.name not in own:
            return usual(shape, self._project)
        is_asked = any(parameter.required for parameter in _parameters(shape))
        return next(iter(in_module(shape, self._project)), "") if is_asked else ""

    def _is_clear(self, function: Shape) -> bool:
        """Whether it is known what a function takes: by its annotations, or since the project calls it."""
        required = [one for one in function.signature.parameters if one.required] if function.signature else []
        is_declared = all(parameter.annotation.isidentifier() for parameter in required)
        return is_declared or bool(self._arguments.real(function, Draft()))

    def _made_by(self, draft: Draft, shape: Shape, path: str, function: Shape) -> str:
        """Make an instance by a function of the package; gives the variable that holds it."""
        draft.imports.pop(next(reversed(draft.imports), ""), None)  # Of the class, which is not named then.
        name = self._arguments.bring(draft, path)
        variable = variable_for(shape.name)
        variable = f"own_{variable.strip('_')}" if variable == name else variable
        draft.setup.append(f"{variable} = {name}({self._arguments.passed(draft, function)})")
        draft.instances[variable] = shape
        return variable

    def _filled(self, signature: Signature) -> Signature:
        """The constructor of a dataclass whose fields may all be left out, with the first that a value is known for."""
        for place, parameter in enumerate(signature.parameters):
            if parameter.default == "None" and self._arguments.supply(Draft()).value(parameter, {}) is not None:
                asked = dataclasses.replace(parameter, default=None)
                return Signature((*signature.parameters[:place], asked, *signature.parameters[place + 1 :]))
        return signature

    def own_class(self, draft: Draft, owner: Shape, name: str, member: Shape) -> str:
        """The class to call a member on: a subclass where it is left open.

        Args:
            draft: Takes the definition.
            owner: The class that has the member.
            name: How the example calls it.
            member: Called on the class.
        """
        if not state.is_open(member):
            return name
        if (known := self._stand_ins.of(owner, member.name)) is not None:
            draft.imports.clear()
            return self._arguments.bring(draft, known[0])
        return self.subclass(draft, owner, name)

    def subclass(self, draft: Draft, shape: Shape, name: str) -> str:
        """Define a subclass with what the class leaves open; gives its name."""
        draft.has_own_subclass = True
        own = f"My{name.rpartition('.')[2]}"
        rows = [f"class {own}({name}):"]
        left_open = self.left_open(shape)
        for member in shape.members:
            if is_unset(member):
                declared = Parameter(member.name, "positional or keyword", member.annotation)
                value = self._arguments.supply(draft).value(declared, {})
                value = THING if value == PERSON and not is_personal(own) else value
                rows.append(f"    {member.name} = {value or '...'}")
        for member in left_open[:MOST_OPEN]:
            names = [_with_stars(parameter) for parameter in (member.signature or Signature()).parameters]
            marks = [f"@{label}" for label in ("property", "classmethod", "staticmethod") if label in member.labels]
            if "staticmethod" not in member.labels:
                names = names or ["self"]
            declared_result = member.signature.returns if member.signature is not None else ""
            is_async = "async" in member.labels or declared_result.startswith(ASYNC_TYPES)
            define = "async def" if is_async else "def"
            returned = self._result(draft, member)
            rows += [
                *(["", ""][: len(rows) > 1]),
                *(f"    {mark}" for mark in marks),
                f"    {define} {member.name}({', '.join(names)}):",
                f"        {returned}",
            ]
        if len(left_open) > MOST_OPEN:
            draft.open = True
            further = ", ".join(member.name for member in left_open[MOST_OPEN:][:3])
            rows += ["", f"    # … and {len(left_open) - MOST_OPEN} more: {further} …"]
        draft.definitions += rows if len(rows) > 1 else [*rows, "    pass"]
        return own

    def left_open(self, shape: Shape) -> list[Shape]:
        """Members that a class and its bases leave to subclasses."""
        members = state.members_of(shape, self._project).values()
        # What a protocol itself names is left open, whatever stands in the body.
        asked = shape.members if "protocol" in shape.labels else ()
        return [member for member in members if state.is_open(member) or (member in asked and _is_method(member))]

    def _result(self, draft: Draft, member: Shape) -> str:
        annotation = member.signature.returns if member.signature else ""
        if "generator" in member.labels or annotation.startswith((*ASYNC_TYPES, "Iterator", "Generator")):
            items = re.findall(r"\[([\w.]+)", annotation)
            declared = Parameter("item", "positional or keyword", items[0] if items else "int")
            return f"yield {self._arguments.supply(draft).value(declared, {}) or '1'}"
        if not annotation or annotation == "None":
            return "return None" if annotation else "..."
        taken = [one.name for one in member.signature.parameters if one.required] if member.signature else []
        if annotation in _OF_TEXT and len(taken) == 2 and "staticmethod" not in member.labels:
            return f"return {_OF_TEXT[annotation].format(taken[1])}"
        if annotation.rpartition(".")[2] == "Any" and len(taken) > 1 and "staticmethod" not in member.labels:
            return f"return {taken[1]}"
        value = self._arguments.supply(draft).value(Parameter("value", "positional or keyword", annotation), {})
        return f"return {value}" if value is not None else "..."


def _parameters(shape: Shape) -> tuple[Parameter, ...]:
    """What the constructor of a class takes."""
    return shape.signature.parameters if shape.signature is not None else ()


def _is_method(member: Shape) -> bool:
    return member.kind == "function" and member.name not in {"__init__", "__init_subclass__", "__class_getitem__"}


def _content_of(statement: str) -> ast.expr | None:
    """What a container is filled with that a statement makes, where that is written out."""
    match fragment(statement).body:
        case [ast.Assign(value=ast.Call(args=[ast.List() | ast.Dict() | ast.Set() | ast.Tuple() as content, *_]))]:
            return content
    return None


def _is_given_content(shape: Shape, statement: str) -> bool:
    """Whether the constructor of a container, which takes what it holds first, is given something."""
    is_container = any(map(_takes_content, _parameters(shape)[:1]))
    match fragment(statement).body:
        case [ast.Assign(value=ast.Call(args=[ast.Call() | ast.Constant() | ast.ListComp(), *_]))]:
            return is_container
    return False


def _reads_on(shape: Shape, member: Shape, line: str, project: Project) -> bool:
    """Whether a member of a stream reads from where it stands, which writing has left behind."""
    return ".write(" in line and _READS.match(member.name) is not None and "seek" in state.members_of(shape, project)


def _item_of(statement: str) -> str:
    """What the container that a statement makes holds first: a key, or an element; empty where that is not simple."""
    match _content_of(statement):
        case ast.List(elts=[ast.Constant() as first, *_]) | ast.Dict(keys=[ast.Constant() as first, *_]):
            return segment_of(statement, first)
    return ""


def _takes_content(parameter: Parameter) -> bool:
    return parameter.kind == "variadic positional" or parameter.name in _CONTENT | {"data", "dict", "d", "other"}


def _with_stars(parameter: Parameter) -> str:
    stars = {"variadic positional": "*", "variadic keyword": "**"}.get(parameter.kind, "")
    default = f"={parameter.default}" if parameter.default is not None else ""
    return f"{stars}{parameter.name}{default}"
