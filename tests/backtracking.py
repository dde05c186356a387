"""A matcher for regular expressions that counts its steps: growth is compared, not time.

It runs the tree that Python's own parser makes of a pattern (`re._parser`, private and stable from 3.11 on), and tries
the alternatives in the order in which the engine of `re` tries them. What that engine does faster by a constant
factor only, such as looking for a literal first, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from re import _constants as ops
from re import _parser
from typing import Self

Tree = Sequence[tuple[object, object]]
Test = Callable[[str], bool]
Place = Callable[[str, int], bool]

_CATEGORIES: dict[object, Test] = {
    ops.CATEGORY_DIGIT: lambda char: char.isdecimal(),
    ops.CATEGORY_NOT_DIGIT: lambda char: not char.isdecimal(),
    ops.CATEGORY_SPACE: lambda char: char.isspace(),
    ops.CATEGORY_NOT_SPACE: lambda char: not char.isspace(),
    ops.CATEGORY_WORD: lambda char: char.isalnum() or char == "_",
    ops.CATEGORY_NOT_WORD: lambda char: not (char.isalnum() or char == "_"),
}
_REPEATS = {ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT}


class TooManySteps(Exception):
    """The budget is spent."""


@dataclass(frozen=True, slots=True)
class Char:
    test: Test


@dataclass(frozen=True, slots=True)
class At:
    test: Place


@dataclass(frozen=True, slots=True)
class Split:
    """Go on at the first of several places; the others are tried later."""

    targets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Jump:
    target: int


@dataclass(frozen=True, slots=True)
class Save:
    register: int


@dataclass(frozen=True, slots=True)
class Enter:
    """Begin a loop: a counter is 0, and nothing was read yet."""

    counter: int


@dataclass(frozen=True, slots=True)
class Loop:
    counter: int
    least: int
    most: float
    is_greedy: bool
    body: int
    after: int


@dataclass(frozen=True, slots=True)
class Same:
    """The text of a group once more."""

    group: int
    ignores_case: bool


@dataclass(frozen=True, slots=True)
class Has:
    group: int
    otherwise: int


@dataclass(frozen=True, slots=True)
class Atomic:
    """A program whose first way to match is the only one."""

    program: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Look:
    program: tuple[object, ...]
    is_behind: bool
    is_negative: bool
    width: int


@dataclass(frozen=True, slots=True)
class Fail:
    pass


def _is_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def _is_boundary(text: str, at: int) -> bool:
    return _is_word(text, at - 1) != _is_word(text, at)


_PLACES: dict[object, Place] = {
    ops.AT_BEGINNING_STRING: lambda text, at: at == 0,
    ops.AT_END_STRING: lambda text, at: at == len(text),
    ops.AT_BOUNDARY: _is_boundary,
    ops.AT_NON_BOUNDARY: lambda text, at: not _is_boundary(text, at),
}


def _place(kind: object, flags: int) -> Place:
    many = bool(flags & re.MULTILINE)
    if kind is ops.AT_BEGINNING:
        return lambda text, at: at == 0 or (many and text[at - 1] == "\n")
    if kind is ops.AT_END:
        return lambda text, at: at >= len(text) or (text[at] == "\n" and (many or at == len(text) - 1))
    return _PLACES[kind]


def _cases(char: str, flags: int) -> set[str]:
    return {char, char.lower(), char.upper()} if flags & re.IGNORECASE else {char}


def char_test(kind: object, value: object, flags: int) -> Test | None:
    """What a node that reads one character accepts, or `None` where it is no such node."""
    match kind:
        case ops.LITERAL | ops.NOT_LITERAL:
            accepted = {case for one in _cases(chr(value), flags) for case in _cases(one, flags)}  # type: ignore[arg-type]
            is_plain = kind is ops.LITERAL
            return lambda char: (char in accepted) == is_plain
        case ops.ANY:
            return (lambda char: True) if flags & re.DOTALL else (lambda char: char != "\n")
        case ops.IN:
            return _cached(lambda char: any(_is_in(case, value) for case in _cases(char, flags)))
        case ops.CATEGORY:
            return _CATEGORIES[value]
    return None


def _cached(test: Test) -> Test:
    known: dict[str, bool] = {}

    def answer(char: str) -> bool:
        if char not in known:
            known[char] = test(char)
        return known[char]

    return answer


def _is_in(char: str, items: object) -> bool:
    is_negated, found = False, False
    for kind, value in items:  # type: ignore[attr-defined]
        match kind:
            case ops.NEGATE:
                is_negated = True
            case ops.LITERAL:
                found = found or ord(char) == value
            case ops.RANGE:
                found = found or value[0] <= ord(char) <= value[1]
            case ops.CATEGORY:
                found = found or _CATEGORIES[value](char)
    return found != is_negated


class _Compiler:
    """Makes a program of a tree; places in it are numbers, registers hold groups and counters."""

    def __init__(self, groups: int) -> None:
        self.registers = 2 * groups

    def program(self, tree: Iterable[tuple[object, object]], flags: int) -> tuple[object, ...]:
        code: list[object] = []
        self._tree(tree, flags, code)
        return tuple(code)

    def _tree(self, tree: Iterable[tuple[object, object]], flags: int, code: list[object]) -> None:
        for kind, value in tree:
            self._node(kind, value, flags, code)

    def _node(self, kind: object, value: object, flags: int, code: list[object]) -> None:
        if (test := char_test(kind, value, flags)) is not None:
            code.append(Char(test))
            return
        match kind, value:
            case ops.AT, place:
                code.append(At(_place(place, flags)))
            case ops.SUBPATTERN, (group, added, removed, tree):
                inner = (flags | added) & ~removed
                code += [] if group is None else [Save(2 * group)]
                self._tree(tree, inner, code)
                code += [] if group is None else [Save(2 * group + 1)]
            case ops.BRANCH, (_, branches):
                self._branches(branches, flags, code)
            case ((ops.MAX_REPEAT | ops.MIN_REPEAT), (least, most, tree)):
                self._repeat(least, most, tree, flags, code, is_greedy=kind is ops.MAX_REPEAT)
            case ops.POSSESSIVE_REPEAT, (least, most, tree):
                inside: list[object] = []
                self._repeat(least, most, tree, flags, inside, is_greedy=True)
                code.append(Atomic(tuple(inside)))
            case ops.ATOMIC_GROUP, tree:
                code.append(Atomic(self.program(tree, flags)))
            case ((ops.ASSERT | ops.ASSERT_NOT), (direction, tree)):
                width = tree.getwidth()[0]
                code.append(Look(self.program(tree, flags), direction < 0, kind is ops.ASSERT_NOT, width))
            case ops.GROUPREF, group:
                code.append(Same(group, bool(flags & re.IGNORECASE)))
            case ops.GROUPREF_EXISTS, (group, yes, no):
                self._choice(group, yes, no or (), flags, code)
            case ops.FAILURE, _:
                code.append(Fail())
            case _:
                raise NotImplementedError(kind)

    def _branches(self, branches: Sequence[Tree], flags: int, code: list[object]) -> None:
        at, starts, ends = len(code), [], []
        code.append(None)
        for branch in branches:
            starts.append(len(code))
            self._tree(branch, flags, code)
            ends.append(len(code))
            code.append(None)
        code[at] = Split(tuple(starts))
        for end in ends:
            code[end] = Jump(len(code))

    def _choice(self, group: int, yes: Tree, no: Tree, flags: int, code: list[object]) -> None:
        at = len(code)
        code.append(None)
        self._tree(yes, flags, code)
        end = len(code)
        code.append(None)
        code[at] = Has(group, len(code))
        self._tree(no, flags, code)
        code[end] = Jump(len(code))

    def _repeat(self, least: int, most: object, tree: Tree, flags: int, code: list[object], *, is_greedy: bool) -> None:
        counter = self.registers
        self.registers += 2
        code.append(Enter(counter))
        at = len(code)
        code.append(None)
        self._tree(tree, flags, code)
        code.append(Jump(at))
        bound = float("inf") if most is ops.MAXREPEAT else int(most)  # type: ignore[call-overload]
        code[at] = Loop(counter, least, bound, is_greedy, at + 1, len(code))


class Matcher:
    """A pattern, ready to be run."""

    def __init__(self, tree: Tree, flags: int, groups: int) -> None:
        self.tree, self.flags = tree, flags
        compiler = _Compiler(groups)
        self._program = compiler.program(self.tree, self.flags)
        self._registers = compiler.registers
        self.steps = 0
        self._budget = 0

    @classmethod
    def of(cls, pattern: str, flags: int = 0) -> Self:
        """Return a matcher of a pattern."""
        tree = _parser.parse(pattern, flags)
        return cls(tree, tree.state.flags, tree.state.groups)

    @classmethod
    def of_each(cls, pattern: str, flags: int = 0) -> list[Self]:
        """Return a matcher of each alternative of a pattern: together, they take as long as one after the other."""
        tree = _parser.parse(pattern, flags)
        match list(tree):
            case [(ops.BRANCH, (_, branches))]:
                return [cls(branch, tree.state.flags, tree.state.groups) for branch in branches]
        return [cls(tree, tree.state.flags, tree.state.groups)]

    @cached_property
    def _empty(self) -> tuple[int, ...]:
        return (-1,) * self._registers

    def match(self, text: str, at: int = 0) -> tuple[int, int] | None:
        """Span of the match that begins at a place, or `None`."""
        found = self._run(self._program, text, at, (*self._empty[:0], at, *self._empty[1:]))
        return None if found is None else (at, found[0])

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Spans of all matches, as `re.finditer` gives them."""
        at = 0
        while at <= len(text):
            found = self.match(text, at)
            if found is not None:
                yield found
            at = found[1] if found is not None and found[1] > at else at + 1

    def cost(self, text: str, *, anchored: bool = False, budget: int = 2_000_000) -> int:
        """Count the steps that it takes to find all matches.

        Args:
            text: The text.
            anchored: Whether to look at the start of the text alone.
            budget: Steps after which to stop counting.

        Raises:
            TooManySteps: The budget is spent.
        """
        self.steps, self._budget = 0, budget
        if anchored:
            self.match(text)
        else:
            for _ in self.spans(text):
                pass
        return self.steps

    def _run(
        self, program: tuple[object, ...], text: str, at: int, registers: tuple[int, ...], end: int | None = None
    ) -> tuple[int, tuple[int, ...]] | None:
        """Run a program from a place; where the match ends, and the registers then."""
        pending = [(0, at, registers)]
        size, length = len(text), len(program)
        while pending:
            place, at, registers = pending.pop()
            while True:
                self.steps += 1
                if self._budget and self.steps > self._budget:
                    raise TooManySteps
                if place == length:
                    if end is None or at == end:
                        return at, registers
                    break
                step = program[place]
                place += 1
                if type(step) is Char:
                    if at >= size or not step.test(text[at]):
                        break
                    at += 1
                    continue
                match step:
                    case At(test=test):
                        if not test(text, at):
                            break
                    case Split(targets=targets):
                        pending += [(target, at, registers) for target in targets[:0:-1]]
                        place = targets[0]
                    case Jump(target=target):
                        place = target
                    case Save(register=register):
                        registers = _with(registers, register, at)
                    case Enter(counter=counter):
                        registers = _with(_with(registers, counter, 0), counter + 1, -1)
                    case Loop():
                        place, registers = self._loop(step, at, registers, pending)
                    case Atomic(program=inner):
                        found = self._run(inner, text, at, registers)
                        if found is None:
                            break
                        at, registers = found
                    case Look():
                        start = at - step.width if step.is_behind else at
                        found = None
                        if start >= 0:
                            found = self._run(step.program, text, start, registers, at if step.is_behind else None)
                        if (found is None) != step.is_negative:
                            break
                        registers = registers if found is None else found[1]
                    case Same():
                        first, last = registers[2 * step.group : 2 * step.group + 2]
                        said, there = text[first:last], text[at : at + last - first]
                        if first < 0 or last < 0 or (said != there and not _is_same(step, said, there)):
                            break
                        self.steps += last - first
                        at += last - first
                    case Has(group=group, otherwise=otherwise):
                        place = place if registers[2 * group + 1] >= 0 else otherwise
                    case _:
                        break
        return None

    def _loop(
        self, step: Loop, at: int, registers: tuple[int, ...], pending: list[tuple[int, int, tuple[int, ...]]]
    ) -> tuple[int, tuple[int, ...]]:
        count, last = registers[step.counter], registers[step.counter + 1]
        again = _with(_with(registers, step.counter, count + 1), step.counter + 1, at)
        if count < step.least:
            return step.body, again
        if count >= step.most or at == last:
            return step.after, registers
        if step.is_greedy:
            pending.append((step.after, at, registers))
            return step.body, again
        pending.append((step.body, at, again))
        return step.after, registers


def _is_same(step: Same, said: str, there: str) -> bool:
    return step.ignores_case and said.lower() == there.lower()


def _with(registers: tuple[int, ...], index: int, value: int) -> tuple[int, ...]:
    return (*registers[:index], value, *registers[index + 1 :])


# Texts on which a pattern may take long.

COUNT = 200
"""Times that a part of a pattern stands in a text, and four times as often in the one that it is compared with; more
for a pattern that may repeat more."""
MOST_GROWTH = 6
"""Steps on a text four times as long, as a multiple: 4 for linear growth, 16 for quadratic."""
MOST_TEXTS = 120
"""Texts that a pattern is tried on, taken evenly from those that are made of it; fewer where they have to be long."""
_MOST_BOUND = 500
"""Times that something may be repeated; what may be repeated more often counts as unbounded."""
_MOST_STAIRS = 4
_FIRST = 60
"""Times that a part stands in the text that tells whether longer ones are looked at."""
_LITTLE_MORE = 2.2
"""Steps on a text twice as long, as a multiple, that tell that longer ones need not be looked at."""
_FEW = 12
"""Steps for each character of that text which are few: quadratic growth takes half of `_FIRST`, or more."""


def slow_text(pattern: str, flags: int = 0, *, anchored: bool = False) -> str | None:
    """A text on which a pattern's cost grows faster than the text, or `None` where none was found.

    Args:
        pattern: The pattern.
        flags: Those it is compiled with.
        anchored: Whether it is only matched at the start of a text.
    """
    whole, each = Matcher.of(pattern, flags), Matcher.of_each(pattern, flags)
    for matcher in each:
        attack = Attack(matcher)
        counts = (_FIRST, 2 * _FIRST, attack.count, 4 * attack.count)
        for texts in zip(*map(attack.texts, counts), strict=True):
            # What is slow alone may be quick behind another alternative, which takes the text away.
            is_slow = _is_slow(matcher, *texts, anchored=anchored)
            if is_slow and (len(each) == 1 or _is_slow(whole, *texts, anchored=anchored)):
                return texts[2]
    return None


def _is_slow(matcher: Matcher, first: str, double: str, short: str, long: str, *, anchored: bool) -> bool:
    try:
        steps = matcher.cost(first, anchored=anchored)
        if steps < _FEW * len(first) or matcher.cost(double, anchored=anchored) <= _LITTLE_MORE * steps:
            return False
        steps = matcher.cost(short, anchored=anchored)
        matcher.cost(long, anchored=anchored, budget=MOST_GROWTH * steps)
    except TooManySteps:
        return True
    return False


class Attack:
    """Texts made from a pattern: each of its repetitions, grown, after what leads to it."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._tests = list(self._tests_in(matcher.tree, matcher.flags))
        self._letters = self._alphabet()
        self._bound = max([most for most in self._bounds(matcher.tree) if most <= _MOST_BOUND], default=0)
        self.count = max(COUNT, 2 * self._bound)
        """Times that a part stands in a text, so that no bound ends the growth only in longer ones."""

    def texts(self, count: int) -> list[str]:
        """Texts in which a part stands `count` times; as many, and in the same order, for each count.

        Args:
            count: Times that what is repeated stands in each text.
        """
        shapes = dict.fromkeys(("", letter, end) for letter in self._letters for end in ("", "\0"))
        shapes |= dict.fromkeys(shape for place in self._places() for shape in _shapes(*place))
        stride = -(-len(shapes) * self.count // (MOST_TEXTS * COUNT))
        # The longest of the runs has to be longer than what is bounded.
        steps = count * max(1, 2 * min(self._bound, 60) ** 2 // self.count) if count >= COUNT else count
        return [
            *(before + part * count + end for before, part, end in [*shapes][::stride]),
            *(_stairs(pump, after, steps, step) for pump, after in self._stairs() for step in (1, -1)),
        ]

    def _bounds(self, tree: Iterable[tuple[object, object]]) -> Iterator[int]:
        for kind, value in tree:
            if kind in _REPEATS and value[1] is not ops.MAXREPEAT:  # type: ignore[index]
                yield int(value[1])  # type: ignore[index]
            for below in _inside(kind, value):
                yield from self._bounds(below)

    def _stairs(self) -> list[tuple[str, str]]:
        """What is repeated more often, or less, from one time to the next: no two runs are equal."""
        return [*dict.fromkeys((pump, after or "x") for _, pump, after in self._places())][:_MOST_STAIRS]

    def _alphabet(self) -> list[str]:
        """A character for each way to be told apart by what the pattern tests."""
        known: dict[tuple[bool, ...], str] = {}
        for char in [*"aZ0_ \t\n-.`<>\"'/:=#!é\0", *map(chr, sorted(self._named(self._matcher.tree)))]:
            known.setdefault(tuple(test(char) for test in self._tests), char)
        return list(known.values())

    def _tests_in(self, tree: Iterable[tuple[object, object]], flags: int) -> Iterator[Test]:
        for kind, value in tree:
            if (test := char_test(kind, value, flags)) is not None:
                yield test
            else:
                inner = (flags | value[1]) & ~value[2] if kind is ops.SUBPATTERN else flags
                for below in _inside(kind, value):
                    yield from self._tests_in(below, inner)

    def _named(self, tree: Iterable[tuple[object, object]]) -> set[int]:
        named: set[int] = set()
        for kind, value in tree:
            match kind, value:
                case ((ops.LITERAL | ops.NOT_LITERAL), code):
                    named.add(code)
                case ops.IN, items:
                    named |= self._named(items)
                case ops.RANGE, (first, last):
                    named |= {first, last}
                case _:
                    for below in _inside(kind, value):
                        named |= self._named(below)
        return named

    def _places(self) -> Iterator[tuple[str, str, str]]:
        """What leads to each repetition, what it repeats, and what follows it."""
        seen: set[tuple[str, str, str]] = set()
        for before, pump, after in self._repeats(self._matcher.tree, self._matcher.flags, "", ""):
            if pump and (before, pump, after) not in seen:
                seen.add((before, pump, after))
                yield before, pump, after

    def _repeats(
        self, tree: Iterable[tuple[object, object]], flags: int, before: str, after: str
    ) -> Iterator[tuple[str, str, str]]:
        nodes = list(tree)
        for index, (kind, value) in enumerate(nodes):
            lead = before + self._sample(nodes[:index], flags)
            follow = self._sample(nodes[index + 1 :], flags) + after
            if kind in _REPEATS:
                _, most, below = value
                if most is ops.MAXREPEAT or most > 8:
                    for pump in self._variants(below, flags):
                        yield lead, pump, follow
                yield from self._repeats(below, flags, lead, follow)
            else:
                inner = (flags | value[1]) & ~value[2] if kind is ops.SUBPATTERN else flags
                for below in _inside(kind, value):
                    yield from self._repeats(below, inner, lead, follow)

    def _variants(self, tree: Tree, flags: int) -> Iterator[str]:
        """Texts that the body of a repetition matches: one for each character, branch and inner repetition."""
        found = {self._sample(tree, flags)}
        for index, (kind, value) in enumerate(tree):
            before, after = self._sample(tree[:index], flags), self._sample(tree[index + 1 :], flags)
            found |= {before + middle + after for middle in self._ways(kind, value, flags)}
        yield from sorted(found)

    def _ways(self, kind: object, value: object, flags: int) -> Iterator[str]:
        if (test := char_test(kind, value, flags)) is not None:
            yield from (letter for letter in self._letters if test(letter))
        elif kind in _REPEATS:
            yield from self._variants(value[2], flags)  # type: ignore[index]
            if value[0] == 0:  # type: ignore[index]
                yield ""
        else:
            inner = (flags | value[1]) & ~value[2] if kind is ops.SUBPATTERN else flags  # type: ignore[index]
            for below in () if kind in {ops.ASSERT, ops.ASSERT_NOT} else _inside(kind, value):
                yield from self._variants(below, inner)

    def _sample(self, tree: Iterable[tuple[object, object]], flags: int) -> str:
        """A short text that a tree matches, lookarounds left aside."""
        text = ""
        for kind, value in tree:
            if (test := char_test(kind, value, flags)) is not None:
                named = sorted(self._named([(kind, value)]))
                text += next((one for one in [*map(chr, named), *self._letters] if test(one)), "")
            elif kind in _REPEATS:
                least, most, below = value
                text += self._sample(below, flags) * max(least, 1 if most is ops.MAXREPEAT else 0)
            elif kind in {ops.BRANCH, ops.SUBPATTERN, ops.ATOMIC_GROUP}:
                inner = (flags | value[1]) & ~value[2] if kind is ops.SUBPATTERN else flags
                below = next(iter(_inside(kind, value)), ())
                text += self._sample(below, inner)
        return text


def _stairs(pump: str, after: str, count: int, step: int) -> str:
    """Runs of one to many repetitions, or of many to one, as long together as `count` repetitions."""
    highest = max(int((2 * count) ** 0.5), 2)
    return "".join(pump * times + after + "\n" for times in range(1, highest + 1)[::step])


def _shapes(before: str, pump: str, after: str) -> Iterator[tuple[str, str, str]]:
    """What stands first in a text, what stands in it many times, and what stands last."""
    for end in ("\0", "", "\n\0", after, f"{after}\0"):
        yield before, pump, end
    for part in (before + pump, before + pump + after, before):
        yield "", part, "\0"
    yield before, pump + after, "\0"


def _inside(kind: object, value: object) -> list[Tree]:
    """The trees directly inside a node."""
    match kind, value:
        case ops.SUBPATTERN, (_, _, _, tree):
            return [tree]
        case ops.BRANCH, (_, branches):
            return list(branches)
        case ((ops.MAX_REPEAT | ops.MIN_REPEAT | ops.POSSESSIVE_REPEAT), (_, _, tree)):
            return [tree]
        case ops.ATOMIC_GROUP, tree:
            return [tree]
        case ((ops.ASSERT | ops.ASSERT_NOT), (_, tree)):
            return [tree]
        case ops.GROUPREF_EXISTS, (_, yes, no):
            return [yes, no] if no else [yes]
    return []
