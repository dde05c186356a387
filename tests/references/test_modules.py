"""Objects are found where `griffe.load` finds them, and in places where only Python does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import griffe
import pytest

from mkdocs_howto.references.files import Files, Trail
from mkdocs_howto.references.modules import Modules, NotThere
from mkdocs_howto.references.shapes import Shapes
from tests.conftest import write_tree

INSTALLED = [Path(path) for path in sys.path if path]

GENERATED = "the constructor that griffe makes up for a dataclass has no code"


def public_objects(package: str) -> Iterator[tuple[str, griffe.Object]]:
    """Every public path of a package with the object griffe finds there, aliases of other packages apart."""
    top = griffe.load(package, allow_inspection=False)
    waiting: list[tuple[str, griffe.Object]] = [(package, top)]
    while waiting:
        path, node = waiting.pop()
        yield path, node
        for name, member in node.members.items():
            if name.startswith("_") and not name.startswith("__"):
                continue
            try:
                target = member.final_target if member.is_alias else member
            except (griffe.AliasResolutionError, griffe.CyclicAliasError):
                continue
            if member.is_alias or not (member.is_module or member.is_class):
                yield f"{path}.{name}", target
            else:
                waiting.append((f"{path}.{name}", target))


def facts(node: griffe.Object) -> tuple[object, ...]:
    signature = node.signature() if isinstance(node, griffe.Function) else None
    return node.path, node.kind, node.filepath, node.lineno, node.endlineno, signature


@pytest.mark.parametrize(("package", "least"), [("django", 20_000), ("mkdocs", 800), ("jinja2", 700), ("click", 600)])
def test_every_public_object_is_the_one_griffe_finds(package: str, least: int) -> None:
    """Path, kind, file, lines and signature, object by object; the one kind of difference is named."""
    modules = Modules(Files(Path.cwd()), INSTALLED)
    differences: dict[str, str] = {}
    count = 0
    for path, theirs in public_objects(package):
        count += 1
        try:
            ours = modules.follow(modules.find(path, Trail()), Trail())
        except NotThere:
            is_generated = theirs.name == "__init__" and theirs.lineno == 0 and "dataclass" in theirs.parent.labels
            differences[path] = GENERATED if is_generated else "not found"
            continue
        if facts(ours) != facts(theirs):
            differences[path] = f"{facts(ours)} instead of {facts(theirs)}"
    assert count >= least
    assert {reason for reason in differences.values() if reason != GENERATED} == set()


@pytest.mark.parametrize("package", ["click", "mkdocs", "jinja2"])
def test_every_signature_is_the_one_griffe_has(package: str) -> None:
    modules = Modules(Files(Path.cwd()), INSTALLED)
    shapes = Shapes(modules, lambda _: True)
    for path, theirs in public_objects(package):
        if isinstance(theirs, griffe.Function) and theirs.lineno:
            shape = shapes.of(modules.follow(modules.find(path, Trail()), Trail()), Trail())
            assert shape.signature is not None
            ours = [(parameter.name, parameter.annotation) for parameter in shape.signature.parameters]
            assert ours == [(p.name.lstrip("*"), str(p.annotation or "")) for p in theirs.parameters], path
            assert shape.signature.returns == str(theirs.returns or "")


DATACLASSES = """
from dataclasses import KW_ONLY, dataclass, field
from typing import ClassVar

@dataclass
class Base:
    a: int
    b: str = "x"
    shared: ClassVar[int] = 1

@dataclass(kw_only=True)
class Child(Base):
    c: list[int] = field(default_factory=list)
    d: int = field(init=False)
    e: float = field(default=1.5)

@dataclass
class Mixed:
    first: int
    _: KW_ONLY
    second: int = 2

    @property
    def third(self) -> int: ...

class Plain(Child): ...

@dataclass
class Own:
    x: int
    def __init__(self, y): ...
"""


@pytest.mark.parametrize("package_name", ["rich", "local"])
def test_dataclasses_are_constructed_as_griffe_says(package: Path, package_name: str) -> None:
    write_tree(package, {"local.py": DATACLASSES})
    sys.path.insert(0, str(package))  # For griffe; the fixture takes it out again.
    modules = Modules(Files(Path.cwd()), [package, *INSTALLED])
    shapes = Shapes(modules, lambda _: True)
    seen = 0
    for path, theirs in public_objects(package_name):
        init = theirs.members.get("__init__") if isinstance(theirs, griffe.Class) else None
        if isinstance(init, griffe.Function) and init.lineno == 0 and path == theirs.path:
            seen += 1
            shape = shapes.of(modules.follow(modules.find(path, Trail()), Trail()), Trail())
            assert shape.signature is not None
            ours = [(p.name, p.annotation, p.default) for p in shape.signature.parameters]
            expected = [
                (p.name, str(p.annotation), None if p.default is None else str(p.default))
                for p in list(init.parameters)[1:]
            ]
            assert ours == expected, path
    assert seen >= 3


LAYOUTS = {
    "re-export": (
        {"pkg/__init__.py": "from pkg.a import Thing", "pkg/a.py": "class Thing: ..."},
        "pkg.Thing",
        "pkg.a.Thing",
    ),
    "renamed": ({"pkg/__init__.py": "from .a import b as c", "pkg/a.py": "def b(): ..."}, "pkg.c", "pkg.a.b"),
    "through a module alias": (
        {"pkg/__init__.py": "from . import a as other", "pkg/a.py": "def b(): ..."},
        "pkg.other.b",
        "pkg.a.b",
    ),
    "wildcard": (
        {"pkg/__init__.py": "from pkg.a import *", "pkg/a.py": "def b(): ...\ndef _c(): ..."},
        "pkg.b",
        "pkg.a.b",
    ),
    "wildcard of a wildcard": (
        {"pkg/__init__.py": "from .a import *", "pkg/a.py": "from .b import *", "pkg/b.py": "def c(): ..."},
        "pkg.c",
        "pkg.b.c",
    ),
    "wildcard from another package": ({"one.py": "from two import *", "two.py": "def f(): ..."}, "one.f", "two.f"),
    "wildcard with a borrowed __all__": (
        {
            "pkg/__init__.py": "from .a import *",
            "pkg/a.py": "from .b import *\nfrom . import b\n__all__ = b.__all__ + ['g']\ndef g(): ...",
            "pkg/b.py": "__all__ = ['_f']\ndef _f(): ...",
        },
        "pkg._f",
        "pkg.b._f",
    ),
    "a later wildcard hides a definition": (
        {"pkg/__init__.py": "def f(): ...\nfrom .a import *", "pkg/a.py": "def f(): ..."},
        "pkg.f",
        "pkg.a.f",
    ),
    "a later definition hides a wildcard": (
        {"pkg/__init__.py": "from .a import *\ndef f(): ...", "pkg/a.py": "def f(): ..."},
        "pkg.f",
        "pkg.f",
    ),
    "a submodule hides a member": (
        {"pkg/__init__.py": "from .f import f", "pkg/f.py": "def f(): ..."},
        "pkg.f",
        "pkg.f",
    ),
    "inherited": (
        {"m.py": "class A:\n    def f(self): ...\nclass B(A): ..."},
        "m.B.f",
        "m.A.f",
    ),
    "inherited in C3 order": (
        {
            "m.py": "class O:\n    def f(self): ...\nclass A(O): ...\nclass B(O):\n    def f(self): ...\n"
            "class C(A, B): ..."
        },
        "m.C.f",
        "m.B.f",
    ),
    "inherited from another module": (
        {"m.py": "from n import A\nclass B(A): ...", "n.py": "class A:\n    x = 1"},
        "m.B.x",
        "n.A.x",
    ),
    "a base that is also a method": (
        {"m.py": "class T(dict):\n    def dict(self): ...\n    def f(self): ..."},
        "m.T.f",
        "m.T.f",
    ),
    "nested class": ({"m.py": "class A:\n    class B:\n        def f(self): ..."}, "m.A.B.f", "m.A.B.f"),
    "namespace package": ({"ns/one/m.py": "def f(): ..."}, "ns.one.m.f", "ns.one.m.f"),
    "folder without __init__ in a package": (
        {"pkg/__init__.py": "", "pkg/sub/m.py": "x = 1"},
        "pkg.sub.m.x",
        "pkg.sub.m.x",
    ),
    "single file": ({"alone.py": "X = 1"}, "alone.X", "alone.X"),
    "stub beside source": ({"m.py": "def f(a): return a", "m.pyi": "def f(a: int) -> int: ..."}, "m.f", "m.f"),
    "stub alone": ({"pkg/__init__.py": "", "pkg/fast.pyi": "def f(a: int) -> int: ..."}, "pkg.fast.f", "pkg.fast.f"),
    "property": ({"m.py": "class A:\n    @property\n    def p(self): ..."}, "m.A.p", "m.A.p"),
    "instance attribute": ({"m.py": "class A:\n    def __init__(self):\n        self.x = 1"}, "m.A.x", "m.A.x"),
    "enum member": ({"m.py": "from enum import Enum\nclass E(Enum):\n    ONE = 1"}, "m.E.ONE", "m.E.ONE"),
    "redefined under if": ({"m.py": "if True:\n    def f(): ...\nelse:\n    def f(a): ..."}, "m.f", "m.f"),
    "unicode": ({"m.py": "def größe(): ..."}, "m.größe", "m.größe"),
}


@pytest.mark.parametrize(("files", "path", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_layout(package: Path, files: dict[str, str], path: str, expected: str) -> None:
    """The object a path means, in every way that a project may be laid out."""
    write_tree(package, files)
    modules = Modules(Files(package), [package])
    assert modules.follow(modules.find(path, Trail()), Trail()).path == expected


@pytest.mark.parametrize("name", [name for name in LAYOUTS if "another package" not in name])
def test_layout_agrees_with_griffe(package: Path, name: str) -> None:
    """Where `griffe.load` finds the object at all, it finds the same."""
    files, path, expected = LAYOUTS[name]
    write_tree(package, files)
    try:
        found = griffe.load(path, search_paths=[package], allow_inspection=False, try_relative_path=False)
        found = found.final_target if found.is_alias else found
    except (KeyError, ModuleNotFoundError):
        found = None
    beyond = {
        "wildcard with a borrowed __all__",  # griffe expands `__all__` of submodules only where the package has one.
        "inherited", "inherited in C3 order", "inherited from another module", "folder without __init__ in a package",
    }  # fmt: skip
    assert (found is None) == (name in beyond)
    assert found is None or found.path == expected


def test_the_standard_library_is_found() -> None:
    modules = Modules(Files(Path.cwd()), INSTALLED)
    assert modules.find("json.JSONDecoder", Trail()).target_path == "json.decoder.JSONDecoder"


def test_an_editable_install_is_followed(package: Path) -> None:
    """A `.pth` file in the search path names the folder where the sources are."""
    sources = write_tree(package / "elsewhere", {"mine/__init__.py": "def f(): ..."})
    site = write_tree(package / "site-packages", {"mine.pth": f"{sources}\n"})
    modules = Modules(Files(package), [], [site])
    assert modules.find("mine.f", Trail()).filepath == sources / "mine/__init__.py"


@pytest.mark.parametrize(
    "files",
    [
        {"m.py": "from m import x"},
        {"m.py": "from n import x", "n.py": "from m import x"},
        {"m.py": "from n.x import y as x", "n.py": "from m.x import y as x"},
        {"m.py": "from m.x.y import x"},
        {"m.py": "class x(x.y): ...\nfrom m import x as z\n"},
        {"m.py": "class A(B): ...\nclass B(A): ...\nx = 1", "n.py": ""},
        {"m.py": "class A(A.B):\n    class B(A): ...\n"},
        {"m/__init__.py": "from m.a import *", "m/a.py": "from m import *"},
    ],
)
def test_circles_come_to_an_end(package: Path, files: dict[str, str]) -> None:
    write_tree(package, files)
    modules = Modules(Files(package), [package])
    for path in ("m.x", "m.x.y", "m.A.nope", "m.A.B.nope", "m.z.y"):
        assert modules.object(path, Trail()) is None or path in {"m.x", "m.A"}


def test_only_the_files_a_reference_needs_are_read(package: Path) -> None:
    write_tree(
        package,
        {
            "pkg/__init__.py": "from pkg.a import Thing\nfrom pkg.b import other",
            "pkg/a.py": "from pkg.base import Base\nclass Thing(Base): ...",
            "pkg/base.py": "class Base:\n    def f(self): ...",
            "pkg/b.py": "def other(): ...",
            "pkg/c.py": "syntax error here",
        },
    )
    modules, trail = Modules(Files(package), [package]), Trail()
    modules.find("pkg.Thing.f", trail)
    assert [Path(path).name for path in trail.read()] == ["__init__.py", "a.py", "base.py"]


def test_the_trail_knows_where_a_new_file_would_change_the_answer(package: Path) -> None:
    write_tree(package, {"pkg/__init__.py": "from pkg.a import thing", "pkg/a.py": "def thing(): ..."})
    modules, trail = Modules(Files(package), [package]), Trail()
    modules.follow(modules.find("pkg.thing", trail), trail)
    absent = {str(Path(path).relative_to(package)) for path in trail.absent()}
    assert {"pkg/thing.py", "pkg/thing", "pkg/__init__.pyi", "pkg/a.pyi"} <= absent


def test_an_answer_rests_on_its_files_also_when_they_were_read_before(package: Path) -> None:
    """A module is read once a build, but every answer that leads through it names it."""
    write_tree(package, {"pkg/__init__.py": "from pkg.a import *", "pkg/a.py": "def f(): ...\ndef g(): ..."})
    modules = Modules(Files(package), [package])
    first, second = Trail(), Trail()
    modules.follow(modules.find("pkg.f", first), first)
    modules.follow(modules.find("pkg.g", second), second)
    assert first.read() == second.read() == [str(package / "pkg/__init__.py"), str(package / "pkg/a.py")]
