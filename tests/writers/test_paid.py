"""Which writers cost something, and how those of one site share a budget."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from mkdocs_howto.errors import BadOption
from mkdocs_howto.section import CodeBlock, PaidWriter, Project, ProjectOf, Result, Review, Tokens
from mkdocs_howto.writers import load
from mkdocs_howto.writers.llm import ModelWriter


class Free:
    """A writer that has all that a paid one has, and is none: it says so by not inheriting."""

    name = "free"
    version = 1
    forbidden = False
    identity = unavailable = discloses = state = ""

    def write(self, blocks: Iterable[CodeBlock], project_of: ProjectOf, review: Review) -> Iterator[Result]:
        yield from ()

    def estimate(self, block: CodeBlock, project: Project) -> Tokens:
        return Tokens()

    def for_language(self, language: str) -> Any:
        return self


def model_writer(name: str = "openai", **options: object) -> ModelWriter:
    writer = load(name, {"model": "tiny", **options})
    assert isinstance(writer, ModelWriter)
    return writer


@pytest.mark.parametrize(
    ("writer", "is_paid"),
    [
        (load("offline", {}), False),
        (Free(), False),
        *((model_writer(name), True) for name in ("openai", "anthropic", "gemini", "ollama")),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_a_writer_costs_something_if_it_says_so(writer: object, is_paid: bool) -> None:  # noqa: FBT001
    assert isinstance(writer, PaidWriter) is is_paid


@pytest.mark.parametrize("missing", sorted(PaidWriter.__abstractmethods__))
def test_a_paid_writer_that_lacks_something_cannot_be_made(missing: str) -> None:
    names = set(dir(Free)) & (PaidWriter.__abstractmethods__ - {missing})
    made = type("Paid", (PaidWriter,), {"write": Free.write, **{name: getattr(Free, name) for name in names}})
    with pytest.raises(TypeError, match=missing):
        made()


@pytest.mark.parametrize("language", ["de", "pt-BR", "ja", "en"])
def test_writers_for_all_languages_spend_from_one_budget(language: str) -> None:
    first = model_writer(language="en")
    other = first.for_language(language)
    other.spent.requests += 3
    assert first.spent.requests == 3
    assert other.settings.language == language
    assert (other.identity == first.identity) is (language == "en")
    with pytest.raises(AttributeError):
        other.spent = first.spent  # type: ignore[misc]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("timeout", "2m"), ("timeout", 0), ("timeout", True), ("concurrency", "many"), ("concurrency", 2.5),
        ("repair", "once"), ("prompt_tokens", "8k"), ("prompt_tokens", -1), ("max_output_tokens", [1]),
        ("attempts", "often"),
    ],
)  # fmt: skip
def test_an_option_that_is_no_number_is_told_by_its_name(option: str, value: object) -> None:
    with pytest.raises(BadOption, match=f"`{option}` is a"):
        load("ollama", {"model": "tiny", option: value})
