"""An exception is told by who raises it and when, what it holds, and how it is caught and raised."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.writers.offline.telling.told import told

RAISED = '''
class ShopError(Exception): ...

class StockError(ShopError):
    """Raised when too little is left.

    Attributes:
        left: Units that are left.
    """

    def __init__(self, left, sku=None):
        self.left = left
        self.sku = sku

def take(sku):
    """Take one.

    Raises:
        StockError: If none is left.
    """
    raise StockError(0)

class Cart:
    def add(self, sku):
        raise StockError(1)
'''


def test_an_exception_of_its_own(tmp_path: Path) -> None:
    assert told(tmp_path, RAISED, "StockError") == [
        "`take` raises it if none is left.",
        "`Cart.add` raises it, too.",
        "In `except StockError as error:`",
        "  `error.left`: units that are left.",
        "  Also `error.sku`.",
        "Raise it with `raise StockError(left, sku=None)`.",
        "`except ShopError` catches it, too.",
    ]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("class E(Exception): ...", ["Catch it with `except E`."]),
        ("class E(ValueError, KeyError): ...", ["`except ValueError` and `except KeyError` catch it, too."]),
        (
            "class E(Exception):\n    def __init__(self, code):\n        self.code = code\n        self._x = 1",
            ["In `except E as error:` read `error.code`.", "Raise it with `raise E(code)`."],
        ),
        (
            'class E(Exception):\n    def show(self):\n        """Show it."""',
            ["Catch it with `except E`.", "`error.show()` shows it."],
        ),
    ],
)
def test_other_exceptions(code: str, expected: list[str], tmp_path: Path) -> None:
    assert told(tmp_path, code, "E") == expected
