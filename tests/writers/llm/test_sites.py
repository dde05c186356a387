"""A site whose sections a model writes: real builds against a real server on loopback."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from mkdocs.exceptions import Abort

from mkdocs_howto.cli import main
from tests.conftest import Built, Site, _records
from tests.writers.llm.server import GOOD, Server, always, completion, serving

PAGE = "# Home\n\n::: howto shop.reserve\n"
KEY = "sk-test-0123456789abcdefghij"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(always(GOOD)) as running:
        yield running
        assert running.wrong == []


@pytest.fixture
def paid(site: Site, server: Server, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("SHOP_KEY", KEY)
    site.options |= {
        "writer": "openai",
        "model": "tiny",
        "base_url": server.url,
        "api_key_env": "SHOP_KEY",
        "timeout": 2,
    }
    site.page(PAGE)
    return site


def text(built: Built) -> str:
    return " ".join(built.body().get_text().split())


def test_a_section_comes_from_the_model_and_is_paid_once(paid: Site, server: Server) -> None:
    first = paid.build(strict=True)
    assert "takes the ordered quantities out of stock" in text(first)
    assert "Written by tiny from src/shop/stock.py, lines 8–23" in text(first)
    assert text(paid.build(strict=True)) == text(first)
    assert len(server.asked) == 1
    (asked,) = server.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert asked.body["model"] == "tiny"
    assert asked.body["response_format"]["type"] == "json_schema"


def test_a_changed_model_or_code_is_paid_again_and_a_changed_page_is_not(paid: Site, server: Server) -> None:
    paid.build()
    paid.page(PAGE.replace("Home", "Start"))
    paid.build()
    assert len(server.asked) == 1
    paid.options["model"] = "other"
    paid.build()
    assert len(server.asked) == 2
    paid.options["model"] = "tiny"
    paid.build()
    assert len(server.asked) == 2


def test_without_a_key_the_offline_text_is_shown_and_said_once(
    paid: Site, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid.options["base_url"] = "https://models.example/v1"
    monkeypatch.delenv("SHOP_KEY")
    paid.page(PAGE + "\n::: howto shop.Cart\n")
    built = paid.build(strict=True)
    assert "Written offline from src/shop/stock.py" in text(built)
    assert [line for line in built.notices if "SHOP_KEY" in line] == [
        "mkdocs_howto: 2 sections are shown without a model: `SHOP_KEY` is not set."
    ]
    assert built.warnings == []


def test_kept_text_is_shown_without_a_key(paid: Site, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    first = text(paid.build())
    monkeypatch.delenv("SHOP_KEY")
    assert text(paid.build(strict=True)) == first


def test_errors_go_back_once_quoted(paid: Site, server: Server) -> None:
    wrong = {**GOOD, "example": "from shop import reserve\nprint(reserve({}, {}, all=True))\n"}

    def behave(handler, asked, number):
        handler.answer(completion(json.dumps(wrong if number == 1 else GOOD)))

    server.behave = behave
    assert "takes the ordered quantities" in text(paid.build(strict=True))
    assert len(server.asked) == 2
    repair = server.asked[1].body["messages"]
    assert [message["role"] for message in repair] == ["system", "user", "assistant", "user"]
    assert json.loads(repair[2]["content"]) == wrong
    assert "all" in repair[3]["content"]


def test_a_repair_repeats_only_the_parts_with_errors(paid: Site, server: Server) -> None:
    wrong = {**GOOD, "example": "from shop import reserve\nprint(reserve({}, {}, all=True))\n"}

    def behave(handler, asked, number):
        handler.answer(completion(json.dumps(wrong if number == 1 else {"example": GOOD["example"]})))

    server.behave = behave
    built = text(paid.build(strict=True))
    assert "takes the ordered quantities" in built  # The description of the first answer.
    assert "all=True" not in built
    first, repair = (asked.body for asked in server.asked)
    schemas = [body["response_format"]["json_schema"]["schema"]["required"] for body in (first, repair)]
    assert schemas == [["description", "steps", "example"], ["example"]]
    told = repair["messages"][3]["content"]
    assert "Give example again" in told
    assert "Pass the arguments that the signature asks for" in told  # The hint of `example-call`.


@pytest.mark.parametrize(("level", "count"), [("info", 0), ("warning", 1), ("error", 1)])
def test_a_strict_build_may_notice_rejected_text(paid: Site, server: Server, level: str, count: int) -> None:
    server.behave = always({**GOOD, "example": "import shop\nprint(shop.reserve())\n"})
    paid.options["levels"] = {"rejected": level}
    built = paid.build()
    assert len([line for line in built.warnings if "example-call" in line]) == count


def test_a_rejected_text_can_be_read(paid: Site, server: Server) -> None:
    server.behave = always({**GOOD, "example": "import shop\nprint(shop.reserve())\n"})
    paid.build()
    asked = len(server.asked)
    with contextlib.chdir(paid.folder):
        shown = CliRunner().invoke(main, ["show", "--rejected", "shop.reserve", "shop.Cart"])
        told = CliRunner().invoke(main, ["show", "--rejected", "shop.reserve", "--format", "json"])
    assert shown.exit_code == 2  # Nothing about the other one was rejected.
    assert "No text about `shop.Cart` was rejected" in shown.stderr
    assert "takes the ordered quantities" in shown.stdout
    assert "print(shop.reserve())" in shown.stdout
    assert "error example-call" in shown.stdout
    data = json.loads(told.stdout)
    assert "example-call" in data["rejected"]
    assert {one["code"] for one in data["findings"]} == {"example-call"}
    assert len(server.asked) == asked


def test_what_stays_wrong_is_kept_as_rejected_and_not_paid_again(paid: Site, server: Server) -> None:
    server.behave = always({**GOOD, "example": "import shop\nprint(shop.reserve())\n"})
    first = paid.build(strict=True)
    assert "Written offline from src/shop/stock.py" in text(first)
    assert [line for line in first.notices if "example-call" in line]
    assert len(server.asked) == 2
    second = paid.build(strict=True)
    assert text(second) == text(first)
    assert len(server.asked) == 2
    assert [line for line in second.notices if "example-call" in line]
    paid.options["on_rejected"] = "keep"
    assert "takes the ordered quantities" in text(paid.build(strict=True))
    assert len(server.asked) == 2


def test_the_budget_ends_the_asking(paid: Site, server: Server) -> None:
    paid.options["budget"] = {"requests": 2}
    server.behave = always({**GOOD, "description": "Says nothing wrong. It may raise `StockError`."})
    names = ["reserve", "Cart", "Price", "Line", "money"]
    paid.page("# Home\n\n" + "\n\n".join(f"::: howto shop.{name}" for name in names))
    built = paid.build(strict=True)
    assert len(server.asked) == 2
    assert any("the budget of 2 requests is spent" in line for line in built.notices)


def test_the_budget_of_tokens_counts_what_is_underway(paid: Site, server: Server) -> None:
    paid.options["budget"] = {"tokens": 4_500}
    paid.page(
        "# Home\n\n" + "\n\n".join(f"::: howto shop.{name}" for name in ("reserve", "Cart", "Price", "Line", "money"))
    )
    built = paid.build(strict=True)
    assert 1 <= len(server.asked) <= 3
    assert any("might pass the budget of 4,500 tokens" in line for line in built.notices)


def test_a_plan_needs_no_key(paid: Site, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    paid.options["base_url"] = "https://models.example/v1"
    monkeypatch.delenv("SHOP_KEY")
    paid.configure()
    monkeypatch.chdir(paid.folder)
    plan = CliRunner().invoke(main, ["generate", "--dry-run"], catch_exceptions=False).output
    assert re.search(r"^total +1 call +[\d,]+$", plan, re.MULTILINE)


def test_an_empty_allowance_is_waited_for(paid: Site, server: Server) -> None:
    times: list[float] = []

    def behave(handler, asked, number):
        times.append(time.monotonic())
        empty = {"x_ratelimit_remaining_requests": "0", "x_ratelimit_reset_requests": "600ms"} if number == 1 else {}
        handler.answer(completion(json.dumps(GOOD)), **empty)

    server.behave = behave
    paid.options["concurrency"] = 1
    paid.page(PAGE + "\n::: howto shop.Cart\n")
    paid.build(strict=True)
    assert times[1] - times[0] >= 0.5


def test_no_llm_makes_a_call_an_error(paid: Site, server: Server) -> None:
    paid.options["no_llm"] = True
    with pytest.raises(SystemExit):
        paid.build(strict=True)
    built = paid.build()
    assert any("no_llm" in line for line in built.warnings)
    assert "Written offline from src/shop/stock.py" in text(built)
    assert server.asked == []


def test_the_language_is_asked_for_and_labels_follow(paid: Site, server: Server) -> None:
    paid.options["language"] = "de"
    german = {
        **GOOD,
        "description": "Nimmt die bestellten Mengen aus `stock`. Löst `ValueError` oder `StockError` aus.",
    }
    server.behave = always(german)
    built = paid.build(strict=True)
    assert "Beschreibung" in text(built)
    assert "Anwendungsbeispiel" in text(built)
    assert "`de`" in server.asked[0].prompt


def test_two_placeholders_for_the_same_code_cost_one_call(paid: Site, server: Server) -> None:
    paid.page(PAGE + "\n::: howto shop.reserve\n    heading_level: 3\n")
    paid.build(strict=True)
    assert len(server.asked) == 1


def test_the_key_is_nowhere_but_in_the_request(paid: Site, server: Server) -> None:
    def behave(handler, asked, number):
        handler.answer({"error": {"message": f"Incorrect API key provided: {KEY}"}}, status=401)

    server.behave = behave
    built = paid.build(strict=True)
    assert any("refused the key in `SHOP_KEY`" in line for line in built.notices)
    server.behave = always(GOOD)
    paid.build()
    said = "\n".join(record.getMessage() for record in built.log)
    written = [*(paid.folder / ".cache").rglob("*"), *(paid.folder / "site").rglob("*")]
    everything = [path.read_bytes() for path in written if path.is_file()]
    assert KEY not in said
    assert not any(KEY.encode() in data for data in everything)


def test_generate_knows_what_macros_make(paid: Site, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    paid.plugins = ["macros"]
    paid.page("# Home\n\n{% for name in ['reserve'] %}\n::: howto shop.{{ name }}\n{% endfor %}\n")
    monkeypatch.delenv("SHOP_KEY")
    paid.options["base_url"] = "https://models.example/v1"
    paid.build(strict=True)
    monkeypatch.chdir(paid.folder)
    paid.options["base_url"] = server.url
    paid.configure()
    done = CliRunner().invoke(main, ["generate"], catch_exceptions=False)
    assert re.search(r"^written +1$", done.output, re.MULTILINE)
    paid.build(strict=True)
    assert len(server.asked) == 1
    done = CliRunner().invoke(main, ["generate", "--dry-run"], catch_exceptions=False)
    assert "0 calls" in done.output


def test_what_was_rejected_is_asked_for_again_on_demand(
    paid: Site, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.behave = always({**GOOD, "example": "import shop\nprint(shop.reserve())\n"})
    paid.build(strict=True)
    assert len(server.asked) == 2
    monkeypatch.chdir(paid.folder)
    again = CliRunner().invoke(main, ["generate"], catch_exceptions=False)
    assert re.search(r"^calls +0$", again.output, re.MULTILINE)
    server.behave = always(GOOD)
    retried = CliRunner().invoke(main, ["generate", "--retry-rejected"], catch_exceptions=False)
    assert re.search(r"^written +1$", retried.output, re.MULTILINE)
    assert "takes the ordered quantities" in text(paid.build(strict=True))
    assert len(server.asked) == 3


def test_serve_asks_nothing_and_names_the_command(paid: Site, server: Server) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    config = load_config(str(paid.configure()))
    config.plugins.on_startup(command="serve", dirty=False)
    with _records() as log:
        build(config)
    assert server.asked == []
    assert any("mkdocs-howto generate" in record.getMessage() for record in log)


def test_a_placeholder_may_ask_for_its_own_language(paid: Site, server: Server) -> None:
    paid.page(PAGE + "\n::: howto shop.reserve\n    language: de\n")
    paid.build(strict=True)
    assert sorted("`de`" in asked.prompt for asked in server.asked) == [False, True]


def test_a_chosen_example_file_stays(paid: Site, server: Server) -> None:
    paid.file("use.py", "from shop import reserve\n\nprint(reserve({'tea': 1}, {'tea': 1}))\n")
    paid.page("# Home\n\n::: howto shop.reserve\n    example: use.py\n")
    server.behave = always({**GOOD, "example": "import shop\nprint(shop.reserve())\n"})
    built = paid.build(strict=True)
    assert "print(reserve({'tea': 1}, {'tea': 1}))" in text(built)
    assert len(server.asked) == 1


@pytest.mark.parametrize("name", ["offline", "openai"])
def test_a_warm_build_without_models_imports_no_http_client(paid: Site, name: str) -> None:
    paid.options["writer"] = name
    paid.build(strict=True)
    program = "import sys; from mkdocs.__main__ import cli; cli(['build', '-q'], standalone_mode=False); print('httpx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=paid.folder, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_show_prints_what_is_kept_and_asks_nothing(paid: Site, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    paid.configure()
    monkeypatch.chdir(paid.folder)
    shown = CliRunner().invoke(main, ["show", "shop.reserve"], catch_exceptions=False)
    assert "Written offline from src/shop/stock.py" in shown.output
    assert server.asked == []
    paid.build(strict=True)
    shown = CliRunner().invoke(main, ["show", "shop.reserve"], catch_exceptions=False)
    assert "takes the ordered quantities" in shown.output
    assert "Written by tiny from src/shop/stock.py, lines 8–23" in shown.output
    assert len(server.asked) == 1


def test_what_a_service_refuses_is_remembered_for_the_build(paid: Site, server: Server) -> None:
    def behave(handler, asked, number):
        if "response_format" in asked.body:
            handler.answer({"error": "no response_format here"}, 400)
        else:
            handler.answer(completion(json.dumps(GOOD)))

    server.behave = behave
    paid.plugins = ["macros"]
    paid.page(PAGE + "\n{% for name in ['Cart', 'Price'] %}\n::: howto shop.{{ name }}\n{% endfor %}\n")
    paid.build(strict=True)
    assert ["response_format" in asked.body for asked in server.asked].count(True) == 1


def test_what_the_site_no_longer_asks_for_is_not_bought(
    paid: Site, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid.page(PAGE + "\n::: howto shop.Cart\n")
    monkeypatch.delenv("SHOP_KEY")
    paid.options["no_llm"] = True
    paid.build()
    paid.page(PAGE)
    paid.build()
    paid.options |= {"language": "de", "no_llm": False}
    paid.configure()
    monkeypatch.chdir(paid.folder)
    plan = CliRunner().invoke(main, ["generate", "--dry-run"], catch_exceptions=False).output
    assert re.search(r"^index\.md +3  shop\.reserve +[\d,]+$", plan, re.MULTILINE)
    assert re.search(r"^total +1 call +[\d,]+$", plan, re.MULTILINE)


def test_an_authors_own_example_is_no_fault_of_the_model(paid: Site, server: Server) -> None:
    paid.file("use.py", "from shop import reserve\n\nprint(reserve({}, {}, wrong=1))\n")
    paid.page("# Home\n\n::: howto shop.reserve\n    example: use.py\n")
    built = paid.build()
    assert len(server.asked) == 1
    assert "takes the ordered quantities" in text(built)
    assert any("example-call" in line for line in built.warnings)


def test_a_template_that_fails_for_a_block_leaves_the_others(paid: Site, server: Server) -> None:
    paid.file("own.jinja", "{% if path == 'shop.Cart' %}{{ unknown }}{% endif %}Describe {{ path }}: {{ source }}")
    paid.options["prompt"] = "own.jinja"
    paid.page(PAGE + "\n::: howto shop.Cart\n")
    built = paid.build(strict=True)
    assert "takes the ordered quantities" in text(built)
    assert any("The template `own.jinja` fails: UndefinedError" in line for line in built.notices)


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{{ 'x' * 10**9 }}", "uses `*` in line 1"),
        ("{% for a in range(9) %}{% endfor %}", "uses a loop"),
        ("{{ path", "cannot be read: line 1"),
        ("{% include '/etc/passwd' %}", "uses {% include %} in line 1"),
    ],
)
def test_a_template_that_prompts_may_not_use_stops_the_build_as_a_wrong_option(
    paid: Site, server: Server, template: str, words: str
) -> None:
    paid.file("own.jinja", template)
    paid.options["prompt"] = "own.jinja"
    with _records() as log, pytest.raises(Abort):
        paid.build()
    assert any(f"The template `own.jinja` {words}" in record.getMessage() for record in log)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs_howto", "generate"], cwd=paid.folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert server.asked == []


def test_what_is_sent_and_where_is_said_once_before_the_first_call(
    paid: Site, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not any("are sent to" in line for line in paid.build(strict=True).notices)  # This machine is nobody else.
    monkeypatch.setenv("HOWTO_KEY_HOSTS", "models.invalid")
    paid.options["base_url"] = "https://models.invalid/v1"
    first = [line for line in paid.build(strict=True).notices if "are sent to models.invalid, secrets masked" in line]
    assert len(first) == 1
    assert "`no_llm: true` forbids it" in first[0]
    assert not any("are sent to" in line for line in paid.build(strict=True).notices)
