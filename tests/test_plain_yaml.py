"""Of YAML, only plain data is read."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_howto.plain_yaml import Plain, UnreadableYaml, read
from tests.work import calls_of

READ: dict[str, Plain] = {
    "": None,
    "# nothing\n": None,
    "word": "word",
    "- a\n- 2": ["a", 2],
    "a: 1\nb: 'two'\nc: [x, 3, yes]\n": {"a": 1, "b": "two", "c": ["x", 3, True]},
    "a:\n- x\n- y\n": {"a": ["x", "y"]},
    "a: |\n  one\n  two\n": {"a": "one\ntwo\n"},
    "a: no\nb: Off\nc: TRUE\nd: ~\ne:\nf: null": {"a": False, "b": False, "c": True, "d": None, "e": None, "f": None},
    'a: "no"\nb: \'1\'': {"a": "no", "b": "1"},
    "a: -7\nb: +7\nc: 0": {"a": -7, "b": 7, "c": 0},
    "a: 2024-01-31\nb: 2024-99-99\nc: 2024-01-31 10:00:00": {"a": "2024-01-31", "b": "2024-99-99", "c": "2024-01-31 10:00:00"},
    "a: 0x1f\nb: 1e400\nc: .inf\nd: 1_000\ne: 1:30\nf: 010": {"a": "0x1f", "b": "1e400", "c": ".inf", "d": "1_000", "e": "1:30", "f": "010"},
    f"a: {'9' * 3_500}": {"a": "9" * 3_500},
    "1: x\nyes: y": {"1": "x", "yes": "y"},
    "<<: x": {"<<": "x"},
    "a: 1\na: 2": {"a": 2},
}  # fmt: skip


@pytest.mark.parametrize(("text", "data"), READ.items(), ids=[text[:20] for text in READ])
def test_plain_data_is_read(text: str, data: Plain) -> None:
    assert read(text) == data


REFUSED = {
    "a: !!bool x": ("the tag `!!bool`", 1),
    'a: 1\nb: !!int ""': ("the tag `!!int`", 2),
    "a: !!timestamp x": ("the tag `!!timestamp`", 1),
    "a: !!str 1": ("the tag `!!str`", 1),
    "a: ! x": ("the tag `!`", 1),
    "a: [x, !secret y]": ("the tag `!secret`", 1),
    "!!map {a: 1}": ("the tag `!!map`", 1),
    "a: !!python/object/apply:os.system [true]": ("the tag `!!python/object/apply:os.system`", 1),
    f"a: !{'t' * 500} x": ("t…`", 1),
    "a: &x 1": ("the anchor `&x`", 1),
    "&x a: 1": ("the anchor `&x`", 1),
    "&x [*x]": ("the anchor `&x`", 1),
    "a: 1\nb: *x": ("the alias `*x`", 2),
    "a: [*x]": ("the alias `*x`", 1),
    "a: {b: 1}": ("a mapping as a value", 1),
    "a: [[x]]": ("inside a list", 1),
    "a: [{b: c}]": ("inside a list", 1),
    "? [a]\n: b": ("a name is a list", 1),
    "a: [": ("not YAML", 1),
    "a: b: c": ("not YAML", 1),
    "a: @x": ("not YAML", 1),
    "--- a\n--- b": ("second document", 2),
    "%YAML 9.0\n---\na": ("not YAML", 1),
    "a: 1\nb: \0": ("not text", 2),
    "a: 1\nb: \ud800": ("not text", 2),
    'a: "\\U00110000"': ("not YAML", 1),
    "[" * 2_000: ("", 1),
    "{a: " * 700: ("", 1),
    "- " * 1_900: ("", 1),
}


@pytest.mark.parametrize("loader", ["C", "Python"])
@pytest.mark.parametrize(("text", "told"), REFUSED.items(), ids=[text[:20] for text in REFUSED])
def test_all_else_is_refused_with_its_line(
    text: str, told: tuple[str, int], loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PyYAML comes with and without libyaml; both are read through the same events."""
    if loader == "Python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    with pytest.raises(UnreadableYaml) as caught:
        read(text)
    words, line = told
    if loader == "C" or not words.startswith("not"):  # The words of syntax errors are PyYAML's own.
        assert words in caught.value.problem
    assert caught.value.line == line
    assert len(caught.value.problem) < 200


def bomb(levels: int) -> str:
    """Aliases of aliases: each level is nine times the one before."""
    return "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, levels)
    )


@pytest.mark.parametrize(
    "text",
    [
        bomb(8),
        bomb(60),
        "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1},*a{n - 1}]}}\n" for n in range(1, 60)),
        "a: &a [*a, *a]",
        f"title: {bomb(6).replace(chr(10), chr(10) + '  ')}",
    ],
    ids=["lists", "more lists", "merged mappings", "itself", "inside a value"],
)
def test_nothing_is_copied(text: str) -> None:
    def refuse() -> None:
        with pytest.raises(UnreadableYaml):
            read(text)

    refuse()
    assert calls_of(refuse) < 1_000


@given(st.text(alphabet="ab1:-[]{}&*!'\"|>%@#?, \n\t~<.0", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    line = 1
    try:
        read(text)
    except UnreadableYaml as error:
        line = error.line
    assert 1 <= line <= text.count("\n") + 1


@given(
    st.dictionaries(
        st.text(alphabet="abc", min_size=1, max_size=5),
        st.one_of(st.integers(-99, 99), st.booleans(), st.none(), st.text(max_size=20), st.lists(st.text(max_size=5), max_size=3)),
    )
)  # fmt: skip
def test_what_pyyaml_writes_of_plain_data_is_read_back(data: dict[str, object]) -> None:
    assert read(yaml.safe_dump(data)) == data
