"""A key goes to the service that it belongs to, to this machine, or to a host that the environment names."""

from __future__ import annotations

import itertools
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_howto.errors import BadOption, HowtoError
from mkdocs_howto.writers import load
from mkdocs_howto.writers.llm import ModelWriter
from mkdocs_howto.writers.llm.address import Address
from mkdocs_howto.writers.llm.keys import VENDORS
from tests.conftest import ROOT, Site
from tests.writers.llm.server import GOOD, Server, always, serving
from tests.writers.llm.test_sites import KEY, text


def writer(name: str = "openai", **options: Any) -> ModelWriter:
    made = load(name, {"model": "tiny", **options})
    assert isinstance(made, ModelWriter)
    return made


READ = {
    "https://api.openai.com/v1": "https://api.openai.com/v1",
    "https://api.openai.com/v1//": "https://api.openai.com/v1",
    "HTTPS://API.OpenAI.com:443/v1/": "https://api.openai.com/v1",
    "http://gpu.lan:8000": "http://gpu.lan:8000",
    "http://my_service:80/v1": "http://my_service/v1",
    "https://xn--mnchen-3ya.example": "https://xn--mnchen-3ya.example",
    "http://[0:0::1]:8000/v1": "http://[::1]:8000/v1",
}
UNREAD = [
    "", "api.openai.com", "ftp://api.openai.com", "https://", "https:///v1", "https://api.openai.com:0", "https://a:65536",
    "https://a:", "https://a:+80", "https://a:８０", "https://user@api.openai.com", "https://api.openai.com\\@evil.example",
    "https://api.openai.com\t.evil.example", "https://api.openai.com\n", " https://api.openai.com", "https://api.openai.com#@evil.example",
    "https://api.openai.com?@evil.example", "https://api.openai.com/v1?key=1", "https://api.openai.com./v1", "https://localhost./v1",
    "https://api..openai.com", "https://api.оpenai.com", "https://ａpi.openai.com", "https://api.openai。com", "https://api.openai.com%2eevil",
    "https://[::1", "https://[fe80::1%eth0]", "https://[::1].evil.example", "https://[:::]", "https://" + "a" * 64, "https://a/" + "a" * 3000,
    "https://ſ.example", "http\u017f://a",
]  # fmt: skip


@pytest.mark.parametrize("given_url", READ)
def test_addresses_are_read_in_their_usual_form(given_url: str) -> None:
    assert writer(base_url=given_url).settings.base_url == READ[given_url]


@pytest.mark.parametrize("given_url", UNREAD)
def test_what_parsers_read_differently_is_no_address(given_url: str) -> None:
    with pytest.raises(ValueError, match=r"^no (address|port)$"):
        Address.parse(given_url)


PIECES = (
    "https://", "http://", "api.openai.com", "evil.example", "@", ":", "443", "/", "\\", "#", "?", "[::1]", "%2e", ".", "\t", "..", "_", "v1",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=7).map("".join))
def test_what_is_read_is_what_httpx_asks(given_url: str) -> None:
    """No text leads our decision to one host and the request to another."""
    try:
        ours = Address.parse(given_url)
    except ValueError:
        return
    theirs = httpx.URL(str(ours))
    assert (theirs.scheme, theirs.host, theirs.port or {"http": 80, "https": 443}[theirs.scheme]) == (
        ours.scheme, ours.host.strip("[]"), ours.port,
    )  # fmt: skip


LOOPBACK = {
    "http://localhost:11434/v1": True,
    "http://LOCALHOST/v1": True,
    "http://127.0.0.1:8000": True,
    "http://127.8.9.1": True,
    "http://[::1]:8000/v1": True,
    "http://localhost.evil.example": False,
    "http://127.0.0.1.evil.example": False,
    "http://evil.localhost": False,
    "http://local_host": False,
    "http://0.0.0.0": False,
    "http://[::]": False,
    "http://10.0.0.1": False,
    "http://127.1": False,
    "http://2130706433": False,
    "http://0x7f000001": False,
    "http://0177.0.0.1": False,
    "http://[::2]": False,
}


@pytest.mark.parametrize("url", LOOPBACK)
def test_only_loopback_is_this_machine(url: str) -> None:
    assert Address.parse(url).is_loopback is LOOPBACK[url]


@pytest.mark.parametrize(
    ("name", "variable", "host"),
    [(name, variable, host) for variable, hosts in VENDORS.items() for host in hosts for name in ("openai",)]
    + [("anthropic", "ANTHROPIC_API_KEY", "api.anthropic.com"), ("gemini", "GEMINI_API_KEY", "generativelanguage.googleapis.com")],
)  # fmt: skip
def test_a_vendors_key_goes_to_the_vendor(monkeypatch: pytest.MonkeyPatch, name: str, variable: str, host: str) -> None:
    monkeypatch.setenv(variable, KEY)
    made = writer(name, base_url=f"https://{host}/v1", api_key_env=variable)
    assert (made.settings.key, made.unavailable) == (KEY, "")


def test_no_vendors_key_goes_to_another_vendor(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, other in itertools.permutations(VENDORS, 2):
        monkeypatch.setenv(variable, KEY)
        for host in set(VENDORS[other]) - set(VENDORS[variable]):
            assert writer(base_url=f"https://{host}/v1", api_key_env=variable).settings.key == ""


WITHHELD = [
    ("AWS_SECRET_ACCESS_KEY", "https://evil.example", ""),
    ("AWS_SECRET_ACCESS_KEY", "https://api.openai.com/v1", ""),
    ("GITHUB_TOKEN", "https://api.mistral.ai/v1", ""),
    ("OPENAI_API_KEY", "https://evil.example/v1", ""),
    ("OPENAI_API_KEY", "https://api.openai.com.evil.example/v1", ""),
    ("OPENAI_API_KEY", "https://evil-api.openai.com/v1", ""),
    ("OPENAI_API_KEY", "https://openai.com/v1", ""),
    ("OPENAI_API_KEY", "https://api.openai.com:8443/v1", ""),
    ("OPENAI_API_KEY", "https://localhost.evil.example/v1", ""),
    ("OPENAI_API_KEY", "https://127.0.0.1.evil.example/v1", ""),
    ("openai_api_key", "https://api.openai.com/v1", ""),
    ("OPENAI_API_KEY", "https://gateway.example/v1", "other.example"),
    ("OPENAI_API_KEY", "https://gateway.example:8443/v1", "gateway.example"),
    ("OPENAI_API_KEY", "https://gateway.example/v1", "gateway.example:8443"),
    ("OPENAI_API_KEY", "https://sub.gateway.example/v1", "gateway.example"),
    ("OPENAI_API_KEY", "https://gateway.example/v1", "*"),
    ("OPENAI_API_KEY", "https://gateway.example/v1", "*.example,.example,https://gateway.example,gateway.example/v1,@,,"),
]  # fmt: skip


@pytest.mark.parametrize(("variable", "url", "named"), WITHHELD)
def test_a_key_that_belongs_elsewhere_is_withheld(
    monkeypatch: pytest.MonkeyPatch, variable: str, url: str, named: str
) -> None:
    monkeypatch.setenv(variable, KEY)
    monkeypatch.setenv("HOWTO_KEY_HOSTS", named)
    made = writer(base_url=url, api_key_env=variable)
    assert made.settings.key == ""
    assert f"the key in `{variable}` is not sent to {made.settings.host}" in made.unavailable
    before = "$HOWTO_KEY_HOSTS," if named else ""
    assert f"`export HOWTO_KEY_HOSTS={before}{made.settings.host}`" in made.unavailable
    assert KEY not in made.unavailable


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("https://gateway.example/v1", "gateway.example"),
        ("https://Gateway.example/v1", " other.example , GATEWAY.example "),
        ("https://gateway.example:8443/v1", "gateway.example:8443"),
        ("https://gateway.example/v1", "gateway.example:443"),
        ("https://[fd00::1]:8443/v1", "[fd00:0::1]:8443"),
        ("https://10.0.0.1/v1", "10.0.0.1"),
        ("http://localhost:8000/v1", ""),
        ("http://127.0.0.1:8000/v1", ""),
        ("http://[::1]:8000/v1", ""),
    ],
)
def test_a_key_goes_to_hosts_that_the_environment_names_and_to_this_machine(
    monkeypatch: pytest.MonkeyPatch, url: str, named: str
) -> None:
    monkeypatch.setenv("SHOP_KEY", KEY)
    monkeypatch.setenv("HOWTO_KEY_HOSTS", named)
    made = writer(base_url=url, api_key_env="SHOP_KEY")
    assert (made.settings.key, made.unavailable) == (KEY, "")


def test_the_line_of_the_message_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_KEY", KEY)
    for url in ("https://one.example/v1", "https://two.example:8443/v1"):
        made = writer(base_url=url, api_key_env="SHOP_KEY")
        line = made.unavailable.partition("`export HOWTO_KEY_HOSTS=")[2].partition("`")[0]
        monkeypatch.setenv("HOWTO_KEY_HOSTS", line)
        assert made.unavailable == ""
        monkeypatch.delenv("HOWTO_KEY_HOSTS")


@pytest.mark.parametrize("url", ["https://user:hunter22@models.example", "https//user:hunter22@x", "user:hunter22@x"])
def test_a_password_in_an_address_is_not_repeated(url: str) -> None:
    with pytest.raises(BadOption, match="holds a password") as raised:
        writer(base_url=url)
    assert "hunter22" not in str(raised.value)


@pytest.mark.parametrize("url", UNREAD)
def test_a_wrong_address_says_what_to_write(url: str) -> None:
    if not url:
        return  # As if the option were left out.
    with pytest.raises(HowtoError, match="`base_url`"):
        writer(base_url=url)


def test_a_withheld_key_means_offline_text_and_one_notice(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_KEY", KEY)
    site.options |= {
        "writer": "openai",
        "model": "tiny",
        "base_url": "https://models.example/v1",
        "api_key_env": "SHOP_KEY",
    }
    site.page("# Home\n\n::: howto shop.reserve\n\n::: howto shop.Cart\n")
    built = site.build(strict=True)
    assert "Written offline from src/shop/stock.py" in text(built)
    (said,) = [line for line in built.notices if "SHOP_KEY" in line]
    assert "2 sections are shown without a model" in said
    assert "`export HOWTO_KEY_HOSTS=models.example`" in said
    assert built.warnings == []


@pytest.mark.parametrize(
    ("name", "kept"), [("docs/own.jinja", True), ("link.jinja", True), ("docs/../own.md", True), (None, True)]
)
def test_a_template_inside_the_project_is_read(site: Site, name: str | None, *, kept: bool) -> None:
    for path in ("docs/own.jinja", "own.md"):
        site.file(path, "Tell me about {{ path }}.")
    (site.folder / "link.jinja").symlink_to("docs/own.jinja")
    made = writer(root=str(site.folder), prompt=name)
    assert (made.settings.prompt is not None) is (name is not None and kept)


def outside(site: Site) -> dict[str, str]:
    """Names of templates that lead out of the project, or to no plain file of it; with a word of the message."""
    folder = site.folder
    other = folder.parent / f"{folder.name}-other"
    other.mkdir()
    (other / "secret.txt").write_text("very secret")
    (folder / "link.jinja").symlink_to(other / "secret.txt")
    (folder / "linked").symlink_to(other, target_is_directory=True)
    (folder / "loop.jinja").symlink_to("loop.jinja")
    (folder / "dangling.jinja").symlink_to("nowhere")
    site.file(".env", "TOKEN=very-secret")
    site.file(".git/config", "very secret")
    (folder / "visible.jinja").symlink_to(".env")
    site.file("large.jinja", "x" * 40_000)
    return {
        "/etc/hostname": "leads out", "/dev/zero": "leads out", "/proc/self/environ": "leads out",
        f"../{other.name}/secret.txt": "leads out", "link.jinja": "leads out", "linked/secret.txt": "leads out",
        ".env": "hidden", ".git/config": "hidden", "visible.jinja": "hidden", "docs": "names no file", "loop.jinja": "names no file",
        "dangling.jinja": "names no file", "nul\0.jinja": "names no file", "large.jinja": "40,000 bytes",
    }  # fmt: skip


def test_a_template_outside_the_project_is_refused(site: Site) -> None:
    site.page("# Home\n")
    for name, words in outside(site).items():
        with pytest.raises(BadOption, match=words) as raised:
            writer(root=str(site.folder), prompt=name)
        assert "very secret" not in str(raised.value)


@pytest.fixture
def server() -> Any:
    with serving(always(GOOD)) as running:
        yield running


def test_a_secret_in_a_template_stays_here(site: Site, server: Server) -> None:
    site.file("own.jinja", "Sign with ghp_0123456789abcdefghijABCDEFGHIJ012345. Tell me about {{ path }}.")
    site.options |= {"writer": "openai", "model": "tiny", "base_url": server.url, "prompt": "own.jinja"}
    site.page("# Home\n\n::: howto shop.reserve\n")
    site.build(strict=True)
    (asked,) = server.asked
    assert "Tell me about shop.reserve" in asked.prompt
    assert "ghp_" not in asked.prompt


def test_the_guide_lists_what_belongs_to_whom() -> None:
    guide = (ROOT / "docs/howto/models/index.md").read_text(encoding="utf-8")
    for variable, hosts in VENDORS.items():
        (row,) = [line for line in guide.splitlines() if f"`{variable}`" in line and f"`{hosts[0]}`" in line]
        assert all(f"`{host}`" in row for host in hosts)
