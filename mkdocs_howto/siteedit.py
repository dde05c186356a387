"""Add lines to a site's configuration file; its comments, its order and its other lines stay as they are.

YAML is read with marks (PyYAML's `compose`), which say where each value stands; no file is written out anew.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml


class CannotEdit(ValueError):
    """A file that has no place for what is to be added; the message says which lines to add by hand."""


@dataclass(frozen=True, slots=True)
class _Insertion:
    """Text that is put in at a place of a file: an index of its characters."""

    at: int
    text: str


def with_entry(text: str, key: str, entry: str, *, default: tuple[str, ...] = ()) -> str:
    """Return a YAML file whose list under a key ends with an entry; unchanged where the list has it.

    Args:
        text: The file's text, with any line ends.
        key: A key of the file's mapping, such as `plugins`.
        entry: The entry as it stands in a list, such as `howto` or `Guide: guide.md`.
        default: Entries that a new list begins with, since the host uses them where there is none.

    Raises:
        CannotEdit: The file is no mapping, or what stands under the key is no list or mapping.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    root = _root(text)
    value = next((value for name, value in root if name.value == key), None)
    if value is None and any(name.value == "INHERIT" for name, _ in root):
        raise CannotEdit(f"It inherits from another file. Add `{entry}` to `{key}` there.")
    if value is None:
        lines = [f"{key}:", *(f"  - {one}" for one in (*default, entry))]
        head = text if not text or text.endswith(("\n", "\r")) else text + newline
        return head + (newline if head.strip() else "") + newline.join(lines) + newline
    if _has(value, entry):
        return text
    insertion = _insertion(text, value, entry, newline)
    if insertion is None:
        raise CannotEdit(f"Add this to `{key}`:\n\n{key}:\n  - {entry}")
    return text[: insertion.at] + insertion.text + text[insertion.at :]


def _root(text: str) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    """Return the keys and values of a file's mapping; none of an empty file."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise CannotEdit(f"It is not valid YAML: {error}") from error
    if node is None:
        return []
    if not isinstance(node, yaml.MappingNode):
        raise CannotEdit("It holds no mapping of options.")
    return [(name, value) for name, value in node.value if isinstance(name, yaml.ScalarNode)]


def _has(value: yaml.Node, entry: str) -> bool:
    """Return whether a list or mapping has an entry of that name, or one that leads to the same file."""
    name, _, target = entry.partition(": ")
    return any(one.value in {name, target or name} for one in _names(value))


def _names(value: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Yield the texts of a list, and the keys and texts of the mappings in it; each once, however often it is named."""
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        parts = node.value if isinstance(node, yaml.SequenceNode) else ()
        if isinstance(node, yaml.MappingNode):
            parts = [part for pair in node.value for part in pair if isinstance(part, yaml.ScalarNode)]
        for part in parts:
            if isinstance(part, yaml.ScalarNode):
                yield part
            else:
                waiting.append(part)


def _insertion(text: str, value: yaml.Node, entry: str, newline: str) -> _Insertion | None:
    """Return what to put behind the last entry of a list or mapping; `None` for any other value."""
    if isinstance(value, yaml.ScalarNode) and value.tag == "tag:yaml.org,2002:null" and not value.value:
        return _Insertion(value.start_mark.index, f"{newline}  - {entry}")
    if not isinstance(value, yaml.SequenceNode | yaml.MappingNode):
        return None
    if value.flow_style:
        return _in_brackets(text, value, entry)
    last = value.value[-1] if isinstance(value, yaml.SequenceNode) else value.value[-1][1]
    at = _line_end(text, last)
    column = value.start_mark.column
    shown = f"- {entry}" if isinstance(value, yaml.SequenceNode) else f"{entry}: {{}}"
    return _Insertion(at, f"{newline}{' ' * column}{shown}")


def _in_brackets(text: str, value: yaml.CollectionNode, entry: str) -> _Insertion:
    """Return what to put before the closing bracket of `[search]` or `{search: {}}`."""
    is_list = isinstance(value, yaml.SequenceNode)
    shown = (f"{{{entry}}}" if ": " in entry else entry) if is_list else f"{entry}: {{}}"
    at = value.end_mark.index - 1
    while text[at - 1].isspace():
        at -= 1
    return _Insertion(
        at, f", {shown}" if value.value and text[at - 1] != "," else f" {shown}" if value.value else shown
    )


_REST = re.compile(r"[^\r\n]*")


def _line_end(text: str, last: yaml.Node) -> int:
    """Return the place behind the line on which a value ends, a comment behind it included."""
    end = last.end_mark.index
    # A value in several lines ends where the next one begins.
    while end > last.start_mark.index and text[end - 1].isspace():
        end -= 1
    while _last_line(text, end).lstrip().startswith("#") and end > last.start_mark.index:
        end = text.rfind("\n", 0, end)
        while text[end - 1].isspace():
            end -= 1
    match = _REST.match(text, end)
    return match.end() if match else end


def _last_line(text: str, end: int) -> str:
    return text[text.rfind("\n", 0, end) + 1 : end]


STYLE_SHEET = "assets/howto.css"
"""Where a site of Zensical, to which an extension can add no files, keeps the style sheet."""
_USUAL_EXTENSIONS = """\
[project.markdown_extensions.abbr]
[project.markdown_extensions.admonition]
[project.markdown_extensions.attr_list]
[project.markdown_extensions.def_list]
[project.markdown_extensions.footnotes]
[project.markdown_extensions.md_in_html]
[project.markdown_extensions.toc]
permalink = true
[project.markdown_extensions.pymdownx.details]
[project.markdown_extensions.pymdownx.highlight]
anchor_linenums = true
line_spans = "__span"
pygments_lang_class = true
[project.markdown_extensions.pymdownx.inlinehilite]
[project.markdown_extensions.pymdownx.keys]
[project.markdown_extensions.pymdownx.mark]
[project.markdown_extensions.pymdownx.superfences]
custom_fences = [{ name = "mermaid", class = "mermaid" }]
[project.markdown_extensions.pymdownx.tabbed]
alternate_style = true
combine_header_slug = true
[project.markdown_extensions.pymdownx.tasklist]
custom_checkbox = true
"""
"""Extensions that Zensical uses where a site names none (zensical 0.0.73, `config.py`), without those that change
plain text (emoji, smart symbols, bare links, mathematics)."""


def with_extension(text: str, *, watch: Sequence[str] = ()) -> str:
    """Return a `zensical.toml` that uses the Markdown extension and its style sheet; unchanged where it does.

    Zensical uses a set of extensions where a site names none, and only the named ones where it names any.

    Args:
        text: The file's text, with any line ends.
        watch: Files and folders whose changes make Zensical build all pages again, for a site that names none.

    Raises:
        CannotEdit: The file is no TOML, or has no place for it.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    project = _project(text)
    extensions = project.get("markdown_extensions")
    if isinstance(extensions, dict) and "howto" in extensions:
        return text
    after = text if not text or text.endswith("\n") else text + newline
    after = _with_settings(after, project, watch, newline)
    tables = ("" if "markdown_extensions" in project else _USUAL_EXTENSIONS) + "[project.markdown_extensions.howto]\n"
    after += newline + tables.replace("\n", newline)
    try:
        sheets = _project(after).get("extra_css")
    except CannotEdit:
        sheets = None
    if not isinstance(sheets, list) or STYLE_SHEET not in sheets:
        raise CannotEdit(f"Add `howto` to `markdown_extensions`, and `{STYLE_SHEET}` to `extra_css`.")
    return after


_PROJECT = re.compile(r"(?m)^[ \t]*\[[ \t]*project[ \t]*\][^\n]*\n")
_SHEETS = re.compile(r"(?m)^([ \t]*extra_css[ \t]*=[ \t]*\[)")


def _with_settings(text: str, project: Mapping[str, object], watch: Sequence[str], newline: str) -> str:
    """Return a file whose table `project` names the style sheet, and what to watch.

    The sheet stands first, so that the site's own sheets have the last word.
    """
    lines = []
    if "extra_css" in project:
        text = _SHEETS.sub(rf'\g<1>"{STYLE_SHEET}", ', text, count=1)
    else:
        lines.append(f'extra_css = ["{STYLE_SHEET}"]')
    if watch and "watch" not in project:
        lines.append(f"watch = {json.dumps(list(watch))}")
    head = _PROJECT.search(text)
    added = "".join(line + newline for line in lines)
    if head is None:
        return f"{text}[project]{newline}{added}" if added else text
    return text[: head.end()] + added + text[head.end() :]


def _project(text: str) -> dict[str, object]:
    try:
        project = tomllib.loads(text).get("project", {})
    except (ValueError, RecursionError) as error:
        raise CannotEdit(f"It is not valid TOML: {error}") from error
    if not isinstance(project, dict):
        raise CannotEdit("It has no table `project`.")
    return project
