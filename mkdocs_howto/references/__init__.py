"""From placeholders in a page to the code they mean.

`placeholders` reads Markdown; `resolver` turns a reference into a `CodeBlock`. The second needs
griffe, so it is imported when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs_howto.references.files import Files
    from mkdocs_howto.references.resolver import Resolved, Resolver

__all__ = ["Files", "Resolved", "Resolver"]


def __getattr__(name: str) -> object:
    if name in {"Resolver", "Resolved"}:
        from mkdocs_howto.references import resolver

        return getattr(resolver, name)
    if name == "Files":
        from mkdocs_howto.references.files import Files

        return Files
    raise AttributeError(name)
