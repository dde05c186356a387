"""Real MkDocs builds, from a placeholder to the built page."""

from __future__ import annotations

import json
import logging
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

from tests.conftest import FIXTURES, USUAL, Site, copy_fixtures, write_tree

PARTS = ("How to Use This Code Block", "Description", "Execution Steps", "Usage Example")
MKDOCSTRINGS = {"mkdocstrings": {"handlers": {"python": {"paths": ["src"], "options": {"show_source": False}}}}}


def mkdocs(site: Site, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs` as people run it."""
    site.configure()
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=site.folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs", "material"])
@pytest.mark.parametrize("extensions", [[], USUAL], ids=["default", "usual"])
def test_a_section_stands_on_the_page(site: Site, theme: str, extensions: list[object]) -> None:
    site.theme, site.extensions = theme, extensions
    site.page("# Cart\n\n::: howto shop.cart.Cart\n\nAfter.\n")
    built = site.build(strict=True)
    text = " ".join(built.body().get_text().split())
    for part in PARTS:
        assert part in text
    assert "Collects articles until they are ordered." in text
    assert "from shop import Cart" in text
    assert "howto shop" not in text
    assert built.html().select_one('link[href$="assets/howto.css"]') is not None
    assert (built.folder / "assets/howto.css").is_file()


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_sections_are_found_by_search(site: Site, theme: str) -> None:
    site.theme, site.extensions, site.plugins = theme, ["attr_list"], ["search"]
    site.page("# Cart\n\n::: howto shop.cart.Cart\n\n::: howto shop.reserve\n")
    built = site.build(strict=True)
    docs = json.loads((built.folder / "search/search_index.json").read_text())["docs"]
    entries = {doc["location"]: doc for doc in docs}
    entry = entries["#howto-shop.cart.Cart"]
    assert re.sub(r"<[^>]+>", "", entry["title"]) == "How to Use Cart"
    for words in ("Collects articles", "Execution Steps", "from shop import Cart"):
        assert words in re.sub(r"<[^>]+>", "", entry["text"])
    assert "#howto-shop.reserve" in entries


def test_a_page_with_several_sections_tells_them_apart(site: Site) -> None:
    site.extensions = ["attr_list", {"toc": {"permalink": True}}]
    site.page("# Shop\n\n::: howto shop.Cart\n\n::: howto shop.reserve\n\n::: howto shop.Cart\n")
    built = site.build(strict=True)
    ids = [tag["id"] for tag in built.body().select("h2")]
    assert ids == ["howto-shop.Cart", "howto-shop.reserve", "howto-shop.Cart-2"]
    links = [
        link.get_text(strip=True) for link in built.html().select('a[href^="#howto-"]') if "¶" not in link.get_text()
    ]
    assert links[:2] == ["How to Use Cart", "How to Use reserve"]


def test_the_same_reference_on_several_pages_is_written_once(site: Site) -> None:
    for name in ("index.md", "one.md", "deep/two.md"):
        site.page("# Page\n\n::: howto shop.Cart\n", name)
    built = site.build(strict=True)
    assert "mkdocs_howto: Wrote 1 section" in built.notices
    assert [built.body(page).select_one(".howto-provenance") is not None for page in ("index", "one", "deep/two")] == [
        True
    ] * 3


def test_a_site_without_placeholders_is_left_alone(site: Site) -> None:
    site.page("# Title\n\nText.\n")
    built = site.build(strict=True)
    assert built.notices == []
    assert not (site.folder / ".cache").exists()


def test_options_of_the_site_and_of_the_placeholder(site: Site) -> None:
    site.options |= {"heading_level": 3, "title": "Use {name}", "toc": "parts", "show": ["steps", "example"]}
    site.page(
        "# Title\n\n::: howto shop.reserve\n\n::: howto shop.Cart\n    heading_level: 4\n    title: Carts\n    show: description\n"
    )
    page = site.build(strict=True).body()
    assert [tag.get_text() for tag in page.select("h3")] == ["Use reserve"]
    assert [tag.get_text() for tag in page.select("h4")] == ["Execution Steps", "Usage Example", "Carts"]
    assert [tag.get_text() for tag in page.select("h5")] == ["Description"]


def test_switched_off_placeholders_show_nothing(site: Site) -> None:
    site.options["enabled"] = False
    site.extensions = ["pymdownx.snippets", "pymdownx.superfences"]
    site.file("part.md", "::: howto shop.Cart\n")
    site.page(
        '# Title\n\n::: howto nowhere.Thing\n    colour: red\n\n--8<-- "part.md"\n\n```{.python .howto}\nx = 1\n```\n\nAfter.\n'
    )
    cwd = Path.cwd()
    os.chdir(site.folder)
    try:
        built = site.build(strict=True)
    finally:
        os.chdir(cwd)
    text = built.body().get_text()
    assert "howto" not in text
    assert "x = 1" in text
    assert "After." in text
    assert built.notices == []


# Messages.


def test_an_unknown_reference_is_told_with_page_line_and_suggestions(site: Site) -> None:
    site.page("---\ntitle: Title\n---\n\n# Title\n\n::: howto shop.Cartt\n\nAfter.\n", "guide/cart.md")
    site.page("# Home\n")
    built = site.build()
    (warning,) = built.warnings
    assert "guide/cart.md:7: `shop.Cartt` cannot be found" in warning
    assert "Did you mean shop.Cart" in warning
    assert "howto" not in built.body("guide/cart").get_text().lower()
    with pytest.raises(Abort):
        site.build(strict=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("::: howto shop.Cart\n    colour: red\n", "index.md:3: `shop.Cart`: There is no option `colour`"),
        ("- a\n\n  ::: howto shop.Cart\n", "index.md:5: The placeholder is indented by 2 spaces"),
        ("<div>\n::: howto shop.Cart\n</div>\n", "index.md:4: The placeholder stands inside <div>"),
        (
            "::: howto shop.Cart\n    example: nowhere.py\n",
            "index.md:3: `shop.Cart`: The example file `nowhere.py` does not exist",
        ),
        ("::: howto shop.Cart\n    writer: oracle\n", "index.md:3: `shop.Cart`: The option `writer` is `offline`"),
        ("```{.python .howto}\nx = (\n```\n", "index.md:3: The fence, line 1: not valid Python"),
        ("::: howto src/broken.py\n", "index.md:3: src/broken.py, line 1: not valid Python"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(site: Site, text: str, words: str) -> None:
    site.file("src/broken.py", "def f(:\n")
    site.page(f"# Title\n\n{text}\nAfter.\n")
    built = site.build()
    (warning,) = built.warnings
    assert words in warning
    assert "After." in built.body().get_text()


def test_lines_are_those_of_the_file_also_when_plugins_change_the_page(site: Site) -> None:
    site.plugins = ["macros"]
    site.page("# Title\n\n{{ 'a\n\nb\n\nc' }}\n\n::: howto shop.nope\n\n::: howto shop.nope\n")
    warnings = [warning for warning in site.build().warnings if "shop.nope" in warning]
    assert [re.search(r"index\.md:(\d+)", warning)[1] for warning in warnings] == ["9", "11"]


def test_levels_can_be_set_by_kind(site: Site) -> None:
    site.options["levels"] = {"unresolved": "info"}
    site.page("# Title\n\n::: howto shop.nope\n")
    built = site.build(strict=True)
    assert built.warnings == []
    assert any("shop.nope" in notice for notice in built.notices)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"heading_level": 9}, "heading_level"),
        ({"colour": "red"}, "colour"),
        ({"show": ["title"]}, "show"),
        ({"levels": {"nonsense": "info"}}, "There is no kind of notice 'nonsense'"),
        ({"levels": {"cache": "loud"}}, "error, warning, info or debug"),
        ({"paths": "src"}, "paths"),
    ],
)
def test_wrong_options_are_reported_as_mkdocs_does(site: Site, options: dict[str, object], words: str) -> None:
    site.options |= options
    site.page("# Title\n")
    done = mkdocs(site, "build", "--strict")
    assert done.returncode != 0
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_writer_is_told(site: Site) -> None:
    site.options["writer"] = "oracle"
    site.page("# Title\n\n::: howto shop.Cart\n")
    with pytest.raises(Abort):
        site.build()


def test_a_folder_that_is_not_there_is_told(site: Site) -> None:
    site.options["paths"] = [".", "nowhere"]
    site.page("# Title\n\n::: howto shop.Cart\n")
    assert any("There is no folder 'nowhere'" in warning for warning in site.build().warnings)


# Both doors.


def test_placeholders_in_snippets_expand(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.folder)
    site.extensions = USUAL
    site.file("parts/cart.md", "- item\n\n    ::: howto shop.Cart\n\n```\n::: howto shop.Line\n```\n")
    site.page('# Title\n\n--8<-- "parts/cart.md"\n')
    built = site.build(strict=True)
    assert built.body().select_one("li .howto-part") is not None
    assert "::: howto shop.Line" in built.body().get_text()


def test_an_unknown_reference_in_a_snippet_names_the_page(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.folder)
    site.extensions = USUAL
    site.file("parts/cart.md", "::: howto shop.nope\n")
    site.page('# Title\n\n--8<-- "parts/cart.md"\n')
    (warning,) = site.build().warnings
    assert "index.md: `shop.nope` cannot be found" in warning


def test_placeholders_in_docstrings_expand(site: Site) -> None:
    site.plugins = [MKDOCSTRINGS]
    site.file(
        "src/lib.py",
        '"""Library.\n\n<!-- howto: lib.add -->\n"""\n\n\ndef add(a: int) -> int:\n    """Add one.\n\n    ::: howto lib.add\n        heading_level: 4\n    """\n    return a + 1\n',
    )
    site.page("# Title\n\n::: lib\n")
    built = site.build(strict=True)
    assert len(built.body().select(".howto-provenance")) == 2
    assert "howto lib" not in built.body().get_text()


def test_a_docstring_may_not_ask_for_everything(site: Site) -> None:
    site.plugins = [MKDOCSTRINGS]
    site.file(
        "src/lib.py",
        'def add(a: int) -> int:\n    """Add one.\n\n    ::: howto lib.add\n        writer: offline\n    """\n',
    )
    site.page("# Title\n\n::: lib.add\n")
    (warning,) = site.build().warnings
    assert "not allowed in a docstring" in warning


def test_names_link_to_the_api_pages(site: Site) -> None:
    site.plugins = [MKDOCSTRINGS]
    site.page("# Title\n\n::: howto shop.Cart\n")
    site.page("# API\n\n::: shop.money.Price\n\n::: shop.errors.ShopError\n", "api.md")
    built = site.build(strict=True)
    links = {link.get_text(): link["href"] for link in built.body().select("a.autorefs")}
    assert links["ShopError"] == "api/#shop.errors.ShopError"


def test_without_the_plugin_the_extension_expands(tmp_path: Path) -> None:
    import markdown

    md = markdown.Markdown(
        extensions=["howto", "fenced_code"],
        extension_configs={"howto": {"root": str(FIXTURES), "paths": ["."], "cache": str(tmp_path / "cache")}},
    )
    for _ in range(2):
        html = md.convert("# Title\n\n::: howto shop.Cart\n")
        assert 'id="howto-shop.Cart"' in html
        md.reset()


def test_a_marked_fence_is_plain_code_without_the_plugin() -> None:
    import markdown

    text = "```{.python .howto}\ndef f():\n    return 1\n```\n"
    for extensions in (["fenced_code"], ["pymdownx.superfences"]):
        html = markdown.markdown(text, extensions=extensions)
        assert "def f" in re.sub(r"<[^>]+>", "", html).replace("&nbsp;", " ")
        assert ".howto" not in html


# Other plugins.


def test_macros_may_make_placeholders(site: Site) -> None:
    site.plugins = ["macros"]
    site.page(
        "# Title\n\n{% for name in ['Cart', 'Line'] %}\n::: howto shop.{{ name }}\n\n{% endfor %}\n{% if false %}\n::: howto shop.nope\n{% endif %}\n"
    )
    built = site.build(strict=True)
    assert len(built.body().select(".howto-provenance")) == 2


def test_generated_pages_are_prepared_too(site: Site) -> None:
    site.file(
        "gen.py",
        "import mkdocs_gen_files\nwith mkdocs_gen_files.open('made.md', 'w') as f:\n    f.write('# Made\\n\\n::: howto shop.Cart\\n')\n",
    )
    site.file("docs/SUMMARY.md", "- [Home](index.md)\n- [Made](made.md)\n")
    site.page("# Title\n")
    for plugins in (["literate-nav"], []):
        site.plugins = [{"gen-files": {"scripts": ["gen.py"]}}, *plugins]
        built = site.build(strict=True)
        assert built.body("made").select_one(".howto-provenance") is not None


def test_dirty_builds_work(site: Site) -> None:
    site.page("# Title\n\n::: howto shop.Cart\n")
    site.build(strict=True)
    site.page("# Title\n\nMore.\n\n::: howto shop.Cart\n")
    os.utime(site.folder / "docs/index.md", (2**31, 2**31))
    built = site.build(dirty=True)  # MkDocs warns of dirty builds themselves.
    assert "More." in built.body().get_text()
    assert built.body().select_one(".howto-provenance") is not None


@pytest.mark.parametrize("name", ["crlf", "bom"])
def test_pages_from_other_editors_work(site: Site, name: str) -> None:
    text = "# Title\n\n::: howto shop.Cart\n    heading_level: 3\n\nAfter.\n"
    path = site.page("")
    path.write_bytes(text.replace("\n", "\r\n").encode() if name == "crlf" else b"\xef\xbb\xbf" + text.encode())
    built = site.build(strict=True)
    assert built.body().select_one("h3") is not None
    assert "After." in built.body().get_text()


def test_front_matter_stays_what_it_is(site: Site) -> None:
    site.page("---\ntitle: T\nnote: |\n\n    ::: howto shop.nope\n\n---\n\n# Title\n")
    built = site.build(strict=True)
    assert built.notices == []


I18N = {
    "i18n": {
        "languages": [
            {"locale": "en", "name": "English", "default": True},
            {"locale": "fr", "name": "Français"},
            {"locale": "de", "name": "Deutsch"},
        ]
    }
}


@pytest.mark.parametrize("structure", ["suffix", "folder"])
@pytest.mark.parametrize("is_first", [True, False], ids=["howto first", "i18n first"])
def test_a_site_in_several_languages_is_one_build(site: Site, structure: str, *, is_first: bool) -> None:
    """mkdocs-static-i18n takes the list of files apart, and builds the site once for each language."""
    pages = {"suffix": ("index.md", "index.fr.md"), "folder": ("en/index.md", "fr/index.md")}[structure]
    i18n = {"i18n": {**I18N["i18n"], "docs_structure": structure}}
    site.plugins, site.behind = ([], [i18n]) if is_first else ([i18n], [])
    site.page("# Cart\n\n::: howto shop.Cart\n", pages[0])
    site.page("# Panier\n\n::: howto shop.reserve\n\n::: howto shop.Cart\n", pages[1])
    built = site.build(strict=True)
    assert [len(built.body(page).select(".howto-provenance")) for page in ("index", "fr")] == [1, 2]
    assert [len(built.html(page).select('link[href$="assets/howto.css"]')) for page in ("index", "fr")] == [1, 1]
    assert (built.folder / "assets/howto.css").is_file()
    assert built.notices == ["mkdocs_howto: Wrote 2 sections"]


def test_a_pin_that_only_one_language_shows_is_not_lost(site: Site) -> None:
    site.plugins, site.options = [I18N], {"paths": ["src"], "pins": "pins"}
    site.page("# Cart\n\n::: howto shop.Cart\n")
    site.page("# Panier\n\n::: howto shop.reserve\n", "index.fr.md")
    mkdocs(site, "build")
    subprocess.run([sys.executable, "-m", "mkdocs_howto", "pin", "shop.Cart", "shop.reserve"],
                   cwd=site.folder, check=True)  # fmt: skip
    for pin in (site.folder / "pins").glob("*.md"):
        pin.write_text(pin.read_text().replace("## Description\n\n", "## Description\n\nMine. "))
    assert not [row for row in site.build().warnings if "no placeholder asks for it" in row]
    (site.folder / "docs/index.fr.md").write_text("# Panier\n")
    (warning,) = [row for row in site.build().warnings if "no placeholder asks for it" in row]
    assert "`shop.reserve`" in warning


def test_a_style_sheet_of_the_sites_own_takes_the_place_of_ours(site: Site) -> None:
    site.file("docs/assets/howto.css", ".mine {}")
    site.page("# Title\n\n::: howto shop.Cart\n")
    built = site.build(strict=True)
    assert (built.folder / "assets/howto.css").read_text() == ".mine {}"


def notebook(*cells: tuple[str, str | list[str]]) -> str:
    made = [{"cell_type": kind, "id": f"c{number}", "metadata": {}, "source": source,
             **({"outputs": [], "execution_count": None} if kind == "code" else {})}
            for number, (kind, source) in enumerate(cells)]  # fmt: skip
    kernel = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python"}}
    return json.dumps({"cells": made, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}, indent=1)


SCRIPT_PAGE = "# %% [markdown]\n# # Title\n#\n# ::: howto shop.Cart\n\n# %%\nx = '::: howto shop.Line'\n"
LIGHT_PAGE = "# # Title\n#\n# ::: howto shop.Cart\n\nx = 1\n"
NOTEBOOKS: dict[str, tuple[str, str, list[str]]] = {
    "lines of a cell": (
        "page.ipynb",
        notebook(("code", "x = 1"), ("markdown", ["# Title\n", "\n", "::: howto shop.Cart\n", "\n", "End.\n"])),
        [
            "page.ipynb: `shop.Cart`: Another plugin renders this page, as a notebook; nothing was expanded (cell 2, line 3)"
        ],
    ),
    "one text": (
        "page.ipynb",
        notebook(("markdown", "<!-- howto: shop.Cart -->"), ("markdown", "::: howto shop.Line")),
        ["nothing was expanded (cell 1, line 1)", "nothing was expanded (cell 2, line 1)"],
    ),
    "shown as code": (
        "page.ipynb",
        notebook(("markdown", "`::: howto shop.Cart`"), ("code", "# <!-- howto: shop.Cart -->")),
        [],
    ),
    "a script": ("page.py", SCRIPT_PAGE, ["page.py:4: `shop.Cart`: Another plugin renders this page"]),
    "a script without cells": ("page.py", LIGHT_PAGE, ["page.py:3: `shop.Cart`: Another plugin renders this page"]),
}


@pytest.mark.parametrize(("name", "text", "told"), NOTEBOOKS.values(), ids=NOTEBOOKS)
def test_a_placeholder_in_a_notebook_is_told(site: Site, name: str, text: str, told: list[str]) -> None:
    """mkdocs-jupyter renders these pages itself, from their files."""
    site.plugins = ["mkdocs-jupyter"]
    site.page("# Home\n\n::: howto shop.reserve\n")
    site.page(text, name)
    built = site.build()
    assert len(built.warnings) == len(told)
    assert all(words in warning for words, warning in zip(told, built.warnings, strict=True))
    assert built.body().select_one(".howto-provenance") is not None
    assert built.html("page").select_one(".howto-provenance") is None


# Keeping.


def state(site: Site) -> dict[str, tuple[int, int]]:
    """What lies in the project, but for the built site, with what every write changes."""
    places = [
        site.folder,
        *(path for path in site.folder.rglob("*") if path.relative_to(site.folder).parts[0] != "site"),
    ]
    return {str(path): (status.st_ino, status.st_mtime_ns) for path in places for status in [path.lstat()]}


def without_key(site: Site) -> None:
    site.options |= {"writer": "openai", "model": "m", "api_key_env": "NO_SUCH_KEY"}
    site.page("# Title\n\n::: howto shop.Cart\n")


def met_in_macro_and_snippet(site: Site) -> None:
    site.plugins, site.extensions = ["macros"], [{"pymdownx.snippets": {"base_path": [str(site.folder)]}}]
    site.file("part.md", "::: howto shop.Cart\n")
    site.page(
        '# Title\n\n{% for n in ["reserve", "Line"] %}\n::: howto shop.{{ n }}\n\n{% endfor %}\n\n--8<-- "part.md"\n'
    )


def in_languages(site: Site) -> None:
    site.plugins = [I18N]
    site.page("# Title\n\n::: howto shop.Cart\n")
    site.page("# Titre\n\n::: howto shop.reserve\n", "index.fr.md")


def kept_in_repository(site: Site) -> None:
    site.options["pins"] = "pins"
    site.page("# Title\n\n::: howto shop.Cart\n\n::: howto shop.reserve\n")
    site.configure()
    command = [sys.executable, "-m", "mkdocs_howto", "pin", "shop.Cart"]
    subprocess.run(command, cwd=site.folder, check=True)


SITES: dict[str, Callable[[Site], object]] = {
    "sections": lambda site: site.page("# Title\n\n::: howto shop.Cart\n\n```{.python .howto}\nx = 1\n```\n"),
    "references that lead nowhere": lambda site: site.page("# Title\n\n::: howto shop.Cart\n\n::: howto shop.nope\n"),
    "a model without its key": without_key,
    "macros and snippets": met_in_macro_and_snippet,
    "several languages": in_languages,
    "pins": kept_in_repository,
}


@pytest.mark.parametrize("make", SITES.values(), ids=SITES)
def test_a_build_of_an_unchanged_site_writes_nothing(site: Site, make: Callable[[Site], object]) -> None:
    """Who watches the whole project (`watch: [.]`) sees no change: not even a file beside the database."""
    make(site)
    site.build()
    before = state(site)
    assert not [notice for notice in site.build().notices if "Wrote" in notice]
    assert state(site) == before


def test_a_change_is_written_once(own: Site) -> None:
    own.build(strict=True)
    own.file("src/lib/two.py", "def second(b: int) -> int:\n    return b + 1\n")
    assert written(own) == 1
    before = state(own)
    assert written(own) == 0
    assert state(own) == before


def counts(site: Site) -> dict[str, int]:
    """What the cache holds; nothing where its process was killed before it had made the table."""
    with closing(sqlite3.connect(site.folder / ".cache/howto/cache.db")) as connection:
        has_table = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'Cache'").fetchone() is not None
        rows = connection.execute("SELECT key FROM Cache").fetchall() if has_table else []
    return {kind: sum(key.startswith(kind) for (key,) in rows) for kind in ("section:", "book:")}


PROBE = """
import ast, json, sys
parsed = []
original = ast.parse
ast.parse = lambda *a, **k: parsed.append(1) or original(*a, **k)
compiled = []
import builtins
real = builtins.compile
def compile_(source, filename, mode, flags=0, *a, **k):
    if flags & ast.PyCF_ONLY_AST:
        compiled.append(str(filename))
    return real(source, filename, mode, flags, *a, **k)
builtins.compile = compile_
import logging
from mkdocs.commands.build import build
from mkdocs.config import load_config
config = load_config("mkdocs.yml", strict=True)
config.plugins.on_startup(command="build", dirty=False)
parsed.clear(), compiled.clear()
build(config)
ours = [name for name in compiled if name.endswith(".py") or name == "<unknown>"]
print(json.dumps({"modules": [m for m in ("griffe", "httpx", "asyncio", "pyflakes") if m in sys.modules], "parsed": len(parsed), "compiled": ours}))
"""


def probe(site: Site) -> dict[str, object]:
    site.configure()
    done = subprocess.run([sys.executable, "-c", PROBE], cwd=site.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_warm_build_imports_and_parses_nothing(site: Site) -> None:
    site.page(
        "# Title\n\n::: howto shop.Cart\n\n::: howto providers.SkyChat\n\n```{.python .howto}\ndef f():\n    return 1\n```\n"
    )
    cold = probe(site)
    assert "griffe" in cold["modules"]
    assert cold["compiled"]
    assert probe(site) == {"modules": [], "parsed": 0, "compiled": []}


COUNTER = """
import ast, atexit, builtins, os
compiled, real = [], builtins.compile

def compile_(source, filename, mode, flags=0, *arguments, **options):
    if flags & ast.PyCF_ONLY_AST:
        compiled.append(str(filename))
    return real(source, filename, mode, flags, *arguments, **options)

builtins.compile = compile_
atexit.register(lambda: open(os.environ["COMPILED"], "w").write("\\n".join(compiled)))
"""
"""A `sitecustomize.py` that notes what a process parses."""

SCRIPT = """
import sys
from mkdocs.__main__ import cli

sys.path.insert(0, "tools/vendored")
cli(["build", "-q"])
"""

PROGRAMS = Path(sys.executable).parent
STARTS: dict[str, list[str]] = {
    "mkdocs": [str(PROGRAMS / "mkdocs"), "build"],
    "mkdocs by another path": ["bin/mkdocs", "build"],
    "mkdocs as a module": [sys.executable, "-m", "mkdocs", "build"],
    "without the working directory": [sys.executable, "-P", "-m", "mkdocs", "build"],
    "a script of the project's": [sys.executable, "tools/build_docs.py"],
    "properdocs": [str(PROGRAMS / "properdocs"), "build", "-f", "mkdocs.yml"],
    "mkdocs-howto": [str(PROGRAMS / "mkdocs-howto"), "check"],
    "mkdocs-howto as a module": [sys.executable, "-m", "mkdocs_howto", "check"],
}


class _Started:
    """A site on which commands run; `run` gives the names of the files that one has parsed."""

    def __init__(self, site: Site) -> None:
        self._site = site
        site.theme = "material"  # ProperDocs lacks the theme `mkdocs`.
        site.plugins = [{"macros": {"module_name": "tools/macros"}}]  # Puts that folder in front of `sys.path`.
        site.file("tools/macros.py", "def define_env(env):\n    pass\n")
        site.file("tools/build_docs.py", SCRIPT)
        site.file("counting/sitecustomize.py", COUNTER)
        site.page("# Title\n\n::: howto shop.Cart\n\n::: howto providers.SkyChat\n")
        site.configure()
        (site.folder / "bin").symlink_to(PROGRAMS)

    def run(self, *command: str) -> list[str]:
        compiled = self._site.folder / "compiled.txt"
        more = {"PYTHONPATH": str(self._site.folder / "counting"), "COMPILED": str(compiled)}
        done = subprocess.run(
            command, cwd=self._site.folder, env={**os.environ, **more}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return [name for name in compiled.read_text().split("\n") if name.endswith(".py") or name == "<unknown>"]


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> _Started:
    """A site that `mkdocs build` has built."""
    folder = tmp_path_factory.mktemp("started")
    copy_fixtures(folder)
    started = _Started(Site(folder, options={"paths": ["src"]}))
    assert started.run(*STARTS["mkdocs"])
    return started


@pytest.mark.parametrize("command", STARTS.values(), ids=STARTS)
def test_what_one_command_has_resolved_holds_for_all(started: _Started, command: list[str]) -> None:
    assert started.run(*command) == []


@pytest.fixture
def own(site: Site) -> Site:
    """A project of three modules, one of which uses another."""
    write_tree(
        site.folder / "src/lib",
        {
            "__init__.py": "from lib.one import first\nfrom lib.two import second\n",
            "one.py": "from lib.base import helper\n\n\ndef first(a: int) -> int:\n    return helper(a)\n",
            "two.py": "def second(b: int) -> int:\n    return b\n",
            "base.py": "def helper(a: int) -> int:\n    return a\n",
        },
    )
    site.page("# Title\n\n::: howto lib.first\n\n::: howto lib.second\n\n::: howto lib.base.helper\n")
    return site


def written(site: Site) -> int:
    built = site.build(strict=True)
    return sum(int(match[1]) for notice in built.notices if (match := re.search(r"Wrote (\d+) section", notice)))


def test_editing_a_file_rewrites_just_what_depends_on_it(own: Site) -> None:
    assert written(own) == 3
    assert written(own) == 0
    own.file("src/lib/two.py", "def second(b: int) -> int:\n    return b + 1\n")
    assert written(own) == 1
    own.file("src/lib/two.py", "# A comment.\ndef second(b: int) -> int:\n    return b + 1\n")
    assert written(own) == 0
    own.file("src/lib/base.py", "def helper(a: int, c: int = 0) -> int:\n    return a\n")
    assert written(own) == 2  # The helper, and `first`, which calls it.
    own.file("src/lib/base.py", "def helper(a: int, c: int = 0) -> int:\n    return a + c\n")
    assert written(own) == 2  # What the helper gives back decides what an example of its caller prints.
    own.file("src/lib/base.py", "def helper(a: int, c: int = 0) -> int:\n    # Sums.\n    return a + c\n")
    assert written(own) == 0


def test_lines_follow_the_code_without_rewriting(own: Site) -> None:
    written(own)
    own.file("src/lib/two.py", "# One.\n# Two.\n\n\ndef second(b: int) -> int:\n    return b\n")
    built = own.build(strict=True)
    assert "lines 5–6" in built.body().get_text()
    assert not any("Wrote" in notice for notice in built.notices)


def test_a_new_module_that_hides_a_name_is_noticed(own: Site) -> None:
    written(own)
    own.file("src/lib/second.py", '"""Now a module."""\n\n\ndef inner() -> None:\n    print()\n')
    built = own.build(strict=True)
    assert "Now a module." in built.body().get_text()
    (own.folder / "src/lib/second.py").unlink()
    assert "Now a module." not in own.build(strict=True).body().get_text()


def test_an_example_file_is_shown_and_watched(own: Site) -> None:
    own.file("examples/use.py", "from lib import second\n\nprint(second(41))\n")
    own.page("# Title\n\n::: howto lib.second\n    example: examples/use.py\n")
    assert "print(second(41))" in own.build(strict=True).body().get_text()
    own.file("examples/use.py", "from lib import second\n\nprint(second(42))\n")
    assert "print(second(42))" in own.build(strict=True).body().get_text()


def test_a_section_follows_how_the_project_calls_what_stands_beside_its_object(own: Site) -> None:
    """What was asked of the tests is a dependency as well, also of objects that they do not use."""
    own.file("src/lib/two.py", "class Sheet:\n    def __init__(self, layout: str):\n        self.layout = layout\n\n\n"
             "def second(sheet: Sheet) -> str:\n    return sheet.layout\n")  # fmt: skip
    own.page("# Title\n\n::: howto lib.two.second\n")
    for layout in ("{:d}", "{:x}"):
        own.file("tests/test_two.py", f"from lib.two import Sheet\n\n\ndef test_it():\n    assert Sheet('{layout}')\n")
        assert f'second(Sheet("{layout}"))' in own.build(strict=True).body().get_text()
    assert written(own) == 0
    own.file("README.md", ">>> from lib.two import Sheet, second\n>>> second(Sheet('a b'))\n'a b'\n")
    assert "print(second(Sheet('a b')))  # a b" in own.build(strict=True).body().get_text()
    assert written(own) == 0


def test_a_project_may_move(own: Site, tmp_path: Path) -> None:
    """A cache that was restored in another folder is still warm."""
    assert probe(own)["parsed"]
    moved = tmp_path.parent / f"{tmp_path.name}-moved"
    own.folder.rename(moved)
    own.folder = moved
    assert probe(own) == {"modules": [], "parsed": 0, "compiled": []}


POISONS = {
    "garbage": lambda path: path.write_bytes(os.urandom(5000)),
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "empty": lambda path: path.write_bytes(b""),
    "deep": lambda path: poison(path, "[" * 100_000 + "]" * 100_000),
    "hostile section": lambda path: poison(path, '{"section":{"description":"<script>alert(1)</script>"}}'),
}


def poison(path: Path, value: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE Cache SET value = ?", (value,))
        connection.commit()


@pytest.mark.parametrize("name", POISONS)
def test_a_poisoned_cache_does_not_break_a_strict_build(site: Site, name: str) -> None:
    site.page("# Title\n\n::: howto shop.Cart\n")
    site.build(strict=True)
    cache = site.folder / ".cache/howto/cache.db"
    with closing(sqlite3.connect(cache)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    POISONS[name](cache)
    done = mkdocs(site, "build", "--strict")
    assert done.returncode == 0, done.stderr
    text = (site.folder / "site/index.html").read_text()
    assert "Collects articles" in text
    assert "alert(1)" not in text


def test_a_cache_folder_that_is_a_file_is_told_once(site: Site) -> None:
    site.file(".cache/howto", "not a folder")
    site.page("# Title\n\n::: howto shop.Cart\n\n::: howto shop.Line\n")
    built = site.build(strict=True)
    assert sum("cannot be used" in notice for notice in built.notices) == 1
    assert len(built.body().select(".howto-provenance")) == 2


def test_without_a_cache_everything_is_written_every_time(own: Site) -> None:
    own.options["cache"] = ""
    assert written(own) == 3
    assert written(own) == 3
    assert not (own.folder / ".cache").exists()


def many(site: Site, count: int) -> None:
    write_tree(
        site.folder / "src", {f"many{n}.py": f"def f{n}(a: int) -> int:\n    return a + {n}\n" for n in range(count)}
    )
    for page in range(count // 50):
        body = "\n\n".join(f"::: howto many{n}.f{n}" for n in range(page * 50, page * 50 + 50))
        site.page(f"# Page {page}\n\n{body}\n", "index.md" if page == 0 else f"page{page}.md")


@pytest.mark.slow
def test_two_thousand_placeholders(site: Site) -> None:
    many(site, 2000)
    built = site.build(strict=True)
    assert "mkdocs_howto: Wrote 2000 sections" in built.notices
    assert counts(site) == {"section:": 2000, "book:": 1}
    assert len(built.body("page39").select(".howto-provenance")) == 50


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.9, 1.3, 1.7, 2.2])
def test_a_killed_build_loses_at_most_its_open_batch(site: Site, seconds: float) -> None:
    """Killed at some moment of a cold build; what was committed is there, and the next build works."""
    many(site, 2000)
    site.configure()
    process = subprocess.Popen([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=site.folder)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    kept = counts(site) if (site.folder / ".cache/howto/cache.db").exists() else {"section:": 0}
    # A batch of 100 is committed as a whole or not at all.
    assert kept["section:"] % 100 == 0
    done = mkdocs(site, "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert counts(site) == {"section:": 2000, "book:": 1}
    if kept["section:"] < 2000:
        assert f"Wrote {2000 - kept['section:']} sections" in done.stderr


def test_the_plugins_log_is_quiet_by_default(site: Site) -> None:
    site.page("# Title\n\n::: howto shop.Cart\n")
    site.build()
    built = site.build()
    assert [record for record in built.log if "howto" in record.name and record.levelno > logging.DEBUG] == []


def test_options_left_out_have_their_defaults() -> None:
    from mkdocs_howto.config import HowtoConfig

    config = HowtoConfig()
    assert config.validate() == ([], [])
    assert (config.enabled, config.writer, config.cache, config.toc) == (True, "offline", ".cache/howto", "section")


# The review.


def test_an_example_file_that_is_wrong_is_told(site: Site) -> None:
    site.file("examples/cart.py", "from shop import Cart\n\nCart(1, 2, 3, 4, 5, 6)\n")
    site.page("# Title\n\n::: howto shop.Cart\n    example: examples/cart.py\n")
    assert any(
        "index.md:3: `shop.Cart`: example-call in `examples/cart.py`, line 3" in row for row in site.build().warnings
    )


def test_findings_can_be_ignored_and_unused_ignores_are_told(site: Site) -> None:
    site.file("examples/cart.py", "from shop import Cart\n\nCart(1, 2, 3, 4, 5, 6)\n")
    page = "# Title\n\n::: howto shop.Cart\n    example: examples/cart.py\n    ignore: [{}]\n"
    site.page(page.format("example-call, example-unused"))
    assert not [row for row in site.build().warnings if "example-call" in row]
    site.page(page.format("example-echo"))
    assert any("`example-echo` is ignored here, but was not found" in row for row in site.build().warnings)
    site.page(page.format("example-ecco"))
    assert any("There is no finding `example-ecco`" in row for row in site.build().warnings)
    site.options["ignore"] = ["prompt-echo"]
    site.page("# Title\n\n::: howto shop.Cart\n")
    assert any("mkdocs.yml ignores `prompt-echo`" in row for row in site.build().warnings)


def test_codes_of_older_versions_can_still_be_ignored(site: Site) -> None:
    site.options["ignore"] = ["missing-member"]
    site.page("# Title\n\n::: howto shop.Cart\n    ignore: [missing-member]\n")
    assert site.build(strict=True).warnings == []
