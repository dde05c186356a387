"""The documentation says what the code does."""

from __future__ import annotations

import re
from typing import get_args

import pytest
import yaml

from mkdocs_howto.config import DEFAULT_PATHS, HowtoConfig
from mkdocs_howto.errors import LEVELS, NoticeKind
from mkdocs_howto.references.options import ALLOWED
from tests.conftest import ROOT

CONFIGURATION = (ROOT / "docs/reference/configuration.md").read_text(encoding="utf-8")
OPTIONS = (ROOT / "docs/howto/options.md").read_text(encoding="utf-8")


def test_every_option_of_the_site_is_told_with_its_default() -> None:
    told = yaml.safe_load(re.search(r"```yaml title=\"mkdocs.yml\"\n(.*?)```", CONFIGURATION, re.DOTALL)[1])
    config = HowtoConfig()
    assert config.validate() == ([], [])
    defaults = dict(config.items()) | {"paths": list(DEFAULT_PATHS)}
    assert told["plugins"][0]["howto"] == defaults
    assert list(defaults) == re.findall(r"^\| `(\w+)` \|", CONFIGURATION.partition("## As a")[0], re.MULTILINE)


def test_every_option_of_a_placeholder_is_told() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", OPTIONS, re.MULTILINE)) == ALLOWED["page"]


@pytest.mark.parametrize("kind", get_args(NoticeKind))
def test_every_kind_of_notice_is_told_with_its_level(kind: NoticeKind) -> None:
    kinds = OPTIONS.partition("Kinds: ")[2]
    warnings, _, others = kinds.partition("(warnings)")
    assert f"`{kind}`" in (warnings if LEVELS[kind] == "warning" else others)


def test_the_readme_and_the_docs_name_no_file_that_is_not_there() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
