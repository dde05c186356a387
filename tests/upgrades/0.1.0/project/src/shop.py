"""A small shop."""

from __future__ import annotations

from dataclasses import dataclass, field

RATE = 0.19


class OutOfStock(Exception):
    """Too few units are left."""


@dataclass
class Cart:
    """Collects articles until they are ordered.

    >>> cart = Cart()
    >>> cart.add("tea", 2)
    2
    """

    lines: dict[str, int] = field(default_factory=dict)

    def add(self, sku: str, quantity: int = 1) -> int:
        """Put an article into the cart, and return how many units of it are there."""
        if quantity < 1:
            raise ValueError("quantity must be positive")
        self.lines[sku] = self.lines.get(sku, 0) + quantity
        return self.lines[sku]


def total(prices: dict[str, float], cart: Cart) -> float:
    """Add up what a cart costs, tax included."""
    return sum(prices[sku] * quantity for sku, quantity in cart.lines.items()) * (1 + RATE)


def parse(text: str) -> Cart:
    """Read a cart from lines such as `tea 2`."""
    cart = Cart()
    for line in text.splitlines():
        sku, _, quantity = line.partition(" ")
        cart.add(sku, int(quantity or 1))
    return cart


def reserve(stock: dict[str, int], sku: str, quantity: int) -> int:
    """Take units out of a stock."""
    if stock.get(sku, 0) < quantity:
        raise OutOfStock(sku)
    stock[sku] -= quantity
    return stock[sku]


def discount(price: float, percent: float = 10) -> float:
    """Lower a price by some per cent."""
    return price * (1 - percent / 100)


def ship(cart: Cart, country: str = "DE") -> str:
    """Name the parcel service for a country."""
    return "post" if country == "DE" else "parcels abroad"


def refund(paid: float, fee: float = 2.5) -> float:
    """Return what is paid back after the fee."""
    return max(paid - fee, 0.0)


def order(cart: Cart, note: str = "") -> list[str]:
    """List the lines of an order."""
    return [f"{quantity} x {sku}" for sku, quantity in cart.lines.items()]
