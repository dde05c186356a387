"""Pins: sections as files of the repository, read in pull requests and edited by hand.

One Markdown file for each reference, found by what its front matter says; `.base/` beside them keeps
what each was made from. Files may come from anyone who can open a pull request: sizes are bounded,
YAML is read as plain data, names are made from references and never taken from a file.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import msgspec

from mkdocs_howto import files, plain_yaml
from mkdocs_howto.errors import HowtoError
from mkdocs_howto.masking import masked_snapshot
from mkdocs_howto.section import Section, Shape, Snapshot
from mkdocs_howto.stores.entry import Record, kept_section

Subject: TypeAlias = tuple[str, str, str]
"""What a pin is about: the reference, the example file it asks for, and the language."""

LARGEST_PIN = 100_000
"""Characters of one file. A section has some thousands, and 40,000 at most."""

_LARGEST_BASE = 2_000_000
_LARGEST_HEAD = 4_000
_DEEPEST = 20
"""Levels of members in a shape."""
_LONGEST_NAME = 100
BASE = ".base"
"""The folder beside the pins that holds what each was made from."""

_NEW = ".new.md"
_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
"""What git leaves where two branches changed the same lines."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SAFE = re.compile(r"[^A-Za-z0-9._-]+")


class BrokenPin(HowtoError):
    """A pin's file that cannot be used.

    Attributes:
        file: The file, as messages name it.
        line: Line of what is wrong, from 1.
    """

    kind = "pin"

    def __init__(self, problem: str, file: str, line: int = 1, *, hint: str = "") -> None:
        super().__init__(problem, hint=hint)
        self.file = file
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class PinHead:
    """What the front matter of a pin says.

    Attributes:
        subject: What it is about.
        fingerprint: Of the code it was written from, or last approved for.
        writer: Who wrote it, e.g. `offline`.
        model: The model's name, if a model wrote it.
        digest: Of the text as it was generated.
        approved: Who accepted it, and when; empty when nobody did.
        ignore: Codes of findings to silence.
        line: The line of its file that the text starts at.
        head_line: The line that says what it is about.
    """

    subject: Subject
    fingerprint: str
    writer: str
    digest: str
    model: str | None = None
    approved: str = ""
    ignore: tuple[str, ...] = ()
    line: int = 1
    head_line: int = field(default=2, compare=False)

    @property
    def reference(self) -> str:
        """The reference it is about."""
        return self.subject[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin(PinHead):
    """A section that the repository keeps.

    Attributes:
        body: The text: three parts under their headings.
    """

    body: str

    @property
    def is_edited(self) -> bool:
        """Whether a person changed the text."""
        return body_digest(self.body) != self.digest


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPin(PinHead):
    """A pin without its text, which is read when it is shown.

    Attributes:
        name: Its file's name.
        body_digest: Of the text as it is in the file.
    """

    name: str
    body_digest: str

    @property
    def is_edited(self) -> bool:
        """Whether a person changed the text."""
        return self.body_digest != self.digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What a pin was made from.

    Attributes:
        text: The text as it was generated.
        section: Its values.
        links: Code as the section names it, to the object path it stands for.
        snapshot: The code at that time.
        record: Where the code was.
        approved: Digest of the text that a person accepted; empty when nobody did.
        reviewed: Version of the review when the text was made or accepted; 0 for what older versions wrote.
    """

    text: str
    section: Section
    snapshot: Snapshot
    record: Record
    links: dict[str, str] = field(default_factory=dict)
    approved: str = ""
    reviewed: int = 0


class _Head(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """The front matter."""

    reference: str
    fingerprint: str
    writer: str
    digest: str
    model: str | None = None
    example: str = ""
    language: str = "en"
    approved: str = ""
    ignore: list[str] = msgspec.field(default_factory=list)


def body_digest(body: str) -> str:
    """The digest of a text; ends of lines and blank lines around it do not count."""
    return "sha256:" + hashlib.sha256(_plain(body).encode("utf-8", "surrogatepass")).hexdigest()[:32]


class PinFolder:
    """All pins of a site."""

    def __init__(self, folder: Path, shown: str, report: Callable[[BrokenPin], None] | None = None) -> None:
        """Open a folder, which need not exist.

        Args:
            folder: Where the pins are.
            shown: The folder as messages name it.
            report: Hears of every file that cannot be used.
        """
        self.folder = folder
        self.shown = shown.rstrip("/")
        self._report = report or (lambda _: None)

    @cached_property
    def broken(self) -> list[BrokenPin]:
        """Files that cannot be used."""
        return self._all[1]

    @cached_property
    def _all(self) -> tuple[dict[Subject, FiledPin], list[BrokenPin]]:
        found: dict[Subject, FiledPin] = {}
        broken: list[BrokenPin] = []
        for path in self._files():
            try:
                pin = _filed(self._read(path), path.name)
                if pin.subject in found:
                    other = f"{self.shown}/{found[pin.subject].name}"
                    raise BrokenPin(f"`{pin.reference}` is pinned by {other} already.", self._name(path))
            except BrokenPin as error:
                broken.append(_without_frames(error))
                self._report(error)
            else:
                found[pin.subject] = pin
        return found, broken

    def __len__(self) -> int:
        """Return the number of pins that can be used."""
        return len(self._all[0])

    def __iter__(self) -> Iterator[Pin]:
        """Yield the pins that there are now; each is read when its turn comes."""
        return self._with_bodies(list(self._all[0]))

    def of(self, subject: Subject) -> Pin | None:
        """Return the pin of a reference, read from its file; `None` when there is none that can be used."""
        filed = self._all[0].get(subject)
        if filed is None:
            return None
        try:
            pin = self._read(self.folder / filed.name)
        except BrokenPin as error:  # It was whole when this process began.
            del self._all[0][subject]
            self._all[1].append(_without_frames(error))
            self._report(error)
            return None
        return pin if pin.subject == subject else None

    def about(self, reference: str) -> Iterator[Pin]:
        """Yield the pins about a reference, in any language and with any example."""
        return self._with_bodies([subject for subject in self._all[0] if subject[0] == reference])

    def _with_bodies(self, subjects: Iterable[Subject]) -> Iterator[Pin]:
        return (pin for subject in subjects if (pin := self.of(subject)) is not None)

    def orphans(self, asked: Collection[Subject]) -> list[FiledPin]:
        """Return the pins that no placeholder asks for.

        Args:
            asked: What placeholders ask for.
        """
        return [pin for pin in self._all[0].values() if pin.subject not in asked]

    def path(self, subject: Subject) -> Path:
        """The file of a pin, or the one that it would have."""
        found = self._all[0].get(subject)
        return self.folder / (found.name if found else self._free_name(subject))

    def shown_path(self, subject: Subject) -> str:
        """A pin's file as messages name it."""
        return f"{self.shown}/{self.path(subject).name}"

    def usual_path(self, subject: Subject) -> str:
        """The file that a pin has unless another took its name, as messages name it."""
        return f"{self.shown}/{_names(subject)[0]}"

    def beside(self, pin: PinHead) -> Pin | None:
        """The text that could not be merged and stands beside a pin."""
        path = self._beside(self.path(pin.subject))
        try:
            return self._pin_at(path) if path.is_file() else None
        except BrokenPin:
            return None

    def shown_beside(self, pin: PinHead) -> str:
        """The file of the text beside a pin, as messages name it."""
        return self._name(self._beside(self.path(pin.subject)))

    def remove_beside(self, pin: PinHead) -> None:
        """Remove the text that could not be merged."""
        files.remove(self._beside(self.path(pin.subject)))

    def base(self, pin: Pin) -> Base | None:
        """What a pin was made from; `None` when that is not known, or is another text's."""
        path = self._base_path(self.path(pin.subject))
        # The second is there when a process was killed while it wrote.
        return _base_of(pin, path) or _base_of(pin, _next(path))

    def write(self, pin: Pin, base: Base | None) -> Path:
        """Keep a pin and what it was made from; what stood there is replaced.

        Raises:
            OSError: The folder cannot be written.
        """
        path = self.path(pin.subject)
        kept = self._base_path(path)
        if base is not None:
            # Formatted, so that a pull request shows what changed in it.
            kept_base = dataclasses.replace(base, snapshot=masked_snapshot(base.snapshot))
            text = msgspec.json.format(msgspec.json.encode(kept_base), indent=1)
            files.replace(_next(kept), text + b"\n")
        files.replace(path, _written(pin))
        self._all[0][pin.subject] = _filed(pin, path.name)
        if base is not None:
            files.move(_next(kept), kept)
        self.remove_beside(pin)
        return path

    def write_beside(self, pin: Pin) -> Path:
        """Put the text that could not be merged beside the pin.

        Raises:
            OSError: The folder cannot be written.
        """
        path = self._beside(self.path(pin.subject))
        files.replace(path, _written(pin))
        return path

    def remove(self, pin: PinHead) -> None:
        """Remove a pin and all that belongs to it.

        Raises:
            OSError: The folder cannot be written.
        """
        path = self.path(pin.subject)
        base = self._base_path(path)
        for file in (path, self._beside(path), *([] if base.parent.is_symlink() else [base, _next(base)])):
            files.remove(file)
        self._all[0].pop(pin.subject, None)

    def _files(self) -> list[Path]:
        try:
            files.refuse_links(self.folder)
            paths = sorted(self.folder.glob("*.md"))
        except OSError:
            return []
        return [path for path in paths if not path.name.endswith(_NEW) and not path.name.startswith(".")]

    def _read(self, path: Path) -> Pin:
        pin, name = self._pin_at(path), self._name(path)
        if path.name.casefold() not in {one.casefold() for one in _names(pin.subject)}:
            hint = f"Its file would be {self.shown}/{_names(pin.subject)[0]}; run `mkdocs-howto pin` to make it."
            raise BrokenPin(f"It claims to be about `{_cut(pin.reference)}`.", name, pin.head_line, hint=hint)
        return pin

    def _pin_at(self, path: Path) -> Pin:
        name = self._name(path)
        try:
            if path.is_symlink():
                raise BrokenPin("A pin is a file, not a link.", name)
            if not path.is_file():
                raise BrokenPin("A pin is a file.", name)
            if path.stat().st_size > 4 * LARGEST_PIN:
                raise BrokenPin(f"It is longer than {LARGEST_PIN} characters.", name)
            text = path.read_text(encoding="utf-8-sig")
            if len(text) > LARGEST_PIN:
                raise BrokenPin(f"It is longer than {LARGEST_PIN} characters.", name)
        except (OSError, UnicodeDecodeError) as error:
            raise BrokenPin(f"It cannot be read: {error}.", name) from error
        if mark := _CONFLICT.search(text):
            line = text.count("\n", 0, mark.start()) + 1
            hint = "Keep the text that is right; of `fingerprint` and `digest` either; then `mkdocs-howto approve`."
            raise BrokenPin("It holds marks of a merge that nobody finished.", name, line, hint=hint)
        head, body, line = _parted(text, name)
        return dataclasses.replace(_pin(_head(head, name), body, line), head_line=_line(head, "reference"))

    def _name(self, path: Path) -> str:
        # A name may hold anything but a slash; in a log it must not look like a line of its own.
        return f"{self.shown}/{_printable(path.name)}"

    def _free_name(self, subject: Subject) -> str:
        """A file name that no other pin has, also where case does not count."""
        taken = {pin.name.casefold() for pin in self._all[0].values()}
        with suppress(OSError):
            taken |= {path.name.casefold() for path in self.folder.iterdir()}
        plain, marked = _names(subject)
        return plain if plain != marked and plain.casefold() not in taken else marked

    def _base_path(self, path: Path) -> Path:
        return self.folder / BASE / f"{path.stem}.json"

    def _beside(self, path: Path) -> Path:
        return path.with_name(f"{path.stem}{_NEW}")


def _without_frames(error: BrokenPin) -> BrokenPin:
    """Return an error that does not keep the text of its file alive by the frames it went through."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


def _next(path: Path) -> Path:
    """Where a base stands until its pin is written: a pin and what it was made from change together."""
    return path.with_name(f".{path.name}.next")


def _base_of(pin: Pin, path: Path) -> Base | None:
    try:
        files.refuse_links(path.parent)
        files.refuse_irregular(path)
        if path.stat().st_size > _LARGEST_BASE:
            return None
        base = _base.decode(path.read_bytes())
    except (OSError, msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    section = kept_section(base.section)
    if section is None or body_digest(base.text) != pin.digest or not _is_shallow(base.snapshot.shape):
        return None
    return dataclasses.replace(base, section=section)


def _is_shallow(shape: Shape) -> bool:
    """True if members are not nested deeper than functions may follow them by calls."""
    level = [shape]
    for _ in range(_DEEPEST):
        level = [member for one in level for member in one.members]
    return not level


def _names(subject: Subject) -> tuple[str, str]:
    """The plain and the unmistakable file name for a reference; equal where the plain one would not do."""
    words = _SAFE.sub("-", subject[0])
    mark = hashlib.sha256("\0".join(subject).encode("utf-8", "surrogatepass")).hexdigest()[:8]
    safe = words.lstrip(".-")[:_LONGEST_NAME].rstrip(".") or "pin"
    if files.is_device(safe):
        safe = f"_{safe}"
    marked = f"{safe}-{mark}.md"
    is_plain = safe == subject[0] and subject[1:] == ("", "en") and not safe.endswith(_NEW.removesuffix(".md"))
    return (f"{safe}.md" if is_plain else marked), marked


def _parted(text: str, name: str) -> tuple[str, str, int]:
    """Front matter, body, and the line the body starts at."""
    lines = text.replace("\r\n", "\n").split("\n")
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == "---"), None)
    if not lines or lines[0].rstrip() != "---" or end is None:
        hint = "It starts with front matter between two lines `---`; restore it, or delete the file."
        raise BrokenPin("It has no front matter.", name, hint=hint)
    head = "\n".join(lines[1:end])
    if len(head) > _LARGEST_HEAD:
        raise BrokenPin(f"Its front matter is longer than {_LARGEST_HEAD} characters.", name)
    rest = lines[end + 1 :]
    blank = next((number for number, line in enumerate(rest) if line.strip()), len(rest))
    return head, "\n".join(rest[blank:]).rstrip() + "\n", end + 2 + blank


def _head(text: str, name: str) -> _Head:
    try:
        data = plain_yaml.read(text)
    except plain_yaml.UnreadableYaml as error:
        raise BrokenPin(f"Its front matter {_cut(error.problem)}.", name, error.line + 1) from error
    try:
        head = msgspec.convert(data, _Head)
    except msgspec.ValidationError as error:
        raise BrokenPin(f"Its front matter is wrong: {_cut(str(error))}.", name, _line_of(error, text)) from error
    for key, value in msgspec.to_builtins(head).items():
        if isinstance(value, str) and _CONTROL.search(value):
            raise BrokenPin(f"`{key}` is not one line of plain text.", name, _line(text, key))
    return head


def _line_of(error: Exception, head: str) -> int:
    """The line of the file that holds the key an error is about."""
    key = re.search(r"\$\.(\w+)|unknown field `(\w+)`", str(error))
    return _line(head, key[1] or key[2]) if key else 1


def _line(head: str, key: str) -> int:
    """The line of the file that holds a key."""
    return next((number for number, line in enumerate(head.split("\n"), start=2) if line.startswith(key)), 1)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 200 else f"{line[:200]} …"


def _pin(head: _Head, body: str, line: int) -> Pin:
    return Pin(
        subject=(head.reference, head.example, head.language),
        fingerprint=head.fingerprint,
        writer=head.writer,
        model=head.model,
        digest=head.digest,
        approved=head.approved.strip(),
        ignore=tuple(dict.fromkeys(head.ignore)),
        body=body,
        line=line,
    )


def _filed(pin: Pin, name: str) -> FiledPin:
    head = {one.name: getattr(pin, one.name) for one in dataclasses.fields(PinHead)}
    return FiledPin(**head, name=name, body_digest=body_digest(pin.body))


def _written(pin: Pin) -> bytes:
    import yaml

    reference, example, language = pin.subject
    head = _Head(
        reference=reference,
        fingerprint=pin.fingerprint,
        writer=pin.writer,
        digest=pin.digest,
        model=pin.model,
        example=example,
        language=language,
        approved=pin.approved,
        ignore=list(pin.ignore),
    )
    data = msgspec.to_builtins(head)
    # No `sort_keys`: what it is about comes first. No `width`: one line for each key.
    front = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=2**20)
    body = pin.body.strip("\n")
    return f"---\n{front}---\n\n{body}\n".encode("utf-8", "surrogatepass")


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in text)


def _plain(body: str) -> str:
    """A text without what editors and version control change by themselves; two spaces at an end break a line."""
    lines = [line.rstrip() + ("  " if line.rstrip() and line.endswith("  ") else "") for line in body.splitlines()]
    return "\n".join(lines).strip("\n") + "\n"


_base = msgspec.json.Decoder(Base)
