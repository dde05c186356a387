"""What may come from an older version, another machine or a person shows no secret, and stays as it is otherwise."""

from __future__ import annotations

import dataclasses
import gzip
import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_howto.errors import Notice
from mkdocs_howto.masking import first_masked_line, masked_markdown, masked_shape, told
from mkdocs_howto.section import Finding, Parameter, Shape, Signature, Step
from mkdocs_howto.stores import archive
from mkdocs_howto.stores.disk import DiskStore
from mkdocs_howto.stores.entry import Entry, decode_entry
from mkdocs_howto.stores.pins import body_digest
from tests.cli.running import edit, line_of, pinned, run
from tests.conftest import Site
from tests.stores.test_disk import ENTRY

TOKEN = "ghp_" + "9aKd83jfLw02mcPq71Zx5vBn4Rt6Yu8Io0Pl"
KEY = "a" * 40

# Markdown.

TEXTS = {
    f"Send {TOKEN} to the shop.\n": "Send … to the shop.\n",
    f"Pass `{TOKEN}`.\n\nThen wait.\n": "Pass `…`.\n\nThen wait.\n",
    f'Text.\n\n```python\nsend(1, token="{TOKEN}")\n```\n': 'Text.\n\n```python\nsend(1, token="…")\n```\n',
    '```python\ntoken = find()\npassword = "tr0ub4dor-3"\n```\n': '```python\ntoken = find()\npassword = "…"\n```\n',
    '1. Do:\n\n    ```py\n    password = "tr0ub4dor-3"\n    ```\n': '1. Do:\n\n    ```py\n    password = "…"\n    ```\n',
    f'~~~\nsend("{TOKEN}")\n~~~\n': '~~~\nsend("…")\n~~~\n',
    f"```console\n$ send {TOKEN}\n```\n": "```console\n$ send …\n```\n",
    '````md\n```\npassword = "tr0ub4dor-3"\n```\n````\n': '````md\n```\npassword = "…"\n```\n````\n',
    f"```python\nsend('{TOKEN}'\n": "```python\nsend('…'\n",
    "Nothing in `it` is secret.\n": "Nothing in `it` is secret.\n",
}


@pytest.mark.parametrize("text", TEXTS)
def test_markdown_is_masked_as_text_and_its_fences_as_code(text: str) -> None:
    assert masked_markdown(text) == TEXTS[text]
    assert masked_markdown(TEXTS[text]) == TEXTS[text]


PIECES = st.sampled_from(
    [
        "```python",
        "```",
        "~~~",
        "    ",
        "\n",
        "\n\n",
        "\r\n",
        "\x0c",
        "\u2028",
        "words ",
        'password = "tr0ub4dor-3"',
        TOKEN,
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_masked_markdown_keeps_its_lines(text: str) -> None:
    """Findings name lines of the text that people edit."""
    hidden = masked_markdown(text)
    assert hidden.count("\n") == text.count("\n")
    assert TOKEN not in hidden
    assert (first_masked_line(text) is None) == (hidden == text)


@pytest.mark.parametrize("line", [1, 2, 5, 9])
def test_the_first_line_with_a_secret_is_told(line: int) -> None:
    lines = ["words"] * 9
    lines[line - 1] = f"Send {TOKEN}."
    assert first_masked_line("\n".join([*lines, TOKEN])) == line


# Shapes.

PASSWORD = Parameter("password", "keyword-only", "str", '"tr0ub4dor-3"')
LITERAL = Parameter("password", "keyword-only", 'Literal["tr0ub4dor-3"]', None)
SHAPES = {
    "default": Shape(object_path="a.f", kind="function", signature=Signature((PASSWORD,))),
    "type": Shape(object_path="a.f", kind="function", signature=Signature((LITERAL,))),
    "returns": Shape(object_path="a.token", kind="function", signature=Signature((), 'Literal["tr0ub4dor-3"]')),
    "annotation": Shape(object_path="a.token", kind="attribute", annotation='Literal["tr0ub4dor-3"]'),
    "overload": Shape(object_path="a.f", kind="function", overloads=(Signature((PASSWORD,)),)),
    "value": Shape(object_path="a.PASSWORD", kind="attribute", value='"tr0ub4dor-3"'),
    "summary": Shape(object_path="a.f", kind="function", summary="Worked with password=tr0ub4dor-3 before."),
    "decorator": Shape(object_path="a.f", kind="function", decorators=('send(password="tr0ub4dor-3")',)),
    "code": Shape(object_path="a.f", kind="code", value='def f():\n    password = "tr0ub4dor-3"\n'),
}


@pytest.mark.parametrize("place", SHAPES)
def test_a_shape_shows_no_secret_and_is_otherwise_the_same(place: str) -> None:
    shape = Shape(object_path="a", kind="module", members=(SHAPES[place],))
    hidden = masked_shape(shape)
    assert "tr0ub4dor" not in repr(hidden)
    assert repr(hidden).replace("…", "tr0ub4dor-3") == repr(shape)


# Stores.

SECTIONS = {
    "description": {"description": f"Sends {TOKEN}."},
    "step": {"steps": (Step("Sends:", (Step(f"Passes `{TOKEN}`."),)),)},
    "example": {"example": f'send("{TOKEN}")\n'},
    "finding": {"findings": (Finding("vague-term", "warning", f"`{TOKEN}` is vague.", TOKEN),)},
}
ENTRIES = {
    name: dataclasses.replace(ENTRY, section=dataclasses.replace(ENTRY.section, **changed))  # type: ignore[arg-type]
    for name, changed in SECTIONS.items()
} | {"rejected": dataclasses.replace(ENTRY, rejected=f"it says {TOKEN}")}
"""Sections as a version without today's rules may have kept them."""


def as_text(entry: Entry) -> str:
    return msgspec.json.encode(entry).decode()


@pytest.mark.parametrize("place", ENTRIES)
def test_a_kept_section_shows_no_secret(place: str) -> None:
    entry = decode_entry(as_text(ENTRIES[place]))
    assert entry is not None
    assert TOKEN not in repr(entry)
    assert decode_entry(as_text(ENTRY)) == ENTRY


@pytest.mark.parametrize("place", ENTRIES)
@pytest.mark.parametrize("name", ["sections.jsonl", "sections.jsonl.gz"])
def test_what_an_archive_brings_is_kept_without_secrets(site: Site, place: str, name: str) -> None:
    line = f'{{"key":"{KEY}","entry":{as_text(ENTRIES[place])}}}\n'
    lines = f"{json.dumps({'format': 'mkdocs-howto sections', 'version': 1})}\n{line}".encode()
    (site.folder / name).write_bytes(gzip.compress(lines) if name.endswith(".gz") else lines)
    assert run(site, "cache", "import", name).exit_code == 0
    assert run(site, "cache", "export", "again.jsonl").exit_code == 0
    store = DiskStore(site.folder / ".cache/howto", pytest.fail)
    assert store.entry(KEY) is not None
    store.close()
    kept = [path.read_bytes() for path in (site.folder / ".cache/howto").iterdir() if path.is_file()]
    assert TOKEN.encode() not in b"".join([*kept, (site.folder / "again.jsonl").read_bytes()])
    assert [key for key, _ in archive.read(site.folder / "again.jsonl")] == [KEY]  # type: ignore[misc]


# Uses in tests.

USES = {
    "a case": "@pytest.mark.parametrize('password', ['hunter2abc', 'b'])\ndef test_it(password):\n    assert f(password)\n",
    "a case of two": "@pytest.mark.parametrize(('user', 'password'), [('ada', 'hunter2abc')])\n"
    "def test_it(user, password):\n    assert f([user, password])\n",
    "names in one text": "@pytest.mark.parametrize('user, token', [('ada', 'hunter2abc')])\n"
    "def test_it(user, token):\n    assert f([user, token])\n",
    "a case with a name": "@pytest.mark.parametrize('api_key', [pytest.param('hunter2abc', id='one')])\n"
    "def test_it(api_key):\n    assert f(api_key)\n",
    "a loop": "def test_it():\n    for password in ['hunter2abc', 'b']:\n        assert f(password) == password\n",
    "a loop of two": "def test_it():\n    for user, secret in [('ada', 'hunter2abc')]:\n        assert f(secret) == secret\n",
    "a list": "def test_it():\n    assert [f(password) for password in ['hunter2abc']] == ['x']\n",
    "a variable": "def test_it():\n    password = 'hunter2abc'\n    assert f(password) == 'x'\n",
    "a fixture": "@pytest.fixture\ndef password():\n    return 'hunter2abc'\n\n\ndef test_it(password):\n    assert f(password)\n",
}


@pytest.mark.parametrize("use", USES)
def test_a_value_that_takes_the_place_of_a_secret_name_is_masked(site: Site, use: str) -> None:
    site.file("src/door.py", "def f(value):\n    return [value]\n")
    site.file("tests/test_door.py", f"import pytest\n\nfrom door import f\n\n\n{USES[use]}")
    site.page("# Door\n\n::: howto door.f\n")
    page = (site.build().folder / "index.html").read_text()
    pinned(site, "door.f")
    kept = [path.read_bytes() for path in (site.folder / "howto").rglob("*") if path.is_file()]
    assert "door" in page
    assert b"hunter2abc" not in b"".join([page.encode(), *kept])
    assert "hunter2abc" not in run(site, "show", "door.f").output


# Pins.

EDITS = {
    "sentence": ("Collects articles until they are ordered.", f"Collects articles with {TOKEN}."),
    "code": ("Collects articles until they are ordered.", f"Collects `{TOKEN}`."),
    "words": ("Collects articles until they are ordered.", "Collects articles with password=tr0ub4dor-3 only."),
    "example": ("from shop import Cart", f'from shop import Cart\n\nTOKEN = "{TOKEN}"'),
    "named": ("from shop import Cart", 'from shop import Cart\n\npassword = "tr0ub4dor-3"'),
}


@pytest.mark.parametrize("place", EDITS)
def test_a_secret_in_an_edited_pin_is_told_with_its_line_and_not_shown(site: Site, place: str) -> None:
    (pin,) = pinned(site, "shop.Cart")
    edit(pin, EDITS[place])
    before = pin.read_text()
    site.page("# Cart\n\n::: howto shop.Cart\n")
    built = site.build()
    line = line_of(pin, "tr0ub4dor" if "tr0ub4dor" in before else TOKEN)
    (told_of,) = [said for said in built.warnings if "holds a secret" in said]
    assert f"howto/shop.Cart.md:{line}: `shop.Cart`: This line of the pin holds a secret" in told_of
    page = (built.folder / "index.html").read_text()
    log = "\n".join(record.getMessage() for record in built.log)
    said = "".join(run(site, *command).output for command in (["diff", "shop.Cart"], ["check"], ["show", "shop.Cart"]))
    assert not [text for text in (page, log, said) if TOKEN in text or "tr0ub4dor" in text]
    assert pin.read_text() == before


OLD = 'def login(user, password="tr0ub4dor-3"):\n    """Log in."""\n    return [user, password]\n'


@pytest.fixture
def old(site: Site) -> Path:
    """A pin of a version without today's rules: nobody has edited it, and secrets stand in it and its base."""
    site.file("src/door.py", OLD)
    site.page("# Door\n\n::: howto door.login\n")
    (pin,) = pinned(site, "door.login")
    path = pin.with_name(".base") / "door.login.json"
    base = json.loads(path.read_text())
    assert "tr0ub4dor" not in path.read_text()
    text = base["text"].replace("## Execution Steps", f"It worked with {TOKEN}.\n\n## Execution Steps", 1)
    base["text"] = text
    password = base["snapshot"]["shape"]["signature"]["parameters"][1]
    password["default"] = password["default"].replace("…", "tr0ub4dor-3")
    head, _, _ = pin.read_text().partition("\n---\n\n")
    digest = next(line for line in head.splitlines() if line.startswith("digest: "))
    pin.write_text(f"{head.replace(digest, f'digest: {body_digest(text)}')}\n---\n\n{text}")
    path.write_text(json.dumps(base))
    return pin


def test_a_pin_of_an_older_version_is_not_stale_and_shows_no_secret(site: Site, old: Path) -> None:
    built = site.build()
    assert [line_of(old, TOKEN)] == [int(said.split(":")[2]) for said in built.warnings if "holds a secret" in said]
    assert not [said for said in built.warnings if "outdated" in said]
    assert TOKEN not in (built.folder / "index.html").read_text()
    assert run(site, "check").exit_code == 0
    site.file("src/door.py", OLD.replace("[user, password]", "(user, password)"))
    (said,) = [said for said in site.build().warnings if "outdated" in said]
    assert "default" not in said


def test_a_pin_of_an_older_version_is_written_anew_without_the_secret(site: Site, old: Path) -> None:
    done = run(site, "pin", "--update")
    assert "updated" in done.stdout
    texts = [path.read_text() for path in (site.folder / "howto").rglob("*") if path.is_file()]
    assert not [text for text in texts if TOKEN in text or "tr0ub4dor" in text]
    assert not site.build(strict=True).warnings
    assert "unchanged" in run(site, "pin", "--update").stdout


def test_a_persons_words_stay_when_a_secret_leaves_the_generated_text(site: Site, old: Path) -> None:
    edit(old, ("## Execution Steps", "My own words.\n\n## Execution Steps"))
    done = run(site, "pin", "--update")
    assert "merged" in done.stdout
    assert "My own words." in old.read_text()
    assert TOKEN not in old.read_text()


# Messages.


@pytest.mark.parametrize(
    ("notice", "text"),
    [
        (Notice("option", "`title` is wrong."), "`title` is wrong."),
        (Notice("option", "`title` is wrong.", "index.md"), "index.md: `title` is wrong."),
        (Notice("option", "`title` is wrong.", "index.md", 3), "index.md:3: `title` is wrong."),
        (Notice("option", f"There is no `{TOKEN}`.", "index.md", 3), "index.md:3: There is no `…`."),
        (Notice("shared", "redis://shop:q7Zr2Lx9Kw@host is down."), None),
        (Notice("model", "it said: Authorization: Bearer 7f3kd92mzq81plx4tv6w"), None),
    ],
)
def test_a_notice_is_told_behind_its_place_without_secrets(notice: Notice, text: str | None) -> None:
    shown = told(notice)
    assert text is None or shown == text
    assert not [secret for secret in (TOKEN, "q7Zr2Lx9Kw", "7f3kd92mzq81plx4tv6w") if secret in shown]


CONFIGS = {
    "no YAML": f"plugins: [howto: {{shared: '{TOKEN}'\n",
    "tab": f"plugins:\n\t- {TOKEN}\n",
    "number": f"plugins: !!int {TOKEN}\n",
    "truth": f"plugins: !!bool {TOKEN}\n",
    "time": f"plugins: !!timestamp {TOKEN}\n",
    "option": f"plugins:\n- howto: {{title: '{TOKEN}', heading_level: {TOKEN}}}\n",
    "writer": f"plugins:\n- howto: {{writer: {TOKEN}}}\n",
    "base_url": f"plugins:\n- howto: {{writer: openai, model: m, base_url: {TOKEN}}}\n",
}


@pytest.mark.parametrize("config", CONFIGS)
@pytest.mark.parametrize(
    "command", [["status"], ["generate"], ["show", "shop.Cart"], ["prompt", "shop.Cart"]], ids=" ".join
)
def test_what_is_wrong_with_a_configuration_is_told_without_its_secrets(
    site: Site, config: str, command: list[str]
) -> None:
    path = site.file("wrong.yml", f"site_name: Test\n{CONFIGS[config]}")
    done = run(site, *command, "--config-file", str(path))
    assert done.exit_code
    assert done.output
    assert TOKEN not in done.output


@pytest.mark.parametrize(
    "options",
    [{"writer": TOKEN}, {"levels": {TOKEN: "info"}}, {"levels": {"stale": TOKEN}}, {"pins": f"../{TOKEN}"}],
    ids=repr,
)
def test_a_build_tells_wrong_options_without_their_secrets(site: Site, options: dict[str, object]) -> None:
    site.options |= options
    site.page("# Home\n")
    site.configure()
    command = [sys.executable, "-m", "mkdocs", "build"]
    done = subprocess.run(command, cwd=site.folder, capture_output=True, text=True, check=False)
    assert "Plugin 'howto' option" in done.stderr
    assert TOKEN not in done.stdout + done.stderr


def test_leftovers_in_a_built_site_are_told_without_secrets(site: Site) -> None:
    site.page("# Home\n")
    site.file("built/index.html", "\n".join(f"<p>::: howto {value}</p>" for value in (f"shop.{TOKEN}", TOKEN)))
    for form in ("text", "json", "github"):
        done = run(site, "check", "--site", "built", "--format", form)
        assert done.exit_code == 1
        assert "stands as text" in done.output
        assert TOKEN not in done.output


def test_a_base_of_endless_members_is_none(site: Site, old: Path) -> None:
    """It is followed by calls, which may go only so deep."""
    path = old.with_name(".base") / "door.login.json"
    base = json.loads(path.read_text())
    shape = base["snapshot"]["shape"]
    for _ in range(100):
        shape = {**shape, "members": [shape]}
    base["snapshot"]["shape"] = shape
    path.write_text(json.dumps(base))
    assert "damaged" in run(site, "check").output
