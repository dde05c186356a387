"""Programs that authors show, in every spelling of a code block."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_howto.authored import Passage
from mkdocs_howto.facts.library import Library
from mkdocs_howto.facts.passages import read_example, read_notebook, read_page, read_program

FILES = {
    "snippets/cart.py": "from shop import Cart\n\ncart = Cart()\n",
    "order.py": "import shop\n\n\ndef pay():\n    shop.pay()\n\n\ndef ship():\n    shop.ship()\n",
}


def read(text: str, file: str = "docs/page.md") -> list[Passage]:
    return read_page(text, file, "docs", FILES.get)


MARKDOWN = {
    "fence": "```python\npay(5)\n```",
    "fence of tildes": "~~~python\npay(5)\n~~~",
    "short name": "```py\npay(5)\n```",
    "capital": "```Python\npay(5)\n```",
    "python3": "```python3\npay(5)\n```",
    "title": '```py title="shop.py" hl_lines="1"\npay(5)\n```',
    "attributes": '```{.python .annotate linenums="1"}\npay(5)\n```',
    "MyST directive": "```{code-block} python\n:linenos:\npay(5)\n```",
    "longer fence": "````python\npay(5)\n````",
    "in a list": "- Pay:\n\n    ```python\n    pay(5)\n    ```",
    "in a tab": '=== "Python"\n\n    ```python\n    pay(5)\n    ```',
    "in a quote": "> ```python\n> pay(5)\n> ```",
    "click": "```{eval-rst}\n.. click:example::\n\n    pay(5)\n```",
    "rst inside": "```{eval-rst}\n.. code-block:: python\n\n    pay(5)\n```",
    "session": "```pycon\n>>> pay(5)\n```",
    "session in a python fence": "```python\n>>> pay(5)\n```",
    "prompts among words": "Pay:\n\n>>> pay(5)\n",
    "in a directive of Markdown": ".. column::\n\n    ```python\n    pay(5)\n    ```",
    "never closed": "```python\npay(5)",
    "behind one that is never closed": "````sh\ninstall\n\n```python\npay(5)\n```",
    "behind one of tildes that is never closed": "~~~\ninstall\n\n```python\npay(5)\n```",
    "never closed, before another": "```python\npay(5)\n\n~~~sh\ninstall\n~~~",
}


@pytest.mark.parametrize("text", MARKDOWN.values(), ids=MARKDOWN)
def test_blocks_of_markdown_are_read(text: str) -> None:
    assert [passage.code for passage in read(text)] == ["pay(5)\n"]


RST = {
    "literal": "Pay::\n\n    pay(5)\n",
    "literal by itself": "Pay.\n\n::\n\n    pay(5)\n",
    "code-block": ".. code-block:: python\n\n    pay(5)\n",
    "options": ".. code-block:: python\n   :linenos:\n   :caption: Pay\n\n   pay(5)\n",
    "code": ".. code:: python\n\n    pay(5)\n",
    "sourcecode": ".. sourcecode:: py\n\n    pay(5)\n",
    "testcode": ".. testcode::\n\n    pay(5)\n",
    "click": ".. click:example::\n\n    pay(5)\n",
    "tab": ".. code-tab:: py\n\n    pay(5)\n",
    "in a note": ".. note::\n\n   .. code-block:: python\n\n      pay(5)\n",
    "session": "Pay:\n\n    >>> pay(5)\n",
    "doctest": ".. doctest::\n\n    >>> pay(5)\n",
    "in a directive of the project's own": ".. column::\n\n   .. code-block:: python\n\n      pay(5)\n",
    "in the description of a function": ".. py:function:: pay(amount)\n\n   Pay::\n\n      pay(5)\n",
    "in a grid": ".. grid:: 2\n\n   .. grid-item::\n\n      .. code:: python\n\n         pay(5)\n",
}


@pytest.mark.parametrize("text", RST.values(), ids=RST)
def test_blocks_of_restructuredtext_are_read(text: str) -> None:
    assert [passage.code for passage in read(text, "docs/page.rst")] == ["pay(5)\n"]


OTHERS = {
    "shell": "```bash\npip install shop\n```",
    "text": "```\nNo language.\n```",
    "JSON": "```json\n[5]\n```",
    "words": "Just `pay(5)`.",
    "heading": "# python",
    "raw HTML": ".. raw:: html\n\n    >>> pay(5)\n",
    "shell in a directive": ".. code-block:: console\n\n    >>> pay(5)\n",
    "missing file": '--8<-- "missing.py"',
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_other_blocks_are_no_programs(text: str) -> None:
    assert read(text) == []


INCLUDES = {
    "snippet": ('--8<-- "snippets/cart.py"', "page.md"),
    "snippet in a fence": ('```python\n--8<-- "snippets/cart.py"\n```', "page.md"),
    "markdown-include": ("```python\n{!snippets/cart.py!}\n```", "page.md"),
    "mdx-include": ("{* snippets/cart.py hl[1] *}", "page.md"),
    "literalinclude": (".. literalinclude:: snippets/cart.py\n   :language: python\n", "page.rst"),
}


@pytest.mark.parametrize(("text", "file"), INCLUDES.values(), ids=INCLUDES)
def test_included_files_are_read(text: str, file: str) -> None:
    (passage,) = read(text, file)
    assert (passage.code, passage.is_whole) == (FILES["snippets/cart.py"], True)


def test_an_included_object_is_cut_out_of_its_file() -> None:
    (passage,) = read(".. literalinclude:: order.py\n   :pyobject: pay\n", "page.rst")
    assert (passage.code, passage.is_whole) == ("def pay():\n    shop.pay()\n", False)


AROUND = {
    "page, section and sentence": (
        "# Shop\n\n## Carts\n\nIt holds goods. Make one:\n\n",
        ("Shop", "Carts", "Make one:"),
    ),
    "page alone": ("# Shop\n\nMake one:\n\n", ("Shop", "Shop", "Make one:")),
    "section alone": ("## Carts\n\nMake one:\n\n", ("", "Carts", "Make one:")),
    "underlined": ("Shop\n====\n\nCarts\n-----\n\nMake one:\n\n", ("Shop", "Carts", "Make one:")),
    "anchor": ("# Shop { #shop }\n\nMake one: {#one}\n\n", ("Shop", "Shop", "Make one:")),
    "in a tab": ('# Shop\n\nMake a new one:\n\n=== "Python"\n\n', ("Shop", "Shop", "Make a new one:")),
    "announced": (
        "# Shop\n\nA cart holds goods. It is open.\n\nExample:\n\n",
        ("Shop", "Shop", "A cart holds goods. Example:"),
    ),
    "no words": ("# Shop\n\n", ("Shop", "Shop", "")),
}


@pytest.mark.parametrize(("text", "expected"), AROUND.values(), ids=AROUND)
def test_words_around_a_passage_are_kept(text: str, expected: tuple[str, str, str]) -> None:
    (passage,) = read(f"{text}```python\nCart()\n```\n")
    assert (passage.page, passage.title, passage.lead) == expected


ADMONITIONS = {
    "Python-Markdown": ("!!! warning\n\n    ```python\n    pay()\n    ```", "warning"),
    "with a title": ('!!! danger "Careful"\n    ```python\n    pay()\n    ```', "danger"),
    "collapsed": ("??? note\n\n    ```python\n    pay()\n    ```", "note"),
    "behind it": ("!!! warning\n\n    Beware.\n\n```python\npay()\n```", ""),
    "GitHub": ("> [!CAUTION]\n> Beware.\n>\n> ```python\n> pay()\n> ```", "caution"),
    "behind GitHub's": ("> [!CAUTION]\n> Beware.\n\n```python\npay()\n```", ""),
    "MyST": (":::{warning}\n```python\npay()\n```\n:::", "warning"),
    "behind MyST's": (":::{warning}\nBeware.\n:::\n\n```python\npay()\n```", ""),
    "Docusaurus": (":::tip\n```python\npay()\n```\n:::", "tip"),
    "PyMdown": ("/// warning\n```python\npay()\n```\n///", "warning"),
    "a plugin's line": ("::: shop.pay\n\n```python\npay()\n```", ""),
}


@pytest.mark.parametrize(("text", "kind"), ADMONITIONS.values(), ids=ADMONITIONS)
def test_the_admonition_around_a_passage_is_kept(text: str, kind: str) -> None:
    assert [passage.admonition for passage in read(text)] == [kind]


def test_the_admonition_around_a_passage_of_restructuredtext_is_kept() -> None:
    text = ".. warning::\n\n   .. code-block:: python\n\n      pay()\n\n.. code-block:: python\n\n   ship()\n"
    assert [passage.admonition for passage in read(text, "page.rst")] == ["warning", ""]


SESSIONS = {
    "results": (">>> pay(5)\n5\n>>> ship()\n'sent'\n", "pay(5)\nship()\n", ((1, "5"), (2, "'sent'"))),
    "comment before it": ("# Pay.\n>>> pay(5)\n5\n", "pay(5)\n", ((1, "5"),)),
    "blank line": (">>> import shop\n\n>>> shop.pay(5)\n5\n", "import shop\n\nshop.pay(5)\n", ((3, "5"),)),
    "continued": (">>> for n in (1, 2):\n...     print(n)\n1\n2\n", "for n in (1, 2):\n    print(n)\n", ((1, "1\n2"),)),
    "error": (
        ">>> pay(0)\nTraceback (most recent call last):\nValueError: 0\n>>> pay(1)\n1\n",
        "pay(1)\n",
        ((1, "1"),),
    ),
}


@pytest.mark.parametrize(("text", "code", "shown"), SESSIONS.values(), ids=SESSIONS)
def test_a_session_is_what_was_typed_and_shown(text: str, code: str, shown: tuple[tuple[int, str], ...]) -> None:
    (passage,) = read(f"```pycon\n{text}```\n")
    assert (passage.code, passage.shown) == (code, shown)
    assert read_example(text, "shop.pay")[0].code == code


def test_a_prelude_runs_before_what_is_shown() -> None:
    text = ".. testsetup::\n\n   import shop\n\n.. testcode::\n\n   shop.pay()\n"
    (passage,) = read(text, "page.rst")
    assert (passage.code, passage.prelude, passage.line) == ("shop.pay()\n", "import shop", 7)


def test_lines_are_those_of_the_file() -> None:
    text = "# Shop\n\n```python\npay(1)\n```\n\n    >>> pay(2)\n\n```python\n\npay(3)\n```\n"
    assert [passage.line for passage in read(text)] == [4, 7, 11]


def cell(kind: str, source: object) -> dict[str, object]:
    return {"cell_type": kind, "source": source}


def test_cells_of_a_notebook_are_read() -> None:
    cells = [
        cell("markdown", ["# Shop\n", "Make a cart:"]),
        cell("code", ["%matplotlib inline\n", "cart = Cart()\n", "cart?"]),
        cell("code", "!pip install shop"),
        cell("markdown", "## Pay"),
        cell("code", "cart.pay()"),
    ]
    found = read_notebook(json.dumps({"cells": cells}), "docs/shop.ipynb")
    assert [(one.code, one.title, one.lead) for one in found] == [
        ("cart = Cart()\n", "Shop", "Make a cart:"),
        ("cart.pay()\n", "Pay", ""),
    ]


NO_NOTEBOOKS = ("", "[]", "{", '{"cells": 5}', '{"cells": [5, {}, {"cell_type": "code"}]}', "[" * 9999)


@pytest.mark.parametrize("text", NO_NOTEBOOKS)
def test_what_is_no_notebook_has_no_cells(text: str) -> None:
    assert read_notebook(text, "shop.ipynb") == []


def test_a_program_begins_with_what_it_is_about() -> None:
    passage = read_program('"""Pay for a cart."""\n\nimport shop\n', "examples/pay.py", "example")
    assert (passage.lead, passage.is_whole) == ("Pay for a cart.", True)


DEEP = {
    "notes": "".join("   " * number + ".. note::\n\n" for number in range(500)),
    "quotes": "> " * 5000 + "x\n",
    "fences": "".join("`" * (403 - number) + "{eval-rst}\n" for number in range(400)),
    "admonitions": "".join("    " * number + "!!! note\n" for number in range(500)),
}


@pytest.mark.parametrize("file", ["page.md", "page.rst"])
@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_what_stands_deep_inside_is_left_out(text: str, file: str) -> None:
    assert read(text, file) == []


PIECES = st.sampled_from(
    ["```python", "```", "~~~", ">>> pay()", "...", "::", ".. code-block:: python", ".. note::", ":::{tip}", ":::", "    ",
     "!!! warning", "> [!NOTE]", "> ", "# A", "===", "---", "pay()", "'''", "{!a.py!}", '--8<-- "order.py"', "\t", "- "]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=30).map("\n".join)


@given(TEXTS, st.sampled_from(["page.md", "page.rst"]))
def test_any_text_can_be_read(text: str, file: str) -> None:
    for passage in read(text, file):
        assert 1 <= passage.line <= text.count("\n") + 2
        assert passage.code.endswith("\n")


def files(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")


NAV = "site_name: Shop\ntheme: !ENV [THEME]\nnav:\n  - index.md\n  - Guide:\n    - Orders: orders.md\n    - carts.md\n"


def names_of(root: Path) -> list[str]:
    return [document.name for document in Library(root, ()).documents]


@pytest.mark.parametrize(
    ("name", "nav"),
    [
        ("mkdocs.yml", NAV),
        ("properdocs.yml", NAV),
        ("docs/mkdocs.yaml", f"docs_dir: .\n{NAV}"),
        ("zensical.toml", '[project]\nnav = ["index.md", {"Guide" = [{"Orders" = "orders.md"}, "carts.md"]}]\n'),
        (
            "zensical.toml",
            '[project]\n[[project.nav]]\nHome = "index.md"\n[[project.nav]]\nGuide = ["orders.md", {"C" = "carts.md"}]\n',
        ),
    ],
)
def test_documents_stand_in_the_order_of_the_navigation(tmp_path: Path, name: str, nav: str) -> None:
    files(tmp_path, "docs/api.md", "docs/carts.md", "docs/orders.md", "docs/index.md", "README.md", "examples/pay.py")
    (tmp_path / name).write_text(nav, encoding="utf-8")
    expected = ["README.md", "docs/index.md", "docs/orders.md", "docs/carts.md", "docs/api.md", "examples/pay.py"]
    assert names_of(tmp_path) == expected


@pytest.mark.parametrize(
    ("suffix", "toctree"),
    [
        (".rst", ".. toctree::\n   :maxdepth: 2\n\n   orders\n   The carts <carts>\n"),
        (".md", "```{toctree}\n:maxdepth: 2\n\norders\ncarts\n```\n"),
    ],
)
def test_documents_stand_in_the_order_of_the_toctree(tmp_path: Path, suffix: str, toctree: str) -> None:
    files(tmp_path, "README.rst", *(f"docs/{name}{suffix}" for name in ("api", "carts", "orders", "index")))
    (tmp_path / f"docs/index{suffix}").write_text(toctree, encoding="utf-8")
    expected = ["README.rst", *(f"docs/{name}{suffix}" for name in ("index", "orders", "carts", "api"))]
    assert names_of(tmp_path) == expected


def test_without_a_navigation_first_steps_stand_first(tmp_path: Path) -> None:
    files(
        tmp_path,
        "docs/migrating.md",
        "docs/api.md",
        "docs/carts.md",
        "docs/quickstart.md",
        "CHANGELOG.md",
        "docs/changes.rst",
        "docs/tour.ipynb",
    )
    expected = ["docs/quickstart.md", "docs/carts.md", "docs/api.md", "docs/migrating.md", "docs/tour.ipynb"]
    assert names_of(tmp_path) == expected


def test_code_and_what_is_installed_are_no_documents(tmp_path: Path) -> None:
    files(tmp_path, "src/shop/cart.py", "tests/test_cart.py", ".venv/lib/x.md", "node_modules/x/README.md", "setup.py")
    assert names_of(tmp_path) == []


def test_includes_do_not_lead_out_of_the_project(tmp_path: Path) -> None:
    files(tmp_path, "secret.py", "shop/docs_src/pay.py")
    (tmp_path / "secret.py").write_text("key = 5\n", encoding="utf-8")
    (tmp_path / "shop/docs_src/pay.py").write_text("pay()\n", encoding="utf-8")
    page = '{* ../../docs_src/pay.py *}\n\n```python\n--8<-- "../secret.py"\n```\n'
    (tmp_path / "shop/README.md").write_text(page, encoding="utf-8")
    library = Library(tmp_path / "shop", {"shop"})
    assert [one.passage.code for one in library.programs(library.documents[0])] == ["pay()\n"]


def test_a_description_of_an_object_is_the_topic_of_its_body() -> None:
    text = "Shop\n====\n\n.. method:: shop.Cart.pay(amount)\n\n   Pay::\n\n      pay(5)\n\nCount::\n\n   count()\n"
    assert [passage.title for passage in read(text, "docs/page.rst")] == ["pay", "Shop"]


@pytest.mark.parametrize("end", ["For example:", "For instance:", "Example:", "E.g.:"])
def test_the_sentence_before_an_announcement_is_kept(end: str) -> None:
    (passage,) = read(f"It holds goods. For more, use `Cart`. {end}\n\n```python\nCart()\n```\n")
    assert passage.lead == f"For more, use `Cart`. {end}"


GIVEN = {
    "file": ("In `cart.yaml`:\n\n```yaml\ngoods: 5\n```\n\nLoad it:", "cart.yaml:\ngoods: 5"),
    "file of reStructuredText": ("In cart.toml:\n\n.. code-block:: toml\n\n   goods = 5\n\nLoad it:", "cart.toml:\ngoods = 5"),
    "file whose name stands in it": ("```ini\n# cart.ini\n[goods]\n```\n\nLoad it:", "cart.ini:\n# cart.ini\n[goods]"),
    "environment": ("```sh\nexport SHOP=5\n```\n\nRead it:", "export SHOP=5"),
    "environment at a prompt": ("```console\n$ export A=1\n$ export B=2\n```", "export A=1\nexport B=2"),
    "file without a name": ("```yaml\ngoods: 5\n```\n\nLoad it:", ""),
    "long file": (f"In `cart.yaml`:\n\n```yaml\n{'goods: 5' + chr(10) + '- 5' * 40}\n```\n\nLoad it:", ""),
    "other commands": ("```sh\npip install shop\nexport SHOP=5\n```\n\nRead it:", ""),
    "file of another section": ("In `cart.yaml`:\n\n```yaml\ngoods: 5\n```\n\n## Carts\n\nLoad it:", ""),
    "file of another program": ("In `a.yaml`:\n\n```yaml\na: 5\n```\n\n```python\na()\n```", ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "given"), GIVEN.values(), ids=GIVEN)
def test_what_a_page_shows_for_a_program_to_read_is_kept(text: str, given: str) -> None:
    assert read(f"{text}\n\n```python\nCart()\n```\n")[-1].given == given


@pytest.mark.parametrize(
    "text", ["[project\n", "project = 3\n", "[project]\nnav = 3\n", "[project]\nnav = [[1, {}]]\n"]
)
def test_a_navigation_that_cannot_be_read_names_no_page(tmp_path: Path, text: str) -> None:
    files(tmp_path, "docs/b.md", "docs/a.md")
    (tmp_path / "zensical.toml").write_text(text, encoding="utf-8")
    assert names_of(tmp_path) == ["docs/a.md", "docs/b.md"]
