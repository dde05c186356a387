"""Which sections a build writes anew: those that asked about what has changed, however their writer works."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build, Work
from mkdocs_howto.buying import Buyer
from mkdocs_howto.guide import Guide
from mkdocs_howto.reading import of_section
from mkdocs_howto.review import review as look_at
from mkdocs_howto.section import (
    CodeBlock,
    PaidWriter,
    Project,
    ProjectOf,
    Provenance,
    Result,
    Review,
    Section,
    Step,
    Tokens,
    Writer,
    Written,
)
from mkdocs_howto.settings import Settings
from tests.conftest import write_tree

FILES = {
    **{
        f"{name}.py": f'def {name}(a):\n    """Return a number."""\n    return a + {n}\n'
        for n, name in enumerate(["one", "two", "three"])
    },
    "shapes.py": "def f(a): ...\n",
    "code.py": "def g(a):\n    return a\n",
    "wrong.py": "class Wrong(Exception): ...\n\n\ndef check(a):\n    raise Wrong(a)\n",
    "called.py": "def h(a, b=1): ...\n",
    "tests/test_called.py": "from called import h\n\n\ndef test_h():\n    h(1)\n",
    "more.py": "def k(): ...\n",
}
ASKED = {
    "one": [("shape", "shapes.f"), ("source", "code.g"), ("shape", "nothing.there")],
    "two": [("raisers", "wrong.Wrong"), ("calls", "called.h"), ("shape", "more.k")],
    "three": [("source", "more.k"), ("shape", "wrong"), ("shape", "code.missing")],
}
"""What the writers ask for each section: a method of the project and a path."""
KEYS = {
    "one": {"shapes.f", "code.g#code", "nothing.there"},
    "two": {"wrong.Wrong#raised", "called.h#called", "more.k"},
    "three": {"more.k#code", "wrong", "code.missing"},
}
"""The same as entries keep it."""
CHANGES = {
    "a signature": ({"shapes.py": "def f(a, b): ...\n"}, {"one"}),
    "a body": ({"code.py": "def g(a):\n    return -a\n"}, {"one"}),
    "a name that was missing": ({"code.py": FILES["code.py"] + "missing = 1\n"}, {"three"}),
    "a module that was missing": ({"nothing.py": "there = 1\n"}, {"one"}),
    "a function that raises": (
        {"wrong.py": FILES["wrong.py"] + "\n\ndef again(a):\n    raise Wrong(a)\n"},
        {"two", "three"},
    ),
    "a call in a test": ({"tests/test_called.py": FILES["tests/test_called.py"] + "    h(1, b=2)\n"}, {"two"}),
    "a body of which two know parts": ({"more.py": "def k():\n    return 1\n"}, {"three"}),
    "a definition of which two know all": ({"more.py": "def k(a): ...\n"}, {"two", "three"}),
    "a comment": ({"code.py": "# Gives it back.\n" + FILES["code.py"]}, set()),
    "what nobody asked about": ({"other.py": "x = 1\n", "called.py": "def h(a, b=2): ...\n"}, set()),
}
"""Files that change, and the sections that are written anew."""


@dataclass
class Job:
    """A block with a writer's way to ask for it."""

    block: CodeBlock
    project_of: ProjectOf
    review: Review
    waiting: list[tuple[str, str]] = field(default_factory=list)

    def ask(self, most: int = 99) -> None:
        for kind, path in self.waiting[:most]:
            getattr(self.project_of(self.block), kind)(path)
        del self.waiting[:most]

    def finished(self) -> Result:
        return Written(self.block, section_of(self.block))


def section_of(block: CodeBlock, description: str = "Returns a number.") -> Section:
    name = block.shape.name
    return Section(
        description=description,
        steps=(Step("Returns a number.", lines=((3, 3),)),),
        example=f"from {name} import {name}\n\nprint({name}(1))\n",
        provenance=Provenance(
            writer="asking", writer_version=1, fingerprint=block.fingerprint, package_version="0", example_source="file"
        ),
    )


def one_by_one(jobs: Iterator[Job]) -> Iterator[Result]:
    for job in jobs:
        job.ask()
        yield job.finished()


def all_first(jobs: Iterator[Job]) -> Iterator[Result]:
    """Ask for all blocks before any is finished."""
    everything = list(jobs)
    for job in everything:
        job.ask()
    yield from (job.finished() for job in everything)


def backwards(jobs: Iterator[Job]) -> Iterator[Result]:
    """Take all blocks first; ask and answer from the last to the first."""
    for job in reversed(list(jobs)):
        job.ask()
        yield job.finished()


def in_turns(jobs: Iterator[Job]) -> Iterator[Result]:
    """Ask one question for each block, then the next for each; answer from the last to the first."""
    everything = list(jobs)
    while any(job.waiting for job in everything):
        for job in everything:
            job.ask(1)
    yield from (job.finished() for job in reversed(everything))


def while_others_finish(jobs: Iterator[Job]) -> Iterator[Result]:
    """Ask for a block between the results of others, and have drafts reviewed between two questions."""
    everything = list(jobs)
    for job in everything:
        job.ask(1)
        job.review(job.block, section_of(job.block))
    while everything:
        everything[-1].ask()
        yield everything.pop().finished()
        for job in everything:
            job.ask(1)


ORDERS: Sequence[Callable[[Iterator[Job]], Iterator[Result]]] = [
    one_by_one, all_first, backwards, in_turns, while_others_finish,
]  # fmt: skip


class Asking:
    """A writer that asks what is written above."""

    name = "asking"
    version = 1

    def __init__(self, order: Callable[[Iterator[Job]], Iterator[Result]]) -> None:
        self.order = order
        self.written: set[str] = set()

    def write(self, blocks: Iterable[CodeBlock], project_of: ProjectOf, review: Review) -> Iterator[Result]:
        jobs = (Job(block, project_of, review, list(ASKED[block.shape.name])) for block in blocks)
        for result in self.order(jobs):
            self.written.add(result.block.shape.name)
            yield result


class PaidAsking(PaidWriter):
    """The same, paid for."""

    name = "asking"
    version = 1
    forbidden = False
    identity = unavailable = discloses = state = ""

    def __init__(self, order: Callable[[Iterator[Job]], Iterator[Result]]) -> None:
        self._free = Asking(order)
        self.written = self._free.written

    def write(self, blocks: Iterable[CodeBlock], project_of: ProjectOf, review: Review) -> Iterator[Result]:
        return self._free.write(blocks, project_of, review)

    def estimate(self, block: CodeBlock, project: Project) -> Tokens:
        return Tokens()

    def for_language(self, language: str) -> PaidWriter:
        return self


def settings_of(root: Path) -> Settings:
    return Settings(root=root, paths=(root,), cache=root / ".cache", examples=(root / "tests",), writer="asking")


def built(root: Path, writer: Writer) -> Build:
    """Have all sections of a site answered by one build."""
    settings = settings_of(root)
    guide = Guide(settings, print)
    build = guide._build = Build(settings, print)
    build.writers["asking", "en"] = writer
    guide.prepare_requests(Request(f"{name}.{name}", writer="asking") for name in ASKED)
    return build


def written(root: Path, writer: Asking | PaidAsking) -> set[str]:
    """Return the sections that a build has its writer write."""
    built(root, writer).close()
    return writer.written


def kept(build: Build) -> dict[str, set[str]]:
    """Return the questions that each kept section rests on, those of the review left out."""
    found = {}
    for name in ASKED:
        request = Request(f"{name}.{name}", writer="asking")
        record = build.book.records[build._record_key(request)]
        entry = build.kept(record.key)
        assert entry is not None
        reviewing, block = build.recorder(), build.block(request)
        assert not look_at(of_section(section_of(block)), block, reviewing)
        found[name] = entry.lookups.keys() - reviewing.digests.keys()
        assert reviewing.digests.keys() <= entry.lookups.keys()
    return found


@pytest.mark.parametrize("order", ORDERS)
def test_a_section_rests_on_what_was_asked_for_it(
    tmp_path: Path, order: Callable[[Iterator[Job]], Iterator[Result]]
) -> None:
    write_tree(tmp_path, FILES)
    with closing(built(tmp_path, Asking(order))) as build:
        assert kept(build) == KEYS


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("order", ORDERS)
def test_a_change_rewrites_the_sections_that_asked(
    tmp_path: Path, order: Callable[[Iterator[Job]], Iterator[Result]], change: str
) -> None:
    write_tree(tmp_path, FILES)
    files, rewritten = CHANGES[change]
    assert written(tmp_path, Asking(order)) == set(ASKED)
    write_tree(tmp_path, files)
    assert written(tmp_path, Asking(order)) == rewritten
    assert written(tmp_path, Asking(order)) == set()


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("order", [backwards, in_turns])
def test_nothing_is_paid_for_again_because_another_object_changed(
    tmp_path: Path, order: Callable[[Iterator[Job]], Iterator[Result]], change: str
) -> None:
    write_tree(tmp_path, FILES)
    with closing(built(tmp_path, PaidAsking(order))) as build:
        assert kept(build) == {name: set() for name in ASKED}
    write_tree(tmp_path, CHANGES[change][0])
    assert written(tmp_path, PaidAsking(order)) == set()


class TooLate:
    """A writer that asks for a block when it has given its result."""

    name = "asking"
    version = 1

    def __init__(self, ask: Callable[[CodeBlock, ProjectOf, Review], object]) -> None:
        self._ask = ask

    def write(self, blocks: Iterable[CodeBlock], project_of: ProjectOf, review: Review) -> Iterator[Result]:
        for block in blocks:
            yield Written(block, section_of(block))
            self._ask(block, project_of, review)


@pytest.mark.parametrize(
    "ask",
    [
        lambda block, project_of, _: project_of(block).shape("shapes.f"),
        lambda block, project_of, _: project_of(block).source("shapes.f"),
        lambda block, _, review: review(block, section_of(block)),
    ],
)
def test_a_question_after_the_result_is_an_error(
    tmp_path: Path, ask: Callable[[CodeBlock, ProjectOf, Review], object]
) -> None:
    """It could no longer become a dependency."""
    write_tree(tmp_path, FILES)
    with pytest.raises(ValueError, match=r"until it gives their results.*one\.one"):
        built(tmp_path, TooLate(ask))


def with_shapes(jobs: Iterator[Job]) -> Iterator[Result]:
    """Use an object of another module in each example, so that the review asks about it."""
    for job in jobs:
        section, name = section_of(job.block), job.block.shape.name
        example = f"from {name} import {name}\nfrom shapes import f\n\nprint({name}(1))\nprint(f(1))\n"
        yield Written(job.block, dataclasses.replace(section, example=example))


def test_a_section_that_another_process_had_written_rests_on_what_it_asked(tmp_path: Path) -> None:
    """It is kept while this process waits for its turn; this process never asked the questions itself."""
    write_tree(tmp_path, FILES)
    late, settings = PaidAsking(with_shapes), settings_of(tmp_path)
    build = Build(settings, print)
    build.writers["asking", "en"] = late
    request = Request("one.one", writer="asking")
    work = build.recall(request)
    assert isinstance(work, Work)
    with closing(built(tmp_path, PaidAsking(with_shapes))) as other:
        asked = other.book.read(other.book.records[other._record_key(request)])
    ((_, answer),) = Buyer(build, settings, print).buy([work])
    build.close()
    assert late.written == set()
    assert "shapes.py" in asked
    assert build.book.read(answer.record) == asked
