"""What a secret is, in each place where one can stand, and what looks like one and stays readable.

No value here was ever given out: they are made from a seed, and put together here so that no scanner takes them for real.
"""

from __future__ import annotations

import ast
import base64
import hashlib
import random
import re
import string
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_howto.masking import masked_markdown
from mkdocs_howto.secrets import is_known_secret, is_secret_name, is_secret_value, masked, masked_code
from mkdocs_howto.secrets.formats import FORMATS, PATTERNS
from tests.conftest import FIXTURES

ALNUM = string.ascii_letters + string.digits
LOWER = string.ascii_lowercase + string.digits
UPPER = string.ascii_uppercase + "234567"
HEX = "0123456789abcdef"
URL = ALNUM + "-_"


def made(length: int, alphabet: str = ALNUM) -> str:
    """Make the same random text each time, with a digit and a letter in it."""
    rand = random.Random(f"{length} {alphabet}")
    return "".join([alphabet[0], *(rand.choice(alphabet) for _ in range(length - 2)), "7"])


@dataclass(frozen=True)
class Form:
    text: str
    cores: tuple[str, ...]
    """What must not be seen; the rest of the text may."""


def form(text: str, *cores: str) -> Form:
    return Form(text, cores or (text,))


def pem(kind: str, lines: int = 4) -> Form:
    body = [base64.b64encode(hashlib.sha384(f"{kind} {line}".encode()).digest()).decode() for line in range(lines)]
    last = "q83vASNFZw=="
    return form("\n".join([f"-----BEGIN {kind}-----", *body, last, f"-----END {kind}-----"]), *body, last)


def jwt(*claims: str) -> str:
    parts = ['{"alg":"HS256","typ":"JWT"}', *claims, made(32)]
    return ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)


def basic(pair: str) -> str:
    return base64.b64encode(pair.encode()).decode()


MARKED = {
    # Code hosts and registries.
    **{f"github {mark}": f"{mark}_{made(36)}" for mark in ("ghp", "gho", "ghu", "ghs", "ghr")},
    "github fine-grained": "github_" + f"pat_{made(22)}_{made(59)}",
    **{f"gitlab {mark}": f"{mark}-{made(20, URL)}" for mark in ("glpat", "gldt", "glft", "glrt", "glsoat", "glffct")},
    "gitlab job": f"glcbt-64_{made(20)}",
    "gitlab mail": f"glimt-{made(25)}",
    "gitlab trigger": f"glptt-{made(40, HEX)}",
    "gitlab agent": f"glagent-{made(50, URL)}",
    "gitlab application": f"gloas-{made(64, HEX)}",
    "gitlab runner registration": f"GR1348941{made(20)}",
    "bitbucket": f"ATBB{made(32)}",
    "atlassian": f"ATATT3{made(186, URL)}",
    "sourcegraph": f"sgp_{made(40, HEX)}",
    "npm": f"npm_{made(36)}",
    "pypi": f"pypi-AgEIcHlwaS5vcmc{made(70, URL)}",
    "test pypi": f"pypi-AgENdGVzdC5weXBpLm9yZw{made(70, URL)}",
    "rubygems": f"rubygems_{made(48, HEX)}",
    "nuget": f"oy2{made(43, LOWER)}",
    "crates.io": f"cio{made(32)}",
    "clojars": f"CLOJARS_{made(60, HEX)}",
    "docker hub": f"dckr_pat_{made(27, URL)}",
    "artifactory": f"AKCp{made(69)}",
    "artifactory reference": f"cmVmd{made(59)}",
    # Models.
    "openai": "sk-" + made(48),
    "openai project": f"sk-proj-{made(74, URL)}T3BlbkFJ{made(74, URL)}",
    "openai service": f"sk-svcacct-{made(58, URL)}T3BlbkFJ{made(58, URL)}",
    "anthropic": f"sk-ant-api03-{made(93, URL)}AA",
    "anthropic admin": f"sk-ant-admin01-{made(93, URL)}AA",
    "openrouter": f"sk-or-v1-{made(64, HEX)}",
    "hugging face": f"hf_{made(34)}",
    "hugging face letters": "hf_" + "QwErTyUiOpAsDfGhJkLzXcVbNmQwErTyUi",
    "groq": f"gsk_{made(52)}",
    "xai": f"xai-{made(80)}",
    "replicate": f"r8_{made(37)}",
    "perplexity": f"pplx-{made(48)}",
    "tavily": f"tvly-{made(32)}",
    "langsmith": f"lsv2_pt_{made(32, HEX)}_{made(10, HEX)}",
    "pinecone": f"pcsk_{made(6)}_{made(60)}",
    # Clouds.
    **{f"aws {mark}": f"{mark}{made(16, UPPER)}" for mark in ("AKIA", "ASIA", "ABIA", "ACCA")},
    "aws bedrock": f"ABSKQmVkcm9ja0FQSUtleS1{made(108)}=",
    "aws secret": "q" + made(39, ALNUM + "+/"),
    "google": "AIza" + made(35, URL),
    "google client": f"GOCSPX-{made(28, URL)}",
    "google access": f"ya29.{made(60, URL)}",
    "google refresh": f"1//0{made(60, URL)}",
    "alibaba": f"LTAI{made(20)}",
    "tencent": f"AKID{made(32)}",
    "yandex": f"AQVN{made(36, URL)}",
    "yandex account": f"y0_{made(55, URL)}",
    "nvidia": f"nvapi-{made(64, URL)}",
    "snyk": f"snyk_uat.{made(8, HEX)}.{made(40, URL)}",
    "vercel store": f"vercel_blob_rw_{made(16)}_{made(30)}",
    "lark": f"t-{made(40)}",
    "okta": f"00{made(40, URL)}",
    "asana": f"1/1200123456789012:{made(32, HEX)}",
    "asana, longer": f"2/1200123456789012/1200123456789013:{made(32, HEX)}",
    "azure": f"abc8Q~{made(34)}",
    "digitalocean": f"dop_v1_{made(64, HEX)}",
    "digitalocean oauth": f"doo_v1_{made(64, HEX)}",
    "heroku": f"HRKU-AA{made(58, URL)}",
    "fly.io": f"fo1_{made(43)}",
    "fly.io macaroon": f"fm2_{made(100)}==",
    "render": f"rnd_{made(28)}",
    "netlify": f"nfp_{made(36)}",
    "scalingo": f"tk-us-{made(48)}",
    "supabase": f"sbp_{made(40, HEX)}",
    "planetscale": f"pscale_tkn_{made(43)}",
    "planetscale password": f"pscale_pw_{made(43)}",
    "cloudflare origin": f"v1.0-{made(24, HEX)}-{made(146, HEX)}",
    "tailscale": f"tskey-auth-{made(12)}-{made(32)}",
    "openshift": f"sha256~{made(43, URL)}",
    "pulumi": f"pul-{made(40, HEX)}",
    "terraform": f"{made(14)}.atlasv1.{made(67)}",
    "databricks": f"dapi{made(32, HEX)}",
    "prefect": f"pnu_{made(36)}",
    "vault": f"hvs.{made(95, URL)}",
    "vault batch": f"hvb.{made(140, URL)}",
    "vault, old": f"s.{made(24)}",
    "doppler": f"dp.pt.{made(43)}",
    "harness": f"pat.{made(22)}.{made(24)}.{made(20)}",
    "1password": f"ops_eyJ{made(250)}",
    "1password secret key": f"A3-{made(6, UPPER)}-{made(6, UPPER)}-{made(5, UPPER)}-{made(5, UPPER)}-{made(5, UPPER)}-{made(5, UPPER)}",
    "age": f"AGE-SECRET-KEY-1{'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE'}",
    "octopus": f"API-{made(26, UPPER)}",
    "infracost": f"ico-{made(32)}",
    "circleci": f"CCIPAT_{made(22)}_{made(40, HEX)}",
    # Payment and shops.
    **{
        f"stripe {mark}": mark + made(24)
        for mark in ("sk_" + "live_", "rk_" + "live_", "sk_" + "test_", "rk_" + "prod_")
    },
    "stripe webhook": f"whsec_{made(32)}",
    "square": f"sq0atp-{made(22)}",
    "square oauth": f"sq0csp-{made(43)}",
    "plaid": "access-sandbox-1f0c3a5e-9b7d-4e2f-8a6c-0d1e2f3a4b5c",
    "razorpay": f"rzp_live_{made(14)}",
    **{f"shopify {mark}": f"{mark}_{made(32, HEX)}" for mark in ("shpat", "shpca", "shppa", "shpss")},
    "shippo": f"shippo_live_{made(40, HEX)}",
    "easypost": f"EZAK{made(54)}",
    "flutterwave": f"FLWSECK_TEST-{made(32, HEX)}-X",
    "duffel": f"duffel_test_{made(43)}",
    "lob": f"live_{made(35, HEX)}",
    # Messages and mail.
    "slack bot": f"xoxb-{made(12, string.digits)}-{made(12, string.digits)}-{made(24)}",
    "slack user": f"xoxp-{made(12, string.digits)}-{made(12, string.digits)}-{made(12, string.digits)}-{made(32, HEX)}",
    "slack app": f"xapp-1-{made(11, UPPER)}-{made(13, string.digits)}-{made(64, HEX)}",
    "slack refresh": f"xoxe-1-{made(146, UPPER)}",
    "slack webhook": "https://hooks.slack.com/" + f"services/T{made(10, UPPER)}/B{made(10, UPPER)}/{made(24)}",
    "discord bot": f"M{made(25)}.{made(6)}.{made(38)}",
    "discord webhook": f"https://discord.com/api/webhooks/{made(18, string.digits)}/{made(68, URL)}",
    "teams webhook": "https://acme.webhook.office.com/webhookb2/1f0c3a5e-9b7d-4e2f-8a6c-0d1e2f3a4b5c@1f0c3a5e-9b7d-4e2f-8a6c-0d1e2f3a4b5c/IncomingWebhook/"
    + made(32, HEX),
    "zapier webhook": f"https://hooks.zapier.com/hooks/catch/1234567/{made(7, LOWER)}",
    "telegram": f"123456789:AA{made(33, URL)}",
    "telegram address": f"https://api.telegram.org/bot123456789:AA{made(33)}/getMe",
    "sendgrid": f"SG.{made(22, URL)}.{made(43, URL)}",
    "brevo": f"xkeysib-{made(64, HEX)}-{made(16)}",
    "mailgun": f"key-{made(32, HEX)}",
    "mailchimp": f"{made(32, HEX)}-us12",
    "twilio": f"SK{made(32, HEX)}",
    "facebook": f"EAAM{made(120)}",
    "facebook app": f"1234567890123456|{made(27)}",
    "hubspot": "pat-na1-1f0c3a5e-9b7d-4e2f-8a6c-0d1e2f3a4b5c",
    # Work and monitoring.
    "grafana": f"glsa_{made(32)}_{made(8, HEX)}",
    "grafana cloud": f"glc_{made(64)}",
    "new relic": f"NRAK-{made(27, UPPER)}",
    "sentry": f"sntryu_{made(64, HEX)}",
    "sentry organisation": f"sntrys_eyJpYXQiO{made(60)}LCJyZWdpb25fdXJs{made(20)}_{made(43)}",
    "dynatrace": f"dt0c01.{made(24, UPPER)}.{made(64, UPPER)}",
    "sonarqube": f"squ_{made(40, HEX)}",
    "linear": f"lin_api_{made(40)}",
    "notion": f"ntn_{made(46)}",
    "airtable": f"pat{made(14)}.{made(64, HEX)}",
    "figma": f"figd_{made(40, URL)}",
    "contentful": f"CFPAT-{made(43, URL)}",
    "postman": f"PMAK-{made(24, HEX)}-{made(34, HEX)}",
    "readme": f"rdme_{made(70, LOWER)}",
    "typeform": f"tfp_{made(59)}",
    "frame.io": f"fio-u-{made(64)}",
    "adobe": f"p8e-{made(32, LOWER)}",
    "settlemint": f"sm_pat_{made(16)}",
    "maxmind": f"{made(6)}_{made(29)}_mmk",
    "fernet token": f"gAAAA{made(95, URL)}=",
    # Passwords as systems store them.
    "bcrypt": f"$2b$12${made(53)}",
    "sha512 crypt": f"$6$rounds5$aB3dE5gH{made(86)}",
    "argon2": f"$argon2id$v=19$m=65536,t=3,p=4${made(22)}${made(43)}",
    "django": f"pbkdf2_sha256$600000${made(22)}${made(43)}=",
    # Random runs.
    "base64 of 32 bytes": base64.b64encode(hashlib.sha256(b"k").digest()).decode(),
    "url-safe base64": base64.urlsafe_b64encode(hashlib.sha256(b"l").digest()).decode(),
    "letters and digits": made(40),
    # JSON Web Tokens.
    "jwt": jwt('{"sub":"1"}'),
    "jwt with claims": jwt('{"iss":"joe","exp":1300819380,"admin":true}'),
    "jwt without signature": jwt('{"user":"ada"}').rpartition(".")[0],
    "jwe": f"{jwt('abc')}..{made(16)}.{made(30)}.{made(22)}",
    "jwt in base64": basic(jwt('{"sub":"2"}')),
    # The header Authorization.
    "bearer": f"Bearer {made(24)}",
    "bearer hexadecimal": f"Bearer {made(32, HEX)}",
    "bearer in small letters": f"bearer {made(20)}",
    "basic": f"Basic {basic('ada:hunter2')}",
    "token of a scheme": f"Token {made(40, HEX)}",
}

PARTS = {
    # Passwords in addresses.
    **{
        f"{scheme} address": form(f"{scheme}://ada:tr0ub4dor@db.example.org/shop", "tr0ub4dor")
        for scheme in (
            "postgresql", "postgresql+asyncpg", "mysql", "mysql+pymysql", "mariadb", "mongodb", "mongodb+srv", "amqp", "amqps",
            "redis", "rediss", "mssql+pyodbc", "oracle", "clickhouse", "cockroachdb", "snowflake", "ldap", "smtp", "ftp", "sftp",
            "http", "https", "git+https", "kafka", "nats", "couchbase", "neo4j+s", "socks5",
        )
    },
    "redis without user": form("redis://:tr0ub4dor@host:6379/0", "tr0ub4dor"),
    "password with marks": form("https://ada:p@ss!w0rd%21@host.example.org/x", "p@ss!w0rd%21"),
    "password with slash": form("amqp://ada:pa/ss0word@host.example.org/x", "pa/ss0word"),
    "token as user": form(f"https://{made(32, HEX)}@o1.ingest.sentry.io/1", made(32, HEX)),
    "go driver": form("ada:tr0ub4dor@tcp(localhost:3306)/shop", "tr0ub4dor"),
    "oracle driver": form("scott/tr0ub4dor@//localhost:1521/orcl", "tr0ub4dor"),
    "sidekiq": form("https://1f0c3a5e:9b7d4e2f@gems.contribsys.com/", "9b7d4e2f"),
    # Connection strings.
    "odbc": form("Driver={SQL Server};Server=x;UID=sa;PWD=swordfish;", "swordfish"),
    "odbc with braces": form("Server=x;UID=sa;PWD={sword?fish};", "sword?fish"),
    "ado": form("Server=x;User Id=sa;Password=swordfish;Encrypt=true", "swordfish"),
    "ado at the end": form("Server=x;User Id=sa;Password=swordfish", "swordfish"),
    "libpq": form("host=localhost user=ada password=swordfish dbname=shop", "swordfish"),
    "jdbc": form("jdbc:mysql://localhost/shop?user=ada&password=swordfish", "swordfish"),
    "azure storage": form(f"DefaultEndpointsProtocol=https;AccountName=x;AccountKey={made(86)}==;", made(86)),
    "service bus": form(f"Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey={made(43)}=", made(43)),
    "azure signature": form(f"https://x.blob.core.windows.net/c?sv=2020&sig={made(43)}%3D", made(43)),
    "amazon signature": form(f"https://x.s3.amazonaws.com/k?X-Amz-Signature={made(64, HEX)}", made(64, HEX)),
    "key in an address": form(f"https://api.example.org/v1?api_key={made(16)}&q=x", made(16)),
    "token in an address": form("https://example.org/?lang=en&access_token=abcd1234efgh", "abcd1234efgh"),
    # Settings, headers and commands.
    "setting": form("DB_PASSWORD=swordfish", "swordfish"),
    "exported setting": form("export API_TOKEN=swordfish", "swordfish"),
    "yaml": form("password: tr0ub4dor", "tr0ub4dor"),
    "header authorization": form("Authorization: Token 9d71ab33cd", "9d71ab33cd"),
    "header authorization, basic": form(f"Authorization: Basic {basic('ada:tr0ub4dor')}", basic("ada:tr0ub4dor").rstrip("=")),
    "header of a key": form("X-Api-Key: 9d71ab33cd", "9d71ab33cd"),
    "header cookie": form("Cookie: a=1; session=9d71ab33cd", "9d71ab33cd"),
    "header set-cookie": form("Set-Cookie: sid=9d71ab33cd; Path=/; HttpOnly", "9d71ab33cd"),
    "curl": form("curl -u ada:tr0ub4dor https://example.org", "tr0ub4dor"),
    "option": form("tool --password=swordfish run", "swordfish"),
    "option and value": form("tool --db-password tr0ub4dor run", "tr0ub4dor"),
    "netrc": form("machine example.org login ada password swordfish", "swordfish"),
    "npmrc": form(f"//registry.npmjs.org/:_authToken={made(36, HEX)}", made(36, HEX)),
    "key in words": form(f"the API key {made(32, HEX)}", made(32, HEX)),
    "key in words after": form(f"{made(40, HEX)} is the token", made(40, HEX)),
    # Private keys.
    **{
        kind: pem(kind)
        for kind in (
            "RSA PRIVATE KEY", "PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY",
            "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK",
        )
    },
}  # fmt: skip

NAMED = {
    "passphrase": "correct horse battery staple",
    "password with spaces": "tr0ub4dor and 3",
    "word and digit": "hunter2",
    "word": "swordfish",
    "digits for letters": "s3cr3t99",
    "marks": "P@$$w!rd",
    "hexadecimal": made(32, HEX),
    "sha1": made(40, HEX),
    "uuid": "1f0c3a5e-9b7d-4e2f-8a6c-0d1e2f3a4b5c",
    "letters": "QwErTyUiOp",
    "digits": "82736455",
    "base32": "JBSWY3DPEHPK3PXP",
    "words with dashes": "summer-rain-44",
    "cookies": "a=1; session=9d71ab33cd",
    "scheme and value": "Token 9d71ab33cd",
    "dotted": "abc.9d71.xyz",
    "accents": "Straße42",
}
"""Secret only because of the name that they are given to."""

ANYWHERE = {**{name: form(text) for name, text in MARKED.items()}, **PARTS}


def commented(text: str) -> str:
    return "".join(f"# {line}\n" for line in text.split("\n"))


def halves(text: str) -> str:
    middle = len(text) // 2
    return f"{text[:middle]!r} + {text[middle:]!r}"


def thirds(text: str) -> str:
    first, last = len(text) // 3, len(text) * 2 // 3
    middle = text[first:last].replace("{", "{{").replace("}", "}}")
    return f"{text[:first]!r}\n    # and\n    f{middle!r}\n    {text[last:]!r}"


PLACES = {
    "docstring": lambda text: (
        'def f():\n    """Sign in.\n\n    Use ' + text.replace("\n", "\n    ") + ' there.\n    """\n'
    ),
    "comment": lambda text: f"x = 1\n{commented('Use ' + text)}y = 2  # {text.partition(chr(10))[0]}\n",
    "literal": lambda text: f"value = {text!r}\nother = 2\n",
    "variable": lambda text: f"PASSWORD = {text!r}\n",
    "keyword": lambda text: f"connect('h', password={text!r})\n",
    "default": lambda text: f"def f(user, password={text!r}, *, size=3): ...\n",
    "entry": lambda text: "headers = {'Authorization': " + f"{text!r}" + ", 'Accept': 'text/html'}\n",
    "f-string": lambda text: f"value = f{text.replace('{', '{{').replace('}', '}}') + ' {name}'!r}\n",
    "bytes": lambda text: f"value = {text.encode()!r}\n",
    "concatenation": lambda text: f"value = {halves(text)}\n",
    "adjacent literals": lambda text: f"value = {halves(text).replace(' + ', ' ')}\n",
    "adjacent lines": lambda text: f"send(1,\n    {thirds(text)}, 3)\n",
}
NAMED_PLACES = {
    "variable": lambda text: f"DB_PASSWORD = {text!r}\n",
    "attribute": lambda text: f"self.api_key: str = {text!r}\n",
    "keyword": lambda text: f"connect('h', password={text!r})\n",
    "default": lambda text: f"def f(user, *, secret={text!r}): ...\n",
    "entry": lambda text: "headers = {'cookie': " + f"{text!r}" + "}\n",
    "subscript": lambda text: f"config['api-key'] = {text!r}\n",
    "comparison": lambda text: f"ok = user.password == {text!r}\n",
    "f-string": lambda text: f"token = f{text + '{name}'!r}\n",
    "bytes": lambda text: f"secret_key = {text.encode()!r}\n",
    "concatenation": lambda text: f"passphrase = {halves(text)}\n",
    "in parts": lambda text: f"password = (\n    {text[:3]!r}\n    {text[3:]!r}\n)\n",
    "comment": lambda text: f"x = 1  # password={text!r}\n",
    "docstring": lambda text: f'def f():\n    """Calls `login(user, password={text!r})`."""\n',
    "call": lambda text: f"user.set_password({text!r})\n",
    "pair": lambda text: f"headers = [('X-Auth-Token', {text!r})]\n",
}


def is_hidden(form: Form, shown: str) -> bool:
    """Whether neither a secret nor the greatest part of it is left."""
    parts = [core[: max(6, len(core) * 2 // 3)] for core in form.cores] + [
        core[-max(6, len(core) * 2 // 3) :] for core in form.cores
    ]
    return not any(part in shown for part in parts)


def test_there_are_enough_forms() -> None:
    assert len(ANYWHERE) + len(NAMED) >= 200
    assert len(LOOK_ALIKES) + len(READABLE_CODE) >= 150


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ANYWHERE)
def test_a_secret_is_masked_in_every_place(name: str, place: str) -> None:
    code = PLACES[place](ANYWHERE[name].text)
    shown = masked_code(code)
    assert is_hidden(ANYWHERE[name], shown), shown
    assert shown.count("\n") == code.count("\n")
    assert kinds(shown) == kinds(code)
    assert masked_code(shown) == shown


@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        "Send {} with it.",
        "one\n{}\ntwo\n",
        "- `{}`: a value",
        "x = {",
        '{{"error": "invalid: {}"}}',
        "a\\n{}\\nb",
    ],
)
@pytest.mark.parametrize("name", ANYWHERE)
def test_a_secret_is_masked_in_any_text(name: str, frame: str) -> None:
    text = frame.replace("{}", ANYWHERE[name].text) if "{}" in frame else frame + repr(ANYWHERE[name].text)
    shown = masked(text)
    assert is_hidden(ANYWHERE[name], shown), shown
    assert masked(shown) == shown
    assert shown.count("\n") == text.count("\n")


@pytest.mark.parametrize("place", NAMED_PLACES)
@pytest.mark.parametrize("name", NAMED)
def test_what_a_secret_name_is_given_is_masked(name: str, place: str) -> None:
    code = NAMED_PLACES[place](NAMED[name])
    shown = masked_code(code)
    assert is_hidden(form(NAMED[name]), shown), shown
    assert shown.count("\n") == code.count("\n")
    assert kinds(shown) == kinds(code)
    assert masked_code(shown) == shown


GIVEN = (
    'requests.get(url, auth=("ada", "swordfish"))',
    'HTTPBasicAuth("ada", "swordfish")',
    'server.login("ada", "swordfish")',
    'os.environ.setdefault("DB_PASSWORD", "swordfish")',
    'monkeypatch.setenv("TOKEN", "swordfish")',
    'parser.add_argument("--password", default="swordfish")',
    'x = os.environ.get("DB_PASSWORD", "swordfish")',
    'password: str = Field(default="swordfish")',
    'def f(*, token: str = Query("swordfish")): ...',
    'password = "swordfish" if debug else read()',
    'f = lambda password="swordfish": 1',
    'used = password or "swordfish"',
    'match password:\n    case "swordfish": pass',
    'token = "".join(["sword", "fish9"])',
    'user, password = "ada", "swordfish"',
    'PASSWORDS = {"ada": "swordfish", "bob": ["swordfish"]}',
    'SECRET = """\nswordfish\n"""',
    'def get_password():\n    return "swordfish"',
    'password += "swordfish"',
    'if (token := "swordfish"): pass',
    '@pytest.mark.parametrize("password", ["swordfish"])\ndef f(): ...',
    """x = f"{login(password='swordfish')}\"""",
    "psycopg.connect(\"host=db user=ada password='swordfish'\")",
    'password = SecretStr("swordfish")',
    'AES_KEY = "swordfish"',
    'headers = {"Authorization": "Basic " + encoded(b"swordfish")}',
    'setattr(self, "api_key", "swordfish")',
    'f(**{"password": "swordfish"})',
    # Several at once.
    '[password] = ["swordfish"]',
    '(user, [token, _]) = "ada", ("swordfish", 1)',
    'first, *passwords = "ada", "swordfish", "swordfish"',
    'user, password = ("ada", "swordfish") if debug else read()',
    'user, password = "ada:swordfish".split(":")',
    # Loops and contexts.
    'for password in ("swordfish", "b"): pass',
    'for user, password in [("ada", "swordfish")]: pass',
    'for i, secret in enumerate(["swordfish"]): pass',
    'for user, secret in zip(["ada"], ["swordfish"]): pass',
    'for user, password in {"ada": "swordfish"}.items(): pass',
    'x = [f(password) for password in sorted(["swordfish"])]',
    'async def f():\n    async for api_key in ["swordfish"]: pass',
    'with x("swordfish") as password: pass',
    'with x("swordfish") as password, y: pass',
    'with patch("shop.login", return_value="swordfish") as password: pass',
    # Comparisons.
    'assert get_password() == "swordfish"',
    'assert password() == "swordfish"',
    'assert user.api_key() in ("swordfish", "b")',
    'self.assertEqual(user.password, "swordfish")',
    'hmac.compare_digest("swordfish", secret)',
    'password.startswith("swordfish9")',
    'user.token.removeprefix("swordfish9")',
    'get_secret().endswith(("swordfish9", "x"))',
    # Templates.
    'x = "%s=%s" % ("password", "swordfish")',
    'x = "password=%s" % "swordfish"',
    'x = "%s has token: %r" % ("ada", "swordfish")',
    'x = "user={} password={!r}".format("ada", "swordfish")',
    'log.info("password: %s", "swordfish")',
    # Tables, pairs and commands.
    '@pytest.mark.parametrize(("user", "password"), [("ada", "swordfish")])\ndef f(): ...',
    '@pytest.mark.parametrize("user, password", [("ada", "swordfish"), ["b", "swordfish"]])\ndef f(): ...',
    '@pytest.mark.parametrize(["user", "token"], [pytest.param("ada", "swordfish", id="x")])\ndef f(): ...',
    'x = ("password", "swordfish9")',
    'f(1, ["api_key", "swordfish9"])',
    'if form.get("password") == "swordfish": pass',
    'ok = os.environ.get("API_KEY") != "swordfish"',
    'x = os.getenv("API_KEY") or "swordfish"',
    'x = config("SECRET_KEY", default="swordfish")',
    'rows = [{"name": "password", "value": "swordfish"}]',
    'rows = [{"key": "token", "default": "swordfish9"}]',
    'x = Param(name="password", default="swordfish")',
    # The first default, and other arguments that a secret name is made from.
    'password = Field("swordfish")',
    'password: str = Field("swordfish", min_length=8)',
    'password: str = typer.Option("swordfish", "--password", "-p", help="The password.")',
    'def f(token: str = typer.Argument("swordfish")): ...',
    'api_key = cast(str, "swordfish")',
    'secret = typing.cast("str", "swordfish")',
    # Methods and attributes of what is secret.
    'auth_token.set("swordfish9")',
    'api_key.set("swordfish")',
    'passwords.append("swordfish")',
    'self.secrets.add("swordfish")',
    'cookies.set("session", "swordfish")',
    'password_entry["password"].insert(0, "swordfish")',
    'find(By.ID, "password").send_keys("swordfish")',
    'driver.find_element(By.NAME, "password").send_keys("swordfish")',
    'page.get_by_label("Password").fill("swordfish")',
    'page.locator("#password").type("swordfish")',
    'page.locator("input[name=password]").fill("swordfish")',
    'form["password"].value = "swordfish"',
    'form.password.data = "swordfish"',
    'assert form["api_key"].value == "swordfish"',
    'assert password.strip() == "swordfish"',
    'assert password.encode("utf-8") == b"swordfish"',
    'assert settings.get("db_password").get_secret_value() == "swordfish"',
    'assert getattr(user, "password") == "swordfish"',
    'async def f():\n    assert await password() == "swordfish"',
    'if (password := read()) == "swordfish": pass',
    # What is asked for, and what stands for it where it is missing.
    'ok = getpass("password") == "swordfish"',
    'x = getpass.getpass() or "swordfish"',
    'x = getpass("PIN: ") or "swordfish"',
    'x = input("Password: ") or "swordfish"',
    'x = click.prompt("Your API key", hide_input=True) or "swordfish"',
    'x = os.environ.get("DB_PASSWORD") or "swordfish"',
    'x = data.pop("token") or "swordfish"',
    'x = password if password else "swordfish"',
    'x = "swordfish" if is_test else form["password"]',
    # Texts that are filled in.
    """x = f'password={"swordfish"}'""",
    """x = f'user={user}&token={"swordfish"!s}'""",
    """x = f'{user}: {{"password": {"swordfish"}}}'""",
    'x = "user={u} password={p}".format(u="ada", p="swordfish")',
    'x = "token: {value!r}".format(value="swordfish")',
    'run(["mysql", "--password", "swordfish"])',
    'run("tool", "--token", "swordfish", check=True)',
    'run(["mysql", "-pswordfish9", "shop"])',
    'run(["sshpass", "-p", "swordfish9", host])',
    'run(["curl", "-u", "ada:swordfish", url])',
    # Types, numbers and classes.
    'password: Literal["swordfish9"]',
    'def f(token: Literal["swordfish9"] | None): ...',
    "def get_password() -> \"Literal['swordfish9']\": ...",
    'class Password(str):\n    value = "swordfish"',
    'class Secrets(Enum):\n    DB = "swordfish9"\n    other: str = "swordfish9"',
    'class Token:\n    default: str = "swordfish"',
    # Values inside of others.
    'password = dict(v="swordfish")["v"]',
    'password = {"v": "swordfish"}["v"]',
    'password = SimpleNamespace(value2="swordfish").value2',
    'password = Mock(x="swordfish").x',
    'password = f(**{"v": "swordfish"})',
    'password = x and "swordfish"',
    'password = ["swordfish"][0]',
    'mock(return_value="swordfish", name="password")',
    'patch("shop.get_password", return_value="swordfish")',
    'Param("api_key", initial="swordfish")',
    # Values that come by another name.
    'x = "swordfish"; password = x',
    'x: str = "swordfish"; connect(password=x)',
    'x = "sword" + "fish"; data = {"api_key": x}',
    'X = "swordfish"\ndef f(password=X): ...',
    'X = "swordfish"\ndef f():\n    return connect("h", secret=X)',
    'def f():\n    x = b"swordfish"\n    self.secret_key = x',
    'class A:\n    x = "swordfish"\n    password: str = x',
    'x = "swordfish"\nif (password := x): pass',
    'x = "swordfish"; Fernet(x)',
    'x = "swordfish9"; token = x',
    # Functions that take a secret at a place.
    'Fernet(b"swordfish")',
    'cryptography.fernet.Fernet("swordfish")',
    'AESGCM(b"swordfish").encrypt(nonce, b"data", None)',
    'cipher = AES.new(b"swordfish", AES.MODE_GCM)',
    'HTTPBasicAuth("ada", "swordfish")',
    'aiohttp.BasicAuth("ada", "swordfish")',
    'jwt.encode(payload, "swordfish", algorithm="HS256")',
    'jwt.decode(text, "swordfish", ["HS256"])',
    'hmac.new(b"swordfish", message, "sha256")',
    'hmac.digest(b"swordfish", message, "sha256")',
    'hashlib.pbkdf2_hmac("sha256", b"swordfish", salt, 1)',
    'bcrypt.hashpw(b"swordfish", bcrypt.gensalt())',
    'generate_password_hash("swordfish")',
    'check_password("swordfish", encoded)',
    'check_password_hash(hashed, "swordfish")',
    'URLSafeSerializer("swordfish")',
    'itsdangerous.URLSafeTimedSerializer("swordfish", salt="activate")',
    'OpenAI("swordfish")',
    'openai.AsyncOpenAI("swordfish")',
    'Github("swordfish")',
    'Minio("play.min.io", "ada", "swordfish")',
    'boto3.client("s3", aws_secret_access_key="swordfish")',
    'OAuth1("ada", "swordfish", "bob", "swordfish")',
    'pyotp.TOTP("swordfish").now()',
    'FTP("ftp.example.org", "ada", "swordfish")',
    'load_pem_private_key(data, b"swordfish")',
)
NUMBERS = (
    "password = 82736455",
    "PASSWORDS = {'ada': 82736455, 'bob': -82736455}",
    "connect('h', password=82736455)",
    "def f(user, passcode=82736455): ...",
    "ok = user.password == 82736455",
    "private_key = 0x82736455f1",
    "password = [82736455]  # ada",
    "x = f'{login(password=82736455)}'",
)


@pytest.mark.parametrize("code", NUMBERS)
def test_a_number_that_is_a_password_is_masked(code: str) -> None:
    shown = masked_code(f"{code}\n")
    assert "82736455" not in shown
    assert kinds(shown) == kinds(code)
    assert masked_code(shown) == shown


@pytest.mark.parametrize("code", GIVEN)
def test_whatever_gives_a_value_to_a_secret_name_is_known(code: str) -> None:
    shown = masked_code(code + "\n")
    assert "swordf" not in shown
    assert "fish" not in shown
    assert kinds(shown) == kinds(code)
    assert shown.count("\n") == code.count("\n") + 1


JOINED = {
    "x = 'https://api.x.com/v1?access_tok' 'en=d41d8cd98f00b204e9800998ecf8427e'": "d41d8cd98f00",
    "x = 'xoxb-123' '4567890-abcdefGHIJ1234567890abcd'": "abcdefGHIJ",
    "x = 'postgresql://admin:' 'hunter2abc' '@db/x'": "hunter2abc",
    "x = 'postgresql://admin:hun' 'ter2abc@db/x'": "ter2abc",
    "x = 'password=' 'hunter2abc'": "hunter2abc",
    "x = (b'password='\n     # of ada\n     b'hunter2abc')": "hunter2abc",
    "x = f'postgresql://{user}:hunter2abc@{host}/x'": "hunter2abc",
    "x = f'postgresql://{user}:' 'hunter2abc' f'@{host}/x'": "hunter2abc",
    "x = 'password=' f'hunter2abc{more}'": "hunter2abc",
    "f('one', r'password=' \"\"\"hunter2abc\"\"\", 'two')": "hunter2abc",
}


@pytest.mark.parametrize(
    "again",
    [
        "assert client.run() == 'hunter2O8uic'",
        "print(client.run())  # hunter2O8uic",
        "client.headers['X'] = f'Key {1} hunter2O8uic'",
        "client.send(b'hunter2O8uic', ['a hunter2O8uic b'])",
        "value = 'hunter2' 'O8uic'",
    ],
)
@pytest.mark.parametrize("given", ["password = 'hunter2O8uic'", "client = C(password='hunter2O8uic')"])
def test_a_value_of_a_secret_name_is_masked_wherever_it_stands_again(given: str, again: str) -> None:
    shown = masked_code(f"{given}\n{again}\nother = 'hunter'\n")
    assert "O8uic" not in shown
    assert "'hunter'" in shown


def test_a_short_value_of_a_secret_name_may_be_any_word() -> None:
    assert masked_code("password = 'admin'\nuser = 'admin'\n").endswith("user = 'admin'\n")


@pytest.mark.parametrize("code", JOINED)
def test_joined_literals_are_judged_as_the_text_that_they_make(code: str) -> None:
    shown = masked_code(f"{code}\n")
    assert JOINED[code] not in shown
    assert kinds(shown) == kinds(code)
    assert shown.count("\n") == code.count("\n") + 1
    assert masked_code(shown) == shown
    assert JOINED[code] not in masked_markdown(f"```python\n{code}\n```\n")


@pytest.mark.parametrize(
    "code",
    [
        "x = 'https://api.x.com/v1?lang' '=en&size=d41d8cd98f00b204e9800998ecf8427e'",
        "x = f'postgresql://{user}:{password}@{host}/x'",
        "x = f'https://{user}@' f'{host}:{port}/x'",
        "x = 'The password ' 'must have 12 characters.'",
        "x = f'password={password!r}, ' f'token={token}'",
        "x = 'sha256:' '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b'",
        "x = ['password', 'token' 's']",
    ],
)
def test_joined_literals_without_secrets_stay_readable(code: str) -> None:
    assert masked_code(code) == code


@pytest.mark.parametrize("escaped", ["\\x67hp_", "g\\150p_", "\\u0067hp_", "\\N{LATIN SMALL LETTER G}hp_"])
def test_a_secret_in_escapes_is_masked(escaped: str) -> None:
    code = f'x = "{escaped}{made(36)}"\n'
    shown = masked_code(code)
    assert made(36)[:20] not in shown
    ast.parse(shown)  # A warning of half an escape would be an error.


@pytest.mark.parametrize(
    "words", ["The default password is {}.", "Log in with password `{}`.", "# passwd: {}", "set password to '{}'"]
)
@pytest.mark.parametrize("value", ["hunter2", "s3cr3t!", "tr0ub4dor"])
def test_a_password_in_words_is_masked(words: str, value: str) -> None:
    assert value not in masked(words.format(value))


@pytest.mark.parametrize(
    "frame", ["{}={}", "x = '{}={}'", "# {} = {}\nx = 1", "a {} = {} b", "x = 1  # {}: {}", "`{}={}`"]
)
@pytest.mark.parametrize("name", ["password", "api_key", "token"])
@pytest.mark.parametrize("value", ["zz9.kT8C8UBk", "hunter2.Qx81abzK", "ab1.cD4eF6", "Qx7.k38c8ubk", "pw_.8d.x7Kp2Q"])
def test_random_words_with_a_dot_are_no_path(frame: str, name: str, value: str) -> None:
    assert value not in masked(frame.format(name, value))


@pytest.mark.parametrize(
    "path",
    [
        "self.token2",
        "config.v1beta1",
        "client.toUtf8String2",
        "settings.S3_KEY2",
        "obj.x509Cert",
        "utils.md5Hash",
        "os.path.sha256Digest",
        "app.config.B64Key2",
        "models.v1alpha1.Token",
        "hashers.PBKDF2PasswordHasher",
        "jwt.HS256Signer",
        "a1.b2.c3",
        "tf.Conv2DTranspose",
        "user.x1y1",
        "k8s.v1.V1Secret",
        "nlp.word2vec",
        "text.str2int",
        "book.page1Title",
        "np.int32Array",
        "video.h264Codec",
        "texts.i18nText",
        "row2.column3",
        "response.json",
        "self._api_key",
        "request.POST",
        "x.aBC",
        "os.environ",
        "Config.TOKEN_V2",
        "page.q1_2024",
    ],
)
@pytest.mark.parametrize("frame", ["password={}", "token: {}", "api_key = {}", "Calls `f(secret={})`."])
def test_the_path_of_an_attribute_stays_readable(frame: str, path: str) -> None:
    assert masked(frame.format(path)) == frame.format(path)


@pytest.mark.parametrize("name", NAMED)
def test_a_named_secret_is_masked_where_code_does_not_parse(name: str) -> None:
    for text in (
        f"connect(password={NAMED[name]!r}",
        f'{{"api_key": "{NAMED[name]}",',
        f"Calls `login(user, token='{NAMED[name]}')`.",
    ):
        assert is_hidden(form(NAMED[name]), masked(text)), masked(text)


@pytest.mark.parametrize("before", ["", "f(x)\n", "x\n\n", "a = 1; ", "    ", "* ", "> ", "| ", "f.", "self.", "the "])
@pytest.mark.parametrize("name", NAMED)
def test_a_named_secret_is_masked_whatever_stands_before_it(name: str, before: str) -> None:
    text = f"{before}api_key = {NAMED[name]!r}\nthe rest = {{\n"
    assert is_hidden(form(NAMED[name]), masked(text)), masked(text)
    assert masked(text).endswith("\nthe rest = {\n")


def kinds(code: str) -> list[str]:
    """The statements of a source; what is in a literal plays no part."""
    return [type(node).__name__ for node in ast.walk(ast.parse(code)) if isinstance(node, ast.stmt)]


DIGESTS = {
    "md5": made(32, HEX),
    "sha1": made(40, HEX),
    "sha256": made(64, HEX),
    "sha512": made(128, HEX),
    "short commit": "e5852c4",
    "commit": "b58d3f102cf3a2c84cb7f923d05c25c9b1aed84b",
    "uuid": "550e8400-e29b-41d4-a716-446655440000",
    "uuid in capitals": "550E8400-E29B-41D4-A716-446655440000",
    "urn": "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    "crc": "0xcbf43926",
    "hexadecimal number": "0x1f0c3a5e9b7d4e2f8a6c0d1e2f3a4b5c",
    "pip digest": f"sha256:{made(64, HEX)}",
    "integrity": "sha384-" + base64.b64encode(hashlib.sha384(b"x").digest()).decode(),
    "go sum": "h1:" + base64.b64encode(hashlib.sha256(b"x").digest()).decode(),
    "docker digest": f"python@sha256:{made(64, HEX)}",
    "etag": f'"{made(32, HEX)}"',
    "trace parent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "ethereum address": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "sha256 of nothing": hashlib.sha256(b"").hexdigest(),
    "md5 of nothing": hashlib.md5(b"").hexdigest(),
    "sha1 of abc (RFC 3174)": hashlib.sha1(b"abc").hexdigest(),
    "sha512 of abc": hashlib.sha512(b"abc").hexdigest(),
    "hmac of RFC 4231": "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    "key of RFC 4231": "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
    "aes vector of FIPS 197": "2b7e151628aed2a6abf7158809cf4f3c",
    "base64 of RFC 4648": "Zm9vYmFy",
    "nonce of RFC 6455": "dGhlIHNhbXBsZSBub25jZQ==",
    "answer of RFC 6455": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
    "sentence in base64": base64.b64encode(b"Hello, World! This is a test.").decode(),
    "json in base64": base64.b64encode(b'{"name": "ada", "size": 3}').decode(),
}
DOCUMENTED_KEYS = {
    "aws": "AKIAIOSFODNN7EXAMPLE",
    "aws, other": "AKIAI44QH8DHBEXAMPLE",
    "aws session": "ASIAIOSFODNN7EXAMPLE",
    "aws secret": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "stripe": "sk_test_" + "4eC39HqLyjWDarjtT1zdP7dc",
    "stripe, older": "sk_test_" + "BQokikJOvBiI2HlWgH4olfQ2",
    "twilio": "ACXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
    "slack": "xoxb-xxxxxxxxx-xxxxxxxxxx-xxxxxxxxxxxx",
    "github": "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "openai": "sk-...",
    "openai, more": "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "openai in words": "sk-your-api-key-here",
    "bearer": "Bearer <token>",
    "bearer in words": "Bearer YOUR_ACCESS_TOKEN",
    "bearer in a template": "Bearer {token}",
    "token": "Token ${TOKEN}",
    "user and password": "https://user:password@example.org/",
    "template of an address": "postgresql://{user}:{password}@{host}/{name}",
    "shell address": "postgres://$USER:$PASSWORD@localhost/db",
    "address with stars": "redis://:****@host/0",
    "webhook": "https://hooks.slack.com/services/...",
}
LONG_NAMES = {
    "picture": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "bare picture": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "gif": "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
    "font": f"data:font/woff2;base64,d09GMgABAAAAA{made(60)}",
    "public key": f"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ{made(80)} ada@host",
    "public key, short": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ" + made(40),
    "function": "test_that_a_very_long_function_name_2_stays_readable_in_v2",
    "class": "HTTPResponseCode2ParserFactoryBean",
    "camel case with digits": "Bzip2TestZip64InSmallFiles",
    "camel case of a bucket": "AllowS3ListAllMyBuckets",
    "camel case of a header": "testCmsgTruncLen0Plus1",
    "camel case of a codec": "stGetValueDecoderByAsn1Spec",
    "camel case of signatures": "CrtSigV4AsymQueryAuth",
    "camel case of versions": "testV4HashIsNotConstant",
    "camel": "getElementsByTagNameNS2AndReturnThem",
    "constant": "MAX_NUMBER_OF_RETRIES_BEFORE_GIVING_UP_2",
    "coordinates": "x1_y2_x2_y1_w3_h4_d5",
    "module": "mkdocs_howto.writers.offline.examples.synthesis",
    "entry point": "mkdocs_howto.writers.llm.chat_completions:openai",
    "path": "/usr/local/lib/python3.12/site-packages/mkdocs_howto/plugin.py",
    "windows path": r"C:\Users\ada\project2\src\main3.py",
    "version": "2024.10.1.post3+g1a2b3c4",
    "wheel": "numpy-2.1.3-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
    "triple": "x86_64-unknown-linux-gnu",
    "image": "registry.example.org/team/app:1.24.0-rc1",
    "address": "https://example.org/docs/v2/guide/installation-2024.html#step-3",
    "commit address": f"https://github.com/org/repo/commit/{made(40, HEX)}",
    "address with port": "http://localhost:8080/path@2/x",
    "address with query": "https://example.org/search?q=python+docs&page=2&sort=name",
    "ssh address": "git@github.com:org/repo.git",
    "mail address": "ada.lovelace+docs2024@mail.example.org",
    "package at version": "pkg:pypi/django@4.2.1",
    "npm package": "@scope/some-package-name@12.4.5",
    "date": "2024-05-01T12:30:00.123456+00:00",
    "number": "3.14159265358979323846264338327950288",
    "digits": "1234567890123456789012345678901234567890",
    "card": "4242 4242 4242 4242",
    "isbn": "978-3-16-148410-0",
    "phone": "+49 30 1234567",
    "cache key": "user:42:profile:v3",
    "cache key, long": "shop:cart:2024-05-01:items:page-2",
    "cache parameter": "https://example.org/?cache_key=profile-page-2",
    "axis": "y0_to_y1_distance_in_pixels",
    "axes": "y0_x0_y1_x1_y2_x2",
    "t-test": "t-distributed-stochastic-neighbour-embedding-of-3-kinds",
    "zeroes": "0000000000000000000000000000000000000000000000000001",
    "numbers in a path": "1/1200123456789012/3",
    "nvidia": "nvapi-your-key-here",
    "snyk": "snyk_uat.<token>",
    "arn": "arn:aws:iam::123456789012:role/service-role/MyLambdaRole",
    "media type": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ipv6": "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
    "mac": "00:1B:44:11:3A:B7",
    "css": "sk-circle-fade-dot-large-container",
    "sklearn": "sk-learn-contrib-some-package",
    "pk": "pk_orders_customer_id_constraint",
    "key prefix": "key-value-store-with-many-entries",
    "test names": "test_live_reload_of_pages_in_a_folder",
    "alphabet": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    "hexadecimal alphabet": "0123456789abcdef0123456789abcdef",
    "region": "ASIAPACIFICREGION",
    "gene": "CTTCATAGGGTTCACGCTGTGTAATACGCCTGAGGCCACAAGGGGACTTCAGC",
    "german": "Donaudampfschifffahrtsgesellschaftskapitän",
    "dashes": "--------------------------------------------",
    "table": "|------------------|--------------------|",
    "regular expression": r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
    "format": "%Y-%m-%dT%H:%M:%S.%fZ",
    "sql": "SELECT id, name FROM users WHERE id = 42 ORDER BY created_at",
    "model": "claude-3-5-sonnet-20241022",
    "model, other": "meta-llama/Llama-3.1-70B-Instruct",
    "model, dated": "gpt-4o-mini-2024-07-18",
    "cron": "0 5 * * 1-5",
    "google font": "https://fonts.googleapis.com/css2?family=Roboto:wght@400;700&display=swap",
    "identifier": "df.groupby(['key1', 'key2']).agg({'value': 'sum'})",
    "json pointer": "#/components/schemas/HTTPValidationError",
    "shell": "docker run -u 1000:1000 -p 8080:80 image",
    "unicode": "naïve café — Größe 42 µm",
}
SENTENCES = (
    "A token is read from the environment variable `API_TOKEN`.",
    "The password must have 12 characters.",
    "password: The password of the user.",
    "token: Token to send, or None.",
    "token: str",
    "password (str): A password.",
    "api_key: Optional[str] = None",
    "secret: bytes | None = None",
    "Raises ValueError if the password is wrong.",
    "Invalid password.",
    "Enter your API key: ",
    "The token is valid for 3600 seconds.",
    "Secrets are kept in /run/secrets/db_password.",
    "Set `TOKEN=<token>` first.",
    "Set `API_KEY=your-api-key` first.",
    "Calls `connect(user, password=password)`.",
    "Calls `login(token=self.token, secret=load_secret())`.",
    "Calls `client(api_key=os.environ['API_KEY'])`.",
    "`max_tokens=4096`, `tokens: 1500`",
    "max_tokens: 4096",
    "A basic implementation2 of bearer authentication.",
    "The header `Authorization: Bearer <token>` is sent.",
    "Authorization: the header that is sent",
    "Cookie: name=value",
    "The key is sorted: key=name.",
    "sort(key=lambda item: item.name2)",
    "The secret is encoded as base64 or sha256.",
    "password is hashed with argon2id",
    "Usage: tool --password PASSWORD --token TEXT",
    "The --token option is required.",
    "The API key has the prefix `sk-`.",
    "Uses tokens like `[PAD]` and `<s>`.",
    "echo $DB_PASSWORD ${API_TOKEN}",
    "PWD=/home/ada/project",
    "the commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b mends it",
    "digest: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
    "| token | str | Token of the session | required |",
    "tokens per second: 42.5",
    "It counts tokens: 12 of 80.",
    "Sets an appropriate 'Cookie:' header on the `Request`.",
    "Do not pass 'self' as callback to 'finalize', which has to pass tests/test8.deb.",
    "The thread sets the token to 'abc', and the token is 'oob'.",
    'The types are "code token", "code id_token" or "id_token".',
    "`prices`: money for a million tokens: `input`, `output` and `cached`",
    "redis://[[username]:[password]]@localhost:6379/0?x=1[&password=password]",
    "An event of AsyncAfterSlotsCacheRefreshEventListeners is told.",
    "see password_reset_url=https://example.org/reset",
)
READABLE_CODE = (
    "def f(add_special_tokens: bool = False): ...",
    "def f(token: str, max_tokens: int = 100): ...",
    "max_tokens = 100",
    'tokenizer = load(tokenizer="punkt")',
    "def f(password: str | None = None, token: str = ''): ...",
    'sort(key="name")',
    'connect(secret_key=os.environ["SECRET_KEY"])',
    'token = os.getenv("API_TOKEN")',
    'password = config["database"]["password"]',
    'password = config.get("db_password")',
    'client(api_key="your-api-key")',
    'client(api_key="YOUR_API_KEY", token="<token>", secret="...")',
    'password = "changeme"',
    'password = ""',
    'password = getpass.getpass("Password: ")',
    'token = input("Enter your token: ")',
    'raise ValueError("invalid password")',
    'ERRORS = {"password": "The password is too short.", "token": "Invalid token"}',
    'API_KEY_ENV = "OPENAI_API_KEY"',
    'api_key_env = "MY_SERVICE_KEY"',
    'TOKEN_URL = "https://example.org/oauth/token"',
    'token_type = "bearer"',
    'secret_name = "prod/database"',
    'password_field = "pw1"',
    'pad_token = "[PAD]"; eos_token = "</s>"',
    'token = "access_token"',
    'headers = {"Authorization": f"Bearer {token}"}',
    'headers = {"Authorization": "Bearer " + token}',
    'headers = {"Authorization": "Token %s" % token}',
    '@click.option("--auth-token", "auth_token", help="Token to send. Use `-` for a prompt, which is safer.")',
    'cookie_jar = cast("CookieJar", response.cookies)',
    'password = password.encode("utf-8")',
    'if token == "lambda" or token in ("def", "for"): pass',
    'password1 = CharField(widget=PasswordInput(attrs={"autocomplete": "new-password"}))',
    'if name in ("authorization", "api-key", "headers"): pass',
    'check_all("new_password1", "new_password2")',
    'PATTERN_SECRETS = re.compile("api|token|key|secret", re.I)',
    'tokens = [usage[name] for name in ("input_tokens", "output_tokens")]',
    'PRIVATE_KEY_FIELD_KEY = "private_key"; ID_TOKEN = "id_token"',
    'TOKEN_TTL_SECONDS = "300"; TOKEN_COMMAND = ("auth", "print")',
    'COOKIE_NAME = "session"; SESSION_COOKIE_SAMESITE = "Lax"',
    'private_key_path = "/home/ada/.ssh/id_rsa"',
    'private_key = "~/.ssh/id_ed25519.pem"',
    'secret_file = "/run/secrets/token"',
    'parser.add_argument("--password", help="The password of the user.")',
    'tokens = text.split(",")',
    'if kind == "token": pass',
    'PASSWORD_HASHERS = ["argon2", "bcrypt"]',
    'x = f"{x1_y2_x2_y1_w3_h4_d5}"',
    'def is_token(text: str) -> bool: return text == "x1"',
    'password: Annotated[str, "plain"] = field()',
    'bypass = "first_pass_2"',
    'keyboard = "qwerty123"; monkey = "banana9"',
    'author = "ada2"; authored = "2024"',
    'secretary = "Grace Hopper 2"',
    'fields = ("password", "email"); exclude = ["token", "user"]',
    'for token in ("if", "else", "lambda"): pass',
    'for secret in ("db_password", "api_key"): pass',
    'for token in text.split(","): pass',
    'with open("secret.txt") as token: pass',
    'with patch("shop.checkout") as token, patch.object(Client, "fetch") as secret: pass',
    'assert next_token() == "lambda"; assert get_token().type == "name2"',
    'assert count_tokens("one two") == 123456',
    'token.startswith("Bearer "); token.startswith("ghp_"); password.startswith("pbkdf2_sha256$")',
    'cookie.startswith("session"); name.startswith("swordfish9")',
    'x = "%s=%s" % ("name", "ada2"); y = "token=%s" % token; z = "%d tokens" % 123456',
    '@pytest.mark.parametrize(("name", "size"), [("ada2", "swordfish9")])\ndef f(): ...',
    'run(["docker", "run", "-p", "8080:80", "-u", "1000:1000"])',
    'run(["tool", "--token", "--verbose"]); HELP = ("--password", "The password of the user")',
    'token: Literal["access", "refresh"]; def_token = Literal["swordfish9"]',
    "secret = hash_of(text, 600000); session_cookie_age = 1209600",
    'class Token(Enum):\n    PLUS = "plus2and"\n    name = "ada2ada"',
    'class PasswordInput(Widget):\n    value = "Enter it"',
    'key = "user:42"; keys = ["a1", "b2"]; primary_key = "id2"',
)
READABLE_WHEN_PARSED = (
    'name = Field("name2abc"); age: int = Field(1, alias="age2years"); path = typer.Option("a1b2c3", "--path")',
    'password = Field(..., description="The password of the user 2"); token = Option(None, "--token", "-t")',
    'jar = cast("CookieJar", response); cookie = cast("Cookie", x); token = cast(str, y)',
    'name.set("swordfish9"); theme.append("hunter2ab"); names.add("ada2ada"); file.write("x1y2z3")',
    'tokens.append("lambda"); tokens.append("if"); token.set(""); self.tokens.insert(0, "else")',
    'page.get_by_label("Name").fill("ada2ada"); find(By.ID, "email").send_keys("ada2@example.org")',
    'form["name"].value = "ada2ada"; field.data = "hunter2ab"; token.value = "lambda"; token.text == "name2"',
    'x = input("Name: ") or "ada2ada"; ok = input("Which? ") == "second2"; y = prompt("Port") or "p8080x"',
    'x = input("Enter the token name: ") or "name2token"; y = input("Reset your password? ") == "yes"',
    'x = os.environ.get("HOME") or "a1b2c3d4"; y = os.getenv("TOKEN_URL") or "https://example.org/token2"',
    'x = password if password else None; y = token if token else ""; z = "set" if password else "missing"',
    'label = "has one" if user.password else "has none"; state = "on2off" if token is None else "off2on"',
    """x = f'name={"ada2ada"}'; y = f'{password}: {"ada2ada"}'; z = f'password_file={"a1b2.txt"}'""",
    'x = "user={u} token={t}".format(u="ada2ada", t=token); y = "{a} {b}".format(a="x1y2z3", b=password)',
    'token.lower() == "select"; token.strip() == "def"; name.strip() == "swordfish9"; x.get("name") == "ada2ada"',
    'getattr(token, "kind2name"); getattr(user, "name") == "ada2ada"; data.pop("name2key"); getpass("Password: ")',
    'response.write("hunter2ab"); cache.set("user2key", value); cache.put("ada2ada"); queue.put("job2done")',
    'contextvar.set("swordfish9"); locale.set("de_DE2"); var.reset(token); event.set()',
    'user.name.encode("utf-8") == b"swordfish9"; text.decode("latin-1") == "ada2ada"',
    'fields = ("password1", "password2"); hashes = ("password", "sha256")',
    'choices = [("token", "Token"), ("password", "Password")]; x = ("token", "Token of the user 2")',
    'log.info("password of %s", "ada2")',
    "tokens = 1500000; max_tokens = 128000; password_rounds = 600000; PASSWORD_RESET_TIMEOUT = 259200",
    "secret = 42; token = 1234567; password = None",
    # Other names.
    'x = "swordfish"; name = x; connect(user=x)',
    'def f(x):\n    return connect(password=x)\nx = "swordfish"',
    'def f():\n    x = "swordfish"\ndef g():\n    x = read()\n    password = x',
    'x = "swordfish"\ndef f():\n    for x in y:\n        password = x',
    'x = "lambda"; token = x',
    'x = "your-password"; password = x',
    'x = "OPENAI_API_KEY"; api_key = x',
    'x = read("swordfish2"); password = x',
    'def f():\n    x = "swordfish"\npassword = x',
    'dict(v="swordfish")["v"]; SimpleNamespace(name="ada2ada")',
    'mock(return_value="swordfish", name="user"); patch("shop.count", return_value="swordfish")',
    # Other places of arguments, and other functions.
    'text.encode("swordfish"); payload.encode(x, "swordfish"); json.decode("a", "swordfish")',
    'hmac.new(key, b"swordfish", "sha256"); hashlib.new("sha256", b"swordfish")',
    'jwt.encode({"user": "ada2"}, key, "HS256"); uuid.new("swordfish")',
    'Serializer(order); Signer(key, "swordfish"); Redis("localhost", 6379, 0)',
    'Minio("play.min.io"); FTP("ftp.example.org", "ada2ada"); OpenAI(base_url="http://localhost:1234x")',
    'URLSafeSerializer(key, "activate"); URLSafeSerializer("secret-key", "auth")',
    'Fernet(key); Fernet(Fernet.generate_key()); HTTPBasicAuth("user", "pass"); Github("<token>")',
)
"""Code of which the syntax tells more than its words do."""
DEFAULTS = {
    # Documented logins, on hosts that nobody reaches from outside.
    "rabbitmq": "amqp://guest:guest@localhost:5672//",
    "rabbitmq in a network of containers": "amqp://guest:guest@rabbitmq:5672/",
    "rabbitmq on loopback": "amqp://guest:guest@127.0.0.1/",
    "rabbitmq on loopback, IPv6": "amqp://guest:guest@[::1]:5672/",
    "postgresql": "postgresql+asyncpg://postgres:postgres@localhost/shop",
    "postgresql on an example host": "postgresql://postgres:postgres@db.example.com/shop",
    "mysql": "mysql+pymysql://root:root@127.0.0.1:3306/shop",
    "grafana": "http://admin:admin@localhost:3000",
    "minio": "http://minioadmin:minioadmin@minio:9000",
    "neo4j": "bolt://neo4j:neo4j@localhost:7687",
    "airflow": "http://airflow:airflow@airflow.test/api",
    "oracle": "oracle://scott:tiger@localhost/orcl",
    # Words that stand for a password.
    "user and pass": "https://user:pass@api.service.io/x",
    "username and password": "https://username:password@api.service.io/x",
    "my secret": "postgresql://postgres:mysecretpassword@db.service.io/x",
    "with dashes": "mysql://root:my-secret-pw@db.service.io/x",
    "yours": "mysql://root:your-password@db.service.io/x",
    "upper case": "https://USER:PASSWORD@api.service.io/x",
    "changeme": "https://elastic:changeme@search.service.io:9200",
    "test": "redis://:test@cache.service.io",
}
PLACEHOLDERS = (
    "my-secret-pw", "passexample", "mypassword", "your-password", "your_password_here", "YOUR-STRIPE-API-KEY", "<token>", "<your token here>", "xxx", "xxxxxxxx",
    "changeme", "secret", "secret-key", "my_secret_key", "dev", "test", "test-token", "some random string", "dummy_password",
    "fake-api-key", "example-key", "a secret key", "another secret", "mysecretpassword", "...", "***", "${TOKEN}", "{{ token }}",
    "replace-me", "insert your key here", "[TOKEN]", "AKIAIOSFODNN7EXAMPLE", "sample_password", "the real secret",
)  # fmt: skip
CHOSEN = (
    "swordfish", "my-dog-rex", "my dog's password", "the quick brown key", "s3cret", "secret1", "password123", "test-token-2", "a-Secret-9",
    "devil", "tested", "letmein", "admin", "guest", "some swordfish password", "example swordfish", "keykeeper", "my-kingdom-for-a-key",
)  # fmt: skip
"""Values with another word than those that only say what belongs there, or with a digit."""


@pytest.mark.parametrize(
    "frame", ["password = {!r}", "connect(api_key={!r})", "x = {{'token': {!r}}}", "def f(secret={!r}): ..."]
)
@pytest.mark.parametrize("value", PLACEHOLDERS)
def test_a_placeholder_stays_readable(value: str, frame: str) -> None:
    code = frame.format(value)
    assert masked_code(code) == code
    assert masked(code) == code


@pytest.mark.parametrize(
    "frame", ["password = {!r}", "connect(api_key={!r})", "x = {{'token': {!r}}}", "def f(secret={!r}): ..."]
)
@pytest.mark.parametrize("value", CHOSEN)
def test_what_a_person_may_have_chosen_is_masked(value: str, frame: str) -> None:
    assert value not in masked_code(frame.format(value) + "\n")


@pytest.mark.parametrize(
    "address",
    [
        "amqp://guest:guest@mq.service.io/", "http://admin:admin@10.0.0.7/", "postgresql://postgres:postgres@db.acme.com/shop",
        "mysql://root:root@localhost.acme.com/x", "amqp://guest:guest2@localhost/", "http://admin:root@localhost/",
        "http://ada:ada@localhost/", "oracle://scott:lion@localhost/x", "mysql://root:swordfish@localhost/x",
        "http://admin:admin@127.0.0.1.acme.com/", "http://admin:admin@example.org.acme.com/", "https://ada:mypony@example.org/",
    ],
)  # fmt: skip
def test_a_password_that_is_no_default_or_is_on_a_host_of_the_network_is_masked(address: str) -> None:
    password = re.search(r":([^:@/]+)@", address)[1]
    assert f":{password}@" not in masked(address)
    assert f":{password}@" not in masked_code(f"connect({address!r})\n")


LOOK_ALIKES = {**DIGESTS, **DOCUMENTED_KEYS, **LONG_NAMES, **DEFAULTS}
HARMLESS_PLACES = {
    "text": lambda text: text,
    "sentence": lambda text: f"Version 2 has {text} in it.",
    "changelog": lambda text: f"## 1.2.0\n\n- Mend `{text}` (#12)\n- Remove it\n",
    "docstring": lambda text: 'def f():\n    r"""Show\n\n    ' + text + ' there.\n    """\n',
    "comment": lambda text: f"x = 1  # as {text}\n",
    "literal": lambda text: f"value = {text!r}\n",
    "keyword": lambda text: f"show(name={text!r})\n",
    "default": lambda text: f"def f(name={text!r}): ...\n",
    "entry": lambda text: "table = {'name': " + repr(text) + "}\n",
    "f-string": lambda text: f"value = f{text.replace('{', '{{').replace('}', '}}') + ' {name}'!r}\n",
}


@pytest.mark.parametrize("place", HARMLESS_PLACES)
@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_what_looks_like_a_secret_stays_readable(name: str, place: str) -> None:
    text = HARMLESS_PLACES[place](LOOK_ALIKES[name])
    assert (masked if place in {"text", "sentence", "changelog"} else masked_code)(text) == text


@pytest.mark.parametrize("text", SENTENCES)
def test_sentences_about_secrets_stay_readable(text: str) -> None:
    assert masked(text) == text
    code = f'def f():\n    r"""{text} """\n    # {text}\n'
    assert masked_code(code) == code


@pytest.mark.parametrize("code", READABLE_CODE)
def test_code_about_secrets_stays_readable(code: str) -> None:
    assert masked_code(code) == code
    assert masked(code) == code


@pytest.mark.parametrize("code", READABLE_WHEN_PARSED)
def test_code_that_is_parsed_stays_readable(code: str) -> None:
    assert masked_code(code) == code


def test_a_certificate_stays_readable() -> None:
    for kind in ("CERTIFICATE", "PUBLIC KEY", "PGP PUBLIC KEY BLOCK"):
        text = pem(kind).text
        assert masked(text) == text
        assert masked_code(f"x = {text!r}\n") == f"x = {text!r}\n"


def test_a_private_key_without_its_end_is_masked() -> None:
    key = pem("RSA PRIVATE KEY")
    text = key.text.rpartition("\n")[0]
    shown = masked(f"Begin\n{text}\n\nThe text goes on.\n")
    assert is_hidden(key, shown)
    assert shown.startswith("Begin\n")
    assert shown.endswith("\nThe text goes on.\n")


def test_a_key_in_escaped_lines_is_masked() -> None:
    key = pem("PRIVATE KEY")
    escaped = key.text.replace("\n", "\\n")
    for text in (f'{{"private_key": "{escaped}"}}', f"said: {escaped}", f'x = "{escaped}"'):
        assert is_hidden(key, masked(text))
        assert is_hidden(key, masked_code(text))


NAMES = {
    "password": True, "PASSWORD": True, "db_password": True, "dbPassword": True, "userPasswd": True, "PWD": True,
    "passphrase": True, "secret": True, "SECRET_KEY": True, "secretKey": True, "clientSecret": True, "token": True,
    "accessToken": True, "csrftoken": True, "auth_token2": True, "_authToken": True, "API_KEY": True, "apiKey": True,
    "X-Api-Key": True, "apikey": True, "private_key": True, "session_id": True, "sessionid": True, "Cookie": True,
    "Set-Cookie": True, "Authorization": True, "credentials": True, "smtp_pass": True, "AccountKey": True, "Passwort": True,
    "key": False, "name": False, "sort_key": False, "monkey": False, "tokenizer": False, "max_tokens": False,
    "add_special_tokens": False, "pad_token": False, "token_url": False, "token_type": False, "secret_name": False,
    "password_length": False, "secretary": False, "bypass": False, "author": False, "authority": False, "compass": False,
    "pw": True, "db_pw": True, "pw2": True, "pswd": True, "otp_seed": True, "totpSeed": True, "wallet_seed": True, "pin_code": True,
    "user_pin": True, "SIM_PIN": True, "recovery_code": True, "backup_codes": True, "mfa_code": True, "seed_phrase": True,
    "recoveryPhrase": True, "webhook_key": True, "activation_key": True, "cookie_secret": True, "signing_key": True,
    "license_key": True, "store_pass": True, "bearer": True, "credential": True,
    "pin": False, "led_pin": False, "code": False, "status_code": False, "country_code": False, "seed": False,
    "random_seed": False, "phrase": False, "search_phrase": False, "codec": False, "pwm": False, "pw_length": False,
    "pin_count": False, "seed_value": False, "otp_length": False, "authors": False, "saltwater": False,
    "password_field": False, "cookie_path": False, "API_KEY_ENV": False, "keyboard": False, "": False, "passwords_file": False,
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_secret_name_is_known_in_any_style(name: str) -> None:
    assert is_secret_name(name) is NAMES[name]


@pytest.mark.parametrize("name", [name for name in NAMES if NAMES[name]])
def test_a_text_that_holds_a_secret_name_is_looked_through(name: str) -> None:
    assert masked(f"{name}='tr0ub4'") == f"{name}='…'"
    assert masked_code(f"x['{name}'] = 'tr0ub4'\n") == f"x['{name}'] = '…'\n"


MACHINE_NAMES = (
    "salt", "USER_SALT", "pepper", "jwt", "user_jwt", "dsn", "SENTRY_DSN", "auth", "proxy_auth", "otp",
    "connection_string", "connectionString", "conn_str", "connection_uri", "webhook", "webhook_url", "mnemonic",
)  # fmt: skip
"""Names of values that a machine made, and of words, paths and addresses as well."""
MACHINE_PLACES = {
    "variable": "{name} = {value!r}",
    "attribute": "self.{name} = {value!r}",
    "annotated": "{name}: str = {value!r}",
    "keyword": "connect('h', {name}={value!r})",
    "default": "def f(user, {name}={value!r}): ...",
    "entry": "x = {{'{name}': {value!r}}}",
    "subscript": "x['{name}'] = {value!r}",
    "named": "setattr(self, '{name}', {value!r})",
    "row": "x = {{'name': '{name}', 'value': {value!r}}}",
    "walrus": "f({name} := {value!r})",
    "comment": "x = 1  # {name}={value!r}",
    "docstring": 'def f():\n    """Calls `f({name}={value!r})`."""',
}


@pytest.mark.parametrize("place", MACHINE_PLACES)
@pytest.mark.parametrize("name", MACHINE_NAMES)
def test_what_a_machine_made_is_masked_under_a_name_of_many_things(name: str, place: str) -> None:
    code = MACHINE_PLACES[place].format(name=name, value="x9Kd0aa7") + "\n"
    shown = masked_code(code)
    assert "x9Kd0" not in shown
    assert kinds(shown) == kinds(code)
    assert masked_code(shown) == shown


@pytest.mark.parametrize("place", MACHINE_PLACES)
@pytest.mark.parametrize(
    "value", ["activate", "cookie-session", "shop.auth.basic", "https://example.org/x", "sqlite:///shop.db", "oauth2"]
)
@pytest.mark.parametrize("name", MACHINE_NAMES)
def test_a_word_a_path_and_an_address_stay_readable_there(name: str, value: str, place: str) -> None:
    code = MACHINE_PLACES[place].format(name=name, value=value) + "\n"
    assert masked_code(code) == code


MACHINE_VALUES = {
    'mnemonic = "legal winner thank year wave sausage worth useful legal winner thank yellow"': "winner",
    'webhook_url = "https://hooks.example.org/in/T0/9d71ab33cd02xy"': "9d71ab",
    "otp = '482913'": "482913",
    "pin_code = 8273": "8273",
    "f(backup_codes=[82736455, 1234])": "8273",
    "auth = ('ada', 'swordfish')": "swordfish",
    "auth = 'ada:swordfish'": "swordfish",
}


@pytest.mark.parametrize("code", MACHINE_VALUES)
def test_numbers_phrases_and_addresses_can_be_secrets(code: str) -> None:
    assert MACHINE_VALUES[code] not in masked_code(f"{code}\n")


@pytest.mark.parametrize(
    "code",
    [
        'mnemonic = "mov"; mnemonic = "add rax, 2"',
        "pin = 13; pin = 'GP25'; seed = 123456; code = 404404",
        'auth = "none"; auth = BasicAuth; auth_type = "basic1x"',
        'webhook_url = "https://example.org/webhooks/incoming/for-all-orders"',
        'connection_string = "Driver={SQLite};Database=shop2.db"',
        'dsn = "host=localhost dbname=shop2"',
        'salt = b""; salt = os.urandom(16); jwt = JWTManager(app)',
        'x = {"auth0": "auth0-python"}; jwt = "jwt_v2_claims"; otp = "otp-6-digits"',
        'status_code = "a1b2c3"; random_seed = "x9Kd0aa7"; codec = "x9Kd0aa7"; led_pin = "GPIO17x"',
    ],
)
def test_what_is_under_such_a_name_and_no_secret_stays_readable(code: str) -> None:
    assert masked_code(code) == code


@pytest.mark.parametrize("name", MARKED)
def test_a_value_with_a_mark_is_a_secret_value(name: str) -> None:
    assert is_secret_value(f"It is {MARKED[name]} now")


BODIES = {
    "y0_": (55, URL),
    "nvapi-": (64, URL),
    "snyk_uat.": (40, URL),
    "t-": (40, ALNUM),
    "npm_": (36, ALNUM),
    "hf_": (34, ALNUM),
}


@pytest.mark.parametrize("mark", BODIES)
def test_no_key_with_a_mark_passes_by_chance(mark: str) -> None:
    rand = random.Random(mark)
    length, alphabet = BODIES[mark]
    keys = [mark + "".join(rand.choices(alphabet, k=length)) for _ in range(300)]
    assert [key for key in keys if not is_known_secret(key) or key[-12:] in masked(f"It is {key} now.")] == []


@pytest.mark.parametrize("name", DOCUMENTED_KEYS)
def test_a_documented_key_is_no_known_secret(name: str) -> None:
    assert not is_known_secret(DOCUMENTED_KEYS[name])


def test_every_format_has_a_form() -> None:
    """A format without a form would be untried, and could never match."""
    everything = "\n".join(entry.text for entry in ANYWHERE.values())
    untried = [entry.name for entry in FORMATS if not any(mark in everything for mark in entry.marks)]
    assert len(untried) <= 30, untried
    assert len({mark for entry in FORMATS for mark in entry.marks}) == sum(len(entry.marks) for entry in FORMATS)
    assert all(entry.marks for entry in PATTERNS)


@pytest.mark.parametrize("entry", FORMATS, ids=lambda entry: entry.name)
def test_every_mark_is_found_and_ends_with_its_alphabet(entry) -> None:
    alphabet = "".join(character for character in ALNUM + "-_." if re.fullmatch(f"[{entry.alphabet}]", character))
    body = (made(40, alphabet) * 6)[: min(max(entry.shortest, 40), entry.longest)]
    for mark in entry.marks:
        assert is_hidden(form(body), masked(f"It is {mark}{body} now.")), mark


REPEATED = (
    "password=", "token ", "ghp_", "sk-", "sk-a1", "-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\n", "-----BEGIN ",
    "://", "://a:", "://a:b@", "a:b@tcp(", "?key=", "&token=", "Bearer ", "Bearer a1", "Cookie: a=b; ", "eyJaaaaaaaa.", "eyJ-", "ZXlK",
    "\\n", "password='", "password is ", "curl -u ", "-u a:", "--password ", "login a password ", "A1b2C3", "a1b2C3d4-", "$", "{",
    "password: a.b ", "password: [", "key", "…", "İpassword=x1y2z ", "Authorization: ", "'password', 'a1', ", "token 9d71ab9d71ab9d71ab9d71ab ",
)  # fmt: skip


def calls_of(text: str) -> int:
    """Return how many functions are called to mask a text."""
    is_secret_name.cache_clear()
    calls = 0

    def count(_frame, event: str, _argument) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        masked(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("piece", REPEATED)
def test_a_text_twice_as_long_takes_twice_the_calls(piece: str) -> None:
    short, long = (piece * (length // len(piece)) for length in (8_000, 16_000))
    assert calls_of(long) <= 2.5 * calls_of(short) + 100


@pytest.mark.parametrize("piece", REPEATED)
def test_a_very_long_text_is_masked(piece: str) -> None:
    """It would take hours in quadratic time."""
    text = piece * (100_000 // len(piece))
    assert masked(text).count("\n") == text.count("\n")


PIECES = st.sampled_from(
    [
        "password", "token", "=", ":", '"', "'", "`", " ", "\n", "…", "\\n", "\\", "ghp_", "sk-", "eyJ", ".", "://", "@", "Bearer ", "Cookie: ",
        "a=1; b=2", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", made(24), made(20, HEX), "api_key", "{", "}", "(", ")", "f", "#", ";",
        "&", "?", "hunter2", "--", "-u ", "x", "İ", "ß", "$2b$12$", "/", "b", ",", "is ", "Authorization: ",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
def test_masking_twice_is_masking_once(text: str) -> None:
    shown = masked(text)
    assert masked(shown) == shown
    assert shown.count("\n") == text.count("\n")


@given(st.lists(PIECES, max_size=10).map("".join))
def test_any_literal_stays_valid(text: str) -> None:
    for code in (
        f"x = {text!r}\n",
        f"password = {text!r}  # {text.replace(chr(10), ' ')}\n",
        f"x = {text.encode()!r}\n",
    ):
        shown = masked_code(code)
        ast.parse(shown)
        assert shown.count("\n") == code.count("\n")
        assert masked_code(shown) == shown


@given(st.text())
def test_any_text_can_be_masked(text: str) -> None:
    masked_code(text)
    assert masked(masked(text)) == masked(text)


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/*.py")), ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_masked_python_stays_python(path) -> None:
    text = path.read_text(encoding="utf-8")
    shown = masked_code(text)
    assert kinds(shown) == kinds(text)
    assert shown.count("\n") == text.count("\n")


# Keys that nothing marks.

UNMARKED: dict[str, tuple[Callable[[random.Random], str], int]] = {
    "vercel": (lambda rand: "".join(rand.choices(ALNUM, k=24)), 80),
    "base64 of 32 bytes": (lambda rand: base64.b64encode(rand.randbytes(32)).decode(), 25),
    "base64 of 32 bytes for addresses": (lambda rand: base64.urlsafe_b64encode(rand.randbytes(32)).decode()[:-1], 25),
    "aws secret access key": (lambda rand: "".join(rand.choices(ALNUM + "/+", k=40)), 25),
    "ngrok": (lambda rand: "2" + "".join(rand.choices(ALNUM, k=26)) + "_" + "".join(rand.choices(ALNUM, k=21)), 15),
    "azure devops": (lambda rand: "".join(rand.choices(LOWER[:26] + "234567", k=52)), 80),
}


@pytest.mark.parametrize("name", UNMARKED)
def test_few_random_keys_look_like_names(name: str) -> None:
    """Of a thousand; a rule that lets more pass is no rule."""
    make, most = UNMARKED[name]
    rand = random.Random(name)
    keys = [make(rand) for _ in range(1_000)]
    assert sum(masked(f"It is {key} here.") == f"It is {key} here." for key in keys) <= most
