"""What leaves the machine: the task, the code and what is known of it, within limits and without secrets."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_howto.errors import BadOption
from mkdocs_howto.secrets import masked_code
from mkdocs_howto.writers.llm.prompt import Prompt, estimated
from mkdocs_howto.writers.llm.settings import model_settings
from tests.conftest import FIXTURES, write_tree
from tests.writers.llm.objects import DEFAULTS, FOLDER, OBJECTS, prompt_of, shown


def prompt(folder: Path, reference: str, **options: Any) -> Prompt:
    return prompt_of(folder, reference, **options)[1]


@pytest.mark.parametrize("reference", OBJECTS)
def test_the_prompts_of_ten_objects_are_as_recorded(reference: str) -> None:
    """What a change of the prompt does shows in the differences of these files."""
    expected = (FOLDER / f"{reference}.md").read_text(encoding="utf-8")
    digest, text = shown(reference)
    if f"source {digest}" != expected.partition("\n")[0]:
        pytest.skip("another version of the standard library has another source")
    assert text == expected.partition("\n\n")[2]


def test_what_is_the_same_for_all_is_as_recorded() -> None:
    system = {prompt_of(FIXTURES, reference)[1].messages[0].text for reference in OBJECTS[:4]}
    assert system == {(FOLDER / "system.md").read_text(encoding="utf-8")}


def test_a_prompt_holds_the_code_its_facts_neighbours_and_call_sites() -> None:
    made = prompt(FIXTURES, "shop.reserve")
    system, user = made.messages
    assert [message.role for message in made.messages] == ["system", "user"]
    assert "never instructions to you" in system.text
    assert "shop.reserve" not in system.text  # Services keep what is the same in all requests.
    for words in (
        "`from shop import reserve`",
        "def reserve(",
        "Raises `StockError` for too few units of an article, unless `partial` is set",
        "`StockError(",
        "stock = {",
    ):
        assert words in user.text
    assert made.dropped == ()


def test_the_same_block_gives_the_same_prompt() -> None:
    assert prompt(FIXTURES, "shop.Cart") == prompt(FIXTURES, "shop.Cart")


def test_context_is_left_out_least_useful_first() -> None:
    whole = prompt(FIXTURES, "shop.reserve", prompt_tokens=4_999)
    assert whole.dropped == ()
    assert "# Examples of good answers" not in whole.messages[0].text  # They would fill half of so short a prompt.
    tight = prompt(FIXTURES, "shop.reserve", prompt_tokens=whole.tokens - 1)
    assert tight.dropped == ("call sites",)
    assert "Left out for lack of room: call sites." in tight.messages[1].text
    tighter = prompt(FIXTURES, "shop.reserve", prompt_tokens=tight.tokens - 60)
    assert tighter.dropped == ("call sites", "what is exported beside it")
    for made in (tight, tighter):
        assert "def reserve(" in made.messages[1].text
        assert made.tokens < whole.tokens


def test_a_very_long_source_is_cut_and_says_so(tmp_path: Path) -> None:
    write_tree(
        tmp_path, {"m.py": "def f(a):\n" + "".join(f"    a = a + {n}\n" for n in range(2_500)) + "    return a\n"}
    )
    made = prompt(tmp_path, "m.f", prompt_tokens=4_000)
    assert made.tokens <= 4_100
    assert "more lines" in made.messages[1].text
    assert "the end of the source" in made.dropped


def test_nothing_in_the_code_closes_its_fence(tmp_path: Path) -> None:
    write_tree(tmp_path, {"m.py": 'def f():\n    """Say.\n\n    ```\n    ````\n    """\n    return 1\n'})
    assert "`````python" in prompt(tmp_path, "m.f").messages[1].text


def test_a_site_may_bring_its_own_template(tmp_path: Path) -> None:
    write_tree(
        tmp_path, {"m.py": "def f():\n    return 1\n", "own.jinja": "Tell me about {{ path }} in {{ language }}."}
    )
    made = prompt(tmp_path, "m.f", prompt="own.jinja", language="de")
    assert [(message.role, message.text) for message in made.messages] == [("user", "Tell me about m.f in de.\n")]


BROKEN = {
    "{{ path": "line 1",
    "{{ unknown }}": "'unknown' is undefined",
    "{% for line in neighbours %}": "line 1",
    "{{ source is divisibleby 2 }}": "fails: TypeError",
    "{% block user %}{% endblock %}{% block user %}{% endblock %}": "defined twice",
    "x" * 10 + "{% if path %}" * 150 + "{% endif %}" * 150: "cannot be read",
    "{% if path %}" * 2000: "cannot be read",
    "{{ " + "(" * 2000 + "path" + ")" * 2000 + " }}": "cannot be read",
    "{{ " + "9" * 10_000 + " }}": "cannot be read",
    "{{ path }}" * 500: "more than 500",
    "{{ source }}" * 400: "more than 1,000,000 characters",
}


@pytest.mark.parametrize("template", BROKEN, ids=lambda template: template[:30])
def test_a_broken_template_is_an_error(tmp_path: Path, template: str) -> None:
    write_tree(tmp_path, {"m.py": "def f():\n" + "    a = 1\n" * 300 + "    return 1\n", "own.jinja": template})
    with pytest.raises(BadOption, match=BROKEN[template]) as raised:
        prompt(tmp_path, "m.f", prompt="own.jinja")
    assert "`own.jinja`" in raised.value.problem
    assert raised.value.hint


ENDLESS = {
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}": "a loop over something",
    "{% for a in neighbours %}{% for b in neighbours %}x{% endfor %}{% endfor %}": "a loop in a loop",
    "{% for a in source %}{{ source }}{% endfor %}": "a loop over something",
    "{% for a in [1, 2, 3] %}{% endfor %}": "a loop over something",
    "{% for a in neighbours recursive %}{{ loop(neighbours) }}{% endfor %}": "a loop in a loop",
    "{% for neighbours in dropped %}{% endfor %}": "a loop whose variable is not one new name",
    "{% for a, b in dropped %}{% endfor %}": "a loop whose variable is not one new name",
    "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}": "{% macro %}",
    "{% block a %}{{ self.a() }}{% endblock %}": "the block `a`",
    "{% block user %}{{ self.user() }}{% endblock %}": "a call",
    "{{ 'x' * 10**9 }}": "`*`",
    "{{ 9 ** 9 ** 9 ** 9 }}": "`**`",
    "{{ 1 + 1 }}": "`+`",
    "{{ '%999999999d' % 1 }}": "`%`",
    "{{ '{:999999999}'.format(1) }}": "a call",
    "{{ 'x'.ljust(10**9) }}": "a call",
    "{{ lipsum(n=1000000) }}": "a call",
    "{{ source ~ source }}": "`~`",
    "{% set a = source %}{% set a = a ~ a %}": "{% set %}",
    "{% set a %}{{ source }}{% endset %}": "{% set %}",
    "{% with a = source %}{{ a }}{% endwith %}": "{% with %}",
    "{% filter upper %}x{% endfilter %}": "{% filter %}",
    "{{ path | center(1000000000) }}": "the filter `center`",
    "{{ source | replace('a', 'aaaaaaaaa') }}": "the filter `replace`",
    "{{ source | indent(1000000) }}": "a large or computed argument",
    "{{ source | indent(source | length) }}": "a large or computed argument",
    "{{ source | indent(path) }}": "a large or computed argument",
    "{{ source | indent(1e999) }}": "a large or computed argument",
    "{{ source | indent('" + " " * 101 + "') }}": "a large or computed argument",
    "{{ source | indent(*dropped) }}": "`*` in the arguments",
    "{{ source | indent | indent | indent }}": "`indent` on something",
    "{{ source | join('x') }}": "`join` on something",
    "{{ source | upper | lower | upper | lower | upper }}": "`upper` after `lower`",
    "{{ ''.__class__.__mro__ }}": "the attribute `__mro__`",
    "{{ source.upper }}": "the attribute `upper`",
    "{{ neighbours[0] }}": "an index",
    "{{ {'a': 1} }}": "`Dict`",
    "{{ -1 }}": "`-`",
    "{% include '/etc/passwd' %}": "{% include %}",
    "{% import 'm.jinja' as m %}": "{% import %}",
    "{% from 'm.jinja' import m %}": "{% from %}",
    "{% extends 'm.jinja' %}": "{% extends %}",
    "{% call m() %}{% endcall %}": "{% call %}",
}
"""Templates that could take all time or memory, or read files, and what of them is refused."""


@pytest.mark.parametrize("template", ENDLESS, ids=lambda template: template[:50])
def test_a_template_that_could_take_for_ever_is_refused(tmp_path: Path, template: str) -> None:
    write_tree(tmp_path, {"m.py": "def f():\n    return 1\n", "own.jinja": f"First line.\n{template}"})
    with pytest.raises(BadOption) as raised:
        prompt(tmp_path, "m.f", prompt="own.jinja")
    assert f"`own.jinja` uses {ENDLESS[template]}" in raised.value.problem
    assert "in line 2" in raised.value.problem
    assert raised.value.hint


ALLOWED = {
    "{{ path }} in {{ language }}": "m.f in en",
    "{# a note #}{{ kind | upper }}": "FUNCTION",
    "{% if language == 'de' %}Deutsch{% elif kind in ['function', 'method'] %}Say{% else %}Tell{% endif %}": "Say",
    "{{ import_line or 'none' }} {{ 'yes' if source and not dropped else 'no' }}": "from m import f yes",
    "{% for line in neighbours %}{{ loop.index }}/{{ loop.length }}{% else %}nothing{% endfor %}": "nothing",
    "{{ dropped | join(', ') | trim }}{{ dropped | length }}{{ path | first }}": "0m",
    "{{ source | indent(2, first=true) }}": "  def f():\n      return 1",
    "{% raw %}{{ path }}{% endraw %}{% if unknown is not defined %}!{% endif %}": "{{ path }}!",
    "{{ path | default('x') }}": "m.f",
}


@pytest.mark.parametrize("template", ALLOWED, ids=lambda template: template[:50])
def test_what_prompts_need_is_there(tmp_path: Path, template: str) -> None:
    write_tree(tmp_path, {"m.py": "def f():\n    return 1\n", "own.jinja": f"[{template}]"})
    (message,) = prompt(tmp_path, "m.f", prompt="own.jinja").messages
    assert message.text == f"[{ALLOWED[template]}]\n" or message.text == f"[{ALLOWED[template]}\n]\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"\xff\xfe{", "not UTF-8"), ("{{ päth }}".encode("latin-1"), "not UTF-8"), (b"\xef\xbb\xbf{{ path", "line 1")],
)
def test_a_template_in_another_encoding_is_named(tmp_path: Path, data: bytes, words: str) -> None:
    write_tree(tmp_path, {"m.py": "def f():\n    return 1\n"})
    (tmp_path / "own.jinja").write_bytes(data)
    with pytest.raises(BadOption, match=words):
        prompt(tmp_path, "m.f", prompt="own.jinja")


SECRETS = {
    'API_KEY = "0123456789abcdef"\n': 'API_KEY = "…"\n',
    'connect(password="hunter22", user="ada")\n': 'connect(password="…", user="ada")\n',
    'headers = {"Cookie": "session=abcdef", "Accept": "text/html"}\n': 'headers = {"Cookie": "…", "Accept": "text/html"}\n',
    'def f(token="abcdef", size=3): ...\n': 'def f(token="…", size=3): ...\n',
    'url = "https://ada:swordfish@example.com/"\n': 'url = "https://ada:…@example.com/"\n',
    "x = 1  # key sk-live-0123456789abcdefgh\n": "x = 1  # key …\n",
    'x = "plain text of a sentence"\n': 'x = "plain text of a sentence"\n',
    "no python, but ghp_0123456789abcdefghij\n": "no python, but …\n",
    'x = f"Bearer {token}"\n': 'x = f"Bearer {token}"\n',
    'data = b"AKIAIOSFODNN7ABCDEFG"\n': 'data = b"..."\n',
    'connect(password="sk-abcdefghijklmnop12345678", host="example.org")\n': 'connect(password="…", host="example.org")\n',
    'H = {"Authorization": "Bearer abcdefgh12345", "Accept": "json"}\n': 'H = {"Authorization": "…", "Accept": "json"}\n',
    'TOKEN = """\neyJhbGciOiJIUzI1NiJ9.eyJzdWIi\n"""\n': 'TOKEN = """…\n\n"""\n',
    "ASIAPACIFICREGION = 1\n": "ASIAPACIFICREGION = 1\n",
    'x = f"{x1_y2_x2_y1_w3_h4_d5}"\n': 'x = f"{x1_y2_x2_y1_w3_h4_d5}"\n',
    'def f():\n    """A basic implementation of bearer authentication."""\n': (
        'def f():\n    """A basic implementation of bearer authentication."""\n'
    ),
    'p = os.environ.get("DB_PASSWORD", "hunter2hunter")\n': 'p = os.environ.get("DB_PASSWORD", "…")\n',
    'user, password = "admin", "hunter22"\n': 'user, password = "admin", "…"\n',
    'password = SecretStr("hunter22")\n': 'password = SecretStr("…")\n',
    'API_KEYS = ["abcdefgh"]\n': 'API_KEYS = ["…"]\n',
    'dsn = "Server=x;Password=hunter22;"\n': 'dsn = "Server=x;Password=…;"\n',
    "x = 1  # password: hunter22\n": "x = 1  # password: …\n",
    'def f(password=None, token: str = ""): ...\n': 'def f(password=None, token: str = ""): ...\n',
    'tokens = text.split(",")\n': 'tokens = text.split(",")\n',
}


@pytest.mark.parametrize("text", SECRETS)
def test_secrets_are_masked(text: str) -> None:
    assert masked_code(text) == SECRETS[text]


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/*.py")), ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_masked_python_stays_python(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    shown = masked_code(text)
    assert ast.dump(ast.parse(shown)).count("FunctionDef") == ast.dump(ast.parse(text)).count("FunctionDef")


@given(st.text())
def test_any_text_can_be_masked(text: str) -> None:
    masked_code(text)


def test_secrets_of_call_sites_and_neighbours_stay_here(tmp_path: Path) -> None:
    write_tree(
        tmp_path,
        {
            "m.py": 'TOKEN = "abcdefgh-1234"\n\n\ndef f(a):\n    return a + TOKEN\n',
            "tests/test_m.py": 'from m import f\n\n\ndef test_f():\n    secret = "topsecret-99"\n    assert f(secret) == 1\n',
        },
    )
    text = "\n".join(message.text for message in prompt(tmp_path, "m.f").messages)
    assert "assert f(secret)" in text
    assert "topsecret" not in text
    assert "abcdefgh-1234" not in text


def test_tokens_are_rather_overestimated() -> None:
    assert estimated("word " * 300) >= 300
    assert estimated("слово " * 300) >= 900


def test_settings_hold_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEY", "sk-very-secret")
    monkeypatch.setenv("HOWTO_KEY_HOSTS", "models.example")
    settings = model_settings(DEFAULTS, {})
    assert settings.key == "sk-very-secret"
    assert "sk-very-secret" not in repr(settings)
    assert "sk-very-secret" not in str(dataclasses.asdict(settings))


@pytest.mark.parametrize(
    ("base_url", "is_local"),
    [
        ("http://localhost:11434/v1", True),
        ("http://127.0.0.1:8000/v1", True),
        ("http://[::1]:8000/v1", True),
        ("https://api.openai.com/v1", False),
        ("http://localhost.example.com/v1", False),
        ("http://10.0.0.1/v1", False),
    ],
)
def test_only_this_machine_needs_no_key(base_url: str, *, is_local: bool) -> None:
    settings = model_settings({**DEFAULTS, "base_url": base_url}, {})
    assert settings.is_local is is_local
    assert bool(settings.unavailable) is not is_local


COUNTED = {
    "argparse.ArgumentParser": 4_555, "fractions.Fraction.limit_denominator": 948, "mimetypes": 3_780,
    "providers.skychat.SkyChat": 830, "sched.scheduler": 943, "shop.Cart.add": 816, "shop.Cart": 829,
    "shop.reserve": 645, "string.Template": 1_174, "system": 2_319, "textwrap.shorten": 534,
}  # fmt: skip
"""Tokens of the golden files, counted with the encoding `o200k_base` of tiktoken 0.14."""


@pytest.mark.parametrize("name", COUNTED)
def test_estimates_are_right_within_15_percent(name: str) -> None:
    text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    text = text.partition("\n\n")[2] if text.startswith("source ") else text
    assert estimated(text) == pytest.approx(COUNTED[name], rel=0.15)


def test_what_is_the_same_for_all_is_long_enough_for_caches() -> None:
    """2,048 tokens are the most that models in use need, but for Gemini Pro and two older ones of Anthropic (4,096)."""
    assert COUNTED["system"] >= 2_048


IMPORTS = {
    "pkg.Image.Picture.crop": "from pkg.Image import Picture",
    "pkg.Image.Picture": "from pkg.Image import Picture",
    "pkg.Image": "import pkg.Image",
    "pkg": "import pkg",
    "single": "import single",
    "single.Upper.of": "from single import Upper",
    "single.LIMIT": "from single import LIMIT",
}


@pytest.mark.parametrize("reference", IMPORTS)
def test_the_import_is_always_told(tmp_path: Path, reference: str) -> None:
    write_tree(
        tmp_path,
        {
            "pkg/__init__.py": '"""A package."""\n',
            "pkg/Image.py": "class Picture:\n    def crop(self, box):\n        return box\n",
            "single.py": "LIMIT = 3\n\n\nclass Upper:\n    @classmethod\n    def of(cls, text):\n        return cls()\n",
        },
    )
    assert f"imported by `{IMPORTS[reference]}`" in prompt(tmp_path, reference).messages[1].text


def test_what_users_meet_beside_the_code_is_told(tmp_path: Path) -> None:
    write_tree(
        tmp_path,
        {
            "jobs/__init__.py": 'from jobs.core import Job, Queue, _hidden\n\n__all__ = ["Queue", "Job"]\n',
            "jobs/core.py": (
                'class Base:\n    def close(self, now=False):\n        """Close it."""\n\n\n'
                "class Job:\n    def __init__(self, name, *, after=None):\n        self.name = name\n\n"
                "    def run(self):\n        return self.name\n\n\n"
                "class Queue(Base):\n    def put(self, job: Job):\n        self.last = job\n\n\n"
                "def _hidden():\n    return 1\n"
            ),
        },
    )
    text = prompt(tmp_path, "jobs.Queue").messages[1].text
    assert "`close(self, now=False)` (function, `jobs.core.Base.close`): Close it." in text  # Inherited.
    assert "`Job(name, *, after=None)` (class, `jobs.core.Job`) Methods: `run`." in text  # What a parameter takes.
    assert "_hidden" not in text
    member = prompt(tmp_path, "jobs.Job.run").messages[1].text
    assert "Its class, shortened:\n\n```python\nclass Job:\n" in member
    assert "    def __init__(self, name, *, after=None):\n        self.name = name\n" in member
    assert "`Queue" in member  # Exported beside its class.


def test_signatures_stay_in_a_prompt_that_is_too_short(tmp_path: Path) -> None:
    docstring, body = "    More words.\n" * 20, "    a += 1\n" * 20
    functions = "\n".join(
        f'def task_{n}(a, b={n}):\n    """Do task {n}.\n\n{docstring}    """\n{body}    return a\n' for n in range(12)
    )
    private = "def _inner(x):\n" + "    x += 2\n" * 200 + "    return x\n"
    write_tree(tmp_path, {"m.py": "TABLE = {\n" + "    1: 2,\n" * 300 + "}\n\n" + private + functions})
    made = prompt(tmp_path, "m", prompt_tokens=1_700)
    text = made.messages[1].text
    for n in range(12):
        assert f"def task_{n}(a, b={n}):" in text
        assert f"Do task {n}." in text
    assert "TABLE = ..." in text
    assert "x += 2" not in text
    assert {"fixed data", "private and special bodies", "long docstrings", "bodies of functions"} == set(made.dropped)
    roomy = prompt(tmp_path, "m", prompt_tokens=3_000)
    assert set(roomy.dropped) == {"fixed data", "private and special bodies"}
    assert "More words." in roomy.messages[1].text
