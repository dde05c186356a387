"""Names that a module makes without a plain definition or import: when they are asked for, or several at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from mkdocs_howto.errors import HowtoError
from mkdocs_howto.references.files import Files
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.section import ImportableBlock
from mkdocs_howto.settings import interpreter_paths
from tests.conftest import write_tree

THREAD = 'class Pool:\n    """Runs calls in threads."""\n\n    def submit(self, call):\n        return call()\n'

IN_BRANCHES = """
def __getattr__(name):
    global Pool
    if name == "Pool":
        from .thread import Pool as tp
        Pool = tp
        return tp
    raise AttributeError(name)
"""
BY_MODULE_NAME = """
import importlib
def __getattr__(name):
    if name in {"Pool", "Other"}:
        return getattr(importlib.import_module(".thread", __name__), name)
    raise AttributeError(name)
"""
BY_MATCH = """
def __getattr__(name):
    match name:
        case "Pool" | "Executor":
            from work import thread
            found = thread.Pool
            return found
        case _:
            raise AttributeError(name)
"""
OLD_NAME = """
from .thread import Pool as _Pool
def __getattr__(name):
    if "Pool" == name:
        return _Pool
    raise AttributeError(name)
"""
TABLE = """
from importlib import import_module
_LAZY: dict[str, str] = {"Pool": ".thread", "Gone": ".nowhere"}
def __getattr__(name):
    if name not in _LAZY:
        raise AttributeError(name)
    return getattr(import_module(_LAZY[name], __name__), name)
"""
PAIRS = """
_dynamic_imports = {"Pool": (__spec__.parent, ".thread"), "Tank": (".thread", "Pool"), "thread": (__spec__.parent, "__module__")}
def __getattr__(name):
    return _load(name)
def _load(name):
    package, module = _dynamic_imports[name]
"""
COLON = """
_TARGETS = {"Pool": "work.thread:Pool"}
def __getattr__(name):
    module, _, attribute = _TARGETS[name].partition(":")
"""
BY_MODULE = """
_import_structure = {"other": []}
_import_structure["thread"] = ["Pool"]
import sys
sys.modules[__name__] = _LazyModule(__name__, globals()["__file__"], _import_structure)
"""
LAZY_LOADER = """
import lazy_loader as lazy
__getattr__, __dir__, __all__ = lazy.attach(__name__, submodules=["deep"], submod_attrs={"thread": ["Pool"]})
"""
LAZY_LOADER_PLACES = """
import lazy_loader as lazy
__getattr__, __dir__, __all__ = lazy.attach(__name__, ["deep"], {"thread": ["Pool"]})
"""
LAZY_LOADER_STUB = """
import lazy_loader as lazy
__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
"""


def resolver(root: Path, files: dict[str, str], search_paths: Sequence[str] = ()) -> Resolver:
    write_tree(root, files)
    return Resolver(Files(root), [root], search_paths)


@pytest.mark.parametrize(
    "init",
    [
        IN_BRANCHES,
        BY_MODULE_NAME,
        BY_MATCH,
        OLD_NAME,
        TABLE,
        PAIRS,
        COLON,
        BY_MODULE,
        LAZY_LOADER,
        LAZY_LOADER_PLACES,
        LAZY_LOADER_STUB,
    ],
)
def test_names_that_a_module_answers_lead_to_what_they_are(tmp_path: Path, init: str) -> None:
    files = {"work/__init__.py": init, "work/thread.py": THREAD}
    if init == LAZY_LOADER_STUB:
        files["work/__init__.pyi"] = "from .thread import Pool\n"
    found = resolver(tmp_path, files)
    block = found.resolve("work.Pool").block
    assert (block.shape.object_path, block.file, block.lines) == ("work.thread.Pool", "work/thread.py", (1, 5))
    assert isinstance(block, ImportableBlock)
    assert block.object_path == "work.Pool"
    assert found.resolve("work.Pool.submit").block.shape.object_path == "work.thread.Pool.submit"
    with pytest.raises(HowtoError, match="has no `Nothing`"):
        found.resolve("work.Nothing")


def test_a_name_under_another_name(tmp_path: Path) -> None:
    """The row says under which name the module has it."""
    found = resolver(tmp_path, {"work/__init__.py": PAIRS, "work/thread.py": THREAD})
    assert found.resolve("work.Tank").block.shape.object_path == "work.thread.Pool"


@pytest.mark.parametrize(
    "table", ['{"Pool": "."}', '{"Pool": "work:Pool"}', '{"Pool": ("", "Pool")}', '{"Pool": ".......thread"}', "{**x}"]
)
def test_a_table_that_leads_in_a_circle_or_nowhere(tmp_path: Path, table: str) -> None:
    init = f"_T = {table}\ndef __getattr__(name):\n    return _T[name]\n"
    with pytest.raises(HowtoError, match="has no `Pool`"):
        resolver(tmp_path, {"work/__init__.py": init}).resolve("work.Pool")


def test_a_table_counts_only_for_what_reads_it(tmp_path: Path) -> None:
    init = '_T = {"Pool": ".thread"}\n'
    with pytest.raises(HowtoError, match="has no `Pool`"):
        resolver(tmp_path, {"work/__init__.py": init, "work/thread.py": THREAD}).resolve("work.Pool")


TOGETHER = """
first, second = 1, "two"
(third, [fourth, *rest]) = 3, [4, 5]
for number in range(3):
    print(number)
with open(__file__) as (handle):
    print(handle)
if (length := 3):
    print(length)

class Colour:
    RED, GREEN = 1, 2
"""


@pytest.mark.parametrize(
    ("name", "lines", "value"),
    [
        ("first", (2, 2), "1"),
        ("second", (2, 2), "'two'"),
        ("third", (3, 3), "3"),
        ("fourth", (3, 3), None),
        ("rest", (3, 3), None),
        ("number", (4, 5), None),
        ("handle", (6, 7), None),
        ("length", (8, 9), "3"),
        ("Colour.GREEN", (12, 12), "2"),
    ],
)
def test_names_that_are_bound_together(tmp_path: Path, name: str, lines: tuple[int, int], value: str | None) -> None:
    block = resolver(tmp_path, {"paint.py": TOGETHER}).resolve(f"paint.{name}").block
    assert (block.shape.kind, block.lines, block.shape.value) == ("attribute", lines, value)


@pytest.mark.parametrize(
    ("definition", "import_"),
    [
        ("class Deck(dict):\n    pass\n", "from _not_here import Deck"),
        ("def Deck():\n    pass\n", "from _not_here import Fast as Deck"),
        ("class Deck(dict):\n    pass\n", "from ._compiled import Deck"),
    ],
)
def test_the_definition_that_only_something_compiled_replaces(tmp_path: Path, definition: str, import_: str) -> None:
    text = f"{definition}\ntry:\n    {import_}\nexcept ImportError:\n    pass\n"
    block = resolver(tmp_path, {"cards/__init__.py": text}).resolve("cards.Deck").block
    assert (block.shape.object_path, block.lines) == ("cards.Deck", (1, 2))


def test_an_import_that_can_be_read_replaces_a_definition(tmp_path: Path) -> None:
    text = "def Deck():\n    pass\n\nfrom .other import Deck\n"
    files = {"cards/__init__.py": text, "cards/other.py": "class Deck:\n    pass\n"}
    assert resolver(tmp_path, files).resolve("cards.Deck").block.shape.object_path == "cards.other.Deck"


@pytest.mark.parametrize("import_", ["from .shorten import shorten", "from .shorten import cut as shorten"])
def test_an_export_with_the_name_of_its_submodule(tmp_path: Path, import_: str) -> None:
    """The name means the function, as in Python; longer paths lead through the submodule."""
    module = "def shorten(text):\n    return text[:3]\n\n\ndef cut(text):\n    return text[:2]\n"
    found = resolver(tmp_path, {"text/__init__.py": import_ + "\n", "text/shorten.py": module})
    name = import_.split()[3]
    assert found.resolve("text.shorten").block.shape.object_path == f"text.shorten.{name}"
    assert found.resolve("text.shorten.cut").block.shape.object_path == "text.shorten.cut"


@pytest.mark.parametrize("import_", ["from .clock import clock", "from .clock import Timer as clock"])
@pytest.mark.parametrize("name", ["read", "size", "Hand.turn"])
def test_a_member_of_an_export_with_the_name_of_its_submodule(tmp_path: Path, import_: str, name: str) -> None:
    """Only the class has such a member; its path is one that leads through the submodule."""
    body = "    size: int = 5\n    def read(self): ...\n    class Hand:\n        def turn(self): ...\n"
    module = f"class clock:\n{body}\n\nclass Timer:\n{body}"
    found = resolver(tmp_path, {"clock/__init__.py": import_ + "\n", "clock/clock.py": module})
    block = found.resolve(f"clock.clock.{name}").block
    assert isinstance(block, ImportableBlock)
    assert block.object_path == block.shape.object_path == f"clock.clock.{import_.split()[3]}.{name}"


@pytest.mark.parametrize(
    "test", ['sys.platform == "win32"', 'os.name == "nt"', '"nt" in names', 'sys.platform.startswith("win")']
)
@pytest.mark.parametrize("is_first", [True, False])
def test_what_only_windows_imports_is_not_what_others_have(tmp_path: Path, test: str, *, is_first: bool) -> None:
    windows, others = f"if {test}:\n    import ntpath as path\n", "    import posixpath as path\n"
    text = f"{windows}else:\n{others}" if is_first else f"if here:\n{others}el{windows}"
    block = resolver(tmp_path, {"own.py": text}, interpreter_paths()).resolve("own.path.join").block
    assert block.shape.object_path == "posixpath.join"


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("math.sqrt", "compiled into"),
        ("time.sleep", "compiled into the interpreter"),
        ("sqlite3.connect", "what it takes from `_sqlite3` is compiled into"),
        ("struct.unpack", "what it takes from `_struct` is compiled into"),
        ("os.getcwd", "what it takes from `posix` is compiled into the interpreter"),
        ("print", "built into Python"),
        ("str.split", "built into Python"),
        ("hashlib.sha256", "makes names while it runs"),
    ],
)
def test_what_is_compiled_is_said_to_be(tmp_path: Path, reference: str, said: str) -> None:
    with pytest.raises(HowtoError, match=said) as caught:
        resolver(tmp_path, {}, interpreter_paths()).resolve(reference)
    assert "refer to" in str(caught.value)
