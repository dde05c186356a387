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
_LONGEST_PATTERN = 1_000
_MOST_REPEATS = 2
"""Parts of a pattern that may match any number of characters: a search takes that power of its length, and one."""
_NO_REPEAT = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
"""What holds no repetition: an escaped character, and a set of characters."""


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
    rest = _NO_REPEAT.sub("x", text)
    return not re.search(r"\)[*+{]", rest) and len(re.findall(r"[*+{]", rest)) <= _MOST_REPEATS
