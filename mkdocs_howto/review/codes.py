"""Every finding of the review: the table that the code, the command and the documentation share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mkdocs_howto.section import Finding, Part, Severity


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding.

    Attributes:
        code: Its stable name.
        severity: `error` keeps a section off the page.
        what: What it means, in one sentence.
        hint: What to do about it.
        about: Object of `fixtures/parcels.py` that the examples are about.
        part: Part of a section that the examples stand in.
        bad: A text that makes the finding.
        good: The same, put right.
    """

    code: str
    severity: Severity
    what: str
    hint: str
    about: str
    part: Part
    bad: str
    good: str


_TABLE = (
    Code(
        "missing-part",
        "error",
        "A section has a description, execution steps and a usage example.",
        "Write the part that is missing.",
        about="price",
        part="description",
        bad="",
        good="Computes the postage of a parcel from its `weight`.",
    ),
    Code(
        "too-long",
        "warning",
        "A section has at most 120 lines.",
        "Tell phases instead of single lines of code.",
        about="price",
        part="steps",
        bad="1. Raises `TooHeavy` if `weight` is greater than 30.\n" * 121,
        good=(
            "1. Raises `TooHeavy` if `weight` is greater than 30.\n2. Returns the product of `zone`, `weight` and 1.5."
        ),
    ),
    Code(
        "prompt-echo",
        "error",
        "The text repeats the instructions it was written by.",
        "Leave out everything that is not about the code.",
        about="price",
        part="description",
        bad="[Code usage example]",
        good="Computes the postage of a parcel from its `weight`.",
    ),
    Code(
        "unknown-identifier",
        "error",
        "A name between backticks exists neither in the code nor around it.",
        "Name things as the code names them.",
        about="price",
        part="description",
        bad="Computes the postage of a parcel from its `wieght`.",
        good="Computes the postage of a parcel from its `weight`.",
    ),
    Code(
        "missing-member",
        "warning",
        "A public member of the class is not told.",
        "Give each public method a step, or list the rest by name.",
        about="Parcel",
        part="steps",
        bad="1. `label` returns `name` and `weight` in one text.",
        good=("1. `label` returns `name` and `weight` in one text.\n2. `repack` adds 0.2 to `weight`."),
    ),
    Code(
        "missing-exception",
        "warning",
        "An exception that the code raises is not told.",
        "Say what is raised, and when.",
        about="price",
        part="steps",
        bad="1. Returns the product of `zone`, `weight` and 1.5.",
        good=(
            "1. Raises `TooHeavy` if `weight` is greater than 30.\n2. Returns the product of `zone`, `weight` and 1.5."
        ),
    ),
    Code(
        "missing-request",
        "warning",
        "An HTTP method that the code sends is not told.",
        "Name the method and where the request goes.",
        about="track",
        part="steps",
        bad=("1. Asks the carrier for `number`.\n2. Returns the text of the response."),
        good=("1. Sends a GET request for `number`.\n2. Returns the text of the response."),
    ),
    Code(
        "example-missing",
        "error",
        "There is no usage example.",
        "Show one call of the object.",
        about="price",
        part="example",
        bad="",
        good=("from parcels import price\n\nprint(price(2.5, zone=2))\n"),
    ),
    Code(
        "example-syntax",
        "error",
        "The example is not valid Python.",
        "Complete the line that is named.",
        about="price",
        part="example",
        bad=("from parcels import price\n\nprint(price(2.5)\n"),
        good=("from parcels import price\n\nprint(price(2.5, zone=2))\n"),
    ),
    Code(
        "example-import",
        "error",
        "The example imports what is not there.",
        "Import the object from where the project defines or exports it.",
        about="price",
        part="example",
        bad=("from parcels import prices\n\nprint(prices(2.5))\n"),
        good=("from parcels import price\n\nprint(price(2.5, zone=2))\n"),
    ),
    Code(
        "example-name",
        "error",
        "The example uses a name that nothing defines.",
        "Import or assign the name first.",
        about="price",
        part="example",
        bad=("from parcels import price\n\nprint(price(weight))\n"),
        good=("from parcels import price\n\nprint(price(2.5, zone=2))\n"),
    ),
    Code(
        "example-call",
        "error",
        "A call in the example does not fit the signature.",
        "Pass the arguments that the signature asks for; subclass what is abstract.",
        about="price",
        part="example",
        bad=("from parcels import price\n\nprint(price(2.5, 2))\n"),
        good=("from parcels import price\n\nprint(price(2.5, zone=2))\n"),
    ),
    Code(
        "example-attribute",
        "error",
        "The example uses an attribute that does not exist.",
        "Use a member that the class has.",
        about="Parcel",
        part="example",
        bad=('from parcels import Parcel\n\nparcel = Parcel(2.5)\nparcel.send()\nprint(parcel.label("Ada"))\n'),
        good=('from parcels import Parcel\n\nparcel = Parcel(2.5)\nprint(parcel.label("Ada"))\n'),
    ),
    Code(
        "example-await",
        "error",
        "The example awaits what cannot be awaited, or does not await what must be.",
        "Await coroutines inside `async def`; iterate over asynchronous generators with `async for`.",
        about="track",
        part="example",
        bad=('from parcels import track\n\nprint(track("RR123"))\n'),
        good=('import asyncio\n\nfrom parcels import track\n\nprint(asyncio.run(track("RR123")))\n'),
    ),
    Code(
        "example-unused",
        "error",
        "The example does not use the documented object.",
        "Call it where the example runs; of a class, use a member as well.",
        about="Parcel",
        part="example",
        bad=("from parcels import Parcel\n\nprint(Parcel(2.5))\n"),
        good=('from parcels import Parcel\n\nparcel = Parcel(2.5)\nprint(parcel.label("Ada"))\n'),
    ),
    Code(
        "example-echo",
        "error",
        "The example repeats the source instead of using it.",
        "Import the object and use it.",
        about="price",
        part="example",
        bad=(
            "class TooHeavy(Exception):\n"
            "    pass\n"
            "\n"
            "\n"
            "def price(weight: float, *, zone: int = 1) -> float:\n"
            '    """Compute the postage of a parcel."""\n'
            "    if weight > 30:\n"
            "        raise TooHeavy(weight)\n"
            "    return zone * weight * 1.5\n"
            "\n"
            "\n"
            "print(price(2.5))\n"
        ),
        good=("from parcels import price\n\nprint(price(2.5, zone=2))\n"),
    ),
    Code(
        "example-swallows",
        "error",
        "The example catches more than the code raises.",
        "Catch what the code raises, by name.",
        about="price",
        part="example",
        bad=(
            "from parcels import price\n\ntry:\n    print(price(2.5))\nexcept Exception as error:\n    print(error)\n"
        ),
        good=(
            "from parcels import TooHeavy, price\n"
            "\n"
            "try:\n"
            "    print(price(2.5))\n"
            "except TooHeavy as error:\n"
            "    print(error)\n"
        ),
    ),
    Code(
        "vague-term",
        "warning",
        "A word says nothing about what the code does.",
        "Name the action: checks, sends, stores, returns.",
        about="Parcel",
        part="steps",
        bad=("1. `label` handles `name` and `weight`.\n2. `repack` adds 0.2 to `weight`."),
        good=("1. `label` returns `name` and `weight` in one text.\n2. `repack` adds 0.2 to `weight`."),
    ),
    Code(
        "contradicts-code",
        "error",
        "The text claims what the code does not do.",
        "Tell it as the code does it.",
        about="price",
        part="description",
        bad="Computes the postage of a parcel; `zone` defaults to `3`.",
        good="Computes the postage of a parcel; `zone` defaults to `1`.",
    ),
    Code(
        "unsafe-markup",
        "error",
        "The text holds markup that could act in a page.",
        "Write plain sentences, and code between backticks.",
        about="price",
        part="description",
        bad="Computes the postage. <script>alert(1)</script>",
        good="Computes the postage.",
    ),
    Code(
        "unknown-link",
        "error",
        "The text links to a target that the code does not name.",
        "Leave the link out.",
        about="track",
        part="description",
        bad="`track` asks the [carrier](https://carrier-status.example).",
        good="`track` asks the carrier.",
    ),
)
CODES: Mapping[str, Code] = {code.code: code for code in _TABLE}


def found(code: str, message: str, words: str = "", line: int = 0) -> Finding:
    """A finding with the severity of its code."""
    return Finding(code, CODES[code].severity, message, words, line)
