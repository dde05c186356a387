"""An attribute that is another name for a function or class is described as that, under its own name."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.reading import of_section
from mkdocs_howto.settings import Settings, interpreter_paths
from mkdocs_howto.writers.offline import write_section

CODE = '''
from textwrap import dedent as _dedent
from pathlib import Path


class Kiln:
    """Burns pots."""

    def fire(self, pot, degrees=900):
        """Burn a pot and return it."""
        return pot

    burn = fire


def glaze(pot, colour="blue"):
    """Cover a pot with a glaze."""
    return pot


_kiln = Kiln()
cover = glaze
Oven = Kiln
fire = _kiln.fire
unindent = _dedent
'''
PLAIN = (
    'class Kiln:\n    hot = True\n\nkiln = Kiln()\nlimit = 3\nwords = "Kiln"\nmissing = unheard_of\nhot = kiln.hot\n'
)


def written(tmp_path: Path, code: str, name: str) -> tuple[str, str, list[str]]:
    """The description and the first step of a name, and what the review finds in the section."""
    (tmp_path / "pots.py").write_text(code)
    build = Build(Settings(root=tmp_path, paths=(tmp_path,), search_paths=interpreter_paths()), print)
    request = Request(f"pots.{name}")
    section = write_section(build.block(request), build.recorder())
    findings = build.reviewed(request, of_section(section))
    return section.description, section.steps[0].text, [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("name", "description", "call"),
    [
        ("cover", "Cover", "cover(pot, colour='blue')"),
        ("Kiln.burn", "Burn a pot", "burn(pot, degrees=900)"),
        ("fire", "Burn a pot", "fire(pot, degrees=900)"),
        ("Oven", "Burns pots.", "Oven()"),
        ("unindent", "Remove any common leading whitespace", "unindent(text)"),
    ],
)
def test_another_name_has_the_section_of_what_it_names(tmp_path: Path, name: str, description: str, call: str) -> None:
    said, step, findings = written(tmp_path, CODE, name)
    assert said.lower().startswith(description.lower())
    assert call in step.replace('"', "'")
    assert findings == []


@pytest.mark.parametrize("name", ["kiln", "limit", "words", "missing", "hot", "Kiln.hot"])
def test_other_values_stay_values(tmp_path: Path, name: str) -> None:
    said, _, _ = written(tmp_path, PLAIN, name)
    assert "is an attribute" in said


def test_a_pin_of_another_name_keeps_its_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "pots.py").write_text(CODE)
    build = Build(Settings(root=tmp_path, paths=(tmp_path,), search_paths=interpreter_paths()), print)
    before = build.block(Request("pots.cover")).fingerprint
    (tmp_path / "pots.py").write_text(CODE.replace("return pot\n\n\n_kiln", "return pot * 2\n\n\n_kiln"))
    build = Build(Settings(root=tmp_path, paths=(tmp_path,), search_paths=interpreter_paths()), print)
    assert build.block(Request("pots.cover")).fingerprint == before
