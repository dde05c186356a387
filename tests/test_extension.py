"""The Markdown extension by itself, as any program that converts Markdown uses it."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from markdown import Markdown

from tests.conftest import write_tree


def converted(folder: Path, **options: object) -> str:
    write_tree(folder, {"src/lib.py": 'def add(a: int) -> int:\n    """Add one."""\n    return a + 1\n'})
    configs = {"howto": {"root": str(folder), "cache": "", **options}}
    return Markdown(extensions=["howto"], extension_configs=configs).convert("# Title\n\n::: howto lib.add\n")


def test_a_placeholder_becomes_a_section(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert "Add one." in converted(tmp_path)
    assert caplog.records == []


@pytest.mark.parametrize(
    "options",
    [
        {"paths": 1},
        {"paths": "src"},
        {"paths": ["a\0b"]},
        {"paths": {"src": 1}},
        {"examples": 1},
        {"examples": [[1]]},
        {"examples": [None]},
        {"cache": 3},
        {"pins": ["a"]},
        {"pins": "a\0b"},
    ],
)
def test_an_option_that_is_no_path_is_told_and_left_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, options: dict[str, object]
) -> None:
    with caplog.at_level(logging.INFO, "mkdocs_howto"):
        assert "Add one." in converted(tmp_path, **options)
    (told,) = {record.getMessage() for record in caplog.records if "The option" in record.getMessage()}
    assert f"`{next(iter(options))}`" in told


@pytest.mark.parametrize("root", [3, "a\0b", ["a"]])
def test_a_root_that_is_no_path_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture, root: object) -> None:
    with caplog.at_level(logging.INFO, "mkdocs_howto"):
        converted(tmp_path, root=root)
    assert any("`root`" in record.getMessage() for record in caplog.records)
