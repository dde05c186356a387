"""`mkdocs-howto generate` as people, logs and programs see it: real processes, and a model's service on loopback."""

from __future__ import annotations

import contextlib
import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mkdocs_howto.cli.progress import Bar
from mkdocs_howto.cli.tables import Column, Row, Table, show
from mkdocs_howto.errors import BadOption
from mkdocs_howto.section import Finding, described
from mkdocs_howto.writers import load
from tests.conftest import Site
from tests.writers.llm.server import Asked, Server, _Handler, completion, serving
from tests.writers.llm.test_processes import behave, project

COMMAND = [sys.executable, "-m", "mkdocs_howto", "generate"]
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(behave) as running:
        yield running
        assert running.wrong == []


def generate(site: Site, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], cwd=site.folder, capture_output=True, text=True, check=False)


def cells(text: str) -> list[list[str]]:
    """The rows of an aligned table."""
    return [re.split(r"\s{2,}", line.strip()) for line in text.splitlines()]


def on_terminal(site: Site, *arguments: str, columns: int = 100) -> tuple[int, str]:
    """Exit status and everything that a terminal is told."""
    main, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "NO_COLOR"}}
    run = subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=site.folder,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**environment, "TERM": "xterm-256color"},
    )
    os.close(terminal)
    told = b""
    with contextlib.suppress(OSError):  # Linux ends a terminal that nobody holds any more with an error.
        while piece := os.read(main, 65536):
            told += piece
    os.close(main)
    return run.wait(timeout=60), told.decode()


def lines_of(told: str) -> list[str]:
    """Each line as it was drawn, also where another one replaced it later."""
    return [line.rstrip() for line in re.split(r"[\r\n]+", _ESCAPE.sub("", told)) if line.strip()]


def wrong_for(*names: str) -> Any:
    """A service that says of some functions what is not true, however often it is asked."""

    def answering(handler: _Handler, asked: Asked, number: int) -> None:
        name = asked.prompt.partition("`many.")[2].partition("`")[0]
        if name not in names:
            behave(handler, asked, number)
            return
        section = {
            "description": "Raises `LookupError` for a value that is too large.",
            "steps": [{"level": 1, "text": "Returns the sum."}],
            "example": f"from many import {name}\n\nprint({name}(1, 2, 3))\n",
        }
        handler.answer(completion(json.dumps(section)))

    return answering


def test_it_writes_what_is_missing_and_sums_up(tmp_path: Path, server: Server) -> None:
    site = project(tmp_path, server, count=5)
    site.page("# Later\n\n{% raw %}{% endraw %}::: howto many.task_0\n", "later.md")
    some = generate(site, "--max-requests", "2")
    assert some.returncode == 1
    rows = cells(some.stdout)
    assert rows[:4] == [
        ["written", "2"],
        ["kept", "0", "from before"],
        ["repaired", "0", "right when asked again"],
        ["rejected", "0"],
    ]
    assert rows[4] == ["offline", "3", "many.task_2, many.task_3, many.task_4: the budget of 2 requests is spent"]
    assert rows[6] == ["calls", "2"]
    rest = generate(site, "--no-plugins")
    assert rest.returncode == 0
    rows = cells(rest.stdout)
    assert rows[:2] == [["written", "3"], ["kept", "2", "from before"]]
    assert ["tokens", "3,600", "3,000 read (1,200 of them kept by the service), 600 written"] in rows
    assert cells(generate(site).stdout)[:2] == [["written", "0"], ["kept", "5", "from before"]]
    assert len(server.asked) == 5


def test_the_plan_is_a_table(tmp_path: Path, server: Server) -> None:
    site = project(tmp_path, server, count=3)
    site.page("---\ntitle: Later\n---\n\n# Later\n\n::: howto many.task_0\n\n::: howto many.task_2\n", "a/later.md")
    site.page("# Home\n\n::: howto many.task_0\n\n::: howto many.task_1\n\n::: howto many.nothing\n")
    plan = generate(site, "--dry-run").stdout.splitlines()
    assert plan[0].split() == ["page", "line", "reference", "tokens"]
    assert [line.split()[:3] for line in plan[1:4]] == [
        ["index.md", "3", "many.task_0"],
        ["index.md", "5", "many.task_1"],
        ["a/later.md", "9", "many.task_2"],
    ]
    assert plan[4] == ""
    assert re.fullmatch(r"total +3 calls +[\d,]+", plan[5])
    assert len({len(line) for line in (plan[0], *plan[1:4], plan[5])}) == 1
    assert plan[6].endswith("Placeholders that need no call: 1.")
    assert plan[7].endswith("model tiny; the budget allows 10000 calls.")
    assert server.asked == []


def test_a_program_reads_the_plan(tmp_path: Path, server: Server) -> None:
    site = project(tmp_path, server, count=2)
    site.options["budget"] = {"requests": 7, "tokens": 50_000}
    site.configure()
    plan = json.loads(generate(site, "--dry-run", "--format", "json").stdout)
    tokens = [call.pop("tokens") for call in plan["calls"]]
    assert plan.pop("tokens") == sum(tokens) > 0
    assert plan == {
        "calls": [
            {"page": "index.md", "line": 3, "reference": "many.task_0"},
            {"page": "index.md", "line": 5, "reference": "many.task_1"},
        ],
        "others": 0,
        "address": f"{server.url}/chat/completions",
        "model": "tiny",
        "budget": {"requests": 7, "tokens": 50_000},
        "unavailable": "",
    }


def test_the_table_says_what_was_rejected_and_why(tmp_path: Path, server: Server) -> None:
    server.behave = wrong_for("task_1", "task_4")
    site = project(tmp_path, server, count=5)
    site.page(
        (tmp_path / "docs/index.md").read_text()
        + "::: howto many.nothing\n\n::: howto many.task_0\n    writer: offline\n"
    )
    done = generate(site)
    assert done.returncode == 1
    assert "shown without a model" not in done.stderr
    rows = cells(done.stdout)
    assert rows[0] == ["written", "3"]
    assert rows[3][:2] == ["rejected", "2"]
    assert rows[3][2].startswith("many.task_1")
    assert "the model's text has the finding" in rows[3][2]
    assert [row[:2] for row in rows if row[0] in {"offline", "unresolved"}] == [
        ["offline", "0"],
        ["unresolved", "1", "many.nothing"][:2],
    ]
    again = generate(site, "--format", "json")
    assert again.returncode == 1
    result = json.loads(again.stdout)
    assert (result["written"], result["kept"], result["rejected"], result["calls"]) == (0, 3, 2, 0)
    assert all(one["findings"] for one in result["rejected_references"])
    assert [one["reference"] for one in result["rejected_references"]] == ["many.task_1", "many.task_4"]
    assert all("finding" in one["reason"] for one in result["rejected_references"])
    assert [one["reference"] for one in result["unresolved_references"]] == ["many.nothing"]


ENDS = ("written", "kept", "pinned", "rejected", "offline")


@pytest.mark.parametrize(
    ("wrong", "options", "expected"),
    [
        (["task_1"], {}, [(3, 0, 1), (0, 3, 1), (0, 3, 1)]),
        (["task_0", "task_1", "task_2"], {}, [(1, 0, 3), (0, 1, 3), (0, 1, 3)]),
        (["task_0", "task_1", "task_2", "task_3"], {}, [(0, 0, 4), (0, 0, 4), (0, 0, 4)]),
        (["task_2"], {"on_rejected": "keep"}, [(4, 0, 0), (1, 3, 0), (1, 3, 0)]),
        (["task_2"], {"repair": 0}, [(3, 0, 1), (0, 3, 1), (0, 3, 1)]),
        ([], {}, [(4, 0, 0), (0, 4, 0), (0, 4, 0)]),
    ],
)
def test_every_section_is_counted_once_however_often_it_is_asked_for(
    tmp_path: Path, server: Server, wrong: list[str], options: dict[str, object], expected: list[tuple[int, int, int]]
) -> None:
    """Numbers of sections written, kept and rejected in a run and two that ask again for what was rejected."""
    server.behave = wrong_for(*wrong)
    site = project(tmp_path, server, count=4)
    site.options |= options
    site.configure()
    told = []
    for _ in expected:
        result = json.loads(generate(site, "--retry-rejected", "--format", "json").stdout)
        assert sum(result[end] for end in ENDS) == 4
        told.append((result["written"], result["kept"], result["rejected"]))
    assert told == expected


@pytest.mark.parametrize(
    ("prices", "unit"),
    [
        ({"input": 1.0, "output": 10.0, "currency": "USD"}, "USD"),
        ({"input": 1, "output": 10, "currency": "€"}, "€"),
        ({"input": "1", "output": "10.0", "cached": 0.1}, ""),
    ],
)
def test_the_plan_says_what_the_calls_will_cost(
    tmp_path: Path, server: Server, prices: dict[str, object], unit: str
) -> None:
    site = project(tmp_path, server, count=3)
    site.options["prices"] = prices
    site.configure()
    plan = json.loads(generate(site, "--dry-run", "--format", "json").stdout)
    assert plan["currency"] == unit
    assert plan["money"] == pytest.approx(sum(call["money"] for call in plan["calls"]))
    # An answer is taken to have 400 tokens.
    assert plan["money"] == pytest.approx((plan["tokens"] - 1_200 + 1_200 * 10) / 1_000_000)
    lines = generate(site, "--dry-run").stdout.splitlines()
    assert lines[0].split()[-1] == "money"
    assert lines[5].split()[-1] == f"{plan['money']:.4f}"
    assert f"Money is in {unit or 'the currency of `prices`'}, without second tries for answers with errors." in lines


@pytest.mark.parametrize(
    ("prices", "told"),
    [
        ({"input": "0.25 USD"}, "The option `prices` has `input: 0.25 USD`, which is not a number of 0 or more."),
        ({"input": -1}, "The option `prices` has `input: -1`, which is not a number of 0 or more."),
        ({"output": True}, "The option `prices` has `output: True`, which is not a number of 0 or more."),
        ({"output": float("nan")}, "The option `prices` has `output: nan`, which is not a number of 0 or more."),
        ({"input": 1, "currency": 5}, "The option `prices` has a `currency` that is not a name or sign"),
        ({"input": 1, "currency": "a\nb"}, "The option `prices` has a `currency` that is not a name or sign"),
        ({"in": 1}, "The option `prices` has the keys `input`, `output`, `cached` and `currency`."),
    ],
)
def test_wrong_prices_are_told(prices: dict[str, object], told: str) -> None:
    with pytest.raises(BadOption) as caught:
        load("openai", {"model": "tiny", "prices": prices})
    assert caught.value.problem.startswith(told)


def test_all_findings_of_a_rejected_text_are_named(tmp_path: Path, server: Server) -> None:
    section = {
        "description": "Raises `LookupError` for a value that is too large, and calls `vanish_now` and `many.no_such`.",
        "steps": [{"level": 1, "text": "Returns the sum from `other_thing`."}],
        "example": "from many import task_77\n\nprint(task_77(1))\n",
    }
    server.behave = lambda handler, asked, number: handler.answer(completion(json.dumps(section)))
    site = project(tmp_path, server, count=1)
    brief = generate(site)
    assert re.search(
        r"the model's text has \d findings: ([a-z-]+( \(\d\))?, )+[a-z-]+( \(\d\))?; the first: ", brief.stdout
    )
    assert "`-v` lists every finding" in brief.stdout
    long = generate(site, "-v").stdout.splitlines()
    result = json.loads(generate(site, "--format", "json").stdout)
    (rejected,) = result["rejected_references"]
    assert len(rejected["findings"]) > 1
    for finding in rejected["findings"]:
        assert f"many.task_0: {finding['code']} {finding['message']}" in long


@pytest.mark.parametrize(
    "codes",
    [["a"], ["a", "a"], ["a", "b"], ["a", "b", "a", "c"], ["b"] * 7],
)
def test_a_reason_names_every_code_with_its_number(codes: list[str]) -> None:
    reason = described([Finding(code, "error", f"What is wrong with {code}.") for code in codes])
    for code in set(codes):
        number = f"{code} ({codes.count(code)})" if codes.count(code) > 1 else code
        assert number in reason
    assert f"What is wrong with {codes[0]}" in reason


@pytest.mark.parametrize(
    "wrong", [{"temperature": 0.5, "writer": "anthropic"}, {"no_llm": True}, {"writer": "offline"}]
)
def test_it_does_not_start_with_wrong_options(tmp_path: Path, server: Server, wrong: dict[str, object]) -> None:
    site = project(tmp_path, server, count=1)
    site.options |= wrong
    site.configure()
    done = generate(site)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Error: " in done.stderr
    assert server.asked == []


def test_long_lists_of_reasons_are_cut(tmp_path: Path, server: Server) -> None:
    server.behave = wrong_for(*(f"task_{number}" for number in range(8)))
    site = project(tmp_path, server, count=30)
    rows = cells(generate(site, "--max-requests", "20").stdout)
    rejected = next(number for number, row in enumerate(rows) if row[0] == "rejected")
    assert rows[rejected][1] == "8"
    assert rows[rejected + 5] == ["and 3 more"]
    offline = next(row for row in rows if row[0] == "offline")
    assert re.fullmatch(
        r"(many\.task_\d+, ){2}many\.task_\d+ and \d+ more: the budget of 20 requests is spent", offline[2]
    )


def test_a_log_says_how_far_it_is_and_a_program_reads_the_sum(tmp_path: Path, server: Server) -> None:
    site = project(tmp_path, server, count=30)
    site.options["prices"] = {"input": 1.0, "output": 10.0, "cached": 0.1}
    site.configure()
    assert generate(site, "--dry-run").stderr == ""
    done = generate(site, "--format", "json")
    result = json.loads(done.stdout)
    assert done.stderr == ""
    del result["seconds"]
    assert result == {
        "written": 30, "kept": 0, "pinned": 0, "repaired": 0, "rejected": 0, "offline": 0, "reasons": {}, "rejected_references": [],
        "offline_references": [], "unresolved_references": [], "calls": 30,
        "tokens": {"read": 30_000, "kept_by_the_service": 12_000, "written": 6_000},
        "money": round((18_000 * 1.0 + 12_000 * 0.1 + 6_000 * 10.0) / 1_000_000, 6), "currency": "",
    }  # fmt: skip
    again = generate(site, "-q")
    assert (again.stdout, again.stderr) == ("", "")
    site.options["model"] = "other"
    site.configure()
    told = generate(site)
    assert told.stderr.splitlines()[0] == f"Asking {server.url.split('/')[2]} for 30 sections …"
    assert re.search(r"^15 of 30: \d+ running, [\d,]+ tokens, 0\.0\d+ spent$", told.stderr, re.MULTILINE)
    assert ["money", "0.0792", "in the currency of `prices`"] in cells(told.stdout)


def test_a_terminal_shows_a_bar_and_tables(tmp_path: Path, server: Server) -> None:
    def pausing(handler: _Handler, asked: Asked, number: int) -> None:
        if number == 8:
            handler.answer({"error": {"message": "Slow down."}}, 429, Retry_After="1")
        else:
            behave(handler, asked, number)

    server.behave = pausing
    site = project(tmp_path, server, count=20)
    site.options |= {"concurrency": 2, "prices": {"input": 1.0, "output": 10.0, "currency": "EUR"}}
    site.configure()
    status, plan = on_terminal(site, "--dry-run")
    assert status == 0
    assert "\x1b[1m" in plan
    assert "─────" in plan
    assert [line.split()[:3] for line in lines_of(plan)[2:4]] == [
        ["index.md", "3", "many.task_0"],
        ["index.md", "5", "many.task_1"],
    ]
    status, told = on_terminal(site)
    assert status == 0
    drawn = lines_of(told)
    bars = [line for line in drawn if line.startswith("Sections ")]
    assert any("20/20" in line for line in bars)
    assert any("waiting 1 s (rate limit)" in line for line in bars)
    assert any(
        re.search(r" 20/20 \d+\.\d/s \d:\d\d:\d\d 0 running, 24,000 tokens, 0\.0600 EUR spent$", line) for line in bars
    )
    assert max(map(len, drawn)) <= 100
    assert not any("…" in line for line in bars)
    table = [re.split(r"\s{2,}", line.strip()) for line in drawn if line not in bars]
    assert ["written", "20"] in table
    assert ["money", "0.0600", "EUR"] in table


def test_a_bar_with_large_numbers_stays_in_its_line() -> None:
    from rich.console import Console

    writer: Any = load("openai", {"model": "tiny", "prices": {"input": 1.0, "output": 8.0}})
    writer.spent.input, writer.spent.output = 14_345_678, 4_500_000
    writer.known.paused_until = time.monotonic() + 120
    for width in (80, 100):
        console = Console(file=io.StringIO(), width=width, force_terminal=True)
        bar = Bar(console)
        bar.writer = writer
        bar.progress(0, 5_000)
        bar.progress(4_321, 5_000)
        with console.capture() as drawn:
            console.print(bar.bar.get_renderable())
        (line,) = _ESCAPE.sub("", drawn.get()).splitlines()
        assert "4321/5000" in line
        if width == 80:
            assert line.endswith("…")
        else:
            assert line.endswith("(rate limit), 18.85M tokens, 50.35 spent")
            assert len(line) <= width - len("12.3/s") + len("-/s")


def test_texts_in_a_table_mean_nothing_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    show(
        Table(
            (Column("what"), Column("number", is_number=True)),
            ((Row(("[red]a[/red] :smile:", "1")),), (Row(("b", "22")),)),
        )
    )
    assert capsys.readouterr().out == (
        "what                  number\n"
        "[red]a[/red] :smile:       1\n"
        "\n"
        "b                         22\n"
    )  # fmt: skip


def worded(site: Site, words: str) -> None:
    site.file(
        "docs/own.jinja",
        f"{{% block system %}}{words}{{% endblock %}}{{% block user %}}`{{{{ path }}}}`{{% endblock %}}",
    )
    site.options["prompt"] = "docs/own.jinja"
    site.configure()


def test_another_prompt_is_paid_for_only_on_request(tmp_path: Path, server: Server) -> None:
    site = project(tmp_path, server, count=3)
    worded(site, "Write.")
    assert cells(generate(site).stdout)[0] == ["written", "3"]
    worded(site, "Write well.")
    assert cells(generate(site).stdout)[:2] == [["written", "0"], ["kept", "3", "from before"]]
    asked = generate(site, "--older-prompt")  # Nobody is there to say yes.
    assert asked.returncode == 1
    assert asked.stderr.startswith("3 calls, about ")
    assert len(server.asked) == 3
    bought = generate(site, "--older-prompt", "--yes")
    assert bought.returncode == 0, bought.stderr
    assert cells(bought.stdout)[0] == ["written", "3"]
    assert [("Write well." in one.prompt) for one in server.asked] == [False] * 3 + [True] * 3
    again = generate(site, "--older-prompt", "--yes")
    assert again.stderr.startswith("0 calls")
    assert len(server.asked) == 6


def test_an_older_text_stays_until_a_newer_one_is_right(tmp_path: Path, server: Server) -> None:
    site = project(tmp_path, server, count=2)
    assert cells(generate(site).stdout)[0] == ["written", "2"]
    worded(site, "Write.")
    server.behave = wrong_for("task_0", "task_1")
    bought = generate(site, "--older-prompt", "-y", "--format", "json")
    result = json.loads(bought.stdout)
    assert (result["written"], result["kept"], result["rejected"]) == (0, 2, 0)
    result = json.loads(generate(site, "--format", "json").stdout)
    assert (result["kept"], result["rejected"], result["calls"]) == (2, 0, 0)
