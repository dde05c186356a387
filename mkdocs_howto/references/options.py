"""The options a placeholder may carry, and what is wrong with the others."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Literal, get_args

from mkdocs_howto import plain_yaml
from mkdocs_howto.errors import BadOption
from mkdocs_howto.section import PARTS, Options, Part, TocMode

Where = Literal["page", "docstring"]
"""Whose text a placeholder stands in: a page's author may ask for more than a docstring may."""

ALLOWED: Mapping[Where, frozenset[str]] = {
    "page": frozenset({"heading_level", "title", "show", "language", "example", "ignore", "toc", "writer"}),
    # A docstring may come from a package that the site does not own.
    "docstring": frozenset({"heading_level", "title", "show"}),
}
_LONGEST = 4_000
"""Characters of one placeholder's options; far above any real ones, far below what takes long to read."""
_LONGEST_SHOWN = 80
"""Characters of a name or value that a message repeats."""
_WRAPPER = re.compile(r"(options|handler|selection|rendering)[ ]*+:")
_DASHED = re.compile(r"-[ ]++(\w++[ ]*+:.*+)")
_ASSIGNED = re.compile(r"[{ ]*+(\w++)[ ]*+=(?!=)(.*+)")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Control characters, line ends and lone surrogates, which no page and no log can hold."""


def from_yaml(text: str, *, where: Where) -> Options:
    """Read the indented block below a placeholder.

    Args:
        text: The block, dedented.
        where: Whose text it stands in.

    Raises:
        BadOption: The block is not a mapping of known options with values of the right kind.
    """
    _check_length(text)
    _refuse_foreign_forms(text)
    try:
        data = plain_yaml.read(text)
    except plain_yaml.UnreadableYaml as error:
        hint = _QUOTING if "mapping values" in error.problem else _SYNTAX
        raise BadOption(f"The block of options {error.problem}.", hint=hint) from error
    if not isinstance(data, dict):
        raise BadOption("The indented lines below the placeholder are not options.", hint=_SYNTAX)
    return from_mapping(data, where=where)


def _refuse_foreign_forms(text: str) -> None:
    """Raise an error for options in a form that other tools have: what it is, and what to write.

    mkdocstrings puts options below a line `options:` (https://mkdocstrings.github.io/usage/), before version 0.19
    below `selection:` and `rendering:`.
    """
    first = text.lstrip().partition("\n")[0].rstrip()
    if (wrapper := _WRAPPER.match(first)) is not None:
        raise BadOption(
            f"The block of options begins with `{wrapper[1]}:`.",
            hint=f"Leave the line `{wrapper[1]}:` out, and write each option right below the placeholder, indented by "
            "four spaces.",
        )
    if (dashed := _DASHED.match(first)) is not None:
        raise BadOption("The options are a list.", hint=f"Leave the dash out: `{shown(dashed[1])}`.")
    if (assigned := _ASSIGNED.match(first)) is not None:
        value = assigned[2].strip("\"'} ")
        raise BadOption(
            f"`{shown(first)}` is not an option.", hint=f"Write it with a colon: `{assigned[1]}: {shown(value)}`."
        )


def may_be_options(line: str, *, where: Where) -> bool:
    """True if a line looks like an option of a placeholder: it starts with the name of one and a colon.

    Args:
        line: The line without its indent.
        where: Whose text it stands in.
    """
    return line.partition(":")[0] in ALLOWED[where] and ":" in line


def from_words(text: str, *, where: Where) -> tuple[str, Options]:
    """Read `REF key=value …`, the inside of the comment form.

    Returns:
        The reference and its options.

    Raises:
        BadOption: A word is not `key=value`, or the option is wrong.
    """
    _check_length(text)
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise BadOption(
            f"The options cannot be read: {error}.", hint='Quote values with spaces: title="Add a row".'
        ) from error
    reference, pairs = (words[0], words[1:]) if words else ("", [])
    values: dict[str, str] = {}
    for word in pairs:
        key, equals, value = word.partition("=")
        if not equals:
            raise _not_a_pair(word, reference)
        values[key] = value
    return reference, from_texts(values, where=where)


def _not_a_pair(word: str, reference: str) -> BadOption:
    if reference.endswith((",", ";")) or word in {"and", "&", ","}:
        return BadOption(
            f"`{shown(reference)}` and `{shown(word)}` are more than one reference.",
            hint="Write a comment for each reference, on lines of their own.",
        )
    name = word.partition(":")[0]
    example = f'{name}="…"' if name in ALLOWED["page"] else 'title="Add a row"'
    return BadOption(
        f"`{shown(word)}` is not an option.", hint=f"Options of a comment are written key=value: {example}."
    )


def from_texts(values: Mapping[str, str], *, where: Where) -> Options:
    """Read options whose values are text, as those of a comment or of a fence are.

    A value in brackets is a list; any other is an unquoted scalar.

    Raises:
        BadOption: An option is wrong.
    """
    return from_mapping({key: _value_of(text) for key, text in values.items()}, where=where)


def _value_of(text: str) -> plain_yaml.Plain:
    _check_length(text)
    if not text.startswith("["):
        return plain_yaml.scalar(text)
    try:
        return plain_yaml.read(text)
    except plain_yaml.UnreadableYaml:
        # A title may start with a bracket.
        return text


def _check_length(text: str) -> None:
    if len(text) > _LONGEST:
        raise BadOption(f"The options are longer than {_LONGEST} characters.")


def from_mapping(data: Mapping[str, object], *, where: Where) -> Options:
    """Check names and values.

    Raises:
        BadOption: An option does not exist, is not allowed here, or has a wrong value.
    """
    values: dict[str, object] = {}
    for name, value in data.items():
        if name not in ALLOWED[where]:
            raise _not_allowed(name, where)
        values[name] = _CHECKS[name](name, value)
    return Options(**values)  # type: ignore[arg-type]  # each check returns its field's type


def _not_allowed(name: str, where: Where) -> BadOption:
    if name in ALLOWED["page"]:
        return BadOption(
            f"The option `{name}` is not allowed in a docstring.",
            hint=f"Docstrings may set {_listed(ALLOWED[where])}; put the placeholder in a page to set more.",
        )
    near = get_close_matches(name[:_LONGEST_SHOWN].lower(), ALLOWED[where], n=1)
    return BadOption(
        f"There is no option `{shown(name)}`" + (f"; did you mean `{near[0]}`?" if near else "."),
        hint=f"Options of a placeholder: {_listed(ALLOWED[where])}. All others belong in mkdocs.yml.",
    )


def _heading_level(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 6:
        raise _wrong(name, value, "a number from 1 to 6")
    return value


def _text(name: str, value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not text or UNPRINTABLE.search(text):
        raise _wrong(name, value, "one line of text")
    return text


def _show(name: str, value: object) -> tuple[Part, ...]:
    parts = value.replace(",", " ").split() if isinstance(value, str) else value
    if not isinstance(parts, list) or not parts or any(part not in PARTS for part in parts):
        raise _wrong(name, value, f"a list of {_listed(PARTS)}")
    return tuple(dict.fromkeys(parts))


def _codes(name: str, value: object) -> tuple[str, ...]:
    codes = value.replace(",", " ").split() if isinstance(value, str) else value
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise _wrong(name, value, "a list of finding codes")
    return tuple(dict.fromkeys(codes))


def _toc(name: str, value: object) -> TocMode:
    # YAML reads a bare `no` as false; `none` stays a word.
    for mode in get_args(TocMode):
        if value == mode:
            return mode  # type: ignore[no-any-return]
    raise _wrong(name, value, _listed(get_args(TocMode), last="or"))


_CHECKS: Mapping[str, Callable[[str, object], object]] = {
    "heading_level": _heading_level,
    "title": _text,
    "show": _show,
    "language": _text,
    "example": _text,
    "ignore": _codes,
    "toc": _toc,
    "writer": _text,
}

_SYNTAX = "Indent options by four spaces, one `name: value` a line, or leave a blank line before other text."


_QUOTING = 'Put quotes around a value that holds a colon: title: "Carts: a tour".'


def _wrong(name: str, value: object, expected: str) -> BadOption:
    return BadOption(f"The option `{name}` is {expected}, not `{shown(str(value))}`.")


def shown(text: str) -> str:
    """Return a text as a message may repeat it: printable, and short."""
    short = UNPRINTABLE.sub("?", text[:_LONGEST_SHOWN])
    return short if len(text) <= _LONGEST_SHOWN else f"{short}…"


def _listed(names: object, last: str = "and") -> str:
    words = [f"`{name}`" for name in (names if isinstance(names, tuple) else sorted(names))]  # type: ignore[call-overload]
    return ", ".join(words[:-1]) + f" {last} " + words[-1]
