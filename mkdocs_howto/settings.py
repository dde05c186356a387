"""What a site asks for, as the core sees it: no host, no file format."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from mkdocs_howto.handler import PythonHandler
from mkdocs_howto.section import PARTS, Part, TocMode

DEFAULT_PATHS = ("src", ".")
"""Where packages of a project usually lie, seen from its configuration file."""
DEFAULT_EXAMPLES = ("examples", "tests", "README.md")
"""Where a project usually shows how it is used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a site asks for.

    Attributes:
        root: The project's folder; file references stay inside it.
        paths: Folders that hold the project's own packages, in order.
        search_paths: Where other packages are found.
        handler: What mkdocstrings' Python handler is told.
        auto: Patterns of paths: a section follows each directive of mkdocstrings that one matches.
        paths_option: The option that adds to `paths`, as messages name it.
        pins: Where sections are that the repository keeps; `None` where there are none.
        hidden_pins: Where they are while they are written anew; they are no documentation of the author's.
        cache: Where sections are kept; `None` keeps nothing.
        shared: Address of the store that machines share; `None` where there is none.
        shared_key_env: Name of the environment variable that holds the key its sections are signed with.
        shared_wait: Seconds to wait for a section that another machine is paying for.
        writer: Who writes sections that no store has.
        writer_settings: The options that concern the writer.
        heading_level: Level of a section's title.
        title: The title; `{name}` stands for the object's name.
        show: The parts to show.
        toc: What appears in the table of contents.
        language: Language of text written by a model.
        ignore: Codes of findings to leave out.
        examples: Folders and files that show how the project uses itself: examples, tests, README.
        on_rejected: Whether the offline text or the rejected one is shown where a model's text has errors.
        is_site: Whether what is asked for stands on the site's pages, not in a command's arguments.
        renew: Whether stale pins of a model's text are asked for as if they were not pinned.
        retry_rejected: Whether to pay again for what was rejected.
        older_prompt: Whether to pay again for what was written with another template of the prompt.
    """

    root: Path
    paths: tuple[Path, ...] = ()
    search_paths: tuple[str, ...] = ()
    handler: PythonHandler = field(default_factory=PythonHandler)
    auto: tuple[str, ...] = ()
    paths_option: str = "`paths` in mkdocs.yml"
    pins: Path | None = None
    hidden_pins: Path | None = None
    cache: Path | None = None
    shared: str | None = None
    shared_key_env: str | None = None
    shared_wait: float = 300.0
    writer: str = "offline"
    writer_settings: Mapping[str, object] = field(default_factory=dict)
    heading_level: int = 2
    title: str = ""
    show: tuple[Part, ...] = PARTS
    toc: TocMode = "section"
    language: str = "en"
    ignore: tuple[str, ...] = ()
    examples: tuple[Path, ...] = ()
    on_rejected: Literal["offline", "keep"] = "offline"
    is_site: bool = True
    renew: bool = False
    retry_rejected: bool = False
    older_prompt: bool = False


def interpreter_paths() -> tuple[str, ...]:
    """Return where the interpreter finds installed packages: read, never imported from.

    Python begins `sys.path` with the running script's folder or the working directory, then the folders of
    PYTHONPATH, then its own library (docs.python.org, "The initialization of the sys.path module search path").
    Plugins put folders of theirs in front. What differs with the way a build is started holds no installed
    packages, and would make every command start from nothing: of all that stands before the library, only
    PYTHONPATH counts.
    """
    library = str(Path(os.__file__).parent)
    if library not in sys.path:
        return tuple(dict.fromkeys(path for path in sys.path if path))
    start = sys.path.index(library)
    named = {str(Path(path).absolute()) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path}
    return tuple(dict.fromkeys([*(path for path in sys.path[:start] if path in named), *sys.path[start:]]))
