"""What a compiled condition is made of: the names it needs, and a bound on its work.

The compiler of `cel-expr-python` gives its checked tree as a serialized `cel.expr.CheckedExpr`
(github.com/google/cel-spec, proto/cel/expr/checked.proto and syntax.proto); the few fields needed are decoded
here. CEL ends always, but not always soon: joining texts in nested loops, `map` over a long list (it copies its
result at each step) or a counted repetition in a pattern can cost seconds and hundreds of megabytes from a line
of text. So the work of a condition is bounded before it is evaluated, from its tree and from the size of what it
is given: each leaf's size, times the operations above it, times the rounds of the loops around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from shanzhi.method.cel_message import first, parts

ROUNDS = 10_000  # cel-cpp ends an evaluation after so many rounds of loops, nested ones together
_ELEMENT, _RESULT, _LITERAL = "@element", "@result", ""
_REPEAT = re.compile(r"\{(\d*),?(\d*)\}")
_NULL = b"\x08\x00"  # a constant whose null_value is set
_CATEGORY = re.compile(r"\\[pP](?:[A-Z]|\{\^?[A-Z][a-z]?\})")  # \pL: hundreds of ranges; \p{Han}: a few
_LITERAL_ARGUMENTS = {"matches", "timestamp", "duration"}


class Size(Struct, frozen=True):
    """How big a value is: its elements (1 unless a list or map), its characters and elements in all, and the
    biggest single part."""

    count: int = 1
    total: int = 1
    part: int = 1


class Leaf(Struct, frozen=True):
    """A name, a literal, a loop's variable or its growing result, at one place of the tree.

    `depth` is the operations above it, heavier ones counted more; `loops` the loops whose body it stands in;
    `own` the loop whose result it is.
    """

    name: str
    size: int
    depth: int
    loops: tuple[int, ...]
    own: int = -1


class Tree:
    """The checked tree of one expression.

    `names` are the identifiers it refers to, `loop_names` those its loops bring, `literals` the (function,
    text) pairs whose text can be checked beforehand: patterns, times, durations, time zones. `dynamic_pattern`
    is true when a pattern is not a literal; `against_null` holds the names compared with `null`.
    """

    def __init__(self, serialized: bytes) -> None:
        self.names: set[str] = set()
        self.loop_names: set[str] = set()
        self.literals: list[tuple[str, str]] = []
        self.dynamic_pattern = False
        self.against_null: set[str] = set()
        self._leaves: list[Leaf] = []
        # Per loop: the leaves of what it runs over, and the loops it stands in itself.
        self._ranges: list[tuple[list[Leaf], tuple[int, ...]]] = []
        self._growing: set[int] = set()
        self._literal = 1
        checked = first(serialized, 2)
        self._walk(first(checked, 4), 1, ())
        self.names -= {_RESULT}

    @property
    def loops(self) -> bool:
        """Whether the expression has a loop (`all`, `exists`, `exists_one`, `map`, `filter`)."""
        return bool(self._ranges)

    def rounds(self, counts: Mapping[str, int]) -> int:
        """The rounds of all loops together, for lists of so many items (1 where a name is not among them)."""
        turns: list[int] = []
        total = 0
        for leaves, outer in self._ranges:
            turns.append(max((counts.get(leaf.name, 1) for leaf in leaves), default=1))
            total += turns[-1] * _product(turns[loop] for loop in outer)
        return total

    def work(self, sizes: Mapping[str, Size]) -> int:
        """An upper bound of the steps of one evaluation with values of these sizes."""
        part = max(self._literal, *(size.part for size in sizes.values()), 1)
        rounds: list[int] = []
        for leaves, outer in self._ranges:
            turns = 0
            for leaf in leaves:
                # A loop's variable may itself be a list, as long as the biggest part of what was given.
                count = sizes[leaf.name].count if leaf.name in sizes else part if leaf.name == _ELEMENT else 1
                turns += count * _product(rounds[loop] for loop in leaf.loops if loop not in outer)
            rounds.append(min(turns, ROUNDS))
        work = 0
        for leaf in self._leaves:
            if leaf.name in sizes:
                size = sizes[leaf.name].total
            elif leaf.name == _ELEMENT:
                size = part
            elif leaf.name == _RESULT:
                size = rounds[leaf.own] if leaf.own in self._growing else 1
            else:
                size = leaf.size
            work += size * leaf.depth * min(ROUNDS, _product(rounds[loop] for loop in leaf.loops))
        return work

    def _walk(self, expr: bytes, depth: int, loops: tuple[int, ...], own: int = -1) -> None:
        for field, value in parts(expr):
            if field == 3:
                size = len(_constant(value)) + 1
                self._literal = max(self._literal, size)
                self._leaves.append(Leaf(_LITERAL, size, depth, loops))
            elif field == 4:
                self._name(first(value, 1).decode(), depth, loops, own)
            elif field == 5:
                self._walk(first(value, 1), depth + 1, loops, own)
            elif field == 6:
                self._call(value, depth, loops, own)
            elif field in (7, 8):
                self._leaves.append(Leaf(_LITERAL, 1, depth, loops))
                for inner, part in parts(value):
                    if field == 7 and inner == 1:
                        self._walk(part, depth + 1, loops, own)
                    elif field == 8 and inner == 2:
                        for key, entry in parts(part):
                            if key in (3, 4):
                                self._walk(entry, depth + 1, loops, own)
            elif field == 9:
                self._loop(value, depth, loops, own)

    def _name(self, name: str, depth: int, loops: tuple[int, ...], own: int) -> None:
        self.names.add(name)
        if name == _RESULT:
            self._leaves.append(Leaf(_RESULT, 1, depth, loops, own))
        elif name in self.loop_names:
            self._leaves.append(Leaf(_ELEMENT, 1, depth, loops))
        else:
            self._leaves.append(Leaf(name, 1, depth, loops))

    def _call(self, call: bytes, depth: int, loops: tuple[int, ...], own: int) -> None:
        function = first(call, 2).decode()
        arguments = [value for field, value in parts(call) if field == 3]
        target = first(call, 1)
        if target:
            arguments.insert(0, target)
        weight = build = 1
        if function in ("_==_", "_!=_") and any(first(argument, 3) == _NULL for argument in arguments):
            self.against_null |= {first(first(argument, 4), 1).decode() for argument in arguments}
        if function in _LITERAL_ARGUMENTS or (function.startswith("get") and len(arguments) == 2):
            text = _literal_text(arguments[-1])
            if text is not None:
                self.literals.append((function, text))
                if function == "matches":
                    # The pattern is built anew at each use; at worst each letter of the text meets each state.
                    weight, build = _pattern_weight(text, 500), _pattern_weight(text, 10_000)
            elif function == "matches":
                self.dynamic_pattern = True
        elif function == "contains" and _literal_text(arguments[-1]) is None:
            # Looking for one text in another takes the product of their lengths at worst.
            weight = build = 1000
        for argument in arguments:
            self._walk(argument, depth + (build if argument is arguments[-1] else weight), loops, own)

    def _loop(self, value: bytes, depth: int, loops: tuple[int, ...], own: int) -> None:
        for field in (1, 8):
            if name := first(value, field):
                self.loop_names.add(name.decode())
        begun = len(self._leaves)
        self._walk(first(value, 2), depth + 1, loops, own)
        loop = len(self._ranges)
        self._ranges.append((self._leaves[begun:], loops))
        if any(field == 7 for field, _ in parts(first(value, 4))):
            self._growing.add(loop)  # `map` and `filter` gather a list, copied at each round
        self._walk(first(value, 4), depth + 1, loops, own)
        for field in (5, 6):
            self._walk(first(value, field), depth + 1, (*loops, loop), loop)
        self._walk(first(value, 7), depth + 1, loops, loop)


def _product(numbers: Iterator[int]) -> int:
    product = 1
    for number in numbers:
        product *= number
    return product


def _pattern_weight(pattern: str, category: int) -> int:
    """About how many states a pattern has: its length, more for sets of many letters, times its repetitions."""
    wide = sum(not letter.isascii() or letter in ".^\\" for letter in pattern)
    weight = len(pattern) + 1 + 10 * wide + category * len(_CATEGORY.findall(pattern))
    for least, most in _REPEAT.findall(pattern):
        weight *= max(int(least or 1), int(most or 1), 1)
    return weight


def _constant(value: bytes) -> bytes:
    return next((part for field, part in parts(value) if field in (6, 7)), b"")


def _literal_text(expr: bytes) -> str | None:
    for field, value in parts(first(expr, 3)):
        if field == 6:
            return value.decode()
    return None
