"""`::: howto shop.*`: a section for each public member of a module or class."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import Site

LIB = '__all__ = ["add", "Tank"]\ndef add(a):\n    return a\nclass Tank:\n    def fill(self): ...\ndef other(): ...\n'


@pytest.fixture
def own(site: Site) -> Site:
    site.file("src/lib.py", LIB)
    return site


def titles(site: Site, *, strict: bool = True) -> list[str]:
    return [tag.get_text() for tag in site.build(strict=strict).body().select("h2, h3")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::: howto lib.*\n", ["How to Use add", "How to Use Tank", "How to Use other"]),
        ("<!-- howto: lib.* -->\n", ["How to Use add", "How to Use Tank", "How to Use other"]),
        ("::: howto lib.Tank.*\n", ["How to Use This Code Block"]),
        ("::: howto lib.*\n    title: Use {path}\n", ["Use lib.add", "Use lib.Tank", "Use lib.other"]),
        ("::: howto lib.*\n    heading_level: 3\n    show: [description]\n",
         ["How to Use add", "How to Use Tank", "How to Use other"]),
        ("::: howto shop.reserve\n\n::: howto lib.Tank.*\n", ["How to Use reserve", "How to Use fill"]),
        ("- ::: howto lib.*\n\nAfter.\n", ["How to Use add", "How to Use Tank", "How to Use other"]),
        ("```\n::: howto lib.*\n```\n", []),
    ],
)  # fmt: skip
def test_each_member_has_a_section(own: Site, text: str, expected: list[str]) -> None:
    own.page(f"# Lib\n\n{text}")
    assert titles(own) == expected


def test_the_filters_of_mkdocstrings_decide(own: Site) -> None:
    options = {"filters": "public"}
    own.plugins = [{"mkdocstrings": {"handlers": {"python": {"paths": ["src"], "options": options}}}}]
    own.page("# Lib\n\n::: howto lib.*\n")
    assert titles(own) == ["How to Use add", "How to Use Tank"]


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("nowhere.*", "`nowhere.*`: `nowhere` cannot be found"),
        ("lib.nothing.*", "`lib.nothing.*`: `lib.nothing` cannot be found"),
        ("lib.add.*", "`lib.add.*`: `lib.add` has no public functions, classes or methods."),
        ("*", "`*`"),
        (".*", "`.*`"),
        ("lib.*.*", "`lib.*.*`"),
        ("src/lib.py.*", "`src/lib.py.*`"),
    ],
)
def test_what_has_no_members_is_a_warning_with_its_line(own: Site, reference: str, said: str) -> None:
    own.page(f"# Lib\n\n::: howto {reference}\n\nAfter.\n")
    built = own.build()
    (warning,) = built.warnings
    assert warning.startswith(f"mkdocs_howto: index.md:3: {said}")
    assert "After." in built.body().get_text()


def test_a_page_has_only_so_many_sections(own: Site) -> None:
    """A wildcard may come with a branch or a foreign docstring; a page of millions of sections would never be done."""
    own.file("src/many.py", "".join(f"def f{number}(): ...\n" for number in range(900)))
    own.page("# Many\n\n" + "::: howto many.*\n    show: [description]\n\n" * 7 + "After.\n")
    built = own.build()
    assert len(built.body().select("h2")) == 5 * 900
    assert [one.partition(": ")[2].partition(" more")[0] for one in built.warnings] == [
        "index.md:18: `many.*`: The page would hold",
        "index.md:21: `many.*`: The page would hold",
    ]
    assert "After." in built.body().get_text()


def test_a_new_member_gets_a_section_in_the_next_build(own: Site) -> None:
    own.page("# Lib\n\n::: howto lib.Tank.*\n")
    assert len(titles(own)) == 1
    own.file("src/lib.py", LIB.replace("def fill(self): ...", "def fill(self): ...\n    def drain(self): ..."))
    assert titles(own) == ["How to Use fill", "How to Use drain"]


def test_members_are_listed_from_what_was_kept(own: Site) -> None:
    own.page("# Lib\n\n::: howto lib.*\n")
    own.configure()
    script = "import sys, mkdocs.__main__ as m\ntry:\n    m.cli()\nfinally:\n    print('griffe' in sys.modules)"
    seen = []
    for _ in range(2):
        command = [sys.executable, "-c", script, "build", "-q"]
        done = subprocess.run(command, cwd=own.folder, capture_output=True, text=True, check=True)
        seen.append(done.stdout.strip())
    assert seen == ["True", "False"]


def test_each_member_is_checked_and_pinned_by_its_own_path(own: Site) -> None:
    from tests.cli.running import run

    own.page("# Lib\n\n::: howto lib.*\n")
    rows = json.loads(run(own, "check", "--format", "json").stdout)["rows"]
    assert [(row["reference"], row["line"], row["state"]) for row in rows] == [
        ("lib.add", 3, "fresh"), ("lib.Tank", 3, "fresh"), ("lib.other", 3, "fresh"),
    ]  # fmt: skip
    own.options["pins"] = "howto"
    assert run(own, "pin", "--all", "-q").exit_code == 0
    assert sorted(path.name for path in (own.folder / "howto").glob("*.md")) == [
        "lib.Tank.md",
        "lib.add.md",
        "lib.other.md",
    ]
