"""A catalogue of values by the names of parameters: one row for each role.

A row applies to a parameter whose name is, or ends in, one of its words, and which takes values of its kind. A row
with `around` applies only where the function or its class is named so. The first row that applies has the most weight;
`fits` and `unlike` are parameters to which it applies and does not apply, and are its test.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mkdocs_howto.writers.offline.examples.planning.values import Value, as_path, literal, words_of


@dataclass(frozen=True, slots=True)
class Row:
    """What a name says of a value.

    Attributes:
        role: What the value is.
        words: Last words of names, apart by spaces.
        value: An expression.
        fits: A function with one parameter to which the row applies.
        unlike: One to which it does not.
        around: Words of the function or class, one of which is needed; empty where none is.
        filler: Whether any value of the kind would do as well.
        kind: What the value is, where its expression does not say it.
        line: What it imports.
    """

    role: str
    words: str
    value: str
    fits: str
    unlike: str
    around: str = ""
    filler: bool = False
    kind: str = ""
    line: str = ""

    @property
    def made(self) -> Value:
        """Return the value."""
        return _value(self)


@functools.lru_cache(maxsize=512)
def _value(row: Row) -> Value:
    value = literal(row.value, row.role, filler=row.filler)
    return replace(value, kind=row.kind or value.kind, imports=(row.line,) if row.line else ())


_TEXTS = (
    "text texts string str s data content contents body source src input value markup document doc raw payload val line"
)

_FILE = "path file filename file_name filepath file_path fname dump_file"
_NAMES = {
    "csv": "products.csv", "json": "products.json", "xml": "products.xml", "html": "page.html",
    "markdown": "page.md", "dot": "graph.dot", "png": "picture.png", "image": "image.png", "video": "video.mp4",
    "audio": "audio.mp3", "pdf": "order.pdf", "txt": "notes.txt", "text": "notes.txt", "log": "tool.log",
    "toml": "settings.toml",
}  # fmt: skip
"""Files by a word that stands before the last one of a parameter, or in the name of its function."""

ROWS = (
    *(Row(f"{word} file", _FILE, f'"{name}"', f"load({word}_path: str)", "load(path: str)", word)
      for word, name in _NAMES.items()),
    # Texts with a form of their own, where the function says which.
    Row("json text", _TEXTS + " json", "'{\"name\": \"tea\", \"price\": 3.5}'", "load_json(text: str)",
        "load(text: str)", "json"),
    Row("xml text", _TEXTS + " xml", '"<order><item>tea</item></order>"', "parse_xml(text: str)", "parse(text: str)",
        "xml"),
    Row("html text", _TEXTS + " html", '"<p>Tea &amp; <b>milk</b></p>"', "strip_html(text: str)",
        "strip(text: str)", "html tags markup"),
    Row("yaml text", _TEXTS + " yaml", '"name: tea\\nprice: 3.5\\n"', "load_yaml(text: str)", "load(text: str)",
        "yaml"),
    Row("toml text", _TEXTS + " toml", "'name = \"tea\"\\nprice = 3.5\\n'", "parse_toml(text: str)",
        "parse(text: str)", "toml"),
    Row("markdown text", _TEXTS + " md markdown", '"# Tea\\n\\nGreen or *black*."', "render_markdown(text: str)",
        "render(text: str)", "markdown md"),
    Row("date text", _TEXTS + " date datestr date_string timestr datetime", '"2026-03-14"', "parse_date(text: str)",
        "parse(text: str)", "date datetime isoparse isoformat rfc3339 iso8601"),
    Row("url text", _TEXTS, '"https://example.com/tea?size=2"', "parse_url(value: str)", "parse(value: str)",
        "url uri urls"),
    Row("number text", _TEXTS + " num number token", '"42"', "parse_int(text: str)", "parse(text: str)",
        "int number integer float numeric decimal digits"),
    Row("version text", _TEXTS, '"1.4.2"', "parse_version(text: str)", "parse(text: str)", "version semver"),
    Row("address text", _TEXTS + " addr", '"192.0.2.10"', "is_ip(value: str)", "check(value: str)",
        "ip ipv4 inet ipaddress"),
    Row("email text", _TEXTS, '"ada@example.com"', "is_email(value: str)", "check(value: str)", "email"),
    Row("base64 text", _TEXTS, '"SGVsbG8="', "base64_to_text(content: str)", "to_text(content: str)", "base64 b64"),
    Row("hex text", _TEXTS, '"ff8800"', "hex_to_rgb(value: str)", "rgb(value: str)", "hex"),
    Row("name text", _TEXTS + " word name", '"unitPrice"', "camel_to_snake(name: str)", "greet(text: str)",
        "camel snake underscore camelize camelcase snakecase decamelize"),
    Row("word", _TEXTS + " word noun", '"berry"', "pluralize(word: str)", "read(text: str)",
        "plural pluralize singularize plurals"),
    Row("title", _TEXTS + " title", '"Tea and Coffee in 10 Minutes"', "slugify(text: str)", "read(text: str)",
        "slugify slug parameterize titleize"),
    Row("version", "version ver", '"1.4.2"', "install(version: str)", "install(version: int)"),
    # Addresses and places.
    Row("image url", "url uri link", '"https://example.com/image.png"', "save(image_url: str)", "save(url: str)",
        "image img photo picture"),
    Row("video url", "url uri link", '"https://example.com/video.mp4"', "save(video_url: str)", "save(url: str)",
        "video"),
    Row("url", "url uri link href", '"https://example.com/products/42"', "fetch(url: str)", "fetch(urls: int)"),
    Row("base url", "base_url baseurl base_uri", '"https://example.com/"', "join(base_url: str)", "join(base: str)"),
    Row("urls", "urls links uris", '["https://example.com/tea", "https://example.com/coffee"]',
        "fetch(urls: list[str])", "fetch(url: str)"),
    Row("host", "host hostname server", '"localhost"', "connect(host: str)", "connect(host: int)"),
    Row("port", "port", "8080", "connect(port: int)", "connect(port: str)"),
    Row("domain", "domain domain_name", '"example.com"', "look_up(domain: str)", "look_up(domain: int)"),
    Row("ip address", "ip ip_address ipaddr", '"192.0.2.10"', "ping(ip: str)", "ping(host: bytes)"),
    Row("http method", "http_method", '"GET"', "send(http_method: str)", "send(way: str)"),
    Row("http method", "method", '"GET"', "request(method: str)", "sort(method: str)", "request http open route"),
    Row("status code", "status_code statuscode status http_status", "404", "fail(status_code: int)",
        "fail(status_code: str)"),
    Row("headers", "headers", '{"Accept": "application/json"}', "get(headers: dict[str, str])", "get(header: str)"),
    Row("query", "params query_params", '{"size": "2"}', "get(params: dict[str, str])", "get(param: str)"),
    Row("mime type", "mimetype mime_type content_type media_type", '"application/json"', "send(content_type: str)",
        "send(type: str)"),
    Row("user agent", "user_agent useragent", '"inventory/1.0"', "get(user_agent: str)", "get(agent: Agent)"),
    Row("username", "username user_name login", '"ada"', "log_in(username: str)", "log_in(user: User)"),
    Row("password", "password passwd pwd", '"change-me"', "log_in(password: str)", "log_in(password: int)"),
    Row("secret key", "key secret_key", '"change-me"', "sign(key: str)", "pick(key: str)",
        "sign signed signer signature signing hmac digest token tokens serializer"),
    Row("secret key", "key secret_key", 'b"change-me"', "sign(key: bytes)", "sign(key: str)",
        "sign signed signer signature signing hmac digest token tokens serializer"),
    # Files.
    Row("file", "path filename file_name filepath file_path file fname pathname", '"notes.txt"',
        "read(filename: str)", "read(file: int)"),
    Row("output file", "output_path output_file outfile out_path dest destination dst", '"output.txt"',
        "save(output_path: str)", "save(output: list[int])"),
    Row("directory", "directory folder dirname dir_path root_dir dir", '"reports"', "list_all(directory: str)",
        "list_all(directory: int)"),
    Row("suffix", "suffix extension ext", '".txt"', "rename(suffix: str)", "rename(suffix: int)"),
    Row("encoding", "encoding charset codec enc", '"utf-8"', "read(encoding: str)", "read(encoding: bool)"),
    Row("file mode", "mode", '"r"', "open(mode: str)", "run(mode: str)", "open file"),
    # Regular expressions; this one matches most texts, and prints without escapes.
    Row("regular expression", "regex regexp", '"[a-z]+"', "find(regex: str)", "find(regex: bool)"),
    Row("glob pattern", "pattern pat", '"*.txt"', "glob(pattern: str)", "find(pattern: str)",
        "glob rglob iglob fnmatch"),
    # Language models.
    Row("messages", "messages", '[{"role": "user", "content": "Name three kinds of tea."}]',
        "chat(messages: list[dict[str, str]])", "show(messages: str)"),
    Row("prompt", "message text query input", '"Name three kinds of tea."', "ask(message: str)", "show(message: str)",
        "ask chat llm completion"),
    Row("prompt", "prompt question user_prompt", '"Name three kinds of tea."', "ask(prompt: str)", "ask(prompt: bool)"),
    Row("model", "model model_name model_id", '"gpt-4o"', "create_async_generator(model: str)", "fit(model: Model)",
        "chat completion generate generator ask llm stream provider prompt create"),
    # Times.
    Row("timeout", "timeout", "5", "wait(timeout: float)", "wait(timeout: str)"),
    Row("seconds", "seconds secs delay interval duration sleep_time wait period ttl", "0.1", "wait(delay: float)",
        "wait(delay: int)"),
    Row("whole seconds", "seconds secs delay interval duration period ttl", "5", "wait(delay: int)",
        "wait(delay: str)"),
    Row("year", "year", "2026", "easter(year: int)", "easter(year: str)"),
    Row("month", "month", "3", "days_in(month: int)", "days_in(month: str)"),
    Row("day", "day", "14", "at(day: int)", "at(day: str)"),
    Row("hour", "hour", "9", "at(hour: int)", "at(hour: str)"),
    Row("minute", "minute", "30", "at(minute: int)", "at(minute: str)"),
    Row("timestamp", "timestamp ts", "1_773_478_800", "show(timestamp: int)", "show(timestamp: str)"),
    Row("time zone", "tz timezone tzname time_zone zone", '"Europe/Berlin"', "now(timezone: str)",
        "now(timezone: tzinfo)"),
    Row("clock time", "time_str at_time", '"10:30"', "at(time_str: str)", "at(time: int)"),
    Row("clock time", "time", '"10:30"', "parse_time(time: str)", "parse_time(time: int)"),
    Row("date text", "date_string date_str datestr isodate date", '"2026-03-14"', "read(date_str: str)",
        "read(date: int)"),
    Row("moment", "dt datetime date_time when moment now at naive aware start_date end_date until since",
        "datetime(2026, 3, 14, 9, 30)", "show(dt: datetime)", "show(dt: str)", kind="datetime",
        line="from datetime import datetime"),
    Row("date", "date day start_date end_date birthday", "date(2026, 3, 14)", "show(day: date)", "show(day: str)",
        kind="date", line="from datetime import date"),
    Row("span of time", "delta timedelta td duration interval", "timedelta(hours=2)", "show(delta: timedelta)",
        "show(delta: str)", kind="timedelta", line="from datetime import timedelta"),
    # People, places, words.
    Row("person", "customer author owner person recipient sender assignee member employee student player guest",
        '"Ada"', "greet(customer: str)", "greet(customer: Customer)"),
    Row("user", "user", '"ada"', "greet(user: str)", "greet(user: User)"),
    Row("person", "name", '"Ada"', "greet(name: str)", "get(name: str)", "greet greeting hello welcome person user"),
    Row("language", "lang language locale language_code", '"en"', "translate(lang: str)", "translate(lang: int)"),
    Row("currency", "currency currency_code", '"USD"', "format_price(currency: str)", "format_price(currency: int)"),
    Row("price text", "price amount cost", '"9.99"', "check(price: str)", "check(price: int)"),
    Row("price", "price amount cost", "9.99", "add(price: float)", "add(price: str)"),
    Row("colour", "color colour", '"green"', "paint(color: str)", "paint(color: int)"),
    Row("title", "title heading headline caption label", '"Tea and coffee"', "show(title: str)", "show(title: int)"),
    Row("message", "message msg reason detail", '"The kettle is empty."', "warn(message: str)",
        "warn(message: dict[str, int])"),
    Row("search words", "query search_query keyword search_term", '"green tea"', "search(query: str)",
        "search(query: Query)"),
    Row("log level", "level log_level loglevel", '"INFO"', "log(level: str)", "climb(level: str)",
        "log logger logging"),
    Row("separator", "sep separator delimiter delim", '","', "split(sep: str)", "split(sep: int)"),
    Row("prefix", "prefix", '"tea"', "strip(prefix: str)", "strip(prefix: int)"),
    Row("word", "word noun", '"berry"', "count(word: str)", "count(word: int)"),
    Row("character", "char character ch letter fillchar", '"a"', "count(char: str)", "count(char: bool)"),
    Row("lines", "lines", '["green tea", "black coffee"]', "join(lines: list[str])", "join(lines: str)"),
    Row("words", "words names labels tags strings terms texts choices options tokens",
        '["tea", "coffee", "milk"]', "join(words: list[str])", "join(words: str)"),
    Row("bytes", "data content body payload raw b buf buffer value", 'b"Hello, world"', "digest(data: bytes)",
        "digest(data: str)", filler=True),
    Row("temperature", "degrees temperature celsius fahrenheit kelvin", "21.5", "warm(degrees: float)",
        "warm(degrees: str)"),
    # Numbers.
    Row("count", "n count num limit max_items max_results k number size length maxsize max_size maxlen capacity "
        "batch_size chunk_size chunksize page_size step num_items times repeat repeats",
        "2", "take(n: int)", "take(n: str)"),
    Row("factor", "factor scale multiplier", "3", "stretch(factor: int)", "stretch(factor: str)"),
    Row("retries", "retries max_retries attempts tries max_attempts", "3", "retry(attempts: int)",
        "retry(attempts: str)"),
    Row("width", "width max_width columns maxlength max_length", "20", "wrap(width: int)", "wrap(width: str)"),
    Row("height", "height rows", "10", "draw(height: int)", "draw(height: str)"),
    Row("index", "index idx position pos offset i", "1", "at(index: int)", "at(index: str)"),
    Row("start", "start begin low lower minimum min_value", "1", "range_of(start: int)", "range_of(start: str)"),
    Row("stop", "stop end high upper maximum max_value", "10", "range_of(stop: int)", "range_of(stop: str)"),
    Row("identifier", "id pk user_id item_id", "1", "get(id: int)", "get(id: bytes)"),
    Row("page", "page page_number", "1", "get(page: int)", "get(page: str)"),
    Row("probability", "probability prob p ratio fraction alpha", "0.5", "draw(probability: float)",
        "draw(probability: str)"),
    Row("seed", "seed", "42", "draw(seed: int)", "draw(seed: str)"),
    Row("number", "x y a b num number value val z", "7", "square(x: int)", "square(x: str)", filler=True),
    # Collections.
    Row("numbers", "numbers nums values integers ints iterable seq sequence lst xs samples array it iterator "
        "population",
        "[3, 1, 2]", "mean(numbers: list[int])", "mean(numbers: str)", filler=True),
    Row("items", "items iterable seq sequence values elements collection lst list entries data things coll it xs "
        "iterables seqs sequences iters its colls collections lists others",
        '["tea", "coffee", "milk"]', "batch(items: list[str])", "batch(items: int)", filler=True),
    Row("pairs", "pairs items iterable tuples entries", '[("tea", 3), ("coffee", 5)]',
        "count(pairs: list[tuple[str, int]])", "count(pairs: int)", filler=True),
    Row("records", "records rows dicts documents docs entries items data",
        '[{"name": "tea", "price": 3}, {"name": "coffee", "price": 5}]', "sort(records: list[dict[str, Any]])",
        "sort(records: int)"),
    Row("mapping", "mapping d dct dict map record row doc document data obj fields values attrs "
        "payload m a b coll collection", '{"name": "tea", "price": 3}', "invert(mapping: dict[str, Any])",
        "invert(mapping: list[int])", filler=True),
    Row("settings", "config settings options conf kwargs context ctx env environ", '{"theme": "dark"}',
        "apply(settings: dict[str, str])", "apply(settings: Settings)"),
    Row("key", "key k name field attr attribute column", '"name"', "pick(key: str)", "pick(key: int)", filler=True),
    Row("item", "item element elem value val obj v default fill fillvalue entry thing x", '"tea"', "add(item: str)",
        "add(item: dict[str, int])", filler=True),
    Row("flag", "flag enabled verbose strict", "True", "set_up(verbose: bool)", "set_up(verbose: str)"),
    # Types and functions.
    Row("type", "type_ tp hint annotation typ type_hint", "list[int]", "is_list(hint: Any)", "is_list(hint: str)",
        kind="class"),
    Row("class", "cls klass class_ typ type_", "dict", "name_of(cls: type)", "name_of(cls: str)", kind="class"),
    Row("error", "exc error exception err e", 'ValueError("The kettle is empty.")', "show(exc: Exception)",
        "show(error: str)", kind="error"),
    Row("key function", "key keyfunc key_func key_fn by", "len", "sort(key: Callable[[str], int])",
        "sort(key: str)"),
    Row("predicate", "pred predicate cond condition filter_func test", "str.isupper",
        "keep(pred: Callable[[str], bool])", "keep(pred: str)", kind="callable"),
    Row("function", "func function fn f mapper transform callback cb callable handler", "str.upper",
        "apply(func: Callable[[str], str])",
        "apply(func: str)", kind="callable"),
    Row("reducer", "op operator reducer binop", "lambda total, number: total + number",
        "fold(op: Callable[[int, int], int])", "fold(op: str)"),
    Row("factory", "factory default_factory", "list", "collect(factory: Callable[[], list])", "collect(factory: str)",
        kind="callable"),
)  # fmt: skip


@functools.lru_cache(maxsize=512)
def _words(row: Row) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(row.words.split()), frozenset(row.around.split())


def rows_for(identifier: str, around: Sequence[str]) -> Iterator[tuple[Row, bool]]:
    """Yield the rows that the words of a parameter's name lead to, and whether the whole name is one of a row's.

    Args:
        identifier: The parameter's name.
        around: Words of the function, its class and its module.
    """
    words = words_of(identifier)
    if not words:
        return
    whole, last, before = "_".join(words), words[-1], {*around, *words[:-1]}
    lasts = {"_".join(words[-2:]), last, last.rstrip("0123456789"), identifier}
    found = []
    for row in ROWS:
        named, near = _words(row)
        if near and not near & before:
            continue
        if whole in named or lasts & named:
            found.append((row, whole in named))
    # What the name itself says before its last word counts more than what the function is called.
    yield from sorted(found, key=lambda one: bool(one[0].around) and not _words(one[0])[1] & {*words[:-1]})


_FORMS = {
    "JSON": "json text", "XML": "xml text", "HTML": "html text", "YAML": "yaml text", "TOML": "toml text",
    "Markdown": "markdown text", "regular expression": "regular expression", "regex": "regular expression",
    "glob": "glob pattern", "URL": "url", "hostname": "host", "port number": "port", "email address": "email",
    "IP address": "ip address", "ISO 8601": "date text", "Base64": "base64 text", "base64": "base64 text",
    "hexadecimal": "hex text", "user name": "username", "MIME type": "mime type", "time zone": "time zone",
}  # fmt: skip
"""Roles by the words with which docstrings say what form a text has."""
_FORM = re.compile(rf"\b(?:{'|'.join(map(re.escape, _FORMS))})\b")


def row_said(text: str) -> tuple[Row, str] | None:
    """Return the row whose form a docstring's sentence names, with the words that name it.

    Args:
        text: What the docstring says of a parameter; empty where it says nothing.
    """
    forms = {_FORMS[match[0]]: match[0] for match in _FORM.finditer(text)}
    if len(forms) != 1:
        return None  # Of two forms, the sentence does not say which the parameter has.
    [(role, words)] = forms.items()
    return next(((row, words) for row in ROWS if row.role == role), None)


def value_of(row: Row, kinds: Sequence[str]) -> Value:
    """Return a row's value, as a path where paths are wanted and no texts."""
    value = row.made
    is_path = "path" in kinds and "text" not in kinds and value.kind == "text"
    return as_path(value) if is_path else value
