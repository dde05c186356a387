"""What a build warns of, `check` names, with the same page, line and reference; and nothing else fails it."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec

import pytest
from mkdocs.exceptions import Abort

from tests.cli.running import edit, pinned, run
from tests.cli.test_pin import LIB
from tests.conftest import Site, write_tree

# The monorepo plugin's source has escapes that Python warns of when it compiles it, and it leaves folders behind.
pytestmark = pytest.mark.filterwarnings(
    "ignore::SyntaxWarning", "ignore:invalid escape:DeprecationWarning", "ignore:Implicitly cleaning up:ResourceWarning"
)

Make = Callable[[Site], object]

GOOD, BAD = "::: howto shop.Cart", "::: howto shop.nope"
SNIPPETS = ["pymdownx.snippets", "pymdownx.superfences"]
MKDOCSTRINGS = {"mkdocstrings": {"handlers": {"python": {"paths": ["src"], "options": {"show_source": False}}}}}
I18N = {
    "i18n": {
        "languages": [
            {"locale": "en", "name": "English", "default": True, "build": True},
            {"locale": "fr", "name": "Français", "build": True},
        ]
    }
}


@dataclass(frozen=True)
class Made:
    """What a site needs besides its pages."""

    plugins: tuple[object, ...] = ()
    extensions: tuple[object, ...] = ()
    theme: str = "mkdocs"
    files: tuple[tuple[str, str], ...] = ()
    options: tuple[tuple[str, object], ...] = ()

    def __call__(self, site: Site) -> None:
        site.plugins, site.extensions, site.theme = list(self.plugins), list(self.extensions), self.theme
        site.options |= dict(self.options)
        write_tree(site.folder, dict(self.files))


def made(
    text: str, *plugins: object, extensions: list[object] | None = None, theme: str = "mkdocs", **more: object
) -> Made:
    """Describe a site by its first page; names of further files have `__` for `/` and `_DOT_` for `.`."""
    files = {"docs/index.md": f"# Title\n\n{text}\n"}
    options = more.pop("options", {})
    files |= more.pop("files", {})  # type: ignore[arg-type]
    return Made(plugins, tuple(extensions or ()), theme, tuple(files.items()), tuple(options.items()))  # type: ignore[attr-defined]


def snippet(line: str) -> Made:
    return made('--8<-- "parts/cart.md"', extensions=SNIPPETS, files={"parts/cart.md": f"Words.\n\n{line}\n"})


def included(line: str) -> Made:
    return made(
        '{% include-markdown "../parts/cart.md" %}', "include-markdown", files={"parts/cart.md": f"Words.\n\n{line}\n"}
    )


def executed(line: str) -> Made:
    return made(
        f'```python exec="true"\nprint("{line}")\n```', "markdown-exec", extensions=["pymdownx.superfences"]
    )  # fmt: skip


def generated(line: str) -> Made:
    text = f"import mkdocs_gen_files\nwith mkdocs_gen_files.open('made.md', 'w') as f:\n    f.write('# M\\n\\n{line}\\n')\n"
    return made("Text.", {"gen-files": {"scripts": ["gen.py"]}}, files={"gen.py": text})


def posted(line: str) -> Made:
    post = f"---\ndate: 2024-01-31\n---\n\n# Post\n\nWords.\n\n<!-- more -->\n\n{line}\n"
    return made(
        "Text.",
        "material/blog",
        theme="material",
        files={"docs/blog/posts/one.md": post, "docs/blog/index.md": "# Blog\n"},
    )


def translated(line: str, *, before: bool = False) -> Make:
    def make(site: Site) -> None:
        made(GOOD, files={"docs/index.fr.md": f"# Titre\n\n{line}\n"})(site)
        site.plugins = [I18N]

    return make


def documented(line: str) -> Made:
    return made("::: lib", MKDOCSTRINGS, files={"src/lib.py": f'"""Library.\n\n{line}\n"""\n'})


def merged(line: str) -> Make:
    def make(site: Site) -> None:
        made("Text.", "monorepo", files={"sub/mkdocs.yml": "site_name: sub\nnav:\n  - Home: index.md\n", "sub/docs/index.md": f"# Sub\n\n{line}\n"})(site)  # fmt: skip
        site.more["nav"] = [{"Home": "index.md"}, {"Sub": "!include ./sub/mkdocs.yml"}]

    return make


def configured(text: str, **more: object) -> Make:
    def make(site: Site) -> None:
        made(text)(site)
        site.more |= more

    return make


def lib(text: str = "::: howto lib.add") -> Made:
    return made(text, files={"src/lib.py": LIB}, options={"pins": "howto"})


def pin_of(*pairs: tuple[str, str], code: tuple[str, str] | None = None, deed: Make | None = None) -> Make:
    """Describe a site whose pin was edited, or whose code has changed since."""

    def make(site: Site) -> None:
        lib()(site)
        (pin,) = pinned(site, "lib.add")
        edit(pin, *pairs)
        if code is not None:
            edit(site.folder / "src/lib.py", code)
        if deed is not None:
            deed(site)

    return make


def without_base(site: Site) -> None:
    for path in (site.folder / "howto/.base").iterdir():
        path.unlink()


def without_placeholder(site: Site) -> None:
    site.page("# Title\n\nText.\n")


STEPS = "## Execution Steps"
MARKUP = 'def f(a):\n    """Join <b>bold</b> [links](https://a.b) and <script>alert(1)</script>.\n\n    ## Heading\n    """\n    return a\n'
HOOK = "print('A hook prints.')\n\n\ndef on_config(config):\n    print('It prints more.')\n"

CLEAN: dict[str, Make] = {
    "no placeholder": made("Text."),
    "one placeholder": made(GOOD),
    "the comment form": made("<!-- howto: shop.Cart -->"),
    "code in the page": made("```{.python .howto}\nx = 1\n```"),
    "a whole file": made("::: howto src/shop/cart.py"),
    "escaped, and shown in code": made(f"\\{BAD}\n\n`{BAD}`\n\n```\n{BAD}\n```"),
    "a macro's reference": made("{% set r = 'Cart' %}\n\n::: howto shop.{{ r }}", "macros"),
    "a macro's condition": made(f"{{% if false %}}\n{BAD}\n{{% endif %}}", "macros"),
    "a snippet": snippet(GOOD),
    "include-markdown": included(GOOD),
    "markdown-exec": executed(GOOD),
    "gen-files": generated(GOOD),
    "literate-nav": made(GOOD, "literate-nav", files={"docs/SUMMARY.md": "- [Home](index.md)\n"}),
    "a blog post": posted(GOOD),
    "static-i18n": translated(GOOD),
    "a docstring": documented("::: howto shop.Cart"),
    "monorepo": merged(GOOD),
    "minify": made(f"{GOOD}\n\n\\{BAD}", {"minify": {"minify_html": True}}),
    "section-index": made(GOOD, "section-index"),
    "awesome-nav": made(GOOD, "awesome-nav"),
    "markup in a docstring": made("::: howto marked.f", files={"src/marked.py": MARKUP}),
    "no example": made("::: howto bare._x\n\n::: howto bare", files={"src/bare.py": "_x = 1\n"}),
    "switched off": made(BAD, options={"enabled": False}),
    "only information": made(BAD, options={"levels": {"unresolved": "info"}}),
    "without a key": made(GOOD, options={"writer": "openai", "model": "m", "api_key_env": "NOT_SET_ANYWHERE"}),
    "strict itself": configured(GOOD, strict=True),
    "a hook that prints": configured(GOOD, hooks=["hook.py"]),
    "a pin": pin_of(),
    "an edited pin": pin_of((STEPS, f"Never fails for zero.\n\n{STEPS}")),
    "a pin without its base": pin_of(deed=without_base),
    "an orphan": pin_of(deed=without_placeholder),
}  # fmt: skip

BROKEN: dict[str, Make] = {
    "unresolved": made(f"{GOOD}\n\n{BAD}\n\n{BAD}"),
    "unresolved in front matter's page": made("Text.", files={"docs/more.md": f"---\ntitle: T\n---\n\n# T\n\n{BAD}\n"}),
    "the comment form": made("<!-- howto: shop.nope -->"),
    "a wrong option": made(f"{GOOD}\n    colour: red"),
    "no reference": made("::: howto"),
    "code that is none": made("```{.python .howto}\nx = (\n```"),
    "inside HTML": made(f"<div>\n{GOOD}\n</div>"),
    "a wrong indent": made(f"- a\n\n  {GOOD}"),
    "a comment among words": made("Words <!-- howto: shop.Cart -->"),
    "an ignore that nothing needs": made(f"{GOOD}\n    ignore: [vague-term]"),
    "an ignore of the site": made(GOOD, options={"ignore": ["prompt-echo"]}),
    "no such folder": made(GOOD, options={"paths": ["src", "nowhere"]}),
    "no such example": made(f"{GOOD}\n    example: nowhere.py"),
    "a wrong example": made(f"{GOOD}\n    example: use.py", files={"use.py": "from shop import Cart\n\nCart(1, 2, 3, 4, 5)\n"}),
    "a source that is none": made("::: howto src/broken.py", files={"src/broken.py": "def f(:\n"}),
    "a macro's reference": made("::: howto shop.{{ 'nope' }}", "macros"),
    "a snippet": snippet(BAD),
    "include-markdown": included(BAD),
    "markdown-exec": executed(BAD),
    "gen-files": generated(BAD),
    "a blog post": posted(BAD),
    "static-i18n": translated(BAD),
    "a docstring": documented("::: howto shop.nope"),
    "a docstring's option": documented("::: howto shop.Cart\n    writer: offline"),
    "monorepo": merged(BAD),
    "minify": made(BAD, {"minify": {"minify_html": True}}),
    "strict itself": configured(f"{BAD}\n\n::: howto shop.nothing", strict=True),
    "a stale pin": pin_of(code=("a + 1", "a + 2")),
    "a pin without its code": pin_of(code=("def add", "def added")),
    "a broken pin": pin_of(("writer: offline", "writer: [offline]")),
    "a finding in a pin": pin_of((STEPS, f"Calls `nonsense`.\n\n{STEPS}")),
    "a vague word in a pin": pin_of((STEPS, f"Handles it.\n\n{STEPS}")),
    "a secret in a pin": pin_of((STEPS, f"Never fails with ghp_16C7e42F292c6912E7710c838347Ae178B4a.\n\n{STEPS}")),
    "an edited orphan": pin_of((STEPS, f"Never fails for zero.\n\n{STEPS}"), deed=without_placeholder),
    "a warning made an error": made(BAD, options={"levels": {"unresolved": "error"}}),
    "information made a warning": made(GOOD, options={"writer": "openai", "model": "m", "api_key_env": "NOT_SET_ANYWHERE", "levels": {"model": "warning"}}),
}  # fmt: skip

NEEDED = {
    "include-markdown": "mkdocs_include_markdown_plugin", "static-i18n": "mkdocs_static_i18n", "monorepo": "mkdocs_monorepo_plugin",
    "minify": "mkdocs_minify_plugin", "section-index": "mkdocs_section_index", "awesome-nav": "mkdocs_awesome_nav",
}  # fmt: skip
"""What some sites need, beside what all tests need."""


@pytest.fixture
def own(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.chdir(site.folder)  # Snippets are looked for from here.
    monkeypatch.delenv("NOT_SET_ANYWHERE", raising=False)
    site.file("hook.py", HOOK)
    yield site
    gc.collect()  # What a plugin leaves behind is no matter of the next test.


def warnings(site: Site) -> list[str]:
    """What our plugin, or MkDocs about our plugin, warns of in a build."""
    found = []
    for record in site.build().log:
        message = record.getMessage()
        is_ours = record.name.startswith("mkdocs.plugins.mkdocs_howto") or "Plugin 'howto'" in message
        if is_ours and record.levelname in {"WARNING", "ERROR"}:
            found.append(message.removeprefix("mkdocs_howto: "))
    return found


def rows(site: Site) -> tuple[int, list[dict[str, object]]]:
    done = run(site, "check", "--strict", "--format", "json")
    assert done.exit_code < 2, done.stderr
    return done.exit_code, json.loads(done.stdout)["rows"]


def make(kind: dict[str, Make], name: str, site: Site) -> None:
    if name in NEEDED and find_spec(NEEDED[name]) is None:
        pytest.skip(f"needs {NEEDED[name]}")
    kind[name](site)


@pytest.mark.parametrize("name", CLEAN)
def test_a_site_that_builds_without_a_warning_passes(own: Site, name: str) -> None:
    make(CLEAN, name, own)
    status, found = rows(own)
    assert (status, [row for row in found if row["severity"]]) == (0, [])
    assert not (own.folder / "site").exists()
    assert warnings(own) == []
    try:
        own.build(strict=True)
    except Abort:  # Other plugins may warn of what is theirs.
        assert warnings(own) == []
    assert rows(own) == (0, found)


@pytest.mark.parametrize("name", BROKEN)
def test_a_site_that_warns_does_not_pass(own: Site, name: str) -> None:
    make(BROKEN, name, own)
    status, found = rows(own)
    bad = [row for row in found if row["severity"]]
    told = warnings(own)
    assert told
    assert status == 1
    for warning in told:
        assert any(is_about(warning, row) for row in bad), (warning, bad)
    for row in bad:
        assert any(is_about(warning, row) for warning in told), (row, told)
    assert rows(own) == (1, found)


def is_about(warning: str, row: dict[str, object]) -> bool:
    """Return whether a row names the page, the line and the reference that a warning of the build names."""
    place = re.match(r"([\w./-]+\.md)(?::(\d+))?: ", warning)
    if place is None:  # It is about the whole site.
        return row["page"] == "" or row["state"] == "unwritten"
    named = re.match(r"`([^`]+)`", warning[place.end() :])
    if named is not None and row["reference"] not in {named[1], ""}:
        return False
    lines = {row["line"], *(finding["line"] for finding in row["findings"])}  # type: ignore[attr-defined]
    names = [str(row[name]) for name in ("page", "file", "pin") if row[name]]
    return any(name.endswith(place[1]) for name in names) and (place[2] is None or int(place[2]) in lines)


ORIGINS = {
    "a snippet": ("parts/cart.md", 3),
    "include-markdown": ("parts/cart.md", 3),
    "markdown-exec": ("docs/index.md", 4),
    "a blog post": ("docs/blog/posts/one.md", 11),
    "static-i18n": ("docs/index.fr.md", 3),
    "a docstring": ("src/lib.py", 3),
    "monorepo": ("sub/docs/index.md", 3),
    "a macro's reference": ("docs/index.md", 0),
    "gen-files": ("", 3),
}


@pytest.mark.parametrize("name", ORIGINS)
def test_the_file_to_mend_is_named(own: Site, name: str) -> None:
    make(BROKEN, name, own)
    bad = [row for row in rows(own)[1] if row["severity"]]
    assert {(row["file"], row["line"]) for row in bad} == {ORIGINS[name]}


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ('--8<-- "parts/one.md"', ("parts/one.md", 1)),
        ('--8<-- "parts/two.md"', ("parts/two.md", 2)),
        ('--8<-- "parts/one.md"\n\n--8<-- "parts/two.md"', ("docs/index.md", 0)),
        (f'{BAD}\n\n--8<-- "parts/two.md"', ("docs/index.md", 3)),
    ],
    ids=["one", "the other", "both", "its own text first"],
)
def test_of_files_with_the_same_line_the_one_that_the_page_names_is_told(
    own: Site, page: str, place: tuple[str, int]
) -> None:
    own.extensions = list(SNIPPETS)
    own.file("parts/one.md", f"{BAD}\n")
    own.file("parts/two.md", f"Words.\n{BAD}\n")
    own.page(f"# Title\n\n{page}\n")
    first, *_ = rows(own)[1]
    assert (first["file"], first["line"]) == place
