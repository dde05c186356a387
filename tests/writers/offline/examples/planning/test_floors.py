"""What an example that is put together has to show: else there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import write_tree
from tests.writers.offline.examples.test_examples import example

FORMS = {
    "In parentheses.": (
        "def read_all(s):\n    '''Read ``s`` (a ``str`` with a JSON document).'''\n    return list(s)\n",
        """print(read_all('{"name": "tea", "price": 3.5}'))""",
    ),
    "By a sentence.": (
        "def found(what, texts: list[str]):\n    '''Keep what is found. `what` must be a regular expression.'''\n    return []\n",
        """found("[a-z]+", ["tea", "coffee", "milk"])""",
    ),
    "By a field.": (
        "def checked(place: str):\n    '''Check.\n\n    Args:\n        place: The URL that is checked.\n    '''\n    return place\n",
        'print(checked("https://example.com/products/42"))',
    ),
    "By the name of the function.": (
        "def iglob(pattern):\n    '''Find files.'''\n    return [pattern[-1]]\n",
        'iglob("*.txt")',
    ),
}


@pytest.mark.parametrize("said", FORMS)
def test_a_text_has_the_form_that_the_documentation_names(tmp_path: Path, said: str) -> None:
    source, call = FORMS[said]
    name = source[4:].partition("(")[0]
    assert call in example(write_tree(tmp_path, {"shop.py": source}), f"shop.{name}").code


def test_the_form_of_a_result_is_not_taken_for_that_of_an_argument(tmp_path: Path) -> None:
    source = "def shown(obj):\n    '''Write `obj` to a JSON formatted text.'''\n    return str(obj)\n"
    assert "price" in example(write_tree(tmp_path, {"shop.py": source}), "shop.shown").code
    assert "'{" not in example(write_tree(tmp_path, {"shop.py": source}), "shop.shown").code


KEPT = "def {name}(func):\n    '''Decorator that {name}s.'''\n{body}"
DECORATORS = {
    "wrap": ("    def inner(*args):\n        return func(*args)\n    return inner\n", True),
    "register": ("    NAMES.append(func.__name__)\n    return func\n", True),
    "manage": ("    def inner(*args):\n        return Manager(func, args)\n    return inner\n", False),
    "schedule": ("    return Task(func)\n", False),
}


@pytest.mark.parametrize("name", DECORATORS)
def test_a_decorated_function_is_called_where_it_stays_one(tmp_path: Path, name: str) -> None:
    body, is_shown = DECORATORS[name]
    source = "NAMES = []\n\n\nclass Manager:\n    pass\n\n\nclass Task:\n    pass\n\n\n" + KEPT.format(
        name=name, body=body
    )
    code = example(write_tree(tmp_path, {"shop.py": source}), f"shop.{name}").code
    assert ('print(greet("Ada"))' in code) is is_shown


NOTHING = {
    "A function whose point is in what is left out.": (
        "def field(*, default=1, factory=2, init=True, compare=True, hidden=False):\n"
        "    '''Describe a field.'''\n    return (default, factory, init, compare, hidden)\n"
    ),
    "A class that is given none of its options.": (
        "class Worker:\n    '''Runs a function.'''\n"
        "    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None):\n"
        "        self.target = target\n        self.name = name\n"
        "    def run(self):\n        '''Run it.'''\n        if self.target:\n            self.target()\n"
        "    def __repr__(self):\n        return f'<Worker {self.name}>'\n"
    ),
    "A text of which nothing is known.": "def dedent(text: str) -> str:\n    '''Remove margins.'''\n    return text\n",
    "A call that is there to be called again.": (
        "class Partial:\n    '''A call with some arguments filled in.'''\n"
        "    def __init__(self, func):\n        self.func = func\n"
        "    def __call__(self, *args):\n        return self.func(*args)\n"
        "    def __repr__(self):\n        return f'Partial({self.func})'\n"
    ),
}


@pytest.mark.parametrize("kind", NOTHING)
def test_what_would_say_nothing_is_no_example(tmp_path: Path, kind: str) -> None:
    source = NOTHING[kind]
    name = source.split()[1].partition("(")[0].rstrip(":")
    assert example(write_tree(tmp_path, {"shop.py": source}), f"shop.{name}").code == ""


def test_what_entering_gives_is_shown(tmp_path: Path) -> None:
    source = (
        "class Folder:\n    '''A folder for a while.'''\n    def __init__(self):\n        self.path = 'tmp'\n"
        "    def __enter__(self):\n        return self.path\n    def __exit__(self, *error):\n        self.cleanup()\n"
        "    def cleanup(self):\n        '''Remove it.'''\n        self.path = ''\n"
        "    def __repr__(self):\n        return self.path\n"
    )
    code = example(write_tree(tmp_path, {"shop.py": source}), "shop.Folder").code
    assert code.endswith("with Folder() as path:\n    print(path)\n")


@pytest.mark.parametrize(
    ("signature", "is_shown"),
    [
        ("apply(func)", True),
        ("apply(action: Callable[[str], str])", True),
        ("apply(klass)", False),
        ("apply(kind)", False),
        ("apply(maker)", False),
    ],
)
def test_what_is_called_is_a_function_only_where_its_type_or_name_says_so(
    tmp_path: Path,
    signature: str,
    is_shown: bool,  # noqa: FBT001
) -> None:
    name = signature[6:-1].partition(":")[0]
    source = (
        f"from collections.abc import Callable\n\n\ndef {signature}:\n    '''Apply it.'''\n    return {name}('tea')\n"
    )
    code = example(write_tree(tmp_path, {"shop.py": source}), "shop.apply").code
    assert ("str.upper" in code) is is_shown
