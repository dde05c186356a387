"""Tell a file of tests: what it tests, what each test does and checks."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Sequence

from mkdocs_howto.section import Step
from mkdocs_howto.syntax import dumped, walk
from mkdocs_howto.writers.offline.telling.arrange import arranged, levelled
from mkdocs_howto.writers.offline.telling.functions import Teller
from mkdocs_howto.writers.offline.telling.names import words_of
from mkdocs_howto.writers.offline.telling.parts import Parts
from mkdocs_howto.writers.offline.telling.stages import Stage
from mkdocs_howto.writers.offline.telling.terms import GUESSED
from mkdocs_howto.writers.offline.telling.triggers import trigger_of
from mkdocs_howto.writers.offline.telling.wording import clause, steps_of
from mkdocs_howto.writers.offline.trees import Function
from mkdocs_howto.writers.offline.words import counted, listed

_MOST_TESTS = 8
_MOST_SUBJECTS = 3
_MOST_INSIDE = 4
_MOST_COVERED = 6
_FEW = 3
_TOOLS = frozenset({"pytest", "unittest", "mock", "hypothesis", "logging", "testing_utils", "conftest"})
_RESTING = frozenset({"print", "wait", "store", "stop"})


def test_steps(teller: Teller, parts: Parts) -> tuple[Step, ...]:
    """Return one step for each test and fixture of a file."""
    tests = _tests(parts)
    steps: list[Step] = []
    for node, name in tests[:_MOST_TESTS]:
        trigger = trigger_of(node)
        stages = [one for one in teller.stages(node, is_run=True) if one.kind not in _RESTING]
        told = _whole(stages) if len(tests) <= _FEW else _chief(stages)
        head = f"{trigger} " if trigger else f"`{name}`"
        lines = ((node.lineno, node.end_lineno or node.lineno),)
        if not told:
            steps.append(Step(f"{head.strip()}{_of_name(node.name)}.", lines=lines))
        elif len(told) == 1 and not told[0].steps:
            text = f"{head.strip()} {clause(told[0])}".replace(GUESSED, "")
            steps.append(Step(text if text.endswith('."') else f"{text}.", lines=lines))
        else:
            steps.append(Step(f"{head.strip()}:", steps_of(told), lines))
    rest = [f"`{name}`" for _, name in tests[_MOST_TESTS : 2 * _MOST_TESTS]]
    return (*steps, Step(f"Also {listed(rest)}.")) if rest else tuple(steps)


def _tests(parts: Parts) -> list[tuple[Function, str]]:
    found: list[tuple[Function, str]] = []
    for unit in parts.units:
        if isinstance(unit, ast.ClassDef):
            found += [
                (one, f"{unit.name}.{one.name}")
                for one in unit.body
                if isinstance(one, Function) and (one.name.startswith("test") or trigger_of(one))
            ]
        else:
            found.append((unit, unit.name))
    return found


def _whole(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """Return what a test does and checks, its beginning and its last checks where that is too much."""
    told = tuple(levelled(arranged(stages)))
    checks = [one for one in told[_MOST_INSIDE - 1 :] if one.kind == "check"][-2:]
    return told if len(told) <= _MOST_INSIDE else (*told[: _MOST_INSIDE - len(checks)], *checks)


def _chief(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """Return what a test does and checks in at most two lines: its first call and its last check."""
    told = arranged(stages)
    checks = [one for one in told if one.kind == "check"]
    others = [one for one in told if one.kind != "check"]
    return tuple([*others[:2], *checks[-1:]][:3]) if checks else tuple(others[:2])


def _of_name(name: str) -> str:
    return "" if not name.startswith("test") else " has no check that can be told"


def purpose_of_tests(tree: ast.Module, parts: Parts) -> str:
    """Return the sentence that says what a file of tests is for."""
    tests = [name for node, name in _tests(parts) if node.name.startswith("test")]
    subjects = _subjects(tree, parts)
    told = f" {listed([f'`{name}`' for name in subjects])}" if subjects else " the project"
    known = {word for name in subjects for word in words_of(name)} | {"test", "tests"}
    words = [" ".join(word for word in words_of(name) if word not in known) for name in tests]
    covered = list(dict.fromkeys(f'"{one}"' for one in words if one))
    if len(covered) < len(tests) or len(tests) > _MOST_COVERED:
        return f"Tests{told} with pytest, in {counted(len(tests), 'test')}."
    return f"Tests{told} with pytest, in {counted(len(tests), 'test')}: {listed(covered)}."


def _subjects(tree: ast.Module, parts: Parts) -> list[str]:
    """Return the names of the project that the tests use most, as far as the file imports them by name."""
    imported = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and not _is_tool(node.module or "")
        for alias in node.names
        if alias.name != "*"
    }
    used = Counter(
        node.id
        for test, _ in _tests(parts)
        for node in walk(test)
        if isinstance(node, ast.Name) and node.id in imported
    )
    classes = [name for name in used if name[:1].isupper()]
    return sorted(classes or used, key=lambda name: -used[name])[:_MOST_SUBJECTS]


def _is_tool(module: str) -> bool:
    first = module.partition(".")[0]
    return first in _TOOLS or first in sys.stdlib_module_names


def fixtures_of(parts: Parts) -> list[str]:
    """Return the fixtures that tests ask for and their file does not define."""
    own = {unit.name for unit in parts.units}
    asked = [
        argument.arg
        for node, _ in _tests(parts)
        if not any("parametrize" in dumped(one) for one in node.decorator_list)
        for argument in node.args.args
    ]
    return [name for name in dict.fromkeys(asked) if name not in own and name not in {"self", "cls"}]
