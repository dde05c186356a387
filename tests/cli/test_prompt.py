"""`mkdocs-howto prompt`: what would be sent, and what each part of it costs."""

from __future__ import annotations

import json
import re

import pytest

from mkdocs_howto.writers.llm.answer import SCHEMA
from tests.cli.running import run
from tests.conftest import Site


@pytest.fixture
def asking(site: Site) -> Site:
    site.options |= {"writer": "openai", "model": "tiny"}
    return site


def test_several_prompts_repeat_nothing_that_is_the_same(asking: Site) -> None:
    done = run(asking, "prompt", "shop.Cart", "shop.reserve", "shop.Cart.add")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.count("--- system ---") == done.stdout.count("--- schema ---") == 1
    assert done.stdout.count("--- user ---") == 3
    for reference in ("shop.Cart", "shop.reserve", "shop.Cart.add"):
        assert f"Code to describe: `{reference}`" in done.stdout
    assert json.loads(done.stdout.partition("--- schema ---\n")[2].partition("\n\n")[0]) == SCHEMA


def test_the_parts_cost_what_the_prompt_costs(asking: Site) -> None:
    done = run(asking, "prompt", "shop.Cart.add")
    rows = re.findall(r"^(\S.*?) {2,}([\d,]+)$", done.stdout.partition("--- system")[0], re.MULTILINE)
    costs = {name: int(count.replace(",", "")) for name, count in rows if name != "part"}
    whole = costs.pop("all")
    assert {"the same for all code", "schema", "source", "its class", "facts"} <= costs.keys()
    assert abs(sum(costs.values()) - whole) <= len(costs)
    assert f"shop.Cart.add: about {whole:,} tokens." in done.stdout


def test_a_wrong_reference_leaves_the_others(asking: Site) -> None:
    done = run(asking, "prompt", "shop.Crat", "shop.Cart")
    assert done.exit_code == 2
    assert "`shop.Crat` cannot be found" in done.stderr
    assert "Code to describe: `shop.Cart`" in done.stdout
