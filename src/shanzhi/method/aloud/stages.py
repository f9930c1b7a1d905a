"""A stage in sentences: whose desk, how long, what can be done, where it leads."""

from __future__ import annotations

from shanzhi.method.aloud.blocks import block_lines, outcome_lines
from shanzhi.method.aloud.conditions import Speaker
from shanzhi.method.aloud.effects import effects
from shanzhi.method.aloud.names import listed, quoted, s, value_words
from shanzhi.method.aloud.telling import (
    Line,
    asked,
    asking,
    barred,
    ended,
    leads,
    required,
    sets,
    who,
)
from shanzhi.method.keys import BUILT_IN_ACTS, ENDS
from shanzhi.method.model import Act, Stage
from shanzhi.method.roles import LEVEL_NAMES, role_name
from shanzhi.method.rules import DeskRule, Due, DueCase
from shanzhi.method.words import Sentence

BUILTIN_NAMES = {
    "message": s("留言", "messages"), "attach": s("附文件", "files"), "correct": s("更正填错的", "corrections"),
    "watch": s("关注", "watching"), "withdraw": s("撤回", "withdrawing"), "remind": s("督办", "reminders from above"),
}  # fmt: skip

SAYS = s(
    "一到这里，就告诉发起人、当事方和关注、支持的人：{text}",
    "On coming here, whoever opened it, its parties and those who follow or support it are told: {text}",
)


def stage_lines(stage: Stage, speaker: Speaker) -> list[Line]:
    """All that a stage says."""
    speaker.counts, speaker.here = {}, stage.name
    found = [Line(stage.help)] if stage.help is not None else []
    block = block_lines(stage.block, speaker) if stage.block is not None else []
    if stage.end is not None:
        found.append(Line(s("事项到这里结束：{e}。", "The matter ends here: {e}.").fill(e=ENDS[stage.end])))
    if stage.desk is not None:
        found += desk_lines(stage.desk, speaker)
    if stage.due is not None:
        found += due_lines(stage.due, stage, speaker)
    found += block
    if stage.says is not None:
        said = SAYS.fill(text=speaker.names.text(stage.says))
        found.append(Line(ended(Sentence(f"{said.zh}。", f"{said.en}."))))
    found += (
        [Line(s("一到这里：", "On coming here:"), tuple(effects(stage.effects, speaker)))]
        if stage.effects
        else []
    )
    found += [act_line(act, stage, speaker) for act in stage.acts.values() if act.origin == "method"]
    found += outcome_lines(stage, speaker)
    if stage.end is None and stage.builtins != frozenset(BUILT_IN_ACTS):
        found.append(_builtins(stage))
    speaker.here = None
    return found


def _builtins(stage: Stage) -> Line:
    there = listed(
        [BUILTIN_NAMES.get(name, s(name, name)) for name in BUILT_IN_ACTS if name in stage.builtins]
    )
    if not stage.builtins:
        return Line(
            s(
                "这里不能留言、更正、撤回或督办。",
                "Nothing else can be done here: no messages, corrections, withdrawing.",
            )
        )
    return Line(s("另外只能：{b}。", "Besides, only: {b}.").fill(b=there))


def desk_words(desk: DeskRule, speaker: Speaker) -> Sentence:
    """Whose desk, in a few words."""
    return listed([_group(group, speaker) for group in desk.groups], "；没有，就找", "; then ")


def desk_lines(desk: DeskRule, speaker: Speaker) -> list[Line]:
    """Whose desk it is, and who may not have it."""
    groups = [_group(group, speaker) for group in desk.groups]
    first = s("由谁办：{g}。", "Whose desk: {g}.").fill(g=groups[0])
    if len(groups) > 1:
        said = s("由谁办：先找{g}；没有，就找{o}。", "Whose desk: first {g}; if there is none, {o}.")
        first = said.fill(g=groups[0], o=listed(groups[1:], "；再没有，", "; then "))
    found = [Line(ended(first))]
    where = []
    if desk.level is not None:
        where.append(s("在{l}找", "looked up at the {l}").fill(l=LEVEL_NAMES[desk.level]))
    if desk.up:
        where.append(s("从事项所在往上 {n} 级找", "looked up {n} level(s) above the matter").fill(n=desk.up))
    if desk.last is not None:
        where.append(
            s("到过{w}的，回到原来的经办", "back to who had it in {w}").fill(w=speaker.names.stage(desk.last))
        )
    if where:
        found.append(Line(ended(s("{w}。", "{w}.").fill(w=listed(where, "；", "; ")))))
    if desk.off is not None:
        off = listed([_group(group, speaker) for group in desk.off.groups], "；没有，就找", "; then ")
        said = s("工作时间以外，先由{g}办。", "Outside working hours it is first with {g}.")
        found.append(Line(ended(said.fill(g=off))))
    if desk.barred is not None:
        said = s("回避：{b}；都回避的，由上一级办。", "Never: {b}; where all are barred, the level above.")
        found.append(Line(ended(said.fill(b=barred(desk.barred, speaker)))))
    return found


def _group(group: tuple[str, ...], speaker: Speaker) -> Sentence:
    """One or several who may have a desk: of several posts the nearest goes first."""
    if group[0].startswith("people."):
        return speaker.names.person(group[0])
    names = listed([role_name(name) for name in group])
    if len(group) == 1:
        return names
    return s(
        "{n}（从离事情最近的一级往上，先有人的就由他办）", "{n} (from the level nearest to it upwards)"
    ).fill(n=names)


def due_lines(due: Due, stage: Stage, speaker: Speaker) -> list[Line]:
    """How long it may take, and what comes when time is over."""
    found = [Line(ended(s("时限：{p}。", "Time limit: {p}.").fill(p=how_long(due, speaker))))]
    if due.remind is not None:
        found.append(Line(s("到期前 {t}提醒。", "A reminder {t} before.").fill(t=value_words(due.remind))))
    still = [
        speaker.names.clock(name) for name, one in speaker.method.clocks.items() if stage.name in one.pauses
    ]
    if still:
        said = s("在这里，{c}停着不算。", "While it is here, {c} stands still.")
        found.append(Line(ended(said.fill(c=listed(still)))))
    return [*found, Line(ended(_then(due, stage)))]


def how_long(due: Due, speaker: Speaker) -> Sentence:
    """How long, case by case."""
    parts = []
    if due.clock is not None:
        parts.append(s("{c}到期为止", "until {c} is over").fill(c=speaker.names.clock(due.clock)))
    if due.until is not None:
        parts.append(s("到{t}（有的话）", "up to {t}, if there is one").fill(t=speaker.amount(due.until)))
    for index, one in enumerate(due.cases):
        if one.looked is not None:
            if index + 1 == len(due.cases) or due.cases[index + 1].looked != one.looked:
                parts.append(_by_table(one, speaker))
            continue
        limit = speaker.names.span(one.limit)
        if one.when is not None:
            parts.append(s("{c}的，{t}", "{t} if {c}").fill(c=speaker.condition(one.when), t=limit))
        else:
            other = s("其余 {t}", "else {t}") if index else s("否则 {t}", "else {t}")
            parts.append(other.fill(t=limit) if index or parts else limit)
    if due.not_after is not None:
        parts.append(s("最晚到{t}", "never later than {t}").fill(t=speaker.amount(due.not_after)))
    return listed(parts, "；", "; ")


def _by_table(one: DueCase, speaker: Speaker) -> Sentence:
    """A limit that stands in the row of a table: the last of its cases holds for all that it does not tell apart."""
    said = s(
        "按{t}（没有选、那一行没有写的，按表里最短的）",
        "as {t} says (if none is chosen or it says nothing: the shortest of the table)",
    ).fill(t=speaker.in_table(str(one.looked)))
    if one.when is None:
        return said
    return s("{c}的，{t}", "{t}, if {c}").fill(c=speaker.condition(one.when), t=said)


def _then(due: Due, stage: Stage) -> Sentence:
    if due.then is not None and due.then in stage.acts:
        said = s("到期没办：系统自动“{a}”。", "When time is over, the system does “{a}” by itself.")
        return said.fill(a=stage.acts[due.then].label)
    if stage.block is not None:
        return s("到期：按下面的结果往下走。", "When time is over, it goes on as said below.")
    return s(
        "到期没办：记为超期，事项仍在这里等经办。", "When time is over it counts as late, and stays here."
    )


def act_line(act: Act, stage: Stage, speaker: Speaker) -> Line:
    """One act: who may, what it asks, what must hold, where it leads, what comes of it."""
    by = may_do(act, stage, speaker)
    timed = stage.due is not None and stage.due.then == act.name and not act.who.system
    if timed:
        by = s("{by}，到期由系统", "{by}; by the system when time is over").fill(by=by)
    below = [Line(act.help)] if act.help is not None else []
    if act.barred is not None:
        below.append(
            Line(ended(s("不能做的人：{b}。", "Who may not: {b}.").fill(b=barred(act.barred, speaker))))
        )
    form = act.form[: len(act.form) - len(act.adds.form)] if act.adds is not None else act.form
    if form:
        below.append(asking(form, speaker))
    if act.adds is not None:
        said = s("往{l}里添一条，填：{q}。", "It adds a line to {l}: {q}.")
        below.append(Line(ended(said.fill(l=quoted(act.adds.label), q=asked(act.adds.form, speaker)))))
    below += required(act.requires, speaker)
    below += (
        [Line(s("做之前再问一遍：{c}", "One is asked before: {c}").fill(c=speaker.names.text(act.confirm)))]
        if act.confirm
        else []
    )
    below += sets(act.sets, speaker)
    below += _time_and_place(act, speaker)
    below += effects(act.effects, speaker)
    goes = leads(act.routes, speaker) if act.routes else s("事项仍在这里", "the matter stays here")
    said = s("{label}（{by}）：{goes}。", "{label} ({by}): {goes}.")
    return Line(ended(said.fill(label=quoted(act.label), by=by, goes=goes)), tuple(below))


def may_do(act: Act, stage: Stage, speaker: Speaker) -> Sentence:
    """Who may do it; the desk by its name where one alone may have it."""
    desk = stage.desk
    if act.who.names != ("desk",) or desk is None:
        return who(act.who)
    return _group(desk.by, speaker) if len(desk.by) == 1 else s("经办", "the desk")


def _time_and_place(act: Act, speaker: Speaker) -> list[Line]:
    parts = []
    if act.move is not None:
        if act.move == "up":
            parts.append(s("事项移到上一级", "the matter moves a level up"))
        else:
            to = LEVEL_NAMES.get(act.move) or speaker.names.fact(act.move)
            parts.append(s("事项移到{p}", "the matter moves to {p}").fill(p=to))
    if act.extend is not None:
        said = s("{c}延长{n}", "{c} gets {n} more")
        parts.append(
            said.fill(c=speaker.names.clock(act.extend.clock), n=speaker.names.span(act.extend.more))
        )
    if act.clear:
        parts.append(s("清空{f}", "{f} is cleared").fill(f=speaker.names.facts(act.clear)))
    return [Line(ended(s("{p}。", "{p}.").fill(p=listed(parts, "；", "; "))))] if parts else []
