"""Conditions in words, from what they are made of: facts by their labels, choices by theirs, thresholds as people say them.

What has no words (a loop over a list) is told as it is written, with labels for names; `Speaker.unspoken` keeps those.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from shanzhi.method.aloud.condition_parts import (
    added,
    bracketed,
    is_sum,
    multiple,
    percent,
    share,
    times,
    with_words,
    yes,
)
from shanzhi.method.aloud.condition_words import (
    COMPARED,
    DAYS,
    OF_CLOCKS,
    OPPOSITE,
    SUMS,
    TEXTS,
    TRUTHS,
    TURNED,
    UNITS,
    VALUES,
    WORKED_OUT,
)
from shanzhi.method.aloud.names import Names, listed, quoted, s, spaced, value_words
from shanzhi.method.cel import Program
from shanzhi.method.cel_expr import Call, Cell, Const, Expr, Has, Listed, Name
from shanzhi.method.cel_tables import ONE_LOOK
from shanzhi.method.keys import ENDS
from shanzhi.method.model import Field, Input, Method, Option, Who
from shanzhi.method.roles import LEVEL_NAMES, role_name
from shanzhi.method.rules import Span
from shanzhi.method.words import Sentence


class Unspoken(Exception):
    """There are no words for this."""


class Speaker:
    """Says the conditions of one method; `counts` are the words for what the block at hand has counted, `here` the stage at hand."""

    def __init__(self, method: Method, titles: Mapping[str, Sentence] | None = None) -> None:
        self.names = Names(method, titles)
        self.method = method
        self.counts: dict[str, Sentence] = {}
        self.unspoken: list[str] = []
        self.here: str | None = None

    def condition(self, program: Program) -> Sentence:
        """What must hold, as a clause."""
        try:
            return self.truth(program.expression())
        except Unspoken:
            return self._as_written(program)

    def amount(self, program: Program, options: tuple[Option, ...] = ()) -> Sentence:
        """What an expression comes to; one of `options` by its label."""
        try:
            return self.chosen(program.expression(), options)
        except Unspoken:
            return self._as_written(program)

    def who(self, one: Who | tuple[str, ...]) -> Sentence:
        """Who is meant by a setting."""
        return listed(one.words() if isinstance(one, Who) else [role_name(name) for name in one])

    def span(self, one: Span) -> Sentence:
        """A length of time."""
        return self.names.span(one)

    def asked(self, form: tuple[Field, ...]) -> Sentence:
        """What is asked."""
        from shanzhi.method.aloud.telling import asked  # it speaks with this

        return asked(form, self)

    def _as_written(self, program: Program) -> Sentence:
        self.unspoken.append(program.source)
        said = Sentence(program.source, program.source)
        for name in sorted(program.names, key=len, reverse=True):
            try:
                said = with_words(said, name, self.value(Name(name)))
            except Unspoken:
                continue
        return s("算式 {it} 成立", "the expression {it} holds").fill(it=said)

    # -- clauses -----------------------------------------------------------------------------------
    def truth(self, node: Expr, *, no: bool = False, inner: bool = False) -> Sentence:
        """A node as a clause, or as its opposite; one of several joined clauses inside others stands in brackets."""
        if isinstance(node, Const) and isinstance(node.value, bool):
            return s("任何时候", "always") if node.value is not no else s("从不", "never")
        if isinstance(node, Has):
            fact = self.value(Name(node.name))
            return (s("{f}没有填", "{f} is not filled in") if no else s("{f}已填", "{f} is filled in")).fill(
                f=fact
            )
        if isinstance(node, Name):
            return self._true_name(node.name, no=no)
        if isinstance(node, Cell):
            return yes(self._cell(node), no=no)
        if not isinstance(node, Call):
            raise Unspoken
        if node.function == "!_":
            return self.truth(node.arguments[0], no=not no, inner=inner)
        if node.function in ("_&&_", "_||_"):
            both = (node.function == "_&&_") is not no
            return self._joined(self._parts(node, node.function), both=both, no=no, inner=inner)
        if node.function == "_?_:_":
            when, then, other = node.arguments
            told = s("如果{c}，要{a}；否则要{b}", "if {c}, {a}; else {b}").fill(
                c=self.truth(when), a=self.truth(then, no=no), b=self.truth(other, no=no)
            )
            return bracketed(told) if inner else told
        if node.function == "@in":
            return self._among(*node.arguments, no=no)
        if node.function in OPPOSITE:
            function = OPPOSITE[node.function] if no else node.function
            return self._compared(function, *node.arguments)
        if node.function in TEXTS:
            a, b = node.arguments
            return TEXTS[node.function][no].fill(a=self.value(a), b=self.value(b))
        raise Unspoken

    def _parts(self, node: Expr, function: str) -> list[Expr]:
        if isinstance(node, Call) and node.function == function:
            return [part for one in node.arguments for part in self._parts(one, function)]
        return [node]

    def _joined(self, parts: list[Expr], *, both: bool, no: bool, inner: bool) -> Sentence:
        told = [self.truth(part, no=no, inner=True) for part in parts]
        made = listed(told, "，而且", " and ") if both else listed(told, "，或者", " or ")
        return bracketed(made) if inner else made

    def _true_name(self, name: str, *, no: bool) -> Sentence:
        scope, _, rest = name.partition(".")
        if name in TRUTHS:
            return TRUTHS[name][no]
        if scope == "clocks":
            clock, _, what = rest.rpartition(".")
            if what in TRUTHS:
                return TRUTHS[what][no].fill(clock=self.names.clock(clock))
            raise Unspoken
        if scope == "inputs":
            said = s("{g}设为“否”", "{g} is set to no") if no else s("{g}设为“是”", "{g} is set to yes")
            return said.fill(g=self.names.given(rest))
        field = self.names.found(name)
        if field is not None and field.computed is not None:
            return WORKED_OUT[no].fill(f=self.value(Name(name)))
        return yes(self.value(Name(name)), no=no)

    def _among(self, one: Expr, many: Expr, *, no: bool) -> Sentence:
        if isinstance(many, Listed):
            some = [self.option(one, item) for item in many.items]
            if isinstance(one, Name) and one.name == "matter.end":
                said = (
                    s("不是以{b}结束", "it did not end as {b}") if no else s("以{b}结束", "it ended as {b}")
                )
                return said.fill(b=listed(some, "、", " or "))
            if len(some) == 1:
                said = s("{a}不是{b}", "{a} is not {b}") if no else s("{a}是{b}", "{a} is {b}")
            else:
                said = (
                    s("{a}不是{b}之一", "{a} is none of {b}")
                    if no
                    else s("{a}是{b}之一", "{a} is one of {b}")
                )
            return said.fill(a=self.value(one), b=listed(some))
        if isinstance(one, Const):
            said = s("{b}里没有{a}", "{b} does not hold {a}") if no else s("{b}里有{a}", "{b} holds {a}")
            return said.fill(a=self.option(many, one), b=self.value(many))
        said = s("{a}不在{b}里", "{a} is not among {b}") if no else s("{a}在{b}里", "{a} is among {b}")
        return said.fill(a=self.value(one), b=self.value(many))

    def _compared(self, function: str, a: Expr, b: Expr) -> Sentence:
        if isinstance(a, Const) and not isinstance(b, Const):
            return self._compared(TURNED[function], b, a)
        if isinstance(b, Const) and isinstance(b.value, bool):
            return self.truth(a, no=b.value is (function != "_==_"))
        if isinstance(a, Name) and a.name == "matter.end":
            return self._among(a, Listed((b,)), no=function == "_!=_")
        if isinstance(a, Name) and a.name == "matter.level" and isinstance(b, Const):
            said = (
                s("不在{l}一级", "it is not at the {l}")
                if function == "_!=_"
                else s("在{l}一级", "it is at the {l}")
            )
            return said.fill(l=LEVEL_NAMES.get(str(b.value), value_words(b.value)))
        if isinstance(a, Name) and a.name.startswith("visits.") and isinstance(b, Const):
            return self._visited(a.name.partition(".")[2], function, b.value)
        if (mean := self._mean(function, a, b)) is not None:
            return mean
        if (function, b) in (("_>_", Const(0)), ("_>=_", Const(1))) and (stages := self._stages(added(a))):
            return s("到过{w}当中的一个", "it has been in one of {w}").fill(w=listed(stages))
        (left, part), (right, of) = multiple(a), multiple(b)
        said = COMPARED[function][self._is_time(a) or self._is_time(b)]
        if part == of == 1:
            return said.fill(a=self.value(a), b=spaced(self.option(a, b)))
        if part == 100 and (both := times(right)) is not None:
            per_cent = s("{w}的 {n}%", "{n}% of {w}").fill(w=self.value(both[0]), n=self.value(both[1]))
            return said.fill(a=self.value(left), b=per_cent)
        return said.fill(a=self.value(left), b=share(self.value(right), of, part))

    def _stages(self, parts: list[Expr]) -> list[Sentence]:
        """The stages of several visits added up."""
        if len(parts) < 2 or not all(
            isinstance(one, Name) and one.name.startswith("visits.") for one in parts
        ):
            return []
        return [self.names.stage(one.name.partition(".")[2]) for one in parts if isinstance(one, Name)]

    def _visited(self, stage: str, function: str, n: int) -> Sentence:
        where = self._visit(stage)
        if (function, n) in (("_>_", 0), ("_>=_", 1), ("_!=_", 0)):
            return s("到过{w}", "it has been in {w}").fill(w=where)
        if (function, n) in (("_==_", 0), ("_<_", 1), ("_<=_", 0)):
            return s("没有到过{w}", "it has not been in {w}").fill(w=where)
        said = {
            "_>_": s("是第 {next} 次或更多次到{w}", "it is in {w} for time {next} or more"),
            "_>=_": s("是第 {n} 次或更多次到{w}", "it is in {w} for time {n} or more"),
            "_<_": s("到{w}还不到 {n} 次", "it has been in {w} less than {n} times"),
            "_<=_": s("到{w}不超过 {n} 次", "it has been in {w} at most {n} times"),
            "_==_": s("到{w}正好 {n} 次", "it has been in {w} {n} times"),
            "_!=_": s("到{w}不是 {n} 次", "it has not been in {w} {n} times"),
        }[function]
        return said.fill(w=where, n=n, next=n + 1)

    def _visit(self, stage: str) -> Sentence:
        """A stage as one counts visits of it; this one counts too."""
        said = s("{w}（连这一次）", "{w} (this time counted)") if stage == self.here else s("{w}", "{w}")
        return said.fill(w=self.names.stage(stage))

    def _mean(self, function: str, a: Expr, b: Expr) -> Sentence | None:
        """`count.sum_x >= count.answers * n`: the mean of an answer."""
        if not (isinstance(a, Name) and a.name.startswith("count.sum_") and isinstance(b, Call)):
            return None
        if b.function != "_*_" or Name("count.answers") not in b.arguments:
            return None
        other = next(one for one in b.arguments if one != Name("count.answers"))
        mean = s("{f}的平均数", "the mean of {f}").fill(
            f=self.counts.get(a.name[6:], self.names.fact(a.name[10:]))
        )
        return COMPARED[function][0].fill(a=mean, b=self.value(other))

    def _is_time(self, node: Expr) -> bool:
        if isinstance(node, Call):
            return node.function in ("_+_", "_-_") and any(self._is_time(one) for one in node.arguments)
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

    # -- values ------------------------------------------------------------------------------------
    def value(self, node: Expr) -> Sentence:
        """A node as what it comes to."""
        if isinstance(node, Const):
            return (
                value_words(node.value)
                if not isinstance(node.value, str)
                else quoted(s(node.value, node.value))
            )
        if isinstance(node, Name):
            return self._named(node.name)
        if isinstance(node, Cell):
            return self._cell(node)
        if isinstance(node, Listed):
            return listed([self.value(one) for one in node.items])
        if not isinstance(node, Call):
            raise Unspoken
        if node.function == "_+_" and self._is_time(node):
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
        return self._cell(Cell(f"inputs.{found['table']}", found["key"], found["column"]))

    def _columns(self, node: Cell) -> tuple[Input, ...]:
        return self.method.inputs[node.table.removeprefix("inputs.")].form

    def _addend(self, node: Expr) -> Sentence:
        return bracketed(self.value(node)) if is_sum(node) else self.value(node)

    def _cell(self, node: Cell) -> Sentence:
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
            return s("到{w}的次数", "how often it has been in {w}").fill(w=self._visit(rest))
        if scope == "count":
            if rest not in self.counts:
                raise Unspoken
            return self.counts[rest]
        if scope == "clocks" and (said := OF_CLOCKS.get(rest.rpartition(".")[2])) is not None:
            return said.fill(c=self.names.clock(rest.rpartition(".")[0]))
        if scope == "before":
            return s("原先的{f}", "{f} as it was").fill(f=self.names.fact(name))
        if scope in ("data", "people", "line", "entry"):
            return self.names.fact(name)
        raise Unspoken

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
        if not isinstance(node, Name):
            return ()
        scope, _, rest = node.name.rpartition(".")
        if scope == "inputs":
            return self.method.inputs[rest].options if rest in self.method.inputs else ()
        field = self.names.found(node.name)
        return field.options if field is not None else ()
