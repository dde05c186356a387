"""Make the data of `test_upgrades.py` with a version of mkdocs-howto: what its users have on their disks.

Run it once for a version, from a checkout of that version, before the next one is worked on:

    PYTHONPATH=<checkout> python tests/upgrades/make.py <version>

It writes `tests/upgrades/<version>/`: a project with pages, pins and `.base`, its cache, an archive of its
sections, and what `check` and `status` said of it. A service on loopback stands in for the model.
"""

from __future__ import annotations

import ast
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

PORT = 18_923
"""Part of the sections' keys, so the same for everyone who makes or uses the data."""

SHOP = '''"""A small shop."""

from __future__ import annotations

from dataclasses import dataclass, field

RATE = 0.19


class OutOfStock(Exception):
    """Too few units are left."""


@dataclass
class Cart:
    """Collects articles until they are ordered.

    >>> cart = Cart()
    >>> cart.add("tea", 2)
    2
    """

    lines: dict[str, int] = field(default_factory=dict)

    def add(self, sku: str, quantity: int = 1) -> int:
        """Put an article into the cart, and return how many units of it are there."""
        if quantity < 1:
            raise ValueError("quantity must be positive")
        self.lines[sku] = self.lines.get(sku, 0) + quantity
        return self.lines[sku]


def total(prices: dict[str, float], cart: Cart) -> float:
    """Add up what a cart costs, tax included."""
    return sum(prices[sku] * quantity for sku, quantity in cart.lines.items()) * (1 + RATE)


def parse(text: str) -> Cart:
    """Read a cart from lines such as `tea 2`."""
    cart = Cart()
    for line in text.splitlines():
        sku, _, quantity = line.partition(" ")
        cart.add(sku, int(quantity or 1))
    return cart


def reserve(stock: dict[str, int], sku: str, quantity: int) -> int:
    """Take units out of a stock."""
    if stock.get(sku, 0) < quantity:
        raise OutOfStock(sku)
    stock[sku] -= quantity
    return stock[sku]


def discount(price: float, percent: float = 10) -> float:
    """Lower a price by some per cent."""
    return price * (1 - percent / 100)


def ship(cart: Cart, country: str = "DE") -> str:
    """Name the parcel service for a country."""
    return "post" if country == "DE" else "parcels abroad"


def refund(paid: float, fee: float = 2.5) -> float:
    """Return what is paid back after the fee."""
    return max(paid - fee, 0.0)


def order(cart: Cart) -> list[str]:
    """List the lines of an order."""
    return [f"{quantity} x {sku}" for sku, quantity in cart.lines.items()]
'''

CHANGED = SHOP.replace("def order(cart: Cart) -> list[str]:", 'def order(cart: Cart, note: str = "") -> list[str]:')

PAGE = """# Shop

::: howto shop.Cart
    writer: offline

::: howto shop.Cart.add
    writer: offline

::: howto shop.total
    writer: offline

::: howto shop.parse
    writer: offline

::: howto shop.order
    writer: offline

::: howto shop.reserve

::: howto shop.discount

::: howto shop.ship

::: howto shop.refund
"""

CONFIGURATION = f"""site_name: Shop
plugins:
  - howto:
      paths: [src]
      pins: howto/
      writer: openai
      model: tiny
      base_url: http://127.0.0.1:{PORT}/v1
      repair: 0
"""

ANSWERS: dict[str, dict[str, Any]] = {
    "reserve": {
        "description": "`reserve` takes `quantity` units of `sku` out of `stock`, which it changes in place.",
        "steps": [
            {"level": 1, "text": "Raises `OutOfStock` if fewer than `quantity` units are left."},
            {"level": 1, "text": "Returns how many units are left."},
        ],
        "example": 'from shop import reserve\n\nstock = {"tea": 3}\nprint(reserve(stock, "tea", 2))\n',
    },
    "discount": {
        "description": "`discount` lowers `price` by `percent` per cent.",
        "steps": [{"level": 1, "text": "Returns the lower price."}],
        "example": "from shop import discount\n\nprint(discount(80.0))\n",
    },
    "ship": {
        "description": "`ship` raises `LookupError` for a country that it does not know.",
        "steps": [{"level": 1, "text": "Returns the name of a service."}],
        "example": "from shop import Cart, ship\n\nprint(ship(Cart()))\n",
    },
    "refund": {
        "description": "`refund` gives back what is left of `paid` after `fee`.",
        "steps": [{"level": 1, "text": "Returns 0 if the fee is larger than what was paid."}],
        "example": "from shop import refund\n\nprint(refund(20.0))\n",
    },
}
"""What the model says; of `ship` what the code contradicts."""


class Handler(BaseHTTPRequestHandler):
    """A model's service in OpenAI's format."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["messages"][1]["content"]
        name = next(name for name in ANSWERS if f"`shop.{name}`" in asked)
        message = {"role": "assistant", "content": json.dumps(ANSWERS[name])}
        usage = {"prompt_tokens": 1000, "completion_tokens": 200}
        data = json.dumps({"choices": [{"finish_reason": "stop", "message": message}], "usage": usage}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def make(folder: Path) -> None:
    """Make the data in a folder that does not exist yet."""
    project = folder / "project"
    for name, text in {"src/shop.py": SHOP, "docs/index.md": PAGE, "mkdocs.yml": CONFIGURATION}.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(*arguments: str, fails: bool = False) -> str:
        command = [sys.executable, "-m", "mkdocs_howto", *arguments]
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
        assert fails or done.returncode == 0, (arguments, done.stdout, done.stderr)
        return done.stdout

    run("generate", fails=True)  # `ship` is rejected.
    run("pin", "--offline", "shop.Cart", "shop.Cart.add", "shop.total", "shop.order")
    run("pin", "shop.discount", "shop.refund")
    edit(
        project / "howto/shop.Cart.add.md",
        lambda text: text.replace("## Ex", "Keep one cart for each customer.\n\n## Ex"),
    )
    edit(project / "howto/shop.discount.md", lambda text: text.replace("per cent.", "per cent, **never** below 0."))
    run("approve", "shop.total", "--by", "Ada Example")
    edit(project / "src/shop.py", lambda _: CHANGED)
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=project, capture_output=True, check=True)
    run("cache", "export", "../sections.jsonl.gz")
    for options in ((), ("--strict",)):
        checked = json.loads(run("check", "--format", "json", *options, fails=True))
    (folder / "check.json").write_text(json.dumps(checked, indent=1) + "\n", encoding="utf-8")
    shutil.move(project / ".cache/howto/cache.db", folder / "cache.db")
    for left in (".cache", "site"):
        shutil.rmtree(project / left, ignore_errors=True)


def freeze(folder: Path) -> None:
    """Keep the package's own source, and the fingerprint of everything that is defined in it."""
    import mkdocs_howto

    package = Path(mkdocs_howto.__file__).parent
    with zipfile.ZipFile(folder / "objects.zip", "w", zipfile.ZIP_LZMA) as archive:
        for path in sorted(package.rglob("*.py")):
            archive.write(path, path.relative_to(package.parent).as_posix().replace("mkdocs_howto", "frozen", 1))
    with tempfile.TemporaryDirectory() as place:
        zipfile.ZipFile(folder / "objects.zip").extractall(place)
        known = fingerprints(Path(place))
    with gzip.GzipFile(folder / "fingerprints.json.gz", "wb", mtime=0) as file:
        file.write(json.dumps(known, indent=0).encode())


def fingerprints(folder: Path) -> dict[str, str]:
    """Fingerprints of everything that the package `frozen` in a folder defines, by path."""
    from mkdocs_howto.references.files import Files
    from mkdocs_howto.references.resolver import Resolver

    resolver = Resolver(Files(folder), [folder])  # No other packages: they differ from machine to machine.
    return {path: resolver.resolve(path).block.fingerprint for path in sorted(defined(folder))}


def defined(folder: Path) -> Iterator[str]:
    """Paths of modules, classes, functions and methods."""
    for file in sorted(folder.rglob("*.py")):
        module = ".".join(file.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")
        yield module
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield f"{module}.{node.name}"
                for member in node.body if isinstance(node, ast.ClassDef) else ():
                    if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef):
                        yield f"{module}.{node.name}.{member.name}"


def edit(path: Path, change: Callable[[str], str]) -> None:
    """Replace a file's text by another one."""
    text = path.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text, path
    path.write_text(changed, encoding="utf-8")


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", PORT), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    make(Path(__file__).parent / sys.argv[1])
    freeze(Path(__file__).parent / sys.argv[1])
    server.shutdown()
