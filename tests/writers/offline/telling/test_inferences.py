"""What the steps of a file infer from calls, annotations and names holds for the code."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from mkdocs_howto.references.files import Files
from mkdocs_howto.references.project import Answers, Recorder
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.writers.offline import outline_of
from mkdocs_howto.writers.offline.telling.authors import docstring_of, phrase, result
from mkdocs_howto.writers.offline.telling.given import named_phrase
from mkdocs_howto.writers.offline.telling.needs import believed
from tests.conftest import write_tree
from tests.writers.offline.telling.told import told

OTHER_LINES = {
    "a browser": "options = ChromeOptions()\noptions.add_argument('--kiosk')\n",
    "a job of a cluster": "job = Job()\njob.add_argument('--kiosk')\n",
    "a part of a service": "service = Service()\nservice.args.add_argument('--kiosk')\n",
    "a parameter": "def start(options: ChromeOptions):\n    options.add_argument('--kiosk')\n",
}
"""Code that adds arguments to something other than its own command line."""
COMMAND_LINES = {
    "a parser": "parser = argparse.ArgumentParser()\nparser.add_argument('--kiosk')\n",
    "a parser by another name": "cli: object = argparse.ArgumentParser()\ncli.add_argument('--kiosk')\n",
    "a group": "c = argparse.ArgumentParser()\ng = c.add_argument_group('x')\ng.add_argument('--kiosk')\n",
    "a parameter": "def add(p: argparse.ArgumentParser):\n    p.add_argument('--kiosk')\n",
    "a class": "class Cli(argparse.ArgumentParser):\n    def __init__(self):\n        self.add_argument('--kiosk')\n",
}
"""Code that adds an option to its command line."""
IMPORTS = "import argparse\nfrom browsers import ChromeOptions, Job, Service\n\n"


@pytest.mark.parametrize("code", OTHER_LINES.values(), ids=OTHER_LINES)
def test_arguments_of_other_things_make_no_command_line(tmp_path: Path, code: str) -> None:
    assert not [one for one in told(tmp_path, IMPORTS + code) if "command line" in one]


@pytest.mark.parametrize("code", COMMAND_LINES.values(), ids=COMMAND_LINES)
def test_parsers_of_argparse_make_a_command_line(tmp_path: Path, code: str) -> None:
    assert [one for one in told(tmp_path, IMPORTS + code) if "command line" in one and "`--kiosk`" in one]


PROCESSES = {
    "sys.excepthook = handle": "installs `handle` as a handler of uncaught exceptions",
    "threading.excepthook = _handle": (
        "installs a handler of uncaught exceptions in threads: prints `'Bye'` if `kind` is a `KeyboardInterrupt`"
    ),
    "sys.stdout = stream": "sends standard output to `stream`",
    "sys.stdin = stream": "reads standard input from `stream`",
    "sys.tracebacklimit = 3": "sets `sys.tracebacklimit` to 3",
    "Settings.depth = 3": "sets `depth` of `Settings` to 3",
    "socket.setdefaulttimeout(9)": "sets the default timeout of new sockets to 9 seconds",
    "sys.setrecursionlimit(99)": "sets the recursion limit to 99",
}
"""Statements of a function with what its step says."""


@pytest.mark.parametrize(("statement", "told_"), PROCESSES.items(), ids=PROCESSES)
def test_what_is_set_for_the_whole_process_is_an_effect(tmp_path: Path, statement: str, told_: str) -> None:
    code = (
        "import socket, sys, threading\nfrom shelf import Settings, handle\n\n"
        "def _handle(kind, value, trace):\n    if issubclass(kind, KeyboardInterrupt):\n        print('Bye')\n\n"
        f"def change(stream):\n    {statement}\n"
    )
    assert told(tmp_path, code) == [f"`change(stream)` {told_}."]


PHRASES = {
    "def handle_provider(one): one.x()": "",
    "def manage_printer(one): one.x()": "",
    "def image_converter(one): one.x()": "converts an image",
    "def get_talk(self) -> Iterator:\n    for one in self.rows: one.show()": "",
    "def get_rows(self): self.rows = None": "",
    "def get_talk(self) -> Iterator:\n    for one in self.rows: yield one": "returns a talk",
    "def get_rows(self): ...": "",
    "@cached\ndef get_rows(self): ...": "returns rows",
}
"""Functions with what their names say of them that their code bears out."""


@pytest.mark.parametrize(("code", "phrase"), PHRASES.items(), ids=range(len(PHRASES)))
def test_a_name_does_not_promise_a_result_that_is_not_there(code: str, phrase: str) -> None:
    (node,) = ast.parse(code).body
    assert isinstance(node, ast.FunctionDef)
    assert named_phrase(node) == phrase


RESULTS = {
    "contains response information and the list of products": "the response information and the list of products",
    "Includes the names of all rows.": "the names of all rows",
    "It holds the page": "the page",
    "Holders of the key": "holders of the key",
    "Number of rows": "the number of rows",
}
"""What docstrings say of results, with what follows "returns"."""


@pytest.mark.parametrize(("text", "noun"), RESULTS.items())
def test_a_result_is_told_as_a_noun(text: str, noun: str) -> None:
    assert result(docstring_of(f"Fetch it.\n\nReturns:\n    {text}")) == noun


SCRIPTS = {
    "model = Model.from_file('a.bin')\nprint(model('Once', size=9))": [
        "Running or importing the file creates a `Model` by `from_file` with `a.bin`.",
        "Calls the `Model` with `'Once'` and size 9.",
        "Prints the result.",
    ],
    "model = Model('a.bin')\ntext = model('Once', size=9)\nprint(text)": [
        "Running or importing the file creates a `Model` with `a.bin`.",
        "Calls the `Model` with `'Once'` and size 9.",
        "Prints the text.",
    ],
    "report = Report()\nreport.create_page(rows, 'he', 'he.html')": [
        "Running or importing the file creates a `Report`.",
        "Calls `create_page(rows, 'he', 'he.html')` of the `Report`.",
    ],
}
"""Scripts whose main effect is a call of what they made, with their steps."""


@pytest.mark.parametrize(("code", "steps"), SCRIPTS.items(), ids=range(len(SCRIPTS)))
def test_a_script_tells_the_calls_of_what_it_made(tmp_path: Path, code: str, steps: list[str]) -> None:
    assert told(tmp_path, f"from models import Model, Report, rows\n\n{code}\n") == steps


UNREACHED = {
    "def login(s):\n    return True\n    s.driver.click('#in')\n": ["`login(s)` returns `True`."],
    "def login(s):\n    raise ValueError('off')\n    print(1)\n": ["`login(s)` raises `ValueError`."],
    "def login(s):\n    for one in s:\n        print(1)\n        continue\n        print(2)\n": [
        "`login(s)` prints 1 for each one of `s`."
    ],
    "def login(s):\n    if s:\n        return 1\n    print(2)\n": ["`login(s)`:"],
}
"""Functions with dead code, and one without."""


@pytest.mark.parametrize(("code", "steps"), UNREACHED.items(), ids=range(len(UNREACHED)))
def test_what_is_never_reached_is_not_told(tmp_path: Path, code: str, steps: list[str]) -> None:
    write_tree(tmp_path, {"shop.py": code})
    resolver = Resolver(Files(tmp_path), [tmp_path], sys.path)
    block = resolver.resolve("shop").block
    _, found = outline_of(block, Recorder(Answers(resolver)))
    assert [one.text for one in found] == steps


CLAIMS = {
    "Delete all but 'a' and 'b'.": "deletes all but 'a', 'c' and 'd'",
    "Delete all but 'a', 'c' and 'd'.": "deletes all but 'a', 'c' and 'd'",
    "Delete all but 'x' and 'y'.": "deletes all but 'x' and 'y'",
}
"""What a docstring says of a function that keeps 'a', 'c' and 'd', with what is told."""


@pytest.mark.parametrize(("text", "told_"), CLAIMS.items())
def test_names_in_a_docstring_are_those_of_the_code(text: str, told_: str) -> None:
    (node,) = ast.parse(f'def clear(rows):\n    """{text}"""\n    keep = ["a", "c", "d"]\n    rows.cut(keep)\n').body
    assert isinstance(node, ast.FunctionDef)
    assert phrase(believed(docstring_of(ast.get_docstring(node)), node), "clear") == told_


SETTINGS = {
    "settings = load_ns('shop/edge.json')": "; this takes `mode` and `paths` from `shop/edge.json`",
    "settings = read_config(Path(root, 'shop', 'edge.toml'))": (
        "; this takes `mode` and `paths` from `<root>/shop/edge.toml`"
    ),
    "settings = make_settings('shop/edge.json')": "",
    "settings = load_ns(root)": "",
}
"""How a constructor gets its settings, with what its step says of them."""


@pytest.mark.parametrize(("statement", "said"), SETTINGS.items())
def test_a_constructor_tells_the_settings_that_it_reads(tmp_path: Path, statement: str, said: str) -> None:
    code = (
        "from pathlib import Path\nfrom shelf import load_ns, make_settings, read_config, root\n\n"
        f"class Edge(Base):\n    def __init__(self, name):\n        {statement}\n"
        "        self.name = settings.mode or settings.paths.default\n\n"
        "    def open(self):\n        print(1)\n"
    )
    assert told(tmp_path, code)[0] == f"Create it with `Edge(name)`{said}."


def test_a_parameter_that_nobody_explains_is_told_by_the_values_that_it_is_compared_with(tmp_path: Path) -> None:
    code = (
        'class Edge(Base):\n    def __init__(self, agent, mode):\n        """Start it.\n\n'
        "        Args:\n            agent: The agent to be used.\n            mode: \u0420\u0435\u0436\u0438\u043c "
        '\u043e\u043a\u043d\u0430.\n        """\n'
        "        if mode == 'kiosk':\n            self.a = 1\n        elif mode == 'plain':\n            self.a = 2\n"
    )
    assert told(tmp_path, code)[1:3] == ["  `agent`: the agent to be used.", "  `mode`: `'kiosk'` or `'plain'`."]


CROWD = "".join(f"def part_{name}(x):\n    print(x)\n    return x\n\n\n" for name in "abcdefghijklm")


def test_many_functions_are_told_from_the_one_that_leads_to_the_others_and_all_are_named(tmp_path: Path) -> None:
    steps = told(tmp_path, f"{CROWD}def whole(x):\n    part_a(x)\n    part_b(x)\n    return part_c(x)\n")
    assert steps[0].startswith("`whole(x)`")
    assert all(f"`part_{name}" in " ".join(steps) for name in "abcdefghijklm")
    assert "others" not in steps[-1]


@pytest.mark.parametrize(
    ("code", "first"),
    {
        "def part(x): print(x)\n": "`part_a(x)`",
        "def whole(x): return part_a(part_b(x))\n": "`part_a(x)`",
        "def whole(x): return part_a(part_b(part_c(x)))\n\n\ndef most(x): return whole(x)\n": "`most(x)`",
    }.items(),
)
def test_a_file_without_an_entry_keeps_its_order(tmp_path: Path, code: str, first: str) -> None:
    assert told(tmp_path, f"{CROWD}{code}")[0].startswith(first)
