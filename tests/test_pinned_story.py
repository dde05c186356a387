"""The life of a pinned section, as its maintainer lives it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Site

BEFORE = '''"""Carts."""


class Cart:
    """Collects articles until they are ordered."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, sku: str) -> int:
        """Put an article into the cart.

        Returns:
            The number of articles.
        """
        self.lines.append(sku)
        return len(self.lines)
'''

AFTER = BEFORE.replace("sku: str) -> int:", 'sku: str, note: str = "") -> int:').replace(
    "        self.lines.append(sku)\n",
    '        if not sku:\n            raise ValueError("an article has a number")\n        self.lines.append(sku)\n',
)


@pytest.fixture
def shop(tmp_path: Path) -> Site:
    site = Site(tmp_path, options={"paths": ["src"], "pins": "howto/"}, extensions=["fenced_code"])
    site.file("src/shop.py", BEFORE)
    site.page("---\ntitle: Shop\n---\n\n# Shop\n\n::: howto shop.Cart\n")
    site.configure()
    return site


def howto(site: Site, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs_howto", *arguments], cwd=site.folder, capture_output=True, text=True, check=False
    )


def text(site: Site) -> str:
    return " ".join(site.build().body().get_text().split())


def test_a_pinned_section_from_first_text_to_approval(shop: Site) -> None:
    written = text(shop)
    assert "Collects articles until they are ordered." in written

    # Pinned, it looks as it did.
    pinned = howto(shop, "pin", "shop.Cart")
    assert (pinned.returncode, pinned.stdout) == (0, "shop.Cart: pinned howto/shop.Cart.md\n1 pinned.\n")
    assert text(shop) == written
    assert howto(shop, "check").returncode == 0

    # A person says it better, and is not overwritten.
    pin = shop.folder / "howto/shop.Cart.md"
    pin.write_text(
        pin.read_text().replace(
            "Collects articles until they are ordered.\n",
            "Collects articles until they are ordered. Keep **one** for each customer.\n",
        )
    )
    built = shop.build(strict=True)
    assert built.body().strong is not None
    assert "Keep one for each customer." in " ".join(built.body().get_text().split())
    assert "edited by hand" in built.body().get_text()
    edited = pin.read_text()

    # The code changes: the check fails and says why.
    shop.file("src/shop.py", AFTER)
    checked = howto(shop, "check")
    assert checked.returncode == 1
    first, *_ = checked.stdout.splitlines()
    assert first == (
        "docs/index.md:7: shop.Cart: stale: The pin howto/shop.Cart.md may be outdated: `Cart.add` gained the parameter "
        "`note`; `Cart` now raises `ValueError`; the body of `Cart.add` changed."
    )

    # The site shows it all the same, with a note, and warns.
    built = shop.build()
    assert "Keep one for each customer." in " ".join(built.body().get_text().split())
    assert built.body().find(class_="howto-outdated") is not None
    warnings = [record.getMessage() for record in built.log if record.levelname == "WARNING"]
    assert len(warnings) == 2
    assert "index.md:7" in warnings[0]
    assert "`Cart.add` gained the parameter `note`" in warnings[0]
    assert "howto/shop.Cart.md:8: `shop.Cart`: missing-exception" in warnings[1]
    assert pin.read_text() == edited

    # Brought up to date, it keeps the person's words beside the new ones.
    updated = howto(shop, "pin", "--update")
    assert (updated.returncode, updated.stdout) == (0, "shop.Cart: merged howto/shop.Cart.md\n1 merged.\n")
    merged = pin.read_text()
    assert "Keep **one** for each customer." in merged
    assert "`add` raises `ValueError` if `sku` is empty." in merged
    assert "note" in merged

    # Accepted by a person.
    approved = howto(shop, "approve", "shop.Cart", "--by", "Ada Example")
    assert approved.returncode == 0, approved.stderr
    assert "approved: Ada Example, 20" in pin.read_text()
    checked = howto(shop, "check", "--strict")
    assert (checked.returncode, checked.stdout) == (0, "Checked 1 section (1 approved): all fit their code.\n")
    built = shop.build(strict=True)
    assert built.body().find(class_="howto-outdated") is None
    assert "approved by Ada Example" in built.body().get_text()
