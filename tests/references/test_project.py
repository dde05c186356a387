"""What a recorder notes, and how entries keep it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_howto.references.callsites import CallSites
from mkdocs_howto.references.files import Files
from mkdocs_howto.references.project import Answers, Kind, Question, Recorder
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.section import Project
from tests.conftest import write_tree

KIT = '''class Full(Exception):
    """Raised when nothing fits."""


class Odd(Exception): ...


def put(item: str, *, count: int = 1) -> bool:
    """Put an item."""
    if not item:
        raise Full(item)
    return count > 0
'''
TESTS = """from kit import put


def test_put():
    assert put('été', count=2)
    assert put('a')
    assert put('a')
"""
KEPT = {
    "kit.put": "7448a280ffd569c0909b206609e48319",
    "kit.Full": "b4e59c2eddb6b98e9cbff35043c04b7a",
    "kit.gone": "-",
    "kit.put#code": "4d0cf6aa6257081a50ce77654603f9c8",
    "kit#code": "5bb4291da1551d63a60f29d238608848",
    "kit.gone#code": "-",
    "kit.Full#raised": "019072afd1bacfa778bd695b041e5bdf",
    "kit.Odd#raised": "89d16ec76b193b1cd5eaa2cb52a48aae",
    "kit.put#called": "cfe4aa80e87627f5bf4d9944a67f985a",
    "kit.Full#called": "-",
}
"""Digests as version 0.1.0 kept them in its entries."""

KINDS: tuple[Kind, ...] = get_args(Kind)


def answers(root: Path, files: Mapping[str, str] | None = None) -> Answers:
    write_tree(root, {"kit.py": KIT, "tests/test_kit.py": TESTS, **(files or {})})
    own = Files(root)
    return Answers(Resolver(own, [root], []), CallSites(own, [root / "tests"]))


def ask(project: Project, kind: str, path: str) -> object:
    return getattr(project, kind)(path)


@pytest.mark.parametrize(
    ("kind", "path", "expected"),
    [
        ("calls", "kit.put", ("'a'", "'été', count=2")),
        ("calls", "kit.Full", ()),
        ("calls", "kit.gone", ()),
        ("raisers", "kit.Odd", ()),
        ("raisers", "kit.put", ()),
        ("raisers", "gone.Full", ()),
        ("source", "kit.limit", None),
        ("shape", "kit.gone", None),
    ],
)
def test_what_nothing_is_known_of_has_an_empty_answer(tmp_path: Path, kind: str, path: str, expected: object) -> None:
    assert ask(Recorder(answers(tmp_path)), kind, path) == expected


def test_answers_have_types_of_their_own(tmp_path: Path) -> None:
    project = Recorder(answers(tmp_path, {"outer.py": "from kit import put\n"}))
    source = project.source("outer.put")
    assert source is not None
    assert (source.object_path, source.text.split("(")[0]) == ("kit.put", "def put")
    assert [function.object_path for function in project.raisers("kit.Full")] == ["kit.put"]


def test_digests_are_those_that_earlier_versions_kept(tmp_path: Path) -> None:
    """What such a version wrote stays true; a text that was paid for is not even looked at again."""
    recorder = Recorder(answers(tmp_path))
    assert recorder.repeat(KEPT)
    assert recorder.digests == KEPT


@pytest.mark.parametrize("key", KEPT)
def test_an_answer_that_differs_is_noticed(tmp_path: Path, key: str) -> None:
    assert not Recorder(answers(tmp_path)).repeat({**KEPT, key: "0" * 32})


@pytest.mark.parametrize("key", ["kit.put#uses", "kit.put#", "#code#raised", "kit#code#code"])
def test_a_question_of_another_version_cannot_be_repeated(tmp_path: Path, key: str) -> None:
    assert not Recorder(answers(tmp_path)).repeat({key: "-"})


@given(path=st.text(max_size=20), kind=st.sampled_from(KINDS))
def test_no_two_questions_are_kept_alike(path: str, kind: Kind) -> None:
    """Writers put paths together from what stands in annotations."""
    question = Question(kind, path)
    assert Question.of_key(question.key) == question


@pytest.mark.parametrize("end", ["#code", "#raised", "#called"])
def test_a_path_is_only_a_path(tmp_path: Path, end: str) -> None:
    """No end of a path asks for something else."""
    recorder = Recorder(answers(tmp_path))
    assert recorder.shape(f"kit.put{end}") is None
    assert recorder.shape(f"kit.Full{end}") is None
    assert set(recorder.digests.values()) == {"-"}
    assert Recorder(answers(tmp_path)).repeat(recorder.digests)


@given(
    schedule=st.lists(
        st.tuples(
            st.integers(min_value=0, max_value=3),
            st.sampled_from(KINDS),
            st.sampled_from(["kit", "kit.put", "kit.Full", "kit.gone"]),
        )
    )
)
def test_each_recorder_notes_its_own_questions(
    schedule: list[tuple[int, Kind, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever others ask in between, and whoever asks first."""
    known = answers(tmp_path_factory.getbasetemp() / "kit")
    recorders = [Recorder(known) for _ in range(4)]
    for number, kind, path in schedule:
        ask(recorders[number], kind, path)
    for number, recorder in enumerate(recorders):
        asked = {Question(kind, path).key for owner, kind, path in schedule if owner == number}
        assert set(recorder.digests) == asked
        # A shape, a source and what raises an exception rest on files; calls are known from the site's examples, and
        # names from the files of a package that were read for other questions.
        rest = {Question(kind, path).key for kind in ("calls", "named") for _, _, path in schedule}
        assert bool(recorder.trail.read()) == bool(asked - rest)


def test_a_question_is_worked_on_once(tmp_path: Path) -> None:
    known = answers(tmp_path)
    first = Recorder(known).source("kit.put")
    write_tree(tmp_path, {"kit.py": "def put(): ...\n"})
    later = Recorder(known)
    assert later.source("kit.put") is first
    assert any(path.endswith("kit.py") for path in later.trail.read())
