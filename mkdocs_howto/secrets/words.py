"""Secrets in words: `password=…`, as prose, code spans, logs, settings, headers and connection strings have them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_howto.secrets.names import (
    has_digit,
    is_made_for,
    is_placeholder,
    is_random_path,
    is_secret_name,
    is_technical,
    looks_made,
    may_be_shown,
    may_name_secret,
)
from mkdocs_howto.secrets.shapes import Span

STEMS = (
    "pass",
    "pw",
    "pswd",
    "mdp",
    "secret",
    "token",
    "cookie",
    "cred",
    "auth",
    "jwt",
    "dsn",
    "salt",
    "pepper",
    "otp",
    "conn",
    "hook",
    "mnemonic",
    "code",
    "seed",
    "phrase",
    "_pin",
    "key",
    "csrf",
    "bearer",
    "session",
    "wort",
    "contrase",
    "senha",
)
"""Texts of which every secret name has one; most texts have none."""
_STEM = re.compile("|".join(STEMS))
_REST = re.compile(
    r"[\w-]{0,40}"
    r"(?:\\?[\"'`]|\]){0,3}[ \t]{0,8}"
    r"(?P<given>:=|=>|[=!]=|[:=][ \t]*+|(?:is|was|to)(?= )[ \t]{1,3}|"
    r"(?<=[\w\"'`])[ \t](?=[\w\"'`+/])|(?<=[\"']),[ \t]{0,3}(?=[\"']))"
)
"""The rest of a name, and what stands between it and its value."""
_LONGEST_NAME = 60
"""Characters before a word that may belong to the same name."""
_ANNOTATION = re.compile(r"[A-Za-z_][\w.\[\], |]{0,60}?[ \t]?=[ \t]?(?!=)")
_QUOTE = re.compile(
    r"[ \t]{0,8}(?:(?:SecretStr|SecretBytes|Secret|Password|str|bytes)\()?[(\[{]?[rRbBuUfF@]{0,2}(\"\"\"|'''|\\?[\"'`])"
)
_NEXT_QUOTE = re.compile(r"\s{0,40}[+.\\]?\s{0,40}[rRbBuUfF]{0,2}(\"\"\"|'''|[\"'])")
_BARE = re.compile(r"[ \t]{0,8}(\{[^{}\s]{3,80}\}(?=;)|[^\s\"'`,;(){}\[\]<>…|&\\]{2,1000})")
_COOKIES = re.compile(
    r"[ \t]{0,8}((?:[\w.$-]{1,80}=[^;\s\"'`,{}]{0,4096})(?:;[ ]?[\w.$-]{1,80}(?:=[^;\s\"'`,{}]{0,4096})?){0,100})"
)
_SCHEME = re.compile(r"[ \t]{0,8}(?:[A-Za-z][A-Za-z0-9-]{1,30})[ \t]{1,3}(?=[^\s\"'`])")
_HEADER_REST = re.compile(r"[^\s\"'`][^\n\"'`]{3,500}")
_MACHINE = re.compile(r"[\d=]|[A-Za-z][!#$%&*+/=][A-Za-z]")
_NUMBER = re.compile(r"[+-]?\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?%?")
_CODE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_COMMAND = re.compile(
    r"(?:(?:curl|wget|http|https)\b[^\n]{0,200}?[ \t](?:-u|--user|-a|--auth|-U|--proxy-user)[ =]"
    r"|(?<![\w-])(?:-u|--user|--proxy-user)[ =])[\"']?[^\s:\"'`/]{1,64}:([^\s\"'`:/@]{3,200})"
)
_JOINED_OPTION = re.compile(r"(?:mysql|mariadb|sshpass)[a-z]{0,10}\b[^\n]{0,200}? -p ?([^\s\"'`]{3,200})")
"""A password right behind its option, as the clients of MySQL take it."""
_COMMANDS = (" -u ", "-u ", "--user", "--auth", "--proxy-user", " -a ", " -U ")
_NETRC = re.compile(r"\blogin[ \t]+\S{1,100}\s{1,20}password[ \t]+(\S{1,200})")
_OPTION = re.compile(r"(?<![\w-])--([\w-]{1,40})[ =]([^\s\"'`<>\[\]…-][^\s\"'`<>\[\]…]{3,200})")
_LONGEST_VALUE = 4_000
_STRONG = frozenset({":=", "=>", "==", "!=", ":", "="})
"""What gives a value; other words and marks between a name and a value only may."""


def named_values(text: str) -> Iterator[Span]:
    """Yield values that are given to secret names in words."""
    lowered = text.lower()
    if not any(stem in lowered for stem in STEMS):
        return
    end = 0
    # Some letters are more than one in lower case.
    searched = lowered if len(lowered) == len(text) else "".join(map(_lower, text))
    for stem in _STEM.finditer(searched):
        found = _REST.match(text, stem.start()) if stem.start() >= end else None
        if found is None:
            continue
        start = _name_start(text, found.start())
        name = re.match(r"[\w.-]*", text[start : found.start("given")])[0]  # type: ignore[index]
        if text[start - 1 : start] == "\\" and name[:1] in {"n", "r", "t"}:  # An escaped line break.
            start, name = start + 1, name[1:]
        last = name.rpartition(".")[2] or name
        is_secret = is_secret_name(last)
        if not is_secret and not may_name_secret(last):
            continue
        for span in _values(text, start, name, found):
            if is_secret or is_made_for(last, text[slice(*span)]):
                end = span[1]
                yield span


def _lower(character: str) -> str:
    return character.lower() if character.isascii() else character


def _name_start(text: str, end: int) -> int:
    """Return where the name begins whose word starts at `end`; no further back than `_LONGEST_NAME`."""
    start = end
    while start > max(0, end - _LONGEST_NAME) and (text[start - 1].isalnum() or text[start - 1] in "_.-"):
        start -= 1
    return start


def _values(text: str, start: int, name: str, found: re.Match[str]) -> Iterator[Span]:
    """Yield what one secret name is given."""
    given, position = found["given"].strip(), found.end()
    last = name.lower().rpartition(".")[2]
    if last == "pass" and given not in _STRONG:
        return  # A verb more often than a name.
    if given in {":", "="} and last.endswith("cookie") and (cookies := _COOKIES.match(text, position)):
        if not all(is_placeholder(part.partition("=")[2]) for part in cookies[1].split(";")):
            yield cookies.span(1)
        return
    if given == ":" and (annotation := _ANNOTATION.match(text, position)):
        given, position = "=", annotation.end()
    if quote := _QUOTE.match(text, position):
        if text[start - 1 : start] == quote[1] and found[0].count(quote[1]) == 0:
            return  # It closes what the name is in: `'Cookie:' and more`.
        is_parser = name == "token" and given in {"==", "!="}
        if (given in _STRONG and not is_parser) or _is_enclosed(text, quote, given):
            yield from _quoted(text, quote)
        return
    if given in {":", "="} and last.endswith(("authorization", "authorisation")):
        yield from _header(text, position)
        return
    if (bare := _BARE.match(text, position)) and _is_value(text, start, name, given, bare):
        yield bare.start(1), bare.start(1) + len(bare[1].rstrip(".:!?"))


def _quoted(text: str, quote: re.Match[str] | None) -> Iterator[Span]:
    """Yield what stands between quotes, also where literals follow each other."""
    for _ in range(50):
        if quote is None:
            return
        start = quote.end()
        limit = min(len(text), start + _LONGEST_VALUE)
        end = _closing(text, quote[1], start, limit)
        value = text[start:end]
        is_identifier = quote[1] == "`" and value.replace("_", "a").replace(".", "a").isalpha()
        if not is_identifier and not may_be_shown(value):
            yield start, end
        quote = _NEXT_QUOTE.match(text, end + len(quote[1])) if end < limit else None


def _is_enclosed(text: str, quote: re.Match[str], given: str) -> bool:
    """Return whether a quote that follows a name without `=` or `:` opens a value, and no name or word."""
    end = _closing(text, quote[1], quote.end(), min(len(text), quote.end() + _LONGEST_VALUE))
    value = text[quote.end() : end]
    if not text.startswith(quote[1], end) or value != value.strip():
        return False
    return re.search(r"\d|\w[!#$%^&*?@~+]" if given == "," else r"\d|\w[ !#$%^&*?@~+-]", value) is not None


def _closing(text: str, mark: str, start: int, limit: int) -> int:
    """Return where a quoted value ends: before its mark, or with its line."""
    end = text.find(mark, start, limit)
    while len(mark) == 1 and mark != "`" and start < end and text[end - 1] == "\\" and text[end - 2] != "\\":
        end = text.find(mark, end + 1, limit)
    if end < 0 or (len(mark) < 3 and "\n" in text[start:end]):
        newline = text.find("\n", start, limit)
        end = limit if newline < 0 else newline
    return end


def _header(text: str, position: int) -> Iterator[Span]:
    """Yield the value of a header Authorization, behind its scheme."""
    scheme = _SCHEME.match(text, position)
    rest = _HEADER_REST.match(text, scheme.end() if scheme else re.compile(r"[ \t]*+").match(text, position).end())  # type: ignore[union-attr]
    if rest is None:
        return
    value = rest[0].rstrip(" .\r")
    if _MACHINE.search(value) is None or may_be_shown(value):
        return
    if len(value.split()) < 5 or "=" in value:  # More words are a sentence about the header.
        yield rest.start(), rest.start() + len(value)


def _is_value(text: str, start: int, name: str, given: str, bare: re.Match[str]) -> bool:
    """Return whether a bare word that follows a secret name is its value, and no code, type or word of a sentence."""
    value = bare[1].rstrip(".:!?")
    following = text[bare.end() : bare.end() + 1]
    if len(value) < 3 or following in {"(", "["} or is_placeholder(value) or value[0] in "$%*@<>/=~":
        return False
    if may_be_shown(value) or is_technical(value):
        return False
    if given in {"=", ":=", ""} and _is_setting(text, start, name, given, bare):
        return True
    if _NUMBER.fullmatch(value):
        return False
    if _CODE.fullmatch(value) and (is_secret_name(value) or ("." in value and not is_random_path(value))):
        return False
    is_mixed = has_digit(value) and any(map(str.isalpha, value))
    if given in {"is", "was"} and is_mixed and len(value) >= 6:
        return True
    if given not in _STRONG:
        return is_mixed and len(value) >= 6 and _CODE.fullmatch(value.rstrip("0123456789")) is None
    return (is_mixed and len(value) >= 5) or re.search(r"\w[!#$^&*?@~+=%][\w!#$^&*?@~+=%]", value) is not None


def _is_setting(text: str, start: int, name: str, given: str, bare: re.Match[str]) -> bool:
    """Return whether name and value stand in a list of settings, where each word is a value.

    Connection strings have them (`UID=sa;PWD=word;`, `host=db password=word`), files of settings (`DB_PASSWORD=word`)
    and command lines (`--password=word`).
    """
    if given != "=":
        return False
    before, after = text[max(0, start - 120) : start], text[bare.end(1) : bare.end(1) + 60]
    if after.startswith(";") or before.rstrip(" ").endswith(";"):
        return True
    if text[bare.start(1) - 1 : bare.start(1)] != "=":
        return False
    if before.endswith("--") or name.startswith("--") or (name.isupper() and len(name) > 2):
        return True
    previous = before.rstrip(" ").rpartition(" ")[2]
    return (before.endswith(" ") and re.fullmatch(r"[\"'`(]?\w+=[^\s,()]+", previous) is not None) or (
        re.match(r" \w+=[^\s=]", after) is not None
    )


def command_values(text: str) -> Iterator[Span]:
    """Yield passwords in command lines and in `.netrc`: `-u ada:word`, `--password word1`."""
    if any(mark in text for mark in _COMMANDS):
        for found in _COMMAND.finditer(text):
            if not may_be_shown(found[1]) and not found[1].isdigit():
                yield found.span(1)
    if " -p" in text:
        for found in _JOINED_OPTION.finditer(text):
            if looks_made(found[1]):
                yield found.span(1)
    if "--" in text:
        for found in _OPTION.finditer(text):
            value = found[2]
            is_word = found[0][len(found[1]) + 2] == " " and not re.search(r"\d|\w[!#$^&*?@~+%]", value)
            if is_secret_name(found[1]) and not is_word and not may_be_shown(value) and value[0] not in "$%{<":
                yield found.span(2)
    if "login" in text and "password" in text:
        for found in _NETRC.finditer(text):
            if not may_be_shown(found[1]):
                yield found.span(1)
