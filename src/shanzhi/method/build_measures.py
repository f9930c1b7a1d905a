"""Builds what tells whether a method works (`measures`), and beside its rates the shares of what leaves them.

Who withdraws leaves the rates, and so do matters that ended as merged or refused where a file's rates leave those out: a share
of them that grows is seen by rule, not by what a file remembers to say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shanzhi.method.cel import CelType, Program, compile_cel
from shanzhi.method.keys import ENDS
from shanzhi.method.model import Field, Measure
from shanzhi.method.read import Node
from shanzhi.method.rules import Rule
from shanzhi.method.scope import measure_scope
from shanzhi.method.words import Sentence, either

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

KINDS = ("share", "number", "sum", "mean", "median")
YES_NO = frozenset(("share", "number"))
"""Kinds that ask of each matter whether it counts; the others ask for a number."""
WITHDRAWN = "withdrawn"
WITHDRAW = "withdraw"
LABEL = Sentence("撤回占比", "share withdrawn")
HELP = Sentence(
    "撤回的不再进入各率，所以并列：占比升高，请回访几件问问是不是自己要撤。",
    "What is withdrawn leaves the rates and so stands beside them: if it grows, ask some of those who withdrew whether they meant to.",
)
LEAVING = ("merged", "refused")
"""Ends in which a matter is got rid of by whoever handles it: where the rates leave one out, its share stands beside them."""
SHARE = Sentence("{end}的占比", "share: {end}")
LEFT_OUT = Sentence(
    "这些不进各率，所以并列：占比升高，请看看是不是不该这样结束的。",
    "These leave the rates and so stand beside them: if the share grows, look whether they should have ended so.",
)
LATE = Sentence("“{end}”里已超期的占比", "late among “{end}”")
LATE_HELP = Sentence(
    "超期的这样结束，就不进各率了，所以并列：占比高，请看看是不是借此抹掉超期。",
    "What is late and ends so leaves the rates, so it stands beside them: if the share is high, look whether lateness is got rid of by it.",
)
_EXCLUDED = re.compile(r'matter\.end != "(\w+)"|!\(matter\.end in \[([^\]]*)\]\)')
_MAPPED = re.compile(r"data\.(\w+)\.map\(\s*(\w+)\s*,\s*\2\.(\w+)\s*\)")


def measures(b: Builder, node: Node | None) -> dict[str, Measure]:
    """The measures of a method, in the order of the file; last by rule the shares of what its rates leave out."""
    built: dict[str, Measure] = {}
    scope, b.reads_ledger = measure_scope(b.base), False
    for name, spec in (node.value if node else {}).items():
        label, words = b.text(spec, "label"), b.maybe(spec, "help")
        of = b.condition(spec.value["among"], scope) if "among" in spec.value else None
        kinds = [kind for kind in KINDS if kind in spec.keys]
        if len(kinds) != 1:
            b.problems.add("SZ208", spec, key=name, choices=either(KINDS))
            continue
        kind = kinds[0]
        if kind not in spec.value:
            continue
        wants = CelType.BOOLEAN if kind in YES_NO else CelType.INTEGER
        what = b.condition(spec.value[kind], scope, wants)
        if what is not None:
            at, money = b.rule(spec, f"measures.{name}"), kind not in YES_NO and _of_money(b.fields, what)
            built[name] = Measure(
                name=name, label=label, kind=kind, what=what, of=of, at=at, help=words, amount=money
            )
    b.reads_ledger = True
    if node is not None and WITHDRAWN not in node.value and _may_withdraw(b):
        built[WITHDRAWN] = withdrawn(node.line)
    if node is not None:
        for end in LEAVING:
            if end not in node.value and _is_left_out(end, built):
                built[end] = _ended_so(b, end, node.line)
        for end in LEAVING:
            if f"{end}_late" not in node.value and b.clock_rules and _is_excluded(end, built):
                built[f"{end}_late"] = _late_so(b, end, node.line)
    return built


def _is_left_out(end: str, built: dict[str, Measure]) -> bool:
    """Whether some share leaves out what ended so, and none tells how much that is."""
    shares = [one for one in built.values() if one.kind == "share"]
    if any(one.what.source == f'matter.end == "{end}"' for one in shares):
        return False
    return _is_excluded(end, built)


def _is_excluded(end: str, built: dict[str, Measure]) -> bool:
    """Whether some share is counted without what ended so."""
    sources = " ".join(one.of.source for one in built.values() if one.kind == "share" and one.of is not None)
    return any(end == one or f'"{end}"' in several for one, several in _EXCLUDED.findall(sources))


def _ended_so(b: Builder, end: str, line: int) -> Measure:
    """The share that ended so, called as the stage of that end is; several stages share the end's own name."""
    label = SHARE.fill(end=_called(b, end))
    what = compile_cel(f'matter.end == "{end}"', {"matter.end": CelType.TEXT})
    return Measure(end, label, "share", what, None, Rule(f"measures.{end}", line), LEFT_OUT)


def _called(b: Builder, end: str) -> Sentence:
    called = [stage.label for stage in b.stages.values() if stage.end == end]
    return called[0] if len(called) == 1 else ENDS[end]


def _late_so(b: Builder, end: str, line: int) -> Measure:
    """Of those that ended so the share that was late by then, by any of the method's clocks."""
    scope = measure_scope(b.base)
    late = [f'clocks.{name}.left <= duration("0s") && !clocks.{name}.met' for name in b.clock_rules]
    what = compile_cel(" || ".join(late), scope)
    among = compile_cel(f'matter.end == "{end}"', scope)
    label = LATE.fill(end=_called(b, end))
    return Measure(f"{end}_late", label, "share", what, among, Rule(f"measures.{end}_late", line), LATE_HELP)


def withdrawn(line: int = 1) -> Measure:
    """The share that was withdrawn."""
    what = compile_cel('matter.end == "withdrawn"', {"matter.end": CelType.TEXT})
    return Measure(WITHDRAWN, LABEL, "share", what, None, Rule(f"measures.{WITHDRAWN}", line), HELP)


def _may_withdraw(b: Builder) -> bool:
    return any(WITHDRAW in stage.acts for stage in b.stages.values())


def _of_money(fields: dict[str, Field], what: Program) -> bool:
    """Whether a measure's number is money: all that it speaks of is."""
    columns = {f"data.{name}": column for name, _, column in _MAPPED.findall(what.source)}
    kinds = []
    for name in what.names:
        field = fields.get(name.removeprefix("data."))
        if field is not None and field.kind.rows:
            field = next((one for one in field.form if one.name == columns.get(name)), None)
        kinds.append(field is not None and field.kind.amount)
    return bool(kinds) and all(kinds)
