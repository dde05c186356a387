"""What the statements of a function come to: conditions, endings, loops, files and programs, as a caller can use them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.writers.offline.telling.told import told

ENDINGS = {
    "a choice": (
        "def f(size):\n    if size < 10:\n        return 's'\n    elif size < 20:\n        return 'm'\n    return 'l'\n",
        ["`f(size)` returns `'s'` if `size` is less than 10, `'m'` if `size` is less than 20, otherwise `'l'`."],
    ),
    "one expression": (
        "def f(rows):\n    return rows[0] if rows else None\n",
        ["`f(rows)` returns `rows[0]` if `rows` is true, otherwise `None`."],
    ),
    "several refusals": (
        "def f(a, b):\n    if a < 0:\n        raise ValueError(a)\n    if b not in a:\n        raise KeyError(b)\n",
        ["`f(a, b)` raises `ValueError` if `a` is less than 0 and `KeyError` if `b` is not in `a`."],
    ),
    "several values": (
        "def f(text):\n    first = text.find('a')\n    first += 1\n    return first, text\n",
        ["`f(text)` returns a tuple of the first and `text`."],
    ),
    "the same result twice": (
        "def f(a):\n    if a < 0:\n        return False\n    if a > 9:\n        return False\n    return True\n",
        ["`f(a)` returns `False` if `a` is less than 0, or if `a` is greater than 9; otherwise `True`."],
    ),
    "what follows an exit": (
        (
            "def f(path, log):\n    if log.done:\n        return None\n    else:\n        print(path)\n"
            "        print(log)\n        return 1\n"
        ),
        [
            "Call it as `f(path, log)`.",
            "Returns `None` if `log.done` is true.",
            "Prints `path` and `log`.",
            "Returns 1.",
        ],
    ),
    "a refusal in the other branch": (
        (
            "def f(path):\n    if path.exists():\n        print(path)\n        print('found')\n    else:\n"
            "        raise OSError(path)\n    return path.name\n"
        ),
        [
            "Call it as `f(path)`.",
            "Raises `OSError` if `path` does not exist.",
            "Prints `path` and `'found'`.",
            "Returns `path.name`.",
        ],
    ),
}

CONDITIONS = {
    "of an item": (
        "def f(action):\n    if action['type'] == 'RECALL':\n        return 1\n    return 2\n",
        ["`f(action)` returns 1 if the `type` of `action` is `'RECALL'`, otherwise 2."],
    ),
    "of what a call gave": (
        "import re\ndef f(text, pattern):\n    match = re.search(pattern, text)\n    if match:\n        return 1\n    return 2\n",
        ["`f(text, pattern)` returns 1 if the first match of `pattern` in `text` is found, otherwise 2."],
    ),
    "of a predicate": (
        "def f(page):\n    body = page.read()\n    if is_blocked(body):\n        raise OSError(page)\n    return 1\n",
        ["Call it as `f(page)`.", "Raises `OSError` if `is_blocked` is true for `page.read()`.", "Returns 1."],
    ),
    "of several": (
        "def f(page):\n    rows = [row for row in cut(page) if row[0]]\n    if len(rows) > 2:\n        return 1\n    return 2\n",
        ["`f(page)` returns 1 if the rows have more than 2 items, otherwise 2."],
    ),
    "of what the other branch binds": (
        (
            "def f(rows):\n    if isinstance(rows, str):\n        rows = rows.split(',')\n"
            "    elif not isinstance(rows, list):\n        raise TypeError(rows)\n    return 1\n"
        ),
        ["Call it as `f(rows)`.", "Raises `TypeError` if `rows` is not a text and `rows` is not a list.", "Returns 1."],
    ),
    "of two that another joins": (
        "def f(a, b, c):\n    if a:\n        if b or c:\n            return 1\n    return 2\n",
        ["`f(a, b, c)` returns 1 if `a` is true, and `b` or `c` is true; otherwise 2."],
    ),
    "with the constant first": (
        "def f(kind):\n    if 'a' == kind:\n        return 1\n    return 2\n",
        ["`f(kind)` returns 1 if `kind` is `'a'`, otherwise 2."],
    ),
}

EFFECTS = {
    "a file beside the module": (
        (
            "import configparser\nfrom pathlib import Path\ndef f():\n    config = configparser.ConfigParser()\n"
            "    path = Path(__file__).parent.absolute() / '../config.ini'\n    if path.exists():\n"
            "        config.read(path)\n    else:\n        raise ValueError(path)\n    path = Path.cwd() / 'own.ini'\n"
            "    config.read(path)\n    return config\n"
        ),
        [
            "Call it as `f()`.",
            "Raises `ValueError` if `../config.ini` does not exist.",
            "Reads the configuration from `../config.ini`.",
            "Reads the configuration from `own.ini`.",
            "Returns the configuration.",
        ],
    ),
    "a branch in one line": (
        "def f(name, loud):\n    print(name) if loud else None\n",
        ["`f(name, loud)` prints `name` if `loud` is true."],
    ),
    "rows": (
        (
            "import csv\ndef f(rows, path, mode):\n    with path.open(mode, newline='') as file:\n"
            "        writer = csv.writer(file)\n        writer.writerows(rows)\n"
        ),
        ["`f(rows, path, mode)` writes `rows` as CSV to `path`."],
    ),
    "a program": (
        (
            "import subprocess\ndef f(url):\n    run = subprocess.Popen(['wget', '-q', url], stdout=-1)\n"
            "    for row in iter(run.stdout.readline, b''):\n        yield row\n"
        ),
        ["`f(url)` starts `wget -q <url>`.", "Yields each line of the `stdout` of the program."],
    ),
    "a call on a parameter": (
        "def f(agent, topic):\n    found = agent.recall(topic)\n    agent.think(f'I know of {topic}')\n    return found\n",
        ["`f(agent, topic)` calls `agent.think` with `I know of <topic>`.", "Returns `agent.recall(topic)`."],
    ),
    "handlers that do the same": (
        (
            "import json\ndef f(path):\n    try:\n        return json.loads(path.read_text())\n    except ValueError as error:\n"
            "        print(error)\n        return None\n    except Exception as error:\n        print(error)\n        return None\n"
        ),
        [
            "`f(path)` returns `path.read_text()` parsed as JSON.",
            "If any of that fails, prints the error and returns `None`.",
        ],
    ),
}

LOOPS = {
    "the first that": (
        "def f(tools, name):\n    for tool in tools:\n        if tool.name == name:\n            return tool\n    return None\n",
        [
            "`f(tools, name)` returns the first tool of `tools` for which the `name` of the tool is `name`.",
            "Otherwise, returns `None`.",
        ],
    ),
    "a unit that the variable names": (
        "def f(answer):\n    for chunk in answer.parts():\n        print(chunk)\n",
        ["`f(answer)` prints each part of `answer.parts()`."],
    ),
    "several things each": (
        "def f(rows):\n    for row in rows:\n        print(row)\n        if row.last:\n            print('end')\n",
        [
            "Call it as `f(rows)`.",
            "For each row of `rows`:",
            "  Prints the row.",
            "  Prints `'end'` if the `last` of the row is true.",
        ],
    ),
    "a variable that the loop changes": (
        (
            "def f(parts):\n    seen = False\n    for part in parts:\n        if seen:\n            yield part\n"
            "        seen = part.start\n"
        ),
        ["`f(parts)` yields each part of `parts` in some cases."],
    ),
}

FLOWS = ENDINGS | CONDITIONS | EFFECTS | LOOPS


@pytest.mark.parametrize(("code", "steps"), FLOWS.values(), ids=FLOWS)
def test_a_body_is_told_by_what_a_caller_can_use(code: str, steps: list[str], tmp_path: Path) -> None:
    assert told(tmp_path, code, "f") == steps
