"""What the steps of a file infer from calls, annotations and names holds for the code."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from mkdocs_howto.writers.offline.telling.authors import docstring_of, result
from mkdocs_howto.writers.offline.telling.given import named_phrase
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
