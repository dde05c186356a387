"""What mkdocstrings' Python handler is told, and what of it sections leave out."""

from __future__ import annotations

import contextlib

import pytest
from click.testing import CliRunner

from mkdocs_howto.cli import main
from mkdocs_howto.handler import left_out, python_handler
from tests.conftest import Site


@pytest.mark.parametrize(
    ("extensions", "names"),
    [
        ([], ""),
        (["griffe_pydantic"], "`griffe_pydantic`"),
        ([{"griffe_pydantic": {"schema": True}}, "docs/griffe_ext.py"], "`griffe_pydantic`, `docs/griffe_ext.py`"),
        ([{"scripts/ext.py": {"paths": ["a"]}, "griffe_typingdoc": None}], "`scripts/ext.py`, `griffe_typingdoc`"),
        ([3, None, ["a"]], ""),
        ("griffe_pydantic", ""),
        (None, ""),
    ],
)
def test_griffe_extensions_are_named(extensions: object, names: str) -> None:
    notice = left_out(python_handler({"handlers": {"python": {"options": {"extensions": extensions}}}}))
    assert (notice.message.partition("mkdocstrings: ")[2] if notice else "") == (f"{names}." if names else "")


def test_a_build_names_them_once_and_stays_strict(site: Site) -> None:
    site.file("docs/ext.py", "import griffe\n\n\nclass Extension(griffe.Extension):\n    pass\n")
    handler = {"paths": ["src"], "options": {"extensions": [str(site.folder / "docs/ext.py")]}}
    site.plugins = [{"mkdocstrings": {"handlers": {"python": handler}}}]
    site.page("# Shop\n\n::: howto shop.Cart\n")
    site.page("# More\n\n::: howto shop.reserve\n", "more.md")
    notices = site.build(strict=True).notices
    assert len([notice for notice in notices if "griffe extensions" in notice and "docs/ext.py" in notice]) == 1
    with contextlib.chdir(site.folder):
        done = CliRunner().invoke(main, ["check", "--strict"])
    assert (done.exit_code, "docs/ext.py" in done.stderr) == (0, True)
