"""Take the secrets out of everything that leaves: sections, findings, shapes, texts of pins, and messages.

`secrets.py` decides what a secret is. This module knows in which fields of the project's values one can stand.
"""

from __future__ import annotations

import dataclasses
import io
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mkdocs_howto import __version__
from mkdocs_howto.authored import Passage
from mkdocs_howto.errors import Notice
from mkdocs_howto.reading import fence_after
from mkdocs_howto.secrets import is_secret_name, joins_literals, masked, masked_code
from mkdocs_howto.section import Finding, Section, Shape, Signature, Snapshot, Step

_BY_PLACE = ("positional-only", "positional or keyword")
_WORD = re.compile(r"[\w-]+")
"""A name in code, or in a text as headers have it."""
_PYTHON = frozenset({"", "python", "python3", "py", "pycon"})
"""Languages of fences whose code is judged as Python."""


def masked_section(section: Section, parameters: Mapping[str, Sequence[str]] | None = None) -> Section:
    """Return a section without the secrets in its texts, its example and its findings.

    Args:
        section: The section.
        parameters: Of what its example calls; see `parameters_of`.
    """
    return dataclasses.replace(_masked_texts(section), example=masked_code(section.example, parameters))


def parameters_of(shape: Shape) -> dict[str, list[str]]:
    """Return the parameters of an object and of its members that take arguments by their place, where one is secret."""
    found: dict[str, list[str]] = {}
    for one in (shape, *shape.members):
        declared = one.signature.parameters if one.signature is not None else ()
        names = [parameter.name for parameter in declared if parameter.kind in _BY_PLACE]
        names = names[1:] if names[:1] in (["self"], ["cls"]) else names
        if any(map(is_secret_name, names)):
            found[one.name] = names
    return found


def masked_kept(section: Section) -> Section:
    """Return a section that was kept, in a store or beside a pin, without secrets.

    What this version kept was masked before. Its example is looked through as text, for builds that write nothing
    parse nothing; it is parsed where that finds something, and where another version kept it.
    """
    is_ours = section.provenance.package_version == __version__
    if is_ours and masked(section.example) == section.example:
        return _masked_texts(section)
    return masked_section(section)


def _masked_texts(section: Section) -> Section:
    return dataclasses.replace(
        section,
        description=masked(section.description),
        steps=_masked_steps(section.steps),
        findings=masked_findings(section.findings),
    )


def _masked_steps(steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(dataclasses.replace(step, text=masked(step.text), steps=_masked_steps(step.steps)) for step in steps)


def masked_passage(passage: Passage) -> Passage:
    """Return a program of the documentation without the secrets in it and in the words around it."""
    return dataclasses.replace(
        passage,
        code=masked_code(passage.code),
        prelude=masked_code(passage.prelude),
        page=masked(passage.page),
        title=masked(passage.title),
        lead=masked(passage.lead),
        marks=masked(passage.marks),
        given=masked(passage.given),
        shown=tuple((line, masked(text)) for line, text in passage.shown),
    )


def masked_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings without the secrets in what they say and quote."""
    return tuple(
        dataclasses.replace(finding, message=masked(finding.message), words=masked(finding.words))
        for finding in findings
    )


def masked_value(name: str, code: str) -> str:
    """Return the code of a value without its secrets, which the name it is given to may tell.

    Args:
        name: The variable, parameter or attribute that has the value.
        code: The value as written, e.g. `"tr0ub4dor and 3"`.
    """
    return masked_code(f"{name} = {code}").removeprefix(f"{name} = ")


def masked_annotation(name: str, annotation: str) -> str:
    """Return an annotation without its secrets: `Literal["tr0ub4dor"]` can be the type of a password.

    Args:
        name: The variable, parameter, attribute or function that is annotated.
        annotation: As written.
    """
    if not name.isidentifier():
        return masked_code(annotation)
    return masked_code(f"{name}: {annotation}").removeprefix(f"{name}: ")


def masked_shape(shape: Shape) -> Shape:
    """Return a shape without the secrets in its defaults, values, annotations, decorators and summaries."""
    value = shape.value
    if value is not None:
        value = masked_code(value) if shape.kind == "code" else masked_value(shape.name, value)
    return dataclasses.replace(
        shape,
        signature=None if shape.signature is None else _masked_signature(shape.name, shape.signature),
        overloads=tuple(_masked_signature(shape.name, overload) for overload in shape.overloads),
        summary=masked(shape.summary),
        decorators=tuple(map(masked_code, shape.decorators)),
        annotation=masked_annotation(shape.name, shape.annotation),
        value=value,
        members=tuple(map(masked_shape, shape.members)),
    )


def _masked_signature(name: str, signature: Signature) -> Signature:
    parameters = tuple(
        dataclasses.replace(
            parameter,
            annotation=masked_annotation(parameter.name, parameter.annotation),
            default=None if parameter.default is None else masked_value(parameter.name, parameter.default),
        )
        for parameter in signature.parameters
    )
    return Signature(parameters, masked_annotation(name, signature.returns))


def masked_snapshot(snapshot: Snapshot) -> Snapshot:
    """Return a snapshot without the secrets in its shape; everything else in it is names and digests."""
    return dataclasses.replace(snapshot, shape=masked_shape(snapshot.shape))


def masked_markdown(text: str) -> str:
    """Return Markdown without its secrets: fences of Python are judged as code, all else as text.

    The text keeps its number of lines, so that the lines of findings stay right.
    """
    return "".join(_as_long_as(piece, hidden) for piece, hidden in _masked_pieces(text))


def first_masked_line(text: str) -> int | None:
    """Return the first line of a Markdown text, from 1, that holds a secret; `None` where no line does."""
    hidden = masked_markdown(text)
    if hidden == text:
        return None
    rows = zip(text.split("\n"), hidden.split("\n"), strict=False)
    return next(number for number, (line, shown) in enumerate(rows, start=1) if line != shown)


def told(notice: Notice) -> str:
    """Return a notice as one printable message, behind the place it is about, without its secrets."""
    message = masked(notice.message)
    if notice.page is None:
        return message
    place = notice.page if notice.line is None else f"{notice.page}:{notice.line}"
    return f"{place}: {message}"


def _masked_pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a Markdown text, each with what is shown of it."""
    lines: list[str] = []
    fence, language = "", ""
    for line in io.StringIO(text, newline="\n"):
        before, fence = fence, fence_after(line, fence)
        if bool(before) != bool(fence):
            piece = "".join(lines)
            yield piece, _masked_fence(piece) if before and language in _PYTHON else masked(piece)
            yield line, masked(line)
            lines, language = [], line.strip().strip("`~").strip().lower()
        else:
            lines.append(line)
    piece = "".join(lines)
    yield piece, _masked_fence(piece) if fence and language in _PYTHON else masked(piece)


def _masked_fence(piece: str) -> str:
    """Mask the lines inside a fence, which may be indented as in a list."""
    code = textwrap.dedent(piece)
    hidden = code if _is_plain(code) else masked_code(code)
    if hidden == code:
        return piece
    rows = zip(piece.split("\n"), code.split("\n"), strict=True)
    margin = next(line[: len(line) - len(plain)] for line, plain in rows if plain)
    return textwrap.indent(hidden, margin)


def _is_plain(code: str) -> bool:
    """Return whether code need not be parsed: no secret name, no joined literals, no secret in any text."""
    is_named = any(map(is_secret_name, set(_WORD.findall(code))))
    return not is_named and not joins_literals(code) and masked(code) == code


def _as_long_as(piece: str, hidden: str) -> str:
    """Fill up a masked piece with the lines that a secret of several lines took."""
    return hidden + "\n" * (piece.count("\n") - hidden.count("\n"))
