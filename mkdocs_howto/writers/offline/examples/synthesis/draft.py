"""An example while it is put together."""

from __future__ import annotations

import builtins
import keyword
import re
from dataclasses import dataclass, field

from mkdocs_howto.section import ExampleSource, Shape
from mkdocs_howto.writers.offline.examples.imports import arranged, awaited, bound_by
from mkdocs_howto.writers.offline.examples.layout import wrapped

_SKETCH = "# A sketch: put values of your own in the place of each `...`."


@dataclass(frozen=True, slots=True)
class Made:
    """An example that was put together.

    Attributes:
        code: The whole of it.
        source: `call-site` when its arguments are the project's own, `synthesised`, or `sketch` when
            arguments are left open.
    """

    code: str
    source: ExampleSource


@dataclass(slots=True)
class Draft:
    """An example while it is put together."""

    imports: dict[str, None] = field(default_factory=dict)
    definitions: list[str] = field(default_factory=list)
    setup: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    asynchronous: bool = False
    source: ExampleSource = "synthesised"
    open: bool = False
    """Whether an argument is left open."""
    has_own_subclass: bool = False
    """Whether it makes up what a base class leaves to its users: how they use it, only they can say."""
    held: str = ""
    """A key or element of the container whose member is used."""
    invented: bool = False
    """Whether a value was made up, whatever else the project itself passes."""
    instances: dict[str, Shape] = field(default_factory=dict)
    """Classes of the objects that variables hold."""

    def variable(self, name: str) -> str:
        """A variable for a parameter that hides neither what is imported nor what its method is called on.

        Args:
            name: The parameter's.
        """
        taken = {*keyword.kwlist, *map(bound_by, self.imports), *self.instances}
        while name in taken:
            name += "_"
        return name

    def made(self, package: str) -> Made:
        """The whole example, and where its arguments come from.

        Args:
            package: Name of the documented package.
        """
        source = "sketch" if self.open else "synthesised" if self.invented else self.source
        return Made(self.code(package), source)

    def code(self, package: str) -> str:
        """The whole example.

        Args:
            package: Name of the documented package, whose imports stand last.
        """
        text = self._apart("\n".join([*self.setup, *self.body]))
        imports = dict(self.imports)
        if self.asynchronous:
            imports["import asyncio"] = None
            text = awaited(text, imports)
        if self.definitions:
            text = "\n".join([*self.definitions, "", "", text])
        if self.open:
            text = f"{_SKETCH}\n{text}"
        return arranged(imports, wrapped(text), own=package)

    def _apart(self, text: str) -> str:
        """Statements whose variables do not hide what they need imported: `date` of `datetime`."""
        for name in self.instances.keys() & set(map(bound_by, self.imports)):
            text = re.sub(rf"(?<![\w.\"']){name}\b(?![(=\"'])", f"own_{name}", text)
        return text


def variable_for(name: str) -> str:
    """A variable name for an instance of a class: `PriceList` gives `price_list`."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower().strip("_") or "instance"
    return f"{snake}_" if keyword.iskeyword(snake) or snake == name or hasattr(builtins, snake) else snake
