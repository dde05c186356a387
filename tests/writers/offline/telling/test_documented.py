"""The steps of a documented function: its arguments and their values, what happens, what comes back; nothing twice."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from mkdocs_howto.authored import Passage, Use, UsedPassage
from mkdocs_howto.facts.docstring import read
from mkdocs_howto.references.files import Files
from mkdocs_howto.references.project import Answers, Recorder
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.section import Step
from mkdocs_howto.writers.offline import outline_of
from mkdocs_howto.writers.offline.telling.excerpts import excerpt
from tests.conftest import write_tree

EXCERPTS = {
    # What decides what is passed follows the first sentence, as far as there is room.
    "Pieces of the text. Set to 0 to keep it whole.": "Pieces of the text. Set to 0 to keep it whole",
    "Name of the key. If None, the first one is taken.": "Name of the key. If None, the first one is taken",
    "The port. Must be at least 1024.": "The port. Must be at least 1024",
    # What points elsewhere, or to another time, or leans on what was left out, stays away.
    "The port. See the manual if in doubt.": "The port",
    "The port. In version <2 it must be a text.": "The port",
    "The port. It is old. This must be given if the host is.": "The port",
    "The mode. One of the following: * `a` - adds * `b` - begins": "The mode",
    # A long sentence ends with a clause; never inside of brackets.
    "The shape of the ends of all lines of the drawing, with all of their corners, edges and joints; a round end"
    " is the one that most of the readers of a map expect to see there.": "The shape of the ends of all lines of the"
    " drawing, with all of their corners, edges and joints",
    "The key (it may stand in any of the files of the folder, whichever is read first by the machine that reads them"
    " at all, in any order that it likes, from the first to the last one).": "The key",
    "One of the colours": "One of the colours",
    "Whether it is:": "",
}


@pytest.mark.parametrize("text", EXCERPTS)
def test_a_text_is_shortened_at_the_end_of_a_sentence_or_clause(text: str) -> None:
    assert excerpt(text) == EXCERPTS[text]


PARAMETERS = {
    # The author's words for each; a default that the call shows is not said again.
    '''
    def paint(text, colour="red", times=1):
        """Paint a text.

        Args:
            text: What is painted.
            colour: Its colour. Defaults to 'red'.
            times: How often. The default is 1.
        """
    ''': [
        "Call it as `paint(text, colour='red', times=1)`:",
        "  `text`: what is painted.",
        "  `colour`: its colour.",
        "  `times`: how often.",
    ],
    # Parameters without marks that parsers know.
    '''
    def paint(text, colour):
        """Paint a text.

        Arguments:
        text -- what is painted,
                letter by letter
        colour -- its colour
        """
    ''': [
        "Call it as `paint(text, colour)`:",
        "  `text`: what is painted, letter by letter.",
        "  `colour`: its colour.",
    ],
    '''
    def paint(text, colour):
        """Paint a text.

        text
            What is painted.

        colour
            Its colour. If empty, the text stays as it is.
        """
    ''': [
        "Call it as `paint(text, colour)`:",
        "  `text`: what is painted.",
        "  `colour`: its colour. If empty, the text stays as it is.",
    ],
    # Neighbours of which the same is said.
    '''
    def join(left, right):
        """Join two texts.

        Args:
            left: A text of any length.
            right: A text of any length.
        """
    ''': ["Call it as `join(left, right)`:", "  `left` and `right`: a text of any length."],
    # A call that is too long to be shown shows the defaults beside the parameters.
    '''
    def draw(canvas, *, first_colour="black", second_colour="white", line_width=1, corner_radius=0, shadow_offset=3,
             shadow_colour="grey", background="white", margin=0):
        """Draw a frame.

        Args:
            canvas: On which it is drawn.
            line_width: In pixels.
        """
    ''': [
        "Call it as `draw(canvas)`; it takes, among others:",
        "  `canvas`: on which it is drawn.",
        "  `line_width=1`: in pixels.",
    ],
    # A type is no meaning.
    '''
    def join(left: "Text", right: "Text | None" = None, *, twice: bool = False):
        """Join two texts."""
    ''': ["Call it as `join(left, right=None, *, twice=False)`."],
}

VALUES = {
    '''
    from typing import Literal

    def paint(text, mode: Literal["flat", "round"] | None = None):
        """Paint a text.

        Args:
            mode: How its ends look.
        """
    ''': "  `mode`: how its ends look; `'flat'` or `'round'`.",
    '''
    def paint(text, mode="flat"):
        """Paint a text.

        Parameters
        ----------
        mode : {'flat', 'round', 'square'}
            How its ends look.
        """
    ''': "  `mode`: how its ends look; one of `'flat'`, `'round'` or `'square'`.",
    '''
    import enum

    class Mode(enum.Enum):
        FLAT = 1
        ROUND = 2

    def paint(text, mode: Mode = Mode.FLAT):
        """Paint a text."""
    ''': "  `mode`: `Mode.FLAT` or `Mode.ROUND`.",
    '''
    class Mode:
        FLAT = 1
        ROUND = 2

    def paint(text, mode):
        """Paint a text."""
        if mode == Mode.FLAT:
            return text
        return text * 2
    ''': "  `mode`: `Mode.FLAT` or `Mode.ROUND`.",
    '''
    CODES = {"red": 31, "green": 32, "blue": 34}

    def paint(text, colour):
        """Paint a text."""
        return f"{CODES[colour]}{text}"
    ''': "  `colour`: one of `'red'`, `'green'` or `'blue'`.",
    '''
    CODES = {"bold": 1, "dark": 2}

    def paint(text, marks):
        """Paint a text."""
        for mark in marks:
            text = f"{CODES[mark]}{text}"
        return text
    ''': "  `marks`: any of `'bold'` and `'dark'`.",
    '''
    def paint(text, edge):
        """Paint a text."""
        if edge != "top" and edge != "bottom":
            raise ValueError(edge)
    ''': "  `edge`: `'top'` or `'bottom'`.",
    # The author names them already.
    '''
    def paint(text, mode="flat"):
        """Paint a text.

        Parameters
        ----------
        mode : {'flat', 'round'}
            Use flat or round ends.
        """
    ''': "  `mode`: use flat or round ends.",
    # A text may be another thing, too.
    '''
    import enum

    class Mode(enum.Enum):
        FLAT = 1
        ROUND = 2

    def paint(text, mode: "Mode | str"):
        """Paint a text.

        Args:
            mode: How its ends look.
        """
    ''': "  `mode`: how its ends look.",
}

ELSEWHERE = {
    # What a function of the project says of a parameter that it is handed.
    '''
    def is_ready(number):
        """Tell whether a number is ready."""
        return reason_of(number) == 0

    def reason_of(number):
        """Tell why a number is not ready.

        Args:
            number: The number that is checked.
        """
    ''': ["  `number`: the number that is checked."],
    # Position by position, also where the function calls its first parameter like a method does.
    '''
    def is_ready(kind, number):
        """Tell whether a number is ready."""
        return reason_of(kind, number) == 0

    def reason_of(cls, number, stop=()):
        """Tell why a number is not ready.

        Args:
            number: The number that is checked.
            stop: Where to stop.
        """
    ''': ["  `number`: the number that is checked."],
    # Nothing of what a method of another object says.
    '''
    class Store:
        def get(self, number):
            """Return an item.

            Args:
                number: Of the item.
            """

    def is_ready(number, store: Store):
        """Tell whether a number is ready."""
        return store.get(number) == 0
    ''': [],
    # Nothing of an error that is made of it, nor of another value under its name.
    '''
    def is_ready(number):
        """Tell whether a number is ready."""
        if not number:
            raise Odd(number)

    class Odd(Exception):
        def __init__(self, number):
            """Make it.

            Args:
                number: What caused it.
            """
    ''': [],
    '''
    def is_ready(number):
        """Tell whether a number is ready."""
        number = number.strip()
        return reason_of(number)

    def reason_of(number):
        """Tell why a number is not ready.

        Args:
            number: The stripped number.
        """
    ''': [],
    # Keyword arguments that are passed on.
    '''
    def paint(text, **kwargs):
        """Paint a text."""
        print(text, **kwargs)
    ''': ["  `**kwargs`: passed on to `print`."],
    # A sentence about a parameter, where the description has no room for it.
    '''
    def paint(text, edge):
        """Paint a text."""
    ''': [],
}

TAKEN = {
    '''
    class Frame:
        """A frame.

        Args:
            width: Width of the frame.
        """

        def __init__(self, text, width=1, **kwargs):
            self.colour = kwargs.pop("colour", "red")

    def paint(text, **kwargs):
        return Frame(text, **kwargs)
    ''': ["Call it as `paint(text, *, width=1, colour='red', **kwargs)`:", "  `width`: width of the frame."],
    '''
    class Frame:
        """A frame.

        Args:
            width: Width of the frame.
        """

        def __init__(self, text, width=1, **kwargs):
            self.colour = kwargs.pop("colour", "red")

    def paint(*args, **kwargs):
        return Frame(*args, **kwargs)
    ''': ["Call it as `paint(text, width=1, *, colour='red', **kwargs)`:", "  `width`: width of the frame."],
    '''
    class Frame:
        """A frame.

        Args:
            width: Width of the frame.
        """

        def __init__(self, text, width=1, **kwargs):
            self.colour = kwargs.pop("colour", "red")

    def paint(**kwargs):
        kwargs.setdefault("width", 2)
        kind = kwargs.pop("kind", Frame)
        return kind("a", **kwargs)
    ''': ["Call it as `paint(*, kind=Frame, width=1, colour='red', **kwargs)`:", "  `width`: width of the frame."],
    '''
    def paint(text, **kwargs):
        """Paint a text.

        * `size`: Points of a letter.
        * `bold`: Whether letters are fat.
        """
        draw(text, kwargs)
    ''': [
        "Call it as `paint(text, *, size=..., bold=..., **kwargs)`:",
        "  `size`: points of a letter.",
        "  `bold`: whether letters are fat.",
    ],
    '''
    def paint(text, **kwargs):
        """Paint a text."""
        return left(text, **kwargs) if text else right(text, **kwargs)

    def left(text, a=1): ...

    def right(text, b=1): ...
    ''': ["Call it as `paint(text, **kwargs)`:", "  `**kwargs`: passed on to `left` or `right`."],
}

RESULTS = {
    '"""Count lines.\n\n    Returns:\n        The number of lines. It is 0 if the text is empty.\n    """\n    return len(text)': [
        "`count(text)` counts lines and returns the number of lines. It is 0 if the text is empty."
    ],
    '"""Count lines.\n\n    Returns:\n        Whether the text is long.\n    """\n    return x(text)': [
        "`count(text)` counts lines and returns whether the text is long."
    ],
    '"""Count lines.\n\n    Returns:\n        int|None: the number of lines.\n    """\n    return x(text)': [
        "`count(text)` counts lines and returns the number of lines."
    ],
    '"""Count lines.\n\n    Lines may be empty.\n\n    :rtype: Tally\n    """\n    return x(text)': [
        "`count(text)` counts lines and returns a `Tally`."
    ],
    '"""Count lines.\n\n    :rtype: None, Tally or list of them if all=True\n    """\n    return x(text)': [
        "`count(text)` counts lines and returns `None`, `Tally` or list of them if `all=True`."
    ],
    '"""Count lines.\n\n    Returns:\n        str\n    """\n    return x(text)': [
        "`count(text)` counts lines and returns a `str`."
    ],
    # What cannot come back is not told.
    '"""Count lines.\n\n    Returns:\n        The lines that were counted.\n    """\n    x(text)': [
        "`count(text)` counts lines."
    ],
    '"""Count lines.\n\n    Returns:\n        tuple of lines and words\n    """\n    return [text]': [
        "`count(text)` counts lines."
    ],
    # Several results by their names.
    '"""Count lines.\n\n    Returns\n    -------\n    lines : int\n        Number of lines.\n    words : int\n        Number of words.\n    """\n'
    "    return x(text)": [
        "`count(text)` counts lines.",
        "Returns:",
        "  `lines`: number of lines.",
        "  `words`: number of words.",
    ],
}


@pytest.mark.parametrize("code", PARAMETERS)
def test_arguments(tmp_path: Path, code: str) -> None:
    name = code.partition("def ")[2].partition("(")[0]
    assert steps(tmp_path, code, name) == PARAMETERS[code]


@pytest.mark.parametrize("code", VALUES)
def test_accepted_values(tmp_path: Path, code: str) -> None:
    assert VALUES[code] in steps(tmp_path, code, "paint")


@pytest.mark.parametrize("code", ELSEWHERE)
def test_arguments_that_another_function_explains(tmp_path: Path, code: str) -> None:
    name = "paint" if "def paint" in code else "is_ready"
    assert [one for one in steps(tmp_path, code, name) if one.startswith("  ")] == ELSEWHERE[code]


@pytest.mark.parametrize("code", TAKEN)
def test_what_a_function_takes_that_hands_its_arguments_on(tmp_path: Path, code: str) -> None:
    assert steps(tmp_path, code, "paint")[: len(TAKEN[code])] == TAKEN[code]


@pytest.mark.parametrize("body", RESULTS)
def test_results(tmp_path: Path, body: str) -> None:
    assert steps(tmp_path, f"def count(text):\n    {body}\n", "count", described=False) == RESULTS[body]


def test_a_method_is_told_with_the_parameters_of_the_one_that_it_overrides(tmp_path: Path) -> None:
    code = '''
    class Store:
        def get(self, key):
            """Return an item.

            Args:
                key: Under which it was put.
            """

    class Cache(Store):
        def get(self, key):
            """Return an item that is not too old."""
            return self.x[key]

    class Plain(Store):
        def get(self, key):
            return self.x[key]
    '''
    told = ["Call it as `cache.get(key)`:", "  `key`: under which it was put."]
    assert steps(tmp_path, code, "Cache.get") == told
    assert steps(tmp_path, code, "Plain.get") == ["Call it as `plain.get(key)`:", told[1]]


@pytest.mark.parametrize(
    ("docstring", "told"),
    [
        ("Join two texts.", ["Call it as `join(a, b)`."]),
        ("Join two texts.\n\n    Args:\n        a: The first.", ["Call it as `join(a, b)`:", "  `a`: the first."]),
        ("Join two texts.\n\n    Raises:\n        ValueError: If `a` is odd.", ["Call it as `join(a, b)`."]),
    ],
)
def test_what_the_description_says_is_not_said_again(tmp_path: Path, docstring: str, told: list[str]) -> None:
    assert steps(tmp_path, f'def join(a, b):\n    """{docstring}\n    """\n', "join") == told


@pytest.mark.parametrize(
    ("method", "path", "line", "receiver"),
    [
        ("get", "shop.App.get", "app.get('/')", "app"),
        ("get", "?.get", "site.get('/')", "site"),
        ("get", "shop.get", "shop.get('/')", "mixin"),
    ],
)
def test_a_method_is_called_on_what_the_documentation_calls_its_object(
    tmp_path: Path, method: str, path: str, line: str, receiver: str
) -> None:
    code = f'class RouteMixin:\n    def {method}(self, uri):\n        """Add a route.\n\n        Args:\n            uri: Path.\n        """\n'
    assert steps(tmp_path, code, f"RouteMixin.{method}", [(path, line)])[0] == f"Call it as `{receiver}.{method}(uri)`:"


def test_a_decorator_is_told_as_one_even_through_another_method(tmp_path: Path) -> None:
    code = '''
    class App:
        def route(self, uri, method="GET"):
            """Decorate a function as a handler.

            Args:
                uri: Path of the handler.

            Returns:
                Tuple of routes and the function.
            """
            def decorator(function):
                return function
            return decorator

        def get(self, uri):
            """Decorate a function as a handler of GET.

            Args:
                uri: Path of the handler.

            Returns:
                The handler.
            """
            return self.route(uri)
    '''
    told = "  `uri`: path of the handler."
    assert steps(tmp_path, code, "App.route") == ["Decorate a function with `@app.route(uri, method='GET')`:", told]
    assert steps(tmp_path, code, "App.get") == ["Decorate a function with `@app.get(uri)`:", told]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("extra = kwargs.pop('extra', 0)\n    if kwargs:\n        raise TypeError(kwargs)", []),
        ("if kwargs:\n        raise TypeError(kwargs)", ["Raises `TypeError` if `kwargs` is not empty."]),
        ("kinds = (int, str)\n    if not isinstance(a, kinds):\n        raise TypeError(a)", []),
        ("if not isinstance(a, int):\n        raise TypeError(a)", ["Raises `TypeError` if `a` is not an integer."]),
    ],
)
def test_conditions_hold_for_what_the_caller_passed(tmp_path: Path, body: str, told: list[str]) -> None:
    code = (
        f'def run(a, **kwargs):\n    """Run.\n\n    The text is long enough to be told in full.\n    """\n    {body}\n'
    )
    found = steps(tmp_path, code, "run", described=False)
    assert [one for one in found if one.startswith("Raises")] == told


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        ("When the text is odd, an error is raised with code 2.", "when the text is odd"),
        ("If it is empty, count() will raise it.", "if it is empty"),
        ("If the text, or its name, is empty.", "if the text, or its name, is empty"),
    ],
)
def test_a_condition_ends_before_what_follows_from_it(raised: str, told: str) -> None:
    (found,) = read(f"Count.\n\nRaises:\n    OddError: {raised}\n").raises
    assert found.condition == told


@pytest.mark.parametrize(
    ("test", "told"),
    [
        ("again and os.environ.get('SHOP_CHILD')", []),
        ("os.environ.get('SHOP_CHILD') and again", ["Reads the environment variable `SHOP_CHILD`."]),
        ("x(again) if again else os.environ['SHOP_CHILD']", []),
    ],
)
def test_a_variable_that_may_not_be_read_is_not_told(tmp_path: Path, test: str, told: list[str]) -> None:
    code = f'import os\n\ndef run(again):\n    """Run."""\n    if {test}:\n        x()\n'
    assert [one for one in steps(tmp_path, code, "run") if "SHOP_CHILD" in one] == told


def steps(
    folder: Path, code: str, name: str, uses: Sequence[tuple[str, str]] = (), *, described: bool = True
) -> list[str]:
    """Return the steps of an object of a module `shop` beside its description, those inside others indented.

    Args:
        folder: Where the module is written.
        code: Of the module.
        name: Of the object.
        uses: Paths that lines of the documentation use, with the lines.
        described: Whether its description says first what it can.
    """
    write_tree(folder, {"shop.py": dedent(code)})
    resolver = Resolver(Files(folder), [folder], sys.path)
    block = resolver.resolve(f"shop.{name}").block
    authored = tuple(_authored(path, line) for path, line in uses)
    project = Recorder(Answers(resolver))
    if described:
        return list(_lines(outline_of(replace(block, authored=authored), project)[1]))
    from tests.writers.offline.telling.told import told

    return told(folder, code, name)


def _authored(path: str, line: str) -> tuple[UsedPassage, tuple[Use, ...]]:
    use = Use(path=path, kind="call", line=1)
    return UsedPassage(Passage(file="docs/index.md", line=1, code=line, place="docs"), (use,)), (use,)


def _lines(found: Sequence[Step], indent: str = "") -> Iterator[str]:
    for step in found:
        yield indent + step.text
        yield from _lines(step.steps, indent + "  ")


PROSE = {
    "If `fast` is true, nothing is checked.": "  `fast`: if true, nothing is checked.",
    "If fast is True nothing is checked.": "  `fast`: if True nothing is checked.",
    "When fast is false, every row is checked.": "  `fast`: when false, every row is checked.",
    "`fast` is the way to do it.": "  `fast`: the way to do it.",
}


@pytest.mark.parametrize("sentence", PROSE)
def test_a_sentence_about_a_parameter_stands_with_the_call(tmp_path: Path, sentence: str) -> None:
    code = f'def join(a, fast=False):\n    """Join two texts. {sentence}"""\n    x(a, fast)\n'
    assert steps(tmp_path, code, "join") == ["Call it as `join(a, fast=False)`:", PROSE[sentence]]


@pytest.mark.parametrize(
    "after", ["Otherwise, all rows are checked.", "This takes long.", "However, this is seldom what users want."]
)
def test_a_sentence_about_a_parameter_stays_with_one_that_leans_on_it(tmp_path: Path, after: str) -> None:
    code = f'def join(a, fast=False):\n    """Join two texts. If `fast` is true, nothing is checked. {after}"""\n'
    assert steps(tmp_path, code, "join") == ["Call it as `join(a, fast=False)`."]


def test_no_single_option_is_picked_from_many(tmp_path: Path) -> None:
    code = '''
    from typing import Literal

    def paint(text, *, mode: Literal["flat", "round"] = "flat", size=1, depth=2, colour=None):
        """Paint a text."""
        return x(text)
    '''
    assert steps(tmp_path, code, "paint") == ["Call it as `paint(text, *, mode='flat', size=1, depth=2, colour=None)`."]


def test_nothing_is_sure_behind_an_end_that_nobody_can_foresee(tmp_path: Path) -> None:
    code = '''
    def compare(a, b, *, raises=True):
        """Compare two values."""
        message = different(a, b)
        if not message:
            return None
        if raises:
            raise AssertionError(message)
        return message
    '''
    assert not [one for one in steps(tmp_path, code, "compare") if "AssertionError" in one]


def test_a_cut_call_keeps_what_is_passed_by_position(tmp_path: Path) -> None:
    names = ", ".join(f"option_{number}=None" for number in range(14))
    code = f'def install(*args, {names}):\n    """Install packages."""\n    x(args)\n'
    assert steps(tmp_path, code, "install")[0].startswith("Call it as `install(*args)`")
