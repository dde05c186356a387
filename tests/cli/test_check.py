"""`mkdocs-howto check`: what fails, where, and in which form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import edit, line_of, pinned, run
from tests.cli.test_pin import LIB
from tests.conftest import Site

FRONT = "---\ntitle: Title\ntags: [a]\n---\n\n"


@pytest.fixture
def own(site: Site) -> Site:
    """A site that shows pins, with a section on a page that has front matter."""
    site.file("src/lib.py", LIB)
    site.options["pins"] = "howto"
    site.page(f"{FRONT}# Title\n\n::: howto lib.add\n")
    return site


def rows(site: Site, *arguments: str) -> list[dict[str, object]]:
    done = run(site, "check", "--format", "json", *arguments)
    found: list[dict[str, object]] = json.loads(done.stdout)["rows"]
    return found


def test_a_site_whose_sections_fit_passes(own: Site) -> None:
    done = run(own, "check", "--strict")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "Checked 1 section (1 fresh): all fit their code.\n"
    assert run(own, "check", "-q").stdout == ""


WITHOUT_EXAMPLE = '''
def repeat(job):
    """Schedule a job again and again, as a decorator."""
    return lambda function: job.do(function)
'''


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Schedule a job", "Schedules one job"),
        ("again and again", "over and over"),
        ("1. Call it as", "1. Put it above a function as"),
        (", as a decorator.", "."),
    ],
)
def test_an_edit_of_the_words_asks_for_no_example(own: Site, before: str, after: str) -> None:
    own.file("src/lib.py", LIB + WITHOUT_EXAMPLE)
    own.page("# Title\n\n::: howto lib.repeat\n")
    (pin,) = pinned(own, "lib.repeat")
    assert run(own, "check").exit_code == 0
    edit(pin, (before, after))
    done = run(own, "check")
    assert (done.exit_code, done.stdout) == (0, "Checked 1 section (1 edited): all fit their code.\n")


def test_a_site_without_placeholders_passes(site: Site) -> None:
    site.page("# Title\n")
    done = run(site, "check", "--strict")
    assert (done.exit_code, done.stdout) == (0, "Checked 0 sections: all fit their code.\n")


def test_checking_changes_nothing_but_the_cache(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(own.folder / "src/lib.py", ("a + 1", "a + 2"))
    own.configure()
    before = {
        path: path.read_bytes() for path in own.folder.rglob("*") if path.is_file() and ".cache" not in path.parts
    }
    run(own, "check")
    after = {path: path.read_bytes() for path in own.folder.rglob("*") if path.is_file() and ".cache" not in path.parts}
    assert after == before
    assert pin in after


def stale(site: Site) -> None:
    pinned(site, "lib.add")
    edit(site.folder / "src/lib.py", ("a + 1", "a + 2"))


def unresolved(site: Site) -> None:
    site.page("# Title\n\n::: howto lib.nope\n")


def wrong_option(site: Site) -> None:
    site.page("# Title\n\n::: howto lib.add\n    colour: red\n")


def gone(site: Site) -> None:
    pinned(site, "lib.add")
    site.file("src/lib.py", "")


def broken(site: Site) -> None:
    (pin,) = pinned(site, "lib.add")
    edit(pin, ("writer: offline", "writer: [offline]"))


def wrong_words(site: Site) -> None:
    (pin,) = pinned(site, "lib.add")
    edit(pin, ("## Execution Steps", "Calls `nonsense`.\n\n## Execution Steps"))


def wrong_example(site: Site) -> None:
    site.file("use.py", "from lib import add\n\nadd(1, 2, 3)\n")
    site.page("# Title\n\n::: howto lib.add\n    example: use.py\n")


def orphan(site: Site) -> None:
    pinned(site, "lib.sub")


def minded_orphan(site: Site) -> None:
    site.options["levels"] = {"orphan": "warning"}
    pinned(site, "lib.sub")


def edited_orphan(site: Site) -> None:
    (pin,) = pinned(site, "lib.sub")
    edit(pin, ("## Execution Steps", "Never fails for zero.\n\n## Execution Steps"))


def vague_words(site: Site) -> None:
    (pin,) = pinned(site, "lib.add")
    edit(pin, ("## Execution Steps", "Handles it.\n\n## Execution Steps"))


def misplaced(site: Site) -> None:
    site.page("# Title\n\n- a\n\n  ::: howto lib.add\n")


def approved(site: Site) -> None:
    pinned(site, "lib.add")
    edit(site.folder / "src/lib.py", ("a + 1", "a + 2"))
    run(site, "approve", "lib.add", "--by", "Ada Example")


def edited(site: Site) -> None:
    (pin,) = pinned(site, "lib.add")
    edit(pin, ("## Execution Steps", "Never fails for zero.\n\n## Execution Steps"))


def only_pinned(site: Site) -> None:
    pinned(site, "lib.add")


STATES = {
    "stale": (stale, 1, 1, "index.md:8: lib.add: stale: The pin howto/lib.add.md may be outdated: the body of `add` changed."),
    "unresolved": (unresolved, 1, 1, "index.md:3: unresolved: `lib.nope` cannot be found"),
    "a wrong option": (wrong_option, 1, 1, "index.md:3: lib.add: unresolved: There is no option `colour`"),
    "pinned, and its code gone": (gone, 1, 1, "index.md:8: unresolved: `lib.add` cannot be found"),
    "broken": (broken, 1, 1, "howto/lib.add.md:4: broken: Its front matter is wrong"),
    "a finding in a pin": (wrong_words, 1, 1, "howto/lib.add.md:14: lib.add: unknown-identifier `nonsense`"),
    "a finding in an example": (wrong_example, 1, 1, "index.md:3: lib.add: example-call"),
    "orphan": (orphan, 0, 0, "howto/lib.sub.md:2: lib.sub: orphan: No placeholder asks for this pin."),
    "an orphan that the site minds": (minded_orphan, 0, 1, "howto/lib.sub.md:2: lib.sub: orphan: No placeholder asks"),
    "an edited orphan": (edited_orphan, 0, 1, "howto/lib.sub.md:2: lib.sub: orphan: A person has edited this pin"),
    "a vague word in a pin": (vague_words, 0, 1, "howto/lib.add.md:14: lib.add: vague-term 'Handles'"),
    "misplaced": (misplaced, 0, 1, "index.md:5: misplaced: The placeholder is indented by 2 spaces"),
    "approved": (approved, 0, 0, "(1 approved): all fit"),
    "edited": (edited, 0, 0, "(1 edited): all fit"),
    "pinned": (only_pinned, 0, 0, "(1 pinned): all fit"),
}  # fmt: skip


@pytest.mark.parametrize(("make", "status", "strictly", "words"), STATES.values(), ids=STATES)
def test_what_fails_and_what_fails_strictly(own: Site, make, status: int, strictly: int, words: str) -> None:
    make(own)
    done = run(own, "check")
    assert words in done.stdout, done.stdout
    assert (done.exit_code, done.stderr) == (status, "")
    assert run(own, "check", "--strict").exit_code == strictly
    assert (run(own, "check", "--quiet").stdout == "") == (status == 0)


def test_hints_stand_below(own: Site) -> None:
    stale(own)
    lines = run(own, "check").stdout.splitlines()
    assert lines[1].startswith("    Hint: `mkdocs-howto pin --update` writes it anew")
    assert lines[-1] == "Checked 1 section (1 stale): 1 error, 0 warnings."


def test_lines_count_from_the_top_of_the_file(own: Site) -> None:
    """Front matter is part of it."""
    own.page(f"{FRONT}\n\n# Title\n\n::: howto lib.nope\n\n::: howto lib.nope\n", "deep/er.md")
    found = [row for row in rows(own) if row["state"] == "unresolved"]
    lines = [
        number
        for number, line in enumerate((own.folder / "docs/deep/er.md").read_text().splitlines(), 1)
        if ":::" in line
    ]
    assert [(row["page"], row["file"], row["line"]) for row in found] == [
        ("deep/er.md", "docs/deep/er.md", line) for line in lines
    ]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("plugins", [True, False])
@pytest.mark.parametrize(
    "front",
    ["", FRONT, FRONT + "\n\n", "title: Title\n\n"],
    ids=["none", "front matter", "blank lines", "without marks"],
)
def test_lines_are_right_in_any_file(own: Site, front: str, ends: str, *, plugins: bool) -> None:
    path = own.page("")
    text = f"{front}# Title\n\n::: howto lib.nope\n"
    path.write_bytes(text.replace("\n", ends).encode())
    (row,) = rows(own, *([] if plugins else ["--no-plugins"]))
    assert row["line"] == line_of(path, ":::")


def test_json_says_all(own: Site) -> None:
    wrong_words(own)
    (row,) = rows(own)
    assert row.pop("findings") == [
        {
            "code": "unknown-identifier",
            "severity": "error",
            "message": "`nonsense` is not in the code.",
            "words": "nonsense",
            "line": 14,
            "since": 0,
        }
    ]
    assert row == {
        "page": "index.md", "file": "docs/index.md", "line": 8, "reference": "lib.add", "state": "edited", "message": "",
        "writer": "offline", "model": None, "tokens": None, "pin": "howto/lib.add.md", "severity": "error",
    }  # fmt: skip


def test_json_is_printed_when_all_is_well(own: Site) -> None:
    done = run(own, "check", "--format", "json", "--quiet")
    assert done.exit_code == 0
    assert [row["severity"] for row in json.loads(done.stdout)["rows"]] == [None]


def annotations(site: Site) -> list[str]:
    return run(site, "check", "--format", "github").stdout.splitlines()


def test_github_shows_each_beside_its_line(own: Site) -> None:
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("## Execution Steps", "Calls `nonsense`.\nHandles it.\n\n## Execution Steps"))
    edit(own.folder / "src/lib.py", ("a + 1", "a + 2"))
    own.page("# Title\n\n::: howto lib.nope\n", "more.md")
    found = annotations(own)
    nonsense, vague = line_of(pin, "nonsense"), line_of(pin, "Handles")
    for start in (
        "::error file=docs/index.md,line=8,title=howto stale::lib.add: The pin howto/lib.add.md may be outdated: ",
        f"::error file=howto/lib.add.md,line={nonsense},title=howto unknown-identifier::lib.add: `nonsense`",
        f"::warning file=howto/lib.add.md,line={vague},title=howto vague-term::lib.add: 'Handles' says nothing",
        "::error file=docs/more.md,line=3,title=howto unresolved::`lib.nope` cannot be found",
    ):
        assert sum(line.startswith(start) for line in found) == 1
    assert all(line.startswith(("::error ", "::warning ")) for line in found)
    assert all("%0A  Hint: " in line for line in found if "stale" in line)


def test_github_reads_no_command_out_of_a_message(own: Site) -> None:
    own.page("# Title\n\n::: howto lib.x%0A::error,a:b\n", "a,b.md")
    (line,) = annotations(own)
    assert line.startswith("::error file=docs/a%2Cb.md,line=3,title=howto unresolved::")
    assert "%250A" in line


def test_github_says_nothing_when_all_is_well(own: Site) -> None:
    done = run(own, "check", "--format", "github")
    assert (done.exit_code, done.stdout) == (0, "")


def test_a_section_that_stands_on_several_pages_is_told_on_each(own: Site) -> None:
    stale(own)
    own.page("# More\n\n::: howto lib.add\n", "more.md")
    assert [(row["file"], row["line"]) for row in rows(own)] == [("docs/index.md", 8), ("docs/more.md", 3)]


def test_what_is_ignored_is_not_told(own: Site) -> None:
    wrong_words(own)
    own.page("# Title\n\n::: howto lib.add\n    ignore: [unknown-identifier]\n")
    assert run(own, "check", "--strict").exit_code == 0


def test_pins_are_found_from_elsewhere(own: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages name files as people can open them from where they are."""
    from click.testing import CliRunner

    from mkdocs_howto.cli import main

    broken(own)
    monkeypatch.chdir(tmp_path.parent)
    done = CliRunner().invoke(main, ["check", "-f", f"{tmp_path.name}/mkdocs.yml"], catch_exceptions=False)
    assert done.exit_code == 1
    assert f"{tmp_path.name}/howto/lib.add.md:4: broken: " in done.stdout


@pytest.mark.parametrize("command", [["show"], ["diff"], ["pin"]])
def test_what_a_command_was_asked_is_not_what_the_site_asks_for(own: Site, command: list[str]) -> None:
    run(own, "check")
    assert run(own, *command, "lib.add").exit_code == 0
    run(own, *command, "lib.sub")
    run(own, "unpin", "-q", "lib.add", "lib.sub")
    assert [row["reference"] for row in rows(own)] == ["lib.add"]
    assert run(own, "pin", "--all").stdout == "lib.add: pinned howto/lib.add.md\n1 pinned.\n"


# Built pages.


def test_placeholders_that_stand_as_text_in_a_built_page_are_found(own: Site) -> None:
    own.file(
        "site/a/index.html",
        "<html>\n<p>::: howto lib.add</p>\n<pre><code>::: howto lib.sub</code></pre>\n<!-- howto: lib.sub -->\n</html>\n",
    )
    own.file("site/b.html", "<p>&#58;:: howto lib.add</p>")
    own.file("site/c.txt", "::: howto lib.add")
    done = run(own, "check", "--site", "site")
    assert done.exit_code == 1
    assert "site/a/index.html:2: leftover: `::: howto lib.add` stands as text in the built page.\n" in done.stdout
    assert "site/a/index.html:4: leftover: `<!-- howto: lib.sub -->` stands" in done.stdout
    assert done.stdout.endswith("Checked 1 section (1 fresh): 2 errors, 0 warnings.\n")


def test_a_page_that_the_plugin_built_has_none(own: Site) -> None:
    own.page(f"{FRONT}# Title\n\n::: howto lib.add\n\n`::: howto lib.sub`\n\n\\::: howto lib.sub\n")
    own.build(strict=True)
    assert run(own, "check", "--strict", "--site", "site").exit_code == 0


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("\\::: howto lib.sub", "<p>::: howto lib.sub</p>"),
        ("&#58;:: howto lib.sub", "<p>::: howto lib.sub</p>"),
        ("\\::: howto lib.sub *and more*", "<p>::: howto lib.sub <em>and more</em></p>"),
        ("- item\n\n    \\::: howto lib.sub", "<ul><li>item ::: howto  lib.sub</li></ul>"),
        ('--8<-- "part.md"', "<p>::: howto lib.sub</p>"),
    ],
    ids=["escaped", "by the author", "with markup", "in a list, minified", "in a snippet"],
)
@pytest.mark.parametrize("page", ["index.html", "blog/page/2/index.html"], ids=["its page", "a page of a plugin's"])
def test_what_a_page_shows_on_purpose_is_no_leftover(
    own: Site, monkeypatch: pytest.MonkeyPatch, markdown: str, html: str, page: str
) -> None:
    """Also where a minifier has put plain colons for character references."""
    monkeypatch.chdir(own.folder)
    own.extensions = ["pymdownx.snippets"]
    own.file("part.md", "\\::: howto lib.sub\n")
    own.page(f"# Title\n\n{markdown}\n")
    own.page("# Other\n", "other.md")
    own.file(f"site/{page}", html)
    assert rows(own, "--site", "site") == []
    own.file("site/other/index.html", html)
    assert [row["file"] for row in rows(own, "--site", "site")] == ["site/other/index.html"]


def test_a_page_that_was_built_without_the_plugin_has_them(own: Site) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    build(load_config(str(own.configure()), plugins=[]))
    assert [row["state"] for row in rows(own, "--site", "site")] == ["fresh", "leftover"]


# What a real build is needed for.


def test_the_sites_own_folder_is_not_touched(own: Site) -> None:
    own.file("site/index.html", "built before")
    assert run(own, "check").exit_code == 0
    assert [path.read_text() for path in (own.folder / "site").iterdir()] == ["built before"]


@pytest.mark.parametrize(
    ("hook", "words"),
    [
        ("def on_pre_build(config):\n    raise ValueError('the hook broke')", "MkDocs cannot build mkdocs.yml: the hook broke"),
        ("def on_page_content(html, **_):\n    raise KeyError('lost')", "Error reading page 'index.md': 'lost'"),
        ("from mkdocs.exceptions import PluginError\ndef on_nav(nav, **_):\n    raise PluginError('no nav')", "no nav"),
        ("import sys\ndef on_files(files, **_):\n    sys.exit('gave up')", "gave up"),
        ("import nowhere_at_all", "nowhere_at_all"),
    ],
    ids=["an error", "an error in a page", "an error of a plugin", "an exit", "an import"],
)  # fmt: skip
def test_a_build_that_fails_is_told_in_mkdocs_words(own: Site, hook: str, words: str) -> None:
    own.file("hook.py", hook)
    own.more["hooks"] = ["hook.py"]
    done = run(own, "check", "--format", "json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count(words) == 1


def test_what_other_plugins_warn_of_is_theirs(own: Site) -> None:
    own.more["hooks"] = ["hook.py"]
    own.file(
        "hook.py",
        "import logging\n\n\ndef on_files(files, **_):\n    logging.getLogger('mkdocs.hooks').warning('Hm')\n",
    )
    own.page("# Title\n\n[nowhere](nowhere.md)\n\n::: howto lib.add\n")
    own.more["strict"] = True
    done = run(own, "check", "--strict")
    assert (done.exit_code, done.stderr) == (0, "")


def test_the_sum_counts_what_is_wrong(own: Site) -> None:
    """One section may have several findings, and a page a trouble that is no section's."""
    (pin,) = pinned(own, "lib.add")
    edit(pin, ("## Execution Steps", "Calls `nonsense` and `more`.\nHandles it.\n\n## Execution Steps"))
    own.page("# Title\n\n::: howto lib.add\n\n- a\n\n  ::: howto lib.sub\n")
    lines = run(own, "check").stdout.splitlines()
    assert lines[-1] == "Checked 2 sections (1 edited, 1 fresh): 2 errors, 2 warnings."


def test_a_site_that_switches_the_plugin_off_is_told_so(own: Site) -> None:
    own.options["enabled"] = False
    for arguments in ([], ["--no-plugins"]):
        done = run(own, "check", "--strict", *arguments)
        assert (done.exit_code, done.stdout) == (0, "Checked 0 sections: all fit their code.\n")
        assert "switches the plugin off" in done.stderr


TAGS = {
    "!relative": "markdown_extensions:\n  - pymdownx.snippets:\n      base_path: [!relative $docs_dir]\n",
    "a name that is not installed": "markdown_extensions:\n  - x:\n      f: !!python/name:not_installed.twemoji\n",
    "a call": "extra:\n  x: !!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path [called]]\n",
    "an object": "extra:\n  x: !!python/object:not_installed.Thing {a: 1}\n",
    "an unknown tag": "extra: !mine {a: [!yours b]}\n",
    "!ENV": "extra:\n  x: !ENV [NOT_SET_ANYWHERE, 3]\n",
    "INHERIT": "INHERIT: base.yml\n",
}


@pytest.mark.parametrize("name", TAGS)
@pytest.mark.parametrize(
    "command",
    [
        ["check", "--no-plugins"],
        ["status", "--no-plugins"],
        ["pin", "lib.add"],
        ["diff", "lib.add"],
        ["show", "lib.add"],
    ],
    ids=lambda command: command[0],
)
def test_tags_of_a_configuration_stop_no_command(
    own: Site, monkeypatch: pytest.MonkeyPatch, name: str, command: list[str]
) -> None:
    from click.testing import CliRunner

    from mkdocs_howto.cli import main

    own.file("base.yml", TAGS["!relative"] + "extra:\n  y: !mine z\n")
    path = own.configure()
    path.write_text(path.read_text().replace("markdown_extensions: []\n", "") + TAGS[name])
    monkeypatch.chdir(own.folder)
    CliRunner().invoke(main, ["show", "lib.add"])
    done = CliRunner().invoke(main, command, catch_exceptions=False)
    assert done.exit_code == (2 if command[0] == "diff" else 0), done.stderr
    assert "cannot be read" not in done.stderr
    assert not (own.folder / "called").exists()


@pytest.mark.parametrize("arguments", [[], ["--no-plugins"]], ids=["a build", "no plugins"])
@pytest.mark.parametrize("command", ["check", "status"])
@pytest.mark.parametrize(
    "text", ["site_name: T\n", "site_name: T\nplugins: []\n", "site_name: T\nplugins: [search]\n", "site_name: T\nplugins:\n  search: {}\n"]
)  # fmt: skip
def test_a_site_without_the_plugin_does_not_pass(
    own: Site, monkeypatch: pytest.MonkeyPatch, text: str, command: str, arguments: list[str]
) -> None:
    from click.testing import CliRunner

    from mkdocs_howto.cli import main

    own.configure().write_text(text)
    monkeypatch.chdir(own.folder)
    done = CliRunner().invoke(main, [command, *arguments], catch_exceptions=False)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "mkdocs.yml does not enable the plugin `howto`" in done.stderr
    assert "plugins:\n    - howto" in done.stderr


def test_a_site_that_inherits_the_plugin_has_it(own: Site) -> None:
    own.configure().rename(own.folder / "base.yml")
    own.file("own.yml", "INHERIT: base.yml\nsite_name: Own\n")
    assert run(own, "check", "-f", "own.yml").stdout == "Checked 1 section (1 fresh): all fit their code.\n"


def test_a_site_of_a_host_without_plugins_is_read_as_it_lies_there(own: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from mkdocs_howto.cli import main

    own.configure().write_text("site_name: T\nmarkdown_extensions: [howto]\n")
    own.page("# Title\n\n::: howto lib.add\n\n::: howto lib.nope\n")
    monkeypatch.chdir(own.folder)
    done = CliRunner().invoke(main, ["check"], catch_exceptions=False)
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (
        1, "Checked 2 sections (1 fresh, 1 unresolved): 1 error, 0 warnings.",
    )  # fmt: skip


def test_without_plugins_what_a_macro_fills_in_is_left_out(own: Site) -> None:
    own.page("# Title\n\n::: howto lib.{{ r }}\n")
    assert rows(own, "--no-plugins") == []


# What cannot be done.


@pytest.mark.parametrize(
    ("text", "arguments", "words"),
    [
        (None, [], "There is no mkdocs.yml here"),
        (None, ["-f", "nowhere.yml"], "does not exist"),
        ("plugins: [", [], "cannot be read"),
        ("site_name: T\nplugins: [howto: {heading_level: 9}]\n", [], "heading_level"),
        ("site_name: T\nplugins: [howto, nowhere-plugin]\n", [], "MkDocs cannot load mkdocs.yml"),
        ("site_name: T\nplugins: [howto]\n", ["--site", "nowhere"], "does not exist"),
        ("site_name: T\nplugins: [howto]\n", ["--format", "xml"], "xml"),
    ],
    ids=["no site", "no such file", "no YAML", "a wrong option", "no such plugin", "no built site", "no such form"],
)
def test_what_cannot_run_is_told_apart_from_what_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None, arguments: list[str], words: str
) -> None:
    from click.testing import CliRunner

    from mkdocs_howto.cli import main

    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    if text is not None:
        (tmp_path / "mkdocs.yml").write_text(text)
    done = CliRunner().invoke(main, ["check", *arguments], catch_exceptions=False)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr


def test_without_plugins_none_of_the_sites_is_imported(own: Site) -> None:
    own.plugins = ["nowhere-plugin"]
    assert run(own, "check").exit_code == 2
    assert run(own, "check", "--no-plugins").exit_code == 0
