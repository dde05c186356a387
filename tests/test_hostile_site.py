"""A site builds whatever its pages and the docstrings of other people's packages hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.running import pinned
from tests.conftest import Site
from tests.work import grows_evenly

HARD = {
    "signs": "x = " + "-" * 7_000 + "1",
    "negations": "x = " + "not " * 5_000 + "1",
    "brackets": "x = " + "[" * 5_000,
    "indents": "\n".join(" " * depth + "if x:" for depth in range(150)),
    "paths": "x = a" + ".b" * 20_000,
    "null bytes": "x = 1\0",
}
"""Code that Python's parser does not take, or answers with something else than a syntax error."""


def _in_a_pin(site: Site, code: str) -> None:
    (pin,) = pinned(site, "shop.cart.Cart")
    text = pin.read_text(encoding="utf-8")
    pin.write_text(f"{text}\n```python\n{code}\n```\n", encoding="utf-8")


USED = "from shop.cart import Cart\n"
HOLDERS: dict[str, Callable[[Site, str], object]] = {
    "a test": lambda site, code: site.file("tests/test_cart.py", f"{USED}{code}\n"),
    "a fence of the README": lambda site, code: site.file("README.md", f"# R\n\n```python\n{USED}{code}\n```\n"),
    "a session of the README": lambda site, code: site.file("README.rst", f"R\n=\n\n>>> {USED}>>> {code}\n"),
    "a fence of a page": lambda site, code: site.page(f"# P\n\n```python\n{USED}{code}\n```\n", "other.md"),
    "a fence of the same page": lambda site, code: site.page(
        f"# P\n\n::: howto shop.cart.Cart\n\n```python\n{USED}{code}\n```\n"
    ),
    "a fence to be described": lambda site, code: site.page(
        f"# P\n\n::: howto shop.cart.Cart\n\n```{{.python .howto}}\n{code}\n```\n"
    ),
    "an example file": lambda site, code: site.file("examples/cart.py", f"{USED}{code}\n"),
    "a docstring": lambda site, code: site.file(
        "src/shop/other.py", f'{USED}def f(c):\n    r"""Use it.\n\n    >>> Cart()\n    >>> {code}\n    """\n'
    ),
    "a module beside it": lambda site, code: site.file("src/shop/more.py", f"{code}\n"),
    "a pin": _in_a_pin,
}


@pytest.mark.parametrize("holder", HOLDERS.values(), ids=HOLDERS)
@pytest.mark.parametrize("code", HARD.values(), ids=HARD)
def test_code_that_is_hard_to_parse_ends_no_build(site: Site, code: str, holder: Callable[[Site, str], object]) -> None:
    """Wherever it stands; the section is there all the same."""
    site.options["examples"] = ["examples"]
    site.page("# Title\n\n::: howto shop.cart.Cart\n")
    site.file("examples/readme.py", "x = 1\n")
    holder(site, code)
    built = site.build()
    assert built.body().select(".howto-provenance")


MKDOCSTRINGS = {"mkdocstrings": {"handlers": {"python": {"paths": ["src"], "options": {"show_source": False}}}}}
BOMB = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
OPTIONS = {
    "a tag for a truth": ("title: !!bool x", "holds the tag `!!bool`"),
    "a tag for a number": ('heading_level: !!int ""', "holds the tag `!!int`"),
    "a tag for a date": ("title: !!timestamp x", "holds the tag `!!timestamp`"),
    "a tag for an object": ("title: !!python/object/apply:os.getcwd []", "holds the tag `!!python/"),
    "an anchor": ("title: &t Add", "holds the anchor `&t`"),
    "an alias": ("title: *t", "holds the alias `*t`"),
    "aliases of aliases": (BOMB, "holds the anchor `&a0`"),
    "a list in a list": ("show: [[steps]]", "inside a list"),
    "a mapping": ("title: {a: b}", "holds a mapping as a value"),
    "deep lists": (f"show: {'[' * 1_900}", "not YAML"),
    "an escaped half of a pair": ('title: "\\ud800"', "not YAML"),
    "an escaped NUL": ('title: "a\\0"', "one line of text"),
}


def indented(options: str, margin: str = "    ") -> str:
    return "".join(f"{margin}{line}\n" for line in options.splitlines())


@pytest.mark.parametrize(("options", "told"), OPTIONS.values(), ids=OPTIONS)
def test_options_that_cannot_be_read_are_told_and_the_page_is_built(site: Site, options: str, told: str) -> None:
    bad = f"::: howto shop.cart.Cart\n{indented(options)}"
    site.page(f"# Title\n\nBefore.\n\n{bad}\nBetween.\n\n::: howto shop.cart.Cart\n\nAfter.\n")
    built = site.build()
    (warning,) = built.warnings
    assert "index.md:5: `shop.cart.Cart`: " in warning
    assert told in warning
    text = built.body().get_text()
    assert len(built.body().select(".howto-provenance")) == 1
    assert [text.count(word) for word in ("Before.", "Between.", "After.", "howto shop")] == [1, 1, 1, 0]


@pytest.mark.parametrize("options", ["title: !!bool x", BOMB, "title: &a x", "show: [*a]"])
def test_options_in_the_docstring_of_another_package_are_told_too(site: Site, options: str) -> None:
    site.plugins = [MKDOCSTRINGS]
    docstring = f"Add one.\n\n    ::: howto lib.add\n{indented(options, ' ' * 8)}\n    More words.\n    "
    site.file("src/lib.py", f'def add(a: int) -> int:\n    """{docstring}"""\n    return a + 1\n')
    site.page("# Title\n\n::: lib.add\n")
    built = site.build()
    (warning,) = built.warnings
    assert "`lib.add`: The block of options holds the" in warning
    assert "More words." in built.body().get_text()


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("2024-99-99", "2024-99-99"),
        ("2024-01-31", "2024-01-31"),
        ("1.5", "1.5"),
        ("!!bool", "!!bool"),
        ("*all*", "*all*"),
        ("'A: b #1'", "A: b #1"),
        ("'[draft'", "[draft"),
    ],
)
def test_a_value_in_a_comment_is_text(site: Site, value: str, title: str) -> None:
    site.page(f"# Title\n\n<!-- howto: shop.cart.Cart title={value} -->\n")
    built = site.build(strict=True)
    assert title in built.body().get_text()


@pytest.mark.parametrize("character", ["\\ud800", "\\udfff x", "\\0", "\\x1b[31m"])
def test_characters_that_no_file_holds_are_left_out_of_sections(site: Site, character: str) -> None:
    site.file(
        "src/lib.py", f'def add(a: int) -> int:\n    "Add one{character} carefully to `a{character}`."\n    return a\n'
    )
    site.page("# Title\n\n::: howto lib.add\n")
    built = site.build(strict=True)
    assert len(built.body().select(".howto-provenance")) == 1


def test_every_warning_of_many_names_its_line_in_the_file(site: Site) -> None:
    """Form feeds end no line in an editor, front matter is cut off, and the same line stands there often."""
    site.page("---\ntitle: x\n---\n# Title\n\n\x0c\n" + "::: howto shop.cart.Cart\n    toc: all\n\n" * 300)
    lines = [int(warning.partition("index.md:")[2].partition(":")[0]) for warning in site.build().warnings]
    assert lines == [7 + 3 * number for number in range(300)]


def test_work_for_warnings_grows_with_their_number(site: Site) -> None:
    def build(number: int) -> None:
        site.page("# Title\n\n" + "::: howto shop.cart.Cart\n    toc: all\n\n" * number)
        site.build()

    assert grows_evenly(build, 300)


def chained(count: int, line: str) -> str:
    return "".join(line.format(i=number, j=number - 1) for number in range(1, count))


CHAINS = {
    "variables": ("def f(x):\n    a0 = x\n" + chained(999, "    a{i} = a{j}\n") + "    return a998\n", ""),
    "variables of conditions": (
        "def f(x):\n    a0 = x\n" + chained(500, "    a{i} = a{j} if x else 1\n") + "    return a499\n",
        "",
    ),
    "variables of calls": ("def f(x):\n    a0 = x\n" + chained(500, "    a{i} = g(a{j})\n") + "    return a499\n", ""),
    "functions": ("def f0(x):\n    return x\n" + chained(500, "def f{i}(x):\n    return f{j}(x)\n") + "f = f499\n", ""),
    "fixtures": (
        "def f(x):\n    return [x]\n",
        "@pytest.fixture\ndef h0():\n    return 1\n"
        + chained(500, "@pytest.fixture\ndef h{i}(h{j}):\n    return h{j}\n")
        + "def test(h499):\n    assert f(h499) == 1\n",
    ),
    "constants of a test": (
        "def f(x):\n    return [x]\n",
        "C0 = 1\n" + chained(500, "C{i} = C{j}\n") + "def test():\n    assert f(C499) == 1\n",
    ),
}


@pytest.mark.parametrize(("source", "test"), CHAINS.values(), ids=CHAINS)
def test_names_that_lead_to_each_other_in_a_long_chain_end_no_build(site: Site, source: str, test: str) -> None:
    site.file("src/chain.py", source)
    site.file("tests/test_chain.py", f"import pytest\n\nfrom chain import f\n\n{test}")
    site.page("# Title\n\nBefore.\n\n::: howto chain.f\n")
    assert "Before." in site.build().body().get_text()


@pytest.mark.parametrize(
    "exports",
    [
        "names",
        "['f'] + names",
        "['f', *names]",
        "names.__all__",
        "['f'] + a.b.__all__",
        "__all__",
        "['f'] + [names]",
        "f",
    ],
)
def test_exports_made_of_names_that_are_not_there_end_no_build(site: Site, exports: str) -> None:
    site.file("src/pkg/__init__.py", "from .mod import *\n")
    site.file("src/pkg/mod.py", f'__all__ = {exports}\n\n\ndef f():\n    """Do it."""\n    return 1\n')
    site.page("# Title\n\nBefore.\n\n::: howto pkg.mod.f\n\n::: howto pkg.f\n")
    assert "Do it." in site.build().body().get_text()
