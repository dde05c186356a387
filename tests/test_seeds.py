"""The three classes whose sections a model once wrote, documented by us."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Site, unpacked_wheel
from tests.test_plugin import PARTS

NAMES = ("AiChats", "AiChatOnline", "ChatGptt")


@pytest.fixture(scope="module")
def g4f() -> Path:
    return unpacked_wheel("g4f==0.4.8.0")


def test_a_site_with_the_three_classes_builds(site: Site, g4f: Path) -> None:
    site.options["paths"] = [str(g4f)]
    for name in NAMES:
        site.page(f"# {name}\n\n::: howto g4f.Provider.not_working.{name}.{name}\n", f"{name}.md")
    site.page("# Home\n")
    built = site.build(strict=True)
    for name in NAMES:
        text = " ".join(built.body(name).get_text().split())
        for part in PARTS:
            assert part in text, name
        assert f"import {name}" in text
