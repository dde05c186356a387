"""The formats in which services give out keys, as a table.

Prefixes, alphabets and lengths are facts from the rule file of gitleaks (`config/gitleaks.toml`, read at b58d3f1),
the detectors of detect-secrets (`detect_secrets/plugins`, read at 5e14193) and the documentation of the vendors.
Lengths here are lower bounds, often below the vendor's own, for old and shortened keys are secret as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Source = Literal["gitleaks", "detect-secrets", "vendor"]

HEX = "0-9a-fA-F"
UPPER = "A-Z0-9"
ALNUM = "A-Za-z0-9"
WORD = r"\w"
URL = r"\w-"
DOTTED = r"\w.=~-"
BASE64 = r"\w+/=-"
PATH = r"\w./=~@%-"


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is known by a fixed text at its start."""

    name: str
    marks: tuple[str, ...]
    """What a key starts with; each is followed by the body."""
    alphabet: str
    """Characters of the body, as in a character class of a regular expression."""
    shortest: int
    """Least number of characters in the body."""
    longest: int = 1_000_000
    """Greatest number of characters in the body."""
    source: Source = "gitleaks"
    is_certain: bool = False
    """Whether a mark and a body of this length are a key whatever the body is, since nothing else starts so."""


FORMATS = (
    # Code hosts and package registries.
    Format("github", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), ALNUM, 16),
    Format("github fine-grained", ("github_pat_",), WORD, 16),
    Format("gitlab", ("glpat-", "gldt-", "glft-", "glrt-", "glsoat-", "glcbt-", "glffct-", "glimt-"), DOTTED, 16),
    Format("gitlab long", ("glptt-", "glagent-", "gloas-", "GR1348941"), URL, 16),
    Format("gitlab session", ("_gitlab_session=",), ALNUM, 16),
    Format("bitbucket", ("ATBB", "ATCTT3"), DOTTED, 24, source="vendor"),
    Format("atlassian", ("ATATT3", "ATSTT3", "ATOAuth"), DOTTED, 24),
    Format("sourcegraph", ("sgp_",), r"0-9a-fA-F_local", 32),
    Format("npm", ("npm_",), ALNUM, 30, is_certain=True),
    Format("pypi", ("pypi-",), URL, 24, source="detect-secrets"),
    Format("rubygems", ("rubygems_",), HEX, 32),
    Format("nuget", ("oy2",), r"a-z0-9", 43, 43, source="vendor"),
    Format("crates.io", ("cio",), ALNUM, 32, 32, source="vendor"),
    Format("clojars", ("CLOJARS_",), ALNUM, 40),
    Format("docker hub", ("dckr_pat_", "dckr_oat_"), URL, 20, source="vendor"),
    Format("jfrog", ("AKCp",), ALNUM, 50),
    Format("jfrog reference", ("cmVmd",), ALNUM, 59, 59),
    # Models.
    Format("openai, anthropic and alike", ("sk-", "pk-", "rk-"), URL, 16),
    Format("hugging face", ("hf_",), ALNUM, 30, is_certain=True),
    Format("hugging face organisation", ("api_org_",), ALNUM, 30),
    Format("nvidia", ("nvapi-",), URL, 40, source="vendor", is_certain=True),
    Format("groq", ("gsk_",), ALNUM, 40, source="vendor"),
    Format("xai", ("xai-",), ALNUM, 40, source="vendor"),
    Format("replicate", ("r8_",), ALNUM, 30, source="vendor"),
    Format("perplexity", ("pplx-",), ALNUM, 32),
    Format("tavily", ("tvly-",), URL, 24, source="vendor"),
    Format("langsmith", ("lsv2_pt_", "lsv2_sk_", "ls__"), WORD, 32, source="vendor"),
    Format("pinecone", ("pcsk_",), WORD, 40, source="vendor"),
    Format("cerebras", ("csk-",), ALNUM, 40, source="vendor"),
    Format("fireworks", ("fw_",), ALNUM, 20, 32, source="vendor"),
    # Clouds and hosting.
    Format("aws key", ("AKIA", "ABIA", "ACCA"), UPPER, 16, 16, is_certain=True),
    Format("aws session", ("ASIA",), UPPER, 16, 16),
    Format("aws bedrock", ("ABSK", "bedrock-api-key-"), BASE64, 60),
    Format("google key", ("AIza",), URL, 20),
    Format("google client", ("GOCSPX-",), URL, 20, source="vendor"),
    Format("google access", ("ya29.",), URL, 20, source="vendor"),
    Format("google refresh", ("1//0",), URL, 30, source="vendor"),
    Format("alibaba", ("LTAI",), ALNUM, 16, 24),
    Format("tencent", ("AKID",), ALNUM, 32, 32, source="vendor"),
    Format("yandex", ("AQVN", "t1."), DOTTED, 35),
    Format("yandex account", ("y0_", "y1_", "y2_", "y3_"), URL, 40, source="vendor", is_certain=True),
    Format("yandex static", ("YCA", "YCN", "YCP"), URL, 37, 37),
    Format("snyk", ("snyk_uat.", "snyk_sat."), r"\w.-", 30, source="vendor", is_certain=True),
    Format("vercel store", ("vercel_blob_rw_",), WORD, 30, source="vendor", is_certain=True),
    Format("digitalocean", ("dop_v1_", "doo_v1_", "dor_v1_"), HEX, 32),
    Format("heroku", ("HRKU-",), URL, 30),
    Format("fly.io", ("fo1_", "fm1a_", "fm1r_", "fm2_"), BASE64, 40),
    Format("render", ("rnd_",), ALNUM, 28, source="vendor"),
    Format("netlify", ("nfp_",), ALNUM, 36, source="vendor"),
    Format("scalingo", ("tk-us-",), URL, 40),
    Format("supabase", ("sbp_", "sb_secret_"), WORD, 20, source="vendor"),
    Format("planetscale", ("pscale_tkn_", "pscale_oauth_", "pscale_pw_"), DOTTED, 28),
    Format("neon", ("napi_",), ALNUM, 40, source="vendor"),
    Format("cloudflare origin", ("v1.0-",), r"0-9a-f-", 60),
    Format("tailscale", ("tskey-",), URL, 16, source="vendor"),
    Format("openshift", ("sha256~",), URL, 40),
    Format("pulumi", ("pul-",), HEX, 40),
    Format("terraform variable", ("TFE_TOKEN=",), DOTTED, 16, source="vendor"),
    Format("databricks", ("dapi",), r"0-9a-f", 32),
    Format("prefect", ("pnu_",), ALNUM, 32),
    Format("vault", ("hvs.", "hvb.", "hvr."), URL, 20),
    Format("vault, old", ("s.",), ALNUM, 24, 24),
    Format("doppler", ("dp.pt.", "dp.st.", "dp.ct.", "dp.sa."), r"\w.-", 30),
    Format("harness", ("pat.", "sat."), r"\w.-", 60),
    Format("1password account", ("A3-",), r"A-Z0-9-", 30, 40),
    Format("1password service", ("ops_eyJ",), BASE64, 40),
    Format("age", ("AGE-SECRET-KEY-1",), UPPER, 40, is_certain=True),
    Format("circleci", ("CCIPAT_", "CCIPRJ_"), WORD, 30, source="vendor"),
    Format("buildkite", ("bkua_",), HEX, 32, source="vendor"),
    Format("octopus", ("API-",), UPPER, 25, 32),
    Format("infracost", ("ico-",), ALNUM, 32, 32),
    # Payment and shops.
    Format("stripe", ("sk_", "rk_", "pk_"), WORD, 16),
    Format("stripe webhook", ("whsec_",), BASE64, 20, source="vendor"),
    Format("square", ("sq0atp-", "sq0csp-", "sq0idp-"), URL, 20, source="detect-secrets"),
    Format("square access", ("EAAA",), URL, 50),
    Format("paypal", ("access_token$production$", "access_token$sandbox$"), r"\w$-", 32, source="vendor"),
    Format("plaid", ("access-sandbox-", "access-development-", "access-production-"), r"0-9a-f-", 36),
    Format("razorpay", ("rzp_live_", "rzp_test_"), ALNUM, 14, source="vendor"),
    Format("shopify", ("shpat_", "shpca_", "shppa_", "shpss_"), HEX, 24),
    Format("shippo", ("shippo_live_", "shippo_test_"), HEX, 32),
    Format("easypost", ("EZAK", "EZTK"), ALNUM, 54, 54),
    Format("flutterwave", ("FLWSECK_TEST-", "FLWSECK-", "FLWPUBK_TEST-"), r"\w-", 12),
    Format("duffel", ("duffel_test_", "duffel_live_"), DOTTED, 32),
    Format("lob", ("live_pub_", "test_pub_"), HEX, 31),
    Format("gocardless and lob", ("live_", "test_"), r"\w-", 35, 44),
    # Messages and mail.
    Format("slack", ("xoxb-", "xoxa-", "xoxp-", "xoxr-", "xoxs-", "xoxo-", "xoxe-"), URL, 8),
    Format("slack configuration", ("xoxe.xoxb-", "xoxe.xoxp-"), URL, 8),
    Format("slack app", ("xapp-",), URL, 16),
    Format("lark", ("t-", "u-"), ALNUM, 38, 44, source="vendor"),
    Format("sendgrid", ("SG.",), r"\w.-", 40),
    Format("brevo", ("xkeysib-", "xsmtpsib-"), URL, 40),
    Format("mailgun", ("key-", "pubkey-"), HEX, 32, 32),
    Format("resend", ("re_",), WORD, 30, 40, source="vendor"),
    Format("twilio", ("SK",), HEX, 32, 32),
    Format("facebook", ("EAAM", "EAAC", "EAAG", "EAAB"), ALNUM, 80),
    Format("vk", ("vk1.a.",), URL, 60, source="vendor"),
    Format("twitter app", ("AAAAAAAAAAAAAAAAAAAAA",), r"\w%", 60),
    Format("hubspot", ("pat-na1-", "pat-na2-", "pat-eu1-"), r"0-9a-f-", 36, source="vendor"),
    # Work and monitoring.
    Format("grafana", ("glsa_",), WORD, 32),
    Format("grafana cloud", ("glc_",), BASE64, 32),
    Format("new relic", ("NRAK-", "NRJS-", "NRII-"), r"\w-", 19),
    Format("sentry", ("sntryu_",), HEX, 40),
    Format("sentry organisation", ("sntrys_",), BASE64, 40),
    Format("dynatrace", ("dt0c01.", "dt0s01."), r"A-Z0-9.", 40),
    Format("honeycomb", ("hcaik_", "hcbik_", "hcamk_"), ALNUM, 40, source="vendor"),
    Format("sonarqube", ("squ_", "sqp_", "sqa_"), ALNUM, 40),
    Format("linear", ("lin_api_", "lin_oauth_"), ALNUM, 32),
    Format("notion", ("ntn_", "secret_"), ALNUM, 40, 50),
    Format("airtable", ("pat",), r"\w.", 79, 79),
    Format("figma", ("figd_", "figo_", "figu_"), URL, 30, source="vendor"),
    Format("contentful", ("CFPAT-",), URL, 30, source="vendor"),
    Format("postman", ("PMAK-",), r"0-9a-f-", 50),
    Format("readme", ("rdme_",), r"a-z0-9", 50),
    Format("typeform", ("tfp_",), DOTTED, 40),
    Format("frame.io", ("fio-u-",), DOTTED, 50),
    Format("adobe", ("p8e-",), r"a-z0-9", 32),
    Format("defined networking", ("dnkey-",), DOTTED, 60),
    Format("settlemint", ("sm_aat_", "sm_pat_", "sm_sat_"), ALNUM, 16),
    Format("42", ("s-s4t2ud-", "s-s4t2af-"), HEX, 64),
    Format("clickhouse", ("4b1d",), ALNUM, 38, 38),
    Format("dropbox", ("sl.",), DOTTED, 60),
    # Passwords as systems store them.
    Format("bcrypt", ("$2a$", "$2b$", "$2y$"), r"\w./$", 56, source="vendor"),
    Format("crypt", ("$1$", "$5$", "$6$", "$y$", "$apr1$"), r"\w./$=", 20, source="vendor"),
    Format("argon2", ("$argon2id$", "$argon2i$", "$argon2d$", "$scrypt$"), r"\w./$=,+", 30, source="vendor"),
    Format("django", ("pbkdf2_sha256$", "pbkdf2_sha1$", "scrypt$", "argon2$"), r"\w./$=+", 30, source="vendor"),
    # Addresses that let anyone write who knows them.
    Format("slack webhook", ("hooks.slack.com/services/", "hooks.slack.com/workflows/"), PATH, 20),
    Format("slack trigger", ("hooks.slack.com/triggers/",), PATH, 20),
    Format("discord webhook", ("discord.com/api/webhooks/", "discordapp.com/api/webhooks/"), PATH, 30, source="vendor"),
    Format("teams webhook", ("webhook.office.com/webhookb2/", "outlook.office.com/webhook/"), PATH, 36),
    Format("zapier webhook", ("hooks.zapier.com/hooks/catch/",), PATH, 8, source="vendor"),
    Format("ifttt webhook", ("maker.ifttt.com/use/",), PATH, 16, source="vendor"),
    Format("feishu webhook", ("open-apis/bot/v2/hook/",), PATH, 20, source="vendor"),
    Format("telegram address", ("api.telegram.org/bot",), r"\w:-", 30, source="vendor"),
    Format("softlayer", ("softlayer.com/soap/v3/", "softlayer.com/soap/v3.1/"), ALNUM, 32, source="detect-secrets"),
)  # fmt: skip
"""No two have the same mark; where one mark starts with another, the longer one counts."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A format without a fixed start; a mark inside it is looked for first."""

    name: str
    marks: tuple[str, ...]
    pattern: re.Pattern[str]
    """Linear in the text: a repetition has an upper bound, or starts once for each run of its characters."""
    source: Source = "gitleaks"


_START = r"(?:(?<![\w+/-])|(?<=\\[nrt]))"
"""The start of a run of characters, or what follows an escaped line break."""

_EDGE = r"(?:(?<![\w.~])|(?<=\\[nrt]))"
"""The start of a word, or what follows an escaped line break."""

PATTERNS = (
    Pattern(
        "json web token",
        ("eyJ",),
        re.compile(rf"{_START}(?:[ps]k\.)?eyJ[\w-]{{8,}}+(?:\.{{1,2}}[\w-]{{4,}}+){{1,4}}+"),
    ),
    Pattern("json web token in base64", ("ZXlK",), re.compile(rf"{_START}ZXlK[\w+/-]{{30,}}+={{0,2}}")),
    Pattern("grafana, old", ("eyJrIjoi",), re.compile(rf"{_START}eyJrIjoi[A-Za-z0-9]{{40,}}+={{0,3}}")),
    Pattern(
        "discord", (".",), re.compile(rf"{_EDGE}[MNO][\w-]{{23,27}}\.[\w-]{{6}}\.[\w-]{{27,40}}"), "detect-secrets"
    ),
    Pattern("telegram", (":A",), re.compile(rf"{_EDGE}\d{{8,12}}:A[\w-]{{32,40}}")),
    Pattern("terraform", (".atlasv1.",), re.compile(rf"{_EDGE}[A-Za-z0-9]{{14}}\.atlasv1\.[\w=-]{{50,90}}")),
    Pattern("azure ad", ("Q~",), re.compile(rf"{_EDGE}[\w~.]{{3}}\dQ~[\w~.-]{{31,34}}")),
    Pattern("mailchimp", ("-us",), re.compile(rf"{_EDGE}[0-9a-f]{{32}}-us\d{{1,2}}(?!\w)"), "detect-secrets"),
    Pattern("asana", (":",), re.compile(rf"{_EDGE}[0-2]/\d{{10,20}}(?:/\d{{10,20}})?:[0-9a-f]{{32}}(?!\w)"), "vendor"),
    Pattern(
        "okta",
        ("00",),
        re.compile(rf"{_START}00(?=[\w-]{{0,39}}[a-z])(?=[\w-]{{0,39}}[G-Z])[\w-]{{40}}(?![\w-])"),
        "vendor",
    ),
    Pattern("maxmind", ("_mmk",), re.compile(rf"{_EDGE}[A-Za-z0-9]{{6}}_[A-Za-z0-9]{{29}}_mmk(?!\w)")),
    Pattern("facebook app", ("|",), re.compile(rf"{_EDGE}\d{{15,16}}\|[\w-]{{27,40}}(?![\w-])")),
    Pattern("sidekiq", ("@gems.contribsys", "@enterprise.contribsys"), re.compile(r"[0-9a-f]{8}:[0-9a-f]{8}(?=@)")),
    Pattern("ifttt", ("/with/key/",), re.compile(r"(?<=/with/key/)[\w-]{16,80}"), "vendor"),
    Pattern("fernet", ("gAAAA",), re.compile(rf"{_START}gAAAA[\w=-]{{60,}}+"), "vendor"),
    Pattern("paypal braintree", ("$",), re.compile(rf"{_EDGE}access_token\$\w{{8,12}}\$\w{{16}}\$[0-9a-f]{{32}}")),
    Pattern(
        "authress",
        (".acc",),
        re.compile(
            rf"{_EDGE}(?:sc|ext|scauth|authress)_\w{{5,30}}\.\w{{4,6}}\.acc[_-][\w-]{{10,32}}\.[\w+/=-]{{30,120}}"
        ),
    ),
)

DOCUMENTED = frozenset(
    {
        # https://docs.stripe.com/keys: the key of the examples, which belongs to nobody.
        "sk_test_" + "4eC39HqLyjWDarjtT1zdP7dc",
        "sk_test_" + "BQokikJOvBiI2HlWgH4olfQ2",
        "pk_test_" + "TYooMQauvdEDq54NiTphI7jx",
        # RFC 6455, section 1.3: the answer to the key of the sample.
        "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
    }
)
"""Keys that their vendors show in documentation; those with `EXAMPLE` in them are known by that."""
