"""Files that an example writes before something reads them, of the kind that this is named for."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import ImportableBlock, Project
from mkdocs_howto.writers.offline.examples import results
from mkdocs_howto.writers.offline.examples.code import Code, Found
from mkdocs_howto.writers.offline.examples.synthesis.draft import Draft

_ANY = '"example.txt"'
"""A file of which nothing is known but that it is one."""
_TEXT = r'"Hello, world\n"'
_STREAM = r'"first\nsecond\n"'
"""What a stream holds of which nothing else is known."""
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_KINDS = {
    "cfg": "ini", "configparser": "ini", "csv": "csv", "htm": "html", "html": "html", "ini": "ini", "json": "json",
    "markdown": "md", "md": "md", "toml": "toml", "tomllib": "toml", "xml": "xml", "yaml": "yaml", "yml": "yaml",
}  # fmt: skip
"""Endings of file names, by words that tell what a function reads."""
_LONG = ("html", "json", "toml", "yaml")
"""Those of them that other words do not begin with."""
_CONTENT = {
    "csv": r'"name,age\nAda,36\n"',
    "html": r'"<p>Hello, world</p>\n"',
    "ini": r'"[user]\nname = Ada\n"',
    "json": r"""'{"name": "Ada", "age": 36}\n'""",
    "md": r'"# A Small Title\n\nHello, world\n"',
    "toml": r"""'name = "Ada"\nage = 36\n'""",
    "xml": r'"<user><name>Ada</name></user>\n"',
    "yaml": r'"name: Ada\nage: 36\n"',
}


@dataclass(frozen=True, slots=True)
class Files:
    """Writes such files into drafts."""

    block: ImportableBlock
    project: Project

    def read(self, draft: Draft, path: str, use: str) -> str:
        """A use of a function that the example has written a file for before, where it reads one.

        Args:
            draft: Holds how the object is made whose method it is.
            path: The function's; of a class, its constructor is meant.
            use: The call, or the statement that has it.
        """
        if _STREAM in use:
            return self._streamed(path, use)
        is_made = any(_ANY in row for row in draft.setup)
        found = Code(self.block, self.project).function(path) if is_made or _ANY in use else None
        files = results.files_read(found.node) if found is not None else set()
        if found is None or not ((_ANY in use and files - {"self"}) or (is_made and "self" in files)):
            return use
        kind = _kind(found, path)
        name = f'"example.{kind}"' if kind else _ANY
        draft.imports["from pathlib import Path"] = None
        rows = [row.replace(_ANY, name) for row in draft.setup]
        draft.setup[:] = [f"Path({name}).write_text({_CONTENT.get(kind, _TEXT)})", *rows]
        return use.replace(_ANY, name)

    def _streamed(self, path: str, use: str) -> str:
        """A use of a function in which a stream holds something of the kind that is read from it."""
        found = Code(self.block, self.project).function(path)
        content = _CONTENT.get(_kind(found, path), "") if found is not None else ""
        return use.replace(_STREAM, content) if content else use


def content_for(path: str) -> str:
    """Return a text of the form that the object at a path is named for, as source; empty where it is named for none."""
    words = [word.lower() for word in reversed(_WORDS.findall(path))]
    kind = next((_KINDS[word] for word in words if word in _KINDS), "") or _kind_of_package(path)
    return _CONTENT.get(kind, "").replace(r"\n'", "'").replace(r'\n"', '"')


def _kind(found: Found, path: str) -> str:
    """The ending of what a function reads, by its name, by that of what it is in, or by what it calls."""
    words = [word.lower() for word in reversed(_WORDS.findall(path))]
    calls = [node.func for node in results.own_nodes(found.node) if isinstance(node, ast.Call)]
    words += [dotted(called).partition(".")[0] for called in calls]
    return next((_KINDS[word] for word in words if word in _KINDS), "") or _kind_of_package(path)


def _kind_of_package(path: str) -> str:
    """The ending that a package or module is named for: `tomlkit`, `jsonutils`."""
    parts = path.lower().split(".")[:-1]
    return next((_KINDS[name] for part in parts for name in _LONG if part.startswith(name)), "")
