"""Conditions in words, from what they are made of: facts by their labels, choices by theirs, thresholds as people say them.

What has no words (a list made anew) is told as it is written, with labels for names; `Speaker.unspoken` keeps those.
"""

from __future__ import annotations

from shanzhi.method.aloud import registers
from shanzhi.method.aloud.condition_parts import (
    added,
    bracketed,
    multiple,
    share,
    times,
    with_words,
    yes,
)
from shanzhi.method.aloud.condition_words import (
    COMPARED,
    FILLED_IN,
    OF_LINES,
    OPPOSITE,
    TEXTS,
    TRUTHS,
    TURNED,
    WORKED_OUT,
)
from shanzhi.method.aloud.names import listed, s, spaced, value_words
from shanzhi.method.aloud.values import Unspoken, Values
from shanzhi.method.cel import Program
from shanzhi.method.cel_expr import Call, Cell, Const, Expr, Has, Listed, Loop, Name, Part
from shanzhi.method.model import Field, Option, Who
from shanzhi.method.roles import LEVEL_NAMES, role_name
from shanzhi.method.rules import Span
from shanzhi.method.words import Sentence


class Speaker(Values):
    """Says the conditions of one method."""

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
            return FILLED_IN[no].fill(f=fact)
        if isinstance(node, Name):
            return self._true_name(node.name, no=no)
        if isinstance(node, Cell):
            return yes(self.cell(node), no=no)
        if isinstance(node, Part):
            told = self.value(Part(node.word, node.name))
            return FILLED_IN[no].fill(f=told) if node.asked else yes(told, no=no)
        if isinstance(node, Loop):
            made = self._of_lines(node, no=no)
            return bracketed(made) if inner else made
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

    def _of_lines(self, loop: Loop, *, no: bool) -> Sentence:
        """What holds of every line, of one, or of exactly one; the opposite of the first two is the other, turned."""
        kind = {"all": "exists", "exists": "all"}.get(loop.kind, loop.kind) if no else loop.kind
        over = self.value(loop.over)
        with self.in_lines(loop):
            body = self.truth(loop.body, no=no and loop.kind != "exists_one")
        return OF_LINES[kind][no and loop.kind == "exists_one"].fill(l=over, c=body)

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
        if scope == "registers":
            return registers.stands(self, rest, no=no)
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
        said = COMPARED[function][self.is_time(a) or self.is_time(b)]
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
        where = self.visit(stage)
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
