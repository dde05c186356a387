"""Examples that the author wrote at prompts."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import write_tree
from tests.writers.offline.examples.test_examples import example

TABULAR = '''
def tabular(rows, separator=";"):
    """Lay out rows."""
    return separator.join(map(str, rows))


def separator(mark):
    """A separator.

    >>> mark = separator("|") ; tabular([1, 2], separator=mark) == "1 | 2"
    True
    """
    return f" {mark} "


def total(rows):
    """Add up.

    >>> total([1, 2]) == 3
    True
    """
    return sum(rows)
'''


def test_statements_at_one_prompt_stand_below_each_other_and_a_text_is_shown(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"tabular.py": TABULAR})
    assert example(root, "tabular.separator").code == (
        "from tabular import separator, tabular\n\n"
        'mark = separator("|")\nprint(tabular([1, 2], separator=mark))  # 1 | 2\n'
    )


def test_what_equals_a_number_may_print_as_something_else(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"tabular.py": TABULAR})
    assert "print(total([1, 2]) == 3)  # True" in example(root, "tabular.total").code
