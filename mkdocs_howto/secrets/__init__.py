"""Decide which values must never be shown: one place for pages, prompts, pins, messages, logs and stores.

No scanner is used as a library: detect-secrets runs some 30 detectors on each line of a file, gitleaks is a program in
Go, and both report lines where a page needs text that is still Python. Their facts are in `formats` and `names`.

- `formats`: what services give out, as a table.
- `names`: which names hold secrets, and which of their values may be shown.
- `shapes`: what is secret by its shape. `words`: what is given to a secret name in words.
- `text` masks any text, `code` masks Python.
"""

from mkdocs_howto.secrets.code import is_known_secret, is_secret_value, joins_literals, masked_code, secrets_in
from mkdocs_howto.secrets.names import is_secret_name
from mkdocs_howto.secrets.text import masked

__all__ = [
    "is_known_secret",
    "is_secret_name",
    "is_secret_value",
    "joins_literals",
    "masked",
    "masked_code",
    "secrets_in",
]
