"""The program that builds the site, of those that run the plugin: MkDocs or ProperDocs.

ProperDocs is MkDocs 1.x carried on (https://properdocs.org). Its modules have the names of MkDocs' modules, below
another package, and its program lets `import mkdocs` mean them (ProperDocs 1.6.7, `properdocs/replacement.py`).
Nothing of MkDocs is imported where ProperDocs is the host: it need not be installed.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

_REPLACEMENT = "properdocs.replacement"


def name() -> Literal["mkdocs", "properdocs"]:
    """Return the host: the running program, else the one that is installed; of two, MkDocs."""
    if _REPLACEMENT in sys.modules:
        return "properdocs"
    if find_spec("mkdocs") is not None or find_spec("properdocs") is None:
        return "mkdocs"
    import_module(_REPLACEMENT)  # Other plugins of the site import `mkdocs`.
    return "properdocs"


def choose(config_file: Path | None) -> None:
    """Make ProperDocs the host where a configuration file is called after it, and it is installed.

    To be called before anything of a host is imported; later it changes nothing.
    """
    is_its_own = config_file is not None and config_file.name.startswith("properdocs.")
    if is_its_own and "mkdocs" not in sys.modules and find_spec("properdocs") is not None:
        import_module(_REPLACEMENT)


def module(path: str) -> Any:
    """Return a module of the host, such as `plugins`."""
    return import_module(f"{name()}.{path}")
