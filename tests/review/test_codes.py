"""The page about findings and the code say the same."""

from __future__ import annotations

from mkdocs_howto.review.codes import CODES
from tests.conftest import ROOT


def test_the_documentation_lists_every_finding_as_the_code_has_it() -> None:
    page = (ROOT / "docs/reference/findings.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert rows == [f"| `{code.code}` | {code.severity} | {code.what} |" for code in CODES.values()]
