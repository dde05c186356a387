"""What a member gives back is put there first, by the method that does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import write_tree
from tests.writers.offline.examples.test_examples import example

SHOP = '''
"""Where things wait."""
from collections import defaultdict


class Mailbox:
    def __init__(self, size=3):
        self.size = size
        self._waiting = []
        self._names = set()
        self.seen = []
        self._places = {}
        self._marks = []
        self._friends = defaultdict(list)

    def post(self, text: str) -> None:
        """Put a text down, and note who is named in it."""
        self._names |= set(text.split())
        self._waiting.append(text)
        self.size -= 1

    def drop(self, text: str) -> None:
        """Put a text down."""
        self._waiting.append(text)

    def waiting(self):
        """All that waits."""
        return list(self._waiting)

    def newest(self):
        """What came last."""
        return self._waiting[-1]

    def room(self):
        """How much fits in."""
        return self.size

    def names(self):
        """Who is named, and what waits."""
        return self._names, self._waiting

    def sorted(self):
        """All that waits, in order."""
        return self._in_order(self._waiting)

    def places(self):
        """Where somebody lives."""
        return list(self._places)

    def send(self, name: str, text: str) -> None:
        """Note where somebody lives, under the text."""
        self._places[text] = name

    def move(self, name: str, city: str) -> None:
        """Note where somebody lives."""
        if name:
            self._places[name] = city
        self.size -= 1

    def friends(self):
        """Who knows whom."""
        return self._friends

    def befriend(self, name: str, friend: str) -> None:
        """Note who knows whom."""
        self._friends[name].append(friend)

    def marks(self):
        """What is marked."""
        return self._marks

    def mark(self, thing: "Elsewhere") -> None:
        """Mark what cannot be told."""
        self._marks.append(thing)

    def look(self):
        """What was seen."""
        return self.seen

    def see(self, text: str, twice: bool) -> None:
        self.seen.append(text)

    def _in_order(self, texts):
        return sorted(texts)
'''

EXAMPLES = {
    # The shortest way, which does nothing else.
    "waiting": 'mailbox.drop("Hello, world")\nprint(mailbox.waiting())\n',
    "newest": 'mailbox.drop("Hello, world")\nprint(mailbox.newest())\n',
    # What is kept under a key is put there with it.
    "places": 'mailbox.move("example", "Paris")\nprint(mailbox.places())\n',
    "friends": 'mailbox.befriend("example", "example")\nprint(mailbox.friends())\n',
    # Nothing goes there, or more than one thing is given back, or something else is done with it.
    "room": "mailbox = Mailbox()\nprint(mailbox.room())\n",
    "names": "mailbox = Mailbox()\nprint(mailbox.names())\n",
    "sorted": "mailbox = Mailbox()\nprint(mailbox.sorted())\n",
    # What would be put there is not known.
    "marks": "mailbox = Mailbox()\nprint(mailbox.marks())\n",
    # More than what is put there would have to be known.
    "look": "mailbox = Mailbox()\nprint(mailbox.look())\n",
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_is_put_there_before(tmp_path: Path, name: str) -> None:
    write_tree(tmp_path, {"shop.py": SHOP})
    assert example(tmp_path, f"shop.Mailbox.{name}").code.endswith(EXAMPLES[name])


DRAWERS = '''
from pathlib import Path


class Drawers:
    def find_file(self, name: str):
        """The file of that name."""
        return next(iter(Path().glob(name)), None)

    def place_file(self, name: str) -> Path:
        """Where a file belongs."""
        return Path(name)

    def find_files(self, name: str):
        """All files of that name."""
        return list(Path().glob(name))

    def get_note(self, title: str):
        """A note."""
        return vars(self).get(title)

    def set_note(self, title: str, text: str) -> None:
        """Write a note."""
        vars(self)[title] = text

    def get_lock(self, title: str):
        """A lock."""

    def set_lock(self, title: str, lock: "Elsewhere") -> None:
        """Lock it."""

    def add_label(self, title: str) -> None:
        """Stick a label on."""
        vars(self)[title] = title

    def remove_label(self, title: str) -> None:
        """Take it off."""
        del vars(self)[title]

    def get_day(self, day: int):
        """A day."""
        return day

    def set_day(self, title: str) -> None:
        """Set the day."""
'''

PLACED = {
    "find_file": (
        'drawers.place_file("example.txt").write_text("Hello, world\\n")\nprint(drawers.find_file("example.txt"))\n'
    ),
    "find_files": (
        'drawers.place_file("example.txt").write_text("Hello, world\\n")\nprint(drawers.find_files("example.txt"))\n'
    ),
    "get_note": 'drawers.set_note("A Small Title", "Hello, world")\nprint(drawers.get_note("A Small Title"))\n',
    "remove_label": 'drawers.add_label("A Small Title")\ndrawers.remove_label("A Small Title")\n',
    # What cannot be told is not put anywhere, nor is what is put there by another name.
    "get_lock": 'drawers = Drawers()\ndrawers.get_lock("A Small Title")\n',
    "get_day": "drawers = Drawers()\nprint(drawers.get_day(17))\n",
}


@pytest.mark.parametrize("name", PLACED)
def test_what_is_looked_for_was_put_there(tmp_path: Path, name: str) -> None:
    code = example(write_tree(tmp_path, {"desk.py": DRAWERS}), f"desk.Drawers.{name}").code
    assert code.endswith(PLACED[name]), code


CHUTE = '''
class Chute:
    def __init__(self):
        self.parts = []

    def drop(self, part):
        if not isinstance(part, bytes):
            raise TypeError("no bytes")
        self.parts.append(part)

    def fallen(self):
        """What came through."""
        return self.parts
'''


def test_what_is_put_there_is_what_the_method_takes(tmp_path: Path) -> None:
    write_tree(tmp_path, {"shop.py": CHUTE})
    assert 'chute.drop(b"Hello")\n' in example(tmp_path, "shop.Chute.fallen").code
