"""How many calls of the standard library and of builtins the call table tells.

Every public function and class of the packages of `offline.py` is read; a call counts when the names of its
block lead to the standard library or when it is a builtin function.

    python benchmarks/table_share.py [PACKAGE...]
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections import Counter
from collections.abc import Iterator

from corpus import packages
from offline import IO, PURE, public

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.effects import dotted
from mkdocs_howto.errors import HowtoError
from mkdocs_howto.section import CodeBlock
from mkdocs_howto.settings import Settings, interpreter_paths
from mkdocs_howto.writers.offline.calls import table

_CALLED = {name for name in dir(builtins) if callable(getattr(builtins, name)) and name.islower()}


def main() -> None:
    """Count, and print the fifty commonest misses."""
    told: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    objects = 0
    for package in packages():
        if package.name not in (sys.argv[1:] or [*PURE, *IO]):
            continue
        settings = Settings(root=package.code.resolve(), paths=(package.code,), search_paths=interpreter_paths())
        build = Build(settings, print)
        for module in package.modules:
            for reference in public(module, package.code):
                try:
                    block = build.block(Request(reference))
                except HowtoError:
                    continue
                if block.shape.kind != "function":
                    continue
                objects += 1
                for path in _calls(block):
                    (told if table().find(path) is not None else missed)[path] += 1
    everything = told.total() + missed.total()
    print(f"{objects} functions, {everything} calls, {told.total() / max(everything, 1):.1%} told by a row")
    for path, count in missed.most_common(50):
        print(f"{count:>6}  {path}")


def _calls(block: CodeBlock) -> Iterator[str]:
    for node in ast.walk(ast.parse(block.source)):
        if not isinstance(node, ast.Call):
            continue
        written = dotted(node.func)
        head, _, rest = written.partition(".")
        path = block.names.get(written) or (f"{block.names[head]}.{rest}" if rest and head in block.names else "")
        if path.partition(".")[0] in sys.stdlib_module_names:
            yield path.removeprefix("builtins.")
        elif written in _CALLED and not path:
            yield written


if __name__ == "__main__":
    main()
