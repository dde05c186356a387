"""The examples of the table are right: the documentation shows what the review really says."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.reading import read
from mkdocs_howto.review.codes import CODES, _advice, advice
from mkdocs_howto.settings import Settings, interpreter_paths
from tests.conftest import FIXTURES, ROOT

each_code = pytest.mark.parametrize("code", CODES)


@pytest.fixture(scope="module")
def build() -> Build:
    return Build(Settings(root=FIXTURES, paths=(FIXTURES,), search_paths=interpreter_paths()), print)


@pytest.fixture(scope="module")
def pages() -> ModuleType:
    """The hook that writes the pages."""
    spec = importlib.util.spec_from_file_location("findings", ROOT / "docs/hooks/findings.py")
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    return hook


def found(build: Build, code: str, text: str) -> set[str]:
    told = advice(code)
    return {finding.code for finding in build.reviewed(Request(f"parcels.{told.about}"), read(told.inside(text)))}


def test_there_is_advice_for_every_code_and_no_other() -> None:
    assert list(_advice()) == list(CODES)


@each_code
def test_the_bad_example_makes_the_finding_and_no_other(build: Build, code: str) -> None:
    assert found(build, code, advice(code).bad) == {code}


@each_code
def test_the_good_example_makes_none(build: Build, code: str) -> None:
    assert found(build, code, advice(code).good) == set()


@each_code
def test_words_are_sentences(code: str) -> None:
    for words in (CODES[code].what, advice(code).why, advice(code).hint):
        assert words[0].isupper() or words[0] == "`"
        assert words.endswith(".")
        assert "\n" not in words


@each_code
def test_the_page_of_a_code_quotes_the_review(build: Build, pages: ModuleType, code: str) -> None:
    told = advice(code)
    page = pages.page_of(CODES[code], build)
    findings = build.reviewed(Request(f"parcels.{told.about}"), read(told.inside(told.bad)))
    messages = [f"> {finding.message}\n" for finding in findings]
    assert f"# {code}\n" in page
    for words in (CODES[code].what, told.why, told.hint, told.good.strip(), f"ignore: [{code}]", *messages):
        assert words in page


def test_the_page_of_a_missing_part_tells_the_part_that_its_example_lacks(build: Build, pages: ModuleType) -> None:
    assert "> The part 'Description' is missing or empty.\n" in pages.page_of(CODES["missing-part"], build)


def test_a_text_of_many_lines_is_cut_on_its_page(build: Build, pages: ModuleType) -> None:
    page = pages.page_of(CODES["too-long"], build)
    assert "… and 117 more lines\n" in page
    assert page.count("Raises `TooHeavy`") < 10
