"""How a matter begins: each way in, what it asks, where it lands and where it goes first."""

from __future__ import annotations

from shanzhi.method.aloud.conditions import Speaker
from shanzhi.method.aloud.names import listed, quoted, s
from shanzhi.method.aloud.telling import Line, asking, ended, leads, required, sets, who
from shanzhi.method.aloud.upon import happens
from shanzhi.method.model import Method, Opening
from shanzhi.method.roles import LEVEL_NAMES
from shanzhi.method.words import Sentence


def ways_in(method: Method, speaker: Speaker) -> list[tuple[Sentence, tuple[Line, ...]]]:
    """Each way in by its name, with what is told of it."""
    return [(name_of(method, one), tuple(_opening(method, one, speaker))) for one in method.openings.values()]


def name_of(method: Method, one: Opening) -> Sentence:
    """What the button of a way in says."""
    return one.label if one.label is not None else method.title


def _who_opens(method: Method, one: Opening, speaker: Speaker) -> Line:
    label = quoted(name_of(method, one))
    if one.upon is not None:
        return Line(ended(happens(one.upon, speaker)))
    if one.who.names == ("system",):
        said = s(
            "不由人发起：由别的事项带出，填的内容也由那件事项带来（叫{l}）。",
            "Nobody opens it: another matter does, and hands on what is filled in (called {l}).",
        )
        return Line(ended(said.fill(l=label)))
    said = s("谁可以发起：{w}（按钮是{l}）。", "Who may open it: {w} (the button says {l}).")
    return Line(ended(said.fill(w=who(one.who), l=label)))


def _lands(one: Opening, speaker: Speaker) -> list[Line]:
    """At which level, case by case, and in which stage."""
    level = LEVEL_NAMES.get(one.level, s(one.level, one.level))
    alone = len(one.routes) == 1 and one.routes[0].when is None
    if alone and not one.landings:
        said = s("落在{l}，先到{w}。", "It lands at the {l}, first in {w}.")
        return [Line(said.fill(l=level, w=speaker.names.stage(one.stage)))]
    case = s("{c}的，落在{l}", "if {c}, at the {l}")
    parts = [case.fill(c=speaker.condition(it.when), l=LEVEL_NAMES[it.level]) for it in one.landings]
    parts.append((s("其余落在{l}", "else at the {l}") if parts else s("落在{l}", "at the {l}")).fill(l=level))
    said = s("落在哪一级：{p}。", "Where it lands: {p}.")
    told = s("这时告诉对方：{y}。", "One is then told: {y}.")
    whys = tuple(
        Line(ended(Sentence(f"{case.zh}：{why.zh}", f"{case.en}: {why.en}")))
        for it in one.landings
        if it.why is not None
        for case in [s("落在{l}", "at the {l}").fill(l=LEVEL_NAMES[it.level])]
        for why in [told.fill(y=speaker.names.text(it.why))]
    )
    first = s("先去哪里：{w}。", "Where it goes first: {w}.").fill(w=leads(one.routes, speaker))
    return [Line(ended(said.fill(p=listed(parts, "；", "; "))), whys), Line(ended(first))]


def _opening(method: Method, one: Opening, speaker: Speaker) -> list[Line]:
    found = [_who_opens(method, one, speaker)]
    if one.alert is not None:
        said = s("表单上方写着：{a}。", "Above the form stands: {a}.")
        found.append(Line(ended(said.fill(a=speaker.names.text(one.alert)))))
    if one.form:
        found.append(asking(one.form, speaker))
    if one.on_behalf is not None:
        said = s(
            "可以代人发起：填了{f}，那人就是发起人。",
            "It may be opened for another: whom {f} names is then the opener.",
        )
        found.append(Line(ended(said.fill(f=speaker.names.fact(one.on_behalf)))))
    return [*found, *required(one.requires, speaker), *sets(one.sets, speaker), *_lands(one, speaker)]
