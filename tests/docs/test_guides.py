"""The tutorial and every guide, followed to the letter in a fresh environment by a reader who does nothing else."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import FIXTURES
from tests.docs.guide import DOCS, Reader, blocks
from tests.writers.llm.server import FORMATS, GOOD, always, serving

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("guides")]

Deed = Callable[[Reader], None]


@dataclass(frozen=True)
class Followed:
    """What a guide takes for granted, and what it tells its reader to do by hand.

    Attributes:
        before: What the reader has done before; the project has a page and nothing else.
        by_hand: What the text tells him to do before the first block below a heading, or before a block that begins so.
        sources: The folder of the project's package.
        format: The service of models that he uses.
        page: His page.
        statuses: What commands without output in the guide may end with.
    """

    before: tuple[Deed, ...] = ()
    by_hand: Mapping[str, Deed] = field(default_factory=dict)
    sources: str = "."
    format: str = ""
    page: str = "# Shop\n\n::: howto shop.reserve\n"
    statuses: tuple[int, ...] = (0,)


def site(reader: Reader) -> None:
    """Enable the plugin, as the tutorial says."""
    reader.configure({"site_name": "Shop", "plugins": ["search", "howto"]})


def in_git(reader: Reader) -> None:
    """Keep the project in git, which knows who approves a pin."""
    reader.run("git init --quiet && git add --all && git commit --quiet --message Begin")


def add_parameter(reader: Reader) -> None:
    """Change the code that a pin is about."""
    reader.replace("shop/cart.py", "quantity: int = 1) -> Line:", 'quantity: int = 1, note: str = "") -> Line:')


def edit_pin(reader: Reader) -> None:
    """Write a sentence of one's own into a pin."""
    reader.replace("howto/shop.Cart.md", "\n\n## Execution", "\nAsk a colleague before you order.\n\n## Execution")


def forget_exceptions(reader: Reader) -> None:
    """Leave something out that the review asks for."""
    pin = reader.file("howto/shop.Cart.md")
    lines = pin.read_text(encoding="utf-8").splitlines(keepends=True)
    reader.write("pin.kept", "".join(lines))
    pin.write_text("".join(line for line in lines if "raises" not in line.lower()), encoding="utf-8")


def remember_exceptions(reader: Reader) -> None:
    """Put it back, and change the code that the pin is about."""
    reader.file("pin.kept").rename(reader.file("howto/shop.Cart.md"))
    add_parameter(reader)


def rename(reader: Reader) -> None:
    """Give the class another name."""
    for path in [*reader.folder.glob("shop/*.py"), *reader.folder.glob("docs/*.md"), *reader.folder.glob("tests/*.py")]:
        path.write_text(path.read_text(encoding="utf-8").replace("Cart", "Basket"), encoding="utf-8")


def misspell(reader: Reader) -> None:
    """Get a reference wrong."""
    reader.replace("docs/index.md", "shop.cart.Cart", "shop.cart.Crat")


def write_report(reader: Reader) -> None:
    """Have a file that a placeholder of the guide's table is about."""
    reader.write("scripts/report.py", '"""Print a report."""\n\nprint("all sold")\n')


def refer_to_everything(reader: Reader) -> None:
    """Write each of the references of the guide's table."""
    text = (DOCS / "howto/placeholders.md").read_text(encoding="utf-8")
    references = re.findall(r"^\| `(::: howto [^`]+)` \|", text, re.MULTILINE)
    assert len(references) > 5
    for reference in references:
        reader.show(f"{reference}\n")


def all_but_one(reader: Reader) -> None:
    """Have a section for each public object but `Line`, on a page of one's own."""
    reader.configure({"plugins": [{"howto": {"pages": [], "auto": []}}]})
    modules = json.loads(reader.run("mkdocs-howto coverage --format json"))["modules"]
    missing = [one["path"] for module in modules for one in module["missing"]]
    paths = ["shop.reserve", *(path for path in missing if not path.endswith(".Line"))]
    reader.write("docs/index.md", "# Shop\n\n" + "\n\n".join(f"::: howto {path}" for path in paths) + "\n")


def pin_and_change(reader: Reader) -> None:
    """Pin two sections, and change the code of one of them."""
    reader.configure({"plugins": [{"howto": {"pins": "howto/"}}]})
    reader.run("mkdocs-howto pin shop.Cart shop.reserve")
    add_parameter(reader)


def renew(reader: Reader) -> None:
    reader.run("mkdocs-howto pin --update")


def zensical(reader: Reader) -> None:
    """Have a site of Zensical."""
    reader.write("zensical.toml", '[project]\nsite_name = "Shop"\n')


def under_plugins(reader: Reader) -> None:
    """Have the plugin where Zensical does not look."""
    reader.file("zensical.toml").rename(reader.file("zensical.kept"))
    reader.write("docs/index.md", "# Shop\n\n::: howto shop.Cart\n")
    reader.file("docs/howto.md").unlink()
    site(reader)


def zensical_again(reader: Reader) -> None:
    reader.file("mkdocs.yml").unlink()
    reader.file("zensical.kept").rename(reader.file("zensical.toml"))


def priced(reader: Reader) -> None:
    """Have the pages of the guide, and a model whose price is known."""
    reader.file("docs/index.md").unlink()
    reader.write("docs/cart.md", "# Cart\n\n::: howto shop.Cart\n\n::: howto shop.Price\n")
    reader.write("docs/stock.md", "# Stock\n\n::: howto shop.reserve\n")
    service, reader.service = reader.service, ""
    prices = {"input": 0.25, "output": 2.0, "currency": "USD"}
    reader.configure({"plugins": [{"howto": {"writer": "openai", "model": "gpt-5-mini", "prices": prices}}]})
    reader.service = service


def with_key(reader: Reader) -> None:
    """Have a key, and the service on loopback in the vendor's place."""
    reader.configure({"plugins": [{"howto": {"writer": "openai", "model": "gpt-5-mini"}}]})
    reader.variables["OPENAI_API_KEY"] = "sk-test-0123456789"


def ollama(reader: Reader) -> None:
    """Have a program of that name; the service on loopback stands for the engine."""
    reader.write("programs/ollama", "#!/bin/sh\nexit 0\n")
    reader.file("programs/ollama").chmod(0o755)


def published(reader: Reader) -> None:
    """Put the file to where CI would."""
    target = reader.file("release.jsonl.gz")
    reader.file("howto.jsonl.gz").rename(target)
    reader.variables["HOWTO_SECTIONS_URL"] = target.as_uri()


GUIDES: dict[str, Followed] = {
    "tutorial.md": Followed(by_hand={"When a reference leads nowhere": misspell}, page=""),
    "howto/placeholders.md": Followed((site, write_report), {"In lists, tabs, quotes": refer_to_everything}),
    "howto/options.md": Followed((site,)),
    "howto/package.md": Followed((site,), {"$ mkdocs-howto coverage": all_but_one}, sources="src"),
    "howto/serve.md": Followed((site,)),
    "howto/pins.md": Followed(
        (site, in_git),
        {
            "Edit a pin": edit_pin,
            "ignore: [missing-exception]": forget_exceptions,
            "When the code changes": remember_exceptions,
            "When the code gets another name": rename,
        },
        page="# Shop\n\n::: howto shop.Cart\n",
    ),
    "howto/check.md": Followed(
        (site, pin_and_change),
        {"GitHub Actions": renew},
        page="# Shop\n\n" + "\n\n".join(f"::: howto shop.{name}" for name in ("Cart", "reserve", "Price")) + "\n",
    ),
    "howto/share.md": Followed((site,)),
    "howto/hosts.md": Followed(
        (zensical,), {"$ zensical build\n$ mkdocs-howto check": under_plugins, "Changed sources": zensical_again},
        sources="src",
    ),
    "howto/upgrade.md": Followed((site,)),
    "howto/call-table.md": Followed(),
    "howto/models/index.md": Followed((site,), format="openai"),
    "howto/models/generate.md": Followed(
        (site, priced), {"Buy anew with a newer prompt": with_key}, format="openai", statuses=(0, 1)
    ),
    "howto/models/openai.md": Followed((site,), format="openai"),
    "howto/models/anthropic.md": Followed((site,), format="anthropic"),
    "howto/models/gemini.md": Followed((site,), format="gemini"),
    "howto/models/local.md": Followed((site, ollama), format="openai"),
    "howto/models/ci.md": Followed((site, with_key), {"build:\n  jobs:": published}, format="openai"),
}  # fmt: skip


def test_no_guide_is_left_out() -> None:
    pages = [DOCS / "tutorial.md", *(DOCS / "howto").rglob("*.md")]
    assert {page.relative_to(DOCS).as_posix() for page in pages} == GUIDES.keys()


def test_most_blocks_are_followed() -> None:
    reasons = [block.reason for guide in GUIDES for block in blocks(DOCS / guide)]
    assert sum(map(bool, reasons)) < len(reasons) / 10


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_can_be_followed(guide: str, tmp_path: Path, programs: Path) -> None:
    followed = GUIDES[guide]
    with ExitStack() as services:
        reader = Reader(tmp_path, programs, statuses=followed.statuses)
        if followed.format:
            spoken = FORMATS[followed.format]
            running = services.enter_context(serving(always(GOOD), spoken))
            reader.service = running.url
        sources = tmp_path / followed.sources / "shop"
        shutil.copytree(FIXTURES / "shop", sources, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(FIXTURES / "tests", tmp_path / "tests", ignore=shutil.ignore_patterns("__pycache__"))
        if followed.page:
            reader.write("docs/index.md", followed.page)
        for deed in followed.before:
            deed(reader)
        heading = ""
        for block in blocks(DOCS / guide):
            deeds = [deed for text, deed in followed.by_hand.items() if block.text.startswith(text)]
            if block.heading != heading and block.heading in followed.by_hand:
                deeds.insert(0, followed.by_hand[block.heading])
            heading = block.heading
            try:
                for deed in deeds:
                    deed(reader)
                reader.follow(block)
            except AssertionError as error:
                raise AssertionError(f"{guide}:{block.line}: {error}") from error
