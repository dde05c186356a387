"""The values that travel from a page to a section and back into the page.

All are frozen. Rooms know this module and `errors.py`, never each other.

Texts in a section (description, steps) are plain words with names and code between backticks,
and nothing else in them is markup: rendering escapes whatever a writer, a model or a docstring
put there.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from mkdocs_howto.authored import Authored

Span: TypeAlias = tuple[int, int]
"""First and last line, from 1, both included."""

Severity: TypeAlias = Literal["error", "warning"]

TocMode: TypeAlias = Literal["section", "parts", "none"]
"""What of a section appears in the table of contents."""

Part: TypeAlias = Literal["description", "steps", "example"]
PARTS: tuple[Part, ...] = ("description", "steps", "example")

ParameterKind: TypeAlias = Literal[
    "positional-only", "positional or keyword", "variadic positional", "keyword-only", "variadic keyword"
]
"""As griffe names them (`griffe.ParameterKind`)."""

ExampleSource: TypeAlias = Literal[
    "docstring", "documentation", "call-site", "synthesised", "sketch", "file", "model", "none"
]
"""Where a usage example came from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What one placeholder asks for; `None` means as the site has it.

    Attributes:
        heading_level: Level of the section's title, 1 to 6.
        title: The title itself.
        show: The parts to show, in this order.
        language: Language of text written by a model.
        example: A Python file of the project to show as the usage example.
        ignore: Codes of findings to silence.
        toc: What appears in the table of contents.
        writer: `offline`, or the site's own writer.
    """

    heading_level: int | None = None
    title: str | None = None
    show: tuple[Part, ...] | None = None
    language: str | None = None
    example: str | None = None
    ignore: tuple[str, ...] = ()
    toc: TocMode | None = None
    writer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """The mark in a page that stands for a section.

    Attributes:
        reference: What the author typed, e.g. `shop.cart.Cart`; empty for a fence.
        code: A marked fence's own text, which is then what the section is about.
        options: What the author asked for beside it.
        line: Line in the text it was found in, from 1.
    """

    reference: str
    code: str | None = None
    options: Options = Options()
    line: int = 1


@dataclass(frozen=True, slots=True)
class Parameter:
    """A declared parameter.

    Attributes:
        name: Without stars.
        kind: How arguments may be passed for it.
        annotation: As written, empty when there is none.
        default: As written, `None` when the parameter is required.
    """

    name: str
    kind: ParameterKind
    annotation: str = ""
    default: str | None = None

    @property
    def required(self) -> bool:
        """Whether a call must pass an argument for it."""
        return self.default is None and not self.kind.startswith("variadic")


@dataclass(frozen=True, slots=True)
class Signature:
    """Parameters and return annotation of something that can be called."""

    parameters: tuple[Parameter, ...] = ()
    returns: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What can be known of an object from outside: all but its body.

    Attributes:
        object_path: Where the object is defined (canonical path).
        kind: `module`, `class`, `function`, `attribute`, `type alias`, or `alias` for an import that
            leads to what cannot be read.
        labels: Facts such as `async`, `generator`, `property`, `classmethod`, `dataclass`,
            `abstract`, `unimplemented` (only raises `NotImplementedError`), `inherited`, sorted.
        signature: Of a function; of a class, its constructor's without the first parameter, as far
            as the project itself decides it.
        overloads: Signatures of `typing.overload` definitions.
        summary: First paragraph of the docstring on one line.
        bases: Canonical paths of base classes, as far as they can be told.
        decorators: As written, without the `@`.
        annotation: Of an attribute, as written.
        value: Of an attribute or type alias, as written.
        members: Of a class or module, in the order of the source; not theirs in turn.
        complete: Whether nothing else can be found in it: false with bases that cannot be told, with
            `__getattr__`, and for a module that makes names at run time.
        name: Last part of the path.
    """

    object_path: str
    kind: str
    labels: tuple[str, ...] = ()
    signature: Signature | None = None
    overloads: tuple[Signature, ...] = ()
    summary: str = ""
    bases: tuple[str, ...] = ()
    decorators: tuple[str, ...] = ()
    annotation: str = ""
    value: str | None = None
    members: tuple[Shape, ...] = ()
    complete: bool = True
    name: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.object_path.rpartition(".")[2])

    def member(self, name: str) -> Shape | None:
        """The member of that name, if there is one."""
        return next((member for member in self.members if member.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSite:
    """A place in the project's tests, examples or documentation that uses an object.

    Attributes:
        file: POSIX path relative to the project.
        line: Of the use, from 1.
        title: Name of the test or function it stands in; empty at top level.
        setup: What the statements need of their surroundings: imports, helpers, constants, the
            test's own preparation; whole statements, in order.
        statements: From the start of the test or script to the first that shows what the use gives,
            dedented, in order.
        cases: Values of the parameters that the statements leave open, by name, as written; the
            first case of `pytest.mark.parametrize`.
        missing: Parameters of the test that stay open: fixtures that cannot be written out.
        shown: What stands below each statement of a session at the prompt (`>>>`), empty where that is
            nothing, `...` where it is not sure; no texts for everything that is no session.
    """

    file: str
    line: int
    title: str = ""
    setup: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    cases: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBlock:
    """What a reference resolves to: everything a writer may use.

    A plain code block is statements without a name of their own, e.g. lines of a file. A `NamedBlock` has a
    name, an `ImportableBlock` also an object path. Ask with `isinstance` before using either.

    All above `fingerprint` is covered by the fingerprint; what follows it is not.

    Attributes:
        shape: What is known of it from outside; its path is where it is defined.
        source: Its lines, dedented, newline-terminated, always valid Python.
        docstring: Its own documentation, cleaned of indentation.
        names: Names as the source uses them (`json.loads`) to the paths they stand for.
        neighbours: One hop away: bases, called functions, raised types, decorators,
            annotations, module constants that it reads; sorted by path.
        fingerprint: Digest of all of the above.
        file: POSIX path relative to the project or to the search path it was found in; empty when
            the code stands in the page itself.
        lines: First and last line in that file, from 1.
        call_sites: Where the project itself uses it, the best first.
        authored: Programs of the project's documentation that may use it, in reading order.
        about: What the README says that the project is, for a package and an object of its name; a sentence with
            the subject "This package".
    """

    shape: Shape
    source: str
    docstring: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    neighbours: tuple[Shape, ...] = ()
    fingerprint: str = ""
    file: str = ""
    lines: Span = (1, 1)
    call_sites: tuple[CallSite, ...] = ()
    authored: tuple[Authored, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedBlock(CodeBlock):
    """A function, class, module or attribute.

    It may belong to no module that can be imported: it stands in a fence of the page, in a file whose name is
    not an identifier, or in a module that another package of the same name hides.
    """

    @property
    def name(self) -> str:
        """The bare name, for prose and example."""
        return self.shape.name


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportableBlock(NamedBlock):
    """A named code block that users can import.

    Attributes:
        object_path: The path by which it was reached, e.g. `shop.Cart`; what to import. Never empty.
    """

    object_path: str

    def __post_init__(self) -> None:
        if not self.object_path:
            raise ValueError("An importable block has an object path.")

    @property
    def name(self) -> str:
        """Last part of the object path."""
        return self.object_path.rpartition(".")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a code block was at one time, as far as it can be told later what has changed.

    Names in it are seen from the block: `Cart` and `Cart.add` for a class, empty for the statements of
    a module that belong to no definition.

    Attributes:
        shape: What was known of it from outside.
        raises: Names of the exception types that left it.
        docstrings: Digests of docstrings, by name.
        bodies: Digests of bodies without docstrings, by name.
        neighbours: Digests of what was known of the objects one hop away, by path.
    """

    shape: Shape
    raises: tuple[str, ...] = ()
    docstrings: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)
    neighbours: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the execution, with the steps inside it.

    Attributes:
        text: One sentence or clause; names in backticks.
        steps: What happens inside it, in order.
        lines: The lines of the block's source that it tells, from 1.
    """

    text: str
    steps: tuple[Step, ...] = ()
    lines: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a part of an example is as it is.

    Attributes:
        part: A parameter, or what the example does.
        shown: What stands in the example for it.
        rule: The rule that proposed it.
        evidence: What the rule rests on.
        rejected: What was proposed, too, and is not taken, each with its rule.
    """

    part: str
    shown: str
    rule: str
    evidence: str
    rejected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Who made a section, and from what.

    Attributes:
        writer: `offline`, or a model writer's name.
        writer_version: The writer's own version.
        fingerprint: Of the code block it was written from.
        package_version: Of mkdocs-howto.
        example_source: Where the usage example came from.
        model: The model's name, if a model wrote it.
        prompt_digest: Of the prompt, if there was one.
        tokens: Read and written by the model for this section, repairs included.
        language: Language of the text and of its labels.
    """

    writer: str
    writer_version: int
    fingerprint: str
    package_version: str
    example_source: ExampleSource = "none"
    model: str | None = None
    prompt_digest: str | None = None
    tokens: int | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the review found wrong in a section.

    Attributes:
        code: Stable name, e.g. `example-import`.
        severity: `error` keeps a section off the page.
        message: What is wrong and what would be right.
        words: The offending words.
        line: Line in the reviewed text, from 1; 0 when it is about something missing.
        since: Version of the review from which on it is made; 0 for those of the first release.
    """

    code: str
    severity: Severity
    message: str
    words: str = ""
    line: int = 0
    since: int = 0


def described(errors: Sequence[Finding]) -> str:
    """Return why a text with these findings is not shown, in one clause: each code with its number, and one message.

    Args:
        errors: The findings, at least one.
    """
    first = errors[0]
    message = first.message.rstrip(".")
    if len(errors) == 1:
        return f"the model's text has the finding {first.code} ({message})"
    counts = Counter(finding.code for finding in errors)
    codes = ", ".join(code if count == 1 else f"{code} ({count})" for code, count in counts.items())
    return f"the model's text has {len(errors)} findings: {codes}; the first: {message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Our product: how to use one code block.

    Attributes:
        description: One paragraph.
        steps: The execution, in order.
        example: Python code, newline-terminated; empty when there is none.
        provenance: Who made it, and from what.
        findings: What the review found.
        review_version: Version of the review that made the findings.
    """

    description: str
    steps: tuple[Step, ...]
    example: str
    provenance: Provenance
    findings: tuple[Finding, ...] = ()
    review_version: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """The code of a module, class or function.

    Attributes:
        object_path: Where it is defined (canonical path).
        text: Its lines, dedented.
    """

    object_path: str
    text: str


class Project(Protocol):
    """Answers questions about other objects: of the documented project, and of all that it imports.

    Every question is asked for one section, and what the answer rests on becomes a dependency of that section:
    the section is written anew when the answer changes.
    """

    def shape(self, path: str) -> Shape | None:
        """Return what an object path stands for.

        Returns:
            Its shape; one of the kind `alias` for an import that leads to what cannot be read, and for a name
            that a module and one of its submodules share; `None` where nothing has that name.
        """
        ...

    def source(self, path: str) -> Source | None:
        """Return the code of a module, class or function; `None` for anything else, and where it cannot be read."""
        ...

    def raisers(self, path: str) -> tuple[Shape, ...]:
        """Return public functions and methods of a package that raise one of its exceptions.

        Args:
            path: Canonical path of the exception class.

        Returns:
            The functions, those with the shortest paths first; none where the path leads to no class.
        """
        ...

    def calls(self, path: str) -> tuple[str, ...]:
        """Return the arguments with which the project's tests, examples and documentation call an object.

        Args:
            path: Canonical path of a class or function.

        Returns:
            Argument lists that are all written out, as they stand between the parentheses, the commonest first.
        """
        ...

    def named(self, path: str) -> bool:
        """Return whether the code of a package defines anything under a name, at whatever place.

        Args:
            path: The package and the name, as in `shop.checkout`.

        Returns:
            True also where the package's code cannot be read.
        """
        ...


ProjectOf: TypeAlias = Callable[[CodeBlock], Project]
"""Gives the project as it answers for one block: what is asked there becomes a dependency of that block's section.

A writer may ask for its blocks in any order, several at a time, from when it takes a block until it gives the
block's result.
"""


@dataclass(frozen=True, slots=True)
class Written:
    """A section that a writer finished."""

    block: CodeBlock
    section: Section


@dataclass(frozen=True, slots=True)
class Rejected:
    """A block for which a writer has nothing fit for a page, and why.

    It was paid for and is kept, so that nobody pays for it again.

    Attributes:
        block: The code.
        reason: Why, in words that follow the reference.
        section: What the writer made all the same; empty parts where it made nothing.
        again: Whether it could not be mended for want of money or network, and is worth another try.
    """

    block: CodeBlock
    reason: str
    section: Section
    again: bool = False


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A block that a writer could not work on; nothing of it is kept.

    Attributes:
        block: The code.
        reason: Why, in words that fit all blocks of the build.
    """

    block: CodeBlock
    reason: str


Result: TypeAlias = Written | Rejected | Unwritten

Review: TypeAlias = Callable[[CodeBlock, Section], tuple[Finding, ...]]
"""What the review finds in a section, for a writer that can do better when it is told."""


class Writer(Protocol):
    """Makes sections from code blocks: offline, or with a model.

    Attributes:
        name: As sites and sections name it.
        version: Raised when the same code gives other text.
    """

    name: str
    version: int

    def write(self, blocks: Iterable[CodeBlock], project_of: ProjectOf, review: Review) -> Iterator[Result]:
        """Write sections; each result is given as soon as it is finished, in any order.

        Args:
            blocks: The code, taken as there is time for it.
            project_of: Gives for each block the project that answers questions about other objects.
            review: Looks at a section before it is given.
        """
        ...


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of a section or of a run.

    Attributes:
        read: Tokens of prompts.
        written: Tokens of answers.
        cached: Tokens of `read` that the service had kept from before.
    """

    read: int = 0
    written: int = 0
    cached: int = 0

    @property
    def total(self) -> int:
        """Return the number of tokens read and written."""
        return self.read + self.written


class PaidWriter(Writer, ABC):
    """Base class of writers whose every section costs something.

    A writer is treated as one that costs something if it inherits from this class, whatever else it has.

    Attributes:
        forbidden: True if the site forbids that it writes.
        hint_of: Gives what to do about findings of a code, for texts that are sent back; a build sets it.
    """

    forbidden: bool
    hint_of: Callable[[str], str] = staticmethod(lambda _: "")

    @property
    @abstractmethod
    def identity(self) -> str:
        """Return what beside the code decides what it writes: service, model, parameters."""

    @property
    def former_identities(self) -> tuple[str, ...]:
        """Return identities under which earlier versions kept what is still right."""
        return ()

    @property
    def prompt_digest(self) -> str:
        """Return a name for the prompt's template, kept with each section; empty for a writer without one."""
        return ""

    @property
    @abstractmethod
    def unavailable(self) -> str:
        """Return why it cannot write at all; empty when it can."""

    @property
    @abstractmethod
    def discloses(self) -> str:
        """Return what is sent to whom; empty when nothing leaves the machine."""

    @property
    @abstractmethod
    def state(self) -> str:
        """Return what it is doing at the moment, in words."""

    @abstractmethod
    def estimate(self, block: CodeBlock, project: Project) -> Tokens:
        """Return an estimate of the tokens that a section will cost."""

    @abstractmethod
    def for_language(self, language: str) -> PaidWriter:
        """Return the same writer for text in another language; both spend from one budget."""
