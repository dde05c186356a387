"""Sections written offline: specific, from the code alone, with an example that runs."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mkdocs_howto.references.files import Files
from mkdocs_howto.references.project import Answers, Recorder
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.section import Section, Step
from mkdocs_howto.writers.offline import OfflineWriter, write_section
from tests.conftest import FIXTURES, ROOT, write_tree

SHOP = [
    "shop.Cart", "shop.Cart.add", "shop.Line", "shop.Price.amount", "shop.reserve",
    "shop.text.slug", "shop.export.Order", "shop.cart.MAX_LINES", "shop.money",
]  # fmt: skip
PROVIDERS = [
    "providers.SkyChat", "providers.TokenChat", "providers.PageChat", "providers.SkyChat.stream", "providers.SkyChat.ask",
    "providers.turns.join_turns", "providers.typing.Image", "providers.base.ModelChoice", "providers.base.StreamingProvider",
]  # fmt: skip
OTHERS = [
    "shop.StockError",
    "shop.errors.CurrencyError",
    "shop.Price",
    "shop.Price.parse",
    "shop.files.atomic_write",
    "shop.export.Exporter",
    "shop.cli.top",
    "shop.Cart.__len__",
]


LEFT_OPEN = {
    "providers.base.StreamingProvider", "shop.export.Exporter",  # Only a subclass is used.
    "shop.cli.top",  # Called by its framework.
    # A sketch would say of each value no more than its type.
    "shop.Line", "shop.Price.parse", "providers.typing.Image", "providers.base.ModelChoice",
    "providers.SkyChat", "providers.TokenChat", "providers.PageChat",  # All that could be shown is a class attribute.
}  # fmt: skip
"""What has no example on purpose."""
SKETCHED = {"shop.money", "shop.Cart.add"}
"""What is shown by a sketch: neither the text that `shop.money` parses nor the number of an article is known."""


def section_of(root: Path, reference: str) -> Section:
    resolver = Resolver(Files(root), [root], sys.path)
    return write_section(resolver.resolve(reference).block, Recorder(Answers(resolver)))


def texts(steps: tuple[Step, ...]) -> list[str]:
    return [text for step in steps for text in (step.text, *texts(step.steps))]


@pytest.mark.parametrize("reference", [*SHOP, *PROVIDERS, *OTHERS])
def test_every_part_is_written(reference: str) -> None:
    section = section_of(FIXTURES, reference)
    assert section.description.endswith(".")
    assert section.example or reference in LEFT_OPEN
    ast.parse(section.example)
    if "MAX_LINES" not in reference:
        assert section.steps


@pytest.mark.parametrize("reference", SHOP)
def test_the_example_runs(reference: str, tmp_path: Path) -> None:
    section = section_of(FIXTURES, reference)
    example = section.example
    if reference in LEFT_OPEN:
        assert not example
        return
    if reference in SKETCHED:
        assert section.provenance.example_source == "sketch"
        return
    done = subprocess.run(
        [sys.executable, "-c", example],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(FIXTURES)},
    )
    assert done.returncode == 0, f"{example}\n{done.stderr}"
    assert done.stdout.strip()


@pytest.mark.parametrize("reference", [*SHOP, *PROVIDERS, *OTHERS])
def test_no_secret_is_shown(reference: str) -> None:
    section = section_of(FIXTURES, reference)
    assert "9f8e7d6c" not in "".join([section.description, *texts(section.steps), section.example])


BODIES: dict[str, list[str]] = {
    # Only what someone outside could notice is told; what feeds it is not.
    "b = x(a)\nc = y(b)\nreturn c": ["Call it as `f(a, b)`."],
    "return a": ["`f(a, b)` returns `a`."],
    "print(a)": ["`f(a, b)` prints `a`."],
    "import logging\nlogging.info(a)\nreturn a": ["`f(a, b)` returns `a`."],
    # Refusals stand with their condition in the caller's terms, or with the message that gives it.
    "if a < 1:\n    raise ValueError('too small')\nreturn a": [
        "Call it as `f(a, b)`.", "Raises `ValueError` if `a` is less than 1.", "Returns `a`.",
    ],
    "for c in a:\n    if x(c):\n        raise KeyError(f'no unit for {c}')": [
        '`f(a, b)` raises `KeyError` in case of "no unit for <c>" for any item of `a`.',
    ],
    "c = x(a)\nif c:\n    raise KeyError('nothing is left')": [
        "`f(a, b)` raises `KeyError` if `x(a)` is true.",
    ],
    "c = x(a, key=lambda d: d)\nif c:\n    raise KeyError(a)\nreturn a": ["`f(a, b)` returns `a`."],
    "c = x(a, key=lambda d: d)\nif c:\n    raise KeyError('nothing is left')": [
        '`f(a, b)` raises `KeyError` in case of "nothing is left".',
    ],
    # Loops, files, requests and programs.
    "for c in a:\n    print(c)": ["`f(a, b)` prints each item of `a`."],
    "for c in a:\n    if c > 1:\n        print(c)": [
        "`f(a, b)` prints each item of `a` where the item is greater than 1.",
    ],
    "with open(a) as c:\n    return c.read()": [
        "`f(a, b)` reads `a`.", "Returns the content of the file.",
    ],
    "import requests\nc = requests.post('https://shop.example/buy', json={'what': a})\nc.raise_for_status()\nreturn c.json()": [
        (
            "`f(a, b)` sends a POST request to `https://shop.example/buy` with `a` as JSON"
            " and raises an error for a status of 400 or more."
        ),
        "Returns the JSON body of the response.",
    ],
    "import requests\nc = requests.get('https://shop.example/buy', params={'what': 1 if a else 2})": [
        "`f(a, b)` sends a GET request to `https://shop.example/buy` with `what` as the query.",
    ],
    "import subprocess\nsubprocess.run(['ls', a])": ["`f(a, b)` runs `ls <a>`."],
    # Errors that are kept are told with what is given instead.
    "try:\n    return int(a)\nexcept ValueError:\n    return None": [
        "`f(a, b)` returns `a` as an integer.", "If `a` is no integer, returns `None`.",
    ],
    "import os\ntry:\n    os.remove(a)\nexcept OSError:\n    pass": [
        "`f(a, b)` deletes the file `a`.", "If an `OSError` occurs, ignores the error.",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("body", "steps"), BODIES.items(), ids=[body[:40] for body in BODIES])
def test_what_could_be_noticed_is_told(package: Path, body: str, steps: list[str]) -> None:
    code = "\n".join(f"    {line}" for line in body.split("\n"))
    write_tree(package, {"m.py": f"def f(a, b):\n{code}\n"})
    assert texts(section_of(package, "m.f").steps) == steps


SECRETS = {
    "a constant": "token = 'aB3xYz9QwErTyUi0pLkJhG'\nprint(token)\nreturn token",
    "a header": "import requests\nrequests.get('https://a.example', headers={'cookie': 'aB3xYz9QwErTyUi0pLkJhG'})",
    "a default of a call": "a(password='aB3xYz9QwErTyUi0pLkJhG')\nreturn b(api_key='aB3xYz9QwErTyUi0pLkJhG')",
    "the message of an error": "if b(a):\n    raise ValueError('not aB3xYz9QwErTyUi0pLkJhG again')",
    "the query of an address": "import requests\nrequests.get('https://a.example?api_key=aB3xYz9QwErTyUi0pLkJhG')",
    "a key that is sent": "import requests\nrequests.post(a, json={'aB3xYz9QwErTyUi0pLkJhG': a})",
}


@pytest.mark.parametrize("body", SECRETS.values(), ids=SECRETS)
def test_a_secret_of_a_function_is_not_shown(package: Path, body: str) -> None:
    code = "\n".join(f"    {line}" for line in body.split("\n"))
    write_tree(package, {"m.py": f"def f(a, b):\n{code}\n"})
    section = section_of(package, "m.f")
    assert "aB3xYz9Q" not in "".join([section.description, *texts(section.steps), section.example])


def test_steps_know_the_lines_they_tell(package: Path) -> None:
    body = "if a < 1:\n    raise ValueError\nprint(a)\nreturn a\n"
    write_tree(package, {"m.py": "def f(a):\n" + "".join(f"    {line}\n" for line in body.splitlines())})
    _, refusal, shown, result = section_of(package, "m.f").steps
    assert [one.lines for one in (refusal, shown, result)] == [((3, 3),), ((4, 4),), ((5, 5),)]


@pytest.mark.parametrize("number", [1, 9, 30, 200])
def test_there_are_at_most_nine_steps_and_sixteen_lines(package: Path, number: int) -> None:
    members = "".join(f'    def m{n}(self, a):\n        """Send part {n}."""\n' for n in range(number))
    body = "".join(f"    if a == {n}:\n        print(a)\n        open(a).read()\n" for n in range(number))
    write_tree(package, {"m.py": f"class C:\n{members}\n\ndef f(a):\n{body}"})
    for reference in ("m", "m.C", "m.f"):
        steps = section_of(package, reference).steps
        assert 0 < len(steps) <= 9
        assert len(texts(steps)) <= 16
        assert max(len(text.split()) for text in texts(steps)) <= 35


def test_the_same_bytes_under_any_hash_seed() -> None:
    program = (
        "import sys; from tests.writers.offline.test_writer import *\n"
        "print([section_of(FIXTURES, r) for r in [*SHOP, *PROVIDERS, *OTHERS]])"
    )
    outputs = {written_by(program, str(seed)) for seed in range(20)}
    assert len(outputs) == 1


def written_by(program: str, seed: str) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, cwd=ROOT, check=True, env=environment
    ).stdout


def test_a_batch_is_written_in_order() -> None:
    resolver = Resolver(Files(FIXTURES), [FIXTURES], sys.path)
    blocks = [resolver.resolve(reference).block for reference in SHOP]
    project = Recorder(Answers(resolver))
    results = list(OfflineWriter({}).write(blocks, lambda _: project, lambda *_: ()))
    assert [result.block.object_path for result in results] == [block.object_path for block in blocks]


def fence_section(code: str) -> Section:
    """A section about code that stands in a page."""
    resolver = Resolver(Files(FIXTURES), [FIXTURES], sys.path)
    return write_section(resolver.resolve_code(code).block, Recorder(Answers(resolver)))


CLASSES = {
    "a method": 'class C:\n    """C."""\n\n    def run(self):\n        return 1\n',
    "a constructor": "class C:\n    def __init__(self, a, *, b=1):\n        self.a = a\n\n    def run(self):\n        return self.a\n",
    "a base": "class C(Base):\n    def run(self):\n        super().run()\n",
    "a base of a module": "class C(enum.Enum):\n    A = 1\n\n    def run(self):\n        return self.value\n",
    "an error": "class C(ValueError):\n    def __init__(self, name):\n        super().__init__(f'no {name}')\n",
    "a dataclass": "@dataclass\nclass C:\n    a: int = 1\n\n    def run(self):\n        return self.a\n",
    "a bound name": "class C:\n    def run(self):\n        return 1\n\nC = wrap(C)\n",
    "a name imported again": "class C:\n    def run(self):\n        return 1\n\nfrom fast import C\n",
    "a condition": "if x:\n    class C:\n        def run(self):\n            return 1\nelse:\n    class C:\n        pass\n",
    "two of a name": "class C:\n    def run(self):\n        return 1\n\n\nclass C:\n    def stop(self):\n        return 2\n",
    "one in another": "class C:\n    class D:\n        def run(self):\n            return 1\n",
    "a metaclass": "class C(Base, metaclass=Meta):\n    def __call__(self, *a, **k):\n        return a\n",
}


@pytest.mark.parametrize("code", CLASSES.values(), ids=CLASSES)
@pytest.mark.parametrize("beside", ["", "def f(a=1):\n    return a\n\n\n", "import os\n\nx = 1\n\n\n"], ids=range(3))
def test_classes_are_told_wherever_they_stand(tmp_path: Path, code: str, beside: str) -> None:
    """In a fence, of which nothing is known but its code, and in a module, whose names may be bound again."""
    assert fence_section(f"{beside}{code}").steps
    (tmp_path / "mod.py").write_text(f"{beside}{code}", encoding="utf-8")
    assert section_of(tmp_path, "mod").steps


@pytest.mark.parametrize("file", sorted(FIXTURES.glob("*/*.py")), ids=lambda file: f"{file.parent.name}.{file.stem}")
def test_a_whole_module_can_stand_in_a_fence(file: Path) -> None:
    code = file.read_text(encoding="utf-8")
    if code.strip():
        assert fence_section(code).steps
