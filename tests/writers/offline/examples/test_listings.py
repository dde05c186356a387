"""Listings in documentation: calls that are there for their values alone are left out."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mkdocs_howto.references.files import Files
from mkdocs_howto.references.project import Answers, Recorder
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.writers.offline.examples.code import Code
from mkdocs_howto.writers.offline.examples.listings import without_asides
from tests.conftest import write_tree

WORDS = '''
"""Words."""

from functools import lru_cache

KNOWN = {}
LANGUAGE = "en"


class Counter:
    def __call__(self, text):
        return len(text)

    def words(self, text):
        return len(text.split())

    def learn(self, text):
        self.text = text
        return text


count = Counter()
other = count


def upper(text):
    found = text.upper()
    return found


def learn(text):
    KNOWN[text] = text
    return text


def speak(language):
    global LANGUAGE
    LANGUAGE = language
    return language


def forget(text):
    KNOWN.pop(text)
    return text


def say(text):
    print(text)


def maybe(text):
    if text:
        return text
    return None
'''
LAST = "words.count.words('a b')"
ASIDES = {
    "words.upper('a')": True,
    "words.count('a')": True,
    "words.count.words('a')": True,
    "words.count.words(text='a')": True,
    "upper('a')": True,
    "u('a')": True,
    "words.learn('a')": False,
    "words.count.learn('a')": False,
    "words.speak('a')": False,
    "words.forget('a')": False,
    "words.say('a')": False,
    "words.maybe('a')": False,
    "words.missing('a')": False,
    "words.other('a')": False,
    "words.Counter()": False,
    "words.upper(text)": False,
    "words.upper(words.learn('a'))": False,
    "found = words.upper('a')": False,
    "upper.title('a')": False,
    "local.upper('a')": False,
    "os.getcwd()": False,
    "words.upper(": False,
}
SETUP = ["import os", "import words", "from words import upper", "from words import upper as u", "text = 'a'"]


@pytest.fixture
def code(tmp_path: Path) -> Code:
    root = write_tree(tmp_path, {"words.py": WORDS})
    resolver = Resolver(Files(root), [root], sys.path)
    return Code(resolver.resolve("words.Counter").block, Recorder(Answers(resolver)))


@pytest.mark.parametrize("text", ASIDES)
def test_calls_for_their_values_alone_are_left_out(code: Code, text: str) -> None:
    assert without_asides(SETUP, [text, LAST], code) == ([LAST] if ASIDES[text] else [text, LAST])


def test_the_last_statement_stays_whatever_it_is(code: Code) -> None:
    assert without_asides(SETUP, ["words.upper('a')"], code) == ["words.upper('a')"]
