"""Arguments that `patch` passes to a test are no fixtures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import write_tree
from tests.writers.offline.test_writer import section_of

HEAD = "from unittest import mock\nfrom unittest.mock import patch\n\nfrom shop import buy\n\n\n"


@pytest.mark.parametrize(
    ("decorators", "arguments", "missing"),
    [
        ("@patch('shop.pay')", "paid", ""),
        ("@patch('shop.pay')\n@patch.object(buy, 'log')", "log, paid", ""),
        ("@mock.patch('shop.pay')", "paid, basket", "`basket`"),
        ("@patch('shop.pay', print)", "basket", "`basket`"),
        ("@patch('shop.pay', new=print)", "basket", "`basket`"),
        ("@dispatch('shop.pay')", "basket", "`basket`"),
    ],
)
def test_mocks_are_no_fixtures(tmp_path: Path, decorators: str, arguments: str, missing: str) -> None:
    code = f'{HEAD}{decorators}\ndef test_it({arguments}):\n    """Buys."""\n    assert buy(1) == 1\n'
    write_tree(tmp_path, {"test_buy.py": code})
    told = section_of(tmp_path, "test_buy.py").description
    assert (f"the fixture {missing}, which this file does not define" in told) is bool(missing)
    assert "`paid`" not in told
