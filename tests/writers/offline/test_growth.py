"""Four times the code takes about four times the work, whatever it repeats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.settings import Settings
from mkdocs_howto.writers.offline import write_section
from tests.conftest import write_tree
from tests.work import grows_evenly


def function(statement: str) -> Callable[[int], str]:
    """Return how to write a function that repeats a statement; `{n}` in it is its number."""
    return lambda times: "def f(x):\n" + "".join(f"    {statement.replace('{n}', str(n))}\n" for n in range(times))


def module(*statements: str) -> Callable[[int], str]:
    """Return how to write a module that repeats statements; `{before}` is the number of the repetition before."""
    whole = "".join(f"{one}\n" for one in statements)
    return lambda times: "".join(
        whole.replace("{n}", str(n)).replace("{before}", str(n - 1)) for n in range(1, times + 1)
    )


def lambdas(times: int) -> str:
    """Return a script with lambdas inside each other around as many calls."""
    calls = ", ".join(f"h({n})" for n in range(times))
    return f"def main(x):\n    return {'lambda q: ' * times}g({calls})\n\n\nif __name__ == '__main__':\n    main(1)\n"


GROWING: dict[str, tuple[Callable[[int], str], str]] = {
    "loops over a parameter": (function("for a{n} in x: subprocess.run(['a{n}', x])"), "f"),
    "loops with one variable": (function("for a in x: print(a['k{n}'])"), "f"),
    "comprehensions over a parameter": (function("[a for a in x]"), "f"),
    "calls with a parameter": (function("g{n}(x)"), "f"),
    "keys of a parameter": (function("print(x['k{n}'])"), "f"),
    "attributes of a parameter": (function("print(x.a{n})"), "f"),
    "early returns beside other work": (function("if x == {n}: return {n}\n    else: v{n} = g(x, {n})"), "f"),
    "parts of a condition": (lambda times: f"def f(x):\n    if {'g(x) and ' * times}x: return 1\n    return 2\n", "f"),
    "names that are bound once": (function("v{n} = {n}"), "f"),
    "names with one value": (function("v{n} = x"), "f"),
    "names bound to literals, in a class": (
        lambda times: f"class C:\n    def f(self):\n{''.join(f'        v{n} = {n}{chr(10)}' for n in range(times))}",
        "C",
    ),
    "names bound to literals, and read": (
        function("v{n} = {n}\n    if v{n} < x: raise ValueError('{n}')"),
        "f",
    ),
    "calls that log": (function("logger.info('{n}', x)"), "f"),
    "functions": (module("def f{n}(): return 0"), ""),
    "functions that call each other": (module("def f{n}(x): return f{before}(x)"), ""),
    "functions that hand on to one object": (
        lambda times: f"class C:\n    def m(self): return 1\n\nc = C()\n{module('def f{n}(): return c.m{n}()')(times)}",
        "",
    ),
    "documented functions": (module('def f{n}(x):\n    """Do {n}."""\n    return f{before}(x)'), ""),
    "properties": (
        lambda times: f"class C:\n{module('    @property', '    def p{n}(self): return self.a{n}')(times)}",
        "C",
    ),
    "functions called at the top": (module("def f{n}(x): print(x)", "f{n}(1)"), ""),
    "functions that nothing calls, above one chain": (
        module("def f{n}(x): return g1(x)", "def g{n}(x): return g{before}(x)"),
        "",
    ),
    "classes": (module("class C{n}: pass"), ""),
    "classes built on one": (module("class C{n}(C1): pass"), ""),
    "classes that hold each other": (module("class C{n}:\n    a: C{before}"), ""),
    "classes, functions and values": (
        module("A{n} = ['a', 'b']", "def f{n}(x): return A{n}", "class C{n}(Generic[T]):\n    x: T = f{n}(1)"),
        "",
    ),
    "methods": (lambda times: "class C:\n" + module("    def m{n}(self): return self.m{before}()")(times), "C"),
}


def program(statement: str) -> Callable[[int], str]:
    """Return how to write a program that uses a function after it has repeated a statement; `{n}` is its number."""
    head, tail = "from pkg import f\n\nx = f(1)\n", "print(f(x))\n"
    return lambda times: head + "".join(f"{statement.replace('{n}', str(n))}\n" for n in range(times)) + tail


PROGRAMS: dict[str, Callable[[int], str]] = {
    "values": program("A{n} = {n}"),
    "one value": program("y = {n}"),
    "annotated values": program("a{n}: int = {n}"),
    "texts": program("'text {n}'"),
    "nothing": program("pass"),
    "functions": program("def g{n}(y): return y"),
    "classes": program("class C{n}: pass"),
    "lambdas": program("g{n} = lambda y: y + {n}"),
    "pairs": program("a{n}, b{n} = {n}, {n}"),
    "comments": program("# Note {n}."),
    "comments below what is shown": program("print({n})\n# {n}"),
    "uses": program("y{n} = f({n})"),
    "uses with what they give": program("f({n})  # {n}"),
    "checks": program("assert f({n}) == {n}"),
    "chains": program("f({n}).a.b{n}().c()"),
    "imports": program("import m{n}"),
    "names of one import": lambda times: program(f"from m import {', '.join(f'a{n}' for n in range(times))}")(1),
    "names of one value": lambda times: program(f"{''.join(f'a{n} = ' for n in range(times))}1")(1),
    "names of one unpacking": lambda times: program(f"{', '.join(f'a{n}' for n in range(times))} = range({times})")(1),
    "keys": lambda times: program(f"f({{{', '.join(f'{n}: {n}' for n in range(times))}}})")(1),
}


def readme(code: str) -> dict[str, str]:
    return {"README.md": f"# Project\n\nUse it:\n\n```python\n{code}```\n"}


def example(code: str) -> dict[str, str]:
    return {"examples/use.py": code}


def documented(code: str) -> dict[str, str]:
    lines = "".join(f"        {line}\n" for line in code.splitlines())
    return {"pkg/__init__.py": f'def f(x):\n    r"""Do it.\n\n    Examples:\n{lines}    """\n    return x\n'}


def session(code: str) -> dict[str, str]:
    lines = "".join(f"{'... ' if line.startswith(' ') else '>>> '}{line}\n" for line in code.splitlines())
    return documented(lines)


def marked(code: str) -> dict[str, str]:
    return documented(f"```python\n{code}```\n")


@pytest.mark.parametrize("place", [readme, example, documented, session, marked])
@pytest.mark.parametrize("written", PROGRAMS.values(), ids=PROGRAMS)
def test_work_grows_with_what_shows_the_code(
    written: Callable[[int], str], place: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    def write(times: int) -> None:
        folder = tmp_path / str(times)
        write_tree(folder, {"pkg/__init__.py": "def f(x): return x\n", **place(written(times))})
        examples = (folder / "README.md", folder / "examples")
        build = Build(Settings(root=folder, paths=(folder,), search_paths=(), examples=examples), print)
        write_section(build.block(Request("pkg.f")), build.recorder())

    assert grows_evenly(write, 100)


@pytest.mark.parametrize(("source", "name"), GROWING.values(), ids=GROWING)
def test_work_grows_with_the_code(source: Callable[[int], str], name: str, tmp_path: Path) -> None:
    def write(times: int) -> None:
        folder = tmp_path / str(times)
        write_tree(folder, {"pkg/__init__.py": source(times)})
        build = Build(Settings(root=folder, paths=(folder,), search_paths=(), examples=()), print)
        write_section(build.block(Request(f"pkg.{name}" if name else "pkg")), build.recorder())

    assert grows_evenly(write, 150)


def test_work_grows_with_scopes_inside_each_other(tmp_path: Path) -> None:
    def write(times: int) -> None:
        folder = tmp_path / str(times)
        write_tree(folder, {"pkg.py": lambdas(times)})
        build = Build(Settings(root=folder, paths=(folder,), search_paths=(), examples=()), print)
        write_section(build.block(Request("pkg.py")), build.recorder())

    assert grows_evenly(write, 80)
