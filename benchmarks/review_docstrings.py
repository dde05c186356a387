"""How often the review calls wrong what an author says of the own code.

Takes the prose of the docstrings of all public functions, methods and classes of 40 packages of
`packages.txt` and reviews it as the description of the object it stands in. An error is false unless
the author is wrong; every error is printed for a reader to decide. Left out: indented text, sessions,
field lists and the parts of Google and NumPy style, which are no sentences.

    pip install -e '.[test]' && python benchmarks/review_docstrings.py
"""

from __future__ import annotations

import hashlib
import inspect
import re
import sys
from collections import Counter
from collections.abc import Iterator

import griffe
from corpus import Package, packages

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.errors import HowtoError
from mkdocs_howto.reading import Reading
from mkdocs_howto.settings import Settings, interpreter_paths

_PACKAGES = 40
_JUDGED = {"contradicts-code", "unknown-identifier"}
_ROLE = re.compile(r":(?:[a-z]+:)?[a-z]+:`(?:[^`<]*<)?[~!.]*([^`>]+)>?`")
_PART = re.compile(
    r"^(?:args?|arguments?|params?|parameters|returns?|yields?|raises|examples?|usage|notes?|see also|attributes|warns"
    r"|references|todo|keyword arguments)\s*:?\s*$",
    re.IGNORECASE,
)
_NO_PROSE = re.compile(r"^(?:\s|>>>|:\w|@\w|\.\. |[-=~*#|+]{2}|[-*•] )")


def main() -> None:
    """Review every docstring, print each error and the sums."""
    sentences: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    for package in chosen():
        build = Build(
            Settings(root=package.code, paths=(package.code,), search_paths=interpreter_paths()), lambda *_: None
        )
        for path, text in _docstrings(package):
            try:
                findings = build.reviewed(Request(path), Reading(description=((1, text),)))
            except HowtoError:
                continue
            sentences[package.name] += len(re.findall(r"[.!?](?:\s|$)", text))
            for finding in findings:
                if finding.severity == "error" and finding.code in _JUDGED:
                    errors[finding.code] += 1
                    told = f"{finding.code} {finding.words!r}: {finding.message}"
                    print(path, told, text[:700], sep="\n    ", flush=True)
    total = sentences.total()
    print(f"{total} sentences of {len(sentences)} packages; {errors.total()} errors: {dict(errors)}")


def chosen() -> list[Package]:
    """Return the packages, those whose names have the lowest digests."""
    every = sorted(packages(), key=lambda one: hashlib.sha256(one.name.encode()).hexdigest())
    return every[:_PACKAGES]


def _docstrings(package: Package) -> Iterator[tuple[str, str]]:
    for module in package.modules:
        try:
            loaded = griffe.load(module, search_paths=[package.code], allow_inspection=False)
        except (griffe.GriffeError, ImportError, SyntaxError, RecursionError) as error:
            print(f"{module}: {error}", file=sys.stderr)
            continue
        for path, docstring in _public(loaded):
            text = _prose(docstring)
            if text:
                yield path, text


def _public(node: griffe.Object | griffe.Alias) -> Iterator[tuple[str, str]]:
    for member in node.members.values():
        if member.is_alias or member.name.startswith("_") or member.name in {"test", "tests"}:
            continue
        if member.kind in {griffe.Kind.FUNCTION, griffe.Kind.CLASS} and member.docstring is not None:
            yield member.path, member.docstring.value
        if member.kind in {griffe.Kind.MODULE, griffe.Kind.CLASS}:
            yield from _public(member)


def _prose(docstring: str) -> str:
    """Return the sentences of a docstring, as one paragraph with plain code marks."""
    kept: list[str] = []
    for paragraph in re.split(r"\n[ \t]*\n", inspect.cleandoc(docstring)):
        rows = paragraph.split("\n")
        if _PART.match(rows[0]) or (len(rows) > 1 and re.match(r"[-=~]{3,}$", rows[1].strip())):
            if not rows[0].lower().startswith(("note", "warn")):
                break
            continue
        if not any(_NO_PROSE.match(row) for row in rows):
            kept.append(" ".join(row.strip() for row in rows))
    text = _ROLE.sub(r"`\1`", " ".join(kept)).replace("``", "`")
    return text if re.search(r"\w\s+\w", text) else ""


if __name__ == "__main__":
    main()
