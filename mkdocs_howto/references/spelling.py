"""Recognise references that are spelled in another tool's way, and say how to spell them here.

Spellings come from: pytest's node ids (`file.py::Class::method`), entry points (`pkg.mod:Class`), the places that
ruff, mypy and grep print (`file.py:10:5`), import statements, Sphinx roles, Markdown links and GitHub's addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# Every pattern reads each character once: repeats give nothing back.
_IMPORT = re.compile(r"(?:from\s++(?P<module>[\w.]++)\s++)?import\s++(?P<names>.++)$")
_LINES = re.compile(
    r"(?P<file>[^:#,\s]++)(?P<mark>[:#]++|,?\s++lines?\s++)L?(?P<first>\d++)"
    r"(?:\s*+(?P<between>-|–|:|,|\.\.)\s*+L?(?P<last>\d++))?:?$"
)
_OPTION = re.compile(r"(?P<reference>[^\s()]++)\s++\{?\s*+(?P<name>[A-Za-z_-]++)\s*+[=:]\s*+(?P<value>.*+)$")
_BRACES = re.compile(r"\S++\s++\{")
_BETWEEN = re.compile(r"[,;&\s]++")
_ARGUMENTS = re.compile(r"\([^()]*+\)|\[[^\[\]]*+\]")
_ADDRESS = re.compile(r"\w++://")
_BLOB = re.compile(r"/(?:blob|raw|tree)/[^/]++/(?P<file>.++)$")
_ROLE = re.compile(r"(?:(?::\w++)++:|\{[\w:]++\})`~?(?P<inside>[^`]++)`$")
_LINK = re.compile(r"\[`?(?P<text>[^\]`]++)`?\](?:\[|\()")
_KEYWORDS = re.compile(r"(?:(?::::\s*+)?howto|:::|async|class|def)\s++")
_SEPARATOR = re.compile(r"::|->|[:/\\#]")
_AROUND = " \t`'\"*~@!<>[](){}.,;:"
_LONGEST = 300
"""Characters of a reference that is looked at; whatever is longer was not mistyped."""


@dataclass(frozen=True, slots=True)
class Misspelling:
    """What is wrong with a reference.

    Attributes:
        problem: What it is, to be put behind the reference.
        meant: References that could have been meant, the likeliest first.
        hint: What to do, where that is more than to write one of `meant`.
    """

    problem: str
    meant: tuple[str, ...] = ()
    hint: str = ""


def misspelling(reference: str) -> Misspelling | None:
    """Return what is wrong with the spelling of a reference, or `None` if nothing is recognised.

    Args:
        reference: A reference that is neither a dotted path nor an existing file.
    """
    if len(reference) > _LONGEST or "{{" in reference:
        return None
    readers: tuple[Callable[[str], Misspelling | None], ...] = (
        _address, _import, _lines, _with_options, _several, _respelled, _with_text,
    )  # fmt: skip
    return next((found for reader in readers if (found := reader(reference.strip())) is not None), None)


def _address(reference: str) -> Misspelling | None:
    if not _ADDRESS.match(reference):
        return None
    blob = _BLOB.search(reference)
    hint = "Write the dotted path of installed code (shop.cart.Cart), or a file of this project (shop/cart.py)."
    return Misspelling("is an address on the web, not a reference", (blob["file"],) if blob else (), hint)


def _import(reference: str) -> Misspelling | None:
    if not (match := _IMPORT.match(reference)):
        return None
    names = [name.split()[0] for name in match["names"].strip("() ").split(",") if name.strip()]
    before = f"{match['module']}." if match["module"] else ""
    meant = tuple(before + name for name in names)
    return Misspelling("is an import, not a reference", meant, _one_each(meant) if len(meant) > 1 else "")


def _lines(reference: str) -> Misspelling | None:
    match = _LINES.match(reference)
    if match is None or not match["file"].endswith((".py", ".pyi")):
        return None
    # After a colon the second number of `file.py:10:5` is a column; after `#` it is a line.
    is_column = match["between"] == ":" and "#" not in match["mark"]
    last = "" if is_column or not match["last"] else f"-L{match['last']}"
    return Misspelling("does not name lines as references do", (f"{match['file']}#L{match['first']}{last}",))


def _with_options(reference: str) -> Misspelling | None:
    match = _OPTION.match(reference)
    if match is None and not _BRACES.match(reference):
        return None
    name, value = (match["name"], match["value"].strip("\"'} ")) if match else ("title", "Add a row")
    hint = f"Options go below the placeholder, indented by four spaces, one a line: `    {name}: {value or '…'}`"
    return Misspelling("holds options behind the reference", (), f"{hint}.")


def _several(reference: str) -> Misspelling | None:
    parts = [part for part in _BETWEEN.split(_ARGUMENTS.sub("", reference)) if part and part != "and"]
    if len(parts) < 2 or not all(_may_be_reference(part) for part in parts):
        return None
    if parts[0] in {"async", "class", "def", "howto", ":::"}:
        return None
    return Misspelling("is more than one reference", (), _one_each(parts))


def _may_be_reference(text: str) -> bool:
    return any(_dotted(text)) or text.strip(_AROUND).endswith((".py", ".pyi"))


def _one_each(references: tuple[str, ...] | list[str]) -> str:
    first, second, *others = references
    more = ", and so on" if others else ""
    return f"One reference each: `::: howto {first}` and, below an empty line, `::: howto {second}`{more}."


def _respelled(reference: str) -> Misspelling | None:
    if reference.startswith(("/", "\\", "../", "..\\")):
        return None  # It leads out of the project.
    meant = tuple(dict.fromkeys(path for path in _dotted(reference) if path != reference))
    is_file = reference.endswith((".py", ".pyi"))
    problem = "cannot be found: there is no such file" if is_file else "is not a reference"
    return Misspelling(problem, meant) if meant else None


def _with_text(reference: str) -> Misspelling | None:
    first, _, other = reference.partition(" ")
    return Misspelling("holds text behind the reference", (first.strip(_AROUND),)) if other else None


def _dotted(reference: str) -> Iterator[str]:
    """Yield the dotted paths, and the file, that a text could stand for."""
    plain = reference
    if (around := _ROLE.match(plain) or _LINK.match(plain)) is not None:
        plain = around[1]
    while (keyword := _KEYWORDS.match(plain)) is not None:
        plain = plain[keyword.end() :]
    plain = plain.strip(_AROUND)
    for opening in "([":
        plain = plain.partition(opening)[0].rstrip()
    file, is_file, name = plain.partition(".py")
    name = name.removeprefix("i")
    if is_file and (not name or not name[0].isidentifier()):
        if not name and "/" not in plain and "\\" not in plain:
            yield f"{file.replace('.', '/')}.py"
        plain = file + name
    parts = [part for part in _SEPARATOR.sub(".", plain).split(".") if part]
    if parts and parts[-1] == "__init__":
        del parts[-1]
    if parts and all(part.isidentifier() for part in parts):
        # `src/shop/cart.py` is the module `shop.cart`: leading folders are no packages.
        yield from (".".join(parts[start:]) for start in range(len(parts)))
