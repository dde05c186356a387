"""Register the anchors of sections with mkdocs-autorefs, so that `[text][howto-…]` links to them from any page.

autorefs finds by itself only what the table of contents of a page lists: the titles of sections, where attribute
lists are on. Facts about it: mkdocstrings.github.io/autorefs, "Developer guide"; mkdocs-autorefs 1.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink

_ANCHOR = re.compile(r'<(?:h[1-6]|span|strong)\b[^<>]*? id="(howto-[^"<>]+)"')
"""The opening tag of a section's title or of the name of a part."""


def register_anchors(autorefs: object, files: Files) -> None:
    """Register the anchors of all sections of a site.

    autorefs warns about a reference with several primary addresses. A section may stand on several pages, so that
    only its first address is primary; where a table of contents lists the anchor, autorefs has made it primary.

    Args:
        autorefs: The plugin of that name; nothing is done where it is another than mkdocs-autorefs.
        files: The site's files, whose pages have been converted.
    """
    from mkdocs_autorefs import AutorefsPlugin

    if not isinstance(autorefs, AutorefsPlugin):
        return
    pages = [file.page for file in files.documentation_pages() if file.page is not None and file.page.content]
    primary = {anchor for page in pages for anchor in _listed(page.toc)}
    for page in pages:
        for anchor in _anchors(page):
            autorefs.register_anchor(page, anchor, primary=anchor not in primary)
            primary.add(anchor)


def _anchors(page: Page) -> list[str]:
    """Return the ids of sections and their parts in a converted page."""
    return _ANCHOR.findall(page.content) if page.content and '"howto-' in page.content else []


def _listed(links: Iterable[AnchorLink]) -> Iterator[str]:
    """Yield the ids that a table of contents lists."""
    for link in links:
        yield link.id
        yield from _listed(link.children)
