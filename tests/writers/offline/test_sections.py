"""Whole sections of the demo, kept as golden files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import FIXTURES
from tests.writers.offline.test_seeds import lines
from tests.writers.offline.test_writer import section_of

GOLDEN = [
    "shop.reserve", "shop.Price", "shop.Cart", "shop.files.atomic_write", "shop.text.slug", "shop.export.Exporter",
    "shop.cli.top", "shop.StockError", "shop.cart.MAX_LINES", "shop.money", "providers.SkyChat", "providers.TokenChat",
    "providers.PageChat",
]  # fmt: skip


@pytest.mark.parametrize("reference", GOLDEN)
def test_the_whole_section(reference: str) -> None:
    """The golden files are written anew by `python -m tests.writers.offline.golden`."""
    golden = Path(__file__).parent / f"golden/{reference}.md"
    assert "\n".join(lines(section_of(FIXTURES, reference))) + "\n" == golden.read_text(encoding="utf-8")
