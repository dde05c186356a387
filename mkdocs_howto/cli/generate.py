"""`mkdocs-howto generate`: have a model write what a site lacks."""

from __future__ import annotations

import dataclasses
import math
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import click

from mkdocs_howto.answers import Request, StandIn
from mkdocs_howto.cli import site
from mkdocs_howto.cli.output import echo_json
from mkdocs_howto.cli.progress import shown
from mkdocs_howto.cli.tables import Column, Row, Table, show
from mkdocs_howto.errors import HowtoError, Notice
from mkdocs_howto.guide import Guide
from mkdocs_howto.secrets import masked
from mkdocs_howto.section import Tokens
from mkdocs_howto.settings import Settings
from mkdocs_howto.writers import load
from mkdocs_howto.writers.llm import ModelWriter, money
from mkdocs_howto.writers.llm.settings import Prices

_MOST_REASONS = 5
"""Lines about what was rejected, or is still without."""

_MOST_REFERENCES = 3
"""References named in such a line."""

_MET = "(met by the last build)"
"""Name that stands for a page where only the last build knew the reference."""


@click.command()
@site.config_option
@click.option("--dry-run", is_flag=True, help="Show what would be asked, and ask nothing.")
@click.option("--max-requests", metavar="N", type=click.IntRange(min=0), help="Ask at most N times. Default: `budget`.")
@click.option("--retry-rejected", is_flag=True, help="Ask again for what was rejected before.")
@click.option("--older-prompt", is_flag=True, help="Buy anew what an older prompt wrote; tells the price, and asks.")
@click.option("-y", "--yes", is_flag=True, help="With --older-prompt: buy without asking.")
@click.option("--no-plugins", is_flag=True, help="Read the files below docs_dir; run no plugin of the site.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to sum up.")
@click.option("-v", "--verbose", is_flag=True, help="List every finding in what was rejected.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(
    config_file: Path | None,
    max_requests: int | None,
    form: str,
    *,
    dry_run: bool,
    retry_rejected: bool,
    older_prompt: bool,
    yes: bool,
    no_plugins: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Have the site's model write every section that is not kept yet.

    The placeholders are those that a build of the site meets.

    Exits with 0; with 1 when sections are still missing or were rejected; with 2 when it cannot start.
    """
    path = site.required(config_file)
    settings, writer = _settings(path, max_requests, retry_rejected=retry_rejected)
    settings = dataclasses.replace(settings, older_prompt=older_prompt)
    requests = site.asked(path, plugins=not no_plugins)
    if dry_run:
        _show_plan(_planned(Guide(settings, site.tell), requests), form)
        return
    if older_prompt and not _agreed(_planned(Guide(settings, _quiet), requests), yes=yes):
        return
    started = time.perf_counter()
    report = _quiet if quiet else site.tell if form == "json" else _aside
    with shown(quiet=quiet or form == "json") as screen:
        guide = Guide(settings, report, screen.progress)
        asked = guide.writer(settings.writer)
        screen.writer = asked if isinstance(asked, ModelWriter) else writer
        guide.expect_again(requests)
        guide.prepare_requests(requests)
    result = _result(guide, screen.writer, list(requests), time.perf_counter() - started)
    result["unresolved_references"] = _told(_unresolved(guide, list(requests)))
    guide.end()
    if guide.bought:
        guide.announce()
    if form == "json":
        echo_json(result)
    elif not quiet:
        _show_result(result, verbose=verbose)
    sys.exit(1 if result["offline"] or result["rejected"] else 0)


def _settings(path: Path, max_requests: int | None, *, retry_rejected: bool) -> tuple[Settings, ModelWriter]:
    settings = site.settings(path)
    if settings.writer == "offline":
        raise click.UsageError("The site has the writer `offline`, which needs no model; set `writer` in its options.")
    if settings.writer_settings.get("no_llm"):
        raise click.UsageError("The site has `no_llm: true`, which forbids every call of a model.")
    options = dict(settings.writer_settings)
    if max_requests is not None:
        budget: Any = options.get("budget") or {}
        options["budget"] = {**budget, "requests": max_requests}
    try:
        writer = load(settings.writer, {**options, "root": str(settings.root)})
    except HowtoError as error:
        raise click.UsageError(masked(str(error))) from error
    if not isinstance(writer, ModelWriter):
        raise click.UsageError(f"The writer `{settings.writer}` asks no model.")
    # What is pinned is not asked for, unless a model's text is stale: then `pin --update` finds the new one.
    return dataclasses.replace(settings, writer_settings=options, retry_rejected=retry_rejected, renew=True), writer


# What would be asked.


def _planned(guide: Guide, places: Mapping[Request, tuple[str, int | None]]) -> dict[str, Any]:
    """Return what a run would ask, as a program reads it."""
    wanted = guide.to_buy(places)
    writer = guide.writer(guide.settings.writer)
    guide.end()
    assert isinstance(writer, ModelWriter)
    limit, prices = writer.settings.tokens, writer.settings.prices
    return {
        "calls": [
            {
                "page": places[request][0] or _MET,
                "line": places[request][1],
                "reference": request.reference,
                "tokens": tokens.total,
                **_money(prices, tokens),
            }
            for request, tokens in wanted
        ],
        "tokens": sum(tokens.total for _, tokens in wanted),
        **_money(prices, Tokens(sum(one.read for _, one in wanted), sum(one.written for _, one in wanted))),
        **({"currency": prices.currency} if prices is not None else {}),
        "others": len(places) - len(wanted),
        "address": writer.address,
        "model": writer.settings.model,
        "budget": {"requests": int(writer.settings.requests), "tokens": int(limit) if math.isfinite(limit) else None},
        "unavailable": writer.unavailable,
    }


def _agreed(plan: Mapping[str, Any], *, yes: bool) -> bool:
    """Tell the price of what would be bought, and return whether it is to be."""
    costs = f"{plan['tokens']:,} tokens" + (f", {money(plan['money'])} {plan['currency']}" if "money" in plan else "")
    click.echo(
        f"{site.counted(len(plan['calls']), 'call')}, about {costs}. Until a new text is right, the old one stays.",
        err=True,
    )
    return yes or not plan["calls"] or click.confirm("Buy?", err=True)


def _money(prices: Prices | None, tokens: Tokens) -> dict[str, float]:
    return {} if prices is None else {"money": round(prices.cost(tokens), 6)}


def _show_plan(plan: Mapping[str, Any], form: str) -> None:
    if form == "json":
        echo_json(plan)
        return
    calls = plan["calls"]
    columns = [Column("page"), Column("line", is_number=True), Column("reference"), Column("tokens", is_number=True)]
    columns += [Column("money", is_number=True)] if "money" in plan else []
    rows = tuple(
        Row((call["page"], str(call["line"] or ""), _named(call["reference"]), *_estimated(call))) for call in calls
    )
    total = Row(("total", "", site.counted(len(calls), "call"), *_estimated(plan)), "bold")
    show(Table(tuple(columns), (rows, (total,)) if rows else ((total,),)))
    budget = plan["budget"]
    allowed = site.counted(budget["requests"], "call")
    allowed += f" and {budget['tokens']:,} tokens" if budget["tokens"] else ""
    click.echo(f"Tokens are estimates, answers included. Placeholders that need no call: {plan['others']}.")
    if "money" in plan:
        unit = plan["currency"] or "the currency of `prices`"
        click.echo(f"Money is in {unit}, without second tries for answers with errors.")
    click.echo(f"To {plan['address']}, model {plan['model']}; the budget allows {allowed}.")
    if plan["unavailable"]:
        click.echo(f"Nothing could be asked now: {plan['unavailable']}.")


def _estimated(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the cells of a row of the plan that say what it will cost."""
    return (f"{row['tokens']:,}", *([money(row["money"])] if "money" in row else []))


def _named(reference: str) -> str:
    return reference or "code in a page"


# What came of it.


def _result(guide: Guide, writer: ModelWriter, requests: Sequence[Request], seconds: float) -> dict[str, Any]:
    """What a run did, as a program reads it."""
    asked = [request for request in requests if request.writer != "offline"]
    ends = Counter(_end(guide, request) for request in asked)
    rejected, missing = (list(_stood_in(guide, asked, state)) for state in ("rejected", "unwritten"))
    spent, prices = writer.spent, writer.settings.prices
    result = {
        "written": ends["written"],
        "kept": ends["kept"],
        "pinned": ends["pinned"],
        "repaired": spent.repaired,
        "rejected": ends["rejected"],
        "offline": ends["unwritten"],
        "reasons": dict(Counter(stand_in.reason for _, stand_in in missing)),
        "rejected_references": [
            {"reference": reference, "reason": one.reason, "findings": list(map(dataclasses.asdict, one.findings))}
            for reference, one in rejected
        ],
        "offline_references": _told((reference, one.reason) for reference, one in missing),
        "calls": spent.requests,
        "tokens": {"read": spent.input, "kept_by_the_service": spent.cached, "written": spent.output},
        "seconds": round(seconds, 1),
    }
    if prices is not None:
        result |= {**_money(prices, spent.tokens), "currency": prices.currency}
    return result


_End = Literal["written", "kept", "pinned", "rejected", "unwritten", "unresolved"]


def _end(guide: Guide, request: Request) -> _End:
    """Return what came of a request for a model's text; each request has one end, and is counted once."""
    if not guide.found(request):
        return "unresolved"
    if (stand_in := guide.stand_in(request)) is not None:
        return stand_in.state
    if guide.answer(request).pinned is not None:
        return "pinned"
    return "written" if request in guide.bought else "kept"


def _told(reasons: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"reference": reference, "reason": reason} for reference, reason in reasons]


def _stood_in(guide: Guide, requests: Sequence[Request], state: str) -> Iterator[tuple[str, StandIn]]:
    """Yield the references that offline text answers, by whether the model's text was rejected or is missing."""
    for request in requests:
        stand_in = guide.stand_in(request)
        if stand_in is not None and stand_in.state == state:
            yield request.reference, stand_in


def _unresolved(guide: Guide, requests: Sequence[Request]) -> Iterator[tuple[str, str]]:
    """References of pages that lead to nothing, and why."""
    for request in requests:
        try:
            guide.answer(request)
        except HowtoError as error:
            yield request.reference, masked(error.problem)


def _show_result(result: Mapping[str, Any], *, verbose: bool) -> None:
    columns = (Column(), Column(is_number=True), Column())
    show(Table(columns, (tuple(_sections(result)), tuple(_costs(result)))))
    if verbose:
        for one in result["rejected_references"]:
            for finding in one["findings"]:
                click.echo(masked(f"{_named(one['reference'])}: {finding['code']} {finding['message']}"))
    if result["rejected"]:
        more = "" if verbose else "`-v` lists every finding; "
        click.echo(f"{more}`--retry-rejected` asks again for what was rejected; `on_rejected: keep` shows it as it is.")


def _sections(result: Mapping[str, Any]) -> Iterator[Row]:
    """Rows about sections: how many, and why some were not written."""
    yield Row(("written", f"{result['written']:,}", ""), "green" if result["written"] else "")
    yield Row(("kept", f"{result['kept']:,}", "from before"))
    if result["pinned"]:
        yield Row(("pinned", f"{result['pinned']:,}", "in the repository"))
    yield Row(("repaired", f"{result['repaired']:,}", "right when asked again"))
    for kind in ("rejected", "offline", "unresolved"):
        told = result[f"{kind}_references"]
        if told or kind != "unresolved":
            yield from _with_reasons(kind, result.get(kind, len(told)), told)


def _with_reasons(kind: str, number: int, told: Sequence[Mapping[str, str]]) -> Iterator[Row]:
    """A row for a kind of sections, and below it a line for each reason."""
    style = "yellow" if number else ""
    by_reason: dict[str, list[str]] = {}
    for one in told:
        by_reason.setdefault(one["reason"], []).append(_named(one["reference"]))
    lines = [f"{_some(names, _MOST_REFERENCES)}: {reason}" for reason, names in by_reason.items()]
    more = [f"and {len(lines) - _MOST_REASONS} more"] if len(lines) > _MOST_REASONS else []
    first, *others = [*lines[:_MOST_REASONS], *more] or [""]
    yield Row((kind, f"{number:,}", first), style)
    yield from (Row(("", "", line), style) for line in others)


def _some(names: Sequence[str], most: int) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _costs(result: Mapping[str, Any]) -> Iterator[Row]:
    tokens = result["tokens"]
    cached = tokens["kept_by_the_service"]
    read = f"{tokens['read']:,} read" + (f" ({cached:,} of them kept by the service)" if cached else "")
    yield Row(("calls", f"{result['calls']:,}", ""))
    yield Row(("tokens", f"{tokens['read'] + tokens['written']:,}", f"{read}, {tokens['written']:,} written"))
    if "money" in result:
        yield Row(("money", money(result["money"]), result["currency"] or "in the currency of `prices`"))
    yield Row(("seconds", f"{result['seconds']:,}", ""))


def _aside(notice: Notice) -> None:
    if notice.kind not in {"model", "rejected"}:  # The table tells them.
        site.tell(notice)


def _quiet(notice: Notice) -> None:
    if notice.kind in {"no-llm", "option"}:
        site.tell(notice)
