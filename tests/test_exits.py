"""No secret of the code, its surroundings or a model's answer leaves, whichever way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import cycle
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.conftest import Site
from tests.valkey import needs_valkey
from tests.valkey import serving as serving_valkey
from tests.writers.llm.server import GOOD, Server, always, serving

# Put together here, so that scanners of code hosts do not take them for real ones.
VALUES = {
    "aws": "AKIA" + "Q3EXAMTLE7Z2WX5P",
    "github": "ghp_" + "9aKd83jfLw02mcPq71Zx5vBn4Rt6Yu8Io0Pl",
    "gitlab": "glpat-" + "x7Kp2mQ9vL4tR8wZ1sYd",
    "jwt": "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiI0NzExIn0.kq8Zt2Vb7Xw1Rn5Ls9Mj3Hd6Gf0Ca4",
    "stripe": "sk_" + "live_" + "4eC39HqLyjWDarjtT1zdp7dc",
    "slack": "xoxb-" + "2847561930-8Kd72mZq1pLx",
    "google": "AIza" + "SyD4x9Qm2Lp7Kr1Wt6Vb3Nz8Hc5Jf0Gs",
    "dsn": "postgresql://shop:" + "q7Zr2Lx9Kw" + "@db.internal:5432/shop",
    "bearer": "Bearer " + "7f3kd92mzq81plx4tv6w",
    "basic": "Basic " + "c2hvcDpxN1pyMkx4OUt3",
    "query": "https://api.internal/v1?access_token=" + "m4Xq9Kz2Lw7Rt1Vb",
    "pem": r"-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAq7Zr2Lx9KwT4v\nm8Xq9Kz2Lw7Rt1Vb0Pl3Sd6Fg\n-----END RSA PRIVATE KEY-----",
    "npm": "npm_" + "q7Zr2Lx9KwT4vm8Xq9Kz2Lw7Rt1Vb0Pl3Sd6",
    "webhook": "https://hooks.slack.com/services/" + "T02K8QX4Z/B05MR7WLP/q7Zr2Lx9KwT4vm8Xq9Kz2Lw7",
    "redis": "redis://:" + "v4Kt8Wq2Zm@cache.internal:6379/0",
    "fine": "github_pat_" + "11AB2CD3EF4gh5ij6kl7mn8op9qr",
}
"""One value of each family; every one is secret whatever it is given to."""

MARKS = {
    **VALUES, "dsn": "q7Zr2Lx9Kw", "bearer": "7f3kd92mzq81plx4tv6w", "basic": "c2hvcDpxN1pyMkx4OUt3",
    "query": "m4Xq9Kz2Lw7Rt1Vb", "jwt": "kq8Zt2Vb7Xw1Rn5Ls9Mj3Hd6Gf0Ca4",
    "pem": "MIIEowIBAAKCAQEAq7Zr2Lx9KwT4v",
    "webhook": "q7Zr2Lx9KwT4vm8Xq9Kz2Lw7",
    "redis": "v4Kt8Wq2Zm",
}  # fmt: skip
"""The part of each value that must show nowhere."""

PLACES = {
    "docstring": 'def {name}(order):\n    """Send an order with {value} to the shop."""\n    return len(order)\n',
    "comment": "def {name}(order):\n    # Worked with {value} before.\n    return len(order)\n",
    "literal": 'def {name}(order):\n    if order == "{value}":\n        raise ValueError("{value}")\n    return "{value}"\n',
    "named": 'def {name}(order):\n    token = "{value}"\n    return send(order, token)\n',
    "keyword": 'def {name}(order):\n    return send(order, token="{value}")\n',
    "default": 'def {name}(order, token="{value}"):\n    """Send `order`; `token` defaults to `"{value}"`."""\n    return send(order, token)\n',
    "entry": 'def {name}(order):\n    return send(order, {{"Authorization": "{value}", "Cookie": "{value}"}})\n',
    "fstring": 'def {name}(order):\n    print(f"{value} and {{order}}")\n    return f"{{order}}:{value}"\n',
    "pieces": 'def {name}(order):\n    return b"{value}" + ("{value}" "!").encode()\n',
}  # fmt: skip
"""Code with a value in it."""

NAMED = {
    "passphrase": "correct horse battery staple",
    "session_cookie": "a=1; session=9d71c3f4a8e26b50",
    "authorization": "Token 9d71c3f4a8e26b50d7f9",
    "password": "tr0ub4dor-and-3",
    "cookie": "9d71c3f4a8e26b50d7f913ce84ba",
    "secret": "hunter2hunter",
    "api_key": "under-the-doormat",
}
"""Values that are secret by the name they are given to."""

BY_NAME = {
    "given": 'def given(order):\n    {name} = "{value}"\n    return send(order, {name})\n',
    "passed": 'def passed(order):\n    return send(order, {name}="{value}")\n',
    "usual": 'def usual(order, {name}="{value}"):\n    return send(order, {name})\n',
    "entry": 'def entry(order):\n    return send(order, {{"{name}": "{value}"}})\n',
    "Kept": 'class Kept:\n    {name}: str = "{value}"\n\n    def send(self, order, *, {name}="{value}"):\n        return send(order, {name})\n',
}
"""Code that gives a value to a name."""

HEAD = '"""Orders."""\n\n\ndef send(order, token=None):\n    """Send an order."""\n    return [order, token]\n\n\n'
REFERENCES = [f"vault.{family}.{place}" for family in VALUES for place in PLACES]


def leaks(exits: Mapping[str, str | bytes], marks: Mapping[str, str] = MARKS) -> list[tuple[str, str]]:
    """Which secrets show in which exits."""
    texts = {name: text.encode() if isinstance(text, str) else text for name, text in exits.items()}
    return [(name, family) for name, text in texts.items() for family, mark in marks.items() if mark.encode() in text]


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder.parent)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def vault(tmp_path: Path) -> Site:
    """A project that keeps secrets wherever one can keep them; its pages ask for sections of all of it."""
    site = Site(tmp_path, options={"paths": ["src"], "pins": "howto"}, plugins=["search"])
    for family, value in VALUES.items():
        code = "\n\n".join(text.format(name=name, value=value) for name, text in PLACES.items())
        site.file(f"src/vault/{family}.py", HEAD + code)
        calls = "\n".join(f'    assert {name}("{value}") == len("{value}")' for name in PLACES)
        names = ", ".join(PLACES)
        site.file(f"tests/test_{family}.py", f"from vault.{family} import {names}\n\n\ndef test_calls():\n{calls}\n")
    site.file("src/vault/__init__.py", "")
    site.file("README.md", readme())
    site.file("examples/shown.py", "from vault.aws import named\n\n" + "".join(map(printed, VALUES.values())))
    site.page("# All\n" + "".join(f"\n::: howto {reference}\n" for reference in REFERENCES))
    site.page("# Own\n\n::: howto vault.aws.named\n    example: examples/shown.py\n", "own.md")
    return site


def readme() -> str:
    fences = (
        f'```python\nfrom vault.{family} import send\n\nprint(send("{value}", token="{value}"))\n```\n'
        for family, value in VALUES.items()
    )
    return "# Vault\n\n" + "\n".join(fences)


def printed(value: str) -> str:
    return f'print(named("{value}"))\n'


@pytest.fixture
def model() -> Iterator[Server]:
    with serving(always(GOOD)) as running:
        yield running


def asking(site: Site, model: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a model on this machine write the site's sections."""
    monkeypatch.setenv("VAULT_KEY", "k-0123456789")
    site.options |= {
        "writer": "openai", "model": "tiny", "base_url": model.url, "api_key_env": "VAULT_KEY", "repair": 1,
        "budget": {"requests": 1000},
    }  # fmt: skip


@needs_valkey
def test_no_secret_of_the_code_leaves_a_site_without_a_model(
    vault: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Pages, search index, cache, shared store, archive, log, pins and their bases."""
    with serving_valkey(tmp_path_factory.mktemp("valkey")) as shared:
        vault.options["shared"] = shared.url
        built = vault.build(strict=True)
        exits: dict[str, str | bytes] = {
            f"shared {key}": shared.client.get(f"mkdocs-howto:1:section:{key}") or b""
            for key in (name.rpartition(":")[2] for name in shared.keys("section"))
        }
    assert len(exits) >= len(REFERENCES)
    exits["log"] = "\n".join(record.getMessage() for record in built.log)
    exits |= files_below(built.folder) | files_below(vault.folder / ".cache")
    exported = run(vault, "cache", "export", "sections.jsonl")
    pinned = run(vault, "pin", "--all")
    assert (exported.exit_code, pinned.exit_code) == (0, 0), (exported.output, pinned.output)
    exits["archive"] = (vault.folder / "sections.jsonl").read_bytes()
    pins = files_below(vault.folder / "howto")
    assert len(pins) >= 2 * len(REFERENCES)
    exits |= pins | {"pin": pinned.output}
    assert leaks(exits) == []
    assert not vault.build(strict=True).warnings


@pytest.mark.parametrize("place", PLACES)
def test_no_secret_shows_in_what_a_command_says_of_a_reference(vault: Site, place: str) -> None:
    """The reviewed text holds secrets as well, in all of its parts."""
    vault.page("# Some\n" + "".join(f"\n::: howto vault.{family}.{place}\n" for family in VALUES))
    vault.build()
    vault.file("said.md", said(place))
    references = [f"vault.{family}.{place}" for family in VALUES]
    exits = {f"show {form}": run(vault, "show", "--format", form, *references).output for form in ("json", "markdown")}
    for reference, form in zip(references, cycle(["json", "text"]), strict=False):
        exits[f"diff {reference}"] = run(vault, "diff", reference).output
        exits[reference] = run(vault, "review", "said.md", "--format", form, "--ref", reference).output
        assert f"Nothing defines `{place}`" in exits[reference]
    assert leaks(exits) == []


def said(place: str) -> str:
    """A text that is wrong in every line, and quotes secrets."""
    values = VALUES.values()
    sentences = "\n".join(f"`{value}` is by default `{value}`, and the parameter `{value}` raises." for value in values)
    steps = "\n".join(f"1. Raises `{value}` and returns `{place}({value!r})`." for value in values)
    example = "\n".join(f"{place}({value!r}, no={value!r}).{place}" for value in values)
    return f"## Description\n\n{sentences}\n\n## Execution Steps\n\n{steps}\n\n## Usage Example\n\n```python\n{example}\n```\n"


@pytest.mark.parametrize(
    "command",
    [
        ["check"], ["check", "--format", "json"], ["check", "--format", "github"], ["status"],
        ["status", "--format", "json"], ["cache", "info"], ["pin", "--update"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_no_secret_shows_in_what_a_command_says_of_a_site(vault: Site, command: list[str]) -> None:
    """Its pages hold wrong placeholders, and its pins are edited and stale."""
    family, place = "github", "default"
    reference = f"vault.{family}.{place}"
    assert run(vault, "pin", reference, "vault.aws.named").exit_code == 0
    pin = vault.folder / f"howto/{reference}.md"
    pin.write_text(pin.read_text().replace("## Execution Steps", f"{said(place)}\n## Execution Steps", 1))
    source = vault.folder / f"src/vault/{family}.py"
    source.write_text(source.read_text().replace(f'token="{VALUES[family]}"', f'token="{VALUES[family][::-1]}"'))
    for value in VALUES.values():
        vault.page(f"# Wrong\n\n::: howto {reference}\n    colour: {value}\n\n::: howto vault.aws.named\n", "wrong.md")
    done = run(vault, *command)
    assert leaks({"output": done.output}) == []
    assert VALUES[family][::-1] not in done.output


def test_no_secret_is_sent_to_a_model(vault: Site, model: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prompts and repairs; what the model was sent is what `prompt` prints."""
    asking(vault, model, monkeypatch)
    planned = run(vault, "generate", "--dry-run", "--format", "json")
    assert len(json.loads(planned.stdout)["calls"]) == len(REFERENCES) + 1
    prompts = [run(vault, "prompt", reference) for reference in REFERENCES]
    assert {done.exit_code for done in prompts} == {0}
    generated = run(vault, "generate", "--format", "json")
    assert len(model.asked) > len(REFERENCES)
    bodies = {f"request {number}": json.dumps(asked.body) for number, asked in enumerate(model.asked)}
    exits = {"plan": planned.output, "generate": generated.output, "prompts": "".join(done.output for done in prompts)}
    assert leaks(bodies | exits) == []


def test_no_secret_leaves_that_only_its_name_tells(vault: Site, model: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages, cache, pins with their bases, which hold defaults and attributes, and prompts."""
    for name, value in NAMED.items():
        code = "\n\n".join(text.format(name=name, value=value) for text in BY_NAME.values())
        vault.file(f"src/vault/{name}.py", HEAD + code)
    references = [f"vault.{name}.{code}" for name in NAMED for code in BY_NAME]
    vault.page("# Named\n" + "".join(f"\n::: howto {reference}\n" for reference in references))
    built = vault.build(strict=True)
    assert run(vault, "pin", *references).exit_code == 0
    shown = [run(vault, "show", "--format", "json", reference).output for reference in references]
    exits = files_below(built.folder) | files_below(vault.folder / ".cache") | files_below(vault.folder / "howto")
    asking(vault, model, monkeypatch)
    prompts = [run(vault, "prompt", reference).output for reference in references]
    assert all("```python" in prompt for prompt in prompts)
    assert leaks(exits | {"show": "".join(shown), "prompts": "".join(prompts)}, NAMED) == []


def test_no_secret_of_an_answer_is_kept_shown_or_sent_back(
    vault: Site, model: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model may know what it was not told, e.g. from its training on the repository."""
    values = list(VALUES.values())
    answer = {
        "description": "Sends " + ", ".join(values) + ".",
        "steps": [{"level": 1, "text": f"Passes `{value}` to `{value[::-1]}()`."} for value in values],
        "example": "from vault.aws import named\n\n" + "".join(map(printed, values)),
    }
    model.behave = always(answer)
    asking(vault, model, monkeypatch)
    vault.options |= {"on_rejected": "keep"}
    vault.page("# One\n\n::: howto vault.aws.named\n\n::: howto vault.jwt.named\n")
    built = vault.build()
    exits: dict[str, str | bytes] = {"log": "\n".join(record.getMessage() for record in built.log)}
    exits |= {f"request {number}": json.dumps(asked.body) for number, asked in enumerate(model.asked)}
    exits |= files_below(built.folder) | files_below(vault.folder / ".cache")
    assert "tiny" in built.body().get_text()
    assert leaks(exits) == []


@pytest.mark.parametrize("status", [400, 401, 402, 403, 429, 500, 302])
def test_no_secret_of_an_error_is_told(
    vault: Site, model: Server, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    """Services repeat headers and addresses in what they say."""
    message = "; ".join(VALUES.values())
    model.behave = lambda handler, asked, number: handler.answer(
        {"error": {"message": message}}, status, location=f"https://{VALUES['query']}", retry_after="1000"
    )
    asking(vault, model, monkeypatch)
    vault.page("# One\n\n::: howto vault.aws.comment\n")
    built = vault.build()
    exits = {"log": "\n".join(record.getMessage() for record in built.log)}
    exits["generate"] = run(vault, "generate").output
    exits["JSON"] = run(vault, "generate", "--format", "json").output
    exits["check"] = run(vault, "check").output
    assert "shown without a model" in exits["log"]
    assert leaks(exits) == []
