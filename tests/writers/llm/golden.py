"""Write anew what recorded answers are read as, and the prompts of some objects; read the difference before a commit."""

from __future__ import annotations

import json

from mkdocs_howto.writers.llm.answer import parse
from tests.conftest import FIXTURES
from tests.writers.llm.objects import FOLDER, OBJECTS, as_golden, prompt_of
from tests.writers.llm.test_answer import ANSWERS, as_json

for path in ANSWERS:
    made = as_json(parse(path.read_bytes().decode("utf-8")))
    path.with_suffix(".json").write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

for reference in OBJECTS:
    (FOLDER / f"{reference}.md").write_text(as_golden(reference), encoding="utf-8")
(FOLDER / "system.md").write_text(prompt_of(FIXTURES, OBJECTS[0])[1].messages[0].text, encoding="utf-8")
