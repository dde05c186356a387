"""What the data flow of a class, an author's other language and a sentence's words say."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from mkdocs_howto.references.files import Files
from mkdocs_howto.references.project import Answers, Recorder
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.writers.offline import outline_of
from mkdocs_howto.writers.offline.telling import foreign
from mkdocs_howto.writers.offline.telling.hosts import without_other_hosts
from mkdocs_howto.writers.offline.telling.information import says_something
from mkdocs_howto.writers.offline.telling.life import life_of, main_words, order_of, told_of
from tests.conftest import write_tree


def _class(code: str) -> ast.ClassDef:
    (node,) = ast.parse(dedent(code)).body
    assert isinstance(node, ast.ClassDef)
    return node


@pytest.mark.parametrize(
    ("text", "names", "says"),
    [
        ("Reduces the agent.", ["ResultsReducer", "reduce_agent", "agent"], False),
        ("Returns the reduction.", ["Reducer", "reduce"], False),
        ("Profiles the given agents.", ["Profiler", "profile", "agents"], False),
        ("Applies the effects.", ["apply_effect"], False),
        ("Renders the profile as a bar chart.", ["Profiler", "render"], True),
        ("Counts how often each row occurs.", ["count_rows"], True),
        ("Reads `cart.json`.", ["read_file"], True),
    ],
)
def test_a_sentence_says_something_by_words_that_no_name_holds(text: str, names: list[str], says: object) -> None:
    assert says_something(text, names) is says


KEEPING = """
class Desk:
    def __init__(self):
        self.rules = {}
    def add_rule(self, kind, func):
        self.rules[kind] = func
    def answer(self, inbox):
        found = []
        for letter in inbox.unread():
            letter_kind = letter['kind']
            if letter_kind in self.rules:
                reply = self.rules[letter_kind](letter=letter)
                if reply is not None:
                    found.append(reply)
        return found
    def answer_table(self, inbox):
        found = self.answer(inbox)
        return pd.DataFrame(found)
"""


def test_a_class_is_told_by_what_it_keeps_and_what_is_made_of_it() -> None:
    assert told_of(_class(KEEPING)) == (
        "Keeps functions under kinds (`add_rule`). `answer` calls, for each letter of `inbox.unread()`, the function "
        "kept for its kind and returns what they give as a list, without `None`. "
        "`answer_table` returns that as a `DataFrame`."
    )


def test_a_class_that_only_keeps_is_not_told_by_its_flow() -> None:
    assert told_of(_class("class A:\n    def __init__(self):\n        self.rows = []\n    def add(self, row):\n"
                          "        self.rows.append(row)\n")) == ""  # fmt: skip


ORDERS = {
    "an attribute that is called": (
        "self.effect = None",
        "self.effect = effect",
        "self.effect(1)",
        ["Call `first` before `second`, which works with what it sets."],
    ),
    "a table of which an item is taken": (
        "self.rows = {}",
        "self.rows = effect",
        "return self.rows['tea']",
        ["Call `first` before `second`, which works with what it sets."],
    ),
    "one that is filled when it is created": ("self.rows = {'tea': 3}", "self.rows = effect", "self.rows['tea']", []),
    "one that is asked for before": (
        "self.effect = None",
        "self.effect = effect",
        "return self.effect(1) if self.effect else 0",
        [],
    ),
    "one that is only passed on": ("self.effect = None", "self.effect = effect", "print(self.effect)", []),
}


@pytest.mark.parametrize(("init", "first", "second", "told"), ORDERS.values(), ids=ORDERS)
def test_a_method_comes_before_those_that_fail_without_it(init: str, first: str, second: str, told: list[str]) -> None:
    code = f"""
    class Desk:
        def __init__(self):
            {init}
        def first(self, effect):
            {first}
        def second(self):
            {second}
    """
    assert list(order_of(_class(code))) == told


def test_private_methods_belong_to_those_that_call_them() -> None:
    life = life_of(_class("class A:\n    def show(self):\n        self._draw()\n    def _draw(self):\n"
                          "        print(self.rows['tea'])\n"))  # fmt: skip
    assert "rows" in life.needs["show"]


def test_the_main_method_says_what_a_class_does() -> None:
    code = '''
    class Visit:
        def __call__(self):
            return self.execute()
        def execute(self):
            """Execute the visit. It first asks the door, and if that is open, enters."""
            if self.is_open():
                self.enter()
        def is_open(self):
            return True
        def enter(self):
            print("in")
    '''
    assert main_words(_class(code)) == "`execute` first asks the door, and if that is open, enters."


OWN_WORDS = {
    "a title": ("Утилиты для работы со строками\n==============\n", "Утилиты для работы со строками."),
    "sentences, no more than two": (
        "Чистит каждую строку. Удаляет лишние пробелы. Ничего не пишет в файл.",
        "Чистит каждую строку. Удаляет лишние пробелы.",
    ),
    "what announces a list is left out": ("Модуль для чисел.\n\nОн умеет:\n- складывать", "Модуль для чисел."),
    "one that breaks off": ("Сохраняет файлы в", ""),
    "English": ("Save the files.", ""),
    "what a name stands for": ("s - на протяжении кода означает класс", ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), OWN_WORDS.values(), ids=OWN_WORDS)
def test_an_author_is_quoted_in_his_language(text: str, told: str) -> None:
    assert foreign.opening(text) == told


@pytest.mark.parametrize(
    ("code", "opening"),
    [
        ("def clean(text):\n    return text.strip()\n", "Cleans `text`"),
        (
            "def cut(text):\n    with open('rows.csv') as file:\n        return file.read()\n",
            "Reads `rows.csv`",
        ),
        ("RATE = 3\nLIMIT = 4\n", "Holds the rate"),
        ("class Cart:\n    pass\n", "Модуль для чистки текстов."),
    ],
)
def test_another_language_is_quoted_only_where_nothing_else_is_known(code: str, opening: str, tmp_path: Path) -> None:
    write_tree(tmp_path, {"shop.py": f'"""Модуль для чистки текстов."""\n{code}'})
    resolver = Resolver(Files(tmp_path), [tmp_path], sys.path)
    description, steps = outline_of(resolver.resolve("shop").block, Recorder(Answers(resolver)))
    assert description.startswith(opening)
    assert not any(map(foreign.is_foreign, (one.text for one in steps)))


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("get('https://list.example.com/all')", "Fetch proxies."),
        ("get('https://api.proxies.com/all')", "Fetch proxies from proxies.com."),
        ("get(address)", "Fetch proxies from proxies.com."),
    ],
)
def test_a_host_is_not_believed_where_the_code_asks_another(code: str, told: str) -> None:
    assert without_other_hosts("Fetch proxies from proxies.com.", ast.parse(code)) == told
