"""What models say, in every shape they say it, as the parts of a section."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_howto.section import Finding, Step
from mkdocs_howto.writers.llm.answer import SCHEMA, Draft, as_answer, is_refusal, parse, schema_of, wrong_parts
from tests.conftest import FIXTURES

ANSWERS = sorted((FIXTURES / "answers").glob("*.md"))
ALLOWED = {"type", "properties", "items", "minItems", "enum", "required", "additionalProperties", "description"}
"""Keywords of JSON Schema that OpenAI, Anthropic and Gemini all accept."""


def as_json(draft: Draft) -> dict[str, Any]:
    def told(steps: tuple[Step, ...]) -> list[Any]:
        return [[step.text, *told(step.steps)] for step in steps]

    return {"description": draft.description, "steps": told(draft.steps), "example": draft.example}


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_answers_are_read_as_their_golden_files_say(path: Path) -> None:
    """The golden files are written anew by `python -m tests.writers.llm.golden`."""
    golden = path.with_suffix(".json")
    assert as_json(parse(path.read_bytes().decode("utf-8"))) == json.loads(golden.read_text(encoding="utf-8"))


def test_there_are_enough_answers() -> None:
    assert len(ANSWERS) >= 60


@pytest.mark.parametrize("name", ["refusal", "refusal-german"])
def test_refusals_are_known(name: str) -> None:
    assert is_refusal((FIXTURES / f"answers/{name}.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["AiChats", "AiChatOnline", "ChatGptt"])
def test_real_answers_come_out_clean(name: str) -> None:
    draft = parse((FIXTURES / f"answers/whole-{name}.md").read_text(encoding="utf-8"))
    said = json.dumps(as_json(draft))
    assert name in draft.description
    assert len(draft.steps) >= 3
    assert draft.example.startswith("from hypotez")
    for words in ("Instructions", "Avoid Vague", "Analyze the Code", "```", "**", "---", "==="):
        assert words not in said


@given(st.text())
def test_any_text_is_read_as_something(text: str) -> None:
    draft = parse(text)
    assert draft.example == "" or draft.example.endswith("\n")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["description", "steps", "example", "level", "text"]), inner)
        ),
    )
)
def test_any_json_is_read_as_something(data: object) -> None:
    parse(json.dumps(data))


def test_the_schema_holds_what_every_vendor_accepts() -> None:
    def check(schema: dict[str, Any]) -> None:
        assert set(schema) <= ALLOWED
        if schema["type"] == "object":
            assert schema["additionalProperties"] is False
            assert schema["required"] == list(schema["properties"])
            for inner in schema["properties"].values():
                check(inner)
        if schema["type"] == "array":
            assert schema["minItems"] in {0, 1}  # Anthropic takes no other bound.
            check(schema["items"])

    check(SCHEMA)
    check(schema_of(("steps",)))


PARTS_OF = {
    "a finding of the example": (("example-import", "urllib9"), ("example",)),
    "words of the description": (("contradicts-code", "in place"), ("description",)),
    "words of a step inside another": (("unknown-identifier", "`rest`"), ("steps",)),
    "words that stand in two parts": (("unknown-identifier", "`stock`"), ("description", "steps")),
    "words that stand nowhere": (("contradicts-code", "elsewhere"), ("description", "steps", "example")),
    "no words": (("unsafe-markup", ""), ("description", "steps", "example")),
}


@pytest.mark.parametrize("case", PARTS_OF)
def test_only_parts_with_errors_are_asked_for_again(case: str) -> None:
    (code, words), parts = PARTS_OF[case]
    steps = (Step("For each entry of `stock`:", (Step("Stores `rest`."),)),)
    draft = Draft("Changes `stock` in place.", steps, "import urllib9\n")
    assert wrong_parts(draft, [Finding(code, "error", "It is wrong.", words)]) == parts
    assert list(schema_of(parts)["properties"]) == list(parts) == schema_of(parts)["required"]
    assert parse(as_answer(draft)) == draft


def test_a_missing_part_is_asked_for_again() -> None:
    draft = Draft("Takes.", (), "print(1)\n")
    assert wrong_parts(draft, [Finding("missing-part", "error", "It is missing.", "Execution Steps")]) == ("steps",)


ODD = {
    "names keep their underscores": ("## Description\n\nCalls `__init__` with `*args*` and d[key](arg).\n", "Calls `__init__` with `*args*` and d[key](arg)."),
    "bold around code": ("## Description\n\n**`Cart`** holds **lines**.\n", "`Cart` holds lines."),
    "braces in chatter": ('For `{reserve}`: {"description": "Takes."} {}', "Takes."),
    "an object inside": ('{"section": {"description": "Takes.", "steps": [], "example": ""}}', "Takes."),
    "only the end of a thought": ("I think so.</think>\n## Description\n\nTakes.\n", "Takes."),
    "a thought that is quoted": ("## Description\n\nPrints `<think>` and goes on.\n", "Prints `<think>` and goes on."),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_odd_descriptions_are_read(name: str) -> None:
    text, description = ODD[name]
    assert parse(text).description == description


def test_the_example_is_the_python_and_not_its_output() -> None:
    text = "## Usage Example\n\n```python\nprint(1 + 2)\n```\n\nOutput:\n\n```\n3\n```\n"
    assert parse(text).example == "print(1 + 2)\n"
    fenced = json.dumps({"description": "", "steps": [], "example": 'print("""\n```\nfoo\n```\n""")\n'})
    assert parse(fenced).example == 'print("""\n```\nfoo\n```\n""")\n'


def test_headings_among_the_steps_are_steps() -> None:
    text = "## Execution Steps\n\n### Initialisation\n\n- Stores `a`.\n\n## Usage Example\n\n```python\nx\n```\n"
    (step,) = parse(text).steps
    assert (step.text, step.steps[0].text) == ("Initialisation", "Stores `a`.")
    assert parse(json.dumps({"steps": [{"level": 1, "text": "1. Sets `a`."}]})).steps[0].text == "Sets `a`."


def test_what_no_file_can_hold_is_left_out() -> None:
    draft = parse(json.dumps({"description": "A \ud83d.\x00", "steps": [], "example": "print('\ud83d')\n"}))
    (draft.description + draft.example).encode()
    assert "\x00" not in draft.description
