"""What changes a fingerprint, and what does not."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_howto.references.files import Files
from mkdocs_howto.references.fingerprint import fingerprint
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.section import ImportableBlock, Shape
from tests.conftest import FIXTURES, ROOT, write_tree

BASE = {
    "pkg/__init__.py": "",
    "pkg/main.py": '''from pkg.helper import helper
from pkg.base import Base

LIMIT = 5


def wrap(f):
    return f


class Thing(Base):
    """Does something.

    More about it.
    """

    @wrap
    def act(self, x, y=1):
        """Act."""
        value = helper(x)
        if value > LIMIT:
            raise ValueError(f"{value!r:>{y}} is too much")
        return [value, "text", b"bytes", 1.5, 0x10]
''',
    "pkg/helper.py": 'def helper(a):\n    """Help.\n\n    A lot."""\n    return a\n',
    "pkg/base.py": "class Base:\n    def run(self, n): ...\n",
}


def digest(folder: Path, changes: dict[str, tuple[str, str]], reference: str = "pkg.main.Thing") -> str:
    files = dict(BASE)
    for name, (old, new) in changes.items():
        assert old in files[name]
        files[name] = files[name].replace(old, new)
    target = folder / str(len(list(folder.iterdir())))
    write_tree(target, files)
    return Resolver(Files(target), [target], []).resolve(reference).block.fingerprint


SAME = {
    "a comment": {"pkg/main.py": ("value = helper(x)", "value = helper(x)  # helped")},
    "blank lines": {"pkg/main.py": ("value = helper(x)", "\n\n        value = helper(x)")},
    "layout": {"pkg/main.py": ("helper(x)", "helper(\n            x,\n        )")},
    "quotes": {"pkg/main.py": ('"text"', "'text'")},
    "how a number is written": {"pkg/main.py": ("0x10", "16")},
    "position in the file": {"pkg/main.py": ("LIMIT = 5", "\n\n\n\nLIMIT = 5")},
    "indentation of a docstring": {"pkg/main.py": ("    More about it.", "        More about it.")},
    "an unrelated definition": {"pkg/main.py": ("LIMIT = 5", "LIMIT = 5\nOTHER = 6")},
    "a neighbour's body": {"pkg/helper.py": ("return a", "return a + 1")},
    "a neighbour's docstring below its summary": {"pkg/helper.py": ("A lot.", "Much.")},
    "parentheses": {"pkg/main.py": ("value > LIMIT", "(value > LIMIT)")},
    "a constant's layout": {"pkg/main.py": ("LIMIT = 5", "LIMIT = (\n    5\n)")},
}
OTHER = {
    "body": {"pkg/main.py": ("value > LIMIT", "value >= LIMIT")},
    "a text in the body": {"pkg/main.py": ("too much", "too little")},
    "docstring": {"pkg/main.py": ("Does something.", "Does another thing.")},
    "docstring below its summary": {"pkg/main.py": ("More about it.", "Less about it.")},
    "a member's docstring": {"pkg/main.py": ("Act.", "React.")},
    "signature": {"pkg/main.py": ("x, y=1", "x, y=2")},
    "a parameter's name": {"pkg/main.py": ("def act(self, x, y=1)", "def act(self, x, z=1)")},
    "decorator": {"pkg/main.py": ("    @wrap\n", "")},
    "a constant it reads": {"pkg/main.py": ("LIMIT = 5", "LIMIT = 6")},
    "a neighbour's signature": {"pkg/helper.py": ("def helper(a)", "def helper(a, b=None)")},
    "a neighbour's summary": {"pkg/helper.py": ("Help.", "Assist.")},
    "a base's member": {"pkg/base.py": ("def run(self, n)", "def run(self, n, m)")},
    "a base's base": {"pkg/base.py": ("class Base:", "class Base(dict):")},
    "where a name comes from": {"pkg/main.py": ("from pkg.helper import helper", "from other import helper")},
    "a number's type": {"pkg/main.py": ("1.5", "1")},
    "a format": {"pkg/main.py": ("!r:>", "!s:>")},
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_does_not_count(tmp_path: Path, change: dict[str, tuple[str, str]]) -> None:
    assert digest(tmp_path, change) == digest(tmp_path, {})


@pytest.mark.parametrize("change", OTHER.values(), ids=OTHER)
def test_counts(tmp_path: Path, change: dict[str, tuple[str, str]]) -> None:
    assert digest(tmp_path, change) != digest(tmp_path, {})


def test_the_path_to_import_counts(tmp_path: Path) -> None:
    """The example imports it."""
    write_tree(tmp_path, {"one.py": "def f(): ...\ng = 1\n", "two.py": "from one import f\n"})
    resolver = Resolver(Files(tmp_path), [tmp_path], [])
    assert resolver.resolve("one.f").block.fingerprint != resolver.resolve("two.f").block.fingerprint


@given(first=st.integers(min_value=1, max_value=10**6), file=st.text(max_size=10))
def test_where_code_stands_plays_no_part(first: int, file: str) -> None:
    block = ImportableBlock(object_path="m.f", shape=Shape(object_path="m.f", kind="function"), source="def f(): ...\n")
    assert fingerprint(dataclasses.replace(block, lines=(first, first), file=file)) == fingerprint(block)


ODD = """
import os
def f(a, /, b: "int" = -1, *args, c=1e300, d=10**2, **kw):
    x = f"{a!r:>{b}}{c=} {{}} {'q' + 'r'} \\N{BULLET} {a:%Y-%m}" "tail" f"{b}"
    y = (1, 2.5, 3j, b"\\x00\\xff", "\\ud800", "😀", ..., None, True)
    z = 123456789012345678901234567890
    async def inner():
        async with a as b, c as d:
            return [i async for i in b if await i]
    match a:
        case {"k": [1, *rest], **others} if rest: pass
        case int() | str() as v: pass
    try: pass
    except* ValueError as error: raise error from None
    with (open(a) as g, open(b) as h): del x, y[0], z.q
    return lambda u, *v, w=1, **k: (yield_ := u) if v else not w
"""


def pythons() -> list[str]:
    """Every Python from 3.11 on that can be started here."""
    names = [f"python3.{minor}" for minor in range(11, 20)]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    folders = [path / "bin" for path in sorted(pyenv.glob("3.*"))] if pyenv.is_dir() else []
    found = {sys.executable: None}
    for name in names:
        for path in [shutil.which(name), *(str(folder / name) for folder in folders)]:
            if path and Path(path).exists() and _works(path):
                found.setdefault(path, None)
    versions: dict[str, str] = {}
    for path in found:
        version = subprocess.run(
            [path, "-c", "import sys; print(sys.version_info[:2])"], capture_output=True, text=True, check=True
        )
        versions.setdefault(version.stdout, path)
    return list(versions.values())


def _works(path: str) -> bool:
    return subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode == 0


PROGRAM = """
import sys
sys.path[:0] = sys.argv[1:3]
from pathlib import Path
from mkdocs_howto.references.files import Files
from mkdocs_howto.references.resolver import Resolver
folder = Path(sys.argv[3])
resolver = Resolver(Files(folder), [folder, Path(sys.argv[4])], [])
for reference in sys.argv[5:]:
    print(reference, resolver.resolve(reference).block.fingerprint)
"""


def test_equal_on_every_python_of_this_machine(tmp_path: Path) -> None:
    """Code that several versions accept has one fingerprint on all of them."""
    import griffe

    write_tree(tmp_path, {"odd.py": ODD, **BASE})
    packages = str(Path(griffe.__file__).parent.parent)
    # griffe's own text is found first in this list, and nothing else of this environment is needed.
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "griffe").symlink_to(Path(packages) / "griffe")
    references = [
        "odd.f", "pkg.main.Thing", "pkg.main.Thing.act", "shop.Cart", "shop.Price", "shop.reserve",
        "shop.files.atomic_write", "shop.export.Exporter", "shop.cli.top", "providers.SkyChat", "providers.PageChat",
    ]  # fmt: skip
    answers = {}
    for python in pythons():
        done = subprocess.run(
            [python, "-c", PROGRAM, str(ROOT), str(bare), str(tmp_path), str(FIXTURES), *references],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{python}: {done.stderr}"
        answers[python] = done.stdout
    assert len(set(answers.values())) == 1, answers
