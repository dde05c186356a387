"""Examples for code that cannot be imported: its author's own, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_howto.references.files import Files
from mkdocs_howto.references.project import Answers, Recorder
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.section import ImportableBlock, Section
from mkdocs_howto.writers.offline import write_section
from tests.conftest import Site, write_tree

SLUG = '''
def slug(title):
    """Make a slug.

    >>> slug("A Small Title")
    'a-small-title'
    """
    return "-".join(title.lower().split())
'''
CART = '''
class Cart:
    """Goods.

    >>> cart = Cart()
    >>> cart.add("tea")
    >>> len(cart.skus)
    1
    """

    def __init__(self):
        self.skus = []

    def add(self, sku):
        self.skus.append(sku)
'''
COUNT = '''
def count(limit):
    """Count up.

    Examples:
        >>> from itertools import islice
        >>> list(islice(count(9), 2))
        [0, 1]
    """
    for number in range(limit):
        yield number
'''
FETCH = '''
RATE = 2

async def fetch(price):
    """Convert a price.

    ```python
    result = await fetch(RATE)
    print(result)
    ```
    """
    return price * RATE
'''
METHOD = '''
class Cart:
    def add(self, sku):
        """Add it.

        >>> cart.add("tea")
        """
        return sku
'''
FOREIGN = '''
def slug(title):
    """Make a slug.

    >>> from site_tools import page
    >>> page.title()
    'x'
    """
    return title
'''
PLACE = "# Below the code above:\n"


def written(folder: Path, code: str) -> Section:
    resolver = Resolver(Files(folder), [folder])
    return write_section(resolver.resolve_code(code).block, Recorder(Answers(resolver)))


@pytest.mark.parametrize(
    ("code", "example"),
    [
        (SLUG, PLACE + 'print(slug("A Small Title"))  # a-small-title\n'),
        (CART, PLACE + 'cart = Cart()\ncart.add("tea")\nprint(len(cart.skus))  # 1\n'),
        (COUNT, PLACE + "from itertools import islice\n\nprint(list(islice(count(9), 2)))  # [0, 1]\n"),
        (
            FETCH,
            PLACE + "import asyncio\n\n\nasync def main():\n    result = await fetch(RATE)\n    print(result)\n\n\n"
            "asyncio.run(main())\n",
        ),
    ],
    ids=["function", "class", "generator", "coroutine below a constant"],
)
def test_a_fence_shows_its_own_doctest(tmp_path: Path, code: str, example: str) -> None:
    section = written(tmp_path, code)
    assert section.example == example
    assert section.provenance.example_source == "docstring"


@pytest.mark.parametrize(
    "code",
    [
        "def slug(title: str) -> str:\n    return title.lower()\n",
        "class Cart:\n    size = 1\n",
        "class Cart:\n    def __init__(self, size: int) -> None:\n        self.size = size\n",
        "def count(limit: int):\n    yield from range(limit)\n",
        "async def fetch(url: str) -> str:\n    return url\n",
        "from enum import Enum\nclass Color(Enum):\n    RED = 1\n",
        "class StockError(Exception):\n    pass\n",
        "x = 1\nprint(x)\n",
        "def a():\n    return 1\ndef b():\n    return a()\n",
        METHOD,
        FOREIGN,
    ],
)
def test_a_fence_without_a_usable_doctest_has_no_example(tmp_path: Path, code: str) -> None:
    section = written(tmp_path, code)
    assert (section.example, section.provenance.example_source) == ("", "none")
    assert "``" not in section.description


@pytest.mark.parametrize("name", ["src/not-a-name.py", "src/2024.py", "src/class.py", "later/lib/cart.py"])
@pytest.mark.parametrize("code", [SLUG, CART, COUNT, "class Cart:\n    size = 1\n"])
def test_a_file_that_cannot_be_imported_has_no_example(tmp_path: Path, name: str, code: str) -> None:
    """Its doctest calls what readers of the page do not have."""
    write_tree(tmp_path, {"src/lib/__init__.py": "", "later/lib/__init__.py": "", name: code})
    resolver = Resolver(Files(tmp_path), [tmp_path / "src", tmp_path / "later"])
    block = resolver.resolve(name).block
    assert not isinstance(block, ImportableBlock)
    assert write_section(block, Recorder(Answers(resolver))).example == ""


def test_what_is_shown_below_a_fence_runs_there(tmp_path: Path) -> None:
    for code in (SLUG, CART, COUNT, FETCH):
        example = written(tmp_path, code).example
        exec(compile(code + example, "page", "exec"), {"__name__": "page"})


def test_pages_with_fences_build_without_warnings(site: Site) -> None:
    codes = [SLUG, CART, COUNT, FETCH, METHOD, "x = 1\nprint(x)\n", "class A:\n    pass\n"]
    site.page("# Title\n\n" + "\n".join(f"```{{.python .howto}}\n{code.strip()}\n```\n" for code in codes))
    site.options = {"paths": ["src"], "title": "How to use {name}"}
    site.extensions = ["pymdownx.superfences", "attr_list"]
    built = site.build(strict=True)
    assert built.warnings == []
    titles = [title.get_text() for title in built.body().find_all("h2")]
    assert titles == [f"How to use {name}" for name in ("slug", "Cart", "count")] + [
        "How to Use This Code Block",
        "How to use Cart",
        "How to Use This Code Block (2)",
        "How to use A",
    ]
    assert len(built.body().select("[id$=-example]")) == 4
