"""Tell a file of tests: what it tests, what each test does and checks."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from mkdocs_howto.effects import dotted
from mkdocs_howto.facts.words import sentences
from mkdocs_howto.section import Step
from mkdocs_howto.syntax import dumped, last_name, unparsed, walk
from mkdocs_howto.writers.offline.telling import authors
from mkdocs_howto.writers.offline.telling.arrange import arranged
from mkdocs_howto.writers.offline.telling.functions import Teller
from mkdocs_howto.writers.offline.telling.parts import Parts
from mkdocs_howto.writers.offline.telling.terms import GUESSED
from mkdocs_howto.writers.offline.telling.triggers import trigger_of
from mkdocs_howto.writers.offline.telling.wording import clause
from mkdocs_howto.writers.offline.trees import Function, own
from mkdocs_howto.writers.offline.words import counted, decapitalised, listed

_MOST_TESTS = 8
_PATCHES = {"patch": 1, "patch.object": 2}
"""Decorators of `unittest.mock` that pass a mock, with the operands that they need."""
_MOST_SUBJECTS = 3
_MOST_INSIDE = 4
_LONGEST_CODE = 100
_LONGEST_SAID = 240
_TESTS = re.compile(r"(?:tests?(?:ing)?|check(?:s|ing)?|ensures?|verif(?:y|ies)) (?P<rest>\S+ .+)", re.IGNORECASE)
"""What says what a test tests."""
_SHOULD = re.compile(r"\b(?:should|must|has to|is expected to)\b")
_COMPARED = {
    "assertEqual": "==", "assertNotEqual": "!=", "assertIs": "is", "assertIsNot": "is not", "assertIn": "in",
    "assertNotIn": "not in", "assertGreater": ">", "assertLess": "<", "assertAlmostEqual": "≈",
}  # fmt: skip
"""Checks of `unittest` with the operators that they stand for."""
_QUIET = frozenset({"logger", "logging", "log", "os", "sys", "shutil", "time", "pytest", "mock", "patch", "Path"})
_FEW = 3
_TOOLS = frozenset({"pytest", "unittest", "mock", "hypothesis", "logging", "testing_utils", "conftest"})
_RESTING = frozenset({"print", "wait", "store", "stop"})


def test_steps(teller: Teller, parts: Parts) -> tuple[Step, ...]:
    """Return one step for each test and fixture of a file: what it does, and what it checks."""
    rows = teller.block.source.splitlines()
    tests = _tests(parts)
    steps: list[Step] = []
    for node, name in tests[:_MOST_TESTS]:
        trigger, lines = trigger_of(node), ((node.lineno, node.end_lineno or node.lineno),)
        if trigger and not node.name.startswith("test"):
            stages = [one for one in teller.stages(node, is_run=True) if one.kind not in _RESTING]
            told = listed([clause(one) for one in arranged(stages)[:2] if not one.steps]).replace(GUESSED, "")
            steps += [Step(f"{trigger} {told}.", lines=lines)] if told else []
            continue
        said, done, checks = _said(node, rows), _done(node), _checked(node)
        head = f"`{name}`{f' tests {said}' if said else ''}"
        if len(tests) > _FEW:
            parts_ = (
                []
                if said
                else [f"calls {one}" for one in done[-1:]] + ([f"checks {listed(checks[:2])}"] if checks else [])
            )
            steps.append(
                Step(
                    f"{head}{'' if said else ' '}{'; '.join(parts_) or ('' if said else 'checks nothing')}.",
                    lines=lines,
                )
            )
            continue
        inner = [f"Calls {listed(done[:_MOST_INSIDE])}."] if done else []
        inner += [
            f"Checks {one}."
            for one in (checks[:_MOST_INSIDE] if len(checks) > 1 and done else [listed(checks or [""])])
            if one
        ]
        if not inner:
            steps.append(Step(f"{head}{'' if said else ' checks nothing'}.", lines=lines))
        elif len(inner) == 1 and not said:
            steps.append(Step(f"{head} {decapitalised(inner[0])}", lines=lines))
        else:
            steps.append(Step(f"{head}:", tuple(map(Step, inner)), lines))
    rest = [f"`{name}`" for _, name in tests[_MOST_TESTS : 2 * _MOST_TESTS]]
    return (*steps, Step(f"Also {listed(rest)}.")) if rest else tuple(steps)


def _said(node: Function, rows: Sequence[str]) -> str:
    """Return what the author of a test says that it tests: its docstring, else the comment that it begins with."""
    texts = [ast.get_docstring(node) or ""]
    texts += takewhile(lambda row: row.startswith("#"), (row.strip() for row in rows[node.lineno :][:_FEW]))
    first = sentences(" ".join(texts).strip("# ").replace("\n", " "))[:1]
    found = _TESTS.match(first[0].rstrip(".")) if first else None
    is_short = found is not None and len(found["rest"]) < _LONGEST_SAID and authors.is_english(found["rest"])
    return decapitalised(found["rest"]) if found is not None and is_short else ""


def _done(node: Function) -> list[str]:
    """Return the calls of methods that a test makes with something of its own, as code."""
    checks = {one for check in walk(node) if isinstance(check, ast.Assert) for one in walk(check)}
    found: dict[str, None] = {}
    for call in (one for one in own(node) if isinstance(one, ast.Call) and one not in checks):
        match call.func:
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner not in _QUIET:
                code = unparsed(call)
                is_plain = not name.startswith(("assert", "_")) and name not in _QUIET and "`" not in code
                found |= {f"`{code}`": None} if is_plain and len(code) <= _LONGEST_CODE else {}
    return list(found)


def _checked(node: Function) -> list[str]:
    """Return what a test checks: its author's sentence, the claim that is judged, or the condition as code."""
    found: dict[str, None] = {}
    cases: dict[ast.AST, str] = {
        inner: f" if `{code}`"
        for one in own(node)
        if isinstance(one, ast.If) and len(code := unparsed(one.test)) < _LONGEST_CODE
        for inner in one.body
    }
    for one in own(node):
        match one:
            case ast.Assert(test=test, msg=message):
                told = _of_message(message) or _of_claim(test) or _as_code(test)
            case ast.Call(func=ast.Attribute(attr="assertRaises" | "raises"), args=[error, *_]):
                told = f"that `{unparsed(error)}` is raised"
            case ast.Call(func=ast.Attribute(attr=name), args=[left, right, *_]) if name in _COMPARED:
                told = f"that `{unparsed(left)} {_COMPARED[name]} {unparsed(right)}`"
            case ast.Call(func=ast.Attribute(attr="assertTrue" | "assertFalse" as name), args=[test, *_]):
                told = _as_code(test if name == "assertTrue" else ast.UnaryOp(ast.Not(), test))
            case ast.Call(func=ast.Attribute(attr=name)) if name.startswith("assert_"):
                told = _as_code(one)
            case _:
                continue
        told = f"{told}{cases.get(one, '')}" if told else ""
        found |= {told: None} if 0 < len(told) <= _LONGEST_SAID else {}
    return list(found)


def _of_message(node: ast.expr | None) -> str:
    """Return the message of a failed check, where it says what should be so."""
    match node:
        case ast.Constant(value=str(text)):
            pass
        case ast.JoinedStr(values=values) if all(
            isinstance(one, ast.Constant) or isinstance(getattr(one, "value", None), ast.Name | ast.Attribute)
            for one in values
        ):
            parts = [
                str(one.value) if isinstance(one, ast.Constant) else f"`{unparsed(one.value)}`"
                for one in values
                if isinstance(one, ast.Constant | ast.FormattedValue)
            ]
            text = "".join(parts)
        case _:
            return ""
    plain = next(iter(sentences(text)), "").rstrip(".!")
    return f"that {decapitalised(plain)}" if _SHOULD.search(plain) and authors.is_english(plain) else ""


def _of_claim(test: ast.expr) -> str:
    """Return the sentence that a function is asked to judge, as `proposition_holds("The text is …")`."""
    is_denied = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    call = test.operand if isinstance(test, ast.UnaryOp) else test
    if not isinstance(call, ast.Call):
        return ""
    claim = next((text for one in call.args if (text := _first_text(one)).count(" ") > _FEW), "")
    verb = "does not hold" if is_denied else "holds"
    spoken = claim.strip(" .:'")
    return f'that this {verb} (`{last_name(call.func)}`): "{spoken}"' if claim else ""


def _first_text(node: ast.expr) -> str:
    """Return the first line of a text that says something, holes left out."""
    values = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = [one.value for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return next((row.strip() for text in texts for row in text.splitlines() if row.strip()), "")


def _as_code(test: ast.expr) -> str:
    code = unparsed(test)
    return f"that `{code}`" if "`" not in code and len(code) <= _LONGEST_CODE else ""


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


def purpose_of_tests(tree: ast.Module, parts: Parts) -> str:
    """Return the sentence that says what a file of tests is for."""
    tests = [node for node, _ in _tests(parts) if node.name.startswith("test")]
    subjects = [f"`{name}`" for name in _subjects(tree, parts)]
    methods = Counter(call.partition("(")[0].rpartition(".")[2] for node in tests for call in _done(node))
    if subjects and not any(one[1].isupper() for one in subjects) and methods:
        shown = [f"`{name}`" for name, _ in methods.most_common(_MOST_SUBJECTS)]
        subjects = [f"the method{'s' * (len(shown) > 1)} {listed(shown)} of what {subjects[0]} returns"]
    return f"Tests {listed(subjects or ['the project'])} with pytest, in {counted(len(tests), 'test')}."


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


def _mocks(node: Function) -> int:
    """Return how many arguments of a test are mocks that its decorators pass.

    `patch` and `patch.object` pass one before any fixture, unless they are given what takes the place of the original
    (https://docs.python.org/3/library/unittest.mock.html#patch).
    """
    calls = [one for one in node.decorator_list if isinstance(one, ast.Call)]
    return sum(
        f".{dotted(call.func)}".endswith(f".{name}")
        and len(call.args) <= operands
        and "new" not in {one.arg for one in call.keywords}
        for call in calls
        for name, operands in _PATCHES.items()
    )


def fixtures_of(parts: Parts) -> list[str]:
    """Return the fixtures that tests ask for and their file does not define."""
    own = {unit.name for unit in parts.units}
    asked = [
        argument.arg
        for node, _ in _tests(parts)
        if not any("parametrize" in dumped(one) for one in node.decorator_list)
        for argument in node.args.args[_mocks(node) :]
    ]
    return [name for name in dict.fromkeys(asked) if name not in own and name not in {"self", "cls"}]
