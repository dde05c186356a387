"""Code for a newer Python is called that, and stubs are not called missing packages."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mkdocs_howto.errors import HowtoError
from mkdocs_howto.references.files import Files
from mkdocs_howto.references.newer import Version, may_be_newer, python_for
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.syntax import NotPython
from tests.conftest import write_tree

RUNNING = sys.version_info[:2]


@pytest.mark.parametrize(
    ("line", "version"),
    [
        ("class Box[T]:", (3, 12)),
        ("def first[T](items: list[T]) -> T:", (3, 12)),
        ("    async def first[T: int](item):", (3, 12)),
        ("type Name = str", (3, 12)),
        ("type Pair[T] = tuple[T, T]", (3, 12)),
        ("class Box[T = int]:", (3, 13)),
        ("type Pair[T = int] = tuple[T, T]", (3, 13)),
        ('page = t"Hello {name}"', (3, 14)),
        ("page = rt'{name}'", (3, 14)),
        ("    except ValueError, TypeError:", (3, 14)),
        ("    except* json.JSONDecodeError, OSError:", (3, 14)),
        ("except ValueError, error:", None),
        ("def f(:", None),
        ("type(x = 1", None),
        ("items[0 = 1", None),
        ("print 'text'", None),
        ("x = 'don't'", None),
    ],
)
def test_syntax_of_a_newer_python(line: str, version: Version | None) -> None:
    error = NotPython("invalid syntax", 2)
    assert python_for(f"x = 1\n{line}\n", error, (3, 11)) == version
    assert python_for(f"x = 1\n{line}\n", error, (3, 14)) is None


@pytest.mark.parametrize("line", [0, 2, 99])
def test_other_lines_do_not_count(line: int) -> None:
    assert python_for("class Box[T]:\ndef f(:\n", NotPython("invalid syntax", line), (3, 11)) is None


def test_an_error_in_an_fstring_may_be_none_later() -> None:
    assert may_be_newer(NotPython("f-string: unmatched '['", 1), (3, 11))
    assert not may_be_newer(NotPython("f-string: unmatched '['", 1), (3, 12))
    assert not may_be_newer(NotPython("invalid syntax", 1), (3, 11))


def told(folder: Path, reference: str) -> str:
    with pytest.raises(HowtoError) as caught:
        Resolver(Files(folder), [folder]).resolve(reference)
    return str(caught.value)


@pytest.mark.skipif(RUNNING >= (3, 14), reason="reads all of it")
def test_the_message_names_both_versions(tmp_path: Path) -> None:
    write_tree(tmp_path, {"m.py": 'def f(name):\n    return t"{name}"\n'})
    running = f"{RUNNING[0]}.{RUNNING[1]}"
    for reference in ("m.f", "m.py", "m.py#L1-L2"):
        assert told(tmp_path, reference) == (
            f"m.py, line 2: this needs Python 3.14; the site is built with Python {running}.\n"
            "  Hint: Build the site with Python 3.14 or newer."
        )


@pytest.mark.skipif(RUNNING >= (3, 12), reason="reads it")
def test_the_message_leaves_open_what_cannot_be_told(tmp_path: Path) -> None:
    write_tree(tmp_path, {"m.py": 'd = {}\nx = f"{d["a"]}"\n'})
    assert told(tmp_path, "m.x").endswith("may need a newer Python than 3.11, which builds this site.")


@pytest.mark.parametrize(
    ("reference", "hint"),
    [
        ("shop.SupportsRead", "`_typeshed` exists for type checkers only"),
        ("_typeshed.SupportsRead", "`_typeshed` exists for type checkers only"),
        ("shop.dump", "Only its type stubs are here (fast-stubs/)"),
        ("fast.dump", "Only its type stubs are here (fast-stubs/)"),
        ("shop.gone", "`lib` is here, but has no such name"),
        ("shop.absent", "Install the package it comes from"),
    ],
)
def test_only_a_missing_package_is_to_be_installed(tmp_path: Path, reference: str, hint: str) -> None:
    write_tree(
        tmp_path,
        {
            "shop.py": "from _typeshed import SupportsRead\nfrom fast import dump\nfrom lib.other import gone\n"
            "from nowhere_to_be_found import absent\n",
            "fast-stubs/__init__.pyi": "def dump() -> int: ...\n",
            "lib/__init__.py": "x = 1\n",
        },
    )
    message = told(tmp_path, reference)
    assert hint in message
    assert ("Install" in message) == hint.startswith("Install")
