"""Every row of the table of calls proves itself."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from mkdocs_howto.writers.offline.calls import FILE, Row, Table, Told, table

ROWS = list(table())
VAGUE = re.compile(
    r"\b(getting|gets?|doing|does|handl(es?|ing)|process(es|ing)|perform(s|ing)|manag(es|ing)"
    r"|various|some|etc|stuff|things?|properly|appropriately|necessary)\b"
)


ODD = re.compile(r"[{}\[\]]|  |\A | \Z|\.\Z")
"""What is left behind where a template is not filled well."""


def say(node: ast.expr) -> str:
    """Every expression as its code."""
    return f"`{ast.unparse(node)}`"


def name_of(call: ast.Call) -> str:
    """The last part of what is called."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def call_in(statement: str, name: str) -> ast.Call:
    """The one call of that name in a statement."""
    [call] = [node for node in ast.walk(ast.parse(statement)) if isinstance(node, ast.Call) and name_of(node) == name]
    return call


def told(path: str, code: str, phrase=say) -> Told | None:
    """What the table says of the call of `path` in a statement."""
    call = call_in(code, path.rpartition(".")[2])
    receiver = phrase(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    return table().tell(path, call, phrase, receiver)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_a_row_fills_its_templates(row: Row):
    """From the call in its `test`, whole and in plain words, with the arguments as they are passed."""
    found = told(row.path, row.text("test"))
    assert found is not None
    assert found.row == row
    filled = {"does": found.does, "is": found.noun, "holds": found.holds, "fails": found.fails}
    assert [field for field, text in filled.items() if row.text(field) and not text] == []
    plain = [re.sub(r"`[^`]*`|GET|does not\b|as a shell does", "`", text) for text in filled.values()]
    assert [text for text in plain if ODD.search(text) or VAGUE.search(text)] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_row_is_complete(row: Row):
    """Rows hold only known fields, and mention every parameter that must be said."""
    assert set(row.fields) <= {"does", "is", "holds", "fails", "gives", "each", "effect", "test"}
    assert row.text("test")
    for name in {*row.positional, *row.keywords, row.several, row.named} - {""}:
        used = any(f"{{{name}" in row.text(field) for field in ("does", "is", "holds", "fails"))
        only_none = isinstance(default := row.defaults.get(name), ast.Constant) and default.value is None
        assert used or only_none or name in row.unsaid, name


def test_keys_are_sorted_and_unique():
    """Within a group rows stand in the order of their paths; the whole file is valid TOML."""
    text = FILE.read_text(encoding="utf-8")
    assert set(tomllib.loads(text)) - {"attributes", "like"} == {row.key for row in ROWS}
    for group in re.split(r"^## .*$", text, flags=re.MULTILINE)[1:]:
        paths = re.findall(r'^\["([^"(]+)\(', group, re.MULTILINE)
        assert paths == sorted(paths)


def test_aliases_lead_to_rows():
    """What is like something else has rows there, or is a class or module of which one has."""
    paths = {row.path for row in ROWS}
    for name, other in tomllib.loads(FILE.read_text(encoding="utf-8"))["like"].items():
        assert other in paths or any(path.startswith(f"{other}.") for path in paths), name


def test_unknown():
    """What has no row stays untold."""
    assert table().find("nowhere.at_all") is None
    assert table().find("at_all") is None
    assert table().gives("nowhere.at_all") == ""
    assert told("nowhere.at_all", "at_all()") is None


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("str.split", "parts = text.split(*options)"),
        ("str.split", "parts = text.split(sep=',', unknown=1)"),
        ("str.split", "parts = text.split(',', sep=',')"),
        ("str.strip", "names = map(str.strip, lines); x = str.strip(line)".partition("; ")[2]),
        ("pathlib.Path.mkdir", "path.mkdir(parents=flag)"),
        ("open", "f = open(path, **options)"),
    ],
)
def test_does_not_apply(path: str, code: str):
    """Arguments that the row cannot say, or that have no place in it, leave the call untold."""
    assert told(path, code) is None


def test_unsayable_argument():
    """A row does not apply when an argument has no words."""
    assert told("base64.b64encode", "b = b64encode(raw)", lambda _: "") is None


def test_keywords_bind_like_positionals():
    """`f(a, b)` and `f(b=b, a=a)` say the same."""
    assert told("re.search", "search('a', text)") == told("re.search", "search(string=text, pattern='a')")


def test_a_default_that_is_passed():
    """`None` where it is the default is not worth a word."""
    assert told("str.split", "text.split(None)") == told("str.split", "text.split()")


@pytest.mark.parametrize(
    ("path", "code", "does"),
    [
        ("subprocess.run", "run(c)", "runs the command `c`"),
        (
            "subprocess.run",
            "run(c, check=True)",
            "runs the command `c` and raises `subprocess.CalledProcessError` if it fails",
        ),
        (
            "requests.Response.raise_for_status",
            "r.raise_for_status()",
            "raises an error if the server reports a failure",
        ),
        ("str.lower", "x.lower()", "converts `x` to lower case"),
        ("len", "len(x)", "takes the length of `x`"),
    ],
)
def test_what_is_done(path: str, code: str, does: str):
    """With what the arguments switch on; a row that only knows a value says that it is taken."""
    found = told(path, code)
    assert found is not None
    assert found.does == does


@pytest.mark.parametrize(
    ("path", "code", "holds", "fails"),
    [
        ("str.startswith", "s.startswith('a')", "`s` starts with `'a'`", "`s` does not start with `'a'`"),
        ("isinstance", "isinstance(x, (int, str))", "`x` is an `int` or a `str`", "`x` is not an `int` or a `str`"),
        ("pathlib.Path.exists", "p.exists()", "`p` exists", "`p` does not exist"),
    ],
)
def test_conditions(path: str, code: str, holds: str, fails: str):
    """A call that asks is told as a clause and as its opposite."""
    found = told(path, code)
    assert found is not None
    assert (found.holds, found.fails) == (holds, fails)


def test_rows_without_a_file():
    """A table is made from text alone."""
    row = '["shop.buy(what)"]\ndoes = "buys {what}"\ntest = "buy(x)"\n'
    assert Table(row).find("shop.buy") is not None
