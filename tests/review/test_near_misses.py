"""Each rule lets true sentences and examples pass, and catches those that differ in the one thing it judges."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.reading import Reading
from mkdocs_howto.section import Finding
from mkdocs_howto.settings import Settings, interpreter_paths
from tests.conftest import write_tree

DEPOT = '''
"""A depot: shelves, loads and the carriers that fetch them."""
import asyncio
import enum
import functools
from asyncio import Future
from contextlib import asynccontextmanager, contextmanager

import requests

from depot.rules import LIMIT, heaviest
from depot.tools import traced

SCALE = 2 * 512
MODES = ("fast", "cheap")


class DepotError(Exception):
    """Something is wrong in the depot."""


class Size(enum.IntFlag):
    """How large a load is."""

    SMALL = S = 1
    LARGE = 2


class Shelf:
    """A shelf for loads."""

    def __init__(self, label: str, rows: int = 3) -> None:
        self.label = label
        self.rows = rows

    def put(self, sku: str, count: int = 1) -> int:
        if count < 1:
            raise ValueError("count")
        self.last = sku
        return count

    def empty(self) -> None:
        self.last = ""


class Gate:
    """Lets one load in at a time."""

    def __init__(self, width: int = 1) -> None:
        self.width = width

    async def __aenter__(self) -> "Gate":
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    def __enter__(self) -> None:
        raise RuntimeError("Use async with")

    def __exit__(self, *_: object) -> None:
        pass


@contextmanager
def opened(label: str, mode: str = "fast"):
    yield label


@asynccontextmanager
async def visited(label: str):
    yield label


@traced
def weigh(sku: str, scale: int = SCALE, unit: str = "kg", *, places=None) -> float:
    return float(len(sku) * scale)


def route(target: str, mode: str = "fast", retries: int = heaviest) -> list[str]:
    """Find the way to a target."""
    if mode not in MODES:
        raise ValueError("mode")
    if target is None:
        raise TypeError("target")
    return [target, mode]


def loads(target: str, size=LIMIT):
    for name in target.split():
        yield name


def sort_out(items: list, key=None) -> None:
    items.sort(key=key)


def count_up(items: list, start: int = 0) -> int:
    return start + len(items)


def ordered(sku: str) -> "Future[str]":
    return asyncio.ensure_future(asyncio.sleep(0, sku))


async def arrive(sku: str) -> str:
    return sku


def announce(sku: str) -> None:
    page = requests.get("https://carrier.example/tickets")
    requests.post("https://carrier.example/parcels", json={"sku": sku, "token": page.text})


@functools.lru_cache
def price(sku: str, zone: int = 1) -> int:
    return zone


def broken(sku: str) -> str:
    """Return something.

    Example:
        try:
            broken("a")
        except Exception as error:
            print(error)
    """
    raise DepotError(sku)
'''
RULES = '''
LIMIT = "large"


def heaviest() -> int:
    return 9


class Customs:
    """Rules of a border."""

    def inspect_all(self, sku: str) -> None: ...
'''
TOOLS = """
import functools


def traced(function):
    @functools.wraps(function)
    def inner(*args, verbose=False, **kwargs):
        return function(*args, **kwargs)

    return inner
"""

YARD = '''
"""The yard in front of the depot."""
import json
from collections.abc import MutableMapping
from contextlib import contextmanager


class YardError(LookupError):
    """Something is wrong in the yard."""


class Pass:
    """Lets a driver in."""

    def __init__(self, plate: str) -> None:
        self.plate = plate


class Fence(MutableMapping):
    """Gates by name."""

    def __init__(self, factory=dict, strict: bool = True) -> None:
        self.gates = factory()

    def __getitem__(self, name): return self.gates[name]
    def __setitem__(self, name, gate): self.gates[name] = gate
    def __delitem__(self, name): del self.gates[name]
    def __iter__(self): return iter(self.gates)
    def __len__(self): return len(self.gates)

    def __copy__(self):
        other = Fence()
        other.__dict__.update(self.__dict__)
        return other

    def tear_down(self):
        raise NotImplementedError

    @property
    def open(self):
        return self.unlocked

    @property
    def unlocked(self):
        return self

    def joined(self, other):
        return self.__class__(other)

    def _check(self, name):
        if name not in self.gates:
            raise YardError(name)

    def lock(self, name, until):
        self._check(name)
        self.find_first(name, until)
        self.note(name)

    def find_first(self, name, until): return [name]
    def find_last(self, name, until): return [name]
    def note(self, name): pass

    async def guard(self, plate):
        return Pass(plate)


@contextmanager
def closed(fence):
    fence.note("closed")
    yield


def admit(plate: str, *, strict: bool = True):
    return Pass(plate)


def parse(text, limit=3):
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return {}


def sweep(fence):
    fence.clear()


def drive_in(plate):
    ticket = draw(plate)
    if ticket:
        stamp(ticket)
        lift(ticket)
    for _ in range(2):
        honk()
        wave()
    park(plate)


def draw(plate): return plate
def stamp(ticket): pass
def lift(ticket): pass
def honk(): pass
def wave(): pass
def park(plate): pass


def knock(bell):
    if not bell.ring("a"):
        bell.wake()
        return bell.ring("a")
    return True


def call_back(**options):
    return options["loud"]
'''

PORT = '''
"""The port, with what the language itself refuses."""
import enum
import gzip
import tomllib
from dataclasses import dataclass


class PortError(Exception):
    """Something is wrong in the port."""


class TideError(PortError):
    """The water is too low."""


class Berth(enum.Enum):
    """Where a ship lies."""

    NORTH = "north"
    SOUTH = "south"


@dataclass(frozen=True)
class Ship:
    """A ship."""

    name: str
    draught: float = 2.5


class Pilot:
    """Leads ships."""

    def __init__(self, tide):
        self.tide = tide

    def lead(self, ship):
        if self.tide < ship.draught:
            raise TideError(ship.name)


class Harbour:
    """A place for ships."""

    def __init__(self, tide: float = 3.0) -> None:
        if tide < 0:
            raise PortError(tide)
        self.crew = Crew(tide)


class Crew:
    def __init__(self, tide):
        self.pilot = Pilot(tide)


def moor(name, berths=()):
    if not name:
        raise PortError(name)
    return [name, *berths]


def unload(name, crane=1):
    return name


def berth_of(name, pier=None):
    if pier is None:
        return None
    return f"{pier}/{name}"


def wait(name, poll=0.5, limit=90, ropes=3, width=80, flag="blue", keep=86_400):
    return name


def sail(name):
    check(name)
    return name


def check(name):
    check_text(name)


def check_text(name):
    if not isinstance(name, str):
        raise TypeError(name)
    if not name.isalpha():
        raise PortError(name)
'''

# Object, true sentences, false ones.
PROSE: dict[str, tuple[str, list[str], list[str]]] = {
    "default": (
        "depot.route",
        [
            "`mode` defaults to `'fast'`.",
            'The `mode` (`"fast"` by default) decides.',
            "`retries` defaults to `heaviest`.",
            "By default `mode` is `fast`.",
        ],
        [
            "`mode` defaults to `'cheap'`.",
            'The `mode` (`"cheap"` by default) decides.',
            "By default `mode` is `slow`.",
            "`retries` (by default `None`) limits it.",
        ],
    ),
    "default by value": (
        "depot.weigh",
        ["`scale` defaults to `1024`.", "`scale` (1024 by default) counts.", "`scale` (`SCALE` by default) counts."],
        ["`scale` defaults to `1000`.", "`scale` (512 by default) counts.", "`scale` (default 2) counts.", "`unit` is `g` by default."],
    ),
    "default of another module": (
        "depot.loads",
        ["`size` defaults to `large`.", "`size` defaults to `LIMIT`.", 'With `size` (default: `"large"`) it yields.'],
        ["`size` defaults to `small`.", "The default of `size` is `10`.", '`size` (default: `"tiny"`) decides.'],
    ),
    "default in brackets": (
        "depot.count_up",
        ["`start` (`0`) is added.", "`start` (0) is added.", "`items` (`[1]`) are counted."],
        ["`start` (`1`) is added.", "`start` (10) is added.", "`start` numbers (0.5 by default) are added."],
    ),
    "optional": (
        "depot.route",
        ["`mode` is optional.", "`target` is required.", "`target` is not optional.", "`mode` is required by some carriers."],
        ["`target` is optional.", "`mode` is required.", "`target` may be omitted.", "The required parameter `mode` decides."],
    ),
    "condition of an exception": (
        "depot.route",
        [
            'Raises `ValueError` unless `mode` is `"fast"` or `"cheap"`.',
            'It raises `ValueError` if `mode` is neither `"fast"` nor `"cheap"`.',
            "It raises `TypeError` if `target` is `None`.",
            'Raises `ValueError` if `mode` is `"slow"`.',
        ],
        [
            'Raises `ValueError` if `mode` is `"fast"` or `"cheap"`.',
            "It raises `KeyError` if `target` is `None`.",
            'It raises `TypeError` unless `mode` is `"fast"` or `"cheap"`.',
        ],
    ),
    "condition in a method": (
        "depot.Shelf",
        [
            "`put` raises `ValueError` if `count` is less than 1.",
            "`put` raises `ValueError` if `count < 1`.",
            "`put` raises `ValueError` unless `count` is at least one.",
        ],
        [
            "`put` raises `TypeError` if `count` is less than 1.",
            "`put` raises `KeyError` if `count < 1`.",
            "`put` raises `ValueError` if `count >= 1`.",
        ],
    ),
    "what is returned": (
        "depot.route",
        ["It returns a list of names.", "Finds the way and returns the names.", "`arrive` returns a string."],
        ["It returns a dictionary of names.", "It returns nothing.", "Finds the way and returns it as a string."],
    ),
    "what yields": (
        "depot.loads",
        ["It is a generator.", "Yields the names.", "It returns without an error if `target` is empty."],
        ["It returns a list of names.", "Splits `target` and returns a tuple.", "`loads` is a coroutine."],
    ),
    "what returns nothing": (
        "depot.sort_out",
        ["It returns nothing.", "Sorts `items` and returns `None`.", "It returns to the caller at once.", "`key` returns the sort key."],
        ["It returns `items`.", "Sorts `items` and returns them.", "It yields the items."],
    ),
    "kind": (
        "depot.arrive",
        ["`arrive` is a coroutine.", "It is an asynchronous function.", "It is not a generator."],
        ["`arrive` is a generator.", "It is a class method.", "Waits. It is a property."],
    ),
    "requests": (
        "depot.announce",
        [
            "Sends a GET request for the tickets and then a POST request with the parcel.",
            "It sends no PUT requests.",
            "It never sends a DELETE request.",
            "Uses POST instead of PUT requests.",
        ],
        [
            "Sends a POST request for the tickets and then a GET request with the parcel.",
            "It sends a PUT request.",
            "It sends a `DELETE` request.",
        ],
    ),
    "caching and threads": (
        "depot.count_up",
        ["It does not cache anything.", "Results are not cached.", "It is not thread-safe.", "Nothing is written to a file."],
        ["Results are cached.", "It is thread-safe.", "Counts and writes it to a file.", "Prints the sum.", "It caches results."],
    ),
    "caching that is there": (
        "depot.price",
        ["Results are cached.", "It caches the prices.", "Prices come from a cache."],
        ["It is thread-safe.", "Prints the price.", "It deletes the price."],
    ),
    "in place": (
        "depot.sort_out",
        ["It sorts `items` in place.", "`items` is changed in place.", "It does not change `key`."],
        ["It does not change `items`.", "`items` stays unchanged.", "It sorts the list without changing `items`."],
    ),
    "not in place": (
        "depot.count_up",
        ["It does not change `items`.", "`items` stays unchanged.", "It is computed without changing `items`."],
        ["It changes `items` in place.", "`items` is sorted in place.", "It modifies `items`."],
    ),
    "addresses": (
        "depot.announce",
        ["See `https://carrier.example/parcels`.", "`https://carrier.example` is asked.", "Open `http://localhost:80/`."],
        ["See `https://parcels.io/api`.", "Asks `https://api.carrier.org/tickets`.", "Uses `wss://carrier.net/live`."],
    ),
    "what methods return": (
        "depot.Shelf",
        [
            "`put` stores a load and returns `count`.",
            "`empty` forgets all, and `put` stores a load and returns an integer.",
            "`put` returns an integer, and `empty` returns nothing.",
            "`empty` returns one, and returns the load to the depot.",
        ],
        [
            "`empty` forgets all and returns the last one.",
            "`put` stores a load, and `empty` forgets all and returns it.",
            "`put` stores a load and returns a list.",
        ],
    ),
    "what a description begins with": (
        "depot.loads",
        ["Generator of names.", "A generator that splits `target`.", "Generator function that yields names."],
        ["Coroutine that yields names.", "A property that gives names.", "Coroutine that splits. It returns a list."],
    ),
    "names": (
        "depot.Shelf",
        [
            "`Customs` checks it, and `lru_cache` is another matter.",
            "It writes `data.json`; `DEPOT_HOME` names the folder.",
            "The original error is its `__cause__`, and `args` holds the rest.",
            "A label is written `{{ label }}`; `user.name` is looked up.",
            "`inspect_all` looks at a load.",
            "Calling `put` stores a load.",
        ],
        [
            "Calling `stow` stores a load.",
            "`stow` stores a load.",
            "If `height` is given, it is used.",
            "It raises `ShelfError` if it is full.",
            "It calls `depot.stow()`.",
            "Pass `height=3` for more.",
        ],
    ),
    "members": (
        "depot.Size",
        ["Use `Size.SMALL`, or `Size.S`.", "`Size.LARGE` is for pallets.", "`Size.SMALL.name` and `Size.LARGE` differ."],
        ["Use `Size.HUGE`.", "`Size.TINY` is for letters.", "Pass `Size.MEDIUM` for boxes."],
    ),
    "results without a subject": (
        "depot.yard.sweep",
        ["Everything is removed.", "No list is returned.", "What `keys` gives is returned by `Fence`.", "Nothing is returned."],
        ["A new fence is returned.", "The gates are removed and a list is returned.", "`fence` is returned."],
    ),
    "results by another name": (
        "depot.yard.admit",
        ["The result is a pass.", "The result is an object with a `plate`.", "The returned result is not a tuple."],
        ["The result is a tuple of two texts.", "What comes back is a string.", "The return value is a list with the `plate`."],
    ),
    "methods that make another object": (
        "depot.yard.Fence.joined",
        ["The method returns a new fence.", "It returns what `other` holds as a fence.", "It does not return `None`."],
        ["The change is made at once and the method returns `None`.", "It returns nothing.", "The call returns `None`."],
    ),
    "managers that give nothing": (
        "depot.yard.closed",
        ["The context manager yields `None`.", "It yields nothing to `as`.", "It closes the fence."],
        ["The context manager yields the fence.", "It yields `fence`.", "Notes it and yields the closed fence."],
    ),
    "what only raises": (
        "depot.yard.Fence",
        [
            "`tear_down` raises `NotImplementedError`.",
            "`tear_down` never raises a `KeyError`.",
            "`tear_down` raises a `RuntimeError`, of which `NotImplementedError` is one.",
        ],
        [
            "`tear_down` raises a `KeyError` if the gate is missing.",
            "`tear_down` raises `OSError`.",
            "`tear_down` removes the gates and raises `ValueError` if there are none.",
        ],
    ),
    "what is caught": (
        "depot.yard.parse",
        [
            "`JSONDecodeError` is caught.",
            "It does not raise `JSONDecodeError`.",
            "Text that is no JSON gives an empty dictionary, and no `JSONDecodeError` is raised.",
        ],
        [
            "It raises `JSONDecodeError` for text that is no JSON.",
            "`JSONDecodeError` is raised if `text` is no JSON.",
            "Bad text makes it raise a `JSONDecodeError`.",
        ],
    ),
    "exceptions exchanged": (
        "depot.yard.Fence.lock",
        ["It raises `YardError` for an unknown name.", "`YardError` is raised, not `KeyError`.", "It raises a `LookupError` for an unknown name."],
        ["It raises `ConnectionError` for an unknown name.", "`ValueError` is raised for an unknown name.", "Raises `FenceError`."],
    ),
    "bases": (
        "depot.yard.YardError",
        [
            "The exception derives from `LookupError`.",
            "It is a subclass of `Exception`.",
            "It inherits from `LookupError` and not from `KeyError`.",
            "`KeyError` derives from `LookupError`, too.",
        ],
        ["The exception derives from `KeyError`.", "It is a subclass of `OSError`.", "`YardError` inherits from `ValueError`."],
    ),
    "defaults told as exceptions": (
        "depot.yard.admit",
        [
            "By default it is strict; with `strict=False` it is not.",
            "Unless `strict` is `False`, the `plate` is looked at.",
            "By default (`strict=True`) the `plate` is looked at.",
            "With `strict=True`, the default, the `plate` is looked at.",
        ],
        [
            "By default anyone comes in; with `strict=True` the `plate` is looked at.",
            "Unless `strict` is set to `True`, anyone comes in.",
            "By default no one is asked, but if `strict=True` is given, all are.",
        ],
    ),
    "what is used by default": (
        "depot.yard.Fence",
        [
            "`factory` makes the mapping, for which `dict` is used by default.",
            "`factory` may be any type; by default, `dict` is used.",
            "`YardError` is raised by default, and `strict` is true by default.",
        ],
        [
            "`factory` makes the mapping, for which `OrderedDict` is used by default.",
            "With `factory` another type is chosen, and by default `Gate` is used.",
            "`factory` is called once, where `Shelf` is taken by default.",
        ],
    ),
    "needed arguments": (
        "depot.yard.admit",
        ["`plate` cannot be omitted.", "If `strict` is omitted, the `plate` is looked at.", "It is never called without arguments."],
        [
            "`plate` itself may be left out.",
            "If `plate` is not given, anyone comes in.",
            "Called without an argument, it lets anyone in.",
            "Omitting `plate` lets anyone in.",
        ],
    ),
    "another try without a loop": (
        "depot.yard.knock",
        ["If nobody answers, it wakes the bell and retries.", "Rings once and tries again.", "It retries once."],
        ["It sleeps and rings.", "It rings and deletes the `bell`.", "It asks the user."],
    ),
    "no other try": (
        "depot.yard.draw",
        ["It never retries.", "It does not try again.", "`plate` is given back as it is."],
        ["Draws a ticket and retries.", "It tries again if there is none.", "It retries three times."],
    ),
    "threads": (
        "depot.yard.admit",
        ["No background thread is started.", "It runs without a background thread.", "Passes are made at once."],
        ["A background thread makes the pass.", "Its worker process makes the pass.", "The pass is made in a separate thread."],
    ),
    "other functions": (
        "depot.yard.Fence.lock",
        ["The gate is found with `find_first(name, until)`.", "It is not `find_last(name, until)` that is used.", "Use `find_last(1, 2)` for others."],
        [
            "The gate is found with `find_last(name, until)`.",
            "It asks `self.find_last(name, until)`.",
            "After the check, `fence.find_last(name, until)` finds it.",
        ],
    ),
    "attributes": (
        "depot.yard.Pass",
        ["Keeps the text in its attribute `plate`.", "The attribute `class` of HTML is another matter.", "Its property `plate` is a text."],
        ["Keeps the text in its attribute `number`.", "Its property `owner` is a text.", "Holds their field `colour`."],
    ),
    "keywords that are handed on": (
        "depot.yard.call_back",
        ["Pass `loud=True` for more.", "With `_loud=True` it is heard.", "If `_loud` is given, it is heard."],
        ["It raises `LoudError` if it is quiet.", "It calls `shout()`.", "`depot.yard.shout` is called."],
    ),
    "exceptions of an enumeration": (
        "depot.port.Berth",
        [
            "Another text, as in `Berth('east')`, raises `ValueError`.",
            "`Berth['EAST']` raises `KeyError`.",
            "`AttributeError` is raised for a member that does not exist.",
        ],
        ["It raises `OSError` for another text.", "`Berth('east')` raises `PermissionError`.", "`ZeroDivisionError` is raised if it is empty."],
    ),
    "exceptions of the language": (
        "depot.port.Ship",
        [
            "Setting `ship.name` raises `FrozenInstanceError`.",
            "`AttributeError` is raised by `ship.owner`.",
            "It raises `TypeError` if an argument is missing.",
        ],
        ["It raises `OSError` if the `name` is empty.", "`ValueError` is raised for a negative `draught`.", "Raises `KeyError` for an unknown `name`."],
    ),
    "what other expressions raise": (
        "depot.port.moor",
        [
            "Asking the list for more, as in `ships[9]`, raises `IndexError`.",
            "Reading an attribute such as `ships.owner` raises `AttributeError`.",
            "With a text that is no number, `int(ships[0])` raises `ValueError`.",
        ],
        ["`moor('')` raises `IndexError`.", "It raises `AttributeError` for an empty `name`.", "An empty `name` makes it raise `ValueError`."],
    ),
    "exceptions of what is made on the way": (
        "depot.port.Harbour",
        ["A low tide raises `TideError`.", "`TideError` is raised where the ship is too deep.", "It raises an `Exception` for a low tide."],
        ["It raises `ConnectionError` for a low tide.", "It raises `YardError` for a low tide.", "`OSError` is raised for a low tide."],
    ),
    "names of modules that the code imports": (
        "depot.port.moor",
        ["`BadGzipFile` is no matter here.", "`TOMLDecodeError` may come from what reads the list.", "A `JSONDecodeError` is another matter."],
        ["`BadZipError` is another matter.", "`TOMLDecoderError` may come from what reads the list.", "It raises `GzipError` for a bad file."],
    ),
    "what a class is": (
        "depot.port.Berth",
        ["It is an `Enum`.", "It is an `Enum`, and no `IntEnum`.", "`Berth` is an `object` with members.", "It is a `str` in all but name."],
        ["It is an `IntEnum`, so members can be compared.", "`Berth` is a `str` that has names.", "The enumeration is a `Flag`."],
    ),
    "values that are returned in one case": (
        "depot.port.berth_of",
        [
            "It returns the berth, or `None` if `pier` is `None`.",
            "It returns a string if `pier` is not `None`.",
            "It returns the berth, and an empty string if `pier` is `None` and no ship lies there.",
        ],
        [
            "It returns the berth, or an empty string if `pier` is `None`.",
            "It returns the berth, and `False` when `pier` is `None`.",
            "It returns the berth, or an empty list if `pier` is not given.",
            "The result is a text that names the berth, or an empty string if `pier` is `None`.",
        ],
    ),
    "defaults as numbers of something": (
        "depot.port.wait",
        [
            "The settings are `ropes` (three ropes unless you say otherwise) and `width` (80 columns).",
            "It looks every half second unless the keyword `poll` says otherwise.",
            "`limit` defaults to a minute and a half.",
            "By default `keep` is one day, and `poll` is 500 milliseconds by default.",
            "Leaving out `limit` means 90 seconds.",
            "With a larger `width` (100 columns) more is shown.",
            "`ropes` (an integer) and `limit` (4 bytes) are numbers.",
            "`ropes` (three kinds) may be of hemp.",
        ],
        [
            "The settings are `ropes` (four ropes unless you say otherwise) and `limit`.",
            "The settings are `ropes` and `width` (100 columns).",
            "It looks every five seconds unless the keyword `poll` says otherwise.",
            "By default `keep` is two days.",
            "`poll` is 50 milliseconds by default.",
            "Leaving out `limit` means 10 seconds.",
            "`limit` defaults to five seconds.",
        ],
    ),
    "defaults where nothing is passed": (
        "depot.port.wait",
        [
            "Leaving out `flag` means `blue`.",
            "`flag` (`blue` unless given) is hoisted.",
            "If `ropes` is not given, it is 3.",
            "`flag` (`red` if the ship is foreign) is hoisted.",
        ],
        ["Leaving out `flag` means `red`.", "`flag` (`red` unless given) is hoisted.", "If `ropes` is not given, it is 4."],
    ),
    "parameters of other functions": (
        "depot.port.moor",
        [
            "`unload` relies on it for its `crane` argument.",
            "It takes what `unload` takes as the argument `crane`.",
            "`Harbour` has a parameter `tide` for that.",
        ],
        [
            "`unload` relies on it for its `lift` argument.",
            "It takes what `sail` takes as the argument `crane`.",
            "The argument `crane` comes first.",
        ],
    ),
}  # fmt: skip

# Object, true examples, false ones with the code that they have.
EXAMPLES: dict[str, tuple[str, list[str], list[tuple[str, str]]]] = {
    "members of enumerations": (
        "depot.Size",
        ["print(Size.SMALL)", "print(Size.S | Size.LARGE)", "print(Size.LARGE.name, Size['SMALL'], Size(1).value)"],
        [
            ("print(Size.HUGE)", "example-attribute"),
            ("print(Size.SMALL | Size.TINY)", "example-attribute"),
            ("print([Size.Small])", "example-attribute"),
        ],
    ),
    "attributes": (
        "depot.Shelf",
        ["print(Shelf('a').label)", "shelf = Shelf('a')\nshelf.put('b')\nprint(shelf.last)", "print(Shelf('a').rows)"],
        [
            ("print(Shelf('a').title)", "example-attribute"),
            ("shelf = Shelf('a')\nshelf.put('b')\nprint(shelf['b'])", "example-attribute"),
            ("shelf = Shelf('a')\nshelf.put('b')\nshelf.clear()", "example-attribute"),
        ],
    ),
    "keywords under decorators": (
        "depot.weigh",
        ["print(weigh('a', unit='g'))", "print(weigh('a', verbose=True))", "print(weigh('a', places=2, scale=3))"],
        [
            ("print(weigh('a', units='g'))", "example-call"),
            ("print(weigh('a', digits=2))", "example-call"),
            ("print(weigh('a', scaling=2, unit='g'))", "example-call"),
        ],
    ),
    "known decorators": (
        "depot.price",
        ["print(price('a'))", "print(price('a', zone=2))", "print(price(sku='a'))"],
        [
            ("print(price('a', region=2))", "example-call"),
            ("print(price())", "example-call"),
            ("print(price('a', 1, 2))", "example-call"),
        ],
    ),
    "awaitables": (
        "depot.ordered",
        [
            "async def main():\n    sku = await ordered('a')\n    print(sku.upper())",
            "async def main():\n    one = ordered('a')\n    one.add_done_callback(print)\n    print(await one)",
            "async def main():\n    print(await asyncio.gather(ordered('a'), ordered('b')))",
        ],
        [
            ("async def main():\n    sku = ordered('a')\n    print(sku.upper())", "example-await"),
            ("async def main():\n    print(ordered('a'))", "example-await"),
            ("async def main():\n    sku = ordered('a')\n    print(sku[0])", "example-await"),
        ],
    ),
    "asynchronous managers": (
        "depot.Gate",
        [
            "async def main():\n    async with Gate(2) as gate:\n        print(gate.width)",
            ("async def enter(gate):\n    async with gate:\n        print(gate.width)\n\n\nasync def main():\n"
            "    gate = Gate(2)\n    await enter(gate)"),
            "async def main():\n    gate = Gate()\n    print(gate.width)",
        ],
        [
            ("async def main():\n    with Gate(2) as gate:\n        print(gate.width)", "example-await"),
            ("async def main():\n    gate = Gate()\n    print(gate.width)\n    with gate:\n        pass", "example-await"),
            (
                ("async def enter(gate):\n    with gate:\n        print(gate.width)\n\n\nasync def main():\n"
                "    gate = Gate(2)\n    await enter(gate)"),
                "example-await",
            ),
        ],
    ),
    "results of generators": (
        "depot.loads",
        [
            "print(list(loads('a b'))[0])",
            "names = loads('a b')\nnames = list(names)\nprint(names[0], len(names))",
            "print(len([*loads('a b')]), next(loads('a')))",
        ],
        [
            ("print(loads('a b')[0])", "example-call"),
            ("print(len(loads('a b')))", "example-call"),
            ("names = loads('a b')\nprint(names[0])", "example-call"),
            ("names = loads('a b')\nprint(len(names))", "example-call"),
        ],
    ),
    "functions that are managers": (
        "depot.opened",
        [
            "with opened('a') as label:\n    print(label)",
            "with opened('a', mode='cheap'):\n    pass",
            "with opened('a'), opened('b') as label:\n    print(label)",
        ],
        [
            ("async def main():\n    async with opened('a') as label:\n        print(label)", "example-await"),
            ("with opened('a', kind='cheap'):\n    pass", "example-call"),
            ("with opened():\n    pass", "example-call"),
        ],
    ),
    "asynchronous functions that are managers": (
        "depot.visited",
        [
            "async def main():\n    async with visited('a') as label:\n        print(label)",
            "async def main():\n    async with visited(label='a'):\n        pass",
            "async def main():\n    async with visited('a'), visited('b'):\n        pass",
        ],
        [
            ("with visited('a') as label:\n    print(label)", "example-await"),
            ("async def main():\n    async with visited(name='a'):\n        pass", "example-call"),
            ("async def main():\n    async with visited():\n        pass", "example-call"),
        ],
    ),
    "classes built on Python's abstract ones": (
        "depot.yard.Fence",
        [
            "fence = Fence()\nfence['a'] = 1\nprint(fence.pop('a'), fence.items())",
            "fence = Fence()\nfence.setdefault('a', 1)\nprint(fence.gates)",
            "print(Fence().open.unlocked.gates)",
        ],
        [
            ("fence = Fence()\nfence['a'] = 1\nfence.sync()", "example-attribute"),
            ("fence = Fence()\nprint(fence.get_all('a'))", "example-attribute"),
            ("print(Fence().open.unlocked.doors)", "example-attribute"),
        ],
    ),
    "awaiting the documented method": (
        "depot.yard.Fence.guard",
        [
            "from elsewhere import fence\n\n\nasync def main():\n    one = await fence.guard('a')\n    print(one.plate)",
            "from elsewhere import fence\n\n\nasync def main():\n    print(await asyncio.gather(fence.guard('a'), fence.guard('b')))",
            "from elsewhere import dog, fence\n\n\nasync def main():\n    one = await fence.guard('a')\n    print(dog.guard('b').name, one.plate)",
        ],
        [
            (f"from elsewhere import fence\n\n\nasync def main():\n    await fence.guard('a')\n    one = fence.guard('b')\n    {use}", "example-await")
            for use in ("print(one.plate)", "print(one)", "print(f'{one}')")
        ],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    files = {
        "depot/__init__.py": DEPOT,
        "depot/rules.py": RULES,
        "depot/tools.py": TOOLS,
        "depot/yard.py": YARD,
        "depot/port.py": PORT,
    }
    root = write_tree(tmp_path_factory.mktemp("depot"), files)
    return Build(Settings(root=root, paths=(root,), search_paths=interpreter_paths()), print)


def errors(build: Build, reference: str, reading: Reading, *prefixes: str) -> list[Finding]:
    found = build.reviewed(Request(reference), reading)
    return [one for one in found if one.severity == "error" and one.code.startswith(prefixes)]


def prose_errors(build: Build, reference: str, sentence: str) -> list[Finding]:
    reading = Reading(description=((1, sentence),))
    return errors(build, reference, reading, "contradicts", "unknown-identifier")


def example_errors(build: Build, reference: str, body: str) -> list[str]:
    module, _, name = reference.rpartition(".")
    module, name = module.rsplit(".", 1) if module[:1].isupper() else (module, name)
    is_async = "async def main()" in body
    start = "import asyncio\n\n" if is_async else ""
    end = "\n\n\nasyncio.run(main())" if is_async else ""
    example = f"{start}from {module} import {name}\n\n{body}{end}\n"
    return [one.code for one in errors(build, reference, Reading(example=example), "example-")]


def rows(table: dict[str, tuple[str, list, list]], index: int) -> list[tuple[str, object]]:
    return [(row[0], one) for row in table.values() for one in row[index]]


@pytest.mark.parametrize(("reference", "sentence"), rows(PROSE, 1))
def test_a_true_sentence_passes(build: Build, reference: str, sentence: str) -> None:
    assert prose_errors(build, reference, sentence) == []


@pytest.mark.parametrize(("reference", "sentence"), rows(PROSE, 2))
def test_a_false_sentence_is_caught(build: Build, reference: str, sentence: str) -> None:
    assert prose_errors(build, reference, sentence) != []


@pytest.mark.parametrize(("reference", "body"), rows(EXAMPLES, 1))
def test_an_example_that_runs_passes(build: Build, reference: str, body: str) -> None:
    assert example_errors(build, reference, body) == []


@pytest.mark.parametrize(("reference", "row"), rows(EXAMPLES, 2))
def test_an_example_that_fails_is_caught(build: Build, reference: str, row: tuple[str, str]) -> None:
    body, code = row
    assert code in example_errors(build, reference, body)


@pytest.mark.parametrize("table", [PROSE, EXAMPLES])
def test_each_rule_has_three_rows_of_both_kinds(table: dict[str, tuple[str, list, list]]) -> None:
    assert all(len(true) >= 3 and len(false) >= 3 for _, true, false in table.values())


@pytest.mark.parametrize(
    ("steps", "wrong"),
    [
        (["Calls `draw`.", "Calls `park`."], ""),
        (["Calls `draw`.", "Stamps it with `stamp`.", "`lift` opens the bar."], ""),
        (["`honk` is called for each.", "`wave` is called for each."], ""),
        (["`wave` is called for each.", "`honk` is called for each."], ""),  # Again and again: neither is first.
        (["Prepares for `park`.", "Calls `draw`."], ""),
        (["Before `park`, it calls nothing.", "Calls `draw`."], ""),
        (["Calls `park`.", "Calls `draw`."], "park"),
        (["Calls `draw`.", "`lift` opens the bar.", "Stamps it with `stamp`."], "lift"),
        (["Parks it with `park(plate)`.", "Stamps it with `stamp(ticket)`."], "park"),
    ],
)
def test_steps_tell_calls_in_the_order_of_the_code(build: Build, steps: list[str], wrong: str) -> None:
    reading = Reading(steps=tuple(enumerate(steps, 1)))
    assert [one.words for one in errors(build, "depot.yard.drive_in", reading, "contradicts")] == [wrong] * bool(wrong)


def test_a_name_of_an_object_that_the_example_defines_is_not_looked_for(build: Build) -> None:
    example = "class Car:\n    pass\n\n\ncar = Car()\nprint(Pass('a').plate)\n"
    sentences = {"`car.start('a')` comes first.": True, "`bus.start('a')` comes first.": False}
    for sentence, is_right in sentences.items():
        reading = Reading(description=((1, sentence),), example=f"from depot.yard import Pass\n\n{example}")
        assert (errors(build, "depot.yard.Pass", reading, "unknown-identifier") == []) is is_right


def test_a_class_decorator_is_used_where_it_stands_above_a_class(build: Build) -> None:
    for above in ("@admit", "@admit('a')"):
        example = f"from depot.yard import admit\n\n\n{above}\nclass Car:\n    pass\n\n\nprint(Car)\n"
        assert errors(build, "depot.yard.admit", Reading(example=example), "example-unused") == []


@pytest.mark.parametrize(
    ("exported", "codes"),
    [
        ("from kit.tools import Saw", ["example-import"]),
        ("from kit.tools import Saw\n# A plane is a tool as well: Plane", ["example-import"]),
        ("from kit.tools import Saw, Plane", []),
        ("__all__ = ['Plane']", []),
    ],
)
def test_a_module_that_answers_for_names_by_code_may_still_lack_one(
    tmp_path: Path, exported: str, codes: list[str]
) -> None:
    files = {
        "kit/__init__.py": f"{exported}\n\n\ndef __getattr__(name): raise AttributeError(globals()[name])\n",
        "kit/tools.py": "class Saw: ...\n\n\nclass Plane: ...\n",
    }
    root = write_tree(tmp_path, files)
    build = Build(Settings(root=root, paths=(root,), search_paths=interpreter_paths()), print)
    reading = Reading(example="from kit import Plane\n\nprint(Plane())\n")
    assert [one.code for one in errors(build, "kit.tools.Plane", reading, "example-import")] == codes


@pytest.mark.parametrize(
    ("example", "codes"),
    [
        ("from kit.shown import saw\n\nprint(saw())\n", []),
        ("import kit.shown\n\nprint(kit.shown.saw())\n", []),
        ("from kit.shown import blade\n\nprint(blade)\n", []),
        ("from kit.tools import saw\n\nprint(saw())\n", ["example-unused"]),
        ("import kit.shown\n\nprint('saw')\n", ["example-unused"]),
    ],
)
def test_a_module_is_used_by_a_name_that_it_only_hands_on(tmp_path: Path, example: str, codes: list[str]) -> None:
    files = {
        "kit/__init__.py": "",
        "kit/shown.py": "from kit.tools import saw\n\nblade = saw()\n",
        "kit/tools.py": "def saw(): return 1\n",
    }
    root = write_tree(tmp_path, files)
    build = Build(Settings(root=root, paths=(root,), search_paths=interpreter_paths()), print)
    found = errors(build, "kit.shown", Reading(example=example), "example-unused")
    assert [one.code for one in found] == codes


def test_what_a_package_exports_under_the_name_of_its_module_is_no_module(tmp_path: Path) -> None:
    files = {
        "kit/__init__.py": "from kit.bench import bench\n",
        "kit/bench.py": "class Bench:\n    vice = 1\n\n\nbench = Bench()\n",
    }
    root = write_tree(tmp_path, files)
    build = Build(Settings(root=root, paths=(root,), search_paths=interpreter_paths()), print)
    reading = Reading(example="from kit import bench\nfrom kit.bench import Bench\n\nprint(bench.vice, Bench().vice)\n")
    assert errors(build, "kit.bench.Bench", reading, "example-attribute") == []


def test_an_author_who_catches_every_error_may_be_quoted(build: Build) -> None:
    example = "try:\n    broken('a')\nexcept Exception as error:\n    print(error)"
    assert example_errors(build, "depot.broken", example) == []
    assert example_errors(build, "depot.route", example.replace("broken", "route")) == ["example-swallows"]


def test_an_object_that_a_package_exports_under_the_name_of_its_module_is_imported(tmp_path: Path) -> None:
    files = {
        "kit/__init__.py": "from .Scale import Scale\n",
        "kit/Scale.py": "class Scale:\n    @classmethod\n    def weigh(cls, sku, unit): return sku\n",
    }
    root = write_tree(tmp_path, files)
    build = Build(Settings(root=root, paths=(root,), search_paths=interpreter_paths()), print)
    right = "from kit import Scale\n\nprint(Scale.weigh('a', 'kg'))\n"
    assert errors(build, "kit.Scale.Scale", Reading(example=right), "example-") == []
    for wrong in (right.replace(", 'kg'", ""), right.replace("weigh", "measure"), right.replace("'kg'", "units='kg'")):
        assert errors(build, "kit.Scale.Scale", Reading(example=wrong), "example-") != []
