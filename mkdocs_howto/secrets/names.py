"""Names whose values are secret, and the values of such names that may be shown all the same.

The words start from the keyword detector of detect-secrets and the rule `generic-api-key` of gitleaks.
"""

from __future__ import annotations

import functools
import re

_SECRETS = (
    "password", "passwd", "passphrase", "passcode", "pwd", "secret", "token", "cookie", "credential", "creds",
    "authorization", "authorisation", "csrf", "bearer", "apikey", "accesskey", "privatekey", "secretkey", "sessionid",
    "sessionkey", "signingkey", "encryptionkey", "masterkey", "authkey", "accountkey", "passwort", "kennwort",
    "contraseña", "contrasena", "senha", "wachtwoord", "motdepasse",
)  # fmt: skip
"""Ends of words that name a secret: `csrftoken` does."""
_BEFORE = {
    "key": frozenset({
        "access", "account", "activation", "admin", "aes", "api", "app", "application", "auth", "cipher", "client",
        "consumer", "cookie", "crypto", "db", "decryption", "deploy", "des", "encryption", "fernet", "hmac",
        "integration", "jwt", "licence", "license", "master", "priv", "private", "secret", "server", "service",
        "session", "shared", "signature", "signing", "ssh", "storage", "subscription", "symmetric", "unlock",
        "webhook", "write",
    }),
    "pass": frozenset({
        "account", "admin", "auth", "database", "db", "email", "ftp", "http", "imap", "key", "ldap", "mail",
        "mysql", "pg", "pop3", "postgres", "proxy", "rabbitmq", "redis", "root", "sftp", "smtp", "ssh", "store",
        "sudo", "user", "wifi",
    }),
    "code": frozenset({
        "access", "backup", "mfa", "otp", "pin", "recovery", "scratch", "security", "totp", "unlock", "verification",
    }),
    "seed": frozenset({"hotp", "master", "mnemonic", "otp", "recovery", "totp", "wallet"}),
    "phrase": frozenset({"backup", "mnemonic", "pass", "recovery", "secret", "seed", "wallet"}),
    "pin": frozenset({"atm", "card", "door", "login", "security", "sim", "unlock", "user"}),
    "id": frozenset({"session"}),
    "sid": frozenset({"session"}),
}  # fmt: skip
"""Last words of names that hold a secret behind one of some other words; a plain `key` is a name more often."""
_ALONE = frozenset({"mdp", "pswd", "pw"})
"""Words that are short for `password`; longer words end with them by chance."""
_MADE_BEFORE = {
    **dict.fromkeys(("auth", "dsn", "jwt", "mnemonic", "otp", "pepper", "salt", "webhook"), frozenset({""})),
    **dict.fromkeys(("string", "str", "uri"), frozenset({"conn", "connect", "connection"})),
    **dict.fromkeys(("url", "address", "endpoint"), frozenset({"hook", "webhook"})),
}
"""Last words of names, and words before them, that hold what a machine made, or else a word, a path or an address.

The empty text stands for any word, or none.
"""
_ABOUT = frozenset(
    {"age", "alg", "algorithm", "alphabet", "attempts", "attr", "attribute", "backend", "cache", "callback", "chars"}
    | {
        "class",
        "cls",
        "column",
        "command",
        "days",
        "hours",
        "marker",
        "minutes",
        "seconds",
        "count",
        "counter",
        "dir",
        "directory",
        "domain",
        "enabled",
        "encoding",
        "endpoint",
    }
    | {"env", "envvar", "error", "errors", "expires", "expiry", "factory", "field", "file", "filename", "format"}
    | {"func", "function", "generator", "handler", "hasher", "header", "help", "hint", "httponly", "index", "kind"}
    | {"kwarg", "label", "len", "length", "lifetime", "limit", "limits", "loader", "location", "manager", "max"}
    | {"message", "min", "mode", "model", "msg", "name", "names", "number", "param", "parameter", "parser", "path"}
    | {"pattern", "placeholder", "policy", "position", "prefix", "prompt", "provider", "re", "regex", "required"}
    | {"reset", "rule", "rules", "samesite", "schema", "scheme", "secure", "separator", "serializer", "size", "source"}
    | {"spec", "status", "storage", "store", "strength", "style", "suffix", "template", "text", "timeout", "title"}
    | {
        "ttl",
        "type",
        "types",
        "uri",
        "url",
        "urls",
        "usage",
        "validation",
        "validator",
        "validators",
        "var",
        "variable",
    }
    | {"version", "view", "warning"}
)
"""Last words of names that tell something about a secret, and do not hold it: `token_url`, `PASSWORD_MIN_LENGTH`."""
_TEXT_TOKENS = frozenset(
    {"added", "bos", "cached", "cls", "completion", "context", "eos", "extra", "input", "mask", "max", "min", "n"}
    | {"next", "num", "output", "pad", "prompt", "reasoning", "sep", "special", "stop", "total", "unk", "used"}
)
"""Words before `token` that make it a piece of text, as in language models."""
_WORD = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[^\W\d_A-Z]+|[A-Z]|\d+")
_LONGEST_NAME = 80
_SHORTEST_PART = 12
"""Characters of a part of an address that may be a key."""
_LEAST_WORDS = 12
_LONGEST_WORDS = 24
"""Letters of a placeholder that is written as one word."""
_SHORTEST_NUMBER = 6
"""Digits of a password for one time (RFC 4226, section 5.3)."""

_PLACEHOLDERS = frozenset(
    {"changeme", "change-me", "change_me", "example", "placeholder", "redacted", "todo", "tbd", "foo", "bar", "baz"}
    | {"foobar", "dummy", "sample", "none", "null", "nil", "true", "false", "undefined", "unset", "empty", "default"}
    | {"str", "string", "bytes", "int", "float", "bool", "boolean", "text", "object", "any", "optional", "required"}
    | {"hidden", "masked", "plain", "auto", "lax", "strict", "value", "pass", "username:password", "user:pass"}
    | {"user:password", "set-cookie", "new-password", "current-password", "one-time-code", "yes", "no", "on", "off"}
)
"""Values that say that a value belongs there; `changeme` does as well, and every list of passwords has it."""
_PLACEHOLDER_WORDS = frozenset(
    {
        "a",
        "access",
        "an",
        "another",
        "api",
        "app",
        "auth",
        "client",
        "db",
        "demo",
        "dev",
        "dummy",
        "example",
        "fake",
    }
    | {
        "foo",
        "hash",
        "here",
        "id",
        "key",
        "keys",
        "long",
        "me",
        "mock",
        "my",
        "new",
        "of",
        "old",
        "one",
        "other",
        "pass",
    }
    | {
        "passphrase",
        "passwd",
        "password",
        "passwords",
        "private",
        "pw",
        "pwd",
        "random",
        "real",
        "sample",
        "secret",
        "secrets",
    }
    | {
        "session",
        "some",
        "string",
        "test",
        "testing",
        "that",
        "the",
        "this",
        "to",
        "token",
        "tokens",
        "user",
        "username",
    }
    | {
        "value",
        "your",
        "mypassword",
        "mysecret",
        "mysecretpassword",
        "mytoken",
        "yourpassword",
        "yoursecret",
        "yourtoken",
    }
)
"""Words of values that only name what belongs there: `my-secret-pw`, `some random string`, `dev` in Flask's tutorial.

A value that has another word, or a digit, may have been chosen by a person.
"""
_LOGINS = frozenset({"guest", "postgres", "root", "admin", "minioadmin", "neo4j", "cassandra", "airflow"})
"""Users whose password is their name where nobody changed it.

From the documentation of RabbitMQ (Access Control), the images of PostgreSQL and MySQL, Grafana, MinIO, Neo4j,
Cassandra and Apache Airflow.
"""
_LOCAL = re.compile(
    r"(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\]|[A-Za-z][\w-]{0,62}"
    r"|(?:[\w-]{1,63}\.){0,5}(?:example(?:\.(?:com|net|org))?|test|invalid|localhost|local|internal))(?![\w.-])"
)
"""Hosts that nobody reaches from outside: loopback, names without a dot, those that RFC 2606 and RFC 6762 reserve."""
_SCHEMES = frozenset({"basic", "bearer", "digest", "token", "apikey", "negotiate", "ntlm", "jwt", "oauth", "oauth2"})
"""Schemes of the header Authorization, from IANA's registry of HTTP authentication schemes, and common ones beside."""
_BLANK = re.compile(r"[xX*•#._\-… 0]*|(\w)\1*")
"""Values that are a row of the same character."""
_TEMPLATE = re.compile(
    r"\$?\{{1,2}[\w .:!,'\"()|=\[\]-]{0,200}\}{1,2}|\$\w{1,64}|<[^<>]{1,200}>|\[[A-Z_ -]{1,40}\]|%\(\w{1,64}\)s|%[sr]"
)
_ASKED = re.compile(
    r"(?:your|insert|replace|change|enter|put|paste|add|use|set)[\s_-]+"
    r"(?:[a-z]{1,20}[\s_-]+){0,4}?"
    r"(?:keys?|tokens?|passwords?|passwd|secrets?|here|me|this|it|credentials?|value|id|cookies?|passphrase)"
    r"(?:[\s_-]+(?:here|goes|please|value)){0,2}[.!…]{0,3}",
    re.IGNORECASE,
)
"""Values that ask for a value: `your-api-key`, `<your token here>`."""
_WORD_BREAK = re.compile(r"[\s_.-]")
_SETTING = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[A-Z]{3,40}")
"""The name of a variable in the environment."""
_DOTTED = re.compile(r"(?:[A-Za-z_]\w{0,60}[./:])*[A-Za-z_]\w{0,60}")
_FILE = re.compile(
    r"(?:~|\.{1,2}|[A-Z]:)?(?:[/\\][\w .@-]{1,80}){1,20}[/\\]?|[\w-]{1,60}\.(?:key|pem|txt|json|ya?ml|toml|env|ini|cfg)"
)
_MESSAGE = re.compile(
    r"\b(?:invalid|wrong|missing|required?|expired?|enter|must|cannot|can't|not|no|incorrect|fail(?:s|ed|ure)?|your"
    r"|reset|forgot(?:ten)?|unknown|bad|empty|should|may|please|denied|needs?|does|could|supports?|returns?|too"
    r"|change|changed|confirm|new|old|current|this|unable|with|without|match(?:es)?|for|from|is|are|field|already)\b",
    re.IGNORECASE,
)
"""Words of messages and labels."""
_DIGIT = re.compile("[0-9]")
_MADE = re.compile(r"[\w!@#$%^&*?~.+/=-]{6,1000}")
_MIXED = re.compile(r"[A-Za-z][0-9]|[0-9][A-Za-z]|[A-Za-z][!#$^&*?@~+][A-Za-z]")
_PLAIN = re.compile(
    r"[^\W\d_]+(?:['’-][^\W\d_]+)*[.,:;!?…)]{0,3}|[-–—(%{}<>\"'`]+[^\W\d_]*[)\"'`.,:;!?]{0,3}|\{\w*\}[.,:;!?]?"
)


_TECHNICAL = re.compile(
    r"b(?:ase)?(?:16|32|58|64|85)(?:url)?|sha-?[1235]\d{0,2}(?:[-_/]\d{3})?|md[245]|utf-?(?:8|16|32)(?:-?[lb]e)?"
    r"|oauth-?[12](?:\.0a?)?|ed(?:25519|448)|x(?:509|25519)|[hrpe]s(?:256|384|512)|aes-?(?:128|192|256)[\w-]{0,8}"
    r"|argon2(?:id?|d)?|http/?[123](?:\.[01])?|ipv[46]|s3|ec2|k8s|blake2[bs]?|latin-?1|iso-?\d{4}[-_]\d{1,2}"
    r"|v\d{1,2}(?:\.\d{1,3}){0,3}|py(?:thon)?3?\.?\d{0,2}|pbkdf2(?:_\w{1,20})?|rfc-?\d{4}",
    re.IGNORECASE,
)
"""Encodings, algorithms, protocols and versions, whose names have digits."""


_NUMBERED = re.compile(
    r"(?<![A-Za-z])v\d{1,2}(?:alpha|beta|rc)\d{1,2}|[123]D(?![a-z])|[hx]26[45]|x86|i18n|l10n|a11y"
    r"|u?int(?:8|16|32|64)|[Ff]loat(?:16|32|64)|[a-z]{3,20}[24](?=[a-z]{3})|[a-z]{4,20}\d{1,3}(?=[A-Z][a-z]{2})"
)
"""Other words with digits in the middle of names: `word2vec`, `page1Title`, `Conv2D`."""
_TECHNICAL_PART = re.compile(rf"(?<!(?-i:[A-Z]))(?:{_TECHNICAL.pattern})", re.IGNORECASE)
"""The same inside a name, where a word begins: `toUtf8String`."""
_CHUNK = re.compile(r"[A-Z]?[a-z]+|[A-Z]|\d+")
"""A word or a number in a name. The words of names are longer than those of random characters."""
_LEAST_RANDOM = 5
"""Characters of a part that is judged."""


def is_random_path(path: str) -> bool:
    """Return whether a part of `a.b` is no name that people write: `zz9.kT8C8UBk`, but not `codecs.utf8Encode`.

    Args:
        path: Names with dots between them.
    """
    for part in path.split("."):
        rest = _NUMBERED.sub("", _TECHNICAL_PART.sub("", part))
        chunks = _CHUNK.findall(rest)
        length = sum(map(len, chunks))
        is_mixed = rest.lower() != rest != rest.upper()
        if length >= _LEAST_RANDOM and (
            re.search(r"\d[A-Za-z]", rest) or (is_mixed and len(chunks) > 3 and length < 2 * len(chunks))
        ):
            return True
    return False


def is_technical(word: str) -> bool:
    """Return whether a word with digits is the name of an encoding, an algorithm, a protocol or a version."""
    return _TECHNICAL.fullmatch(word) is not None


@functools.lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Return whether a name says that its value is secret.

    Args:
        name: Name of a variable, parameter, header or entry, in any style: `API_KEY`, `apiKey`, `X-Api-Key`.
    """
    words = _words(name)
    if not words or (len(words) > 1 and (words[-1] in _ABOUT or words[-1].removesuffix("s") in _ABOUT)):
        return False
    return any(_names_secret(words[: end + 1]) for end in range(len(words)))


def is_secret_itself(name: str) -> bool:
    """Return whether a name ends with what makes it secret: `db_password`, but not `password_rounds`."""
    words = _words(name)
    return bool(words) and _names_secret(words)


def _words(name: str) -> list[str]:
    """Return the words of a name, without numbers at its end; none of a name that is too long."""
    words = [word.lower() for word in _WORD.findall(name)] if len(name) <= _LONGEST_NAME else []
    while words and words[-1].isdigit():
        words.pop()
    return words


def _names_secret(words: list[str]) -> bool:
    """Return whether the last of some words names a secret, after the words before it."""
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last in {"token", "tokens"}:
        return before not in _TEXT_TOKENS
    for word in (last, last.removesuffix("s")):
        if word in _ALONE or before in _BEFORE.get(word, ()) or word.endswith(_SECRETS):
            return True
    return words == ["pass"]


@functools.lru_cache(maxsize=4096)
def may_name_secret(name: str) -> bool:
    """Return whether the value of a name is secret where a machine made it: `salt`, `dsn`, `auth`, `webhook_url`."""
    words = _words(name)
    before = _MADE_BEFORE.get(words[-1], ()) if words else ()
    return "" in before or (len(words) > 1 and words[-2] in before)


def is_made_for(name: str, value: str) -> bool:
    """Return whether a value is secret under a name for which `may_name_secret` holds.

    Addresses tell where something is; of those, only a webhook's is secret, since whoever knows it can send. A phrase
    that opens a wallet has at least twelve words (BIP-39, "Generating the mnemonic").
    """
    text = value.strip()
    if "://" in text:
        is_hook = "hook" in name.lower()
        return is_hook and any(len(part) >= _SHORTEST_PART and looks_made(part) for part in text.split("/")[3:])
    if re.match(r"[-_]", text[len(name) :]) and text.lower().startswith(name.lower()):
        return False  # It tells what it is: `auth0-python`.
    words = text.split()
    if len(words) >= _LEAST_WORDS and all(word.isalpha() and word.islower() for word in words):
        return name.lower().endswith("mnemonic")
    is_path = "." in text and _DOTTED.fullmatch(text) is not None and not is_random_path(text)
    return not is_path and (looks_made(text) or (text.isdigit() and len(text) >= _SHORTEST_NUMBER))


def is_placeholder(value: str) -> bool:
    """Return whether a value only stands for another: `…`, `<token>`, `your-api-key`, `changeme`, `${TOKEN}`."""
    text = value.strip().strip("\"'`")
    if len(text) > 300:
        return False
    rest = _TEMPLATE.sub("", text).strip(" :;,/&@|-")
    if rest != text and (not rest or rest.lower() in _SCHEMES):
        return True
    return (
        _BLANK.fullmatch(text) is not None
        or text.lower() in _PLACEHOLDERS
        or "EXAMPLE" in text
        or _ASKED.fullmatch(text) is not None
        or _PLACEHOLDER_WORDS.issuperset(_WORD_BREAK.split(text.lower()))
        or _is_of_two_words(text.lower())
        or re.search(r"[xX]{6}|[*.]{4}|xx-xx", text) is not None
    )


def _is_of_two_words(text: str) -> bool:
    """Return whether a text is two words of a placeholder in one: `passexample`, `mypassword`."""
    words = _PLACEHOLDER_WORDS | {"pass"}
    return len(text) <= _LONGEST_WORDS and any(
        text[:at] in words and text[at:] in words for at in range(2, len(text) - 2)
    )


def is_default_login(user: str, password: str, host: str) -> bool:
    """Return whether a user and a password are those that a service has from the start, on a host inside of a network.

    Args:
        user: The name of the user.
        password: The password.
        host: What follows `@` in an address.
    """
    is_known = user in _LOGINS and password == user
    return (is_known or (user, password) == ("scott", "tiger")) and _LOCAL.match(host) is not None


@functools.lru_cache(maxsize=512)
def may_be_shown(value: str) -> bool:
    """Return whether the value of a secret name may be shown: a placeholder, a name, a path, a message.

    Args:
        value: A literal that is given to a secret name.
    """
    text = value.strip()
    if len(text) <= 2 or is_placeholder(text) or text.lower() in _SCHEMES or is_technical(text):
        return True
    if _SETTING.fullmatch(text) or _FILE.fullmatch(text) or "://" in text:
        return True  # Passwords in addresses are known by their own shape.
    return text.lower().replace("-", "") in _SECRETS or _is_name(text) or _is_message(text)


def has_digit(text: str) -> bool:
    """Return whether a text has a digit, of any script."""
    if text.isascii():
        return _DIGIT.search(text) is not None
    return any(map(str.isdigit, set(text)))


def looks_made(value: str) -> bool:
    """Return whether a text has letters and digits together, as passwords and keys have, and words and names do not."""
    text = value.strip()
    is_mixed = has_digit(text) and any(map(str.isalpha, text))
    if not is_mixed or _MADE.fullmatch(text) is None or may_be_shown(text):
        return False
    return not is_secret_name(text) and not is_technical(text.rstrip("$:=-_."))


def _is_name(text: str) -> bool:
    """Return whether a text is the name of a secret, in code or of a header: `db_password2`, `X-Api-Key`."""
    words = text[:-1] if text[-1].isdigit() else text
    if has_digit(words):
        return False
    if text.lower().startswith("x-"):
        return is_secret_name(text)
    if re.fullmatch(r"[a-z]+(?:[A-Z][a-z]+)+", text):
        return is_secret_name(text)
    named = _DOTTED.fullmatch(text) is not None and re.search(r"[_./:]", text) is not None
    return named and (words.startswith("_") or any(word in text.lower().replace("_", "") for word in _SECRETS))


def _is_message(text: str) -> bool:
    """Return whether a text of plain words talks about a secret: `Invalid password.`, `Password: `."""
    words = text.split()
    if len(words) == 1 and text[-1] not in ".:?":
        return False
    if len(words) > 200 or any(map(_MIXED.search, words)):
        return False
    plain = sum(_PLAIN.fullmatch(word) is not None for word in words)
    if plain < len(words) and (len(words) < 6 or plain * 10 < len(words) * 7):
        return False
    is_told = len(words) > 1 and _MESSAGE.search(text) is not None
    if any(is_secret_name(word.strip(".,:;!?…()\"'`")) for word in words):
        return is_told or text[-1] in ".:?"
    return is_told and text[0].isupper() and text[-1] == "." and len(words) > 2
