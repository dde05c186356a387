"""The verbs by which names and summaries say what code does, in one table."""

from __future__ import annotations

_VERBS = """
abort accept acquire activate adapt add adjust advance align allocate allow analyse analyze annotate append apply
archive arrange ask assemble assert assign attach authenticate await backup bind block bring broadcast browse build
cache calculate call cancel capture cast change check choose clean clear click clone close collapse collect combine
commit compare compile complete compress compute configure confirm connect construct consume contain convert copy
correct count cover crawl create crop cut debug decide declare decode decompress decorate decrypt define delete deliver
derive describe deserialize destroy detach detect determine disable discard discover disconnect dispatch display
distribute divide download draw drop dump duplicate edit emit enable encode encrypt end enforce enqueue ensure enter
enumerate escape establish estimate evaluate exclude execute exit expand expire export extend extract feed fetch fill
filter find finish fire fit fix flatten flip flush fold follow force forget format forward freeze gather generate get
give grab group guess guard hash hide highlight hold identify ignore implement import include increase increment indent
index infer inherit init initialise initialize inject insert inspect install instantiate intercept interpret invert
invoke issue iterate join keep kill launch leave limit link list listen load locate lock log login logout look lower
make map mark mask match measure merge migrate mock modify monitor mount move multiply mutate negate normalise normalize
notify observe obtain offer open order organize override pack pad parse partition pass patch pause peek perform pick
ping place play plot poll pop populate post predict prefix prepare present preserve pretty prevent print produce
program promote prompt propagate protect provide prune publish pull push put query queue quote raise rank reach read
rebuild receive recognize record recover redirect reduce refresh refuse register reject relate release reload remove
rename render reopen reorder repair repeat replace reply report represent request require reserve reset resize resolve
respond restart restore restrict resume retrieve retry return reveal reverse revert review revoke rewind rewrite roll
rotate round route run sample sanitise sanitize save scale scan schedule scrape scroll search seed seek select send
separate serialise serialize serve set setup shift shorten show shrink shuffle shut sign simplify simulate skip sleep
slice slugify smooth solve sort spawn specify split start stop store stream strip submit subscribe substitute subtract
sum summarise summarize suppress swap switch sync synchronize tag tail take tell terminate test throttle throw toggle
tokenize touch trace track train transcribe transfer transform translate transpose traverse trigger trim truncate try
turn undo unescape unfold uninstall unload unlock unpack unquote unregister unset unsubscribe unwrap update upgrade
upload upsert use validate verify view visit wait wake walk warn watch wrap write yield zip
"""
VERBS = frozenset(_VERBS.split())
"""First words of names and of summaries that say what is done."""

EMPTY_VERBS = frozenset(
    {"do", "get", "handle", "manage", "perform", "process", "setup", "init", "use", "pretty", "log"}
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
    "addr": "address", "api": "API", "arg": "argument", "args": "arguments", "attr": "attribute", "attrs": "attributes",
    "auth": "authentication", "cfg": "configuration", "cmd": "command", "conf": "configuration",
    "config": "configuration", "conn": "connection", "css": "CSS", "csv": "CSV", "ctx": "context", "db": "database",
    "dest": "destination", "dict": "dictionary", "dir": "folder", "dirname": "folder name", "dirs": "folders",
    "dns": "DNS", "doc": "document", "docs": "documents", "dst": "destination", "dt": "date", "elem": "element",
    "env": "environment", "err": "error", "exc": "exception", "expr": "expression", "fields": "fields",
    "filename": "file name", "filenames": "file names", "fn": "function", "fmt": "format", "fname": "file name",
    "fp": "file", "func": "function", "html": "HTML", "http": "HTTP", "id": "id", "idx": "index", "img": "image",
    "imgs": "images", "info": "information", "int": "integer", "ip": "IP", "json": "JSON", "lang": "language",
    "len": "length", "lib": "library", "loc": "location", "max": "greatest", "min": "least", "mod": "module",
    "msg": "message", "msgs": "messages", "num": "number of", "obj": "object", "opt": "option", "opts": "options",
    "os": "OS", "param": "parameter", "params": "parameters", "pct": "percentage", "pdf": "PDF", "perm": "permission",
    "pid": "process id", "pkg": "package", "pos": "position", "pred": "predicate", "prev": "previous",
    "proc": "process", "prop": "property", "props": "properties", "pwd": "password", "qs": "query string",
    "ref": "reference", "regex": "regular expression", "repo": "repository", "req": "request", "resp": "response",
    "sec": "seconds", "secs": "seconds", "sep": "separator", "sql": "SQL", "src": "source", "ssl": "SSL",
    "stderr": "standard error", "stdin": "standard input", "stdout": "standard output", "str": "text",
    "temp": "temporary", "tmp": "temporary", "toml": "TOML", "tz": "time zone", "ui": "UI", "uri": "URI",
    "uris": "URIs", "url": "URL", "urls": "URLs", "usr": "user", "utf": "UTF", "uuid": "UUID", "val": "value",
    "vals": "values", "var": "variable", "vars": "variables", "ver": "version", "xml": "XML", "yaml": "YAML",
}  # fmt: skip
"""Parts of names as a reader says them."""
