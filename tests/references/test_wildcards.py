"""Wildcard imports give what Python gives, also in circles, and cost about as much as there are imports and names."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import griffe
import pytest

from mkdocs_howto.errors import UnreadableSource
from mkdocs_howto.references.files import Files, Trail
from mkdocs_howto.references.modules import Modules, NotThere
from mkdocs_howto.references.shapes import Shapes
from tests.conftest import write_tree
from tests.work import grows_evenly

CIRCLES = {
    "a circle of two": {
        "pkg/__init__.py": "from .a import *",
        "pkg/a.py": "from .b import *\ndef f(): ...",
        "pkg/b.py": "from .a import *\ndef g(): ...",
    },
    "a circle through the package": {
        "pkg/__init__.py": "from .a import *\nfrom .b import *",
        "pkg/a.py": "def f(): ...\nfrom . import *",
        "pkg/b.py": "def g(): ...\nfrom . import *",
    },
    "all import all": {
        "pkg/__init__.py": "from .a import *\nfrom .b import *\nfrom .c import *",
        "pkg/a.py": "def f(): ...\nfrom .b import *\nfrom .c import *",
        "pkg/b.py": "def g(): ...\nfrom .a import *\nfrom .c import *",
        "pkg/c.py": "def h(): ...\nfrom .a import *\nfrom .b import *",
    },
}
"""Modules that import from each other, of which Python sees those half made that are imported first."""

LAYOUTS = {
    "the last import counts": {
        "pkg/__init__.py": "from .a import *\nfrom .b import *",
        "pkg/a.py": "def f(): ...\ndef g(): ...",
        "pkg/b.py": "def f(): ...",
    },
    "a diamond": {
        "pkg/__init__.py": "from .a import *\nfrom .b import *",
        "pkg/a.py": "from .base import *\ndef f(): ...",
        "pkg/b.py": "from .base import *",
        "pkg/base.py": "def f(): ...\ndef g(): ...",
    },
    "a definition between two imports": {
        "pkg/__init__.py": "from .a import *\ndef f(): ...\ndef g(): ...\nfrom .b import *",
        "pkg/a.py": "def f(): ...",
        "pkg/b.py": "def g(): ...",
    },
    "hidden on the way": {
        "pkg/__init__.py": "from .a import *",
        "pkg/a.py": "from .b import *\ndef f(): ...",
        "pkg/b.py": "def f(): ...\ndef g(): ...",
    },
    "private names stay": {
        "pkg/__init__.py": "def _f(): ...\nfrom .a import *",
        "pkg/a.py": "def _f(): ...\ndef g(): ...",
    },
    "a list that names little": {
        "pkg/__init__.py": "def f(): ...\nfrom .a import *",
        "pkg/a.py": "__all__ = ['_g']\ndef f(): ...\ndef _g(): ...",
    },
    "a list that names what another module gives": {
        "pkg/__init__.py": "from .a import *",
        "pkg/a.py": "from .b import *\n__all__ = ['g']",
        "pkg/b.py": "def f(): ...\ndef g(): ...",
    },
    "lists that are made of others": {
        "pkg/__init__.py": "from .a import *",
        "pkg/a.py": "from . import b, c\nfrom .b import *\nfrom .c import *\n__all__ = b.__all__ + c.__all__",
        "pkg/b.py": "from . import c\nfrom .c import *\n__all__ = ['f'] + c.__all__\ndef f(): ...",
        "pkg/c.py": "__all__ = ['_g']\ndef _g(): ...\ndef h(): ...",
    },
    "a renamed import on the way": {
        "pkg/__init__.py": "from .a import *",
        "pkg/a.py": "from .b import f as g",
        "pkg/b.py": "def f(): ...",
    },
    "through a module with another name": {
        "pkg/__init__.py": "from .a import *",
        "pkg/a.py": "from os.path import *\ndef f(): ...",
    },
}

IN_PYTHON = """
import importlib, inspect, sys
for path in sys.argv[1:]:
    module, _, name = path.rpartition(".")
    found = getattr(importlib.import_module(module), name, None)
    print(f"{found.__module__}.{found.__qualname__}" if inspect.isfunction(found) else "")
"""


def names_in_python(folder: Path, files: dict[str, str]) -> dict[str, str]:
    """Return what Python binds to names of every module, by path; empty where it binds none."""
    modules = sorted({path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in files})
    paths = [f"{module}.{name}" for module in modules for name in ("f", "g", "h", "_f", "_g", "nope")]
    command = [sys.executable, "-c", IN_PYTHON, *paths]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return dict(zip(paths, done.stdout.splitlines(), strict=True))


def names_found(folder: Path, paths: Iterable[str]) -> dict[str, str]:
    modules = Modules(Files(folder), [folder], [Path(path) for path in sys.path if path])
    return {path: node.path if (node := modules.object(path, Trail())) is not None else "" for path in paths}


@pytest.mark.parametrize("files", LAYOUTS.values(), ids=LAYOUTS)
def test_names_are_those_that_python_binds(package: Path, files: dict[str, str]) -> None:
    """In every module, whichever of them is asked for a name first."""
    write_tree(package, files)
    bound = names_in_python(package, files)
    assert any(bound.values())
    assert names_found(package, bound) == names_found(package, [*bound][::-1]) == bound


@pytest.mark.parametrize("files", CIRCLES.values(), ids=CIRCLES)
def test_in_a_circle_all_that_python_binds_is_found(package: Path, files: dict[str, str]) -> None:
    """And what it would bind if another module were imported first, but nothing that no module defines."""
    write_tree(package, files)
    bound = names_in_python(package, files)
    found = names_found(package, bound)
    assert found == names_found(package, [*bound][::-1])
    assert {path: found[path] for path in bound if bound[path]} == {path: bound[path] for path in bound if bound[path]}
    assert set(found.values()) <= {*bound.values(), ""}
    assert not any(found[path] for path in found if path.endswith(("nope", "._f", "._g")))


INHERITED = {
    "a base": ("from n import *\nclass B(A): ...", "m.B.f"),
    "a base in a package": ("from n import *\nimport n\nclass B(n.A): ...", "m.B.f"),
    "a generic base": ("from n import *\nclass B(A[int]): ...", "m.B.f"),
    "a base of a class inside": ("from n import *\nclass Outer:\n    class B(A): ...", "m.Outer.B.f"),
}


@pytest.mark.parametrize(("source", "path"), INHERITED.values(), ids=INHERITED)
def test_a_base_may_come_from_a_wildcard_import(package: Path, source: str, path: str) -> None:
    """Also where nothing else of the module was asked for before."""
    write_tree(package, {"m.py": source, "n.py": "class A:\n    def f(self): ..."})
    found = Modules(Files(package), [package]).object(path, Trail())
    assert found is not None
    assert found.path == "n.A.f"


def test_what_a_wildcard_import_gives_is_suggested(package: Path) -> None:
    write_tree(package, {"pkg/__init__.py": "from .a import *", "pkg/a.py": "def cart(): ...\ndef _hidden(): ..."})
    modules = Modules(Files(package), [package])
    names = modules.member_names(modules.object("pkg", Trail()))
    assert "cart" in names
    assert "_hidden" not in names


def web(folder: Path, modules: int) -> None:
    """Write modules that import everything from each other."""
    numbers = range(modules)
    files = {"pkg/__init__.py": "".join(f"from .m{number} import *\n" for number in numbers)}
    for number in numbers:
        stars = "".join(f"from .m{other} import *\n" for other in numbers if other != number)
        files[f"pkg/m{number}.py"] = f"{stars}def f{number}(): return f{(number + 1) % modules}()\ndef g{number}(): ..."
    write_tree(folder, files)


def test_modules_that_import_all_from_each_other_are_walked_through_once(tmp_path: Path) -> None:
    """Four times the imports take four times the calls: twice the modules, each of which imports twice as many."""

    def run(imports: int) -> None:
        count = max(2, round(imports**0.5))
        folder = tmp_path / str(count)
        if not folder.exists():
            web(folder, count)
        modules = Modules(Files(folder), [folder])
        for path in ("pkg.f1", "pkg.g0", "pkg.m1.f0", "pkg.nope", "pkg.m0.nope"):
            assert (modules.object(path, Trail()) is None) == path.endswith("nope")

    run(400)
    run(1600)  # The files are written before calls are counted.
    assert grows_evenly(run, 400)


@pytest.mark.parametrize("length", [1_500])
@pytest.mark.parametrize(
    "link",
    [
        "from .m{next} import *\n",
        "from .m{next} import A\n",
        "from .m{next} import *\nfrom .m{next} import A as A\nfrom . import m{next} as B\n",
        "from . import m{next}\nfrom .m{next} import *\n__all__ = m{next}.__all__ + ['B']\nB = 1\n",
    ],
    ids=["wildcards", "names", "both", "lists"],
)
def test_chains_of_imports_are_followed(tmp_path: Path, link: str, length: int) -> None:
    """However long they are."""
    files = {f"pkg/m{number}.py": link.format(next=number + 1) for number in range(length)}
    write_tree(tmp_path, {**files, "pkg/__init__.py": "", f"pkg/m{length}.py": "__all__ = ['A']\nclass A: ...\n"})
    modules = Modules(Files(tmp_path), [tmp_path])
    assert modules.follow(modules.find("pkg.m0.A", Trail()), Trail()).path == f"pkg.m{length}.A"
    assert modules.object("pkg.m0.nope", Trail()) is None
    pkg = modules.object("pkg.m0", Trail())
    assert pkg is not None
    assert Shapes(modules, lambda _: True).of(pkg, Trail()).complete


@pytest.mark.parametrize(
    "link",
    ["from .m{next}.A import A\n", "from .m{next}.A import *\n", "import pkg.m{next}\nfrom pkg.m{next}.A.B import *\n"],
)
def test_paths_that_lead_through_each_other_come_to_an_end(tmp_path: Path, link: str) -> None:
    """Where each import has a name of the next one on its way, which Python would refuse."""
    files = {f"pkg/m{number}.py": link.format(next=number + 1) for number in range(500)}
    write_tree(tmp_path, {**files, "pkg/__init__.py": "", "pkg/m500.py": "class A: ...\n"})
    modules = Modules(Files(tmp_path), [tmp_path])
    assert modules.object("pkg.m0.A.A", Trail()) is None
    with pytest.raises(NotThere):
        modules.find("pkg.m0.nope", Trail())


HUBS = {
    "the package": {"pkg/__init__.py": "{stars}"},
    "a module that the package imports": {"pkg/__init__.py": "from .hub import *", "pkg/hub.py": "{stars}"},
    "a chain": {"pkg/__init__.py": "from .m{last} import *"},
    "a circle": {"pkg/__init__.py": "{stars}", "pkg/m0.py": "from . import *"},
}


@pytest.mark.parametrize("hub", HUBS.values(), ids=HUBS)
def test_modules_beyond_what_wildcard_imports_may_give_are_not_read(tmp_path: Path, hub: dict[str, str]) -> None:
    """What the last imports give is found; what lies beyond is refused and not called missing."""
    count, names = 60, 2_000
    stars = "".join(f"from .m{number} import *\n" for number in range(count))
    files = {name: text.format(stars=stars, last=count - 1) for name, text in hub.items()}
    for number in range(count):
        above = f"from .m{number - 1} import *\n" if number else files.get("pkg/m0.py", "")
        files[f"pkg/m{number}.py"] = f"{above}\n" + "".join(f"n{number}_{name} = 1\n" for name in range(names))
    write_tree(tmp_path, files)
    modules, trail = Modules(Files(tmp_path), [tmp_path]), Trail()
    last = modules.follow(modules.find(f"pkg.n{count - 1}_7", trail), trail)
    assert last.path == f"pkg.m{count - 1}.n{count - 1}_7"
    with pytest.raises(UnreadableSource, match="`pkg` takes more than 60,000 names from wildcard imports") as caught:
        modules.find("pkg.n0_7", trail)
    assert caught.value.hint == "Refer to the module that defines it."
    assert 30 <= len(trail.read()) <= 34


@pytest.mark.parametrize(
    ("source", "docstring"),
    [
        ("A = 1\n'One.'\n", "One."),
        ("A: int\n'One.'\n", "One."),
        ("A = 1\n\nB = 2\n'Two.'\n", None),
        ("if B:\n    A = 1\n    'One.'\nelse:\n    A = 2\n", "One."),
        ("try:\n    A = 1\n    'One.'\nexcept B:\n    A = 2\n    'Two.'\n", "One."),
    ],
)
def test_an_assignment_has_the_docstring_below_it(tmp_path: Path, source: str, docstring: str | None) -> None:
    """As griffe alone finds it."""
    write_tree(tmp_path, {"mod.py": source})
    found = Modules(Files(tmp_path), [tmp_path]).object("mod.A", Trail())
    alone = griffe.visit("mod", tmp_path / "mod.py", source)["A"]
    assert found is not None
    assert [one.docstring and one.docstring.value for one in (found, alone)] == [docstring] * 2
