"""Tell a function."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from mkdocs_howto.facts.docstring import overridden_text
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.section import CodeBlock, NamedBlock, Project, Shape, Signature, Step
from mkdocs_howto.syntax import below, last_name
from mkdocs_howto.writers.offline.calls import table
from mkdocs_howto.writers.offline.source import Source
from mkdocs_howto.writers.offline.telling import authors, decorators, documented, facade
from mkdocs_howto.writers.offline.telling.arguments import Arguments
from mkdocs_howto.writers.offline.telling.arrange import arranged, merged
from mkdocs_howto.writers.offline.telling.callees import Callees
from mkdocs_howto.writers.offline.telling.flow import REPEATEDLY, Flow, Helper, by_message
from mkdocs_howto.writers.offline.telling.given import result_of
from mkdocs_howto.writers.offline.telling.keywords import Following
from mkdocs_howto.writers.offline.telling.members import PROTOCOLS, Lines, Member, bound, is_about, member_of
from mkdocs_howto.writers.offline.telling.needs import undefined_of
from mkdocs_howto.writers.offline.telling.options import lines_of_command
from mkdocs_howto.writers.offline.telling.origins import origin_of, outcomes_of
from mkdocs_howto.writers.offline.telling.paths import constants_of, fixed_attributes, flags_of
from mkdocs_howto.writers.offline.telling.ranking import instance_of
from mkdocs_howto.writers.offline.telling.scope import Scope, public_scope, scope_of
from mkdocs_howto.writers.offline.telling.signatures import call_of, is_cut, parameter_texts
from mkdocs_howto.writers.offline.telling.stages import NEEDED, OTHERWISE, RANKS, REASONED, Stage, walk_stages
from mkdocs_howto.writers.offline.telling.terms import GUESSED, RESULT_OF, Terms
from mkdocs_howto.writers.offline.telling.triggers import prefixes_of, trigger_of
from mkdocs_howto.writers.offline.telling.wording import clause, leads, steps_of
from mkdocs_howto.writers.offline.trees import Function
from mkdocs_howto.writers.offline.types import Objects, Types
from mkdocs_howto.writers.offline.words import listed

_OUTER = frozenset({"request", "file", "process", "environment", "ask", "print", "exit", "database"})
"""What is told of a function whose author says what it does: what happens outside of it."""
_LONGEST_SAID = 110
_SHORT = 36
"""Characters of a condition behind which there is room for a few words."""
_LONGEST_RESULT = 72
_INSTANCE = re.compile(r"returns an? `[A-Z][\w.]*`")
"""A result of which the class is sure."""
_ASKED = re.compile(r"`(?P<name>\w+)\.\w+\(\)` is (?:true|false)\Z")
"""A condition that a caller may ask of an argument, too."""
_VAGUE = frozenset({"returns the result", "yields a value", "yields values one by one"})
_NAMELESS = re.compile(
    r"returns (?:(?:a|an|the) (?:text|list|dictionary|tuple|set|value|number|integer|object)|an? `\w+`)\Z"
)
"""A result of which nothing is told but its type."""
_UNNAMED = re.compile(r"(?:reads|opens|closes|writes|deletes|writes data to) (?:(?:an?|the) file\Z|the object itself)")
"""Effects on a file that nothing names."""
_LOOKING = ("checks ", "takes ", "tests ", "looks ")
"""Beginnings of effects that change nothing."""
_GIVING = ("returns ", "yields ", "gives ", "gets ", "is ", "tells ")
"""Beginnings of what an author says of a function that only gives a value."""
_DEEPEST = 2
"""Private functions that are followed one inside the other."""
_MOST_FOLLOWED = 40
"""Calls of private functions that are followed for one function."""


class Teller:
    """Makes the stages of the functions of one block."""

    def __init__(self, block: CodeBlock, tree: ast.Module, project: Project) -> None:
        self.block = block
        self.tree = tree
        self.project = project
        self.table = table()
        self.objects = Objects(block, project)
        self.source = Source(block.source, tree)
        self.following = Following(project, self.objects.names, block.shape.object_path.partition(".")[0])

        def source_of(path: str) -> str | None:
            found = project.source(path)
            return found.text if found is not None else None

        self.callees = Callees(source_of)
        self.constants = constants_of(tree)
        self.flags = flags_of(tree)
        self.prefixes = prefixes_of(tree)
        self.undefined: frozenset[tuple[str, int]] = (
            frozenset(undefined_of(tree)) if block.shape.kind == "module" else frozenset()
        )
        self._fixed = fixed_attributes(tree)
        self._own = own_functions(tree)
        self.described = ""
        """The description, where it is told before the steps: they do not say the same again."""
        self._inside: list[Function] = []
        self._told: dict[tuple[object, ...], tuple[Stage, ...]] = {}
        """Stages of functions that were asked for before."""

    def stages(
        self,
        node: Function,
        attributes: Mapping[str, str] | None = None,
        outer: Scope | None = None,
        *,
        is_run: bool = False,
    ) -> tuple[Stage, ...]:
        """Return the stages of a function as they follow one another, without any limit to their number.

        Args:
            node: The function.
            attributes: Types of `self.name`, where known.
            outer: Scope of the function that it is defined in.
            is_run: Whether it is a test or the run of a script, which is told by all that it creates and calls.
        """
        key = (node, is_run, *sorted((attributes or {}).items()))
        if outer is None and key in self._told:
            return self._told[key]
        types = Types(self.objects, self.table, attributes)
        types.read(below(node))
        terms = self._terms(types, scope_of(node, outer))
        terms.attributes = self._fixed.get(node, {})
        stages = Flow(terms, self.callees, self._helper(attributes), is_run=is_run).function(node)
        # With the same names as for the description, so that it is read once.
        names = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
        if not is_run and not authors.docstring_of(ast.get_docstring(node), names).summary:
            stages = _with_origin(stages, node)
        if outer is None:
            self._told[key] = stages
        return stages

    def terms_of(self, node: Function) -> Terms:
        """Return what names the values of a function."""
        types = Types(self.objects, self.table)
        types.read(below(node))
        return self._terms(types, scope_of(node))

    def statements(self, module: ast.Module, body: Sequence[ast.stmt]) -> tuple[Stage, ...]:
        """Return the stages of statements that stand in a module."""
        types = Types(self.objects, self.table)
        types.read(below(module))
        terms = self._terms(types, public_scope(module))
        return Flow(terms, self.callees, self._helper({}), is_run=True).body(body)

    def _terms(self, types: Types, scope: Scope) -> Terms:
        terms = Terms(self.source, types, self.table, scope, constants=self.constants, file=self.block.file)
        terms.flags = self.flags
        terms.undefined = self.undefined
        return terms

    def _helper(self, attributes: Mapping[str, str] | None) -> Helper:
        """Return what tells the private functions and methods of the block where they are called."""
        left = iter(range(_MOST_FOLLOWED))

        def tell(name: str, phrases: Mapping[str, str]) -> tuple[Stage, ...] | None:
            node = self._own.get(name)
            if node is None or node in self._inside or len(self._inside) >= _DEEPEST or next(left, None) is None:
                return None
            self._inside.append(node)
            types = Types(self.objects, self.table, attributes)
            types.read(below(node))
            scope = replace(scope_of(node), phrases=phrases)
            stages = Flow(self._terms(types, scope), self.callees, tell).function(node)
            self._inside.pop()
            is_told = any(one.kind not in {"return", "stop", "store"} for one in stages)
            said = "" if is_told else authors.phrase(authors.docstring_of(ast.get_docstring(node)), name)
            is_work = said and not said.startswith(_LOOKING) and not said.startswith(_GIVING)
            return (Stage(kind="call", action=said, names=(name,)), *stages) if is_work else stages

        return tell


def _with_origin(stages: tuple[Stage, ...], node: Function) -> tuple[Stage, ...]:
    """Return stages of which one tells where the result comes from, in place of those that only give it a name."""
    results = [one for one in stages if one.kind == "return" and one.names != ("None",)]
    is_made = any(_NAMELESS.match(one.action) is None and not is_vague(one) for one in results)
    fails = any(one.names == ("NameError",) for one in stages)
    origin = "" if is_made or fails else origin_of(node)
    if not origin or (results and "`" in results[0].action and "=" not in origin):
        return stages
    kept = [one for one in stages if one not in results and not (one.kind == "change" and is_vague(one))]
    if any(one.steps or one.condition == OTHERWISE or one.is_alternative for one in kept):
        return stages  # They say in which case there is which result.
    told = [
        Stage(
            kind="return",
            action=f"returns {one.value.rstrip(',')}",
            condition=one.condition.rstrip(","),
            loop=one.loop,
            lines=(one.lines,),
            value=one.value.rstrip(","),
            opens=bool(one.loop),
        )
        for one in outcomes_of(node)
    ]
    if told and told[0].condition and not told[-1].condition:
        told[-1] = replace(told[-1], condition=OTHERWISE)
    kind = result_of(node)
    action = f"returns {kind if kind and ' or ' not in kind else 'a value'} {origin}"
    return (*kept, *(told or [Stage(kind="return", action=action, value=action.removeprefix("returns "))]))


def own_functions(tree: ast.Module) -> dict[str, Function]:
    """Return the functions of a module and the methods of its classes, by bare name; no name that two of them share."""
    found: dict[str, list[Function]] = {}
    for node in tree.body:
        for one in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(one, Function):
                found.setdefault(one.name, []).append(one)
    return {name: nodes[0] for name, nodes in found.items() if len(nodes) == 1}


def function_steps(teller: Teller, node: Function) -> tuple[Step, ...]:
    """Return the steps of a function or method."""
    block = teller.block
    name = block.name if isinstance(block, NamedBlock) else node.name
    shape = block.shape
    if owner := _owner(block, teller.project):
        names = {last_name(one) for one in node.decorator_list}
        is_on_class = bool(names & {"classmethod", "staticmethod"})
        receiver = owner if is_on_class else documented.receiver_in(block) or instance_of(owner, _programs(block))
        if shape.signature is not None and receiver in {one.name for one in shape.signature.parameters}:
            receiver = instance_of(owner)
        member = member_of(node, bound(shape, names), labels=shape.labels)
        if member.is_value or member.name in PROTOCOLS:
            return _of_operator(teller, member, Lines(receiver, owner, lambda _: teller.stages(node)))
        name = f"{receiver}.{name}"
        shape = replace(shape, signature=bound(shape, names))
    steps = steps_of_function(teller, node, shape, name, passed(block))
    return _triggered(teller, node, steps) if trigger_of(node, teller.prefixes) else steps


def _triggered(teller: Teller, node: Function, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps of a route, command or handler: nobody calls it, its trigger starts it."""
    docstring = authors.docstring_of(ast.get_docstring(node))
    head, said = trigger_of(node, teller.prefixes), authors.phrase(docstring, node.name)
    options = tuple(Step(text) for text in lines_of_command(node))
    if options:
        return (Step(f"{head}{f' {said}' if said else ''}:", options), *steps[1:])
    return (Step(f"{head} {said or f'calls `{node.name}`'}."), *steps[1:])


def _of_operator(teller: Teller, member: Member, lines: Lines) -> tuple[Step, ...]:
    """Return the steps of a property or special method, which a reader writes otherwise than a call."""
    if line := lines.line(member):
        return (Step(f"{line}.", lines=member.spans),)
    stages = [one for one in arranged(teller.stages(member.node)) if one.condition != NEEDED and not is_vague(one)]
    head = lines.head(member)
    if len(stages) == 1 and not stages[0].steps:
        return (Step(f"{head} {clause(stages[0])}.", lines=member.spans),)
    return (Step(f"{head}:", steps_of(stages), member.spans),) if stages else (Step(f"Write it as {head}."),)


def _owner(block: CodeBlock, project: Project) -> str:
    """Return the name of the class that a method belongs to; empty for a plain function."""
    path = block.shape.object_path.rpartition(".")[0]
    owner = project.shape(path) if path else None
    return owner.name if owner is not None and owner.kind == "class" else ""


def _programs(block: CodeBlock) -> list[str]:
    return [used.passage.code for used, _ in block.authored]


def steps_of_function(
    teller: Teller, node: Function, shape: Shape | None, name: str, ranks: Mapping[str, int] | None = None
) -> tuple[Step, ...]:
    """Return the steps of a function: its call, what it refuses and does outside, its result.

    Args:
        teller: Makes its stages.
        node: Its definition.
        shape: What is known of it.
        name: By which it is called.
        ranks: How often examples pass each parameter by its name.
    """
    signature = shape.signature if shape is not None else None
    method = facade.forwarded_in_package(node, shape.object_path, teller.project) if shape is not None else None
    docstring = _docstring(teller, method if method and ast.get_docstring(method) else node, signature)
    targets: tuple[str, ...] = ()
    shown = signature
    if shape is not None and signature is not None:
        found = teller.following.taken(node, shape.object_path, signature, docstring)
        signature, shown, docstring, targets = found.signature, found.shown, found.docstring, found.targets
        shape = replace(shape, signature=signature)
    applied = decorators.applied(teller, node)
    is_given = not applied and documented.gives_decorator(node, shape, teller.project)
    stages = () if method else applied.stages if applied else teller.stages(node)
    if not applied and decorators.is_block(node):
        stages = decorators.around_block(stages)
    if is_given and not docstring.summary:
        stages = (*stages[:-1], Stage(kind="return", action="returns a decorator"))
    if is_given or decorators.is_block(node):
        docstring = replace(docstring, returns=())  # It says that a decorator or context manager is returned.
    results = documented.result_stages(documented.said_in_prose(docstring), method or node, shape, teller.project)
    stages = tuple(map(_by_condition, arranged(with_author(stages, docstring, signature, results))))
    start = "@" if applied or (is_given and docstring.summary) else decorators.start_of(node)
    is_direct = applied is not None and applied.is_direct
    text = f"@{name}" if is_direct else call_of(f"{start}{name}", shown, is_long=True, ranks=ranks or {}).strip("`")
    call = documented.Call(text, is_decorator=start == "@", is_cut=not is_direct and is_cut(signature, is_long=True))
    said = authors.phrase(docstring, name)
    has_lines = not is_direct or bool(docstring.parameters)
    lines: tuple[Step, ...] = ()
    if has_lines and shape is not None and shown is not None:
        types = teller.terms_of(method or node).types
        arguments = Arguments(method or node, shape, types, teller.project, targets=targets, shown=shown)
        lines = arguments.lines(docstring, ranks, teller.described)
    if applied and [one.value for one in stages] not in ([], [decorators.PASSED_ON]):
        first = () if lines or not said else (Step(f"`{text}` {said}."),)
        taken = (Step(call.head(has_lines=True), lines),) if lines else ()
        return (*taken, *first, Step(f"Each call of a function with `{text.partition('(')[0]}`:", steps_of(stages)))
    if applied or is_given:
        stages = tuple(one for one in stages if one.kind not in {"return", "group"} or one.condition)
    if not docstring.summary and not docstring.parameters:
        return _without_author(call, stages, _only_result(teller, node), lines)
    is_said = _is_said(docstring, name, teller.described)
    whole = "" if said or is_said else authors.whole(docstring, name)
    opening = f"`{text}` {said}" if said else f"`{text}`: {whole}" if whole else ""
    return documented.documented_steps(call, lines, stages, opening, teller.described, is_said=is_said)


def _docstring(teller: Teller, node: Function, signature: Signature | None) -> Docstring:
    """Return what the docstring of a function says; what it leaves out is told by that of the method it overrides."""
    names = [one.name for one in signature.parameters] if signature is not None else []
    own = authors.docstring_of(ast.get_docstring(node), names)
    if own.parameters or not names or "." not in teller.block.shape.object_path:
        return own
    overridden = authors.docstring_of(overridden_text(teller.block, teller.project), names)
    if not own.summary:
        return overridden
    return replace(own, parameters=tuple(one for one in overridden.parameters if one.name in names))


def _is_said(docstring: Docstring, name: str, described: str) -> bool:
    """Return whether a description holds the sentence that says what a function does."""
    sentence = authors.sentence_of(docstring, name).replace("`", "")
    return len(sentence) > 1 and sentence[1:] in described.replace("`", "")


def _only_result(teller: Teller, node: Function) -> str:
    """Return the expression that a function does nothing but return, if a reader knows all names in it."""
    match node.body:
        case [ast.Return(value=ast.expr() as value)]:
            return teller.terms_of(node).code(value, _LONGEST_RESULT)
    return ""


def _without_author(
    call: documented.Call, stages: tuple[Stage, ...], code: str, arguments: tuple[Step, ...]
) -> tuple[Step, ...]:
    """Return the steps of a function whose author says nothing: its call, and what its body does.

    Args:
        call: As a reader types it.
        stages: What its body does.
        code: The expression that is its whole body, if it is short.
        arguments: What its arguments are for, as far as what they are handed on to tells.
    """
    kept = tuple(one for one in stages if one.condition != NEEDED or one.rank >= RANKS["yield"])
    kept = tuple(one for one in kept if _is_named(one) or not is_vague(one) or one.condition or one.steps)
    if arguments:
        return (Step(call.head(has_lines=True), arguments), *steps_of(kept))
    if not kept and code:
        return (Step(f"`{call.text}` returns {code}."),)
    if not kept or kept[0].steps or leads(kept[0]) or (len(kept) > 1 and kept[0].condition):
        return (Step(f"Call it as `{call.text}`."), *steps_of(kept))
    return steps_of((replace(kept[0], action=f"`{call.text}` {kept[0].action}"), *kept[1:]))


def told_parameters(
    call: str,
    signature: Signature | None,
    docstring: Docstring,
    ranks: Mapping[str, int] | None = None,
    said: str = "",
) -> tuple[Step, ...]:
    """Return the step that shows the call with what its parameters are for; none if their author says nothing.

    Args:
        call: As a reader types it, or only its name.
        signature: Its parameters.
        docstring: Of the function.
        ranks: How often examples pass each parameter by its name.
        said: What the function does, by its author.
    """
    texts = parameter_texts(docstring, signature, ranks)
    if not texts:
        return ()
    inner = tuple(Step(f"`{parameter}`: {text}.") for parameter, text in texts.items())
    shown = call if "(" in call or call.startswith("@") else call_of(call, signature).strip("`")
    if said and len(said) <= _LONGEST_SAID:
        return (Step(f"`{shown}` {said}{'; among its parameters' if is_cut(signature) else ''}:", inner),)
    return (Step(f"`{shown}`{'; among its parameters' if is_cut(signature) else ' takes'}:", inner),)


def with_author(
    stages: tuple[Stage, ...],
    docstring: Docstring,
    signature: Signature | None = None,
    results: Sequence[Stage] | None = None,
) -> tuple[Stage, ...]:
    """Return stages with the author's words for what is refused and returned.

    Where there is a docstring, only those stages of the body are kept that a caller notices.

    Args:
        stages: Of its body.
        docstring: Of the function.
        signature: Its parameters.
        results: What comes back in its author's words, if that is known already.
    """
    if results is None:
        verb = "returns" if docstring.returns else "yields"
        said = authors.result(docstring)
        results = (Stage(kind="return", action=f"{verb} {said}"),) if said else ()
    refused = authors.refusals(docstring)
    told = _refused(refused)
    if docstring.summary:
        returned = sum(one.kind == "return" for one in walk_stages(stages))
        counts = _raised(stages)
        names = [one.name for one in signature.parameters] if signature is not None else []
        stages = _all_noticed(stages, names)
        stages = _with_others(merged(stages), counts - _raised(stages))
        if returned > sum(one.kind == "return" for one in walk_stages(stages)):
            stages = tuple(one for one in stages if one.kind != "return" or one.condition not in {"", OTHERWISE})
    found = _without_refusals(stages, set(dict(refused)))
    if results:
        found = [one for one in found if one.kind not in {"return", "stop"} or one.condition]
        found += results
    return (*told, *found)


def _raised(stages: Sequence[Stage]) -> Counter[tuple[str, ...]]:
    """Return how often each exception is raised."""
    return Counter(one.names[:1] for one in walk_stages(stages) if one.kind == "raise")


def _with_others(stages: Sequence[Stage], left_out: Counter[tuple[str, ...]]) -> tuple[Stage, ...]:
    """Return stages of which the last that raises an exception says that there are other reasons for it.

    Args:
        stages: What is told.
        left_out: How often each exception is raised where the reason cannot be told.
    """
    found: list[Stage] = []
    for one in reversed(stages):
        is_refusal = one.kind == "raise" and not one.steps and 0 < len(one.condition) <= _SHORT
        has_others = is_refusal and left_out.pop(one.names[:1], 0) > 0
        found.insert(0, replace(one, condition=f"{one.condition}, among other reasons") if has_others else one)
    return tuple(found)


def _without_refusals(stages: Sequence[Stage], names: Collection[str]) -> list[Stage]:
    """Return stages without those that raise an exception of which the author says when it is raised."""
    found: list[Stage] = []
    for one in stages:
        inner = tuple(_without_refusals(one.steps, names))
        if (one.kind == "raise" and one.names[:1] and one.names[0] in names) or (one.steps and not inner):
            continue
        found.append(replace(one, steps=inner))
    return found


def _refused(refused: Sequence[tuple[str, str]]) -> tuple[Stage, ...]:
    names = dict.fromkeys(name for name, _ in refused)
    told = [(name, authors.joined_refusals([one for one in refused if one[0] == name])) for name in names]
    return tuple(Stage(kind="raise", action=f"raises {words}", names=(name,)) for name, words in told)


def _all_noticed(stages: Sequence[Stage], names: Sequence[str], *, is_inner: bool = False) -> tuple[Stage, ...]:
    """Return stages with what a caller notices; no "otherwise" whose condition was left out."""
    found: list[Stage] = []
    is_kept = is_reached = True
    for one in stages:
        depends = one.condition == OTHERWISE or one.is_alternative
        kept = _noticed(one, names, is_inner=is_inner) if is_reached and (is_kept or not depends) else None
        is_kept = kept is not None
        if not is_kept and (one.condition or one.loop) and any(each.kind == "return" for each in walk_stages([one])):
            is_reached = False  # Nobody can say what has to hold for the rest.
        found += [kept] if kept is not None else []
    return tuple(found)


def _noticed(stage: Stage, names: Sequence[str], *, is_inner: bool) -> Stage | None:
    """Return a stage that tells a caller something that its author leaves out; `None` for any other.

    That are refusals, results that are `None`, and effects outside of the program, each under a condition on the
    arguments, and the class of the object that comes back.
    """
    if stage.loop and stage.steps and all(one.kind == "raise" for one in stage.steps):
        return _any_of(stage.steps)
    is_code = "(" in stage.condition and not _asks(stage.condition, names)
    if stage.kind == "raise" and (GUESSED in stage.condition or is_code or stage.loop):
        return by_message(replace(stage, condition="", loop=""))
    is_plain = stage.condition in {"", OTHERWISE}
    is_hidden = stage.condition == NEEDED or stage.loop == REPEATEDLY or (stage.loop and not stage.steps)
    if is_hidden or is_code or GUESSED in f"{stage.condition}{stage.loop}{stage.action}":
        return None
    if not is_plain and (stage.condition.endswith(" occurs") or not is_about(stage.condition, names)):
        return None
    if stage.steps:
        inner = _all_noticed(stage.steps, names, is_inner=True)
        return replace(stage, steps=inner) if inner else None
    has_condition = bool(stage.condition) or is_inner
    match stage.kind:
        case "raise":
            return stage if has_condition else None
        case "return":
            is_told = stage.names == ("None",) if has_condition else _INSTANCE.fullmatch(stage.action) is not None
            return stage if is_told else None
    return stage if stage.kind in _OUTER and not _UNNAMED.match(stage.action) else None


def _any_of(refusals: Sequence[Stage]) -> Stage | None:
    """Return refusals of a loop as one that their messages explain; `None` if not all of them do."""
    messages = [one.objects[0] for one in refusals if one.objects]
    if len(messages) < len(refusals) or len({one.names for one in refusals}) > 1:
        return None
    told = by_message(replace(refusals[0], condition="", loop=""))
    return replace(told, action=f"{refusals[0].action} in case of {listed(messages, 'or')}") if told else None


def _by_condition(stage: Stage) -> Stage:
    """Return a refusal that its message explains without the condition of what stands around it, which is not all."""
    return replace(stage, condition="") if stage.verb == REASONED else stage


def _asks(condition: str, names: Sequence[str]) -> bool:
    """Return whether a condition only asks one of the arguments something."""
    asked = _ASKED.match(condition)
    return asked is not None and asked["name"] in names


def _is_named(stage: Stage) -> bool:
    """Return whether a stage gives what at least the names of the body's own variables tell."""
    return stage.kind == "return" and GUESSED in stage.value and not stage.value.startswith(GUESSED)


def is_vague(stage: Stage) -> bool:
    """Return whether a stage names no value that a reader knows."""
    return GUESSED in stage.action or stage.value.startswith(RESULT_OF) or stage.action in _VAGUE


def passed(block: CodeBlock) -> Counter[str]:
    """Return how often programs of the documentation pass each parameter of an object by its name."""
    counts: Counter[str] = Counter()
    for _, uses in block.authored:
        counts.update({keyword for use in uses if use.name == block.shape.name for keyword in use.keywords})
    return counts
