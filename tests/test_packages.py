"""Sections for a whole package: behind directives of mkdocstrings (`auto`), and on pages of their own (`pages`)."""

from __future__ import annotations

import pytest

from mkdocs_howto.build import Build
from mkdocs_howto.errors import HowtoError
from mkdocs_howto.pages import mentions, pages_of
from mkdocs_howto.references.files import Files
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.settings import Settings
from tests.cli.running import run
from tests.conftest import Site, write_tree
from tests.work import calls_of, grows_evenly

TANKS = {
    "src/tanks/__init__.py": 'from tanks.tank import Tank\nfrom tanks._core import flow\n\n__all__ = ["Tank", "flow"]\n',
    "src/tanks/tank.py": 'class Tank:\n    """Hold water."""\n\n    def fill(self): ...\n\n\ndef measure(): ...\n',
    "src/tanks/_core.py": "def flow(): ...\n",
    "src/tanks/parts/__init__.py": "",
    "src/tanks/parts/valve.py": "class Valve: ...\n",
    "src/tanks/limits.py": "LIMIT = 3\n",
}
OPTIONS = {"paths": ["src"], "options": {"show_source": False, "show_root_heading": True, "heading_level": 2}}


@pytest.fixture
def own(site: Site) -> Site:
    write_tree(site.folder, TANKS)
    site.extensions = ["attr_list"]
    return site


def headings(site: Site, page: str = "index") -> list[tuple[str, str]]:
    tags = site.build(strict=True).body(page).select("h1, h2, h3, h4, h5, h6")
    return [(tag.name, tag.get_text()) for tag in tags]


# Behind directives of mkdocstrings.


def api(site: Site, *patterns: str, options: dict[str, object] | None = None) -> None:
    site.plugins = [
        {"mkdocstrings": {"handlers": {"python": OPTIONS | {"options": OPTIONS["options"] | (options or {})}}}}
    ]  # type: ignore[operator]
    site.options["auto"] = list(patterns)


def sections(site: Site, page: str = "index") -> list[tuple[str, str]]:
    return [heading for heading in headings(site, page) if heading[1].startswith("How to Use")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::: tanks.tank.measure\n", [("h3", "How to Use This Code Block")]),
        ("::: tanks.tank.measure", [("h3", "How to Use This Code Block")]),
        ("::: tanks.tank.measure\n    options:\n      heading_level: 4\n", [("h5", "How to Use This Code Block")]),
        (
            "::: tanks.tank.measure\n    options:\n      show_root_heading: false\n",
            [("h2", "How to Use This Code Block")],
        ),
        ("## ::: tanks.tank.measure\n", [("h3", "How to Use This Code Block")]),
        ("::: tanks.tank.measure\n\n::: tanks.tank.Tank\n", [("h3", "How to Use measure"), ("h3", "How to Use Tank")]),
        ("::: tanks.parts.valve.Valve\n", []),
        ("::: tanks.tank.measure\n\n::: howto tanks.tank.measure\n", [("h2", "How to Use This Code Block")]),
        ("```\n::: tanks.tank.measure\n```\n", []),
        ("    ::: tanks.tank.measure\n", []),
        ("- One\n\n    ::: tanks.tank.measure\n", [("h3", "How to Use This Code Block")]),
    ],
)
def test_a_section_follows_each_directive_that_matches(own: Site, text: str, expected: list[tuple[str, str]]) -> None:
    api(own, "tanks.tank.*")
    own.page(f"# Tanks\n\n{text}")
    assert sections(own) == expected


def test_a_section_stands_behind_the_object_and_before_what_follows(own: Site) -> None:
    api(own, "tanks.*")
    own.page("# Tanks\n\n::: tanks.tank.measure\n\nAfter.\n")
    text = " ".join(own.build(strict=True).body().get_text().split())
    assert text.index("measure") < text.index("How to Use This Code Block") < text.index("After.")


def test_without_patterns_directives_are_left_alone(own: Site) -> None:
    api(own)
    own.page("# Tanks\n\n::: tanks.tank.measure\n")
    assert sections(own) == []


def test_the_page_is_as_it_was(own: Site) -> None:
    api(own, "tanks.*")
    path = own.page("# Tanks\n\n::: tanks.tank.measure\n")
    before = path.read_bytes()
    own.build(strict=True)
    assert path.read_bytes() == before


def test_a_directive_that_leads_nowhere_is_told_with_its_line(own: Site) -> None:
    own.options["auto"] = ["tanks.*"]
    own.page("# Tanks\n\nText.\n\n::: tanks.nothing\n")
    (warning,) = own.build().warnings
    assert warning.startswith("mkdocs_howto: index.md:5: `tanks.nothing` cannot be found")


def test_sections_behind_directives_count_as_covered(own: Site) -> None:
    api(own, "tanks.tank.*")
    own.page("# Tanks\n\n::: tanks.tank.Tank\n")
    assert "tanks.tank.Tank" not in run(own, "coverage", "tanks").stdout
    assert "tanks.tank.measure" in run(own, "coverage", "tanks").stdout


# Pages for the modules of a package.


@pytest.mark.parametrize(
    ("modules", "expected"),
    [
        (["shop", "shop.cart"], ["howto/index.md", "howto/cart.md"]),
        (["shop"], ["howto/index.md"]),
        (["shop.cart"], ["howto/cart.md"]),
        (["shop.deep", "shop.deep.deeper"], ["howto/deep/index.md", "howto/deep/deeper.md"]),
        (["shop.shop"], ["howto/shop.md"]),
    ],
)
def test_each_module_has_a_page(modules: list[str], expected: list[str]) -> None:
    pages = pages_of("shop", {module: ["shop.f"] for module in modules}, folder="howto/", title="How to use {package}")
    assert [page.name for page in pages.pages] == expected
    assert pages.title == "How to use shop"


@pytest.mark.parametrize(
    ("modules", "expected"),
    [
        (["a.B", "a.b"], ["x/B.md", "x/b-2.md"]),
        (["a.b", "a.B"], ["x/b.md", "x/B-2.md"]),
        (["a.ab", "a.aB", "a.AB"], ["x/ab.md", "x/aB-2.md", "x/AB-3.md"]),
        (["a.b-2", "a.B", "a.b"], ["x/b-2.md", "x/B.md", "x/b-3.md"]),
        (["a.B", "a.B.c", "a.b", "a.b.c"], ["x/B/index.md", "x/B/c.md", "x/b/index-2.md", "x/b/c-2.md"]),
        (["a.straße", "a.STRASSE"], ["x/straße.md", "x/STRASSE-2.md"]),
    ],
)
def test_no_two_pages_differ_by_case_alone(modules: list[str], expected: list[str]) -> None:
    """Windows and macOS keep one file for both."""
    pages = pages_of("a", {module: ["a.f"] for module in modules}, folder="x", title="")
    assert [page.name for page in pages.pages] == expected
    assert [page.title for page in pages.pages] == modules


@pytest.mark.parametrize(
    ("navigation", "expected"),
    [
        (None, False),
        ([], False),
        (["index.md"], False),
        (["howto.md"], False),
        (["howto/"], True),
        (["howto/*"], True),
        ([{"How-to": "howto/"}], True),
        ([{"How-to": ["howto/index.md"]}], True),
        ([{"A": [{"B": ["./howto/cart.md"]}]}], True),
        ([{"A": None}], False),
        (["guides/howto/cart.md"], False),
    ],
)
def test_a_navigation_may_already_hold_the_pages(navigation: object, *, expected: bool) -> None:
    assert mentions(navigation, "howto") is expected


def built_pages(site: Site) -> dict[str, list[str]]:
    built = site.build(strict=True)
    found = {}
    for path in sorted((built.folder / "howto").rglob("index.html")):
        name = path.parent.relative_to(built.folder).as_posix()
        found[name] = [tag.get_text() for tag in built.body(name).select("h1, h2")]
    return found


def test_a_page_for_each_module_with_the_objects_that_belong_there(own: Site) -> None:
    own.options["pages"] = [{"package": "tanks"}]
    own.page("# Home\n")
    assert built_pages(own) == {
        "howto": ["tanks", "How to Use This Code Block"],
        "howto/parts/valve": ["tanks.parts.valve", "How to Use This Code Block"],
        "howto/tank": ["tanks.tank", "How to Use Tank", "How to Use measure"],
    }


def links(site: Site) -> list[str]:
    page = site.build(strict=True).html()
    return [link.get_text(strip=True) for link in page.select("nav a, .navbar a") if "tanks" in link.get_text()]


@pytest.mark.parametrize("nav", [None, [{"Home": "index.md"}]], ids=["automatic", "written"])
def test_the_navigation_groups_the_pages(own: Site, nav: object) -> None:
    own.options["pages"] = [{"package": "tanks"}]
    own.page("# Home\n")
    if nav:
        own.more["nav"] = nav
    found = links(own)
    # MkDocs itself puts files before folders where nobody has written a navigation.
    assert sorted(set(found)) == ["How to use tanks", "tanks", "tanks.parts.valve", "tanks.tank"]


@pytest.mark.parametrize(
    ("modules", "expected"),
    [
        (["a"], [{"a": "x/index.md"}]),
        (["a", "a.b"], [{"a": "x/index.md"}, {"a.b": "x/b.md"}]),
        (["a.b", "a.c"], [{"a.b": "x/b.md"}, {"a.c": "x/c.md"}]),
        (["a", "a.b.c"], [{"a": "x/index.md"}, {"a.b.c": "x/b/c.md"}]),
        (
            ["a", "a.b", "a.b.c", "a.d"],
            [{"a": "x/index.md"}, {"a.b": [{"a.b": "x/b/index.md"}, {"a.b.c": "x/b/c.md"}]}, {"a.d": "x/d.md"}],
        ),
        (
            ["a", "a.b.c.d", "a.b.c.e", "a.f"],
            [{"a": "x/index.md"}, {"a.b": [{"a.b.c.d": "x/b/c/d.md"}, {"a.b.c.e": "x/b/c/e.md"}]}, {"a.f": "x/f.md"}],
        ),
    ],
)
def test_subpackages_are_groups_of_the_navigation(modules: list[str], expected: object) -> None:
    pages = pages_of("a", {module: ["a.f"] for module in modules}, folder="x", title="Use")
    assert pages.navigation() == {"Use": expected}


def test_the_list_for_literate_nav_has_the_same_groups() -> None:
    pages = pages_of("a", {module: ["a.f"] for module in ("a", "a.b", "a.b.c")}, folder="x", title="Use")
    assert pages.summary() == "- [a](index.md)\n- a.b\n    - [a.b](b/index.md)\n    - [a.b.c](b/c.md)\n"


@pytest.mark.parametrize(
    ("into", "written", "title"),
    [
        ("howto", "", "How to use tanks"),
        ("how-to", "", "How to use tanks"),
        ("guides/howto", "", "How to use tanks"),
        ("howto", "Mine", "Mine"),
    ],
)
def test_an_automatic_group_has_the_title_of_the_pages(own: Site, into: str, written: str, title: str) -> None:
    own.options["pages"] = [{"package": "tanks", "into": into}]
    own.page("# Home\n")
    if written:
        own.more["nav"] = ["index.md", {written: [f"{into}/index.md", f"{into}/tank.md", f"{into}/parts/valve.md"]}]
    assert title in own.build(strict=True).html().select_one(".navbar").get_text()


def test_a_navigation_that_names_the_pages_is_left_alone(own: Site) -> None:
    own.options["pages"] = [{"package": "tanks", "into": "guides"}]
    own.page("# Home\n")
    own.more["nav"] = ["index.md", {"Guides": ["guides/index.md", "guides/tank.md", "guides/parts/valve.md"]}]
    found = links(own)
    assert found == ["tanks", "tanks.tank", "tanks.parts.valve"]


def test_literate_nav_reads_the_list_of_pages(own: Site) -> None:
    own.plugins = ["literate-nav"]
    own.options["pages"] = [{"package": "tanks"}]
    own.page("# Home\n")
    own.page("- [Home](index.md)\n- [Guides](howto/)\n", "SUMMARY.md")
    assert links(own) == ["tanks", "tanks.parts.valve", "tanks.tank"]


def test_a_page_of_the_author_stays(own: Site) -> None:
    own.options["pages"] = [{"package": "tanks"}]
    own.page("# Home\n")
    own.page("# My tank\n", "howto/tank.md")
    assert built_pages(own)["howto/tank"] == ["My tank"]


def test_a_package_that_is_not_there_is_told(own: Site) -> None:
    own.options["pages"] = [{"package": "tanqs"}]
    own.page("# Home\n")
    (warning,) = own.build().warnings
    assert "`pages`: `tanqs`: `tanqs` cannot be found" in warning


@pytest.mark.parametrize(
    "pages",
    [
        [{"into": "howto"}],
        [{"package": 3}],
        ["tanks"],
        {"package": "tanks"},
        "tanks",
        *(
            [{"package": "tanks", "into": into}]
            for into in ("..", "../out", "a/../../out", "/out", "", ".", "a\\b", "a\0")
        ),
        [{"package": "tanks"}, {"package": "shop"}],
        [{"package": "tanks", "into": "a/b"}, {"package": "shop", "into": "a/b/"}],
    ],
)
def test_wrong_options_are_errors(own: Site, pages: object) -> None:
    from mkdocs.exceptions import Abort, ConfigurationError

    own.options["pages"] = pages
    own.page("# Home\n")
    with pytest.raises((Abort, ConfigurationError)):
        own.build()
    assert not (own.folder / "site").exists()
    assert not (own.folder.parent / "out").exists()


def test_two_packages_have_pages_side_by_side(own: Site) -> None:
    own.options["pages"] = [{"package": "tanks", "into": "a/tanks/"}, {"package": "shop", "into": "a/shop"}]
    own.page("# Home\n")
    built = own.build(strict=True)
    assert built.body("a/tanks").select_one("h1").get_text() == "tanks"  # type: ignore[union-attr]
    assert "How to Use" in built.body("a/shop/cart").get_text()


def test_a_new_module_gets_its_page_in_the_next_build(own: Site) -> None:
    own.options["pages"] = [{"package": "tanks"}]
    own.page("# Home\n")
    assert "howto/pipes" not in built_pages(own)
    own.file("src/tanks/pipes.py", "def connect(): ...\n")
    assert built_pages(own)["howto/pipes"] == ["tanks.pipes", "How to Use This Code Block"]
    (own.folder / "src/tanks/pipes.py").unlink()
    assert "howto/pipes" not in built_pages(own)


@pytest.mark.parametrize("package", ["tanks.", ".", "tanks..tank", "\0", "/", "../tanks", "a b"])
def test_pages_of_what_is_no_package_are_told(own: Site, package: str) -> None:
    own.options["pages"] = [{"package": package}]
    own.page("# Title\n")
    (told,) = (one for one in own.build().warnings if "pages" in one)
    assert "cannot be found" in told
    assert run(own, "coverage", package).exit_code == 2


@pytest.mark.parametrize(
    "text", ["def f{n}(x): return x\n", "class C{n}: ...\n", "def f{n}(x): return x\ndef g{n}(x): return x\n"]
)
def test_the_work_for_pages_grows_with_the_modules(own: Site, text: str) -> None:
    def ask(times: int) -> None:
        folder = own.folder / f"of{times}"
        names = {f"many/m{n}.py": text.replace("{n}", str(n)) for n in range(times)}
        write_tree(folder, {"many/__init__.py": "", **names})
        build = Build(Settings(root=folder, paths=(folder,), search_paths=(), examples=()), print)
        assert len(build.listings.pages("many")) == times

    assert grows_evenly(ask, 40)


@pytest.mark.parametrize("reference", ["many.Row{n}", "many.Row{n}.add", "many.deep.Row{n}"])
def test_files_are_searched_once_for_all_that_leads_nowhere(own: Site, reference: str) -> None:
    names = {f"many/{folder}m{n}.py": "x = 1\n" for n in range(60) for folder in ("", "deep/")}
    write_tree(own.folder, {"many/__init__.py": "", "many/deep/__init__.py": "", **names})
    resolver = Resolver(Files(own.folder, (own.folder,)), [own.folder], [])

    def ask(number: int) -> None:
        with pytest.raises(HowtoError, match="cannot be found"):
            resolver.resolve(reference.replace("{n}", str(number)))

    first, second = calls_of(lambda: ask(1)), calls_of(lambda: ask(2))
    assert 2 * second < first


@pytest.mark.parametrize("name", ["index.py", "deep/index.py", "index/__init__.py"])
def test_no_two_modules_have_one_page(own: Site, name: str) -> None:
    write_tree(
        own.folder, {f"src/many/{path}": "def f(x): ...\n" for path in ("__init__.py", "deep/__init__.py", name)}
    )
    settings = Settings(root=own.folder, paths=(own.folder / "src",), search_paths=(), examples=())
    grouped = Build(settings, print).listings.pages("many")
    names = [page.name for page in pages_of("many", grouped, folder="howto", title="").pages]
    assert len(names) == len({*names}) == 3
