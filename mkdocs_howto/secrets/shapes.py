"""Values that are secret by their shape, wherever they stand in a text.

Each function yields the places of one kind. All are linear in the text: a repetition in a pattern is bounded, or
starts only once for each run of its characters.
"""

from __future__ import annotations

import base64
import binascii
import functools
import itertools
import re
from collections.abc import Iterator

from mkdocs_howto.secrets.formats import DOCUMENTED, FORMATS, PATTERNS, Format
from mkdocs_howto.secrets.names import is_default_login, is_placeholder, is_technical

Span = tuple[int, int]
"""Start and end of a secret in a text."""

_CHUNK = re.compile(r"(?<!\S)\S{12,}+")
_KEYLIKE = re.compile(
    r"\d|[a-z][A-Z][A-Za-z]{14}|[A-Z]{16}|[A-Za-z]{28}|"
    + "|".join(re.escape(mark) for form in FORMATS if form.is_certain for mark in form.marks)
)


@functools.lru_cache(maxsize=4)
def _chunks(text: str) -> list[Span]:
    """Return the places between spaces that are long enough for a key, and not made of small letters alone."""
    if not any(len(word) >= 12 for word in text.split()):
        return []
    return [chunk.span() for chunk in _CHUNK.finditer(text) if _KEYLIKE.search(chunk[0])]


# Private keys.

_ARMOR = re.compile(r"-----(BEGIN|END) ([A-Z0-9 ]{0,60})-----|(PuTTY-User-Key-File)-\d")
_ARMORED = re.compile(r"\\[nrt]|[A-Za-z0-9+/=]{2,}")
_ARMORED_LINE = re.compile(
    r"""(?:[\s"'`#,()+>]|\\[nrt])*+"""
    r"(?:[A-Za-z0-9+/=]{16,}+|[A-Za-z0-9+/]{2,20}=?=|[\w-]{1,40}: ?[\w.,-]{1,80})?"
    r"""(?:[\s"'`#,()+]|\\[nrt])*+"""
)
_LONGEST_BLOCK = 100_000


def private_keys(text: str) -> Iterator[Span]:
    """Yield the lines of private keys, with header and footer, whatever stands before and after them on a line.

    RFC 7468 describes the lines; OpenSSH, PGP and PuTTY write the same or similar ones.
    """
    if "-----BEGIN " not in text and "PuTTY-User-Key-File" not in text:
        return
    armors = list(_ARMOR.finditer(text))
    for armor, following in itertools.zip_longest(armors, armors[1:]):
        next_start = following.start() if following else len(text)
        if armor[3]:
            yield from _runs(text, armor.end(), _end_of_lines(text, armor.end(), next_start))
        elif armor[1] == "BEGIN" and "PRIVATE KEY" in armor[2]:
            is_closed = following is not None and following[1] == "END" and next_start - armor.end() <= _LONGEST_BLOCK
            yield armor.span()
            yield from _runs(
                text, armor.end(), next_start if is_closed else _end_of_lines(text, armor.end(), next_start)
            )
            if following is not None and is_closed:
                yield following.span()


def _runs(text: str, start: int, end: int) -> Iterator[Span]:
    for run in _ARMORED.finditer(text, start, end):
        if not run[0].startswith("\\"):
            yield run.span()


def _end_of_lines(text: str, start: int, limit: int) -> int:
    """Return the end of a key without a footer: the first line that holds something else, or the limit."""
    end = start
    while end < limit:
        newline = text.find("\n", end, limit)
        line_end = limit if newline < 0 else newline
        if end > start and _ARMORED_LINE.fullmatch(text, end, line_end) is None:
            return end
        end = line_end + 1
    return limit


def _public(text: str) -> list[Span]:
    """Return the places of certificates and public keys, whose lines look like those of private keys."""
    if "-----BEGIN " not in text:
        return []
    armors = list(_ARMOR.finditer(text))
    return [
        (armor.start(), following.end())
        for armor, following in itertools.pairwise(armors)
        if armor[1] == "BEGIN" and following[1] == "END" and "PRIVATE" not in armor[2]
    ]


# Addresses.

_USER_INFO = re.compile(r"""://([^\s:@/"'`<>?#]{0,100}):([^\s"'`@<>]{1,200})@(?=[\w\[{.…-])""")
_LAST_AT = re.compile(r"""[^\s"'`@<>/?#]{0,100}@(?=[\w\[.-])""")
_TOKEN_INFO = re.compile(r"""://([^\s:@/"'`<>?#{}…]{16,200})@(?=[\w\[])""")
_DRIVER_INFO = re.compile(
    r"""(?<![\w:/@.-])([\w.-]{1,40})[:/]([^\s"'`@:/<>]{1,100})@(?=tcp\(|unix\(|//|\(DESCRIPTION)"""
)
_DRIVERS = ("@tcp(", "@unix(", "@//", "@(DESCRIPTION")
_QUERY = re.compile(
    r"""[?&;](?:amp;)?([\w.-]{0,40}(?:key|token|secret|signature|password|passwd|pwd|sig|credential))=([^&\s"'`{}<>;)…]{8,2000})""",
    re.IGNORECASE,
)
_QUERY_ENDS = (
    "key=",
    "token=",
    "secret=",
    "signature=",
    "password=",
    "passwd=",
    "pwd=",
    "sig=",
    "credential=",
)
_NOT_KEYS = re.compile(
    r"(?:cache|sort|primary|foreign|partition|public|group|order|next|page|continuation)[_-]?(?:key|token)$"
)
_LONGEST_HOST = 253
"""Characters of the name of a host (RFC 1035, section 2.3.4)."""


def addresses(text: str) -> Iterator[Span]:
    """Yield passwords in addresses, and keys among the parameters of a query."""
    if "://" in text:
        for found in _USER_INFO.finditer(text):
            start, end = found.span(2)
            if further := _LAST_AT.match(text, found.end()):  # A password may hold `@`.
                end = further.end() - 1
            password, host = text[start:end], text[end + 1 : end + 1 + _LONGEST_HOST]
            if not (_is_path(password) or _stands_for(password) or is_default_login(found[1], password, host)):
                yield start, end
        for found in _TOKEN_INFO.finditer(text):
            if is_random(found[1]) or _HEX.fullmatch(found[1]):
                yield found.span(1)
    if any(mark in text for mark in _DRIVERS):
        for found in _DRIVER_INFO.finditer(text):
            if not _stands_for(found[2]):
                yield found.span(2)
    if ("?" in text or "&" in text) and any(end in text.lower() for end in _QUERY_ENDS):
        for found in _QUERY.finditer(text):
            name, value = found[1].lower(), found[2]
            if not (_NOT_KEYS.search(name) or _stands_for(value) or re.fullmatch(r"[A-Z_]+|%.*", value)):
                yield found.span(2)


def _is_path(password: str) -> bool:
    """Return whether what stands between `:` and `@` is a port and a path: `http://host:80/user@2`."""
    return re.match(r"\d{1,5}/", password) is not None or (password.startswith("/") and not password.strip("/"))


def _stands_for(password: str) -> bool:
    """Return whether a password in an address stands for another: `password`, `[[password]]`, `{password}`."""
    return is_placeholder(password.strip("[]()*%$")) or password in {"port", "apikey"} or "{" in password


# What services give out.

_MARKED = {mark: form for form in reversed(FORMATS) for mark in form.marks}
_MARK = re.compile(
    r"(?:(?<![A-Za-z0-9_])|(?<=\\[nrt]))(?:"
    + "|".join(re.escape(mark) for mark in sorted(_MARKED, key=len, reverse=True))
    + ")"
)
_BODIES = {form.alphabet: re.compile(f"[{form.alphabet}]*+") for form in FORMATS}


def service_keys(text: str) -> Iterator[Span]:
    """Yield keys in the formats of services, see `formats`."""
    for start, end in _chunks(text):
        yield from _marked(text, start, end)
        chunk = text[start:end]
        for form in PATTERNS:
            if any(mark in chunk for mark in form.marks):
                for found in form.pattern.finditer(text, start, end):
                    if not is_placeholder(found[0]):
                        yield found.span()


def _marked(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield keys that start with a mark, between two places of a text."""
    dull: dict[str, int] = {}  # Alphabet -> end of a run that is known to hold no key, so that no run is read twice.
    ends: dict[str, int] = {}
    done = start
    for mark in _MARK.finditer(text, start, end):
        form = _MARKED[mark[0]]
        first = mark.end()
        if mark.start() < done or dull.get(form.alphabet, 0) > first:
            continue
        if ends.get(form.alphabet, 0) <= first:
            ends[form.alphabet] = _BODIES[form.alphabet].match(text, first, end).end()  # type: ignore[union-attr]
        last = ends[form.alphabet]
        if not form.shortest <= last - first <= form.longest or _continues(text, last, form):
            continue
        if _is_key(mark[0], text[first:last]):
            done = last
            yield mark.start(), last
        else:
            dull[form.alphabet] = last


def _continues(text: str, end: int, form: Format) -> bool:
    """Return whether a key of a fixed length is followed by more of a word."""
    return form.longest < 1_000_000 and end < len(text) and (text[end].isalnum() or text[end] == "_")


def _is_key(mark: str, body: str) -> bool:
    if mark + body in DOCUMENTED or body.endswith("EXAMPLE") or is_placeholder(body[:100]):
        return False
    if _MARKED[mark].is_certain or "/" in mark:
        return True
    pieces = re.findall(r"[A-Za-z0-9]{6,}", body)
    if mark.endswith("xox") or mark.startswith(("xox", "$", "FLW", "A3-", "tskey")):
        return any(map(str.isdigit, body))
    return any(_is_mixed(piece) for piece in pieces if len(piece) >= 10) or sum(map(_is_mixed, pieces)) > 1


def _is_mixed(piece: str) -> bool:
    """Return whether a piece has digits, or letters of both cases in turn."""
    if any(map(str.isdigit, piece)):
        return True
    return len(re.findall(r"[a-z][A-Z]", piece)) * 5 > len(piece) > 14


# Values of the header Authorization.

_SCHEME = re.compile(
    r"(?:[Bb]earer|BEARER|[Bb]asic|BASIC|[Tt]oken|[Aa]pi-?[Kk]ey|[Nn]egotiate|NTLM|Splunk|SSWS|GenieKey|OAuth)"
    r"[ ]{1,3}(?:token=)?[\"']?([\w.~+/=:-]{8,})"
)
_SCHEMES = (
    "earer ",
    "EARER ",
    "asic ",
    "ASIC ",
    "oken ",
    "pi-Key ",
    "piKey ",
    "pikey ",
    "egotiate ",
    "NTLM ",
    "Splunk ",
    "SSWS ",
    "ieKey ",
    "OAuth ",
)


_BASIC = re.compile(r"(?=[^=\s]*(?:=|[a-z][A-Z]|\d[A-Za-z]))[A-Za-z0-9+/]{8,}+={0,2}")
_BREAKS = frozenset({"\\n", "\\r", "\\t"})
"""Line breaks and tabs as escapes, of which the letter is no part of a word."""


def header_values(text: str) -> Iterator[Span]:
    """Yield what follows a scheme of the header Authorization, such as `Bearer`."""
    if not any(scheme in text for scheme in _SCHEMES):
        return
    for found in _SCHEME.finditer(text):
        if text[found.start() - 1 : found.start()].isalnum() and text[found.start() - 2 : found.start()] not in _BREAKS:
            continue
        scheme, value = found[0].split()[0].lower(), found[1].rstrip(".:")
        start = found.start(1)
        if is_placeholder(value) or is_technical(value) or "://" in value:
            continue
        if scheme == "basic":
            is_secret = _BASIC.fullmatch(value) is not None
        elif scheme == "bearer":
            is_secret = any(map(str.isdigit, value))
        else:
            is_secret = is_random(value) or _HEX.fullmatch(value) is not None
        if is_secret:
            yield start, start + len(value)


# Anything else that only machines read.

SHORTEST_RUN = 20
"""Least number of characters of a random run that is secret without a name."""
_RUN = re.compile(rf"[A-Za-z0-9+/=_%-]{{{SHORTEST_RUN},}}+")
_HEX = re.compile(
    r"(?:0x)?[0-9a-fA-F]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}"
)
"""Digests, commits and UUIDs: random as well, and public unless words or a name say otherwise."""
_READABLE = re.compile(r"[a-z]{3,}(?:[-_/%+=][a-z]{2,})*|[A-Z]?[a-z]{2,}|[A-Z]{2,}|\d{1,4}|[-_/%+=]")
"""Pieces of names and paths; what is made of them alone hides nothing."""
_VOICED = re.compile(r"(?:[AEIOUYaeiouy]|[A-Z]?[b-df-hj-np-tv-xz]{1,30}[aeiouy])[a-z]{1,30}")
"""Pieces with a vowel, as words have them."""
_TURN = re.compile(r"[a-z](?=[A-Z0-9])|[0-9](?=[A-Za-z])|[A-Z](?=[0-9])")
"""Places where a kind of character ends; a capital at the start of a word is none."""
_CAMEL_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_CAMEL = re.compile(r"[A-Za-z]+")
_ALPHABETS = ("0123456789abcdef", "abcdefghijklmnopqrstuvwxyz", "abcdefghijk", "23456789abc")
_FILES = (
    "iVBORw0KGgo",
    "R0lGOD",
    "/9j/",
    "UklGR",
    "PHN2Zy",
    "PD94bW",
    "JVBERi0",
    "UEsDB",
    "H4sI",
    "AAABAA",
    "T2dnU",
    "d09GR",
)
"""First bytes of pictures, documents, archives and fonts in Base64, from their registered file signatures."""
_PUBLIC_KEYS = ("AAAAB3NzaC1", "AAAAC3NzaC1", "AAAAE2VjZHNh")
"""First bytes of public SSH keys in Base64: the name of the algorithm (RFC 4253, section 6.6)."""
_DIGEST = re.compile(r"(?:sha\d{1,3}|md5|h1|blake2[bs]|integrity|base64,)[-:=,\"' ]{0,3}\Z|base64,\Z", re.IGNORECASE)
_ALGORITHM = re.compile(r"(?:sha\d{1,3}|md5)[-=]", re.IGNORECASE)
_BETWEEN_LINES = re.compile(r"""(?:[\s"'`#,()+]|\\n){1,200}""")


def random_runs(text: str) -> Iterator[Span]:
    """Yield long random runs that are no digests, UUIDs, files, certificates or public keys."""
    public: list[Span] | None = None
    file_end = -1
    for chunk in _chunks(text):
        for run in _RUN.finditer(text, *chunk):
            start, end = run.span()
            if is_opaque(run[0]) or file_end >= 0:
                goes_on = file_end >= 0 and start - file_end <= 200
                if run[0].startswith(_FILES) or (goes_on and _BETWEEN_LINES.fullmatch(text, file_end, start)):
                    file_end = end
                    continue
            if not is_random(run[0]) or _DIGEST.search(text, max(0, start - 14), start) or _ALGORITHM.match(run[0]):
                continue
            public = _public(text) if public is None else public
            if not any(first <= start < last for first, last in public):
                yield start, end


_WORDS_BEFORE = re.compile(
    r"(?:key|token|secret|passw\w*|credential\w*|cookie|session(?:[ _]id)?)s?\b(?!\w)", re.IGNORECASE
)
_DIGEST_WORDS = re.compile(
    r"sha-?\d|md5|hash|digest|checksum|commit|revision|etag|fingerprint|uuid|guid|cache|primary|public|sort|foreign|trace|nonce"
    r"|vector|test|entity|object|version|merge|branch|request|correlation|idempotency",
    re.IGNORECASE,
)
_NAMED_HEX = re.compile(
    r"(?<![\w-])(?:[0-9a-f]{20,}+|[0-9A-F]{20,}+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![\w-])"
)


def named_digests(text: str) -> Iterator[Span]:
    """Yield hexadecimal runs of which the words beside them say that they are keys: `the API key 9d71…`."""
    found = [run for chunk in _chunks(text) for run in _NAMED_HEX.finditer(text, *chunk)]
    for run in found:
        start, end = run.span()
        before = text[max(0, start - 40) : start].rpartition("\n")[2]
        after = text[end : end + 30].partition("\n")[0]
        if not any(map(str.isdigit, run[0])) or is_placeholder(run[0]) or _is_sequence(run[0]):
            continue
        if _DIGEST_WORDS.search(before) or _DIGEST_WORDS.search(after):
            continue
        if _WORDS_BEFORE.search(before) or re.match(
            r"[`\"']{0,3} (?:is|as|are) .{0,16}(?:key|token|secret|password)", after
        ):
            yield start, end


def _is_sequence(run: str) -> bool:
    return any(alphabet in run.lower() for alphabet in _ALPHABETS)


@functools.lru_cache(maxsize=4096)
def is_opaque(run: str) -> bool:
    """Return whether a run of characters is random: letters and digits in turn, no words, no alphabet."""
    if _is_sequence(run):
        return False
    digits = sum(character.isdigit() for character in run)
    if digits in {0, len(run)}:
        # Words grow long as well; without digits only a jumble of both cases is no word.
        changes = len(re.findall(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[a-z])", run))
        return digits == 0 and len(run) >= 28 and changes * 3 > len(run)
    left = _READABLE.sub("", run)
    turns = len(re.findall(r"[A-Za-z](?=\d)|\d(?=[A-Za-z])", run))
    return len(left) * 4 > len(run) or turns * 6 > len(run) or _is_jumble(run)


def _is_jumble(run: str) -> bool:
    """Return whether capitals, small letters and digits follow each other at random, with few words among them.

    Of 112,000 long runs in the standard library and in packages of a development environment, this adds 37, and all but
    two of them are Base64 or random.
    """
    if not re.search("[a-z]", run) or not re.search("[A-Z]", run):
        return False
    words = sum(map(len, _VOICED.findall(run)))
    return len(_TURN.findall(run)) * 5 > len(run) and words * 2 < len(run)


@functools.lru_cache(maxsize=4096)
def is_random(run: str) -> bool:
    """Return whether a run is opaque, and no digest, file, public key, documented key or readable text in Base64."""
    if (
        len(run) < SHORTEST_RUN
        or not is_opaque(run)
        or _HEX.fullmatch(run)
        or run in DOCUMENTED
        or is_placeholder(run[:300])
    ):
        return False
    if run.startswith((*_FILES, *_PUBLIC_KEYS)) or max(map(len, re.findall(r"[A-Za-z0-9]+", run)), default=0) < 10:
        return False
    if _CAMEL.fullmatch(run) and len(_CAMEL_WORD.findall(run)) * 7 < len(run) * 2:
        return False
    parts = [part for part in re.split(r"[-_/=+%]", run) if part]
    if all(_HEX.fullmatch(part) or not is_opaque(part) for part in parts) and not _is_base64(run):
        return False
    return not _says_something(run)


def _is_base64(run: str) -> bool:
    """Return whether a run has the mix of Base64: capitals, small letters and digits, with separators at random."""
    return all(re.search(kind, run) for kind in ("[a-z]", "[A-Z]", r"\d")) and len(
        re.findall(r"[a-z][A-Z]|[A-Z][a-z]|\d", run)
    ) * 3 > len(run)


def _says_something(run: str) -> bool:
    """Return whether a run is Base64 of printable text that holds no key."""
    try:
        text = base64.b64decode(run + "=" * (-len(run) % 4), validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return False
    return text.isprintable() and not is_known(text)


def is_known(text: str) -> bool:
    """Return whether a text holds a key of a known shape."""
    rules = (private_keys, addresses, service_keys, header_values)
    return any(next(rule(text), None) is not None for rule in rules)
