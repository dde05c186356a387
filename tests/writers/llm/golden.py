"""Write what the recorded answers are read as anew; read the difference before it is committed."""

from __future__ import annotations

import json

from mkdocs_howto.writers.llm.answer import parse
from tests.writers.llm.test_answer import ANSWERS, as_json

for path in ANSWERS:
    made = as_json(parse(path.read_bytes().decode("utf-8")))
    path.with_suffix(".json").write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
