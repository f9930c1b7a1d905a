"""Values in words: facts by their labels, choices by theirs, sums, tables and lengths of time as people say them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from shanzhi.method.aloud import registers
from shanzhi.method.aloud.condition_parts import added, bracketed, is_sum, multiple, percent
from shanzhi.method.aloud.condition_words import DAYS, OF_CLOCKS, SUMS, THE_LINE, UNITS, VALUES
from shanzhi.method.aloud.names import Names, listed, quoted, s, value_words
from shanzhi.method.cel_expr import Call, Cell, Const, Expr, Listed, Loop, Name, Part
from shanzhi.method.cel_tables import ONE_LOOK
from shanzhi.method.keys import ENDS
from shanzhi.method.ledger import parted
from shanzhi.method.model import Field, Input, Method, Option
from shanzhi.method.words import Sentence


class Unspoken(Exception):
    """There are no words for this."""


class Values:
    """Says what the expressions of one method come to; `counts` are the words for what the block at hand has counted, `here`
    the stage at hand."""

    def __init__(self, method: Method, titles: Mapping[str, Sentence] | None = None) -> None:
        self.names = Names(method, titles)
        self.method = method
        self.counts: dict[str, Sentence] = {}
        self.unspoken: list[str] = []
        self.here: str | None = None
        self.loops: list[Loop] = []

    def truth(self, node: Expr) -> Sentence:
        """A node as a clause."""
        raise NotImplementedError

    @contextmanager
    def in_lines(self, loop: Loop) -> Iterator[None]:
        """While it is told what holds of the lines of a list."""
        self.loops.append(loop)
        try:
            yield
        finally:
            self.loops.pop()

    def _of_line(self, word: str, name: str = "") -> tuple[Sentence, Field | None]:
        """A part of the line that a loop is at, or the line itself where it is a plain value; and the part's field."""
        at = next((n for n, loop in enumerate(reversed(self.loops)) if loop.word == word), None)
        if at is None or len(self.loops) > 2:
            raise Unspoken
        over = self.loops[-1 - at].over
        if not name:
            return (s("它", "it") if len(self.loops) == 1 else s("那一项", "that line")), None
        listed_in = self.names.found(over.name) if isinstance(over, Name) else None
        field = (
            next((one for one in listed_in.form if one.name == name), None) if listed_in is not None else None
        )
        if field is None:
            raise Unspoken
        return THE_LINE[0 if len(self.loops) == 1 else at + 1].fill(f=quoted(field.label)), field

    def value(self, node: Expr) -> Sentence:
        """A node as what it comes to."""
        if isinstance(node, Const):
            return (
                value_words(node.value)
                if not isinstance(node.value, str)
                else quoted(s(node.value, node.value))
            )
        if isinstance(node, Name):
            at_line = any(loop.word == node.name for loop in self.loops)
            return self._of_line(node.name)[0] if at_line else self._named(node.name)
        if isinstance(node, Part):
            return self._of_line(node.word, node.name)[0]
        if isinstance(node, Cell):
            return self.cell(node)
        if isinstance(node, Listed):
            return listed([self.value(one) for one in node.items])
        if not isinstance(node, Call):
            raise Unspoken
        if node.function == "_+_" and self.is_time(node):
            a, b = node.arguments
            return s("{a}之后 {b}", "{b} after {a}").fill(a=self.value(a), b=self.value(b))
        if (part := percent(node)) is not None:
            said = s("{a}的 {b}%（零头进一）", "{b}% of {a} (rounded up)")
            return said.fill(a=self.value(part[0]), b=self.value(part[1]))
        if node.function in SUMS:
            if node.function == "_+_":
                return listed([self._addend(one) for one in added(node)], "，加上", " plus ")
            told = [self.value(one) for one in node.arguments]
            x, y = (bracketed(t) if is_sum(one) else t for one, t in zip(node.arguments, told, strict=True))
            return SUMS[node.function].fill(a=x, b=y)
        if node.function == "_?_:_":
            _, a, b = node.arguments
            return self.value(a) if a == b else self.chosen(node, ())
        if node.function in ("timestamp", "duration") and isinstance(node.arguments[0], Part):
            return self.value(node.arguments[0])
        if node.function == "duration":
            return self._span(node.arguments[0])
        if node.function in ("string", "int"):
            return self.value(node.arguments[0])
        if node.function == "size":
            return s("{a}的个数", "how many of {a}").fill(a=self.value(node.arguments[0]))
        if node.function == "-_":
            return s("负{a}", "minus {a}").fill(a=self.value(node.arguments[0]))
        return s("“{t}”是否成立", "whether {t}").fill(t=self.truth(node))

    def in_table(self, look: str) -> Sentence:
        """What stands in a row of a table, as it is written: `inputs.kinds[data.sort].lasts`."""
        found = ONE_LOOK.fullmatch(look)
        if found is None:
            return s(look, look)
        return self.cell(Cell(f"inputs.{found['table']}", found["key"], found["column"]))

    def _columns(self, node: Cell) -> tuple[Input, ...]:
        return self.method.inputs[node.table.removeprefix("inputs.")].form

    def _addend(self, node: Expr) -> Sentence:
        return bracketed(self.value(node)) if is_sum(node) else self.value(node)

    def cell(self, node: Cell) -> Sentence:
        """`inputs.kinds[data.sort].points`: what a table says in one of its rows."""
        given = self.method.inputs[node.table.removeprefix("inputs.")]
        label = next(
            (one.label for one in given.form if one.name == node.column), s(node.column, node.column)
        )
        said = s("{t}里{k}那一行的{c}", "{c} in the row of {k} of {t}")
        return said.fill(t=quoted(given.label), k=self.value(Name(node.key)), c=quoted(label))

    def _span(self, node: Expr) -> Sentence:
        """`duration("24h")`, or `duration(string(n) + "h")`."""
        if isinstance(node, Const) and (found := re.fullmatch(r"(\d+)([hms])", str(node.value))):
            return UNITS[found[2]].fill(n=found[1])
        if isinstance(node, Call) and node.function == "_+_" and isinstance(node.arguments[1], Const):
            number, unit = node.arguments
            if isinstance(number, Call) and number.function == "string" and isinstance(unit, Const):
                inner, times = multiple(number.arguments[0])
                if unit.value == "h" and times == 24:
                    return DAYS.fill(n=self.value(inner))
                if unit.value in UNITS:
                    return UNITS[unit.value].fill(n=self.value(number.arguments[0]))
        raise Unspoken

    def _named(self, name: str) -> Sentence:
        scope, _, rest = name.partition(".")
        if name in VALUES:
            return VALUES[name]
        if scope == "inputs":
            return self.names.given(rest)
        if scope == "visits":
            return s("到{w}的次数", "how often it has been in {w}").fill(w=self.visit(rest))
        if scope == "count":
            if rest not in self.counts:
                raise Unspoken
            return self.counts[rest]
        if scope == "clocks" and (said := OF_CLOCKS.get(rest.rpartition(".")[2])) is not None:
            return said.fill(c=self.names.clock(rest.rpartition(".")[0]))
        if scope == "before":
            return s("原先的{f}", "{f} as it was").fill(f=self.names.fact(name))
        if scope == "ledger":
            return self._balance(rest)
        if scope in ("data", "people", "line", "entry"):
            return self.names.fact(name)
        if scope == "registers":
            return registers.look(self, rest)
        raise Unspoken

    def key_words(self, key: str) -> Sentence:
        """Whose entry of a register is meant."""
        return self.value(Name(key))

    def _balance(self, rest: str) -> Sentence:
        """What somebody may spend: `ledger.points[people.family]`."""
        name, whose = parted(rest)
        unit = self.method.ledger[name]
        if whose in unit.accounts:
            who = quoted(unit.accounts[whose].label)
        elif whose.startswith("actor."):
            who = s("做的人", "who acts")
        else:
            who = self.names.fact(whose) if "." in whose else s(whose, whose)
        return s("{w}可用的{u}", "what {w} may spend of {u}").fill(w=who, u=quoted(unit.label))

    def option(self, of: Expr, node: Expr) -> Sentence:
        """A value as the choice that it is of a fact or input."""
        if not isinstance(node, Const):
            return self.value(node)
        if isinstance(of, Name) and of.name == "matter.end":
            return quoted(ENDS.get(str(node.value), s(str(node.value), str(node.value))))
        return (
            value_words(node.value, self._options(of))
            if not isinstance(node.value, str)
            else quoted(
                next(
                    (one.label for one in self._options(of) if one.value == node.value),
                    s(node.value, node.value),
                )
            )
        )

    def _options(self, node: Expr) -> tuple[Option, ...]:
        if isinstance(node, Cell):
            return next((one.options for one in self._columns(node) if one.name == node.column), ())
        if isinstance(node, Part):
            field = self._of_line(node.word, node.name)[1]
            return field.options if field is not None else ()
        if not isinstance(node, Name):
            return ()
        scope, _, rest = node.name.rpartition(".")
        if scope == "inputs":
            return self.method.inputs[rest].options if rest in self.method.inputs else ()
        field = self.names.found(node.name)
        return field.options if field is not None else ()

    def visit(self, stage: str) -> Sentence:
        """A stage as one counts visits of it; this one counts too."""
        said = s("{w}（连这一次）", "{w} (this time counted)") if stage == self.here else s("{w}", "{w}")
        return said.fill(w=self.names.stage(stage))

    def is_time(self, node: Expr) -> bool:
        if isinstance(node, Call):
            return node.function == "timestamp" or (
                node.function in ("_+_", "_-_") and any(self.is_time(one) for one in node.arguments)
            )
        if not isinstance(node, Name):
            return False
        field = self.names.found(node.name) if "." in node.name else None
        if node.name in ("now", "matter.opened") or node.name.endswith(".due"):
            return True
        return field is not None and (field.kind.day or field.kind.moment)

    def chosen(self, node: Expr, options: tuple[Option, ...]) -> Sentence:
        """A value that is one of some choices, case by case."""
        if isinstance(node, Const) and options:
            return value_words(node.value, options)
        if isinstance(node, Call) and node.function == "_?_:_" and node.arguments[1] != node.arguments[2]:
            when, a, b = node.arguments
            return s("{c}的，是{a}；否则是{b}", "if {c}, {a}; else {b}").fill(
                c=self.truth(when), a=self.chosen(a, options), b=self.chosen(b, options)
            )
        return self.value(node)
