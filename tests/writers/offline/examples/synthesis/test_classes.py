"""A class is shown by what it is for: it is called, it decorates, it belongs to another object."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import write_tree
from tests.writers.offline.examples.test_examples import example

SHOP = '''
"""A shop."""
import abc
import functools
import types
import typing


class ShopError(Exception):
    """Something is wrong in the shop."""


class Ledger:
    """What is written down, of which one page may be torn."""

    def __init__(self, size=3):
        self.size = size

    def pages(self):
        return self.size * 2

    def torn_pages(self, count: int, more: int):
        if count > self.size:
            raise ShopError("too many")
        return self.size - count - more


class Torn:
    """A page that may be torn."""

    def __init__(self, size=3):
        self.size = size

    def text(self):
        return self.checked_size(1) * 2

    def checked_size(self, least: int):
        if not self.size:
            raise ShopError("nothing is left")
        return self.size


class Tickets:
    """Numbers, one after the other."""

    def __init__(self, start=1):
        self.start = start

    def __iter__(self):
        return self

    def __next__(self):
        self.start += 1
        return self.start

    def skip(self):
        next(self)


class Rolls(Tickets):
    """Numbers that have to be held."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """Let go."""

    def first(self):
        return self.start


class Distance:
    """How far apart."""

    def __init__(self, scale=1):
        self.scale = scale

    def __call__(self, s1: str, s2: str) -> int:
        return len(s1) - len(s2)

    def maximum(self):
        return self.scale


class Near(Distance):
    """How far apart, nearby."""


class Opaque:
    def __call__(self, s1, s2):
        return self.measured(s1, s2)

    def measured(self, s1: str, s2: str) -> str:
        return s1 + s2


class Optional:
    def __call__(self, s1: str, s2: str) -> int:
        if not numpy:
            raise ImportError("Install numpy.")
        return numpy.distance(s1, s2)

    def maximum(self):
        return 3


class Runner:
    def __call__(self, *args, **kwargs):
        return self.run(*args, **kwargs)

    def run(self):
        return "ran"


class Command:
    def __init__(self, name: str):
        self.name = name

    def usage(self, ctx: "Context") -> str:
        return ctx.command.name + self.name

    def joined(self, other: "Command") -> str:
        return self.name + other.name


class Group(Command):
    """Several commands."""

    def first(self, ctx: "Context") -> str:
        return ctx.command.name


class Context:
    def __init__(self, command: Command):
        self.command = command


class cachedproperty:
    def __init__(self, func):
        self.func = func

    def __get__(self, owner, kind):
        return self.func(owner)


class Cut(functools.partial):
    def __get__(self, owner, kind):
        return types.MethodType(self, owner)


class Sorted:
    """Always in order."""

    def __init__(self, items):
        self.items = sorted(items)

    def reverse(self):
        raise NotImplementedError("use reversed()")

    def first(self):
        return self.items[0]


class Part:
    def __init__(self, *args, **kwargs):
        function, rest = args[0], args[1:]
        if not callable(function):
            raise TypeError("no function")
        self.function, self.rest, self.named = function, rest, kwargs

    @property
    def keywords(self):
        return self.named


class Lock:
    def __init__(self, size=1):
        self._size = size

    def acquire(self):
        self._size -= 1

    def release(self):
        self._size += 1


class Door(Lock):
    """A lock that a with statement closes and opens."""

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, *error):
        self.release()


class Gate:
    def lock(self):
        """Begin."""

    def unlock(self):
        """End."""

    __enter__ = lock

    def __exit__(self, *error):
        self.unlock()


class Counter:
    """A with statement does only a part of what its methods do."""

    def start(self):
        """Begin."""

    def stop(self):
        """End."""

    def __enter__(self):
        self.start()

    def __exit__(self, *error):
        """Go on."""


class Watch(Gate):
    """What says more of itself is not only held."""

    def seconds(self) -> float:
        return 1.5

    def lock(self) -> None:
        """Begin."""


class Page:
    def __init__(self, width: int = 20):
        self.width = width
        self._lines = []

    def write(self, line: str) -> None:
        self._lines.append(line)

    def indent(self, count: int) -> "Page":
        self._lines.insert(0, " " * count)
        return self

    def getvalue(self) -> str:
        return "".join(self._lines)


class Help:
    def __init__(self, name: str):
        self.name = name

    def put_on(self, page: Page) -> None:
        page.write(self.name)


class Kept:
    def __init__(self, directory: str):
        self.directory = directory

    def __iter__(self):
        return iter([])

    def __len__(self):
        return 0

    def __repr__(self):
        return f"Kept({self.directory!r})"

    def add_all(self, items):
        for item in items:
            self.items.append(item)


class Serializer:
    def __init__(self, secret_key: str):
        self.secret_key = secret_key

    def load_text(self, text: str) -> str:
        return text.removesuffix(self.secret_key)

    def dump_text(self, text: str) -> str:
        return text + self.secret_key

    def loads(self, text: str) -> str:
        return self.load_text(text)


    def is_sound(self, text: str) -> bool:
        try:
            return bool(self.load_text(text))
        except ValueError:
            return False

    def load_unsafe(self, text: str) -> str:
        return self._tried(text, "")

    def _tried(self, text: str, default: str) -> str:
        try:
            return self.load_text(text)
        except ValueError:
            return default

    def is_longer(self, text: str, other: str) -> bool:
        return self.load_text(text) > self.load_text(other)

    def is_sound_part(self, text: str) -> bool:
        return bool(self.load_text(text[1:]))

    def is_known(self, text: str) -> bool:
        return self.dump_text(text) in self.secret_key


class SafeSerializer(Serializer):
    """A safe one."""


class Store(dict):
    def expire(self):
        self.pop("old", None)

    def take(self, key):
        return self.pop(key)


class Plugin(abc.ABC):
    @abc.abstractmethod
    def __call__(self, text: str, note: typing.Any) -> typing.Any: ...


def memoize(func):
    known = {}

    def wrapper(*args):
        if args not in known:
            known[args] = func(*args)
        return known[args]

    return wrapper
'''

EXAMPLES = {
    # Only what the shown member raises, by itself or through another one, is caught.
    "Ledger": "ledger = Ledger()\nprint(ledger.pages())\n",
    "Torn": "torn = Torn()\ntry:\n    print(torn.text())\nexcept ShopError as error:\n    print(error)\n",
    # What is there to be gone through gives its next item, unless it has to be held before.
    "Tickets": "tickets = Tickets()\nprint(next(tickets))\n",
    "Rolls": "rolls = Rolls()\nprint(rolls.first())\n",
    "Distance": 'distance = Distance()\nprint(distance("Hello, world", "Hello, there"))\n',
    "Near": 'near = Near()\nprint(near("Hello, world", "Hello, there"))\n',
    # Its own signature does not tell what it takes.
    "Opaque": 'opaque = Opaque()\nprint(opaque.measured("Hello, world", "Hello, there"))\n',
    # Also where that may need another package, as its description says.
    "Optional": 'optional = Optional()\nprint(optional("Hello, world", "Hello, there"))\n',
    "Runner": "runner = Runner()\nprint(runner.run())\n",
    # What is made for the use of an object belongs to it.
    "Command.usage": 'command = Command("example")\nprint(command.usage(Context(command)))\n',
    "Command.joined": 'command = Command("example")\nprint(command.joined(Command("example")))\n',
    "Group.first": 'group = Group("example")\nprint(group.first(Context(group)))\n',
    # A partial that is a descriptor belongs into a class.
    "Cut": (
        'class Page:\n    def titled(self, title, mark):\n        return f"{mark} {title} {mark}"\n\n'
        '    starred = Cut(titled, mark="*")\n\n\nprint(Page().starred("A Small Title"))\n'
    ),
    # What only says that it cannot be used shows nothing of its class.
    "Sorted": "sorted_ = Sorted([3, 1, 2])\nprint(sorted_.first())\n",
    "Sorted.reverse": (
        "sorted_ = Sorted([3, 1, 2])\ntry:\n    sorted_.reverse()\nexcept NotImplementedError as error:\n"
        "    print(error)\n"
    ),
    "Part.keywords": 'part = Part(dict, name="Ada")\nprint(part.keywords)\n',
    # What one method begins, another one ends.
    "Lock.acquire": 'lock = Lock()\nlock.acquire()\nprint("inside")\nlock.release()\n',
    "Lock.release": 'lock = Lock()\nlock.acquire()\nprint("inside")\nlock.release()\n',
    # A class whose `with` statement does both is shown by that, its methods as they are.
    "Door": 'with Door():\n    print("inside")\n',
    "Gate": 'with Gate():\n    print("inside")\n',
    "Gate.lock": 'gate = Gate()\ngate.lock()\nprint("inside")\ngate.unlock()\n',
    "Counter": 'counter = Counter()\ncounter.start()\nprint("inside")\ncounter.stop()\n',
    "Watch": "watch = Watch()\nprint(watch.seconds())\n",
    # What is written is shown by what gives it back.
    "Page.write": 'page = Page()\npage.write("Hello, world")\nprint(page.getvalue())\n',
    "Page.indent": "page = Page()\nprint(page.indent(3).getvalue())\n",
    "Help.put_on": 'help_ = Help("example")\npage = Page()\nhelp_.put_on(page)\nprint(page.getvalue())\n',
    # Where something is kept says nothing about it.
    "Kept.add_all": "kept = Kept(mkdtemp())\nkept.add_all([3, 1, 2])\nprint(list(kept))\n",
    # What only inherits is shown by a round trip.
    "SafeSerializer": (
        'safe_serializer = SafeSerializer("a secret of your own")\n'
        'print(safe_serializer.load_text(safe_serializer.dump_text("Hello, world")))\n'
    ),
    # What hands its argument on to what undoes something takes what is to be undone; of two, neither is known.
    "Serializer.is_sound": (
        'serializer = Serializer("a secret of your own")\n'
        'print(serializer.is_sound(serializer.dump_text("Hello, world")))\n'
    ),
    "Serializer.load_unsafe": (
        'serializer = Serializer("a secret of your own")\n'
        'print(serializer.load_unsafe(serializer.dump_text("Hello, world")))\n'
    ),
    "Serializer.is_longer": (
        'serializer = Serializer("a secret of your own")\nprint(serializer.is_longer("Hello, world", "other"))\n'
    ),
    "Serializer.is_sound_part": (
        'serializer = Serializer("a secret of your own")\nprint(serializer.is_sound_part("Hello, world"))\n'
    ),
    "Serializer.is_known": (
        'serializer = Serializer("a secret of your own")\nprint(serializer.is_known("Hello, world"))\n'
    ),
    # Members after which nothing is left come last.
    "Store": 'store = Store({"name": "Ada", "age": 36})\nprint(store.take("name"))\n',
    # A subclass gives back what it was given, where anything will do.
    "Plugin": "",
    # What keeps a result is used twice.
    "cachedproperty": (
        "class Page:\n    @cachedproperty\n    def title(self):\n"
        '        print("worked out")\n        return "A Small Title"\n\n\n'
        "page = Page()\nprint(page.title)\nprint(page.title)\n"
    ),
    "memoize": (
        '@memoize\ndef greet(name):\n    print("worked out")\n    return f"Hello, {name}"\n\n\n'
        'print(greet("Ada"))\nprint(greet("Ada"))\n'
    ),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tree(tmp_path_factory.mktemp("shop"), {"shop.py": SHOP})


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_class_is_shown_by_what_it_is_for(root: Path, name: str) -> None:
    assert example(root, f"shop.{name}").code.endswith(EXAMPLES[name])
