"""From what an author types to the code it means, and what is said when there is none."""

from __future__ import annotations

import py_compile
import shutil
import sys
from pathlib import Path

import pytest

from mkdocs_howto.errors import HowtoError, UnreadableSource, UnresolvedReference
from mkdocs_howto.references.files import Files, Trail
from mkdocs_howto.references.fingerprint import source_digest
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.section import CodeBlock, ImportableBlock, NamedBlock, Shape
from tests.conftest import FIXTURES, write_tree

SHOP = """
# --8<-- [start:imports]
import re
# --8<-- [end:imports]


class Cart:
    \"\"\"Collects articles.\"\"\"

    limit = 3

    def add(self, sku):
        text = '''
first column
'''
        return re.sub("x", text, sku)

    @property
    def size(self):
        return self.limit


def total(cart: Cart) -> int:
    return cart.size
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write_tree(tmp_path, {"shop.py": SHOP, "scripts/run-me.py": "import shop\n\nprint(shop.total)\n"})


def resolver(root: Path) -> Resolver:
    return Resolver(Files(root), [root], sys.path)


def block(root: Path, reference: str) -> CodeBlock:
    return resolver(root).resolve(reference).block


def path_of(block: CodeBlock) -> str | None:
    return block.object_path if isinstance(block, ImportableBlock) else None


@pytest.mark.parametrize(
    ("reference", "object_path", "kind", "lines"),
    [
        ("shop", "shop", "module", (1, 24)),
        ("shop.Cart", "shop.Cart", "class", (7, 20)),
        ("shop.Cart.add", "shop.Cart.add", "function", (12, 16)),
        ("shop.Cart.size", "shop.Cart.size", "attribute", (19, 20)),
        ("shop.Cart.limit", "shop.Cart.limit", "attribute", (10, 10)),
        ("shop.py", "shop", "module", (1, 24)),
        ("shop.py#L23-L24", "shop.total", "function", (23, 24)),
        ("shop.py#L23-24", "shop.total", "function", (23, 24)),
        ("shop.py#L21-L24", "shop.total", "function", (23, 24)),
        ("shop.py#L12-L16", "shop.Cart.add", "function", (12, 16)),
        ("shop.py#L13-L15", None, "snippet", (13, 15)),
        ("shop.py#L3", None, "snippet", (3, 3)),
        ("shop.py#imports", None, "snippet", (3, 3)),
        ("scripts/run-me.py", None, "module", (1, 3)),
        ("json.JSONDecoder", "json.JSONDecoder", "class", None),
    ],
)
def test_reference(
    shop: Path, reference: str, object_path: str | None, kind: str, lines: tuple[int, int] | None
) -> None:
    found = block(shop, reference)
    assert (path_of(found), found.shape.kind) == (object_path, kind)
    assert lines is None or found.lines == lines


@pytest.mark.parametrize(
    ("reference", "file"),
    [("shop.Cart", "shop.py"), ("scripts/run-me.py", "scripts/run-me.py"), ("json.JSONDecoder", "json/decoder.py")],
)
def test_files_are_told_relative_to_project_or_search_path(shop: Path, reference: str, file: str) -> None:
    assert block(shop, reference).file == file


def test_a_cut_out_method_is_valid_and_means_what_it_meant(shop: Path) -> None:
    """Lines of a string that start in the first column stay there."""
    source = block(shop, "shop.Cart.add").source
    assert source == "def add(self, sku):\n    text = '''\nfirst column\n'''\n    return re.sub(\"x\", text, sku)\n"


def test_a_property_keeps_its_decorator(shop: Path) -> None:
    assert block(shop, "shop.Cart.size").source.startswith("@property\n")


def test_neighbours_are_what_the_code_names(shop: Path) -> None:
    found = block(shop, "shop.total")
    assert found.names == {"Cart": "shop.Cart"}
    assert [shape.object_path for shape in found.neighbours] == ["shop.Cart"]


def test_neighbours_of_a_method_are_found_through_self() -> None:
    found = resolver(FIXTURES).resolve("providers.pagechat.PageChat").block
    paths = {shape.object_path for shape in found.neighbours}
    assert {"providers.base.ModelChoice", "providers.base.StreamingProvider", "providers.turns.join_turns"} <= paths
    assert "providers.base.ModelChoice.get_model" in paths
    assert found.names["cls.get_model"] == "providers.base.ModelChoice.get_model"
    assert found.names["ClientSession"] == "aiohttp.ClientSession"
    assert found.names["re.search"] == "re.search"


def test_imports_inside_a_function_count(package: Path) -> None:
    write_tree(package, {"m.py": "def f():\n    from n import g\n    return g()\n", "n.py": "def g(x): ..."})
    found = block(package, "m.f")
    assert found.names == {"g": "n.g"}
    assert [shape.object_path for shape in found.neighbours] == ["n.g"]


def test_a_parameter_hides_a_module_of_its_name(package: Path) -> None:
    write_tree(package, {"m.py": "import json\ndef f(json):\n    return json.loads('1')\n"})
    assert block(package, "m.f").names == {}


def test_shapes_do_not_tell_what_differs_between_machines(package: Path) -> None:
    """A constructor inherited from the standard library is not part of a fingerprint."""
    write_tree(package, {"m.py": "import threading\nclass T(threading.Thread): ..."})
    shape = block(package, "m.T").shape
    assert shape.signature is None
    assert shape.complete is False
    looked_up = resolver(package).shape("m.T", Trail())
    assert looked_up is not None
    assert looked_up.signature is not None
    assert any(parameter.name == "target" for parameter in looked_up.signature.parameters)


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("shop.cart", "Did you mean shop.Cart?"),
        ("shop.Cart.addd", "Did you mean shop.Cart.add?"),
        ("shop.totl", "`shop` has no `totl`"),
        ("shopp.Cart", "Did you mean shop.Cart?"),
        ("nowhere.at.all", "there is no module `nowhere`"),
        ("shop.total.x", "`shop.total` has no `x`"),
        ("shop:Cart", "Did you mean shop.Cart?"),
        ("shop.total()", "Did you mean shop.total?"),
        ("shop..Cart", "is not a reference"),
        ("`shop.Cart`", "Did you mean shop.Cart?"),
        ("a b", "more than one reference"),
        ("shop.py#L90-L99", "has lines 1 to 24"),
        ("shop.py#L9-L3", "Write #L3-L9"),
        ("shop.py#nope", "Regions of this file: imports."),
        ("shop.py#a b", "neither lines"),
        ("scripts/nope.py", "there is no such file"),
        ("scripts/run_me.py", "Did you mean scripts/run-me.py?"),
        ("scripts/", "is a folder"),
        ("scripts/notes.txt", "not a Python file"),
        ("../shop.py", "outside the project"),
        ("/etc/passwd", "outside the project"),
        ("scripts/../../x.py", "outside the project"),
    ],
)
def test_what_leads_nowhere_is_told(shop: Path, reference: str, words: str) -> None:
    with pytest.raises(UnresolvedReference) as caught:
        block(shop, reference)
    assert words in str(caught.value)


def test_at_most_three_names_are_suggested(package: Path) -> None:
    write_tree(package, {"m.py": "".join(f"def thing{n}(): ...\n" for n in range(9))})
    with pytest.raises(UnresolvedReference) as caught:
        block(package, "m.thingx")
    assert caught.value.hint.count("m.thing") == 3


def test_the_module_that_defines_a_name_is_suggested(package: Path) -> None:
    write_tree(package, {"pkg/__init__.py": "", "pkg/deep/__init__.py": "", "pkg/deep/mod.py": "class Thing: ..."})
    with pytest.raises(UnresolvedReference) as caught:
        block(package, "pkg.Thing")
    assert caught.value.hint == "Did you mean pkg.deep.mod.Thing?"


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    write_tree(tmp_path, {"outside/secret.py": "KEY = 1", "project/own.py": "x = 1"})
    (tmp_path / "project/link.py").symlink_to(tmp_path / "outside/secret.py")
    (tmp_path / "project/folder").symlink_to(tmp_path / "outside")
    for reference in ("link.py", "folder/secret.py"):
        with pytest.raises(UnresolvedReference, match="outside the project"):
            block(tmp_path / "project", reference)


def bad_sources() -> dict[str, tuple[bytes, str]]:
    return {
        "syntax error": (b"def f(:\n", "line 1: not valid Python"),
        "not text": (b"\xff\xfe\x00\x01", "not text that Python can decode"),
        "unknown encoding": (b"# -*- coding: klingon -*-\n", "not text that Python can decode"),
        "null bytes": (b"x = 1\n\0", "null bytes"),
        "empty": (b"", "empty"),
        "blank": (b"\n\n  \n", "empty"),
        "too long": (b"x()\n" * 110_000, "more than 300,000 words and signs"),
        "no such letters": (b"# coding: undefined\nx = 1\n", "not text that Python can decode"),
        "too deep": (b"x = " + b"(" * 5000 + b")" * 5000, "not valid Python"),
        "deep sum": (b"x = " + b"1+" * 20_000 + b"1", "nested too deeply"),
        "many signs": (b"x = " + b"-" * 7_000 + b"1", "nested too deeply"),
        "too many characters": (b"x = '" + b"a" * 4_000_000 + b"'", "4,000,006 characters"),
        "too many bytes": (b"#" * 16_000_001, "16,000,001 bytes"),
    }


@pytest.mark.parametrize("name", bad_sources())
@pytest.mark.parametrize("reference", ["odd", "odd.py"])
def test_a_source_that_cannot_be_described_is_told(tmp_path: Path, name: str, reference: str) -> None:
    data, words = bad_sources()[name]
    (tmp_path / "odd.py").write_bytes(data)
    with pytest.raises(UnreadableSource) as caught:
        block(tmp_path, reference)
    assert words in str(caught.value)
    assert "odd" in str(caught.value)


def test_an_object_in_a_long_file_is_described(tmp_path: Path) -> None:
    (tmp_path / "long.py").write_text("def g():\n    return 1\n" * 7_000 + "def f():\n    return 1\n")
    assert block(tmp_path, "long.f").lines == (14_001, 14_002)


def test_other_encodings_are_read_as_python_reads_them(tmp_path: Path) -> None:
    (tmp_path / "old.py").write_bytes("# -*- coding: latin-1 -*-\ndef f():\n    return 'é'\n".encode("latin-1"))
    assert "é" in block(tmp_path, "old.f").source


@pytest.mark.parametrize("reference", ["sys", "math.sqrt", "sys.path"])
def test_what_exists_only_compiled_is_told(tmp_path: Path, reference: str) -> None:
    with pytest.raises(UnreadableSource, match="no Python source"):
        block(tmp_path, reference)


def test_bytecode_without_source_is_told(package: Path) -> None:
    write_tree(package, {"pkg/__init__.py": "", "pkg/m.py": "x = 1"})
    py_compile.compile(str(package / "pkg/m.py"), cfile=str(package / "pkg/m.pyc"))
    (package / "pkg/m.py").unlink()
    with pytest.raises(UnreadableSource, match=r"compiled into pkg/m\.pyc"):
        block(package, "pkg.m.x")


def test_an_import_that_leads_nowhere_is_told(package: Path) -> None:
    write_tree(package, {"m.py": "from missing_package import thing"})
    with pytest.raises(UnresolvedReference, match=r"imports `missing_package.thing`, which cannot be found"):
        block(package, "m.thing")


def test_a_namespace_package_has_no_code(package: Path) -> None:
    write_tree(package, {"ns/m.py": "x = 1"})
    with pytest.raises(UnresolvedReference, match="namespace package"):
        block(package, "ns")


@pytest.mark.parametrize(
    ("code", "kind", "name"),
    [
        ("def f(a):\n    return a\n", "function", "f"),
        ("import re\n\nclass C:\n    pass\n", "class", "C"),
        ("x = 1\nprint(x)\n", "snippet", None),
    ],
)
def test_a_fence_is_described_from_its_own_text(tmp_path: Path, code: str, kind: str, name: str | None) -> None:
    found = resolver(tmp_path).resolve_code(code).block
    assert found.shape.kind == kind
    assert (found.name if isinstance(found, NamedBlock) else None) == name
    assert path_of(found) is None


def test_a_fence_knows_what_it_imports() -> None:
    found = resolver(FIXTURES).resolve_code("from shop import Price\n\nprint(Price(1))\n").block
    assert [shape.object_path for shape in found.neighbours] == ["shop.money.Price"]


@pytest.mark.parametrize("code", ["def f(:\n", "\n"])
def test_a_fence_that_is_no_code_is_told(tmp_path: Path, code: str) -> None:
    with pytest.raises(HowtoError, match="The fence"):
        resolver(tmp_path).resolve_code(code)


def test_nothing_of_the_project_is_imported(package: Path) -> None:
    """Reading code whose import would leave a mark leaves none."""
    mark = package / "mark"
    write_tree(package, {"m.py": f"open({str(mark)!r}, 'w')\ndef f(): ..."})
    block(package, "m.f")
    assert not mark.exists()
    assert "m" not in sys.modules


def test_a_file_that_vanishes_while_it_is_read_is_told(shop: Path) -> None:
    found = resolver(shop)
    found.resolve("shop.Cart")
    shutil.rmtree(shop / "scripts")
    with pytest.raises(UnresolvedReference):
        found.resolve("scripts/run-me.py")


def test_what_a_stub_overloads_may_be_imported_from_elsewhere(tmp_path: Path) -> None:
    write_tree(
        tmp_path,
        {
            "lib/__init__.py": "from lib.core import load\n",
            "lib/__init__.pyi": (
                "from typing import overload\n@overload\ndef load(x: int) -> int: ...\n"
                "@overload\ndef load(x: str) -> str: ...\n"
            ),
            "lib/core.py": "def load(x):\n    return x\n",
        },
    )
    found = resolver(tmp_path).resolve("lib.load").block
    assert found.file == "lib/core.py"


def test_lines_may_leave_out_the_decorators(tmp_path: Path) -> None:
    write_tree(tmp_path, {"m.py": "@staticmethod\ndef f(a):\n    b = a\n    return b\n"})
    assert path_of(resolver(tmp_path).resolve("m.py#L2-L4").block) == "m.f"
    assert resolver(tmp_path).resolve("m.py#L2-L3").block.shape.kind == "snippet"


def test_a_failed_search_keeps_its_trail(tmp_path: Path) -> None:
    write_tree(tmp_path, {"m.py": "def f(:\n"})
    trail = Trail()
    with pytest.raises(UnreadableSource):
        resolver(tmp_path).resolve("m.f", trail)
    assert trail.read() == [str(tmp_path / "m.py")]


def test_nothing_private_is_suggested_unless_it_was_meant(tmp_path: Path) -> None:
    write_tree(tmp_path, {"m.py": "def _load(): ...\ndef _save(): ...\n"})
    with pytest.raises(UnresolvedReference) as told:
        resolver(tmp_path).resolve("m.load")
    assert "_load" not in str(told.value)
    with pytest.raises(UnresolvedReference, match=r"Did you mean m\._load"):
        resolver(tmp_path).resolve("m._lod")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("m.here", "function"),
        ("m.fast", "alias"),
        ("m.parts.each", "function"),
        ("m.parts", "module"),
        ("m.told", "alias"),
        ("m.absent", None),
        ("m.absent.more", None),
    ],
)
def test_what_is_bound_but_cannot_be_read_is_no_absence(package: Path, path: str, kind: str | None) -> None:
    """An extension module's names, and a name that a package and its submodule share, are not known."""
    write_tree(
        package,
        {
            "m/__init__.py": "from _m import fast\nfrom m import parts\nfrom m.told import told\ndef here(): ...\n",
            "m/parts.py": "def each(): ...\n",
            "m/told.py": "def told(): ...\n",
        },
    )
    found = resolver(package).shape(path, Trail())
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        ("def f(): ...\n", True),
        ("from m.b import *\n", True),
        ("from os import *\n", False),  # which takes names from an extension module
        ("from m.nothing import *\n", False),
        ("def __getattr__(name): ...\n", False),
        ("globals().update(x=1)\n", False),
        ("import sys\nsys.modules[__name__] = object()\n", False),
    ],
)
def test_a_module_is_complete_when_its_text_names_all_it_has(package: Path, text: str, *, complete: bool) -> None:
    write_tree(package, {"m/__init__.py": "", "m/a.py": text, "m/b.py": "def g(): ...\n"})
    found = resolver(package).shape("m.a", Trail())
    assert found is not None
    assert found.complete is complete


def test_a_decorator_may_write_a_constructor(package: Path) -> None:
    write_tree(package, {"m.py": "import attr\n@attr.define\nclass A:\n    x: int\n"})
    found = resolver(package).shape("m.A", Trail())
    assert found is not None
    assert found.signature is None


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("m.f", "def f(a):\n    return a\n"),
        ("m.A.g", "def g(self): ...\n"),
        ("m.B.g", "def g(self): ...\n"),  # where it is inherited from
        ("m.B", "class B(A): ...\n"),
        ("m.limit", None),
        ("m.nothing", None),
        ("m.", None),
        ("m..f", None),
    ],
)
def test_the_code_of_an_object_can_be_asked_for(package: Path, path: str, code: str | None) -> None:
    text = "def f(a):\n    return a\n\nclass A:\n    def g(self): ...\n\nclass B(A): ...\n\nlimit = 3\n"
    write_tree(package, {"m.py": text})
    found = resolver(package).source(path, Trail())
    assert (found.text if found else None) == code


def test_what_rests_on_code_changes_with_it(package: Path) -> None:
    digests = set()
    for text in ("def f(a):\n    return a\n", "def f(a):\n    return a + 1\n"):
        write_tree(package, {"m.py": text})
        digests.add(source_digest(resolver(package).source("m.f", Trail())))
    assert len(digests) == 2


def test_what_raises_an_exception_can_be_asked_for(tmp_path: Path) -> None:
    write_tree(
        tmp_path,
        {
            "shop/__init__.py": "",
            "shop/errors.py": "class Full(Exception):\n    pass\n",
            "shop/cart.py": (
                "from shop import errors\n\n\ndef add(sku):\n    raise errors.Full(sku)\n\n\ndef _hidden():\n"
                "    raise errors.Full\n\n\nclass Cart:\n    def __init__(self):\n        raise errors.Full()\n\n"
                "    def size(self):\n        return 1\n"
            ),
            "shop/_private.py": "def hidden():\n    raise Full\n",
        },
    )
    trail = Trail()
    found = resolver(tmp_path).raisers("shop.errors.Full", trail)
    assert [function.object_path for function in found] == ["shop.cart.add", "shop.cart.Cart.__init__"]
    assert any(path.endswith("cart.py") for path in trail.read())
    assert resolver(tmp_path).raisers("shop.cart.add", Trail()) == ()


def test_files_are_searched_once_for_what_raises(tmp_path: Path) -> None:
    errors = "".join(f"class Error{n}(Exception): ...\n" for n in range(30))
    files = {f"shop/part{n}.py": f"def f{n}():\n    raise Error{n}\n" for n in range(30)}
    write_tree(tmp_path, {"shop/__init__.py": errors, **files})
    one = resolver(tmp_path)
    found = [one.raisers("shop.Error0", Trail())]
    # What comes later is seen by the next build.
    write_tree(tmp_path, {"shop/a.py": "".join(f"def g{n}():\n    raise Error{n}\n\n\n" for n in range(30))})
    found += [one.raisers(f"shop.Error{n}", Trail()) for n in range(1, 30)]
    assert [[function.name for function in raisers] for raisers in found] == [[f"f{n}"] for n in range(30)]
    again = resolver(tmp_path).raisers("shop.Error1", Trail())
    assert [function.name for function in again] == ["g1", "f1"]


@pytest.mark.parametrize("path", ["", "shop.", ".shop", "shop..Cart"])
def test_a_path_with_an_empty_part_leads_nowhere(shop: Path, path: str) -> None:
    assert resolver(shop).shape(path, Trail()) is None


STUBBED = {
    "kit.py": "import os\n\n\nclass Tool:\n    size = 1\n\n\ndef work(tool):\n    return tool\n\n\nlabour = work\n",
    "kit.pyi": (
        "class Tool:\n    size: int\n    def grip(self) -> int: ...\n\ndef work(tool: Tool) -> Tool: ...\n"
        "def labour(tool: Tool) -> Tool: ...\ndef spare(tool: Tool) -> int: ...\n"
    ),
}


@pytest.mark.parametrize(
    ("path", "file", "source"),
    [
        ("kit.work", "kit.py", "def work(tool):\n    return tool\n"),
        ("kit.labour", "kit.py", "labour = work\n"),
        ("kit.spare", "kit.pyi", "def spare(tool: Tool) -> int: ...\n"),
        ("kit.Tool.grip", "kit.pyi", "def grip(self) -> int: ...\n"),
    ],
    ids=["in both", "of another kind in the stub", "in the stub alone", "a method in the stub alone"],
)
def test_the_source_is_that_of_the_file_that_has_it(tmp_path: Path, path: str, file: str, source: str) -> None:
    write_tree(tmp_path, STUBBED)
    block = resolver(tmp_path).resolve(path).block
    assert (block.file, block.source) == (file, source)


@pytest.mark.parametrize(
    ("base", "labels"),
    [
        ("socket.error", ("exception",)),
        ("json.JSONDecodeError", ("exception",)),
        ("socket.socket", ()),
        ("other.Error", ()),
    ],
)
def test_an_exception_may_be_built_on_one_of_the_standard_library(
    tmp_path: Path, base: str, labels: tuple[str, ...]
) -> None:
    module = base.partition(".")[0]
    write_tree(tmp_path, {"m.py": f"import {module}\n\n\nclass Full({base}):\n    pass\n"})
    assert resolver(tmp_path).resolve("m.Full").block.shape.labels == labels


@pytest.mark.parametrize(
    ("reference", "type_"),
    [
        ("src/not-a-name.py", NamedBlock),
        ("src/not-a-name.py#L1-L2", NamedBlock),
        ("src/not-a-name.py#L3", CodeBlock),
        ("later/lib/cart.py", NamedBlock),
        ("later/lib/cart.py#L1-L2", NamedBlock),
        ("src/lib/cart.py", ImportableBlock),
        ("lib.cart.Cart", ImportableBlock),
    ],
)
def test_only_code_that_can_be_imported_has_a_path(tmp_path: Path, reference: str, type_: type[CodeBlock]) -> None:
    """A file whose name is no identifier, and a package hidden by another of its name, cannot be imported."""
    script = "def run():\n    return 1\nrun()\n"
    files = {"src/not-a-name.py": script, "later/lib/cart.py": script, "later/lib/__init__.py": ""}
    write_tree(tmp_path, {**files, "src/lib/__init__.py": "", "src/lib/cart.py": "class Cart:\n    size = 1\n"})
    found = Resolver(Files(tmp_path), [tmp_path / "src", tmp_path / "later"]).resolve(reference).block
    assert type(found) is type_


def test_a_path_is_never_empty() -> None:
    with pytest.raises(ValueError, match="object path"):
        ImportableBlock(object_path="", shape=Shape(object_path="f", kind="function"), source="def f(): ...\n")
