"""Bake with care."""

from __future__ import annotations


class ColdError(Exception):
    """The oven is not hot enough."""


class Oven:
    """Bakes one loaf after the other.

    Examples:
        >>> from oven import Oven
        >>> oven = Oven(220)
        >>> oven.note("{{ page.title }} {% raw %} {! a.md !} <!-- more --> --8<-- $x$ <b>  two")
        1
        >>> oven.bake("rye")
        'rye at 220'
    """

    def __init__(self, degrees: int) -> None:
        self.degrees = degrees
        self.notes: list[str] = []

    def note(self, words: str) -> int:
        """Keep a note; gives how many there are."""
        self.notes.append(words)
        return len(self.notes)

    def bake(self, loaf: str) -> str:
        """Bake a loaf.

        Raises:
            ColdError: The oven has less than 180 degrees.
        """
        if self.degrees < 180:
            raise ColdError(self.degrees)
        return f"{loaf} at {self.degrees}"


def warm(oven: Oven, by: int) -> int:
    """Raise the heat of an oven.

    Examples:
        >>> from oven import Oven, warm
        >>> warm(Oven(200), by=20)
        220
    """
    oven.degrees += by
    return oven.degrees
