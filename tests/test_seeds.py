"""The three classes whose sections a model once wrote, documented by us."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.reading import read
from mkdocs_howto.settings import Settings, interpreter_paths
from tests.conftest import Site, unpacked_wheel
from tests.test_plugin import PARTS

NAMES = ("AiChats", "AiChatOnline", "ChatGptt")

ANSWER = """
**Avoid vague terms** in the answer.

How to Use This Code Block
==========================

Description
-----------
The class `NAME` talks to a chat service. Handles the answer as it arrives.

Execution Steps
---------------
1. The method `create_async_generator` sends a POST request and yields the answer.

Usage Example
-------------

```python
    from somewhere.g4f.Provider.NAME import NAME

    async def main():
        async for message in NAME.create_async_generator(model="m", messages=[{"role": "user", "content": "Hi"}]):
            print(message)

    import asyncio
    asyncio.run(main())
```
"""


@pytest.fixture(scope="module")
def g4f() -> Path:
    return unpacked_wheel("g4f==0.4.8.0")


def test_a_site_with_the_three_classes_builds(site: Site, g4f: Path) -> None:
    site.options["paths"] = [str(g4f)]
    for name in NAMES:
        site.page(f"# {name}\n\n::: howto g4f.Provider.not_working.{name}.{name}\n", f"{name}.md")
    site.page("# Home\n")
    built = site.build(strict=True)
    for name in NAMES:
        text = " ".join(built.body(name).get_text().split())
        for part in PARTS[:-1]:
            assert part in text, name
        # They are asynchronous, and called on the class.
        assert "Usage Example" in text, name
        assert f"async for item in {name}.create_async_generator(" in text, name
        assert '"role": "user"' in text, name


@pytest.mark.parametrize("name", NAMES)
def test_the_review_sees_what_the_model_did_wrong(name: str, g4f: Path, tmp_path: Path) -> None:
    """A text of the same faults as the model's, written for this test."""
    build = Build(Settings(root=tmp_path, paths=(g4f,), search_paths=interpreter_paths()), print)
    findings = build.reviewed(Request(f"g4f.Provider.not_working.{name}.{name}"), read(ANSWER.replace("NAME", name)))
    errors = {finding.code for finding in findings if finding.severity == "error"}
    assert errors == {"prompt-echo", "example-import"}
    assert {finding.words for finding in findings if finding.code == "missing-request"} == {"GET"}
    # What a page of the service lacks is nothing that a caller passed.
    assert {finding.words for finding in findings if finding.code == "missing-exception"} == set()
    assert {finding.words for finding in findings if finding.code == "vague-term"} == {"Handles"}
