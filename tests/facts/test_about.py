"""What a README says that its project is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_howto.facts.about import definition_of
from mkdocs_howto.facts.library import Library

DEFINITIONS = {
    "is": ("Shop is a library for carts.", "is a library for carts."),
    "does": ("shop keeps goods until they are paid.", "keeps goods until they are paid."),
    "package": ("The shop package keeps goods until they are paid.", "keeps goods until they are paid."),
    "this package": ("This library keeps goods until they are paid.", "keeps goods until they are paid."),
    "this": ("This is a library for carts.", "is a library for carts."),
    "in code marks": ("`shop` is a library for carts.", ""),
    "in bold": ("**Shop** is a library for carts.", "is a library for carts."),
    "behind badges": ("[![build](a.svg)](b)\n\nShop is a library for carts.", "is a library for carts."),
    "behind a slogan": ("Carts for all.\n\nShop is a library for carts.", "is a library for carts."),
    "first of two": ("shop is a library for carts. shop is fast.", "is a library for carts."),
    "what it is before what it does": (
        "Shop keeps goods until paid.\n\nShop is a library for carts.",
        "is a library for carts.",
    ),
    "with a reference": ("Shop is a library for Trio_ and asyncio_.", "is a library for Trio and asyncio."),
    "name with a prefix": ("python-shop is a library for carts.", "is a library for carts."),
}


@pytest.mark.parametrize(("text", "rest"), [one for one in DEFINITIONS.values() if one[1]])
def test_the_sentence_that_says_what_a_project_is(text: str, rest: str) -> None:
    assert definition_of(f"# Shop\n\n{text}\n\nMore words.\n", {"shop"}) == f"This package {rest}"


@pytest.mark.parametrize(
    ("package", "name"), [("cart_shop", "Cart-Shop"), ("cart_shop", "cart shop"), ("shop", "SHOP")]
)
def test_a_name_may_be_spelled_in_other_ways(package: str, name: str) -> None:
    assert (
        definition_of(f"# A\n\n{name} is a library for carts.\n", {package}) == "This package is a library for carts."
    )


NOTHING = {
    "what it needs": "Shop requires Python 3.11 or later.",
    "how it is installed": "Shop is a package that you install with pip.",
    "which licence it has": "Shop is a project under the MIT license.",
    "which version it is": "This is a development version of the shop.",
    "where its documentation is": "Shop is documented at https://example.org.",
    "its functions": "Shop functions never wait for anything.",
    "another project": "Carts is a library for carts.",
    "two words": "Shop sells.",
    "no sentence": "Shop is a library for carts",
    "nothing": "",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_other_sentences_are_no_definitions(text: str) -> None:
    assert definition_of(f"# Title\n\n{text}\n", {"shop"}) == ""


def test_without_a_package_nothing_is_said() -> None:
    assert definition_of("Shop is a library for carts.", ()) == ""


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    definition_of(text, {"shop"})


def test_only_a_readme_tells_it(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("Shop is a page about carts.\n")
    assert Library(tmp_path, {"shop"}).about == ""
    (tmp_path / "README.md").write_text("Shop is a library for carts.\n")
    assert Library(tmp_path, {"shop"}).about == "This package is a library for carts."


def test_what_it_tells_is_part_of_the_digest(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Shop is a library for carts.\n")
    before = Library(tmp_path, {"shop"}).digest
    (tmp_path / "README.md").write_text("Shop is a library for goods.\n")
    assert Library(tmp_path, {"shop"}).digest != before
