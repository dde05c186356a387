"""Values that are secret whatever their name."""

from __future__ import annotations

import re

import pytest

from mkdocs_howto.secrets import SHAPES, is_secret_value

VALUES = [
    "-----BEGIN RSA PRIVATE KEY-----",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIi",
    "sk-proj-abcdefgh12345678",
    "pk_live_abcdefgh12345678",
    "rk_abcdefgh12345678",
    *(f"gh{letter}_abcdefgh12345678" for letter in "pousr"),
    "github_pat_abcdefgh12345678",
    "glpat-abcdefgh12345678",
    "xoxb-12345678",
    "AKIAIOSFODNN7EXAMPLE",
    "ASIAIOSFODNN7EXAMPLE",
    "AIzaSyA1234567890abcdefghi",
    "Bearer abc.12345",
    "basic QWxhZGRpbjpvcGVu1",
    "https://user:word@example.org",
    *(f"https://example.org/?my_{name}=12345678" for name in ("key", "token", "secret", "signature")),
]


@pytest.mark.parametrize("value", VALUES)
def test_a_secret_is_known_by_its_shape(value: str) -> None:
    """In a text as well, and only by a shape whose marks are in it."""
    assert is_secret_value(f"It is {value} now")
    for shape, marks in SHAPES.items():
        assert re.search(shape, value) is None or any(mark in value for mark in marks)


def test_every_shape_has_a_value() -> None:
    """None is left untried."""
    assert all(any(re.search(shape, value) for value in VALUES) for shape in SHAPES)
