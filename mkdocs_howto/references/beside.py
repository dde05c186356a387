"""Find the directives of mkdocstrings that a section is to follow.

Facts about mkdocstrings: `::: path`, also with hashes before it, and a block of options indented by four spaces
(https://mkdocstrings.github.io/usage/#autodoc-syntax).
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase

from mkdocs_howto.handler import PythonHandler
from mkdocs_howto.references import placeholders
from mkdocs_howto.references.placeholders import Spot
from mkdocs_howto.section import Options, Placeholder

_DIRECTIVE = re.compile(r"(?P<before>[ \t>]*+(?:#{1,6}+[ ]*+)?)::: ?(?P<path>[^\W\d]\w*+(?:\.\w++)*+)[ \t]*+$")
_LEVEL = re.compile(r"^[ \t>]*+heading_level:[ ]*+([1-6])[ ]*+$", re.MULTILINE)
_ROOT = re.compile(r"^[ \t>]*+show_root_heading:[ ]*+(true|false)[ ]*+$", re.MULTILINE)
_LONGEST_LINE = 1_000


@dataclass(frozen=True, slots=True)
class Directives:
    """The directives of mkdocstrings that a section is to follow.

    Attributes:
        patterns: Patterns of paths, in which `*` stands for anything.
        handler: What mkdocstrings is told of headings.
    """

    patterns: tuple[str, ...]
    handler: PythonHandler

    def may_stand_in(self, text: str) -> bool:
        """Return whether a text can hold one; false for nearly every page."""
        return bool(self.patterns) and ":::" in text

    def places(self, text: str) -> list[Spot]:
        """Return a place below each directive whose path one of the patterns matches.

        A page that has a placeholder for a path needs none below its directive.

        Args:
            text: Markdown with any line endings, without front matter.
        """
        if not self.may_stand_in(text):
            return []
        lines = placeholders.lines_of(text)
        found = {}
        for index, line in enumerate(lines):
            directive = _DIRECTIVE.match(line) if len(line) <= _LONGEST_LINE and ":::" in line else None
            if directive and any(fnmatchcase(directive["path"], pattern) for pattern in self.patterns):
                found[index] = directive
                lines[index] = f"{directive['before']}::: howto {directive['path']}"
        if not found:
            return []
        # Where our own placeholder would be code or a comment, so is the directive.
        spots = placeholders.scan("\n".join(lines)).spots
        placed = {spot.reference for spot in spots if spot.line - 1 not in found}
        return [
            self._below(spot, directive, "\n".join(lines[slice(*spot.span)]))
            for spot in spots
            if (directive := found.get(spot.line - 1)) and directive["path"] not in placed
        ]

    def _below(self, spot: Spot, directive: re.Match[str], block: str) -> Spot:
        """Return the place below a directive and its options, for a section one level below its heading."""
        said, root = _LEVEL.search(block), _ROOT.search(block)
        hashes = directive["before"].count("#")
        above = hashes or (int(said[1]) if said else self.handler.heading_level)
        is_below = bool(hashes) or (root[1] == "true" if root else self.handler.has_root_heading)
        asked = Placeholder(
            reference=directive["path"], options=Options(heading_level=min(above + is_below, 6)), line=spot.line
        )
        end = spot.span[1]
        return dataclasses.replace(
            spot, placeholder=asked, error=None, reference=asked.reference, span=(end, end), keep=(), lead=spot.prefix
        )
