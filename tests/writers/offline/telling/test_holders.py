"""Classes that hold data are told by what each field is for, enumerations by their members."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.writers.offline.telling.told import told

HOLDERS = {
    # By strings below the fields, with inherited ones first.
    '''
from dataclasses import dataclass

@dataclass
class Base:
    name: str
    """Shown to users."""

@dataclass(frozen=True)
class It(Base):
    size: int = 3  #: Units that fit.
    _hidden: int = 0
''': [
        "Create it with `It(name, size=3)`:",
        "  `name`: shown to users.",
        "  `size` (`3`): units that fit.",
        "Its fields cannot be assigned afterwards.",
    ],
    # By an Attributes section.
    '''
from typing import NamedTuple

class It(NamedTuple):
    """A place.

    Attributes:
        x: Steps to the right.
    """

    x: int
    y: int = 0
''': [
        "Create it with `It(x, y=0)`:",
        "  `x`: steps to the right.",
        "  Also `y`.",
        "It is also a tuple of its fields, in this order.",
    ],
    '''
from typing import NotRequired, TypedDict

class It(TypedDict):
    name: str
    age: NotRequired[int]
    """In years."""
''': ["A dictionary with the keys:", "  `age`: in years.", "  Also `name`."],
    """
from typing import TypedDict

class It(TypedDict, total=False):
    name: str
    age: int
""": ["A dictionary with the keys, all optional:", "  `name` (`str`).", "  `age` (`int`)."],
    """
from pydantic import BaseModel, Field

class It(BaseModel):
    name: str = Field(description="Shown to users.", max_length=20)
    size: int = Field(gt=0, le=9)
    kind: str = "box"
""": [
        "Create it with `It(*, name, size, kind='box')`:",
        "  `name`: shown to users; at most 20 long.",
        "  `size`: greater than 0 and at most 9.",
        "  Also `kind`.",
    ],
    # By a base class that reads the environment, and by a decorator of attrs.
    """
from pydantic_settings import BaseSettings

class It(BaseSettings):
    host: str = "localhost"
    port: int
""": [
        "Create it with `It(*, host='localhost', port)`.",
        "What is not passed is read from the environment.",
    ],
    """
from attrs import define, field

@define
class It:
    x: int
    _y: list[int] = field(factory=list)
""": ["Create it with `It(x, y=...)`."],
    """
from dataclasses import dataclass

@dataclass
class It:
    size: int

    def __post_init__(self):
        if self.size < 1:
            raise ValueError(self.size)
""": ["Create it with `It(size)`.", "Creating it raises `ValueError` if `size` is less than 1."],
    # Enumerations.
    '''
from enum import Enum

class It(Enum):
    RED = "r"  #: Stop at once.
    STOP = "r2"  #: Stop at once.
    GREEN = "g"
    """Go on."""
''': [
        "Members of `It`:",
        "  `RED` (`'r'`) and `STOP` (`'r2'`): stop at once.",
        "  `GREEN` (`'g'`): go on.",
        "`It('r')` or `It['RED']` returns `It.RED`.",
    ],
    """
from enum import IntFlag

class It(IntFlag):
    A = 1
    B = 2
""": [
        "Its members are `A` (`1`) and `B` (`2`).",
        "`It(1)` or `It['A']` returns `It.A`.",
        "Members can be combined with `|`.",
    ],
    """
from enum import Enum

class It(Enum):
    A = (1, "one")

    def __new__(cls, value, text): ...
""": ["Its members are `A` (`1`)."],
}


@pytest.mark.parametrize("code", HOLDERS)
def test_fields(code: str, tmp_path: Path) -> None:
    lines = told(tmp_path, code, "It")
    assert lines == HOLDERS[code]
