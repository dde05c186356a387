"""Decide which members of a module or class belong to its documentation.

Facts about mkdocstrings: the option `filters` of its Python handler
(https://mkdocstrings.github.io/python/usage/configuration/members/#filters).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

WILDCARD = ".*"
"""Ends a reference to all public members of a module or class."""
_LONGEST_NAME = 100
"""Characters of a name that a pattern of the site is tried on."""
_LONGEST_PATTERN = 200
_MOST_CHOICES = 3
"""Groups and repetitions of a pattern. A search may try all combinations of what each of them can match."""
_NO_CHOICE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\]){0,200}\]", re.DOTALL)
"""What holds no choice: an escaped character, and a set of characters."""
_CHOICE = re.compile(r"\((?:\?(?:P<\w+>|[:=!]|<[=!]))?|[*+?{]")
_REPEATED = re.compile(r"\)[*+?{]|\(\?[a-zA-Z-]*x")
"""A group that is repeated; the flag by which spaces do not count would hide one."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Rules by which members are shown: mkdocstrings' option `filters`.

    Attributes:
        patterns: Valid regular expressions; what one that begins with `!` matches is hidden. The last match decides.
            Where all patterns show members, what none matches is hidden.
        only_public: Whether griffe decides instead (`filters: public`): names in `__all__`, else those without `_`.
    """

    patterns: tuple[str, ...] = ("!^_[^_]",)
    only_public: bool = False

    def show(self, name: str, *, is_public: bool) -> bool:
        """Return whether a member is shown.

        Args:
            name: Its name.
            is_public: Whether griffe takes it for public.
        """
        if self.only_public:
            return is_public
        name = name[:_LONGEST_NAME]
        shown = [not pattern.startswith("!") for pattern in self.patterns if _matches(pattern.removeprefix("!"), name)]
        if shown:
            return shown[-1]
        return not self.patterns or any(pattern.startswith("!") for pattern in self.patterns)


def filters_of(option: object) -> Filters:
    """Return the filters that the option `filters` of mkdocstrings' Python handler asks for.

    Those that are invalid, and those that may take long for a name, are left out.
    """
    if option == "public":
        return Filters(only_public=True)
    if not isinstance(option, list):
        return Filters()
    return Filters(tuple(one for one in option if isinstance(one, str) and _is_pattern(one.removeprefix("!"))))


def _matches(pattern: str, name: str) -> bool:
    return re.search(pattern, name) is not None


def _is_pattern(text: str) -> bool:
    if len(text) > _LONGEST_PATTERN:
        return False
    try:
        re.compile(text)
    except (re.error, RecursionError, OverflowError):
        return False
    rest = _NO_CHOICE.sub("x", text)
    return _REPEATED.search(rest) is None and len(_CHOICE.findall(rest)) <= _MOST_CHOICES
