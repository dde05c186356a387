"""The verbs by which names and summaries say what code does, in one table."""

from __future__ import annotations

_VERBS = """
abort accept accumulate acknowledge acquire activate adapt add adjust adopt advance aggregate align allocate allow
analyse analyze animate annotate append apply archive arrange ask assemble assert assign associate attach authenticate
await backup beep bind block break bring broadcast browse build cache calculate call cancel capture cast change check
choose clean clear click clip clone close coerce collapse collect colorize combine commit compare compile complete
compose compress compute concatenate configure confirm conjugate connect construct consult consume contain continue
control convert copy correct count cover craft crawl create crop cut deactivate debug decide declare decode decompress
decorate decrement decrypt dedent defer define delegate delete deliver deprecate derive describe deserialize destroy
detach detect determine disable disallow discard disconnect discover dismiss dispatch display dispose distribute
divide download draw drop dump duplicate edit emit empty emulate enable encapsulate encode encrypt end enforce enqueue
enrich ensure enter enumerate erase escape establish estimate evaluate exchange exclude execute exit expand expire
export expose extend extract feed fetch fill filter finalise finalize find finish fire fit fix flag flatten flip flush
focus fold follow force forget format forward freeze gather generate get give grab grade group grow guard guess handle
hash hide highlight hold identify ignore implement import include increase increment indent index indicate infer
inherit init initialise initialize initiate inject insert inspect install instantiate interact intercept interleave
interpret intersect introspect invalidate invert invoke issue iterate join keep kill launch leave limit link list
listen load locate lock log login logout look lower make mangle map mark mask match maximize measure merge migrate
minimize mock modify monitor mount move multiply mutate narrow negate normalise normalize notify observe obtain offer
open optimize order organize output overlay override pack pad parse partition pass patch pause peek perform pick ping
place play plot pluralize point poll pop populate post predict prefetch prefix preload prepare prepend present
preserve pretty prevent print produce program prohibit promote prompt propagate propose protect prove provide prune
publish pull push put query queue quote raise rank reach read rearrange rebuild receive recognize reconnect record
recover recreate redirect reduce reformat refresh refuse register reindex reject relate relax release reload remove
rename render reopen reorder repair repeat rephrase replace reply report reposition represent request require reraise
reschedule reserve reset resize resolve respond restart restore restrict restructure resume retain retarget retrieve
retry return reuse reveal reverse revert review revoke rewind rewrite roll rotate round route run sample sanitise
sanitize satisfy save scale scan schedule scrape scroll search seed seek select send separate serialise serialize
serve set shield shift shorten show shrink shuffle shut sign signal simplify simulate singularize skip sleep slice
slugify smooth solve sort spawn specify spin split squash stack stamp start stop store stream stringify strip submit
subscribe substitute subtract sum summarise summarize suppress suspend swap switch sync synchronize tag tail take tell
terminate test throttle throw tidy titleize toggle tokenize touch trace track train transcribe transfer transform
translate transpose trap traverse trigger trim truncate try turn unblock uncache underscore undo unescape unfold unify
uninstall unload unlock unmount unpack unquote unregister unroll unschedule unset unsubscribe unwrap update upgrade
upload upsert use validate vary verify view visit wait wake walk warn watch widen wrap write yield zip
"""
VERBS = frozenset(_VERBS.split())
"""First words of names and of summaries that say what is done."""

EMPTY_VERBS = frozenset(
    {"do", "get", "handle", "manage", "perform", "process", "setup", "init", "use", "pretty", "log", "wait"}
)
"""Verbs that tell nothing without what they act on being told otherwise."""

GIVING_VERBS = frozenset(
    """
    build calculate collect compute construct convert create derive determine extract fetch find format gather generate
    get guess infer list load lookup make obtain parse prepare produce query read render resolve retrieve return select
    """.split()  # noqa: SIM905 - words read better as a text
)
"""Verbs whose object, in a name, is what the function gives."""

AGENTS = frozenset({"main", "run"})

ABBREVIATIONS = {
    "addr": "address", "api": "API", "arg": "argument", "args": "arguments", "attr": "attribute",
    "attrs": "attributes", "auth": "authentication", "cfg": "configuration", "cmd": "command",
    "conf": "configuration", "config": "configuration", "conn": "connection", "creds": "credentials", "css": "CSS",
    "csv": "CSV", "ctx": "context", "db": "database", "dest": "destination", "dict": "dictionary", "dir": "folder",
    "dirname": "folder name", "dirs": "folders", "dns": "DNS", "doc": "document", "docs": "documents",
    "dst": "destination", "dt": "date", "elem": "element", "env": "environment", "err": "error", "exc": "exception",
    "expr": "expression", "fields": "fields", "filename": "file name", "filenames": "file names", "fn": "function",
    "fmt": "format", "fname": "file name", "gui": "GUI", "jsonl": "JSONL", "llm": "LLM", "png": "PNG", "ai": "AI",
    "fp": "file", "func": "function", "html": "HTML", "http": "HTTP", "id": "id", "idx": "index", "img": "image",
    "imgs": "images", "info": "information", "int": "integer", "ip": "IP", "json": "JSON", "lang": "language",
    "len": "length", "lib": "library", "loc": "location", "max": "greatest", "md": "Markdown", "min": "least",
    "mod": "module",
    "msg": "message", "msgs": "messages", "ns": "namespace", "num": "number of", "obj": "object", "opt": "option",
    "opts": "options",
    "os": "OS", "param": "parameter", "params": "parameters", "pct": "percentage", "pdf": "PDF", "perm": "permission",
    "pid": "process id", "pkg": "package", "pos": "position", "pred": "predicate", "prev": "previous",
    "proc": "process", "prop": "property", "props": "properties", "pwd": "password", "qs": "query string",
    "ref": "reference", "regex": "regular expression", "repo": "repository", "req": "request", "resp": "response",
    "sec": "seconds", "secs": "seconds", "sep": "separator", "sql": "SQL", "src": "source", "ssl": "SSL",
    "stderr": "standard error", "stdin": "standard input", "stdout": "standard output", "str": "text",
    "temp": "temporary", "tmp": "temporary", "toml": "TOML", "tz": "time zone", "ui": "UI", "uri": "URI",
    "uris": "URIs", "url": "URL", "urls": "URLs", "usr": "user", "utf": "UTF", "uuid": "UUID", "val": "value",
    "vals": "values", "var": "variable", "vars": "variables", "ver": "version", "xls": "XLS", "xml": "XML",
    "yaml": "YAML",
}  # fmt: skip
"""Parts of names as a reader says them."""
