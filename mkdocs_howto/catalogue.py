"""Values that the cache keeps of the files of a project's documentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mkdocs_howto.authored import UsedPassage


class Signature(NamedTuple):
    """Numbers by which the file system tells that a file was changed.

    Git compares the same numbers (gitformat-index, "Index entry"): an edit that keeps the size and sets the
    modification time back still changes `changed`, and a file that was replaced has another `inode`.

    Attributes:
        size: Bytes.
        modified: Time of the last modification, in nanoseconds.
        changed: Time of the last change of the file's status, in nanoseconds.
        inode: Number of the file.
    """

    size: int
    modified: int
    changed: int
    inode: int


class Seen(NamedTuple):
    """A file as a build saw it.

    Attributes:
        digest: Digest of its bytes; empty where it could not be read.
        signature: Its signature; `None` where a later edit could have the same one.
    """

    digest: str
    signature: Signature | None


@dataclass(frozen=True, slots=True)
class Page:
    """Facts about a file of the documentation, apart from its programs.

    Attributes:
        programs: Digest of its programs, of what they use and of the words around them.
        row: Key under which the programs are kept.
        targets: Paths of other pages that it names, in a navigation or a `toctree`, as written.
        includes: Paths of the files that it includes, as written, each with the digest of the file; empty where
            there is none.
        cost: What reading it takes: its characters, and something for each line and program.
        about: Of a README, what it says that the project is.
    """

    programs: str
    row: str
    targets: tuple[str, ...] = ()
    includes: tuple[tuple[str, str], ...] = ()
    cost: int = 0
    about: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The files of a project's documentation as builds have seen them.

    Attributes:
        files: Files by their POSIX path relative to the project.
        pages: What files hold, by the digest of their content and of all else that decides how they are read.
    """

    files: Mapping[str, Seen] = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Update:
    """Changes of the catalogue that a build hands to the cache.

    Attributes:
        key: Key of the catalogue.
        catalogue: The catalogue.
        programs: Programs that are to be added, by the key of their row.
        gone: Keys of rows that no page of the catalogue needs any more.
    """

    key: str
    catalogue: Catalogue
    programs: Mapping[str, tuple[UsedPassage, ...]]
    gone: frozenset[str]
