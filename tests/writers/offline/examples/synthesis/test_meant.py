"""What may be left out of a call is given where the call says little without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import write_tree
from tests.writers.offline.examples.test_examples import example

SHOP = '''
"""A shop."""
import collections
from collections.abc import Callable, MutableMapping, Sequence
from typing import Any, Literal, TypeVar

T = TypeVar("T")
Reader = Callable[[bytes], str]


def same(item):
    return item


class SortedKeyItems:
    def __init__(self, iterable=None, key=same, strict=True):
        self.items = sorted(iterable or (), key=key)

    def first(self):
        return self.items[0]


class Folders:
    def __init__(self, appname: str | None = None, version: str | None = None):
        self.appname = appname

    def cache(self) -> str:
        return f"/var/{self.appname}"


class Command:
    def __init__(self, name: str, epilog: str | None = None, hidden: bool = False):
        self.name = name
        self.epilog = epilog

    def shown_epilog(self) -> str:
        return f"{self.name}: {self.epilog}"

    def usage(self, context: "Context") -> str:
        return f"{self.name} {context.info_name}"


class Context:
    def __init__(self, command: Command, info_name: str | None = None):
        self.command = command
        self.info_name = info_name


class Safe:
    default_salt = "salt"

    def __init__(self, key: str, salt: str | None = None):
        self.salt = salt or self.default_salt

    def told_salt(self) -> str:
        return self.salt


class Store(MutableMapping):
    def __init__(self):
        self.kept = {}

    def __getitem__(self, key):
        return self.kept[key]

    def __setitem__(self, key, value):
        self.kept[key] = value

    def get(self, key):
        return self.kept.get(key)

    def __delitem__(self, key):
        del self.kept[key]

    def __iter__(self):
        return iter(self.kept)

    def __len__(self):
        return len(self.kept)

    def update(self, *args, **kwargs):
        for other in args:
            self.kept |= other


class Converter:
    def dumps(self, obj: Any) -> str:
        return repr(obj)

    def loads(self, text: str, kind: type) -> object:
        return kind(text)


class Key:
    def __init__(self, text: str):
        self.text = text


class Table(MutableMapping):
    def __init__(self):
        self.kept = {}

    def __setitem__(self, key, value):
        self.kept[key] = value

    def __getitem__(self, key):
        return self.kept[key]

    def __delitem__(self, key):
        del self.kept[key]

    def __iter__(self):
        return iter(self.kept)

    def __len__(self):
        return len(self.kept)

    def item(self, key: Key | str) -> str:
        return self.kept[key]


class Recent(Store):
    def __init__(self, maxsize: int):
        super().__init__()
        self.maxsize = maxsize


class Named(Store):
    """Values under names, of which one is taken out."""

    def remove(self, key):
        del self.kept[key]


class Counted:
    def __init__(self, func, cache):
        self.func = func
        self.cache = cache

    def __call__(self, *args, **kwargs):
        return self.func(*args, **kwargs)


def spoken(how: Literal['say "x"', "shout"]) -> int:
    return len(how)


class Careful(File):
    def __enter__(self):
        def opened():
            return self.name

        opened()
        return self


class Handle(File):
    def __enter__(self):
        """Give the handle.

        return self
        """
        return self.lines


def emptied(nothing: tuple[()], further: list[int]) -> int:
    return len(nothing) + len(further)


def signed(key: bytes, value: bytes) -> bytes:
    return key + value


def keyed(func, d):
    return {func(key): value for key, value in d.items()}


class Item:
    def __init__(self, size: int = 3):
        self.size = size

    def is_box(self) -> bool:
        return isinstance(self, Box)


class Lid(Item):
    """On top."""


class Box(Item):
    """A box."""


class File:
    def __init__(self, name: str):
        self.name = name
        self.lines = 0

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        self.lines = -1

    def count(self):
        return self.lines


def user_folder(appname: str | None = None, roaming: bool = False) -> str:
    return f"/home/{appname}"


def distance(s1: Sequence[T], s2: Sequence[T]) -> int:
    return sum(one != other for one, other in zip(s1, s2))


def quoted(text):
    return "".join("%" + letter for letter in text)


def reader(upper: bool) -> Reader:
    def read(data):
        return data.decode().upper() if upper else data.decode()

    return read


def counted(counts: collections.Counter) -> int:
    return sum(counts.values())


class OldWarning(UserWarning):
    """Something is old."""


class Stopped(Exception):
    """The work was stopped."""


def stop(reason: str) -> None:
    print(reason)
    raise Stopped()
'''

EXAMPLES = {
    # What a class is named for makes it what it is.
    "SortedKeyItems": "sorted_key_items = SortedKeyItems([3, 1, 2], key=lambda n: -n)\nprint(sorted_key_items.first())\n",
    # What says whose the rest is; anything else that may be left out is.
    "Folders": 'folders = Folders("my-app")\nprint(folders.cache())\n',
    "user_folder": 'print(user_folder("my-app"))\n',
    # What the shown member is named for.
    "Command.shown_epilog": 'command = Command("example", epilog="Hello, world")\nprint(command.shown_epilog())\n',
    # Also of what is only passed on.
    "Command.usage": (
        'command = Command("example")\ncontext = Context(command, info_name="my-app")\nprint(command.usage(context))\n'
    ),
    # A class that says what is usual needs none.
    "Safe.told_salt": 'safe = Safe("name")\nprint(safe.told_salt())\n',
    # What holds values is shown by them, and takes some where it takes any number.
    "Store": 'store = Store()\nstore["color"] = "red"\nprint(store["color"])\n',
    "Store.update": 'store = Store()\nstore.update({"color": "red"})\nprint(dict(store))\n',
    # Of two types, the one of which nothing has to be made first; it is put there before.
    "Table.item": 'table = Table()\ntable["name"] = "red"\nprint(table.item("name"))\n',
    # What keeps only so many values is given one more.
    "Recent": ('recent = Recent(maxsize=2)\nrecent["a"] = 1\nrecent["b"] = 2\nrecent["c"] = 3\nprint(list(recent))\n'),
    # What is taken out is one of several.
    "Named.remove": (
        'named = Named()\nnamed["name"] = "red"\nnamed["size"] = "large"\nnamed.remove("name")\nprint(dict(named))\n'
    ),
    # What is made with a function is called as that.
    "Counted": (
        'def greet(name):\n    return f"Hello, {name}"\n\n\ncache = {}\ncounted = Counted(greet, cache)\n'
        'print(counted("Ada"))\n'
    ),
    # A text with quotation marks.
    "spoken": "print(spoken('say \"x\"'))\n",
    # What `with` gives is told by the code, not by words in it, nor by what is inside of it.
    "Careful.count": 'with Careful("example") as careful:\n    print(careful.count())\n',
    "Handle.count": 'handle = Handle("example")\nwith handle:\n    print(handle.count())\n',
    # A type that holds nothing.
    "emptied": "print(emptied((), [3, 1, 2]))\n",
    # A key is told from a value, a changed text from the text before.
    "signed": 'print(signed(b"secret-key", b"Hello"))\n',
    "keyed": 'print(keyed(str.upper, {"name": "Ada", "age": 36}))\n',
    # What is asked whether it is of a kind is of that kind.
    "Item.is_box": "box = Box()\nprint(box.is_box())\n",
    # What has to be closed is made where it is held.
    "File.count": 'with File("example.txt") as file:\n    print(file.count())\n',
    # What takes back what another method gives may take more.
    "Converter.loads": (
        'converter = Converter()\nprint(converter.loads(converter.dumps({"name": "Ada", "age": 36}), str))\n'
    ),
    # A text is a sequence, and is gone through.
    "distance": 'print(distance("Hello, world", "Hello, there"))\n',
    "quoted": 'print(quoted("Hello, world"))\n',
    # The declared result says what the function takes that is given back.
    "reader": 'function = reader(True)\nprint(function(b"Hello"))\n',
    "counted": 'counts = Counter(["red", "green", "red"])\nprint(counted(counts))\n',
    # A warning is given and seen; what always raises is expected to.
    "OldWarning": (
        "with warnings.catch_warnings(record=True) as caught:\n"
        '    warnings.simplefilter("always", OldWarning)\n    warnings.warn("old warning", OldWarning)\n'
        "print(caught[0].message)\n"
    ),
    "stop": 'try:\n    stop("Hello, world")\nexcept Stopped as error:\n    print(repr(error))\n',
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tree(tmp_path_factory.mktemp("shop"), {"shop.py": SHOP})


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_is_given(root: Path, name: str) -> None:
    assert example(root, f"shop.{name}").code.endswith(EXAMPLES[name])


def test_it_is_added_to_what_the_project_passes(tmp_path: Path) -> None:
    test = "from shop import Command\n\n\ndef test_command(monkeypatch):\n    monkeypatch.setenv('A', 'b')\n    assert Command('serve').shown_epilog() == 'serve: None'\n"
    write_tree(tmp_path, {"shop.py": SHOP, "tests/test_shop.py": test})
    made = example(tmp_path, "shop.Command.shown_epilog").code
    assert "Command('serve', epilog=\"Hello, world\")" in made


def test_values_that_fit_are_tried_where_all_that_the_project_passes_is_for_others(tmp_path: Path) -> None:
    lines = "".join(f"    assert other.stamp({number}, {number}) == 1\n" for number in range(10, 20))
    write_tree(
        tmp_path,
        {
            "shop.py": "class Post:\n    def stamp(self, count: int) -> int:\n        return count * 2\n",
            "tests/test_shop.py": f"from shop import Post\n\n\ndef test_stamp(other):\n{lines}",
        },
    )
    assert example(tmp_path, "shop.Post.stamp").code.endswith("post = Post()\nprint(post.stamp(3))\n")


def test_no_variable_hides_what_a_value_needs_imported(tmp_path: Path) -> None:
    source = (
        "import datetime\n\n\nclass Date:\n    def is_before(self, day: datetime.date) -> bool:\n"
        "        return day.year > 2000\n"
    )
    write_tree(tmp_path, {"days.py": source})
    assert example(tmp_path, "days.Date.is_before").code == (
        "from datetime import date\n\nfrom days import Date\n\n"
        "own_date = Date()\nprint(own_date.is_before(date(2024, 5, 17)))\n"
    )


def test_a_class_is_shown_by_what_the_project_uses_most(tmp_path: Path) -> None:
    source = (
        "class Book:\n    def __init__(self, title):\n        self.title = title\n\n"
        "    def words(self):\n        return self.title.split()\n\n"
        "    def upper(self):\n        return self.title.upper()\n"
    )
    once = "from shop import Book\n\n\ndef test_book():\n    assert Book('a').upper() == 'A'\n"
    often = "".join(
        f"\n\ndef test_words_{number}():\n    book = Book('a b {number}')\n    assert len(book.words()) == 3\n"
        for number in range(3)
    )
    write_tree(tmp_path, {"shop.py": source, "tests/test_shop.py": once + often})
    assert "words()" in example(tmp_path, "shop.Book").code
