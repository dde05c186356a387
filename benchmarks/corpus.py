"""Packages of PyPI, at the versions named in `packages.txt`: their code, and the texts published with it.

Everything is downloaded once, below `.cache/corpus`, and only read.
"""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache/corpus"
_LINK = re.compile(r'<a href="([^"#]+)[^>]*>([^<]+)</a>')
_TEXTS = {".md", ".rst", ".txt"}


@dataclass(frozen=True)
class Package:
    """One package, unpacked.

    Attributes:
        name: As on PyPI.
        version: The pinned one.
        code: Folder with its importable modules, from the wheel.
        source: Folder with its sdist: documentation, examples, tests.
    """

    name: str
    version: str
    code: Path
    source: Path

    @property
    def modules(self) -> list[str]:
        """Names of its top-level modules."""
        folders = [path.parent.name for path in self.code.glob("*/__init__.py")]
        return sorted({*folders, *(path.stem for path in self.code.glob("*.py"))})

    def texts(self) -> Iterator[Path]:
        """README and documentation, in a fixed order."""
        for path in sorted(self.source.rglob("*")):
            parts = path.relative_to(self.source).parts
            if path.suffix in _TEXTS and (len(parts) == 1 or parts[0] in {"docs", "doc"}):
                yield path


def packages(listed: Path = ROOT / "benchmarks/packages.txt") -> Iterator[Package]:
    """The packages of a list, each line `name==version`; downloaded where they are missing."""
    for line in listed.read_text(encoding="utf-8").split():
        name, _, version = line.partition("==")
        package = Package(name, version, FOLDER / f"{name}-{version}/code", FOLDER / f"{name}-{version}/source")
        if not package.source.is_dir():
            _download(package)
        yield package


def _download(package: Package) -> None:
    # The index of files that every mirror has: https://packaging.python.org/specifications/simple-repository-api/
    index = httpx.get(f"https://pypi.org/simple/{package.name}/", timeout=60, follow_redirects=True)
    stem = re.compile(rf"{package.name.replace('-', '[-_.]')}-{re.escape(package.version)}[-.]", re.IGNORECASE)
    links = dict(_LINK.findall(index.raise_for_status().text))
    names = [name for name in links.values() if stem.match(name)]
    urls = {name: url for url, name in links.items()}
    wheels = sorted((name for name in names if name.endswith(".whl")), key=_preference)
    with zipfile.ZipFile(_fetched(urls[wheels[0]])) as opened:
        opened.extractall(package.code)
    with tarfile.open(fileobj=_fetched(next(urls[name] for name in names if name.endswith(".tar.gz")))) as archive:
        members = archive.getmembers()
        for member in members:
            member.name = member.name.partition("/")[2]  # without the folder that holds all
        archive.extractall(package.source, [member for member in members if member.name], filter="data")


def _preference(wheel: str) -> tuple[bool, bool, str]:
    """Pure Python first, then one for this kind of machine."""
    return (not wheel.endswith("-none-any.whl"), "cp311" not in wheel or "manylinux" not in wheel, wheel)


def _fetched(url: str) -> io.BytesIO:
    return io.BytesIO(httpx.get(url, timeout=120, follow_redirects=True).raise_for_status().content)
