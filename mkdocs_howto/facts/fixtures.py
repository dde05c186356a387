"""Find the fixtures of pytest by which tests get an object: a test that takes one shows how the object is used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from mkdocs_howto.section import Shape

_MADE = re.compile(r"(?:\w+\.)?fixture(?:\([^()]*\))?\((?P<function>\w+)\)\Z")
"""A fixture that is assigned: `clock = pytest.fixture(scope="session")(make_clock)`."""
_MOST = 6


def fixtures_of(path: str, find: Callable[[str], Shape | None]) -> tuple[str, ...]:
    """Return the names of the fixtures that give an object.

    Args:
        path: Canonical path of a class, or of a fixture itself.
        find: Answers what a path stands for.

    Returns:
        The fixture's own name, or the names of the fixtures of a class's module that are annotated to return or yield
        its instances.
    """
    module, _, name = path.rpartition(".")
    own = find(path)
    if own is None or not module:
        return ()
    if _function_of(own, module, find) is not None:
        return (name,)
    around = find(module) if own.kind == "class" else None
    if around is None or around.kind != "module":
        return ()
    return tuple(_giving(name, around, find))[:_MOST]


def _giving(name: str, module: Shape, find: Callable[[str], Shape | None]) -> Iterator[str]:
    is_given = rf"(?<![\w.]){re.escape(name)}\b"
    for member in [member for member in module.members if member.kind != "class"]:
        function = _function_of(member, module.object_path, find)
        if function is not None and function.signature is not None and re.search(is_given, function.signature.returns):
            yield member.name


def _function_of(member: Shape, module: str, find: Callable[[str], Shape | None]) -> Shape | None:
    """Return the function of a fixture; `None` for anything else."""
    if member.kind == "function":
        decorators = {one.partition("(")[0].rpartition(".")[2] for one in member.decorators}
        return member if "fixture" in decorators else None
    made = _MADE.match(member.value or "") if member.kind == "attribute" else None
    return find(f"{module}.{made['function']}") if made is not None else None
